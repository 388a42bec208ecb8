"""Two processes on one corpus: what they make is whole and right, or one of them is told why it stops."""

import multiprocessing
import os
import threading
from collections.abc import Callable
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from parley import portrayal
from parley.coding import code_to, load
from parley.corpusfolder import add, new_corpus
from parley.errors import ParleyError
from parley.locks import NAME, only_one
from parley.manifest import read_manifest
from parley.site import build_site
from parley.sources import read_sources
from parley.store import file_hash

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
NEWS = "The union rejected the offer on Friday, Report {i} says. “No,” Maria Lund said. Talks ended."


def judge(pairs: list[object]) -> np.ndarray:
    return np.tile([0.2, 0.3, 0.5], (len(pairs), 1))


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here is about judgements, and a process that is forked beside the model's threads may hang."""
    monkeypatch.setattr(portrayal, "judge", judge)


@pytest.fixture(scope="module", autouse=True)
def loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The processes are forked from one that has loaded all there is to load."""
    folder = tmp_path_factory.mktemp("loaded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(portrayal, "judge", judge)
        code_to(corpus(folder, "a", 1), folder / "out", cache=False)


def corpus(folder: Path, name: str, articles: int = 2) -> Path:
    made = folder / name
    made.mkdir()
    for i in range(articles):
        (made / f"{name}{i}.txt").write_text(f"Report {i}\n\n{NEWS.format(i=i)}\n", "utf-8")
    return made


def at_once(*jobs: Callable[[], object]) -> list[str]:
    """Do jobs in processes that begin together; return the message of each that was refused, else ''."""
    fork = multiprocessing.get_context("fork")
    gate, told = fork.Barrier(len(jobs)), fork.Queue()
    processes = [fork.Process(target=_one, args=(i, job, gate, told)) for i, job in enumerate(jobs)]
    for process in processes:
        process.start()
    said = dict(told.get(timeout=300) for _ in jobs)
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(jobs)
    return [said[i] for i in range(len(jobs))]


def _one(number: int, job: Callable[[], object], gate: "threading.Barrier", told: object) -> None:
    gate.wait()
    try:
        job()
    except ParleyError as fault:
        told.put((number, str(fault)))  # type: ignore[attr-defined]
    except BaseException as fault:
        told.put((number, f"NOT MEANT: {type(fault).__name__}: {fault}"))  # type: ignore[attr-defined]
    else:
        told.put((number, ""))  # type: ignore[attr-defined]


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_two_code_one_corpus_into_one_folder(tmp_path: Path, format: str) -> None:
    """With one cache that is empty: as kernels do that open the same notebook."""
    mine, cache = corpus(tmp_path, "mine"), tmp_path / "cache"
    job = lambda: code_to(mine, tmp_path / "out", format=format, cache=cache)  # noqa: E731
    assert at_once(job, job, job) == ["", "", ""]
    code_to(mine, tmp_path / "alone", format=format, cache=False)
    assert files(tmp_path / "out") == files(tmp_path / "alone")
    code_to(mine, tmp_path / "again", format=format, cache=cache)
    assert files(tmp_path / "again") == files(tmp_path / "alone"), "what is kept is whole"


def test_two_corpora_into_one_folder_give_one_of_them_whole(tmp_path: Path) -> None:
    """Never documents of the one and sentences of the other."""
    mine, yours, cache = corpus(tmp_path, "mine"), corpus(tmp_path, "yours", 3), tmp_path / "cache"
    wanted = []
    for number, folder in enumerate((mine, yours)):
        code_to(folder, tmp_path / str(number), format="csv", cache=cache)
        wanted.append(files(tmp_path / str(number)))
    jobs = [lambda f=f: code_to(f, tmp_path / "out", format="csv", cache=cache) for f in (mine, yours) * 2]
    for _ in range(5):
        assert at_once(*jobs) == [""] * 4
        assert files(tmp_path / "out") in wanted


def test_tables_wait_for_those_that_are_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And where that does not end, one message; the tables of before are there."""
    mine, out = corpus(tmp_path, "mine", 1), tmp_path / "out"
    code_to(mine, out, cache=tmp_path / "cache")
    before = files(out)
    monkeypatch.setattr("parley.coding.only_one", lambda path, busy: only_one(path, busy, wait=0.1))
    with (
        only_one(out / NAME, "busy"),
        pytest.raises(ParleyError, match=r"out: another process goes on writing tables there$"),
    ):
        code_to(corpus(tmp_path, "yours", 1), out, cache=tmp_path / "cache")
    assert files(out) == before


def test_several_workers_twice_into_one_folder(tmp_path: Path) -> None:
    """Folders of parts are put in place by one after the other, too."""
    from parley import partitions, schema

    def job(doc: str) -> None:
        for _ in range(8):
            with partitions.staging(tmp_path / "out") as folder:
                rows = {}
                for name in schema.TABLES:
                    table = schema.empty(name).reindex(range(1)).fillna(0).astype(schema.columns(name))
                    table["doc"] = doc
                    table.to_parquet(partitions.part_path(folder, name, "part-00000"))
                    rows[name] = 1
                partitions.publish(folder, tmp_path / "out", {"part-00000": rows}, {})

    assert at_once(lambda: job("a"), lambda: job("b")) == ["", ""]
    docs = {read_parts(tmp_path / "out", name) for name in schema.TABLES}
    assert docs in ({"a"}, {"b"})
    assert not [p.name for p in (tmp_path / "out").iterdir() if p.name.startswith(".")]


def read_parts(folder: Path, table: str) -> str:
    import pandas as pd

    from parley import partitions

    (path,) = partitions.listed(folder / f"{table}.parquet")
    return str(pd.read_parquet(path)["doc"].iloc[0])


def test_adding_while_others_add_and_code(tmp_path: Path) -> None:
    """All that was added is listed once; what was coded meanwhile are the articles of one moment."""
    mine = new_corpus(tmp_path / "mine")
    (tmp_path / "first.txt").write_text(f"First\n\n{NEWS.format(i=0) * 3}\n", "utf-8")
    add(mine, tmp_path / "first.txt")
    batches = []
    for batch in range(2):
        batches.append([tmp_path / f"article{batch}{i}.txt" for i in range(4)])
        for i, path in enumerate(batches[-1]):
            words = " ".join(f"word{batch}{i}{n} said Report" for n in range(30))
            path.write_text(f"Article {batch} {i}\n\n{NEWS.format(i=i)} The talks of {words}.\n", "utf-8")
    cache, outs = tmp_path / "cache", [tmp_path / f"out{n}" for n in range(2)]
    coding = [lambda out=out: code_to(mine, out, format="csv", cache=cache) for out in outs]
    said = at_once(lambda: add(mine, batches[0]), lambda: add(mine, batches[1]), *coding)
    assert said == [""] * 4
    sources = {source.doc: source for source in read_sources(mine)}
    assert len(sources) == 9
    for out in outs:
        docs = set(load(out, [mine / "texts" / f"{doc}.txt" for doc in coded(out)]).documents["doc"])
        assert len(docs) in {1, 5, 9}, "a batch is there as a whole or not at all"
        assert docs <= set(sources)


def coded(out: Path) -> list[str]:
    from parley.tables import read_table

    return read_table(out, "documents")["doc"].tolist()


def test_two_reports_into_one_folder(tmp_path: Path) -> None:
    """One is made, the other is told at once; a third one afterwards has nothing to do."""
    head = new_code_cell('folder = ""', metadata={"tags": ["parameters"]})
    book = new_notebook(cells=[new_markdown_cell("# Page"), head, new_code_cell("print(1)")])
    nbformat.write(book, tmp_path / "00_page.ipynb")
    mine, site = corpus(tmp_path, "mine", 1), tmp_path / "site"
    job = lambda: build_site([tmp_path / "00_page.ipynb"], site, corpus=mine, workers=1)  # noqa: E731
    said = at_once(job, job)
    assert sorted(said) == ["", f"{site}: another process is writing this report; try again when it is done"]
    listed = read_manifest(site)
    assert sorted(listed) == ["00_page.html", "explorer.html", "index.html"]
    assert all(entry.sha256 == file_hash(site / name) for name, entry in listed.items())
    assert {path.name for path in site.iterdir()} == {*listed, "parley-site.json"}
