"""A corpus folder grows by whole articles: nothing overwritten, nothing half-written, nothing twice."""

# ruff: noqa: E501 (texts stand on one line)

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley import corpusfolder
from parley.articles import one_line
from parley.corpusfolder import COLUMNS, add, new_corpus
from parley.errors import ParleyError
from parley.identification import language_of
from parley.listing import append_entries, entry_text, quoted
from parley.registry import read_registry
from parley.slugs import slug
from parley.sources import read_sources

PAGES = Path(__file__).parent / "formats"
NEWS = (
    "The operator of the northern railway and the union of its drivers ended their talks on Tuesday without a "
    "result, and each said that the other one was at fault for that. A strike of three days is to begin on Thursday "
    "morning at four, said the union, whose members drive nine of ten trains. The ministry called on both to return "
    "to the table before the weekend, when thousands of football supporters are expected in the capital.\n"
)
RIVER = (
    "Upstream and downstream states agreed on Friday to read the gauges of all nine dams together, the first result "
    "of talks that began four years ago. Farmers in the delta called it a beginning and asked for a fixed release "
    "of water in July and August, the dry months. The energy ministers will meet again in the spring.\n"
)


@pytest.fixture
def corpus(tmp_path):
    return new_corpus(tmp_path / "corpus")


def put(tmp_path: Path, name: str, data: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def listed(corpus: Path) -> list[dict]:
    return tomllib.loads((corpus / "sources.toml").read_text(encoding="utf-8")).get("source", [])


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != ".sources.lock"
    }


# -- a new corpus ------------------------------------------------------------------------------


def test_a_new_corpus_explains_itself_and_states_nothing(corpus):
    assert listed(corpus) == []
    registry = read_registry(corpus)
    assert dict(registry.issues) == {}
    assert set(registry.actors) == set(registry.countries)
    for name in ("sources.toml", "actors.toml", "issues.toml"):
        lines = (corpus / name).read_text().splitlines()
        assert all(line.startswith("#") for line in lines if line)


@pytest.mark.parametrize(
    ("name", "known"), [("sources.toml", "source"), ("actors.toml", "actor"), ("issues.toml", "issue")]
)
def test_the_commented_examples_are_valid(corpus, name, known):
    """What is below the first commented table is valid once its marks are taken away."""
    text = (corpus / name).read_text()
    example = "\n".join(line.removeprefix("# ") for line in text[text.index(f"# [[{known}]]") :].splitlines())
    (corpus / name).write_text(example + "\n")
    assert len(tomllib.loads(example)[known]) == 1
    if known == "source":
        put(corpus / "texts", "talks-stall.txt", NEWS)
        assert [s.doc for s in read_sources(corpus)] == ["talks-stall"]
    else:
        read_registry(corpus)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: (p.mkdir(), (p / "a").touch()), "is not empty; name a folder that is not there yet"),
        (lambda p: (p.mkdir(), (p / ".hidden").touch()), "is not empty"),
        (lambda p: p.write_text("x"), "is a file; name a folder"),
    ],
)
def test_what_is_there_is_not_touched(make, message, tmp_path):
    make(tmp_path / "c")
    before = everything(tmp_path)
    with pytest.raises(ParleyError, match=message):
        new_corpus(tmp_path / "c")
    assert everything(tmp_path) == before


def test_an_empty_folder_becomes_a_corpus_and_a_corpus_is_not_made_anew(tmp_path):
    assert new_corpus(tmp_path).joinpath("texts").is_dir()
    with pytest.raises(ParleyError, match="is not empty"):
        new_corpus(tmp_path)


# -- adding ------------------------------------------------------------------------------------


def test_articles_of_all_formats_are_added_and_can_be_read(corpus, tmp_path):
    table = 'title,text,outlet,date\nRiver talks,"' + RIVER + '",The Delta,2024-05-06\n'
    files = [PAGES / "newspaper.html", put(tmp_path, "Rail strike.txt", NEWS), put(tmp_path, "t.csv", table)]
    found = add(corpus, files)
    assert list(found.columns) == list(COLUMNS)
    assert found["status"].tolist() == ["added"] * 3
    assert found["doc"].tolist() == [
        "drivers-to-walk-out-for-three-days-as-pay-talks-fail",
        "rail-strike",
        "river-talks",
    ]
    assert found["row"].tolist() == [0, 0, 1]
    assert found["language"].tolist() == ["en"] * 3
    assert found["published"].tolist() == ["2025-03-10", "", "2024-05-06"]
    sources = {s.doc: s for s in read_sources(corpus)}
    assert set(sources) == set(found["doc"])
    assert sources["rail-strike"].raw == NEWS
    assert sources["river-talks"].raw.startswith("River talks\nUpstream")
    page = sources["drivers-to-walk-out-for-three-days-as-pay-talks-fail"]
    assert (page.outlet, page.author, page.published_basis) == (
        "The Northern Ledger",
        "Ingrid Fossum, Per Lie",
        "stated",
    )
    digest = hashlib.sha256((PAGES / "newspaper.html").read_bytes()).hexdigest()
    assert page.note.startswith(f"sha256 {digest[:16]} of newspaper.html, read by trafilatura ")
    assert sources["rail-strike"].note == "From Rail strike.txt, read as utf-8."


def test_the_users_own_words_in_the_list_stay(corpus, tmp_path):
    own = '# mine – keep\r\n[[source]]\r\nfile = "texts/old.txt" # why\r\nid="old"\r\n[settings]\r\nx = 1'
    (corpus / "sources.toml").write_bytes(own.encode())
    put(corpus / "texts", "old.txt", RIVER)
    add(corpus, [put(tmp_path, "a.txt", NEWS)])
    after = (corpus / "sources.toml").read_bytes().decode()
    assert after.startswith(own)
    assert "\n" not in after.replace("\r\n", "")
    assert [e["id"] for e in listed(corpus)] == ["old", "a"]


def test_the_same_file_again_is_there_already(corpus, tmp_path):
    files = [
        PAGES / "blog.html",
        put(tmp_path, "a.txt", NEWS),
        put(tmp_path, "t.jsonl", json.dumps({"text": RIVER})),
    ]
    docs = add(corpus, files)["doc"].tolist()
    before = everything(corpus)
    again = add(corpus, files)
    assert again["status"].tolist() == ["already there"] * 3
    assert again["doc"].tolist() == docs
    assert everything(corpus) == before


def test_a_file_read_before_is_known_though_its_text_was_corrected(corpus):
    doc = add(corpus, [PAGES / "blog.html"])["doc"].iloc[0]
    text = corpus / "texts" / f"{doc}.txt"
    text.write_text(text.read_text() + "A correction.\n")
    listing = corpus / "sources.toml"
    listing.write_text(
        "\n".join(line for line in listing.read_text().splitlines() if not line.startswith("sha256 =")) + "\n"
    )
    again = add(corpus, [PAGES / "blog.html"])
    assert again[["status", "doc", "note"]].values.tolist() == [
        ["already there", doc, f"read before as {doc!r}"]
    ]


def test_the_same_words_in_another_layout_or_twice_in_one_call_are_added_once(corpus, tmp_path):
    first, second = (
        put(tmp_path, "a.txt", NEWS),
        put(tmp_path, "b.txt", NEWS.replace(". ", ".\r\n\r\n").upper()),
    )
    found = add(corpus, [first, second, first])
    assert found["status"].tolist() == ["added", "already there", "already there"]
    assert found["doc"].tolist() == ["a", "a", "a"]


def test_near_copies_are_added_and_reported(corpus, tmp_path):
    add(corpus, [put(tmp_path, "a.txt", NEWS)])
    copy = put(tmp_path, "b.txt", "The Southern Post\n" + NEWS.replace("Thursday morning", "Friday morning"))
    found = add(corpus, [copy, put(tmp_path, "c.txt", RIVER)])
    assert found["status"].tolist() == ["added", "added"]
    assert found["note"][0].startswith("near copy of 'a': 9")
    assert "near copy" not in found["note"][1]
    assert "near copy of 'a'" in {e["id"]: e["note"] for e in listed(corpus)}["b"]


def test_near_copies_within_one_call_are_reported_at_the_later(corpus, tmp_path):
    found = add(corpus, [put(tmp_path, "a.txt", NEWS), put(tmp_path, "b.txt", NEWS[: len(NEWS) * 3 // 4])])
    assert "near copy" not in found["note"][0]
    assert found["note"][1].startswith("near copy of 'a': ")


def test_of_many_near_copies_the_most_similar_are_told(corpus, tmp_path):
    rows = [json.dumps({"title": f"No {i}", "text": f"{'more ' * i} {NEWS}"}) for i in range(6)]
    note = add(corpus, put(tmp_path, "t.jsonl", "\n".join(rows)))["note"].iloc[-1]
    assert note.count("near copy of") == 3


def test_names_never_collide_and_nothing_is_overwritten(corpus, tmp_path):
    put(corpus, "talks.txt", RIVER)  # an article without entry
    put(corpus / "texts", "talks-2.txt", "Somebody else's notes.\n")
    (tmp_path / "x").mkdir()
    found = add(
        corpus,
        [
            put(tmp_path, "Talks.txt", NEWS),
            put(tmp_path / "x", "talks!.txt", f"{NEWS} And then it rained for days."),
        ],
    )
    assert found["doc"].tolist() == ["talks-3", "talks-4"]
    assert (corpus / "talks.txt").read_text() == RIVER
    assert (corpus / "texts" / "talks-2.txt").read_text() == "Somebody else's notes.\n"


def test_a_file_of_the_corpus_is_there_already(corpus):
    found = add(corpus, [put(corpus, "a.txt", NEWS)])
    assert found[["status", "doc"]].values.tolist() == [["already there", "a"]]


@pytest.mark.parametrize(
    "name",
    [
        "../../evil",
        "..\\evil",
        "/etc/passwd",
        "C:\\x",
        "con",
        "a\x00b\nc",
        ".",
        "мир",
        "x" * 400,
        '"]]\n[[source]]',
    ],
)
def test_no_title_leads_out_of_the_folder_or_breaks_the_list(name, corpus, tmp_path):
    row = {"text": NEWS, "title": name, "outlet": name, "author": name, "url": name}
    found = add(corpus, [put(tmp_path, "t.jsonl", json.dumps(row))])
    assert found["status"].tolist() == ["added"]
    (entry,) = listed(corpus)
    path = corpus / entry["file"]
    assert path.parent == corpus / "texts"
    assert path.is_file()
    assert entry["outlet"] == one_line(name)
    assert len(list(read_sources(corpus))) == 1


def test_one_file_at_fault_does_not_stop_the_others(corpus, tmp_path):
    files = [
        put(tmp_path, "a.txt", NEWS),
        put(tmp_path, "b.txt", b"%PDF-1.4"),
        tmp_path / "none.txt",
        put(tmp_path, "c.jsonl", json.dumps({"text": RIVER}) + '\n{"text": '),
        put(tmp_path, "d.docx", b"PK\x03\x04"),
        put(tmp_path, "e.csv", "words\nx\n"),
        tmp_path,
    ]
    found = add(corpus, files)
    assert found[["row", "status"]].values.tolist() == [
        [0, "added"], [0, "refused"], [0, "refused"], [1, "added"], [2, "refused"], [0, "refused"], [0, "refused"], [0, "refused"],
    ]  # fmt: skip
    assert [note.split(";")[0] for note in found.loc[found["status"] == "refused", "note"]] == [
        "named .txt, but it is a PDF (.pdf)",
        "there is no such file",
        "line 2 is not valid JSON (Expecting value)",
        "not a readable Word file (File is not a zip file)",
        "no column text, body or content",
        "is a folder",
    ]
    assert [e["id"] for e in listed(corpus)] == ["a", "c-1"]


def test_nothing_to_add_changes_nothing(corpus, tmp_path):
    before = everything(corpus)
    assert add(corpus, []).empty
    assert [str(kind) for kind in add(corpus, []).dtypes] == list(COLUMNS.values())
    assert add(corpus, [put(tmp_path, "a.txt", " \n")])["status"].tolist() == ["refused"]
    assert everything(corpus) == before


# -- languages ---------------------------------------------------------------------------------

OTHERS = [
    ("de", "Die Gewerkschaft hat das Angebot der Bahn abgelehnt und ruft für die kommende Woche zu neuen Streiks auf, wie ihr Vorsitzender am Montag in Berlin sagte."),
    ("nl", "De vakbond heeft het bod van de spoorwegen afgewezen en roept op tot nieuwe stakingen volgende week, zei de voorzitter maandag in Utrecht tegen de pers."),
    ("fr", "Le syndicat a rejeté l'offre de la direction et appelle à de nouvelles grèves la semaine prochaine, a déclaré son président lundi à Paris devant la presse."),
    ("ru", "Профсоюз отклонил предложение железной дороги и призвал к новым забастовкам на следующей неделе, сообщил в понедельник его председатель журналистам в Москве."),
    ("uk", "Профспілка відхилила пропозицію залізниці та закликала до нових страйків наступного тижня, повідомив у понеділок її голова журналістам у Києві ввечері."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text"), OTHERS)
def test_what_is_not_english_is_refused_with_language_and_confidence(code, text, corpus, tmp_path):
    found = add(corpus, [put(tmp_path, "a.txt", text)])
    assert found["status"].tolist() == ["refused"]
    told, probability = language_of(text)
    assert told == code
    assert (
        found["note"][0]
        == f"not English ({code!r}, probability {probability:.2f}); Parley reads English only"
    )
    assert listed(corpus) == []


def test_every_article_of_the_project_is_english(root):
    for folder in ("seeds", "tests/articles", "tests/positions/talks", "tests/positions/river"):
        for source in read_sources(root / folder):
            code, probability = language_of(source.raw)
            assert (code, probability > 0.95) == ("en", True), source.doc


def test_a_short_text_is_added_with_a_note(corpus, tmp_path):
    found = add(corpus, [put(tmp_path, "a.txt", "Das ist nicht genug, um es zu wissen.")])
    assert found[["status", "language"]].values.tolist() == [["added", ""]]
    assert found["note"][0].startswith("too short to tell its language (fewer than 20 words)")


# -- stopped, at once, and at fault -----------------------------------------------------------


def test_a_run_stopped_between_text_and_entry_is_taken_up_by_the_next(corpus, tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    files = [put(tmp_path, "a.txt", NEWS), put(tmp_path, "b.txt", RIVER)]
    with monkeypatch.context() as patch:
        patch.setattr(corpusfolder, "append_entries", stop)
        with pytest.raises(KeyboardInterrupt):
            add(corpus, files)
    assert listed(corpus) == []
    assert sorted(p.name for p in (corpus / "texts").iterdir()) == ["a.txt", "b.txt"]
    times = {p: p.stat().st_mtime_ns for p in (corpus / "texts").iterdir()}
    assert add(corpus, files)["doc"].tolist() == ["a", "b"]
    assert {p: p.stat().st_mtime_ns for p in (corpus / "texts").iterdir()} == times


def test_a_run_that_is_killed_leaves_a_corpus_that_can_be_read(corpus, tmp_path):
    """Killed at many moments: the list is valid, each entry has its text, and the next run ends the work."""
    lines = [
        json.dumps({"title": f"Report {i}", "text": f"Report {i} of the day. {NEWS}"}) for i in range(40)
    ]
    table = put(tmp_path, "t.jsonl", "\n".join(lines))
    call = f"from parley.corpusfolder import add; add({str(corpus)!r}, [{str(table)!r}])"
    for enough in (1, 25):
        process = subprocess.Popen([sys.executable, "-c", call], stdout=subprocess.PIPE)
        while process.poll() is None and len(list((corpus / "texts").glob("*.txt"))) < enough:
            time.sleep(0.001)
        process.kill()
        process.communicate()
        for entry in listed(corpus):
            data = (corpus / entry["file"]).read_bytes()
            assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    found = add(corpus, [table])
    assert set(found["status"]) <= {"added", "already there"}
    assert len(listed(corpus)) == len(list(read_sources(corpus))) == 40
    assert sorted(p.name for p in (corpus / "texts").glob("*.txt")) == sorted(
        f"report-{i}.txt" for i in range(40)
    )


def test_two_runs_at_once_add_everything_once(corpus, tmp_path):
    names = {
        i: put(
            tmp_path,
            f"t{i}.jsonl",
            json.dumps({"title": "Talks", "text": f"{i} is the number of it. {NEWS}"}),
        )
        for i in range(6)
    }
    threads = [threading.Thread(target=add, args=(corpus, [names[i], names[(i + 1) % 6]])) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(e["id"] for e in listed(corpus)) == ["talks", *(f"talks-{i}" for i in range(2, 7))]
    assert len(list(read_sources(corpus))) == 6


def test_waiting_for_somebody_else_ends_with_a_message(corpus, tmp_path):
    from filelock import FileLock

    with (
        FileLock(corpus / ".sources.lock"),
        pytest.raises(ParleyError, match="somebody else is adding to it"),
    ):
        add(corpus, [put(tmp_path, "a.txt", NEWS)], wait=0.2)
    assert add(corpus, [tmp_path / "a.txt"])["status"].tolist() == ["added"]


@pytest.mark.parametrize(
    ("listing", "message"),
    [
        ("[[source]\n", "not valid TOML"),
        ("source = []\n", "nothing can be appended to it; its entries must be tables"),
        ('[[source]]\nid = "a"\n', "an entry has no 'file'"),
        ('[[source]]\nfile = "texts/gone.txt"\n', "there is no such file"),
        ('[[source]]\nfile = "../../x.txt"\n', "lies outside the folder"),
    ],
)
def test_a_list_at_fault_is_a_message_and_stays(listing, message, corpus, tmp_path):
    (corpus / "sources.toml").write_text(listing)
    with pytest.raises(ParleyError, match=message):
        add(corpus, [put(tmp_path, "a.txt", NEWS)])
    assert (corpus / "sources.toml").read_text() == listing


def test_a_folder_that_is_no_corpus_is_refused(tmp_path):
    with pytest.raises(ParleyError, match=r"no sources\.toml there; 'parley new' makes a corpus folder"):
        add(tmp_path, [put(tmp_path, "a.txt", NEWS)])
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_texts_are_not_written_through_a_link_out_of_the_folder(corpus, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (corpus / "texts").rmdir()
    (corpus / "texts").symlink_to(outside)
    with pytest.raises(ParleyError, match="leads out of the corpus folder"):
        add(corpus, [put(tmp_path, "a.txt", NEWS)])
    assert list(outside.iterdir()) == []


# -- the list and its names --------------------------------------------------------------------


@given(st.text())
def test_any_text_can_stand_in_the_list(value):
    kept = value.encode("utf-8", "replace").decode()
    assert tomllib.loads(entry_text({"id": value}))["source"] == [{"id": kept}]
    assert "\n" not in quoted(value)


@given(st.text())
def test_a_slug_is_a_safe_name(value):
    made = slug(value)
    assert 1 <= len(made) <= 68
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert made[0] != "-"


def test_entries_are_appended_whole_or_not_at_all(tmp_path):
    append_entries(tmp_path, [])
    assert list(tmp_path.iterdir()) == []
    append_entries(tmp_path, [{"id": "a", "file": "a.txt"}])
    append_entries(tmp_path, [{"id": "b", "file": "b.txt"}, {"id": "c", "file": "c.txt"}])
    assert [e["id"] for e in listed(tmp_path)] == ["a", "b", "c"]
