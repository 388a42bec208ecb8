"""How long the views take to draw, without a browser, as a corpus grows.

    python benchmarks/views.py [--articles 5 200 1000 10000] [--changes 12] [--views concordance ...]

Each view of `parley.views` is drawn for its defaults (*first*: with everything that is computed once for a
corpus), then for so many choices drawn at random, twice each: *new*, the first time, and *again*. Prints, as
rows in Markdown, milliseconds: the first drawing, median and 95th percentile of new choices, and of repeated
ones. The corpora are those of `generate.large`; 5 articles are the bundled ones.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator

import generate
import numpy as np

from parley.coding import code
from parley.material import Control, Material, View, draw
from parley.registry import bundled
from parley.views import VIEWS

QUERIES = {
    "word": [
        "minister",
        "talks",
        "the",
        "a step in the right direction",
        "dispu*",
        "river",
        "nobody",
        "per cent",
    ],
    "pattern": [r"\d+ per cent", "(?i)talks?", r"said [A-Z]\w+"],
}
"""What the concordance looks for, besides actors and issues."""
FIRST = {"concordance": {"query": "time"}}
"""What has no picture with its defaults."""


def material(number: int) -> Material:
    """The bundled articles, or a large corpus."""
    if number <= 5:
        return Material(code(bundled("seeds")))
    corpus, registry = generate.large(number)
    return Material(corpus, registry)


def choices(view: View, known: Material, number: int, seed: int = 1) -> Iterator[dict[str, str | bool]]:
    """Some choices of a view, drawn at random."""
    rng = random.Random(seed)
    for _ in range(number):
        chosen = {control.name: _choice(control, rng) for control in view.controls(known)}
        if view.name == "concordance":
            chosen |= _query(known, rng)
        if view.name == "compare":
            chosen |= _sides(known, rng)
        yield chosen


def _choice(control: Control, rng: random.Random) -> str | bool:
    """One choice; the default in half of the cases, and one of the first options in half of the others."""
    if control.kind == "text" or rng.random() < 0.5:
        return control.default
    if control.kind == "switch":
        return rng.random() < 0.5
    return rng.choice(list(control.options[:12]) if rng.random() < 0.5 else list(control.options))


def _query(known: Material, rng: random.Random) -> dict[str, str]:
    """A query of any kind, in the whole corpus or in one voice."""
    kind = rng.choice(["word", "word", "actor", "issue", "pattern"])
    if kind in QUERIES:
        query = rng.choice(QUERIES[kind])
    else:
        table = known.corpus.mentions if kind == "actor" else known.corpus.positions
        query = rng.choice(table[kind].value_counts().index[:20].tolist())
    every = {"article": "all", "outlet": "all", "speaker": "all"}
    return {"kind": kind, "query": query, **every, "sort": rng.choice(["text", "left", "right"])}


def _sides(known: Material, rng: random.Random) -> dict[str, str]:
    """Two sides that can be compared: actors, outlets, articles or voices."""
    what, kind = rng.choice(
        [("actors", "actor"), ("outlets", "outlet"), ("articles", "article"), ("voices", "voice")]
    )
    options = next(c.options for c in VIEWS["compare"].controls(known) if c.name == "first")
    first, second = rng.sample([side for side in options if side.startswith(f"{kind}: ")][:20], 2)
    return {"what": what, "first": first, "second": second}


def measure(view: View, known: Material, changes: int) -> dict[str, float]:
    """Milliseconds of the first drawing, of new choices and of repeated ones."""
    first = _time(view, known, FIRST.get(view.name, {}))
    new, again = [], []
    for chosen in choices(view, known, changes):
        new.append(_time(view, known, chosen))
        again.append(_time(view, known, chosen))
    spread = {
        f"{name} {q}": float(np.percentile(v, q))
        for name, v in (("new", new), ("again", again))
        for q in (50, 95)
    }
    return {"first": first} | spread


def _time(view: View, known: Material, chosen: dict[str, str | bool]) -> float:
    start = time.perf_counter()
    draw(view, known, **chosen)
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--articles", type=int, nargs="+", default=[5, 200, 1000, 10000])
    asked.add_argument("--changes", type=int, default=12)
    asked.add_argument("--views", nargs="+", default=list(VIEWS), choices=list(VIEWS))
    options = asked.parse_args()
    print("| view | articles | first | new, median | new, 95 % | again, median | again, 95 % |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for number in options.articles:
        known = material(number)
        for name in options.views:
            found = measure(VIEWS[name], known, options.changes)
            cells = " | ".join(f"{value:,.0f}" for value in found.values())
            print(f"| {name} | {number:,} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
