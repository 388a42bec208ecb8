"""Course material from the notebooks: the student copy, the solutions and the instructor's guide.

The notebooks are the one master: `parley.coursecells` says which tags their cells have. nbconvert's
preprocessor for tags takes cells out. nbgrader would add a server extension, a database and cell metadata of
its own, for handing in and grading, which nobody here needs; it cuts solutions out of a cell by marks in the
code, where here a solution is a cell that runs at every test; and it makes no guide.

>>> from parley.course import build_course
>>> build_course(sorted(Path("notebooks").glob("*.ipynb")), "course")  # doctest: +SKIP
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from parley.coursecells import GUIDE, Exercise, exercises_of, guide_of, tag_of, unfolded
from parley.coursefiles import Placed, place
from parley.courseplan import parts, table
from parley.errors import ParleyError
from parley.notebookpage import notebook_page, opening
from parley.notebooks import Notebook, read

__all__ = ["COPIES", "build_course", "guide", "solutions", "student"]

OUT_OF_STUDENT = {"solution", "alternative", "instructor", GUIDE}
OUT_OF_SOLUTIONS = {"stub", "hint", "instructor", GUIDE}
LINK = re.compile(r"(\]\()(?![a-z]+:|#|/)([^)\s#]+)")
"""A link to a file, in prose."""


def student(nb: Notebook, path: Path) -> Notebook:
    """Return the copy for students: questions, hints and stubs; no solution, and no output of a check.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> cells = [new_markdown_cell(tag, metadata={"tags": [tag]}) for tag in ("exercise", "solution")]
    >>> [cell.source for cell in student(new_notebook(cells=cells), Path("a.ipynb")).cells]
    ['exercise']
    """
    return _left(nb, OUT_OF_STUDENT, {"stub", "check"})


def solutions(nb: Notebook, path: Path) -> Notebook:
    """Return the copy with solutions, their checks and other answers, nothing folded.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cells = [new_code_cell(tag, metadata={"tags": [tag]}) for tag in ("stub", "solution")]
    >>> [cell.source for cell in solutions(new_notebook(cells=cells), Path("a.ipynb")).cells]
    ['solution']
    """
    made = _left(nb, OUT_OF_SOLUTIONS, set())
    for cell in made.cells:
        cell.metadata.pop("jupyter", None)
        if tag_of(cell) == "solution":
            cell.source = unfolded(cell.source, "Solution")
        elif tag_of(cell) == "alternative":
            cell.source = unfolded(cell.source, "Other answers")
    return made


def _left(nb: Notebook, without: set[str], cleared: set[str]) -> Notebook:
    """A copy without the cells of some tags, and without the outputs of others."""
    from nbconvert.preprocessors import TagRemovePreprocessor

    remover = TagRemovePreprocessor(remove_cell_tags=without, remove_all_outputs_tags=cleared)
    made, _ = remover.preprocess(copy.deepcopy(nb), {})
    return made


def guide(nb: Notebook, path: Path) -> Notebook:
    """Return the instructor's guide of a notebook: objectives, time, and all that belongs to its exercises.

    Raises
    ------
    ParleyError
        If the tags of the notebook do not fit together; see `parley.coursecells.exercises_of`.
    """
    from nbformat.v4 import new_markdown_cell, new_notebook

    said, exercises = guide_of(nb, path), exercises_of(nb, path)
    title = opening(nb)[0] or path.stem
    texts = [f"# For the instructor: {title}\n\nIt goes with `student/{path.name}`."]
    texts += [f"## {name}\n\n{said[name]}" for name in ("Objectives", "Prerequisites")]
    texts += [f"## Time\n\n{table(parts(nb, exercises))}"]
    for one in exercises:
        texts += _told(one)
    texts.append(f"## When something fails\n\n{said['When something fails']}")
    cells = [new_markdown_cell(text, id=f"guide-{n}") for n, text in enumerate(texts, 1)]
    return new_notebook(cells=cells, metadata=copy.deepcopy(nb.metadata))


def _told(one: Exercise) -> list[str]:
    """The cells on an exercise: what is asked, what is expected, what to look for."""
    question = "\n".join(
        line for line in one.cells[0].source.split("\n") if not line.startswith("## ")
    ).strip()
    notes = one.notes
    head = f"## Exercise {one.number}: {one.kind.lower()}\n\n**Objective.** {notes['Objective']}"
    texts = [f"{head}\n\n**Time.** {notes['Time']}\n\n{question}"]
    texts += [f"### Hint\n\n{unfolded(cell.source)}" for cell in one.parts("hint")]
    answers = [
        f"```python\n{cell.source}\n```" if cell.cell_type == "code" else unfolded(cell.source)
        for cell in one.parts("solution")
    ]
    texts.append("### Expected answer\n\n" + "\n\n".join(answers))
    texts += [f"### Other answers\n\n{unfolded(cell.source)}" for cell in one.parts("alternative")]
    texts.append(f"### Misconceptions to look for\n\n{notes['Misconceptions']}")
    return texts


COPIES: Mapping[str, Callable[[Notebook, Path], Notebook]] = {
    "student": student,
    "solutions": solutions,
    "instructor": guide,
}
"""The folders of a course, and what makes the notebooks in each."""


def build_course(notebooks: Sequence[str | Path], out: str | Path, *, pages: bool = False) -> Placed:
    """Write the three copies of notebooks, all of them or nothing.

    Parameters
    ----------
    notebooks
        The masters.
    out
        The folder of the course, with ``student``, ``solutions`` and ``instructor`` in it.
    pages
        Whether to write each copy as a web page, too.

    Returns
    -------
    Placed
        What was written, and what was kept because somebody has worked in it.

    Raises
    ------
    ParleyError
        If there is no notebook, one cannot be read, its tags do not fit together, or the folder cannot be
        written.

    Examples
    --------
    >>> build_course([], "course")
    Traceback (most recent call last):
    parley.errors.ParleyError: there are no notebooks to make a course from
    """
    if not notebooks:
        raise ParleyError("there are no notebooks to make a course from")
    masters = {path: read(path) for path in map(Path, notebooks)}
    for path, nb in masters.items():
        if not exercises_of(nb, path):
            raise ParleyError(f"{path}: has no exercise")
        guide_of(nb, path)
    files: dict[str, bytes] = {}
    for path, nb in masters.items():
        files |= _copies(nb, path, Path(out), pages)
    return place(Path(out), files)


def _copies(nb: Notebook, path: Path, out: Path, pages: bool) -> dict[str, bytes]:
    """The files of a notebook's copies by their names below the course's folder."""
    import nbformat

    files = {}
    for name, make in COPIES.items():
        made = make(nb, path)
        if pages:
            files[f"{name}/{path.stem}.html"] = notebook_page(made, path).encode()
        relinked = _relinked(made, path, out / name)
        files[f"{name}/{path.name}"] = (nbformat.writes(relinked) + "\n").encode()
    return files


def _relinked(nb: Notebook, path: Path, folder: Path) -> Notebook:
    """The notebook with links that lead from another folder to the same files; notebooks move along."""

    def led(found: re.Match[str]) -> str:
        target = found[2]
        if target.endswith(".ipynb"):
            return found[0]
        there = os.path.relpath((path.resolve().parent / target).resolve(), folder.resolve())
        return found[1] + quote(Path(there).as_posix())

    for cell in nb.cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(led, cell.source)
    return nb
