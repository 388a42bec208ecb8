"""Which figures an article disputes, and by what words.

Looked for are words of falsity and contrast in the figure's sentence, a correction or a contest in the next
one, an announcement in the one before, and a rival figure or the author's own beside it. The words are those
of the lexicon ``units``, under ``disputing``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parley.alternatives import either
from parley.quantities import Figure
from parley.registry import Registry
from parley.speech import shade_of
from parley.syntax import NEAR, NOUNS, Syntax
from parley.voiceplaces import AUTHOR

CORRECTION = "correction"
"""The ground of a claim by which the author sets another figure right."""
RIVAL = "rival figure"
NEGATED = re.compile(
    r"(?:it|that|this|they|he|she) (?:is|was|has|had|did|does|do|have|are|were)(?: not|n[’']t)[.!;]"
)
POINTING = frozenset(["that", "this", "these", "those"])


@dataclass(frozen=True)
class Claim:
    """A figure, its claimant (as in the table ``claims``), and on what ground it is the claimant."""

    figure: Figure
    claimant: str
    ground: str


def find_disputes(syntax: Syntax, claims: Sequence[Claim], registry: Registry) -> list[str]:
    """Return for each claim of an article by what words the article disputes it, or nothing.

    Parameters
    ----------
    syntax
        The article.
    claims
        All its claims, in the order of the text.
    registry
        Word lists.

    Returns
    -------
    list of str
        The word or phrase as in the text, in lower case; ``correction`` where the author gives another figure
        at once, ``rival figure`` where another claimant does; empty where nothing disputes the figure.

    Examples
    --------
    >>> from parley.quantities import find_figures
    >>> from parley.registry import read_registry
    >>> from parley.sentences import read
    >>> from parley.sources import Source
    >>> syntax = Syntax(read(Source("a", "a.txt", "Lund falsely claimed that prices rose 4%.", "")))
    >>> figures = find_figures(syntax, read_registry())
    >>> find_disputes(syntax, [Claim(f, "Lund", "subject") for f in figures], read_registry())
    ['falsely']
    """
    return _Finder(syntax, claims, registry).disputes()


class _Finder:
    """The article, its claims and the words that dispute them."""

    def __init__(self, syntax: Syntax, claims: Sequence[Claim], registry: Registry) -> None:
        self.syntax, self.claims, self.registry = syntax, claims, registry
        self.words = registry.lexicons["units"]["disputing"]
        self.contrast = re.compile(rf"(?:{either(self.words['contrast'])})\b")
        self.correction = re.compile(rf"(?:{either(self.words['correction'])})\b")
        self.cores = {i for c in claims for i in syntax.span(c.figure.number.start, c.figure.core)}
        self.claiming = {*self.words["anaphors"], *registry.words("cues", "nouns")}

    def disputes(self) -> list[str]:
        found = [self._words_against(claim) for claim in self.claims]
        for k, (one, other) in enumerate(pairwise(self.claims)):
            if other.ground == CORRECTION and self._sentence(one) == self._sentence(other):
                found[k] = found[k] or CORRECTION
            if self._are_rivals(one, other):
                found[k : k + 2] = [word or RIVAL for word in found[k : k + 2]]
        return found

    def _words_against(self, claim: Claim) -> str:
        if claim.ground == CORRECTION:
            return ""
        others = claim.claimant != AUTHOR
        against = self._denied(claim.figure) or (self._contrasted(claim.figure) if others else "")
        return against or self._taken_up(claim) or (self._announced(claim) if others else "")

    def _sentence(self, claim: Claim) -> tuple[int, int]:
        return self.syntax.sentence[self.syntax.at(claim.figure.start)]

    def _denied(self, figure: Figure) -> str:
        """Words of the same sentence: "falsely claims", "an inflated $5bn", "rejected the $5bn"."""
        syntax, own = self.syntax, self.syntax.span(figure.start, figure.end)
        first, (low, high) = own[0], syntax.sentence[own[0]]
        for j in range(min(own[-1] + 2, high - 1), max(first - NEAR, low) - 1, -1):
            if syntax.word(j) in self.words["falsity"] and self._judges(j, own):
                return syntax.word(j)
            if j < first and (self._opens_contrast(j) or syntax.word(j) in {":", ";"}):
                break
            if j < first - 3 and j in self.cores:
                break  # the word belongs to the figure before
        verb = syntax.verb_over(figure.start, figure.end)
        direct = syntax.word(first - 1) in {"the", "that", "this"} and figure.noun < 0 and verb < first
        return syntax.word(verb) if direct and syntax.lemma(verb) in self.words["verbs"] else ""

    def _judges(self, i: int, own: range) -> bool:
        """Whether a word of falsity is about a figure or a claim: "falsely said", "the inflated total"."""
        if i in own or i == own[0] - 1:
            return True
        tokens = self.syntax.tokens
        around = [tokens[j] for j in range(max(i - 4, 0), min(i + 4, len(tokens))) if j != i]
        return any(
            t.lower_ in self.claiming or (t.pos_ == "VERB" and shade_of(t.lemma_, self.registry))
            for t in around
        )

    def _contrasted(self, figure: Figure) -> str:
        """Words of the same sentence after the figure: "despite a survey"."""
        own = self.syntax.span(figure.start, figure.end)
        after = range(own[-1] + 1, min(own[-1] + NEAR, self.syntax.sentence[own[0]][1]))
        return self.syntax.word(next((j for j in after if self._opens_contrast(j)), -1))

    def _opens_contrast(self, i: int) -> bool:
        """Whether words begin at a token that set evidence against what was said: "despite a survey"."""
        start = self.syntax.start(i)
        if not self.contrast.match(self.syntax.text[start : start + 24].lower()):
            return False
        return any(self.syntax.word(j) in self.words["evidence"] for j in range(i, i + 12))

    def _taken_up(self, claim: Claim) -> str:
        """The next sentence, where it corrects the figure or contests it: "That figure is contested"."""
        low = self._sentence(claim)[1]
        if low >= len(self.syntax.tokens):
            return ""
        start = self.syntax.start(low)
        opening = self.syntax.text[start : start + 40].lower().lstrip(" “\"'‘")
        if NEGATED.match(opening):
            return " ".join(opening.split()[:3]).rstrip(".!;")
        correction = self.correction.match(opening)
        if correction:
            return correction.group()
        return self._contests(range(low, min(self.syntax.sentence[low][1], low + NEAR)))

    def _contests(self, places: range) -> str:
        """The word by which a sentence contests "that figure"."""
        word = self.syntax.word
        for i in places:
            if word(i) in self.words["anaphors"] and word(i - 1) in POINTING:
                for j in range(max(i - 5, places.start), min(i + 6, places.stop)):
                    if self.syntax.lemma(j) in self.words["verbs"] or word(j) in self.words["falsity"]:
                        return word(j)
        return ""

    def _announced(self, claim: Claim) -> str:
        """The sentence before, where it says that figures are disputed."""
        low = self._sentence(claim)[0]
        for j in range(max(low - NEAR, 0), low):
            word = self.syntax.word(j)
            if word in self.words["announcing"] and self.syntax.tag(j + 1) not in NOUNS:
                return word
        return ""

    def _are_rivals(self, one: Claim, other: Claim) -> bool:
        """Two claimants who put the same thing at different figures, one after the other."""
        if self.syntax.at(other.figure.start) - self.syntax.at(one.figure.end) > NEAR:
            return False
        units = {claim.figure.unit.split(" per ")[0] for claim in (one, other)}
        if len(units) > 1 or one.figure.number.value == other.figure.number.value:
            return False
        if one.claimant == other.claimant or {AUTHOR, ""} & {one.claimant, other.claimant}:
            return False
        verb = self.syntax.verb_over(other.figure.start, other.figure.end)
        return self.syntax.lemma(verb) in self.words["rivals"]
