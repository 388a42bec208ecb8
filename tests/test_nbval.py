"""A changed finding fails: nbval, with the project's settings, run on generated notebooks."""

import configparser
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from parley.notebooks import NOISE, execute

CODE = (
    "import pandas as pd; print(object())",
    "pd.DataFrame({'actor': ['Putin', 'Trump'], 'n': [3, 5]})",
)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("nbval") / "finding.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(code) for code in CODE]), path)
    execute(path)
    return path


def compare(path: Path, root: Path) -> subprocess.CompletedProcess[str]:
    """Run nbval on one notebook as `make test` does."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command += ["--nbval", "--nbval-current-env", "--rootdir", str(path.parent), "-c", os.devnull]
    command += ["--nbval-sanitize-with", str(root / "tests/nbval_sanitize.cfg"), str(path)]
    (path.parent / "conftest.py").write_text((root / "conftest.py").read_text())
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_unchanged_results_pass(stored: Path, root: Path) -> None:
    """Frames are stored as text alone, addresses differ, and nbval is content."""
    result = compare(stored, root)
    assert result.returncode == 0, result.stdout


def test_changed_number_fails_and_is_shown(stored: Path, root: Path, tmp_path: Path) -> None:
    """One number of a stored table differs from what the code gives."""
    changed = tmp_path / "changed.ipynb"
    changed.write_text(stored.read_text().replace("Trump  5", "Trump  6"))
    result = compare(changed, root)
    assert result.returncode == 1
    assert "Trump  6" in result.stdout
    assert "Trump  5" in result.stdout


def test_the_two_lists_of_noise_agree(root: Path) -> None:
    """What is blanked when comparing is what is blanked when storing."""
    config = configparser.RawConfigParser()
    config.read(root / "tests/nbval_sanitize.cfg")
    patterns = {(s["regex"], s["replace"]) for name, s in config.items() if name != "DEFAULT"}
    assert patterns == {(pattern.pattern, instead) for pattern, instead in NOISE}
