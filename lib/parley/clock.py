"""The article's clock: which dates hang on the day of publication, and how they move with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial

import pandas as pd

from parley import schema
from parley.dates import read_date
from parley.events import find_events
from parley.registry import Registry
from parley.sentences import Reading, read
from parley.sources import Source
from parley.store import Store, digest
from parley.tables import pack, unpack
from parley.versions import code_state

PLACE = ["doc", "char_start", "char_end"]


def moved(
    events: pd.DataFrame,
    sources: Iterable[Source],
    registry: Registry,
    moves: Mapping[str, int | None],
    store: Store | None = None,
) -> pd.DataFrame:
    """Return the events with the value that each would have if its article had appeared on another day.

    Parameters
    ----------
    events
        The table ``events`` of the articles.
    sources
        The articles; each is read once.
    registry
        With which they were coded.
    moves
        For each column to make: by how many days publication moves (None: nobody knows the day). A month
        or year of publication moves with its first day and becomes a day; an unknown one stays unknown.
    store
        Where results are kept by content; nowhere by default.

    Returns
    -------
    DataFrame
        The rows and columns of ``events`` in their order, and a column of values for each move: missing where
        the expression then has no place on a calendar.

    Examples
    --------
    >>> from parley import read_registry
    >>> from parley.coding import code_document
    >>> text = "Lund left on Monday. The port closed in 2019."
    >>> source = Source("a", "a.txt", text, "", published="2024-05-15")
    >>> table = moved(code_document(source)["events"], [source], read_registry(), {"none": None, "+7": 7})
    >>> table[["value", "none", "+7"]].fillna("").values.tolist()
    [['2024-05-13', '', '2024-05-20'], ['2019', '2019', '2019']]
    """
    table = events.copy()
    readers = [(source, cache(partial(read, source, registry, store))) for source in sources]
    for name, by in moves.items():
        parts = [
            _events(_published(source if source.published else reader().source, by), reader, registry, store)
            for source, reader in readers
        ]
        found = pd.concat(parts) if parts else schema.empty("events")
        again = events[PLACE].merge(found[[*PLACE, "value"]], "left", PLACE)
        table[name] = again["value"].to_numpy()
    return table


def _events(
    source: Source, reader: Callable[[], Reading], registry: Registry, store: Store | None
) -> pd.DataFrame:
    """The events of an article; it is read only where they are not kept."""
    kept, key = store or Store(), digest(repr(source), registry.digest, code_state())
    tables = unpack(kept.get("events", key))
    if tables is None:
        tables = {"events": find_events(replace(reader(), source=source), registry)}
        kept.put("events", key, pack(tables))
    return tables["events"]


def _published(source: Source, by: int | None) -> Source:
    """The article as if it had appeared so many days later, or on an unknown day."""
    day = read_date(source.published)
    published = "" if day is None or by is None else (day.start + timedelta(days=by)).isoformat()
    return replace(source, published=published)
