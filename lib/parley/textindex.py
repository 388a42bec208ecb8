"""Text index: the cleaned text of a corpus as one, with its sentences and words, and the raw places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from parley import schema
from parley.alignment import aligned
from parley.articlerows import places
from parley.corpus import Corpus
from parley.tokens import Tokens, tokens
from parley.voiceplaces import AUTHOR

Spots = dict[int, tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True, eq=False)
class TextIndex:
    """The blocks that hold sentences, one after the other, and the way from there to the raw text.

    Attributes
    ----------
    text
        The cleaned texts of the blocks, in the order of the sentences, a line break between each two.
    articles
        The articles, by number.
    sentences
        In the order of the text: ``doc`` (the article's number), ``sentence``, ``own`` (the author's alone),
        ``block`` (its row in ``blocks``), ``low`` and ``high`` (where it lies in ``text``).
    blocks
        ``low`` and ``high`` in ``text``, ``line`` and ``raw`` (where it begins in the raw text).
    spots
        For the blocks whose text is not the raw one with white space replaced one for one: where each
        character begins and ends in the raw text.
    tokens
        The words of ``text``.
    """

    text: str
    articles: list[str]
    sentences: dict[str, np.ndarray]
    blocks: dict[str, np.ndarray]
    spots: Spots
    tokens: Tokens

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each article."""
        return {name: number for number, name in enumerate(self.articles)}

    def holding(self, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Return the sentence that wholly holds each stretch of the text, -1 where none does."""
        low, high = self.sentences["low"], np.append(self.sentences["high"], -1)
        rows = np.searchsorted(low, starts, side="right") - 1
        return np.where(ends <= high[rows], rows, -1)

    def raw_places(
        self, rows: np.ndarray, starts: np.ndarray, ends: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return where stretches of the text begin and end in the raw text; ``rows`` are their sentences."""
        blocks = self.sentences["block"][rows]
        first = self.blocks["low"][blocks]
        by = self.blocks["raw"][blocks] - first
        low, high = starts + by, ends + by
        for i, (begin, end) in self._spotted(blocks):
            low[i], high[i] = begin[starts[i] - first[i]], end[ends[i] - 1 - first[i]]
        return low, high

    def text_places(
        self, rows: np.ndarray, low: np.ndarray, high: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return where stretches of the raw text begin and end in the text, at least one character of it."""
        blocks = self.sentences["block"][rows]
        first, last = self.blocks["low"][blocks], self.blocks["high"][blocks]
        by = first - self.blocks["raw"][blocks]
        starts, ends = low + by, high + by
        for i, (begin, _) in self._spotted(blocks):
            starts[i], ends[i] = first[i] + np.searchsorted(begin, [low[i], high[i]])
        starts = np.clip(starts, first, last - 1)
        return starts, np.clip(ends, starts + 1, last)

    def raw_begin(self, blocks: np.ndarray) -> np.ndarray:
        """Return where the text of blocks begins in the raw text."""
        begin: np.ndarray = self.blocks["raw"][blocks]
        for i, (spots, _) in self._spotted(blocks):
            begin[i] = spots[0]
        return begin

    def _spotted(self, blocks: np.ndarray) -> Iterator[tuple[int, tuple[np.ndarray, np.ndarray]]]:
        """The blocks that have spots, with their number among those given."""
        odd = np.isin(blocks, list(self.spots)) if self.spots else np.zeros(0, dtype=bool)
        return ((i, self.spots[int(blocks[i])]) for i in np.flatnonzero(odd).tolist())


@lru_cache(maxsize=2)
def text_index(corpus: Corpus) -> TextIndex:
    """Return the text of a corpus with its sentences and words; it is kept, leave it as it is.

    Examples
    --------
    >>> from parley import bundled, code
    >>> found = text_index(code(bundled("seeds")))
    >>> first = found.tokens.starts[0]
    >>> found.text.startswith(found.tokens.vocabulary[0], first)
    True
    """
    table, order = corpus.sentences, np.concatenate([np.arange(0), *places(corpus, "sentences").values()])
    sentences = {
        name: table[name].to_numpy()[order] for name in ("sentence", "block", "char_start", "char_end")
    }
    blocks = corpus.blocks[corpus.blocks["kind"].isin(schema.TEXT_KINDS)]
    numbers, articles = pd.factorize(pd.concat([table["doc"].iloc[order], blocks["doc"]]))
    doc, others = np.split(numbers, [len(order)])
    at = pair_rows((doc, sentences["block"]), (others, blocks["block"].to_numpy()))
    texts, spots = blocks["text"].to_numpy(object), _spots(corpus, blocks, np.flatnonzero(np.bincount(at)))
    begin = blocks["char_start"].to_numpy()
    low, high = (sentences[name] - begin[at] for name in ("char_start", "char_end"))
    for i in np.flatnonzero(np.isin(at, list(spots))).tolist():
        places_ = sentences["char_start"][i], sentences["char_end"][i]
        low[i], high[i] = np.searchsorted(spots[int(at[i])][0], places_)
    new = (np.diff(at, prepend=-1) != 0) | (low < np.concatenate(([0], high[:-1]))[: len(low)])
    block, held = np.cumsum(new) - 1, at[new]
    sizes = np.fromiter(map(len, texts[held]), np.int64, len(held))
    first = np.cumsum(sizes + 1) - sizes - 1
    low, high = (np.minimum(place, sizes[block]) + first[block] for place in (low, high))
    text = "\n".join(texts[held])
    return TextIndex(
        text,
        list(articles),
        {
            "doc": doc,
            "sentence": sentences["sentence"],
            "own": (table["voice"] == AUTHOR).to_numpy(bool)[order],
            "block": block,
            "low": low,
            "high": high,
        },
        {"low": first, "high": first + sizes, "line": blocks["line"].to_numpy()[held], "raw": begin[held]},
        {i: spots[row] for i, row in enumerate(held.tolist()) if row in spots},
        tokens(text, first, np.column_stack((low, high)).ravel()),
    )


def pair_rows(wanted: tuple[np.ndarray, np.ndarray], known: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Return where pairs of two whole numbers stand among others; each must be one of them.

    Examples
    --------
    >>> pair_rows((np.array([1, 0]), np.array([7, 9])), (np.array([0, 0, 1]), np.array([8, 9, 7]))).tolist()
    [2, 1]
    """
    size = max(column.max(initial=0) for column in (wanted[1], known[1])) + 1
    keys, of = wanted[0] * size + wanted[1], known[0] * size + known[1]
    order = np.argsort(of, kind="stable")
    found: np.ndarray = order[np.searchsorted(of, keys, sorter=order)]
    return found


def _spots(corpus: Corpus, blocks: pd.DataFrame, rows: np.ndarray) -> Spots:
    """The places of the characters in the blocks that are not the raw text but for its white space."""
    columns = (blocks[name].to_numpy(object)[rows] for name in ("doc", "char_start", "char_end", "text"))
    spots: Spots = {}
    for row, doc, low, high, text in zip(rows.tolist(), *columns, strict=True):
        raw = corpus.raw[doc]
        if raw[low:high] != text and re.sub(r"\s", " ", raw[low:high]) != text:
            begin, end = aligned(raw, low, high, text)
            spots[row] = np.array(begin, dtype=np.int64), np.array(end, dtype=np.int64)
    return spots
