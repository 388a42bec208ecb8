"""Word shift: contributions add up to the difference, and are those of the definition."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import ParleyError
from parley.words import word_shift

SCORES = {"good": 2.0, "bad": -1.0, "war": -3.0}
TEXTS = st.lists(st.sampled_from(["good", "bad", "war", "the", "deal"]), min_size=1, max_size=12)


def test_contributions_worked_by_hand():
    """First: good deal (mean 1). Second: bad deal war deal (mean -1). The reference mean is -1."""
    table = word_shift(["good", "deal"], ["bad", "deal", "war", "deal"], SCORES)
    assert table.values.tolist() == [
        ["good", 2.0, 0.5, 0.0, 1.5],
        ["war", -3.0, 0.0, 0.25, 0.5],
        ["bad", -1.0, 0.0, 0.25, 0.0],
        ["deal", 0.0, 0.5, 0.5, 0.0],
    ]


@given(TEXTS, TEXTS)
def test_contributions_add_up_to_the_difference_of_means(first, second):
    means = [sum(SCORES.get(w, 0.0) for w in side) / len(side) for side in (first, second)]
    assert word_shift(first, second, SCORES)["contribution"].sum() == pytest.approx(means[0] - means[1])


@given(TEXTS)
def test_equal_bodies_shift_nothing(words):
    assert (word_shift(words, words, SCORES)["contribution"] == 0).all()


@pytest.mark.parametrize(("first", "second"), [([], ["good"]), (["good"], []), ([], [])])
def test_a_side_without_words_is_refused(first, second):
    with pytest.raises(ParleyError, match="one side has no words"):
        word_shift(first, second, SCORES)


def test_largest_first_and_ties_by_word():
    table = word_shift(["b", "a"], ["d", "c"], {"a": 1.0, "b": 1.0, "c": -1.0, "d": -1.0})
    assert table["word"].tolist() == ["a", "b", "c", "d"]
    assert isinstance(table, pd.DataFrame)
