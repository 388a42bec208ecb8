"""The writing of a journal: each code is on disk before the next unit is shown, and none is overwritten.

What its file says is in `parley.journalfile`. A line whose end a killed writer never wrote is cut off by the
next one.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from errno import ENOSPC
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from parley.errors import ParleyError, bad_value
from parley.journalfile import (
    FILE,
    VERSION,
    Articles,
    Codes,
    Entry,
    as_coding,
    check_entry,
    check_versions,
    replay,
)
from parley.reference import PASSES, REFERENCE, is_name, listed_articles
from parley.schema import LAYERS
from parley.store import write_atomic

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK = ".journal.lock"
_OPEN: WeakValueDictionary[Path, Journal] = WeakValueDictionary()
"""The journals that this process writes: opened again, as by a cell that is run twice, the older one ends."""


class Journal:
    """A coder's journal, open for writing: a class, because it holds a lock and a file.

    Attributes
    ----------
    path
        The file.
    codes
        What it says.
    """

    def __init__(self, path: Path, codes: Codes, file: io.FileIO, lock: BaseFileLock) -> None:
        self.path, self.codes = path, codes
        self._file, self._lock = file, lock
        self._size = os.fstat(file.fileno()).st_size

    def code(self, layer: str, unit: Mapping[str, Any], rows: Sequence[Mapping[str, Any]] = ()) -> int:
        """Write the code of a unit, and return its number once it is on disk.

        Raises
        ------
        ParleyError
            If the code is not valid, or could not be written; then it is not in the journal.
        """
        return self.write(Entry(layer, unit, tuple(rows)))

    def undo(self, seq: int) -> int:
        """Take back the code of that number; what was coded of its unit before stands again."""
        return self.write(Entry(undo=seq))

    def write(self, entry: Entry) -> int:
        """Write an entry under the next number, and return that once it is on disk; see `code`."""
        entry = replace(entry, seq=len(self.codes.entries) + 1)
        check_entry(entry, self.codes.articles, self.codes.live, str(self.path))
        self._still_there()
        data = entry.line()
        try:
            _put(self._file, data)
            os.fsync(self._file.fileno())
        except OSError as fault:
            self._cut()
            raise ParleyError(f"{self.path}: the code is not saved ({fault.strerror})") from None
        except BaseException:
            self._cut()
            raise
        self._size += len(data)
        self.codes = replace(self.codes, entries=(*self.codes.entries, entry))
        return entry.seq

    def _still_there(self) -> None:
        """Refuse to write where another has written or the file was moved."""
        if self._file.closed:
            raise ParleyError(f"{self.path}: the code is not saved: this journal is closed; open it again")
        try:
            held, there = os.fstat(self._file.fileno()), os.stat(self.path)
        except OSError as fault:
            raise ParleyError(f"{self.path}: the code is not saved ({fault.strerror})") from None
        if (held.st_ino, held.st_size) != (there.st_ino, self._size):
            raise ParleyError(
                f"{self.path}: the code is not saved: something else changed the file; open it again"
            )

    def _cut(self) -> None:
        """Take away what a failed write left; where that fails too, nothing more is written here."""
        try:
            os.ftruncate(self._file.fileno(), self._size)
            os.fsync(self._file.fileno())
        except OSError:
            self.close()

    def close(self) -> None:
        """End writing: another process may go on."""
        self._file.close()
        self._lock.release()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *fault: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()


def open_journal(folder: str | Path, coder: str, articles: Articles) -> Journal:
    """Open a coder's journal for writing; begin it where there is none.

    Parameters
    ----------
    folder
        Where the codings of these articles are.
    coder
        A name of letters, digits, ``-`` and ``_``; not that of a coding that is no journal.
    articles
        For each article its ``file`` and ``sha256``.

    Raises
    ------
    ParleyError
        If the name is not allowed or taken, another process writes this journal, the folder holds codings of
        other articles or of other versions of them, a line is not valid, or the folder cannot be written.

    Examples
    --------
    >>> journal = open_journal(tempfile.mkdtemp(), "ada", {"a": {"file": "a.txt", "sha256": "0"}})
    >>> unit = {"doc": "a", "start": 0, "end": 9, "target": "Lee"}
    >>> journal.code("targets", unit, [{**unit, "polarity": "neutral", "voice": "author", "holder": ""}])
    1
    >>> journal.codes.rows("targets")["polarity"].tolist()
    ['neutral']
    """
    from filelock import FileLock, Timeout

    base, path = Path(folder), Path(folder) / coder / FILE
    _check_coder(base, coder)
    listed = listed_articles(base)
    check_versions(articles, listed or articles, base)
    if (own := _OPEN.get(path.resolve())) is not None:
        own.close()
    lock = FileLock(path.with_name(LOCK), thread_local=False)
    try:
        _make(path.parent)
        lock.acquire(timeout=0)
    except Timeout:
        raise ParleyError(f"{path}: {coder!r} is coding in another process; close that one first") from None
    except OSError as fault:
        raise ParleyError(f"{path}: cannot be written ({fault.strerror})") from None
    try:
        journal = _opened(path, coder, articles, listed, lock)
        if not listed:
            data = (json.dumps(journal.codes.articles, indent=1) + "\n").encode()
            write_atomic(base / "articles.json", data)
    except BaseException:
        lock.release()
        raise
    _OPEN[path.resolve()] = journal
    return journal


def _opened(path: Path, coder: str, articles: Articles, listed: Articles, lock: BaseFileLock) -> Journal:
    """The journal, whose lock is held: what a killed writer left is cut off, a first line is written."""
    codes, size = replay(path, coder, listed) if path.exists() else (Codes(coder, listed), 0)
    check_versions(articles, codes.articles or articles, path)
    try:
        file = io.FileIO(path, "a")
    except OSError as fault:
        raise ParleyError(f"{path}: cannot be written ({fault.strerror})") from None
    try:
        os.ftruncate(file.fileno(), size)
        if not size:
            head = {"journal": VERSION, "coder": coder, "articles": listed or articles}
            _put(file, json.dumps(head).encode() + b"\n")
        os.fsync(file.fileno())
    except OSError as fault:
        file.close()
        raise ParleyError(f"{path}: cannot be written ({fault.strerror})") from None
    _sync(path.parent)
    return Journal(path, codes if size else Codes(coder, listed or articles), file, lock)


def _put(file: io.FileIO, data: bytes) -> None:
    """Write in one call, or fail."""
    if file.write(data) != len(data):
        raise OSError(ENOSPC, "the disk took only a part of it")


def export(journal: Journal | Codes, folder: str | Path) -> Path:
    """Write what stands in a journal as ordinary files, one a layer, into a new folder.

    Units that were coded as nothing leave no row. ``articles.json`` is written beside the folder if it is
    not there.

    Raises
    ------
    ParleyError
        If the folder exists, stands among codings of other articles, or cannot be written; then nothing is
        left behind.

    Examples
    --------
    >>> base = Path(tempfile.mkdtemp())
    >>> path = export(Codes("ada", {"a": {"file": "a.txt", "sha256": "0"}}), base / "ada-1")
    >>> sorted(p.name for p in base.iterdir())
    ['ada-1', 'articles.json']
    """
    coding, path = as_coding(journal if isinstance(journal, Codes) else journal.codes), Path(folder)
    if path.exists() or path.is_symlink():
        raise ParleyError(f"{path}: exists already; it is left as it is")
    listed = listed_articles(path.parent)
    check_versions(coding.articles, listed or coding.articles, path.parent)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=path.parent, prefix="."))
    except OSError as fault:
        raise ParleyError(f"{path}: cannot be written ({fault.strerror})") from None
    try:
        for layer, rows in coding.layers.items():
            lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows.to_dict("records")]
            write_atomic(made / f"{layer}.jsonl", "".join(lines).encode())
        if not listed:
            data = (json.dumps(coding.articles, indent=1) + "\n").encode()
            write_atomic(path.parent / "articles.json", data)
        os.chmod(made, 0o755)
        os.rename(made, path)
    except OSError as fault:
        raise ParleyError(f"{path}: cannot be written ({fault.strerror})") from None
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return path


def _check_coder(base: Path, coder: str) -> None:
    """Refuse names that are none, and those of codings that are no journal: nothing is written into these."""
    if not is_name(coder):
        raise bad_value("coder", coder, "letters, digits, - and _")
    if coder.lower() in {REFERENCE, *PASSES}:
        raise ParleyError(f"coder is {coder!r}: the reference or one of its passes; choose another name")
    if held := [n for n in LAYERS if _holds_rows(base / coder / f"{n}.jsonl")]:
        raise ParleyError(
            f"{base / coder}: a coding with files of its own ({held[0]}.jsonl); choose another name"
        )


def _holds_rows(path: Path) -> bool:
    try:
        return bool(path.read_bytes().strip())
    except OSError:
        return path.exists()


def _make(folder: Path) -> None:
    """Make a folder so that it outlives a crash, and those above it."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    """Have a folder's entries on disk; where folders cannot be opened (Windows) they need no such care."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
