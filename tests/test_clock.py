"""What becomes of dates when the article is said to have appeared on another day."""

from __future__ import annotations

import pandas as pd
import pytest

from parley import Source, read_registry, schema
from parley.clock import moved
from parley.coding import code_document
from parley.store import Store

TEXT = "Lund left on Monday. In June the city will vote. The port closed in 2019."


def events_of(*sources: Source) -> pd.DataFrame:
    return pd.concat([code_document(source)["events"] for source in sources], ignore_index=True)


def table(published: str, **moves: int | None) -> list[list[str]]:
    source = Source("a", "a.txt", TEXT, "", published=published)
    found = moved(events_of(source), [source], read_registry(), moves)
    return found[["expression", *moves]].fillna("").values.tolist()


def test_days_move_with_publication_and_years_do_not():
    """2024-05-15 is a Wednesday: a week later Monday is the 20th; in July, June is next year's."""
    assert table("2024-05-15", same=0, week=7, july=61, unknown=None) == [
        ["on Monday", "2024-05-13", "2024-05-20", "2024-07-15", ""],
        ["In June", "2024-06", "2024-06", "2025-06", ""],
        ["in 2019", "2019", "2019", "2019", "2019"],
    ]


def test_an_unknown_day_stays_unknown():
    assert table("", week=7) == [["in 2019", "2019"]]


def test_a_month_of_publication_moves_with_its_first_day():
    """Monday has no place in a month, but has one a fortnight after its first day: Wednesday, 15 May 2024."""
    assert table("2024-05", fortnight=14) == [["In June", "2024-06"], ["in 2019", "2019"]]


def test_articles_are_kept_apart_and_in_order():
    early = Source("a", "a.txt", "Lund left on Monday.", "", published="2024-05-15")
    late = Source("b", "b.txt", "Lund left on Monday.", "", published="2024-07-17")
    found = moved(events_of(early, late), [late, early], read_registry(), {"week": 7})
    assert found[["doc", "value", "week"]].values.tolist() == [
        ["a", "2024-05-13", "2024-05-20"],
        ["b", "2024-07-15", "2024-07-22"],
    ]


@pytest.mark.parametrize(
    "sources", [[], [Source("a", "a.txt", "Nothing.", "")]], ids=["no article", "no event"]
)
def test_nothing_is_nothing(sources: list[Source]):
    found = moved(schema.empty("events"), sources, read_registry(), {"none": None})
    assert list(found.columns) == [*schema.columns("events"), "none"]
    assert found.empty


def test_the_table_that_is_given_stays_as_it_is():
    source = Source("a", "a.txt", TEXT, "", published="2024-05-15")
    events = events_of(source)
    before = events.copy()
    moved(events, [source], read_registry(), {"week": 7})
    pd.testing.assert_frame_equal(events, before)


def test_what_is_kept_is_the_same_and_is_not_read_again(tmp_path, monkeypatch):
    source, store = Source("a", "a.txt", TEXT, "", published="2024-05-15"), Store(tmp_path)
    events, moves = events_of(source), {"same": 0, "week": 7, "unknown": None}
    first = moved(events, [source], read_registry(), moves, store)

    def unread(*_):
        raise AssertionError("read again")

    monkeypatch.setattr("parley.clock.read", unread)
    pd.testing.assert_frame_equal(moved(events, [source], read_registry(), moves, store), first)
    with pytest.raises(AssertionError, match="read again"):
        moved(events, [source], read_registry(), {"fortnight": 14}, store)


def test_a_day_that_the_byline_states_moves_too():
    body = "\n\nThe ferry left on Monday with forty people on board, and nobody on the island saw it go."
    source = Source("a", "a.txt", f"Ferry leaves\n\nBy Ana Ruiz\nWed 15 May 2024{body}", "")
    found = moved(events_of(source), [source], read_registry(), {"week": 7, "unknown": None})
    assert found[["value", "week"]].values.tolist() == [["2024-05-13", "2024-05-20"]]
    assert found["unknown"].isna().all()
