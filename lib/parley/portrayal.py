"""Target-dependent sentiment by Parley's own model: how a sentence makes a named target look.

The model is an encoder with a small head, exported to ONNX (``data/models/portrayal``; its model card says
how it was trained and how far it can be trusted). It runs on the processor alone; nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from parley.errors import ParleyError, bad_value

LABELS = ("negative", "neutral", "positive")
"""The labels, in the order of the model's probabilities."""
MAX_TOKENS = 128
TARGET_TOKENS = 24
MARKER = "@"
BATCH_TOKENS = 2048
"""A batch holds so many tokens, padding included: long sentences go in smaller batches."""
THREADS = "PARLEY_THREADS"

Encoding = tuple[list[int], list[int]]


@dataclass(frozen=True)
class Judged:
    """A sentence with one target in it.

    Attributes
    ----------
    sentence
        The sentence.
    places
        Where the target stands, as (start, end) pairs of characters; at least one.
    """

    sentence: str
    places: tuple[tuple[int, int], ...]


class Tokens:
    """Token ids of the model's input: the sentence with its target between marks."""

    def __init__(self, tokenizer: Any, markers: bool = True) -> None:
        self.tokenizer = tokenizer
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self.start, self.stop, self.pad = (
            _id_of(tokenizer, names) for names in (("<s>", "[CLS]"), ("</s>", "[SEP]"), ("<pad>", "[PAD]"))
        )
        self.marker = self._ids(MARKER) if markers else []

    def _ids(self, text: str) -> list[int]:
        return list(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def __call__(self, sentence: str, start: int, end: int) -> Encoding:
        """Token ids of a window around the target; 1 at the target."""
        left, right = self._ids(sentence[:start]), self._ids(sentence[end:])
        target = [*self.marker, *self._ids(sentence[start:end])[:TARGET_TOKENS], *self.marker]
        room = MAX_TOKENS - 2 - len(target)
        if len(left) + len(right) > room:
            keep = min(len(left), max(room // 2, room - len(right)))
            left, right = left[len(left) - keep :], right[: room - keep]
        ids = [self.start, *left, *target, *right, self.stop]
        place = 1 + len(left)
        return ids, [0] * place + [1] * len(target) + [0] * (len(right) + 1)


def _id_of(tokenizer: Any, names: tuple[str, ...]) -> int:
    """The id of the first of some special tokens that a tokenizer knows."""
    for name in names:
        if (number := tokenizer.token_to_id(name)) is not None:
            return int(number)
    raise ValueError(f"the tokenizer knows none of {', '.join(names)}")


def collate(rows: Sequence[Encoding], pad: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ids, attention mask and target mask of a batch, padded to its longest row."""
    width = max(len(ids) for ids, _ in rows)
    ids, attention, target = (np.full((len(rows), width), fill, np.int64) for fill in (pad, 0, 0))
    for i, (row, mask) in enumerate(rows):
        ids[i, : len(row)], attention[i, : len(row)], target[i, : len(row)] = row, 1, mask
    return ids, attention, target


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Indices in batches of like length, the shortest first; each holds at most `BATCH_TOKENS` tokens.

    Examples
    --------
    >>> batches([1500, 3, 800, 4])
    [[1, 3], [2], [0]]
    """
    found: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if found and lengths[i] * (len(found[-1]) + 1) <= BATCH_TOKENS:
            found[-1].append(i)
        else:
            found.append([i])
    return found


class Model:
    """An exported model in a folder: ``model.onnx``, ``tokenizer.json`` and ``model.toml``.

    A class, because it holds a session of the runtime.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        try:
            settings = tomllib.loads((folder / "model.toml").read_text("utf-8"))
            self.temperature = float(settings["temperature"])
            if not self.temperature > 0:
                raise ValueError(f"temperature {self.temperature}")
            self.tokens = Tokens(_tokenizer(folder / "tokenizer.json"))
            self.session = _session(folder / "model.onnx", threads)
        except Exception as fault:  # the libraries' own errors have no common base
            reason = " ".join(str(fault).split())[:120] or type(fault).__name__
            raise ParleyError(f"{folder}: not a model of target sentiment ({reason})") from None

    def logits(self, encoded: Sequence[Encoding]) -> np.ndarray:
        """Logits of (negative, neutral, positive), a row for each input, in order."""
        out = np.zeros((len(encoded), len(LABELS)), np.float32)
        names = ("input_ids", "attention_mask", "target_mask")
        for batch in batches([len(ids) for ids, _ in encoded]):
            feed = dict(zip(names, collate([encoded[i] for i in batch], self.tokens.pad), strict=True))
            out[batch] = self.session.run(["logits"], feed)[0]
        return out


def _tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))


def _session(path: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@cache
def model() -> Model:
    """Return the bundled model; it is loaded once a process, on first use.

    It uses ``$PARLEY_THREADS`` threads, by default as many as there are cores.

    Raises
    ------
    ParleyError
        If the model is not there, or the number of threads is not a number.
    """
    return Model(_folder(), _threads())


def _threads() -> int:
    """How many threads the model may use; 0 for as many as there are cores."""
    wanted = os.environ.get(THREADS) or "0"
    if not wanted.isdecimal():
        raise bad_value(f"${THREADS}", wanted, "a number; 0 for as many as there are cores")
    return int(wanted)


def _folder() -> Path:
    from parley.registry import bundled

    return bundled("data") / "models" / "portrayal"


class Naming(NamedTuple):
    """How the model is asked about a person: with the person's own name and with a common one.

    A class, because the two settings mean nothing apart.
    """

    common_name: str
    own_share: float
    """How much the reading with the own name weighs, in [0, 1]; the rest is of that with the common name."""


@cache
def naming() -> Naming:
    """Return the bundled model's setting for persons' names; see `parley.standin`.

    Raises
    ------
    ParleyError
        If the model's settings are not there, or lack it.

    Examples
    --------
    >>> len(naming().common_name.split()), 0 <= naming().own_share <= 1
    (2, True)
    """
    path = _folder() / "model.toml"
    try:
        settings = tomllib.loads(path.read_text("utf-8"))
        found = Naming(str(settings["common_name"]), float(settings["own_share"]))
    except (OSError, ValueError, TypeError, KeyError):
        raise ParleyError(f"{path}: no common_name and own_share for persons' names") from None
    if not 0 <= found.own_share <= 1:
        raise bad_value("own_share", found.own_share, "0 to 1")
    return found


@cache
def model_version() -> str:
    """Return the hash of the model's files; results are cached under it. Loads no model.

    Examples
    --------
    >>> len(model_version())
    12
    """
    total = hashlib.sha256()
    for name in ("model.onnx", "model.toml", "tokenizer.json"):
        try:
            total.update(hashlib.sha256((_folder() / name).read_bytes()).digest())
        except OSError:
            raise ParleyError(f"the model's file {_folder() / name} is missing") from None
    return total.hexdigest()[:12]


def judge(pairs: Sequence[Judged]) -> np.ndarray:
    """Return how each sentence makes its target look.

    Parameters
    ----------
    pairs
        Sentences with their targets. Where a target stands in several places, the logits of the places
        are averaged.

    Returns
    -------
    array
        Shape (pairs, 3): probabilities of negative, neutral, positive, calibrated by temperature scaling
        (Guo et al. 2017), in the order of the pairs.

    Examples
    --------
    >>> text = "The minister betrayed the nurses."
    >>> p = judge([Judged(text, ((4, 12),)), Judged(text, ((26, 32),))])
    >>> p.shape, bool(p[0, 0] > p[1, 0])
    ((2, 3), True)
    """
    if not pairs:
        return np.zeros((0, len(LABELS)))
    engine = model()
    owner = [i for i, pair in enumerate(pairs) for _ in pair.places]
    encoded = [engine.tokens(p.sentence, *place) for p in pairs for place in p.places]
    total = np.zeros((len(pairs), len(LABELS)))
    np.add.at(total, owner, engine.logits(encoded).astype(float))
    return softmax(total / np.bincount(owner, minlength=len(pairs))[:, None] / engine.temperature)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities of the rows of some logits.

    Examples
    --------
    >>> softmax(np.zeros((1, 4))).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    """
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
