"""Reruns: what a run would write is known from an earlier run, and is there already.

Articles, lists, code and models decide every byte of the tables. So the hashes of the tables that a run wrote
are noted under the hash of what decided them, and a second run on unchanged articles compares hashes: no
table is read and no model is loaded.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from parley.registry import Registry
from parley.schema import TABLES
from parley.sources import Source
from parley.store import Store, digest, file_hash
from parley.versions import code_state

KIND = "runs"
"""Under which kind the notes are kept."""


class RunKey:
    """The hash of what decides the tables of a run; articles are added as they come.

    A class, because articles are read one after another and are not kept.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> key = RunKey(read_registry(), "csv")
    >>> before = key.value()
    >>> key.add(Source("a", "a.txt", "Talks ended.", ""))
    >>> key.value() == before
    False
    """

    def __init__(self, registry: Registry, format: str) -> None:
        self._total = hashlib.sha256(digest(code_state(), registry.digest, format).encode())

    def add(self, source: Source) -> None:
        """Take in one article."""
        self._total.update(digest(repr(source)).encode())

    def value(self) -> str:
        """Return the hash of what was taken in so far."""
        return self._total.hexdigest()


def table_paths(out: str | Path, format: str) -> dict[str, Path]:
    """Return where the tables of a run are written.

    Examples
    --------
    >>> table_paths("out", "csv")["quotes"].as_posix()
    'out/quotes.csv'
    """
    return {name: Path(out) / f"{name}.{format}" for name in TABLES}


def note_run(store: Store, key: str, rows: Mapping[str, int], hashes: Mapping[str, str]) -> None:
    """Note what a run wrote: the rows of each table, and the SHA-256 of its file."""
    store.put(KIND, key, json.dumps({"rows": rows, "sha256": hashes}).encode())


def noted_rows(store: Store, key: str, paths: Mapping[str, Path]) -> dict[str, int] | None:
    """Return the rows of each table of a noted run; None where a table is not there as it was written.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> (folder / "a.csv").write_bytes(b"doc\\n") > 0
    True
    >>> store, key = Store(folder / "cache"), digest("run")
    >>> note_run(store, key, {"a": 0}, {"a": file_hash(folder / "a.csv")})
    >>> noted_rows(store, key, {"a": folder / "a.csv"}), noted_rows(store, key, {"a": folder / "b.csv"})
    ({'a': 0}, None)
    """
    try:
        note = json.loads(store.get(KIND, key) or b"")
        rows = {name: int(note["rows"][name]) for name in paths}
        same = all(note["sha256"][name] == file_hash(path) for name, path in paths.items())
    except (ValueError, TypeError, LookupError):  # the note is gone, or spoilt
        return None
    return rows if same else None
