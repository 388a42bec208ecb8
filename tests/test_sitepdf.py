"""All pages as one document: names do not clash, links lead inside, code is gone, the rest is open."""

from pathlib import Path

import pytest
from lxml import html

from parley import sitepdf
from parley.errors import ParleyError
from parley.sitepdf import find_chromium, one_document, write_pdf

INDEX = """<title>R &amp; D</title><style>p { color: red }</style><body><nav>Bar</nav><main><h1>Index</h1>
<a href="a.html">A</a> <a href="a.html#x">Ax</a> <a href="explorer.html#read=b">Read</a>
<a href="https://example.org/">Paper</a><details><summary>More</summary><p>Passage</p></details>
<footer class="made">Made by</footer></main></body>"""
PAGE = """<title>A</title><style>h1 { color: blue }</style><body><main><h1 id="x">X</h1><h2 id="y">Y</h2>
<p id="z" aria-labelledby="x y"><a href="#y">up</a></p>
<svg><g clip-path="url(#y)"><path d="M0 0" /></g></svg>
<details class="code"><summary>Code</summary><pre>secret()</pre></details>
<footer class="made">Made by</footer></main><script>go()</script></body>"""


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    for name, text in (("index", INDEX), ("a", PAGE)):
        (tmp_path / f"{name}.html").write_text(text)
    return [tmp_path / "index.html", tmp_path / "a.html"]


def test_links_lead_inside_and_names_do_not_clash(pages: list[Path]) -> None:
    """Links to what the document does not hold are text; addresses of other sites stay, to read."""
    root = html.document_fromstring(one_document(pages))
    ids = root.xpath("//@id")
    assert sorted(ids) == ["a", "a--x", "a--y", "a--z", "index"]
    assert root.xpath("//a/@href") == ["#a", "#a--x", "https://example.org/", "#a--y"]
    assert "Read" in root.text_content()
    assert root.xpath("//p/@aria-labelledby") == ["a--x a--y"]
    assert root.xpath("//g/@clip-path") == ["url(#a--y)"]


def test_code_is_left_out_and_the_rest_is_open(pages: list[Path]) -> None:
    text = one_document(pages)
    root = html.document_fromstring(text)
    assert [root.findtext(".//title"), text.count("Made by"), text.count("color: red")] == ["R & D", 1, 1]
    assert "secret" not in text
    assert "go()" not in text
    assert "Bar" not in text
    assert [details.get("open") for details in root.iter("details")] == [""]


def test_no_browser_is_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PARLEY_CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(ParleyError, match=r"PARLEY_CHROMIUM is .*no program"):
        find_chromium()
    monkeypatch.delenv("PARLEY_CHROMIUM")
    monkeypatch.setattr(sitepdf.shutil, "which", lambda name: None)
    monkeypatch.setattr(sitepdf, "PLACES", ())
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    with pytest.raises(ParleyError, match="none was found: install one"):
        find_chromium()


@pytest.mark.browser
def test_the_pdf_is_tagged_and_has_an_outline_and_no_time(pages: list[Path], tmp_path: Path) -> None:
    from pypdf import PdfReader

    write_pdf(pages, tmp_path / "report.pdf", find_chromium())
    found = PdfReader(tmp_path / "report.pdf")
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert [entry.title for entry in found.outline if not isinstance(entry, list)] == ["Index", "X"]
    assert "Passage" in found.pages[0].extract_text()
    assert not any("Date" in name for name in found.metadata)
    assert found.metadata["/Title"] == "R & D"


def test_a_browser_that_does_not_start_is_said_plainly(pages: list[Path], tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(ParleyError, match="the PDF could not be printed"):
        write_pdf(pages, tmp_path / "report.pdf", str(broken))
    assert not (tmp_path / "report.pdf").exists()
