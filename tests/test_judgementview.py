"""Stance as a view: cells say what `parley.stance` computes, and lead to the sentences behind it."""

import pytest
from markupsafe import Markup

from parley import bundled, code, judgementview, schema
from parley.corpus import Corpus
from parley.judgements import GROUPS, judgements
from parley.judgementview import VIEW, trusted
from parley.material import Material, draw
from parley.stance import portrayals, stance
from shown import elements, picks, words

HOSTILE = '<img src=x onerror=alert(1)> "q" \u202eeel'
SCORES = [-0.9, -0.8, -0.5, -0.9, 0.4, 0.0]


def corpus_of(rows: list[tuple[str, str, float, str]]) -> Corpus:
    """Articles in which each sentence judges one target: (article, target, score, voice)."""
    raw: dict[str, str] = {}
    sentences, judgements_ = [], []
    for number, (doc, target, score, voice) in enumerate(rows, 1):
        start = len(raw.setdefault(doc, ""))
        text = f"Sentence {number} on {target}."
        raw[doc] += text + "\n"
        where = {"doc": doc, "line": number, "sentence": number}
        whole = {"char_start": start, "char_end": start + len(text)}
        sentences.append(where | whole | {"block": 1, "text": text, "voice": "author", "has_gap": False})
        span = {"char_start": start + text.index(target), "char_end": start + len(text) - 1}
        p = {"p_negative": max(-score, 0.0), "p_neutral": 1 - abs(score), "p_positive": max(score, 0.0)}
        polarity = "negative" if score < 0 else "positive" if score > 0 else "neutral"
        holder = "author" if voice == "author" else "Kim"
        said = {"target": target, "mention": "name", "polarity": polarity, "voice": voice, "holder": holder}
        judgements_.append(where | span | p | said | {"method": "model"})
    documents = [dict.fromkeys(schema.columns("documents"), "") | {"doc": d, "words": 9} for d in raw]
    tables = {name: schema.empty(name) for name in schema.TABLES}
    tables |= {
        "documents": schema.frame("documents", documents),
        "sentences": schema.frame("sentences", sentences),
        "targets": schema.check("targets", schema.frame("targets", judgements_)),
    }
    tables["stance"] = stance(portrayals(tables))[list(schema.columns("stance"))]
    return Corpus(tables, raw)


ROWS = [("a", "Lee", score, "author") for score in SCORES] + [
    ("b", "Lee", 0.7, "quoted"),
    ("b", "Ruiz", -0.1, "author"),
]


@pytest.fixture
def material() -> Material:
    return Material(corpus_of(ROWS))


@pytest.fixture(scope="module")
def seeds() -> Material:
    return Material(code(bundled("seeds")))


@pytest.fixture(autouse=True)
def reading(monkeypatch):
    """The reading view says only that it was asked."""
    monkeypatch.setattr(judgementview, "excerpt", lambda material, picked: Markup("<i>read on</i>"))


def sentences(html: str) -> list[list[str]]:
    """The rows of all tables of sentences: score, probabilities, whose judgement, the sentence itself."""
    tables = [e for e in elements(html) if e.attrib.get("class") == "sentences"]
    rows = [row for table in tables for row in table.find("tbody")]
    return [[*(words(cell) for cell in row[:3]), words(row[3].find("bdi"))] for row in rows]


def test_nothing_is_computed_twice(seeds, monkeypatch):
    """A second look at the same choices, with another pick, asks for no interval."""
    draw(VIEW, seeds, method="vader", by="outlet")
    monkeypatch.setattr("parley.judgements.estimate", lambda *a, **k: pytest.fail("computed anew"))
    assert "evidence" in draw(VIEW, seeds, method="vader", by="outlet", picked="target:Ukraine")


def test_a_cell_says_verdict_stance_interval_and_n(material):
    """Label and what is shown agree with the table of stances; below five sentences there is no number."""
    cells = picks(draw(VIEW, material, least="1"))
    row = judgements(material.corpus, "article", "model", "all").query("group == 'a'").iloc[0]
    assert (row["n"], row["verdict"]) == (6, "negative")
    assert row["stance"] == pytest.approx(-0.9)
    numbers = f"[{row['low']:+.2f}, {row['high']:+.2f}]".replace("-", "−")
    assert cells["cell:Lee|a"].attrib["aria-label"] == f"Lee, a: negative, −0.90 {numbers}, n = 6"
    assert words(cells["cell:Lee|a"]) == f"− negative−0.90{numbers} n = 6"
    assert words(cells["cell:Lee|b"]) == "· not expressedn = 1"
    assert cells["cell:Lee|b"].attrib["aria-label"] == "Lee, b: not expressed, n = 1"
    assert "cell:Ruiz|a" not in cells


def test_the_line_in_a_cell_is_its_interval(material):
    """The drawn ends stand where the interval ends, on a scale from -2 to 2."""
    cell = picks(draw(VIEW, material))["cell:Lee|a"]
    row = judgements(material.corpus, "article", "model", "all").query("group == 'a'").iloc[0]
    [line] = [e for e in cell.iter("path") if e.attrib["class"] == "interval"]
    low, high = (float(x) for x in line.attrib["d"].removeprefix("M").split(",6H"))
    assert low == pytest.approx(50 + 24 * row["low"], abs=0.06)
    assert high == pytest.approx(50 + 24 * row["high"], abs=0.06)


def test_a_picked_cell_shows_its_sentences(material):
    """All sentences, the most negative first, then the positive, with probabilities and whose judgement."""
    rows = sentences(draw(VIEW, material, picked="cell:Lee|a"))
    assert rows[0] == ["−0.90", "0.90 / 0.10 / 0.00", "author", "Sentence 1 on Lee."]
    assert [row[3] for row in rows] == [f"Sentence {i} on Lee." for i in (1, 4, 2, 3, 5, 6)]


def test_whose_judgement_it_is(material):
    """A quoted judgement names its holder and its voice."""
    [row] = sentences(draw(VIEW, material, picked="cell:Lee|b"))
    assert row == ["+0.70", "0.00 / 0.30 / 0.70", "Kim (quoted)", "Sentence 7 on Lee."]


def test_long_lists_say_how_many_there_are():
    """The strongest sentences only, and how many there are on that side."""
    html = draw(VIEW, Material(corpus_of([("a", "Lee", -0.5, "author")] * 40)), picked="target:Lee")
    assert len(sentences(html)) == judgementview.STRONGEST
    assert f"{judgementview.STRONGEST} of 40" in html


def test_reading_on_keeps_the_sentences(material):
    """Each way to a place carries its cell; the excerpt follows the sentences."""
    html = draw(VIEW, material, picked="cell:Lee|a")
    ways = [p for p in picks(html) if "|read:" in p]
    assert ways[0] == "cell:Lee|a|read:0:18:a"
    further = draw(VIEW, material, picked=ways[0])
    assert sentences(further) == sentences(html)
    assert ("read on" in html, "read on" in further) == (False, True)
    pressed = [p for p, e in picks(further).items() if e.attrib.get("aria-pressed") == "true"]
    assert pressed == ["cell:Lee|a"]


def test_a_voice_keeps_only_its_sentences(material):
    """With a voice chosen the cell and its sentences are of that voice; where none is left it is said."""
    assert "cell:Lee|a" not in picks(draw(VIEW, material, voice="quoted", least="1"))
    gone = draw(VIEW, material, voice="quoted", least="1", picked="cell:Lee|a")
    assert "No sentence of this under these choices." in gone
    assert "No sentence names a target" in draw(VIEW, material, voice="reported")


def test_more_groups_than_fit_are_counted():
    """Articles and targets beyond the table's size are counted below it."""
    rows = [(f"d{i:02}", f"T{j:02}", 0.1, "author") for i in range(14) for j in range(33)]
    html = draw(VIEW, Material(corpus_of(rows)))
    assert "Not shown: 2 more articles or outlets, with fewer sentences, 3 more targets." in html
    heads = [e for e in elements(html) if e.attrib.get("scope") == "col"]
    assert len(heads) == 1 + GROUPS


@pytest.mark.parametrize(
    ("method", "voice", "begins"),
    [
        ("model", "all", "portrayal, Parley's model: F1m"),
        ("vader", "author", "portrayal by the author, VADER: F1m"),
        ("textblob", "quoted", "portrayal by others, TextBlob: F1m"),
    ],
)
def test_the_scorecard_of_method_and_voice(seeds, material, method, voice, begins):
    """Beside the sentences stands how far their method is right; nothing where no article is coded."""
    assert trusted(seeds, method, voice).startswith(begins)
    assert trusted(material, method, voice) == ""
    assert begins[:9] in draw(VIEW, seeds, method=method, voice=voice, picked="target:Ukraine")


def test_unknown_picks_change_nothing(material):
    """A pick of another view leaves the table as it is."""
    assert draw(VIEW, material, picked="event:1:2:a") == draw(VIEW, material)


def test_hostile_names_stay_text():
    """A target with tags, handlers and characters nobody sees is shown as it is written."""
    html = draw(VIEW, Material(corpus_of([("a", HOSTILE, -0.5, "author")] * 5)), picked=f"target:{HOSTILE}")
    assert "<img" not in html
    assert "\u202e" not in html
    assert not [e for e in elements(html) if any(name.startswith("on") for name in e.attrib)]
    assert sentences(html)[0][3].endswith('<img src=x onerror=alert(1)> "q" [U+202E]eel.')


def test_what_can_be_picked_can_be_named_and_reached(seeds):
    """Everything that can be picked is a button with a name, and cells are one group of keys."""
    html = draw(VIEW, seeds)
    assert all(e.tag == "button" and e.attrib.get("aria-label") for e in picks(html).values())
    [group] = [e for e in elements(html) if "data-group" in e.attrib]
    assert len(list(group.iter("button"))) == len(picks(html))


def test_corpora_without_targets_show_a_sentence():
    """Nothing coded: a plain sentence, no fault; too few sentences: another."""
    none = Corpus({name: schema.empty(name) for name in schema.TABLES}, {})
    for by in ("article", "outlet"):
        assert "No sentence names a target" in draw(VIEW, Material(none), by=by)
    few = Material(corpus_of([("a", "Lee", 0.1, "author")]))
    assert "No target has so many sentences" in draw(VIEW, few)
