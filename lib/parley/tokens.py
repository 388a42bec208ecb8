"""Tokens: where the words of a long text stand, as arrays beside the different words (an inverted index).

Zobel and Moffat 2006, "Inverted files for text search engines". A word is a run of letters, digits and ``_``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count

import numpy as np

CHUNK = 2_000_000
"""Characters that are looked at at a time, at least."""
WORD, SPACE = 1, 2
"""Kinds of characters; 0 is every other one."""
BLANK = ord(" ")


@dataclass(frozen=True, eq=False)
class Tokens:
    """The words of a text, in its order.

    Attributes
    ----------
    starts, words
        Where each begins, and its number in the vocabulary.
    fresh
        Whether no character of a word stands before it.
    adjacent, spaced
        Whether only white space stands between it and the next one of its block; whether a blank does,
        perhaps among other characters.
    vocabulary, lengths
        The different words, in the order in which they first stand there, and their characters.
    """

    starts: np.ndarray
    words: np.ndarray
    fresh: np.ndarray
    adjacent: np.ndarray
    spaced: np.ndarray
    vocabulary: list[str]
    lengths: np.ndarray

    @cached_property
    def counts(self) -> np.ndarray:
        """How often each word of the vocabulary stands there."""
        return np.bincount(self.words, minlength=len(self.vocabulary))

    def ends(self, numbers: np.ndarray) -> np.ndarray:
        """Return where some tokens end."""
        found: np.ndarray = self.starts[numbers] + self.lengths[self.words[numbers]]
        return found

    def of(self, chosen: np.ndarray) -> np.ndarray:
        """Return the numbers of the tokens whose words are chosen, each with a truth value."""
        return np.flatnonzero(chosen[self.words])


def tokens(text: str, walls: np.ndarray, cuts: np.ndarray) -> Tokens:
    """Return the words of a text.

    Parameters
    ----------
    text
        The text: blocks with one character between each two.
    walls
        Where the blocks begin, ascending, the first at 0.
    cuts
        Where a word ends and another one begins in any case, ascending.

    Examples
    --------
    >>> found = tokens("no deal, no-deal", np.array([0]), np.array([8]))
    >>> found.vocabulary, found.starts.tolist(), found.adjacent.tolist()
    (['no', 'deal'], [0, 3, 9, 12], [True, False, False, False])
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    parts = []
    for low, high in _chunks(len(text), walls):
        begin, cut = (a[slice(*np.searchsorted(a, [low, high]))] - low for a in (walls, cuts))
        parts.append(_part(text[low:high], low, begin, cut, numbers))
    parts = parts or [_part("", 0, walls[:0], cuts[:0], numbers)]
    starts, words, fresh, adjacent, spaced = map(np.concatenate, zip(*parts, strict=True))
    lengths = np.fromiter(map(len, numbers), np.int64, len(numbers))
    return Tokens(starts, words, fresh, adjacent, spaced, list(numbers), lengths)


def _chunks(size: int, walls: np.ndarray) -> Iterator[tuple[int, int]]:
    """The text in stretches of whole blocks."""
    low = 0
    while low < size:
        next_ = int(np.searchsorted(walls, low + CHUNK))
        high = int(walls[next_]) if next_ < len(walls) else size
        yield low, high
        low = high


def _part(
    text: str, shift: int, walls: np.ndarray, cuts: np.ndarray, numbers: defaultdict[str, int]
) -> tuple[np.ndarray, ...]:
    """Starts, words and flags of the tokens of a stretch; new words get the next number."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds, cut = _kinds(codes), np.zeros(len(codes) + 1, dtype=bool)
    cut[cuts] = True
    word = np.concatenate(([False], kinds == WORD, [False]))
    before, after = word[:-1], word[1:]
    starts = np.flatnonzero(after & (~before | cut))
    ends = np.flatnonzero(before & (~after | cut))
    places = zip(starts.tolist(), ends.tolist(), strict=True)
    words = np.fromiter([numbers[text[i:j]] for i, j in places], np.int32, len(starts))
    block = np.append(np.searchsorted(walls, starts, side="right"), -1)
    near = block[:-1] == block[1:]
    gap = ends, np.append(starts[1:], ends[-1:])
    adjacent = near & (gap[0] < gap[1]) & (_number(kinds == 0, *gap) == 0)
    spaced = near & (_number(codes == BLANK, *gap) > 0)
    return starts + shift, words, ~before[starts], adjacent, spaced


def _kinds(codes: np.ndarray) -> np.ndarray:
    """The kind of each character."""
    seen = np.flatnonzero(np.bincount(codes, minlength=1))
    kinds = np.zeros(int(seen.max(initial=0)) + 1, dtype=np.uint8)
    for code in seen.tolist():
        character = chr(code)
        if character.isalnum() or character == "_":
            kinds[code] = WORD
        elif character.isspace():
            kinds[code] = SPACE
    found: np.ndarray = kinds[codes]
    return found


def _number(of: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """How many characters of a kind stand in each stretch."""
    until = np.concatenate(([0], np.cumsum(of, dtype=np.int32)))
    found: np.ndarray = until[ends] - until[starts]
    return found
