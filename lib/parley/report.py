"""Notebooks executed in place, and the names under which pages of notebooks are made.

>>> from parley.report import build_site, execute, export
>>> execute("notebooks/03_voices.ipynb")                      # doctest: +SKIP
>>> export("notebooks/03_voices.ipynb", "voices.html")        # doctest: +SKIP
>>> build_site(["notebooks/03_voices.ipynb"], "site")         # doctest: +SKIP

`python -m parley.report execute PATH...` executes notebooks in place, all at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from parley.errors import ParleyError
from parley.notebookpage import export
from parley.notebooks import execute, normalise
from parley.site import build_site
from parley.workers import on_all

__all__ = ["build_site", "execute", "export", "main", "normalise"]


def _in_place(path: Path) -> None:
    execute(path)


def main(argv: Sequence[str] | None = None) -> int:
    """Execute notebooks in place from the command line; return the exit status.

    Examples
    --------
    >>> main(["execute", "no.ipynb"])  # doctest: +SKIP
    1
    """
    parser = argparse.ArgumentParser(prog="python -m parley.report", description=__doc__)
    parser.add_argument("task", choices=["execute"])
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--workers", type=int, help="notebooks run at the same time")
    options = parser.parse_args(argv)
    try:
        _, faults = on_all(_in_place, options.paths, options.workers)
    except ParleyError as error:
        faults = {Path(): str(error)}
    for path in sorted(faults):
        print(faults[path], file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
