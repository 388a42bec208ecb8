"""Agreement: against published worked examples, and against plain calculations made anew here.

Alpha: the three examples of Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability". Kappa: the
two by two table that textbooks work out, and the diagnoses of Fleiss (1981, table 13.1).
"""

import math
import warnings
from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley import agreement
from parley.errors import ParleyError

NONE = None
MEG, OWEN = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
BEN, GERRY = list("aabbdcccedda"), list("babbbccceddd")
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
    [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
]
PUBLISHED = [
    ("two observers, binary", [MEG, OWEN], "nominal", 0.095),
    ("two observers, five letters", [BEN, GERRY], "nominal", 0.692),
    ("four observers, nominal", FOUR, "nominal", 0.743),
    ("four observers, ordinal", FOUR, "ordinal", 0.815),
    ("four observers, interval", FOUR, "interval", 0.849),
    ("four observers, ratio", FOUR, "ratio", 0.797),
]
LABELS = st.sampled_from("abc")


def plain_alpha(codes, level: str) -> float:
    """Alpha from the coincidence matrix, step by step as in Krippendorff (2011)."""
    values = sorted({v for row in codes for v in row if v is not None})
    seen = dict.fromkeys(product(values, values), 0.0)
    for unit in zip(*codes, strict=True):
        given = [v for v in unit if v is not None]
        for i, j in product(range(len(given)), repeat=2):
            if i != j:
                seen[given[i], given[j]] += 1 / (len(given) - 1)
    n = {c: sum(seen[c, k] for k in values) for c in values}
    total = sum(n.values())

    def apart(c, k) -> float:
        if level == "nominal":
            return float(c != k)
        if level == "ordinal":
            low, high = sorted((c, k))
            return (sum(n[g] for g in values if low <= g <= high) - (n[c] + n[k]) / 2) ** 2
        return (c - k) ** 2 if level == "interval" else ((c - k) / (c + k)) ** 2 if c + k else 0.0

    observed = sum(seen[c, k] * apart(c, k) for c, k in product(values, values))
    expected = sum(n[c] * n[k] * apart(c, k) for c, k in product(values, values))
    return 1 - (total - 1) * observed / expected


def spans(*rows: tuple, **more: list) -> pd.DataFrame:
    """Spans from (doc, start, end)."""
    return pd.DataFrame(rows, columns=["doc", "start", "end"]).assign(**more)


def every_draw(counts, score, groups) -> np.ndarray:
    """The score of every equally likely resample of whole groups."""
    names = list(dict.fromkeys(groups))
    sums = [sum(np.array(c, float) for c, g in zip(counts, groups, strict=True) if g == n) for n in names]
    return np.array([score(sum(drawn)[None, :])[0] for drawn in product(sums, repeat=len(sums))])


def between(interval, exact: np.ndarray) -> bool:
    """Whether both ends lie about the 2.5 and 97.5 percentiles of the exact distribution."""
    ends = (
        np.quantile(exact, [0.015, 0.96], method="lower"),
        np.quantile(exact, [0.04, 0.985], method="higher"),
    )
    return bool((ends[0] - 1e-9 <= interval).all() and (interval <= ends[1] + 1e-9).all())


def accuracy(counts: np.ndarray) -> np.ndarray:
    return counts[:, 0] / counts[:, 1]


# Labels


@pytest.mark.parametrize(
    ("codes", "level", "expected"), [p[1:] for p in PUBLISHED], ids=[p[0] for p in PUBLISHED]
)
def test_alpha_is_that_of_the_published_examples(codes, level, expected):
    assert plain_alpha(codes, level) == pytest.approx(expected, abs=0.0006)
    assert agreement.krippendorff_alpha(codes, level) == pytest.approx(plain_alpha(codes, level))


@pytest.mark.parametrize("level", agreement.LEVELS)
@given(st.lists(st.tuples(*[st.one_of(st.none(), st.integers(1, 4))] * 3), min_size=3, max_size=12))
@settings(max_examples=60, deadline=None)
def test_alpha_equals_the_plain_calculation(level, units):
    """Wherever two values occur among the units that were coded twice."""
    twice = [u for u in units if sum(v is not None for v in u) > 1]
    if len(twice) < 2 or len({v for u in twice for v in u if v is not None}) < 2:
        return
    codes = [list(row) for row in zip(*units, strict=True)]
    assert agreement.krippendorff_alpha(codes, level) == pytest.approx(plain_alpha(codes, level), abs=1e-9)


def test_missing_codes_may_be_none_or_nan():
    holes = [[math.nan if v is None else v for v in row] for row in FOUR]
    assert agreement.krippendorff_alpha(holes) == pytest.approx(agreement.krippendorff_alpha(FOUR))


@pytest.mark.parametrize(
    "codes",
    [
        pytest.param([], id="no coder"),
        pytest.param([[], []], id="no unit"),
        pytest.param([[1, 2, 1]], id="one coder"),
        pytest.param([[1, NONE], [2, 2]], id="one unit coded twice"),
        pytest.param([[1, 1], [1, 1]], id="one value"),
        pytest.param([[1, 1, 2], [1, 1, NONE]], id="one value in the units that were coded twice"),
    ],
)
def test_alpha_is_missing_where_it_is_not_defined(codes):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert math.isnan(agreement.krippendorff_alpha(codes))


def test_alpha_names_the_levels():
    with pytest.raises(ParleyError, match="level is 'metric'; allowed: nominal, ordinal, interval, ratio"):
        agreement.krippendorff_alpha(FOUR, "metric")


@pytest.mark.parametrize("level", ["ordinal", "interval", "ratio"])
def test_alpha_of_words_on_a_scale_of_numbers_is_refused_in_words(level):
    with pytest.raises(ParleyError):
        agreement.krippendorff_alpha([["low", "high"], ["low", "low"]], level)


def test_coders_of_different_length_are_refused():
    """A shorter list is a mistake, as it is for kappa; a unit without a code is None."""
    with pytest.raises(ParleyError):
        agreement.krippendorff_alpha([[1, 2, 3], [1, 2]])


def table(cells: dict[tuple[str, str], int]) -> tuple[list[str], list[str]]:
    """Two codings with a given cross-table."""
    units = [pair for pair, n in cells.items() for _ in range(n)]
    return [a for a, _ in units], [b for _, b in units]


KAPPAS = {
    "20, 5, 10, 15": ({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}, 0.4),
    "Fleiss's diagnoses": (
        {
            ("psychotic", "psychotic"): 75,
            ("psychotic", "neurotic"): 1,
            ("psychotic", "organic"): 4,
            ("neurotic", "psychotic"): 5,
            ("neurotic", "neurotic"): 4,
            ("neurotic", "organic"): 1,
            ("organic", "organic"): 10,
        },
        (0.89 - 0.66) / (1 - 0.66),
    ),
    "45, 15, 25, 15": (
        {("y", "y"): 45, ("y", "n"): 15, ("n", "y"): 25, ("n", "n"): 15},
        (0.60 - 0.54) / 0.46,
    ),
    "25, 35, 5, 35": ({("y", "y"): 25, ("y", "n"): 35, ("n", "y"): 5, ("n", "n"): 35}, (0.60 - 0.46) / 0.54),
    "never the same": ({("y", "n"): 3, ("n", "y"): 3}, -1.0),
    "two labels, no overlap": ({("y", "n"): 4}, 0.0),
}


@pytest.mark.parametrize(("cells", "expected"), KAPPAS.values(), ids=KAPPAS.keys())
def test_kappa_is_that_of_the_worked_examples(cells, expected):
    assert agreement.cohen_kappa(*table(cells)) == pytest.approx(expected)


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=30))
@settings(deadline=None)
def test_kappa_does_not_ask_who_is_first(pairs):
    """It is symmetric, at most 1, and missing only where both use one and the same label."""
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    kappa = agreement.cohen_kappa(first, second)
    if len({*first, *second}) == 1:
        assert math.isnan(kappa)
    else:
        assert kappa <= 1
        assert kappa == pytest.approx(agreement.cohen_kappa(second, first))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(MEG, OWEN, 0.6), (BEN, GERRY, 9 / 12), (["a"], ["a"], 1.0), (["a"], ["b"], 0.0)],
)
def test_percent_agreement_counts_equal_labels(first, second, expected):
    assert agreement.percent_agreement(first, second) == expected


PAIRED = [
    agreement.percent_agreement,
    agreement.cohen_kappa,
    agreement.confusion,
    agreement.macro_f1,
    agreement.label_scores,
    agreement.pair_counts,
]


@pytest.mark.parametrize("measure", PAIRED, ids=lambda f: f.__name__)
def test_codings_that_cannot_be_paired_are_refused(measure):
    with pytest.raises(ParleyError, match="have 1 and 2 units; they must match"):
        measure(["a"], ["a", "b"])
    with pytest.raises(ParleyError, match="no units"):
        measure([], [])


REFERENCE, FOUND = list("aaabbc"), list("aabbcd")
"""a: 2 of 3, all right; b: 1 of 2, one of two right; c: 0 of 1; d is no label of the reference."""


def test_confusion_counts_each_pair():
    expected = pd.DataFrame(
        [[2, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]], index=list("abcd"), columns=list("abcd")
    )
    pd.testing.assert_frame_equal(
        agreement.confusion(REFERENCE, FOUND), expected, check_names=False, check_dtype=False
    )
    assert agreement.confusion(REFERENCE, FOUND).index.name == "reference"
    assert agreement.confusion(REFERENCE, FOUND).columns.name == "found"


def test_label_scores_by_hand():
    expected = pd.DataFrame(
        [
            ("a", 2 / 2, 2 / 3, 4 / 5, 3),
            ("b", 1 / 2, 1 / 2, 2 / 4, 2),
            ("c", 0 / 1, 0 / 1, 0.0, 1),
            ("d", 0 / 1, math.nan, 0.0, 0),
        ],
        columns=["label", "precision", "recall", "f1", "n"],
    )
    pd.testing.assert_frame_equal(agreement.label_scores(REFERENCE, FOUND), expected)


def test_macro_f1_by_hand():
    """Labels that the reference does not have take no part."""
    assert agreement.macro_f1(REFERENCE, FOUND) == pytest.approx((4 / 5 + 2 / 4 + 0) / 3)


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=30))
@settings(deadline=None)
def test_scores_of_labels_are_those_of_their_definitions(pairs):
    """Counted pair by pair: precision of what was found, recall of what there is, F1 their harmonic mean."""
    want, got = [a for a, _ in pairs], [b for _, b in pairs]
    every, known = sorted({*want, *got}), sorted(set(want))
    defined = {}
    for label in every:
        right = sum(a == b == label for a, b in pairs)
        precision, recall = (right / n if (n := side.count(label)) else math.nan for side in (got, want))
        f1 = 2 / (1 / precision + 1 / recall) if right else 0.0
        defined[label] = (precision, recall, f1, want.count(label))
    score = sum(defined[label][2] for label in known) / len(known)
    assert agreement.macro_f1(want, got) == pytest.approx(score)
    counts, labels = agreement.pair_counts(want, got)
    kept = [labels.index(label) for label in known]
    assert agreement.macro_f1_of_counts(counts.sum(axis=0), kept) == pytest.approx(score)
    mine = agreement.label_scores(want, got)
    assert mine["label"].tolist() == labels == every
    np.testing.assert_allclose(mine.drop(columns="label"), [defined[label] for label in every])


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=30))
@settings(deadline=None)
def test_kappa_is_that_of_its_definition(pairs):
    """Cohen (1960), in exact fractions: agreement beyond that of coders who draw from their own labels."""
    n = len(pairs)
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    same = Fraction(sum(a == b for a, b in pairs), n)
    chance = sum(Fraction(first.count(x) * second.count(x), n * n) for x in {*first, *second})
    found = agreement.cohen_kappa(first, second)
    if chance == 1:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(float((same - chance) / (1 - chance)))


def test_macro_f1_of_many_tables_at_once():
    """One score a table; a kept label that neither side has in a table scores 0."""
    tables = np.array([[[2, 0], [0, 2]], [[1, 1], [1, 1]], [[3, 0], [0, 0]]]).reshape(3, 4)
    np.testing.assert_allclose(agreement.macro_f1_of_counts(tables, [0, 1]), [1.0, 0.5, 0.5])
    np.testing.assert_allclose(agreement.macro_f1_of_counts(tables, [0]), [1.0, 0.5, 1.0])


def test_agreement_of_labels_by_hand():
    """Ben and Gerry: 9 of 12 alike; chance (3 + 8 + 9 + 9 + 1) / 144 by their own marginals."""
    rates = agreement.label_agreement(BEN, GERRY)
    assert list(rates) == ["n", "percent", "kappa", "alpha"]
    chance = (3 * 1 + 2 * 4 + 3 * 3 + 3 * 3 + 1 * 1) / 144
    expected = {"n": 12, "percent": 9 / 12, "kappa": (9 / 12 - chance) / (1 - chance)}
    assert rates == pytest.approx(expected | {"alpha": plain_alpha([BEN, GERRY], "nominal")})


def test_agreement_of_ordered_labels_is_ordinal():
    """The order is the one given, not that of the alphabet."""
    order = ["negative", "neutral", "positive"]
    first, second = [0, 0, 1, 2, 2, 1, 0], [0, 1, 1, 2, 1, 1, 2]
    rates = agreement.label_agreement([order[i] for i in first], [order[i] for i in second], order=order)
    assert rates["alpha"] == pytest.approx(plain_alpha([first, second], "ordinal"))
    with pytest.raises(ParleyError, match="label is 'good'; allowed: negative, neutral, positive"):
        agreement.label_agreement(["good"], ["neutral"], order=order)


UNITS = pd.DataFrame(
    {"sentence": [*range(20), 3], "label": ["a"] * 20 + ["b"], "text": [str(i) for i in range(21)]}
)


@pytest.mark.parametrize("seed", range(12))
def test_units_to_be_coded_hold_every_label(seed):
    """The one b is drawn whatever the seed, and no sentence stands twice."""
    for once in ((), ("sentence",)):
        drawn = agreement.draw_units(UNITS, "label", 5, once=once, seed=seed)
        assert len(drawn) == 5
        assert set(drawn["label"]) == {"a", "b"}
        assert set(drawn["text"]) <= set(UNITS["text"])
        assert not drawn.duplicated("text").any()
        assert not (once and drawn.duplicated("sentence").any())


def test_units_are_drawn_by_seed_and_mixed():
    first, again, other = (agreement.draw_units(UNITS, "label", 9, seed=s) for s in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert first["text"].tolist() != other["text"].tolist()
    places = {agreement.draw_units(UNITS, "label", 9, seed=s)["label"].tolist().index("b") for s in range(30)}
    assert len(places) > 4  # the rare label stands anywhere


def test_no_more_units_than_there_are():
    drawn = agreement.draw_units(UNITS, "label", 500)
    assert sorted(drawn["text"], key=int) == UNITS["text"].tolist()
    assert agreement.draw_units(UNITS.head(0), "label", 5).empty


def test_units_of_joined_tables_are_all_drawn():
    """Rows that carry the same index are still rows of their own."""
    joined = pd.concat([UNITS.head(3), UNITS.head(3).assign(label="c")])
    assert len(agreement.draw_units(joined, "label", 6)) == 6


def test_more_labels_than_units_are_refused():
    with pytest.raises(ParleyError, match="1 units cannot hold 2 labels"):
        agreement.draw_units(UNITS, "label", 1)


# Spans


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((0, 10), (0, 10), 1.0),
        ((0, 10), (5, 15), 5 / 15),
        ((0, 10), (2, 4), 2 / 10),
        ((0, 10), (10, 20), 0.0),
        ((0, 10), (30, 40), 0.0),
    ],
)
def test_overlap_is_shared_over_joined(first, second, expected):
    assert agreement.overlap(first, second) == expected
    assert agreement.overlap(second, first) == expected
    shared, joined = set(range(*first)) & set(range(*second)), set(range(*first)) | set(range(*second))
    assert agreement.overlap(first, second) == len(shared) / len(joined)


def test_matches_are_listed_whole_by_doc_and_start():
    reference = spans(("b", 0, 4), ("a", 10, 20), ("a", 0, 10))
    found = spans(("a", 40, 50), ("a", 0, 8), ("b", 1, 4), ("a", 5, 6))
    expected = pd.DataFrame(
        [
            ("a", 0, "hit", 2, 1),
            ("a", 5, "extra", -1, 3),
            ("a", 10, "missed", 1, -1),
            ("a", 40, "extra", -1, 0),
            ("b", 0, "hit", 0, 2),
        ],
        columns=["doc", "start", "outcome", "reference", "found"],
    )
    pd.testing.assert_frame_equal(agreement.match_spans(reference, found), expected)


@pytest.mark.parametrize(
    ("threshold", "hits"),
    [
        (0, [(0, 0), (1, 1), (2, 2), (3, 3)]),
        (0.5, [(0, 0), (1, 1), (2, 2)]),
        (0.8, [(0, 0), (1, 1)]),
        (1, [(0, 0)]),
    ],
)
def test_a_threshold_is_the_least_overlap(threshold, hits):
    """Overlaps of 1, .8, .5 and .1: each threshold still takes the pair that just reaches it."""
    reference = spans(("a", 0, 10), ("a", 20, 30), ("a", 40, 50), ("a", 60, 70))
    found = spans(("a", 0, 10), ("a", 20, 28), ("a", 45, 50), ("a", 69, 70))
    matches = agreement.match_spans(reference, found, threshold=threshold)
    pairs = matches.loc[matches["outcome"] == "hit", ["reference", "found"]]
    assert list(pairs.itertuples(index=False, name=None)) == hits


def test_threshold_zero_still_needs_a_shared_character():
    matches = agreement.match_spans(spans(("a", 0, 5)), spans(("a", 5, 9)), threshold=0)
    assert matches["outcome"].tolist() == ["missed", "extra"]


def test_the_best_overlap_comes_first():
    """The wide span goes to the one that fits it, although another stands before."""
    reference = spans(("a", 0, 3), ("a", 0, 10))
    matches = agreement.match_spans(reference, spans(("a", 0, 9)), threshold=0)
    assert matches[["outcome", "reference", "found"]].values.tolist() == [["missed", 0, -1], ["hit", 1, 0]]


def test_ties_go_to_the_first_row():
    reference = spans(("a", 0, 4), ("a", 4, 8))
    matches = agreement.match_spans(reference, spans(("a", 2, 6)), threshold=0)
    assert matches["outcome"].tolist() == ["hit", "missed"]
    matches = agreement.match_spans(reference.iloc[::-1], spans(("a", 2, 6)), threshold=0)
    assert matches["outcome"].tolist() == ["missed", "hit"]


def test_columns_that_must_agree():
    reference = spans(("a", 0, 4), ("a", 10, 14), actor=["X", "Y"], kind=["name", "name"])
    found = spans(("a", 0, 4), ("a", 10, 14), actor=["X", "X"], kind=["pronoun", "name"])

    def outcomes(*same):
        return agreement.match_spans(reference, found, same=same)["outcome"].tolist()

    assert outcomes() == ["hit", "hit"]
    assert outcomes("actor") == ["hit", "missed", "extra"]
    assert outcomes("kind") == ["missed", "extra", "hit"]
    assert outcomes("actor", "kind") == ["missed", "extra", "missed", "extra"]


def test_a_lesser_overlap_with_the_right_label_counts():
    reference = spans(("a", 0, 10), actor=["X"])
    found = spans(("a", 0, 10), ("a", 0, 8), actor=["Y", "X"])
    matches = agreement.match_spans(reference, found, same=["actor"])
    assert matches[["outcome", "found"]].values.tolist() == [["hit", 1], ["extra", 0]]


SPAN = st.builds(
    lambda doc, start, size: (doc, start, start + size),
    st.sampled_from("ab"),
    st.integers(0, 12),
    st.integers(1, 8),
)


@given(st.lists(SPAN, max_size=8), st.lists(SPAN, max_size=8), st.sampled_from([0, 0.5, 0.8, 1]))
@settings(max_examples=200, deadline=None)
def test_matching_is_one_to_one_within_a_document(ours, theirs, threshold):
    """Each span stands in one row; hits reach the threshold, and none is left that could be made."""
    reference, found = spans(*ours), spans(*theirs)
    matches = agreement.match_spans(reference, found, threshold=threshold)
    assert sorted(i for i in matches["reference"] if i >= 0) == list(range(len(ours)))
    assert sorted(j for j in matches["found"] if j >= 0) == list(range(len(theirs)))
    hits = matches[matches["outcome"] == "hit"]
    assert len(hits) <= min(len(ours), len(theirs))

    def share(a, b):
        one, two = set(range(*a[1:])), set(range(*b[1:]))
        return len(one & two) / len(one | two) if a[0] == b[0] else 0.0

    assert all(
        share(ours[i], theirs[j]) >= max(threshold, 1e-9) for i, j in hits[["reference", "found"]].values
    )
    free = [(a, b) for a in matches.loc[matches["outcome"] == "missed", "reference"]
            for b in matches.loc[matches["outcome"] == "extra", "found"]]  # fmt: skip
    assert not any(share(ours[i], theirs[j]) >= max(threshold, 1e-9) for i, j in free)
    turned = agreement.match_spans(found, reference, threshold=threshold)
    assert (turned["outcome"] == "hit").sum() == len(hits)
    places = list(matches[["doc", "start"]].itertuples(index=False, name=None))
    assert places == sorted(places)


def test_no_spans_give_an_empty_table():
    matches = agreement.match_spans(spans(), spans())
    assert matches.columns.tolist() == ["doc", "start", "outcome", "reference", "found"]
    assert matches.empty
    assert agreement.span_counts(matches).shape == (0, 3)
    scores = agreement.span_scores(matches)
    assert scores.pop("n") == 0
    assert all(math.isnan(value) for value in scores.values())


@pytest.mark.parametrize(
    ("outcomes", "precision", "recall", "f1", "n"),
    [
        (["hit"] * 3 + ["missed"] + ["extra"] * 2, 3 / 5, 3 / 4, 6 / 9, 4),
        (["missed"] * 2, math.nan, 0.0, 0.0, 2),
        (["extra"] * 2, 0.0, math.nan, 0.0, 0),
        (["hit"], 1.0, 1.0, 1.0, 1),
    ],
)
def test_span_scores_by_hand(outcomes, precision, recall, f1, n):
    matches = pd.DataFrame({"outcome": outcomes})
    expected = {"precision": precision, "recall": recall, "f1": f1, "n": n}
    assert agreement.span_scores(matches) == pytest.approx(expected, nan_ok=True)
    summed = agreement.span_counts(matches).sum(axis=0)
    assert agreement.f1_of_counts(summed) == pytest.approx(f1)


# Intervals


COUNTS = [[1, 1], [0, 1], [1, 1], [1, 1], [0, 1], [0, 1], [1, 1], [1, 1], [0, 1]]
GROUPS = list("aabbbcddd")


def test_equal_seeds_give_equal_intervals():
    first, again, other = (agreement.score_interval(np.array(COUNTS), accuracy, seed=s) for s in (3, 3, 4))
    assert first == again
    assert all(abs(a - b) < 0.2 for a, b in zip(first, other, strict=True))


@pytest.mark.parametrize("groups", [GROUPS, list("aaaabbbcc"), list("aaaabbbbb")])
def test_groups_are_drawn_whole(groups):
    """The ends lie where every possible resample of whole groups puts them."""
    low, high = agreement.score_interval(np.array(COUNTS), accuracy, groups=groups, draws=4000)
    exact = every_draw(COUNTS, accuracy, groups)
    assert between((low, high), exact)


def test_units_are_drawn_one_by_one_without_groups():
    some = COUNTS[:6]
    low, high = agreement.score_interval(np.array(some), accuracy, draws=4000)
    exact = every_draw(some, accuracy, range(len(some)))
    assert between((low, high), exact)


def test_the_interval_of_a_share_is_about_the_normal_one():
    counts = np.array([[i % 4 != 0, 1] for i in range(400)])
    low, high = agreement.score_interval(counts, accuracy, draws=4000)
    spread = math.sqrt(0.75 * 0.25 / 400)
    assert low == pytest.approx(0.75 - 1.96 * spread, abs=0.2 * spread)
    assert high == pytest.approx(0.75 + 1.96 * spread, abs=0.2 * spread)


@given(st.lists(st.booleans(), min_size=2, max_size=20))
@settings(max_examples=40, deadline=None)
def test_the_interval_holds_the_share(hits):
    counts = np.array([[int(h), 1] for h in hits])
    low, high = agreement.score_interval(counts, accuracy, draws=500)
    if len(set(hits)) == 1:
        assert math.isnan(low), "all draws are equal: no interval"
        assert math.isnan(high)
    else:
        assert low <= np.mean(hits) <= high


@pytest.mark.parametrize(
    ("counts", "groups"),
    [(np.zeros((0, 2)), None), (np.zeros((0, 2)), []), ([[1, 1]], None), ([[1, 1], [0, 1]], ["a", "a"])],
    ids=["no unit", "no unit, no group", "one unit", "one group"],
)
def test_an_interval_needs_two_that_can_be_drawn(counts, groups):
    low, high = agreement.score_interval(np.array(counts), accuracy, groups=groups)
    assert math.isnan(low)
    assert math.isnan(high)


def test_draws_without_any_count_are_left_out():
    """A resample in which nothing was found and nothing wanted has no F1."""
    counts = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 0]])
    assert agreement.score_interval(counts, agreement.f1_of_counts) == (0.0, 1.0)
    assert np.isnan(agreement.score_interval(counts[:1].repeat(3, axis=0), agreement.f1_of_counts)).all()


def test_an_interval_is_missing_without_a_warning_where_no_draw_has_a_score():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        low, high = agreement.score_interval(np.zeros((3, 3)), agreement.f1_of_counts)
    assert math.isnan(low)
    assert math.isnan(high)


def test_groups_may_be_tuples():
    """A group is anything hashable: an article and a sentence, say."""
    names = [("x", g) for g in GROUPS]
    expected = agreement.score_interval(np.array(COUNTS), accuracy, groups=GROUPS)
    assert agreement.score_interval(np.array(COUNTS), accuracy, groups=names) == expected
