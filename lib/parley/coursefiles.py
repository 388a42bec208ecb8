"""Files of a course put in their place: whole, and never over a copy that somebody has worked in.

A list beside them, ``.parley-course.json``, holds the hash of each file as it was made. A file that is not as
it was made is somebody's work: it is kept, and a newer copy is written beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from parley.errors import ParleyError
from parley.notation import from_json
from parley.store import write_atomic

__all__ = ["NAME", "Placed", "place"]

NAME = ".parley-course.json"
Made = dict[str, list[str]]
"""The hashes that each file of ours may have."""


@dataclass(frozen=True)
class Placed:
    """What was done.

    Attributes
    ----------
    written
        Files written or already as they should be.
    kept
        For each file that somebody has worked in: where the newer copy is, or nothing if there is none newer.
    """

    written: tuple[Path, ...]
    kept: Mapping[Path, Path | None]


def place(folder: Path, files: Mapping[str, bytes]) -> Placed:
    """Write files below a folder.

    All are written beside their places first; a fault until then changes nothing. A process that is killed
    later leaves each file whole, old or new, and the next run goes on. Files of an earlier run that are no
    longer made are removed, unless somebody has worked in them.

    Parameters
    ----------
    folder
        It is made if it is missing. Files in it that are not listed are never touched.
    files
        Contents by name, with ``/`` between folders.

    Raises
    ------
    ParleyError
        If the folder cannot be written, its list cannot be read, or a newer copy has no place.

    Examples
    --------
    >>> out = Path(tempfile.mkdtemp())
    >>> _ = place(out, {"student/a.ipynb": b"1"})
    >>> _ = (out / "student" / "a.ipynb").write_bytes(b"my answer")
    >>> placed = place(out, {"student/a.ipynb": b"2"})
    >>> [(old.name, new.name) for old, new in placed.kept.items()]
    [('a.ipynb', 'a.new.ipynb')]
    >>> (out / "student" / "a.ipynb").read_bytes()
    b'my answer'
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = _read(folder)
        targets, kept = _targets(folder, files, made)
        _write(folder, targets, made)
    except OSError as fault:
        raise ParleyError(f"{folder}: cannot be written ({fault.strerror or fault})") from None
    return Placed(tuple(folder / name for name in sorted(targets)), kept)


def _targets(
    folder: Path, files: Mapping[str, bytes], made: Made
) -> tuple[dict[str, bytes], dict[Path, Path | None]]:
    """What is to be written, by name, and what is kept."""
    targets: dict[str, bytes] = {}
    kept: dict[Path, Path | None] = {}
    for name, data in files.items():
        if _free(folder, name, data, made):
            targets[name] = data
            continue
        beside = str(PurePosixPath(name).with_suffix(f".new{PurePosixPath(name).suffix}"))
        newer = _hash(data) not in made.get(name, [])
        kept[folder / name] = folder / beside if newer else None
        if newer:
            if not _free(folder, beside, data, made):
                raise ParleyError(
                    f"{folder / beside}: somebody has worked in it; move it, then run this again"
                )
            targets[beside] = data
    return targets, kept


def _free(folder: Path, name: str, data: bytes, made: Made) -> bool:
    """Whether there is no file, or one as it was made or as it will be."""
    path = folder / name
    return not os.path.lexists(path) or _hash(path.read_bytes()) in {*made.get(name, []), _hash(data)}


def _write(folder: Path, targets: Mapping[str, bytes], made: Made) -> None:
    new = {name: _hash(data) for name, data in targets.items()}
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished-") as held:
        for number, data in enumerate(targets.values()):
            (Path(held) / str(number)).write_bytes(data)
        either = {name: [*made.get(name, []), hash_] for name, hash_ in new.items()}
        _list(folder, {**made, **either})
        for number, name in enumerate(targets):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(Path(held) / str(number), folder / name)
    left = {name: hashes for name, hashes in made.items() if name not in new}
    worked_in = {name: hashes for name, hashes in left.items() if not _removed(folder / name, hashes, new)}
    _list(folder, {**worked_in, **{name: [hash_] for name, hash_ in new.items()}})


def _removed(path: Path, hashes: list[str], new: Mapping[str, str]) -> bool:
    """Remove a file that is no longer made, and is as it was made; say whether it is gone."""
    if path.is_file() and _hash(path.read_bytes()) not in hashes:
        return False
    path.unlink(missing_ok=True)
    return True


def _read(folder: Path) -> Made:
    path = folder / NAME
    if not path.exists():
        return {}
    try:
        held = from_json(path.read_text(encoding="utf-8"))
        made = {_inside(name): [str(hash_) for hash_ in hashes] for name, hashes in held["files"].items()}
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise ParleyError(f"{path}: cannot be read ({fault}); move the folder, or name another") from None
    return made


def _inside(name: str) -> str:
    """A name that leads nowhere else."""
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name:
        raise ValueError(f"{name!r} is no file of a course")
    return name


def _list(folder: Path, made: Made) -> None:
    text = json.dumps({"made by": "parley course", "files": dict(sorted(made.items()))}, indent=1)
    write_atomic(folder / NAME, f"{text}\n".encode())


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
