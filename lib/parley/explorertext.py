"""The text of an article as the explorer shows it, and the way from the raw text into it.

Offsets of all tables lead into the raw text; a page shows the cleaned blocks, and counts characters as a
browser does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from parley import schema
from parley.lines import GAP

REACH = 40
"""Characters that cleaning may have left out between two words of a paragraph."""


@dataclass(frozen=True, eq=False)
class Cleaned:
    """An article's blocks, one a line, and the way from the raw text into them.

    Attributes
    ----------
    text
        The texts of all blocks, those set aside too, in their order.
    raw_at
        For each character its place in the raw text; of one that stands for missing words, and of a
        break, that of the character before it.
    starts
        Where each block begins.
    """

    text: str
    raw_at: np.ndarray
    starts: tuple[int, ...]

    @cached_property
    def units(self) -> np.ndarray:
        """For each place the same place as a browser counts: characters beyond U+FFFF are two."""
        wide = np.array([ord(c) > 0xFFFF for c in self.text], dtype=np.int64)
        return np.concatenate(([0], np.cumsum(wide + 1)))

    def spans(self, starts: ArrayLike, ends: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """Return the places, as a browser counts them, of stretches of the raw text."""
        low = np.searchsorted(self.raw_at, np.asarray(starts, dtype=np.int64), side="left")
        high = np.searchsorted(self.raw_at, np.asarray(ends, dtype=np.int64) - 1, side="left") + 1
        high = np.minimum(np.maximum(high, low), len(self.text))
        return self.units[low], self.units[high]


def clean(raw: str, blocks: pd.DataFrame) -> Cleaned:
    """Return an article as it was cleaned.

    Parameters
    ----------
    raw
        Its raw text.
    blocks
        Its rows of the table ``blocks``.

    Examples
    --------
    >>> rows = [(0, 5, "Talks"), (7, 18, "They […] ended")]
    >>> blocks = pd.DataFrame(rows, columns=["char_start", "char_end", "text"])
    >>> made = clean("Talks\\n\\nThey\\n\\nended", blocks)
    >>> start, end = made.spans([13], [18])
    >>> made.text, made.text[start[0] : end[0]]
    ('Talks\\nThey […] ended', 'ended')
    """
    texts: list[str] = []
    places: list[int] = []
    starts = []
    for row in schema.rows(blocks):
        if texts:
            texts.append("\n")
            places.append(places[-1] if places else 0)
        starts.append(len(places))
        texts.append(row.text)
        places += _aligned(row.text, raw, row.char_start, row.char_end)
    return Cleaned("".join(texts), np.array(places, dtype=np.int64), tuple(starts))


def _aligned(text: str, raw: str, low: int, high: int) -> list[int]:
    """For each character of a block's text its place in the raw text: by words, else by characters."""
    if raw.startswith(text, low):
        return list(range(low, low + len(text)))
    places: list[int] = []
    at = low
    for match in re.finditer(r"\s+|\S+", text):
        word = match.group()
        found = raw.find(word, at, min(high, at + len(word) + REACH))
        if word.isspace():
            places += [min(at, high - 1) if raw[at : at + 1].isspace() else max(at - 1, low)] * len(word)
        elif found >= 0:
            places += range(found, found + len(word))
            at = found + len(word)
        elif word == GAP:
            places += [max(at - 1, low)] * len(word)
        else:
            for character in word:
                found = raw.find(character, at, min(high, at + REACH))
                at = found if found >= 0 else at
                places.append(min(at, high - 1))
                at = min(at + 1, high)
    return places
