"""The project's own sentence-target pairs: whole, legal, and apart from everything that is measured on."""

import json
import re
from collections import Counter
from functools import cache

import pytest

FIELDS = [
    "id", "split", "subject", "before", "sentence", "target", "nth", "polarity", "voice", "phenomenon",
]  # fmt: skip
WORDS = 8
"""So many words in a row in common, and a sentence counts as taken from a text."""
MEASURED_ON = (
    "seeds",
    "tests/articles",
    "tests/scrapes",
    "tests/quotations/features",
    "tests/quotations/plain",
)


@cache
def pairs(root):
    """All pairs."""
    lines = (root / "data" / "training" / "portrayal.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of words of a text."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + WORDS]) for i in range(len(words) - WORDS + 1)}


def test_every_pair_is_whole_and_legal(root):
    for pair in pairs(root):
        assert [name for name in pair if name not in {"pair", "article"}] == FIELDS
        assert ("pair" in pair) == (pair["split"] == "challenge")
        assert pair["split"] in {"train", "heldout", "challenge"}
        assert pair["polarity"] in {"negative", "neutral", "positive"}
        assert pair["voice"] in {"author", "quoted", "reported"}
        assert len(re.findall(re.escape(pair["target"]), pair["sentence"])) >= pair["nth"] >= 1


def test_identifiers_and_pairs_are_unique(root):
    assert len({p["id"] for p in pairs(root)}) == len(pairs(root))
    assert max(Counter((p["sentence"], p["target"], p["nth"]) for p in pairs(root)).values()) == 1


def test_parts_share_neither_sentence_nor_subject(root):
    for field in ("sentence", "subject"):
        parts = [
            {p[field] for p in pairs(root) if p["split"] == s} for s in ("train", "heldout", "challenge")
        ]
        assert not (parts[0] & parts[1])
        assert not (parts[0] & parts[2])
        assert not (parts[1] & parts[2])


@pytest.mark.parametrize("folder", MEASURED_ON)
def test_nothing_is_taken_from_an_article_that_is_measured_on(root, folder):
    taken = {p["id"]: runs(p["sentence"]) | runs(p["before"]) for p in pairs(root)}
    texts = set().union(*(runs(path.read_text("utf-8", "replace")) for path in (root / folder).glob("*.txt")))
    assert texts
    assert [number for number, words in taken.items() if words & texts] == []


def test_no_name_carries_a_verdict(root):
    """A target that is named often occurs with every label."""
    named = Counter(p["target"] for p in pairs(root) if p["split"] == "train")
    for target in [t for t, n in named.items() if n >= 12 and t[0].isupper()]:
        assert len({p["polarity"] for p in pairs(root) if p["target"] == target}) == 3, target


def test_a_fifth_is_held_out(root):
    parts = Counter(p["split"] for p in pairs(root))
    assert parts["train"] >= 2000
    assert 0.15 < parts["heldout"] / (parts["heldout"] + parts["train"]) < 0.25
    assert parts["challenge"] >= 60
