"""What besides text and registry decides results: Parley's code, the models and the packages it asks."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path

from parley import __version__, portrayal
from parley.language import MODEL_PACKAGES
from parley.registry import read_registry
from parley.store import digest

PACKAGES = ("spacy", "textblob", "vaderSentiment", "rapidfuzz", "onnxruntime")
"""The packages, besides the language model, whose version can change a result."""
SHOWN = 12


@cache
def code_state() -> str:
    """Return a hash of the code, the model of target sentiment and the packages' versions.

    Examples
    --------
    >>> len(code_state())
    64
    """
    here = Path(__file__).resolve().parent
    return digest(
        __version__,
        portrayal.model_version(),
        *_installed(*MODEL_PACKAGES, *PACKAGES),
        *(p.read_bytes() for p in sorted(here.glob("*.py"))),
    )


def _installed(*packages: str) -> list[str]:
    from importlib import metadata

    found = []
    for package in packages:
        with suppress(metadata.PackageNotFoundError):
            found.append(f"{package} {metadata.version(package)}")
    return found


@cache
def versions() -> dict[str, str]:
    """Return what must be the same wherever parts of one corpus are coded; loads no model.

    Examples
    --------
    >>> list(versions())
    ['Parley', 'model of target sentiment', 'language model', 'packages', 'bundled lists', 'code']
    """
    return {
        "Parley": __version__,
        "model of target sentiment": portrayal.model_version(),
        "language model": ", ".join(_installed(*MODEL_PACKAGES)) or "none",
        "packages": ", ".join(_installed(*PACKAGES)),
        "bundled lists": read_registry().digest[:SHOWN],
        "code": code_state()[:SHOWN],
    }


def difference(here: dict[str, str], there: dict[str, str]) -> str:
    """Return the first thing that differs, in words; "" where nothing does.

    Examples
    --------
    >>> difference({"Parley": "2", "code": "a"}, {"Parley": "1", "code": "b"})
    'Parley is 1 there and 2 here'
    """
    odd = [name for name in here if there.get(name) != here[name]]
    return f"{odd[0]} is {there.get(odd[0], 'missing')} there and {here[odd[0]]} here" if odd else ""
