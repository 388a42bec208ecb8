"""The rows of an actor card: those of its frames, and those that each of its numbers counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from parley import actorcard, schema
from parley.actorties import between, ties_of
from parley.corpus import Corpus
from parley.markup import UNSEEN

UNKNOWN = "speaker unknown"
Card = Mapping[str, Sequence[Any]]
"""The rows of each frame of an actor."""
FRAMES = (
    actorcard.mention_share,
    actorcard.speech_share,
    actorcard.judgements,
    actorcard.judges,
    actorcard.positions_of,
    actorcard.asks,
    actorcard.replies,
    ties_of,
)


@lru_cache(maxsize=64)
def card_rows(corpus: Corpus, actor: str) -> Card:
    """Return the rows of all frames of an actor, read once.

    Returns
    -------
    dict
        By the name of the frame's function, in the frame's order; and ``judged``, the strongest first. It is
        kept: leave it as it is.

    Examples
    --------
    >>> from parley import bundled, code
    >>> [row.part for row in card_rows(code(bundled("seeds")), "NATO")["speech_share"]]
    ['all', 'quoted', 'reported']
    """
    frames = {frame.__name__: frame(corpus, actor) for frame in FRAMES}
    frames["judged"] = strongest(actorcard.judged(corpus, actor))
    return {name: list(schema.rows(frame)) for name, frame in frames.items()}


def strongest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return judgements by the size of their score, whichever its sign; ties in the order of the text.

    Examples
    --------
    >>> strongest(pd.DataFrame({"score": [0.2, -0.9, 0.5]}))["score"].tolist()
    [-0.9, 0.5, 0.2]
    """
    return rows.loc[rows["score"].abs().sort_values(ascending=False, kind="stable").index]


def behind(corpus: Corpus, actor: str, pick: str) -> tuple[str, pd.DataFrame]:
    """Return the rows that a number of the card counts, and what they are.

    Parameters
    ----------
    corpus, actor
        Whose card it is.
    pick
        ``mentions:KIND``, ``speech:VOICE``, ``judged:VOICE:LABEL``, ``judge:HOLDER``,
        ``position:ISSUE:SIDE``, ``ask:ID``, ``reply:ID``, ``agreed:OTHER``, ``opposed:OTHER``; ``all`` for
        every kind, voice, label and side.

    Returns
    -------
    tuple
        A title, and rows of the table that is counted, in their order; ``""`` and no row for any other pick.

    Examples
    --------
    >>> from parley import bundled, code
    >>> title, rows = behind(code(bundled("seeds")), "NATO", "mentions:name")
    >>> title, set(rows["actor"])
    ('Mentions, name', {'NATO'})
    """
    kind, _, name = pick.partition(":")
    card = card_rows(corpus, actor)
    first, _, last = name.rpartition(":")
    if kind == "mentions":
        return _part("Mentions", corpus.mentions[corpus.mentions["actor"] == actor], kind=name)
    if kind == "speech":
        quotes = actorcard.quotes_of(corpus, actor)
        voice = (quotes["kind"] == "indirect").map({True: "reported", False: "quoted"})
        return _part("Statements", quotes.assign(voice=voice), voice=name)
    if kind == "judged":
        return _part("Judgements", actorcard.judged(corpus, actor), voice=first, polarity=last)
    if kind == "judge":
        return _part("Judgements by", actorcard.judged(corpus, actor), holder=name)
    own = corpus.positions[corpus.positions["actor"] == actor]
    if kind == "position":
        return _part("Positions", own, issue=first, position=last)
    if kind in ("agreed", "opposed"):
        others = [row.other for row in card["ties_of"] if _shown(row.other) == name]
        side = ("agreed", "opposed").index(kind)
        ids = [number for other in others for number in between(corpus, actor, other)[side]]
        what = "On the same side: " if kind == "agreed" else "On opposite sides: "
        return _part(f"{what}{actor} and {name}", corpus.positions[corpus.positions["id"].isin(ids)])
    if kind in ("ask", "reply"):
        book = [row for row in card["asks" if kind == "ask" else "replies"] if _shown(row.id) == name]
        ids = [number for row in book for number in (row.id, row.answer_id)]
        return _part("What is asked, and the answer", corpus.positions[corpus.positions["id"].isin(ids)])
    return "", own.iloc[:0]


def _part(title: str, rows: pd.DataFrame, **wanted: str) -> tuple[str, pd.DataFrame]:
    """The rows with some values, and their title; no title where there is no row."""
    for column, value in wanted.items():
        if value != "all":
            rows = rows[_same(rows[column], value)]
    said = [UNKNOWN if value == "" else value for value in wanted.values() if value != "all"]
    return (", ".join([title, *said]) if len(rows) else ""), rows


def _same(values: pd.Series, name: str) -> pd.Series:
    """Where a column has a value, as it stands in a pick."""
    return values.map({value: _shown(value) == name for value in values.unique()}).astype(bool)


def _shown(name: str) -> str:
    return UNSEEN.sub(lambda m: f"[U+{ord(m.group()):04X}]", name)
