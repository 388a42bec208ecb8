"""What the pages of a site depend on besides their notebooks, as one hash."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from parley.registry import bundled
from parley.store import digest


def state(corpus: Path) -> str:
    """Return the hash of the package, its data, a corpus, and what is installed.

    Parameters
    ----------
    corpus
        The folder of the articles, with its lists.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> before = state(folder)
    >>> written = (folder / "a.txt").write_text("Talks")
    >>> state(folder) == before
    False
    """
    return digest(*map(folder_digest, (Path(__file__).parent, bundled("data"), corpus)), *_installed())


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


def _installed() -> list[str]:
    """Every installed package with its version."""
    from importlib import metadata

    return sorted({f"{found.name} {found.version}" for found in metadata.distributions()})
