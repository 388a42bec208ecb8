"""Text search: the hits are those of the pattern, in whatever case or odd letter, and in the text's order."""

import random
import re

import numpy as np
import pandas as pd
import pytest

from parley import schema
from parley.corpus import Corpus
from parley.textindex import text_index
from parley.textsearch import row_hits, word_hits, word_pattern

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


def corpus(seed: int, words: list[str] = WORDS) -> Corpus:
    """Ten articles of random words, two sentences a block."""
    rng = random.Random(seed)
    raw, blocks, sentences = {}, [], []
    for doc in "abcdefghij":
        parts = [" ".join(rng.choices(words, k=4)) + "." for _ in range(2)]
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


QUERIES = ["deal", "DEAL*", "strike", "k*", "istanbul", "CAFÉ", "re-deal", "a", "deal’s a*", "kk", "a deal"]
QUERIES += ["a * deal*", "* a", "deal a deal", "a a", "re-* deal", "-deal", ".", "’", "re-deal.", "*s", "ι"]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("query", QUERIES)
def test_hits_are_those_of_the_pattern_in_each_sentence(seed: int, query: str) -> None:
    """Whichever way they are looked for: among the words, by the rarest of them, or in every sentence."""
    made, pattern = corpus(seed), word_pattern(query)
    index = text_index(made)
    bounds = zip(index.sentences["low"].tolist(), index.sentences["high"].tolist(), strict=True)
    every = [
        (row, *match.span())
        for row, (low, high) in enumerate(bounds)
        for match in pattern.finditer(index.text, low, high)
    ]
    assert list(zip(*word_hits(index, query), strict=True)) == every
    some = np.array([name in "bd" for name in index.articles])
    chosen = [hit for hit in every if index.articles[index.sentences["doc"][hit[0]]] in "bd"]
    assert list(zip(*word_hits(index, query, some), strict=True)) == chosen


def test_a_letter_that_is_a_mark_in_another_case_is_found() -> None:
    """A subscript iota is no letter of a word, and is an iota in another case."""
    made = corpus(1, ["α\u0345", "αι", "ΑΙ", "deal"])
    index, pattern = text_index(made), word_pattern("αι")
    found = [index.text[i:j] for i, j in zip(*word_hits(index, "αι")[1:], strict=True)]
    assert set(found) == {"α\u0345", "αι", "ΑΙ"}
    assert len(found) == len(pattern.findall(index.text))
    index = text_index(corpus(1, ["xι", "deal"]))
    assert len(word_hits(index, "x\u0345").rows) == index.text.count("xι") > 0


def test_it_is_the_only_such_letter() -> None:
    """Every other character that matches one of a word in any case is one itself."""
    every = "".join(map(chr, range(0x20000)))
    runs = "".join(f"{m.group()[0]}-{m.group()[-1]}" for m in re.finditer(r"\w+", every))
    letter = re.compile(f"[{runs}]", re.IGNORECASE)
    assert [mark for mark in re.sub(r"\w", "", every) if letter.match(mark)] == ["\u0345"]


def test_a_word_cut_by_the_end_of_a_sentence_ends_there() -> None:
    """As for the pattern: the end of a sentence ends a word, its beginning does not begin one."""
    made = corpus(1, ["cannot"])
    first = made.sentences.iloc[[0, 0]].assign(sentence=[0, 1], char_start=[0, 3], char_end=[3, 6])
    index = text_index(Corpus({**made.tables, "sentences": first.reset_index(drop=True)}, made.raw))
    assert len(word_hits(index, "can").rows) == 1
    assert len(word_hits(index, "cannot").rows) == len(word_hits(index, "not").rows) == 0


def test_rows_of_a_table_are_hits_in_its_order() -> None:
    made = corpus(2)
    index, raw = text_index(made), made.raw["c"]
    high = raw.index(".") + 1
    rows = pd.DataFrame(
        {
            "doc": ["c", "a", "c", "a"],
            "sentence": [1, 0, 0, 0],
            "char_start": [high + 1, 2, 0, 2],
            "char_end": [len(raw), 5, high, 5],
        }
    )
    found = row_hits(index, rows)
    words = [index.text[i:j] for i, j in zip(found.starts, found.ends, strict=True)]
    assert words == [raw[high + 1 :], made.raw["a"][2:5], raw[:high]]
