"""Lines of a raw article, and the sentences that a scrape broke over several of them.

A scrape that lost its hyperlinks sets the link, or the hole it left, between two line breaks. The
pieces are put together again; where words are missing, the seam says so.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from parley.language import parsed
from parley.registry import Registry

if TYPE_CHECKING:
    from spacy.tokens import Token

NEWLINE = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\xad]")
TERMINAL = re.compile(r"[.!?…:;][\"”’»'\)\]]*$")
SENTENCE_END = re.compile(r"[.!?…][\"”’»'\)\]]*(?:\s?\[\d{1,3}\]|\d{1,2}|[*†‡])?$")
CONTINUES = re.compile(r"[a-z]|[,;:.?!)\]’”—–…]")
GAP = "[…]"
"""The visible mark that stands where words are missing."""
RUN = 20_000
"""Characters of a broken sentence that are parsed at a time."""
REACH = 200
"""Tokens on either side of a seam that are looked at."""


@dataclass(frozen=True)
class Line:
    """One line that is not blank: its number, its place in the raw text, and its text, folded.

    ``start`` and ``end`` leave out white space at both ends; ``after_blank`` tells that a blank line
    stands before it.
    """

    number: int
    start: int
    end: int
    text: str
    after_blank: bool


def fold(text: str) -> str:
    """Return text with every run of white space as one blank, without invisible characters.

    Examples
    --------
    >>> fold("  a\\u00a0b\\u200b\\n c ")
    'a b c'
    """
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def split_lines(raw: str) -> list[Line]:
    """Return the lines that are not blank, in order; every character that is no space is in one.

    Lines end at any newline of Unicode that separates lines (LF, CR, CRLF, NEL, LS, PS).

    Examples
    --------
    >>> [(line.number, line.text) for line in split_lines("One\\r\\n\\r\\n  Two ")]
    [(1, 'One'), (3, 'Two')]
    """
    lines: list[Line] = []
    start, number, blank = 0, 0, False
    while start <= len(raw):
        found = NEWLINE.search(raw, start)
        end = found.start() if found else len(raw)
        number += 1
        piece = raw[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            right = end - (len(piece) - len(piece.rstrip()))
            lines.append(Line(number, left, right, fold(piece), blank))
        blank = not piece.strip()
        if not found:
            break
        start = found.end()
    return lines


def join_lines(lines: Sequence[Line], fixed: Sequence[bool], registry: Registry) -> list[list[int]]:
    """Group the lines that are pieces of one paragraph.

    Parameters
    ----------
    lines
        Lines in order.
    fixed
        For each line whether its kind is already known, so that it joins nothing.
    registry
        Its lexicon ``seams`` says which words leave a phrase open.

    Returns
    -------
    list of lists
        Indices of the lines of each group, in order; most groups have one.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> lines = split_lines("The minister\\nthat talks\\nbegin on Monday.\\nNobody came.")
    >>> join_lines(lines, [False] * 4, read_registry())
    [[0, 1, 2], [3]]
    """
    open_words = registry.words("seams", "open_words")
    listed = listed_below_colon(lines)
    broken = [
        not (fixed[i] or fixed[i + 1] or i in listed or i + 1 in listed)
        and _goes_on(lines[i].text, lines[i + 1], open_words)
        for i in range(len(lines) - 1)
    ]
    for i in range(len(lines) - 2):  # a name kept as link text: "the" / "Acme Group" / "said ..."
        if broken[i + 1] and not broken[i] and not (fixed[i] or fixed[i + 1]):
            short = len(lines[i + 1].text.split()) <= 8
            broken[i] = (
                short
                and not lines[i + 1].after_blank
                and not lines[i].after_blank
                and not TERMINAL.search(lines[i].text)
                and bool(re.search(r"\b(the|a|an|of|by|to|with)$", lines[i].text))
            )
    groups: list[list[int]] = []
    for i in range(len(lines)):
        if i and broken[i - 1]:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def listed_below_colon(lines: Sequence[Line]) -> set[int]:
    """Return the lines that are items of an unmarked list: two or more in lower case below a colon.

    Examples
    --------
    >>> lines = split_lines("It has:\\na lump sum\\nmore posts by June\\nIt is new.")
    >>> listed_below_colon(lines)
    {1, 2}
    """
    found: set[int] = set()
    end = done = 0
    for i, line in enumerate(lines):
        if line.text.endswith(":"):
            end = max(end, i + 1)
            while end < len(lines) and lines[end].text[:1].islower() and len(lines[end].text.split()) > 1:
                end += 1
            if end > i + 2:
                found |= set(range(max(i + 1, done), end))
                done = end
    return found


def _goes_on(text: str, following: Line, open_words: frozenset[str]) -> bool:
    """Whether a line is continued by the next one."""
    first = following.text[0]
    if re.search(r"[—–,(]$", text) and not following.after_blank:
        return True
    if re.match(r"[—–-]\s+[a-z]", following.text) and text.endswith((":", ";")):
        return False  # items of a list
    if not CONTINUES.match(first):
        last = re.split(r"[\s“\"‘(]", text)[-1].lower()
        return not following.after_blank and (
            last in open_words or (first in "€$£" and not TERMINAL.search(text))
        )
    if re.match(r"[—–-]\s+[^a-z]", following.text) and TERMINAL.search(text):
        return False  # a dash after a full sentence opens an item of a list
    if re.match(r"[.…]{2,}", following.text) or not SENTENCE_END.search(text):
        if text.endswith((":", ";")):
            return False
        return not (following.after_blank and re.match(r"[a-z][A-Z]", following.text))
    return not first.islower() and not following.after_blank and len(following.text) > 1


def count_gaps(pieces: Sequence[str], registry: Registry) -> list[bool]:
    """Tell for each seam between the pieces of a broken sentence whether words are missing there.

    A seam is a gap where the words on both sides cannot stand side by side: a determiner before a
    preposition, an auxiliary before a comma, a bare subject before "that", a preposition or an object.
    Where the grammar allows the join, nothing is claimed to be missing.

    Returns
    -------
    list of bool
        One for each seam, so one fewer than the pieces.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> count_gaps(["The economy is", ", thanks to", "high prices", ", weak."], read_registry())
    [True, False, False]
    """
    return list(_gaps_of(tuple(pieces), registry)) if len(pieces) > 1 else []


@lru_cache(maxsize=64)
def _gaps_of(pieces: tuple[str, ...], registry: Registry) -> tuple[bool, ...]:
    """The seams of `count_gaps`; kept, because blocks ask for them first and sentences again."""
    return tuple(gap for run in _runs(pieces) for gap in _gaps(run, registry))


def _runs(pieces: Sequence[str]) -> Iterator[list[str]]:
    """The pieces in runs that spaCy can hold; each begins with the last piece of the one before."""
    run: list[str] = []
    size = 0
    for piece in pieces:
        run.append(piece[:RUN])
        size += len(piece)
        if size > RUN and len(run) > 1:
            yield run
            run, size = [piece[-RUN:]], min(len(piece), RUN)
    if len(run) > 1:
        yield run


def _gaps(pieces: Sequence[str], registry: Registry) -> Iterator[bool]:
    """Tell for each seam of a run whether words are missing there."""
    doc = parsed(" ".join(pieces))
    ends = [t.idx + len(t) for t in doc]
    position = 0
    for piece in pieces[:-1]:
        position += len(piece) + 1
        seam = bisect_right(ends, position)
        yield _is_gap(list(doc[max(seam - REACH, 0) : seam]), list(doc[seam : seam + REACH]), registry)


def _is_gap(left_span: Sequence[Token], right_span: Sequence[Token], registry: Registry) -> bool:
    left = [t for t in left_span if not t.is_quote and not t.is_space]
    right = [t for t in right_span if not t.is_quote and not t.is_space]
    if not left or not right:
        return False
    return (
        _open_determiner(left, right, registry)
        or _open_verb(left, right, registry)
        or _open_preposition(left, right, registry)
        or _open_relative(left, right, registry)
        or _bare_subject(left, right, registry)
    )


def _open_determiner(left: list[Token], right: list[Token], registry: Registry) -> bool:
    """A noun is missing: "an excellent | with", "he published a | arguing that"."""
    determiners = registry.words("seams", "determiners")
    last = left[-1]
    opens = last.lower_ in determiners or (last.tag_ == "POS" and last.lower_ in {"'s", "’s"})
    described = (
        len(left) > 1 and last.pos_ == "ADJ" and left[-2].lower_ in {"a", "an"} and right[0].pos_ == "ADP"
    )
    if not opens:
        return described
    nouns = registry.words("seams", "ing_nouns")
    for token, after in zip(right, [*right[1:], None], strict=True):
        participle = token.tag_ in {"VBG", "VBN"} or (token.tag_ == "NN" and token.lower_.endswith("ing"))
        if participle and token.lower_ not in nouns:
            return after is not None and after.pos_ in {"SCONJ", "DET", "ADP", "PRON"}
        hyphened = after is not None and after.text == "-" and not token.whitespace_
        if hyphened or token.pos_ in {"NOUN", "PROPN", "NUM", "SYM", "ADJ"}:
            return False
        if token.pos_ != "ADV":
            return True
    return True


def _open_verb(left: list[Token], right: list[Token], registry: Registry) -> bool:
    """A complement is missing: "is | , thanks to", "include | of territory"."""
    last, first = left[-1], right[0]
    before = left[-2] if len(left) > 1 and last.pos_ == "ADV" else last
    if last.tag_ == "TO" or before.tag_ == "MD":
        return first.pos_ in {"ADP", "DET", "PRON", "SCONJ", "CCONJ"} or first.text in {".", ",", ";"}
    if last.lower_ in registry.words("seams", "auxiliaries") and last.pos_ in {"AUX", "VERB"}:
        if first.pos_ == "ADP":
            return last.lower_ not in registry.words("seams", "copulas")
        stop = first.text in {",", ".", ";", ":", "?", "!"} or first.pos_ == "CCONJ"
        return stop or (first.lower_ == "that" and first.pos_ in {"SCONJ", "PRON"})
    if last.pos_ != "VERB":
        return False
    if first.lower_ == "of":
        return last.lemma_ not in registry.words("seams", "with_of")
    return first.is_punct and last.lemma_ in registry.words("seams", "needs_object")


def _open_preposition(left: list[Token], right: list[Token], registry: Registry) -> bool:
    """A noun is missing after a preposition: "described by | as", "a habit of | to his farm"."""
    if left[-1].lower_ not in registry.words("seams", "prepositions") or left[-1].pos_ not in {
        "ADP",
        "SCONJ",
    }:
        return False
    first = right[0]
    opens = first.tag_ in {"TO", "IN", "RP"} or first.lower_ == "who" or _finite(first)
    return opens or first.text in {".", ",", ";"}


def _open_relative(left: list[Token], right: list[Token], registry: Registry) -> bool:
    """The verb of a relative clause is missing: "a country that | in January to believe"."""
    if left[-1].lower_ not in registry.words("seams", "relatives") or len(left) < 2:
        return False
    if right[0].lower_ == "that":
        return True
    clause = _until(right, ",.;:?!")
    inner = next((i for i, t in enumerate(clause) if t.pos_ == "SCONJ" or t.lower_ == "that"), len(clause))
    return right[0].pos_ == "ADP" and not any(_finite(t) for t in clause[:inner])


def _bare_subject(left: list[Token], right: list[Token], registry: Registry) -> bool:
    """A verb is missing: "Mr Lee | that", "two economists | that the growers lost"."""
    last, first = left[-1], right[0]
    clause = _last_clause(left)
    if first.lower_ == "than":
        compared = {"JJR", "RBR"} & {t.tag_ for t in left[-12:]} or {"other", "rather"} & {
            t.lower_ for t in left[-12:]
        }
        return last.pos_ in {"NOUN", "PROPN"} and not compared
    if not clause or any(_finite(t) for t in clause):
        return False
    sure = last.lower_ in registry.words("seams", "subjects") and len(clause) == 1
    if last.pos_ not in {"NOUN", "PROPN", "ADV", "NUM"} and last.text != ")" and not sure:
        return False
    if sure and first.text == ",":
        return True
    if first.lower_ in registry.words("seams", "objects"):
        return last.pos_ in {"NOUN", "PROPN"}
    if first.lower_ == "that":
        relative = last.pos_ == "NOUN" and sum(map(_finite, _until(right, ".;?!"))) > 1
        return not relative
    if first.lower_ in registry.words("seams", "subordinators"):
        return True
    if first.lower_ in {"a", "an", "the"}:
        return last.pos_ in {"NOUN", "PROPN"}
    if first.pos_ == "CCONJ":
        return len(right) > 1 and right[1].tag_ in {"VBD", "VBZ"}
    if first.pos_ == "ADP" and first.lower_ != "of":
        return not any(_finite(t) for t in _until(right, ",.;:?!"))
    return False


def _last_clause(left: list[Token]) -> list[Token]:
    """The words since the last boundary of a clause, without what stands in brackets."""
    clause: list[Token] = []
    depth = 0
    for token in reversed(left):
        if token.text == ")":
            depth += 1
        elif token.text == "(":
            depth -= 1
        elif depth == 0:
            boundary = token.text in set(".,;:?!—–") or token.pos_ in {"SCONJ"}
            if boundary or token.lower_ == "that":
                break
            clause.append(token)
    if any(t.pos_ == "CCONJ" for t in clause):
        return []
    return clause[::-1]


def _until(tokens: list[Token], stops: str) -> list[Token]:
    end = next((i for i, t in enumerate(tokens) if t.text in set(stops)), len(tokens))
    return tokens[:end]


def _finite(token: Token) -> bool:
    return token.tag_ in {"VBD", "VBZ", "VBP", "MD"}
