"""A folder of results, kept by content: what was computed once is read back, never half-written."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from parley.errors import ParleyError


def digest(*parts: str | bytes) -> str:
    """Return the SHA-256 of some parts; the borders between the parts count.

    Examples
    --------
    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    total = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file; empty where there is none.

    Examples
    --------
    >>> len(file_hash(Path(__file__))), file_hash(Path("no-such-file"))
    (64, '')
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def folder_digest(folder: Path) -> str:
    """Return the hash of the files in a folder and below, names and contents; hidden ones are left out.

    Examples
    --------
    >>> folder_digest(Path("no-such-folder")) == digest()
    True
    """
    return digest(
        *(part for file in _files(folder) for part in (str(file.relative_to(folder)), file.read_bytes()))
    )


def _files(folder: Path) -> Iterable[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in parts):
            yield path


def default_folder() -> Path:
    """Return the folder for cached results: ``$PARLEY_CACHE``, or the user's cache folder."""
    import platformdirs

    return Path(os.environ.get("PARLEY_CACHE") or platformdirs.user_cache_dir("parley"))


def write_atomic(path: Path, data: bytes) -> None:
    """Write a file so that it is there as a whole or not at all.

    Raises
    ------
    ParleyError
        If the folder or the disk does not allow it; nothing is left behind.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_atomic(folder / "a", b"text"); (folder / "a").read_bytes()
    b'text'
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as fault:
        raise ParleyError(f"{path}: cannot be written ({fault.strerror})") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as fault:
        Path(name).unlink(missing_ok=True)
        raise ParleyError(f"{path}: cannot be written ({fault.strerror})") from None
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@dataclass(frozen=True)
class Store:
    """Results by key in a folder; ``None`` as folder keeps nothing.

    Examples
    --------
    >>> store = Store(Path(tempfile.mkdtemp()))
    >>> store.put("parse", digest("text"), b"result"); store.get("parse", digest("text"))
    b'result'
    >>> store.get("parse", digest("other")) is None
    True
    """

    folder: Path | None = None

    def _path(self, kind: str, key: str) -> Path | None:
        return self.folder / kind / key[:2] / key if self.folder else None

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was kept under a key, or None."""
        path = self._path(kind, key)
        try:
            return path.read_bytes() if path else None
        except OSError:
            return None

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep a result. A cache that cannot be written is no reason to stop: nothing is kept then."""
        path = self._path(kind, key)
        if path:
            try:
                write_atomic(path, data)
            except ParleyError:
                return
