"""Measures: each against what is counted by hand in a few sentences, and what cannot be measured."""

import pytest

from parley import schema
from parley.comparison import compare_two
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.measures import MEASURES, UNITS, stretches, unfit, units
from parley.voice import said_by

# by, side, measure, target, value, n: all by hand from the lines above
VALUES = [
    ("actor", "Lee", "stance", "all", 2 * -(0.1 + 0.2 + 0.3 + 0.4 + 0.5 + 0.6) / 7, 7),
    ("actor", "Ruiz", "stance", "all", 2 * (0.0 + 0.1 + 0.2 + 0.3 + 0.4 + 0.5 + 0.2) / 7, 7),
    ("outlet", "North", "stance", "Lee", 2 * -(0.1 + 0.2 + 0.3) / 4, 4),
    ("article", "a", "stance", "all", 2 * (-0.1 + 0.0 + 0.0 + 0.2) / 4, 4),
    ("actor", "Lee", "TextBlob polarity", "all", -2 * (0.2 + 0.4) / 7, 7),
    ("article", "b", "VADER polarity", "all", (-0.2 + 0.1 + 0.5) / 3, 3),
    ("outlet", "South", "VADER polarity", "Ruiz", (0.3 + 0.4) / 2, 2),
    ("voice", "quoted", "TextBlob polarity", "all", 0.5, 6),
    ("actor", "Lee", "share of mentions", "all", 7 / 14, 7),
    ("outlet", "North", "share of mentions", "Ruiz", 4 / 8, 4),
    ("voice", "author", "share of mentions", "Lee", 7 / 14, 7),
    ("actor", "Ruiz", "share of speech", "all", 1.0, 6),
    ("actor", "Lee", "share of speech", "all", 0.0, 0),
    ("article", "b", "sentence length", "all", (5 + 4 + 6) / 3, 3),
    ("actor", "Ruiz", "sentence length", "all", (6 * 4 + 5) / 7, 7),
    ("article", "b", "share of quoted words", "all", 6 / 15, 3),
    ("article", "a", "share of quoted words", "all", 6 / 20, 4),
    ("actor", "Ruiz", "share of quoted words", "all", 1.0, 6),
    ("actor", "Lee", "share of opposing positions", "all", 3 / 6, 6),
    ("voice", "quoted", "share of opposing positions", "all", 1.0, 6),
]


@pytest.mark.parametrize(("by", "side", "measure", "target", "value", "n"), VALUES)
def test_each_measure_is_what_is_counted_by_hand(six, by, side, measure, target, value, n):
    other = {"actor": {"Lee": "Ruiz"}.get(side, "Lee"), "outlet": {"North": "South"}.get(side, "North")}
    other |= {"article": "f", "voice": "reported" if "speech" in measure or side == "author" else "author"}
    row = compare_two(six, by, side, other[by], measure=measure, target=target).iloc[0]
    assert (round(row["value"], 9), row["n"]) == (round(value, 9), n)


def test_speakers_together_count_for_each(toy):
    corpus = toy(
        [("a", "We agree on all.", 0.0, {}, "Lee; Ruiz"), ("a", "No more of it.", 0.0, {}, "Ann Lee")]
    )
    shares = [units(corpus, "actor", name, measure="share of speech") for name in ("Lee", "Ruiz", "Ann Lee")]
    assert [ratio(side) for side in shares] == [0.5, 0.5, 0.5]


def ratio(side) -> float:
    return side["value"].sum() / side["weight"].sum()


def test_a_speaker_is_a_whole_name(six):
    """Part of a name is nobody; the stretches of the six articles name Ruiz alone."""
    spoken = stretches(six)["speaker"]
    assert said_by(spoken, "Ruiz").sum() == 6
    assert not said_by(spoken, "Rui").any()


def test_units_are_rows_of_their_own(six):
    """What a reader does with the rows of a side does not reach the next call."""
    first = units(six, "actor", "Lee")
    kept = first.copy()
    first["value"] = 9.0
    assert units(six, "actor", "Lee").equals(kept)


REFUSED = [
    ("actor", "Lee", "Lee", "stance", "all", "Both sides are Lee"),
    ("voice", "others", "quoted", "stance", "all", "share words"),
    ("voice", "author", "others", "share of quoted words", "all", "A voice is quoted or it is not"),
    ("voice", "author", "quoted", "share of speech", "Lee", "nobody's speech"),
    ("outlet", "North", "South", "share of mentions", "all", "choose a target"),
    ("article", "a", "b", "share of speech", "all", "choose a target"),
]


@pytest.mark.parametrize(("by", "first", "second", "measure", "target", "words"), REFUSED)
def test_what_cannot_be_compared_is_said(by, first, second, measure, target, words):
    assert words in unfit(by, first, second, measure, target)


@pytest.mark.parametrize(
    ("by", "name", "measure", "message"),
    [
        ("paper", "North", "stance", "by is 'paper'; allowed: actor, outlet, article, voice"),
        ("actor", "Lee", "mood", "measure is 'mood'; allowed: stance"),
        ("voice", "crowd", "stance", "voice is 'crowd'; allowed: all, author"),
    ],
)
def test_unknown_values_are_refused(six, by, name, measure, message):
    with pytest.raises(ParleyError, match=message):
        units(six, by, name, measure=measure)


@pytest.mark.parametrize("measure", MEASURES)
def test_an_empty_corpus_has_no_units(measure):
    empty = Corpus({name: schema.empty(name) for name in schema.TABLES}, {})
    found = units(empty, "actor", "Lee", measure=measure)
    assert found.empty
    assert found.columns.tolist() == UNITS
