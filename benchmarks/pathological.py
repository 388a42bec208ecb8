"""Time of extreme texts as a multiple of the time that plain text of the same size takes.

    python benchmarks/pathological.py [--scale 1] [--most N] [--cases NAME ...] [--layers LAYER ...]

Each case is an extreme text; beside it stands plain text (sentences of the bundled articles, repeated, in
paragraphs) of as many characters. Layers: read (decoding, blocks, sentences with the parse), mentions,
quotes, sentiment, events, claims, positions, voices; and targets, whose model takes far longer than all
others, only if it is named. Printed is, for each layer, seconds of the case divided by seconds of the plain
text, of one run; "-" where both take under 0.05 s. With --scale 0.1 every text is a tenth of its size; with
--most 20000, at most so many characters. With --profile, the costliest functions of each case.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from typing import Any

SENTENCE = "Mark Lee told reporters on Monday that the talks had failed and that 40 people left. "
MARKS = {"mixed marks": "“\"‘'«»", "opening marks": "“", "straight marks": '"', "single marks": "‘"}


def line(n: int) -> str:
    """One line of n characters."""
    return (SENTENCE * (n // len(SENTENCE) + 1))[:n]


def cases(scale: float) -> dict[str, Callable[[], str]]:
    """The extreme texts by name."""
    k = lambda n: int(n * scale)  # noqa: E731
    found: dict[str, Callable[[], str]] = {
        "20,000 full stops": lambda: "It ended" + "." * k(20_000) + " Yes" + " ." * k(20_000) + " No.",
        "20,000 marks after a stop": lambda: "It ended. " + "“" * k(20_000) + "”" * k(20_000) + " No.",
        "20,000 abbreviations": lambda: "Mr. Lee met Gen. Ruiz of the U.S. and " * k(7_000) + "left.",
        "20,000 lines that end in a colon": lambda: "the list has:\n" * k(20_000),
        "a line of 5 MB": lambda: line(k(5_000_000)),
        "a word of 1 MB": lambda: "a" * k(1_000_000),
        "one sentence of 20,000 words": lambda: ("the mayor and the union and " * k(3_500))[:-1] + ".",
        "100,000 lines": lambda: "Talks go on\n" * k(100_000),
        "100,000 blank lines": lambda: "Talks end.\n" + "\n" * k(100_000) + "Nobody came.",
        "10,000 lines broken": lambda: "the minister said that\n" * k(10_000),
        "1,000 reports nested": lambda: "Lee said that " * k(1_000) + "it was over.",
        "1,000 reports in a row": lambda: ", ".join(["Lee said that it was over"] * k(1_000)) + ".",
        "1,000 brackets nested": lambda: "the talks (" * k(1_000) + "failed" + ")" * k(1_000) + ".",
        "1,000 quotations nested": lambda: "“Lee said: " * k(1_000) + "no" + "”" * k(1_000),
        "5,000 figures": lambda: "it cost £60m or 3 per cent, " * k(2_500) + "he said.",
        "5,000 dates": lambda: "on 3 March 2024 and last week, " * k(2_500) + "he said.",
        "5,000 names": lambda: "Vladimir Putin and Donald Trump, " * k(2_500) + "he said.",
        "5,000 pronouns": lambda: "he told him that she liked it, " * k(1_700) + "they said.",
    }
    for name, marks in MARKS.items():
        n, words = k(10_000), ["talks", "failed", "said", "no,"]
        pieces = [f"{marks[i % len(marks)]}{words[i % 4]} " for i in range(n)]
        found[f"10,000 {name}"] = partial("".join, pieces)
    return found


def plain(size: int) -> str:
    """Plain text of a size: the sentences of the bundled articles, in paragraphs of four."""
    from parley import bundled
    from parley.coding import code

    texts = code(bundled("seeds")).sentences["text"].tolist()
    paragraphs = [" ".join(texts[i : i + 4]) for i in range(0, len(texts), 4)]
    once = "\n\n".join(paragraphs) + "\n\n"
    return (once * (size // len(once) + 1))[:size]


class Clock:
    """Seconds by layer."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def time(self, layer: str) -> Any:
        """Time what happens inside."""
        begin = time.process_time()
        yield
        self.seconds[layer] = time.process_time() - begin


def run(text: str, layers: set[str]) -> dict[str, float]:
    """Seconds of processor time that each layer takes for a text."""
    from parley.actors import find_mentions
    from parley.claims import find_claims
    from parley.events import find_events
    from parley.positions import find_positions
    from parley.quotes import find_quotes
    from parley.registry import read_registry
    from parley.sentences import read
    from parley.sentiment import sentence_sentiment
    from parley.sources import Source, decode
    from parley.targets import find_targets
    from parley.voice import sentence_voices

    registry, clock = read_registry(), Clock()
    with clock.time("read"):
        raw, _ = decode(text.encode())
        source = Source("a", "a.txt", raw, "", published="2025-03-05", published_basis="stated")
        reading = read(source, registry)
    with clock.time("events"):
        find_events(reading, registry)
    with clock.time("sentiment"):
        sentiment = sentence_sentiment(reading)
    with clock.time("mentions"):
        mentions = find_mentions(reading, registry)
    with clock.time("quotes"):
        quotes = find_quotes(reading, mentions, registry)
    with clock.time("claims"):
        find_claims(reading, quotes, mentions, registry)
    with clock.time("positions"):
        find_positions(reading, mentions, quotes, registry)
    with clock.time("voices"):
        sentence_voices(reading.sentences, quotes, raw)
    if "targets" in layers:
        with clock.time("targets"):
            find_targets(reading, mentions, quotes, sentiment)
    clock.seconds["all"] = sum(clock.seconds.values())
    return clock.seconds


LAYERS = (
    "read",
    "mentions",
    "quotes",
    "sentiment",
    "events",
    "claims",
    "positions",
    "voices",
    "targets",
    "all",
)


def ratio(case: float, other: float) -> str:
    """How many times as long, or a dash where there is nothing to measure."""
    return "-" if max(case, other) < 0.05 else f"{case / max(other, 0.01):.1f}"


def main() -> int:
    """Print a row for each case."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--cases", nargs="*", default=[])
    parser.add_argument("--most", type=int, default=10**9)
    parser.add_argument("--layers", nargs="*", default=[name for name in LAYERS if name != "targets"])
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args()
    layers = [layer for layer in LAYERS if layer in chosen.layers]
    run(plain(2_000), set(layers))  # models are loaded
    print(f"| text | characters | {' | '.join(layers)} |\n|---|---|{'---|' * len(layers)}")
    for name, make in cases(chosen.scale).items():
        if chosen.cases and not any(part in name for part in chosen.cases):
            continue
        text = make()
        if len(text) > chosen.most:
            text = cases(chosen.scale * chosen.most / len(text))[name]()
        other = run(plain(len(text)), set(layers))
        profile = cProfile.Profile()
        mine = profile.runcall(run, text, set(layers)) if chosen.profile else run(text, set(layers))
        cells = [ratio(mine[layer], other[layer]) for layer in layers]
        print(f"| {name} | {len(text):,} | {' | '.join(cells)} |", flush=True)
        if chosen.profile:
            out = io.StringIO()
            pstats.Stats(profile, stream=out).sort_stats("tottime").print_stats(14)
            print(out.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
