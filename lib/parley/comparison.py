"""Comparison: two actors, outlets, articles or voices on one measure, with interval, n and fragility."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.measures import MEASURES, WHOLE, unfit, units
from parley.resampling import SEVERAL, interval, ratios, resample
from parley.stance import LEAST

FEW = "too few to tell"
COLUMNS = {
    "side": "str",
    "name": "str",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "n": "int64",
    "docs": "int64",
    "resampled": "str",
    "verdict": "str",
    "lowest": "float64",
    "highest": "float64",
    "flips": "bool",
}


def compare_two(
    corpus: Corpus,
    by: str,
    first: str,
    second: str,
    *,
    measure: str = "stance",
    target: str = WHOLE,
    seed: int = 1,
) -> pd.DataFrame:
    """Return two sides and their difference on one measure, with intervals and fragility.

    Parameters
    ----------
    corpus, by, measure, target
        As for `parley.measures.units`.
    first, second
        The two sides.
    seed
        Equal seeds give equal intervals.

    Returns
    -------
    DataFrame
        Three rows: ``first``, ``second``, ``difference`` (first less second).

        ``name``        the side; of the difference both
        ``value``       of the measure; missing where a side has nothing to measure
        ``low``, ``high``  95 % bootstrap interval; missing where n is below five or all draws are equal
        ``n``, ``docs`` units that count, and articles with them; of the difference both sides together
        ``resampled``   articles, where each side has five or more; else sentences. Sides that share articles
                        (actors, voices) are drawn together, others each by itself
        ``verdict``     of a side: empty, or ``too few to tell``; of the difference also ``first higher``,
                        ``second higher`` (the interval leaves zero out), ``no difference shown``
        ``lowest``, ``highest``  of the difference: its range when each article is left out; missing where
                        that leaves a side with nothing
        ``flips``       whether its sign changes then

    Raises
    ------
    ParleyError
        As `parley.measures.units`, and where the two cannot be compared (`parley.measures.unfit`).

    Examples
    --------
    >>> from parley import bundled, code
    >>> table = compare_two(code(bundled("seeds")), "voice", "author", "others")
    >>> table["side"].tolist(), table["resampled"].unique().tolist()
    (['first', 'second', 'difference'], ['articles'])
    """
    sides = [units(corpus, by, name, measure=measure, target=target) for name in (first, second)]
    if why := unfit(by, first, second, measure, target):
        raise ParleyError(why)
    articles = min(side.loc[side["weight"] > 0, "doc"].nunique() for side in sides) >= SEVERAL
    drawn = _drawn(sides, articles, by in ("actor", "voice"), seed)
    counted = [_counting(side, measure) for side in sides]
    rows = [_estimate(*each) for each in zip(sides, counted, drawn, strict=True)]
    rows.append(_gap(rows, sides, drawn) | {"docs": pd.concat(counted)["doc"].nunique()})
    names = {"side": ["first", "second", "difference"], "name": [first, second, f"{first} less {second}"]}
    table = pd.DataFrame(rows).assign(**names, resampled="articles" if articles else "sentences")
    return table.reindex(columns=list(COLUMNS)).astype(COLUMNS)


def _counting(side: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The units that n counts."""
    rows = side[side["value"] > 0] if MEASURES[measure].share else side
    return rows.drop_duplicates(["doc", "sentence"]) if MEASURES[measure].counted == "sentences" else rows


def _estimate(side: pd.DataFrame, counted: pd.DataFrame, draws: np.ndarray) -> dict[str, Any]:
    """The row of a side."""
    whole = side["weight"].sum()
    value = side["value"].sum() / whole if whole else math.nan
    row = {"value": value, "n": len(counted), "docs": counted["doc"].nunique(), "flips": False}
    return row | _interval(draws, few=len(counted) < LEAST)


def _gap(
    rows: Sequence[dict[str, Any]], sides: Sequence[pd.DataFrame], drawn: Sequence[np.ndarray]
) -> dict[str, Any]:
    """The row of the difference, with its fragility."""
    row = {"value": rows[0]["value"] - rows[1]["value"], "n": rows[0]["n"] + rows[1]["n"], "flips": False}
    row |= _interval(drawn[0] - drawn[1], few=any(row["verdict"] for row in rows))
    if not row["verdict"]:
        higher = "first higher" if row["low"] > 0 else "second higher" if row["high"] < 0 else ""
        row["verdict"] = higher or "no difference shown"
    each = left_out(*sides)["value"].iloc[1:].dropna()
    if len(each):
        row |= {"lowest": each.min(), "highest": each.max(), "flips": bool((each * row["value"] < 0).any())}
    return row


def _interval(draws: np.ndarray, *, few: bool) -> dict[str, Any]:
    """The interval of some draws, or that there are too few to tell."""
    low, high = (math.nan, math.nan) if few else interval(draws)
    return {"low": low, "high": high, "verdict": FEW if math.isnan(low) else ""}


def _drawn(sides: Sequence[pd.DataFrame], articles: bool, together: bool, seed: int) -> list[np.ndarray]:
    """The measure of each side in every draw."""
    if together:
        sums = resample(_sums(sides, articles)[1], seed=seed)
        return [ratios(sums[:, :2]), ratios(sums[:, 2:])]
    return [ratios(resample(_sums([side], articles)[1], seed=seed + i)) for i, side in enumerate(sides)]


def _sums(sides: Sequence[pd.DataFrame], articles: bool) -> tuple[np.ndarray, np.ndarray]:
    """The units that are drawn, in order, and for each of them value and weight of each side."""
    ends = np.cumsum([len(side) for side in sides])[:-1]
    codes, docs = pd.factorize(np.concatenate([side["doc"].to_numpy(object) for side in sides]), sort=True)
    drawn = docs
    if not articles:
        numbers = np.concatenate([side["sentence"].to_numpy(np.int64) for side in sides])
        drawn, codes = np.unique(codes * (numbers.max(initial=0) + 1) + numbers, return_inverse=True)
    columns = [
        np.bincount(part, side[name].to_numpy(float), minlength=len(drawn))
        for side, part in zip(sides, np.split(codes, ends), strict=True)
        for name in ("value", "weight")
    ]
    return drawn, np.column_stack(columns)


def left_out(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Return the difference of two sides with each article left out in turn.

    Parameters
    ----------
    first, second
        Sides as `parley.measures.units` gives them.

    Returns
    -------
    DataFrame
        ``left_out``, ``value``, ``change``, as `parley.compare.leave_one_out`; missing where a side has
        nothing without that article.

    Examples
    --------
    >>> side = pd.DataFrame({"doc": ["a", "b"], "value": [1.0, 3.0], "weight": [1.0, 1.0]})
    >>> left_out(side, side.assign(value=0.0))["value"].tolist()
    [2.0, 3.0, 1.0]
    """
    docs, sums = _sums([first, second], True)
    without = np.vstack([sums.sum(axis=0), sums.sum(axis=0) - sums])
    values = ratios(without[:, :2]) - ratios(without[:, 2:])
    return pd.DataFrame({"left_out": ["", *docs], "value": values, "change": values - values[0]})
