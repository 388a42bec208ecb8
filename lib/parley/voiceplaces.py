"""Voices of single characters of many articles: whose words stand at a place, for many places at once.

The same voices as those of `parley.voice.voice_spans`: a quotation goes before reported content, the shorter
stretch before the longer one, the one that begins first before the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from parley.voice import AUTHOR, QUOTED, REPORTED


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
        For what follows each edge: the row in ``voice`` and ``speaker``; the last one is the author's.
    voice, speaker
        Of each quotation.
    """

    articles: dict[str, int]
    size: int
    edges: np.ndarray
    winner: np.ndarray
    voice: np.ndarray
    speaker: np.ndarray

    def at(self, names: Sequence[str], docs: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return voice and speaker of characters at places of raw texts; ``docs`` are numbers of names."""
        articles = np.array([self.articles.get(name, -1) for name in names], dtype=np.int64)[docs]
        inside = np.minimum(places, self.size - 1)  # where no quotation reaches
        found = np.searchsorted(self.edges, articles * self.size + inside, side="right") - 1
        rows = np.where((articles < 0) | (found < 0), -1, self.winner[found])
        return self.voice[rows], self.speaker[rows]


def voice_places(quotes: pd.DataFrame) -> VoicePlaces:
    """Return where voices change in some articles.

    Parameters
    ----------
    quotes
        The table of the articles.

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
    said = quotes[quotes["kind"].isin(["direct", "partial", "indirect"])]
    codes, names = pd.factorize(said["doc"])
    low, high = (said[name].to_numpy(np.int64) for name in ("char_start", "char_end"))
    size = int(high.max(initial=0)) + 1
    quoted = (said["kind"] != "indirect").to_numpy(bool)
    low, high = low + codes * size, high + codes * size
    edges = np.unique(np.concatenate((low, high)))
    begin, end = np.searchsorted(edges, low).tolist(), np.searchsorted(edges, high).tolist()
    order = np.lexsort((-np.arange(len(low)), -high, -low, low - high, quoted))
    winner = np.full(len(edges) + 1, -1, dtype=np.int64)
    for row in order.tolist():
        winner[begin[row] : end[row]] = row
    voice = np.append(np.where(quoted, QUOTED, REPORTED).astype(object), AUTHOR)
    speaker = np.append(said["speaker"].to_numpy(object), "")
    return VoicePlaces({name: i for i, name in enumerate(names)}, size, edges, winner, voice, speaker)
