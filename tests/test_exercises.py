"""What is said of an answer: right, open, malformed, mistaken in a known way, or otherwise wrong."""

import numpy as np
import pandas as pd
import pytest

from parley.exercises import Expected, check, verdict

TWO = Expected(
    {"a": 0.5, "b": 0.25},
    {"You counted pronouns.": {"a": 0.6, "b": 0.25}, "You divided by all.": {"a": 0.05, "b": 0.025}},
)
WORD = Expected({"n": 2.0, "kind": "pullquote"}, {"That is the rule.": {"kind": "repeats"}}, rounded=0)
ONE = Expected({"share": 0.123})

SHARES = Expected({"a": 0.5, "b": 0.25}, {"Nobody was added.": {"a": 0.1, "b": 0.002}}, shares=True)

SAID = [
    (TWO, {"a": 0.5, "b": 0.25}, "Right."),
    (TWO, {"a": 0.5, "b": 0.25, "more": "x"}, "Right."),
    (TWO, pd.Series({"a": 0.5, "b": 0.25}), "Right."),
    (TWO, {"a": np.float64(0.502), "b": 0.25}, "Right."),
    (TWO, ..., "Not solved yet: replace the ... by your answer, then run this cell again. Wanted: a, b."),
    (TWO, {"a": 0.6, "b": 0.25}, "Not yet (a). You counted pronouns."),
    (TWO, {"a": 0.05, "b": 0.025}, "Not yet (a, b). You divided by all."),
    (TWO, {"a": 0.5}, "Not yet: there is no value for b. Wanted: a, b."),
    (TWO, {"a": ..., "b": 0.25}, "Not yet: a is Ellipsis; wanted: one number."),
    (TWO, {"a": np.array([1, 2]), "b": 0.25}, "Not yet: a is array([1, 2]); wanted: one number."),
    (TWO, {"a": float("nan"), "b": 0.25}, "Not yet: a is nan; wanted: one number."),
    (TWO, None, "Not yet: give a dict or a Series with a value for each of a, b."),
    (TWO, pd.DataFrame({"a": [0.5]}), "Not yet: this is a whole table. Wanted: one value for each of a, b."),
    (TWO, {"a": 50, "b": 25}, "Not yet: these look like percentages. Give shares, from 0 to 1."),
    (TWO, {"a": -0.5, "b": 0.25}, "Not yet: a has the wrong sign. What is subtracted from what?"),
    (
        TWO,
        {"a": 0.5, "b": 0.9},
        "Not yet: b is too high. Print how many rows you count in it, and read some.",
    ),
    (WORD, {"n": 2, "kind": " Pullquote"}, "Right."),
    (WORD, {"n": 2, "kind": "repeats"}, "Not yet (kind). That is the rule."),
    (WORD, {"n": 2, "kind": "ad"}, "Not yet: kind is not 'ad'. Look it up in the table once more."),
    (WORD, {"n": 2, "kind": 3}, "Not yet: kind is 3; wanted: text."),
    (WORD, {"n": 1, "kind": "pullquote"}, "Not yet: n is too low."),
    (SHARES, {"a": 0.5, "b": 0}, "Not yet: b is 0: not computed yet?"),
    (SHARES, {"a": 0.101, "b": 0}, "Not yet (a, b). Nobody was added."),
    (SHARES, {"a": 0.5, "b": 0.002}, "Not yet (b). Nobody was added."),
    (SHARES, {"a": 176, "b": 0}, "Not yet: a is 176; a share lies between 0 and 1. Divide by how many?"),
    (SHARES, {"a": 0.1, "b": 30}, "Not yet: b is 30; a share lies between 0 and 1. Divide by how many?"),
    (SHARES, {"a": -0.1, "b": 0.25}, "Not yet: a is -0.1; a share lies between 0 and 1."),
    (SHARES, {"a": 50, "b": 25}, "Not yet: these look like percentages. Give shares, from 0 to 1."),
    (SHARES, {"a": -0.5, "b": 0.25}, "Not yet: a has the wrong sign. What is subtracted from what?"),
    (Expected({"a": 0.5}, {"All are lost.": {"a": 0}}, shares=True), 0, "Not yet (a). All are lost."),
    (ONE, 0.12, "Right."),
    (ONE, 0.2, "Not yet: share is too high."),
]


@pytest.mark.parametrize(("expected", "answer", "says"), SAID)
def test_what_is_said(expected: Expected, answer: object, says: str) -> None:
    assert verdict(answer, expected).startswith(says)


@pytest.mark.parametrize(
    "answer", [..., "x", [], object(), {"a": [], "b": {}}, {"a": "0.5", "b": True}, {1: 2}]
)
def test_no_answer_raises_and_none_of_these_is_right(answer: object) -> None:
    said = verdict(answer, TWO)
    assert said.startswith("Not ")
    assert "0.25" not in said


def test_a_mistake_that_rounds_to_the_right_answer_is_told_by_its_exact_value() -> None:
    close = Expected({"a": 0.5}, {"Close, but wrong.": {"a": 0.503}})
    assert verdict(0.503, close) == "Not yet (a). Close, but wrong."
    assert verdict(0.5, close) == verdict(0.501, close) == "Right."


def test_a_mistake_that_makes_no_difference_is_none() -> None:
    assert verdict({"a": 0.5, "b": 0.9}, Expected({"a": 0.5, "b": 0.25}, {"M.": {"a": 0.5}})).startswith(
        "Not yet: b is too high"
    )


def test_the_right_values_are_not_shown() -> None:
    assert "0.25" not in repr(TWO)


def test_check_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(..., ONE) is None
    assert capsys.readouterr().out.startswith("Not solved yet")
