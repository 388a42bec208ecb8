"""What syntax says of a clause, on short sentences: subject, doer, owner, negation, what governs a word.

Lee and Roe, Norway and Norwegian are the words of actors.
"""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

import pytest
from spacy.tokens import Token

from parley.clauses import Clauses
from parley.language import nlp
from parley.predicates import lexicon
from parley.registry import read_registry

ACTORS = {"Lee", "Roe", "Norway", "Norwegian"}
WORDS = lexicon(read_registry())


def clause(text: str, name: str) -> tuple[Clauses, Token]:
    """The clauses of a text and its first token with this form."""
    doc = nlp()(text)
    return Clauses(doc, WORDS, lambda t: t.text in ACTORS), next(t for t in doc if t.text == name)


def form(token: Token | None) -> str | None:
    return token.text if token is not None else None


SUBJECTS = {
    "active": ("Lee rejected it.", "rejected", "Lee", "Lee"),
    "passive": ("It was rejected by Lee.", "rejected", "It", "Lee"),
    "passive without an agent": ("It was rejected.", "rejected", "It", None),
    "shared by two verbs": ("Lee came and rejected it.", "rejected", "Lee", "Lee"),
    "who": ("Lee, who rejected it, left.", "rejected", "Lee", "Lee"),
    "what somebody rejected": ("The plan that Lee rejected failed.", "rejected", "Lee", "Lee"),
    "infinitive": ("Lee wants to leave.", "leave", "Lee", "Lee"),
    "infinitive of the object": ("Lee urged Roe to leave.", "leave", "Roe", "Roe"),
    "participle": ("Rejecting it, Lee left.", "Rejecting", "Lee", "Lee"),
    "participle of a noun": ("The man rejecting it is Lee.", "rejecting", "man", "man"),
    "reduced passive": ("The plan rejected by Lee failed.", "rejected", None, "Lee"),
    "clause below another": ("Lee said that Roe left.", "left", "Roe", "Roe"),
}


@pytest.mark.parametrize(("text", "verb", "subject", "doer"), SUBJECTS.values(), ids=SUBJECTS)
def test_subject_and_doer(text, verb, subject, doer):
    clauses, token = clause(text, verb)
    assert (form(clauses.subject(token)), form(clauses.doer(token))) == (subject, doer)


PASSIVES = {
    "active": ("Lee rejected it.", "rejected", False),
    "passive": ("It was rejected.", "rejected", True),
    "reduced": ("The plan rejected by Lee failed.", "rejected", True),
    "perfect": ("Lee has rejected it.", "rejected", False),
    "perfect passive": ("It has been rejected.", "rejected", True),
}


@pytest.mark.parametrize(("text", "verb", "expected"), PASSIVES.values(), ids=PASSIVES)
def test_passive(text, verb, expected):
    clauses, token = clause(text, verb)
    assert clauses.is_passive(token) is expected


POLARITY = {
    "none": ("Lee left.", "left", 1),
    "not": ("Lee did not leave.", "leave", -1),
    "short form": ("Lee can't leave.", "leave", -1),
    "never": ("Lee never left.", "left", -1),
    "hardly": ("Lee hardly slept.", "slept", -1),
    "no, at the noun": ("Lee wants no deal.", "deal", -1),
    "no, not of the verb": ("Lee wants no deal.", "wants", 1),
    "nobody": ("Nobody left.", "left", -1),
    "no man": ("No man left.", "left", -1),
    "neither man": ("Neither man left.", "left", -1),
    "twice": ("Nobody did not leave.", "leave", 1),
    "of another clause": ("Lee said that Roe had not slept.", "said", 1),
}


@pytest.mark.parametrize(("text", "word", "expected"), POLARITY.values(), ids=POLARITY)
def test_polarity(text, word, expected):
    clauses, token = clause(text, word)
    assert clauses.polarity(token) == expected


def test_words_within_a_phrase_do_not_negate_it():
    clauses, token = clause("Lee wants no deal.", "deal")
    assert clauses.polarity(token, within=(token.i - 1, token.i)) == 1


OWNERS = {
    "with 's": ("Lee's demand for peace failed.", "demand", "Lee"),
    "of": ("The demand of Lee failed.", "demand", "Lee"),
    "by": ("A pledge by Lee came.", "pledge", "Lee"),
    "from": ("Demands from Roe came.", "Demands", "Roe"),
    "among": ("Opposition among miners grew.", "Opposition", "miners"),
    "adjective of an actor": ("The Norwegian plan failed.", "plan", "Norwegian"),
    "name before it": ("The Norway plan failed.", "plan", "Norway"),
    "another noun before it": ("The peace plan failed.", "plan", None),
    "who drafted it": ("The plan drafted by Lee failed.", "plan", "Lee"),
    "for is none": ("The demand for Lee failed.", "demand", None),
    "none": ("The plan failed.", "plan", None),
}


@pytest.mark.parametrize(("text", "noun", "expected"), OWNERS.values(), ids=OWNERS)
def test_owner(text, noun, expected):
    clauses, token = clause(text, noun)
    assert form(clauses.owner(token)) == expected


def test_what_a_noun_is_about_is_not_its_owner():
    clauses, noun = clause("The rejection of Norway failed.", "rejection")
    about = next(t for t in noun.doc if t.text == "Norway")
    assert form(clauses.owner(noun)) == "Norway"
    assert clauses.owner(noun, about) is None


WAYS = {
    "object": ("Lee rejected the plan.", "plan", ("rejected", "dobj", "")),
    "preposition": ("Lee called for peace.", "peace", ("called", "prep", "for")),
    "without": ("Lee wants peace without guns.", "guns", ("wants", "prep", "without")),
    "noun's preposition": ("The need for peace is clear.", "peace", ("need", "prep", "for")),
    "second of two objects": ("Lee wants bread and peace.", "peace", ("wants", "dobj", "")),
    "second of two subjects": ("Lee and Roe left.", "Roe", ("left", "nsubj", "")),
    "agent": ("It was rejected by Lee.", "Lee", ("rejected", "agent", "by")),
    "infinitive": ("Lee agreed to leave.", "leave", ("agreed", "xcomp", "")),
    "clause": ("Lee said that Roe left.", "left", ("said", "ccomp", "")),
    "the noun's, whatever the parse": ("Lee dropped its objection to peace.", "peace", ("objection", "prep", "to")),
    "the verb's particle": ("Lee spoke out against the plan.", "plan", ("spoke", "prep", "against")),
    "root": ("Lee left.", "left", None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "word", "expected"), WAYS.values(), ids=WAYS)
def test_what_governs_a_word(text, word, expected):
    clauses, token = clause(text, word)
    step = clauses.up(token)
    assert (step and (step[0].text, *step[1:])) == expected


GOVERNED = {
    "by a verb of stance": ("Lee refused to sign it.", "sign", True),
    "by a noun of stance": ("Lee's refusal to sign it hurt.", "sign", True),
    "by an adjective of stance": ("Lee is ready to sign it.", "sign", True),
    "by a verb that says what must be": ("Lee needs to sign it.", "sign", True),
    "by a verb that ends": ("Lee stopped signing it.", "signing", True),
    "by a verb of saying": ("Lee said Roe signed it.", "signed", False),
    "by another verb": ("Lee came to sign it.", "sign", False),
    "by nothing": ("Lee signed it.", "signed", False),
}


@pytest.mark.parametrize(("text", "verb", "expected"), GOVERNED.values(), ids=GOVERNED)
def test_whether_a_word_of_stance_governs_a_verb(text, verb, expected):
    clauses, token = clause(text, verb)
    assert clauses.governed(token) is expected


VERDICTS = {
    "bad": ("Lee called it unacceptable.", "called", -1),
    "bad, a noun": ("Lee called it a mistake.", "called", -1),
    "bad, with as": ("Lee dismissed it as nonsense.", "dismissed", -1),
    "good, with as": ("Lee described it as vital.", "described", 1),
    "good, a weak word": ("Lee hailed it as a good step.", "hailed", 1),
    "neither": ("Lee called it blue.", "called", 0),
    "no verb of naming": ("Lee painted it dangerous.", "painted", 0),
    "part of the object": ("Lee called a vital meeting.", "called", 0),
}


@pytest.mark.parametrize(("text", "verb", "expected"), VERDICTS.values(), ids=VERDICTS)
def test_verdict(text, verb, expected):
    clauses, token = clause(text, verb)
    assert clauses.verdict(token) == expected


TAKES = {
    "call for": True,
    "reject": True,
    "pull out of": True,
    "invest in": True,
    "eat": False,
    "call": False,
}


@pytest.mark.parametrize(("verb", "expected"), TAKES.items())
def test_verbs_that_take_what_they_are_about(verb, expected):
    assert clause("Lee left.", "left")[0].takes(verb) is expected
