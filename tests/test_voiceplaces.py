"""Voices of characters: the same as those of sentences cut into stretches of one voice."""

import random

import numpy as np
import pandas as pd
import pytest

from parley import bundled, code, schema
from parley.voice import voice_spans
from parley.voiceplaces import voice_places


def test_every_character_of_a_real_corpus_has_its_voice() -> None:
    corpus = code(bundled("seeds"))
    known = voice_places(corpus.quotes)
    for span in schema.rows(voice_spans(corpus.sentences, corpus.quotes)):
        places = np.arange(span.char_start, span.char_end)
        voices, speakers = known.at([span.doc], np.zeros(len(places), dtype=np.int64), places)
        assert (set(voices), set(speakers)) == ({span.voice}, {span.speaker})


@pytest.mark.parametrize("seed", range(20))
def test_overlapping_and_nested_quotations_have_their_winner(seed: int) -> None:
    """Two articles with quotations at random, of equal places and lengths too."""
    rng = random.Random(seed)
    rows = []
    for number in range(14):
        start = rng.randrange(20)
        kind = rng.choice(["direct", "partial", "indirect", "scare"])
        rows.append((rng.choice("ab"), kind, start, start + rng.randint(1, 9), f"S{number}"))
    quotes = pd.DataFrame(rows, columns=["doc", "kind", "char_start", "char_end", "speaker"])
    sentences = pd.DataFrame({"doc": ["a", "b", "c"], "sentence": 1, "char_start": 0, "char_end": 40})
    known, names = voice_places(quotes), ["c", "a", "b"]
    for span in schema.rows(voice_spans(sentences, quotes)):
        places = np.arange(span.char_start, span.char_end)
        voices, speakers = known.at(names, np.full(len(places), names.index(span.doc)), places)
        assert (set(voices), set(speakers)) == ({span.voice}, {span.speaker})


def test_without_quotations_all_is_the_authors() -> None:
    known = voice_places(schema.empty("quotes"))
    voices, speakers = known.at(["a"], np.array([0, 0]), np.array([0, 9]))
    assert (voices.tolist(), speakers.tolist()) == (["author"] * 2, [""] * 2)
