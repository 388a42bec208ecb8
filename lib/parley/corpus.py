"""Corpus: all tables of some articles with their texts, and the way from a row to its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from parley import schema
from parley.errors import bad_value
from parley.tables import TableWriter
from parley.voice import voice_text, voice_words


@dataclass(frozen=True, eq=False)
class Corpus:
    """All tables of some articles.

    Each table is an attribute and a key; its columns are glossed in ``data/README.md``. ``raw`` gives
    the decoded text of each article, into which every offset leads.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> corpus.sentences.shape[0] == corpus["sentences"].shape[0] > 400
    True
    """

    tables: Mapping[str, pd.DataFrame]
    raw: Mapping[str, str] = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "tables", {name: _in_one_piece(table) for name, table in self.tables.items()}
        )

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
        >>> from parley import bundled, code
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
        >>> from parley import bundled, code
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
        >>> from parley import bundled, code
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
        >>> from parley import bundled, code
        >>> corpus = code(bundled("seeds"))
        >>> corpus.containing("Yalta")["doc"].tolist()
        ['financial-times', 'great-betrayal']
        """
        found = self["sentences"]["text"].str.contains(rf"(?<!\w){re.escape(word)}(?!\w)", case=False)
        return self["sentences"].loc[found, ["doc", "line", "text"]].reset_index(drop=True)

    def save(self, out: str | Path, format: str = "parquet") -> list[Path]:
        """Write every table into a folder, each file as a whole or not at all.

        Files of the same names are replaced; nothing else in the folder is touched. CSV holds every text as
        it is, for programs; for a spreadsheet there is `parley.exports.export`.

        Raises
        ------
        ParleyError
            If the format is unknown or the folder cannot be written.
        """
        if format not in schema.FORMATS:
            raise bad_value("format", format, schema.FORMATS)
        paths = [Path(out) / f"{name}.{format}" for name in self.tables]
        for path, (name, table) in zip(paths, self.tables.items(), strict=True):
            with TableWriter(path, name) as writer:
                writer.write(table)
                writer.finish()
        return paths


def _in_one_piece(table: pd.DataFrame) -> pd.DataFrame:
    """The table with each column of text in one piece.

    Tables that were put together hold them in as many pieces as there were, and rows are then taken slowly:
    ten times as slowly from those of ten thousand articles.
    """
    import pyarrow as pa

    texts = {name: pa.array(column.array) for name, column in table.items() if column.dtype == "str"}
    pieces = {
        str(name): pd.array(text.combine_chunks(), dtype="str")
        for name, text in texts.items()
        if isinstance(text, pa.ChunkedArray) and text.num_chunks > 1
    }
    return table.assign(**pieces) if pieces else table
