"""The table ``targets``: places, voices and holders, one row a method, and what is kept in a store.

Mentions are written into the text: "[Hale|Robert Hale]" is a name, "[the mayor|Robert Hale|nominal]" a
description, "[he|Robert Hale|pronoun]" a pronoun.
"""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import numpy as np
import pandas as pd
import pytest

from parley import portrayal, schema
from parley.coding import code_document
from parley.portrayal import Judged
from parley.registry import Registry, read_registry
from parley.sentences import Reading, read
from parley.sources import Source
from parley.store import Store
from parley.targets import METHODS, find_targets, sign

MENTION = re.compile(r"\[([^|\]]+)\|([^|\]]+)(?:\|(name|nominal|pronoun))?\]")
P = ["p_negative", "p_neutral", "p_positive"]


def marked(text: str) -> tuple[Reading, pd.DataFrame]:
    """An article and its mentions."""
    raw, spans = "", []
    for left, words, actor, kind in re.findall(rf"(.*?)(?:{MENTION.pattern}|$)", text, re.DOTALL):
        raw += left
        if words:
            spans.append((len(raw), len(raw) + len(words), actor, kind or "name"))
            raw += words
    reading = read(Source("a", "a.txt", raw, ""))
    return reading, schema.frame("mentions", (_mention(reading, *span) for span in spans))


def _mention(reading: Reading, start: int, end: int, actor: str, kind: str) -> dict:
    row = reading.place(*reading.clean_span(start, end))
    assert (row["char_start"], row["char_end"]) == (start, end)
    more = {"text": reading.source.raw[start:end], "confidence": 1.0, "rule": ""}
    return row | more | {"actor": actor, "kind": kind}


def said(reading: Reading, *quotes: tuple[str, str, str]) -> pd.DataFrame:
    """Rows of ``quotes`` from words, kind and speaker."""
    fill = {"str": "", "int64": 0, "float64": 0.0, "bool": False}
    rows = []
    for words, kind, speaker in quotes:
        start = reading.source.raw.index(words)
        place = {"doc": "a", "line": 1, "char_start": start, "char_end": start + len(words)}
        blank = {name: fill[type_] for name, type_ in schema.columns("quotes").items()}
        rows.append(blank | place | {"kind": kind, "speaker": speaker})
    return schema.frame("quotes", rows)


def polarities(**by_method: list[float]) -> pd.DataFrame:
    """Rows of ``sentiment``: a number for each sentence of the article."""
    rows = [
        {"doc": "a", "line": 1, "char_start": i, "char_end": i + 1, "sentence": i, "method": method}
        | {"polarity": value, "subjectivity": np.nan}
        for method, values in by_method.items()
        for i, value in enumerate(values, start=1)
    ]
    return schema.frame("sentiment", rows)


def targets(
    text: str,
    *quotes: tuple[str, str, str],
    store: Store | None = None,
    people: tuple[str, ...] = (),
    **by_method,
) -> pd.DataFrame:
    """The table of a text with mentions."""
    reading, mentions = marked(text)
    return find_targets(reading, mentions, said(reading, *quotes), polarities(**by_method), store, people)


def model_rows(*args, **more) -> pd.DataFrame:
    return targets(*args, **more).query("method == 'model'").reset_index(drop=True)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Judged]:
    """What is judged from now on; the first pair is .7, .2, .1, the next .1, .7, .2, and so on round."""
    seen: list[Judged] = []

    def note(pairs: list[Judged]) -> np.ndarray:
        seen.extend(pairs)
        return np.array([np.roll([0.7, 0.2, 0.1], i) for i in range(len(pairs))]).reshape(-1, 3)

    monkeypatch.setattr(portrayal, "judge", note)
    return seen


def words_of(pair: Judged) -> list[str]:
    return [pair.sentence[low:high] for low, high in pair.places]


# What is judged


PLACES = {
    "a name": ("[Hale|Hale] left.", [["Hale"]]),
    "two actors": ("[Hale|Hale] met [Orr|Orr].", [["Hale"], ["Orr"]]),
    "named twice": ("[Hale|Hale] left before [Robert Hale|Hale] spoke.", [["Hale", "Robert Hale"]]),
    "name and description": ("[The mayor|Hale|nominal], [Hale|Hale], left.", [["The mayor", "Hale"]]),
    "pronouns beside a name": (
        "[He|Hale|pronoun] said [Hale|Hale] lost [his|Hale|pronoun] vote.",
        [["Hale"]],
    ),
    "pronouns alone": ("[He|Hale|pronoun] lost [his|Hale|pronoun] vote.", [["He", "his"]]),
    "pronouns of another": ("[Hale|Hale] met [him|Orr|pronoun].", [["Hale"], ["him"]]),
    "possessive": ("[Hale’s|Hale] lies hurt [Orr|Orr].", [["Hale’s"], ["Orr"]]),
    "in two sentences": ("[Hale|Hale] left. [Hale|Hale] wept.", [["Hale"], ["Hale"]]),
    "one within the other": ("[Zenda|Zenda]’s mayor met [Orr|Orr].", [["Zenda"], ["Orr"]]),
    "nobody": ("Rain fell on the town.", []),
}


@pytest.mark.parametrize(("text", "expected"), PLACES.values(), ids=PLACES)
def test_the_places_of_a_target(text, expected, judged):
    targets(text)
    assert [words_of(pair) for pair in judged] == expected


def test_a_person_is_judged_with_a_common_name_too(judged):
    """Every name of the person gives way, other actors' names stay; descriptions are the person's own."""
    targets("[Hale|Hale] saw [the mayor|Hale|nominal] in [Hale|Hale]’s [Zenda|Zenda].", people=("Hale",))
    assert [pair.sentence for pair in judged] == [
        "Hale saw the mayor in Hale’s Zenda.",
        "Hale saw the mayor in Hale’s Zenda.",
        "Morgan saw the mayor in Morgan’s Zenda.",
    ]
    assert [words_of(pair) for pair in judged] == [
        ["Hale", "the mayor", "Hale"],
        ["Zenda"],
        ["Morgan", "the mayor", "Morgan"],
    ]


def test_the_two_readings_of_a_person_are_pooled(judged):
    """The fixture reads .7, .2, .1 with the own name and .1, .7, .2 with the common one, which weighs more."""
    row = model_rows("[Hale|Hale] left.", people=("Hale",)).iloc[0]
    weight = np.array([0.7, 0.2, 0.1]) ** 0.2 * np.array([0.1, 0.7, 0.2]) ** 0.8
    assert np.allclose(row[P].astype(float), weight / weight.sum(), atol=1e-4)
    assert row["polarity"] == "neutral"


def test_a_target_is_judged_in_its_sentence_alone(judged):
    targets("[Hale|Hale] left. Rain fell on the town. [Orr|Orr] saw [Hale|Hale] there.")
    assert [pair.sentence for pair in judged] == ["Hale left.", *["Orr saw Hale there."] * 2]


def test_a_broken_sentence_is_judged_as_a_whole(judged):
    """Places lie in the whole sentence; those of the table in the raw text."""
    raw = "Mayor quits\n\nAdvertisement\n\nLate on Monday [Hale|Hale] told the town that\n[Orr|Orr]\nhad lied.\n"
    found = model_rows(raw)
    assert [words_of(pair) for pair in judged] == [["Hale"], ["Orr"]]
    assert {pair.sentence for pair in judged} == {"Late on Monday Hale told the town that Orr had lied."}
    assert found[["line", "char_start", "char_end"]].to_numpy().tolist() == [[5, 43, 47], [6, 67, 70]]


def test_the_white_space_between_paragraphs_is_not_judged(judged):
    targets("Mayor quits\n\n[Hale|Hale] left.\n\nAgain it was [Hale|Hale]\n\n[Orr|Orr] wept.\n")
    shown = [(pair.sentence, *words_of(pair)) for pair in judged]
    assert shown == [("Hale left.", "Hale"), ("Again it was Hale", "Hale"), ("Orr wept.", "Orr")]


# Its place


FIRST = {
    "the first of two names": ("[Hale|Hale] left before [Robert Hale|Hale] spoke.", "Hale", "name"),
    "a name before a description": ("[The mayor|Hale|nominal], [Hale|Hale], left.", "Hale", "name"),
    "a name before a pronoun": ("When [he|Hale|pronoun] left, [Hale|Hale] wept.", "Hale", "name"),
    "a description before a pronoun": (
        "[He|Hale|pronoun] is [the mayor|Hale|nominal].",
        "the mayor",
        "nominal",
    ),
    "a pronoun alone": ("Later [he|Hale|pronoun] lost [his|Hale|pronoun] vote.", "he", "pronoun"),
}


@pytest.mark.parametrize(("text", "words", "kind"), FIRST.values(), ids=FIRST)
def test_the_place_is_that_of_the_first_mention_by_kind(text, words, kind, judged):
    raw = MENTION.sub(r"\1", text)
    (row,) = schema.rows(model_rows(text))
    assert (raw[row.char_start : row.char_end], row.mention, row.target) == (words, kind, "Hale")
    assert row.char_start == raw.index(words)


# Its voice


SAID = "“[Hale|Hale] lied,” [Orr|Orr] said."
VOICES = {
    "the author's": ("[Hale|Hale] lied.", [], [("Hale", "author", "author")]),
    "quoted": (SAID, [("Hale lied,", "direct", "Orr")], [("Hale", "quoted", "Orr"), ("Orr", "author", "author")]),
    "partly": ("[Orr|Orr] called it “[Hale|Hale]’s lie.”", [("Hale’s lie.", "partial", "Orr")],
               [("Orr", "author", "author"), ("Hale", "quoted", "Orr")]),
    "reported": ("[Orr|Orr] said that [Hale|Hale] lied.", [("Hale lied", "indirect", "Orr")],
                 [("Orr", "author", "author"), ("Hale", "reported", "Orr")]),
    "quoted in a report": ("[Orr|Orr] said it was “[Hale|Hale]’s lie.”",
                           [("it was “Hale’s lie.”", "indirect", "Orr"), ("Hale’s lie.", "partial", "Orr")],
                           [("Orr", "author", "author"), ("Hale", "quoted", "Orr")]),
    "the innermost speaker": ("“Falk said, ‘[Hale|Hale] lied,’ and left,” [Orr|Orr] said.",
                              [("Falk said, ‘Hale lied,’ and left,", "direct", "Orr"), ("Hale lied,", "direct", "Falk")],
                              [("Hale", "quoted", "Falk"), ("Orr", "author", "author")]),
    "nobody known says it": ("“[Hale|Hale] lied.”", [("Hale lied.", "direct", "")], [("Hale", "quoted", "")]),
    "scare quotes": ("The “[Hale|Hale] plan” failed.", [("Hale plan", "scare", "")], [("Hale", "author", "author")]),
    "a title": ("In “[Hale|Hale]” he wept.", [("Hale", "title", "")], [("Hale", "author", "author")]),
    "the speaker of himself": ("“[I|Orr|pronoun] lied,” [Orr|Orr] said.", [("I lied,", "direct", "Orr")],
                               [("Orr", "author", "author")]),
    "a pronoun in a quotation": ("“[I|Orr|pronoun] lied.”", [("I lied.", "direct", "Orr")], [("Orr", "quoted", "Orr")]),
    "first place decides": ("[Hale|Hale] heard “[Hale|Hale] lied.”", [("Hale lied.", "partial", "Orr")],
                            [("Hale", "author", "author")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "quotes", "expected"), VOICES.values(), ids=VOICES)
def test_the_words_around_the_place_have_a_voice_and_a_holder(text, quotes, expected, judged):
    found = model_rows(text, *quotes)[["target", "voice", "holder"]]
    assert [tuple(row) for row in found.to_numpy()] == expected


ACTORS = """
[[actor]]
name = "Robert Hale"
type = "person"
pronoun = "he"
names = ["Robert Hale", "Hale"]

[[actor]]
name = "Ruth Adler"
type = "person"
pronoun = "she"
names = ["Ruth Adler", "Adler"]
"""
READ = {
    "Robert Hale robbed Ruth Adler.": ["Robert Hale author author", "Ruth Adler author author"],
    "“Ruth Adler lied,” Robert Hale said.": ["Ruth Adler quoted Robert Hale", "Robert Hale author author"],
    "Robert Hale said that Ruth Adler lied.": [
        "Robert Hale author author",
        "Ruth Adler reported Robert Hale",
    ],
    "According to Robert Hale, Ruth Adler lied.": [
        "Robert Hale author author",
        "Ruth Adler reported Robert Hale",
    ],
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """A registry of two actors."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "actors.toml").write_text(ACTORS, encoding="utf-8")
    return read_registry(folder)


@pytest.mark.parametrize(("text", "expected"), READ.items(), ids=READ)
def test_read_from_the_text(text, expected, world):
    found = code_document(Source("a", "a.txt", text, ""), world)["targets"].query("method == 'model'")
    assert [" ".join(row) for row in found[["target", "voice", "holder"]].to_numpy()] == expected


def test_a_pronoun_is_marked_so_that_it_can_be_left_out(world):
    text = "Robert Hale robbed Ruth Adler. Then he fled."
    found = code_document(Source("a", "a.txt", text, ""), world)["targets"].query("method == 'model'")
    assert found[["sentence", "target", "mention"]].to_numpy().tolist() == [
        [1, "Robert Hale", "name"],
        [1, "Ruth Adler", "name"],
        [2, "Robert Hale", "pronoun"],
    ]


# The methods


def test_one_row_a_method_in_the_order_of_the_text(judged):
    """By place, then methods by name; a sentence's actors as they come."""
    found = targets(
        "[Orr|Orr] met [Hale|Hale]. [Hale|Hale] left [Orr|Orr].", vader=[0.5, -0.5], textblob=[0, 0]
    )
    assert found[["sentence", "target", "method"]].to_numpy().tolist() == [
        [sentence, target, method]
        for sentence, target in ((1, "Orr"), (1, "Hale"), (2, "Hale"), (2, "Orr"))
        for method in METHODS
    ]
    assert list(METHODS) == sorted(METHODS)
    assert found["char_start"].is_monotonic_increasing


def test_the_methods_differ_in_polarity_and_probabilities_alone(judged):
    found = targets("[Orr|Orr] met [Hale|Hale].", vader=[0.5], textblob=[-0.5])
    parts = [part.drop(columns=["method", "polarity", *P]) for _, part in found.groupby("method")]
    for part in parts[1:]:
        pd.testing.assert_frame_equal(part.reset_index(drop=True), parts[0].reset_index(drop=True))


def test_the_model_speaks_of_each_target_the_others_of_the_sentence(judged):
    found = targets("[Orr|Orr] met [Hale|Hale]. [Hale|Hale] left.", vader=[0.5, 0.0], textblob=[-0.05, 0.05])
    assert found[["method", "polarity", *P]].to_numpy().tolist() == [
        ["model", "negative", 0.7, 0.2, 0.1],
        ["textblob", "negative", 1.0, 0.0, 0.0],
        ["vader", "positive", 0.0, 0.0, 1.0],
        ["model", "neutral", 0.1, 0.7, 0.2],
        ["textblob", "negative", 1.0, 0.0, 0.0],
        ["vader", "positive", 0.0, 0.0, 1.0],
        ["model", "positive", 0.2, 0.1, 0.7],
        ["textblob", "positive", 0.0, 0.0, 1.0],
        ["vader", "neutral", 0.0, 1.0, 0.0],
    ]


def test_without_sentiment_a_sentence_is_neutral(judged):
    found = targets("[Orr|Orr] left.").query("method != 'model'")
    assert found[["polarity", *P]].to_numpy().tolist() == [["neutral", 0.0, 1.0, 0.0]] * 2


def test_probabilities_are_kept_to_four_digits(monkeypatch):
    """The label is that of the unrounded ones."""
    monkeypatch.setattr(portrayal, "judge", lambda pairs: np.array([[0.33333, 0.333331, 0.333339]]))
    (row,) = schema.rows(model_rows("[Orr|Orr] left."))
    assert (row.p_negative, row.p_neutral, row.p_positive, row.polarity) == (
        0.3333,
        0.3333,
        0.3333,
        "positive",
    )


@pytest.mark.parametrize(
    ("polarity", "label"),
    [
        (1.0, "positive"), (0.05, "positive"), (0.0499, "neutral"), (0.0, "neutral"), (-0.0499, "neutral"),
        (-0.05, "negative"), (-1.0, "negative"), (float("nan"), "neutral"),
    ],
)  # fmt: skip
def test_the_sign_of_a_polarity(polarity, label):
    """From +.05 on positive, from -.05 on negative, as Hutto and Gilbert (2014) say: both ends count."""
    assert sign(pd.Series([polarity])).tolist() == [label]


def test_the_table_of_an_article_by_the_model_itself():
    raw = "Robert Hale betrayed Ruth Adler. The delegates met Robert Hale on Monday."
    table = code_document(Source("a", "a.txt", raw, ""))["targets"]
    schema.check("targets", table)
    assert table[P].sum(axis=1).tolist() == pytest.approx([1.0] * len(table), abs=2e-4)
    assert table["polarity"].tolist() == table[P].idxmax(axis=1).str[2:].tolist()
    found = table.query("method == 'model' and mention == 'name'").set_index(["sentence", "target"])
    assert found["polarity"][1, "Robert Hale"] == "negative"
    assert found["p_negative"][1, "Ruth Adler"] < found["p_negative"][1, "Robert Hale"] - 0.2
    assert found["polarity"][2, "Robert Hale"] == "neutral"


@pytest.mark.parametrize("raw", ["Advertisement\n", "Rain fell on the town.\n", "1\n"])
def test_an_article_without_actors_has_an_empty_table(raw, judged):
    """Types are those of the contract."""
    table = code_document(Source("a", "a.txt", raw, ""))["targets"]
    pd.testing.assert_frame_equal(table, schema.empty("targets"))
    assert judged == []


# What is kept


ARTICLE = "[Hale|Hale] robbed [Orr|Orr]. [He|Hale|pronoun] fled."


def refuse(pairs: object) -> NoReturn:
    raise AssertionError("the model was not to run")


def entries(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_second_time_the_model_does_not_run(tmp_path, monkeypatch):
    first = targets(ARTICLE, store=Store(tmp_path))
    monkeypatch.setattr(portrayal, "judge", refuse)
    pd.testing.assert_frame_equal(targets(ARTICLE, store=Store(tmp_path)), first)


@pytest.mark.parametrize("store", [None, Store(None)])
def test_without_a_folder_nothing_is_kept(store, judged):
    for times in (1, 2):
        targets(ARTICLE, store=store)
        assert len(judged) == 3 * times


def test_another_text_is_judged_anew(tmp_path, judged):
    for n, text in enumerate([ARTICLE, ARTICLE.replace("robbed", "helped"), "[Hale|Hale] left. " + ARTICLE]):
        before = len(judged)
        targets(text, store=Store(tmp_path))
        assert (len(judged) > before, len(entries(tmp_path))) == (True, n + 1)


def test_another_model_judges_anew(tmp_path, monkeypatch, judged):
    for version in ("one", "another", "one"):
        monkeypatch.setattr(portrayal, "model_version", lambda version=version: version)
        targets(ARTICLE, store=Store(tmp_path))
    assert len(judged) == 6


def npy(array: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


SPOILT = {
    "garbage": lambda data: b"garbage",
    "empty": lambda data: b"",
    "cut off": lambda data: data[:-8],
    "zeros": lambda data: b"\x00" * len(data),
    "header turned": lambda data: data[:8] + bytes(b ^ 255 for b in data[8:40]) + data[40:],
    "numbers turned": lambda data: data[:-24] + bytes(b ^ 255 for b in data[-24:]),
    "fewer rows": lambda data: npy(np.full((2, 3), 1 / 3)),
    "text": lambda data: npy(np.full((3, 3), "a")),
    "no numbers": lambda data: npy(np.full((3, 3), np.nan)),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoiled_entry_is_judged_anew_and_mended(
    spoil: Callable[[bytes], bytes], tmp_path, monkeypatch, judged
):
    first = targets(ARTICLE, store=Store(tmp_path))
    (entry,) = entries(tmp_path)
    good = entry.read_bytes()
    entry.write_bytes(spoil(good))
    pd.testing.assert_frame_equal(targets(ARTICLE, store=Store(tmp_path)), first)
    assert len(judged) == 6
    assert entry.read_bytes() == good
    monkeypatch.setattr(portrayal, "judge", refuse)
    pd.testing.assert_frame_equal(targets(ARTICLE, store=Store(tmp_path)), first)
