"""Measures: of what a side of a comparison is measured, unit by unit of its text.

Every measure is a ratio of two sums over units, so that one bootstrap and one way of leaving an article out
serve all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from parley.corpus import Corpus
from parley.errors import bad_value
from parley.stance import SCALE, VOICES, portrayals
from parley.voice import said_by, voice_spans, word_counts
from parley.voiceplaces import QUOTED
from parley.wordspans import WORD

WHOLE = "all"
"""The target that leaves nothing out."""
BY = ("actor", "outlet", "article", "voice")
UNITS = ["doc", "sentence", "char_start", "char_end", "value", "weight"]
SPOKEN = ("share of speech", "share of quoted words")
"""Measures whose actor is a speaker."""


@dataclass(frozen=True)
class Measure:
    """A measure: what it says, how its numbers are written, and how far it can be trusted.

    Attributes
    ----------
    says
        What it is, with its interval.
    counted
        What n counts.
    form
        How numbers are written, as in `parley.dotchart`.
    layer, method
        Rows of the scorecard that bear on it; no method for all of the layer.
    share
        Whether it is an actor's share of a whole, and so needs an actor.
    """

    says: str
    counted: str
    form: str
    layer: str
    method: str | None = None
    share: bool = False


MEASURES = {
    "stance": Measure(
        "How sentences make an actor look, by Parley's model: mean, from -2 (hostile) to 2 (favourable).",
        "pairs of sentence and target", "signed", "portrayal", "model",
    ),
    "TextBlob polarity": Measure(
        "Polarity of the sentences' words by TextBlob: mean, from -1 to 1. It does not know who is judged.",
        "sentences", "signed", "portrayal", "textblob",
    ),
    "VADER polarity": Measure(
        "Polarity of the sentences' words by VADER: mean, from -1 to 1. It does not know who is judged.",
        "sentences", "signed", "portrayal", "vader",
    ),
    "share of mentions": Measure(
        "Share of all mentions that are of one actor: attention, not approval.",
        "mentions", "percent", "mentions", share=True,
    ),
    "share of speech": Measure(
        "Share of all quoted and reported words that are one actor's; n counts the sentences with them.",
        "sentences", "percent", "quotes", share=True,
    ),
    "sentence length": Measure("Words a sentence: mean.", "sentences", "plain", "sentences"),
    "share of quoted words": Measure(
        "Share of words that are quoted between marks; of an actor, among the words said to be theirs.",
        "sentences", "percent", "quotes", "rules: in marks",
    ),
    "share of opposing positions": Measure(
        "Share of positions that are against their issue's proposition.", "positions", "percent", "positions"
    ),
}  # fmt: skip
"""All measures by name."""


def unfit(by: str, first: str, second: str, measure: str, target: str = WHOLE) -> str:
    """Return why two sides cannot be compared, in one sentence; empty where they can.

    Examples
    --------
    >>> unfit("actor", "Lee", "Lee", "stance")
    'Both sides are Lee: choose two that differ.'
    """
    if first == second:
        return f"Both sides are {first}: choose two that differ."
    if by == "voice" and set(VOICES[first]) & set(VOICES[second]):
        return f"The voices {first} and {second} share words: choose two that do not."
    if by == "voice" and measure == "share of quoted words":
        return "A voice is quoted or it is not: choose actors, outlets or articles for this measure."
    if by == "voice" and measure == "share of speech" and "author" in (first, second):
        return "The author's own words are nobody's speech: choose the voices quoted and reported."
    if MEASURES[measure].share and by != "actor" and target == WHOLE:
        return f"The {measure} is an actor's: choose a target."
    return ""


def units(
    corpus: Corpus, by: str, name: str, *, measure: str = "stance", target: str = WHOLE
) -> pd.DataFrame:
    """Return the units of one side: the measure is the sum of their values by the sum of their weights.

    Parameters
    ----------
    corpus
        The articles.
    by
        What the side is: ``actor``, ``outlet``, ``article``, ``voice``.
    name
        Which of them.
    measure
        One of `MEASURES`.
    target
        An actor: only what is about, or by, this one; ``all`` for everything. Not used for actors.

    Returns
    -------
    DataFrame
        Columns ``doc``, ``sentence``, ``char_start``, ``char_end`` (the words that count, empty for the whole
        sentence), ``value``, ``weight``, in the order of the text. Of a share, the whole is there: what is
        not the actor's has the value 0.

    Raises
    ------
    ParleyError
        If there is no such kind of side, voice or measure.

    Examples
    --------
    >>> from parley import bundled, code
    >>> found = units(code(bundled("seeds")), "actor", "Ukraine", measure="share of mentions")
    >>> bool(found["value"].sum() < found["weight"].sum())
    True
    """
    for argument, value, allowed in (("by", by, BY), ("measure", measure, MEASURES)):
        if value not in allowed:
            raise bad_value(argument, value, allowed)
    if by == "voice" and name not in VOICES:
        raise bad_value("voice", name, VOICES)
    return _units(corpus, by, name, measure, target).copy()


@lru_cache(maxsize=16)
def _units(corpus: Corpus, by: str, name: str, measure: str, target: str) -> pd.DataFrame:
    """The rows of `units`."""
    rows = _table(corpus, measure)
    if by == "voice":
        rows = rows[rows["voice"].isin(VOICES[name])]
    elif by != "actor":
        rows = rows[rows["doc" if by == "article" else by] == name]
    actor = name if by == "actor" else target
    if measure in SPOKEN and actor != WHOLE:
        mine = said_by(rows["actor"], actor)
    else:
        mine = rows["actor"] == ("" if actor == WHOLE else actor)
    if MEASURES[measure].share:
        rows = rows.assign(value=rows["value"].where(mine, 0.0))
    elif actor != WHOLE or measure in _SENTENCES:
        rows = rows[mine]
    return rows[UNITS].reset_index(drop=True)


@lru_cache(maxsize=16)
def _table(corpus: Corpus, measure: str) -> pd.DataFrame:
    """All units of a measure with ``actor``, ``voice`` and ``outlet``."""
    rows = _TABLES[measure](corpus)
    outlets = corpus.documents.set_index("doc")["outlet"]
    rows = rows.assign(outlet=rows["doc"].map(outlets).fillna(""))
    types = {"value": float, "weight": float}
    return rows.astype(types).sort_values(["doc", "char_start"], kind="stable", ignore_index=True)


def _stances(corpus: Corpus) -> pd.DataFrame:
    rows = portrayals(corpus)
    return rows.assign(actor=rows["target"], value=SCALE * rows["score"], weight=1.0)


def _polarity(method: str) -> Callable[[Corpus], pd.DataFrame]:
    def rows(corpus: Corpus) -> pd.DataFrame:
        found = corpus.sentiment[corpus.sentiment["method"] == method]
        return _of_sentences(
            corpus, found[["doc", "sentence", "polarity"]].rename(columns={"polarity": "value"})
        )

    return rows


def _lengths(corpus: Corpus) -> pd.DataFrame:
    values = corpus.sentences["text"].str.count(WORD.pattern)
    return _of_sentences(corpus, corpus.sentences[["doc", "sentence"]].assign(value=values))


def _of_sentences(corpus: Corpus, values: pd.DataFrame) -> pd.DataFrame:
    """A value of each sentence: once for the sentence, and once for each actor named in it."""
    key = ["doc", "sentence"]
    valued = corpus.sentences[[*key, "char_start", "voice"]].merge(values, on=key).assign(weight=1.0)
    named = corpus.mentions[corpus.mentions["kind"] != "pronoun"].drop_duplicates([*key, "actor"])
    places = named[[*key, "actor", "char_start", "char_end"]].merge(valued.drop(columns="char_start"), on=key)
    return pd.concat([valued.assign(actor="", char_end=valued["char_start"]), places])


def _mentions(corpus: Corpus) -> pd.DataFrame:
    rows = corpus.mentions.sort_values("char_start", kind="stable")
    spans = stretches(corpus)[["doc", "char_start", "voice"]].sort_values("char_start")
    return pd.merge_asof(rows, spans, on="char_start", by="doc").assign(value=1.0, weight=1.0)


def _speech(corpus: Corpus) -> pd.DataFrame:
    spans = _counted(corpus)
    return _joined(spans[spans["voice"] != "author"].assign(value=lambda s: s["weight"]))


def _quoted(corpus: Corpus) -> pd.DataFrame:
    spans = _counted(corpus).assign(value=lambda s: s["weight"].where(s["voice"] == QUOTED, 0.0))
    own = _joined(spans[spans["voice"] != "author"].assign(voice=""))
    whole = _joined(spans.assign(actor="", voice="")).assign(char_end=lambda s: s["char_start"])
    return pd.concat([whole, own[own["actor"] != ""]])


def _counted(corpus: Corpus) -> pd.DataFrame:
    """Every stretch of one voice with its number of words; those without a word are left out."""
    spans = stretches(corpus)
    weight = word_counts(spans, corpus.raw).astype(float)
    return spans.rename(columns={"speaker": "actor"}).assign(weight=weight).query("weight > 0")


def _joined(spans: pd.DataFrame) -> pd.DataFrame:
    """The stretches of one actor and voice in a sentence as one row."""
    ends = {"char_start": "min", "char_end": "max", "value": "sum", "weight": "sum"}
    return spans.groupby(["doc", "sentence", "actor", "voice"], sort=False).agg(ends).reset_index()


def _positions(corpus: Corpus) -> pd.DataFrame:
    voices = {"asserted": "author", "quoted": "quoted", "paraphrased": "reported"}
    rows = corpus.positions
    return rows.assign(value=rows["position"] == "oppose", weight=1.0, voice=rows["voice"].map(voices))


_TABLES: dict[str, Callable[[Corpus], pd.DataFrame]] = {
    "stance": _stances,
    "TextBlob polarity": _polarity("textblob"),
    "VADER polarity": _polarity("vader"),
    "share of mentions": _mentions,
    "share of speech": _speech,
    "sentence length": _lengths,
    "share of quoted words": _quoted,
    "share of opposing positions": _positions,
}
_SENTENCES = ("TextBlob polarity", "VADER polarity", "sentence length", "share of quoted words")
"""Measures whose table has rows for the whole sentence, those of no actor."""


@lru_cache(maxsize=4)
def stretches(corpus: Corpus) -> pd.DataFrame:
    """Return the stretches of one voice in the sentences, as `parley.voice.voice_spans`; not to be changed.

    Examples
    --------
    >>> from parley import bundled, code
    >>> list(stretches(code(bundled("seeds"))).columns)
    ['doc', 'sentence', 'char_start', 'char_end', 'voice', 'speaker']
    """
    types = {"doc": "str", "char_start": "int64", "char_end": "int64"}  # also where there is no sentence
    return voice_spans(corpus.sentences, corpus.quotes).astype(types)
