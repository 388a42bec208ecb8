"""An empty database of Discourse Network Analyzer 3.0: an SQLite file with its tables and default entries.

Written down from memory of the program's manual and source, not tried in DNA itself: names of tables and
columns are as remembered; defaults, colours and the order of columns may differ.
"""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from collections.abc import Iterable
from typing import Any

PASSWORD = "parley"
"""The password of the coder ``Admin`` in a database; DNA asks for one, it protects nothing here."""
VARIABLES = {"person": 1, "organization": 2, "concept": 3, "agreement": 4}
ATTRIBUTES = ("Type", "Alias", "Notes")
COLOUR = "Red INTEGER NOT NULL DEFAULT 0, Green INTEGER NOT NULL DEFAULT 0, Blue INTEGER NOT NULL DEFAULT 0"
KEY = "ID INTEGER NOT NULL PRIMARY KEY"
RIGHTS = (
    *("AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments"),
    *("AddStatements", "EditStatements", "DeleteStatements"),
    *("EditAttributes", "EditRegex", "EditStatementTypes", "EditCoders", "EditCoderRelations"),
    *("ViewOthersDocuments", "EditOthersDocuments", "ViewOthersStatements", "EditOthersStatements"),
)
_DATA = (
    f"{KEY}, StatementId INTEGER NOT NULL REFERENCES STATEMENTS(ID) ON DELETE CASCADE, "
    "VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID) ON DELETE CASCADE, {}, "
    "UNIQUE (StatementId, VariableId)"
)
DNA_TABLES = {
    "SETTINGS": "Property TEXT PRIMARY KEY, Value TEXT",
    "CODERS": f"{KEY}, Name TEXT NOT NULL, {COLOUR}, Refresh INTEGER NOT NULL DEFAULT 0, "
    "FontSize INTEGER NOT NULL DEFAULT 14, Password TEXT, PopupWidth INTEGER DEFAULT 300, "
    "ColorByCoder INTEGER NOT NULL DEFAULT 0, PopupDecoration INTEGER NOT NULL DEFAULT 0, "
    "PopupAutoComplete INTEGER NOT NULL DEFAULT 1, "
    + ", ".join(f"Permission{right} INTEGER NOT NULL DEFAULT 1" for right in RIGHTS),
    "DOCUMENTS": f"{KEY}, Title TEXT NOT NULL, Text TEXT NOT NULL, Coder INTEGER REFERENCES CODERS(ID), "
    "Author TEXT NOT NULL DEFAULT '', Source TEXT NOT NULL DEFAULT '', Section TEXT NOT NULL DEFAULT '', "
    "Notes TEXT NOT NULL DEFAULT '', Type TEXT NOT NULL DEFAULT '', Date INTEGER NOT NULL",
    "STATEMENTTYPES": f"{KEY}, Label TEXT NOT NULL, {COLOUR}",
    "VARIABLES": f"{KEY}, Variable TEXT NOT NULL, DataType TEXT NOT NULL DEFAULT 'short text', "
    "StatementTypeId INTEGER NOT NULL REFERENCES STATEMENTTYPES(ID) ON DELETE CASCADE, "
    "UNIQUE (Variable, StatementTypeId)",
    "REGEXES": f"Label TEXT PRIMARY KEY, {COLOUR}",
    "CODERRELATIONS": f"{KEY}, Coder INTEGER NOT NULL REFERENCES CODERS(ID) ON DELETE CASCADE, "
    "OtherCoder INTEGER NOT NULL REFERENCES CODERS(ID) ON DELETE CASCADE, "
    "ViewDocuments INTEGER NOT NULL DEFAULT 1, EditDocuments INTEGER NOT NULL DEFAULT 1, "
    "ViewStatements INTEGER NOT NULL DEFAULT 1, EditStatements INTEGER NOT NULL DEFAULT 1",
    "STATEMENTS": f"{KEY}, StatementTypeId INTEGER NOT NULL REFERENCES STATEMENTTYPES(ID) ON DELETE CASCADE, "
    "DocumentId INTEGER NOT NULL REFERENCES DOCUMENTS(ID) ON DELETE CASCADE, Start INTEGER NOT NULL, "
    "Stop INTEGER NOT NULL, Coder INTEGER NOT NULL REFERENCES CODERS(ID) ON DELETE CASCADE",
    "ENTITIES": f"{KEY}, VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID) ON DELETE CASCADE, "
    f"Value TEXT NOT NULL DEFAULT '', {COLOUR}, ChildOf INTEGER REFERENCES ENTITIES(ID), "
    "UNIQUE (VariableId, Value)",
    "DATABOOLEAN": _DATA.format("Value INTEGER NOT NULL DEFAULT 1"),
    "DATAINTEGER": _DATA.format("Value INTEGER NOT NULL DEFAULT 0"),
    "DATASHORTTEXT": _DATA.format("Entity INTEGER NOT NULL REFERENCES ENTITIES(ID) ON DELETE CASCADE"),
    "DATALONGTEXT": _DATA.format("Value TEXT DEFAULT ''"),
    "ATTRIBUTEVARIABLES": f"{KEY}, VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID) ON DELETE CASCADE, "
    "AttributeVariable TEXT NOT NULL, UNIQUE (VariableId, AttributeVariable)",
    "ATTRIBUTEVALUES": f"{KEY}, EntityId INTEGER NOT NULL REFERENCES ENTITIES(ID) ON DELETE CASCADE, "
    "AttributeVariableId INTEGER NOT NULL REFERENCES ATTRIBUTEVARIABLES(ID) ON DELETE CASCADE, "
    "AttributeValue TEXT NOT NULL DEFAULT '', UNIQUE (EntityId, AttributeVariableId)",
}
"""The tables of a database, in an order in which each refers only to earlier ones."""


def new_database() -> sqlite3.Connection:
    """Return a database in memory with the tables and the entries that every new one has.

    One coder, ``Admin`` (1); the statement types ``DNA Statement`` (1), with the variables ``person`` (1),
    ``organization`` (2), ``concept`` (3), ``agreement`` (4), and ``Annotation`` (2), with ``note`` (5).

    Examples
    --------
    >>> base = new_database()
    >>> base.execute("SELECT Variable FROM VARIABLES ORDER BY ID").fetchall()[3]
    ('agreement',)
    >>> base.close()
    """
    base = sqlite3.connect(":memory:")
    base.execute("PRAGMA foreign_keys = ON")
    for table, columns in DNA_TABLES.items():
        base.execute(f"CREATE TABLE {table} ({columns})")
    _add_defaults(base)
    return base


def insert(base: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Add rows, all columns in order.

    Examples
    --------
    >>> base = new_database()
    >>> insert(base, "REGEXES", [("peace", 0, 0, 255)])
    >>> base.close()
    """
    for row in rows:
        base.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _add_defaults(base: sqlite3.Connection) -> None:
    """What every new database of DNA holds."""
    insert(base, "SETTINGS", [("version", "3.0")])
    base.execute(
        "INSERT INTO CODERS (ID, Name, Red, Green, Blue, Password) VALUES (1, 'Admin', 239, 208, 51, ?)",
        (_digest(PASSWORD),),
    )
    types = [(1, "DNA Statement", 239, 208, 51), (2, "Annotation", 128, 128, 128)]
    insert(base, "STATEMENTTYPES", types)
    kinds = ["short text"] * 3 + ["boolean"]
    variables = [(n, name, kind, 1) for (name, n), kind in zip(VARIABLES.items(), kinds, strict=True)]
    insert(base, "VARIABLES", [*variables, (5, "note", "long text", 2)])
    pairs = [(variable, name) for variable in (1, 2, 3) for name in ATTRIBUTES]
    insert(base, "ATTRIBUTEVARIABLES", ((n, *pair) for n, pair in enumerate(pairs, 1)))


def _digest(password: str) -> str:
    """A password as DNA keeps it: SHA-256 over salt and password, 100,000 times, salt in front, in Base64."""
    salt = hashlib.sha256(b"parley").digest()[:16]
    found = salt + password.encode()
    for _ in range(100_000):
        found = hashlib.sha256(found).digest()
    return base64.b64encode(salt + found).decode()
