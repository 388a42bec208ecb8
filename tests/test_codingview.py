"""The coding view: what is shown of a state."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from parley import code, read_registry
from parley.codingstate import State, failed, start, update
from parley.codingsteps import NOTHING, STEPS
from parley.codingunits import units
from parley.codingview import candidates, letters, machine_says, render
from parley.corpus import Corpus
from parley.material import Material
from parley.registry import Registry

FOLDER = Path(__file__).parent / "coding"


@cache
def dam() -> tuple[Corpus, Registry]:
    """One article of five sentences, with actors and an issue of its own."""
    registry = read_registry(FOLDER)
    return code(FOLDER / "a.txt", registry=registry, cache=False), registry


def desk(layer):
    """Material, and the units of a layer."""
    corpus, registry = dam()
    return Material(corpus, registry), units(corpus, layer, registry=registry)


def play(layer, *picks):
    """The state after some picks, and what is coded then."""
    _, frame = desk(layer)
    state, done = start(frame, layer, {}), {}
    for number, pick in enumerate(picks, 1):
        state, entry = update(frame, state, pick, done)
        if entry is not None:
            done = {key: e for key, e in done.items() if key != entry.key}
            done[entry.key] = replace(entry, seq=number)
    return state, done


def shown(layer, *picks, blind=True):
    state, done = play(layer, *picks)
    material, frame = desk(layer)
    return str(render(material, frame, state, done=done, blind=blind))


def texts(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def keys(html):
    """The keys that are shown, with the picks they send."""
    return {key: pick for pick, key in re.findall(r'data-pick="([^"]*)" data-key="([^"]*)"', html)}


NEUTRAL = ("code:neutral", "voice:author")
HOLDS = ("code:support", "actor:Mark Lee", "voice:quoted", "act:demand")


@pytest.mark.parametrize(
    ("layer", "marked", "before", "after"),
    [
        ("targets", "Mark Lee", "", "“We will build the dam,” Lee told us. He left early."),
        ("quotes", "We will build the dam,", "that the town must build the dam.", "He left early."),
        ("positions", "Dam", "", ""),
    ],
)
def test_a_unit_stands_marked_in_its_paragraph(layer, marked, before, after):
    html = shown(layer)
    quote = re.search("<blockquote.*?</blockquote>", html)
    assert re.findall("<mark[^>]*>(.*?)</mark>", html) == [marked]
    assert before in texts(html[: quote.start()])
    assert after in texts(html[quote.end() :])
    assert html.count("data-focus") == 1
    assert "data-focus" in quote.group()


def test_every_mention_of_the_target_in_the_sentence_is_marked():
    html = shown("targets", "skip", "skip", "skip")
    assert "Actor: <strong><bdi>Mark Lee</bdi></strong>" in html
    assert re.findall("<mark[^>]*>(.*?)</mark>", html) == ["Lee"]


@pytest.mark.parametrize("layer", STEPS)
def test_each_label_is_a_button_with_a_key_and_its_rule(layer):
    html = shown(layer)
    step = STEPS[layer][0]
    assert step.question in html
    expected = {str(n): f"0|code:{label}" for n, label in enumerate(step.labels, 1)}
    assert expected.items() <= keys(html).items()
    assert keys(html)["0"] == "0|code:none"
    for rule in (*step.labels.values(), NOTHING[layer]):
        assert rule.replace("'", "&#39;") in html


@pytest.mark.parametrize(
    ("layer", "picks"),
    [
        ("targets", ("code:neutral",)),
        ("targets", ("code:neutral", "voice:quoted")),
        ("quotes", ("code:direct",)),
        ("positions", ("code:support",)),
        ("positions", HOLDS[:2]),
        ("positions", HOLDS[:3]),
        ("positions", HOLDS),
    ],
)
def test_no_two_buttons_have_one_key(layer, picks):
    html = shown(layer, *picks)
    pressed = re.findall('data-key="([^"]*)"', html)
    assert len(pressed) == len(set(pressed))
    assert html.count("data-pick") == len(pressed)  # the keyboard alone suffices
    assert html.count("data-focus") == 1


def test_the_next_question_says_what_was_chosen_and_takes_the_focus():
    html = shown("targets", "code:negative")
    assert "polarity: <bdi>negative</bdi>" in html
    assert re.search(r'<h3 tabindex="-1" data-focus>Whose judgement or report is it\?</h3>', html)
    assert {"a": "0|voice:author", "q": "0|voice:quoted", "p": "0|voice:paraphrased"}.items() <= keys(
        html
    ).items()


def test_a_name_can_be_typed_and_a_description_too():
    html = shown("quotes", "code:direct")
    assert re.findall('data-field="([^"]*)"', html) == ["0|speaker", "0|described"]
    assert keys(html)["n"] == "0|speaker:"
    assert re.findall('data-field="([^"]*)"', shown("positions", "code:support")) == ["0|actor"]


def test_actors_near_the_unit_are_offered_first():
    material, frame = desk("targets")
    assert candidates(material, frame.iloc[3], "targets") == ["Ana Roe", "Mark Lee"]
    assert candidates(material, frame.iloc[0], "targets") == ["Mark Lee", "Ana Roe"]
    assert candidates(material, frame.iloc[0], "positions") == ["author", "Mark Lee", "Ana Roe"]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["demand", "offer", "accept"], "doa"),
        (["blame", "state"], "lt"),  # b and s go on and back
        (["concede", "coal", "oil"], "cao"),
        (["Žižka", "Øre", ""], "ira"),
    ],
)
def test_a_key_is_a_letter_of_the_label_where_one_is_free(labels, expected):
    found = letters(labels)
    assert list(found) == labels
    assert "".join(found.values()) == expected


def test_progress_is_said_in_words_and_drawn():
    html = shown("targets", *NEUTRAL, "skip")
    assert "1 of 4 units coded; this is unit 3." in texts(html)
    assert re.search('<progress value="1" max="4" aria-label="[^"]+"></progress>', html)


def test_the_end_leads_to_what_was_left_open():
    html = shown("targets", "skip", *NEUTRAL, "skip", "skip")
    assert re.search('data-pick="4[|]open"[^>]*>.*Go to the first of 3 units left open', html)


def test_what_was_coded_is_said_and_counted_at_the_end():
    html = shown("targets", *NEUTRAL, *NEUTRAL, "code:none", "code:negative", "voice:author")
    assert "All units are coded and on disk." in html
    cells = re.findall('<th scope="row">(.*?)</th><td>(.*?)</td>', html)
    assert cells == [("negative", "1"), ("neutral", "2"), ("none", "1")]
    assert html.count("data-focus") == 1
    back = shown("targets", *NEUTRAL, "back")
    assert "Your code of this unit: neutral, author." in back
    assert "aria-pressed" not in back


def test_what_the_machine_says_is_hidden_unless_asked_for_and_never_chosen():
    """Blind, the view is the same whatever the machine found."""
    corpus, registry = dam()
    turned = corpus.targets.assign(polarity="positive", voice="quoted", holder="Ana Roe")
    other = Material(Corpus({**corpus.tables, "targets": turned}, corpus.raw), registry)
    material, frame = desk("targets")
    for picks in ((), ("code:neutral",), ("code:neutral", "voice:quoted")):
        state, done = play("targets", *picks)
        assert render(material, frame, state, done=done) == render(other, frame, state, done=done)
        open_view = str(render(other, frame, state, done=done, blind=False))
        assert "The machine says positive, quoted, because the model" in open_view
        assert open_view.count("aria-pressed") == 0
        assert keys(open_view) == keys(str(render(material, frame, state, done=done)))


@pytest.mark.parametrize(
    ("layer", "number", "said"),
    [
        ("targets", 0, ["because the model gives", "by textblob.", "by vader."]),
        ("quotes", 0, ["direct, because: ", "speaker Mark Lee, because: "]),
        ("positions", 3, ["oppose, Ana Roe, paraphrased, reject, because of the rule: verb of stance."]),
    ],
)
def test_the_machine_gives_its_reason(layer, number, said):
    material, frame = desk(layer)
    words = " ".join(machine_says(material, frame.iloc[number], layer))
    assert all(part in words for part in said)


def test_where_the_machine_found_nothing_it_says_so():
    assert "The machine says that nothing is to be coded here" in shown("positions", blind=False)


def test_a_fault_is_an_alert_and_the_unit_stays():
    material, frame = desk("targets")
    state = failed(play("targets", "code:negative")[0], "journal.jsonl: <the disk> is full")
    html = str(render(material, frame, state, done={}))
    assert '<p role="alert" class="fault">journal.jsonl: &lt;the disk&gt; is full</p>' in html
    assert "polarity: <bdi>negative</bdi>" in html


def test_hostile_words_are_shown_and_never_run():
    """In the text, in a name that is typed, in names of actors."""
    name = '<img src=x onerror="evil()">\u202e'
    html = shown("quotes", "skip", "code:direct", f"described:{name}", "back")
    assert "<b onclick" not in html
    assert "&lt;b onclick=evil()&gt;" in html
    assert "<img" not in html
    assert "\u202e" not in html
    corpus, registry = dam()
    renamed = {t: f.replace({"Ana Roe": name}) for t, f in corpus.tables.items()}
    material = Material(Corpus(renamed, corpus.raw), registry)
    frame = units(material.corpus, "targets")
    for codes in ((), (("polarity", "neutral"), ("voice", "quoted"))):
        shown_ = str(render(material, frame, State("targets", 2, codes=codes), done={}, blind=False))
        assert "<img" not in shown_
        assert "&lt;img" in shown_


def test_nothing_to_code_is_said():
    material, frame = desk("quotes")
    empty = frame.head(0)
    assert "nothing to code" in render(material, empty, start(empty, "quotes", {}), done={})
