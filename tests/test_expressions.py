"""Which words of a text are expressions of time, and what they hang on."""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

import pytest

from parley.expressions import Expression, find_expressions
from parley.registry import read_registry
from parley.sentences import read
from parley.sources import Source


def expressions(text: str) -> list[Expression]:
    registry = read_registry()
    return list(find_expressions(read(Source("a", "a.txt", text, ""), registry), registry))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He resigned on March 3.", [("date", "on", "March 3")]),
        ("He resigned late on Tuesday at 5 p.m.", [("weekday", "", "late on Tuesday at 5 p.m.")]),
        ("They met in the late summer of 2022.", [("season", "in", "the late summer of 2022")]),
        ("It must be signed by the end of May.", [("month", "by", "the end of May")]),
        ("Sales fell in Q3 2024.", [("quarter", "in", "Q3 2024")]),
        ("It rained SINCE MARCH.", [("month", "since", "MARCH")]),
        ("He left on New Year's Eve.", [("holiday", "on", "New Year's Eve")]),
        ("More than two years ago he left.", [("ago", "", "More than two years ago")]),
        ("Her three-year-long siege has failed.", [("span", "", "three-year-long")]),
        ("He left on Monday, and the next day he was back.", [("weekday", "on", "Monday"), ("anaphor", "", "the next day")]),
        ("He was born (1950) in Rome.", [("year", "", "1950")]),
    ],
)  # fmt: skip
def test_expressions_are_found(text: str, expected: list[tuple[str, str, str]]) -> None:
    """The rule of the pattern, the preposition before it, and the words."""
    assert [(e.rule, e.prep, text[e.start : e.end]) for e in expressions(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "It is now clear that talks will soon fail.",
        "For years people have recently left, and in recent months many more.",
        "He spoke on Mondays and every Tuesday, and shops close on Black Friday.",
        "Theresa May met April Jones, and they may march.",
        "He saw the fall of the dictator, drank from the spring, and will summer in Rome.",
        "Some 2014 people were hurt, and 1950 houses burned.",
        "It cost $2014, weighed 2020 kg and was 1,990 metres long.",
        "The Sunday Times is a newspaper, and so is USA Today.",
        "Europe is weak today.",
        "In 99999999999 years none of it will matter.",
        "The memo is dated 12/02/2025.",
    ],
)
def test_what_only_looks_like_a_date_is_left_out(text: str) -> None:
    """Vague words, names and numbers."""
    assert expressions(text) == []


@pytest.mark.parametrize(
    ("text", "before_noun", "of_noun", "noun"),
    [
        ("After Tuesday’s vote he resigned.", True, False, "vote"),
        ("Critics cite its 2008 Bucharest commitment.", True, False, "commitment"),
        ("The uprising of 2023 failed.", False, True, "uprising"),
        ("They saw the uprising of 2023.", False, True, None),
        ("He resigned on Monday.", False, False, None),
    ],
)
def test_the_noun_that_is_dated(text: str, before_noun: bool, of_noun: bool, noun: str | None) -> None:
    """Behind the expression, or before its "of"; the object of a verb is dated with the verb."""
    (item,) = expressions(text)
    assert (item.before_noun, item.of_noun) == (before_noun, of_noun)
    assert (item.noun.text if item.noun is not None else None) == noun


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He resigned. She left on Monday.", ["She", "left"]),
        ("On Monday she left.", []),
        ("One two three four five six seven eight since 2019.", ["four", "five", "six", "seven", "eight"]),
    ],
)
def test_words_before_an_expression(text: str, expected: list[str]) -> None:
    """Those of its sentence alone, without its preposition, and only a few."""
    assert [t.text for t in expressions(text)[0].words_before] == expected
