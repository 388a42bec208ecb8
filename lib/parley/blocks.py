"""Blocks: what each line of a raw article is, and by which rule; nothing is lost.

Every line that is not blank is in exactly one block. What a site puts around an article is set aside,
not deleted: it keeps its block, its kind and the rule that decided.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import pandas as pd
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from parley import schema
from parley.language import nlp
from parley.lines import GAP, SENTENCE_END, Line, count_gaps, join_lines, split_lines
from parley.registry import Registry, read_registry
from parley.sources import Source

BULLET = re.compile(r"([•●▪■◦‣⁃∙·*]\s*|[-–—]\s+|\(?\d{1,2}[.)]\s+)\S")
SURE_BULLET = re.compile(r"[•●▪■◦‣⁃∙]")
RUN_TOGETHER = re.compile(r"[a-z][A-Z]")
NAME = re.compile(r"[A-Z][\w.'’-]*( (de|van|von|al|bin|la|le|[A-Z][\w.'’-]*)){1,3}")
TIME_AT_END = re.compile(
    r"\b(yesterday|today|tonight|earlier|(on|last|this|next) \w+day|(last|this) \w+|"
    r"in (\w+ )?\d{4}|\w+ (years?|months?|weeks?|days?) ago)$",
    re.IGNORECASE,
)
CREDIT = re.compile(r"(photo|picture|image|credit)", re.IGNORECASE)
LONGEST_HEADING = 12
LONGEST_CAPTION = 20
LONGEST_HEADLINE = 30


@dataclass
class Piece:
    """A block in the making: its lines, its text and, once decided, its kind with the rule."""

    lines: list[Line]
    text: str
    gaps: int = 0
    kind: str = ""
    rule: str = ""
    words: int = field(init=False)

    def __post_init__(self) -> None:
        self.words = len(self.text.split())

    def decide(self, kind: str, rule: str) -> None:
        """Set kind and rule, unless they are set."""
        if not self.kind:
            self.kind, self.rule = kind, rule

    @property
    def ends(self) -> bool:
        """Whether it ends like a sentence."""
        return bool(SENTENCE_END.search(self.text)) or self.text.endswith((":", ";"))

    @property
    def sentences(self) -> int:
        """How many sentences it seems to hold, at least."""
        return len(re.findall(r"[.!?…][\"”’'\)]*(?=\s+[\"“‘'(]?[A-Z]|$)", self.text))

    @property
    def is_paragraph(self) -> bool:
        """Whether it can only be a paragraph of running text."""
        return self.ends and (self.words >= LONGEST_HEADING or self.sentences > 1)


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
    [[1, 'title', 'first headline'], [3, 'ad', 'boilerplate: ad'], [5, 'body', 'paragraph']]
    """
    registry = registry or read_registry()
    pieces = _pieces(source.raw, registry)
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
    yield lambda pieces: _captions(pieces, registry)
    yield _teasers
    yield lambda pieces: _head(pieces, registry)
    yield _bullets
    yield _repeats
    yield lambda pieces: _short_lines(pieces, registry)
    yield _rest


def _pieces(raw: str, registry: Registry) -> list[Piece]:
    lines = split_lines(raw)
    known = [_boilerplate(line, lines, i, registry) for i, line in enumerate(lines)]
    pieces = []
    for group in join_lines(lines, [bool(k) for k in known], registry):
        texts = [lines[i].text for i in group]
        gaps = count_gaps(texts, registry)
        text = texts[0]
        for piece, gap in zip(texts[1:], gaps, strict=True):
            text += f" {GAP}" if gap else ""
            text += piece if re.match(r"[,;:.?!)\]’”…]", piece) and not gap else f" {piece}"
        kind = known[group[0]]
        rule = f"boilerplate: {kind}" if kind else ""
        pieces.append(Piece([lines[i] for i in group], text, sum(gaps), kind, rule))
    return pieces


@lru_cache(maxsize=8)
def _patterns(registry: Registry) -> dict[str, re.Pattern[str]]:
    lists = registry.lexicons["boilerplate"]
    return {key: re.compile("|".join(f"(?:{p})" for p in v), re.I) for key, v in lists.items()}


def _boilerplate(line: Line, lines: list[Line], i: int, registry: Registry) -> str:
    """The kind of a line that its own words give away, or nothing."""
    if not line.text:
        return "nav"
    if len(line.text) > 400:
        return ""
    patterns = _patterns(registry)
    near_end = i >= len(lines) - 6 and i > len(lines) / 2
    near_start = i < 8
    kinds = ["ad", "nav", "trailer", "promo", "notice", "byline"]
    kinds += ["notice_tail", "byline_tail"] * near_end + ["tags"] * (near_start or near_end)
    for kind in kinds:
        if patterns[kind].fullmatch(line.text):
            return kind.removesuffix("_tail")
    loose = len(RUN_TOGETHER.findall(line.text)) >= 2 and len(line.text.split()) <= 12
    if loose and (near_start or near_end) and not SENTENCE_END.search(line.text):
        return "tags"
    return ""


def _captions(pieces: list[Piece], registry: Registry) -> None:
    """Lines that a photo credit or their own repetition marks as captions."""
    marks = _caption_patterns(registry)["marks"]
    for i, piece in enumerate(pieces):
        if piece.kind or piece.words > 2 * LONGEST_CAPTION:
            continue
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        if marks.search(piece.text):
            piece.decide("caption", "photo credit or file mark")
        elif after and after.text == piece.text and not after.kind and piece.words > 2:
            piece.decide("caption", "same line twice")
            after.decide("caption", "same line twice")
        elif after and CREDIT.match(after.text) and marks.search(after.text) and piece.words >= 4:
            piece.decide("caption", "photo credit below")


@lru_cache(maxsize=8)
def _caption_patterns(registry: Registry) -> dict[str, re.Pattern[str]]:
    lists = registry.lexicons["captions"]
    participles = "|".join(lists["participles"])
    offices = "|".join(lists["offices"])
    return {
        "marks": re.compile("|".join(lists["marks"]), re.I),
        "starts": re.compile("|".join(lists["starts"]), re.I),
        "doing": re.compile(rf"[A-Z][\w’'.-]+,? (\(\w+\),? )?(is |was |are )?(?:{participles})\b"),
        "office": re.compile(rf"(?i:.*\b(?:{offices})\b)[\w ,’'-]* {NAME.pattern}"),
    }


def _teasers(pieces: list[Piece]) -> None:
    """Teasers of other articles: the lines that belong to a marker such as "Related"."""
    spaced = sum(p.lines[0].after_blank for p in pieces) > len(pieces) / 4
    where = defaultdict(list)
    for i, piece in enumerate(pieces):
        where[piece.text].append(i)
    for i, piece in enumerate(pieces):
        if piece.kind != "promo":
            continue
        if not _is_label(piece):
            _teaser_above(pieces, i)
            continue
        copies = [j for j in (i - 1, i + 1, i + 2) if 0 <= j < len(pieces) and _headline(pieces[j])]
        twice = [j for j in copies if len(where[pieces[j].text]) > 1]
        if twice:
            _card(pieces, where[pieces[twice[0]].text])
        elif spaced and i + 1 < len(pieces):
            _adjacent(pieces, i + 1)
        elif i + 1 < len(pieces) and _headline(pieces[i + 1]) and piece.text.endswith(":"):
            pieces[i + 1].decide("promo", "headline below a teaser mark")


def _is_label(piece: Piece) -> bool:
    return piece.words <= 5 and not re.search(r"[:|—–].+", piece.text)


def _headline(piece: Piece) -> bool:
    return not piece.kind and not piece.ends and 3 <= piece.words <= LONGEST_HEADLINE


def _card(pieces: list[Piece], copies: list[int]) -> None:
    for j in copies:
        pieces[j].decide("promo", "headline repeated around a teaser mark")
    last = copies[-1] + 1
    if last < len(pieces) and pieces[last].sentences == 1 and pieces[last].words <= 40:
        pieces[last].decide("promo", "sentence below a repeated headline")


def _adjacent(pieces: list[Piece], start: int) -> None:
    """Lines right below the marker, up to the next blank line: headline, then one sentence."""
    if pieces[start].lines[0].after_blank or not _headline(pieces[start]):
        return
    pieces[start].decide("promo", "headline below a teaser mark")
    if start + 2 < len(pieces):
        teaser, after = pieces[start + 1], pieces[start + 2]
        below = not teaser.lines[0].after_blank and after.lines[0].after_blank
        if below and teaser.sentences == 1 and teaser.words <= 40:
            teaser.decide("promo", "sentence below a teaser headline")


def _teaser_above(pieces: list[Piece], i: int) -> None:
    """A headline and one short sentence that stand right above "Read more: ..."."""
    if i < 2 or not re.match(r"(read|see|watch|listen)\b", pieces[i].text, re.I):
        return
    headline, teaser = pieces[i - 2], pieces[i - 1]
    if pieces[i].lines[0].after_blank or teaser.lines[0].after_blank:
        return
    short = not teaser.kind and teaser.sentences == 1 and teaser.words <= 25
    if short and _headline(headline) and headline.words >= 5:
        headline.decide("promo", "headline above a teaser mark")
        teaser.decide("promo", "sentence above a teaser mark")


def _head(pieces: list[Piece], registry: Registry) -> None:
    """Headline, standfirst and what stands with them above the first paragraph."""
    first = _first_paragraph(pieces)
    byline = max((i for i in range(first) if pieces[i].kind == "byline"), default=-1)
    title = next((i for i in range(first) if _may_be_title(pieces, i, first)), None)
    if title is None:
        return
    pieces[title].decide("title", "first headline")
    for i in range(first):
        piece = pieces[i]
        if piece.kind:
            continue
        if i < title:
            piece.decide("tags", "short line above the headline")
        elif NAME.fullmatch(piece.text) and piece.words <= 4:
            piece.decide("byline", "a name below the headline")
        elif i < byline or (byline < 0 and i == title + 1 and piece.words >= 5):
            piece.decide("dek", "standfirst below the headline")
        elif not piece.ends or (piece.sentences == 1 and not _has_finite_verb(piece.text)):
            piece.decide("caption", "no sentence, between headline and text")


def _first_paragraph(pieces: list[Piece]) -> int:
    """Index of the first piece of running text; a standfirst above a byline is none."""
    for i, piece in enumerate(pieces):
        if piece.kind or not (piece.is_paragraph or len(piece.lines) > 1):
            continue
        below = [p.kind for p in pieces[i + 1 : i + 4]]
        standfirst = "byline" in below and piece.words <= 50 and piece.sentences <= 3
        above = any(not p.kind and not p.ends for p in pieces[:i])
        if standfirst and above:
            continue
        if above and piece.sentences == 1 and not _has_finite_verb(piece.text):
            continue
        return i
    return 0


def _may_be_title(pieces: list[Piece], i: int, first: int) -> bool:
    piece = pieces[i]
    if piece.kind or piece.text.endswith(".") or piece.words > LONGEST_HEADLINE:
        return False
    later = [p for p in pieces[i + 1 : first] if not p.kind]
    kicker = piece.words <= 2 and any(p.words > 3 and not p.text.endswith(".") for p in later)
    return not kicker


def _has_finite_verb(text: str) -> bool:
    return any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in nlp()(text))


def _bullets(pieces: list[Piece]) -> None:
    """Items of lists, by their marks."""
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
    last_text = max((i for i in undecided if pieces[i].is_paragraph), default=-1)
    for i in undecided:
        piece = pieces[i]
        if piece.ends:
            continue
        if i > last_text:
            _tail_line(pieces, i)
        elif reason := _caption_reason(pieces, i, registry):
            piece.decide("caption", reason)
        elif piece.words <= LONGEST_HEADING:
            piece.decide("subhead", "short line without a full stop above a paragraph")
        elif piece.words <= LONGEST_CAPTION and piece.text[0].isupper():
            piece.decide("caption", "line of middle length without a full stop")
    _questions(pieces)


def _questions(pieces: list[Piece]) -> None:
    """Short questions above a long paragraph, in an article that has other headings."""
    if not any(p.kind == "subhead" for p in pieces):
        return
    for piece, below in pairwise(pieces):
        question = re.search(r"\?[”’\"']?$", piece.text) and piece.sentences == 1
        if question and piece.words <= 8 and not below.kind and below.words >= 25:
            piece.decide("subhead", "short question above a paragraph")


def _tail_line(pieces: list[Piece], i: int) -> None:
    piece = pieces[i]
    above = [p for p in pieces[:i] if p.lines[0].number > piece.lines[0].number - 12]
    if i < len(pieces) - 1 and any(p.kind == "promo" for p in above):
        piece.decide("promo", "below a teaser mark at the end")
    if piece.words <= 5 and piece.text[:1].isupper():
        piece.decide("trailer", "bare name at the end")


def _caption_reason(pieces: list[Piece], i: int, registry: Registry) -> str:
    piece = pieces[i]
    patterns = _caption_patterns(registry)
    if patterns["starts"].match(piece.text):
        return "begins like a caption"
    if piece.words >= 5 and patterns["doing"].search(piece.text):
        return "says what a named person is doing in a picture"
    if 3 <= piece.words <= LONGEST_HEADING and patterns["office"].fullmatch(piece.text):
        return "office and name, no sentence"
    if piece.words >= 6 and TIME_AT_END.search(piece.text):
        return "scene with its date"
    before = next((p for p in reversed(pieces[:i]) if not p.kind and p.is_paragraph), None)
    after = next((p for p in pieces[i + 1 :] if not p.kind and p.is_paragraph), None)
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
