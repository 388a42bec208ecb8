"""Word spans: the words within stretches of many texts, found for all of them at once.

A word is a run of letters and digits, with one more behind an apostrophe if there is one: what the pattern
`WORD` finds in four times the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
CHUNK = 2_000_000
"""Characters that are looked at at a time, at least."""
APOSTROPHES = [ord(mark) for mark in "’'"]


def word_spans(
    raw: Mapping[str, str], docs: Sequence[str], low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the words of some stretches: the number of the stretch, where the word begins and where it ends.

    Parameters
    ----------
    raw
        The texts, by name.
    docs, low, high
        The text of each stretch, and its places there. Stretches of a text follow each other, in its order,
        and do not overlap. A word that is cut by the end of a stretch is a word in each of its parts.

    Examples
    --------
    >>> row, start, end = word_spans({"a": "We won't go."}, ["a", "a"], np.array([0, 3]), np.array([3, 12]))
    >>> row.tolist(), start.tolist(), end.tolist()
    ([0, 1, 1], [0, 3, 9], [2, 8, 11])
    """
    parts = [np.zeros((3, 0), dtype=np.int64)]
    for first, last, text, shift in _chunks(raw, docs):
        begin, end = low[first:last] + shift, high[first:last] + shift
        starts, ends = _words(text, begin, end)
        of = np.searchsorted(begin, starts, side="right") - 1
        inside = (of >= 0) & (ends <= end[of])
        of, starts, ends = of[inside], starts[inside], ends[inside]
        parts.append(np.array([of + first, starts - shift[of], ends - shift[of]]))
    rows, starts, ends = np.concatenate(parts, axis=1)
    return rows, starts, ends


def _chunks(raw: Mapping[str, str], docs: Sequence[str]) -> Iterator[tuple[int, int, str, np.ndarray]]:
    """Stretches of whole texts: the first, the one behind the last, their texts, where each one's begins."""
    texts, shifts, size, first = list[str](), list[int](), 0, 0
    for number, doc in enumerate(docs):
        if number == first or doc != docs[number - 1]:
            if size >= CHUNK:
                yield first, number, "".join(texts), np.array(shifts)
                texts, shifts, size, first = [], [], 0, number
            start = size
            texts.append(raw[doc])
            size += len(raw[doc])
        shifts.append(start)
    if docs:
        yield first, len(docs), "".join(texts), np.array(shifts)


def _words(text: str, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Starts and ends of the words of a text, none of them across the end of a stretch."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    cut = np.zeros(len(codes) + 1, dtype=bool)
    cut[low] = cut[high] = True
    word = np.concatenate(([False], _is_word(codes), [False]))
    before, after = word[:-1], word[1:]
    starts, ends = np.flatnonzero(after & (~before | cut)), np.flatnonzero(before & (~after | cut))
    gap = np.minimum(ends[:-1], len(codes) - 1)
    joined = (starts[1:] == ends[:-1] + 1) & np.isin(codes[gap], APOSTROPHES) & ~cut[gap] & ~cut[gap + 1]
    second = np.concatenate(([False], _every_other(joined), [False]))
    return starts[~second[: len(starts)]], ends[~second[1 : len(ends) + 1]]


def _every_other(true: np.ndarray) -> np.ndarray:
    """The first, third, fifth ... of each run of true values: a word has one apostrophe at most."""
    places = np.arange(len(true))
    last = np.maximum.accumulate(np.where(true, -1, places)) if len(true) else places
    found: np.ndarray = true & ((places - last) % 2 == 1)
    return found


def _is_word(codes: np.ndarray) -> np.ndarray:
    """Which characters are letters or digits."""
    seen = np.flatnonzero(np.bincount(codes, minlength=1))
    letters = np.zeros(int(seen.max(initial=0)) + 1, dtype=bool)
    letters[[code for code in seen.tolist() if chr(code).isalnum()]] = True
    found: np.ndarray = letters[codes]
    return found
