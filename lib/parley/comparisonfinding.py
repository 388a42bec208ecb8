"""What a comparison shows, in careful words: the difference, and how far it rests on one article."""

from __future__ import annotations

import math

import pandas as pd

from parley import schema
from parley.chartnumbers import number, number_range
from parley.comparison import FEW
from parley.comparisonchoice import Pair
from parley.measures import MEASURES

GAPS = {"signed": "signed", "plain": "plain", "percent": "points"}
"""How a difference is written, by how the sides are."""


def finding(pair: Pair, numbers: pd.DataFrame) -> str:
    """Return one sentence that says what the numbers show, with interval and n, and no more than that.

    Parameters
    ----------
    pair
        What is compared.
    numbers
        What `parley.comparison.compare_two` returned.

    Examples
    --------
    >>> rows = pd.DataFrame({"side": ["first", "second", "difference"], "value": [1.0, 0.5, 0.5],
    ...     "low": [0.5, 0.0, -0.1], "high": [1.5, 1.0, 1.1], "n": [9, 8, 17],
    ...     "verdict": ["", "", "no difference shown"], "resampled": ["sentences"] * 3})
    >>> finding(Pair("actor", "Lee", "Ruiz", "stance", "all"), rows).split(": ")[-1]
    'the interval includes zero; these articles do not show a difference.'
    """
    measure = MEASURES[pair.measure]
    first, second, gap = schema.rows(numbers)
    known = not any(math.isnan(row.value) for row in (first, second))
    counted = f"{first.n:,} and {second.n:,} {measure.counted}"
    if not known:
        without = " and ".join(row.name for row in (first, second) if math.isnan(row.value))
        return f"Nothing to measure for {without}: n = {counted}."
    size, form = number(abs(gap.value), GAPS[measure.form]), GAPS[measure.form]
    values = [number(row.value, measure.form) for row in (first, second)]
    sides = f"{pair.first} {values[0]}, {pair.second} {values[1]}"
    if gap.verdict == FEW:
        why = "fewer than five units on a side, or all values of a side are equal"
        return f"{sides} (n = {counted}): {FEW} ({why})."
    ends = f"95 %, {gap.resampled} drawn: {number_range(gap.low, gap.high, form)}"
    shown = {
        "first higher": f"the interval leaves zero out; the higher value here is that of {pair.first}.",
        "second higher": f"the interval leaves zero out; the higher value here is that of {pair.second}.",
    }.get(gap.verdict, "the interval includes zero; these articles do not show a difference.")
    return f"{sides}; they differ by {size} ({ends}; n = {counted}): {shown}"


def fragility(numbers: pd.DataFrame, each: pd.DataFrame, form: str = "signed") -> str:
    """Return one sentence that says how far a difference rests on a single article.

    Parameters
    ----------
    numbers
        What `parley.comparison.compare_two` returned.
    each
        What `parley.comparison.left_out` returned.
    form
        How the difference is written, as in `parley.chartnumbers.number`.

    Examples
    --------
    >>> each = pd.DataFrame({"left_out": ["", "a", "b"], "value": [0.5, -0.1, 0.9]})
    >>> rows = pd.DataFrame({"side": ["difference"], "value": [0.5], "lowest": [-0.1], "highest": [0.9],
    ...                      "flips": [True]})
    >>> fragility(rows, each)
    'Without one article in turn the difference lies between −0.10 and 0.90; its sign changes without a.'
    """
    gap = next(row for row in schema.rows(numbers) if row.side == "difference")
    without = each.iloc[1:].dropna(subset="value")
    if math.isnan(gap.lowest) or math.isnan(gap.value):
        return "No article can be left out: a side stands in one article only."
    ends = number_range(gap.lowest, gap.highest, form, " and ")
    line = f"Without one article in turn the difference lies between {ends}; "
    if gap.flips:
        changed = list(without.loc[without["value"] * gap.value < 0, "left_out"])
        more = f" (and {len(changed) - 3} more)" if len(changed) > 3 else ""
        line += f"its sign changes without {' or '.join(changed[:3])}{more}."
    else:
        line += "its sign stays."
    missing = len(each) - 1 - len(without)
    return line + (f" {missing} could not be left out, as a side stands in it alone." if missing else "")
