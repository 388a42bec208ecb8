"""Files that try to exhaust the reader or to lead it out of its folder: one clear message each."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from parley import commands, schema
from parley.cli import main
from parley.corpusfolder import add, new_corpus
from parley.errors import ParleyError
from parley.exports import read_export
from parley.journalfile import read_journal
from parley.manifest import Entry, write_manifest
from parley.reference import read_coding
from parley.registry import read_registry
from parley.sources import read_sources
from parley.store import file_hash
from parley.tables import TableWriter

DEEP, NUMBER = "[" * 100_000, "9" * 5_000
LISTS = {
    "deep": f"[[source]]\nfile = {DEEP}",
    "deep key": "[[source]]\n" + ".".join(["a"] * 50_000) + " = 1",
    "huge number": f"[[source]]\nfile = 'a.txt'\nnote = {NUMBER}",
    "large number": "[[source]]\nfile = 'a.txt'\nnote = 99999999999999999999",
    "infinite number": "[[source]]\nfile = 'a.txt'\nnote = inf",
    "above": "[[source]]\nfile = '../a.txt'",
    "above, hidden": "[[source]]\nfile = 'texts/../../a.txt'",
    "absolute": "[[source]]\nfile = '/etc/hostname'",
    "link": "[[source]]\nfile = 'link.txt'",
    "linked folder": "[[source]]\nfile = 'away/a.txt'",
    "end of string": "[[source]]\nfile = 'a\\u0000.txt'\nid = 'a'".replace("'", '"'),
    "a folder": "[[source]]\nfile = '.'",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("Outside.", "utf-8")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "link.txt").symlink_to(tmp_path / "a.txt")
    (corpus / "away").symlink_to(tmp_path)
    (corpus / "a.txt").write_text("Talks ended.", "utf-8")
    return corpus


def refused(call) -> str:
    """The one line that a call is refused with."""
    with pytest.raises(ParleyError) as fault:
        call()
    assert "\n" not in str(fault.value)
    assert len(str(fault.value)) < 2_000
    return str(fault.value)


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_a_hostile_list_of_sources_is_one_message(folder, text):
    (folder / "sources.toml").write_text(text, "utf-8")
    assert str(folder) in refused(lambda: list(read_sources(folder)))


@pytest.mark.parametrize("name", ["actors.toml", "issues.toml", "lexicons/cues.toml"])
@pytest.mark.parametrize(
    "text",
    [f"a = {DEEP}", ".".join(["a"] * 50_000) + " = 1", f"a = {NUMBER}", "a = {b = " * 5_000],
    ids=["deep", "deep key", "huge number", "deep tables"],
)
def test_a_hostile_list_of_a_corpus_is_one_message(tmp_path, name, text):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    assert refused(lambda: read_registry(tmp_path)).startswith(f"{path}: not valid TOML (")


@pytest.mark.parametrize("value", [DEEP, NUMBER, "1e999", "99999999999999999999", "-1"])
def test_a_hostile_line_of_a_coding_is_one_message(tmp_path, value):
    (tmp_path / "articles.json").write_text('{"a": {"file": "a.txt", "sha256": "0"}}', "utf-8")
    (tmp_path / "ada").mkdir()
    line = f'{{"doc": "a", "start": {value}, "end": {value}}}'
    (tmp_path / "ada" / "sentences.jsonl").write_text(line, "utf-8")
    assert "sentences.jsonl:1: " in refused(lambda: read_coding(tmp_path, "ada"))


@pytest.mark.parametrize("value", [DEEP, NUMBER, "99999999999999999999"])
def test_a_hostile_list_of_articles_is_one_message(tmp_path, value):
    (tmp_path / "articles.json").write_text(f'{{"a": {value}}}', "utf-8")
    (tmp_path / "ada").mkdir()
    assert "articles.json: not valid JSON" in refused(lambda: read_coding(tmp_path, "ada"))


@pytest.mark.parametrize("line", [DEEP, NUMBER, '{"seq": ' + DEEP, '{"journal": 99999999999999999999}'])
def test_a_hostile_journal_is_one_message(tmp_path, line):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "journal.jsonl").write_text(line + "\n", "utf-8")
    assert "journal.jsonl" in refused(lambda: read_journal(tmp_path, "ada"))


@pytest.mark.parametrize("text", [DEEP, NUMBER, '{"name": ' + DEEP])
def test_a_hostile_descriptor_of_an_export_is_one_message(tmp_path, text):
    (tmp_path / "datapackage.json").write_text(text, "utf-8")
    assert str(tmp_path) in refused(lambda: read_export(tmp_path))


@pytest.mark.parametrize("start", ["=1+1", "-5", "@A1", "'=1", "\t=1", "＝1"])
def test_csv_of_code_is_the_text_and_csv_for_spreadsheets_is_no_formula(tmp_path, start, capsys):
    """What `parley code` writes is for programs, and says so; what else is CSV is escaped."""
    text = f"{start} said nothing"
    table = schema.frame("claims", [dict.fromkeys(schema.columns("claims"), 0) | {"verbatim": text}])
    table = table.astype(schema.columns("claims"))
    with TableWriter(tmp_path / "claims.csv", "claims") as writer:
        writer.write(table)
        writer.finish()
    assert pd.read_csv(tmp_path / "claims.csv")["verbatim"].tolist() == [text]
    assert commands._csv(table[["verbatim", "value"]]) == f"verbatim,value\n'{text},0.0"
    assert main(["code", "--help"]) == 0
    assert "for a spreadsheet use 'parley export'" in " ".join(capsys.readouterr().out.split())


WORDS = "The union rejected the offer on Friday, and its members left the talks in Geneva. "


def write_under_limit(call: str, limit: int, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run Python code that can write no file larger than a limit, after some code without one."""
    code = (
        f"import resource, signal\n{before}\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n{call}"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


@pytest.mark.skipif(os.name != "posix", reason="needs limits of a process")
def test_a_full_disk_costs_no_text_that_was_there(tmp_path):
    corpus = new_corpus(tmp_path / "mine")
    table = tmp_path / "t.jsonl"
    table.write_text(json.dumps({"title": "One", "text": WORDS * 3}), "utf-8")
    add(corpus, table)
    before = (corpus / "sources.toml").read_bytes()
    table.write_text(json.dumps({"title": "Two", "text": "Nobody signed. " + WORDS * 200}), "utf-8")
    call = f"from parley.corpusfolder import add; add({str(corpus)!r}, {str(table)!r})"
    loaded = "from parley.identification import language_of; language_of('Talks')"
    told = write_under_limit(call, 8_000, loaded).stderr.splitlines()[-1]
    assert told.startswith("parley.errors.ParleyError: ")
    assert told.endswith("cannot be written (File too large)")
    assert "temporary folder" in write_under_limit(call, 8_000).stderr.splitlines()[-1]
    assert (corpus / "sources.toml").read_bytes() == before
    assert [p.name for p in (corpus / "texts").iterdir()] == ["one.txt"]
    assert add(corpus, table)["status"].tolist() == ["added"]


@pytest.mark.skipif(os.name != "posix", reason="needs limits of a process")
@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_full_disk_leaves_the_tables_that_were_there(tmp_path, format):
    call = (
        "from parley.tables import TableWriter; from parley import schema; from pathlib import Path\n"
        f"path = Path({str(tmp_path)!r}) / 'documents.{format}'\n"
        "row = {c: 0 if t == 'int64' else str(path) * 9999 for c, t in schema.columns('documents').items()}\n"
        "row |= {'published_basis': 'stated', 'genre': ''}\n"
        "with TableWriter(path, 'documents') as writer:\n"
        "    writer.write(schema.frame('documents', [row | {'doc': str(i)} for i in range(3)]))\n"
        "    writer.finish()"
    )
    kept = tmp_path / f"documents.{format}"
    kept.write_bytes(b"old")
    told = write_under_limit(call, 5_000)
    assert told.stderr.splitlines()[-1].startswith(f"parley.errors.ParleyError: {kept}: cannot be written (")
    assert kept.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == [kept.name]


@pytest.mark.skipif(os.name != "posix", reason="needs limits of a process")
def test_a_full_disk_leaves_the_report_that_was_there(tmp_path):
    """The page of a notebook that has run cannot be written: one message, and the earlier pages stand."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text(f"Report says\n\n{WORDS}\n", "utf-8")
    head = new_code_cell('folder = ""', metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Page"), head]), tmp_path / "page.ipynb")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "page.html").write_text("old", "utf-8")
    write_manifest(tmp_path / "site", {"page.html": Entry("old", file_hash(tmp_path / "site" / "page.html"))})
    before = (tmp_path / "site" / "parley-site.json").read_bytes()
    (tmp_path / "site" / ".unfinished-killed").mkdir()  # what an earlier run left goes away
    call = (
        f"from parley.site import build_site\nbuild_site([{str(tmp_path / 'page.ipynb')!r}], "
        f"{str(tmp_path / 'site')!r}, corpus={str(tmp_path / 'mine')!r}, workers=1)"
    )
    last = write_under_limit(call, 30_000).stderr.splitlines()[-1]
    assert last.startswith("parley.errors.ParleyError: ")
    assert last.endswith("the report cannot be written (File too large)")
    assert (tmp_path / "site" / "page.html").read_text("utf-8") == "old"
    assert (tmp_path / "site" / "parley-site.json").read_bytes() == before
    assert sorted(p.name for p in (tmp_path / "site").iterdir()) == ["page.html", "parley-site.json"]
