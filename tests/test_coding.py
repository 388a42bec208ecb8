"""Coding: the contract of all tables, the cache, and what stands on the disk after a fault."""

import gc
import os
import shutil
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pandas as pd
import pytest

import parley.coding
from parley import portrayal, schema
from parley.coding import code, code_document, code_text, code_to, load
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.registry import read_registry
from parley.schema import FORMATS
from parley.sources import Source

ARTICLES = {
    "court": (
        "Judge throws out poultry settlement\n\n"
        "By Miriam Castellane\n\n"
        "Judge Margaret Ellis refused on Monday to approve the “final” settlement. "
        'She called the offer, "a number", an insult to the growers.\n\n'
        "Tarrow Foods said it would appeal. Its lawyers left without a word.\n"
    ),
    "cup": (
        "Late goal decides the final\r\n\r\n"
        "Robert Hughes scored in the last minute, and the crowd was delighted.\r\n"
        "He had missed a penalty before; nobody in the stadium minded that any more.\r\n"
    ),
    "heat": (
        "Climate fund stays empty\n\n"
        "Peru and Kenya asked for $100 billion a year, NA or null being no answer they said.\n"
    ),
}
TABLES = [
    "documents",
    "blocks",
    "sentences",
    "mentions",
    "quotes",
    "sentiment",
    "targets",
    "positions",
    "events",
    "claims",
    "stance",
]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with three short articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_bytes(text.encode())
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder for the cache that is not there yet."""
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Corpus, Path]:
    """The three articles coded once, and the cache that was filled by it: to be copied, not to be changed."""
    folder = tmp_path_factory.mktemp("filled")
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_bytes(text.encode())
    return code(folder, cache=folder / "cache"), folder / "cache"


def same(one: Corpus, other: Corpus) -> None:
    """Assert that two corpora have the same tables, to the cell and type, and the same texts."""
    assert list(one.tables) == list(other.tables) == TABLES
    for name in TABLES:
        pd.testing.assert_frame_equal(one[name], other[name], obj=name)
    assert one.raw == other.raw


def refuse(*_: object, **__: object) -> NoReturn:
    raise AssertionError("this work was not to be done")


def no_linguistic_work(patch: pytest.MonkeyPatch) -> None:
    """Let every way to the language model and to a fresh coding fail."""
    patch.setattr(parley.coding, "code_document", refuse)
    for name, module in list(sys.modules.items()):
        if name.startswith("parley.") and hasattr(module, "nlp"):
            patch.setattr(module, "nlp", refuse)


def recorded(patch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which every article that is coded anew is added from now on."""
    coded: list[str] = []

    def code_and_note(source: Source, *rest: object) -> dict[str, pd.DataFrame]:
        coded.append(source.doc)
        return code_document(source, *rest)

    patch.setattr(parley.coding, "code_document", code_and_note)
    return coded


def failing_at(doc: str) -> Callable[..., dict[str, pd.DataFrame]]:
    """Return a coder that breaks on one article."""

    def code_or_break(source: Source, *rest: object) -> dict[str, pd.DataFrame]:
        if source.doc == doc:
            raise ParleyError(f"{source.file}: broken")
        return code_document(source, *rest)

    return code_or_break


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, with its content."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# What comes out


FOUND_IN: dict[str, set[str]] = {"quotes": {"court"}, "positions": set(), "events": set(), "claims": {"heat"}}
"""The articles that have such a thing; all have the others."""


def test_every_table_keeps_its_contract(articles: Path) -> None:
    """Columns, types, labels and order are those of the schema, in every table."""
    corpus = code(articles, cache=False)
    assert list(corpus.tables) == TABLES == list(schema.TABLES)
    for name, table in corpus.tables.items():
        schema.check(name, table)
        assert table.columns.tolist() == list(schema.columns(name))
        assert table.dtypes.astype(str).tolist() == schema.empty(name).dtypes.astype(str).tolist()
        assert table.index.tolist() == list(range(len(table)))
        assert set(table["doc"]) == FOUND_IN.get(name, set(ARTICLES))


def test_every_place_lies_in_its_line_and_article(articles: Path) -> None:
    """Every row of every table with a place can be shown in the raw text."""
    corpus = code(articles, cache=False)
    for name in (n for n in TABLES if "char_start" in corpus[n]):
        for row in schema.rows(corpus[name]):
            before = ARTICLES[row.doc][: row.char_start]
            assert row.line == before.count("\n") + 1
            assert ARTICLES[row.doc][row.char_start : row.char_end].strip()


def test_sentences_of_later_tables_are_sentences_of_the_article(articles: Path) -> None:
    """A mention and a score lie inside the sentence whose number they carry."""
    corpus = code(articles, cache=False)
    keys = ["doc", "sentence"]
    spans = corpus.sentences[[*keys, "char_start", "char_end"]]
    for name in ("mentions", "sentiment", "targets"):
        both = corpus[name].merge(spans, on=keys, how="left", suffixes=("", "_of_sentence"))
        assert (both["char_start"] >= both["char_start_of_sentence"]).all()
        assert (both["char_end"] <= both["char_end_of_sentence"]).all()


def test_the_documents_table(articles: Path) -> None:
    """One row an article, by identifier; the title comes from the text where no list gives it."""
    documents = code(articles, cache=False).documents
    assert documents[["doc", "file", "title", "language"]].to_numpy().tolist() == [
        ["court", "court.txt", "Judge throws out poultry settlement", "en"],
        ["cup", "cup.txt", "Late goal decides the final", "en"],
        ["heat", "heat.txt", "Climate fund stays empty", "en"],
    ]


def test_the_list_of_sources_goes_before_the_text(articles: Path) -> None:
    """Title and outlet of sources.toml stand in the table documents."""
    (articles / "sources.toml").write_text(
        '[[source]]\nid = "final"\nfile = "cup.txt"\ntitle = "Hughes!"\noutlet = "The Whistle"\n'
    )
    row = code(articles / "cup.txt", cache=False).documents.iloc[0]
    assert (row["doc"], row["title"], row["outlet"]) == ("final", "Hughes!", "The Whistle")


def test_an_article_without_text_has_empty_tables(tmp_path: Path) -> None:
    """Nothing to code is no fault; types stay."""
    (tmp_path / "ad.txt").write_text("Advertisement\n")
    corpus = code(tmp_path / "ad.txt", cache=False)
    assert len(corpus.documents) == len(corpus.blocks) == 1
    for name in ("sentences", "mentions", "sentiment", "targets"):
        pd.testing.assert_frame_equal(corpus[name], schema.empty(name))


def test_an_article_without_text_does_not_change_the_types_of_others(articles: Path) -> None:
    """Tables of several articles are joined with the types of the contract."""
    whole = code(articles, cache=False)
    (articles / "ad.txt").write_text("Advertisement\n")
    wider = code(articles, cache=False)
    for name in ("sentences", "mentions", "sentiment", "targets"):
        pd.testing.assert_frame_equal(wider[name], whole[name])


def test_the_order_of_the_paths_is_of_no_account(articles: Path) -> None:
    """Articles come by identifier."""
    paths = [articles / f"{name}.txt" for name in ARTICLES]
    same(code(paths, cache=False), code(reversed(paths), cache=False))


# Files


@pytest.mark.parametrize("format", FORMATS)
def test_code_is_code_to_and_load(format: str, articles: Path, tmp_path: Path) -> None:
    """What is written and read again is what was coded, to the cell and type."""
    rows = code_to(articles, tmp_path / "out", format=format, cache=False)
    coded = code(articles, cache=False)
    same(load(tmp_path / "out", articles), coded)
    assert rows == {name: len(coded[name]) for name in TABLES}
    assert sorted(files(tmp_path / "out")) == sorted(f"{name}.{format}" for name in TABLES)


@pytest.mark.parametrize("format", FORMATS)
def test_save_and_load(format: str, articles: Path, tmp_path: Path) -> None:
    """A corpus that is saved comes back the same."""
    corpus = code(articles, cache=False)
    paths = corpus.save(tmp_path / "new" / "out", format)
    assert paths == [tmp_path / "new" / "out" / f"{name}.{format}" for name in TABLES]
    same(load(tmp_path / "new" / "out", articles), corpus)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", ["007", "1e3", "true", "NA", "a, b"])
def test_any_file_name_is_kept_as_it_is(name: str, format: str, tmp_path: Path) -> None:
    """An identifier that looks like a number or a missing value is text all the same."""
    (tmp_path / f"{name}.txt").write_text("2025\n\nThe delegates met on Monday and signed nothing at all.\n")
    code_to(tmp_path / f"{name}.txt", tmp_path / "out", format=format, cache=False)
    loaded = load(tmp_path / "out", tmp_path / f"{name}.txt")
    assert set(loaded.documents["doc"]) == set(loaded.sentences["doc"]) == {name}
    same(loaded, code(tmp_path / f"{name}.txt", cache=False))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("title", ["0042", "NaN", " spaced ", 'a "b", c', "two\\nlines", "1e5"])
def test_any_title_is_kept_as_it_is(title: str, format: str, articles: Path, tmp_path: Path) -> None:
    """A headline that looks like a number, or holds commas and quotation marks, survives the file."""
    quoted = title.replace('"', '\\"')
    (articles / "sources.toml").write_text(f'[[source]]\nid = "cup"\nfile = "cup.txt"\ntitle = "{quoted}"\n')
    code_to(articles / "cup.txt", tmp_path / "out", format=format, cache=False)
    expected = title.replace("\\n", "\n")
    assert load(tmp_path / "out", articles / "cup.txt").documents["title"].tolist() == [expected]


@pytest.mark.parametrize("format", FORMATS)
def test_equal_input_gives_equal_files(format: str, articles: Path, tmp_path: Path) -> None:
    """Byte by byte, so that a difference between two runs means something."""
    for out in ("one", "two"):
        code_to(articles, tmp_path / out, format=format, cache=False)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_only_the_tables_are_touched(articles: Path, tmp_path: Path) -> None:
    """Old tables are replaced, other files of the folder stay."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    (out / "mentions.csv").write_text("old")
    code_to(articles, out, format="csv", cache=False)
    assert (out / "notes.txt").read_text() == "mine"
    assert len(load(out, articles).mentions) > 0


def test_an_unknown_format_is_refused_before_anything_is_done(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message lists the formats; no folder is made."""
    no_linguistic_work(monkeypatch)
    with pytest.raises(ParleyError) as fault:
        code_to(articles, tmp_path / "out", format="xlsx")
    assert str(fault.value) == "format is 'xlsx'; allowed: parquet, csv"
    assert not (tmp_path / "out").exists()


def test_a_missing_table_is_named(articles: Path, tmp_path: Path) -> None:
    """Loading half a folder says which half is missing."""
    code_to(articles, tmp_path / "out", format="csv", cache=False)
    (tmp_path / "out" / "mentions.csv").unlink()
    with pytest.raises(ParleyError, match=r"there is no mentions\.parquet or mentions\.csv"):
        load(tmp_path / "out", articles)


def test_tables_of_another_text_are_refused(articles: Path, tmp_path: Path) -> None:
    """Offsets must not lead into a text that was changed since."""
    code_to(articles, tmp_path / "out", cache=False)
    (articles / "cup.txt").write_text("Another final.\n")
    with pytest.raises(ParleyError, match=r"cup\.txt: not the text that .* was coded from"):
        load(tmp_path / "out", articles)


def test_tables_without_their_article_are_refused(articles: Path, tmp_path: Path) -> None:
    """Every row must lead to a text."""
    code_to(articles, tmp_path / "out", cache=False)
    with pytest.raises(ParleyError, match="the article 'cup' is not among the sources given"):
        load(tmp_path / "out", [articles / "court.txt", articles / "heat.txt"])


@pytest.mark.parametrize("format", FORMATS)
def test_a_broken_table_is_refused(format: str, articles: Path, tmp_path: Path) -> None:
    """A file that is no table is named, without a traceback of the reader behind it."""
    code_to(articles, tmp_path / "out", format=format, cache=False)
    (tmp_path / "out" / f"mentions.{format}").write_bytes(b"\x00garbage\n1,2\n")
    with pytest.raises(ParleyError, match="mentions"):
        load(tmp_path / "out", articles)


# The cache


def test_the_second_run_does_no_linguistic_work(
    articles: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything comes from the cache, and is the same."""
    first = code(articles, cache=cache)
    no_linguistic_work(monkeypatch)
    same(code(articles, cache=cache), first)


def test_the_cache_changes_nothing(articles: Path, cache: Path) -> None:
    """With, from and without a cache: one result."""
    fresh = code(articles, cache=False)
    same(code(articles, cache=cache), fresh)
    same(code(articles, cache=cache), fresh)


def test_no_cache_writes_nothing(articles: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``cache=False`` keeps nothing anywhere."""
    monkeypatch.setenv("PARLEY_CACHE", str(cache))
    code(articles / "cup.txt", cache=False)
    assert not cache.exists()
    code(articles / "cup.txt")
    assert files(cache)


def test_only_the_changed_article_is_coded_again(
    articles: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A corrected text costs one article's work, and its rows are the new ones."""
    code(articles, cache=cache)
    (articles / "cup.txt").write_bytes(ARTICLES["cup"].replace("Hughes", "Hale").encode())
    coded = recorded(monkeypatch)
    again = code(articles, cache=cache)
    assert coded == ["cup"]
    assert "Robert Hale" in set(again.mentions["actor"])
    same(again, code(articles, cache=False))


def test_changed_metadata_are_seen(articles: Path, cache: Path) -> None:
    """A title that is corrected in sources.toml is in the next table."""
    for title in ("First", "Second"):
        (articles / "sources.toml").write_text(
            f'[[source]]\nid = "cup"\nfile = "cup.txt"\ntitle = "{title}"\n'
        )
        assert code(articles / "cup.txt", cache=cache).documents["title"].tolist() == [title]


def test_a_changed_registry_is_seen(
    articles: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another list of actors codes every article anew; the former one is still kept."""
    registries = []
    for name in ("Robert Hughes", "Bobby Hughes of Kelby"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "actors.toml").write_text(
            f'[[actor]]\nname = "{name}"\ntype = "person"\nnames = ["Robert Hughes"]\n'
        )
        registries.append(read_registry(folder))
    coded = recorded(monkeypatch)
    found = [code(articles, cache=cache, registry=r).mentions["actor"] for r in (*registries, registries[0])]
    assert coded == ["court", "cup", "heat"] * 2
    assert ["Bobby Hughes of Kelby" in set(actors) for actors in found] == [False, True, False]


def test_a_changed_code_state_is_seen(articles: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Results of another version of Parley or a model are not taken."""
    code(articles, cache=cache)
    monkeypatch.setattr(parley.coding, "code_state", lambda: "another state")
    coded = recorded(monkeypatch)
    code(articles, cache=cache)
    assert coded == ["court", "cup", "heat"]


def test_a_changed_module_is_another_code_state(root: Path, tmp_path: Path) -> None:
    """A comment added to one module of a copy of Parley is enough."""
    copy = shutil.copytree(root / "lib" / "parley", tmp_path / "parley")
    (copy / "data").symlink_to(root / "data")  # as in an installed package
    program = (
        "from pathlib import Path\n"
        "import parley.coding as c\n"
        "print(Path(c.__file__).parent)\n"
        "for change in ('', '', '# changed'):\n"
        "    with Path(c.__file__).with_name('pronouns.py').open('a') as file:\n"
        "        print(change, file=file, end='')\n"
        "    c.code_state.cache_clear()\n"
        "    print(c.code_state())\n"
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    place, *states = done.stdout.split()
    assert Path(place) == copy
    assert states[0] == states[1] != states[2]


def test_an_exchanged_model_is_another_code_state(monkeypatch: pytest.MonkeyPatch) -> None:
    """Results of the model before are not taken."""
    before = parley.coding.code_state()
    parley.coding.code_state.cache_clear()
    monkeypatch.setattr(portrayal, "model_version", lambda: "another")
    try:
        assert parley.coding.code_state() != before
    finally:
        parley.coding.code_state.cache_clear()


def test_what_is_judged_is_kept_when_other_work_is_done_again(
    articles: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed module does not make the model read the same sentences again."""
    first = code(articles, cache=cache)
    monkeypatch.setattr(parley.coding, "code_state", lambda: "another state")
    monkeypatch.setattr(portrayal, "judge", refuse)
    same(code(articles, cache=cache), first)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"garbage",
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:40] + bytes(b ^ 255 for b in data[40:80]) + data[80:],
        lambda data: b"\x00" * len(data),
    ],
    ids=["garbage", "empty", "cut off", "some bytes turned", "zeros"],
)
@pytest.mark.parametrize("which", ["all", "parse", "portrayal"])
def test_a_spoiled_cache_neither_breaks_nor_falsifies(
    which: str,
    spoil: Callable[[bytes], bytes],
    articles: Path,
    cache: Path,
    filled: tuple[Corpus, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever stands in the files of the cache: the tables are the same, and the cache is mended."""
    first, whole = filled
    shutil.copytree(whole, cache)
    assert list(cache.glob(f"{'*' if which == 'all' else which}/*/*"))
    for path in [p for p in cache.rglob("*") if p.is_file()]:
        if which != "all" and which not in path.relative_to(cache).parts:
            path.unlink()
        else:
            path.write_bytes(spoil(path.read_bytes()))
    coded = recorded(monkeypatch)
    same(code(articles, cache=cache), first)
    assert coded == ["court", "cup", "heat"]
    same(code(articles, cache=cache), first)
    assert coded == ["court", "cup", "heat"]


def test_a_cache_that_cannot_be_written_is_no_fault(articles: Path, tmp_path: Path) -> None:
    """Then nothing is kept."""
    (tmp_path / "file").write_text("in the way")
    same(code(articles, cache=tmp_path / "file" / "cache"), code(articles, cache=False))


# Faults


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("doc", ["court", "cup", "heat"], ids=["first", "middle", "last"])
def test_a_fault_leaves_no_file(
    doc: str, format: str, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a table nor a piece of one, wherever it happens."""
    monkeypatch.setattr(parley.coding, "code_document", failing_at(doc))
    out = tmp_path / "out"
    with pytest.raises(ParleyError, match=f"{doc}.txt: broken"):
        code_to(articles, out, format=format, cache=False)
    assert not out.exists() or files(out) == {}


@pytest.mark.parametrize("format", FORMATS)
def test_a_fault_changes_no_file(
    format: str, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tables of an earlier run stay as they were."""
    out = tmp_path / "out"
    code_to(articles / "cup.txt", out, format=format, cache=False)
    before = files(out)
    monkeypatch.setattr(parley.coding, "code_document", failing_at("heat"))
    with pytest.raises(ParleyError, match=r"heat\.txt: broken"):
        code_to(articles, out, format=format, cache=False)
    assert files(out) == before


def test_a_fault_in_a_later_file_leaves_no_table(articles: Path, tmp_path: Path) -> None:
    """A file that is not text, last in the order, is found before anything is there."""
    (articles / "zoo.txt").write_bytes(b"\x00\x01\x02" * 50)
    with pytest.raises(ParleyError, match=r"zoo\.txt"):
        code_to(articles, tmp_path / "out", cache=False)
    assert not (tmp_path / "out").exists() or files(tmp_path / "out") == {}


def test_one_table_that_cannot_be_put_in_place_holds_back_all(articles: Path, tmp_path: Path) -> None:
    """A folder stands where mentions.csv should be: the other four are not half-new."""
    out = tmp_path / "out"
    code_to(articles / "cup.txt", out, format="csv", cache=False)
    (out / "mentions.csv").unlink()
    (out / "mentions.csv").mkdir()
    before = files(out)
    with pytest.raises(ParleyError, match=r"mentions\.csv"):
        code_to(articles, out, format="csv", cache=False)
    assert files(out) == before


def test_an_interrupt_leaves_no_file(articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle is a fault like others."""

    def interrupt(source: Source, *rest: object) -> dict[str, pd.DataFrame]:
        if source.doc == "heat":
            raise KeyboardInterrupt
        return code_document(source, *rest)

    monkeypatch.setattr(parley.coding, "code_document", interrupt)
    with pytest.raises(KeyboardInterrupt):
        code_to(articles, tmp_path / "out", cache=False)
    assert files(tmp_path / "out") == {}


@pytest.mark.parametrize("out", ["file/out", "file"], ids=["below a file", "a file"])
def test_a_place_that_is_no_folder_is_refused(out: str, articles: Path, tmp_path: Path) -> None:
    """The message names the path; the file in the way is as it was."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ParleyError, match=r"cannot be written"):
        code_to(articles / "cup.txt", tmp_path / out, cache=False)
    with pytest.raises(ParleyError, match=r"cannot be written"):
        code(articles / "cup.txt", cache=False).save(tmp_path / out)
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_folder_that_may_not_be_written_is_refused(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's reason is in the message."""

    def denied(*_: object, **__: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("parley.tables.tempfile.mkstemp", denied)
    with pytest.raises(ParleyError, match=r"cannot be written \(Permission denied\)"):
        code_to(articles / "cup.txt", tmp_path / "out", cache=False)


def test_a_missing_folder_is_made(articles: Path, tmp_path: Path) -> None:
    """With those above it."""
    code_to(articles / "cup.txt", tmp_path / "a" / "b" / "c", cache=False)
    assert (tmp_path / "a" / "b" / "c" / "documents.parquet").is_file()


def test_an_article_that_is_missing_is_named(tmp_path: Path) -> None:
    """Before any folder is made."""
    with pytest.raises(ParleyError, match=r"nowhere\.txt: there is no such file"):
        code_to(tmp_path / "nowhere.txt", tmp_path / "out", cache=False)
    assert not (tmp_path / "out").exists()


def test_two_articles_with_one_identifier_are_refused(articles: Path, tmp_path: Path) -> None:
    """The message names both files."""
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(articles / "cup.txt", other / "cup.txt")
    with pytest.raises(ParleyError) as fault:
        code([articles, other], cache=False)
    assert str(other / "cup.txt") in str(fault.value)
    assert str(articles / "cup.txt") in str(fault.value)


def test_two_articles_with_one_text_are_two(articles: Path, cache: Path) -> None:
    """The cache does not take one for the other."""
    shutil.copy(articles / "cup.txt", articles / "cup2.txt")
    corpus = code([articles / "cup.txt", articles / "cup2.txt"], cache=cache)
    first, second = (corpus.mentions.query("doc == @doc") for doc in ("cup", "cup2"))
    assert corpus.documents["doc"].tolist() == ["cup", "cup2"]
    pd.testing.assert_frame_equal(
        first.drop(columns="doc").reset_index(drop=True), second.drop(columns="doc").reset_index(drop=True)
    )


# Memory


@pytest.mark.parametrize("format", FORMATS)
def test_articles_are_not_kept(format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the last of eight is coded, only it and the one before may still be in memory."""
    for n in range(8):
        (tmp_path / f"{n}.txt").write_text(f"Weber won {n} medals.\n")
    born: list[weakref.ref[Source]] = []
    alive: list[str] = []

    def counted(source: Source, *rest: object) -> dict[str, pd.DataFrame]:
        born.append(weakref.ref(source))
        if len(born) == 8:
            gc.collect()
            alive.extend(kept.doc for ref in born if (kept := ref()) is not None)
        return code_document(source, *rest)

    monkeypatch.setattr(parley.coding, "code_document", counted)
    code_to(tmp_path, tmp_path / "out", format=format, cache=False)
    assert set(alive) <= {"6", "7"}


def test_articles_are_read_one_after_another(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second file is not opened before the first is coded."""
    events: list[str] = []

    def noted(paths: object) -> Iterator[Source]:
        for source in parley.sources.read_sources(paths):
            events.append(f"read {source.doc}")
            yield source

    def code_and_note(source: Source, *rest: object) -> dict[str, pd.DataFrame]:
        events.append(f"code {source.doc}")
        return code_document(source, *rest)

    monkeypatch.setattr(parley.coding, "read_sources", noted)
    monkeypatch.setattr(parley.coding, "code_document", code_and_note)
    code_to(articles, tmp_path / "out", cache=False)
    assert events == [f"{what} {doc}" for doc in ("court", "cup", "heat") for what in ("read", "code")]


def test_a_text_without_a_file_is_coded_as_one_with(tmp_path):
    text = "Ann Lee left on Monday.\nShe rejected a ceasefire."
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "sources.toml").write_text('[[source]]\nfile = "a.txt"\npublished = "2024-05-15"\n', "utf-8")
    filed, loose = code(tmp_path, cache=False), code_text(text, doc="a", published="2024-05-15", cache=False)
    assert loose.raw == filed.raw
    assert loose.events["value"].tolist() == ["2024-05-13"]
    for name in schema.TABLES:
        if name != "documents":
            pd.testing.assert_frame_equal(loose[name], filed[name])
    assert (
        loose.documents["sha256"].tolist()
        != code_text("Ann Lee left.", cache=False).documents["sha256"].tolist()
    )


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_blank_text_is_refused(text):
    with pytest.raises(ParleyError, match="allowed: a text that is not blank"):
        code_text(text)
