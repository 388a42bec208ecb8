"""Discourse networks: who holds the same positions as whom, and on how much evidence.

The definitions are those of Discourse Network Analysis (Leifeld 2017, "Discourse Network Analysis: Policy
Debates as Dynamic Networks"; manual of the R package rDNA), as the docstrings write them out. They were
not run against rDNA. Throughout, x[a, i, k] is the number of statements of actor a on issue i with value k
(support, oppose) that are left once duplicates are counted once.

* rDNA's qualifier is binary. A position coded ``mixed`` counts half as support and half as oppose: it adds
  to activity and cancels out wherever one side is subtracted from the other.
* The actor ``author`` stands for the author of each article: ``author (DOC)`` here, an actor for each.
* Rows without an actor or an issue are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

import numpy as np
import pandas as pd

from parley import schema
from parley.errors import ParleyError, bad_value

AUTHOR = "author"
SHARES = {"support": (1.0, 0.0), "oppose": (0.0, 1.0), "mixed": (0.5, 0.5)}
"""How much of a statement counts as support, and how much as oppose."""
DUPLICATES = ("include", "document", "week", "month", "year", "acrossrange")
BOTH = "both"
ENDS = {"actor": ("actor", "actor"), "issue": ("issue", "issue"), BOTH: ("actor", "issue")}
"""What the networks tie to what: actors or issues (one-mode), or both (two-mode)."""
THROUGH = {"actor": "issue", "issue": "actor"}
"""What ties the ends of a one-mode network."""
QUALIFIERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(THROUGH, ("ignore", "congruence", "conflict", "subtract")),
    BOTH: ("ignore", "subtract", "combine"),
}
NORMALISE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(THROUGH, ("no", "average", "jaccard", "cosine")),
    BOTH: ("no", "activity", "prominence"),
}
Choice = str | Collection[str] | None


def _wanted(argument: str, choice: Choice, allowed: Iterable[str] | None = None) -> set[str]:
    """The values that a filter asks for, each of them known."""
    values = {choice} if isinstance(choice, str) else set(choice or ())
    known = values if allowed is None else set(allowed)
    if odd := sorted(values - known):
        raise bad_value(argument, odd[0], sorted(known - {""}))
    return values


def _day(argument: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise bad_value(argument, text, "a day as in 2025-04-30") from None


def select(
    positions: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    doc: Choice = None,
    outlet: Choice = None,
    voice: Choice = None,
    issue: Choice = None,
    start: str | None = None,
    end: str | None = None,
) -> pd.DataFrame:
    """Return the positions of some articles, outlets, voices, issues or of a time, in their order.

    Parameters
    ----------
    positions, documents
        The tables of a corpus.
    doc, outlet, voice, issue
        One value or several; None for all. An issue that nobody takes a position on selects nothing.
    start, end
        First and last day of publication, both included. Where either is given, articles without a known
        date are left out.

    Raises
    ------
    ParleyError
        If there is no such article, outlet or voice, or a day is not an ISO 8601 day.

    Examples
    --------
    >>> from parley import schema
    >>> select(schema.empty("positions"), schema.empty("documents"), voice="quoted").empty
    True
    """
    articles = documents
    for column, choice in (("doc", doc), ("outlet", outlet)):
        if choice is not None:
            articles = articles[articles[column].isin(_wanted(column, choice, documents[column]))]
    if start is not None or end is not None:
        first = date.min if start is None else _day("start", start)
        last = date.max if end is None else _day("end", end)
        days = [_day("published", day) if day else None for day in articles["published"]]
        articles = articles[[day is not None and first <= day <= last for day in days]]
    chosen = positions
    if any(limit is not None for limit in (doc, outlet, start, end)):
        chosen = chosen[chosen["doc"].isin(articles["doc"])]
    if voice is not None:
        chosen = chosen[chosen["voice"].isin(_wanted("voice", voice, schema.LABELS["positions", "voice"]))]
    if issue is not None:
        chosen = chosen[chosen["issue"].isin(_wanted("issue", issue))]
    return chosen.reset_index(drop=True)


def coded(positions: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that say who stands where, each author an actor of its own.

    All columns, in their order; the functions of this module take their rows in this way.

    Examples
    --------
    >>> rows = [("a", "author", "tax"), ("a", "", "tax"), ("b", "author", "tax")]
    >>> coded(pd.DataFrame(rows, columns=["doc", "actor", "issue"]))["actor"].tolist()
    ['author (a)', 'author (b)']
    """
    rows = positions[(positions["actor"] != "") & (positions["issue"] != "")].reset_index(drop=True)
    actor = rows["actor"].where(rows["actor"] != AUTHOR, AUTHOR + " (" + rows["doc"] + ")")
    return rows.assign(actor=actor)


def _check(of: str, qualifier: str, duplicates: str, normalise: str) -> None:
    if qualifier not in QUALIFIERS[of]:
        raise bad_value("qualifier", qualifier, QUALIFIERS[of])
    if duplicates not in DUPLICATES:
        raise bad_value("duplicates", duplicates, DUPLICATES)
    allowed = ("no",) if qualifier == "combine" else NORMALISE[of]
    if normalise not in allowed:
        raise bad_value("normalise", normalise, allowed)


def _periods(rows: pd.DataFrame, documents: pd.DataFrame | None, duplicates: str) -> list[str]:
    """For each row the period within which an identical statement is a duplicate."""
    if duplicates == "include":
        return [str(number) for number in range(len(rows))]
    if duplicates == "acrossrange":
        return [""] * len(rows)
    if duplicates == "document":
        return list(rows["doc"])
    if documents is None:
        raise ParleyError(f"duplicates is {duplicates!r}: this needs the documents, for their dates")
    published = dict(zip(documents["doc"], documents["published"], strict=True))
    named = {doc: _period(doc, published.get(doc, ""), duplicates) for doc in rows["doc"].unique()}
    return [named[doc] for doc in rows["doc"]]


def _period(doc: str, published: str, duplicates: str) -> str:
    if not published:
        return f"article {doc}"
    day = _day("published", published)
    if duplicates == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return f"{day:%Y-%m}" if duplicates == "month" else f"{day.year}"


def _counts(
    positions: pd.DataFrame, documents: pd.DataFrame | None, qualifier: str, duplicates: str
) -> tuple[np.ndarray, pd.Index, pd.Index]:
    """The array x[actor, issue, value], and the names of actors and issues; one value where it is ignored."""
    rows = coded(positions)
    if odd := sorted(set(rows["position"]) - set(SHARES)):
        raise bad_value("position", odd[0], SHARES)
    shares = np.array([SHARES[position] for position in rows["position"]], dtype=float).reshape(-1, 2)
    if qualifier == "ignore":
        shares = np.ones((len(rows), 1))
    keys = rows[["actor", "issue"]].assign(period=_periods(rows, documents, duplicates))
    values = list(range(shares.shape[1]))
    data = pd.concat([keys, pd.DataFrame(shares, columns=values)], axis="columns")
    once = data.groupby(["actor", "issue", "period"])[values].max()
    actors, issues = (pd.Index(sorted(rows[name].unique()), name=name, dtype="str") for name in THROUGH)
    x = np.zeros((len(actors), len(issues), len(values)))
    places = tuple(ends.get_indexer(once.index.get_level_values(ends.name)) for ends in (actors, issues))
    np.add.at(x, places, once.to_numpy())
    return x, actors, issues


def affiliation(
    positions: pd.DataFrame,
    documents: pd.DataFrame | None = None,
    *,
    qualifier: str = "subtract",
    duplicates: str = "include",
    normalise: str = "no",
) -> pd.DataFrame:
    """Return the two-mode network: actors by issues.

    Parameters
    ----------
    positions
        The table ``positions``, or a selection of it.
    documents
        The table ``documents``; only needed to count duplicates by week, month or year.
    qualifier
        ``ignore``: the number of statements. ``subtract``: support less oppose, x[a, i, +] - x[a, i, -].
        ``combine``: 1 only support, 2 only oppose, 3 both or mixed, 0 nothing.
    duplicates
        Within what the same actor, issue and position count once: ``include`` (each statement counts),
        ``document``, ``week`` (ISO 8601), ``month``, ``year`` of publication, ``acrossrange`` (all
        articles). An article without a known date is a period of its own. With ``ignore`` the position
        does not matter. Where a period has a plain and a mixed position, each side counts at its highest.
    normalise
        ``no``; ``activity``: divided by all statements of the actor; ``prominence``: by all statements on
        the issue. Both sum x over the two values, whatever the qualifier.

    Returns
    -------
    DataFrame
        A row for each actor, a column for each issue, both by name. Normalised values are in [-1, 1],
        with ``ignore`` in [0, 1].

    Raises
    ------
    ParleyError
        If an option or a position is not allowed, or dates are needed and there are no documents.

    Examples
    --------
    >>> rows = [("a", "North", "tax", "support"), ("a", "South", "tax", "oppose")]
    >>> positions = pd.DataFrame(rows, columns=["doc", "actor", "issue", "position"])
    >>> affiliation(positions)["tax"].to_dict()
    {'North': 1.0, 'South': -1.0}
    """
    _check(BOTH, qualifier, duplicates, normalise)
    x, actors, issues = _counts(positions, documents, qualifier, duplicates)
    if qualifier == "combine":
        values = ((x > 0) * np.array([1.0, 2.0])).sum(axis=2)
    else:
        values = x[:, :, 0] - x[:, :, 1] if qualifier == "subtract" else x[:, :, 0]
    if normalise == "activity":
        values = values / x.sum(axis=(1, 2))[:, np.newaxis]
    elif normalise == "prominence":
        values = values / x.sum(axis=(0, 2))
    return pd.DataFrame(values, index=actors, columns=issues)


def one_mode(
    positions: pd.DataFrame,
    documents: pd.DataFrame | None = None,
    *,
    of: str = "actor",
    qualifier: str = "subtract",
    duplicates: str = "include",
    normalise: str = "no",
) -> pd.DataFrame:
    """Return the one-mode network: actors tied by issues, or issues tied by actors.

    Written for actors a and b; for issues, change places.

    Parameters
    ----------
    positions, documents, duplicates
        As for `affiliation`.
    of
        ``actor`` or ``issue``.
    qualifier
        ``congruence``: sum over i, k of x[a, i, k] x[b, i, k]. ``conflict``: sum over i of
        x[a, i, +] x[b, i, -] + x[a, i, -] x[b, i, +]. ``subtract``: congruence less conflict.
        ``ignore``: sum over i of x[a, i] x[b, i], x without regard to the value.
    normalise
        What the sum is divided by. ``no``: 1. ``average`` (average activity): (s[a] + s[b]) / 2, where s
        is the sum of x over issues and values, so all statements of the actor after duplicates; with
        ``acrossrange``, the number of its different issue-value pairs. Some of the literature counts
        different issues instead. ``jaccard``: the sum over i, k of x[a, i, k] where b has none,
        x[b, i, k] where a has none, and x[a, i, k] x[b, i, k] where both have some; with ``acrossrange``
        this is the number of pairs (i, k) that either has, and how repeated statements enter is Parley's
        own reading. ``cosine``: the product of the lengths of the vectors x[a] and x[b].

    Returns
    -------
    DataFrame
        Square, symmetric, by name, zeros in the diagonal. Higher is closer, except for ``conflict``.
        ``cosine`` is in [-1, 1]; with ``acrossrange``, so are ``average`` and (but for ``conflict``)
        ``jaccard``. Otherwise repeated statements multiply, and there is no upper bound.

    Raises
    ------
    ParleyError
        As for `affiliation`.

    Examples
    --------
    >>> rows = [("a", "North", "tax", "support"), ("a", "South", "tax", "oppose")]
    >>> positions = pd.DataFrame(rows, columns=["doc", "actor", "issue", "position"])
    >>> one_mode(positions).loc["North", "South"]
    np.float64(-1.0)
    """
    if of not in THROUGH:
        raise bad_value("of", of, THROUGH)
    _check(of, qualifier, duplicates, normalise)
    x, actors, issues = _counts(positions, documents, qualifier, duplicates)
    names, x = (actors, x) if of == "actor" else (issues, x.transpose(1, 0, 2))
    width = x.shape[1] * x.shape[2]
    flat, against = (y.reshape(len(names), width) for y in (x, x[:, :, ::-1]))
    sign = {"conflict": (0, 1), "subtract": (1, -1)}.get(qualifier, (1, 0))
    values = (sign[0] * (flat @ flat.T) + sign[1] * (flat @ against.T)) / _norm(flat, normalise)
    np.fill_diagonal(values, 0)
    return pd.DataFrame(values, index=names, columns=names.rename(None))


def _norm(flat: np.ndarray, normalise: str) -> np.ndarray:
    """What each pair's weight is divided by; no actor is without statements, so never 0."""
    if normalise == "average":
        sums = flat.sum(axis=1)
        return np.asarray(np.add.outer(sums, sums) / 2)
    if normalise == "cosine":
        squares = (flat**2).sum(axis=1)
        return np.asarray(np.sqrt(np.multiply.outer(squares, squares)))
    if normalise == "jaccard":
        alone = flat @ (flat == 0).T
        return np.asarray(flat @ flat.T + alone + alone.T)
    return np.ones((len(flat), len(flat)))
