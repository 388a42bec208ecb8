"""The scorecard, kept by content: its intervals are drawn once for the same tables, codings and code."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from parley.corpus import Corpus
from parley.ratings import COLUMNS, of_docs
from parley.reference import read_coding, reference_folder
from parley.scores import scorecard
from parley.store import Store, digest, folder_digest
from parley.versions import code_state

KIND = "cards"


def kept_scorecard(corpus: Corpus, reference: str | Path | None, store: Store) -> pd.DataFrame:
    """Return the scorecard of a corpus, from the store where nothing that decides it has changed.

    Parameters
    ----------
    corpus, reference
        As for `parley.scores.scorecard`.
    store
        Where it is kept.

    Returns
    -------
    DataFrame
        As `parley.scores.scorecard`.

    Raises
    ------
    ParleyError
        If there is no such reference.

    Examples
    --------
    >>> import tempfile
    >>> from parley import bundled, code
    >>> corpus, store = code(bundled("seeds")), Store(Path(tempfile.mkdtemp()))
    >>> kept_scorecard(corpus, None, store).equals(kept_scorecard(corpus, None, store))
    True
    """
    key = digest(code_state(), folder_digest(reference_folder(reference)), *_tables(corpus, reference))
    card = _unpacked(store.get(KIND, key))
    if card is None:
        card = scorecard(corpus, reference)
        packed = io.BytesIO()
        card.to_parquet(packed, index=False)
        store.put(KIND, key, packed.getvalue())
    return card


def _unpacked(data: bytes | None) -> pd.DataFrame | None:
    """A card that was kept; None where it is not there, or spoilt."""
    if data is None:
        return None
    try:
        return pd.read_parquet(io.BytesIO(data))[list(COLUMNS)].astype(COLUMNS)
    except (ValueError, KeyError, OSError):
        return None


def _tables(corpus: Corpus, reference: str | Path | None) -> Iterator[str]:
    """What the tables say of the articles that are coded."""
    docs = set(read_coding(reference).articles)
    for name, table in sorted(corpus.tables.items()):
        rows = of_docs(table, docs)
        hashes = pd.util.hash_pandas_object(rows, index=False, categorize=False).to_numpy()
        yield digest(name, *rows.columns, hashlib.sha256(hashes.tobytes()).digest())
