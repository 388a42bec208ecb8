"""Labels and stances by every method, compared on the same sentences by the same draws."""

import math

import numpy as np
import pandas as pd
import pytest

from parley import bundled, code, compare, read_coding, schema
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.methods import (
    LABELS,
    STANCES,
    coders_line,
    label_agreement,
    main_targets,
    method_labels,
    method_stances,
)
from parley.reference import Coding
from parley.scores import portrayal_units
from parley.stance import portrayals


@pytest.fixture(scope="module")
def seeds() -> Corpus:
    return code(bundled("seeds"))


@pytest.fixture(scope="module")
def labels(seeds) -> pd.DataFrame:
    return method_labels(seeds, read_coding())


def pair(score: float, polarity: float, doc: str = "a") -> tuple:
    return (doc, "Lee spoke.", polarity, {"Lee": score}, "")


def coded(corpus: Corpus, *given: tuple[int, str, str]) -> Coding:
    """A coding with (row of the sentence, target, polarity)."""
    rows = []
    for at, target, polarity in given:
        place = corpus.sentences.iloc[at]
        span = {"doc": place["doc"], "start": place["char_start"], "end": place["char_end"]}
        rows.append({**span, "target": target, "polarity": polarity, "voice": "paraphrased", "holder": "x"})
    return Coding("adjudicated", {"targets": pd.DataFrame(rows)}, {})


def test_each_pair_has_its_label_by_each_method(toy):
    corpus = toy([pair(-0.8, 0.5), pair(0.6, -0.5), pair(0.0, 0.0)])
    table = method_labels(corpus)
    assert table.dtypes.astype(str).to_dict() == LABELS
    assert table[["model", "textblob", "vader", "reference"]].values.tolist() == [
        ["negative", "positive", "positive", ""],
        ["positive", "negative", "negative", ""],
        ["neutral", "neutral", "neutral", ""],
    ]
    assert table["score"].tolist() == pytest.approx([-0.8, 0.6, 0.0])


def test_pairs_of_the_reference_alone_are_kept_at_the_beginning_of_their_sentence(toy):
    corpus = toy([pair(-0.8, 0.5), pair(0.6, -0.5)])
    table = method_labels(corpus, coded(corpus, (0, "Lee", "neutral"), (1, "Ruiz", "positive")))
    assert table[["target", "model", "reference", "voice"]].values.tolist() == [
        ["Lee", "negative", "neutral", "author"],
        ["Lee", "positive", "", "author"],
        ["Ruiz", "", "positive", "reported"],
    ]
    assert table["char_start"].tolist() == [0, 11, 11]


def test_labels_of_the_seeds_are_those_of_the_tables_and_of_the_reference(seeds, labels):
    rows = portrayals(seeds)
    assert len(labels[labels["model"] != ""]) == len(rows)
    counts = portrayal_units(seeds.tables, read_coding())["polarity"].value_counts()
    assert labels.loc[labels["reference"] != "", "reference"].value_counts().to_dict() == counts.to_dict()
    assert label_agreement(labels, "vader")[1] == counts.sum()


def test_main_targets_come_by_sentences_and_do_not_depend_on_what_is_chosen(seeds, labels):
    counts = portrayals(seeds)["target"].value_counts()
    targets = main_targets(labels, most=4)
    assert [counts[t] for t in targets] == sorted(counts, reverse=True)[:4]
    assert main_targets(labels.sample(frac=1, random_state=1), most=4) == targets


def test_a_stance_is_twice_the_mean_with_the_draws_of_compare(labels):
    """Value and interval for a word list: the label's sign counts, articles are drawn."""
    row = method_stances(labels, ["Ukraine"], seed=4).set_index("method").loc["textblob"]
    mine = labels[(labels["target"] == "Ukraine") & (labels["textblob"] != "")]
    signs = mine["textblob"].map({"negative": -1, "neutral": 0, "positive": 1}).to_numpy(float)
    assert (row["value"], row["n"]) == (pytest.approx(2 * signs.mean()), len(signs))
    assert row["resampled"] == "articles"
    expected = compare.bootstrap(2 * signs, groups=list(mine["doc"]), seed=4)
    assert (row["low"], row["high"]) == pytest.approx(expected)


def test_in_one_article_sentences_are_drawn_and_only_its_voice_counts(labels):
    chosen = {"voice": "author", "doc": "kyiv-post"}
    row = method_stances(labels, ["Russia"], **chosen, seed=2).set_index("method").loc["model"]
    mine = labels.query("target == 'Russia' and voice == 'author' and doc == 'kyiv-post'")
    scores = 2 * mine["score"].to_numpy()
    assert row["resampled"] == "sentences"
    assert row["value"] == pytest.approx(np.nanmean(scores))
    if not np.isnan(scores).any():
        assert (row["low"], row["high"]) == pytest.approx(compare.bootstrap(scores, seed=2))


def test_targets_keep_their_order_in_every_method(labels):
    targets = ["NATO", "Ukraine", "Europe"]
    table = method_stances(labels, targets)
    assert table.dtypes.astype(str).to_dict() == STANCES
    assert {m: part["target"].tolist() for m, part in table.groupby("method")} == dict.fromkeys(
        ["model", "reference", "textblob", "vader"], targets
    )


@pytest.mark.parametrize(
    ("scores", "value", "verdict"),
    [
        ([-0.9, -0.5, -0.7, -0.6], math.nan, "too few to tell"),
        ([-0.9, -0.5, -0.7, -0.6, -0.8], -1.4, "negative"),
        ([0.9, 0.5, 0.7, 0.6, 0.8], 1.4, "positive"),
        ([0.9, -0.9, 0.9, -0.9, 0.0, 0.0], 0.0, "undecided"),
        ([0.0] * 9, 0.0, "too few to tell"),
    ],
)
def test_verdicts(toy, scores, value, verdict):
    """Below five sentences there is no stance, and equal scores give no false certainty."""
    labels = method_labels(toy([pair(score, 0.0) for score in scores]))
    row = method_stances(labels, ["Lee"]).set_index("method").loc["model"]
    assert row["value"] == pytest.approx(value, nan_ok=True)
    assert row["verdict"] == verdict
    assert math.isnan(row["low"]) == (verdict == "too few to tell")


def test_a_target_without_sentences_is_kept(toy):
    labels = method_labels(toy([pair(0.1, 0.0)] * 5))
    table = method_stances(labels, ["Ruiz"])
    assert table[["method", "n", "verdict"]].values.tolist() == [
        [m, 0, "too few to tell"] for m in ("textblob", "vader", "model")
    ]


def test_an_empty_corpus_gives_empty_frames():
    labels = method_labels(Corpus({name: schema.empty(name) for name in schema.TABLES}, {}))
    assert labels.dtypes.astype(str).to_dict() == LABELS
    assert main_targets(labels) == []
    assert method_stances(labels, []).dtypes.astype(str).to_dict() == STANCES


def test_an_unknown_voice_is_refused(labels):
    with pytest.raises(ParleyError, match="voice is 'crowd'; allowed: all, author"):
        method_stances(labels, ["Ukraine"], voice="crowd")


def test_agreement_counts_what_a_method_did_not_find_as_neutral():
    table = pd.DataFrame(
        {
            "model": ["negative", "neutral", "", ""],
            "reference": ["negative", "positive", "neutral", ""],
        }
    )
    assert label_agreement(table, "model") == (2, 3)


def test_coders_line_says_share_kappa_and_n(toy):
    """Four pairs, three of them alike: kappa by hand is (0.75 - 0.5) / (1 - 0.5)."""
    corpus = toy([pair(0.0, 0.0, doc) for doc in "abcd"])
    given = [["negative", "negative", "neutral", "neutral"], ["negative", "neutral", "neutral", "neutral"]]
    both = [coded(corpus, *[(i, "Lee", p) for i, p in enumerate(one)]) for one in given]
    line = coders_line(*both)
    assert line == (
        "portrayal, the two coding passes: the same label for 75 % of the pairs that both have, "
        "kappa 0.50, n = 4."
    )
    assert "not known" in coders_line(both[0], Coding("second", {}, {}))
