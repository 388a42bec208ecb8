"""How an actor is judged: that part of the actor card, and the sentences that judge it, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from parley.actorcard import LABELS
from parley.actorpieces import MINUS, count_button, interval, score_note, section, signed
from parley.actorrows import UNKNOWN, Card
from parley.corpus import Corpus
from parley.markup import Content, button, highlighted, table, tag
from parley.material import EVERY, Material
from parley.stance import LEAST, SCALE

SIGNS = {"negative": MINUS, "undecided": "?", "positive": "+", "neutral": "0", "not expressed": "·"}
SHOWN, JUDGES, STRONGEST = 15, 12, 5
"""Sentences of a list, holders, and strongest judgements that are shown at most."""


def judgement_part(material: Material, card: Card, at: str, voice: str) -> Markup:
    """Return the part of the card: stance by voice, who judges, and the sentences that weigh most.

    Parameters
    ----------
    material, card
        The corpus, and the rows of an actor.
    at
        What is picked; while it is a judgement, the strongest sentences are left out.
    voice
        Only this voice's sentences; ``all`` leaves none out.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.actorrows import card_rows
    >>> material = Material(code(bundled("seeds")))
    >>> "Strongest judgements" in judgement_part(material, card_rows(material.corpus, "NATO"), "", "all")
    True
    """
    rows = [_judgement(row, at) for row in card["judgements"]]
    labels = [f"{SIGNS[label]} {label}" for label in LABELS]
    head = ["in the words of", "stance", "with interval", "verdict", "sentences", *labels]
    limits = f"Stance from {MINUS}2 (hostile) to 2 (favourable), 95 % intervals over sentences"
    parts: list[Content] = [table(head, rows, caption=limits, class_="by-voice")]
    holders = card["judges"][:JUDGES]
    items = [
        tag(
            "li",
            tag("bdi", row.holder or UNKNOWN),
            " ",
            count_button(row.n, f"judge:{row.holder}", at, "sentences"),
        )
        for row in holders
    ]
    more = len(card["judges"]) - len(holders)
    if items:
        left = [tag("li", f"and {more:,} more", class_="note")] * (more > 0)
        parts += [tag("h5", "Who judges"), tag("ul", *items, *left, class_="chips")]
    parts += [score_note(material, f"portrayal by {who}", "model") for who in ("the author", "others")]
    strong = [row for row in card["judged"] if voice in (EVERY, row.voice)]
    if strong and not at.startswith("judge"):
        whose = "" if voice == EVERY else f", {voice}"
        count = min(STRONGEST, len(strong))
        parts.append(tag("h5", f"Strongest judgements{whose}: {count} of {len(strong):,} sentences"))
        parts.append(judged_sentences(material.corpus, strong[:STRONGEST], f"judged:{voice}:all|"))
    return section("How judged, and by whom", *parts)


def _judgement(row: Any, at: str) -> list[Content]:
    expressed = row.n >= LEAST
    drawn = f"[{signed(row.low)}, {signed(row.high)}]" if row.low == row.low else "(no interval)"
    numbers = f"{signed(row.stance)} {drawn}" if expressed else ""
    label = f"{row.voice}: {numbers or 'not expressed'}, {row.verdict}, n = {row.n}"
    picture = interval(row.stance, row.low, row.high, (-SCALE, SCALE), label) if expressed else ""
    few = "fewer than five sentences: not expressed" if row.n else "no sentence"
    counts = [
        count_button(getattr(row, name), f"judged:{row.voice}:{name}", at, f"{name} sentences, {row.voice}")
        for name in LABELS
    ]
    return [
        row.voice,
        picture,
        tag("b", numbers, class_="number") if numbers else "",
        f"{SIGNS[row.verdict]} {row.verdict}" if expressed else few,
        count_button(row.n, f"judged:{row.voice}:all", at, f"sentences, {row.voice}"),
        *counts,
    ]


def judged_sentences(corpus: Corpus, rows: Sequence[Any], lead: str) -> Markup:
    """Return sentences with label, score and holder as a list, `SHOWN` of them at most.

    Parameters
    ----------
    corpus, rows
        The corpus, and rows of `parley.actorcard.judged`.
    lead
        What stands before each sentence's place in its pick.

    Examples
    --------
    >>> from parley import bundled, code, schema
    >>> from parley.actorcard import judged
    >>> corpus = code(bundled("seeds"))
    >>> first = list(schema.rows(judged(corpus, "NATO").head(1)))
    >>> 'data-pick="judged:all:all|read:' in judged_sentences(corpus, first, "judged:all:all|")
    True
    """
    items = []
    for row in rows[:SHOWN]:
        low, high, line = _sentences(corpus)[row.doc, row.sentence]
        words = highlighted(corpus.raw[row.doc], low, high, [(row.char_start, row.char_end)])
        whose = row.voice if row.voice == "author" else f"{row.voice}: {row.holder or UNKNOWN}"
        score = tag(
            "b", f"{SIGNS[row.polarity]} {row.polarity} {signed(SCALE * row.score)}", class_=row.polarity
        )
        where = f"{row.doc}, line {line}"
        read = button(where, f"{lead}read:{low}:{high}:{row.doc}", label=f"Read on: {where}", class_="where")
        items.append(tag("li", score, " ", words, " ", tag("span", f"· {whose}", class_="note"), " ", read))
    return tag("ol", *items, class_="passages")


@lru_cache(maxsize=4)
def _sentences(corpus: Corpus) -> dict[tuple[str, int], tuple[int, int, int]]:
    """Where each sentence begins and ends, and its line."""
    columns = ("doc", "sentence", "char_start", "char_end", "line")
    found = zip(*(corpus.sentences[column].tolist() for column in columns), strict=True)
    return {(doc, number): (low, high, line) for doc, number, low, high, line in found}
