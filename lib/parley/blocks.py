"""Blocks: what each line of a raw article is, and by which rule; nothing is lost.

Every line that is not blank is in exactly one block. What a site puts around an article is set aside,
not deleted: it keeps its block, its kind and the rule that decided.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice, pairwise

import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from parley import schema
from parley.furniture import caption_patterns, mark_captions, mark_teasers
from parley.lines import listed_below_colon
from parley.pieces import (
    LONGEST_CAPTION,
    LONGEST_HEADING,
    LONGEST_HEADLINE,
    NAME,
    Piece,
    has_finite_verb,
    is_menu_like,
    make_pieces,
    patterns_of,
)
from parley.registry import Registry, read_registry
from parley.sources import Source

BULLET = re.compile(r"([•●▪■◦‣⁃∙·*]\s*|[-–—]\s+|\(?\d{1,2}[.)]\s+)\S")
SURE_BULLET = re.compile(r"[•●▪■◦‣⁃∙]")
NAMES = re.compile(
    rf"(?:(?:By|Dr|Prof|Sir|Dame)\.? )?(?:{NAME.pattern})(?: in [A-Z]\w+)?"
    rf"(?:(?:,| and| &) (?:(?:Dr|Prof)\.? )?(?:{NAME.pattern})(?: in [A-Z]\w+)?){{0,3}}"
)
MOST_BYLINES = 100
"""Names above the text that are looked for again below it."""
TIME_AT_END = re.compile(
    r"\b(yesterday|today|tonight|earlier|(on|last|this|next) \w+day|(last|this) \w+|"
    r"in (\w+ )?\d{4}|\w+ (years?|months?|weeks?|days?) ago)$",
    re.IGNORECASE,
)


def code_blocks(source: Source, registry: Registry | None = None) -> pd.DataFrame:
    """Return the blocks of an article.

    Parameters
    ----------
    source
        The article.
    registry
        Its lexicons ``boilerplate``, ``captions`` and ``seams`` are used; the bundled ones by default.

    Returns
    -------
    DataFrame
        The table ``blocks``, in the order of the text. ``char_start`` to ``char_end`` are the block's
        characters in the raw text, first line to last; outside of all blocks there is only white space.
        ``text`` has the lines joined, with ``[…]`` at each of the ``gaps`` places where words are
        missing. ``rule`` says in a few words why the block is of its ``kind``.

    Examples
    --------
    >>> source = Source("a", "a.txt", "Talks fail\\n\\nAdvertisement\\n\\nBoth sides left. Nobody spoke.", "")
    >>> code_blocks(source)[["line", "kind", "rule"]].values.tolist()
    [[1, 'title', 'headline above the text'], [3, 'ad', 'boilerplate: ad'], [5, 'body', 'paragraph']]
    """
    registry = registry or read_registry()
    pieces = make_pieces(source.raw, registry)
    for step in _steps(registry):
        step(pieces)
    rows = [
        {
            "doc": source.doc,
            "line": piece.lines[0].number,
            "line_end": piece.lines[-1].number,
            "char_start": piece.lines[0].start,
            "char_end": piece.lines[-1].end,
            "block": number,
            "kind": piece.kind,
            "text": piece.text,
            "gaps": piece.gaps,
            "rule": piece.rule,
        }
        for number, piece in enumerate(pieces, 1)
    ]
    return schema.frame("blocks", rows)


def _steps(registry: Registry) -> Iterator[Callable[[list[Piece]], None]]:
    """The rules, in the order in which they are asked."""
    yield lambda pieces: mark_captions(pieces, registry)
    yield mark_teasers
    yield _bullets
    yield lambda pieces: _summary(pieces, registry)
    yield _head
    yield _repeats
    yield lambda pieces: _short_lines(pieces, registry)
    yield _rest


def _summary(pieces: list[Piece], registry: Registry) -> None:
    """The items of a summary above the text, and its label."""
    labels = patterns_of(registry)["summary"]
    for i, piece in enumerate(pieces[:20]):
        if not piece.kind and labels.fullmatch(piece.text):
            items = i + 1
            while items < len(pieces) and not pieces[items].kind and not pieces[items].ends:
                items += 1
            if items > i + 2:
                piece.decide("subhead", "label of a summary")
                for item in pieces[i + 1 : items]:
                    item.decide("bullet", "line of a summary")


def _head(pieces: list[Piece]) -> None:
    """Headline, standfirst and what stands with them above the first paragraph."""
    first = _first_paragraph(pieces)
    title = _find_title(pieces, first)
    if title is None:
        return
    pieces[title].decide("title", "headline above the text")
    byline = max((i for i in range(first) if pieces[i].kind == "byline"), default=-1)
    above = [p for p in pieces[:title] if not p.kind]
    for piece in above:
        if _same_headline(piece.text, pieces[title].text):
            piece.decide("title", "headline with the name of the site")
        elif len(above) >= 3 or (is_menu_like(piece.text) and piece.words > 2):
            piece.decide("nav", "short lines above the headline")
        else:
            piece.decide("tags", "short line above the headline")
    for i in range(title + 1, first):
        piece = pieces[i]
        if piece.kind:
            continue
        if _same_headline(piece.text, pieces[title].text):
            piece.decide("title", "headline a second time")
        elif NAMES.fullmatch(piece.text):
            piece.decide("byline", "names below the headline")
        elif i < byline or (byline < 0 and i == title + 1 and piece.words >= 5 and not piece.ends):
            piece.decide("dek", "standfirst below the headline")
        elif not piece.ends or (piece.words >= 6 and not has_finite_verb(piece.text)):
            piece.decide("caption", "no sentence, between headline and text")


def _same_headline(line: str, title: str) -> bool:
    """Whether one of two lines is the other with something behind a bar or dash."""
    long, short = sorted((line, title), key=len, reverse=True)
    return long.startswith(short) and bool(re.match(r"\s*($|[|•·–—-]\s)", long[len(short) :]))


def _first_paragraph(pieces: list[Piece]) -> int:
    """Index of the first piece of running text; a standfirst above the first byline is none."""
    above = credited = False
    for i, piece in enumerate(pieces):
        if i:
            above = above or not (pieces[i - 1].kind or pieces[i - 1].ends)
            credited = credited or pieces[i - 1].kind == "byline"
        if piece.kind or not (piece.is_paragraph or len(piece.lines) > 1 or _is_sentence(piece)):
            continue
        below = [p.kind for p in pieces[i + 1 : i + 4]]
        standfirst = "byline" in below and piece.words <= 50 and piece.sentences <= 3
        if above and standfirst and not credited and i + 4 < len(pieces):
            continue
        if above and piece.sentences == 1 and piece.words >= 6 and not has_finite_verb(piece.text):
            continue
        return i
    ends = [i for i, p in enumerate(pieces) if not p.kind and p.ends]
    return ends[0] if ends else len(pieces)


def _is_sentence(piece: Piece) -> bool:
    return piece.ends and (piece.words >= 6 or piece.text[-1] in ":;") and has_finite_verb(piece.text)


def _find_title(pieces: list[Piece], first: int) -> int | None:
    """The headline: the first line above the text that is long enough and no row of sections."""
    lines = [i for i in range(first) if _may_be_title(pieces[i])]
    full = (i for i in lines if pieces[i].words >= 4 and not is_menu_like(pieces[i].text))
    return next(full, next(iter(lines), None))


def _may_be_title(piece: Piece) -> bool:
    ends = piece.text.endswith((".", ":", ",")) or re.search(r"[.,]\S?$", piece.text)
    return not piece.kind and not ends and piece.words <= LONGEST_HEADLINE


def _bullets(pieces: list[Piece]) -> None:
    """Items of lists, by their marks, or in lower case below a colon."""
    for i in listed_below_colon([p.lines[0] for p in pieces]):
        if len(pieces[i].lines) == 1:
            pieces[i].decide("bullet", "line of a list below a colon")
    for i, piece in enumerate(pieces):
        if piece.kind or not BULLET.match(piece.text):
            continue
        near = [pieces[j] for j in (i - 1, i + 1) if 0 <= j < len(pieces)]
        listed = any(BULLET.match(p.text) or p.kind == "bullet" for p in near)
        opened = i > 0 and pieces[i - 1].text.endswith(":")
        if SURE_BULLET.match(piece.text) or ((listed or opened) and piece.words > 1):
            piece.decide("bullet", "list mark")


def _repeats(pieces: list[Piece]) -> None:
    """Sentences of the text that are set apart a second time."""
    tokens = [re.findall(r"\w+(?:[’']\w+)?", p.text.lower()) for p in pieces]
    index: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for i, piece in enumerate(pieces):
        if piece.kind in {"", "bullet"}:
            for j in range(len(tokens[i]) - 3):
                index[tuple(tokens[i][j : j + 4])].add(i)
    for i, piece in enumerate(pieces):
        if piece.kind or not 6 <= piece.words <= 60 or (not piece.ends and piece.words < 10):
            continue  # a few quoted words without a full stop are a heading
        grams = [tuple(tokens[i][j : j + 4]) for j in range(len(tokens[i]) - 3)]
        others = {k for gram in grams if len(index[gram]) <= 8 for k in index[gram]} - {i}
        if any(_repeats_part(piece, tokens[i], pieces[k], tokens[k]) for k in sorted(others)):
            piece.decide("pullquote", "repeats a sentence of the text")
            if i + 1 < len(pieces) and _is_signature(pieces[i + 1]):
                pieces[i + 1].decide("pullquote", "name below a repeated sentence")


def _is_signature(piece: Piece) -> bool:
    """A short line that names the speaker of the pull quote above it."""
    short = not piece.ends and piece.words <= LONGEST_HEADING
    return short and bool(NAME.match(piece.text) and re.search(r",|^[—–-]", piece.text))


def _repeats_part(piece: Piece, tokens: list[str], whole: Piece, other: list[str]) -> bool:
    if whole.kind == "pullquote" or len(other) < len(tokens):
        return False
    if len(other) == len(tokens):
        return piece.text == whole.text and whole.lines[0].start < piece.lines[0].start
    if fuzz.partial_ratio(" ".join(tokens), " ".join(other)) >= 95:
        return True
    kept = LCSseq.similarity(tokens, other)
    return len(tokens) >= 8 and kept >= 0.95 * len(tokens) and piece.text[0] in "\"“‘'«"


def _short_lines(pieces: list[Piece], registry: Registry) -> None:
    """Lines below the head that end without a full stop: captions and headings."""
    undecided = [i for i, p in enumerate(pieces) if not p.kind]
    last_text = max((i for i in undecided if pieces[i].ends and pieces[i].words > 2), default=-1)
    _tail(pieces, last_text + 1)
    paragraphs = [i for i in undecided if not pieces[i].kind and pieces[i].is_paragraph]
    for i in undecided:
        piece = pieces[i]
        if piece.kind or piece.ends or _runs_on(piece):
            continue
        signed = i + 1 < len(pieces) and _is_signature(pieces[i + 1]) and not pieces[i + 1].kind
        if signed and piece.text[0] in '“"‘«':
            piece.decide("pullquote", "quoted words above a name")
            pieces[i + 1].decide("pullquote", "name below quoted words")
        elif reason := _caption_reason(pieces, i, paragraphs, registry):
            piece.decide("caption", reason)
        elif piece.words <= LONGEST_HEADING:
            piece.decide("subhead", "short line without a full stop above a paragraph")
        elif piece.words <= LONGEST_CAPTION and piece.text[0].isupper():
            piece.decide("caption", "line of middle length without a full stop")
    _questions(pieces)


def _runs_on(piece: Piece) -> bool:
    """Whether a line without a full stop is text all the same: a comma, or a pronoun with its verb."""
    if piece.text.endswith((",", "—", "–")) or piece.sentences > 0:
        return True
    subject = re.match(r"(He|She|They|It|We|I|There) ", piece.text)
    return bool(subject) and piece.words >= 5 and has_finite_verb(piece.text)


def _questions(pieces: list[Piece]) -> None:
    """Short questions above a long paragraph, in an article that has several other headings."""
    others = sum(p.kind == "subhead" for p in pieces)
    for piece, below in pairwise(pieces):
        question = re.search(r"\?[”’\"']?$", piece.text) and piece.sentences == 1
        flows = re.match(r"(But|And|So|Or|Yet|Then) ", piece.text)
        short = piece.words <= (8 if others >= 3 else 6 if others else 0)
        if question and short and not flows and not below.kind and below.words >= 25:
            piece.decide("subhead", "short question above a paragraph")


def _tail(pieces: list[Piece], start: int) -> None:
    """Lines below the last sentence: by the label above them, or bare names."""
    authors = set(islice((p.text.lower() for p in pieces[:start] if p.kind == "byline"), MOST_BYLINES))
    label = ""
    for i in range(start, len(pieces)):
        piece = pieces[i]
        if piece.kind:
            label = (
                piece.kind if piece.is_label and piece.kind in {"promo", "tags", "byline", "nav"} else label
            )
            continue
        if any(piece.text.lower() in author for author in authors):
            piece.decide("byline", "the author's name at the end")
        elif label == "byline" and NAME.fullmatch(piece.text):
            piece.decide("byline", "a name below its label")
        elif label in {"promo", "tags"} and i < len(pieces) - 1:
            piece.decide(label, f"below a label of {label} at the end")
        elif start and piece.words <= 5 and piece.text[:1].isupper():
            piece.decide("trailer", "bare name at the end")


def _caption_reason(pieces: list[Piece], i: int, paragraphs: list[int], registry: Registry) -> str:
    piece = pieces[i]
    patterns = caption_patterns(registry)
    if patterns["starts"].match(piece.text):
        return "begins like a caption"
    if piece.words >= 5 and patterns["doing"].search(piece.text):
        return "says what a named person is doing in a picture"
    if 3 <= piece.words <= LONGEST_HEADING and patterns["office"].fullmatch(piece.text):
        return "office and name, no sentence"
    if piece.words >= 6 and TIME_AT_END.search(piece.text):
        return "scene with its date"
    at = bisect_left(paragraphs, i)
    before = pieces[paragraphs[at - 1]] if at else None
    after = pieces[paragraphs[at]] if at < len(paragraphs) else None
    if before and _shared(piece, before) >= 0.8 > (_shared(piece, after) if after else 0):
        return "says what the paragraph above says"
    return ""


def _shared(piece: Piece, paragraph: Piece) -> float:
    """Share of the longer words of a line that a paragraph has too; 0 where there are under five."""
    words = {w[:6] for w in re.findall(r"\w{4,}", piece.text.lower())}
    others = {w[:6] for w in re.findall(r"\w{4,}", paragraph.text.lower())}
    return len(words & others) / len(words) if len(words) >= 5 else 0.0


def _rest(pieces: list[Piece]) -> None:
    for piece in pieces:
        if len(piece.lines) > 1:
            piece.decide("body", "broken lines joined")
        elif piece.is_paragraph:
            piece.decide("body", "paragraph")
        elif piece.ends:
            piece.decide("body", "short sentence in the text")
        else:
            piece.decide("body", "no other rule")
