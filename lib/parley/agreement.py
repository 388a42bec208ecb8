"""How far codes can be trusted: agreement of coders, scores of methods, with their intervals.

Labels: percent agreement, Cohen's kappa, Krippendorff's alpha, macro F1. Spans: precision, recall and F1
at an overlap. Intervals are percentile bootstraps over units or over whole articles.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from parley.errors import ParleyError, bad_value
from parley.resampling import interval
from parley.schema import rows as rows_of

LEVELS = ("nominal", "ordinal", "interval", "ratio")
DRAWS = 1000


def _pair(first: Sequence[Any], second: Sequence[Any]) -> None:
    if len(first) != len(second):
        raise ParleyError(f"the two codings have {len(first)} and {len(second)} units; they must match")
    if not len(first):
        raise ParleyError("there are no units to compare")


def percent_agreement(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return the share of units with the same label, in [0, 1].

    Examples
    --------
    >>> percent_agreement(["a", "b", "b", "a"], ["a", "b", "a", "a"])
    0.75
    """
    _pair(first, second)
    return float(np.mean([a == b for a, b in zip(first, second, strict=True)]))


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return Cohen's kappa (1960): agreement beyond chance, at most 1, 0 at chance.

    Missing where both coders use one label throughout, since chance then explains all.

    Examples
    --------
    >>> round(cohen_kappa(["a", "b", "b", "a"], ["a", "b", "a", "a"]), 2)
    0.5
    """
    counts, _ = pair_counts([str(x) for x in first], [str(x) for x in second])
    return float(kappa_of_counts(counts.sum(axis=0)))


def kappa_of_counts(counts: np.ndarray) -> np.ndarray:
    """Return Cohen's kappa from flattened confusion tables, the last axis; missing where chance explains all.

    Examples
    --------
    >>> kappa_of_counts(np.array([[2, 0, 1, 1]])).tolist()
    [0.5]
    """
    size = math.isqrt(counts.shape[-1])
    tables = counts.reshape(*counts.shape[:-1], size, size)
    total = tables.sum(axis=(-1, -2))
    with np.errstate(invalid="ignore", divide="ignore"):
        same = np.einsum("...ii->...", tables) / total
        chance = (tables.sum(axis=-1) * tables.sum(axis=-2)).sum(axis=-1) / total**2
        return np.asarray(np.where(chance < 1, (same - chance) / (1 - chance), math.nan))


def krippendorff_alpha(codes: Sequence[Sequence[Any]], level: str = "nominal") -> float:
    """Return Krippendorff's alpha: 1 is perfect agreement, 0 is chance.

    Parameters
    ----------
    codes
        One sequence a coder, over the same units; None or NaN where a coder has no code.
    level
        ``nominal``, ``ordinal``, ``interval`` or ``ratio``; the last three need numbers.

    Returns
    -------
    float
        Missing where fewer than two units are coded twice, or only one value occurs in these. Computed by
        the package krippendorff (Castro 2017) after Krippendorff (2011).

    Raises
    ------
    ParleyError
        If the sequences differ in length, or the level needs numbers and a code is none.

    Examples
    --------
    >>> round(krippendorff_alpha([[1, 2, 3, 3, 2], [1, 2, 3, 3, 1]], "interval"), 2)
    0.87
    """
    import krippendorff

    if level not in LEVELS:
        raise bad_value("level", level, LEVELS)
    if len(lengths := sorted({len(c) for c in codes})) > 1:
        raise ParleyError(f"the codings have {lengths[0]} to {lengths[-1]} units; they must match")
    frame = pd.DataFrame([list(c) for c in codes], dtype=object)
    twice = frame.loc[:, frame.notna().sum() > 1]
    numbers = _numbers(twice, level)
    if numbers.shape[1] < 2 or len(np.unique(numbers[~np.isnan(numbers)])) < 2:
        return math.nan
    return float(krippendorff.alpha(numbers, level_of_measurement=level))  # type: ignore[arg-type]


def _numbers(codes: pd.DataFrame, level: str) -> np.ndarray:
    """Codes as numbers, missing ones as NaN; on the nominal level any number stands for a value."""
    if level == "nominal":
        flat, _ = pd.factorize(pd.Series(codes.to_numpy().ravel(), dtype=object))
        return np.where(flat < 0, math.nan, flat).reshape(codes.shape)
    try:
        return codes.astype(float).to_numpy()
    except (TypeError, ValueError):
        raise ParleyError(f"alpha of level {level} needs numbers; some codes are none") from None


def label_agreement(
    first: Sequence[str], second: Sequence[str], *, order: Sequence[str] | None = None
) -> dict[str, float]:
    """Return how far two codings of the same units agree, beyond chance and without it.

    Parameters
    ----------
    first, second
        A label for each unit.
    order
        The labels from low to high. Alpha is then ordinal, and a near miss counts less than a far one.

    Returns
    -------
    dict
        ``n``, ``percent`` (share with the same label, in [0, 1]), ``kappa`` (Cohen), ``alpha``
        (Krippendorff).

    Raises
    ------
    ParleyError
        If the codings are of different length or empty, or a label is not in the order.

    Examples
    --------
    >>> rates = label_agreement(["low", "mid", "high", "mid"], ["low", "mid", "mid", "mid"])
    >>> rates["n"], rates["percent"]
    (4, 0.75)
    """
    _pair(first, second)
    if order is not None and (odd := sorted({*first, *second} - {*order})):
        raise bad_value("label", odd[0], order)
    codes = [[list(order).index(x) for x in side] for side in (first, second)] if order else [first, second]
    return {
        "n": len(first),
        "percent": percent_agreement(first, second),
        "kappa": cohen_kappa(first, second),
        "alpha": krippendorff_alpha(codes, "ordinal" if order else "nominal"),
    }


def draw_units(
    data: pd.DataFrame, label: str, n: int, *, once: Sequence[str] = (), seed: int = 1
) -> pd.DataFrame:
    """Draw units to be coded by a reader: at random, but at least one of each label.

    Parameters
    ----------
    data
        One row a unit.
    label
        The column with the labels that must all occur.
    n
        How many units, if there are as many.
    once
        Columns of which no combination is drawn twice: ``["doc", "sentence"]`` for sentences.
    seed
        Equal seeds draw equal units.

    Returns
    -------
    DataFrame
        Rows of ``data`` in random order, so that their order tells nothing.

    Raises
    ------
    ParleyError
        If there are more labels than units asked for.

    Examples
    --------
    >>> data = pd.DataFrame({"unit": range(9), "label": ["a"] * 8 + ["b"]})
    >>> sorted(draw_units(data, "label", 3)["label"])
    ['a', 'a', 'b']
    """
    mixed = data.sample(frac=1, random_state=seed, ignore_index=True)
    rarity = mixed[label].map(mixed[label].value_counts()).sort_values(kind="stable")
    rarest_first = mixed.loc[rarity.index]
    unit = list(once) or None
    sure = (rarest_first.drop_duplicates(unit) if unit else rarest_first).drop_duplicates(label)
    if len(sure) > n:
        raise ParleyError(f"{n} units cannot hold {len(sure)} labels; ask for more units")
    drawn = pd.concat([sure, mixed.drop(sure.index)])
    drawn = (drawn.drop_duplicates(unit) if unit else drawn).head(n)
    return drawn.sample(frac=1, random_state=seed, ignore_index=True)


def confusion(reference: Sequence[str], found: Sequence[str]) -> pd.DataFrame:
    """Return the confusion table: a row for each label of the reference, a column for each found.

    Examples
    --------
    >>> confusion(["a", "b", "b"], ["a", "b", "a"]).values.tolist()
    [[1, 0], [1, 1]]
    """
    _pair(reference, found)
    labels = sorted({*reference, *found})
    table = pd.crosstab(pd.Series(reference, name="reference"), pd.Series(found, name="found"))
    return table.reindex(index=labels, columns=labels, fill_value=0)


def macro_f1(reference: Sequence[str], found: Sequence[str]) -> float:
    """Return the mean of the F1 of the labels that the reference has, in [0, 1].

    Examples
    --------
    >>> round(macro_f1(["a", "a", "b", "b"], ["a", "b", "b", "b"]), 2)
    0.73
    """
    _pair(reference, found)
    a, b = np.asarray(reference, dtype=object), np.asarray(found, dtype=object)
    scores = []
    for label in sorted(set(reference)):
        hits = np.sum((a == label) & (b == label))
        scores.append(2 * hits / (np.sum(a == label) + np.sum(b == label)))
    return float(np.mean(scores))


def label_scores(reference: Sequence[str], found: Sequence[str]) -> pd.DataFrame:
    """Return precision, recall, F1 and n for each label, by label.

    Examples
    --------
    >>> label_scores(["a", "a", "b"], ["a", "b", "b"])[["label", "recall"]].values.tolist()
    [['a', 0.5], ['b', 1.0]]
    """
    table = confusion(reference, found)
    rows = []
    for label in table.index:
        hits, n, given = table.loc[label, label], table.loc[label].sum(), table[label].sum()
        precision = hits / given if given else math.nan
        recall = hits / n if n else math.nan
        rows.append((label, precision, recall, 2 * hits / (n + given), int(n)))
    return pd.DataFrame(rows, columns=["label", "precision", "recall", "f1", "n"])


def overlap(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Return the overlap of two spans: characters shared by both over characters in either, in [0, 1].

    Examples
    --------
    >>> overlap((0, 10), (5, 15)) == 5 / 15
    True
    """
    shared = min(first[1], second[1]) - max(first[0], second[0])
    return max(0, shared) / (max(first[1], second[1]) - min(first[0], second[0]))


def match_spans(
    reference: pd.DataFrame, found: pd.DataFrame, *, threshold: float = 0.5, same: Sequence[str] = ()
) -> pd.DataFrame:
    """Match the spans of two frames one to one, best overlap first.

    Parameters
    ----------
    reference, found
        Columns ``doc``, ``start``, ``end`` and those of ``same``.
    threshold
        Least overlap of a pair, in (0, 1]; 0 accepts any shared character.
    same
        Columns in which a pair must agree.

    Returns
    -------
    DataFrame
        A row for every span of either frame: ``doc``, ``start``, ``outcome`` (hit, missed, extra), and
        ``reference``, ``found``: the row numbers, -1 where there is none. By doc and start.

    Examples
    --------
    >>> one = pd.DataFrame({"doc": ["a"], "start": [0], "end": [5]})
    >>> match_spans(one, one.assign(start=1))["outcome"].tolist()
    ['hit']
    """
    pairs = []
    ours: dict[Any, list[tuple[int, Any]]] = {}
    for j, row in enumerate(rows_of(found)):
        ours.setdefault(row.doc, []).append((j, row))
    for i, row in enumerate(rows_of(reference)):
        for j, other in ours.get(row.doc, []):
            if other.start < row.end and row.start < other.end:
                share = overlap((row.start, row.end), (other.start, other.end))
                if share >= threshold and all(getattr(row, c) == getattr(other, c) for c in same):
                    pairs.append((-share, i, j))
    hits: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in hits and j not in used:
            hits[i] = j
            used.add(j)
    rows = []
    for i, row in enumerate(rows_of(reference)):
        rows.append((row.doc, row.start, "hit" if i in hits else "missed", i, hits.get(i, -1)))
    for j, row in enumerate(rows_of(found)):
        if j not in used:
            rows.append((row.doc, row.start, "extra", -1, j))
    columns = ["doc", "start", "outcome", "reference", "found"]
    return pd.DataFrame(rows, columns=columns).sort_values(["doc", "start"], kind="stable", ignore_index=True)


def span_scores(matches: pd.DataFrame) -> dict[str, float]:
    """Return ``precision``, ``recall``, ``f1`` in [0, 1] and ``n`` of matched spans.

    Examples
    --------
    >>> span_scores(pd.DataFrame({"outcome": ["hit", "hit", "missed", "extra"]}))["f1"] == 2 / 3
    True
    """
    count = matches["outcome"].value_counts()
    hit, missed, extra = (int(count.get(k, 0)) for k in ("hit", "missed", "extra"))
    return {
        "precision": hit / (hit + extra) if hit + extra else math.nan,
        "recall": hit / (hit + missed) if hit + missed else math.nan,
        "f1": 2 * hit / (2 * hit + missed + extra) if hit + missed + extra else math.nan,
        "n": hit + missed,
    }


def score_interval(
    counts: np.ndarray,
    score: Callable[[np.ndarray], np.ndarray],
    *,
    groups: Sequence[Hashable] | None = None,
    draws: int = DRAWS,
    seed: int = 1,
) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a score that is a function of summed counts.

    Parameters
    ----------
    counts
        Shape (units, k): what each unit adds to the k counts.
    score
        Takes summed counts of shape (draws, k), returns one score a draw.
    groups
        A group for each unit, articles for example: groups are drawn whole. By default units are.
    draws, seed
        Equal seeds give equal intervals.

    Returns
    -------
    tuple
        Lower and upper end (percentiles 2.5 and 97.5) of the draws that have a score; missing where all
        have the same, or none has one, or with fewer than two units or groups.

    Examples
    --------
    >>> counts = np.array([[1, 1], [0, 1], [1, 1], [1, 1]])
    >>> score_interval(counts, lambda c: c[:, 0] / c[:, 1], groups=list("aabb"))
    (0.5, 1.0)
    """
    counts = np.asarray(counts, dtype=float)
    if groups is not None:
        codes, uniques = pd.factorize(pd.Series(list(groups), dtype=object), use_na_sentinel=False)
        counts = np.array([counts[codes == i].sum(axis=0) for i in range(len(uniques))])
    n = len(counts)
    if n < 2:
        return math.nan, math.nan
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(n, np.full(n, 1 / n), size=draws)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = score(weights @ counts)
    return interval(values)


def f1_of_counts(counts: np.ndarray) -> np.ndarray:
    """Return F1 from counts of (hits, missed, extra) in the last axis.

    Examples
    --------
    >>> f1_of_counts(np.array([[2, 1, 1]])).round(2).tolist()
    [0.67]
    """
    hit, missed, extra = np.moveaxis(counts, -1, 0)
    return np.asarray(2 * hit / (2 * hit + missed + extra))


def span_counts(matches: pd.DataFrame) -> np.ndarray:
    """Return (hits, missed, extra) of each matched span, the units of `f1_of_counts`.

    Examples
    --------
    >>> span_counts(pd.DataFrame({"outcome": ["hit", "extra"]})).tolist()
    [[1, 0, 0], [0, 0, 1]]
    """
    outcomes = matches["outcome"].to_numpy()
    return np.stack([outcomes == k for k in ("hit", "missed", "extra")], axis=1).astype(int)


def pair_counts(reference: Sequence[str], found: Sequence[str]) -> tuple[np.ndarray, list[str]]:
    """Return each unit's cell of the confusion table, flattened, and the labels.

    Examples
    --------
    >>> counts, labels = pair_counts(["a", "b"], ["a", "a"])
    >>> counts.tolist(), labels
    ([[1, 0, 0, 0], [0, 0, 1, 0]], ['a', 'b'])
    """
    _pair(reference, found)
    labels = sorted({*reference, *found})
    place = {label: i for i, label in enumerate(labels)}
    cells = [place[a] * len(labels) + place[b] for a, b in zip(reference, found, strict=True)]
    return np.eye(len(labels) ** 2, dtype=int)[cells], labels


def macro_f1_of_counts(counts: np.ndarray, kept: Sequence[int]) -> np.ndarray:
    """Return macro F1 from flattened confusion tables, over the labels whose numbers are ``kept``.

    Examples
    --------
    >>> macro_f1_of_counts(np.array([[1, 1, 0, 2]]), [0, 1]).round(2).tolist()
    [0.73]
    """
    size = math.isqrt(counts.shape[-1])
    tables = counts.reshape(*counts.shape[:-1], size, size)
    hits = np.einsum("...ii->...i", tables)
    totals = tables.sum(axis=-1) + tables.sum(axis=-2)
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = np.where(totals > 0, 2 * hits / totals, 0.0)
    return np.asarray(scores[..., list(kept)].mean(axis=-1))
