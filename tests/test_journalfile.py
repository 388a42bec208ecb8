"""What a journal says: which codes stand, and which lines are refused; reading changes nothing."""

import json
from pathlib import Path

import pytest

from parley.errors import ParleyError
from parley.journal import open_journal
from parley.journalfile import (
    FILE,
    as_coding,
    read_journal,
    replay,
)
from parley.reference import conflicts, merge_codings, new_coding, read_coding

ARTICLES = {"a": {"file": "a.txt", "sha256": "00"}, "b": {"file": "b.txt", "sha256": "11"}}


def unit(start=0, target="Lee", doc="a"):
    return {"doc": doc, "start": start, "end": start + 9, "target": target}


def row(polarity="neutral", **where):
    return {**unit(**where), "polarity": polarity, "voice": "author", "holder": ""}


def fill(folder, *polarities, coder="ada"):
    """A journal with codes of successive sentences, closed."""
    with open_journal(folder, coder, ARTICLES) as journal:
        for number, polarity in enumerate(polarities):
            journal.code("targets", unit(number), [row(polarity, start=number)])
    return folder / coder / FILE


# What stands


def test_the_last_code_of_a_unit_stands_and_undoing_it_brings_back_the_one_before(tmp_path):
    with open_journal(tmp_path, "ada", ARTICLES) as journal:
        journal.code("targets", unit(), [row("negative")])
        second = journal.code("targets", unit(), [row("positive")])
        assert journal.codes.rows("targets").to_dict("records") == [row("positive")]
        journal.undo(second)
        assert journal.codes.rows("targets").to_dict("records") == [row("negative")]
        journal.undo(1)
        assert journal.codes.rows("targets").empty
        assert journal.codes.coded("targets").empty
    assert [e.undo for e in read_journal(tmp_path, "ada").entries] == [0, 0, 2, 1]


def test_a_unit_coded_as_nothing_is_coded_and_has_no_row(tmp_path):
    with open_journal(tmp_path, "ada", ARTICLES) as journal:
        journal.code("positions", {"doc": "b", "start": 3, "end": 9, "issue": "dam"})
    codes = read_journal(tmp_path, "ada")
    assert codes.coded("positions").to_dict("records") == [{"doc": "b", "start": 3, "end": 9, "issue": "dam"}]
    assert codes.rows("positions").empty
    assert as_coding(codes).layers.keys() == {"positions"}


def test_rows_have_the_fields_of_the_layer_and_are_in_the_order_of_the_text(tmp_path):
    with open_journal(tmp_path, "ada", ARTICLES) as journal:
        for place in (("b", 5, "Lee"), ("a", 7, "Lee"), ("a", 2, "Roe"), ("a", 2, "Kim")):
            where = dict(zip(("doc", "start", "target"), place, strict=True))
            journal.code("targets", unit(**where), [row(**where)])
    rows = read_journal(tmp_path, "ada").rows("targets")
    assert rows.columns.tolist() == ["doc", "start", "end", "target", "polarity", "voice", "holder"]
    assert rows[["doc", "start", "target"]].values.tolist() == [
        ["a", 2, "Kim"], ["a", 2, "Roe"], ["a", 7, "Lee"], ["b", 5, "Lee"],
    ]  # fmt: skip


# What is refused


def test_a_journal_of_another_version_than_its_folder_lists_is_not_read(tmp_path):
    fill(tmp_path, "neutral")
    (tmp_path / "articles.json").write_text(json.dumps({"a": {"file": "a.txt", "sha256": "99"}}))
    with pytest.raises(ParleyError, match="another version of 'a'"):
        read_journal(tmp_path, "ada")


GOOD = (
    '{"seq": 1, "layer": "targets", "unit": {"doc": "a", "start": 0, "end": 9, "target": "Lee"}, "rows": []}'
)


@pytest.mark.parametrize(
    "line",
    [
        "not JSON", "\x00\x00", "[]", "{}", '{"seq": 1}', '{"seq": 2, "undo": 1}', '{"seq": 1, "undo": 1}',
        '{"seq": 1, "undo": [1]}', '{"seq": true, "undo": 1}', '{"seq": 1, "undo": 0}',
        GOOD.replace("1,", "2,"), GOOD.replace("targets", "moods"), GOOD.replace("[]", "7"),
        GOOD.replace("[]", "[7]"), GOOD.replace("[]", '"x"'), GOOD.replace('"a"', "[]"),
        GOOD.replace('"unit": {', '"unit": 1, "x": {'),
    ],
)  # fmt: skip
def test_a_whole_line_that_is_not_valid_is_named(tmp_path, line):
    """Neither reader nor writer goes over it, and the file stays as it is."""
    path = fill(tmp_path)
    path.write_text(path.read_text() + line + "\n" + GOOD.replace("1", "2", 1) + "\n")
    before = path.read_bytes()
    for use in (lambda: read_journal(tmp_path, "ada"), lambda: open_journal(tmp_path, "ada", ARTICLES)):
        with pytest.raises(ParleyError, match="jsonl:2"):
            use()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "head",
    [
        "{}",
        '{"journal": 2, "coder": "ada", "articles": {}}',
        '{"journal": 1, "coder": "Ada", "articles": {}}',
        '{"journal": 1, "coder": "ada", "articles": []}',
        '{"journal": 1, "coder": "ada", "articles": {"a": 1}}',
    ],
)
def test_a_first_line_that_is_not_valid_is_named(tmp_path, head):
    path = fill(tmp_path)
    path.write_text(head + "\n")
    with pytest.raises(ParleyError, match="jsonl:1"):
        read_journal(tmp_path, "ada")


# What was never acknowledged


def test_zeros_that_a_crash_left_at_the_end_are_passed_over(tmp_path):
    path = fill(tmp_path, "negative")
    path.write_bytes(path.read_bytes() + b"\x00" * 100)
    assert len(read_journal(tmp_path, "ada").entries) == 1


def test_half_a_line_is_passed_over_and_left(tmp_path):
    path = fill(tmp_path, "negative")
    whole = path.read_bytes()
    path.write_bytes(whole + GOOD.encode())
    codes, size = replay(path, "ada", {})
    assert (len(codes.entries), size) == (1, len(whole))
    assert path.read_bytes() == whole + GOOD.encode()


# Codings


def test_a_journal_is_a_coding_like_others(tmp_path):
    """Merged and compared with a coding of files, as the functions of `reference` do."""
    fill(tmp_path, "negative", "neutral")
    new_coding("eve", tmp_path, ARTICLES)
    rows = [row("negative", start=0), row("positive", start=1)]
    (tmp_path / "eve" / "targets.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    mine, eve = as_coding(read_journal(tmp_path, "ada")), read_coding(tmp_path, "eve")
    assert mine.name == "ada"
    assert merge_codings([mine, eve])["targets"]["coder"].tolist() == ["ada", "eve"] * 2
    found = conflicts([mine, eve], "targets")
    assert found[["start", "ada", "eve"]].values.tolist() == [
        [1, "neutral | author | ", "positive | author | "]
    ]


def test_a_journal_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ParleyError, match="no such journal"):
        read_journal(tmp_path, "ada")
    assert list(Path(tmp_path).iterdir()) == []
