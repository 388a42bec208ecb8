"""Voices of characters: the same as those of sentences cut into stretches of one voice."""

import random
from itertools import pairwise

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


def by_the_rule(quotes: pd.DataFrame, doc: str, place: int) -> tuple[str, str]:
    """Voice and speaker of one character, said plainly."""
    mine = [q for q in schema.rows(quotes) if q.doc == doc and q.char_start <= place < q.char_end]
    quoted = [q for q in mine if q.kind in ("direct", "partial")]
    over = quoted or [q for q in mine if q.kind == "indirect"]
    if not over:
        return "author", ""
    best = min(over, key=lambda q: (q.char_end - q.char_start, q.char_start))
    return ("quoted" if quoted else "reported"), best.speaker


@pytest.mark.parametrize("seed", range(20))
def test_overlapping_and_nested_quotations_have_their_winner(seed: int) -> None:
    """Three articles, one without quotations; two with some at random, of equal places and lengths too."""
    rng = random.Random(seed)
    rows = []
    for number in range(14):
        start = rng.randrange(20)
        kind = rng.choice(["direct", "partial", "indirect", "scare"])
        rows.append((rng.choice("ab"), kind, start, start + rng.randint(1, 9), f"S{number % 5}"))
    quotes = pd.DataFrame(rows, columns=["doc", "kind", "char_start", "char_end", "speaker"])
    cuts = sorted(rng.sample(range(41), 6))
    sentences = pd.DataFrame(
        [(doc, low, high) for doc in "cab" for low, high in pairwise(cuts)],
        columns=["doc", "char_start", "char_end"],
    ).assign(sentence=1)
    known, names = voice_places(quotes), ["c", "a", "b"]
    places = np.arange(41)
    plain = {doc: [by_the_rule(quotes, doc, place) for place in places] for doc in names}
    for number, doc in enumerate(names):
        found = known.at(names, np.full(len(places), number), places)
        assert list(zip(*found, strict=True)) == plain[doc]
    spans = voice_spans(sentences, quotes)
    covered = [(s.doc, place) for s in schema.rows(spans) for place in range(s.char_start, s.char_end)]
    assert covered == [(doc, place) for doc in names for place in range(cuts[0], cuts[-1])]
    for span in schema.rows(spans):
        assert {plain[span.doc][i] for i in range(span.char_start, span.char_end)} == {
            (span.voice, span.speaker)
        }
        before = span.char_start - 1
        new = (
            before < cuts[0]
            or span.char_start in cuts
            or plain[span.doc][before] != (span.voice, span.speaker)
        )
        assert new, "a stretch is cut where nothing changes"


def test_without_quotations_all_is_the_authors() -> None:
    known = voice_places(schema.empty("quotes"))
    voices, speakers = known.at(["a"], np.array([0, 0]), np.array([0, 9]))
    assert (voices.tolist(), speakers.tolist()) == (["author"] * 2, [""] * 2)
