"""Journals that a class hands in: brought together whole, or refused with the file that is at fault."""

import json
from pathlib import Path

import pytest

from parley.classjournals import collect, journals_in
from parley.errors import ParleyError
from parley.journal import open_journal
from parley.journalfile import FILE, read_journal
from parley.reference import codings

ARTICLES = {"a": {"file": "a.txt", "sha256": "00"}}


def handed(folder: Path, coder: str, *labels: str, articles: dict[str, dict[str, str]] = ARTICLES) -> Path:
    """A journal with a code for each of successive sentences, closed."""
    with open_journal(folder, coder, articles) as journal:
        for start, label in enumerate(labels):
            unit = {"doc": "a", "start": start, "end": start + 5, "target": "Lee"}
            journal.code("targets", unit, [{**unit, "polarity": label, "voice": "author", "holder": ""}])
    return folder / coder / FILE


def test_files_of_any_name_and_folders_are_taken(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    handed(inbox, "ada", "neutral")
    loose = tmp_path / "the journal of ben.jsonl"
    loose.write_bytes(handed(tmp_path / "ben", "ben", "negative").read_bytes())
    found = collect([inbox, loose], tmp_path / "all")
    assert [(one.coder, len(one.entries)) for one in found] == [("ada", 1), ("ben", 1)]
    assert codings(tmp_path / "all") == ["ada", "ben"]
    assert read_journal(tmp_path / "all", "ben").rows("targets")["polarity"].tolist() == ["negative"]
    assert json.loads((tmp_path / "all" / "articles.json").read_text()) == ARTICLES


def test_the_longer_of_two_states_of_one_journal_counts(tmp_path: Path) -> None:
    early = tmp_path / "early.jsonl"
    early.write_bytes(handed(tmp_path / "x", "ada", "neutral").read_bytes())
    late = handed(tmp_path / "y", "ada", "neutral", "negative")
    for places in ([early, late], [late, early], [early]):  # the last: what is there already stays
        assert len(collect(places, tmp_path / "all")[0].entries) == 2


def test_two_people_with_one_name_are_told_apart_by_their_files(tmp_path: Path) -> None:
    files = []
    for name, label in (("anna", "neutral"), ("ben", "negative")):
        files.append(tmp_path / f"{name}.jsonl")
        files[-1].write_bytes(handed(tmp_path / name, "me", label).read_bytes())
    with pytest.raises(ParleyError, match="both are by 'me', and they differ; name coders by their files"):
        collect(files, tmp_path / "all")
    assert not (tmp_path / "all").exists()
    assert [one.coder for one in collect(files, tmp_path / "all", by_file=True)] == ["anna", "ben"]
    assert [one.coder for one in collect([tmp_path / "all"], tmp_path / "more")] == ["anna", "ben"]


def test_a_last_line_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    path = handed(tmp_path / "x", "ada", "neutral", "negative")
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(path.read_bytes()[:-20])
    assert len(collect([cut], tmp_path / "all")[0].entries) == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is no journal of codes"),
        (b"no json\n", "is no journal of codes"),
        (b"[1]\n", "is no journal of codes"),
        pytest.param(b"[" * 50_000 + b"\n", "is no journal of codes", id="deep"),
        (b'{"journal": 9, "coder": "ada", "articles": {}}\n', "is no journal of codes"),
        (b'{"journal": 1, "coder": "../ada", "articles": {}}\n', "'../ada' cannot be a coder's name"),
        (b'{"journal": 1, "coder": "first", "articles": {}}\n', "'first' cannot be a coder's name"),
        (b'{"journal": 1, "coder": "ada", "articles": {}}\n{}\n', "2: fields"),
    ],
)
def test_a_file_that_is_no_journal_is_named_and_nothing_is_written(
    tmp_path: Path, data: bytes, says: str
) -> None:
    good, bad = handed(tmp_path / "x", "ben", "neutral"), tmp_path / "bad.jsonl"
    bad.write_bytes(data)
    with pytest.raises(ParleyError, match=r"bad\.jsonl") as fault:
        collect([good, bad], tmp_path / "all")
    assert says in str(fault.value)
    assert not (tmp_path / "all").exists()


def test_journals_of_other_articles_are_refused(tmp_path: Path) -> None:
    first = handed(tmp_path / "x", "ada", "neutral")
    other = handed(tmp_path / "y", "ben", "neutral", articles={"a": {"file": "a.txt", "sha256": "11"}})
    with pytest.raises(ParleyError, match="another version of 'a'"):
        collect([first, other], tmp_path / "all")


def test_a_journal_that_is_there_is_never_replaced_by_another(tmp_path: Path) -> None:
    collect([handed(tmp_path / "x", "ada", "neutral")], tmp_path / "all")
    with pytest.raises(ParleyError, match="both are by 'ada'"):
        collect([handed(tmp_path / "y", "ada", "negative")], tmp_path / "all")
    assert read_journal(tmp_path / "all", "ada").rows("targets")["polarity"].tolist() == ["neutral"]


def test_an_empty_folder_holds_no_journal(tmp_path: Path) -> None:
    with pytest.raises(ParleyError, match="holds no journal"):
        journals_in([tmp_path])
