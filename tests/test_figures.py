"""Figures side by side, what stands against the disputed ones, and pairs with a reference coding."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from parley.errors import ParleyError
from parley.figures import disputed, match_claims, side_by_side

COLUMNS = ["doc", "sentence", "verbatim", "value", "unit", "about", "claimant", "disputed"]


def claims(*rows: tuple) -> pd.DataFrame:
    """A table ``claims`` of some rows, each on a line of its own."""
    data = pd.DataFrame(list(rows), columns=COLUMNS)
    return data.assign(line=range(1, len(data) + 1), char_start=range(0, 10 * len(data), 10))


RATING = ("a", 1, "4%", 4.0, "percent", "Lund's approval rating", "Berg", True)
SURVEY = ("a", 1, "52%", 52.0, "percent", "voters trust Lund", "author", False)
AGAIN = ("b", 7, "57 per cent", 57.0, "percent", "the approval rating of Lund", "author", False)
SHARE = ("b", 9, "half of voters", 0.5, "share", "voters trusted Lund", "Berg", False)
AID = ("a", 3, "$350bn", 350e9, "USD", "aid for France", "Berg", True)
YEARLY = ("b", 2, "$9bn a year", 9e9, "USD per year", "yearly aid for France", "author", False)
TIMES = ("a", 3, "three times", 3.0, "times", "actual aid", "author", False)

SIDES = {
    "the same words in another order": ([RATING, AGAIN], [[1, "4%"], [1, "57 per cent"]]),
    "a share is a percentage": ([SURVEY, SHARE], [[1, "52%"], [1, "half of voters"]]),
    "a sum a year is a sum": ([AID, YEARLY], [[1, "$350bn"], [1, "$9bn a year"]]),
    "one sentence is one place": ([RATING, (*RATING[:2], "5%", 5.0, *RATING[4:])], []),
    "other words": ([RATING, SURVEY], []),
    "other units": ([RATING, ("b", 1, "4 days", 4.0, "days", *RATING[5:])], []),
    "one shared word of two is not enough": (
        [SURVEY, ("b", 1, "9%", 9.0, "percent", "voters left", "author", False)],
        [],
    ),
    "a single word must be shared": (
        [RATING, ("b", 1, "9%", 9.0, "percent", "rating", "author", False)],
        [[1, "4%"], [1, "9%"]],
    ),
    "two groups in the order of their first rows": (
        [AID, RATING, YEARLY, AGAIN],
        [[1, "$350bn"], [1, "$9bn a year"], [2, "4%"], [2, "57 per cent"]],
    ),
    "nothing": ([], []),
}


@pytest.mark.parametrize(("rows", "groups"), SIDES.values(), ids=list(SIDES))
def test_the_same_quantity_stands_side_by_side(rows: list, groups: list) -> None:
    assert side_by_side(claims(*rows))[["group", "verbatim"]].values.tolist() == groups


def test_a_group_gives_all_that_is_known_of_its_figures() -> None:
    found = side_by_side(claims(RATING, SURVEY, AGAIN))
    assert found.values.tolist() == [
        [1, "a", 1, "4%", 4.0, "percent", "Lund's approval rating", "Berg", True],
        [1, "b", 3, "57 per cent", 57.0, "percent", "the approval rating of Lund", "author", False],
    ]
    assert side_by_side(claims()).dtypes.equals(found.dtypes)


def test_a_figure_joins_the_group_that_it_shares_most_words_with() -> None:
    """The shared words of every row and each group's first row, counted anew from the phrases."""
    rng = np.random.default_rng(3)
    nouns = ["ports", "wages", "ships", "pilots", "fees", "cranes"]
    rows = [
        ("a", n, f"{n}%", float(n), "percent", " ".join(rng.permutation(nouns)[:3]), "author", False)
        for n in range(40)
    ]
    data = claims(*rows)
    found = side_by_side(data).merge(data[["verbatim", "about"]], on="verbatim", suffixes=("", "_2"))
    words = {row[2]: set(row[5].split()) for row in rows}
    firsts = found.groupby("group")["verbatim"].first()
    for group, members in found.groupby("group")["verbatim"]:
        for member in members[1:]:
            here = len(words[member] & words[firsts[group]])
            older = [f for f in firsts if int(f[:-1]) < int(member[:-1])]
            assert here >= 2
            assert here == max(len(words[member] & words[f]) for f in older)
    alone = set(words) - set(found["verbatim"])
    assert all(len(words[a] & words[b]) < 2 for a, b in combinations(sorted(alone), 2))


AGAINST = {
    "in the same sentence, by another": ([RATING, SURVEY], [["4%", "52%", "beside"]]),
    "not by the same": ([RATING, (*SURVEY[:6], "Berg", False)], [["4%", "", ""]]),
    "not the same value": ([RATING, ("a", 1, "4 per cent", 4.0, *SURVEY[4:])], [["4%", "", ""]]),
    "the author's multiple": ([AID, TIMES], [["$350bn", "three times", "multiple"]]),
    "in another article": ([RATING, AGAIN], [["4%", "57 per cent", "elsewhere"]]),
    "rivals in two sentences": (
        [RATING, ("a", 2, "9%", 9.0, "percent", "it", "Holm", True)],
        [["4%", "9%", "beside"], ["9%", "4%", "beside"]],
    ),
    "not the undisputed figure of the next sentence": (
        [RATING, ("a", 2, "9%", 9.0, "percent", "prices", "Holm", False)],
        [["4%", "", ""]],
    ),
    "several": (
        [RATING, SURVEY, AGAIN],
        [["4%", "52%", "beside"], ["4%", "57 per cent", "elsewhere"]],
    ),
    "nothing disputed": ([SURVEY, AGAIN], []),
}


@pytest.mark.parametrize(("rows", "pairs"), AGAINST.values(), ids=list(AGAINST))
def test_a_disputed_figure_stands_with_those_against_it(rows: list, pairs: list) -> None:
    assert disputed(claims(*rows))[["verbatim", "against", "ground"]].values.tolist() == pairs


def test_a_pair_leads_to_both_places() -> None:
    found = disputed(claims(RATING, SURVEY))
    assert found.to_dict("records") == [
        {
            "doc": "a",
            "line": 1,
            "verbatim": "4%",
            "about": "Lund's approval rating",
            "claimant": "Berg",
            "against_doc": "a",
            "against_line": 2,
            "against": "52%",
            "against_claimant": "author",
            "ground": "beside",
        }
    ]


@pytest.mark.parametrize("function", [side_by_side, disputed])
def test_a_missing_column_is_named(function) -> None:
    with pytest.raises(ParleyError, match=re.escape("column of claims is 'about'; allowed: doc")):
        function(claims(RATING).drop(columns="about"))


@pytest.mark.parametrize("function", [side_by_side, disputed])
def test_the_table_that_is_given_stays_as_it_is(function) -> None:
    data = claims(RATING, SURVEY, AGAIN)
    copy = data.copy(deep=True)
    function(data)
    pd.testing.assert_frame_equal(data, copy)


FOUND = ["doc", "char_start", "char_end", "value", "unit", "claimant", "disputed"]
CODED = ["doc", "start", "end", "value", "unit", "claimant", "disputed"]


def matched(found: list, coded: list) -> pd.DataFrame:
    return match_claims(pd.DataFrame(found, columns=FOUND), pd.DataFrame(coded, columns=CODED))


LABELS = {
    "the same": ((4.0, "percent", "Lund", True), (4.0, "percent", "Lund", True), (1, 1, 1, 1)),
    "spelling of percent": ((4.0, "percent", "Lund", True), (4.0, "per cent", "Lund", True), (1, 1, 1, 1)),
    "a sign": ((4.0, "percent", "Lund", True), (4.0, "%", "Lund", True), (1, 1, 1, 1)),
    "what a share is of": ((4.0, "percent", "", True), (4.0, "percent of GDP", "", True), (1, 1, 1, 1)),
    "a share in percent": ((0.2, "share", "Lund", True), (20.0, "percent", "Lund", True), (1, 1, 1, 1)),
    "a fraction": ((0.2, "share", "Lund", True), (0.2, "fraction", "Lund", True), (1, 1, 1, 1)),
    "a currency's name": ((4.0, "EUR", "Lund", True), (4.0, "euros", "Lund", True), (1, 1, 1, 1)),
    "singular": ((4.0, "ports", "Lund", True), (4.0, "port", "Lund", True), (1, 1, 1, 1)),
    "rounded": ((33.3, "percent", "Lund", True), (33.333, "percent", "Lund", True), (1, 1, 1, 1)),
    "zero": ((0.0, "percent", "Lund", True), (0.0, "percent", "Lund", True), (1, 1, 1, 1)),
    "a year": ((4.0, "USD", "Lund", True), (4.0, "USD per year", "Lund", True), (1, 0, 1, 1)),
    "another value": ((4.0, "USD", "Lund", True), (4.1, "USD", "Lund", True), (0, 1, 1, 1)),
    "an article": (
        (4.0, "USD", "A union official", True),
        (4.0, "USD", "union official", True),
        (1, 1, 1, 1),
    ),
    "a part of a name": ((4.0, "USD", "Maria Lund", True), (4.0, "USD", "Lund", True), (1, 1, 1, 1)),
    "a part of a word": ((4.0, "USD", "Lunden", True), (4.0, "USD", "Lund", True), (1, 1, 0, 1)),
    "the author": ((4.0, "USD", "author", True), (4.0, "USD", "author of a study", True), (1, 1, 0, 1)),
    "nobody": ((4.0, "USD", "", True), (4.0, "USD", "Lund", True), (1, 1, 0, 1)),
    "not disputed": ((4.0, "USD", "Lund", False), (4.0, "USD", "Lund", True), (1, 1, 1, 0)),
}


@pytest.mark.parametrize(("found", "coded", "right"), LABELS.values(), ids=list(LABELS))
def test_what_is_right_in_a_pair(found: tuple, coded: tuple, right: tuple) -> None:
    pair = matched([("a", 0, 9, *found)], [("a", 3, 12, *coded)]).iloc[0]
    assert tuple(int(flag) for flag in pair.iloc[-4:]) == right


SPANS = {
    "apart": ([(0, 5)], [(5, 9)], []),
    "one in another": ([(0, 20)], [(8, 10)], [(0, 0)]),
    "the longer overlap first": ([(0, 6), (4, 12)], [(4, 12)], [(1, 0)]),
    "each once": ([(0, 20)], [(0, 5), (6, 20)], [(0, 1)]),
    "in the order of the reference": ([(0, 3), (4, 9)], [(4, 9), (0, 3)], [(1, 0), (0, 1)]),
    "none found": ([], [(0, 3)], []),
    "none coded": ([(0, 3)], [], []),
}


@pytest.mark.parametrize(("found", "coded", "pairs"), SPANS.values(), ids=list(SPANS))
def test_pairs_share_most_characters_and_no_row_is_used_twice(found: list, coded: list, pairs: list) -> None:
    rest = (4.0, "USD", "Lund", False)
    table = matched([("a", *span, *rest) for span in found], [("a", *span, *rest) for span in coded])
    assert list(zip(table["found"], table["reference"], strict=True)) == pairs


def test_claims_of_other_articles_are_no_pairs() -> None:
    assert matched([("a", 0, 3, 4.0, "USD", "", False)], [("b", 0, 3, 4.0, "USD", "", False)]).empty
