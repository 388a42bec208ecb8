"""Coding: from source articles to all tables, one article at a time, results kept by content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from parley import schema
from parley.engines import Engine
from parley.errors import IncompleteError, ParleyError, bad_value
from parley.partcoding import code_in_memory, code_into_parts
from parley.registry import Registry, read_registry
from parley.sources import Source, read_sources
from parley.store import Store, default_folder, digest
from parley.tables import FORMATS, TableWriter, pack, read_table, unpack
from parley.versions import code_state
from parley.voice import sentence_voices, voice_text, voice_words

if TYPE_CHECKING:
    from parley.sentences import Reading

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Corpus:
    """All tables of some articles.

    Each table is an attribute and a key; its columns are glossed in ``data/README.md``. ``raw`` gives
    the decoded text of each article, into which every offset leads.

    Examples
    --------
    >>> from parley import bundled
    >>> corpus = code(bundled("seeds"))
    >>> corpus.sentences.shape[0] == corpus["sentences"].shape[0] > 400
    True
    """

    tables: Mapping[str, pd.DataFrame]
    raw: Mapping[str, str] = field(repr=False)

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in self.tables:
            raise bad_value("table", table, self.tables)
        return self.tables[table]

    @property
    def documents(self) -> pd.DataFrame:
        """One row an article: file, hash and what is known of it."""
        return self["documents"]

    @property
    def blocks(self) -> pd.DataFrame:
        """Every line that is not blank, joined where it was broken, with its kind."""
        return self["blocks"]

    @property
    def sentences(self) -> pd.DataFrame:
        """The sentences of the article's text."""
        return self["sentences"]

    @property
    def mentions(self) -> pd.DataFrame:
        """Who is named, described or meant by a pronoun."""
        return self["mentions"]

    @property
    def quotes(self) -> pd.DataFrame:
        """Quotations and reported speech, with kind, speaker and cue."""
        return self["quotes"]

    @property
    def sentiment(self) -> pd.DataFrame:
        """Polarity of every sentence, a row for each method."""
        return self["sentiment"]

    @property
    def targets(self) -> pd.DataFrame:
        """How each sentence makes each actor in it look, a row for each method."""
        return self["targets"]

    @property
    def positions(self) -> pd.DataFrame:
        """Who is for or against what, by which words, and what it answers."""
        return self["positions"]

    @property
    def events(self) -> pd.DataFrame:
        """Time expressions with their dates, and what happened."""
        return self["events"]

    @property
    def claims(self) -> pd.DataFrame:
        """Checkable figures: value, unit, what about, who claims them, whether the article disputes them."""
        return self["claims"]

    @property
    def stance(self) -> pd.DataFrame:
        """The stance of each article towards each target in it, by voice; see `parley.stance.stance`."""
        return self["stance"]

    def words(self) -> pd.DataFrame:
        """Return every word with its voice and its speaker; see `parley.voice.voice_words`.

        Examples
        --------
        >>> from parley import bundled
        >>> list(code(bundled("seeds")).words().columns)
        ['doc', 'sentence', 'word', 'voice', 'speaker']
        """
        return voice_words(self.sentences, self.quotes, self.raw)

    def in_voice(self, voice: str) -> pd.DataFrame:
        """Return the sentences with only the words of one voice; see `parley.voice.voice_text`.

        Raises
        ------
        ParleyError
            If there is no such voice.
        """
        return voice_text(self.sentences, self.quotes, self.raw, voice)

    def passage(self, row: pd.Series) -> str:
        """Return the raw text of a row that has a place, white space folded.

        Examples
        --------
        >>> from parley import bundled
        >>> corpus = code(bundled("seeds"))
        >>> row = corpus.mentions.iloc[0]
        >>> corpus.passage(row) == row["text"]
        True
        """
        return " ".join(self.raw[row["doc"]][row["char_start"] : row["char_end"]].split())

    def evidence(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the sentences in which some rows of a table stand: the passages behind a number.

        Parameters
        ----------
        rows
            Rows of any table with ``doc`` and ``sentence``.

        Returns
        -------
        DataFrame
            Columns ``doc``, ``line``, ``text``; each sentence once, in the order of the text.

        Examples
        --------
        >>> from parley import bundled
        >>> corpus = code(bundled("seeds"))
        >>> list(corpus.evidence(corpus.mentions.head(3)).columns)
        ['doc', 'line', 'text']
        """
        keys = rows[["doc", "sentence"]].drop_duplicates()
        found = self["sentences"].merge(keys, on=["doc", "sentence"])
        return found.sort_values(["doc", "char_start"], ignore_index=True)[["doc", "line", "text"]]

    def containing(self, word: str) -> pd.DataFrame:
        """Return the sentences that hold a word, whole and in any case: the passages behind it.

        Returns
        -------
        DataFrame
            Columns ``doc``, ``line``, ``text``, in the order of the text.

        Examples
        --------
        >>> from parley import bundled
        >>> corpus = code(bundled("seeds"))
        >>> corpus.containing("Yalta")["doc"].tolist()
        ['financial-times', 'great-betrayal']
        """
        found = self["sentences"]["text"].str.contains(rf"(?<!\w){re.escape(word)}(?!\w)", case=False)
        return self["sentences"].loc[found, ["doc", "line", "text"]].reset_index(drop=True)

    def save(self, out: str | Path, format: str = "parquet") -> list[Path]:
        """Write every table into a folder, each file as a whole or not at all.

        Files of the same names are replaced; nothing else in the folder is touched.

        Raises
        ------
        ParleyError
            If the format is unknown or the folder cannot be written.
        """
        if format not in FORMATS:
            raise bad_value("format", format, FORMATS)
        paths = [Path(out) / f"{name}.{format}" for name in self.tables]
        for path, (name, table) in zip(paths, self.tables.items(), strict=True):
            with TableWriter(path, name) as writer:
                writer.write(table)
                writer.finish()
        return paths


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
    titles = reading.blocks.loc[reading.blocks["kind"] == "title", "text"]
    row = {name: getattr(source, name) for name in schema.columns("documents") if hasattr(source, name)}
    row["title"] = source.title or (titles.iloc[0] if len(titles) else "")
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
    if format not in FORMATS:
        raise bad_value("format", format, FORMATS)
    where, folder = Engine(engine, workers, scheduler), Path(out)
    registry = registry or read_registry()
    if where.several and format != "parquet":
        raise bad_value("format", format, f"parquet, with the engine {engine}")
    if where.several:
        return code_into_parts(paths, folder, where, registry, _store(cache), progress, code_sources)
    rows = dict.fromkeys(schema.TABLES, 0)
    coded = _coded(paths, registry, cache, progress)
    waiting = [next(coded)]  # a fault in the paths is said before anything is written
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(TableWriter(folder / f"{name}.{format}", name))
            for name in schema.TABLES
        }
        for _, tables in chain(_drained(waiting), coded):
            for name, table in tables.items():
                writers[name].write(table)
                rows[name] += len(table)
        for writer in writers.values():
            writer.close()
        for writer in writers.values():
            writer.finish()
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
