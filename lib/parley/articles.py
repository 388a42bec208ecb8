"""What a reader of a file hands on: an article's text, and what the file states of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime

from parley.errors import ParleyError
from parley.sources import decode

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
ISO_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thurs|thur|fri|sat|satur|sun)(?:day)?,? )?"
DAY_FIRST = re.compile(WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4})\b")
MONTH_FIRST = re.compile(WEEKDAY + r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
WRITTEN = re.compile(rf"(?<!\w)(?:{ISO_DAY.pattern}|{DAY_FIRST.pattern}|{MONTH_FIRST.pattern})")
LEAD = re.compile(r"^(?:first )?(?:published|posted)\b(?: on| at)?:? *", re.I)
"""What stands before the day of publication; a day behind "updated" is another."""
LATER = re.compile(r"\b(?:updated|modified|edited|amended|corrected|changed)\b")
LONGEST = 300
"""Characters of a title, outlet or author that are kept."""


@dataclass(frozen=True)
class Article:
    """One article as it was read from a file.

    Attributes
    ----------
    text
        The text; a headline, where the file has one apart, is its first line.
    title, outlet, author, published, published_basis, genre
        What the file states, as in ``sources.toml``; ``""`` (``unknown``) where it states nothing.
    note
        How the article was read, and what is to be known of it.
    row
        Row of the table, or line of the JSON lines; 0 for a file that is one article.
    refused
        Why there is no article; ``""`` where there is one.
    changed
        Whether the text was taken out of another format; a ``.txt`` is kept as it is.
    """

    text: str = ""
    title: str = ""
    outlet: str = ""
    author: str = ""
    published: str = ""
    published_basis: str = "unknown"
    genre: str = ""
    note: str = ""
    row: int = 0
    refused: str = ""
    changed: bool = True


def one_line(value: str, longest: int = LONGEST) -> str:
    """Return a value as one line: white space folded, controls and directional marks left out.

    Examples
    --------
    >>> one_line(" Talks\\n\\tfail\\u202e ")
    'Talks fail'
    """
    kept = (" " if c.isspace() else c for c in value if c.isspace() or unicodedata.category(c)[0] != "C")
    folded = " ".join("".join(kept).split())
    return folded if len(folded) <= longest else f"{folded[: longest - 1].rstrip()}…"


def lines_of(text: str) -> str:
    """Return a text with one newline after each line, at most one empty line on end, and no controls.

    Examples
    --------
    >>> lines_of("One. \\r\\n\\r\\n\\r\\nTwo.\\x07")
    'One.\\n\\nTwo.\\n'
    """
    kept = "".join(
        c for c in text if c in "\n\r\t\x85\u2028\u2029" or unicodedata.category(c) not in {"Cc", "Cs"}
    )
    lines = [line.rstrip() for line in kept.splitlines()]
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return f"{joined}\n" if joined else ""


def with_title(text: str, title: str, more: Iterable[str] = ()) -> str:
    """Return a text that begins with its title, and lines that belong to it, where it lacks them.

    Examples
    --------
    >>> with_title("They met.\\n", "Talks fail"), with_title("Talks fail\\nThey met.\\n", "Talks fail")
    ('Talks fail\\nThey met.\\n', 'Talks fail\\nThey met.\\n')
    """
    start = {one_line(line).casefold() for line in text.splitlines()[:10]}
    lacking = [line for line in more if one_line(line).casefold() not in one_line(text, len(text)).casefold()]
    if title and title.casefold() not in start:
        return "\n".join([title, *lacking, text])
    if lacking:
        head, _, rest = text.partition("\n")
        return "\n".join([head, *lacking, rest] if head.casefold() == title.casefold() else [*lacking, text])
    return text


def encoded(text: str) -> bytes:
    """Return the bytes of a text in UTF-8, such that reading them gives the text again.

    Raises
    ------
    ParleyError
        If the text is empty, or no text: it holds NULs, other controls, or halves of characters.

    Examples
    --------
    >>> encoded("naïve")
    b'na\\xc3\\xafve'
    """
    try:
        data = text.removeprefix("\ufeff").encode("utf-8")
    except UnicodeEncodeError:
        raise ParleyError("the text holds halves of characters (lone surrogates)") from None
    if b"\x00" in data:
        raise ParleyError("the text holds NUL characters")
    if decode(data)[0] != text.removeprefix("\ufeff"):
        raise ParleyError("the text cannot be kept as UTF-8")
    return data


def day_of(value: str) -> str:
    """Return the ISO 8601 day that a date states, ``""`` where it states none beyond doubt.

    Read are ISO dates and times, dates of mail and feeds, and days with an English month's name;
    ``03/04/2025`` is in doubt. The day is the one written, whatever the time zone.

    Examples
    --------
    >>> [day_of(d) for d in ("2025-03-04T23:59:00-05:00", "Tuesday, March 4, 2025", "03/04/2025")]
    ['2025-03-04', '2025-03-04', '']
    """
    plain = one_line(value, 100).lower()
    if match := ISO_DAY.match(plain):
        return _valid(*map(int, match.groups()))
    if match := DAY_FIRST.match(plain):
        return _valid(int(match[3]), _month(match[2]), int(match[1]))
    if match := MONTH_FIRST.match(plain):
        return _valid(int(match[3]), _month(match[1]), int(match[2]))
    try:
        return parsedate_to_datetime(plain).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def stated_day(lines: Iterable[str]) -> str:
    """Return the day of publication that the lines around an article state, ``""`` where none does.

    The first day that is written out; a later change ("updated on ...") is none.

    Examples
    --------
    >>> stated_day(["By Ana Ruiz", "Tue 4 Mar 2025 19.42 GMT | Updated: 5 March 2025"])
    '2025-03-04'
    """
    for line in lines:
        before = LATER.split(one_line(line).lower())[0]
        for match in WRITTEN.finditer(before):
            if day := day_of(match.group()):
                return day
    return ""


def _month(word: str) -> int:
    """1 to 12; 0 for what is no month."""
    found = [i for i, month in enumerate(MONTHS, 1) if month.startswith(word) or word == f"{month[:3]}t"]
    return found[0] if len(found) == 1 else 0


def _valid(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat() if year >= 1500 else ""
    except ValueError:
        return ""
