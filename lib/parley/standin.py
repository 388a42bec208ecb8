"""A common name in the place of a person's, so that judgements hardly depend on who is named.

A model of target-dependent sentiment takes prejudices from its training texts: the same sentence is judged
worse of one name than of another. Asked with one name for every person it cannot; where its reading with the
own name keeps a small share, the prejudice keeps that share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from parley.portrayal import Judged, softmax

UPPER = 4
"""A name of so many capitals or more is written in capitals; a shorter one may be initials."""


def stand_in(pair: Judged, named: Sequence[tuple[int, int]], name: str) -> Judged:
    """Return a pair with another name wherever its target is named; what follows a name stays.

    Parameters
    ----------
    pair
        A sentence with its target.
    named
        Where in the sentence the target's name stands, as (start, end) pairs of characters; they do not
        overlap each other, and overlap the pair's places only where they are equal.
    name
        A given name and a surname. It takes the place of a name of several words, its surname that of a
        single word.

    Returns
    -------
    Judged
        The new sentence, with the pair's places moved along.

    Examples
    --------
    >>> pair = Judged("Maria Lund left. Lund's aides stayed.", ((0, 10), (17, 21)))
    >>> new = stand_in(pair, pair.places, "Alex Morgan")
    >>> new.sentence, [new.sentence[start:end] for start, end in new.places]
    ("Alex Morgan left. Morgan's aides stayed.", ['Alex Morgan', 'Morgan'])
    """
    moved: dict[tuple[int, int], tuple[int, int]] = {}
    renamed, done, pieces, length = set(named), 0, [], 0
    for start, end in sorted({*named, *pair.places}):
        before, word = pair.sentence[done:start], pair.sentence[start:end]
        new = _like(word, name) if (start, end) in renamed else word
        pieces += [before, new]
        begin = length + len(before)
        length = begin + len(new)
        moved[start, end] = begin, length
        done = end
    sentence = "".join([*pieces, pair.sentence[done:]])
    return Judged(sentence, tuple(moved[place] for place in pair.places))


def _like(word: str, name: str) -> str:
    """The name in the form of another: in full for several words, in capitals for capitals."""
    several = len(re.findall(r"\w+", word)) > 1
    new = name if several else name.split()[-1]
    return new.upper() if word.isupper() and len(word) >= UPPER else new


def pool(own: np.ndarray, common: np.ndarray, share: float) -> np.ndarray:
    """Return the logarithmic opinion pool (Genest and Zidek 1986) of two readings.

    Parameters
    ----------
    own, common
        Probabilities, shape (pairs, labels), each row summing to 1.
    share
        The weight of ``own``, in [0, 1].

    Returns
    -------
    array
        As the inputs. At a share of 0 it is ``common``, at 1 ``own``; where both agree, it is what they say.

    Examples
    --------
    >>> pool(np.array([[0.8, 0.2]]), np.array([[0.2, 0.8]]), 0.5).round(3).tolist()
    [[0.5, 0.5]]
    """
    tiny = np.finfo(float).tiny
    logs = share * np.log(np.maximum(own, tiny)) + (1 - share) * np.log(np.maximum(common, tiny))
    return softmax(logs)
