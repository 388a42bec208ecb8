"""Runs that alternate, figures as ratios, and what the benchmarks say of the machine.

A figure is the time of one thing as a share of another's, both measured in turn in the same run: what slows
the machine slows both. Its value is the median of the ratios of the pairs, with the lowest and the highest.
"""

from __future__ import annotations

import os
import platform
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "benchmarks" / "README.md"
PACKAGES = (
    "spacy",
    "pandas",
    "numpy",
    "onnxruntime",
    "pyarrow",
    "textblob",
    "textacy",
    "nbclient",
    "seaborn",
)
HEAD = "| what | of what | ratio | lowest, highest | goal | seconds | runs |\n|---|---|---|---|---|---|---|"

Work = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """One figure: the time of ``what`` by that of ``reference``, a value for each pair of runs.

    ``goal`` is the highest ratio wanted, or the lowest if ``more`` is true (then the ratio is of rates), and
    ``limit`` the highest time, in seconds; 0 for none.
    """

    what: str
    reference: str
    times: tuple[float, ...]
    reference_times: tuple[float, ...]
    goal: float = 0.0
    more: bool = False
    limit: float = 0.0

    @property
    def ratios(self) -> list[float]:
        """The ratio of each pair: of times, or of rates."""
        pairs = zip(self.times, self.reference_times, strict=True)
        return [b / a if self.more else a / b for a, b in pairs]

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return median(self.ratios)

    @property
    def verdict(self) -> str:
        """The goal, and whether it is met."""
        said = []
        if self.goal:
            met = self.ratio >= self.goal if self.more else self.ratio <= self.goal
            word = "at least" if self.more else "at most"
            said.append(f"{word} {self.goal:.2f}: {'met' if met else 'missed'}")
        if self.limit:
            met = median(self.times) <= self.limit
            said.append(f"at most {self.limit:g} s: {'met' if met else 'missed'}")
        return "; ".join(said) or "-"

    def row(self) -> str:
        """The figure as a row of a table in Markdown."""
        spread = f"{min(self.ratios):.2f}, {max(self.ratios):.2f}"
        seconds = f"{median(self.times):.2f} / {median(self.reference_times):.2f}"
        cells = (self.what, self.reference, f"**{self.ratio:.2f}**", spread, self.verdict, seconds)
        return f"| {' | '.join(cells)} | {len(self.times)} |"


def in_turn(runs: int, **works: Work) -> dict[str, tuple[float, ...]]:
    """Do each work so many times, in turn, in the opposite order every second time; return the seconds.

    What needs no measuring (loading, the first call) is the caller's to do before.
    """
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(runs):
        for name in list(works)[:: -1 if turn % 2 else 1]:
            start = time.perf_counter()
            works[name]()
            times[name].append(time.perf_counter() - start)
    return {name: tuple(measured) for name, measured in times.items()}


def machine() -> str:
    """Where and with what the figures were measured, in one paragraph."""
    versions = [f"{name} {found}" for name in PACKAGES if (found := _version(name))]
    load = f"; load when it began {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{time.strftime('%Y-%m-%d')}, {_processor()}, {os.cpu_count()} cores{_memory()}, {platform.system()}"
        f"{load}. Python {platform.python_version()}, {', '.join(versions)}."
    )


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    except OSError:
        found = None
    return " ".join(found[1].split()) if found else platform.machine()


def _memory() -> str:
    try:
        return f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (AttributeError, ValueError, OSError):
        return ""


def section(figures: list[Figure], notes: list[str], said: str) -> str:
    """The table of some figures, the machine, and remarks, in Markdown."""
    parts = ["\n".join([HEAD, *(figure.row() for figure in figures)]), said, *notes]
    return "\n\n".join(parts)


def put(text: str, name: str, body: str) -> str:
    """A text with what stands between the markers of a name replaced."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    if begin not in text or end not in text:
        raise SystemExit(f"no markers {begin} and {end} to write between")
    head, rest = text.split(begin, 1)
    return f"{head}{begin}\n{body}\n{end}{rest.split(end, 1)[1]}"
