"""Two fresh runs give the same bytes, whatever the hash seed and the number of processes.

On small articles; `make determinism` does it for all articles and notebooks.
"""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SPEC = importlib.util.spec_from_file_location("determinism", ROOT / "benchmarks" / "determinism.py")
determinism = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(determinism)
BEGINNING = 14
"""Lines of each article."""


@pytest.mark.slow
def test_tables_are_the_same_under_all_conditions(tmp_path: Path) -> None:
    """Each run codes anew, in processes of its own; nobody's cache is read or written."""
    found = {}
    conditions = {k: v for k, v in determinism.CONDITIONS.items() if v != ("0", "processes", 1)}
    articles = []
    for name in ("court.txt", "strike.txt"):
        lines = (ROOT / "tests" / "articles" / name).read_text("utf-8").splitlines(keepends=True)
        (tmp_path / name).write_text("".join(lines[:BEGINNING]), "utf-8")
        articles.append(str(tmp_path / name))
    for number, (condition, values) in enumerate(conditions.items()):
        (folder := tmp_path / str(number)).mkdir()
        found[condition] = determinism.tables(articles, values, folder)
        assert not (folder / "cache").exists()
    assert [len(files) for files in found.values()] == [22] * 3
    assert determinism.different(found) == []


def test_a_difference_is_named() -> None:
    """One that differs, one that is missing on either side."""
    found = {
        "a": {"x.csv": "1", "y.csv": "1"},
        "b": {"x.csv": "2", "z.csv": "1"},
        "c": {"x.csv": "1", "y.csv": "1"},
    }
    assert determinism.different(found) == [
        "x.csv: b is not as a",
        "y.csv: b is not as a",
        "z.csv: b is not as a",
    ]


def test_a_change_of_one_cell_changes_both_files(tmp_path: Path) -> None:
    """Of a Parquet file the content is compared, types with it."""
    import pandas as pd

    seen = set()
    for number, frame in enumerate(
        (pd.DataFrame({"n": [1, 2]}), pd.DataFrame({"n": [1, 3]}), pd.DataFrame({"n": [1.0, 2.0]}))
    ):
        frame.to_parquet(path := tmp_path / f"{number}.parquet")
        seen.add(determinism.content(path))
        frame.to_csv(text := tmp_path / f"{number}.csv", index=False)
        seen.add(determinism.content(text))
    assert len(seen) == 6
