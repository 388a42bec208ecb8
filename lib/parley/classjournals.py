"""The journals of a class, handed in as files and brought together: one folder of codings, a coder each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from parley.errors import ParleyError
from parley.journalfile import FILE, VERSION, Codes, check_versions, replay
from parley.notation import from_json
from parley.reference import PASSES, REFERENCE, is_name, listed_articles
from parley.store import write_atomic

__all__ = ["collect", "journals_in"]

TAKEN = {REFERENCE, *PASSES}


@dataclass(frozen=True)
class _Handed:
    """A journal that was handed in: where it was, its coder, what it says, and the lines of its file."""

    path: Path
    coder: str
    codes: Codes
    lines: tuple[bytes, ...]


def journals_in(places: Sequence[str | Path]) -> list[Path]:
    """Return the journals among some files and folders: each file, and each ``.jsonl`` below a folder.

    Raises
    ------
    ParleyError
        If a place is not there, or there is no journal at all.

    Examples
    --------
    >>> journals_in(["no-such-folder"])
    Traceback (most recent call last):
    parley.errors.ParleyError: no-such-folder: there is no such file or folder
    """
    found: list[Path] = []
    for place in map(Path, places):
        if not place.exists():
            raise ParleyError(f"{place}: there is no such file or folder")
        found += sorted(place.rglob("*.jsonl")) if place.is_dir() else [place]
    if not found:
        raise ParleyError(f"{', '.join(map(str, places))}: holds no journal (a file that ends in .jsonl)")
    return found


def collect(places: Sequence[str | Path], folder: str | Path, *, by_file: bool = False) -> list[Codes]:
    """Bring journals together in a folder of codings, all of them or none.

    Parameters
    ----------
    places
        The files, or folders of them; a file may have any name.
    folder
        Where ``CODER/journal.jsonl`` is written; it may hold journals of the same articles already.
    by_file
        Name coders by their files and not by what they called themselves: ``anna.jsonl`` is by *anna*, and so
        is ``anna/journal.jsonl``.

    Returns
    -------
    list of Codes
        What the journals say that were handed in, by coder. Of two by one coder, the one that goes on where
        the other ends.

    Raises
    ------
    ParleyError
        If a file is no journal, a line is not valid, two journals by one coder differ, or journals are of
        other articles or other versions of them; nothing is written then.

    Examples
    --------
    >>> import tempfile
    >>> from parley.journal import open_journal
    >>> base = Path(tempfile.mkdtemp())
    >>> open_journal(base / "mine", "ada", {"a": {"file": "a.txt", "sha256": "0"}}).close()
    >>> [codes.coder for codes in collect([base / "mine" / "ada"], base / "all")]
    ['ada']
    """
    base = Path(folder)
    listed = listed_articles(base)
    handed: dict[str, _Handed] = {}
    for path in journals_in(places):
        one = _read(path, by_file)
        check_versions(one.codes.articles, listed or one.codes.articles, path)
        listed = listed or {doc: dict(article) for doc, article in one.codes.articles.items()}
        handed[one.coder.lower()] = _longer(handed.get(one.coder.lower()), one)
    for name, one in handed.items():
        there = base / one.coder / FILE
        if there.exists():
            handed[name] = _longer(_read(there, False), one)
    _write(base, handed, listed)
    return [handed[name].codes for name in sorted(handed)]


def _read(path: Path, by_file: bool) -> _Handed:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise ParleyError(f"{path}: cannot be read ({fault.strerror})") from None
    lines = data[: data.rfind(b"\n") + 1].splitlines()
    try:
        head = from_json(lines[0].decode("utf-8-sig"))
        named = head["coder"]
        known = head["journal"] == VERSION and isinstance(named, str)
    except (IndexError, ValueError, TypeError, KeyError):
        known, named = False, ""
    if not known:
        raise ParleyError(f"{path}: is no journal of codes that this version can read")
    codes, _ = replay(path, named, {})
    coder = (path.parent.name if path.name == FILE else path.stem) if by_file else named
    if not is_name(coder) or coder.lower() in TAKEN:
        raise ParleyError(f"{path}: {coder!r} cannot be a coder's name; letters, digits, - and _ can")
    if coder != named:
        lines = [json.dumps({**head, "coder": coder}).encode(), *lines[1:]]
    return _Handed(path, coder, Codes(coder, codes.articles, codes.entries), tuple(lines))


def _longer(first: _Handed | None, second: _Handed) -> _Handed:
    """Of two journals by one coder the longer, if it goes on where the other ends."""
    if first is None:
        return second
    short, long = sorted((first, second), key=lambda one: len(one.lines))
    if long.lines[: len(short.lines)] != short.lines:
        raise ParleyError(
            f"{first.path} and {second.path}: both are by {second.coder!r}, and they differ; "
            "name coders by their files (--by-file), or leave one out"
        )
    return long


def _write(base: Path, handed: Mapping[str, _Handed], listed: Mapping[str, Mapping[str, str]]) -> None:
    try:
        for one in handed.values():
            data = b"".join(line + b"\n" for line in one.lines)
            (base / one.coder).mkdir(parents=True, exist_ok=True)
            if not (base / one.coder / FILE).exists() or (base / one.coder / FILE).read_bytes() != data:
                write_atomic(base / one.coder / FILE, data)
        if not (base / "articles.json").exists():
            write_atomic(base / "articles.json", (json.dumps(listed, indent=1) + "\n").encode())
    except OSError as fault:
        raise ParleyError(f"{base}: cannot be written ({fault.strerror})") from None
