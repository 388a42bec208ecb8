"""The teaching cells of a notebook: exercises with their parts, read from tags and checked.

A cell has at most one of these tags. An exercise begins with its question and ends before the first cell
without such a tag, or with the next question:

``exercise``     the question: ``**1. Compute.** ...`` (checked by the machine) or ``**2. Judge.** ...``
``hint``         a first step, folded
``stub``         where the answer goes: code that runs as it is (``answer = ...``), or prose to replace
``solution``     the answer: code that gives ``answer``, and prose, folded
``check``        code that checks the answer, with a message that helps
``alternative``  other answers that hold, and answers that do not, folded
``instructor``   objective, time and misconceptions, folded

``guide`` marks one cell for the whole notebook: objectives, prerequisites, what to do when something fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parley.errors import ParleyError
from parley.notebooks import Notebook

__all__ = [
    "GUIDE",
    "OTHER",
    "TEACHING",
    "Exercise",
    "exercises_of",
    "fields",
    "guide_of",
    "tag_of",
    "unfolded",
]

PARTS = ("exercise", "hint", "stub", "solution", "check", "alternative", "instructor")
GUIDE = "guide"
TEACHING = (*PARTS, GUIDE)
OTHER = ("parameters", "bundled", "widget", "nbval-ignore-output")
"""Tags that have nothing to do with teaching."""
NEEDED = {
    "Compute": (("stub", "code"), ("solution", "code"), ("check", "code"), ("instructor", "markdown")),
    "Judge": (
        ("stub", "markdown"),
        ("solution", "markdown"),
        ("alternative", "markdown"),
        ("instructor", "markdown"),
    ),
}
"""What an exercise of each kind must have: tags and types of cells."""
SAID = {
    "instructor": ("Objective", "Time", "Misconceptions"),
    GUIDE: ("Objectives", "Prerequisites", "When something fails"),
}
"""What a cell for the instructor must say: paragraphs that begin with these words in bold."""
QUESTION = re.compile(r"^\*\*(\d+)\. (\w+)\.\*\*", re.M)
FOLD = re.compile(r"<details>\s*<summary>([^<]*)</summary>\s*(.*?)\s*</details>", re.S)
MINUTES = re.compile(r"(\d+) minutes?\b")


@dataclass(frozen=True)
class Exercise:
    """One exercise of a notebook.

    Attributes
    ----------
    number, kind
        Its number there, from 1, and ``Compute`` or ``Judge``.
    cells
        Its cells, the question first.
    """

    number: int
    kind: str
    cells: tuple[Notebook, ...]

    def parts(self, tag: str) -> list[Notebook]:
        """The cells with a tag."""
        return [cell for cell in self.cells if tag_of(cell) == tag]

    @property
    def notes(self) -> dict[str, str]:
        """What its cell for the instructor says, by the words in bold."""
        return fields(self.parts("instructor")[0].source)

    @property
    def minutes(self) -> int:
        """How long it takes, by its cell for the instructor."""
        found = MINUTES.search(self.notes["Time"])
        return int(found[1]) if found else 0


def tag_of(cell: Notebook) -> str:
    """Return the teaching tag of a cell; empty if it has none.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell
    >>> tag_of(new_markdown_cell("", metadata={"tags": ["bundled", "hint"]}))
    'hint'
    """
    return next((tag for tag in cell.metadata.get("tags", []) if tag in TEACHING), "")


def fields(source: str) -> dict[str, str]:
    """Return the paragraphs of a cell that begin with words in bold, by these.

    Examples
    --------
    >>> fields("**Objective.** To count.\\n\\n**Time.** 5 minutes.")
    {'Objective': 'To count.', 'Time': '5 minutes.'}
    """
    parts = re.split(r"^\*\*([A-Z][\w ]*)\.\*\* *", unfolded(source), flags=re.M)
    return dict(zip(parts[1::2], map(str.strip, parts[2::2]), strict=True))


def unfolded(source: str, heading: str | None = None) -> str:
    """Return prose without its folds: what was in them, and before it their summary or another heading.

    Examples
    --------
    >>> unfolded("<details><summary>Hint</summary>\\n\\nCount.\\n\\n</details>", "Clue").split("\\n\\n")
    ['**Clue.**', 'Count.']
    >>> unfolded("<details><summary>Hint</summary>\\n\\nCount.\\n\\n</details>")
    'Count.'
    """
    return FOLD.sub(lambda found: (f"**{heading}.**\n\n" if heading else "") + found[2], source)


def exercises_of(nb: Notebook, path: Path) -> list[Exercise]:
    """Return the exercises of a notebook in their order, checked.

    Parameters
    ----------
    nb
        The notebook.
    path
        Where it lies, for messages.

    Raises
    ------
    ParleyError
        If the tags do not fit together: the message names the notebook, the first cell that is wrong (as
        counted there), and what is wrong with it.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> cell = new_markdown_cell("**1. Judge.** Who speaks?", metadata={"tags": ["exercise"]})
    >>> exercises_of(new_notebook(cells=[cell]), Path("a.ipynb"))
    Traceback (most recent call last):
    parley.errors.ParleyError: a.ipynb, cell 1: exercise 1 (Judge) has no stub of type markdown
    """
    _check_tags(nb, path)
    groups = list(_groups(nb, path))
    found = [_exercise(n, number, cells, path) for n, (number, cells) in enumerate(groups, 1)]
    if found and {one.kind for one in found} != set(NEEDED):
        raise ParleyError(f"{path}: needs an exercise of each kind ({', '.join(NEEDED)})")
    return found


def guide_of(nb: Notebook, path: Path) -> dict[str, str]:
    """Return what the cell for the instructor says of the whole notebook, by the words in bold.

    Raises
    ------
    ParleyError
        If there is not one such cell, or it does not say what it must.
    """
    cells = [(n, cell) for n, cell in enumerate(nb.cells, 1) if tag_of(cell) == GUIDE]
    if len(cells) != 1:
        raise ParleyError(f"{path}: {len(cells)} cells are tagged {GUIDE}; there must be one")
    return _said(GUIDE, *cells[0], path)


def _check_tags(nb: Notebook, path: Path) -> None:
    for number, cell in enumerate(nb.cells, 1):
        tags = cell.metadata.get("tags", [])
        if unknown := [tag for tag in tags if tag not in (*TEACHING, *OTHER)]:
            allowed = ", ".join((*TEACHING, *OTHER))
            raise ParleyError(f"{path}, cell {number}: tag is {unknown[0]!r}; allowed: {allowed}")
        if len(several := [tag for tag in tags if tag in TEACHING]) > 1:
            raise ParleyError(f"{path}, cell {number}: tagged {' and '.join(several)}; one is allowed")


def _groups(nb: Notebook, path: Path) -> Iterator[tuple[int, list[Notebook]]]:
    """The cells of each exercise, with the number of the first."""
    begun: tuple[int, list[Notebook]] | None = None
    for number, cell in enumerate(nb.cells, 1):
        tag = tag_of(cell)
        if begun and tag in ("", GUIDE, PARTS[0]):
            yield begun
            begun = None
        if tag == PARTS[0]:
            begun = number, [cell]
        elif tag in PARTS and begun is None:
            raise ParleyError(f"{path}, cell {number}: a {tag} that follows no exercise")
        elif begun:
            begun[1].append(cell)
    if begun:
        yield begun


def _exercise(number: int, place: int, cells: Sequence[Notebook], path: Path) -> Exercise:
    at = f"{path}, cell {place}"
    asked = QUESTION.search(cells[0].source)
    if asked is None or asked[2] not in NEEDED:
        starts = " or ".join(f"**{number}. {kind}.**" for kind in NEEDED)
        raise ParleyError(f"{at}: an exercise begins with {starts}")
    if int(asked[1]) != number:
        raise ParleyError(f"{at}: exercise {asked[1]} is number {number} of its notebook")
    made = Exercise(number, asked[2], tuple(cells))
    for tag, kind in NEEDED[made.kind]:
        if not any(cell.cell_type == kind for cell in made.parts(tag)):
            raise ParleyError(f"{at}: exercise {number} ({made.kind}) has no {tag} of type {kind}")
    for after, cell in enumerate(cells, place):
        if tag_of(cell) == "instructor":
            _said("instructor", after, cell, path)
    if not made.minutes:
        raise ParleyError(f"{at}: exercise {number} does not say how many minutes it takes")
    return made


def _said(tag: str, place: int, cell: Notebook, path: Path) -> dict[str, str]:
    """What a cell for the instructor says, which must have all its parts."""
    found: Mapping[str, str] = fields(cell.source)
    if lacking := [name for name in SAID[tag] if not found.get(name)]:
        raise ParleyError(f"{path}, cell {place}: the {tag} cell says nothing under **{lacking[0]}.**")
    return dict(found)
