"""Voice: each character of a sentence is the author's, quoted or reported, and exactly one of these."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.coding import code_document
from parley.sources import Source
from parley.voice import sentence_voices, voice_spans

LETTERS = {"author": "a", "quoted": "q", "reported": "r"}


def tables(raw: str) -> dict[str, pd.DataFrame]:
    """The tables of a raw text."""
    return code_document(Source("a", "a.txt", raw, ""))


def quote(low: int, high: int, kind: str, speaker: str = "", words: tuple[int, int] = (-1, -1)) -> dict:
    """A row of ``quotes`` with what voices are read off."""
    places = {"speaker_start": words[0], "speaker_end": words[1], "cue_start": -1, "cue_end": -1}
    return {"doc": "a", "char_start": low, "char_end": high, "kind": kind, "speaker": speaker} | places


def table(*rows: dict) -> pd.DataFrame:
    """Rows of ``quotes``, perhaps none."""
    return pd.DataFrame(list(rows), columns=list(quote(0, 0, "")))


def sentence_table(*places: tuple[int, int]) -> pd.DataFrame:
    """Rows of ``sentences``."""
    columns = {"doc": "a", "sentence": range(1, len(places) + 1)}
    return pd.DataFrame(places, columns=["char_start", "char_end"]).assign(**columns, voice="")


SENTENCES = [
    pytest.param("The mill closed in June.", ["author"], id="nobody is quoted"),
    pytest.param("“We will stay,” Maria Lund said.", ["quoted"], id="quotation and cue"),
    pytest.param("“We will stay,” Maria Lund said on Monday.", ["quoted"], id="cue with a day"),
    pytest.param("Maria Lund said: “We will stay.”", ["quoted"], id="cue before"),
    pytest.param("“The mill,” Maria Lund said, “will stay.”", ["quoted"], id="cue between"),
    pytest.param("Maria Lund said that the mill would stay.", ["reported"], id="report and cue"),
    pytest.param("The mill, Maria Lund said, will close in June.", ["reported"], id="report around its cue"),
    pytest.param("According to Maria Lund, the mill will close.", ["reported"], id="according to"),
    pytest.param("Maria Lund said that the mill was “a ruin”.", ["mixed"], id="quoted words in a report"),
    pytest.param(
        "“We will stay,” Maria Lund said before the council voted against the mill.", ["mixed"], id="and more"
    ),
    pytest.param("The “reform” failed in the spring.", ["author"], id="scare quotes"),
    pytest.param("Her novel “The Long Strike” won a prize.", ["author"], id="title"),
    pytest.param("“We stay. We work. We win,” Maria Lund said.", ["quoted"] * 3, id="several sentences"),
    pytest.param("Rain fell. “We will stay,” Maria Lund said.", ["author", "quoted"], id="one after another"),
    pytest.param("Maria Lund said:\n“We will stay.”", ["author", "quoted"], id="lead-in of its own"),
]


@pytest.mark.parametrize(("raw", "voices"), SENTENCES)
def test_voice_of_a_sentence(raw, voices):
    assert tables(raw)["sentences"]["voice"].tolist() == voices


def test_words_of_the_attribution_do_not_make_a_sentence_mixed():
    raw = "No deal, said the old chair of the bank."
    voices = [
        sentence_voices(sentence_table((0, 40)), table(quote(0, 7, "direct", "x", place)), raw)["voice"][0]
        for place in [(9, 39), (9, 27), (-1, -1)]
    ]
    assert voices == ["quoted", "quoted", "mixed"]


# Quotations as (start, end, kind) over sentences of ten characters; "|" stands between the sentences.
CUTS = [
    pytest.param([], "aaaaaaaaaa|aaaaaaaaaa", id="no quotation"),
    pytest.param([(2, 5, "direct")], "aaqqqaaaaa|aaaaaaaaaa", id="direct"),
    pytest.param([(2, 5, "partial")], "aaqqqaaaaa|aaaaaaaaaa", id="partial"),
    pytest.param([(2, 5, "scare"), (6, 8, "title")], "aaaaaaaaaa|aaaaaaaaaa", id="scare and title"),
    pytest.param([(2, 5, "indirect")], "aarrraaaaa|aaaaaaaaaa", id="indirect"),
    pytest.param([(1, 9, "indirect"), (3, 5, "partial")], "arrqqrrrra|aaaaaaaaaa", id="quoted in reported"),
    pytest.param([(1, 9, "direct"), (3, 5, "indirect")], "aqqqqqqqqa|aaaaaaaaaa", id="reported in quoted"),
    pytest.param([(1, 5, "indirect"), (3, 8, "direct")], "arrqqqqqaa|aaaaaaaaaa", id="overlap"),
    pytest.param([(5, 15, "direct")], "aaaaaqqqqq|qqqqqaaaaa", id="over two sentences"),
    pytest.param(
        [(0, 20, "indirect"), (2, 4, "partial"), (12, 14, "partial")],
        "rrqqrrrrrr|rrqqrrrrrr",
        id="a long span that ends last, short ones within",
    ),
    pytest.param(
        [(2, 4, "direct"), (0, 20, "indirect"), (0, 1, "partial")],
        "qrqqrrrrrr|rrrrrrrrrr",
        id="whatever the order of the rows",
    ),
    pytest.param([(2, 4, "direct"), (4, 6, "direct")], "aaqqqqaaaa|aaaaaaaaaa", id="side by side"),
    pytest.param([(8, 12, "direct"), (12, 14, "indirect")], "aaaaaaaaqq|qqrraaaaaa", id="over the border"),
]


@pytest.mark.parametrize(("quotes", "letters"), CUTS)
def test_each_character_has_one_voice(quotes, letters):
    spans = voice_spans(sentence_table((0, 10), (10, 20)), table(*(quote(*q) for q in quotes)))
    shown = ["", ""]
    for row in spans.itertuples():
        shown[row.sentence - 1] += LETTERS[row.voice] * (row.char_end - row.char_start)
    assert "|".join(shown) == letters


def test_the_innermost_quotation_speaks():
    rows = [quote(0, 9, "direct", "Lund"), quote(2, 6, "direct", "Orr"), quote(3, 5, "indirect", "Falk")]
    spans = voice_spans(sentence_table((0, 10)), table(*rows))
    assert [(r.char_start, r.char_end, r.speaker) for r in spans.itertuples()] == [
        (0, 2, "Lund"),
        (2, 6, "Orr"),
        (6, 9, "Lund"),
        (9, 10, ""),
    ]


def test_articles_do_not_mix():
    sentences = pd.concat([sentence_table((0, 10)), sentence_table((0, 10)).assign(doc="b")])
    spans = voice_spans(sentences, table(quote(0, 10, "direct", "Lund")))
    assert spans[["doc", "voice"]].values.tolist() == [["a", "quoted"], ["b", "author"]]


SPAN = st.tuples(st.integers(0, 59), st.integers(1, 30), st.sampled_from(["direct", "partial", "indirect"]))


@given(st.lists(SPAN, max_size=12))
@settings(max_examples=100, deadline=None)
def test_stretches_tile_every_sentence_by_the_plain_rule(spans):
    """Each character by itself: quoted before reported, the author otherwise."""
    quotes = [(low, min(60, low + length), kind) for low, length, kind in spans]
    sentences = sentence_table((0, 13), (13, 30), (32, 60))
    result = voice_spans(sentences, table(*(quote(*q) for q in quotes)))
    for sentence in sentences.itertuples():
        part = result[result["sentence"] == sentence.sentence]
        assert part["char_start"].tolist() == [sentence.char_start, *part["char_end"].tolist()[:-1]]
        assert part["char_end"].iloc[-1] == sentence.char_end
        for row in part.itertuples():
            for place in range(row.char_start, row.char_end):
                kinds = {kind for low, high, kind in quotes if low <= place < high}
                plain = "quoted" if kinds - {"indirect"} else "reported" if kinds else "author"
                assert row.voice == plain
