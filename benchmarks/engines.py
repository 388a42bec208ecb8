"""How well two workers use two cores, and what coding costs by article.

    python benchmarks/engines.py [FOLDER] [--articles 2000] [--runs 5] [--engines processes dask]

FOLDER holds articles; without it, articles are mixed by a seeded draw from the paragraphs of the project's
test articles. Each run codes them without cache, by one worker and by two of each engine in turn, each time
in a process of its own, start of the workers included. Prints efficiency: the time of one worker over twice
the time of two, median of the runs, lowest and highest; then what an article costs, and what a million would
cost, as docs/scaling.md computes it. What the cache takes is measured on 20 of the articles.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MILLION = 1_000_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", metavar="FOLDER")
    parser.add_argument("--articles", type=int, default=2000, metavar="N", help="default: %(default)s")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="default: %(default)s")
    parser.add_argument("--engines", nargs="+", default=["processes", "dask"], metavar="NAME")
    parser.add_argument("--measure", nargs=2, metavar=("ENGINE", "WORKERS"), help="print one run as JSON")
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.folder, options.measure[0], int(options.measure[1]))))
        return
    with tempfile.TemporaryDirectory() as place:
        folder = choose(options.folder, Path(place), options.articles)
        runs = list(measured(folder, options.engines, options.runs))
        size, files = kept(folder)
    cache = f"| cache on disk | {size / 1e3:.0f} kB in {files:.1f} files | {size * MILLION / 1e9:,.0f} GB |"
    print("\n".join([*efficiency(runs), "", *costs(runs), cache]))


def choose(given: str | None, place: Path, count: int) -> Path:
    """Put so many articles into a folder: links to those given, or mixed ones."""
    if given is None:
        mix(place, count)
        return place
    paths = sorted(Path(given).resolve().glob("*.txt"))[:count]
    if len(paths) < count:
        sys.exit(f"{given} holds {len(paths)} articles, not {count}; see --articles")
    for path in paths:
        (place / path.name).symlink_to(path)
    return place


def mix(place: Path, count: int) -> None:
    """Write articles of 6 to 14 paragraphs, drawn from the test articles with a fixed seed."""
    texts = [
        p.read_text("utf-8")
        for f in ("articles", "positions/*")
        for p in sorted((ROOT / "tests").glob(f"{f}/*.txt"))
    ]
    paragraphs = [line for text in texts for line in text.splitlines() if len(line) > 80]
    draw = random.Random(1)
    for i in range(count):
        chosen = draw.sample(paragraphs, draw.randint(6, 14))
        (place / f"mixed-{i:05}.txt").write_text("\n\n".join([f"Report number {i}", *chosen]) + "\n", "utf-8")


def measured(folder: Path, engines: list[str], runs: int) -> Iterator[dict[str, Any]]:
    """One measurement after another, each in a process of its own."""
    for _ in range(runs):
        for engine in engines:
            for workers in ("1", "2"):
                command = [sys.executable, __file__, str(folder), "--measure", engine, workers]
                done = subprocess.run(command, capture_output=True, text=True)
                if done.returncode:
                    sys.exit(done.stderr)
                yield json.loads(done.stdout.splitlines()[-1])


def measure(folder: str, engine: str, workers: int) -> dict[str, Any]:
    """Code a folder once: seconds, the workers' seconds of processor, their largest memory, bytes on disk."""
    from parley.coding import code_to
    from parley.tables import read_table

    with tempfile.TemporaryDirectory() as out:
        begin = time.perf_counter()
        rows = code_to(folder, out, engine=engine, workers=workers, cache=False)
        seconds = time.perf_counter() - begin
        size = sum(path.stat().st_size for path in Path(out).rglob("*") if path.is_file())
        words = int(read_table(Path(out), "documents")["words"].sum())
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "engine": engine,
        "workers": workers,
        "articles": rows["documents"],
        "words": words,
        "seconds": seconds,
        "worker_cpu": children.ru_utime + children.ru_stime,
        "client_cpu": own.ru_utime + own.ru_stime,
        "worker_memory": children.ru_maxrss * unit,
        "client_memory": own.ru_maxrss * unit,
        "disk": size,
    }


def kept(folder: Path, sample: int = 20) -> tuple[float, float]:
    """Bytes and files of the cache, by article."""
    from parley.coding import code

    with tempfile.TemporaryDirectory() as cache:
        count = len(code(sorted(folder.glob("*.txt"))[:sample], cache=cache).documents)
        sizes = [path.stat().st_size for path in Path(cache).rglob("*") if path.is_file()]
    return sum(sizes) / count, len(sizes) / count


def efficiency(runs: list[dict[str, Any]]) -> list[str]:
    """The time of one worker over twice that of two, by engine."""
    lines = [
        "| engine | articles | runs | efficiency of two workers | lowest | highest |",
        "|---|---|---|---|---|---|",
    ]
    for engine in dict.fromkeys(run["engine"] for run in runs):
        one, two = (
            [r["seconds"] for r in runs if (r["engine"], r["workers"]) == (engine, n)] for n in (1, 2)
        )
        found = [a / (2 * b) for a, b in zip(one, two, strict=True)]
        cells = (engine, f"{runs[0]['articles']:,}", len(found), f"{median(found):.2f}")
        lines.append("| " + " | ".join(map(str, (*cells, f"{min(found):.2f}", f"{max(found):.2f}"))) + " |")
    return lines


def costs(runs: list[dict[str, Any]]) -> list[str]:
    """What an article costs, from the runs with two workers; what a million would."""
    two = [run for run in runs if run["workers"] == 2]

    def middle(name: str, by: str = "articles") -> float:
        return median(run[name] / run[by] for run in two)

    cpu, client, disk = middle("worker_cpu"), middle("client_cpu"), middle("disk")
    memory = median(run["worker_memory"] for run in two) / 1e9
    return [
        "| figure | by article | a million articles |",
        "|---|---|---|",
        f"| words | {middle('words'):.0f} | {middle('words') * MILLION / 1e6:.0f} million |",
        f"| workers' processor time | {cpu:.2f} s | {cpu * MILLION / 3600:,.0f} core hours |",
        f"| client's processor time | {1000 * client:.0f} ms | {client * MILLION / 3600:,.0f} hours |",
        f"| tables on disk | {disk / 1e3:.0f} kB | {disk * MILLION / 1e9:,.0f} GB |",
        f"| largest memory of a worker | | {memory:.2f} GB for each worker |",
    ]


if __name__ == "__main__":
    main()
