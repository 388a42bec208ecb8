"""Stance as a view: who is judged how by which article or outlet; a cell leads to the sentences it rests on.

Every cell has its interval, its n and its verdict in words; below a least number of sentences it has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from parley import schema
from parley.corpus import Corpus
from parley.judgements import BY, LEADING, first_groups, judged, judgements, part, strongest, targets
from parley.markup import button, highlighted, join, place, placed, table, tag
from parley.material import EVERY, Choices, Control, Material, View
from parley.readingview import excerpt
from parley.scores import score_line
from parley.stance import LEAST, VOICES
from parley.targets import METHODS

TARGETS = 30
"""Targets that the table shows at most; how many more there are is said."""
STRONGEST = 15
"""Sentences of each side that a cell shows; how many more there are is said."""
ORDERS = ("mentions", "stance")
SIGNS = {"negative": "\N{MINUS SIGN}", "undecided": "?", "positive": "+", "not expressed": "·"}
SIDES = {
    "negative": "Sentences that count against it, the strongest first",
    "positive": "Sentences that count in its favour, the strongest first",
    "neither": "Sentences that count as neither",
}
LAYERS = {"all": "portrayal", "author": "portrayal by the author"}
"""The scorecard's layer for a voice; that of all other voices is by others."""


def controls(material: Material) -> Sequence[Control]:
    """Return what can be chosen: article or outlet, voice, method, order, fewest sentences about a target.

    Examples
    --------
    >>> from parley import bundled, code
    >>> [control.name for control in controls(Material(code(bundled("seeds"))))]
    ['by', 'voice', 'method', 'order', 'least']
    """
    return [
        Control("by", "By", "choice", tuple(BY), "article"),
        Control("voice", "Voice", "choice", tuple(VOICES), EVERY),
        Control("method", "Method", "choice", METHODS, "model"),
        Control("order", "Order", "choice", ORDERS, "mentions"),
        Control("least", "Fewest sentences about a target", "choice", ("1", "5", "10", "20"), "5"),
    ]


def render(material: Material, choices: Choices) -> Markup:
    """Return the table for some choices and, where a cell or target is picked, its sentences.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.material import draw
    >>> 'class="evidence"' in draw(VIEW, Material(code(bundled("seeds"))), picked="target:Ukraine")
    True
    """
    by, voice, method = (str(choices[name]) for name in ("by", "voice", "method"))
    rows = judged(material.corpus, by, method, voice)
    if rows.empty:
        return tag("p", "No sentence names a target under these choices.", class_="none")
    at, picked = LEADING.split(str(choices["picked"]), maxsplit=1)[0], str(choices["picked"])
    shown = targets(rows, int(choices["least"]), str(choices["order"]))
    found = judgements(material.corpus, by, method, voice, tuple(shown["target"][:TARGETS]))
    parts = [_table(rows, found, shown, at), _meaning()]
    if len(about := part(rows, picked)):
        parts.append(_evidence(material, about, picked, method, voice))
    elif len(part(judged(material.corpus, by, method, EVERY), picked)):
        parts.append(tag("p", "No sentence of this under these choices.", class_="none"))
    return tag("div", *parts, class_="judgementview")


def _table(rows: pd.DataFrame, found: pd.DataFrame, shown: pd.DataFrame, at: str) -> Markup:
    """Targets below each other, articles or outlets side by side."""
    if shown.empty:
        return tag("p", "No target has so many sentences under these choices.", class_="none")
    groups, names = first_groups(rows), list(shown["target"][:TARGETS])
    known = {(row.target, row.group): row for row in schema.rows(found)}
    lines = [
        [
            button(name, f"target:{name}", pressed=at == f"target:{name}", label=f"{name}: all sentences"),
            *(_cell(known.get((name, group)), at) for group in groups),
        ]
        for name in names
    ]
    caption = f"Stance towards {len(names)} targets, from -2 (hostile) to 2 (favourable)"
    more = {
        "more articles or outlets, with fewer sentences": rows["group"].nunique() - len(groups),
        "more targets": len(shown) - len(names),
    }
    left = ", ".join(f"{number} {what}" for what, number in more.items() if number)
    grid = table(["target", *groups], lines, caption=caption, class_="judgements")
    note = tag("p", f"Not shown: {left}.", class_="note") if left else Markup("")
    return join([tag("div", grid, data_group="judgements"), note])


def _cell(row: Any, at: str) -> Markup:
    """The button of a target and a group; nothing where there is no sentence."""
    if row is None:
        return Markup("")
    pick, kind = f"cell:{row.target}|{row.group}", row.verdict.replace(" ", "-")
    words = f"{SIGNS[row.verdict]} {row.verdict}"
    if row.verdict == "not expressed":
        label = f"{row.target}, {row.group}: not expressed, n = {row.n}"
        shown = [tag("span", words, class_="verdict"), tag("small", f"n = {row.n}")]
    else:
        numbers = f"[{_signed(row.low)}, {_signed(row.high)}]" if row.low == row.low else "no interval"
        label = f"{row.target}, {row.group}: {row.verdict}, {_signed(row.stance)} {numbers}, n = {row.n}"
        value = tag("b", _signed(row.stance))
        shown = [
            tag("span", words, class_="verdict"),
            value,
            _interval(row),
            tag("small", f"{numbers} n = {row.n}"),
        ]
    return button(join(shown), pick, pressed=pick == at, label=label, class_=f"judgement {kind}")


def _signed(number: float) -> str:
    return f"{number:+.2f}".replace("-", "\N{MINUS SIGN}")


def _interval(row: Any) -> Markup:
    """The interval as a line over the scale, the stance as a point, zero as a tick."""
    known = [row.low, row.stance, row.high] if row.low == row.low else [row.stance] * 3
    at = [round(50 + 24 * value, 1) for value in known]
    return tag(
        "svg",
        tag("path", d="M2,6H98M50,1v10", class_="scale"),
        tag("path", d=f"M{at[0]},6H{at[2]}", class_="interval"),
        tag("circle", cx=at[1], cy=6, r=3.5),
        viewBox="0 0 100 12",
        aria_hidden="true",
    )


def _meaning() -> Markup:
    said = (
        "Negative or positive: the 95 % interval over sentences leaves zero out. Undecided: it does not, or "
        "there is none. "
        f"Not expressed: fewer than {LEAST} sentences. Targets that a sentence only means by a pronoun do "
        "not count. A judgement is the sentence's, with what is quoted in it: a voice tells them apart."
    )
    return tag("p", said, class_="note")


def _evidence(material: Material, rows: pd.DataFrame, picked: str, method: str, voice: str) -> Markup:
    """The sentences of a cell or target, beside them how far the method can be trusted."""
    head = LEADING.split(picked, maxsplit=1)[0]
    target = rows["target"].iloc[0]
    title = f"{target} in {rows['group'].iloc[0]}" if head.startswith("cell:") else target
    parts = [tag("h3", f"{title}: {len(rows)} sentences")]
    if trust := trusted(material, method, voice):
        parts.append(tag("p", trust, class_="note score"))
    for side, mine in strongest(rows).items():
        if len(mine):
            parts.append(_sentences(material.corpus, mine, SIDES[side], f"{head}|"))
    if placed(picked):
        parts.append(excerpt(material, picked))
    return tag("section", *parts, class_="evidence", aria_label=title)


def trusted(material: Material, method: str, voice: str) -> str:
    """Return the scorecard's line for a method on the sentences of a voice; empty where nothing is known.

    Examples
    --------
    >>> from parley import bundled, code
    >>> trusted(Material(code(bundled("seeds"))), "vader", "author")[:31]
    'portrayal by the author, VADER:'
    """
    layer = LAYERS.get(voice, "portrayal by others")
    card = material.card
    known = set(card.loc[card["layer"] == layer, "method"])
    return score_line(card, layer, method) if method in known else ""


def _sentences(corpus: Corpus, rows: pd.DataFrame, title: str, lead: str) -> Markup:
    """A table of sentences with the method's probabilities and whose judgement each is."""
    first = rows.head(STRONGEST)
    places = corpus.sentences.merge(first[["doc", "sentence"]].drop_duplicates(), on=["doc", "sentence"])
    known = {(row.doc, row.sentence): row for row in schema.rows(places)}
    lines = [
        [
            tag("b", _signed(row.score)),
            f"{row.p_negative:.2f} / {row.p_neutral:.2f} / {row.p_positive:.2f}",
            row.voice if row.holder in ("", row.voice) else f"{row.holder} ({row.voice})",
            _passage(corpus, row, known[row.doc, row.sentence], lead),
        ]
        for row in schema.rows(first)
    ]
    more = f", {STRONGEST} of {len(rows)}" if len(rows) > STRONGEST else f", n = {len(rows)}"
    head = ["score", "p negative / neutral / positive", "whose judgement", "sentence"]
    return table(head, lines, caption=title + more, class_="sentences")


def _passage(corpus: Corpus, row: Any, sentence: Any, lead: str) -> Markup:
    """A sentence with its target marked, and the way to read on."""
    low, high, where = sentence.char_start, sentence.char_end, f"{row.doc}, line {sentence.line}"
    spans = [(max(low, row.char_start), min(high, row.char_end))]
    shown = highlighted(corpus.raw[row.doc], low, high, spans, "target")
    more = button(where, lead + place(sentence), label=f"Read on: {where}", class_="where")
    return join([shown, " ", more])


VIEW = View("judgement", "Who is judged how", controls, render)
