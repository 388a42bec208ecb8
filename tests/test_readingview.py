"""The reading view: the text stays whole, marks appear for layers that are on, a pick says why."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from parley import bundled, code, schema
from parley.corpus import Corpus
from parley.material import Material, draw
from parley.readinglayers import LAYERS
from parley.readingview import CLEANED, SCRAPED, VIEW, excerpt
from shown import seen

ON = dict.fromkeys(LAYERS, True)
OFF = dict.fromkeys(LAYERS, False)
DOCS = ["financial-times", "great-betrayal", "kyiv-post", "national-post", "never-wanted-peace"]
RAW = "Menu\n\nMaria Lund said “the port is hers”.\nIt pays 40 euros a day, she\nsays. Nobody asked.\n"


class Page(HTMLParser):
    """Elements of HTML, and the article's words in it: those in class t, without labels (small)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements, self.lines, self.open = list[tuple[str, dict]](), list[str](), list[tuple[str, str]]()
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if found.get("class") == "t":
            self.lines.append("")
        self.open.append((tag, found.get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        within = [tag for tag, _ in self.open]
        if any(class_ == "t" for _, class_ in self.open) and "small" not in within:
            self.lines[-1] += data

    def picks(self) -> list[str]:
        return [found["data-pick"] for _, found in self.elements if "data-pick" in found]

    def classes(self) -> set[str]:
        return {c for _, found in self.elements for c in (found.get("class") or "").split()}


def span(raw: str, words: str) -> dict:
    """Place of some words in the article a."""
    start = raw.index(words)
    line = raw[:start].count("\n") + 1
    return {"doc": "a", "line": line, "char_start": start, "char_end": start + len(words), "sentence": 1}


def row(table: str, **known: object) -> dict:
    """A row of a table, what is not given empty."""
    blank = {"str": "", "int64": 0, "bool": False, "float64": 0.5}
    return {**{name: blank[kind] for name, kind in schema.columns(table).items()}, **known}


def corpus(raw: str, **tables: list[dict]) -> Corpus:
    """A corpus of one article, a, with the rows given."""
    return Corpus({name: schema.frame(name, tables.get(name, [])) for name in schema.TABLES}, {"a": raw})


def block(raw: str, words: str, kind: str, text: str = "", **more: object) -> dict:
    place = {k: v for k, v in span(raw, words).items() if k != "sentence"}
    ends = place["line"] + words.count("\n")
    return row("blocks", **place, kind=kind, text=text or words, rule="paragraph", line_end=ends, **more)


@pytest.fixture(scope="module")
def seeds() -> Material:
    return Material(code(bundled("seeds")))


@pytest.fixture
def port() -> Material:
    """An article with an actor in a quotation in a position, a claim that crosses, and a broken line."""
    quote, says = span(RAW, "the port is hers"), span(RAW, "Maria Lund said “the port is hers”")
    joined = "It pays 40 euros a day, she […] says. Nobody asked."
    broken = "It pays 40 euros a day, she\nsays. Nobody asked."
    sentence = row("sentences", **{**says, "sentence": 1}, block=2, voice="mixed")
    return Material(
        corpus(
            RAW,
            blocks=[
                {**block(RAW, "Menu", "nav"), "rule": "boilerplate: nav"},
                block(RAW, "Maria Lund said “the port is hers”.", "body"),
                block(RAW, broken, "body", joined, gaps=1),
            ],
            sentences=[sentence],
            mentions=[
                row("mentions", **span(RAW, "Maria Lund"), actor="Maria Lund", kind="name", rule="full name"),
                row("mentions", **span(RAW, "hers"), actor="Maria Lund", kind="pronoun", rule="last subject"),
            ],
            quotes=[
                row("quotes", **quote, kind="partial", speaker="Maria Lund", cue="said", basis="cue before")
            ],
            positions=[
                row("positions", **says, actor="Maria Lund", issue="port", position="oppose", act="state")
            ],
            claims=[row("claims", **span(RAW, "40 euros"), verbatim="40 euros", unit="EUR", rule="sum")],
        )
    )


# -- the text ----------------------------------------------------------------------------------


@pytest.mark.parametrize("doc", DOCS)
@pytest.mark.parametrize("layers", [ON, OFF], ids=["on", "off"])
def test_every_character_as_scraped_is_shown_once_in_order(seeds, doc, layers):
    page = Page(draw(VIEW, seeds, article=doc, text=SCRAPED, **layers))
    assert "".join(page.lines) == seen(seeds.corpus.raw[doc])
    assert len(page.lines) == len(seeds.corpus.raw[doc].splitlines())


@pytest.mark.parametrize("doc", DOCS)
def test_as_cleaned_shows_the_text_blocks_joined_with_their_gap_marks(seeds, doc):
    blocks = seeds.corpus.blocks
    kept = blocks[(blocks["doc"] == doc) & blocks["kind"].isin(schema.TEXT_KINDS)]
    page = Page(draw(VIEW, seeds, article=doc, text=CLEANED, **ON))
    assert [" ".join(line.split()) for line in page.lines] == kept["text"].tolist()
    assert sum(found.get("class") == "gap" for _, found in page.elements) == kept["gaps"].sum()


def test_a_heading_is_a_heading(seeds):
    html = draw(VIEW, seeds, article="great-betrayal", text=CLEANED, **OFF)
    assert '<h4 class="t" dir="auto">Trump, Putin and Ukraine: The great betrayal?</h4>' in html


def test_set_aside_lines_say_kind_and_rule_when_their_layer_is_on(port):
    on, off = (draw(VIEW, port, text=SCRAPED, **{**OFF, "aside": value}) for value in (True, False))
    assert re.search(
        r'on-aside pick"[^>]*>Menu</span>\s*\n?</div><small class="end"[^>]*>nav: boilerplate', on
    )
    assert "boilerplate" not in off
    assert "Menu" in "".join(Page(off).lines)
    assert "Menu" not in "".join(Page(draw(VIEW, port, text=CLEANED, **ON)).lines)


# -- the layers --------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", LAYERS)
def test_the_legend_and_the_marks_are_those_of_the_layers_on(seeds, layer):
    page = Page(draw(VIEW, seeds, article="great-betrayal", text=SCRAPED, **{**OFF, layer: True}))
    keys = [c for _, found in page.elements for c in [found.get("class") or ""] if c.startswith("key ")]
    assert keys == [f"key of-{layer}"]
    assert {c for c in page.classes() if c.startswith("on-")} == {f"on-{layer}"}
    assert {pick.split(":")[1] for pick in page.picks()} == {layer}


def test_without_layers_there_is_no_mark_and_the_legend_says_so(seeds):
    html = draw(VIEW, seeds, article="great-betrayal", text=SCRAPED, **OFF)
    assert Page(html).picks() == []
    assert not {c for c in Page(html).classes() if c.startswith(("on-", "of-", "label", "raised", "sign"))}
    assert "No layer is on." in html


def test_every_record_can_be_reached_with_tab(seeds):
    """At the start of each record there is a stop, and it is a button."""
    page = Page(draw(VIEW, seeds, article="kyiv-post", text=SCRAPED, **ON))
    stops = {
        int(found["data-pick"].split(":")[3])
        for _, found in page.elements
        if found.get("tabindex") == "0" and found.get("role") == "button"
    }
    tables = {"mentions", "quotes", "positions", "events", "claims"}
    starts = {p for t in tables for d, p in seeds.corpus[t][["doc", "char_start"]].values if d == "kyiv-post"}
    assert starts <= stops
    assert all(found.get("role") == "button" for _, found in page.elements if "data-pick" in found)


def test_labels_tell_layers_apart_without_colour(port):
    html = draw(VIEW, port, **ON)
    assert '<small class="label of-quotations" dir="auto">Maria Lund</small>' in html
    assert '<small class="label of-positions" dir="auto">Maria Lund − port</small>' in html
    assert '<small class="raised of-actors" dir="auto">ML</small>' in html
    assert '<small class="raised of-claims" dir="auto">#</small>' in html
    assert '<small class="end" dir="auto">author; quoted, Maria Lund</small>' in html


# -- the pick ----------------------------------------------------------------------------------


def test_a_pick_names_the_innermost_record_and_the_panel_lists_all_that_cover_it(port):
    place = RAW.index("hers")
    pick = f"mark:actors:1:{place}:a"
    layers = {**ON, "voice": False}
    assert pick in Page(draw(VIEW, port, **layers)).picks()
    html = draw(VIEW, port, picked=pick, **layers)
    assert re.findall(r'<section class="reading-record of-(\w+)"', html) == [
        "actors",
        "quotations",
        "positions",
    ]
    for why in ("last subject", "cue before", "said", "quoted, Maria Lund", "a, line 3"):
        assert f">{why}" in html
    assert "A pronoun whose antecedent the text makes certain." in html
    assert "Against the issue&#39;s proposition." in html
    assert html.count('<mark class="on-picked">') == 1


def test_the_model_s_probabilities_are_shown(seeds):
    targets = seeds.corpus.targets
    first = targets[(targets["doc"] == "kyiv-post") & (targets["method"] == "model")].iloc[0]
    pick = f"mark:judgement:0:{first['char_start']}:kyiv-post"
    html = draw(VIEW, seeds, article="kyiv-post", picked=pick, **{**OFF, "judgement": True})
    assert f"<dt>probability of negative</dt><dd><bdi>{first['p_negative']:.12g}</bdi></dd>" in html


def test_a_position_shows_what_its_issue_proposes(seeds):
    positions = seeds.corpus.positions
    first = positions[positions["doc"] == "kyiv-post"].iloc[0]
    pick = f"mark:positions:0:{first['char_start']}:kyiv-post"
    html = draw(VIEW, seeds, article="kyiv-post", picked=pick, **{**OFF, "positions": True})
    assert seeds.registry.issues[first["issue"]].proposition in html


UNKNOWN = [
    "mark:actors:0:0:other",
    "mark:actors:99:34:a",
    "mark:actors:0:99999:a",
    "mark:events:0:1:a",
    "mark:nothing:0:1:a",
    "mark:actors:-1:6:a",
    "mark:actors",
    "read:0:9:other",
    "read:0:99999:a",
    "read:9:9:a",
    "read:9:3:a",
    "cell:1",
    "<script>",
]


@pytest.mark.parametrize("pick", UNKNOWN)
def test_an_unknown_pick_is_ignored(port, pick):
    assert draw(VIEW, port, picked=pick) == draw(VIEW, port)
    assert excerpt(port, pick) == ""


def test_a_pick_of_a_layer_that_is_off_shows_nothing(port):
    pick = f"mark:actors:1:{RAW.index('hers')}:a"
    assert draw(VIEW, port, picked=pick, **OFF) == draw(VIEW, port, **OFF)


@pytest.mark.parametrize("text", [SCRAPED, CLEANED])
def test_a_place_is_marked_and_scrolled_to(port, text):
    start = RAW.index("port is")
    html = draw(VIEW, port, text=text, picked=f"cell:x|read:{start}:{start + 7}:a", **OFF)
    assert '<mark class="on-place" data-show="true">port is</mark>' in html


def test_a_place_in_another_article_shows_that_article(seeds):
    html = draw(VIEW, seeds, article="kyiv-post", picked="read:0:14:financial-times", **OFF)
    assert '<mark class="on-place" data-show="true">Vladimir Putin</mark>' in html
    assert "Back to" in html


# -- the excerpt -------------------------------------------------------------------------------


def test_an_excerpt_has_the_paragraph_with_its_neighbours_and_leads_to_the_view(seeds):
    blocks = seeds.corpus.blocks
    texts = blocks[blocks["doc"] == "financial-times"]["text"].tolist()
    page = Page(html := excerpt(seeds, "who:x|read:741:772:financial-times"))
    assert page.lines == texts[1:4]
    assert "financial-times, line 3" in html
    assert "Financial Times · " in re.sub("</?bdi>", "", html)
    assert '<mark class="on-place" data-show="true">' not in html
    assert "bilateral economic co-operation" in re.sub("<[^>]+>", "", html)
    assert page.classes() >= {"on-place", "on-quotations", "on-actors"}
    assert page.picks() == ["who:x|read:741:772:financial-times"], "the host keeps its pick"


def test_the_first_paragraph_has_none_before_it(seeds):
    assert len(Page(excerpt(seeds, "read:0:14:financial-times")).lines) == 2


def test_an_excerpt_of_a_set_aside_line_shows_it(port):
    page = Page(html := excerpt(port, "read:0:4:a"))
    assert page.lines == ["Menu", "Maria Lund said “the port is hers”."]
    assert "nav: boilerplate: nav" in html
    assert excerpt(port, "read:5:6:a") == "", "a blank line is no paragraph"


# -- hostile and odd corpora -------------------------------------------------------------------

EVIL = "<script>alert(1)</script> \"><img src=x onerror=alert(1)> \u202eעברית שלום\u202c ' & \x00"


def test_hostile_text_is_inert_everywhere():
    """In the text, in every column that is shown, in the article's name and in its metadata."""
    place = {"doc": EVIL, "line": 1, "char_start": 0, "char_end": 25, "sentence": 1}
    tables = {}
    for table in ("mentions", "quotes", "targets", "positions", "events", "claims", "sentences", "blocks"):
        texts = {name: EVIL for name, kind in schema.columns(table).items() if kind == "str"}
        labels = {c: allowed[0] for (t, c), allowed in schema.LABELS.items() if t == table}
        own = {k: v for k, v in place.items() if k in schema.columns(table)}
        tables[table] = [
            row(table, **{**texts, **labels, **own}, **({"line_end": 1} if table == "blocks" else {}))
        ]
    texts = {name: EVIL for name, kind in schema.columns("documents").items() if kind == "str"}
    tables["documents"] = [row("documents", **texts)]
    evil = Corpus({n: schema.frame(n, tables.get(n, [])) for n in schema.TABLES}, {EVIL: EVIL * 2})
    material = Material(evil)
    pages = [draw(VIEW, material, text=text, **ON) for text in (SCRAPED, CLEANED)]
    pages += [
        draw(VIEW, material, picked=f"mark:quotations:0:3:{EVIL}", **ON),
        excerpt(material, f"read:0:9:{EVIL}"),
    ]
    assert "".join(Page(pages[0]).lines) == seen(EVIL * 2)
    assert "reading-record" in pages[2]
    assert "on-place" in pages[3]
    for html in pages:
        assert {tag for tag, _ in Page(html).elements}.isdisjoint({"script", "img"})
        assert not [key for _, found in Page(html).elements for key in found if key.startswith("on")]
        assert "\u202e" not in html


@pytest.mark.parametrize("raw", ["", "\n", "x", "a\r\nb\r\n", "a\u2028b\n\n\n"])
def test_odd_texts_are_shown_whole(raw):
    page = Page(draw(VIEW, Material(corpus(raw)), text=SCRAPED, **ON))
    assert "".join(page.lines) == seen(raw)
    assert "No line of this article is text" in draw(VIEW, Material(corpus(raw)), text=CLEANED, **ON)


def test_an_empty_corpus_gets_a_plain_sentence():
    empty = Material(Corpus({name: schema.empty(name) for name in schema.TABLES}, {}))
    assert VIEW.controls(empty) == []
    assert draw(VIEW, empty) == '<p class="none">There is no article to read.</p>'
    assert excerpt(empty, "read:0:1:a") == ""


def test_what_a_layer_says_of_itself_is_its_own():
    assert len({layer.told for layer in LAYERS.values()}) == len(LAYERS)
    css = (Path(__file__).parents[1] / "lib/parley/static/reading.css").read_text(encoding="utf-8")
    assert [layer for layer in LAYERS if f".on-{layer}" not in css] == []
