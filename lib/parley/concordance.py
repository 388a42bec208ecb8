"""Concordance: a word, an actor, an issue or a pattern in its contexts, one line for each hit.

Keyword in context (Luhn 1960, "Key word-in-context index for technical literature"). Contexts are the text of
the block as cleaned: white space folded, ``[…]`` where words are missing.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from time import monotonic

import pandas as pd

from parley import schema
from parley.alignment import AlignedSentence, aligned_article
from parley.corpus import Corpus
from parley.errors import ParleyError, bad_value
from parley.lines import NEWLINE
from parley.textsearch import holding, literal
from parley.voice import AUTHOR, JOINED, VOICES, WORD, said_by, voice_spans

KINDS = ("word", "actor", "issue", "pattern")
SORTS = ("text", "left", "right")
LONGEST = 300
"""Characters of a pattern, at most."""
PATIENCE = 2.0
"""Seconds that the search for a pattern may take."""
SPOKEN = ["doc", "kind", "char_start", "char_end", "speaker"]
"""The columns of ``quotes`` that voices are read off."""
RECURSION = re.compile(r"\(\?(?:R|[+-]?\d|&|P>)")
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


Hit = tuple[AlignedSentence, int, int]
"""A sentence, and where the hit begins and ends in the text of its block."""


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
    for name, value, allowed in (("kind", kind, KINDS), ("sort", sort, SORTS), ("voice", voice, VOICES)):
        if value not in allowed and not (name == "voice" and value is None):
            raise bad_value(name, value, allowed)
    if width < 1:
        raise bad_value("width", width, "1 or more")
    wanted = _articles(corpus, docs, outlet)
    if speaker is not None and speaker not in (known := speakers(corpus)):
        raise bad_value("speaker", speaker, known)
    query = unicodedata.normalize("NFC", query).strip()
    found = _frame(_hits(corpus, query, kind, wanted) if query else [], corpus, width)
    found = _voiced(corpus, found)
    if voice is not None:
        found = found[found["voice"] == voice]
    if speaker is not None:
        found = found[said_by(found["speaker"], speaker)]
    return _ordered(found, sort)


def speakers(corpus: Corpus) -> list[str]:
    """Return everybody whose words the articles quote or report, by name.

    Examples
    --------
    >>> from parley import bundled, code
    >>> "Pete Hegseth" in speakers(code(bundled("seeds")))
    True
    """
    names = {name for joined in corpus.quotes["speaker"].unique() for name in joined.split(JOINED)}
    return sorted(names - {""})


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


def _hits(corpus: Corpus, query: str, kind: str, docs: set[str]) -> Iterable[Hit]:
    """The hits of a query."""
    if kind == "word":
        return _matches(corpus, docs, word_pattern(query), literal(query))
    if kind == "pattern":
        return _pattern_hits(corpus, docs, query)
    table = corpus.mentions if kind == "actor" else corpus.positions
    known = sorted(set(table[kind]) - {""})
    name = _name(kind, query, known) if known else ""
    return _places(corpus, table[(table[kind] == name) & table["doc"].isin(docs)])


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


def _matches(corpus: Corpus, docs: set[str], pattern: re.Pattern[str], word: str) -> Iterator[Hit]:
    for sentence in holding(corpus, docs, word):
        for match in pattern.finditer(sentence.text, sentence.low, sentence.high):
            yield sentence, match.start(), match.end()


def _pattern_hits(corpus: Corpus, docs: set[str], query: str) -> Iterator[Hit]:
    """The hits of a regular expression; each sentence is a text of its own for it."""
    import regex  # type: ignore[import-untyped]  # as `re`, and it can stop

    if len(query) > LONGEST:
        raise ParleyError(f"pattern of {len(query)} characters; allowed: {LONGEST}")
    if RECURSION.search(query):
        raise ParleyError(f"pattern {query!r}: no pattern may call itself or its groups")
    try:
        pattern = regex.compile(query)
    except (regex.error, RecursionError, OverflowError, ValueError) as fault:
        raise ParleyError(f"pattern {query!r}: {fault}") from None
    until = monotonic() + PATIENCE
    for sentence in holding(corpus, docs):
        words = sentence.text[sentence.low : sentence.high]
        try:
            for match in pattern.finditer(words, timeout=max(until - monotonic(), 1e-3)):
                if match.end() > match.start():
                    yield sentence, sentence.low + match.start(), sentence.low + match.end()
        except (TimeoutError, MemoryError):
            raise ParleyError(f"pattern {query!r}: stopped after {PATIENCE:g} seconds") from None


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


def _places(corpus: Corpus, rows: pd.DataFrame) -> Iterator[Hit]:
    """The hits that rows of a table are; a place counts once."""
    for row in schema.rows(rows.drop_duplicates(["doc", "char_start", "char_end"])):
        sentence = aligned_article(corpus, row.doc)[row.sentence]
        start = bisect_left(sentence.starts, row.char_start)
        yield sentence, start, max(bisect_left(sentence.starts, row.char_end), start + 1)


def _frame(hits: Iterable[Hit], corpus: Corpus, width: int) -> pd.DataFrame:
    """The hits as rows, in the order of the text; each with its sentence's voice."""
    rows = []
    for sentence, start, end in hits:
        low, high = sentence.starts[start], sentence.ends[end - 1]
        first = sentence.starts[0]
        line = sentence.line + len(NEWLINE.findall(corpus.raw[sentence.doc], first, low))
        left, right = _before(sentence.text, start, width), _after(sentence.text, end, width)
        hit = sentence.text[start:end]
        rows.append((sentence.doc, line, low, high, sentence.sentence, left, hit, right, sentence.voice, ""))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _before(text: str, at: int, width: int) -> str:
    low = max(0, at - width)
    cut = text[low:at]
    return cut if not low or text[low - 1].isspace() else cut.partition(" ")[2] or cut.lstrip()


def _after(text: str, at: int, width: int) -> str:
    cut = text[at : at + width]
    whole = at + width >= len(text) or text[at + width].isspace()
    return cut if whole else cut.rpartition(" ")[0] or cut.rstrip()


def _voiced(corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """The hits with voice and speaker of their first character."""
    open_ = found["voice"] != AUTHOR
    size = max(map(len, corpus.raw.values()), default=0) + 1
    shift = {doc: i * size for i, doc in enumerate(dict.fromkeys(found.loc[open_, "doc"]))}
    places = found.loc[open_, ["doc", "sentence", "char_start"]]
    places = places.assign(char_end=places["char_start"] + 1)
    quotes = corpus.quotes.loc[corpus.quotes["doc"].isin(list(shift)), SPOKEN]
    places, quotes = (_shifted(table, shift) for table in (places, quotes))
    spans = voice_spans(places, quotes).set_index(places.index)
    said = pd.concat([spans[["voice", "speaker"]], found.loc[~open_, ["voice", "speaker"]]])
    return found.assign(**said.sort_index().astype("str"))


def _shifted(table: pd.DataFrame, shift: dict[str, int]) -> pd.DataFrame:
    """The places of several articles as those of one, each article behind the one before."""
    by = table["doc"].map(shift).astype("int64")
    return table.assign(doc="", char_start=table["char_start"] + by, char_end=table["char_end"] + by)


def _ordered(found: pd.DataFrame, sort: str) -> pd.DataFrame:
    if sort == "text":
        return found.reset_index(drop=True)
    words = [tuple(w.casefold() for w in WORD.findall(text)) for text in found[sort]]
    keys = [key[::-1] for key in words] if sort == "left" else words
    order = sorted(range(len(found)), key=keys.__getitem__)
    return found.iloc[order].reset_index(drop=True)
