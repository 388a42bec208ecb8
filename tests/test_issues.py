"""Where a text raises an issue: the language of phrases, short forms, headings, and what is refused.

A row is the phrases of an issue, a text, and the stretches of it that raise the issue.
"""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

from dataclasses import replace

import pytest

from parley.errors import ParleyError
from parley.issues import Raised, check_issues, find_issues, headed, phrases_of
from parley.language import nlp
from parley.registry import Actor, Issue, Registry, read_registry

PEOPLE = {
    "Robert Hale": Actor("Robert Hale", "person", names=("Robert Hale", "Hale")),
    "Norway": Actor("Norway", "country", names=("Norway",), adjectives=("Norwegian",), capitals=("Oslo",), people=("Norwegians",)),
    "Cod Council": Actor("Cod Council", "organisation", names=("Cod Council",)),
}  # fmt: skip


def holding(*issues: Issue) -> Registry:
    """A registry with these issues and the actors above."""
    return replace(read_registry(), actors=PEOPLE, issues={i.id: i for i in issues})


def raised(text: str, *issues: Issue, at: dict[str, str] | None = None) -> list[tuple[str, Raised]]:
    """The stretches of a text that raise issues; ``at`` tells whom its words mention."""
    doc = nlp()(text)
    actor_at = {t.i: at[t.text] for t in doc if at and t.text in at}
    return [(doc[r.low : r.high].text, r) for r in find_issues(doc, actor_at, holding(*issues))]


def dam(*terms: str, **more) -> Issue:
    return Issue("dam", "the dam should be built", terms=terms, **more)


PHRASES = {
    "a word": ("dam", "They saw the dam.", ["dam"]),
    "a word by its dictionary form": ("dam", "They saw two dams.", ["dams"]),
    "a word as it stands": ("elections", "Elections came after the election.", ["Elections"]),
    "another word": ("dam", "They saw the dame.", []),
    "words in their order": ("build dam", "They built dams.", ["built dams"]),
    "words in another order": ("dam water", "The water filled the dam.", []),
    "three words between": ("build dam", "They build a very big dam.", ["build a very big dam"]),
    "four words between": ("build dam", "They build a very big new dam.", []),
    "eight words between": ("build ... dam", "They build with great care and hope a big new dam.", ["build with great care and hope a big new dam"]),
    "nine words between": ("build ... dam", "They build with great care and hope a very big new dam.", []),
    "wide between two words only": ("build ... big dam", "They build here a big and very wide old dam.", []),
    "a stop between": ("build dam", "They will build. Dams fall.", []),
    "a colon between": ("build dam", "They may build: a dam.", []),
    "two of several words": ("build|raise dam|weir", "They raised a weir and built dams.", ["raised a weir", "built dams"]),
    "part of speech, fits": ("build/NOUN", "The build took a year.", ["build"]),
    "part of speech, other": ("build/NOUN", "They build dams.", []),
    "part of speech of several": ("dam|weir/VERB river", "They dam the river.", ["dam the river"]),
    "twice in a text": ("dam", "The dam is old. The dam leaks.", ["dam", "dam"]),
    "capitals in the phrase": ("Dam", "They saw the dam.", ["dam"]),
}  # fmt: skip


@pytest.mark.parametrize(("phrase", "text", "expected"), PHRASES.values(), ids=PHRASES)
def test_a_phrase_is_found(phrase, text, expected):
    assert [words for words, _ in raised(text, dam(phrase))] == expected


ACTORS = {
    "name": ("<Norway> dam", "Norway wants a dam.", ["Norway wants a dam"]),
    "adjective": ("<Norway> dam", "The Norwegian dam leaks.", ["Norwegian dam"]),
    "capital": ("<Norway> dam", "Oslo wants a dam.", ["Oslo wants a dam"]),
    "people": ("<Norway> dam", "Norwegians love the dam.", ["Norwegians love the dam"]),
    "another actor": ("<Norway> dam", "Hale wants a dam.", []),
    "either actor": ("<Norway>|<Robert Hale> dam", "Hale wants a dam.", ["Hale wants a dam"]),
    "actor or word": ("<Norway>|town dam", "The town wants a dam.", ["town wants a dam"]),
    "within a phrase": ("without <Norway>", "They met without Norway.", ["without Norway"]),
    "a name of two words": ("<Cod Council> dam", "The Council wants a dam.", ["Council wants a dam"]),
    "who a pronoun means": ("<Robert Hale> dam", "He wants a dam.", ["He wants a dam"]),
}  # fmt: skip


@pytest.mark.parametrize(("phrase", "text", "expected"), ACTORS.values(), ids=ACTORS)
def test_a_phrase_may_name_an_actor(phrase, text, expected):
    """Words that mention an actor in the text, and single names, adjectives and capitals of the registry."""
    mentioned = {"He": "Robert Hale", "Council": "Cod Council"}
    assert [words for words, _ in raised(text, dam(phrase), at=mentioned)] == expected


PASSIVES = {
    "passive": ("build ... dam", "A dam was built.", ["dam was built"]),
    "passive infinitive": ("build ... dam", "They want a dam to be built.", ["dam to be built"]),
    "no passive": ("build ... dam", "The dam that they build leaks.", []),
    "two words": ("fill big dam", "The big dam was filled.", ["big dam was filled"]),
    "an actor first": ("<Norway> dam", "The dam was given to Norway.", []),
}


@pytest.mark.parametrize(("phrase", "text", "expected"), PASSIVES.values(), ids=PASSIVES)
def test_a_phrase_is_found_as_a_passive(phrase, text, expected):
    """Its first word may come last."""
    assert [words for words, _ in raised(text, dam(phrase))] == expected


def test_a_deed_is_not_turned_round():
    issue = Issue("dam", "the dam should be built", deeds=("flood valley",))
    found = raised("They flooded the valley. The valley was flooded.", issue)
    assert [(words, r.deed) for words, r in found] == [("flooded the valley", True)]


SIGNS = {"terms": 1, "against": -1, "deeds": 1, "deeds_against": -1}


@pytest.mark.parametrize(("name", "sign"), SIGNS.items())
def test_the_list_gives_the_sign(name, sign):
    issue = Issue("dam", "the dam should be built", **{name: ("blow up dam",)})
    assert [(p.sign, p.deed) for p in phrases_of(issue)] == [(sign, name.startswith("deeds"))]
    assert [r.sign for _, r in raised("They blow up the dam.", issue)] == [sign]


def test_of_overlapping_phrases_that_with_most_words_counts():
    issue = dam("dam", "build ... dam", against=("dam after vote",))
    assert [(words, r.sign) for words, r in raised("They want the dam after the vote.", issue)] == [
        ("dam after the vote", -1)
    ]
    assert [words for words, _ in raised("They build the dam.", issue)] == ["build the dam"]


def test_of_phrases_of_as_many_words_the_longer_stretch_counts():
    issue = dam("big ... dam", against=("old dam",))
    found = raised("A big and very old dam leaks.", issue)
    assert [(words, r.sign) for words, r in found] == [("big and very old dam", 1)]


def test_two_issues_may_share_words():
    other = Issue("river", "the river should run free", terms=("build ... river",))
    found = raised("They build a dam in the river.", dam("build ... dam"), other)
    assert [(r.issue, words) for words, r in found] == [
        ("dam", "build a dam"),
        ("river", "build a dam in the river"),
    ]


HEADS = {
    "verb and object": ("build ... dam", "They want to build a dam.", "build"),
    "noun and what is before it": ("big dam", "They saw the big dam.", "dam"),
    "noun and its complement": ("loss of dam", "They fear the loss of the dam.", "loss"),
    "one word": ("dam", "The dam leaks.", "dam"),
    "words under another": ("dam turbine", "The dam and the turbine leak.", "dam"),
}


@pytest.mark.parametrize(("phrase", "text", "expected"), HEADS.values(), ids=HEADS)
def test_the_head_of_a_phrase_governs_its_other_words(phrase, text, expected):
    doc = nlp()(text)
    ((_, found),) = raised(text, dam(phrase))
    assert doc[found.head].text == expected


# Short forms


def echoes(text: str, *issues: Issue) -> list[tuple[str, str, int]]:
    return [(r.issue, words, r.sign) for words, r in raised(text, *issues) if r.echo]


ECHO = {
    "same paragraph": ("The dam is old. The wall leaks.", ["wall"]),
    "before it in the paragraph": ("The wall leaks. The dam is old.", ["wall"]),
    "next paragraph": ("The dam is old.\n\nThe wall leaks.", ["wall"]),
    "two paragraphs on": ("The dam is old.\n\nIt rained.\n\nThe wall leaks.", []),
    "paragraph before": ("The wall leaks.\n\nThe dam is old.", []),
    "below its heading": ("A title\n\nWater works\n\nThe wall leaks.", ["wall"]),
    "below another heading": ("A title\n\nFire works\n\nThe wall leaks.", []),
    "alone": ("The wall leaks.", []),
    "not a noun or verb": ("The dam is old. It looks walled.", []),
}


@pytest.mark.parametrize(("text", "expected"), ECHO.values(), ids=ECHO)
def test_a_short_form_counts_where_the_issue_is_in_hand(text, expected):
    issue = dam("dam", echoes=("wall",), headings=("water works",))
    assert [words for _, words, _ in echoes(text, issue)] == expected


def test_short_forms_have_the_sign_of_their_list():
    issue = dam("dam", echoes=("wall",), echoes_against=("bypass",))
    found = echoes("The dam is old. They want a wall and a bypass.", issue)
    assert found == [("dam", "wall", 1), ("dam", "bypass", -1)]


def test_without_a_list_the_last_words_of_phrases_are_short_forms():
    issue = dam("build ... dam|weir", against=("free river",), deeds=("flood valley",))
    found = echoes("They build the dam. A weir, a river and a valley were there.", issue)
    assert found == [("dam", "weir", 1), ("dam", "river", -1)]


def test_a_word_within_a_phrase_is_not_also_a_short_form():
    assert echoes("They build the dam.", dam("build ... dam", echoes=("dam",))) == []


def test_a_short_form_of_one_issue_does_not_raise_another():
    other = Issue("fence", "the fence should go", terms=("fence",), echoes=("wall",))
    assert echoes("The dam is old. The wall leaks.", dam("dam", echoes=("wall",)), other) == [
        ("dam", "wall", 1)
    ]


# Headings


HEADINGS = {
    "names an issue": ("A title\n\nThe water works\n\nRain fell.\n\nSnow fell.", {2: "dam", 3: "dam"}),
    "capitals": ("A title\n\nWATER WORKS\n\nRain fell.", {2: "dam"}),
    "part of a word": ("A title\n\nWater workshop\n\nRain fell.", {}),
    "names two": ("A title\n\nWater works and fences\n\nRain fell.", {}),
    "next heading": ("A title\n\nWater works\n\nRain fell.\n\nFences\n\nSnow fell.", {2: "dam", 4: "fence"}),
    "next heading names none": ("A title\n\nWater works\n\nRain fell.\n\nThe rest\n\nSnow fell.", {2: "dam"}),
    "ends with a stop": ("A title\n\nThey built water works.\n\nRain fell.", {}),
    "nine words": ("A title\n\nThe old and the new and the water works\n\nRain fell.", {}),
    "title": ("Water works\n\nRain fell.", {}),
    "empty": ("", {}),
}


@pytest.mark.parametrize(("text", "expected"), HEADINGS.values(), ids=HEADINGS)
def test_a_heading_makes_the_issue_that_of_its_section(text, expected):
    issues = (dam("dam", headings=("Water works",)), Issue("fence", "it should go", headings=("fences",)))
    assert headed(nlp()(text), holding(*issues)) == expected


# Propositions instead of phrases


PROPOSITIONS = {
    "object": ("the town should build a dam", "They built a dam.", ["built a dam"]),
    "object first": (
        "the town should build a dam",
        "The dam that they build leaks.",
        ["dam that they build"],
    ),
    "passive": ("the dam should be built", "They built a dam.", ["built a dam"]),
    "compound": ("there should be a water tax", "They hate the water tax.", ["water tax"]),
    "adjective": ("there should be a free market", "They love free markets.", ["free markets"]),
    "one noun": ("there should be peace", "They love peace.", ["peace"]),
    "not a part alone": ("there should be a water tax", "They hate the tax.", []),
}


@pytest.mark.parametrize(("proposition", "text", "expected"), PROPOSITIONS.values(), ids=PROPOSITIONS)
def test_an_issue_without_phrases_has_those_of_its_proposition(proposition, text, expected):
    assert [words for words, _ in raised(text, Issue("x", proposition))] == expected


def test_listed_phrases_go_before_the_proposition():
    assert raised("They built a dam.", Issue("dam", "the town should build a dam", terms=("weir",))) == []


# What is refused


FAULTS = {
    "empty": ("", "issues.toml: dam: an empty phrase ''"),
    "only dots": ("...", "issues.toml: dam: an empty phrase '...'"),
    "part of speech": ("dam/THING", "issues.toml: dam: 'dam/THING': THING is no part of speech; allowed: ADJ, ADV, NOUN, NUM, PROPN, VERB"),
}  # fmt: skip


@pytest.mark.parametrize(("phrase", "message"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_phrase_is_refused(phrase, message):
    with pytest.raises(ParleyError) as error:
        phrases_of(dam(phrase))
    assert str(error.value) == message


def test_a_phrase_of_an_unknown_actor_is_refused():
    with pytest.raises(ParleyError) as error:
        check_issues([dam("dam"), dam("<Norway>|<Atlantis> dam")], PEOPLE)
    assert str(error.value) == "issues.toml: dam: <Atlantis> is no actor of actors.toml"


def test_known_actors_and_propositions_pass():
    check_issues([dam("<Norway> dam", "<Robert Hale>"), Issue("x", "there should be peace")], PEOPLE)


def test_the_bundled_issues_are_sound():
    registry = read_registry()
    check_issues(registry.issues.values(), registry.actors)
    assert all(i.terms and i.headings for i in registry.issues.values())


# The whole


def test_places_stand_in_the_order_of_the_text():
    other = Issue("fence", "the fence should go", terms=("fence",))
    found = raised("A fence, a dam and a fence.", dam("dam"), other)
    assert [(r.issue, r.low, r.high) for _, r in found] == [("fence", 1, 2), ("dam", 4, 5), ("fence", 7, 8)]


@pytest.mark.parametrize("text", ["", "\n\n", "...", "The river is wide."])
def test_nothing_raised(text):
    assert raised(text, dam("dam", echoes=("wall",))) == []


def test_no_issues():
    assert raised("The dam leaks.") == []


def test_an_unknown_actor_in_a_phrase_is_refused_where_issues_are_looked_for():
    """A misspelt actor is said, not passed over in silence."""
    registry = replace(read_registry(), issues={"dam": dam("<Atlantis> dam")})
    with pytest.raises(ParleyError, match="<Atlantis> is no actor"):
        find_issues(nlp()("The dam holds."), {}, registry)


@pytest.mark.parametrize("text", ["<Norway dam", "Norway> dam", "<> dam", "<Norway>s dam"])
def test_an_actor_that_is_badly_marked_is_refused(text):
    """The message names issue and phrase."""
    with pytest.raises(ParleyError, match=r"dam: .*between < and >"):
        phrases_of(dam(text))
