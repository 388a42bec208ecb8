"""The reports of an article: its attributions by syntax, and the quotations that stand within them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from parley.layout import Found, Layout, Span
from parley.resolution import FAR, Resolver
from parley.speakers import ANYBODY, FIRST_PERSON, subject_actors
from parley.speech import Attribution, find_attributions, shade_of

SILENT = frozenset(["it", "this", "that", "which", "what", "you", "one", "there"])
REACH = 60
"""Tokens that cue and source may take beside the content."""

if TYPE_CHECKING:
    from spacy.tokens import Token


class Reports:
    """What an article reports others to have said, each with its speaker."""

    def __init__(self, layout: Layout, resolver: Resolver) -> None:
        self.doc, self.inside, self.gaps, self.registry = (
            layout.doc,
            layout.inside,
            layout.gaps,
            layout.registry,
        )
        self.resolver, self.speakers = resolver, resolver.speakers
        found = [*find_attributions(self.doc, self.registry, self.inside), *self._across_gaps()]
        self.attributions = sorted(found, key=lambda a: a.head)
        self._heads = [a.head for a in self.attributions]
        widest = max((b - a for x in self.attributions for a, b in x.content), default=0)
        self._widest = min(widest, FAR) + REACH
        self.decided: dict[Attribution, Found] = {}

    def _across_gaps(self) -> Iterator[Attribution]:
        """ "X […] that ...": a scrape that lost its links has lost the verb of saying."""
        doc = self.doc
        for i in sorted(self.gaps):
            if 0 < i < len(doc) - 3 and doc[i + 1].lower_ == "that" and self._is_participle_of_saying(doc[i]):
                subject = next((t for t in doc[doc[i].sent.start : i] if t.dep_ == "nsubj"), None)
                end = int(doc[i].sent.end)
                while end > i + 2 and (doc[end - 1].is_punct or doc[end - 1].is_space):
                    end -= 1
                if subject is not None and doc[i].pos_ != "VERB" and not self.inside[i]:
                    yield Attribution((i, i + 1), i, subject.i, ((i + 2, end),), "cue after a gap")
            elif (
                0 < i < len(doc) - 2
                and doc[i].lower_ == "that"
                and (self.speakers.mention(i - 1) or doc[i - 1].pos_ in {"NOUN", "PRON"})
            ):
                end = next(
                    (t.i for t in doc[i : doc[i].sent.end] if t.text in {";", ","} and t.i > i + 8),
                    doc[i].sent.end,
                )
                while end > i + 1 and (doc[end - 1].is_punct or doc[end - 1].is_space):
                    end -= 1
                if end > i + 2 and not self.inside[i]:
                    yield Attribution((i, i), i, i - 1, ((i + 1, end),), "cue lost in the scrape")

    def _is_participle_of_saying(self, token: Token) -> bool:
        """ "arguing", also where the words before it are lost and the tagger took it for a noun."""
        stem = token.lower_.removesuffix("ing")
        return stem != token.lower_ and bool(
            shade_of(stem, self.registry) or shade_of(stem + "e", self.registry)
        )

    def with_head(self, low: int, high: int) -> list[Attribution]:
        """The attributions whose reporting word stands between two tokens, in order."""
        return self.attributions[bisect_left(self._heads, low) : bisect_left(self._heads, high)]

    def of_attribution(self, attribution: Attribution) -> Found:
        """Who speaks in an attribution; decided once."""
        if attribution not in self.decided:
            speaker = self.resolver.speaker(attribution.source, attribution.head)
            if speaker is None and attribution.source is None and self.doc[attribution.head].tag_ == "VBG":
                speaker = self.resolver.of_main_clause(attribution.head)
            basis = attribution.rule
            if speaker is None and attribution.source is not None:
                basis += f", unresolved: {self.doc[attribution.source].text}"
            self.decided[attribution] = Found(
                speaker, basis, attribution.cue, attribution.head, attribution.source
            )
            if not self.inside[attribution.head]:
                self.resolver.say(attribution.head, speaker)
        return self.decided[attribution]

    def cue_inside(self, span: Span, found: Found | None) -> Found | None:
        """ "I have had enough, Lee has said." : a closing mark that was set after the cue."""
        if found is not None or span.marked.depth:
            return None
        for attribution in self.with_head(span.high - 5, span.high):
            if attribution.source is None:
                continue
            if attribution.rule == "cue after" and attribution.content[0][0] <= span.low + 1:
                speaker = self.speakers.at(attribution.source, quoted=True)
                if (
                    speaker is not None
                    and speaker.named
                    and self.doc[attribution.source].lower_ not in FIRST_PERSON
                ):
                    return Found(
                        speaker, "cue within the marks", attribution.cue, attribution.head, attribution.source
                    )
        return None

    def according_at(self, i: int) -> Found | None:
        """The speaker of an "according to" at a token."""
        found = self.with_head(i, i + 1)
        return replace(self.of_attribution(found[0]), basis="according to") if found else None

    def within_report(self, span: Span) -> Found | None:
        """Quoted words within what is reported: the innermost report that has a speaker."""
        around: list[tuple[int, Attribution]] = []
        for attribution in self.with_head(span.low - self._widest, span.high + self._widest):
            if span.low <= attribution.head < span.high:
                continue
            covered = sum(max(0, min(b, span.high) - max(a, span.low)) for a, b in attribution.content)
            if covered * 2 >= span.high - span.low and not (
                span.marked.depth and not self.inside[attribution.head]
            ):
                around.append((sum(b - a for a, b in attribution.content), attribution))
        open_ones = []
        for _, attribution in sorted(around, key=lambda a: a[0]):
            found = self.of_attribution(attribution)
            if found.speaker is not None and self.reports(attribution, found):
                return found
            open_ones.append(found)
        return next((f for f in open_ones if f.source is not None), None)

    def same_sentence(self, span: Span) -> Found | None:
        """Quoted words further on in a sentence that reports: its one speaker, if no other acts between."""
        if span.marked.depth:
            return None
        sentence = self.doc[span.low].sent
        before = [a for a in self.with_head(sentence.start, span.low) if not self.inside[a.head]]
        if not before:
            return None
        last = before[-1]
        found = self.of_attribution(last)
        others = subject_actors(self.doc, last.head + 1, span.low, self.speakers)
        if (
            found.speaker is None
            or not self.reports(last, found)
            or any(s.name != found.speaker.name and not self.inside[t.i] for t, s in others)
        ):
            return None
        return replace(found, basis="reported in the same sentence")

    def reports(self, attribution: Attribution, found: Found) -> bool:
        """Whether an attribution reports speech: a thing that "suggests" says nothing."""
        head = self.doc[attribution.head]
        lemma = head.lemma_.lower()
        weak = lemma in self.registry.words("cues", "weak") | self.registry.words("cues", "things")
        source = self.doc[attribution.source] if attribution.source is not None else None
        if source is not None and source.lower_ in ANYBODY:
            return False
        if source is not None and self.inside[attribution.head] and source.lower_ in FIRST_PERSON:
            return False  # who speaks of what he says himself is not reported
        if found.speaker is None:
            return source.lower_ not in SILENT if source is not None else not weak
        thing = found.speaker.kind == "other"
        return not (thing and (weak or not shade_of(lemma, self.registry)))
