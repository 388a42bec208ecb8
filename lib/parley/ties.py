"""Ties of discourse networks: the statements behind each, how firm it is, and who is closest to whom.

`parley.network` defines the weights.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
import pandas as pd

from parley import network, schema
from parley.errors import bad_value

BETWEEN = "; "
"""Between the names of a list in a cell."""
Pair = tuple[str, str]


def _weights(
    positions: pd.DataFrame, documents: pd.DataFrame | None, of: str, **options: str
) -> pd.DataFrame:
    """The network that ``of`` names, as a matrix."""
    if of not in network.ENDS:
        raise bad_value("of", of, network.ENDS)
    if of == network.BOTH:
        return network.affiliation(positions, documents, **options)
    return network.one_mode(positions, documents, of=of, **options)


def _cells(weights: pd.DataFrame, ties: pd.DataFrame) -> np.ndarray:
    """The weight of each tie in a network, 0 for an end that is not in it."""
    rows = weights.index.get_indexer(pd.Index(ties["first"]))
    columns = weights.columns.get_indexer(pd.Index(ties["second"]))
    return np.asarray(np.pad(weights.to_numpy(), (0, 1))[rows, columns])


def _basis(rows: pd.DataFrame, of: str, qualifier: str) -> dict[Pair, list[int]]:
    """The numbers of the rows that each tie rests on."""
    basis = defaultdict[Pair, set[int]](set)
    if of == network.BOTH:
        for number, row in enumerate(schema.rows(rows)):
            basis[row.actor, row.issue].add(number)
        return {pair: sorted(found) for pair, found in basis.items()}
    for _, part in rows.groupby(network.THROUGH[of]):
        sides = {str(name): _sides(own["position"]) for name, own in part.groupby(of)}
        for first, second in combinations(sorted(sides), 2):
            basis[first, second] |= _shared(sides[first], sides[second], qualifier)
    return {pair: sorted(found) for pair, found in basis.items() if found}


def _sides(position: pd.Series) -> list[set[int]]:
    """The rows that count as support and those that count as oppose; mixed ones are both."""
    return [set(position.index[position.isin([side, "mixed"])]) for side in ("support", "oppose")]


def _shared(first: list[set[int]], second: list[set[int]], qualifier: str) -> set[int]:
    """What ties two actors that both speak on an issue."""
    if qualifier in ("congruence", "conflict"):
        other = second if qualifier == "congruence" else second[::-1]
        return set().union(*(a | b for a, b in zip(first, other, strict=True) if a and b))
    return set().union(*first, *second)


def edges(
    positions: pd.DataFrame,
    documents: pd.DataFrame | None = None,
    *,
    of: str = "actor",
    qualifier: str = "subtract",
    duplicates: str = "include",
    normalise: str = "no",
) -> pd.DataFrame:
    """Return the ties of a network with the statements behind each.

    Parameters
    ----------
    positions, documents, duplicates
        As for `parley.network.affiliation`.
    of
        ``actor``, ``issue``: as `parley.network.one_mode`; ``both``: actors to issues, as
        `parley.network.affiliation`.
    qualifier, normalise
        As for the network that ``of`` names.

    Returns
    -------
    DataFrame
        ``first``, ``second`` (by name; for ``both`` the actor and the issue), ``weight`` (the cell of the
        network), ``n`` (statements that the tie rests on, duplicates included), ``docs`` (articles they
        are in), ``issues`` (for ``of="issue"``: ``actors``, those that tie the two), ``evidence`` (ids of
        the statements). Lists are joined by ``"; "``. With ``subtract``, a tie that cancels out is kept
        with weight 0. By weight, highest first, then by names.

    Raises
    ------
    ParleyError
        As for `parley.network.affiliation`.

    Examples
    --------
    >>> rows = [("a", "1", "North", "tax", "support"), ("b", "2", "South", "tax", "oppose")]
    >>> positions = pd.DataFrame(rows, columns=["doc", "id", "actor", "issue", "position"])
    >>> edges(positions).values.tolist()
    [['North', 'South', -1.0, 2, 2, 'tax', '1; 2']]
    """
    rows = network.coded(positions)
    weights = _weights(rows, documents, of, qualifier=qualifier, duplicates=duplicates, normalise=normalise)
    through = network.THROUGH.get(of, "issue")
    lists = {name: list(rows[name]) for name in ("doc", "id", through)}
    found = []
    for pair, numbers in _basis(rows, of, qualifier).items():
        docs, ids, by = ([values[number] for number in numbers] for values in lists.values())
        named = BETWEEN.join(sorted(set(by)))
        found.append((*pair, 0.0, len(numbers), len(set(docs)), named, BETWEEN.join(ids)))
    types = {"first": "str", "second": "str", "weight": "float64", "n": "int64", "docs": "int64"}
    types |= {f"{through}s": "str", "evidence": "str"}
    data = pd.DataFrame(found, columns=list(types)).astype(types)
    data["weight"] = _cells(weights, data)
    order = ["weight", "first", "second"]
    return data.sort_values(order, ascending=[False, True, True], ignore_index=True)


def without_each(
    positions: pd.DataFrame,
    documents: pd.DataFrame | None = None,
    *,
    of: str = "actor",
    qualifier: str = "subtract",
    duplicates: str = "include",
    normalise: str = "no",
) -> pd.DataFrame:
    """Return what becomes of each tie when one article is left out.

    Parameters
    ----------
    positions, documents, of, qualifier, duplicates, normalise
        As for `edges`.

    Returns
    -------
    DataFrame
        For each tie a row for each article in which either end has a statement; no other can change it.
        ``first``, ``second``, ``docs`` (articles that the tie rests on), ``weight``, ``left_out`` (the
        article), ``without`` (the weight then), ``outcome``: ``kept`` (same sign; for ``combine``, same
        code), ``gone`` (no tie or 0), ``turned`` (another sign or code, also where the weight was 0).
        Ties as in `edges`, then articles by name.

    Raises
    ------
    ParleyError
        As for `parley.network.affiliation`.

    Examples
    --------
    >>> rows = [("a", "1", "North", "tax", "support"), ("b", "2", "South", "tax", "oppose")]
    >>> positions = pd.DataFrame(rows, columns=["doc", "id", "actor", "issue", "position"])
    >>> without_each(positions)[["left_out", "without", "outcome"]].values.tolist()
    [['a', 0.0, 'gone'], ['b', 0.0, 'gone']]
    """
    rows = network.coded(positions)
    options = {"qualifier": qualifier, "duplicates": duplicates, "normalise": normalise}
    whole = edges(rows, documents, of=of, **options)[["first", "second", "docs", "weight"]]
    one, other = network.ENDS[of]
    parts = [whole.iloc[:0].assign(left_out="", without=0.0)]
    for doc, own in rows.groupby("doc", sort=True):
        part = whole[whole["first"].isin(own[one]) | whole["second"].isin(own[other])]
        rest = _weights(rows[rows["doc"] != doc], documents, of, **options)
        parts.append(part.assign(left_out=doc, without=_cells(rest, part)))
    data = pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)
    outcome = _outcome(data, qualifier == "combine")
    return data.astype({"left_out": "str"}).assign(outcome=pd.Series(outcome, dtype="str"))


def _outcome(data: pd.DataFrame, codes: bool) -> np.ndarray:
    before, after = data["weight"].to_numpy(), data["without"].to_numpy()
    same = before == after if codes else np.sign(before) == np.sign(after)
    return np.where(same, "kept", np.where(after == 0, "gone", "turned"))


def closest(
    positions: pd.DataFrame,
    documents: pd.DataFrame | None = None,
    actor: str | None = None,
    n: int = 3,
    *,
    duplicates: str = "acrossrange",
    normalise: str = "average",
) -> pd.DataFrame:
    """Return who is closest to whom: congruence less conflict, normalised, and how firm that is.

    Parameters
    ----------
    positions, documents, duplicates
        As for `parley.network.affiliation`.
    actor
        The actor whose neighbours are wanted; None for all.
    n
        So many for each actor; more where the last of them tie.
    normalise
        As for `parley.network.one_mode`.

    Returns
    -------
    DataFrame
        ``actor``, ``other``, ``weight`` (`parley.network.one_mode` with ``subtract``: in [-1, 1] with the
        defaults, below 0 where they are more opposed than agreed), ``issues`` (number that both speak on),
        ``n`` (statements of the two on these), ``docs`` (articles these are in), ``low``, ``high`` (range
        of the weight with each article left out, 0 where no tie is left; a weight over all articles may
        lie outside), ``firm`` (whether the sign outlasts each of them). Actors who share no issue with
        anyone have no row. By actor, then weight, highest first, then name.

    Raises
    ------
    ParleyError
        As for `parley.network.affiliation`, or if the actor takes no position or ``n`` is below 1.

    Examples
    --------
    >>> rows = [("a", "1", "North", "tax", "support"), ("b", "2", "South", "tax", "support")]
    >>> positions = pd.DataFrame(rows, columns=["doc", "id", "actor", "issue", "position"])
    >>> closest(positions, actor="North")[["other", "weight", "low", "high", "firm"]].values.tolist()
    [['South', 1.0, 0.0, 0.0, False]]
    """
    if n < 1:
        raise bad_value("n", n, "1 or more")
    if actor is not None:
        known = sorted(network.coded(positions)["actor"].unique())
        if actor not in known:
            raise bad_value("actor", actor, known)
    ties = edges(positions, documents, duplicates=duplicates, normalise=normalise)
    shared = [text.count(BETWEEN) + 1 for text in ties["issues"]]
    ties["issues"] = pd.Series(shared, dtype="int64")
    tests = without_each(positions, documents, duplicates=duplicates, normalise=normalise)
    tests["firm"] = tests["outcome"] == "kept"
    ranges = tests.groupby(["first", "second"]).agg(
        low=("without", "min"), high=("without", "max"), firm=("firm", "all")
    )
    ties = ties.join(ranges, on=["first", "second"])
    there = {"first": "actor", "second": "other"}
    back = {"first": "other", "second": "actor"}
    both = pd.concat([ties.rename(columns=there), ties.rename(columns=back)])
    if actor is not None:
        both = both[both["actor"] == actor]
    near = both[both.groupby("actor")["weight"].rank(method="min", ascending=False) <= n]
    columns = ["actor", "other", "weight", "issues", "n", "docs", "low", "high", "firm"]
    order = ["actor", "weight", "other"]
    return near[columns].sort_values(order, ascending=[True, False, True], ignore_index=True)
