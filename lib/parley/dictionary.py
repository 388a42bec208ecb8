"""The data dictionary: what every column means, and the Data Package descriptor of exported tables.

What columns mean is written once, in ``data/README.md``; labels and types are those of `parley.schema`. The
descriptor follows version 1 of the specifications Data Package, Tabular Data Resource and Table Schema of
Frictionless Data.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from parley import __version__, schema
from parley.errors import ParleyError
from parley.registry import bundled

NAME = "parley-export"
"""The name of every data package that Parley writes."""
PROFILE = "tabular-data-resource"
DEFINED_IN = {"doc": "documents", "sentence": "sentences"}
"""Columns that tables share, and the table that defines them."""
KEYS: dict[str, tuple[str, ...]] = {
    "documents": ("doc",),
    "blocks": ("doc", "block"),
    "sentences": ("doc", "sentence"),
    "sentiment": ("doc", "sentence", "method"),
    "targets": ("doc", "sentence", "target", "method"),
    "positions": ("id",),
    "stance": ("doc", "target", "voice"),
}
"""The columns that tell the rows of a table apart, where the table has such columns."""
REFERENCES = (("doc",), ("doc", "sentence"), ("doc", "block"))
"""Columns by which tables lead to the one whose key they are."""
TYPES = {"str": "string", "int64": "integer", "float64": "number", "bool": "boolean"}
MEDIA = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "graphml": "application/graphml+xml",
    "jsonl": "application/jsonl",
    "json": "application/json",
    "duckdb": "application/vnd.duckdb",
    "dna": "application/vnd.sqlite3",
}
RIGHTS = (
    "The texts belong to their publishers; only short passages may be quoted, with their source. What this "
    "package adds to them are offsets, labels and numbers."
)
DESCRIPTION = """\
Tables that Parley made of news articles. Offsets are zero-based and half-open, in Unicode characters of the
article's file as decoded; lines are 1-based. CSV is UTF-8 with commas; texts are in quotation marks, an
empty text is "", a missing value is nothing between two commas. A text that a spreadsheet might run as a
formula, that is, one that begins with =, +, -, @ (or their full-width forms), a tab or a line break, also
behind apostrophes, has one more apostrophe in front; take it away to have the text, as
parley.exports.read_export does. Numbers are as they are. Parquet and DuckDB hold the texts unchanged.
"""


def glosses() -> dict[str, dict[str, str]]:
    """Return what every column of every table means, as ``data/README.md`` says it.

    Returns
    -------
    dict of dict
        By table, then column, in the order of `parley.schema.TABLES`. A gloss that stands there for several
        columns begins with their names. A column without a row of its own has the gloss of the table that
        defines it (``doc``, ``sentence``), or what stands above all tables (places).

    Raises
    ------
    ParleyError
        If the file is missing, or says nothing of a column.

    Examples
    --------
    >>> glosses()["claims"]["disputed"]
    'the article itself disputes it'
    """
    intro, parts = _readme()
    own = {name: _rows(parts.get(name, "")) for name in schema.TABLES}
    found: dict[str, dict[str, str]] = {}
    for table, columns in schema.TABLES.items():
        found[table] = {c: own[table].get(c) or _shared(c, own, intro) for c in columns}
        if missing := [column for column, gloss in found[table].items() if not gloss]:
            raise ParleyError(f"data/README.md does not say what {missing[0]!r} of {table} means")
    return found


def _shared(column: str, own: Mapping[str, Mapping[str, str]], intro: str) -> str:
    home = own.get(DEFINED_IN.get(column, ""), {})
    if column in home:
        return home[column]
    return _plain(intro) if f"`{column}`" in intro else ""


def summaries() -> dict[str, str]:
    """Return what each table holds, as ``data/README.md`` says it; ``""`` where it does not.

    Examples
    --------
    >>> summaries()["sentences"]
    "the sentences of the article's text"
    """
    parts = _readme()[1]
    return {name: _summary(parts.get(name, "")) for name in schema.TABLES}


def _summary(part: str) -> str:
    """What stands between the name of a table and its columns."""
    text = _plain(re.split(r"\n\|", part, maxsplit=1)[0])
    return text.removesuffix(".") if text.count(". ") == 0 else text


def _readme() -> tuple[str, dict[str, str]]:
    """What is said of all tables (without where they come from), and the part of each table."""
    path = bundled("data") / "README.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as fault:
        raise ParleyError(f"{path}: cannot be read ({fault.strerror})") from None
    section = re.search(r"^## The tables$(.*?)(?=^## |\Z)", text, re.M | re.S)
    pieces = re.split(r"^(?:\*\*|### )(\w+)(?:\*\*:)?", section[1] if section else "", flags=re.M)
    intro = " ".join(pieces[0].split()).partition(". ")[2]
    return intro, dict(zip(pieces[1::2], pieces[2::2], strict=True))


def _rows(part: str) -> dict[str, str]:
    """Column and gloss from the lines of a table in Markdown."""
    found: dict[str, str] = {}
    for names, gloss in re.findall(r"^\| (.+?) \| (.+) \|$", part, re.M):
        columns = names.split(", ")
        lead = f"{names}: " if len(columns) > 1 else ""
        found |= dict.fromkeys(columns, lead + _plain(gloss))
    return found


def _plain(markdown: str) -> str:
    """Text without links and marks of code, white space folded."""
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", markdown).replace("\\|", "|")
    text = re.sub("`([^`]+)`", lambda m: m[1] if m[1] == m[1].strip() else f'"{m[1]}"', text)
    return " ".join(text.split())


def table_schema(table: str, present: Iterable[str] = tuple(schema.TABLES)) -> dict[str, Any]:
    """Return the columns of a table as a Table Schema.

    Parameters
    ----------
    table
        Its name.
    present
        The tables beside it, to which foreign keys may lead.

    Raises
    ------
    ParleyError
        If there is no such table.

    Examples
    --------
    >>> table_schema("claims")["foreignKeys"][0]
    {'fields': 'doc', 'reference': {'resource': 'documents', 'fields': 'doc'}}
    """
    kinds, says = schema.columns(table), glosses()[table]
    described: dict[str, Any] = {
        "fields": [_field(table, column, kind, says[column]) for column, kind in kinds.items()],
        "missingValues": [""],
    }
    if table in KEYS:
        described["primaryKey"] = _one(KEYS[table])
    homes = {KEYS[name]: name for name in present if KEYS.get(name) in REFERENCES and name != table}
    keys = [key for key in REFERENCES if key in homes and set(key) <= set(kinds)]
    if keys:
        described["foreignKeys"] = [
            {"fields": _one(key), "reference": {"resource": homes[key], "fields": _one(key)}} for key in keys
        ]
    return described


def _field(table: str, column: str, kind: str, gloss: str) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column, "type": TYPES[kind], "description": gloss}
    if labels := schema.LABELS.get((table, column)):
        field["constraints"] = {"enum": list(labels)}
    return field


def _one(names: tuple[str, ...]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)


def descriptor(folder: Path, documents: pd.DataFrame, tables: Iterable[str]) -> dict[str, Any]:
    """Return the descriptor of all files in a folder, for its ``datapackage.json``.

    Parameters
    ----------
    folder
        The folder: tables are ``csv/TABLE.csv`` and ``parquet/TABLE.parquet``, in a DuckDB file all are.
    documents
        The table ``documents``.
    tables
        The tables that were exported.

    Returns
    -------
    dict
        A data package. ``resources`` are the tables in CSV and its profile is ``tabular-data-package``;
        the other files are listed in the same way in ``files``. Without CSV they are the resources, and the
        profile is ``data-package``.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> (folder / "csv").mkdir(); _ = (folder / "csv" / "documents.csv").write_text("doc")
    >>> package = descriptor(folder, schema.empty("documents"), ["documents"])
    >>> package["resources"][0]["path"], package["profile"]
    ('csv/documents.csv', 'tabular-data-package')
    """
    listed = list(tables)
    says = summaries()
    shapes = {name: table_schema(name, listed) for name in listed}
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "datapackage.json")
    files = [_resource(path, path.relative_to(folder), shapes, says) for path in paths]
    order = {name: number for number, name in enumerate(schema.TABLES)}
    csv = sorted((f for f in files if f["profile"] == PROFILE), key=lambda f: order[f["name"]])
    others = [file for file in files if file["profile"] != PROFILE]
    package: dict[str, Any] = {
        "name": NAME,
        "profile": "tabular-data-package" if csv else "data-package",
        "title": "Tables made by Parley",
        "description": " ".join(DESCRIPTION.split()),
        "version": __version__,
        "licenses": [{"name": "other-closed", "title": RIGHTS}],
        "sources": [{"title": _source(row)} for row in schema.rows(documents)],
        "resources": csv or others,
    }
    if not package["sources"]:  # an empty list is not allowed
        del package["sources"]
    return package | ({"files": others} if csv and others else {})


def _source(row: Any) -> str:
    """An article in words; its file and hash say which text it was."""
    known = ", ".join(text for text in (row.author, row.title or row.doc, row.outlet, row.published) if text)
    return f"{known} ({row.file}, sha256 {row.sha256})"


def _resource(
    path: Path, place: Path, shapes: Mapping[str, dict[str, Any]], says: Mapping[str, str]
) -> dict[str, Any]:
    """A file, and its columns where it holds tables."""
    kind, data = path.suffix[1:], path.read_bytes()
    is_csv = place.parent.as_posix() == "csv"
    is_table = is_csv or place.parent.as_posix() == "parquet"
    name = path.stem if is_csv else re.sub(r"[^a-z0-9._/-]", "-", place.as_posix().lower())
    resource: dict[str, Any] = {"name": name, "path": place.as_posix()}
    resource |= {"profile": PROFILE if is_csv else "data-resource", "format": kind}
    if kind in MEDIA:
        resource["mediatype"] = MEDIA[kind]
    if kind in ("csv", "json", "jsonl", "graphml"):
        resource["encoding"] = "utf-8"
    resource |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    if is_table and says[path.stem]:
        resource["description"] = says[path.stem]
    if is_table:
        resource["schema"] = shapes[path.stem]
    if kind == "duckdb":
        resource["schemas"] = dict(shapes)
    if is_csv:
        resource["dialect"] = {
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
        }
        resource["dialect"] |= {"header": True, "skipInitialSpace": False}
    return resource
