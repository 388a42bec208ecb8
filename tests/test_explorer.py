"""The explorer's page: it says what made it, texts stay texts, nothing is fetched, nothing is overwritten."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from parley import code, portrayal, schema, scores
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.explorer import MARK, TEMPLATES, build_explorer, embedded, explorer_data, page
from parley.material import Material
from parley.registry import read_registry

CARD = pd.DataFrame(
    [
        ("portrayal", "model", "F1m", 40, 0.60, 0.50, 0.70, 0.90, 0.30),
        ("portrayal", "vader", "F1m", 40, 0.31, 0.25, 0.38, 0.90, 0.30),
        ("positions", "rules", "F1", 30, 0.48, 0.40, 0.55, np.nan, np.nan),
    ],
    columns=["layer", "method", "measure", "n", "score", "low", "high", "passes", "majority"],
)
HOSTILE = '</script><script>window.__hacked=1</script><img src=x onerror="window.__hacked=1">\'\u2028\u202e'


def material_of(corpus: Corpus, card: pd.DataFrame | None = None) -> Material:
    """Material whose scorecard is given: computing one takes long and is tested elsewhere."""
    made = Material(corpus)
    made.__dict__["card"] = CARD if card is None else card
    return made


def stored(page_text: str) -> dict:
    """The data block of a page, as a browser would parse it; columns of texts unpacked."""
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', page_text, re.S)
    data = json.loads(block[1])
    for table in data["tables"]:
        for name, column in data[table].items():
            if isinstance(column, dict):
                data[table][name] = [column["of"][i] for i in column["at"]]
    return data


@pytest.fixture(scope="module")
def seeds(root: Path) -> tuple[Corpus, dict]:
    corpus = code(root / "seeds")
    return corpus, explorer_data(material_of(corpus), command="parley explore seeds --out a.html")


# -- trust, and what made the page -------------------------------------------------------------------


def test_every_method_has_its_line_and_the_weak_are_named(seeds: tuple[Corpus, dict]) -> None:
    lines = {line["line"]: line for line in seeds[1]["scores"]}
    wanted = [scores.score_line(CARD, row.layer, row.method) for row in schema.rows(CARD)]
    assert [line in lines for line in wanted] == [True, True, True]
    assert [lines[line]["weak"] for line in wanted] == [False, True, False]
    assert [lines[line]["shown"] for line in wanted] == [True, False, True]
    assert "events: not measured against a reference coding." in lines


def test_the_page_says_what_made_it(seeds: tuple[Corpus, dict]) -> None:
    made = seeds[1]["made"]
    hashes = dict(made["hashes"])
    assert made["command"] == "parley explore seeds --out a.html"
    assert hashes["actors, issues and lexicons"] == read_registry().digest
    assert hashes["model of judgements"] == portrayal.model_version()
    assert {"parley", "Python", "spacy", "pandas"} <= dict(made["versions"]).keys()


def test_the_hash_of_the_articles_follows_their_texts(root: Path) -> None:
    corpus = code(root / "tests" / "articles")
    changed = corpus.documents.assign(sha256=corpus.documents["sha256"].str[::-1])
    pair = [corpus, Corpus({**corpus.tables, "documents": changed}, corpus.raw)]
    first, second = (dict(explorer_data(material_of(c))["made"]["hashes"])["articles"] for c in pair)
    assert first != second


# -- the page ------------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """Elements of a page, with what stands in scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []
        self.within = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.within = tag in ("script", "style")
        if self.within:
            self.inside.append("")

    def handle_endtag(self, tag: str) -> None:
        self.within = False

    def handle_data(self, data: str) -> None:
        if self.within:
            self.inside[-1] += data


def hostile_corpus(root: Path) -> Corpus:
    """A corpus whose metadata, texts, actors and speakers try to break out of the page."""
    corpus = code(root / "tests" / "articles")
    tables = dict(corpus.tables)
    documents = tables["documents"]
    tables["documents"] = documents.assign(title=HOSTILE, outlet=HOSTILE, author=HOSTILE)
    tables["mentions"] = tables["mentions"].assign(actor=HOSTILE)
    tables["blocks"] = tables["blocks"].assign(text=HOSTILE)
    return Corpus(tables, corpus.raw)


def test_the_policy_allows_this_script_and_style_alone(seeds: tuple[Corpus, dict]) -> None:
    reader = Reader(page(seeds[1]))
    style, data, script = reader.inside
    hashes = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in (script, style)]
    wanted = (
        f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    said = [a for t, a in reader.tags if t == "meta" and "http-equiv" in a]
    assert said == [{"http-equiv": "Content-Security-Policy", "content": wanted}]
    assert json.loads(data)["least"] == 5


def test_the_page_names_nothing_to_fetch(seeds: tuple[Corpus, dict]) -> None:
    made = page(seeds[1])
    reader = Reader(made)
    fetching = {"src", "srcset", "data", "action", "formaction", "poster", "background", "ping"}
    assert [a for _, a in reader.tags if fetching & set(a)] == []
    assert [a["href"] for _, a in reader.tags if "href" in a] == ["#main"]
    without_data = made.replace(reader.inside[1], "")
    assert set(re.findall(r"https?://[^\s\"']+", without_data)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"@import|url\(", reader.inside[0])


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.js")), ids=lambda path: path.name)
def test_no_part_of_the_script_makes_markup_of_texts(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|fetch\(|XMLHttp|import\(|"
        r"localStorage|Date\.now|new Date\(\)",
        source,
    )
    assert "</script" not in source
    assert "<!--" not in source


def test_hostile_texts_stay_in_the_data(root: Path) -> None:
    made = page(explorer_data(material_of(hostile_corpus(root))), title=HOSTILE)
    reader = Reader(made)
    assert [tag for tag, _ in reader.tags].count("script") == 2
    assert [a for _, attributes in reader.tags for a in attributes if a.startswith("on")] == []
    data = stored(made)
    assert {doc["title"] for doc in data["docs"]} == {HOSTILE}
    assert HOSTILE in data["actors"]


def test_embedded_data_comes_back_as_it_was() -> None:
    data = {"<": "&amp;\u2028\u2029</script>", "n": [1, 2.5, None, "🕊"]}
    text = embedded(data)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == data
    assert json.loads(embedded("half \ud83d")) == "half \ufffd"


def test_a_page_holds_the_data_it_was_given(seeds: tuple[Corpus, dict]) -> None:
    data = stored(page(seeds[1]))
    del data["tables"]
    assert data == json.loads(json.dumps(seeds[1]))


def test_the_page_is_written_whole_and_always_the_same(root: Path, tmp_path: Path) -> None:
    corpus = code(root / "tests" / "articles")
    paths = [
        build_explorer(material_of(corpus), tmp_path / "new" / name, command="c")
        for name in ("a.html", "b.html")
    ]
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == ["a.html", "b.html"]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert re.search(rb"<title>Parley explorer</title>", paths[0].read_bytes())


@pytest.mark.parametrize("tables", [{}, {name: schema.empty(name) for name in schema.TABLES}])
def test_a_corpus_without_anything_makes_a_page(tables: dict[str, pd.DataFrame]) -> None:
    data = stored(page(explorer_data(material_of(Corpus(tables, {}), CARD.iloc[:0]))))
    assert data["docs"] == []
    assert data["measured"] is False
    assert {line["line"].split(":")[1] for line in data["scores"]} == {
        " not measured against a reference coding."
    }


def test_only_an_earlier_explorer_is_overwritten(root: Path, tmp_path: Path) -> None:
    """A file of somebody else's and a folder stay as they are, and one message says so."""
    made = material_of(Corpus({}, {}), CARD.iloc[:0])
    path = build_explorer(made, tmp_path / "a.html", title="Old")
    build_explorer(made, path, title="New")
    assert "<title>New</title>" in path.read_text()
    theirs = tmp_path / "thesis.html"
    theirs.write_text("<p>mine</p>")
    for place, why in ((theirs, "is no explorer page"), (tmp_path, "is a folder")):
        with pytest.raises(ParleyError, match=why):
            build_explorer(made, place)
    assert theirs.read_text() == "<p>mine</p>"


def test_a_text_that_holds_the_mark_makes_no_explorer(tmp_path: Path) -> None:
    """The mark counts at the top of a page, not somewhere in it."""
    theirs = tmp_path / "notes.html"
    theirs.write_text("-" * 5000 + MARK)
    with pytest.raises(ParleyError, match="not overwritten"):
        build_explorer(material_of(Corpus({}, {}), CARD.iloc[:0]), theirs)
