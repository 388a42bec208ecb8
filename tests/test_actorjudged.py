"""How an actor is judged: the part of the card says what the frames hold, and leads to the sentences."""

import re
from html import unescape

import pytest

from parley import actorcard, bundled, code, schema
from parley.actorjudged import SHOWN, judged_sentences, judgement_part
from parley.actorrows import card_rows
from parley.corpus import Corpus
from parley.material import Material

HOSTILE = '<script>x()</script> "onload=y" \u202eeel'


@pytest.fixture(scope="module")
def material() -> Material:
    return Material(code(bundled("seeds")))


@pytest.fixture(scope="module")
def name(material: Material) -> str:
    """Who is judged most often."""
    return str(material.corpus.targets["target"].value_counts().index[0])


def test_the_part_counts_sentences_by_voice_and_label(material: Material, name: str) -> None:
    """Each number that is not zero can be picked."""
    html = unescape(judgement_part(material, card_rows(material.corpus, name), "", "all"))
    for row in schema.rows(actorcard.judgements(material.corpus, name)):
        for label in actorcard.LABELS:
            if n := getattr(row, label):
                assert f'aria-label="{n:,} {label} sentences, {row.voice}"' in html
        assert row.verdict in html


def test_strongest_sentences_make_way_for_those_picked(material: Material, name: str) -> None:
    """While a judgement is picked its sentences stand below, and the strongest are left out."""
    card = card_rows(material.corpus, name)
    assert "Strongest judgements: 5 of" in judgement_part(material, card, "", "all")
    assert "Strongest judgements, author: 5 of" in judgement_part(material, card, "", "author")
    assert "Strongest judgements" not in judgement_part(material, card, "judged:author:all", "all")


def test_sentences_lead_to_their_places(material: Material, name: str) -> None:
    """At most so many, each with its line and the pick of its sentence."""
    corpus = material.corpus
    rows = list(schema.rows(actorcard.judged(corpus, name)))
    html = unescape(judged_sentences(corpus, rows, "judge:x|"))
    assert html.count("<li>") == min(SHOWN, len(rows))
    places = corpus.sentences.set_index(["doc", "sentence"])
    want = []
    for row in rows[:SHOWN]:
        place = places.loc[(row.doc, row.sentence)]
        want.append(f"judge:x|read:{place['char_start']}:{place['char_end']}:{row.doc}")
        assert f"{row.doc}, line {place['line']}" in html
    assert re.findall(r'data-pick="([^"]*)"', html) == want


def test_holders_stay_text(material: Material, name: str) -> None:
    """A holder with tags, handlers and characters nobody sees is shown as it is written."""
    frame = actorcard.judged(material.corpus, name).head(1).assign(holder=HOSTILE, voice="quoted")
    html = judged_sentences(material.corpus, list(schema.rows(frame)), "")
    assert "<script" not in html
    assert "\u202e" not in html
    assert "quoted: &lt;script&gt;" in html


def test_nobody_judges_in_an_empty_corpus() -> None:
    """The table stands with zeros, without holders and sentences."""
    nothing = Corpus({name: schema.empty(name) for name in schema.TABLES}, {})
    html = judgement_part(Material(nothing), card_rows(nothing, "A"), "", "all")
    assert html.count("no sentence") == 3
    assert "Who judges" not in html
    assert "Strongest" not in html
    assert judged_sentences(nothing, [], "") == '<ol class="passages"></ol>'
