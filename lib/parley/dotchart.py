"""Dot chart: estimates with their intervals as an inline picture, numbers printed beside them.

Series differ by the shape of their mark as well as by colour. A row that can be picked is a button.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from parley import schema
from parley.chartnumbers import UNITS, estimate, tick_label, ticks
from parley.errors import bad_value
from parley.markup import tag

WIDTH, LEFT, RIGHT = 860, 200, 560
"""Width of the picture; where the scale begins and ends. Names stand before it, numbers after it."""
ROW, ROW_IN_SERIES, GAP, HEAD, FOOT = 26, 17, 9, 10, 46
"""Heights: of a row, of one among several series, between names, above and below the rows."""
LONGEST = 30
"""Longer names are cut in the picture; their button says them in full."""
SHAPES = ("circle", "square", "diamond", "triangle", "bar")


def dot_chart(
    rows: pd.DataFrame,
    *,
    label: str,
    axis: str,
    form: str = "signed",
    limits: tuple[float, float] | None = None,
    zero: bool = True,
    series: Sequence[str] = (),
    picked: str = "",
) -> Markup:
    """Return a chart of estimates with intervals.

    Parameters
    ----------
    rows
        A row an estimate: ``name``, ``value``, ``low``, ``high``, ``n``; where wanted ``series`` (rows of one
        name stand together, each series with its own mark), ``note`` (why there is no interval), ``pick``
        (what is sent when the row is chosen). Missing numbers are not drawn.
    label
        What the chart is, for those who do not see it.
    axis
        What the scale measures.
    form
        ``signed``, ``plain``, ``percent`` or ``points``.
    limits
        Ends of the scale; by default all that is drawn fits.
    zero
        Whether zero belongs to the scale and has its line.
    series
        All series in order, also those without a row here, so that each keeps its mark from chart to
        chart; by default those of the rows.
    picked
        The pick of the row that is chosen.

    Returns
    -------
    Markup
        An inline SVG as wide as its place, rows in their order. Without rows, a sentence.

    Raises
    ------
    ParleyError
        If there is no such form.

    Examples
    --------
    >>> rows = pd.DataFrame({"name": ["Lee"], "value": [0.5], "low": [0.2], "high": [0.9], "n": [9]})
    >>> "0.50 [0.20, 0.90], n = 9" in dot_chart(rows, label="Stance", axis="stance")
    True
    """
    if form not in UNITS:
        raise bad_value("form", form, UNITS)
    if rows.empty:
        return tag("p", "Nothing to draw.", class_="none")
    order = [*series] or (list(dict.fromkeys(rows["series"])) if "series" in rows else [""])
    dense = not all(_firsts(rows))
    legend = _legend(order) if dense else Markup("")
    top = HEAD + (24 if dense else 0)
    levels = _levels(rows, top, dense)
    bottom = levels[-1] + ROW / 2
    scale = _Scale(*(limits or _limits(rows, zero)))
    half = (ROW_IN_SERIES if dense else ROW) / 2
    drawn = [
        _row(row, (y, half), scale, form, order, picked, first)
        for row, y, first in zip(schema.rows(rows), levels, _firsts(rows), strict=True)
    ]
    picks = "pick" in rows and bool(rows["pick"].astype(bool).any())
    return tag(
        "svg",
        legend,
        *_grid(scale, top - 4, bottom, axis, form, zero),
        *drawn,
        viewBox=f"0 0 {WIDTH} {bottom + FOOT:g}",
        width="100%",
        class_="dots",
        role="group" if picks else "img",
        aria_label=label if picks else f"{label}: {_said(rows, form)}",
    )


class _Scale:
    """From values to places between LEFT and RIGHT. A class, as each part of the chart needs both ends."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def __call__(self, value: float) -> float:
        inside = min(max(value, self.low), self.high)
        return round(LEFT + (RIGHT - LEFT) * (inside - self.low) / (self.high - self.low), 1)


def _limits(rows: pd.DataFrame, zero: bool) -> tuple[float, float]:
    """The ends of the scale: all that is drawn, zero where it belongs, a little room."""
    values = rows[["value", "low", "high"]].to_numpy(float).ravel()
    values = np.append(values[np.isfinite(values)], [0.0] if zero else [])
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    if high - low < 1e-9:
        low, high = low - max(abs(low), 1.0) / 2, high + max(abs(high), 1.0) / 2
    room = 0.05 * (high - low)
    return (low if zero and low == 0 else low - room), (high if zero and high == 0 else high + room)


def _firsts(rows: pd.DataFrame) -> list[bool]:
    """Whether each row is the first of its name."""
    return list(rows["name"] != rows["name"].shift())


def _levels(rows: pd.DataFrame, top: float, dense: bool) -> list[float]:
    """The height of each row; rows of one name stand close together."""
    y, found = top - (ROW / 2 - GAP if dense else ROW / 2), list[float]()
    for first in _firsts(rows):
        y += (ROW_IN_SERIES + GAP if first and found else ROW_IN_SERIES) if dense else ROW
        found.append(y)
    return found


def _grid(scale: _Scale, top: float, bottom: float, axis: str, form: str, zero: bool) -> Iterator[Markup]:
    """Lines at round numbers, the zero line, and the scale's numbers and name."""
    for value in ticks(scale.low, scale.high):
        x = scale(value)
        at_zero = zero and value == 0
        yield tag("line", x1=x, x2=x, y1=top, y2=bottom, class_="zero" if at_zero else "grid")
        yield tag("text", tick_label(value, form), x=x, y=bottom + 16, text_anchor="middle", class_="faint")
    middle = (LEFT + RIGHT) / 2
    yield tag("text", axis, x=middle, y=bottom + 36, text_anchor="middle", class_="faint")


def _row(
    row: Any,
    place: tuple[float, float],
    scale: _Scale,
    form: str,
    series: Sequence[str],
    picked: str,
    first: bool,
) -> Markup:
    """Name, interval, mark and numbers of one estimate; a button where it has a pick."""
    y, half = place
    mine = getattr(row, "series", "")
    kind = series.index(mine) if mine in series else 0
    words, pick = estimate(row, form), getattr(row, "pick", "")
    parts = [tag("rect", x=0, y=y - half, width=WIDTH, height=2 * half, class_="band")]
    if first:
        parts.append(tag("text", _short(row.name), x=LEFT - 12, y=y + 4, text_anchor="end", class_="name"))
    if not math.isnan(row.low):
        parts += _whisker(scale(row.low), scale(row.high), y, kind)
    if not math.isnan(row.value):
        parts.append(_mark(kind, scale(row.value), y, hollow=math.isnan(row.low)))
    parts.append(tag("text", words, x=RIGHT + 16, y=y + 4, class_="numbers"))
    said = ", ".join(filter(None, [row.name, mine]))
    if not pick:
        return tag("g", *parts)
    return tag(
        "g",
        *parts,
        role="button",
        tabindex="0",
        data_pick=pick,
        aria_pressed=str(pick == picked).lower(),
        aria_label=f"{said}: {words}",
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _whisker(low: float, high: float, y: float, kind: int) -> Iterator[Markup]:
    """The line of an interval, with its ends."""
    colour = f"s{kind % len(SHAPES)}"
    yield tag("line", x1=low, x2=high, y1=y, y2=y, class_=f"whisker {colour}")
    for x in (low, high):
        yield tag("line", x1=x, x2=x, y1=y - 4, y2=y + 4, class_=f"whisker {colour}")


def _mark(kind: int, x: float, y: float, *, hollow: bool = False) -> Markup:
    """The mark of a series: shape and colour; hollow where there is no interval."""
    shape = SHAPES[kind % len(SHAPES)]
    class_ = f"mark s{kind % len(SHAPES)}{' hollow' if hollow else ''}"
    if shape == "circle":
        return tag("circle", cx=x, cy=y, r=5, class_=class_)
    if shape in {"square", "bar"}:
        wide, high = (9, 9) if shape == "square" else (5, 13)
        place = {"x": x - wide / 2, "y": y - high / 2}
        return tag("rect", **place, width=wide, height=high, class_=class_)
    corners = [(0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)] if shape == "diamond" else [(0, -6), (6, 5), (-6, 5)]
    points = " ".join(f"{x + dx:g},{y + dy:g}" for dx, dy in corners)
    return tag("polygon", points=points, class_=class_)


def _legend(series: Sequence[str]) -> Markup:
    """Each series with its mark, above the chart."""
    parts, x = [], float(LEFT)
    for kind, name in enumerate(series):
        parts += [_mark(kind, x, 14), tag("text", _short(name), x=x + 11, y=18)]
        x += 36 + 7.5 * len(_short(name))
    return tag("g", *parts)


def _said(rows: pd.DataFrame, form: str) -> str:
    """All numbers of the chart in words."""
    names = rows["name"] + (", " + rows["series"] if "series" in rows else "")
    return "; ".join(f"{n}: {estimate(r, form)}" for n, r in zip(names, schema.rows(rows), strict=True))
