"""Matching: where a passage stands in a text, as somebody typed it.

Both are folded before they are compared: quotation marks of any shape are alike, so are dashes; case,
accents, invisible characters and the width of white space do not count. Places lead back to the text as it
is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from parley.errors import ParleyError, bad_value

ELLIPSIS = re.compile(r"\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\s?\.\s?\.)\s*\)|…|\.\s?\.\s?\.+")
"""How left out words are marked in a passage."""
LONGEST = 2_000
"""Characters that a passage may have."""
OMISSIONS = 20
"""Places where words may be left out."""
REACH = 2_000
"""Characters that may be left out altogether."""
NEAREST = 90.0
"""The least score of a near match, in [0, 100]."""
SHORTEST = 20
"""Characters a passage must have for near matches: of a word or two, anything is near."""
GRAM = 6
"""Characters of the short strings by which a likely place is found."""
SHARED = 0.15
"""The share of these strings that a likely place must have."""
COMMON = 200
"""How often one of them counts at most."""
MOST = 10_000
"""Places of a passage in one text."""
QUOTES = frozenset("\"'`´‘’‚‛“”„‟«»‹›′″‵‶❛❜❝❞＂＇「」『』")
DASHES = frozenset("-‐‑‒–—―−﹘﹣－")
MATCHES = ("exact", "folded", "near")


class Found(NamedTuple):
    """A place in a text: offsets, and how well the passage fits (in [0, 100], higher is better)."""

    start: int
    end: int
    match: str
    score: float


class Folded(NamedTuple):
    """A text as it is compared, and the place of each of its characters in the text as it is."""

    text: str
    places: np.ndarray


class _Alike(dict[str, str]):
    """What each character is compared as; a class, because a look-up that fills itself is what is fast."""

    def __missing__(self, character: str) -> str:
        self[character] = found = _compared(character)
        return found


def _compared(character: str) -> str:
    if character.isspace():
        return " "
    if character in QUOTES:
        return "'"
    if character in DASHES:
        return "-"
    if unicodedata.category(character) in ("Cf", "Mn", "Cc"):
        return ""
    parts = unicodedata.normalize("NFKD", character).casefold()
    return "".join(part for part in parts if not unicodedata.combining(part))


ALIKE = _Alike()


def fold(text: str) -> Folded:
    """Return a text as it is compared.

    Repeated blanks, marks and dashes are one; blanks around a dash, and at both ends, are none.

    Examples
    --------
    >>> fold("“No\\u00a0 deal”  –  Zoë").text
    "'no deal'-zoe"
    """
    parts = [ALIKE[character] for character in text]
    codes = np.frombuffer("".join(parts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    places = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    blank, mark, dash = (ord(sign) for sign in " '-")
    for drops_blanks in (False, True, False):  # blanks that go can leave two dashes side by side
        before, after = np.append(0, codes[:-1]), np.append(codes[1:], 0)
        if drops_blanks:
            keep = (codes != blank) | ((before != dash) & (after != dash) & (before != 0) & (after != 0))
        else:
            keep = (codes != before) | ~np.isin(codes, (blank, mark, dash))
        codes, places = codes[keep], places[keep]
    return Folded(codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"), places)


def find(text: str, passage: str) -> list[Found]:
    """Return the places of a passage in a text.

    Parameters
    ----------
    text
        The text.
    passage
        Words as somebody typed them, up to `LONGEST` characters; quotation marks around the whole do not
        count. ``...``, ``…`` and either in brackets stand for left out words, up to `REACH` characters
        altogether. Its ends are ends of words, but not beside an ellipsis.

    Returns
    -------
    list of Found
        In the order of the text: ``exact`` (as typed, character by character) and ``folded`` (alike after
        `fold`, or with left out words), both with score 100. Where there is none, the one ``near`` match
        with the best score, if that is at least `NEAREST` and the passage has `SHORTEST` characters: the
        normalised indel similarity of rapidfuzz between the passage and the words found, both folded; of a
        passage in several pieces that of the worst.

    Raises
    ------
    ParleyError
        If the passage has no word, is too long, or leaves out words at more than `OMISSIONS` places.

    Examples
    --------
    >>> find("He said: “No  deal.”", '"no deal"')
    [Found(start=10, end=18, match='folded', score=100.0)]
    """
    folded = fold(text)
    return alike(text, folded, passage) or near(text, folded, passage)


@lru_cache(maxsize=16)
def _pieces(passage: str) -> list[str]:
    """The folded pieces of a passage between left out words; an empty first or last one marks an open end."""
    if len(passage) > LONGEST:
        raise ParleyError(f"the passage has {len(passage):,} characters; allowed: up to {LONGEST:,}")
    whole = [fold(piece).text for piece in ELLIPSIS.split(_bare(passage))]
    whole = [piece if any(c.isalnum() for c in piece) else "" for piece in whole]
    if not any(whole):
        raise bad_value("passage", passage, "text with a word in it")
    pieces = [whole[0], *(piece for piece in whole[1:-1] if piece), *whole[1:][-1:]]
    if len(pieces) - 1 > OMISSIONS:
        raise ParleyError(
            f"the passage leaves out words at {len(pieces) - 1} places; allowed: up to {OMISSIONS}"
        )
    return pieces


def _bare(passage: str) -> str:
    """A passage without the quotation marks and blanks around it."""
    outer = [not (c in QUOTES or c.isspace()) for c in passage]
    return passage[outer.index(True) : len(outer) - outer[::-1].index(True)] if any(outer) else ""


def _place(raw: str, folded: Folded, low: int, high: int) -> tuple[int, int]:
    """The place in the text as it is, with the accent of the last letter."""
    start, end = int(folded.places[low]), int(folded.places[high - 1]) + 1
    while end < len(raw) and unicodedata.category(raw[end]) == "Mn":
        end += 1
    return start, end


def alike(raw: str, folded: Folded, passage: str) -> list[Found]:
    """Return the exact and the folded matches of `find`, for a text that is folded already.

    Examples
    --------
    >>> alike("No deal.", fold("No deal."), "no ... deal")
    [Found(start=0, end=7, match='folded', score=100.0)]
    """
    typed = _bare(passage)
    found = []
    for low, high in _spans(folded.text, _pieces(passage)):
        start, end = _place(raw, folded, low, high)
        exact = raw.startswith(typed, start) and end == start + len(typed)
        found.append(Found(start, end, MATCHES[0] if exact else MATCHES[1], 100.0))
    return found


def _spans(text: str, pieces: list[str]) -> Iterator[tuple[int, int]]:
    """Where the pieces stand one after the other, as close together as they do; no two with one end."""
    solid = [piece for piece in pieces if piece]
    spans = dict[int, int]()
    low = text.find(solid[0])
    while low >= 0:
        high = _end(text, low, solid)
        whole = high > 0 and _is_whole(text, low, high, pieces)
        if whole:
            spans[high] = low  # of two beginnings with one end, the later
        if len(spans) > MOST:
            raise ParleyError(f"the passage stands at more than {MOST:,} places in a text; give more words")
        low = text.find(solid[0], high if whole and len(solid) == 1 else low + 1)
    yield from sorted((low, high) for high, low in spans.items())


def _end(text: str, low: int, solid: list[str]) -> int:
    """Where the last piece ends, if the first begins there; 0 if the pieces do not follow."""
    limit = low + sum(map(len, solid)) + REACH
    high = low + len(solid[0])
    for piece in solid[1:]:
        at = text.find(piece, high, limit)
        if at < 0:
            return 0
        high = at + len(piece)
    return high


def _is_whole(text: str, low: int, high: int, pieces: list[str]) -> bool:
    """Whether no word is cut at the ends, except beside an ellipsis."""
    begun = low > 0 and text[low - 1].isalnum() and text[low].isalnum()
    broken = high < len(text) and text[high].isalnum() and text[high - 1].isalnum()
    return not (begun and pieces[0]) and not (broken and pieces[-1])


def near(raw: str, folded: Folded, passage: str) -> list[Found]:
    """Return the near match of `find`, for a text that is folded already; whole words alone.

    Examples
    --------
    >>> near("There will be no deal.", fold("There will be no deal."), "there wil be no deal")
    [Found(start=0, end=21, match='near', score=97.6)]
    """
    solid = [piece for piece in _pieces(passage) if piece]
    text, worst, low, high = folded.text, 100.0, -1, 0
    if sum(map(len, solid)) < SHORTEST:
        return []
    for piece in solid:
        end = len(text) if low < 0 else high + len(piece) + REACH
        found = _nearest(piece, text, high, end)
        if found is None:
            return []
        start, high, score = found
        low, worst = (start if low < 0 else low), min(worst, score)
    return [Found(*_place(raw, folded, low, high), MATCHES[2], round(worst, 1))]


def _nearest(piece: str, text: str, low: int, high: int) -> tuple[int, int, float] | None:
    """The stretch of a part of a text that is nearest to a piece, and how near."""
    from rapidfuzz.fuzz import partial_ratio_alignment, ratio

    at = _likely(piece, text, low, high)
    if at is None:
        return None
    slack = len(piece) // 5 + GRAM
    begin, end = max(low, at - slack), min(high, at + len(piece) + slack)
    if end - begin < len(piece) * NEAREST / 100:
        return None
    found = partial_ratio_alignment(piece, text[begin:end], score_cutoff=NEAREST - 10)
    if found is None:
        return None
    start, stop = _whole(text, begin + found.dest_start, begin + found.dest_end)
    score = ratio(piece, text[start:stop])
    return (start, stop, score) if score >= NEAREST else None


def _whole(text: str, low: int, high: int) -> tuple[int, int]:
    """A stretch with the rest of the words that it cuts, without blanks at its ends."""
    low, high = low + (text[low] == " "), high - (text[high - 1] == " ")
    while low > 0 and text[low].isalnum() and text[low - 1].isalnum():
        low -= 1
    while high < len(text) and text[high - 1].isalnum() and text[high].isalnum():
        high += 1
    return low, high


def _likely(piece: str, text: str, low: int, high: int) -> int | None:
    """About where a piece would begin, by the short strings that both share."""
    votes = Counter[int]()
    wide = max(len(piece) // 10, GRAM)
    grams = range(0, max(len(piece) - GRAM, 0) + 1, max(GRAM // 2, len(piece) // 400))
    for offset in grams:
        at, seen = text.find(piece[offset : offset + GRAM], low, high), 0
        while at >= 0 and seen < COMMON:
            votes[(at - offset) // wide] += 1
            seen += 1
            at = text.find(piece[offset : offset + GRAM], at + 1, high)
    both = {where: votes[where] + votes[where + 1] for where in votes}
    best = max(both, key=lambda where: (both[where], -where), default=0)
    return (best + 1) * wide if both and both[best] >= len(grams) * SHARED else None
