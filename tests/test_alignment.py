"""Alignment: characters of the cleaned text know where they stand in the scraped one."""

import unicodedata

import pytest

from parley import bundled, code, schema
from parley.alignment import aligned, aligned_sentences
from parley.corpus import Corpus


@pytest.mark.parametrize(
    ("raw", "text", "starts"),
    [
        ("Ab c", "Ab c", [0, 1, 2, 3]),
        ("Ab \u200b c", "Ab c", [0, 1, 2, 5]),
        ("e\u0301 b", "é b", [0, 2, 3]),
        ("A\n, b", "A, b", [0, 2, 3, 4]),
        ("A […]\nb", "A […] […] b", [0, 1, 2, 3, 4, 5, 5, 5, 5, 5, 6]),
        ("", "", []),
    ],
)
def test_clean_characters_know_their_raw_places(raw: str, text: str, starts: list[int]) -> None:
    """Invisible characters, letters in two parts, joined lines and gap marks."""
    assert list(aligned(raw, 0, len(raw), text)[0]) == starts


def test_a_character_ends_behind_its_place() -> None:
    """A letter in two parts ends behind its accent, a gap mark one behind where it stands."""
    starts, ends = aligned("e\u0301 x", 0, 4, "é […] x")
    assert list(zip(starts, ends, strict=True)) == [(0, 2), (2, 3), (2, 3), (2, 3), (2, 3), (2, 3), (3, 4)]


def one(raw: str, text: str) -> Corpus:
    """An article of one sentence, as scraped and as cleaned."""
    tables = {name: schema.empty(name) for name in schema.TABLES}
    place = {"doc": "x", "line": 1, "char_start": 0, "char_end": len(raw), "text": text, "block": 1}
    block = {"line_end": 1, "kind": "body", "gaps": 0, "rule": ""}
    sentence = {"sentence": 1, "voice": "author", "has_gap": False}
    texts = {name: "" for name, kind in schema.columns("documents").items() if kind == "str"}
    tables["documents"] = schema.frame("documents", [texts | {"doc": "x", "words": 1}])
    tables["blocks"] = schema.frame("blocks", [place | block])
    tables["sentences"] = schema.frame("sentences", [place | sentence])
    return Corpus(tables, {"x": raw})


def test_a_sentence_lies_in_its_block_and_knows_its_places() -> None:
    """Two sentences of one block: the text is the block's, the bounds are each sentence's own."""
    raw, text = "No  deal.\nCafe\u0301 shut.", "No deal. Café shut."
    whole = one(raw, text)
    first = whole.sentences.assign(text="No deal.", char_end=9)
    second = whole.sentences.assign(text="Café shut.", char_start=10, sentence=2)
    parts = [schema.rows(part) for part in (first, second)]
    rows = [row._asdict() for part in parts for row in part]
    corpus = Corpus({**whole.tables, "sentences": schema.frame("sentences", rows)}, {"x": raw})
    found = aligned_sentences(corpus)
    assert list(found) == [("x", 1), ("x", 2)]
    assert [s.text[s.low : s.high].strip() for s in found.values()] == ["No deal.", "Café shut."]
    cafe = found["x", 2]
    place = cafe.text.index("é")
    assert raw[cafe.starts[place] : cafe.ends[place]] == "e\u0301"


def test_sentences_of_a_real_corpus_are_where_the_table_says() -> None:
    """Every visible character of a sentence is the raw character at its place."""
    corpus = code(bundled("seeds"))
    found = aligned_sentences(corpus)
    assert list(found) == [(row.doc, row.sentence) for row in schema.rows(corpus.sentences)]
    for row in schema.rows(corpus.sentences):
        own = found[row.doc, row.sentence]
        assert own.starts[own.low] == row.char_start
        assert own.voice == row.voice
        text = own.text[own.low : own.high].replace("[…]", "   ")
        for place, character in enumerate(text, own.low):
            if not character.isspace():
                raw = corpus.raw[row.doc][own.starts[place] : own.ends[place]]
                assert unicodedata.normalize("NFC", raw) == character


def test_an_empty_corpus_has_no_sentence() -> None:
    assert aligned_sentences(Corpus({name: schema.empty(name) for name in schema.TABLES}, {})) == {}
