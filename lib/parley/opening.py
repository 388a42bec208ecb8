"""A corpus opened for reading: the bundled articles, or those of a corpus folder with its own lists.

Notebooks begin with it, so that they run on any corpus.
"""

from __future__ import annotations

from pathlib import Path

from parley.coding import code
from parley.corpus import Corpus
from parley.material import Material
from parley.reference import REFERENCE, codings
from parley.registry import bundled, read_registry
from parley.store import Store, default_folder

LISTS = ("actors.toml", "issues.toml")
CODINGS = "reference"
"""The folder in a corpus folder that holds its codings by hand."""


def open_material(folder: str | Path = "") -> Material:
    """Code a corpus folder and return it with its actors and issues and its reference coding.

    Parameters
    ----------
    folder
        A corpus folder, as ``parley new`` and ``parley add`` make it: texts, with or without
        ``sources.toml``. Where ``actors.toml`` or ``issues.toml`` is there, they are the registry, and one
        that is missing is empty; where neither is, the bundled registry is taken. Where its folder
        ``reference`` holds the coding ``adjudicated``, that is the reference. ``""``: the bundled articles.

    Raises
    ------
    ParleyError
        If there is no such folder, it holds no article, or a file of it is at fault.

    Examples
    --------
    >>> open_material().coding.name
    'adjudicated'
    """
    if not str(folder):
        return Material(code(bundled("seeds")), store=Store(default_folder()))
    base = Path(folder)
    registry = read_registry(base) if any((base / name).is_file() for name in LISTS) else read_registry()
    corpus = code(base, registry=registry)
    reference = base / CODINGS
    coded = reference if REFERENCE in codings(reference) else None
    return Material(corpus, registry, coded, Store(default_folder()))


def open_corpus(folder: str | Path = "") -> Corpus:
    """Code a corpus folder; the bundled articles without one.

    Parameters
    ----------
    folder
        As for `open_material`.

    Raises
    ------
    ParleyError
        As `open_material`.

    Examples
    --------
    >>> open_corpus().documents["doc"].tolist()[:2]
    ['financial-times', 'great-betrayal']
    """
    return open_material(folder).corpus
