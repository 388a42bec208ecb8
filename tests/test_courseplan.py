"""The time that a notebook takes: words, outputs and exercises."""

import re
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from parley.coursecells import exercises_of
from parley.courseplan import parts, table
from parley.notebooks import read

ROOT = Path(__file__).resolve().parents[1]


def test_words_and_outputs_are_counted_part_by_part_and_teaching_cells_are_not() -> None:
    shown = [new_output("stream", text="1")]
    cells = [
        new_markdown_cell("# A\n\n" + "word " * 198),
        new_markdown_cell("word " * 200 + "\n\n## B\n\n" + "word " * 400),
        new_code_cell("b", outputs=shown),
        new_code_cell("c", outputs=shown),
        new_code_cell("d"),
        new_markdown_cell("word " * 4000, metadata={"tags": ["solution"]}),
        new_markdown_cell("## C"),
    ]
    assert parts(new_notebook(cells=cells)) == [("Opening", 2), ("B", 3), ("C", 1)]


def test_the_table_adds_up() -> None:
    assert "| **all** | **5** |" in table([("A", 2), ("B", 3)])


def test_the_estimates_in_the_session_plan_are_those_of_the_notebook() -> None:
    path = ROOT / "notebooks" / "03_voices.ipynb"
    nb = read(path)
    computed = dict(parts(nb, exercises_of(nb, path)))
    plan = (ROOT / "course" / "README.md").read_text("utf-8").partition("## Timing")[2]
    rows = re.findall(r"^\| (.+) \| (\d+) \| (\d+) \|$", plan, re.M)
    assert len(rows) == 8
    assert {name: int(estimate) for name, estimate, _ in rows} == {n: computed[n] for n, _, _ in rows}
    assert sum(int(given) for _, _, given in rows) + 16 + 6 == 90
    assert all(int(given) >= int(estimate) for _, estimate, given in rows)


def test_the_minutes_of_the_session_plan_run_to_ninety() -> None:
    plan = (ROOT / "course" / "README.md").read_text("utf-8").partition("## Timing")[0]
    minutes = [int(n) for n in re.findall(r"^\| (\d+) \| \*", plan, re.M)]
    assert minutes == sorted(minutes)
    assert (minutes[0], len(minutes)) == (0, 11)
    assert minutes[-1] < 90
