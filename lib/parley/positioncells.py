"""Cells of the position matrix: how often each actor is for and against each issue, and the rows behind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pandas as pd

from parley import schema
from parley.corpus import Corpus
from parley.material import EVERY
from parley.positionplots import SIGNS, cells

VOICES = schema.LABELS["positions", "voice"]
"""The voices of a position, the actor's own words first."""
KEPT = 32
"""So many selections of corpora are kept, that a pick computes none anew."""
LEADING = re.compile(r"\|read:\d+:\d+:")
"""What follows a pick where a place is read on."""
COUNTS = {"actor": "str", "issue": "str", **dict.fromkeys((*SIGNS, "n"), "int64"), "voice": "str"}


@lru_cache(maxsize=KEPT)
def select(corpus: Corpus, *, article: str = EVERY, outlet: str = EVERY, voice: str = EVERY) -> pd.DataFrame:
    """Return the positions of an article, an outlet, a voice; ``all`` leaves none of them out.

    Returns
    -------
    DataFrame
        Rows of the table ``positions``, in the order of the text. It is kept: leave it as it is.

    Examples
    --------
    >>> from parley import bundled, code
    >>> set(select(code(bundled("seeds")), voice="quoted")["voice"])
    {'quoted'}
    """
    positions, documents = corpus.positions, corpus.documents
    if article != EVERY:
        positions = positions[positions["doc"] == article]
    if outlet != EVERY:
        positions = positions[positions["doc"].isin(documents.loc[documents["outlet"] == outlet, "doc"])]
    if voice != EVERY:
        positions = positions[positions["voice"] == voice]
    return positions.reset_index(drop=True)


def counts(positions: pd.DataFrame) -> pd.DataFrame:
    """Return how often each actor is for and against each issue, and in whose words at best.

    Parameters
    ----------
    positions
        Rows of the table ``positions``.

    Returns
    -------
    DataFrame
        Columns ``actor``, ``issue``, ``support``, ``oppose``, ``mixed``, ``n`` (positions) and ``voice``:
        quoted if one position at least is in the actor's own words, else paraphrased if one is reported,
        else asserted. By actor, then issue.

    Examples
    --------
    >>> rows = [("Lee", "tax", "support", "asserted"), ("Lee", "tax", "oppose", "quoted")]
    >>> found = counts(pd.DataFrame(rows, columns=["actor", "issue", "position", "voice"]))
    >>> found.values.tolist()
    [['Lee', 'tax', 1, 1, 0, 2, 'quoted']]
    """
    rank = positions["voice"].map({voice: i for i, voice in enumerate(VOICES)})
    rows = _each(positions).assign(n=1, rank=rank)
    if rows.empty:
        return pd.DataFrame(columns=list(COUNTS)).astype(COUNTS)
    how = {**dict.fromkeys((*SIGNS, "n"), "sum"), "rank": "min"}
    found = rows.groupby(["actor", "issue"], sort=True).agg(how).reset_index()
    return found.assign(voice=found["rank"].map(dict(enumerate(VOICES))))[list(COUNTS)].astype(COUNTS)


@lru_cache(maxsize=KEPT)
def filled(corpus: Corpus, least: int, **chosen: str) -> tuple[pd.DataFrame, dict[tuple[str, str], Any], int]:
    """Return the cells of the matrix: their texts and their counts.

    Parameters
    ----------
    corpus
        The corpus; what was computed for it is kept, so leave it as it is.
    least
        Actors with fewer positions are left out.
    chosen
        Article, outlet and voice, as for `select`.

    Returns
    -------
    tuple
        The texts as `parley.positionplots.cells` has them; by actor and issue the rows of `counts`; how many
        actors are left out.

    Examples
    --------
    >>> from parley import bundled, code
    >>> texts, known, few = filled(code(bundled("seeds")), 1)
    >>> {actor for actor, issue in known} == set(texts.columns), few
    (True, 0)
    """
    positions = select(corpus, **chosen)
    totals = positions.groupby("actor").size()
    enough = positions[positions["actor"].map(totals) >= least]
    known = {(row.actor, row.issue): row for row in schema.rows(counts(enough))}
    return cells(_each(enough)), known, int((totals < least).sum())


def _each(positions: pd.DataFrame) -> pd.DataFrame:
    """Each position as a count of one, as `parley.positionplots.cells` takes them."""
    ones = {kind: (positions["position"] == kind).astype("int64") for kind in SIGNS}
    return positions[["actor", "issue", "voice"]].assign(**ones)


def part(positions: pd.DataFrame, picked: str) -> pd.DataFrame:
    """Return the positions that a pick means: of a cell, an actor or an issue.

    Parameters
    ----------
    positions
        Rows of the table ``positions``.
    picked
        ``cell:ACTOR|ISSUE``, ``actor:ACTOR`` or ``issue:ISSUE``; a place may follow (``|read:...``).

    Returns
    -------
    DataFrame
        The rows, in their order; none for any other pick.

    Examples
    --------
    >>> rows = pd.DataFrame({"actor": ["Lee", "Ruiz"], "issue": ["tax", "tax"]})
    >>> part(rows, "cell:Lee|tax|read:3:9:a").values.tolist(), len(part(rows, "issue:tax"))
    ([['Lee', 'tax']], 2)
    """
    kind, _, name = LEADING.split(picked, maxsplit=1)[0].partition(":")
    if kind == "cell":
        return positions[positions["actor"] + "|" + positions["issue"] == name]
    return positions[positions[kind] == name] if kind in ("actor", "issue") else positions.iloc[:0]
