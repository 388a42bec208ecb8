"""The actor card: what some articles say about one actor, in tidy frames, each with n and what it rests on.

Nothing is measured in a new way here: shares as in `parley.compare`, stance as in `parley.stance`, asks and
answers as in `parley.ledger`; ties are in `parley.actorties`. Of an actor whom nobody mentions the frames are
empty, or their counts zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import nan

import numpy as np
import pandas as pd

from parley import compare, network, schema, stance
from parley.corpus import Corpus
from parley.ledger import ledger
from parley.resampling import SEVERAL
from parley.voice import VOICES, said_by, voice_spans, word_counts
from parley.voiceplaces import AUTHOR

LABELS = ("negative", "neutral", "positive")
SHARE = {"part": "str", "n": "int64", "of": "int64", "share": "float64", "low": "float64", "high": "float64"}
JUDGES = {"holder": "str", **dict.fromkeys(("n", *LABELS), "int64")}
POSITIONS = {"issue": "str", **dict.fromkeys((*network.SHARES, "n", "docs"), "int64")}


def actors(corpus: Corpus) -> pd.DataFrame:
    """Return who is mentioned or takes a position.

    Returns
    -------
    DataFrame
        ``actor`` and ``n``, the number of mentions; most mentions first, then by name. Articles' authors are
        left out.

    Examples
    --------
    >>> from parley import bundled, code
    >>> actors(code(bundled("seeds")))["n"].is_monotonic_decreasing
    True
    """
    return _actors(corpus).copy()


@lru_cache(maxsize=4)
def _actors(corpus: Corpus) -> pd.DataFrame:
    counts = corpus.mentions["actor"].value_counts()
    names = sorted((set(counts.index) | set(corpus.positions["actor"])) - {"", AUTHOR})
    data = pd.DataFrame({"actor": names, "n": [int(counts.get(name, 0)) for name in names]})
    data = data.astype({"actor": "str", "n": "int64"})
    return data.sort_values(["n", "actor"], ascending=[False, True], ignore_index=True)


def mention_share(corpus: Corpus, actor: str) -> pd.DataFrame:
    """Return an actor's share of all mentions.

    Returns
    -------
    DataFrame
        ``part``: all, name, nominal, pronoun; ``n``: the actor's mentions, ``of``: those of all actors;
        ``share`` in [0, 1], missing where there is no mention; ``low``, ``high``: 95 % bootstrap interval,
        for all mentions only. Sentences are drawn, from five articles on whole articles.

    Examples
    --------
    >>> from parley import bundled, code
    >>> mention_share(code(bundled("seeds")), "NATO")["part"].tolist()
    ['all', 'name', 'nominal', 'pronoun']
    """
    counts = _mentioned(corpus)
    return _shares(counts, counts["actor"] == actor, "kind", schema.LABELS["mentions", "kind"])


def speech_share(corpus: Corpus, actor: str) -> pd.DataFrame:
    """Return an actor's share of the words that others than the authors say.

    Returns
    -------
    DataFrame
        As `mention_share`, with words for mentions; ``part``: all, quoted, reported. Words that several say
        together count for each of them; words of an unknown speaker count in ``of``.

    Examples
    --------
    >>> from parley import bundled, code
    >>> speech_share(code(bundled("seeds")), "Donald Trump")["part"].tolist()
    ['all', 'quoted', 'reported']
    """
    counts = _spoken(corpus)
    return _shares(counts, said_by(counts["speaker"], actor), "voice", VOICES[1:])


@lru_cache(maxsize=4)
def _mentioned(corpus: Corpus) -> pd.DataFrame:
    """How often each actor is mentioned in each unit, by kind."""
    return _counted(corpus, corpus.mentions.assign(n=1), ["actor", "kind"])


@lru_cache(maxsize=4)
def _spoken(corpus: Corpus) -> pd.DataFrame:
    """The words in each unit that are not the author's; sentences wholly in the author's voice have none."""
    others = corpus.sentences[corpus.sentences["voice"] != AUTHOR]
    spans = voice_spans(others, corpus.quotes)
    spans = spans[spans["voice"] != AUTHOR]
    spans = spans.assign(n=word_counts(spans, corpus.raw))
    return _counted(corpus, spans[spans["n"] > 0], ["speaker", "voice"])


def _counted(corpus: Corpus, rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The sum of ``n`` for each kind of rows in each unit of those that are drawn, in order."""
    unit = ["doc"] if len(corpus.raw) >= SEVERAL else ["doc", "sentence"]
    rows = rows[[*by, "n"]].assign(unit=rows.groupby(unit, sort=False).ngroup())
    return rows.groupby(["unit", *by], sort=False)["n"].sum().reset_index()


def quotes_of(corpus: Corpus, actor: str) -> pd.DataFrame:
    """Return what an actor says, alone or with others: rows of the table ``quotes``, in their order.

    Examples
    --------
    >>> from parley import bundled, code
    >>> set(quotes_of(code(bundled("seeds")), "Marco Rubio")["speaker"])
    {'Marco Rubio'}
    """
    quotes = corpus.quotes[corpus.quotes["kind"].isin(["direct", "partial", "indirect"])]
    return quotes[said_by(quotes["speaker"], actor)].reset_index(drop=True)


def _shares(counts: pd.DataFrame, own: pd.Series, by: str, parts: Sequence[str]) -> pd.DataFrame:
    """The share of some rows, in all and for each value of a column."""
    rows, mine = [], counts["n"].where(own, 0)
    for part in ("all", *parts):
        within = (counts[by] == part) | (part == "all")
        n, of = int(mine[within].sum()), int(counts.loc[within, "n"].sum())
        low, high = _interval(counts, mine) if part == "all" else (nan, nan)
        rows.append((part, n, of, n / of if of else nan, low, high))
    return pd.DataFrame(rows, columns=list(SHARE)).astype(SHARE)


def _interval(counts: pd.DataFrame, mine: pd.Series) -> tuple[float, float]:
    """The interval of a share; counted by unit first, as the units are what is drawn."""
    codes = counts["unit"].to_numpy(int)
    if not len(codes):
        return nan, nan
    return compare.bootstrap(np.bincount(codes, mine), weights=np.bincount(codes, counts["n"]))


def judgements(corpus: Corpus, actor: str) -> pd.DataFrame:
    """Return how an actor is made to look, by whose words.

    Returns
    -------
    DataFrame
        A row for each voice: author, quoted, reported. ``stance`` in [-2, 2], higher is more favourable,
        ``low``, ``high`` (95 %, sentences drawn), ``n`` (sentences), ``docs``, ``verdict``: as
        `parley.stance.stance`, without number for fewer than five sentences; and ``negative``, ``neutral``,
        ``positive``, the number of sentences with that label.

    Examples
    --------
    >>> from parley import bundled, code
    >>> judgements(code(bundled("seeds")), "NATO")["voice"].tolist()
    ['author', 'quoted', 'reported']
    """
    rows = judged(corpus, actor)
    found = stance.stance(rows, None).set_index("voice").reindex(VOICES).reset_index()
    found = found.astype({"voice": "str"}).fillna({"n": 0, "docs": 0, "verdict": "not expressed"})
    labels = pd.crosstab(rows["voice"], rows["polarity"]).reindex(index=VOICES, columns=LABELS, fill_value=0)
    counts = {label: labels[label].to_numpy("int64") for label in LABELS}
    columns = ["voice", "stance", "low", "high", "n", "docs", "verdict"]
    return found[columns].assign(**counts).astype({"n": "int64", "docs": "int64"})


def judged(corpus: Corpus, actor: str) -> pd.DataFrame:
    """Return the sentences that judge an actor: its rows of `parley.stance.portrayals`, in their order.

    Examples
    --------
    >>> from parley import bundled, code
    >>> set(judged(code(bundled("seeds")), "NATO")["target"])
    {'NATO'}
    """
    rows = _portrayals(corpus)
    return rows[rows["target"] == actor].reset_index(drop=True)


@lru_cache(maxsize=4)
def _portrayals(corpus: Corpus) -> pd.DataFrame:
    return stance.portrayals(corpus)


def judges(corpus: Corpus, actor: str) -> pd.DataFrame:
    """Return who judges an actor: the authors, and those whom the articles quote or report.

    Returns
    -------
    DataFrame
        ``holder`` (``author``; empty where the speaker is unknown), ``n`` (sentences), ``negative``,
        ``neutral``, ``positive``. Most sentences first, then by name.

    Examples
    --------
    >>> from parley import bundled, code
    >>> judges(code(bundled("seeds")), "Ukraine")["holder"].tolist()[0]
    'author'
    """
    rows = judged(corpus, actor)
    counts = pd.crosstab(rows["holder"], rows["polarity"]).reindex(columns=LABELS, fill_value=0)
    found = counts.assign(n=counts.sum(axis="columns")).rename_axis(columns=None).reset_index()
    found = found[list(JUDGES)].astype(JUDGES)
    return found.sort_values(["n", "holder"], ascending=[False, True], ignore_index=True)


def positions_of(corpus: Corpus, actor: str) -> pd.DataFrame:
    """Return on which issues an actor takes a position.

    Returns
    -------
    DataFrame
        ``issue``, ``support``, ``oppose``, ``mixed`` (number of positions), ``n``, ``docs`` (articles). Most
        positions first, then by name.

    Examples
    --------
    >>> from parley import bundled, code
    >>> list(positions_of(code(bundled("seeds")), "Ukraine").columns)
    ['issue', 'support', 'oppose', 'mixed', 'n', 'docs']
    """
    rows = corpus.positions[corpus.positions["actor"] == actor]
    counts = pd.crosstab(rows["issue"], rows["position"]).reindex(columns=list(network.SHARES), fill_value=0)
    counts = counts.assign(n=counts.sum(axis="columns"), docs=rows.groupby("issue")["doc"].nunique())
    found = counts.rename_axis(columns=None).reset_index()[list(POSITIONS)].astype(POSITIONS)
    return found.sort_values(["n", "issue"], ascending=[False, True], ignore_index=True)


def asks(corpus: Corpus, actor: str) -> pd.DataFrame:
    """Return what an actor demands, offers, threatens ..., and what was answered.

    Returns
    -------
    DataFrame
        The rows of `parley.ledger.ledger` whose ``actor`` it is, answered ones first, each part in the
        order of the text.

    Examples
    --------
    >>> from parley import bundled, code
    >>> set(asks(code(bundled("seeds")), "Vladimir Putin")["actor"])
    {'Vladimir Putin'}
    """
    book = _ledger(corpus)
    own = book[book["actor"] == actor]
    answered = own["answer_id"] != ""
    return pd.concat([own[answered], own[~answered]]).reset_index(drop=True)


def replies(corpus: Corpus, actor: str) -> pd.DataFrame:
    """Return what an actor answers to others: those rows of `parley.ledger.ledger`, in the order of the text.

    Examples
    --------
    >>> from parley import bundled, code
    >>> set(replies(code(bundled("seeds")), "Donald Trump")["answer_actor"])
    {'Donald Trump'}
    """
    book = _ledger(corpus)
    return book[book["answer_actor"] == actor].reset_index(drop=True)


@lru_cache(maxsize=4)
def _ledger(corpus: Corpus) -> pd.DataFrame:
    return ledger(corpus)
