"""The reading sheet: drawing keeps every character, and labels say what the records hold."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from parley import bundled, code, schema
from parley.corpus import Corpus
from parley.markup import tag
from parley.readinglayers import LAYERS, PICKED, PLACE
from parley.readingsheet import Sheet, drawn, element, glued, line_of, named, opening, sheet_of, voice_of
from parley.stretches import Span, cut
from shown import seen

PLAIN = [PLACE, PICKED]
HOSTILE = st.text(st.sampled_from("ab <>&\"'/\n\r\t\u202e\u2028\u05d0é𝕏\x00"), min_size=1, max_size=45)


class Words(HTMLParser):
    """What is left of HTML without its tags and without labels, which stand in small."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said, self.open = "", list[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "small" not in self.open:
            self.said += data


@settings(max_examples=200)
@given(HOSTILE, st.data())
def test_drawing_keeps_every_character_in_order_whatever_the_spans(raw, data):
    places = st.integers(0, len(raw))
    spans = data.draw(
        st.lists(
            st.builds(
                lambda a, b, n: Span(min(a, b), max(a, b), n, 0), places, places, st.sampled_from(PLAIN)
            )
        )
    )
    html = str(drawn(Sheet("a", raw, {}, {}, [], [0]), cut(spans, 0, len(raw))))
    found = Words(html)
    assert found.said == seen(raw)
    assert found.open == []


@pytest.fixture(scope="module")
def seeds() -> Corpus:
    return code(bundled("seeds"))


def test_a_sheet_has_the_rows_of_every_layer(seeds):
    """Each span stands where its row says; lines begin behind each break."""
    for doc, raw in seeds.raw.items():
        sheet = sheet_of(seeds, doc)
        assert list(sheet.rows) == list(sheet.spans) == list(LAYERS)
        for name, spans in sheet.spans.items():
            places = [(row.char_start, row.char_end) for row in sheet.rows[name]]
            assert [(s.start, s.end) for s in spans] == places
            assert [s.key for s in spans] == list(range(len(places)))
        for name in ("actors", "positions", "events"):
            assert len(sheet.rows[name]) == (seeds[LAYERS[name].table]["doc"] == doc).sum()
        assert {row.method for row in sheet.rows["judgement"]} <= {"model"}
        assert not {row.kind for row in sheet.rows["aside"]} & set(schema.TEXT_KINDS)
        assert len(sheet.starts) == 1 + len(re.findall("\r\n|[\n\r\x85\u2028\u2029]", raw))


def test_the_line_of_a_place():
    """Lines begin at 0, 4 and 5; a place at a beginning is in the line that begins there."""
    sheet = Sheet("a", "abc\n\nde", {}, {}, [], [0, 4, 5])
    assert [line_of(sheet, place) for place in (0, 3, 4, 5, 6)] == [1, 1, 2, 3, 3]


def test_a_voice_names_its_speaker(seeds):
    """The author's has none; a speaker who is not known is said to be open."""
    sheet = sheet_of(seeds, next(iter(seeds.raw)))
    for key, row in enumerate(sheet.rows["voice"]):
        said = voice_of(sheet, key)
        assert said.partition(", ")[0] == row.voice
        assert said.partition(", ")[2] == ("" if row.voice == "author" else row.speaker or "speaker open")


def test_a_record_is_named_by_layer_head_and_kind(seeds):
    sheet = sheet_of(seeds, next(iter(seeds.raw)))
    row = sheet.rows["actors"][0]
    assert named(sheet, sheet.spans["actors"][0]) == Markup("actors: {} ({})").format(row.actor, row.kind)


@pytest.mark.parametrize("said", ["plain", "<b>&\"'", "\u202eeel"])
def test_quick_elements_are_those_of_markup(said):
    """The same text as `parley.markup.tag` makes, in whatever words."""
    assert element("small", said, "label", dir="auto") == tag("small", said, class_="label", dir="auto")
    assert glued([opening("b", said), Markup("x</b>")]) == tag("b", "x", class_=said)
