"""The actor card as a view: one actor's mentions, words, judgements, positions, asks and ties.

Every number leads to the passages that it counts, shown below the part of the card in which it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from parley import schema
from parley.actorcard import actors
from parley.actorjudged import SHOWN, judged_sentences, judgement_part
from parley.actorpieces import MINUS, count_button, interval, score_note, section
from parley.actorrows import Card, behind, card_rows, strongest
from parley.markup import Content, button, join, passages, placed, table, tag
from parley.material import EVERY, Choices, Control, Material, View
from parley.readingview import excerpt
from parley.stance import LEAST
from parley.voice import VOICES

LEADING = re.compile(r"\|read:\d+:\d+:")
SIDES = {"support": "for", "oppose": "against", "mixed": "mixed"}
ASKED, NEAR = 12, 5
"""Asks and ties of each kind that are shown at most."""
LONGEST = 150
"""Characters of evidence in a cell."""
FEW = "few"


def controls(material: Material) -> Sequence[Control]:
    """Return what can be chosen: the actor, most mentioned first, and the voice of the judgements shown.

    Examples
    --------
    >>> from parley import bundled, code
    >>> [control.name for control in controls(Material(code(bundled("seeds"))))]
    ['actor', 'voice']
    """
    names = tuple(actors(material.corpus)["actor"]) or ("",)
    return [
        Control("actor", "Actor", "choice", names, names[0]),
        Control("voice", "Judgements shown", "choice", (EVERY, *VOICES), EVERY),
    ]


def render(material: Material, choices: Choices) -> Markup:
    """Return the card of an actor and, where a number is picked, the passages it counts.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.material import draw
    >>> material = Material(code(bundled("seeds")))
    >>> 'class="evidence"' in draw(VIEW, material, picked="mentions:name")
    True
    """
    actor, voice, picked = (str(choices[name]) for name in ("actor", "voice", "picked"))
    if not actor:
        return tag("p", "No actor is mentioned in these articles.", class_="none")
    card = card_rows(material.corpus, actor)
    at = LEADING.split(picked, maxsplit=1)[0]
    title, rows = behind(material.corpus, actor, at)
    at = at if title else ""
    parts = [
        _row(_mentions(card, at), _speech(material, card, at)),
        judgement_part(material, card, at, voice),
        _row(_positions(material, card, at), _ties(card, at)),
        _asks(card, at),
    ]
    if title:
        home = HOMES[at.partition(":")[0]]
        parts[home] = join([parts[home], _evidence(material, title, rows, at, picked, voice)])
    return tag("div", _head(material, actor, card), *parts, class_="actorcard")


HOMES = {
    **dict.fromkeys(("mentions", "speech"), 0),
    **dict.fromkeys(("judged", "judge"), 1),
    **dict.fromkeys(("position", "agreed", "opposed"), 2),
    **dict.fromkeys(("ask", "reply"), 3),
}
"""For each kind of pick the part of the card in which it stands."""


def _row(*parts: Markup) -> Markup:
    return tag("div", *parts, class_="sides")


def _head(material: Material, actor: str, card: Card) -> Markup:
    """Name, what the registry knows, in how many articles."""
    known = material.registry.actors.get(actor)
    facts = [known.role or known.type, known.side if known.side != actor else ""] if known else ["not listed"]
    mentions = material.corpus.mentions
    docs = mentions.loc[mentions["actor"] == actor, "doc"].nunique()
    facts.append(f"mentioned in {docs:,} of {len(material.corpus.raw):,} articles")
    return tag(
        "header", tag("h3", tag("bdi", actor)), tag("p", " · ".join(filter(None, facts)), class_="note")
    )


def _mentions(card: Card, at: str) -> Markup:
    plural = {"name": "names", "nominal": "descriptions", "pronoun": "pronouns"}
    return _share("Share of mentions", card["mention_share"], "mentions", "mentions", plural, at)


def _speech(material: Material, card: Card, at: str) -> Markup:
    kinds = {"quoted": "quoted words", "reported": "reported words"}
    trust = score_note(material, "quotes", "speaker: in marks", "speaker: indirect")
    what = "words said by others"
    return _share("Share of speech", card["speech_share"], "speech", what, kinds, at, trust)


def _share(
    title: str,
    shares: Sequence[Any],
    kind: str,
    what: str,
    parts: Mapping[str, str],
    at: str,
    trust: Content = "",
) -> Markup:
    """A share with its interval, and how many of each kind."""
    whole = shares[0]
    if not whole.of:
        return section(title, tag("p", f"There are no {what}.", class_="none"))
    numbers = _percent(whole.share)
    between = "no interval: there is one sentence or article only"
    if whole.low == whole.low:
        between = f"95 % interval {_percent(whole.low)} to {_percent(whole.high)}"
    label = f"{title}: {numbers} of all {what}, {between}"
    own = count_button(whole.n, f"{kind}:all", at, f"{title.lower()}: passages")
    line = tag("p", tag("b", numbers, class_="figure"), " ", own, f" of {whole.of:,} {what}")
    chips = [
        tag(
            "li",
            count_button(row.n, f"{kind}:{row.part}", at, f"{parts[row.part]}: passages"),
            f" {parts[row.part]}",
        )
        for row in shares[1:]
    ]
    bar = interval(whole.share, whole.low, whole.high, (0, 1), label)
    note = tag("p", f"{between}; the line runs from 0 to 100 %", class_="note")
    return section(title, line, bar, note, tag("ul", *chips, class_="chips"), trust)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _positions(material: Material, card: Card, at: str) -> Markup:
    """Issue by issue, how often for and against."""
    found = card["positions_of"]
    if not found:
        return section("Positions", tag("p", "No position on an issue was found.", class_="none"))
    rows = []
    for row in found:
        issue = material.registry.issues.get(row.issue)
        cells = [
            count_button(
                getattr(row, side), f"position:{row.issue}:{side}", at, f"positions {said} {row.issue}"
            )
            for side, said in SIDES.items()
        ]
        few = tag("span", f" {FEW}", class_="note") if row.n < LEAST else ""
        total = count_button(row.n, f"position:{row.issue}:all", at, f"positions on {row.issue}")
        name = tag("bdi", row.issue, title=issue.proposition if issue else None)
        rows.append([name, *cells, join([total, few]), f"{row.docs}"])
    head = ["issue", "+ for", f"{MINUS} against", "± mixed", "n", "articles"]
    caption = f"{sum(row.n for row in found):,} positions on {len(found)} issues"
    note = tag("p", f"{FEW}: fewer than five positions, no tendency can be read off them.", class_="note")
    shown = table(head, rows, caption=caption, class_="by-issue")
    return section("Positions", shown, note, score_note(material, "positions", "rules"))


def _ties(card: Card, at: str) -> Markup:
    """With whom the actor agrees most, and whom it opposes most."""
    ties = card["ties_of"]
    near = [row for row in ties if row.weight > 0]
    far = sorted((row for row in ties if row.weight < 0), key=lambda row: (row.weight, row.other))
    head = ["actor", "balance", "agree", "opposed", "statements", "articles"]
    parts: list[Content] = []
    for title, side in (("Mostly on the same side", near), ("Mostly on the other side", far)):
        rows = side[:NEAR]
        lines = [_tie(row, at) for row in rows]
        shown = table(head, lines, caption=title, class_="near") if lines else ""
        parts.append(shown or tag("p", f"{title}: nobody.", class_="none"))
        if left := len(side) - len(rows):
            parts.append(tag("p", f"and {left:,} more", class_="note"))
    said = "Agree, opposed: on how many issues and sides. Articles' authors are left out. "
    said += f"{FEW}: fewer than five statements, a hint and no more."
    return section("Allies and opponents", *parts, tag("p", said, class_="note"))


def _tie(row: Any, at: str) -> list[Content]:
    few = tag("span", f" {FEW}", class_="note") if row.n < LEAST else ""
    cells = []
    for weight, side in ((row.congruence, "agreed"), (row.conflict, "opposed")):
        n = getattr(row, side)
        pick, label = f"{side}:{row.other}", f"statements, {side} with {row.other}"
        cells.append(count_button(n, pick, at, label, f"{weight:g} (n = {n})"))
    balance = f"{row.weight:+g}".replace("-", MINUS)
    return [tag("bdi", row.other), tag("b", balance), *cells, join([f"{row.n:,}", few]), f"{row.docs}"]


def _asks(card: Card, at: str) -> Markup:
    """What the actor asks and what was answered, then what it answers to others."""
    parts: list[Content] = []
    for title, name, kind in (
        ("Demands, offers, threats, and whatever else others answer", "asks", "ask"),
        ("What the actor answers to others", "replies", "reply"),
    ):
        by_id: dict[str, list[Any]] = {}
        for row in card[name]:
            by_id.setdefault(row.id, []).append(row)
        groups = list(by_id.values())
        if not groups:
            parts.append(tag("p", f"{title}: nothing was found.", class_="none"))
            continue
        answered = sum(any(row.answer_id for row in part) for part in groups)
        caption = f"{title}: {len(groups):,}" + (f", {answered:,} of them answered" if kind == "ask" else "")
        rows = [_ask(part, kind, at) for part in groups[:ASKED]]
        head = ["act", "actor and issue", "words", "answer"]
        parts.append(table(head, rows, caption=caption, class_="asked"))
        if len(groups) > ASKED:
            parts.append(tag("p", f"and {len(groups) - ASKED:,} more", class_="none"))
    return section("Demands and answers", *parts)


def _ask(part: Sequence[Any], kind: str, at: str) -> list[Content]:
    row = part[0]
    act = button(row.act, f"{kind}:{row.id}", pressed=at == f"{kind}:{row.id}", label=f"{row.act}: passages")
    who = join([tag("bdi", row.actor), f": {SIDES[row.position]} ", tag("bdi", row.issue)])
    words = join([tag("bdi", _short(row.evidence)), tag("span", f" {row.voice}", class_="note")])
    answers = [
        tag("p", tag("b", f"{a.answer_act} "), tag("bdi", f"{a.answer_actor}: {_short(a.answer_evidence)}"))
        for a in part
        if a.answer_id
    ]
    return [act, who, words, join(answers) if answers else tag("span", "no answer found", class_="none")]


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …"


def _evidence(material: Material, title: str, rows: pd.DataFrame, at: str, picked: str, voice: str) -> Markup:
    """The passages of what is picked, how many, and the paragraph of the one that is read."""
    if at.startswith("judge:") and voice != EVERY:
        rows, title = rows[rows["voice"] == voice], f"{title}, {voice}"
    numbers = rows.groupby(["doc", "sentence"], sort=False).ngroup()
    count = int(numbers.max()) + 1 if len(rows) else 0
    said = f"{title}: n = {len(rows):,} in {count:,} {'sentence' if count == 1 else 'sentences'}"
    if rows.empty:
        shown = tag("p", "No sentence in these words.", class_="none")
    elif at.startswith("judge"):
        shown = judged_sentences(material.corpus, list(schema.rows(strongest(rows).head(SHOWN))), f"{at}|")
    else:
        shown = passages(material.corpus, rows[numbers < SHOWN], lead=f"{at}|", most=SHOWN)
    rest = tag("p", f"and {count - SHOWN:,} more sentences", class_="none") if count > SHOWN else ""
    read = excerpt(material, picked) if placed(picked) else Markup("")
    return tag("section", tag("h4", said), shown, rest, read, class_="evidence", aria_label=title)


VIEW = View("actor", "Actor card", controls, render)
