"""Voice places: where voices change in many articles, for all of them at once.

The rule: a quotation goes before reported content, the shorter stretch before the longer one, the one that
begins first before the other; what is in none of them is the author's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from parley import schema

AUTHOR, QUOTED, REPORTED = schema.LABELS["sentences", "voice"][:3]


class Cuts(NamedTuple):
    """Stretches of one voice and speaker: part of which of those that were cut, its places, whose."""

    of: np.ndarray
    low: np.ndarray
    high: np.ndarray
    voice: np.ndarray
    speaker: np.ndarray


@dataclass(frozen=True, eq=False)
class VoicePlaces:
    """Where voices change in some articles, one behind the other.

    Attributes
    ----------
    articles
        Their numbers, by name.
    size
        Places an article has at most.
    edges
        Where a quotation or reported content begins or ends, ascending.
    winner
        For what follows each edge: the row in ``voice`` and so on; the last one is the author's.
    voice, speaker, side
        Of each quotation, and of the author; equal sides have equal voices and speakers.
    """

    articles: dict[str, int]
    size: int
    edges: np.ndarray
    winner: np.ndarray
    voice: np.ndarray
    speaker: np.ndarray
    side: np.ndarray

    def at(self, names: Sequence[str], docs: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return voice and speaker of characters at places of raw texts; ``docs`` are numbers of names."""
        inside = np.minimum(places, self.size - 1)  # where no quotation reaches
        found = np.searchsorted(self.edges, self._shifts(names)[docs] + inside, side="right") - 1
        rows = self.winner[found]
        return self.voice[rows], self.speaker[rows]

    def cut(self, names: Sequence[str], docs: np.ndarray, low: np.ndarray, high: np.ndarray) -> Cuts:
        """Return stretches of raw texts cut where voice or speaker changes; ``docs`` are numbers of names."""
        shift = self._shifts(names)[docs]
        first = np.searchsorted(self.edges, shift + np.minimum(low, self.size - 1), side="right")
        last = np.searchsorted(self.edges, shift + np.minimum(high, self.size), side="left")
        pieces = np.maximum(last - first, 0) + 1
        of = np.repeat(np.arange(len(low)), pieces)
        nth = np.arange(len(of)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        edge = first[of] + nth - 1
        start = np.where(nth == 0, low[of], np.append(self.edges, 0)[edge] - shift[of])
        rows = self.winner[edge]
        new = (nth == 0) | (np.diff(self.side[rows], prepend=-1) != 0)
        of, start, rows = of[new], start[new], rows[new]
        end = np.where(np.append(of[1:], -1) == of, np.append(start[1:], -1), high[of])
        return Cuts(of, start, end, self.voice[rows], self.speaker[rows])

    def _shifts(self, names: Sequence[str]) -> np.ndarray:
        """Where each article begins; one without quotations behind all others."""
        numbers = [self.articles.get(name, len(self.articles)) for name in names]
        return np.array(numbers, dtype=np.int64) * self.size


def voice_places(quotes: pd.DataFrame, speakers: Sequence[str] | None = None) -> VoicePlaces:
    """Return where voices change in some articles.

    Parameters
    ----------
    quotes
        The table of the articles.
    speakers
        One for each quotation, instead of those of the table.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> direct = corpus.quotes[corpus.quotes["kind"] == "direct"]
    >>> docs, names = pd.factorize(direct["doc"])
    >>> voices, speakers = voice_places(corpus.quotes).at(names, docs, direct["char_start"].to_numpy())
    >>> set(voices)
    {'quoted'}
    """
    said = quotes["kind"].isin(["direct", "partial", "indirect"]).to_numpy(bool)
    doc, kind, low, high, speaker = (
        np.asarray(column)[said]
        for column in (
            quotes["doc"].to_numpy(object),
            quotes["kind"].to_numpy(object),
            quotes["char_start"].to_numpy(np.int64),
            quotes["char_end"].to_numpy(np.int64),
            quotes["speaker"].to_numpy(object) if speakers is None else np.array(speakers, dtype=object),
        )
    )
    codes, names = pd.factorize(doc)
    size = int(high.max(initial=0)) + 1
    quoted = kind != "indirect"
    low, high = low + codes * size, high + codes * size
    edges = np.unique(np.concatenate((low, high)))
    begin, end = np.searchsorted(edges, low).tolist(), np.searchsorted(edges, high).tolist()
    order = np.lexsort((-np.arange(len(low)), -high, -low, low - high, quoted))
    winner = np.full(len(edges) + 1, -1, dtype=np.int64)
    for row in order.tolist():
        winner[begin[row] : end[row]] = row
    return VoicePlaces(
        {name: i for i, name in enumerate(names)},
        size,
        edges,
        winner,
        np.append(np.where(quoted, QUOTED, REPORTED).astype(object), AUTHOR),
        np.append(speaker, ""),
        np.append(2 * pd.factorize(speaker)[0] + quoted, -2),
    )
