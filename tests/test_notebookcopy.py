"""Copies of notebooks: the folder goes in, cells for the bundled corpus go out, faults name the original."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from parley.errors import ParleyError
from parley.notebookcopy import prepared, run_copy, source_digest, takes_folder


def cell(source: str, *tags: str) -> Any:
    make = new_markdown_cell if source.startswith("#") else new_code_cell
    return make(source, metadata={"tags": list(tags)} if tags else {})


def notebook(*cells: Any) -> Any:
    return new_notebook(cells=list(cells))


def test_the_folder_goes_in_after_the_defaults() -> None:
    """Any name arrives as it is: quotes and backslashes are not code."""
    odd = 'my "own"\\folder\n$(x)'
    nb = notebook(cell("# A"), cell('folder = ""', "parameters"), cell("print(folder)"))
    made = prepared(nb, odd)
    names: dict[str, str] = {}
    exec(made.cells[2].source, names)
    assert names["folder"] == odd
    assert made.cells[2].metadata["tags"] == ["injected-parameters"]
    assert [c.source for c in made.cells[3:]] == ["print(folder)"]
    assert [c.source for c in nb.cells] == ["# A", 'folder = ""', "print(folder)"]


def test_what_holds_for_the_bundled_corpus_is_left_out_of_other_copies() -> None:
    nb = notebook(
        cell('folder = ""', "parameters"), cell("# Five", "bundled"), cell("x", "widget", "bundled")
    )
    assert prepared(nb) == nb
    assert [c.metadata.tags for c in prepared(nb, "mine").cells] == [
        ["parameters"],
        ["injected-parameters"],
    ]


@pytest.mark.parametrize("folder", ["", "mine"])
def test_notes_for_the_instructor_are_in_no_report(folder: str) -> None:
    nb = notebook(cell('folder = ""', "parameters"), cell("# Note", "instructor"), cell("# Guide", "guide"))
    nb.cells.append(cell("# Question", "exercise"))
    kept = [tag for c in prepared(nb, folder).cells for tag in c.metadata["tags"]]
    assert [tag for tag in kept if tag in {"exercise", "instructor", "guide"}] == ["exercise"]


def test_a_notebook_without_parameters_takes_no_folder() -> None:
    assert not takes_folder(notebook(cell("x = 1"), cell("# parameters")))
    assert takes_folder(notebook(cell("x = 1", "parameters")))


def test_the_hash_follows_what_is_executed_and_shown(tmp_path: Path) -> None:
    """Source, tags, folder and images count; stored outputs and cell ids do not."""
    path, image = tmp_path / "a.ipynb", tmp_path / "dot.png"
    image.write_bytes(b"1")
    nb = notebook(cell("![A](dot.png)".replace("!", "# !")), cell("1 + 1"))
    first = source_digest(nb, path, "")
    again = notebook(cell("# ![A](dot.png)"), cell("1 + 1"))
    again.cells[1].execution_count = 7
    assert source_digest(again, path, "") == first
    assert source_digest(nb, path, "mine") != first
    assert source_digest(notebook(nb.cells[0], cell("1 + 1", "bundled")), path, "") != first
    assert source_digest(notebook(nb.cells[0], cell("1 + 2")), path, "") != first
    image.write_bytes(b"2")
    assert source_digest(nb, path, "") != first


def test_a_copy_is_executed_and_a_fault_names_the_cell_of_the_original(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With cells left out and one put in, counts differ; the message counts as the notebook does."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "books" / "a.ipynb"
    path.parent.mkdir()
    cells = [cell("# Five", "bundled"), cell("# Six", "bundled"), cell('folder = ""', "parameters")]
    nb = notebook(*cells, cell("import os\nprint(folder, os.getcwd())"), cell("1 / len(folder)"))
    nbformat.write(nb, path)
    before = path.read_bytes()
    done = run_copy(nb, path, "mine")
    assert done.cells[2].outputs[0].text == f"mine {tmp_path}\n"
    with pytest.raises(ParleyError, match=r"books/a\.ipynb, cell 5: ZeroDivisionError"):
        run_copy(nb, path, "")
    with pytest.raises(ParleyError, match=r"books/a\.ipynb, cell 3: NameError"):
        run_copy(notebook(*cells[:2], cell("folder = nobody", "parameters")), path, "mine")
    assert path.read_bytes() == before
