"""Words found for many texts at once: the same as those that the pattern finds in each stretch."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley import bundled, code, wordspans
from parley.voice import voice_spans
from parley.wordspans import WORD, word_spans

Stretch = tuple[str, int, int]
LETTERS = st.text(st.sampled_from("ab9é½٣𝟘’'’' _-.\n\udc80\u0301"), max_size=30)


def plain(raw: Mapping[str, str], stretches: list[Stretch]) -> list[tuple[int, int, int]]:
    """Stretch by stretch, by the pattern."""
    return [
        (number, found.start(), found.end())
        for number, (doc, low, high) in enumerate(stretches)
        for found in WORD.finditer(raw[doc], low, high)
    ]


def spans(raw: Mapping[str, str], stretches: list[Stretch]) -> list[tuple[int, int, int]]:
    docs = [doc for doc, _, _ in stretches]
    low, high = (np.array([s[i] for s in stretches], dtype=np.int64) for i in (1, 2))
    return list(zip(*(column.tolist() for column in word_spans(raw, docs, low, high)), strict=True))


@given(texts=st.lists(LETTERS, max_size=4), data=st.data())
def test_words_are_those_of_the_pattern(texts: list[str], data: st.DataObject) -> None:
    """In stretches that touch, leave room, or cut a word; whatever the texts are gathered to."""
    raw = {f"n{i}": text for i, text in enumerate(texts)}
    stretches = []
    for doc, text in raw.items():
        cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
        stretches += [(doc, *pair) for pair in pairwise(cuts) if data.draw(st.booleans())]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wordspans, "CHUNK", data.draw(st.sampled_from([1, 20, 2_000_000])))
        assert spans(raw, stretches) == plain(raw, stretches)


def test_words_of_a_real_corpus_are_those_of_the_pattern() -> None:
    corpus = code(bundled("seeds"))
    table = voice_spans(corpus.sentences, corpus.quotes)[["doc", "char_start", "char_end"]]
    stretches = list(table.itertuples(index=False, name=None))
    found = spans(corpus.raw, stretches)
    assert found == plain(corpus.raw, stretches)
    assert len(found) > 9000


def test_a_word_has_one_apostrophe_at_most() -> None:
    raw = {"a": "rock'n'roll o'clock'"}
    assert [raw["a"][i:j] for _, i, j in spans(raw, [("a", 0, 20)])] == ["rock'n", "roll", "o'clock"]
