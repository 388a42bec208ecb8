"""The concordance as a view: aligned lines of context, each of which leads to its place in the text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
from markupsafe import Markup

from parley import schema
from parley.concordance import KINDS, SORTS, Found, search, speakers
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.markup import button, join, place, placed, table, tag
from parley.material import EVERY, Choices, Control, Material, View
from parley.readingview import excerpt
from parley.voice import VOICES

LINES = 200
"""Lines that are shown at most."""
WIDTH = 70
"""Characters of context on each side."""
LONGEST_HIT = 90
NAMED = 12
"""Actors or issues that the hint names."""
ORDERS = {"text": "text", "left": "left context", "right": "right context"}
HINTS = {
    "word": "Type a word or a phrase. A * at the end of a word stands for any ending: negotiat*",
    "actor": "Type an actor, or a part of the name that no other has. Names, descriptions and pronouns "
    "are found.",
    "issue": "Type an issue, or a part of its name. The passages of all positions on it are found.",
    "pattern": "Type a regular expression: \\d+ percent. It is searched for within sentences; (?i) at its "
    "beginning finds it in any case.",
}


def controls(material: Material) -> Sequence[Control]:
    """Return what can be chosen: kind and text of the query, article, outlet, voice, speaker, order.

    Examples
    --------
    >>> from parley import bundled, code
    >>> [control.name for control in controls(Material(code(bundled("seeds"))))]
    ['kind', 'query', 'article', 'outlet', 'voice', 'speaker', 'sort']
    """
    documents = material.corpus.documents
    outlets = sorted(set(documents["outlet"]) - {""})
    return [
        Control("kind", "Find", "choice", KINDS, KINDS[0]),
        Control("query", "Query", "text"),
        Control("article", "Article", "choice", _choice(documents["doc"]), EVERY),
        Control("outlet", "Outlet", "choice", _choice(outlets), EVERY),
        Control("voice", "Voice", "choice", _choice(VOICES), EVERY),
        Control("speaker", "Speaker", "choice", _choice(speakers(material.corpus)), EVERY),
        Control("sort", "Sort by", "choice", SORTS, SORTS[0]),
    ]


def _choice(values: Sequence[str] | pd.Series) -> tuple[str, ...]:
    return EVERY, *(value for value in values if value != EVERY)


def render(material: Material, choices: Choices) -> Markup:
    """Return the lines of a query, their number, and the paragraph of the one that is picked.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.material import draw
    >>> material = Material(code(bundled("seeds")))
    >>> "hits in" in draw(VIEW, material, query="ceasefire")
    True
    """
    corpus, query = material.corpus, str(choices["query"]).strip()
    if corpus.sentences.empty:
        return tag("p", "There is no text to search.", class_="none")
    if not query:
        return _hint(corpus, str(choices["kind"]))
    limits = {name: str(choices[name]) for name in ("article", "outlet", "voice", "speaker")}
    chosen = {name: None if value == EVERY else value for name, value in limits.items()}
    try:
        found, lines = _found(corpus, query, str(choices["kind"]), *chosen.values(), str(choices["sort"]))
    except ParleyError as fault:
        return tag("p", f"{str(fault)[:1].upper()}{str(fault)[1:]}.", class_="none", role="status")
    if not len(found):
        where = " under these choices" if any(chosen.values()) else ""
        return tag("p", f"No hit of {query}{where}.", class_="none", role="status")
    return _lines(material, found, lines, query, choices)


@lru_cache(maxsize=8)
def _found(
    corpus: Corpus,
    query: str,
    kind: str,
    article: str | None,
    outlet: str | None,
    voice: str | None,
    speaker: str | None,
    sort: str,
) -> tuple[Found, pd.DataFrame]:
    """What is found and its first lines, kept while they are picked."""
    found = search(corpus, query, kind=kind, docs=article, outlet=outlet, voice=voice, speaker=speaker)
    return found, found.lines(sort, WIDTH, LINES)


def _hint(corpus: Corpus, kind: str) -> Markup:
    """What can be typed; for actors and issues the most frequent ones."""
    parts: list[Markup] = [tag("p", HINTS[kind], class_="note")]
    if kind in ("actor", "issue"):
        known = (corpus.mentions if kind == "actor" else corpus.positions)[kind]
        counts = known[known != ""].value_counts().rename_axis("name").reset_index(name="n")
        most = counts.sort_values(["n", "name"], ascending=[False, True]).head(NAMED)
        items = [tag("li", tag("bdi", row.name), f" {row.n:,}") for row in schema.rows(most)]
        more = len(counts) - len(items)
        left = f"and {more:,} more" if more else ""
        parts += [tag("ul", *items, class_="chips"), tag("p", left, class_="note")]
    return tag("div", *parts, class_="concordance")


def _lines(material: Material, found: Found, first: pd.DataFrame, query: str, choices: Choices) -> Markup:
    """How many hits there are, the first of them in their contexts, and the one that is picked."""
    picked, sort = str(choices["picked"]), str(choices["sort"])
    docs = found.articles
    count = f"{len(found):,} {'hit' if len(found) == 1 else 'hits'} in {docs:,} "
    count += "article" if docs == 1 else "articles"
    more = f" The first {LINES} are shown." if len(found) > LINES else ""
    rows = [_line(row, picked) for row in schema.rows(first)]
    head = ["place", "left context", "hit and right context", "voice"]
    lines = table(head, rows, caption=f"{query}, by {ORDERS[sort]}", class_=f"kwic by-{sort}")
    parts = [tag("p", tag("b", count), " of ", tag("bdi", query), ".", more, role="status")]
    parts.append(tag("div", lines, data_group="kwic"))
    if _is_hit(found, picked):
        parts.append(excerpt(material, picked))
    return tag("div", *parts, class_="concordance")


def _is_hit(found: Found, picked: str) -> bool:
    where = placed(picked)
    return where is not None and picked.startswith("read:") and found.holds(*where)


def _line(row: Any, picked: str) -> list[Markup]:
    """A hit in its contexts; the hit is what can be picked."""
    pick, where = place(row), f"{row.doc}, line {row.line}"
    hit = row.hit if len(row.hit) <= LONGEST_HIT else f"{row.hit[:LONGEST_HIT].rstrip()}…"
    shown = button(
        tag("bdi", hit), pick, pressed=pick == picked, label=f"{hit}: read on, {where}", class_="hit"
    )
    said = join([row.voice, ": ", tag("bdi", row.speaker)]) if row.speaker else row.voice
    return [
        tag("span", tag("bdi", row.doc), tag("b", f", line {row.line}"), class_="at", title=where),
        tag("div", tag("bdi", row.left), class_="left"),
        tag("div", shown, tag("bdi", row.right), class_="right"),
        tag("span", said, class_=f"voice {row.voice}"),
    ]


VIEW = View("concordance", "Concordance", controls, render)
