"""Lanes: the events of a timeline, the days between which it runs, and where each article's marks stand."""

from __future__ import annotations

import math
import re
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from parley import schema
from parley.corpus import Corpus
from parley.material import EVERY

EARLY, LATE = 0.75, 0.9
"""The shares of events that end in or after the first year, and begin in or before the last, at first."""
LEFT, RIGHT = 180, 980
"""Where the calendar begins and ends in the picture."""
GAP, ROUND = 4, 6
"""Least room between marks, and a day's radius."""
PICK = re.compile(r"(?:event|date):(\d+):(\d+):(.+?)(?:\|read:\d+:\d+:.*)?", re.S)


def usual_years(events: pd.DataFrame) -> tuple[str, str]:
    """Return the years between which most events lie: the latest and the earliest that leave few out.

    Returns
    -------
    tuple
        First year: the latest in or after which three quarters of the events end; last year: the earliest in
        or before which nine tenths begin. ``all`` where no end is known.

    Examples
    --------
    >>> days = ["1945-05-08", "2024-02-01", "2024-03-01", "2025-01-01"]
    >>> usual_years(pd.DataFrame({"start": days, "end": days}))
    ('2024', '2025')
    """
    ends = sorted(day[:4] for day in events["end"] if day)
    starts = sorted(day[:4] for day in events["start"] if day)
    if not ends or not starts:
        return EVERY, EVERY
    first, last = ends[int((1 - EARLY) * len(ends))], starts[math.ceil(LATE * len(starts)) - 1]
    return first, max(first, last)


@lru_cache(maxsize=8)
def dated(corpus: Corpus) -> pd.DataFrame:
    """Return the events in the order of the calendar, with their first and last day as numbers.

    Parameters
    ----------
    corpus
        The corpus; the frame is kept for it, so leave it as it is.

    Returns
    -------
    DataFrame
        The columns of the table ``events`` and ``low``, ``high``: days counted from the year 1, missing for
        an open end. Ordered as `parley.timeline.calendar`: by first day (the last, where the start is open),
        the shorter first, then by article and place.

    Examples
    --------
    >>> from parley import bundled, code
    >>> dated(code(bundled("seeds")))["low"].is_monotonic_increasing
    True
    """
    events = corpus.events
    ordered = events.assign(
        _first=events["start"].where(events["start"] != "", events["end"]),
        _last=events["end"].where(events["end"] != "", "9999"),
        low=_numbers(events["start"]),
        high=_numbers(events["end"]),
    ).sort_values(["_first", "_last", "doc", "char_start"], kind="stable", ignore_index=True)
    return ordered.drop(columns=["_first", "_last"])


def _numbers(days: pd.Series) -> pd.Series:
    codes, known = pd.factorize(days)
    counted = pd.array([date.fromisoformat(day).toordinal() if day else None for day in known], dtype="Int64")
    return pd.Series(counted.take(codes), index=days.index)


def within(
    events: pd.DataFrame,
    *,
    article: str = EVERY,
    first: str = EVERY,
    last: str = EVERY,
    precision: str = EVERY,
) -> pd.DataFrame:
    """Return the events of an article and a precision that share a day with some years.

    Parameters
    ----------
    events
        What `dated` gave.
    article, precision
        Only these; ``all`` leaves none out.
    first, last
        First and last year; ``all`` for no bound.

    Returns
    -------
    DataFrame
        The rows, in their order.

    Examples
    --------
    >>> from parley import bundled, code
    >>> events = dated(code(bundled("seeds")))
    >>> within(events, first="2025", precision="day")["start"].min()[:4]
    '2025'
    """
    keep = pd.Series(True, index=events.index)
    if article != EVERY:
        keep &= events["doc"] == article
    if precision != EVERY:
        keep &= events["precision"] == precision
    if first != EVERY:
        keep &= events["high"].fillna(date.max.toordinal()) >= date(int(first), 1, 1).toordinal()
    if last != EVERY:
        keep &= events["low"].fillna(1) <= date(int(last), 12, 31).toordinal()
    return events[keep]


def window(events: pd.DataFrame, first: str = EVERY, last: str = EVERY) -> tuple[int, int]:
    """Return the days between which the calendar runs, as `dated` counts them; the last is left out.

    From the first day of the first year to the last of the last year; with ``all``, whole months around what
    the events say.

    Raises
    ------
    ValueError
        If no day is known.

    Examples
    --------
    >>> window(pd.DataFrame({"low": [40], "high": [40]}), last="0001")
    (32, 366)
    """
    known = pd.concat([events["low"], events["high"]]).dropna()
    low, high = int(known.min()), int(known.max())
    begin = date(int(first), 1, 1) if first != EVERY else date.fromordinal(low).replace(day=1)
    end = date(int(last), 12, 31) if last != EVERY else _month_after(max(date.fromordinal(high), begin), 1)
    return begin.toordinal(), end.toordinal() + (last != EVERY)


def _month_after(day: date, months: int) -> date:
    """The first day of the month so many months later; the last day there is, where the calendar ends."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1) if count // 12 <= date.max.year else date.max


def stacked(events: pd.DataFrame, days: tuple[int, int]) -> pd.DataFrame:
    """Return where marks stand in the lane of their article: in as few rows as hold them without touching.

    Parameters
    ----------
    events
        Rows of `dated` that share a day with the window.
    days
        The window, as `window` gives it.

    Returns
    -------
    DataFrame
        The rows with ``x``, ``right`` (edges of the mark, in the picture's units), ``row`` (from 0, in its
        article's lane), ``before``, ``after`` (the mark goes on beyond its edge); by the left edge.

    Examples
    --------
    >>> events = pd.DataFrame({"doc": ["a", "a", "a"], "low": [5, 5, 200], "high": [5, 90, 200]})
    >>> stacked(events, (1, 366))["row"].tolist()
    [0, 1, 0]
    """
    scale = (RIGHT - LEFT) / max(days[1] - days[0], 1)
    low, high = events["low"].fillna(0), events["high"].fillna(date.max.toordinal())
    begin, end = low.clip(lower=days[0]).astype("float64"), high.clip(upper=days[1] - 1).astype("float64") + 1
    middle = LEFT + ((begin + end) / 2 - days[0]) * scale
    half = ((end - begin) / 2 * scale).clip(lower=float(ROUND))
    marks = events.assign(
        x=middle - half, right=middle + half, before=low < days[0], after=high > days[1] - 1
    ).sort_values(["x", "right"], kind="stable")
    lanes: dict[str, list[float]] = {}
    rows = []
    for mark in schema.rows(marks):
        ends = lanes.setdefault(mark.doc, [])
        row = next((i for i, right in enumerate(ends) if right + GAP <= mark.x), len(ends))
        ends[row : row + 1] = [mark.right]
        rows.append(row)
    return marks.assign(row=pd.Series(rows, index=marks.index, dtype="int64"))


def pick_of(row: Any, kind: str = "event") -> str:
    """Return the pick of an event: ``event:START:END:DOC``; ``date:...`` for its row in the table.

    Two names, so that the keyboard's focus stays in the picture or in the table.

    Examples
    --------
    >>> pick_of(pd.Series({"doc": "a", "char_start": 3, "char_end": 9}))
    'event:3:9:a'
    """
    return f"{kind}:{row.char_start}:{row.char_end}:{row.doc}"


def part(events: pd.DataFrame, picked: str) -> pd.DataFrame:
    """Return the event that a pick means; no row for any other pick.

    Parameters
    ----------
    events
        Rows of the table ``events``.
    picked
        ``event:START:END:DOC`` or ``date:...``, of the table's row; a place may follow (``|read:...``).

    Examples
    --------
    >>> events = pd.DataFrame({"doc": ["a", "a"], "char_start": [3, 20], "char_end": [9, 24]})
    >>> part(events, "event:20:24:a|read:0:30:a").values.tolist()
    [['a', 20, 24]]
    """
    found = PICK.fullmatch(picked)
    if not found:
        return events.iloc[:0]
    start, end, doc = int(found[1]), int(found[2]), found[3]
    return events[(events["doc"] == doc) & (events["char_start"] == start) & (events["char_end"] == end)]
