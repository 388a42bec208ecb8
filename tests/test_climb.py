"""From the words that raise an issue to who holds a stance on it: each rule on a short sentence.

The issue is a dam. A stance is written (holder, word of stance, sign, act, rule); None is whoever speaks.
"""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.tokens import Doc

from parley.clauses import Clauses
from parley.climb import Climber, Held
from parley.issues import find_issues
from parley.language import nlp
from parley.predicates import lexicon
from parley.registry import Issue, read_registry

DAM = Issue("dam", "the dam should be built", ("dam", "build dam"), ("leave valley dry",), ("flood valley",))
REGISTRY = replace(read_registry(), issues={"dam": DAM})


def climbed(text: str) -> list[tuple[Doc, Held]]:
    doc = nlp()(text)
    climber = Climber(Clauses(doc, lexicon(REGISTRY), lambda t: t.text in {"Lee", "Roe"}))
    return [(doc, held) for raised in find_issues(doc, {}, REGISTRY) for held in climber.stances(raised)]


def stances(text: str) -> list[tuple]:
    return [
        (doc[h.holder].text if h.holder is not None else None, doc[h.predicate].text, h.sign, h.act, h.rule)
        for doc, h in climbed(text)
    ]


VERB, NOUN, ADJECTIVE = "verb of stance", "noun of stance", "adjective of stance"
CASES = {
    "verb": ("Lee demanded a dam.", [("Lee", "demanded", 1, "demand", VERB)]),
    "verb against": ("Lee rejected the dam.", [("Lee", "rejected", -1, "reject", VERB)]),
    "passive": ("The dam was rejected by Lee.", [("Lee", "rejected", -1, "reject", VERB)]),
    "passive of a verb of stance": ("Lee was urged by Roe to build a dam.", [("Roe", "urged", 1, "demand", VERB)]),
    "negated verb": ("Lee did not reject the dam.", [("Lee", "reject", 1, "accept", VERB)]),
    "negated acceptance": ("Lee does not accept the dam.", [("Lee", "accept", -1, "reject", VERB)]),
    "second of two objects": ("Lee wants water and a dam.", [("Lee", "wants", 1, "demand", VERB)]),
    "an end wanted": ("Lee wanted to halt the dam.", [("Lee", "wanted", -1, "demand", VERB)]),
    "an end refused": ("Lee refused to halt the dam.", [("Lee", "refused", 1, "reject", VERB)]),
    "noun": ("Lee's demand for a dam failed.", [("Lee", "demand", 1, "demand", NOUN)]),
    "noun below a verb": ("Roe rejected Lee's demand for a dam.", [("Lee", "demand", 1, "demand", NOUN), ("Roe", "rejected", -1, "reject", VERB)]),
    "noun with a light verb": ("Lee made a demand for a dam.", [("Lee", "made", 1, "demand", NOUN)]),
    "noun as subject": ("The plan of Lee includes a dam.", [("Lee", "plan", 1, "propose", NOUN)]),
    "adjective": ("Lee is ready for a dam.", [("Lee", "ready", 1, "offer", ADJECTIVE)]),
    "deed that ends": ("Lee halted the dam.", [("Lee", "halted", -1, "state", "deed")]),
    "deed of the issue's list": ("Lee flooded the valley.", [("Lee", "flooded", 1, "state", "deed")]),
    "should": ("The dam must be built.", [(None, "built", 1, "state", "should be")]),
    "should not": ("The dam must not be built.", [(None, "built", -1, "state", "should be")]),
    "should end": ("Lee must halt the dam.", [(None, "halt", -1, "state", "should be")]),
    "judged bad": ("The dam is wrong.", [(None, "wrong", -1, "state", "should be")]),
    "judged bad, not": ("The dam is not wrong.", [(None, "wrong", 1, "state", "should be")]),
    "weakly judged": ("The dam is possible.", [(None, "possible", 1, "state", "may well be")]),
    "only said to be": ("The dam is old.", [(None, "dam", 1, "state", "is")]),
    "said what should be": ("Lee said the dam must be built.", [("Lee", "said", 1, "state", "said what should be")]),
    "conditional": ("Lee would want the dam if Roe paid.", []),
    "possible": ("Lee may want a dam.", []),
    "question": ("Does Lee want a dam?", []),
    "feared": ("Lee fears that the dam will be built.", []),
    "denied": ("Lee denied that the dam must be built.", []),
    "aside": ("Lee came after the dam.", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_who_holds_a_stance(text, expected):
    assert stances(text) == expected


def test_a_change_of_stance_goes_with_the_stance_that_is_given_up():
    assert stances("Lee dropped Roe's objection to the dam.") == [
        ("Roe", "objection", -1, "reject", NOUN),
        ("Lee", "dropped", 1, "concede", "change of stance"),
    ]


def test_the_opposite_phrase_turns_the_sign():
    assert stances("Lee wants to leave the valley dry.") == [("Lee", "wants", -1, "demand", VERB)]
    assert stances("Lee refused to leave the valley dry.") == [("Lee", "refused", 1, "reject", VERB)]


@pytest.mark.parametrize(("verb", "hedged"), [("is", False), ("seems", True), ("appears", True)])
def test_hedges(verb, hedged):
    assert [h.hedged for _, h in climbed(f"Lee {verb} ready for a dam.")] == [hedged]


REPORTERS = {
    "clause of a verb of saying": ("Roe said that Lee wanted a dam.", "Roe"),
    "nobody": ("Lee wanted a dam.", None),
    "another clause": ("Roe left, and Lee wanted a dam.", None),
}


@pytest.mark.parametrize(("text", "expected"), REPORTERS.values(), ids=REPORTERS)
def test_who_says_that_somebody_holds_it(text, expected):
    ((doc, held),) = climbed(text)
    assert (None if held.reporter is None else doc[held.reporter].text) == expected
