"""Judgements by group: the stances of `parley.stance`, whatever is computed anew, and the rows of a pick."""

import pandas as pd
import pytest

from parley import bundled, code, schema
from parley.corpus import Corpus
from parley.judgements import COLUMNS, first_groups, judged, judgements, part, strongest, targets
from parley.stance import VOICES, portrayals, stance

SCORES = [-0.9, -0.8, -0.5, -0.9, 0.4, 0.0]
ROWS = [("a", "Lee", score, "author") for score in SCORES] + [
    ("b", "Lee", 0.7, "quoted"),
    ("b", "Ruiz", -0.1, "author"),
]


def corpus_of(rows: list[tuple[str, str, float, str]], outlet: str = "") -> Corpus:
    """Articles in which each sentence judges one target: (article, target, score, voice)."""
    found = []
    for number, (doc, target, score, voice) in enumerate(rows, 1):
        where = {"doc": doc, "line": number, "sentence": number, "char_start": 9 * number}
        p = {"p_negative": max(-score, 0.0), "p_neutral": 1 - abs(score), "p_positive": max(score, 0.0)}
        polarity = "negative" if score < 0 else "positive" if score > 0 else "neutral"
        said = {"target": target, "mention": "name", "polarity": polarity, "voice": voice, "holder": "author"}
        found.append(where | p | said | {"char_end": 9 * number + 5, "method": "model"})
    docs = sorted({doc for doc, *_ in rows})
    documents = [
        dict.fromkeys(schema.columns("documents"), "") | {"doc": d, "words": 9, "outlet": outlet}
        for d in docs
    ]
    tables = {name: schema.empty(name) for name in schema.TABLES}
    tables["documents"] = schema.frame("documents", documents)
    tables["targets"] = schema.check("targets", schema.frame("targets", found))
    tables["stance"] = stance(portrayals(tables))[list(schema.columns("stance"))]
    return Corpus(tables, dict.fromkeys(docs, " " * 200))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return corpus_of(ROWS)


@pytest.fixture(scope="module")
def seeds() -> Corpus:
    return code(bundled("seeds"))


@pytest.mark.parametrize(("by", "column"), [("article", "doc"), ("outlet", "outlet")])
@pytest.mark.parametrize("method", ["model", "vader"])
def test_judgements_are_those_of_stance(seeds, by, column, method):
    """Whatever is taken from the coded table or computed in part equals the stances of all rows at once."""
    whole = stance(portrayals(seeds, method), by=column).rename(columns={column: "group"})
    for voice in VOICES:
        want = whole[whole["voice"] == voice].sort_values(["group", "target"], ignore_index=True)
        found = judgements(seeds, by, method, voice)
        pd.testing.assert_frame_equal(found, want[list(found.columns)])


def test_outlets_of_several_articles_are_computed_together():
    """Two articles of one outlet make one group, whose stance is that of all their sentences."""
    found = judgements(corpus_of(ROWS, "Courier"), "outlet", "model", "all").set_index("target")
    scores = [*SCORES, 0.7]
    assert found.loc["Lee", "group"] == "Courier"
    assert found.loc["Lee", "stance"] == pytest.approx(2 * sum(scores) / len(scores))
    assert found["n"].to_dict() == {"Lee": 7, "Ruiz": 1}
    assert found["verdict"].to_dict()["Ruiz"] == "not expressed"


def test_pronouns_do_not_count(seeds):
    """Sentences that mean the target by a pronoun alone are not among those judged."""
    assert "pronoun" in set(seeds.targets["mention"])
    assert "pronoun" not in set(judged(seeds, "article", "model", "all")["mention"])


@pytest.mark.parametrize(
    ("least", "order", "expected"),
    [
        (1, "mentions", [["Lee", 7], ["Ruiz", 1]]),
        (1, "stance", [["Lee", 7], ["Ruiz", 1]]),
        (2, "stance", [["Lee", 7]]),
        (9, "mentions", []),
    ],
)
def test_targets_by_order_and_least(corpus, least, order, expected):
    """Most sentences first, or the most hostile mean; too few sentences drop a target."""
    rows = judged(corpus, "article", "model", "all")
    assert targets(rows, least, order)[["target", "n"]].values.tolist() == expected


def test_targets_by_stance_put_the_most_hostile_first():
    """The order by stance follows the mean, not the number of sentences."""
    rows = pd.DataFrame({"target": ["A", "A", "B", "C"], "score": [0.5, 0.5, -0.2, 0.0]})
    assert targets(rows, order="stance")["target"].tolist() == ["B", "C", "A"]
    assert targets(rows, order="mentions")["target"].tolist() == ["A", "B", "C"]


def test_the_groups_with_most_sentences_come_first():
    """At most so many groups, the largest; ties by name."""
    names = [f"g{i:02}" for i in range(15)]
    rows = pd.DataFrame({"group": [*names, "g14"]})
    assert first_groups(rows) == ["g14", *names[:11]]


@pytest.mark.parametrize(
    ("picked", "n"),
    [
        ("cell:Lee|a", 6),
        ("cell:Lee|b|read:0:5:b", 1),
        ("target:Lee", 7),
        ("cell:Ruiz|a", 0),
        ("issue:Lee", 0),
        ("", 0),
    ],
)
def test_part(corpus, picked, n):
    """A pick means the sentences of its cell or target; an unknown one none."""
    assert len(part(judged(corpus, "article", "model", "all"), picked)) == n


def test_the_strongest_sentences_come_first():
    """Each side from the strongest down, ties in the order of the text."""
    found = strongest(pd.DataFrame({"score": [-0.9, 0.2, -0.5, -0.9, 0.4, 0.0, 0.4]}))
    assert {side: list(rows.index) for side, rows in found.items()} == {
        "negative": [0, 3, 2],
        "positive": [4, 6, 1],
        "neither": [5],
    }


@pytest.mark.parametrize("by", ["article", "outlet"])
def test_an_empty_corpus_gives_empty_frames(by):
    """With the right columns, and no group or target."""
    nothing = Corpus({name: schema.empty(name) for name in schema.TABLES}, {})
    rows = judged(nothing, by, "model", "all")
    assert rows.empty
    assert judgements(nothing, by, "model", "all").dtypes.astype(str).to_dict() == COLUMNS
    assert first_groups(rows) == []
    assert targets(rows).columns.tolist() == ["target", "n", "stance"]
