"""Ties of discourse networks by hand: their evidence, what they are without an article, who is closest."""

from math import sqrt

import pandas as pd
import pytest

from debate import DEBATE, table
from parley import network, schema, ties
from parley.errors import ParleyError


def rows_of(found: pd.DataFrame) -> list[list[object]]:
    return found.to_numpy().tolist()


POSITIONS = table(DEBATE)


# ties with evidence


def test_a_tie_leads_to_its_evidence() -> None:
    """Statements of both ends on the issues they share, duplicates too; by weight, then names."""
    # A-B: p0 p1 p2 p4 on tax (d1, d2), p5 p6 p8 on war (d2, d3). B-C cancels out and is kept.
    assert rows_of(ties.edges(POSITIONS)) == [
        ["A", "B", 3.0, 7, 3, "tax; war", "p0; p1; p2; p4; p5; p6; p8"],
        ["B", "C", 0.0, 6, 3, "gas; tax; war", "p2; p3; p6; p7; p9; p10"],
        ["A", "C", -3.0, 7, 3, "tax; war", "p0; p1; p3; p4; p5; p7; p8"],
    ]
    assert list(ties.edges(POSITIONS).columns) == [
        *("first", "second", "weight", "n", "docs", "issues", "evidence")
    ]


def test_congruence_rests_on_what_agrees() -> None:
    """A and C agree only in opposing the war (p5, p7, both in d2)."""
    found = ties.edges(POSITIONS, qualifier="congruence")
    assert rows_of(found)[2] == ["A", "C", 1.0, 2, 1, "war", "p5; p7"]
    assert rows_of(found)[1] == ["B", "C", 1.5, 4, 2, "gas; war", "p6; p7; p9; p10"]


def test_conflict_rests_on_what_disagrees() -> None:
    """A and B are opposed where A is for the war (p8) and B against it (p6)."""
    found = ties.edges(POSITIONS, qualifier="conflict")
    assert rows_of(found) == [
        ["A", "C", 4.0, 6, 3, "tax; war", "p0; p1; p3; p4; p7; p8"],
        ["B", "C", 1.5, 4, 2, "gas; tax", "p2; p3; p9; p10"],
        ["A", "B", 1.0, 2, 2, "war", "p6; p8"],
    ]


def test_no_agreement_is_no_tie() -> None:
    """Support against oppose leaves the congruence network without ties."""
    positions = table([("a", "A", "tax", "support"), ("a", "B", "tax", "oppose")])
    assert ties.edges(positions, qualifier="congruence").empty
    assert rows_of(ties.edges(positions)) == [["A", "B", -1.0, 2, 1, "tax", "p0; p1"]]


def test_ties_of_actors_to_issues() -> None:
    """The two-mode network as a list; the war, on which A says both, is a tie of weight 0."""
    found = ties.edges(POSITIONS, of="both")
    assert rows_of(found)[0] == ["A", "tax", 3.0, 3, 2, "tax", "p0; p1; p4"]
    assert ["A", "war", 0.0, 2, 2, "war", "p5; p8"] in rows_of(found)
    assert len(found) == 8
    combined = ties.edges(POSITIONS, of="both", qualifier="combine").set_index(["first", "second"])
    assert combined.loc[[("A", "war"), ("B", "war"), ("C", "gas")], "weight"].tolist() == [3, 2, 1]


def test_ties_of_issues_name_the_actors() -> None:
    """Gas and tax are tied by B and C."""
    found = ties.edges(POSITIONS, of="issue")
    assert list(found.columns)[5] == "actors"
    assert rows_of(found)[1] == ["gas", "tax", -1.0, 4, 2, "B; C", "p2; p3; p9; p10"]


@pytest.mark.parametrize("of", ["actor", "issue", "both"])
def test_the_list_and_the_matrix_agree(of: str) -> None:
    """Every weight of the list is the cell of the matrix, whatever the options."""
    for normalise in network.NORMALISE[of]:
        found = ties.edges(POSITIONS, of=of, duplicates="document", normalise=normalise)
        options = {"duplicates": "document", "normalise": normalise}
        if of == "both":
            weights = network.affiliation(POSITIONS, **options)
        else:
            weights = network.one_mode(POSITIONS, of=of, **options)
        for row in schema.rows(found):
            assert row.weight == weights.loc[row.first, row.second]


@pytest.mark.parametrize(
    "rows",
    [
        [("a", "A", "tax", "support")],
        [("a", "A", "tax", "support"), ("a", "B", "gas", "support")],
        [("a", "", "tax", "support"), ("a", "A", "", "support"), ("a", "B", "tax", "oppose")],
    ],
    ids=["one actor", "no shared issue", "nobody and nothing"],
)
def test_who_shares_no_issue_has_no_tie(rows: list) -> None:
    """Not one of weight 0 either."""
    assert ties.edges(table(rows)).empty


def test_each_author_is_an_end_of_its_own() -> None:
    """Two authors do not become one actor who speaks in every article."""
    positions = table([("a", "author", "tax", "support"), ("b", "author", "tax", "support")])
    assert rows_of(ties.edges(positions)) == [["author (a)", "author (b)", 1.0, 2, 2, "tax", "p0; p1"]]
    assert positions["actor"].tolist() == ["author", "author"]


@pytest.mark.parametrize("duplicates", network.DUPLICATES)
def test_no_positions_give_an_empty_list(duplicates: str) -> None:
    """Columns and types stay; no option fails."""
    none, documents = schema.empty("positions"), schema.empty("documents")
    for of in network.QUALIFIERS:
        full = ties.edges(POSITIONS, of=of)
        for qualifier in network.QUALIFIERS[of]:
            found = ties.edges(none, documents, of=of, qualifier=qualifier, duplicates=duplicates)
            pd.testing.assert_series_equal(found.dtypes, full.dtypes)
            assert found.empty


@pytest.mark.parametrize("make", [ties.edges, ties.without_each])
def test_what_is_tied_to_what_is_one_of_three(make) -> None:
    with pytest.raises(ParleyError, match=r"^of is 'actors'; allowed: actor, issue, both$"):
        make(POSITIONS, of="actors")


# without each article


def test_ties_without_each_article_by_hand() -> None:
    """Congruence less conflict of what is left, and what that does to the sign."""
    found = ties.without_each(POSITIONS)
    assert found.to_numpy().tolist() == [
        ["A", "B", 3, 3.0, "d1", 0.0, "gone"],  # war 1·1 - 1·1
        ["A", "B", 3, 3.0, "d2", 2.0, "kept"],  # tax 2·1
        ["A", "B", 3, 3.0, "d3", 4.0, "kept"],  # tax 3·1 + war 1·1
        ["B", "C", 3, 0.0, "d1", 1.0, "turned"],  # war 1·1 + gas ½ - ½
        ["B", "C", 3, 0.0, "d2", -1.0, "turned"],  # -tax 1·1 + gas ½ - ½
        ["B", "C", 3, 0.0, "d3", 0.0, "kept"],  # -tax 1·1 + war 1·1
        ["A", "C", 3, -3.0, "d1", 0.0, "gone"],  # war 1·1 - 1·1
        ["A", "C", 3, -3.0, "d2", -2.0, "kept"],  # -tax 2·1
        ["A", "C", 3, -3.0, "d3", -2.0, "kept"],  # -tax 3·1 + war 1·1
    ]
    assert list(found.columns) == ["first", "second", "docs", "weight", "left_out", "without", "outcome"]


def test_a_sign_can_turn() -> None:
    """Two articles of agreement on the tax, four statements of conflict in a third."""
    rows = [("a", "A", "tax", "support"), ("b", "B", "tax", "support"), ("c", "A", "gas", "support")]
    rows += [("c", "B", "gas", "oppose"), ("c", "B", "gas", "oppose")]
    found = ties.without_each(table(rows)).set_index("left_out")
    assert found["weight"].tolist() == [-1.0] * 3  # 1 - 2
    assert found["without"].to_dict() == {"a": -2.0, "b": -2.0, "c": 1.0}
    assert found["outcome"].to_dict() == {"a": "kept", "b": "kept", "c": "turned"}


def test_a_code_of_the_combined_network_can_turn() -> None:
    """A is for and against the war (3): without d2 only for (1), without d3 only against (2)."""
    found = ties.without_each(POSITIONS, of="both", qualifier="combine").set_index(["first", "second"])
    war = found.loc[("A", "war")]
    assert war[["left_out", "without", "outcome"]].to_numpy().tolist() == [
        ["d1", 3.0, "kept"],
        ["d2", 1.0, "turned"],
        ["d3", 2.0, "turned"],
    ]
    assert found.loc[("B", "gas"), "outcome"].tolist() == ["kept", "kept", "gone"]


def test_only_articles_that_matter_are_left_out() -> None:
    """An article in which neither of two actors speaks has no row in their tie."""
    positions = table([*DEBATE, ("d4", "X", "tax", "support"), ("d4", "Y", "tax", "support")])
    found = ties.without_each(positions).set_index(["first", "second"])
    assert found.loc[("A", "B"), "left_out"].tolist() == ["d1", "d2", "d3"]
    assert found.loc[("A", "X"), "left_out"].tolist() == ["d1", "d2", "d3", "d4"]
    assert found.loc[[("X", "Y")], "left_out"].tolist() == ["d4"]


@pytest.mark.parametrize("of", ["actor", "issue", "both"])
def test_leaving_out_is_coding_without(of: str) -> None:
    """Each weight is that of the ties made from the other articles; nobody there is 0."""
    for normalise in network.NORMALISE[of]:
        found = ties.without_each(POSITIONS, of=of, duplicates="document", normalise=normalise)
        assert set(found["left_out"]) == {"d1", "d2", "d3"}
        for row in schema.rows(found):
            rest = POSITIONS[POSITIONS["doc"] != row.left_out]
            others = ties.edges(rest, of=of, duplicates="document", normalise=normalise)
            weights = others.set_index(["first", "second"])["weight"]
            assert row.without == weights.get((row.first, row.second), 0.0)


# closest


def test_closest_by_hand() -> None:
    """Each position once: A has tax+, war+, war-, B tax+, war-, gas ½ and ½, C tax-, war-, gas+."""
    found = ties.closest(POSITIONS)
    assert list(found.columns) == [
        *("actor", "other", "weight", "issues", "n", "docs", "low", "high", "firm")
    ]
    # A-B: (tax 1 + war 1 - 1) / 3; without d1 0 / 2.5; without d2 tax 1 / 2; without d3 (tax 1 + war 1) / 2
    # A-C: (-1 + 1 - 1) / 3; 0 / 2.5; -1 / 2; (-1 + 1) / 2. B-C: (-1 + 1) / 3; 1 / 2; -1 / 2; (-1 + 1) / 2
    expected = [
        ["A", "B", 1 / 3, 2, 7, 3, 0, 1, False],
        ["A", "C", -1 / 3, 2, 7, 3, -1 / 2, 0, False],
        ["B", "A", 1 / 3, 2, 7, 3, 0, 1, False],
        ["B", "C", 0, 3, 6, 3, -1 / 2, 1 / 2, False],
        ["C", "B", 0, 3, 6, 3, -1 / 2, 1 / 2, False],
        ["C", "A", -1 / 3, 2, 7, 3, -1 / 2, 0, False],
    ]
    for row, hand in zip(found.to_numpy().tolist(), expected, strict=True):
        assert row[:2] == hand[:2]
        assert row[2:] == pytest.approx(hand[2:])


def test_closest_by_other_measures() -> None:
    """Once an article, by cosine: A (tax 2, war 1 and 1) and B: tax 2·1 / sqrt(6 · 2.5)."""
    found = ties.closest(POSITIONS, actor="A", n=1, duplicates="document", normalise="cosine")
    assert found["weight"].tolist() == pytest.approx([2 / sqrt(6 * 2.5)])


def test_closest_to_one_actor() -> None:
    """Only the rows of that actor, and only as many as asked for."""
    found = ties.closest(POSITIONS, actor="C", n=1)
    assert found[["actor", "other"]].to_numpy().tolist() == [["C", "B"]]
    pd.testing.assert_frame_equal(found, ties.closest(POSITIONS, n=1).iloc[[2]].reset_index(drop=True))


def test_closest_keeps_those_that_tie() -> None:
    """The alphabet does not choose between equals."""
    positions = table([("a", name, "tax", "support") for name in "ABCD"])
    assert ties.closest(positions, actor="B", n=1)["other"].tolist() == ["A", "C", "D"]


def test_a_tie_that_outlasts_every_article_is_firm() -> None:
    """Agreement in each of two articles; without either 1·1 / 1 is left."""
    positions = table([(doc, name, "tax", "support") for doc in "ab" for name in "AB"])
    found = ties.closest(positions, actor="A")
    assert found.to_numpy().tolist() == [["A", "B", 1.0, 1, 4, 2, 1.0, 1.0, True]]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"actor": "D"}, "actor is 'D'; allowed: A, B, C"),
        ({"n": 0}, "n is 0; allowed: 1 or more"),
        ({"normalise": "activity"}, "normalise is 'activity'; allowed: no, average, jaccard, cosine"),
    ],
)
def test_closest_refuses(options: dict, message: str) -> None:
    """The message says what was given and what is allowed."""
    with pytest.raises(ParleyError) as fault:
        ties.closest(POSITIONS, **options)
    assert str(fault.value) == message


@pytest.mark.parametrize("make", [ties.without_each, ties.closest])
@pytest.mark.parametrize("rows", [[], [("a", "A", "tax", "support")]], ids=["nobody", "one actor"])
def test_no_ties_give_an_empty_frame(make, rows: list) -> None:
    """Columns and types are those of a full one."""
    found = make(table(rows))
    assert found.empty
    pd.testing.assert_series_equal(found.dtypes, make(POSITIONS).dtypes)
