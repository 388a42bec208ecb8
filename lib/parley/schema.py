"""The column contract of every table: names, types, labels and row order, checked on the way out."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from parley.errors import ParleyError, bad_value

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("parquet", "csv")
"""What tables are kept in."""
EXPORTS = ("csv", "parquet", "duckdb", "dna")
"""What `parley.exports` writes."""

PLACE = {"doc": "str", "line": "int64", "char_start": "int64", "char_end": "int64"}

TABLES: dict[str, dict[str, str]] = {
    "documents": {
        "doc": "str",
        "file": "str",
        "sha256": "str",
        "encoding": "str",
        "title": "str",
        "outlet": "str",
        "author": "str",
        "published": "str",
        "published_basis": "str",
        "genre": "str",
        "language": "str",
        "words": "int64",
        "note": "str",
    },
    "blocks": {
        **PLACE,
        "line_end": "int64",
        "block": "int64",
        "kind": "str",
        "text": "str",
        "gaps": "int64",
        "rule": "str",
    },
    "sentences": {
        **PLACE,
        "sentence": "int64",
        "block": "int64",
        "text": "str",
        "voice": "str",
        "has_gap": "bool",
    },
    "mentions": {
        **PLACE,
        "sentence": "int64",
        "text": "str",
        "actor": "str",
        "kind": "str",
        "confidence": "float64",
        "rule": "str",
    },
    "quotes": {
        **PLACE,
        "sentence": "int64",
        "text": "str",
        "kind": "str",
        "attribution": "int64",
        "speaker": "str",
        "speaker_text": "str",
        "speaker_start": "int64",
        "speaker_end": "int64",
        "named": "bool",
        "source": "str",
        "cue": "str",
        "cue_start": "int64",
        "cue_end": "int64",
        "shade": "str",
        "closed": "bool",
        "rule": "str",
        "basis": "str",
    },
    "sentiment": {
        **PLACE,
        "sentence": "int64",
        "method": "str",
        "polarity": "float64",
        "subjectivity": "float64",
    },
    "targets": {
        **PLACE,
        "sentence": "int64",
        "target": "str",
        "mention": "str",
        "polarity": "str",
        "p_negative": "float64",
        "p_neutral": "float64",
        "p_positive": "float64",
        "voice": "str",
        "holder": "str",
        "method": "str",
    },
    "positions": {
        **PLACE,
        "sentence": "int64",
        "id": "str",
        "evidence": "str",
        "actor": "str",
        "issue": "str",
        "position": "str",
        "voice": "str",
        "act": "str",
        "answers": "str",
        "reporter": "str",
        "confidence": "float64",
        "rule": "str",
    },
    "events": {
        **PLACE,
        "sentence": "int64",
        "expression": "str",
        "value": "str",
        "start": "str",
        "end": "str",
        "precision": "str",
        "event": "str",
        "rule": "str",
    },
    "claims": {
        **PLACE,
        "sentence": "int64",
        "verbatim": "str",
        "value": "float64",
        "unit": "str",
        "about": "str",
        "claimant": "str",
        "disputed": "bool",
        "rule": "str",
    },
    "stance": {
        "doc": "str",
        "target": "str",
        "voice": "str",
        "stance": "float64",
        "low": "float64",
        "high": "float64",
        "n": "int64",
        "verdict": "str",
    },
}
"""Columns and types of each table that this version writes, in order. Unknown text is ``""``."""

BLOCK_KINDS = (
    "title",
    "dek",
    "tags",
    "byline",
    "body",
    "subhead",
    "bullet",
    "caption",
    "pullquote",
    "ad",
    "promo",
    "nav",
    "notice",
    "trailer",
)
TEXT_KINDS = ("title", "dek", "subhead", "body", "bullet")
"""The kinds of block that are text of the article; every later table reads only these."""

ACTS = (
    "demand",
    "offer",
    "accept",
    "reject",
    "concede",
    "threaten",
    "promise",
    "blame",
    "propose",
    "state",
)
"""What a party does with a position, in the negotiation ledger."""

LABELS: dict[tuple[str, str], tuple[str, ...]] = {
    ("documents", "published_basis"): ("stated", "inferred", "unknown"),
    ("documents", "genre"): ("news", "analysis", "opinion", ""),
    ("blocks", "kind"): BLOCK_KINDS,
    ("sentences", "voice"): ("author", "quoted", "reported", "mixed", ""),
    ("mentions", "kind"): ("name", "nominal", "pronoun"),
    ("quotes", "kind"): ("direct", "partial", "scare", "title", "indirect"),
    ("quotes", "source"): (
        "named",
        "author",
        "official",
        "diplomat",
        "expert",
        "document",
        "witness",
        "group",
        "other",
        "",
    ),
    ("quotes", "shade"): ("neutral", "claiming", "conceding", "attacking", "denying", ""),
    ("sentiment", "method"): ("textblob", "vader"),
    ("targets", "mention"): ("name", "nominal", "pronoun"),
    ("targets", "polarity"): ("negative", "neutral", "positive"),
    ("targets", "voice"): ("author", "quoted", "reported"),
    ("targets", "method"): ("model", "textblob", "vader"),
    ("positions", "position"): ("support", "oppose", "mixed"),
    ("positions", "voice"): ("quoted", "paraphrased", "asserted"),
    ("positions", "act"): ACTS,
    ("events", "precision"): ("day", "month", "year", "interval"),
    ("stance", "voice"): ("all", "author", "others", "quoted", "reported"),
    ("stance", "verdict"): ("negative", "undecided", "positive", "not expressed"),
}

LAYERS: dict[str, tuple[str, ...]] = {
    "blocks": ("doc", "line", "line_end", "kind", "gaps"),
    "sentences": ("doc", "start", "end"),
    "mentions": ("doc", "start", "end", "actor", "kind"),
    "quotes": ("doc", "start", "end", "kind", "speaker", "named", "cue"),
    "targets": ("doc", "start", "end", "target", "polarity", "voice", "holder"),
    "positions": ("doc", "id", "start", "end", "actor", "issue", "position", "voice", "act", "answers"),
    "stance": ("doc", "target", "stance"),
    "events": ("doc", "start", "end", "value", "precision", "event"),
    "claims": ("doc", "start", "end", "value", "unit", "about", "claimant", "disputed"),
}
"""The layers of a coding by hand with their fields; ``start`` and ``end`` are offsets into the raw text."""


def columns(table: str) -> dict[str, str]:
    """Return the columns of a table with their types, in order.

    Raises
    ------
    ParleyError
        If there is no such table.

    Examples
    --------
    >>> list(columns("sentiment"))[-3:]
    ['method', 'polarity', 'subjectivity']
    """
    if table not in TABLES:
        raise bad_value("table", table, TABLES)
    return TABLES[table]


def empty(table: str) -> pd.DataFrame:
    """Return the table without rows, with all its columns and types.

    Examples
    --------
    >>> empty("mentions").shape
    (0, 10)
    """
    return frame(table, [])


def frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Build a table from its rows: columns in order, types set, rows sorted by (doc, char_start).

    The order of rows that begin at the same character is kept.

    Examples
    --------
    >>> rows = [{"doc": "a", "line": 1, "char_start": 0, "char_end": 5, "sentence": 0,
    ...          "method": "vader", "polarity": 0.5, "subjectivity": float("nan")}]
    >>> frame("sentiment", rows)["polarity"].tolist()
    [0.5]
    """
    import pandas as pd  # here, as below: the command line reads names and labels alone

    types = columns(table)
    held = list(rows)
    keys = [key for key in ("doc", "char_start") if key in types]
    if places := [tuple(row[key] for key in keys) for row in held]:
        held = [held[i] for i in sorted(range(len(held)), key=places.__getitem__)]
    # arrays, not series: those would be aligned with each other one by one
    return pd.DataFrame({name: column([row.get(name) for row in held], kind) for name, kind in types.items()})


def column(values: list[Any], kind: str) -> Any:
    """Return the values of a column as an array of its type; text that is missing stays missing.

    Examples
    --------
    >>> column(["a", None], "str").isna().tolist()
    [False, True]
    """
    import numpy as np
    import pandas as pd

    if kind == "str":
        return pd.array(values, dtype=_text_type())
    if kind == "int64" and values:
        return np.array(values).astype(kind, casting="same_kind")  # no fraction is cut off
    return np.array(values, dtype=kind)


@cache
def _text_type() -> Any:
    """The type of text: to look it up by its name costs more than to make a column of it."""
    import pandas as pd

    return pd.Series([], dtype="str").dtype


def check(table: str, data: pd.DataFrame) -> pd.DataFrame:
    """Return the frame unchanged, or say in which way it breaks the contract.

    Raises
    ------
    ParleyError
        For missing columns, labels outside the codebook, rows out of order or spans that end before
        they begin.

    Examples
    --------
    >>> check("sentiment", empty("sentiment")).empty
    True
    """
    missing = [name for name in columns(table) if name not in data]
    if missing:
        raise ParleyError(f"table {table}: columns missing: {', '.join(missing)}")
    for (name, column), allowed in LABELS.items():
        if name == table and (odd := sorted(_labels(data[column]) - set(allowed))):
            raise bad_value(f"table {table}, column {column}", odd[0], [a for a in allowed if a])
    if "char_start" in data:
        if not _in_order(data):
            raise ParleyError(f"table {table}: rows are not in (doc, char_start) order")
        if (data["char_end"].to_numpy() <= data["char_start"].to_numpy()).any():
            raise ParleyError(f"table {table}: a span ends before it begins")
    return data


def _labels(column: pd.Series) -> set[str]:
    """The labels of a column, each once; what is missing is none."""
    import pandas as pd

    return {label for label in set(column.tolist()) if not pd.isna(label)}


def _in_order(data: pd.DataFrame) -> bool:
    """Whether rows are sorted by (doc, char_start); of one article, by char_start."""
    if len(_labels(data["doc"])) < 2:
        starts = data["char_start"].to_numpy()
        return bool((starts[:-1] <= starts[1:]).all())
    return bool(data.sort_values(["doc", "char_start"], kind="stable").index.equals(data.index))


def rows(data: pd.DataFrame, *names: str) -> Iterator[Any]:
    """Iterate over the rows of a table, its columns as attributes: those named, which costs less, or all.

    Examples
    --------
    >>> import pandas as pd
    >>> [row.kind for row in rows(pd.DataFrame({"kind": ["ad", "nav"]}))]
    ['ad', 'nav']
    """
    names = names or tuple(data.columns)
    columns = (data[name].tolist() for name in names)
    return map(_record(names)._make, zip(*columns, strict=True))


@lru_cache(maxsize=256)
def _record(names: tuple[str, ...]) -> Any:
    """The type of a row; made once, which costs more than a table's rows."""
    return namedtuple("Row", names, rename=True)
