"""Pieces of the actor card: parts with a title, numbers that can be picked, intervals, scores."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from parley.markup import Content, button, tag
from parley.material import Material
from parley.scores import score_line

MINUS = "\N{MINUS SIGN}"


def section(title: str, *parts: Content) -> Markup:
    """Return a part of the card under its title, as one group of keys.

    Examples
    --------
    >>> section("Ties", "none")
    Markup('<section class="part" data-group="Ties"><h4>Ties</h4>none</section>')
    """
    return tag("section", tag("h4", title), *parts, class_="part", data_group=title)


def count_button(number: int, pick: str, at: str, label: str, shown: Content = "") -> Content:
    """Return a number that can be picked; zero is plain.

    Parameters
    ----------
    number, label
        What is counted, and what it is in words.
    pick, at
        The pick of the number, and the one that is picked.
    shown
        What the button shows; the number by default.

    Examples
    --------
    >>> count_button(0, "ask:x", "", "asks"), ">1,200</button>" in count_button(1200, "ask:x", "", "asks")
    ('0', True)
    """
    if not number:
        return "0"
    return button(
        shown or f"{number:,}", pick, pressed=pick == at, label=f"{number:,} {label}", class_="count"
    )


def interval(value: float, low: float, high: float, limits: tuple[float, float], label: str) -> Markup:
    """Return a value with its interval on a scale, as a picture; the scale's zero is a line.

    Examples
    --------
    >>> picture = interval(0.5, 0.25, 0.75, (0, 1), "half")
    >>> 'aria-label="half"' in picture, 'cx="110.0"' in picture
    (True, True)
    """
    width, height = 220, 18

    def at(number: float) -> str:
        share = (number - limits[0]) / (limits[1] - limits[0])
        return f"{10 + (width - 20) * min(max(share, 0), 1):.1f}"

    middle = height / 2
    parts = [
        tag("line", x1=at(limits[0]), x2=at(limits[1]), y1=middle, y2=middle, class_="axis"),
        tag("line", x1=at(0), x2=at(0), y1=2, y2=height - 2, class_="zero"),
    ]
    if low == low:
        parts.append(tag("line", x1=at(low), x2=at(high), y1=middle, y2=middle, class_="between"))
    if value == value:
        parts.append(tag("circle", cx=at(value), cy=middle, r=4.5, class_="value"))
    picture = {"role": "img", "aria_label": label, "class_": "interval", "viewBox": f"0 0 {width} {height}"}
    return tag("svg", *parts, width=width, height=height, **picture)


def signed(number: float) -> str:
    """Return a number with its sign and two decimals.

    Examples
    --------
    >>> signed(-0.5), signed(2)
    ('−0.50', '+2.00')
    """
    return f"{number:+.2f}".replace("-", MINUS)


def score_note(material: Material, layer: str, *methods: str) -> Markup:
    """Return how far some methods can be trusted on a layer; nothing where they were not measured.

    Examples
    --------
    >>> from parley import bundled, code
    >>> score_note(Material(code(bundled("seeds"))), "positions", "rules").striptags()[:25]
    "positions, Parley's rules"
    """
    line = _score_line(material, layer, methods)
    return tag("p", line, class_="note score") if line else Markup("")


@lru_cache(maxsize=32)
def _score_line(material: Material, layer: str, methods: tuple[str, ...]) -> str:
    card = material.card
    known = [m for m in methods if m in set(card.loc[card["layer"] == layer, "method"])]
    return score_line(card, layer, known) if known else ""
