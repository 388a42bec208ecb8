"""The reading sheet: an article with all that is coded about it, drawn stretch by stretch within its marks.

Signs and labels that are no words of the article stand in ``<small>``, and nothing else does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
from markupsafe import Markup

from parley import schema
from parley.articlerows import article_rows
from parley.corpus import Corpus
from parley.lines import INVISIBLE, NEWLINE
from parley.markup import Content, tag, text
from parley.readinglayers import LAYERS, PICKED, PLACE
from parley.stretches import Span, Stretch
from parley.voice import voice_spans

SIGNS = {"positive": "⊕", "negative": "⊖", "neutral": "⊙", "support": "+", "oppose": "−", "mixed": "±"}
STYLED = {"actors", "quotations", "voice", "judgement"}
PICK, TITLE, CLOSE = Markup(' data-pick="'), Markup('" title="'), Markup('">')
LONGEST = 48
"""Characters of a label."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """An article with all that is coded about it.

    A class, because it is made once for each article and drawn many times. ``rows`` are the rows of each
    layer in the order of the text, ``spans`` their places, ``blocks`` those of the table ``blocks``,
    ``starts`` the places where lines begin.
    """

    doc: str
    raw: str
    rows: Mapping[str, Sequence[Any]]
    spans: Mapping[str, Sequence[Span]]
    blocks: Sequence[Any]
    starts: Sequence[int]


@lru_cache(maxsize=16)
def sheet_of(corpus: Corpus, doc: str) -> Sheet:
    """Return an article of a corpus with the records of all layers.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> list(sheet_of(corpus, "kyiv-post").rows) == list(LAYERS)
    True
    """
    raw = corpus.raw[doc]
    rows = {layer: list(schema.rows(_frame(corpus, doc, layer))) for layer in LAYERS}
    spans = {
        layer: tuple(Span(int(r.char_start), int(r.char_end), layer, key) for key, r in enumerate(found))
        for layer, found in rows.items()
    }
    blocks = list(schema.rows(article_rows(corpus, "blocks", doc)))
    return Sheet(doc, raw, rows, spans, blocks, [0, *(m.end() for m in NEWLINE.finditer(raw))])


def _frame(corpus: Corpus, doc: str, layer: str) -> pd.DataFrame:
    """The rows of a layer in an article."""
    if layer == "voice":
        return voice_spans(*(article_rows(corpus, table, doc) for table in ("sentences", "quotes")))
    frame = article_rows(corpus, LAYERS[layer].table, doc)
    if layer == "judgement":
        return frame[frame["method"] == "model"]
    return frame[~frame["kind"].isin(schema.TEXT_KINDS)] if layer == "aside" else frame


# -- drawing -----------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def opening(name: str, class_: str, **attributes: str) -> Markup:
    """Return the opening tag of an element; kept, since an article has thousands of few kinds.

    >>> opening("span", "pick", role="button")
    Markup('<span class="pick" role="button">')
    """
    return Markup(str(tag(name, class_=class_ or None, **attributes)).removesuffix(f"</{name}>"))


def element(name: str, content: Content, class_: str = "", **attributes: str) -> Markup:
    """Return an element as `parley.markup.tag` does, quicker where many are alike.

    >>> element("small", "<5", "label")
    Markup('<small class="label">&lt;5</small>')
    """
    return glued([opening(name, class_, **attributes), text(content), _closing(name)])


def glued(parts: Iterable[Markup]) -> Markup:
    """Return some markup, one after the other, without looking at it again as `parley.markup.join` does.

    >>> glued([Markup("<b>"), Markup("</b>")])
    Markup('<b></b>')
    """
    return Markup("".join(parts))


@lru_cache(maxsize=64)
def _closing(name: str) -> Markup:
    return Markup("</{}>").format(name)


def drawn(
    sheet: Sheet,
    stretches: Iterable[Stretch],
    *,
    joined: Mapping[int, tuple[int, Content]] | None = None,
    picks: bool = True,
    show: int = -1,
) -> Markup:
    """Return stretches of an article as HTML, each within its marks, with the labels of the records.

    Parameters
    ----------
    sheet, stretches
        The article, and some stretches of its text, in order.
    joined
        For the text as cleaned: its seams. White space is folded, characters nobody sees are left out.
    picks, show
        Whether marks can be picked, by ``mark:LAYER:KEY:PLACE:DOC``; the place to scroll to, -1 for none.

    Examples
    --------
    >>> sheet = Sheet("a", "Lee left", {}, {}, [], [0])
    >>> from parley.stretches import cut
    >>> drawn(sheet, cut([Span(0, 3, "place", 0)], 0, 8))
    Markup('<mark class="on-place">Lee</mark> left')
    """
    parts: list[Markup] = []
    for stretch in stretches:
        parts += [
            element("small", _corners(sheet, s)[0], "sign", dir="auto")
            for s in stretch.begins
            if s.layer == "quotations"
        ]
        closing: list[Markup] = []
        inner = next((s for s in reversed(stretch.over) if s.layer in LAYERS), None)
        for span in stretch.over:
            name = "mark" if span.layer in {PLACE, PICKED} else "span"
            if span is inner and picks:
                parts += _pickable(sheet, stretch, span)
            else:
                shown = {"data-show": "true"} if span.layer == PLACE and stretch.start == show else {}
                parts.append(opening(name, _class(sheet, span), **shown))
            closing.append(_closing(name))
        parts += [_words(sheet.raw, stretch, joined), *closing[::-1]]
        parts += [label for span in stretch.ends for label in _labels(sheet, span)]
    return glued(parts)


def _words(raw: str, stretch: Stretch, joined: Mapping[int, tuple[int, Content]] | None) -> Markup:
    words = raw[stretch.start : stretch.end]
    if joined is None:  # every line ends in one "\n", also where a span ends between "\r" and "\n"
        split = raw[stretch.end - 1 : stretch.end + 1] == "\r\n"
        return text(NEWLINE.sub("\n", words[:-1] if split else words))
    if stretch.start in joined:
        return text(joined[stretch.start][1])
    return text(re.sub(r"\s+", " ", INVISIBLE.sub("", words)))


def _pickable(sheet: Sheet, stretch: Stretch, span: Span) -> list[Markup]:
    """The opening tag of a mark that can be picked; Tab stops where a record begins, arrows everywhere."""
    stop = "0" if any(s.layer in LAYERS for s in stretch.begins) else "-1"
    opened = opening("span", f"{_class(sheet, span)} pick", role="button", tabindex=stop)
    pick = f"mark:{span.layer}:{span.key}:{stretch.start}:{sheet.doc}"
    said = Markup(" | ").join(named(sheet, s) for s in reversed(stretch.over) if s.layer in LAYERS)
    return [opened[:-1], PICK, text(pick), TITLE, said, CLOSE]


def _class(sheet: Sheet, span: Span) -> str:
    if span.layer not in STYLED:
        return f"on-{span.layer}"
    return f"on-{span.layer} {getattr(sheet.rows[span.layer][span.key], LAYERS[span.layer].kind)}"


def _labels(sheet: Sheet, span: Span) -> list[Markup]:
    """What stands behind a record: its closing sign, and a few words or a raised letter."""
    if span.layer not in LAYERS:
        return []
    row, raised, said = sheet.rows[span.layer][span.key], False, ""
    if span.layer == "actors" and row.kind != "name":
        said, raised = "".join(word[0] for word in row.actor.split()[:3]).upper(), True
    elif span.layer == "quotations":
        said = row.kind if row.kind in {"scare", "title"} else (row.speaker or "speaker open")
    elif span.layer == "judgement":
        said, raised = SIGNS[row.polarity], True
    elif span.layer == "positions":
        said = f"{row.actor} {SIGNS[row.position]} {row.issue}"
    elif span.layer == "events":
        said = row.value
    elif span.layer == "claims":
        said, raised = "# disputed" if row.disputed else "#", True
    closed = (
        [element("small", _corners(sheet, span)[1], "sign", dir="auto")] if span.layer == "quotations" else []
    )
    kind = f"{'raised' if raised else 'label'} of-{span.layer}"
    return [*closed, element("small", _short(said), kind, dir="auto")] if said else closed


def _corners(sheet: Sheet, span: Span) -> str:
    return "‹›" if sheet.rows[span.layer][span.key].kind == "indirect" else "⌜⌟"


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


@lru_cache(maxsize=8192)
def named(sheet: Sheet, span: Span) -> Markup:
    """Return a record in a few words, as ``actors: Lee (pronoun)``.

    >>> from parley import bundled, code
    >>> sheet = sheet_of(code(bundled("seeds")), "kyiv-post")
    >>> named(sheet, sheet.spans["actors"][0])[:8]
    Markup('actors: ')
    """
    row, layer = sheet.rows[span.layer][span.key], LAYERS[span.layer]
    head, kind = (str(getattr(row, column)) for column in (layer.head, layer.kind))
    return text(f"{layer.title}: {_short(head or 'open')}" + (f" ({_short(kind)})" if kind != head else ""))


def line_of(sheet: Sheet, place: int) -> int:
    """Return the line of a place in the raw text.

    >>> line_of(Sheet("a", "Lee\\nleft", {}, {}, [], [0, 4]), 5)
    2
    """
    return bisect_right(sheet.starts, place)


def voice_of(sheet: Sheet, key: int) -> str:
    """Return the voice of a span and, where it is not the author's, the speaker.

    >>> from parley import bundled, code
    >>> sheet = sheet_of(code(bundled("seeds")), "kyiv-post")
    >>> voice_of(sheet, 0) == "author" or ", " in voice_of(sheet, 0)
    True
    """
    row = sheet.rows["voice"][key]
    return row.voice if row.voice == "author" else f"{row.voice}, {row.speaker or 'speaker open'}"
