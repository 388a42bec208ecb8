"""The site: copies are executed, what has not changed is kept, a failure stops nothing else."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from lxml import html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from parley import site as site_module
from parley import workers
from parley.cli import main
from parley.errors import ParleyError
from parley.manifest import NAME
from parley.site import build_site
from parley.store import folder_digest

TALKS = """\
Talks on the ferry stall

Mara Lindqvist said that the ferry should sail again. Oskar Brandt rejected that on 3 March 2024.

The council failed the islanders, and Oskar Brandt failed them most of all.
"""
CELLS = [
    ("# Ferries\n\nWho sails, by [all](b.ipynb).", ()),
    ('folder = ""', ("parameters",)),
    ("# Five articles", ("bundled",)),
    ("print('folder', folder)", ()),
]


def write(path: Path, *cells: tuple[str, tuple[str, ...]]) -> Path:
    """Write a notebook of (source, tags); a source that starts with '#' is prose."""
    made = []
    for source, tags in cells:
        make = new_markdown_cell if source.startswith("#") else new_code_cell
        made.append(make(source, metadata={"tags": list(tags)} if tags else {}))
    nbformat.write(new_notebook(cells=made), path)
    return path


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus folder with lists of its own."""
    folder = tmp_path_factory.mktemp("corpus") / "ferries"
    folder.mkdir()
    (folder / "talks.txt").write_text(TALKS, encoding="utf-8")
    issue = 'id = "sail"\nproposition = "the ferry should sail"\nterms = ["sail"]\n'
    (folder / "issues.toml").write_text(f"[[issue]]\n{issue}", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def same_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages depend on the corpus alone: somebody may edit the package meanwhile."""
    monkeypatch.setattr(site_module, "state", folder_digest)


@pytest.fixture
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notebooks one after another in this process: starting others for each build takes most of the time."""
    monkeypatch.setattr(
        workers, "_in_parallel", lambda job, paths, _: [workers._timed(job, path) for path in paths]
    )


@pytest.fixture
def books(tmp_path: Path) -> list[Path]:
    return [write(tmp_path / "a.ipynb", *CELLS), write(tmp_path / "b.ipynb", ("# B", ()), *CELLS[1:])]


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """First word and notebook of each line that was printed."""
    lines = capsys.readouterr().out.splitlines()
    found = (re.match(r"(done|kept|failed|left out) +\S*?(\w+)\.ipynb", line) for line in lines)
    return sorted(f"{line[1]} {line[2]}" for line in found if line)


def links(page: Path) -> set[str]:
    return {link.split("#")[0] for link in html.parse(page).xpath("//a/@href")}


def files(site: Path) -> list[str]:
    return sorted(path.name for path in site.iterdir())


def test_a_site_of_a_corpus_of_ones_own(
    ferries: Path, books: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pages, explorer and index; the folder is put in, bundled cells are not, notebooks stay."""
    before = [path.read_bytes() for path in books]
    plain = write(tmp_path / "c.ipynb", ("# C", ()), ("1", ()))
    index = build_site(
        [*books, plain], tmp_path / "site", corpus=ferries, command="parley report 'my corpus'"
    )
    assert [path.read_bytes() for path in books] == before
    assert files(index.parent) == ["a.html", "b.html", "explorer.html", "index.html", NAME]
    assert said(capsys) == ["done a", "done b", "left out c"]
    page = (index.parent / "a.html").read_text()
    assert f"folder {ferries}" in page
    assert "Five articles" not in page
    assert "Parley report: ferries" in index.read_text()
    assert {"a.html", "b.html", "explorer.html"} <= links(index)
    assert {"index.html", "b.html"} <= links(index.parent / "a.html")
    for name in ("a.html", "index.html", "explorer.html"):
        text = (index.parent / name).read_text()
        assert "Content-Security-Policy" in text
        assert "parley report &#39;my corpus&#39;" in text or "parley report 'my corpus'" in text
        assert "model of judgements" in text


@pytest.mark.usefixtures("one_process")
def test_only_what_changed_is_made_again(
    ferries: Path, books: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unchanged: nothing; one notebook: that one; an edited page: that one; the corpus: all."""
    own = shutil.copytree(ferries, tmp_path / "own")
    site = tmp_path / "site"
    made = {}

    def build() -> list[str]:
        build_site(books, site, corpus=own)
        made.update({name: (site / name).stat().st_mtime_ns for name in files(site)})
        return said(capsys)

    assert build() == ["done a", "done b"]
    first = dict(made)
    assert build() == ["kept a", "kept b"]
    assert made == first
    nb = nbformat.read(books[0], 4)
    nb.cells[3].execution_count = 5
    nbformat.write(nb, books[0])
    assert build() == ["kept a", "kept b"]
    write(books[0], *CELLS, ("1 + 1", ()))
    assert build() == ["done a", "kept b"]
    (site / "b.html").write_text("edited")
    assert build() == ["done b", "kept a"]
    (own / "more.txt").write_text(TALKS.replace("Lindqvist", "Solberg"), encoding="utf-8")
    assert build() == ["done a", "done b"]


@pytest.mark.usefixtures("one_process")
def test_a_failure_is_named_and_the_others_go_on(
    ferries: Path, books: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page and the index say what failed; the next run tries again."""
    site = tmp_path / "site"
    build_site(books, site, corpus=ferries)
    write(books[0], ("# Ferries", ()), CELLS[1], ("nobody <b>", ()), ("1 / 0", ()))
    capsys.readouterr()
    for _ in range(2):
        with pytest.raises(ParleyError, match=r"a\.ipynb, cell 3: SyntaxError"):
            build_site(books, site, corpus=ferries)
        assert said(capsys) == ["failed a", "kept b"]
    for page in ("a.html", "index.html"):
        text = (site / page).read_text()
        assert "a.ipynb, cell 3: SyntaxError" in text
        assert "nobody <b>" not in text
    assert "Ferries" in (site / "a.html").read_text()
    write(books[0], *CELLS)
    build_site(books, site, corpus=ferries)
    assert "SyntaxError" not in (site / "index.html").read_text()


@pytest.mark.usefixtures("one_process")
def test_what_is_somebody_elses_is_left_alone(ferries: Path, books: list[Path], tmp_path: Path) -> None:
    """A folder of other files is refused; in a site of ours they stay, and taken names are refused."""
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "index.html").write_text("mine")
    with pytest.raises(ParleyError, match="is not empty and no site of `parley report`"):
        build_site(books[:1], thesis, corpus=ferries)
    assert files(thesis) == ["index.html"]
    site = tmp_path / "site"
    build_site(books[:1], site, corpus=ferries)
    (site / "notes.txt").write_text("mine")
    (site / "b.html").write_text("mine")
    with pytest.raises(ParleyError, match=r"b\.html: is not a page of this site"):
        build_site(books, site, corpus=ferries)
    (site / "b.html").unlink()
    build_site(books[1:], site, corpus=ferries)
    assert files(site) == ["b.html", "explorer.html", "index.html", "notes.txt", NAME]


@pytest.mark.parametrize("names", [[], ["a.ipynb", "x/a.ipynb"], ["index.ipynb"], ["explorer.ipynb"]])
def test_no_notebooks_and_names_that_clash_are_refused(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(ParleyError, match="notebooks"):
        build_site([tmp_path / name for name in names], tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_corpus_that_is_not_there_leaves_nothing(books: list[Path], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for corpus in ("nowhere", "empty"):
        with pytest.raises(ParleyError, match=corpus):
            build_site(books, tmp_path / "site", corpus=tmp_path / corpus)
    assert not (tmp_path / "site").exists()


def test_a_pdf_without_a_browser_is_refused_before_the_work(
    books: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARLEY_CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(ParleyError, match="PARLEY_CHROMIUM"):
        build_site(books, tmp_path / "site", pdf=True)
    assert not (tmp_path / "site").exists()


def test_the_command_line_says_what_it_made(
    ferries: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`parley explore` writes one page; a file that is none of ours stays, status 2."""
    out = tmp_path / "ferries.html"
    command = ["explore", str(ferries), "--out", str(out), "--registry", str(ferries), "--title", "Ferries"]
    assert main(command) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert "<title>Ferries</title>" in out.read_text()
    assert f"parley explore {ferries}" in out.read_text()
    out.write_text("mine")
    assert main(command) == 2
    assert "is no explorer page" in capsys.readouterr().err
    assert out.read_text() == "mine"


def test_report_refuses_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["report", "--out", str(tmp_path)]) == 2
    assert main(["report", str(tmp_path / "nowhere"), "--out", str(tmp_path / "site")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("parley: ") for line in lines)
