"""The network and its input, for training; inference in Parley needs neither torch nor this file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

MAX_TOKENS = 128
TARGET_TOKENS = 24
MARKER = "@"

Encoding = tuple[list[int], list[int]]


class Tokens:
    """Sentence and target as token ids with a mask of the target."""

    def __init__(self, encoder: str, markers: bool = True) -> None:
        path = Path(encoder) / "tokenizer.json"
        self.tokenizer = (
            Tokenizer.from_file(str(path)) if path.exists() else Tokenizer.from_pretrained(encoder)
        )
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        known = self.tokenizer.token_to_id
        self.start = known("<s>") if known("<s>") is not None else known("[CLS]")
        self.stop = known("</s>") if known("</s>") is not None else known("[SEP]")
        self.pad = known("<pad>") if known("<pad>") is not None else known("[PAD]")
        self.marker = self._ids(MARKER) if markers else []

    def _ids(self, text: str) -> list[int]:
        return list(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def __call__(self, sentence: str, start: int, end: int) -> Encoding:
        """Token ids of a window around the target, and 1 where the target stands."""
        left, right = self._ids(sentence[:start]), self._ids(sentence[end:])
        target = [*self.marker, *self._ids(sentence[start:end])[:TARGET_TOKENS], *self.marker]
        room = MAX_TOKENS - 2 - len(target)
        if len(left) + len(right) > room:
            keep = min(len(left), max(room // 2, room - len(right)))
            left, right = left[len(left) - keep :], right[: room - keep]
        ids = [self.start, *left, *target, *right, self.stop]
        return ids, [0] * (1 + len(left)) + [1] * len(target) + [0] * (len(right) + 1)


def collate(rows: Sequence[Encoding], pad: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ids, attention mask and target mask of a batch, padded to its longest row."""
    width = max(len(ids) for ids, _ in rows)
    ids, attention, target = (np.full((len(rows), width), fill, np.int64) for fill in (pad, 0, 0))
    for i, (row, mask) in enumerate(rows):
        ids[i, : len(row)], attention[i, : len(row)], target[i, : len(row)] = row, 1, mask
    return ids, attention, target


class Classifier(nn.Module):
    """An encoder's lowest layers; the means over sentence and target; a tanh layer; three logits."""

    def __init__(self, encoder: str, layers: int, dropout: float = 0.1, head: str = "both") -> None:
        super().__init__()
        from transformers import AutoModel

        self.encoder = AutoModel.from_pretrained(
            encoder, attention_probs_dropout_prob=0.0, hidden_dropout_prob=dropout, add_pooling_layer=False
        )
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.encoder.config.num_hidden_layers = layers
        width = self.encoder.config.hidden_size
        self.head = head
        self.dense = nn.Linear(width * (2 if head == "both" else 1), width)
        self.out = nn.Linear(width, 3)
        self.drop = nn.Dropout(dropout)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, target_mask: torch.Tensor
    ) -> torch.Tensor:
        """Logits of negative, neutral, positive."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        target = _mean(hidden, target_mask)
        seen = torch.cat([_mean(hidden, attention_mask), target], -1) if self.head == "both" else target
        return self.out(self.drop(torch.tanh(self.dense(self.drop(seen)))))


def _mean(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weights).sum(1) / weights.sum(1)
