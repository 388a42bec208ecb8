"""Journals of coders: what was acknowledged is on disk, whatever kills, fills or locks."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from parley.errors import ParleyError
from parley.journal import export, open_journal
from parley.journalfile import FILE, Codes, read_journal
from parley.reference import new_coding, read_coding

ARTICLES = {"a": {"file": "a.txt", "sha256": "00"}, "b": {"file": "b.txt", "sha256": "11"}}
KILLS = 20


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


# What is written


def test_the_file_is_one_json_object_a_line(tmp_path):
    """The first line names coder and articles, each other one a code or what it takes back."""
    with open_journal(tmp_path, "ada", ARTICLES) as journal:
        assert journal.code("targets", unit(), [row("negative")]) == 1
        assert journal.code("targets", unit(20, "Kim")) == 2
        assert journal.undo(1) == 3
    lines = [json.loads(line) for line in (tmp_path / "ada" / FILE).read_text().splitlines()]
    assert lines == [
        {"journal": 1, "coder": "ada", "articles": ARTICLES},
        {"seq": 1, "layer": "targets", "unit": unit(), "rows": [row("negative")]},
        {"seq": 2, "layer": "targets", "unit": unit(20, "Kim"), "rows": []},
        {"seq": 3, "undo": 1},
    ]
    assert json.loads((tmp_path / "articles.json").read_text()) == ARTICLES


def test_a_journal_goes_on_where_it_was_left(tmp_path):
    fill(tmp_path, "negative", "neutral")
    with open_journal(tmp_path, "ada", {"a": ARTICLES["a"]}) as journal:  # some of its articles suffice
        assert journal.code("targets", unit(50), [row(start=50)]) == 3
    assert read_journal(tmp_path, "ada").rows("targets")["start"].tolist() == [0, 1, 50]


def test_texts_of_any_kind_are_kept(tmp_path):
    """Line ends of all kinds, controls and markup in a name do not break lines."""
    name = "L\u2028e\ne\r</script>\u202e\x00😀"
    with open_journal(tmp_path, "ada", ARTICLES) as journal:
        journal.code("targets", unit(target=name), [row(target=name)])
    assert read_journal(tmp_path, "ada").rows("targets")["target"].tolist() == [name]


# What is refused


@pytest.mark.parametrize(
    ("layer", "place", "rows", "message"),
    [
        ("moods", unit(), [], "layer is 'moods'"),
        ("targets", {"start": 0}, [], "unit"),
        ("targets", {**unit(), "mood": 1}, [], "unit"),
        ("targets", unit(doc="c"), [], "doc is 'c'; allowed: a, b"),
        ("targets", {**unit(), "start": "0"}, [], "start"),
        ("targets", unit(), [row("angry")], "polarity is 'angry'"),
        ("targets", unit(), [row(start=5)], "start of a row is 5; allowed: 0, as the unit"),
        ("targets", unit(), [{"doc": "a"}], "fields"),
        ("targets", unit(), ["row"], "is no row"),
        ("targets", unit(), [{**row(), "holder": {1}}], "is no row"),
        ("targets", unit(), [{**row(), "holder": "\ud800"}], "is no row"),
        ("targets", unit(target="\ud800"), [], "is no row"),
    ],
)
def test_an_invalid_code_is_refused_and_not_written(tmp_path, layer, place, rows, message):
    path = fill(tmp_path, "neutral")
    before = path.read_bytes()
    with open_journal(tmp_path, "ada", ARTICLES) as journal, pytest.raises(ParleyError) as fault:
        journal.code(layer, place, rows)
    assert message in str(fault.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("number", [2, 7, -1, "1", [1], True])
def test_only_a_code_that_stands_can_be_taken_back(tmp_path, number):
    with open_journal(tmp_path, "ada", ARTICLES) as journal:
        journal.code("targets", unit())
        journal.code("targets", unit(5))
        journal.undo(2)
        with pytest.raises(ParleyError, match="undo"):
            journal.undo(number)


@pytest.mark.parametrize("name", ["adjudicated", "first", "second", "First", "", "../ada", "a b", "a/b", "."])
def test_names_that_are_none_or_the_reference_s_are_refused(tmp_path, name):
    with pytest.raises(ParleyError, match="coder"):
        open_journal(tmp_path, name, ARTICLES)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_into_somebody_s_own_files(tmp_path):
    """A folder with rows in a layer's file is refused; one made anew, without rows, can be begun."""
    for name in ("eve", "ada"):
        new_coding(name, tmp_path, ARTICLES)
    (tmp_path / "eve" / "stance.jsonl").write_text('{"doc": "a", "target": "Lee", "stance": 1}\n')
    with pytest.raises(ParleyError, match=r"stance\.jsonl"):
        open_journal(tmp_path, "eve", ARTICLES)
    assert not (tmp_path / "eve" / FILE).exists()
    open_journal(tmp_path, "ada", ARTICLES).close()


OTHERS = {
    "another version": ({"a": {"file": "a.txt", "sha256": "99"}}, "another version of 'a'"),
    "another article": ({"c": {"file": "c.txt", "sha256": "00"}}, "'c' is not among them"),
}


@pytest.mark.parametrize(("articles", "message"), OTHERS.values(), ids=OTHERS)
def test_codings_of_other_articles_are_refused(tmp_path, articles, message):
    """By the folder's list, and by the journal's own first line where that list is gone."""
    fill(tmp_path, "neutral")
    for _ in range(2):
        for coder in ("ada", "eve")[: 1 + (tmp_path / "articles.json").exists()]:
            with pytest.raises(ParleyError, match=message):
                open_journal(tmp_path, coder, articles)
        (tmp_path / "articles.json").unlink(missing_ok=True)


# Killed at any byte


def test_a_file_cut_at_any_byte_gives_its_whole_lines_and_is_mended_by_the_next_writer_only(tmp_path):
    path = fill(tmp_path, "negative", "neutral", "positive")
    whole = path.read_bytes()
    for length in range(len(whole) + 1):
        path.write_bytes(whole[:length])
        lines = whole[:length].count(b"\n")
        assert len(read_journal(tmp_path, "ada").entries) == max(lines - 1, 0)
        assert path.read_bytes() == whole[:length]
        if length % 9 and whole[length - 1 : length + 1].find(b"\n") < 0:
            continue  # writers, who wait for the disk, are tried at each line's end and every nine bytes
        with open_journal(tmp_path, "ada", ARTICLES) as journal:
            kept = path.read_bytes()
            assert kept == (whole[: whole[:length].rfind(b"\n") + 1] or whole[: whole.find(b"\n") + 1])
            assert journal.code("targets", unit(99), [row(start=99)]) == max(lines, 1)
        assert path.read_bytes().startswith(kept)
        assert read_journal(tmp_path, "ada").rows("targets")["start"].tolist()[-1] == 99


WRITER = """
import filelock, os, sys
from parley.journal import open_journal
def say(*words):  # in one call: a kill leaves no half line
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())
for line in sys.stdin:
    if not (child := os.fork()):
        with open_journal(sys.argv[1], "ada", {"a": {"file": "a.txt", "sha256": "00"}}) as journal:
            while True:
                n = len(journal.codes.entries) + 1
                unit = {"doc": "a", "start": n, "end": n + 9, "target": "Lee"}
                row = {**unit, "polarity": "neutral", "voice": "author", "holder": "x" * (n % 97)}
                say(journal.code("targets", unit, [row]))
    say("writer", child)
    os.waitpid(child, 0)
    say("dead")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_what_was_acknowledged_outlives_kills(tmp_path):
    """A writer is killed at random moments; each code whose number it had printed is read afterwards."""
    rng = random.Random(0)
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        acknowledged: list[int] = []
        for kill in range(KILLS):
            parent.stdin.write("go\n")
            parent.stdin.flush()
            heard = [parent.stdout.readline().split()]
            while heard[-1][0] != "writer":
                heard.append(parent.stdout.readline().split())
            writer = heard[-1][1]
            if kill % 2:  # the others may be killed before they have written anything
                heard.append(parent.stdout.readline().split())
            time.sleep(rng.uniform(0, 0.2))
            os.kill(int(writer), signal.SIGKILL)
            while heard[-1] != ["dead"]:
                heard.append(parent.stdout.readline().split())
            acknowledged += [int(words[0]) for words in heard if words[0].isdigit()]
            if acknowledged:
                found = [entry.seq for entry in read_journal(tmp_path, "ada").entries]
                assert found == list(range(1, len(found) + 1))
                assert set(acknowledged) <= set(found)
                assert len(set(acknowledged)) == len(acknowledged)  # no number was given twice
        parent.stdin.close()
    assert len(acknowledged) > KILLS


# Full disks, read-only folders, other processes


FULL = """
import json, resource, signal, sys
from parley.errors import ParleyError
from parley.journal import open_journal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
journal = open_journal(sys.argv[1], "ada", {"a": {"file": "a.txt", "sha256": "00"}})
def code(n):
    unit = {"doc": "a", "start": n, "end": n + 9, "target": "Lee"}
    return journal.code("targets", unit, [{**unit, "polarity": "neutral", "voice": "author", "holder": ""}])
code(0)
size = journal.path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 500, resource.RLIM_INFINITY))
saved, said = 1, []
for n in range(1, 9):
    try:
        saved = code(n)
    except ParleyError as fault:
        said.append(str(fault))
before = journal.path.read_bytes().decode()
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
print(json.dumps([saved, said, len(journal.codes.entries), before, code(50)]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of POSIX")
def test_a_full_disk_loses_nothing_that_was_saved(tmp_path):
    """A line that fits only in part is taken away again; when there is room, coding goes on."""
    result = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True)
    assert result.stderr == ""
    saved, said, entries, before, number = json.loads(result.stdout)
    assert 1 < saved < 9
    assert len(said) == 9 - saved
    assert all("the code is not saved (" in message and "\n" not in message for message in said)
    assert entries == saved
    assert before.endswith("\n")
    assert len(before.splitlines()) == saved + 1
    assert number == saved + 1
    starts = read_journal(tmp_path, "ada").rows("targets")["start"].tolist()
    assert starts == [*range(saved), 50]


def test_a_disk_that_is_full_from_the_start_is_said(tmp_path):
    script = FULL.replace(
        "signal.SIG_IGN)", "signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (40, 40))"
    )
    script = script.replace("journal = open_journal", "try: open_journal", 1).split("def code")[0]
    script += "except ParleyError as fault: print(fault)\n"
    result = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True)
    assert "cannot be written" in result.stdout, result.stderr
    open_journal(tmp_path, "ada", ARTICLES).close()
    assert read_journal(tmp_path, "ada").entries == ()


def test_a_failed_write_that_cannot_be_taken_away_ends_the_journal(tmp_path, monkeypatch):
    """Nothing is written behind half a line; the next opening cuts it off."""
    path = fill(tmp_path, "negative")

    def fails(*_):
        raise OSError(5, "Input/output error")

    with open_journal(tmp_path, "ada", ARTICLES) as journal:
        monkeypatch.setattr(os, "fsync", fails)
        monkeypatch.setattr(os, "ftruncate", fails)
        with pytest.raises(ParleyError, match="not saved"):
            journal.code("targets", unit(7))
        with pytest.raises(ParleyError, match="not saved: this journal is closed"):
            journal.code("targets", unit(8))
    monkeypatch.undo()
    assert len(journal.codes.entries) == 1
    assert path.read_bytes().count(b"\n") == 3  # written as a whole, yet never acknowledged
    with open_journal(tmp_path, "ada", ARTICLES) as again:
        assert again.code("targets", unit(8)) == 3


def test_an_interrupted_write_leaves_nothing(tmp_path, monkeypatch):
    path = fill(tmp_path, "negative")
    before = path.read_bytes()

    def interrupted(_):
        monkeypatch.undo()
        raise KeyboardInterrupt

    with open_journal(tmp_path, "ada", ARTICLES) as journal:
        monkeypatch.setattr(os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            journal.code("targets", unit(7))
        assert path.read_bytes() == before
        assert journal.code("targets", unit(8)) == 2


def test_a_file_in_place_of_a_folder_is_one_clear_message(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "eve").write_text("x")
    (tmp_path / "ada" / FILE).mkdir(parents=True)
    for folder, coder in ((tmp_path / "file", "ada"), (tmp_path, "eve"), (tmp_path, "ada")):
        with pytest.raises(ParleyError, match=r"cannot be (written|read) \("):
            open_journal(folder, coder, ARTICLES)
    assert (tmp_path / "file").read_text() == "x"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_one_clear_message(tmp_path):
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(ParleyError, match=r"cannot be written \(Permission denied\)"):
            open_journal(tmp_path, "ada", ARTICLES)
    finally:
        tmp_path.chmod(0o755)


def test_a_second_process_of_one_coder_is_refused(tmp_path):
    path = fill(tmp_path, "negative")
    script = (
        "import sys\nfrom parley.errors import ParleyError\nfrom parley.journal import open_journal\n"
        "articles = {'a': {'file': 'a.txt', 'sha256': '00'}}\n"
        "try: open_journal(sys.argv[1], sys.argv[2], articles); print('open')\n"
        "except ParleyError as fault: print(fault)"
    )

    def elsewhere(coder):
        command = [sys.executable, "-c", script, str(tmp_path), coder]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    with open_journal(tmp_path, "ada", ARTICLES) as journal:
        assert elsewhere("ada") == f"{path}: 'ada' is coding in another process; close that one first"
        assert elsewhere("eve") == "open"
        assert journal.code("targets", unit(5)) == 2
    assert elsewhere("ada") == "open"


def test_opened_again_in_the_same_process_the_older_one_ends(tmp_path):
    """A notebook's cell can be run twice."""
    older = open_journal(tmp_path, "ada", ARTICLES)
    older.code("targets", unit(1))
    with open_journal(tmp_path, "ada", ARTICLES) as newer:
        with pytest.raises(ParleyError, match="is closed"):
            older.code("targets", unit(2))
        assert newer.code("targets", unit(3)) == 2


def test_a_journal_that_something_else_changed_is_not_written(tmp_path):
    path = fill(tmp_path, "negative")
    with open_journal(tmp_path, "ada", ARTICLES) as journal:
        path.write_text(path.read_text() + "\n")
        with pytest.raises(ParleyError, match="not saved: something else changed"):
            journal.code("targets", unit(5))
        path.unlink()
        with pytest.raises(ParleyError, match="not saved"):
            journal.code("targets", unit(5))


@pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="only there a handle tells which file it is of"
)
def test_file_and_folders_are_synced_before_a_number_is_given(tmp_path, monkeypatch):
    """What is new in a folder is on disk only when the folder is, too."""
    synced = []
    real = os.fsync

    def record(handle):
        synced.append(os.readlink(f"/proc/self/fd/{handle}"))
        real(handle)

    monkeypatch.setattr(os, "fsync", record)
    with open_journal(tmp_path / "codings", "ada", ARTICLES) as journal:
        path = tmp_path / "codings" / "ada" / FILE
        assert {str(p) for p in (path, path.parent, path.parent.parent, tmp_path)} <= set(synced)
        synced.clear()
        journal.code("targets", unit())
        assert synced == [str(path)]


# Exports


def test_export_writes_ordinary_files_into_a_new_folder_only(tmp_path):
    with open_journal(tmp_path / "mine", "ada", ARTICLES) as journal:
        journal.code("targets", unit(), [row("negative")])
        journal.code("targets", unit(40))
        path = export(journal, tmp_path / "out" / "ada-1")
    assert sorted(p.name for p in path.iterdir()) == ["targets.jsonl"]
    coding = read_coding(tmp_path / "out", "ada-1")
    assert coding.articles == ARTICLES
    assert coding["targets"].to_dict("records") == [row("negative")]
    before = (path / "targets.jsonl").read_bytes()
    with pytest.raises(ParleyError, match="exists already"):
        export(journal, path)
    assert (path / "targets.jsonl").read_bytes() == before
    other = Codes("ada", {"a": {"file": "a.txt", "sha256": "77"}})
    with pytest.raises(ParleyError, match="another version"):
        export(other, tmp_path / "out" / "ada-2")
    (tmp_path / "file").write_text("")
    with pytest.raises(ParleyError, match="cannot be written"):
        export(journal, tmp_path / "file" / "ada")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["ada-1", "articles.json"]
