"""One chart by four methods: the same targets in the same order, the labels side by side."""

import re

import pytest

from parley import bundled, code, schema
from parley.corpus import Corpus
from parley.markup import place
from parley.material import Material, draw
from parley.methods import label_agreement, main_targets, method_labels, method_stances
from parley.methodview import UNCODED, VIEW, controls, untold
from parley.scores import score_line

HOSTILE = '"><script>alert(1)</script><img onerror="x()">\u202e'


@pytest.fixture(scope="module")
def seeds() -> Material:
    return Material(code(bundled("seeds")))


@pytest.fixture(scope="module")
def uncoded(toy) -> Material:
    lines = [("a", "Lee spoke.", 0.3, {"Lee": 0.1 * i - 0.6}, "") for i in range(6)]
    return Material(toy([*lines, ("a", "Ruiz came.", 0.0, {"Ruiz": 0.0}, "")]))


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def points(html: str) -> list[str]:
    return re.findall(r'data-pick="(point:[^"|]*)"', html)


@pytest.mark.parametrize("method", ["textblob", "vader", "model", "reference"])
def test_targets_stand_in_the_same_order_by_every_method(seeds, method):
    targets = main_targets(method_labels(seeds.corpus))
    assert points(draw(VIEW, seeds, method=method)) == [f"point:{method}:{target}" for target in targets]


def test_side_by_side_has_every_method_for_each_target(seeds):
    targets = main_targets(method_labels(seeds.corpus))
    shown = draw(VIEW, seeds, method="all side by side")
    assert points(shown) == [
        f"point:{m}:{t}" for t in targets for m in ("textblob", "vader", "model", "reference")
    ]
    for name in ("TextBlob", "VADER", "Parley's model", "reference coding"):
        assert name in text(shown).replace("&#39;", "'")


@pytest.mark.parametrize(
    ("voice", "layer"),
    [("all", "portrayal"), ("author", "portrayal by the author"), ("others", "portrayal by others")],
)
def test_the_score_of_the_method_stands_beside_it(seeds, voice, layer):
    shown = text(draw(VIEW, seeds, method="textblob", voice=voice))
    assert score_line(seeds.card, layer, "textblob") in shown
    assert "TextBlob and VADER know no target" in shown


def test_the_reference_is_trusted_as_far_as_its_coders_agree(seeds):
    shown = text(draw(VIEW, seeds, method="reference"))
    assert re.search(r"the two coding passes: the same label for \d+ % of the pairs", shown)
    assert "against the reference coding" not in shown


def test_one_coding_alone_has_no_known_agreement(seeds, tmp_path):
    source = bundled("data") / "reference" / "seeds"
    for path in [source / "articles.json", *sorted((source / "adjudicated").iterdir())]:
        to = tmp_path / path.relative_to(source)
        to.parent.mkdir(exist_ok=True)
        to.write_bytes(path.read_bytes())
    shown = draw(VIEW, Material(seeds.corpus, reference=tmp_path), method="reference")
    assert "the agreement of the coders is not known" in shown


def test_without_a_reference_the_option_is_missing_and_the_way_to_one_is_said(uncoded):
    assert controls(uncoded)[0].options == ("textblob", "vader", "model", "all side by side")
    shown = draw(VIEW, uncoded, method="all side by side")
    assert text(UNCODED) in text(shown)
    assert "point:reference" not in shown
    assert draw(VIEW, uncoded, picked="point:reference:Lee").count('class="labels"') == 0


def test_what_a_method_cannot_tell_is_said(seeds):
    """The targets named are those whose interval holds zero, or that have too few sentences."""
    labels = method_labels(seeds.corpus, seeds.coding)
    rows = method_stances(labels, main_targets(labels), doc="national-post")
    rows = rows[rows["method"] == "vader"]
    shown = text(draw(VIEW, seeds, method="vader", article="national-post"))
    unclear = ", ".join(rows.loc[rows["verdict"] == "undecided", "target"])
    few = ", ".join(rows.loc[rows["verdict"] == "too few to tell", "target"])
    assert f"VADER: not to be told from zero: {unclear}; too few to tell" in shown
    assert f"all alike: {few}." in shown


def test_a_target_that_nobody_coded_is_not_called_too_few(seeds):
    labels = method_labels(seeds.corpus, seeds.coding)
    rows = method_stances(labels, ["Ukraine", "Poland"])
    assert untold(rows[rows["method"] == "reference"]) == [
        "Reference coding: not to be told from zero: Ukraine; not coded here: Poland."
    ]


def test_a_point_shows_its_sentences_with_both_labels_those_first_that_differ(seeds):
    labels = method_labels(seeds.corpus, seeds.coding)
    mine = labels[labels["target"] == "Volodymyr Zelensky"]
    same, n = label_agreement(mine, "vader")
    shown = draw(VIEW, seeds, method="vader", picked="point:vader:Volodymyr Zelensky")
    assert f"VADER has the label of the reference in {same} of {n} coded sentences." in text(shown)
    table = shown[shown.index('class="labels"') :]
    rows = re.findall(r"<tr>.*?</tr>", table, re.S)[1:]
    assert len(rows) == len(mine)
    assert ["≠" in row for row in rows] == [True] * (n - same) + [False] * (len(mine) - n + same)


def test_side_by_side_a_point_has_the_labels_of_all_methods(seeds):
    shown = draw(VIEW, seeds, method="all side by side", picked="point:vader:NATO")
    head = re.search(r'class="labels".*?</thead>', shown, re.S)[0]
    assert re.findall(r'<th scope="col">(.*?)</th>', head) == [
        "where", "TextBlob", "VADER", "Parley&#39;s model", "reference coding", "voice", "sentence",
    ]  # fmt: skip


def test_voice_and_article_select_the_sentences(seeds):
    choices = {"voice": "author", "article": "kyiv-post"}
    labels = method_labels(seeds.corpus, seeds.coding)
    mine = labels.query("target == 'NATO' and voice == 'author' and doc == 'kyiv-post'")
    shown = draw(VIEW, seeds, picked="point:model:NATO", **choices)
    assert set(re.findall(r"Read on: ([\w-]+),", shown)) == {"kyiv-post"}
    assert shown.count("Read on: ") == len(mine)


def test_reading_on_keeps_the_labels(seeds, monkeypatch):
    monkeypatch.setattr("parley.methodview.excerpt", lambda material, picked: f"EXCERPT {picked}")
    at = place(seeds.corpus.sentences.iloc[3])
    shown = draw(VIEW, seeds, picked=f"point:model:NATO|{at}")
    assert f"EXCERPT point:model:NATO|{at}" in shown
    assert 'class="labels"' in shown


@pytest.mark.parametrize(
    "picked", ["", "x", "point:model", "point:model:Nobody", "point:mood:NATO", "|read:1:2:x"]
)
def test_unknown_picks_are_ignored(seeds, picked):
    shown = draw(VIEW, seeds, picked=picked)
    assert 'class="labels"' not in shown
    assert "<svg" in shown


def test_a_corpus_without_enough_sentences_gets_one(toy):
    few = Material(toy([("a", "Lee spoke.", 0.0, {"Lee": 0.0}, "")]))
    empty = Material(Corpus({name: schema.empty(name) for name in schema.TABLES}, {}))
    for material in (few, empty):
        assert "there is no stance to chart" in draw(VIEW, material)


def test_hostile_names_and_texts_stay_text(toy):
    lines = [
        ("d", f"{HOSTILE} <b onclick='x()'>left</b>.", 0.1 * i, {HOSTILE: 0.1 * i}, "") for i in range(6)
    ]
    material = Material(toy(lines))
    for method in ("model", "all side by side"):
        shown = draw(VIEW, material, method=method, picked=f"point:model:{HOSTILE}")
        assert not re.search(r"<(script|img|b onclick)", shown)
        assert "\u202e" not in shown
        assert 'class="labels"' in shown
