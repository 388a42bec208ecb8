"""What kind of quotation a span is: direct, partial, scare or title, and the rule that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parley.columns import BREAK
from parley.layout import DIRECT, FINITE, PARTIAL, SCARE, STOPS, TITLE, Found, Layout, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

ENDS = (".", "!", "?", "…", "”", "’", "'", '"', "—", "–", "-")
CUED = ("goes on", "cue after", "cue before", "cue between", "subject before", "name before", "unresolved")
SHORT = 4
"""Up to so many quoted words may be scare quotes where nobody is quoted."""


class Kinds:
    """Decides the kind of a quotation."""

    def __init__(self, layout: Layout) -> None:
        self.doc, self.reading, self.registry = layout.doc, layout.reading, layout.registry

    def kind(self, span: Span, found: Found | None) -> tuple[str, str]:
        """Direct, partial, scare or title, and the rule that says so."""
        text = self.reading.text[span.marked.start : span.marked.end].strip()
        words = [t for t in self.doc[span.low : span.high] if t.is_alpha or t.like_num]
        cued = found is not None and found.cue is not None
        if self._is_title(span, words, cued):
            return TITLE, "name of a work"
        if self._is_bare_word(span, words, found):
            return SCARE, "a word or two within a quotation"
        clause = self._has_clause(span)
        own = self._is_own_sentence(span)
        capital = text[:1].isupper() or not text[:1].isalpha()
        if clause and (found is not None or own or len(words) > SHORT):
            return DIRECT, "a clause, attributed" if found else "a clause"
        if found is not None and found.basis.startswith(CUED):
            alone = own or self._begins_sentence(span)
            whole = alone or (text.endswith(STOPS) and (len(words) > 1 or text.endswith(("!", "?"))))
            if capital and whole:
                return DIRECT, "an utterance, attributed"
            return PARTIAL, "words within the author's sentence, attributed"
        if own and text.endswith((".", "!", "?", "…")):
            return DIRECT, "a sentence of its own"
        if found is not None:
            return PARTIAL, "words within the author's sentence, attributed"
        if len(words) > SHORT + 2:
            return PARTIAL, "many words, nobody named"
        return SCARE, "few words, nobody is quoted"

    def _begins_sentence(self, span: Span) -> bool:
        """Whether a quotation begins where a sentence does, or after the comma or colon of its cue."""
        before = self.reading.text[max(0, span.marked.start - 8) : span.marked.start]
        before = before.rstrip(" “„\"'‘«»")[-1:]
        return not before or before in ".!?…:,\n”"

    def _is_bare_word(self, span: Span, words: list[Token], found: Found | None) -> bool:
        """Whether a word or two within a quotation are quoted without a cue of their own."""
        own = found is not None and found.basis.startswith(("cue", "unresolved"))
        return span.marked.depth > 0 and len(words) <= 2 and not own

    def _is_title(self, span: Span, words: list[Token], cued: bool) -> bool:
        """Whether a span is the name of a work: in capitals, after a word that says so or without a stop."""
        content = [t for t in words if not t.is_stop or t.i == words[0].i]
        if not content or not all(t.text[0].isupper() or t.text[0].isdigit() for t in content):
            return False
        works = self.registry.words("sources", "works")
        before = [t for t in self.doc[max(0, span.low - 5) : span.low] if t.is_alpha]
        after = self.doc[span.high : min(len(self.doc), span.high + 3)]
        if before and before[-1].lower_ in {"called", "titled", "entitled", "headlined", "named"}:
            return True
        said = any(t.lemma_.lower() in works or t.lower_ in works for t in (*before, *after))
        if len(content) == 1:
            return said and not cued
        text = self.reading.text[span.marked.start : span.marked.end].rstrip().rstrip(",")
        within = bool(before) and before[-1].tag_ == "IN" and before[-1].i == span.low - 2
        stopped = text.endswith(("?", "!") if within else (".", "?", "!")) or self._is_own_sentence(span)
        return said or (not stopped and (not cued or len(content) > 2))

    def _has_clause(self, span: Span) -> bool:
        """Whether a span holds a finite verb with its subject."""
        for token in self.doc[span.low : span.high]:
            if token.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"} and span.low <= token.head.i < span.high:
                verb = token.head
                helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
                if verb.tag_ in FINITE or any(h.tag_ in FINITE and span.low <= h.i for h in helpers):
                    return True
        return False

    def _is_own_sentence(self, span: Span) -> bool:
        """Whether nothing else stands in the sentence, or in the paragraph, of a span."""
        text = self.reading.text
        before = text[max(0, span.marked.start - 8) : span.marked.start]
        before = before[before.rfind(BREAK) + 1 :].rstrip(" “„\"'‘«»\n")
        after = text[span.marked.end : span.marked.end + 3].lstrip("”“\"'’»« ,")
        opens = not before or before.endswith((".", "!", "?", ":", "…", "”", '"', "’", "»"))
        ends = not after or after[0].isupper() or after[0] in "“\"'‘«\n[—("
        inner = text[span.marked.start : span.marked.end].rstrip()
        return opens and ends and (span.marked.end_mark != "closed" or inner.endswith(ENDS))

    def stands_alone(self, span: Span) -> bool:
        """Whether a quotation is a sentence of its own, and not a heading."""
        if span.kind not in {DIRECT, PARTIAL} or span.marked.depth or not self._is_own_sentence(span):
            return False
        words = [t for t in self.doc[span.low : span.high] if t.is_alpha and not t.is_stop]
        return not (len(words) > 1 and all(t.text[0].isupper() for t in words))
