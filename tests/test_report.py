"""Notebooks are executed in place and tidied so that equal runs give equal files."""

import contextlib
import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from parley.errors import ParleyError
from parley.notebooks import execute, normalise
from parley.report import main


def write(path: Path, *cells: str) -> Path:
    """Write a notebook; a text that starts with '#' is prose, others are code."""
    made = [new_markdown_cell(c) if c.startswith("#") else new_code_cell(c) for c in cells]
    nbformat.write(new_notebook(cells=made), path)
    return path


def test_execute_writes_results_in_place(tmp_path: Path) -> None:
    """The kernel runs in the notebook's folder, cells count from one, equal runs are equal."""
    (tmp_path / "data.txt").write_text("7")
    path = write(tmp_path / "a.ipynb", "n = int(open('data.txt').read())", "n * 6")
    execute(path)
    first = path.read_bytes()
    nb = nbformat.read(path, 4)
    assert [cell.execution_count for cell in nb.cells] == [1, 2]
    assert nb.cells[1].outputs[0].data == {"text/plain": "42"}
    execute(path)
    assert path.read_bytes() == first


def test_no_kernel_is_left(tmp_path: Path) -> None:
    """It ends whether the notebook succeeds or fails, and runs with this Python."""
    for end in ("0", "1 / 0"):
        first = "import os, sys; open('pid', 'w').write(f'{os.getpid()} {sys.executable}')"
        with contextlib.suppress(ParleyError):
            execute(write(tmp_path / "a.ipynb", first, end))
        pid, python = (tmp_path / "pid").read_text().split()
        assert python == sys.executable
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid), 0)


def test_execute_to_another_file_leaves_the_notebook(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", "1 + 1")
    before = path.read_bytes()
    execute(path, tmp_path / "b.ipynb")
    assert path.read_bytes() == before
    assert nbformat.read(tmp_path / "b.ipynb", 4).cells[0].outputs[0].data["text/plain"] == "2"


def test_normalise_drops_what_differs_at_every_run() -> None:
    """Widget state, times, version, addresses, temporary paths, HTML of frames; ids stay."""
    frame = {"text/plain": "   n\n0  1", "text/html": '<table class="dataframe"></table>'}
    view = {"text/plain": "<HTML>", "text/html": "<p>kept</p>"}
    outputs = [
        new_output("display_data", frame),
        new_output("display_data", view),
        new_output("stream", text="<A at 0x7f00aa11> /tmp/ipykernel_12/34.py:1: 640x480"),
        new_output("display_data", {"image/svg+xml": "<dc:date>2025-02-18T01:02:03</dc:date>"}),
    ]
    cell = new_code_cell("x", outputs=outputs, metadata={"execution": {"a": "1"}, "tags": ["t"]})
    nb = new_notebook(cells=[cell], metadata={"widgets": {}})
    nb.metadata["language_info"] = {"name": "python", "version": "3.11.7"}
    tidy = normalise(nb)
    assert [dict(o.data) for o in tidy.cells[0].outputs[:2]] == [{"text/plain": "   n\n0  1"}, view]
    assert tidy.cells[0].outputs[2].text == "<A at 0x0> <cell>:1: 640x480"
    assert tidy.cells[0].outputs[3].data["image/svg+xml"] == "<dc:date></dc:date>"
    assert tidy.cells[0].metadata == {"tags": ["t"]}
    assert tidy.cells[0].id == cell.id
    assert "widgets" not in tidy.metadata
    assert tidy.metadata.language_info == {"name": "python"}
    assert "widgets" in nb.metadata, "the notebook that was given must not change"
    assert normalise(tidy) == tidy


def test_failing_cell_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", "# Title", "1", "1 / 0", "2")
    before = path.read_bytes()
    with pytest.raises(ParleyError, match=r"a\.ipynb, cell 3: ZeroDivisionError: division by zero"):
        execute(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.ipynb"]


def test_slow_cell_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", "import time; time.sleep(60)")
    with pytest.raises(ParleyError, match=r"cell 1: took longer than 1 s"):
        execute(path, timeout=1)


def test_many_are_executed_and_each_failure_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that fails keeps no other from being done; exit status 1, a line for each failure."""
    good, bad = write(tmp_path / "good.ipynb", "1 + 1"), write(tmp_path / "bad.ipynb", "nobody")
    assert main(["execute", str(bad), str(good)]) == 1
    said = capsys.readouterr()
    assert said.err.splitlines() == [f"{bad}, cell 1: NameError: name 'nobody' is not defined"]
    assert sorted(line.split()[0] for line in said.out.splitlines()) == ["done", "failed"]
    assert nbformat.read(good, 4).cells[0].outputs[0].data["text/plain"] == "2"


def test_no_workers_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["execute", str(tmp_path / "a.ipynb"), "--workers", "0"]) == 1
    assert "workers is 0; allowed: 1 or more" in capsys.readouterr().err
