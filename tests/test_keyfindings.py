"""Key findings: numbers equal those counted by hand, words claim no more than the intervals do."""

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from parley import code, read_registry, schema
from parley.corpus import Corpus
from parley.finding import Finding, lead, trust
from parley.keyattention import heard, most_mentioned
from parley.keydates import dated_events, disputed_figures
from parley.keyfindings import findings
from parley.keyjudgements import judged
from parley.keypositions import main_issue, most_opposed
from parley.material import Material
from parley.registry import Issue, Registry

NO_CARD = pd.DataFrame(columns=["layer", "method"])
ISSUES = Registry({}, {"tax": Issue("tax", "taxes should rise")}, {}, "")
NAMES = [
    "Mentions", "Speech", "Judged worst", "Judged best", "Issue", "Opposed", "Events", "Figures",
]  # fmt: skip
Toy = Callable[..., Corpus]


def card(layer: str, method: str, score: float, low: float, majority: float = math.nan) -> pd.DataFrame:
    row = {"layer": layer, "method": method, "measure": "F1", "n": 40, "score": score, "low": low}
    return pd.DataFrame([row | {"high": 0.95, "passes": math.nan, "majority": majority}])


def with_rows(corpus: Corpus, **tables: pd.DataFrame) -> Corpus:
    return Corpus({**corpus.tables, **tables}, corpus.raw)


# -- all of them -------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["seeds", "tests/articles", "tests/positions/railway"])
def test_all_are_there_on_any_corpus_and_lead_to_sentences(folder: str, root: Path) -> None:
    own = root / folder if (root / folder / "issues.toml").exists() else None
    registry = read_registry(own)
    corpus = code(root / folder, registry=registry)
    made = Material(corpus, registry)
    made.__dict__["card"] = NO_CARD
    known = set(zip(corpus.sentences["doc"], corpus.sentences["sentence"], strict=True))
    found = findings(made)
    assert [one.name for one in found] == NAMES
    for one in found:
        assert one.sentence.endswith(".")
        assert "not measured against a reference coding" in one.trust
        assert set(zip(one.rows["doc"], one.rows["sentence"], strict=True)) <= known
        assert one.notebook in {path.stem for path in (root / "notebooks").glob("*.ipynb")}


def test_an_empty_corpus_has_no_numbers() -> None:
    made = Material(Corpus({name: schema.empty(name) for name in schema.TABLES}, {}), ISSUES)
    made.__dict__["card"] = NO_CARD
    for one in findings(made):
        assert len(one.rows) == 0
        assert math.isnan(one.value)
        assert not any(digit in one.sentence for digit in "0123467")


# -- attention ---------------------------------------------------------------------------------------


def crowd(toy: Toy, lee: int, ruiz: int) -> Corpus:
    lines = [("a" if i % 2 else "b", "Lee came.", 0.0, {"Lee": 0.0}, "") for i in range(lee)]
    lines += [("a" if i % 2 else "b", "Ruiz came.", 0.0, {"Ruiz": 0.0}, "") for i in range(ruiz)]
    return toy(lines)


def test_a_clear_lead_is_said_and_a_narrow_one_is_undecided(toy: Toy) -> None:
    clear = most_mentioned(crowd(toy, 30, 6), NO_CARD)
    assert clear.sentence.startswith("Lee is mentioned most in the articles, with 83.3 % of all mentions")
    assert "n = 30 of 36" in clear.sentence
    assert "Ruiz (16.7 %) comes next; the interval of their difference leaves zero out." in clear.sentence
    assert clear.sentence.endswith("With any one article left out, Lee leads.")
    assert (clear.value, clear.n, len(clear.rows)) == (pytest.approx(30 / 36), 30, 30)
    assert clear.low < clear.value < clear.high
    narrow = most_mentioned(crowd(toy, 9, 8), NO_CARD).sentence
    assert narrow.startswith("Who is mentioned most in the articles is undecided: Lee leads with 52.9 %")
    assert "includes zero" in narrow


def test_a_lead_that_rests_on_one_article_names_it(toy: Toy) -> None:
    lines = [("a", "Lee came.", 0.0, {"Lee": 0.0}, "")] * 5 + [
        ("b", "Ruiz came.", 0.0, {"Ruiz": 0.0}, "")
    ] * 3
    found = lead(toy(lines), toy(lines).mentions, "actor")
    assert (found.first, found.second, found.changed) == ("Lee", "Ruiz", ("a",))
    assert "With a left out, another leads." in most_mentioned(toy(lines), NO_CARD).sentence


def test_one_actor_alone_leads_nobody(toy: Toy) -> None:
    assert "no other is there" in most_mentioned(crowd(toy, 3, 0), NO_CARD).sentence


def test_speech_is_compared_by_intervals_alone(toy: Toy) -> None:
    """Lee is named in every line and silent; Ruiz has all the words."""
    lines = [("a", "Lee came.", 0.0, {"Lee": 0.0}, ""), ("b", "We shall stay here.", 0.0, {}, "Ruiz")] * 15
    silent = heard(toy(lines), NO_CARD)
    assert "Lee, with 100.0 % of the mentions, has 0.0 % of the words" in silent.sentence
    assert "undecided: an interval is missing" in silent.sentence, "where nothing varies there is no interval"
    lines += [("a", "Ruiz came.", 0.0, {"Ruiz": 0.0}, ""), ("b", "I go.", 0.0, {}, "Lee")]
    little = heard(toy(lines), NO_CARD)
    assert little.value == pytest.approx(2 / 62)
    assert "speak of this actor more than they let it speak" in little.sentence
    nobody = heard(crowd(toy, 4, 2), NO_CARD)
    assert "quote and report nobody" in nobody.sentence


# -- judgements --------------------------------------------------------------------------------------


def scored(toy: Toy, **scores: list[float]) -> Corpus:
    """An actor's sentences in turn in three articles, each with its score."""
    lines = [
        ("abc"[i % 3], f"{actor} came.", 0.0, {actor: score}, "")
        for actor, values in scores.items()
        for i, score in enumerate(values)
    ]
    return toy(lines)


def test_the_ends_of_the_scale_are_called_so_where_intervals_are_clear(toy: Toy) -> None:
    corpus = scored(toy, Lee=[-0.9, -0.8, -0.7] * 3, Ruiz=[0.5, 0.6, 0.7] * 3, Ito=[-1.0] * 4)
    worst, best = judged(corpus, NO_CARD, "negative"), judged(corpus, NO_CARD, "positive")
    assert worst.sentence.startswith(
        "By the authors' own words Lee is judged most negatively, of the 2 actors"
    )
    assert worst.value == pytest.approx(-1.6)
    assert "n = 9 in 3 articles" in worst.sentence
    assert "With any one article left out, the sign stays." in worst.sentence
    assert best.sentence.startswith("By the authors' own words Ruiz is judged most positively")
    assert worst.rows["score"].is_monotonic_increasing


def test_an_interval_with_zero_in_it_is_undecided(toy: Toy) -> None:
    """Over sentences, or over articles: one that holds zero is enough."""
    mixed = judged(scored(toy, Lee=[-0.9, 0.8, -0.3, 0.5, -0.2, 0.4]), NO_CARD, "positive")
    assert mixed.sentence.startswith(
        "Whether the authors' own words judge anybody positively is undecided: Lee"
    )
    lines = [("a", "Lee came.", 0.0, {"Lee": -0.9}, "")] * 12 + [
        ("b", "Lee went.", 0.0, {"Lee": 0.6}, "")
    ] * 3
    between = judged(toy(lines), NO_CARD, "negative")
    assert between.high < 0, "over sentences it leaves zero out"
    assert "is undecided" in between.sentence
    assert "With a left out, the sign changes." in between.sentence


def test_quoted_judgements_are_not_the_authors(toy: Toy) -> None:
    lines = [("a", "Lee is a crook.", -1.0, {"Lee": -0.9}, "Ruiz")] * 9
    found = judged(toy(lines), NO_CARD, "negative")
    assert "too little to say" in found.sentence
    assert len(found.rows) == 0


# -- positions ---------------------------------------------------------------------------------------


def positioned(toy: Toy, *rows: tuple[str, str, str, str]) -> Corpus:
    """Positions (article, actor, issue, position), in the order of the articles."""
    rows = tuple(sorted(rows, key=lambda row: row[0]))
    corpus = toy([(doc, f"{actor} spoke.", 0.0, {actor: 0.0}, "") for doc, actor, _, _ in rows])
    made = [
        {**place, "id": f"p{i}", "actor": actor, "issue": issue, "position": position}
        for i, ((_, actor, issue, position), place) in enumerate(
            zip(rows, corpus.mentions.to_dict("records"), strict=True)
        )
    ]
    blank = {"voice": "asserted", "act": "state", "answers": "", "reporter": "", "rule": "", "evidence": ""}
    names = list(schema.columns("positions"))
    table = pd.DataFrame([blank | row | {"confidence": 1.0} for row in made])[names]
    return with_rows(corpus, positions=table)


def test_the_issue_with_most_positions(toy: Toy) -> None:
    rows = [("a", "Lee", "tax", "support"), ("b", "Ruiz", "tax", "oppose")] * 9 + [
        ("a", "Lee", "port", "mixed")
    ]
    found = main_issue(positioned(toy, *rows), ISSUES, NO_CARD)
    assert found.sentence.startswith(
        "Most positions in the articles are on tax (“taxes should rise”), with 94.7 %"
    )
    assert "n = 18 of 19: 9 support, 9 oppose, 0 mixed" in found.sentence
    tie = main_issue(positioned(toy, *rows[:2], ("a", "Lee", "port", "oppose")), ISSUES, NO_CARD)
    assert "is undecided: tax" in tie.sentence


def test_the_most_opposed_pair_and_the_article_it_rests_on(toy: Toy) -> None:
    """Two issues against each other, one agreed: -1; without article b nothing is left of it."""
    rows = [
        ("a", "Lee", "tax", "support"), ("b", "Ruiz", "tax", "oppose"),
        ("a", "Lee", "port", "oppose"), ("b", "Ruiz", "port", "support"),
        ("a", "Lee", "road", "support"), ("b", "Ruiz", "road", "support"),
        ("a", "author", "tax", "oppose"), ("a", "Ito", "road", "support"),
    ]  # fmt: skip
    found = most_opposed(positioned(toy, *rows), NO_CARD)
    assert found.sentence.startswith("Lee and Ruiz are opposed most in the articles: on port; tax they take")
    assert (found.value, found.n) == (-1.0, 4)
    sides = set(zip(found.rows["actor"], found.rows["issue"], strict=True))
    assert sides == {("Lee", "tax"), ("Lee", "port"), ("Ruiz", "tax"), ("Ruiz", "port")}
    assert "With a or b left out, they are not." in found.sentence
    agreed = most_opposed(positioned(toy, *rows[4:]), NO_CARD)
    assert agreed.sentence.startswith("No two actors take more opposite than equal positions")


def test_pairs_that_are_equally_opposed_are_counted(toy: Toy) -> None:
    rows = [("a", "Lee", "tax", "support"), ("a", "Ruiz", "tax", "oppose"), ("b", "Ito", "tax", "oppose")]
    found = most_opposed(positioned(toy, *rows), NO_CARD)
    assert found.sentence.startswith("2 pairs of actors are equally opposed in the articles;")


# -- events and figures --------------------------------------------------------------------------------


def test_events_and_disputed_figures_are_counted(root: Path) -> None:
    corpus = code(root / "tests" / "articles")
    events = dated_events(corpus, NO_CARD)
    dated = ((corpus.events["start"] != "") | (corpus.events["end"] != "")).sum()
    assert events.n == dated
    assert f"date {dated} events" in events.sentence
    figures = disputed_figures(corpus, NO_CARD)
    share = corpus.claims["disputed"].mean()
    assert figures.value == pytest.approx(share)
    assert (
        f"Of {len(corpus.claims)} figures in the articles {corpus.claims['disputed'].sum()} are"
        in figures.sentence
    )
    none = disputed_figures(with_rows(corpus, claims=corpus.claims.assign(disputed=False)), NO_CARD)
    assert "none is disputed" in none.sentence
    assert "no interval" in none.sentence


# -- trust -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "weak"),
    [
        (card("positions", "rules", 0.9, 0.85), ""),
        (card("positions", "rules", 0.48, 0.40), "weak here: F1 0.48, interval 0.40 to 0.95"),
        (card("positions", "rules", 0.9, 0.55, 0.6), "not shown to beat always saying the commonest label"),
    ],
)
def test_a_weak_method_is_named_in_the_sentence(toy: Toy, row: pd.DataFrame, weak: str) -> None:
    line, said = trust(row, "positions", "rules")
    assert "positions, Parley's rules: F1" in line
    assert weak in said
    found = most_opposed(positioned(toy, ("a", "Lee", "t", "support"), ("a", "Ruiz", "t", "oppose")), row)
    assert isinstance(found, Finding)
    assert ("weak here" in found.sentence) == bool(weak)
