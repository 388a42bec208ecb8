"""Concordance: a word, an actor, an issue or a pattern in its contexts, one line for each hit.

Keyword in context (Luhn 1960, "Key word-in-context index for technical literature"). Contexts are the text of
the block as cleaned: white space folded, ``[…]`` where words are missing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

import numpy as np
import pandas as pd

from parley.contextorder import by_context, context
from parley.corpus import Corpus
from parley.errors import ParleyError, bad_value
from parley.lines import NEWLINE
from parley.patternsearch import pattern_hits
from parley.textindex import TextIndex, text_index
from parley.textsearch import Hits, made, row_hits, word_hits
from parley.voice import JOINED, VOICES, said_by
from parley.voiceplaces import AUTHOR, VoicePlaces, voice_places

KINDS = ("word", "actor", "issue", "pattern")
SORTS = ("text", "left", "right")
COLUMNS = {
    "doc": "str",
    "line": "int64",
    "char_start": "int64",
    "char_end": "int64",
    "sentence": "int64",
    "left": "str",
    "hit": "str",
    "right": "str",
    "voice": "str",
    "speaker": "str",
}


@dataclass(frozen=True, eq=False)
class Found:
    """What a query found, before its lines are cut.

    A class, because there may be many hits of which only the number and the first lines are wanted.

    Attributes
    ----------
    corpus, index
        The articles, and their text.
    hits
        The hits in the order of the text.
    """

    corpus: Corpus
    index: TextIndex
    hits: Hits

    def __len__(self) -> int:
        return len(self.hits.rows)

    @property
    def articles(self) -> int:
        """In how many articles there are hits."""
        return int(np.count_nonzero(np.bincount(self.index.sentences["doc"][self.hits.rows])))

    def holds(self, doc: str, start: int, end: int) -> bool:
        """Return whether a stretch of an article's raw text is a hit."""
        own = self.index.sentences["doc"][self.hits.rows] == self.index.numbers.get(doc, -1)
        low, high = self.index.raw_places(*self.hits.where(own))
        return bool(((low == start) & (high == end)).any())

    def lines(self, sort: str = "text", width: int = 60, first: int | None = None) -> pd.DataFrame:
        """Return the hits in their contexts, all or the first so many; else as `concordance` does."""
        _check(sort, width)
        order = (
            np.arange(len(self)) if sort == "text" else by_context(self.index, self.hits, sort, width, first)
        )
        return _frame(self, self.hits.where(order[:first]), width)


def concordance(
    corpus: Corpus,
    query: str,
    *,
    kind: str = "word",
    docs: str | Collection[str] | None = None,
    outlet: str | None = None,
    voice: str | None = None,
    speaker: str | None = None,
    sort: str = "text",
    width: int = 60,
) -> pd.DataFrame:
    """Return every hit of a query with what stands left and right of it.

    Parameters
    ----------
    corpus
        The articles.
    query
        What is looked for; nothing is found for a blank one. As ``kind`` says:
    kind
        ``word``: whole words in any case, several are a phrase; a ``*`` at the end of a word stands for any
        ending, alone for any word. ``actor``: the mentions of an actor, names, nominals and pronouns; part of
        the name is enough where only one actor has it. ``issue``: the passages of the positions on an issue,
        in the same way. ``pattern``: a regular expression, in the case it is written (``(?i)`` at its
        beginning: in any). Words and patterns are looked for within sentences.
    docs, outlet
        Only these articles, this outlet.
    voice
        Only hits in these words: ``author``, ``quoted``, ``reported``.
    speaker
        Only hits in this speaker's words, also where several speak together.
    sort
        ``text``: in the order of the text; ``left``, ``right``: by the words on that side, the nearest
        first, then in the order of the text.
    width
        Characters of context on each side, at most; words are not cut.

    Returns
    -------
    DataFrame
        ``doc``, ``line``, ``char_start``, ``char_end`` (in the raw text), ``sentence``, ``left``, ``hit``,
        ``right`` (joined they are the text), ``voice`` and ``speaker`` of the hit's first character; in the
        order of ``sort``.

    Raises
    ------
    ParleyError
        If there is no such kind, article, outlet, voice, speaker, order, actor or issue; if a pattern is
        invalid or takes too long.

    Examples
    --------
    >>> from parley import bundled, code
    >>> found = concordance(code(bundled("seeds")), "negotiat*", width=20)
    >>> found[["left", "hit", "right"]].values.tolist()[0]
    ['Trump appointed to ', 'negotiate', ' with Russia does']
    """
    _check(sort, width)
    found = search(corpus, query, kind=kind, docs=docs, outlet=outlet, voice=voice, speaker=speaker)
    return found.lines(sort, width)


def _check(sort: str, width: int) -> None:
    if sort not in SORTS:
        raise bad_value("sort", sort, SORTS)
    if width < 1:
        raise bad_value("width", width, "1 or more")


def search(
    corpus: Corpus,
    query: str,
    *,
    kind: str = "word",
    docs: str | Collection[str] | None = None,
    outlet: str | None = None,
    voice: str | None = None,
    speaker: str | None = None,
) -> Found:
    """Return what a query finds, as `concordance` does, without cutting the lines.

    Raises
    ------
    ParleyError
        As `concordance`.

    Examples
    --------
    >>> from parley import bundled, code
    >>> found = search(code(bundled("seeds")), "the")
    >>> len(found) > len(found.lines(first=3)) == 3
    True
    """
    for name, value, allowed in (("kind", kind, KINDS), ("voice", voice, (None, *VOICES))):
        if value not in allowed:
            raise bad_value(name, value, [known for known in allowed if known])
    wanted = _articles(corpus, docs, outlet)
    if speaker is not None and speaker not in (known := speakers(corpus)):
        raise bad_value("speaker", speaker, known)
    query = unicodedata.normalize("NFC", query).strip()
    index = text_index(corpus)
    hits = _hits(corpus, index, query, kind, wanted) if query else made([])
    if voice is not None or speaker is not None:
        voices, names = _voices(corpus, index, hits)
        if voice is not None:
            hits, names = hits.where(voices == voice), names[voices == voice]
        if speaker is not None:
            hits = hits.where(said_by(pd.Series(names, dtype="str"), speaker).to_numpy(bool))
    return Found(corpus, index, hits)


def speakers(corpus: Corpus) -> list[str]:
    """Return everybody whose words the articles quote or report, by name.

    Examples
    --------
    >>> from parley import bundled, code
    >>> "Pete Hegseth" in speakers(code(bundled("seeds")))
    True
    """
    return list(_speakers(corpus))


@lru_cache(maxsize=4)
def _speakers(corpus: Corpus) -> tuple[str, ...]:
    names = {name for joined in corpus.quotes["speaker"].unique() for name in joined.split(JOINED)}
    return tuple(sorted(names - {""}))


def _articles(corpus: Corpus, docs: str | Collection[str] | None, outlet: str | None) -> set[str]:
    """The articles in which is searched."""
    documents = corpus.documents
    if outlet is not None:
        if outlet not in (known := sorted(set(documents["outlet"]) - {""})):
            raise bad_value("outlet", outlet, known)
        documents = documents[documents["outlet"] == outlet]
    chosen = {docs} if isinstance(docs, str) else set(corpus.raw if docs is None else docs)
    if odd := sorted(chosen - set(corpus.raw)):
        raise bad_value("docs", odd[0], sorted(corpus.raw))
    return chosen & set(documents["doc"])


def _hits(corpus: Corpus, index: TextIndex, query: str, kind: str, docs: set[str]) -> Hits:
    """The hits of a query."""
    wanted = np.array([name in docs for name in index.articles], dtype=bool)
    chosen = None if wanted.all() else wanted
    if kind == "word":
        return word_hits(index, query, chosen)
    if kind == "pattern":
        return pattern_hits(index, query, chosen)
    table = corpus.mentions if kind == "actor" else corpus.positions
    known = sorted(set(table[kind].unique()) - {""})
    name = _name(kind, query, known) if known else ""
    rows = table[table[kind] == name]
    return row_hits(index, rows if chosen is None else rows[rows["doc"].isin(docs)])


def _name(kind: str, query: str, known: list[str]) -> str:
    """The actor or issue that a query means."""
    folded = {name: name.casefold() for name in known}
    part = re.compile(rf"(?<!\w){re.escape(query.casefold())}(?!\w)")
    whole = [name for name in known if folded[name] == query.casefold()]
    for fits in (whole, [name for name in known if part.search(folded[name])]):
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise ParleyError(f"{kind} {query!r}: several fit: {', '.join(fits[:8])}")
    raise bad_value(kind, query, get_close_matches(query, known, 5, 0.5) or [*known[:8], "..."])


def _voices(corpus: Corpus, index: TextIndex, hits: Hits) -> tuple[np.ndarray, np.ndarray]:
    """Voice and speaker of the first character of each hit."""
    voices, names = (np.full(len(hits.rows), value, dtype=object) for value in (AUTHOR, ""))
    open_ = np.flatnonzero(~index.sentences["own"][hits.rows])
    mixed = hits.where(open_)
    low, _ = index.raw_places(*mixed)
    docs = index.sentences["doc"][mixed.rows]
    voices[open_], names[open_] = _voice_places(corpus).at(index.articles, docs, low)
    return voices, names


@lru_cache(maxsize=2)
def _voice_places(corpus: Corpus) -> VoicePlaces:
    return voice_places(corpus.quotes)


def _frame(found: Found, hits: Hits, width: int) -> pd.DataFrame:
    """Hits as rows, in their order."""
    index, rows = found.index, hits.rows
    low, high = index.raw_places(*hits)
    blocks, docs = index.sentences["block"][rows], [index.articles[i] for i in index.sentences["doc"][rows]]
    begin = index.raw_begin(blocks)
    voices, names = _voices(found.corpus, index, hits)
    frame = pd.DataFrame(
        {
            "doc": docs,
            "line": index.blocks["line"][blocks] + _breaks(found.corpus, docs, begin, low),
            "char_start": low,
            "char_end": high,
            "sentence": index.sentences["sentence"][rows],
            "left": context(index, hits, "left", width),
            "hit": [index.text[i:j] for i, j in zip(hits.starts.tolist(), hits.ends.tolist(), strict=True)],
            "right": context(index, hits, "right", width),
            "voice": voices,
            "speaker": names,
        }
    )
    return frame.astype(COLUMNS)


def _breaks(corpus: Corpus, docs: list[str], low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """How many lines of the raw text end in each stretch of it."""
    places = zip(docs, low.tolist(), high.tolist(), strict=True)
    return np.array([len(NEWLINE.findall(corpus.raw[doc], i, j)) for doc, i, j in places], dtype=np.int64)
