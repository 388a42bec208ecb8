"""Markup: whatever stands in a text, it is shown and never run."""

from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from parley import bundled, code, markup


class Elements(HTMLParser):
    """The elements and attributes that a browser would see, and the text between."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.names: set[str] = set()
        self.said = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('" onload="x', "&#34; onload=&#34;x"),
        ("a\u202eb\x00", "a[U+202E]b[U+0000]"),
        (Markup("<br>"), "<br>"),
        (3, "3"),
    ],
)
def test_text_is_escaped_unless_it_is_markup(value: object, shown: str) -> None:
    assert str(markup.text(value)) == shown


@given(st.text(), st.text())
def test_no_text_opens_an_element_or_an_attribute(words: str, attribute: str) -> None:
    """Hostile words and attribute values stay in their place, and the words come out as they went in."""
    seen = Elements(str(markup.tag("p", words, title=attribute)))
    assert (seen.seen, seen.names) == (["p"], {"title"})
    plain = "".join(f"[U+{ord(c):04X}]" if markup.UNSEEN.match(c) else c for c in words)
    assert seen.said == plain.replace("\r\n", "\n").replace("\r", "\n") or seen.said == plain


@pytest.mark.parametrize(
    ("value", "html"),
    [
        (None, "<p></p>"),
        (False, "<p></p>"),
        (True, "<p hidden></p>"),
        ("", '<p hidden=""></p>'),
        (0, '<p hidden="0"></p>'),
    ],
)
def test_attributes_without_value(value: object, html: str) -> None:
    assert str(markup.tag("p", hidden=value)) == html


@pytest.mark.parametrize(
    ("pick", "place"),
    [
        ("read:3:9:a", ("a", 3, 9)),
        ("read:3:9:a:b|c", ("a:b|c", 3, 9)),
        ("cell:Lee|read:3:9:a", ("a", 3, 9)),
        ("read:x:9:a", None),
        ("thread:3:9:a", None),
        ("", None),
    ],
)
def test_place_in_a_pick(pick: str, place: tuple[str, int, int] | None) -> None:
    assert markup.placed(pick) == place


def test_passages_say_how_many_are_left_out() -> None:
    """Each sentence comes once, with its row's own words marked, and the rest is counted."""
    corpus = code(bundled("seeds"))
    rows = corpus.mentions[corpus.mentions["doc"] == corpus.documents["doc"][0]]
    sentences = len(rows.drop_duplicates("sentence"))
    shown = Elements(str(markup.passages(corpus, rows, most=4)))
    assert shown.seen.count("li") == 4
    assert f"and {sentences - 4} more sentences" in shown.said
    assert all(row.text in " ".join(shown.said.split()) for row in rows.head(3).itertuples())
    assert "No passage" in markup.passages(corpus, rows.head(0))


def test_highlighted_marks_the_stretches_and_loses_nothing() -> None:
    shown = Elements(str(markup.highlighted("a <b> c", 0, 7, [(2, 5), (3, 7)])))
    assert (shown.said, shown.seen) == ("a <b> c", ["bdi", "mark"])


def test_table_heads_rows_and_columns() -> None:
    html = str(markup.table(["actor", "n"], [["<Lee>", "3"]], caption="Counts"))
    assert '<th scope="row">&lt;Lee&gt;</th><td>3</td>' in html
    assert '<caption>Counts</caption><thead><tr><th scope="col">actor</th>' in html


def test_place_of_a_row() -> None:
    row = pd.DataFrame([{"doc": "a", "char_start": 3, "char_end": 9}]).iloc[0]
    assert markup.placed(markup.place(row)) == ("a", 3, 9)
