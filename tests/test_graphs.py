"""Graphs: the same picture each time, every attribute in the file, no cell that a spreadsheet runs."""

import csv
import json
import os
import subprocess
import sys
from math import dist
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from debate import DEBATE
from parley import graphs, schema, ties
from parley.errors import ParleyError


def table(rows: list[tuple[str, str, str, str]], **columns: object) -> pd.DataFrame:
    """The table ``positions``: a row for each (doc, actor, issue, position), ids p0, p1 ..."""
    made = [
        {"doc": doc, "actor": actor, "issue": issue, "position": position}
        | {"id": f"p{number}", "line": 7, "char_start": number, "char_end": number + 5, "sentence": 2}
        | {"evidence": "said so", "voice": "quoted", "act": "state", "answers": "", "reporter": ""}
        | {"confidence": 0.5, "rule": "test"}
        | columns
        for number, (doc, actor, issue, position) in enumerate(rows)
    ]
    return schema.frame("positions", made)


def articles(*docs: str, **columns: object) -> pd.DataFrame:
    """The table ``documents``."""
    texts = dict.fromkeys(schema.columns("documents"), "") | {"words": 1}
    return schema.frame("documents", [texts | {"doc": doc} | columns for doc in docs])


def pairs(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Ties as `ties.edges` gives them."""
    made = [(*row, 2, 1, "tax", "p0; p1") for row in rows]
    columns = ["first", "second", "weight", "n", "docs", "issues", "evidence"]
    return pd.DataFrame(made, columns=columns).astype({"first": "str", "second": "str", "weight": "float64"})


POSITIONS = table(DEBATE)


# layout

CAMPS = pairs(
    ("A", "B", 2), ("B", "C", 1), ("A", "C", 1), ("D", "E", 3), ("A", "D", -2), ("B", "E", -1), ("C", "F", 0)
)


def test_the_same_picture_in_every_run(root: Path) -> None:
    """In a new process, whatever its hash seed, and for ties in another order."""
    program = (
        "import json, sys, pandas as pd; from parley import graphs;"
        "ties = pd.DataFrame(json.load(sys.stdin), columns=['first', 'second', 'weight']);"
        "print(json.dumps(graphs.layout(ties).to_numpy().tolist()))"
    )
    rows = json.dumps(CAMPS[["first", "second", "weight"]].to_numpy().tolist())
    places = graphs.layout(CAMPS).to_numpy().tolist()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=rows,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(done.stdout) == places
    pd.testing.assert_frame_equal(graphs.layout(CAMPS[::-1]), graphs.layout(CAMPS))


def test_a_layout_has_every_node_once() -> None:
    """By name, within [-1, 1], no two in one place."""
    found = graphs.layout(CAMPS)
    assert found["node"].tolist() == list("ABCDEF")
    assert found[["x", "y"]].abs().le(1).all(axis=None)
    assert len(found[["x", "y"]].drop_duplicates()) == 6
    assert not graphs.layout(CAMPS, seed=2).equals(found)


def test_allies_stand_closer_than_opponents() -> None:
    """Two camps, each held together, opposed to one another."""
    place = {row.node: (row.x, row.y) for row in schema.rows(graphs.layout(CAMPS))}
    allied = [dist(place[a], place[b]) for a, b in ("AB", "BC", "AC", "DE")]
    opposed = [dist(place[a], place[b]) for a, b in ("AD", "BE")]
    assert max(allied) < min(opposed)


def test_which_ties_attract() -> None:
    """Of opponents neither the size of their weight matters nor the tie, unless all ties attract."""
    worse = CAMPS.assign(weight=[w * 9 if w < 0 else w for w in CAMPS["weight"]])
    pd.testing.assert_frame_equal(graphs.layout(worse), graphs.layout(CAMPS))
    all_drawn = graphs.layout(CAMPS, attract="all")
    pd.testing.assert_frame_equal(all_drawn, graphs.layout(CAMPS.assign(weight=CAMPS["weight"].abs())))
    assert not all_drawn.equals(graphs.layout(CAMPS))


def test_no_ties_no_places() -> None:
    """Columns and types stay."""
    found = graphs.layout(pairs())
    assert found.empty
    pd.testing.assert_series_equal(found.dtypes, graphs.layout(CAMPS).dtypes)


def test_a_layout_of_many_nodes_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as do without scipy get their places; one more does not end in a traceback of networkx."""
    monkeypatch.setitem(sys.modules, "scipy", None)
    many = pairs(*((f"n{i:03}", f"n{i + 1:03}", 1.0) for i in range(graphs.SPARSE - 1)))
    assert len(graphs.layout(many[:-1])) == graphs.SPARSE - 1
    with pytest.raises(ParleyError, match=r"a layout of 500 nodes needs the package scipy: pip install"):
        graphs.layout(many)


def test_layout_refuses_other_words() -> None:
    """The message says what is allowed."""
    with pytest.raises(ParleyError, match=r"^attract is 'none'; allowed: positive, all$"):
        graphs.layout(CAMPS, attract="none")
    with pytest.raises(ParleyError, match=r"^of is 'actors'; allowed: actor, issue, both$"):
        graphs.layout(CAMPS, of="actors")


# graph and GraphML


def test_a_graph_has_nodes_and_ties_with_their_attributes() -> None:
    """A tie of weight 0 is left out, its ends are not."""
    found = graphs.graph(pairs(("A", "B", -1.5), ("B", "C", 0)), types={"A": "person", "Z": "country"})
    assert dict(found.nodes(data=True)) == {
        "A": {"label": "A", "type": "person"},
        "B": {"label": "B", "type": "actor"},
        "C": {"label": "C", "type": "actor"},
    }
    assert list(found.edges(data=True)) == [
        (
            "A",
            "B",
            {"weight": -1.5, "size": 1.5, "sign": "negative", "n": 2, "docs": 1}
            | {"issues": "tax", "evidence": "p0; p1"},
        )
    ]


def test_an_issue_called_like_an_actor_stays_apart() -> None:
    """In a two-mode network only; elsewhere one name is one node."""
    rows = pairs(("NATO", "NATO", 1), ("A", "tax", 1))
    found = graphs.graph(rows, of="both")
    assert dict(found.nodes(data=True)) == {
        "A": {"label": "A", "type": "actor"},
        "NATO": {"label": "NATO", "type": "actor"},
        "NATO (issue)": {"label": "NATO", "type": "issue"},
        "tax": {"label": "tax", "type": "issue"},
    }
    assert set(found.edges) == {("A", "tax"), ("NATO", "NATO (issue)")}
    assert graphs.layout(rows, of="both")["node"].tolist() == list(found.nodes)
    assert set(nx.get_node_attributes(graphs.graph(CAMPS, of="issue"), "type").values()) == {"issue"}


@pytest.mark.parametrize("of", ["actor", "issue", "both"])
def test_graphml_reads_back_as_the_graph(of: str, tmp_path: Path) -> None:
    """Nodes, ties and every attribute with its type."""
    found = ties.edges(POSITIONS, of=of)
    graphs.write_graphml(tmp_path / "ties.graphml", found, of=of, types={"A": "Ärzte & <Co>"})
    back = nx.read_graphml(tmp_path / "ties.graphml")
    made = graphs.graph(found, of=of, types={"A": "Ärzte & <Co>"})
    assert dict(back.nodes(data=True)) == dict(made.nodes(data=True))
    assert {frozenset(e[:2]): e[2] for e in back.edges(data=True)} == {
        frozenset(e[:2]): e[2] for e in made.edges(data=True)
    }
    assert back.number_of_edges() == (found["weight"] != 0).sum() > 0


def test_graphml_declares_what_programs_look_for(tmp_path: Path) -> None:
    """An undirected graph; weight a double, n and docs whole numbers, label and type text, by those names."""
    graphs.write_graphml(tmp_path / "a.graphml", CAMPS)
    text = (tmp_path / "a.graphml").read_text(encoding="utf-8")
    assert 'edgedefault="undirected"' in text
    for end, name, kind in [
        ("edge", "weight", "double"),
        ("edge", "n", "long"),
        ("edge", "docs", "long"),
        ("node", "label", "string"),
        ("node", "type", "string"),
    ]:
        assert f'<key id="{name}" for="{end}" attr.name="{name}" attr.type="{kind}" />' in text


def test_graphml_of_nothing_is_a_graph(tmp_path: Path) -> None:
    """No ties, no nodes, still a file that opens."""
    graphs.write_graphml(tmp_path / "a.graphml", ties.edges(schema.empty("positions")))
    assert nx.read_graphml(tmp_path / "a.graphml").number_of_nodes() == 0


def test_characters_that_xml_does_not_know_are_replaced(tmp_path: Path) -> None:
    """A control character of a scrape does not spoil the file."""
    graphs.write_graphml(
        tmp_path / "a.graphml", pairs(("A\x0bB", "C\x00", 1)), types={"A\x0bB": "per\x01son"}
    )
    back = nx.read_graphml(tmp_path / "a.graphml")
    assert list(back.nodes(data="type")) == [("A\ufffdB", "per\ufffdson"), ("C\ufffd", "actor")]


def test_equal_ties_give_equal_files(tmp_path: Path) -> None:
    """Byte by byte, in whatever order the ties are."""
    graphs.write_graphml(tmp_path / "a.graphml", CAMPS)
    graphs.write_graphml(tmp_path / "b.graphml", CAMPS[::-1])
    assert (tmp_path / "a.graphml").read_bytes() == (tmp_path / "b.graphml").read_bytes()


# statements


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_statement_is_one_row_with_its_article(tmp_path: Path) -> None:
    """Every variable of the position, then those of its article."""
    press = articles("a", title="Talks", outlet="Post", author="Lee", published="2025-05-01")
    press = press.assign(published_basis="stated", genre="news", language="en")
    graphs.write_statements(tmp_path / "s.csv", table([("a", "A", "tax", "oppose")]), press)
    assert read_csv(tmp_path / "s.csv") == [
        {"doc": "a", "line": "7", "char_start": "0", "char_end": "5", "sentence": "2", "id": "p0"}
        | {"evidence": "said so", "actor": "A", "issue": "tax", "position": "oppose", "agreement": "0"}
        | {"voice": "quoted", "act": "state", "answers": "", "reporter": "", "confidence": "0.5"}
        | {"rule": "test", "title": "Talks", "outlet": "Post", "author": "Lee", "published": "2025-05-01"}
        | {"published_basis": "stated", "genre": "news", "language": "en"}
    ]


def test_statements_keep_their_order_and_code_agreement() -> None:
    """1 for support, 0 for oppose, nothing for mixed; of an article that is not listed, nothing."""
    positions = table([("b", "A", "tax", "oppose"), ("a", "A", "tax", "support"), ("c", "A", "t", "mixed")])
    found = graphs.statements(positions[::-1], articles("a", "b", outlet="Post"))
    assert found[["doc", "agreement", "outlet"]].to_numpy().tolist() == [
        ["c", "", ""],
        ["b", "0", "Post"],
        ["a", "1", "Post"],
    ]
    assert "agreement" not in positions


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("+1", "'+1"),
        ("-1 + 2", "'-1 + 2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("a = b", "a = b"),
        ("'quoted'", "'quoted'"),
        ("–5 °C, said “Lee”", "–5 °C, said “Lee”"),
        ("one\r=2", "one\r=2"),
        ("\n=2", "'\n=2"),
        ("＝2", "'＝2"),
        ("'=2", "''=2"),
        ('one, "two"\nthree\r\nfour', 'one, "two"\nthree\r\nfour'),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str, tmp_path: Path) -> None:
    """In a column of the position and in one of the article."""
    positions = table([("a", "A", "tax", "support")], evidence=text)
    graphs.write_statements(tmp_path / "s.csv", positions, articles("a", title=text))
    (row,) = read_csv(tmp_path / "s.csv")
    assert (row["evidence"], row["title"]) == (cell, cell)
    assert positions["evidence"].tolist() == [text]


def test_no_statements_give_a_head_alone(tmp_path: Path) -> None:
    """The columns stand there all the same."""
    graphs.write_statements(tmp_path / "s.csv", schema.empty("positions"), schema.empty("documents"))
    (head,) = csv.reader((tmp_path / "s.csv").open(encoding="utf-8", newline=""))
    assert head == list(graphs.statements(POSITIONS, articles("d1")).columns)


# files, both kinds

WRITERS = {
    "graphml": lambda path, **options: graphs.write_graphml(path, CAMPS, **options),
    "csv": lambda path, **options: graphs.write_statements(path, POSITIONS, articles("d1"), **options),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_is_not_overwritten_unasked(kind: str, tmp_path: Path) -> None:
    """It stays as it was, and the message says what to do."""
    path = tmp_path / f"a.{kind}"
    path.write_text("mine")
    with pytest.raises(ParleyError, match="is there already: choose another name, or overwrite=True"):
        WRITERS[kind](path)
    assert path.read_text() == "mine"
    WRITERS[kind](str(path), overwrite=True)
    assert path.stat().st_size > 100


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_is_written_whole_or_not_at_all(kind: str, tmp_path: Path, monkeypatch) -> None:
    """When the last step fails, the old file stands and nothing lies beside it."""
    path = tmp_path / f"a.{kind}"
    path.write_text("mine")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ParleyError, match="cannot be written \\(No space left on device\\)"):
        WRITERS[kind](path, overwrite=True)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert path.read_text() == "mine"


@pytest.mark.parametrize("of", ["actor", "issue", "both"])
def test_a_graph_without_ties_is_written(tmp_path, of):
    """An empty network is a file with no node, not a fault."""
    path = tmp_path / "empty.graphml"
    graphs.write_graphml(path, ties.edges(schema.empty("positions"), of=of), of=of)
    assert len(nx.read_graphml(path)) == 0
