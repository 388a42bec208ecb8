"""Source articles: read from files as they are, decoded once, never changed.

Every offset in every table counts Unicode characters of ``Source.raw``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from parley.errors import ParleyError, bad_value
from parley.notation import from_toml

METADATA = ("title", "outlet", "author", "published", "published_basis", "genre", "rights", "note")
BASES = ("stated", "inferred", "unknown")
GENRES = ("news", "analysis", "opinion")
BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
LISTING = "sources.toml"


@dataclass(frozen=True)
class Source:
    """One article: its raw text, where it comes from and what is known of it.

    Attributes
    ----------
    doc
        Identifier of the article, unique in a corpus.
    file
        Name of the file.
    raw
        The decoded text, with its own newlines and invisible characters; a byte order mark is not
        part of it.
    sha256
        Hash of the file's bytes.
    encoding
        The encoding by which the bytes were read.
    title, outlet, author, published, genre, rights, note
        What the list of sources says; ``""`` where it is unknown. ``published`` is an ISO 8601 day.
    published_basis
        ``stated`` in the text, ``inferred`` (see ``note``) or ``unknown``.
    """

    doc: str
    file: str
    raw: str
    sha256: str
    encoding: str = "utf-8"
    title: str = ""
    outlet: str = ""
    author: str = ""
    published: str = ""
    published_basis: str = "unknown"
    genre: str = ""
    rights: str = ""
    note: str = ""


def decode(data: bytes, name: str = "the text") -> tuple[str, str]:
    """Return the text of some bytes and the encoding they were read by.

    A byte order mark decides; then valid UTF-8; then charset-normalizer chooses between UTF-16 without
    a mark and Windows-1252. Nothing is replaced or repaired.

    Raises
    ------
    ParleyError
        If the bytes are no text, or only white space.

    Examples
    --------
    >>> decode("naïve".encode("cp1252") + b" plans by the caf\\xe9 owner, he said.")[1]
    'cp1252'
    """
    encoding = next((e for mark, e in BYTE_ORDER_MARKS.items() if data.startswith(mark)), "")
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            raise ParleyError(f"{name}: not valid {encoding}, though it begins so") from None
        text, encoding = _detect(data, name)
    if "\x00" in text and not encoding:
        text, encoding = _detect(data, name)
    if _is_binary(text):
        raise ParleyError(f"{name}: not a text file (it holds control characters)")
    if not text.strip():
        raise ParleyError(f"{name}: the file is empty")
    return text, encoding or "utf-8"


def _detect(data: bytes, name: str) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=["utf_16_le", "utf_16_be", "cp1252"]).best()
    if best is None:
        raise ParleyError(f"{name}: not a text file (neither UTF-8, UTF-16 nor Windows-1252)")
    return data.decode(best.encoding), best.encoding


def _is_binary(text: str) -> bool:
    controls = sum(1 for c in text if c < " " and c not in "\t\n\r\f\v\x1c\x1d\x1e\x1f")
    return "\x00" in text or controls > len(text) / 500


def read_source(path: str | Path, **metadata: str) -> Source:
    """Read one article.

    Parameters
    ----------
    path
        The file. Without ``doc`` among the metadata its stem is the article's identifier.
    metadata
        Fields of `Source` that are known.

    Raises
    ------
    ParleyError
        If the file is missing, unreadable, empty or not text, or a field has a value that is not
        allowed. The message names the file.

    Examples
    --------
    >>> from parley import bundled
    >>> read_source(bundled("seeds") / "001_5352769525018259.txt").raw.splitlines()[-1]
    'National Post'
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ParleyError(f"{path}: there is no such file") from None
    except OSError as fault:
        raise ParleyError(f"{path}: cannot be read ({fault.strerror})") from None
    raw, encoding = decode(data, str(path))
    digest = hashlib.sha256(data).hexdigest()
    source = Source(path.stem, path.name, raw, digest, encoding)
    return replace(source, **_checked(metadata, path, digest))


def _checked(metadata: dict[str, Any], path: Path, digest: str) -> dict[str, str]:
    fields = dict(metadata)
    if (known := fields.pop("sha256", digest)) != digest:
        raise ParleyError(f"{path}: the file has changed: sha256 is {digest}, listed is {known}")
    if odd := sorted(set(fields) - {"doc", *METADATA}):
        raise bad_value(f"{path}: field", odd[0], ("doc", "sha256", *METADATA))
    if wrong := [k for k, v in fields.items() if not isinstance(v, str)]:
        raise ParleyError(f"{path}: {wrong[0]} is {fields[wrong[0]]!r}; allowed: text in quotes")
    if fields.get("published_basis", "unknown") not in BASES:
        raise bad_value(f"{path}: published_basis", fields["published_basis"], BASES)
    if fields.get("genre") and fields["genre"] not in GENRES:
        raise bad_value(f"{path}: genre", fields["genre"], GENRES)
    return fields


def read_listing(folder: Path) -> list[dict[str, Any]]:
    """Return the entries of a folder's ``sources.toml``, or an empty list where it has none.

    Raises
    ------
    ParleyError
        If the list cannot be read, or an entry lacks ``file`` or leads out of the folder.
    """
    path = folder / LISTING
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError) as fault:
        raise ParleyError(f"{path}: not valid TOML ({fault})") from None
    entries = from_toml(text, path).get("source", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ParleyError(f"{path}: 'source' must be a list of tables ([[source]])")
    for entry in entries:
        file = entry.get("file")
        if not isinstance(file, str) or not file:
            raise ParleyError(f"{path}: an entry has no 'file'")
        if "\0" in file:
            raise ParleyError(f"{path}: {file!r} is no name of a file")
        if not isinstance(entry.get("id", "a"), str) or entry.get("id") == "":
            raise bad_value(f"{folder / file}: doc", entry["id"], "text in quotes")
        if not (folder / file).resolve().is_relative_to(folder.resolve()):
            raise ParleyError(f"{path}: {file} lies outside the folder")
    return entries


def read_sources(paths: str | Path | Iterable[str | Path]) -> Iterator[Source]:
    """Read articles one after another; only one is in memory at a time.

    Parameters
    ----------
    paths
        Files and folders. Of a folder, the files of its ``sources.toml``, with what it says of them, and
        every other ``.txt`` file.

    Yields
    ------
    Source
        By identifier, in alphabetical order.

    Raises
    ------
    ParleyError
        For a missing path, a folder without articles, two articles with one identifier, or a fault in
        a file (see `read_source`).

    Examples
    --------
    >>> from parley import bundled
    >>> [source.doc for source in read_sources(bundled("seeds"))][:2]
    ['financial-times', 'great-betrayal']
    """
    for path, metadata in list_sources(paths):
        yield read_source(path, **metadata)


def list_sources(paths: str | Path | Iterable[str | Path]) -> list[tuple[Path, dict[str, Any]]]:
    """List articles without reading them: what `read_source` needs of each.

    Parameters
    ----------
    paths
        Files and folders, as for `read_sources`.

    Returns
    -------
    list
        Path and metadata of each article, with ``doc``; by identifier, in alphabetical order.

    Raises
    ------
    ParleyError
        For a missing path, a folder without articles, or two articles with one identifier.

    Examples
    --------
    >>> from parley import bundled
    >>> path, metadata = list_sources(bundled("seeds"))[0]
    >>> metadata["doc"], path.suffix
    ('financial-times', '.txt')
    """
    listed = [paths] if isinstance(paths, str | Path) else list(paths)
    if not listed:
        raise ParleyError("no paths given; name at least one file or folder")
    found: dict[str, tuple[Path, dict[str, Any]]] = {}
    for path, metadata in _entries(map(Path, listed)):
        doc = metadata.get("doc", path.stem)
        if doc in found:
            raise ParleyError(f"{path}: the id {doc!r} is already that of {found[doc][0]}")
        found[doc] = (path, metadata | {"doc": doc})
    return [found[doc] for doc in sorted(found)]


def _entries(paths: Iterable[Path]) -> Iterator[tuple[Path, dict[str, Any]]]:
    listed: dict[Path, dict[Path, dict[str, Any]]] = {}  # each list is read once, whatever the files
    for path in paths:
        if path.is_dir():
            yield from _folder(path)
        elif path.exists():
            if path.parent not in listed:
                entries = reversed(read_listing(path.parent))  # of two for a file, the first counts
                listed[path.parent] = {Path(e["file"]): _metadata(e) for e in entries}
            yield path, listed[path.parent].get(Path(path.name), {})
        else:
            raise ParleyError(f"{path}: there is no such file or folder")


def _folder(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    entries = read_listing(folder)
    names = {entry["file"] for entry in entries}
    others = sorted(p for p in folder.glob("*.txt") if p.is_file() and p.name not in names)
    if not entries and not others:
        raise ParleyError(f"{folder}: no articles there (.txt files or a {LISTING})")
    for entry in entries:
        yield folder / entry["file"], _metadata(entry)
    for path in others:
        yield path, {}


def _metadata(entry: dict[str, Any]) -> dict[str, Any]:
    return {("doc" if k == "id" else k): v for k, v in entry.items() if k != "file"}
