"""Saved web pages: the article out of what a site puts around it, and what the page states of it.

The text is trafilatura's (Barbaresi 2021, ACL demo), set to keep a line rather than lose it; what it
keeps too much, Parley's own rules of furniture set aside later, visibly.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from html import unescape
from importlib.metadata import version
from itertools import chain, islice
from typing import Any

from parley.articles import LEAD, Article, day_of, lines_of, one_line, with_title
from parley.errors import ParleyError
from parley.sources import BYTE_ORDER_MARKS, decode

LONG_CELL = 60
"""Words of a table's cell from which it holds text of the page, not a value."""
STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:standfirst|dek|deck|sub-?title|sub-?head(?:line)?|strapline|summary|key-?points)(?:$|[\s_])",
    re.I,
)
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,40})""", re.I)
TAG = re.compile(r"<[^<>]{0,500}>")
EMBEDDED = re.compile(r"data:[^\"'\s>)]{200,}")
KINDS = re.compile(r"(Article|BlogPosting|Report|ReportageNewsArticle)$")
GENRES = {"OpinionNewsArticle": "opinion", "AnalysisNewsArticle": "analysis", "ReportageNewsArticle": "news"}
GENRES |= dict.fromkeys(("opinion", "opinions", "comment", "commentary", "op-ed", "editorial"), "opinion")
GENRES |= {"analysis": "analysis", "news": "news"}
"""The genre by a kind of linked data or the name of a section; a section of a subject says nothing."""
DATES = (
    "//meta[@property='article:published_time' or @property='og:article:published_time']/@content",
    "//*[@itemprop='datePublished']/@content | //*[@itemprop='datePublished']/@datetime",
    "//meta[@name='date' or @name='pubdate' or @name='publish-date' or @name='parsely-pub-date' or"
    " @name='sailthru.date' or @name='dcterms.created' or @name='DC.date.issued' or @name='citation_date' or"
    " @name='dc.date' or @name='DC.date' or @name='article.published']/@content",
    "//time[@pubdate]/@datetime | //header//time/@datetime | //article//time/@datetime",
)
"""Where pages state the day, the surest first; in each the first that can be read counts."""
BY_HEADLINE = (
    "(//h1)[1]/ancestor-or-self::*[position() <= 3]//*[contains(@class, 'date') or contains(@class, 'time')"
    " or contains(@class, 'publish') or contains(@class, 'posted') or contains(@class, 'meta')"
    " or contains(@class, 'by')]/descendant-or-self::*/text()"
)


def page_text(data: bytes, name: str) -> str:
    """Return the source text of a page, by its byte order mark, its own charset, or as `decode` finds.

    Raises
    ------
    ParleyError
        If the bytes are no text.

    Examples
    --------
    >>> page_text("<meta charset=windows-1251><p>мир".encode("cp1251"), "a.html")[-3:]
    'мир'
    """
    stated = CHARSET.search(data[:4096])
    if stated and not any(data.startswith(mark) for mark in BYTE_ORDER_MARKS) and b"\x00" not in data:
        charset = stated[1].decode("ascii", "replace").lower()
        charset = "cp1252" if charset in {"iso-8859-1", "latin1", "us-ascii", "ascii"} else charset
        try:
            if codecs.lookup(charset)._is_text_encoding:
                return data.decode(charset)
        except (LookupError, UnicodeDecodeError, AttributeError):
            pass
    return decode(data, name)[0]


def read_page(data: bytes, name: str = "the page") -> Article:
    """Return the article of a saved web page.

    Parameters
    ----------
    data
        The page's bytes. Nothing of it is run, and nothing that it names is fetched.
    name
        The file, for messages.

    Returns
    -------
    Article
        Each paragraph is a line, the headline the first. The day is ``stated`` where the page states it in
        its metadata, its article or beside the headline, else unknown: none is guessed.

    Raises
    ------
    ParleyError
        If there is no text of an article.

    Examples
    --------
    >>> page = b"<html><title>Talks fail</title><article><p>The two sides met. They agreed on nothing.</p>"
    >>> read_page(page + b"<script>alert(1)</script></article></html>").text
    'Talks fail\\nThe two sides met. They agreed on nothing.\\n'
    """
    from lxml import etree, html  # type: ignore[import-untyped]

    source = EMBEDDED.sub("data:,", page_text(data, name))
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        tree = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
        text = _body(tree)
        stated = _stated(tree)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, RecursionError, MemoryError) as fault:
        raise ParleyError(f"{name}: not a readable web page ({type(fault).__name__})") from None
    if not text:
        raise ParleyError(f"{name}: no text of an article in the page")
    notes = [f"by trafilatura {version('trafilatura')}", *stated.pop("notes")]
    return Article(text=with_title(text, stated["title"], _standfirst(tree)), note="; ".join(notes), **stated)


def _body(tree: Any) -> str:
    """The article's paragraphs, each a line."""
    import trafilatura

    for cell in tree.xpath("//td"):
        if len(cell.text_content().split()) > LONG_CELL:  # a table that only lays out the page
            for part in (cell, *(a for a in cell.iterancestors() if a.tag in {"tr", "tbody", "table"})):
                part.tag = "div"
    for mark in tree.xpath("//sup"):
        if re.fullmatch(r"\d{1,3}", (mark.text_content() or "").strip()) and _is_note_mark(mark):
            for link in mark.xpath(".//a"):
                link.drop_tag()
            mark.text = f"[{mark.text_content().strip()}]"
    for line_break in tree.xpath("//br[following-sibling::node()[normalize-space()][1][self::br]]"):
        line_break.tail = f"\n{line_break.tail or ''}"
    found = trafilatura.extract(tree, favor_recall=True, include_comments=False, include_tables=True)
    return lines_of(found or "")


def _is_note_mark(mark: Any) -> bool:
    """Whether raised digits are the mark of a note: behind a whole word or a stop, unlike those of "km2"."""
    before = mark.getprevious()
    text = (mark.getparent().text if before is None else before.tail) or ""
    return bool(re.search(r"(?:[^\W\d_]{4,}|[.,;:!?”\"’)])$", text))


def _standfirst(tree: Any) -> list[str]:
    """The lines between headline and text that say what the article says: beside the headline, named so."""
    lines: list[str] = []
    for head in tree.xpath("(//h1)[1]"):
        for part in head.itersiblings():
            if part.tag in {"p", "h2", "div", "ul"} and STANDFIRST.search(part.get("class", "")):
                found = [one_line(e.text_content()) for e in (part.xpath(".//li | .//p") or [part])]
                lines += [line for line in found if line and len(line.split()) < LONG_CELL]
    return lines


def _stated(tree: Any) -> dict[str, Any]:
    """What the page states, each field from the surest place that has it."""
    import trafilatura

    meta = trafilatura.extract_metadata(
        tree, date_config={"extensive_search": False, "max_date": "2199-12-31"}
    )
    entry = next(_entries(tree), {})
    outlet = _name(entry.get("publisher")) or _first(tree, "//meta[@property='og:site_name']/@content")
    notes = []
    if not outlet and meta.sitename:
        outlet = meta.sitename
        notes += ["outlet is the site's address"] if "." in outlet else []
    title = _name(entry.get("headline")) or _first(tree, "//meta[@property='og:title']/@content")
    title = _without_outlet(one_line(title or meta.title or ""), outlet)
    day = day_of(str(entry.get("datePublished", ""))) or _date(tree)
    if meta.url:
        notes.append(f"page {one_line(meta.url)}")
    return {
        "title": title,
        "outlet": one_line(outlet),
        "author": one_line(
            _name(entry.get("author")) or (meta.author or "").replace(";", ",").replace(" ,", ",")
        ),
        "published": day,
        "published_basis": "stated" if day else "unknown",
        "genre": _genre(tree, entry),
        "notes": notes,
    }


def _entries(tree: Any) -> Iterator[dict[str, Any]]:
    """The articles among the page's linked data (JSON-LD)."""
    for script in islice(tree.xpath("//script[@type='application/ld+json']"), 50):
        try:
            waiting = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting += item[:100]
            elif isinstance(item, dict):
                if any(KINDS.search(kind) for kind in _kinds(item)):
                    yield item
                waiting.append(item.get("@graph"))


def _kinds(item: dict[str, Any]) -> list[str]:
    kinds = item.get("@type")
    return [k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)]


def _name(value: Any) -> str:
    """The name, or names, in a field of linked data."""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(name for item in value[:20] if (name := _name(item))))
    if isinstance(value, dict):
        value = value.get("name")
        return _name(value) if not isinstance(value, dict) else ""
    plain = TAG.sub("", unescape(value)) if isinstance(value, str) else ""
    return one_line(plain) if "://" not in plain else ""


def _first(tree: Any, path: str) -> str:
    return next((value for found in tree.xpath(path) if (value := one_line(str(found)))), "")


def _date(tree: Any) -> str:
    days = (day_of(str(value)) for path in DATES for value in tree.xpath(path))
    written = (day_of(LEAD.sub("", one_line(str(text), 80))) for text in tree.xpath(BY_HEADLINE))
    return next((day for day in chain(days, written) if day), "")


def _genre(tree: Any, entry: dict[str, Any]) -> str:
    sections = [
        _first(tree, "//meta[@property='article:section']/@content"),
        _name(entry.get("articleSection")),
    ]
    names = (name.strip().casefold() for section in sections for name in re.split(r"[,/|&>]", section))
    said = [*_kinds(entry), *names]
    return next((GENRES[word] for word in said if word in GENRES), "")


def _without_outlet(title: str, outlet: str) -> str:
    """ "Talks fail | The Herald": the headline alone."""
    for mark in (" | ", " - ", " – ", " — ", " :: "):
        head, found, tail = title.rpartition(mark)
        if found and outlet and tail.strip().casefold() == one_line(outlet).casefold():
            return head.strip()
    return title
