"""Reruns: nothing is written twice, and whatever decides the tables or touches their files is noticed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from parley import coding, reruns, schema
from parley.cli import main
from parley.coding import code_to
from parley.registry import read_registry
from parley.reruns import RunKey
from parley.sources import Source

SOURCE = Source("a", "a.txt", "Talks ended.", "0")


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two articles, with a cache of their own; coding is left out, tables are empty."""
    monkeypatch.setenv("PARLEY_CACHE", str(tmp_path / "cache"))
    nothing = {name: schema.empty(name) for name in schema.TABLES}
    monkeypatch.setattr(coding, "code_document", lambda source, registry, store: nothing)
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.txt").write_text(f"Talks {name} ended.\n", "utf-8")
    return folder


@pytest.fixture
def run(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """Code on the command line; says whether the tables were written anew."""
    written = []

    def noted(*arguments, **options):
        written.append(arguments)
        return code_to(*arguments, **options)

    monkeypatch.setattr(coding, "code_to", noted)

    def code(*options: str, out: str = "tables") -> bool:
        written.clear()
        assert main(["code", str(corpus), "--out", str(corpus.parent / out), "--quiet", *options]) == 0
        return bool(written)

    return code


def test_a_second_run_writes_nothing(run: Callable[..., bool], corpus: Path) -> None:
    assert run()
    path = corpus.parent / "tables" / "quotes.parquet"
    before = path.stat().st_mtime_ns, path.stat().st_ino
    assert not run()
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


@pytest.mark.parametrize("table", ["documents", "stance"])
@pytest.mark.parametrize("what", ["changed", "gone", "a folder"])
def test_a_table_that_is_not_as_it_was_is_written_anew(
    run: Callable[..., bool], corpus: Path, table: str, what: str
) -> None:
    run()
    path = corpus.parent / "tables" / f"{table}.parquet"
    before = path.read_bytes()
    path.unlink()
    if what == "changed":
        path.write_bytes(before + b" ")
    if what == "a folder":
        path.mkdir()
        assert main(["code", str(corpus), "--out", str(path.parent), "--quiet"]) == 2
        path.rmdir()
    assert run()
    assert path.read_bytes() == before


def test_what_decides_the_tables_is_noticed(run: Callable[..., bool], corpus: Path) -> None:
    """Another text, title, format, list or folder; and the note of each run stays."""
    assert run()
    (corpus / "a.txt").write_text("Talks went on.\n", "utf-8")
    assert run()
    (corpus / "sources.toml").write_text('[[source]]\nfile = "a.txt"\ntitle = "Talks"\n', "utf-8")
    assert run()
    assert run("--format", "csv")
    lists = corpus.parent / "lists"
    lists.mkdir()
    assert run("--registry", str(lists))
    (lists / "actors.toml").write_text('[[actor]]\nname = "Mark Lee"\ntype = "person"\n', "utf-8")
    assert run("--registry", str(lists))
    assert run(out="other")
    assert not run(out="other")
    assert not run("--format", "csv")


def test_without_a_cache_everything_is_written_anew(run: Callable[..., bool]) -> None:
    assert run("--no-cache")
    assert run("--no-cache")
    assert run()


def test_rows_are_told_as_by_the_first_run(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["code", str(corpus), "--out", str(corpus.parent / "tables")]
    assert main(arguments) == 0
    first = capsys.readouterr().out
    assert main(arguments) == 0
    assert capsys.readouterr().out == first
    assert "documents.parquet" in first


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b"{}", b'{"rows": {}, "sha256": []}', b"\xff"])
def test_a_spoilt_note_is_none(run: Callable[..., bool], corpus: Path, note: bytes) -> None:
    run()
    for path in (corpus.parent / "cache" / reruns.KIND).rglob("*"):
        if path.is_file():
            path.write_bytes(note)
    assert run()
    assert not run()


def test_the_note_is_of_what_this_run_wrote(
    run: Callable[..., bool], corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that another process puts in place right after ours is not taken for ours."""
    put = os.replace

    def overtaken(source, target):
        put(source, target)
        if Path(target).name == "quotes.parquet":
            Path(target).write_bytes(b"another's")

    with monkeypatch.context() as patch:
        patch.setattr("parley.tables.os.replace", overtaken)
        run()
    assert run()
    assert (corpus.parent / "tables" / "quotes.parquet").read_bytes() != b"another's"


@pytest.mark.parametrize("change", [{"raw": "Talks"}, {"title": "T"}, {"file": "b.txt"}, {"doc": "b"}])
def test_the_key_holds_everything_of_an_article(change: dict[str, str]) -> None:
    fields = {"doc": "a", "file": "a.txt", "raw": "Talks ended.", "sha256": "0"}
    keys = []
    for values in (fields, fields | change):
        key = RunKey(read_registry(), "csv")
        key.add(Source(**values))
        keys.append(key.value())
    assert keys[0] != keys[1]


def test_the_order_of_articles_and_their_borders_count() -> None:
    one, two = RunKey(read_registry(), "csv"), RunKey(read_registry(), "csv")
    other = Source("b", "b.txt", "Talks ended.", "0")
    for key, sources in ((one, (SOURCE, other)), (two, (other, SOURCE))):
        for source in sources:
            key.add(source)
    assert one.value() != two.value()


def test_another_code_is_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = RunKey(read_registry(), "csv").value()
    monkeypatch.setattr(reruns, "code_state", lambda: "another")
    assert RunKey(read_registry(), "csv").value() != before


def test_the_function_writes_what_it_is_asked_to_write(corpus: Path) -> None:
    out = corpus.parent / "tables"
    code_to(corpus, out)
    before = (out / "quotes.parquet").stat().st_ino
    code_to(corpus, out)
    assert (out / "quotes.parquet").stat().st_ino != before
