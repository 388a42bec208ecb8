"""Tokens: every word of a text, where it stands and what stands beside it."""

import random
import re
from itertools import pairwise

import numpy as np
import pytest

from parley.tokens import tokens

PIECES = [
    "deal",
    "Deal",
    "café",
    "x_1",
    "’",
    "'",
    " ",
    " ",
    "-",
    ". ",
    "\u00a0",
    "İ",
    "\u0345",
    "7",
    "\U0001f600",
    "",
]


def made(seed: int) -> tuple[str, np.ndarray, np.ndarray]:
    """A text of blocks, where they begin, and some places at which words are cut."""
    rng = random.Random(seed)
    blocks = ["".join(rng.choices(PIECES, k=rng.randrange(12))) for _ in range(30)]
    text = "\n".join(blocks)
    walls = np.cumsum([0, *(len(block) + 1 for block in blocks[:-1])])
    return text, walls, np.array(sorted(rng.choices(range(len(text) + 1), k=9)))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("chunk", [1, 40, 10**6])
def test_words_flags_and_places(seed: int, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same as word by word, whatever is looked at at a time."""
    monkeypatch.setattr("parley.tokens.CHUNK", chunk)
    text, walls, cuts = made(seed)
    found = tokens(text, walls, cuts)
    ends = {*walls.tolist(), *cuts.tolist(), len(text)}
    expected = []
    for run in re.finditer(r"\w+", text):
        inner = [run.start(), *sorted(e for e in ends if run.start() < e < run.end()), run.end()]
        expected += list(pairwise(inner))
    numbers = np.arange(len(found.starts))
    assert list(zip(found.starts, found.ends(numbers), strict=True)) == expected
    assert [found.vocabulary[word] for word in found.words] == [text[i:j] for i, j in expected]
    fresh = [not i or re.match(r"\w", text[i - 1]) is None for i, _ in expected]
    assert found.fresh.tolist() == fresh
    gaps = [(j, k) for (_, j), (k, _) in pairwise(expected)]
    one = [not any(j < wall <= k for wall in walls.tolist()) for j, k in gaps]
    adjacent = [
        near and bool(re.fullmatch(r"\s+", text[j:k])) for near, (j, k) in zip(one, gaps, strict=True)
    ]
    spaced = [near and " " in text[j:k] for near, (j, k) in zip(one, gaps, strict=True)]
    assert (found.adjacent.tolist(), found.spaced.tolist()) == ([*adjacent, False], [*spaced, False])


def test_words_are_counted_and_chosen() -> None:
    found = tokens("a b a", np.array([0]), np.array([], dtype=np.int64))
    assert dict(zip(found.vocabulary, found.counts.tolist(), strict=True)) == {"a": 2, "b": 1}
    assert found.of(np.array([True, False])).tolist() == [0, 2]


def test_no_text_has_no_word() -> None:
    found = tokens("", np.array([], dtype=np.int64), np.array([], dtype=np.int64))
    assert (found.vocabulary, found.starts.tolist(), found.counts.tolist()) == ([], [], [])
