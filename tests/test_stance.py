"""Stance: means, intervals and verdicts worked out by hand on small frames.

Of n sentences drawn from two values, the number of the one is binomial: its 2.5 and 97.5 percentiles are the
ends of the interval.
"""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley import schema
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.stance import (
    COLUMNS,
    LEAST,
    VOICES,
    carriers,
    contrast,
    portrayals,
    stance,
    stance_table,
    without_each,
)

NAN = math.nan


def said(target: str, *scores: float, doc: str = "a", voice: str = "author", **more: str) -> pd.DataFrame:
    """Rows of `portrayals`: a sentence for each score."""
    columns = {"doc": doc, "target": target, "voice": voice, "outlet": doc.upper(), "holder": voice} | more
    sentences = range(1, len(scores) + 1)
    return pd.DataFrame({"score": list(scores), "sentence": sentences, "line": 1}).assign(**columns)


def frame(*parts: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True)


def only(table: pd.DataFrame, voice: str = "all") -> pd.Series:
    """The one row of a voice."""
    (at,) = table.index[table["voice"] == voice]
    return table.loc[at]


# Means, intervals, verdicts


HANDS = {
    # of 5 draws 2 to 5 are the frequent value: P(1 or fewer) = .007, P(2 or fewer) = .058
    "hostile": ([-1, -1, -1, -1, 0], -1.6, -2.0, -0.8, "negative"),
    "favourable": ([1, 1, 1, 1, 0], 1.6, 0.8, 2.0, "positive"),
    "mostly favourable": ([1, 1, 1, 1, -1], 1.2, -0.4, 2.0, "undecided"),
    "mostly hostile": ([-1, -1, -1, -1, 1], -1.2, -2.0, 0.4, "undecided"),
    # P(none of 5) = .078, P(5) = .01, P(4 or more) = .087
    "an end at zero leaves nothing out": ([-1, -1, 0, 0, 0], -0.8, -1.6, 0.0, "undecided"),
    # equal scores show nothing of what other sentences would hold: no interval, nothing decided
    "always the same": ([0.25] * 6, 0.5, NAN, NAN, "undecided"),
    "always neutral": ([0.0] * 6, 0.0, NAN, NAN, "undecided"),
    "as hostile as can be": ([-1.0] * 9, -2.0, NAN, NAN, "undecided"),
}  # fmt: skip


@pytest.mark.parametrize(("scores", "mean", "low", "high", "verdict"), HANDS.values(), ids=HANDS)
def test_stance_by_hand(scores, mean, low, high, verdict):
    row = only(stance(said("X", *scores)))
    assert row[["stance", "low", "high"]].tolist() == pytest.approx([mean, low, high], nan_ok=True)
    assert (row["n"], row["docs"], row["verdict"]) == (len(scores), 1, verdict)
    assert row[["low_docs", "high_docs"]].isna().all()


def test_the_interval_over_articles_draws_whole_articles():
    """Of a and b: both a (2), both b (0), or one of each: three of five sentences at 2."""
    rows = frame(said("X", 1, 1, 1, doc="a"), said("X", 0, 0, doc="b"))
    row = only(stance(rows, by=None))
    assert row[["stance", "low_docs", "high_docs"]].tolist() == pytest.approx([1.2, 0.0, 2.0])
    assert (row["n"], row["docs"]) == (5, 2)


@pytest.mark.parametrize(
    ("n", "least", "expressed"),
    [(4, LEAST, False), (5, LEAST, True), (5, 6, False), (2, 2, True), (1, 1, True), (1, 0, True)],
)
def test_too_few_sentences_express_nothing(n, least, expressed):
    """Then no number is given, but how many sentences there were."""
    row = only(stance(said("X", *[-0.5] * n), least=least))
    assert (row["n"], row["docs"]) == (n, 1)
    assert (row["verdict"] != "not expressed") == expressed
    assert row[["stance", "low", "high", "low_docs", "high_docs"]].notna().any() == expressed


def test_one_sentence_has_a_stance_and_no_interval():
    row = only(stance(said("X", -0.5), least=1))
    assert (row["stance"], row["verdict"]) == (-1.0, "undecided")
    assert row[["low", "high"]].isna().all()


# Voices


def test_each_voice_has_its_row_and_others_are_quoted_and_reported():
    rows = frame(
        said("X", *[1.0] * 5, 0.7, voice="author"),
        said("X", *[-1.0] * 4, -0.5, voice="quoted"),
        said("X", *[-0.5] * 4, -0.6, voice="reported"),
    )
    table = stance(rows)
    assert table["voice"].tolist() == list(VOICES) == ["all", "author", "others", "quoted", "reported"]
    assert table["n"].tolist() == [16, 6, 10, 5, 5]
    assert table["stance"].tolist() == pytest.approx([-2.8 / 16, 1.9, -1.42, -1.8, -1.04])
    assert table["verdict"].tolist() == ["undecided", "positive", "negative", "negative", "negative"]


def test_a_voice_without_sentences_has_no_row():
    assert stance(said("X", *[1.0] * 5))["voice"].tolist() == ["all", "author"]
    table = stance(said("X", *[1.0] * 5, voice="quoted"))
    assert table["voice"].tolist() == ["all", "others", "quoted"]


def test_a_hostile_quotation_does_not_make_the_author_hostile():
    rows = frame(said("X", *[0.0] * 5), said("X", *[-1.0] * 19, -0.9, voice="quoted"))
    verdicts = stance(rows).set_index("voice")["verdict"]
    assert verdicts[["author", "others", "all"]].tolist() == ["undecided", "negative", "negative"]


# Groups


GROUPED = frame(
    said("Y", *[1.0] * 5, doc="b", outlet="Post"),
    said("X", *[0.5] * 5, doc="b", outlet="Post"),
    said("X", *[-0.5] * 5, doc="a", outlet="Post"),
    said("X", *[-1.0] * 5, doc="c", outlet="Globe", holder="Orr"),
)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (None, [["X", 15, 3, -2 / 3], ["Y", 5, 1, 2.0]]),
        ("doc", [["a", "X", 5, 1, -1.0], ["b", "X", 5, 1, 1.0], ["b", "Y", 5, 1, 2.0], ["c", "X", 5, 1, -2.0]]),
        ("outlet", [["Globe", "X", 5, 1, -2.0], ["Post", "X", 10, 2, 0.0], ["Post", "Y", 5, 1, 2.0]]),
        ("holder", [["Orr", "X", 5, 1, -2.0], ["author", "X", 10, 2, 0.0], ["author", "Y", 5, 1, 2.0]]),
    ],
)  # fmt: skip
def test_groups_and_targets_stand_in_order(by, expected):
    """By group, then by target, whatever the order of the rows."""
    for rows in (GROUPED, GROUPED[::-1]):
        table = stance(rows, by).query("voice == 'all'")
        found = table[[*([by] if by else []), "target", "n", "docs", "stance"]].values.tolist()
        assert [row[:-1] for row in found] == [row[:-1] for row in expected]
        assert [row[-1] for row in found] == pytest.approx([row[-1] for row in expected])


@pytest.mark.parametrize(("by", "more"), [(None, []), ("doc", ["doc"]), ("outlet", ["outlet"])])
@pytest.mark.parametrize("rows", [GROUPED, GROUPED.head(0)], ids=["rows", "none"])
def test_columns_and_types_are_there_whatever_the_rows(rows, by, more):
    table = stance(rows, by)
    assert table.columns.tolist() == [*more, *COLUMNS]
    kinds = table.dtypes.astype(str).to_dict()
    assert {name: kinds[name] for name in COLUMNS} == COLUMNS
    assert len(table) == (0 if rows.empty else 2 * len(rows.groupby([*more, "target"])))


def test_an_unknown_group_is_refused_with_the_columns_that_exist():
    with pytest.raises(ParleyError, match=r"by is 'paper'; allowed: score, sentence, .*outlet") as fault:
        stance(GROUPED, "paper")
    assert "\n" not in str(fault.value)


def test_rows_are_left_alone():
    before = GROUPED.copy()
    stance(GROUPED)
    contrast(GROUPED, {"doc": "a"}, {"doc": "b"})
    without_each(GROUPED, "X")
    pd.testing.assert_frame_equal(GROUPED, before)


VARIED = said("X", *np.random.default_rng(3).uniform(-1, 1, 40))


def test_equal_seeds_give_equal_intervals():
    pd.testing.assert_frame_equal(stance(VARIED, seed=7), stance(VARIED, seed=7))
    one, other = only(stance(VARIED, seed=7)), only(stance(VARIED, seed=8))
    assert (one["low"], one["high"]) != (other["low"], other["high"])
    assert one["stance"] == other["stance"]


SENTENCE = st.tuples(
    st.floats(-1, 1, width=16), st.sampled_from(["author", "quoted", "reported"]), st.sampled_from("ab")
)


@given(st.lists(SENTENCE, min_size=1, max_size=25), st.integers(0, 8))
@settings(max_examples=60, deadline=None)
def test_whatever_the_sentences(sentences, least):
    rows = frame(*(said("X", score, voice=voice, doc=doc) for score, voice, doc in sentences))
    table = stance(rows, by=None, least=least).set_index("voice")
    counts = table["n"].to_dict()
    assert counts["all"] == len(rows) == counts.get("author", 0) + counts.get("others", 0)
    assert counts.get("others", 0) == counts.get("quoted", 0) + counts.get("reported", 0)
    for voice, row in table.iterrows():
        mine = rows[rows["voice"].isin(VOICES[voice])]
        assert row["docs"] == mine["doc"].nunique()
        assert row["verdict"] in schema.LABELS["stance", "verdict"]
        if row["n"] < least:
            assert (row["verdict"], row["stance"]) == ("not expressed", pytest.approx(NAN, nan_ok=True))
            continue
        assert -2 <= row["stance"] <= 2
        assert row["stance"] == pytest.approx(2 * mine["score"].mean())
        by_doc = mine.groupby("doc")["score"].mean()
        for low, high, units in (("low", "high", mine["score"]), ("low_docs", "high_docs", by_doc)):
            if np.ptp(units) > 1e-12 * units.abs().max():  # what is drawn differs, by more than rounding
                assert -2 <= row[low] <= row["stance"] + 1e-9
                assert row["stance"] - 1e-9 <= row[high] <= 2
            else:
                assert row[[low, high]].isna().all()
        sign = "negative" if row["high"] < 0 else "positive" if row["low"] > 0 else "undecided"
        assert row["verdict"] == sign


# What a stance is made of


def judged(doc: str, start: int, target: str, p: tuple[float, float, float], **more) -> dict:
    """One row of the table ``targets``."""
    place = {"doc": doc, "line": 1, "char_start": start, "char_end": start + 1, "sentence": start + 1}
    kind = {"target": target, "mention": "name", "polarity": "neutral", "voice": "author", "holder": "author"}
    chances = dict(zip(("p_negative", "p_neutral", "p_positive"), p, strict=True))
    return place | kind | chances | {"method": "model"} | more


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    names = {"a": "The Post", "b": ""}
    documents = [
        {name: "" if kind == "str" else 0 for name, kind in schema.columns("documents").items()}
        | {"doc": doc, "outlet": outlet}
        for doc, outlet in names.items()
    ]
    targets = [
        judged("a", 0, "X", (0.7, 0.2, 0.1)),
        judged("a", 0, "X", (0.0, 0.0, 1.0), method="textblob"),
        judged("a", 0, "X", (1.0, 0.0, 0.0), method="vader"),
        judged("a", 1, "X", (0.1, 0.1, 0.8), mention="pronoun"),
        judged("b", 0, "Y", (0.25, 0.5, 0.25), mention="nominal"),
    ]
    return {"documents": schema.frame("documents", documents), "targets": schema.frame("targets", targets)}


def test_the_score_is_the_favourable_less_the_hostile_chance(tables):
    """An article without an outlet is its own."""
    found = portrayals(tables)
    assert found.columns.tolist() == [*schema.columns("targets"), "outlet", "score"]
    assert found[["doc", "target", "outlet"]].values.tolist() == [["a", "X", "The Post"], ["b", "Y", "b"]]
    assert found["score"].tolist() == pytest.approx([-0.6, 0.0])
    assert found.index.tolist() == [0, 1]


def test_pronouns_count_only_if_asked_for(tables):
    assert portrayals(tables)["mention"].tolist() == ["name", "nominal"]
    assert portrayals(tables, pronouns=True)["mention"].tolist() == ["name", "pronoun", "nominal"]


@pytest.mark.parametrize(("method", "score"), [("model", -0.6), ("textblob", 1.0), ("vader", -1.0)])
def test_the_method_is_chosen(method, score, tables):
    assert portrayals(tables, method)["score"].iloc[0] == pytest.approx(score)


def test_an_unknown_method_is_refused(tables):
    for call in (portrayals, stance):
        with pytest.raises(ParleyError) as fault:
            call(Corpus(tables, {}), method="bert")
        assert str(fault.value) == "method is 'bert'; allowed: model, textblob, vader"


@pytest.mark.parametrize("options", [{}, {"method": "vader"}, {"pronouns": True}], ids=str)
def test_a_corpus_does_as_well_as_its_rows(options, tables):
    corpus = Corpus(tables, {})
    rows = portrayals(corpus, **options)
    pd.testing.assert_frame_equal(rows, portrayals(tables, **options))
    pd.testing.assert_frame_equal(stance(corpus, least=1, **options), stance(rows, least=1))


def test_a_corpus_without_targets_has_no_stance(tables):
    tables["targets"] = schema.empty("targets")
    assert portrayals(tables).empty
    assert stance(Corpus(tables, {})).empty


# One article less


def test_each_article_is_left_out_in_turn():
    """-1, -1, 1 and 0.5 by article: the mean of all is -0.125."""
    rows = frame(
        said("X", -1.0, -1.0, doc="a"),
        said("X", 1.0, doc="b"),
        said("X", 0.5, doc="c", voice="quoted"),
        said("Y", 1.0, doc="c"),
    )
    found = without_each(rows, "X")
    assert found.columns.tolist() == ["left_out", "value", "change"]
    assert found["left_out"].tolist() == ["", "a", "b", "c"]
    assert found["value"].tolist() == pytest.approx([-0.25, 1.5, -1.0, -2 / 3])
    assert found["change"].tolist() == pytest.approx([0.0, 1.75, -0.75, -2 / 3 + 0.25])
    assert without_each(rows, "X", "author")["value"].tolist() == pytest.approx([-2 / 3, 2.0, -2.0])


def test_without_the_only_article_nothing_is_left():
    found = without_each(said("X", 1.0), "X")
    assert found["value"].tolist() == pytest.approx([2.0, NAN], nan_ok=True)


@pytest.mark.parametrize(
    ("target", "voice", "message"),
    [
        ("Z", "all", "target 'Z', voice 'all': no sentence"),
        ("X", "quoted", "target 'X', voice 'quoted': no sentence"),
        ("X", "loud", "voice is 'loud'; allowed: all, author, others, quoted, reported"),
    ],
)
def test_nothing_to_leave_out_is_said(target, voice, message):
    with pytest.raises(ParleyError) as fault:
        without_each(said("X", 1.0), target, voice)
    assert str(fault.value) == message


# Contrasts


SIDES = frame(
    said("X", *[1.0] * 5, doc="a"), said("X", *[0.5] * 6, doc="b"),
    said("Y", *[-1.0] * 5, doc="a"), said("Y", *[1.0] * 5, doc="b"),
    said("Z", *[0.5] * 5, doc="a"), said("Z", *[1.0] * 5, doc="b", voice="quoted"),
    said("few", *[1.0] * 4, doc="a"), said("few", *[-1.0] * 9, doc="b"),
    said("one side", *[1.0] * 9, doc="a"),
)  # fmt: skip


def test_contrasts_by_hand():
    """Largest difference first, whichever its sign; X and Z differ by as much and stand by name.

    No side varies, so that no difference has an interval.
    """
    found = contrast(SIDES, {"doc": "a"}, {"outlet": "B"})
    columns = ["target", "first", "second", "difference", "low", "high", "n_first", "n_second"]
    assert found.columns.tolist() == columns
    assert found.drop(columns=["low", "high"]).values.tolist() == [
        ["Y", -2.0, 2.0, -4.0, 5, 5],
        ["X", 2.0, 1.0, 1.0, 5, 6],
        ["Z", 1.0, 2.0, -1.0, 5, 5],
    ]
    assert found[["low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("second", "targets"),
    [
        ({"voice": "others"}, ["Z"]),
        ({"voice": "quoted", "doc": "b"}, ["Z"]),
        ({"voice": "author", "doc": "b"}, ["Y", "X"]),
        ({"voice": "all", "outlet": "B"}, ["Y", "X", "Z"]),
    ],
    ids=str,
)
def test_a_side_may_be_several_choices(second, targets):
    assert contrast(SIDES, {"doc": "a"}, second)["target"].tolist() == targets


def test_a_target_needs_enough_sentences_on_both_sides():
    assert contrast(SIDES, {"doc": "a"}, {"doc": "b"}, least=4)["target"].tolist() == ["Y", "few", "X", "Z"]
    assert contrast(SIDES, {"doc": "a"}, {"doc": "b"}, least=6).empty


def test_nothing_to_contrast_leaves_an_empty_frame():
    found = contrast(SIDES.query("target in ['few', 'one side']"), {"doc": "a"}, {"doc": "b"})
    assert found.empty
    assert found.columns.tolist() == contrast(SIDES, {"doc": "a"}, {"doc": "b"}).columns.tolist()


def test_turned_sides_turn_the_sign():
    there = contrast(SIDES, {"doc": "a"}, {"doc": "b"}).set_index("target")
    back = contrast(SIDES, {"doc": "b"}, {"doc": "a"}).set_index("target")
    assert there["difference"].to_dict() == (-back["difference"]).to_dict()


def test_sentences_are_drawn_on_both_sides_apart():
    """4 of 5 against 1 of 5: the ends are those of the difference of two binomials."""
    rows = frame(said("X", 1, 1, 1, 1, 0), said("X", 1, 0, 0, 0, 0, doc="b"))
    (row,) = schema.rows(contrast(rows, {"doc": "a"}, {"doc": "b"}))
    exact = [
        (2 * (k - m) / 5, math.comb(5, k) * math.comb(5, m) * 0.8 ** (k + 5 - m) * 0.2 ** (5 - k + m))
        for k in range(6)
        for m in range(6)
    ]
    below = {d: sum(p for x, p in exact if x <= d + 1e-9) for d, _ in exact}
    assert row.difference == pytest.approx(1.2)
    assert row.low == pytest.approx(min(d for d, p in below.items() if p > 0.025))
    assert row.high == pytest.approx(min(d for d, p in below.items() if p > 0.975))


def test_equal_seeds_give_equal_contrasts():
    rows = frame(VARIED, VARIED.assign(doc="b", score=VARIED["score"] ** 3))
    one, again, other = (contrast(rows, {"doc": "a"}, {"doc": "b"}, seed=seed) for seed in (7, 7, 8))
    pd.testing.assert_frame_equal(one, again)
    assert one["low"].tolist() != other["low"].tolist()


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ({"doc": "c"}, {"doc": "b"}, "first {'doc': 'c'}: no sentence"),
        ({"doc": "a"}, {"doc": "b", "voice": "reported"},
         "second {'doc': 'b', 'voice': 'reported'}: no sentence"),
        ({"doc": "a"}, {"voice": "mixed"}, "voice is 'mixed'; allowed: all, author, others, quoted, reported"),
        ({"paper": "a"}, {"doc": "b"},
         "column of first is 'paper'; allowed: score, sentence, line, doc, target, voice, outlet, holder"),
    ],
)  # fmt: skip
def test_a_side_that_is_not_there_is_named(first, second, message):
    with pytest.raises(ParleyError) as fault:
        contrast(SIDES, first, second)
    assert str(fault.value) == message


# The sentences behind it


@pytest.fixture
def corpus() -> Corpus:
    """Three sentences of a, on lines 3, 4 and 5, and one of b."""
    places = [("a", 1, 3, "One."), ("a", 2, 4, "Two."), ("a", 3, 5, "Three."), ("b", 1, 9, "Four.")]
    rows = [
        {"doc": doc, "line": line, "char_start": line, "char_end": line + 1, "sentence": sentence}
        | {"block": 1, "text": text, "voice": "author", "has_gap": False}
        for doc, sentence, line, text in places
    ]
    return Corpus({"sentences": schema.frame("sentences", rows)}, {})


CARRIED = frame(said("X", 0.5, -0.9, -0.5), said("X", 0.9, doc="b", voice="quoted"), said("Y", 1.0))


def test_the_strongest_sentences_whichever_their_sign(corpus):
    """Ties in the order of the text; the line is that of the sentence."""
    found = carriers(corpus, CARRIED, "X")
    assert found.columns.tolist() == ["doc", "line", "voice", "holder", "score", "text"]
    assert found[["doc", "line", "voice", "score", "text"]].values.tolist() == [
        ["a", 4, "author", -0.9, "Two."],
        ["b", 9, "quoted", 0.9, "Four."],
        ["a", 3, "author", 0.5, "One."],
        ["a", 5, "author", -0.5, "Three."],
    ]
    assert found.index.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("count", "texts"), [(0, []), (1, ["Two."]), (9, ["Two.", "Four.", "One.", "Three."])]
)
def test_no_more_sentences_than_asked_for(count, texts, corpus):
    assert carriers(corpus, CARRIED, "X", count)["text"].tolist() == texts


def test_of_an_unknown_target_there_is_no_sentence(corpus):
    assert carriers(corpus, CARRIED, "Z").empty


# The numbers behind the chart


def test_stances_as_targets_by_groups():
    rows = frame(
        said("Y", *[1.0] * 5), said("X", *[-1.0] * 5), said("X", *[0.5] * 5, doc="b"),
        said("Y", *[1.0] * 4, doc="b"), said("X", *[0.0] * 5, doc="b", voice="quoted"),
    )  # fmt: skip
    shown = stance_table(stance(rows))
    assert (shown.index.tolist(), shown.columns.tolist()) == (["X", "Y"], ["a", "b"])
    assert shown.to_numpy().ravel().tolist() == pytest.approx([-2.0, 0.5, 2.0, NAN], nan_ok=True)
    quoted = stance_table(stance(rows), "quoted")
    assert (quoted.index.tolist(), quoted.columns.tolist(), quoted.to_numpy().tolist()) == (
        ["X"],
        ["b"],
        [[0.0]],
    )
    assert stance_table(stance(rows, "outlet"), "author").columns.tolist() == ["A", "B"]
