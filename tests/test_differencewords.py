"""Words behind a difference: whose they are, how strongly they tell the sides apart, where they stand."""

import pytest

from parley import bundled, code, schema
from parley.corpus import Corpus
from parley.differencewords import difference_words, word_places
from parley.measures import MEASURES
from parley.words import log_odds


@pytest.fixture(scope="module")
def seeds() -> Corpus:
    return code(bundled("seeds"))


def test_the_words_are_log_odds_without_shared_sentences_and_names(toy):
    """Of two actors a sentence with both says nothing about the difference; nor do their names."""
    lines = [("a", "Lee cut all the jobs.", 0.0, {"Lee": 0.0}, "") for _ in range(4)]
    lines += [("a", "Ruiz kept all the jobs.", 0.0, {"Ruiz": 0.0}, "") for _ in range(4)]
    lines += [("a", "Lee and Ruiz met often.", 0.0, {"Lee": 0.0, "Ruiz": 0.0}, "") for _ in range(5)]
    corpus = toy(lines)
    found = difference_words(corpus, "actor", "Lee", "Ruiz")
    assert found.groupby("side")["word"].first().to_dict() == {"first": "cut", "second": "kept"}
    assert not {"lee", "ruiz", "met", "often"} & set(found["word"])
    bodies = [["cut", "all", "the", "jobs"] * 4, ["kept", "all", "the", "jobs"] * 4]
    everything = " ".join(line[1].lower().replace(".", "") for line in lines).split()
    expected = log_odds(*bodies, background=everything).set_index("word")
    assert found.set_index("word").loc["cut", "z"] == pytest.approx(expected.loc["cut", "z"])


def test_words_of_a_voice_are_those_in_it(toy):
    said = [("a", "Jobs first, jobs always.", 0.0, {}, "Lee")] * 3
    corpus = toy([*said, *[("a", "The town waits for the jobs.", 0.0, {}, "")] * 3])
    found = difference_words(corpus, "voice", "author", "quoted", measure="sentence length")
    sides = found.groupby("side")["word"].agg(set).to_dict()
    assert {"town", "waits"} <= sides["first"]
    assert {"first", "always"} <= sides["second"]


@pytest.mark.parametrize("word", ["will", "european"])
def test_places_of_a_word_lead_to_it(seeds, word):
    """Each place holds the word, as often as it was counted."""
    pair = ("voice", "author", "others")
    places = word_places(seeds, *pair, word)
    assert {seeds.raw[r.doc][r.char_start : r.char_end].lower() for r in places.itertuples()} <= {
        word,
        f"{word}'s",
        f"{word}’s",
    }
    row = difference_words(seeds, *pair).set_index("word").loc[word]
    assert places["side"].value_counts().to_dict() == {"first": row["n_first"], "second": row["n_second"]}


@pytest.mark.parametrize("measure", MEASURES)
def test_an_empty_corpus_has_no_words(measure):
    empty = Corpus({name: schema.empty(name) for name in schema.TABLES}, {})
    assert difference_words(empty, "actor", "Lee", "Ruiz", measure=measure).empty
    assert word_places(empty, "actor", "Lee", "Ruiz", "town", measure=measure).empty
