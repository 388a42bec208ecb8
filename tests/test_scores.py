"""The scorecard: on two tiny articles, of which every number is worked out by hand, and on the bundled ones.

``PARLEY_UPDATE_GOLDEN=1`` writes ``golden/scorecard.csv`` anew; read the difference before it is committed.
"""

import difflib
import json
import math
import os
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from parley import bundled, code, schema
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.reference import Coding, read_coding
from parley.schema import LAYERS
from parley.scores import (
    COLUMNS,
    METHODS,
    coder_agreement,
    mention_outcomes,
    methods_of,
    portrayal_units,
    score_line,
    scorecard,
    speaker_outcomes,
    stance_pairs,
)
from parley.stance import portrayals, stance

NAN = math.nan
LAYER_NAMES = ["blocks", "sentences", "mentions"]
LAYER_NAMES += ["portrayal", "portrayal by the author", "portrayal by others"]
ORDER = ["layer", "method", "measure", "n", "score", "low", "high", "low_docs", "high_docs"]
ORDER += ["precision", "recall", "kappa", "passes", "majority"]


def block(doc, line, line_end, kind):
    return {"doc": doc, "line": line, "line_end": line_end, "kind": kind, "gaps": 0}


def span(doc, start, end, **more):
    return {"doc": doc, "start": start, "end": end, **more}


def mention(doc, start, end, actor, kind="name"):
    return span(doc, start, end, actor=actor, kind=kind)


def target(doc, start, end, who, polarity, voice="author"):
    return span(doc, start, end, target=who, polarity=polarity, voice=voice, holder="")


GOLD = {
    "blocks": [
        block("a", 1, 1, "title"), block("a", 2, 3, "body"), block("a", 5, 5, "ad"),
        block("b", 1, 1, "title"), block("b", 2, 2, "body"),
    ],
    "sentences": [span("a", 0, 10), span("a", 11, 20), span("a", 30, 40), span("b", 0, 5), span("b", 6, 9)],
    "mentions": [
        mention("a", 0, 4, "X"), mention("a", 11, 15, "Y"), mention("a", 16, 18, "Y", "pronoun"),
        mention("b", 0, 3, "X"),
    ],
    "targets": [
        target("a", 0, 10, "X", "negative"), target("a", 0, 10, "Y", "neutral", "quoted"),
        target("a", 11, 20, "X", "positive"), target("a", 30, 40, "X", "negative"),
        target("b", 0, 5, "X", "positive"), target("b", 6, 9, "Y", "neutral", "quoted"),
    ],
}  # fmt: skip
FIRST = {layer: rows for layer, rows in GOLD.items() if layer != "sentences"}
SECOND = {
    "blocks": [block("a", 1, 1, "dek"), *GOLD["blocks"][1:]],
    "mentions": GOLD["mentions"][:-1],
    "targets": [*GOLD["targets"][:3], target("a", 30, 40, "X", "neutral"), *GOLD["targets"][4:]],
}
ARTICLES = {d: {"file": f"{d}.txt", "sha256": d * 64} for d in "abd"}
"""Article d is in the reference and not in the tables; c is in the tables alone."""


def write(folder: Path, **codings) -> Path:
    """Write codings as the product reads them; ``None`` leaves one out."""
    for name, layers in {"adjudicated": GOLD, "first": FIRST, "second": SECOND, **codings}.items():
        if layers is not None:
            (folder / name).mkdir(parents=True)
            for layer, rows in layers.items():
                text = "".join(json.dumps(row) + "\n" for row in rows)
                (folder / name / f"{layer}.jsonl").write_text(text, encoding="utf-8")
    (folder / "articles.json").write_text(json.dumps(ARTICLES), encoding="utf-8")
    return folder


def rows(table: str, *given) -> pd.DataFrame:
    """A table from rows that name only what matters."""
    fill = {"str": "", "int64": 0, "float64": 0.0, "bool": False}
    filled = []
    for row in given:
        row = {"char_start": row.pop("start", 0), "char_end": row.pop("end", 1), **row}
        filled.append({c: row.get(c, fill[t]) for c, t in schema.columns(table).items()})
    return schema.frame(table, filled)


MINE = {
    "a": [(0, 10), (11, 21), (30, 40)],
    "b": [(0, 5), (6, 9), (10, 12)],
    "c": [(0, 7)],
}
POLARITY = {
    "a": {"vader": [-0.5, 0.9, 0.0499], "textblob": [0.05, 0.9, -0.05]},
    "b": {"vader": [0.05, -0.0499, 0.9], "textblob": [0.0, 0.9, 0.9]},
    "c": {"vader": [0.9], "textblob": [0.9]},
}


JUDGED = [
    ("a", 0, "X", "model", "negative"),
    ("a", 0, "X", "vader", "positive"),
    ("a", 2, "X", "model", "positive"),
    ("b", 0, "X", "model", "positive"),
    ("b", 1, "Y", "model", "negative"),
    ("c", 0, "X", "model", "negative"),
]
"""The target Y of the first sentence is not found."""


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    places = [(d, i, s, e) for d, spans in MINE.items() for i, (s, e) in enumerate(spans)]
    return {
        "documents": rows("documents", *({"doc": d, "sha256": d * 64} for d in "abc")),
        "blocks": rows(
            "blocks",
            {"doc": "a", "line": 1, "line_end": 1, "kind": "title", "start": 0},
            {"doc": "a", "line": 2, "line_end": 3, "kind": "body", "start": 2, "end": 9},
            {"doc": "a", "line": 5, "line_end": 5, "kind": "body", "start": 10, "end": 12},
            {"doc": "b", "line": 1, "line_end": 1, "kind": "title"},
            {"doc": "b", "line": 2, "line_end": 2, "kind": "body", "start": 2, "end": 3},
            {"doc": "c", "line": 1, "line_end": 1, "kind": "nav"},
        ),
        "sentences": rows(
            "sentences", *({"doc": d, "sentence": i, "start": s, "end": e} for d, i, s, e in places)
        ),
        "mentions": rows(
            "mentions",
            mention("a", 0, 6, "X"), mention("a", 11, 15, "X"), mention("b", 0, 3, "X"),
            mention("c", 0, 3, "X"),
        ),
        "sentiment": rows(
            "sentiment",
            *(
                {"doc": d, "sentence": i, "start": s, "end": e, "method": m, "polarity": POLARITY[d][m][i]}
                for d, i, s, e in places
                for m in ("textblob", "vader")
            ),
        ),
        "targets": rows(
            "targets",
            *(
                {"doc": d, "sentence": i, "start": MINE[d][i][0], "end": MINE[d][i][1]}
                | {"target": t, "method": m, "polarity": p, "mention": "name", "voice": "author"}
                for d, i, t, m, p in JUDGED
            ),
        ),
    }  # fmt: skip


@pytest.fixture
def card(tables, tmp_path) -> pd.DataFrame:
    return scorecard(tables, write(tmp_path / "codings"))


EXPECTED = [
    # lines a1 a2 a3 a5 b1 b2, of which a5 is wrong; three of six are body
    ("blocks", "rules", "accuracy", 6, 5 / 6, 3 / 4, 1.0, NAN, NAN, 14 / 20, 5 / 6, 3 / 6),
    # a: 2 hits, 1 missed, 1 extra; b: 2 hits, 1 extra
    ("sentences", "rules", "F1", 5, 8 / 11, 4 / 6, 4 / 5, 4 / 6, 4 / 5, NAN, NAN, NAN),
    # a: one hit, one of the wrong actor; b: a hit; the second pass lacks b's
    ("mentions", "rules: name", "F1", 3, 4 / 6, 2 / 4, 1.0, 2 / 3, 2 / 3, NAN, 4 / 5, NAN),
    ("mentions", "rules: pronoun", "F1", 1, 0.0, NAN, NAN, NAN, 0.0, NAN, 1.0, NAN),
    # by sentence and target: negative, neutral, negative | positive, neutral; one sentence is cut otherwise.
    # the model says negative, neutral (not found), positive | positive, negative
    ("portrayal", "model", "F1m", 5, 11 / 18, 1 / 3, 11 / 18, NAN, NAN, 7 / 17, 37 / 45, 4 / 21),
    # TextBlob says positive, positive, negative | neutral, positive
    ("portrayal", "textblob", "F1m", 5, 2 / 9, 0.0, 2 / 9, NAN, NAN, -2 / 18, 37 / 45, 4 / 21),
    # VADER says negative, negative, neutral | positive, neutral
    ("portrayal", "vader", "F1m", 5, 2 / 3, 1 / 6, 2 / 3, NAN, NAN, 6 / 16, 37 / 45, 4 / 21),
    # the author's: negative, negative | positive
    ("portrayal by the author", "model", "F1m", 3, 2 / 3, 1 / 3, 2 / 3, NAN, NAN, 2 / 5, 5 / 6, 2 / 5),
    ("portrayal by the author", "textblob", "F1m", 3, 1 / 3, 0.0, 1 / 3, NAN, NAN, 0.0, 5 / 6, 2 / 5),
    ("portrayal by the author", "vader", "F1m", 3, 5 / 6, 1 / 3, 5 / 6, NAN, NAN, 3 / 6, 5 / 6, 2 / 5),
    # others': neutral | neutral, on which both passes agree, and which the commonest label is
    ("portrayal by others", "model", "F1m", 2, 2 / 3, 0.0, 1.0, NAN, NAN, 0.0, 1.0, 1.0),
    ("portrayal by others", "textblob", "F1m", 2, 0.0, NAN, NAN, NAN, NAN, 0.0, 1.0, 1.0),
    ("portrayal by others", "vader", "F1m", 2, 2 / 3, 0.0, 1.0, NAN, NAN, 0.0, 1.0, 1.0),
]  # layer, method, measure, n, score, low_docs, high_docs, precision, recall, kappa, passes, majority


def test_every_number_is_the_one_worked_out_by_hand(card):
    columns = [c for c in ORDER if c not in ("low", "high")]
    expected = pd.DataFrame(EXPECTED, columns=columns)
    pd.testing.assert_frame_equal(card[columns], expected, check_dtype=False)


def test_columns_stand_in_their_order_with_their_types(card):
    assert card.columns.tolist() == ORDER == list(COLUMNS)
    assert card["n"].dtype == "int64"
    assert {str(card[c].dtype) for c in ORDER[4:]} == {"float64"}


def labels_f1(pairs) -> float:
    """Macro F1 over negative, neutral, positive by its definition; a label that nobody gives scores 0."""
    scores = []
    for label in ("negative", "neutral", "positive"):
        hits = sum(a == b == label for a, b in pairs)
        given = sum(a == label for a, _ in pairs) + sum(b == label for _, b in pairs)
        scores.append(2 * hits / given if given else 0.0)
    return float(np.mean(scores))


def spans_f1(outcomes) -> float:
    hit, other = outcomes.count("h"), len(outcomes) - outcomes.count("h")
    return 2 * hit / (2 * hit + other)


INTERVALS = {
    "blocks": ("blocks", "rules", [1, 1, 1, 0, 1, 1], np.mean),
    "sentences": ("sentences", "rules", list("hmehhhe"), spans_f1),
    "names": ("mentions", "rules: name", list("hmeh"), spans_f1),
    "portrayal, model": (
        "portrayal",
        "model",
        [
            ("negative", "negative"), ("neutral", "neutral"), ("negative", "positive"),
            ("positive", "positive"), ("neutral", "negative"),
        ],
        labels_f1,
    ),
    "portrayal": (
        "portrayal",
        "vader",
        [
            ("negative", "negative"), ("neutral", "negative"), ("negative", "neutral"),
            ("positive", "positive"), ("neutral", "neutral"),
        ],
        labels_f1,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("layer", "method", "units", "score"), INTERVALS.values(), ids=INTERVALS.keys())
def test_intervals_are_those_of_all_resamples(card, layer, method, units, score):
    """Each possible draw of as many units, its score by the definition; the ends to one step of these."""
    row = card[(card["layer"] == layer) & (card["method"] == method)].iloc[0]
    draws = list(product(units, repeat=min(len(units), 5)))
    if len(units) > 5:
        rng = np.random.default_rng(9)
        draws = [[units[i] for i in rng.integers(0, len(units), len(units))] for _ in range(20_000)]
    exact = [score(list(draw)) for draw in draws]
    least = np.quantile(exact, [0.014, 0.962], method="lower")
    most = np.quantile(exact, [0.038, 0.986], method="higher")
    assert (least - 1e-9 <= row[["low", "high"]].to_numpy(float)).all()
    assert (row[["low", "high"]].to_numpy(float) <= most + 1e-9).all()


def test_one_unit_has_no_interval(card):
    row = card[card["method"] == "rules: pronoun"].iloc[0]
    assert math.isnan(row["low"])
    assert math.isnan(row["high"])


def test_equal_tables_give_equal_scorecards(card, tables, tmp_path):
    pd.testing.assert_frame_equal(scorecard(tables, tmp_path / "codings"), card)
    pd.testing.assert_frame_equal(scorecard(Corpus(tables, {}), tmp_path / "codings"), card)


def test_a_layer_that_one_side_lacks_has_no_row(tables, tmp_path):
    made = {"blocks": "blocks", "sentences": "sentences", "mentions": "mentions", "targets": "portrayal"}
    for layer, lost in made.items():
        gold = {k: v for k, v in GOLD.items() if k != layer}
        rated = scorecard(tables, write(tmp_path / layer, adjudicated=gold))
        assert rated["layer"].unique().tolist() == [x for x in LAYER_NAMES if not x.startswith(lost)]
    whole = write(tmp_path / "whole")
    for table, lost in (("blocks", "blocks"), ("mentions", "mentions"), ("sentiment", "portrayal")):
        rated = scorecard({k: v for k, v in tables.items() if k != table}, whole)
        assert rated["layer"].unique().tolist() == [x for x in LAYER_NAMES if not x.startswith(lost)]


def test_articles_outside_the_reference_do_not_count(card, tables, tmp_path):
    without = {name: table[table["doc"] != "c"] for name, table in tables.items()}
    pd.testing.assert_frame_equal(scorecard(without, tmp_path / "codings"), card)
    only = {name: table[table["doc"] == "c"] for name, table in tables.items()}
    empty = scorecard(only, tmp_path / "codings")
    assert empty.empty
    assert empty.columns.tolist() == ORDER


def test_empty_tables_give_an_empty_scorecard(tmp_path):
    nothing = {name: schema.empty(name) for name in schema.TABLES}
    assert scorecard(nothing, write(tmp_path / "codings")).columns.tolist() == ORDER


def test_an_article_of_the_same_name_with_another_text_does_not_count(tables, tmp_path):
    """Offsets lead into the text that was coded; the hash says whether it is that one."""
    tables["documents"] = tables["documents"].assign(sha256="f" * 64)
    try:
        rated = scorecard(tables, write(tmp_path / "codings"))
    except ParleyError:
        return
    assert rated.empty


def test_a_line_that_the_tables_lack_is_an_error_and_still_counted(tables, tmp_path):
    """n is of the reference: six lines, of which four are right when one more is not there."""
    tables["blocks"] = tables["blocks"].drop(index=0)
    row = scorecard(tables, write(tmp_path / "codings")).iloc[0]
    assert (row["layer"], row["n"]) == ("blocks", 6)
    assert row["score"] == pytest.approx(4 / 6)


def test_without_two_passes_their_agreement_is_missing(tables, tmp_path):
    for i, more in enumerate([{"first": None}, {"first": None, "second": None}]):
        rated = scorecard(tables, write(tmp_path / str(i), **more))
        assert len(rated) == len(EXPECTED)
        assert rated["passes"].isna().all()


@pytest.mark.parametrize("layer", ["blocks", "mentions", "targets"])
def test_a_pass_without_a_layer_leaves_its_agreement_missing(tables, tmp_path, layer):
    """Layers that were not coded are missing; the method's own score does not need them."""
    less = {k: v for k, v in FIRST.items() if k != layer}
    rated = scorecard(tables, write(tmp_path / "codings", first=less))
    assert rated["score"].tolist() == pytest.approx([row[4] for row in EXPECTED])
    shown = {
        "blocks": ["blocks"],
        "mentions": ["mentions"],
        "targets": ["portrayal", "portrayal by the author", "portrayal by others"],
    }
    assert rated.loc[rated["layer"].isin(shown[layer]), "passes"].isna().all()


def test_a_pass_that_is_not_finished_does_not_stop_the_scorecard(tables, tmp_path):
    """As after 'parley reference new', when a coder has done one article."""
    begun = {layer: [row for row in rows if row["doc"] == "a"] for layer, rows in FIRST.items()}
    rated = scorecard(tables, write(tmp_path / "codings", first=begun))
    assert rated["score"].tolist() == pytest.approx([row[4] for row in EXPECTED])


def test_a_reference_that_is_not_there_is_named(tables, tmp_path):
    with pytest.raises(ParleyError, match=r"coding in .*is 'adjudicated'; allowed: none there yet"):
        scorecard(tables, tmp_path)


# Portrayal


UNITS = [
    ["a", 10, "X", "negative", "positive", "negative"],
    ["a", 10, "Y", "neutral", "positive", "negative"],
    ["a", 40, "X", "positive", "negative", "neutral"],
    ["b", 5, "X", "positive", "neutral", "positive"],
    ["b", 9, "Y", "negative", "positive", "neutral"],
]


def test_each_method_says_its_label_of_each_unit(tables, tmp_path):
    """The model's is that of the target, neutral where it was not found; the others' that of the sentence."""
    units = portrayal_units(tables, read_coding(write(tmp_path / "codings")))
    assert units.columns.tolist() == (
        ["doc", "sentence", "end", "target", "voice", "holder", "polarity", "model", "textblob", "vader"]
    )
    assert units[["doc", "end", "target", "model", "textblob", "vader"]].values.tolist() == UNITS


def test_without_the_table_targets_only_the_model_is_missing(card, tables, tmp_path):
    del tables["targets"]
    units = portrayal_units(tables, read_coding(tmp_path / "codings"))
    assert units[["doc", "end", "target", "textblob", "vader"]].values.tolist() == (
        [[*row[:3], *row[4:]] for row in UNITS]
    )
    rest = card[card["method"] != "model"].reset_index(drop=True)
    pd.testing.assert_frame_equal(scorecard(tables, tmp_path / "codings"), rest)


def test_where_nothing_was_found_the_model_says_neutral(tables, tmp_path):
    tables["targets"] = schema.empty("targets")
    units = portrayal_units(tables, read_coding(write(tmp_path / "codings")))
    assert units["model"].tolist() == ["neutral"] * 5


def test_units_stand_in_the_order_of_the_text(tables, tmp_path):
    """Also where the file of the coding does not."""
    turned = GOLD | {"targets": GOLD["targets"][::-1]}
    units = portrayal_units(tables, read_coding(write(tmp_path / "codings", adjudicated=turned)))
    assert list(zip(units["doc"], units["end"], strict=True)) == [
        ("a", 10), ("a", 10), ("a", 40), ("b", 5), ("b", 9),
    ]  # fmt: skip


def test_methods_are_those_of_the_table(tables):
    assert methods_of(tables) == ["model", "textblob", "vader"]
    del tables["targets"]
    assert methods_of(tables) == ["textblob", "vader"]
    assert methods_of({"sentiment": schema.empty("sentiment")}) == []


# Stance


def judgements(doc, who, score, n=5, voice="author", mention="name", method="model") -> list[dict]:
    """Equal sentences about one target."""
    more = {"doc": doc, "target": who, "voice": voice, "mention": mention, "method": method}
    return [more | {"p_positive": max(score, 0.0), "p_negative": max(-score, 0.0)} for _ in range(n)]


STANCES = {("a", "X"): 2, ("a", "Y"): -1, ("b", "X"): -2, ("b", "Y"): 1, ("d", "X"): 0}
SECOND_STANCES = {("a", "X"): 1, ("a", "Y"): -2, ("b", "X"): -1, ("b", "Y"): 2}


def coded(stances) -> list[dict]:
    return [{"doc": doc, "target": who, "stance": value} for (doc, who), value in stances.items()]


@pytest.fixture
def stances(tables, tmp_path):
    """Tables and codings: of X and Y in a and X in b the author says enough, of Y in b not."""
    tables["targets"] = rows(
        "targets",
        *judgements("a", "X", 0.5), *judgements("a", "X", -1.0, voice="quoted"),
        *judgements("a", "X", -1.0, mention="pronoun"), *judgements("a", "X", -1.0, method="vader"),
        *judgements("a", "Y", -0.5), *judgements("b", "X", 0.0), *judgements("b", "Y", 1.0, n=4),
        *judgements("b", "Z", 1.0),
    )  # fmt: skip
    tables["stance"] = stance(portrayals(tables))
    return tables, write(
        tmp_path / "codings",
        adjudicated={"stance": coded(STANCES)},
        first={"stance": coded(STANCES)},
        second={"stance": coded(SECOND_STANCES)},
    )


def test_stances_that_are_coded_and_expressed_are_paired(stances):
    """The author's own sentences, names and descriptions alone, five at least."""
    tables, codings = stances
    pairs = stance_pairs(tables, read_coding(codings))
    assert pairs.columns.tolist() == ["doc", "target", "coded", "found"]
    assert pairs.values.tolist() == [["a", "X", 2, 1.0], ["a", "Y", -1, -1.0], ["b", "X", -2, 0.0]]


def test_the_rank_correlation_of_stances_by_hand(stances):
    """Ranks 3, 2, 1 and 3, 1, 2; drawn twice, article a has a perfect one, article b none."""
    (row,) = schema.rows(scorecard(*stances))
    assert (row.layer, row.method, row.measure, row.n) == ("stance by the author", "model", "rho", 3)
    assert row.score == pytest.approx(0.5)
    assert (row.low_docs, row.high_docs) == pytest.approx((0.5, 1.0))
    assert (row.low, row.high) == pytest.approx((-1.0, 1.0))
    assert all(map(math.isnan, (row.precision, row.recall, row.kappa, row.majority)))


def test_the_ceiling_of_stances_is_the_correlation_of_the_passes(stances):
    """On the three pairs that are measured, ranks 3, 2, 1 and 3, 1, 2: 1 - 6 * 2 / (3 * 8)."""
    assert scorecard(*stances)["passes"].tolist() == pytest.approx([0.5])


def test_the_line_of_stances_has_no_commonest_label(stances):
    assert score_line(scorecard(*stances), "stance by the author", "model") == (
        "stance by the author, Parley's model: rho .50 [-1.00, 1.00] against the reference coding, n = 3; "
        "two coding passes .50."
    )


def test_two_stances_have_no_rank_correlation(stances):
    tables, codings = stances
    tables["stance"] = tables["stance"].query("doc != 'b'")
    assert scorecard(tables, codings).empty


def test_stances_of_another_text_do_not_count(stances):
    tables, codings = stances
    tables["documents"] = tables["documents"].assign(sha256="f" * 64)
    assert scorecard(tables, codings).empty


def test_without_stances_or_coded_ones_there_is_no_row(stances, tmp_path):
    tables, codings = stances
    bare = {name: table for name, table in tables.items() if name != "stance"}
    assert scorecard(bare, codings).empty
    assert "stance by the author" not in set(scorecard(tables, write(tmp_path / "other"))["layer"])


# The line below a chart


def line_row(**more) -> pd.DataFrame:
    row = dict.fromkeys(ORDER, NAN) | {"layer": "portrayal", "method": "vader", "measure": "F1m", "n": 9}
    return pd.DataFrame([row | {"score": 0.5, "low": 0.4, "high": 0.6} | more])


WEAK = "; weak here, not shown to beat that label."


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({}, "portrayal, VADER: F1m .50 [.40, .60] against the reference coding, n = 9."),
        (
            {"passes": 0.9, "majority": 0.3},
            "portrayal, VADER: F1m .50 [.40, .60] against the reference coding, n = 9; "
            "two coding passes .90; always the commonest label .30.",
        ),
        (
            {"method": "textblob", "majority": 0.45},
            "portrayal, TextBlob: F1m .50 [.40, .60] against the reference coding, n = 9; "
            "always the commonest label .45" + WEAK,
        ),
        (
            {"layer": "blocks", "method": "rules", "measure": "accuracy", "score": 1.0, "high": 1.0},
            "blocks, Parley's rules: accuracy 1.00 [.40, 1.00] against the reference coding, n = 9.",
        ),
    ],
)
def test_the_line_says_score_and_limits(more, line):
    assert score_line(line_row(**more), "portrayal" if "layer" not in more else "blocks") == line


@pytest.mark.parametrize(
    ("low", "majority", "weak"),
    [(0.4, 0.39, False), (0.4, 0.4, True), (0.4, 0.41, True), (0.4, NAN, False), (NAN, 0.3, True)],
    ids=["above", "equal", "below", "no commonest label", "no interval"],
)
def test_the_warning_stands_exactly_where_the_commonest_label_is_not_beaten(low, majority, weak):
    """Nothing is shown either where so few units have no interval."""
    assert score_line(line_row(low=low, majority=majority), "portrayal").endswith(WEAK) == weak


@pytest.mark.parametrize(("n", "weak"), [(15, True), (16, False)])
def test_no_mistake_in_many_units_beats_the_commonest_label(n, weak):
    """Without a mistake there is no interval; n units show 1 - 3 / n: 15 no more than .80, 16 do."""
    line = score_line(line_row(n=n, score=1.0, low=NAN, high=NAN, majority=0.8), "portrayal")
    assert line.startswith(f"portrayal, VADER: F1m 1.00 [no interval] against the reference coding, n = {n}")
    assert line.endswith(WEAK) == weak


def test_the_line_tells_each_method_of_the_layer(card):
    both = score_line(card, "portrayal")
    one = [score_line(card, "portrayal", m) for m in ("model", "textblob", "vader")]
    assert both == " ".join(one)
    assert one[0].startswith("portrayal, Parley's model: F1m .61 [")
    assert one[1].startswith("portrayal, TextBlob: F1m .22 [")
    assert "two coding passes .82; always the commonest label .19" in one[2]
    assert score_line(card, "portrayal", ["vader", "model"]) == f"{one[0]} {one[2]}"


def test_an_unknown_layer_is_not_measured_and_an_unknown_method_refused(card):
    assert score_line(card, "quotes") == "quotes: not measured against a reference coding."
    assert score_line(card.head(0), "blocks") == "blocks: not measured against a reference coding."
    for method in ("bert", ["vader", "bert"]):
        with pytest.raises(ParleyError, match="method is 'bert'; allowed: model, textblob, vader"):
            score_line(card, "portrayal", method)


# Coders


def by(name: str, layers) -> Coding:
    frames = {layer: pd.DataFrame(rows, columns=list(LAYERS[layer])) for layer, rows in layers.items()}
    return Coding(name, frames, ARTICLES)


def test_agreement_of_coders_by_hand():
    """Blocks, mentions and targets as above, and two stances of three."""
    stance = [{"doc": d, "target": "X", "stance": s} for d, s in (("a", -1), ("b", 2))]
    others = [
        {"doc": d, "target": t, "stance": s} for d, t, s in (("a", "X", -1), ("b", "X", 1), ("b", "Y", 0))
    ]
    table = coder_agreement(by("1", FIRST | {"stance": stance}), by("2", SECOND | {"stance": others}))
    assert table.columns.tolist() == ["layer", "code", "n", "f1", "percent", "kappa", "alpha"]
    shown = table[["layer", "code", "n", "f1", "percent", "kappa"]]
    expected = pd.DataFrame(
        [
            # five blocks, one of another kind: chance (2*1 + 2*2 + 1*1) / 25
            ("blocks", "kind", 5, NAN, 4 / 5, (20 - 7) / (25 - 7)),
            ("mentions", "which", 4, 6 / 7, NAN, NAN),
            ("mentions", "kind", 3, NAN, 1.0, 1.0),
            ("targets", "which", 6, 1.0, NAN, NAN),
            # negative 2 and 1, neutral 2 and 3, positive 2 and 2
            ("targets", "polarity", 6, NAN, 5 / 6, (30 - 12) / (36 - 12)),
            ("targets", "polarity, ordinal", 6, NAN, 5 / 6, (30 - 12) / (36 - 12)),
            ("targets", "voice", 6, NAN, 1.0, 1.0),
            ("stance", "which", 3, 4 / 5, NAN, NAN),
            ("stance", "stance, interval", 2, NAN, 1 / 2, 1 / 3),
        ],
        columns=shown.columns,
    )
    pd.testing.assert_frame_equal(shown, expected, check_dtype=False)
    alpha = table.set_index(["layer", "code"])["alpha"]
    # nominal: 12 values, 4 + 4 + 4 less; coincidences on the diagonal 2 + 4 + 4, n = 3, 5, 4
    assert alpha["targets", "polarity"] == pytest.approx(1 - 11 * 2 / (144 - 9 - 25 - 16))
    # interval: values -1 -1 2 1, observed 2 * 1, expected over ordered pairs 2 * (9 + 4 + 9 + 4 + 1)
    assert alpha["stance", "stance, interval"] == pytest.approx(1 - 3 * 2 / 54)
    # ordinal: neighbours negative (3) and neutral (5) are ((3 + 5) / 2)^2 apart
    apart = {(0, 1): ((3 + 5) / 2) ** 2, (1, 2): ((5 + 4) / 2) ** 2, (0, 2): (3 / 2 + 5 + 4 / 2) ** 2}
    size = (3, 5, 4)
    expect = sum(2 * size[a] * size[b] * d for (a, b), d in apart.items())
    assert alpha["targets", "polarity, ordinal"] == pytest.approx(1 - 11 * 2 * apart[0, 1] / expect)


def test_agreement_of_a_coder_with_themselves_is_perfect():
    coding = read_coding(name="first")
    table = coder_agreement(coding, coding)
    for column in ("f1", "percent", "kappa", "alpha"):
        assert table[column].dropna().tolist() == pytest.approx([1.0] * table[column].notna().sum())
    assert table.loc[table["code"] == "which", "n"].tolist() == [
        len(coding[x]) for x in ("mentions", "quotes", "targets", "positions", "events", "claims", "stance")
    ]


def test_coders_who_coded_nothing_in_common_have_no_rows():
    assert coder_agreement(by("1", {"quotes": []}), by("2", {"quotes": [], "stance": []})).empty
    assert coder_agreement(by("1", {"blocks": GOLD["blocks"]}), by("2", {})).empty


# What became of the mentions


TEXT = "Ann met Bob. She left. Cid ran. Dan sat. "


def story(*mentions) -> Corpus:
    places = [(0, 12), (13, 22), (23, 31), (32, 40)]
    tables = {
        "documents": rows("documents", {"doc": "a"}),
        "sentences": rows(
            "sentences",
            *(
                {"doc": "a", "sentence": i, "line": i + 1, "start": s, "end": e}
                for i, (s, e) in enumerate(places)
            ),
        ),
        "mentions": rows("mentions", *mentions),
    }  # fmt: skip
    return Corpus(tables, {"a": TEXT})


def test_what_became_of_each_mention():
    gold = by("gold", {"mentions": [
        mention("a", 0, 3, "Ann"), mention("a", 8, 11, "Bob"), mention("a", 13, 16, "Ann", "pronoun"),
        mention("a", 23, 26, "Cid"), mention("b", 0, 3, "Ann"),
    ]})  # fmt: skip
    found = story(
        mention("a", 0, 3, "Ann"), mention("a", 8, 11, "Eve"), mention("a", 23, 26, "Cid", "nominal"),
        mention("a", 32, 35, "Dan"),
    )  # fmt: skip
    table = mention_outcomes(found, gold)
    expected = pd.DataFrame(
        [
            ("a", 0, 1, 0, 3, "Ann", "name", "Ann", "Ann", "found"),
            ("a", 0, 1, 8, 11, "Bob", "name", "Bob", "Eve", "other actor"),
            ("a", 1, 2, 13, 16, "She", "pronoun", "Ann", "", "missed"),
            ("a", 2, 3, 23, 26, "Cid", "name", "Cid", "Cid", "other kind"),
            ("a", 3, 4, 32, 35, "Dan", "name", "Dan", "Dan", "extra"),
        ],
        columns=[
            "doc",
            "sentence",
            "line",
            "char_start",
            "char_end",
            "text",
            "kind",
            "actor",
            "found",
            "outcome",
        ],
    )
    pd.testing.assert_frame_equal(table, expected, check_dtype=False)


def test_the_same_actor_is_the_partner_before_a_better_overlap():
    gold = by("gold", {"mentions": [mention("a", 0, 11, "Bob")]})
    table = mention_outcomes(story(mention("a", 0, 10, "Ann"), mention("a", 8, 11, "Bob")), gold)
    assert table[["char_start", "found", "outcome"]].values.tolist() == [
        [0, "Bob", "found"],
        [0, "Ann", "extra"],
    ]


@pytest.mark.parametrize(
    ("wanted", "found", "outcomes"),
    [
        ([], [mention("a", 0, 3, "Ann")], ["extra"]),
        ([mention("a", 0, 3, "Ann")], [], ["missed"]),
        ([], [], []),
    ],
    ids=["nothing wanted", "nothing found", "nothing at all"],
)
def test_mentions_of_one_side_alone(wanted, found, outcomes):
    table = mention_outcomes(story(*map(dict, found)), by("gold", {"mentions": wanted}))
    assert table["outcome"].tolist() == outcomes
    assert table.columns.tolist()[-1] == "outcome"


def test_outcomes_of_the_bundled_corpus_hold_every_mention_of_both_sides_once():
    corpus, gold = code(bundled("seeds")), read_coding()
    table = mention_outcomes(corpus, gold)
    wanted = table[table["outcome"] != "extra"]
    places = ["doc", "char_start", "char_end"]
    theirs = gold["mentions"].rename(columns={"start": "char_start", "end": "char_end"})
    assert sorted(wanted[[*places, "actor", "kind"]].itertuples(index=False, name=None)) == sorted(
        theirs[[*places, "actor", "kind"]].itertuples(index=False, name=None)
    )
    hits = (~table["outcome"].isin(["missed", "extra"])).sum()
    assert hits + (table["outcome"] == "extra").sum() == len(corpus.mentions)


# The bundled corpus


def golden_difference(golden: str, fresh: str) -> str:
    """The rows that differ, column by column, each under its layer and method."""
    old, new = (
        {tuple(x[:2]): x for x in (r.split(",") for r in t.splitlines()[1:])} for t in (golden, fresh)
    )
    names = fresh.splitlines()[0].split(",")
    lines = [f"{', '.join(k)}: row is {'new' if k in new else 'gone'}" for k in sorted(set(old) ^ set(new))]
    for key in sorted(set(old) & set(new)):
        pairs = zip(names, old[key], new[key], strict=True)
        lines += [f"{', '.join(key)}: {c} was {a or '-'}, is {b or '-'}" for c, a, b in pairs if a != b]
    return "\n".join(lines) or "\n".join(difflib.unified_diff(golden.splitlines(), fresh.splitlines()))


def test_the_bundled_scorecard_is_the_reviewed_one(root):
    fresh = scorecard(code(bundled("seeds"))).to_csv(index=False, float_format="%.3f", lineterminator="\n")
    path = root / "tests" / "golden" / "scorecard.csv"
    if os.environ.get("PARLEY_UPDATE_GOLDEN") == "1":
        path.write_text(fresh, "utf-8")
    golden = path.read_text("utf-8")
    if fresh != golden:
        pytest.fail(golden_difference(golden, fresh), pytrace=False)


def test_a_difference_names_layer_method_and_column():
    golden = "layer,method,n,score\nblocks,rules,6,0.833\nsentences,rules,5,\n"
    fresh = "layer,method,n,score\nblocks,rules,6,0.900\nquotes,rules,5,\n"
    assert golden_difference(golden, fresh).splitlines() == [
        "quotes, rules: row is new",
        "sentences, rules: row is gone",
        "blocks, rules: score was 0.833, is 0.900",
    ]


def test_a_method_without_units_in_the_reference_is_told_as_not_measured():
    """A reference may have no reported speech: that is no misspelt method."""
    row = {"layer": "quotes", "method": "rules: in marks", "measure": "F1", "score": 1.0}
    line = score_line(line_row(**row), "quotes", ["rules: in marks", "rules: indirect"])
    assert line.startswith("quotes, rules: in marks: F1 1.00 [")
    assert line.endswith(". quotes, rules: indirect: not measured.")
    assert (
        score_line(line_row(**row), "quotes", "rules: indirect") == "quotes, rules: indirect: not measured."
    )


def test_every_method_of_the_scorecard_is_known(card):
    for row in card.itertuples():
        assert row.method in METHODS[row.layer]


def test_an_empty_scorecard_says_that_nothing_was_measured():
    none = pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    assert score_line(none, "positions", ["rules", "rules: sign"]) == (
        "positions: not measured against a reference coding."
    )


def spoken(*rows) -> pd.DataFrame:
    """Quotations from (start, kind, speaker), nine characters each."""
    made = [("a", start, start + 9, kind, speaker, True) for start, kind, speaker in rows]
    return pd.DataFrame(made, columns=["doc", "start", "end", "kind", "speaker", "named"])


def test_speakers_are_the_same_somebody_else_or_nobody():
    """In marks first; one quotation is not found, one has no speaker in the reference and does not count."""
    want = spoken(
        (0, "direct", "Lund"),
        (20, "indirect", "Lund"),
        (40, "partial", "Berg"),
        (60, "direct", "Toll"),
        (80, "scare", ""),
    )
    found = spoken(
        (0, "direct", "Lund"), (20, "indirect", "Kruse"), (40, "partial", ""), (80, "direct", "Lund")
    ).rename(columns={"start": "char_start", "end": "char_end"})
    outcomes = speaker_outcomes(found, want)
    assert outcomes[["where", "speaker", "found", "outcome"]].values.tolist() == [
        ["in marks", "Lund", "Lund", "the same"],
        ["in marks", "Berg", "", "nobody"],
        ["in marks", "Toll", "", "nobody"],
        ["indirect", "Lund", "Kruse", "somebody else"],
    ]


def test_no_quotations_have_no_outcomes():
    none = spoken()
    outcomes = speaker_outcomes(none.rename(columns={"start": "char_start", "end": "char_end"}), none)
    assert outcomes.empty
    assert list(outcomes.columns) == ["where", "doc", "start", "end", "speaker", "found", "right", "outcome"]
