"""An actor's ties: by hand, and the same as the network's."""

import pandas as pd
import pytest

from parley import bundled, code, schema, ties
from parley.actorties import TIES, between, neighbours, ties_of
from parley.corpus import Corpus


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return code(bundled("seeds"))


def corpus_of(*rows: tuple[str, str, str]) -> Corpus:
    """Positions (actor, issue, position) of one article, ids p0, p1 ..."""
    plain = {"str": "", "int64": 1, "float64": 0.0, "bool": False}
    fields = {name: plain[kind] for name, kind in schema.columns("positions").items()} | {"doc": "a"}
    made = [
        fields | dict(zip(("actor", "issue", "position"), row, strict=True)) | {"id": f"p{i}"}
        for i, row in enumerate(rows)
    ]
    tables = {name: schema.empty(name) for name in schema.TABLES}
    return Corpus(tables | {"positions": schema.frame("positions", made)}, {"a": " " * 200})


def test_ties_by_hand() -> None:
    """A and B agree on tax and on one half of gas, where they are opposed as well; C is only opposed."""
    corpus = corpus_of(
        ("A", "tax", "support"),
        ("A", "tax", "support"),
        ("B", "tax", "support"),
        ("C", "tax", "oppose"),
        ("A", "gas", "mixed"),
        ("B", "gas", "support"),
        ("D", "war", "support"),
        ("author", "tax", "support"),
    )
    assert neighbours(corpus, "A").values.tolist() == [
        ["B", 1.0, 1.5, 0.5, 5, 1, "p0; p1; p2; p4; p5", "p4; p5"],
        ["C", -1.0, 0.0, 1.0, 3, 1, "", "p0; p1; p3"],
    ]
    assert neighbours(corpus, "D").empty


def test_ties_are_those_of_the_network(corpus: Corpus) -> None:
    """Weights and statements as `ties.edges` has them, each position counted once over all articles."""
    rows = corpus.positions.query("actor != 'author'")
    names = rows["actor"].value_counts().index[:6]
    for column, qualifier in (("agreed", "congruence"), ("opposed", "conflict")):
        edges = ties.edges(rows, qualifier=qualifier, duplicates="acrossrange")
        for name in names:
            expected = {}
            for row in schema.rows(edges):
                if name in (row.first, row.second):
                    other = row.second if row.first == name else row.first
                    expected[other] = (row.weight, sorted(row.evidence.split("; ")))
            found = {
                row.other: (getattr(row, qualifier), sorted(getattr(row, column).split("; ")))
                for row in schema.rows(neighbours(corpus, name))
                if getattr(row, column)
            }
            assert found == expected


def test_nothing_gives_a_frame_with_the_same_columns(corpus: Corpus) -> None:
    """An empty corpus, and an actor of whom nothing is known, break nothing."""
    nothing = Corpus({name: schema.empty(name) for name in schema.TABLES}, {})
    for found in (neighbours(nothing, "A"), neighbours(corpus, "Nobody at all")):
        assert found.empty
        assert found.dtypes.astype(str).to_dict() == TIES


def test_what_is_kept_stays_as_it_is(corpus: Corpus) -> None:
    """A frame that its receiver changes does not change the next one."""
    name = corpus.positions["actor"].value_counts().index[0]
    first = neighbours(corpus, name)
    copy = first.copy(deep=True)
    for column in first.columns:
        first[column] = None
    pd.testing.assert_frame_equal(neighbours(corpus, name), copy)


def test_numbers_are_those_of_the_statements(corpus: Corpus) -> None:
    """The same ties, with how many ids there are for the ids, and each tie's ids alone."""
    for name in corpus.positions["actor"].value_counts().index[:8]:
        whole, numbers = neighbours(corpus, name), ties_of(corpus, name)
        same = ["other", "weight", "congruence", "conflict", "n", "docs"]
        pd.testing.assert_frame_equal(whole[same], numbers[same])
        for row, counted in zip(schema.rows(whole), schema.rows(numbers), strict=True):
            sides = [[i for i in getattr(row, side).split("; ") if i] for side in ("agreed", "opposed")]
            assert list(map(len, sides)) == [counted.agreed, counted.opposed]
            assert list(between(corpus, name, row.other)) == sides
