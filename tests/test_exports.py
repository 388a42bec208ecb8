"""Exports: what is written is read back, described, safe to open, and there as a whole or not at all."""

import csv
import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from itertools import cycle
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley import bundled, code, dictionary, graphs, read_coding, schema
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.exports import PACKAGE, export, read_export
from parley.folders import replacing
from parley.reference import new_coding
from parley.spreadsheets import as_text, escape, from_csv, to_csv, unescape

FORMATS = ("csv", "parquet", "duckdb")
ODD = ["", "NA", "null", "1", "True", " blank ", "=1+1", "'=1", "-5", "+x", "@a", "\tx", "\rx", 'a "b", c']
ODD += [
    "line\nend\r\n",
    "\n",
    "'",
    '"',
    '""',
    "\\N",
    "é e\u0301 \u200b\u202e 价格 \U0001f6a2",
    ",",
    ";=1",
    "＝1",
]
hostile = st.one_of(
    st.sampled_from(ODD),
    st.text(st.sampled_from("=+-@\t\r\n'\",\\; ａx0\u2028\U0001f6a2"), max_size=8),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20),
)
floats = st.floats(allow_infinity=False) | st.just(float("nan"))


def filled(table: str, number: int, texts: Any, numbers: Any = lambda: 0.5) -> dict[str, Any]:
    """A row of a table: texts and floats as they come, labels of the codebook, places in order."""
    row: dict[str, Any] = {}
    for column, kind in schema.columns(table).items():
        if labels := schema.LABELS.get((table, column)):
            row[column] = labels[number % len(labels)]
        elif kind == "str":
            row[column] = texts()
        else:
            row[column] = {"int64": number, "float64": numbers(), "bool": number % 2 == 0}[kind]
    place = {"doc": "a", "line": 1, "char_start": number, "char_end": number + 1}
    return row | {name: value for name, value in place.items() if name in row}


def every_table(texts: Any = lambda: "text", numbers: Any = lambda: 0.5, rows: int = 3) -> Corpus:
    """A corpus with some rows in every table."""
    made = {t: [filled(t, n, texts, numbers) for n in range(rows)] for t in schema.TABLES}
    for number, row in enumerate(made["documents"]):
        row["doc"] = "abcdefgh"[number]
    return Corpus({table: schema.frame(table, rows) for table, rows in made.items()}, {})


def assert_same(found: dict[str, pd.DataFrame], tables: Any) -> None:
    assert list(found) == list(tables)
    for name, table in tables.items():
        pd.testing.assert_frame_equal(found[name], table, check_exact=True)


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# What the columns mean


def test_every_column_has_a_gloss() -> None:
    """In the order of the tables, and in words."""
    found = dictionary.glosses()
    assert {table: list(columns) for table, columns in found.items()} == {
        table: list(columns) for table, columns in schema.TABLES.items()
    }
    assert all(gloss.strip() for columns in found.values() for gloss in columns.values())


GLOSSES = [
    ("claims", "disputed", "the article itself disputes it"),
    (
        "blocks",
        "kind",
        "label of the codebook, section 1; title, dek, subhead, body and bullet are the article's text",
    ),
    (
        "stance",
        "high",
        "low, high: 95 % bootstrap interval over sentences; empty also where all have the same score",
    ),
    ("events", "doc", "identifier: id of sources.toml, else the file's name without ending"),
]


@pytest.mark.parametrize(("table", "column", "gloss"), GLOSSES)
def test_a_gloss_is_what_the_readme_says(table: str, column: str, gloss: str) -> None:
    """Without links and marks of code; shared by several columns, with their names in front."""
    assert dictionary.glosses()[table][column] == gloss


def test_places_are_glossed_by_what_stands_above_all_tables() -> None:
    assert "zero-based and half-open" in dictionary.glosses()["mentions"]["char_start"]


def test_a_column_without_a_gloss_is_one_clear_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (bundled("data") / "README.md").read_text(encoding="utf-8")
    (tmp_path / "README.md").write_text(text.replace("| disputed |", "| other |"), encoding="utf-8")
    monkeypatch.setattr(dictionary, "bundled", lambda name: tmp_path)
    with pytest.raises(ParleyError, match=r"does not say what 'disputed' of claims means"):
        dictionary.glosses()


# There and back


@pytest.fixture(scope="module")
def seeds() -> Corpus:
    return code(bundled("seeds"))


@pytest.fixture(scope="module")
def exported(seeds: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("export") / "out"
    export(seeds, out, (*FORMATS, "dna"))
    return out


@pytest.mark.parametrize("format", FORMATS)
def test_the_bundled_corpus_comes_back_as_it_was(seeds: Corpus, exported: Path, format: str) -> None:
    assert_same(read_export(exported, format), seeds.tables)


@pytest.mark.parametrize("format", FORMATS)
def test_odd_texts_come_back_as_they_were(tmp_path: Path, format: str) -> None:
    """One after the other in every text column; numbers that are missing too."""
    texts, numbers = cycle(ODD), cycle([float("nan"), 0.1 + 0.2, -1 / 3, 1e300, -0.0])
    corpus = every_table(lambda: next(texts), lambda: next(numbers))
    export(corpus, tmp_path / "out", [format], networks=False)
    assert_same(read_export(tmp_path / "out"), corpus.tables)


@pytest.mark.parametrize("format", FORMATS)
def test_empty_tables_keep_columns_and_types(tmp_path: Path, format: str) -> None:
    corpus = every_table(rows=0)
    export(corpus, tmp_path / "out", [format])
    assert_same(read_export(tmp_path / "out"), {name: schema.empty(name) for name in schema.TABLES})


@pytest.mark.parametrize("format", FORMATS)
def test_a_missing_text_is_not_an_empty_one(tmp_path: Path, format: str) -> None:
    """Before quotations are read, voice is missing, not a text."""
    tables = dict(every_table().tables)
    voice = pd.Series([None, "", "author"], dtype="str")
    tables["sentences"] = tables["sentences"].assign(voice=voice)
    export(Corpus(tables, {}), tmp_path / "out", [format], networks=False)
    again = read_export(tmp_path / "out")["sentences"]["voice"]
    assert [again.isna().tolist(), again.tolist()[1:]] == [[True, False, False], ["", "author"]]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_text_and_number_comes_back_from_every_format(data: st.DataObject) -> None:
    """Hostile texts in the tables with most texts and numbers."""
    names = ("documents", "claims", "sentiment")
    whole = every_table(lambda: data.draw(hostile), lambda: data.draw(floats), rows=2)
    corpus = Corpus({name: whole.tables[name] for name in names}, {})
    with tempfile.TemporaryDirectory() as folder:
        export(corpus, Path(folder) / "out", networks=False)
        for format in FORMATS:
            found = read_export(Path(folder) / "out", format)
            assert_same({name: found[name] for name in names}, corpus.tables)


# CSV that spreadsheets may open


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_begins_as_a_formula(tmp_path: Path, start: str) -> None:
    """As Python's own reader sees the cells: texts carry an apostrophe, numbers do not."""
    text = f"{start}HYPERLINK(1)"
    table = pd.DataFrame({"said": [text, f"'{text}", "'Peace'"], "polarity": [-0.5, 0.5, float("nan")]})
    types = {"said": "str", "polarity": "float64"}
    rows = list(csv.reader(io.StringIO(to_csv(table, types).decode(), newline="")))
    assert rows[1:] == [[f"'{text}", "-0.5"], [f"''{text}", "0.5"], ["'Peace'", ""]]
    pd.testing.assert_frame_equal(from_csv(to_csv(table, types), types), table.astype(types))


@given(hostile)
def test_escaping_is_undone(text: str) -> None:
    """Whatever the text; and what is escaped begins with an apostrophe or with no sign of a formula."""
    cell = escape(text)
    assert unescape(cell) == text
    assert cell[:1] not in tuple("=+-@\t\r\n")


@given(st.lists(st.tuples(hostile, st.integers(-(2**60), 2**60), floats, st.booleans()), max_size=5))
def test_any_table_reads_back_from_csv(rows: list[Any]) -> None:
    types = {"text": "str", "count": "int64", "share": "float64", "known": "bool"}
    table = pd.DataFrame(rows, columns=list(types)).astype(types)
    pd.testing.assert_frame_equal(from_csv(to_csv(table, types), types), table, check_exact=True)


def test_other_programs_read_the_csv(seeds: Corpus, exported: Path) -> None:
    """pandas and DuckDB find the same columns and numbers."""
    path = exported / "csv" / "claims.csv"
    for read in (pd.read_csv(path, keep_default_na=False), duckdb.read_csv(str(path)).df()):
        assert read["value"].tolist() == seeds.claims["value"].tolist()
        assert read["verbatim"].tolist() == [escape(text) for text in seeds.claims["verbatim"]]
        assert read["disputed"].tolist() == seeds.claims["disputed"].tolist()


SPOILT = [
    b"",
    b"said\n",
    b'said,n\n"a",1,2\n',
    b'said,n\n"a",one\n',
    b'said,n\n"a,1\n',
    b"\xff\xfe",
    b"n,said\n",
]


@pytest.mark.parametrize("data", SPOILT)
def test_what_is_no_such_csv_is_one_clear_message(data: bytes) -> None:
    with pytest.raises(ParleyError, match=r"^not the CSV of a table"):
        from_csv(data, {"said": "str", "n": "int64"})


# DuckDB, networks, codings


def test_duckdb_carries_the_dictionary(exported: Path) -> None:
    """A comment on every column, and on every table that the README describes; SQL can count at once."""
    with duckdb.connect(str(exported / "parley.duckdb"), read_only=True) as base:
        columns = base.execute(
            "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
        tables = dict(base.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        types = dict(
            base.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'claims'"
            ).fetchall()
        )
    glosses = dictionary.glosses()
    assert sorted(columns) == sorted((t, c, gloss) for t, own in glosses.items() for c, gloss in own.items())
    assert tables["sentences"] == "the sentences of the article's text"
    assert (types["value"], types["line"], types["disputed"], types["unit"]) == (
        *("DOUBLE", "BIGINT", "BOOLEAN", "VARCHAR"),
    )


def test_codings_and_networks_stand_beside_the_tables(exported: Path) -> None:
    """Each in its folder, of the articles in the export."""
    assert read_coding(exported / "codings").articles == read_coding().articles
    assert {p.name for p in (exported / "networks").iterdir()} == {
        *("actors.graphml", "issues.graphml", "actors-and-issues.graphml"),
    }


def test_codings_of_a_given_folder_are_exported(tmp_path: Path) -> None:
    """Those of the export's articles; without any there is no folder."""
    tables = {"documents": every_table().documents.assign(sha256=["1", "2", "3"])}
    new_coding("ada", tmp_path / "codings", {"a": {"file": "a.txt", "sha256": "1"}})
    (tmp_path / "codings" / "ada" / "stance.jsonl").write_text('{"doc": "a", "target": "Lee", "stance": 1}\n')
    export(Corpus(tables, {}), tmp_path / "out", ["csv"], tmp_path / "codings")
    assert list(read_coding(tmp_path / "out" / "codings", "ada").articles) == ["a"]
    export(Corpus(tables, {}), tmp_path / "other", ["csv"])
    assert not (tmp_path / "other" / "codings").exists()


def test_statements_are_exported_when_asked_for(seeds: Corpus, exported: Path) -> None:
    rows = from_rows(exported / "dna" / "statements.csv")
    assert [row["position"] for row in rows] == seeds.positions["id"].tolist()
    assert (exported / "dna" / "statements.dna").read_bytes().startswith(b"SQLite format 3\x00")


def from_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The data package


def package_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / PACKAGE).read_text(encoding="utf-8"))


def test_the_package_follows_the_specification(exported: Path) -> None:
    """The required properties of Data Package 1.0, and how each is spelt."""
    package = package_of(exported)
    assert re.fullmatch(r"[-a-z0-9._/]+", package["name"])
    assert package["profile"] == "tabular-data-package"
    assert all(isinstance(source["title"], str) and source["title"] for source in package["sources"])
    assert [licence["name"] for licence in package["licenses"]] == ["other-closed"]
    assert "belong to their publishers" in package["licenses"][0]["title"]
    assert "apostrophe" in package["description"]
    files = package["resources"] + package["files"]
    names = [file["name"] for file in files]
    assert len(set(names)) == len(names) == len({file["path"] for file in files})
    for file in files:
        data = (exported / file["path"]).read_bytes()
        assert re.fullmatch(r"[-a-z0-9._/]+", file["name"])
        assert not Path(file["path"]).is_absolute()
        assert ".." not in file["path"]
        assert (file["bytes"], file["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        assert file["format"] == file["path"].rpartition(".")[2]
    assert {file["path"] for file in files} == set(tree(exported)) - {PACKAGE}


def test_every_resource_is_a_tabular_one(exported: Path) -> None:
    """CSV with a Table Schema: names as in the file's first line, types that the specification has."""
    resources = package_of(exported)["resources"]
    assert [resource["name"] for resource in resources] == list(schema.TABLES)
    for resource in resources:
        assert (resource["profile"], resource["encoding"]) == ("tabular-data-resource", "utf-8")
        shape = resource["schema"]
        fields = {field["name"]: field for field in shape["fields"]}
        first = (exported / resource["path"]).read_text(encoding="utf-8").split("\n")[0]
        assert list(fields) == first.split(",") == list(schema.TABLES[resource["name"]])
        for name, field in fields.items():
            assert field["type"] in ("string", "integer", "number", "boolean")
            assert field["description"]
            labels = schema.LABELS.get((resource["name"], name))
            assert field.get("constraints", {}) == ({"enum": list(labels)} if labels else {})
        assert all(isinstance(value, str) for value in shape["missingValues"])


def test_keys_are_keys_and_lead_to_rows(exported: Path) -> None:
    """No key twice, no foreign key without its row; every table leads to its document."""
    resources = {r["name"]: r for r in package_of(exported)["resources"]}
    rows = {name: from_rows(exported / r["path"]) for name, r in resources.items()}

    def values(table: str, key: str | list[str]) -> list[tuple[str, ...]]:
        names = [key] if isinstance(key, str) else key
        return [tuple(row[name] for name in names) for row in rows[table]]

    assert resources["documents"]["schema"]["primaryKey"] == "doc"
    for name, resource in resources.items():
        if key := resource["schema"].get("primaryKey"):
            assert len(set(values(name, key))) == len(rows[name])
        leads = resource["schema"].get("foreignKeys", [])
        assert ("documents" in [lead["reference"]["resource"] for lead in leads]) == (name != "documents")
        for lead in leads:
            there = lead["reference"]
            assert isinstance(lead["fields"], str) == isinstance(there["fields"], str)
            assert set(values(name, lead["fields"])) <= set(values(there["resource"], there["fields"]))


@pytest.mark.parametrize("format", ["parquet", "duckdb"])
def test_without_csv_the_package_is_no_tabular_one(tmp_path: Path, format: str) -> None:
    """A tabular data package is CSV; the dictionary is there all the same."""
    export(every_table(), tmp_path / "out", [format], networks=False)
    package = package_of(tmp_path / "out")
    assert package["profile"] == "data-package"
    assert "files" not in package
    shapes = {}
    for resource in package["resources"]:
        shapes |= resource.get("schemas") or {Path(resource["path"]).stem: resource["schema"]}
    assert {t: [f["name"] for f in s["fields"]] for t, s in shapes.items()} == {
        table: list(columns) for table, columns in schema.TABLES.items()
    }


def test_the_files_are_returned_as_they_stand(tmp_path: Path) -> None:
    files = export(every_table(), tmp_path / "out", "csv")
    assert files[0] == tmp_path / "out" / PACKAGE
    assert sorted(files) == sorted(p for p in (tmp_path / "out").rglob("*") if p.is_file())


def test_equal_tables_give_equal_text_files(tmp_path: Path) -> None:
    """No clock, no chance: an export under version control shows what changed, and nothing else."""
    for name in ("one", "two"):
        export(every_table(), tmp_path / name, ["csv"])
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


# Nothing is overwritten, nothing is half there


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    """Whether told to overwrite or not; also a data package of somebody else."""
    (tmp_path / "notes.txt").write_text("mine")
    for text in (None, '{"name": "other", "resources": []}', "[]", "{"):
        if text:
            (tmp_path / PACKAGE).write_text(text)
        before = tree(tmp_path)
        for overwrite in (False, True):
            with pytest.raises(ParleyError, match=r": holds other files; choose a new folder$"):
                export(every_table(), tmp_path, ["csv"], overwrite=overwrite)
        assert tree(tmp_path) == before


def test_an_earlier_export_is_replaced_only_when_told(tmp_path: Path) -> None:
    """And then as a whole: nothing of it is left, nor beside it."""
    out = tmp_path / "out"
    export(every_table(lambda: "old"), out)
    before = tree(out)
    with pytest.raises(ParleyError, match=r"holds an earlier export; choose a new folder, or overwrite it$"):
        export(every_table(), out)
    assert tree(out) == before
    export(every_table(lambda: "new"), out, ["csv"], networks=False, overwrite=True)
    assert {name.split("/")[0] for name in tree(out)} == {"csv", PACKAGE}
    assert set(read_export(out)["positions"]["evidence"]) == {"new"}
    assert os.listdir(tmp_path) == ["out"]


def test_a_file_put_into_an_export_is_not_lost(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(every_table(), out, ["csv"])
    (out / "csv" / "my notes.txt").write_text("mine")
    with pytest.raises(ParleyError, match=r"holds csv/my notes\.txt, which the export did not write"):
        export(every_table(), out, ["csv"], overwrite=True)
    assert (out / "csv" / "my notes.txt").read_text() == "mine"


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert export(every_table(), tmp_path / "out", ["csv"])[0].exists()


@pytest.mark.parametrize(
    "fault", [OSError(28, "No space left on device"), KeyboardInterrupt(), ValueError("x")]
)
@pytest.mark.parametrize("there", [False, True], ids=["new", "replaced"])
def test_a_fault_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, there: bool
) -> None:
    """Whatever fails while the last files are written."""
    out = tmp_path / "out"
    if there:
        export(every_table(lambda: "old"), out, ["csv"])
    before = tree(tmp_path)

    def fails(*_: Any, **__: Any) -> None:
        raise fault

    monkeypatch.setattr(graphs, "write_graphml", fails)
    with pytest.raises(ParleyError if isinstance(fault, OSError) else type(fault)) as said:
        export(every_table(), out, ["csv"], overwrite=True)
    if isinstance(fault, OSError):
        assert str(said.value) == f"{out}: cannot be written (No space left on device)"
    assert tree(tmp_path) == before
    assert os.listdir(tmp_path) == (["out"] if there else [])


KILLED = """
import sys, time
from pathlib import Path
from parley import folders
rename = folders.os.rename
def slow(source, target):
    rename(source, target)
    if target.name == "old":
        print("moved", flush=True)
        time.sleep(60)
folders.os.rename = slow
with folders.replacing(Path(sys.argv[1])) as folder:
    (folder / "half.txt").write_text("half")
    if sys.argv[2] == "writing":
        print("half", flush=True)
        time.sleep(60)
"""


@pytest.mark.parametrize("when", ["writing", "swapping"])
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_what_a_killed_export_left_goes_away(tmp_path: Path, when: str) -> None:
    """Killed while it writes or between its two renames: the next call finds the old folder and tidies up."""
    out = tmp_path / "out"
    with replacing(out) as folder:
        (folder / "a.txt").write_text("old")
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(out), when], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == ("half" if when == "writing" else "moved")
    with pytest.raises(ValueError, match="stop"), replacing(tmp_path / "out"):
        raise ValueError("stop")  # while the other is alive, its files are left alone
    assert len(os.listdir(tmp_path)) == (2 if when == "writing" else 1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert not (out / "half.txt").exists()
    with pytest.raises(ValueError, match="stop"), replacing(out):
        raise ValueError("stop")
    assert tree(tmp_path) == {"out/a.txt": b"old"}
    assert os.listdir(tmp_path) == ["out"]


# What is refused


def test_an_unknown_format_names_those_that_exist(tmp_path: Path) -> None:
    for formats, odd in ((["xlsx"], "xlsx"), ([], "")):
        with pytest.raises(ParleyError, match=f"^format is '{odd}'; allowed: csv, parquet, duckdb, dna$"):
            export(every_table(), tmp_path / "out", formats)


def test_a_folder_without_codings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParleyError, match="nowhere: holds no codings"):
        export(every_table(), tmp_path / "out", reference=tmp_path / "nowhere")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("place", ["file", "file/out"])
def test_a_file_in_the_way_is_one_clear_message(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ParleyError, match=rf"{place}: cannot be written \("):
        export(every_table(), tmp_path / place, ["csv"])
    assert tree(tmp_path) == {"file": b"mine"}


def test_a_file_that_has_changed_is_not_read(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(every_table(), out, ["csv"])
    (out / "csv" / "claims.csv").write_bytes(
        (out / "csv" / "claims.csv").read_bytes().replace(b"text", b"tent")
    )
    with pytest.raises(ParleyError, match=r"claims\.csv: the file has changed since it was exported"):
        read_export(out)


def test_a_folder_that_is_no_export_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(ParleyError, match="not a folder that Parley exported"):
        read_export(tmp_path)
    export(every_table(), tmp_path / "out", ["csv"])
    with pytest.raises(ParleyError, match=r"format of the tables in .* is 'duckdb'; allowed: csv$"):
        read_export(tmp_path / "out", "duckdb")


def test_a_package_cannot_lead_out_of_its_folder(tmp_path: Path) -> None:
    export(every_table(), tmp_path / "out", ["csv"])
    package = package_of(tmp_path / "out")
    package["resources"][0]["path"] = "../secret.csv"
    (tmp_path / "out" / PACKAGE).write_text(json.dumps(package))
    with pytest.raises(ParleyError, match="lies outside the folder"):
        read_export(tmp_path / "out")


# Tables to paste into a text

FIGURES = pd.DataFrame(
    {
        "who": ["A|B", "two\n lines", None, "=C"],
        "share": [0.5, -1 / 3, float("nan"), -0.001],
        "n": [1, 20, 300, 4],
        "sure": [True, False, True, True],
    },
    index=[9, 8, 7, 6],
)
PASTED = {
    "markdown": [
        r"| who       | share |   n | sure  |",
        r"| --------- | ----: | --: | ----- |",
        r"| A\|B      |  0.50 |   1 | True  |",
        r"| two lines | -0.33 |  20 | False |",
        r"| -         |     - | 300 | True  |",
        r"| =C        |  0.00 |   4 | True  |",
    ],
    "plain": [
        "who        share    n  sure",
        "A|B         0.50    1  True",
        "two lines  -0.33   20  False",
        "-              -  300  True",
        "=C          0.00    4  True",
    ],
    "tsv": [
        "who\tshare\tn\tsure",
        "A|B\t0.50\t1\tTrue",
        "two lines\t-0.33\t20\tFalse",
        "\t\t300\tTrue",
        "'=C\t0.00\t4\tTrue",
    ],
}


@pytest.mark.parametrize("format", PASTED)
def test_a_table_is_pasted_with_equal_decimals_and_without_index(format: str) -> None:
    before = FIGURES.copy()
    assert as_text(FIGURES, format).split("\n") == PASTED[format]
    pd.testing.assert_frame_equal(FIGURES, before)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", r"a\|b"),
        ("a\\|b", r"a\\\|b"),
        ("*no* `x`", r"\*no\* \`x\`"),
        ("_no_ char_start", r"\_no\_ char_start"),
        ("<b>$5 & ~[1]", r"\<b>\$5 \& \~\[1\]"),
        ("| --- |", r"\| --- \|"),
    ],
)
def test_markdown_shows_every_character_as_it_is(text: str, shown: str) -> None:
    """A backslash before what would mean something; also in the names of columns."""
    assert as_text(pd.DataFrame({text: [text]})).split("\n")[::2] == [f"| {shown} |"] * 2


@pytest.mark.parametrize(("decimals", "shown"), [(0, "3"), (1, "2.7"), (3, "2.718")])
def test_decimals_can_be_chosen(decimals: int, shown: str) -> None:
    assert as_text(pd.DataFrame({"e": [2.71828]}), "plain", decimals=decimals).split() == ["e", shown]


def test_an_empty_table_shows_its_columns() -> None:
    assert as_text(FIGURES.head(0), "tsv") == "who\tshare\tn\tsure"
    assert as_text(pd.DataFrame(), "plain") == ""


def test_what_cannot_be_shown_is_one_clear_message() -> None:
    with pytest.raises(ParleyError, match=r"^format is 'latex'; allowed: markdown, tsv, plain$"):
        as_text(FIGURES, "latex")
    with pytest.raises(ParleyError, match=r"^decimals is -1; allowed: 0 to 15$"):
        as_text(FIGURES, decimals=-1)
