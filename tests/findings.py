"""The findings of the bundled corpus, each by a name that a person understands.

`compute()` gives them; ``golden/findings.json`` keeps them; ``test_findings.py`` compares the two and
``plant_changes.py`` proves that the comparison catches changes.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import parley
from parley import agreement, compare, ledger
from parley.reference import read_coding

GOLDEN = Path(__file__).parent / "golden" / "findings.json"
MAIN = (
    "Donald Trump",
    "Vladimir Putin",
    "Volodymyr Zelensky",
    "United States",
    "Russia",
    "Ukraine",
    "Europe",
)


def compute() -> dict[str, Any]:
    """Return every guarded finding by its name."""
    corpus = parley.code(parley.bundled("seeds"))
    found: dict[str, Any] = {}
    found |= _sources(corpus)
    found |= _mentions(corpus)
    found |= _voices(corpus)
    found |= _sentiment(corpus)
    found |= _records(corpus)
    found |= _trust(corpus)
    return {name: _rounded(value) for name, value in found.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 4)
    return int(value) if hasattr(value, "item") and not isinstance(value, str) else value


def _sources(corpus: parley.Corpus) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for (doc, kind), part in corpus.blocks.groupby(["doc", "kind"]):
        found[f"blocks of kind {kind} in {doc}"] = len(part)
    for doc, part in corpus.blocks.groupby("doc"):
        found[f"places with missing words in {doc}"] = part["gaps"].sum()
    for row in corpus.documents.itertuples():
        found[f"words of text in {row.doc}"] = row.words
    for doc, part in corpus.sentences.groupby("doc"):
        found[f"sentences in {doc}"] = len(part)
    return found


def _mentions(corpus: parley.Corpus) -> dict[str, Any]:
    found: dict[str, Any] = {}
    mentions = corpus.mentions[corpus.mentions["actor"].isin(MAIN)]
    for (doc, actor), part in mentions.groupby(["doc", "actor"]):
        found[f"mentions of {actor} in {doc}"] = len(part)
    for (actor, kind), part in mentions.groupby(["actor", "kind"]):
        found[f"mentions of {actor} by {kind}"] = len(part)
    shares = compare.shares(corpus.mentions, "actor").set_index("actor")
    for actor in MAIN:
        row = shares.loc[actor]
        found[f"share of {actor} in all mentions, with interval"] = [
            round(float(row[c]), 4) for c in ("share", "low", "high")
        ]
    return found


def _voices(corpus: parley.Corpus) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for (doc, kind), part in corpus.quotes.groupby(["doc", "kind"]):
        found[f"quotations of kind {kind} in {doc}"] = len(part)
    for column in ("source", "shade"):
        for label, part in corpus.quotes.groupby(column):
            found[f"quotations with {column} {label or 'none'}"] = len(part)
    words = corpus.words()
    for (doc, voice), part in words.groupby(["doc", "voice"]):
        found[f"words of voice {voice} in {doc}"] = len(part)
    quoted = words[words["voice"] == "quoted"]
    for speaker, count in quoted["speaker"].value_counts().head(8).items():
        found[f"quoted words of {speaker or 'nobody known'}"] = count
    for (doc, voice), part in corpus.sentences.groupby(["doc", "voice"]):
        found[f"sentences of voice {voice} in {doc}"] = len(part)
    return found


def _sentiment(corpus: parley.Corpus) -> dict[str, Any]:
    found: dict[str, Any] = {}
    table = compare.means(corpus.sentiment, "polarity", ["method", "doc"])
    for row in table.itertuples():
        found[f"mean {row.method} polarity of {row.doc}"] = float(row.mean)
    return found


def _records(corpus: parley.Corpus) -> dict[str, Any]:
    found: dict[str, Any] = {}
    matrix = ledger.position_matrix(corpus)
    for row in matrix[matrix["actor"].isin([*MAIN, "author"])].itertuples():
        found[f"positions of {row.actor} on {row.issue}: for, against"] = f"{row.support}, {row.oppose}"
    for (doc, act), part in corpus.positions.groupby(["doc", "act"]):
        found[f"positions with act {act} in {doc}"] = len(part)
    for doc, part in corpus.positions.groupby("doc"):
        found[f"positions that answer another in {doc}"] = (part["answers"] != "").sum()
    for (doc, precision), part in corpus.events.groupby(["doc", "precision"]):
        found[f"dates of precision {precision} in {doc}"] = len(part)
    for (doc, disputed), part in corpus.claims.groupby(["doc", "disputed"]):
        found[f"figures {'disputed' if disputed else 'not disputed'} in {doc}"] = len(part)
    return found


def _trust(corpus: parley.Corpus) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in parley.scorecard(corpus).itertuples():
        name = f"{row.measure} of {row.method} on {row.layer}"
        found[name] = float(row.score)
        found[f"{name}: of the two passes"] = float(row.passes)
    first, second = (read_coding(name=name) for name in ("first", "second"))
    for layer, column in (("targets", "polarity"), ("blocks", "kind"), ("stance", "stance")):
        unit = (
            ["doc", "target", "end"]
            if layer == "targets"
            else ["doc", "target" if layer == "stance" else "line"]
        )
        both = first[layer].merge(second[layer], on=unit, suffixes=("", "_second"))
        found[f"alpha of the passes on {column} of {layer}"] = agreement.krippendorff_alpha(
            [list(both[column]), list(both[f"{column}_second"])]
        )
    gold = read_coding()
    for layer, table in gold.layers.items():
        found[f"rows of the reference coding in {layer}"] = len(table)
    for label, part in gold["targets"].groupby("polarity"):
        found[f"pairs coded {label} in the reference"] = len(part)
    for label, part in gold["quotes"].groupby("kind"):
        found[f"quotations coded {label} in the reference"] = len(part)
    for (issue, position), part in gold["positions"].groupby(["issue", "position"]):
        found[f"positions coded {position} on {issue} in the reference"] = len(part)
    return found


def differences(stored: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Say for each finding that changed what it was and what it is."""
    said = []
    for name in sorted({*stored, *now}):
        was, is_now = stored.get(name, "not there"), now.get(name, "not there")
        if was != is_now:
            said.append(f"finding changed: {name}: was {was}, is {is_now}")
    return said


def write() -> None:
    """Store the findings as they are now."""
    text = json.dumps(compute(), indent=0, ensure_ascii=False, sort_keys=True)
    GOLDEN.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
