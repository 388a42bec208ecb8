"""Words behind a difference: those that most set one side's text apart from the other's, and their places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from parley.corpus import Corpus
from parley.measures import MEASURES, SPOKEN, WHOLE, stretches, units
from parley.stance import VOICES
from parley.voice import said_by
from parley.words import log_odds
from parley.wordspans import WORD, word_spans

LEAST_WORDS = 3
"""Rarer words of a side are not listed."""


def difference_words(
    corpus: Corpus,
    by: str,
    first: str,
    second: str,
    *,
    measure: str = "stance",
    target: str = WHOLE,
    count: int = 10,
) -> pd.DataFrame:
    """Return the words that most set one side's text apart from the other's.

    Parameters
    ----------
    corpus, by, first, second, measure, target
        As for `parley.comparison.compare_two`.
    count
        So many words of each side.

    Returns
    -------
    DataFrame
        ``side`` (first, second), ``word``, ``n_first``, ``n_second``, ``log_odds``, ``low``, ``high``, ``z``,
        as `parley.words.log_odds`, with the whole corpus as prior; the strongest first, the first side before
        the second. Words are in lower case, without the ending 's. Of actors, sentences that are of both and
        the words of their names are left out. Only words that the side has three times or more.

    Examples
    --------
    >>> from parley import bundled, code
    >>> found = difference_words(code(bundled("seeds")), "voice", "author", "quoted", count=2)
    >>> found["side"].tolist()
    ['first', 'first', 'second', 'second']
    """
    words, masks = _texts(corpus, by, first, second, measure, target)
    dropped = _names(corpus, (first, second)) if by == "actor" else set()
    bodies = [words.counted(mask) for mask in masks]
    for body in bodies:
        for word in [w for w in body if w in dropped or (len(w) == 1 and w != "i")]:
            del body[word]
    found = log_odds(*bodies, background=_background(corpus))
    a = found[(found["z"] > 0) & (found["n_first"] >= LEAST_WORDS)].head(count)
    b = found[(found["z"] < 0) & (found["n_second"] >= LEAST_WORDS)].tail(count)[::-1]
    table = pd.concat([a.assign(side="first"), b.assign(side="second")], ignore_index=True)
    return table[["side", *table.columns.drop("side")]]


def word_places(
    corpus: Corpus,
    by: str,
    first: str,
    second: str,
    word: str,
    *,
    measure: str = "stance",
    target: str = WHOLE,
) -> pd.DataFrame:
    """Return where a word of `difference_words` stands, on both sides.

    Returns
    -------
    DataFrame
        ``side`` (first, second), ``doc``, ``sentence``, ``char_start``, ``char_end``; the first side before
        the second, each in the order of the text.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> found = word_places(corpus, "voice", "author", "quoted", "we")
    >>> [corpus.raw[row.doc][row.char_start : row.char_end].lower() for row in found.head(1).itertuples()]
    ['we']
    """
    words, masks = _texts(corpus, by, first, second, measure, target)
    places = []
    for mask, side in zip(masks, ("first", "second"), strict=True):
        at = np.flatnonzero(mask[words.span] & words.are(word))
        held = words.spans[["doc", "sentence"]].take(words.span[at])
        places.append(held.assign(side=side, char_start=words.start[at], char_end=words.end[at]))
    return pd.concat(places, ignore_index=True)[["side", "doc", "sentence", "char_start", "char_end"]]


def _texts(
    corpus: Corpus, by: str, first: str, second: str, measure: str, target: str
) -> tuple[_Words, list[np.ndarray]]:
    """All words, and which of their stretches are a side's; of actors not sentences that are of both."""
    voiced = by == "voice" or measure in SPOKEN
    words = _words(corpus, voiced=voiced)
    within = [_sentences(corpus, by, name, measure, target) for name in (first, second)]
    if by == "actor" and not voiced:
        within = [within[0] & ~within[1], within[1] & ~within[0]]
    masks = [mine[words.sentence] for mine in within]
    if by == "voice":
        spoken = [words.spans["voice"].isin(VOICES[voice]) for voice in (first, second)]
    elif voiced and (by == "actor" or target != WHOLE):
        actors = (first, second) if by == "actor" else (target, target)
        spoken = [said_by(words.spans["speaker"], actor) for actor in actors]
    else:
        return words, masks
    return words, [mask & mine.to_numpy(bool) for mask, mine in zip(masks, spoken, strict=True)]


def _sentences(corpus: Corpus, by: str, name: str, measure: str, target: str) -> np.ndarray:
    """Which sentences have a unit of a side."""
    side = units(corpus, by, name, measure=measure, target=target)
    counted = side[side["value"] > 0] if MEASURES[measure].share else side
    within = np.zeros(len(corpus.sentences), dtype=bool)
    within[_numbers(corpus, counted)] = True
    return within


def _numbers(corpus: Corpus, rows: pd.DataFrame) -> np.ndarray:
    """The number in the corpus of each row's sentence."""
    return np.asarray(_index(corpus).get_indexer(pd.MultiIndex.from_frame(rows[["doc", "sentence"]])))


@lru_cache(maxsize=4)
def _index(corpus: Corpus) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(corpus.sentences[["doc", "sentence"]])


@dataclass(frozen=True, eq=False)
class _Words:
    """All words of a corpus: the stretches they stand in, with the row of each one's sentence.

    Of each word the number of its stretch, its places, and the number of what it is in the vocabulary.
    """

    spans: pd.DataFrame
    sentence: np.ndarray
    span: np.ndarray
    start: np.ndarray
    end: np.ndarray
    number: np.ndarray
    vocabulary: list[str]

    def counted(self, mask: np.ndarray) -> Counter[str]:
        """How often each word stands in some of the stretches."""
        counts = np.bincount(self.number[mask[self.span]], minlength=len(self.vocabulary))
        return Counter({self.vocabulary[i]: int(counts[i]) for i in np.flatnonzero(counts).tolist()})

    def are(self, word: str) -> np.ndarray:
        """Which words are this one."""
        found: np.ndarray = self.number == (self.vocabulary.index(word) if word in self.vocabulary else -1)
        return found


@lru_cache(maxsize=8)
def _words(corpus: Corpus, *, voiced: bool) -> _Words:
    """Every word of the sentences, or of their stretches of one voice."""
    spans = stretches(corpus) if voiced else corpus.sentences[["doc", "sentence", "char_start", "char_end"]]
    docs = spans["doc"].tolist()
    low, high = (spans[name].to_numpy(np.int64) for name in ("char_start", "char_end"))
    span, start, end = word_spans(corpus.raw, docs, low, high)
    numbers = _Numbers()
    texts = spans["doc"].to_numpy(object)[span]
    places = zip(texts.tolist(), start.tolist(), end.tolist(), strict=True)
    number = np.fromiter([numbers[corpus.raw[doc][i:j]] for doc, i, j in places], np.int32, len(span))
    return _Words(spans, _numbers(corpus, spans), span, start, end, number, list(numbers.plain))


@lru_cache(maxsize=4)
def _background(corpus: Corpus) -> Counter[str]:
    words = _words(corpus, voiced=False)
    return words.counted(np.ones(len(words.spans), dtype=bool))


class _Numbers(dict[str, int]):
    """The number of each word, as it is counted, for every way to write it."""

    def __init__(self) -> None:
        self.plain: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        self[word] = self.plain.setdefault(_plain(word), len(self.plain))
        return self[word]


def _plain(word: str) -> str:
    """A word as it is counted."""
    return word.lower().replace("’", "'").removesuffix("'s")


@lru_cache(maxsize=16)
def _names(corpus: Corpus, actors: tuple[str, ...]) -> set[str]:
    """The words by which some actors are named, and the single words that stand for them."""
    mine = corpus.mentions[corpus.mentions["actor"].isin(actors)]
    found = set()
    for text, kind in mine[["text", "kind"]].drop_duplicates().to_numpy(object):
        words = WORD.findall(text)
        if kind == "name" or (kind == "nominal" and len(words) == 1):
            found |= {_plain(word) for word in words}
    return found
