"""Whom the words that name a source mean: names, descriptions, pronouns, the subject of a list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from parley.layout import FINITE, Found, Layout
from parley.names import NOMINATIVE
from parley.pronouns import FORMS
from parley.speakers import Speaker, Speakers, phrase, subject_actors
from parley.speech import cue_span

FAR = 400
"""Tokens that may lie between a pronoun and whom it means."""

if TYPE_CHECKING:
    from spacy.tokens import Token


class Resolver:
    """The speakers of one article, decided in the order of its text; it remembers who has spoken."""

    def __init__(self, layout: Layout, mentions: pd.DataFrame) -> None:
        self.layout, self.doc, self.registry = layout, layout.doc, layout.registry
        self.inside, self.paragraph, self.bullets = layout.inside, layout.paragraph, layout.bullets
        self.speakers = Speakers(layout.reading, mentions, layout.registry)
        self.spoken: list[tuple[int, Speaker]] = []
        self._leads: dict[int, Speaker | None] = {}

    def say(self, place: int, speaker: Speaker | None) -> None:
        """Remember who speaks at a token."""
        if speaker is not None:
            self.spoken.append((place, speaker))

    def speaker(self, source: int | None, head: int) -> Speaker | None:
        """Whom a source's head denotes; of a pronoun that is left open, the one who spoke last."""
        if source is not None and self._misread(source):
            return self.of_main_clause(head)
        if source is None:
            return self.lead_in(head)
        found = self.speakers.at(source, quoted=bool(self.inside[source]))
        if found is not None and found.kind == "other" and self.doc[head].tag_ == "VBG":
            return self.of_main_clause(head) or found
        if found is not None:
            return found
        return self._by_pronoun(self.doc[source])

    def _misread(self, source: int) -> bool:
        """Whether the parser took the object of a preposition for a subject, or a clause for a phrase."""
        token = self.doc[source]
        low, _ = phrase(token)
        before = self.doc[low - 1] if low else None
        after = before is not None and before.tag_ == "IN" and before.dep_ == "prep" and token.dep_ == "nsubj"
        return after or any(t.tag_ in {"VBD", "VBZ"} for t in self.doc[low:source])

    def of_main_clause(self, head: int) -> Speaker | None:
        """The one subject of the sentence before a participle whose own the parser lost."""
        start = int(self.doc[head].sent.start)
        subjects = [
            s for t, s in subject_actors(self.doc, start, head, self.speakers) if not self.inside[t.i]
        ]
        if not subjects:  # a name right before a verb in the past or present
            for i in range(head - 1, start, -1):
                mention = self.speakers.mention(i - 1)
                if self.doc[i].tag_ in {"VBD", "VBZ"} and mention and mention[1] == i and not self.inside[i]:
                    return self.speakers.at(i - 1)
        return subjects[0] if len({s.name for s in subjects}) == 1 else None

    def lead_in(self, head: int) -> Speaker | None:
        """The subject of the sentence before a list, for items that begin with a verb of saying."""
        number = self.paragraph[head]
        start = self.layout.paragraph_start(head)
        if number not in self.bullets or self.inside[head]:
            return None
        first = next((t for t in self.doc[start:] if t.is_alpha), None)
        begins = first is not None and (
            first.tag_ in {"VBD", "VBZ", "VBN", "VBP"} or first.lower_ in self.registry.words("cues", "verbs")
        )
        if not begins:
            return None
        above = self.layout.above[number]
        if above not in self._leads:
            self._leads[above] = self._lead(above)
        return self._leads[above]

    def _lead(self, number: int) -> Speaker | None:
        """The one subject of the last sentence of a paragraph."""
        start, end = bisect_left(self.paragraph, number), bisect_right(self.paragraph, number)
        last = self.doc[max(start, end - 2)].sent
        subjects = subject_actors(self.doc, last.start, end, self.speakers)
        return subjects[0][1] if len({s.name for _, s in subjects}) == 1 else None

    def _by_pronoun(self, token: Token) -> Speaker | None:
        """Whom a pronoun that speaks means: who spoke last, or the one person that acts before it.

        The stretch widens from the paragraph to the two before; where two persons that agree stand in it,
        the last speaker is meant, if it is one of them, and nobody otherwise.
        """
        form = FORMS.get(token.lower_)
        if form is None or self.inside[token.i]:
            return None
        start = self.layout.paragraph_start(token.i)
        if (one := self._subject_before(token, form)) is not None:
            return replace(one, start=token.i, end=token.i + 1)
        for _ in range(3):
            start = max(start, token.i - FAR)
            said = [
                (at, one)
                for at, s in self._spoken_since(start)
                for one in self._each(s, form)
                if at < token.i and self._agrees(one, form)
            ]
            subjects = subject_actors(self.doc, start, token.i, self.speakers)
            acts = [
                (t.i, one)
                for t, s in subjects
                for one in self._each(s, form)
                if not self.inside[t.i] and self._agrees(one, form)
            ]
            found = sorted([*said, *acts], key=lambda pair: pair[0])
            if found:
                names = {s.name for _, s in found}
                last = said[-1] if said else None
                if len(names) > 1:
                    since = {s.name for at, s in acts if last and at > last[0]}
                    since |= {s.name for at, s in said if last and at == last[0]}
                    if last is None or since - {last[1].name}:
                        return None
                speaker = last[1] if last else found[-1][1]
                return replace(speaker, start=token.i, end=token.i + 1)
            if start == 0 or token.i - start >= FAR:
                return None
            start = self.layout.paragraph_start(start - 1)
            while start > 0 and self.doc[start].is_space:
                start = self.layout.paragraph_start(start - 1)
        return None

    def _spoken_since(self, start: int) -> list[tuple[int, Speaker]]:
        """Who spoke from a token on, in order."""
        found = []
        for at, speaker in reversed(self.spoken):
            if at < start - FAR:
                break
            if at >= start:
                found.append((at, speaker))
        return sorted(found, key=lambda pair: pair[0])

    def _each(self, speaker: Speaker, form: str) -> list[Speaker]:
        """The persons of a joined speaker, for a pronoun that takes one."""
        names = speaker.name.split("; ")
        if not speaker.named or len(names) == 1 or form == "they":
            return [speaker]
        return [replace(speaker, name=n, gender=self.speakers.genders.get(n, "")) for n in names]

    def _agrees(self, speaker: Speaker, form: str) -> bool:
        """Whether a pronoun may take a speaker up."""
        if form in {"he", "she"}:
            return speaker.gender == form or (speaker.gender == "" and self.speakers.is_person(speaker))
        if form == "they":
            several = not speaker.named and speaker.kind not in {"other", "document"}
            return several or "; " in speaker.name or speaker.gender == "they"
        thing = speaker.named or speaker.kind == "document" or self._is_body(speaker)
        return thing and not self.speakers.is_person(speaker) and speaker.gender in {"it", ""}

    def _is_body(self, speaker: Speaker) -> bool:
        """Whether a description is of an organisation: "the company"."""
        return not self.registry.words("offices", "organisations").isdisjoint(speaker.name.lower().split())

    def _subject_before(self, token: Token, form: str) -> Speaker | None:
        """The one subject of the sentence before, in the same paragraph, if it agrees and "it" means it."""
        low = int(token.sent.start)
        if form != "it" or low == 0 or self.paragraph[low - 1] != self.paragraph[token.i]:
            return None
        subjects = subject_actors(self.doc, int(self.doc[low - 1].sent.start), low, self.speakers)
        names = {s.name: s for t, s in subjects if not self.inside[t.i] and self._agrees(s, form)}
        return next(iter(names.values())) if len(names) == 1 else None

    def by_name(self, low: int, high: int) -> Speaker:
        """The speaker that some words name: the actor of a mention within them, or the words themselves."""
        for i in range(low, high):
            if mention := self.speakers.mention(i):
                return Speaker(mention[2], True, "named", low, high)
        if (known := self.speakers.in_capitals(self.doc[low:high].text)) is not None:
            return Speaker(known, True, "named", low, high)
        return Speaker(self.doc[low:high].text, True, "named", low, high)

    def found(self, cue: Token, source: Token | None, basis: str) -> Found:
        """What a cue and its source decide; a source that stays open is named in ``basis``."""
        place = source.i if source is not None else None
        speaker = self.speaker(place, cue.i)
        if speaker is not None and source is not None and source.i > cue.i:
            speaker = self._with_second(speaker)
        basis = basis if speaker is not None or source is None else "unresolved: " + source.text
        return Found(speaker, basis, cue_span(cue), cue.i, place)

    def _with_second(self, speaker: Speaker) -> Speaker:
        """ "said Lee, the chair, and Kim of the bank": a second name after what describes the first."""
        doc = self.doc
        for i in range(speaker.end, min(speaker.end + 20, doc[speaker.end - 1].sent.end)):
            if self.inside[i] or doc[i].tag_ in FINITE or doc[i].text in {".", ";", ":"}:
                return speaker
            joins = doc[i].lower_ == "and" and doc[i - 1].text == "," and i + 1 < len(doc)
            mention = self.speakers.mention(i + 1) if joins else None
            if mention is None or doc[i + 1].ent_type_ != "PERSON" or mention[2] in speaker.name:
                continue
            if mention[1] < len(doc) and doc[mention[1]].tag_ not in FINITE:
                return replace(speaker, name=f"{speaker.name}; {mention[2]}", end=mention[1])
        return speaker

    def owner_of_words(self, low: int, high: int) -> Found | None:
        """ "Her reply ran to three words: ..." """
        for token in self.doc[low:high]:
            if token.dep_ in NOMINATIVE and token.lemma_ in self.registry.words("cues", "nouns"):
                owner = next((c for c in token.children if c.dep_ == "poss"), None)
                if owner is not None and (speaker := self.speaker(owner.i, token.i)):
                    return Found(
                        speaker, "noun of saying before a colon", (token.i, token.i + 1), token.i, owner.i
                    )
        return None

    def one_person(self, low: int, high: int, basis: str) -> Found | None:
        """The one person that acts between two tokens, pronouns included."""
        found: dict[str, Speaker] = {}
        for token in self.doc[low:high]:
            if token.dep_ in NOMINATIVE and not self.inside[token.i]:
                speaker = self.speakers.at(token.i) or self._by_pronoun(token)
                if speaker is not None and self.speakers.is_person(speaker):
                    found[speaker.name] = speaker
        return Found(next(iter(found.values())), basis) if len(found) == 1 else None
