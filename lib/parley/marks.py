"""Quotation marks: which stretches of a text stand between them.

Every paragraph is read on its own, so that one mark that is missing costs at most its paragraph. The form
of a mark and what stands beside it decide whether it opens, closes or is an apostrophe.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

MARK = re.compile(r"''|``|[“”„‟\"«»‹›‘’‚']")
MARK_DOUBLED = re.compile(r"''|``|‘‘|’’|[“”„‟\"«»‹›‘’‚']")
DOUBLE = frozenset(["“", "”", "„", "‟", '"', "''", "``", "‘‘", "’’"])
ANGLE = frozenset("«»‹›")
MARKS = DOUBLE | ANGLE | frozenset("‘’‚'")
"""Every mark that may open or close a quotation."""
PARTNER = {"«": "»", "»": "«", "‹": "›", "›": "‹"}
BEFORE_OPENING = frozenset("([{—–-/…“‘\"'«‹„‚`")
AFTER_CLOSING = frozenset(")]}—–-/….,;:!?”’\"'»›`")
PARAGRAPH = re.compile(r"[^\n]+")
APOSTROPHE_BEFORE = re.compile(r"(?:[sS]|[b-z]in|\d)$")
DEEPEST = 8
"""Marks that may be open at a time; one more ends them all: nobody nests so deep."""


@dataclass(frozen=True)
class Marked:
    """What stands between two quotation marks, the marks left out.

    Attributes
    ----------
    start, end
        Place in the text, half-open.
    depth
        0, or the number of quotations around it.
    end_mark
        ``closed``; ``goes on`` where the next paragraph opens again or closes it; ``open`` where the mark
        is missing, and the quotation ends with its paragraph or before the next mark that opens.
    continues
        Whether the quotation began in the paragraph before.
    """

    start: int
    end: int
    depth: int = 0
    end_mark: str = "closed"
    continues: bool = False


@dataclass
class _Open:
    mark: str
    start: int
    at: int
    sure: bool


def find_marked(
    text: str, possessives: Collection[int] = (), elisions: Iterable[str] = ("em", "til")
) -> list[Marked]:
    """Return every stretch between quotation marks, nested ones too, in the order of the text.

    Typographic, straight, low and angle marks; single ones as outer marks too, told from apostrophes.

    Parameters
    ----------
    text
        Paragraphs separated by an empty line.
    possessives
        Places of apostrophes that a parser takes for a possessive ("the workers' demands").
    elisions
        Words that are written with an apostrophe before them ("'em").

    Examples
    --------
    >>> text = "‘The workers’ offer isn’t “final”,’ she said. 'Not so.' “No end"
    >>> [text[m.start : m.end] for m in find_marked(text)]
    ['The workers’ offer isn’t “final”,', 'final', 'Not so.', 'No end']
    """
    elided = re.compile(rf"(?:{'|'.join(sorted(map(re.escape, elisions)))})\b|\d\ds?\b|n['’]", re.IGNORECASE)
    found: list[Marked] = []
    pending = -1  # the quotation that the paragraph before left open
    for match in PARAGRAPH.finditer(text):
        first = len(found)
        spans = _Paragraph(text, match.start(), match.end(), possessives, elided).read(pending >= 0)
        found += spans
        if pending >= 0 and spans and spans[0].continues:
            found[pending] = replace(found[pending], end_mark="goes on")
        left = [i for i in range(first, len(found)) if found[i].end_mark == "open" and not found[i].depth]
        last = found[left[-1]].end if left else 0
        pending = left[-1] if left and not text[last : match.end()].strip(" ”\"'’") else -1
    return [m for m in found if text[m.start : m.end].strip(" \u00a0“”„\"'‘’")]


class _Paragraph:
    """One paragraph's marks, read from left to right with a stack of those still open."""

    def __init__(
        self, text: str, low: int, high: int, possessives: Collection[int], elided: re.Pattern[str]
    ) -> None:
        self.text, self.low, self.high = text, low, high
        self.possessives, self.elided = possessives, elided
        marks = MARK_DOUBLED if text.find("‘‘", low, high) >= 0 else MARK
        self.marks = [(m.start(), m.group()) for m in marks.finditer(text, low, high)]
        self.stack: list[_Open] = []
        self.found: list[Marked] = []
        self.closers_left = self._count("”")
        self.openers_left = self._count("“")
        self.straight_left = self._count('"')
        self.ends_later = self._ends_later()

    def _count(self, kind: str) -> list[int]:
        """For each mark how many of a kind stand after it."""
        counts, seen = [], 0
        for _, mark in reversed(self.marks):
            counts.append(seen)
            seen += mark == kind
        return counts[::-1]

    def _ends_later(self) -> list[bool]:
        """For each mark whether a single mark that surely closes comes before one that opens."""
        later, verdict = [], False
        for at, mark in reversed(self.marks):
            later.append(verdict)
            if mark == "‘" or (mark in "'’" and self._may_open(at, 1) and not self._may_close(at, 1)):
                verdict = False
            elif mark in {"'", "’"} and self._may_close(at, 1) and not self._like_possessive(at):
                verdict = True
        return later[::-1]

    def read(self, pending: bool) -> list[Marked]:
        """Return the spans of the paragraph, outer before inner, in order."""
        for number, (at, mark) in enumerate(self.marks):
            if mark in DOUBLE:
                self._double(number, at, mark, pending)
            elif mark in ANGLE:
                self._angle(at, mark, pending)
            else:
                self._single(number, at, mark)
        again = self.text[self.high : self.high + 4].strip().startswith("'")
        if self.stack and self.stack[0].at == self.low and again:
            self.stack[0].sure = True  # a straight single mark that the next paragraph repeats
        self._leave_open(self.high)
        spans = sorted(self.found, key=lambda m: (m.start, -m.end))
        if pending and spans and not self.text[self.low : spans[0].start].strip(" “”„\"'‘«»•-–"):
            spans[0] = replace(spans[0], continues=True)
        return list(_with_depth(spans))

    def _trim(self, start: int, end: int) -> int:
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return end

    def _may_open(self, at: int, width: int) -> bool:
        before = self.text[at - 1] if at > self.low else " "
        after = self.text[at + width] if at + width < self.high else " "
        return (before.isspace() or before in BEFORE_OPENING) and not after.isspace()

    def _may_close(self, at: int, width: int) -> bool:
        before = self.text[at - 1] if at > self.low else " "
        after = self.text[at + width] if at + width < self.high else " "
        return not before.isspace() and (not after.isalnum())

    def _opened(self, marks: frozenset[str]) -> int:
        """Index in the stack of the innermost open mark of a family; -1 for none."""
        return next((i for i in range(len(self.stack) - 1, -1, -1) if self.stack[i].mark in marks), -1)

    def _leave_open(self, at: int) -> None:
        """End all that is open; a straight single mark that never closed was an apostrophe."""
        for opened in self.stack:
            if opened.sure:
                self.found.append(Marked(opened.start, self._trim(opened.start, at), end_mark="open"))
        self.stack.clear()

    def _push(self, at: int, mark: str, sure: bool = True) -> None:
        if len(self.stack) >= DEEPEST:
            self._leave_open(at)
        self.stack.append(_Open(mark, at + len(mark), at, sure))

    def _close(self, index: int, at: int) -> None:
        """Close one open mark; marks inside it that never closed were apostrophes or are left open."""
        for inner in self.stack[index + 1 :]:
            if inner.sure:
                self.found.append(Marked(inner.start, self._trim(inner.start, at), end_mark="open"))
        self.found.append(Marked(self.stack[index].start, at))
        del self.stack[index:]

    def _double(self, number: int, at: int, mark: str, pending: bool) -> None:
        width = len(mark)
        opens, closes = self._may_open(at, width), self._may_close(at, width)
        index = self._opened(DOUBLE)
        if index < 0:
            first = not self.found and not self.stack
            if mark != "“" and closes and not opens and pending and first:
                self.found.append(Marked(self.low, at, continues=True))
            elif mark in {"“", "„", "‟", "``", "‘‘"} or (
                (opens or self._after_stop(at, width))
                and not (mark in {'"', "''"} and self._is_inches(number, at))
            ):
                self._push(at, mark)
            return
        if mark == '"' and (straight := self._opened(frozenset('"'))) >= 0:
            index = straight
        outer = self.stack[index].mark
        if self._is_inches_within(number, at):
            return
        if mark in {"„", "``", "‘‘"}:
            again = True
        elif mark == "“":
            again = outer != "„" and not (closes and not opens)
        elif mark == '"':
            again = opens and not closes
            if outer == '"' and self._is_inches(number, at):
                return
            if again and outer == '"' and index < len(self.stack) - 1 and self._closes_twice(number):
                self._push(at, mark)
                return
        else:
            again = False
        if not again:
            self._close(index, at)
        elif mark == "“" and self.closers_left[number] > self.openers_left[number] + (outer == "“"):
            self._push(at, mark)  # nested marks: as many close as open
        else:
            self._close(index, self._trim(self.stack[index].start, at))
            self.found[-1] = replace(self.found[-1], end_mark="open")
            self._push(at, mark)

    def _after_stop(self, at: int, width: int) -> bool:
        """Whether a straight mark opens right after a full stop or comma without space: 'said,"No'."""
        after = self.text[at + width : at + width + 1]
        return self.text[at - 1 : at] in {",", ":", "."} and after.isalnum()

    def _is_inches(self, number: int, at: int) -> bool:
        """Whether a straight mark after a figure is no quotation mark: as many are left as must be."""
        opened = self._opened(DOUBLE) >= 0
        return self.text[at - 1 : at].isdigit() and self.straight_left[number] % 2 == (1 if opened else 0)

    def _closes_twice(self, number: int) -> bool:
        """Whether as many straight marks follow as close this one and the one around it."""
        left = self.straight_left[number]
        return left > 0 and left % 2 == 0

    def _is_inches_within(self, number: int, at: int) -> bool:
        """Whether a mark after a figure closes no typographic quotation: all that are open close later."""
        around = sum(o.mark == "“" for o in self.stack)
        after_figure = self.text[at - 1 : at].isdigit() and self.marks[number][1] in {'"', "”"}
        closers, openers = self.closers_left[number], self.openers_left[number]
        return after_figure and around > 0 and closers >= openers + around

    def _angle(self, at: int, mark: str, pending: bool) -> None:
        index = self._opened(frozenset(PARTNER[mark]))
        first = not self.found and not self.stack
        if index >= 0:
            self._close(index, at)
        elif first and pending and not self.text[self.low : at].strip(" •-–"):
            self._push(at, "«" if mark in "«»" else "‹")  # a closing mark may repeat the opening one
        elif first and pending and self._may_close(at, 1) and not self._may_open(at, 1):
            self.found.append(Marked(self.low, at, continues=True))
        elif mark in "»›":
            same = self._opened(frozenset(mark))
            if self._may_open(at, 1):
                self._push(at, mark)
            elif same >= 0 and self._may_close(at, 1):
                self._close(same, at)  # the Finnish way: »...»
        elif self._opened(frozenset(mark)) < 0 or self._may_open(at, 1):
            self._push(at, mark)

    def _single(self, number: int, at: int, mark: str) -> None:
        opens, closes = self._may_open(at, 1), self._may_close(at, 1)
        if mark in {"‘", "‚"}:
            if mark == "‘" and self.elided.match(self.text, at + 1):
                return
            if closes and not opens and (low := self._opened(frozenset("‚"))) >= 0:
                self._close(low, at)
            elif not self.text[at - 1 : at].isalnum() or at == self.low:
                self._push(at, mark)
            return
        index = self._opened(frozenset("‘'‚"))
        double = self._opened(DOUBLE)
        if index >= 0 and index > double and closes:
            if not (self._like_possessive(at) and self.ends_later[number]):
                self._close(index, at)
        elif (
            mark == "'"
            and opens
            and index <= double
            and not self.elided.match(self.text, at + 1)
            and self.text[at + 1 : at + 2] not in AFTER_CLOSING - BEFORE_OPENING
        ):
            self._push(at, mark, sure=False)

    def _like_possessive(self, at: int) -> bool:
        """Whether a mark may be an apostrophe before another word: "miners' ", "dancin' ", "6' "."""
        after = self.text[at + 1 : at + 3]
        return at in self.possessives or (
            APOSTROPHE_BEFORE.search(self.text, max(self.low, at - 3), at) is not None
            and len(after) == 2
            and after[0] == " "
            and after[1].isalnum()
        )


def _with_depth(spans: list[Marked]) -> Iterator[Marked]:
    around: list[int] = []
    for span in spans:
        while around and around[-1] <= span.start:
            around.pop()
        yield replace(span, depth=len(around))
        around.append(span.end)
