"""Statements for Discourse Network Analyzer: every position once, at its words, in both files."""

import base64
import csv
import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley import bundled, code, read_registry, schema
from parley.corpus import Corpus
from parley.dnabase import DNA_TABLES, PASSWORD
from parley.errors import ParleyError
from parley.registry import Actor, Issue, Registry
from parley.spreadsheets import unescape
from parley.statements import EVENTS, Places, dna_text, events, to_dna, write_events

RAW = {
    "quay": "Strike looms\r\n\r\nMinister Ana Lee backs \U0001f6a2 arbitration.\r"
    "The union wants no arbitration.\n",
    "note": "The port may or may not want arbitration.\n",
}
REGISTRY = Registry(
    {"Ana Lee": Actor("Ana Lee", "person", side="Government", role="minister of ports")},
    {"arbitration": Issue("arbitration", "there should be arbitration")},
    {},
    "",
)


def place(doc: str, words: str) -> dict[str, Any]:
    start = RAW[doc].index(words)
    return {"doc": doc, "char_start": start, "char_end": start + len(words), "line": 1, "sentence": 1}


def position(doc: str, words: str, actor: str, side: str, number: int) -> dict[str, Any]:
    texts = {"voice": "paraphrased", "act": "state", "answers": "", "reporter": "", "rule": "test"}
    about = {"id": f"{doc}-p{number:02}", "actor": actor, "issue": "arbitration", "position": side}
    return place(doc, words) | texts | about | {"evidence": words, "confidence": 0.5}


@pytest.fixture
def corpus() -> Corpus:
    """Two articles: one dated, with a carriage return and a character that Java counts as two; one not."""
    texts = dict.fromkeys(schema.columns("documents"), "") | {"words": 1}
    documents = [
        texts
        | {"doc": "quay", "title": "Strike looms", "outlet": "The Quay", "author": "J. Doe", "genre": "news"}
        | {"published": "2024-05-03", "note": "from the archive"},
        texts | {"doc": "note", "published": "spring"},
    ]
    positions = [
        position("quay", "Minister Ana Lee backs \U0001f6a2 arbitration", "Ana Lee", "support", 1),
        position("quay", "The union wants no arbitration", "Dock union", "oppose", 2),
        position("quay", "no arbitration", "author", "support", 3),
        position("note", "may or may not want arbitration", "author", "mixed", 1),
    ]
    frames = {"documents": documents, "positions": positions}
    return Corpus({name: schema.frame(name, rows) for name, rows in frames.items()}, RAW)


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as base:
        return base.execute(sql).fetchall()


STATEMENTS = """
    SELECT s.ID, s.DocumentId, s.Start, s.Stop, p.Value, o.Value, c.Value, b.Value
    FROM STATEMENTS s
    JOIN DATABOOLEAN b ON b.StatementId = s.ID AND b.VariableId = 4
    JOIN DATASHORTTEXT dp ON dp.StatementId = s.ID AND dp.VariableId = 1 JOIN ENTITIES p ON p.ID = dp.Entity
    JOIN DATASHORTTEXT do ON do.StatementId = s.ID AND do.VariableId = 2 JOIN ENTITIES o ON o.ID = do.Entity
    JOIN DATASHORTTEXT dc ON dc.StatementId = s.ID AND dc.VariableId = 3 JOIN ENTITIES c ON c.ID = dc.Entity
    ORDER BY s.ID
"""


def java(text: str, start: int, stop: int) -> str:
    """A substring as Java takes it: offsets in UTF-16 code units."""
    return text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le")


# The database


def test_the_database_reads_back_as_the_positions(corpus: Corpus, tmp_path: Path) -> None:
    """Who, on what, for or against; mixed is both; the words are those of the evidence."""
    to_dna(corpus, tmp_path / "a.dna", registry=REGISTRY)
    texts = dict(query(tmp_path / "a.dna", "SELECT ID, Text FROM DOCUMENTS"))
    found = query(tmp_path / "a.dna", STATEMENTS)
    assert [(java(texts[doc], low, high), *rest) for _, doc, low, high, *rest in found] == [
        ("may or may not want arbitration", "author (note)", "", "arbitration", 1),
        ("may or may not want arbitration", "author (note)", "", "arbitration", 0),
        ("Minister Ana Lee backs \U0001f6a2 arbitration", "Ana Lee", "Government", "arbitration", 1),
        ("The union wants no arbitration", "", "Dock union", "arbitration", 0),
        ("no arbitration", "J. Doe", "The Quay", "arbitration", 1),
    ]
    assert [number for number, *_ in found] == [1, 2, 3, 4, 5]


def test_documents_carry_what_is_known_of_them(corpus: Corpus, tmp_path: Path) -> None:
    """A date is seconds since 1970 in UTC; an unknown one is said to be so."""
    to_dna(corpus, tmp_path / "a.dna", registry=REGISTRY)
    rows = query(
        tmp_path / "a.dna", "SELECT ID, Title, Coder, Author, Source, Notes, Type, Date FROM DOCUMENTS"
    )
    day = int(datetime(2024, 5, 3, tzinfo=UTC).timestamp())
    assert rows == [
        (1, "note", 1, "", "", "doc note; date unknown", "", 0),
        (2, "Strike looms", 1, "J. Doe", "The Quay", "doc quay; from the archive", "news", day),
    ]


def test_texts_end_their_lines_as_java_does(corpus: Corpus, tmp_path: Path) -> None:
    to_dna(corpus, tmp_path / "a.dna", registry=REGISTRY)
    assert query(tmp_path / "a.dna", "SELECT Text FROM DOCUMENTS WHERE ID = 2") == [
        ("Strike looms\n\nMinister Ana Lee backs \U0001f6a2 arbitration.\nThe union wants no arbitration.\n",)
    ]


def test_the_database_is_whole(corpus: Corpus, tmp_path: Path) -> None:
    """All tables, no dangling reference, the statement type with its four variables."""
    path = tmp_path / "a.dna"
    to_dna(corpus, path, registry=REGISTRY)
    tables = {name for (name,) in query(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == set(DNA_TABLES)
    assert query(path, "PRAGMA integrity_check") == [("ok",)]
    assert query(path, "PRAGMA foreign_key_check") == []
    assert query(path, "SELECT Variable, DataType FROM VARIABLES WHERE StatementTypeId = 1 ORDER BY ID") == [
        ("person", "short text"),
        ("organization", "short text"),
        ("concept", "short text"),
        ("agreement", "boolean"),
    ]


def test_entities_carry_the_attributes_of_the_registry(corpus: Corpus, tmp_path: Path) -> None:
    to_dna(corpus, tmp_path / "a.dna", registry=REGISTRY)
    sql = """SELECT e.Value, a.AttributeVariable, v.AttributeValue FROM ATTRIBUTEVALUES v
             JOIN ENTITIES e ON e.ID = v.EntityId JOIN ATTRIBUTEVARIABLES a ON a.ID = v.AttributeVariableId
             WHERE v.AttributeValue != '' AND a.VariableId = e.VariableId ORDER BY e.ID, a.ID"""
    assert query(tmp_path / "a.dna", sql) == [
        ("Ana Lee", "Type", "person"),
        ("Ana Lee", "Notes", "minister of ports"),
        ("arbitration", "Notes", "there should be arbitration"),
    ]


def test_the_password_opens_the_database(corpus: Corpus, tmp_path: Path) -> None:
    """Sixteen bytes of salt, then SHA-256 over salt and password, a hundred thousand times in all."""
    to_dna(corpus, tmp_path / "a.dna", registry=REGISTRY)
    ((kept,),) = query(tmp_path / "a.dna", "SELECT Password FROM CODERS WHERE Name = 'Admin'")
    data = base64.b64decode(kept)
    digest = hashlib.sha256(data[:16] + PASSWORD.encode()).digest()
    for _ in range(99_999):
        digest = hashlib.sha256(digest).digest()
    assert data[16:] == digest


# The event list


def test_the_event_list_reads_back_as_the_positions(corpus: Corpus, tmp_path: Path) -> None:
    """With Python's own reader; texts carry the apostrophe where a spreadsheet would run them."""
    write_events(tmp_path / "s.csv", corpus, registry=REGISTRY)
    with (tmp_path / "s.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == list(EVENTS)
    assert ",".join(head[:12]) == (
        "statement_id,time,document_id,document_title,document_author,document_source,document_section,"
        "document_type,person,organization,concept,agreement"
    )
    about = ["2", "Strike looms", "J. Doe", "The Quay", "", "news"]
    assert [row[:12] for row in rows[2:]] == [
        ["3", "2024-05-03 00:00:00", *about, "Ana Lee", "Government", "arbitration", "1"],
        ["4", "2024-05-03 00:00:00", *about, "", "Dock union", "arbitration", "0"],
        ["5", "2024-05-03 00:00:00", *about, "J. Doe", "The Quay", "arbitration", "1"],
    ]
    assert rows[0][:12] == ["1", "", "1", *[""] * 5, "author (note)", "", "arbitration", "1"]
    assert [row[12:14] for row in rows[1:3]] == [["note", "note-p01"], ["quay", "quay-p01"]]
    texts = [dna_text(RAW[row[12]]) for row in rows]
    cut = [java(text, int(row[14]), int(row[15])) for text, row in zip(texts, rows, strict=True)]
    assert cut == [unescape(row[16]) for row in rows]


def test_both_files_hold_the_same_statements(corpus: Corpus, tmp_path: Path) -> None:
    listed = events(corpus, registry=REGISTRY)
    to_dna(corpus, tmp_path / "a.dna", registry=REGISTRY)
    columns = [
        "statement_id",
        "document_id",
        "start",
        "stop",
        "person",
        "organization",
        "concept",
        "agreement",
    ]
    assert query(tmp_path / "a.dna", STATEMENTS) == [tuple(row) for row in listed[columns].values.tolist()]


def test_no_positions_give_an_empty_list_and_a_database_with_the_documents(tmp_path: Path) -> None:
    texts = dict.fromkeys(schema.columns("documents"), "") | {"words": 1, "doc": "a"}
    tables = {"documents": schema.frame("documents", [texts]), "positions": schema.empty("positions")}
    empty = Corpus(tables, {"a": "Nobody says a thing."})
    assert events(empty).dtypes.astype(str).to_dict() == EVENTS
    to_dna(empty, tmp_path / "a.dna")
    assert query(tmp_path / "a.dna", "SELECT COUNT(*) FROM DOCUMENTS") == [(1,)]
    assert query(tmp_path / "a.dna", STATEMENTS) == []


@given(st.text(st.sampled_from("ab \r\n\u2028é\U0001f6a2\U00020000"), min_size=1), st.data())
def test_any_place_in_any_text_keeps_its_words(raw: str, data: st.DataObject) -> None:
    """Cut by Java's count from the text in the file; a line break that is half in counts as none or one."""
    low = data.draw(st.integers(0, len(raw) - 1))
    high = data.draw(st.integers(low + 1, len(raw)))
    start, stop, words = Places(raw).span(low, high)
    cut = java(dna_text(raw), start, stop)
    if raw[high - 1 : high + 1] != "\r\n" and raw[max(low - 1, 0) : low + 1] != "\r\n":
        assert cut == words
    else:
        assert cut.strip("\n") == words.strip("\n")


# The bundled corpus, and what is refused


def test_every_position_of_the_corpus_is_there_once(tmp_path: Path) -> None:
    """Its raw text between its offsets, character by character."""
    seeds = code(bundled("seeds"))
    to_dna(seeds, tmp_path / "seeds.dna")
    texts = dict(query(tmp_path / "seeds.dna", "SELECT ID, Text FROM DOCUMENTS"))
    order = dict(enumerate(seeds.documents["doc"], 1))
    assert {order[number]: text for number, text in texts.items()} == seeds.raw
    found = [
        (order[d], seeds.raw[order[d]][a:b]) for _, d, a, b, *_ in query(tmp_path / "seeds.dna", STATEMENTS)
    ]
    wanted = [
        (row.doc, seeds.raw[row.doc][row.char_start : row.char_end])
        for row in schema.rows(seeds.positions)
        for _ in range(2 if row.position == "mixed" else 1)
    ]
    assert found == wanted
    people = {a.name for a in read_registry().actors.values() if a.type == "person"}
    listed = events(seeds).merge(seeds.positions[["id", "actor"]], left_on="position", right_on="id")
    named = listed[listed["actor"].isin(people)]
    assert len(named) > 20
    assert (named["person"] == named["actor"]).all()


@pytest.mark.parametrize("write", [to_dna, lambda corpus, path, **more: write_events(path, corpus, **more)])
def test_a_file_that_is_there_is_replaced_only_when_told(write: Any, corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine")
    with pytest.raises(ParleyError, match="is there already"):
        write(corpus, path)
    assert path.read_text() == "mine"
    write(corpus, path, overwrite=True)
    assert path.read_bytes() != b"mine"


def test_a_missing_text_is_one_clear_message(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(ParleyError, match=r"^the text of 'note' is missing: give the articles"):
        to_dna(Corpus(corpus.tables, {}), tmp_path / "a.dna")
    assert list(tmp_path.iterdir()) == []
