"""Writes a trained checkpoint as one ONNX file with its weights in 4 bits, its tokenizer and its settings.

    python benchmarks/targets/export.py --encoder FOLDER --checkpoint DIR --newsmtsc FOLDER \
        --out data/models/portrayal

Weights stay 4-bit integers in memory; the arithmetic is in 32 bits, so that results depend neither on the
company that a sentence has in its batch nor on the processor's 8-bit instructions. The temperature is that
with the least loss on NewsMTSC's development parts.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import onnx
import torch
from data import newsmtsc
from measure import logits, temperature
from model import Classifier, tokens_of
from onnxruntime.quantization import QuantFormat
from onnxruntime.quantization.matmul_nbits_quantizer import (
    DefaultWeightOnlyQuantConfig,
    MatMulNBitsQuantizer,
)

from parley.portrayal import Model, Tokens, collate

NAMING = """\
# A person is judged with this name in the place of the own one; the reading with the own name has this share.
common_name = "Alex Morgan"
own_share = 0.2
"""
BLOCK = 64
"""So many numbers of a weight share a scale."""


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


def in_4_bits(model: onnx.ModelProto) -> onnx.ModelProto:
    """Matrices and embeddings as 4-bit integers, a scale and a zero for each block; arithmetic in 32 bits."""
    settings = DefaultWeightOnlyQuantConfig(
        block_size=BLOCK,
        is_symmetric=False,
        accuracy_level=1,
        quant_format=QuantFormat.QOperator,
        op_types_to_quantize=("MatMul", "Gather"),
        quant_axes=(("MatMul", 0), ("Gather", 1)),
    )
    quantizer = MatMulNBitsQuantizer(model, algo_config=settings)
    quantizer.process()
    return quantizer.model.model


def main() -> None:
    """Write model.onnx, tokenizer.json and labels.json."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--newsmtsc", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args()
    record = json.loads((a.checkpoint / "best.json").read_text())
    tokens = tokens_of(a.encoder)
    model = Classifier(a.encoder, int(record["layers"]), head=record.get("head", "both"))
    model.load_state_dict(torch.load(a.checkpoint / "best.pt"))
    a.out.mkdir(parents=True, exist_ok=True)
    wide = a.out / "wide.onnx"
    as_onnx(model.eval().float(), tokens, wide)
    onnx.save(in_4_bits(onnx.load(wide)), a.out / "model.onnx")
    wide.unlink()
    shutil.copy(Path(a.encoder) / "tokenizer.json", a.out)
    (a.out / "model.toml").write_text("temperature = 1.0\n")
    parts = newsmtsc(a.newsmtsc)
    dev = [*parts["dev_rw"], *parts["dev_mt"]]
    best, before, after = temperature(dev, logits(Model(a.out), dev))
    (a.out / "model.toml").write_text(
        "# Logits are divided by the temperature; calibration errors on NewsMTSC's development parts.\n"
        f"temperature = {best:.3f}\ncalibration_error = {after:.3f}\nuncalibrated_error = {before:.3f}\n"
        + NAMING
    )
    print({p.name: round(p.stat().st_size / 1e6, 1) for p in sorted(a.out.iterdir())})


if __name__ == "__main__":
    main()
