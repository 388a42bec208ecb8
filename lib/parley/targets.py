"""The table ``targets``: how each sentence makes each actor in it look, by whose voice, by which method.

The sentence is the unit and the actor the target. TextBlob and VADER know no target: under their names every
target of a sentence gets the sign of the sentence's words, so that the methods can be compared.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import pandas as pd

from parley import portrayal, schema
from parley.portrayal import LABELS, Judged
from parley.sentences import Reading
from parley.standin import pool, stand_in
from parley.store import Store, digest
from parley.voice import stretches
from parley.voiceplaces import AUTHOR

METHODS = ("model", "textblob", "vader")
THRESHOLD = 0.05
"""At this polarity or above, of TextBlob or VADER, a sentence counts as positive; likewise negative."""
KINDS = ("name", "nominal", "pronoun")
DIGITS = 4
PLACES = 4
"""A target that a sentence names more often is judged at its first places."""
KEPT = 4
"""An article's kept probabilities are weeded when they are more than so many times its pairs."""


def sign(polarity: pd.Series) -> np.ndarray:
    """Return the labels of some polarities in [-1, 1].

    Examples
    --------
    >>> sign(pd.Series([-0.4, 0.0, 0.05])).tolist()
    ['negative', 'neutral', 'positive']
    """
    chosen = [polarity >= THRESHOLD, polarity <= -THRESHOLD]
    return np.select(chosen, ["positive", "negative"], "neutral")


def find_targets(
    reading: Reading,
    mentions: pd.DataFrame,
    quotes: pd.DataFrame,
    sentiment: pd.DataFrame,
    store: Store | None = None,
    people: Collection[str] = (),
) -> pd.DataFrame:
    """Return the table ``targets`` of one article.

    A target is an actor that the sentence mentions. Its place is that of its first mention, names before
    descriptions before pronouns; ``mention`` says which of them it is, so that targets that are only a
    pronoun can be left out. ``voice`` is that of the words around that place: quoted and reported words are
    their speaker's judgement (``holder``), others the author's.

    Parameters
    ----------
    reading, mentions, quotes, sentiment
        The article and its tables.
    store
        Where the model's probabilities are kept, by model, article and input; nowhere by default.
    people
        Actors that are persons (`parley.actors.people`). The model is asked about them with their name and
        with a common one in its place (`parley.standin`), so that its verdict hardly depends on who is named.

    Returns
    -------
    DataFrame
        The columns of the table; ``p_negative``, ``p_neutral``, ``p_positive`` sum to 1 (for TextBlob and
        VADER, which give no probabilities, the label's is 1). In the order of the text, targets of one
        sentence by place, methods by name.

    Examples
    --------
    >>> from parley.coding import code_document
    >>> from parley.sources import Source
    >>> tables = code_document(Source("a", "a.txt", "Mark Lee betrayed his voters in France.", ""))
    >>> chosen = tables["targets"].query("method == 'model' and mention == 'name'")
    >>> chosen[["target", "voice", "holder"]].values.tolist()
    [['Mark Lee', 'author', 'author'], ['France', 'author', 'author']]
    """
    units = _units(reading, mentions, quotes, people)
    places = zip(sentiment["sentence"].tolist(), sentiment["method"].tolist(), strict=True)
    labels = dict(zip(places, sign(sentiment["polarity"]).tolist(), strict=True))
    judged = _judged(reading, units, store)
    rows: list[dict[str, Any]] = []
    for unit, probabilities in zip(units, judged, strict=True):
        place = {name: value for name, value in unit.items() if name not in ("places", "named")}
        for method in METHODS:
            if method == "model":
                p = [round(float(v), DIGITS) for v in probabilities]
                label = LABELS[int(np.argmax(probabilities))]
            else:
                label = labels.get((unit["sentence"], method), "neutral")
                p = [float(label == name) for name in LABELS]
            chances = dict(zip((f"p_{name}" for name in LABELS), p, strict=True))
            rows.append({**place, "polarity": label, **chances, "method": method})
    return schema.frame("targets", rows)


def _units(
    reading: Reading, mentions: pd.DataFrame, quotes: pd.DataFrame, people: Collection[str]
) -> list[dict[str, Any]]:
    """One record for each sentence and actor: place, mentions, voice and holder; where a person is named."""
    spans = list(stretches(reading.sentences, quotes))
    span_starts = [span.char_start for span in spans]
    grouped: dict[tuple[int, str], list[Any]] = {}
    for row in schema.rows(mentions):
        grouped.setdefault((row.sentence, row.actor), []).append(row)
    units = []
    for (sentence, actor), part in grouped.items():
        first = min(part, key=lambda row: (KINDS.index(row.kind), row.char_start))
        same = [row for row in part if row.kind != "pronoun" or first.kind == "pronoun"]
        span = spans[bisect_right(span_starts, first.char_start) - 1]
        units.append(
            {
                "doc": first.doc,
                "line": first.line,
                "char_start": first.char_start,
                "char_end": first.char_end,
                "sentence": sentence,
                "target": actor,
                "mention": first.kind,
                "voice": span.voice,
                "holder": AUTHOR if span.voice == AUTHOR else span.speaker,
                "places": _spans(same)[:PLACES],
                "named": _spans(row for row in part if row.kind == "name" and actor in people),
            }
        )
    return units


def _spans(mentions: Iterable[Any]) -> list[tuple[int, int]]:
    return sorted((row.char_start, row.char_end) for row in mentions)


def _judged(reading: Reading, units: list[dict[str, Any]], store: Store | None) -> np.ndarray:
    """The model's probabilities, a row for each unit: with its own name and, for a person, a common one."""
    spans = {
        row.sentence: reading.clean_span(row.char_start, row.char_end)
        for row in schema.rows(reading.sentences, "sentence", "char_start", "char_end")
    }
    own, common = [], []
    for unit in units:
        low, high = spans[unit["sentence"]]
        places, named = (_inside(reading, unit[kind], low) for kind in ("places", "named"))
        own.append(Judged(reading.text[low:high], places))
        common.append(stand_in(own[-1], named, portrayal.naming().common_name))
    found = _probabilities(reading, [*own, *common], store)
    return pool(found[: len(own)], found[len(own) :], portrayal.naming().own_share)


def _inside(reading: Reading, spans: list[tuple[int, int]], low: int) -> tuple[tuple[int, int], ...]:
    """Places of the raw text within a sentence that begins at a place of the cleaned one."""
    cleaned = (reading.clean_span(start, end) for start, end in spans)
    return tuple((start - low, end - low) for start, end in cleaned)


def _probabilities(reading: Reading, pairs: list[Judged], store: Store | None) -> np.ndarray:
    """The model's probabilities, a row for each pair; from the store where the input is the same."""
    kept = _kept(reading, store)
    keys = [digest(pair.sentence, repr(pair.places))[:24] for pair in pairs]
    new = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in kept}
    if new:
        judged = dict(zip(new, portrayal.judge(list(new.values())).tolist(), strict=True))
        if len(kept) > KEPT * len(pairs):
            kept = {key: kept[key] for key in keys if key in kept}
        kept |= judged
        if store:
            data = json.dumps(kept).encode()
            store.put("portrayal", _entry(reading), digest(data).encode() + data)
    return np.array([kept[key] for key in keys], dtype=float).reshape(len(keys), len(LABELS))


def _entry(reading: Reading) -> str:
    """Under which key an article's probabilities are kept."""
    return digest(portrayal.model_version(), reading.source.sha256, reading.source.raw)


def _kept(reading: Reading, store: Store | None) -> dict[str, list[float]]:
    """The probabilities that are kept of an article, by input; none where they are missing or spoiled."""
    data = store.get("portrayal", _entry(reading)) if store else None
    if data is None or digest(data[64:]).encode() != data[:64]:
        return {}
    return dict(json.loads(data[64:]))
