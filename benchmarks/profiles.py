"""Profiles as text: where the time goes, by pyinstrument."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "profiles"
INTERVAL = 0.001
WIDEST = 0.01
"""Calls that take less than this share of the whole are left out."""


def keep(name: str, work: Callable[[], object]) -> str:
    """Profile a work and keep the tree as ``profiles/NAME.txt``; say so, or that pyinstrument is missing."""
    try:
        from pyinstrument import Profiler
        from pyinstrument.renderers import ConsoleRenderer
    except ImportError:
        return f"no profile of {name}: pyinstrument is not installed (pip install '.[bench]')"
    profiler = Profiler(interval=INTERVAL)
    with profiler:
        work()
    options = {"filter_threshold": WIDEST}
    renderer = ConsoleRenderer(unicode=False, color=False, processor_options=options, time="percent_of_total")
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.txt").write_text(_tidy(profiler.output(renderer)), encoding="utf-8")
    return f"profiles/{name}.txt"


def _tidy(text: str) -> str:
    """The tree alone: without the head, times of day and paths."""
    lines = [line.rstrip() for line in text.splitlines()]
    first = next((i for i, line in enumerate(lines) if re.match(r"\s*\d+(\.\d+)?%? ", line)), 0)
    tree = "\n".join(lines[first:]).split("To view this report")[0]
    return re.sub(r"(?:\.\./|/)[\w./-]*/(?=[\w.-]+\.py)", "", tree).rstrip() + "\n"
