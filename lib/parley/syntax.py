"""The parse of an article by number of the token: words, phrases, clauses.

A token that is not there is -1. Whatever is looked for is looked for near by and within the sentence, so that
work grows with the text and not faster, whatever the parser made of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from typing import TYPE_CHECKING

from parley.columns import columns_of
from parley.sentences import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

NEAR = 25
"""Within so many tokens a word's dependents are looked for, and what else belongs to it."""
PLURAL = frozenset(["NNS", "NNPS"])
NOUNS = PLURAL | {"NN", "NNP"}
MODIFIERS = frozenset(["JJ", "JJR", "JJS", "VBN", "VBG", "NN", "NNP", "HYPH", "AFX", "RB", "RBS", "``", "''"])
"""Tags of what may stand between a number and the noun that it counts."""
PRONOUNS = frozenset(["PRP", "WP", "WDT", "DT", "EX"])
SUBJECTS = frozenset(["nsubj", "nsubjpass"])
JOINED = frozenset(["JJ", "VBN", "NN"])
DETERMINERS = frozenset(["DT", "PRP$", "PDT", "WP$"])
DESCRIBING = frozenset(["amod", "compound", "poss", "nmod"])
WITHIN = frozenset(["compound", "case", "amod", "poss", "advmod", "punct"])


class Syntax:
    """The parse of one article.

    Attributes
    ----------
    text
        The clean text.
    tokens
        Its tokens.
    sentence
        For each token the first of its sentence and the one after the last.
    """

    def __init__(self, reading: Reading) -> None:
        self.text = reading.text
        columns = columns_of(reading.parse)
        self.tokens: list[Token] = columns.tokens
        self.sentence = [(s.start, s.end) for s in reading.parse.sents for _ in range(s.start, s.end)]
        self._starts, self._heads = columns.start, columns.head
        self._lower, self._lemma, self._tag, self._dep = (
            columns.lower, columns.lemma, columns.tag, columns.dep
        )  # fmt: skip
        self._pos = columns.pos

    def at(self, place: int) -> int:
        """Return the token at a character."""
        return max(bisect_right(self._starts, place) - 1, 0)

    def span(self, start: int, end: int) -> range:
        """Return the tokens of a stretch of the text."""
        return range(self.at(start), self.at(end - 1) + 1) if start < end else range(0)

    def anchor(self, start: int, end: int) -> int:
        """Return the token by which a stretch of the text hangs in its clause."""
        own = self.span(start, end)
        return next((i for i in own if self._heads[i] not in own), own[-1])

    def start(self, i: int) -> int:
        """Return where a token begins."""
        return self._starts[i]

    def end(self, i: int) -> int:
        """Return where a token ends."""
        return self._starts[i] + len(self.tokens[i])

    def word(self, i: int) -> str:
        """Return a token in lower case, empty outside the text."""
        return self._lower[i] if 0 <= i < len(self.tokens) else ""

    def lemma(self, i: int) -> str:
        """Return a token's lemma in lower case, empty outside the text."""
        return self._lemma[i] if 0 <= i < len(self.tokens) else ""

    def tag(self, i: int) -> str:
        """Return a token's tag, empty outside the text."""
        return self._tag[i] if 0 <= i < len(self.tokens) else ""

    def is_verb(self, i: int) -> bool:
        """Whether a token is a verb, an auxiliary too."""
        return self._pos[i] in {"VERB", "AUX"}

    def is_noun(self, i: int) -> bool:
        """Whether a token is a noun or a name."""
        return self._pos[i] in {"NOUN", "PROPN"}

    def children(self, i: int) -> list[int]:
        """Return the dependents of a token that stand near it."""
        low, high = self.sentence[i]
        near = range(max(i - NEAR, low), min(i + NEAR, high))
        return [j for j in near if j != i and self._heads[j] == i]

    def child(self, i: int, relations: Collection[str]) -> int:
        """Return the first dependent in one of some relations."""
        return next((j for j in self.children(i) if self._dep[j] in relations), -1)

    def path(self, i: int) -> list[int]:
        """Return the tokens above a token, up to the verb of its clause."""
        path: list[int] = []
        while len(path) < NEAR:
            head = self._heads[i]
            if head == i:
                break
            path.append(head)
            if self.is_verb(head):
                break
            i = head
        return path

    def verb(self, i: int) -> int:
        """Return the verb above a token."""
        last = self.path(i)[-1:]
        return last[0] if last and self.is_verb(last[0]) else -1

    def verb_over(self, start: int, end: int) -> int:
        """Return the verb above a stretch of the text."""
        return self.verb(self.anchor(start, end))

    def subject(self, verb: int) -> int:
        """Return who or what does what a verb says, also where another verb holds the subject."""
        for _ in range(4):
            subject = self.child(verb, SUBJECTS)
            if subject >= 0:
                return subject
            head = self._heads[verb]
            if head == verb or not self.is_verb(head):
                return -1
            verb = head
        return -1

    def phrase(self, noun: int, depth: int = 1) -> list[int]:
        """Return a noun with what describes it before, and ``depth`` phrases with a preposition after."""
        found = [noun]
        for j in self.children(noun):
            dep = self._dep[j]
            if j < noun and dep in DESCRIBING:
                found += [j, *(k for k in self.children(j) if self._dep[k] in WITHIN and k < noun)]
            elif dep == "prep" and depth and noun < j <= noun + 4:
                found += self.with_object(j, depth - 1)
        return found

    def with_object(self, preposition: int, depth: int = 0) -> list[int]:
        """Return a preposition with the phrase that it governs, or nothing."""
        inner = self.child(preposition, {"pobj"})
        return [preposition, *self.phrase(inner, depth)] if inner >= 0 else []

    def past_determiners(self, i: int) -> int:
        """Return the token after "the", "its", "the country's"."""
        while self.tag(i) in DETERMINERS:
            i += 1
        return next((j + 1 for j in range(i, i + 3) if self.tag(j) == "POS"), i)

    def noun(self, i: int) -> int:
        """Return the noun that heads the phrase from a token on, the first plural if there is one."""
        found = -1
        for j in range(i, min(i + 8, self.sentence[i][1] if i < len(self.tokens) else 0)):
            tag = self.tag(j)
            joined = tag in {",", "CC"} and self.tag(j + 1) in JOINED and self.tag(j - 1) not in PLURAL
            if tag in NOUNS:
                found = j
                if tag in PLURAL and self.tag(j + 1) not in {"NN", "NNS"}:
                    break
            elif tag not in MODIFIERS and not joined:
                break
        return found

    def plural_noun(self, i: int) -> int:
        """Return the noun of `noun` if it is a plural."""
        noun = self.noun(i)
        return noun if self.tag(noun) in PLURAL else -1

    def plural(self, i: int) -> str:
        """Return a noun in the plural, a name as it is written."""
        token = self.tokens[i]
        word = str(token.text if token.tag_ in {"NNPS", "NNP"} else token.lower_)
        if token.tag_ in PLURAL or word.endswith("s"):
            return word
        if re.search(r"[^aeiou]y$", word):
            return word[:-1] + "ies"
        return word + ("es" if re.search(r"(?:x|z|ch|sh)$", word) else "s")
