"""The table ``events``: expressions of time that can be placed on a calendar, and what happened then.

`parley.expressions` finds them. Here the sentence and the dates around each are asked for what its words
leave open: whether it looks back or ahead, from which day it counts, whether it is one end of an interval.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import zip_longest
from typing import Any, NamedTuple

import pandas as pd

from parley import schema
from parley.columns import BREAK
from parley.dates import WIDTH, When, days, read_date
from parley.expressions import LOOK_BACK, Expression, find_expressions
from parley.happenings import SUBJECT, clause_tense, governing_verb, happening
from parley.normalisation import Context, lasting, resolve
from parley.registry import Registry
from parley.sentences import Reading

OPEN_END = {"since", "ever since", "after", "from", "starting", "beginning"}
OPEN_START = {"before", "prior to", "not before"}
DASHES = {"-", "–", "—", "/"}
PEAK = re.compile(r"(?i)\b(?:\w{2,}est|most|least|first|worst|best|record)\b[^.!?;]*$")
PEAK_WITHIN = 80
"""So many characters before an expression a superlative may stand that it limits."""
QUOTATION = re.compile(r"“[^“”\n]*|\"[^\"\n]*\"?")
LENGTH = re.compile(r"(?i)\bfor (\w+) (day|week|month|year)s? $")
NEAR = 6
"""Within so many paragraphs, and dates, an expression such as "the next day" may have its anchor."""
SAID_WITHIN = 60
"""So many characters behind a quotation its reporting clause may give the day of speaking."""


class _Placed(NamedTuple):
    """A date that was placed: in which paragraph, and whether the text itself says its year."""

    paragraph: int
    when: When
    told: bool


@dataclass(frozen=True)
class _Article:
    """An article, with what is asked of it again and again; `placed` grows while it is read."""

    reading: Reading
    lists: Mapping[str, Any]
    published: tuple[date | None, ...]
    breaks: list[int]
    quoted: list[tuple[int, int]]
    placed: list[_Placed] = field(default_factory=list)

    def paragraph(self, place: int) -> int:
        return bisect_right(self.breaks, place)


def find_events(reading: Reading, registry: Registry) -> pd.DataFrame:
    """Return the table ``events`` of one article: expressions of time with their place on the calendar.

    Parameters
    ----------
    reading
        The article; ``source.published`` (an ISO 8601 day, month, year, or empty) is the day that relative
        expressions are counted from. Where it is unknown, or coarser than what is said, these have no row.
    registry
        Its lexicon ``times`` holds words and patterns.

    Returns
    -------
    DataFrame
        The columns of the table. ``expression`` with its preposition ("on Wednesday"), without it where the
        expression stands before a noun ("Wednesday's call"). ``value`` is ISO 8601: a day, month, year, or an
        interval of these, ``..`` for an open end. ``start`` and ``end`` are its first and last day, empty
        where open. ``precision`` is day, month, year or interval. ``event`` is what the expression dates, in
        the text's words; ``rule`` the pattern that placed it. In the order of the text.

    Notes
    -----
    A day of the week or a month without a year is the last one before publication where the clause is in a
    past tense, else the next. "The next day" counts from the date before it, if that is near and no coarser.
    A week runs from Monday to Sunday. What cannot be placed ("soon", "for years") has no row.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> from parley.sentences import read
    >>> from parley.sources import Source
    >>> source = Source("a", "a.txt", "Ms Lee resigned on Tuesday. She had led it since 2019.", "",
    ...                 published="2024-06-06")
    >>> found = find_events(read(source), read_registry())
    >>> found[["expression", "value", "event"]].values.tolist()
    [['on Tuesday', '2024-06-04', 'Ms Lee resigned'], ['since 2019', '2019/..', 'She had led it']]
    """
    article = _Article(
        reading,
        registry.lexicons["times"],
        _publication(reading.source.published),
        [m.start() for m in re.finditer(BREAK, reading.text)],
        [m.span() for m in QUOTATION.finditer(reading.text)],
    )
    return schema.frame("events", _rows(list(find_expressions(reading, registry)), article))


def _publication(text: str) -> tuple[date | None, ...]:
    """The day of publication; first and last day of a month or year; nothing where it is unknown."""
    match = re.match(r"\d{4}(?:-\d\d){0,2}(?!\d)", text)
    when = read_date(match.group()) if match else None
    return tuple(dict.fromkeys((when.start, when.end))) if when else (None,)


def _rows(found: list[Expression], article: _Article) -> Iterator[dict[str, Any]]:
    """The rows of the table; two expressions that make a range are one row."""
    done = 0
    for item, other in zip_longest(found, found[1:]):
        if item.start < done:
            continue
        start, done, when = _read(item, other, article)
        if when is None:
            continue
        if item.rule != "span":
            article.placed.append(_Placed(article.paragraph(start), when, _told(item, article)))
        first, last = days(when.value)
        yield {
            **article.reading.place(start, done),
            "expression": article.reading.as_scraped(start, done),
            "value": when.value,
            "start": first,
            "end": last,
            "precision": when.precision,
            "event": happening(item.root, item.noun, (start, done), article.lists["words"]),
            "rule": item.rule,
        }


def _told(item: Expression, article: _Article) -> bool:
    """Whether the text itself says the year, here or in the date from which this one is counted."""
    counted = item.rule in {"ago", "anaphor"} and bool(article.placed)
    return bool(item.groups.get("year")) or (counted and article.placed[-1].told)


# -- placing an expression ----------------------------------------------------------------------------


def _read(item: Expression, other: Expression | None, article: _Article) -> tuple[int, int, When | None]:
    """Where an expression begins and ends, with what belongs to it, and its place on the calendar."""
    context = _context(item, other, article)
    start = item.lead if context.prep else item.start
    if other and (when := _range(item, other, context, article)):
        return item.lead if item.prep in {"between", "from"} else start, other.end, when
    when = _place(item, context, article)
    if when and (run := _run(item, when, context, article)):
        return run[0], item.end, run[1]
    if when and not item.groups.get("last"):
        when = _framed(when, context.prep)
    return start, item.end, when


def _place(item: Expression, context: Context, article: _Article) -> When | None:
    """The expression on the calendar; nothing where it cannot be placed, or not on one value."""
    base = article.published if context.published is None else (context.published,)
    values = {resolve(item.rule, item.groups, replace(context, published=day)) for day in base}
    when = values.pop()
    if values or when is None:
        return None
    ahead = item.rule in {"ago", "anaphor"} and base[0] and when.start > base[0]
    return None if ahead and context.tense in {"past", "perfect"} else when


def _framed(when: When, prep: str) -> When:
    """What "since", "after", "from" and "before" make of a date: an interval that is open."""
    return when._replace(open="end" if prep in OPEN_END else "start" if prep in OPEN_START else "")


def _range(item: Expression, other: Expression, context: Context, article: _Article) -> When | None:
    """Two expressions as one interval: "between March and May 2024", "from Monday to Friday"."""
    joint = article.reading.text[item.end : other.start].strip().lower()
    joints = {"between": {"and", "to", "until", "till"}, "from": {"to", "until", "till"}}
    if joint not in DASHES | {"through"} | joints.get(item.prep, set()) or item.rule == "span":
        return None
    if context.tense == "future" and not other.groups.get("year"):
        first = _place(item, context, article)
        last = _place(other, replace(context, published=first.start), article) if first else None
    else:
        last = _place(other, replace(context, prep=""), article)
        back = replace(context, tense="past", told=None, published=last.start if last else None)
        first = _place(item, back, article) if last else None
    if not first or not last or first.start > last.end:
        return None
    return When(first.start, last.end, min(first.grain, last.grain, key=list(WIDTH).index))


def _run(item: Expression, when: When, context: Context, article: _Article) -> tuple[int, When] | None:
    """A length of time that begins at a date: "for eight days from 24 March", with the place of "for"."""
    length = LENGTH.search(article.reading.text, max(0, item.lead - LOOK_BACK), item.lead)
    if item.prep not in {"from", "starting", "beginning"} or not length:
        return None
    run = lasting(when.start, length.group(1).lower(), length.group(2).lower(), context)
    return (length.start(), run) if run else None


# -- what its place says ------------------------------------------------------------------------------


def _context(item: Expression, other: Expression | None, article: _Article) -> Context:
    """What the sentence, and the dates around, say about an expression."""
    tense = _direction(item, article.lists["words"])
    after_verb = any(t.pos_ in {"VERB", "AUX"} for t in item.words_before[-1:])
    from_noun = item.prep == "from" and tense != "future" and not after_verb
    loose = item.before_noun or from_noun or item.prep in article.lists["words"]["not_part"]
    near = [p for p in article.placed[-NEAR:] if article.paragraph(item.start) - p.paragraph <= NEAR]
    return Context(
        article.lists,
        published=_spoken(item, other, near, article),
        tense=tense,
        prep="" if loose else item.prep,
        before=tuple(p.when for p in near),
        told=_told_before(item, near, article) if tense in {"past", "perfect", ""} else None,
        peak=bool(PEAK.search(article.reading.text[max(0, item.start - PEAK_WITHIN) : item.start])),
        possessed=item.before_noun,
        subject=tense == "future" and item.root.head.dep_ in SUBJECT,
    )


def _told_before(item: Expression, near: list[_Placed], article: _Article) -> date | None:
    """First day of the date before, where the paragraph says its year and more than that."""
    for paragraph, when, told in near[-1:]:
        if told and paragraph == article.paragraph(item.start) and not when.open and when.grain != "year":
            return when.start
    return None


def _direction(item: Expression, words: Mapping[str, Any]) -> str:
    """The tense of the clause, put right where preposition or noun say more than the verb."""
    before = item.words_before
    verb = governing_verb(item.root, words)
    tense = clause_tense(verb, words) if verb is not None else ""
    if before and before[-1].tag_ == "VBD":  # "said Monday"
        tense = "past"
    tied = item.of_noun and item.prep in {"by", "until", "till", "before"}
    deadline = item.prep in words["deadlines"]
    if item.prep == "since":
        return "past"
    if deadline and (tied or tense in {"", "present"}):
        return "future"
    if tense == "past" and any(t.lemma_ in words["ahead"] for t in before):
        return "future"
    if tense == "present" and not item.before_noun and item.rule != "span":
        dated = item.rule in {"date", "holiday"} and item.prep in {"on", "at", "for"}
        stative = verb is not None and verb.lemma_ in words["states"]
        return "future" if dated or (not stative and item.prep in {"", "on", "in", "at"}) else "either"
    return "" if deadline and tense == "past" and item.rule in {"date", "month", "season"} else tense


def _spoken(
    item: Expression, other: Expression | None, near: list[_Placed], article: _Article
) -> date | None:
    """The day on which quoted words such as "today" were said, where a date beside them tells it."""
    here = bisect_right(article.quoted, (item.start, item.start)) - 1
    published = article.published[0]
    if item.rule != "deictic" or here < 0 or article.quoted[here][1] < item.end or not published:
        return None
    said = near[-1].when if near and article.paragraph(item.start) - near[-1].paragraph <= 1 else None
    end = article.quoted[here][1]
    if other and other.rule in {"weekday", "date"} and end <= other.start <= end + SAID_WITHIN:
        said = _place(other, Context(article.lists, tense="past"), article) or said
    close = said and said.precision == "day" and 0 <= (published - said.start).days <= 7
    return said.start if said and close else None
