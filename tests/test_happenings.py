"""What a date dates: the verb whose time it gives, its tense, and the happening in a few words."""

from __future__ import annotations

import pytest

from parley.expressions import find_expressions
from parley.happenings import clause_tense, governing_verb, happening
from parley.registry import read_registry
from parley.sentences import parse_text, read
from parley.sources import Source

WORDS = read_registry().lexicons["times"]["words"]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The pay talks collapsed late on Tuesday.", "pay talks collapsed"),
        ("Last week’s talks in Geneva failed.", "talks"),
        ("On Monday, Ann Lee rejected the final offer.", "Ann Lee rejected final offer"),
        ("Critics cite its 2008 Bucharest commitment.", "its Bucharest commitment"),
        ("They hold the island, seized by Norway in 1920.", "island seized by Norway"),
        ("The council will not meet on Friday.", "council will not meet"),
        ("It decided to meet again on 20 March.", "It decided to meet"),
        ("The uprising of 2023 failed.", "uprising"),
        ("The war, which began in 2014, was lost.", "war began"),
        ("Talks between Rome and Oslo failed on Monday.", "Talks between Rome and Oslo failed"),
        ("On Monday she said that the ferry had sunk.", "she said ferry had sunk"),
    ],
)
def test_the_event_is_said_in_the_words_of_the_text(text: str, event: str) -> None:
    """The clause's verb with subject and object, or the noun that the expression describes."""
    registry = read_registry()
    (item,) = find_expressions(read(Source("a", "a.txt", text, ""), registry), registry)
    assert happening(item.root, item.noun, (item.lead, item.end), WORDS) == event


@pytest.mark.parametrize(
    ("text", "word", "verb"),
    [
        ("They met on Monday.", "Monday", "met"),
        ("They failed to agree on Monday.", "Monday", "failed"),
        ("They decided to meet on Monday.", "Monday", "meet"),
        ("The men arrested on Monday fled.", "Monday", "arrested"),
        ("A quiet Monday.", "Monday", None),
    ],
)
def test_the_verb_whose_time_is_given(text: str, word: str, verb: str | None) -> None:
    """The nearest above the expression; of "failed to agree" the one that has the tense."""
    token = next(t for t in parse_text(text) if t.text == word)
    found = governing_verb(token, WORDS)
    assert (found.text if found is not None else None) == verb


@pytest.mark.parametrize(
    ("text", "verb", "tense"),
    [
        ("They met.", "met", "past"),
        ("They were sacked.", "sacked", "past"),
        ("They had met.", "met", "past"),
        ("They could not meet.", "meet", "past"),
        ("They would have met.", "met", "past"),
        ("The men arrested fled.", "arrested", "past"),
        ("She says they agree.", "says", "past"),
        ("They have met.", "met", "perfect"),
        ("They are said to have fled.", "fled", "perfect"),
        ("They meet.", "meet", "present"),
        ("She is sacked.", "sacked", "present"),
        ("They will meet.", "meet", "future"),
        ("They could meet.", "meet", "future"),
        ("They plan to meet.", "meet", "future"),
        ("They have met and talked.", "talked", "perfect"),
        ("The plan to meet failed.", "meet", "either"),
        ("A quiet day.", "day", ""),
    ],
)
def test_the_tense_of_a_clause(text: str, verb: str, tense: str) -> None:
    """By its auxiliaries and the form of the verb; a verb of saying in the present tells what was said."""
    token = next(t for t in parse_text(text) if t.text == verb)
    assert clause_tense(token, WORDS) == tense
