"""What made a page: hashes follow what was read, and there is no time in it."""

import pandas as pd

from parley import __version__, portrayal, schema
from parley.provenance import provenance, versions
from parley.registry import Registry, read_registry

DOCUMENTS = pd.DataFrame({"doc": ["a", "b"], "sha256": ["1" * 64, "2" * 64]})


def hashes(documents: pd.DataFrame, registry: Registry) -> dict[str, str]:
    return dict(provenance(documents, registry, "parley").hashes)


def test_it_names_what_decides_a_result() -> None:
    registry = read_registry()
    made = provenance(DOCUMENTS, registry, "parley report --out 'my site'")
    assert made.command == "parley report --out 'my site'"
    assert dict(made.hashes)["actors, issues and lexicons"] == registry.digest
    assert dict(made.hashes)["model of judgements"] == portrayal.model_version()
    assert versions()[0] == ("parley", __version__)
    assert {"Python", "spacy", "pandas"} <= dict(made.versions).keys()
    assert any("core_web" in name or "core-web" in name for name, _ in made.versions), "spaCy's model"


def test_hashes_follow_articles_and_lists_apart() -> None:
    """Other articles change one hash, other issues another."""
    registry = read_registry()
    first = hashes(DOCUMENTS, registry)
    other = hashes(DOCUMENTS.assign(sha256="3" * 64), registry)
    assert {name for name in first if first[name] != other[name]} == {"articles"}
    fewer = Registry(registry.actors, {}, registry.lexicons, "0" * 64)
    lists = hashes(DOCUMENTS, fewer)
    assert {name for name in first if first[name] != lists[name]} == {"actors, issues and lexicons"}


def test_equal_input_gives_equal_lines_and_no_article_is_fine() -> None:
    registry = read_registry()
    assert provenance(DOCUMENTS, registry, "c") == provenance(DOCUMENTS.copy(), registry, "c")
    assert provenance(schema.empty("documents"), registry, "c").command == "c"
