"""Key findings on judgement: who looks worst and who looks best by the authors' own words."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import pandas as pd

from parley import schema
from parley.chartnumbers import number, number_range
from parley.compare import difference
from parley.corpus import Corpus
from parley.finding import Finding, gap_words, interval, trust, without_words
from parley.stance import LEAST, portrayals, stance, without_each
from parley.voiceplaces import AUTHOR

NOTEBOOK = "05_stance"
SIDES = {"negative": ("lowest", "worst"), "positive": ("highest", "best")}
"""How the end of the scale is called, and who stands there."""


def judged(corpus: Corpus, card: pd.DataFrame, side: str) -> Finding:
    """Return who is judged most negatively, or most positively, by the authors' own words.

    Parameters
    ----------
    corpus, card
        The articles and their scorecard.
    side
        ``negative`` or ``positive``.

    Returns
    -------
    Finding
        The actor with the lowest, or highest, stance of those with five sentences or more; called so only
        where its intervals over sentences and over articles leave zero out. ``value`` in [-2, 2].

    Examples
    --------
    >>> from parley import bundled, code
    >>> card = pd.DataFrame(columns=["layer", "method"])
    >>> judged(code(bundled("seeds")), card, "negative").value < 0
    True
    """
    line, weak = trust(card, "portrayal by the author", "model")
    rows, table = _own(corpus)
    name = f"Judged {SIDES[side][1]}"
    if table.empty:
        said = (
            f"No actor is judged in {LEAST} sentences or more by the authors' own words: too little to say."
        )
        return Finding(name, said, line, rows.iloc[:0], NOTEBOOK)
    found = table.sort_values(["stance", "target"], ascending=[side == "negative", True], kind="stable")
    first = next(schema.rows(found))
    own = rows[rows["target"] == first.target]
    said = f"{_opening(first, side, len(table))} {_rest(rows, found, first)}{weak}"
    strongest = own.sort_values("score", ascending=side == "negative", kind="stable")
    return Finding(name, said, line, strongest, NOTEBOOK, first.stance, first.low, first.high, first.n)


@lru_cache(maxsize=4)
def _own(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The judgements in the authors' own words, and the stances of those who have enough of them."""
    rows = portrayals(corpus)
    rows = rows[rows["voice"] == AUTHOR]
    counts = rows["target"].value_counts()
    rows = rows[rows["target"].isin(counts[counts >= LEAST].index)]
    table = stance(rows, None)
    return rows, table[table["voice"] == AUTHOR]


def _opening(first: Any, side: str, of: int) -> str:
    """Who stands at the end of the scale, in words that claim no more than the intervals do."""
    among = (
        f"of the {of} actors with {LEAST} such sentences or more in the articles"
        if of > 1
        else "the only one with enough"
    )
    ends = interval(first.low, first.high, "signed", "sentences")
    if not math.isnan(first.low_docs):
        ends += f"; articles drawn: {number_range(first.low_docs, first.high_docs)}"
    place = "article" if first.docs == 1 else "articles"
    numbers = (
        f"{number(first.stance)} on a scale from −2 to 2 ({ends}; n = {first.n:,} in {first.docs} {place})"
    )
    clear = _clear(first.low, first.high, side) and (
        math.isnan(first.low_docs) or _clear(first.low_docs, first.high_docs, side)
    )
    if clear:
        return f"By the authors' own words {first.target} is judged most {side}ly, {among}: {numbers}."
    return (
        f"Whether the authors' own words judge anybody {side}ly is undecided: {first.target} has the "
        f"{SIDES[side][0]} stance, {among}, {numbers}; that is not clear of zero."
    )


def _clear(low: float, high: float, side: str) -> bool:
    return high < 0 if side == "negative" else low > 0


def _rest(rows: pd.DataFrame, found: pd.DataFrame, first: Any) -> str:
    """The next on the scale, and what becomes of the stance when an article is left out."""
    said = []
    if len(found) > 1:
        second = found.iloc[1]
        one, other = (rows[rows["target"] == target] for target in (first.target, second["target"]))
        gap = difference(one, other, "score")
        decided = gap["low"] > 0 or gap["high"] < 0
        how = gap_words(gap["low"], gap["high"])
        open_ = "" if decided else "; who of the two comes first is undecided"
        said.append(f"{second['target']} ({number(second['stance'])}) comes next; {how}{open_}.")
    if first.docs == 1:
        return " ".join([*said, "All of these sentences stand in one article."])
    each = without_each(rows, first.target, AUTHOR)
    changed = each.loc[each["value"] * first.stance < 0, "left_out"]
    return " ".join([*said, without_words(list(changed), "the sign changes", "the sign stays")])
