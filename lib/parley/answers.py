"""Stances whose object stands in the text before: bare answers, "the idea", "nor will Lee"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from parley.clauses import FINITE, STEPS, SUBJECTS, Clauses
from parley.columns import columns_of
from parley.predicates import VERBAL, Predicate, forms

if TYPE_CHECKING:
    from spacy.tokens import Token


AUXILIARIES = frozenset(
    ["do", "have", "be", "will", "would", "can", "could", "may", "might", "must", "should", "shall"]
)


class Answers:
    """The answers of one parse; holds its clauses."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses, self.doc, self.lexicon = clauses, clauses.doc, clauses.lexicon

    def find(self) -> Iterator[tuple[Token, Token, Predicate]]:
        """Yield words of stance whose object stands in the text before, the clause's verb, the stance.

        "Lee agreed", "Lee dismissed the idea", "Lee is open to it", "Lee called the plan unacceptable".
        """
        words = self.lexicon.words["answers"]
        columns = columns_of(self.doc)
        for token, pos, tag in zip(columns.tokens, columns.pos, columns.tag, strict=True):
            if pos in VERBAL:
                taken, via = self._taken_up(token)
                if taken and (value := self.clauses.verdict(token)):
                    yield token, token, Predicate("reject" if value < 0 else "accept", value)
                elif taken and (stance := self.lexicon.verb(token, via)):
                    outer = self._outer(token, stance)
                    if outer is not None:
                        yield token, *outer
                elif not taken and self._alone(token):
                    key = token.lemma_.lower()
                    act = "accept" if key in words["accept"] else "reject" if key in words["reject"] else ""
                    if act and not self.clauses.governed(token):
                        yield token, token, Predicate(act, 1 if act == "accept" else -1)
            if pos == "ADJ" or tag == "VBN":
                taken, via = self._taken_up(token)
                stance = self.lexicon.adjective(token, via) if taken else None
                if stance is not None and token.dep_ in {"acomp", "oprd", "attr", "ROOT"}:
                    yield token, token.head if token.pos_ == "ADJ" else token, stance

    def _outer(self, verb: Token, stance: Predicate) -> tuple[Token, Predicate] | None:
        """The verb that governs an infinitive of stance, with both together: "refused to sign it"."""
        for _ in range(STEPS):
            if not self.clauses.governed(verb):
                return verb, stance
            parent = verb.head
            found = self.lexicon.verb(parent) if verb.dep_ == "xcomp" and parent.pos_ in VERBAL else None
            if found is None or any(c.dep_ == "dobj" for c in parent.children):
                return None
            sign = found.sign * stance.sign * self.clauses.polarity(verb)
            verb, stance = parent, Predicate(found.act, sign)
        return None

    def _taken_up(self, word: Token) -> tuple[bool, str]:
        """Whether a word's object is a pronoun or a noun such as "the idea", and its preposition."""
        for child in word.children:
            if child.dep_ in {"ccomp", "xcomp"} and child.pos_ in VERBAL:
                return False, ""
        for child in word.children:
            if child.i < word.i and child.dep_ != "nsubjpass":
                continue
            via, inner = "", child
            if child.dep_ in {"prep", "dative"}:
                via = child.lower_
                inner = next((c for c in child.children if c.dep_ == "pobj"), child)
                known = any(self.clauses.takes(f) for f in forms(word, via) if f.endswith(via))
                if not (known or f"{word.lower_} {via}" in self.lexicon.adjectives):
                    continue
            if inner.dep_ in {"dobj", "pobj", "nsubjpass"} and self._points_back(inner):
                return True, via
            if child.dep_ in {"ccomp", "oprd"} and child.pos_ not in VERBAL:  # "called the plan unacceptable"
                named = next((c for c in child.children if c.dep_ in SUBJECTS), None)
                if named is not None and self._points_back(named):
                    return True, ""
        return False, ""

    def _points_back(self, noun: Token) -> bool:
        words = self.lexicon.words["anaphors"]
        if noun.lower_ in words["pronouns"]:
            return True
        return noun.lemma_.lower() in words["nouns"] and not any(
            c.dep_ in {"acl", "relcl", "ccomp", "compound"}
            or (c.dep_ == "prep" and c.lower_ not in {"by", "from", "in", "at"})
            for c in noun.children
        )

    def _alone(self, verb: Token) -> bool:
        """Whether a verb in a clause of its own has neither an object nor a clause."""
        finite = verb.tag_ in FINITE or any(
            c.lemma_ in {"have", "do"} and c.dep_ == "aux" for c in verb.children
        )
        return finite and not any(
            c.dep_ in {"dobj", "ccomp", "xcomp", "acomp", "oprd", "nsubjpass", "dative"}
            or (
                c.dep_ == "prep"
                and any(
                    self.clauses.takes(f) for f in forms(verb, c.lower_) if f.endswith(c.lower_) and " " in f
                )
            )
            for c in verb.children
        )

    def likewise(self) -> Iterator[tuple[Token, Token]]:
        """Yield "nor", "neither", "so" and the subject of the clause left unsaid: "nor will Lee"."""
        columns = columns_of(self.doc)
        for i, word in enumerate(columns.lower[:-2]):
            if word in {"nor", "neither", "so"} and self.doc[i + 1].lemma_ in AUXILIARIES:
                token = columns.tokens[i]
                for other in self.doc[token.i + 2 : token.i + 8]:
                    if other.pos_ == "VERB" or other.is_punct:
                        break
                    if other.pos_ in {"PROPN", "NOUN", "PRON"} and other.dep_ != "compound":
                        after = list(takewhile(lambda t: not t.is_punct, self.doc[other.i + 1 : other.i + 4]))
                        if not any(t.pos_ == "VERB" for t in after):
                            yield token, other
                        break
