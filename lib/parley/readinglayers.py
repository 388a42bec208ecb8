"""Reading layers: what is coded about an article, each kind with its table and how its marks look."""

from __future__ import annotations

from typing import NamedTuple


class Layer(NamedTuple):
    """A layer: its title, its table, the columns that name a record and its kind, how its marks look."""

    title: str
    table: str
    head: str
    kind: str
    told: str


LAYERS = {
    "actors": Layer("actors", "mentions", "actor", "kind", "line below; initials of whom a pronoun means"),
    "quotations": Layer("quotations", "quotes", "speaker", "kind", "⌜ ⌟, reports without marks ‹ ›; speaker"),
    "voice": Layer("voice", "voice", "voice", "voice", "line above: quoted —, reported - -, author none"),
    "judgement": Layer(
        "judgement", "targets", "target", "polarity", "box; ⊕ positive, ⊖ negative, ⊙ neutral"
    ),
    "positions": Layer(
        "positions", "positions", "actor", "position", "double line; + for, − against, ± mixed"
    ),
    "events": Layer("events", "events", "value", "precision", "dotted line below; the date"),
    "claims": Layer("claims", "claims", "verbatim", "unit", "dashed line below; #, whether disputed"),
    "aside": Layer("set-aside lines", "blocks", "kind", "kind", "grey, slanted; kind and rule at the end"),
}
"""The layers by the name of their switch."""
PLACE, PICKED = "place", "picked"
