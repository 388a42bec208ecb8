"""A site's list: what is ours is replaced, what is somebody else's is never touched."""

import json
from pathlib import Path

import pytest

from parley.errors import ParleyError
from parley.manifest import (
    NAME,
    Entry,
    check_names,
    is_current,
    publish,
    read_manifest,
    write_manifest,
)
from parley.store import file_hash


def fill(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_published_pages_are_listed_with_their_hashes(tmp_path: Path) -> None:
    site, held = fill(tmp_path / "site"), fill(tmp_path / "held", a="A", b="B")
    publish(held, site, {"a.html": Entry("1", title="First"), "b.html": Entry("2")}, {})
    assert names(site) == ["a.html", "b.html", NAME]
    found = read_manifest(site)
    assert found["a.html"] == Entry("1", file_hash(site / "a.html"), "First")
    assert is_current(site, "a.html", found["a.html"], "1")


def test_a_page_that_was_edited_or_made_from_something_else_is_not_current(tmp_path: Path) -> None:
    site = fill(tmp_path / "site", a="A")
    entry = Entry("1", file_hash(site / "a.html"))
    assert is_current(site, "a.html", entry, "1")
    assert not is_current(site, "a.html", entry, "2")
    assert not is_current(site, "a.html", None, "1")
    (site / "a.html").write_text("edited")
    assert not is_current(site, "a.html", entry, "1")
    (site / "a.html").unlink()
    assert not is_current(site, "a.html", Entry("1", ""), "1")
    assert not is_current(site, "a.html", Entry("", entry.sha256), "")


def test_pages_that_are_no_longer_listed_go_and_other_files_stay(tmp_path: Path) -> None:
    """A page of ours that somebody edited is theirs now, and stays."""
    site, held = fill(tmp_path / "site", notes="mine"), fill(tmp_path / "held", a="A", b="B", c="C")
    publish(held, site, {name: Entry("1") for name in ("a.html", "b.html", "c.html")}, {})
    (site / "c.html").write_text("with my remarks")
    publish(fill(tmp_path / "new", a="A2"), site, {"a.html": Entry("2")}, read_manifest(site))
    assert names(site) == ["a.html", "c.html", "notes.html", NAME]
    assert (site / "a.html").read_text() == "A2"
    assert list(read_manifest(site)) == ["a.html"]


def test_a_file_of_the_same_name_is_not_overwritten(tmp_path: Path) -> None:
    site, held = fill(tmp_path / "site", a="mine"), fill(tmp_path / "held", a="A")
    with pytest.raises(ParleyError, match=r"a\.html: is not a page of this site"):
        publish(held, site, {"a.html": Entry("1")}, {})
    assert (site / "a.html").read_text() == "mine"
    check_names(site, ["a.html", "b.html"], ["a.html"])


def test_folders_that_are_not_ours_are_refused(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "new") == {}
    assert read_manifest(fill(tmp_path / "empty")) == {}
    thesis = fill(tmp_path / "thesis", a="mine")
    with pytest.raises(ParleyError, match="is not empty and no site"):
        read_manifest(thesis)
    with pytest.raises(ParleyError, match="is a file"):
        read_manifest(thesis / "a.html")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"pages": 1}',
        '{"pages": {"a": {"odd": 1}}}',
        '{"pages": {"../a": {"key": "1"}}}',
        "\xff",
    ],
)
def test_a_list_that_is_not_one_is_refused(tmp_path: Path, text: str) -> None:
    """One that names a file elsewhere too: nothing outside the folder can be removed by it."""
    (tmp_path / NAME).write_bytes(text.encode("latin-1"))
    with pytest.raises(ParleyError, match="cannot be read"):
        read_manifest(tmp_path)


def test_a_run_that_was_stopped_leaves_a_site_of_ours(tmp_path: Path) -> None:
    """Files are claimed before they are written, and what is half done is made anew."""
    site = fill(tmp_path / "site")
    write_manifest(site, {"a.html": Entry("")})
    (site / "a.html").write_text("half")
    found = read_manifest(site)
    assert not is_current(site, "a.html", found["a.html"], "1")
    publish(fill(tmp_path / "held", a="A"), site, {"a.html": Entry("1")}, found)
    assert (site / "a.html").read_text() == "A"
    assert json.loads((site / NAME).read_text())["made by"] == "parley report"
