"""Codings by hand: the bundled ones are whole and right, and those that readers add are kept."""

import hashlib
import json
import re
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from parley import schema
from parley.errors import ParleyError
from parley.journal import open_journal
from parley.reference import (
    UNIT,
    Coding,
    check_value,
    codings,
    conflicts,
    is_name,
    listed_articles,
    merge_codings,
    new_coding,
    read_coding,
    read_row,
)
from parley.schema import LAYERS

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = {"seeds": ROOT / "seeds", "others": ROOT / "tests" / "articles"}
NAMES = ("adjudicated", "first", "second")
BUNDLED = [(corpus, name) for corpus in ARTICLES for name in NAMES]
PLACED = [layer for layer, fields in LAYERS.items() if "start" in fields]
ACTS = ["demand", "offer", "accept", "reject", "concede", "threaten", "promise", "blame", "propose", "state"]
WHO = [
    ("mentions", "actor"), ("targets", "target"), ("targets", "holder"), ("positions", "actor"),
    ("quotes", "speaker"), ("stance", "target"), ("claims", "claimant"),
]  # fmt: skip
DATES = {
    "day": r"\d{4}-\d\d-\d\d",
    "month": r"\d{4}-\d\d",
    "year": r"\d{4}",
    "interval": r"\d{4}(-\d\d){0,2}/(\d{4}(-\d\d){0,2}|\.\.)",
}

bundled_codings = pytest.mark.parametrize(("corpus", "name"), BUNDLED)
corpora = pytest.mark.parametrize("corpus", ARTICLES)


@cache
def coding(corpus: str, name: str = "adjudicated") -> Coding:
    return read_coding(ROOT / "data" / "reference" / corpus, name)


@cache
def raw(corpus: str) -> dict[str, str]:
    """The articles as decoded: UTF-8 without a byte order mark, line ends kept."""
    listed = json.loads((ROOT / "data" / "reference" / corpus / "articles.json").read_text())
    return {doc: (ARTICLES[corpus] / a["file"]).read_bytes().decode("utf-8-sig") for doc, a in listed.items()}


# The bundled codings


def test_the_bundled_codings_are_found_by_name():
    for corpus in ARTICLES:
        assert codings(ROOT / "data" / "reference" / corpus) == list(NAMES)
    assert read_coding().name == "adjudicated"
    assert set(read_coding().articles) == set(raw("seeds"))


@bundled_codings
def test_every_row_of_the_files_is_read(corpus, name):
    """No layer is missing but the passes' sentences, and no line is lost."""
    found = coding(corpus, name)
    folder = ROOT / "data" / "reference" / corpus / name
    assert {p.name for p in folder.iterdir()} == {f"{layer}.jsonl" for layer in found.layers}
    assert set(LAYERS) - set(found.layers) == (set() if name == "adjudicated" else {"sentences"})
    for layer, frame in found.layers.items():
        lines = (folder / f"{layer}.jsonl").read_text(encoding="utf-8").strip().split("\n")
        assert [json.loads(line) for line in lines] == frame.to_dict("records")
        assert frame.columns.tolist() == list(LAYERS[layer])


@corpora
def test_the_articles_are_those_that_were_coded(corpus):
    listed = read_coding(ROOT / "data" / "reference" / corpus).articles
    sources = tomllib.loads((ARTICLES[corpus] / "sources.toml").read_text(encoding="utf-8"))
    assert {a["file"] for a in listed.values()} == {p.name for p in ARTICLES[corpus].glob("*.txt")}
    for article in listed.values():
        content = (ARTICLES[corpus] / article["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == article["sha256"]
    assert all(doc in str(sources) for doc in listed)


@bundled_codings
def test_every_place_is_one_in_the_article(corpus, name):
    """Inside the raw text, not empty, and neither beginning nor ending with white space."""
    for layer in PLACED:
        for row in schema.rows(coding(corpus, name).layers.get(layer, pd.DataFrame())):
            text = raw(corpus)[row.doc]
            assert 0 <= row.start < row.end <= len(text), (layer, row)
            assert text[row.start : row.end] == text[row.start : row.end].strip(), (layer, row)


@bundled_codings
def test_every_line_that_is_not_blank_is_in_one_block(corpus, name):
    blocks = coding(corpus, name)["blocks"]
    for doc, text in raw(corpus).items():
        lines = text.split("\n")
        rows = list(schema.rows(blocks[blocks["doc"] == doc]))
        covered = [n for row in rows for n in range(row.line, row.line_end + 1) if lines[n - 1].strip()]
        assert covered == [n for n, line in enumerate(lines, 1) if line.strip()]
        assert all(lines[row.line - 1].strip() and lines[row.line_end - 1].strip() for row in rows)
        assert all(row.gaps >= 0 for row in rows)


@bundled_codings
def test_every_label_is_in_the_codebook(corpus, name):
    """An empty date or speaker is an answer: the text does not decide."""
    found = coding(corpus, name)
    assert set(found["positions"]["act"]) <= set(ACTS)
    assert set(found["stance"]["stance"]) <= {-2, -1, 0, 1, 2}
    assert {type(v) for v in found["claims"]["disputed"].tolist()} == {bool}
    for row in schema.rows(found["events"]):
        assert row.value == "" or re.fullmatch(DATES[row.precision], row.value), row
    for row in schema.rows(found["quotes"]):  # nobody in particular says a scare quote or a title
        assert row.speaker == "" or row.kind not in ("scare", "title"), row
        assert isinstance(row.named, bool) or (row.named is None and row.speaker == ""), row


@pytest.mark.parametrize("name", NAMES)
def test_the_issues_are_those_of_the_list(name):
    listed = tomllib.loads((ROOT / "data" / "issues.toml").read_text(encoding="utf-8"))["issue"]
    assert set(coding("seeds", name)["positions"]["issue"]) <= {issue["id"] for issue in listed}


@bundled_codings
def test_the_voice_of_a_judgement_goes_with_its_holder(corpus, name):
    """A holder is named where the judgement is not the author's, and only there."""
    targets = coding(corpus, name)["targets"]
    authors = targets[targets["voice"] == "author"]
    assert set(authors["holder"]) <= {"", "author"}


@corpora
def test_targets_are_coded_on_sentences(corpus):
    found = coding(corpus)
    sentences = set(found["sentences"].itertuples(index=False, name=None))
    assert set(found["targets"][["doc", "start", "end"]].itertuples(index=False, name=None)) <= sentences


@corpora
def test_sentences_do_not_overlap(corpus):
    for _, part in coding(corpus)["sentences"].groupby("doc"):
        assert (part["start"].iloc[1:].to_numpy() >= part["end"].iloc[:-1].to_numpy()).all()


@corpora
def test_no_mention_stands_inside_another(corpus):
    for _, part in coding(corpus)["mentions"].sort_values("start").groupby("doc"):
        assert (part["start"].iloc[1:].to_numpy() >= part["end"].iloc[:-1].to_numpy()).all()


@corpora
def test_mentions_stand_in_sentences(corpus):
    """Mentions are coded in the text of the article alone."""
    found = coding(corpus)
    spans = [(r.doc, r.start, r.end) for r in schema.rows(found["sentences"])]
    outside = [
        row
        for row in schema.rows(found["mentions"])
        if not any(d == row.doc and s <= row.start and row.end <= e for d, s, e in spans)
    ]
    assert outside == []


@bundled_codings
def test_positions_answer_positions(corpus, name):
    """An answer is the identifier of another position of the same article."""
    positions = coding(corpus, name)["positions"]
    assert positions["id"].is_unique
    doc = dict(zip(positions["id"], positions["doc"], strict=True))
    answers = positions[positions["answers"] != ""]
    assert answers["answers"].map(doc).tolist() == answers["doc"].tolist()
    assert (answers["answers"] != answers["id"]).all()


@pytest.mark.parametrize("layer", LAYERS)
@corpora
def test_no_unit_is_coded_twice(corpus, layer):
    frame = coding(corpus)[layer]
    twice = frame[frame.duplicated(list(UNIT[layer]), keep=False)]
    assert twice.to_dict("records") == []


@bundled_codings
def test_an_actor_has_one_spelling(corpus, name):
    """No two names differ in case or in "The" alone, within a layer or across layers."""
    spellings = defaultdict(set)
    for layer, column in WHO:
        for actor in coding(corpus, name)[layer][column]:
            spellings[re.sub(r"^the ", "", actor.strip().lower())].add(actor)
    assert {key: names for key, names in spellings.items() if len(names) > 1} == {}


# Reading


def put(folder: Path, layer: str, *rows, name: str = "ada", articles: dict | None = None) -> Path:
    """Write one layer of a coding."""
    (folder / name).mkdir(parents=True, exist_ok=True)
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / name / f"{layer}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (folder / "articles.json").write_text(json.dumps(articles or {"a": {"file": "a.txt", "sha256": "0"}}))
    return folder


MENTION = {"doc": "a", "start": 0, "end": 4, "actor": "Ruiz", "kind": "name"}
TARGET = {
    "doc": "a", "start": 0, "end": 9, "target": "Ruiz", "polarity": "neutral", "voice": "author",
    "holder": "",
}  # fmt: skip
POSITION = {
    "doc": "a", "id": "p1", "start": 0, "end": 9, "actor": "Ruiz", "issue": "pay", "position": "support",
    "voice": "quoted", "act": "demand", "answers": "",
}  # fmt: skip
BLOCK = {"doc": "a", "line": 3, "line_end": 3, "kind": "body", "gaps": 0}
CLAIM = {
    "doc": "a", "start": 0, "end": 9, "value": 12.5, "unit": "percent", "about": "pay", "claimant": "Ruiz",
    "disputed": False,
}  # fmt: skip
QUOTE = {"doc": "a", "start": 0, "end": 9, "kind": "direct", "speaker": "Ruiz", "named": True, "cue": "said"}


def test_a_coding_is_read_as_it_stands(tmp_path):
    """Rows in the order of the file, blank lines passed over, layers that have no file missing."""
    later = MENTION | {"start": 9, "end": 12}
    found = read_coding(put(tmp_path, "mentions", later, "", MENTION, "  "), "ada")
    assert found.name == "ada"
    assert list(found.layers) == ["mentions"]
    assert found["mentions"].to_dict("records") == [later, MENTION]
    assert found.articles == {"a": {"file": "a.txt", "sha256": "0"}}
    with pytest.raises(ParleyError, match="layer of coding 'ada' is 'quotes'; allowed: mentions"):
        found["quotes"]


FAULTS = {
    "no JSON": ("mentions", '{"doc": "a",', "not a line of JSON"),
    "a list": ("mentions", "[1, 2]", "fields"),
    "a field too many": (
        "mentions",
        MENTION | {"note": "?"},
        "fields.*note.*allowed: doc, start, end, actor, kind",
    ),
    "a field missing": ("mentions", {"doc": "a"}, "fields"),
    "a kind of mention": (
        "mentions",
        MENTION | {"kind": "noun"},
        "kind is 'noun'; allowed: name, nominal, pronoun",
    ),
    "a polarity": ("targets", TARGET | {"polarity": "good"}, "polarity is 'good'; allowed: negative"),
    "a voice": ("targets", TARGET | {"voice": "reported"}, "voice is 'reported'; allowed: author"),
    "a position": ("positions", POSITION | {"position": "for"}, "position is 'for'; allowed: support"),
    "a voice of a position": (
        "positions",
        POSITION | {"voice": "author"},
        "voice is 'author'; allowed: quoted",
    ),
    "an act": ("positions", POSITION | {"act": "shout"}, "act is 'shout'; allowed: demand"),
    "a kind of quotation": ("quotes", QUOTE | {"kind": "block"}, "kind is 'block'; allowed: direct"),
    "a label that is a list": ("quotes", QUOTE | {"kind": ["direct"]}, "kind is"),
    "a stance": ("stance", {"doc": "a", "target": "Ruiz", "stance": 7}, "stance is 7"),
    "a start that is a word": ("mentions", MENTION | {"start": "0"}, "start is '0'"),
    "an end before the start": ("mentions", MENTION | {"start": 5}, "end"),
    "a yes that is a word": ("quotes", QUOTE | {"named": "yes"}, "named is 'yes'"),
    "a yes that is a number": ("quotes", QUOTE | {"named": 1}, "named is 1; allowed: true, false, null"),
    "a start that is a yes": ("mentions", MENTION | {"start": False}, "start is False; allowed: whole"),
    "a start below zero": ("mentions", MENTION | {"start": -1}, "start is -1; allowed: whole"),
    "an empty span": ("mentions", MENTION | {"start": 4}, "end is 4; allowed: 5 or more, as start is 4"),
    "an actor that is null": ("mentions", MENTION | {"actor": None}, "actor is None; allowed: text"),
    "a half stance": ("stance", {"doc": "a", "target": "Ruiz", "stance": 0.5}, "stance is 0.5"),
    "a dispute that is null": (
        "claims",
        CLAIM | {"disputed": None},
        "disputed is None; allowed: true, false",
    ),
    "a claim of a word": ("claims", CLAIM | {"value": "many"}, "value is 'many'; allowed: numbers"),
    "a block that ends before it begins": ("blocks", BLOCK | {"line_end": 2}, "line_end is 2; allowed: 3 or"),
}


@pytest.mark.parametrize(("layer", "row", "says"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_file_and_line(tmp_path, layer, row, says):
    good = {"mentions": MENTION, "targets": TARGET, "positions": POSITION, "quotes": QUOTE}
    good |= {"claims": CLAIM, "blocks": BLOCK}
    good["stance"] = {"doc": "a", "target": "Ruiz", "stance": 2}
    folder = put(tmp_path, layer, good[layer], "", row)
    with pytest.raises(ParleyError, match=says) as fault:
        read_coding(folder, "ada")
    assert str(fault.value).startswith(f"{folder / 'ada' / layer}.jsonl:3: ")


@pytest.mark.parametrize("odd", ["\u2028", "\u0085", "\u2029"], ids=["U+2028", "U+0085", "U+2029"])
def test_a_line_ends_at_a_line_feed_alone(tmp_path, odd):
    """A separator inside a JSON string is text, as in a description copied from the article."""
    row = QUOTE | {"speaker": f"a former{odd}official", "named": False}
    found = read_coding(put(tmp_path, "quotes", row), "ada")
    assert found["quotes"].to_dict("records") == [row]


def test_a_file_that_is_not_utf8_is_a_fault_with_its_name(tmp_path):
    put(tmp_path, "mentions", MENTION)
    (tmp_path / "ada" / "mentions.jsonl").write_bytes(b'{"doc": "a", "actor": "Ru\xedz"}\n')
    with pytest.raises(ParleyError, match=r"mentions\.jsonl"):
        read_coding(tmp_path, "ada")


@pytest.mark.parametrize("content", ["{", "[1]", '"abc"', "\xff"])
def test_a_broken_list_of_articles_is_named(tmp_path, content):
    put(tmp_path, "mentions", MENTION)
    (tmp_path / "articles.json").write_text(content, encoding="latin-1")
    with pytest.raises(ParleyError, match=r"articles\.json"):
        read_coding(tmp_path, "ada")


@pytest.mark.parametrize("name", ["bob", "", "..", "ada/.."])
def test_a_coding_that_is_not_there_is_told_with_those_that_are(tmp_path, name):
    put(tmp_path, "mentions", MENTION)
    with pytest.raises(ParleyError, match=re.escape(f"is {name!r}; allowed: ada")):
        read_coding(tmp_path, name)


def test_an_empty_or_missing_folder_says_so(tmp_path):
    with pytest.raises(ParleyError, match="none there yet"):
        read_coding(tmp_path / "no")
    assert codings(tmp_path / "no") == []


def test_a_folder_of_jupyter_is_no_coding(tmp_path):
    """Names of codings are letters, digits, - and _; checkpoints of an editor are none."""
    put(tmp_path, "mentions", MENTION)
    (tmp_path / ".ipynb_checkpoints").mkdir()
    assert codings(tmp_path) == ["ada"]


def test_a_list_of_articles_that_is_not_there_is_empty(tmp_path):
    assert listed_articles(tmp_path) == {}
    assert listed_articles(str(put(tmp_path, "mentions"))) == {"a": {"file": "a.txt", "sha256": "0"}}


@pytest.mark.parametrize(
    ("name", "is_one"), [("ada-1_x", True), ("Øre", True), ("", False), (".ada", False), ("a b", False)]
)
def test_a_name_of_a_coding(name, is_one):
    assert is_name(name) == is_one


def test_a_row_is_its_line_and_what_is_not_valid_is_placed():
    """The place is said as it is given, whatever is read."""
    assert read_row(json.dumps(QUOTE), "quotes", "here") == QUOTE
    with pytest.raises(ParleyError, match=r"^here: kind is 'block'; allowed: direct"):
        read_row(json.dumps(QUOTE | {"kind": "block"}), "quotes", "here")
    with pytest.raises(ParleyError, match=r"^there: start is -1; allowed: whole"):
        check_value("quotes", "start", -1, "there")


# Journals


def test_a_journal_is_read_as_a_coding(tmp_path):
    """What stands in it, in the order of the text; layers in which nothing was coded are missing."""
    late, early = (QUOTE | {"start": start, "end": 30} for start in (20, 5))
    with open_journal(tmp_path, "ada", ONE) as journal:
        for row in (late, QUOTE, early):
            journal.code("quotes", {name: row[name] for name in UNIT["quotes"]}, [row])
        journal.undo(2)
    found = read_coding(tmp_path, "ada")
    assert (found.name, found.articles, list(found.layers)) == ("ada", ONE, ["quotes"])
    assert found["quotes"].to_dict("records") == [early, late]


def test_a_journal_stands_beside_files_without_rows_only(tmp_path):
    """Which of two codings counts is not guessed."""
    new_coding("ada", tmp_path, ONE)
    open_journal(tmp_path, "ada", ONE).close()
    assert read_coding(tmp_path, "ada").layers == {}
    put(tmp_path, "mentions", MENTION, articles=ONE)
    with pytest.raises(ParleyError, match=r"mentions\.jsonl: holds rows beside journal\.jsonl"):
        read_coding(tmp_path, "ada")


# New codings


ONE = {"a": {"file": "a.txt", "sha256": "0"}}


def test_a_new_coding_is_empty_and_can_be_read(tmp_path):
    path = new_coding("ada-1_x", tmp_path / "codings", ONE)
    assert path == tmp_path / "codings" / "ada-1_x"
    assert sorted(p.name for p in path.iterdir()) == sorted(f"{layer}.jsonl" for layer in LAYERS)
    found = read_coding(tmp_path / "codings", "ada-1_x")
    assert found.articles == ONE
    assert list(found.layers) == list(LAYERS)
    assert all(frame.empty and frame.columns.tolist() == list(LAYERS[x]) for x, frame in found.layers.items())


def test_a_second_coder_stands_beside_the_first(tmp_path):
    for name in ("ada", "bob"):
        new_coding(name, tmp_path, ONE)
    assert codings(tmp_path) == ["ada", "bob"]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("articles", [ONE, {"b": {"file": "b.txt", "sha256": "1"}}])
def test_an_existing_coding_is_never_touched(tmp_path, articles):
    put(tmp_path, "mentions", MENTION)
    before = everything(tmp_path)
    with pytest.raises(ParleyError, match="ada: a coding of this name exists already; it is left as it is"):
        new_coding("ada", tmp_path, articles)
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    "articles",
    [{"b": {"file": "b.txt", "sha256": "1"}}, {"a": {"file": "a.txt", "sha256": "1"}}, {}],
    ids=["another", "changed", "none"],
)
def test_other_articles_need_another_folder(tmp_path, articles):
    put(tmp_path, "mentions", MENTION)
    before = everything(tmp_path)
    with pytest.raises(ParleyError, match="holds codings of other articles; choose another folder"):
        new_coding("bob", tmp_path, articles)
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", ["", ".", "..", "a b", "a/b", "../x", "a.b", "a\n", "*"])
def test_a_name_is_letters_digits_and_two_signs(tmp_path, name):
    with pytest.raises(ParleyError, match=re.escape(f"name is {name!r}; allowed: letters, digits, - and _")):
        new_coding(name, tmp_path, ONE)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ParleyError, match="cannot be written"):
        new_coding("ada", tmp_path / "file" / "codings", ONE)


# Merging, conflicts


def by(name: str, articles=ONE, **layers) -> Coding:
    """A coding from rows."""
    frames = {x: pd.DataFrame(rows, columns=list(LAYERS[x])) for x, rows in layers.items()}
    return Coding(name, frames, articles)


@corpora
def test_merging_loses_nothing(corpus):
    """Each row of each pass is there once, with its coder, and is what it was."""
    passes = [coding(corpus, name) for name in ("first", "second")]
    merged = merge_codings(passes)
    assert set(merged) == set(LAYERS) - {"sentences"}
    for layer, frame in merged.items():
        assert frame.columns.tolist() == [*LAYERS[layer], "coder"]
        assert len(frame) == sum(len(p[layer]) for p in passes)
        for each in passes:
            mine = frame[frame["coder"] == each.name].drop(columns="coder").to_dict("records")
            assert sorted(map(repr, mine)) == sorted(map(repr, each[layer].to_dict("records")))
        keys = list(frame[[*UNIT[layer], "coder"]].itertuples(index=False, name=None))
        assert keys == sorted(keys)


def test_merging_with_an_empty_coding_keeps_the_types():
    """A coder who has not begun changes nothing in the rows of the others."""
    frame = merge_codings([by("ada", quotes=[QUOTE]), by("bob", quotes=[])])["quotes"]
    assert frame.to_dict("records") == [QUOTE | {"coder": "ada"}]
    assert frame["start"].dtype == "int64"


def test_merging_nothing_gives_nothing():
    assert merge_codings([]) == {}


def test_what_cannot_be_merged_is_refused():
    with pytest.raises(ParleyError, match="two codings are named 'ada'; rename one"):
        merge_codings([by("ada"), by("ada")])
    with pytest.raises(ParleyError, match="'bob' and 'ada' are of different articles"):
        merge_codings([by("ada"), by("bob", articles={})])


def test_conflicts_are_the_units_that_differ():
    """Of four units: alike, another label, only Ada's, only Bob's."""
    units = [MENTION | {"start": i, "end": i + 1} for i in range(4)]
    ada = by("ada", mentions=[units[0], units[1], units[2]])
    bob = by("bob", mentions=[units[3], units[0], units[1] | {"kind": "nominal"}])
    assert conflicts([ada, bob], "mentions").to_dict("records") == [
        {"doc": "a", "start": 1, "end": 2, "ada": "Ruiz | name", "bob": "Ruiz | nominal"},
        {"doc": "a", "start": 2, "end": 3, "ada": "Ruiz | name", "bob": ""},
        {"doc": "a", "start": 3, "end": 4, "ada": "", "bob": "Ruiz | name"},
    ]


def test_conflicts_of_three_coders():
    signs = {"a": "neutral", "b": "neutral", "c": "positive"}
    coders = [by(name, targets=[TARGET | {"polarity": sign}]) for name, sign in signs.items()]
    found = conflicts(coders, "targets")
    assert found.columns.tolist() == ["doc", "start", "end", "target", "a", "b", "c"]
    assert found.iloc[0, 4:].tolist() == [
        "neutral | author | ",
        "neutral | author | ",
        "positive | author | ",
    ]
    assert conflicts(coders[:2], "targets").empty


def test_sentences_that_one_coder_ends_elsewhere_are_a_conflict():
    """A layer without labels differs in its units alone."""
    ada = by("ada", sentences=[{"doc": "a", "start": 0, "end": 9}, {"doc": "a", "start": 10, "end": 20}])
    bob = by("bob", sentences=[{"doc": "a", "start": 0, "end": 9}, {"doc": "a", "start": 10, "end": 30}])
    found = conflicts([ada, bob], "sentences")
    assert found[["doc", "start", "end"]].values.tolist() == [["a", 10, 20], ["a", 10, 30]]


def test_the_order_of_two_codes_of_one_unit_is_no_conflict():
    both = [POSITION | {"id": "p1"}, POSITION | {"id": "p2", "act": "threaten"}]
    assert conflicts([by("ada", positions=both), by("bob", positions=both[::-1])], "positions").empty


def test_other_identifiers_are_no_conflict():
    ada, bob = by("ada", positions=[POSITION]), by("bob", positions=[POSITION | {"id": "x", "answers": "y"}])
    assert conflicts([ada, bob], "positions").empty


def test_nothing_coded_gives_an_empty_list():
    found = conflicts([by("ada", quotes=[]), by("bob")], "quotes")
    assert found.columns.tolist() == ["doc", "start", "end", "ada", "bob"]
    assert found.empty


def test_conflicts_of_a_layer_that_there_is_not():
    with pytest.raises(ParleyError, match="layer is 'mood'; allowed: blocks, sentences"):
        conflicts([by("ada")], "mood")


@pytest.mark.parametrize("layer", [x for x in LAYERS if x != "sentences"])
def test_conflicts_of_the_bundled_passes_are_those_of_a_plain_comparison(layer):
    passes = [coding("seeds", name) for name in ("first", "second")]
    codes = [defaultdict(list), defaultdict(list)]
    for found, each in zip(codes, passes, strict=True):
        for row in each[layer].to_dict("records"):
            left = {
                k: v for k, v in row.items() if k not in (*UNIT[layer], "id", "answers", "event", "about")
            }
            found[tuple(row[k] for k in UNIT[layer])].append(str(left))
    differ = sorted(u for u in {*codes[0], *codes[1]} if sorted(codes[0][u]) != sorted(codes[1][u]))
    listed = list(conflicts(passes, layer)[list(UNIT[layer])].itertuples(index=False, name=None))
    assert listed == differ
