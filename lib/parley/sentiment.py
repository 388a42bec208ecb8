"""Polarity of sentences by two word-list methods, behind one interface.

Both measure the mood of the words in a sentence. Neither knows who is judged, nor whose words they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pandas as pd

from parley import schema
from parley.errors import bad_value
from parley.sentences import Reading

Score = tuple[float, float]


def _textblob(text: str) -> Score:
    from textblob.en import sentiment

    polarity, subjectivity = sentiment(text)  # what TextBlob(text).sentiment wraps, without its objects
    return float(polarity), float(subjectivity)


@cache
def _vader_analyser() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


def _vader(text: str) -> Score:
    return float(_vader_analyser().polarity_scores(text)["compound"]), float("nan")


STRAIGHT = str.maketrans("’‘“”", "''\"\"")

METHODS: dict[str, Callable[[str], Score]] = {"textblob": _textblob, "vader": _vader}
"""Each method takes a text and returns (polarity, subjectivity)."""


def score(texts: Iterable[str], method: str) -> pd.DataFrame:
    """Score texts by one method.

    Parameters
    ----------
    texts
        Any texts; typographic quotation marks are read as straight ones, as the word lists need.
    method
        ``textblob``: mean polarity of the pattern lexicon (De Smedt and Daelemans 2012) as TextBlob
        computes it. ``vader``: the compound score of Hutto and Gilbert (2014).

    Returns
    -------
    DataFrame
        Columns ``text``, ``polarity`` in [-1, 1], higher is more positive, 0 also where no word is
        known; ``subjectivity`` in [0, 1], higher is more subjective, missing for VADER. In the order of
        the texts.

    Raises
    ------
    ParleyError
        If there is no such method.

    Examples
    --------
    >>> score(["It was not a great result.", "It wasn’t a great result!"], "textblob")["polarity"].tolist()
    [-0.4, 1.0]
    """
    if method not in METHODS:
        raise bad_value("method", method, METHODS)
    rows = [(text, *_scored(text, method)) for text in texts]
    return pd.DataFrame(rows, columns=["text", "polarity", "subjectivity"])


def _scored(text: str, method: str) -> Score:
    return METHODS[method](text.translate(STRAIGHT))


def sentence_sentiment(reading: Reading) -> pd.DataFrame:
    """Return the table ``sentiment``: every sentence of an article by every method.

    Rows are in the order of the text, methods by name within a sentence.

    Examples
    --------
    >>> from parley.sentences import read
    >>> from parley.sources import Source
    >>> reading = read(Source("a", "a.txt", "A good day. A bad day.", ""))
    >>> sentence_sentiment(reading)[["sentence", "method"]].values.tolist()
    [[1, 'textblob'], [1, 'vader'], [2, 'textblob'], [2, 'vader']]
    """
    rows = []
    for row in schema.rows(reading.sentences, *schema.PLACE, "sentence", "text"):
        for method in sorted(METHODS):
            polarity, subjectivity = _scored(row.text, method)
            said = {"method": method, "polarity": polarity, "subjectivity": subjectivity}
            rows.append(row._asdict() | said)
    return schema.frame("sentiment", rows)
