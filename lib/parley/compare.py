"""Comparisons with their uncertainty: shares and means with seeded bootstrap intervals, fragility.

Small corpora mislead. Every number here carries its n and an interval, and can be asked how far it
rests on a single article. Where all draws are equal, as where all values are, there is no interval: it would
have no length, and what was not seen is not thereby shown never to occur.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from parley.errors import ParleyError, bad_value
from parley.resampling import DRAWS, LARGE, interval, ratio_interval, varies


def _require(data: pd.DataFrame, columns: Iterable[str]) -> None:
    for column in columns:
        if column not in data:
            raise bad_value("column", column, list(data.columns))


def _columns(unit: str | list[str] | None) -> list[str]:
    return [] if unit is None else [unit] if isinstance(unit, str) else unit


def _groups(data: pd.DataFrame, unit: str | list[str] | None) -> np.ndarray | None:
    """For each row the number of the unit it is drawn with; None where rows are drawn one by one."""
    columns = _columns(unit)
    return data.groupby(columns, sort=False, dropna=False).ngroup().to_numpy() if columns else None


def bootstrap(
    values: Sequence[float] | np.ndarray,
    *,
    weights: Sequence[float] | np.ndarray | None = None,
    groups: Sequence[object] | np.ndarray | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    large: int = LARGE,
) -> tuple[float, float]:
    """Return the percentile bootstrap interval of a mean, or of a ratio of sums.

    Parameters
    ----------
    values
        One number a unit. With ``weights`` the statistic is sum(values) / sum(weights).
    groups
        What is drawn: units that share a group are drawn together (articles, for example). By default
        every unit by itself.
    draws, seed
        Equal seeds give equal intervals.
    large
        Up to so many units are drawn one by one; see `parley.resampling.ratio_interval`.

    Returns
    -------
    tuple
        Lower and upper end of the 95 % interval (Efron and Tibshirani 1993, chapter 13); missing where
        fewer than two units or groups can be drawn, all weights are zero, or all draws are equal. Of many
        units it is computed as `parley.resampling.ratio_interval` says.

    Examples
    --------
    >>> bootstrap([0, 0, 1, 1], seed=1)
    (0.0, 1.0)
    >>> bootstrap([1, 1, 1, 1])
    (nan, nan)
    """
    numerator = np.asarray(values, dtype=float)
    denominator = np.ones_like(numerator) if weights is None else np.asarray(weights, dtype=float)
    if groups is not None:
        named = groups if isinstance(groups, np.ndarray) else pd.Series(list(groups), dtype=object)
        codes, uniques = pd.factorize(named, use_na_sentinel=False)
        numerator = np.bincount(codes, numerator, minlength=len(uniques))
        denominator = np.bincount(codes, denominator, minlength=len(uniques))
    if len(numerator) < 2 or not denominator.any():
        return math.nan, math.nan
    return ratio_interval(np.column_stack([numerator, denominator]), draws=draws, seed=seed, large=large)


def means(
    data: pd.DataFrame,
    value: str,
    by: str | list[str],
    *,
    unit: str | list[str] | None = None,
    seed: int = 1,
) -> pd.DataFrame:
    """Return the mean of a column for each group, with n and interval.

    Parameters
    ----------
    data
        One row a unit.
    value
        The column to average; missing values are left out.
    by
        The column or columns that make the groups.
    unit
        The column or columns whose values are drawn together, such as ``doc``, or ``["doc", "sentence"]``;
        by default rows are drawn.

    Returns
    -------
    DataFrame
        Columns: the groups, ``mean``, ``low``, ``high`` (95 %; missing where `bootstrap` gives none),
        ``n`` (rows), ``docs`` (articles, where the data say). Rows in the order of the groups.

    Examples
    --------
    >>> data = pd.DataFrame({"outlet": list("aabb"), "polarity": [0.0, 1.0, 1.0, 1.0]})
    >>> means(data, "polarity", "outlet")[["outlet", "mean", "n"]].values.tolist()
    [['a', 0.5, 2], ['b', 1.0, 2]]
    """
    keys = [by] if isinstance(by, str) else by
    _require(data, [value, *keys, *_columns(unit)])
    rows = []
    for group, part in data.dropna(subset=[value]).groupby(keys, sort=True):
        low, high = bootstrap(part[value].to_numpy(), groups=_groups(part, unit), seed=seed)
        row = dict(zip(keys, group, strict=True))
        row |= {"mean": part[value].mean(), "low": low, "high": high, "n": len(part)}
        rows.append(row | ({"docs": part["doc"].nunique()} if "doc" in part else {}))
    columns = [*keys, "mean", "low", "high", "n", *(["docs"] if "doc" in data else [])]
    return pd.DataFrame(rows, columns=columns)


def shares(
    data: pd.DataFrame,
    of: str,
    *,
    within: str | None = None,
    unit: str | list[str] = "doc",
    seed: int = 1,
) -> pd.DataFrame:
    """Return how the rows divide among the values of a column, with n and interval.

    Parameters
    ----------
    data
        One row a thing counted, mentions for example.
    of
        The column whose values share the whole.
    within
        A column; shares are of each of its values apart. By default of all rows.
    unit
        What is drawn for the interval, a column or several: rows that share it go together. Sentences
        are ``["doc", "sentence"]``.

    Returns
    -------
    DataFrame
        Columns ``within`` (if given), ``of``, ``share`` in [0, 1], ``low``, ``high`` (95 %; missing where
        `bootstrap` gives none), ``n``. Largest share first; ties by name.

    Examples
    --------
    >>> data = pd.DataFrame({"doc": list("abab"), "actor": ["X", "X", "X", "Y"]})
    >>> shares(data, "actor")[["actor", "share", "n"]].values.tolist()
    [['X', 0.75, 3], ['Y', 0.25, 1]]
    """
    _require(data, [of, *_columns(unit), *([within] if within else [])])
    rows = []
    for whole, part in data.groupby(within, sort=True) if within else [("", data)]:
        codes, names = pd.factorize(part[of], use_na_sentinel=False)  # rows without a value share too
        counts, groups = Counter(codes.tolist()), _groups(part, unit)
        for code, n in sorted(counts.items(), key=lambda item: (-item[1], str(names[item[0]]))):
            low, high = bootstrap(codes == code, groups=groups, seed=seed)
            row = {within: whole} if within else {}
            rows.append(row | {of: names[code], "share": n / len(part), "low": low, "high": high, "n": n})
    columns = [*([within] if within else []), of, "share", "low", "high", "n"]
    return pd.DataFrame(rows, columns=columns)


def difference(
    first: pd.DataFrame,
    second: pd.DataFrame,
    value: str,
    *,
    unit: str | list[str] | None = None,
    seed: int = 1,
) -> dict[str, float]:
    """Return the difference of two means, first less second, with its interval and Hedges' g.

    Returns
    -------
    dict
        ``difference``, ``low``, ``high`` (95 %, both sides drawn independently; missing where a side has
        fewer than two units to draw, or neither side varies from draw to draw), ``g`` (difference in pooled
        standard deviations, Hedges 1981; missing where neither side varies), ``n_first``, ``n_second``.

    Raises
    ------
    ParleyError
        If one side has no values, or lacks a column.

    Examples
    --------
    >>> a, b = pd.DataFrame({"v": [1.0, 2.0, 3.0]}), pd.DataFrame({"v": [0.0, 1.0, 2.0]})
    >>> difference(a, b, "v")["difference"], round(difference(a, b, "v")["g"], 2)
    (1.0, 0.8)
    """
    for side in (first, second):
        _require(side, [value, *_columns(unit)])
    sides = [side.dropna(subset=[value]) for side in (first, second)]
    if any(side.empty for side in sides):
        raise ParleyError(f"difference of {value!r}: one side has no values")
    rng = np.random.default_rng(seed)
    draws = [_drawn_means(side, value, unit, rng) for side in sides]
    low, high = interval(draws[0] - draws[1]) if any(map(varies, draws)) else (math.nan, math.nan)
    a, b = (side[value].to_numpy(float) for side in sides)
    return {
        "difference": float(a.mean() - b.mean()),
        "low": low,
        "high": high,
        "g": _hedges_g(a, b),
        "n_first": len(a),
        "n_second": len(b),
    }


def _drawn_means(
    side: pd.DataFrame, value: str, unit: str | list[str] | None, rng: np.random.Generator
) -> np.ndarray:
    """The mean of a column in each draw of units; missing where there are not two of them."""
    if unit:
        grouped = side.groupby(_columns(unit), dropna=False)[value].agg(["sum", "count"])
        sums, counts = grouped["sum"].to_numpy(float), grouped["count"].to_numpy(float)
    else:
        sums, counts = side[value].to_numpy(float), np.ones(len(side))
    picked = rng.integers(0, len(sums), (DRAWS, len(sums)))
    if len(sums) < 2:
        return np.full(DRAWS, math.nan)
    return np.asarray(sums[picked].sum(axis=1) / counts[picked].sum(axis=1))


def _hedges_g(a: np.ndarray, b: np.ndarray) -> float:
    if not (varies(a) or varies(b)):
        return math.nan
    freedom = len(a) + len(b) - 2
    pooled = math.sqrt((a.var() * len(a) + b.var() * len(b)) / freedom)
    return float((a.mean() - b.mean()) / pooled * (1 - 3 / (4 * freedom - 1)))


def correlation(
    data: pd.DataFrame, first: str, second: str, *, unit: str | list[str] | None = None, seed: int = 1
) -> dict[str, float]:
    """Return Pearson's correlation of two columns, with its bootstrap interval.

    Parameters
    ----------
    data
        One row a unit that was measured twice; rows where either value is missing are left out.
    unit
        The column or columns whose values are drawn together; by default rows are drawn.

    Returns
    -------
    dict
        ``correlation`` in [-1, 1], ``low``, ``high`` (95 %), ``n`` (rows). Missing where a column does
        not vary; the interval also where fewer than two units can be drawn, or all draws are equal.

    Examples
    --------
    >>> data = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [2.0, 4.0, 6.0, 8.0]})
    >>> round(correlation(data, "a", "b")["correlation"], 3)
    1.0
    """
    _require(data, [first, second, *_columns(unit)])
    data = data.dropna(subset=[first, second])
    x, y = (_standard(data[column].to_numpy(float)) for column in (first, second))
    products = np.column_stack([np.ones_like(x), x, y, x * x, y * y, x * y])
    groups = _groups(data, unit)
    if groups is not None and len(groups):
        products = np.column_stack([np.bincount(groups, p) for p in products.T])
    rng = np.random.default_rng(seed)
    units = len(products)
    low = high = math.nan
    if units > 1:
        draws = [_pearson(products[rng.integers(0, units, units)].sum(axis=0)) for _ in range(DRAWS)]
        low, high = interval(np.array(draws))
    return {"correlation": _pearson(products.sum(axis=0)), "low": low, "high": high, "n": len(data)}


def _standard(values: np.ndarray) -> np.ndarray:
    """Values less their mean, in standard deviations; zeros where they do not vary."""
    return (values - values.mean()) / values.std() if varies(values) else np.zeros_like(values)


def _pearson(sums: np.ndarray) -> float:
    """The correlation from n and the sums of x, y, their squares and their products."""
    n, x, y, xx, yy, xy = sums
    spreads = n * xx - x * x, n * yy - y * y
    if spreads[0] <= 1e-12 * n * xx or spreads[1] <= 1e-12 * n * yy:  # nothing but rounding
        return math.nan
    return float(np.clip((n * xy - x * y) / math.sqrt(spreads[0] * spreads[1]), -1, 1))


def together(data: pd.DataFrame, of: str, within: str | list[str]) -> pd.DataFrame:
    """Return which values of a column stand together in the same unit, and how often by chance alone.

    Parameters
    ----------
    data
        One row an occurrence, mentions for example.
    of
        The column whose values are paired.
    within
        The column or columns that make the unit: ``["doc", "sentence"]``.

    Returns
    -------
    DataFrame
        Columns ``first``, ``second`` (in alphabetical order), ``n`` (units with both), ``n_first``,
        ``n_second`` (units with each), ``expected`` (units with both if they fell independently over the
        units that ``data`` has: n_first * n_second / units). By ``n``, largest first; ties by name.

    Examples
    --------
    >>> data = pd.DataFrame({"sentence": [1, 1, 2, 2, 3], "actor": ["X", "Y", "X", "Y", "X"]})
    >>> together(data, "actor", "sentence")[["first", "second", "n", "expected"]].values.tolist()
    [['X', 'Y', 2, 2.0]]
    """
    _require(data, [of, *_columns(within)])
    sets = [sorted(set(part[of])) for _, part in data.groupby(_columns(within), sort=False)]
    alone = Counter(name for names in sets for name in names)
    both = Counter(pair for names in sets for pair in combinations(names, 2))
    rows = [
        {
            "first": a,
            "second": b,
            "n": n,
            "n_first": alone[a],
            "n_second": alone[b],
            "expected": alone[a] * alone[b] / len(sets),
        }
        for (a, b), n in sorted(both.items(), key=lambda item: (-item[1], item[0]))
    ]
    return pd.DataFrame(rows, columns=["first", "second", "n", "n_first", "n_second", "expected"])


def leave_one_out(
    data: pd.DataFrame, statistic: Callable[[pd.DataFrame], float], *, by: str = "doc"
) -> pd.DataFrame:
    """Return a statistic with each article left out in turn: how far it rests on one of them.

    Returns
    -------
    DataFrame
        Columns ``left_out`` (``""`` first, for all), ``value``, ``change`` against all; then by name.

    Examples
    --------
    >>> data = pd.DataFrame({"doc": list("aab"), "v": [1.0, 1.0, 4.0]})
    >>> leave_one_out(data, lambda d: d["v"].mean())["value"].tolist()
    [2.0, 4.0, 1.0]
    """
    _require(data, [by])
    whole = statistic(data)
    rows = [{"left_out": "", "value": whole, "change": 0.0}]
    for group in sorted(data[by].unique()):
        value = statistic(data[data[by] != group])
        rows.append({"left_out": group, "value": value, "change": value - whole})
    return pd.DataFrame(rows)
