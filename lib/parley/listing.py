"""The list of a corpus folder, ``sources.toml``: entries appended as text, all else in it left as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from parley.errors import ParleyError
from parley.notation import from_toml
from parley.sources import LISTING
from parley.store import write_atomic

FIELDS = (
    "id", "file", "sha256", "title", "outlet", "author", "published", "published_basis", "genre", "rights",
    "note",
)  # fmt: skip


def quoted(value: str) -> str:
    """Return a text as a TOML string on one line.

    Examples
    --------
    >>> quoted('a "b" \\\\ c\\n')
    '"a \\\\"b\\\\" \\\\\\\\ c\\\\n"'
    """
    plain = value.encode("utf-8", "replace").decode("utf-8")
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'


def entry_text(entry: Mapping[str, str]) -> str:
    """Return an entry of ``sources.toml``, its fields in the usual order.

    Examples
    --------
    >>> print(entry_text({"file": "texts/a.txt", "id": "a"}), end="")
    [[source]]
    id = "a"
    file = "texts/a.txt"
    """
    lines = [f"{field} = {quoted(entry[field])}" for field in FIELDS if field in entry]
    return "\n".join(["[[source]]", *lines]) + "\n"


def append_entries(folder: Path, entries: Sequence[Mapping[str, str]]) -> None:
    """Add entries at the end of a folder's ``sources.toml``, all or none.

    What is there stays, byte for byte. The result is read before it is written.

    Raises
    ------
    ParleyError
        If the list is not valid, has a form to which nothing can be appended, or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> append_entries(folder, [{"id": "a", "file": "a.txt"}])
    >>> print((folder / LISTING).read_text(), end="")
    [[source]]
    id = "a"
    file = "a.txt"
    """
    if not entries:
        return
    path = folder / LISTING
    try:
        before = path.read_bytes().decode("utf-8") if path.exists() else ""
    except (UnicodeDecodeError, OSError) as fault:
        raise ParleyError(f"{path}: not valid TOML ({fault})") from None
    listed = from_toml(before, path).get("source", [])
    end = "\r\n" if "\r\n" in before else "\n"
    added = "\n".join(entry_text(entry) for entry in entries).replace("\n", end)
    gap = "" if not before else end if before.endswith("\n") else end * 2
    after = before + gap + added
    try:
        right = from_toml(after, path)["source"] == [*listed, *map(dict, entries)]
    except (ParleyError, TypeError):
        right = False
    if not right:
        raise ParleyError(f"{path}: nothing can be appended to it; its entries must be tables ([[source]])")
    write_atomic(path, after.encode("utf-8"))
