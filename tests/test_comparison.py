"""Comparison of two sides: the interval, how far it rests on one article, and what is too few to tell."""

import math

import numpy as np
import pandas as pd
import pytest

from parley import bundled, code, compare, schema
from parley.comparison import COLUMNS, compare_two, left_out
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.measures import MEASURES, units
from parley.resampling import DRAWS
from parley.stance import portrayals


@pytest.fixture(scope="module")
def seeds() -> Corpus:
    return code(bundled("seeds"))


def test_columns_and_rows_are_as_stated(six):
    table = compare_two(six, "actor", "Lee", "Ruiz")
    assert table.dtypes.astype(str).to_dict() == COLUMNS
    assert table["side"].tolist() == ["first", "second", "difference"]
    assert table["name"].tolist() == ["Lee", "Ruiz", "Lee less Ruiz"]
    assert table["value"].iloc[2] == table["value"].iloc[0] - table["value"].iloc[1]


def test_articles_are_drawn_where_there_are_five_and_the_draws_are_those_of_compare(six):
    """A side's interval is the one that `compare.bootstrap` gives when articles are drawn."""
    row = compare_two(six, "actor", "Lee", "Ruiz", seed=3).iloc[0]
    rows = portrayals(six).query("target == 'Lee'")
    expected = compare.bootstrap(2 * rows["score"].to_numpy(), groups=list(rows["doc"]), seed=3)
    assert row["resampled"] == "articles"
    assert (row["low"], row["high"]) == pytest.approx(expected)


def test_sentences_are_drawn_where_articles_are_few(seeds):
    """The sides of two articles are drawn apart, the second by the next seed."""
    table = compare_two(seeds, "article", "kyiv-post", "great-betrayal", measure="VADER polarity", seed=5)
    assert table["resampled"].tolist() == ["sentences"] * 3
    for i, doc in enumerate(("kyiv-post", "great-betrayal")):
        values = seeds.sentiment.query(f"method == 'vader' and doc == {doc!r}")["polarity"]
        expected = compare.bootstrap(values.to_numpy(), seed=5 + i)
        assert (table["low"][i], table["high"][i]) == pytest.approx(expected)


def test_actors_of_the_same_articles_are_drawn_together(six):
    """The interval of the difference comes from draws in which both sides have the same articles."""
    rows = portrayals(six)
    rng, gaps = np.random.default_rng(1), []
    docs = list("abcdef")
    by_doc = {(d, t): 2 * part["score"].to_numpy() for (d, t), part in rows.groupby(["doc", "target"])}
    for drawn in rng.integers(0, 6, (DRAWS, 6)):
        means = [np.concatenate([by_doc[docs[i], t] for i in drawn]).mean() for t in ("Lee", "Ruiz")]
        gaps.append(means[0] - means[1])
    gap = compare_two(six, "actor", "Lee", "Ruiz").iloc[2]
    assert (gap["low"], gap["high"]) == pytest.approx(tuple(np.quantile(gaps, [0.025, 0.975])))
    assert gap["verdict"] == "second higher"


def test_no_interval_from_equal_values_or_few_units(six):
    """All of Ruiz's words are quoted, and four units are too few: neither gives a false certainty."""
    equal = compare_two(six, "voice", "quoted", "author", measure="TextBlob polarity")
    assert equal["verdict"].tolist() == ["too few to tell", "", "too few to tell"]
    assert equal["low"].isna().tolist() == [True, False, True]
    few = compare_two(six, "outlet", "North", "South", target="Lee")
    assert few["verdict"].tolist() == ["too few to tell"] * 3
    assert few["low"].isna().all()
    assert few["high"].isna().all()


def alternating(toy, second: float) -> Corpus:
    """Lee is judged as Ruiz in five articles and unlike Ruiz in the sixth."""
    lines = []
    for i, doc in enumerate("abcdef"):
        for j in range(2):
            lee, ruiz = 0.1 * j + 0.002 * i, 0.1 * (1 - j) + 0.002 * i + 0.01
            lines.append((doc, "Lee came.", 0.0, {"Lee": lee + (second if i == 5 else 0.0)}, ""))
            lines.append((doc, "Ruiz came.", 0.0, {"Ruiz": ruiz}, ""))
    return toy(lines)


def test_a_difference_that_rests_on_one_article_flips_without_it(toy):
    table = compare_two(alternating(toy, 0.8), "actor", "Lee", "Ruiz")
    gap = table.iloc[2]
    assert gap["value"] == pytest.approx(2 * (0.8 / 6 - 0.01))
    assert gap["lowest"] == pytest.approx(2 * -0.01)
    assert gap["flips"]
    assert gap["verdict"] == "no difference shown"


def test_a_difference_in_every_article_does_not_flip(six):
    gap = compare_two(six, "actor", "Lee", "Ruiz").iloc[2]
    assert not gap["flips"]
    assert gap["lowest"] <= gap["value"] <= gap["highest"] < 0


def test_left_out_is_leave_one_out(six):
    """The quick way gives what `compare.leave_one_out` gives, also for a share."""
    sides = [units(six, "actor", name, measure="share of mentions") for name in ("Lee", "Ruiz")]
    rows = pd.concat([side.assign(side=i) for i, side in enumerate(sides)])

    def gap(part: pd.DataFrame) -> float:
        sums = part.groupby("side")[["value", "weight"]].sum()
        return float((sums["value"] / sums["weight"]).loc[0] - (sums["value"] / sums["weight"]).loc[1])

    pd.testing.assert_frame_equal(left_out(*sides), compare.leave_one_out(rows, gap))


def test_an_article_alone_cannot_be_left_out(six):
    gap = compare_two(six, "article", "a", "b", measure="sentence length").iloc[2]
    assert math.isnan(gap["lowest"])
    assert not gap["flips"]


@pytest.mark.parametrize(
    ("by", "first", "second", "measure", "words"),
    [
        ("actor", "Lee", "Lee", "stance", "Both sides are Lee"),
        ("voice", "others", "quoted", "stance", "share words"),
        ("outlet", "North", "South", "share of mentions", "choose a target"),
    ],
)
def test_what_cannot_be_compared_is_refused(six, by, first, second, measure, words):
    with pytest.raises(ParleyError, match=words):
        compare_two(six, by, first, second, measure=measure)


@pytest.mark.parametrize("measure", MEASURES)
def test_an_empty_corpus_has_nothing_to_tell(measure):
    empty = Corpus({name: schema.empty(name) for name in schema.TABLES}, {})
    table = compare_two(empty, "actor", "Lee", "Ruiz", measure=measure)
    assert table["n"].tolist() == [0, 0, 0]
    assert set(table["verdict"]) == {"too few to tell"}


def test_equal_seeds_give_equal_frames_and_nothing_is_changed(seeds):
    before = {name: table.copy() for name, table in seeds.tables.items()}
    tables = [compare_two(seeds, "actor", "Ukraine", "Russia", seed=s) for s in (1, 1, 2)]
    pd.testing.assert_frame_equal(tables[0], tables[1])
    assert tables[0]["low"].tolist() != tables[2]["low"].tolist()
    for name, table in before.items():
        pd.testing.assert_frame_equal(table, seeds[name])
