"""How far codes agree: shares are counted here by hand."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from parley import bundled, code, read_registry
from parley.agreement import cohen_kappa
from parley.codingagreement import codings_beside, unit_agreement
from parley.codingunits import KEY, articles_of, key_of, units
from parley.corpus import Corpus
from parley.journal import open_journal
from parley.journalfile import Codes, Entry
from parley.reference import Coding, new_coding
from parley.registry import Registry
from parley.schema import LAYERS

FOLDER = Path(__file__).parent / "coding"
TEXT = (FOLDER / "a.txt").read_text(encoding="utf-8")


@cache
def dam() -> tuple[Corpus, Registry]:
    """One article of five sentences, with actors and an issue of its own."""
    registry = read_registry(FOLDER)
    return code(FOLDER / "a.txt", registry=registry, cache=False), registry


LAST = "Ana Roe called the plan of Lee “a <b onclick=evil()>trick</b>” and rejected the dam."


def entry(seq, layer, key, *rows):
    unit = dict(zip(KEY[layer], key, strict=True))
    blank = dict.fromkeys(LAYERS[layer], "")
    return Entry(layer, unit, tuple(blank | unit | row for row in rows), seq=seq)


def coded(coder, layer, *labels, corpus=None):
    """Codes of the units of the article, in their order; None for a unit that is left out."""
    corpus, registry = dam()
    frame = units(corpus, layer, registry=registry)
    keys = [key_of(row, layer) for row in frame.itertuples()]
    entries = [
        entry(n, layer, key, *given)
        for n, (key, given) in enumerate(zip(keys, labels, strict=True), 1)
        if given is not None
    ]
    return frame, Codes(coder, articles_of(corpus), tuple(entries))


def shares(table):
    return {(r.field, r.against): (r.n, r.agreement) for r in table.itertuples()}


def judged(polarity, voice="author"):
    return [{"polarity": polarity, "voice": voice}]


def test_targets_are_compared_with_each_method_and_with_others():
    """Only units that both coded; a unit coded as nothing is "none" for its first label, and has no other."""
    corpus, _ = dam()
    given = [judged("neutral"), [], judged("negative"), None]
    frame, mine = coded("ada", "targets", *given)
    _, eve = coded("eve", "targets", None, [], judged("positive", "quoted"), judged("neutral"))
    table = unit_agreement(frame, "targets", mine, corpus, [eve])
    assert table.columns.tolist() == ["layer", "field", "against", "n", "agreement", "kappa", "low", "high"]
    machine = corpus.targets[corpus.targets["mention"] != "pronoun"]
    expected = {("polarity", "eve"): (2, 0.5), ("voice", "eve"): (1, 0.0)}
    for method in ("model", "textblob", "vader"):
        labels = machine.loc[machine["method"] == method]
        first, _, third = (
            labels.loc[(labels["char_start"] == r.char_start), "polarity"].item()
            for r in frame.head(3).itertuples()
        )
        expected["polarity", method] = (3, ((first == "neutral") + (third == "negative")) / 3)
    assert {k: v for k, v in shares(table).items() if k in expected} == expected
    assert shares(table)["voice", "rules"][0] == 2
    assert table[["kappa", "low", "high"]].isna().all(axis=None)  # too few


def test_the_machine_s_reported_voice_is_the_codebook_s_paraphrased():
    corpus, _ = dam()
    voices = corpus.targets.drop_duplicates(["sentence", "target"]).set_index(["sentence", "target"])["voice"]
    frame, mine = coded("ada", "targets", None, None, None, judged("neutral", "paraphrased"))
    table = unit_agreement(frame, "targets", mine, corpus)
    same = voices[5, "Mark Lee"] == "reported"
    assert shares(table)["voice", "rules"] == (1, float(same))
    changed = Corpus({**corpus.tables, "targets": corpus.targets.assign(voice="reported")}, corpus.raw)
    assert shares(unit_agreement(frame, "targets", mine, changed))["voice", "rules"] == (1, 1.0)


def test_quotes_are_compared_by_kind_and_speaker():
    """A quotation counts as the same where it overlaps by half; who is quoted for irony has no speaker."""
    corpus, _ = dam()
    said = {"kind": "direct", "speaker": "Mark Lee", "named": True}
    frame, mine = coded("ada", "quotes", [said], [{"kind": "scare", "speaker": ""}])
    low = TEXT.index("We will")
    high = low + len("We will build the dam,")
    rows = [
        {"doc": "a", "start": low, "end": high - 3, "kind": "direct", "speaker": "Ana Roe"},
        {"doc": "a", "start": low + 9, "end": high + 60, "kind": "scare", "speaker": ""},
    ]
    files = Coding("files", {"quotes": pd.DataFrame(rows)}, articles_of(corpus))
    table = unit_agreement(frame, "quotes", mine, corpus, [files])
    assert shares(table) == {
        ("kind", "rules"): (2, 0.5),
        ("kind", "files"): (1, 1.0),
        ("speaker", "rules"): (1, 1.0),
        ("speaker", "files"): (1, 0.0),
    }


def holds(position, actor, act="state", voice="asserted"):
    return {"position": position, "actor": actor, "voice": voice, "act": act}


def test_a_position_that_a_coding_lacks_is_none_where_it_has_others():
    """The heading raises the issue and takes no position; of several actors all count."""
    corpus, _ = dam()
    both = [holds("support", "Mark Lee"), holds("oppose", "Ana Roe")]
    frame, mine = coded("ada", "positions", [], [holds("support", "Mark Lee")], None, both)
    at = TEXT.index(LAST)
    row = {"doc": "a", "start": at + 2, "end": at + 40, "issue": "dam", **holds("oppose", "Ana Roe")}
    base = dict.fromkeys(LAYERS["positions"], "")
    has = Coding("adjudicated", {"positions": pd.DataFrame([base | row])}, articles_of(corpus))
    empty = Coding("empty", {"positions": pd.DataFrame(columns=list(base))}, articles_of(corpus))
    table = shares(unit_agreement(frame, "positions", mine, corpus, [has, empty]))
    assert table["position", "reference"] == (3, 1 / 3)  # none = none; support, none; both, oppose
    assert table["actor", "reference"] == (1, 0.0)
    assert table["position", "rules"] == (3, 2 / 3)  # the rules have: none, support, oppose
    assert not any(against == "empty" for _, against in table)


def test_codings_of_other_versions_are_left_out_article_by_article():
    corpus, _ = dam()
    frame, mine = coded("ada", "targets", *[judged("neutral")] * 4)
    _, eve = coded("eve", "targets", *[judged("neutral")] * 4)
    other = Codes("eve", {"a": {"file": "a.txt", "sha256": "0"}}, eve.entries)
    assert "eve" in set(unit_agreement(frame, "targets", mine, corpus, [eve])["against"])
    assert "eve" not in set(unit_agreement(frame, "targets", mine, corpus, [other])["against"])


def test_kappa_and_its_interval_come_with_five_units():
    """Kappa as counted by another function; the interval holds it, and is the same at each call."""
    corpus = code(bundled("seeds"))
    frame = units(corpus, "targets", sample=60, seed=3)
    labels = ["negative" if n % 3 else "neutral" for n in range(len(frame))]
    entries = tuple(
        entry(n, "targets", key_of(row, "targets"), *judged(labels[n - 1]))
        for n, row in enumerate(frame.itertuples(), 1)
    )
    mine = Codes("ada", articles_of(corpus), entries)
    table = unit_agreement(frame, "targets", mine, corpus)
    model = corpus.targets[corpus.targets["method"] == "model"].merge(frame, on=["doc", "sentence", "target"])
    model = frame.merge(model[["doc", "sentence", "target", "polarity"]], on=["doc", "sentence", "target"])
    row = table[(table["field"] == "polarity") & (table["against"] == "model")].iloc[0]
    assert row["n"] == 60
    assert row["agreement"] == pytest.approx(
        np.mean([a == b for a, b in zip(labels, model["polarity"], strict=True)])
    )
    assert row["kappa"] == pytest.approx(cohen_kappa(labels, list(model["polarity"])))
    assert row["low"] < row["kappa"] < row["high"]
    assert table.equals(unit_agreement(frame, "targets", mine, corpus))


def test_codings_of_both_kinds_are_found_beside_a_coder_s(tmp_path):
    articles = articles_of(dam()[0])
    for coder in ("ada", "eve"):
        open_journal(tmp_path, coder, articles).close()
    new_coding("files", tmp_path, articles)
    (tmp_path / "files" / "stance.jsonl").write_text(json.dumps({"doc": "a", "target": "x", "stance": 1}))
    others = codings_beside(tmp_path, "ada")
    assert [type(o) for o in others] == [Codes, Coding]
    assert others[0].coder == "eve"
    assert len(others[1]["stance"]) == 1
