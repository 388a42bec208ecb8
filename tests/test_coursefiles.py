"""Files of a course: whole, and never over somebody's work."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from parley import coursefiles
from parley.coursefiles import NAME, place
from parley.errors import ParleyError

FIRST = {"student/a.ipynb": b"first", "solutions/a.ipynb": b"solution"}
SECOND = {"student/a.ipynb": b"second", "solutions/a.ipynb": b"solution"}


def held(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_files_are_written_and_replaced_as_long_as_nobody_works_in_them(tmp_path: Path) -> None:
    assert len(place(tmp_path / "out", FIRST).written) == 2
    assert held(tmp_path / "out") == FIRST
    placed = place(tmp_path / "out", SECOND)
    assert (held(tmp_path / "out"), placed.kept) == (SECOND, {})


def test_an_edited_copy_is_kept_and_the_new_one_is_beside_it(tmp_path: Path) -> None:
    place(tmp_path, FIRST)
    mine = tmp_path / "student" / "a.ipynb"
    mine.write_bytes(b"my work")
    for _ in range(2):  # again, the same
        placed = place(tmp_path, SECOND)
        assert placed.kept == {mine: tmp_path / "student" / "a.new.ipynb"}
        assert mine.read_bytes() == b"my work"
        assert held(tmp_path)["student/a.new.ipynb"] == b"second"


def test_an_edited_copy_of_the_present_master_needs_no_new_one(tmp_path: Path) -> None:
    place(tmp_path, FIRST)
    (tmp_path / "student" / "a.ipynb").write_bytes(b"my work")
    assert place(tmp_path, FIRST).kept == {tmp_path / "student" / "a.ipynb": None}
    assert "student/a.new.ipynb" not in held(tmp_path)


def test_a_file_that_was_there_before_is_kept(tmp_path: Path) -> None:
    (tmp_path / "student").mkdir()
    (tmp_path / "student" / "a.ipynb").write_bytes(b"theirs")
    (tmp_path / "notes.txt").write_bytes(b"mine")
    place(tmp_path, FIRST)
    assert held(tmp_path)["student/a.ipynb"] == b"theirs"
    assert held(tmp_path)["notes.txt"] == b"mine"


def test_work_in_both_copies_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    place(tmp_path, FIRST)
    (tmp_path / "student" / "a.ipynb").write_bytes(b"my work")
    place(tmp_path, SECOND)
    (tmp_path / "student" / "a.new.ipynb").write_bytes(b"more work")
    before = held(tmp_path)
    with pytest.raises(ParleyError, match="somebody has worked in it; move it"):
        place(tmp_path, {**FIRST, "student/a.ipynb": b"third"})
    assert held(tmp_path) == before


def test_what_is_no_longer_made_goes_unless_somebody_worked_in_it(tmp_path: Path) -> None:
    place(tmp_path, {**FIRST, "student/b.ipynb": b"b", "student/c.ipynb": b"c"})
    (tmp_path / "student" / "c.ipynb").write_bytes(b"my work")
    place(tmp_path, FIRST)
    assert set(held(tmp_path)) == {*FIRST, "student/c.ipynb"}


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_run_that_ends_in_the_middle_leaves_whole_files_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    new = {name: data + b" anew" for name, data in FIRST.items()}
    place(tmp_path, FIRST)
    done: list[Any] = []

    def stopped(source: Any, target: Any) -> None:
        if len(done) >= after:
            raise KeyboardInterrupt
        done.append(target)
        os.rename(source, target)

    class Stopping:
        """`os`, of which one function stops after some calls."""

        replace = staticmethod(stopped)

        def __getattr__(self, name: str) -> Any:
            return getattr(os, name)

    with monkeypatch.context() as patch:
        patch.setattr(coursefiles, "os", Stopping())
        if after < len(new):
            with pytest.raises(KeyboardInterrupt):
                place(tmp_path, new)
        else:
            place(tmp_path, new)
    assert all(data in (FIRST[name], new[name]) for name, data in held(tmp_path).items())
    assert place(tmp_path, new).kept == {}
    assert held(tmp_path) == new


def test_a_fault_before_the_files_are_moved_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(tmp_path, FIRST)

    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(ParleyError, match="cannot be written \\(No space left on device\\)"):
            place(tmp_path, SECOND)
    assert held(tmp_path) == FIRST


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(ParleyError, match="out: cannot be written"):
        place(tmp_path / "out", FIRST)


@pytest.mark.parametrize(
    "text", ["", "[]", "[" * 50_000, '{"files": {"../x": ["0"]}}', '{"files": {"/x": []}}'], ids=range(5)
)
def test_a_list_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    with pytest.raises(ParleyError, match=f"{NAME}: cannot be read"):
        place(tmp_path, FIRST)
    assert held(tmp_path) == {}


def test_the_list_holds_what_is_there(tmp_path: Path) -> None:
    place(tmp_path, FIRST)
    files = json.loads((tmp_path / NAME).read_text())["files"]
    assert {name: len(hashes) for name, hashes in files.items()} == dict.fromkeys(FIRST, 1)
