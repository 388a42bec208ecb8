"""Contexts of hits: what stands left and right of each, and which hits come first by their contexts.

The order needs the words of each context; to find the first few of many hits, words of the index are compared
first, outwards from the hit, and only the contexts of those that may be among the first are cut and read.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from parley.textindex import TextIndex
from parley.textsearch import Hits
from parley.wordspans import WORD

FEW = 400
"""Hits whose contexts are read rather than compared further."""
DEPTH = 12
"""Words outwards that are compared."""


def context(index: TextIndex, hits: Hits, side: str, width: int) -> list[str]:
    """Return what stands left or right of hits in their blocks.

    Parameters
    ----------
    index, hits
        The text, and what was found in it.
    side
        ``left`` or ``right``.
    width
        Characters, at most; words are not cut where there is a blank.
    """
    blocks, text = index.sentences["block"][hits.rows], index.text
    if side == "left":
        bounds = zip(index.blocks["low"][blocks].tolist(), hits.starts.tolist(), strict=True)
        return [_before(text, low, at, width) for low, at in bounds]
    bounds = zip(hits.ends.tolist(), index.blocks["high"][blocks].tolist(), strict=True)
    return [_after(text, at, high, width) for at, high in bounds]


def _before(text: str, first: int, at: int, width: int) -> str:
    low = max(first, at - width)
    cut = text[low:at]
    return cut if low == first or text[low - 1].isspace() else cut.partition(" ")[2] or cut.lstrip()


def _after(text: str, at: int, last: int, width: int) -> str:
    cut = text[at : min(at + width, last)]
    whole = at + width >= last or text[at + width].isspace()
    return cut if whole else cut.rpartition(" ")[0] or cut.rstrip()


def by_context(index: TextIndex, hits: Hits, side: str, width: int, first: int | None = None) -> np.ndarray:
    """Return the numbers of hits by the words of their contexts, the nearest first, then as they are.

    Parameters
    ----------
    index, hits, side, width
        As for `context`.
    first
        Only the first so many; by default all.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.textindex import text_index
    >>> from parley.textsearch import word_hits
    >>> index = text_index(code(bundled("seeds")))
    >>> hits = word_hits(index, "talks")
    >>> best = by_context(index, hits, "right", 60, 5)
    >>> best.tolist() == by_context(index, hits, "right", 60)[:5].tolist()
    True
    """
    kept = np.arange(len(hits.rows)) if first is None else _near_first(index, hits, side, width, first)
    words = [
        tuple(w.casefold() for w in WORD.findall(c)) for c in context(index, hits.where(kept), side, width)
    ]
    keys = [key[::-1] for key in words] if side == "left" else words
    order = sorted(range(len(kept)), key=keys.__getitem__)
    return kept[order][:first]


def _near_first(index: TextIndex, hits: Hits, side: str, width: int, first: int) -> np.ndarray:
    """The numbers of hits among which the first ones by context are, ascending.

    Step by step, of the hits whose words so far are the same, those that have a smaller word next are kept,
    those that have a greater one left out; a hit whose next word is not surely a token is kept.
    """
    alive, kept = np.arange(len(hits.rows)), []
    rank, plain = _ranks(index)
    for depth in range(DEPTH):
        if len(alive) <= max(FEW, first):
            break
        token, sure = _outwards(index, hits.where(alive), side, width, depth)
        keys = np.zeros(len(token), dtype=np.int64)
        there = token >= 0
        words = index.tokens.words[token[there]]
        keys[there] = rank[words]
        sure[there] &= plain[words]
        kept.append(alive[~sure])
        alive, keys = alive[sure], keys[sure]
        if len(alive) <= first:
            continue
        last = np.partition(keys, first - 1)[first - 1]
        kept.append(alive[keys < last])
        first -= len(kept[-1])
        alive = alive[keys == last]
        if last == 0:
            alive = alive[:first]
    return np.sort(np.concatenate([*kept, alive]))


def _outwards(
    index: TextIndex, hits: Hits, side: str, width: int, depth: int
) -> tuple[np.ndarray, np.ndarray]:
    """The token so many steps left or right of each hit, -1 where its block has none.

    With it, whether this is surely the next word of the context: nothing of it belongs to the hit, a blank or
    the block's end stands behind it, and the context reaches so far.
    """
    tokens, blocks = index.tokens, index.sentences["block"][hits.rows]
    low, high = index.blocks["low"][blocks], index.blocks["high"][blocks]
    right, last = side == "right", len(tokens.starts) - 1
    if last < 0:
        return np.full(len(blocks), -1), np.ones(len(blocks), dtype=bool)
    at = hits.ends if right else hits.starts
    base = np.searchsorted(tokens.starts, at)
    split = (base > 0) & (tokens.ends(np.maximum(base - 1, 0)) > at)
    token, step = (base + depth, 1) if right else (base - 1 - depth, -1)

    def inside(numbers: np.ndarray) -> np.ndarray:
        places = tokens.starts[np.clip(numbers, 0, last)]
        held: np.ndarray = (numbers >= 0) & (numbers <= last) & (low <= places) & (places < high)
        return held

    there, more = inside(token), inside(token + step)
    beyond = np.clip(token + step, 0, last)
    if right:
        seen = np.where(more, tokens.starts[beyond], high) <= at + width
    else:
        seen = np.where(more, tokens.ends(beyond), low) >= at - width
    gap = np.clip(token if right else token - 1, 0, last)
    sure = ~there | (seen & (~more | tokens.spaced[gap]))
    return np.where(there, token, -1), sure & ~split


@lru_cache(maxsize=2)
def _ranks(index: TextIndex) -> tuple[np.ndarray, np.ndarray]:
    """Of each word of the vocabulary: its place by alphabet in any case, from 1; whether it is all one."""
    folded = [word.casefold() for word in index.tokens.vocabulary]
    ranks = {word: rank for rank, word in enumerate(sorted(set(folded)), 1)}
    plain = [WORD.fullmatch(word) is not None for word in index.tokens.vocabulary]
    return np.array([ranks[word] for word in folded], dtype=np.int64), np.array(plain, dtype=bool)
