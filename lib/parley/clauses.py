"""What syntax says of a clause: its subject, its negation, what governs it and by which preposition.

The parser errs in ways that repeat; where a word's own grammar settles the question ("dropped its objection
to"), it goes before the parse.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from parley.predicates import VERBAL, Lexicon, forms

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

STEPS = 40
"""A way up a parse is not longer than this."""
SUBJECTS = frozenset(["nsubj", "nsubjpass", "csubj", "csubjpass"])
FINITE = frozenset(["VBD", "VBZ", "VBP"])
NONFINITE = frozenset(["VB", "VBG", "VBN"])
WHO = frozenset(["who", "which", "that", "whom"])
CONTENT = frozenset(["that", "for"])
"""What begins the content of a demand or a call, if it is no subject and no object there."""


class Clauses:
    """The clauses of one parse; holds it, the lexicon, and what tells an actor's word."""

    def __init__(self, doc: Doc, lexicon: Lexicon, is_actor: Callable[[Token], bool]) -> None:
        self.doc, self.lexicon, self.is_actor = doc, lexicon, is_actor

    def up(self, token: Token) -> tuple[Token, str, str] | None:
        """The word that governs a token, how, and by which preposition; of joined words the first one's."""
        for _ in range(STEPS):
            if token.dep_ == "conj" or (token.dep_ == "appos" and token.head.pos_ != "PROPN"):
                if token.dep_ == "conj" and any(
                    c.lower_ == "nor" for c in token.head.children if c.i < token.i
                ):
                    return token.head, "conj", ""
                if token.dep_ == "conj" and self._set_against(token):
                    return self._joined_to(token), "prep", "instead of"
                token = self._joined_to(token)
            else:
                break
        if token.head.i == token.i:
            return None
        if token.dep_ in {"pobj", "pcomp"}:
            prep, via = token.head, [token.head.lower_]
            while prep.dep_ == "conj" and prep.head.i != prep.i:
                prep = prep.head
            while (
                prep.head.pos_ == "ADP" and prep.dep_ in {"prep", "pobj", "pcomp"} and prep.head.i != prep.i
            ):
                prep = prep.head
                via.insert(0, prep.lower_)
            if prep.head.i == prep.i:
                return None
            parent = prep.head
            if parent.pos_ == "ADV" and parent.head.pos_ in VERBAL:  # "back away from"
                parent = parent.head
            if (noun := self._true_head(parent, prep, " ".join(via))) is not None:
                parent = noun
            return parent, ("agent" if prep.dep_ == "agent" else "prep"), " ".join(via)
        noun = self._told_by(token)
        return (token.head, token.dep_, "") if noun is None else (noun, "acl", "")

    def _told_by(self, token: Token) -> Token | None:
        """The noun of stance whose content a clause is: "calls for Lee to go", "her demand that Lee go"."""
        if token.dep_ not in {"relcl", "advcl"} or token.pos_ not in VERBAL:
            return None
        mark = next((c for c in token.children if c.dep_ == "mark" and c.lower_ in CONTENT), None)
        noun = token.head if mark is None or token.head.pos_ == "NOUN" else self.doc[max(mark.i - 1, 0)]
        return noun if mark is not None and self.lexicon.noun(noun) and noun.i < mark.i else None

    def _set_against(self, token: Token) -> bool:
        """ "X rather than Y", "X instead of Y", parsed as "X and Y"."""
        before = [t.lower_ for t in self.doc[max(token.head.i, token.i - 6) : token.i]]
        return ("than" in before and "rather" in before) or ("instead" in before and "of" in before)

    def _joined_to(self, token: Token) -> Token:
        """What a word is joined to by "and"; a finite verb to a finite one, whatever the parser says."""
        head = token.head
        if token.tag_ in FINITE and head.tag_ in NONFINITE:
            above = [a for a in head.ancestors if a.tag_ in FINITE and a.i < token.i]
            if above:
                return above[0]
        if head.tag_ in FINITE and any(c.tag_ == "TO" for c in token.children):
            before = [t for t in token.sent if t.i < token.i and any(c.tag_ == "TO" for c in t.children)]
            if before and not any(c.dep_ == "xcomp" for c in head.children):
                return before[-1]
        return head

    def _true_head(self, verb: Token, prep: Token, via: str) -> Token | None:
        """ "dropped its objection to": the noun whose preposition the parser gave to the verb."""
        if verb.pos_ not in VERBAL or prep.lower_ in {"in", "at", "after", "before", "during"}:
            return None
        if any(" " in form and form.endswith(via) and self.takes(form) for form in forms(verb, via)):
            return None
        for child in verb.children:
            is_object = child.dep_ in {"dobj", "nsubjpass", "attr"} and child.pos_ == "NOUN"
            known = self.lexicon.noun(child) or self.lexicon.among("ends", "nouns", child.lemma_.lower())
            if is_object and child.i < prep.i and known:
                return child
        return None

    def takes(self, form: str) -> bool:
        return form in self.lexicon.verbs or any(
            form in self.lexicon.words[part]["verbs"] for part in ("ends", "keeps", "holds")
        )

    def subject(self, verb: Token) -> Token | None:
        """Return the subject of a verb, also one that it shares with another or takes from its noun."""
        for _ in range(STEPS):
            own = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
            helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]  # "Lee is opposed": of "is"
            own = own or [c for h in helpers for c in h.children if c.dep_ in {"nsubj", "nsubjpass"}]
            if own:
                found = own[0]
                if found.lower_ in WHO and verb.dep_ == "relcl":
                    return verb.head
                return found
            if verb.dep_ == "relcl":
                return None
            if verb.dep_ == "acl":
                if verb.tag_ != "VBG":
                    return None
                if self.is_actor(verb.head):
                    return verb.head
                governor = next((a for a in verb.head.ancestors if a.pos_ in VERBAL), None)
                if governor is None or (verb.head.dep_ in SUBJECTS):
                    return verb.head
                verb = governor
                continue
            if verb.dep_ in {"xcomp", "conj", "advcl", "aux", "acomp", "ccomp"} and verb.head.i != verb.i:
                if verb.dep_ == "ccomp" and verb.tag_ not in NONFINITE:
                    return None
                if verb.dep_ == "xcomp" and (other := self._controller(verb.head)) is not None:
                    return other
                verb = self._joined_to(verb) if verb.dep_ == "conj" else verb.head
                continue
            if verb.dep_ == "pcomp":
                prep = verb.head
                while prep.pos_ == "ADP" and prep.head.i != prep.i:
                    prep = prep.head
                if prep.pos_ in VERBAL:
                    verb = prep
                    continue
                return self.owner(prep) if prep.pos_ == "NOUN" else None
            return None
        return None

    def _controller(self, verb: Token) -> Token | None:
        """The object whom a verb makes do something: "urged Lee to leave"."""
        return next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)

    def agent(self, verb: Token) -> Token | None:
        for child in verb.children:
            if child.dep_ == "agent":
                return next((c for c in child.children if c.dep_ == "pobj"), None)
        return None

    def doer(self, verb: Token) -> Token | None:
        """Who does what a verb says: its subject, of a passive the one after "by"."""
        return self.agent(verb) if self.is_passive(verb) else self.subject(verb)

    def is_passive(self, verb: Token) -> bool:
        helped = {c.dep_: c.lemma_ for c in verb.children}
        return (
            "nsubjpass" in helped
            or "auxpass" in helped
            or (verb.tag_ == "VBN" and verb.dep_ in {"acl", "xcomp"} and helped.get("aux") != "have")
        )

    def polarity(self, token: Token, within: tuple[int, ...] = ()) -> int:
        """-1 where a word of its own negates a word, else 1; words ``within`` its phrase do not count."""
        words = self.lexicon.words["irrealis"]["negators"]
        sign = 1
        for child in token.children:
            if child.i in within or (child.dep_ == "cc" and child.i > token.i):
                continue
            if child.i + 1 < len(self.doc) and self.doc[child.i + 1].lower_ == "only":
                continue  # "not only"
            if child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children):
                sign = -sign
            if child.dep_ == "neg" or (
                child.lower_ in words and child.dep_ in {"det", "preconj", "advmod", "cc"}
            ):
                sign = -sign
            if (
                token.pos_ in VERBAL
                and child.dep_ in SUBJECTS
                and (child.lower_ in words or any(c.lower_ in {"no", "neither"} for c in child.children))
            ):
                sign = -sign
        return sign

    def owner(self, noun: Token, about: Token | None = None) -> Token | None:
        """Return who a demand, an offer or a plan belongs to: "Lee's demand", "the demand of Lee".

        The words that it is ``about`` are not its owner.
        """
        for child in noun.children:
            if about is not None and (child.i == about.i or child.is_ancestor(about)):
                continue
            if child.dep_ == "poss" or (child.dep_ in {"compound", "nmod", "amod"} and self.is_actor(child)):
                return child
        for child in noun.children:
            if about is not None and (child.i == about.i or child.is_ancestor(about)):
                continue
            if child.dep_ in {"prep", "agent"} and child.lower_ in {"of", "by", "from", "among"}:
                for grandchild in child.children:
                    if grandchild.dep_ == "pobj":
                        return grandchild
            if child.dep_ == "acl" and child.tag_ == "VBN" and (by := self.agent(child)) is not None:
                return by
        return None

    def governed(self, verb: Token) -> bool:
        """Whether a verb is itself what another word of stance is about: "refused to accept"."""
        step = self.up(verb)
        if step is None:
            return False
        parent, relation, via = step
        if relation in {"xcomp", "acl", "prep", "ccomp", "pcomp", "acomp"}:
            if (
                self.lexicon.verb(parent, via)
                or self.lexicon.noun(parent)
                or self.lexicon.adjective(parent, via)
            ):
                return not (relation == "acl" and verb.tag_ == "VBG")
            if parent.lemma_ in self.lexicon.words["deontic"]["verbs"]:
                return True
            return relation == "xcomp" and (
                self.lexicon.is_verb("ends", parent, via) or self.lexicon.is_verb("keeps", parent, via)
            )
        return False

    def verdict(self, verb: Token) -> int:
        """ "called it unacceptable", "described it as vital": 1 or -1, 0 where a verb gives no verdict."""
        if verb.lemma_.lower() not in self.lexicon.words["evaluation"]["naming"]:
            return 0
        for child in verb.children:
            if child.i <= verb.i or child.dep_ not in {
                "oprd",
                "acomp",
                "prep",
                "ccomp",
                "xcomp",
                "attr",
                "advcl",
            }:
                continue
            if child.dep_ == "prep" and child.lower_ != "as":
                continue
            for token in child.subtree:
                for key, value in (("negative", -1), ("positive", 1), ("weak", 1)):
                    if {token.lower_, token.lemma_.lower()} & self.lexicon.words["evaluation"][key]:
                        return value
        return 0
