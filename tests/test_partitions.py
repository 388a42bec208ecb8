"""Tables in parts: read as one table, and only if they are whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from parley import schema
from parley.errors import ParleyError
from parley.partcoding import write_part
from parley.partitions import HIDDEN, LARGEST, MANIFEST, publish, split, staging
from parley.tables import TableWriter, read_table


def sentiment(doc: str, *polarities: float) -> pd.DataFrame:
    """A table ``sentiment`` of one article."""
    place = {"doc": doc, "line": 1, "sentence": 1, "method": "vader", "subjectivity": 0.5}
    rows = [place | {"char_start": i, "char_end": i + 1, "polarity": p} for i, p in enumerate(polarities)]
    return schema.frame("sentiment", rows)


PARTS = {
    "part-00000": sentiment("ferry", 0.5, -0.5),
    "part-00001": schema.empty("sentiment"),
    "part-00002": sentiment("harbour", 0.25),
}
WHOLE = pd.concat([PARTS["part-00000"], PARTS["part-00002"]], ignore_index=True)


def write(out: Path, parts: dict[str, pd.DataFrame], told: dict[str, int] | None = None) -> None:
    """Write the parts of a table; the others are empty. What is told is the number of rows."""
    rows = {}
    with staging(out) as workshop:
        for name, table in parts.items():
            tables = {other: schema.empty(other) for other in schema.TABLES} | {"sentiment": table}
            write_part(workshop, name, tables)
            rows[name] = {other: len(data) for other, data in tables.items()}
        for name, count in (told or {}).items():
            rows.setdefault(name, dict.fromkeys(schema.TABLES, 0))["sentiment"] = count
        publish(workshop, out, rows, {"mill": "mill.txt: the file is empty"})


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# What is read


def test_parts_are_read_as_one_table(tmp_path: Path) -> None:
    """In the order of their names, by Parley and by pandas."""
    write(tmp_path, dict(reversed(PARTS.items())))
    pd.testing.assert_frame_equal(read_table(tmp_path, "sentiment"), WHOLE)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "sentiment.parquet"), WHOLE)
    pd.testing.assert_frame_equal(read_table(tmp_path, "claims"), schema.empty("claims"))


def test_the_manifest_lists_parts_rows_and_failures(tmp_path: Path) -> None:
    write(tmp_path, PARTS)
    told = json.loads((tmp_path / MANIFEST).read_text())
    assert {name: rows["sentiment"] for name, rows in told["parts"].items()} == {
        "part-00000": 2,
        "part-00001": 0,
        "part-00002": 1,
    }
    assert told["failed"] == {"mill": "mill.txt: the file is empty"}


def test_what_a_killed_worker_was_writing_is_not_put_in_place(tmp_path: Path) -> None:
    """Else the next run would take the table's folder for somebody else's."""
    for _ in range(2):
        with staging(tmp_path) as workshop:
            tables = {name: schema.empty(name) for name in schema.TABLES}
            write_part(workshop, "part-00000", tables)
            writer = TableWriter(workshop / "sentiment.parquet" / "part-00000.parquet", "sentiment")
            writer.__enter__()  # and never left, as by a process that is killed
            assert len(names(workshop / "sentiment.parquet")) == 2
            publish(workshop, tmp_path, {"part-00000": dict.fromkeys(schema.TABLES, 0)}, {})
        assert names(tmp_path / "sentiment.parquet") == ["part-00000.parquet"]


def spoil(tmp_path: Path, how: str) -> None:
    folder = tmp_path / "sentiment.parquet"
    if how == "no manifest":
        (tmp_path / MANIFEST).unlink()
    elif how == "broken manifest":
        (tmp_path / MANIFEST).write_text('{"parts": [1, 2]}')
    elif how == "deep manifest":
        (tmp_path / MANIFEST).write_text("[" * 50_000)
    elif how == "part missing":
        (folder / "part-00001.parquet").unlink()
    elif how == "part too many":
        os.link(folder / "part-00000.parquet", folder / "part-00009.parquet")
    elif how == "other rows":
        (folder / "part-00000.parquet").write_bytes((folder / "part-00002.parquet").read_bytes())
    else:
        (folder / "part-00000.parquet").write_bytes(b"PAR1 no more")


SPOILT = {
    "no manifest": "sentiment.parquet: without partitions.json beside it its parts are not whole",
    "broken manifest": "partitions.json: not a list of parts",
    "deep manifest": "partitions.json: not a list of parts",
    "part missing": "part-00001 is missing",
    "part too many": "part-00009 is not expected",
    "other rows": "part-00000 has 1 rows, not 2",
    "broken part": "part-00000 cannot be read",
}


@pytest.mark.parametrize("how", SPOILT)
def test_parts_that_are_not_whole_are_refused(how: str, tmp_path: Path) -> None:
    """Half a run is not read as a whole one."""
    write(tmp_path, PARTS)
    spoil(tmp_path, how)
    with pytest.raises(ParleyError) as fault:
        read_table(tmp_path, "sentiment")
    assert SPOILT[how] in str(fault.value)


# What is written


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"part-00003": 1}, "part-00003 is missing"),
        ({"part-00000": 3}, "part-00000 has 2 rows, not 3"),
    ],
)
def test_parts_other_than_told_are_not_put_in_place(
    told: dict[str, int], message: str, tmp_path: Path
) -> None:
    """What was there before stays, and nothing is left beside it."""
    write(tmp_path, PARTS)
    before = names(tmp_path)
    with pytest.raises(ParleyError, match=message):
        write(tmp_path, {"part-00000": sentiment("mill", 1.0, 1.0)}, told)
    assert names(tmp_path) == before
    pd.testing.assert_frame_equal(read_table(tmp_path, "sentiment"), WHOLE)


def test_older_tables_are_replaced(tmp_path: Path) -> None:
    """Files and parts of an earlier run go, other files stay."""
    (tmp_path / "notes.txt").write_text("mine")
    with TableWriter(tmp_path / "sentiment.parquet", "sentiment") as writer:
        writer.finish()
    write(tmp_path, PARTS)
    write(tmp_path, {"part-00000": sentiment("mill", 1.0)})
    assert names(tmp_path / "sentiment.parquet") == ["part-00000.parquet"]
    assert read_table(tmp_path, "sentiment")["doc"].tolist() == ["mill"]
    assert names(tmp_path) == sorted([MANIFEST, "notes.txt", *(f"{t}.parquet" for t in schema.TABLES)])


def test_a_folder_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "claims.parquet").mkdir()
    (tmp_path / "claims.parquet" / "letter.txt").write_text("mine")
    with pytest.raises(ParleyError, match=r"claims\.parquet: cannot be written .*letter\.txt"):
        write(tmp_path, PARTS)
    assert names(tmp_path) == ["claims.parquet"]


def test_one_file_does_not_take_the_place_of_parts(tmp_path: Path) -> None:
    """A run in one process into the folder of a run in several says so."""
    write(tmp_path, PARTS)
    with (
        pytest.raises(ParleyError, match="it is a folder"),
        TableWriter(tmp_path / "sentiment.parquet", "sentiment") as writer,
    ):
        writer.finish()
    pd.testing.assert_frame_equal(read_table(tmp_path, "sentiment"), WHOLE)


def test_a_fault_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), staging(tmp_path / "out"):
        raise KeyboardInterrupt
    assert names(tmp_path / "out") == []


def test_what_a_killed_process_has_left_is_removed(tmp_path: Path) -> None:
    """But not what a living one has not finished yet."""
    program = (
        "import os, sys; from pathlib import Path; from parley.partitions import staging\n"
        "with staging(Path(sys.argv[1])): os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert done.returncode == -9
    assert len(list(tmp_path.glob(f"{HIDDEN}*"))) == 1
    with staging(tmp_path) as first, staging(tmp_path) as second:
        assert set(tmp_path.iterdir()) == {first, second}


def test_a_place_that_cannot_be_written_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(ParleyError, match="cannot be written"), staging(tmp_path / "out"):
        pass


# How a corpus is split


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 1000, 12_801, 100_000])
@pytest.mark.parametrize("workers", [1, 2, 500])
def test_every_article_is_in_one_part(count: int, workers: int) -> None:
    """In order; no part is empty or too large; names sort as the parts do."""
    parts = split(range(count), workers)
    assert [i for part in parts for i in part.entries] == list(range(count))
    assert all(0 < len(part.entries) <= LARGEST for part in parts)
    assert [part.name for part in parts] == sorted({part.name for part in parts})


def test_all_workers_have_work() -> None:
    assert len(split(range(2000), 2)) >= 4 * 2
    assert len(split(range(2000), 400)) >= 2000 / 2
