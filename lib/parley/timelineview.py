"""The timeline as a view: what happened when by each article; a mark leads to its passage and its rule.

A mark's form tells its precision: a point a day, a filled box a month, a broken box a year, a bar with ends
an interval. Arrows show ends that are open or outside the window.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
from markupsafe import Markup

from parley import schema
from parley.corpus import Corpus
from parley.lanes import LEFT, RIGHT, ROUND, dated, part, pick_of, stacked, usual_years, window, within
from parley.markup import button, join, passages, placed, table, tag
from parley.material import EVERY, Choices, Control, Material, View
from parley.readingview import excerpt
from parley.scores import score_line

ARTICLES, MARKS, ROWS = 12, 60, 100
"""Articles with a lane, marks in a lane, and rows of the table, at most; how many more there are is said."""
WIDE, STEP, TOP = 1000, 18, 28
"""Width of the picture, height of a row of marks, room for the calendar's labels."""
TICKS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400)
"""Months between two ticks of the calendar."""
PRECISIONS = schema.LABELS["events", "precision"]
NAME = 24
"""Characters of an article's name beside its lane."""


def controls(material: Material) -> Sequence[Control]:
    """Return what can be chosen: article, first and last year, precision.

    The years at first leave out the few events far from the others; ``all`` shows these too.

    Examples
    --------
    >>> from parley import bundled, code
    >>> [control.name for control in controls(Material(code(bundled("seeds"))))]
    ['article', 'first', 'last', 'precision']
    """
    years, first, last = _years(material.corpus)
    return [
        Control("article", "Article", "choice", (EVERY, *material.corpus.documents["doc"]), EVERY),
        Control("first", "From", "choice", (EVERY, *years), first),
        Control("last", "To", "choice", (EVERY, *years), last),
        Control("precision", "Precision", "choice", (EVERY, *PRECISIONS), EVERY),
    ]


@lru_cache(maxsize=4)
def _years(corpus: Corpus) -> tuple[tuple[str, ...], str, str]:
    """All years of the events, and those between which most of them lie."""
    days = {day for name in ("start", "end") for day in corpus.events[name].unique()}
    return tuple(sorted({day[:4] for day in days} - {""})), *usual_years(corpus.events)


def render(material: Material, choices: Choices) -> Markup:
    """Return the timeline and its table for some choices and, where an event is picked, its passage.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.material import draw
    >>> "<svg" in draw(VIEW, Material(code(bundled("seeds"))))
    True
    """
    events = dated(material.corpus)
    if events.empty:
        return tag("p", "No time expression was found in these articles.", class_="none")
    first, last, picked = (str(choices[name]) for name in ("first", "last", "picked"))
    if EVERY not in (first, last) and first > last:
        return tag("p", "The first year is after the last: no event lies between them.", class_="none")
    bounds = {"first": first, "last": last}
    wanted = within(events, article=str(choices["article"]), precision=str(choices["precision"]))
    shown = within(wanted, **bounds)
    about = part(events, picked)
    evidence = _evidence(material, about, picked) if len(about) else Markup("")
    if shown.empty:
        return join([tag("p", "No event under these choices.", class_="none"), evidence])
    at = pick_of(about.iloc[0]) if len(about) else ""
    parts = [
        _picture(material.corpus, shown, window(shown, **bounds), at),
        _meaning(material, len(wanted) - len(shown)),
        evidence,
        _table(shown, at),
    ]
    return tag("div", *parts, class_="timelineview")


def _picture(corpus: Corpus, events: pd.DataFrame, days: tuple[int, int], at: str) -> Markup:
    """The calendar with a lane for each article, the earliest published on top."""
    sizes = events.groupby("doc").size().sort_values(ascending=False, kind="stable")
    documents = corpus.documents[corpus.documents["doc"].isin(sizes.index[:ARTICLES])]
    day = documents["published"].where(documents["published"] != "", "9999")
    marks = _by_doc(stacked(events[events["doc"].isin(documents["doc"])], days))
    lanes, y = [], float(TOP)
    for document in schema.rows(documents.assign(_day=day).sort_values(["_day", "doc"], kind="stable")):
        mine = marks[document.doc][:MARKS]
        high = STEP * max(*(mark.row + 1 for mark in mine), 2) + 10
        lanes.append(_lane(document, mine, (y, high), days, int(sizes[document.doc]), at))
        y += high
    articles = "1 article" if len(sizes) == 1 else f"{len(sizes)} articles"
    said = f"{len(events)} events of {articles}, {_day(days[0])} to {_day(days[1] - 1)}"
    drawn = tag(
        "svg",
        *_calendar(days, y),
        *lanes,
        viewBox=f"0 0 {WIDE} {y + 6:g}",
        role="group",
        aria_label=f"Timeline: {said}",
        data_group="timeline",
    )
    box = tag("div", drawn, class_="scroll", tabindex="0", role="region", aria_label="Timeline")
    more = len(sizes) - len(documents)
    rest = tag("p", f"{more} articles with fewer events have no lane.", class_="note") if more else Markup("")
    return join([tag("p", said, class_="said"), box, rest])


def _by_doc(marks: pd.DataFrame) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for mark in schema.rows(marks):
        found.setdefault(mark.doc, []).append(mark)
    return found


def _day(number: int) -> str:
    return date.fromordinal(number).isoformat()


def _calendar(days: tuple[int, int], bottom: float) -> Iterator[Markup]:
    """Ticks at the beginnings of years or months, as many as are legible."""
    begin = date.fromordinal(days[0])
    months = (days[1] - days[0]) / 30.4
    step = next((step for step in TICKS if months / step <= 9), TICKS[-1])
    count = begin.year * 12 + begin.month - 1
    count += -count % step
    while (at := date(count // 12, count % 12 + 1, 1).toordinal()) < days[1]:
        x = _x(at, days)
        yield tag("line", x1=x, x2=x, y1=TOP - 6, y2=f"{bottom:g}", class_="tick", aria_hidden="true")
        label = _day(at)[: 4 if step % 12 == 0 else 7]
        yield tag("text", label, x=x, y=TOP - 10, class_="when", aria_hidden="true")
        count += step
        if count // 12 > date.max.year:
            return


def _x(day: float, days: tuple[int, int]) -> float:
    return round(LEFT + (day - days[0]) * (RIGHT - LEFT) / (days[1] - days[0]), 1)


def _lane(
    document: Any, marks: list[Any], place: tuple[float, float], days: tuple[int, int], n: int, at: str
) -> Markup:
    """An article's name, its day of publication and its marks, those that overlap below each other."""
    top, high = place
    name = document.doc if len(document.doc) <= NAME else document.doc[: NAME - 1] + "…"
    said = f"n = {n}" + (f", the first {len(marks)} drawn" if len(marks) < n else "")
    parts = [
        tag("line", x1=0, x2=WIDE, y1=f"{top:g}", y2=f"{top:g}", class_="edge"),
        tag("text", tag("title", document.doc), name, x=4, y=f"{top + 18:g}", class_="article"),
        tag("text", said, x=4, y=f"{top + 33:g}", class_="when"),
    ]
    if (
        len(document.published) == 10
        and days[0] <= (day := date.fromisoformat(document.published).toordinal()) < days[1]
    ):
        x, basis = _x(day + 0.5, days), document.published_basis
        words = tag("title", f"published {document.published} ({basis})")
        ends = {"x1": x, "x2": x, "y1": f"{top + 2:g}", "y2": f"{top + high - 2:g}"}
        parts.append(tag("line", words, **ends, class_=f"published {basis}"))
    return tag("g", *parts, *(_mark(mark, top + 5 + STEP * mark.row, at) for mark in marks))


def _mark(mark: Any, top: float, at: str) -> Markup:
    """A mark that can be picked: its form tells the precision, arrows what lies beyond its ends."""
    x, right, middle = round(mark.x, 1), round(mark.right, 1), top + STEP / 2
    box = {"x": x, "width": round(right - x, 1)}
    if mark.precision == "day":
        shape = tag("circle", cx=round((x + right) / 2, 1), cy=f"{middle:g}", r=ROUND)
    elif mark.precision == "interval":
        ends = "" if mark.before else f"M{x},{middle - 5:g}v10"
        ends += "" if mark.after else f"M{right},{middle - 5:g}v10"
        shape = tag("path", d=f"M{x},{middle:g}H{right}{ends}")
    else:
        shape = tag("rect", **box, y=f"{middle - 5:g}", height=10, rx=2)
    arrows = [tag("path", d=f"M{x + 6},{middle - 5:g}L{x},{middle:g}l6,5", class_="beyond")] * int(
        mark.before
    )
    arrows += [tag("path", d=f"M{right - 6},{middle - 5:g}L{right},{middle:g}l-6,5", class_="beyond")] * int(
        mark.after
    )
    pick, label = pick_of(mark), f"{mark.value}: {_what(mark)}; {mark.doc}, line {mark.line}"
    return tag(
        "g",
        tag("title", label),
        tag("rect", **box, y=f"{top:g}", height=STEP, class_="hit"),
        shape,
        *arrows,
        class_=f"mark {mark.precision}",
        role="button",
        tabindex="0",
        data_pick=pick,
        aria_label=label,
        aria_pressed=str(pick == at).lower(),
    )


def _what(event: Any) -> str:
    return str(event.event or event.expression)


def _meaning(material: Material, outside: int) -> Markup:
    """What the forms mean, what the years leave out, and how far the dates can be trusted."""
    items = [tag("li", _sample(name), " ", name) for name in PRECISIONS]
    items.append(tag("li", "arrow: open, or goes on outside"))
    items.append(tag("li", "vertical line: day of publication, broken where inferred"))
    parts = [tag("ul", *items, class_="chips note")]
    if outside:
        parts.append(tag("p", f"{outside} events lie outside these years.", class_="note"))
    if len(material.card):
        parts.append(tag("p", score_line(material.card, "events"), class_="note score"))
    return join(parts)


def _sample(precision: str) -> Markup:
    shapes = {
        "day": tag("circle", cx=13, cy=8, r=ROUND),
        "interval": tag("path", d="M2,8H24M2,3v10M24,3v10"),
    }
    shape = shapes.get(precision) or tag("rect", x=2, y=3, width=22, height=10, rx=2)
    drawn = tag("g", shape, class_=f"mark {precision}")
    return tag("svg", drawn, width=26, height=16, class_="sample", aria_hidden="true")


def _evidence(material: Material, event: pd.DataFrame, picked: str) -> Markup:
    """The passage of an event, the rule of its date, and what other articles place on the same date."""
    row, corpus = event.iloc[0], material.corpus
    lead = f"{pick_of(row)}|"
    parts = [tag("h3", f"{row['value']}: {_what(row)}")]
    how = [f"“{row['expression']}”, by the rule “{row['rule']}”, to the {row['precision']}"]
    document = corpus.documents[corpus.documents["doc"] == row["doc"]]
    if len(document) and (day := document["published"].iloc[0]):
        how.append(
            f"expressions that depend on the day of writing count from {day} "
            f"({document['published_basis'].iloc[0]})"
        )
    parts += [
        tag("p", "Resolved from " + "; ".join(how) + ".", class_="note"),
        passages(corpus, event, lead=lead),
    ]
    events = corpus.events
    same = events[(events["value"] == row["value"]) & (events["doc"] != row["doc"])]
    if len(same):
        parts += [tag("h4", "Other articles on this date"), passages(corpus, same, lead=lead, most=10)]
    if placed(picked):
        parts.append(excerpt(material, picked))
    return tag("section", *parts, class_="evidence", aria_label=str(row["value"]))


def _table(events: pd.DataFrame, at: str) -> Markup:
    """The same as the picture, a row for each event."""
    rows = [
        [
            button(
                row.value,
                pick_of(row, "date"),
                pressed=pick_of(row) == at,
                label=f"{row.value}: {_what(row)}",
            ),
            row.precision,
            _what(row),
            f"{row.doc}, line {row.line}",
        ]
        for row in schema.rows(events.head(ROWS))
    ]
    caption = f"{len(events)} events" + (f", the first {ROWS}" if len(events) > ROWS else "")
    shown = table(["date", "precision", "event", "article"], rows, caption=caption, class_="events")
    return tag("div", shown, data_group="events")


VIEW = View("timeline", "What happened when", controls, render)
