"""Alignment: where each character of the text as cleaned stands in the text as scraped.

The text of a block is the raw text with white space folded, invisible characters left out, letters composed
(NFC) and ``[…]`` where words are missing; so its characters keep their order, and are found one by one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from parley import schema
from parley.articlerows import places
from parley.corpus import Corpus
from parley.lines import GAP, INVISIBLE

Places = tuple[Sequence[int], Sequence[int]]
"""Where each character of a text begins and ends in the raw text."""


class AlignedSentence(NamedTuple):
    """A sentence in the clean text of its block, in which each character knows its place in the raw text.

    ``text``, ``starts`` and ``ends`` are those of the whole block; the sentence lies from ``low`` to ``high``
    in them. ``line`` is the block's.
    """

    doc: str
    sentence: int
    text: str
    low: int
    high: int
    starts: Sequence[int]
    ends: Sequence[int]
    line: int
    voice: str


def aligned_sentences(corpus: Corpus) -> dict[tuple[str, int], AlignedSentence]:
    """Return every sentence of a corpus with the raw places of its characters.

    Returns
    -------
    dict
        By article and number of the sentence, in the order of the text.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> (doc, number), first = next(iter(aligned_sentences(corpus).items()))
    >>> first.doc == doc, corpus.raw[doc][first.starts[first.low]] == first.text[first.low]
    (True, True)
    """
    docs = places(corpus, "sentences")
    return {(doc, number): found for doc in docs for number, found in aligned_article(corpus, doc).items()}


def aligned_article(corpus: Corpus, doc: str) -> dict[int, AlignedSentence]:
    """Return every sentence of an article with the raw places of its characters.

    Returns
    -------
    dict
        By number of the sentence, in the order of the text. It is kept: leave it as it is.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> first = next(iter(aligned_article(corpus, "kyiv-post").values()))
    >>> first.doc, first.text[first.low : first.high] == first.text
    ('kyiv-post', True)
    """
    kept = _kept(corpus)
    if doc not in kept:
        kept[doc] = _article(corpus, doc)
    return kept[doc]


@lru_cache(maxsize=4)
def _kept(corpus: Corpus) -> dict[str, dict[int, AlignedSentence]]:
    """What was aligned of a corpus, by article."""
    return {}


def _article(corpus: Corpus, doc: str) -> dict[int, AlignedSentence]:
    raw, blocks = corpus.raw[doc], {}
    for kind, low, high, text, block, line in _values(corpus, "blocks", doc):
        if kind not in schema.TEXT_KINDS:
            continue
        spots: Places = range(low, high), range(low + 1, high + 1)
        if re.sub(r"\s", " ", raw[low:high]) != text:
            spots = aligned(raw, low, high, text)
        blocks[block] = text, *spots, line
    found = {}
    for number, block, start, end, voice in _values(corpus, "sentences", doc):
        text, starts, ends, line = blocks[block]
        low, high = (bisect_left(starts, place) for place in (start, end))
        found[number] = AlignedSentence(doc, number, text, low, high, starts, ends, line, voice)
    return found


READ = {
    "blocks": ["kind", "char_start", "char_end", "text", "block", "line"],
    "sentences": ["sentence", "block", "char_start", "char_end", "voice"],
}
"""The columns that sentences are aligned by."""


def _values(corpus: Corpus, table: str, doc: str) -> Iterator[tuple[Any, ...]]:
    """The rows of an article in a table, as plain values."""
    rows = places(corpus, table).get(doc)
    columns = _columns(corpus, table)
    return iter([]) if rows is None else zip(*(column[rows] for column in columns), strict=True)


@lru_cache(maxsize=8)
def _columns(corpus: Corpus, table: str) -> list[np.ndarray]:
    return [corpus[table][name].to_numpy(object) for name in READ[table]]


def aligned(raw: str, low: int, high: int, text: str) -> Places:
    """Return where each character of a block's text begins and ends in the raw text.

    A blank and a gap mark have the place after the character before them.

    Examples
    --------
    >>> aligned("It\\n fell.", 0, 9, "It […] fell.")[0]
    [0, 1, 2, 2, 2, 2, 2, 4, 5, 6, 7, 8]
    """
    units = list(_units(raw, low, high))
    starts, ends, at, end = list[int](), list[int](), 0, low
    position = 0
    while position < len(text):
        made = text.startswith(GAP, position) and "".join(u[0] for u in units[at : at + len(GAP)]) != GAP
        if made or text[position].isspace():
            size = len(GAP) if made else 1
            starts += [end] * size
            ends += [end + 1] * size
            position += size
            continue
        while at < len(units) - 1 and units[at][0] != text[position]:
            at += 1
        _, start, end = units[at] if at < len(units) else ("", end, end + 1)
        starts.append(start)
        ends.append(end)
        at, position = at + 1, position + 1
    return starts, ends


def _units(raw: str, low: int, high: int) -> Iterator[tuple[str, int, int]]:
    """The visible characters of a block as its text has them (NFC), each with its place."""
    for cluster in re.finditer(r"\S(?:[\u0300-\u036f\u200d\u3099\u309a]*)", raw[low:high]):
        plain = INVISIBLE.sub("", unicodedata.normalize("NFC", cluster.group()))
        for character in plain:
            yield character, low + cluster.start(), low + cluster.end()
