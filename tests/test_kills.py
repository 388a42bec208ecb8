"""Writers killed at random moments; `benchmarks/kills.py` does the same many times more, and for reports."""

import importlib
import os
from pathlib import Path

import pytest


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("name", ["code", "add", "journal"])
def test_a_kill_costs_nothing_that_was_finished(name, monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).resolve().parents[1] / "benchmarks")
    kills = importlib.import_module("kills")
    rounds, met, wrong = kills.campaign(name, 5, 3)
    assert (rounds, wrong) == (5, [])
    assert met > 0
