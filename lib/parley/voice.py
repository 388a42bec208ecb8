"""Voice: whose words each character of a sentence is - the author's, quoted or reported.

Read off the table ``quotes``: a character within a direct or partial quotation is quoted; one within reported
content, and not quoted, is reported; every other is the author's, scare quotes and titles too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from parley import schema
from parley.errors import bad_value
from parley.voiceplaces import AUTHOR, QUOTED, REPORTED, Cuts, voice_places
from parley.wordspans import WORD, word_spans

MIXED = "mixed"
VOICES = (AUTHOR, QUOTED, REPORTED)
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
        and ``speaker`` (that of the innermost quotation; empty for the author), in the order of the
        sentences.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> spans = voice_spans(corpus.sentences, corpus.quotes)
    >>> sorted(spans["voice"].unique())
    ['author', 'quoted', 'reported']
    """
    cuts = _cuts(sentences, quotes)
    spans = sentences[["doc", "sentence"]].take(cuts.of).reset_index(drop=True)
    voice, speaker = (pd.array(values, dtype="str") for values in (cuts.voice, cuts.speaker))
    return spans.assign(char_start=cuts.low, char_end=cuts.high, voice=voice, speaker=speaker)


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
    cuts = _cuts(sentences, quotes, speakers)
    columns = (sentences[name].to_numpy(object)[cuts.of].tolist() for name in ("doc", "sentence"))
    yield from map(Stretch, *columns, *(values.tolist() for values in cuts[1:]))


def _cuts(sentences: pd.DataFrame, quotes: pd.DataFrame, speakers: Sequence[str] | None = None) -> Cuts:
    docs, names = pd.factorize(sentences["doc"])
    low, high = (sentences[name].to_numpy(np.int64) for name in ("char_start", "char_end"))
    return voice_places(quotes, speakers).cut(list(names), docs, low, high)


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
    spans = voice_spans(sentences, quotes)
    rows, starts, ends = _words_in(spans, raw)
    words = spans[["doc", "sentence", "voice", "speaker"]].take(rows).reset_index(drop=True)
    places = zip(words["doc"].tolist(), starts.tolist(), ends.tolist(), strict=True)
    texts = pd.Series([raw[doc][low:high] for doc, low, high in places], dtype="str")
    return words.assign(word=texts)[["doc", "sentence", "word", "voice", "speaker"]]


def word_counts(spans: pd.DataFrame, raw: Mapping[str, str]) -> np.ndarray:
    """Return how many words stand in each stretch.

    Parameters
    ----------
    spans
        Columns ``doc``, ``char_start``, ``char_end``, in the order of the texts, without overlaps.
    raw
        As for `voice_words`.

    Examples
    --------
    >>> spans = pd.DataFrame({"doc": ["a", "a"], "char_start": [0, 3], "char_end": [3, 12]})
    >>> word_counts(spans, {"a": "We won’t go."}).tolist()
    [1, 2]
    """
    return np.bincount(_words_in(spans, raw)[0], minlength=len(spans))


def _words_in(spans: pd.DataFrame, raw: Mapping[str, str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    low, high = (spans[name].to_numpy(np.int64) for name in ("char_start", "char_end"))
    return word_spans(raw, spans["doc"].tolist(), low, high)


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
