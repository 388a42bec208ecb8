"""Pieces of a raw article on their way to blocks: lines joined, and what their own words give away."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from parley.language import parsed, tagged
from parley.lines import GAP, SENTENCE_END, Line, count_gaps, join_lines, split_lines
from parley.registry import Registry

LONGEST_HEADING = 12
LONGEST_CAPTION = 20
LONGEST_HEADLINE = 30
PARSED = 20_000
"""Characters of a line that are parsed to tell its kind."""
RUN_TOGETHER = re.compile(r"[a-z][A-Z]")
NAME = re.compile(r"[A-Z][\w.'’-]*( (de|van|von|al|bin|la|le|[A-Z][\w.'’-]*)){1,3}")
FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
"""Tags of verbs that make a sentence."""
NOUNS_AND_MARKS = frozenset(
    [
        *("NN", "NNP", "NNS", "NNPS"),
        *("SYM", "$", "#"),
        *(".", ",", ":", "-LRB-", "-RRB-", "``", "''", '""', "HYPH", "NFP"),
    ]
)
"""Tags of nouns, names, symbols and marks."""
HEAD_LINES = 14
TAIL_LINES = 24


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
        return len(re.findall(r"(?<!\b\d)[.!?…][\"”’'\)]*(?=\s+[\"“‘'(]?[A-Z]|$)", self.text))

    @property
    def is_paragraph(self) -> bool:
        """Whether it can only be a paragraph of running text."""
        return self.ends and (self.words >= LONGEST_HEADING or self.sentences > 1)

    @property
    def is_label(self) -> bool:
        """Whether it is short and nothing stands behind a colon or bar."""
        return self.words <= 5 and not re.search(r"[:|—–].+", self.text)

    @property
    def is_headline(self) -> bool:
        """Whether it may be the headline of a teaser: undecided, no full stop, of fitting length."""
        return not self.kind and not self.ends and 3 <= self.words <= LONGEST_HEADLINE


def make_pieces(raw: str, registry: Registry) -> list[Piece]:
    """Return the pieces of a raw text in order, broken lines joined, boilerplate decided.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> [piece.kind for piece in make_pieces("Menu\\nTalks fail\\nAdvertisement", read_registry())]
    ['nav', '', 'ad']
    """
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
def patterns_of(registry: Registry) -> dict[str, re.Pattern[str]]:
    """Return the patterns of the lexicon ``boilerplate``, by kind."""
    lists = {k: v for k, v in registry.lexicons["boilerplate"].items() if k != "menu"}
    return {key: re.compile("|".join(f"(?:{p})" for p in v), re.I) for key, v in lists.items()}


def _boilerplate(line: Line, lines: list[Line], i: int, registry: Registry) -> str:
    """The kind of a line that its own words give away, or nothing."""
    text = line.text.lstrip("•*· ")
    if not text:
        return "nav"
    near_end = i >= len(lines) - TAIL_LINES and i > len(lines) / 2
    near_start = i < HEAD_LINES
    kinds = ["ad", "nav", "trailer", "promo", "notice", "byline"]
    kinds += ["notice_tail", "byline_tail"] * (near_end and i >= len(lines) - 12)
    kinds += ["tags"] * (near_start or near_end)
    patterns = patterns_of(registry)
    for kind in kinds if len(text) <= 700 else ():
        if patterns[kind].fullmatch(text):
            return kind.removesuffix("_tail")
    if not (near_start or near_end) or SENTENCE_END.search(text):
        return ""
    if _is_menu(text, registry):
        return "nav"
    loose = len(RUN_TOGETHER.findall(text)) >= 2 and len(text.split()) <= 12
    return "tags" if loose else ""


def _is_menu(text: str, registry: Registry) -> bool:
    """Whether a line holds nothing but words of menus and share bars, two at least."""
    words = re.findall(r"[A-Za-z'’]+", RUN_TOGETHER.sub(lambda m: f"{m[0][0]} {m[0][1]}", text))
    known = registry.words("boilerplate", "menu")
    return 2 <= len(words) <= 14 and all(w.lower() in known for w in words)


@lru_cache(maxsize=16)
def _tags(text: str) -> frozenset[str]:
    """The tags of a line's words; of a line both of the following are asked."""
    return frozenset(token.tag_ for token in tagged(text[:PARSED]) if not token.is_space)


def has_finite_verb(text: str) -> bool:
    """Whether a text has a verb that makes it a sentence.

    Examples
    --------
    >>> has_finite_verb("Talks failed."), has_finite_verb("A worker at the gate.")
    (True, False)
    """
    return not FINITE.isdisjoint(_tags(text))


def is_menu_like(text: str) -> bool:
    """Whether a line is only a row of nouns, such as the sections of a site.

    Examples
    --------
    >>> is_menu_like("News Football Showbiz Money"), is_menu_like("Talks fail in Geneva")
    (True, False)
    """
    if ":" in text or not _tags(text) <= NOUNS_AND_MARKS:
        return False  # a whole parse would not make a noun of another tag
    return all(t.pos_ in {"NOUN", "PROPN", "PUNCT", "SYM"} for t in parsed(text[:PARSED]))
