"""Text search: no sentence that holds a word is left out, in whatever case or odd letter."""

import random
import re

import pytest

from parley import schema
from parley.alignment import aligned_sentences
from parley.concordance import word_pattern
from parley.corpus import Corpus
from parley.textsearch import holding, literal

WORDS = [
    "Deal",
    "deal’s",
    "ſtriKe",
    "strike",
    "K\u212a",
    "İstanbul",
    "istanbul",
    "ISTANBUL",
    "café",
    "a",
    "re-deal",
]


def corpus(seed: int) -> Corpus:
    """Ten articles of random words, two sentences a block."""
    rng = random.Random(seed)
    raw, blocks, sentences = {}, [], []
    for doc in "abcdefghij":
        parts = [" ".join(rng.choices(WORDS, k=4)) + "." for _ in range(2)]
        raw[doc] = " ".join(parts)
        place = {
            "doc": doc,
            "line": 1,
            "char_start": 0,
            "char_end": len(raw[doc]),
            "block": 0,
            "text": raw[doc],
        }
        blocks.append(place | {"line_end": 1, "kind": "body", "gaps": 0, "rule": ""})
        at = 0
        for number, text in enumerate(parts):
            span = {"char_start": at, "char_end": at + len(text), "sentence": number, "text": text}
            sentences.append(place | span | {"voice": "author", "has_gap": False})
            at += len(text) + 1
    tables = {"blocks": schema.frame("blocks", blocks), "sentences": schema.frame("sentences", sentences)}
    return Corpus(tables, raw)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "query", ["deal", "strike", "k*", "istanbul", "CAFÉ", "re-deal", "a", "deal’s a*", "kk"]
)
def test_every_hit_is_in_a_sentence_that_is_looked_at(seed: int, query: str) -> None:
    made, pattern = corpus(seed), word_pattern(query)
    every = [s for s in aligned_sentences(made).values() if pattern.search(s.text, s.low, s.high)]
    some = [s for s in holding(made, set(made.raw), literal(query)) if pattern.search(s.text, s.low, s.high)]
    assert some == every


def test_only_the_articles_asked_for() -> None:
    made = corpus(1)
    assert {s.doc for s in holding(made, {"b", "d"})} == {"b", "d"}
    assert len(list(holding(made, set(made.raw)))) == 20


def test_the_odd_letters_are_all_that_python_takes_for_plain_ones() -> None:
    """Every other character that matches a plain letter in any case is a plain letter."""
    odd = {chr(code) for code in range(128, 0x11000) if re.fullmatch("[a-z0-9]", chr(code), re.IGNORECASE)}
    assert odd == set("\u0130\u0131\u017f\u212a")
