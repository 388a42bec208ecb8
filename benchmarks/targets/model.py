"""The network, for training; inference in Parley needs neither torch nor this file."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn

from parley.portrayal import Tokens


def tokens_of(encoder: str, markers: bool = True) -> Tokens:
    """The model's input, made with an encoder's tokenizer: a folder or a hub name."""
    path = Path(encoder) / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(path)) if path.exists() else Tokenizer.from_pretrained(encoder)
    return Tokens(tokenizer, markers)


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
