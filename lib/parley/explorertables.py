"""The tables of the explorer's page: what was coded, in places of the cleaned texts, as lists.

>>> from parley import bundled, code
>>> from parley.registry import read_registry
>>> corpus = code(bundled("seeds") / "001_5352769525018259.txt")
>>> tables = explorer_tables(corpus, read_registry())
>>> len(tables["positions"]["actor"]) == len(corpus.positions)
True
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from parley import schema
from parley.corpus import Corpus
from parley.explorertext import clean
from parley.registry import Registry
from parley.stance import LEAST, portrayals, stance
from parley.voice import voice_spans
from parley.voiceplaces import AUTHOR

VOICES = ("all", "author", "others")
MOST_EVENTS = 0.8
"""The share of the dated events that the timeline shows at first."""

Columns = dict[str, list[Any]]


def explorer_tables(corpus: Corpus, registry: Registry) -> dict[str, Any]:
    """Return the articles and tables that the page shows and counts.

    Parameters
    ----------
    corpus
        The articles.
    registry
        Its issues, for their propositions.

    Returns
    -------
    dict
        ``docs``, ``actors``, ``issues``, the tables and ``span`` and ``window`` of the events, as
        `parley.explorer.explorer_data` describes them.

    Examples
    --------
    >>> explorer_tables(Corpus({}, {}), Registry({}, {}, {}, ""))["docs"]
    []
    """
    pages = _Pages(corpus)
    tables = pages.tables
    judged = portrayals(tables)
    actors = _names(tables["mentions"]["actor"], tables["positions"]["actor"], judged["target"])
    issues = _names(tables["positions"]["issue"], registry.issues)
    known = {issue.id: issue.proposition for issue in registry.issues.values()}
    return {
        "docs": _documents(pages),
        "actors": list(actors),
        "issues": [{"id": name, "proposition": known.get(name, "")} for name in issues],
        "text_kinds": list(schema.TEXT_KINDS),
        **_text(pages, actors),
        "positions": _positions(pages, actors, issues),
        "judged": _judgements(pages, judged, actors),
        "stances": _columns(_stances(pages, judged, actors)),
        "least": LEAST,
        "events": _events(pages),
        **_calendar(tables["events"]),
    }


def _names(*columns: Iterable[str]) -> dict[str, int]:
    """The different texts of some columns, sorted, each with its number."""
    return {name: i for i, name in enumerate(sorted({name for column in columns for name in column if name}))}


def _documents(pages: _Pages) -> list[dict[str, Any]]:
    return [
        {
            "id": row.doc,
            "title": row.title,
            "outlet": row.outlet,
            "author": row.author,
            "published": row.published,
            "basis": row.published_basis,
            "genre": row.genre,
            "words": int(row.words),
            "sha256": row.sha256,
            "text": pages.cleaned[row.doc].text,
        }
        for row in schema.rows(pages.tables["documents"])
    ]


def _text(pages: _Pages, actors: dict[str, int]) -> dict[str, Columns]:
    """Blocks, sentences, mentions, quotations and voices."""
    tables = pages.tables
    blocks, sentences, quotes = tables["blocks"], tables["sentences"], tables["quotes"]
    mentions = tables["mentions"][tables["mentions"]["actor"] != ""]
    spans = voice_spans(sentences, quotes)
    numbers = sentences["sentence"]
    made = pages.placed(blocks, line=blocks["line"], kind=blocks["kind"])
    made |= _block_places(pages)
    return {
        "blocks": made,
        "sentences": pages.placed(
            sentences, line=sentences["line"], number=numbers, voice=sentences["voice"]
        ),
        "mentions": pages.placed(
            mentions,
            sentence=pages.sentence(mentions),
            actor=mentions["actor"].map(actors),
            kind=mentions["kind"],
        ),
        "quotes": pages.placed(
            quotes, sentence=pages.sentence(quotes), kind=quotes["kind"], speaker=quotes["speaker"]
        ),
        "voices": pages.placed(spans[spans["voice"] != AUTHOR]),
    }


def _block_places(pages: _Pages) -> Columns:
    """Where blocks begin and end: what the texts were joined at, whatever was left out at their edges."""
    starts: list[int] = []
    ends: list[int] = []
    for doc in pages.docs:
        made = pages.cleaned[doc]
        after = [*(start - 1 for start in made.starts[1:]), len(made.text)]
        starts += [int(made.units[place]) for place in made.starts]
        ends += [int(made.units[place]) for place in after[: len(made.starts)]]
    return {"start": starts, "end": ends}


def _positions(pages: _Pages, actors: dict[str, int], issues: dict[str, int]) -> Columns:
    rows = pages.tables["positions"]
    rows = rows[(rows["actor"] != "") & (rows["issue"] != "")]
    return pages.placed(
        rows,
        sentence=pages.sentence(rows),
        actor=rows["actor"].map(actors),
        issue=rows["issue"].map(issues),
        **{name: rows[name] for name in ("position", "voice", "act", "reporter")},
    )


def _events(pages: _Pages) -> Columns:
    rows = pages.tables["events"]
    return pages.placed(
        rows,
        sentence=pages.sentence(rows),
        **{"from": rows["start"], "to": rows["end"]},
        **{name: rows[name] for name in ("value", "precision", "event", "expression")},
    )


def _judgements(pages: _Pages, judged: pd.DataFrame, actors: dict[str, int]) -> Columns:
    return pages.placed(
        judged,
        sentence=pages.sentence(judged),
        target=judged["target"].map(actors),
        score=judged["score"].astype(float).round(4),
        **{name: judged[name] for name in ("polarity", "voice", "holder")},
    )


def _stances(pages: _Pages, judged: pd.DataFrame, actors: dict[str, int]) -> pd.DataFrame:
    """Stances of articles, of outlets that have several articles, and of the whole corpus where it has."""
    by_doc = pages.tables["stance"]
    judged = judged[["doc", "outlet", "target", "voice", "score"]].astype({"target": object, "voice": object})
    parts = [by_doc.assign(kind="doc", group=by_doc["doc"].map(pages.number))]
    if judged["doc"].nunique() > 1:
        parts.append(stance(judged, None).assign(kind="all", group=""))
    if judged["outlet"].nunique() < judged["doc"].nunique():
        by_outlet = stance(judged, "outlet")
        parts.append(by_outlet.assign(kind="outlet", group=by_outlet["outlet"]))
    numbers = ["stance", "low", "high", "low_docs", "high_docs"]
    columns = ["kind", "group", "target", "voice", *numbers, "n", "verdict"]
    found = pd.concat([part.reindex(columns=columns).astype(object) for part in parts], ignore_index=True)
    found = found[found["voice"].isin(VOICES) & found["target"].isin(list(actors))]
    rounded = {name: found[name].astype(float).round(6) for name in numbers}
    return found.assign(target=found["target"].map(actors), **rounded).astype(
        {"target": "int64", "n": "int64"}
    )


def _calendar(events: pd.DataFrame) -> dict[str, list[str]]:
    """The first and last day of all events, and the shortest stretch of months that holds most of them."""
    closed = events[(events["start"] != "") & (events["end"] != "")].sort_values("start", kind="stable")
    days = sorted({*events["start"], *events["end"]} - {""})
    if not days:
        return {"span": ["", ""], "window": ["", ""]}
    ends = closed["end"].to_numpy(dtype="datetime64[D]").astype(np.int64)
    starts = closed["start"].to_numpy(dtype="datetime64[D]").astype(np.int64)
    held = int(np.ceil(MOST_EVENTS * len(closed)))
    stretches = []
    for i in range(len(closed) - held + 1 if held else 0):
        last = int(np.partition(ends[i:], held - 1)[held - 1])
        stretches.append((last - int(starts[i]), int(starts[i]), last))
    if not stretches:
        return {"span": [days[0], days[-1]], "window": [days[0], days[-1]]}
    _, first, last = min(stretches)
    window = [str(np.datetime64(day, "D")) for day in (first, last)]
    return {"span": [days[0], days[-1]], "window": [_month(window[0])[0], _month(window[1])[1]]}


def _month(day: str) -> tuple[str, str]:
    """The first and last day of a day's month."""
    month = np.datetime64(day, "M")
    return str(month.astype("datetime64[D]")), str(
        (month + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    )


class _Pages:
    """The tables of a corpus in places of the cleaned texts; each text is cleaned once."""

    def __init__(self, corpus: Corpus) -> None:
        self.tables = {name: corpus.tables.get(name, schema.empty(name)) for name in schema.TABLES}
        self.docs = list(self.tables["documents"]["doc"])
        self.number = {doc: i for i, doc in enumerate(self.docs)}
        by_doc = dict(list(self.tables["blocks"].groupby("doc", sort=False)))
        none = schema.empty("blocks")
        self.cleaned = {doc: clean(corpus.raw[doc], by_doc.get(doc, none)) for doc in self.docs}
        keys = self.tables["sentences"].assign(_number=lambda table: table["doc"].map(self.number))
        keys = keys.sort_values(["_number", "char_start"], kind="stable")
        self._sentence = pd.Series(
            np.arange(len(keys)), index=pd.MultiIndex.from_frame(keys[["doc", "sentence"]])
        )

    def placed(self, table: pd.DataFrame, **columns: Iterable[Any]) -> Columns:
        """Columns ``doc``, ``start``, ``end`` of a table and others beside them, by article and place."""
        places = np.zeros((2, len(table)), dtype=np.int64)
        raw = table[["char_start", "char_end"]].to_numpy(dtype=np.int64)
        for doc, rows in table.groupby("doc", sort=False).indices.items():
            places[:, rows] = self.cleaned[str(doc)].spans(raw[rows, 0], raw[rows, 1])
        numbers = table["doc"].map(self.number).astype("int64")
        frame = pd.DataFrame(
            {"doc": numbers, "start": places[0], "end": places[1], **columns}, index=table.index
        )
        return _columns(frame.sort_values(["doc", "start"], kind="stable"))

    def sentence(self, table: pd.DataFrame) -> pd.Series:
        """The number, in the corpus, of the sentence that each row stands in."""
        keys = pd.MultiIndex.from_frame(table[["doc", "sentence"]])
        return pd.Series(self._sentence.reindex(keys).to_numpy(), index=table.index).astype("int64")


def _columns(frame: pd.DataFrame) -> Columns:
    """A frame as lists, None for what is missing."""
    return {
        str(name): [None if value is None or value != value else value for value in frame[name].tolist()]
        for name in frame.columns
    }
