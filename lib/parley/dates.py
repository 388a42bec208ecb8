"""Days, and the stretches of time that a calendar has names for: weeks, months, quarters, years, centuries.

Pure arithmetic on the Gregorian calendar: no text is read, and no clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

WIDTH = {"day": 10, "month": 7, "year": 4}
"""How many characters of an ISO 8601 day name the day, month or year; the finest first."""
DAYS = {"hour": 1 / 24, "day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}
"""Length of the units that are counted in days."""
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
"""Length of the units that are counted in months."""
SATURDAY = 5
FINER = {"month": "month", "quarter": "month", "year": "month", "decade": "year", "century": "year"}
ISO = re.compile(r"\d{4}(?:-\d\d){0,2}")


class When(NamedTuple):
    """First and last day of a stretch of time, the unit in which it is written, and which end is open.

    Examples
    --------
    >>> When(date(2024, 2, 1), date(2024, 2, 29), "month").value
    '2024-02'
    >>> When(date(2024, 2, 1), date(2024, 2, 29), "month", open="end").value
    '2024-02/..'
    """

    start: date
    end: date
    grain: str
    open: str = ""

    @property
    def value(self) -> str:
        """The ISO 8601 value: a day, a month, a year, or an interval of these."""
        width = WIDTH[self.grain]
        low = ".." if self.open == "start" else self.start.isoformat()[:width]
        high = ".." if self.open == "end" else self.end.isoformat()[:width]
        return low if low == high else f"{low}/{high}"

    @property
    def precision(self) -> str:
        """The unit of the value: day, month or year; interval, where it is one."""
        return "interval" if "/" in self.value else self.grain


def read_date(text: str) -> When | None:
    """Return the day, month or year that ISO 8601 writes so; nothing where it is no date.

    Examples
    --------
    >>> read_date("2024-02")
    When(start=datetime.date(2024, 2, 1), end=datetime.date(2024, 2, 29), grain='month', open='')
    >>> read_date("2024-02-31")
    """
    if not ISO.fullmatch(text):
        return None
    try:
        first = date.fromisoformat(f"{text}-01-01"[: WIDTH["day"]])
    except ValueError:
        return None
    return unit_of(first, next(unit for unit, width in WIDTH.items() if width == len(text)))


def days(value: str) -> tuple[str, str]:
    """Return first and last day of an ISO 8601 value; empty where it is open, or no date.

    Parameters
    ----------
    value
        A day, a month, a year, or an interval of these, with ``..`` for an open end.

    Examples
    --------
    >>> days("2024-02")
    ('2024-02-01', '2024-02-29')
    >>> days("2014/..")
    ('2014-01-01', '')
    """
    first, _, last = value.partition("/")
    low, high = read_date(first), read_date(last or first)
    return low.start.isoformat() if low else "", high.end.isoformat() if high else ""


def unit_of(day: date, unit: str) -> When:
    """Return the calendar's week, month, quarter ... that holds a day; a week begins on Monday.

    Parameters
    ----------
    day
        The day.
    unit
        A key of `DAYS` or `MONTHS`; anything else is the day itself.

    Examples
    --------
    >>> unit_of(date(2024, 6, 6), "weekend").value
    '2024-06-08/2024-06-09'
    >>> unit_of(date(2024, 6, 6), "century").value
    '2001/2100'
    """
    if size := MONTHS.get(unit):
        offset = 12 if unit == "century" else 0
        first = (day.year * 12 + day.month - 1 - offset) // size * size + offset
        return months(first // 12, first % 12 + 1, size, "year" if size > 6 else "month")
    if unit not in {"week", "weekend", "fortnight"}:
        return When(day, day, "day")
    monday = day - timedelta(day.weekday())
    return When(monday + timedelta(SATURDAY if unit == "weekend" else 0), monday + timedelta(6), "day")


def months(year: int, month: int, count: int = 1, grain: str = "month") -> When:
    """Return a stretch of whole months; months outside 1-12 lie in the years around.

    Examples
    --------
    >>> months(2024, 12, 3).value
    '2024-12/2025-02'
    """
    low, high = year * 12 + month - 1, year * 12 + month + count - 2
    last = monthrange(high // 12, high % 12 + 1)[1]
    return When(date(low // 12, low % 12 + 1, 1), date(high // 12, high % 12 + 1, last), grain)


def years(first: int, last: int) -> When:
    """Return a stretch of whole years.

    Raises
    ------
    ValueError
        If it ends before it begins, or a year is none of the calendar.

    Examples
    --------
    >>> years(1990, 1999).value
    '1990/1999'
    """
    if last < first:
        raise ValueError("a stretch ends before it begins")
    return When(date(first, 1, 1), date(last, 12, 31), "year")


def shift(day: date, count: int, unit: str) -> date:
    """Return a day moved by some units; the last day of a month stays within its month.

    Raises
    ------
    KeyError
        If there is no such unit.
    ValueError, OverflowError
        If the calendar does not reach so far.

    Examples
    --------
    >>> shift(date(2024, 1, 31), 1, "month")
    datetime.date(2024, 2, 29)
    """
    if unit in DAYS:
        return day + timedelta(round(count * DAYS[unit]))
    month = months(day.year, day.month + count * MONTHS[unit])
    return month.start.replace(day=min(day.day, month.end.day))


def around(day: date, count: int, unit: str) -> When:
    """Return the stretch between a day and the day some units from it, written in the next finer unit.

    Examples
    --------
    >>> around(date(2025, 3, 13), -3, "year").value
    '2022-03/2025-03'
    """
    low, high = sorted((day, shift(day, count, unit)))
    grain = FINER.get(unit, "day")
    return When(unit_of(low, grain).start, unit_of(high, grain).end, grain)
