"""Rows of the scorecard: a score of counts, with its intervals over units and over articles."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from parley import agreement
from parley.reference import Coding

COLUMNS = {
    "layer": "str",
    "method": "str",
    "measure": "str",
    "n": "int64",
    "score": "float64",
    "low": "float64",
    "high": "float64",
    "low_docs": "float64",
    "high_docs": "float64",
    "precision": "float64",
    "recall": "float64",
    "kappa": "float64",
    "passes": "float64",
    "majority": "float64",
}

Tables = Mapping[str, pd.DataFrame]


def of_docs(frame: pd.DataFrame, docs: set[str]) -> pd.DataFrame:
    """Return the rows of some articles."""
    return frame[frame["doc"].isin(docs)].reset_index(drop=True)


def both_passes(passes: Sequence[Coding], layer: str, docs: set[str]) -> list[pd.DataFrame] | None:
    """A layer of both passes; None unless both have it."""
    both = [of_docs(p[layer], docs) for p in passes if layer in p.layers]
    return both if len(both) == 2 else None


def share_of_hits(counts: np.ndarray) -> np.ndarray:
    """Return the share of hits from counts of (hits, units)."""
    return np.asarray(counts[:, 0] / counts[:, 1])


def spans_of(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its offsets named as in a coding."""
    return table.rename(columns={"char_start": "start", "char_end": "end"})


def span_row(
    layer: str,
    method: str,
    want: pd.DataFrame,
    found: pd.DataFrame,
    both: Sequence[pd.DataFrame] | None,
    *,
    threshold: float,
    same: tuple[str, ...] = (),
) -> Iterator[dict[str, Any]]:
    """Yield the score of spans found against spans coded, if any are coded."""
    if want.empty:
        return
    matches = agreement.match_spans(want, found, threshold=threshold, same=same)
    scores = agreement.span_scores(matches)
    ceiling = math.nan
    if both is not None:
        ceiling = agreement.span_scores(
            agreement.match_spans(both[0], both[1], threshold=threshold, same=same)
        )["f1"]
    counts = agreement.span_counts(matches)
    yield score_row(
        layer, method, "F1", len(want), counts, agreement.f1_of_counts, list(matches["doc"]),
        precision=scores["precision"], recall=scores["recall"], passes=ceiling,
    )  # fmt: skip


def score_row(
    layer: str,
    method: str,
    measure: str,
    n: int,
    counts: np.ndarray,
    score: Any,
    docs: list[str],
    **more: float,
) -> dict[str, Any]:
    """Return one row of the scorecard: a score of summed counts with its intervals."""
    low, high = agreement.score_interval(counts, score)
    low_docs, high_docs = agreement.score_interval(counts, score, groups=docs)
    row: dict[str, Any] = dict.fromkeys(COLUMNS, math.nan)
    row |= {"layer": layer, "method": method, "measure": measure, "n": n}
    row |= {"score": float(score(counts.sum(axis=0, keepdims=True).astype(float))[0])}
    row |= {"low": low, "high": high, "low_docs": low_docs, "high_docs": high_docs}
    return row | more
