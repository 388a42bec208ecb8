"""Statements for Discourse Network Analyzer (DNA, by Philip Leifeld): a database file, and an event list.

The layout of both is that of DNA 3.0, from memory of its manual and source, and was not tried in DNA itself.
What is checked is that both read back as the positions they were made of. If DNA refuses the database
(`parley.dnabase`), the event list has all that a network needs.

* A position is a statement: ``support`` is agreement 1, ``oppose`` is 0; ``mixed``, which a binary qualifier
  does not have, becomes two statements, 1 and 0. Its issue is the concept.
* An actor whom the registry has as a person is the person, with their side as organization. Every other actor
  is the organization, also a name that the registry lacks. The actor ``author`` is the article's author, or
  ``author (DOC)`` where the name is unknown, with the outlet as organization.
* DNA is a Java program: it ends lines with a line feed alone and counts a character beyond U+FFFF as two. The
  texts in the files and the offsets into them do the same; for an article without carriage returns and such
  characters both are those of the raw file.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from parley import schema, spreadsheets
from parley.dnabase import VARIABLES, insert, new_database
from parley.errors import ParleyError
from parley.network import AUTHOR
from parley.registry import Registry, read_registry
from parley.store import write_atomic

if TYPE_CHECKING:
    from parley.corpus import Corpus

AGREEMENT = {"support": (1,), "oppose": (0,), "mixed": (1, 0)}
EVENTS = {
    "statement_id": "int64",
    "time": "str",
    "document_id": "int64",
    "document_title": "str",
    "document_author": "str",
    "document_source": "str",
    "document_section": "str",
    "document_type": "str",
    "person": "str",
    "organization": "str",
    "concept": "str",
    "agreement": "int64",
    "doc": "str",
    "position": "str",
    "start": "int64",
    "stop": "int64",
    "text": "str",
}
"""Columns of the event list: those of DNA's own export first, then where the statement comes from."""


def events(corpus: Corpus, *, registry: Registry | None = None) -> pd.DataFrame:
    """Return the statements as an event list, in the order of columns of DNA's own export.

    Parameters
    ----------
    corpus
        Positions, documents and the articles' texts.
    registry
        Who is a person, and on whose side; the bundled actors by default.

    Returns
    -------
    DataFrame
        ``statement_id`` (from 1), ``time`` (the day of publication at midnight, empty where unknown),
        ``document_id`` (from 1, in the order of the documents), ``document_title``, ``document_author``,
        ``document_source`` (outlet), ``document_section`` (empty), ``document_type`` (genre), ``person``,
        ``organization``, ``concept``, ``agreement`` (1, 0); then ``doc``, ``position`` (its id), ``start``,
        ``stop`` and ``text``, the words between them in `dna_text`. In the order of the positions.

    Raises
    ------
    ParleyError
        If the text of an article is missing.

    Examples
    --------
    >>> from parley import bundled, code
    >>> list(events(code(bundled("seeds"))).columns[8:12])
    ['person', 'organization', 'concept', 'agreement']
    """
    actors = (registry or read_registry()).actors
    documents = {row.doc: (number, row) for number, row in enumerate(schema.rows(corpus.documents), 1)}
    places = {doc: Places(_raw(corpus, doc)) for doc in documents}
    found: list[tuple[Any, ...]] = []
    for row in schema.rows(corpus.positions):
        if row.doc not in documents:
            raise ParleyError(f"position {row.id}: its article {row.doc!r} is not among the documents")
        number, article = documents[row.doc]
        start, stop, text = places[row.doc].span(row.char_start, row.char_end)
        about = (number, article.title, article.author, article.outlet, "", article.genre)
        when = f"{day} 00:00:00" if (day := _day(article.published)) else ""
        for agreement in AGREEMENT[row.position]:
            who = _who(row, article, actors)
            where = (row.doc, row.id, start, stop, text)
            found.append((len(found) + 1, when, *about, *who, row.issue, agreement, *where))
    return pd.DataFrame(found, columns=list(EVENTS)).astype(EVENTS)


def _day(published: str) -> date | None:
    """A day of publication, where it is known as one."""
    try:
        return date.fromisoformat(published)
    except ValueError:
        return None


def _raw(corpus: Corpus, doc: str) -> str:
    if doc not in corpus.raw:
        raise ParleyError(f"the text of {doc!r} is missing: give the articles, not only their tables")
    return corpus.raw[doc]


def _who(row: Any, article: Any, actors: Any) -> tuple[str, str]:
    """Person and organization of a position."""
    if row.actor == AUTHOR:
        return article.author or f"{AUTHOR} ({row.doc})", article.outlet
    known = actors.get(row.actor)
    if known is not None and known.type == "person":
        return row.actor, known.side or known.country
    return "", row.actor


def dna_text(raw: str) -> str:
    r"""Return a text as DNA shows it: every line ends with a line feed alone.

    Examples
    --------
    >>> dna_text("One\r\ntwo\rthree")
    'One\ntwo\nthree'
    """
    return re.sub("\r\n?", "\n", raw)


class Places:
    """Places in one text: from offsets in the raw file to those that DNA counts.

    A class, because what every place needs is computed once.

    Examples
    --------
    >>> Places("\\r\\n\U0001f54a peace").span(4, 9)
    (4, 9, 'peace')
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        codes = np.frombuffer(raw.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        widths = np.concatenate([[0], 1 + (codes > 0xFFFF)])
        for pair in re.finditer("\r\n", raw):
            widths[pair.end()] = 0
        self.offsets = widths.cumsum()

    def span(self, start: int, end: int) -> tuple[int, int, str]:
        """Return start, stop and words of a span of the raw file."""
        return int(self.offsets[start]), int(self.offsets[end]), dna_text(self.raw[start:end])


def _new(path: str | Path, overwrite: bool) -> Path:
    path = Path(path)
    if path.exists() and not overwrite:
        raise ParleyError(f"{path} is there already: choose another name, or overwrite=True")
    return path


def write_events(
    path: str | Path, corpus: Corpus, *, registry: Registry | None = None, overwrite: bool = False
) -> None:
    """Write `events` as CSV, safe to open in a spreadsheet (`parley.spreadsheets.to_csv`).

    Raises
    ------
    ParleyError
        If the file is there already or cannot be written, or a text is missing.

    Examples
    --------
    >>> import tempfile
    >>> from parley import bundled, code
    >>> path = Path(tempfile.mkdtemp()) / "statements.csv"
    >>> write_events(path, code(bundled("seeds")))
    >>> path.read_text(encoding="utf-8")[:29]
    'statement_id,time,document_id'
    """
    path = _new(path, overwrite)
    write_atomic(path, spreadsheets.to_csv(events(corpus, registry=registry), EVENTS))


def to_dna(
    corpus: Corpus, path: str | Path, *, registry: Registry | None = None, overwrite: bool = False
) -> None:
    """Write documents and statements as a database of DNA 3.0 (SQLite).

    All statements are of the type ``DNA Statement`` and of the coder ``Admin``, whose password is
    `parley.dnabase.PASSWORD`. A document's date is its day of publication; 1 January 1970 stands for an
    unknown one, and its notes say so. Entities carry the registry's type and role as attributes.

    Parameters
    ----------
    corpus
        Positions, documents and the articles' texts, which the file holds: mind their publishers' rights.
    path
        The file, ending in ``.dna``; written whole or not at all.
    registry
        As for `events`.
    overwrite
        Whether to replace a file that is there.

    Raises
    ------
    ParleyError
        If the file is there already or cannot be written, or a text is missing.

    Examples
    --------
    >>> import tempfile
    >>> from parley import bundled, code
    >>> path = Path(tempfile.mkdtemp()) / "talks.dna"
    >>> to_dna(code(bundled("seeds")), path)
    >>> with closing(sqlite3.connect(path)) as base:
    ...     base.execute("SELECT COUNT(*) FROM DOCUMENTS").fetchone()
    (5,)
    """
    path = _new(path, overwrite)
    registry = registry or read_registry()
    listed = events(corpus, registry=registry)
    with closing(new_database()) as base:
        insert(base, "DOCUMENTS", _documents(corpus))
        spans = listed[["statement_id", "document_id", "start", "stop"]]
        insert(base, "STATEMENTS", ((n, 1, doc, low, high, 1) for n, doc, low, high in schema.rows(spans)))
        insert(
            base, "DATABOOLEAN", ((n, n, 4, a) for n, a in schema.rows(listed[["statement_id", "agreement"]]))
        )
        _add_entities(base, listed, registry)
        base.commit()
        data = base.serialize()
    write_atomic(path, data)


def _documents(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(schema.rows(corpus.documents), 1):
        day = _day(row.published)
        notes = "; ".join(filter(None, [f"doc {row.doc}", "" if day else "date unknown", row.note]))
        seconds = int(datetime.combine(day, time(), UTC).timestamp()) if day else 0
        text = dna_text(_raw(corpus, row.doc))
        about = (row.author, row.outlet, "", notes, row.genre, seconds)
        yield (number, row.title or row.doc, text, 1, *about)


def _add_entities(base: sqlite3.Connection, listed: pd.DataFrame, registry: Registry) -> None:
    """The names that statements share, and which statement has which."""
    entities = dict[tuple[int, str], int]()
    data = 0
    for name, variable in list(VARIABLES.items())[:3]:
        for value in sorted({"", *listed[name]}):
            number = entities[variable, value] = len(entities) + 1
            insert(base, "ENTITIES", [(number, variable, value, 0, 0, 0, None)])
            _add_attributes(base, number, variable, _attributes(value, variable, registry))
        for statement, value in zip(listed["statement_id"].tolist(), listed[name], strict=True):
            data += 1
            insert(base, "DATASHORTTEXT", [(data, statement, variable, entities[variable, value])])


def _attributes(value: str, variable: int, registry: Registry) -> tuple[str, str, str]:
    """Type, alias and notes of an entity."""
    if variable == VARIABLES["concept"]:
        return "", "", registry.issues[value].proposition if value in registry.issues else ""
    known = registry.actors.get(value)
    return (known.type, "", known.role) if known else ("", "", "")


def _add_attributes(base: sqlite3.Connection, entity: int, variable: int, values: tuple[str, ...]) -> None:
    for number, value in enumerate(values, 3 * variable - 2):
        sql = "INSERT INTO ATTRIBUTEVALUES (EntityId, AttributeVariableId, AttributeValue) VALUES (?, ?, ?)"
        base.execute(sql, (entity, number, value))
