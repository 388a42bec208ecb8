"""An executed notebook becomes one page that asks no server for anything and hides what is folded."""

import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from parley.errors import ParleyError
from parley.notebookpage import export, linked_files, notebook_page
from parley.notebooks import execute
from parley.pagepolicy import policy
from parley.provenance import Provenance

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


MADE = Provenance("parley report <b>", (("parley", "1.0"), ("Python", "3.11")), (("articles", "ab" * 32),))


def test_a_page_says_what_made_it_and_lets_nothing_else_run(tmp_path: Path) -> None:
    """The policy stands before every style, and its hash is that of the one script."""
    page = notebook_page(new_notebook(cells=[new_markdown_cell("# A")]), tmp_path / "a.ipynb", made=MADE)
    script = re.findall(r"<script>(.*?)</script>", page, re.S)
    assert len(script) == 1
    assert f'<meta content="{policy(script[0])}" http-equiv="Content-Security-Policy"' in page
    assert page.index("Content-Security-Policy") < page.index("<style")
    foot = page[page.index("<footer") :]
    assert "<code>parley report &lt;b&gt;</code>" in foot
    assert "parley 1.0, Python 3.11." in foot
    assert "ab" * 32 in foot


def test_views_look_as_in_the_notebook(tmp_path: Path) -> None:
    """A stored view stands on the page with its style sheet, and says that it cannot answer here."""
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}}
    shown = '<div class="parley still"><p>Lee wants peace.</p></div>'
    cell = new_code_cell("board", outputs=[new_output("display_data", {**view, "text/html": shown})])
    page = notebook_page(new_notebook(cells=[cell]), tmp_path / "a.ipynb")
    assert shown in page
    assert ".parley .passages" in page
    assert "Open the notebook in JupyterLab" in page


@pytest.mark.parametrize(
    ("prose", "shown"),
    [
        ("See [voices](03_voices.ipynb).", '<a href="03_voices.html">voices</a>'),
        ("See [one](03_voices.ipynb#part).", '<a href="03_voices.html#part">one</a>'),
        (
            "See [the codebook](../data/codebook.md).",
            "the codebook (<code>data/codebook.md</code> of the project)",
        ),
        ("See [a paper](https://example.org/a).", '<a href="https://example.org/a">a paper</a>'),
        ("See [above](#part).", '<a href="#part">above</a>'),
    ],
)
def test_links_lead_to_pages_or_say_where_a_file_is(tmp_path: Path, prose: str, shown: str) -> None:
    page = notebook_page(new_notebook(cells=[new_markdown_cell(prose)]), tmp_path / "a.ipynb")
    assert shown in page


def test_linked_files_are_the_images_beside_the_notebook(tmp_path: Path) -> None:
    for name in ("a dot.png", "b.png", "unused.png"):
        (tmp_path / name).write_bytes(b"x")
    prose = 'See ![A](a%20dot.png) <img alt="b" src="b.png"> ![C](missing.png) ![D](https://e.org/d.png)'
    nb = new_notebook(cells=[new_markdown_cell(prose)])
    assert [file.name for file in linked_files(nb, tmp_path / "n.ipynb")] == ["a dot.png", "b.png"]


def test_what_scrolls_is_reached_by_keyboard(tmp_path: Path) -> None:
    """Outputs and tables of views, once each; what could be pressed in a notebook says nothing of a state."""
    view = (
        '<div class="scroll sheet" role="region" aria-label="Text">x</div>'
        '<div class="scroll" tabindex="0">y</div><div class="scrolls">z</div><div class="chart">w</div>'
        '<span class="hit" aria-pressed="false" aria-label="peace">peace</span>'
    )
    frame = pd.DataFrame({"n": [41]})._repr_html_()
    outputs = [new_output("display_data", {"text/html": html}) for html in (view, frame)]
    outputs += [new_output("stream", text="<pre> 41")]
    page = notebook_page(new_notebook(cells=[new_code_cell("x", outputs=outputs)]), tmp_path / "a.ipynb")
    assert '<pre tabindex="0">&lt;pre&gt; 41' in page
    assert page.count('data-mime-type="text/html" tabindex="0">') == 1, "the frame's, not the view's"
    assert "<th></th>" not in page
    for name, count in (("scroll sheet", 1), ("scroll", 1), ("chart", 1), ("scrolls", 0)):
        found = re.search(rf'<div[^>]*class="{name}"[^>]*>', page)
        assert found
        assert found[0].count('tabindex="0"') == count
    assert "aria-pressed" not in re.search(r'<span[^>]*class="hit"[^>]*>', page)[0]
