"""The pages of a site as one PDF, printed by a Chromium that is there: tagged, with an outline."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from parley.errors import ParleyError

T = TypeVar("T")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
NAMING = ("id", "for", "aria-labelledby", "aria-describedby")
"""Attributes that name elements."""
PRINTED = """
section.page + section.page { break-before: page; }
details > summary { list-style: none; }
"""
BETWEEN = "--"
"""Between a page's name and an anchor of it, in the one document of all pages."""


def find_chromium() -> str:
    """Return the path of a Chromium: that of PARLEY_CHROMIUM, one of the system, or Playwright's own.

    Raises
    ------
    ParleyError
        If there is none, or Playwright is not installed; the message says what to do.

    Examples
    --------
    >>> find_chromium()  # doctest: +SKIP
    '/usr/bin/chromium'
    """
    if find_spec("playwright") is None:
        raise ParleyError("a PDF needs the package playwright: pip install playwright")
    if named := os.environ.get("PARLEY_CHROMIUM"):
        if not os.access(named, os.X_OK):
            raise ParleyError(f"PARLEY_CHROMIUM is {named!r}, and no program is there")
        return named
    for path in (*map(shutil.which, BROWSERS), *PLACES):
        if path and os.access(path, os.X_OK):
            return path
    own = _apart(_playwrights)
    if os.access(own, os.X_OK):
        return own
    raise ParleyError(
        "a PDF needs a Chromium, and none was found: install one (`playwright install chromium`, or your "
        "system's package), or name it: PARLEY_CHROMIUM=/path/to/chromium"
    )


def _apart(job: Callable[[], T]) -> T:
    """Do a job in a thread of its own: Playwright refuses to run beside an event loop, as in a notebook."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(job).result()


def _playwrights() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        return str(play.chromium.executable_path)


def one_document(pages: Sequence[Path]) -> str:
    """Return some pages as one: without code, everything else unfolded, links leading inside.

    Parameters
    ----------
    pages
        The index first: its title, style and foot are those of the whole.

    Examples
    --------
    >>> import tempfile
    >>> page = Path(tempfile.mkdtemp()) / "a.html"
    >>> text = '<title>T</title><main><h2 id="x">X</h2><a href="#x">x</a><a href="b.html">b</a></main>'
    >>> _ = page.write_text(text)
    >>> one_document([page]).splitlines()[-1]
    '<section class="page" id="a"><h2 id="a--x">X</h2><a href="#a--x">x</a>b</section>'
    """
    from lxml import html  # type: ignore[import-untyped]

    parts, title, style = [], "", ""
    names = {page.name: page.stem for page in pages}
    for number, page in enumerate(pages):
        root = html.document_fromstring(page.read_text(encoding="utf-8"), html.HTMLParser(encoding="utf-8"))
        if not number:
            title = escape(root.findtext(".//title") or "")
            style = "\n".join(part.text or "" for part in root.iter("style"))
        main = root.find(".//main")
        left_out = ".//details[@class='code'] | .//nav | .//script"
        for element in main.xpath(f"{left_out} | .//footer" if number else left_out):
            element.drop_tree()
        for element in list(main.iter("*")):
            _placed(element, page.stem, names)
        main.tag = "section"
        main.attrib.update({"class": "page", "id": page.stem})
        main.tail = None
        parts.append(html.tostring(main, encoding="unicode"))
    head = f'<meta charset="utf-8"><title>{title}</title><style>{style}{PRINTED}</style>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body><main>\n' + "\n".join(parts)


def _placed(element: Any, page: str, names: dict[str, str]) -> None:
    """Give an element its place in the document of all pages: its name, and where it leads."""
    if element.tag == "details":
        element.set("open", "")
    for name, value in element.attrib.items():
        if name in NAMING and value:
            element.set(name, " ".join(f"{page}{BETWEEN}{part}" for part in value.split()))
        elif value.startswith("url(#"):
            element.set(name, value.replace("url(#", f"url(#{page}{BETWEEN}"))
    if element.tag == "a" and element.get("href"):
        _led(element, page, names)


def _led(link: Any, page: str, names: dict[str, str]) -> None:
    """Lead a link to a page, or a place in it, to where that is now; those to other files become text."""
    file, _, at = link.get("href").partition("#")
    if ":" in file:  # another site, to read
        return
    to = names.get(unquote(file)) if file else page
    if to is None:
        link.drop_tag()
    else:
        link.set("href", f"#{to}{BETWEEN}{at}" if at else f"#{to}")


def write_pdf(pages: Sequence[Path], out: Path, chromium: str) -> None:
    """Print some pages into one PDF.

    Parameters
    ----------
    pages
        The index first.
    out
        The file.
    chromium
        The path of the browser that prints.

    Raises
    ------
    ParleyError
        If the browser does not start or print.

    Examples
    --------
    >>> write_pdf([Path("site/index.html")], Path("report.pdf"), find_chromium())  # doctest: +SKIP
    """
    from playwright.sync_api import Error

    try:
        _apart(partial(_print, one_document(pages), out, chromium))
    except Error as fault:
        reason = fault.message.splitlines()[0]
        raise ParleyError(f"{chromium}: the PDF could not be printed ({reason})") from None
    _timeless(out)


def _print(document: str, out: Path, chromium: str) -> None:
    from playwright.sync_api import sync_playwright

    root = getattr(os, "geteuid", lambda: 1)() == 0
    flags = ["--disable-gpu", *(["--no-sandbox"] if root else [])]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=flags)
        tab = browser.new_context(offline=True, java_script_enabled=False).new_page()
        tab.set_content(document, wait_until="load", timeout=120_000)
        tab.pdf(path=out, format="A4", tagged=True, outline=True, print_background=True)
        browser.close()


def _timeless(path: Path) -> None:
    """Take the time of printing out of a PDF."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=path)
    title = dict(writer.metadata or {}).get("/Title", "")
    writer.metadata = {"/Title": title, "/Creator": "parley report"}
    writer.write(path)
