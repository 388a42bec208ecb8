"""What is right in exercises that measure, on small tables, and which mistakes are told apart from it."""

from typing import Any

import pandas as pd
import pytest

from parley import schema
from parley.exercises import verdict
from parley.expectedmeasures import (
    difference_of_targets,
    gap_by_mentions,
    implied_sums,
    mean_without,
    positions_share,
)


def test_a_mean_without_a_word_and_its_mistakes() -> None:
    sentences = pd.DataFrame({"doc": ["a", "a"], "text": ["War is a war.", "A good reward."]})
    right = mean_without(sentences, "war", "vader")
    assert verdict(dict(right.values), right) == "Right."
    for says, values in right.mistakes.items():
        assert verdict(dict(values), right) == f"Not yet (a). {says}"


def targets(*rows: tuple[Any, ...]) -> dict[str, pd.DataFrame]:
    """The tables ``targets`` and ``documents`` of one article: method, target, mention, voice, score."""
    columns = ["method", "target", "mention", "voice", "p_positive", "p_negative"]
    split = [(m, t, k, v, max(score, 0.0), max(-score, 0.0)) for m, t, k, v, score in rows]
    table = pd.DataFrame(split, columns=columns).assign(doc="a")
    return {"targets": table, "documents": schema.empty("documents")}


def test_a_gap_by_descriptions_and_its_mistakes() -> None:
    tables = targets(
        ("model", "x", "nominal", "author", 0.2),
        ("model", "x", "name", "author", 0.4),
        ("model", "x", "nominal", "quoted", 0.8),
        ("model", "y", "nominal", "author", -0.3),
        ("model", "y", "name", "author", -0.8),
        ("vader", "x", "nominal", "author", 1.0),
        ("vader", "x", "name", "author", 0.0),
        ("vader", "y", "name", "author", 1.0),
        ("vader", "y", "nominal", "author", -0.6),
    )
    right = gap_by_mentions(tables, "x", ["y"])  # type: ignore[arg-type]
    assert dict(right.values) == {"model": pytest.approx(1.0), "vader": pytest.approx(0.6)}
    for says, values in right.mistakes.items():
        assert says in verdict({**right.values, **values}, right)


def test_a_share_of_positions_and_its_mistakes() -> None:
    rows = [
        ("reference", "a", "quoted", 1),
        ("reference", "a", "quoted", 1),
        ("reference", "b", "quoted", 0),
        ("reference", "a", "asserted", 0),
        ("rules", "a", "quoted", 0),
    ]
    stated = pd.DataFrame(rows, columns=["coding", "actor", "voice", "x"])
    right = positions_share(stated, "x", {"both": ["a", "b"]})
    assert dict(right.values) == {"both": 2 / 3}
    for says, values in right.mistakes.items():
        if values["both"] != pytest.approx(0.5):  # two mistakes give one half
            assert says in verdict(dict(values), right)
    assert verdict({"both": 0.5}, right).startswith("Not yet (both). ")


def test_implied_sums_and_their_mistakes() -> None:
    claims = pd.DataFrame({"verbatim": ["$9", "thrice", "€2", "€2"], "value": [9e9, 3.0, 2e9, 7e9]})
    right = implied_sums(claims, "$9", "thrice", "€2", price=1.2)
    assert dict(right.values) == {"implied": 3e9, "price": 1.5, "times": 3.75}
    assert verdict({"implied": 3e9, "price": 1.5, "times": 3.75}, right) == "Right."
    for says, values in right.mistakes.items():
        assert says in verdict({**right.values, **values}, right)


def test_a_difference_and_its_mistakes() -> None:
    rows = [("a", n, "x", int(n < 6)) for n in range(8)] + [("b", n, "y", int(n < 3)) for n in range(9)]
    units = pd.DataFrame(rows, columns=["doc", "sentence", "target", "negative"])
    right = difference_of_targets(units, "x", "y")
    assert right.values["difference"] == pytest.approx(6 / 8 - 3 / 9)
    assert right.values["low"] < right.values["difference"] < right.values["high"]
    turned = {name: -value for name, value in right.values.items()}
    assert "sign" in verdict({**right.values, "difference": turned["difference"]}, right)
