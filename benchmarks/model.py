"""The rate of the target model, beside onnxruntime alone on the same inputs.

onnxruntime gets what Parley would give it: the same tokens, of all articles together, in batches by length
that were made before; only its own run is measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import numpy as np
from coding import articles
from profiles import keep
from timing import Figure, in_turn

from parley import portrayal
from parley.coding import code_document
from parley.registry import read_registry

GOAL = 0.9
NAMES = ("input_ids", "attention_mask", "target_mask")


def asked() -> list[list[portrayal.Judged]]:
    """What coding the bundled articles asks the model, article by article."""
    found: list[list[portrayal.Judged]] = []

    def note(pairs: list[portrayal.Judged]) -> np.ndarray:
        found.append(list(pairs))
        return np.full((len(pairs), len(portrayal.LABELS)), 1 / len(portrayal.LABELS))

    with mock.patch.object(portrayal, "judge", note):
        for source in next(iter(articles().values())):
            code_document(source, read_registry())
    return found


def feeds(pairs: list[portrayal.Judged]) -> list[dict[str, np.ndarray]]:
    """The inputs of some pairs as onnxruntime takes them, in batches by length."""
    engine = portrayal.model()
    encoded = [engine.tokens(pair.sentence, *place) for pair in pairs for place in pair.places]
    return [
        dict(zip(NAMES, portrayal.collate([encoded[i] for i in batch], engine.tokens.pad), strict=True))
        for batch in portrayal.batches([len(ids) for ids, _ in encoded])
    ]


def figures(runs: int, quick: bool = False) -> Iterator[Figure | str]:
    """Yield the rate of the model, article by article and all together, and a remark."""
    by_article = asked()
    together = [pair for pairs in by_article for pair in pairs]
    prepared, session = feeds(together), portrayal.model().session

    def alone() -> None:
        for feed in prepared:
            session.run(["logits"], feed)

    def in_articles() -> None:
        for pairs in by_article:
            portrayal.judge(pairs)

    alone()
    times = in_turn(runs, articles=in_articles, together=lambda: portrayal.judge(together), alone=alone)
    reference = "onnxruntime alone, tokens and batches made before"
    for name, what in (
        ("articles", "article by article, as in coding"),
        ("together", "all articles at once"),
    ):
        said = f"rate of the target model, {len(together)} targets, {what}"
        yield Figure(said, reference, times[name], times["alone"], GOAL, more=True)
    if not quick:
        yield keep("model", in_articles)


if __name__ == "__main__":
    import run

    run.main([Path(__file__).stem])
