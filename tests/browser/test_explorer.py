"""The explorer in a real Chromium, offline: what a reader does, and what hostile texts must not do."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe

from parley import code, schema
from parley.corpus import Corpus
from parley.explorer import explorer_data, page
from parley.markup import UNSEEN
from parley.material import Material
from parley.voice import voice_spans

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SHOTS = Path(__file__).resolve().parents[2] / "shots"
EVIL = "<img src=x onerror=window.__hacked=1></script><script>window.__hacked=1</script>\"'&\u202e"
Open = Callable[..., Any]


def written(corpus: Corpus, folder: Path, name: str = "explorer.html") -> Path:
    """The page of a corpus, without a scorecard: computing one takes long."""
    material = Material(corpus)
    material.__dict__["card"] = pd.DataFrame(columns=["layer", "method"])
    path = folder / name
    path.write_text(page(explorer_data(material, command="parley explore")), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def corpus(root: Path) -> Corpus:
    return code(root / "seeds")


@pytest.fixture(scope="module")
def explorer(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(corpus, tmp_path_factory.mktemp("explorer"))


@pytest.fixture
def opened(browser: Any, explorer: Path) -> Iterator[Open]:
    """Opens a page offline; at the end nothing was asked of a network and nothing is on the console."""
    wrong: list[str] = []
    contexts = []

    def open_page(fragment: str = "", path: Path = explorer, viewport: dict[str, int] = WIDE) -> Any:
        context = browser.new_context(viewport=viewport)
        contexts.append(context)
        context.set_offline(True)
        tab = context.new_page()
        tab.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
        tab.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        tab.on("dialog", lambda dialog: wrong.append("dialog") or dialog.dismiss())
        tab.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else wrong.append(r.url))
        tab.goto(path.as_uri() + fragment)
        wait(tab, "document.querySelector('#count').textContent !== ''")
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def wait(tab: Any, expression: str) -> None:
    """Until an expression holds; Playwright's own way to wait is what the page's policy forbids."""
    for _ in range(400):
        if tab.evaluate(expression):
            return
        tab.wait_for_timeout(25)
    raise AssertionError(f"not so within 10 seconds: {expression}")


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text.split(" of ")[0]))


def figures(tab: Any) -> dict[str, int]:
    pairs = tab.eval_on_selector_all(
        "#figures div",
        "all => all.map(d => [d.querySelector('dt').innerText, d.querySelector('dd').innerText])",
    )
    return {name: number(value) for name, value in pairs}


def cells(tab: Any) -> dict[str, str]:
    """Accessible names of the panel's cells, split at the colon."""
    names = tab.eval_on_selector_all("#panel [data-key]", "all => all.map(c => c.getAttribute('aria-label'))")
    return dict(name.split(": ", 1) for name in names)


def passages(tab: Any) -> list[str]:
    return tab.eval_on_selector_all("#passages li", "all => all.map(li => li.querySelector('p').textContent)")


def places(tab: Any) -> list[str]:
    return tab.locator("#passages .where").all_text_contents()


def press(tab: Any, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def focused(tab: Any) -> str:
    return tab.evaluate(
        "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
    )


def wanted_cells(positions: pd.DataFrame) -> dict[str, str]:
    """What the matrix must say, counted by pandas."""
    said = {}
    for (actor, issue), part in positions.groupby(["actor", "issue"]):
        counts = part["position"].value_counts()
        words = (("support", "for"), ("oppose", "against"), ("mixed", "mixed"))
        name = "author (of the article)" if actor == "author" else actor
        said[f"{name}, {issue}"] = ", ".join(f"{counts[p]} {word}" for p, word in words if p in counts)
    return said


def sentences_of(corpus: Corpus, rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Article and line, and the words, of the sentences that some rows stand in."""
    found = corpus.evidence(rows)
    return [(f"{row.doc}, line {row.line}", row.text) for row in schema.rows(found)]


# -- figures and filters ---------------------------------------------------------------------------


def test_the_figures_above_are_those_of_the_tables(opened: Open, corpus: Corpus) -> None:
    assert figures(opened()) == {
        "articles": len(corpus.documents),
        "outlets": len(set(corpus.documents["outlet"]) - {""}),
        "sentences": len(corpus.sentences),
        "mentions of actors": len(corpus.mentions),
        "quotations and reports": len(corpus.quotes),
        "positions": len(corpus.positions),
        "dated events": len(corpus.events),
    }


def test_filters_narrow_all_figures(opened: Open, corpus: Corpus) -> None:
    tab = opened()
    doc = corpus.documents["doc"].iloc[1]
    tab.select_option("[data-filter=article]", doc)
    mine = {name: len(corpus[name][corpus[name]["doc"] == doc]) for name in corpus.tables if name != "stance"}
    assert figures(tab) == {
        "articles": 1,
        "outlets": int(corpus.documents["outlet"].iloc[1] != ""),
        "sentences": mine["sentences"],
        "mentions of actors": mine["mentions"],
        "quotations and reports": mine["quotes"],
        "positions": mine["positions"],
        "dated events": mine["events"],
    }
    assert f"Filtered by article {doc}" in tab.inner_text("#count")
    tab.click("#clear")
    assert figures(tab)["sentences"] == len(corpus.sentences)


def test_the_voice_filter_narrows_all_figures(opened: Open, corpus: Corpus) -> None:
    spans = voice_spans(corpus.sentences, corpus.quotes)
    pairs = corpus.mentions.merge(spans, on=["doc", "sentence"], suffixes=("", "_span"))
    inside = pairs["char_start"].between(pairs["char_start_span"], pairs["char_end_span"] - 1)
    found = figures(opened("#voice=others"))
    assert found["sentences"] == (corpus.sentences["voice"] != "author").sum()
    assert found["mentions of actors"] == (inside & (pairs["voice"] != "author")).sum()
    assert (
        found["quotations and reports"] == corpus.quotes["kind"].isin(["direct", "partial", "indirect"]).sum()
    )
    assert found["positions"] == (corpus.positions["voice"] != "asserted").sum()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("article", "kyiv-post"),
        ("outlet", "Financial Times"),
        ("voice", "author"),
        ("voice", "others"),
        ("actor", "Vladimir Putin"),
        ("text", "SANCTIONS"),
    ],
)
def test_filters_narrow_the_matrix(opened: Open, corpus: Corpus, name: str, value: str) -> None:
    rows = corpus.positions.merge(corpus.documents[["doc", "outlet"]], on="doc")
    text = corpus.sentences.set_index(["doc", "sentence"])["text"].str.casefold()
    held = pd.MultiIndex.from_frame(rows[["doc", "sentence"]])
    masks = {
        "article": rows["doc"] == value,
        "outlet": rows["outlet"] == value,
        "voice": (rows["voice"] == "asserted") == (value == "author"),
        "actor": rows["actor"] == value,
        "text": text.loc[held].str.contains(value.casefold(), regex=False).to_numpy(),
    }
    tab = opened()
    if name == "text":
        tab.fill("[data-filter=text]", value)
        wait(tab, "document.querySelector('#count').textContent.includes('Filtered')")
    else:
        tab.select_option(f"[data-filter={name}]", value)
    assert 0 < masks[name].sum() < len(rows)
    assert cells(tab) == wanted_cells(rows[masks[name]])


def test_a_filter_that_leaves_nothing_says_so(opened: Open) -> None:
    tab = opened("#text=nobody+wrote+this")
    said = {}
    for name in ("positions", "judged", "timeline"):
        tab.click(f"#tab-{name}")
        said[name] = tab.locator("#panel .none").first.inner_text()
    assert said["positions"] == "No position passes the filters."
    assert said["judged"] == "No stance passes the filters."
    assert said["timeline"] == "No dated event passes the filters."
    assert figures(tab)["sentences"] == 0


# -- the matrix ------------------------------------------------------------------------------------


def test_a_cell_leads_to_its_passages(opened: Open, corpus: Corpus) -> None:
    tab = opened()
    assert cells(tab) == wanted_cells(corpus.positions)
    rows = corpus.positions[
        (corpus.positions["actor"] == "Donald Trump") & (corpus.positions["issue"] == "sanctions-relief")
    ]
    tab.click("[aria-label^='Donald Trump, sanctions-relief']")
    wanted = sentences_of(corpus, rows)
    assert list(zip(places(tab), passages(tab), strict=True)) == wanted
    marked = tab.locator("#passages mark").all_text_contents()
    assert {" ".join(m.split()) for m in marked} <= set(rows["evidence"])
    assert tab.get_attribute("[aria-label^='Donald Trump, sanctions-relief']", "aria-pressed") == "true"


def test_the_matrix_is_walked_by_arrow_keys(opened: Open, corpus: Corpus) -> None:
    tab = opened()
    tab.focus("#panel [data-row][tabindex='0']")
    first = focused(tab)
    press(tab, "ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft", "Home")
    assert focused(tab) == first
    press(tab, "ArrowRight")
    second = focused(tab)
    press(tab, "Enter")
    assert second != first
    assert focused(tab) == second
    actor, issue = second.split(":")[0].rsplit(", ", 1)
    rows = corpus.positions[(corpus.positions["actor"] == actor) & (corpus.positions["issue"] == issue)]
    assert passages(tab) == [text for _, text in sentences_of(corpus, rows)]
    assert tab.locator("#panel [data-row][tabindex='0']").count() == 1


# -- judgements ------------------------------------------------------------------------------------


@pytest.mark.parametrize("voice", ["all", "author", "others"])
def test_stances_are_shown_as_they_were_computed(opened: Open, corpus: Corpus, voice: str) -> None:
    tab = opened(f"#panel=judged&voice={voice}&few=1")
    table = corpus.stance[corpus.stance["voice"] == voice].set_index(["target", "doc"])
    words = {"not expressed": "too few"}
    shown = {name: said for name, said in cells(tab).items() if not name.endswith(", all articles")}
    for name, said in shown.items():
        row = table.loc[tuple(name.rsplit(", ", 1))]
        number = (
            ""
            if pd.isna(row["stance"])
            else f"{row['stance']:+.2f} [{row['low']:+.2f}, {row['high']:+.2f}], "
        )
        number = re.sub(r"[+-]0\.00", "0.00", number).replace("-", "−")
        assert said == f"{number}n {row['n']}, {words.get(row['verdict'], row['verdict'])}"
    targets = table["n"].groupby("target").max().sort_values(ascending=False)
    assert len(shown) >= len(table.loc[targets.index[:40]])


def test_a_stance_leads_to_all_its_sentences(opened: Open, corpus: Corpus) -> None:
    tab = opened("#panel=judged&voice=author")
    row = corpus.stance[(corpus.stance["voice"] == "author")].nlargest(1, "n").iloc[0]
    tab.click(f"[aria-label^='{row['target']}, {row['doc']}:']")
    found = places(tab)
    assert len(found) == row["n"]
    assert {place.split(",")[0] for place in found} == {row["doc"]}
    scores = [
        abs(float(re.search(r"([+−]?\d\.\d\d)", text)[1].replace("−", "-")))
        for text in tab.locator("#passages .meta").all_text_contents()
    ]
    assert scores == sorted(scores, reverse=True)


def test_the_article_filter_chooses_a_column(opened: Open, corpus: Corpus) -> None:
    tab = opened("#panel=judged&article=kyiv-post")
    assert tab.locator("#panel thead th").all_inner_texts() == ["target", "kyiv-post"]


# -- the timeline ----------------------------------------------------------------------------------


def test_a_mark_leads_to_its_passage(opened: Open, corpus: Corpus) -> None:
    tab = opened("#panel=timeline")
    tab.click("text=All dates")
    assert tab.locator("#panel [data-key]").count() == len(corpus.events)
    row = corpus.events[corpus.events["precision"] == "day"].iloc[0]
    tab.locator(f"#panel [data-key][aria-label$='{row['doc']}, line {row['line']}']").first.focus()
    press(tab, "Enter")
    assert len(places(tab)) == 1
    assert places(tab)[0].startswith(f"{row['doc']}, line ")
    assert tab.locator("#panel [aria-pressed=true]").count() == 1
    before = focused(tab)
    press(tab, "ArrowRight")
    assert focused(tab) != before


def test_the_calendar_stands_beside_the_timeline(opened: Open, corpus: Corpus) -> None:
    tab = opened("#panel=timeline&actor=Vladimir+Putin")
    named = corpus.mentions[corpus.mentions["actor"] == "Vladimir Putin"][
        ["doc", "sentence"]
    ].drop_duplicates()
    rows = corpus.events.merge(named, on=["doc", "sentence"])
    assert sorted(zip(places(tab), passages(tab), strict=True)) == sorted(sentences_of(corpus, rows))


def test_days_that_are_no_days_are_refused(opened: Open) -> None:
    tab = opened("#panel=timeline&from=2024-13-45")
    shown = tab.input_value("#from")
    tab.fill("#from", "soon")
    press(tab, "Enter")
    assert tab.evaluate("document.querySelector('#from').validity.valid") is False
    assert "from=" not in tab.url.replace("from=2024-13-45", "")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", shown)


# -- the concordance -------------------------------------------------------------------------------


def lines(tab: Any) -> list[list[str]]:
    return tab.eval_on_selector_all(
        "#lines tbody tr", "all => all.map(r => [...r.cells].map(c => c.textContent))"
    )


def search(tab: Any, words: str) -> None:
    tab.fill("#q", words)
    wait(tab, f"new URLSearchParams(location.hash.slice(1)).get('q') === {json.dumps(words)}")


@pytest.mark.parametrize(
    ("typed", "pattern"),
    [
        ("sanctions", r"\bsanctions\b"),
        ("negotiat*", r"\bnegotiat\w*"),
        ("Peace Deal", r"\bpeace deal\b"),
        ("trump's", r"\btrump['’]s\b"),
        ("(", None),
    ],
)
def test_words_are_found_as_they_are_typed(
    opened: Open, corpus: Corpus, typed: str, pattern: str | None
) -> None:
    tab = opened("#panel=concordance")
    search(tab, typed)
    if pattern is None:
        assert tab.inner_text("#lines") == "Type at least one letter or digit."
        return
    wanted = [
        (row.doc, match.group())
        for row in schema.rows(corpus.sentences)
        for match in re.finditer(pattern, row.text, re.I)
    ]
    assert [(line[3].split(",")[0], line[1]) for line in lines(tab)] == wanted
    assert tab.evaluate("document.activeElement.id") == "q"


@pytest.mark.parametrize(("sort", "column"), [("left", 0), ("right", 2)])
def test_lines_are_sorted_by_what_stands_beside(opened: Open, sort: str, column: int) -> None:
    tab = opened("#panel=concordance&q=peace")
    in_text = lines(tab)
    tab.select_option("#sort", sort)
    words = [re.findall(r"[^\W_]+", line[column].lower()) for line in lines(tab)]
    keys = [(w[::-1] if sort == "left" else w)[:1] for w in words]
    assert keys == sorted(keys)
    assert sorted(lines(tab)) == sorted(in_text)


def test_a_long_list_says_how_many_more_there_are(opened: Open, corpus: Corpus) -> None:
    tab = opened("#panel=concordance&q=the")
    n = corpus.sentences["text"].str.count(r"(?i)\bthe\b").sum()
    assert len(lines(tab)) == 200
    assert tab.inner_text("#lines > .none") == f"and {n - 200} more lines"


@pytest.mark.parametrize("voice", ["author", "others"])
def test_the_voice_filter_is_that_of_each_word(opened: Open, corpus: Corpus, voice: str) -> None:
    tab = opened(f"#panel=concordance&q=peace&voice={voice}")
    words = corpus.words()
    words = words[words["word"].str.lower() == "peace"]
    assert len(lines(tab)) == ((words["voice"] == "author") == (voice == "author")).sum()


# -- the reading pane ------------------------------------------------------------------------------


def test_a_passage_opens_the_article_at_its_place(opened: Open) -> None:
    tab = opened("#panel=concordance&q=Yalta")
    context = lines(tab)[0]
    tab.click("#lines button >> nth=0")
    here = tab.eval_on_selector_all("#reading .here", "all => all.map(e => e.textContent).join('')")
    assert context[1] in here
    boxes = tab.evaluate(
        "[document.querySelector('#here'), document.querySelector('#reading .text')]"
        ".map(e => { const b = e.getBoundingClientRect(); return [b.top, b.bottom]; })"
    )
    assert boxes[1][0] <= boxes[0][0] <= boxes[1][1]
    assert tab.evaluate("document.activeElement.id") == "here"
    tab.click("text=Close")
    assert tab.locator("#reading").is_hidden()
    assert tab.evaluate("document.activeElement.closest('#lines') !== null")


def test_the_article_is_shown_as_cleaned(opened: Open, corpus: Corpus) -> None:
    doc = "great-betrayal"
    tab = opened(f"#read={doc}&marks=")
    blocks = corpus.blocks[corpus.blocks["doc"] == doc]
    kept = blocks["kind"].isin(schema.TEXT_KINDS)
    text = "#reading .block > :not(.line)"
    assert (
        tab.eval_on_selector_all(text, "all => all.map(e => e.textContent)") == blocks["text"][kept].tolist()
    )
    tab.check("#aside")
    said = [
        row.text if row.kind in schema.TEXT_KINDS else f"{row.kind}: {row.text}"
        for row in schema.rows(blocks)
    ]
    assert tab.eval_on_selector_all(text, "all => all.map(e => e.textContent)") == said
    numbers = tab.locator("#reading .line").all_inner_texts()
    assert [int(n) for n in numbers] == blocks["line"].tolist()


def test_marks_say_who_speaks_and_who_stands_where(opened: Open, corpus: Corpus) -> None:
    doc = "great-betrayal"
    tab = opened(f"#read={doc}")
    named = tab.eval_on_selector_all("#reading .actor", "all => all.map(e => e.title.split(';')[0])")
    assert set(corpus.mentions.loc[corpus.mentions["doc"] == doc, "actor"]) == set(named)
    quotes = corpus.quotes[(corpus.quotes["doc"] == doc) & (corpus.quotes["kind"] == "direct")]
    said = set(tab.locator("#reading .quote-said").all_inner_texts())
    assert {f"[— {s or 'speaker not resolved'}]" for s in quotes["speaker"]} <= said
    positions = corpus.positions[corpus.positions["doc"] == doc]
    assert len(set(tab.locator("#reading .position-said").all_inner_texts())) == len(
        positions[["actor", "issue", "position"]].drop_duplicates()
    )
    tab.uncheck("#mark-positions")
    assert tab.locator("#reading .position-said").count() == 0
    assert tab.locator("#reading .quote-said").count() > 0


# -- the address -----------------------------------------------------------------------------------


def test_an_address_restores_a_view_and_back_leads_back(opened: Open) -> None:
    tab = opened()
    tab.select_option("[data-filter=actor]", "Vladimir Putin")
    tab.click("#panel [data-row][tabindex='0']")
    tab.click("#passages .where >> nth=0")
    here, text = tab.url.split("#")[1], tab.inner_text("main")
    again = opened(f"#{here}")
    assert again.inner_text("main") == text
    assert again.input_value("[data-filter=actor]") == "Vladimir Putin"
    tab.go_back()
    tab.wait_for_selector("#reading", state="hidden")
    tab.go_back()
    wait(tab, "document.querySelectorAll('#panel [aria-pressed=true]').length === 0")
    tab.go_back()
    wait(tab, "document.querySelector('[data-filter=actor]').value === ''")
    tab.go_forward()
    wait(tab, "document.querySelector('[data-filter=actor]').value === 'Vladimir Putin'")


def test_typing_leaves_one_place_in_the_history(opened: Open) -> None:
    tab = opened("#panel=concordance")
    for words in ("p", "pe", "peace"):
        search(tab, words)
    tab.go_back()
    wait(tab, "document.querySelector('#q').value === ''")


@pytest.mark.parametrize(
    "fragment",
    [
        "#panel=nothing&article=nowhere&actor=nobody&voice=x&sort=x&by=x&read=none&at=x",
        "#pick=a&pick=b&pick=c",
        "#panel=judged&pick=Donald+Trump&pick=doc&pick=nowhere",
        "#panel=timeline&pick=kyiv-post&pick=9999",
        "#read=kyiv-post&at=99999",
        "#%E0%A4%A&=&&text=%00%FF",
        "#panel=__proto__&voice=constructor&sort=toString",
    ],
)
def test_an_address_that_makes_no_sense_does_no_harm(opened: Open, fragment: str) -> None:
    tab = opened(fragment)
    assert tab.locator("#panel h2").count() == 1
    assert tab.locator("[aria-selected=true]").count() == 1


# -- tabs, keys, print, phone ----------------------------------------------------------------------


def test_tabs_are_walked_by_arrow_keys(opened: Open) -> None:
    tab = opened()
    tab.focus("#tab-positions")
    press(tab, "ArrowRight", "Enter")
    assert tab.get_attribute("#tab-judged", "aria-selected") == "true"
    assert tab.inner_text("#panel h2") == "Who is judged how"
    assert tab.locator("[role=tab][tabindex='0']").count() == 1


def test_results_are_announced(opened: Open) -> None:
    tab = opened()
    assert tab.get_attribute("#count", "aria-live") == "polite"
    before = tab.inner_text("#count")
    tab.select_option("[data-filter=voice]", "author")
    assert tab.inner_text("#count") != before


@pytest.mark.parametrize(
    "fragment",
    [
        "",
        "#pick=Donald+Trump&pick=sanctions-relief&read=great-betrayal&at=20",
        "#panel=judged&few=1",
        "#panel=timeline",
        "#panel=concordance&q=peace",
        "#panel=articles&read=kyiv-post&aside=1&names=1",
        "#panel=methods",
    ],
)
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_are_accessible_and_fit(opened: Open, fragment: str, viewport: dict[str, int]) -> None:
    """WCAG 2 A and AA by axe-core, headings in order, and nothing that is wider than the screen."""
    tab = opened(fragment, viewport=viewport)
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(tab, options=options)
    said = [(v["id"], v["nodes"][0]["html"][:120]) for v in found.response["violations"]]
    assert said == []
    levels = tab.eval_on_selector_all(
        "h1, h2, h3, h4", "all => all.filter(h => h.offsetParent).map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    name = re.sub(r"\W+", "-", fragment).strip("-") or "start"
    tab.screenshot(path=SHOTS / f"explorer-{name}-{viewport['width']}.png")


def test_print_shows_the_panel_and_its_passages_whole(opened: Open) -> None:
    tab = opened("#pick=Donald+Trump&pick=sanctions-relief&read=great-betrayal")
    tab.emulate_media(media="print")
    assert tab.locator("#filters").is_hidden()
    assert tab.locator("#tabs").is_hidden()
    cut = tab.evaluate(
        "['#panel', '#passages', '#reading .text'].filter(s => { const e = document.querySelector(s);"
        " return e.scrollHeight > e.clientHeight + 1 && getComputedStyle(e).overflowY !== 'visible'; })"
    )
    assert cut == []
    assert tab.locator("#passages li").last.is_visible()


# -- corpora that are not as one would like them ---------------------------------------------------


def altered(corpus: Corpus, **changes: Callable[[pd.DataFrame], pd.DataFrame]) -> Corpus:
    return Corpus({n: changes.get(n, lambda t: t)(t) for n, t in corpus.tables.items()}, corpus.raw)


def test_hostile_texts_are_shown_as_texts(opened: Open, root: Path, tmp_path: Path) -> None:
    """Titles, outlets, texts, actors, speakers, issues and events that try to become markup or script."""
    source = tmp_path / "evil.txt"
    source.write_text(
        f'Talks fail {EVIL}\n\n"We will never accept {EVIL} a ceasefire," said Lee Kim on 3 May 2024.\n\n'
        f"On 4 May 2024 Ukraine rejected NATO membership {EVIL}.\n",
        encoding="utf-8",
    )
    plain = code(source, cache=False)
    marked = altered(
        plain,
        documents=lambda t: t.assign(title=EVIL, outlet=EVIL, author=EVIL, genre=""),
        mentions=lambda t: t.assign(actor=EVIL),
        quotes=lambda t: t.assign(speaker=EVIL),
        positions=lambda t: t.assign(actor=EVIL, issue=EVIL, reporter=EVIL),
        events=lambda t: t.assign(event=EVIL, value=EVIL),
        targets=lambda t: t.assign(target=EVIL, holder=EVIL),
        stance=lambda t: t.assign(target=EVIL),
    )
    tab = opened(path=written(marked, tmp_path))
    for name in ("positions", "judged", "timeline", "concordance", "articles", "methods"):
        tab.click(f"#tab-{name}")
    tab.click("#tab-articles")
    tab.click("#panel tbody button")
    tab.check("#names")
    tab.fill("[data-filter=text]", EVIL)
    wait(tab, "document.querySelector('#count').textContent.includes('Filtered')")
    assert tab.evaluate("window.__hacked") is None
    assert tab.locator("img, #panel script, #reading script").count() == 0
    assert "<img src=x onerror" in tab.inner_text("#reading")
    assert "[U+202E]" in tab.inner_text("#panel")


def test_the_unseen_are_those_of_the_views(opened: Open, corpus: Corpus, tmp_path: Path) -> None:
    """What the views of the notebooks show by its number, the page shows by its number."""
    title = "".join(chr(c) for c in range(0x2100) if not 0xD800 <= c <= 0xDFFF) + "\ufeff"
    made = altered(corpus, documents=lambda t: t.assign(title=title))
    tab = opened("#panel=articles", path=written(made, tmp_path))
    shown = tab.eval_on_selector_all("#panel tbody tr td:nth-child(2)", "all => all[0].textContent")
    assert shown == UNSEEN.sub(lambda m: f"[U+{ord(m.group()):04X}]", title)


def test_text_from_right_to_left_and_odd_names_work(opened: Open, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    name = "a b#c&d=e%41 🕊 'x'"
    text = "السلام بعيد 🕊 اليوم\n\nThe 🕊 talks in Ukraine failed in 2024.\n"
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    tab = opened("#panel=concordance", path=written(code(folder, cache=False), tmp_path))
    tab.select_option("[data-filter=article]", name)
    search(tab, "talks")
    assert [line[1] for line in lines(tab)] == ["talks"]
    search(tab, "السلام")
    assert [line[1] for line in lines(tab)] == ["السلام"]
    tab.click("#lines button")
    assert "السلام" in tab.inner_text("#reading .here")
    assert tab.get_attribute("#reading .block p >> nth=0", "dir") == "auto"
    again = opened("#" + tab.url.split("#", 1)[1], path=tmp_path / "explorer.html")
    assert again.input_value("[data-filter=article]") == name


def test_what_is_missing_is_said(opened: Open, root: Path, tmp_path: Path) -> None:
    corpus = code(root / "tests" / "articles")
    none = {
        n: lambda t: t.iloc[:0] for n in ("positions", "events", "targets", "stance", "quotes", "mentions")
    }
    tab = opened(path=written(altered(corpus, **none), tmp_path))
    assert tab.inner_text("#panel h2") == "The articles"
    said = {}
    for name in ("positions", "judged", "timeline"):
        tab.click(f"#tab-{name}")
        said[name] = tab.locator("#panel .none").first.inner_text()
    assert said["positions"] == "No position was found in these articles."
    assert said["judged"].startswith("No judgement was computed")
    assert said["timeline"] == "No dated event was found in these articles."
    tab.click("#tab-methods")
    assert "None of these articles is coded by hand" in tab.inner_text("#panel")
    bare = opened(path=written(Corpus({}, {}), tmp_path, "bare.html"))
    bare.click("#tab-articles")
    assert bare.locator("#panel .none").inner_text() == "This corpus holds no article."
    assert set(figures(bare).values()) == {0}


def test_listed_metadata_of_the_articles_is_shown(opened: Open, root: Path, tmp_path: Path) -> None:
    listed = tomllib.loads((root / "tests/articles/sources.toml").read_text(encoding="utf-8"))["source"]
    tab = opened("#panel=articles", path=written(code(root / "tests" / "articles"), tmp_path))
    rows = tab.eval_on_selector_all(
        "#panel tbody tr", "all => all.map(r => [...r.cells].map(c => c.innerText))"
    )
    found = {row[0]: (row[1], row[2], row[3].split(" (")[0]) for row in rows}
    assert found == {s["id"]: (s["title"], s["outlet"], s["published"] or "not known") for s in listed}
