"""The columns of a parse say of every token what spaCy says of it."""

import pytest

from parley.columns import BREAK, Columns, columns_of
from parley.language import nlp
from parley.sentences import parse_text

TEXT = (
    "Talks failed on Monday.\n\nMs Lund’s envoy left the U.S. on 3 May; she “won’t” return.\n\n"
    "  Why?  Nobody said so, and Café owners didn't ask."
)
ATTRIBUTES = {
    "text": lambda token: token.text,
    "lower": lambda token: token.lower_,
    "lemma": lambda token: token.lemma_.lower(),
    "pos": lambda token: token.pos_,
    "tag": lambda token: token.tag_,
    "dep": lambda token: token.dep_,
    "ent_type": lambda token: token.ent_type_,
    "head": lambda token: token.head.i,
    "start": lambda token: token.idx,
    "is_space": lambda token: token.is_space,
    "is_break": lambda token: token.is_space and BREAK in token.text,
}


@pytest.fixture(scope="module")
def doc():
    return parse_text(TEXT)


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_each_column_is_the_attribute_of_each_token(doc, name):
    assert getattr(Columns(doc), name) == [ATTRIBUTES[name](token) for token in doc]


def test_paragraphs_are_counted_from_zero_and_a_break_ends_its_own(doc):
    columns = Columns(doc)
    assert columns.paragraph[0] == 0
    assert columns.paragraph[-1] == 2
    for i in range(1, len(doc)):
        assert columns.paragraph[i] - columns.paragraph[i - 1] == columns.is_break[i - 1]


def test_sentences_are_those_of_the_parse(doc):
    assert Columns(doc).sentence == [number for number, sent in enumerate(doc.sents) for _ in sent]


def test_an_empty_text_has_empty_columns():
    columns = Columns(nlp().make_doc(""))
    names = [*ATTRIBUTES, "tokens", "paragraph", "sentence"]
    assert {name: getattr(columns, name) for name in names} == {name: [] for name in names}


def test_the_columns_of_a_parse_are_made_once_and_only_those_of_few_parses_are_kept(doc):
    first = columns_of(doc)
    assert columns_of(doc) is first
    for number in range(10):
        columns_of(nlp().make_doc(f"Text {number}."))
    assert columns_of(doc) is not first
