"""What is loaded, and what is done again: an unchanged article costs no model, a changed one only itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from parley import coding, schema
from parley.cli import main

MODELS = ("spacy", "onnxruntime", "tokenizers", "textblob", "vaderSentiment")
PLOTTING = ("matplotlib", "seaborn", "pandas.plotting._matplotlib")
TABLES = ("networkx", "duckdb", "nbconvert", "IPython")
SECOND = """\
import sys
from parley.cli import main
assert main(sys.argv[2:]) == 0
print(*sorted(set(sys.argv[1].split(",")) & set(sys.modules)))
"""


@pytest.fixture
def text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article, with a cache of its own."""
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "a.txt"
    path.write_text("Mark Lee said that he would leave the talks.\n", encoding="utf-8")
    return path


def loaded_by(code: str, *arguments: str) -> list[str]:
    """Of some modules, those that a new process prints to have loaded."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_second_run_on_unchanged_articles_loads_neither_models_nor_tables(
    text: Path, tmp_path: Path
) -> None:
    arguments = ["code", str(text), "--out", str(tmp_path / "tables"), "--quiet"]
    assert main(arguments) == 0
    assert loaded_by(SECOND, ",".join((*MODELS, *PLOTTING, *TABLES, "pandas", "pyarrow")), *arguments) == []
    text.write_text("Mark Lee left.\n", encoding="utf-8")
    assert "spacy" in loaded_by(SECOND, ",".join(MODELS), *arguments)


def test_import_loads_neither_models_nor_plotting() -> None:
    code = "import sys, parley; print(*sorted(set(sys.argv[1].split(',')) & set(sys.modules)))"
    assert loaded_by(code, ",".join((*MODELS, *PLOTTING, *TABLES, "pandas", "numpy", "parley.corpus"))) == []
    assert loaded_by(code.replace("; print", "; parley.Corpus; print"), "parley.coding,parley.corpus") == [
        "parley.corpus"
    ]


def test_one_changed_article_of_a_thousand_is_coded_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What coding one article does is left out; who is coded is not."""
    coded = []
    nothing = {name: schema.empty(name) for name in schema.TABLES}

    def note(source, registry, store):
        coded.append(source.doc)
        return nothing

    monkeypatch.setattr(coding, "code_document", note)
    monkeypatch.setattr(coding, "pack", lambda tables: b"kept")
    monkeypatch.setattr(coding, "unpack", lambda data: nothing if data else None)
    articles = tmp_path / "articles"
    articles.mkdir()
    for i in range(1000):
        (articles / f"n{i:04}.txt").write_text(f"Talks number {i} failed.\n", encoding="utf-8")
    coding.code(articles, cache=tmp_path / "cache")
    assert len(coded) == 1000
    coded.clear()
    (articles / "n0500.txt").write_text("Talks number 500 went on.\n", encoding="utf-8")
    coding.code(articles, cache=tmp_path / "cache")
    assert coded == ["n0500"]
