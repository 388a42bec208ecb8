"""Rows for training and measuring target-dependent sentiment, and the swapping of targets' names."""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from parley.language import nlp
from parley.portrayal import LABELS

NAMES = tomllib.loads((Path(__file__).resolve().parents[2] / "data/training/names.toml").read_text("utf-8"))
PEOPLE, COUNTRIES = NAMES["people"], NAMES["countries"]


@dataclass(frozen=True)
class Row:
    """A sentence with a target at ``start`` to ``end``; ``label`` 0, 1, 2 or -1 where it is unknown."""

    sentence: str
    start: int
    end: int
    label: int
    part: str
    kind: str = ""
    target_type: str = ""
    article: str = ""

    @property
    def target(self) -> str:
        """The target as it stands in the sentence."""
        return self.sentence[self.start : self.end]


def newsmtsc(folder: Path) -> dict[str, list[Row]]:
    """NewsMTSC's parts (Hamborg and Donnay 2021), without training sentences that other parts hold too."""
    parts = {}
    for part in ("train", "dev_rw", "dev_mt"):
        lines = [json.loads(line) for line in (folder / f"{part}.jsonl").open(encoding="utf-8")]
        parts[part] = [
            Row(r["sentence"], r["from"], r["to"], r["polarity"] + 1, part)
            for r in lines
            if r["sentence"][r["from"] : r["to"]].strip()
        ]
    held = {r.sentence.strip().lower() for part in ("dev_rw", "dev_mt") for r in parts[part]}
    parts["train"] = [r for r in parts["train"] if r.sentence.strip().lower() not in held]
    return parts


def portrayal(path: Path) -> list[Row]:
    """The project's own pairs; ``part``: train, heldout, challenge, or articles (whole ones, held out)."""
    rows = []
    for line in path.open(encoding="utf-8"):
        record = json.loads(line)
        places = [m.start() for m in re.finditer(re.escape(record["target"]), record["sentence"])]
        start = places[record["nth"] - 1]
        rows.append(
            Row(
                record["sentence"],
                start,
                start + len(record["target"]),
                LABELS.index(record["polarity"]),
                "articles" if record["split"] == "heldout" and "article" in record else record["split"],
                record["phenomenon"],
                article=record.get("article", ""),
            )
        )
    return rows


def with_types(rows: Sequence[Row]) -> list[Row]:
    """Mark targets that are a person's or a country's name, by a named entity recogniser."""
    typed = []
    for row, doc in zip(
        rows,
        nlp().pipe((r.sentence for r in rows), batch_size=256, disable=["parser", "lemmatizer"]),
        strict=True,
    ):
        span = doc.char_span(row.start, row.end, alignment_mode="expand")
        label = next((e.label_ for e in doc.ents if span and e.start <= span.start < e.end), "")
        proper = all(w[0].isupper() for w in row.target.split()) and not row.target.isupper()
        kind = {"PERSON": "person", "GPE": "country"}.get(label, "") if proper else ""
        if row.target in COUNTRIES:
            kind = "country"
        typed.append(replace(row, target_type=kind))
    return typed


def swapped(row: Row, rng: random.Random, name: str = "") -> Row:
    """The row with its target's name replaced by another of its kind, everywhere in the sentence."""
    if not row.target_type and not name:
        return row
    old = row.target
    pool = PEOPLE if row.target_type == "person" else COUNTRIES
    new = name or rng.choice(pool)
    if row.target_type == "person" and len(old.split()) == 1 and not name:
        new = new.split(" ", 1)[1]
    pieces, place, start = [], 0, row.start
    for match in re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", row.sentence):
        pieces += [row.sentence[place : match.start()], new]
        if match.start() < row.start:
            start += len(new) - len(old)
        place = match.end()
    sentence = "".join([*pieces, row.sentence[place:]])
    if sentence[start : start + len(new)] != new:
        return row
    return replace(row, sentence=sentence, start=start, end=start + len(new))


def epoch(rows: Iterable[Row], share: float, rng: random.Random) -> list[Row]:
    """One epoch's rows: a share of the names swapped."""
    return [swapped(r, rng) if rng.random() < share else r for r in rows]
