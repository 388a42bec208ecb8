"""Stance: how articles make their actors look, by voice, with intervals; and where two of them differ.

Means over the table ``targets``. An opinion needs enough sentences: below a least number it is called not
expressed, not zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
import pandas as pd

from parley import compare, schema
from parley.errors import ParleyError, bad_value
from parley.resampling import LARGE
from parley.targets import METHODS

SCALE = 2.0
"""Stance runs from -SCALE (very hostile) to SCALE (very favourable)."""
LEAST = 5
"""Fewer sentences than this express no stance."""
VOICES: dict[str, tuple[str, ...]] = {
    "all": ("author", "quoted", "reported"),
    "author": ("author",),
    "others": ("quoted", "reported"),
    "quoted": ("quoted",),
    "reported": ("reported",),
}
"""The voices of a stance: each with those of the table ``targets`` that it takes in."""
COLUMNS = {
    "target": "str",
    "voice": "str",
    "stance": "float64",
    "low": "float64",
    "high": "float64",
    "low_docs": "float64",
    "high_docs": "float64",
    "n": "int64",
    "docs": "int64",
    "verdict": "str",
}


class Tables(Protocol):
    """A `Corpus`, or a mapping of its tables: what gives a table by its name."""

    def __getitem__(self, table: str, /) -> pd.DataFrame: ...


def portrayals(corpus: Tables, method: str = "model", *, pronouns: bool = False) -> pd.DataFrame:
    """Return how every sentence makes every target look by one method, a row for each pair.

    Parameters
    ----------
    corpus
        A `Corpus`, or a mapping of its tables ``documents`` and ``targets``.
    method
        ``model`` (target-dependent sentiment), ``textblob`` or ``vader`` (the sign of the whole sentence).
    pronouns
        Whether to count targets that a sentence only means by a pronoun.

    Returns
    -------
    DataFrame
        The rows of the table ``targets`` with two columns more: ``outlet``, and ``score``, p(positive) -
        p(negative) in [-1, 1], higher is more favourable. In the order of the text.

    Raises
    ------
    ParleyError
        If there is no such method.

    Examples
    --------
    >>> from parley import bundled, code
    >>> portrayals(code(bundled("seeds")), "vader")["score"].between(-1, 1).all()
    np.True_
    """
    if method not in METHODS:
        raise bad_value("method", method, METHODS)
    table = corpus["targets"]
    mine = table["method"].to_numpy() == method
    chosen = table[mine & (pronouns | (table["mention"].to_numpy() != "pronoun"))].reset_index(drop=True)
    documents = corpus["documents"]
    outlets = dict(zip(documents["doc"].tolist(), documents["outlet"].tolist(), strict=True))
    codes, docs = pd.factorize(chosen["doc"])  # each article is looked up once, not each of its rows
    outlet = schema.column([outlets.get(doc, np.nan) or doc for doc in docs], "str").take(codes)
    score = chosen["p_positive"].to_numpy() - chosen["p_negative"].to_numpy()
    scored: pd.DataFrame = chosen.assign(outlet=outlet, score=score)
    return scored


def stance(
    data: Tables | pd.DataFrame,
    by: str | None = "doc",
    *,
    method: str = "model",
    pronouns: bool = False,
    least: int = LEAST,
    seed: int = 1,
) -> pd.DataFrame:
    """Return the stance towards each target, for each voice, with intervals.

    Parameters
    ----------
    data
        A `Corpus`, or rows of `portrayals` (a selection of them); ``method`` and ``pronouns`` then do not
        apply.
    by
        ``doc``, ``outlet`` or another column of the rows; None for the whole corpus at once.
    method, pronouns
        As for `portrayals`.
    least
        Fewer sentences than this: ``not expressed``, and no number is given.
    seed
        Equal seeds give equal intervals.

    Returns
    -------
    DataFrame
        A row for each group, target and voice (all, author, others = quoted and reported, quoted,
        reported) that has sentences. ``stance``: twice the mean of p(positive) - p(negative), in [-2, 2],
        higher is more favourable. ``low``, ``high``: 95 % bootstrap interval over sentences; ``low_docs``,
        ``high_docs``: over articles, missing for fewer than two; either is missing where all draws are equal.
        ``n``: sentences, ``docs``: articles. ``verdict``: negative or positive where the interval over
        sentences leaves zero out, undecided where it does not or there is none, not expressed where n is
        too small. By group, then target by name, then voice.

    Raises
    ------
    ParleyError
        If there is no such method or column.

    Examples
    --------
    >>> from parley import bundled, code
    >>> table = stance(code(bundled("seeds")))
    >>> table["stance"].dropna().between(-2, 2).all()
    np.True_
    """
    rows = data if isinstance(data, pd.DataFrame) else portrayals(data, method, pronouns=pronouns)
    if by is not None and (by in COLUMNS or by not in rows):
        raise bad_value("by", by, [name for name in rows.columns if name not in COLUMNS])
    found = []
    keys = [by, "target"] if by else ["target"]
    values = [rows[key].to_numpy(object) for key in keys]
    voices, docs = rows["voice"].to_numpy(object), rows["doc"].to_numpy(object)
    scores = rows["score"].to_numpy(float)
    for group in _groups(rows, keys):
        named = {key: column[group[0]] for key, column in zip(keys, values, strict=True)}
        for voice, members in VOICES.items():
            mine = [i for i in group if voices[i] in members]
            if mine:
                found.append(named | _row(docs[mine], scores[mine], voice, least, seed))
    columns = ({by: "str"} if by else {}) | COLUMNS
    return pd.DataFrame(
        {name: schema.column([row.get(name) for row in found], kind) for name, kind in columns.items()}
    )


def _groups(rows: pd.DataFrame, keys: list[str]) -> list[list[int]]:
    """The places of the rows of each group, groups by their keys; without a key a row is in none."""
    numbers = rows.groupby(keys, sort=True).ngroup().to_numpy()
    groups: dict[int, list[int]] = {}
    for place, number in enumerate(numbers.tolist()):
        groups.setdefault(number, []).append(place)
    return [groups[number] for number in sorted(groups) if number >= 0]


def _row(docs: np.ndarray, scores: np.ndarray, voice: str, least: int, seed: int) -> dict[str, object]:
    """One row of `stance`, from the article and the score of each sentence."""
    n, articles = len(scores), len(set(docs))
    row: dict[str, object] = {"voice": voice, "n": n, "docs": articles, "verdict": "not expressed"}
    if n < max(least, 1):
        return row
    values = SCALE * scores
    row |= estimate(values, seed)
    if articles > 1:
        codes = pd.factorize(docs)[0]
        row["low_docs"], row["high_docs"] = compare.bootstrap(values, groups=codes, seed=seed)
    return row


def estimate(values: np.ndarray, seed: int = 1, large: int = LARGE) -> dict[str, object]:
    """Return the stance that some sentences express, with its interval over sentences and its verdict.

    Parameters
    ----------
    values
        The stance of each sentence, in [-2, 2].
    seed, large
        As for `parley.compare.bootstrap`.

    Returns
    -------
    dict
        ``stance``, ``low``, ``high``, ``verdict``, as in `stance`.

    Examples
    --------
    >>> estimate(np.array([-1.0, -0.5, -1.5]))["verdict"]
    'negative'
    """
    low, high = compare.bootstrap(values, seed=seed, large=large)
    verdict = "negative" if high < 0 else "positive" if low > 0 else "undecided"
    return {"stance": values.mean(), "low": low, "high": high, "verdict": verdict}


def without_each(rows: pd.DataFrame, target: str, voice: str = "all") -> pd.DataFrame:
    """Return the stance towards one target over all articles, and with each article left out in turn.

    Parameters
    ----------
    rows
        Rows of `portrayals`.
    target, voice
        As in `stance`.

    Returns
    -------
    DataFrame
        ``left_out`` (empty for none), ``value`` in [-2, 2], ``change``; as `parley.compare.leave_one_out`.

    Raises
    ------
    ParleyError
        If there is no such voice, or no sentence about the target in it.

    Examples
    --------
    >>> from parley import bundled, code
    >>> rows = portrayals(code(bundled("seeds")))
    >>> without_each(rows, "Ukraine")["left_out"].tolist()[:2]
    ['', 'financial-times']
    """
    mine = _about(rows, voice)
    mine = mine[mine["target"] == target]
    if mine.empty:
        raise ParleyError(f"target {target!r}, voice {voice!r}: no sentence")
    return compare.leave_one_out(mine, lambda part: float(SCALE * part["score"].mean()))


def _about(rows: pd.DataFrame, voice: str) -> pd.DataFrame:
    if voice not in VOICES:
        raise bad_value("voice", voice, VOICES)
    return rows[rows["voice"].isin(VOICES[voice])]


def _side(rows: pd.DataFrame, choice: Mapping[str, str], name: str) -> pd.DataFrame:
    """The rows of one side of a contrast."""
    for column, value in choice.items():
        if column == "voice":
            rows = _about(rows, value)
        elif column not in rows:
            raise bad_value(f"column of {name}", column, list(rows.columns))
        else:
            rows = rows[rows[column] == value]
    if rows.empty:
        raise ParleyError(f"{name} {dict(choice)}: no sentence")
    return rows


def contrast(
    rows: pd.DataFrame,
    first: Mapping[str, str],
    second: Mapping[str, str],
    *,
    least: int = LEAST,
    seed: int = 1,
) -> pd.DataFrame:
    """Return where two outlets, articles or voices differ about the targets that both speak of.

    Parameters
    ----------
    rows
        Rows of `portrayals`.
    first, second
        What makes each side: ``{"outlet": "Kyiv Post"}``, ``{"voice": "author"}``, or both together.
    least
        A target counts if both sides have so many sentences about it.
    seed
        Equal seeds give equal intervals.

    Returns
    -------
    DataFrame
        ``target``, ``first``, ``second`` (stances in [-2, 2]), ``difference`` (first less second) with
        ``low``, ``high`` (95 %, sentences drawn on both sides apart; missing where neither side varies),
        ``n_first``, ``n_second``. Largest difference first, whichever its sign; ties by name.

    Raises
    ------
    ParleyError
        If a side has no sentence, or there is no such column or voice.

    Examples
    --------
    >>> from parley import bundled, code
    >>> rows = portrayals(code(bundled("seeds")))
    >>> found = contrast(rows, {"voice": "author"}, {"voice": "others"})
    >>> bool((found["low"] <= found["difference"]).all())
    True
    """
    sides = [_side(rows, first, "first"), _side(rows, second, "second")]
    sides = [side.assign(stance=SCALE * side["score"]) for side in sides]
    found = []
    for target in sorted(set(sides[0]["target"]) & set(sides[1]["target"])):
        a, b = (side[side["target"] == target] for side in sides)
        if min(len(a), len(b)) < max(least, 1):
            continue
        result = compare.difference(a, b, "stance", seed=seed)
        result.pop("g")
        means = {"first": a["stance"].mean(), "second": b["stance"].mean()}
        found.append({"target": target} | means | result)
    columns = ["target", "first", "second", "difference", "low", "high", "n_first", "n_second"]
    table = pd.DataFrame(found, columns=columns)
    order = np.lexsort([table["target"], -table["difference"].astype(float).abs()])
    return table.iloc[order].reset_index(drop=True)


def carriers(corpus: Tables, rows: pd.DataFrame, target: str, count: int = 5) -> pd.DataFrame:
    """Return the sentences that weigh most in a stance: those with the strongest scores.

    Parameters
    ----------
    corpus
        The articles.
    rows
        Rows of `portrayals`: one side of a contrast, for example.
    target
        The target.
    count
        How many sentences.

    Returns
    -------
    DataFrame
        ``doc``, ``line``, ``voice``, ``holder``, ``score``, ``text``; the strongest score first, whichever
        its sign, ties in the order of the text.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> list(carriers(corpus, portrayals(corpus), "Ukraine", 3).columns)
    ['doc', 'line', 'voice', 'holder', 'score', 'text']
    """
    mine = rows[rows["target"] == target].drop(columns="line")
    sentences = corpus["sentences"][["doc", "sentence", "line", "text"]]
    found = mine.merge(sentences, on=["doc", "sentence"])
    order = found["score"].abs().sort_values(ascending=False, kind="stable").index
    columns = ["doc", "line", "voice", "holder", "score", "text"]
    return found.loc[order, columns].head(count).reset_index(drop=True)


def stance_table(table: pd.DataFrame, voice: str = "all") -> pd.DataFrame:
    """Return stances as targets x groups: the numbers behind the chart; missing where not expressed.

    Examples
    --------
    >>> data = pd.DataFrame({"doc": ["a", "b"], "target": ["X", "X"], "voice": ["all", "all"],
    ...                      "stance": [-1.0, 0.5]})
    >>> stance_table(data).loc["X"].tolist()
    [-1.0, 0.5]
    """
    if voice not in VOICES:
        raise bad_value("voice", voice, VOICES)
    mine = table[table["voice"] == voice]
    group = next((name for name in mine.columns if name not in COLUMNS), None)
    if group is None:
        raise ParleyError("stance_table: the stances are of the whole corpus; give stance() a column for by")
    return mine.pivot(index="target", columns=group, values="stance")
