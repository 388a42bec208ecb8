"""Plots of dates and of figures: articles on one calendar, disputed figures with what stands against them.

The look is that of `parley.plots`: forms, patterns and words tell what the colours tell.
"""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from parley import figures, schema
from parley.errors import bad_value
from parley.figurewords import say_empty
from parley.plots import INK, OKABE_ITO, lay_out

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOOK = {
    "day": (OKABE_ITO[0], ""),
    "month": (OKABE_ITO[1], "////"),
    "year": (OKABE_ITO[2], "...."),
    "interval": (OKABE_ITO[3], ""),
}
"""Colour and pattern of each precision; a day is a point, the others are bars."""
LANE = 0.26
"""Inches of a lane: marks that would touch stand in lanes of their own."""
NUMBER = 0.032
"""The width of the number beside a mark, as a share of the window."""
MARKS = {
    "disputed": ("X", OKABE_ITO[1], OKABE_ITO[1], "disputed"),
    "against": ("o", OKABE_ITO[0], OKABE_ITO[0], "set against it"),
    "implied": ("o", OKABE_ITO[0], "white", "implied by a multiple"),
}
"""Marker, colour, filling and words of a disputed figure and of what stands against it."""
AGAINST = dict.fromkeys(("figure", "kind", "value", "unit", "verbatim", "claimant"), "str")
STEPS = ((1e12, ", trillions"), (1e9, ", billions"), (1e6, ", millions"), (1e3, ", thousands"))


class Mark(NamedTuple):
    """An event in a window: the days where its mark begins and ends, and whether it goes on there."""

    name: str
    precision: str
    low: float
    high: float
    before: bool
    after: bool


def by_article(events: pd.DataFrame, documents: pd.DataFrame, first: str, last: str) -> Axes:
    """Draw the events of each article on one calendar: a row an article, the earliest published on top.

    A day is a point; a month, a year and an interval are bars; an arrow shows an open end. Beside each mark
    stands the index of its row: a table printed beside the figure is its key. An event that does not lie
    whole in the window is not drawn (of an open one, its known end must); the label of the article says how
    many are. A line across the row is the day of publication, dashed where that was inferred.

    Parameters
    ----------
    events
        Columns ``doc``, ``start``, ``end``, ``precision`` of the table ``events``, or what
        `parley.timeline.calendar` made of it.
    documents
        The table of the same articles.
    first, last
        First and last day of the window, in ISO 8601.

    Returns
    -------
    Axes
        Days as Matplotlib counts them on x; a tick for each article on y.

    Raises
    ------
    ParleyError
        If a column is missing, an end of the window is no day, or it ends before it begins.

    Examples
    --------
    >>> events = pd.DataFrame({"doc": ["a", "a"], "start": ["2024-03-01", "2019-01-01"],
    ...     "end": ["2024-03-01", "2019-12-31"], "precision": ["day", "year"]})
    >>> documents = pd.DataFrame({"doc": ["a"], "published": [""], "published_basis": ["unknown"]})
    >>> by_article(events, documents, "2024-01-01", "2024-12-31").get_yticklabels()[0].get_text()
    'a  (n = 1 of 2)'
    """
    import matplotlib.pyplot as plt
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    window = _window(first, last)
    for column in ("doc", "start", "end", "precision"):
        if column not in events:
            raise bad_value("column of events", column, list(events.columns))
    day = documents["published"].where(documents["published"] != "", "9999")
    ordered = documents.assign(_day=day).sort_values(["_day", "doc"])
    parts = [events[events["doc"] == doc] for doc in ordered["doc"]]
    rows = [_lanes(part, window) for part in parts]
    tops = np.cumsum([0.0, *(max(len(lanes), 1) + 0.5 for lanes in rows)])
    _, ax = plt.subplots(figsize=(7.5, 0.9 + LANE * max(tops[-1], 2)))
    for i, (document, lanes) in enumerate(zip(schema.rows(ordered), rows, strict=True)):
        ax.axhspan(tops[i], tops[i + 1], color="#F3F3F3" if i % 2 else "white", lw=0, zorder=0)
        _publication(ax, document, window, (tops[i], tops[i + 1]))
        for j, lane in enumerate(lanes):
            for mark in lane:
                _draw(ax, mark, tops[i] + 0.75 + j, window)
    shown = [sum(map(len, lanes)) for lanes in rows]
    labels = zip(ordered["doc"], shown, map(len, parts), strict=True)
    ax.set_yticks((tops[:-1] + tops[1:]) / 2, [f"{doc}  (n = {n} of {m})" for doc, n, m in labels])
    ax.set(xlim=window, ylim=(max(tops[-1], 1), 0))
    ax.grid(False, axis="y")
    locator = AutoDateLocator(minticks=4, maxticks=9)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))  # type: ignore[no-untyped-call]
    known = dict(zip(*reversed(ax.get_legend_handles_labels()), strict=True))
    names = sorted(known, key=[*LOOK, *sorted(known)].index)
    ax.legend([known[name] for name in names], names, loc="upper left", bbox_to_anchor=(1, 1))
    return ax


def _day(text: str) -> int:
    """A day as Matplotlib counts it, from 1970."""
    return date.fromisoformat(text).toordinal() - date(1970, 1, 1).toordinal()


def _window(first: str, last: str) -> tuple[float, float]:
    edges = []
    for name, value in (("first", first), ("last", last)):
        try:
            edges.append(_day(value))
        except ValueError:
            raise bad_value(name, value, ["a day such as 2025-02-12"]) from None
    if edges[1] < edges[0]:
        raise bad_value("last", last, [f"a day that is not before {first}"])
    return edges[0], edges[1] + 1


def _lanes(events: pd.DataFrame, window: tuple[float, float]) -> list[list[Mark]]:
    """The marks of an article in as few lanes as hold them without touching."""
    marks = []
    for name, row in zip(events.index, schema.rows(events), strict=True):
        low = _day(row.start) if row.start else window[0]
        high = _day(row.end) + 1 if row.end else window[1]
        if (row.start or row.end) and window[0] <= low < high <= window[1]:
            marks.append(Mark(str(name), row.precision, low, high, not row.start, not row.end))
    lanes: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda m: (m.low, m.high)):
        lane = next((lane for lane in lanes if _beside(lane[-1], window, 1.5) <= mark.low), None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(mark)
    return lanes


def _beside(mark: Mark, window: tuple[float, float], widths: float) -> float:
    """The place so many widths of a number to the right of a mark."""
    return mark.high + widths * NUMBER * (window[1] - window[0])


def _draw(ax: Axes, mark: Mark, y: float, window: tuple[float, float]) -> None:
    from matplotlib.patheffects import withStroke

    colour, hatch = LOOK[mark.precision]
    if mark.precision == "day":
        ax.plot((mark.low + mark.high) / 2, y, "o", color=colour, ms=6, zorder=3, label="day")
    else:
        [bar] = ax.barh(y, mark.high - mark.low, 0.44, mark.low, zorder=3, label=mark.precision)
        bar.set(facecolor="white" if hatch else colour, edgecolor=colour, hatch=hatch, lw=1)
    for goes_on, x, arrow in ((mark.before, mark.low, "<"), (mark.after, mark.high, ">")):
        if goes_on:
            ax.plot(x, y, arrow, color=colour, ms=8, zorder=4, clip_on=False)
    side, x = ("right", mark.low) if mark.after else ("left", _beside(mark, window, 0.35))
    halo = [withStroke(linewidth=2, foreground="white")]
    text = f"{mark.name} " if mark.after else mark.name
    ax.text(x, y, text, fontsize=7.5, color=INK, va="center", ha=side, zorder=5, path_effects=halo)


def _publication(ax: Axes, document: Any, window: tuple[float, float], edges: tuple[float, float]) -> None:
    """The day of publication, where it is known to the day and in the window."""
    if len(document.published) == 10 and window[0] <= _day(document.published) < window[1]:
        day, basis = _day(document.published) + 0.5, document.published_basis
        style = "-" if basis == "stated" else "--"
        ax.plot([day, day], edges, style, color=INK, lw=1.2, zorder=2, label=f"published ({basis})")


def set_against(claims: pd.DataFrame) -> np.ndarray:
    """Draw each disputed figure and what the articles set against it: one panel a unit.

    A cross is the disputed figure, a filled point a figure that stands against it (see
    `parley.figures.disputed`), a hollow point the value that an author's multiple implies: if a sum is "three
    times the actual cost", that cost is a third of it. A cross without a point is disputed in words alone.

    Parameters
    ----------
    claims
        The table ``claims``.

    Returns
    -------
    ndarray
        An Axes for each unit, in the order of the text.

    Raises
    ------
    ParleyError
        If a column is missing.

    Examples
    --------
    >>> rows = [("a", 1, 0, 1, "4%", 4.0, "percent", "approval rating", "Berg", True),
    ...         ("a", 1, 40, 1, "52%", 52.0, "percent", "voters trust Lund", "author", False)]
    >>> [ax] = set_against(pd.DataFrame(rows, columns=list(figures.NEEDED)))
    >>> [text.get_text() for text in ax.texts]
    ['4% (Berg)', '52% (author)']
    """
    import matplotlib.pyplot as plt

    drawn = against(claims)
    units = list(dict.fromkeys(drawn["unit"])) or [""]
    parts = [drawn[drawn["unit"] == unit] for unit in units]
    counts = [max(part["figure"].nunique(), 1) for part in parts]
    size = 7.5, 0.6 + 0.5 * len(units) + 0.62 * sum(counts)
    whole, axes = plt.subplots(len(units), 1, figsize=size, squeeze=False, height_ratios=counts)
    for ax, part, unit in zip(axes.flat, parts, units, strict=True):
        _panel(ax, part, unit)
    found = [pair for ax in axes.flat for pair in zip(*reversed(ax.get_legend_handles_labels()), strict=True)]
    if known := dict(found):
        axes.flat[0].legend(known.values(), known, loc="lower right", bbox_to_anchor=(1, 1), ncol=3)
    lay_out(whole)
    return np.asarray(axes.flat)


def against(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers that `set_against` draws.

    Parameters
    ----------
    claims
        The table ``claims``.

    Returns
    -------
    DataFrame
        Columns ``figure`` (the disputed figure with its article and line), ``kind`` (disputed, against,
        implied), ``value``, ``unit`` (percent for a share), ``verbatim``, ``claimant``. For each disputed
        figure, in the order of the text, first itself, then what stands against it.

    Examples
    --------
    >>> rows = [("a", 1, 0, 1, "$600", 600.0, "USD", "cost", "Berg", True),
    ...         ("a", 1, 9, 1, "three times", 3.0, "times", "actual cost", "author", False)]
    >>> against(pd.DataFrame(rows, columns=list(figures.NEEDED)))[["kind", "value"]].values.tolist()
    [['disputed', 600.0], ['implied', 200.0]]
    """
    pairs = figures.disputed(claims)
    known = {(row.doc, row.line, row.verbatim): row for row in schema.rows(claims)}
    rows: list[tuple[Any, ...]] = []
    for pair in schema.rows(pairs):
        name = f"{pair.doc}, line {pair.line}: {pair.verbatim}"
        value, unit = _percent(known[pair.doc, pair.line, pair.verbatim])
        rows.append((name, "disputed", value, unit, pair.verbatim, pair.claimant))
        if not pair.ground:
            continue
        kind, (other, same) = "against", _percent(known[pair.against_doc, pair.against_line, pair.against])
        if pair.ground == "multiple":
            kind, other, same = "implied", value / other if other else math.nan, unit
        rows.append((name, kind, other, same, pair.against, pair.against_claimant))
    data = pd.DataFrame(rows, columns=list(AGAINST)).astype(AGAINST | {"value": "float64"})
    return data.drop_duplicates(ignore_index=True)


def _percent(row: Any) -> tuple[float, str]:
    """Value and unit of a figure, a share in percent, without what it is a share of."""
    unit = row.unit.split(" of ")[0]
    return (row.value * 100, "percent") if unit == "share" else (row.value, unit)


def _panel(ax: Axes, part: pd.DataFrame, unit: str) -> None:
    """One line a disputed figure, with what stands against it; words beside every mark."""
    names = list(dict.fromkeys(part["figure"]))
    largest = part["value"].abs().max()
    size, word = next((step for step in STEPS if largest >= step[0]), (1.0, ""))
    top = 100.0 if unit == "percent" and not largest > 100 else largest / size * 1.15 or 1.0
    for row in schema.rows(part):
        marker, colour, face, label = MARKS[row.kind]
        y, x = names.index(row.figure), row.value / size
        ax.plot(x, y, marker, color=colour, mfc=face, ms=8, mew=1.5, zorder=3, label=label)
        side = "left" if x < 0.25 * top else "right" if x > 0.75 * top else "center"
        ax.text(x, y - 0.2, f"{row.verbatim} ({row.claimant})", fontsize=8, color=INK, ha=side, va="bottom")
    for y, name in enumerate(names):
        values = part.loc[part["figure"] == name, "value"] / size
        ax.plot([values.min(), values.max()], [y, y], color="#BBBBBB", lw=1.5, zorder=1)
    ax.set_yticks(range(len(names)), [name.partition(": ")[0] for name in names])
    if not names:
        say_empty(ax)
    else:
        ax.set(xlim=(min(0.0, part["value"].min() / size * 1.15), top), ylim=(len(names) - 0.6, -0.75))
    ax.set(xlabel=unit + word)
    ax.grid(False, axis="y")
