"""Lanes: which events a timeline shows, between which days, and where their marks stand."""

from datetime import date
from itertools import combinations

import pandas as pd
import pytest

from parley import bundled, code, schema
from parley.corpus import Corpus
from parley.lanes import GAP, LEFT, RIGHT, dated, part, pick_of, stacked, usual_years, window, within
from parley.material import EVERY
from parley.timeline import calendar

EVENTS = [
    # doc, value, start, end, precision
    ("a", "2024-02-10", "2024-02-10", "2024-02-10", "day"),
    ("a", "2024-02", "2024-02-01", "2024-02-29", "month"),
    ("a", "2024", "2024-01-01", "2024-12-31", "year"),
    ("a", "2023-11/..", "2023-11-01", "", "interval"),
    ("b", "../1999", "", "1999-12-31", "interval"),
    ("b", "2024-02-10", "2024-02-10", "2024-02-10", "day"),
]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Two articles whose events stand ten characters apart, the first at 7."""
    rows = []
    for number, (doc, value, start, end, precision) in enumerate(EVENTS):
        where = {"doc": doc, "line": 1, "sentence": 1, "char_start": 7 + 20 * number}
        span = where | {"char_end": 7 + 20 * number + len(value)}
        dates = {"value": value, "start": start, "end": end, "precision": precision}
        rows.append(span | dates | {"expression": value, "event": "", "rule": "written out"})
    tables = {name: schema.empty(name) for name in schema.TABLES}
    tables["events"] = schema.check("events", schema.frame("events", rows))
    return Corpus(tables, {"a": " " * 200, "b": " " * 200})


@pytest.fixture(scope="module")
def seeds() -> Corpus:
    return code(bundled("seeds"))


def test_the_order_is_that_of_the_calendar(seeds):
    """Rows stand as `parley.timeline.calendar` puts them."""
    want = calendar(seeds.events, seeds.documents)
    columns = ["doc", "line", "value", "event", "expression"]
    pd.testing.assert_frame_equal(dated(seeds)[columns], want[columns])


def test_days_are_counted_by_the_calendar(corpus):
    """First and last day as Python counts them; an open end is missing."""
    found = dated(corpus)
    assert found["value"].tolist()[:2] == ["../1999", "2023-11/.."]
    assert found["low"].isna().tolist() == [True, False, False, False, False, False]
    assert found["high"].isna().tolist() == [False, True, False, False, False, False]
    assert found["high"].iloc[0] == date(1999, 12, 31).toordinal()


@pytest.mark.parametrize(
    ("chosen", "values"),
    [
        ({}, ["../1999", "2023-11/..", "2024", "2024-02", "2024-02-10", "2024-02-10"]),
        ({"first": "2024"}, ["2023-11/..", "2024", "2024-02", "2024-02-10", "2024-02-10"]),
        ({"last": "2023"}, ["../1999", "2023-11/.."]),
        ({"first": "2000", "last": "2022"}, []),
        ({"article": "b"}, ["../1999", "2024-02-10"]),
        ({"precision": "interval"}, ["../1999", "2023-11/.."]),
    ],
)
def test_within(corpus, chosen, values):
    """What shares a day with the years stays, open ends go on for ever."""
    assert within(dated(corpus), **chosen)["value"].tolist() == values


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ([1945, 2022, 2024, 2024, 2025], [1945, 2025, 2024, 2024, 2025], ("2024", "2025")),
        ([2024] * 8 + [2100] * 2, [2024] * 8 + [2100] * 2, ("2024", "2100")),
        ([2024] * 9 + [2100], [2024] * 9 + [2100], ("2024", "2024")),
        ([2024], [2024], ("2024", "2024")),
        ([], [], (EVERY, EVERY)),
    ],
)
def test_usual_years_leave_out_what_is_far_away(starts, ends, expected):
    """A few dates far from the others do not stretch the calendar at first."""
    data = pd.DataFrame(
        {"start": [f"{y}-06-01" for y in starts], "end": [f"{y}-06-02" for y in ends]}, dtype="str"
    )
    assert usual_years(data) == expected


def test_the_window_is_whole_years_or_months():
    """Chosen years from their first to their last day; else the months around the events."""
    low, high = date(2024, 2, 10).toordinal(), date(2024, 3, 5).toordinal()
    events = pd.DataFrame({"low": [low], "high": [high]}, dtype="Int64")
    assert window(events) == (date(2024, 2, 1).toordinal(), date(2024, 4, 1).toordinal())
    assert window(events, "2023", "2024") == (date(2023, 1, 1).toordinal(), date(2025, 1, 1).toordinal())


def test_marks_of_one_row_do_not_touch(seeds):
    """Within a lane, marks that would touch stand in different rows."""
    events = dated(seeds)
    for _, lane in stacked(events, window(events)).groupby(["doc", "row"]):
        for (_, a), (_, b) in combinations(lane.sort_values("x").iterrows(), 2):
            assert a["right"] + GAP <= b["x"]


def test_no_row_is_used_without_need(corpus):
    """A lane has as many rows as marks lie over one point, and articles have lanes of their own."""
    events = within(dated(corpus), first="2024", last="2024")
    found = stacked(events, window(events, "2024", "2024"))
    assert found.groupby("doc")["row"].max().to_dict() == {"a": 3, "b": 0}


def test_marks_stand_where_their_days_are(corpus):
    """The edges of a month are its first and its last day on the scale of the window."""
    events = within(dated(corpus), first="2024", last="2024")
    found = stacked(events, window(events, "2024", "2024")).set_index("value")
    scale = (RIGHT - LEFT) / 366
    assert found.loc["2024-02", "x"] == pytest.approx(LEFT + 31 * scale)
    assert found.loc["2024-02", "right"] == pytest.approx(LEFT + 60 * scale)
    assert found.loc["2024", ["before", "after"]].tolist() == [False, False]
    assert found.loc["2023-11/..", ["before", "after"]].tolist() == [True, True]


@pytest.mark.parametrize(
    ("picked", "n"),
    [
        ("event:7:17:a", 1),
        ("event:7:17:a|read:0:9:a", 1),
        ("date:7:17:a", 1),
        ("event:7:18:a", 0),
        ("event:x:17:a", 0),
        ("cell:a|b", 0),
        ("", 0),
    ],
)
def test_part(corpus, picked, n):
    """A pick means the event at its place; an unknown one none."""
    assert len(part(corpus.events, picked)) == n


def test_the_pick_of_an_event_means_this_event(corpus):
    """Of the mark and of the table's row alike, whatever the article's name."""
    events = corpus.events.assign(doc=corpus.events["doc"].replace({"b": 'b|"x":\n1'}))
    for number, row in enumerate(schema.rows(events)):
        for kind in ("event", "date"):
            assert part(events, pick_of(row, kind)).index.tolist() == [number]


def test_without_events_there_are_frames_without_rows():
    """With all columns, and no years."""
    events = dated(Corpus({name: schema.empty(name) for name in schema.TABLES}, {}))
    assert {"value", "low", "high"} <= set(events.columns)
    assert usual_years(events) == (EVERY, EVERY)
    assert within(events, first="2024").empty
    assert stacked(events, (1, 366)).empty
    assert {"x", "right", "row", "before", "after"} <= set(stacked(events, (1, 366)).columns)
