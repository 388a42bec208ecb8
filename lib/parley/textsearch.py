"""Text search: where words, phrases and the rows of a table stand in the text of an index.

Words are compared with the different words of the corpus only, not with its text. What is no plain word, such
as ``re-elected``, is looked for in the sentences that hold the rarest of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from parley.errors import bad_value
from parley.textindex import TextIndex, pair_rows

SUBSCRIPT = "\u0345"
"""The one character that is no letter of a word, and a letter in another case: of these:"""
IOTA = re.compile("[\u0345\u0399\u03b9\u1fbe]")


class Hits(NamedTuple):
    """The sentence of each hit, and where the hit begins and ends in the text of the index."""

    rows: np.ndarray
    starts: np.ndarray
    ends: np.ndarray

    def where(self, chosen: np.ndarray) -> Hits:
        """Return some of the hits: their numbers, or a truth value for each."""
        return Hits(self.rows[chosen], self.starts[chosen], self.ends[chosen])


def made(found: Iterable[tuple[int, int, int]]) -> Hits:
    """Return hits, one by one, as `Hits`.

    Examples
    --------
    >>> made([(0, 3, 5), (2, 9, 12)]).ends.tolist()
    [5, 12]
    """
    return Hits(*np.array(list(found), dtype=np.int64).reshape(-1, 3).T)


def word_pattern(query: str) -> re.Pattern[str]:
    """Return the pattern of one or several whole words; a ``*`` at the end of a word is any ending.

    Raises
    ------
    ParleyError
        If there is nothing but ``*``.

    Examples
    --------
    >>> word_pattern("peace deal*").findall("Peace deals are no peace  dealing.")
    ['Peace deals', 'peace  dealing']
    """
    if not query.strip("* "):
        raise bad_value("query", query, "a word, or the beginning of one before *")
    parts = []
    for word in query.split():
        stem = word.rstrip("*")
        part = re.sub("['’]", "['’]", re.escape(stem))
        part = (r"(?<!\w)" if re.match(r"\w", stem) else "") + part
        part += (r"\w*" if stem else r"\w+") if stem != word else ""
        parts.append(part + (r"(?!\w)" if stem != word or re.search(r"\w$", stem) else ""))
    return re.compile(r"\s+".join(parts), re.IGNORECASE)


def word_hits(index: TextIndex, query: str, docs: np.ndarray | None = None) -> Hits:
    r"""Return the hits of one or several whole words, in the order of the text.

    Parameters
    ----------
    index
        The text.
    query
        As for `word_pattern`.
    docs
        A truth value for each article: whether it is searched. By default all are.

    Raises
    ------
    ParleyError
        If there is nothing but ``*``.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.textindex import text_index
    >>> index = text_index(code(bundled("seeds")))
    >>> found = word_hits(index, "peace deal*")
    >>> {index.text[i:j].casefold() for i, j in zip(found.starts, found.ends)} >= {"peace deal"}
    True
    """
    query = query.strip()
    pattern, words = word_pattern(query), query.split()
    if IOTA.search(query) and (SUBSCRIPT in query or SUBSCRIPT in index.text):
        return made(_verified(index, pattern, chosen(index, None, docs)))
    if re.match(r"\w", query) and all(re.fullmatch(r"\w*\**", word) for word in words):
        found = _phrases(index, words)
    elif len(query) == 1:
        matches = np.array([m.span() for m in pattern.finditer(index.text)], dtype=np.int64).reshape(-1, 2)
        found = _held(index, matches[:, 0], matches[:, 1])
    else:
        return made(_verified(index, pattern, chosen(index, _candidates(index, words), docs)))
    return found if docs is None else found.where(docs[index.sentences["doc"][found.rows]])


def _phrases(index: TextIndex, words: list[str]) -> Hits:
    """The hits of words that are plain letters and digits, with ``*`` or without."""
    tokens = index.tokens
    fits = [_fitting(index, word) for word in words]
    rarest = min(range(len(words)), key=lambda i: int(tokens.counts[fits[i]].sum()))
    first = tokens.of(fits[rarest]) - rarest
    first = first[(first >= 0) & (first + len(words) <= len(tokens.words))]
    for i, fit in enumerate(fits):
        first = first[fit[tokens.words[first + i]]]
        first = first[tokens.adjacent[first + i]] if i + 1 < len(words) else first
    first = _apart(first[tokens.fresh[first]], len(words))
    return _held(index, tokens.starts[first], tokens.ends(first + len(words) - 1))


def _fitting(index: TextIndex, word: str) -> np.ndarray:
    """Which words of the vocabulary fit a word of a query."""
    stem, vocabulary = word.rstrip("*"), index.tokens.vocabulary
    if not stem:
        return np.ones(len(vocabulary), dtype=bool)
    fits = re.compile(re.escape(stem) + (r"\w*" if stem != word else ""), re.IGNORECASE).fullmatch
    return np.fromiter([fits(known) is not None for known in vocabulary], bool, len(vocabulary))


def _apart(first: np.ndarray, size: int) -> np.ndarray:
    """Only those phrases of so many words that do not begin within the one before."""
    if not (np.diff(first) < size).any():
        return first
    kept, last = [], -size
    for number in first.tolist():
        if number >= last + size:
            kept.append(number)
            last = number
    return np.array(kept, dtype=np.int64)


def _held(index: TextIndex, starts: np.ndarray, ends: np.ndarray) -> Hits:
    """The stretches that lie wholly within a sentence."""
    rows = index.holding(starts, ends)
    return Hits(rows, starts, ends).where(rows >= 0)


def _candidates(index: TextIndex, words: list[str]) -> np.ndarray | None:
    """The sentences that hold the rarest part of a query; nothing where it has no part of letters."""
    fits = []
    for word in words:
        stem = word.rstrip("*")
        parts = re.findall(r"\w+", stem)
        open_ = stem != word and bool(re.search(r"\w$", stem))
        fits += [_fitting(index, f"{part}*" if open_ and part is parts[-1] else part) for part in parts]
    return rarest(index, fits)


def rarest(index: TextIndex, fits: list[np.ndarray]) -> np.ndarray | None:
    """Return the sentences that hold a token of the rarest of several choices of words.

    Parameters
    ----------
    index
        The text.
    fits
        Choices: each a truth value for each word of the vocabulary.

    Returns
    -------
    array or None
        Numbers of sentences, ascending; None where there is no choice.
    """
    if not fits:
        return None
    tokens = index.tokens
    fewest = min(fits, key=lambda fit: int(tokens.counts[fit].sum()))
    rows = np.searchsorted(index.sentences["low"], tokens.starts[tokens.of(fewest)], side="right") - 1
    held: np.ndarray = rows[(np.diff(rows, prepend=-1) != 0) & (rows >= 0)]
    return held


def chosen(index: TextIndex, rows: np.ndarray | None, docs: np.ndarray | None) -> np.ndarray:
    """Return the sentences of the articles that are searched: some of them, or all where ``rows`` is None."""
    rows = np.arange(len(index.sentences["low"])) if rows is None else rows
    return rows if docs is None else rows[docs[index.sentences["doc"][rows]]]


def _verified(index: TextIndex, pattern: re.Pattern[str], rows: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """The hits of a pattern in some sentences."""
    bounds = (index.sentences[name][rows].tolist() for name in ("low", "high"))
    for row, low, high in zip(rows.tolist(), *bounds, strict=True):
        for match in pattern.finditer(index.text, low, high):
            yield row, match.start(), match.end()


def row_hits(index: TextIndex, rows: pd.DataFrame) -> Hits:
    """Return the hits that rows of a table are, in its order; a place counts once.

    Parameters
    ----------
    index
        The text.
    rows
        Rows with ``doc``, ``sentence``, ``char_start`` and ``char_end``.
    """
    rows = rows.drop_duplicates(["doc", "char_start", "char_end"])
    doc = np.array([index.numbers[name] for name in rows["doc"].tolist()], dtype=np.int64)
    known = index.sentences["doc"], index.sentences["sentence"]
    at = pair_rows((doc, rows["sentence"].to_numpy()), known)
    return Hits(at, *index.text_places(at, rows["char_start"].to_numpy(), rows["char_end"].to_numpy()))
