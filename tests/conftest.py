"""Fixtures that several test files share."""

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from parley import schema
from parley.corpus import Corpus


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def toy() -> Callable[..., Corpus]:
    """What makes a corpus from a few lines, as `_toy` says."""
    return _toy


def _toy(lines: list[tuple], positions: list[tuple] = (), outlets: dict[str, str] | None = None) -> Corpus:
    """A corpus from lines (doc, text, polarity, {actor: score}, speaker); one with a speaker is quoted.

    Positions are (line, actor, position, voice). Actors stand in the text by their name.
    """
    raw: dict[str, str] = {}
    tables: dict[str, list[dict]] = {name: [] for name in schema.TABLES}
    places = []
    for doc, text, polarity, actors, speaker in lines:
        start = len(raw.get(doc, ""))
        raw[doc] = raw.get(doc, "") + text + " "
        number = 1 + sum(row["doc"] == doc for row in tables["sentences"])
        place = {
            "doc": doc,
            "line": number,
            "char_start": start,
            "char_end": start + len(text),
            "sentence": number,
        }
        places.append(place)
        voice = "quoted" if speaker else "author"
        tables["sentences"].append({**place, "block": number, "text": text, "voice": voice, "has_gap": False})
        for method in ("textblob", "vader"):
            row = {"method": method, "polarity": polarity, "subjectivity": 0.0}
            tables["sentiment"].append({**place, **row})
        if speaker:
            tables["quotes"].append({**place, "kind": "direct", "speaker": speaker})
        for actor, score in actors.items():
            at = start + text.index(actor)
            here = {**place, "char_start": at, "char_end": at + len(actor)}
            named = {"text": actor, "actor": actor, "kind": "name", "confidence": 1.0, "rule": ""}
            tables["mentions"].append({**here, **named})
            p = {"p_negative": max(-score, 0), "p_neutral": 1 - abs(score), "p_positive": max(score, 0)}
            label = "positive" if score > 0 else "negative" if score < 0 else "neutral"
            sign = "positive" if polarity > 0 else "negative" if polarity < 0 else "neutral"
            known = {"target": actor, "mention": "name", "voice": voice, "holder": speaker or "author"}
            for method in ("model", "textblob", "vader"):
                judged = {"polarity": label if method == "model" else sign, "method": method}
                tables["targets"].append({**here, **known, **p, **judged})
    for line, actor, position, voice in positions:
        tables["positions"].append({**places[line], "actor": actor, "position": position, "voice": voice})
    for doc in dict.fromkeys(line[0] for line in lines):
        tables["documents"].append({"doc": doc, "outlet": (outlets or {}).get(doc, "")})
    return Corpus({name: _frame(name, rows) for name, rows in tables.items()}, raw)


def _frame(name: str, rows: list[dict]) -> pd.DataFrame:
    """A table whose columns that do not matter here are empty."""
    types = schema.columns(name)
    blank = {"str": "", "int64": 0, "float64": math.nan, "bool": False}
    return schema.frame(name, [{c: blank[t] for c, t in types.items()} | row for row in rows])


@pytest.fixture(scope="session")
def six(toy: Callable[..., Corpus]) -> Corpus:
    """Six articles of two outlets: each judges Lee worse than Ruiz, and quotes Ruiz."""
    lines = []
    for i, doc in enumerate("abcdef"):
        lines += [
            (doc, "Lee failed the small town.", -0.2 * (i % 3), {"Lee": -0.1 * (i + 1)}, ""),
            (doc, "Ruiz saved the mill.", 0.1 * i, {"Ruiz": 0.1 * i}, ""),
            (doc, "We will never close the mill.", 0.5, {}, "Ruiz"),
        ]
    lines += [("a", "Lee met Ruiz in town.", 0.0, {"Lee": 0.0, "Ruiz": 0.2}, "")]
    positions = [(i, "Lee", "oppose" if i % 2 else "support", "asserted") for i in range(6)]
    positions += [(i, "Ruiz", "oppose", "quoted") for i in range(6)]
    return toy(lines, positions, {"a": "North", "b": "North", "c": "North", "d": "South", "e": "South"})
