"""Where quotations, paragraphs, lists, headings and gaps are, in tokens; quotations over broken lines."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley import schema
from parley.coding import code_document
from parley.layout import Layout
from parley.registry import read_registry
from parley.sentences import read
from parley.sources import Source
from parley.voice import voice_spans

MARKED_KINDS = ["direct", "partial", "scare", "title"]


def layout(raw: str) -> Layout:
    """The layout of a raw text."""
    return Layout(read(Source("a", "a.txt", raw, "")), read_registry())


def token(found: Layout, word: str) -> int:
    """The place of a word's first token."""
    return next(t.i for t in found.doc if t.text == word)


def quoted(raw: str) -> list[str]:
    """What stands between marks, as it is scraped."""
    quotes = code_document(Source("a", "a.txt", raw, ""))["quotes"]
    return quotes.loc[quotes["kind"].isin(MARKED_KINDS), "text"].tolist()


BROKEN = [
    pytest.param("Maria Lund said “the\nmill\nwill stay” on Monday.", ["the mill will stay"], id="a link"),
    pytest.param("Maria Lund said: “The mill\nwill stay.”", ["The mill will stay."], id="the next line"),
    pytest.param("The judge called it “a\n\nfarce” on Monday.", ["a farce"], id="over a blank line"),
    pytest.param("The union said “no\n” and left.", ["no"], id="the closing mark is on the next line"),
    pytest.param("The fund, known as\n“the Pot”\n, is empty.", ["the Pot"], id="quoted link text"),
    pytest.param(
        "“We will stay.\n\n“We will work,” Maria Lund said.",
        ["We will stay.", "We will work,"],
        id="two paragraphs are two quotations",
    ),
]


@pytest.mark.parametrize(("raw", "texts"), BROKEN)
def test_a_quotation_may_begin_in_one_line_and_end_in_another(raw, texts):
    assert quoted(raw) == texts


GAPS = [
    pytest.param("The ministry has\nthat the mill will close.", ["that"], id="a verb is lost"),
    pytest.param("The mill closed in June.", [], id="nothing is lost"),
]


@pytest.mark.parametrize(("raw", "words"), GAPS)
def test_gaps_are_where_words_are_lost(raw, words):
    found = layout(raw)
    assert [found.doc[i].text for i in sorted(found.gaps)] == words


def test_nothing_but_outer_quotations_have_a_level():
    found = layout("“He said ‘no’ to me,” Lund said. The “plan” failed.")
    words = ("He", "no", "me", "Lund", "plan", "failed")
    assert [found.inside[token(found, word)] for word in words] == [1, 1, 1, 0, 3, 0]


def test_items_of_a_list_lead_to_the_paragraph_above_it():
    found = layout(
        "Rain fell.\n\nMaria Lund set out what comes:\n• said no\n• called it off\n\nThe mill closed."
    )
    paragraphs = [found.paragraph[token(found, w)] for w in ("Rain", "Maria", "no", "off", "closed")]
    assert paragraphs == [0, 1, 2, 3, 4]
    assert [found.above[p] for p in paragraphs] == [0, 1, 1, 1, 4]


def test_marks_in_a_heading_are_known():
    raw = "The mill “will stay”\n\nMaria Lund met the owners on Monday. It was “hard”, she said.\n"
    found = layout(raw)
    assert [found.in_heading(span) for span in found.spans] == [True, False]


MARKS = ["“", "”", '"', "‘", "’", "'", "„", "«", "»", "''"]
WORDS = ["Lund said", "she said", "the mill", "will stay", "talks", "that", "workers", "6", "according to"]
SIGNS = [",", ".", ":", " — ", "?", "\n", "\n\n", "\n• ", " ", " ", " ", " ", "\u00a0", "\u200b"]
TEXTS = st.lists(st.sampled_from(MARKS + WORDS + SIGNS), max_size=40).map("".join)


@given(TEXTS)
@settings(max_examples=50, deadline=None)
def test_whatever_the_marks_the_offsets_lead_to_the_text(raw):
    tables = code_document(Source("a", "a.txt", "Maria Lund met us. " + raw, ""))
    raw = "Maria Lund met us. " + raw
    quotes, sentences = tables["quotes"], tables["sentences"]
    for row in schema.rows(quotes):
        assert row.text == " ".join(raw[row.char_start : row.char_end].split())
        for low, high in ((row.speaker_start, row.speaker_end), (row.cue_start, row.cue_end)):
            assert (low, high) == (-1, -1) or 0 <= low < high <= len(raw)
        assert row.cue == " ".join(raw[max(0, row.cue_start) : max(0, row.cue_end)].split())
    between = quotes[quotes["kind"].isin(MARKED_KINDS)]
    for one in schema.rows(between):
        for other in schema.rows(between):
            nested = one.char_start <= other.char_start and other.char_end <= one.char_end
            around = other.char_start <= one.char_start and one.char_end <= other.char_end
            assert nested or around or one.char_end <= other.char_start or other.char_end <= one.char_start
    spans = voice_spans(sentences, quotes)
    for sentence in schema.rows(sentences):
        part = spans[spans["sentence"] == sentence.sentence]
        ends = [sentence.char_start, *part["char_end"]]
        assert ends[-1] == sentence.char_end
        assert list(pairwise(ends)) == list(zip(part["char_start"], part["char_end"], strict=True))
