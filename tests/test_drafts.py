"""A draft of actors.toml holds whom the articles name and the registry lacks, and can be read at once."""

import tomllib

import pandas as pd
import pytest

from parley.actors import find_mentions
from parley.corpus import Corpus
from parley.drafts import draft_actors, write_draft
from parley.errors import ParleyError
from parley.registry import read_registry
from parley.sentences import read
from parley.sources import read_source

FULL, SHORT, ORGANISATION = "full name", "surname of a person named in full", "organisation"
ROWS = [
    # doc, text, actor, kind, rule
    ("a", "Maria Lund", "Maria Lund", "name", FULL),
    ("a", "Lund", "Maria Lund", "name", SHORT),
    ("b", "Lund", "Maria Lund", "name", SHORT),
    ("b", "union's chairwoman", "Maria Lund", "nominal", "apposition"),
    ("b", "she", "Maria Lund", "pronoun", "subject before"),
    ("b", "Her", "Maria Lund", "pronoun", "subject before"),
    ("b", "he", "Maria Lund", "pronoun", "subject before"),
    ("a", "Harbour Union", "Harbour Union", "name", ORGANISATION),
    ("a", "Erik Lund", "Erik Lund", "name", FULL),
    ("a", "Lund", "Erik Lund", "name", SHORT),
    ("a", "France", "France", "name", "name in the registry"),
    ("a", "the porter", "the porter", "nominal", "apposition"),
]


@pytest.fixture
def empty(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    return read_registry(folder)


def mentions(rows=ROWS) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["doc", "text", "actor", "kind", "rule"])


def test_the_draft_lists_unknown_actors_by_their_mentions(empty):
    draft = tomllib.loads(draft_actors(mentions(), empty))
    assert draft == {
        "actor": [
            {"name": "Maria Lund", "type": "person", "pronoun": "she", "names": ["Lund", "Maria Lund"]},
            {"name": "Erik Lund", "type": "person", "names": ["Erik Lund"]},
            {"name": "Harbour Union", "type": "organisation", "names": ["Harbour Union"]},
        ]
    }


def test_counts_and_descriptions_are_comments(empty):
    draft = draft_actors(mentions(), empty)
    assert (
        '# 7 mentions in 2 articles\n# also described as: union\'s chairwoman\nname = "Maria Lund"' in draft
    )
    assert '# 1 mention in 1 article\nname = "Harbour Union"' in draft


def test_names_that_break_toml_are_written_so_that_it_can_be_read(empty):
    odd = 'A "B"\\\n[[actor]]\x00\u202e'
    draft = tomllib.loads(draft_actors(mentions([("a", odd, odd, "name", FULL)]), empty))
    assert draft["actor"] == [{"name": 'A "B"\\ [[actor]]', "type": "person", "names": ['A "B"\\ [[actor]]']}]


def test_known_names_are_not_given_to_another(tmp_path):
    (tmp_path / "actors.toml").write_text('[[actor]]\nname = "Ada Lund"\ntype = "person"\nnames = ["Lund"]\n')
    draft = tomllib.loads(draft_actors(mentions(), read_registry(tmp_path)))
    assert [a["names"] for a in draft["actor"]] == [["Maria Lund"], ["Erik Lund"], ["Harbour Union"]]


@pytest.mark.parametrize("rows", [[], ROWS[-2:]])
def test_without_unknown_actors_the_draft_says_so(rows, empty):
    draft = draft_actors(mentions(rows), empty)
    assert "There are none: every actor is known." in draft
    assert tomllib.loads(draft) == {}


def test_the_draft_serves_as_registry(root, tmp_path, empty):
    """Read again with the draft of its own mentions, an article names the same actors."""
    reading = read(read_source(root / "tests" / "positions" / "railway" / "strike-1.txt"))
    before = find_mentions(reading, empty)
    write_draft(draft_actors(Corpus({"mentions": before}, {}), empty), tmp_path).rename(
        tmp_path / "actors.toml"
    )
    registry = read_registry(tmp_path)
    assert registry.actors["Jana Morell"].pronoun == "she"
    assert set(registry.actors["Jana Morell"].names) == {"Morell", "Jana Morell"}
    after = find_mentions(reading, registry)
    named, again = (m.loc[m["kind"] == "name", ["char_start", "char_end", "actor"]] for m in (before, after))
    assert set(map(tuple, named.values)) <= set(map(tuple, again.values))
    assert "every actor is known" in draft_actors(after, registry)


def test_a_draft_is_never_written_over_a_file(tmp_path):
    path = write_draft("# one\n", tmp_path)
    with pytest.raises(
        ParleyError, match=r"actors\.draft\.toml: is there already; rename or delete it first"
    ):
        write_draft("# two\n", tmp_path)
    assert path.read_text() == "# one\n"
    with pytest.raises(ParleyError, match="cannot be written"):
        write_draft("# one\n", tmp_path / "none")
