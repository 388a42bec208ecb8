"""Judgements by group: the stance of articles or outlets towards each target, and the sentences behind it.

`parley.stance` defines sentences, stances and intervals.
"""

from __future__ import annotations

import re
from functools import lru_cache

import pandas as pd

from parley.corpus import Corpus
from parley.stance import LEAST, SCALE, VOICES, estimate, portrayals

GROUPS = 12
"""Articles or outlets that stances are computed for at most."""
BY = {"article": "doc", "outlet": "outlet"}
LEADING = re.compile(r"\|read:\d+:\d+:")
"""What follows a pick where a place is read on."""
COLUMNS = {
    "group": "str",
    "target": "str",
    **dict.fromkeys(("stance", "low", "high"), "float64"),
    "n": "int64",
    "verdict": "str",
}
DRAWN = 300
"""Sentences of a cell that are drawn one by one at most: a table has hundreds of cells."""
KEPT = 24
"""So many selections of corpora are kept, that no interval is computed twice."""


@lru_cache(maxsize=KEPT)
def judged(corpus: Corpus, by: str, method: str, voice: str) -> pd.DataFrame:
    """Return the sentences that count: those of one voice, by one method, with the group each is of.

    Parameters
    ----------
    corpus
        The corpus; what was computed for it is kept, so leave the frame as it is.
    by
        ``article`` or ``outlet``; an article whose outlet is unknown stands for itself.
    method, voice
        As for `parley.stance.portrayals` and `parley.stance.stance`.

    Returns
    -------
    DataFrame
        The columns of `parley.stance.portrayals` and ``group``, in the order of the text. Pronouns do not
        count.

    Examples
    --------
    >>> from parley import bundled, code
    >>> set(judged(code(bundled("seeds")), "article", "vader", "author")["voice"])
    {'author'}
    """
    rows = _portrayals(corpus, method)
    mine = rows[rows["voice"].isin(VOICES[voice])]
    return mine.assign(group=mine[BY[by]]).reset_index(drop=True)


@lru_cache(maxsize=6)
def _portrayals(corpus: Corpus, method: str) -> pd.DataFrame:
    return portrayals(corpus, method)


@lru_cache(maxsize=KEPT)
def judgements(
    corpus: Corpus, by: str, method: str, voice: str, only: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """Return the stance of each group towards each target, with interval, n and verdict.

    The groups are the `GROUPS` with most sentences. What the table ``stance`` of the corpus says already is
    taken from there; the rest is `parley.stance.stance`.

    Parameters
    ----------
    corpus, by, method, voice
        As for `judged`.
    only
        Only these targets; by default all.

    Returns
    -------
    DataFrame
        Columns ``group``, ``target``, ``stance`` in [-2, 2] (higher is more favourable), ``low``, ``high``
        (95 % over sentences), ``n``, ``verdict``; no numbers for fewer than five sentences. By group, then
        target.

    Examples
    --------
    >>> from parley import bundled, code
    >>> found = judgements(code(bundled("seeds")), "article", "model", "all")
    >>> bool(found["stance"].dropna().between(-2, 2).all())
    True
    """
    rows = judged(corpus, by, method, voice)
    rows = rows[rows["group"].isin(first_groups(rows))]
    coded = corpus.stance[corpus.stance["voice"] == voice] if method == "model" else corpus.stance.iloc[:0]
    if only is not None:
        rows, coded = (table[table["target"].isin(only)] for table in (rows, coded))
    alone = rows.groupby("group")["doc"].agg(["nunique", "first"])
    alone = alone[(alone["nunique"] == 1) & alone["first"].isin(set(coded["doc"]))]
    names = dict(zip(alone["first"], alone.index, strict=True))
    parts = [
        coded[coded["doc"].isin(set(names))].assign(group=lambda part: part["doc"].map(names)),
        _computed(rows[~rows["group"].isin(set(names.values()))]),
    ]
    found = pd.concat([part[list(COLUMNS)].astype(COLUMNS) for part in parts], ignore_index=True)
    return found.sort_values(["group", "target"], ignore_index=True)


def _computed(rows: pd.DataFrame) -> pd.DataFrame:
    """The stances of rows of one voice."""
    found = []
    scores = rows["score"].to_numpy(float)
    for pair, at in rows.reset_index(drop=True).groupby(["group", "target"]).indices.items():
        row = estimate(SCALE * scores[at], large=DRAWN) if len(at) >= LEAST else {"verdict": "not expressed"}
        found.append(dict(zip(["group", "target"], pair, strict=True)) | {"n": len(at)} | row)  # type: ignore[call-overload]
    return pd.DataFrame(found, columns=list(COLUMNS)).astype(COLUMNS)


def first_groups(rows: pd.DataFrame) -> list[str]:
    """Return the groups with most sentences, at most `GROUPS` of them; ties by name.

    Examples
    --------
    >>> first_groups(pd.DataFrame({"group": ["b", "a", "b"]}))
    ['b', 'a']
    """
    return list(rows.groupby("group").size().sort_values(ascending=False, kind="stable").index[:GROUPS])


def targets(rows: pd.DataFrame, least: int = 1, order: str = "mentions") -> pd.DataFrame:
    """Return who is judged: number of sentences and mean over all of them.

    Parameters
    ----------
    rows
        Rows of `judged`.
    least
        Targets with fewer sentences are left out.
    order
        ``mentions``: most sentences first; ``stance``: the most hostile mean first. Ties by name.

    Returns
    -------
    DataFrame
        Columns ``target``, ``n``, ``stance`` (in [-2, 2], without interval: it only sorts).

    Examples
    --------
    >>> rows = pd.DataFrame({"target": ["Lee", "Ruiz", "Lee"], "score": [0.5, -1.0, 0.0]})
    >>> targets(rows, order="stance").values.tolist()
    [['Ruiz', 1, -2.0], ['Lee', 2, 0.5]]
    """
    found = rows.groupby("target", sort=True)["score"].agg(["size", "mean"]).reset_index()
    found = found.rename(columns={"size": "n"}).assign(stance=SCALE * found["mean"])
    found = found.loc[found["n"] >= least, ["target", "n", "stance"]]
    column, ascending = ("stance", True) if order == "stance" else ("n", False)
    return found.sort_values(column, ascending=ascending, kind="stable", ignore_index=True)


def part(rows: pd.DataFrame, picked: str) -> pd.DataFrame:
    """Return the sentences that a pick means: of a cell or a target.

    Parameters
    ----------
    rows
        Rows of `judged`.
    picked
        ``cell:TARGET|GROUP`` or ``target:TARGET``; a place may follow (``|read:...``).

    Returns
    -------
    DataFrame
        The rows; none for any other pick.

    Examples
    --------
    >>> rows = pd.DataFrame({"target": ["Lee", "Lee"], "group": ["a", "b"]})
    >>> part(rows, "cell:Lee|b|read:3:9:b").values.tolist(), len(part(rows, "target:Lee"))
    ([['Lee', 'b']], 2)
    """
    kind, _, name = LEADING.split(picked, maxsplit=1)[0].partition(":")
    if kind == "cell":
        return rows[rows["target"] + "|" + rows["group"] == name]
    return rows[rows["target"] == name] if kind == "target" else rows.iloc[:0]


def strongest(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return sentences by side, those that count most first; ties in the order of the text.

    Returns
    -------
    dict
        ``negative`` (score below 0), ``positive`` (above 0), ``neither``; all three, empty ones too.

    Examples
    --------
    >>> found = strongest(pd.DataFrame({"score": [0.2, -0.1, -0.9, 0.0]}))
    >>> [list(side["score"]) for side in found.values()]
    [[-0.9, -0.1], [0.2], [0.0]]
    """
    ordered = rows.sort_values("score", kind="stable")
    positive = rows[rows["score"] > 0].sort_values("score", ascending=False, kind="stable")
    return {
        "negative": ordered[ordered["score"] < 0],
        "positive": positive,
        "neither": rows[rows["score"] == 0],
    }
