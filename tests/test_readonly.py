"""Folders that cannot be written: one line says which, nothing has changed; what only reads goes on."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from parley import portrayal
from parley.cli import main
from parley.coding import code
from parley.codingdesk import CodingDesk
from parley.corpusfolder import new_corpus
from parley.errors import ParleyError
from parley.material import Material

NEWS = "Report says\n\nThe union rejected the offer on Friday. “No,” Maria Lund said. Talks ended.\n"
OVERRIDES = 0b110
"""The capabilities CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, by which root writes and reads everything."""
VERSION = 0x20080522


@contextmanager
def bound() -> Iterator[None]:
    """Let permissions bind this thread even where it is root's; on Linux, by its effective capabilities."""
    if not hasattr(os, "geteuid") or os.geteuid():
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head, held = (ctypes.c_uint32 * 2)(VERSION, 0), (ctypes.c_uint32 * 6)()
    if not sys.platform.startswith("linux") or libc.capget(head, held):
        pytest.skip("root, and no way to give up its right to write everything")
    fewer = (ctypes.c_uint32 * 6)(held[0] & ~OVERRIDES, *held[1:])
    assert libc.capset(head, fewer) == 0
    try:
        yield
    finally:
        assert libc.capset(head, held) == 0


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """Take away the right to write into a folder and below."""
    modes = {path: path.stat().st_mode for path in [folder, *folder.rglob("*")]}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    before = files(folder)
    try:
        with bound():
            if os.access(folder, os.W_OK, effective_ids=True):
                pytest.skip("permissions of folders do not bind here")
            yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
    assert files(folder) == before


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() if path.is_file() else b"" for path in sorted(folder.rglob("*"))}


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here is about judgements."""
    monkeypatch.setattr(portrayal, "judge", lambda pairs: np.tile([0.2, 0.3, 0.5], (len(pairs), 1)))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    return tmp_path / "a.txt"


@pytest.fixture
def mine(tmp_path: Path, article: Path) -> Path:
    """A corpus folder with one article."""
    folder = new_corpus(tmp_path / "mine")
    assert main(["add", str(article), "--to", str(folder)]) == 0
    return folder


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    folder = tmp_path / "closed"
    folder.mkdir()
    return folder


COMMANDS = {
    "code": "code {mine} --out {closed} --no-cache",
    "code as CSV": "code {mine} --out {closed}/new --format csv --no-cache",
    "code in parts": "code {mine} --out {closed} --engine processes --workers 1",
    "report": "report {mine} --out {closed}",
    "report, new folder": "report {mine} --out {closed}/site",
    "course": "course --out {closed}",
    "course, new folder": "course --out {closed}/course",
    "new": "new {closed}/corpus",
    "export": "export {mine} --out {closed}/export --format csv",
    "explore": "explore {mine} --out {closed}/explorer.html",
    "draft": "draft {mine} --to {closed}",
    "reference": "reference new ada --dir {closed} --sources {mine}",
}


@pytest.mark.parametrize("line", COMMANDS.values(), ids=COMMANDS)
def test_a_folder_for_results_that_cannot_be_written_is_one_line(
    mine: Path, closed: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    arguments = [part.format(mine=mine, closed=closed) for part in line.split()]
    with unwritable(closed):
        assert main(arguments) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(f"parley: {closed}")
    assert said.endswith("(Permission denied)")


@pytest.mark.parametrize("part", ["", "texts"])
def test_nothing_is_added_to_a_corpus_that_cannot_be_written(
    mine: Path, tmp_path: Path, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = (mine / "sources.toml").read_bytes()
    (tmp_path / "b.txt").write_text(f"Second\n\n{NEWS * 2}Nobody signed.\n", encoding="utf-8")
    capsys.readouterr()
    with unwritable(mine / part):
        assert main(["add", str(tmp_path / "b.txt"), "--to", str(mine)]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(f"parley: {mine}")
    assert said.endswith("cannot be written (Permission denied)")
    assert (mine / "sources.toml").read_bytes() == listed
    assert main(["add", str(tmp_path / "b.txt"), "--to", str(mine)]) == 0


def test_a_corpus_that_cannot_be_written_is_coded(mine: Path, tmp_path: Path) -> None:
    with unwritable(mine):
        assert main(["code", str(mine), "--out", str(tmp_path / "out"), "--no-cache", "--quiet"]) == 0
    assert (tmp_path / "out" / "documents.parquet").is_file()


@pytest.mark.parametrize("cache", ["closed", "file", "file/below"])
def test_a_cache_that_cannot_be_written_stops_nothing(
    mine: Path, closed: Path, tmp_path: Path, cache: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / cache))
    capsys.readouterr()
    with unwritable(closed):
        assert main(["code", str(mine), "--out", str(tmp_path / "out"), "--format", "csv", "--quiet"]) == 0
    assert capsys.readouterr().err == ""
    main(["code", str(mine), "--out", str(tmp_path / "no"), "--format", "csv", "--quiet", "--no-cache"])
    for path in (tmp_path / "no").iterdir():
        assert path.read_bytes() == (tmp_path / "out" / path.name).read_bytes()


def test_the_desk_says_where_it_cannot_write(mine: Path, closed: Path) -> None:
    """And what was coded before is there, when the folder can be written again."""
    material = Material(code(mine, cache=False))
    with unwritable(closed), pytest.raises(ParleyError) as fault:
        CodingDesk(material, coder="ada", folder=closed)
    assert str(fault.value).startswith(str(closed))
    assert str(fault.value).endswith("cannot be written (Permission denied)")
    desk = CodingDesk(material, "quotes", coder="ada", folder=closed)
    desk.pick("code:none")
    desk.close_journal()
    with unwritable(closed), pytest.raises(ParleyError, match=r"cannot be written \(Permission denied\)$"):
        CodingDesk(material, "quotes", coder="ada", folder=closed)
    again = CodingDesk(material, "quotes", coder="ada", folder=closed)
    assert len(again.journal.codes.entries) == 1
    again.close_journal()


def test_permissions_are_back_afterwards(closed: Path) -> None:
    with unwritable(closed):
        pass
    (closed / "mine.txt").write_text("mine")
