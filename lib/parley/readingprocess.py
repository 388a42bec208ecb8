"""A process apart in which files of others are parsed, with a limit of time and memory for each.

A file that makes a parser run on or fill the memory costs that process, never the one that asked.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from parley.articles import Article, one_line
from parley.errors import ParleyError
from parley.formats import LIMIT, read_articles

SECONDS = 60.0
MEMORY = 4 * 1024**3
"""Bytes of address space for the process, where the system allows a limit."""


class ReadingProcess:
    """Reads files in a process of its own, started when the first file comes; use it in ``with``.

    Parameters
    ----------
    seconds
        Most time for a file.

    Examples
    --------
    >>> from parley import bundled
    >>> with ReadingProcess() as process:
    ...     len(process.read(bundled("seeds") / "001_5352769525018259.txt"))
    1
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> ReadingProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        self._stop()

    def read(self, path: str | Path, *, text_column: str = "", limit: int = LIMIT) -> list[Article]:
        """Return the articles of a file, as `read_articles`.

        Raises
        ------
        ParleyError
            As `read_articles`, and if the file takes too long or the process breaks.
        """
        asked = {"path": os.path.abspath(path), "text_column": text_column, "limit": limit}
        late = threading.Event()
        process = self._started()

        def give_up() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self.seconds, give_up)
        timer.start()
        try:
            line = _exchange(process, json.dumps(asked).encode() + b"\n")
        except BaseException:
            self._stop()
            raise
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            self._stop()
            what = f"took longer than {self.seconds:g} seconds" if late.is_set() else "broke the parser"
            raise ParleyError(f"{one_line(str(path))}: {what}; nothing of it was read")
        answer = json.loads(line)
        if isinstance(answer, str):
            raise ParleyError(answer.replace(one_line(str(asked["path"])), one_line(str(path)), 1))
        return [Article(**fields) for fields in answer]

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-X", "utf8", "-m", "parley.readingprocess"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            )
        return self._process

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _exchange(process: subprocess.Popen[bytes], asked: bytes) -> bytes:
    """The answer to a line; nothing where the process has ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(asked)
        process.stdin.flush()
    except OSError:
        return b""
    return process.stdout.readline()


def _answer(asked: dict[str, Any]) -> list[dict[str, Any]] | str:
    """Articles as fields, or what is wrong with the file."""
    path = asked.pop("path")
    try:
        return [asdict(article) for article in read_articles(path, **asked)]
    except ParleyError as fault:
        return str(fault)
    except MemoryError:
        return f"{one_line(path)}: needs too much memory; nothing of it was read"


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # there is none on Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or hard > MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))


def main() -> None:
    """Answer each line of standard input, a file to read, by a line on standard output."""
    _limit_memory()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    for line in sys.stdin.buffer:
        answers.write(json.dumps(_answer(json.loads(line))).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    main()
