"""Methods: how each sentence makes each target look by every method, and the stances that follow.

One frame holds the labels side by side: methods are compared on the same sentences and by the same draws.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from parley import schema
from parley.comparison import FEW
from parley.errors import bad_value
from parley.judgements import DRAWN
from parley.measures import WHOLE
from parley.resampling import SEVERAL, interval, ratio_interval, ratios, resample
from parley.scores import coder_agreement, portrayal_units
from parley.stance import LEAST, SCALE, VOICES, portrayals
from parley.targets import METHODS

if TYPE_CHECKING:
    from parley.corpus import Corpus
    from parley.reference import Coding

REFERENCE = "reference"
SIGNS = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}
KEY = ["doc", "sentence", "target"]
LABELS = {
    "doc": "str", "sentence": "int64", "target": "str", "char_start": "int64", "char_end": "int64",
    "voice": "str",
    **dict.fromkeys((*METHODS, REFERENCE), "str"), "score": "float64",
}  # fmt: skip
STANCES = {
    "method": "str", "target": "str", "value": "float64", "low": "float64", "high": "float64", "n": "int64",
    "docs": "int64", "resampled": "str", "verdict": "str",
}  # fmt: skip


def method_labels(corpus: Corpus, coding: Coding | None = None) -> pd.DataFrame:
    """Return every pair of a sentence and a target with its label by each method, and by the reference.

    Parameters
    ----------
    corpus
        The articles. Targets that a sentence only means by a pronoun are left out.
    coding
        The reference coding, if there is one.

    Returns
    -------
    DataFrame
        Columns ``doc``, ``sentence``, ``target``, ``char_start``, ``char_end`` (its first mention; of a pair
        that the reference alone has, the beginning of the sentence), ``voice``, ``model``, ``textblob``,
        ``vader``, ``reference`` (negative, neutral, positive; empty where it has no label), ``score`` (the
        model's p(positive) - p(negative), in [-1, 1]). In the order of the text.

    Examples
    --------
    >>> from parley import bundled, code
    >>> table = method_labels(code(bundled("seeds")))
    >>> sorted(set(table["textblob"]))
    ['negative', 'neutral', 'positive']
    """
    rows = portrayals(corpus)[[*KEY, "char_start", "char_end", "voice", "score"]]
    targets = corpus["targets"]
    for method in METHODS:
        mine = targets.loc[targets["method"] == method, [*KEY, "polarity"]]
        rows = rows.merge(mine.rename(columns={"polarity": method}), on=KEY, how="left")
    coded = _coded(corpus, coding)
    rows = rows.merge(coded, on=KEY, how="outer", suffixes=("", "_coded"))
    for column in ("char_start", "char_end"):
        rows[column] = rows[column].fillna(rows["begin"])
    rows["voice"] = rows["voice"].fillna(rows["voice_coded"])
    texts = [name for name, kind in LABELS.items() if kind == "str"]
    rows = rows.fillna(dict.fromkeys(texts, ""))[list(LABELS)].astype(LABELS)
    return rows.sort_values(["doc", "char_start", "target"], kind="stable", ignore_index=True)


def _coded(corpus: Corpus, coding: Coding | None) -> pd.DataFrame:
    """The labels of the reference, with the beginning of their sentence."""
    columns = [*KEY, REFERENCE, "voice", "begin"]
    if coding is None or "targets" not in coding.layers:
        types = dict.fromkeys(columns, "str") | {"sentence": "int64", "begin": "float64"}
        return pd.DataFrame(columns=columns).astype(types)
    found = portrayal_units(corpus.tables, coding).rename(columns={"polarity": REFERENCE})
    begins = corpus["sentences"][["doc", "sentence", "char_start"]].rename(columns={"char_start": "begin"})
    found["voice"] = found["voice"].replace("paraphrased", "reported")
    return found.merge(begins, on=["doc", "sentence"])[columns].drop_duplicates(KEY)


def main_targets(labels: pd.DataFrame, most: int = 12) -> list[str]:
    """Return the targets of most sentences, those with five or more; the same list whatever is chosen.

    Parameters
    ----------
    labels
        What `method_labels` returned.
    most
        So many at most.

    Examples
    --------
    >>> main_targets(pd.DataFrame({"target": list("aab"), "model": ["neutral"] * 3}))
    []
    """
    counts = labels.loc[labels["model"] != "", "target"].value_counts()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return [str(name) for name, count in ranked if count >= LEAST][:most]


def method_stances(
    labels: pd.DataFrame,
    targets: Sequence[str],
    *,
    voice: str = WHOLE,
    doc: str = WHOLE,
    seed: int = 1,
) -> pd.DataFrame:
    """Return the stance towards some targets by every method, with intervals.

    All methods have the same draws, up to `parley.judgements.DRAWN` articles or sentences of a target.

    The model's score is p(positive) - p(negative); a label of the other methods counts -1, 0 or 1.

    Parameters
    ----------
    labels
        What `method_labels` returned.
    targets
        The targets, in the order in which they are wanted.
    voice
        ``all``, ``author``, ``others``, ``quoted`` or ``reported``.
    doc
        One article, or ``all``.
    seed
        Equal seeds give equal intervals.

    Returns
    -------
    DataFrame
        For each target, in the order given, a row for each method: ``textblob``, ``vader``, ``model`` and,
        where anything is coded, ``reference``. ``value``: stance in [-2, 2], higher is more favourable;
        missing for fewer than five sentences. ``low``, ``high``: 95 % bootstrap interval, missing also where
        all draws are equal. ``n``: sentences, ``docs``: articles. ``resampled``: articles, where the target
        is in five or more, else sentences. ``verdict``: negative, positive, undecided (the interval holds
        zero), too few to tell.

    Raises
    ------
    ParleyError
        If there is no such voice.

    Examples
    --------
    >>> from parley import bundled, code
    >>> labels = method_labels(code(bundled("seeds")))
    >>> method_stances(labels, ["Ukraine"])["method"].tolist()
    ['textblob', 'vader', 'model']
    """
    if voice not in VOICES:
        raise bad_value("voice", voice, VOICES)
    methods = ["textblob", "vader", "model", *([REFERENCE] if (labels[REFERENCE] != "").any() else [])]
    chosen = labels[labels["voice"].isin(VOICES[voice]) & labels["target"].isin(targets)]
    chosen = chosen[chosen["doc"] == doc] if doc != WHOLE else chosen
    scores = np.column_stack([_scores(chosen, method) for method in methods])
    docs, where = pd.factorize(chosen["doc"])[0], chosen["target"].to_numpy(object)
    found: list[dict[str, object]] = []
    for target in targets:
        mine = where == target
        rows = _stances(scores[mine], docs[mine], seed)
        found += [{"target": target, "method": m} | row for m, row in zip(methods, rows, strict=True)]
    return pd.DataFrame(found, columns=list(STANCES)).astype(STANCES)


def _scores(rows: pd.DataFrame, method: str) -> np.ndarray:
    """The score of each pair by a method; missing where it has none."""
    values = rows["score"] if method == "model" else rows[method].map(SIGNS)
    return values.to_numpy(float)


def _stances(scores: np.ndarray, docs: np.ndarray, seed: int) -> Iterator[dict[str, object]]:
    """One target by each method (a column of scores); of many units as `parley.resampling.ratio_interval`."""
    articles = len(np.unique(docs)) >= SEVERAL
    units = np.unique(docs, return_inverse=True)[1] if articles else np.arange(len(docs))
    known = ~np.isnan(scores)
    values = np.nan_to_num(scores)
    sums = np.zeros((int(units.max(initial=-1)) + 1, 2 * scores.shape[1]))
    np.add.at(sums, units, np.hstack([values, known]))
    large = len(sums) > DRAWN
    drawn = np.empty((0, 0)) if large else resample(sums, seed=seed)
    for i, mine in enumerate(known.T):
        columns = [i, i + scores.shape[1]]
        if large:
            ends = ratio_interval(sums[:, columns] * [SCALE, 1], seed=seed, large=DRAWN)
        else:
            ends = interval(SCALE * ratios(drawn[:, columns]))
        row = {"n": int(mine.sum()), "docs": len(np.unique(docs[mine]))}
        yield row | _estimate(scores[mine, i], ends) | {"resampled": "articles" if articles else "sentences"}


def _estimate(values: np.ndarray, ends: tuple[float, float]) -> dict[str, object]:
    """Stance, interval and verdict."""
    if len(values) < LEAST:
        return {"verdict": FEW}
    low, high = ends
    verdict = "negative" if high < 0 else "positive" if low > 0 else "undecided"
    verdict = FEW if math.isnan(low) else verdict
    return {"value": SCALE * values.mean(), "low": low, "high": high, "verdict": verdict}


def label_agreement(rows: pd.DataFrame, method: str) -> tuple[int, int]:
    """Return on how many coded pairs a method has the reference's label, and how many there are.

    Parameters
    ----------
    rows
        Rows of `method_labels`. A pair that the method did not find counts as neutral.

    Examples
    --------
    >>> label_agreement(pd.DataFrame({"vader": ["neutral", ""], "reference": ["neutral", ""]}), "vader")
    (1, 1)
    """
    coded = rows[rows[REFERENCE] != ""]
    return int((coded[method].replace("", "neutral") == coded[REFERENCE]).sum()), len(coded)


def coders_line(first: Coding, second: Coding) -> str:
    """Return how far two coders agree on how targets look, in one sentence.

    Examples
    --------
    >>> from parley import read_coding
    >>> coders_line(read_coding(name="first"), read_coding(name="second"))[:32]
    'portrayal, the two coding passes'
    """
    from parley.reference import Coding

    pair = [
        Coding(c.name, {"targets": c["targets"]} if "targets" in c.layers else {}, c.articles)
        for c in (first, second)
    ]
    table = coder_agreement(*pair)
    rows = [row for row in schema.rows(table) if row.code == "polarity"]
    if not rows:
        return "portrayal: the agreement of the coders is not known."
    row = rows[0]
    return (
        f"portrayal, the two coding passes: the same label for {100 * row.percent:.0f} % "
        f"of the pairs that both have, kappa {row.kappa:.2f}, n = {row.n:,}."
    )
