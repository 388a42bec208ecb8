"""Dated events by period, in the order of the calendar, side by side, and beside a reference coding."""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

import pandas as pd
import pytest

from parley import schema
from parley.dates import days
from parley.errors import ParleyError
from parley.timeline import calendar, match_events, same_event, timeline, window


def table(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Rows of ``events`` from article, value and phrase; a row of an article is ten characters long."""
    made = []
    for number, (doc, value, event) in enumerate(rows):
        start, end = days(value)
        precision = "interval" if "/" in value else {10: "day", 7: "month", 4: "year"}[len(value)]
        place = {"doc": doc, "line": number + 1, "char_start": 20 * number, "char_end": 20 * number + 10}
        made.append({**place, "sentence": 1, "expression": f"({value})", "value": value, "start": start,
                     "end": end, "precision": precision, "event": event, "rule": "date"})  # fmt: skip
    return schema.frame("events", made)


def documents(**outlets: str) -> pd.DataFrame:
    return pd.DataFrame({"doc": list(outlets), "outlet": list(outlets.values())})


EVENTS = table(
    ("a", "2024-03-09", "strike"),
    ("a", "2024-03", "talks"),
    ("b", "2024-03-09", "strike"),
    ("b", "2024-03-04/2024-03-10", "vote"),
    ("b", "2024", "war"),
    ("b", "2024-02/2024-03", "siege"),
    ("b", "2019/..", "sanctions"),
    ("c", "2023-12-31", ""),
)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("day", [("2023-12-31", 1, 1, ""), ("2024-03-09", 2, 2, "strike")]),
        ("month", [("2023-12", 1, 1, ""), ("2024-03", 4, 2, "talks; vote; strike")]),
        ("year", [("2023", 1, 1, ""), ("2024", 6, 2, "war; siege; talks; vote; strike")]),
    ],
)
def test_timeline_counts_what_a_period_holds_whole(by: str, expected: list[tuple]) -> None:
    """Neither an open interval nor one longer than the period counts; a phrase is listed once."""
    found = timeline(EVENTS, by=by)
    assert list(found.itertuples(index=False, name=None)) == expected
    assert list(found.columns) == ["period", "events", "docs", "what"]


def test_timeline_refuses_other_periods() -> None:
    """The message names the argument and what it may be."""
    with pytest.raises(ParleyError, match="by is 'week'; allowed: day, month, year"):
        timeline(EVENTS, by="week")


def test_calendar_is_in_the_order_of_days() -> None:
    """By first day, or the last where the start is open; the shorter first; an article without outlet has none."""
    events = table(("b", "2024", "year"), ("a", "2024-01", "month"), ("a", "2019/..", "since"),
                   ("a", "../1989", "until"), ("b", "2024-01-01", "day"), ("a", "2024-01-01", "day"))  # fmt: skip
    found = calendar(events, documents(a="The Mail"))
    assert found[["doc", "outlet", "value"]].values.tolist() == [
        ["a", "The Mail", "../1989"],
        ["a", "The Mail", "2019/.."],
        ["a", "The Mail", "2024-01-01"],
        ["b", "", "2024-01-01"],
        ["a", "The Mail", "2024-01"],
        ["b", "", "2024"],
    ]
    assert list(found.columns) == ["doc", "outlet", "line", "value", "start", "end", "precision", "event", "expression"]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("a", "2024-03-09", "x"), ("b", "2024-03-09", "y")], [(1, "a", "x"), (1, "b", "y")]),
        ([("a", "2024-03-09", "x"), ("a", "2024-03-09", "y")], []),
        ([("a", "2024-03-09", "x"), ("b", "2024-03", "y")], []),
        ([("a", "2024-03", "x"), ("b", "2024-03", "y"), ("c", "2023", "z"), ("a", "2023", "w")],
         [(1, "a", "w"), (1, "c", "z"), (2, "a", "x"), (2, "b", "y")]),
        ([("a", "2024-03-04/2024-03-10", "x"), ("b", "2024-03-05/2024-03-11", "y")], [(1, "a", "x"), (1, "b", "y")]),
        ([("a", "2024-03-04/2024-03-10", "x"), ("b", "2024-03-10/2024-03-16", "y")], []),
        ([("a", "2024-03-04/2024-03-10", "x"), ("b", "2022/2024", "y")], []),
        ([("a", "2024/..", "x"), ("b", "2024/..", "y")], []),
    ],
)  # fmt: skip
def test_same_event_groups_articles_by_date(rows: list[tuple[str, str, str]], expected: list[tuple]) -> None:
    """Equal days, months, years, and intervals that share half; of two articles at least; no open interval."""
    found = same_event(table(*rows))
    assert list(found[["group", "doc", "event"]].itertuples(index=False, name=None)) == expected


def reference(*rows: tuple[str, int, int, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["doc", "start", "end", "value"])


def test_match_events_pairs_by_overlap() -> None:
    """Each row once, with the one it overlaps most; values and days are compared only in a pair."""
    found = table(("a", "2024-03-09", ""), ("a", "2014/..", ""), ("a", "2024-05", ""), ("b", "2020", ""))
    gold = reference(
        ("a", 2, 10, "2024-03-09"),
        ("a", 9, 12, "2024-03-10"),
        ("a", 25, 30, "2014"),
        ("a", 50, 60, "2024-05"),
        ("c", 0, 5, ""),
    )
    columns = ["doc", "char_start", "char_end", "outcome", "value", "reference", "same_value", "same_start", "same_end"]  # fmt: skip
    matches = match_events(found, gold)
    assert list(matches.columns) == columns
    assert matches.values.tolist() == [
        ["a", 0, 10, "hit", "2024-03-09", "2024-03-09", True, True, True],
        ["a", 9, 12, "miss", "", "2024-03-10", False, False, False],
        ["a", 20, 30, "hit", "2014/..", "2014", False, True, False],
        ["a", 40, 50, "extra", "2024-05", "", False, False, False],
        ["a", 50, 60, "miss", "", "2024-05", False, False, False],
        ["b", 60, 70, "extra", "2020", "", False, False, False],
        ["c", 0, 5, "miss", "", "", False, False, False],
    ]


def test_match_events_of_an_undecided_reference() -> None:
    """A reference without a value is found, and no value is right."""
    matches = match_events(table(("a", "2024", "")), reference(("a", 0, 4, "")))
    assert matches[["outcome", "same_value", "same_start"]].values.tolist() == [["hit", False, False]]


def test_nothing_gives_empty_frames() -> None:
    """With the columns and types that rows would have."""
    none, some = schema.empty("events"), EVENTS
    pairs = [
        (timeline(none), timeline(some)),
        (calendar(none, documents()), calendar(some, documents(a="x"))),
        (same_event(none), same_event(some)),
        (match_events(none, reference()), match_events(some, reference(("a", 0, 4, "2024")))),
    ]
    for empty, full in pairs:
        assert empty.empty
        assert not full.empty
        assert list(empty.columns) == list(full.columns)
    assert timeline(none).dtypes.equals(timeline(some).dtypes)
    assert match_events(none, reference()).dtypes.equals(
        match_events(some, reference(("a", 0, 4, ""))).dtypes
    )


def test_nothing_is_changed_in_place() -> None:
    """Frame in, frame out."""
    before = EVENTS.copy(deep=True)
    timeline(EVENTS)
    calendar(EVENTS, documents(a="x"))
    same_event(EVENTS)
    match_events(EVENTS, reference(("a", 0, 4, "2024")))
    pd.testing.assert_frame_equal(before, EVENTS)


@pytest.mark.parametrize(
    ("published", "events", "wanted"),
    [
        (["2025-02-13", "2025-05-21"], EVENTS, ("2024-12-01", "2025-05-31")),
        (["2025-02-13", ""], EVENTS, ("2024-12-01", "2025-02-28")),
        (["2024-02"], EVENTS, ("2023-12-01", "2024-02-29")),
        (["2024"], EVENTS, ("2023-11-01", "2024-12-31")),
        (
            [""],
            table(("a", "2024-03-09", "strike"), ("b", "2019/..", "sanctions")),
            ("2019-01-01", "2024-03-09"),
        ),
        ([""], table(), ("2000-01-01", "2000-12-31")),
    ],
    ids=["days", "one unknown", "a month", "a year", "none known", "no event either"],
)
def test_the_calendar_holds_the_months_around_publication(published, events, wanted):
    """Two whole months before the first article, to the end of the month of the last."""
    assert window(pd.DataFrame({"published": published}), events) == wanted


def test_more_months_before_can_be_asked_for():
    assert window(pd.DataFrame({"published": ["2025-02-13"]}), table(), before=14) == (
        "2023-12-01",
        "2025-02-28",
    )
