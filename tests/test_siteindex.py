"""The index: findings with their passages, links to pages that are there, texts that stay texts."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import html

from parley import code, schema
from parley.corpus import Corpus
from parley.finding import Finding
from parley.keyfindings import findings
from parley.material import Material
from parley.provenance import Provenance
from parley.siteindex import MOST, Page, fault_page, finding_section, index_page

HOSTILE = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>\u202e\""
MADE = Provenance(f"parley report {HOSTILE}", (("parley", "1"),), (("articles", "ab"),))


@pytest.fixture(scope="module")
def material(root: Path) -> Material:
    made = Material(code(root / "seeds"))
    made.__dict__["card"] = pd.DataFrame(columns=["layer", "method"])
    return made


def sections(page: str) -> list[Any]:
    return list(html.document_fromstring(page).xpath("//section[@class='finding']"))


def test_every_finding_stands_there_with_its_passages(material: Material) -> None:
    """Sentence, scorecard line, and as many passages as are said to be there or shown at most."""
    page = index_page(material, [Page("02_actors.html", "Actors", "Who is there.")], MADE, "Report")
    found = sections(page)
    for section, finding in zip(found, findings(material), strict=True):
        paragraphs = [p.text_content() for p in section.findall("p")]
        assert paragraphs[:2] == [finding.sentence, finding.trust]
        sentences = len(finding.rows[["doc", "sentence"]].drop_duplicates())
        assert len(section.xpath(".//ol/li")) == min(sentences, MOST)
        summary = section.findtext(".//summary") or ""
        assert f": {sentences:,} sentence" in summary
    links = [section.xpath("./p/a/@href") for section in found]
    assert links[0] == ["02_actors.html"]
    assert links[2] == [], "no link to a page that is not there"


def test_a_passage_is_the_sentence_and_leads_to_it(material: Material) -> None:
    corpus = material.corpus
    rows = corpus.positions.iloc[:1]
    made = finding_section(Finding("P", "S.", "t", rows, "06_positions"), corpus, {})
    item = html.fragment_fromstring(str(made)).xpath(".//li")[0]
    row = rows.iloc[0]
    raw = corpus.raw[row["doc"]]
    assert "".join(row["evidence"].split()) in "".join(item.text_content().split())
    assert "".join(item.findtext(".//mark").split()) in "".join(raw.split())
    assert item.xpath(".//a/@href") == [f"explorer.html#read={row['doc']}&at={row['sentence']}"]
    assert item.xpath(".//a")[0].text == f"{row['doc']}, line {row['line']}"


def test_hostile_texts_stay_texts() -> None:
    """Names, titles, commands and faults make no element and no attribute."""
    raw = f"{HOSTILE} spoke."
    place = {"doc": HOSTILE, "line": 1, "char_start": 0, "char_end": len(raw), "sentence": 1}
    tables = {name: schema.empty(name) for name in schema.TABLES}
    blank = {"block": 1, "text": raw, "voice": "author", "has_gap": False}
    tables["sentences"] = schema.frame("sentences", [{**place, **blank}])
    named = {"text": HOSTILE, "actor": HOSTILE, "kind": "name", "confidence": 1.0, "rule": ""}
    tables["mentions"] = schema.frame("mentions", [{**place, **named}])
    known = dict.fromkeys(schema.columns("documents"), HOSTILE) | {"words": 2}
    tables["documents"] = schema.frame("documents", [known])
    made = Material(Corpus(tables, {HOSTILE: raw}))
    made.__dict__["card"] = pd.DataFrame(columns=["layer", "method"])
    fault = Page("a.html", HOSTILE, HOSTILE, HOSTILE)
    for page in (index_page(made, [fault], MADE, HOSTILE), fault_page(fault, MADE)):
        root = html.document_fromstring(page)
        assert root.xpath("//script | //img") == []
        assert root.xpath("//@*[starts-with(name(), 'on')]") == []
        assert "window.hacked=1" in root.text_content()


def test_the_policy_allows_the_style_and_no_script(material: Material) -> None:
    page = index_page(material, [], MADE, "Report")
    policy = html.document_fromstring(page).xpath("//meta[@http-equiv]/@content")[0]
    assert "script-src" not in policy
    assert "style-src 'sha256-" in policy
    assert page.index("http-equiv") < page.index("<style")
    assert "style=" not in page


def test_an_empty_corpus_says_so() -> None:
    """Every finding is there and says that there is too little; none has a passage."""
    made = Material(Corpus({name: schema.empty(name) for name in schema.TABLES}, {}))
    made.__dict__["card"] = pd.DataFrame(columns=["layer", "method"])
    page = index_page(made, [], MADE, "Report")
    found = sections(page)
    assert len(found) == 8
    assert all("There is no passage to show." in section.text_content() for section in found)
    assert "About 0 articles." in html.document_fromstring(page).text_content()
