"""Portrayal: the model's input to the token, what its probabilities must be, and a model that is broken.

The bundled model may be exchanged: only what no usable model may get wrong is asked of it.
"""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley import bundled, portrayal
from parley.errors import ParleyError
from parley.portrayal import BATCH_TOKENS, LABELS, Judged, Model, Tokens, batches, collate, judge, softmax

FILES = ("model.onnx", "model.toml", "tokenizer.json")
SPECIAL = {"<s>": ord("<"), "</s>": ord(">"), "<pad>": ord("_")}
BETRAYED = "The minister betrayed the nurses."


class Letters:
    """A tokenizer of which each letter is a token."""

    def __init__(self, special: dict[str, int] = SPECIAL) -> None:
        self.token_to_id = special.get

    def no_truncation(self) -> None: ...

    def no_padding(self) -> None: ...

    def encode(self, text: str, *, add_special_tokens: bool) -> SimpleNamespace:
        assert not add_special_tokens
        return SimpleNamespace(ids=[ord(letter) for letter in text])


def shown(left: str, target: str, right: str, markers: bool = True) -> tuple[str, str]:
    """The model's input as letters, "<" and ">" where it starts and stops; and what is marked as target."""
    place = len(left), len(left) + len(target)
    ids, mask = Tokens(Letters(), markers)(left + target + right, *place)
    assert len(ids) == len(mask)
    return "".join(map(chr, ids)), "".join(chr(i) for i, on in zip(ids, mask, strict=True) if on)


def at(sentence: str, target: str) -> Judged:
    """A target at every place where its words stand."""
    return Judged(sentence, tuple(m.span() for m in re.finditer(re.escape(target), sentence)))


# The input


L, R = "abcdefghij" * 20, "0123456789" * 20
INPUTS = {
    # 128 tokens less start, stop and "@T@" leave 123
    "all of it": ("ab", "T", "01", "<ab@T@01>", "@T@"),
    "target alone": ("", "T", "", "<@T@>", "@T@"),
    "the last that fits": (L[:61], "T", R[:62], f"<{L[:61]}@T@{R[:62]}>", "@T@"),
    "one too many on the left": (L[:62], "T", R[:62], f"<{L[1:62]}@T@{R[:62]}>", "@T@"),
    "one too many on the right": (L[:61], "T", R[:63], f"<{L[:61]}@T@{R[:62]}>", "@T@"),
    "too long on both sides": (L, "T", R, f"<{L[-61:]}@T@{R[:62]}>", "@T@"),
    "target near the start": (L[:9], "T", R, f"<{L[:9]}@T@{R[:114]}>", "@T@"),
    "target near the end": (L, "T", R[:9], f"<{L[-114:]}@T@{R[:9]}>", "@T@"),
    "target at the start": ("", "T", R, f"<@T@{R[:123]}>", "@T@"),
    "target at the end": (L, "T", "", f"<{L[-123:]}@T@>", "@T@"),
    "target too long": ("a", "T" * 25, "0", f"<a@{'T' * 24}@0>", f"@{'T' * 24}@"),
    # 26 tokens of target leave 100
    "all too long": (L, "T" * 25, R, f"<{L[-50:]}@{'T' * 24}@{R[:50]}>", f"@{'T' * 24}@"),
}  # fmt: skip


@pytest.mark.parametrize(("left", "target", "right", "ids", "marked"), INPUTS.values(), ids=INPUTS)
def test_the_input_is_a_window_around_the_target(left, target, right, ids, marked):
    assert shown(left, target, right) == (ids, marked)


def test_without_markers_there_is_more_room():
    assert shown("ab", "T", "01", markers=False) == ("<abT01>", "T")
    assert shown(L, "T", R, markers=False) == (f"<{L[-62:]}T{R[:63]}>", "T")


TEXT = st.text("abc", max_size=300)


@given(TEXT, st.text("T", min_size=1, max_size=40), TEXT)
@settings(max_examples=100, deadline=None)
def test_the_window_is_full_and_of_one_piece(left, target, right):
    ids, marked = shown(left, target, right)
    near, kept, far = re.fullmatch(r"<([abc]*)@(T+)@([abc]*)>", ids).groups()
    assert left.endswith(near)
    assert right.startswith(far)
    assert (kept, marked) == (target[:24], f"@{target[:24]}@")
    assert len(ids) - 2 == min(126, len(left + right) + len(marked))


def test_the_special_tokens_are_those_of_either_kind_of_tokenizer():
    for special in (SPECIAL, {"[CLS]": ord("<"), "[SEP]": ord(">"), "[PAD]": ord("_")}):
        tokens = Tokens(Letters(special))
        assert (tokens.start, tokens.stop, tokens.pad) == (ord("<"), ord(">"), ord("_"))


def test_a_batch_is_padded_to_its_longest_row():
    ids, attention, target = collate([([5, 6], [0, 1]), ([7, 8, 9], [1, 0, 0])], pad=4)
    assert ids.tolist() == [[5, 6, 4], [7, 8, 9]]
    assert attention.tolist() == [[1, 1, 0], [1, 1, 1]]
    assert target.tolist() == [[0, 1, 0], [1, 0, 0]]
    assert {a.dtype for a in (ids, attention, target)} == {np.dtype("int64")}


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([], []),
        ([9], [[0]]),
        ([3, 1, 2], [[1, 2, 0]]),
        ([1024, 1024], [[0, 1]]),
        ([1024, 1025], [[0], [1]]),
        ([5000, 1, 5000], [[1], [0], [2]]),
        ([7, 7, 7], [[0, 1, 2]]),
    ],
)
def test_batches_by_hand(lengths, expected):
    """2048 tokens, padding included."""
    assert batches(lengths) == expected


@given(st.lists(st.integers(1, 3000), max_size=60))
def test_every_row_is_in_one_batch_that_is_not_too_large(lengths):
    found = batches(lengths)
    assert sorted(i for batch in found for i in batch) == list(range(len(lengths)))
    for batch in found:
        assert len(batch) == 1 or len(batch) * max(lengths[i] for i in batch) <= BATCH_TOKENS


# From logits to probabilities


def test_softmax_by_hand():
    found = softmax(np.log([[1.0, 2.0, 5.0], [3.0, 3.0, 3.0]]))
    assert found == pytest.approx(np.array([[1 / 8, 2 / 8, 5 / 8], [1 / 3, 1 / 3, 1 / 3]]))


def test_softmax_of_huge_logits_is_finite():
    assert softmax(np.array([[1e4, -1e4, 0.0]])).tolist() == [[1.0, 0.0, 0.0]]


def test_the_logits_of_several_places_are_averaged_and_cooled(monkeypatch):
    """Of "ab" the mean of both letters' logits, divided by the temperature 2, whatever stands beside it."""
    logits = {"a": [2.0, 4.0, 0.0], "b": [4.0, 0.0, 0.0], "c": [0.0, 0.0, 6.0]}
    engine = SimpleNamespace(
        tokens=lambda sentence, start, end: sentence[start:end],
        logits=lambda encoded: np.array([logits[letter] for letter in encoded]),
        temperature=2.0,
    )
    monkeypatch.setattr(portrayal, "model", lambda: engine)
    found = judge([Judged("c", ((0, 1),)), Judged("ab", ((0, 1), (1, 2))), Judged("ab", ((1, 2),))])
    powers = np.exp([[0, 0, 3], [1.5, 1, 0], [2, 0, 0]])
    assert found == pytest.approx(powers / powers.sum(axis=1, keepdims=True))


# The bundled model


CLEAR = [
    (BETRAYED, "minister", "negative"),
    ("The corrupt minister robbed the orphans.", "minister", "negative"),
    ("The minister's cowardly lies ruined the nurses.", "minister", "negative"),
    ("The minister's cowardly lies ruined the nurses.", "minister's", "negative"),
    ("The minister’s cowardly lies ruined the nurses.", "minister’s", "negative"),
    ("The heroic doctor saved the children.", "doctor", "positive"),
    ("The delegates met the minister on Monday.", "minister", "neutral"),
]


@pytest.mark.parametrize(("sentence", "target", "label"), CLEAR)
def test_clear_cases(sentence, target, label):
    assert LABELS[judge([at(sentence, target)])[0].argmax()] == label


def test_the_target_decides_and_not_the_sentence():
    minister, nurses = judge([at(BETRAYED, "minister"), at(BETRAYED, "nurses")])
    assert minister[0] > 0.5 > nurses[0]
    assert nurses.argmax() != 0


def test_nothing_to_judge_gives_no_rows_and_loads_no_model(monkeypatch):
    monkeypatch.setattr(portrayal, "model", None)
    assert judge([]).shape == (0, 3)


def probabilities(*pairs: Judged) -> np.ndarray:
    """What `judge` gives, checked to be probabilities."""
    found = judge(pairs)
    assert found.shape == (len(pairs), 3)
    assert ((found >= 0) & (found <= 1)).all()
    assert found.sum(axis=1) == pytest.approx(np.ones(len(pairs)))
    return found


def test_a_target_named_twice_is_the_geometric_mean_of_its_places():
    """The mean of logits, by its definition in probabilities."""
    text = "The minister betrayed the nurses, and the minister met the press."
    both = at(text, "minister")
    assert len(both.places) == 2
    found, *single = probabilities(both, *(Judged(text, (place,)) for place in both.places))
    product = np.sqrt(single[0] * single[1])
    assert found == pytest.approx(product / product.sum(), abs=1e-3)
    assert probabilities(Judged(text, both.places[::-1]))[0] == pytest.approx(found, abs=1e-3)


COMPANY = [at(sentence, target) for sentence, target, _ in CLEAR] + [
    at(BETRAYED, "nurses"),
    at("Rain fell. " * 60 + BETRAYED, "minister"),
    at("Lee left.", "Lee"),
]


@pytest.mark.parametrize(
    "order", [COMPANY[::-1], COMPANY[3:] + COMPANY[:3], COMPANY * 3], ids=["reversed", "turned", "more"]
)
def test_neither_order_nor_company_changes_a_result(order):
    alone = {pair: judge([pair])[0] for pair in COMPANY}
    for pair, found in zip(order, probabilities(*order), strict=True):
        assert found == pytest.approx(alone[pair], abs=1e-3)


@pytest.mark.parametrize("place", [0, 1500, 2999], ids=["start", "middle", "end"])
def test_a_sentence_of_3000_words(place):
    """What stands far from the target changes nothing."""
    words = ("the river runs past the old mill and the grey houses of the town " * 300).split()[:3000]
    words[place] = "Halvorsen"
    far = 2999 if place < 1500 else 0
    other = [*words[:far], "murderer", *words[far + 1 :]]
    one, two = probabilities(at(" ".join(words), "Halvorsen"), at(" ".join(other), "Halvorsen"))
    assert one == pytest.approx(two, abs=1e-3)


ODD = {
    "emoji": "👩‍⚕️🇺🇦",
    "combining marks": "Minis\u0301te\u0308r\u0308",
    "only combining marks": "\u0301" * 50,
    "right to left": "\u200fالوزير\u200f",
    "full width": "Ｍｉｎｉｓｔｅｒ",
    "null": "M\x00inister",
    "mark of byte order": "\ufeffMinister",
    "soft hyphen": "Mi\u00adnister",
    "blank": " ",
    "line breaks": "the\n\nminister",
    "beyond the first plane": "𝕸𝖎𝖓𝖎𝖘𝖙𝖊𝖗",
    "the marker itself": "@minister@",
    "special tokens": "</s><s><pad>",
    "five thousand letters": "M" * 5000,
}


@pytest.mark.parametrize("target", ODD.values(), ids=ODD)
def test_odd_characters_are_judged(target):
    text = f"“{target}” betrayed the nurses … 💘"
    start = 1, 1 + len(target)
    probabilities(Judged(text, (start,)), Judged(target, ((0, len(target)),)))


# A folder that is missing or broken


@pytest.fixture
def unloaded() -> Iterator[None]:
    """No model is kept in memory, before and after."""
    for cached in (portrayal.model, portrayal.model_version):
        cached.cache_clear()
    yield
    for cached in (portrayal.model, portrayal.model_version):
        cached.cache_clear()


@pytest.fixture
def folder(tmp_path: Path, unloaded: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the bundled model, which may be broken, in the place of the bundled one."""
    good = bundled("data") / "models" / "portrayal"
    folder = tmp_path / "models" / "portrayal"
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / name).symlink_to(good / name)
    monkeypatch.setattr("parley.registry.bundled", lambda name: tmp_path)
    return folder


def replace(path: Path, data: bytes | None) -> None:
    """Put other bytes, or nothing, in the place of a link."""
    path.unlink()
    if data is not None:
        path.write_bytes(data)


def test_a_copy_of_the_folder_is_the_same_model(folder):
    model = Model(folder)
    rows = [model.tokens(BETRAYED, 4, 12), model.tokens(BETRAYED, 26, 32)]
    expected = judge([at(BETRAYED, "minister"), at(BETRAYED, "nurses")])
    assert softmax(model.logits(rows).astype(float) / model.temperature) == pytest.approx(expected, abs=1e-3)


def refused(call, folder: Path) -> None:
    """Assert that the fault is said in one line that names the folder."""
    with pytest.raises(ParleyError) as fault:
        call()
    assert str(folder) in str(fault.value)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name, folder):
    replace(folder / name, None)
    refused(lambda: judge([at(BETRAYED, "minister")]), folder)
    refused(portrayal.model_version, folder)


def test_a_missing_folder_is_named(folder):
    for name in FILES:
        replace(folder / name, None)
    folder.rmdir()
    refused(lambda: judge([at(BETRAYED, "minister")]), folder)
    refused(portrayal.model_version, folder)


BROKEN = {
    "weights are garbage": ("model.onnx", b"garbage"),
    "weights are empty": ("model.onnx", b""),
    "weights are a pointer of Git LFS": ("model.onnx", b"version https://git-lfs.github.com/spec/v1\n"),
    "settings are no TOML": ("model.toml", b"temperature =\n"),
    "settings are no text": ("model.toml", b"\xff\xfe\x00"),
    "settings are empty": ("model.toml", b""),
    "temperature is no number": ("model.toml", b'temperature = "hot"\n'),
    "tokenizer is no JSON": ("tokenizer.json", b"garbage"),
    "tokenizer is empty": ("tokenizer.json", b""),
    "tokenizer is another JSON": ("tokenizer.json", b"{}"),
}


@pytest.mark.parametrize(("name", "data"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_a_parley_error(name, data, folder):
    replace(folder / name, data)
    refused(lambda: judge([at(BETRAYED, "minister")]), folder)


@pytest.mark.parametrize("name", FILES)
def test_the_version_is_that_of_every_file(name, folder):
    before = portrayal.model_version()
    assert re.fullmatch("[0-9a-f]{12}", before)
    replace(folder / name, b"another")
    portrayal.model_version.cache_clear()
    assert portrayal.model_version() != before


# Loading


def test_the_model_is_loaded_once(unloaded):
    assert portrayal.model() is portrayal.model()
    assert 0 < portrayal.model().temperature < math.inf


@pytest.mark.parametrize(
    "program",
    [
        "import parley",
        "import parley.portrayal",
        "import parley.targets, parley.stance",
        "import parley; parley.stance, parley.code, parley.Corpus, parley.scorecard",
        "from parley.portrayal import judge, model_version; judge([]); model_version()",
    ],
)
def test_import_loads_no_runtime(program):
    """Neither onnxruntime nor tokenizers, until something is judged."""
    check = f"{program}\nimport sys; print(*sorted({{'onnxruntime', 'tokenizers'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [], "")
