"""The articles that the explorer's page holds: all, or of a large corpus a stated part of them.

A page with all texts of thousands of articles would be too large for a browser. The part is systematic, not
drawn at random: articles at even distances in the order of outlet, date and name, so that outlets and times
have their share, and the same articles are taken each time.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from parley import schema
from parley.corpus import Corpus
from parley.errors import bad_value

LIMIT = 300
"""Articles that the page holds at most."""


def sampled(documents: pd.DataFrame, limit: int = LIMIT) -> list[str]:
    """Return which articles the page holds.

    Parameters
    ----------
    documents
        The table of a corpus.
    limit
        So many at most; of more, evenly spaced ones in the order of outlet, day of publication and name.

    Returns
    -------
    list
        In the order of the table.

    Raises
    ------
    ParleyError
        If the limit is below 1.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc": list("abcd"), "outlet": list("xyxy"), "published": ""})
    >>> sampled(documents, 2), sampled(documents)
    (['c', 'd'], ['a', 'b', 'c', 'd'])
    """
    if limit < 1:
        raise bad_value("limit", limit, "1 or more")
    if len(documents) <= limit:
        return list(documents["doc"])
    ordered = documents.sort_values(["outlet", "published", "doc"], kind="stable")["doc"].to_numpy(object)
    at = ((np.arange(limit) + 0.5) * len(ordered) / limit).astype(int)
    chosen = set(ordered[at])
    return [doc for doc in documents["doc"] if doc in chosen]


def part(corpus: Corpus, docs: list[str]) -> Corpus:
    """Return a corpus of some articles of another; itself where these are all.

    Examples
    --------
    >>> from parley import bundled, code
    >>> len(part(code(bundled("seeds")), ["kyiv-post"]).documents)
    1
    """
    if len(docs) == len(corpus.tables.get("documents", schema.empty("documents"))):
        return corpus
    tables = {
        name: table[table["doc"].isin(docs)].reset_index(drop=True) for name, table in corpus.tables.items()
    }
    return Corpus(tables, {doc: corpus.raw[doc] for doc in docs})


def sample_line(held: int, articles: int) -> str:
    """Return what is said of the page where it holds a part of the articles; empty where it holds all.

    Examples
    --------
    >>> sample_line(300, 10000)[:47], sample_line(5, 5)
    ('The explorer holds 300 of the 10,000 articles: ', '')
    """
    if held >= articles:
        return ""
    return (
        f"The explorer holds {held:,} of the {articles:,} articles: those at even distances in the order of "
        "outlet, day of publication and name. What it shows, counts and averages is of these. Key findings, "
        "tables and notebooks are of all."
    )
