"""Comparisons: every number against a plain calculation made here, every interval against its theory."""

import math
import warnings
from collections import Counter
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley import compare, resampling, words
from parley.errors import ParleyError

VALUES = [0.0, 1.0, 4.0, 2.0, 8.0, 3.0, 9.0, 1.0]
DOCS = list("aabbbcdd")
WORDS = st.lists(st.sampled_from(["war", "peace", "deal", "gas"]), max_size=15)
EMPTY = pd.DataFrame(
    {
        "doc": pd.Series(dtype=str),
        "sentence": pd.Series(dtype=int),
        "actor": pd.Series(dtype=str),
        "v": pd.Series(dtype=float),
    }
)


def frame(*values: float, **more) -> pd.DataFrame:
    return pd.DataFrame({"v": list(values), **more})


def every_mean(values, groups) -> np.ndarray:
    """The mean of every equally likely resample of whole groups."""
    parts = [[v for v, g in zip(values, groups, strict=True) if g == name] for name in dict.fromkeys(groups)]
    return np.array(
        [np.mean([v for part in drawn for v in part]) for drawn in product(parts, repeat=len(parts))]
    )


def missing(*numbers: float) -> bool:
    return all(math.isnan(n) for n in numbers)


def within(interval, exact) -> bool:
    """Whether both ends lie about the 2.5 and 97.5 percentiles of the exact distribution."""
    least = np.quantile(exact, [0.015, 0.965], method="lower")
    most = np.quantile(exact, [0.035, 0.985], method="higher")
    return bool((least - 1e-9 <= interval).all() and (interval <= most + 1e-9).all())


# bootstrap


def test_equal_seeds_give_equal_intervals():
    assert compare.bootstrap(VALUES, seed=7) == compare.bootstrap(VALUES, seed=7)
    assert compare.bootstrap(VALUES, seed=7) != compare.bootstrap(VALUES, seed=8)


@pytest.mark.parametrize("at_once", [1, 9, 800, 10**6])
def test_how_many_are_drawn_at_a_time_changes_nothing(at_once, monkeypatch):
    """Also where the last time draws fewer; by the plain loop over one generator."""
    values, weights = np.array(VALUES), np.array([1.0, 0.0, 2.0, 1.0, 0.0, 0.0, 3.0, 1.0])
    rng = np.random.default_rng(7)
    plain = []
    for _ in range(301):
        drawn = rng.integers(0, len(values), len(values))
        plain.append(values[drawn].sum() / weights[drawn].sum() if weights[drawn].any() else math.nan)
    monkeypatch.setattr(resampling, "AT_ONCE", at_once)
    found = compare.bootstrap(values, weights=weights, draws=301, seed=7)
    assert found == pytest.approx(tuple(np.nanquantile(plain, [0.025, 0.975])))


def test_the_interval_of_a_mean_is_about_the_normal_one():
    values = np.random.default_rng(5).normal(3, 2, 500)
    low, high = compare.bootstrap(values)
    spread = values.std() / math.sqrt(500)
    assert low == pytest.approx(values.mean() - 1.96 * spread, abs=0.25 * spread)
    assert high == pytest.approx(values.mean() + 1.96 * spread, abs=0.25 * spread)


def test_groups_are_drawn_whole():
    """The ends lie where every possible resample of whole articles puts them."""
    exact = every_mean(VALUES, DOCS)
    assert within(compare.bootstrap(VALUES, groups=DOCS), exact)
    assert not within(compare.bootstrap(VALUES), exact)


def test_weights_make_a_ratio_of_sums():
    """Hits among mentions of each article: the ratio is of the sums, never a mean of ratios."""
    hits, mentions = np.array([1, 5, 0, 9]), np.array([10, 10, 1, 12])
    exact = [sum(hits[list(i)]) / sum(mentions[list(i)]) for i in product(range(4), repeat=4)]
    assert within(compare.bootstrap(hits, weights=mentions), exact)


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=20).filter(lambda values: len(set(values)) > 1))
@settings(max_examples=40, deadline=None)
def test_the_interval_holds_the_mean_and_stays_within_the_values(values):
    low, high = compare.bootstrap(values, draws=500)
    assert min(values) <= low <= high <= max(values)
    assert low - 1e-9 <= np.mean(values) <= high + 1e-9


@pytest.mark.parametrize(
    ("values", "groups"),
    [([], None), ([], []), ([2.0], None), ([1.0, 2.0], ["a", "a"])],
    ids=["none", "none, no group", "one", "one group"],
)
def test_an_interval_needs_two_that_can_be_drawn(values, groups):
    assert missing(*compare.bootstrap(values, groups=groups))


def test_an_interval_is_missing_without_a_warning_where_all_weights_are_zero():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert missing(*compare.bootstrap([0, 0], weights=[0, 0]))


@pytest.mark.parametrize("value", [0, 1, 0.1, -0.7, 1e9 + 0.3])
@pytest.mark.parametrize("groups", [None, [i % 7 for i in range(60)]], ids=["units", "groups"])
def test_equal_values_have_no_interval(value, groups):
    """Sixty times the same shows nothing of what another sample would hold, whatever the rounding."""
    assert missing(*compare.bootstrap([value] * 60, groups=groups))


def test_a_ratio_that_is_the_same_in_every_unit_has_no_interval():
    assert missing(*compare.bootstrap([1, 2, 5], weights=[3, 6, 15]))
    assert not missing(*compare.bootstrap([1, 2, 5], weights=[3, 6, 16]))


def test_one_value_that_differs_makes_an_interval():
    low, high = compare.bootstrap([0.0] * 59 + [1.0])
    assert (low, high) == (0.0, pytest.approx(3 / 60))


def test_groups_may_be_tuples():
    names = [("x", doc) for doc in DOCS]
    assert compare.bootstrap(VALUES, groups=names) == compare.bootstrap(VALUES, groups=DOCS)


# means and shares


def test_means_are_those_of_pandas():
    rng = np.random.default_rng(2)
    data = pd.DataFrame(
        {
            "outlet": rng.choice(["x", "y", "z"], 60),
            "method": rng.choice(["m", "n"], 60),
            "doc": rng.choice(list("abcd"), 60),
            "v": rng.normal(size=60),
        }
    )
    data.loc[::7, "v"] = math.nan
    table = compare.means(data, "v", ["outlet", "method"], unit="doc")
    plain = data.groupby(["outlet", "method"])["v"].agg(["mean", "count"]).reset_index()
    assert table.columns.tolist() == ["outlet", "method", "mean", "low", "high", "n", "docs"]
    assert table[["outlet", "method"]].values.tolist() == plain[["outlet", "method"]].values.tolist()
    np.testing.assert_allclose(table["mean"], plain["mean"])
    assert table["n"].tolist() == plain["count"].tolist()
    docs = data.dropna().groupby(["outlet", "method"])["doc"].nunique()
    assert table["docs"].tolist() == docs.tolist()
    assert (table["low"] <= table["mean"]).all()
    assert (table["mean"] <= table["high"]).all()


def test_means_draw_whole_units():
    data = frame(*VALUES, doc=DOCS, all=["all"] * 8)
    row = compare.means(data, "v", "all", unit="doc").iloc[0]
    assert within((row["low"], row["high"]), every_mean(VALUES, DOCS))
    pairs = data.assign(sentence=[0, 1, 0, 0, 1, 0, 0, 0])
    row = compare.means(pairs, "v", "all", unit=["doc", "sentence"]).iloc[0]
    assert within((row["low"], row["high"]), every_mean(VALUES, [0, 1, 2, 2, 3, 4, 5, 5]))


def test_means_of_one_article_have_no_interval():
    row = compare.means(frame(1.0, 3.0, doc=["a", "a"]), "v", "doc", unit="doc").iloc[0]
    assert row["mean"] == 2
    assert missing(row["low"], row["high"])


def test_the_data_are_not_changed():
    data = frame(*VALUES, doc=DOCS)
    before = data.copy()
    compare.means(data, "v", "doc")
    compare.shares(data, "doc", unit="doc")
    compare.leave_one_out(data, lambda d: d["v"].mean())
    pd.testing.assert_frame_equal(data, before)


MENTIONS = pd.DataFrame(
    {
        "doc": list("aaaabbbbbb"),
        "actor": ["X", "X", "Y", "Z", "Y", "Y", "Z", "X", "X", "Y"],
    }
)


def test_shares_by_hand():
    """X and Y four of ten each, in alphabetical order, then Z; articles a and b drawn whole."""
    table = compare.shares(MENTIONS, "actor")
    assert table[["actor", "share", "n"]].values.tolist() == [["X", 0.4, 4], ["Y", 0.4, 4], ["Z", 0.2, 2]]
    # drawn: a a (1 in 4), a b, b b (1 in 4)
    np.testing.assert_allclose(table[["low", "high"]], [[2 / 6, 2 / 4], [1 / 4, 3 / 6], [1 / 6, 1 / 4]])


def test_shares_within_by_hand():
    table = compare.shares(MENTIONS, "actor", within="doc")
    assert table.columns.tolist() == ["doc", "actor", "share", "low", "high", "n"]
    assert table[["doc", "actor", "share", "n"]].values.tolist() == [
        ["a", "X", 2 / 4, 2],
        ["a", "Y", 1 / 4, 1],
        ["a", "Z", 1 / 4, 1],
        ["b", "Y", 3 / 6, 3],
        ["b", "X", 2 / 6, 2],
        ["b", "Z", 1 / 6, 1],
    ]
    assert table[["low", "high"]].isna().all(axis=None)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("XYZ")), min_size=1, max_size=15))
@settings(max_examples=12, deadline=None)
def test_shares_sum_to_one(rows):
    data = pd.DataFrame(rows, columns=["doc", "actor"])
    table = compare.shares(data, "actor")
    assert table["share"].sum() == pytest.approx(1)
    assert table["n"].sum() == len(rows)
    assert compare.shares(data, "actor", within="doc").groupby("doc")[
        "share"
    ].sum().tolist() == pytest.approx([1] * data["doc"].nunique())


def test_the_share_of_rows_without_a_value_lies_in_its_interval():
    data = pd.DataFrame({"doc": list("abcd"), "actor": ["X", None, None, "X"]})
    table = compare.shares(data, "actor")
    assert (table["low"] <= table["share"]).all()
    assert (table["share"] <= table["high"]).all()


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        (
            lambda: compare.means(EMPTY, "v", ["actor"], unit="doc"),
            ["actor", "mean", "low", "high", "n", "docs"],
        ),
        (lambda: compare.means(EMPTY[["actor", "v"]], "v", "actor"), ["actor", "mean", "low", "high", "n"]),
        (lambda: compare.shares(EMPTY, "actor"), ["actor", "share", "low", "high", "n"]),
        (lambda: compare.shares(EMPTY, "actor", within="doc"), ["doc", "actor", "share", "low", "high", "n"]),
        (
            lambda: compare.together(EMPTY, "actor", ["doc", "sentence"]),
            ["first", "second", "n", "n_first", "n_second", "expected"],
        ),
        (
            lambda: words.log_odds([], []),
            ["word", "n_first", "n_second", "log_odds", "low", "high", "z"],
        ),
        (
            lambda: words.log_odds([], [], background=["war", "peace"]),
            ["word", "n_first", "n_second", "log_odds", "low", "high", "z"],
        ),
    ],
    ids=[
        "means",
        "means without doc",
        "shares",
        "shares within",
        "together",
        "log_odds",
        "log_odds, background",
    ],
)
def test_no_rows_give_an_empty_table(table, columns):
    result = table()
    assert result.columns.tolist() == columns
    assert result.empty


@pytest.mark.parametrize(
    "call",
    [
        lambda d: compare.means(d, "x", "doc"),
        lambda d: compare.means(d, "v", "x"),
        lambda d: compare.means(d, "v", "doc", unit=["doc", "x"]),
        lambda d: compare.shares(d, "x"),
        lambda d: compare.shares(d, "v", within="x"),
        lambda d: compare.correlation(d, "v", "x"),
        lambda d: compare.together(d, "v", "x"),
        lambda d: compare.leave_one_out(d, len, by="x"),
        lambda d: compare.difference(d, d, "x"),
        lambda d: compare.difference(d, d, "v", unit="x"),
    ],
    ids=[
        "means", "means by", "means unit", "shares", "shares within", "correlation", "together",
        "leave_one_out", "difference", "difference unit",
    ],
)  # fmt: skip
def test_an_unknown_column_is_named_with_those_there_are(call):
    with pytest.raises(ParleyError, match="column is 'x'; allowed: v, doc"):
        call(frame(*VALUES, doc=DOCS))


# difference


def test_hedges_g_by_hand():
    """Means 3 and 5; pooled variance (2 + 8) / (2 + 2); correction 1 - 3 / (4 * 4 - 1)."""
    result = compare.difference(frame(2.0, 3.0, 4.0), frame(3.0, 5.0, 7.0), "v")
    assert result["difference"] == -2
    assert result["g"] == pytest.approx(-2 / math.sqrt(10 / 4) * (1 - 3 / 15))
    assert (result["n_first"], result["n_second"]) == (3, 3)
    assert list(result) == ["difference", "low", "high", "g", "n_first", "n_second"]


def test_hedges_g_of_unequal_sides_by_hand():
    """Sums of squares 14 (n 4) and 2 (n 2): pooled 16 / 4."""
    result = compare.difference(frame(1.0, 2.0, 3.0, 6.0), frame(0.0, 2.0), "v")
    assert result["difference"] == 2
    assert result["g"] == pytest.approx(2 / math.sqrt(16 / 4) * (1 - 3 / 15))


def test_the_interval_of_a_difference_is_about_the_normal_one():
    rng = np.random.default_rng(3)
    a, b = rng.normal(1, 1, 300), rng.normal(0, 2, 200)
    result = compare.difference(frame(*a), frame(*b), "v")
    spread = math.sqrt(a.var() / 300 + b.var() / 200)
    assert result["low"] == pytest.approx(a.mean() - b.mean() - 1.96 * spread, abs=0.25 * spread)
    assert result["high"] == pytest.approx(a.mean() - b.mean() + 1.96 * spread, abs=0.25 * spread)


def test_a_difference_draws_each_side_by_whole_articles():
    first, second = [0.0, 4.0, 1.0, 1.0, 8.0], [2.0, 2.0, 5.0, 0.0]
    docs, others = list("aabcc"), list("xyyz")
    exact = np.subtract.outer(every_mean(first, docs), every_mean(second, others)).ravel()
    result = compare.difference(frame(*first, doc=docs), frame(*second, doc=others), "v", unit="doc")
    assert within((result["low"], result["high"]), exact)


def test_a_difference_leaves_missing_values_out():
    result = compare.difference(frame(1.0, math.nan, 3.0), frame(1.0, 1.0), "v")
    assert (result["difference"], result["n_first"], result["n_second"]) == (1.0, 2, 2)


def test_a_difference_needs_both_sides():
    with pytest.raises(ParleyError, match="difference of 'v': one side has no values"):
        compare.difference(frame(1.0), frame(math.nan), "v")


@pytest.mark.parametrize("unit", [None, "doc"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_difference_has_no_interval_where_one_side_cannot_be_drawn(unit, turned):
    """One unit on a side has no spread that is known, as for a mean: its interval is missing."""
    one = frame(1.0, doc=["a"]) if unit is None else frame(1.0, 2.0, doc=["a", "a"])
    many = frame(1.0, 5.0, 3.0, doc=list("xyz"))
    sides = (many, one) if turned else (one, many)
    result = compare.difference(*sides, "v", unit=unit)
    assert missing(result["low"], result["high"])


@pytest.mark.parametrize("unit", [None, "doc"])
@pytest.mark.parametrize("gap", [0.0, 0.1, 1.0])
def test_a_difference_has_no_interval_where_neither_side_varies(gap, unit):
    sides = [frame(*[0.7 + shift] * 4, doc=list("aabc")) for shift in (gap, 0.0)]
    result = compare.difference(*sides, "v", unit=unit)
    assert result["difference"] == pytest.approx(gap)
    assert missing(result["low"], result["high"])


def test_one_side_that_varies_gives_a_difference_its_interval():
    """The ends are those of the varying side's mean, less the other."""
    result = compare.difference(frame(*VALUES), frame(2.0, 2.0, 2.0), "v")
    exact = np.random.default_rng(9).choice(VALUES, (20000, 8)).mean(axis=1) - 2
    assert within((result["low"], result["high"]), exact)


@pytest.mark.parametrize("constant", [0.0, 0.1, 0.7])
def test_g_is_missing_where_no_side_varies(constant):
    result = compare.difference(frame(*[constant] * 3), frame(*[constant + 1] * 3), "v")
    assert missing(result["g"])


def test_g_is_missing_with_one_value_on_each_side():
    assert missing(compare.difference(frame(1.0), frame(2.0), "v")["g"])


# correlation


def test_a_correlation_is_that_of_numpy():
    rng = np.random.default_rng(4)
    x = rng.normal(size=50)
    data = pd.DataFrame({"a": x, "b": 0.5 * x + rng.normal(size=50)})
    data.loc[3, "b"] = math.nan
    whole = data.dropna()
    expected = np.corrcoef(whole["a"], whole["b"])[0, 1]
    result = compare.correlation(data, "a", "b")
    assert list(result) == ["correlation", "low", "high", "n"]
    assert result["correlation"] == pytest.approx(expected)
    assert result["n"] == 49
    # Fisher's z
    low, high = (math.tanh(math.atanh(expected) + sign * 1.96 / math.sqrt(46)) for sign in (-1, 1))
    assert result["low"] == pytest.approx(low, abs=0.08)
    assert result["high"] == pytest.approx(high, abs=0.08)


def test_a_correlation_draws_whole_units():
    a, b = [1.0, 2.0, 4.0, 3.0, 7.0, 6.0, 9.0, 8.0], [2.0, 1.0, 2.0, 5.0, 3.0, 7.0, 5.0, 9.0]
    groups = ["p", "p", "q", "q", "r", "r", "s", "s"]
    parts = [[i for i, g in enumerate(groups) if g == name] for name in "pqrs"]
    exact = []
    for drawn in product(parts, repeat=4):
        rows = [i for part in drawn for i in part]
        exact.append(np.corrcoef([a[i] for i in rows], [b[i] for i in rows])[0, 1])
    result = compare.correlation(pd.DataFrame({"a": a, "b": b, "doc": groups}), "a", "b", unit="doc")
    assert within((result["low"], result["high"]), exact)


@pytest.mark.parametrize(
    ("a", "b"),
    [([], []), ([1.0], [2.0]), ([1.0, 1.0, 1.0], [1.0, 2.0, 3.0]), ([0.1] * 7, [1, 2, 3, 5, 9, 8, 1])],
    ids=["none", "one", "no spread", "no spread, tenths"],
)
def test_a_correlation_is_missing_where_it_is_not_defined(a, b):
    result = compare.correlation(pd.DataFrame({"a": a, "b": b}, dtype=float), "a", "b")
    assert result["n"] == len(a)
    assert missing(result["correlation"], result["low"], result["high"])


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_perfect_correlation_has_no_interval(sign):
    """Every draw gives the same: it is known for these rows alone."""
    x = np.array([1.0, 2.0, 4.0, 8.0, 9.0])
    result = compare.correlation(pd.DataFrame({"a": x, "b": sign * x / 3 + 0.1}), "a", "b")
    assert result["correlation"] == pytest.approx(sign)
    assert missing(result["low"], result["high"])


def test_a_column_of_one_large_number_has_no_correlation():
    data = pd.DataFrame({"a": [123456.7] * 7, "b": [1.0, 2, 3, 5, 9, 8, 1]})
    assert missing(compare.correlation(data, "a", "b")["correlation"])


@pytest.mark.parametrize(("scale", "shift"), [(1e-4, 0.0), (1e-7, 0.0), (1e6, 0.0), (1.0, 1e6), (1.0, 1e8)])
def test_a_correlation_does_not_depend_on_unit_and_origin(scale, shift):
    x, y = np.array([1.0, 2.0, 3.0, 5.0, 4.0]), np.array([1.0, 2.0, 2.0, 9.0, 3.0])
    result = compare.correlation(pd.DataFrame({"a": x * scale + shift, "b": y * scale}), "a", "b")
    assert result["correlation"] == pytest.approx(np.corrcoef(x, y)[0, 1], abs=1e-4)
    assert -1 - 1e-9 <= result["low"] <= result["high"] <= 1 + 1e-9


# together


def test_together_by_hand():
    """Four sentences; X in 3, Y in 3, Z in 1; a name said twice in a sentence counts once."""
    rows = [(1, "X"), (1, "Y"), (1, "X"), (2, "Y"), (2, "X"), (3, "X"), (3, "Z"), (4, "Y")]
    data = pd.DataFrame(rows, columns=["sentence", "actor"]).assign(doc="a")
    expected = pd.DataFrame(
        [("X", "Y", 2, 3, 3, 9 / 4), ("X", "Z", 1, 3, 1, 3 / 4)],
        columns=["first", "second", "n", "n_first", "n_second", "expected"],
    )
    pd.testing.assert_frame_equal(compare.together(data, "actor", ["doc", "sentence"]), expected)


def test_sentences_of_different_articles_are_different_units():
    data = pd.DataFrame({"doc": list("ab"), "sentence": [1, 1], "actor": ["X", "Y"]})
    assert compare.together(data, "actor", ["doc", "sentence"]).empty


# leave one out


def test_leave_one_out_by_hand():
    data = frame(1.0, 3.0, 8.0, 0.0, doc=["b", "b", "a", "c"])
    table = compare.leave_one_out(data, lambda d: d["v"].mean())
    expected = pd.DataFrame(
        [("", 3.0, 0.0), ("a", 4 / 3, 4 / 3 - 3), ("b", 4.0, 1.0), ("c", 4.0, 1.0)],
        columns=["left_out", "value", "change"],
    )
    pd.testing.assert_frame_equal(table, expected)


def test_leave_one_out_by_another_column():
    data = frame(1.0, 3.0, 8.0, outlet=["x", "x", "y"])
    table = compare.leave_one_out(data, lambda d: d["v"].sum(), by="outlet")
    assert table.values.tolist() == [["", 12.0, 0.0], ["x", 8.0, -4.0], ["y", 4.0, -8.0]]


def test_leave_one_out_of_nothing_is_the_whole_alone():
    assert compare.leave_one_out(EMPTY, lambda d: float(len(d))).values.tolist() == [["", 0.0, 0.0]]


# log odds


def monroe(first, second, background, alpha_0):
    """Monroe, Colaresi and Quinn (2008), equations 16, 18 and 22, word by word."""
    y_i, y_j, base = Counter(first), Counter(second), Counter(background)
    n_i, n_j = len(first), len(second)
    result = {}
    for w in {*first, *second}:
        alpha_w = alpha_0 * base[w] / len(background)
        omega_i = (y_i[w] + alpha_w) / (n_i + alpha_0 - y_i[w] - alpha_w)
        omega_j = (y_j[w] + alpha_w) / (n_j + alpha_0 - y_j[w] - alpha_w)
        delta = math.log(omega_i) - math.log(omega_j)
        variance = 1 / (y_i[w] + alpha_w) + 1 / (y_j[w] + alpha_w)
        result[w] = (y_i[w], y_j[w], delta, delta / math.sqrt(variance))
    return result


FIRST = ["peace", "peace", "peace", "deal", "talks", "talks", "war"]
SECOND = ["war", "war", "war", "deal", "deal", "front", "gas"]


@pytest.mark.parametrize("prior", [1.0, 50.0, 500.0])
@pytest.mark.parametrize("background", [None, FIRST + SECOND + ["peace", "war", "winter"]])
def test_log_odds_are_those_of_the_equations(prior, background):
    table = words.log_odds(FIRST, SECOND, background=background, prior=prior)
    expected = monroe(FIRST, SECOND, background or FIRST + SECOND, prior)
    assert set(table["word"]) == set(expected)
    for row in table.itertuples():
        assert (row.n_first, row.n_second, row.log_odds, row.z) == pytest.approx(expected[row.word])
        spread = row.log_odds / row.z if row.z else (row.high - row.low) / 3.92
        assert (row.low, row.high) == pytest.approx(
            (row.log_odds - 1.96 * spread, row.log_odds + 1.96 * spread)
        )


def test_log_odds_stand_by_z_then_word():
    table = words.log_odds(["b", "a", "c"], ["b", "a", "d"])
    assert table["word"].tolist() == ["c", "a", "b", "d"]
    assert table["z"].is_monotonic_decreasing


@given(WORDS, WORDS)
@settings(max_examples=60, deadline=None)
def test_log_odds_change_their_sign_when_the_sides_change(first, second):
    if len({*first, *second}) < 2:
        return
    table = words.log_odds(first, second).set_index("word")
    turned = words.log_odds(second, first).set_index("word").loc[table.index]
    np.testing.assert_allclose(table["z"], -turned["z"], atol=1e-9)
    np.testing.assert_allclose(table["low"], -turned["high"], atol=1e-9)
    assert table["n_first"].tolist() == turned["n_second"].tolist()


def test_a_word_that_one_side_or_the_background_lacks_stays_bounded():
    table = words.log_odds(["war"] * 200, ["peace"] * 2, background=["gas"] * 1000 + ["peace"])
    numbers = table[["log_odds", "low", "high", "z"]].to_numpy()
    assert np.isfinite(numbers).all()
    assert (np.abs(table["z"]) < 20).all()


@pytest.mark.parametrize(
    ("first", "second", "background"),
    [(["war"], ["war"], None), (["war", "war"], [], None), (["war", "war"], ["peace"], ["war"])],
    ids=["one word in all", "one word, one side", "one word in the background"],
)
def test_log_odds_with_a_vocabulary_of_one_word_are_no_crash(first, second, background):
    """One word has no odds against others; whatever is said of it, its z is no difference."""
    table = words.log_odds(first, second, background=background)
    assert sorted(table["word"]) == sorted({*first, *second})
    if background is None:
        assert all(z == 0 or math.isnan(z) for z in table["z"])
    else:
        assert np.isfinite(table["z"]).all()
