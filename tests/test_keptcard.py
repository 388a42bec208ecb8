"""The kept scorecard: the same as a new one, and a new one whenever something that decides it has changed."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from parley import bundled, code, keptcard
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.keptcard import kept_scorecard
from parley.scores import scorecard
from parley.store import Store


@pytest.fixture(scope="module")
def seeds() -> Corpus:
    return code(bundled("seeds"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A mark for each scorecard that is computed; it has one row, which names them."""
    marks: list[str] = []

    def card(corpus, reference):
        marks.append("made")
        row = {name: len(marks) if kind == "int64" else 0.5 for name, kind in keptcard.COLUMNS.items()}
        row |= {"layer": "blocks", "method": "rules", "measure": "accuracy"}
        return pd.DataFrame([row]).astype(keptcard.COLUMNS)

    monkeypatch.setattr(keptcard, "scorecard", card)
    return marks


def test_it_is_the_scorecard(seeds: Corpus, store: Store) -> None:
    fresh = scorecard(seeds)
    pd.testing.assert_frame_equal(kept_scorecard(seeds, None, store), fresh)
    pd.testing.assert_frame_equal(kept_scorecard(seeds, None, store), fresh)


def test_it_is_computed_once(seeds: Corpus, store: Store, made: list[str]) -> None:
    first = kept_scorecard(seeds, None, store)
    again = kept_scorecard(Corpus(dict(seeds.tables), dict(seeds.raw)), None, store)
    pd.testing.assert_frame_equal(first, again)
    assert len(made) == 1
    kept_scorecard(seeds, None, Store())
    kept_scorecard(seeds, None, Store())
    assert len(made) == 3


@pytest.mark.parametrize("table", ["blocks", "mentions", "targets", "events"])
def test_another_cell_is_another_card(seeds: Corpus, store: Store, made: list[str], table: str) -> None:
    kept_scorecard(seeds, None, store)
    changed = seeds[table].copy()
    column = changed.columns.get_loc("char_end")
    changed.iloc[-1, column] += 1
    kept_scorecard(Corpus({**seeds.tables, table: changed}, seeds.raw), None, store)
    kept_scorecard(Corpus({**seeds.tables, table: seeds[table].iloc[1:]}, seeds.raw), None, store)
    assert len(made) == 3


def test_other_codings_are_another_card(seeds: Corpus, store: Store, made: list[str], tmp_path: Path) -> None:
    """Any pass counts, also one that is new."""
    base = tmp_path / "codings"
    shutil.copytree(bundled("data") / "reference" / "seeds", base)
    kept_scorecard(seeds, base, store)
    kept_scorecard(seeds, base, store)
    assert len(made) == 1
    path = base / "first" / "mentions.jsonl"
    path.write_text("\n".join(path.read_text("utf-8").splitlines()[1:]), "utf-8")
    kept_scorecard(seeds, base, store)
    shutil.copytree(base / "first", base / "third")
    kept_scorecard(seeds, base, store)
    assert len(made) == 3


def test_other_code_is_another_card(
    seeds: Corpus, store: Store, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_scorecard(seeds, None, store)
    monkeypatch.setattr(keptcard, "code_state", lambda: "another")
    kept_scorecard(seeds, None, store)
    assert len(made) == 2


@pytest.mark.parametrize("data", [b"", b"PAR1", b"no table"])
def test_a_spoilt_card_is_computed_anew(seeds: Corpus, store: Store, made: list[str], data: bytes) -> None:
    before = kept_scorecard(seeds, None, store)
    assert store.folder
    for path in store.folder.rglob("*"):
        if path.is_file():
            path.write_bytes(data)
    after = kept_scorecard(seeds, None, store)
    assert len(made) == 2
    assert before.columns.tolist() == after.columns.tolist()


def test_articles_that_are_not_coded_do_not_count(seeds: Corpus, store: Store, made: list[str]) -> None:
    kept_scorecard(seeds, None, store)
    more = seeds["mentions"].iloc[:1].assign(doc="zzz")
    tables = {**seeds.tables, "mentions": pd.concat([seeds["mentions"], more], ignore_index=True)}
    kept_scorecard(Corpus(tables, seeds.raw), None, store)
    assert len(made) == 1


def test_no_reference_is_a_clear_message(seeds: Corpus, store: Store, tmp_path: Path) -> None:
    with pytest.raises(ParleyError, match="coding in"):
        kept_scorecard(seeds, tmp_path, store)
