"""The rows of an actor card: each frame's own, and those that a pick means."""

import pandas as pd
import pytest

from parley import actorcard, actorties, bundled, code, schema
from parley.actorrows import behind, card_rows, strongest
from parley.corpus import Corpus


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return code(bundled("seeds"))


def test_a_card_has_the_rows_of_every_frame(corpus: Corpus) -> None:
    """By the frame's name, in its order; of judgements the strongest first."""
    name = actorcard.actors(corpus)["actor"].iloc[0]
    card = card_rows(corpus, name)
    frames = (
        *(actorcard.mention_share, actorcard.speech_share, actorcard.judgements, actorcard.judges),
        *(actorcard.positions_of, actorcard.asks, actorcard.replies, actorties.ties_of),
    )
    assert set(card) == {frame.__name__ for frame in frames} | {"judged"}
    for frame in frames:
        found = pd.DataFrame(card[frame.__name__])
        expected = frame(corpus, name)
        assert len(found) == len(expected)
        if len(found):
            pd.testing.assert_frame_equal(found, expected, check_dtype=False)
    scores = [abs(row.score) for row in card["judged"]]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == len(actorcard.judged(corpus, name))


def test_the_strongest_come_first_whichever_their_sign() -> None:
    """Ties stay in the order of the text, and nothing is changed in place."""
    rows = pd.DataFrame({"score": [0.2, -0.9, 0.9, 0.0]})
    assert strongest(rows).index.tolist() == [1, 2, 0, 3]
    assert rows["score"].tolist() == [0.2, -0.9, 0.9, 0.0]


@pytest.mark.parametrize(
    ("pick", "column", "value"),
    [
        ("mentions:pronoun", "kind", {"pronoun"}),
        ("mentions:all", "kind", {"name", "nominal", "pronoun"}),
        ("speech:reported", "kind", {"indirect"}),
        ("judged:author:negative", "polarity", {"negative"}),
        ("judged:author:all", "voice", {"author"}),
        ("judge:author", "holder", {"author"}),
    ],
)
def test_a_pick_means_its_rows(corpus: Corpus, pick: str, column: str, value: set[str]) -> None:
    name = actorcard.actors(corpus)["actor"].iloc[2]
    title, rows = behind(corpus, name, pick)
    assert title
    assert set(rows[column]) == value


def test_positions_ties_and_asks_mean_their_statements(corpus: Corpus) -> None:
    """The rows have the ids that the card's own rows name."""
    name = corpus.positions["actor"].value_counts().index[0]
    card = card_rows(corpus, name)
    first = card["positions_of"][0]
    title, rows = behind(corpus, name, f"position:{first.issue}:all")
    assert (title, len(rows)) == (f"Positions, {first.issue}", first.n)
    tie = next(row for row in card["ties_of"] if row.agreed)
    title, rows = behind(corpus, name, f"agreed:{tie.other}")
    assert title == f"On the same side: {name} and {tie.other}"
    assert sorted(rows["id"]) == sorted(actorties.between(corpus, name, tie.other)[0])
    ask = next(schema.rows(actorcard.asks(corpus, name)))
    title, rows = behind(corpus, name, f"ask:{ask.id}")
    assert set(rows["id"]) >= {ask.id}


@pytest.mark.parametrize(
    "pick", ["", "next", "mentions:x", "judge:Nobody", "ask:x", "agreed:Nobody", "read:0:3:x"]
)
def test_another_pick_means_nothing(corpus: Corpus, pick: str) -> None:
    title, rows = behind(corpus, actorcard.actors(corpus)["actor"].iloc[0], pick)
    assert (title, len(rows)) == ("", 0)


def test_a_name_nobody_can_see_is_picked_as_it_is_shown(corpus: Corpus) -> None:
    """A pick holds hidden characters by their number."""
    mentions = corpus.mentions.head(2).assign(actor="A")
    judged = corpus.targets[corpus.targets["method"] == "model"].head(1)
    judged = judged.assign(target="A", mention="name", voice="quoted", holder="Lee\u202e")
    tables = {**corpus.tables, "mentions": mentions, "targets": judged}
    title, rows = behind(Corpus(tables, corpus.raw), "A", "judge:Lee[U+202E]")
    assert title == "Judgements by, Lee[U+202E]"
    assert rows["holder"].tolist() == ["Lee\u202e"]


def test_an_empty_corpus_has_no_rows() -> None:
    nothing = Corpus({name: schema.empty(name) for name in schema.TABLES}, {})
    card = card_rows(nothing, "A")
    assert [len(card[name]) for name in ("judged", "judges", "positions_of", "asks", "ties_of")] == [0] * 5
    assert behind(nothing, "A", "mentions:all")[0] == ""
