"""One process at a time: what two may start at once is done by one after the other, or refused aloud."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from parley.errors import ParleyError

NAME = ".parley.lock"
"""The file that is locked in a folder; it goes away when the work is done."""
PATIENCE = 60.0
"""Seconds to wait for work that takes a moment."""


@contextmanager
def only_one(path: Path, busy: str, wait: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of a file: whoever else wants it waits.

    The lock of a process that was killed is free.

    Parameters
    ----------
    path
        The file, in a folder that is there. It is made, and removed at the end.
    busy
        What is said where another process goes on holding it.
    wait
        Seconds to wait.

    Raises
    ------
    ParleyError
        If the wait is over, with ``busy``; if the folder cannot be written, with its name.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with only_one(folder / NAME, "somebody else is at it"):
    ...     print(*(file.name for file in folder.iterdir()))
    .parley.lock
    >>> list(folder.iterdir())
    []
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        raise ParleyError(busy) from None
    except OSError as fault:
        raise ParleyError(f"{path.parent}: cannot be written ({fault.strerror})") from None
    try:
        yield
    finally:
        with suppress(OSError):  # where an open file cannot be removed (Windows) it stays
            path.unlink()
        lock.release()
