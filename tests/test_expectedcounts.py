"""What is right in exercises that count, on small tables, and which mistakes are told apart from it."""

from types import SimpleNamespace
from typing import Any

import pandas as pd

from parley.exercises import verdict
from parley.expectedcounts import gone, part_of_pair, side_of_words, standing_twice

MENTIONS = pd.DataFrame(
    [
        ("Ada", "name", 1.0),
        ("Ada", "pronoun", 0.7),
        ("Ada", "nominal", 0.95),
        *[("Realm", "name", 1.0)] * 3,
        ("Realm", "pronoun", 0.8),
        *[("Other", "name", 1.0)] * 3,
    ],
    columns=["actor", "kind", "confidence"],
)
PAIR = {"Ada": "Realm"}


def test_a_share_of_a_pair_and_its_mistakes() -> None:
    right = part_of_pair(MENTIONS, PAIR)
    assert dict(right.values) == {"Realm": 3 / 7}
    for wrong, says in (
        (1 / 4, "names alone"),
        (2 / 5, "pronouns"),
        (3 / 10, "all mentions"),
        (4 / 7, "other"),
    ):
        assert says in verdict({"Realm": wrong}, right)


def test_a_share_of_sure_mentions() -> None:
    right = part_of_pair(MENTIONS, PAIR, least=0.9)
    assert dict(right.values) == {"Realm": 2 / 5}
    assert "enough confidence" in verdict({"Realm": 3 / 7}, right)
    assert verdict({"Realm": 0.4}, right) == "Right."


def test_an_actor_who_is_not_mentioned_has_a_share_of_zero() -> None:
    assert dict(part_of_pair(MENTIONS, {"Nobody": "Realm", "Ada": "None"}).values) == {
        "Realm": 0.0,
        "None": 1.0,
    }


def corpus(**tables: Any) -> Any:
    return SimpleNamespace(**tables)


def test_words_that_stand_twice() -> None:
    blocks = pd.DataFrame(
        [("a", "body", "We have time.", "a paragraph"), ("a", "pullquote", "have time", "repeats")],
        columns=["doc", "kind", "text", "rule"],
    )
    sentences = pd.DataFrame({"doc": ["a", "b"], "text": ["We have time.", "have time have time"]})
    held = corpus(blocks=blocks, sentences=sentences, raw={"a": "We have time.\nhave time"})
    right = standing_twice(held, "a", "have time")
    assert dict(right.values) == {"file": 2.0, "text": 1.0, "kind": "pullquote"}
    assert "only sentences" in verdict({"file": 2, "text": 2, "kind": "pullquote"}, right)
    assert "is the rule" in verdict({"file": 2, "text": 1, "kind": "repeats"}, right)
    assert standing_twice(held, "a", "We").values["kind"] == "none"


def test_a_side_with_speakers_added() -> None:
    rows = [("author", "author")] * 4 + [("quoted", "x")] * 2 + [("reported", "y")] * 3 + [("reported", "z")]
    words = pd.DataFrame(rows, columns=["voice", "speaker"])
    right = side_of_words(words, {"y": "S"}, "S", {"x": "S"})
    assert dict(right.values) == {"all": 5 / 6, "quoted": 1.0}
    assert "not counted" in verdict({"all": 0.5, "quoted": 0.0}, right)
    assert "authors' words" in verdict(
        {"all": 0.5, "quoted": 1.0}, side_of_words(words, {}, "S", {"x": "S", "y": "S"})
    )
    assert "added alone" in verdict({"all": 2 / 6, "quoted": 1.0}, right)


def test_a_side_by_speakers_with_a_side_alone() -> None:
    rows = [("author", "author"), *[("quoted", "x")] * 2, *[("quoted", "w")] * 3, ("reported", "z")]
    words = pd.DataFrame([*rows, *[("reported", "y")] * 2], columns=["voice", "speaker"])
    right = side_of_words(words, {"y": "S", "w": "T"}, "S", {"x": "S"})
    assert dict(right.values) == {"all": 4 / 8, "quoted": 2 / 5}
    assert verdict({"all": 4 / 7, "quoted": 2 / 5}, right).startswith("Not yet (all). You left out")
    assert verdict({"all": 4 / 8, "quoted": 0}, right) == "Not yet: quoted is 0: not computed yet?"
    assert "between 0 and 1" in verdict({"all": 4, "quoted": 0}, right)


def test_what_went_and_what_came() -> None:
    columns = ["doc", "line", "actor", "issue", "position", "evidence"]
    before = pd.DataFrame(
        [("a", n, "x", issue, "support", "e") for n, issue in enumerate("ppq")], columns=columns
    )
    after = pd.concat([before.iloc[[0]], before.iloc[[0]].assign(line=9)])
    found = gone(corpus(positions=before), corpus(positions=after), ["p"])
    assert found == {"p": 1.0, "come": 1.0, "elsewhere": 1.0}
    assert gone(corpus(positions=before), ..., ["p"]) is ...
