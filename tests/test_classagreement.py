"""Agreement of a class: twenty journals as the coding desk writes them, merged and measured."""

import math
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from parley import bundled, code
from parley.agreement import krippendorff_alpha
from parley.classagreement import (
    _alphas,
    agreement_of_all,
    coincidences,
    disputed,
    each_with_others,
    labels_of_all,
)
from parley.classjournals import collect
from parley.cli import main
from parley.codingunits import KEY, articles_of, units
from parley.errors import ParleyError
from parley.journal import open_journal
from parley.journalfile import Codes, Entry
from parley.reference import ALLOWED

LABELS = ALLOWED["targets", "polarity"]
CLASS = [f"pupil-{number:02}" for number in range(1, 21)]
CARELESS = "pupil-13"
"""Labels at random; the others give the label of the unit in four of five cases."""


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty files as twenty people would hand them in: fifteen units each, one has coded only ten."""
    folder = tmp_path_factory.mktemp("class")
    corpus = code(bundled("seeds"))
    drawn = units(corpus, "targets", sample=15, seed=7)
    dice = random.Random(5)
    true = [dice.choice(LABELS) for _ in range(len(drawn))]
    for coder in CLASS:
        with open_journal(folder / "work", coder, articles_of(corpus)) as journal:
            for number, row in enumerate(drawn.to_dict("records")[: 10 if coder == CLASS[-1] else None]):
                unit = {name: row[name] for name in KEY["targets"]}
                sure = coder != CARELESS and dice.random() < 0.8
                label = true[number] if sure else dice.choice(LABELS)
                said = {**unit, "polarity": label, "voice": "author", "holder": ""}
                journal.code("targets", unit, [said])
        (folder / "inbox").mkdir(exist_ok=True)
        (folder / "work" / coder / "journal.jsonl").rename(folder / "inbox" / f"{coder}.jsonl")
    return folder / "inbox"


def test_twenty_journals_are_merged_and_measured(inbox: Path, tmp_path: Path) -> None:
    codes = collect([inbox], tmp_path / "all")
    assert [one.coder for one in codes] == CLASS
    found = agreement_of_all(codes, "targets")
    assert list(found["field"] + " " + found["level"]) == [
        "polarity nominal",
        "polarity ordinal",
        "voice nominal",
    ]
    first = found.iloc[0]
    assert (first["coders"], first["units"], first["codes"]) == (20, 15, 19 * 15 + 10)
    labels = labels_of_all(codes, "targets")
    assert first["alpha"] == pytest.approx(krippendorff_alpha([labels[c].tolist() for c in labels]))
    assert 0 < first["low"] < first["alpha"] < first["high"] < 1
    assert each_with_others(codes, "targets")["coder"].iloc[0] == CARELESS


def test_one_command_prints_it(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reference", "merge", str(inbox), "--dir", str(tmp_path / "all")]) == 0
    said = capsys.readouterr().out
    assert f"20 journals are in {tmp_path / 'all'}" in said
    assert said.index("alpha") < said.index(CARELESS) < said.index("most disputed")
    assert len(list((tmp_path / "all").glob("*/journal.jsonl"))) == 20
    assert main(["reference", "merge", str(inbox), "--dir", str(tmp_path / "all"), "--csv"]) == 0
    table = capsys.readouterr().out
    assert table.startswith(
        "field,level,coders,units,codes,agreement,alpha,low,high\npolarity,nominal,20,15,"
    )


def test_a_layer_that_nobody_coded_is_named(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reference", "merge", str(inbox), "--dir", str(tmp_path), "--layer", "quotes"]) == 2
    assert capsys.readouterr().err == "parley: nobody has coded any unit of quotes; choose another layer\n"


# Small classes, by hand


def coder(name: str, *labels: str | None) -> Codes:
    entries = []
    for start, label in enumerate(labels):
        unit = {"doc": "a", "start": start, "end": start + 4, "target": "x"}
        if label is not None:
            row = {**unit, "polarity": label, "voice": "author", "holder": ""}
            entries.append(Entry("targets", unit, (row,), seq=len(entries) + 1))
    return Codes(name, {}, tuple(entries))


def test_units_that_one_codes_alone_do_not_count() -> None:
    pair = [coder("a", "neutral", "negative", None), coder("b", "neutral", None, "positive")]
    row = agreement_of_all(pair, "targets").iloc[0]
    assert (row["units"], row["codes"], row["agreement"]) == (1, 2, 1.0)
    assert math.isnan(row["alpha"])


def test_disputed_units_come_first_with_their_labels_and_text() -> None:
    three = [
        coder("a", "neutral", "negative", "neutral"),
        coder("b", "neutral", "positive", "negative"),
        coder("c", "neutral", "neutral", "neutral"),
    ]
    found = disputed(three, "targets", {"a": "0123456789"})
    assert found["labels"].tolist() == ["negative 1, neutral 1, positive 1", "neutral 2, negative 1"]
    assert found["text"].tolist() == ["1234", "2345"]
    assert found["agreement"].round(2).tolist() == [0.0, 0.33]


def test_who_differs_most_comes_first() -> None:
    three = [
        coder("a", "neutral", "neutral"),
        coder("b", "neutral", "neutral"),
        coder("c", "neutral", "positive"),
    ]
    found = each_with_others(three, "targets").set_index("coder")["agreement"]
    assert found.index.tolist() == ["c", "a", "b"]
    assert found.tolist() == [0.5, 0.75, 0.75]


@pytest.mark.parametrize("seed", range(5))
def test_alpha_from_coincidences_is_krippendorffs(seed: int) -> None:
    """The interval rests on sums over units; their whole gives the same alpha as the package."""
    dice = np.random.default_rng(seed)
    labels = pd.DataFrame(dice.choice(["x", "y", "z"], (12, 5)), columns=list("abcde"), dtype=object)
    labels = labels.mask(dice.random(labels.shape) < 0.2, None)
    labels = labels[labels.notna().sum(axis="columns") > 1]
    alpha = _alphas(coincidences(labels).sum(axis=0)[None])[0]
    assert alpha == pytest.approx(krippendorff_alpha([labels[c].tolist() for c in labels]))


@pytest.mark.parametrize(("layer", "field"), [("stance", ""), ("targets", "holder")])
def test_what_is_not_compared_is_named(layer: str, field: str) -> None:
    with pytest.raises(ParleyError, match="allowed: "):
        labels_of_all([coder("a", "neutral")], layer, field)
