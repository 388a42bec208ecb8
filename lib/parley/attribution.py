"""The speaker of a quotation by a cue in its own sentence: before, after, between or above it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from parley.kinds import SHORT
from parley.layout import FINITE, OPENING, STOPS, Found, Layout, Span
from parley.marks import MARKS
from parley.reports import Reports
from parley.resolution import Resolver
from parley.speakers import ANYBODY, FIRST_PERSON, Speaker, subject_actors
from parley.speech import cue_span, is_cue, is_denied, shade_of, source_of

if TYPE_CHECKING:
    from spacy.tokens import Token

OPENERS = " \u00a0“„«‘\"'"
DASH = re.compile(
    r"[”\"’'»]{1,2}[ \u00a0]*(?:[―—–]|--?)[ \u00a0]*"
    r"([A-ZÀ-Ý][^\n“”\"«»,;:()]{1,50}?)(?=[ \u00a0.]*(?:[\n,(“\"]|$))"
)
LABEL = re.compile(r"([A-Z][A-Z.’' -]{2,30}):(?=\s)")


class Cues:
    """Finds the cue of a quotation, and through it the speaker."""

    def __init__(self, layout: Layout, resolver: Resolver, reports: Reports) -> None:
        self.layout, self.doc, self.registry = layout, layout.doc, layout.registry
        self.reading, self.starts, self.inside = layout.reading, layout.starts, layout.inside
        self.paragraph, self.bullets = layout.paragraph, layout.bullets
        self.resolver, self.reports, self.speakers = resolver, reports, resolver.speakers

    def in_item(self, span: Span) -> Found | None:
        """Quoted words in an item of a list that begins with a verb of saying."""
        if self.paragraph[span.low] not in self.bullets or span.marked.depth:
            return None
        first = next(
            (t for t in self.doc[self.layout.paragraph_start(span.low) : span.low] if t.is_alpha), None
        )
        if first is None or shade_of(first.lemma_, self.registry) not in {"neutral", "claiming", "conceding"}:
            return None
        speaker = (
            self.resolver.lead_in(span.low - 1)
            if not self.inside[span.low - 1]
            else self.resolver.lead_in(first.i)
        )
        return Found(speaker, "item of a list", (first.i, first.i + 1), first.i) if speaker else None

    def own_words(self, span: Span, done: list[Span]) -> Found | None:
        """ "I said, 'Wait,'" within a quotation: its own speaker."""
        if not span.marked.depth:
            return None
        before = self.doc[max(0, span.low - 5) : span.low]
        cue = next((t for t in reversed(list(before)) if is_cue(t, self.registry)), None)
        source = source_of(cue) if cue is not None else None
        if cue is None or source is None or source.lower_ not in FIRST_PERSON:
            return None
        if any(t.is_alpha for t in self.doc[cue.i + 1 : span.low]):
            return None
        outer = next((s for s in reversed(done) if s.low <= span.low and span.high <= s.high), None)
        if outer is None or outer.found is None:
            return None
        return Found(outer.found.speaker, "cue before", cue_span(cue), cue.i, source.i)

    def _region_after(self, span: Span) -> tuple[int, int]:
        doc = self.doc
        low = span.high
        while low < len(doc) and (doc[low].text in MARKS or doc[low].text in {",", "—", "–", "-", "--"}):
            if doc[low].is_sent_start and doc[low].text not in MARKS:
                break
            if doc[low].idx > span.marked.end and doc[low].text in OPENING:
                break
            low += 1
        high = low
        while high < len(doc) and not self._ends_region(high, low, span):
            high += 1
        return low, high

    def _ends_region(self, i: int, low: int, span: Span) -> bool:
        token = self.doc[i]
        if self.inside[i] != self.inside[span.low] * bool(span.marked.depth):
            return True
        return token.is_space or bool(token.is_sent_start)

    def cue_after(self, span: Span) -> Found | None:
        """ "...," said X  ·  "...," X said  ·  "...," according to X"""
        doc, text = self.doc, self.reading.text
        low, high = self._region_after(span)
        if low >= high:
            return None
        inner = text[span.marked.start : span.marked.end].rstrip()
        ends = inner.endswith(STOPS) or text[span.marked.end + 1 : span.marked.end + 2] in {",", "—", "–"}
        if not ends and (span.high - span.low <= 6 or self._opens_inside(span)):
            return None
        while low < high and doc[low].is_punct:
            low += 1
        if low < high and doc[low].lower_ == "according":
            return self.reports.according_at(low)
        if low >= high or (_subordinate(doc[low]) and doc[low].lower_ != "as"):
            return None
        for cue in doc[low:high]:
            if cue.pos_ in {"VERB", "AUX", "NOUN"} and self._cue_word(cue):
                if self._is_passive(cue) and any(c.dep_ == "xcomp" and c.i > cue.i for c in cue.children):
                    continue  # "..." Lee is said to have told them
                if (quoted := self._quoted_as_saying(cue)) is not None:
                    return self.resolver.found(cue, quoted, "cue after")
                source = self._source_beside(cue, low, high)
                if (
                    source is None
                    or self._is_passive(cue)
                    or (cue.tag_ in {"VBG", "VBN"} and source.i > cue.i)
                ):
                    return None
                first = min(cue_span(cue)[0], source.left_edge.i if source.left_edge.i >= low else source.i)
                if first - low > 3 or self._clause_between(low, cue, source):
                    return None
                return self.resolver.found(cue, source, "cue after")
        return None

    def dash_after(self, span: Span) -> Found | None:
        """ "..." — X, and nothing more: a name alone after a dash."""
        match = DASH.match(self.reading.text, span.marked.end)
        if match is None:
            return None
        low, high = bisect_left(self.starts, match.start(1)), bisect_left(self.starts, match.end(1))
        names = [t for t in self.doc[low:high] if t.is_alpha]
        if not names or any(t.tag_ in FINITE for t in names) or any(self.inside[low:high]):
            return None
        return Found(self.resolver.by_name(low, high), "cue after: name after a dash")

    def labelled(self, span: Span) -> Found | None:
        """A transcript's label: "SMITH: We will." or SMITH: "We will." """
        text = self.reading.text
        match = LABEL.match(text, span.marked.start)
        if match is None:
            line = self.starts[self.layout.paragraph_start(span.low)]
            match = LABEL.match(text, line)
            if match is None or text[match.end() : span.marked.start].strip(OPENERS):
                return None
        low, high = bisect_left(self.starts, match.start(1)), bisect_left(self.starts, match.end(1))
        return Found(self.resolver.by_name(low, high), "label before a colon")

    def _opens_inside(self, span: Span) -> bool:
        """Whether a span begins within a sentence, as quoted words do, not quoted sentences."""
        before = self.doc[span.low - 2] if span.low > 1 else None
        return (
            before is not None
            and not before.is_punct
            and not before.is_space
            and not self.doc[span.low - 1].is_sent_start
            and not self.doc[span.low].is_sent_start
        )

    def _cue_word(self, token: Token) -> bool:
        """Whether a token is a verb of saying, also where the tagger took it for a noun ("claims")."""
        if token.pos_ == "NOUN":
            return token.lower_ in self.registry.words("cues", "verbs") and token.dep_ in {
                "ROOT",
                "ccomp",
                "parataxis",
            }
        return bool(shade_of(token.lemma_, self.registry)) or token.lemma_ in self.registry.words(
            "cues", "thought"
        )

    def _quoted_as_saying(self, cue: Token) -> Token | None:
        """ "...," Lee quoted Kim as saying: who is quoted, not who quotes."""
        saying = any(
            c.lower_ == "as" and c.i + 1 < len(self.doc) and self.doc[c.i + 1].lower_ == "saying"
            for c in cue.children
        )
        return next((c for c in cue.children if c.dep_ in {"dobj", "nsubjpass"}), None) if saying else None

    def _is_passive(self, verb: Token) -> bool:
        return any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children)

    def _clause_between(self, low: int, cue: Token, source: Token) -> bool:
        """Whether another clause stands between a quotation and its supposed cue."""
        first = min(cue.i, source.i)
        return any(
            t.tag_ in FINITE and t.dep_ not in {"aux", "auxpass"}
            for t in self.doc[low:first]
            if t.head != source
        )

    def _source_beside(self, cue: Token, low: int, high: int) -> Token | None:
        """Who says, next to a cue: by the parse, or by the order of words where the parse has nobody."""
        doc = self.doc
        source = source_of(cue)
        before = cue_span(cue)[0] - 1
        while before > low and doc[before].pos_ == "ADV":
            before -= 1
        mention = self.speakers.mention(before) if before >= low else None
        if (
            mention
            and mention[1] == before + 1
            and (source is None or not mention[0] <= source.i < mention[1])
        ):
            apart = (
                source is None
                or source.i > cue.i
                or not (source.left_edge.i <= before <= source.right_edge.i)
            )
            if apart and doc[before].dep_ not in {"dobj", "dative", "pobj"} and doc[before].tag_ != "POS":
                return doc[before]
        if source is not None and low <= source.i < high:
            return source
        starts = all(doc[i].pos_ in {"AUX", "ADV", "PUNCT"} for i in range(low, cue.i))
        on_the_right, on_the_left = (
            range(cue.i + 1, min(high, cue.i + 8)),
            range(cue.i - 1, max(low - 1, cue.i - 8), -1),
        )
        side = on_the_right if starts else on_the_left
        for i in side:
            token = doc[i]
            part = token.dep_ in {"compound", "poss"} and token.head.i in side
            if token.pos_ in {"PROPN", "NOUN", "PRON"} and not part:
                return token
            if token.pos_ in {"VERB", "SCONJ"} or token.is_space:
                return None
        return None

    def _region_before(self, span: Span, done: list[Span]) -> tuple[int, int]:
        doc = self.doc
        high = span.low
        while high > 0 and doc[high - 1].text in MARKS and doc[high - 1].idx >= span.marked.start - 2:
            high -= 1
        low = high
        level = self.inside[span.low] * bool(span.marked.depth)
        while low > 0 and self.inside[low - 1] == level and not doc[low - 1].is_space:
            low -= 1
            if doc[low].is_sent_start:
                break
        while low < high and doc[low].text in MARKS:
            low += 1
        return low, high

    def cue_before(self, span: Span, done: list[Span], near: bool = False) -> Found | None:
        """X said: "..."  ·  X told reporters, "..."  ·  "...," X said, "..." """
        doc = self.doc
        low, high = self._region_before(span, done)
        while high > low and doc[high - 1].is_space:
            high -= 1
        if low >= high:
            return None
        last = doc[high - 1]
        stop = last.text in {",", ":", "—", "–", "--", "-"}
        words = span.high - span.low
        capital = self.reading.text[span.marked.start : span.marked.start + 1].isupper()
        for cue in reversed(list(doc[low:high])):
            if not (cue.pos_ in {"VERB", "AUX", "NOUN"} and self._cue_word(cue)):
                continue
            between = doc[cue.i + 1 : high]
            if any(t.tag_ in FINITE and t.dep_ not in {"aux", "auxpass"} for t in between):
                return None
            adjacent = cue.i == high - 1 or all(
                t.lower_ in {"that", "as", "it", "him", "her", "them"} for t in between
            )
            weak = cue.lemma_.lower() in self.registry.words("cues", "weak")
            if (
                weak
                and not adjacent
                and not all(
                    t.dep_ in {"prep", "det", "dobj", "dative", "pobj"} or t.is_punct for t in between
                )
            ):
                continue
            if self._is_passive(cue) and not any(c.dep_ == "agent" for c in cue.children):
                continue
            if near and not (cue.i >= high - 2 and (stop or cue.i == high - 1)):
                return None
            if not (stop or adjacent or (capital and words >= SHORT)):
                return None
            if is_denied(cue) and (not stop or any(c.dep_ == "neg" for c in cue.children)):
                return None
            source = self._source_beside(cue, low, high) or source_of(cue)
            if source is not None and self.inside[source.i] and not span.marked.depth:
                source = None
            if source is not None and source.lower_ in ANYBODY:
                return None
            if source is None and (linked := self._linked(low, done)) is not None:
                return Found(linked, "cue between", cue_span(cue), cue.i)
            return self.resolver.found(cue, source, "cue before")
        if near:
            return None
        if last.text == ":":
            if (owner := self.resolver.owner_of_words(low, high)) is not None:
                return owner
            subjects = [s for _, s in subject_actors(doc, low, high, self.speakers)]
            if len({s.name for s in subjects}) == 1:
                return Found(subjects[0], "subject before a colon")
            if high - low <= 6 and (mention := self.speakers.mention(low)):
                speaker = self.speakers.at(mention[1] - 1)
                return Found(speaker, "name before a colon") if speaker else None
        if any(t.lower_ == "according" for t in doc[low:high]):
            return self.reports.according_at(next(t.i for t in doc[low:high] if t.lower_ == "according"))
        return None

    def _linked(self, low: int, done: list[Span]) -> Speaker | None:
        """The speaker of the quotation that ends right before a stretch: "A," he said, adding: "B"."""
        if not done or done[-1].found is None or low - done[-1].high > 4:
            return None
        return done[-1].found.speaker

    def governed(self, span: Span) -> Found | None:
        """Quoted words that a verb or noun of saying governs: called it "an insult"."""
        token = self.doc[span.low : span.high].root
        level = self.inside[span.low] * bool(span.marked.depth)
        place = token.dep_
        for _ in range(12):
            if token.head.i == token.i:
                return None
            inner = span.low <= token.i < span.high
            crossing = token.dep_ in {"relcl", "advcl", "appos"} and not inner
            place = token.dep_ if inner or token.dep_ in {"pobj", "oprd"} else place
            token = token.head
            if span.low <= token.i < span.high or (self.inside[token.i] and self.inside[token.i] != level):
                continue
            if self.inside[token.i] != level or crossing:
                return None
            if token.pos_ == "NOUN" and token.lemma_ in self.registry.words("cues", "nouns"):
                owner = next((c for c in token.children if c.dep_ == "poss"), None)
                if owner is not None and (speaker := self.resolver.speaker(owner.i, token.i)):
                    return Found(speaker, "noun of saying", (token.i, token.i + 1), token.i, owner.i)
            known = is_cue(token, self.registry) or token.lemma_ in self.registry.words("cues", "thought")
            if token.pos_ in {"VERB", "AUX"} and known and not is_denied(token):
                return self._by_verb(span, token, place, level)
        return None

    def _by_verb(self, span: Span, verb: Token, place: str, level: int) -> Found | None:
        source = source_of(verb)
        turned = shade_of(verb.lemma_, self.registry) in {"attacking", "denying"}
        if turned and place not in {"oprd", "attr", "acomp", "ccomp", "xcomp", "pcomp", "pobj"}:
            return None  # "rejected the 'offer'" does not quote who rejects
        if source is None and self.resolver.lead_in(verb.i) is None:
            return None
        if source is not None and (
            span.low <= source.i < span.high or self.inside[source.i] != level or source.lower_ in ANYBODY
        ):
            return None
        found = self.resolver.found(verb, source, "verb of saying")
        return None if found.speaker is not None and not self.speakers.is_somebody(found.speaker) else found


def _subordinate(token: Token) -> bool:
    """Whether a word begins another clause: "and", "when", "which"."""
    return token.dep_ in {"cc", "mark"} or token.tag_ in {"WDT", "WRB", "WP", "CC"}
