"""Tables in files: what is written is read back, whole or not at all."""

import os

import pandas as pd
import pyarrow.parquet as pq
import pytest

from parley import schema
from parley.errors import ParleyError
from parley.tables import TableWriter, pack, read_table, unpack

ODD_TEXT = "Zoë said: \"5 % of\nNA, or\u00a0—\u200bnone\"; 'nan' 价格"


def sentences(*texts: str) -> pd.DataFrame:
    """A table ``sentences`` with these texts."""
    return schema.frame(
        "sentences",
        [
            {
                "doc": "cup-final",
                "line": number,
                "char_start": 10 * number,
                "char_end": 10 * number + 5,
                "sentence": number,
                "block": 1,
                "text": text,
                "voice": "author",
                "has_gap": number % 2 == 0,
            }
            for number, text in enumerate(texts, 1)
        ],
    )


def scores(*polarities: float) -> pd.DataFrame:
    """A table ``sentiment`` with these polarities."""
    return schema.frame(
        "sentiment",
        [
            {
                "doc": "vaccine",
                "line": 1,
                "char_start": number,
                "char_end": number + 1,
                "sentence": 1,
                "method": "textblob",
                "polarity": polarity,
                "subjectivity": float("nan"),
            }
            for number, polarity in enumerate(polarities)
        ],
    )


def write(path, table, *pieces):
    """Write a table in pieces."""
    with TableWriter(path, table) as writer:
        for piece in pieces:
            writer.write(piece)
        writer.finish()


@pytest.fixture(params=["parquet", "csv"])
def suffix(request):
    """Each format in turn."""
    return request.param


def test_text_comes_back_as_it_was(tmp_path, suffix):
    """Quotes, newlines, invisible characters, and words that look like a missing value."""
    data = sentences(ODD_TEXT, "NA", "null", "1", "True", "", " blank ")
    write(tmp_path / f"sentences.{suffix}", "sentences", data)
    pd.testing.assert_frame_equal(read_table(tmp_path, "sentences"), data)


def test_numbers_come_back_as_they_were(tmp_path, suffix):
    data = scores(-1.0, 0.1 + 0.2, float("nan"), 1 / 3)
    write(tmp_path / f"sentiment.{suffix}", "sentiment", data)
    pd.testing.assert_frame_equal(read_table(tmp_path, "sentiment"), data)


def test_pieces_become_one_table(tmp_path, suffix):
    data = sentences("One.", "Two.", "Three.")
    write(tmp_path / f"sentences.{suffix}", "sentences", data[:1], data[1:1], data[1:])
    pd.testing.assert_frame_equal(read_table(tmp_path, "sentences"), data)


@pytest.mark.parametrize("count", [2, 5, 6, 23])
def test_parquet_of_many_pieces_is_written_in_groups(tmp_path, monkeypatch, count):
    """Whatever waits, is joined and is written in between: all rows, in order, in groups of that size."""
    monkeypatch.setattr("parley.tables.GROUP", 5)
    monkeypatch.setattr("parley.tables.PIECES", 3)
    pieces = [scores(0.01 * i) for i in range(count)]
    write(path := tmp_path / "sentiment.parquet", "sentiment", *pieces)
    assert read_table(tmp_path, "sentiment")["polarity"].tolist() == [0.01 * i for i in range(count)]
    groups = pq.ParquetFile(path).metadata
    sizes = [groups.row_group(i).num_rows for i in range(groups.num_row_groups)]
    assert sizes == [5] * (count // 5) + [count % 5] * (count % 5 > 0)


@pytest.mark.parametrize("table", sorted(schema.TABLES))
def test_an_empty_table_keeps_columns_and_types(tmp_path, suffix, table):
    write(tmp_path / f"{table}.{suffix}", table)
    pd.testing.assert_frame_equal(read_table(tmp_path, table), schema.empty(table))


def test_a_voice_that_is_not_known_comes_back_as_such(tmp_path, suffix):
    """Before quotations are read, voice is missing, not a text."""
    data = sentences("The pitch was wet.").assign(voice=None).astype({"voice": "str"})
    write(tmp_path / f"sentences.{suffix}", "sentences", data)
    assert read_table(tmp_path, "sentences")["voice"].isna().tolist() == [True]


def test_csv_is_plain_utf8_with_unix_newlines(tmp_path):
    write(tmp_path / "sentiment.csv", "sentiment", scores(0.5))
    assert (tmp_path / "sentiment.csv").read_bytes() == (
        b"doc,line,char_start,char_end,sentence,method,polarity,subjectivity\nvaccine,1,0,1,1,textblob,0.5,\n"
    )


def test_without_finish_the_old_file_stays_and_nothing_is_left(tmp_path, suffix):
    path = tmp_path / f"sentiment.{suffix}"
    write(path, "sentiment", scores(0.5))
    old = path.read_bytes()
    with TableWriter(path, "sentiment") as writer:
        writer.write(scores(-0.5))
    assert (path.read_bytes(), os.listdir(tmp_path)) == (old, [path.name])


def test_a_folder_that_cannot_be_made_is_one_clear_message(tmp_path):
    (tmp_path / "out").write_text("a file")
    path = tmp_path / "out" / "sentiment.csv"
    with pytest.raises(ParleyError) as error, TableWriter(path, "sentiment"):
        pass
    assert str(error.value).startswith(f"{path}: cannot be written (")


def test_parquet_is_read_before_csv(tmp_path):
    write(tmp_path / "sentiment.csv", "sentiment", scores(0.1))
    write(tmp_path / "sentiment.parquet", "sentiment", scores(0.9))
    assert read_table(tmp_path, "sentiment")["polarity"].tolist() == [0.9]


def test_a_missing_table_names_folder_and_files(tmp_path):
    with pytest.raises(ParleyError) as error:
        read_table(tmp_path, "mentions")
    assert str(error.value) == f"{tmp_path}: there is no mentions.parquet or mentions.csv"


SPOILT = [
    pytest.param("sentiment.csv", b"doc,line\na,one\n", id="csv with a word for a number"),
    pytest.param("sentiment.csv", b"", id="empty csv"),
    pytest.param("sentiment.parquet", b"PAR1 no more", id="broken parquet"),
    pytest.param("sentiment.csv", b"\x89PNG\r\n\x1a\n\xff\xfe", id="picture called csv"),
    pytest.param("sentiment.csv", b"doc,line\na,1\n", id="columns missing"),
]


@pytest.mark.parametrize(("name", "data"), SPOILT)
def test_a_spoilt_table_is_one_clear_message_that_names_it(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ParleyError, match="sentiment") as error:
        read_table(tmp_path, "sentiment")
    assert str(error.value).startswith((str(tmp_path / name), "table sentiment"))


def test_pack_and_unpack_are_inverse():
    tables = {"sentences": sentences(ODD_TEXT, ""), "sentiment": scores(0.5)}
    tables["blocks"] = schema.empty("blocks")
    again = unpack(pack(tables))
    assert list(again) == list(tables)
    for name, table in tables.items():
        pd.testing.assert_frame_equal(again[name], table)
