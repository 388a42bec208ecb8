"""Numbers in a text: what is one, and its value, a row for each way of writing."""

from __future__ import annotations

import pytest

from parley.numbers import Number, numbers_of
from parley.registry import read_registry


def find(text: str) -> list[Number]:
    return numbers_of(read_registry()).find(text)


NUMBERS = {
    "3,400": 3400,
    "4.2": 4.2,
    "1.5 million": 1_500_000,
    "$350 Billion": 350e9,
    "£38.5m": 38.5e6,
    "€2bn": 2e9,
    "$65.4 billion": 65.4e9,
    "A$3 million": 3e6,
    "2½": 2.5,
    "12 000": 12_000,
    "-0.3": -0.3,
    "minus 4": -4,
    "plus or minus 4": 4,
    "seventy": 70,
    "seventy-five": 75,
    "a dozen": 12,
    "half a dozen": 6,
    "two dozen": 24,
    "a hundred": 100,
    "one hundred and forty-two": 142,
    "two hundred and forty-five thousand": 245_000,
    "a million and a half": 1_500_000,
    "half a million": 500_000,
    "two and a half million": 2_500_000,
    "a quarter of a million": 250_000,
    "three million two hundred thousand": 3_200_000,
    "seven and a half": 7.5,
    "a third of": 1 / 3,
    "two-thirds of": 2 / 3,
    "three quarters of": 0.75,
    "an eighth of": 0.125,
    "half the": 0.5,
    "by a fifth": 0.2,
    "a fifth more": 0.2,
    "one in five": 0.2,
    "nine out of ten": 0.9,
    "two of every three": 2 / 3,
    "eight of 10": 0.8,
    "tenfold": 10,
    "twice the": 2,
    "have doubled": 2,
}


@pytest.mark.parametrize(("text", "value"), NUMBERS.items(), ids=list(NUMBERS))
def test_a_number_has_its_value(text: str, value: float) -> None:
    assert [n.value for n in find(f"They saw {text} of it.")] == pytest.approx([value])


NO_NUMBERS = [
    "24th", "1990s", "1.2.3.4", "2020-05-12", "12/05/2020", "5:30", "F-16", "G7", "Covid-19", "5G",
    "twenty twenty-five", "the third time", "a third time", "the second half of May", "hundreds of men",
    "dozens", "doubled down", "twice", "a double standard", "٣٤", "²³", "Ⅻ", "1" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBERS, ids=lambda text: text[:20])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert find(f"They saw {text} there.") == []


KINDS = [
    ("It cost US$2.5bn.", [("US$2.5bn", 2.5e9, "digits", "USD")]),
    ("It took 5 to 6 million men.", [("5", 5e6, "digits", ""), ("6 million", 6e6, "digits", "")]),
    ("It took 5, then 6 million men.", [("5", 5, "digits", ""), ("6 million", 6e6, "digits", "")]),
    ("One in five lost half of it.", [("One in five", 0.2, "ratio", ""), ("half", 0.5, "part", "")]),
    ("Two hundred rents doubled.", [("Two hundred", 200, "words", ""), ("doubled", 2, "multiple", "")]),
]


@pytest.mark.parametrize(("text", "numbers"), KINDS)
def test_a_number_has_its_place_and_its_kind(text: str, numbers: list[tuple]) -> None:
    assert [(text[n.start : n.end], n.value, n.kind, n.currency) for n in find(text)] == numbers


RANGES = {
    " to ": True,
    " and almost ": True,
    "–": True,
    " - ": True,
    ", then ": False,
    " ships to ": False,
    "": False,
}


@pytest.mark.parametrize(("between", "is_range"), RANGES.items())
def test_words_between_two_numbers_may_make_a_range(between: str, is_range: bool) -> None:
    assert numbers_of(read_registry()).is_range(between) == is_range
