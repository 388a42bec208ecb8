"""What happened when: the dated events of all articles by period, in order, and side by side.

Everything here is computed from the table ``events``; no text is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from parley import schema
from parley.dates import WIDTH, days
from parley.errors import bad_value

SHARED = 0.5
"""Two intervals are of one event where they share at least so much of the longer one."""
CALENDAR = ["doc", "outlet", "line", "value", "start", "end", "precision", "event", "expression"]
SAME = ["group", "value", "doc", "line", "char_start", "char_end", "precision", "event", "expression"]
MATCHES = {
    "doc": "str",
    "char_start": "int64",
    "char_end": "int64",
    "outcome": "str",
    "value": "str",
    "reference": "str",
    "same_value": "bool",
    "same_start": "bool",
    "same_end": "bool",
}


def timeline(events: pd.DataFrame, by: str = "month") -> pd.DataFrame:
    """Return how many events the articles place in each period, and which.

    An event counts in a period that holds it whole: "in 2024" counts by year, but in no month. An interval
    that is open, or longer than the period, counts in none.

    Parameters
    ----------
    events
        The table ``events``.
    by
        ``day``, ``month`` or ``year``.

    Returns
    -------
    DataFrame
        Columns ``period`` (ISO 8601), ``events`` (count of rows), ``docs`` (count of articles), ``what`` (the
        events' phrases in the order of the calendar, each once, joined by "; "). A row for each period with
        an event, in the order of the calendar.

    Raises
    ------
    ParleyError
        If there is no such period.

    Examples
    --------
    >>> events = pd.DataFrame({"doc": ["a", "b", "b"], "start": ["2024-02-01", "2024-02-09", "2024-01-01"],
    ...     "end": ["2024-02-01", "2024-02-09", "2024-12-31"], "event": ["vote", "strike", "talks"]})
    >>> timeline(events).values.tolist()
    [['2024-02', 2, 2, 'vote; strike']]
    >>> timeline(events, by="year")["what"].tolist()
    ['talks; vote; strike']
    """
    if by not in WIDTH:
        raise bad_value("by", by, WIDTH)
    start, end = (events[name].str.slice(stop=WIDTH[by]) for name in ("start", "end"))
    whole = events.assign(period=start)[(start == end) & (start != "")]
    ordered = whole.sort_values(["start", "end", "doc"], kind="stable")
    rows = [
        (period, len(part), part["doc"].nunique(), "; ".join(dict.fromkeys(p for p in part["event"] if p)))
        for period, part in ordered.groupby("period", sort=True)
    ]
    types = {"period": "str", "events": "int64", "docs": "int64", "what": "str"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def calendar(events: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the events in the order of the calendar, for display.

    Parameters
    ----------
    events, documents
        The tables of the same articles.

    Returns
    -------
    DataFrame
        Columns ``doc``, ``outlet``, ``line``, ``value``, ``start``, ``end``, ``precision``, ``event``,
        ``expression``; by first day (the last day, where the start is open), the shorter first, then by
        article and place.

    Examples
    --------
    >>> calendar(schema.empty("events"), schema.empty("documents")).shape
    (0, 9)
    """
    outlets = dict(zip(documents["doc"], documents["outlet"], strict=True))
    ordered = events.assign(
        outlet=events["doc"].map(outlets).fillna("").astype("str"),
        _first=events["start"].where(events["start"] != "", events["end"]),
        _last=events["end"].where(events["end"] != "", "9999"),
    ).sort_values(["_first", "_last", "doc", "char_start"], kind="stable", ignore_index=True)
    return ordered[CALENDAR]


def window(documents: pd.DataFrame, events: pd.DataFrame, *, before: int = 2) -> tuple[str, str]:
    """Return the months around the publication of some articles, as first and last day of a calendar.

    Parameters
    ----------
    documents, events
        The tables of the same articles.
    before
        So many months are added before the month of the first article.

    Returns
    -------
    tuple
        Days in ISO 8601. Where no day of publication is known: the first and last day of the events; where
        there are none of these either, the year 2000.

    Examples
    --------
    >>> documents = pd.DataFrame({"published": ["2025-02-13", "2025-05-21", ""]})
    >>> window(documents, schema.empty("events"))
    ('2024-12-01', '2025-05-31')
    """
    known = sorted(span for day in documents["published"] if (span := days(day))[0])
    if known:
        first = date.fromisoformat(known[0][0])
        months = first.year * 12 + first.month - 1 - before
        last = max(end for _, end in known)
        return f"{months // 12:04}-{months % 12 + 1:02}-01", days(last[: WIDTH["month"]])[1]
    found = sorted(day for day in [*events["start"], *events["end"]] if day)
    return (found[0], found[-1]) if found else days("2000")


def same_event(events: pd.DataFrame) -> pd.DataFrame:
    """Return events that several articles place on one date, side by side.

    Days, months and years are one date where they are equal; intervals where they share half of the longer
    one or more. Open intervals are left out. One date is no proof of one event: read the phrases.

    Parameters
    ----------
    events
        The table ``events`` of several articles.

    Returns
    -------
    DataFrame
        Columns ``group`` (from 1), ``value``, ``doc``, ``line``, ``char_start``, ``char_end``, ``precision``,
        ``event``, ``expression``. Groups with rows of two or more articles, in the order of the calendar;
        rows by article and place.

    Examples
    --------
    >>> same_event(schema.empty("events")).empty
    True
    """
    closed = events[(events["start"] != "") & (events["end"] != "")]
    parts: list[pd.DataFrame] = []
    for group in _groups(closed.sort_values(["start", "end", "doc", "char_start"], kind="stable")):
        if group["doc"].nunique() > 1:
            ordered = group.sort_values(["doc", "char_start"], kind="stable")
            parts.append(ordered.assign(group=len(parts) + 1))
    if not parts:
        return events.iloc[:0].assign(group=pd.Series(dtype="int64"))[SAME]
    return pd.concat(parts, ignore_index=True)[SAME]


def _groups(ordered: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Events of one date each: of one value, or intervals that share enough with the first of them."""
    keys: list[str] = []
    firsts: list[tuple[date, date, str]] = []
    for row in schema.rows(ordered):
        key = row.value
        if row.precision == "interval":
            low, high = date.fromisoformat(row.start), date.fromisoformat(row.end)
            firsts = [f for f in firsts if f[1] >= low]
            known = (k for first, last, k in firsts if _share(low, high, first, last) >= SHARED)
            key = next(known, "")
            if not key:
                key = row.value
                firsts.append((low, high, key))
        keys.append(key)
    for _, group in ordered.assign(_key=keys).groupby("_key", sort=False):
        yield group


def _share(low: date, high: date, first: date, last: date) -> float:
    """How much of the longer of two intervals both hold, in [0, 1]."""
    common = (min(high, last) - max(low, first)).days + 1
    return max(common, 0) / (max((high - low).days, (last - first).days) + 1)


def match_events(found: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the table beside those of a reference coding.

    Parameters
    ----------
    found
        The table ``events``.
    reference
        A coding's layer ``events``: ``doc``, ``start`` and ``end`` (offsets into the raw text), ``value``.

    Returns
    -------
    DataFrame
        Columns ``doc``, ``char_start``, ``char_end`` (of the expression found, else of the reference's),
        ``outcome`` (``hit``: the spans overlap; ``extra``: only found; ``miss``: only in the reference),
        ``value``, ``reference`` (its value), ``same_value`` (the ISO 8601 values are equal), ``same_start``,
        ``same_end`` (first and last day are equal). Each row is paired once, with the row that it overlaps
        most. In the order of the text. Precision is hits among hits and extras, recall hits among hits and
        misses, and the values' accuracy the mean of ``same_value`` over hits.

    Examples
    --------
    >>> found = pd.DataFrame({"doc": ["a"], "char_start": [3], "char_end": [9], "value": ["2014/.."]})
    >>> reference = pd.DataFrame({"doc": ["a"], "start": [0], "end": [9], "value": ["2014"]})
    >>> match_events(found, reference)[["outcome", "same_value", "same_start", "same_end"]].values.tolist()
    [['hit', False, True, False]]
    """
    wanted, mine = ({str(d): p for d, p in t.groupby("doc", sort=False)} for t in (reference, found))
    rows: list[dict[str, Any]] = []
    for doc in sorted({*wanted, *mine}):
        left = list(schema.rows(mine.get(doc, found.iloc[:0]).sort_values("char_start")))
        right = list(schema.rows(wanted.get(doc, reference.iloc[:0]).sort_values("start")))
        pairs = _pairs([(r.char_start, r.char_end) for r in left], [(r.start, r.end) for r in right])
        rows += [_match(doc, left[i], right[pairs[i]] if i in pairs else None) for i in range(len(left))]
        taken = set(pairs.values())
        rows += [_match(doc, None, row) for j, row in enumerate(right) if j not in taken]
    table = pd.DataFrame(rows, columns=list(MATCHES)).astype(MATCHES)
    return table.sort_values(["doc", "char_start"], kind="stable", ignore_index=True)


def _pairs(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> dict[int, int]:
    """Which spans of two sorted lists belong together: those that overlap most, each once."""
    overlaps = []
    begin = 0
    for i, (low, high) in enumerate(left):
        while begin < len(right) and right[begin][1] <= low:
            begin += 1
        for j in range(begin, len(right)):
            if right[j][0] >= high:
                break
            overlaps.append((min(high, right[j][1]) - max(low, right[j][0]), i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for size, i, j in sorted(overlaps, key=lambda o: (-o[0], o[1], o[2])):
        if size > 0 and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _match(doc: str, found: Any, wanted: Any) -> dict[str, Any]:
    value, reference = (row.value if row is not None else "" for row in (found, wanted))
    (start, end), (first, last) = days(value), days(reference)
    both = found is not None and wanted is not None
    place = (found.char_start, found.char_end) if found is not None else (wanted.start, wanted.end)
    return {
        "doc": doc,
        "char_start": place[0],
        "char_end": place[1],
        "outcome": "hit" if both else "extra" if found is not None else "miss",
        "value": value,
        "reference": reference,
        "same_value": both and value == reference,
        "same_start": both and bool(reference) and start == first,
        "same_end": both and bool(reference) and end == last,
    }
