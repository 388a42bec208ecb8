"""Coding without the target model, beside bare spaCy, a loop over TextBlob, and textacy's quotations.

The articles are those of the project: the bundled five, and all those of the tests. The target model is left
out: every target gets equal probabilities.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from unittest import mock

import numpy as np
from profiles import keep
from timing import ROOT, Figure, in_turn

from parley import lines, pieces, portrayal
from parley.actors import find_mentions
from parley.coding import code_document
from parley.language import nlp
from parley.quotes import find_quotes
from parley.registry import Registry, read_registry
from parley.sentences import read
from parley.sentiment import score
from parley.sources import Source, read_sources

GOAL = 1.15
TESTS = ("positions/*/*.txt", "quotations/*/*.txt", "articles/*.txt", "times/*.txt", "figures/*.txt")


def articles() -> dict[str, list[Source]]:
    """The articles by what they are."""
    paths = sorted(chain.from_iterable((ROOT / "tests").glob(pattern) for pattern in TESTS))
    others = [source for path in paths for source in read_sources(path)]
    bundled = list(read_sources(ROOT / "seeds"))
    return {f"{len(bundled)} bundled articles": bundled, f"{len(others)} test articles": others}


def even(pairs: list[portrayal.Judged]) -> np.ndarray:
    """What stands for the target model."""
    return np.full((len(pairs), len(portrayal.LABELS)), 1 / len(portrayal.LABELS))


def coded(sources: list[Source], registry: Registry) -> None:
    """Code articles as if they had not been seen: what is remembered of lines is forgotten first."""
    lines._gaps_of.cache_clear()
    pieces._tags.cache_clear()
    for source in sources:
        code_document(source, registry)


def figures(runs: int, quick: bool = False) -> Iterator[Figure | str]:
    """Yield the figures of coding, and remarks."""
    registry = read_registry()
    by_name = articles()
    with mock.patch.object(portrayal, "judge", even):
        for name, sources in by_name.items():
            texts = [read(source, registry).text for source in sources]
            coded(sources, registry)
            times = in_turn(
                runs,
                parley=lambda sources=sources: coded(sources, registry),
                spacy=lambda texts=texts: list(nlp().pipe(texts)),
            )
            words = sum(len(text.split()) for text in texts)
            what = f"coding without the target model, {name}, {words:,} words"
            yield Figure(
                what, "bare `nlp.pipe`, same components and text", times["parley"], times["spacy"], GOAL
            )
        sources = next(iter(by_name.values()))
        if not quick:
            yield keep("coding", lambda: coded(sources, registry))
    yield from _steps(sources, runs)


def _steps(sources: list[Source], runs: int) -> Iterator[Figure | str]:
    from textblob import TextBlob

    registry = read_registry()
    readings = [read(source, registry) for source in sources]
    sentences = [text for reading in readings for text in reading.sentences["text"]]
    times = in_turn(
        runs,
        parley=lambda: score(sentences, "textblob"),
        loop=lambda: [TextBlob(text).sentiment for text in sentences],
    )
    what = f"TextBlob polarity of {len(sentences)} sentences (`sentiment.score`)"
    yield Figure(what, "a loop over TextBlob", times["parley"], times["loop"])
    try:
        from textacy.extract.triples import direct_quotations
    except ImportError:
        yield "Quotations beside textacy's: left out, textacy is not installed (pip install '.[bench]')."
        return
    mentions = [find_mentions(reading, registry) for reading in readings]
    paragraphs = [nlp()(part) for r in readings for part in r.text.split("\n\n") if part.strip()]

    def textacy() -> None:
        for paragraph in paragraphs:
            try:
                list(direct_quotations(paragraph))
            except ValueError:  # a mark without a partner
                continue

    def quotations() -> None:
        for reading, found in zip(readings, mentions, strict=True):
            find_quotes(reading, found, registry)

    times = in_turn(runs, parley=quotations, textacy=textacy)
    what = "quotations, reported speech and their speakers (`find_quotes`), text parsed before"
    yield Figure(
        what, "textacy's `direct_quotations`, paragraphs parsed before", times["parley"], times["textacy"]
    )


if __name__ == "__main__":
    import run

    run.main([Path(__file__).stem])
