"""The concordance as a view: its lines, what they lead to, and what it says where there is nothing."""

import re

import pytest

from parley import bundled, code, schema
from parley.concordance import concordance
from parley.concordanceview import LINES, VIEW, controls
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.markup import place
from parley.material import EVERY, Material, draw
from shown import names


@pytest.fixture(scope="module")
def material() -> Material:
    return Material(code(bundled("seeds")))


PLAIN = {"div", "p", "b", "bdi", "table", "caption", "thead", "tbody", "tr", "th", "td", "span", "button"}


def picks(html: str) -> list[str]:
    return re.findall(r'data-pick="([^"]*)"', html)


def foreign(text: str) -> Material:
    """An article of one sentence that holds a text, said by somebody of an odd name."""
    tables = {name: schema.empty(name) for name in schema.TABLES}
    spot = {"doc": "x", "line": 1, "char_start": 0, "char_end": len(text), "text": text}
    fields = {name: "" for name, kind in schema.columns("documents").items() if kind == "str"}
    tables["documents"] = schema.frame("documents", [fields | {"doc": "x", "words": 1}])
    block = {"line_end": 1, "block": 1, "kind": "body", "gaps": 0, "rule": ""}
    tables["blocks"] = schema.frame("blocks", [spot | block])
    sentence = {"sentence": 1, "block": 1, "voice": "quoted", "has_gap": False}
    tables["sentences"] = schema.frame("sentences", [spot | sentence])
    places = dict.fromkeys(("speaker_start", "speaker_end", "cue_start", "cue_end"), -1)
    said = {name: "" for name, kind in schema.columns("quotes").items() if kind == "str"} | spot | places
    flags = {"named": True, "closed": True, "sentence": 1, "attribution": 1, "kind": "direct"}
    tables["quotes"] = schema.frame("quotes", [said | flags | {"speaker": '<b onclick="x()">Lee'}])
    return Material(Corpus(tables, {"x": text}))


def test_what_can_be_chosen(material: Material) -> None:
    """Every list begins with the option that leaves nothing out, and is sorted."""
    by_name = {control.name: control for control in controls(material)}
    assert list(by_name) == ["kind", "query", "article", "outlet", "voice", "speaker", "sort"]
    for name in ("article", "outlet", "speaker"):
        first, *others = by_name[name].options
        assert (first, others, by_name[name].default) == (EVERY, sorted(set(others)), EVERY)


@pytest.mark.parametrize("kind", ["word", "actor", "issue", "pattern"])
def test_an_empty_query_gives_a_hint(material: Material, kind: str) -> None:
    shown = draw(VIEW, material, kind=kind, query="  ")
    assert shown.count("Type a") == 1
    assert ("chips" in shown) == (kind in ("actor", "issue"))


def test_lines_are_those_of_the_frame(material: Material) -> None:
    """One line for each hit, each leading to its place, in the order that is chosen."""
    found = concordance(material.corpus, "ceasefire", sort="right")
    shown = draw(VIEW, material, query="ceasefire", sort="right")
    assert picks(shown) == [place(row) for row in schema.rows(found)]
    assert f"<b>{len(found)} hits in {found['doc'].nunique()} articles</b>" in shown
    rights = re.findall(r"</button><bdi>(.*?)</bdi></div>", shown)
    assert [len(text) > 0 for text in rights] == [len(text) > 0 for text in found["right"]]


def test_only_the_first_lines_are_shown(material: Material) -> None:
    shown = draw(VIEW, material, query="the")
    assert len(picks(shown)) == LINES
    assert f"The first {LINES} are shown." in shown


def test_choices_limit_the_hits(material: Material) -> None:
    doc, outlet = material.corpus.documents.query("outlet != ''")[["doc", "outlet"]].iloc[0]
    found = concordance(material.corpus, "peace", docs=doc, voice="author")
    limits = {"article": doc, "outlet": outlet, "voice": "author"}
    assert picks(draw(VIEW, material, query="peace", **limits)) == [place(r) for r in schema.rows(found)]


def test_a_picked_line_is_pressed_and_leads_to_the_text(material: Material) -> None:
    pick = place(next(schema.rows(concordance(material.corpus, "ceasefire"))))
    shown = draw(VIEW, material, query="ceasefire", picked=pick)
    assert shown.count('aria-pressed="true"') == 1
    assert 'class="on-place' in shown


@pytest.mark.parametrize(
    "pick", ["next", "read:1:2:nowhere", "cell:x|read:0:5:x", "read:0:1:financial-times"]
)
def test_a_pick_that_is_no_line_is_ignored(material: Material, pick: str) -> None:
    assert draw(VIEW, material, query="ceasefire", picked=pick) == draw(VIEW, material, query="ceasefire")


@pytest.mark.parametrize(
    ("kind", "query", "said"),
    [
        ("pattern", "(", "Pattern &#39;(&#39;: missing )"),
        ("pattern", "<script>(", "&lt;script&gt;"),
        ("actor", "xyzzy", "Actor is &#39;xyzzy&#39;"),
        ("word", "*", "Query is &#39;*&#39;"),
        ("word", "xyzzy", "No hit of xyzzy."),
    ],
)
def test_a_fault_is_a_sentence(material: Material, kind: str, query: str, said: str) -> None:
    shown = draw(VIEW, material, kind=kind, query=query)
    assert said in shown
    assert shown.startswith("<p")
    assert "<script" not in shown


def test_one_hit_is_one_hit(material: Material) -> None:
    assert "<b>1 hit in 1 article</b>" in draw(VIEW, foreign("A deal."), query="deal")


def test_texts_are_never_markup() -> None:
    """Script, event handlers, quotation marks and hidden characters of an article stay text."""
    text = "deal <script>alert(1)</script> \"x\" onmouseover='y' deal\u202e<img src=x onerror=z>"
    material = foreign(text)
    for query, kind in (("deal", "word"), ("<.*?>", "pattern"), ("\u202e", "pattern")):
        shown = draw(VIEW, material, query=query, kind=kind)
        assert "hits in" in shown or "hit in" in shown
        assert names(shown) <= PLAIN
        assert "\u202e" not in shown
    assert "[U+202E]" in draw(VIEW, material, query="deal")
    assert "&lt;b onclick=" in draw(VIEW, material, query="deal")


def test_an_empty_corpus_gives_a_sentence() -> None:
    nothing = Material(Corpus({name: schema.empty(name) for name in schema.TABLES}, {}))
    assert draw(VIEW, nothing, query="deal") == '<p class="none">There is no text to search.</p>'


def test_an_unknown_choice_is_refused(material: Material) -> None:
    with pytest.raises(ParleyError, match="speaker is 'Nobody'"):
        draw(VIEW, material, query="deal", speaker="Nobody")
