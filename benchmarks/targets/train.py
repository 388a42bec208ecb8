"""Trains the target-dependent sentiment model that Parley ships: a teacher, then a smaller student.

    python benchmarks/targets/train.py teacher --encoder FOLDER --newsmtsc FOLDER --out DIR
    python benchmarks/targets/train.py student --encoder FOLDER --newsmtsc FOLDER --teacher DIR --out DIR

The input is ``left @ target @ right``, parts tokenised apart; the head takes the means over the sentence and
over the target. Words' embeddings stay frozen. Targets' names are swapped at random while it learns, so that
no name carries a verdict; the student learns from the teacher's probabilities on the swapped sentences too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from data import LABELS, Row, epoch, newsmtsc, portrayal, with_types
from model import Classifier, tokens_of
from sklearn.metrics import f1_score

from parley.portrayal import Encoding, collate

HERE = Path(__file__).resolve().parents[2]


def batches(lengths: Sequence[int], size: int, rng: random.Random | None) -> Iterator[list[int]]:
    """Indices in batches of like length; in random order with a generator."""
    order = list(range(len(lengths)))
    if rng is None:
        order.sort(key=lambda i: lengths[i])
        yield from (order[k : k + size] for k in range(0, len(order), size))
        return
    rng.shuffle(order)
    found = []
    for k in range(0, len(order), size * 40):
        chunk = sorted(order[k : k + size * 40], key=lambda i: lengths[i])
        found += [chunk[j : j + size] for j in range(0, len(chunk), size)]
    rng.shuffle(found)
    yield from found


def logits_of(model: Classifier, encoded: list[Encoding], pad: int) -> np.ndarray:
    """The model's logits, in order."""
    model.eval()
    out = np.zeros((len(encoded), len(LABELS)), np.float32)
    with torch.no_grad():
        for batch in batches([len(e[0]) for e in encoded], 48, None):
            out[batch] = (
                model(*map(torch.from_numpy, collate([encoded[i] for i in batch], pad))).float().numpy()
            )
    model.train()
    return out


def taught(folder: Path, teacher: Classifier, encoded: list[Encoding], pad: int, number: int) -> torch.Tensor:
    """The teacher's logits on one epoch's rows; kept beside the teacher, by the rows' content."""
    content = hashlib.sha256(json.dumps(encoded).encode()).hexdigest()[:12]
    path = folder / f"soft-{number}-{content}.npy"
    if not path.exists():
        np.save(path, logits_of(teacher, encoded, pad))
    return torch.from_numpy(np.load(path))


def macro_f1(rows: Sequence[Row], logits: np.ndarray) -> float:
    """Macro F1 over the three labels."""
    return float(f1_score([r.label for r in rows], logits.argmax(1), average="macro", labels=[0, 1, 2]))


def main() -> None:
    """Train and keep the best checkpoint by the mean of the development parts and the held-out pairs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("stage", choices=["teacher", "student"])
    parser.add_argument("--encoder", required=True, help="folder or hub name of the pretrained encoder")
    parser.add_argument("--newsmtsc", type=Path, required=True, help="folder with NewsMTSC's jsonl files")
    parser.add_argument("--portrayal", type=Path, default=HERE / "data/training/portrayal.jsonl")
    parser.add_argument("--start", type=Path, help="folder of a checkpoint to go on from")
    parser.add_argument("--rate", type=float, default=0.0, help="learning rate of the encoder")
    parser.add_argument("--teacher", type=Path, help="folder of the teacher, for the student")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layers", type=int, default=0, help="keep so many of the lowest layers")
    parser.add_argument("--epochs", type=int, default=0)
    parser.add_argument("--swap", type=float, default=0.5, help="share of names swapped")
    parser.add_argument("--weight", type=int, default=2, help="how often an epoch shows the project's pairs")
    parser.add_argument(
        "--articles", type=int, default=2, help="how often an epoch shows whole articles' pairs"
    )
    parser.add_argument("--news", type=float, default=1.0, help="share of NewsMTSC's rows in an epoch")
    parser.add_argument("--frozen", type=int, default=0, help="so many of the lowest layers do not learn")
    parser.add_argument("--soft", type=float, default=0.7, help="weight of the teacher's probabilities")
    parser.add_argument("--head", choices=["both", "target"], default="both")
    parser.add_argument("--no-markers", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    student = a.stage == "student"
    layers = a.layers or (6 if student else 12)
    epochs = a.epochs or (3 if student else 2)
    rate, head_rate, size, heat = (4e-5, 2e-4, 16, 2.0) if student else (3e-5, 2e-4, 16, 2.0)
    rate = a.rate or rate

    parts = newsmtsc(a.newsmtsc)
    own = portrayal(a.portrayal) if a.weight else []
    mine = [r for r in own if r.part == "train"]
    news = random.Random(0).sample(parts["train"], round(a.news * len(parts["train"])))
    apart, whole = ([r for r in mine if bool(r.article) is b] for b in (False, True))
    train = with_types([*news, *apart * a.weight, *whole * a.articles])
    held = {"dev": parts["dev_rw"] + parts["dev_mt"]}
    if own:
        held |= {p: [r for r in own if r.part == p] for p in ("heldout", "articles", "challenge")}
    tokens = tokens_of(a.encoder, markers=not a.no_markers)
    encoded_held = {name: [tokens(r.sentence, r.start, r.end) for r in rows] for name, rows in held.items()}
    model = Classifier(a.encoder, layers, head=a.head)
    teacher = None
    if a.teacher:
        teacher = Classifier(a.encoder, 12).bfloat16()
        state = torch.load(a.teacher / "best.pt")
        teacher.load_state_dict(state)
        own_state = model.state_dict()
        model.load_state_dict(
            {k: v for k, v in state.items() if k in own_state and v.shape == own_state[k].shape}, strict=False
        )
    elif a.start:
        model.load_state_dict(torch.load(a.start / "best.pt"))
    for part in (model.encoder.embeddings, *model.encoder.encoder.layer[: a.frozen]):
        for p in part.parameters():
            p.requires_grad = False
    master = {
        n: p.detach().clone().float().requires_grad_() for n, p in model.named_parameters() if p.requires_grad
    }
    model = model.bfloat16()  # bf16 compute, fp32 weights of record
    params = dict(model.named_parameters())
    groups = [
        {
            "params": [m],
            "weight_decay": 0.01 if m.ndim > 1 else 0.0,
            "base": rate if n.startswith("encoder.") else head_rate,
        }
        for n, m in master.items()
    ]
    optimiser = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), eps=1e-6)
    steps = epochs * math.ceil(len(train) / size)
    warm = int(0.06 * steps)
    a.out.mkdir(parents=True, exist_ok=True)
    print(vars(a), "train", len(train), {k: len(v) for k, v in held.items()}, "steps", steps, flush=True)
    step, best, began, losses = 0, -1.0, time.time(), []
    for number in range(epochs):
        rows = epoch(train, a.swap, random.Random(number))  # the same for every seed, so that
        encoded = [tokens(r.sentence, r.start, r.end) for r in rows]  # the teacher judges them once
        soft = taught(a.teacher, teacher, encoded, tokens.pad, number) if teacher is not None else None
        labels = torch.tensor([r.label for r in rows])
        model.train()
        for batch in batches([len(e[0]) for e in encoded], size, rng):
            logits = model(*map(torch.from_numpy, collate([encoded[i] for i in batch], tokens.pad))).float()
            loss = F.cross_entropy(logits, labels[batch])
            if soft is not None:
                near = F.kl_div(
                    F.log_softmax(logits / heat, -1), F.softmax(soft[batch] / heat, -1), reduction="batchmean"
                )
                loss = (1 - a.soft) * loss + a.soft * heat**2 * near
            loss.backward()
            scale = min(1.0, (step + 1) / max(1, warm)) * max(
                0.0, 1 - max(0, step - warm) / max(1, steps - warm)
            )
            with torch.no_grad():
                for name, weight in master.items():
                    weight.grad = params[name].grad.float()
                    params[name].grad = None
                torch.nn.utils.clip_grad_norm_(list(master.values()), 1.0)
                for group in optimiser.param_groups:
                    group["lr"] = group["base"] * scale
                optimiser.step()
                for name, weight in master.items():
                    params[name].copy_(weight)
            losses.append(float(loss.detach()))
            step += 1
            if step % 100 == 0:
                print(
                    f"step {step}/{steps} loss {np.mean(losses[-100:]):.4f} {time.time() - began:.0f}s",
                    flush=True,
                )
            if (step % (steps // (epochs * 2)) == 0 and step > steps // 2) or step == steps:
                scores = {
                    n: macro_f1(held[n], logits_of(model, e, tokens.pad)) for n, e in encoded_held.items()
                }
                chosen = np.mean([scores[n] for n in ("dev", "heldout", "articles") if n in scores])
                print("EVAL", step, json.dumps(scores), f"{time.time() - began:.0f}s", flush=True)
                if chosen > best:
                    best = float(chosen)
                    state = {k: v.float() for k, v in model.state_dict().items()} | {
                        k: v.detach().clone() for k, v in master.items()
                    }
                    torch.save(state, a.out / "best.pt")
                    record = {k: str(v) for k, v in vars(a).items()} | {
                        "layers": layers,
                        "scores": scores,
                        "step": step,
                    }
                    (a.out / "best.json").write_text(
                        json.dumps(record | {"seconds": time.time() - began}, indent=1)
                    )
    print("done", best, flush=True)


if __name__ == "__main__":
    main()
