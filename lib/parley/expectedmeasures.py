"""What is right in exercises that measure: polarity, stance, positions, sums, differences.

The functions know no corpus: actors, words and lists come from the notebook. Each counts in its own way, by
plain pandas, and not by the call that a solution uses. Typical mistakes are computed too, so that a check can
say which of them an answer looks like.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from parley.exercises import Expected

if TYPE_CHECKING:
    from parley.corpus import Corpus

__all__ = ["difference_of_targets", "gap_by_mentions", "implied_sums", "mean_without", "positions_share"]


def mean_without(sentences: pd.DataFrame, word: str, method: str) -> Expected:
    """Return the mean polarity of each article when a word is taken out of every sentence.

    Returns
    -------
    Expected
        A mean polarity, in [-1, 1], by article.

    Examples
    --------
    >>> frame = pd.DataFrame({"doc": "a", "text": ["A war.", "Warm."]})
    >>> right = mean_without(frame, "war", "vader")
    >>> [round(right.values["a"] - values["a"], 2) for values in right.mistakes.values()]
    [0.3, 0.0, 0.11]
    """
    from parley.sentiment import score

    def means(pattern: str) -> dict[str, float]:
        left = sentences["text"].str.replace(pattern, "", regex=True)
        polarity = score(left, method)["polarity"].to_numpy()
        return {
            str(d): float(m)
            for d, m in pd.Series(polarity).groupby(sentences["doc"].to_numpy()).mean().items()
        }

    exact = re.escape(word)
    return Expected(
        means(rf"(?i)\b{exact}\b"),
        {
            "These are the means of the sentences as they are; the word is still in them.": means(r"(?!)"),
            "The word stands with a capital too: look for it in any case.": means(rf"\b{exact}\b"),
            "You took the word out of longer words too: mark its ends (\\b).": means(rf"(?i){exact}"),
        },
        rounded=0.00051,
    )


def gap_by_mentions(corpus: Corpus, target: str, others: Collection[str]) -> Expected:
    """Return how much higher the authors' stance to a target is than to others, by two other ways.

    Returns
    -------
    Expected
        ``model``: by the model, from sentences that mention the target by description alone; ``vader``: by
        VADER, from names and descriptions. Differences of stances, in [-4, 4].

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> first, second = corpus.targets["target"].value_counts().index[:2]
    >>> sorted(gap_by_mentions(corpus, first, [second]).values)
    ['model', 'vader']
    """
    from parley.stance import portrayals

    ways = {"model": ["nominal"], "vader": ["name", "nominal"]}

    def gap(method: str, kinds: Sequence[str], voices: Sequence[str] = ("author",)) -> float:
        table = portrayals(corpus, method)
        table = table[table["mention"].isin(kinds) & table["voice"].isin(voices)]
        one, rest = table[table["target"] == target], table[table["target"].isin(others)]
        return 2 * float(one["score"].mean() - rest["score"].mean())

    every = ("author", "quoted", "reported", "mixed")
    right = {method: gap(method, kinds) for method, kinds in ways.items()}
    mistakes = {
        "A stance is twice the mean score.": {m: v / 2 for m, v in right.items()},
        "The sign is turned round: the target less the others.": {m: -v for m, v in right.items()},
        "These are all voices; keep the authors' own.": {m: gap(m, k, every) for m, k in ways.items()},
        "These are names and descriptions; keep descriptions alone.": {"model": gap("model", ways["vader"])},
        "These are descriptions alone; VADER is asked for names and descriptions.": {
            "vader": gap("vader", ways["model"])
        },
    }
    return Expected(right, mistakes)


def positions_share(stated: pd.DataFrame, value: str, groups: Mapping[str, Collection[str]]) -> Expected:
    """Return the mean of a column over the positions that the reference has and authors do not only assert.

    Parameters
    ----------
    stated
        Positions with ``coding`` (``reference`` or ``rules``), ``actor``, ``voice`` and the column.
    value
        The column, 0 or 1 in each row.
    groups
        The actors of each group, by its name.

    Returns
    -------
    Expected
        A share, in [0, 1], by group.

    Examples
    --------
    >>> frame = pd.DataFrame({"coding": "reference", "voice": ["quoted", "asserted"], "x": [1, 0]})
    >>> dict(positions_share(frame.assign(actor="a"), "x", {"A": ["a"]}).values)
    {'A': 1.0}
    """

    def means(rows: pd.DataFrame) -> dict[str, float]:
        return {name: float(rows.loc[rows["actor"].isin(who), value].mean()) for name, who in groups.items()}

    read, told = stated["coding"] == "reference", stated["voice"] != "asserted"
    by_actor = stated[read & told].groupby("actor")[value].mean()
    mistakes = {
        "What authors only assert is still in it.": means(stated[read]),
        "The positions of both codings are mixed; take the reference.": means(stated[told]),
        "These are the positions of the rules; take the reference.": means(stated[~read & told]),
        "You averaged the shares of the actors; average over the positions.": {
            name: float(by_actor[by_actor.index.isin(who)].mean()) for name, who in groups.items()
        },
    }
    return Expected(means(stated[read & told]), mistakes, shares=True)


def implied_sums(claims: pd.DataFrame, whole: str, factor: str, other: str, price: float) -> Expected:
    """Return what two articles' figures imply about each other.

    Parameters
    ----------
    claims
        The table ``claims``.
    whole, factor, other
        Figures, as they stand in the articles: a sum, how many times another sum it is said to be, and a sum
        in another currency.
    price
        What one unit of the other currency costs.

    Returns
    -------
    Expected
        ``implied`` (the other sum, in the first currency), ``price`` (at which it would be ``other``),
        ``times`` (how many times ``other`` the whole is, at the price given).

    Examples
    --------
    >>> frame = pd.DataFrame({"verbatim": ["$6", "twice", "€2"], "value": [6.0, 2.0, 2.0]})
    >>> dict(implied_sums(frame, "$6", "twice", "€2", 1.5).values)
    {'implied': 3.0, 'price': 1.5, 'times': 2.0}
    """
    first = claims.drop_duplicates("verbatim")
    value = dict(zip(first["verbatim"], map(float, first["value"]), strict=True))
    total, implied = value[whole], value[whole] / value[factor]
    right = {
        "implied": implied,
        "price": implied / value[other],
        "times": total / (value[other] * price),
    }
    mistakes = {
        "You multiplied; the whole is the larger one.": {"implied": total * value[factor]},
        "This is in thousands of millions; the table has whole units.": {"implied": implied / 1e9},
        "This is how many of the other currency one unit costs; asked is the other way round.": {
            "price": value[other] / implied
        },
        "You compared two currencies without the price.": {"times": total / value[other]},
        "You divided by the price; a sum in the other currency is worth more here.": {
            "times": total * price / value[other]
        },
    }
    return Expected(right, mistakes, rounded=0.0051)


def difference_of_targets(units: pd.DataFrame, first: str, second: str) -> Expected:
    """Return how much more often one target is coded negative than another, with the interval.

    Parameters
    ----------
    units
        Portrayals with ``doc``, ``sentence``, ``target`` and ``negative``, 0 or 1.
    first, second
        The targets.

    Returns
    -------
    Expected
        ``difference`` (first less second, in [-1, 1]), ``low`` and ``high`` (95 %, sentences drawn).

    Examples
    --------
    >>> frame = pd.DataFrame({"sentence": [1, 2, 3, 4], "target": [*"xxyy"], "negative": [1, 1, 1, 0]})
    >>> difference_of_targets(frame.assign(doc="a"), "x", "y").values["difference"]
    0.5
    """
    from parley import compare

    sides = [units[units["target"] == name] for name in (first, second)]
    parts = ("difference", "low", "high")

    def interval(one: pd.DataFrame, two: pd.DataFrame, unit: str | list[str] | None) -> dict[str, float]:
        found = compare.difference(one, two, "negative", unit=unit)
        return {part: found[part] for part in parts}

    right = interval(sides[0], sides[1], ["doc", "sentence"])
    mistakes: dict[str, Mapping[str, float | str]] = {
        "The sign is turned round: the first less the second.": interval(
            sides[1], sides[0], ["doc", "sentence"]
        ),
        "These intervals draw articles; a few articles are too few, draw sentences.": interval(
            sides[0], sides[1], "doc"
        ),
    }
    return Expected(right, mistakes, rounded=0.011)
