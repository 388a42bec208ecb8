"""Exports: every table of a corpus as CSV, Parquet and DuckDB, with a data dictionary, and back again.

Beside the tables, where there are any: networks as GraphML, codings as JSONL, statements for Discourse
Network Analyzer. ``datapackage.json`` says what every file and every column is (`parley.dictionary`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from parley import dictionary, schema, spreadsheets
from parley.companions import write_codings, write_networks, write_statements
from parley.database import read_database, write_database
from parley.errors import ParleyError, bad_value
from parley.folders import replacing
from parley.notation import from_json
from parley.registry import Registry, read_registry
from parley.schema import EXPORTS as FORMATS
from parley.store import write_atomic
from parley.tables import TableWriter

if TYPE_CHECKING:
    from parley.corpus import Corpus

Tables = dict[str, pd.DataFrame]
DATABASE = "parley.duckdb"
PACKAGE = "datapackage.json"


def export(
    corpus: Corpus,
    out: str | Path,
    formats: Sequence[str] = ("csv", "parquet", "duckdb"),
    reference: str | Path | None = None,
    networks: bool = True,
    *,
    registry: Registry | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write every table of a corpus, and what belongs to them, into a new folder.

    Parameters
    ----------
    corpus
        The corpus; of each table the columns of `parley.schema.TABLES` are written.
    out
        The folder. It is there as a whole or not at all: it is written beside its place under a hidden name
        and then renamed. What a killed export left there goes away with the next one into that folder.
    formats
        ``csv`` (``csv/TABLE.csv``; escaped as `parley.spreadsheets` says), ``parquet``
        (``parquet/TABLE.parquet``), ``duckdb`` (all tables in ``parley.duckdb``, with comments on tables and
        columns), ``dna`` (``dna/statements.dna`` and ``dna/statements.csv``; needs the articles' texts, which
        the first of them holds).
    reference
        Folder of codings; that of the bundled corpus by default. The rows of the articles in the corpus go
        to ``codings/CODER/LAYER.jsonl``; an article counts as the same by its identifier and its hash.
    networks
        Whether to write the discourse networks to ``networks/*.graphml``.
    registry
        The corpus's own actors, for types in networks and statements; the bundled ones by default.
    overwrite
        Whether to replace an earlier export.

    Returns
    -------
    list of Path
        The files, ``datapackage.json`` first, then by name.

    Raises
    ------
    ParleyError
        If a format is unknown, a table breaks its contract, the folder holds anything else than an earlier
        export, or one and ``overwrite`` is not set, or it cannot be written. Nothing has changed then.

    Examples
    --------
    >>> import tempfile
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> files = export(corpus, Path(tempfile.mkdtemp()) / "out", ["csv"], networks=False)
    >>> files[0].name, files[-1].name
    ('datapackage.json', 'targets.csv')
    """
    chosen = [formats] if isinstance(formats, str) else list(dict.fromkeys(formats))
    if odd := [format for format in chosen if format not in FORMATS] or ([] if chosen else [""]):
        raise bad_value("format", odd[0], FORMATS)
    tables = _checked(corpus.tables)
    actors = registry or read_registry()
    place = Path(out)
    _refuse(place, overwrite)
    with replacing(place) as folder:
        for format in chosen:
            if format == "dna":
                write_statements(folder / "dna", corpus, actors)
            else:
                WRITERS[format](folder, tables)
        if networks and "positions" in tables:
            write_networks(folder / "networks", tables, actors)
        write_codings(folder / "codings", tables["documents"], reference)
        package = dictionary.descriptor(folder, tables["documents"], tables)
        write_atomic(folder / PACKAGE, (json.dumps(package, indent=1, ensure_ascii=False) + "\n").encode())
        names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return [place / name for name in sorted(names, key=lambda name: (name != PACKAGE, name))]


def _checked(tables: Mapping[str, pd.DataFrame]) -> Tables:
    """The tables in order, each with the columns and types of its contract."""
    if "documents" not in tables:
        raise ParleyError("the corpus has no table documents")
    present = [(name, types) for name, types in schema.TABLES.items() if name in tables]
    return {
        name: schema.check(name, tables[name])[list(types)].astype(types).reset_index(drop=True)
        for name, types in present
    }


# Where it goes


def _refuse(place: Path, overwrite: bool) -> None:
    """Say why nothing may be written there."""
    if not place.exists():
        return
    if not place.is_dir():
        raise ParleyError(f"{place}: cannot be written (it is a file)")
    present = {p.relative_to(place).as_posix() for p in place.rglob("*") if not p.is_dir() or p.is_symlink()}
    if not present:
        return
    package = _package(place)
    if package is None:
        raise ParleyError(f"{place}: holds other files; choose a new folder")
    if odd := sorted(present - {PACKAGE} - {str(file.get("path")) for file in _files(package)}):
        raise ParleyError(f"{place}: holds {odd[0]}, which the export did not write; choose a new folder")
    if not overwrite:
        raise ParleyError(f"{place}: holds an earlier export; choose a new folder, or overwrite it")


def _package(folder: Path) -> dict[str, Any] | None:
    """The descriptor of an export of ours."""
    try:
        package = from_json((folder / PACKAGE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    ours = isinstance(package, dict) and package.get("name") == dictionary.NAME
    return package if ours and isinstance(package.get("resources"), list) else None


def _files(package: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [file for file in [*package["resources"], *package.get("files", [])] if isinstance(file, dict)]


# What is written


def _write_csv(folder: Path, tables: Tables) -> None:
    for name, table in tables.items():
        write_atomic(folder / "csv" / f"{name}.csv", spreadsheets.to_csv(table, schema.columns(name)))


def _write_parquet(folder: Path, tables: Tables) -> None:
    for name, table in tables.items():
        with TableWriter(folder / "parquet" / f"{name}.parquet", name) as writer:
            writer.write(table)
            writer.finish()


WRITERS: dict[str, Callable[[Path, Tables], None]] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
    "duckdb": lambda folder, tables: write_database(folder / DATABASE, tables),
}


# And back


def read_export(folder: str | Path, format: str | None = None) -> Tables:
    """Return the tables of an export as they were.

    Parameters
    ----------
    folder
        What `export` wrote.
    format
        ``csv``, ``parquet`` or ``duckdb``; by default the first of ``parquet``, ``duckdb``, ``csv`` that is
        there.

    Returns
    -------
    dict of DataFrame
        By name, in the order of `parley.schema.TABLES`. ``Corpus(read_export(folder), raw)`` is a corpus
        again.

    Raises
    ------
    ParleyError
        If the folder is no export, has no tables in that format, or a file is not the one that was written.

    Examples
    --------
    >>> import tempfile
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> out = Path(tempfile.mkdtemp()) / "out"
    >>> files = export(corpus, out, ["csv"], networks=False)
    >>> read_export(out)["claims"].equals(corpus.claims)
    True
    """
    base = Path(folder)
    package = _package(base)
    if package is None:
        raise ParleyError(f"{base}: not a folder that Parley exported ({PACKAGE} is missing or foreign)")
    files = _files(package)
    present = [f for f in ("parquet", "duckdb", "csv") if any(_holds(file, f) for file in files)]
    chosen = format or (present[0] if present else "")
    if chosen not in present:
        raise bad_value(f"format of the tables in {base}", format, present or "none; there are no tables")
    paths = [_unchanged(base, file) for file in files if _holds(file, chosen)]
    try:
        found = READERS[chosen](paths)
        ordered = [(name, schema.columns(name)) for name in schema.TABLES if name in found]
        return {name: schema.check(name, found[name][list(types)].astype(types)) for name, types in ordered}
    except (ValueError, KeyError) as fault:
        raise ParleyError(f"{base}: the tables cannot be read ({fault})") from None


def _holds(file: Mapping[str, Any], format: str) -> bool:
    return file.get("format") == format and ("schema" in file or "schemas" in file)


def _unchanged(base: Path, file: Mapping[str, Any]) -> Path:
    """The path of a file that is still what was written."""
    path = base / str(file.get("path"))
    if not path.resolve().is_relative_to(base.resolve()):
        raise ParleyError(f"{base / PACKAGE}: {file.get('path')} lies outside the folder")
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as fault:
        raise ParleyError(f"{path}: cannot be read ({fault.strerror})") from None
    if file.get("hash") != f"sha256:{found}":
        raise ParleyError(f"{path}: the file has changed since it was exported")
    return path


def _read_csv(paths: list[Path]) -> Tables:
    return {p.stem: spreadsheets.from_csv(p.read_bytes(), schema.columns(p.stem)) for p in paths}


def _read_parquet(paths: list[Path]) -> Tables:
    return {path.stem: pd.read_parquet(path) for path in paths}


READERS: dict[str, Callable[[list[Path]], Tables]] = {
    "csv": _read_csv,
    "parquet": _read_parquet,
    "duckdb": lambda paths: read_database(paths[0]),
}
