"""The table ``claims``: every checkable figure of an article, whose claim it is, and whether it is disputed.

`parley.quantities` finds the figures and `parley.disputes` what disputes them. Here are their claimant, and
the words of the sentence that say what is counted or measured.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

import pandas as pd

from parley import schema
from parley.alternatives import either
from parley.disputes import CORRECTION, Claim, find_disputes
from parley.quantities import Figure, find_figures
from parley.registry import Registry, read_registry
from parley.sentences import Reading
from parley.syntax import MODIFIERS, NEAR, NOUNS, PLURAL, PRONOUNS, Syntax
from parley.voice import stretches
from parley.voiceplaces import AUTHOR

WORDS = 12
"""The most words of ``about``."""
LOOSE = frozenset(["IN", "TO", "CC", "DT", ",", ":", "HYPH", "$", "CD", "MD", ".", "-LRB-", "-RRB-"])
"""Tags of words that say nothing at the beginning or the end of ``about``."""


def find_claims(
    reading: Reading, quotes: pd.DataFrame, mentions: pd.DataFrame, registry: Registry | None = None
) -> pd.DataFrame:
    """Return the table ``claims`` of one article.

    Parameters
    ----------
    reading, quotes, mentions
        The article and its tables.
    registry
        Word lists; the bundled ones by default.

    Returns
    -------
    DataFrame
        The columns of the table, in the order of the text. ``verbatim`` is the number with the word that
        says how exact it is and what is counted. ``value`` is in base units: "$2bn" is 2e9, "4%" is 4, "a
        third of" is 0.333 with the unit ``share``, "doubled" is 2 with the unit ``times``. ``unit`` is a
        currency code, ``percent``, ``share``, ``times``, a measure, or the noun counted, in the plural.
        ``about`` are words of the sentence that say what is counted or measured. ``claimant`` is the actor,
        or the source as it stands; ``author`` if nobody else claims it; empty where words are quoted and
        nothing says whose they are. ``rule`` says by what the unit, the claimant and the dispute were found.

    Examples
    --------
    >>> from parley.actors import find_mentions
    >>> from parley.quotes import find_quotes
    >>> from parley.sentences import read
    >>> from parley.sources import Source
    >>> text = "Maria Lund falsely claimed that the strike cost £60m a day."
    >>> reading = read(Source("a", "a.txt", text, ""))
    >>> mentions = find_mentions(reading)
    >>> claims = find_claims(reading, find_quotes(reading, mentions), mentions)
    >>> claims[["verbatim", "value", "unit", "claimant", "disputed"]].values.tolist()
    [['£60m a day', 60000000.0, 'GBP per day', 'Maria Lund', True]]
    """
    registry = registry or read_registry()
    syntax = Syntax(reading)
    figures = find_figures(syntax, registry, _speakers(reading, syntax, quotes))
    claimants = _Claimants(reading, syntax, quotes, mentions, registry)
    claims = [Claim(figure, *claimants.of(figure)) for figure in figures]
    about = _About(syntax, figures, registry)
    rows = []
    for claim, dispute in zip(claims, find_disputes(syntax, claims, registry), strict=True):
        figure = claim.figure
        rows.append(
            {
                **reading.place(figure.start, figure.end),
                "verbatim": reading.as_scraped(figure.start, figure.end),
                "value": figure.number.value,
                "unit": figure.unit,
                "about": about.of(figure),
                "claimant": claim.claimant,
                "disputed": bool(dispute),
                "rule": "; ".join(part for part in (figure.rule, claim.ground, dispute) if part),
            }
        )
    return schema.frame("claims", rows)


def _speakers(reading: Reading, syntax: Syntax, quotes: pd.DataFrame) -> set[int]:
    """The tokens that name who speaks: "two diplomats" who say something are no figure."""
    found: set[int] = set()
    for row in schema.rows(quotes, "speaker_start", "speaker_end"):
        if row.speaker_start < 0:
            continue
        for i in syntax.span(*reading.clean_span(row.speaker_start, row.speaker_end))[:NEAR]:
            if syntax.is_verb(i) or syntax.word(i) == "that":
                break
            found.add(i)
    return found


class _About:
    """What the figures of an article are about."""

    def __init__(self, syntax: Syntax, figures: Iterable[Figure], registry: Registry) -> None:
        self.syntax = syntax
        self.contrast = registry.lexicons["units"]["disputing"]["contrast"]
        self.cores = {i for f in figures for i in syntax.span(f.start, f.core)}

    def of(self, figure: Figure) -> str:
        """The words of the figure's phrase and clause in short, without figures."""
        syntax, first = self.syntax, self.syntax.at(figure.number.start)
        anchor = syntax.anchor(figure.start, figure.end)
        chosen = syntax.phrase(figure.noun if figure.noun >= 0 else anchor)
        for i in [anchor] if syntax.is_verb(anchor) else syntax.path(anchor):
            if syntax.is_noun(i):
                chosen += syntax.phrase(i)
            elif syntax.is_verb(i):  # the last of the path
                chosen += self._clause(i)
        kept = {i for i in chosen if i not in self.cores and not self._is_glue(i)}
        return self._joined(sorted(sorted(kept, key=lambda i: (abs(i - first), i))[:WORDS]))

    def _clause(self, verb: int) -> list[int]:
        """A verb with subject, object and complements, each in short."""
        syntax, found, subject = self.syntax, [verb], self.syntax.subject(verb)
        if subject >= 0:
            found += syntax.phrase(subject)
        for j in syntax.children(verb):
            dep = syntax.tokens[j].dep_
            if dep in {"aux", "neg", "prt", "auxpass"}:
                found.append(j)
            elif dep in {"dobj", "attr", "acomp"}:
                found += syntax.phrase(j)
            elif dep == "prep" and j > verb and syntax.word(j) not in self.contrast:
                found += syntax.with_object(j)
        return found

    def _is_glue(self, i: int) -> bool:
        """An article, or a preposition that only tied a phrase to a figure."""
        tag = self.syntax.tag(i)
        if tag == "IN" and self.syntax.word(i) == "of" and i - 1 in self.cores:
            return True
        counted = self.syntax.tag(i + 1) in MODIFIERS | PLURAL and self.syntax.tag(i + 2) in NOUNS
        return tag in {"DT", "_SP", ",", "PDT"} or (tag == "IN" and i + 1 in self.cores and not counted)

    def _joined(self, chosen: list[int]) -> str:
        """The words as they stand, without loose ends."""
        tag, text = self.syntax.tag, self.syntax.text
        chosen = [i for i in chosen if tag(i) != "HYPH" or i - 1 in chosen]
        while chosen and tag(chosen[-1]) in LOOSE:
            chosen = chosen[:-1]
        while chosen and tag(chosen[0]) in LOOSE | {"POS"}:
            chosen = chosen[1:]
        words = ""
        for i, before in zip(chosen, [-9, *chosen], strict=False):
            token = self.syntax.tokens[i]
            if token.is_quote:
                continue
            glue = before == i - 1 and not text[token.idx - 1].isspace()
            words += token.text if glue or not words else " " + token.text
        return words


class _Claimants:
    """Who claims the figures of an article."""

    def __init__(
        self,
        reading: Reading,
        syntax: Syntax,
        quotes: pd.DataFrame,
        mentions: pd.DataFrame,
        registry: Registry,
    ) -> None:
        self.reading, self.syntax = reading, syntax
        lexicon = registry.lexicons["units"]
        self.claiming, self.measures = lexicon["claiming"], lexicon["measures"]
        self.truth = re.compile(rf" (?:{either(lexicon['disputing']['truth'])})\b")
        self.quotes = list(schema.rows(quotes))
        numbers = [str(i) for i in range(len(quotes))]
        self.voices = list(stretches(reading.sentences, quotes, numbers))
        self.voice_starts = [voice.char_start for voice in self.voices]
        self.actors: dict[int, str] = {}
        for row in schema.rows(mentions, "char_start", "char_end", "actor"):
            own = syntax.span(*reading.clean_span(row.char_start, row.char_end))
            self.actors |= dict.fromkeys(own, row.actor)

    def of(self, figure: Figure) -> tuple[str, str]:
        """The claimant, and the ground for it."""
        if self.truth.match(self.syntax.text[figure.core : figure.core + 20].lower()):
            return AUTHOR, CORRECTION  # "three times the actual aid" sets another figure right
        low = self.reading.raw_span(figure.number.start, figure.number.end)[0]
        k = bisect_right(self.voice_starts, low) - 1
        if k >= 0 and self.voices[k].speaker and self.voices[k].char_end > low:
            row = self.quotes[int(self.voices[k].speaker)]
            if not self._is_adduced(row):
                return self._source(row), str(self.voices[k].voice)
        return self._subject(figure) or self._named_beside(figure) or (AUTHOR, "")

    def _is_adduced(self, row: Any) -> bool:
        """A report in which the figure is wanted, not stated, or that the author brings as evidence."""
        if row.cue_start < 0 or row.kind == "direct":
            return False
        cue = self.syntax.span(*self.reading.clean_span(row.cue_start, row.cue_end))
        wanted = any(self.syntax.lemma(i) in self.claiming["acts"] for i in cue)
        return wanted or (row.source == "document" and any(self.syntax.tag(i) == "VBG" for i in cue))

    def _source(self, row: Any) -> str:
        """The speaker of a quotation, or the description of one; empty for a pronoun."""
        if row.speaker or row.speaker_start < 0:
            return str(row.speaker)
        low, _ = self.reading.clean_span(row.speaker_start, row.speaker_end)
        alone = " " not in row.speaker_text and self.syntax.tag(self.syntax.at(low)) in PRONOUNS
        return "" if alone else str(row.speaker_text)

    def _subject(self, figure: Figure) -> tuple[str, str] | None:
        """ "The bank puts the loss at $19 million", "the union says £60m a day"."""
        syntax = self.syntax
        verb = syntax.verb_over(figure.start, figure.end)
        if verb >= syntax.at(figure.start) or syntax.lemma(verb) not in self.claiming["verbs"]:
            return None
        subject = syntax.subject(verb)
        if subject < 0 or syntax.tokens[subject].dep_ == "nsubjpass" or syntax.tag(verb) == "VBG":
            return None
        name = self._name(subject, verb)
        return (name, "subject") if name else None

    def _named_beside(self, figure: Figure) -> tuple[str, str] | None:
        """ "(according to the bank)", "by the bank's estimate", "..., the bank reported on Friday"."""
        syntax, own = self.syntax, self.syntax.span(figure.start, figure.end)
        low, high = syntax.sentence[own[0]]
        for j in range(max(own[0] - 8, low), min(own[-1] + NEAR, high)):
            if j <= own[-1] + 4 and syntax.word(j) == "according":
                return self._actor(range(j + 2, min(j + 6, high)), "according to")
            noun = syntax.lemma(j) in self.claiming["nouns"] and syntax.tag(j - 1) == "POS"
            if j < own[-1] + 10 and noun:
                owner = range(max(j - 5, low), j)
                if any(syntax.word(k) in self.claiming["by"] for k in owner):
                    return self._actor(owner, "possessor")
            if j > own[-1] and high - j <= 7 and self._closes(j):
                name = self._name(j - 1, j)
                return (name, "closing report") if name else None
        return None

    def _closes(self, verb: int) -> bool:
        """Whether a verb of saying ends its sentence: ", Reuters reported on Friday."."""
        says = self.syntax.lemma(verb) in self.claiming["verbs"] and self.syntax.tag(verb) in {"VBD", "VBZ"}
        return says and any(self.syntax.word(i) == "," for i in range(verb - 5, verb))

    def _actor(self, places: Iterable[int], ground: str) -> tuple[str, str] | None:
        actor = next((self.actors[i] for i in places if i in self.actors), "")
        return (actor, ground) if actor else None

    def _name(self, subject: int, verb: int) -> str:
        """The actor of a subject, or its phrase up to the verb; empty for a pronoun that nothing resolves."""
        syntax = self.syntax
        if subject in self.actors:
            return self.actors[subject]
        if syntax.word(subject) in self.measures or not syntax.is_noun(subject):
            return ""
        low, last = min(syntax.phrase(subject, 0)), subject
        if syntax.tag(subject + 1) in {"IN", "VBN"} and subject < verb <= subject + 10:
            last = verb - 1
        low -= syntax.tag(low - 1) in {"DT", "PRP$"}
        return " ".join(syntax.text[syntax.start(low) : syntax.end(last)].split())
