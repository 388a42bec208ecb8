"""Kill writers at random moments, and see that nothing is lost and nothing half-written is read.

    python benchmarks/kills.py [code] [add] [journal] [report] [--kills 200] [--minutes 60] [--seed 1]

Each round starts the work in a process of its own (forked from one that has loaded everything, so that a kill
meets the work and not the imports), kills it with SIGKILL after a random time up to that of a whole run, and
looks at what is there:

- code: each file in the folder of the tables is whole, of the old corpus or of the new one, and is read;
- add: each entry of the list has its text with its hash, and the corpus can be read;
- journal: each code whose number was acknowledged is there, once, in order;
- report: each page that the site's list names is there as it was written.

At the end of every round the work is done again without a kill: the result is that of an undisturbed run.
Printed is a row for each: rounds, kills that met the work, faults.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

NEWS = "The union rejected the offer on Friday, Report {i} says. “No,” Maria Lund said. Talks ended."
PAGES = 3


@dataclass
class Work:
    """One kind of work: what it does, what must hold after a kill, and what its result is."""

    do: Callable[[Path], None]
    check: Callable[[Path], list[str]]
    result: Callable[[Path], object]


def files(folder: Path) -> dict[str, str]:
    """The hash of each file below a folder that is not hidden."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def material(folder: Path) -> Path:
    """A few articles to work on."""
    (folder / "texts").mkdir(parents=True)
    for i in range(3):
        (folder / "texts" / f"a{i}.txt").write_text(f"Report {i}\n\n{NEWS.format(i=i)}\n", "utf-8")
    rows = [{"title": f"Report {i}", "text": f"Story {i}. {NEWS.format(i=i)} " * 3} for i in range(20)]
    (folder / "table.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return folder


def code_work(base: Path) -> Work:
    """`parley code` into a folder that holds older tables; results of single articles are kept."""
    from parley.coding import code_to, load
    from parley.errors import ParleyError
    from parley.schema import TABLES
    from parley.tables import read_table

    texts = base / "texts"

    def do(folder: Path) -> None:
        code_to(texts, folder / "out", format="csv", cache=folder / "cache")

    def check(folder: Path) -> list[str]:
        wrong = []
        for name in TABLES:
            if (folder / "out" / f"{name}.csv").exists():
                try:
                    read_table(folder / "out", name)
                except ParleyError as fault:
                    wrong.append(str(fault))
        return wrong

    def result(folder: Path) -> object:
        load(folder / "out", texts)
        return files(folder / "out")

    return Work(do, check, result)


def add_work(base: Path) -> Work:
    """`parley add` of a table with twenty articles."""
    from parley.corpusfolder import add, new_corpus
    from parley.sources import read_listing, read_sources

    def do(folder: Path) -> None:
        if not (folder / "mine" / "sources.toml").exists():
            shutil.rmtree(folder / "mine", ignore_errors=True)
            new_corpus(folder / "mine")
        add(folder / "mine", base / "table.jsonl")

    def check(folder: Path) -> list[str]:
        entries = read_listing(folder / "mine") if (folder / "mine").is_dir() else []
        if entries:
            list(read_sources(folder / "mine"))
        return [
            f"{entry['file']} is not what was listed"
            for entry in entries
            if hashlib.sha256((folder / "mine" / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]
        ]

    def result(folder: Path) -> object:
        return files(folder / "mine")

    return Work(do, check, result)


def journal_work(base: Path) -> Work:
    """Coding into a journal: fifty codes, each acknowledged in a file beside it."""
    from parley.journal import open_journal
    from parley.journalfile import read_journal

    articles = {"a": {"file": "a.txt", "sha256": "00"}}

    def do(folder: Path) -> None:
        with (
            open_journal(folder / "codings", "ada", articles) as journal,
            (folder / "said").open("ab", 0) as said,
        ):
            for n in range(len(journal.codes.entries) + 1, 51):
                unit = {"doc": "a", "start": n, "end": n + 9, "target": "Lee"}
                row = {**unit, "polarity": "neutral", "voice": "author", "holder": "x" * (n % 97)}
                said.write(f"{journal.code('targets', unit, [row])}\n".encode())

    def check(folder: Path) -> list[str]:
        said = (folder / "said").read_text().split() if (folder / "said").exists() else []
        if not said:
            return []
        found = [str(entry.seq) for entry in read_journal(folder / "codings", "ada").entries]
        wrong = [f"{n} was acknowledged and is not there" for n in said if n not in found]
        return wrong + (["numbers are doubled"] if len(set(said)) < len(said) else [])

    def result(folder: Path) -> object:
        return (folder / "codings" / "ada" / "journal.jsonl").read_bytes()

    return Work(do, check, result)


def report_work(base: Path) -> Work:
    """`parley report` on three small notebooks of one corpus."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    from parley.manifest import read_manifest
    from parley.site import build_site
    from parley.store import file_hash

    books = []
    for i in range(PAGES):
        head = new_code_cell('folder = ""', metadata={"tags": ["parameters"]})
        book = new_notebook(cells=[new_markdown_cell(f"# Page {i}"), head, new_code_cell(f"print({i})")])
        book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        books.append(base / f"{i:02}_page.ipynb")
        nbformat.write(book, books[-1])
    corpus = base / "texts"

    def do(folder: Path) -> None:
        build_site(books, folder / "site", corpus=corpus, workers=1)

    def check(folder: Path) -> list[str]:
        listed = read_manifest(folder / "site") if (folder / "site").exists() else {}
        return [
            f"{name} is not as listed"
            for name, entry in listed.items()
            if entry.sha256 and file_hash(folder / "site" / name) != entry.sha256
        ]

    def result(folder: Path) -> object:
        return sorted(files(folder / "site"))

    return Work(do, check, result)


WORKS = {"code": code_work, "add": add_work, "journal": journal_work, "report": report_work}


def started(work: Work, folder: Path) -> int:
    """Start the work in a process of its own, which leads its own group."""
    child = os.fork()
    if child:
        return child
    try:
        os.setpgid(0, 0)
        work.do(folder)
        os._exit(0)
    except BaseException as fault:
        print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
        os._exit(1)


def campaign(name: str, kills: int, seed: int, minutes: float = 600) -> tuple[int, int, list[str]]:
    """Kill one kind of work again and again; return rounds, kills that met it, and faults."""
    chance, met, wrong, rounds = random.Random(seed), 0, [], 0
    end = time.monotonic() + 60 * minutes
    with tempfile.TemporaryDirectory() as base:
        work = WORKS[name](material(Path(base) / "material"))
        whole = Path(base) / "undisturbed"
        whole.mkdir()
        work.do(whole)  # loads what there is to load
        expected = _again(work, whole)
        began = time.monotonic()
        shutil.rmtree(whole)
        whole.mkdir()
        work.do(whole)
        longest = time.monotonic() - began
        for round in range(kills):
            if time.monotonic() > end:
                break
            rounds += 1
            folder = Path(base) / f"round{round}"
            folder.mkdir()
            if round % 2 and name != "journal":
                shutil.copytree(whole, folder, dirs_exist_ok=True)  # over an earlier result
                if name == "code":
                    shutil.rmtree(folder / "cache")
            met += _killed(work, folder, chance.uniform(0, 1.2 * longest))
            try:
                wrong += work.check(folder)
                if _again(work, folder) != expected:
                    wrong.append(f"round {round}: another result than undisturbed")
            except Exception as fault:
                wrong.append(f"round {round}: {type(fault).__name__}: {fault}")
            shutil.rmtree(folder)
    return rounds, met, wrong


def _again(work: Work, folder: Path) -> object:
    """The result after the work is done without a kill."""
    work.do(folder)
    return work.result(folder)


def _killed(work: Work, folder: Path, after: float) -> bool:
    """Start the work, kill it after a time; return whether it was still at it."""
    child = started(work, folder)
    time.sleep(after)
    for kill in (os.killpg, os.kill):
        try:
            kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue
        break
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def main() -> int:
    """Run the campaigns that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("works", nargs="*", default=[], metavar="WORK", help=", ".join(WORKS))
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=600, help="most time for each work")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    faulty = False
    for name in chosen.works or WORKS:
        rounds, met, wrong = campaign(name, chosen.kills, chosen.seed, chosen.minutes)
        print(f"| {name} | {rounds} | {met} | {len(wrong)} |", *wrong[:5], sep="\n    ", flush=True)
        faulty = faulty or bool(wrong)
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main())
