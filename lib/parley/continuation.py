"""The speaker of a quotation that has no cue of its own: who goes on, or is introduced before it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from parley.layout import DIRECT, PARTIAL, SCARE, TITLE, Found, Layout, Span
from parley.marks import MARKS
from parley.reports import Reports
from parley.resolution import Resolver
from parley.speakers import subject_actors
from parley.speech import is_cue, is_denied, source_of

BACK = 50
"""Quotations, nested and scare ones too, that may stand between two parts of one statement."""


class Continuation:
    """Finds who goes on speaking."""

    def __init__(self, layout: Layout, resolver: Resolver, reports: Reports) -> None:
        self.layout, self.doc, self.registry = layout, layout.doc, layout.registry
        self.reading, self.inside, self.paragraph = layout.reading, layout.inside, layout.paragraph
        self.resolver, self.reports, self.speakers = resolver, reports, resolver.speakers
        self.groups = 0

    def echoes(self, spans: list[Span]) -> None:
        """Words quoted in a heading: who says them further down."""
        said = [s for s in spans if s.found and s.found.speaker]
        texts = [f" {_plain(self.reading.text[s.marked.start : s.marked.end])} " for s in said]
        for span in spans:
            if (span.found and span.found.speaker) or span.kind == TITLE or not self.layout.in_heading(span):
                continue
            words = _plain(self.reading.text[span.marked.start : span.marked.end])
            speakers = {
                other.found.speaker.name: other.found
                for other, text in zip(said, texts, strict=True)
                if words and f" {words} " in text and other.found and other.found.speaker
            }
            if len(speakers) == 1:
                span.found = replace(
                    next(iter(speakers.values())),
                    basis="the article quotes it further down",
                    cue=None,
                    head=None,
                )
                if span.kind == SCARE:
                    span.kind, span.rule = PARTIAL, "the article quotes it further down"

    def group(self, span: Span, done: list[Span]) -> int:
        """The number of the statement that a span belongs to: shared where nothing but a cue lies between."""
        name = span.found.speaker.name if span.found and span.found.speaker else ""
        for other in islice(reversed(done), BACK):
            if other.marked.depth != span.marked.depth or other.kind not in {DIRECT, PARTIAL}:
                continue
            theirs = other.found.speaker.name if other.found and other.found.speaker else ""
            between = range(other.high, span.low)
            near = self.paragraph[other.low] == self.paragraph[span.low] or span.marked.continues
            same = bool(name) and theirs == name and near and span.kind in {DIRECT, PARTIAL}
            if same and self._only_cue(between, span, other):
                return other.group
            break
        return self.next_group()

    def next_group(self) -> int:
        """The number of a new statement."""
        self.groups += 1
        return self.groups

    def _only_cue(self, between: range, span: Span, other: Span) -> bool:
        """Whether nothing stands between two quotations, or only the sentence of their common cue."""
        if not any(self.doc[i].is_alpha for i in between):
            return True
        head = span.found.head if span.found else None
        shared = head is not None and other.found is not None and other.found.head == head
        if not shared or head is None or len(between) > 80:
            return False
        sentence = self.doc[head].sent
        return all(sentence.start <= i < sentence.end or not self.doc[i].is_alpha for i in between)

    def continued(self, span: Span, done: list[Span]) -> Found | None:
        """A quotation that goes on from the paragraph before, as its marks say."""
        if not span.marked.continues:
            return None
        before = next((s for s in reversed(done) if not s.marked.depth), None)
        if before is None:
            return None
        return replace(before.found, basis="goes on from the paragraph before") if before.found else None

    def carry_back(self, found: Found, done: list[Span]) -> None:
        """The paragraphs before a quotation's last one, where only that one has a cue."""
        for before in reversed(done):
            if before.marked.depth:
                continue
            if before.marked.end_mark != "goes on" or before.found is not None:
                return
            before.found = replace(found, basis="goes on in the next paragraph")
            if before.kind == SCARE:
                before.kind, before.rule = DIRECT, "goes on in the next paragraph"
            if not before.marked.continues:
                return

    def goes_on(self, span: Span, done: list[Span]) -> Found | None:
        """A quotation without a cue: the speaker goes on, or the sentence before says who speaks."""
        start = self.layout.paragraph_start(span.low)
        if (earlier := _last_said(done, start, span.low)) is not None:
            return self._same_paragraph(span, earlier)
        if any(t.is_alpha for t in self.doc[start : span.low]):
            return self._introduced(start, span.low, "the sentence before says who speaks")
        return self._next_sentence(span) or self._paragraph_before(start, done)

    def _same_paragraph(self, span: Span, before: Span) -> Found | None:
        if before.found is None or before.found.speaker is None:
            return None
        speaker = before.found.speaker
        if not self._only_cue(range(before.high, span.low), replace(span, found=before.found), before):
            between = subject_actors(self.doc, before.high, span.low, self.speakers)
            named = {s.name for t, s in between if not self.inside[t.i]}
            if named - {speaker.name}:
                introduced = self._introduced(
                    self.layout.sentence_start(span.low), span.low, "the sentence before says who speaks"
                )
                return introduced
        return Found(speaker, "goes on in the same paragraph", before.found.cue, before.found.head)

    def _introduced(self, low: int, high: int, basis: str) -> Found | None:
        """Who is said to speak, or is the one subject, in the last sentence before a quotation."""
        low = max(low, self.layout.sentence_start(high))
        told = [a for a in self.reports.with_head(low, high) if not self.inside[a.head]]
        speakers = {
            f.speaker.name: f for a in told if (f := self.reports.of_attribution(a)).speaker is not None
        }
        if len(speakers) == 1:
            found = next(iter(speakers.values()))
            return Found(found.speaker, basis, found.cue, found.head)
        subjects = [
            (t, s) for t, s in subject_actors(self.doc, low, high, self.speakers) if not self.inside[t.i]
        ]
        ends = next(
            (t.text for t in reversed(self.doc[low:high]) if not t.is_space and t.text not in MARKS), ""
        )
        if ends == ":":
            if (owner := self.resolver.owner_of_words(low, high)) is not None:
                return owner
            cues = [
                t
                for t in self.doc[low:high]
                if is_cue(t, self.registry) and not self.inside[t.i] and not is_denied(t)
            ]
            for cue in reversed(cues):
                found = self.resolver.found(cue, source_of(cue), basis)
                if found.speaker is not None:
                    return found
            if any(is_cue(t, self.registry) and is_denied(t) for t in self.doc[low:high]):
                return None  # "Lee did not say: ..."
        names = {s.name for _, s in subjects if self.speakers.is_somebody(s) and s.kind != "document"}
        if len(names) == 1 and not speakers:
            speaker = next(s for _, s in subjects if s.name in names)
            return Found(speaker, basis)
        return None

    def _next_sentence(self, span: Span) -> Found | None:
        """ "..." That was how X put it: a cue in the sentence after, without words of its own."""
        i = span.high
        while i < len(self.doc) and (self.doc[i].text in MARKS):
            i += 1
        if i >= len(self.doc) or self.doc[i].is_space:
            return None
        sentence = self.doc[i].sent
        if sentence.start < i - 1 or any(self.inside[t.i] for t in sentence):
            return None
        cues = [
            t
            for t in sentence
            if is_cue(t, self.registry) and t.dep_ in {"ROOT", "ccomp", "relcl", "advcl"} and not is_denied(t)
        ]
        bare = [c for c in cues if not self.reports.with_head(c.i, c.i + 1)]
        opens = sentence[0].lower_ in {"so", "that", "this", "thus", "those", "such", "it"}
        if len(bare) == 1 and opens and (source := source_of(bare[0])) is not None:
            return self.resolver.found(bare[0], source, "cue in the sentence after")
        return None

    def _paragraph_before(self, start: int, done: list[Span]) -> Found | None:
        """A paragraph that begins with a quotation: who spoke at the end of the one before."""
        end = start
        while end > 0 and self.doc[end - 1].is_space:
            end -= 1
        if end == 0:
            return None
        first = self.layout.paragraph_start(end - 1)
        last = self.doc[end - 1].sent
        before = _last_said(done, first, end)
        if before is not None and before.high >= last.start:
            said = before.found
            return replace(said, basis="goes on in the next paragraph") if said is not None else None
        basis = "the paragraph before says who speaks"
        return self._introduced(max(first, last.start), end, basis) or self.resolver.one_person(
            first, end, basis
        )


def _last_said(done: list[Span], low: int, high: int) -> Span | None:
    """The last quotation of somebody's words that begins between two tokens."""
    for span in reversed(done):
        if span.low < low:
            return None
        if span.low < high and not span.marked.depth and span.kind in {DIRECT, PARTIAL}:
            return span
    return None


def _plain(text: str) -> str:
    """Words in lower case, for comparison."""
    return " ".join(re.findall(r"\w+", text.lower()))
