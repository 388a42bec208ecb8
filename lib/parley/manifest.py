"""The list of a site's pages, kept beside them: what is ours in a folder, and what each page was made from.

A folder that holds anything and no such list is somebody else's. Files that the list does not name are never
touched.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from parley.errors import ParleyError
from parley.locks import NAME as LOCK
from parley.notation import from_json
from parley.store import file_hash, write_atomic

NAME = "parley-site.json"
"""The file of the list."""


@dataclass(frozen=True)
class Entry:
    """A page of the site.

    Attributes
    ----------
    key
        Hash of what it was made from; empty for one that is to be made anew.
    sha256
        Hash of its file.
    title, summary
        What the index says of it.
    """

    key: str
    sha256: str = ""
    title: str = ""
    summary: str = ""


def read_manifest(folder: Path) -> dict[str, Entry]:
    """Return the pages of a site by file name; none for a folder that is empty or not there.

    Raises
    ------
    ParleyError
        If the folder holds something and is no site of ours, is no folder, or its list cannot be read.

    Examples
    --------
    >>> read_manifest(Path("no-such-folder"))
    {}
    """
    if folder.exists() and not folder.is_dir():
        raise ParleyError(f"{folder}: is a file; name a folder")
    path = folder / NAME
    if not path.exists():
        if folder.is_dir() and any(file.name != LOCK for file in folder.iterdir()):
            raise ParleyError(f"{folder}: is not empty and no site of `parley report`; name another folder")
        return {}
    try:
        entries = from_json(path.read_text(encoding="utf-8"))["pages"]
        return {_plain(name): Entry(**entry) for name, entry in entries.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise ParleyError(f"{path}: cannot be read ({fault}); remove it, or name another folder") from None


def _plain(name: str) -> str:
    """A name that leads nowhere else."""
    if Path(name).name != name or name in {"", ".", ".."}:
        raise ValueError(f"{name!r} is no file name")
    return name


def write_manifest(folder: Path, entries: Mapping[str, Entry]) -> None:
    """Write the list of a site, as a whole or not at all."""
    pages = {name: asdict(entry) for name, entry in sorted(entries.items())}
    text = json.dumps({"made by": "parley report", "pages": pages}, indent=1, ensure_ascii=False)
    write_atomic(folder / NAME, f"{text}\n".encode())


def is_current(folder: Path, name: str, entry: Entry | None, key: str) -> bool:
    """Return whether a page is there as it was written, and was made from what the key stands for.

    Examples
    --------
    >>> is_current(Path("no-such-folder"), "a.html", Entry("1"), "1")
    False
    """
    if entry is None or "" in (key, entry.sha256):
        return False
    return entry.key == key and entry.sha256 == file_hash(folder / name)


def check_names(folder: Path, names: Collection[str], ours: Collection[str]) -> None:
    """Refuse to write over files that are not ours.

    Raises
    ------
    ParleyError
        If one of the names is there already and is none of ours.

    Examples
    --------
    >>> check_names(Path("no-such-folder"), ["a.html"], [])
    """
    for name in sorted(set(names) - set(ours)):
        if (folder / name).exists():
            raise ParleyError(f"{folder / name}: is not a page of this site and is not overwritten; move it")


def publish(held: Path, folder: Path, entries: Mapping[str, Entry], ours: Mapping[str, Entry]) -> None:
    """Move new pages to their place and remove earlier ones that are no longer listed.

    Whenever it stops, the list names every file of ours that is there, and a file that is not as its entry
    says is made anew by the next run.

    Parameters
    ----------
    held
        The folder of the new pages; kept pages are not in it.
    folder
        The site.
    entries
        All its pages, from now on; hashes of new files are added.
    ours
        Its pages until now.
    """
    check_names(folder, entries, ours)
    write_manifest(folder, {**{name: Entry("") for name in entries}, **ours})
    made = {file.name: file_hash(file) for file in sorted(held.iterdir())}
    for name in made:
        os.replace(held / name, folder / name)
    for name in set(ours) - set(entries):
        if file_hash(folder / name) == ours[name].sha256:
            (folder / name).unlink(missing_ok=True)
    hashed = {
        name: Entry(entry.key, made.get(name, entry.sha256), entry.title, entry.summary)
        for name, entry in entries.items()
    }
    write_manifest(folder, hashed)
