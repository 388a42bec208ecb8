"""Measures an exported model beside simpler methods, in one run.

    python benchmarks/targets/measure.py MODEL_FOLDER --newsmtsc FOLDER [--portrayal FILE]

Prints JSON: cost (load time, sentences a second, memory, size); macro F1 with 95 % bootstrap intervals (1,000
draws of rows), accuracy and average recall on NewsMTSC's development parts, on their sentences whose targets
differ, on the held-out pairs, the held-out whole articles and the challenge set, beside the commonest label,
TextBlob, VADER, a linear model and the model asked with the own names only; the challenge set by kind; the
temperature and the expected calibration error on the development parts; the spread of the mean
p(positive) - p(negative) over swapped names, and how many labels flip.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from data import LABELS, NAMES, Row, newsmtsc, portrayal, swapped, with_types
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score, recall_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from parley.portrayal import Model, naming, softmax
from parley.sentiment import score
from parley.targets import sign

HELD = ("heldout", "articles", "challenge")
"""The parts of the project's own pairs that no model learns from."""


def logits(model: Model, rows: Sequence[Row]) -> np.ndarray:
    """Logits of negative, neutral, positive, in order; of the sentence alone, with the target's own name."""
    return model.logits([model.tokens(r.sentence, r.start, r.end) for r in rows])


def pooled(model: Model, rows: Sequence[Row], own: np.ndarray) -> np.ndarray:
    """Logits as Parley asks the model: of a person, mostly with a common name in the place of the own one."""
    name, share = naming()
    people = [i for i, r in enumerate(rows) if is_person(r)]
    found = own.copy()
    common = logits(model, [swapped(rows[i], random.Random(0), name) for i in people])
    found[people] = share * own[people] + (1 - share) * common
    return found


def is_person(row: Row) -> bool:
    """Whether the target is a person's name of at most three words."""
    return row.target_type == "person" and len(row.target.split()) <= 3


def scores(rows: Sequence[Row], logits: np.ndarray) -> dict[str, object]:
    """Macro F1 with its interval, accuracy, average recall."""
    want, got = np.array([r.label for r in rows]), logits.argmax(1)
    rng = np.random.default_rng(1)
    drawn = [
        f1_score(want[i], got[i], average="macro", labels=[0, 1, 2], zero_division=0)
        for i in (rng.integers(0, len(want), len(want)) for _ in range(1000))
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return {
        "n": len(rows),
        "F1m": round(float(f1_score(want, got, average="macro", labels=[0, 1, 2])), 3),
        "interval": [round(float(low), 3), round(float(high), 3)],
        "accuracy": round(float((want == got).mean()), 3),
        "average recall": round(float(recall_score(want, got, average="macro", labels=[0, 1, 2])), 3),
        "F1 by label": dict(
            zip(
                LABELS,
                (round(float(v), 3) for v in f1_score(want, got, average=None, labels=[0, 1, 2])),
                strict=True,
            )
        ),
    }


def temperature(rows: Sequence[Row], logits: np.ndarray) -> tuple[float, float, float]:
    """The temperature with the least loss, and the calibration error (15 bins) before and after."""
    want = np.array([r.label for r in rows])
    grid = np.linspace(0.5, 4, 141)
    losses = [-np.log(softmax(logits / t)[np.arange(len(want)), want] + 1e-9).mean() for t in grid]
    best = float(grid[int(np.argmin(losses))])
    return best, _calibration_error(want, logits), _calibration_error(want, logits / best)


def _calibration_error(want: np.ndarray, logits: np.ndarray) -> float:
    p = softmax(logits)
    sure, right = p.max(1), p.argmax(1) == want
    bins = np.minimum((sure * 15).astype(int), 14)
    return float(
        sum(abs(sure[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    )


def names(model: Model, rows: Sequence[Row], heat: float) -> dict[str, object]:
    """How much the verdict depends on a person's name alone: with the own name, and as Parley asks."""
    people = [r for r in rows if is_person(r)]
    name, share = naming()
    common = logits(model, [swapped(r, random.Random(0), name) for r in people])
    read = {n: logits(model, [swapped(r, random.Random(0), n) for r in people]) for n in NAMES["measured"]}
    found: dict[str, object] = {"sentences": len(people), "own name only": _spread(read, heat)}
    return found | _spread({n: share * part + (1 - share) * common for n, part in read.items()}, heat)


def _spread(read: dict[str, np.ndarray], heat: float) -> dict[str, object]:
    """How far the verdicts on the same sentences lie apart, by name."""
    chances = {name: softmax(part / heat) for name, part in read.items()}
    means = {name: round(float((p[:, 2] - p[:, 0]).mean()), 3) for name, p in chances.items()}
    stack = np.stack([p.argmax(1) for p in chances.values()])
    negatives = np.stack([p[:, 0] for p in chances.values()])
    common = np.array([np.bincount(c, minlength=3).argmax() for c in stack.T])
    return {
        "spread": round(max(means.values()) - min(means.values()), 3),
        "labels that flip": round(float((stack != common).mean()), 3),
        "mean absolute change of p(negative)": round(float(np.abs(negatives - negatives.mean(0)).mean()), 3),
        "by name": means,
    }


def baselines(train: Sequence[Row], rows: Sequence[Row]) -> dict[str, np.ndarray]:
    """What simpler methods say of some rows, as logits: the commonest label, word lists, a linear model."""
    one = np.eye(3)
    common = np.bincount([r.label for r in train]).argmax()
    found = {"majority": one[np.full(len(rows), common)]}
    for method in ("textblob", "vader"):
        polarity = score([r.sentence for r in rows], method)["polarity"]
        found[method] = one[[LABELS.index(label) for label in sign(polarity)]]
    linear = make_pipeline(
        TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), sublinear_tf=True, min_df=2),
        LinearSVC(C=0.3, class_weight="balanced"),
    )
    linear.fit([around(r) for r in train], [r.label for r in train])
    return found | {"linear": linear.decision_function([around(r) for r in rows])}


def around(row: Row) -> str:
    """The words of a sentence, each marked by its side and nearness: what a linear model reads."""
    left = re.findall(r"\w+", row.sentence[: row.start].lower())
    right = re.findall(r"\w+", row.sentence[row.end :].lower())
    near = [f"l_{w}" for w in left[-5:]] + [f"r_{w}" for w in right[:5]]
    return " ".join([*left, "TARGET", *right, *near])


def cost(folder: Path, rows: Sequence[Row]) -> dict[str, float]:
    """Load time, sentences a second with 2 threads, memory of the process, size of the files."""
    began = time.perf_counter()
    engine = Model(folder, threads=2)
    loaded = time.perf_counter()
    logits(engine, rows)
    done = time.perf_counter()
    size = sum(p.stat().st_size for p in folder.iterdir() if p.suffix != ".md")
    return {
        "load, seconds": round(loaded - began, 2),
        "sentences a second": round(len(rows) / (done - loaded), 1),
        "mean tokens": round(
            float(np.mean([len(engine.tokens(r.sentence, r.start, r.end)[0]) for r in rows])), 1
        ),
        "peak memory, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
        "files, MB": round(size / 1e6, 1),
    }


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--newsmtsc", type=Path, required=True)
    parser.add_argument(
        "--portrayal",
        type=Path,
        default=Path(__file__).resolve().parents[2] / "data/training/portrayal.jsonl",
    )
    a = parser.parse_args()
    parts, own = newsmtsc(a.newsmtsc), with_types(portrayal(a.portrayal))
    parts |= {part: with_types(parts[part]) for part in ("dev_rw", "dev_mt")}
    dev = [*parts["dev_rw"], *parts["dev_mt"]]
    report: dict[str, object] = {"cost": cost(a.model, dev)}
    model = Model(a.model)
    dev_logits = logits(model, dev)
    heat, before, after = temperature(dev, pooled(model, dev, dev_logits))
    several: dict[str, set[int]] = {}
    for r in dev:
        several.setdefault(r.sentence, set()).add(r.label)
    sets = {"dev": dev, "dev, targets differ": [r for r in dev if len(several[r.sentence]) > 1]}
    sets |= {part: parts[part] for part in ("dev_rw", "dev_mt")}
    sets |= {part: [r for r in own if r.part == part] for part in HELD}
    train = [*parts["train"], *(r for r in own if r.part == "train")]
    everything = [*dev, *(row for part in HELD for row in sets[part])]
    place = {id(row): i for i, row in enumerate(everything)}
    alone = np.concatenate([dev_logits, logits(model, everything[len(dev) :])])
    found = {"model": pooled(model, everything, alone), "model, own name only": alone}
    found |= baselines(train, everything)
    for name, rows in sets.items():
        chosen = [place[id(row)] for row in rows]
        report[name] = {method: scores(rows, part[chosen]) for method, part in found.items()}
    for kind in sorted({r.kind for r in sets["challenge"]}):
        rows = [r for r in sets["challenge"] if r.kind == kind]
        report[f"challenge: {kind}"] = scores(rows, found["model"][[place[id(r)] for r in rows]])
    report |= {"temperature": round(heat, 3), "calibration error": [round(before, 3), round(after, 3)]}
    report["names"] = names(model, dev, heat)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
