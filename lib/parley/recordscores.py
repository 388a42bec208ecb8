"""Rows of the scorecard for records: positions, dated events, numeric claims."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from parley import agreement
from parley.figures import match_claims
from parley.ratings import Tables, both_passes, of_docs, score_row, share_of_hits
from parley.reference import Coding
from parley.timeline import match_events

POSITION = ["doc", "actor", "issue", "position"]


def position_outcomes(found: pd.DataFrame, want: pd.DataFrame, *, sign: bool = True) -> pd.DataFrame:
    """Return every distinct position that is found, coded, or both.

    A position counts once an article, however often the article states it.

    Parameters
    ----------
    found, want
        Positions with ``doc``, ``actor``, ``issue``, ``position``.
    sign
        Whether ``position`` must agree; otherwise only that the actor takes one on the issue.

    Returns
    -------
    DataFrame
        Columns ``doc``, ``actor``, ``issue``, ``position`` (empty without ``sign``) and ``outcome``: hit,
        missed or extra; sorted by these.

    Examples
    --------
    >>> want = pd.DataFrame([("a", "Lee", "tax", "support")], columns=POSITION)
    >>> position_outcomes(want.assign(position="oppose"), want)["outcome"].tolist()
    ['extra', 'missed']
    """
    one, other = (_distinct(frame, sign) for frame in (want, found))
    rows = [
        (*key, "hit" if key in one and key in other else "missed" if key in one else "extra")
        for key in sorted(one | other)
    ]
    return pd.DataFrame(rows, columns=[*POSITION, "outcome"])


def _distinct(frame: pd.DataFrame, sign: bool) -> set[tuple[str, str, str, str]]:
    return {
        (doc, actor, issue, position if sign else "")
        for doc, actor, issue, position in frame[POSITION].itertuples(index=False)
    }


def rate_positions(
    tables: Tables, gold: Coding, passes: Sequence[Coding], docs: set[str]
) -> Iterator[dict[str, Any]]:
    """Yield F1 of (article, actor, issue, position), F1 without the sign, and how often the sign is right."""
    if "positions" not in tables or "positions" not in gold.layers:
        return
    want, found = of_docs(gold["positions"], docs), of_docs(tables["positions"], docs)
    if want.empty:
        return
    both = both_passes(passes, "positions", docs)
    for method, sign in (("rules", True), ("rules: detection", False)):
        outcomes = position_outcomes(found, want, sign=sign)
        scores = agreement.span_scores(outcomes)
        ceiling = agreement.span_scores(position_outcomes(*both, sign=sign))["f1"] if both else math.nan
        counts = agreement.span_counts(outcomes)
        yield score_row(
            "positions", method, "F1", int(scores["n"]), counts, agreement.f1_of_counts,
            list(outcomes["doc"]), precision=scores["precision"], recall=scores["recall"], passes=ceiling,
        )  # fmt: skip
    yield from _signs(found, want)


def _signs(found: pd.DataFrame, want: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """How often the position is right where actor and issue are found."""
    unit = ["doc", "actor", "issue"]
    mine, theirs = (set(part[unit].itertuples(index=False, name=None)) for part in (found, want))
    shared = sorted(mine & theirs)
    if not shared:
        return
    coded = set(want[POSITION].itertuples(index=False, name=None))
    taken = found.groupby(unit)["position"].agg(set)
    hits = np.array([[int(any((*key, p) in coded for p in taken[key])), 1] for key in shared])
    yield score_row(
        "positions", "rules: sign", "accuracy", len(shared), hits, share_of_hits, [k[0] for k in shared]
    )


def rate_events(
    tables: Tables, gold: Coding, passes: Sequence[Coding], docs: set[str]
) -> Iterator[dict[str, Any]]:
    """Yield F1 of the time expressions, and the share of those found whose ISO value is right."""
    if "events" not in tables or "events" not in gold.layers:
        return
    want = of_docs(gold["events"], docs)
    if want.empty:
        return
    matches = match_events(of_docs(tables["events"], docs), want)
    both = both_passes(passes, "events", docs)
    between = match_events(_as_table(both[0]), both[1]) if both else None
    yield from _found("events", matches, between)
    hits = matches[matches["outcome"] == "hit"]
    if len(hits):
        ceiling = math.nan if between is None else between.query("outcome == 'hit'")["same_value"].mean()
        yield _right("events", "value", hits["same_value"], list(hits["doc"]), ceiling)


def rate_claims(
    tables: Tables, gold: Coding, passes: Sequence[Coding], docs: set[str]
) -> Iterator[dict[str, Any]]:
    """Yield F1 of the figures, and how often value, claimant and dispute are right where one is found."""
    if "claims" not in tables or "claims" not in gold.layers:
        return
    want, found = of_docs(gold["claims"], docs), of_docs(tables["claims"], docs)
    if want.empty:
        return
    pairs = match_claims(found, want)
    both = both_passes(passes, "claims", docs)
    between = match_claims(_as_table(both[0]), both[1]) if both else None
    ceiling = _outcomes(_as_table(both[0]), both[1], between) if both and between is not None else None
    yield from _found("claims", _outcomes(found, want, pairs), ceiling)
    for name in ("value", "claimant", "disputed"):
        if len(pairs):
            passed = math.nan if between is None else between[f"{name}_right"].mean()
            yield _right("claims", name, pairs[f"{name}_right"], list(pairs["doc"]), passed)


def _as_table(coding: pd.DataFrame) -> pd.DataFrame:
    """A layer of a coding with its offsets named as in a table."""
    return coding.rename(columns={"start": "char_start", "end": "char_end"})


def _outcomes(found: pd.DataFrame, want: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Hits, missed and extra of claims that were paired, with their articles."""
    parts = {
        "hit": list(pairs["doc"]),
        "missed": list(want.drop(index=list(pairs["reference"]))["doc"]),
        "extra": list(found.drop(index=list(pairs["found"]))["doc"]),
    }
    return pd.DataFrame(
        [(doc, outcome) for outcome, docs in parts.items() for doc in docs], columns=["doc", "outcome"]
    )


def _right(layer: str, name: str, right: pd.Series, docs: list[str], ceiling: float) -> dict[str, Any]:
    """The share of labels that are right, of what was found."""
    hits = np.column_stack([right.to_numpy(int), np.ones(len(right), dtype=int)])
    return score_row(
        layer, f"rules: {name}", "accuracy", len(right), hits, share_of_hits, docs, passes=float(ceiling)
    )


def _found(layer: str, outcomes: pd.DataFrame, between: pd.DataFrame | None) -> Iterator[dict[str, Any]]:
    """F1 of the spans, with that between the passes."""
    scores, ceiling = (
        agreement.span_scores(t.assign(outcome=t["outcome"].replace({"miss": "missed"})))
        for t in (outcomes, between if between is not None else outcomes.iloc[:0])
    )
    counts = agreement.span_counts(outcomes.assign(outcome=outcomes["outcome"].replace({"miss": "missed"})))
    yield score_row(
        layer, "rules", "F1", int(scores["n"]), counts, agreement.f1_of_counts, list(outcomes["doc"]),
        precision=scores["precision"], recall=scores["recall"], passes=ceiling["f1"],
    )  # fmt: skip
