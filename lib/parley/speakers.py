"""Who speaks: from the head of a source's phrase to an actor, or to the description as it stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from parley import schema
from parley.columns import BREAK, columns_of
from parley.names import NOMINATIVE
from parley.pronouns import FORMS
from parley.registry import Registry
from parley.sentences import Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

AUTHOR = "author"
NAMED = "named"
UNNAMED_KINDS = ("official", "diplomat", "expert", "document", "witness", "group")
FIRST_PERSON = {"i", "we"}
ANYBODY = frozenset(
    ["anyone", "anybody", "nobody", "no", "everyone", "everybody", "whoever", "nothing", "something", "none"]
)
SECOND_PERSON = {"you"}
SOMEBODY = {"PERSON", "NORP", "ORG", "GPE"}
CUT = {",", ";", ":", "(", "—", "–", "[", "-"}


@dataclass(frozen=True)
class Speaker:
    """A source: ``name`` is the actor or the description, ``start`` and ``end`` the tokens that say so."""

    name: str
    named: bool
    kind: str
    start: int
    end: int
    gender: str = ""


@dataclass(frozen=True)
class _Mention:
    start: int
    end: int
    actor: str
    kind: str


class Speakers:
    """The sources of one article.

    ``at(token)`` gives the speaker that a source's head word denotes, or None where the text does not
    decide: a pronoun without a clear antecedent, "you", "it".
    """

    def __init__(self, reading: Reading, mentions: pd.DataFrame, registry: Registry) -> None:
        self.doc: Doc = reading.parse
        self.registry = registry
        columns = columns_of(self.doc)
        starts = columns.start
        self._mention_at: dict[int, _Mention] = {}
        for row in schema.rows(mentions, "char_start", "char_end", "actor", "kind"):
            low, high = reading.clean_span(row.char_start, row.char_end)
            first = bisect_right(starts, low) - 1
            last = bisect_right(starts, high - 1)
            for i in range(first, last):
                self._mention_at[i] = _Mention(first, last, row.actor, row.kind)
        self.genders = _genders(self.doc, self._mention_at, registry)
        self._people = {a.name for a in registry.actors.values() if a.type == "person"}
        self._named_here = {m.actor for m in self._mention_at.values() if m.kind == "name"}
        self._by_word: dict[str, set[str]] = {}
        for actor in {m.actor for m in self._mention_at.values() if " " in m.actor}:
            for word in actor.lower().split():
                self._by_word.setdefault(word, set()).add(actor)
        self._described: dict[str, Speaker] = {}
        for i, (dep, pos) in enumerate(zip(columns.dep, columns.pos, strict=True)):
            if pos == "NOUN" and dep in NOMINATIVE:
                self._single(columns.tokens[i], quoted=True)
            elif pos == "NOUN" and dep == "appos":
                self._remember_apposition(columns.tokens[i])

    def _remember_apposition(self, token: Token) -> None:
        """ "Maria Lund, the bishop of Calima, ...": who "the bishop" is further on."""
        mention = self._mention_at.get(token.head.i)
        if mention is not None and mention.kind == "name":
            low, high = phrase(token)
            gender = self.genders.get(mention.actor, "")
            self._described[token.lemma_.lower()] = Speaker(mention.actor, True, NAMED, low, high, gender)

    def mention(self, i: int) -> tuple[int, int, str] | None:
        """Return tokens and actor of the mention that a token belongs to."""
        found = self._mention_at.get(i)
        return (found.start, found.end, found.actor) if found else None

    def in_capitals(self, label: str) -> str | None:
        """Return the one person named in the article whom a label in capitals means: "SMITH"."""
        fits = {a for a in self._named_here if label.isupper() and f" {a.upper()}".endswith(f" {label}")}
        return fits.pop() if len(fits) == 1 else None

    def at(self, head: int, quoted: bool = False) -> Speaker | None:
        """Return the speaker that a source's head word denotes.

        Within a quotation (``quoted``) the first person is not the author.
        """
        token = self.doc[head]
        joined = [t for t in token.conjuncts if t.i > head and t.dep_ == "conj"]
        for beside in token.children:  # the parser takes "Lee, Kim and Roe" for an apposition
            if beside.dep_ == "appos" and self._is_name(token.i) and self._is_name(beside.i):
                joined += [beside, *beside.conjuncts] if beside.conjuncts else []
        found = self._single(token, quoted)
        if found is None or not joined or not found.named:
            return found
        others = [s for t in joined if (s := self._single(t, quoted)) is not None]
        names = list(dict.fromkeys([found.name, *(s.name for s in others if s.named)]))
        if len(names) == 1:
            return found
        return replace(found, name="; ".join(names), end=max(found.end, *(s.end for s in others)))

    def _single(self, token: Token, quoted: bool) -> Speaker | None:
        low, high = phrase(token)
        mention = self._mention_at.get(token.i) or self._apposition(token) or self._described_name(token)
        if mention is not None:
            gender = self.genders.get(mention.actor, "")
            return Speaker(
                mention.actor, True, NAMED, min(low, mention.start), max(high, mention.end), gender
            )
        word = token.lower_
        if (
            word in ANYBODY
            or self.doc[low].lower_ in ANYBODY
            or (self.doc[low].lower_ == "not" and low < token.i)
        ):
            return None
        if word in FIRST_PERSON:
            return None if quoted else Speaker(AUTHOR, True, AUTHOR, token.i, token.i + 1)
        if (
            word in FORMS
            or word in SECOND_PERSON
            or token.tag_ in {"WP", "WDT", "EX"}
            or word in {"this", "that", "what"}
            or (word == "one" and not any(c.lower_ == "of" for c in token.children))
        ):
            return None
        if token.pos_ == "PROPN":
            return self._proper(token, low, high)
        if token.pos_ not in {"NOUN", "PRON", "NUM", "ADJ", "DET"}:
            return None
        return self._description(token, low, high)

    def _is_name(self, i: int) -> bool:
        """Whether a token belongs to the name of a person."""
        mention = self._mention_at.get(i)
        return mention is not None and mention.kind == "name" and mention.actor in self._people

    def _apposition(self, token: Token) -> _Mention | None:
        """ "the chief executive, Maria Lund," : a name that commas set beside the head."""
        _, high = phrase(token)
        if high + 1 >= len(self.doc) or self.doc[high].text not in {",", "—", "–"}:
            return None
        start = high + 1
        if self.doc[start].lower_.strip(".") in self.registry.words("offices", "courtesy"):
            start += 1
        mention = self._mention_at.get(start)
        if (
            mention is None
            or mention.kind != "name"
            or mention.start != start
            or mention.end >= len(self.doc)
        ):
            return None
        after = self.doc[mention.end]
        beside = self.doc[mention.end - 1].dep_ in {"appos", "conj", "nsubj", "ROOT", "dobj", "pobj", "attr"}
        return mention if beside and after.text in {",", "—", "–", ".", ":", "("} | set("”\"’'»") else None

    def _described_name(self, token: Token) -> _Mention | None:
        """ "Maria Lund, the chief executive, said": the parser took what stands beside the name."""
        low, high = phrase(token)
        if low < 2 or self.doc[low - 1].text != "," or high >= len(self.doc) or token.pos_ == "PROPN":
            return None
        mention = self._mention_at.get(low - 2)
        beside = mention is not None and mention.kind == "name" and mention.end == low - 1
        closed = self.doc[high].text == "," and self.doc[low - 2].dep_ in {
            "nsubj",
            "appos",
            "npadvmod",
            "dep",
            "ROOT",
        }
        return mention if beside and closed else None

    def _by_word_of_name(self, token: Token) -> str:
        """The one organisation whose name holds the noun: "the union" for the Dockworkers' Union."""
        names = self._by_word.get(token.lower_, set())
        names = {n for n in names if self.genders.get(n) not in {"he", "she"}}
        return names.pop() if len(names) == 1 else ""

    def _proper(self, token: Token, low: int, high: int) -> Speaker:
        """A name that no mention covers."""
        first = token.i
        while first > low and self.doc[first - 1].pos_ == "PROPN":
            first -= 1
        last = token.i + 1
        while last < high and self.doc[last].pos_ == "PROPN":
            last += 1
        return Speaker(self.doc[first:last].text, True, NAMED, low, high)

    def _description(self, token: Token, low: int, high: int) -> Speaker | None:
        named = self._mention_at.get(token.i + 1)
        if named is not None and named.kind == "name" and named.start == token.i + 1 and named.end <= high:
            gender = self.genders.get(named.actor, "")
            return Speaker(named.actor, True, NAMED, low, high, gender)  # "the headmistress Edith Crane"
        if any(t.tag_ in {"VBD", "VBZ", "MD"} for t in self.doc[low : token.i]):
            return None  # the parser took a clause for a phrase
        kind = self.kind_of(token)
        first = self.doc[low].lower_
        earlier = self._described.get(token.lemma_.lower())
        if earlier is not None and (first in {"the", "this", "that"} or low == token.i):
            words = {
                t.lemma_.lower()
                for t in self.doc[earlier.start : earlier.end]
                if t.is_alpha and not t.is_stop
            }
            mine = {t.lemma_.lower() for t in self.doc[low:high] if t.is_alpha and not t.is_stop}
            if mine <= words:
                return replace(earlier, start=low, end=high)
        if first == "the" and (name := self._by_word_of_name(token)):
            return Speaker(name, True, NAMED, low, high, self.genders.get(name, ""))
        if not kind and (token.ent_type_ in SOMEBODY or _is_somebody(token, self.registry)):
            kind = "group"
        speaker = Speaker(
            self.doc[low:high].text, False, kind or "other", low, high, self._gender_of_noun(token)
        )
        if earlier is None or first not in {"the", "this", "that"}:
            self._described[token.lemma_.lower()] = speaker
        return speaker

    def _gender_of_noun(self, token: Token) -> str:
        lemma = token.lemma_.lower()
        female, male = (lemma in self.registry.words("sources", key) for key in ("female", "male"))
        return "she" if female else "he" if male else ""

    def is_person(self, speaker: Speaker) -> bool:
        """Whether a speaker is one person, as far as the lists and the pronouns tell."""
        if speaker.named:
            return (
                speaker.name in self._people
                or self.genders.get(speaker.name) in {"he", "she"}
                or (self.doc[speaker.end - 1].ent_type_ == "PERSON")
            )
        return speaker.kind in {"official", "diplomat", "expert", "witness"} or speaker.gender in {
            "he",
            "she",
        }

    def kind_of(self, token: Token) -> str:
        """Return the kind of an unnamed source by its noun: official, diplomat, expert, ..."""
        lemma = token.lemma_.lower()
        for kind in UNNAMED_KINDS:
            words = self.registry.words("sources", kind)
            if lemma in words or token.lower_ in words:
                if kind == "group":
                    inner = [
                        t for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.children
                    ]
                    return next((k for t in inner if t.i != token.i and (k := self.kind_of(t))), kind)
                return kind
        return ""

    def is_somebody(self, speaker: Speaker) -> bool:
        """Whether a description is of somebody who can speak, or of a document."""
        return speaker.kind != "other"


def _is_somebody(token: Token, registry: Registry) -> bool:
    endings = tuple(registry.words("pronouns", "person_endings"))
    word = token.lemma_.lower()
    listed = (("pronouns", "persons"), ("offices", "offices"), ("offices", "organisations"))
    if any(word in registry.words(lexicon, key) for lexicon, key in listed):
        return True
    return len(word) > 4 and word.endswith(endings) and not word.endswith("ment")


def _genders(doc: Doc, mention_at: dict[int, _Mention], registry: Registry) -> dict[str, str]:
    """Which pronoun each actor goes by: the registry, pronouns resolved to it, its given name."""
    genders = {a.name: a.pronoun for a in registry.actors.values() if a.pronoun}
    for i, mention in mention_at.items():
        if mention.kind == "pronoun" and (form := FORMS.get(doc[i].lower_)):
            genders.setdefault(mention.actor, form)
    for mention in mention_at.values():
        first = mention.actor.split(" ")[0]
        for form, key in (("she", "female"), ("he", "male")):
            if " " in mention.actor and first in registry.words("given_names", key):
                genders.setdefault(mention.actor, form)
    return genders


def phrase(token: Token) -> tuple[int, int]:
    """Return the tokens of a noun phrase around its head, without what a comma or dash sets apart."""
    doc, head = token.doc, token.i
    columns = columns_of(doc)
    low, high = token.left_edge.i, token.right_edge.i + 1
    for i in range(head, high):
        if _cuts(doc, i, columns.text[i]) or BREAK in columns.text[i]:
            high = i
            break
    for i in range(head, low - 1, -1):
        if _cuts(doc, i, columns.text[i]):
            low = i + 1
            break
    while low < head and (doc[low].is_punct or columns.is_space[low] or columns.dep[low] in {"cc", "mark"}):
        low += 1
    high = next(
        (i for i in range(head + 1, high) if columns.dep[i] == "cc" and columns.head[i] == head), high
    )
    while high > head + 1 and (
        doc[high - 1].is_punct or columns.is_space[high - 1] or columns.tag[high - 1] == "POS"
    ):
        high -= 1
    return low, high


def _cuts(doc: Doc, i: int, text: str) -> bool:
    """Whether a comma, dash or bracket sets apart what follows; a hyphen within a word does not."""
    return text in CUT and not (text == "-" and i > 0 and not doc[i - 1].whitespace_)


def subject_actors(doc: Doc, low: int, high: int, speakers: Speakers) -> list[tuple[Token, Speaker]]:
    """Return the subjects of main clauses between two tokens, with whom they denote."""
    found = []
    columns = columns_of(doc)
    for i, dep in enumerate(columns.dep[low:high], low):
        head = columns.head[i]
        main = columns.dep[head] in {"ROOT", "conj"} or columns.head[head] == head
        if dep in NOMINATIVE and main:
            speaker = speakers.at(i)
            if speaker is not None:
                found.append((columns.tokens[i], speaker))
    return found
