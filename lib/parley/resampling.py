"""Resampling: units drawn with replacement, and what may be said from the draws.

One percentile bootstrap (Efron and Tibshirani 1993, chapter 13) serves every interval of the workbook. Where
all draws are equal there is no interval: it would have no length, and what was not seen is not thereby shown
never to occur.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

DRAWS = 2000
LEVEL = 0.95
AT_ONCE = 500_000
"""So many numbers are drawn at a time."""
FEW = 40
"""Of groups of so many units and fewer, the draws are kept: at most some 26 MB."""
LARGE = 2000
"""Of more units than this, `ratio_interval` draws alike ones together or computes quantiles."""
ALIKE, STEPS, NORMAL = 200, 4, 1.959963984540054
SEVERAL = 5
"""From so many articles on, articles are drawn: four can be drawn in 35 ways, few for a tail of 2.5 %."""


def resample(sums: np.ndarray, *, draws: int = DRAWS, seed: int = 1) -> np.ndarray:
    """Return the sums of each column over rows drawn with replacement, a row for each draw.

    Parameters
    ----------
    sums
        Shape (units, columns): what each unit adds.
    draws, seed
        Equal seeds give equal draws.

    Returns
    -------
    array
        Shape (draws, columns); missing where there is no unit.

    Examples
    --------
    >>> resample(np.array([[2.0, 1.0], [2.0, 1.0]]))[0].tolist()
    [4.0, 2.0]
    """
    n = len(sums)
    if not n:
        return np.full((draws, sums.shape[1]), math.nan)
    if n <= FEW:
        return np.asarray(_few(n, draws, seed) @ sums)
    return np.concatenate([counts @ sums for counts in _counts(n, draws, seed)])


@lru_cache(maxsize=FEW)
def _few(n: int, draws: int, seed: int) -> np.ndarray:
    """How often each of a few units is drawn: the same for all groups of the same size, so kept."""
    return np.concatenate(list(_counts(n, draws, seed)))


def _counts(n: int, draws: int, seed: int) -> Iterator[np.ndarray]:
    """How often each unit is drawn, a row for each draw, some draws at a time."""
    rng = np.random.default_rng(seed)
    step = max(1, AT_ONCE // n)
    for i in range(0, draws, step):
        drawn = rng.integers(0, n, (min(step, draws - i), n))
        cells = drawn + n * np.arange(len(drawn))[:, None]
        yield np.bincount(cells.ravel(), minlength=drawn.size).reshape(drawn.shape)


def ratios(sums: np.ndarray) -> np.ndarray:
    """Return the first column by the second; missing where that is zero.

    Examples
    --------
    >>> ratios(np.array([[4.0, 2.0], [1.0, 0.0]])).tolist()
    [2.0, nan]
    """
    results = np.full(len(sums), math.nan)
    np.divide(sums[:, 0], sums[:, 1], out=results, where=sums[:, 1] != 0)
    return results


def interval(draws: np.ndarray) -> tuple[float, float]:
    """Return the ends of the 95 % interval of some draws; missing where those that are known are all equal.

    Examples
    --------
    >>> interval(np.array([0.0, 1.0, math.nan, 0.0, 1.0])), interval(np.array([1.0, 1.0, math.nan]))
    ((0.0, 1.0), (nan, nan))
    """
    known = draws[~np.isnan(draws)]
    if not varies(known):
        return math.nan, math.nan
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def ratio_interval(
    sums: np.ndarray, *, draws: int = DRAWS, seed: int = 1, large: int = LARGE
) -> tuple[float, float]:
    """Return the ends of the 95 % bootstrap interval of the first column's sum by the second's.

    Up to ``large`` units are drawn. Of more, alike rows are drawn together, as a multinomial, which is the
    same distribution; where more than `ALIKE` differ, its quantiles are computed (Cornish and Fisher 1938:
    normal quantiles, corrected for skewness; what is left out is of the order of 1 / units). The ratio is at
    most x exactly where the sum of first - x * second is at most 0, so that no linearisation is needed.

    Parameters
    ----------
    sums
        Shape (units, 2): what each unit adds.
    draws, seed
        As for `resample`.
    large
        Up to so many units are drawn one by one.

    Returns
    -------
    tuple
        Lower and upper end; missing as in `interval`, and where the second column's sum is zero.

    Examples
    --------
    >>> low, high = ratio_interval(np.column_stack([np.tile([0.0, 1.0], 5000), np.ones(10000)]))
    >>> round(low, 2), round(high, 2)
    (0.49, 0.51)
    """
    units = len(sums)
    if units <= large:
        return interval(ratios(resample(sums, draws=draws, seed=seed)))
    rows, counts = _alike(sums)
    if len(rows) <= ALIKE:
        drawn = np.random.default_rng(seed).multinomial(units, counts / units, draws) @ rows
        return interval(ratios(drawn))
    value, weight = sums.mean(axis=0)
    if not weight or not varies(sums[:, 0] - value / weight * sums[:, 1]):
        return math.nan, math.nan
    low, high = (_quantile(sums[:, 0], sums[:, 1], z) for z in (-NORMAL, NORMAL))
    return low, high


def _alike(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows that differ, in ascending order, and how many there are of each."""
    rows = sums[np.lexsort(sums.T[::-1])]
    first = np.flatnonzero(np.append(True, (rows[1:] != rows[:-1]).any(axis=1)))
    return rows[first], np.diff(first, append=len(rows))


def _quantile(value: np.ndarray, weight: np.ndarray, z: float) -> float:
    """The quantile of a ratio of sums of units drawn with replacement, from its moments."""
    whole = found = float(value.sum() / weight.sum())
    for _ in range(STEPS):
        rest = value - found * weight
        rest = rest - rest.mean()
        spread = math.sqrt((rest @ rest) / len(rest))
        skew = float((rest**3).mean()) / spread**3 / math.sqrt(len(rest))
        step = spread / math.sqrt(len(rest)) / float(weight.mean())
        found = whole + step * (z + skew * (z * z - 1) / 6)
    return found


def varies(values: np.ndarray) -> bool:
    """Return whether values differ by more than the rounding of their size.

    Examples
    --------
    >>> varies(np.array([0.3, 0.1 + 0.2])), varies(np.array([0.3, 0.4]))
    (False, True)
    """
    return len(values) > 1 and bool(np.ptp(values) > 1e-13 * np.abs(values).max())
