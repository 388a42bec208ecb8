"""What a comparison shows in words: values, interval and n, and the articles on which it rests."""

import re

import pandas as pd
import pytest

from parley import bundled, code
from parley.comparison import compare_two, left_out
from parley.comparisonchoice import Pair
from parley.comparisonfinding import finding, fragility
from parley.corpus import Corpus
from parley.measures import units


@pytest.fixture(scope="module")
def seeds() -> Corpus:
    return code(bundled("seeds"))


def test_the_finding_states_values_interval_and_n(seeds):
    pair = Pair("actor", "Ukraine", "Russia", "stance", "all")
    table = compare_two(seeds, "actor", "Ukraine", "Russia")
    a, b, gap = table.itertuples()
    said = finding(pair, table).replace("−", "-")
    for expected in (
        f"Ukraine {a.value:.2f}, Russia {b.value:.2f}; they differ by {abs(gap.value):.2f}",
        f"articles drawn: {gap.low:.2f} to {gap.high:.2f}; n = {a.n} and {b.n} pairs",
        "the interval leaves zero out; the higher value here is that of Ukraine.",
    ):
        assert expected in said


def test_an_interval_with_zero_in_it_shows_no_difference(seeds):
    pair = Pair("actor", "Ukraine", "Russia", "VADER polarity", "all")
    said = finding(pair, compare_two(seeds, "actor", "Ukraine", "Russia", measure="VADER polarity"))
    assert said.endswith("the interval includes zero; these articles do not show a difference.")


def test_too_few_are_not_compared(six):
    pair = Pair("outlet", "North", "South", "stance", "Lee")
    said = finding(pair, compare_two(six, "outlet", "North", "South", target="Lee"))
    assert "too few to tell" in said
    assert "differ" not in said


def test_a_side_without_anything_is_named(six):
    pair = Pair("voice", "author", "reported", "stance", "all")
    assert finding(pair, compare_two(six, "voice", "author", "reported")).startswith(
        "Nothing to measure for reported"
    )


def test_fragility_names_the_articles_that_turn_the_sign(seeds):
    """The articles named are those whose omission turns the sign."""
    options = {"measure": "TextBlob polarity"}
    sides = [units(seeds, "actor", name, **options) for name in ("Ukraine", "Russia")]
    each = left_out(*sides)
    turned = set(each.loc[each["value"] * each["value"][0] < 0, "left_out"])
    said = fragility(compare_two(seeds, "actor", "Ukraine", "Russia", **options), each)
    assert turned
    assert {doc for doc in seeds.raw if re.search(rf"without [^;]*{doc}", said)} == turned


def test_of_many_articles_that_turn_the_sign_three_are_named():
    """Five turn it; one cannot be left out."""
    values = [0.5, *[-0.1] * 5, 0.4, float("nan")]
    each = pd.DataFrame({"left_out": ["", *"abcdefg"], "value": values})
    row = {"side": "difference", "value": 0.5, "lowest": -0.1, "highest": 0.4, "flips": True}
    said = fragility(pd.DataFrame([row]), each)
    assert "its sign changes without a or b or c (and 2 more)." in said
    assert said.endswith("1 could not be left out, as a side stands in it alone.")
