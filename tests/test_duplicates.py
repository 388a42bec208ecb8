"""Copies are found whole, cut short or edited; different texts on one subject are not copies."""

import random
from difflib import SequenceMatcher
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.duplicates import fingerprint, longest_common_run, near_duplicates, words_of
from parley.errors import ParleyError
from parley.registry import bundled
from parley.sources import read_sources

WORDS = [f"w{i}" for i in range(3000)]
COLUMNS = ["first", "second", "similarity", "jaccard", "longest_run"]


def article(seed: int, length: int = 300) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def by_hand(first: list[str], second: list[str]) -> tuple[float, float]:
    """Containment and Jaccard index of the runs of five words, from their definitions."""
    a, b = ({" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))} for words in (first, second))
    return len(a & b) / min(len(a), len(b)), len(a & b) / len(a | b)


BASE = article(1)
EDITED = [*BASE[:100], "changed", *BASE[101:200], *article(2, 5), *BASE[200:]]

PAIRS = [
    pytest.param(BASE, BASE, True, id="identical"),
    pytest.param(BASE, BASE[:120], True, id="cut short"),
    pytest.param(BASE, EDITED, True, id="edited in two places"),
    pytest.param(BASE, [*article(3, 40), *BASE, *article(4, 40)], True, id="framed by another site"),
    pytest.param(BASE, [*BASE[:150], *article(5, 150)], False, id="half of it new"),
    pytest.param(BASE, sorted(BASE), False, id="the same words in another order"),
    pytest.param(BASE, article(6), False, id="another article"),
]


@pytest.mark.parametrize(("first", "second", "is_copy"), PAIRS)
def test_copies_are_found_with_their_measures(first, second, is_copy):
    found = near_duplicates({"a": " ".join(first), "b": " ".join(second)})
    containment, jaccard = by_hand(first, second)
    assert (containment >= 0.8) is is_copy
    longest = SequenceMatcher(None, first, second, autojunk=False).find_longest_match().size
    wanted = [("a", "b", round(containment, 4), round(jaccard, 4), longest)] if is_copy else []
    assert list(found.columns) == COLUMNS
    assert list(found.itertuples(index=False, name=None)) == wanted


def test_layout_case_and_apostrophes_make_no_difference():
    assert fingerprint("He won’t go.\n\nShe will.") == fingerprint("he WON'T go she will")
    assert fingerprint("He won't go") != fingerprint("He will go")
    assert fingerprint("***") != fingerprint("---")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=25), min_size=2, max_size=6),
    st.sampled_from([0.3, 0.5, 0.8, 1.0]),
)
def test_no_pair_is_missed_and_none_is_added(texts, threshold):
    """The rarest runs find the same pairs as a comparison of all with all."""
    named = {f"t{i}": " ".join(words) for i, words in enumerate(texts)}
    found = near_duplicates(named, threshold)
    wanted = {
        (f"t{i}", f"t{j}")
        for (i, a), (j, b) in combinations(enumerate(texts), 2)
        if by_hand(a, b)[0] >= threshold
    }
    assert set(zip(found["first"], found["second"], strict=True)) == wanted
    assert found["similarity"].is_monotonic_decreasing


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.sampled_from("abc"), max_size=30))
def test_the_longest_run_is_that_of_a_plain_search(first, second):
    wanted = SequenceMatcher(None, first, second, autojunk=False).find_longest_match().size
    assert longest_common_run(first, second) == wanted


def test_only_pairs_with_one_of_the_named_texts_are_given():
    texts = {name: " ".join(BASE) for name in "abc"}
    found = near_duplicates(texts, among=["b"])
    assert list(zip(found["first"], found["second"], strict=True)) == [("a", "b"), ("b", "c")]


def test_the_bundled_articles_are_no_copies_of_each_other():
    assert near_duplicates({s.doc: s.raw for s in read_sources(bundled("seeds"))}, 0.1).empty


@pytest.mark.parametrize("texts", [{}, {"a": ""}, {"a": "***", "b": "***"}, {"a": "one", "b": "two"}])
def test_nothing_to_compare_gives_an_empty_frame(texts):
    found = near_duplicates(texts)
    assert found.empty
    assert [str(kind) for kind in found.dtypes] == ["str", "str", "float64", "float64", "int64"]


@pytest.mark.parametrize("threshold", [0, -1, 1.01, float("nan")])
def test_a_threshold_out_of_range_is_refused(threshold):
    with pytest.raises(ParleyError, match=r"threshold is .*; allowed: above 0, at most 1"):
        near_duplicates({}, threshold)


def test_what_all_articles_share_does_not_make_them_copies():
    """Two thousand articles of a site with one long footer: no pairs but the one copy."""
    footer = article(9, 100)
    texts = {f"t{i}": " ".join([*article(100 + i, 150), *footer]) for i in range(2000)}
    texts["copy"] = texts["t7"]
    found = near_duplicates(texts)
    assert list(zip(found["first"], found["second"], strict=True)) == [("t7", "copy")]


def test_words_are_those_of_the_text():
    assert words_of("State-of-the-art, naïve “co-op”: 3.5 per cent") == [
        "state-of-the-art", "naïve", "co-op", "3", "5", "per", "cent",
    ]  # fmt: skip
