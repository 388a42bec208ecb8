"""Codings made by reading: the reference, its two passes, and those that readers add.

A coding is a folder of JSONL files, one a layer, stand-off: offsets into the raw file plus labels. The
folder above it holds the codings of the same articles, each by its name, and ``articles.json`` with
their hashes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from parley.errors import ParleyError, bad_value
from parley.notation import from_json
from parley.registry import bundled
from parley.schema import ACTS, LABELS, LAYERS
from parley.store import write_atomic

UNIT: dict[str, tuple[str, ...]] = {
    "blocks": ("doc", "line"),
    "sentences": ("doc", "start", "end"),
    "mentions": ("doc", "start", "end"),
    "quotes": ("doc", "start", "end"),
    "targets": ("doc", "start", "end", "target"),
    "positions": ("doc", "start", "end", "actor", "issue"),
    "stance": ("doc", "target"),
    "events": ("doc", "start", "end"),
    "claims": ("doc", "start", "end"),
}
"""What makes two rows of a layer codes of the same unit."""

ALLOWED: dict[tuple[str, str], tuple[str, ...]] = {
    ("blocks", "kind"): LABELS["blocks", "kind"],
    ("mentions", "kind"): LABELS["mentions", "kind"],
    ("quotes", "kind"): ("direct", "partial", "scare", "title", "indirect"),
    ("targets", "polarity"): ("negative", "neutral", "positive"),
    ("targets", "voice"): ("author", "quoted", "paraphrased"),
    ("positions", "position"): ("support", "oppose", "mixed"),
    ("positions", "voice"): ("quoted", "paraphrased", "asserted"),
    ("positions", "act"): ACTS,
    ("events", "precision"): ("day", "month", "year", "interval"),
}
"""The labels of a layer's field, where there are some to choose from."""

Check = tuple[Callable[[Any], bool], str]
TEXT: Check = (lambda value: type(value) is str, "text")
COUNT: Check = (lambda value: type(value) is int and value >= 0, "whole numbers from 0")
TYPES: dict[tuple[str, str], Check] = {
    ("blocks", "line"): COUNT,
    ("blocks", "line_end"): COUNT,
    ("blocks", "gaps"): COUNT,
    ("quotes", "named"): (lambda value: value is None or type(value) is bool, "true, false, null"),
    ("stance", "stance"): (lambda value: type(value) is int and -2 <= value <= 2, "-2, -1, 0, 1, 2"),
    ("claims", "value"): (lambda value: type(value) in (int, float), "numbers"),
    ("claims", "disputed"): (lambda value: type(value) is bool, "true, false"),
}
"""A check of a layer's field, and what it allows in words; offsets are counts, all others text."""
REFERENCE = "adjudicated"
PASSES = ("first", "second")


@dataclass(frozen=True, eq=False)
class Coding:
    """One coding of some articles, a frame a layer; layers that were not coded are missing."""

    name: str
    layers: Mapping[str, pd.DataFrame]
    articles: Mapping[str, Mapping[str, str]]

    def __getitem__(self, layer: str) -> pd.DataFrame:
        if layer not in self.layers:
            raise bad_value(f"layer of coding {self.name!r}", layer, self.layers)
        return self.layers[layer]


def read_coding(folder: str | Path | None = None, name: str = REFERENCE) -> Coding:
    """Read and check one coding: its files, or what stands in its journal (`parley.journalfile`).

    Parameters
    ----------
    folder
        The folder that holds the codings of some articles; that of the bundled corpus by default.
    name
        Which of them: ``adjudicated``, ``first``, ``second`` or a reader's own.

    Raises
    ------
    ParleyError
        If there is no such coding, a file cannot be read, a line is not valid, or there is a journal and
        files hold rows too. The message names the file, and the line.

    Examples
    --------
    >>> sorted(read_coding().layers)[:3]
    ['blocks', 'claims', 'events']
    """
    from parley.journalfile import FILE, as_coding, read_journal

    base = reference_folder(folder)
    if name not in (present := codings(base)):
        raise bad_value(f"coding in {base}", name, present or "none there yet")
    files = {layer: base / name / f"{layer}.jsonl" for layer in LAYERS}
    layers = {layer: _read(path, layer) for layer, path in files.items() if path.exists()}
    if not (base / name / FILE).exists():
        return Coding(name, layers, listed_articles(base))
    if held := [layer for layer, rows in layers.items() if len(rows)]:
        raise ParleyError(f"{files[held[0]]}: holds rows beside {FILE}; move one of the two elsewhere")
    return as_coding(read_journal(base, name))


def reference_folder(folder: str | Path | None = None) -> Path:
    """Return a folder of codings as a path; that of the bundled corpus by default.

    Examples
    --------
    >>> reference_folder().name
    'seeds'
    """
    return bundled("data") / "reference" / "seeds" if folder is None else Path(folder)


def codings(folder: str | Path) -> list[str]:
    """Return the names of the codings in a folder, sorted.

    Examples
    --------
    >>> codings(bundled("data") / "reference" / "seeds")[:2]
    ['adjudicated', 'first']
    """
    base = Path(folder)
    return sorted(p.name for p in base.iterdir() if p.is_dir() and is_name(p.name)) if base.is_dir() else []


def is_name(name: str) -> bool:
    """Return whether a coding may be called so.

    Examples
    --------
    >>> is_name("ada-1"), is_name("../ada")
    (True, False)
    """
    return bool(name) and all(c.isalnum() or c in "-_" for c in name)


def listed_articles(folder: str | Path) -> dict[str, dict[str, str]]:
    """Return the articles that a folder of codings lists, each with ``file`` and ``sha256``.

    Raises
    ------
    ParleyError
        If the list cannot be read.

    Examples
    --------
    >>> sorted(listed_articles(bundled("data") / "reference" / "seeds")["kyiv-post"])
    ['file', 'sha256']
    """
    path = Path(folder) / "articles.json"
    try:
        found = from_json(_text(path)) if path.exists() else {}
    except ValueError as fault:
        raise ParleyError(f"{path}: not valid JSON ({fault})") from None
    if not isinstance(found, dict) or not all(isinstance(article, dict) for article in found.values()):
        raise ParleyError(f"{path}: must be a JSON object of articles, each with file and sha256")
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ParleyError(f"{path}: not UTF-8 at byte {fault.start}") from None
    except OSError as fault:
        raise ParleyError(f"{path}: cannot be read ({fault.strerror})") from None


def _read(path: Path, layer: str) -> pd.DataFrame:
    rows = []
    for number, line in enumerate(_text(path).split("\n"), 1):  # other separators may stand in a text
        if line.strip():
            rows.append(read_row(line, layer, f"{path}:{number}"))
    return pd.DataFrame(rows, columns=list(LAYERS[layer]))


def read_row(line: str, layer: str, where: str) -> dict[str, Any]:
    """Return a row of a layer from its line of JSON; ``where`` is named in what is raised.

    Raises
    ------
    ParleyError
        If the line is no valid row of the layer.

    Examples
    --------
    >>> read_row('{"doc": "a", "start": 0, "end": 9}', "sentences", "line 1")["end"]
    9
    """
    try:
        row = from_json(line)
    except ValueError:
        raise ParleyError(f"{where}: not a line of JSON") from None
    if not isinstance(row, dict) or set(row) != set(LAYERS[layer]):
        found = sorted(row) if isinstance(row, dict) else row
        raise bad_value(f"{where}: fields", found, LAYERS[layer])
    for column, value in row.items():
        check_value(layer, column, value, where)
    for first, last, length in (("start", "end", 1), ("line", "line_end", 0)):
        if first in row and row[last] < (least := row[first] + length):
            raise bad_value(f"{where}: {last}", row[last], f"{least} or more, as {first} is {row[first]}")
    return row


def check_value(layer: str, column: str, value: Any, where: str) -> None:
    """Refuse a value that is not allowed in its field; ``where`` is named in what is raised.

    Raises
    ------
    ParleyError
        If it is not allowed.

    Examples
    --------
    >>> check_value("stance", "stance", -2, "line 1")
    """
    fits, words = TYPES.get((layer, column), COUNT if column in {"start", "end"} else TEXT)
    allowed = ALLOWED.get((layer, column))
    if not fits(value) or (allowed and value not in allowed):
        raise bad_value(f"{where}: {column}", value, allowed or words)


def new_coding(name: str, folder: str | Path, articles: Mapping[str, Mapping[str, str]]) -> Path:
    """Make an empty coding beside the others; an existing one is never touched.

    Parameters
    ----------
    name
        Of the coder: letters, digits, ``-`` and ``_``.
    folder
        Where the codings of these articles are.
    articles
        For each article its ``file`` and ``sha256``.

    Raises
    ------
    ParleyError
        If the name is taken or not allowed, or other articles are coded in that folder.

    Examples
    --------
    >>> import tempfile
    >>> path = new_coding("ada", tempfile.mkdtemp(), {"a": {"file": "a.txt", "sha256": "0"}})
    >>> sorted(p.name for p in path.iterdir())[:2]
    ['blocks.jsonl', 'claims.jsonl']
    """
    base = Path(folder)
    if not is_name(name):
        raise bad_value("name", name, "letters, digits, - and _")
    if (base / name).exists():
        raise ParleyError(f"{base / name}: a coding of this name exists already; it is left as it is")
    present = listed_articles(base)
    if present and present != {k: dict(v) for k, v in articles.items()}:
        raise ParleyError(f"{base}: holds codings of other articles; choose another folder")
    for layer in LAYERS:
        write_atomic(base / name / f"{layer}.jsonl", b"")
    if not present:
        write_atomic(base / "articles.json", (json.dumps(articles, indent=1) + "\n").encode())
    return base / name


def merge_codings(codings: Sequence[Coding]) -> dict[str, pd.DataFrame]:
    """Put the codes of several coders side by side without loss: one frame a layer.

    Returns
    -------
    dict of DataFrame
        By layer, each row of each coding with its ``coder``; by unit, then coder.

    Raises
    ------
    ParleyError
        If two codings have one name, or are of different articles.

    Examples
    --------
    >>> merged = merge_codings([read_coding(name="first"), read_coding(name="second")])
    >>> sorted(merged["stance"]["coder"].unique())
    ['first', 'second']
    """
    names = [c.name for c in codings]
    if twice := [n for n in names if names.count(n) > 1]:
        raise ParleyError(f"two codings are named {twice[0]!r}; rename one")
    for coding in codings[1:]:
        if coding.articles != codings[0].articles:
            raise ParleyError(f"{coding.name!r} and {codings[0].name!r} are of different articles")
    merged = {}
    for layer in LAYERS:
        parts = [c.layers[layer].assign(coder=c.name) for c in codings if layer in c.layers]
        if parts:  # one without rows has no types, and would take those of the others
            merged[layer] = pd.concat([p for p in parts if len(p)] or parts[:1]).sort_values(
                [*UNIT[layer], "coder"], kind="stable", ignore_index=True
            )
    return merged


def conflicts(codings: Sequence[Coding], layer: str) -> pd.DataFrame:
    """List the units of a layer on which the coders differ; nothing is decided or overwritten.

    Returns
    -------
    DataFrame
        The unit's columns, and one column for each coder: the labels as text, ``"yes"`` in a layer
        without labels, ``""`` where the coder has no such unit. By unit.

    Raises
    ------
    ParleyError
        If there is no such layer, fewer than two codings are given, or they cannot be merged.

    Examples
    --------
    >>> both = [read_coding(name="first"), read_coding(name="second")]
    >>> conflicts(both, "blocks").empty
    True
    """
    if layer not in LAYERS:
        raise bad_value("layer", layer, LAYERS)
    if len(codings) < 2:
        raise ParleyError("conflicts are between coders; name two or more")
    unit = list(UNIT[layer])
    merged = merge_codings(codings).get(layer)
    if merged is None or merged.empty:
        return pd.DataFrame(columns=[*unit, *(c.name for c in codings)])
    wide = (
        merged.assign(code=_codes(merged, layer))
        .groupby([*unit, "coder"])["code"]
        .agg(lambda codes: " + ".join(sorted(codes)))
        .unstack("coder")
        .reindex(columns=[c.name for c in codings])
        .fillna("")
    )
    differ = wide.nunique(axis="columns") > 1
    return wide[differ].reset_index().rename_axis(columns=None)


def _codes(rows: pd.DataFrame, layer: str) -> pd.Series:
    """What each row says of its unit, as text."""
    apart = {*UNIT[layer], "id", "answers", "event", "about"}
    labels = [c for c in LAYERS[layer] if c not in apart]
    shown = rows[labels].map(lambda code: "" if pd.isna(code) else str(code))
    return shown.agg(" | ".join, axis="columns") if labels else pd.Series("yes", index=rows.index)
