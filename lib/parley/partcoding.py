"""Coding by several workers: what a worker does with a part, and what is made of the parts."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from parley import partitions, portrayal, schema
from parley.engines import Engine, Pool
from parley.errors import IncompleteError, ParleyError
from parley.partitions import Part
from parley.registry import Registry
from parley.sources import Source, list_sources, read_source
from parley.store import Store
from parley.tables import TableWriter
from parley.versions import difference, versions

Tables = dict[str, pd.DataFrame]
Paths = str | Path | Iterable[str | Path]
Coder = Callable[[Iterable[Source], Registry, Store], Iterator[tuple[Source, Tables]]]
"""Gives each article with its tables, in order; other processes can import it."""


@dataclass(frozen=True)
class Order:
    """What every worker is given once.

    Attributes
    ----------
    coder, registry, store
        Who codes articles, by which lists, and where results are kept.
    folder
        Where parts are written, seen by all workers; None if the tables are to be passed back.
    versions
        What the worker's `parley.versions.versions` must be.
    """

    coder: Coder
    registry: Registry
    store: Store
    folder: Path | None
    versions: Mapping[str, str]


@dataclass(frozen=True)
class Done:
    """What became of a part: rows by table, faults by article; tables and texts if they are passed back."""

    rows: Mapping[str, int]
    faults: Mapping[str, str]
    tables: Tables | None = None
    raw: Mapping[str, str] | None = None


_ONE = threading.Lock()
"""A process codes one part at a time, however many threads a Dask worker has: spaCy shares its words."""


def code_part(order: Order, part: Part) -> Done:
    """Code the articles of a part, and write its files or pass the tables back.

    An article that fails costs no other. The same part gives the same files wherever and however often it
    is done.

    Raises
    ------
    ParleyError
        If this worker differs from the client, does not see the folder or cannot write there.

    Examples
    --------
    >>> order = Order(lambda sources, registry, store: iter([]), None, Store(), None, versions())
    >>> done = code_part(order, Part("part-00000", ((Path("none.txt"), {"doc": "none"}),)))
    >>> done.rows["documents"], dict(done.faults)
    (0, {'none': 'none.txt: there is no such file'})
    """
    if odd := difference(dict(order.versions), versions()):
        raise ParleyError(f"a worker is not as the others: {odd}")
    _see(order.folder)
    _one_core()
    faults: dict[str, str] = {}
    pieces: dict[str, list[pd.DataFrame]] = {name: [schema.empty(name)] for name in schema.TABLES}
    raw: dict[str, str] = {}
    with _ONE:
        for source, tables in _coded(order, _read(part, faults), faults):
            raw[source.doc] = source.raw
            for name, table in tables.items():
                pieces[name].append(table)
        whole = {name: _joined(tables) for name, tables in pieces.items()}
    rows = {name: len(table) for name, table in whole.items()}
    if order.folder is None:
        return Done(rows, faults, whole, raw)
    _see(order.folder)  # the client may have given up in the meantime
    write_part(order.folder, part.name, whole)
    return Done(rows, faults)


def _see(folder: Path | None) -> None:
    """Say so if this worker does not see the folder that parts are written into."""
    if folder is not None and not folder.is_dir():
        raise ParleyError(f"{folder.parent}: not seen by a worker; all machines must share this folder")


@cache
def _one_core() -> None:
    """A worker is one core: as many workers as cores, and not more threads than both."""
    os.environ[portrayal.THREADS] = "1"


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([t for t in tables if len(t)] or tables[:1], ignore_index=True)


def _read(part: Part, faults: dict[str, str]) -> list[Source]:
    """The articles of a part that can be read."""
    sources = []
    for path, metadata in part.entries:
        try:
            sources.append(read_source(path, **metadata))
        except Exception as fault:
            faults[metadata["doc"]] = _said(fault, path.name)
    return sources


def _coded(
    order: Order, sources: Sequence[Source], faults: dict[str, str]
) -> Iterator[tuple[Source, Tables]]:
    """Each article with its tables; after a fault the others are coded one by one."""
    coded = 0
    try:
        for pair in order.coder(sources, order.registry, order.store):
            coded += 1
            yield pair
        return
    except Exception:
        if len(sources) == coded:
            raise
    for source in sources[coded:]:
        try:
            (pair,) = order.coder([source], order.registry, order.store)
        except Exception as fault:
            faults[source.doc] = _said(fault, source.file)
        else:
            yield pair


def _said(fault: Exception, file: str) -> str:
    """A fault in one line; of one that is not expected its kind too."""
    return str(fault) if isinstance(fault, ParleyError) else f"{file}: {type(fault).__name__}: {fault}"


def write_part(folder: Path, name: str, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write one part of every table, each file as a whole or not at all.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_part(folder, "part-00000", {"claims": schema.empty("claims")})
    >>> [path.name for path in (folder / "claims.parquet").iterdir()]
    ['part-00000.parquet']
    """
    for table, data in tables.items():
        with TableWriter(partitions.part_path(folder, table, name), table) as writer:
            writer.write(data)
            writer.finish()


def code_into_parts(
    paths: Paths, out: Path, engine: Engine, registry: Registry, store: Store, progress: bool, coder: Coder
) -> dict[str, int]:
    """Code articles into a folder of tables in parts, each written by the worker that made it.

    Returns
    -------
    dict
        Number of rows by table.

    Raises
    ------
    IncompleteError
        If articles failed; the tables of the others are in ``out``.
    ParleyError
        If the paths, the engine or the folder are at fault; ``out`` is as it was.
    """
    entries = _entries(paths)
    rows: dict[str, Mapping[str, int]] = {}
    faults: dict[str, str] = {}
    with partitions.staging(Path(os.path.abspath(out))) as folder, engine.open() as pool:
        order = Order(coder, registry, _absolute(store), folder, versions())
        for part, done in _done(pool, order, entries, progress):
            if done.tables is not None:  # it was lost: no gap in the names
                write_part(folder, part.name, done.tables)
            rows[part.name] = done.rows
            faults |= done.faults
        partitions.publish(folder, folder.parent, rows, faults)
    total = {name: sum(counts[name] for counts in rows.values()) for name in schema.TABLES}
    if faults:
        raise IncompleteError(faults, len(entries), total)
    return total


def code_in_memory(
    paths: Paths, engine: Engine, registry: Registry, store: Store, progress: bool, coder: Coder
) -> tuple[Tables, dict[str, str], dict[str, str]]:
    """Code articles by several workers, and gather tables, texts and faults, the latter two by article."""
    entries = _entries(paths)
    parts: dict[str, Done] = {}
    with engine.open() as pool:
        order = Order(coder, registry, _absolute(store), None, versions())
        for part, done in _done(pool, order, entries, progress):
            parts[part.name] = done
    raw: dict[str, str] = {}
    faults: dict[str, str] = {}
    pieces: dict[str, list[pd.DataFrame]] = {name: [schema.empty(name)] for name in schema.TABLES}
    for name in sorted(parts):
        raw |= parts[name].raw or {}
        faults |= parts[name].faults
        for table, data in (parts[name].tables or {}).items():
            pieces[table].append(data)
    return {name: _joined(tables) for name, tables in pieces.items()}, raw, faults


def _entries(paths: Paths) -> list[tuple[Path, dict[str, Any]]]:
    """The articles, by paths that hold in other processes too."""
    return [(Path(os.path.abspath(path)), metadata) for path, metadata in list_sources(paths)]


def _absolute(store: Store) -> Store:
    return Store(store.folder and Path(os.path.abspath(store.folder)))


def _done(pool: Pool, order: Order, entries: Sequence[Any], progress: bool) -> Iterator[tuple[Part, Done]]:
    """Each part with what became of it, as they are done."""
    from tqdm import tqdm

    parts = partitions.split(entries, pool.workers)
    with tqdm(total=len(entries), desc="coding", unit=" articles", disable=not progress) as bar:
        for part, done in pool.map(code_part, order, parts):
            bar.update(len(part.entries))
            yield part, done or _lost(part)


def _lost(part: Part) -> Done:
    """What is said of a part whose workers were lost one after another."""
    with_others = f"it and {len(part.entries) - 1} others" if len(part.entries) > 1 else "it"
    fault = f"the workers that coded {with_others} were ended from outside (no memory left?)"
    empty = {name: schema.empty(name) for name in schema.TABLES}
    return Done(dict.fromkeys(empty, 0), {m["doc"]: fault for _, m in part.entries}, empty, {})
