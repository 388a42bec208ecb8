"""A corpus folder is opened with its own lists and its own reference, the bundled corpus without a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

import parley
from parley import bundled, code, read_registry
from parley.corpusfolder import add, new_corpus
from parley.errors import ParleyError
from parley.opening import open_corpus, open_material
from parley.reference import new_coding

RAILWAY = Path(__file__).parent / "positions" / "railway"
TEXT = (
    "Mira Toll rejected a ceasefire. The Guild of Pilots met her on Monday, "
    "and nobody said afterwards what they had talked about.\n"
)
ACTORS = """\
[[actor]]
name = "The Guild"
type = "organisation"
pronoun = "it"
names = ["Guild of Pilots", "Guild"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "port").mkdir()
    (tmp_path / "port" / "port.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "port"


def test_without_a_folder_the_bundled_articles_are_opened():
    opened, coded = open_corpus(), code(bundled("seeds"))
    assert opened.raw == coded.raw
    assert opened.mentions.equals(coded.mentions)


def test_a_folder_with_lists_is_coded_with_these():
    """The actors of the railway are only known from its own list, its issues too."""
    material = open_material(RAILWAY)
    assert set(material.corpus.documents["doc"]) == {"strike-1", "strike-2", "strike-3"}
    assert material.registry.digest == read_registry(RAILWAY).digest
    assert set(material.corpus.positions["issue"]) <= set(material.registry.issues)
    assert "Lorenbahn" in set(material.corpus.mentions["actor"])


def test_a_folder_without_lists_is_coded_with_the_bundled_ones(folder: Path):
    material = open_material(folder)
    assert material.registry.digest == read_registry().digest
    assert material.corpus.positions[["actor", "issue", "position"]].values.tolist() == [
        ["Mira Toll", "immediate-ceasefire", "oppose"]
    ]


def test_one_list_is_enough_and_the_other_is_then_empty(folder: Path):
    (folder / "actors.toml").write_text(ACTORS, encoding="utf-8")
    material = open_material(folder)
    assert "The Guild" in set(material.corpus.mentions["actor"])
    assert (material.registry.issues, len(material.corpus.positions)) == ({}, 0)


def test_what_the_commands_make_can_be_opened(tmp_path: Path):
    """A new corpus folder keeps its texts in a folder of their own and its lists empty."""
    (tmp_path / "port.txt").write_text(TEXT * 3, encoding="utf-8")
    add(new_corpus(tmp_path / "mine"), tmp_path / "port.txt")
    assert open_corpus(str(tmp_path / "mine")).raw["port"].startswith("Mira Toll rejected")


def test_without_a_reference_nothing_is_measured(folder: Path):
    """The card is empty, but has its columns; a line below a chart says so."""
    material = open_material(folder)
    assert material.coding is None
    assert material.card.empty
    assert list(material.card.columns) == list(open_material().card.columns)
    line = parley.score_line(material.card, "quotes", ["rules: in marks", "rules: indirect"])
    assert line == "quotes: not measured against a reference coding."


@pytest.mark.parametrize(("name", "found"), [("adjudicated", True), ("ada", False)])
def test_the_reference_of_the_folder_is_its_adjudicated_coding(folder: Path, name: str, found: bool):
    corpus = open_corpus(folder)
    articles = {row.doc: {"file": row.file, "sha256": row.sha256} for row in corpus.documents.itertuples()}
    new_coding(name, folder / "reference", articles)
    material = open_material(folder)
    assert (material.reference, material.coding is not None) == (
        folder / "reference" if found else None,
        found,
    )


def test_another_text_under_the_name_of_a_coded_article_has_no_reference(tmp_path: Path):
    """The bundled reference is of one text; an article of the same identifier is not that."""
    (tmp_path / "kyiv-post.txt").write_text(TEXT, encoding="utf-8")
    material = open_material(tmp_path)
    assert (material.coding, len(material.card)) == (None, 0)


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_without_articles_is_told(tmp_path: Path, name: str):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ParleyError, match=name):
        open_corpus(tmp_path / name)


def test_the_package_has_both_functions():
    assert (parley.open_corpus, parley.open_material) == (open_corpus, open_material)
