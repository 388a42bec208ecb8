"""Voice: whose words each character of a sentence is - the author's, quoted or reported.

Read off the table ``quotes``: a character within a direct or partial quotation is quoted; one within reported
content, and not quoted, is reported; every other is the author's, scare quotes and titles too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from parley import schema
from parley.errors import bad_value

Layer = tuple[int, int, str, str]
AUTHOR, QUOTED, REPORTED, MIXED = "author", "quoted", "reported", "mixed"
VOICES = (AUTHOR, QUOTED, REPORTED)
SAID = {"direct": QUOTED, "partial": QUOTED, "indirect": REPORTED}
"""The voice of each kind of quotation that has one."""
WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
JOINED = "; "
"""Between the names of several speakers of one quotation."""
TAG_WORDS = 3
"""Words of a cue's clause, besides cue and speaker, that do not make a voice ("on Wednesday")."""


class Stretch(NamedTuple):
    """Characters of one voice within a sentence, with the speaker; see `voice_spans`."""

    doc: str
    sentence: int
    char_start: int
    char_end: int
    voice: str
    speaker: str


def voice_spans(sentences: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Return every sentence cut into stretches of one voice; each character is in exactly one.

    Parameters
    ----------
    sentences, quotes
        The tables of the same articles.

    Returns
    -------
    DataFrame
        Columns ``doc``, ``sentence``, ``char_start``, ``char_end``, ``voice`` (author, quoted, reported)
        and ``speaker`` (that of the innermost quotation; empty for the author), in the order of the text.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> spans = voice_spans(corpus.sentences, corpus.quotes)
    >>> sorted(spans["voice"].unique())
    ['author', 'quoted', 'reported']
    """
    return pd.DataFrame(stretches(sentences, quotes), columns=list(Stretch._fields))


def stretches(
    sentences: pd.DataFrame, quotes: pd.DataFrame, speakers: Sequence[str] | None = None
) -> Iterator[Stretch]:
    """Yield the rows of `voice_spans`; ``speakers``, one a quotation, may stand for those of the table.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> next(stretches(corpus.sentences, corpus.quotes)).voice
    'author'
    """
    layers = _layers(quotes, speakers)
    for doc, mine in _by_doc(sentences, "sentence", "char_start", "char_end").items():
        spans = layers.get(doc, [])
        coming, near = 0, list[Layer]()
        for sentence, start, end in mine:
            near = [s for s in near if s[1] > start]
            while coming < len(spans) and spans[coming][0] < end:
                if spans[coming][1] > start:
                    near.append(spans[coming])
                coming += 1
            for low, high, voice, speaker in _cut(start, end, near):
                yield Stretch(doc, sentence, low, high, voice, speaker)


def _by_doc(table: pd.DataFrame, *columns: str) -> dict[str, list[tuple[Any, ...]]]:
    """Some columns of the rows of each article, as plain values."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    values = zip(*(table[name].tolist() for name in columns), strict=True)
    for doc, row in zip(table["doc"].tolist(), values, strict=True):
        found.setdefault(doc, []).append(row)
    return found


def _layers(quotes: pd.DataFrame, speakers: Sequence[str] | None) -> dict[str, list[Layer]]:
    """Place, voice and speaker of each quotation of each article, in the order of the text."""
    names = quotes["speaker"].tolist() if speakers is None else speakers
    columns = (quotes[name].tolist() for name in ("doc", "char_start", "char_end", "kind"))
    found: dict[str, list[Layer]] = {}
    for doc, start, end, kind, speaker in zip(*columns, names, strict=True):
        if kind in SAID:
            found.setdefault(doc, []).append((start, end, SAID[kind], speaker))
    return {doc: sorted(layers, key=lambda s: s[:2]) for doc, layers in found.items()}


def _cut(low: int, high: int, spans: list[Layer]) -> Iterator[Layer]:
    """A stretch cut where voices change; quoted goes before reported, the shorter span before the longer."""
    coming, over = 0, list[Layer]()
    edges = sorted({low, high, *(e for s in spans for e in s[:2] if low < e < high)})
    last: Layer | None = None
    for start, end in pairwise(edges):
        while coming < len(spans) and spans[coming][0] <= start:
            over.append(spans[coming])
            coming += 1
        over = [s for s in over if s[1] >= end]
        quoted = [s for s in over if s[2] == QUOTED] or over
        best = min(quoted, key=lambda s: s[1] - s[0], default=(0, 0, AUTHOR, ""))
        if last is not None and last[2:] == best[2:]:
            last = (last[0], end, *best[2:])
            continue
        if last is not None:
            yield last
        last = (start, end, best[2], best[3])
    if last is not None:
        yield last


def said_by(speakers: pd.Series, actor: str) -> pd.Series:
    """Return which rows have an actor as their speaker, alone or with others.

    Examples
    --------
    >>> said_by(pd.Series(["Lee", "Ruiz; Lee", "Ann Lee"]), "Lee").tolist()
    [True, True, False]
    """
    return speakers.isin([names for names in speakers.unique() if actor in names.split(JOINED)])


def sentence_voices(sentences: pd.DataFrame, quotes: pd.DataFrame, raw: str) -> pd.DataFrame:
    """Return one article's table ``sentences`` with the voice of each sentence.

    A sentence is mixed when its words have more than one voice. The words of an attribution (cue, speaker and
    up to three more words, as in "Lee said on Wednesday") are the author's, but do not count here.

    Parameters
    ----------
    sentences, quotes
        The tables of one article.
    raw
        Its text, into which the offsets lead.
    """
    starts = [match.start() for match in WORD.finditer(raw)]
    voice = np.zeros(len(starts), dtype=np.int8)
    tag = np.zeros(len(starts), dtype=bool)
    for row in schema.rows(quotes):
        low, high = bisect_left(starts, row.char_start), bisect_left(starts, row.char_end)
        if row.kind in {"direct", "partial"}:
            voice[low:high] = 1
        elif row.kind == "indirect":
            part = voice[low:high]
            part[part == 0] = 2
        for place in ((row.speaker_start, row.speaker_end), (row.cue_start, row.cue_end)):
            if place[0] >= 0:
                tag[bisect_left(starts, place[0]) : bisect_left(starts, place[1])] = True
    voices = []
    for row in schema.rows(sentences, "char_start", "char_end"):
        low, high = bisect_left(starts, row.char_start), bisect_left(starts, row.char_end)
        voices.append(_voice_of(voice[low:high], tag[low:high]))
    return sentences.assign(voice=schema.column(voices, "str"))


def _voice_of(voice: np.ndarray, tag: np.ndarray) -> str:
    """The voice of a sentence from those of its words."""
    present = [v for v in (1, 2) if (voice == v).any()]
    author = int(((voice == 0) & ~tag).sum())
    if not present:
        return AUTHOR
    attributed = bool((tag & (voice == 0)).any())
    if author > (TAG_WORDS if attributed else 0) or len(present) > 1:
        return MIXED
    return VOICES[present[0]]


def voice_words(sentences: pd.DataFrame, quotes: pd.DataFrame, raw: Mapping[str, str]) -> pd.DataFrame:
    """Return every word of the sentences with its voice, and who says it.

    Parameters
    ----------
    sentences, quotes
        The tables of the same articles.
    raw
        The text of each article, into which the offsets lead.

    Returns
    -------
    DataFrame
        Columns ``doc``, ``sentence``, ``word``, ``voice``, ``speaker``, in the order of the text.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> words = voice_words(corpus.sentences, corpus.quotes, corpus.raw)
    >>> set(words["voice"]) == {"author", "quoted", "reported"}
    True
    """
    rows = [
        (span.doc, span.sentence, match.group(), span.voice, span.speaker)
        for span in schema.rows(voice_spans(sentences, quotes))
        for match in WORD.finditer(raw[span.doc], span.char_start, span.char_end)
    ]
    return pd.DataFrame(rows, columns=["doc", "sentence", "word", "voice", "speaker"])


def voice_text(
    sentences: pd.DataFrame, quotes: pd.DataFrame, raw: Mapping[str, str], voice: str
) -> pd.DataFrame:
    """Return what is left of each sentence when only one voice is kept; ``...`` stands for the rest.

    Parameters
    ----------
    sentences, quotes, raw
        As for `voice_words`.
    voice
        ``author``, ``quoted`` or ``reported``.

    Returns
    -------
    DataFrame
        Columns ``doc``, ``sentence``, ``text``; sentences without a word in that voice are left out.

    Raises
    ------
    ParleyError
        If there is no such voice.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> list(voice_text(corpus.sentences, corpus.quotes, corpus.raw, "quoted").columns)
    ['doc', 'sentence', 'text']
    """
    if voice not in VOICES:
        raise bad_value("voice", voice, VOICES)
    rows = []
    for _, part in voice_spans(sentences, quotes).groupby(["doc", "sentence"], sort=False):
        doc, number = part["doc"].iloc[0], part["sentence"].iloc[0]
        pieces = [
            " ".join(raw[doc][s.char_start : s.char_end].split()) if s.voice == voice else "..."
            for s in schema.rows(part)
        ]
        if any(piece != "..." and WORD.search(piece) for piece in pieces):
            rows.append((doc, number, " ".join(pieces)))
    return pd.DataFrame(rows, columns=["doc", "sentence", "text"])
