"""A key finding: a sentence with its numbers, how far its method can be trusted, and the rows behind it.

What the findings share is here: who leads in a share and whether that is decided, and the words for it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from parley import compare
from parley.chartnumbers import number, number_range
from parley.corpus import Corpus
from parley.resampling import SEVERAL
from parley.scores import score_line

WEAK_BELOW = 0.5
"""A method is called weak where its score may be below this: the low end of its interval is."""
NAMED = 3
"""So many articles are named; of more, the number."""


@dataclass(frozen=True, eq=False)
class Finding:
    """One finding.

    Attributes
    ----------
    name
        What it is about, in a word.
    sentence
        What the articles show, with value, interval and n; or that they show too little.
    trust
        The scorecard's line of its method.
    rows
        The rows behind it: ``doc``, ``sentence``, ``char_start``, ``char_end``; none where there is
        too little.
    notebook
        The notebook that shows more, by its file name without ending.
    value, low, high, n
        Its number, its 95 % interval, and what that rests on; missing where there is none.
    """

    name: str
    sentence: str
    trust: str
    rows: pd.DataFrame
    notebook: str
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    n: int = 0


@dataclass(frozen=True)
class Lead:
    """Who has the largest share of some rows, and whether that is decided.

    Attributes
    ----------
    first, second
        The two values with most rows; ``second`` is empty where there is one alone.
    low, high
        95 % interval of the difference of their shares; missing where it cannot be drawn.
    changed
        The articles without which another value is first.
    """

    first: str
    second: str
    low: float
    high: float
    changed: tuple[str, ...]


def lead(corpus: Corpus, rows: pd.DataFrame, column: str) -> Lead:
    """Return which value of a column most rows have.

    Parameters
    ----------
    corpus
        The articles: from five on, whole articles are drawn for the interval; below, sentences.
    rows
        One row or more, with ``doc`` and ``sentence``.
    column
        The column.

    Examples
    --------
    >>> rows = pd.DataFrame({"doc": list("aabb"), "sentence": [1, 2, 1, 2], "actor": ["X", "X", "X", "Y"]})
    >>> found = lead(Corpus({}, {"a": "", "b": ""}), rows, "actor")
    >>> found.first, found.second, found.changed
    ('X', 'Y', ())
    """
    names = _ranked(rows[column])
    first, second = (*names, "")[:2]
    unit = ["doc"] if drawn(corpus) == "articles" else ["doc", "sentence"]
    gap = (rows[column] == first).astype(int) - (rows[column] == second).astype(int)
    codes = rows.groupby(unit, sort=False).ngroup().to_numpy()
    low, high = compare.bootstrap(np.bincount(codes, gap), weights=np.bincount(codes))
    rest = ((doc, rows.loc[rows["doc"] != doc, column]) for doc in sorted(rows["doc"].unique()))
    changed = tuple(doc for doc, part in rest if len(part) and _ranked(part)[0] != first)
    return Lead(first, second, low, high, changed)


def _ranked(column: pd.Series) -> list[str]:
    """The values of a column, the commonest first, ties by name."""
    counts = column.value_counts()
    return sorted(map(str, counts.index), key=lambda name: (-int(counts[name]), name))


def drawn(corpus: Corpus) -> str:
    """Return what is drawn for the intervals of shares, ``articles`` or ``sentences``.

    Examples
    --------
    >>> drawn(Corpus({}, {}))
    'sentences'
    """
    return "articles" if len(corpus.raw) >= SEVERAL else "sentences"


def lead_words(found: Lead, question: str, claim: str, numbers: str, second: str) -> str:
    """Return who leads, or that it is undecided, and what leaving an article out does.

    Parameters
    ----------
    found
        The lead.
    question, claim
        What is asked, and what is said where it is decided.
    numbers
        The numbers of the first, in words.
    second
        How the second is named, with its number.

    Examples
    --------
    >>> print(lead_words(Lead("X", "Y", -0.1, 0.2, ("a",)), "Who is first", "X is first", "9 %", "Y (8 %)"))
    Who is first is undecided: X leads with 9 %. Y (8 %) comes next; the interval of their difference \
includes zero. With a left out, another leads.
    """
    if not found.second:
        return f"{claim}, with {numbers}; no other is there."
    decided = found.low > 0 or found.high < 0
    said = (
        f"{claim}, with {numbers}."
        if decided
        else f"{question} is undecided: {found.first} leads with {numbers}."
    )
    rest = without_words(found.changed, "another leads", f"{found.first} leads")
    return f"{said} {second} comes next; {gap_words(found.low, found.high)}. {rest}"


def gap_words(low: float, high: float) -> str:
    """Return whether the interval of a difference decides who comes first.

    Examples
    --------
    >>> [gap_words(low, 0.2) for low in (-0.1, 0.1, math.nan)][:2]
    ['the interval of their difference includes zero', 'the interval of their difference leaves zero out']
    """
    if math.isnan(low):
        return "there is no interval of their difference: the draws do not differ"
    decided = low > 0 or high < 0
    return f"the interval of their difference {'leaves zero out' if decided else 'includes zero'}"


def counted(n: int, one: str, many: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "article", "articles"), counted(1200, "article", "articles")
    ('1 article', '1,200 articles')
    """
    return f"{n:,} {one if n == 1 else many}"


def without_words(changed: Sequence[str], becomes: str, stays: str) -> str:
    """Return what leaving an article out does, in a sentence.

    Examples
    --------
    >>> without_words(["a", "b"], "the sign changes", "the sign stays")
    'With a or b left out, the sign changes.'
    >>> without_words([], "the sign changes", "the sign stays")
    'With any one article left out, the sign stays.'
    """
    if not changed:
        return f"With any one article left out, {stays}."
    if len(changed) > NAMED:
        return f"With any one of {len(changed)} articles left out, {becomes}."
    named = " or ".join(part for part in (", ".join(changed[:-1]), changed[-1]) if part)
    return f"With {named} left out, {becomes}."


def interval(low: float, high: float, form: str, what: str) -> str:
    """Return an interval in words, or that there is none.

    Examples
    --------
    >>> interval(0.1, 0.25, "percent", "sentences")
    '95 % interval 10.0 to 25.0 %, sentences drawn'
    """
    if math.isnan(low):
        return "no interval: the draws do not differ"
    return f"95 % interval {number_range(low, high, form)}, {what} drawn"


def trust(card: pd.DataFrame, layer: str, method: str | None = None) -> tuple[str, str]:
    """Return the scorecard's line of a method, and what the finding has to say of it.

    Returns
    -------
    tuple
        The line; and a sentence that says that the method is weak here, empty where it is not or was not
        measured.

    Examples
    --------
    >>> trust(pd.DataFrame(columns=["layer", "method"]), "events")
    ('events: not measured against a reference coding.', '')
    """
    rows = card[card["layer"] == layer]
    method = method if method in set(rows["method"]) else None
    line = score_line(card, layer, method)
    rows = rows if method is None else rows[rows["method"] == method]
    if "weak here" in line:
        return line, " The method is weak here: it is not shown to beat always saying the commonest label."
    if len(rows) and float(rows["low"].min()) < WEAK_BELOW:
        worst = rows.sort_values("low", kind="stable").iloc[0]
        ends = number_range(worst["low"], worst["high"])
        said = f"{worst['measure']} {number(worst['score'])}, interval {ends}, against the coding by hand"
        return line, f" The method is weak here: {said}."
    return line, ""
