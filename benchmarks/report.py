"""The report of the bundled corpus with filled caches, beside as many bare kernels and beside nbclient.

The notebooks are executed anew in every run, into a folder that is not there yet. A bare kernel is started,
imports pandas, seaborn and spaCy, and is shut down; as many as there are notebooks, as many at once as the
report takes.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from timing import ROOT, Figure, in_turn

from parley.report import build_site
from parley.workers import on_all

GOAL = 1.5
TIMEOUT = 600
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def bare(path: Path) -> None:
    """Start a kernel where a notebook lies, import the three libraries, shut it down."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3", cwd=str(path.parent))
    try:
        client.execute_interactive("import pandas, seaborn, spacy", timeout=TIMEOUT)
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


def plain(path: Path) -> None:
    """Execute a notebook by nbclient and keep nothing."""
    import nbformat
    from nbclient import NotebookClient

    nb = nbformat.read(path, as_version=4)
    NotebookClient(nb, timeout=TIMEOUT, resources={"metadata": {"path": str(path.parent)}}).execute()


def whole() -> None:
    """Write the report into a new folder."""
    with tempfile.TemporaryDirectory() as held:
        build_site(NOTEBOOKS, Path(held) / "site")


def figures(runs: int, quick: bool = False) -> Iterator[Figure | str]:
    """Yield what the report costs."""
    with contextlib.redirect_stdout(io.StringIO()):
        whole()
        times = in_turn(
            runs,
            report=whole,
            kernels=lambda: on_all(bare, NOTEBOOKS),
            nbclient=lambda: on_all(plain, NOTEBOOKS),
        )
    what = f"`parley report`, {len(NOTEBOOKS)} notebooks, caches filled"
    kernels = f"{len(NOTEBOOKS)} bare kernels that import pandas, seaborn and spaCy"
    yield Figure(what, kernels, times["report"], times["kernels"], GOAL)
    yield Figure(what, "nbclient on the same notebooks", times["report"], times["nbclient"])


if __name__ == "__main__":
    import run

    run.main([Path(__file__).stem])
