"""From the words that raise an issue up the parse to who holds a stance on it, and which.

The way leads from the head of the phrase to the words that govern it. What ends or keeps away turns the
stance round, as does a negation; a verb, noun or adjective of stance gives it a holder; a clause that is only
supposed, asked or feared gives none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parley.clauses import STEPS, SUBJECTS, WHO, Clauses
from parley.issues import Raised
from parley.predicates import VERBAL, Predicate, forms

if TYPE_CHECKING:
    from spacy.tokens import Token

SUPPOSING = 5
"""Steps up within which a clause may be only supposed."""
TURNED = {"accept": "reject", "reject": "accept"}
"""What a negated answer is."""
TAIL = 6
"""A sentence's own stop is among its last so many tokens."""
OBJECTS = frozenset(
    ["dobj", "nsubjpass", "csubjpass", "ccomp", "xcomp", "prep", "acomp", "attr", "oprd", "dative", "dep"]
)
COPULAS = frozenset(["be", "remain", "become", "seem", "appear", "look", "stay", "prove"])


@dataclass(frozen=True)
class Held:
    """A stance: ``holder`` is the token that denotes who holds it, None for whoever speaks."""

    holder: int | None
    predicate: int
    sign: int
    act: str
    rule: str
    hedged: bool = False
    reporter: int | None = None


@dataclass
class _Way:
    """What was met on the way up."""

    sign: int
    tokens: tuple[int, ...] = ()
    act: str = ""
    should: bool = False
    judged: bool = False
    weakly: bool = False
    future: bool = False
    unreal: bool = False
    hedged: bool = False
    deed: int | None = None
    deed_at: int = 0
    predicate: int = 0
    nouns: list[Held] = field(default_factory=list)


class Climber:
    """The stances of one parse; holds its clauses."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses, self.doc, self.lexicon = clauses, clauses.doc, clauses.lexicon
        self._questions: dict[int, bool] = {}

    def stances(self, raised: Raised) -> list[Held]:
        """Return who holds a stance on an issue where it is raised; sign 1 is for its proposition."""
        head = self.doc[raised.head]
        if self._asked(head):
            return []
        way = _Way(raised.sign, raised.tokens, predicate=raised.head)
        if raised.deed:
            way.deed, way.deed_at = _index(self.clauses.doer(head)), head.i
        elif head.pos_ in VERBAL:
            self._verb_itself(head, way)
        for i in raised.tokens:
            way.sign *= self.clauses.polarity(self.doc[i], raised.tokens)
        if any(
            c.dep_ in {"amod", "compound"} and c.tag_ == "VBG" and self.lexicon.is_verb("ends", c)
            for c in head.children
        ):
            way.sign = -way.sign
        self._features(head, way)
        return [*self._beside(head, way.sign), *self._climb(head, way)]

    def _beside(self, noun: Token, sign: int) -> list[Held]:
        """ "A truce proposed by Lee", "the truce that Lee demands": a stance told beside its object."""
        found = []
        for verb in noun.children:
            if verb.dep_ not in {"acl", "relcl"} or (stance := self.lexicon.verb(verb)) is None:
                continue
            way = _Way(sign * stance.sign * self.clauses.polarity(verb), act=stance.act, predicate=verb.i)
            self._features(verb, way)
            if verb.dep_ == "acl":
                holder = self.clauses.agent(verb) if verb.tag_ == "VBN" else None
            else:
                own = {c.dep_: c for c in verb.children}
                told = "dobj" in own and own["dobj"].lower_ not in WHO
                holder = None if told or "xcomp" in own or "ccomp" in own else self.clauses.doer(verb)
            if holder is not None and holder.i != noun.i and not way.unreal and not way.should:
                found.append(self._held(holder, verb.i, way, "verb of stance", verb))
        return found

    def _verb_itself(self, verb: Token, way: _Way) -> None:
        """A phrase's own verb that ends or keeps: what its subject does may be a stance."""
        if self.lexicon.is_verb("ends", verb) or self.lexicon.is_verb("keeps", verb):
            way.deed, way.deed_at = _index(self.clauses.doer(verb)), verb.i

    def _climb(self, token: Token, way: _Way) -> list[Held]:
        for _ in range(STEPS):
            step = self.clauses.up(token)
            if step is None:
                break
            parent, relation, via = step
            own = via and any(self.doc[i].lower_ == via.split(" ")[0] for i in way.tokens)
            if not own and any(self.lexicon.among("irrealis", "aside", p) for p in (via.split(" ")[0], via)):
                return way.nouns
            own = own or (parent.lemma_ in COPULAS and via in self.lexicon.adjectives)
            own = own or (
                bool(via) and any(self.clauses.takes(f) for f in forms(parent, via) if f.endswith(via))
            )
            if not own and any(
                self.lexicon.among("ends", "prepositions", p) for p in (via.split(" ")[0], via)
            ):
                way.sign = -way.sign
            done = self._at(token, parent, relation, via, way)
            if done is not None:
                return done
            token = parent
        return self._top(token, way)

    def _at(self, token: Token, parent: Token, relation: str, via: str, way: _Way) -> list[Held] | None:
        """Take one step; the stances where the way ends here."""
        found = self.lexicon.adjective(parent, via) if parent.pos_ == "ADJ" or parent.tag_ == "VBN" else None
        if found is not None and relation not in SUBJECTS:
            return self._at_adjective(parent, found, way)
        if parent.pos_ in VERBAL:
            return self._at_verb(token, parent, relation, via, way)
        if parent.pos_ == "ADJ":
            if parent.lower_ in self.lexicon.words["irrealis"]["adjectives"]:
                way.unreal = True
            if relation == "prep":
                return way.nouns
            self._judged(parent, relation, way)
            return None
        if parent.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}:
            return self._at_noun(token, parent, relation, via, way)
        return None

    def _judged(self, word: Token, relation: str, way: _Way) -> None:
        """ "It is wrong to ...", "time to ...": a judgement on what follows."""
        if relation in {"xcomp", "ccomp", "acl", "advcl", "csubj"}:
            for key, value in (("negative", -1), ("positive", 1), ("due", 1), ("weak", 1)):
                if word.lower_ in self.lexicon.words["evaluation"][key]:
                    way.sign *= value
                    way.judged, way.weakly = key != "weak", key == "weak"
                    way.predicate = word.i

    def _at_noun(self, token: Token, noun: Token, relation: str, via: str, way: _Way) -> list[Held] | None:
        lemma = noun.lemma_.lower()
        if relation == "relcl" and any(c.tag_ == "TO" for c in token.children):
            relation = "acl"
        if relation in SUBJECTS:  # "considers membership a realistic outcome"
            self._judged(noun, "acl", way)
            for child in noun.children:
                if child.dep_ == "amod":
                    self._judged(child, "acl", way)
        held = self.lexicon.noun(noun) or self.lexicon.among("holds", "nouns", lemma)
        if relation == "relcl" and not (self.lexicon.is_verb("holds", token) and held):
            return self._top(token, way)
        if self.lexicon.among("irrealis", "exchange", lemma) and via.endswith("for"):
            way.unreal = True
        if self.lexicon.among("irrealis", "embedding_nouns", lemma) and relation in {
            "acl",
            "prep",
            "ccomp",
            "compound",
        }:
            way.unreal = True
        if (found := self.lexicon.noun(noun)) and relation != "poss":
            if relation == "acl":
                way.deed = None  # it is asked for, not done
            way.sign *= found.sign * self.clauses.polarity(noun)
            owner = self.clauses.owner(noun, token)
            way.predicate = noun.i
            way.act = found.act
            if owner is not None and not way.unreal:
                way.nouns.append(Held(owner.i, noun.i, way.sign, found.act, "noun of stance"))
            return None
        if noun.dep_ == "attr" and relation in {"acl", "ccomp", "xcomp", "relcl"}:
            self._judged(noun, "acl", way)
        if self.lexicon.among("ends", "nouns", lemma) and relation in {
            "prep",
            "compound",
            "acl",
            "amod",
            "nmod",
        }:
            way.sign = -way.sign
        way.sign *= self.clauses.polarity(noun)
        if relation == "acl" and token.tag_ in {"VBG", "VBN"}:
            if self.clauses.is_actor(noun) and not self._is_judged_subject(token, noun):
                return self._top(token, way)
            way.deed = None  # "treaties banning", "a plan consisting of": the thing does nothing itself
        return None

    def _is_judged_subject(self, token: Token, noun: Token) -> bool:
        """ "Lee joining the club is out of the question": something is said of the gerund and its subject."""
        joined = token.tag_ == "VBG" and token.i == noun.i + 1 and noun.dep_ in SUBJECTS
        return joined and noun.head.lemma_ in COPULAS and self._judgement(noun.head)[0] != 0

    def _at_adjective(self, adjective: Token, found: Predicate, way: _Way) -> list[Held] | None:
        verb = (
            adjective.head
            if adjective.dep_ in {"acomp", "oprd", "attr", "ccomp"} and adjective.pos_ == "ADJ"
            else adjective
        )
        holder = self.clauses.subject(verb) if verb.pos_ in VERBAL else None
        if holder is None and adjective.dep_ in {"amod", "acl"}:
            holder = adjective.head
        elif holder is None and adjective.head.pos_ in VERBAL:
            holder = self.clauses.subject(adjective.head)
        way.sign *= (
            found.sign
            * self.clauses.polarity(verb)
            * (self.clauses.polarity(adjective) if verb is not adjective else 1)
        )
        self._features(verb, way)
        way.act, way.predicate = found.act, adjective.i
        if holder is None:
            return None
        if way.unreal:
            return way.nouns
        return [*way.nouns, self._held(holder, adjective.i, way, "adjective of stance", verb)]

    def _at_verb(self, token: Token, verb: Token, relation: str, via: str, way: _Way) -> list[Held] | None:
        if relation == "advcl" and self._is_object(token, verb):
            relation = "xcomp"
        if relation in {"advcl", "parataxis"}:
            return self._at_adverbial(token, verb, way)
        if verb.lemma_ in COPULAS and (relation in SUBJECTS or relation in OBJECTS):
            if relation == "prep" and (found := self.lexicon.adjectives.get(via)):
                return self._at_adjective(verb, found, way)
            return self._at_copula(token, verb, relation, way)
        lemma = verb.lemma_.lower()
        infinitive = relation == "xcomp" and any(c.tag_ == "TO" for c in token.children)
        stance = self.lexicon.verb(verb, "to" if infinitive else via)
        if stance is not None and self.lexicon.kind(verb, via) != "verbs" and not infinitive:
            stance = None
        if stance is not None and self._idle(token, verb, relation):
            stance = None
        complement = relation in OBJECTS or relation == "agent"
        if relation in {"nsubj", "csubj"}:
            return self._as_subject(token, verb, way)
        if not complement:
            return None
        kept_from = via == "from" and self.lexicon.is_verb("ends", verb)
        if (
            relation == "prep"
            and not kept_from
            and not any(self.clauses.takes(f) for f in forms(verb, via) if f.endswith(via))
        ):
            return way.nouns
        if lemma in self.lexicon.words["irrealis"]["denials"] or (
            relation == "ccomp" and self._irreal_verb(verb)
        ):
            way.unreal = True
        negation = self.clauses.polarity(verb)
        way.sign *= negation
        if relation in {"dobj", "nsubjpass"} and (value := self.clauses.verdict(verb)):
            way.sign *= value
            stance = Predicate("reject" if value < 0 else "accept", 1)
        if stance is not None:
            if negation < 0:
                stance = Predicate(TURNED.get(stance.act, stance.act), stance.sign)
            return self._of_stance(verb, stance, way)
        ends = self.lexicon.is_verb("ends", verb, via) and relation != "ccomp"
        if ends:
            way.sign = -way.sign
        if (held := self._of_plan(verb, way)) is not None:
            return held
        if ends or self.lexicon.is_verb("keeps", verb, via):
            self._change(verb, way)
            return None
        named = (way.judged or way.weakly) and lemma in self.lexicon.words["evaluation"]["naming"]
        if relation == "ccomp" and (named or lemma in self.lexicon.words["report"]["verbs"]):
            return self._reported(verb, way)
        return self._light(verb, way)

    def _is_object(self, token: Token, verb: Token) -> bool:
        """ "ruled out sending": a gerund right after a verb that needs an object is that object."""
        taken = any(c.dep_ in {"dobj", "ccomp", "xcomp"} for c in verb.children)
        near = 0 < token.i - verb.i <= 3 and not any(t.is_punct for t in self.doc[verb.i : token.i])
        known = self.lexicon.verb(verb) or self.lexicon.is_verb("ends", verb)
        return bool(token.tag_ == "VBG" and not taken and near and known)

    def _of_plan(self, verb: Token, way: _Way) -> list[Held] | None:
        """ "The plan of Lee includes ...": the subject is somebody's plan, demand or offer."""
        subject = self.clauses.subject(verb)
        if subject is None or self.clauses.is_passive(verb) or (found := self.lexicon.noun(subject)) is None:
            return None
        owner = self.clauses.owner(subject, verb)
        self._features(verb, way)
        if owner is None or way.unreal:
            return None
        way.sign, way.act = way.sign * found.sign, found.act
        return [*way.nouns, self._held(owner, subject.i, way, "noun of stance", verb)]

    def _light(self, verb: Token, way: _Way) -> list[Held] | None:
        """A verb without a stance of its own: its subject owns a noun of stance that nobody else does."""
        noun = self.doc[way.predicate]
        subject = self.clauses.subject(verb)
        light = self.lexicon.is_verb("light", verb)
        ownerless = bool(way.act) and not way.nouns and noun.pos_ == "NOUN" and self._stands_near(noun, verb)
        self._features(verb, way, binding=light)
        if subject is not None and self._is_refused(verb, subject, noun):
            way.deed, way.deed_at = subject.i, verb.i
        if light and ownerless and subject is not None and not way.unreal:
            return [self._held(subject, verb.i, way, "noun of stance", verb)]
        return None

    def _is_refused(self, verb: Token, subject: Token, noun: Token) -> bool:
        """ "We will not trade it": what the speakers say that they will not do."""
        words = self.lexicon.words["deontic"]
        willed = any(c.dep_ == "aux" and c.lower_ in words["intention"] for c in verb.children)
        refused = subject.lower_ in {"i", "we"} and willed and self.clauses.polarity(verb) < 0
        held = noun.dep_ == "dobj" and noun.head.i == verb.i
        return refused and held and verb.lemma_.lower() not in words["undergone"]

    def _stands_near(self, noun: Token, verb: Token) -> bool:
        head = noun
        while head.dep_ in {"conj", "pobj", "prep", "compound"}:
            head = head.head
        return bool(head.head.i == verb.i or noun.head.i == verb.i)

    def _change(self, verb: Token, way: _Way) -> None:
        """A verb that ends or keeps: remember who does it."""
        self._features(verb, way)
        subject = self.clauses.doer(verb)
        if subject is not None:
            way.deed, way.deed_at = subject.i, verb.i
        way.predicate = verb.i

    def _of_stance(self, verb: Token, stance: Predicate, way: _Way) -> list[Held] | None:
        """A verb of stance: its subject holds one, unless another word of stance governs the verb."""
        way.sign *= stance.sign
        way.act = stance.act
        way.predicate = verb.i
        way.should = way.judged = way.future = False
        self._features(verb, way)
        if self.clauses.governed(verb):
            return None
        holder = self.clauses.doer(verb)
        if (
            holder is not None
            and self.lexicon.noun(holder)
            and (owner := self.clauses.owner(holder, verb)) is not None
        ):
            holder = owner
        if way.unreal or self.supposed(verb):
            return way.nouns
        if holder is None or way.should:
            way.deed = None
            return None
        nested = way.nouns if stance.act in {"accept", "reject"} else []
        return [*nested, self._held(holder, verb.i, way, "verb of stance", verb)]

    def supposed(self, verb: Token) -> bool:
        """Whether a clause is denied, feared or only possible by what stands above it."""
        words = self.lexicon.words["irrealis"]
        token = verb
        for _ in range(SUPPOSING):
            step = self.clauses.up(token)
            if step is None:
                return False
            parent, relation, _via = step
            lemma = parent.lemma_.lower()
            if relation in {"ccomp", "xcomp", "pcomp"} and lemma in words["denials"] | words["embedders"]:
                return True
            if relation in {"acl", "ccomp"} and lemma in words["embedding_nouns"]:
                return True
            if parent.lower_ in words["adjectives"]:
                return True
            if relation == "advcl":
                marks = {c.lower_ for c in token.children if c.dep_ in {"mark", "advmod"}}
                return bool(marks & words["conditional"])
            if relation not in {"ccomp", "xcomp", "acl", "acomp", "aux"}:
                return False
            token = parent
        return False

    def _idle(self, token: Token, verb: Token, relation: str) -> bool:
        """Whether a verb that asks something of others does not: "expects to leave", "told them that"."""
        lemma = verb.lemma_.lower()
        if lemma in self.lexicon.words["others"]["with_infinitive"] and not any(
            c.tag_ == "TO" for c in token.children
        ):
            return True
        return bool(
            relation == "xcomp"
            and lemma in self.lexicon.words["others"]["verbs"]
            and not any(c.dep_ in {"dobj", "dative"} for c in verb.children)
            and not any(c.dep_ in SUBJECTS for c in token.children)
        )

    def _at_copula(self, token: Token, verb: Token, relation: str, way: _Way) -> list[Held] | None:
        """An issue that is the subject or the complement of "be"."""
        way.sign *= self.clauses.polarity(verb)
        value, place = self._judgement(verb) if relation in SUBJECTS | {"xcomp", "advcl"} else (0, 0)
        there = any(c.dep_ == "expl" for c in verb.children)
        self._features(verb, way, binding=bool(value) or there or relation not in SUBJECTS)
        if value and relation not in SUBJECTS:  # "it was wrong to ..."
            way.sign *= value
            way.weakly = self.doc[place].lower_ in self.lexicon.words["evaluation"]["weak"]
            way.judged, way.predicate = not way.weakly, place
            return None
        if relation in SUBJECTS:
            if value:
                way.sign *= value
                way.weakly = self.doc[place].lower_ in self.lexicon.words["evaluation"]["weak"]
                way.judged = not way.weakly
                way.predicate = place
                owner = self.clauses.owner(self.doc[place]) if self.lexicon.noun(self.doc[place]) else None
                if owner is not None and not way.unreal:
                    act = self.lexicon.nouns[self.doc[place].lemma_.lower()].act
                    return [*way.nouns, Held(owner.i, place, way.sign, act, "noun of stance", way.hedged)]
            return None
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if way.act and not way.nouns and relation in {"attr", "prep"} and not way.unreal:
            if there:  # "there is no appetite for"
                way.weakly = True
            elif subject is not None and relation == "prep" and way.act == "accept":  # "is in favour of"
                return [self._held(subject, way.predicate, way, "noun of stance", verb)]
        if subject is None:
            return None
        if subject.pos_ in VERBAL and (stance := self.lexicon.verb(subject)):
            holder = self.clauses.subject(subject)
            way.sign *= stance.sign
            way.act = stance.act
            if holder is not None and not way.unreal:
                return [*way.nouns, self._held(holder, subject.i, way, "verb of stance", subject)]
        noun = self.lexicon.noun(subject)
        if noun is not None:
            way.sign *= noun.sign * self.clauses.polarity(subject)
            way.act = noun.act
            owner = self.clauses.owner(subject)
            if owner is not None and not way.unreal:
                return [*way.nouns, self._held(owner, subject.i, way, "noun of stance", verb)]
        return None

    def _judgement(self, verb: Token) -> tuple[int, int]:
        """What "is" says of its subject: 1 good, -1 bad, 0 nothing; and the word that says so."""
        words = self.lexicon.words["evaluation"]
        for child in verb.children:
            if child.dep_ not in {"acomp", "attr", "prep", "advmod", "xcomp", "oprd"} or child.i < verb.i:
                continue
            text = " ".join(t.lower_ for t in child.subtree)
            if any(p in text for p in words["phrases_negative"]):
                return -1, child.i
            if any(p in text for p in words["phrases_positive"]):
                return 1, child.i
            if child.dep_ == "prep":
                continue
            negated = any(c.dep_ == "neg" or c.lower_ in {"no", "not"} for c in child.children)
            adjectives = [c for c in child.children if c.dep_ == "amod"]
            for key, value in (("negative", -1), ("positive", 1), ("weak", 1)):
                for word in (*adjectives, child):
                    if {word.lower_, word.lemma_.lower()} & words[key]:
                        return (-value if negated else value), word.i if key == "weak" else child.i
        return 0, verb.i

    def _as_subject(self, token: Token, verb: Token, way: _Way) -> list[Held] | None:
        """An issue that is the subject of a verb: "arms deliveries stopped", "membership must wait"."""
        way.sign *= self.clauses.polarity(verb)
        verb = self._needed(verb) or verb
        changes = self.lexicon.is_verb("ends", verb) or self.lexicon.is_verb("keeps", verb)
        self._features(verb, way, binding=changes)
        if way.nouns and (self.lexicon.verb(verb) or self.lexicon.is_verb("holds", verb)):
            return way.nouns
        if self.lexicon.is_verb("ends", verb) and not any(c.dep_ == "dobj" for c in verb.children):
            way.sign = -way.sign
        return None

    def _needed(self, verb: Token) -> Token | None:
        """What something has to do: "membership had to wait"."""
        if verb.lemma_ not in self.lexicon.words["deontic"]["verbs"]:
            return None
        infinitives = (
            c for c in verb.children if c.dep_ == "xcomp" and any(t.tag_ == "TO" for t in c.children)
        )
        return next(infinitives, None)

    def _at_adverbial(self, token: Token, verb: Token, way: _Way) -> list[Held]:
        mark = next((c.lower_ for c in token.children if c.dep_ in {"mark", "advmod"}), "")
        if self.lexicon.among("irrealis", "conditional", mark):
            way.unreal = True
        return self._top(token, way)

    def _reported(self, verb: Token, way: _Way) -> list[Held]:
        """A clause that somebody says: a stance of theirs where it tells what should or will be."""
        speaker = self.clauses.doer(verb)
        said = way.should or way.judged or way.weakly or (way.future and way.deed is None)
        own = (
            way.deed is not None
            and speaker is not None
            and self.doc[way.deed].lower_ in {"it", "he", "she", "they", "i", "we"}
        )
        self._features(verb, way)
        if way.unreal or speaker is None:
            return way.nouns
        if said or own:
            return [*way.nouns, self._held(speaker, verb.i, way, "said what should be", verb)]
        if way.deed is not None:
            held = Held(way.deed, way.deed_at, way.sign, way.act or "state", "deed", True, speaker.i)
            return [*way.nouns, held]
        return [*way.nouns, Held(speaker.i, verb.i, way.sign, "state", "said what is")]

    def _top(self, token: Token, way: _Way) -> list[Held]:
        """The end of the way without a holder: what whoever speaks says, or what somebody does."""
        if way.unreal:
            return way.nouns
        if way.nouns and not way.should and not way.judged:
            if way.deed is None or way.deed_at < 0:
                return way.nouns
            return [
                *way.nouns,
                Held(way.deed, way.deed_at, way.sign, "concede", "change of stance", way.hedged),
            ]
        if way.should or way.judged:
            return [
                *way.nouns,
                Held(None, way.predicate, way.sign, way.act or "state", "should be", way.hedged),
            ]
        if way.weakly:
            return [
                *way.nouns,
                Held(None, way.predicate, way.sign, way.act or "state", "may well be", way.hedged),
            ]
        if way.deed is not None:
            return [
                *way.nouns,
                Held(way.deed, way.deed_at, way.sign, way.act or "state", "deed", way.hedged or way.future),
            ]
        return [*way.nouns, Held(None, way.predicate, way.sign, "state", "is")]

    def _held(self, holder: Token, place: int, way: _Way, rule: str, verb: Token) -> Held:
        reporter = self._reporter(verb)
        return Held(holder.i, place, way.sign, way.act or "state", rule, way.hedged, reporter)

    def _reporter(self, verb: Token) -> int | None:
        """Who says that somebody holds the stance: "Lee said that Roe agreed"."""
        token = verb
        for _ in range(STEPS):
            step = self.clauses.up(token)
            if step is None:
                return None
            parent, relation, _via = step
            if relation == "ccomp" and parent.lemma_.lower() in self.lexicon.words["report"]["verbs"]:
                speaker = self.clauses.subject(parent)
                return None if speaker is None else int(speaker.i)
            if relation not in {"xcomp", "aux", "ccomp", "acomp"}:
                return None
            token = parent
        return None

    def _features(self, verb: Token, way: _Way, binding: bool = True) -> None:
        """Note the conditions and hedges of a clause, and its modals where they bear on the issue."""
        if verb.pos_ not in VERBAL:
            return
        words = self.lexicon.words
        should, future = way.should, way.future
        for child in verb.children:
            word = child.lower_
            if child.dep_ == "aux":
                way.should |= word in words["deontic"]["strong"]
                way.future |= word in words["deontic"]["future"]
                way.unreal |= word in words["deontic"]["hypothetical"]
            if child.dep_ in {"mark", "advmod"} and word in words["irrealis"]["conditional"]:
                way.unreal = True
            if child.dep_ == "advcl" and any(
                c.lower_ in words["irrealis"]["conditional"] for c in child.children
            ):
                way.unreal |= any(
                    c.dep_ == "aux" and c.lower_ in words["deontic"]["future"] for c in verb.children
                )
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if subject is not None and any(
            c.lower_ in {"were", "had", "should"} and c.i < subject.i
            for c in (verb, *verb.children)
            if c.pos_ == "AUX"
        ):
            way.unreal = True  # "were Lee to agree"
        if verb.lemma_ in words["irrealis"]["hedges"]:
            way.hedged = True
        if verb.dep_ == "xcomp" and verb.head.lemma_ in words["deontic"]["verbs"]:
            way.should = True
        if verb.lemma_ in words["deontic"]["verbs_of_need"]:
            way.should = True
        if not binding:
            way.should, way.future = should, future

    def _irreal_verb(self, verb: Token) -> bool:
        return bool(verb.lemma_.lower() in self.lexicon.words["irrealis"]["embedders"])

    def _asked(self, token: Token) -> bool:
        """Whether a sentence ends with a question mark."""
        end = int(token.sent.end)
        if end not in self._questions:
            start = max(int(token.sent.start), end - TAIL)
            last = next((t.text for t in reversed(self.doc[start:end]) if t.text in {"?", ".", "!"}), "")
            self._questions[end] = last == "?"
        return self._questions[end]


def _index(token: Token | None) -> int | None:
    return None if token is None else int(token.i)
