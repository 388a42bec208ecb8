"""The actor card's frames: counts by hand, and the same numbers as the modules they come from."""

import pandas as pd
import pytest

from parley import actorcard, bundled, code, compare, schema
from parley.corpus import Corpus
from parley.ledger import ledger, position_matrix
from parley.stance import portrayals, stance

FRAMES = (
    actorcard.mention_share,
    actorcard.speech_share,
    actorcard.judgements,
    actorcard.judged,
    actorcard.judges,
    actorcard.positions_of,
    actorcard.quotes_of,
    actorcard.asks,
    actorcard.replies,
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return code(bundled("seeds"))


@pytest.fixture(scope="module")
def names(corpus: Corpus) -> list[str]:
    """The most mentioned actors, and one of the least."""
    found = actorcard.actors(corpus)["actor"]
    return [*found.iloc[:5], found.iloc[-1]]


def made(table: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    """A table whose rows stand one after the other, with plain values for what is not given."""
    plain = {"str": "", "int64": 1, "float64": 0.0, "bool": False}
    fields = {name: plain[kind] for name, kind in schema.columns(table).items()}
    spans = [{"doc": "a", "char_start": 10 * i, "char_end": 10 * i + 5} for i in range(len(rows))]
    return schema.frame(table, [fields | span | row for span, row in zip(spans, rows, strict=True)])


def small(**tables: pd.DataFrame) -> Corpus:
    raw = dict.fromkeys(sorted({doc for table in tables.values() for doc in table["doc"]}), " " * 200)
    return Corpus({name: schema.empty(name) for name in schema.TABLES} | tables, raw)


def positions(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Positions (actor, issue, position) of one article, ids p0, p1 ..."""
    named = [dict(zip(("actor", "issue", "position"), row, strict=True)) for row in rows]
    return made("positions", [row | {"id": f"p{i}"} for i, row in enumerate(named)])


# who there is


def test_actors_come_by_mentions_then_by_name() -> None:
    """Who only takes a position comes last; the articles' authors are no actors."""
    mentions = made("mentions", [{"actor": name} for name in ("B", "A", "C", "B")])
    found = actorcard.actors(
        small(mentions=mentions, positions=positions(("Z", "tax", "support"), ("author", "tax", "oppose")))
    )
    assert found.values.tolist() == [["B", 2], ["A", 1], ["C", 1], ["Z", 0]]


# shares


def test_mentions_are_counted_by_kind() -> None:
    kinds = [("A", "name"), ("A", "pronoun"), ("B", "name"), ("B", "name"), ("A", "name")]
    mentions = made("mentions", [{"actor": actor, "kind": kind} for actor, kind in kinds])
    found = actorcard.mention_share(small(mentions=mentions), "A")
    assert found[["part", "n", "of"]].values.tolist() == [
        ["all", 3, 5],
        ["name", 2, 4],
        ["nominal", 0, 0],
        ["pronoun", 1, 1],
    ]
    assert found["share"].fillna(-1).tolist() == [3 / 5, 2 / 4, -1, 1]


def test_the_share_of_mentions_is_that_of_the_notebook(corpus: Corpus, names: list[str]) -> None:
    """The same share and interval as `compare.shares` over articles."""
    shares = compare.shares(corpus.mentions, "actor", unit="doc").set_index("actor")
    for name in set(names) & set(shares.index):
        whole = actorcard.mention_share(corpus, name).iloc[0]
        expected = shares.loc[name, ["n", "share", "low", "high"]]
        assert whole[["n", "share", "low", "high"]].tolist() == pytest.approx(expected.tolist())


def test_the_share_of_speech_is_that_of_the_notebook(corpus: Corpus) -> None:
    """All words that are not the author's, by speaker; words said together count for each who says them."""
    words = corpus.words().query("voice != 'author'")
    alone = next(n for n in words["speaker"].value_counts().index if n and "; " not in n)
    own = words["speaker"].str.split("; ").map(lambda who: alone in who)
    found = actorcard.speech_share(corpus, alone).set_index("part")
    assert found.loc["all", ["n", "of"]].tolist() == [own.sum(), len(words)]
    for voice in ("quoted", "reported"):
        there = words["voice"] == voice
        assert found.loc[voice, ["n", "of"]].tolist() == [(own & there).sum(), there.sum()]
    shares = compare.shares(words.assign(own=own), "own", unit="doc").set_index("own")
    assert found.loc["all", ["low", "high"]].tolist() == pytest.approx(
        shares.loc[True, ["low", "high"]].tolist()
    )


def test_many_articles_are_drawn_as_wholes() -> None:
    """From five articles on the interval draws articles: all of B's mentions stand in half of them."""
    rows = [
        {"doc": f"d{i:02}", "actor": "A" if i % 2 else "B", "sentence": s} for i in range(5) for s in (1, 2)
    ]
    mentions = made("mentions", rows)
    found = actorcard.mention_share(small(mentions=mentions), "A").iloc[0]
    expected = compare.shares(mentions, "actor", unit="doc").set_index("actor").loc["A"]
    assert found[["share", "low", "high"]].tolist() == expected[["share", "low", "high"]].tolist()


def test_quotes_are_those_an_actor_says_alone_or_with_others() -> None:
    rows = [("A", "direct"), ("A; B", "indirect"), ("AB", "direct"), ("A", "scare"), ("", "direct")]
    quotes = made("quotes", [{"speaker": speaker, "kind": kind} for speaker, kind in rows])
    found = actorcard.quotes_of(small(quotes=quotes), "A")
    assert found[["speaker", "kind"]].values.tolist() == [["A", "direct"], ["A; B", "indirect"]]


# judgements


def test_judgements_are_the_stances_of_the_whole_corpus(corpus: Corpus, names: list[str]) -> None:
    """Stance, interval and verdict as `parley.stance` has them; labels as in the table."""
    rows = portrayals(corpus)
    whole = stance(rows, None).set_index(["target", "voice"])
    for name in names:
        found = actorcard.judgements(corpus, name)
        assert found["voice"].tolist() == ["author", "quoted", "reported"]
        assert (found[["negative", "neutral", "positive"]].sum(axis=1) == found["n"]).all()
        for row in schema.rows(found):
            if (name, row.voice) not in whole.index:
                assert (row.n, row.verdict) == (0, "not expressed")
                continue
            expected = whole.loc[(name, row.voice)]
            assert (row.n, row.docs, row.verdict) == (expected["n"], expected["docs"], expected["verdict"])
            got = [row.stance, row.low, row.high]
            assert got == pytest.approx(
                expected[["stance", "low", "high"]].astype(float).tolist(), nan_ok=True
            )


def test_few_sentences_express_no_stance() -> None:
    """Four sentences have counts and no number, five have both."""
    rows = [{"target": "A", "voice": "author"}] * 4 + [{"target": "A", "voice": "quoted"}] * 5
    fixed = {"method": "model", "mention": "name", "polarity": "negative", "p_negative": 1.0}
    targets = made("targets", [row | fixed for row in rows])
    fields = {name: "" for name, kind in schema.columns("documents").items() if kind == "str"}
    documents = schema.frame("documents", [fields | {"doc": "a", "words": 9}])
    found = actorcard.judgements(small(targets=targets, documents=documents), "A").set_index("voice")
    assert found["n"].to_dict() == {"author": 4, "quoted": 5, "reported": 0}
    assert found["verdict"].to_dict() == {
        "author": "not expressed",
        "quoted": "undecided",  # all alike: no draw says how sure that is
        "reported": "not expressed",
    }
    assert found["stance"].isna().to_dict() == {"author": True, "quoted": False, "reported": True}


def test_who_judges_is_counted_by_holder(corpus: Corpus, names: list[str]) -> None:
    for name in names:
        rows = portrayals(corpus).query("target == @name")
        found = actorcard.judges(corpus, name)
        assert found.set_index("holder")["n"].to_dict() == rows["holder"].value_counts().to_dict()
        assert (found[["negative", "neutral", "positive"]].sum(axis=1) == found["n"]).all()
        order = sorted(zip(-found["n"], found["holder"], strict=True))
        assert list(zip(-found["n"], found["holder"], strict=True)) == order


# positions, asks


def test_positions_are_the_rows_of_the_matrix(corpus: Corpus, names: list[str]) -> None:
    columns = ["issue", "support", "oppose", "mixed", "n", "docs"]
    whole = position_matrix(corpus)
    for name in names:
        expected = whole.loc[whole["actor"] == name, columns]
        assert actorcard.positions_of(corpus, name).values.tolist() == expected.values.tolist()


def test_asks_and_replies_are_rows_of_the_ledger(corpus: Corpus) -> None:
    """What is answered comes first; a reply stands under the name of who answers."""
    book = ledger(corpus)
    for name in sorted({*book["actor"], *book["answer_actor"]} - {""}):
        found = actorcard.asks(corpus, name)
        assert sorted(found["id"]) == sorted(book.loc[book["actor"] == name, "id"])
        assert (found["answer_id"] == "").is_monotonic_increasing
        expected = book[book["answer_actor"] == name].reset_index(drop=True)
        pd.testing.assert_frame_equal(actorcard.replies(corpus, name), expected)


# edges


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.__name__)
def test_nothing_gives_a_frame_with_the_same_columns(frame, corpus: Corpus) -> None:  # type: ignore[no-untyped-def]
    """An empty corpus, and an actor of whom nothing is known, break nothing."""
    nothing = Corpus({name: schema.empty(name) for name in schema.TABLES}, {})
    full = frame(corpus, actorcard.actors(corpus)["actor"].iloc[0])
    for found in (frame(nothing, "A"), frame(corpus, "Nobody at all")):
        assert list(found.columns) == list(full.columns)
        assert (found["n"] == 0).all() if "n" in found else found.empty


def test_the_corpus_and_what_is_kept_of_it_stay_as_they_are(corpus: Corpus) -> None:
    """A frame that its receiver changes does not change the next one."""
    name = actorcard.actors(corpus)["actor"].iloc[0]
    before = [frame(corpus, name) for frame in FRAMES]
    copies = [table.copy(deep=True) for table in before]
    for table in before:
        for column in table.columns:
            table[column] = None
    for frame, copy in zip(FRAMES, copies, strict=True):
        pd.testing.assert_frame_equal(frame(corpus, name), copy)
