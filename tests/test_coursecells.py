"""Tags of the teaching cells: what fits together is read, what does not is refused with its place."""

from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from parley.coursecells import exercises_of, fields, guide_of, tag_of, unfolded
from parley.errors import ParleyError

PATH = Path("a.ipynb")
NOTES = "**Objective.** To count.\n\n**Time.** 10 minutes.\n\n**Misconceptions.** None is rare."
GUIDE = "**Objectives.** A.\n\n**Prerequisites.** B.\n\n**When something fails.** C."


def text(source: str, *tags: str) -> Any:
    return new_markdown_cell(source, metadata={"tags": list(tags)})


def code(source: str, *tags: str) -> Any:
    return new_code_cell(source, metadata={"tags": list(tags)})


def compute(number: int = 1) -> list[Any]:
    return [
        text(f"**{number}. Compute.** How many?", "exercise", "bundled"),
        code("answer = ...", "stub"),
        code("answer = 1", "solution"),
        code("check(answer)", "check"),
        text(f"<details><summary>Notes</summary>\n\n{NOTES}\n\n</details>", "instructor"),
    ]


def judge(number: int = 2) -> list[Any]:
    return [
        text(f"**{number}. Judge.** May one say so?", "exercise"),
        text("Your answer.", "stub"),
        text("No.", "solution"),
        text("Perhaps.", "alternative"),
        text(NOTES, "instructor"),
    ]


def notebook(*cells: Any) -> Any:
    return new_notebook(cells=[text("# A"), *cells])


def test_exercises_are_read_in_their_order() -> None:
    found = exercises_of(notebook(*compute(), *judge(), text("The end."), text(GUIDE, "guide")), PATH)
    assert [(one.number, one.kind, one.minutes, len(one.cells)) for one in found] == [
        (1, "Compute", 10, 5),
        (2, "Judge", 10, 5),
    ]
    assert found[0].notes["Misconceptions"] == "None is rare."
    assert [cell.source for cell in found[1].parts("alternative")] == ["Perhaps."]


def test_a_notebook_without_exercises_has_none() -> None:
    assert exercises_of(notebook(text("Prose.", "bundled")), PATH) == []


def without(cells: list[Any], tag: str) -> list[Any]:
    return [cell for cell in cells if tag_of(cell) != tag]


FAULTS = [
    (notebook(text("A", "solutions")), "cell 2: tag is 'solutions'; allowed: exercise, hint"),
    (notebook(text("A", "hint", "stub")), "cell 2: tagged hint and stub; one is allowed"),
    (notebook(code("a = 1", "solution")), "cell 2: a solution that follows no exercise"),
    (notebook(*compute(), text("Prose."), code("b", "check")), "cell 8: a check that follows no exercise"),
    (notebook(text("Compute it.", "exercise")), "cell 2: an exercise begins with **1. Compute.** or **1. J"),
    (notebook(text("**1. Think.** A", "exercise")), "cell 2: an exercise begins with"),
    (notebook(*compute(2)), "cell 2: exercise 2 is number 1 of its notebook"),
    (notebook(*compute(), *judge(1)), "cell 7: exercise 1 is number 2 of its notebook"),
    *(
        (notebook(*without(compute(), tag)), f"cell 2: exercise 1 (Compute) has no {tag} of type")
        for tag in ("stub", "solution", "check", "instructor")
    ),
    *(
        (notebook(*without(judge(1), tag)), f"cell 2: exercise 1 (Judge) has no {tag} of type markdown")
        for tag in ("stub", "solution", "alternative", "instructor")
    ),
    (
        notebook(*without(compute(), "solution")[:2], text("One.", "solution"), *compute()[3:]),
        "exercise 1 (Compute) has no solution of type code",
    ),
    (
        notebook(*compute()[:4], text(NOTES.replace("Time", "When"), "instructor")),
        "cell 6: the instructor cell says nothing under **Time.**",
    ),
    (
        notebook(*compute()[:4], text(NOTES.replace("10 minutes", "Short"), "instructor")),
        "exercise 1 does not say how many minutes it takes",
    ),
    (notebook(*compute()), "needs an exercise of each kind (Compute, Judge)"),
]


@pytest.mark.parametrize(("nb", "says"), FAULTS, ids=[says[:60] for _, says in FAULTS])
def test_a_master_that_does_not_fit_together_is_refused(nb: Any, says: str) -> None:
    with pytest.raises(ParleyError) as fault:
        exercises_of(nb, PATH)
    assert str(fault.value).startswith("a.ipynb")
    assert says in str(fault.value)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ([], "0 cells are tagged guide; there must be one"),
        ([text(GUIDE, "guide"), text(GUIDE, "guide")], "2 cells are tagged guide"),
        (
            [text("**Objectives.** A.", "guide")],
            "cell 2: the guide cell says nothing under **Prerequisites.**",
        ),
    ],
)
def test_a_notebook_has_one_guide(cells: list[Any], says: str) -> None:
    with pytest.raises(ParleyError, match=r"a\.ipynb") as fault:
        guide_of(notebook(*cells), PATH)
    assert says in str(fault.value)


def test_the_guide_is_read() -> None:
    assert guide_of(notebook(text(GUIDE, "guide")), PATH)["When something fails"] == "C."


def test_folds_are_opened_and_bold_words_inside_a_paragraph_begin_none() -> None:
    folded = "Before.\n\n<details>\n<summary>Solution</summary>\n\nA **bold.** word.\n\n</details>"
    assert unfolded(folded, "Answer") == "Before.\n\n**Answer.**\n\nA **bold.** word."
    assert fields("**Time.** 5 **Minutes.** more") == {"Time": "5 **Minutes.** more"}
