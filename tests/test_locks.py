"""One process at a time: the other waits, or is told."""

import multiprocessing
import os
from pathlib import Path

import pytest

from parley.errors import ParleyError
from parley.locks import NAME, only_one


def test_the_other_is_told_and_the_file_goes_away(tmp_path: Path) -> None:
    with (
        only_one(tmp_path / NAME, "busy"),
        pytest.raises(ParleyError, match=r"^somebody is at it$"),
        only_one(tmp_path / NAME, "somebody is at it", wait=0),
    ):
        raise AssertionError("two at once")
    with pytest.raises(ValueError, match="stop"), only_one(tmp_path / NAME, "busy"):
        raise ValueError("stop")
    with only_one(tmp_path / NAME, "busy", wait=0):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with (
        pytest.raises(ParleyError, match=r"file: cannot be written \("),
        only_one(tmp_path / "file" / NAME, "busy"),
    ):
        raise AssertionError("no folder")


def count(folder: Path, times: int) -> None:
    """Add to a number that is read before it is written."""
    for _ in range(times):
        with only_one(folder / NAME, "busy"):
            before = int((folder / "n").read_text())
            (folder / "n").write_text(str(before + 1))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_none_is_lost_between_processes(tmp_path: Path) -> None:
    """The lock's file is removed at each end, and still never two hold it."""
    (tmp_path / "n").write_text("0")
    fork = multiprocessing.get_context("fork")
    several = [fork.Process(target=count, args=(tmp_path, 20)) for _ in range(3)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert [one.exitcode for one in several] == [0, 0, 0]
    assert (tmp_path / "n").read_text() == "60"
