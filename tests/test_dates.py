"""Days, and the stretches of time that a calendar has names for."""

from __future__ import annotations

from datetime import date

import pytest

from parley.dates import When, around, days, months, read_date, shift, unit_of, years

START, END = date(2024, 3, 1), date(2024, 5, 31)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-02-05", ("2024-02-05", "2024-02-05")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-02", ("2023-02-01", "2023-02-28")),
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2022/2024", ("2022-01-01", "2024-12-31")),
        ("2024-05/2025-02", ("2024-05-01", "2025-02-28")),
        ("2022-02-24/..", ("2022-02-24", "")),
        ("../1989", ("", "1989-12-31")),
        ("2025-02-31", ("", "")),
        ("2025-13", ("", "")),
        ("2025-00", ("", "")),
        ("2025-1-1", ("", "")),
        ("0000", ("", "")),
        ("soon", ("", "")),
        ("", ("", "")),
    ],
)
def test_days_of_a_value(value: str, expected: tuple[str, str]) -> None:
    """First and last day that an ISO 8601 value covers."""
    assert days(value) == expected


@pytest.mark.parametrize("value", ["2024", "2024-02", "2024-02-29"])
def test_a_date_that_is_read_is_written_alike(value: str) -> None:
    """The unit of a date is kept: a year does not become its first day."""
    when = read_date(value)
    assert when is not None
    assert when.value == value


@pytest.mark.parametrize(
    ("when", "value", "precision"),
    [
        (When(START, START, "day"), "2024-03-01", "day"),
        (When(START, END, "day"), "2024-03-01/2024-05-31", "interval"),
        (When(START, END, "month"), "2024-03/2024-05", "interval"),
        (When(START, END, "year"), "2024", "year"),
        (When(START, END, "year", open="end"), "2024/..", "interval"),
        (When(START, START, "day", open="start"), "../2024-03-01", "interval"),
    ],
)
def test_value_and_precision(when: When, value: str, precision: str) -> None:
    """A stretch is an interval where its ends are not in one day, month or year, or one of them is open."""
    assert (when.value, when.precision) == (value, precision)


@pytest.mark.parametrize(
    ("day", "unit", "first", "last"),
    [
        ("2025-03-13", "day", "2025-03-13", "2025-03-13"),
        ("2025-03-13", "hour", "2025-03-13", "2025-03-13"),
        ("2025-03-13", "evening", "2025-03-13", "2025-03-13"),
        ("2025-03-13", "week", "2025-03-10", "2025-03-16"),
        ("2025-03-16", "week", "2025-03-10", "2025-03-16"),
        ("2025-01-01", "week", "2024-12-30", "2025-01-05"),
        ("2025-03-10", "weekend", "2025-03-15", "2025-03-16"),
        ("2024-02-10", "month", "2024-02-01", "2024-02-29"),
        ("2025-05-31", "quarter", "2025-04-01", "2025-06-30"),
        ("2025-07-01", "half", "2025-07-01", "2025-12-31"),
        ("2025-03-13", "year", "2025-01-01", "2025-12-31"),
        ("2029-12-31", "decade", "2020-01-01", "2029-12-31"),
        ("2000-12-31", "century", "1901-01-01", "2000-12-31"),
        ("2001-01-01", "century", "2001-01-01", "2100-12-31"),
    ],
)
def test_the_unit_that_holds_a_day(day: str, unit: str, first: str, last: str) -> None:
    """Weeks begin on Monday; a decade with the year 0, a century with the year 1."""
    when = unit_of(date.fromisoformat(day), unit)
    assert (when.start.isoformat(), when.end.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("day", "count", "unit", "expected"),
    [
        ("2024-02-28", 2, "day", "2024-03-01"),
        ("2024-02-28", 30, "hour", "2024-02-29"),
        ("2024-02-28", -1, "fortnight", "2024-02-14"),
        ("2024-01-31", 1, "month", "2024-02-29"),
        ("2024-03-31", -1, "quarter", "2023-12-31"),
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2024-02-29", -2, "decade", "2004-02-29"),
    ],
)
def test_a_day_is_moved(day: str, count: int, unit: str, expected: str) -> None:
    """By months it keeps its number, as far as the month has it."""
    assert shift(date.fromisoformat(day), count, unit) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [
        (-1, "week", "2025-03-06/2025-03-13"),
        (30, "day", "2025-03-13/2025-04-12"),
        (-9, "month", "2024-06/2025-03"),
        (3, "year", "2025-03/2028-03"),
        (-2, "decade", "2005/2025"),
    ],
)
def test_a_stretch_around_a_day_is_written_in_the_next_finer_unit(count: int, unit: str, value: str) -> None:
    """Weeks in days, years in months, decades in years."""
    assert around(date(2025, 3, 13), count, unit).value == value


def test_whole_months_and_years() -> None:
    """Months outside 1-12 lie in the years around; years must not run back."""
    assert months(2024, 0, 3).value == "2023-12/2024-02"
    assert months(2024, 13).value == "2025-01"
    assert years(1939, 1945).value == "1939/1945"
    with pytest.raises(ValueError, match="ends before it begins"):
        years(1945, 1939)
