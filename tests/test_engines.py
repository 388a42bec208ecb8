"""Engines: one process, several, a cluster with a scheduler and workers of its own: one result."""

import json
import logging
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import pytest

import enginejobs
import parley.coding
from parley import daskengine, partcoding, schema
from parley.cli import main
from parley.coding import code, code_to, load
from parley.corpus import Corpus
from parley.engines import Engine
from parley.errors import IncompleteError, ParleyError
from parley.partcoding import Order, code_part
from parley.partitions import MANIFEST, Part
from parley.processes import BREAKS, Processes, _next
from parley.registry import read_registry
from parley.store import Store
from parley.versions import difference, versions

ROOT = Path(__file__).resolve().parents[1]
TEXTS = (
    "Council delays the vote\n\nMayor Ana Ruiz opposed the sale of the mill on Monday. “Bad,” she said.\n",
    "Keepers of the zoo go back\n\nThe strike ended on 3 May 2024. Tom Bell was pleased with $4 million.\n",
    "Late goal decides the final\n\nRobert Hughes scored, and the crowd was delighted.\n",
)
COUNT = 14


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of short articles."""
    folder = tmp_path_factory.mktemp("articles")
    for i in range(COUNT):
        (folder / f"town-{i:02}.txt").write_text(f"{TEXTS[i % 3]}\nThis was week {i} of the talks.\n")
    return folder


@pytest.fixture(scope="module")
def serial(articles: Path) -> Corpus:
    """What one process makes of them."""
    return code(articles, cache=False)


@pytest.fixture
def gone(articles: Path, tmp_path: Path) -> Path:
    """A folder of five of the articles, a file without text, and a listed file that is not there."""
    folder = tmp_path / "gone"
    folder.mkdir()
    for path in sorted(articles.iterdir())[:5]:
        shutil.copy(path, folder)
    (folder / "blank.txt").write_text(" \n")
    (folder / "sources.toml").write_text('[[source]]\nid = "vanished"\nfile = "lost.txt"\n')
    return folder


def csv(table: pd.DataFrame) -> bytes:
    """The bytes of a table as CSV, lines sorted."""
    lines = table.to_csv(index=False, lineterminator="\n", header=False).encode().splitlines(keepends=True)
    return b"".join(sorted(lines))


def same(found: Corpus, expected: Corpus) -> None:
    """Assert that two corpora are equal: frame by frame, and byte for byte."""
    for name in schema.TABLES:
        pd.testing.assert_frame_equal(found[name], expected[name], obj=name)
        assert csv(found[name]) == csv(expected[name])
    assert found.raw == expected.raw


def of(corpus: Corpus, docs: set[str]) -> Corpus:
    """The articles of a corpus with these identifiers."""
    tables = {n: t[t["doc"].isin(docs)].reset_index(drop=True) for n, t in corpus.tables.items()}
    return Corpus(tables, {doc: corpus.raw[doc] for doc in corpus.raw if doc in docs})


def part_files(out: Path) -> list[Path]:
    """The parts of one table that stand in the hidden folder by now."""
    return list(out.glob(".partitions-*/stance.parquet/part-*.parquet"))


@contextmanager
def killing(out: Path, pid: Callable[[], int]) -> Iterator[list[int]]:
    """Kill a worker when the first parts appear; gives how many there were."""
    counted: list[int] = []
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            if len(part_files(out)) >= 2:
                os.kill(pid(), signal.SIGKILL)
                counted.append(len(part_files(out)))
                return
            time.sleep(0.01)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield counted
    finally:
        over.set()
        thread.join()


def whole(out: Path, expected: Corpus, articles: Path) -> None:
    """Assert that a folder holds these tables in parts, with neither gap nor double, and nothing else."""
    same(load(out, articles), expected)
    for name in schema.TABLES:
        assert len(list((out / f"{name}.parquet").iterdir())) == len(expected.raw)
        pd.testing.assert_frame_equal(pd.read_parquet(out / f"{name}.parquet"), expected[name], obj=name)
    assert sorted(p.name for p in out.iterdir()) == sorted(
        [MANIFEST, *(f"{n}.parquet" for n in schema.TABLES)]
    )


# A cluster: a scheduler and two workers, each a process of its own


def started(*arguments: str, path: str = "", **settings: str) -> subprocess.Popen[bytes]:
    """Start a part of a cluster; ``path`` goes before the modules of this project."""
    paths = [path, str(ROOT / "lib"), str(ROOT / "tests" / "support")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))} | settings
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def worker(file: Path, **settings: Any) -> subprocess.Popen[bytes]:
    """Start a worker on loopback that nobody starts again."""
    return started(
        "distributed.cli.dask_worker", "--scheduler-file", str(file), "--host", "127.0.0.1",
        "--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0", "--death-timeout", "60",
        **settings,
    )  # fmt: skip


def address(file: Path) -> str:
    """The address that a scheduler has written into its file."""
    for _ in range(3000):
        if file.exists() and file.read_text().endswith("}"):
            return str(json.loads(file.read_text())["address"])
        time.sleep(0.02)
    raise AssertionError("the scheduler did not start")


@contextmanager
def dask(folder: Path, workers: int = 2, **settings: str) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A scheduler on a free port of loopback, and workers; gives its address and the workers."""
    from distributed import Client

    file = folder / "scheduler.json"
    running = [
        started(
            "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", str(file), **settings,
        )
    ]  # fmt: skip
    try:
        place = address(file)
        running += [worker(file) for _ in range(workers)]
        if workers:
            with Client(place, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=120)
        yield place, running[1:]
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen], Path]]:
    folder = tmp_path_factory.mktemp("cluster")
    with dask(folder) as (place, workers):
        yield place, workers, folder / "scheduler.json"


def test_a_cluster_gives_what_one_process_gives(
    running: Any, articles: Path, serial: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables and texts; and what workers keep is taken by a run in one process afterwards."""
    same(code(articles, engine="dask", scheduler=running[0], cache=tmp_path / "cache"), serial)

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("this was to come from the cache")

    monkeypatch.setattr(parley.coding, "code_document", refuse)
    same(code(articles, cache=tmp_path / "cache"), serial)


def test_articles_that_fail_are_named_and_the_others_are_done(
    running: Any, gone: Path, serial: Corpus, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit status 1, one line each, nothing else on standard error."""
    out = tmp_path / "out"
    arguments = ["code", str(gone), "--out", str(out), "--no-cache", "--engine", "dask"]
    assert main([*arguments, "--scheduler", running[0]]) == 1
    said = capfd.readouterr()
    assert said.err.splitlines() == [
        "parley: 2 of 7 articles failed:",
        f"blank: {gone / 'blank.txt'}: the file is empty",
        f"vanished: {gone / 'lost.txt'}: there is no such file",
    ]
    assert said.out.splitlines()[0].split() == ["5", str(out / "documents.parquet")]
    for path in (gone / "blank.txt", gone / "sources.toml"):
        path.unlink()
    good = {path.stem for path in gone.iterdir()}
    same(load(out, gone), of(serial, good))


def test_a_worker_of_another_version_is_refused(
    running: Any, articles: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A comment in one module of its Parley is enough; nothing is written."""
    place, _, file = running
    copy = shutil.copytree(ROOT / "lib" / "parley", tmp_path / "other" / "parley")
    (copy / "data").symlink_to(ROOT / "data")
    with (copy / "pronouns.py").open("a") as module:
        module.write("# changed\n")
    from distributed import Client

    odd = worker(file, path=str(tmp_path / "other"))
    try:
        with Client(place, set_as_default=False) as client:
            client.wait_for_workers(3, timeout=120)
        out = tmp_path / "out"
        arguments = ["code", str(articles), "--out", str(out), "--engine", "dask", "--scheduler", place]
        assert main(arguments) == 2
        (line,) = capfd.readouterr().err.splitlines()
        assert line.startswith("parley: worker tcp://127.0.0.1:")
        assert f"code is {copied_state(copy)} there and {versions()['code']} here" in line
        assert not out.exists() or list(out.iterdir()) == []
    finally:
        odd.terminate()
        odd.wait()
    with Client(place, set_as_default=False) as client:
        while len(client.nthreads()) > 2:
            time.sleep(0.02)


def copied_state(copy: Path) -> str:
    program = "from parley.versions import versions; print(versions()['code'])"
    environment = os.environ | {"PYTHONPATH": str(copy.parent)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_killed_worker_leaves_neither_gaps_nor_doubles(
    running: Any, articles: Path, serial: Corpus, tmp_path: Path
) -> None:
    """SIGKILL in the middle of a run; last, since the cluster has one worker less afterwards."""
    out = tmp_path / "out"
    victim = running[1][0]
    with killing(out, lambda: victim.pid) as counted:
        rows = code_to(articles, out, engine="dask", scheduler=running[0], cache=False)
    assert victim.wait() == -signal.SIGKILL
    assert 2 <= counted[0] < COUNT
    assert rows == {name: len(serial[name]) for name in schema.TABLES}
    whole(out, serial, articles)


def test_a_task_that_ends_its_workers_costs_no_other(tmp_path: Path) -> None:
    """Dask gives it up after as many workers as its settings say, here one."""
    lenient = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with dask(tmp_path, **lenient) as (place, _), daskengine._client(_distributed(), place) as client:
        pool = daskengine.Cluster(client, place)
        found = dict(pool.map(enginejobs.double_or_die, 1, range(4)))
        lost = {task for task, result in found.items() if result is None}
        assert pool.workers == 1
    assert 0 in lost
    assert lost <= {0, 1, 2, 3}
    assert {t: r for t, r in found.items() if t not in lost} == {t: 2 * t + 1 for t in {1, 2, 3} - lost}


def _distributed() -> Any:
    import distributed

    return distributed


def test_a_local_cluster_is_started_without_an_address() -> None:
    """It ends with the ``with`` statement; Dask's log is as it was before."""
    before = logging.getLogger(_distributed().__name__).level
    children = multiprocessing.active_children()
    with Engine("dask", workers=1).open() as pool:
        assert pool.workers == 1
        assert sorted(pool.map(divmod, 7, [2, 3])) == [(2, (3, 1)), (3, (2, 1))]
        with pytest.raises(ParleyError, match=r"tcp://127\.0\.0\.1:\d+: ZeroDivisionError"):
            list(pool.map(divmod, 7, [0]))
    assert multiprocessing.active_children() == children
    assert logging.getLogger("distributed").level == before


# Processes


def test_a_killed_process_leaves_neither_gaps_nor_doubles(
    articles: Path, serial: Corpus, tmp_path: Path
) -> None:
    """SIGKILL in the middle of a run: the work goes on in new processes."""
    out = tmp_path / "out"
    others = {child.pid for child in multiprocessing.active_children()}

    def victim() -> int:
        return next(c.pid for c in multiprocessing.active_children() if c.pid not in others and c.pid)

    with killing(out, victim) as counted:
        rows = code_to(articles, out, engine="processes", workers=2, cache=False)
    assert 2 <= counted[0] < COUNT
    assert rows == {name: len(serial[name]) for name in schema.TABLES}
    whole(out, serial, articles)


def test_a_task_that_ends_its_process_is_known() -> None:
    """Its neighbours are done again, it is not; its processes have ended with the ``with`` statement."""
    before = multiprocessing.active_children()
    with Processes(2) as pool:
        found = dict(pool.map(enginejobs.double_or_die, 1, range(6)))
    assert found == {0: None} | {task: 2 * task + 1 for task in range(1, 6)}
    assert multiprocessing.active_children() == before


def test_a_fault_of_the_job_ends_the_work() -> None:
    """It is the caller's then, whichever task was first: what belongs to one article is caught in the job."""
    with Processes(1) as pool, pytest.raises(ValueError, match=r"no disk [78]"):
        list(pool.map(enginejobs.refuse, "no disk", [7, 8]))


def test_processes_that_cannot_begin_are_one_message() -> None:
    """As in a script without guard, where each ends before it does anything."""
    with Processes(1) as pool, pytest.raises(ParleyError, match=f"{BREAKS} times in a row.*__main__"):
        list(pool.map(enginejobs.double_or_die, 1, [0] * 9))


def test_few_tasks_are_in_hand() -> None:
    """A million tasks wait where they come from."""
    from collections import deque

    tasks = iter(range(1_000_000))
    assert list(_next(tasks, deque(), 0, 2)) == [0, 1, 2, 3]
    assert list(_next(tasks, deque(), 3, 2)) == [4]
    assert list(_next(tasks, deque([0, 1]), 0, 2)) == [0]
    assert list(_next(tasks, deque([1]), 1, 2)) == []


# What a worker does with a part


def planted(sources: Any, registry: Any, store: Any) -> Iterator[tuple[Any, Any]]:
    """Code articles, and break at one in a way that nobody expects."""
    for source in sources:
        if source.doc == "town-01":
            raise RuntimeError("planted\nfault")
        yield from parley.coding.code_sources([source], registry, store)


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> Order:
    monkeypatch.setattr(partcoding, "_one_core", lambda: None)  # this process has other work as well
    return Order(planted, read_registry(), Store(), None, versions())


def test_a_fault_in_the_middle_of_a_part_costs_one_article(
    order: Order, articles: Path, serial: Corpus
) -> None:
    """Those behind it are coded all the same, whatever the fault was."""
    entries = tuple((articles / f"town-0{i}.txt", {"doc": f"town-0{i}"}) for i in range(3))
    done = code_part(order, Part("part-00000", entries))
    assert done.faults == {"town-01": "town-01.txt: RuntimeError: planted\nfault"}
    assert done.tables is not None
    same(Corpus(done.tables, dict(done.raw or {})), of(serial, {"town-00", "town-02"}))


def test_a_worker_that_is_not_as_the_client_refuses(order: Order) -> None:
    other = Order(planted, order.registry, Store(), None, versions() | {"language model": "none"})
    with pytest.raises(
        ParleyError, match=r"a worker is not as the others: language model is .* there and none"
    ):
        code_part(other, Part("part-00000", ()))


def test_a_worker_that_does_not_see_the_folder_refuses(order: Order, tmp_path: Path) -> None:
    far = Order(planted, order.registry, Store(), tmp_path / "out" / ".partitions-1", versions())
    with pytest.raises(ParleyError, match=r"out: not seen by a worker; all machines must share"):
        code_part(far, Part("part-00000", ()))


def test_a_part_is_not_written_for_a_client_that_has_given_up(
    order: Order, articles: Path, tmp_path: Path
) -> None:
    """Its folder went away while the part was coded; the worker does not make it again."""
    folder = tmp_path / "out" / ".partitions-1"
    folder.mkdir(parents=True)

    def coder(sources: Any, registry: Any, store: Any) -> Iterator[tuple[Any, Any]]:
        folder.rmdir()
        yield from ()

    left = Order(coder, order.registry, Store(), folder, versions())
    with pytest.raises(ParleyError, match="not seen by a worker"):
        code_part(left, Part("part-00000", ((articles / "town-00.txt", {"doc": "town-00"}),)))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_part_that_was_lost_names_its_articles(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its place is taken by files without rows, so that the tables are whole without it."""

    class Lossy:
        workers = 1

        def map(self, job: Any, shared: Any, tasks: Any) -> Iterator[tuple[Any, Any]]:
            yield from ((task, None) for task in tasks)

    @contextmanager
    def opened(_: Engine) -> Iterator[Lossy]:
        yield Lossy()

    monkeypatch.setattr(Engine, "open", opened)
    paths = sorted(articles.iterdir())[:2]
    with pytest.raises(IncompleteError) as fault:
        code_to(paths, tmp_path, engine="processes", cache=False)
    assert set(fault.value.faults) == {"town-00", "town-01"}
    assert "were ended from outside" in str(fault.value)
    assert fault.value.result == dict.fromkeys(schema.TABLES, 0)
    assert len(list((tmp_path / "claims.parquet").iterdir())) == 2
    with pytest.raises(IncompleteError) as fault:
        code(paths, engine="processes", cache=False)
    assert fault.value.result["stance"].empty


# Words said when something is not there or not allowed


def said(capsys: pytest.CaptureFixture[str], tmp_path: Path, *options: str) -> str:
    """The one line that `parley code` says with some options; it writes nothing."""
    (tmp_path / "a.txt").write_text(TEXTS[0])
    assert main(["code", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"), *options]) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert not (tmp_path / "out").exists() or list((tmp_path / "out").iterdir()) == []
    (line,) = found.err.splitlines()
    return line.removeprefix("parley: ")


def test_without_dask_the_message_says_how_to_install_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    line = said(capsys, tmp_path, "--engine", "dask")
    assert line == "the engine dask needs the package distributed: pip install 'parley[engine]'"


def test_a_scheduler_that_does_not_answer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a bounded wait; port 9 of loopback is nobody's."""
    monkeypatch.setattr(daskengine, "WAIT", 0.5)
    line = said(capsys, tmp_path, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert line.startswith("scheduler tcp://127.0.0.1:9: no Dask scheduler answers there (")


def test_a_scheduler_without_workers(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daskengine, "WAIT_WORKERS", 0.5)
    with dask(tmp_path, workers=0) as (place, _):
        line = said(capsys, tmp_path, "--engine", "dask", "--scheduler", place)
    assert line == f"scheduler {place}: no worker within 0.5 s"


@pytest.mark.parametrize("place", ["nonsense", "", "tcp://localhost:port", "post://x:1"])
def test_what_is_no_address(place: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    line = said(capsys, tmp_path, "--engine", "dask", "--scheduler", place)
    assert line == f"scheduler is {place!r}; allowed: an address such as tcp://host:8786"


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--engine", "processes", "--workers", "0"], "workers is 0; allowed: 1 or more"),
        (["--workers", "2"], "workers is 2; allowed: a number with the engines processes and dask alone"),
        (
            ["--engine", "processes", "--scheduler", "tcp://h:1"],
            "scheduler is 'tcp://h:1'; allowed: an address, with the engine dask alone",
        ),
        (
            ["--engine", "dask", "--scheduler", "tcp://h:1", "--workers", "2"],
            "workers are those of the scheduler's cluster; give one of the two",
        ),
        (
            ["--engine", "processes", "--format", "csv"],
            "format is 'csv'; allowed: parquet, with the engine processes",
        ),
    ],
)
def test_options_that_do_not_go_together(
    options: list[str], line: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert said(capsys, tmp_path, *options) == line


def test_a_fault_in_the_paths_is_said_before_a_worker_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Engine, "open", lambda _: pytest.fail("a worker was started"))
    with pytest.raises(ParleyError, match=r"nowhere\.txt: there is no such file"):
        code_to(tmp_path / "nowhere.txt", tmp_path / "out", engine="processes")
    assert not (tmp_path / "out").exists()


def test_the_first_difference_is_named() -> None:
    here = versions()
    assert difference(here, dict(here)) == ""
    assert difference(here, here | {"Parley": "0.0"}).startswith("Parley is 0.0 there and ")
    assert daskengine._other("ModuleNotFoundError: parley") == (
        "it has no Parley of this version (ModuleNotFoundError: parley)"
    )
