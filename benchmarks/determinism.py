"""Are two fresh runs the same, byte for byte, whatever the hash seed and the number of processes?

    python benchmarks/determinism.py [--notebooks N] [CORPUS...]

Codes the articles (the bundled ones and those of tests/ by default) without a cache under each of the
`CONDITIONS`, and compares the CSV of every table and the content of its Parquet file. Then executes copies of
all notebooks twice, each time with an empty cache, and compares what would be stored; ``--notebooks 0``
leaves that out. Outputs are compared as `make notebooks` stores them: memory addresses and temporary names
are blanked.
Exit status 1 if anything differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CONDITIONS = {
    "seed 0, in the process itself": ("0", "serial", None),
    "seed 0, one worker": ("0", "processes", 1),
    "seed 1, two workers": ("1", "processes", 2),
    "seed random, in the process itself": ("random", "serial", None),
}
"""By name: PYTHONHASHSEED, engine and workers."""
CORPORA = ("seeds", "tests/articles", "tests/times", "tests/figures")
PROGRAM = """
import sys
from pathlib import Path
from parley.coding import code
paths, out, engine, workers = sys.argv[1:]
if __name__ == "__main__":
    corpus = code(paths.split(":"), cache=False, engine=engine, workers=int(workers) if workers else None)
    for format in ("csv", "parquet"):
        corpus.save(Path(out), format)
"""


def tables(paths: list[str], condition: tuple[str, str, int | None], folder: Path) -> dict[str, str]:
    """Code in a process of its own; return the hash of each table's file by its name."""
    seed, engine, workers = condition
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PARLEY_CACHE": str(folder / "cache")}
    program = folder / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(program), ":".join(paths), str(folder / "out"), engine, str(workers or "")]
    subprocess.run(command, env=environment, check=True)
    return {path.name: content(path) for path in sorted((folder / "out").iterdir())}


def content(path: Path) -> str:
    """The hash of a CSV file's bytes; of a Parquet file's columns, types and metadata, without its writer."""
    data = path.read_bytes()
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        table = pq.read_table(path)
        data = repr((table.schema.to_string(), table.to_pydict())).encode()
    return hashlib.sha256(data).hexdigest()


def notebooks(seed: str, workers: int, folder: Path) -> dict[str, str]:
    """Execute copies of all notebooks; return the hash of each cell's outputs by notebook and number."""
    copies = shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    paths = sorted(str(path) for path in copies.glob("*.ipynb"))
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PARLEY_CACHE": str(folder / "cache")}
    command = [sys.executable, "-m", "parley.report", "execute", "--workers", str(workers), *paths]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    found = {}
    for path in paths:
        cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
        for number, cell in enumerate(cells, 1):
            shown = json.dumps(cell.get("outputs", []), sort_keys=True).encode()
            found[f"{Path(path).stem}, cell {number}"] = hashlib.sha256(shown).hexdigest()
    return found


def different(found: dict[str, dict[str, Any]]) -> list[str]:
    """What is not the same under all conditions, by name and condition; the first is the measure."""
    first, *others = found
    return [
        f"{name}: {other} is not as {first}"
        for other in others
        for name in sorted({*found[first], *found[other]})
        if found[first].get(name) != found[other].get(name)
    ]


def main() -> int:
    """Compare tables, then notebooks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notebooks", type=int, default=2, help="how often the notebooks are executed")
    parser.add_argument("corpora", nargs="*", default=[str(ROOT / part) for part in CORPORA])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        runs = {}
        for number, (condition, values) in enumerate(CONDITIONS.items()):
            (place := Path(name) / str(number)).mkdir()
            runs[condition] = tables(options.corpora, values, place)
            print(f"tables with {condition}: {len(runs[condition])} files", flush=True)
        faults = different(runs)
        runs = {}
        for number in range(options.notebooks):
            (place := Path(name) / f"notebooks{number}").mkdir()
            seed, workers = ("0", 1) if number % 2 == 0 else ("random", 2)
            condition = f"run {number + 1}, seed {seed}, {workers} at a time"
            runs[condition] = notebooks(seed, workers, place)
            print(f"notebooks in {condition}: {len(runs[condition])} cells", flush=True)
        faults += different(runs) if runs else []
    print(*faults or ["no difference"], sep="\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
