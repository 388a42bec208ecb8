"""The lexicon of stances: how a word of a text is looked up, and that its lists are sound."""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.tokens import Token

from parley import schema
from parley.language import nlp
from parley.predicates import Predicate, forms, lexicon
from parley.registry import read_registry

WORDS = lexicon(read_registry())


def word(text: str, name: str) -> Token:
    """The first token of a text with this form."""
    return next(t for t in nlp()(text) if t.text == name)


FORMS = {
    "a verb": ("They left.", "left", "", ["leave"]),
    "particle": ("They ruled out war.", "ruled", "", ["rule out", "rule"]),
    "particle after the object": ("They ruled it out.", "ruled", "", ["rule out", "rule"]),
    "preposition": ("They called for peace.", "called", "for", ["call for", "call"]),
    "particle and preposition": ("They pushed back against it.", "pushed", "against", ["push back against", "push against", "push back", "push"]),
    "two prepositions": ("They withdrew from it.", "withdrew", "from under", ["withdraw from under", "withdraw from", "withdraw"]),
    "particle of nothing": ("They rejected the way out.", "rejected", "", ["reject"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "verb", "via", "expected"), FORMS.values(), ids=FORMS)
def test_forms_of_a_verb_from_the_longest_to_the_bare_one(text, verb, via, expected):
    assert forms(word(text, verb), via) == expected


VERBS = {
    "bare": ("They rejected it.", "rejected", "", Predicate("reject", -1)),
    "with a particle": ("They ruled out war.", "ruled", "", Predicate("reject", -1)),
    "without its particle": ("They ruled the country.", "ruled", "", None),
    "with a preposition": ("They called for peace.", "called", "for", Predicate("demand", 1)),
    "without its preposition": ("They called again.", "called", "", None),
    "the longer form goes before": ("They warned against war.", "warned", "against", Predicate("reject", -1)),
    "no stance": ("They ate bread.", "ate", "", None),
}


@pytest.mark.parametrize(("text", "verb", "via", "expected"), VERBS.values(), ids=VERBS)
def test_stance_of_a_verb(text, verb, via, expected):
    assert WORDS.verb(word(text, verb), via) == expected


NOUNS = {
    "a noun": ("Two demands failed.", "demands", Predicate("demand", 1)),
    "against": ("Their objection failed.", "objection", Predicate("reject", -1)),
    "a verb of the same form": ("They demand peace.", "demand", None),
    "no stance": ("The bread was good.", "bread", None),
}


@pytest.mark.parametrize(("text", "noun", "expected"), NOUNS.values(), ids=NOUNS)
def test_stance_of_a_noun(text, noun, expected):
    assert WORDS.noun(word(text, noun)) == expected


ADJECTIVES = {
    "bare": ("They are ready.", "ready", "", Predicate("offer", 1)),
    "with a preposition": ("They are hostile to it.", "hostile", "to", Predicate("reject", -1)),
    "without its preposition": ("They are hostile.", "hostile", "", None),
    "the bare one before another preposition": (
        "They are ready for it.",
        "ready",
        "for",
        Predicate("offer", 1),
    ),
    "no stance": ("They are tall.", "tall", "", None),
}


@pytest.mark.parametrize(("text", "adjective", "via", "expected"), ADJECTIVES.values(), ids=ADJECTIVES)
def test_stance_of_an_adjective(text, adjective, via, expected):
    assert WORDS.adjective(word(text, adjective), via) == expected


LISTS = {
    "ends": ("They lifted the ban.", "lifted", "ends", "", True),
    "ends, by a preposition": ("They walked out of it.", "walked", "ends", "", False),
    "ends, with a particle": ("They cut off the water.", "cut", "ends", "", True),
    "keeps": ("They extended the ban.", "extended", "keeps", "", True),
    "keeps is not ends": ("They extended the ban.", "extended", "ends", "", False),
    "light": ("They made a demand.", "made", "light", "", True),
}


@pytest.mark.parametrize(("text", "verb", "part", "via", "expected"), LISTS.values(), ids=LISTS)
def test_a_verb_in_a_list(text, verb, part, via, expected):
    assert WORDS.is_verb(part, word(text, verb), via) is expected


def test_a_word_in_a_list():
    assert WORDS.among("ends", "nouns", "lifting")
    assert WORDS.among("irrealis", "conditional", "unless")
    assert not WORDS.among("ends", "nouns", "bread")


# The lists themselves


def test_every_class_has_an_act_of_the_codebook_and_a_sign():
    entries = read_registry().lexicons["stances"]["predicate"]
    assert {e["act"] for e in entries} <= set(schema.ACTS)
    assert {e["sign"] for e in entries} == {1, -1}


def test_no_word_is_for_and_against():
    """Where two classes list a word, the first counts; they must agree on its sign."""
    signs: dict[tuple[str, str], set[int]] = {}
    for entry in read_registry().lexicons["stances"]["predicate"]:
        for kind in ("verbs", "nouns", "adjectives"):
            for listed in entry.get(kind, []):
                signs.setdefault((kind, listed), set()).add(entry["sign"])
    assert {word: s for word, s in signs.items() if len(s) > 1} == {}


def test_no_word_both_ends_and_keeps_or_praises_and_blames():
    lists = WORDS.words
    assert lists["ends"]["verbs"] & lists["keeps"]["verbs"] == set()
    assert lists["ends"]["nouns"] & lists["keeps"]["nouns"] == set()
    good = lists["evaluation"]["positive"] | lists["evaluation"]["weak"]
    assert good & lists["evaluation"]["negative"] == set()


def test_another_registry_has_its_own_lexicon():
    registry = read_registry()
    data = dict(registry.lexicons["stances"]) | {
        "predicate": [{"act": "reject", "sign": -1, "verbs": ["pooh-pooh", "eat"]}]
    }
    other = lexicon(replace(registry, lexicons={**registry.lexicons, "stances": data}))
    assert other.verb(word("They ate bread.", "ate")) == Predicate("reject", -1)
    assert other.verb(word("They rejected it.", "rejected")) is None
    assert other.nouns == {}
    assert lexicon(registry).verbs == WORDS.verbs  # not the same object where many lists were read before
