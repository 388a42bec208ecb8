"""Coding: from source articles to all tables, one article at a time, results kept by content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from parley import schema
from parley.corpus import Corpus
from parley.engines import Engine
from parley.errors import IncompleteError, ParleyError, bad_value
from parley.locks import NAME, only_one
from parley.partcoding import code_in_memory, code_into_parts
from parley.registry import Registry, read_registry
from parley.reruns import RunKey, note_run, table_paths
from parley.sources import Source, read_sources
from parley.store import Store, default_folder, digest
from parley.tables import TableWriter, pack, read_table, unpack
from parley.versions import code_state
from parley.voice import sentence_voices

if TYPE_CHECKING:
    from parley.sentences import Reading

Tables = dict[str, pd.DataFrame]


def code_document(source: Source, registry: Registry | None = None, store: Store | None = None) -> Tables:
    """Return all tables of one article.

    A pure function of text, registry and models: it can run anywhere, in any order.

    Examples
    --------
    >>> tables = code_document(Source("a", "a.txt", "Mark Lee left. He said nothing.", ""))
    >>> print(*tables)
    documents blocks sentences mentions quotes sentiment targets positions events claims stance
    """
    # what reads an article is imported here: a second run on unchanged articles needs none of it
    from parley.actors import find_mentions, people
    from parley.claims import find_claims
    from parley.events import find_events
    from parley.positions import find_positions
    from parley.quotes import find_quotes
    from parley.sentences import read
    from parley.sentiment import sentence_sentiment
    from parley.stance import portrayals, stance
    from parley.targets import find_targets

    registry = registry or read_registry()
    reading = read(source, registry, store)
    mentions = find_mentions(reading, registry)
    quotes = find_quotes(reading, mentions, registry)
    sentiment = sentence_sentiment(reading)
    tables = {
        "documents": _document(reading),
        "blocks": reading.blocks,
        "sentences": sentence_voices(reading.sentences, quotes, source.raw),
        "mentions": mentions,
        "quotes": quotes,
        "sentiment": sentiment,
        "targets": find_targets(reading, mentions, quotes, sentiment, store, people(mentions, registry)),
        "positions": find_positions(reading, mentions, quotes, registry),
        "events": find_events(reading, registry),
        "claims": find_claims(reading, quotes, mentions, registry),
    }
    tables["stance"] = stance(portrayals(tables))[list(schema.columns("stance"))]
    return {name: schema.check(name, table) for name, table in tables.items()}


def _document(reading: Reading) -> pd.DataFrame:
    source = reading.source
    titles = (b.text for b in schema.rows(reading.blocks, "kind", "text") if b.kind == "title")
    row = {name: getattr(source, name) for name in schema.columns("documents") if hasattr(source, name)}
    row["title"] = source.title or next(titles, "")
    row["language"] = "en"
    row["words"] = len(reading.text.split())
    return schema.frame("documents", [row])


def code(
    paths: str | Path | Iterable[str | Path],
    *,
    registry: Registry | None = None,
    cache: str | Path | bool = True,
    progress: bool = False,
    engine: str = "serial",
    workers: int | None = None,
    scheduler: str | None = None,
) -> Corpus:
    """Code articles: read, clean, split, find actors, score.

    Parameters
    ----------
    paths
        Files and folders, as for `read_sources`.
    registry
        Actors, issues and word lists; the bundled ones by default.
    cache
        Where results are kept by content, so that unchanged articles are not coded again: a folder,
        True for the user's cache folder, False for nowhere.
    progress
        Show a progress bar on standard error.
    engine, workers, scheduler
        Where the work is done, as `parley.engines.Engine` says: in this process by default. With several
        workers an article that fails does not stop the others.

    Returns
    -------
    Corpus
        Every table sorted by (doc, char_start); the same whatever the engine.

    Raises
    ------
    ParleyError
        For any fault in the paths or files; the message names the file.
    IncompleteError
        With several workers, if articles failed; ``result`` is the corpus of the others.

    Examples
    --------
    >>> from parley import bundled
    >>> code(bundled("seeds")).documents.shape[0]
    5
    """
    registry = registry or read_registry()
    where = Engine(engine, workers, scheduler)
    if where.several:
        tables, raw, faults = code_in_memory(paths, where, registry, _store(cache), progress, code_sources)
        if faults:
            raise IncompleteError(faults, len(raw) + len(faults), Corpus(tables, raw))
        return Corpus(tables, raw)
    parts: dict[str, list[pd.DataFrame]] = {}
    raw = {}
    for source, tables in _coded(paths, registry, cache, progress):
        raw[source.doc] = source.raw
        for name, table in tables.items():
            parts.setdefault(name, []).append(table)
    return Corpus({n: pd.concat(tables, ignore_index=True) for n, tables in parts.items()}, raw)


def code_text(
    text: str,
    *,
    doc: str = "text",
    published: str = "",
    registry: Registry | None = None,
    cache: str | Path | bool = True,
) -> Corpus:
    """Code one text that is in no file.

    Parameters
    ----------
    text
        The text, with its line breaks as an article has them.
    doc
        Its identifier in the tables.
    published
        The day of its publication (ISO 8601), on which words such as "yesterday" hang.
    registry, cache
        As for `code`.

    Returns
    -------
    Corpus
        Its tables.

    Raises
    ------
    ParleyError
        If the text is blank.

    Examples
    --------
    >>> code_text("Norway rejected a ceasefire.").positions[["actor", "position"]].values.tolist()
    [['Norway', 'oppose']]
    """
    if not text.strip():
        raise bad_value("text", text, "a text that is not blank")
    source = Source(doc, f"{doc}.txt", text, digest(text), published=published)
    ((_, tables),) = code_sources([source], registry or read_registry(), _store(cache))
    return Corpus(tables, {doc: text})


def code_to(
    paths: str | Path | Iterable[str | Path],
    out: str | Path,
    *,
    format: str = "parquet",
    registry: Registry | None = None,
    cache: str | Path | bool = True,
    progress: bool = False,
    engine: str = "serial",
    workers: int | None = None,
    scheduler: str | None = None,
) -> dict[str, int]:
    """Code articles and write the tables as they come; memory does not grow with the corpus.

    The files appear under their names when all are whole; after a fault none is there or changed. With
    several workers (``engine``, as for `code`) each table is a folder of Parquet files, each written by the
    worker that made it (`parley.partitions`), and an article that fails does not stop the others.

    Returns
    -------
    dict
        Number of rows by table.

    Raises
    ------
    ParleyError
        As `code`, and if the format is unknown or the folder cannot be written.
    IncompleteError
        With several workers, if articles failed; the tables of the others are written.

    Examples
    --------
    >>> import tempfile
    >>> from parley import bundled
    >>> code_to(bundled("seeds") / "001_5352769525018259.txt", tempfile.mkdtemp())["documents"]
    1
    """
    if format not in schema.FORMATS:
        raise bad_value("format", format, schema.FORMATS)
    where, folder = Engine(engine, workers, scheduler), Path(out)
    registry = registry or read_registry()
    if where.several and format != "parquet":
        raise bad_value("format", format, f"parquet, with the engine {engine}")
    if where.several:
        return code_into_parts(paths, folder, where, registry, _store(cache), progress, code_sources)
    rows = dict.fromkeys(schema.TABLES, 0)
    key = RunKey(registry, format)
    coded = _coded(paths, registry, cache, progress)
    waiting = [next(coded)]  # a fault in the paths is said before anything is written
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(TableWriter(path, name))
            for name, path in table_paths(folder, format).items()
        }
        for source, tables in chain(_drained(waiting), coded):
            key.add(source)
            for name, table in tables.items():
                writers[name].write(table)
                rows[name] += len(table)
        for writer in writers.values():
            writer.close()
        hashes = {name: writer.hash() for name, writer in writers.items()}
        with only_one(folder / NAME, f"{folder}: another process goes on writing tables there"):
            for writer in writers.values():  # never some tables of one process and some of another
                writer.finish()
    note_run(_store(cache), key.value(), rows, hashes)
    return rows


def _drained(waiting: list[tuple[Source, Tables]]) -> Iterator[tuple[Source, Tables]]:
    """Give away what is waiting, and keep nothing of it."""
    while waiting:
        yield waiting.pop(0)


def load(folder: str | Path, sources: str | Path | Iterable[str | Path]) -> Corpus:
    """Read tables that were written before, with the articles they were made from.

    Raises
    ------
    ParleyError
        If a table is missing or breaks its contract, or an article is not the one that was coded.

    Examples
    --------
    >>> import tempfile
    >>> from parley import bundled
    >>> folder = tempfile.mkdtemp()
    >>> rows = code_to(bundled("seeds"), folder, format="csv")
    >>> len(load(folder, bundled("seeds")).sentences) == rows["sentences"]
    True
    """
    tables = {name: read_table(Path(folder), name) for name in schema.TABLES}
    hashes = {row.doc: row.sha256 for row in schema.rows(tables["documents"])}
    raw = {}
    for source in read_sources(sources):
        if source.doc in hashes and hashes[source.doc] != source.sha256:
            raise ParleyError(f"{source.file}: not the text that {folder} was coded from")
        raw[source.doc] = source.raw
    if missing := sorted(set(hashes) - set(raw)):
        raise ParleyError(f"{folder}: the article {missing[0]!r} is not among the sources given")
    return Corpus(tables, raw)


def _coded(
    paths: str | Path | Iterable[str | Path],
    registry: Registry,
    cache: str | Path | bool,
    progress: bool,
) -> Iterator[tuple[Source, Tables]]:
    """Each article with its tables, by identifier; from the cache where nothing has changed."""
    from tqdm import tqdm

    sources = tqdm(read_sources(paths), desc="coding", unit=" articles", disable=not progress)
    yield from code_sources(sources, registry, _store(cache))


def _store(cache: str | Path | bool) -> Store:
    return Store(default_folder() if cache is True else Path(cache) if cache else None)


def code_sources(
    sources: Iterable[Source], registry: Registry, store: Store
) -> Iterator[tuple[Source, Tables]]:
    """Yield each article with its tables, in order; from the store where nothing has changed.

    Examples
    --------
    >>> sources = [Source("a", "a.txt", "Mark Lee left.", "")]
    >>> [len(tables) for _, tables in code_sources(sources, read_registry(), Store())]
    [11]
    """
    state = digest(registry.digest, code_state())
    for source in sources:
        key = digest(repr(source), state)
        tables = unpack(store.get("tables", key))
        if tables is None or set(tables) != set(schema.TABLES):
            tables = code_document(source, registry, store)
            store.put("tables", key, pack(tables))
        yield source, tables
