"""Rows of one article: the same as by looking through the table."""

import numpy as np
import pandas as pd
import pytest

from parley import schema
from parley.articlerows import article_rows, places
from parley.corpus import Corpus
from parley.errors import ParleyError


def corpus(seed: int, size: int) -> Corpus:
    """Sentiment rows of some articles, in any order."""
    rng = np.random.default_rng(seed)
    rows = pd.DataFrame({"doc": rng.choice(list("abcde"), size), "polarity": rng.normal(size=size)})
    return Corpus({"sentiment": rows.astype({"doc": "str"}), "quotes": schema.empty("quotes")}, {})


@pytest.mark.parametrize("size", [1, 2, 40])
def test_as_by_comparing_each_row(size: int) -> None:
    made = corpus(size, size)
    table = made["sentiment"]
    for doc in "abcdef":
        pd.testing.assert_frame_equal(article_rows(made, "sentiment", doc), table[table["doc"] == doc])


def test_a_table_without_rows_and_one_that_is_not_there() -> None:
    made = corpus(1, 3)
    assert places(made, "quotes") == {}
    assert article_rows(made, "quotes", "a").empty
    with pytest.raises(ParleyError, match="table"):
        places(made, "claims")
