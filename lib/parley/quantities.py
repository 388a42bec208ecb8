"""Figures in a text: numbers with what they count or measure.

Rules over text and parse, with the words of the lexicon ``units``: a currency, a measure or a noun beside the
number gives it its unit; where it has none, that of a range, of the figure before, or of its clause. A number
that dates, names or orders something is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from parley.alternatives import either
from parley.numbers import Number, numbers_of
from parley.registry import Registry
from parley.syntax import NEAR, NOUNS, PLURAL, PRONOUNS, SUBJECTS, Syntax

SAME_NOUN = 12
"""Above this value a noun in the singular may be counted: "400 infantry", but not "12 May"."""
COMPLEMENTS = frozenset(["pobj", "dobj", "attr", "npadvmod"])
PLAIN = frozenset(["digits", "words"])
TAKEN_UP = frozenset(["them", "these", "those", "which", "whom"])


@dataclass(frozen=True)
class Figure:
    """A number with its unit.

    Attributes
    ----------
    number
        The number.
    start, end
        Its place in the clean text, with the words that say how exact it is, and with what is counted.
    core
        Where number and measure end.
    unit
        As in the table ``claims``.
    rule
        By what the unit was found.
    noun
        The token of what is counted, or of which a share is given; -1 for none.
    """

    number: Number
    start: int
    core: int
    end: int
    unit: str
    rule: str
    noun: int = -1


def find_figures(syntax: Syntax, registry: Registry, apart: Collection[int] = ()) -> list[Figure]:
    """Return the figures of an article in the order of the text.

    Parameters
    ----------
    syntax
        The article.
    registry
        Word lists.
    apart
        Tokens whose numbers are no figures, such as those of who speaks: "two diplomats".

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> from parley.sentences import read
    >>> from parley.sources import Source
    >>> reading = read(Source("a", "a.txt", "In 2022 it fired some 5,000 soldiers and 12 clerks.", ""))
    >>> [(f.number.value, f.unit, f.rule) for f in find_figures(Syntax(reading), read_registry())]
    [(5000.0, 'soldiers', 'count'), (12.0, 'clerks', 'count')]
    """
    return list(_Finder(syntax, registry).figures(apart))


@lru_cache(maxsize=8)
def _patterns(registry: Registry) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What fits a period ("a year"), what a share is of ("of GDP"), and a verb that makes victims."""
    lexicon = registry.lexicons["units"]
    words, verbs = lexicon["words"], lexicon["people"]["verbs"]
    every = rf"(?:an?|per|each|every)[ -](?P<period>{either(words['periods'])})"
    period = rf"[ -](?:{every}|(?P<adverb>{either(words['adverbs'])}))\b"
    base = rf" of (?:\w+ )?(?P<base>{either(words['bases'])})\b"
    victims = rf"(?:{'|'.join(v.removesuffix('e') for v in verbs)})e?(?:s|d|ing)?"
    return re.compile(period, re.IGNORECASE), re.compile(base, re.IGNORECASE), re.compile(victims)


def _alone(number: Number, unit: str, rule: str, noun: int = -1) -> Figure:
    """A figure that is no longer than its number."""
    return Figure(number, number.start, number.end, number.end, unit, rule, noun)


class _Finder:
    """The article and the words by which its figures are found."""

    def __init__(self, syntax: Syntax, registry: Registry) -> None:
        self.syntax, self.text = syntax, syntax.text
        self.numbers = numbers_of(registry)
        self.lexicon = registry.lexicons["units"]
        self.words, self.not_claims = self.lexicon["words"], self.lexicon["not_claims"]
        self.people = self.lexicon["people"]
        self.period, self.base, self.victims = _patterns(registry)

    def figures(self, apart: Collection[int]) -> Iterator[Figure]:
        numbers = self.numbers.find(self.text)
        known: dict[float, str] = {}
        last: Figure | None = None
        for number, following in zip_longest(numbers, numbers[1:]):
            if self._is_label(number):
                continue
            figure = (
                self._figure(number)
                or self._in_range(number, following)
                or self._after(number, last)
                or self._bare(number, last, known)
            )
            if figure is None or self._is_time(figure) or self.syntax.at(number.start) in apart:
                continue
            last = replace(figure, start=self._approximated(figure.start, last.end if last else 0))
            known.setdefault(number.value, figure.unit)
            yield last

    def _approximated(self, start: int, low: int) -> int:
        """Where a figure begins: with the words that say how exact it is."""
        for _ in range(2):
            match = self.numbers.approximator.search(self.text, max(low, start - 24), start)
            if match is None or (match.group().count(" ") == 1 and self._is_place(match.start())):
                break
            start = match.start()
        return start

    def _is_place(self, start: int) -> bool:
        """Whether a word is a preposition: "over" in "control over four regions", not in "over 40 men"."""
        token = self.syntax.tokens[self.syntax.at(start)]
        return token.dep_ == "prep" and token.head.i == token.i - 1 and self.syntax.is_noun(token.head.i)

    # What is no figure

    def _is_label(self, number: Number) -> bool:
        """A number that names or dates a thing: "Article 5", "24 March", "in 2022", "the Big Four"."""
        if number.kind not in PLAIN or number.currency:
            return False
        syntax, own = self.syntax, self.syntax.span(number.start, number.end)
        first, before, following = own[0], syntax.word(own[0] - 1), syntax.word(own[-1] + 1)
        if before.rstrip(".") in self.words["months"] or self._names_one(first - 1, number, own[-1] + 1):
            return True
        if following.rstrip(".") in self.words["months"] and number.value <= 31:
            return True
        if before in {"under", "over"} and syntax.tag(first - 2) in PLURAL:  # "people under 30"
            return True
        written = self.text[number.start : number.end]
        year = written.isdigit() and len(written) == 4 and 1900 <= number.value < 2100
        if year and not self.numbers.measure.match(self.text, number.end):
            return True
        capital = written[:1].isupper() and number.kind == "words"
        begins = first == syntax.sentence[first][0] or not before.isalpha()
        return capital and not begins and not self._is_headline(first)

    def _names_one(self, i: int, number: Number, after: int) -> bool:
        """ "Article 5", "page 3", "Fortune 500 companies", but not "this year 500 companies"."""
        if self.syntax.word(i) not in self.not_claims["labels"]:
            return False
        named = self.syntax.tokens[i].text[0].isupper() and i > self.syntax.sentence[i][0]
        counted = self.syntax.plural_noun(after) >= 0 or self.numbers.measure.match(self.text, number.end)
        return named or not counted

    def _is_headline(self, i: int) -> bool:
        """Whether most words around a token begin with a capital, so that a capital says nothing."""
        low, high = self.syntax.sentence[i]
        near = self.syntax.tokens[max(low + 1, i - 8) : min(high, i + 8)]
        words = [t for t in near if t.is_alpha and t.i != i]
        return sum(t.text[0].isupper() for t in words) > len(words) / 2

    def _is_time(self, figure: Figure) -> bool:
        """A duration that only places something in time, or is an age: "three years ago", "a 14-year-old"."""
        if figure.unit.split(" ")[0] not in self.words["durations"]:
            return False
        syntax = self.syntax
        first, after = syntax.at(figure.number.start), syntax.at(figure.end - 1) + 1
        after += syntax.word(after) == "-"
        if figure.number.value == 1 or syntax.word(after) in self.not_claims["time_after"]:
            return True
        if syntax.word(after) in {"in", "on"} and syntax.tag(after + 1) in {",", ".", ":", "''"}:
            return True
        begin = syntax.at(self._approximated(figure.start, 0))
        before = syntax.word(begin - 1)
        if {syntax.word(first - 1), before} & set(self.not_claims["time_before"]):
            return True
        if before == "in":  # but "the highest in nine months"
            return not any(syntax.tag(j) in {"JJS", "RBS"} for j in range(begin - 4, begin))
        if before == "for":
            verb = syntax.verb(first)
            return verb < 0 or any(syntax.lemma(j) == "have" for j in syntax.children(verb))
        return False

    # A unit beside the number

    def _figure(self, number: Number) -> Figure | None:
        """A number with a currency, a measure or a counted noun beside it."""
        if number.currency:
            return self._recurring(_alone(number, number.currency, "sum"))
        if number.kind in {"part", "ratio"}:
            return self._share(_alone(number, "share", number.kind))
        if number.kind == "multiple":
            return _alone(number, "times", number.kind)
        measure = self.numbers.measure.match(self.text, number.end)
        if measure is None or (len(measure["unit"]) == 1 and measure.group()[0] in " -"):
            return self._counted(number)
        return self._measured(number, measure)

    def _recurring(self, figure: Figure) -> Figure:
        """A figure, with how often it recurs: "$2bn a year"."""
        match = self.period.match(self.text, figure.end)
        if match is None:
            return figure
        if self.syntax.word(self.syntax.at(match.end() - 1) + 1) in self.not_claims["time_after"]:
            return figure
        period = (match["period"] or self.words["adverbs"][match["adverb"].lower()]).lower()
        core = match.end() if figure.noun < 0 else figure.core
        return replace(figure, unit=f"{figure.unit} per {period}", core=core, end=match.end())

    def _measured(self, number: Number, measure: re.Match[str]) -> Figure:
        unit, core = self.lexicon["measures"][measure["unit"].lower()], measure.end()
        figure = Figure(number, number.start, core, core, unit, "measure")
        if unit in self.words["durations"]:
            return self._recurring(figure)
        if unit != "percent":
            return self._recurring(self._share(figure))
        base = self.base.match(self.text, core)
        if base is None:
            return self._share(replace(figure, rule="percent"))
        unit = "percent of " + self.words["bases"][base["base"].lower()]
        return Figure(number, number.start, base.end(), base.end(), unit, "percent")

    def _share(self, figure: Figure) -> Figure:
        """A figure with what it is a share or an amount of: "a third of the funds", "90 tonnes of steel"."""
        i = self.syntax.at(figure.end - 1) + 1
        if self.syntax.word(i) != "of":
            return figure
        noun = self.syntax.noun(self.syntax.past_determiners(i + 1))
        return figure if noun < 0 else replace(figure, end=self.syntax.end(noun), noun=noun)

    def _counted(self, number: Number) -> Figure | None:
        """A number of things: "three ports", "a 14-page order", "three of its ports"."""
        syntax, last = self.syntax, self.syntax.at(number.end - 1)
        i, rule = last + 1, "count"
        if syntax.word(i) == "-":
            noun = i + 1 if syntax.tag(i + 1) in NOUNS and syntax.word(i + 1).isalpha() else -1
        elif syntax.word(i) == "of":
            noun, rule = syntax.plural_noun(syntax.past_determiners(i + 1)), "count of"
        else:
            noun = syntax.noun(i)
            mass = syntax.tag(noun) == "NN" and syntax.tokens[last].head.i == noun
            if syntax.tag(noun) not in PLURAL and not (mass and number.value > SAME_NOUN):
                noun = -1
        if noun < 0 or not self._is_count(number, syntax.plural(noun), noun):
            return None
        end = syntax.end(noun)
        return self._recurring(Figure(number, number.start, number.end, end, syntax.plural(noun), rule, noun))

    def _is_count(self, number: Number, unit: str, noun: int) -> bool:
        """Whether anybody would check the count: not "one ship", "the two men", "three reasons"."""
        limit = self.not_claims["structure_limit"]
        orders = unit.lower() in self.not_claims["structure"] and number.value <= limit
        if number.value == 1 or orders:
            return False
        victims = self.syntax.lemma(self.syntax.verb(noun)) in self.people["verbs"]
        return number.value > 2 or victims or self.syntax.word(noun + 1) in self.people["states"]

    # A unit said elsewhere

    def _in_range(self, number: Number, second: Number | None) -> Figure | None:
        """ "10" in "10 to 15 percent": the unit is said once, after the second."""
        if second is None or number.kind not in PLAIN or second.value <= number.value:
            return None
        is_range = self.numbers.is_range(self.text[number.end : second.start].lower())
        figure = self._figure(second) if is_range else None
        return figure and _alone(number, figure.unit, figure.rule + " in a range", figure.noun)

    def _after(self, number: Number, last: Figure | None) -> Figure | None:
        """ "210" in "320 votes to 210", "6 billion" in "$5 to 6 billion"."""
        after = self.syntax.at(number.end - 1) + 1
        if last is None or number.kind != "digits" or self.syntax.tag(after) in NOUNS:
            return None
        between = self.text[last.end : number.start]
        if between == " to " or (last.number.currency and self.numbers.is_range(between)):
            return _alone(number, last.unit, "in a range", last.noun)
        return None

    def _bare(self, number: Number, last: Figure | None, known: Mapping[float, str]) -> Figure | None:
        """A number that stands for its noun: "killing 12", "Seventy have hit", "the toll rose to 41"."""
        place = self.syntax.at(number.end - 1)
        after = self.syntax.word(place + 1)
        if number.value <= 2 or self.syntax.tag(place + 1) in NOUNS or after in {"-", "/"}:
            return None
        if after in self.people["states"]:
            return replace(_alone(number, "people", "people"), end=self.syntax.end(place + 1))
        if last is not None and self._goes_on(number, place, last):
            return _alone(number, last.unit, "unit of the figure before", last.noun)
        if after == "of":
            return None
        if self._counts_people(number, place):
            return _alone(number, "people", "people")
        if (noun := self._noun_elsewhere(number, place)) >= 0:
            return _alone(number, self.syntax.plural(noun), "noun elsewhere", noun)
        if number.value % 1 and number.value in known:
            return _alone(number, known[number.value], "unit said before")
        return None

    def _goes_on(self, number: Number, place: int, last: Figure) -> bool:
        """Whether a bare number has the noun of the figure before: "200 of them", "we measured 19"."""
        syntax, first = self.syntax, self.syntax.at(number.start)
        if first - syntax.at(last.end) > NEAR:
            return False
        if syntax.word(place + 1) == "of":
            return syntax.word(place + 2) in TAKEN_UP
        verb = syntax.verb(place)
        if syntax.tokens[place].dep_ not in COMPLEMENTS or not 0 <= verb <= first:
            return False
        lemma = syntax.lemma(verb)
        if lemma == "be" and syntax.tag(syntax.child(verb, SUBJECTS)) not in PRONOUNS:
            return False  # "it was 86", not "the sample is 651"
        rival = lemma in self.lexicon["disputing"]["rivals"] and syntax.word(first - 1) in {"at", "nearer"}
        return rival or lemma == syntax.lemma(syntax.verb_over(last.start, last.end))

    def _counts_people(self, number: Number, last: int) -> bool:
        """ "killing at least 40", "the death toll rose to 41"."""
        first = self.syntax.at(number.start)
        if self.syntax.word(self._subject_before(last)) in self.people["subjects"]:
            return True
        return any(self.victims.fullmatch(self.syntax.word(i)) for i in range(first - 4, first))

    def _noun_elsewhere(self, number: Number, last: int) -> int:
        """The noun of a number without one: in the sentence before ("Seventy have hit"), or the subject."""
        syntax, token, first = self.syntax, self.syntax.tokens[last], self.syntax.at(number.start)
        if token.dep_ in SUBJECTS and syntax.is_verb(token.head.i) and token.head.i > last:
            before = range(first - 1, max(first - NEAR, 0) - 1, -1)
            return next((j for j in before if syntax.tag(j) in PLURAL), -1)
        subject = self._subject_before(last)
        if subject < 0 or syntax.lemma(token.head.i) not in self.words["reaching"]:
            return -1
        if syntax.word(subject) in self.lexicon["disputing"]["anaphors"] and syntax.word(subject + 1) == "of":
            subject = syntax.noun(syntax.past_determiners(subject + 2))
        return subject if syntax.tag(subject) in PLURAL else -1

    def _subject_before(self, last: int) -> int:
        """The subject of the verb that a number completes."""
        if self.syntax.tokens[last].dep_ not in COMPLEMENTS:
            return -1
        verb = self.syntax.verb(last)
        subject = self.syntax.child(verb, SUBJECTS) if verb >= 0 else -1
        return subject if subject < last else -1
