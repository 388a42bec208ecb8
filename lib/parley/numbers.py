"""Numbers in a text, in digits and in words, with their values.

Rules over the text alone, by the lexicon ``units``: "£60m", "two and a half million", "one in five". What is
only written with digits - a version, a date, a name - is no number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from parley.alternatives import either
from parley.registry import Registry

DIGITS = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,3}(?: [0-9]{3}){1,6}|[0-9]{1,15})(?:\.[0-9]{1,6})?"
    r"(?![0-9])(?![.,:/][0-9])(?!-[0-9]{2}-)"
)
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, " and a half": 0.5}
DASHES = frozenset(["-", "–", "—", " - ", " – "])
WHOLE = re.compile(r"\bof (?:which|whom|these|those|them),? $", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """A number as it stands in a text.

    Attributes
    ----------
    start, end
        Its place.
    value
        Its value; of a part the fraction, of "£60m" 6e7.
    kind
        ``digits``, ``words``, ``part`` ("a third of"), ``ratio`` ("one in five") or ``multiple`` ("doubled").
    currency
        The code of a currency whose symbol stands before it, or nothing.
    scale
        What digits are multiplied by ("m", "billion"), else 1.
    """

    start: int
    end: int
    value: float
    kind: str
    currency: str = ""
    scale: float = 1.0


class Numbers:
    """How English writes numbers, by the lexicon ``units``.

    Attributes
    ----------
    measure
        Fits what measures a number, where it ends; its group ``unit`` is a key of the lexicon's measures.
    approximator
        Fits words that say how exact a number is, before it: "at least ".
    """

    def __init__(self, registry: Registry) -> None:
        self._lexicon = registry.lexicons["units"]
        words, self._scales = self._lexicon["words"], self._lexicon["scales"]
        self._letters, self._symbols = self._lexicon["letters"], self._lexicon["symbols"]
        self._cardinals = {w: float(i) for i, w in enumerate(words["numbers"])}
        self._cardinals |= {w: 20.0 + 10 * i for i, w in enumerate(words["tens"])}
        self._parts = {w: i + 2.0 for i, w in enumerate(words["parts"])} | {"quarter": 4.0}
        self._number = re.compile("|".join(self._forms(words)), re.IGNORECASE)
        measures = either(self._lexicon["measures"])
        self.measure = re.compile(rf"(?:-plus|-odd)?[ -]?(?P<unit>{measures})(?!\w|\.\w)", re.IGNORECASE)
        self.approximator = re.compile(rf"\b(?:{either(words['approximators'])}) $", re.IGNORECASE)

    def _forms(self, words: Mapping[str, list[str]]) -> list[str]:
        """The patterns of numbers: ratios, parts, multiples, digits, words; the first that fits is taken."""
        cardinal, scale, letter = either(self._cardinals), either(self._scales), either(self._letters)
        few = rf"(?:{either(words['numbers'])}|[0-9]{{1,3}})"
        twice = either(["twice", "double", "triple", *self._lexicon["multiples"]])
        after = "|".join(f"(?<={s})" for s in self._scales)
        dated = r"(?<![0-9]{4}-(?=[0-9]{2}-))(?<!-[0-9]{2}-)"
        symbol = rf"(?<!\w)(?P<symbol>{either(self._symbols)}) ?"
        plain = rf"(?<![\w.,:/])(?<![^\W\d_][-–]){dated}"
        return [
            rf"(?<!\w)(?P<few>{few})(?:[ -]in[ -](?:every )?|(?: out)? of every | out of | of (?=10\b|ten\b))"
            rf"(?P<many>{few})\b(?![.,][0-9])",
            rf"(?<!\w)(?:(?P<n>{few}|an?)[ -])?(?P<part>{either(self._parts)})s?\b"
            rf"(?! (?:of )?an? (?:{scale})\b)",
            rf"(?<!\w)(?P<fold>{cardinal}|[0-9]{{1,3}})-?fold\b",
            rf"(?<!\w)(?P<twice>{twice})\b",
            rf"(?P<minus>(?<!\S)(?:[-−]|(?<!plus or )minus ))?(?:{symbol}|{plain})"
            rf"(?P<digits>{DIGITS})"
            rf"(?P<vulgar>[½¼¾]| and a half\b)?(?:[ -]?(?P<scale>{scale})\b|(?P<letter> ?(?:{letter}))\b)?",
            rf"(?<![\w-])(?P<words>(?:(?:half |a quarter of )?an? (?:{scale})|(?:{cardinal}))\b"
            rf"(?:(?:[ -]|(?:{after}) and )(?:{cardinal}|{scale})\b){{0,12}}"
            rf"(?: and (?:a|one) (?:half|quarter)\b)?(?:[ -](?:{scale})\b)?)",
        ]

    def find(self, text: str) -> list[Number]:
        """Return the numbers of a text, in order; in "5 to 6 billion" the scale is that of both."""
        found = [n for match in self._number.finditer(text) if (n := self._read(match, text)) is not None]
        for k, (one, other) in enumerate(pairwise(found)):
            bare = one.scale == 1 and one.kind == "digits" and one.value * other.scale < other.value
            if bare and other.scale > 1 and self.is_range(text[one.end : other.start]):
                found[k] = replace(one, value=_rounded(one.value * other.scale))
        return found

    def is_range(self, between: str) -> bool:
        """Whether words between two numbers make one quantity of them: "to", "and almost"."""
        joined = re.match(r" (?:to|or|and) ", between)
        rest = between[joined.end() :] if joined else between
        return rest in DASHES or bool(joined and (not rest or self.approximator.fullmatch(rest)))

    def _read(self, match: re.Match[str], text: str) -> Number | None:
        start, end = match.span()
        group = match.groupdict()
        if group["few"]:
            few, many = self._plain(group["few"]), self._plain(group["many"])
            return Number(start, end, few / many, "ratio") if 0 < few < many else None
        if group["part"]:
            return self._part(match, text)
        if group["fold"]:
            return Number(start, end, self._plain(group["fold"]), "multiple")
        if group["twice"]:
            return self._multiple(match, text)
        if group["words"]:
            value = self._composed(group["words"].lower())
            return Number(start, end, value, "words") if value is not None else None
        return self._digits(match, text)

    def _digits(self, match: re.Match[str], text: str) -> Number | None:
        group, end = match.groupdict(), match.end()
        value = float(re.sub("[, ]", "", group["digits"])) + VULGAR.get(group["vulgar"] or "", 0.0)
        scale = 1.0
        if group["scale"]:
            scale = self._scales[group["scale"].lower()]
        elif group["letter"]:
            letter = group["letter"].strip().lower()
            if group["symbol"] or len(letter) > 1 or re.match(r" [a-z]+s\b", text[end : end + 20]):
                scale = self._letters[letter]
            else:
                end = match.start("letter")
        if text[end : end + 1].isalpha() and not self.measure.match(text, end):
            return None  # "24th", "1990s", "5G"
        symbol = self._symbols[group["symbol"].lower()] if group["symbol"] else ""
        value = _rounded(-value * scale if group["minus"] else value * scale)
        return Number(match.start(), end, value, "digits", symbol, scale)

    def _part(self, match: re.Match[str], text: str) -> Number | None:
        """A part is a figure when it says of what: "a third of", "half the", "by a quarter"."""
        (start, end), part, many = match.span(), match["part"].lower(), match["n"]
        before, after = text[max(0, start - 24) : start], text[end : end + 12].lower()
        word = (re.findall(r"[\w’']+", before) or [""])[-1].lower()
        if not many and (part != "half" or word in self._lexicon["not_claims"]["before_parts"]):
            return None
        if re.match(r" time\b|-", after):
            return None
        n, parts = self._plain(many or "a"), self._parts[part]
        whole = r" (?:of|more|less|fewer|higher|lower|larger|smaller)\b"
        if part == "half":
            whole = r" (?:of|the|its|his|her|their|our|an hour)\b"
        several = n >= 2 and after[:1] in {" ", ",", "."}
        told = re.match(whole, after) or self.approximator.search(before) or WHOLE.search(before)
        return Number(start, end, n / parts, "part") if told or several or word == "by" else None

    def _multiple(self, match: re.Match[str], text: str) -> Number | None:
        """ "twice as many", "double the sum", "prices have doubled"."""
        word, after = match["twice"].lower(), text[match.end() : match.end() + 8].lower()
        if word in self._lexicon["multiples"]:
            value, loose = self._lexicon["multiples"][word], re.match(r" (?:down|up|over|as)\b", after)
            return None if loose else Number(*match.span(), value, "multiple")
        wanted = r" as\b| the\b| that\b| what\b" if word == "twice" else r" the\b| that\b| what\b| its\b"
        value = 3.0 if word == "triple" else 2.0
        return Number(*match.span(), value, "multiple") if re.match(wanted, after) else None

    def _plain(self, text: str) -> float:
        """A number of one word; an article is 1."""
        return self._cardinals.get(text.lower(), 1.0 if text.isalpha() else float(text))

    def _composed(self, text: str) -> float | None:
        """The number that some words make; None where they make none ("twenty twenty-five")."""
        total = current = last = 0.0
        for word in re.findall("[a-z]+", text):
            if word in self._cardinals:
                new, room = self._cardinals[word], current % 100
                if room and not (room >= 20 and room % 10 == 0 and new < 10):
                    return None
                current += new
            elif word in self._scales:
                scale = self._scales[word]
                if scale <= 100:
                    current = (current or 1.0) * scale
                else:
                    total, current, last = total + (current or 1.0) * scale, 0.0, scale
            elif word in self._parts:
                current += (last or 1.0) / self._parts[word]
        return total + current


def _rounded(value: float) -> float:
    """A product without the noise of binary fractions: 4.1 million, not 4099999.9999999995."""
    return float(f"{value:.12g}")


@lru_cache(maxsize=8)
def numbers_of(registry: Registry) -> Numbers:
    """Return how numbers are written, by a registry's lexicon ``units``; compiled once.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> numbers = numbers_of(read_registry())
    >>> [n.value for n in numbers.find("£60m, two and a half million, one in five, 4.2 per cent")]
    [60000000.0, 2500000.0, 0.2, 4.2]
    """
    return Numbers(registry)
