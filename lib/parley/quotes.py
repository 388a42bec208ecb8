"""Quotations and reported speech: every span, its kind, its speaker and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from parley import schema
from parley.attribution import Cues
from parley.continuation import Continuation
from parley.kinds import Kinds
from parley.layout import DIRECT, INDIRECT, PARTIAL, SCARE, TITLE, Found, Layout, Span
from parley.registry import Registry, read_registry
from parley.reports import Reports
from parley.resolution import Resolver
from parley.sentences import Reading
from parley.speakers import phrase
from parley.speech import Attribution, shade_of

NOWHERE = (-1, -1)
CLOSING = re.compile(r"[.,!?…]?[”\"’'»]")


def find_quotes(reading: Reading, mentions: pd.DataFrame, registry: Registry | None = None) -> pd.DataFrame:
    """Return every quotation of an article, and what it reports others to have said.

    Parameters
    ----------
    reading
        The article, read.
    mentions
        Its table ``mentions``.
    registry
        Actors and word lists; the bundled ones by default.

    Returns
    -------
    DataFrame
        The table ``quotes`` in the order of the text. Spans of the kinds direct, partial, scare and title
        are what stands between quotation marks, the marks left out, nested ones too; indirect ones are
        reported content without marks. ``speaker`` is empty where nothing decides: it is never the
        nearest name. ``attribution`` is shared by the parts of one statement. ``speaker_start`` and
        ``speaker_end``, ``cue_start`` and ``cue_end`` place these words in the raw text, -1 for none.

    Examples
    --------
    >>> from parley.actors import find_mentions
    >>> from parley.sentences import read
    >>> from parley.sources import Source
    >>> text = "“We will stay,” Maria Lund said, adding that talks had failed. A “deal” was near."
    >>> reading = read(Source("a", "a.txt", text, ""))
    >>> quotes = find_quotes(reading, find_mentions(reading))
    >>> quotes[["text", "kind", "speaker", "cue"]].values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['We will stay,', 'direct', 'Maria Lund', 'said'],
     ['talks had failed', 'indirect', 'Maria Lund', 'adding'], ['deal', 'scare', '', '']]
    """
    registry = registry or read_registry()
    return _Article(reading, mentions, registry).table()


class _Article:
    """The steps of one article, in the order of its text."""

    def __init__(self, reading: Reading, mentions: pd.DataFrame, registry: Registry) -> None:
        self.layout = Layout(reading, registry)
        self.reading, self.registry = reading, registry
        self.doc, self.spans, self.inside = self.layout.doc, self.layout.spans, self.layout.inside
        self.resolver = Resolver(self.layout, mentions)
        self.reports = Reports(self.layout, self.resolver)
        self.cues = Cues(self.layout, self.resolver, self.reports)
        self.kinds = Kinds(self.layout)
        self.continuation = Continuation(self.layout, self.resolver, self.reports)

    def table(self) -> pd.DataFrame:
        """Decide span after span and attribution after attribution, in the order of the text."""
        steps: list[tuple[int, int, Span | Attribution]] = [
            *((span.low, 0, span) for span in self.spans),
            *((min(a.cue[0], a.content[0][0]), 1, a) for a in self.reports.attributions),
        ]
        reported: list[tuple[Attribution, Found]] = []
        done: list[Span] = []
        for _, _, item in sorted(steps, key=lambda s: (s[0], s[1])):
            if isinstance(item, Span):
                self._decide(item, done)
                done.append(item)
            else:
                found = self.reports.of_attribution(item)
                if self.reports.reports(item, found):
                    reported.append((item, found))
        self.continuation.echoes(done)
        return schema.frame("quotes", [*self._marked_rows(done), *self._reported_rows(reported, done)])

    def _decide(self, span: Span, done: list[Span]) -> None:
        found = (
            self.cues.own_words(span, done)
            or self.cues.labelled(span)
            or self.cues.cue_before(span, done, near=True)
            or self.cues.dash_after(span)
            or self.cues.cue_after(span)
            or self.continuation.continued(span, done)
            or self.cues.cue_before(span, done)
            or self.reports.within_report(span)
            or self.cues.governed(span)
            or self.reports.same_sentence(span)
            or self.cues.in_item(span)
        )
        span.kind, span.rule = self.kinds.kind(span, found)
        found = self.reports.cue_inside(span, found) or found
        if found is None and self.kinds.stands_alone(span):
            found = self.continuation.goes_on(span, done)
        if span.kind in {SCARE, TITLE}:
            found = None
        span.found = found
        if found is not None and span.marked.continues:
            self.continuation.carry_back(found, done)
        if found is not None and not span.marked.depth:
            self.resolver.say(span.high - 1, found.speaker)
        span.group = self.continuation.group(span, done)

    def _reported_rows(
        self, reported: list[tuple[Attribution, Found]], spans: list[Span]
    ) -> Iterator[dict[str, object]]:
        quoted = [False] * len(self.doc)
        for span in spans:
            if span.kind in {DIRECT, PARTIAL}:
                quoted[span.low : span.high] = [True] * (span.high - span.low)
        misplaced = {s.found.head for s in spans if s.found and s.found.basis == "cue within the marks"}
        for attribution, found in reported:
            if attribution.head in misplaced:
                continue
            level = self.inside[attribution.head]
            group = self.continuation.next_group()
            for low, high in attribution.content:
                words = [i for i in range(low, high) if self.doc[i].is_alpha or self.doc[i].like_num]
                marked = sum(quoted[i] for i in words)
                if not words or (not level and marked >= 0.8 * len(words)) or len(words) < 2:
                    continue
                yield self._row(
                    self.doc[low].idx,
                    self._with_its_mark(low, high),
                    INDIRECT,
                    attribution.rule,
                    found,
                    group,
                    True,
                )

    def _with_its_mark(self, low: int, high: int) -> int:
        """Where reported content ends: past the closing mark of a quotation that ends it."""
        last = self.doc[high - 1]
        end = last.idx + len(last)
        number = self.inside[high - 1]
        if not number or self.inside[low] == number or self.spans[number - 1].marked.end > end + 1:
            return end
        mark = CLOSING.match(self.reading.text, end)
        return mark.end() if mark else end

    def _marked_rows(self, spans: list[Span]) -> Iterator[dict[str, object]]:
        for span in spans:
            marked = span.marked
            yield self._row(
                marked.start,
                marked.end,
                span.kind,
                span.rule,
                span.found,
                span.group,
                marked.end_mark != "open",
            )

    def _row(
        self, start: int, end: int, kind: str, rule: str, found: Found | None, group: int, closed: bool
    ) -> dict[str, object]:
        speaker = found.speaker if found else None
        place, text = NOWHERE, ""
        if speaker is not None:
            place, text = self._stretch(speaker.start, speaker.end)
        elif found is not None and found.source is not None:
            place, text = self._stretch(*phrase(self.doc[found.source]))
        cue_place, cue, shade = NOWHERE, "", ""
        if found is not None and found.cue is not None:
            if found.cue[0] < found.cue[1]:
                cue_place, cue = self._stretch(*found.cue)
            head = self.doc[found.head if found.head is not None else found.cue[1] - 1]
            shade = shade_of(head.lemma_, self.registry) or "neutral"
        return {
            **self.reading.place(start, end),
            "text": self.reading.as_scraped(start, end),
            "kind": kind,
            "attribution": group,
            "speaker": speaker.name if speaker else "",
            "speaker_text": text,
            "speaker_start": place[0],
            "speaker_end": place[1],
            "named": bool(speaker and speaker.named),
            "source": speaker.kind if speaker else "",
            "cue": cue,
            "cue_start": cue_place[0],
            "cue_end": cue_place[1],
            "shade": shade,
            "closed": closed,
            "rule": rule,
            "basis": found.basis if found else "",
        }

    def _stretch(self, low: int, high: int) -> tuple[tuple[int, int], str]:
        """Place in the raw text and words of some tokens."""
        start, end = self.doc[low].idx, self.doc[high - 1].idx + len(self.doc[high - 1])
        return self.reading.raw_span(start, end), self.reading.as_scraped(start, end)
