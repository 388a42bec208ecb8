"""The table ``positions``: who is for or against what, by which words, and what it answers.

An issue is raised by its phrases (`parley.issues`); syntax leads from there to who holds a stance on it
(`parley.climb`); the speaker of a quotation or report holds what it says should be. A bare answer ("Lee
agreed.") takes up the positions before it. Sources of the scheme: political claims analysis (Koopmans and
Statham 1999) and discourse network analysis (Leifeld 2017).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from parley import schema
from parley.answers import Answers
from parley.clauses import Clauses
from parley.climb import Climber, Held
from parley.columns import columns_of
from parley.issues import Raised, find_issues, headed
from parley.predicates import lexicon
from parley.registry import Registry
from parley.sentences import Reading
from parley.speakers import AUTHOR, NAMED, Speakers
from parley.voice import stretches
from parley.voiceplaces import QUOTED

if TYPE_CHECKING:
    from spacy.tokens import Token

CONFIDENCE = {
    "verb of stance": 0.9,
    "adjective of stance": 0.85,
    "noun of stance": 0.8,
    "change of stance": 0.85,
    "said what should be": 0.8,
    "should be": 0.7,
    "may well be": 0.6,
    "said what is": 0.7,
    "is": 0.6,
    "deed": 0.6,
    "answer": 0.7,
    "on the topic": 0.55,
    "likewise": 0.55,
}
"""How sure a rule is, in (0, 1]; hedged stances get 0.1 less."""
ANSWER_REACH, LINK_REACH = 8, 3
"""Sentences back in which an answer finds what it answers, and a response its demand."""
FIRST = frozenset(["i", "we", "us", "our", "my", "me"])
FITS = {
    "he": frozenset(["person"]),
    "she": frozenset(["person"]),
    "it": frozenset(["country", "organisation", "collective"]),
}
"""The types of actor that a pronoun may mean."""
OWNERS = {"his": "he", "her": "she", "its": "it"}
THINGS = frozenset(["it", "this", "that", "which"])
UNNAMED = frozenset(["official", "diplomat", "expert"])
"""Kinds of source that may hold a position without a name."""
SHORTEST_DATELINE = 4
LONGEST = 8
"""Words of a description that may stand for somebody unnamed."""
RESPONSES = {"accept": 1, "reject": -1, "concede": 1}
ASKING = frozenset(["demand", "offer", "propose", "threaten", "blame"])
"""Acts that a bare answer takes up."""
OPEN_ACTS = frozenset(["demand", "offer", "propose", "promise", "threaten", "state", "blame"])
SPEECH_ACTS = frozenset(["demand", "offer", "propose", "promise", "accept", "reject", "threaten", "blame"])


@dataclass(frozen=True)
class _Record:
    """A position while it is being found; places are tokens."""

    actor: str
    issue: str
    sign: int
    act: str
    rule: str
    low: int
    high: int
    at: int
    sentence: int
    voice: str
    confidence: float
    reporter: str = ""
    answers: int = -1


_Known = dict[int, list[_Record]]
"""The positions found so far, by the number of their sentence."""


def find_positions(
    reading: Reading, mentions: pd.DataFrame, quotes: pd.DataFrame, registry: Registry
) -> pd.DataFrame:
    """Return the table ``positions`` of one article.

    Parameters
    ----------
    reading, mentions, quotes
        The article and its tables.
    registry
        Actors, issues with their phrases, and the lexicon ``stances``.

    Returns
    -------
    DataFrame
        The columns of the table. ``position`` is that towards the issue's proposition; ``voice`` is quoted
        (the actor's own words), paraphrased (reported) or asserted (by the author); ``answers`` is the
        ``id`` of the position that this one answers, or empty; ``reporter`` is who says that the actor holds
        it, where it is somebody else than the author; ``confidence`` in (0, 1] goes with ``rule``. In the
        order of the text.

    Examples
    --------
    >>> from parley.coding import code_document
    >>> from parley.registry import read_registry
    >>> from parley.sources import Source
    >>> text = "Norway rejected a ceasefire. France wants sanctions on Russia lifted."
    >>> tables = code_document(Source("a", "a.txt", text, ""))
    >>> tables["positions"][["actor", "issue", "position"]].values.tolist()
    [['Norway', 'immediate-ceasefire', 'oppose'], ['France', 'sanctions-relief', 'support']]
    """
    if not registry.issues or not len(reading.parse):
        return schema.empty("positions")
    return _Finder(reading, mentions, quotes, registry).table()


class _Finder:
    """The positions of one article; holds its parse, its speakers and what was found before."""

    def __init__(
        self, reading: Reading, mentions: pd.DataFrame, quotes: pd.DataFrame, registry: Registry
    ) -> None:
        self.reading, self.registry, self.doc = reading, registry, reading.parse
        self.speakers = Speakers(reading, mentions, registry)
        self.adjectives = {w: a.name for a in registry.actors.values() for w in a.adjectives}
        self.lexicon = lexicon(registry)
        self.clauses = Clauses(self.doc, self.lexicon, self._points)
        columns = columns_of(self.doc)
        self.sentence_of = columns.sentence
        self.sections = self._sections()
        self.paragraphs = columns.paragraph
        self.heads = headed(self.doc, registry)
        self._voices(quotes)

    def _voices(self, quotes: pd.DataFrame) -> None:
        spans = list(stretches(self.reading.sentences, quotes))
        self._starts = [span.char_start for span in spans]
        self._spans = [(span.voice, span.speaker) for span in spans]

    def voice(self, i: int) -> tuple[str, str]:
        """Voice and speaker of a token."""
        place, _ = self.reading.raw_span(self.doc[i].idx, self.doc[i].idx + 1)
        number = bisect_right(self._starts, place) - 1
        return self._spans[number] if number >= 0 else (AUTHOR, "")

    def _sections(self) -> list[int]:
        """For each paragraph the number of headings above it."""
        kinds = [k for k in self.reading.blocks["kind"] if k in schema.TEXT_KINDS]
        found, count = [], 0
        for kind in kinds:
            count += kind == "subhead"
            found.append(count)
        return found

    def table(self) -> pd.DataFrame:
        """All positions as rows, with their links."""
        records = self._linked(self._answered(self._direct()))
        names = [f"{self.reading.source.doc}-p{n:02d}" for n in range(1, len(records) + 1)]
        return schema.frame(
            "positions", [self._row(r, name, names) for r, name in zip(records, names, strict=True)]
        )

    # ---- who

    def _points(self, token: Token) -> bool:
        """Whether a word mentions an actor or is an actor's adjective."""
        return self.speakers.mention(token.i) is not None or token.text in self.adjectives

    def actors(self, i: int) -> list[str]:
        """Whom a token denotes; several where they are joined, none where the text leaves it open."""
        token = self.doc[i]
        voice, speaker = self.voice(i)
        if token.lower_ in FIRST and token.text != "US":
            return [speaker] if voice != AUTHOR and speaker else [AUTHOR] if voice == AUTHOR else []
        if token.text in self.adjectives and token.pos_ == "ADJ":
            return [self.adjectives[token.text]]
        mention = self.speakers.mention(i)
        if (
            token.text.isupper()
            and len(token.text) >= SHORTEST_DATELINE
            and (mention is None or mention[2] == token.text)
        ):
            return []  # the place of a dateline
        if token.dep_ in {"poss", "compound", "nmod"}:
            if mention is None and token.pos_ == "PRON":
                return self._own(token)
            return [mention[2]] if mention else []
        if mention is None and (named := self._examples(token)):
            return named
        if mention is None and (before := self._subject_before(token)):
            return before
        if mention is None and (country := self._of_country(token)):
            return [country]
        found = self.speakers.at(i, quoted=voice == QUOTED)
        if found is None:
            return [mention[2]] if mention else []
        if found.kind not in {NAMED, AUTHOR, *UNNAMED}:
            return []
        if found.named:
            return found.name.split("; ")
        return [found.name] if len(found.name.split()) <= LONGEST else []

    def _subject_before(self, token: Token) -> list[str]:
        """Whom a pronoun that is left open may mean: the one subject before it, if it agrees.

        First of its own sentence, then of the one before.
        """
        if token.lower_ == "they":
            return self._subjects_before(token)
        kinds = FITS.get(token.lower_)
        if kinds is None or token.dep_ not in {"nsubj", "nsubjpass"}:
            return []
        start = int(token.sent.start)
        for stretch in (self.doc[start : token.i], self.doc[start - 1].sent if start else ()):
            subjects = [t for t in stretch if t.dep_ in {"nsubj", "nsubjpass"}]
            words = [w for t in subjects for w in (t, *(c for c in t.children if c.dep_ == "poss"))]
            found = {m[2] for t in words if (m := self.speakers.mention(t.i)) is not None}
            fitting = {a for a in found if self._type(a) in kinds}
            if fitting:
                return sorted(fitting) if len(fitting) == 1 and len(found) == 1 else []
        return []

    def _own(self, token: Token) -> list[str]:
        """Whom "its" in "renewed its call" means, where that is open: the subject of the verb."""
        verb = next((a for a in token.ancestors if a.pos_ == "VERB"), None)
        subject = self.clauses.subject(verb) if verb is not None else None
        if subject is None or subject.i > token.i or subject.pos_ == "PRON":
            return []
        found = self.actors(subject.i)
        kinds = FITS.get(OWNERS.get(token.lower_, ""), frozenset())
        return found if len(found) == 1 and self._type(found[0]) in kinds else []

    def _subjects_before(self, token: Token) -> list[str]:
        """Whom "they" may mean: the several actors that are together the subject of the sentence before."""
        if token.dep_ not in {"nsubj", "nsubjpass"} or token.sent.start == 0:
            return []
        previous = self.doc[token.sent.start - 1].sent
        subject = next((t for t in previous if t.dep_ in {"nsubj", "nsubjpass"} and t.lower_ != "they"), None)
        found = self.actors(subject.i) if subject is not None and subject.pos_ != "PRON" else []
        together = len(found) > 1 or any(self._type(a) == "collective" for a in found)
        return found if together else []

    def _type(self, actor: str) -> str:
        known = self.registry.actors.get(actor)
        return known.type if known else "person" if " " in actor else ""

    def _of_country(self, token: Token) -> str:
        """ "Norwegian negotiators": those who act for a country."""
        if token.pos_ != "NOUN" or token.lemma_.lower() not in self.lexicon.words["agents"]["nouns"]:
            return ""
        return next((self.adjectives[c.text] for c in token.children if c.text in self.adjectives), "")

    def _examples(self, token: Token) -> list[str]:
        """ "Countries like Norway and Chile", "the leaders of Norway and Chile": whom a plural stands for."""
        found = []
        for prep in token.children:
            agents = token.lemma_.lower() in self.lexicon.words["agents"]["nouns"] and prep.lower_ == "of"
            if prep.dep_ == "prep" and (agents or prep.lower_ in {"like", "including", "as"}):
                for one in (c for c in prep.children if c.dep_ == "pobj"):
                    names = (self.speakers.mention(t.i) for t in (one, *one.conjuncts))
                    found += [m[2] for m in names if m is not None]
        return found

    # ---- positions by syntax

    def _direct(self) -> list[_Record]:
        actor_at = {i: m[2] for i in range(len(self.doc)) if (m := self.speakers.mention(i)) is not None}
        best: dict[tuple[int, str, str], _Record] = {}
        climber = Climber(self.clauses)
        self.raised = find_issues(self.doc, actor_at, self.registry)
        self.in_paragraph: dict[int, list[Raised]] = {}
        for raised in sorted(self.raised, key=lambda r: r.high):
            self.in_paragraph.setdefault(self.paragraphs[raised.head], []).append(raised)
        for raised in self.raised:
            for held in climber.stances(raised):
                for record in self._records(raised, held):
                    key = (record.sentence, record.actor, record.issue)
                    if key not in best or record.confidence > best[key].confidence:
                        best[key] = record
        return sorted(best.values(), key=lambda r: (r.low, r.at, r.issue, r.actor))

    def _records(self, raised: Raised, held: Held) -> Iterator[_Record]:
        actors, voice = self._holders(raised, held)
        places = [raised.low, raised.high - 1, held.predicate]
        if held.holder is not None:
            places.append(held.holder)
        sentence = self.doc[raised.head].sent
        low = max(min(places), sentence.start)
        high = min(max(places) + 1, sentence.end)
        reporter = self._reporter(held, raised, actors)
        blames = raised.deed and held.rule == "deed" and self.registry.issues[raised.issue].factual
        act = "blame" if blames else held.act
        for actor in actors:
            yield _Record(
                actor, raised.issue, held.sign, act, held.rule, low, high, raised.head,
                self.sentence_of[raised.head], voice, CONFIDENCE[held.rule] - 0.1 * held.hedged, reporter,
            )  # fmt: skip

    def _holders(self, raised: Raised, held: Held) -> tuple[list[str], str]:
        """Who holds a stance, and in which voice the text gives it."""
        factual = self.registry.issues[raised.issue].factual
        voice, speaker = self.voice(raised.head)
        if held.rule in {"is", "said what is"} and not factual:
            return [], ""
        if held.holder is None:
            if voice == AUTHOR:
                open_to_author = held.rule != "may well be" and not raised.echo
                return ([AUTHOR], "asserted") if open_to_author else ([], "")
            said = "quoted" if voice == QUOTED else "paraphrased"
            return (speaker.split("; ") if speaker else []), said
        found = self.actors(held.holder)
        shown = held.rule == "said what should be" and self.doc[held.holder].lower_ in THINGS
        if not found and shown and voice == AUTHOR and not raised.echo:
            return [AUTHOR], "asserted"  # "this shows that the law must change"
        if held.rule in {"deed", "change of stance"} and (
            (factual and not raised.deed) or not self._named(held.holder)
        ):
            return [], ""
        if voice == QUOTED and speaker and found == [speaker]:
            return found, "quoted"
        if found == [AUTHOR]:
            return found, "asserted"
        report = held.act in SPEECH_ACTS or held.rule.startswith("said") or voice != AUTHOR
        if report and self._quotes_own(held, raised, found):
            return found, "quoted"
        return found, "paraphrased" if report and not held.hedged else "asserted"

    def _named(self, i: int) -> bool:
        """Whether a token mentions an actor or is the first person."""
        return self.speakers.mention(i) is not None or self.doc[i].lower_ in FIRST

    def _quotes_own(self, held: Held, raised: Raised, actors: list[str]) -> bool:
        """Whether the words that raise the issue are the holder's own, in marks."""
        return any(
            v == QUOTED and (not s or s in actors) for v, s in map(self.voice, (raised.low, raised.high - 1))
        )

    def _reporter(self, held: Held, raised: Raised, actors: list[str]) -> str:
        """Who says that an actor holds a stance, if it is neither the actor nor the author."""
        found = self.actors(held.reporter) if held.reporter is not None else []
        if not found and held.holder is not None:
            voice, speaker = self.voice(held.predicate)
            found = speaker.split("; ") if voice != AUTHOR and speaker else []
        others = [a for a in found if a not in actors and a != AUTHOR]
        return "; ".join(others)

    # ---- answers

    def _answered(self, records: list[_Record]) -> list[_Record]:
        """Add what bare answers say of the positions before them."""
        known: _Known = {}
        for record in records:
            known.setdefault(record.sentence, []).append(record)
        answers, climber = Answers(self.clauses), Climber(self.clauses)
        for token, verb, stance in answers.find():
            subject = self.clauses.doer(verb)
            if subject is None or self._is_open(verb) or climber.supposed(verb):
                continue
            for actor in self.actors(subject.i):
                new = list(self._answer(token, verb, actor, stance.sign, stance.act, known))
                known.setdefault(self.sentence_of[token.i], []).extend(new)
        for token, subject in answers.likewise():
            here = self.sentence_of[token.i]
            near = [*known.get(here, ()), *known.get(here - 1, ())]
            last = max((r for r in near if r.high <= token.i + 1), key=lambda r: r.high, default=None)
            if last is not None:
                same = replace(
                    last,
                    low=token.i,
                    high=subject.i + 1,
                    at=token.i,
                    sentence=here,
                    rule="likewise",
                    voice="paraphrased",
                    confidence=CONFIDENCE["likewise"],
                )
                new = [replace(same, actor=actor) for actor in self.actors(subject.i)]
                known.setdefault(here, []).extend(new)
        everything = [r for listed in known.values() for r in listed]
        return sorted(everything, key=lambda r: (r.low, r.at, r.issue, r.actor))

    def _is_open(self, token: Token) -> bool:
        """Whether an answer is only supposed, asked or feared."""
        words = self.lexicon.words["deontic"]
        supposed = any(
            c.dep_ == "aux" and c.lower_ in words["hypothetical"] | words["future"] | words["strong"]
            for c in token.children
        )
        return supposed or any(
            c.dep_ in {"mark", "advmod"} and self.lexicon.among("irrealis", "conditional", c.lower_)
            for c in token.children
        )

    def _answer(
        self, token: Token, verb: Token, actor: str, sign: int, act: str, known: _Known
    ) -> Iterator[_Record]:
        here = self.sentence_of[token.i]
        if any(c.dep_ == "neg" for c in (*verb.children, *token.children)):
            sign = -sign
            act = {"accept": "reject", "reject": "accept"}.get(act, act)
        if any(r.actor == actor for r in known.get(here, ())):
            return
        found = self._asked_before(token, actor, known) if act in RESPONSES else []
        found = found or self._topics(token)
        low = min(token.i, token.left_edge.i)
        for issue, towards, at in found:
            yield _Record(
                actor, issue, towards * sign, act, "answer" if at >= 0 else "on the topic", low,
                token.i + 1, token.i, here, "paraphrased", CONFIDENCE["answer"], answers=at,
            )  # fmt: skip

    def _asked_before(self, token: Token, actor: str, known: _Known) -> list[tuple[str, int, int]]:
        """What the nearest demands or offers of others before a token were about: issue, sign, place."""
        here = self.sentence_of[token.i]
        for number in range(here, max(here - ANSWER_REACH, 0) - 1, -1):
            found = [
                (r.issue, r.sign, r.at)
                for r in known.get(number, ())
                if r.actor not in {actor, AUTHOR}
                and r.high <= token.i
                and r.act in ASKING
                and self._section(r.at) == self._section(token.i)
            ]
            if found:
                return found
        return []

    def _topics(self, token: Token) -> list[tuple[str, int, int]]:
        """The issue last raised in the paragraph before a token, or that of the heading above."""
        paragraph = self.paragraphs[token.i]
        before = self.in_paragraph.get(paragraph, [])
        place = bisect_right(before, token.i, key=lambda r: r.high)
        if place:
            last = before[place - 1]
            return [(last.issue, last.sign, -1)]
        return [(self.heads[paragraph], 1, -1)] if paragraph in self.heads else []

    def _section(self, i: int) -> int:
        number = self.paragraphs[i]
        return self.sections[min(number, len(self.sections) - 1)] if self.sections else 0

    def _linked(self, records: list[_Record]) -> list[_Record]:
        """Let each response point at the position that it answers, by its number in the list."""
        places: dict[int, list[int]] = {}
        for n, record in enumerate(records):
            places.setdefault(record.sentence, []).append(n)
        linked = []
        for n, record in enumerate(records):
            found = -1
            if record.act in RESPONSES:
                near = (m for back in range(ANSWER_REACH + 1) for m in places.get(record.sentence - back, ()))
                fitting = [m for m in near if m != n and _answered_by(records[m], record)]
                found = max(fitting, key=lambda m: (records[m].sentence, m), default=-1)
            linked.append(replace(record, answers=found))
        return linked

    def _row(self, record: _Record, name: str, names: list[str]) -> dict[str, object]:
        start = self.doc[record.low].idx
        end = self.doc[record.high - 1].idx + len(self.doc[record.high - 1])
        position = {1: "support", -1: "oppose", 0: "mixed"}[record.sign]
        return {
            **self.reading.place(start, end),
            "id": name,
            "evidence": self.reading.as_scraped(start, end),
            "actor": record.actor,
            "issue": record.issue,
            "position": position,
            "voice": record.voice,
            "act": record.act,
            "answers": names[record.answers] if record.answers >= 0 else "",
            "reporter": record.reporter,
            "confidence": round(record.confidence, 2),
            "rule": record.rule,
        }


def _answered_by(asked: _Record, record: _Record) -> bool:
    """Whether a response answers a position of somebody else."""
    if asked.issue != record.issue or asked.actor == record.actor:
        return False
    if asked.sign * RESPONSES[record.act] != record.sign:
        return False
    if record.rule == "answer":
        return asked.at == record.answers
    near = record.sentence - asked.sentence <= LINK_REACH
    return asked.act in OPEN_ACTS and near and (asked.sentence < record.sentence or asked.low >= record.low)
