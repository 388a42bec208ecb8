"""The suite of benchmarks: runs that alternate, ratios, and what is written into the README."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def suite(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the suite, from which modules can be imported."""
    folder = root / "benchmarks"
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    for name in set(sys.modules) - before:
        if Path(getattr(sys.modules[name], "__file__", None) or "/").parent == folder:
            del sys.modules[name]


@pytest.fixture
def timing(suite: Path) -> ModuleType:
    return importlib.import_module("timing")


def test_works_are_done_in_turn_and_in_the_opposite_order_every_second_time(timing):
    done = []
    times = timing.in_turn(3, first=lambda: done.append("a"), second=lambda: done.append("b"))
    assert done == ["a", "b", "b", "a", "a", "b"]
    assert {name: len(measured) for name, measured in times.items()} == {"first": 3, "second": 3}


def test_a_ratio_is_the_median_of_those_of_the_pairs(timing):
    figure = timing.Figure("coding", "spaCy", (2.0, 30.0, 6.0), (1.0, 10.0, 4.0), goal=1.15)
    assert figure.ratios == [2.0, 3.0, 1.5]
    assert figure.ratio == 2.0
    assert figure.verdict == "at most 1.15: missed"
    cells = "| coding | spaCy | **2.00** | 1.50, 3.00 | at most 1.15: missed | 6.00 / 4.00 | 3 |"
    assert figure.row() == cells


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"goal": 0.5}, "at most 0.50: met"),
        ({"goal": 0.9, "more": True}, "at least 0.90: met"),
        ({"goal": 2.5, "more": True}, "at least 2.50: missed"),
        ({"limit": 1.0}, "at most 1 s: met"),
        ({"limit": 0.9}, "at most 0.9 s: missed"),
        ({}, "-"),
    ],
)
def test_a_goal_is_met_or_missed(timing, options, expected):
    assert timing.Figure("a", "b", (1.0,), (2.0,), **options).verdict == expected


def test_a_section_is_written_between_its_markers_alone(timing):
    text = "x\n<!-- a: begin -->\nold\n<!-- a: end -->\ny <!-- b: begin --><!-- b: end -->\n"
    new = "x\n<!-- a: begin -->\nnew\n<!-- a: end -->\ny <!-- b: begin --><!-- b: end -->\n"
    assert timing.put(text, "a", "new") == new
    with pytest.raises(SystemExit, match="no markers"):
        timing.put(text, "c", "new")


def test_every_benchmark_has_its_place_in_the_readme(suite, timing):
    run = importlib.import_module("run")
    text = timing.README.read_text(encoding="utf-8")
    for name in run.NAMES:
        assert (suite / f"{name}.py").exists()
        assert timing.put(text, name, "new") != text


def test_fewer_than_five_runs_are_not_written(suite, capsys):
    run = importlib.import_module("run")
    with pytest.raises(SystemExit):
        run.main(["coding", "--runs", "4"])
    assert "need 5 runs" in capsys.readouterr().err


def test_a_quick_run_prints_and_writes_nothing(suite, timing, monkeypatch, capsys):
    run = importlib.import_module("run")
    fake = ModuleType("model")
    fake.figures = lambda runs, quick: iter(
        [timing.Figure("a", "b", (1.0,) * runs, (1.0,) * runs), "a remark"]
    )
    monkeypatch.setitem(sys.modules, "model", fake)
    before = timing.README.read_bytes()
    assert run.main(["model", "--quick"]) == 0
    said = capsys.readouterr().out
    assert "| a | b | **1.00** | 1.00, 1.00 | - | 1.00 / 1.00 | 1 |" in said
    assert "a remark" in said
    assert timing.README.read_bytes() == before


def test_the_machine_is_named_without_paths(timing):
    said = timing.machine()
    assert "Python" in said
    assert "spacy" in said
    assert "/" not in said
