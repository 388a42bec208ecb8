"""Stances whose object stands in the text before: which words are such answers, and which are not.

An answer is written (word, verb of its clause, act, sign).
"""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

import pytest

from parley.answers import Answers
from parley.clauses import Clauses
from parley.language import nlp
from parley.predicates import lexicon
from parley.registry import read_registry


def answers(text: str) -> Answers:
    words = lexicon(read_registry())
    return Answers(Clauses(nlp()(text), words, lambda t: t.text in {"Lee", "Roe"}))


FOUND = {
    "agreed": ("Lee agreed.", [("agreed", "agreed", "accept", 1)]),
    "refused": ("Lee refused.", [("refused", "refused", "reject", -1)]),
    "negated, as it stands": ("Lee did not agree.", [("agree", "agree", "accept", 1)]),
    "it": ("Lee rejected it.", [("rejected", "rejected", "reject", -1)]),
    "this": ("Lee wants this.", [("wants", "wants", "demand", 1)]),
    "the idea": ("Lee rejected the idea.", [("rejected", "rejected", "reject", -1)]),
    "the offer by somebody": ("Lee rejected the offer by Roe.", [("rejected", "rejected", "reject", -1)]),
    "the proposal from somebody": ("Lee welcomed the proposal from Roe.", [("welcomed", "welcomed", "accept", 1)]),
    "by a preposition": ("Lee objected to the plan.", [("objected", "objected", "reject", -1)]),
    "adjective": ("Lee is open to it.", [("open", "is", "offer", 1)]),
    "infinitive": ("Lee refused to sign it.", [("sign", "refused", "reject", -1)]),
    "infinitive, negated": ("Lee did not want to sign it.", [("sign", "want", "demand", 1)]),
    "verdict": ("Lee called the plan unacceptable.", [("called", "called", "reject", -1)]),
    "verdict on it": ("Lee considered it wrong.", [("considered", "considered", "reject", -1)]),
    "an infinitive of one's own": ("Lee agreed to leave.", []),
    "an idea of something": ("Lee rejected the idea of a dam.", []),
    "another object": ("Lee refused a visa.", []),
    "with somebody": ("Lee agreed with Roe.", []),
    "participle": ("Refusing, Lee left.", []),
    "no stance": ("Lee ate it.", []),
    "nothing": ("", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_what_answers(text, expected):
    found = [(word.text, verb.text, p.act, p.sign) for word, verb, p in answers(text).find()]
    assert found == expected


LIKEWISE = {
    "nor": ("Roe left. Nor will Lee.", [("Nor", "Lee")]),
    "neither": ("Neither will Lee.", [("Neither", "Lee")]),
    "so": ("So can Lee and Roe.", [("So", "Lee")]),
    "a pronoun": ("So will they.", [("So", "they")]),
    "a phrase": ("Nor will the man from Oslo.", [("Nor", "man")]),
    "with a verb of its own": ("So will Lee eat.", []),
    "another so": ("So it goes.", []),
    "nothing after it": ("So will", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), LIKEWISE.values(), ids=LIKEWISE)
def test_nor_neither_so(text, expected):
    assert [(word.text, subject.text) for word, subject in answers(text).likewise()] == expected
