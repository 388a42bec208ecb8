"""The index of a site: the key findings, each with the passages behind it, the explorer, and the pages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup

from parley import schema
from parley.corpus import Corpus
from parley.explorersample import sample_line, sampled
from parley.finding import Finding
from parley.keyfindings import findings
from parley.markup import highlighted, join, stylesheet, table, tag
from parley.material import Material
from parley.notebookpage import TEMPLATES
from parley.pagepolicy import policy
from parley.provenance import Provenance

EXPLORER = "explorer.html"
MOST = 12
"""Passages shown below a finding; how many more there are is said."""
MOST_ARTICLES = 100


@dataclass(frozen=True)
class Page:
    """A page as the index lists it; ``fault`` says why its notebook could not be executed."""

    href: str
    title: str
    summary: str = ""
    fault: str = ""


def index_page(material: Material, pages: Sequence[Page], made: Provenance, title: str) -> str:
    """Return the index.

    Parameters
    ----------
    material
        The corpus with its registry and reference coding: what the findings are computed from.
    pages
        The pages of the notebooks, in their order.
    made
        What the foot says.
    title
        The heading.

    Examples
    --------
    >>> from parley.corpus import Corpus
    >>> empty = Material(Corpus({name: schema.empty(name) for name in schema.TABLES}, {}))
    >>> "<h1>Mine</h1>" in index_page(empty, [], Provenance("", (), ()), "Mine")
    True
    """
    titles = {page.href: page.title for page in pages if not page.fault}
    documents = material.corpus.documents
    held = set(sampled(documents))
    found = [finding_section(one, material.corpus, titles, held) for one in findings(material)]
    parts = {"findings": join(found), "articles": _articles(documents), "explorer": EXPLORER}
    parts |= {"sample": sample_line(len(held), len(documents))}
    return _render("contents.html.j2", title, made, pages=pages, count=len(documents), **parts)


def fault_page(page: Page, made: Provenance) -> str:
    """Return the page that stands for a notebook that could not be executed.

    Examples
    --------
    >>> "NameError" in fault_page(Page("a.html", "A", fault="a.ipynb: NameError"), Provenance("", (), ()))
    True
    """
    return _render("fault.html.j2", page.title, made, page=page)


def _render(template: str, title: str, made: Provenance, **parts: object) -> str:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(TEMPLATES / "page"), autoescape=True)
    style = stylesheet() + (TEMPLATES / "page" / "page.css").read_text(encoding="utf-8")
    return environment.get_template(template).render(
        title=title, made=made, style=Markup(style), policy=Markup(policy("", style)), **parts
    )


def finding_section(
    found: Finding, corpus: Corpus, titles: dict[str, str], held: Collection[str] | None = None
) -> Markup:
    """Return a finding: its sentence, the scorecard's line, the passages, and where to read more.

    Parameters
    ----------
    found
        The finding.
    corpus
        The articles.
    titles
        Titles of the pages that are there, by file name.
    held
        The articles that the explorer holds: passages of others do not lead there. By default all.

    Examples
    --------
    >>> rows = pd.DataFrame({"doc": [], "sentence": []})
    >>> found = Finding("Issue", "No issue is <found>.", "positions: not measured.", rows, "06_positions")
    >>> "&lt;found&gt;" in finding_section(found, Corpus({}, {}), {})
    True
    """
    page = f"{found.notebook}.html"
    more = tag("p", "More in ", tag("a", titles[page], href=page), ".") if page in titles else Markup("")
    folded: Markup | str = tag("p", "There is no passage to show.", class_="note")
    if len(found.rows):
        sentences = len(found.rows[["doc", "sentence"]].drop_duplicates())
        counted = f"The passages behind it: {sentences:,} {'sentence' if sentences == 1 else 'sentences'}"
        folded = tag(
            "details", tag("summary", counted), _passages(corpus, found.rows, held), class_="passages-fold"
        )
    return tag(
        "section",
        tag("h3", found.name),
        tag("p", found.sentence),
        tag("p", found.trust, class_="note"),
        folded,
        more,
        class_="finding",
    )


def _passages(corpus: Corpus, rows: pd.DataFrame, held: Collection[str] | None) -> Markup:
    """The sentences in which some rows stand, these marked, each with its place in the explorer."""
    groups = list(rows.groupby(["doc", "sentence"], sort=False))
    wanted = rows[["doc", "sentence"]].drop_duplicates()
    places = corpus.sentences.merge(wanted, on=["doc", "sentence"])
    known = {(row.doc, row.sentence): row for row in schema.rows(places)}
    items = [
        _passage(corpus, known[doc, number], part, held is None or doc in held)
        for (doc, number), part in groups[:MOST]
    ]
    where = (
        "notebook and the explorer have" if held is None or set(corpus.raw) <= set(held) else "notebook has"
    )
    more = len(groups) - MOST
    rest = tag("p", f"and {more:,} more; the {where} all.", class_="note") if more > 0 else ""
    return tag("div", tag("ol", *items, class_="passages"), rest, class_="parley")


def _passage(corpus: Corpus, sentence: Any, rows: pd.DataFrame, linked: bool) -> Markup:
    low, high = int(sentence.char_start), int(sentence.char_end)
    spans = [
        (max(low, int(row.char_start)), min(high, int(row.char_end)))
        for row in schema.rows(rows)
        if row.char_end > low and row.char_start < high
    ]
    said = f"{sentence.doc}, line {sentence.line}"
    where = (
        tag("span", said, class_="note")
        if not linked
        else tag(
            "a",
            said,
            href=f"{EXPLORER}#{urlencode({'read': sentence.doc, 'at': sentence.sentence}, errors='replace')}",
        )
    )
    return tag("li", highlighted(corpus.raw[sentence.doc], low, high, spans), " ", where)


def _articles(documents: pd.DataFrame) -> Markup:
    """What is known of the articles."""
    known = ["title", "outlet", "published", "genre"]
    rows = [
        [row.doc, *(getattr(row, name) or "not known" for name in known), f"{row.words:,}"]
        for row in schema.rows(documents.head(MOST_ARTICLES))
    ]
    more = len(documents) - MOST_ARTICLES
    rest = tag("p", f"and {more:,} more articles", class_="note") if more > 0 else ""
    return tag(
        "div", table(["article", *known, "words"], rows, caption="The articles"), rest, class_="parley"
    )
