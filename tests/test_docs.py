"""What the documentation says is true: examples run, public names are explained, commands exist."""

import doctest
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(
    "parley" if path.stem == "__init__" else f"parley.{path.stem}"
    for path in (ROOT / "lib" / "parley").glob("*.py")
)
OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In an empty folder, so that an example that writes leaves nothing behind."""
    monkeypatch.chdir(tmp_path)
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    said: list[str] = []
    for case in doctest.DocTestFinder().find(importlib.import_module(name)):
        runner.run(case, out=said.append)
    assert runner.failures == 0, "".join(said)


def unexplained(module: ModuleType) -> list[str]:
    """Public functions and classes of a module, and their public methods, without docstring."""
    public = {name: getattr(module, name) for name in getattr(module, "__all__", [])}
    for name, thing in list(public.items()):
        if inspect.isclass(thing):
            own = {k: v for k, v in vars(thing).items() if inspect.isfunction(v) and k[0] != "_"}
            public |= {f"{name}.{method}": value for method, value in own.items()}
    return [n for n, thing in public.items() if callable(thing) and not own_docstring(thing)]


def own_docstring(thing: object) -> str:
    """Not the one that a data class gives itself, and not an inherited one."""
    text = (getattr(thing, "__doc__", None) or "").strip()
    made = inspect.isclass(thing) and text.startswith(f"{thing.__name__}(")
    return "" if made else text


@pytest.mark.parametrize("name", MODULES)
def test_public_names_are_explained(name: str) -> None:
    module = importlib.import_module(name)
    assert (module.__doc__ or "").strip(), "the module has no docstring"
    assert unexplained(module) == []


def test_an_unexplained_name_is_found() -> None:
    module = ModuleType("m")
    exec("def f(): pass\nclass A:\n    'Explained.'\n    def b(self): pass", module.__dict__)
    module.__all__ = ["A", "f"]
    assert sorted(unexplained(module)) == ["A.b", "f"]


# -- commands in the README --------------------------------------------------------------------


def commands(markdown: str, program: str) -> set[str]:
    """The sub-commands of a program that `console` blocks call, on lines that start with $."""
    blocks = re.findall(r"^```console\n(.*?)^```", markdown, re.M | re.S)
    calls = re.findall(rf"^\$ (?:.*[|&] *)?{program}(?: +(\w[\w-]*))?", "\n".join(blocks), re.M)
    return {call for call in calls if call}


def targets(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z]+):.*##", makefile, re.M))


README = ROOT / "README.md"
has_readme = pytest.mark.skipif(not README.exists(), reason="there is no README yet")


@has_readme
def test_make_commands_of_the_readme_exist() -> None:
    called = commands(README.read_text(encoding="utf-8"), "make")
    assert called <= targets((ROOT / "Makefile").read_text(encoding="utf-8"))


@has_readme
def test_parley_commands_of_the_readme_exist() -> None:
    called = commands(README.read_text(encoding="utf-8"), "parley")
    if called:
        shown = subprocess.run([sys.executable, "-m", "parley.cli", "--help"], capture_output=True, text=True)
        assert shown.returncode == 0, shown.stderr
        known = set(re.findall(r"[a-z][\w-]*", shown.stdout))
        assert called <= known


def test_commands_are_found_in_console_blocks_alone() -> None:
    text = "make no\n```console\n$ make report\n$ cd x && parley code a\nmake no\n$ make\n```\n"
    assert commands(text, "make") == {"report"}
    assert commands(text, "parley") == {"code"}
