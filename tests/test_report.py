"""Notebooks are executed, tidied and written as pages that ask no server for anything."""

import contextlib
import os
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from parley.errors import ParleyError
from parley.notebooks import execute, normalise
from parley.report import build_site, export, main

FIGURE = """\
from IPython.display import SVG
SVG('<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><circle r="9"/></svg>')
"""
WIDGET = """\
import ipywidgets
part = ipywidgets.HTML("<b>3 sentences</b>")
ipywidgets.VBox([ipywidgets.Dropdown(options=["a"]), part])
"""


def write(path: Path, *cells: str) -> Path:
    """Write a notebook; a text that starts with '#' is prose, others are code."""
    made = [new_markdown_cell(c) if c.startswith("#") else new_code_cell(c) for c in cells]
    nbformat.write(new_notebook(cells=made), path)
    return path


def all_in_one(folder: Path, name: str = "a.ipynb") -> Path:
    return write(
        folder / name,
        "# Who *speaks*\n\nWe count `quotes` in [the sources](01_sources.ipynb#x).",
        "import pandas as pd; pd.DataFrame({'n': [41, 1]})",
        "## Share of voice",
        FIGURE,
        WIDGET,
    )


class Requests(HTMLParser):
    """Collects every address that a browser would fetch by itself."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.feed(page)
        styles = re.findall(r"@import[^;]+|url\(\s*[\"']?(?!data:)[^)]+\)", page)
        self.found += styles

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "img":
            self.images.append(values)
        if tag == "a":
            self.links.append(values.get("href") or "")
        fetched = {"src", "srcset", "data", "poster", "action", "xlink:href"}
        fetched |= set() if tag == "a" else {"href"}
        for name in fetched & set(values):
            if not (values[name] or "").startswith("data:"):
                self.found.append(f"{tag} {name}={values[name]}")


def test_request_finder_finds() -> None:
    """The check below can fail."""
    page = '<script src="https://x/y.js"></script><style>@import "z.css"; b {c: url(q.png)}</style>'
    assert len(Requests(page).found) == 3
    assert Requests('<link href="a.css">').found == ["link href=a.css"]


def test_execute_writes_results_in_place(tmp_path: Path) -> None:
    """The kernel runs in the notebook's folder, cells count from one, equal runs are equal."""
    (tmp_path / "data.txt").write_text("7")
    path = write(tmp_path / "a.ipynb", "n = int(open('data.txt').read())", "n * 6")
    execute(path)
    first = path.read_bytes()
    nb = nbformat.read(path, 4)
    assert [cell.execution_count for cell in nb.cells] == [1, 2]
    assert nb.cells[1].outputs[0].data == {"text/plain": "42"}
    execute(path)
    assert path.read_bytes() == first


def test_no_kernel_is_left(tmp_path: Path) -> None:
    """It ends whether the notebook succeeds or fails, and runs with this Python."""
    for end in ("0", "1 / 0"):
        first = "import os, sys; open('pid', 'w').write(f'{os.getpid()} {sys.executable}')"
        with contextlib.suppress(ParleyError):
            execute(write(tmp_path / "a.ipynb", first, end))
        pid, python = (tmp_path / "pid").read_text().split()
        assert python == sys.executable
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid), 0)


def test_execute_to_another_file_leaves_the_notebook(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", "1 + 1")
    before = path.read_bytes()
    execute(path, tmp_path / "b.ipynb")
    assert path.read_bytes() == before
    assert nbformat.read(tmp_path / "b.ipynb", 4).cells[0].outputs[0].data["text/plain"] == "2"


def test_normalise_drops_what_differs_at_every_run() -> None:
    """Widget state, times, version, addresses, temporary paths, HTML of frames; ids stay."""
    frame = {"text/plain": "   n\n0  1", "text/html": '<table class="dataframe"></table>'}
    view = {"text/plain": "<HTML>", "text/html": "<p>kept</p>"}
    outputs = [
        new_output("display_data", frame),
        new_output("display_data", view),
        new_output("stream", text="<A at 0x7f00aa11> /tmp/ipykernel_12/34.py:1: 640x480"),
        new_output("display_data", {"image/svg+xml": "<dc:date>2025-02-18T01:02:03</dc:date>"}),
    ]
    cell = new_code_cell("x", outputs=outputs, metadata={"execution": {"a": "1"}, "tags": ["t"]})
    nb = new_notebook(cells=[cell], metadata={"widgets": {}})
    nb.metadata["language_info"] = {"name": "python", "version": "3.11.7"}
    tidy = normalise(nb)
    assert [dict(o.data) for o in tidy.cells[0].outputs[:2]] == [{"text/plain": "   n\n0  1"}, view]
    assert tidy.cells[0].outputs[2].text == "<A at 0x0> <cell>:1: 640x480"
    assert tidy.cells[0].outputs[3].data["image/svg+xml"] == "<dc:date></dc:date>"
    assert tidy.cells[0].metadata == {"tags": ["t"]}
    assert tidy.cells[0].id == cell.id
    assert "widgets" not in tidy.metadata
    assert tidy.metadata.language_info == {"name": "python"}
    assert "widgets" in nb.metadata, "the notebook that was given must not change"
    assert normalise(tidy) == tidy


def test_failing_cell_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", "# Title", "1", "1 / 0", "2")
    before = path.read_bytes()
    with pytest.raises(ParleyError, match=r"a\.ipynb, cell 3: ZeroDivisionError: division by zero"):
        execute(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.ipynb"]


def test_slow_cell_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", "import time; time.sleep(60)")
    with pytest.raises(ParleyError, match=r"cell 1: took longer than 1 s"):
        execute(path, timeout=1)


@pytest.mark.parametrize("content", [None, "no notebook", "{}"])
def test_unreadable_notebook_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "bad.ipynb"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ParleyError, match=r"bad\.ipynb: not a readable notebook"):
        export(path, tmp_path / "bad.html")
    assert not (tmp_path / "bad.html").exists()


def test_page_needs_no_server(tmp_path: Path) -> None:
    """A stored notebook becomes one page; images have text; links lead to pages."""
    path = all_in_one(tmp_path)
    execute(path)
    export(path, tmp_path / "a.html")
    html = (tmp_path / "a.html").read_text()
    page = Requests(html)
    assert page.found == []
    assert [image["alt"] for image in page.images] == [
        "Figure: Share of voice. Its numbers are printed beside it."
    ]
    assert "01_sources.html#x" in page.links
    assert html.count('<details class="code">') == 3
    assert "<title>Who speaks</title>" in html
    assert "41" in html


class Folded(HTMLParser):
    """Collects the texts and images inside <details>, apart from those outside."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.depth = 0
        self.inside, self.outside = "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == "details"
        self.handle_data(f"<{tag} {dict(attrs).get('src', '')}>" if tag == "img" else "")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "details"

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.inside += data
        else:
            self.outside += data


SOLUTION = """\
# Exercise

How many?

<details><summary>Solution</summary>

There are **41**, as `n` says.

<img src="a dot.png" alt="A dot"> ![Again](a%20dot.png)

</details>

Go on.
"""


def test_a_solution_stays_folded(tmp_path: Path) -> None:
    """What stands between <details> and </details> stays there, its images too, and nothing else."""
    (tmp_path / "a dot.png").write_bytes(b"\x89PNG dot")
    export(write(tmp_path / "a.ipynb", SOLUTION), tmp_path / "a.html")
    html = (tmp_path / "a.html").read_text()
    page = Folded(html)
    assert page.depth == 0
    assert "There are 41, as n says." in page.inside
    assert "41" not in page.outside.split("</style>")[-1].split("Exercise")[-1]
    assert "Go on." in page.outside
    assert page.inside.count("<img data:image/png;base64,iVBORyBkb3Q=>") == 2
    assert "<details open" not in html
    assert Requests(html).found == []


def test_images_outside_the_folder_are_not_taken_in(tmp_path: Path) -> None:
    """A page that is passed on holds no file that the notebook does not have beside it."""
    (tmp_path / "secret.png").write_bytes(b"x")
    (tmp_path / "book").mkdir()
    prose = '# A\n\n<img src="../secret.png" alt="no">\n\n<img src="missing.png" alt="none">'
    export(write(tmp_path / "book" / "a.ipynb", prose), tmp_path / "a.html")
    assert Requests((tmp_path / "a.html").read_text()).found == [
        "img src=../secret.png",
        "img src=missing.png",
    ]


def test_site_has_pages_and_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Copies are executed: the notebooks stay as they are; widgets appear as they stand."""
    notebooks = [all_in_one(tmp_path, "a.ipynb"), write(tmp_path / "b.ipynb", "# Second", "1 + 1")]
    before = [n.read_bytes() for n in notebooks]
    index = build_site(notebooks, tmp_path / "site")
    assert [n.read_bytes() for n in notebooks] == before
    assert sorted(p.name for p in index.parent.iterdir()) == ["a.html", "b.html", "index.html"]
    contents = Requests(index.read_text())
    assert contents.links == ["a.html", "b.html"]
    assert "<p>We count quotes in the sources.</p>" in index.read_text()
    first = (index.parent / "a.html").read_text()
    assert Requests(first).found == []
    assert "<b>3 sentences</b>" in first
    assert "a.ipynb" in capsys.readouterr().out


def test_site_with_a_failing_notebook_keeps_the_earlier_pages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One clear message, exit status 1, no half-written page."""
    good, bad = write(tmp_path / "good.ipynb", "1"), write(tmp_path / "bad.ipynb", "nobody")
    site = tmp_path / "site"
    site.mkdir()
    (site / "good.html").write_text("earlier")
    assert main(["site", str(good), str(bad), "--out", str(site)]) == 1
    said = capsys.readouterr().err
    assert said.splitlines() == [f"{bad}, cell 1: NameError: name 'nobody' is not defined"]
    assert [p.name for p in site.iterdir()] == ["good.html"]
    assert (site / "good.html").read_text() == "earlier"


def test_site_refuses_no_notebooks_and_equal_names(tmp_path: Path) -> None:
    for notebooks in ([], [tmp_path / "a.ipynb", tmp_path / "x" / "a.ipynb"]):
        with pytest.raises(ParleyError, match="notebooks"):
            build_site(notebooks, tmp_path / "site")
    assert not (tmp_path / "site").exists()
