"""The parse by number of the token, on a parse that is written out."""

from __future__ import annotations

import pandas as pd
import pytest
import spacy
from spacy.tokens import Doc

from parley.sentences import Reading
from parley.sources import Source
from parley.syntax import NEAR, Syntax

TEXT = "The union's two leaders in Bergen have rejected the new offer of the owners. They left."
# number, word, tag, part of speech, relation, head; _ where no space follows
PARSE = """
 0 The      DT   DET   det    1
 1 union_   NN   NOUN  poss   4
 2 's       POS  PART  case   1
 3 two      CD   NUM   nummod 4
 4 leaders  NNS  NOUN  nsubj  8
 5 in       IN   ADP   prep   4
 6 Bergen   NNP  PROPN pobj   5
 7 have     VBP  AUX   aux    8
 8 rejected VBN  VERB  ROOT   8
 9 the      DT   DET   det    11
10 new      JJ   ADJ   amod   11
11 offer    NN   NOUN  dobj   8
12 of       IN   ADP   prep   11
13 the      DT   DET   det    14
14 owners_  NNS  NOUN  pobj   12
15 .        .    PUNCT punct  8
16 They     PRP  PRON  nsubj  17
17 left_    VBD  VERB  ROOT   17
18 ._       .    PUNCT punct  17
"""


def syntax(parse: str) -> Syntax:
    """The syntax of a parse that is written out, a token on each line."""
    rows = [line.split() for line in parse.strip().splitlines()]
    _, words, tags, pos, deps, heads = zip(*rows, strict=True)
    doc = Doc(
        spacy.blank("en").vocab,
        words=[word.removesuffix("_") for word in words],
        spaces=[not word.endswith("_") for word in words],
        tags=list(tags),
        pos=list(pos),
        deps=list(deps),
        heads=[int(head) for head in heads],
        lemmas=[word.removesuffix("_").removesuffix("s") for word in words],
    )
    none = pd.DataFrame()
    return Syntax(Reading(Source("a", "a.txt", doc.text, ""), none, doc.text, none.to_numpy(), doc, none))


TALKS = syntax(PARSE)


def test_places_and_tokens() -> None:
    """Back and forth; an empty stretch has no tokens."""
    assert TALKS.text == TEXT
    place = TEXT.index("two leaders")
    assert TALKS.at(place) == TALKS.at(place + 2) == 3
    assert TALKS.span(place, place + len("two leaders")) == range(3, 5)
    assert list(TALKS.span(place, place)) == []
    assert TEXT[TALKS.start(3) : TALKS.end(4)] == "two leaders"
    assert {TALKS.sentence[i] for i in range(16)} == {(0, 16)}
    assert TALKS.sentence[16] == TALKS.sentence[18] == (16, 19)


def test_outside_the_text_there_is_nothing() -> None:
    for i in (-1, 19):
        assert (TALKS.word(i), TALKS.lemma(i), TALKS.tag(i)) == ("", "", "")
    assert (TALKS.word(0), TALKS.lemma(4), TALKS.tag(4)) == ("the", "leader", "NNS")


def test_a_stretch_hangs_by_the_token_whose_head_is_outside() -> None:
    place = TEXT.index("two leaders in Bergen")
    stretch = (place, place + len("two leaders in Bergen"))
    assert TALKS.anchor(*stretch) == 4
    assert TALKS.verb_over(*stretch) == 8


def test_the_way_up_ends_at_the_verb_of_the_clause() -> None:
    assert TALKS.path(14) == [12, 11, 8]
    assert (TALKS.verb(14), TALKS.verb(8)) == (8, -1)


def test_dependents() -> None:
    assert TALKS.children(4) == [1, 3, 5]
    assert TALKS.child(8, {"dobj", "aux"}) == 7
    assert TALKS.child(8, {"iobj"}) == -1
    assert (TALKS.subject(8), TALKS.subject(17)) == (4, 16)


def test_a_verb_shares_the_subject_of_the_verb_above() -> None:
    """They came and left; but nobody is the subject of an order."""
    joined = syntax(
        "0 They PRP PRON nsubj 1\n1 came VBD VERB ROOT 1\n2 and CC CCONJ cc 1\n3 left_ VBD VERB conj 1"
    )
    assert joined.subject(3) == 0
    assert syntax("0 Leave VB VERB ROOT 0\n1 it_ PRP PRON dobj 0").subject(0) == -1


@pytest.mark.parametrize(
    ("noun", "depth", "words"),
    [
        (4, 1, "union 's leaders in Bergen"),
        (4, 0, "union 's leaders"),
        (11, 1, "new offer of owners"),
        (16, 1, "They"),
    ],
)
def test_a_phrase_is_the_noun_with_what_describes_it(noun: int, depth: int, words: str) -> None:
    found = sorted(TALKS.phrase(noun, depth))
    assert " ".join(TALKS.tokens[i].text for i in found) == words


def test_a_preposition_with_its_object() -> None:
    assert TALKS.with_object(12) == [12, 14]
    assert TALKS.with_object(15) == []


def test_determiners_are_passed() -> None:
    """Also a possessor: "the union's two leaders"."""
    assert TALKS.past_determiners(0) == 3
    assert TALKS.past_determiners(9) == 10
    assert TALKS.past_determiners(10) == 10


NOUNS = [
    ("0 new JJ ADJ amod 1\n1 offer_ NN NOUN ROOT 1", 1, -1),
    ("0 busy JJ ADJ amod 1\n1 ports NNS NOUN ROOT 1\n2 cost_ NN NOUN dep 1", 2, -1),
    ("0 busy JJ ADJ amod 1\n1 ports NNS NOUN ROOT 1\n2 closed_ VBD VERB dep 1", 1, 1),
    (
        "0 island NN NOUN nmod 3\n1 and CC CCONJ cc 0\n2 delta NN NOUN conj 0\n3 nations_ NNS NOUN ROOT 3",
        3,
        3,
    ),
    ("0 of IN ADP ROOT 0\n1 ports_ NNS NOUN pobj 0", -1, -1),
]


@pytest.mark.parametrize(("parse", "noun", "plural"), NOUNS)
def test_the_noun_that_heads_a_phrase(parse: str, noun: int, plural: int) -> None:
    found = syntax(parse)
    assert (found.noun(0), found.plural_noun(0)) == (noun, plural)


@pytest.mark.parametrize(
    ("word", "tag", "plural"),
    [
        ("Port", "NN", "ports"),
        ("city", "NN", "cities"),
        ("day", "NN", "days"),
        ("branch", "NN", "branches"),
        ("tax", "NN", "taxes"),
        ("series", "NN", "series"),
        ("Men", "NNS", "men"),
        ("Leopard", "NNP", "Leopards"),
    ],
)
def test_a_noun_in_the_plural(word: str, tag: str, plural: str) -> None:
    assert syntax(f"0 {word} {tag} NOUN ROOT 0").plural(0) == plural


def test_only_what_is_near_is_looked_at() -> None:
    """A list that the parser hangs on one word does not make every step as long as the text."""
    words = 3 * NEAR
    flat = syntax("\n".join(f"{i} ports NNS NOUN {'dep' if i else 'ROOT'} 0" for i in range(words)))
    assert flat.children(0) == list(range(1, NEAR))
    chain = syntax(
        "\n".join(f"{i} ports NNS NOUN {'dep' if i else 'ROOT'} {max(i - 1, 0)}" for i in range(words))
    )
    assert chain.path(words - 1) == list(range(words - 2, words - 2 - NEAR, -1))
