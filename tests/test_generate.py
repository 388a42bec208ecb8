"""Generated articles are the same for the same seed, differ from each other, and can be read."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from parley.registry import read_registry
from parley.sources import read_sources

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def script(name: str) -> ModuleType:
    """A script of ``benchmarks/`` as a module."""
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    return script("generate")


def test_the_same_seed_gives_the_same_articles(generate, tmp_path):
    first, second = (generate.write(6, tmp_path / name) for name in "ab")
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted(path.name for path in second.iterdir())
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)


def test_an_article_does_not_depend_on_how_many_are_asked_for(generate):
    assert list(generate.articles(3)) == list(generate.articles(9))[:3]


def test_another_seed_gives_other_articles(generate):
    texts = [article["text"] for seed in (1, 2) for article in generate.articles(10, seed)]
    assert len(set(texts)) == 20


def test_articles_are_varied(generate):
    """Few sentences recur, there are many subjects, and the mean length is about what was asked for."""
    articles = list(generate.articles(200))
    lines = [line for a in articles for line in a["text"].splitlines() if len(line.split()) > 12]
    assert len(set(lines)) > 0.97 * len(lines)
    assert len({a["title"] for a in articles}) > 150
    assert 500 < sum(len(a["text"].split()) for a in articles) / 200 < 750


def test_no_word_of_the_grammar_stays_unreplaced(generate):
    assert not any("{" in a["text"] + a["title"] for a in generate.articles(300))


def test_what_is_written_is_a_corpus(generate, tmp_path):
    folder = generate.write(12, tmp_path / "mine")
    sources = list(read_sources(folder))
    registry = read_registry(folder)
    assert [source.doc for source in sources] == [f"a{k:06}" for k in range(12)]
    assert all(source.outlet and source.author and source.published for source in sources)
    assert len(registry.issues) == len(generate.grammar()["subject"]) > 10
    text = "".join(source.raw for source in sources)
    assert sum(name in text for name in registry.actors) > 10
