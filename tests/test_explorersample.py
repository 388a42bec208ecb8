"""The explorer of a large corpus holds a stated part of it; that of a small one holds all, unsaid."""

import numpy as np
import pandas as pd
import pytest

from parley import schema
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.explorer import explorer_data, page
from parley.explorersample import LIMIT, part, sample_line, sampled
from parley.finding import Finding
from parley.material import Material
from parley.provenance import Provenance
from parley.siteindex import finding_section, index_page


def documents(number: int) -> pd.DataFrame:
    """Articles of four outlets, a day apart."""
    rows = [
        {
            "doc": f"a{k:05}",
            "outlet": f"Paper {k % 4}",
            "published": str(np.datetime64("2025-01-01") + k % 300),
            "file": f"a{k:05}.txt",
            "sha256": f"{k:064x}",
        }
        for k in range(number)
    ]
    types = schema.columns("documents")
    texts = dict.fromkeys((name for name, kind in types.items() if kind == "str"), "")
    return pd.DataFrame([texts | {"words": 2, "published_basis": "stated"} | row for row in rows]).astype(
        types
    )


def corpus(number: int) -> Corpus:
    """Articles of one line each."""
    table = documents(number)
    tables = {name: schema.empty(name) for name in schema.TABLES} | {"documents": table}
    blocks = [
        {"doc": doc, "line": 1, "line_end": 1, "char_start": 0, "char_end": 6, "block": 0}
        | {"kind": "body", "text": "It is.", "gaps": 0, "rule": ""}
        for doc in table["doc"]
    ]
    return Corpus(tables | {"blocks": schema.frame("blocks", blocks)}, dict.fromkeys(table["doc"], "It is."))


def test_a_small_corpus_is_there_as_a_whole() -> None:
    table = documents(LIMIT)
    assert sampled(table) == list(table["doc"])
    assert sample_line(LIMIT, LIMIT) == ""
    small = corpus(3)
    assert part(small, sampled(small.documents)) is small


def test_outlets_and_dates_have_their_share() -> None:
    table = documents(3000)
    chosen = table[table["doc"].isin(sampled(table, 200))]
    assert len(chosen) == 200
    assert chosen["outlet"].value_counts().tolist() == [50] * 4
    months = chosen["published"].str[:7].value_counts() / 200
    assert (months - table["published"].str[:7].value_counts() / 3000).abs().max() < 0.02


def test_the_same_articles_are_taken_whatever_the_order_of_the_rows() -> None:
    table = documents(100)
    assert set(sampled(table, 7)) == set(sampled(table[::-1], 7))


def test_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ParleyError, match="limit"):
        sampled(documents(2), 0)


def test_above_the_limit_the_page_says_so_and_holds_only_the_sample() -> None:
    data = explorer_data(Material(corpus(9)), limit=4)
    assert [doc["id"] for doc in data["docs"]] == sampled(documents(9), 4)
    assert set(data["blocks"]["doc"]) == set(range(4))
    assert sample_line(4, 9) in page(data)
    assert "4 of the 9 articles" in data["sample"]


def test_up_to_the_limit_nothing_is_said() -> None:
    data = explorer_data(Material(corpus(4)), limit=4)
    assert len(data["docs"]) == 4
    assert data["sample"] == ""
    assert 'id="sample"' not in page(data)


def test_the_index_says_what_the_explorer_holds() -> None:
    made = Provenance("", (), ())
    assert "The explorer holds" in index_page(Material(corpus(LIMIT + 1)), [], made, "Large")
    assert "The explorer holds" not in index_page(Material(corpus(3)), [], made, "Small")


def test_a_passage_leads_to_the_explorer_only_where_its_article_is_there() -> None:
    made = corpus(2)
    place = {"line": 1, "char_start": 0, "char_end": 6, "sentence": 0}
    sentences = [{"doc": d, **place, "block": 0, "text": "It is.", "voice": "author"} for d in made.raw]
    rows = pd.DataFrame([s | {"has_gap": False} for s in sentences])
    made = Corpus({**made.tables, "sentences": schema.frame("sentences", rows.to_dict("records"))}, made.raw)
    found = Finding("Name", "Said.", "Not measured.", rows, "02_actors")
    shown = finding_section(found, made, {}, {"a00001"})
    assert "explorer.html#read=a00001" in shown
    assert "explorer.html#read=a00000" not in shown
    assert "a00000, line 1" in shown
