"""What the pages of a site depend on besides their notebooks, as one hash."""

from __future__ import annotations

from pathlib import Path

from parley.registry import bundled
from parley.store import digest, folder_digest


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


def _installed() -> list[str]:
    """Every installed package with its version."""
    from importlib import metadata

    return sorted({f"{found.name} {found.version}" for found in metadata.distributions()})
