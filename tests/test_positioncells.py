"""Cells of the position matrix: counts are those of the table, and a pick means exactly their rows."""

from collections import Counter

import pandas as pd
import pytest

from parley import bundled, code, schema
from parley.corpus import Corpus
from parley.positioncells import counts, filled, part, select

POSITIONS = [
    # doc, actor, issue, position, voice
    ("a", "Lee", "nato-membership", "support", "quoted"),
    ("a", "Ruiz", "nato-membership", "oppose", "paraphrased"),
    ("a", "Lee", "nato-membership", "oppose", "asserted"),
    ("b", "Lee", "port", "oppose", "asserted"),
    ("b", "Ruiz", "port", "mixed", "paraphrased"),
    ("b", "Kim", "port", "support", "asserted"),
]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Two articles, the first of an outlet, with three positions each, ids a-p01, a-p02 ..."""
    plain = {"str": "", "int64": 1, "float64": 0.5, "bool": False}
    fields = {name: plain[kind] for name, kind in schema.columns("positions").items()}
    rows = []
    for number, (doc, actor, issue, position, voice) in enumerate(POSITIONS):
        where = {"doc": doc, "char_start": 10 * number, "char_end": 10 * number + 5}
        coded = {"actor": actor, "issue": issue, "position": position, "voice": voice}
        rows.append(fields | where | coded | {"id": f"{doc}-p{number % 3 + 1:02}"})
    texts = dict.fromkeys(schema.columns("documents"), "") | {"words": 9}
    documents = [texts | {"doc": "a", "outlet": "Courier"}, texts | {"doc": "b"}]
    tables = {name: schema.empty(name) for name in schema.TABLES}
    tables["documents"] = schema.frame("documents", documents)
    tables["positions"] = schema.frame("positions", rows)
    return Corpus(tables, {"a": " " * 99, "b": " " * 99})


@pytest.fixture(scope="module")
def seeds() -> Corpus:
    return code(bundled("seeds"))


def test_counts_are_those_of_a_plain_count(seeds):
    """Each actor and issue has as many positions of each kind as the table has rows."""
    positions = seeds.positions
    plain = Counter(zip(positions["actor"], positions["issue"], positions["position"], strict=True))
    found = {}
    for row in schema.rows(counts(positions)):
        for kind in ("support", "oppose", "mixed"):
            found[row.actor, row.issue, kind] = getattr(row, kind)
    assert {key: n for key, n in found.items() if n} == dict(plain)


def test_counts_of_nothing_have_all_columns(corpus):
    """Without positions there is a frame without rows, with the same columns and types."""
    some, none = counts(corpus.positions), counts(schema.empty("positions"))
    assert none.empty
    assert dict(none.dtypes) == dict(some.dtypes)


@pytest.mark.parametrize(
    ("voices", "best"),
    [
        (["asserted", "quoted", "paraphrased"], "quoted"),
        (["asserted", "paraphrased"], "paraphrased"),
        (["asserted"], "asserted"),
    ],
)
def test_the_best_voice_counts(voices, best):
    """One position in the actor's own words makes a cell rest on them."""
    data = pd.DataFrame({"actor": "Lee", "issue": "port", "position": "support", "voice": voices})
    assert counts(data)["voice"].tolist() == [best]


@pytest.mark.parametrize(
    ("chosen", "ids"),
    [
        ({}, ["a-p01", "a-p02", "a-p03", "b-p01", "b-p02", "b-p03"]),
        ({"article": "b"}, ["b-p01", "b-p02", "b-p03"]),
        ({"outlet": "Courier"}, ["a-p01", "a-p02", "a-p03"]),
        ({"voice": "asserted"}, ["a-p03", "b-p01", "b-p03"]),
        ({"article": "b", "outlet": "Courier"}, []),
    ],
)
def test_select(corpus, chosen, ids):
    """Article, outlet and voice each leave out the other rows."""
    assert select(corpus, **chosen)["id"].tolist() == ids


@pytest.mark.parametrize(
    ("picked", "ids"),
    [
        ("cell:Lee|nato-membership", ["a-p01", "a-p03"]),
        ("cell:Lee|nato-membership|read:0:9:a", ["a-p01", "a-p03"]),
        ("actor:Ruiz", ["a-p02", "b-p02"]),
        ("issue:port|read:0:9:b", ["b-p01", "b-p02", "b-p03"]),
        ("cell:Lee|tax", []),
        ("doc:a", []),
        ("read:0:9:a", []),
        ("", []),
    ],
)
def test_part(corpus, picked, ids):
    """A pick means the rows of its cell, actor or issue; an unknown one means none."""
    assert part(corpus.positions, picked)["id"].tolist() == ids


def test_names_that_hold_a_bar_are_told_apart():
    """An actor whose name has a bar in it does not take another's cell."""
    data = pd.DataFrame({"actor": ["A|b", "A"], "issue": ["c", "d"]})
    assert part(data, "cell:A|b|c").index.tolist() == [0]
    assert part(data, "cell:A|d").index.tolist() == [1]


def test_the_matrix_is_filled_with_what_is_chosen(corpus):
    """Actors with too few positions are left out and counted; most positions first."""
    texts, known, few = filled(corpus, 2)
    assert (list(texts.columns), list(texts.index), few) == (["Lee", "Ruiz"], ["nato-membership", "port"], 1)
    assert {key: row.n for key, row in known.items()} == {
        ("Lee", "nato-membership"): 2,
        ("Lee", "port"): 1,
        ("Ruiz", "nato-membership"): 1,
        ("Ruiz", "port"): 1,
    }
    texts, known, few = filled(corpus, 1, article="b", voice="asserted")
    assert (set(known), few) == ({("Lee", "port"), ("Kim", "port")}, 0)


def test_a_matrix_of_nothing_is_empty():
    texts, known, few = filled(Corpus({name: schema.empty(name) for name in schema.TABLES}, {}), 1)
    assert (texts.empty, known, few) == (True, {}, 0)
