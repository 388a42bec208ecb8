"""Tables of articles: comma-separated values and JSON lines, one article a row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from parley.articles import Article, day_of, encoded, one_line, with_title
from parley.errors import ParleyError, bad_value
from parley.sources import GENRES, decode

COLUMNS = {
    "text": ("text", "body", "content"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher"),
    "author": ("author", "authors", "byline"),
    "published": ("date", "published", "published_at", "publication_date"),
    "url": ("url", "link"),
    "genre": ("genre",),
}
"""The names by which columns are known, in any case; the first that a table has counts."""

Row = tuple[int, Mapping[str, Any] | str]
"""Number of a row, and its values by column, or why it cannot be read."""


def read_csv(data: bytes, name: str = "the table", text_column: str = "") -> list[Article]:
    """Return the articles of a table in comma-separated values (or with ``;`` or tabs).

    Parameters
    ----------
    data
        The file's bytes; the first row names the columns.
    name
        The file, for messages.
    text_column
        The column with the texts; ``text``, ``body`` or ``content`` by default.

    Returns
    -------
    list of Article
        In the order of the rows; a row that cannot be read is there with its reason in ``refused``.

    Raises
    ------
    ParleyError
        If there is no such column or no row, or the table is not well formed.

    Examples
    --------
    >>> [a.title for a in read_csv(b"headline,body\\nTalks fail,They met for an hour.\\n")]
    ['Talks fail']
    """
    text = decode(data, name)[0]
    allowed = csv.field_size_limit(max(len(text), 1) + 1)
    try:
        header, rows = _csv_rows(text, name, text_column)
        return _articles(rows, header, name, text_column)
    except csv.Error as fault:
        raise ParleyError(f"{name}: not well-formed CSV ({fault})") from None
    finally:
        csv.field_size_limit(allowed)


def _csv_rows(text: str, name: str, text_column: str) -> tuple[list[str], list[Row]]:
    wanted = {text_column.casefold()} if text_column else set(COLUMNS["text"])
    first = text.lstrip("\r\n").splitlines()[0]
    mark = next(
        (m for m in ",;\t" if wanted & {c.strip().strip('"').casefold() for c in first.split(m)}), ","
    )
    table = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    header: list[str] = []
    rows: list[Row] = []
    for cells in table:
        if not cells or not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = [cell.strip() for cell in cells]
            continue
        number = len(rows) + 1
        if len(cells) != len(header):
            rows.append((number, f"row {number} has {len(cells)} values for {len(header)} columns"))
        else:
            rows.append((number, dict(zip(header, cells, strict=True))))
    return header, rows


def read_jsonl(data: bytes, name: str = "the file", text_column: str = "") -> list[Article]:
    """Return the articles of JSON lines: an object a line.

    Parameters and returns are those of `read_csv`; ``row`` is the number of the line.

    Raises
    ------
    ParleyError
        If no line has the column, or there is no line that can be read.

    Examples
    --------
    >>> [(a.row, a.refused) for a in read_jsonl(b'{"text": "They met."}\\n{"text": ')]
    [(1, ''), (2, 'line 2 is not valid JSON (Expecting value)')]
    """
    rows: list[Row] = []
    for number, line in enumerate(decode(data, name)[0].split("\n"), 1):
        if line.strip():
            rows.append((number, _object(line, number)))
    read = [values for _, values in rows if not isinstance(values, str)]
    if not read:
        raise ParleyError(f"{name}: {next(values for _, values in rows)}")
    header = list(dict.fromkeys(key for values in read for key in values))
    return _articles(rows, header, name, text_column)


def _object(line: str, number: int) -> Mapping[str, Any] | str:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as fault:
        return f"line {number} is not valid JSON ({fault.msg})"
    except (RecursionError, ValueError):
        return f"line {number} is nested too deeply or holds too large a number"
    return value if isinstance(value, dict) else f"line {number} holds no object ({{...}})"


def _articles(rows: Iterable[Row], header: list[str], name: str, text_column: str) -> list[Article]:
    columns = _columns(header, name, text_column)
    articles = list(_read(rows, columns))
    if not articles:
        raise ParleyError(f"{name}: the table has no rows")
    return articles


def _columns(header: list[str], name: str, text_column: str) -> dict[str, str]:
    """Which column of the table is which field."""
    folded: dict[str, str] = {}
    for column in header:
        folded.setdefault(column.strip().casefold(), column)
    known = COLUMNS | ({"text": (text_column.casefold(),)} if text_column else {})
    found = {field: folded[n] for field, names in known.items() for n in reversed(names) if n in folded}
    listed = ", ".join(one_line(column, 40) for column in header[:30]) or "none"
    if "text" not in found and text_column:
        raise bad_value(f"{name}: text column", text_column, listed)
    if "text" not in found:
        raise ParleyError(f"{name}: no column text, body or content; name the one with the texts: {listed}")
    if header.count(found["text"]) > 1:
        raise ParleyError(f"{name}: two columns are named {found['text']!r}")
    return found


def _read(rows: Iterable[Row], columns: Mapping[str, str]) -> Iterator[Article]:
    for number, values in rows:
        if isinstance(values, str):
            yield Article(row=number, refused=values)
            continue
        text = values.get(columns["text"])
        try:
            if not isinstance(text, str):
                raise ParleyError(f"{columns['text']!r} is {'missing' if text is None else 'not a text'}")
            if not text.strip():
                raise ParleyError(f"{columns['text']!r} is empty")
            encoded(text)
        except ParleyError as fault:
            yield Article(row=number, refused=f"row {number}: {str(fault).removeprefix('the text: ')}")
            continue
        yield _article(number, text, {f: _plain(values.get(c)) for f, c in columns.items() if f != "text"})


def _plain(value: Any) -> str:
    """A value as one line: of a list its items, of an object its name."""
    if isinstance(value, list):
        return one_line(", ".join(item for v in value[:20] if (item := _plain(v))))
    if isinstance(value, dict):
        return one_line(name) if isinstance(name := value.get("name"), str) else ""
    return "" if value is None or isinstance(value, bool | float) else one_line(str(value))


def _article(number: int, text: str, said: Mapping[str, str]) -> Article:
    day, genre = day_of(said.get("published", "")), said.get("genre", "").casefold()
    notes = ["title, outlet, author and date as the table says"]
    if said.get("published") and not day:
        notes.append(f"its date {one_line(said['published'], 40)!r} is not a day beyond doubt")
    if genre and genre not in GENRES:
        notes.append(f"its genre {one_line(genre, 40)!r} is none of {', '.join(GENRES)}")
    if said.get("url"):
        notes.append(f"page {said['url']}")
    if text.count("</") > 2:
        notes.append("the text holds HTML tags: check it")
    title = said.get("title", "")
    return Article(
        text=with_title(text, title),
        title=title,
        outlet=said.get("outlet", ""),
        author=said.get("author", ""),
        published=day,
        published_basis="stated" if day else "unknown",
        genre=genre if genre in GENRES else "",
        note="; ".join(notes),
        row=number,
    )
