"""What expressions of time mean, by what is known of the place where they stand.

In the rows the article is of Thursday 13 March 2025, unless they say otherwise.
"""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from parley.dates import When, read_date
from parley.expressions import find_expressions
from parley.normalisation import Context, lasting, resolve
from parley.registry import read_registry
from parley.sentences import read
from parley.sources import Source

THURSDAY = date(2025, 3, 13)


def value(words: str, **place: Any) -> str | None:
    """The value of the expression in some words, at a place of which no more is known than what is given."""
    registry = read_registry()
    (found,) = find_expressions(read(Source("a", "a.txt", f"It ended {words}.", ""), registry), registry)
    context = Context(registry.lexicons["times"], **{"published": THURSDAY, **place})
    when = resolve(found.rule, found.groups, context)
    return when.value if when else None


def before(text: str) -> tuple[When, ...]:
    """Dates that stand before in the text, the nearest last."""
    return tuple(when for word in text.split() if (when := read_date(word)))


@pytest.mark.parametrize(
    ("words", "past", "future", "either"),
    [
        ("on Monday", "2025-03-10", "2025-03-17", "2025-03-10"),
        ("on Thursday", "2025-03-13", "2025-03-13", "2025-03-13"),
        ("on Friday", "2025-03-07", "2025-03-14", "2025-03-14"),
        ("last Friday", "2025-03-07", "2025-03-07", "2025-03-07"),
        ("next Friday", "2025-03-21", "2025-03-21", "2025-03-21"),
        ("this Tuesday", "2025-03-11", "2025-03-11", "2025-03-11"),
        ("in May", "2024-05", "2025-05", "2025-05"),
        ("in March", "2025-03", "2025-03", "2025-03"),
        ("last March", "2024-03", "2024-03", "2024-03"),
        ("next March", "2026-03", "2026-03", "2026-03"),
        ("on 29 February", "2024-02-29", None, "2024-02-29"),
        ("in the winter", "2024-12/2025-02", "2025-12/2026-02", "2024-12/2025-02"),
        ("at Easter", "2024-03-31", "2025-04-20", "2025-04-20"),
        ("on Labor Day", "2024-09-02", "2025-09-01", "2025-09-01"),
        ("on Whit Monday", "2024-05-20", "2025-06-09", "2025-06-09"),
        ("over the weekend", "2025-03-08/2025-03-09", "2025-03-15/2025-03-16", "2025-03-08/2025-03-09"),
        ("in 2014", "2014", "2014", "2014"),
    ],
)
def test_what_comes_back_is_placed_by_the_tense(
    words: str, past: str | None, future: str | None, either: str | None
) -> None:
    """The last one in the past, the next in the future, else the nearest; what the words say comes first."""
    found = [value(words, tense=tense) for tense in ("past", "future", "either")]
    assert found == [past, future, either]


@pytest.mark.parametrize(
    ("words", "tense", "expected"),
    [
        ("in three years", "future", "2028"),
        ("within three years", "future", "2025-03/2028-03"),
        ("in three years", "perfect", "2022-03/2025-03"),
        ("for three years", "perfect", "2022-03/2025-03"),
        ("for three years", "past", None),
        ("over the next two weeks", "past", "2025-03-13/2025-03-27"),
        ("over the past two weeks", "future", "2025-02-27/2025-03-13"),
    ],
)
def test_a_length_of_time_has_a_place_where_it_reaches_to_publication(
    words: str, tense: str, expected: str | None
) -> None:
    """What only says how long has none."""
    assert value(words, tense=tense) == expected


@pytest.mark.parametrize(
    ("words", "dates", "expected"),
    [
        ("the next day", "2024-02-28", "2024-02-29"),
        ("the next day", "2024-02-28 2014", "2024-02-29"),
        ("the next day", "2014", None),
        ("the next day", "", None),
        ("that day", "2024-02-28", "2024-02-28"),
        ("two weeks later", "2024-02-28", "2024-03-13"),
        ("two weeks earlier", "2024-02-28 2024-03-20", "2024-03-06"),
        ("a month later", "2024-01-31", "2024-02"),
        ("the following year", "2014-05", "2015"),
        ("the following Friday", "2024-02-28", "2024-03-01"),
        ("that September", "2020-03", "2020-09"),
    ],
)
def test_what_counts_from_a_date_before(words: str, dates: str, expected: str | None) -> None:
    """The nearest that is no wider than the unit; nothing without one."""
    assert value(words, before=before(dates)) == expected


@pytest.mark.parametrize(
    ("told", "published", "tense", "expected"),
    [
        (date(2021, 3, 3), THURSDAY, "past", "2021-06"),
        (date(2021, 7, 3), THURSDAY, "past", "2022-06"),
        (date(2021, 3, 3), None, "past", "2021-06"),
        (date(2024, 12, 3), THURSDAY, "past", "2024-06"),
        (date(2026, 1, 1), THURSDAY, "past", "2026-06"),
        (None, None, "past", None),
    ],
)
def test_a_month_follows_the_date_before_it(
    told: date | None, published: date | None, tense: str, expected: str | None
) -> None:
    """ "On March 3, 2021 ... in June", unless that would lie after publication."""
    assert value("in June", told=told, published=published, tense=tense) == expected


@pytest.mark.parametrize(
    ("words", "prep", "expected"),
    [
        ("at the end of 2022", "at", "2022-12"),
        ("by the end of 2022", "by", "2022-12-31"),
        ("by the end of March", "by", "2025-03-31"),
        ("by the end of the decade", "by", "2030"),
        ("at the end of the 1990s", "at", "1999"),
        ("in early 2022", "in", "2022-01/2022-03"),
        ("in the second half of 2022", "in", "2022-07/2022-12"),
        ("in the late summer of 2022", "in", "2022-08/2022-09"),
        ("in the early ’80s", "in", "1980/1983"),
        ("in the 19th century", "in", "1801/1900"),
        ("in the second quarter of 2024", "in", "2024-04/2024-06"),
        ("in the last three months of last year", "in", "2024-10/2024-12"),
        ("in the fifth quarter of 2024", "in", None),
        ("at the end of the Second World War", "at", "1945"),
    ],
)
def test_parts_of_a_stretch(words: str, prep: str, expected: str | None) -> None:
    """Its months; of an end that is a limit the last day, of a decade the round year."""
    assert value(words, prep=prep, tense="future") == expected


@pytest.mark.parametrize(
    ("subject", "tense", "expected"),
    [
        (False, "past", "2025-03-08"),
        (False, "future", "2025-03-15"),
        (True, "future", "2025-03-15"),
    ],
)
def test_a_day_before_a_noun_lies_ahead_where_it_is_close(subject: bool, tense: str, expected: str) -> None:
    """ "Saturday's summit will ...", two days on."""
    assert value("on Saturday", possessed=True, subject=subject, tense=tense) == expected


def test_a_day_before_a_noun_that_is_not_close_is_past() -> None:
    """ "Sunday's summit" three days before it, unless it is the subject of what lies ahead: then the nearest."""
    assert value("on Monday", possessed=True, tense="future") == "2025-03-10"
    assert value("on Sunday", possessed=True, tense="future") == "2025-03-09"
    assert value("on Sunday", possessed=True, tense="future", subject=True) == "2025-03-16"


@pytest.mark.parametrize("words", ["last week", "yesterday", "in June", "on Friday", "two weeks ago"])
def test_a_relative_date_is_unknown_without_publication(words: str) -> None:
    """Nothing is guessed."""
    assert value(words, published=None, tense="past") is None


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        ("eight", "day", "2025-03-24/2025-03-31"),
        ("2", "week", "2025-03-24/2025-04-06"),
        ("twenty-one", "day", "2025-03-24/2025-04-13"),
        ("some", "day", None),
        ("99999999999", "year", None),
    ],
)
def test_a_length_of_time_from_a_day(number: str, unit: str, expected: str | None) -> None:
    """The first day counts; a number that is none, or reaches beyond the calendar, gives nothing."""
    context = Context(read_registry().lexicons["times"])
    when = lasting(date(2025, 3, 24), number, unit, context)
    assert (when.value if when else None) == expected
