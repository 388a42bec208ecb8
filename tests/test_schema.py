"""The contract of the tables: columns, types, labels, order of rows."""

import pandas as pd
import pytest

from parley import schema
from parley.errors import ParleyError

NAN = float("nan")
PLACE = ["doc", "line", "char_start", "char_end"]


def scored(doc: str, start: int, end: int, method: str = "vader", polarity: float = 0.0) -> dict:
    """One row of the table ``sentiment``."""
    return {
        "doc": doc,
        "line": 1,
        "char_start": start,
        "char_end": end,
        "sentence": 1,
        "method": method,
        "polarity": polarity,
        "subjectivity": NAN,
    }


COLUMNS = [
    ("blocks", [*PLACE, "line_end", "block", "kind", "text", "gaps", "rule"]),
    ("sentences", [*PLACE, "sentence", "block", "text", "voice", "has_gap"]),
    ("sentiment", [*PLACE, "sentence", "method", "polarity", "subjectivity"]),
    (
        "targets",
        [
            *[*PLACE, "sentence", "target", "mention", "polarity", "p_negative", "p_neutral", "p_positive"],
            *["voice", "holder", "method"],
        ],
    ),
]


@pytest.mark.parametrize(("table", "expected"), COLUMNS, ids=[table for table, _ in COLUMNS])
def test_columns_stand_in_the_order_of_the_design(table, expected):
    assert list(schema.columns(table)) == expected


def test_documents_keep_what_the_design_lists():
    """The design's columns are all there; more (encoding, note) may be."""
    wanted = [
        "file",
        "sha256",
        "title",
        "outlet",
        "author",
        "published",
        "published_basis",
        "genre",
        "language",
        "words",
    ]
    assert [name for name in wanted if name not in schema.columns("documents")] == []


@pytest.mark.parametrize("table", sorted(schema.TABLES))
def test_an_empty_table_has_all_columns_and_types(table):
    data = schema.empty(table)
    assert data.empty
    assert [(name, str(kind)) for name, kind in data.dtypes.items()] == list(schema.columns(table).items())


@pytest.mark.parametrize("call", [schema.columns, schema.empty], ids=["columns", "empty"])
def test_an_unknown_table_is_refused_with_those_that_exist(call):
    with pytest.raises(ParleyError) as error:
        call("quotations")
    assert str(error.value).startswith("table is 'quotations'; allowed: documents, blocks, sentences")


def test_frame_sorts_by_document_and_place():
    rows = [scored("b", 0, 3), scored("a", 9, 12), scored("a", 0, 8)]
    data = schema.frame("sentiment", rows)
    assert data[["doc", "char_start"]].values.tolist() == [["a", 0], ["a", 9], ["b", 0]]
    assert data.index.tolist() == [0, 1, 2]


def test_frame_keeps_the_order_of_rows_that_begin_together():
    rows = [scored("a", 5, 9, "vader"), scored("a", 0, 4, "vader"), scored("a", 5, 9, "textblob")]
    data = schema.frame("sentiment", rows)
    assert data["method"].tolist() == ["vader", "vader", "textblob"]


def test_frame_leaves_its_rows_alone():
    rows = [scored("b", 0, 3), scored("a", 0, 8)]
    before = [dict(row) for row in rows]
    schema.frame("sentiment", iter(rows))
    assert str(rows) == str(before)


BREACHES = [
    pytest.param(
        lambda data: data.drop(columns=["line", "polarity"]),
        "table sentiment: columns missing: line, polarity",
        id="missing columns",
    ),
    pytest.param(
        lambda data: data.assign(method="afinn"),
        "table sentiment, column method is 'afinn'; allowed: textblob, vader",
        id="label outside the codebook",
    ),
    pytest.param(
        lambda data: data.iloc[::-1],
        "table sentiment: rows are not in (doc, char_start) order",
        id="rows out of order",
    ),
    pytest.param(
        lambda data: data.assign(char_end=data["char_start"]),
        "table sentiment: a span ends before it begins",
        id="empty span",
    ),
]


@pytest.mark.parametrize(("spoil", "message"), BREACHES)
def test_check_says_how_the_contract_is_broken(spoil, message):
    data = spoil(schema.frame("sentiment", [scored("a", 0, 4), scored("a", 5, 9)]))
    with pytest.raises(ParleyError) as error:
        schema.check("sentiment", data)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("column", "allowed"),
    [
        ("mention", "name, nominal, pronoun"),
        ("polarity", "negative, neutral, positive"),
        ("voice", "author, quoted, reported"),
        ("method", "model, textblob, vader"),
    ],
)
def test_the_labels_of_targets_are_those_of_the_codebook(column, allowed):
    """A place has one voice: none is mixed."""
    labels = {"mention": "name", "polarity": "neutral", "voice": "author", "method": "model"}
    row = {"doc": "a", "line": 1, "char_start": 0, "char_end": 4, "sentence": 1, "target": "X", **labels}
    chances = dict.fromkeys(["p_negative", "p_neutral", "p_positive"], 0.0)
    data = schema.frame("targets", [{**row, **chances, "holder": "author"}])
    assert schema.check("targets", data) is data
    with pytest.raises(ParleyError) as error:
        schema.check("targets", data.assign(**{column: "mixed"}))
    assert str(error.value) == f"table targets, column {column} is 'mixed'; allowed: {allowed}"


def test_check_allows_labels_that_are_not_known_yet():
    """The voice of a sentence is empty until quotations are read."""
    row = {"doc": "a", "line": 1, "char_start": 0, "char_end": 4, "sentence": 1, "block": 1, "text": "Stop"}
    data = schema.frame("sentences", [{**row, "voice": None, "has_gap": False}])
    assert schema.check("sentences", data) is data


def test_rows_reads_one_row_after_another():
    data = schema.frame("sentiment", [scored("a", 0, 4, polarity=-0.5), scored("a", 5, 9, polarity=0.25)])
    assert [(row.doc, row.char_start, row.polarity) for row in schema.rows(data)] == [
        ("a", 0, -0.5),
        ("a", 5, 0.25),
    ]


def test_the_kinds_of_block_are_those_of_the_codebook(root):
    """Section 1 of data/codebook.md lists them in a table."""
    section = (root / "data" / "codebook.md").read_text("utf-8").split("\n## ")[1]
    listed = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| ")]
    assert list(schema.BLOCK_KINDS) == listed[1:]


def test_the_text_of_an_article_is_five_kinds():
    assert set(schema.TEXT_KINDS) == {"title", "dek", "subhead", "body", "bullet"}


def test_tables_survive_pandas_copies():
    """A copy of a frame still meets the contract (types are plain pandas types)."""
    data = schema.frame("sentiment", [scored("a", 0, 4)])
    pd.testing.assert_frame_equal(schema.check("sentiment", data.copy()), data)
