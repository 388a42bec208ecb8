"""What a journal of a coder says: the file is read and checked, never changed.

``FOLDER/CODER/journal.jsonl`` holds one JSON object a line. The first names the coder and the articles with
their hashes; each other one is a code (``seq``, ``layer``, ``unit``, ``rows``) or takes one back (``seq``,
``undo``). ``rows`` are rows of the layer as in `parley.reference`; none means that the unit was coded as
nothing. A line without its end was never acknowledged, and is passed over.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from parley.errors import ParleyError, bad_value
from parley.notation import from_json
from parley.reference import UNIT, Coding, check_value, listed_articles, read_row
from parley.schema import LAYERS

FILE = "journal.jsonl"
VERSION = 1
Articles = Mapping[str, Mapping[str, str]]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Entry:
    """One line of a journal: the rows that code a unit, or the number of the code that is taken back.

    ``unit`` has the fields of ``reference.UNIT`` that make up the unit; a position's has no actor.
    """

    layer: str = ""
    unit: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Mapping[str, Any], ...] = ()
    undo: int = 0
    seq: int = 0

    @property
    def key(self) -> Key:
        """The unit's values, in the order of ``reference.UNIT``."""
        return tuple(self.unit[name] for name in UNIT[self.layer] if name in self.unit)

    def line(self) -> bytes:
        """The entry as it stands in the file; all ASCII, so that no line is spoiled by its neighbour."""
        held: dict[str, Any] = {"seq": self.seq}
        if self.undo:
            held["undo"] = self.undo
        else:
            held |= {"layer": self.layer, "unit": dict(self.unit), "rows": [dict(row) for row in self.rows]}
        return json.dumps(held).encode() + b"\n"


@dataclass(frozen=True, eq=False)
class Codes:
    """What a journal says: its coder, the articles, and its entries in the order of writing."""

    coder: str
    articles: Articles
    entries: tuple[Entry, ...] = ()

    @property
    def live(self) -> set[int]:
        """The numbers of the codes that were not taken back."""
        undone = {entry.undo for entry in self.entries}
        return {entry.seq for entry in self.entries if not entry.undo} - undone

    def standing(self, layer: str) -> dict[Key, Entry]:
        """The code of each unit of a layer: the last that was not taken back; in the order of coding."""
        if layer not in LAYERS:
            raise bad_value("layer", layer, LAYERS)
        live = self.live
        found: dict[Key, Entry] = {}
        for entry in self.entries:
            if entry.layer == layer and entry.seq in live:
                found.pop(entry.key, None)
                found[entry.key] = entry
        return found

    def rows(self, layer: str) -> pd.DataFrame:
        """The rows that stand in a layer, with its fields, by unit."""
        rows = [row for entry in self.standing(layer).values() for row in entry.rows]
        frame = pd.DataFrame(rows, columns=list(LAYERS[layer]))
        return frame.sort_values(list(UNIT[layer]), kind="stable", ignore_index=True)

    def coded(self, layer: str) -> pd.DataFrame:
        """The units of a layer that are coded, also those coded as nothing, by unit."""
        units = [dict(entry.unit) for entry in self.standing(layer).values()]
        fields = [f for f in UNIT[layer] if not units or any(f in unit for unit in units)]
        return pd.DataFrame(units, columns=fields).sort_values(fields, kind="stable", ignore_index=True)


def read_journal(folder: str | Path, coder: str) -> Codes:
    """Read a coder's journal; nothing is locked or changed.

    Raises
    ------
    ParleyError
        If there is none, a whole line is not valid, or the folder lists other versions of its articles.

    Examples
    --------
    >>> import tempfile
    >>> from parley.journal import open_journal
    >>> folder = tempfile.mkdtemp()
    >>> open_journal(folder, "ada", {"a": {"file": "a.txt", "sha256": "0"}}).close()
    >>> read_journal(folder, "ada").entries
    ()
    """
    return replay(Path(folder) / coder / FILE, coder, listed_articles(folder))[0]


def as_coding(codes: Codes) -> Coding:
    """Return what stands in a journal as a coding, with the layers in which anything was coded.

    Examples
    --------
    >>> as_coding(Codes("ada", {})).layers
    {}
    """
    coded = {layer: codes.rows(layer) for layer in LAYERS if codes.standing(layer)}
    return Coding(codes.coder, coded, codes.articles)


def replay(path: Path, coder: str, listed: Articles) -> tuple[Codes, int]:
    """Return what a journal says, each line checked as when it was written, and where its whole lines end.

    Raises
    ------
    ParleyError
        If there is no such file, or a whole line is not valid.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / FILE
    >>> path.write_text('{"journal": 1, "coder": "ada", "articles": {}}' + "\\n" + '{"seq": 1, "und')
    62
    >>> codes, size = replay(path, "ada", {})
    >>> codes.entries, size
    ((), 47)
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ParleyError(f"{path}: there is no such journal") from None
    except OSError as fault:
        raise ParleyError(f"{path}: cannot be read ({fault.strerror})") from None
    size = data.rfind(b"\n") + 1
    lines = data[:size].splitlines()
    if not lines:
        return Codes(coder, listed), 0
    named = _head(lines[0], path, coder, listed)
    entries: list[Entry] = []
    live: set[int] = set()
    for number, line in enumerate(lines[1:], 2):
        entry = _entry(line, number - 1, f"{path}:{number}")
        check_entry(entry, named, live, f"{path}:{number}")
        live = live - {entry.undo} if entry.undo else live | {entry.seq}
        entries.append(entry)
    return Codes(coder, named, tuple(entries)), size


def _head(line: bytes, path: Path, coder: str, listed: Articles) -> Articles:
    """The articles that the first line names, which must be those that are listed."""
    head = _object(line, f"{path}:1", {"journal", "coder", "articles"})
    if head["journal"] != VERSION or head["coder"] != coder:
        found = f"{head['coder']} (version {head['journal']})"
        raise bad_value(f"{path}:1: coder", found, f"{coder} (version {VERSION})")
    named = head["articles"]
    if not isinstance(named, dict) or not all(isinstance(a, dict) and "sha256" in a for a in named.values()):
        raise bad_value(f"{path}:1: articles", named, "an object of articles, each with its sha256")
    check_versions(named, listed or named, path)
    return named


def _entry(line: bytes, seq: int, where: str) -> Entry:
    """The entry of a line, which must have that number."""
    held = _object(line, where, {"seq", "undo"}, {"seq", "layer", "unit", "rows"})
    if type(held["seq"]) is not int or held["seq"] != seq:
        raise bad_value(f"{where}: seq", held["seq"], f"{seq}; lines are missing or doubled")
    if not isinstance(rows := held.pop("rows", []), list):
        raise bad_value(f"{where}: rows", rows, "a list")
    return Entry(**held, rows=tuple(rows))


def _object(line: bytes, where: str, *allowed: set[str]) -> dict[str, Any]:
    """A line's JSON object, which must have one of the sets of fields."""
    try:
        held = from_json(line.decode("utf-8-sig"))
    except ValueError:
        raise ParleyError(f"{where}: not a line of JSON") from None
    if not isinstance(held, dict) or set(held) not in allowed:
        found = sorted(held) if isinstance(held, dict) else held
        raise bad_value(f"{where}: fields", found, " or ".join(str(sorted(a)) for a in allowed))
    return held


def check_entry(entry: Entry, articles: Articles, live: Collection[int], where: str) -> None:
    """Refuse what is no valid entry after those whose numbers stand (``live``).

    Raises
    ------
    ParleyError
        With ``where``, the field, what is in it, and what is allowed.

    Examples
    --------
    >>> check_entry(Entry(undo=1), {}, {1}, "line 3")
    """
    if entry.undo:
        if type(entry.undo) is not int or entry.undo not in live:
            raise bad_value(f"{where}: undo", entry.undo, "the number of a code that stands")
        return
    if entry.layer not in LAYERS:
        raise bad_value(f"{where}: layer", entry.layer, LAYERS)
    fields, unit = UNIT[entry.layer], entry.unit
    if not isinstance(unit, Mapping) or "doc" not in unit or not set(unit) <= set(fields):
        raise bad_value(f"{where}: unit", unit, fields)
    for name, value in json.loads(_json(unit, where)).items():
        check_value(entry.layer, name, value, where)
    if unit["doc"] not in articles:
        raise bad_value(f"{where}: doc", unit["doc"], articles)
    for row in entry.rows:
        read_row(_json(row, where), entry.layer, where)
        if apart := [name for name in unit if row[name] != unit[name]]:
            raise bad_value(
                f"{where}: {apart[0]} of a row", row[apart[0]], f"{unit[apart[0]]!r}, as the unit"
            )


def _json(row: Any, where: str) -> str:
    """A row as JSON; half a character, which no table can hold, is refused too."""
    try:
        said = json.dumps(dict(row), ensure_ascii=False)
        said.encode()
    except (TypeError, ValueError):
        raise ParleyError(f"{where}: {row!r} is no row of texts and numbers") from None
    return said


def check_versions(articles: Articles, listed: Articles, where: Path) -> None:
    """Refuse articles that are not listed, or listed in another version.

    Raises
    ------
    ParleyError
        With ``where`` and the article.

    Examples
    --------
    >>> check_versions({"a": {"sha256": "0"}}, {"a": {"sha256": "0"}}, Path("codings"))
    """
    for doc, article in articles.items():
        if doc not in listed:
            raise ParleyError(
                f"{where}: is of other articles, {doc!r} is not among them; choose another folder"
            )
        if article["sha256"] != listed[doc].get("sha256"):
            raise ParleyError(f"{where}: is of another version of {doc!r}; choose another folder")
