"""The coding view: one unit at a time, its question, the labels with their rules.

Each pick is led by the state's turn, see `parley.codingstate`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd
from markupsafe import Markup

from parley import schema
from parley.codingstate import LONGEST, Done, State, open_step, said
from parley.codingsteps import NOTHING, STEPS, Step
from parley.codingunits import NONE, keys_of
from parley.journalfile import Key
from parley.markup import button, highlighted, join, table, tag
from parley.material import Material

RESERVED = "usbn"
"""Keys of what can be done at every unit."""
CANDIDATES = 10
"""So many actors are offered; any other can be typed."""


def render(
    material: Material, units: pd.DataFrame, state: State, *, done: Done, blind: bool = True
) -> Markup:
    """Return the HTML of a state.

    Parameters
    ----------
    material
        The corpus of the units, and its registry.
    units, state, done
        As for `update`.
    blind
        Whether the machine's code of the unit is left out.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.codingunits import units as units_of
    >>> corpus = code(bundled("seeds"))
    >>> found = units_of(corpus, "targets", sample=2)
    >>> "0 of 2 units coded" in render(Material(corpus), found, State("targets"), done={})
    True
    """
    if units.empty:
        return tag("p", "There is nothing to code in this layer of these articles.", class_="none")
    keys = keys_of(units, state.layer)
    parts = [_progress(keys, state, done)]
    if state.fault:
        parts.append(tag("p", state.fault, role="alert", class_="fault"))
    if state.message:
        parts.append(tag("p", state.message, role="status", class_="note"))
    if state.index >= len(keys):
        parts.append(_summary(units, keys, state, done))
    else:
        unit = units.iloc[state.index]
        parts += [_passage(material, unit, state), _question(material, unit, state)]
        if (entry := done.get(keys[state.index])) is not None:
            parts.append(
                tag("p", f"Your code of this unit: {said(entry)}. A new one takes its place.", class_="note")
            )
        if not blind:
            parts.append(_machine(material, unit, state.layer))
    return tag("div", *parts, _moves(keys, state, done), class_="coding")


def _progress(keys: list[Key], state: State, done: Done) -> Markup:
    n, coded = len(keys), sum(key in done for key in keys)
    here = f"; this is unit {state.index + 1}" if state.index < n else ""
    said = f"{coded:,} of {n:,} units coded{here}."
    bar = tag("progress", value=coded, max=n, aria_label="units coded")
    return tag("p", bar, " ", said, class_="progress")


def _passage(material: Material, unit: pd.Series, state: State) -> Markup:
    """The unit in its paragraph, with what it is about."""
    corpus = material.corpus
    raw = corpus.raw[unit["doc"]]
    sentence = corpus.sentences[
        (corpus.sentences["doc"] == unit["doc"]) & (corpus.sentences["sentence"] == unit["sentence"])
    ].iloc[0]
    blocks = corpus.blocks
    block = blocks[(blocks["doc"] == unit["doc"]) & (blocks["block"] == sentence["block"])].iloc[0]
    low = min(int(sentence["char_start"]), int(unit["start"]))
    high = max(int(sentence["char_end"]), int(unit["end"]))
    before = highlighted(raw, min(int(block["char_start"]), low), low, [])
    after = highlighted(raw, high, max(int(block["char_end"]), high), [])
    whole = highlighted(raw, low, high, _marks(material, unit, state.layer), "unit")
    about = _about(material, unit, state.layer)
    return join(
        [
            tag("p", f"{unit['doc']}, line {unit['line']}", class_="where"),
            tag("p", *about, class_="about") if about else "",
            tag("p", before, class_="dim") if before != "<bdi></bdi>" else "",
            tag(
                "blockquote",
                whole,
                tabindex="-1",
                role="group",
                aria_label="The unit to code",
                data_focus=not state.codes,
            ),
            tag("p", after, class_="dim") if after != "<bdi></bdi>" else "",
        ]
    )


def _about(material: Material, unit: pd.Series, layer: str) -> list[Markup | str]:
    if layer == "targets":
        return ["Actor: ", tag("strong", tag("bdi", unit["target"]))]
    if layer == "positions":
        issue = material.registry.issues.get(unit["issue"])
        proposition = f": {issue.proposition}" if issue else ""
        return ["Issue: ", tag("strong", tag("bdi", unit["issue"])), proposition]
    return []


def _marks(material: Material, unit: pd.Series, layer: str) -> list[tuple[int, int]]:
    """What is marked: the target wherever it is named or described, the quotation, the words of the issue."""
    if layer != "targets":
        return [(int(unit["char_start"]), int(unit["char_end"]))]
    mentions = material.corpus.mentions
    mine = mentions[
        (mentions["doc"] == unit["doc"])
        & (mentions["sentence"] == unit["sentence"])
        & (mentions["actor"] == unit["target"])
        & (mentions["kind"] != "pronoun")
    ]
    return [(int(a), int(b)) for a, b in zip(mine["char_start"], mine["char_end"], strict=True)]


def _question(material: Material, unit: pd.Series, state: State) -> Markup:
    """The open question with its answers as buttons; what was answered before stands above it."""
    step = open_step(state) or STEPS[state.layer][0]
    first = step is STEPS[state.layer][0]
    chosen = [tag("li", f"{name}: ", tag("bdi", value)) for name, value in state.codes if name != "named"]
    answers = dict(step.labels) or dict.fromkeys(candidates(material, unit, state.layer), "")
    keys = dict(zip(answers, "123456789", strict=False)) if first else letters(list(answers))
    name = "code" if first else step.field
    items = [
        _answer(state, f"{name}:{label}", label, keys.get(label, ""), rule) for label, rule in answers.items()
    ]
    if first:
        items.append(_answer(state, f"code:{NONE}", NONE, "0", NOTHING[state.layer]))
    if not step.labels:
        items += list(_typed(state, step))
    shape = "answers" if step.labels else "answers names"
    head = tag("h3", step.question, tabindex="-1", data_focus=bool(state.codes))
    return join(
        [
            tag("ul", *chosen, class_="chips", aria_label="chosen so far") if chosen else "",
            head,
            tag("ul", *items, class_=shape, data_group=True, aria_label=step.question),
        ]
    )


def _answer(state: State, pick: str, label: str, key: str, rule: str) -> Markup:
    shown = button(tag("bdi", label), f"{state.turn}|{pick}", key=key)
    return tag("li", shown, " ", tag("span", rule, class_="rule"))


def _typed(state: State, step: Step) -> Iterator[Markup]:
    """Answers that are no actor of the article: another name, a description, nobody."""
    ways = {step.field: "another name"}
    if step.field == "speaker":
        ways["described"] = "a description, where nobody is named"
    for name, words in ways.items():
        box = tag(
            "input", type="text", data_field=f"{state.turn}|{name}", maxlength=LONGEST, autocomplete="off"
        )
        yield tag("li", tag("label", f"{words}, then Enter: ", box))
    if step.field != "actor":
        yield _answer(state, f"{step.field}:", "not decided", "n", "the text does not say who")


def candidates(material: Material, unit: pd.Series, layer: str) -> list[str]:
    """Return the actors offered for a unit: those of its sentence and of sentences near it, nearest first.

    For positions the author comes first. What the machine found of the unit plays no part.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.codingunits import units as units_of
    >>> corpus = code(bundled("seeds"))
    >>> unit = units_of(corpus, "positions", sample=1).iloc[0]
    >>> candidates(Material(corpus), unit, "positions")[0]
    'author'
    """
    mentions = material.corpus.mentions
    mine = mentions[(mentions["doc"] == unit["doc"]) & (mentions["kind"] != "pronoun")]
    near = mine.assign(far=(mine["sentence"] - unit["sentence"]).abs())
    ranked = near.sort_values(["far", "char_start"], kind="stable")["actor"].drop_duplicates()
    author = ["author"] if layer == "positions" else []
    return [*author, *ranked[ranked != "author"].head(CANDIDATES)]


def letters(labels: Sequence[str]) -> dict[str, str]:
    """Return a key for each label: one of its own letters if that is free, else any; "" where none is left.

    Examples
    --------
    >>> letters(["author", "accept", "quoted"])
    {'author': 'a', 'accept': 'c', 'quoted': 'q'}
    """
    found: dict[str, str] = {}
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    for reach in (slice(1), slice(None)):  # first letters first, whatever the order
        for label in labels:
            ways = label.lower()[reach] + ("" if reach == slice(1) else alphabet)
            taken = {*found.values(), *RESERVED}
            free = next((c for c in ways if c in alphabet and c not in taken), "")
            if free and label not in found:
                found[label] = free
    return {label: found.get(label, "") for label in labels}


def _moves(keys: list[Key], state: State, done: Done) -> Markup:
    """What can be done at every unit."""
    moves = []
    coded = any(key in done for key in keys)
    if state.codes or coded:
        moves.append(("Start this unit anew" if state.codes else "Undo the last code", "undo", "u"))
    if state.index < len(keys):
        moves.append(("Skip", "skip", "s"))
    if state.index > 0:
        moves.append(("Back", "back", "b"))
    if state.layer == "positions" and coded:
        moves.append(("Another position in the sentence just coded", "another", "+"))
    buttons = [button(words, f"{state.turn}|{pick}", key=key) for words, pick, key in moves]
    return tag("p", join(buttons, " "), class_="moves", data_group=True)


def _summary(units: pd.DataFrame, keys: list[Key], state: State, done: Done) -> Markup:
    """What was coded, when the last unit is behind."""
    field = STEPS[state.layer][0].field
    entries = [done[key] for key in keys if key in done]
    counts = Counter(row[field] for entry in entries for row in entry.rows)
    counts[NONE] += sum(not entry.rows for entry in entries)
    labels = [*STEPS[state.layer][0].labels, NONE]
    rows = [(label, f"{counts[label]:,}") for label in labels if counts[label]]
    left = len(keys) - len(entries)
    parts: list[Markup | str] = [tag("h3", "The end of these units", tabindex="-1", data_focus=True)]
    if rows:
        parts.append(table([field, "codes"], rows, caption="What you coded"))
    if left:
        words = "Go to the unit left open" if left == 1 else f"Go to the first of {left:,} units left open"
        parts.append(tag("p", button(words, f"{state.turn}|open", key="o")))
    else:
        parts.append(tag("p", "All units are coded and on disk."))
    return join(parts)


def _machine(material: Material, unit: pd.Series, layer: str) -> Markup:
    """What the machine says of the unit, and why."""
    found = list(machine_says(material, unit, layer)) or [
        "that nothing is to be coded here, because none of its rules applies."
    ]
    return tag("ul", *(tag("li", f"The machine says {words}") for words in found), class_="machine note")


def machine_says(material: Material, unit: pd.Series, layer: str) -> Iterator[str]:
    """Yield what the machine found of a unit with its reason, in words.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.codingunits import units as units_of
    >>> corpus = code(bundled("seeds"))
    >>> unit = units_of(corpus, "targets").iloc[0]
    >>> next(machine_says(Material(corpus), unit, "targets")).split(" because ")[0]
    'negative, author,'
    """
    rows = material.corpus[layer]
    rows = rows[(rows["doc"] == unit["doc"]) & (rows["sentence"] == unit["sentence"])]
    if layer == "targets":
        for row in schema.rows(rows[rows["target"] == unit["target"]]):
            if row.method == "model":
                chance = getattr(row, f"p_{row.polarity}")
                reason = f"because the model gives that label a probability of {chance:.2f}"
                yield f"{row.polarity}, {row.voice}, {reason}."
            else:
                yield f"{row.polarity}, because that is the sign of the sentence's words by {row.method}."
    elif layer == "quotes":
        same = rows[(rows["char_start"] == unit["char_start"]) & (rows["char_end"] == unit["char_end"])]
        for row in schema.rows(same):
            yield f"{row.kind}, because: {row.rule}; speaker {row.speaker or 'open'}, because: {row.basis}."
    else:
        for row in schema.rows(rows[rows["issue"] == unit["issue"]]):
            yield f"{row.position}, {row.actor}, {row.voice}, {row.act}, because of the rule: {row.rule}."
