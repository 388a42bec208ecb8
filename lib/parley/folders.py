"""Folders that are there as a whole or not at all, as `parley.store.write_atomic` does it for files."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from parley.errors import ParleyError
from parley.locks import only_one


@contextmanager
def replacing(place: str | Path) -> Iterator[Path]:
    """Give an empty folder, which takes the place of another one when all has gone well.

    It lies beside its place under a hidden name. After a fault the place is as it was and nothing is left
    beside it. A process that is killed can leave the hidden folder; the next call for the same place
    removes it, and puts back what the killed one had moved away. Only one of two processes that write at
    once wins, as a whole.

    Parameters
    ----------
    place
        The folder to make or replace; what it held is gone afterwards.

    Raises
    ------
    ParleyError
        If the folder or the disk does not allow it.

    Examples
    --------
    >>> place = Path(tempfile.mkdtemp()) / "out"
    >>> with replacing(place) as folder:
    ...     written = (folder / "a.txt").write_text("text")
    >>> [path.name for path in place.iterdir()], [path.name for path in place.parent.iterdir()]
    (['a.txt'], ['out'])
    """
    from filelock import FileLock

    target = Path(place).resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        busy = f"{target}: another process goes on making a folder there"
        with only_one(target.with_name(f".{target.name}.lock"), busy):
            _clear(target)
            workshop = Path(tempfile.mkdtemp(dir=target.parent, prefix=_prefix(target)))
            alive = FileLock(workshop / "lock")
            alive.acquire()  # tells the next process that this one is alive
        try:
            (workshop / "new").mkdir()
            yield workshop / "new"
            if target.exists():
                os.rename(target, workshop / "old")
            os.rename(workshop / "new", target)
        finally:
            alive.release()
            _tidy(target, workshop)
    except OSError as fault:
        raise ParleyError(f"{place}: cannot be written ({fault.strerror or fault})") from None


def _prefix(target: Path) -> str:
    return f".{target.name}.new-"


def _tidy(target: Path, workshop: Path) -> None:
    """Put back what was moved away for nothing; remove the rest."""
    if (workshop / "old").exists() and not target.exists():
        os.rename(workshop / "old", target)
    shutil.rmtree(workshop, ignore_errors=True)


def _clear(target: Path) -> None:
    """Tidy up after processes that were killed."""
    from filelock import FileLock, Timeout

    for workshop in target.parent.glob(f"{escape(_prefix(target))}*"):
        try:
            with FileLock(workshop / "lock", timeout=0):
                pass
        except (Timeout, FileNotFoundError):  # it is alive, or done
            continue
        _tidy(target, workshop)
