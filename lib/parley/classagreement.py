"""How far the coders of a class agree: all of them, each with the others, and on which units they do not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from parley.agreement import krippendorff_alpha
from parley.codingagreement import FIELDS, coded_labels
from parley.codingunits import KEY
from parley.errors import ParleyError, bad_value
from parley.journalfile import Codes
from parley.resampling import interval, resample

__all__ = ["agreement_of_all", "disputed", "each_with_others", "labels_of_all"]

ORDERED = {("targets", "polarity"): ("negative", "neutral", "positive")}
"""Labels that have an order: a near miss counts less than a far one."""


def labels_of_all(codes: Sequence[Codes], layer: str, field: str = "") -> pd.DataFrame:
    """Return the labels of all coders, a row a unit.

    Parameters
    ----------
    codes
        The journals.
    layer
        ``targets``, ``quotes`` or ``positions``.
    field
        What is compared; the first question of the layer by default.

    Returns
    -------
    DataFrame
        A column a coder, by name; missing where a coder did not code the unit. The index holds the unit's
        key. In the order of the text.

    Raises
    ------
    ParleyError
        If there is no such layer or field, or nobody has coded anything in it.

    Examples
    --------
    >>> labels_of_all([Codes("ada", {})], "targets")
    Traceback (most recent call last):
    parley.errors.ParleyError: nobody has coded any unit of targets; choose another layer
    """
    if layer not in FIELDS:
        raise bad_value("layer", layer, FIELDS)
    field = field or FIELDS[layer][0]
    if field not in FIELDS[layer]:
        raise bad_value("field", field, FIELDS[layer])
    found = {one.coder: coded_labels(one, layer, field) for one in codes}
    keys = sorted({key for labels in found.values() for key in labels})
    if not keys:
        raise ParleyError(f"nobody has coded any unit of {layer}; choose another layer")
    index = pd.MultiIndex.from_tuples(keys, names=KEY[layer])
    return pd.DataFrame(
        {coder: [labels.get(key) for key in keys] for coder, labels in sorted(found.items())},
        index=index,
        dtype=object,
    )


def agreement_of_all(codes: Sequence[Codes], layer: str) -> pd.DataFrame:
    """Return the agreement of all coders, for each field of a layer.

    Returns
    -------
    DataFrame
        ``field``, ``level`` (nominal; ordinal too for labels with an order), ``coders``, ``units`` (coded by
        two or more), ``codes`` (in these), ``agreement`` (share of equal pairs of codes of a unit, in [0, 1],
        each unit counted by its codes), ``alpha`` (Krippendorff 2011; at most 1, 0 is chance), ``low``,
        ``high`` (95 %, units drawn; missing where every draw is equal, and for the ordinal level).

    Raises
    ------
    ParleyError
        As for `labels_of_all`.

    Examples
    --------
    >>> from parley.journalfile import Entry
    >>> unit = {"doc": "a", "start": 0, "end": 9, "target": "x"}
    >>> rows = ({**unit, "polarity": "neutral", "voice": "author", "holder": ""},)
    >>> pair = [Codes(name, {}, (Entry("targets", unit, rows, seq=1),)) for name in ("ada", "ben")]
    >>> agreement_of_all(pair, "targets")[["field", "coders", "units", "agreement"]].values.tolist()[0]
    ['polarity', 2, 1, 1.0]
    """
    labels_of_all(codes, layer)
    rows = []
    for field in FIELDS[layer]:
        try:
            labels = labels_of_all(codes, layer, field)
        except ParleyError:  # a second question that nobody was asked
            continue
        rows.append(_row(labels, field))
        if order := ORDERED.get((layer, field)):
            places = labels.map(lambda label: order.index(label) if label in order else math.nan)
            alpha = krippendorff_alpha([places[c].tolist() for c in places], "ordinal")
            rows.append({**rows[-1], "level": "ordinal", "alpha": alpha, "low": math.nan, "high": math.nan})
    return pd.DataFrame(rows)


def _row(labels: pd.DataFrame, field: str) -> dict[str, object]:
    twice = labels[labels.notna().sum(axis="columns") > 1]
    sums = coincidences(twice)
    size = math.isqrt(sums.shape[1])
    total = sums.sum(axis=0)
    same = np.trace(total.reshape(size, size)) / total.sum() if total.sum() else math.nan
    low, high = interval(_alphas(resample(sums))) if len(twice) > 1 else (math.nan, math.nan)
    return {
        "field": field,
        "level": "nominal",
        "coders": int(labels.notna().any().sum()),
        "units": len(twice),
        "codes": int(twice.notna().sum().sum()),
        "agreement": float(same),
        "alpha": krippendorff_alpha([labels[c].tolist() for c in labels]),
        "low": low,
        "high": high,
    }


def coincidences(labels: pd.DataFrame) -> np.ndarray:
    """Return what each unit adds to Krippendorff's table of coincidences, flattened.

    Examples
    --------
    >>> coincidences(pd.DataFrame({"ada": ["x"], "ben": ["y"]})).tolist()
    [[0.0, 1.0, 1.0, 0.0]]
    """
    values = sorted({label for column in labels for label in labels[column].dropna()})
    counts = np.array([[(row == value).sum() for value in values] for row in labels.to_numpy()], dtype=float)
    counts = counts.reshape(len(labels), len(values))
    pairs = counts[:, :, None] * counts[:, None, :]
    pairs -= counts[:, :, None] * np.eye(len(values))
    coders = np.maximum(counts.sum(axis=1) - 1, 1)[:, None, None]
    return np.asarray((pairs / coders).reshape(len(labels), -1))


def _alphas(sums: np.ndarray) -> np.ndarray:
    """Nominal alpha from tables of coincidences, flattened; missing where only one value occurs."""
    size = math.isqrt(sums.shape[1])
    tables = sums.reshape(len(sums), size, size)
    each = tables.sum(axis=2)
    n = each.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = n - np.einsum("dii->d", tables)
        chance = (n**2 - (each**2).sum(axis=1)) / (n - 1)
        return np.asarray(np.where(chance > 0, 1 - observed / chance, math.nan))


def each_with_others(codes: Sequence[Codes], layer: str, field: str = "") -> pd.DataFrame:
    """Return how far each coder agrees with the others: who reads otherwise, not who is wrong.

    Returns
    -------
    DataFrame
        ``coder``, ``units`` (coded by another one too), ``agreement`` (share of the others' codes that are
        the same, in [0, 1], the mean over units). Least agreement first, then by name.

    Raises
    ------
    ParleyError
        As for `labels_of_all`.
    """
    labels = labels_of_all(codes, layer, field)
    rows = []
    for coder in labels:
        mine, others = labels[coder].dropna(), labels.drop(columns=coder)
        beside = others.loc[mine.index]
        beside = beside[beside.notna().any(axis="columns")]
        same = beside.eq(mine.loc[beside.index], axis="index").sum(axis="columns")
        share = same / beside.notna().sum(axis="columns")
        rows.append({"coder": coder, "units": len(beside), "agreement": float(share.mean())})
    return pd.DataFrame(rows).sort_values(["agreement", "coder"], ignore_index=True)


def disputed(
    codes: Sequence[Codes], layer: str, texts: Mapping[str, str] | None = None, count: int = 5
) -> pd.DataFrame:
    """Return the units on which the coders differ most: what to talk about.

    Parameters
    ----------
    codes, layer
        The journals, and what was coded.
    texts
        The raw text of articles, to show the passages.
    count
        How many units.

    Returns
    -------
    DataFrame
        The unit's key, ``labels`` (with their counts, the most frequent first), ``agreement`` (share of equal
        pairs), ``text`` (empty where the article is not given). Least agreement first, then in the order of
        the text; units that all coded alike are left out.

    Raises
    ------
    ParleyError
        As for `labels_of_all`.
    """
    labels = labels_of_all(codes, layer)
    twice = labels[labels.notna().sum(axis="columns") > 1]
    rows = []
    for key, line in zip(twice.index, twice.to_numpy(), strict=True):
        seen = Counter(label for label in line if isinstance(label, str))
        n = sum(seen.values())
        same = sum(k * (k - 1) for k in seen.values()) / (n * (n - 1))
        said = ", ".join(f"{label} {k}" for label, k in sorted(seen.items(), key=lambda i: (-i[1], i[0])))
        unit = dict(zip(KEY[layer], key, strict=True))
        text = " ".join((texts or {}).get(unit["doc"], "")[unit["start"] : unit["end"]].split())
        rows.append({**unit, "labels": said, "agreement": same, "text": text})
    frame = pd.DataFrame(rows, columns=[*KEY[layer], "labels", "agreement", "text"])
    frame = frame[frame["agreement"] < 1].sort_values("agreement", kind="stable", ignore_index=True)
    return frame.head(count)
