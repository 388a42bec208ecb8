"""Words behind a difference: those that most set one side's text apart from the other's, and their places."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import numpy as np
import pandas as pd

from parley.corpus import Corpus
from parley.measures import MEASURES, SPOKEN, WHOLE, stretches, units
from parley.stance import VOICES
from parley.voice import WORD, said_by
from parley.words import log_odds

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
    texts = words["word"].to_numpy(object)
    dropped = _names(corpus, (first, second)) if by == "actor" else set()
    bodies = [Counter(texts[mask]) for mask in masks]
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
    mine = words["word"].to_numpy(object) == word
    named = zip(masks, ("first", "second"), strict=True)
    places: list[pd.DataFrame] = [words[mine & mask].assign(side=side) for mask, side in named]
    columns = ["side", "doc", "sentence", "char_start", "char_end"]
    return pd.concat(places, ignore_index=True)[columns]


def _texts(
    corpus: Corpus, by: str, first: str, second: str, measure: str, target: str
) -> tuple[pd.DataFrame, list[np.ndarray]]:
    """All words, and which of them are a side's; of actors not those of sentences that are of both."""
    voiced = by == "voice" or measure in SPOKEN
    words = _words(corpus, voiced=voiced)
    within = [_sentences(corpus, by, name, measure, target) for name in (first, second)]
    if by == "actor" and not voiced:
        within = [within[0] & ~within[1], within[1] & ~within[0]]
    masks = [mine[words["at"].to_numpy()] for mine in within]
    if by == "voice":
        spoken = [words["voice"].isin(VOICES[voice]) for voice in (first, second)]
    elif voiced and (by == "actor" or target != WHOLE):
        actors = (first, second) if by == "actor" else (target, target)
        spoken = [said_by(words["speaker"], actor) for actor in actors]
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


@lru_cache(maxsize=8)
def _words(corpus: Corpus, *, voiced: bool) -> pd.DataFrame:
    """Every word in lower case with its place, its voice and speaker, and the row of its sentence."""
    whole = corpus.sentences[["doc", "sentence", "char_start", "char_end"]].assign(voice="", speaker="")
    spans = stretches(corpus) if voiced else whole
    at, starts, ends, texts = list[int](), list[int](), list[int](), list[str]()
    columns = (spans[name].tolist() for name in ("doc", "char_start", "char_end"))
    plain = _Plain()
    for row, (doc, low, high) in enumerate(zip(*columns, strict=True)):
        for match in WORD.finditer(corpus.raw[doc], low, high):
            at.append(row)
            starts.append(match.start())
            ends.append(match.end())
            texts.append(plain[match.group()])
    rows = np.array(at, dtype=np.int64)
    words = spans[["doc", "sentence", "voice", "speaker"]].take(rows).reset_index(drop=True)
    places = {"char_start": np.array(starts, dtype=np.int64), "char_end": np.array(ends, dtype=np.int64)}
    return words.assign(
        at=_numbers(corpus, spans)[rows], word=pd.Series(texts, index=words.index, dtype=object), **places
    )


@lru_cache(maxsize=4)
def _background(corpus: Corpus) -> Counter[str]:
    return Counter(_words(corpus, voiced=False)["word"])


class _Plain(dict[str, str]):
    """Words as they are counted, each worked out once."""

    def __missing__(self, word: str) -> str:
        self[word] = _plain(word)
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
