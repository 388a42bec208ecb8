"""Actors, issues and word lists come from files that are checked once, with one clear message."""

# ruff: noqa: E501 (one row for each case)

import importlib
from pathlib import Path

import pytest

from parley.errors import ParleyError
from parley.registry import Actor, Issue, bundled, read_registry

ACTORS = """
[[actor]]
name = "Players' Union"
type = "organisation"
side = "labour"
pronoun = "it"
names = ["Players' Union", "PU"]
nominals = ["players' body"]

[[actor]]
name = "Nadia Brandt"
type = "person"
country = "Germany"
offices = ["commissioner"]
pronoun = "she"
names = ["Nadia Brandt", "Brandt"]
"""
ISSUES = """
[[issue]]
id = "winter-break"
proposition = "there should be a winter break"
"""


def write(folder, **files):
    """Write TOML files by stem."""
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.toml").write_bytes(data)
    return folder


def test_a_corpus_brings_its_own_actors_and_issues(tmp_path):
    registry = read_registry(write(tmp_path, actors=ACTORS, issues=ISSUES))
    assert [a for a in registry.actors.values() if a.type != "country"] == [
        Actor(
            "Players' Union",
            "organisation",
            side="labour",
            pronoun="it",
            names=("Players' Union", "PU"),
            nominals=("players' body",),
        ),
        Actor(
            "Nadia Brandt",
            "person",
            country="Germany",
            pronoun="she",
            offices=("commissioner",),
            names=("Nadia Brandt", "Brandt"),
        ),
    ]
    assert dict(registry.issues) == {"winter-break": Issue("winter-break", "there should be a winter break")}


def test_nothing_of_the_bundled_actors_leaks_into_another_corpus(tmp_path):
    """Only countries of the gazetteer may be added."""
    registry = read_registry(write(tmp_path, actors=ACTORS))
    added = [a for a in registry.actors.values() if a.name not in {"Players' Union", "Nadia Brandt"}]
    assert {a.type for a in added} <= {"country"}
    assert dict(registry.issues) == {}


def test_an_empty_folder_has_no_issues_and_the_bundled_word_lists(tmp_path):
    registry = read_registry(tmp_path)
    assert (dict(registry.issues), dict(registry.lexicons)) == ({}, dict(read_registry().lexicons))


def test_a_corpus_may_replace_or_add_word_lists(tmp_path):
    (tmp_path / "lexicons").mkdir()
    write(tmp_path / "lexicons", cues='verbs = ["ruled"]\n', sport='leagues = ["NHL"]\n')
    registry = read_registry(tmp_path)
    assert registry.words("cues", "verbs") == frozenset({"ruled"})
    assert registry.words("sport", "leagues") == frozenset({"NHL"})
    assert "the" in registry.words("seams", "determiners")


ASKED = [
    pytest.param(
        ("verbs", "verbs"), "lexicon is 'verbs'; allowed: abbreviations, boilerplate,", id="lexicon"
    ),
    pytest.param(
        ("given_names", "nouns"), "key of lexicon given_names is 'nouns'; allowed: female, male", id="key"
    ),
]


@pytest.mark.parametrize(("names", "message"), ASKED)
def test_an_unknown_word_list_is_refused_with_those_that_exist(names, message):
    with pytest.raises(ParleyError) as error:
        read_registry().words(*names)
    assert str(error.value).startswith(message)


def actor(extra: str, name: str = "Acme", kind: str = "organisation") -> str:
    """One entry of actors.toml."""
    return f'[[actor]]\nname = "{name}"\ntype = "{kind}"\n{extra}\n'


FAULTS = [
    pytest.param("actors", "[[actor]\n", "not valid TOML (", id="bad TOML"),
    pytest.param("actors", b"# \xff\n", "not valid TOML (", id="not UTF-8"),
    pytest.param("issues", 'issue = "tax"\n', "'issue' must be a list of tables ([[issue]])", id="no list of tables"),
    pytest.param("actors", actor('colour = "red"'), "Acme: field is 'colour'; allowed: name, type, side", id="unknown field"),
    pytest.param("actors", actor('names = "Acme"'), "Acme: names is 'Acme'; allowed: a list of texts", id="text for list"),
    pytest.param("actors", actor('side = ["a"]'), "Acme: side is ['a']; allowed: a text", id="list for text"),
    pytest.param("actors", actor("names = [1]"), "Acme: names is [1]; allowed: a list of texts", id="number in list"),
    pytest.param("actors", actor("role = 3"), "Acme: role is 3; allowed: a text", id="number for text"),
    pytest.param("actors", actor("", kind="robot"), "Acme: type is 'robot'; allowed: person, country,", id="type"),
    pytest.param("actors", actor('pronoun = "xe"'), "Acme: pronoun is 'xe'; allowed: he, she, it, they", id="pronoun"),
    pytest.param("actors", '[[actor]]\nname = "Acme"\n', "Acme: type is missing", id="type missing"),
    pytest.param("actors", '[[actor]]\ntype = "person"\n', "an entry: name is missing", id="name missing"),
    pytest.param("issues", '[[issue]]\nid = "tax"\n', "tax: proposition is missing", id="proposition missing"),
    pytest.param("issues", ISSUES + ISSUES, "issue 'winter-break' is listed twice", id="issue twice"),
    pytest.param("actors", actor("") + actor(""), "actor 'Acme' is listed twice", id="actor twice"),
    pytest.param(
        "actors",
        actor('names = ["AC", "Acme"]') + actor('nominals = ["AC"]', name="Athletic Club"),
        "'AC' denotes more than one actor: Acme, Athletic Club",
        id="shared alias",
    ),
    pytest.param(
        "actors",
        actor('capitals = ["Quito"]', name="Ecuador", kind="country") + actor('names = ["Quito"]', name="Quito FC"),
        "'Quito' denotes more than one actor: Ecuador, Quito FC",
        id="alias that is another's capital",
    ),
    pytest.param(
        "actors",
        actor('people = ["Peruvians"]', name="Peru", kind="country")
        + actor('names = ["Peruvians"]', name="Peruvians Club"),
        "'Peruvians' denotes more than one actor: Peru, Peruvians Club",
        id="alias that is another's people",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "message"), FAULTS)
def test_a_fault_is_one_message_with_file_and_entry(tmp_path, name, text, message):
    write(tmp_path, **{name: text})
    with pytest.raises(ParleyError) as error:
        read_registry(tmp_path)
    assert str(error.value).startswith(f"{tmp_path / name}.toml: {message}")


def test_a_bad_word_list_is_named(tmp_path):
    (tmp_path / "lexicons").mkdir()
    write(tmp_path / "lexicons", cues="verbs = [\n")
    with pytest.raises(ParleyError) as error:
        read_registry(tmp_path)
    assert str(error.value).startswith(f"{tmp_path / 'lexicons' / 'cues.toml'}: not valid TOML (")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(ParleyError) as error:
        read_registry(tmp_path / "gone")
    assert str(error.value) == f"{tmp_path / 'gone'}: there is no such folder"


def test_the_digest_follows_the_content(tmp_path):
    """Equal files give equal digests; a changed word list gives another."""
    for name in ("one", "two", "three"):
        (tmp_path / name / "lexicons").mkdir(parents=True)
        write(tmp_path / name, actors=ACTORS, issues=ISSUES)
    write(tmp_path / "three" / "lexicons", cues='verbs = ["ruled"]\n')
    one, two, three = (read_registry(tmp_path / name).digest for name in ("one", "two", "three"))
    assert (one == two, one == three) == (True, False)


def test_countries_are_the_actors_of_that_type(tmp_path):
    text = actor("", name="Ecuador", kind="country") + actor("", name="Acme")
    countries = read_registry(write(tmp_path, actors=text)).countries
    assert (countries["Ecuador"], "Acme" in countries) == (Actor("Ecuador", "country"), False)


@pytest.mark.parametrize("name", ["data", "seeds", "notebooks"])
def test_bundled_folders_are_in_the_project(root, name):
    assert bundled(name) == root / name


def test_an_unknown_bundled_folder_is_refused():
    with pytest.raises(ParleyError) as error:
        bundled("models-of-old")
    assert str(error.value) == "name of a bundled folder is 'models-of-old'; allowed: data, seeds, notebooks"


def test_the_bundled_issues_are_those_of_the_codebook():
    """No issue without a proposition that can be supported or opposed."""
    for issue in read_registry().issues.values():
        assert " should " in issue.proposition or " is responsible " in issue.proposition, issue.id


def test_a_folder_that_is_not_installed_is_told_from_an_unknown_one(monkeypatch, tmp_path):
    """A wheel has no notebooks; the message says where they are."""
    module = importlib.import_module("parley.registry")
    monkeypatch.setattr(module, "__file__", str(tmp_path / "lib" / "parley" / "registry.py"))
    with pytest.raises(ParleyError, match="'notebooks' does not come with this installation"):
        module.bundled("notebooks")
    with pytest.raises(ParleyError, match="is 'pictures'; allowed: data, seeds, notebooks"):
        module.bundled("pictures")


def test_a_list_that_was_edited_is_read_anew(tmp_path: Path) -> None:
    """Somebody edits their lists and codes again in the same kernel."""
    assert read_registry(tmp_path).issues == {}
    (tmp_path / "issues.toml").write_text(
        '[[issue]]\nid = "tax"\nproposition = "Taxes should fall"\n', "utf-8"
    )
    assert list(read_registry(tmp_path).issues) == ["tax"]
    (tmp_path / "actors.toml").write_text('[[actor]]\nname = "Mark Lee"\ntype = "person"\n', "utf-8")
    assert "Mark Lee" in read_registry(tmp_path).actors
    assert read_registry(tmp_path) is read_registry(tmp_path), "and kept while nothing changes"
