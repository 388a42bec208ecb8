"""Markup: HTML in which every text is data. Texts are escaped on their way in, whatever they hold.

Elements that can be picked carry ``data-pick``; `parley.widgets` sends it back when one is clicked or chosen
by keyboard. Nothing here knows widgets: the same markup stands in a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup, escape

from parley import schema

if TYPE_CHECKING:
    from parley.corpus import Corpus

Content = str | Markup
MOST = 25
"""Passages that a list shows before it says how many more there are."""
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters that would change how others are shown, or that nobody sees."""
VOID = frozenset({"input", "br", "col", "hr"})
STATIC = Path(__file__).with_name("static")


def text(value: object) -> Markup:
    """Return a text as it may stand in HTML; characters nobody sees are shown by their number.

    Examples
    --------
    >>> text("<b>\\u202e")
    Markup('&lt;b&gt;[U+202E]')
    """
    if isinstance(value, Markup):
        return value
    words = str(value)
    if UNSEEN.search(words):
        words = UNSEEN.sub(lambda m: f"[U+{ord(m.group()):04X}]", words)
    return escape(words)


def join(parts: Iterable[Content], between: Content = "") -> Markup:
    """Return some contents, one after the other; those that are not markup are escaped.

    Examples
    --------
    >>> join(["a", Markup("<br>")], " & ")
    Markup('a &amp; <br>')
    """
    return Markup(str(text(between)).join(str(text(part)) for part in parts))


def tag(name: str, *content: Content, **attributes: object) -> Markup:
    """Return an element.

    Parameters
    ----------
    name
        Its name.
    content
        What stands in it; texts are escaped, `markupsafe.Markup` is taken as it is.
    attributes
        ``class_`` and ``for_`` for the reserved words, ``_`` for ``-``. One whose value is None or False
        is left out, True gives an attribute without value.

    Examples
    --------
    >>> tag("mark", "5 < 6", class_="quote", data_pick="q1", hidden=None)
    Markup('<mark class="quote" data-pick="q1">5 &lt; 6</mark>')
    """
    said = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = key.rstrip("_").replace("_", "-")
        said.append(key if value is True else f'{key}="{text(value)}"')
    opened = f"<{' '.join(said)}>"
    return Markup(opened if name in VOID else f"{opened}{join(content)}</{name}>")


def button(
    content: Content,
    pick: str,
    *,
    key: str = "",
    pressed: bool | None = None,
    label: str = "",
    class_: str = "",
    opens: bool = False,
) -> Markup:
    """Return a button that sends a pick.

    Parameters
    ----------
    content
        What it shows.
    pick
        What is sent when it is pressed.
    key
        A key that presses it too, shown on it.
    pressed
        Whether it is the one chosen; None where that has no meaning.
    label
        Its accessible name, where the content does not suffice.
    opens
        Whether the place that the pick leads to is opened in the reading view.

    Examples
    --------
    >>> button("Next", "next", key="n")
    Markup('<button type="button" data-pick="next" data-key="n"><kbd>n</kbd> Next</button>')
    """
    shown = join([tag("kbd", key), " ", content]) if key else content
    state = None if pressed is None else str(pressed).lower()
    return tag(
        "button",
        shown,
        type="button",
        class_=class_ or None,
        data_pick=pick,
        data_key=key or None,
        data_open=opens,
        aria_pressed=state,
        aria_label=label or None,
    )


def table(
    head: Sequence[Content], rows: Iterable[Sequence[Content]], *, caption: Content = "", class_: str = ""
) -> Markup:
    """Return a table whose first column heads its rows.

    Examples
    --------
    >>> table(["actor", "n"], [["Lee", "3"]]).count("<th ")
    3
    """
    top = tag("tr", *(tag("th", cell, scope="col") for cell in head))
    body = [tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])) for row in rows]
    named = tag("caption", caption) if caption else Markup("")
    return tag(
        "div",
        tag("table", named, tag("thead", top), tag("tbody", *body), class_=class_ or None),
        class_="scroll",
        tabindex="0",
        role="region",
        aria_label=caption or "table",
    )


def place(row: object) -> str:
    """Return the pick that leads to a place in the reading view: ``read:START:END:DOC``.

    Examples
    --------
    >>> place(pd.Series({"doc": "a", "char_start": 3, "char_end": 9}))
    'read:3:9:a'
    """
    doc, start, end = (getattr(row, name) for name in ("doc", "char_start", "char_end"))
    return f"read:{start}:{end}:{doc}"


def placed(pick: str) -> tuple[str, int, int] | None:
    """Return article, start and end of the place at the end of a pick; None where there is none.

    Examples
    --------
    >>> placed("cell:Lee|read:3:9:a"), placed("next")
    (('a', 3, 9), None)
    """
    found = re.search(r"(?:^|\|)read:(\d{1,12}):(\d{1,12}):(.+)$", pick, re.S)
    return (found[3], int(found[1]), int(found[2])) if found else None


def passages(
    corpus: Corpus, rows: pd.DataFrame, *, marked: str = "", most: int = MOST, lead: str = ""
) -> Markup:
    """Return the sentences in which some rows stand, each with article, line and a way to read on.

    Parameters
    ----------
    corpus
        The corpus they are of.
    rows
        Rows of any table with ``doc``, ``sentence``, ``char_start``, ``char_end``; each row's own words are
        marked in its sentence.
    marked
        The class of these marks.
    most
        How many sentences are shown; how many more there are is said.
    lead
        What stands before the place in the pick of each passage.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> passages(corpus, corpus.positions.head(3)).count("<li") in (1, 2, 3)
    True
    """
    if rows.empty:
        return tag("p", "No passage.", class_="none")
    by_sentence = list(rows.groupby(["doc", "sentence"], sort=False))
    known = _sentences(corpus)
    items = [
        _passage(corpus, str(doc), known[doc, number], part, marked, lead)
        for (doc, number), part in by_sentence[:most]
    ]
    more = len(by_sentence) - most
    rest = tag("p", f"and {more:,} more sentences", class_="none") if more > 0 else Markup("")
    return join([tag("ol", *items, class_="passages"), rest])


@lru_cache(maxsize=4)
def _sentences(corpus: Corpus) -> dict[tuple[Any, Any], Any]:
    """The sentences of a corpus by article and number."""
    return {(row.doc, row.sentence): row for row in schema.rows(corpus.sentences)}


def _passage(corpus: Corpus, doc: str, sentence: Any, rows: pd.DataFrame, marked: str, lead: str) -> Markup:
    low, high = int(sentence.char_start), int(sentence.char_end)
    spans = [
        (max(low, int(row.char_start)), min(high, int(row.char_end)))
        for row in schema.rows(rows)
        if row.char_end > low and row.char_start < high
    ]
    where = f"{doc}, line {sentence.line}"
    pick = f"{lead}read:{low}:{high}:{doc}"
    return tag(
        "li",
        highlighted(corpus.raw[doc], low, high, spans, marked),
        " ",
        button(where, pick, label=f"Read on: {where}", class_="where"),
    )


def highlighted(raw: str, low: int, high: int, spans: Iterable[tuple[int, int]], marked: str = "") -> Markup:
    """Return a stretch of a text with some of its own stretches in ``<mark>``; white space folded.

    Examples
    --------
    >>> highlighted("He left  early.", 0, 15, [(3, 7)])
    Markup('<bdi>He <mark>left</mark> early.</bdi>')
    """
    parts: list[Content] = []
    at = low
    for start, end in sorted(spans):
        if start < at:
            continue
        parts += [_folded(raw[at:start]), tag("mark", _folded(raw[start:end]), class_=marked or None)]
        at = end
    return tag("bdi", *parts, _folded(raw[at:high]))


def _folded(words: str) -> str:
    return re.sub(r"\s+", " ", words)


class _Lines(HTMLParser):
    """The text of some HTML, a line for each block of it."""

    BLOCKS = frozenset(
        [
            "div",
            "section",
            "p",
            "h2",
            "h3",
            "h4",
            "h5",
            "li",
            "ol",
            "ul",
            "table",
            "caption",
            "tr",
            "dl",
            "dt",
        ]
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.drawn = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.drawn += tag == "svg"
        self.parts.append("\n" if tag in self.BLOCKS else " " if tag in {"td", "th", "br", "dd"} else "")

    def handle_endtag(self, tag: str) -> None:
        self.drawn -= tag == "svg"
        self.parts.append("\n" if tag in self.BLOCKS else "")

    def handle_data(self, data: str) -> None:
        self.parts.append("" if self.drawn else _folded(data))


def lines(html: str) -> list[str]:
    """Return what some HTML says, a text for each of its paragraphs, items and rows; drawings are left out.

    Examples
    --------
    >>> lines("<h3>Lee</h3><table><tr><th>tax</th><td>+1 &amp; -2</td></tr></table>")
    ['Lee', 'tax +1 & -2']
    """
    parser = _Lines()
    parser.feed(html)
    parser.close()
    found = (_folded(line).strip() for line in "".join(parser.parts).split("\n"))
    return [line for line in found if line]


@cache
def stylesheet() -> str:
    """Return the style sheet of the views; colours never tell anything alone.

    Examples
    --------
    >>> ".parley" in stylesheet()
    True
    """
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*.css")))
