"""Text search: the sentences that may hold a word, found without looking at each character of each in Python.

Blocks are searched in their Arrow column at once; what is found is then looked at sentence by sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd

from parley.alignment import AlignedSentence, aligned_article
from parley.articlerows import places
from parley.corpus import Corpus


def literal(query: str) -> str:
    """Return the longest run of plain letters and digits that every hit of some words must hold, in any case.

    Examples
    --------
    >>> literal("peace deal*"), literal("café’s *")
    ('peace', 'caf')
    """
    return max(re.findall("[A-Za-z0-9]+", query), key=len, default="")


def holding(corpus: Corpus, docs: set[str], word: str = "") -> Iterator[AlignedSentence]:
    """Return the sentences of some articles that may hold a word, in the order of the text.

    Parameters
    ----------
    corpus, docs
        The articles, and those of them that are searched.
    word
        Plain letters and digits, as `literal` gives them: blocks without them, in any case, are left out.
        By default none are.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> found = list(holding(corpus, set(corpus.raw), "ceasefire"))
    >>> 0 < len(found) < len(list(holding(corpus, set(corpus.raw))))
    True
    """
    numbers = _blocks(corpus, word) if word else None
    for doc in places(corpus, "sentences"):
        if doc not in docs or (numbers is not None and doc not in numbers):
            continue
        sentences = aligned_article(corpus, doc)
        if numbers is None:
            yield from sentences.values()
            continue
        blocks = numbers[doc]
        for number, block in _inside(corpus, doc):
            if block in blocks:
                yield sentences[number]


def _blocks(corpus: Corpus, word: str) -> dict[str, set[int]]:
    """The numbers of the blocks that hold a word in any case, by article."""
    blocks = corpus.blocks
    found = blocks["text"].str.contains(word, case=False, regex=False) | _odd(corpus)
    held: dict[str, set[int]] = {}
    rows = blocks.loc[found, ["doc", "block"]]
    for doc, block in zip(rows["doc"].to_numpy(object), rows["block"].tolist(), strict=True):
        held.setdefault(doc, set()).add(block)
    return held


@lru_cache(maxsize=4)
def _odd(corpus: Corpus) -> pd.Series:
    """The blocks with a letter that Python takes for one of A to Z where other searches may not."""
    return corpus.blocks["text"].str.contains("[\u0130\u0131\u017f\u212a]")


def _inside(corpus: Corpus, doc: str) -> Iterator[tuple[int, int]]:
    """The sentences of an article with the block of each."""
    numbers, blocks = _sentence_blocks(corpus)
    rows = places(corpus, "sentences")[doc]
    return zip(numbers[rows].tolist(), blocks[rows].tolist(), strict=True)


@lru_cache(maxsize=4)
def _sentence_blocks(corpus: Corpus) -> tuple[np.ndarray, np.ndarray]:
    return corpus.sentences["sentence"].to_numpy(), corpus.sentences["block"].to_numpy()
