"""Writes a trained checkpoint as one ONNX file with its weights in 8 bits, and its tokenizer.

    python benchmarks/targets/export.py --encoder FOLDER --checkpoint DIR --out data/models/portrayal

Weights are kept as 8-bit integers with a scale for each column and are widened when the file is loaded; the
arithmetic is in 32 bits, so that results do not depend on the batch or on the processor's 8-bit instructions.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from model import Classifier, Tokens, collate
from onnx import helper, numpy_helper

BIG = 10_000
"""Weights of fewer numbers stay as they are."""


def as_onnx(model: Classifier, tokens: Tokens, path: Path) -> None:
    """The model in 32 bits: ids, attention and target mask in, logits out."""
    rows = [tokens("She called the minister a liar.", 15, 23), tokens("Lee left.", 0, 3)]
    names = ["input_ids", "attention_mask", "target_mask"]
    axes = {name: {0: "rows", 1: "tokens"} for name in names} | {"logits": {0: "rows"}}
    model.encoder.config._attn_implementation = "eager"
    torch.onnx.export(
        model, tuple(map(torch.from_numpy, collate(rows, tokens.pad))), str(path), input_names=names,
        output_names=["logits"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def in_8_bits(model: onnx.ModelProto) -> onnx.ModelProto:
    """Replace each large weight by integers, a scale for each column, and the nodes that widen them."""
    graph = model.graph
    nodes, kept = [], []
    looked_up = {n.input[0] for n in graph.node if n.op_type == "Gather"}
    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.ndim != 2 or values.size < BIG:
            kept.append(weight)
            continue
        axis = 1 if weight.name in looked_up else 0  # the axis that shares a scale
        scale = np.maximum(np.abs(values).max(axis=axis, keepdims=True), 1e-8).astype(np.float32) / 127
        whole = np.clip(np.round(values / scale), -127, 127).astype(np.int8)
        kept += [
            numpy_helper.from_array(whole, f"{weight.name}.int8"),
            numpy_helper.from_array(scale, f"{weight.name}.scale"),
        ]
        nodes += [
            helper.make_node(
                "Cast", [f"{weight.name}.int8"], [f"{weight.name}.wide"], to=onnx.TensorProto.FLOAT
            ),
            helper.make_node("Mul", [f"{weight.name}.wide", f"{weight.name}.scale"], [weight.name]),
        ]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    rest = list(graph.node)
    del graph.node[:]
    graph.node.extend([*nodes, *rest])
    onnx.checker.check_model(model)
    return model


def main() -> None:
    """Write model.onnx, tokenizer.json and labels.json."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args()
    record = json.loads((a.checkpoint / "best.json").read_text())
    tokens = Tokens(a.encoder)
    model = Classifier(a.encoder, int(record["layers"]), head=record.get("head", "both"))
    model.load_state_dict(torch.load(a.checkpoint / "best.pt"))
    a.out.mkdir(parents=True, exist_ok=True)
    wide = a.out / "wide.onnx"
    as_onnx(model.eval().float(), tokens, wide)
    onnx.save(in_8_bits(onnx.load(wide)), a.out / "model.onnx")
    wide.rename(a.checkpoint / "wide.onnx")
    shutil.copy(Path(a.encoder) / "tokenizer.json", a.out)
    print({p.name: round(p.stat().st_size / 1e6, 1) for p in sorted(a.out.iterdir())})


if __name__ == "__main__":
    main()
