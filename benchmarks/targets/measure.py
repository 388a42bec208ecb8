"""Measures an exported model: development parts, held-out pairs, challenge set, names, calibration.

    python benchmarks/targets/measure.py MODEL_FOLDER --newsmtsc FOLDER [--portrayal FILE]

Prints JSON: macro F1 with 95 % bootstrap intervals (1,000 draws of rows), accuracy, average recall; by kind
for the challenge set; the spread of the mean p(positive) - p(negative) over swapped names and how many labels
flip; the temperature and the expected calibration error on the development parts.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from data import LABELS, NAMES, Row, newsmtsc, portrayal, swapped, with_types
from model import Tokens, collate
from sklearn.metrics import f1_score, recall_score


class Model:
    """An exported model."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options)
        self.tokens = Tokens(str(folder))

    def logits(self, rows: Sequence[Row]) -> np.ndarray:
        """Logits of negative, neutral, positive, in order."""
        encoded = [self.tokens(r.sentence, r.start, r.end) for r in rows]
        out = np.zeros((len(rows), 3), np.float32)
        order = sorted(range(len(rows)), key=lambda i: len(encoded[i][0]))
        for k in range(0, len(order), 32):
            part = order[k : k + 32]
            ids, attention, target = collate([encoded[i] for i in part], self.tokens.pad)
            feed = {"input_ids": ids, "attention_mask": attention, "target_mask": target}
            out[part] = self.session.run(["logits"], feed)[0]
        return out


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities of the rows."""
    e = np.exp(logits - logits.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


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
    """How much the verdict depends on a person's name alone."""
    people = [r for r in rows if r.target_type == "person" and len(r.target.split()) <= 3]
    means, labels, negative = {}, [], []
    for name in NAMES["measured"]:
        p = softmax(model.logits([swapped(r, random.Random(0), name) for r in people]) / heat)
        means[name] = round(float((p[:, 2] - p[:, 0]).mean()), 3)
        labels.append(p.argmax(1))
        negative.append(p[:, 0])
    stack, negatives = np.stack(labels), np.stack(negative)
    common = np.array([np.bincount(c, minlength=3).argmax() for c in stack.T])
    return {
        "sentences": len(people),
        "spread": round(max(means.values()) - min(means.values()), 3),
        "labels that flip": round(float((stack != common).mean()), 3),
        "mean absolute change of p(negative)": round(float(np.abs(negatives - negatives.mean(0)).mean()), 3),
        "by name": means,
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
    model, parts, own = Model(a.model), newsmtsc(a.newsmtsc), portrayal(a.portrayal)
    dev = [*parts["dev_rw"], *parts["dev_mt"]]
    dev_logits = model.logits(dev)
    heat, before, after = temperature(dev, dev_logits)
    several = {}
    for r in dev:
        several.setdefault(r.sentence, set()).add(r.label)
    mixed = [r for r in dev if len(several[r.sentence]) > 1]
    report: dict[str, object] = {
        "dev": scores(dev, dev_logits),
        "dev, targets differ": scores(mixed, model.logits(mixed)),
        "temperature": round(heat, 3),
        "calibration error": [round(before, 3), round(after, 3)],
    }
    for part in ("dev_rw", "dev_mt"):
        report[part] = scores(parts[part], model.logits(parts[part]))
    for part in ("heldout", "challenge"):
        rows = [r for r in own if r.part == part]
        report[part] = scores(rows, model.logits(rows))
        for kind in sorted({r.kind for r in rows}) if part == "challenge" else ():
            chosen = [r for r in rows if r.kind == kind]
            report[f"challenge: {kind}"] = scores(chosen, model.logits(chosen))
    report["names"] = names(model, with_types(dev), heat)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
