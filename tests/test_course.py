"""The three copies of every notebook: made from the tags alone, runnable, and nothing given away."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from parley.cli import main
from parley.course import COPIES, build_course, guide, solutions, student
from parley.coursecells import exercises_of, guide_of, tag_of, unfolded
from parley.errors import ParleyError
from parley.notebooks import read, run

ROOT = Path(__file__).resolve().parents[1]
MASTERS = sorted((ROOT / "notebooks").glob("*.ipynb"))
each_master = pytest.mark.parametrize("path", MASTERS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("course")
    build_course(MASTERS, out)
    return out


def words(text: str) -> str:
    return " ".join(re.sub(r"[*`_]", "", text).split())


def said(nb: Any) -> str:
    """All that a notebook shows: sources and outputs."""
    shown = [cell.source for cell in nb.cells]
    shown += [str(output) for cell in nb.cells for output in cell.get("outputs", [])]
    return words("\n".join(shown))


# All masters


@each_master
def test_each_notebook_has_an_exercise_of_each_kind_with_its_notes(path: Path) -> None:
    nb = read(path)
    found = exercises_of(nb, path)
    assert {one.kind for one in found} == {"Compute", "Judge"}
    assert all(3 <= one.minutes <= 30 for one in found)
    assert all(one.parts("hint") for one in found if one.kind == "Compute")
    assert len(guide_of(nb, path)) == 3


@each_master
def test_all_three_copies_are_there(path: Path, course: Path) -> None:
    for name in COPIES:
        nbformat.validate(nbformat.read(course / name / path.name, as_version=4))


@each_master
def test_the_student_copy_gives_nothing_away(path: Path, course: Path) -> None:
    """No paragraph or line of code of a solution, alternative or note is in it, and no output of a check."""
    shown = said(read(course / "student" / path.name))
    hidden = [c for c in read(path).cells if tag_of(c) in {"solution", "alternative", "instructor", "guide"}]
    pieces = [
        piece for cell in hidden for piece in re.split(r"\n+", unfolded(cell.source)) if len(piece) > 25
    ]
    pieces = [piece for piece in pieces if not piece.startswith(("<", "from parley"))]
    assert len(pieces) > 10
    assert [piece for piece in map(words, pieces) if piece in shown] == []
    for cell in read(course / "student" / path.name).cells:
        if tag_of(cell) in {"stub", "check"} and cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)


@each_master
def test_the_student_copy_keeps_all_else(path: Path, course: Path) -> None:
    master, copy = read(path), read(course / "student" / path.name)
    kept = [cell.id for cell in master.cells if tag_of(cell) in {"", "exercise", "hint", "stub", "check"}]
    assert [cell.id for cell in copy.cells] == kept
    outputs = {
        cell.id: cell.outputs for cell in master.cells if cell.cell_type == "code" and not tag_of(cell)
    }
    assert {c.id: c.outputs for c in copy.cells if c.id in outputs} == outputs


@each_master
def test_the_solutions_are_open_and_their_stored_checks_pass(path: Path, course: Path) -> None:
    cells = read(course / "solutions" / path.name).cells
    assert "<details" not in "".join(c.source for c in cells if tag_of(c))
    assert not {"stub", "hint", "instructor", "guide"} & {tag_of(c) for c in cells}
    texts = ["".join(o["text"] for o in c.outputs) for c in cells if tag_of(c) == "check"]
    assert texts
    assert all(set(text.split("\n")) == {"Right.", ""} for text in texts)


@each_master
def test_the_guide_says_all_that_a_teacher_needs(path: Path, course: Path) -> None:
    text = "\n\n".join(cell.source for cell in read(course / "instructor" / path.name).cells)
    headings = re.findall(r"^## (.+)$", text, re.M)
    count = len(exercises_of(read(path), path))
    assert headings[:3] == ["Objectives", "Prerequisites", "Time"]
    assert headings[-1] == "When something fails"
    assert len(headings) == 4 + count
    for heading in ("Expected answer", "Misconceptions to look for"):
        assert len(re.findall(rf"^### {heading}$", text, re.M)) == count
    rows = re.findall(r"^\| (?!\*\*|part)(.+) \| (\d+) \|$", text, re.M)
    assert sum(int(n) for _, n in rows) == int(re.search(r"\*\*all\*\* \| \*\*(\d+)", text)[1])  # type: ignore[index]
    parts = re.findall(r"^## (.+)$", "\n\n".join(c.source for c in read(path).cells if not tag_of(c)), re.M)
    assert [name for name, _ in rows][1 : len(parts) + 1] == parts


@each_master
@pytest.mark.parametrize("name", COPIES)
def test_headings_are_in_order(path: Path, name: str, course: Path) -> None:
    cells = read(course / name / path.name).cells
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    levels = [len(marks) for marks in re.findall(r"^(#{1,6}) ", text, re.M)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@each_master
@pytest.mark.parametrize("name", COPIES)
def test_links_lead_to_files(path: Path, name: str, course: Path) -> None:
    file = course / name / path.name
    text = "\n\n".join(cell.source for cell in read(file).cells if cell.cell_type == "markdown")
    targets = re.findall(r"\]\((?![a-z]+:)([^)\s#]+)", text)
    assert [target for target in targets if not (file.parent / target).exists()] == []


# What is to be judged is given away nowhere


def letters(text: str) -> str:
    """A text without markup, signs, spaces and case, so that line breaks hide no sentence."""
    return re.sub(r"\W", "", re.sub(r"<[^>]+>", "", text)).lower()


def shown_by(nb: Any, without: set[str]) -> str:
    """Sources and texts in the outputs of a notebook's student copy, except for some cells."""
    cells = [cell for cell in nb.cells if cell.id not in without and tag_of(cell) not in HIDDEN]
    texts = [cell.source for cell in cells]
    for output in (output for cell in cells for output in cell.get("outputs", [])):
        texts += [output.get("text", ""), output.get("data", {}).get("text/plain", "")]
    return letters(" ".join(texts))


HIDDEN = {"solution", "alternative", "instructor", "guide"}


def listed(text: str, start: str = "") -> list[str]:
    """The numbered sentences of a text, without their sources."""
    return [" ".join(one.split()) for one in re.findall(rf"^\d+\. {start}(.+?)$", text, re.M)]


def cell_of(nb: Any, name: str) -> Any:
    return next(cell for cell in nb.cells if cell.id == name)


def test_the_sentences_to_be_judged_in_the_notebook_on_stance_stand_in_no_other_cell() -> None:
    nbs = {path.stem: read(path) for path in MASTERS}
    asked = listed(cell_of(nbs["05_stance"], "stance-exercise-2").source, start='"')
    sentences = [one.partition('" (')[0] for one in asked]
    assert len(sentences) == 3
    for stem, nb in nbs.items():
        shown = shown_by(nb, {"stance-exercise-2"})
        assert [one for one in sentences if letters(one) in shown] == [], stem


def test_the_ten_sentences_to_be_coded_are_not_labelled_in_the_notebooks_before() -> None:
    nbs = {path.stem: read(path) for path in MASTERS}
    printed = cell_of(nbs["09_validate"], "ten").outputs[0]["text"].split("\n\n")
    sentences = [one.partition(" | ")[2] for one in printed if " | " in one]
    assert len(sentences) == 10
    for stem in ("02_actors", "03_voices", "04_sentiment", "05_stance", "06_positions"):
        shown = shown_by(nbs[stem], set())
        assert [one for one in sentences if letters(one) in shown] == [], stem
    assert [one for one in sentences if letters(one) in shown_by(nbs["09_validate"], {"ten"})] == []


def test_the_words_in_marks_to_be_judged_are_in_no_table_of_the_notebook_on_voices() -> None:
    nb = read(ROOT / "notebooks" / "03_voices.ipynb")
    asked = cell_of(nb, "voices-exercise-2").source
    rows = [line for cell in nb.cells for output in cell.get("outputs", []) for line in rows_of(output)]
    labelled = [row for row in rows if re.search(r"\b(scare|partial)\b", row)]
    assert len(labelled) > 10
    for word in ("annexed", "concession", "final offer"):
        assert word in asked
        assert [row for row in labelled if word in row] == []


def rows_of(output: Any) -> list[str]:
    return str(output.get("text") or output.get("data", {}).get("text/plain", "")).split("\n")


def test_nothing_is_coded_at_the_desk_by_running_all_cells() -> None:
    nb = read(ROOT / "notebooks" / "09_validate.ipynb")
    ids = [cell.id for cell in nb.cells]
    said = "".join(output["text"] for output in cell_of(nb, "mine-agreement").outputs)
    assert "me: 0 units in the journal" in said
    assert "example: 10 units in the journal" in said
    assert ids.index("mine-agreement") > ids.index("validate-instructor-1")


# What runs


@pytest.mark.slow
def test_student_copies_run_with_open_exercises_and_solutions_pass(course: Path, tmp_path: Path) -> None:
    """Every cell of each student copy, in one kernel that forgets between them; then solutions and checks.

    So one run shows both: an open exercise gives a message and no error, a solved one is right.
    """
    cells: list[Any] = []
    for path in MASTERS:
        copy, master = read(course / "student" / path.name), read(path)
        solved = [c for c in master.cells if c.cell_type == "code" and tag_of(c) in {"solution", "check"}]
        cells.append(new_code_cell("%reset -f"))
        cells += [cell for cell in copy.cells if cell.cell_type == "code"]
        cells += [
            nbformat.from_dict({**cell, "metadata": {"solved": True}, "outputs": []}) for cell in solved
        ]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    place = tmp_path / "all.ipynb"
    nbformat.write(new_notebook(cells=cells), place)
    done = run(place, cwd=course / "student").cells
    checks = [cell for cell in done if "exercises.check(" in cell.source]
    texts = {True: [], False: []}  # type: dict[bool, list[str]]
    for cell in checks:
        assert [o.output_type for o in cell.outputs] == ["stream"], cell.source
        texts["solved" in cell.metadata] += cell.outputs[0]["text"].splitlines()
    assert len(texts[True]) == len(texts[False]) >= len(MASTERS)
    assert set(texts[True]) == {"Right."}
    assert {text.partition(":")[0] for text in texts[False]} == {"Not solved yet"}


# Small masters


def cell(tag: str, source: str, make: Any = new_markdown_cell) -> Any:
    return make(source, metadata={"tags": [tag]})


NOTES = "**Objective.** O.\n\n**Time.** 5 minutes.\n\n**Misconceptions.** M."


def small() -> Any:
    made = [
        new_markdown_cell("# A small one\n\nSee [the data](data/x.md) and [b](b.ipynb)."),
        new_code_cell("x = 1"),
        cell("exercise", "## Exercises\n\n**1. Compute.** How many?"),
        cell("stub", "answer = ...", new_code_cell),
        cell("solution", "answer = 1", new_code_cell),
        cell("check", "check(answer)", new_code_cell),
        cell("solution", "<details><summary>Solution</summary>\n\nOne.\n\n</details>"),
        cell("instructor", NOTES),
        cell("exercise", "**2. Judge.** Well?"),
        cell("stub", "Your answer."),
        cell("solution", "Well."),
        cell("alternative", "<details><summary>Other answers</summary>\n\nNot well.\n\n</details>"),
        cell("instructor", NOTES),
        cell("guide", "**Objectives.** A.\n\n**Prerequisites.** B.\n\n**When something fails.** C."),
    ]
    return new_notebook(cells=made)


def written(folder: Path, nb: Any, name: str = "a") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.ipynb"
    nbformat.write(nb, path)
    return path


def test_a_copy_does_not_change_its_master() -> None:
    nb, path = small(), Path("a.ipynb")
    before = nbformat.writes(nb)
    for make in (student, solutions, guide):
        make(nb, path)
    assert nbformat.writes(nb) == before


def test_links_to_files_lead_there_from_the_copy(tmp_path: Path) -> None:
    path = written(tmp_path / "masters", small())
    build_course([path], tmp_path / "deep" / "course")
    source = read(tmp_path / "deep" / "course" / "student" / "a.ipynb").cells[0].source
    assert "(../../../masters/data/x.md)" in source
    assert "[b](b.ipynb)" in source


def test_pages_are_written_beside_the_notebooks(tmp_path: Path) -> None:
    placed = build_course([written(tmp_path / "m", small())], tmp_path / "c", pages=True)
    assert len(placed.written) == 6
    page = (tmp_path / "c" / "instructor" / "a.html").read_text("utf-8")
    assert "<title>For the instructor: A small one</title>" in page
    assert "One." not in (tmp_path / "c" / "student" / "a.html").read_text("utf-8")


def faulty(change: str) -> Any:
    nb = small()
    if change == "unsolved":
        nb.cells = [c for c in nb.cells if not (tag_of(c) == "solution" and c.cell_type == "code")]
    elif change == "no guide":
        nb.cells = nb.cells[:-1]
    elif change == "no exercise":
        nb.cells = [nb.cells[0], nb.cells[-1]]
    return nb


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("unsolved", "b.ipynb, cell 3: exercise 1 (Compute) has no solution of type code"),
        ("no guide", "b.ipynb: 0 cells are tagged guide; there must be one"),
        ("no exercise", "b.ipynb: has no exercise"),
    ],
)
def test_one_faulty_master_and_nothing_is_written(tmp_path: Path, change: str, says: str) -> None:
    paths = [written(tmp_path / "m", small()), written(tmp_path / "m", faulty(change), "b")]
    with pytest.raises(ParleyError) as fault:
        build_course(paths, tmp_path / "course")
    assert str(fault.value).endswith(says)
    assert not (tmp_path / "course").exists()


def test_the_command_writes_a_course_and_keeps_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "course"
    assert main(["course", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{3 * len(MASTERS)} files are in {out}\n"
    mine = out / "student" / MASTERS[0].name
    mine.write_text(mine.read_text("utf-8").replace("answer = ...", "answer = 1"), "utf-8")
    work = mine.read_bytes()
    assert main(["course", "--out", str(out)]) == 0
    assert f"kept, since somebody has worked in it: {mine}\n" in capsys.readouterr().out
    assert mine.read_bytes() == work


def test_what_git_ignores_is_what_is_made() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert [name for name in COPIES if f"course/{name}/" not in ignored] == []
    assert (ROOT / "course" / "README.md").exists()
