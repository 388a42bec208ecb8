"""Try many texts and byte strings on each layer, and count them.

    python benchmarks/fuzz.py [LAYER ...] [--minutes 2] [--seed 1]
    python benchmarks/fuzz.py --guided [LAYER ...] [--minutes 2]

Layers: bytes (decoding of arbitrary bytes), blocks, sentences, quotes, events, claims, all. Hypothesis makes
scrapes up (`tests/support/scrapes.py`) until the time is over; with --guided, atheris (``pip install
atheris``, on PYTHONPATH) mutates them, guided by the coverage of Parley's own code. What must hold: tables
that keep their contract, each character that is not blank in exactly one block, every place leads to the text
it names; or one ParleyError.
An input that breaks this is printed with the fault, and the exit code is 1. The last line is a row of the
table in the README.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from hypothesis import HealthCheck, Phase, given, seed, settings

import scrapes

LAYERS = ("bytes", "blocks", "sentences", "quotes", "events", "claims", "all")
BATCH = 200


class Broken(Exception):
    """What must hold does not."""


@cache
def registry() -> Any:
    """The bundled lists."""
    from parley.registry import read_registry

    return read_registry()


def tables(layer: str, raw: str) -> dict[str, Any]:
    """The tables of one layer for a text."""
    from parley.actors import find_mentions
    from parley.blocks import code_blocks
    from parley.claims import find_claims
    from parley.coding import code_document
    from parley.events import find_events
    from parley.quotes import find_quotes
    from parley.sentences import read

    source, lists = scrapes.source_of(raw), registry()
    if layer == "all":
        return dict(code_document(source, lists))
    if layer == "blocks":
        return {"blocks": code_blocks(source, lists)}
    reading = read(source, lists)
    found = {"blocks": reading.blocks, "sentences": reading.sentences}
    if layer == "events":
        found["events"] = find_events(reading, lists)
    if layer in {"quotes", "claims"}:
        found["mentions"] = find_mentions(reading, lists)
        found["quotes"] = find_quotes(reading, found["mentions"], lists)
    if layer == "claims":
        found["claims"] = find_claims(reading, found["quotes"], found["mentions"], lists)
    return found


def attempt(layer: str, given: bytes | str) -> str:
    """Try one input; return ``tables``, or ``refused`` for a ParleyError. Anything else is raised."""
    from parley.errors import ParleyError
    from parley.sources import decode

    try:
        raw = decode(given)[0] if isinstance(given, bytes) else given
        found = tables("blocks" if layer == "bytes" else layer, raw)
    except ParleyError as fault:
        if "\n" in str(fault):
            raise Broken(f"more than one line: {fault}") from fault
        return "refused"
    if faults := scrapes.faults(raw, found):
        raise Broken(faults[0])
    return "tables"


def campaign(layer: str, minutes: float, first: int) -> tuple[Counter[str], dict[str, bytes | str]]:
    """Try batch after batch of made-up inputs; return the outcomes, and an input for each fault."""
    outcomes: Counter[str] = Counter()
    broken: dict[str, bytes | str] = {}
    strategy = scrapes.BYTES if layer == "bytes" else scrapes.SCRAPES
    end, number = time.monotonic() + 60 * minutes, first

    while time.monotonic() < end:

        @seed(number)
        @settings(
            max_examples=BATCH,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def batch(text: bytes | str) -> None:
            if time.monotonic() > end:
                return
            record(layer, text, outcomes, broken)

        batch()
        number += 1
    return outcomes, broken


def record(layer: str, text: bytes | str, outcomes: Counter[str], broken: dict[str, bytes | str]) -> None:
    """Try one input and note what came of it; of two inputs with one fault the shorter is kept."""
    try:
        outcomes[attempt(layer, text)] += 1
    except Exception as fault:
        outcomes["broken"] += 1
        where = traceback.extract_tb(fault.__traceback__)[-1]
        about = str(fault).split(" ")[0] if isinstance(fault, Broken) else ""
        key = f"{type(fault).__name__} {about} {Path(where.filename).name}:{where.lineno}"
        if key not in broken or len(text) < len(broken[key]):
            broken[key] = text


def guided(layer: str, minutes: float) -> None:
    """Mutate texts guided by coverage. The fuzzer ends the process, so the row is printed here."""
    import atheris

    with atheris.instrument_imports(include=["parley"]):
        tables("all", "Mark Lee said “no” on Friday.")
    outcomes: Counter[str] = Counter()
    broken: dict[str, bytes | str] = {}
    end = time.monotonic() + 60 * minutes

    def one(data: bytes) -> None:
        record(layer, data if layer == "bytes" else data.decode("utf-8", "replace"), outcomes, broken)
        if time.monotonic() > end:
            report(layer, "atheris", outcomes, broken)
            os._exit(bool(broken))

    folder = Path(tempfile.mkdtemp())
    parts = [*scrapes.SENTENCES, *scrapes.ODD, *scrapes.FURNITURE, *scrapes.QUOTES]
    for number, part in enumerate(parts):
        (folder / str(number)).write_text(part, encoding="utf-8", errors="replace")
    atheris.Setup([sys.argv[0], str(folder), "-max_len=600", "-verbosity=0", "-rss_limit_mb=0"], one)
    atheris.Fuzz()


def report(layer: str, way: str, outcomes: Counter[str], broken: dict[str, bytes | str]) -> None:
    """Print the faults, then the row of the table."""
    for key, text in broken.items():
        print(f"{layer}: {key}\n    {text!r}")
    kept = [f"{outcomes[k]:,}" for k in ("tables", "refused", "broken")]
    print(f"| {layer} | {way} | {sum(outcomes.values()):,} | {' | '.join(kept)} |", flush=True)


def main(parse: Callable[[argparse.ArgumentParser], argparse.Namespace]) -> int:
    """Run the campaigns that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("layers", nargs="*", default=[], metavar="LAYER", help=", ".join(LAYERS))
    parser.add_argument("--minutes", type=float, default=2, help="time for each layer")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", action="store_true", help="by coverage, with atheris; one layer")
    chosen = parse(parser)
    if chosen.guided:
        guided((chosen.layers or ["all"])[0], chosen.minutes)
        return 0
    faulty = False
    for layer in chosen.layers or LAYERS:
        outcomes, broken = campaign(layer, chosen.minutes, chosen.seed)
        report(layer, "hypothesis", outcomes, broken)
        faulty = faulty or bool(broken)
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main(lambda parser: parser.parse_args()))
