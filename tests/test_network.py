"""Discourse networks: every weight by hand, and against plain loops over the definitions."""

from itertools import product
from math import sqrt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debate import DEBATE, table
from parley import network, schema
from parley.errors import ParleyError

# Issues in columns, x = (support, oppose) of all statements; a mixed one is a half of each:
#
#         gas       tax      war      all
#   A     -         (3, 0)   (1, 1)   5
#   B     (½, ½)    (1, 0)   (0, 1)   3
#   C     (1, 0)    (0, 1)   (0, 1)   3
#   all   2         5        4


def articles(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    """The table ``documents``: a row for each (doc, outlet, published)."""
    texts = dict.fromkeys(schema.columns("documents"), "")
    made = [texts | {"doc": doc, "outlet": outlet, "published": day, "words": 1} for doc, outlet, day in rows]
    return schema.frame("documents", made)


POSITIONS = table(DEBATE)
NO_DATES = articles([])


# two-mode


@pytest.mark.parametrize(
    ("qualifier", "normalise", "gas", "tax", "war"),
    [
        ("ignore", "no", [0, 1, 1], [3, 1, 1], [2, 1, 1]),
        ("subtract", "no", [0, 0, 1], [3, 1, -1], [0, -1, -1]),
        ("combine", "no", [0, 3, 1], [1, 1, 2], [3, 2, 2]),
        ("ignore", "activity", [0, 1 / 3, 1 / 3], [3 / 5, 1 / 3, 1 / 3], [2 / 5, 1 / 3, 1 / 3]),
        ("subtract", "activity", [0, 0, 1 / 3], [3 / 5, 1 / 3, -1 / 3], [0, -1 / 3, -1 / 3]),
        ("ignore", "prominence", [0, 1 / 2, 1 / 2], [3 / 5, 1 / 5, 1 / 5], [2 / 4, 1 / 4, 1 / 4]),
        ("subtract", "prominence", [0, 0, 1 / 2], [3 / 5, 1 / 5, -1 / 5], [0, -1 / 4, -1 / 4]),
    ],
)
def test_affiliation_by_hand(qualifier: str, normalise: str, gas: list, tax: list, war: list) -> None:
    """Every qualifier and every normalisation, from the table above."""
    found = network.affiliation(POSITIONS, qualifier=qualifier, normalise=normalise)
    assert (list(found.index), list(found.columns)) == (["A", "B", "C"], ["gas", "tax", "war"])
    for issue, expected in {"gas": gas, "tax": tax, "war": war}.items():
        assert found[issue].tolist() == pytest.approx(expected)


# Ten times the same. ISO weeks: 28 December 2025 is in 2025-W52; 29 and 31 December and 1 January are all
# in 2026-W01; 20 and 27 January are in 2026-W04 and W05, 2 March in 2026-W10. Two articles have no date.
DAYS = {
    "a": "2025-12-28",
    "b": "2025-12-29",
    "c": "2025-12-31",
    "d": "2026-01-01",
    "e": "2026-01-20",
    "f": "2026-01-27",
    "i": "2026-03-02",
    "g": "",
    "h": "",
}


@pytest.mark.parametrize(
    ("duplicates", "count"),
    [
        ("include", 10),
        ("document", 9),
        ("week", 5 + 2),
        ("month", 3 + 2),
        ("year", 2 + 2),
        ("acrossrange", 1),
    ],
)
def test_duplicates_count_once_a_period(duplicates: str, count: int) -> None:
    """An article without a date is a period of its own."""
    positions = table([(doc, "A", "tax", "support") for doc in ["a", *DAYS]])
    documents = articles([(doc, "", day) for doc, day in DAYS.items()])
    found = network.affiliation(positions, documents, duplicates=duplicates)
    assert found.loc["A", "tax"] == count


@pytest.mark.parametrize(
    ("held", "qualifier", "duplicates", "expected"),
    [
        (["support", "oppose"], "subtract", "document", 0),
        (["support", "oppose"], "ignore", "include", 2),
        (["support", "oppose"], "ignore", "document", 1),  # whatever the position
        (["support", "oppose", "oppose"], "subtract", "include", -1),
        (["support", "oppose", "oppose"], "subtract", "document", 0),
        (["mixed"], "subtract", "include", 0),  # ½ - ½
        (["mixed"], "ignore", "include", 1),
        (["mixed"], "combine", "include", 3),
        (["mixed", "mixed"], "combine", "document", 3),
        (["mixed", "support"], "subtract", "include", 1),  # (1 + ½) - ½
        (["mixed", "support"], "subtract", "document", 0.5),  # 1, the higher of 1 and ½, - ½
    ],
)
def test_several_positions_of_one_actor(
    held: list[str], qualifier: str, duplicates: str, expected: float
) -> None:
    """A statement is a duplicate of the same position only; a mixed one is half of each."""
    positions = table([("a", "A", "tax", position) for position in held])
    found = network.affiliation(positions, qualifier=qualifier, duplicates=duplicates)
    assert found.loc["A", "tax"] == expected


# one-mode: (A, B), (A, C), (B, C)


@pytest.mark.parametrize(
    ("qualifier", "ab", "ac", "bc"),
    [
        # tax 3·1 + war 1·1; war 1·1; war 1·1 + gas ½·1
        ("congruence", 4, 1, 1.5),
        # war 1·1; tax 3·1 + war 1·1; tax 1·1 + gas ½·1
        ("conflict", 1, 4, 1.5),
        ("subtract", 3, -3, 0),
        # tax 3·1 + war 2·1; the same; gas 1·1 + tax 1·1 + war 1·1
        ("ignore", 5, 5, 3),
    ],
)
def test_ties_of_actors_by_hand(qualifier: str, ab: float, ac: float, bc: float) -> None:
    """Sums of products of counts, from the table above; nobody is tied to himself."""
    found = network.one_mode(POSITIONS, qualifier=qualifier)
    assert (list(found.index), list(found.columns)) == (["A", "B", "C"], ["A", "B", "C"])
    assert found.to_numpy().tolist() == [[0, ab, ac], [ab, 0, bc], [ac, bc, 0]]


@pytest.mark.parametrize(
    ("qualifier", "gas_tax", "gas_war", "tax_war"),
    [
        # B ½·1; B ½·1; A 3·1 + C 1·1
        ("congruence", 0.5, 0.5, 4),
        # B ½·1 + C 1·1; B ½·1 + C 1·1; A 3·1 + B 1·1
        ("conflict", 1.5, 1.5, 4),
        ("subtract", -1, -1, 0),
        # B 1·1 + C 1·1; the same; A 3·2 + B 1·1 + C 1·1
        ("ignore", 2, 2, 8),
    ],
)
def test_ties_of_issues_by_hand(qualifier: str, gas_tax: float, gas_war: float, tax_war: float) -> None:
    """The same between issues, by the actors who speak on both."""
    found = network.one_mode(POSITIONS, of="issue", qualifier=qualifier)
    expected = [[0, gas_tax, gas_war], [gas_tax, 0, tax_war], [gas_war, tax_war, 0]]
    assert found.to_numpy().tolist() == expected


@pytest.mark.parametrize(
    ("normalise", "ab", "ac"),
    [
        ("no", 3, -3),
        # (5 + 3) / 2 statements
        ("average", 3 / 4, -3 / 4),
        # both: tax+ 3·1, war- 1·1; only A: war+ 1; only B: gas+ ½, gas- ½
        # both: war- 1·1; only A: tax+ 3, war+ 1; only C: tax- 1, gas+ 1
        ("jaccard", 3 / 6, -3 / 7),
        # lengths: A 9 + 1 + 1, B ¼ + ¼ + 1 + 1, C 1 + 1 + 1, under the root
        ("cosine", 3 / sqrt(11 * 2.5), -3 / sqrt(11 * 3)),
    ],
)
def test_normalised_ties_by_hand(normalise: str, ab: float, ac: float) -> None:
    """Congruence less conflict, divided as each normalisation says."""
    found = network.one_mode(POSITIONS, normalise=normalise)
    assert found.loc["A", ["B", "C"]].tolist() == pytest.approx([ab, ac])
    assert found.loc[["B", "C"], "A"].tolist() == pytest.approx([ab, ac])
    assert found.loc["B", "C"] == 0


@pytest.mark.parametrize(
    ("normalise", "expected"), [("average", 5 / 4), ("jaccard", 5 / (5 + 1)), ("cosine", 5 / sqrt(13 * 3))]
)
def test_ignore_normalises_without_the_positions(normalise: str, expected: float) -> None:
    """A (tax 3, war 2) and B (gas 1, tax 1, war 1): 3·1 + 2·1 = 5; only B has gas."""
    found = network.one_mode(POSITIONS, qualifier="ignore", normalise=normalise)
    assert found.loc["A", "B"] == pytest.approx(expected)


def test_duplicates_are_left_out_before_ties_are_made() -> None:
    """Across the range A has tax (1, 0): congruence with B is 1·1 + 1·1, jaccard 2 / (2 + 1 + 1)."""
    found = network.one_mode(POSITIONS, qualifier="congruence", duplicates="acrossrange")
    assert found.loc["A", "B"] == 2
    found = network.one_mode(POSITIONS, qualifier="congruence", duplicates="acrossrange", normalise="jaccard")
    assert found.loc["A", "B"] == 2 / 4


@pytest.mark.parametrize(
    ("first", "second", "congruence", "conflict"),
    [
        ("support", "support", 1, 0),
        ("oppose", "oppose", 1, 0),
        ("support", "oppose", 0, 1),
        ("mixed", "support", 0.5, 0.5),
        ("mixed", "oppose", 0.5, 0.5),
        ("mixed", "mixed", 0.5, 0.5),
    ],
)
def test_mixed_positions_side_with_nobody(
    first: str, second: str, congruence: float, conflict: float
) -> None:
    """Half as often agreed as opposed, so that nothing is left when one is subtracted."""
    positions = table([("a", "A", "tax", first), ("a", "B", "tax", second)])
    for qualifier, expected in {
        "congruence": congruence,
        "conflict": conflict,
        "subtract": congruence - conflict,
    }.items():
        assert network.one_mode(positions, qualifier=qualifier).loc["A", "B"] == expected


# against plain loops

WHO, WHAT, WHERE = ["A", "B", "C"], ["gas", "tax"], ["a", "b"]
ROWS = st.lists(
    st.tuples(*map(st.sampled_from, (WHERE, WHO, WHAT, ["support", "oppose", "mixed"]))), max_size=14
)


def plain_counts(rows: list[tuple[str, str, str, str]], duplicates: str) -> dict[tuple[str, str, str], float]:
    """x by actor, issue and value."""
    once = dict[tuple[str, str, str, str], float]()
    for number, (doc, actor, issue, position) in enumerate(rows):
        period = {"include": str(number), "document": doc, "acrossrange": ""}[duplicates]
        for value in ("support", "oppose"):
            share = 0.5 if position == "mixed" else float(position == value)
            key = (actor, issue, value, period)
            once[key] = max(once.get(key, 0), share)
    x = dict.fromkeys(product(WHO, WHAT, ("support", "oppose")), 0.0)
    for (actor, issue, value, _), share in once.items():
        x[actor, issue, value] += share
    return x


def plain_norm(a: list[float], b: list[float], normalise: str) -> float:
    if normalise == "average":
        return (sum(a) + sum(b)) / 2
    if normalise == "cosine":
        return sqrt(sum(v * v for v in a)) * sqrt(sum(v * v for v in b))
    if normalise == "jaccard":
        pairs = list(zip(a, b, strict=True))
        return sum(p * q if p and q else p + q for p, q in pairs)
    return 1


@settings(max_examples=60, deadline=None)
@given(
    ROWS,
    st.sampled_from(["congruence", "conflict", "subtract"]),
    st.sampled_from(["include", "document", "acrossrange"]),
    st.sampled_from(["no", "average", "jaccard", "cosine"]),
)
def test_ties_are_those_of_the_definition(
    rows: list[tuple[str, str, str, str]], qualifier: str, duplicates: str, normalise: str
) -> None:
    """Loops over issues and pairs of values, as the definition is written, give the same."""
    found = network.one_mode(table(rows), qualifier=qualifier, duplicates=duplicates, normalise=normalise)
    x = plain_counts(rows, duplicates)
    assert list(found.index) == sorted({actor for _, actor, _, _ in rows})
    for a, b in product(found.index, repeat=2):
        total = 0.0
        for issue, first, second in product(WHAT, ("support", "oppose"), ("support", "oppose")):
            sign = {"congruence": (1, 0), "conflict": (0, 1), "subtract": (1, -1)}[qualifier]
            total += sign[first != second] * x[a, issue, first] * x[b, issue, second]
        vectors = [[x[k] for k in x if k[0] == name] for name in (a, b)]
        expected = 0 if a == b else total / plain_norm(*vectors, normalise)
        assert found.loc[a, b] == pytest.approx(expected)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(["ignore", "congruence", "conflict", "subtract"]))
def test_normalised_ties_lie_in_their_interval(rows: list[tuple[str, str, str, str]], qualifier: str) -> None:
    """What the docstring promises: [-1, 1] for cosine always, for the others across the range."""
    positions = table(rows)
    for duplicates in ("include", "acrossrange"):
        for normalise in ("cosine", "average", "jaccard"):
            found = network.one_mode(
                positions, qualifier=qualifier, duplicates=duplicates, normalise=normalise
            )
            promised = normalise == "cosine" or duplicates == "acrossrange"
            if promised and (normalise, qualifier) != ("jaccard", "conflict"):
                assert found.abs().le(1).all(axis=None)


# who is in it


def test_each_author_is_an_actor_of_its_own() -> None:
    """Two authors do not become one actor who speaks in every article."""
    positions = table([("a", "author", "tax", "support"), ("b", "author", "tax", "support")])
    assert network.one_mode(positions).loc["author (a)", "author (b)"] == 1
    assert positions["actor"].tolist() == ["author", "author"]


def test_rows_without_actor_or_issue_are_left_out() -> None:
    """An unknown speaker is nobody's ally."""
    rows = [("a", "", "tax", "support"), ("a", "A", "", "support"), ("a", "B", "tax", "oppose")]
    assert network.affiliation(table(rows)).to_dict() == {"tax": {"B": -1.0}}


def test_one_actor_is_tied_to_nobody() -> None:
    """A network of one node."""
    positions = table([("a", "A", "tax", "support")])
    for normalise in network.NORMALISE["actor"]:
        assert network.one_mode(positions, normalise=normalise).to_dict() == {"A": {"A": 0.0}}


def test_actors_without_a_shared_issue_have_a_weight_of_0() -> None:
    """Both stay in the matrix."""
    positions = table([("a", "A", "tax", "support"), ("a", "B", "gas", "support")])
    assert network.one_mode(positions, normalise="jaccard").to_numpy().tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize("duplicates", network.DUPLICATES)
def test_no_positions_give_empty_frames(duplicates: str) -> None:
    """No option fails."""
    none = schema.empty("positions")
    for normalise in network.NORMALISE["both"]:
        assert network.affiliation(none, NO_DATES, duplicates=duplicates, normalise=normalise).shape == (0, 0)
    for normalise in network.NORMALISE["actor"]:
        assert network.one_mode(none, NO_DATES, duplicates=duplicates, normalise=normalise).shape == (0, 0)


def test_nothing_is_changed_in_place() -> None:
    """The table is as it was, and the order of its rows does not matter to weights."""
    before = POSITIONS.copy()
    network.select(POSITIONS, NO_DATES, voice="quoted")
    straight = network.one_mode(POSITIONS, duplicates="document", normalise="average")
    pd.testing.assert_frame_equal(POSITIONS, before)
    turned = network.one_mode(POSITIONS[::-1], duplicates="document", normalise="average")
    pd.testing.assert_frame_equal(turned, straight)


# refusals


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: network.affiliation(POSITIONS, qualifier="conflict"),
            "qualifier is 'conflict'; allowed: ignore, subtract, combine",
        ),
        (
            lambda: network.one_mode(POSITIONS, qualifier="combine"),
            "qualifier is 'combine'; allowed: ignore, congruence, conflict, subtract",
        ),
        (
            lambda: network.affiliation(POSITIONS, normalise="cosine"),
            "normalise is 'cosine'; allowed: no, activity, prominence",
        ),
        (
            lambda: network.one_mode(POSITIONS, normalise="activity"),
            "normalise is 'activity'; allowed: no, average, jaccard, cosine",
        ),
        (
            lambda: network.affiliation(POSITIONS, qualifier="combine", normalise="activity"),
            "normalise is 'activity'; allowed: no",
        ),
        (
            lambda: network.one_mode(POSITIONS, duplicates="day"),
            "duplicates is 'day'; allowed: include, document, week, month, year, acrossrange",
        ),
        (lambda: network.one_mode(POSITIONS, of="both"), "of is 'both'; allowed: actor, issue"),
        (
            lambda: network.one_mode(POSITIONS, duplicates="week"),
            "duplicates is 'week': this needs the documents, for their dates",
        ),
        (
            lambda: network.one_mode(table([("a", "A", "tax", "for")])),
            "position is 'for'; allowed: support, oppose, mixed",
        ),
        (
            lambda: network.affiliation(POSITIONS, articles([("d1", "", "May 2025")]), duplicates="month"),
            "published is 'May 2025'; allowed: a day as in 2025-04-30",
        ),
    ],
)
def test_what_is_not_allowed_is_refused(call, message: str) -> None:
    """The message says what was given and what is allowed."""
    with pytest.raises(ParleyError) as fault:
        call()
    assert str(fault.value) == message


# filters

PRESS = articles(
    [("d1", "Post", "2025-04-01"), ("d2", "Times", "2025-05-01"), ("d3", "Post", ""), ("d4", "Mail", "")]
)
VOICED = POSITIONS.assign(voice=["quoted", "paraphrased", "asserted", *["quoted"] * 8])


@pytest.mark.parametrize(
    ("limits", "ids"),
    [
        ({}, range(11)),
        ({"doc": "d2"}, [4, 5, 6, 7]),
        ({"doc": ["d1", "d3"]}, [0, 1, 2, 3, 8, 9, 10]),
        ({"doc": []}, []),
        ({"doc": "d4"}, []),
        ({"outlet": "Post"}, [0, 1, 2, 3, 8, 9, 10]),
        ({"outlet": {"Post", "Times"}}, range(11)),
        ({"voice": "asserted"}, [2]),
        ({"voice": ("asserted", "paraphrased")}, [1, 2]),
        ({"issue": "gas"}, [9, 10]),
        ({"issue": "unheard-of"}, []),
        ({"start": "2025-05-01"}, [4, 5, 6, 7]),
        ({"start": "2025-05-02"}, []),
        ({"end": "2025-04-01"}, [0, 1, 2, 3]),
        ({"start": "2025-04-01", "end": "2025-05-01"}, range(8)),
        ({"outlet": "Post", "end": "2025-12-31"}, [0, 1, 2, 3]),
        ({"outlet": "Post", "doc": "d2"}, []),
        ({"outlet": "Post", "voice": "quoted", "issue": "tax"}, [0, 3]),
        ({"doc": "d2", "issue": ["tax", "war"], "start": "2025-01-01", "voice": "quoted"}, [4, 5, 6, 7]),
    ],
)
def test_select(limits: dict, ids: list[int]) -> None:
    """Filters narrow each other; articles without a date are in no time window."""
    found = network.select(VOICED, PRESS, **limits)
    pd.testing.assert_frame_equal(found, VOICED.iloc[list(ids)].reset_index(drop=True))


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"doc": "d9"}, "doc is 'd9'; allowed: d1, d2, d3, d4"),
        ({"outlet": ["Post", "Star"]}, "outlet is 'Star'; allowed: Mail, Post, Times"),
        ({"voice": "reported"}, "voice is 'reported'; allowed: asserted, paraphrased, quoted"),
        ({"start": "May 2025"}, "start is 'May 2025'; allowed: a day as in 2025-04-30"),
        ({"end": "2025-13-01"}, "end is '2025-13-01'; allowed: a day as in 2025-04-30"),
    ],
)
def test_select_refuses_what_is_not_there(limits: dict, message: str) -> None:
    """A typing error does not select nothing in silence."""
    with pytest.raises(ParleyError) as fault:
        network.select(VOICED, PRESS, **limits)
    assert str(fault.value) == message


def test_select_from_nothing() -> None:
    """An empty table stays a table."""
    found = network.select(schema.empty("positions"), PRESS, outlet="Post", issue="tax", start="2025-01-01")
    pd.testing.assert_frame_equal(found, schema.empty("positions"))
