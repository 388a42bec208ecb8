"""Reading view: an article as scraped or as cleaned, with what is coded about it, and why it was coded so."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from parley import schema
from parley.lines import GAP, split_lines
from parley.markup import Content, button, join, placed, tag
from parley.material import Choices, Control, Material, View
from parley.readinglayers import LAYERS, PICKED, PLACE
from parley.readingpanel import MOST, panel, records_at
from parley.readingsheet import Sheet, drawn, element, glued, line_of, sheet_of, voice_of
from parley.stretches import Span, Stretch, cut

SCRAPED, CLEANED = "as scraped", "as cleaned"
FIRST = ("actors", "quotations", "aside")
"""Layers that are on at first."""
HEADINGS = {"title": "h4", "subhead": "h5"}


def controls(material: Material) -> Sequence[Control]:
    """Return what can be chosen: the article, its text, and the layers; nothing where there is no article.

    Examples
    --------
    >>> from parley import bundled, code
    >>> [control.name for control in controls(Material(code(bundled("seeds"))))][:4]
    ['article', 'text', 'actors', 'quotations']
    """
    docs = list(material.corpus.raw)
    if not docs:
        return []
    return [
        Control("article", "Article", "choice", docs, docs[0]),
        Control("text", "Text", "choice", (SCRAPED, CLEANED), CLEANED),
        *(Control(n, layer.title.capitalize(), "switch", (), n in FIRST) for n, layer in LAYERS.items()),
    ]


def render(material: Material, choices: Choices) -> Markup:
    """Return the article with its layers, a legend of those that are on, and what is known of the pick.

    Parameters
    ----------
    material, choices
        As for every view. A pick ``mark:LAYER:ROW:PLACE:DOC`` names the innermost record at a place; the
        panel shows all that cover it. One that ends in ``read:START:END:DOC`` marks that place and scrolls
        to it.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.material import draw
    >>> draw(VIEW, Material(code(bundled("seeds"))), events=True).count('<li class="key ')
    4
    """
    corpus, picked = material.corpus, str(choices["picked"])
    if not corpus.raw:
        return tag("p", "There is no article to read.", class_="none")
    chosen = str(choices["article"])
    place = _place(material, picked)
    sheet = sheet_of(corpus, place[0] if place else chosen)
    on = [layer for layer in LAYERS if choices[layer]]
    records = records_at(sheet, on, picked, place)
    extra = [Span(*place[1:], PLACE, 0)] if place else [r._replace(layer=PICKED) for r in records[:1]]
    spans = [*(span for layer in on for span in sheet.spans[layer]), *extra]
    body = _scraped if choices["text"] == SCRAPED else _cleaned
    shown = tag(
        "div",
        body(sheet, spans, on, place[1] if place else -1),
        class_="scroll sheet",
        data_group=True,
        tabindex="0",
        role="region",
        aria_label=f"{sheet.doc}, {choices['text']}",
    )
    beside = tag(
        "section", panel(material, sheet, records), class_="reading-panel", aria_label="Why coded so"
    )
    away = _away(sheet.doc, chosen) if sheet.doc != chosen else ""
    head = join([tag("h3", _title(material, sheet.doc)), _about(material, sheet.doc), away])
    return tag("div", head, _legend(on), tag("div", shown, beside, class_="reading-desk"), class_="reading")


def excerpt(material: Material, picked: str) -> Markup:
    """Return the paragraph of a place with those before and after it, for the other views.

    Parameters
    ----------
    material
        What the view shows.
    picked
        A pick that ends in ``read:START:END:DOC``.

    Returns
    -------
    Markup
        A section, its text as cleaned, the place marked, quotations and actors marked too, and a way to
        the reading view; empty where the pick is no place, or none that the corpus has.

    Examples
    --------
    >>> from parley import bundled, code
    >>> material = Material(code(bundled("seeds")))
    >>> excerpt(material, "cell:1|read:0:14:financial-times").count('<mark class="on-place"')
    1
    >>> excerpt(material, "read:0:14:unknown")
    Markup('')
    """
    place = _place(material, picked)
    if place is None:
        return Markup("")
    doc, start, end = place
    sheet = sheet_of(material.corpus, doc)
    here = [i for i, b in enumerate(sheet.blocks) if b.char_start < end and b.char_end > start]
    if not here:
        return Markup("")
    kept = [i for i, b in enumerate(sheet.blocks) if b.kind in schema.TEXT_KINDS]
    near = [*[i for i in kept if i < here[0]][-1:], *here, *[i for i in kept if i > here[-1]][:1]]
    on = ("actors", "quotations", "aside")
    spans = [*(span for layer in on for span in sheet.spans[layer]), Span(start, end, PLACE, 0)]
    heading = tag("h4", tag("bdi", f"{doc}, line {line_of(sheet, start)}"))
    shown = _paragraphs(sheet, [sheet.blocks[i] for i in near], spans, on, picks=False)
    return tag(
        "section",
        heading,
        _about(material, doc, titled=True),
        tag("div", shown, class_="sheet"),
        tag("p", button("Open in the reading view", picked, opens=True)),
        class_="excerpt",
    )


def _place(material: Material, picked: str) -> tuple[str, int, int] | None:
    """The place at the end of a pick, if the corpus has it."""
    place = placed(picked)
    if place is None or not 0 <= place[1] < place[2] <= len(material.corpus.raw.get(place[0], "")):
        return None
    return place


def _about(material: Material, doc: str, titled: bool = False) -> Markup:
    """Title, outlet and date of an article, as far as they are known."""
    documents = material.corpus.documents
    for row in schema.rows(documents[documents["doc"] == doc]):
        date = f"{row.published} ({row.published_basis})" if row.published else ""
        known = [row.title if titled else "", row.outlet, row.author, date, row.genre]
        return tag("p", join((tag("bdi", k) for k in known if k), " · "), class_="note")
    return Markup("")


def _title(material: Material, doc: str) -> Markup:
    documents = material.corpus.documents
    titles = [t for t in documents.loc[documents["doc"] == doc, "title"] if t]
    return join([tag("bdi", doc), *(join([": ", tag("bdi", t)]) for t in titles[:1])])


def _away(doc: str, chosen: str) -> Markup:
    back = button(join(["Back to ", tag("bdi", chosen)]), "close")
    return tag("p", "The place you came for is in ", tag("bdi", doc), ". ", back, class_="note")


def _legend(on: Sequence[str]) -> Markup:
    if not on:
        return tag("p", "No layer is on.", class_="none")
    looks = {"voice": "on-voice quoted"}
    keys = [
        tag(
            "li",
            tag("b", LAYERS[n].title, class_=looks.get(n, f"on-{n}")),
            f" {LAYERS[n].told}",
            class_=f"key of-{n}",
        )
        for n in on
    ]
    return tag("ul", *keys, class_="chips reading-legend", aria_label="Layers that are on")


# -- the text ----------------------------------------------------------------------------------

Row = tuple[int, int, int, str, Any]
"""Start, end and line number of a line or paragraph, its element, its block where that is set aside."""


def _scraped(sheet: Sheet, spans: Sequence[Span], on: Sequence[str], show: int) -> Markup:
    """Every line of the raw text, blank ones too."""
    aside = {b.line: b for b in sheet.blocks if b.kind not in schema.TEXT_KINDS}
    bounds = enumerate(pairwise([*sheet.starts, len(sheet.raw)]), 1)
    rows = [(low, high, n, "div", aside.get(n)) for n, (low, high) in bounds if low < high]
    return _rows(sheet, cut(spans, 0, len(sheet.raw), sheet.starts), rows, on, show=show)


def _cleaned(sheet: Sheet, spans: Sequence[Span], on: Sequence[str], show: int) -> Markup:
    """The blocks that are text of the article."""
    blocks = [b for b in sheet.blocks if b.kind in schema.TEXT_KINDS]
    if not blocks:
        return tag("p", "No line of this article is text; see it as scraped.", class_="none")
    return _paragraphs(sheet, blocks, spans, on, show=show)


def _paragraphs(
    sheet: Sheet, blocks: Sequence[Any], spans: Sequence[Span], on: Sequence[str], **how: Any
) -> Markup:
    joined = {k: v for b in blocks if b.line < b.line_end for k, v in _seams(sheet.raw, b).items()}
    edges = [*joined, *(end for end, _ in joined.values())]
    edges += [edge for b in blocks for edge in (b.char_start, b.char_end)]
    stretches = cut(spans, blocks[0].char_start, blocks[-1].char_end, edges)
    rows = [
        (
            b.char_start,
            b.char_end,
            b.line,
            HEADINGS.get(b.kind, "p"),
            None if b.kind in schema.TEXT_KINDS else b,
        )
        for b in blocks
    ]
    return _rows(sheet, stretches, rows, on, joined=joined, **how)


def _rows(
    sheet: Sheet, stretches: Sequence[Stretch], rows: Iterable[Row], on: Sequence[str], **how: Any
) -> Markup:
    """Lines or paragraphs, each with its number and what is said at its end."""
    starts = [stretch.start for stretch in stretches]
    parts = []
    for low, high, number, name, aside in rows:
        mine = stretches[bisect_left(starts, low) : bisect_left(starts, high)]
        said = [f"{aside.kind}: {aside.rule}"] if aside is not None and "aside" in on else []
        said += _voices(sheet, mine) if "voice" in on else []
        words = element(name, drawn(sheet, mine, **how), "t", dir="auto")
        end = element("small", "; ".join(said), "end", dir="auto") if said else Markup("")
        parts.append(element("div", glued([element("span", str(number), "n"), words, end]), "line"))
    return glued(parts)


def _voices(sheet: Sheet, stretches: Iterable[Stretch]) -> list[str]:
    """The voices in a stretch of text, each once, in order."""
    keys = {s.key: None for stretch in stretches for s in stretch.over if s.layer == "voice"}
    found = dict.fromkeys(voice_of(sheet, key) for key in keys)
    more = len(found) - MOST
    return [*list(found)[:MOST], *([f"and {more} more"] if more > 0 else [])]


def _seams(raw: str, block: Any) -> dict[int, tuple[int, Content]]:
    """Where a block's lines are joined: for each seam its start, its end and what is shown for it."""
    found: dict[int, tuple[int, Content]] = {}
    lines = split_lines(raw[block.char_start : block.char_end])
    at = len(lines[0].text) if lines else 0
    for line, after in pairwise(lines):
        seam = next((s for s in (f" {GAP} ", "", " ") if block.text.startswith(s + after.text, at)), " ")
        gap = tag("span", GAP, class_="gap", title="words are missing here")
        shown = join([" ", gap, " "]) if GAP in seam else seam
        found[block.char_start + line.end] = (block.char_start + after.start, shown)
        at += len(seam) + len(after.text)
    return found


VIEW = View("reading", "Reading view", controls, render)
