"""How long the parts of a notebook take: an estimate from its words, its outputs and its exercises."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parley.coursecells import Exercise, tag_of
from parley.notebooks import Notebook

__all__ = ["parts", "table"]

WORDS = 200
"""Words that are read in a minute."""
LOOK = 0.5
"""Minutes to look at the output of a cell, at least."""
HEADING = re.compile(r"^## +(.+)$", re.M)
START = "Opening"
"""The part before the first heading."""


def parts(nb: Notebook, exercises: Sequence[Exercise] = ()) -> list[tuple[str, int]]:
    """Return the parts of a notebook with the minutes that each takes, at least 1.

    A part is what stands below a heading of the second level: its words and those that its cells print, 200
    in a minute, and at least half a minute for each cell with an output. An exercise takes the time that its
    cell for the instructor says.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> parts(new_notebook(cells=[new_markdown_cell("# A\\n\\nOne.\\n\\n## B\\n\\n" + "word " * 500)]))
    [('Opening', 1), ('B', 2)]
    """
    found: list[tuple[str, float]] = [(START, 0.0)]
    for cell in nb.cells:
        if tag_of(cell):
            continue
        if cell.cell_type == "code":
            found.append((found[-1][0], _looking(cell)))
            continue
        first, *rest = HEADING.split(cell.source)
        found.append((found[-1][0], _reading(first)))
        found += [(name, _reading(text)) for name, text in zip(rest[::2], rest[1::2], strict=True)]
    sums: dict[str, float] = {}
    for name, minutes in found:
        sums[name] = sums.get(name, 0.0) + minutes
    rows = [(name, max(1, round(minutes))) for name, minutes in sums.items()]
    return rows + [(f"Exercise {one.number}: {one.kind.lower()}", one.minutes) for one in exercises]


def _looking(cell: Notebook) -> float:
    """Minutes for what a cell prints or draws."""
    shown = [o.get("text") or o.get("data", {}).get("text/plain", "") for o in cell.outputs]
    return max(LOOK * bool(shown), _reading(" ".join(shown)))


def _reading(text: str) -> float:
    return len(text.split()) / WORDS


def table(rows: Sequence[tuple[str, int]]) -> str:
    """Return parts and their minutes as a table in Markdown, with what they rest on.

    Examples
    --------
    >>> print(table([("Opening", 2), ("Exercise 1: judge", 10)]))
    | part | minutes |
    |---|---:|
    | Opening | 2 |
    | Exercise 1: judge | 10 |
    | **all** | **12** |
    <BLANKLINE>
    An estimate: 200 words in a minute, at least half a minute for each output, exercises as their notes say.
    """
    lines = ["| part | minutes |", "|---|---:|", *(f"| {name} | {minutes} |" for name, minutes in rows)]
    lines += [f"| **all** | **{sum(minutes for _, minutes in rows)}** |", ""]
    said = f"An estimate: {WORDS} words in a minute, at least half a minute for each output, "
    return "\n".join([*lines, said + "exercises as their notes say."])
