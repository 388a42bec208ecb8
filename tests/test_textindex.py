"""Text index: the text as one, its sentences, and the way to the raw text and back."""

import unicodedata

import numpy as np

from onesentence import one
from parley import bundled, code, schema
from parley.corpus import Corpus
from parley.textindex import TextIndex, pair_rows, text_index


def sentences(index: TextIndex) -> list[str]:
    """The text of each sentence."""
    bounds = zip(index.sentences["low"], index.sentences["high"], strict=True)
    return [index.text[low:high] for low, high in bounds]


def test_a_sentence_lies_in_its_block_and_knows_its_places() -> None:
    """Two sentences of one block: the text is the block's, the bounds are each sentence's own."""
    raw, text = "No  deal.\nCafe\u0301 shut.", "No deal. Café shut."
    whole = one(raw, text)
    first = whole.sentences.assign(text="No deal.", char_end=9)
    second = whole.sentences.assign(text="Café shut.", char_start=10, sentence=2)
    parts = [schema.rows(part) for part in (first, second)]
    rows = [row._asdict() for part in parts for row in part]
    corpus = Corpus({**whole.tables, "sentences": schema.frame("sentences", rows)}, {"x": raw})
    index = text_index(corpus)
    assert index.text == text
    assert [words.strip() for words in sentences(index)] == ["No deal.", "Café shut."]
    place = np.array([text.index("é")])
    low, high = index.raw_places(np.array([1]), place, place + 1)
    assert raw[low[0] : high[0]] == "e\u0301"
    back = index.text_places(np.array([1]), low, high)
    assert [part.tolist() for part in back] == [place.tolist(), (place + 1).tolist()]


def test_sentences_of_a_real_corpus_are_where_the_table_says() -> None:
    """Every visible character of a sentence is the raw character at its place, and found again from there."""
    corpus = code(bundled("seeds"))
    index, table = text_index(corpus), corpus.sentences
    assert [index.articles[i] for i in index.sentences["doc"]] == table["doc"].tolist()
    assert index.sentences["sentence"].tolist() == table["sentence"].tolist()
    assert index.sentences["own"].tolist() == (table["voice"] == "author").tolist()
    for number, words in enumerate(sentences(index)):
        first = int(index.sentences["low"][number])
        shown = [i for i, c in enumerate(words.replace("[…]", "   "), first) if not c.isspace()]
        starts, rows = np.array(shown), np.full(len(shown), number)
        low, high = index.raw_places(rows, starts, starts + 1)
        assert low[0] == table["char_start"].iloc[number]
        raw = corpus.raw[table["doc"].iloc[number]]
        pieces = [unicodedata.normalize("NFC", raw[i:j]) for i, j in zip(low, high, strict=True)]
        assert "".join(pieces) == "".join(index.text[i] for i in shown)
        again, _ = index.text_places(rows, low, high)
        assert again.tolist() == shown
        assert set(index.holding(starts, starts + 1)) == {number}


def test_what_crosses_two_sentences_is_in_none() -> None:
    index = text_index(code(bundled("seeds")))
    high = index.sentences["high"][:1]
    assert index.holding(high - 1, high + 2).tolist() == [-1]
    assert index.holding(high - 1, high).tolist() == [0]


def test_sentences_that_are_out_of_order_still_have_their_text() -> None:
    """A table whose sentences go back in their block: the block is repeated, each has its own words."""
    whole = one("One. Two.", "One. Two.")
    rows = [
        row._asdict()
        for part in (whole.sentences.assign(char_end=4), whole.sentences.assign(char_start=5, sentence=2))
        for row in schema.rows(part)
    ]
    table = schema.frame("sentences", rows).iloc[::-1].reset_index(drop=True)
    index = text_index(Corpus({**whole.tables, "sentences": table}, whole.raw))
    assert sentences(index) == ["Two.", "One."]
    assert (np.diff(index.sentences["low"]) > 0).all()


def test_pairs_are_found_among_others() -> None:
    wanted, known = ((1, 0, 1), (2, 3, 2)), ((0, 1, 1), (3, 1, 2))
    found = pair_rows(*(tuple(np.array(c) for c in pair) for pair in (wanted, known)))  # type: ignore[arg-type]
    assert found.tolist() == [2, 0, 2]


def test_an_empty_corpus_has_no_text() -> None:
    index = text_index(Corpus({name: schema.empty(name) for name in schema.TABLES}, {}))
    assert (index.text, index.articles, len(index.tokens.starts)) == ("", [], 0)
    assert index.holding(np.array([0]), np.array([1])).tolist() == [-1]
