"""Companions of an export: networks, codings and statements say the same as what they are made of."""

import csv
import json
from pathlib import Path

import networkx
import pandas as pd
import pytest

from parley import bundled, code, read_coding, read_registry, schema
from parley.companions import write_codings, write_networks, write_statements
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.reference import new_coding


@pytest.fixture(scope="module")
def seeds() -> Corpus:
    return code(bundled("seeds"))


def documents(**columns: list[str]) -> pd.DataFrame:
    """The table of articles a, b, c."""
    texts = {name: "" for name, kind in schema.columns("documents").items() if kind == "str"}
    frame = schema.frame("documents", [texts | {"doc": doc, "words": 9} for doc in "abc"])
    return frame.assign(**columns)


def test_networks_are_graphml_with_the_types_of_actors(seeds: Corpus, tmp_path: Path) -> None:
    write_networks(tmp_path, seeds.tables, read_registry())
    both = networkx.read_graphml(tmp_path / "actors-and-issues.graphml")
    kinds = networkx.get_node_attributes(both, "type")
    assert set(seeds.positions["issue"]) == {node for node, kind in kinds.items() if kind == "issue"}
    assert {"person", "country"} <= set(kinds.values())
    assert {p.name for p in tmp_path.iterdir()} == {
        *("actors.graphml", "issues.graphml", "actors-and-issues.graphml"),
    }


def test_codings_read_back_as_codings(seeds: Corpus, tmp_path: Path) -> None:
    """Every coder and layer, row by row."""
    write_codings(tmp_path, seeds.documents, None)
    for name in ("adjudicated", "first", "second"):
        mine, theirs = read_coding(tmp_path, name), read_coding(name=name)
        assert mine.articles == theirs.articles
        assert list(mine.layers) == list(theirs.layers)
        for layer, table in theirs.layers.items():
            pd.testing.assert_frame_equal(mine[layer], table, check_exact=True)


def test_only_codings_of_the_same_articles_are_written(tmp_path: Path) -> None:
    """Same identifier and same hash; nothing at all where no article is coded."""
    table = documents(sha256=["1", "2", "3"])
    articles = {d: {"file": f"{d}.txt", "sha256": s} for d, s in (("a", "1"), ("b", "9"), ("z", "3"))}
    folder = new_coding("ada", tmp_path / "codings", articles)
    rows = [{"doc": doc, "target": "Lee", "stance": 1} for doc in "abz"]
    (folder / "stance.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    write_codings(tmp_path / "out", table, tmp_path / "codings")
    coding = read_coding(tmp_path / "out", "ada")
    assert (coding.articles, coding["stance"].to_dict("records")) == ({"a": articles["a"]}, rows[:1])
    write_codings(tmp_path / "other", table, None)
    assert not (tmp_path / "other").exists()


def test_a_folder_without_codings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParleyError, match="nowhere: holds no codings"):
        write_codings(tmp_path / "out", documents(), tmp_path / "nowhere")


def test_statements_are_those_of_the_positions(seeds: Corpus, tmp_path: Path) -> None:
    write_statements(tmp_path / "dna", seeds, read_registry())
    with (tmp_path / "dna" / "statements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["position"] for row in rows] == seeds.positions["id"].tolist()
    assert (tmp_path / "dna" / "statements.dna").read_bytes().startswith(b"SQLite format 3\x00")
