"""The explorer's tables: places lead to the words, counts and stances equal those of the corpus."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from parley import code, portrayal, schema
from parley.corpus import Corpus
from parley.explorertables import explorer_tables
from parley.registry import read_registry


def tables_of(corpus: Corpus) -> dict:
    return explorer_tables(corpus, read_registry())


def without_gaps(text: str) -> str:
    return "".join(text.replace("[…]", "").split())


@pytest.fixture(scope="module", params=["seeds", "tests/articles", "tests/scrapes", "tests/positions/river"])
def coded(request: pytest.FixtureRequest, root: Path) -> tuple[Corpus, dict]:
    folder = root / request.param
    registry = read_registry(folder) if (folder / "issues.toml").exists() else read_registry()
    with pytest.MonkeyPatch.context() as patch:
        if request.param != "seeds":  # whatever the judgements: they take most of the time
            patch.setattr(portrayal, "judge", lambda pairs: np.tile([0.2, 0.3, 0.5], (len(pairs), 1)))
        corpus = code(folder, registry=registry, cache=request.param == "seeds")
    return corpus, explorer_tables(corpus, registry)


@pytest.fixture(scope="module")
def seeds(root: Path) -> tuple[Corpus, dict]:
    corpus = code(root / "seeds")
    return corpus, tables_of(corpus)


# -- places ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("blocks", "text"),
        ("sentences", "text"),
        ("mentions", "text"),
        ("quotes", "text"),
        ("positions", "evidence"),
        ("events", "expression"),
    ],
)
def test_places_lead_to_the_words(coded: tuple[Corpus, dict], table: str, column: str) -> None:
    """In the cleaned text every row stands at its own words, wherever lines were joined or words lost."""
    corpus, data = coded
    words = {d: doc["text"].encode("utf-16-le") for d, doc in enumerate(data["docs"])}
    rows = data[table]
    found = [
        without_gaps(words[d][2 * low : 2 * high].decode("utf-16-le"))
        for d, low, high in zip(rows["doc"], rows["start"], rows["end"], strict=True)
    ]
    assert found == [without_gaps(text) for text in corpus[table][column]]


def test_sentences_of_rows_are_those_of_the_tables(coded: tuple[Corpus, dict]) -> None:
    corpus, data = coded
    numbers, docs = data["sentences"]["number"], [doc["id"] for doc in data["docs"]]
    for table in ("mentions", "quotes", "positions", "events"):
        rows = data[table]
        found = [(docs[d], numbers[s]) for d, s in zip(rows["doc"], rows["sentence"], strict=True)]
        assert found == list(zip(corpus[table]["doc"], corpus[table]["sentence"], strict=True))


# -- counts and figures ------------------------------------------------------------------------------


def test_matrix_counts_are_those_of_the_table(coded: tuple[Corpus, dict]) -> None:
    corpus, data = coded
    rows = data["positions"]
    found = pd.DataFrame(
        {
            "actor": [data["actors"][a] for a in rows["actor"]],
            "issue": [data["issues"][i]["id"] for i in rows["issue"]],
            "position": rows["position"],
            "voice": rows["voice"],
        }
    ).value_counts()
    wanted = corpus.positions[["actor", "issue", "position", "voice"]].value_counts()
    assert found.to_dict() == wanted.to_dict()


def test_issues_carry_their_propositions(seeds: tuple[Corpus, dict]) -> None:
    known = read_registry().issues
    assert {i["id"]: i["proposition"] for i in seeds[1]["issues"]} == {
        name: issue.proposition for name, issue in known.items()
    }


def rows_of_model(corpus: Corpus) -> pd.DataFrame:
    table = corpus.targets
    rows = table[(table["method"] == "model") & (table["mention"] != "pronoun")]
    return rows.assign(score=2 * (rows["p_positive"] - rows["p_negative"]))


@pytest.mark.parametrize(
    ("voice", "members"),
    [
        ("all", ["author", "quoted", "reported"]),
        ("author", ["author"]),
        ("others", ["quoted", "reported"]),
    ],
)
def test_stances_are_means_of_the_judgements_behind_them(
    seeds: tuple[Corpus, dict], voice: str, members: list[str]
) -> None:
    """For each article and for all, n and mean recomputed by hand; verdicts as the interval lies."""
    corpus, data = seeds
    rows = rows_of_model(corpus)
    rows = rows[rows["voice"].isin(members)]
    docs = [doc["id"] for doc in data["docs"]]
    table = pd.DataFrame(data["stances"])
    table = table[(table["voice"] == voice) & (table["kind"] != "outlet")]
    wanted = {("all", "", t): part["score"] for t, part in rows.groupby("target")}
    wanted |= {("doc", docs.index(d), t): part["score"] for (d, t), part in rows.groupby(["doc", "target"])}
    assert len(table) == len(wanted)
    for row in schema.rows(table):
        scores_of = wanted[row.kind, row.group, data["actors"][row.target]]
        assert row.n == len(scores_of)
        if row.n < data["least"]:
            assert row.verdict == "not expressed"
            assert np.isnan(row.stance)
        else:
            assert row.stance == pytest.approx(scores_of.mean(), abs=0.0006)
            assert row.low - 0.001 <= row.stance <= row.high + 0.001


def test_judgements_of_a_stance_are_all_there(seeds: tuple[Corpus, dict]) -> None:
    corpus, data = seeds
    rows = rows_of_model(corpus)
    found = pd.Series([data["actors"][t] for t in data["judged"]["target"]]).value_counts().to_dict()
    assert found == rows["target"].value_counts().to_dict()
    assert data["judged"]["score"] == pytest.approx((rows["score"] / 2).tolist(), abs=0.0006)


def test_outlets_have_stances_where_they_have_several_articles(root: Path) -> None:
    corpus = code(root / "tests" / "articles")
    same = corpus.documents.assign(outlet="One Paper")
    data = tables_of(Corpus({**corpus.tables, "documents": same}, corpus.raw))
    table = pd.DataFrame(data["stances"])
    kinds = {kind: part["n"].tolist() for kind, part in table.groupby("kind")}
    assert kinds["outlet"] == kinds["all"]
    alone = tables_of(corpus)
    assert "outlet" not in alone["stances"]["kind"]


def test_voices_are_what_quotations_cover(seeds: tuple[Corpus, dict]) -> None:
    """A direct quotation lies whole in stretches of others; a scare quotation makes none of its own."""
    data = seeds[1]
    covered = {
        (d, at) for d, low, high in zip(*place(data["voices"]), strict=True) for at in range(low, high)
    }
    direct = [i for i, kind in enumerate(data["quotes"]["kind"]) if kind == "direct"]
    places = list(zip(*place(data["quotes"]), strict=True))
    text = [doc["text"] for doc in data["docs"]]
    missing = [
        text[places[i][0]][at]
        for i in direct
        for at in range(places[i][1], places[i][2])
        if (places[i][0], at) not in covered and text[places[i][0]][at].isalnum()
    ]
    assert direct
    assert missing == []


def place(table: dict) -> tuple[list, list, list]:
    return table["doc"], table["start"], table["end"]


@pytest.mark.parametrize(
    ("spans", "window", "span"),
    [
        ([], ["", ""], ["", ""]),
        ([("2024-02-10", "2024-02-10")], ["2024-02-01", "2024-02-29"], ["2024-02-10", "2024-02-10"]),
        (
            [("1945-01-01", "1945-12-31"), *[(f"2024-0{m}-05", f"2024-0{m}-05") for m in (3, 4, 5, 6)]],
            ["2024-03-01", "2024-06-30"],
            ["1945-01-01", "2024-06-05"],
        ),
        ([("2022-02-24", "")], ["2022-02-24", "2022-02-24"], ["2022-02-24", "2022-02-24"]),
    ],
)
def test_the_timeline_opens_where_most_events_lie(
    root: Path, spans: list[tuple[str, str]], window: list[str], span: list[str]
) -> None:
    corpus = code(root / "tests" / "articles")
    first = corpus.sentences.iloc[0]
    rows = [
        {**first[["doc", "line", "char_start", "char_end", "sentence"]].to_dict(), "start": low, "end": high}
        | {"expression": "then", "value": low, "precision": "day", "event": "", "rule": ""}
        for low, high in spans
    ]
    tables = {**corpus.tables, "events": schema.frame("events", rows)}
    data = tables_of(Corpus(tables, corpus.raw))
    assert (data["window"], data["span"]) == (window, span)
