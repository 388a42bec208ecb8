"""The command line of codings: ``parley evaluate`` and ``parley reference``."""

import io
import json
from pathlib import Path

import pandas as pd
import pytest

from parley import schema
from parley.cli import main
from parley.corpus import Corpus
from parley.journal import open_journal
from parley.reference import codings, read_coding
from parley.schema import LAYERS
from parley.scores import COLUMNS

ARTICLES = {"a": {"file": "a.txt", "sha256": "a" * 64}}
MENTIONS = [
    {"doc": "a", "start": 0, "end": 4, "actor": "Ruiz", "kind": "name"},
    {"doc": "a", "start": 8, "end": 12, "actor": "Ellis", "kind": "name"},
    {"doc": "a", "start": 20, "end": 23, "actor": "Ellis", "kind": "pronoun"},
]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, away from the user's cache."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / ".cache"))


def put(folder: str, name: str, **layers: list[dict]) -> None:
    """Write a coding of article a."""
    (Path(folder) / name).mkdir(parents=True)
    for layer, rows in layers.items():
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (Path(folder) / name / f"{layer}.jsonl").write_text(text, encoding="utf-8")
    (Path(folder) / "articles.json").write_text(json.dumps(ARTICLES), encoding="utf-8")


def save(folder: str, doc: str = "a", format: str = "csv") -> None:
    """Write tables of one article: of its three mentions the first is found, the second as another."""

    def table(name: str, *rows: dict) -> pd.DataFrame:
        fill = {"str": "", "int64": 0, "float64": 0.0, "bool": False}
        return schema.frame(
            name, [{c: r.get(c, fill[t]) for c, t in schema.TABLES[name].items()} for r in rows]
        )

    tables = {name: schema.empty(name) for name in schema.TABLES}
    tables["documents"] = table("documents", {"doc": doc, "sha256": doc * 64, "published_basis": "unknown"})
    found = [(0, 4, "Ruiz"), (8, 12, "Ruiz")]
    tables["mentions"] = table(
        "mentions",
        *({"doc": doc, "char_start": s, "char_end": e, "actor": a, "kind": "name"} for s, e, a in found),
    )
    Corpus(tables, {}).save(folder, format)


def fails(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that is to fail; return its one line on standard error."""
    assert main(list(arguments)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.endswith("\n")
    assert len(said.err.splitlines()) == 1
    return said.err.rstrip("\n")


# evaluate


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_evaluate_prints_the_scorecard_as_csv(capsys: pytest.CaptureFixture[str], format: str) -> None:
    """Every column, and nothing but the table: no blank line below it."""
    put("codings", "adjudicated", mentions=MENTIONS)
    save("tables", format=format)
    assert main(["evaluate", "tables", "--reference", "codings", "--csv"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    card = pd.read_csv(io.StringIO(said.out))
    assert card.columns.tolist() == list(COLUMNS)
    assert card[["layer", "method", "n", "score"]].values.tolist() == [
        ["mentions", "rules: name", 2, 0.5],
        ["mentions", "rules: pronoun", 1, 0.0],
    ]
    assert said.out.count("\n") == 3


def test_evaluate_prints_a_table_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    """Two decimals, a dash where nothing applies; the intervals over articles are left to --csv."""
    put("codings", "adjudicated", mentions=MENTIONS)
    save("tables")
    assert main(["evaluate", "tables", "--reference", "codings"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == [c for c in COLUMNS if c not in ("low_docs", "high_docs")]
    names, pronouns = (line.split() for line in lines)
    assert names[:6] == ["mentions", "rules:", "name", "F1", "2", "0.50"]
    assert pronouns == ["mentions", "rules:", "pronoun", "F1", "1", "0.00", *"--", "-", "0.00", *"---"]


def test_evaluate_of_other_articles_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    put("codings", "adjudicated", mentions=MENTIONS)
    save("tables", doc="b")
    said = fails(capsys, "evaluate", "tables", "--reference", "codings")
    assert said == "parley: tables: none of its articles is in the reference coding"
    assert fails(capsys, "evaluate", "tables") == said  # of the bundled corpus neither


@pytest.mark.parametrize("folder", ["nowhere", "empty", "file"])
def test_evaluate_needs_tables(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    Path("file").write_text("x")
    assert fails(capsys, "evaluate", folder) == f"parley: {folder}: holds no tables that 'parley code' wrote"


def test_evaluate_names_a_reference_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    save("tables")
    said = fails(capsys, "evaluate", "tables", "--reference", "nowhere")
    assert said == "parley: coding in nowhere is 'adjudicated'; allowed: none there yet"
    put("codings", "ada", mentions=MENTIONS)
    said = fails(capsys, "evaluate", "tables", "--reference", "codings")
    assert said == "parley: coding in codings is 'adjudicated'; allowed: ada"


def test_evaluate_names_file_and_line_of_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    save("tables")
    put("codings", "adjudicated", mentions=[MENTIONS[0], MENTIONS[1] | {"kind": "noun"}])
    said = fails(capsys, "evaluate", "tables", "--reference", "codings")
    path = Path("codings", "adjudicated", "mentions.jsonl")
    assert said == f"parley: {path}:2: kind is 'noun'; allowed: name, nominal, pronoun"


def test_evaluate_names_a_table_that_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    put("codings", "adjudicated", mentions=MENTIONS)
    save("tables")
    Path("tables", "mentions.csv").write_text("doc,line\na,1\n")
    assert "mentions" in fails(capsys, "evaluate", "tables", "--reference", "codings")


def test_evaluate_without_sentiment_or_sentences_is_no_crash(capsys: pytest.CaptureFixture[str]) -> None:
    """A folder from which somebody took tables still gives what it can, or one line."""
    target = {"doc": "a", "start": 0, "end": 9, "target": "Ruiz", "polarity": "neutral", "voice": "author"}
    put("codings", "adjudicated", mentions=MENTIONS, targets=[target | {"holder": ""}])
    save("tables")
    Path("tables", "sentences.csv").unlink()
    status = main(["evaluate", "tables", "--reference", "codings"])
    assert status in (0, 2)
    assert "Traceback" not in capsys.readouterr().err


# reference new


def test_new_makes_an_empty_coding_of_the_bundled_articles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reference", "new", "ada"]) == 0
    assert capsys.readouterr().out == f"an empty coding is in {Path('codings', 'ada')}\n"
    found = read_coding("codings", "ada")
    assert found.articles == read_coding().articles
    assert sorted(found.layers) == sorted(LAYERS)
    assert all(frame.empty for frame in found.layers.values())


def test_new_takes_folder_and_articles(capsys: pytest.CaptureFixture[str]) -> None:
    Path("strike.txt").write_text("Dockworkers vote\n\nThey voted on Monday.\n")
    assert main(["reference", "new", "ada", "--dir", "mine", "--sources", "strike.txt"]) == 0
    assert {doc: a["file"] for doc, a in read_coding("mine", "ada").articles.items()} == {
        "strike": "strike.txt"
    }
    assert main(["reference", "new", "bob", "--dir", "mine", "--sources", "strike.txt"]) == 0
    assert codings("mine") == ["ada", "bob"]


def test_new_leaves_an_existing_coding_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    put("codings", "ada", mentions=MENTIONS)
    before = {p: p.read_bytes() for p in Path("codings").rglob("*.json*")}
    said = fails(capsys, "reference", "new", "ada")
    assert (
        said == f"parley: {Path('codings', 'ada')}: a coding of this name exists already; it is left as it is"
    )
    said = fails(capsys, "reference", "new", "bob")
    assert said == "parley: codings: holds codings of other articles; choose another folder"
    assert {p: p.read_bytes() for p in Path("codings").rglob("*.json*")} == before
    assert codings("codings") == ["ada"]


@pytest.mark.parametrize("name", ["a b", "../ada", "", "a.b"])
def test_new_refuses_names_that_are_no_names(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = fails(capsys, "reference", "new", name)
    assert said == f"parley: name is {name!r}; allowed: letters, digits, - and _"
    assert not Path("codings").exists()


def test_new_names_a_source_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert "nowhere.txt" in fails(capsys, "reference", "new", "ada", "--sources", "nowhere.txt")
    assert not Path("codings").exists()


# reference conflicts


def test_conflicts_are_listed_by_unit(capsys: pytest.CaptureFixture[str]) -> None:
    put("codings", "ada", mentions=MENTIONS)
    put("codings", "bob", mentions=[MENTIONS[0], MENTIONS[1] | {"kind": "nominal"}])
    assert main(["reference", "conflicts", "codings", "ada", "bob", "--layer", "mentions"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["doc", "start", "end", "ada", "bob"]
    assert [" ".join(line.split()) for line in lines] == [
        "a 8 12 Ellis | name Ellis | nominal",
        "a 20 23 Ellis | pronoun",
    ]


def test_conflicts_with_a_journal_are_those_of_what_stands_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    """A code that was taken back is none; a unit that was coded as nothing has no label."""
    put("codings", "bob", mentions=MENTIONS)
    units = [{name: row[name] for name in ("doc", "start", "end")} for row in MENTIONS]
    with open_journal("codings", "ada", ARTICLES) as journal:
        journal.code("mentions", units[0], [MENTIONS[0]])
        journal.undo(journal.code("mentions", units[0], [MENTIONS[0] | {"actor": "Ellis"}]))
        journal.code("mentions", units[1], [MENTIONS[1] | {"kind": "nominal"}])
        journal.code("mentions", units[2])
    assert main(["reference", "conflicts", "codings", "ada", "bob", "--layer", "mentions"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["doc", "start", "end", "ada", "bob"]
    assert [" ".join(line.split()) for line in lines] == [
        "a 8 12 Ellis | nominal Ellis | name",
        "a 20 23 Ellis | pronoun",
    ]
    said = fails(capsys, "reference", "conflicts", "codings", "ada", "bob", "--layer", "quotes")
    assert said == "parley: layer of coding 'ada' is 'quotes'; allowed: mentions"
    assert fails(capsys, "reference", "new", "ada").endswith("exists already; it is left as it is")


def test_conflicts_with_a_broken_journal_name_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    put("codings", "bob", mentions=MENTIONS)
    open_journal("codings", "ada", ARTICLES).close()
    path = Path("codings", "ada", "journal.jsonl")
    path.write_text(path.read_text() + "{}\n")
    said = fails(capsys, "reference", "conflicts", "codings", "ada", "bob", "--layer", "mentions")
    assert said.startswith(f"parley: {path}:2: fields")


def test_no_conflicts_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    put("codings", "ada", mentions=MENTIONS)
    put("codings", "bob", mentions=MENTIONS)
    assert main(["reference", "conflicts", "codings", "ada", "bob", "--layer", "mentions"]) == 0
    assert capsys.readouterr().out == "no conflicts\n"


def test_conflicts_of_the_default_layer_are_those_of_targets(
    capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    folder = str(root / "data" / "reference" / "others")
    main(["reference", "conflicts", folder, "first", "second"])
    plain = capsys.readouterr().out
    main(["reference", "conflicts", folder, "first", "second", "--layer", "targets"])
    assert capsys.readouterr().out == plain


def test_conflicts_need_two_coders(capsys: pytest.CaptureFixture[str]) -> None:
    """One coder cannot disagree; "no conflicts" would mislead."""
    put("codings", "ada", mentions=MENTIONS)
    fails(capsys, "reference", "conflicts", "codings", "ada", "--layer", "mentions")


def test_conflicts_of_a_layer_that_a_coder_lacks_are_not_none(capsys: pytest.CaptureFixture[str]) -> None:
    """What nobody coded is not agreed on."""
    put("codings", "ada", mentions=MENTIONS)
    put("codings", "bob", mentions=MENTIONS)
    main(["reference", "conflicts", "codings", "ada", "bob", "--layer", "quotes"])
    assert "no conflicts" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ada", "eve"], "parley: coding in codings is 'eve'; allowed: ada, bob"),
        (["ada", "ada"], "parley: two codings are named 'ada'; rename one"),
    ],
)
def test_conflicts_of_wrong_names(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put("codings", "ada", mentions=MENTIONS)
    put("codings", "bob", mentions=MENTIONS)
    assert fails(capsys, "reference", "conflicts", "codings", *arguments) == says


@pytest.mark.parametrize(
    "arguments",
    [
        ["reference"],
        ["reference", "new"],
        ["reference", "merge"],
        ["reference", "conflicts", "d", "a", "b", "--layer", "x"],
        ["evaluate"],
        ["evaluate", "t", "--reference"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    said = fails(capsys, *arguments)
    assert said.startswith("parley")
    assert "--help" in said


@pytest.mark.parametrize(
    "arguments", [["evaluate"], ["reference"], ["reference", "new"], ["reference", "conflicts"]]
)
def test_each_command_has_a_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: parley {' '.join(arguments)} ")
