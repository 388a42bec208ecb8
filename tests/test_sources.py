"""Source files are decoded once, byte for byte as they are, or refused with one clear message."""

# ruff: noqa: E501 (one row for each case)

import hashlib
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import ParleyError
from parley.sources import Source, decode, read_listing, read_source, read_sources

PLAIN = "The court adjourned until Monday; both parties asked for more time to read the papers.\n"
TYPOGRAPHIC = "“We won’t pay €38.50 – not a cent,” the keeper’s agent said — twice… The club’s café closed.\n"
LONG = (
    "The league's players will strike from Saturday, their union said after the owners' last offer.\n"
    "It asks for a share of what broadcasters pay, and for two weeks without matches in winter.\n"
    "The owners say that the season is long already and that nobody else in sport has such a rest.\n"
)

DECODED = [
    pytest.param(PLAIN.encode("ascii"), PLAIN, "utf-8", id="ASCII"),
    pytest.param(TYPOGRAPHIC.encode("utf-8"), TYPOGRAPHIC, "utf-8", id="UTF-8"),
    pytest.param(TYPOGRAPHIC.encode("utf-8-sig"), TYPOGRAPHIC, "utf-8-sig", id="UTF-8 with mark"),
    pytest.param(b"\xff\xfe" + TYPOGRAPHIC.encode("utf-16-le"), TYPOGRAPHIC, "utf-16", id="UTF-16 LE with mark"),
    pytest.param(b"\xfe\xff" + TYPOGRAPHIC.encode("utf-16-be"), TYPOGRAPHIC, "utf-16", id="UTF-16 BE with mark"),
    pytest.param(
        b"\xff\xfe\x00\x00" + TYPOGRAPHIC.encode("utf-32-le"), TYPOGRAPHIC, "utf-32", id="UTF-32 LE with mark"
    ),
    pytest.param(LONG.encode("utf-16-le"), LONG, "utf_16_le", id="UTF-16 LE without mark"),
    pytest.param(LONG.encode("utf-16-be"), LONG, "utf_16_be", id="UTF-16 BE without mark"),
    pytest.param(
        (LONG + TYPOGRAPHIC).encode("utf-16-le"),
        LONG + TYPOGRAPHIC,
        "utf_16_le",
        id="UTF-16 LE without mark, typographic",
    ),
    pytest.param((LONG + TYPOGRAPHIC).encode("cp1252"), LONG + TYPOGRAPHIC, "cp1252", id="Windows-1252"),
    pytest.param(TYPOGRAPHIC.encode("cp1252"), TYPOGRAPHIC, "cp1252", id="Windows-1252, one line"),
    pytest.param("It cost €5.\n".encode("cp1252"), "It cost €5.\n", "cp1252", id="Windows-1252, euro sign alone"),
    pytest.param("“No,” she said.".encode("cp1252"), "“No,” she said.", "cp1252", id="Windows-1252, curly quotes"),
    pytest.param("rates – up".encode("cp1252"), "rates – up", "cp1252", id="Windows-1252, dash alone"),
    pytest.param(
        "Señor Núñez met the Müllers in São Tomé, he said.".encode("cp1252"),
        "Señor Núñez met the Müllers in São Tomé, he said.",
        "cp1252",
        id="Windows-1252, accents",
    ),
    pytest.param(b"Up\r\nDown\nOut\rIn\xc2\x85On\xe2\x80\xa8Off\xe2\x80\xa9", "Up\r\nDown\nOut\rIn\x85On\u2028Off\u2029", "utf-8", id="all newlines"),
    pytest.param("café".encode(), "caf\u00e9", "utf-8", id="NFC stays"),
    pytest.param(b"cafe\xcc\x81", "cafe\u0301", "utf-8", id="NFD stays"),
    pytest.param("10\u00a0%\u200b of\u2009us\u00ad".encode(), "10\u00a0%\u200b of\u2009us\u00ad", "utf-8", id="invisible stays"),
    pytest.param(b"\tIndented\x0c\n", "\tIndented\x0c\n", "utf-8", id="tab and form feed"),
    pytest.param("\ufeff\ufeffTwo marks".encode(), "\ufeffTwo marks", "utf-8-sig", id="second mark is text"),
    pytest.param("🏟 Ελλάδα 価格 عربي".encode(), "🏟 Ελλάδα 価格 عربي", "utf-8", id="other scripts"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "text", "encoding"), DECODED)
def test_bytes_become_their_text(data, text, encoding):
    assert decode(data) == (text, encoding)


REFUSED = [
    pytest.param(b"", "a.txt: the file is empty", id="empty"),
    pytest.param(b" \r\n\t \n", "a.txt: the file is empty", id="white space"),
    pytest.param("\u00a0\u2003\u2028".encode(), "a.txt: the file is empty", id="Unicode white space"),
    pytest.param(b"\xef\xbb\xbf", "a.txt: the file is empty", id="mark alone"),
    pytest.param(b"\xff\xfe", "a.txt: the file is empty", id="UTF-16 mark alone"),
    pytest.param(b"\xef\xbb\xbf\xff\xff", "a.txt: not valid utf-8-sig, though it begins so", id="broken after mark"),
    pytest.param(b"\xff\xfea", "a.txt: not valid utf-16, though it begins so", id="odd number of bytes"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "message"), REFUSED)
def test_bytes_without_text_are_refused(data, message):
    with pytest.raises(ParleyError) as error:
        decode(data, "a.txt")
    assert str(error.value) == message


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636400"
    "0000060002307a8104000000004945 4e44ae426082".replace(" ", "")
)
BINARY = [
    pytest.param(PNG, id="PNG picture"),
    pytest.param(b"\x00" * 64, id="only NUL"),
    pytest.param(b"The verdict\x00is in.\n" * 3, id="text with NUL"),
    pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 8, id="PDF"),
    pytest.param(b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(255, -1, -1)) * 8, id="ZIP (a .docx)"),
    pytest.param(b"\x1f\x8b\x08\x00" + bytes((7 * i * i + 3) % 256 for i in range(900)), id="gzip"),
    pytest.param(b"\x01\x02\x03\x04\x05\x06 words", id="control characters in ASCII"),
]


@pytest.mark.parametrize("data", BINARY)
def test_a_binary_file_is_no_article(tmp_path, data):
    path = tmp_path / "scan.txt"
    path.write_bytes(data)
    with pytest.raises(ParleyError) as error:
        read_source(path)
    assert str(error.value).startswith(f"{path}: not a text file (")


def is_text(text: str) -> bool:
    """Not blank, and without control characters."""
    return bool(text.strip()) and not any(ord(c) < 32 and c not in "\t\n\r" for c in text)


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff")).filter(is_text)


@settings(deadline=None, database=None, derandomize=True)
@given(ANY_TEXT, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_text_in_unicode_decodes_to_itself(text, encoding):
    assert decode(text.encode(encoding)) == (text, encoding)


# One file -----------------------------------------------------------------------------------------------


def write(folder: Path, **files: str | bytes) -> Path:
    """Write files, ``__`` in a name for a dot."""
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def test_a_file_alone_has_its_stem_as_identifier(tmp_path):
    write(tmp_path, tariffs__txt="Steel is dearer.\r\n")
    assert read_source(tmp_path / "tariffs.txt") == Source(
        doc="tariffs",
        file="tariffs.txt",
        raw="Steel is dearer.\r\n",
        sha256=hashlib.sha256(b"Steel is dearer.\r\n").hexdigest(),
        encoding="utf-8",
        published_basis="unknown",
    )


def test_the_hash_is_of_the_bytes_and_not_of_the_text(tmp_path):
    """sha256sum of the bytes EF BB BF 4F 6B."""
    write(tmp_path, a__txt=b"\xef\xbb\xbfOk")
    source = read_source(tmp_path / "a.txt")
    assert (source.raw, source.sha256) == ("Ok", hashlib.sha256(b"\xef\xbb\xbfOk").hexdigest())


FIELDS = [
    pytest.param({"outlett": "Herald"}, "field is 'outlett'; allowed: doc, sha256, title, outlet", id="unknown field"),
    pytest.param({"published_basis": "guessed"}, "published_basis is 'guessed'; allowed: stated, inferred, unknown", id="basis"),
    pytest.param({"genre": "poem"}, "genre is 'poem'; allowed: news, analysis, opinion", id="genre"),
    pytest.param({"title": 3}, "title is 3; allowed: text in quotes", id="number for text"),
    pytest.param({"published_basis": ["stated"]}, "published_basis is ['stated']; allowed: text in quotes", id="list for text"),
    pytest.param({"doc": 5}, "doc is 5; allowed: text in quotes", id="number for the id"),
]  # fmt: skip


@pytest.mark.parametrize(("metadata", "message"), FIELDS)
def test_a_wrong_field_is_named_with_its_file(tmp_path, metadata, message):
    path = write(tmp_path, a__txt="The vote is on Sunday.") / "a.txt"
    with pytest.raises(ParleyError) as error:
        read_source(path, **metadata)
    assert str(error.value).startswith(f"{path}: {message}")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ParleyError) as error:
        read_source(tmp_path / "gone.txt")
    assert str(error.value) == f"{tmp_path / 'gone.txt'}: there is no such file"


def test_a_folder_given_as_file_is_named(tmp_path):
    with pytest.raises(ParleyError) as error:
        read_source(tmp_path)
    assert str(error.value) == f"{tmp_path}: cannot be read (Is a directory)"


def test_a_file_without_permission_is_named(tmp_path, monkeypatch):
    path = write(tmp_path, a__txt="Secret.") / "a.txt"

    def refuse(self):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ParleyError) as error:
        read_source(path)
    assert str(error.value) == f"{path}: cannot be read (Permission denied)"


# Folders and lists --------------------------------------------------------------------------------------

LISTED = """
[[source]]
id = "strike"
file = "002.txt"
title = "Pilots vote"
published = "2024-06-01"
published_basis = "stated"
genre = "news"

[[source]]
id = "appeal"
file = "001.txt"
"""


def test_a_folder_gives_listed_and_unlisted_files_by_identifier(tmp_path):
    write(tmp_path, sources__toml=LISTED, zoo__txt="Z.", bank__txt="B.", notes__md="No article.")
    write(tmp_path, **{"001__txt": "A.", "002__txt": "S."})
    found = [(s.doc, s.file, s.raw, s.title, s.genre, s.published_basis) for s in read_sources(tmp_path)]
    assert found == [
        ("appeal", "001.txt", "A.", "", "", "unknown"),
        ("bank", "bank.txt", "B.", "", "", "unknown"),
        ("strike", "002.txt", "S.", "Pilots vote", "news", "stated"),
        ("zoo", "zoo.txt", "Z.", "", "", "unknown"),
    ]


def test_a_listed_file_given_alone_keeps_its_metadata(tmp_path):
    write(tmp_path, sources__toml=LISTED, **{"002__txt": "S."})
    assert [(s.doc, s.title) for s in read_sources(tmp_path / "002.txt")] == [("strike", "Pilots vote")]


def test_several_paths_are_sorted_together(tmp_path):
    for name in ("north", "south"):
        (tmp_path / name).mkdir()
    write(tmp_path / "north", b__txt="B.", d__txt="D.")
    write(tmp_path / "south", a__txt="A.", c__txt="C.")
    paths = [str(tmp_path / "south"), tmp_path / "north" / "d.txt", tmp_path / "north" / "b.txt"]
    assert [s.doc for s in read_sources(paths)] == ["a", "b", "c", "d"]


def test_a_list_in_a_subfolder_entry_is_read(tmp_path):
    (tmp_path / "raw").mkdir()
    write(tmp_path / "raw", x__txt="Sub.")
    write(tmp_path, sources__toml='[[source]]\nid = "sub"\nfile = "raw/x.txt"\n')
    assert [(s.doc, s.file, s.raw) for s in read_sources(tmp_path)] == [("sub", "x.txt", "Sub.")]


def test_a_file_of_another_folder_with_the_same_name_has_its_own_metadata(tmp_path):
    """sources.toml describes raw/a.txt; the a.txt beside it is another article."""
    (tmp_path / "raw").mkdir()
    write(tmp_path / "raw", a__txt="Listed.")
    write(tmp_path, sources__toml='[[source]]\nid = "listed"\nfile = "raw/a.txt"\n', a__txt="Beside.")
    assert [(s.doc, s.raw) for s in read_sources(tmp_path / "a.txt")] == [("a", "Beside.")]


@pytest.mark.parametrize(
    ("listing", "message"),
    [
        pytest.param("[[source]\n", "not valid TOML (", id="bad TOML"),
        pytest.param(b"# caf\xe9\n", "not valid TOML (", id="not UTF-8"),
        pytest.param('source = "a.txt"\n', "'source' must be a list of tables ([[source]])", id="text"),
        pytest.param(
            '[source]\nfile = "a.txt"\n', "'source' must be a list of tables ([[source]])", id="table"
        ),
        pytest.param(
            'source = ["a.txt"]\n', "'source' must be a list of tables ([[source]])", id="list of texts"
        ),
        pytest.param('[[source]]\nid = "a"\n', "an entry has no 'file'", id="no file"),
        pytest.param("[[source]]\nfile = 3\n", "an entry has no 'file'", id="file is a number"),
        pytest.param('[[source]]\nfile = "../a.txt"\n', "../a.txt lies outside the folder", id="leads up"),
        pytest.param(
            '[[source]]\nfile = "/etc/hostname"\n', "/etc/hostname lies outside the folder", id="absolute"
        ),
    ],
)
def test_a_bad_list_is_one_message_that_names_it(tmp_path, listing, message):
    write(tmp_path, sources__toml=listing, a__txt="A.")
    for call in (read_listing, lambda folder: list(read_sources(folder))):
        with pytest.raises(ParleyError) as error:
            call(tmp_path)
        assert str(error.value).startswith(f"{tmp_path / 'sources.toml'}: {message}")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        pytest.param('colour = "red"', "field is 'colour'; allowed: doc, sha256, title", id="unknown field"),
        pytest.param("published = 2024-06-01", "published is datetime.date(2024, 6, 1); allowed: text in quotes", id="TOML date"),
        pytest.param("id = 7", "doc is 7; allowed: text in quotes", id="id is a number"),
        pytest.param('sha256 = "00"', "the file has changed: sha256 is ", id="changed file"),
        pytest.param('genre = "rumour"', "genre is 'rumour'; allowed: news, analysis, opinion", id="genre"),
    ],
)  # fmt: skip
def test_a_bad_entry_names_its_file(tmp_path, entry, message):
    write(tmp_path, sources__toml=f'[[source]]\nfile = "a.txt"\n{entry}\n', a__txt="A.")
    with pytest.raises(ParleyError) as error:
        list(read_sources(tmp_path))
    assert str(error.value).startswith(f"{tmp_path / 'a.txt'}: {message}")


def test_a_mixture_of_wrong_and_right_ids_is_still_one_clear_message(tmp_path):
    listing = '[[source]]\nid = 7\nfile = "a.txt"\n[[source]]\nid = "b"\nfile = "b.txt"\n'
    write(tmp_path, sources__toml=listing, a__txt="A.", b__txt="B.")
    with pytest.raises(ParleyError, match=r"a\.txt: .*7; allowed: text in quotes"):
        list(read_sources(tmp_path))


def test_an_id_that_is_a_list_is_still_one_clear_message(tmp_path):
    write(tmp_path, sources__toml='[[source]]\nid = ["a"]\nfile = "a.txt"\n', a__txt="A.")
    with pytest.raises(ParleyError, match=r"a\.txt: .*\['a'\]; allowed: text in quotes"):
        list(read_sources(tmp_path))


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    (tmp_path / "corpus").mkdir()
    write(tmp_path, private__txt="Private.")
    (tmp_path / "corpus" / "a.txt").symlink_to(tmp_path / "private.txt")
    write(tmp_path / "corpus", sources__toml='[[source]]\nfile = "a.txt"\n')
    with pytest.raises(ParleyError, match=r"sources\.toml: a\.txt lies outside the folder"):
        list(read_sources(tmp_path / "corpus"))


def test_a_listed_file_that_is_missing_is_named(tmp_path):
    write(tmp_path, sources__toml='[[source]]\nfile = "gone.txt"\n')
    with pytest.raises(ParleyError) as error:
        list(read_sources(tmp_path))
    assert str(error.value) == f"{tmp_path / 'gone.txt'}: there is no such file"


def test_a_missing_path_is_named(tmp_path):
    with pytest.raises(ParleyError) as error:
        list(read_sources(tmp_path / "gone"))
    assert str(error.value) == f"{tmp_path / 'gone'}: there is no such file or folder"


def test_a_folder_without_articles_is_named(tmp_path):
    write(tmp_path, readme__md="Nothing here.")
    with pytest.raises(ParleyError) as error:
        list(read_sources(tmp_path))
    assert str(error.value) == f"{tmp_path}: no articles there (.txt files or a sources.toml)"


def test_no_paths_at_all_is_said():
    with pytest.raises(ParleyError) as error:
        list(read_sources([]))
    assert str(error.value) == "no paths given; name at least one file or folder"


def test_two_articles_with_one_identifier_are_both_named(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, vote__txt="Polls close at ten.")
    with pytest.raises(ParleyError) as error:
        list(read_sources([tmp_path / "one", tmp_path / "two"]))
    first, second = (tmp_path / name / "vote.txt" for name in ("one", "two"))
    assert str(error.value) == f"{second}: the id 'vote' is already that of {first}"


def test_one_bad_file_does_not_stop_those_before_it(tmp_path):
    """Articles are read one after another."""
    write(tmp_path, a__txt="A.", b__txt=b"\x00")
    sources = read_sources(tmp_path)
    assert next(sources).raw == "A."
    with pytest.raises(ParleyError, match=r"b\.txt"):
        next(sources)


# The bundled corpus ------------------------------------------------------------------------------------


def test_the_seeds_are_untouched_and_decode_without_loss(root):
    """Each file's bytes have the hash of sources.toml, and its text encodes to the same bytes."""
    entries = tomllib.loads((root / "seeds" / "sources.toml").read_text("utf-8"))["source"]
    sources = {source.doc: source for source in read_sources(root / "seeds")}
    assert list(sources) == sorted(entry["id"] for entry in entries)
    for entry in entries:
        data = (root / "seeds" / entry["file"]).read_bytes()
        source = sources[entry["id"]]
        assert hashlib.sha256(data).hexdigest() == entry["sha256"] == source.sha256, entry["file"]
        assert source.raw.encode(source.encoding) == data, entry["file"]


def test_reading_changes_no_file(tmp_path):
    write(tmp_path, a__txt=b"\xef\xbb\xbfOne\r\n", b__txt="Two".encode("utf-16"))
    before = {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in tmp_path.iterdir()}
    list(read_sources(tmp_path))
    assert {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in tmp_path.iterdir()} == before
