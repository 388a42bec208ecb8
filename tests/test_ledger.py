"""The ledger, the matrix and the chains of small tables, worked out by hand."""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

import pandas as pd
import pytest

from parley import schema
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.ledger import chains, coded_positions, ledger, position_matrix
from parley.reference import Coding

OUTLETS = {"a": "Post", "b": "Post", "c": "Herald"}


def said(
    id_: str, actor: str, issue: str, position: str, act: str, answers: str = "", voice: str = "paraphrased", confidence: float = 0.9
) -> dict:  # fmt: skip
    """A row of ``positions``: "a-p02" is the second of article a, twenty characters after the first."""
    doc, number = id_.split("-p")
    start = 20 * int(number)
    place = {
        "doc": doc,
        "line": int(number),
        "char_start": start,
        "char_end": start + 9,
        "sentence": int(number),
    }
    return place | {
        "id": id_, "evidence": f"{actor} {act}", "actor": actor, "issue": issue, "position": position, "voice": voice,
        "act": act, "answers": answers, "reporter": "", "confidence": confidence, "rule": "verb of stance",
    }  # fmt: skip


def tables(*rows: dict) -> dict[str, pd.DataFrame]:
    documents = pd.DataFrame({"doc": list(OUTLETS), "outlet": list(OUTLETS.values())})
    return {"positions": schema.check("positions", schema.frame("positions", rows)), "documents": documents}


TALKS = tables(
    said("a-p01", "Norway", "moratorium", "support", "demand"),
    said("a-p02", "Chile", "moratorium", "oppose", "reject", "a-p01", voice="quoted"),
    said("a-p03", "Peru", "moratorium", "support", "accept", "a-p01"),
    said("a-p04", "Peru", "ports", "support", "offer"),
    said("a-p05", "Chile", "quota", "oppose", "state"),
    said("b-p01", "Norway", "moratorium", "support", "propose", confidence=0.6),
    said("b-p02", "Chile", "moratorium", "oppose", "reject", "b-p01", voice="quoted", confidence=0.7),
    said("c-p01", "Chile", "moratorium", "support", "concede"),
)
"""Norway asks twice and is answered three times; Peru's offer stays open; Chile comes round in article c."""


# The ledger


def lines(book: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    return list(book[["id", "act", "answer_id", "answer_act"]].itertuples(index=False, name=None))


def test_each_demand_stands_beside_each_of_its_answers():
    assert lines(ledger(TALKS)) == [
        ("a-p01", "demand", "a-p02", "reject"),
        ("a-p01", "demand", "a-p03", "accept"),
        ("a-p04", "offer", "", ""),
        ("b-p01", "propose", "b-p02", "reject"),
    ]


def test_a_row_of_the_ledger_names_both_passages():
    assert ledger(TALKS).iloc[0].to_dict() == {
        "doc": "a", "line": 1, "id": "a-p01", "actor": "Norway", "act": "demand", "issue": "moratorium",
        "position": "support", "voice": "paraphrased", "reporter": "", "evidence": "Norway demand", "answer_id": "a-p02",
        "answer_line": 2, "answer_actor": "Chile", "answer_act": "reject", "answer_position": "oppose", "answer_evidence": "Chile reject",
    }  # fmt: skip


def test_what_nobody_answers_has_an_empty_answer():
    row = ledger(TALKS).iloc[2]
    texts = [c for c in row.index if c.startswith("answer_") and c != "answer_line"]
    assert row[texts].tolist() == [""] * 5
    assert row["answer_line"] == 0
    assert ledger(TALKS)["answer_line"].dtype == "int64"


UNANSWERED = {
    "demand": True,
    "offer": True,
    "propose": True,
    "threaten": True,
    "promise": True,
    "state": False,
    "accept": False,
    "reject": False,
    "concede": False,
    "blame": False,
}


@pytest.mark.parametrize(("act", "expected"), UNANSWERED.items())
def test_acts_that_wait_for_an_answer(act, expected):
    book = ledger(tables(said("a-p01", "Norway", "moratorium", "support", act)))
    assert book["id"].tolist() == (["a-p01"] if expected else [])


def test_any_act_that_is_answered_is_in_the_ledger():
    book = ledger(
        tables(
            said("a-p01", "Norway", "moratorium", "support", "state"),
            said("a-p02", "Chile", "moratorium", "support", "accept", "a-p01"),
        )
    )
    assert lines(book) == [("a-p01", "state", "a-p02", "accept")]


def test_an_answer_may_be_answered():
    """Demand, counter-offer, acceptance: the counter-offer stands on both sides."""
    book = ledger(
        tables(
            said("a-p01", "Norway", "moratorium", "support", "demand"),
            said("a-p02", "Chile", "moratorium", "support", "offer", "a-p01"),
            said("a-p03", "Norway", "moratorium", "support", "accept", "a-p02"),
        )
    )
    assert lines(book) == [("a-p01", "demand", "a-p02", "offer"), ("a-p02", "offer", "a-p03", "accept")]


def test_an_offer_that_answers_and_stays_open_stands_as_an_answer_only():
    book = ledger(
        tables(
            said("a-p01", "Norway", "moratorium", "support", "demand"),
            said("a-p02", "Chile", "moratorium", "support", "offer", "a-p01"),
        )
    )
    assert lines(book) == [("a-p01", "demand", "a-p02", "offer")]


def test_an_answer_that_comes_before_its_demand():
    """ "Chile rejected Norway's demand": the text names the answer first."""
    book = ledger(
        tables(
            said("a-p01", "Chile", "moratorium", "oppose", "reject", "a-p02"),
            said("a-p02", "Norway", "moratorium", "support", "demand"),
        )
    )
    assert lines(book) == [("a-p02", "demand", "a-p01", "reject")]


def test_one_issue():
    assert lines(ledger(TALKS, "ports")) == [("a-p04", "offer", "", "")]
    assert lines(ledger(TALKS, issue="moratorium")) == [
        row for row in lines(ledger(TALKS)) if row[0] != "a-p04"
    ]
    assert lines(ledger(TALKS, "quota")) == []


def test_an_unknown_issue_is_refused_with_those_that_exist():
    with pytest.raises(ParleyError) as error:
        ledger(TALKS, "whales")
    assert str(error.value) == "issue is 'whales'; allowed: moratorium, ports, quota"


# The matrix


def test_the_matrix_by_hand():
    """Chile on the moratorium: against, against, for: (-1 - 1 + 1) / 3, in three articles, two of three quoted."""
    found = position_matrix(TALKS)
    assert list(found.itertuples(index=False, name=None)) == [
        (
            "Chile",
            "moratorium",
            1,
            2,
            0,
            3,
            pytest.approx(-1 / 3),
            3,
            pytest.approx(2 / 3),
            "a-p02 b-p02 c-p01",
        ),
        ("Norway", "moratorium", 2, 0, 0, 2, 1.0, 2, 0.0, "a-p01 b-p01"),
        ("Chile", "quota", 0, 1, 0, 1, -1.0, 1, 0.0, "a-p05"),
        ("Peru", "moratorium", 1, 0, 0, 1, 1.0, 1, 0.0, "a-p03"),
        ("Peru", "ports", 1, 0, 0, 1, 1.0, 1, 0.0, "a-p04"),
    ]


def test_mixed_counts_as_zero():
    found = position_matrix(
        tables(
            said("a-p01", "Peru", "ports", "mixed", "state"),
            said("a-p02", "Peru", "ports", "support", "state"),
        )
    )
    assert found[["support", "oppose", "mixed", "n", "score"]].values.tolist() == [[1, 0, 1, 2, 0.5]]


BY = {
    "doc": ["a Chile 1", "a Chile 1", "a Norway 1", "a Peru 1", "a Peru 1", "b Chile 1", "b Norway 1", "c Chile 1"],
    "outlet": ["Herald Chile 1", "Post Chile 2", "Post Norway 2", "Post Chile 1", "Post Peru 1", "Post Peru 1"],
    "voice": ["paraphrased Norway 2", "paraphrased Chile 1", "paraphrased Chile 1", "paraphrased Peru 1", "paraphrased Peru 1", "quoted Chile 2"],
}  # fmt: skip


@pytest.mark.parametrize(("by", "expected"), BY.items())
def test_a_matrix_for_each_value(by, expected):
    found = position_matrix(TALKS, by)
    assert [f"{row[0]} {row[1]} {row[6]}" for row in found.itertuples(index=False, name=None)] == expected
    assert found["n"].sum() == len(TALKS["positions"])


def test_positions_that_are_not_sure_enough_are_left_out():
    found = position_matrix(TALKS, least=0.7).set_index(["actor", "issue"])["n"]
    assert found["Norway", "moratorium"] == 1
    assert found["Chile", "moratorium"] == 3
    assert position_matrix(TALKS, least=0.95).empty


def test_an_unknown_grouping_is_refused():
    with pytest.raises(ParleyError) as error:
        position_matrix(TALKS, "actor")
    assert str(error.value) == "by is 'actor'; allowed: doc, outlet, voice"


# The chains


def test_the_chains_by_hand():
    assert list(chains(TALKS).itertuples(index=False, name=None)) == [
        ("Norway", "Chile", 0, 2, 0, 2, 2),
        ("Norway", "Peru", 1, 0, 0, 1, 1),
    ]


def test_concessions_are_counted_apart():
    found = chains(
        tables(
            said("a-p01", "Norway", "moratorium", "support", "demand"),
            said("a-p02", "Chile", "moratorium", "support", "concede", "a-p01"),
        )
    )
    assert found.to_dict("records") == [
        {"asks": "Norway", "answers": "Chile", "accept": 0, "reject": 0, "concede": 1, "n": 1, "docs": 1}
    ]


def test_ties_of_chains_stand_by_name():
    """Two who ask and two who answer, one answer each."""
    rows = [
        said(f"{doc}-p01", asks, "ports", "support", "demand") for doc, asks in zip("abc", "QPP", strict=True)
    ]
    rows += [
        said(f"{doc}-p02", answers, "ports", "support", "accept", f"{doc}-p01")
        for doc, answers in zip("abc", "XYX", strict=True)
    ]
    found = chains(tables(*rows))
    assert found[["asks", "answers"]].values.tolist() == [["P", "X"], ["P", "Y"], ["Q", "X"]]


# The shape of results


def test_rows_are_numbered_from_zero():
    for found in (ledger(TALKS), ledger(TALKS, "ports"), position_matrix(TALKS, "voice"), chains(TALKS)):
        assert found.index.tolist() == list(range(len(found)))


def test_without_positions_the_tables_are_empty_with_their_columns():
    none = tables()
    assert list(ledger(none).columns) == list(ledger(TALKS).columns)
    assert list(position_matrix(none).columns) == list(position_matrix(TALKS).columns)
    assert list(position_matrix(none, "outlet").columns) == ["outlet", *position_matrix(TALKS).columns]
    assert list(chains(none).columns) == list(chains(TALKS).columns)
    assert ledger(none).empty
    assert position_matrix(none).empty
    assert chains(none).empty


def test_nothing_is_changed_in_place():
    before = {name: frame.copy() for name, frame in TALKS.items()}
    ledger(TALKS)
    position_matrix(TALKS, "outlet")
    chains(TALKS)
    for name, frame in TALKS.items():
        pd.testing.assert_frame_equal(frame, before[name])


# The positions of a coding by hand

RAW = {"a": "The vote.\nNorth wants\nthe port.", "b": "South refuses."}
CODED = pd.DataFrame(
    [
        ("a", "a-p01", 10, 31, "North", "ports", "support", "asserted", "demand", ""),
        ("c", "c-p01", 0, 5, "East", "ports", "oppose", "asserted", "reject", ""),
        ("b", "b-p01", 0, 14, "South", "ports", "oppose", "quoted", "reject", "a-p01"),
    ],
    columns=["doc", "id", "start", "end", "actor", "issue", "position", "voice", "act", "answers"],
)


def corpus() -> Corpus:
    return Corpus({name: schema.empty(name) for name in schema.TABLES}, RAW)


def test_a_coding_gets_line_and_passage_and_can_be_read_as_a_ledger():
    """An article that the corpus does not hold is left out; white space in a passage is folded."""
    found = coded_positions(corpus(), Coding("ada", {"positions": CODED}, {}))
    assert found[["doc", "line", "char_start", "char_end", "evidence"]].values.tolist() == [
        ["a", 2, 10, 31, "North wants the port."],
        ["b", 1, 0, 14, "South refuses."],
    ]
    [row] = ledger({"positions": found}).itertuples()
    assert (row.evidence, row.answer_actor, row.answer_evidence) == (
        "North wants the port.",
        "South",
        "South refuses.",
    )


@pytest.mark.parametrize("coding", [None, Coding("ada", {}, {})], ids=["no coding", "not of positions"])
def test_where_nobody_coded_positions_those_of_the_rules_are_given(coding):
    mine = corpus()
    assert coded_positions(mine, coding) is mine.positions


def test_a_coding_without_rows_has_the_columns():
    found = coded_positions(corpus(), Coding("ada", {"positions": CODED.head(0)}, {}))
    assert position_matrix({"positions": found}, "voice").empty
    assert {"line", "evidence", "reporter", "confidence"} <= set(found.columns)
