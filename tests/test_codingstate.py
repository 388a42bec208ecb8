"""The state of coding: what a pick leads to. Nothing is written."""

from functools import cache
from pathlib import Path

import pytest

from parley import code, read_registry
from parley.codingstate import State, failed, open_step, said, start, update
from parley.codingsteps import STEPS
from parley.codingunits import KEY, key_of, units
from parley.corpus import Corpus
from parley.journalfile import Entry
from parley.registry import Registry
from parley.schema import LAYERS

FOLDER = Path(__file__).parent / "coding"


@cache
def dam() -> tuple[Corpus, Registry]:
    """One article of five sentences, with actors and an issue of its own."""
    registry = read_registry(FOLDER)
    return code(FOLDER / "a.txt", registry=registry, cache=False), registry


@cache
def units_of(layer):
    corpus, registry = dam()
    return units(corpus, layer, registry=registry)


def play(layer, *picks, state=None, done=None):
    """The state after some picks, what was written, and what is coded then: a coder without a disk."""
    frame = units_of(layer)
    done = dict(done or {})
    state = state or start(frame, layer, done)
    written: list[Entry] = []
    for pick in picks:
        state, entry = update(frame, state, pick, done)
        if entry is None:
            continue
        written.append(entry)
        if entry.undo:
            done = {key: e for key, e in done.items() if e.seq != entry.undo}
        else:
            done.pop(entry.key, None)
            done[entry.key] = Entry(layer, entry.unit, entry.rows, seq=len(written))
    return state, written, done


NEUTRAL = ("code:neutral", "voice:author")


def test_a_target_is_coded_by_polarity_voice_and_holder():
    """Nothing is written before the last answer; the holder is asked only where it is not the author."""
    frame = units_of("targets")
    unit = dict(zip(KEY["targets"], key_of(frame.iloc[0], "targets"), strict=True))
    state, written, _ = play("targets", "code:negative")
    assert (state.index, state.codes, written) == (0, (("polarity", "negative"),), [])
    state, written, _ = play("targets", "code:negative", "voice:author")
    assert state.index == 1
    assert [dict(e.rows[0]) for e in written] == [
        {**unit, "polarity": "negative", "voice": "author", "holder": ""}
    ]
    state, written, _ = play("targets", "code:negative", "voice:quoted")
    assert (state.index, written) == (0, [])
    state, written, _ = play("targets", "code:negative", "voice:quoted", "holder:  Ana \n Roe ")
    assert written[0].rows[0]["holder"] == "Ana Roe"
    assert written[0].unit == unit


@pytest.mark.parametrize(
    ("picks", "row"),
    [
        (("code:direct", "speaker:Mark Lee"), ("direct", "Mark Lee", True)),
        (("code:partial", "described:a friend"), ("partial", "a friend", False)),
        (("code:direct", "speaker:"), ("direct", "", False)),
        (("code:scare",), ("scare", "", False)),
        (("code:title",), ("title", "", False)),
        (("speaker:Mark Lee", "code:title"), ("title", "", False)),
        (("speaker:Mark Lee", "described:a friend", "code:direct"), ("direct", "a friend", False)),
    ],
)
def test_a_quotation_is_coded_by_kind_and_speaker(picks, row):
    """An actor is named, a description is not; irony and titles have no speaker, whatever came first."""
    _, written, _ = play("quotes", *picks)
    assert [tuple(r[f] for f in ("kind", "speaker", "named")) for e in written for r in e.rows] == [row]


HOLDS = ("code:support", "actor:Mark Lee", "voice:quoted", "act:demand")


def test_a_position_is_coded_by_sign_actor_voice_and_act_and_a_sentence_may_hold_several():
    state, written, _ = play("positions", *HOLDS)
    assert (state.index, len(written)) == (1, 1)
    more = ("another", "code:oppose", "actor:author", "voice:asserted", "act:reject")
    state, written, _ = play("positions", *HOLDS, *more)
    assert state.index == 1
    assert [len(e.rows) for e in written] == [1, 2]
    assert written[1].key == written[0].key
    rows = [(r["actor"], r["position"], r["voice"], r["act"]) for r in written[1].rows]
    assert rows == [("Mark Lee", "support", "quoted", "demand"), ("author", "oppose", "asserted", "reject")]
    assert len({r["id"] for r in written[1].rows}) == 2
    state, written, _ = play("positions", *HOLDS, "another", "code:none")
    assert (state.index, len(written)) == (1, 1)  # nothing to add
    _, written, _ = play("positions", *HOLDS, "back", *HOLDS)
    assert [len(e.rows) for e in written] == [1, 1]  # without "another" the new code takes the place


@pytest.mark.parametrize("layer", STEPS)
def test_each_row_has_the_fields_of_its_layer(layer):
    picks = {"targets": NEUTRAL, "quotes": ("code:scare",), "positions": HOLDS}[layer]
    _, written, _ = play(layer, *picks)
    assert set(written[0].rows[0]) == set(LAYERS[layer])


@pytest.mark.parametrize("layer", STEPS)
def test_a_unit_can_be_coded_as_nothing(layer):
    state, written, _ = play(layer, "code:none")
    assert (state.index, [e.rows for e in written]) == (1, [()])


@pytest.mark.parametrize(
    "pick",
    [
        "",
        "code:angry",
        "mood:bad",
        "voice:loud",
        "code",
        "nonsense",
        "open:1",
        "skip:1",
        "|",
        "9|skip",
        "9|code:none",
    ],
)
def test_a_pick_that_means_nothing_changes_nothing(pick):
    frame = units_of("targets")
    assert update(frame, State("targets"), pick, {}) == (State("targets"), None)


@pytest.mark.parametrize("name", ["x" * 201, "a\ud800"])
def test_what_is_no_name_is_not_taken(name):
    state, written, _ = play("targets", "code:neutral", "voice:quoted", f"holder:{name}")
    assert (state.index, written) == (0, [])


def test_a_position_needs_an_actor():
    state, _, _ = play("positions", "code:support", "actor:  ")
    assert dict(state.codes) == {"position": "support"}


def test_a_key_pressed_twice_does_not_code_the_next_unit():
    """The view's picks carry the turn in which they were shown."""
    state, written, _ = play("targets", "0|code:none", "0|code:none", "0|skip")
    assert (state.index, len(written)) == (1, 1)
    state, written, _ = play("targets", "0|code:none", "1|code:none")
    assert (state.index, len(written)) == (2, 2)


def test_undo_takes_back_what_was_chosen_then_the_last_code():
    state, written, done = play("targets", *NEUTRAL, "code:negative", "undo")
    assert (state.index, state.codes, len(written)) == (1, (), 1)
    assert len(done) == 1
    state, written, done = play("targets", *NEUTRAL, "skip", *NEUTRAL, "undo")
    assert len(done) == 1
    assert (state.index, [e.undo for e in written]) == (2, [0, 0, 2])
    state, written, done = play("targets", *NEUTRAL, "skip", *NEUTRAL, "undo", "undo", "undo")
    assert (state.index, [e.undo for e in written], done) == (0, [0, 0, 2, 1], {})
    assert state.message == "Nothing to take back."


def test_skipping_goes_on_and_the_end_leads_to_what_was_left_open():
    state, _, _ = play("targets", "skip", *NEUTRAL, "skip", "skip")
    assert state.index == 4
    state, _, done = play("targets", "skip", *NEUTRAL, "skip", "skip", "open")
    assert state.index == 0
    state, _, _ = play("targets", *NEUTRAL, state=state, done=done)
    assert state.index == 2  # the one between is coded
    state, written, _ = play("targets", *["skip"] * 9, "code:none", "code:neutral", "another")
    assert (state.index, written) == (4, [])


def test_back_ends_at_the_first_unit_and_comes_back_from_the_end():
    assert play("targets", "back")[0].index == 0
    assert play("targets", *["skip"] * 4, "back")[0].index == 3


def test_coding_goes_on_at_the_first_unit_that_is_open():
    _, _, done = play("targets", *NEUTRAL, *NEUTRAL)
    frame = units_of("targets")
    assert start(frame, "targets", done).index == 2
    _, _, done = play("targets", *["code:none"] * 4)
    assert start(frame, "targets", done).index == 4


def test_codes_of_units_that_are_not_shown_are_not_taken_back():
    _, _, done = play("targets", *NEUTRAL)
    frame = units_of("targets")
    rest = frame.iloc[1:].reset_index(drop=True)
    state, entry = update(rest, start(rest, "targets", done), "undo", done)
    assert (entry, state.message) == (None, "Nothing to take back.")


def test_a_state_does_not_change():
    state = State("targets")
    frame = units_of("targets")
    update(frame, state, "code:neutral", {})
    assert state == State("targets")


def test_after_a_fault_the_unit_and_what_was_chosen_stay_until_the_next_pick():
    before = play("targets", "code:negative")[0]
    state = failed(before, "the disk is full")
    assert (state.index, state.codes, state.fault) == (0, before.codes, "the disk is full")
    assert update(units_of("targets"), state, "undo", {})[0].fault == ""


@pytest.mark.parametrize(
    ("layer", "picks", "field"),
    [
        ("targets", (), "polarity"),
        ("targets", ("code:neutral",), "voice"),
        ("targets", ("code:neutral", "voice:paraphrased"), "holder"),
        ("quotes", ("speaker:Mark Lee",), "kind"),
        ("positions", ("code:oppose", "act:reject"), "actor"),
    ],
)
def test_the_open_question_is_the_first_that_is_not_answered(layer, picks, field):
    assert open_step(play(layer, *picks)[0]).field == field


def test_a_code_is_said_in_the_order_of_the_questions():
    """What is empty is left out; several rows are parted."""
    row = {"act": "reject", "actor": "Lee", "voice": "", "position": "oppose"}
    assert said(Entry("positions", {}, (row, row | {"voice": "quoted"}))) == (
        "oppose, Lee, reject; oppose, Lee, quoted, reject"
    )


def test_without_units_nothing_is_coded():
    empty = units_of("quotes").head(0)
    for pick in ("code:none", "code:direct", "skip", "undo", "back", "open"):
        assert update(empty, start(empty, "quotes", {}), pick, {})[1] is None
