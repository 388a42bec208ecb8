"""Time and memory of ``parley code`` as the number of articles grows.

    python benchmarks/scale.py [--articles 10 100 1000] [--words 600] [--warm] [--no-model]

For each number, articles are generated (`generate.py`) and coded to Parquet in a process of its own, with a
cache of its own that is empty at first. One article is coded before the clock starts, so that loading the
models does not count. Prints, as rows in Markdown, seconds for an article, beside those of the smallest
number, and the peak of the memory (RSS), beside that of the number before. ``--warm`` codes again with the
cache full: what then counts is reading, looking up and writing, not the models. With ``--words 80`` the
articles are short; with ``--no-model`` every target gets equal probabilities instead of being judged by the
target model, which takes nine tenths of the time: so 10,000 are feasible.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import generate

CHILD = """
import json, resource, sys, time
import numpy as np
from parley import portrayal
from parley.coding import code_to
from parley.registry import read_registry
folder, out, model = sys.argv[1:]
if not int(model):
    portrayal.judge = lambda pairs: np.full((len(pairs), 3), 1 / 3)
known = read_registry(folder)
code_to(f"{folder}/a000000.txt", out + "-first", registry=known)
start, used = time.perf_counter(), time.process_time()
rows = code_to(folder, out, registry=known)
took, cpu = time.perf_counter() - start, time.process_time() - used
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": took, "cpu": cpu, "rss": peak}))
"""


def measured(folder: Path, out: Path, cache: Path, model: bool) -> dict[str, float]:
    """Seconds, seconds of the processor, and the peak of the memory in MB, of coding a folder."""
    command = [sys.executable, "-c", CHILD, str(folder), str(out), str(int(model))]
    done = subprocess.run(
        command, env={**os.environ, "PARLEY_CACHE": str(cache)}, check=True, capture_output=True, text=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--articles", type=int, nargs="+", default=[10, 100, 1000])
    asked.add_argument("--words", type=int, default=600)
    asked.add_argument("--warm", action="store_true")
    asked.add_argument("--no-model", action="store_true")
    options = asked.parse_args()
    print("| articles | words | cache | seconds an article | to the first | CPU seconds | peak MB | growth |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    first: dict[str, float] = {}
    before: dict[str, float] = {}
    for number in options.articles:
        with tempfile.TemporaryDirectory() as made:
            folder = generate.write(number, Path(made) / "articles", words=options.words)
            for cache in ["empty", "full"][: 1 + options.warm]:
                places = (Path(made) / name for name in ("tables", "cache"))
                found = measured(folder, *places, not options.no_model)
                each = found["seconds"] / max(number - (cache == "empty"), 1)
                share = each / first.setdefault(cache, each)
                growth = found["rss"] / before.setdefault(cache, found["rss"])
                before[cache] = found["rss"]
                cpu = found["cpu"] / max(number - (cache == "empty"), 1)
                cells = f"{each:.3f} | {share:.2f} | {cpu:.3f} | {found['rss']:,.0f} | {growth:.2f}"
                print(f"| {number:,} | {options.words} | {cache} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
