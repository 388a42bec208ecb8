"""Measures the speed of Parley; each figure is a ratio against a reference of the same run.

    python benchmarks/run.py [NAME ...] [--quick] [--runs N]

Names are coding, model, startup and report; all by default. The tables are written into benchmarks/README.md,
between the markers of each name, and profiles into benchmarks/profiles/. With --quick each thing is measured
once and printed, and nothing is written. What needs other sets or a browser is run by itself: quotations.py,
positions.py, latency.py and targets/measure.py say how.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

import timing

NAMES = ("coding", "model", "startup", "report")
RUNS = 5


def measured(name: str, runs: int, quick: bool) -> str:
    """Run one benchmark and print its figures as they come; return its section of the README."""
    said, figures, notes = timing.machine(), [], []
    for found in importlib.import_module(name).figures(runs, quick):
        if isinstance(found, timing.Figure):
            figures.append(found)
        else:
            notes.append(f"Profile: [{found}]({found})" if found.endswith(".txt") else found)
        print(found.row() if isinstance(found, timing.Figure) else notes[-1], flush=True)
    return timing.section(figures, notes, said)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and write what was measured; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; default: all")
    parser.add_argument("--quick", action="store_true", help="once, printed, nothing written")
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of each thing; default: %(default)s")
    options = parser.parse_args(argv)
    if odd := sorted(set(options.names) - set(NAMES)):
        parser.error(f"no benchmark {odd[0]!r}; there are {', '.join(NAMES)}")
    if options.runs < RUNS and not options.quick:
        parser.error(f"figures that are written need {RUNS} runs or more; --quick writes none")
    for name in options.names or NAMES:
        print(f"\n{name}\n{timing.HEAD}", flush=True)
        body = measured(name, 1 if options.quick else options.runs, options.quick)
        if not options.quick:
            text = timing.README.read_text(encoding="utf-8")
            timing.README.write_text(timing.put(text, name, body), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
