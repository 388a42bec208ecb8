"""The actor card as a view: every number leads to what it counts, and nothing in a text becomes markup."""

import re
from html import unescape

import pandas as pd
import pytest

from parley import actorcard, bundled, code, schema
from parley.actorcardview import VIEW, controls
from parley.actorrows import behind
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.material import EVERY, Material, draw
from shown import names

HOSTILE = 'Lee <script>x()</script> "onload=y" | read:1:2:x \u202e'


@pytest.fixture(scope="module")
def material() -> Material:
    return Material(code(bundled("seeds")))


@pytest.fixture(scope="module")
def unmeasured(material: Material) -> Material:
    """The same corpus under other names of articles: there is no reference coding of it."""
    return renamed(material.corpus, {doc: f"{doc}-x" for doc in material.corpus.raw})


def renamed(corpus: Corpus, docs: dict[str, str], actors: dict[str, str] | None = None) -> Material:
    """The corpus with other names of articles and actors."""
    columns = ("actor", "target", "holder", "speaker")
    tables = {name: table.assign(doc=table["doc"].map(docs)) for name, table in corpus.tables.items()}
    for name, table in tables.items():
        held = {c: table[c].replace(actors or {}) for c in columns if c in table}
        tables[name] = table.assign(**held).sort_values(
            [k for k in ("doc", "char_start") if k in table], kind="stable", ignore_index=True
        )
    return Material(Corpus(tables, {docs[doc]: raw for doc, raw in corpus.raw.items()}))


def picks(html: str) -> list[str]:
    return [unescape(pick) for pick in re.findall(r'data-pick="([^"]*)"', html)]


def counts(html: str) -> dict[str, int]:
    """Each number that can be picked, by its pick."""
    found = re.findall(r'class="count" data-pick="([^"]*)"[^>]*>([^<]*)</button>', html)
    return {unescape(p): int((re.search(r"n = (\d+)", t) or re.search(r"(\d+)", t))[1]) for p, t in found}  # type: ignore[index]


def test_what_can_be_chosen(material: Material) -> None:
    """Actors by mentions, then by name; the voices after the option that leaves none out."""
    actor, voice = controls(material)
    mentions = material.corpus.mentions["actor"].value_counts()
    assert list(actor.options)[: len(mentions)] == sorted(mentions.index, key=lambda n: (-mentions[n], n))
    assert actor.default == actor.options[0]
    assert list(voice.options) == [EVERY, "author", "quoted", "reported"]


def test_every_number_shows_what_it_counts(material: Material) -> None:
    """Of the three most mentioned actors: each count is the number of rows behind it, and these are shown."""
    for name in actorcard.actors(material.corpus)["actor"].iloc[:3]:
        numbers = counts(draw(VIEW, material, actor=name))
        assert {pick.partition(":")[0] for pick in numbers} >= {
            "mentions",
            "speech",
            "judged",
            "judge",
            "position",
        }
        for pick, number in numbers.items():
            title, rows = behind(material.corpus, name, pick)
            assert title
            if not pick.startswith("speech:"):  # words are counted there, and statements shown
                assert len(rows) == number, pick
    shown = draw(VIEW, material, actor=name, picked=pick)
    sentences = len(rows[["doc", "sentence"]].drop_duplicates())
    assert f"{title}: n = {number} in {sentences} sentence" in unescape(shown)
    assert shown.count('aria-pressed="true"') == 1


def test_asks_show_themselves_and_the_answer(material: Material) -> None:
    """What is asked and what was answered are shown together."""
    book = actorcard._ledger(material.corpus).query("answer_id != ''")
    row = next(schema.rows(book))
    for name, kind in ((row.actor, "ask"), (row.answer_actor, "reply")):
        assert f"{kind}:{row.id}" in picks(draw(VIEW, material, actor=name))
        _, rows = behind(material.corpus, name, f"{kind}:{row.id}")
        assert {row.id, row.answer_id} <= set(rows["id"])


def test_a_passage_leads_to_the_text_and_stays(material: Material) -> None:
    """The pick of a passage keeps the passages open and shows the paragraph below."""
    first = draw(VIEW, material, picked="mentions:name")
    read = next(pick for pick in picks(first) if pick.startswith("mentions:name|read:"))
    shown = draw(VIEW, material, picked=read)
    assert shown.count('class="evidence"') == 1
    assert 'class="on-place' in shown
    assert read in picks(shown)
    assert 'class="on-place' not in first


@pytest.mark.parametrize(
    "pick",
    [
        "next",
        "mentions:nothing",
        "judged:author",
        "judge:Nobody",
        "position:x:for",
        "ask:x",
        "agreed:Nobody",
        "read:0:3:x",
    ],
)
def test_a_pick_that_means_nothing_is_ignored(material: Material, pick: str) -> None:
    assert draw(VIEW, material, picked=pick) == draw(VIEW, material)


def test_the_voice_limits_the_judgements_shown(material: Material) -> None:
    name = actorcard.actors(material.corpus)["actor"].iloc[0]
    for voice in ("author", "quoted", "reported"):
        shown = draw(VIEW, material, actor=name, voice=voice)
        told = re.findall(r'<span class="note">· (\w+)', shown)
        assert told
        assert set(told) == {voice}
        n = int((actorcard.judged(material.corpus, name)["voice"] == voice).sum())
        assert f"Strongest judgements, {voice}: {min(n, 5)} of {n} sentences" in shown


def test_few_sentences_are_said_to_express_nothing(material: Material) -> None:
    """A verdict without enough sentences is words, not a number; positions and ties say where n is small."""
    names = actorcard.actors(material.corpus)["actor"]
    few = next(n for n in names if 0 < actorcard.judgements(material.corpus, n)["n"].max() < 5)
    shown = draw(VIEW, material, actor=few)
    assert "fewer than five sentences: not expressed" in shown
    assert "−" not in "".join(re.findall(r'class="number">([^<]*)', shown))
    assert "few: fewer than five positions" in draw(VIEW, material, actor=names.iloc[0])


def test_the_card_says_how_far_its_methods_can_be_trusted(material: Material, unmeasured: Material) -> None:
    """The scorecard's lines stand beside judgements, positions and speech; without reference none does."""
    name = material.corpus.positions["actor"].value_counts().index[0]
    shown = draw(VIEW, material, actor=name)
    for layer in ("portrayal by the author", "portrayal by others", "positions", "quotes"):
        assert len(re.findall(rf'class="note score">{layer}, ', shown)) == 1
    assert "score" not in draw(VIEW, unmeasured, actor=name)


def test_texts_and_names_are_never_markup(material: Material) -> None:
    """Names with markup, quotation marks, bars and hidden characters stay text, and can still be picked."""
    name, other = actorcard.actors(material.corpus)["actor"].iloc[[2, 3]]
    hostile = renamed(
        material.corpus, {doc: doc for doc in material.corpus.raw}, {name: HOSTILE, other: f"{HOSTILE}2"}
    )
    shown = draw(VIEW, hostile, actor=HOSTILE)
    assert not names(shown) & {"script", "onload", "img", "iframe"}
    assert "\u202e" not in shown
    assert "Lee &lt;script&gt;" in shown
    tie = next(p for p in counts(shown) if p.startswith(("agreed:Lee", "opposed:Lee")))
    assert 'class="evidence"' in draw(VIEW, hostile, actor=HOSTILE, picked=tie)


def test_another_subject_has_its_card() -> None:
    """Articles without any issue, with actors that no list knows."""
    corpus = code("tests/articles")
    for name in actorcard.actors(corpus)["actor"].iloc[:5]:
        shown = draw(VIEW, Material(corpus), actor=name)
        assert "Share of mentions" in shown
        assert "No position on an issue was found." in shown or "positions on" in shown


def test_an_empty_corpus_gives_a_sentence() -> None:
    nothing = Material(Corpus({name: schema.empty(name) for name in schema.TABLES}, {}))
    assert controls(nothing)[0].options == ("",)
    assert draw(VIEW, nothing) == '<p class="none">No actor is mentioned in these articles.</p>'


def test_an_actor_without_anything_else_has_a_card(material: Material) -> None:
    """One mention and nothing else: every part says that there is nothing."""
    corpus = material.corpus
    one = corpus.mentions.head(1).assign(actor="Nobody", kind="name")
    tables: dict[str, pd.DataFrame] = {name: schema.empty(name) for name in schema.TABLES}
    for name in ("documents", "blocks", "sentences"):
        tables[name] = corpus[name]
    lonely = Material(Corpus({**tables, "mentions": one}, corpus.raw))
    shown = draw(VIEW, lonely)
    for said in (
        "100.0 %",
        "There are no words said by others.",
        "No position",
        "nobody",
        "nothing was found",
    ):
        assert said in shown
    assert counts(shown) == {"mentions:all": 1, "mentions:name": 1}


def test_an_unknown_actor_is_refused(material: Material) -> None:
    with pytest.raises(ParleyError, match="actor is 'Nobody at all'"):
        draw(VIEW, material, actor="Nobody at all")
