"""What can be compared, which two are meant, and what is said where the choice makes no pair."""

import pytest

from parley import schema
from parley.comparisonchoice import MOST_ACTORS, NOTHING, choose, controls
from parley.corpus import Corpus
from parley.material import Material


@pytest.fixture(scope="module")
def small(six) -> Material:
    return Material(six)


def settled(material: Material, choices: dict[str, str]) -> dict[str, str]:
    """The defaults, but for what is chosen."""
    return {control.name: control.default for control in controls(material)} | choices


def test_options_are_grouped_by_kind_and_actors_by_mentions(small):
    options = {c.name: c for c in controls(small)}
    kinds = [option.partition(":")[0] for option in options["first"].options]
    assert list(dict.fromkeys(kinds)) == ["actor", "outlet", "article", "voice"]
    assert options["first"].options[:3] == ["actor: Lee", "actor: Ruiz", "outlet: North"]
    assert options["target"].options == ("all", "Lee", "Ruiz")
    assert (options["first"].default, options["second"].default) == ("actor: Lee", "actor: Ruiz")


def test_only_the_actors_with_most_mentions_can_be_chosen(toy):
    names = [f"Actor{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(MOST_ACTORS + 3)]
    lines = [("a", f"{name} spoke.", 0.0, {name: 0.0}, "") for name in names for _ in range(5)]
    options = {c.name: c for c in controls(Material(toy([*lines, *lines[-5:]])))}
    assert options["target"].options == ("all", names[-1], *names[: MOST_ACTORS - 1])


CHOSEN = [
    ({}, ("actor", "Lee", "Ruiz"), ""),
    (
        {"what": "voices"},
        ("voice", "author", "others"),
        "First and second are actors; shown are the first two",
    ),
    ({"what": "outlets"}, ("outlet", "North", "South"), "shown are the first two outlets"),
    ({"first": "voice: author"}, None, "First is a voice, second an actor: choose two of one kind."),
    ({"second": "actor: Lee"}, None, "Both sides are Lee: choose two that differ."),
    ({"target": "Lee"}, ("actor", "Lee", "Ruiz"), "The target is not used where actors are compared."),
    ({"what": "outlets", "measure": "share of mentions"}, None, "choose a target"),
]


@pytest.mark.parametrize(("choices", "sides", "said"), CHOSEN)
def test_what_is_compared_and_what_is_said_about_the_choice(small, choices, sides, said):
    pair, note = choose(small, settled(small, choices))
    assert (pair and (pair.by, pair.first, pair.second)) == sides
    assert said in note
    assert bool(said) == bool(note)


def test_two_of_a_kind_that_is_missing_are_said(toy):
    material = Material(toy([("a", "Lee left. ", 0.0, {"Lee": 0.0}, "")]))
    pair, said = choose(material, settled(material, {"what": "outlets"}))
    assert (pair, said) == (None, "These articles do not have two outlets to compare.")


def test_an_empty_corpus_has_nothing_to_choose():
    material = Material(Corpus({name: schema.empty(name) for name in schema.TABLES}, {}))
    chosen = settled(material, {})
    assert [chosen["first"], chosen["second"]] == [NOTHING, NOTHING]
    assert choose(material, chosen) == (None, "These articles have no sentences to compare.")
