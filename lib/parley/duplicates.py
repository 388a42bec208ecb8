"""Copies among articles: identical ones, and near ones, as agencies and reprints make them.

Texts are compared by their runs of five words (shingles; Broder 1997). The measure is the share of the
shorter text's runs that the longer one has too (containment), so that a reprint cut short is found.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import pandas as pd

from parley.errors import bad_value

WORD = re.compile(r"\w+(?:[’'-]\w+)*")
RUN = 5
"""Words of a shingle."""
COLUMNS = {
    "first": "str",
    "second": "str",
    "similarity": "float64",
    "jaccard": "float64",
    "longest_run": "int64",
}
MODULUS = (1 << 61) - 1
BASE = 911_382_323


def words_of(text: str) -> list[str]:
    """Return the words by which texts are compared: without case, punctuation, and kind of apostrophe.

    Examples
    --------
    >>> words_of("“We won’t,” she said.")
    ['we', "won't", 'she', 'said']
    """
    return [word.casefold().replace("’", "'") for word in WORD.findall(text)]


def fingerprint(text: str) -> str:
    """Return a hash of a text's words in their order; equal for copies that differ in layout alone.

    Examples
    --------
    >>> fingerprint("Talks\\nfailed.") == fingerprint("talks failed")
    True
    """
    return hashlib.sha256(" ".join(words_of(text) or [text]).encode("utf-8", "surrogatepass")).hexdigest()


def near_duplicates(
    texts: Mapping[str, str], threshold: float = 0.8, *, among: Collection[str] | None = None
) -> pd.DataFrame:
    """Return the pairs of texts that are copies of each other, wholly or nearly.

    The result is exact. A text is looked up by its rarest runs alone, as many as it cannot lack in a copy
    (prefix filtering; Chaudhuri, Ganti and Kaushik 2006), so the work grows with the texts, not their pairs.

    Parameters
    ----------
    texts
        Texts by identifier.
    threshold
        Least similarity of a pair, in (0, 1].
    among
        Identifiers of which each pair has one at least; all by default.

    Returns
    -------
    DataFrame
        Columns ``first``, ``second`` (in the order of ``texts``), ``similarity`` (in [threshold, 1]: share of
        the shorter text's runs of five words that are in the other), ``jaccard`` (in [0, 1]: share of the
        runs of both that are common), ``longest_run`` (words of the longest common run). The most similar
        pair first, then in the order of ``texts``. Texts without words are in no pair.

    Raises
    ------
    ParleyError
        If the threshold is not in (0, 1].

    Examples
    --------
    >>> a = "the talks on the river broke down on Monday after both sides had left the room"
    >>> near_duplicates({"a": a, "b": a + " in haste", "c": "rain is expected in the north on all days"})
      first second  similarity  jaccard  longest_run
    0     a      b         1.0   0.8571           16
    """
    if not 0 < threshold <= 1:
        raise bad_value("threshold", threshold, "above 0, at most 1")
    words = {name: words_of(text) for name, text in texts.items()}
    runs = {name: frozenset(_shingles(w)) for name, w in words.items() if w}
    place = {name: i for i, name in enumerate(texts)}
    wanted = set(runs) if among is None else set(among)
    rows = []
    for pair in _candidates(runs, threshold, wanted):
        first, second = sorted(pair, key=place.__getitem__)
        a, b = runs[first], runs[second]
        common = len(a & b)
        if common >= threshold * min(len(a), len(b)):
            jaccard = common / len(a | b)
            longest = longest_common_run(words[first], words[second])
            share = common / min(len(a), len(b))
            rows.append((first, second, round(share, 4), round(jaccard, 4), longest))
    rows.sort(key=lambda r: (-r[2], -r[3], place[r[0]], place[r[1]]))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _shingles(words: Sequence[str]) -> Iterator[int]:
    """Each run of five words as a number; of a shorter text all its words."""
    for i in range(max(1, len(words) - RUN + 1)):
        yield hash(tuple(words[i : i + RUN]))


def _candidates(
    runs: Mapping[str, frozenset[int]], threshold: float, wanted: Collection[str]
) -> set[tuple[str, str]]:
    """Pairs that may be similar: the larger text has one of the rarest runs of the smaller one."""
    spread = Counter(run for own in runs.values() for run in own)
    holders: dict[int, list[str]] = defaultdict(list)
    for name, own in runs.items():
        for run in own:
            if spread[run] > 1:
                holders[run].append(name)
    found = set()
    for name, own in runs.items():
        spared = math.ceil(threshold * len(own)) - 1  # a copy lacks fewer runs than the others are
        rarest = sorted(own, key=spread.__getitem__)[: len(own) - spared]
        for run in rarest:
            for other in holders.get(run, ()):
                if other == name or (name not in wanted and other not in wanted):
                    continue
                if len(own) <= len(runs[other]):
                    found.add((min(name, other), max(name, other)))
    return found


def longest_common_run(first: Sequence[str], second: Sequence[str]) -> int:
    """Return the number of words of the longest run that two texts have in common.

    Examples
    --------
    >>> longest_common_run("he left the room at noon".split(), "she left the room early".split())
    3
    """
    a, b = _prefixes(first), _prefixes(second)
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if _hashes(a, middle) & _hashes(b, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _prefixes(words: Sequence[str]) -> list[int]:
    """Rolling hash of each beginning of a text (Rabin and Karp 1987)."""
    total, prefixes = 0, [0]
    for word in words:
        total = (total * BASE + hash(word)) % MODULUS
        prefixes.append(total)
    return prefixes


def _hashes(prefixes: Sequence[int], length: int) -> set[int]:
    """The hash of each run of some length."""
    power = pow(BASE, length, MODULUS)
    return {(end - start * power) % MODULUS for start, end in zip(prefixes, prefixes[length:], strict=False)}
