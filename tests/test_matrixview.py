"""The position matrix as a view: cells count what the table holds, and lead to exactly these passages."""

import re

import pytest
from markupsafe import Markup

from parley import bundled, code, matrixview, schema
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.markup import place
from parley.material import Material, draw
from parley.matrixview import VIEW
from parley.positioncells import part
from shown import elements, picks, words

HOSTILE = "<script>alert(1)</script>\" onclick='x' \u202eeel"
"""A name as an article might carry it."""
POSITIONS = [
    # doc, sentence, actor, issue, position, voice, act, answers
    ("a", 1, "Lee", "nato-membership", "support", "quoted", "demand", ""),
    ("a", 2, "Ruiz", "nato-membership", "oppose", "paraphrased", "reject", "a-p01"),
    ("a", 3, "Lee", "nato-membership", "oppose", "asserted", "state", ""),
    ("b", 1, "Lee", "port", "oppose", "asserted", "state", ""),
    ("b", 2, "Ruiz", "port", "mixed", "paraphrased", "state", ""),
    ("b", 3, HOSTILE, "port", "support", "asserted", "state", ""),
]


def corpus_of(positions: list[tuple]) -> Corpus:
    """Articles in which each sentence holds one position, in brackets."""
    raw: dict[str, str] = {"a": "", "b": ""}
    sentences, rows = [], []
    for doc, number, actor, issue, position, voice, act, answers in positions:
        start = len(raw[doc])
        text = f"Words {number} [of {actor}]."
        raw[doc] += text + "\n"
        where = {"doc": doc, "line": number, "sentence": number}
        whole = {"char_start": start, "char_end": start + len(text)}
        sentences.append(where | whole | {"block": 1, "text": text, "voice": "author", "has_gap": False})
        span = {"char_start": start + text.index("["), "char_end": start + text.index("]") + 1}
        coded = {"actor": actor, "issue": issue, "position": position, "voice": voice, "act": act}
        more = {"id": f"{doc}-p{number:02}", "evidence": "", "answers": answers, "reporter": ""}
        rows.append(where | span | coded | more | {"confidence": 0.5, "rule": "deed"})
    documents = [dict.fromkeys(schema.columns("documents"), "") | {"doc": d, "words": 9} for d in raw]
    documents[0]["outlet"] = "Courier"
    documents = [d | {"published_basis": "unknown"} for d in documents]
    tables = {name: schema.empty(name) for name in schema.TABLES}
    tables |= {
        "documents": schema.frame("documents", documents),
        "sentences": schema.frame("sentences", sentences),
        "positions": schema.check("positions", schema.frame("positions", rows)),
    }
    return Corpus(tables, raw)


@pytest.fixture
def material() -> Material:
    return Material(corpus_of(POSITIONS))


@pytest.fixture(scope="module")
def seeds() -> Material:
    return Material(code(bundled("seeds")))


@pytest.fixture(autouse=True)
def reading(monkeypatch):
    """The reading view says only which place it was asked for."""
    monkeypatch.setattr(matrixview, "excerpt", lambda material, picked: Markup("<i>read on</i>"))


def passages(html: str) -> list[str]:
    """The passages below the matrix, without the way to read on."""
    [found] = [e for e in elements(html) if e.attrib.get("class") == "passages"]
    return [words(item.find("bdi")) for item in found]


@pytest.mark.parametrize(
    ("pick", "shown", "look", "label"),
    [
        (
            "cell:Lee|nato-membership",
            "±+1 −1",
            "cell mixed quoted",
            "Lee, nato-membership: 1 for, 1 against; some in the actor's own words",
        ),
        (
            "cell:Ruiz|nato-membership",
            "−1",
            "cell oppose paraphrased",
            "Ruiz, nato-membership: 1 against; some reported",
        ),
        ("cell:Ruiz|port", "±1", "cell mixed paraphrased", "Ruiz, port: 1 mixed; some reported"),
        ("cell:Lee|port", "−1", "cell oppose asserted", "Lee, port: 1 against; asserted by authors only"),
    ],
)
def test_a_cell_says_sign_number_and_grounds(material, pick, shown, look, label):
    """Sign and edge say what colour repeats; the label says it in words."""
    cell = picks(draw(VIEW, material))[pick]
    assert (words(cell), cell.attrib["class"], cell.attrib["aria-label"]) == (shown, look, label)


def test_headings_carry_the_proposition(material):
    """An issue of the registry has its proposition as title; one that it lacks has none."""
    asked = material.registry.issues["nato-membership"].proposition
    titles = [
        e.attrib.get("title") for e in elements(draw(VIEW, material)) if e.attrib.get("class") == "turned"
    ]
    assert titles == [asked, None]
    assert f"Proposition: {asked}" in [
        words(e) for e in elements(draw(VIEW, material, picked="issue:nato-membership"))
    ]


def test_every_cell_leads_to_as_many_records_as_it_counts(seeds):
    """The numbers in a cell's label add up to the positions that its pick means."""
    cells = {p: e for p, e in picks(draw(VIEW, seeds)).items() if p.startswith("cell:")}
    for pick, cell in cells.items():
        numbers = re.findall(r"(\d+) (?:for|against|mixed)\b", cell.attrib["aria-label"])
        assert sum(map(int, numbers)) == len(part(seeds.corpus.positions, pick)), pick
    pairs = seeds.corpus.positions.groupby(["actor", "issue"]).size()
    assert {f"cell:{actor}|{issue}" for actor, issue in pairs.index} == set(cells)


def test_a_picked_cell_shows_its_passages_with_the_evidence_marked(material):
    """The sentences of the cell's positions and no others, each position's own words marked."""
    html = draw(VIEW, material, picked="cell:Lee|nato-membership")
    assert passages(html) == ["Words 1 [of Lee].", "Words 3 [of Lee]."]
    assert [e.text for e in elements(html) if e.tag == "mark"] == ["[of Lee]", "[of Lee]"]
    pressed = [p for p, e in picks(html).items() if e.attrib.get("aria-pressed") == "true"]
    assert pressed == ["cell:Lee|nato-membership"]


def test_choices_leave_passages_out(material):
    """Only the chosen voice's passages; where none is left, a sentence says so."""
    cell = "cell:Lee|nato-membership"
    assert passages(draw(VIEW, material, picked=cell, voice="asserted")) == ["Words 3 [of Lee]."]
    assert "No position of this under these choices." in draw(VIEW, material, picked=cell, article="b")


def test_reading_on_keeps_the_passages(material):
    """Each way to a place carries its cell, so that the passages stay; the excerpt follows them."""
    cell = "cell:Lee|nato-membership"
    html = draw(VIEW, material, picked=cell)
    ways = [p for p in picks(html) if "|read:" in p]
    assert f"{cell}|{place(material.corpus.positions.iloc[0])}" in ways
    assert all(p.startswith(f"{cell}|read:") for p in ways)
    further = draw(VIEW, material, picked=ways[0])
    assert passages(further) == passages(html)
    assert ("read on" in html, "read on" in further) == (False, True)


def test_records_say_what_answers_what(material):
    """A demand names its answer, an answer the demand, each as a way to its place."""
    asked = draw(VIEW, material, picked="cell:Lee|nato-membership")
    answer = picks(asked)[f"cell:Lee|nato-membership|{place(material.corpus.positions.iloc[1])}"]
    assert words(answer) == "Ruiz: reject, line 2"
    answered = draw(VIEW, material, picked="actor:Ruiz")
    demand = picks(answered)[f"actor:Ruiz|{place(material.corpus.positions.iloc[0])}"]
    assert words(demand) == "Lee: demand, line 1"


def test_records_show_how_each_was_coded(material):
    """A row of an issue names place, actor, position, act, voice, rule and confidence."""
    html = draw(VIEW, material, picked="issue:port")
    [table] = [e for e in elements(html) if e.attrib.get("class") == "records"]
    rows = [[words(cell) for cell in row] for row in table.find("tbody")]
    assert rows[0] == ["b, line 1", "Lee", "− against", "state", "asserted", "", "", "", "deed", "0.50"]
    assert [row[1] for row in rows[:2]] == ["Lee", "Ruiz"]


def test_actors_with_too_few_positions_are_left_out_and_counted(material):
    """The fewest positions drop an actor's row; a sentence says how many."""
    html = draw(VIEW, material, least="3")
    assert [p for p in picks(html) if p.startswith("actor:")] == ["actor:Lee"]
    assert "2 actors with fewer than 3 positions are left out." in html
    assert "No actor has 3 positions" in draw(VIEW, material, least="3", article="b")


def test_more_actors_than_fit_are_counted():
    """A long matrix ends after its most active actors and says how many there are besides."""
    many = [("a", i, f"Actor {i:03}", "port", "support", "quoted", "state", "") for i in range(1, 51)]
    html = draw(VIEW, Material(corpus_of(many)))
    assert len([p for p in picks(html) if p.startswith("actor:")]) == matrixview.ACTORS
    assert "10 more actors, with fewer positions, are not shown." in html


def test_most_positions_first(material):
    """Actors and issues with most positions stand first."""
    order = [p for p in picks(draw(VIEW, material)) if p.startswith(("actor:", "issue:"))]
    assert order[:3] == ["issue:nato-membership", "issue:port", "actor:Lee"]


def test_unknown_picks_change_nothing(material):
    """A pick of another view leaves the matrix as it is."""
    assert draw(VIEW, material, picked="event:1:2:a") == draw(VIEW, material)


def test_the_scorecard_stands_below_where_there_is_one(seeds, material):
    """How far positions can be trusted is said for coded articles only."""
    assert "against the reference coding" in draw(VIEW, seeds)
    assert "reference coding" not in draw(VIEW, material)


def test_hostile_names_stay_text(material):
    """A name with tags, handlers and characters nobody sees is shown as it is written."""
    html = draw(VIEW, material, picked=f"actor:{HOSTILE}")
    assert "<script" not in html
    assert "\u202e" not in html
    assert not [e for e in elements(html) if any(name.startswith("on") for name in e.attrib)]
    assert passages(html) == ["Words 3 [of <script>alert(1)</script>\" onclick='x' [U+202E]eel]."]


def test_what_can_be_picked_can_be_named_and_reached(seeds):
    """Everything that can be picked is a button with a name, and cells are one group of keys."""
    html = draw(VIEW, seeds, picked="issue:nato-membership")
    assert all(e.tag == "button" and (e.attrib.get("aria-label") or words(e)) for e in picks(html).values())
    [group] = [e for e in elements(html) if "data-group" in e.attrib]
    assert {e.attrib["data-pick"].partition(":")[0] for e in group.iter("button")} == {
        "cell",
        "actor",
        "issue",
    }


def test_corpora_without_positions_show_a_sentence():
    """Nothing coded, or nothing at all: a plain sentence, no fault."""
    none = Corpus({name: schema.empty(name) for name in schema.TABLES}, {})
    assert "No position on an issue was found" in draw(VIEW, Material(none))
    assert "No position under these choices." in draw(
        VIEW, Material(corpus_of(POSITIONS)), article="b", voice="quoted"
    )


def test_unknown_choices_are_refused(material):
    """An option that does not exist is named with those that do."""
    with pytest.raises(ParleyError, match="voice is 'loud'; allowed: all, quoted, paraphrased, asserted"):
        draw(VIEW, material, voice="loud")
