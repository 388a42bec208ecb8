"""The text of an article as the explorer shows it, and the way from the raw text into it.

Offsets of all tables lead into the raw text; a page shows the cleaned blocks, and counts characters as a
browser does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from parley import schema
from parley.alignment import aligned


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
        places += aligned(raw, row.char_start, row.char_end, row.text)[0]
    return Cleaned("".join(texts), np.array(places, dtype=np.int64), tuple(starts))
