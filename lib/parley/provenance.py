"""What made a page: versions, hashes and the command, so that it can be made again; no time."""

from __future__ import annotations

import platform
from contextlib import suppress
from dataclasses import dataclass

import pandas as pd

from parley import __version__, portrayal, schema
from parley.errors import ParleyError
from parley.language import MODEL_PACKAGES
from parley.registry import Registry
from parley.store import digest

PACKAGES = (*MODEL_PACKAGES, "spacy", "textblob", "vaderSentiment", "onnxruntime", "pandas", "numpy")
"""What decides results, besides Parley and Python."""


@dataclass(frozen=True)
class Provenance:
    """What made a page.

    Attributes
    ----------
    command
        The command, as it can be typed again.
    versions
        Name and version of what ran.
    hashes
        What was read, and its SHA-256; of the model its version.
    """

    command: str
    versions: tuple[tuple[str, str], ...]
    hashes: tuple[tuple[str, str], ...]


def provenance(documents: pd.DataFrame, registry: Registry, command: str) -> Provenance:
    """Return what made a page of some articles.

    Parameters
    ----------
    documents
        The table ``documents``: their identifiers and hashes.
    registry
        Actors, issues and lexicons they were coded with.
    command
        What was typed.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> made = provenance(schema.empty("documents"), read_registry(), "parley report --out site")
    >>> [name for name, _ in made.hashes]
    ['articles', 'actors, issues and lexicons', 'lexicons', 'model of judgements']
    """
    try:
        model = portrayal.model_version()
    except ParleyError:
        model = "not installed"
    articles = digest(*(f"{row.doc} {row.sha256}" for row in schema.rows(documents)))
    hashes = (
        ("articles", articles),
        ("actors, issues and lexicons", registry.digest),
        ("lexicons", digest(repr(sorted(registry.lexicons.items())))),
        ("model of judgements", model),
    )
    return Provenance(command, versions(), hashes)


def versions() -> tuple[tuple[str, str], ...]:
    """Return the versions of Parley, Python and the packages that decide results.

    Examples
    --------
    >>> versions()[0] == ("parley", __version__)
    True
    """
    from importlib import metadata

    found = [("parley", __version__), ("Python", platform.python_version())]
    for package in PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            found.append((package, metadata.version(package)))
    return tuple(found)
