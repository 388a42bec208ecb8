"""Work on several notebooks: faults are kept apart from results, and a process that dies is said plainly."""

import os
from pathlib import Path

import pytest

from parley import workers
from parley.errors import ParleyError
from parley.workers import on_all


def length(path: Path) -> int:
    if path.name == "bad":
        raise ParleyError("bad: no notebook")
    return len(path.name)


def test_results_and_faults_by_path(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_in_parallel", one_by_one)
    found = on_all(length, [Path("a"), Path("bad"), Path("ccc")])
    assert found == ({Path("a"): 1, Path("ccc"): 3}, {Path("bad"): "bad: no notebook"})
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [["done", "a"], ["failed", "bad"], ["done", "ccc"]]


def one_by_one(job: object, paths: list[Path], _: object) -> list[tuple]:
    return [workers._timed(job, path) for path in paths]


def test_a_process_that_is_ended_is_said_plainly() -> None:
    with pytest.raises(ParleyError, match="was ended from outside"):
        on_all(os._exit, [3])  # type: ignore[list-item]


@pytest.mark.parametrize("count", [0, -1])
def test_workers_are_one_or_more(count: int) -> None:
    with pytest.raises(ParleyError, match="workers is"):
        on_all(length, [Path("a")], count)
