"""What is coded by hand, unit by unit in the order of the text.

A unit of ``targets`` is a sentence with an actor who is named or described in it; of ``quotes``, what stands
between marks; of ``positions``, a sentence with an issue that is raised in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

import pandas as pd

from parley import schema
from parley.corpus import Corpus
from parley.errors import bad_value
from parley.issues import find_issues
from parley.journalfile import Key
from parley.registry import Registry, read_registry
from parley.sentences import Reading, read
from parley.sources import Source
from parley.speakers import Speakers
from parley.store import Store, default_folder

KEY: dict[str, tuple[str, ...]] = {
    "targets": ("doc", "start", "end", "target"),
    "quotes": ("doc", "start", "end"),
    "positions": ("doc", "start", "end", "issue"),
}
"""What makes a unit of each layer: that of ``reference.UNIT`` but for a position's actor, who is coded."""
PLACE = ("doc", "line", "char_start", "char_end", "sentence")
NONE = "none"
"""The label of a unit that is coded as nothing."""


def units(
    corpus: Corpus,
    layer: str,
    docs: Collection[str] | None = None,
    sample: int | None = None,
    seed: int = 0,
    *,
    registry: Registry | None = None,
) -> pd.DataFrame:
    """Return the units of a layer to be coded.

    Parameters
    ----------
    corpus
        The articles.
    layer
        ``targets``, ``quotes`` or ``positions``.
    docs
        Identifiers of articles; all by default.
    sample
        So many units, drawn at random; all by default.
    seed
        Equal seeds draw equal units.
    registry
        For positions: the issues with their phrases, and the word lists; the bundled ones by default.

    Returns
    -------
    DataFrame
        ``doc``, ``line``, ``char_start``, ``char_end`` (the first mention of the target, the quotation, the
        first words that raise the issue), ``sentence``, and ``start``, ``end`` (the sentence, or the
        quotation) with ``target`` or ``issue``: the unit's key in a coding. In the order of the text.

    Raises
    ------
    ParleyError
        If there is no such layer or article, or the sample is not positive.

    Examples
    --------
    >>> from parley import bundled, code
    >>> list(units(code(bundled("seeds")), "targets", sample=3).columns)[-3:]
    ['start', 'end', 'target']
    """
    if layer not in KEY:
        raise bad_value("layer", layer, KEY)
    present = list(corpus.documents["doc"])
    chosen = present if docs is None else [docs] if isinstance(docs, str) else list(docs)
    if odd := sorted(set(chosen) - set(present)):
        raise bad_value("docs", odd[0], present)
    if sample is not None and sample < 1:
        raise bad_value("sample", sample, "a whole number from 1")
    if layer == "positions":
        found = _issues_raised(corpus, tuple(sorted(chosen)), registry or read_registry())
    else:
        found = _targets(corpus) if layer == "targets" else _quotes(corpus)
        found = found[found["doc"].isin(chosen)]
    found = found.reset_index(drop=True)
    drawn = found if sample is None else found.sample(min(sample, len(found)), random_state=seed).sort_index()
    return drawn[[*PLACE, *KEY[layer][1:]]].reset_index(drop=True)


def among(found: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the units that stand in some rows, in the order of the text.

    Parameters
    ----------
    found
        Units, as from `units`.
    rows
        Rows with ``doc`` and ``sentence``; with ``target`` or ``issue`` too where that matters.

    Examples
    --------
    >>> from parley import bundled, code
    >>> every = units(code(bundled("seeds")), "targets")
    >>> among(every, every.tail(2)[["doc", "sentence", "target"]]).shape[0]
    2
    """
    shared = [name for name in ("doc", "sentence", "target", "issue") if name in rows and name in found]
    return found.merge(rows[shared].drop_duplicates(), on=shared)[list(found.columns)]


def key_of(row: Any, layer: str) -> Key:
    """Return the key of a unit, a row of `units`, as in `parley.journalfile.Entry`.

    Examples
    --------
    >>> key_of(pd.Series({"doc": "a", "start": 0, "end": 9, "line": 1}), "quotes")
    ('a', 0, 9)
    """
    values = (getattr(row, name) for name in KEY[layer])
    return tuple(v if isinstance(v, str) else int(v) for v in values)


def keys_of(frame: pd.DataFrame, layer: str) -> list[Key]:
    """Return the keys of units, see `key_of`.

    Examples
    --------
    >>> keys_of(pd.DataFrame({"doc": ["a"], "start": [0], "end": [9], "line": [1]}), "quotes")
    [('a', 0, 9)]
    """
    return list(zip(*(frame[name].tolist() for name in KEY[layer]), strict=True))


def articles_of(corpus: Corpus) -> dict[str, dict[str, str]]:
    """Return for each article of a corpus its ``file`` and ``sha256``, as codings name them.

    Examples
    --------
    >>> from parley import bundled, code
    >>> sorted(articles_of(code(bundled("seeds")))["kyiv-post"])
    ['file', 'sha256']
    """
    return {
        row.doc: {
            "file": row.file,
            "sha256": row.sha256 or hashlib.sha256(corpus.raw[row.doc].encode()).hexdigest(),
        }
        for row in schema.rows(corpus.documents)
    }


def _sentences(corpus: Corpus) -> pd.DataFrame:
    named = {"char_start": "start", "char_end": "end"}
    return corpus.sentences[["doc", "sentence", *named]].rename(columns=named)


def _targets(corpus: Corpus) -> pd.DataFrame:
    named = corpus.targets[corpus.targets["mention"] != "pronoun"]
    once = named.drop_duplicates(["doc", "sentence", "target"])
    found = once.merge(_sentences(corpus), on=["doc", "sentence"])
    return found.sort_values(["doc", "start", "char_start", "target"], kind="stable")


def _quotes(corpus: Corpus) -> pd.DataFrame:
    marked = corpus.quotes[corpus.quotes["kind"] != "indirect"]
    return marked.assign(start=marked["char_start"], end=marked["char_end"])


@lru_cache(maxsize=4)
def _issues_raised(corpus: Corpus, docs: tuple[str, ...], registry: Registry) -> pd.DataFrame:
    """Where sentences raise issues: the first place in each sentence of each issue."""
    rows = [row for doc in docs for row in _raised_in(corpus, doc, registry)]
    found = pd.DataFrame(rows, columns=[*PLACE, "issue"]).astype(
        schema.PLACE | {"sentence": "int64", "issue": "str"}
    )
    once = found.drop_duplicates(["doc", "sentence", "issue"])
    placed = once.merge(_sentences(corpus), on=["doc", "sentence"])
    return placed.sort_values(["doc", "start", "char_start", "issue"], kind="stable")


def _raised_in(corpus: Corpus, doc: str, registry: Registry) -> Iterator[dict[str, object]]:
    """Where an article raises issues, in the order of the text; read as it was for its table of positions."""
    row = corpus.documents[corpus.documents["doc"] == doc].iloc[0]
    source = Source(doc, row["file"], corpus.raw[doc], row["sha256"], published=row["published"])
    reading: Reading = read(source, registry, Store(default_folder()))
    speakers = Speakers(reading, corpus.mentions[corpus.mentions["doc"] == doc], registry)
    actor_at = {t.i: found[2] for t in reading.parse if (found := speakers.mention(t.i)) is not None}
    for raised in find_issues(reading.parse, actor_at, registry) if registry.issues else []:
        first, last = reading.parse[raised.low], reading.parse[raised.high - 1]
        yield {**reading.place(first.idx, last.idx + len(last)), "issue": raised.issue}
