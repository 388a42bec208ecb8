"""Notebooks run on any corpus: what is not tagged ``bundled`` runs on other articles and has things to say.

All copies for a corpus run one after another in one kernel, which forgets everything between them: starting
nine kernels, each with its models, would take most of the time.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from parley.errors import ParleyError
from parley.notebookcopy import prepared, takes_folder
from parley.notebooks import read, run

HERE = Path(__file__).resolve().parent
MADE = "10_your_corpus"
"""This one makes its corpus itself."""
NOTEBOOKS = [
    path
    for path in sorted((HERE.parent / "notebooks").glob("*.ipynb"))
    if path.stem != MADE and takes_folder(read(path))
]
ONE = """\
Harbour town waits for a bridge

The mayor of the harbour town, Maria Lund, said on Monday that the new bridge would cost 40 million euros. \
"We will build it," she told the council. Nobody from the shipping company answered.

A report of 2019 had put the price at 25 million euros. Norway and Denmark lent the town half of the money, \
and Lund wants the rest from the ministry. The ministry rejected that in March.

"The price is absurd," said a former official, who asked not to be named. Residents fear the noise.
"""
"""An article on another subject: no list of actors, no list of issues, no date, nothing coded by hand."""


def copies(folder: Path) -> list[Any]:
    return [prepared(read(path), str(folder)) for path in NOTEBOOKS]


def executed(folder: Path, place: Path) -> dict[str, list[Any]]:
    """The cells of each copy after a run; a cell that fails is told by notebook and id."""
    cells, owners = [], []
    for path, nb in zip(NOTEBOOKS, copies(folder), strict=True):
        for cell in [new_code_cell("%reset -f"), *nb.cells]:
            owners.append((path.stem, cell.id))
            cells.append(cell.copy() | {"id": f"cell-{len(owners)}"})
    nbformat.write(new_notebook(cells=[nbformat.from_dict(cell) for cell in cells]), place)
    try:
        done = run(place)
    except ParleyError as fault:
        number = re.search(r", cell (\d+): ", str(fault))
        raise AssertionError(f"{owners[int(number[1]) - 1] if number else ''}: {fault}") from None
    found: dict[str, list[Any]] = {path.stem: [] for path in NOTEBOOKS}
    for (stem, id_), cell in zip(owners, done.cells, strict=True):
        found[stem].append(cell | {"id": id_})
    return found


def outputs(cells: list[Any]) -> list[Any]:
    return [output for cell in cells if cell["cell_type"] == "code" for output in cell["outputs"]]


def check(found: dict[str, list[Any]]) -> None:
    """No warning, nothing empty, and in each notebook something printed; each figure has words."""
    for stem, cells in found.items():
        shown = outputs(cells)
        assert [o["text"] for o in shown if o.get("name") == "stderr"] == [], stem
        assert all(o.get("text") or any(o.get("data", {}).values()) for o in shown), stem
        told = [o["metadata"]["image/svg+xml"]["alt"] for o in shown if "image/svg+xml" in o.get("data", {})]
        drawn = any("plots.show(" in cell["source"] for cell in cells if cell["cell_type"] == "code")
        assert bool(told) == drawn, stem
        assert all(told), stem
        assert any(o["output_type"] in {"execute_result", "stream"} for o in shown), stem


@pytest.mark.slow
def test_on_articles_with_actors_and_issues_of_their_own(tmp_path: Path) -> None:
    folder = HERE / "positions" / "railway"
    found = executed(folder, tmp_path / "copies.ipynb")
    check(found)
    said = {stem: "".join(str(o) for o in outputs(cells)) for stem, cells in found.items()}
    assert "Lorenbahn" in said["02_actors"]
    assert "arbitration" in said["06_positions"]


@pytest.mark.slow
def test_on_one_article_without_lists_and_date(tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "harbour.txt").write_text(ONE, encoding="utf-8")
    found = executed(tmp_path / "town", tmp_path / "copies.ipynb")
    check(found)
    said = "".join(str(output) for output in outputs(found["09_validate"]))
    assert "no reference coding of these articles" in said
    assert "Nothing to draw" in said


def test_all_notebooks_of_the_bundled_corpus_take_a_folder() -> None:
    numbers = {path.stem[:2] for path in NOTEBOOKS}
    assert numbers >= {"00", "01", "02", "03", "04", "05", "06", "07", "09"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_copy_is_a_notebook_of_its_own(path: Path) -> None:
    """It begins with a title, has something to show and prose on method, and speaks of no bundled article."""
    nb = read(path)
    left = prepared(nb, "mine").cells
    assert left[0].source.startswith("# ")
    prose = [cell.source for cell in left if cell.cell_type == "markdown"]
    code = [cell.source for cell in left if cell.cell_type == "code"]
    assert len(prose) >= 3
    assert any("plots.show(" in source or "widgets." in source for source in code)
    names = r"kyiv-post|great-betrayal|financial-times|national-post|never-wanted-peace"
    alt = re.compile(r'^alt = ".*"$|"" if folder else ".*?"', re.M)  # not told on other articles
    assert [source for source in code if re.search(names, alt.sub("", source))] == []
    assert [text for text in prose if re.search(rf"five articles(?! that| showed)|{names}", text)] == []
