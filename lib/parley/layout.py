"""An article's quotations as tokens of its parse: what lies inside marks, paragraph by paragraph."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from parley import schema
from parley.columns import columns_of
from parley.lines import GAP
from parley.marks import MARKS, Marked, find_marked
from parley.registry import Registry
from parley.sentences import Reading
from parley.speakers import Speaker

DIRECT, PARTIAL, SCARE, TITLE, INDIRECT = "direct", "partial", "scare", "title", "indirect"
OPENING = frozenset(["“", "„", "‘", "«"])
STOPS = (".", "!", "?", "…", ",", "—", "–", ";")
FINITE = {"VBD", "VBZ", "VBP", "MD"}


@dataclass(frozen=True)
class Found:
    """Who speaks, how that was decided (``basis``), and the tokens of the cue."""

    speaker: Speaker | None
    basis: str
    cue: tuple[int, int] | None = None
    head: int | None = None
    source: int | None = None


@dataclass
class Span:
    """A quotation while it is being decided; ``low`` and ``high`` are its tokens."""

    marked: Marked
    low: int
    high: int
    found: Found | None = None
    kind: str = ""
    rule: str = ""
    group: int = 0


class Layout:
    """Where the quotations, paragraphs, lists, headings and gaps of an article are, in tokens."""

    def __init__(self, reading: Reading, registry: Registry) -> None:
        self.reading, self.registry = reading, registry
        self.doc = reading.parse
        columns = columns_of(self.doc)
        self.starts = columns.start
        apostrophes = {
            start
            for start, tag, text in zip(columns.start, columns.tag, columns.text, strict=True)
            if tag == "POS" and text in {"'", "’"}
        }
        marked = find_marked(reading.text, apostrophes, registry.words("sources", "elisions"))
        self.spans = [s for s in map(self._tokens, marked) if s.low < s.high]
        self.inside = self._levels()
        self.paragraph = columns.paragraph
        self._paragraph_starts = self._starts_of_paragraphs()
        self.kinds = [k for k in reading.blocks["kind"] if k in schema.TEXT_KINDS]
        self.bullets = frozenset(i for i, kind in enumerate(self.kinds) if kind == "bullet")
        self.gaps = self._gaps()
        self.above = self._above()

    def _tokens(self, marked: Marked) -> Span:
        return Span(marked, bisect_left(self.starts, marked.start), bisect_left(self.starts, marked.end))

    def _levels(self) -> list[int]:
        """For each token the number of the outermost quotation it is in, 0 outside."""
        inside = [0] * len(self.doc)
        for number, span in enumerate(self.spans, 1):
            if not span.marked.depth:
                inside[span.low : span.high] = [number] * (span.high - span.low)
        return inside

    def _gaps(self) -> frozenset[int]:
        """Tokens before which words are missing."""
        places = []
        for row in schema.rows(self.reading.sentences, "char_start", "char_end", "text", "has_gap"):
            if not row.has_gap:
                continue
            low, _ = self.reading.clean_span(row.char_start, row.char_end)
            left = ""
            for piece in row.text.split(GAP)[:-1]:
                left += piece.strip() + " "
                places.append(low + len(left))
        return frozenset(bisect_left(self.starts, place) for place in places)

    def _above(self) -> list[int]:
        """For each paragraph its number, or that of the one above the list whose item it is."""
        above: list[int] = []
        for number in range(len(self._paragraph_starts)):
            above.append(above[-1] if number and number in self.bullets else number)
        return above

    def in_heading(self, span: Span) -> bool:
        """Whether a span stands in a title, a standfirst or a heading."""
        number = self.paragraph[span.low]
        return number < len(self.kinds) and self.kinds[number] in {"title", "dek", "subhead"}

    def paragraph_start(self, i: int) -> int:
        """First token of the paragraph that a token is in."""
        return self._paragraph_starts[self.paragraph[i]]

    def _starts_of_paragraphs(self) -> list[int]:
        return [i for i, n in enumerate(self.paragraph) if i == 0 or n != self.paragraph[i - 1]]

    def sentence_start(self, i: int) -> int:
        """First token of the sentence that ends before a token."""
        i -= 1
        while i > 0 and (self.doc[i].text in MARKS or self.doc[i].is_space):
            i -= 1
        return int(self.doc[i].sent.start)
