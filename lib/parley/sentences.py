"""Sentences of the article's text, and the one linguistic parse that every later step reads.

A `Reading` is a document from here on: raw text, blocks, sentences and the spaCy parse, in which every
character knows its place in the raw file.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from parley import schema
from parley.articles import LEAD, stated_day
from parley.blocks import BULLET, code_blocks
from parley.columns import BREAK
from parley.language import model_version, nlp
from parley.lines import GAP, INVISIBLE, NEWLINE, count_gaps, split_lines
from parley.registry import Registry, read_registry
from parley.sources import Source
from parley.store import Store, digest

if TYPE_CHECKING:
    from spacy.tokens import Doc

STRETCH = re.compile(rf"\s+|(?:(?!{INVISIBLE.pattern})\S)+")
"""White space, or what is none and can be seen."""
CHUNK = 200_000
LONGEST = 400
"""Tokens of the longest sentence: what goes on without an end is a list or a spoilt scrape, and is cut."""
CUTS = frozenset([",", ";", ":", "—", "–", ")"])
"""After one of these it is cut, if one stands near."""
NEAR = 200
"""Characters before a boundary among which the word that stands there is looked for."""
FAR = 4_000
"""Characters before a boundary that are looked at at all."""
BOUNDARY = re.compile(
    r"(?:(?<!\. )(?:\. ){2,}\.|(?<![.!?])[.!?]+|…)[\"”’»'\)\]]*"
    r"(?:\s+(?=[\"“‘'«(\[]*(?:[—–-]\s*[\"“‘'«(\[]*)?(?:[^\W_a-zß-öø-ÿ]|[€$£]\d|[a-z][A-Z]))"
    r"|(?<=[a-z][a-z][.!?])(?=[A-Z][a-z]))"
)
QUOTE_END = re.compile(r"[!?…][\"”’»']\s*$")
INITIAL = re.compile(r"(?:^|[\s(“\"‘])(?:[A-Z]\.\s?)*[A-Z]\.$")


@dataclass(frozen=True, eq=False)
class Reading:
    """One article, read: what every later step takes.

    Attributes
    ----------
    source
        The article as it was scraped.
    blocks
        Its table ``blocks``.
    text
        The text of the article alone: title, dek, subheads, body and bullets, pieces of broken
        sentences joined, paragraphs separated by an empty line.
    raw_at
        For each character of ``text`` its place in the raw text.
    parse
        spaCy's parse of ``text``; its sentences are Parley's.
    sentences
        The table ``sentences``.
    """

    source: Source
    blocks: pd.DataFrame
    text: str
    raw_at: np.ndarray
    parse: Doc
    sentences: pd.DataFrame

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the raw text of a stretch of ``text``."""
        return self._places[start], self._places[end - 1] + 1

    def place(self, start: int, end: int) -> dict[str, object]:
        """Return doc, line, char_start, char_end and sentence of a stretch of ``text``."""
        low, high = self.raw_span(start, end)
        return {
            "doc": self.source.doc,
            "line": _line_of(self._line_starts, low),
            "char_start": low,
            "char_end": high,
            "sentence": bisect_right(self._sentence_starts, start),
        }

    def clean_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in ``text`` of a stretch of the raw text: the inverse of `raw_span`."""
        places = self._places
        low, last = bisect_left(places, start), bisect_left(places, end - 1)
        held = last < len(places) and places[last] == end - 1
        return low, last + held  # a paragraph's break has the place of the character before it

    def as_scraped(self, start: int, end: int) -> str:
        """Return a stretch of ``text`` as it stands in the raw text, white space folded."""
        low, high = self.raw_span(start, end)
        return " ".join(self.source.raw[low:high].split())

    @cached_property
    def _places(self) -> list[int]:
        """``raw_at`` as plain numbers, in which a place is found faster."""
        places: list[int] = self.raw_at.tolist()
        return places

    @cached_property
    def _line_starts(self) -> list[int]:
        return _line_starts(self.source.raw)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in _sentence_spans(self.parse)]


def read(source: Source, registry: Registry | None = None, store: Store | None = None) -> Reading:
    """Read one article: blocks, text, parse and sentences.

    Parameters
    ----------
    source
        The article.
    registry
        Word lists; the bundled ones by default.
    store
        Where the parse is kept by content and model version; nowhere by default.

    Returns
    -------
    Reading
        Its ``source`` has the day of publication that the byline states, where none is known. Its
        ``sentences`` are in the order of the text; ``text`` shows ``[…]`` where words are
        missing, and ``voice`` is empty until quotations are known.

    Examples
    --------
    >>> reading = read(Source("a", "a.txt", "“We left the U.S. talks,” Ms. Lee said. “No deal.”", ""))
    >>> reading.sentences["text"].tolist()
    ['“We left the U.S. talks,” Ms. Lee said.', '“No deal.”']
    """
    registry = registry or read_registry()
    blocks = code_blocks(source, registry)
    source = _dated(source, blocks)
    text, raw_at = _clean(source.raw, blocks)
    parse = parse_text(text, registry, store)
    sentences = _table(source, blocks, text, raw_at, parse, registry)
    return Reading(source, blocks, text, raw_at, parse, sentences)


def _dated(source: Source, blocks: pd.DataFrame) -> Source:
    """The article with the day that its byline states, where nothing else is known."""
    if source.published:
        return source
    around = schema.rows(blocks, "kind", "text")
    lines = (b.text for b in around if b.kind == "byline" or (b.kind == "notice" and LEAD.match(b.text)))
    day = stated_day(lines)
    return replace(source, published=day, published_basis="stated") if day else source


def _clean(raw: str, blocks: pd.DataFrame) -> tuple[str, np.ndarray]:
    """Join the text blocks; for each character its place in the raw text."""
    characters: list[str] = []
    places: list[int] = []
    for block in schema.rows(blocks, "char_start", "char_end", "kind"):
        if block.kind not in schema.TEXT_KINDS:
            continue
        piece = raw[block.char_start : block.char_end]
        shown = INVISIBLE.sub(" ", piece)
        mark = re.match(rf"\s*{BULLET.pattern}", shown) if block.kind == "bullet" else None
        skip = mark.end() - 1 if mark else 0
        if characters:
            characters += BREAK
            places += [places[-1]] * len(BREAK)
        for match in STRETCH.finditer(piece, skip):
            at = block.char_start + match.start()
            token = match.group()
            if not token.isspace():
                characters += token
                places += range(at, at + len(token))
            elif characters and characters[-1] not in " \n" and not _closes(piece, match.end(), token):
                characters.append(" ")
                places.append(at)
    return "".join(characters), np.array(places, dtype=np.int64)


def _closes(piece: str, after: int, space: str) -> bool:
    """Whether a line break stands before punctuation that belongs to the word before it."""
    return bool(NEWLINE.search(space)) and piece[after : after + 1] in ",;:.?!)]’”…"


def parse_text(text: str, registry: Registry | None = None, store: Store | None = None) -> Doc:
    """Parse clean text; sentence ends are set by rules before spaCy's parser sees it.

    A rule decides wherever one applies; the parser decides only after an abbreviation that may or may
    not end a sentence ("the U.S."). A sentence of more than `LONGEST` tokens is cut, after a comma or the
    like if there is one, so that the work of every later step grows with the text and not faster.

    Examples
    --------
    >>> [s.text for s in parse_text("It fell 4.2 per cent by 5 p.m. on Friday. Why?").sents]
    ['It fell 4.2 per cent by 5 p.m. on Friday.', 'Why?']
    """
    from spacy.tokens import Doc, DocBin

    registry = registry or read_registry()
    lists = repr([sorted(registry.lexicons["abbreviations"].items()), registry.lexicons["cues"]["verbs"]])
    key = digest(text, model_version(), lists, _rules())
    if store and (kept := _unpacked(store.get("parse", key), text)):
        return kept
    docs = [_parse_chunk(chunk, registry) for chunk in _chunks(text)]
    parse = Doc.from_docs(docs, ensure_whitespace=False) if docs else Doc(nlp().vocab)
    assert parse is not None
    if store:
        attributes = ["TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]
        store.put("parse", key, DocBin(attributes, docs=[parse]).to_bytes())
    return parse


@cache
def _rules() -> bytes:
    """The rules of this module themselves: a parse that was kept is void when they change."""
    return Path(__file__).read_bytes()


def _unpacked(data: bytes | None, text: str) -> Doc | None:
    """A parse that was kept, or nothing where the file is spoiled: then it is made anew."""
    from spacy.tokens import DocBin

    if data is None:
        return None
    try:
        doc = next(iter(DocBin().from_bytes(data).get_docs(nlp().vocab)))
    except Exception:  # whatever a spoiled file makes the reader raise
        return None
    return doc if doc.text == text else None


def _chunks(text: str) -> Iterator[str]:
    """The text in stretches that spaCy can hold: whole paragraphs, of a huge one whole sentences."""
    start = 0
    while start < len(text):
        end = min(start + CHUNK, len(text))
        if end < len(text):
            paragraph = text.rfind(BREAK, start, end) + len(BREAK)
            inside = [m.end() for m in BOUNDARY.finditer(text, start, end)][-1:]
            beyond = BOUNDARY.search(text, end, end + CHUNK)
            cuts = (paragraph, *inside, beyond.end() if beyond else 0, text.rfind(" ", start, end) + 1)
            end = next((cut for cut in cuts if cut > start + len(BREAK)), end)
        yield text[start:end]
        start = end


def _parse_chunk(text: str, registry: Registry) -> Doc:
    pipeline = nlp()
    doc = pipeline.make_doc(text)
    for name, component in pipeline.pipeline:
        if name == "parser":
            _set_starts(doc, registry)
        doc = component(doc)
    return doc


def _set_starts(doc: Doc, registry: Registry) -> None:
    """Tell the parser where sentences begin; it is asked only where no rule decides."""
    verdicts = {True: 1, None: 0, False: -1}
    decided = dict(_boundaries(doc, registry))
    starts, after_break = [], True
    for token in doc:
        starts.append(1 if after_break else verdicts[decided.get(token.idx, False)])
        after_break = token.is_space and BREAK in token.text
    _cut_endless(doc, starts)
    # all at once: asked for a single token, spaCy goes through the whole text each time
    column: Any = np.array(starts, dtype=np.int64).astype(np.uint64)
    doc.from_array(["SENT_START"], column)


def _cut_endless(doc: Doc, starts: list[int]) -> None:
    """Begin a sentence where one would be longer than `LONGEST`, after a comma or the like if one is near."""
    last = 0
    for i in range(len(starts)):
        if starts[i] == 1:
            last = i
        elif i - last >= LONGEST:
            near = range(i, i - LONGEST // 2, -1)
            last = next((j for j in near if doc[j - 1].text in CUTS and not doc[j].is_punct), i)
            starts[last] = 1


def _boundaries(doc: Doc, registry: Registry) -> Iterator[tuple[int, bool | None]]:
    """Every place that looks like the end of a sentence, and whether it is one (None: ask)."""
    text = doc.text
    low = seen = 0
    for match in BOUNDARY.finditer(text):
        low = max(low, text.rfind(BREAK, seen, match.start()) + 1, match.start() - FAR)
        seen = max(match.start() - 1, 0)
        verdict = _ends_sentence(doc, low, match, registry)
        yield match.end(), verdict
        if verdict:
            low = match.end()


def _ends_sentence(doc: Doc, low: int, match: re.Match[str], registry: Registry) -> bool | None:
    text = match.string
    words = registry.lexicons["abbreviations"]
    before = text[max(low, match.start() - NEAR) : match.start() + 1]
    last = before.split(" ")[-1].lstrip("\"“‘'(—–") if low < match.start() else ""
    following = text[match.end() : match.end() + 80]
    first = re.sub(r"^[\"“‘'«(\[—–\s-]+", "", following).split(" ")[0].strip(",.;:”\"’'")
    closed = any(mark in match.group() for mark in '”"’»')
    if match.group().strip().startswith(".") and not closed:
        if last in words["never_final"]:
            return False
        if last in words["months"]:
            return not first[:1].isdigit()
        if last.lower() in {"a.m.", "p.m."} and first in _days():
            return False
        if last in words["maybe_final"] or re.fullmatch(r"(?:[A-Za-z]\.){2,}", last):
            starts_new = doc.vocab[first.lower()].is_stop or last in {"a.m.", "p.m."}
            return True if starts_new else None
        if INITIAL.search(before) and first[:1].isupper():
            return _is_letter_name(before)
    if re.match(r"(\. ){2,}\.\s|\.{2,}\s|…\s", match.group()):
        return None
    if QUOTE_END.search(match.group()):
        return not (_is_attribution(following, registry) or _quote_is_object(doc, low, match))
    return True


def _days() -> frozenset[str]:
    return frozenset(f"{day}day" for day in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"))


def _is_letter_name(text: str) -> bool:
    """Whether a single capital ends a phrase ("Plan B.", "you and I.") rather than is an initial."""
    before = text.rstrip(".").split()
    labelled = len(before) > 1 and ((before[-2].isalpha() and before[-2].islower()) or before[-2] == "Plan")
    return labelled or before[-1] == "I"


@lru_cache(maxsize=8)
def _attribution(registry: Registry) -> re.Pattern[str]:
    cues = "|".join(sorted(registry.words("cues", "verbs")))
    name = r"(?:[A-Z][\w.’'-]*|of|de|van|von|al)"
    who = rf"(?:{name} )*{name}(?:, [^.!?“]{{1,60}},)?|I|We"
    return re.compile(rf"(?:{who}) (?:has |had |also |then )?(?:{cues})\b(?! that\b)")


def _is_attribution(following: str, registry: Registry) -> bool:
    """Whether what follows a quotation says who spoke: "Stop!" Lee begged."""
    return bool(_attribution(registry).match(following))


def _quote_is_object(doc: Doc, low: int, match: re.Match[str]) -> bool:
    """Whether the quotation stands inside a clause that is not complete: In "Now!" I argued ..."""
    opening = max(match.string.rfind(mark, low, match.start()) for mark in '“"‘«')
    span = doc.char_span(low, opening, alignment_mode="contract") if opening > low else None
    before = [t for t in span if not t.is_space] if span else []
    if not before or before[-1].text in {",", ":"}:
        return False
    return not any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in before)


@lru_cache(maxsize=4)
def _sentence_spans(parse: Doc) -> list[tuple[int, int]]:
    """Start and end of each sentence in the clean text, white space left out."""
    spans, text = [], parse.text
    for sentence in parse.sents:
        body = text[sentence.start_char : sentence.end_char]
        start = sentence.start_char + len(body) - len(body.lstrip())
        if body.strip():
            spans.append((start, start + len(body.strip())))
    return spans


def _table(
    source: Source,
    blocks: pd.DataFrame,
    text: str,
    raw_at: np.ndarray,
    parse: Doc,
    registry: Registry,
) -> pd.DataFrame:
    starts, numbers = blocks["char_start"].tolist(), blocks["block"].tolist()
    lines = _line_starts(source.raw)
    seams = _gap_places(source.raw, blocks, registry)
    rows = []
    for number, (start, end) in enumerate(_sentence_spans(parse), 1):
        low, high = int(raw_at[start]), int(raw_at[end - 1]) + 1
        inside = [p for p in seams if low < p < high]
        rows.append(
            {
                "doc": source.doc,
                "line": _line_of(lines, low),
                "char_start": low,
                "char_end": high,
                "sentence": number,
                "block": numbers[bisect_right(starts, low) - 1],
                "text": _with_marks(text[start:end], raw_at[start:end], inside),
                "voice": None,
                "has_gap": bool(inside),
            }
        )
    return schema.frame("sentences", rows)


def _gap_places(raw: str, blocks: pd.DataFrame, registry: Registry) -> list[int]:
    """Places in the raw text where words are missing: the end of the line before the hole."""
    places = []
    for block in (b for b in schema.rows(blocks, "char_start", "char_end", "gaps") if b.gaps):
        pieces = split_lines(raw[block.char_start : block.char_end])
        gaps = count_gaps([p.text for p in pieces], registry)
        places += [block.char_start + p.end for p, gap in zip(pieces, gaps, strict=False) if gap]
    return places


def _with_marks(text: str, raw_at: np.ndarray, seams: list[int]) -> str:
    for place in sorted(seams, reverse=True):
        cut = int(np.searchsorted(raw_at, place))
        text = f"{text[:cut].rstrip()} {GAP} {text[cut:].lstrip()}"
    return text


def _line_starts(raw: str) -> list[int]:
    return [0, *(m.end() for m in NEWLINE.finditer(raw))]


def _line_of(line_starts: list[int], place: int) -> int:
    return bisect_right(line_starts, place)
