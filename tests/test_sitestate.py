"""What pages depend on: any file of the package, the data or the corpus, and nothing hidden."""

from pathlib import Path

import pytest

from parley import sitestate
from parley.sitestate import state
from parley.store import folder_digest


def test_names_and_contents_count_and_hidden_files_do_not(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("1")
    first = folder_digest(tmp_path)
    for hidden in (".cache", "__pycache__"):
        (tmp_path / "a" / hidden).mkdir()
        (tmp_path / "a" / hidden / "y").write_text("1")
    (tmp_path / ".DS_Store").write_text("1")
    assert folder_digest(tmp_path) == first
    (tmp_path / "a" / "x.txt").rename(tmp_path / "a" / "z.txt")
    renamed = folder_digest(tmp_path)
    assert renamed != first
    (tmp_path / "a" / "z.txt").write_text("2")
    assert folder_digest(tmp_path) not in {first, renamed}


@pytest.mark.parametrize("part", ["package", "data", "corpus", "installed"])
def test_each_part_counts(part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("package", "data", "corpus"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(sitestate, "__file__", str(tmp_path / "package" / "sitestate.py"))
    monkeypatch.setattr(sitestate, "bundled", lambda name: tmp_path / name)
    before = state(tmp_path / "corpus")
    assert state(tmp_path / "corpus") == before
    if part == "installed":
        monkeypatch.setattr(sitestate, "_installed", lambda: ["pandas 99"])
    else:
        (tmp_path / part / "new.txt").write_text("1")
    assert state(tmp_path / "corpus") != before
