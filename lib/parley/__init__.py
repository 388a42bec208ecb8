"""Parley: who wants what, who speaks, who is judged how, in news about a negotiation.

A corpus is read once and becomes tables, one for each kind of thing that is coded:

>>> import parley
>>> corpus = parley.code(parley.bundled("seeds"))
>>> corpus.documents["doc"].tolist()[:2]
['financial-times', 'great-betrayal']

The nouns of the house, in the order in which they are made:

``Source``      an article as it was scraped (`read_sources`)
``blocks``      each line's kind: headline, paragraph, caption, advertisement ...
``sentences``   the sentences of the article's text
``mentions``    who is named, described or meant by a pronoun
``quotes``      what is quoted or reported, who says it, by which cue; the voice of every sentence
``sentiment``   TextBlob and VADER polarity of each sentence
``targets``     how each sentence makes each actor in it look
``positions``   who is for or against what, in whose words, and what it answers (`parley.ledger`)
``events``      dates and what happened (`parley.timeline`)
``claims``      checkable figures, and whether the article disputes them (`parley.figures`)
``stance``      how articles make their actors look, by voice
``Corpus``      all tables together (`code`, `code_text`, `code_to`, `load`; `open_corpus` of a corpus folder)
``Coding``      what careful readers coded by hand (`read_coding`)
``scorecard``   how far each method agrees with them (`scorecard`, `score_line`)
``Material``    a corpus with its actors and issues and its coding by hand (`open_material`)

`cite` finds a passage in the articles; `export` and `read_export` write and read the tables for others.

Nothing is loaded at import: each name is fetched when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOME = {
    "ParleyError": "errors",
    "IncompleteError": "errors",
    "Source": "sources",
    "read_sources": "sources",
    "Registry": "registry",
    "bundled": "registry",
    "read_registry": "registry",
    "Corpus": "corpus",
    "code": "coding",
    "code_text": "coding",
    "code_to": "coding",
    "load": "coding",
    "open_corpus": "opening",
    "open_material": "opening",
    "read_coding": "reference",
    "scorecard": "scores",
    "score_line": "scores",
    "cite": "citation",
    "export": "exports",
    "read_export": "exports",
}

__all__ = [*_HOME, "__version__"]


_MODULES = (
    "agreement", "citation", "compare", "dictionary", "explorer", "exports", "figures", "graphs", "ledger",
    "material", "network", "plots", "positionplots", "reference", "scores", "sentiment", "spreadsheets",
    "stance", "statements", "ties", "timeline", "timeplots", "views", "widgets", "words",
)  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"parley.{name}")
    if name in _HOME:
        return getattr(import_module(f"parley.{_HOME[name]}"), name)
    raise AttributeError(f"module 'parley' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
