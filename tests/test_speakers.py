"""Speakers: from the words that name a source to an actor, or to the description as it stands.

A row is (text, speaker); the text holds one cue, "said", and its source. "" means that nothing decides.
"""

from __future__ import annotations

import pytest

from parley.actors import find_mentions
from parley.registry import Registry, read_registry
from parley.sentences import read
from parley.sources import Source
from parley.speakers import Speaker, Speakers, phrase
from parley.speech import source_of

ACTORS = """
[[actor]]
name = "Ruritania"
type = "country"
pronoun = "it"
names = ["Ruritania"]
adjectives = ["Ruritanian"]
capitals = ["Strelsau"]

[[actor]]
name = "Ada Vale"
type = "person"
country = "Ruritania"
offices = ["president"]
pronoun = "she"
names = ["Ada Vale", "Vale"]

[[actor]]
name = "Robert Hale"
type = "person"
pronoun = "he"
names = ["Robert Hale", "Hale"]

[[actor]]
name = "Ruth Adler"
type = "person"
pronoun = "she"
names = ["Ruth Adler", "Adler"]

[[actor]]
name = "Halden Motors"
type = "organisation"
pronoun = "it"
names = ["Halden Motors", "Halden"]
"""

NAMED = {
    "name": ("Robert Hale said so.", "Robert Hale"),
    "surname": ("Hale said so.", "Robert Hale"),
    "name with a courtesy title": ("Mr. Hale said so.", "Robert Hale"),
    "name unknown to the registry": ("Maria Lund said so.", "Maria Lund"),
    "company": ("Halden Motors said so.", "Halden Motors"),
    "country": ("Ruritania said so.", "Ruritania"),
    "office and country": ("The Ruritanian president said so.", "Ada Vale"),
    "name, then description": ("Robert Hale, the mayor, said so.", "Robert Hale"),
    "description, then name": ("The mayor, Robert Hale, said so.", "Robert Hale"),
    "description of somebody else's, then name": ("Hale’s lawyer, Ruth Adler, said so.", "Ruth Adler"),
    "description without a comma": ("The headmistress Edith Crane said so.", "Edith Crane"),
    "relative clause": ("Robert Hale, who had read the report, said so.", "Robert Hale"),
    "two": ("Robert Hale and Ruth Adler said so.", "Robert Hale; Ruth Adler"),
    "three": ("Robert Hale, Ruth Adler and Ada Vale said so.", "Robert Hale; Ruth Adler; Ada Vale"),
    "pronoun of the only person": ("Ruth Adler left. She said so.", "Ruth Adler"),
    "first person": ("I said so.", "author"),
    "first person plural": ("We said so.", "author"),
}

DESCRIBED = {
    "official": ("A senior official said so.", "A senior official", "official"),
    "two officials": ("Two Ruritanian officials said so.", "Two Ruritanian officials", "official"),
    "judge": ("The judge said so.", "The judge", "official"),
    "spokesman": ("A spokesman for Robert Hale said so.", "A spokesman for Robert Hale", "official"),
    "diplomat": ("A Western diplomat said so.", "A Western diplomat", "diplomat"),
    "expert": ("An economist at the bank said so.", "An economist at the bank", "expert"),
    "lawyer of a named person": ("Hale’s lawyer said so.", "Hale’s lawyer", "expert"),
    "witness": ("Three witnesses said so.", "Three witnesses", "witness"),
    "document": ("A study by the bank said so.", "A study by the bank", "document"),
    "critics": ("Critics of the plan said so.", "Critics of the plan", "group"),
    "company": ("The company said so.", "The company", "group"),
    "person by the ending": ("A boxer said so.", "A boxer", "group"),
    "one of several": ("One of the nurses said so.", "One of the nurses", "witness"),
    "group of": ("A group of farmers said so.", "A group of farmers", "witness"),
    "relative clause left out": ("A nurse, who left early, said so.", "A nurse", "witness"),
    "thing": ("The wall said so.", "The wall", "other"),
}

TAKEN_UP = {
    "the same noun": ("A former official spoke. The official said so.", "A former official"),
    "noun and adjective": ("A former official spoke. The former official said so.", "A former official"),
    "bare noun": ("A group of nurses spoke. Nurses said so.", "Nurses"),
    "another adjective": ("A former official spoke. The Dutch official said so.", "The Dutch official"),
    "indefinite": ("A former official spoke. An official said so.", "An official"),
    "another noun": ("A former official spoke. The driver said so.", "The driver"),
}

NOBODY = [
    "Anyone said so.",
    "Nobody said so.",
    "No one said so.",
    "No nurse said so.",
    "Not one nurse said so.",
    "You said so.",
    "It said so.",
    "This said so.",
    "Everybody said so.",
    "She said so.",
    "Who said so?",
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """A registry of a few actors."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "actors.toml").write_text(ACTORS, encoding="utf-8")
    return read_registry(folder)


def speakers_of(text: str, registry: Registry) -> Speakers:
    """The sources of a text."""
    reading = read(Source("a", "a.txt", text, ""), registry)
    return Speakers(reading, find_mentions(reading, registry), registry)


def speaker(text: str, registry: Registry, quoted: bool = False) -> Speaker | None:
    """Whom the subject of the last "said" denotes."""
    speakers = speakers_of(text, registry)
    cue = [token for token in speakers.doc if token.lower_ == "said"][-1]
    source = source_of(cue)
    return None if source is None else speakers.at(source.i, quoted)


@pytest.mark.parametrize(("text", "name"), NAMED.values(), ids=NAMED.keys())
def test_a_named_source_is_its_actor(text, name, world):
    found = speaker(text, world)
    assert found is not None
    assert (found.name, found.named) == (name, True)
    assert found.kind == ("author" if name == "author" else "named")


@pytest.mark.parametrize(("text", "words", "kind"), DESCRIBED.values(), ids=DESCRIBED.keys())
def test_an_unnamed_source_is_its_description_with_a_kind(text, words, kind, world):
    found = speaker(text, world)
    assert found is not None
    assert (found.name, found.named, found.kind) == (words, False, kind)


@pytest.mark.parametrize(("text", "name"), TAKEN_UP.values(), ids=TAKEN_UP.keys())
def test_a_definite_description_takes_up_an_earlier_one(text, name, world):
    found = speaker(text, world)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_in_particular_is_no_speaker(text, world):
    assert speaker(text, world) is None


def test_the_first_person_within_a_quotation_is_not_the_author(world):
    assert speaker("I said so.", world, quoted=True) is None


def test_a_speaker_knows_where_its_words_stand(world):
    speakers = speakers_of("Yesterday the mayor, Robert Hale, said so.", world)
    found = speaker("Yesterday the mayor, Robert Hale, said so.", world)
    assert found is not None
    assert speakers.doc[found.start : found.end].text == "the mayor"


def test_a_closing_mark_is_no_part_of_a_description(world):
    text = "“It is the truth,” the engineers’ lawyer, Robert Hale, said."
    found = speaker(text, world)
    assert found is not None
    assert speakers_of(text, world).doc[found.start : found.end].text == "the engineers’ lawyer"


@pytest.mark.parametrize(
    ("label", "name"), [("HALE", "Robert Hale"), ("RUTH ADLER", "Ruth Adler"), ("ALE", None), ("Hale", None)]
)
def test_a_label_in_capitals_means_the_one_person_of_that_name(label, name, world):
    assert speakers_of("Robert Hale met Ruth Adler.", world).in_capitals(label) == name


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Robert Hale said so.", True),
        ("Halden Motors said so.", False),
        ("A nurse said so.", True),
        ("A woman said so.", True),
        ("A report said so.", False),
    ],
)
def test_who_may_be_he_or_she(text, person, world):
    found = speaker(text, world)
    assert found is not None
    assert speakers_of(text, world).is_person(found) is person


@pytest.mark.parametrize(
    ("text", "head", "words"),
    [
        ("The former head of the bank, now retired, said so.", "head", "The former head of the bank"),
        ("The part-time nurse said so.", "nurse", "The part-time nurse"),
        ("A nurse (the older one) said so.", "nurse", "A nurse"),
        ("A nurse and a driver said so.", "nurse", "A nurse"),
    ],
)
def test_a_phrase_ends_where_a_comma_or_bracket_sets_the_rest_apart(text, head, words, world):
    doc = speakers_of(text, world).doc
    low, high = phrase(next(token for token in doc if token.text == head))
    assert doc[low:high].text == words
