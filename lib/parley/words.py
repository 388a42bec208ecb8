"""Words that carry a difference between two bodies of words: log-odds, and the word shift of a score."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from parley.errors import ParleyError


def log_odds(
    first: Iterable[str],
    second: Iterable[str],
    *,
    background: Iterable[str] | None = None,
    prior: float = 50.0,
) -> pd.DataFrame:
    """Return the words that carry a difference between two bodies of words.

    Weighted log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008,
    equations 15 to 23): the prior is proportional to the frequencies in the background.

    Parameters
    ----------
    first, second
        Words (or lemmas), one item a token; or a `Counter` of them.
    background
        Words of the prior; by default both bodies together.
    prior
        Number of tokens that the prior is worth. A word that the background lacks counts half there, and
        adds that to it.

    Returns
    -------
    DataFrame
        Columns ``word``, ``n_first``, ``n_second``, ``log_odds`` (above 0: more in the first), ``low``,
        ``high`` (95 %), ``z``. By ``z``, largest first; ties by word. Missing where there is one word only:
        it has no odds against others.

    Examples
    --------
    >>> table = log_odds("peace peace deal".split(), "war war deal".split())
    >>> table["word"].tolist()
    ['peace', 'deal', 'war']
    """
    a, b = Counter(first), Counter(second)
    base = Counter(background) if background is not None else a + b
    weight = prior / max(sum(base.values()), 1)
    alphas = {word: weight * max(base[word], 0.5) for word in sorted({*a, *b, *base})}
    sides = [(count, sum(count.values())) for count in (a, b)]
    whole = sum(alphas.values())
    rows = []
    for word in sorted({*a, *b}):
        alpha = alphas[word]
        odds = [_log_odds(count[word] + alpha, n - count[word] + (whole - alpha)) for count, n in sides]
        delta = odds[0] - odds[1]
        spread = math.sqrt(1 / (a[word] + alpha) + 1 / (b[word] + alpha))
        ends = delta - 1.96 * spread, delta + 1.96 * spread
        rows.append((word, a[word], b[word], delta, *ends, delta / spread))
    table = pd.DataFrame(rows, columns=["word", "n_first", "n_second", "log_odds", "low", "high", "z"])
    return table.sort_values(["z", "word"], ascending=[False, True], ignore_index=True)


def _log_odds(word: float, others: float) -> float:
    return math.log(word / others) if others > 0 else math.nan


def word_shift(first: Iterable[str], second: Iterable[str], scores: Mapping[str, float]) -> pd.DataFrame:
    """Return how much each word adds to the difference of the mean scores of two bodies of words.

    The word shift of Dodds and others (2011), with the second body as reference: a word adds the
    difference of its frequencies times the distance of its score from the second body's mean. The
    contributions add up to the difference of the means.

    Parameters
    ----------
    first, second
        Words, one item a token.
    scores
        The score of each word; a word that is missing counts 0, as word-list methods count it.

    Returns
    -------
    DataFrame
        Columns ``word``, ``score``, ``share_first``, ``share_second`` in [0, 1], ``contribution`` (above 0:
        it raises the first). By size of the contribution, largest first; ties by word.

    Raises
    ------
    ParleyError
        If one side has no words.

    Examples
    --------
    >>> table = word_shift("good deal".split(), "bad deal".split(), {"good": 1.0, "bad": -1.0})
    >>> table["word"].tolist(), float(table["contribution"].sum())
    (['good', 'bad', 'deal'], 1.0)
    """
    a, b = Counter(first), Counter(second)
    if not a or not b:
        raise ParleyError("word shift: one side has no words")
    n_a, n_b = a.total(), b.total()
    mean = sum(scores.get(word, 0.0) * count for word, count in b.items()) / n_b
    rows = []
    for word in {*a, *b}:
        shares = a[word] / n_a, b[word] / n_b
        score = scores.get(word, 0.0)
        rows.append((word, score, *shares, (shares[0] - shares[1]) * (score - mean)))
    table = pd.DataFrame(rows, columns=["word", "score", "share_first", "share_second", "contribution"])
    order = table.assign(size=-table["contribution"].abs().round(12))
    return table.loc[order.sort_values(["size", "word"]).index].reset_index(drop=True)
