"""The timeline as a view: marks stand where their dates are, stacked, and lead to passage and rule."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from parley import bundled, code, schema, timelineview
from parley.corpus import Corpus
from parley.lanes import LEFT, RIGHT, pick_of
from parley.material import EVERY, Material, draw
from parley.timelineview import VIEW
from shown import elements, words

HOSTILE = '<svg onload=alert(1)> & "q" \u202eeel'
EVENTS = [
    # doc, value, start, end, precision, event
    ("a", "2024-02-10", "2024-02-10", "2024-02-10", "day", "vote"),
    ("a", "2024-02", "2024-02-01", "2024-02-29", "month", "strike"),
    ("a", "2024", "2024-01-01", "2024-12-31", "year", ""),
    ("a", "2023-11/..", "2023-11-01", "", "interval", "talks"),
    ("b", "../1999", "", "1999-12-31", "interval", "old quarrel"),
    ("b", "2024-02-10", "2024-02-10", "2024-02-10", "day", HOSTILE),
]


def corpus_of(events: list[tuple]) -> Corpus:
    """Articles in which each sentence holds one time expression, its value."""
    raw: dict[str, str] = {}
    sentences, rows = [], []
    for number, (doc, value, start, end, precision, event) in enumerate(events, 1):
        at = len(raw.setdefault(doc, ""))
        text = f"It was {value}, number {number}."
        raw[doc] += text + "\n"
        where = {"doc": doc, "line": number, "sentence": number}
        whole = {"char_start": at, "char_end": at + len(text)}
        sentences.append(where | whole | {"block": 1, "text": text, "voice": "author", "has_gap": False})
        span = {"char_start": at + 7, "char_end": at + 7 + len(value)}
        dates = {"value": value, "start": start, "end": end, "precision": precision}
        rows.append(where | span | dates | {"expression": value, "event": event, "rule": "written out"})
    documents = [dict.fromkeys(schema.columns("documents"), "") | {"doc": d, "words": 9} for d in raw]
    documents = [d | {"published_basis": "unknown"} for d in documents]
    documents[0] |= {"published": "2024-03-01", "published_basis": "inferred"}
    tables = {name: schema.empty(name) for name in schema.TABLES}
    tables |= {
        "documents": schema.frame("documents", documents),
        "sentences": schema.frame("sentences", sentences),
        "events": schema.check("events", schema.frame("events", rows)),
    }
    return Corpus(tables, raw)


@pytest.fixture
def material() -> Material:
    return Material(corpus_of(EVENTS))


@pytest.fixture(scope="module")
def seeds() -> Material:
    return Material(code(bundled("seeds")))


@pytest.fixture(autouse=True)
def reading(monkeypatch):
    """The reading view says only that it was asked."""
    monkeypatch.setattr(timelineview, "excerpt", lambda material, picked: Markup("<i>read on</i>"))


def marks(html: str) -> dict[str, ElementTree.Element]:
    """The marks of the picture by their pick."""
    return {e.attrib["data-pick"]: e for e in elements(html) if e.attrib.get("role") == "button"}


def rows(html: str) -> list[list[str]]:
    """The rows of the table below the picture."""
    [table] = [e for e in elements(html) if e.attrib.get("class") == "events"]
    return [[words(cell) for cell in row] for row in table.find("tbody")]


def pick(material: Material, number: int) -> str:
    return pick_of(material.corpus.events.iloc[number])


def test_every_event_is_a_mark_and_a_row(seeds):
    """With all years chosen, picture and table show every event, each under its own pick."""
    html = draw(VIEW, seeds, first=EVERY, last=EVERY)
    events = list(schema.rows(seeds.corpus.events))
    buttons = [e.attrib["data-pick"] for e in elements(html) if e.tag == "button"]
    assert set(marks(html)) == {pick_of(row) for row in events}
    assert sorted(buttons) == sorted(pick_of(row, "date") for row in events)
    assert len(rows(html)) == len(events)


@pytest.mark.parametrize(("number", "form"), [(0, "circle"), (1, "rect"), (2, "rect"), (3, "path")])
def test_the_form_tells_the_precision(material, number, form):
    """A day is a point, a month and a year are boxes, an interval is a bar."""
    mark = marks(draw(VIEW, material, first=EVERY, last=EVERY))[pick(material, number)]
    shapes = [e.tag for e in mark if e.attrib.get("class") not in ("hit", "beyond") and e.tag != "title"]
    assert shapes == [form]
    assert mark.attrib["class"] == f"mark {EVENTS[number][4]}"


def test_arrows_show_open_ends_and_what_goes_on_outside(material):
    """An arrow at each end that the window does not hold, none at the others."""
    drawn = marks(draw(VIEW, material, first="2024", last="2024"))
    arrows = {p: sum(e.attrib.get("class") == "beyond" for e in mark) for p, mark in drawn.items()}
    assert arrows[pick(material, 3)] == 2
    assert arrows[pick(material, 0)] == arrows[pick(material, 1)] == arrows[pick(material, 2)] == 0


def test_a_mark_is_named_and_can_be_reached(material):
    """Date, event and article in its name, the expression where no event is said; one group of keys."""
    html = draw(VIEW, material, first=EVERY, last=EVERY)
    names = {p: mark.attrib["aria-label"] for p, mark in marks(html).items()}
    assert names[pick(material, 0)] == "2024-02-10: vote; a, line 1"
    assert names[pick(material, 2)] == "2024: 2024; a, line 3"
    assert all(mark.attrib["tabindex"] == "0" for mark in marks(html).values())
    groups = [e for e in elements(html) if "data-group" in e.attrib]
    assert [e.attrib["data-group"] for e in groups] == ["timeline", "events"]
    assert len([e for e in groups[0].iter() if "data-pick" in e.attrib]) == len(EVENTS)


def test_the_table_says_what_the_picture_shows(material):
    """Date, precision, event and article, in the order of the calendar."""
    assert rows(draw(VIEW, material, first="2024", last="2024"))[:2] == [
        ["2023-11/..", "interval", "talks", "a, line 4"],
        ["2024", "year", "2024", "a, line 3"],
    ]


def test_events_outside_the_years_are_counted(material):
    """What the years leave out is said, of the chosen article and precision only."""
    assert "1 events lie outside these years." in draw(VIEW, material, first="2024", last="2024")
    assert "lie outside" not in draw(VIEW, material, first="2024", last="2024", article="a")


def test_the_day_of_publication_is_drawn_where_it_is_known(material):
    """A line on its day, broken where inferred; none where the day is unknown or outside."""

    def lines(**chosen: str) -> list[ElementTree.Element]:
        found = elements(draw(VIEW, material, **chosen))
        return [e for e in found if e.attrib.get("class", "").startswith("published")]

    [line] = lines(first="2024", last="2024")
    scale = (RIGHT - LEFT) / 366
    assert float(line.attrib["x1"]) == pytest.approx(LEFT + 60.5 * scale, abs=0.06)
    assert (line.attrib["class"], words(line)) == ("published inferred", "published 2024-03-01 (inferred)")
    assert lines(first="1999", last="1999") == []


def test_a_picked_event_shows_passage_rule_and_others_of_its_date(material):
    """The expression marked in its sentence, how it was resolved, and what other articles put on the date."""
    html = draw(VIEW, material, picked=pick(material, 0))
    said = [words(e) for e in elements(html)]
    how = "Resolved from “2024-02-10”, by the rule “written out”, to the day; "
    assert how + "expressions that depend on the day of writing count from 2024-03-01 (inferred)." in said
    lists = [e for e in elements(html) if e.attrib.get("class") == "passages"]
    shown = [[words(item.find("bdi")) for item in found] for found in lists]
    assert shown == [["It was 2024-02-10, number 1."], ["It was 2024-02-10, number 6."]]
    assert [e.text for e in elements(html) if e.tag == "mark"] == ["2024-02-10", "2024-02-10"]
    assert marks(html)[pick(material, 0)].attrib["aria-pressed"] == "true"
    assert marks(html)[pick(material, 5)].attrib["aria-pressed"] == "false"


def test_reading_on_keeps_the_passage(material):
    """Each way to a place carries its event; the excerpt follows the passages."""
    html = draw(VIEW, material, picked=pick(material, 0))
    [first, *_] = re.findall(r'data-pick="(event:[^"]*\|read:[^"]*)"', html)
    assert first == f"{pick(material, 0)}|read:0:28:a"
    further = draw(VIEW, material, picked=first)
    assert "Resolved from" in further
    assert ("read on" in html, "read on" in further) == (False, True)
    assert marks(further)[pick(material, 0)].attrib["aria-pressed"] == "true"


def test_a_row_of_the_table_shows_what_its_mark_shows(material):
    """The same passages and the same marks pressed, whether picked above or below."""
    row = pick_of(material.corpus.events.iloc[0], "date")
    assert draw(VIEW, material, picked=row) == draw(VIEW, material, picked=pick(material, 0))
    pressed = [
        e for e in elements(draw(VIEW, material, picked=row)) if e.attrib.get("aria-pressed") == "true"
    ]
    assert [e.attrib["data-pick"] for e in pressed] == [pick(material, 0), row]


def test_only_so_many_articles_have_lanes():
    """The articles with most events have lanes; the others are counted, and stand in the table."""
    many = [(f"d{i:02}", "2024", "2024-01-01", "2024-12-31", "year", "x") for i in range(14)]
    html = draw(VIEW, Material(corpus_of([*many, many[13]])))
    assert "2 articles with fewer events have no lane." in html
    lanes = [words(e.find("title")) for e in elements(html) if e.attrib.get("class") == "article"]
    assert sorted(lanes) == [f"d{i:02}" for i in range(11)] + ["d13"]
    assert len(rows(html)) == 15


def test_only_so_many_marks_and_rows():
    """A lane and the table end somewhere, and say so."""
    first = date(2024, 1, 1)
    days = [(first + timedelta(days=i)).isoformat() for i in range(120)]
    html = draw(VIEW, Material(corpus_of([("a", day, day, day, "day", "x") for day in days])))
    assert len(marks(html)) == timelineview.MARKS
    assert f"n = 120, the first {timelineview.MARKS} drawn" in html
    assert len(rows(html)) == timelineview.ROWS
    assert f"120 events, the first {timelineview.ROWS}" in html


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2024", "2024", ["2024-01", "2024-03", "2024-05", "2024-07", "2024-09", "2024-11"]),
        ("1999", "2024", ["2000", "2005", "2010", "2015", "2020"]),
    ],
)
def test_the_calendar_has_few_round_ticks(material, first, last, labels):
    """Ticks at the beginnings of months or of round years, fewer than ten."""
    html = draw(VIEW, material, first=first, last=last)
    found = [e.text for e in elements(html) if e.attrib.get("class") == "when" and "aria-hidden" in e.attrib]
    assert found == labels


def test_unknown_picks_change_nothing(material):
    """A pick of another view leaves the timeline as it is."""
    assert draw(VIEW, material, picked="cell:Lee|port") == draw(VIEW, material)


def test_the_scorecard_stands_below_where_there_is_one(seeds, material):
    """How far dates can be trusted is said for coded articles only."""
    assert "against the reference coding" in draw(VIEW, seeds)
    assert "reference coding" not in draw(VIEW, material)


def test_hostile_words_stay_text(material):
    """An event with tags, handlers and characters nobody sees is shown as it is written."""
    html = draw(VIEW, material, picked=pick(material, 5))
    assert "<svg onload" not in html
    assert "\u202e" not in html
    assert not [e for e in elements(html) if any(name.startswith("on") for name in e.attrib)]
    assert '<svg onload=alert(1)> & "q" [U+202E]eel' in [row[2] for row in rows(html)]


def test_corpora_without_events_show_a_sentence(material):
    """Nothing found, nothing left, or years the wrong way round: a plain sentence, no fault."""
    none = Corpus({name: schema.empty(name) for name in schema.TABLES}, {})
    assert "No time expression was found" in draw(VIEW, Material(none))
    assert "No event under these choices." in draw(VIEW, material, article="b", precision="year")
    assert "first year is after the last" in draw(VIEW, material, first="2024", last="1999")
