"""The rows of one article in a table, found without looking through the others each time."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from parley.corpus import Corpus


@lru_cache(maxsize=48)
def places(corpus: Corpus, table: str) -> dict[str, np.ndarray]:
    """Return where the rows of each article stand in a table of a corpus.

    Parameters
    ----------
    corpus
        The articles; what was found for a table is kept.
    table
        Its name.

    Returns
    -------
    dict
        By article, in the table's order, the numbers of its rows; an article without rows is missing. Leave
        it as it is.

    Raises
    ------
    ParleyError
        If there is no such table.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> sum(len(rows) for rows in places(corpus, "quotes").values()) == len(corpus.quotes)
    True
    """
    codes, docs = pd.factorize(corpus[table]["doc"])
    order = np.argsort(codes, kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=len(docs)))[:-1]
    return dict(zip(docs, np.split(order, ends), strict=True)) if len(docs) else {}


def article_rows(corpus: Corpus, table: str, doc: str) -> pd.DataFrame:
    """Return the rows of one article in a table, in their order; none where it has none.

    Parameters
    ----------
    corpus, table
        As for `places`.
    doc
        The article.

    Raises
    ------
    ParleyError
        If there is no such table.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> set(article_rows(corpus, "mentions", "kyiv-post")["doc"])
    {'kyiv-post'}
    """
    found: pd.DataFrame = corpus[table].take(places(corpus, table).get(doc, np.arange(0)))
    return found
