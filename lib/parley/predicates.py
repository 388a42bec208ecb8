"""The lexicon of stances, looked up at a token: who demands, rejects, reports, ends or keeps what.

The words are ``data/lexicons/stances.toml``. A verb is looked up with its particle and with the preposition
by which what it is about comes: "rule out", "call for", "back away from" before "rule", "call", "back".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from parley.registry import Registry

if TYPE_CHECKING:
    from spacy.tokens import Token

PARTICLES = frozenset(
    ["ahead", "aside", "away", "back", "down", "forward", "off", "out", "up", "over", "short"]
)
VERBAL = frozenset(["VERB", "AUX"])


@dataclass(frozen=True)
class Predicate:
    """What a word says of its holder: the act, and 1 for what it is about or -1 against it."""

    act: str
    sign: int


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of ``stances.toml``, by their use."""

    verbs: Mapping[str, Predicate]
    nouns: Mapping[str, Predicate]
    adjectives: Mapping[str, Predicate]
    words: Mapping[str, Mapping[str, frozenset[str]]]

    def among(self, part: str, key: str, word: str) -> bool:
        """Whether a word stands in one of the lists: ``among("ends", "nouns", "lifting")``."""
        return word in self.words[part][key]

    def verb(self, token: Token, via: str = "") -> Predicate | None:
        """Return the stance of a verb whose complement comes by a preposition, or by none."""
        return next((self.verbs[k] for k in forms(token, via) if k in self.verbs), None)

    def kind(self, token: Token, via: str = "") -> str:
        """Return the list that holds the longest form of a verb: ``verbs``, ``ends``, ``keeps`` or none."""
        for form in forms(token, via):
            if form in self.verbs:
                return "verbs"
            for part in ("ends", "keeps"):
                if form in self.words[part]["verbs"]:
                    return part
        return ""

    def is_verb(self, part: str, token: Token, via: str = "") -> bool:
        """Whether a verb, with particle and preposition, is in a list such as ``ends``."""
        keys = forms(token, via)
        return any(k in self.words[part]["verbs"] for k in keys)

    def noun(self, token: Token) -> Predicate | None:
        """Return the stance of a noun."""
        return self.nouns.get(token.lemma_.lower()) if token.pos_ in {"NOUN", "PROPN"} else None

    def adjective(self, token: Token, via: str = "") -> Predicate | None:
        """Return the stance of an adjective or participle with its preposition."""
        words = (f"{token.lower_} {via}", token.lower_) if via else (token.lower_,)
        return next((self.adjectives[w] for w in words if w in self.adjectives), None)


def forms(token: Token, via: str = "") -> list[str]:
    """Return a verb with its particle and a preposition, from the longest form to the bare one.

    Examples
    --------
    >>> from parley.language import nlp
    >>> forms(nlp()("They backed away from it.")[1], "from")
    ['back away from', 'back from', 'back away', 'back']
    """
    lemma = token.lemma_.lower()
    particles = [
        c.lower_
        for c in token.children
        if c.dep_ == "prt" or (c.dep_ in {"advmod", "prep"} and c.lower_ in PARTICLES and c.i > token.i)
    ]
    stems = [f"{lemma} {p}" for p in particles] + [lemma]
    found = [f"{stem} {via}" for stem in stems if via]
    first = via.split(" ")[0]
    if first != via:
        found += [f"{stem} {first}" for stem in stems]
    return [*found, *stems]


@lru_cache(maxsize=8)
def lexicon(registry: Registry) -> Lexicon:
    """Return the lexicon of a registry's ``stances`` list.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> words = lexicon(read_registry())
    >>> words.verbs["rule out"]
    Predicate(act='reject', sign=-1)
    """
    data: Mapping[str, Any] = registry.lexicons["stances"]
    by: dict[str, dict[str, Predicate]] = {"verbs": {}, "nouns": {}, "adjectives": {}}
    for entry in data["predicate"]:
        for kind, found in by.items():
            for word in entry.get(kind, []):
                found.setdefault(word, Predicate(entry["act"], entry["sign"]))
    words = {
        part: {key: frozenset(listed) for key, listed in lists.items()}
        for part, lists in data.items()
        if part != "predicate"
    }
    return Lexicon(by["verbs"], by["nouns"], by["adjectives"], words)
