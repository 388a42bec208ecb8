"""The comparison as a view: what it says, in which words, and what a pick leads to."""

import re

import pytest

from parley import bundled, code, schema
from parley.comparisonview import VIEW
from parley.corpus import Corpus
from parley.differencewords import difference_words, word_places
from parley.markup import place
from parley.material import Material, draw
from parley.measures import MEASURES, units

HOSTILE = '"><script>alert(1)</script><img onerror="x()">\u202e'


@pytest.fixture(scope="module")
def seeds() -> Material:
    return Material(code(bundled("seeds")))


@pytest.fixture(scope="module")
def small(six) -> Material:
    return Material(six)


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def picks(html: str) -> list[str]:
    return re.findall(r'data-pick="([^"]*)"', html)


@pytest.mark.parametrize(
    ("choices", "said", "drawn"),
    [
        ({"what": "outlets"}, "shown are the first two outlets", True),
        ({"second": "actor: Lee"}, "Both sides are Lee: choose two that differ.", False),
    ],
)
def test_what_is_said_about_the_choice_stands_in_the_view(small, choices, said, drawn):
    shown = draw(VIEW, small, **choices)
    assert said in text(shown)
    assert ("<svg" in shown) == drawn


def test_two_of_a_kind_that_is_missing_are_said(toy):
    material = Material(toy([("a", "Lee left. ", 0.0, {"Lee": 0.0}, "")]))
    assert draw(VIEW, material, what="outlets") == (
        '<p class="note">These articles do not have two outlets to compare.</p>'
    )


def test_an_empty_corpus_gets_a_sentence():
    material = Material(Corpus({name: schema.empty(name) for name in schema.TABLES}, {}))
    assert "no sentences to compare" in draw(VIEW, material)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("what", ["actors", "outlets", "articles", "voices"])
def test_every_measure_of_every_kind_is_drawn_or_refused_in_words(seeds, what, measure):
    shown = draw(VIEW, seeds, what=what, measure=measure, target="Ukraine")
    assert ('class="finding"' in shown) or re.search(r'class="note">[^<]{20,}\.</p>', shown)
    assert "nan" not in re.findall(r"\b\w+\b", text(shown))


def test_a_single_article_cannot_be_left_out(seeds):
    assert "No article can be left out" in draw(VIEW, seeds, what="articles")


def test_words_are_those_of_the_difference_and_can_be_picked(seeds):
    shown = draw(VIEW, seeds)
    words = difference_words(seeds.corpus, "actor", "Ukraine", "Russia")
    assert [p for p in picks(shown) if p.startswith("word:")] == [f"word:{word}" for word in words["word"]]
    assert shown.count("may be chance") == int(((words["low"] <= 0) & (words["high"] >= 0)).sum())


def test_a_word_leads_to_its_sentences_with_the_word_marked(seeds):
    places = word_places(seeds.corpus, "actor", "Ukraine", "Russia", "sanctions")
    shown = draw(VIEW, seeds, picked="word:sanctions")
    assert len(re.findall(r"<mark>sanctions</mark>", shown, re.I)) == len(places)
    assert 'aria-pressed="true"' in shown


def test_a_side_leads_to_its_sentences_the_strongest_first(seeds):
    rows = units(seeds.corpus, "actor", "Russia")
    best = rows.loc[rows["value"].abs().idxmax()]
    shown = draw(VIEW, seeds, picked="side:second")
    first = next(pick for pick in picks(shown) if pick.startswith("side:second|read:"))
    sentence = seeds.corpus.sentences.set_index(["doc", "sentence"]).loc[(best["doc"], best["sentence"])]
    assert first == f"side:second|read:{sentence['char_start']}:{sentence['char_end']}:{best['doc']}"


def test_reading_on_keeps_the_passages(seeds, monkeypatch):
    monkeypatch.setattr("parley.comparisonview.excerpt", lambda material, picked: f"EXCERPT {picked}")
    at = place(seeds.corpus.sentences.iloc[3])
    shown = draw(VIEW, seeds, picked=f"word:sanctions|{at}")
    assert f"EXCERPT word:sanctions|{at}" in shown
    assert "<mark>sanctions</mark>" in shown


@pytest.mark.parametrize(
    "picked", ["", "nonsense", "side:third", "word:", "word:zzzz", "cell:a|b", "|read:1:2:x"]
)
def test_unknown_picks_are_ignored(seeds, picked):
    shown = draw(VIEW, seeds, picked=picked)
    assert "<li>" not in shown
    assert 'aria-pressed="true"' not in shown


def test_hostile_names_and_texts_stay_text(toy):
    lines = [
        ("d", f"Lee met {HOSTILE} again.", 0.1 * i, {"Lee": 0.1 * i, HOSTILE: -0.1 * i}, "") for i in range(6)
    ]
    lines += [(HOSTILE, f"{HOSTILE} <b onclick='x()'>left</b>.", 0.0, {HOSTILE: 0.0}, "") for _ in range(6)]
    material = Material(toy(lines, outlets={"d": HOSTILE, HOSTILE: "North"}))
    for choices in ({}, {"what": "outlets"}, {"what": "articles"}):
        for picked in ("side:first", "side:second", "word:left"):
            shown = draw(VIEW, material, picked=picked, **choices)
            assert not re.search(r"<(script|img|b onclick)", shown)
            assert "\u202e" not in shown
            assert "<svg" in shown


def test_equal_choices_give_equal_html(seeds):
    assert draw(VIEW, seeds, what="voices") == draw(VIEW, seeds, what="voices")
