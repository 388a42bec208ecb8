"""From the command to the result where everything is cached: a second run, the import, the first figure.

Every measured run is a process of its own, as for a user, with byte-compiled modules.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import nbformat
from timing import ROOT, Figure, in_turn

SECOND_RUN, FIRST_FIGURE = 1.0, 3.0
CODE = "import sys; from parley.cli import main; sys.exit(main(sys.argv[1:]))"
PANDAS = "import pandas, pyarrow.parquet"
LIBRARIES = "import pandas, seaborn; axes = seaborn.lineplot(x=[1, 2], y=[1, 2]); axes.figure.canvas.draw()"


def first_figure() -> str:
    """The cells of the first notebook from the import to the first figure, as one script that draws it."""
    nb = nbformat.read(sorted((ROOT / "notebooks").glob("*.ipynb"))[0], as_version=4)
    cells = [cell.source for cell in nb.cells if cell.cell_type == "code"]
    last = next(number for number, source in enumerate(cells, 1) if "plots.show(" in source)
    return "\n".join([*cells[:last], "ax.figure.canvas.draw()"])


def environment(held: Path) -> dict[str, str]:
    """The environment of the measured processes: a cache of their own, byte-compiled modules, no screen."""
    ours = {"PARLEY_CACHE": str(held / "cache"), "PYTHONPYCACHEPREFIX": str(held / "compiled")}
    ours |= {"MPLBACKEND": "agg", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | ours


def python(code: str, *arguments: str, env: dict[str, str]) -> None:
    """Run some code in a process of its own."""
    command = [sys.executable, "-c", code, *arguments]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)


def figures(runs: int, quick: bool = False) -> Iterator[Figure | str]:
    """Yield what a start costs, and remarks."""
    with tempfile.TemporaryDirectory() as name:
        held = Path(name)
        env = environment(held)
        shutil.copytree(ROOT / "seeds", held / "seeds")
        coding = _second(held)
        works = {
            "second": partial(python, CODE, *coding, env=env),
            "pandas": partial(python, PANDAS, env=env),
            "parley": partial(python, "import parley", env=env),
            "bare": partial(python, "pass", env=env),
            "figure": partial(python, first_figure(), env=env),
            "libraries": partial(python, LIBRARIES, env=env),
        }
        for work in works.values():
            work()
        times = in_turn(runs, **works)
        what, reference = (
            "second `parley code` of the five bundled articles",
            "python that imports pandas and pyarrow",
        )
        yield Figure(what, reference, times["second"], times["pandas"], limit=SECOND_RUN)
        yield Figure("`import parley`", "python that does nothing", times["parley"], times["bare"])
        what, reference = (
            "`import parley` to the first figure",
            "python that imports seaborn and draws a line",
        )
        yield Figure(what, reference, times["figure"], times["libraries"], limit=FIRST_FIGURE)
        if not quick:
            yield from _profiles(held)


def _profiles(held: Path) -> Iterator[str]:
    """The second run and the first figure, in a process each."""
    for name, code in (
        ("second-run", f"from parley.cli import main\nmain({_second(held)!r})"),
        ("figure", first_figure()),
    ):
        asked = f"import profiles; print(profiles.keep({name!r}, lambda: exec({code!r}, {{}})))"
        env = environment(held)
        env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "benchmarks"), env["PYTHONPATH"]])
        done = subprocess.run(
            [sys.executable, "-c", asked], env=env, check=True, capture_output=True, text=True
        )
        yield done.stdout.strip().splitlines()[-1]


def _second(held: Path) -> list[str]:
    return ["code", str(held / "seeds"), "--out", str(held / "tables"), "--quiet"]


if __name__ == "__main__":
    import run

    run.main([Path(__file__).stem])
