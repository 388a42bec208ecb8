"""The state of coding, unit by unit. Pure: nothing is written.

`update` takes a pick and returns the next state, with the entry that must be on disk before it is shown.
Picks are ``code:LABEL`` for the first question of a unit, ``code:none``, ``FIELD:LABEL`` for the others, and
``undo``, ``skip``, ``back``, ``open`` (the first unit that is not coded), ``another`` (position in the
sentence). A pick may be led by the turn in which it was shown, as in ``3|code:neutral``; in another turn it
means nothing: a key pressed twice does not code the next unit unseen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from parley.codingsteps import STEPS, Step
from parley.codingunits import KEY, NONE, key_of, keys_of
from parley.journalfile import Entry, Key
from parley.schema import LAYERS

Done = Mapping[Key, Entry]
LONGEST = 200
"""Letters of a name that is typed."""


@dataclass(frozen=True)
class State:
    """Where a coder is: the unit's number from 0, and what was chosen of it so far.

    ``turn`` counts the steps from unit to unit. ``message`` says what was done last, ``fault`` why it was
    not.
    """

    layer: str
    index: int = 0
    turn: int = 0
    codes: tuple[tuple[str, str], ...] = ()
    add: bool = False
    message: str = ""
    fault: str = ""


def start(units: pd.DataFrame, layer: str, done: Done) -> State:
    """Return the state in which coding begins or goes on: at the first unit that is not coded.

    Examples
    --------
    >>> start(pd.DataFrame(columns=["doc", "start", "end"]), "quotes", {}).index
    0
    """
    return State(layer, _open(keys_of(units, layer), done, 0))


def _open(keys: Sequence[Key], done: Done, low: int) -> int:
    """The first unit from a number on that is not coded; the number of units where all are."""
    return next((i for i in range(low, len(keys)) if keys[i] not in done), len(keys))


def update(units: pd.DataFrame, state: State, pick: str, done: Done) -> tuple[State, Entry | None]:
    """Return the state after a pick, and the entry to be written before it is shown.

    Parameters
    ----------
    units
        The units, as from `parley.codingunits.units`.
    state
        The state before.
    pick
        What was picked. One that means nothing here, or was made in an earlier turn, changes nothing.
    done
        What is coded: `parley.journalfile.Codes.standing` of the layer.

    Examples
    --------
    >>> units = pd.DataFrame([("a", 0, 9, "Lee")], columns=["doc", "start", "end", "target"])
    >>> state, entry = update(units, State("targets"), "code:neutral", {})
    >>> state.codes, entry
    ((('polarity', 'neutral'),), None)
    >>> update(units, state, "voice:author", {})[1].rows[0]["polarity"]
    'neutral'
    """
    turn, _, rest = pick.partition("|") if re.match(r"\d+\|", pick) else ("", "", pick)
    if turn and int(turn) != state.turn:
        return state, None
    keys = keys_of(units, state.layer)
    field, colon, value = rest.partition(":")
    if not colon:
        return _moved(keys, state, rest, done)
    if state.index >= len(keys):
        return state, None
    if rest == f"code:{NONE}" and state.add:
        return _at(state, _open(keys, done, state.index + 1), "No further position here."), None
    if rest == f"code:{NONE}":
        return _coded(units, keys, state, done, ())
    codes = _chosen(state, field, value)
    if codes is None:
        return state, None
    state = replace(state, codes=codes, message="", fault="")
    if open_step(state) is not None:
        return state, None
    key = keys[state.index]
    before = done[key].rows if state.add and key in done else ()
    row = _row(state, units.iloc[state.index], len(before))
    return _coded(units, keys, state, done, (*before, row))


def failed(state: State, fault: str) -> State:
    """Return the state after an entry that could not be written: the unit stays, and the reason is shown.

    Examples
    --------
    >>> failed(State("quotes"), "the disk is full").fault
    'the disk is full'
    """
    return replace(state, message="", fault=fault)


def _moved(keys: list[Key], state: State, pick: str, done: Done) -> tuple[State, Entry | None]:
    """What a pick without a label does: it leads to another unit, or takes a code back."""
    if pick == "undo" and state.codes:
        return replace(state, codes=(), message="Nothing chosen.", fault=""), None
    here = {key: number for number, key in enumerate(keys)}
    mine = [key for key in done if key in here]
    last = here[mine[-1]] if mine else -1
    if pick == "undo":
        if last < 0:
            return replace(state, message="Nothing to take back.", fault=""), None
        return _at(state, last, "Taken back. Code it again, or skip it."), Entry(undo=done[keys[last]].seq)
    coded_here = state.index < len(keys) and keys[state.index] in done
    to = {
        "skip": min(state.index + 1, len(keys)),
        "back": max(state.index - 1, 0),
        "open": _open(keys, done, 0),
        "another": state.index if coded_here else last,
    }.get(pick, -1)
    if to < 0 or (pick == "another" and state.layer != "positions"):
        return state, None
    if pick == "another":
        return replace(_at(state, to, "One more position in this sentence."), add=True), None
    return _at(state, to, ""), None


def _at(state: State, index: int, message: str) -> State:
    return State(state.layer, index, state.turn + 1, message=message)


def _coded(
    units: pd.DataFrame, keys: list[Key], state: State, done: Done, rows: tuple[Mapping[str, Any], ...]
) -> tuple[State, Entry]:
    """The entry of a unit that is decided, and the next unit that is not: after it, else at the end."""
    unit = dict(zip(KEY[state.layer], keys[state.index], strict=True))
    entry = Entry(state.layer, unit, rows)
    after = _open(keys, {**done, entry.key: entry}, state.index + 1)
    return _at(state, after, f"Saved: {said(entry)}."), entry


def said(entry: Entry) -> str:
    """Return a code in words.

    Examples
    --------
    >>> said(Entry("targets", {"doc": "a"}))
    'none'
    """
    if not entry.rows:
        return NONE
    fields = [step.field for step in STEPS[entry.layer]]
    return "; ".join(", ".join(str(row[f]) for f in fields if row[f]) for row in entry.rows)


def open_step(state: State) -> Step | None:
    """Return the question that is open; None where all are answered.

    Examples
    --------
    >>> open_step(State("targets", codes=(("polarity", "neutral"),))).field
    'voice'
    """
    chosen = dict(state.codes)
    for step in STEPS[state.layer]:
        if step.field in chosen:
            continue
        if step.needs is None or chosen.get(step.needs[0], step.needs[1][0]) in step.needs[1]:
            return step
    return None


def _chosen(state: State, field: str, value: str) -> tuple[tuple[str, str], ...] | None:
    """The codes with one more; None where the pick is no label of the layer."""
    steps = {step.field: step for step in STEPS[state.layer]}
    described = field == "described" and "speaker" in steps
    name = STEPS[state.layer][0].field if field == "code" else "speaker" if described else field
    if name not in steps:
        return None
    value = " ".join(value.split())
    step = steps[name]
    if value not in step.labels if step.labels else _unfit(value) or (not value and name == "actor"):
        return None
    kept = {k: v for k, v in state.codes if k not in {name, "named"}} | {name: value}
    if name == "speaker" and value and not described:
        kept["named"] = "yes"
    return tuple(kept.items())


def _unfit(value: str) -> bool:
    """Whether a text is too long for a name, or holds half a character."""
    return len(value) > LONGEST or bool(re.search("[\ud800-\udfff]", value))


def _row(state: State, unit: pd.Series, number: int) -> dict[str, Any]:
    """The row that a coding gets, with the fields of the layer."""
    key = dict(zip(KEY[state.layer], key_of(unit, state.layer), strict=True))
    chosen = dict(state.codes)
    row: dict[str, Any] = dict.fromkeys(LAYERS[state.layer], "") | key
    row |= {field: chosen[field] for field in row if field in chosen}
    if state.layer == "quotes":
        row["named"] = chosen.get("named") == "yes"
        if chosen["kind"] not in {"direct", "partial"}:
            row |= {"speaker": "", "named": False}
    if state.layer == "targets" and chosen["voice"] == "author":
        row["holder"] = ""
    if state.layer == "positions":
        row["id"] = f"{key['doc']}-{key['start']}-{key['issue']}-{number + 1}"
    return row
