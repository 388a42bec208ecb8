"""Tables in parts: a folder of Parquet files for each table, there as a whole or not at all.

``DIR/<table>.parquet/part-00000.parquet`` and so on, one part for some articles that follow each other by
identifier, so that the parts in the order of their names are the table. ``DIR/partitions.json`` lists the
parts with their rows and the articles that failed. It is written last: tables without it are not whole.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parley import __version__, schema
from parley.errors import ParleyError
from parley.locks import NAME, only_one
from parley.notation import from_json
from parley.store import write_atomic

MANIFEST = "partitions.json"
PARTS = 64
"""A corpus has at least so many parts, if it has so many articles, that workers end at the same time."""
LARGEST = 200
"""Articles in the largest part."""
HIDDEN = ".partitions-"


@dataclass(frozen=True)
class Part:
    """Some articles whose rows stand in files of one name.

    Attributes
    ----------
    name
        ``part-00000`` and so on, decided before any work by the place of the articles in the corpus.
    entries
        What is known of each article, as `parley.sources.list_sources` gives it.
    """

    name: str
    entries: tuple[Any, ...]


def split(entries: Sequence[Any], workers: int = 1) -> list[Part]:
    """Return parts of like size, in order; at least four for each worker where there are as many articles.

    Examples
    --------
    >>> [(part.name, len(part.entries)) for part in split(range(65))][-2:]
    [('part-00031', 2), ('part-00032', 1)]
    """
    size = min(LARGEST, max(1, -(-len(entries) // max(PARTS, 4 * workers))))
    starts = range(0, len(entries), size)
    width = max(5, len(str(len(starts))))
    return [Part(f"part-{i:0{width}}", tuple(entries[s : s + size])) for i, s in enumerate(starts)]


def table_folder(folder: Path, table: str) -> Path:
    """Return where the parts of a table are.

    Examples
    --------
    >>> table_folder(Path("out"), "claims").name
    'claims.parquet'
    """
    return folder / f"{table}.parquet"


def part_path(folder: Path, table: str, part: str) -> Path:
    """Return the file of one part of a table.

    Examples
    --------
    >>> part_path(Path("out"), "claims", "part-00000").as_posix()
    'out/claims.parquet/part-00000.parquet'
    """
    return table_folder(folder, table) / f"{part}.parquet"


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """Give a hidden folder in ``out`` for parts that are not whole yet; it goes away in any case.

    What a process that was killed has left there is removed.

    Raises
    ------
    ParleyError
        If ``out`` cannot be written, or something else stands where a table will.

    Examples
    --------
    >>> out = Path(tempfile.mkdtemp())
    >>> with staging(out) as folder:
    ...     sorted(path.name for path in folder.iterdir())[:3]
    ['blocks.parquet', 'claims.parquet', 'documents.parquet']
    >>> list(out.iterdir())
    []
    """
    from filelock import FileLock

    try:
        out.mkdir(parents=True, exist_ok=True)
        with _alone(out):
            _refuse_others(out)
            _clear(out)
            workshop = Path(tempfile.mkdtemp(dir=out, prefix=HIDDEN))
            alive = FileLock(workshop / "lock")
            alive.acquire()  # tells the next process that this one is alive
        os.chmod(workshop, 0o755)
        for table in schema.TABLES:
            table_folder(workshop, table).mkdir()
    except OSError as fault:
        raise ParleyError(f"{out}: cannot be written ({fault.strerror})") from None
    try:
        yield workshop
    finally:
        alive.release()
        shutil.rmtree(workshop, ignore_errors=True)


def _alone(out: Path) -> AbstractContextManager[None]:
    return only_one(out / NAME, f"{out}: another process goes on writing tables there")


def _clear(out: Path) -> None:
    """Remove what processes that were killed have left."""
    from filelock import FileLock, Timeout

    for workshop in out.glob(f"{HIDDEN}*"):
        try:
            with FileLock(workshop / "lock", timeout=0):
                pass
        except (Timeout, FileNotFoundError):  # it is alive, or done
            continue
        shutil.rmtree(workshop, ignore_errors=True)


def _refuse_others(out: Path) -> None:
    """Only files and folders of parts are replaced by tables."""
    for table in schema.TABLES:
        place = table_folder(out, table)
        if place.is_dir() and (odd := [p for p in place.iterdir() if not p.match("part-*.parquet")]):
            raise ParleyError(f"{place}: cannot be written (a folder with {odd[0].name} in it)")


def publish(
    workshop: Path, out: Path, rows: Mapping[str, Mapping[str, int]], failed: Mapping[str, str]
) -> None:
    """Put the parts in place of older tables of the same names, the manifest last.

    Parameters
    ----------
    workshop, out
        What `staging` gave, and its folder.
    rows
        Number of rows by part and table.
    failed
        What went wrong, by article.

    Raises
    ------
    ParleyError
        If a part is missing, is one too many or has other rows than was told: nothing is put in place.
    """
    for table in schema.TABLES:
        _check(table_folder(workshop, table), {part: rows[part][table] for part in rows})
    parts = {name: dict(rows[name]) for name in sorted(rows)}
    data = {"parley": __version__, "parts": parts, "failed": dict(sorted(failed.items()))}
    text = json.dumps(data, indent=1, ensure_ascii=False).encode() + b"\n"
    try:
        with _alone(out):  # never some tables of one process and some of another
            (out / MANIFEST).unlink(missing_ok=True)
            (workshop / "old").mkdir()
            for table in schema.TABLES:
                place = table_folder(out, table)
                _drop_unfinished(table_folder(workshop, table))
                if place.exists():
                    os.rename(place, workshop / "old" / place.name)
                os.rename(table_folder(workshop, table), place)
            write_atomic(out / MANIFEST, text)
    except OSError as fault:
        raise ParleyError(f"{out}: cannot be written ({fault.strerror})") from None


def _drop_unfinished(folder: Path) -> None:
    """Remove what a worker that was killed was writing when the part was done again by another."""
    for path in folder.glob(".*"):
        path.unlink(missing_ok=True)


def _check(folder: Path, rows: Mapping[str, int]) -> None:
    """See that the files in a folder are the parts with these numbers of rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = {path.stem for path in folder.glob("*.parquet")}
    if odd := sorted(found ^ set(rows)):
        raise ParleyError(f"{folder}: {odd[0]} is {'not expected' if odd[0] in found else 'missing'}")
    for part, count in rows.items():
        try:
            held = pq.read_metadata(folder / f"{part}.parquet").num_rows
        except (OSError, pa.ArrowException) as fault:
            raise ParleyError(f"{folder}: {part} cannot be read ({fault})") from None
        if held != count:
            raise ParleyError(f"{folder}: {part} has {held} rows, not {count}")


def listed(folder: Path) -> list[Path]:
    """Return the parts of a table, in order; checked against the manifest beside the folder.

    Raises
    ------
    ParleyError
        If there is no manifest, or a part is missing, is one too many or has other rows.

    Examples
    --------
    >>> listed(Path(tempfile.mkdtemp()) / "claims.parquet")
    Traceback (most recent call last):
    ...
    parley.errors.ParleyError: ...claims.parquet: without partitions.json beside it its parts are not whole...
    """
    table = folder.stem
    manifest = folder.parent / MANIFEST
    try:
        parts = from_json(manifest.read_text(encoding="utf-8"))["parts"]
        rows = {name: int(counts[table]) for name, counts in parts.items()}
    except FileNotFoundError:
        raise ParleyError(
            f"{folder}: without {MANIFEST} beside it its parts are not whole; code the articles again"
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise ParleyError(f"{manifest}: not a list of parts ({fault!r})") from None
    _check(folder, rows)
    return [folder / f"{name}.parquet" for name in sorted(rows)]
