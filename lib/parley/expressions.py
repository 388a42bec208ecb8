"""Expressions of time in a text, before they are placed on the calendar.

The patterns of `data/lexicons/times.toml` find them; where their words mean other things too ("May",
"spring", "2014"), spaCy's parse says which of them are dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from parley.alternatives import either
from parley.dates import DAYS, MONTHS
from parley.happenings import NOUNS, clause_tense, governing_verb
from parley.registry import Registry
from parley.sentences import Reading

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

LASTING = {"over", "in", "for", "within", "during", "throughout"}
ATTRIBUTIVE = {"poss", "compound", "nummod", "amod", "nmod", "npadvmod"}
OBJECT_NOUN = {"dobj", "attr", "nsubjpass"}
NAMES = {"month", "weekday", "holiday"}
"""Groups that hold names, which the lists give with a capital."""
OLDEST = "1500"
"""Four digits from here on may be a year."""
LOOK_BACK = 24
"""So many characters before an expression its preposition is looked for."""
BEFORE = 6
"""So many words before an expression are looked at for its direction."""


@dataclass(frozen=True, eq=False)
class Expression:
    """An expression of time in the clean text: its words, and where it hangs in the parse.

    Attributes
    ----------
    start, end
        Its place, without the preposition.
    rule
        The key of its pattern in the lexicon.
    groups
        What the groups of the pattern hold, empty where nothing.
    tokens
        Its words in the parse.
    prep
        The preposition before it, in small letters, or empty.
    lead
        Where that begins, else ``start``.
    """

    start: int
    end: int
    rule: str
    groups: dict[str, str]
    tokens: Span
    prep: str
    lead: int

    @cached_property
    def root(self) -> Token:
        """The word of the expression that hangs on a word outside it."""
        low, high = self.tokens.start, self.tokens.end
        return next((t for t in reversed(list(self.tokens)) if not low <= t.head.i < high), self.tokens[-1])

    @cached_property
    def before_noun(self) -> bool:
        """Whether it describes the noun behind it: "Wednesday's call", "the 1989 withdrawal"."""
        head = self.root.head
        return head.i >= self.tokens.end and self.root.dep_ in ATTRIBUTIVE and head.pos_ in NOUNS

    @cached_property
    def of_noun(self) -> bool:
        """Whether a preposition ties it to a noun: "the uprising of 2023"."""
        return self.root.head.pos_ == "ADP" and self.root.head.head.pos_ == "NOUN"

    @property
    def noun(self) -> Token | None:
        """The noun that it dates; none where that is the object of a verb, whose time it gives then."""
        if self.before_noun:
            return self.root.head
        noun = self.root.head.head
        return noun if self.of_noun and noun.dep_ not in OBJECT_NOUN else None

    @cached_property
    def words_before(self) -> list[Token]:
        """Some words before it and its preposition, in its sentence."""
        first = self.tokens.start
        words: list[Token] = []
        for token in reversed(self.tokens.doc[max(0, first - BEFORE) : first]):
            if token.idx < self.lead:
                words.insert(0, token)
            if token.is_sent_start:
                break
        return words


def find_expressions(reading: Reading, registry: Registry) -> Iterator[Expression]:
    """Yield the expressions of time in an article, in the order of the text.

    They do not overlap: of two that begin together the longer counts, else the one that begins first. Words
    that only look like a date ("Theresa May", "the spring of a watch", "2014 people") are left out.

    Parameters
    ----------
    reading
        The article.
    registry
        Its lexicon ``times`` holds words and patterns.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> from parley.sentences import read
    >>> from parley.sources import Source
    >>> reading = read(Source("a", "a.txt", "Theresa May resigned on 24 May, after three years.", ""))
    >>> [(e.rule, e.prep, str(e.tokens)) for e in find_expressions(reading, read_registry())]
    [('date', 'on', '24 May'), ('span', '', 'after three years')]
    """
    text, words = reading.text, registry.lexicons["times"]["words"]
    matches = [(m, rule) for rule, pattern in _patterns(registry) for m in pattern.finditer(text)]
    led = re.compile(rf"(?i)(?:^|(?<=\W))({_any(words['prepositions'])})(?: the)? $")
    done = 0
    for match, rule in sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end())):
        start, end = match.span()
        tokens = reading.parse.char_span(start, end, alignment_mode="expand")
        if start < done or tokens is None:
            continue
        before = led.search(text, max(0, start - LOOK_BACK), start)
        prep, lead = (before.group(1).lower(), before.start(1)) if before else ("", start)
        groups = {k: (v or "").strip() for k, v in match.groupdict().items()}
        groups = {k: v if k in NAMES else v.lower() for k, v in groups.items()}
        found = Expression(start, end, rule, groups, tokens, prep, lead)
        if _is_time(found, text, words):
            done = end
            yield found


@lru_cache(maxsize=8)
def _patterns(registry: Registry) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The lexicon's patterns with its lists put in for the words in capitals."""
    lists = registry.lexicons["times"]
    words = {
        "MONTH": _names(lists["months"]),
        "WEEKDAY": _names(lists["weekdays"]),
        "SEASON": _any(lists["seasons"]),
        "HOLIDAY": f"(?-i:{_any(lists['holidays'])})",
        "PERIOD": _any(lists["periods"]),
        "DEICTIC": _any(lists["deictics"]),
        "ORDINAL": _any(lists["ordinals"]),
        "DECADE": _any(lists["decades"]),
        "ONGOING": _any(lists["words"]["ongoing"]),
        "APPROX": _any(lists["words"]["approximators"]),
        "PART": f"(?:the )?{_any(p.removeprefix('the ') for p in lists['parts'])}",
        "NUMBER": r"(?<![\d.,$€£])(?:\d{1,4}(?![\d%]|[.,]\d)|[a-z]{3,5}ty-[a-z]{3,5}|"
        f"{_any(lists['numbers'])})",
        "UNIT": _any({*DAYS, *MONTHS} - {"half"}),
        "YEAR": r"(?:1[0-9]|20)\d\d(?!\d)",
        "DAYTIME": r"(?: (?:early |late )?(?:morning|afternoon|evening|night))?"
        r"(?:,? (?:at|by) (?:noon|midnight|\d{1,2}(?:[.:]\d\d)?(?: ?[ap]\.?m\b\.?)?))?",
    }
    capital = re.compile("|".join(words))
    return tuple(
        (rule, re.compile(rf"(?i)(?<!\w){capital.sub(lambda m: words[m.group()], source)}(?!\w)"))
        for rule, sources in lists["patterns"].items()
        for source in sources
    )


def _any(words: Iterable[str]) -> str:
    return f"(?:{either(form for word in words for form in (word, word.replace('’', chr(39))))})"


def _names(words: Iterable[str]) -> str:
    """Names with a capital, or in capitals; a full stop that ends one is no word's end."""
    return f"(?-i:{_any(form for word in words for form in (word, word.upper()))})"


def _is_time(item: Expression, text: str, words: Mapping[str, Any]) -> bool:
    """Whether words that have other meanings too are a date here."""
    groups, tokens = item.groups, item.tokens
    led = item.prep not in {"", "about", "of"}
    fixed = any(groups.get(name) for name in ("rel", "rel2", "part", "part2", "year"))
    dated = any(t.ent_type_ == "DATE" for t in tokens)
    if item.rule == "month" and not fixed:
        return tokens[-1].pos_ == "PROPN" and tokens[-1].ent_type_ != "PERSON" and (led or dated)
    if item.rule == "season":
        named = groups["year"] or groups["rel2"] or groups["part2"] or groups["rel"] not in {"", "the"}
        noun = tokens[-1].pos_ in NOUNS and text[item.end : item.end + 4] != " of "
        return bool(named) or (led and noun and item.prep != "from")
    if item.rule == "weekday" and tokens.start:
        before = tokens.doc[tokens.start - 1].lower_
        titled = before == "the" and item.root.dep_ == "compound" and item.root.head.pos_ == "PROPN"
        return before not in words["no_weekday"] and not titled  # "the Sunday Times"
    if item.rule == "year" and not groups["part"]:
        return _is_year(item, led or dated, text)
    if item.rule in {"holiday", "period"}:
        return led or fixed
    if item.rule == "span" and groups.get("one") and groups["rel"] in {"the next", "the previous"}:
        return item.prep in LASTING  # without these, "the next year" follows a date before
    if item.rule == "deictic" and groups["day"] == "today":
        name = tokens[0].text[0].isupper() and not tokens[0].is_sent_start and tokens.start > 0
        named = name and tokens[0].nbor(-1).is_alpha  # "USA Today"
        return not named and (item.before_noun or not _is_state(item, words))
    return True


def _is_state(item: Expression, words: Mapping[str, Any]) -> bool:
    """Whether "today" means these times: beside a state in the present, "Europe is weak today"."""
    verb = governing_verb(item.root, words)
    return verb is not None and verb.lemma_ in words["states"] and clause_tense(verb, words) == "present"


def _is_year(item: Expression, known: bool, text: str) -> bool:
    """Whether four digits are a year, and no number of things."""
    token = item.tokens[-1]
    if item.groups["year"] < OLDEST:
        return False
    if item.before_noun and item.tokens.start and token.nbor(-1).dep_ in {"det", "poss", "case"}:
        return True
    if token.dep_ == "nummod" and token.head.tag_ == "NNS" and token.head.i == token.i + 1:
        return False
    around = text[item.start - 1 : item.start], text[item.end : item.end + 1]
    return known or item.prep == "of" or (around[0] in {"(", "["} and around[1] in {")", "]"})
