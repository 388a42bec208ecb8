"""What expressions of time mean: the days of "last week", "mid-May", "two years ago" where they stand.

No text is read here. The groups of a pattern of `data/lexicons/times.toml` are what the words say, a
`Context` is what their place says, and the rule of the pattern does the rest. A value keeps the unit of its
expression, as in TimeML (Pustejovsky et al. 2003): "two years ago" is a year, not a day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from parley.dates import DAYS, MONTHS, SATURDAY, When, around, months, shift, unit_of, years

Groups = dict[str, str]
RELATIVE = {"last": -1, "past": -1, "previous": -1, "before": -1, "this": 0, "current": 0, "the": 0}
RELATIVE |= {"that": 0, "same": 0, "next": 1, "coming": 1, "following": 1, "after": 1}
RELATIVE |= {"preceding": -1}
PARTS = {
    3: {"early": (0, 2), "mid": (1, 2), "late": (2, 4), "start": (0, 1), "end": (2, 3)},
    12: {"early": (0, 3), "mid": (4, 8), "late": (9, 12), "start": (0, 1), "end": (11, 12)},
    120: {"early": (0, 48), "mid": (48, 84), "late": (84, 120), "start": (0, 12), "end": (108, 120)},
}
"""Months of a season, a year, a decade that its early, middle ... part takes up."""


@dataclass(frozen=True)
class Context:
    """What the place of an expression says about its value.

    Attributes
    ----------
    lists
        The lexicon ``times``.
    published
        The day that is counted from; None where it is unknown.
    tense
        That of the clause: past, perfect, present, future, either (which looks both ways), or empty.
    prep
        The preposition before the expression.
    before
        The dates before it in the text that may be meant by "the next day", the nearest last.
    told
        First day of the date just before it, if its year is said: the expression follows that day.
    peak
        Whether a superlative or ordinal stands before it: "the highest level in nine months".
    possessed, subject
        Whether it stands before a noun ("Friday's summit"), and that is the subject of what lies ahead.
    """

    lists: Mapping[str, Any]
    published: date | None = None
    tense: str = ""
    prep: str = ""
    before: tuple[When, ...] = ()
    told: date | None = None
    peak: bool = False
    possessed: bool = False
    subject: bool = False

    @property
    def now(self) -> date:
        """The day of publication; a relative expression cannot be placed without it."""
        if self.published is None:
            raise LookupError("the date of publication is unknown")
        return self.published

    @property
    def deadline(self) -> bool:
        """Whether the preposition makes the expression a limit: "by the end of March"."""
        return self.prep in self.lists["words"]["deadlines"]


def resolve(rule: str, groups: Groups, at: Context) -> When | None:
    """Return the stretch of time that an expression means; nothing where it cannot be placed.

    Parameters
    ----------
    rule
        The key of the pattern that found it in the lexicon's ``patterns``.
    groups
        What the groups of the pattern hold, empty where nothing; names as the lists write them.
    at
        What its place says.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> at = Context(read_registry().lexicons["times"], published=date(2024, 6, 6))
    >>> resolve("ago", {"n": "two", "unit": "week", "way": "ago"}, at).value
    '2024-05-20/2024-05-26'
    >>> resolve("ago", {"n": "two", "unit": "week", "way": "later"}, at)
    """
    try:
        return RULES[rule](groups, at)
    except (LookupError, ValueError, OverflowError):
        return None


def lasting(first: date, number: str, unit: str, at: Context) -> When | None:
    """Return the stretch of some days, weeks ... that begins on a day; nothing where that cannot be.

    Examples
    --------
    >>> at = Context({"numbers": {"two": 2}})
    >>> lasting(date(2024, 6, 6), "two", "week", at).value
    '2024-06-06/2024-06-19'
    """
    try:
        return When(first, shift(first, _number(number, at), unit) - timedelta(1), "day")
    except (LookupError, ValueError, OverflowError):
        return None


# -- parts, numbers, and what is counted from ------------------------------------------------------


def _part(when: When, words: str, at: Context) -> When:
    """The early, middle or late part of a stretch; its last day, where its end is a limit."""
    part = _kind_of_part(words, at)
    if not part:
        return when
    size = (when.end.year - when.start.year) * 12 + when.end.month - when.start.month + 1
    if part == "end" and at.deadline:  # a decade's end is the round year after it
        return unit_of(when.end + timedelta(size == 120), "year") if size > 12 else unit_of(when.end, "day")
    if size > 120:
        raise LookupError("a part of a century is too vague")
    cut = PARTS.get(size, {}) | {"first half": (0, size // 2), "second half": (size // 2, size)}
    if when.grain == "day" or size == 1 or part not in cut:
        return when
    low, high = cut[part]
    first = when.start
    return months(first.year, first.month + low, high - low, "year" if size > 12 else "month")


def _kind_of_part(words: str, at: Context) -> str:
    kinds: dict[str, str] = at.lists["parts"]
    return kinds.get(words) or kinds.get(f"the {words}") or kinds.get(words.removeprefix("the "), "")


def _number(text: str, at: Context) -> int:
    words = at.lists["numbers"]
    return int(text) if text.isdigit() else words.get(text) or sum(words[w] for w in text.split("-"))


def _rel(text: str) -> int | None:
    """-1, 0 or 1 for "last", "this", "the following" ...; nothing without such a word."""
    return next((RELATIVE[w] for w in reversed(text.split()) if w in RELATIVE), None)


def _base(rel: str, at: Context) -> date:
    """The day from which is counted: that of publication, or the date before ("the following March")."""
    anchored = {"that", "same", "following", "previous"} & set(rel.split())
    return _anchor(at, "year").start if anchored else at.now


def _anchor(at: Context, unit: str) -> When:
    """The nearest date before that is no wider than the unit."""
    widest = {"week": 7, "weekend": 7, "month": 31, "quarter": 92}.get(unit, MONTHS.get(unit, 0) * 31 or 1)
    for when in reversed(at.before):
        if not when.open and (when.end - when.start).days < widest:
            return when
    raise LookupError("there is no date to count from")


# -- dates that come back ---------------------------------------------------------------------------


def _pick(options: list[When], at: Context, rel: str = "") -> When:
    """That of several returning dates which is meant: the last, the next, or by the tense of the clause."""
    day, way = _base(rel, at), _rel(rel)
    if way == -1 or (way is None and at.tense in {"past", "perfect"}):
        past = [w for w in options if (w.end < day if way else w.start <= day)]
        return past[-1]
    if way == 1 or (way is None and at.tense == "future"):
        coming = [w for w in options if (w.start > day if way else w.end >= day)]
        return coming[0]
    if way == 0:
        frame = "week" if options[1].end - options[0].end < timedelta(8) else "year"
        same = [w for w in options if unit_of(w.start, frame) == unit_of(day, frame)]
        return next((w for w in options if w.start <= day <= w.end), same[0])
    return min(options, key=lambda w: w.start - day if w.start > day else abs(day - w.end))


def _year_of(g: Groups, at: Context) -> int | None:
    """The year that is said: "2024", "last year"."""
    if g.get("year"):
        return int(g["year"])
    rel = g.get("rel2", g.get("rel", ""))
    if rel in {"that", "the same"}:
        return _base(rel, at).year
    return at.now.year + (_rel(rel) or 0) if rel else None


def _yearly(make: Callable[[int], When], g: Groups, at: Context) -> When:
    """A date that comes back every year, in the year that is said or meant."""
    if year := _year_of(g, at):
        return make(year)
    rel = g.get("rel", "") if "rel2" in g else ""
    if at.told and not rel:
        later = [w for w in _three_years(make, at.told.year, g, at) if w.end >= at.told]
        now = at.published
        if now is None or at.told > now or later[0].start <= now:
            return later[0]
    options = _three_years(make, _base(rel, at).year - 1, g, at)
    return _pick(options, at, "" if rel == "the" else rel)


def _three_years(make: Callable[[int], When], first: int, g: Groups, at: Context) -> list[When]:
    """A date in three years; only those in which it is the day of the week that is said, if there is one."""
    options = []
    for year in range(first, first + 3):
        try:
            options.append(make(year))
        except ValueError:  # 29 February
            continue
    if not g.get("weekday"):
        return options
    day = at.lists["weekdays"][g["weekday"].title()]
    return [w for w in options if w.start.weekday() == day] or options


# -- the rules --------------------------------------------------------------------------------------


def _date(g: Groups, at: Context) -> When:
    month = int(g["month"]) if g["month"].isdigit() else at.lists["months"][g["month"].title()]
    first, last = int(g["day"]), int(g.get("last") or g["day"])
    return _yearly(lambda year: When(date(year, month, first), date(year, month, last), "day"), g, at)


def _month(g: Groups, at: Context) -> When:
    month = at.lists["months"][g["month"].title()]
    return _part(_yearly(lambda year: months(year, month), g, at), g["part"], at)


def _season(g: Groups, at: Context) -> When:
    month = at.lists["seasons"][g["season"]]
    when = _yearly(lambda year: months(year, month, 3), g, at)
    return _part(when, g["part2"] or g["part"], at)


def _holiday(g: Groups, at: Context) -> When:
    rule = at.lists["holidays"][g["holiday"].replace("'", "’")]

    def make(year: int) -> When:
        if rule.startswith("easter"):
            easter = (pd.Timestamp(year, 1, 1) + pd.offsets.Easter()).date()
            day = easter + timedelta(int(rule.removeprefix("easter")))
        elif " " in rule:
            nth, name, month = rule.split()
            first = date(year, at.lists["months"][month], 1)
            ahead = (at.lists["weekdays"][name] - first.weekday()) % 7
            day = first + timedelta(ahead + 7 * (int(nth) - 1))
        else:
            day = date.fromisoformat(f"{year:04}-{rule}")
        return unit_of(day, "day")

    return _yearly(make, g, at)


def _weekday(g: Groups, at: Context) -> When:
    day = at.lists["weekdays"][g["weekday"].title()]
    if week := g["week"] or ("next" if g["rel"] == "next" else ""):
        monday = unit_of(shift(at.now, RELATIVE[week], "week"), "week").start
        return unit_of(monday + timedelta(day), "day")
    base = _base(g["rel"], at)
    tense = {"": "past", "either": ""}.get(at.tense, at.tense)
    ahead = (day - base.weekday()) % 7
    if at.possessed and tense != "past":  # "Friday's summit": the coming one only where it is close
        tense = "" if at.subject or ahead <= 2 else "past"
    options = [unit_of(base + timedelta(ahead + 7 * n), "day") for n in (-1, 0, 1)]
    return _pick(options, replace(at, tense=tense), g["rel"])


def _year(g: Groups, at: Context) -> When:
    year, last = g["year"], g["last"]
    return _part(years(int(year), int(year[: len(year) - len(last)] + last)), g["part"], at)


def _decade(g: Groups, at: Context) -> When:
    tens = g["tens"] or g["tens2"] or at.lists["decades"].get(g["name"])
    first = int(g["century"] or 19) * 100 + int(tens) * 10
    return _part(years(first, first + 9), g["part2"] or g["part"], at)


def _century(g: Groups, at: Context) -> When:
    last = int(g["nth"]) * 100
    return years(last - 99, last)


def _quarter(g: Groups, at: Context) -> When:
    year = _year_of(g, at) or at.now.year
    if not g.get("nth"):
        return months(year, 3 * int(g["n"]) - 2, 3)
    nth = at.lists["ordinals"][g["nth"]]
    size = MONTHS[g["unit"]] * (_number(g["n"], at) if "n" in g else 1)
    if size * max(nth, 1) > 12:
        raise ValueError("no such part of a year")
    return months(year, 13 - size if nth < 0 else size * (nth - 1) + 1, size)


def _deictic(g: Groups, at: Context) -> When:
    return unit_of(at.now + timedelta(at.lists["deictics"][g["day"]]), "day")


def _this_unit(g: Groups, at: Context) -> When:
    count = _rel(g["rel"]) or 0
    if not g["rel"] and at.tense != "future" and at.now.weekday() < SATURDAY:  # "over the weekend"
        count = -1
    return _part(unit_of(shift(at.now, count, g["unit"]), g["unit"]), g.get("part", ""), at)


def _ago(g: Groups, at: Context) -> When:
    count, unit, way = _number(g["n"], at), g["unit"], g["way"]
    if unit in {"decade", "century"}:
        count, unit = count * MONTHS[unit] // 12, "year"
    if way in {"ago", "earlier", "before", "previously"}:
        count = -count
    if way in {"ago", "from now", "hence"}:
        return unit_of(shift(at.now, count, unit), unit)
    anchor = _anchor(at, unit)
    start = shift(anchor.start, count, unit)
    return When(start, shift(anchor.end, count, unit), "day") if unit in DAYS else unit_of(start, unit)


def _anaphor(g: Groups, at: Context) -> When:
    unit = g["unit"]
    if unit == "then":
        return _anchor(at, "year")
    anchor, count = _anchor(at, unit), _rel(g.get("which", "")) or 0
    counted = unit if unit in {*DAYS, *MONTHS} else "day"
    return unit_of(shift(anchor.end if count > 0 else anchor.start, count, counted), unit)


def _span(g: Groups, at: Context) -> When:
    """A length of time up to, or from, the day of publication."""
    unit, count = g["unit"] or g["one"], _number(g["n"] or "one", at)
    if g.get("rel"):
        return around(at.now, count if _rel(g["rel"]) == 1 else -count, unit)
    way = g["way"]
    if at.tense == "future" and way in {"in", "within"} and (unit in MONTHS or count > 1):
        return around(at.now, count, unit) if way == "within" else unit_of(shift(at.now, count, unit), unit)
    up_to_now = at.tense == "perfect" or at.peak or g.get("since") or way in {"long", "old"}
    if not up_to_now and not (at.tense == "present" and way in {"in", "after"}):
        raise LookupError("how long is said, not when")
    return around(at.now, -count, unit)


def _period(g: Groups, at: Context) -> When:
    first, last = at.lists["periods"][g["period"]]
    ends = {"end": (last, last), "start": (first, first)}
    return years(*ends.get(_kind_of_part(g["part"], at), (first, last)))


RULES: dict[str, Callable[[Groups, Context], When]] = {
    "date": _date,
    "month": _month,
    "weekday": _weekday,
    "season": _season,
    "year": _year,
    "decade": _decade,
    "century": _century,
    "quarter": _quarter,
    "deictic": _deictic,
    "unit": _this_unit,
    "ago": _ago,
    "span": _span,
    "anaphor": _anaphor,
    "holiday": _holiday,
    "period": _period,
}
"""How the expressions of each pattern of the lexicon are placed on the calendar."""
