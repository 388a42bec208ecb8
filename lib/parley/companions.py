"""Companions: what an export holds beside the tables, that is, networks, codings and statements."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from parley import graphs, statements, ties
from parley.errors import ParleyError
from parley.network import ENDS
from parley.reference import codings, read_coding, reference_folder
from parley.registry import Registry
from parley.schema import LAYERS
from parley.store import write_atomic

if TYPE_CHECKING:
    from parley.corpus import Corpus

NETWORKS = {"actor": "actors", "issue": "issues", "both": "actors-and-issues"}
"""What each network ties, and the name of its file."""


def write_statements(folder: Path, corpus: Corpus, registry: Registry) -> None:
    """Write the positions as statements for Discourse Network Analyzer: ``statements.dna`` and a CSV.

    Examples
    --------
    >>> import tempfile
    >>> from parley import bundled, code, read_registry
    >>> folder = Path(tempfile.mkdtemp()) / "dna"
    >>> write_statements(folder, code(bundled("seeds")), read_registry())
    >>> sorted(path.name for path in folder.iterdir())
    ['statements.csv', 'statements.dna']
    """
    statements.to_dna(corpus, folder / "statements.dna", registry=registry)
    statements.write_events(folder / "statements.csv", corpus, registry=registry)


def write_networks(folder: Path, tables: Mapping[str, pd.DataFrame], registry: Registry) -> None:
    """Write the discourse networks of positions as GraphML, with the types of the registry's actors.

    Parameters
    ----------
    folder, registry
        Where to, and the corpus's actors.
    tables
        ``positions`` and ``documents``.

    Examples
    --------
    >>> import tempfile
    >>> from parley import bundled, code, read_registry
    >>> folder = Path(tempfile.mkdtemp()) / "networks"
    >>> write_networks(folder, code(bundled("seeds")).tables, read_registry())
    >>> sorted(path.name for path in folder.iterdir())
    ['actors-and-issues.graphml', 'actors.graphml', 'issues.graphml']
    """
    types = {actor.name: actor.type for actor in registry.actors.values()}
    for of in ENDS:
        found = ties.edges(tables["positions"], tables["documents"], of=of)
        graphs.write_graphml(folder / f"{NETWORKS[of]}.graphml", found, of=of, types=types)


def write_codings(folder: Path, documents: pd.DataFrame, reference: str | Path | None) -> None:
    """Write the codings of some articles, as `parley.reference.read_coding` reads them.

    Parameters
    ----------
    folder
        Where to; nothing is written where no article is coded.
    documents
        The table ``documents``; an article counts as the same by its identifier and its hash.
    reference
        The folder of codings; that of the bundled corpus for none.

    Raises
    ------
    ParleyError
        If the folder that is given holds no codings.

    Examples
    --------
    >>> import tempfile
    >>> from parley import bundled, code, read_coding
    >>> folder = Path(tempfile.mkdtemp()) / "codings"
    >>> write_codings(folder, code(bundled("seeds")).documents, None)
    >>> read_coding(folder).articles == read_coding().articles
    True
    """
    base = reference_folder(reference)
    names = codings(base)
    if reference is not None and not names:
        raise ParleyError(f"{base}: holds no codings")
    hashes = dict(zip(documents["doc"], documents["sha256"], strict=True))
    articles: dict[str, Mapping[str, str]] = {}
    for name in names:
        coding = read_coding(base, name)
        mine = {d: a for d, a in coding.articles.items() if d in hashes and a.get("sha256") == hashes[d]}
        articles |= mine
        for layer in (layer for layer in LAYERS if mine and layer in coding.layers):
            lines = (base / name / f"{layer}.jsonl").read_text(encoding="utf-8-sig").split("\n")
            kept = [line + "\n" for line in lines if line.strip() and json.loads(line)["doc"] in mine]
            write_atomic(folder / name / f"{layer}.jsonl", "".join(kept).encode())
    if articles:
        write_atomic(folder / "articles.json", (json.dumps(articles, indent=1) + "\n").encode())
