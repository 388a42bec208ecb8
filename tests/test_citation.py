"""A passage, however it was typed, leads to its place in the raw text, or to none."""

import pandas as pd
import pytest

from parley import bundled, code, schema
from parley.citation import COLUMNS, cite
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.matching import LONGEST, MOST, OMISSIONS, REACH, Found, find, fold

HARBOUR = (
    "Harbour deal near\r\n\r\n"
    "Minister Ana Ortíz said on Friday: “We don’t want a strike —\u00a0nobody does.”  "
    "The union\u200b asked\nfor nine per cent.\n\nA strike, she said, would cost “millions”."
)


def corpus(raw: dict[str, str], **columns: str) -> Corpus:
    """A corpus of some texts; documents alone."""
    texts = dict.fromkeys(schema.columns("documents"), "") | {"words": 1}
    rows = [texts | {"doc": doc, "title": doc.upper()} | columns for doc in raw]
    return Corpus({"documents": schema.frame("documents", rows)}, raw)


# (as typed, the words as they stand, how they match)
TYPED = [
    ("said on Friday", "said on Friday", "exact"),
    ("“said on Friday”", "said on Friday", "exact"),
    ("SAID on\n  friday", "said on Friday", "folded"),
    ("said on Friday: \"We don't want", "said on Friday: “We don’t want", "folded"),
    ("«said on Friday: „We don`t want", "said on Friday: “We don’t want", "folded"),
    ("want a strike - nobody does", "want a strike —\u00a0nobody does", "folded"),
    ("strike--nobody", "strike —\u00a0nobody", "folded"),
    ("Minister Ana Ortiz", "Minister Ana Ortíz", "folded"),
    ("Minister Ana Orti\u0301z", "Minister Ana Ortíz", "folded"),
    ("the union asked for nine", "The union\u200b asked\nfor nine", "folded"),
    ("deal near Minister Ana", "deal near\r\n\r\nMinister Ana", "folded"),
    ("We don’t ... nobody does", "We don’t want a strike —\u00a0nobody does", "folded"),
    ("We don't […] nobody does", "We don’t want a strike —\u00a0nobody does", "folded"),
    ("... union asked [...] cent", "union\u200b asked\nfor nine per cent", "folded"),
    ("Minister (...) union … nine", HARBOUR[21 : HARBOUR.index("nine") + 4], "folded"),
    ("mill…", "mill", "folded"),
]


@pytest.mark.parametrize(("typed", "words", "match"), TYPED, ids=[typed for typed, *_ in TYPED])
def test_what_is_typed_leads_to_the_words_as_they_stand(typed: str, words: str, match: str) -> None:
    """Quotation marks, dashes, case, accents, white space and left out words do not matter."""
    start = HARBOUR.index(words)
    assert find(HARBOUR, typed) == [Found(start, start + len(words), match, 100.0)]


@pytest.mark.parametrize(
    "typed",
    ["strikes", "trike", "ine per cent", "Friday said on", "nobody does ... want a strike", "Minister Bo"],
)
def test_other_words_are_not_found(typed: str) -> None:
    """Neither parts of words, nor other words, nor pieces in another order."""
    assert find(HARBOUR, typed) == []


def test_all_places_in_the_order_of_the_text() -> None:
    """Each place once, overlapping words too."""
    text = "No deal. no deal! NO  DEAL"
    assert [(f.start, f.end, f.match) for f in find(text, "no deal")] == [
        (0, 7, "folded"),
        (9, 16, "exact"),
        (18, 26, "folded"),
    ]


def test_left_out_words_are_as_few_as_they_can_be() -> None:
    """Of two beginnings before one end, the nearer counts."""
    assert [f[:2] for f in find("One a. One b two. One c two.", "one ... two")] == [(7, 16), (18, 27)]


def test_left_out_words_have_a_limit() -> None:
    """Two words that are far apart are no passage."""
    near, far = "one " + "x" * (REACH - 3) + " two", "one " + "x" * (REACH + 1) + " two"
    assert [f[:2] for f in find(near, "one ... two")] == [(0, len(near))]
    assert find(far, "one ... two") == []


def test_the_accent_of_the_last_letter_belongs_to_it() -> None:
    """A letter and its combining accent are not torn apart."""
    text = "He met Jose\u0301 there"
    assert find(text, "met José") == [Found(3, 12, "folded", 100.0)]


NEAR = [
    ("The union asked for nine per cant", "The union\u200b asked\nfor nine per cent", 2 * 32 / 66 * 100),
    ("The onion asked for nine per cent", "The union\u200b asked\nfor nine per cent", 2 * 32 / 66 * 100),
    ('would have cost "millions" she', None, 0),
]


@pytest.mark.parametrize(("typed", "words", "score"), NEAR)
def test_the_nearest_passage_with_its_score(typed: str, words: str | None, score: float) -> None:
    """Twice the letters in common over all letters, counted by hand: one letter of 33 is another."""
    expected = []
    if words is not None:
        start = HARBOUR.index(words)
        expected = [Found(start, start + len(words), "near", round(score, 1))]
    assert find(HARBOUR, typed) == expected


def test_a_word_or_two_has_no_near_match() -> None:
    """One wrong letter in a short passage: nothing is found, rather than anything."""
    assert find(HARBOUR, "nine par cent") == []


def test_folding_keeps_the_place_of_each_character() -> None:
    """Each folded character is that of its place, folded alone."""
    text = "  “Ströße”\u00ad —  Ａb\u0301 \n'' fi ﬁ--"
    folded = fold(text)
    assert folded.text == "'strosse'-ab ' fi fi-"
    assert [fold(text[place]).text for place in folded.places if text[place].isalpha()] == [
        *("s", "t", "r", "o", "ss", "ss", "e", "a", "b", "f", "i", "fi", "fi")
    ]


# The frame


def test_a_row_has_all_that_a_citation_needs() -> None:
    """Article, line and offsets; an inferred date is called so."""
    found = cite(
        corpus(
            {"harbour": HARBOUR},
            outlet="The Quay",
            author="J. Doe",
            published="2024-05-03",
            published_basis="inferred",
        ),
        "asked for nine",
    )
    start = HARBOUR.index("asked")
    assert found.to_dict("records") == [
        {
            "doc": "harbour",
            "outlet": "The Quay",
            "author": "J. Doe",
            "title": "HARBOUR",
            "published": "2024-05-03",
            "line": 3,
            "char_start": start,
            "char_end": start + 14,
            "words": "asked for nine",
            "match": "folded",
            "score": 100.0,
            "citation": "J. Doe, HARBOUR, The Quay, 2024-05-03 (inferred), line 3, "
            f"characters {start}-{start + 14}",
        }
    ]


def test_what_is_unknown_is_left_out_of_the_citation() -> None:
    """An article of which nothing is known goes by its identifier."""
    found = cite(corpus({"memo": "No deal."}, title=""), "no deal")
    assert found["citation"].tolist() == ["memo, line 1, characters 0-7"]


def test_exact_matches_come_first_then_articles_and_text() -> None:
    """And near ones only where there is no other."""
    raw = {
        "b": "A quiet harbour town. a quiet harbour town",
        "a": "A quiet harbour town, a quiet harbour toun",
    }
    assert cite(corpus(raw), "a quiet harbour town")[["doc", "char_start", "match"]].values.tolist() == [
        ["b", 22, "exact"],
        ["a", 0, "folded"],
        ["b", 0, "folded"],
    ]
    near = cite(corpus({"b": "a quiet harbour toon", "a": "a quiet harbor town"}), "a quiet harbour town")
    assert near[["doc", "match", "score"]].values.tolist() == [
        ["a", "near", round(2 * 19 / 39 * 100, 1)],
        ["b", "near", round(2 * 19 / 40 * 100, 1)],
    ]


@pytest.mark.parametrize("raw", [{}, {"a": "Nothing like it."}])
def test_nothing_found_is_an_empty_frame(raw: dict[str, str]) -> None:
    """With all columns and their types."""
    found = cite(corpus(raw), "a quiet harbour town")
    pd.testing.assert_frame_equal(found, pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS))


FAULTS = [
    ("", r"passage is ''; allowed: text with a word in it"),
    (" “…” — ", r"passage is .*; allowed: text with a word in it"),
    ("x" * (LONGEST + 1), r"the passage has 2,001 characters; allowed: up to 2,000"),
    ("a" + "...b" * (OMISSIONS + 1), r"the passage leaves out words at 21 places; allowed: up to 20"),
]


@pytest.mark.parametrize(("passage", "message"), FAULTS)
def test_what_cannot_be_looked_for_is_one_clear_message(passage: str, message: str) -> None:
    with pytest.raises(ParleyError, match=f"^{message}$"):
        cite(corpus({"a": "text"}), passage)


def test_a_passage_that_stands_everywhere_is_one_clear_message() -> None:
    with pytest.raises(ParleyError, match="more than 10,000 places in a text; give more words"):
        find("a " * (MOST + 1), "a")


HOSTILE = [
    ("a " * 990, "a " * 200_000),
    ("a " * 990 + "b", "a " * 200_000),
    ("a" + " ... a" * (OMISSIONS - 1) + " ... zq", "a " * 5_000),
    ("ab " * 650, "a " * 100_000),
    ("." * 1_999 + "a", "." * 200_000),
    ("(" * 1_999 + "a", "(" * 200_000),
]


@pytest.mark.parametrize(("passage", "text"), HOSTILE)
def test_long_and_monotonous_texts_come_to_an_end(passage: str, text: str) -> None:
    """No search grows with the product of two long texts."""
    find(text, passage)


def test_sentences_of_the_corpus_are_found_where_they_stand() -> None:
    """Its text in the table has folded white space and marks for lost words; its place is known."""
    seeds = code(bundled("seeds"))
    for row in schema.rows(seeds.sentences.iloc[::17]):
        found = cite(seeds, row.text.replace("“", '"').replace("’", "'").upper()[:LONGEST])
        mine = found[found["doc"] == row.doc]
        raw = seeds.raw[row.doc]
        place = [raw[start:end] for start, end in zip(mine["char_start"], mine["char_end"], strict=True)]
        assert set(found["match"]) <= {"exact", "folded"}
        assert any(words in raw[row.char_start : row.char_end] for words in place), row.text
        assert row.line in mine["line"].tolist() or row.text[0] in "“‘'\""
