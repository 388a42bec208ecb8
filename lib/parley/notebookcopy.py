"""Copies of notebooks for a report: the corpus folder put in, what holds for another corpus left out.

The folder goes in as papermill does it: a cell tagged ``parameters`` holds the defaults, and a cell after it,
tagged ``injected-parameters``, the values. Cells tagged ``bundled`` are left out. So are, for any
corpus, the notes for the instructor.
"""

from __future__ import annotations

import copy
import json
import re
import tempfile
from pathlib import Path

from parley.errors import ParleyError
from parley.notebookpage import linked_files
from parley.notebooks import Notebook, run
from parley.store import digest

PARAMETERS, BUNDLED = "parameters", "bundled"
NOTES = {"instructor", "guide"}
"""Tags of cells that are for the instructor of a course alone."""
FOLDER = "folder"
"""The variable of the parameters that names the corpus folder; empty for the bundled corpus."""


def takes_folder(nb: Notebook) -> bool:
    """Return whether a notebook can be given a corpus folder.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> takes_folder(new_notebook(cells=[new_code_cell("x = 1")]))
    False
    """
    return any(PARAMETERS in _tags(cell) for cell in nb.cells)


def prepared(nb: Notebook, folder: str = "") -> Notebook:
    """Return a copy of a notebook that is about the articles of a folder.

    Parameters
    ----------
    nb
        The notebook; it is not changed.
    folder
        The corpus folder, as the kernel will find it; empty for the bundled corpus: then only notes
        for the instructor are left out.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cells = [new_code_cell('folder = ""', metadata={"tags": ["parameters"]}),
    ...          new_code_cell("x = 1", metadata={"tags": ["bundled"]})]
    >>> [cell.source for cell in prepared(new_notebook(cells=cells), "mine").cells]
    ['folder = ""', '# Parameters\\nfolder = "mine"\\n']
    """
    nb = copy.deepcopy(nb)
    nb.cells = [cell for cell in nb.cells if not NOTES & set(_tags(cell))]
    if not folder:
        return nb
    from nbformat import from_dict
    from papermill.parameterize import parameterize_notebook  # type: ignore[import-untyped]

    nb.cells = [cell for cell in nb.cells if BUNDLED not in _tags(cell)]
    nb.metadata.setdefault("papermill", from_dict({}))  # papermill takes these for granted
    for cell in nb.cells:
        cell.metadata.setdefault("tags", [])
    return parameterize_notebook(nb, {FOLDER: folder}, kernel_name="python3", language="python")


def _tags(cell: Notebook) -> list[str]:
    return list(cell.metadata.get("tags", []))


def source_digest(nb: Notebook, path: Path, folder: str) -> str:
    """Return the hash of what a notebook's results depend on in itself: cells, tags, parameters, images.

    Stored outputs do not count.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> first, second = (new_notebook(cells=[new_code_cell(text)]) for text in ("1", "2"))
    >>> source_digest(first, Path("a.ipynb"), "") == source_digest(second, Path("a.ipynb"), "")
    False
    """
    cells = [(cell.cell_type, cell.source, _tags(cell)) for cell in nb.cells]
    images = [digest(file.name, file.read_bytes()) for file in linked_files(nb, path)]
    return digest(json.dumps(cells), folder, *images)


def run_copy(nb: Notebook, path: Path, folder: str) -> Notebook:
    """Return a prepared copy of a notebook executed; the notebook itself is not changed.

    Parameters
    ----------
    nb
        The notebook.
    path
        Where it lies. The kernel runs there; with a corpus folder, where this process runs, so that the
        folder's name leads to it.
    folder
        The corpus folder; empty for the bundled corpus.

    Raises
    ------
    ParleyError
        If a cell fails or takes too long; the message names the notebook and the cell as
        counted there.
    """
    import nbformat

    made = prepared(nb, folder)
    with tempfile.TemporaryDirectory(prefix="parley-") as held:
        place = Path(held) / path.name
        place.write_text(nbformat.writes(made), encoding="utf-8")
        try:
            return run(place, cwd=Path.cwd() if folder else path.resolve().parent)
        except ParleyError as fault:
            raise ParleyError(_original(str(fault), str(place), path, nb, made)) from None


def _original(message: str, place: str, path: Path, nb: Notebook, made: Notebook) -> str:
    """A message about a copy as one about the notebook it was made from."""
    said = re.match(re.escape(place) + r", cell (\d+)", message)
    if said is None:
        return message.replace(place, str(path))
    id = made.cells[int(said[1]) - 1].id
    number = next((str(i) for i, cell in enumerate(nb.cells, 1) if cell.id == id), "with the parameters")
    return f"{path}, cell {number}{message[said.end() :]}"
