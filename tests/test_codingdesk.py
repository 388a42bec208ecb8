"""The coding desk: a widget in a kernel that writes each code before it shows the next unit."""

import json
import os
from functools import cache
from pathlib import Path

import pytest

from parley import bundled, code, read_registry
from parley.codingdesk import CodingDesk
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.journal import open_journal
from parley.journalfile import FILE, read_journal
from parley.material import Material
from parley.registry import Registry

FOLDER = Path(__file__).parent / "coding"


@cache
def dam() -> tuple[Corpus, Registry]:
    """One article of five sentences, with actors and an issue of its own."""
    registry = read_registry(FOLDER)
    return code(FOLDER / "a.txt", registry=registry, cache=False), registry


def desk(folder, layer="targets", coder="ada", **options):
    return CodingDesk(Material(*dam()), layer, coder=coder, folder=folder, **options)


def lines(folder, coder="ada"):
    """The entries on disk, read as anybody would."""
    return [json.loads(line) for line in (folder / coder / FILE).read_text().splitlines()[1:]]


def press(widget, pick):
    """What the page does when a button is pressed."""
    widget.pane.picked = {"pick": pick, "count": widget.pane.picked.get("count", 0) + 1}


def test_a_press_in_the_page_and_a_pick_from_code_do_the_same(tmp_path):
    pressed, picked = desk(tmp_path, coder="ada"), desk(tmp_path, coder="eve")
    for pick in ("code:negative", "voice:author", "code:none"):
        press(pressed, pick)
        assert picked.pick(pick) is picked
    assert pressed.state == picked.state
    assert pressed.pane.html == picked.pane.html
    assert lines(tmp_path, "ada") == lines(tmp_path, "eve")
    assert [row["polarity"] for line in lines(tmp_path) for row in line["rows"]] == ["negative"]


def test_each_code_is_on_disk_before_the_next_unit_is_shown(tmp_path):
    """The file is read whenever the page changes: it holds as many codes as the page says."""
    widget = desk(tmp_path)
    seen = []
    widget.pane.observe(lambda change: seen.append((len(lines(tmp_path)), change["new"])), "html")
    for pick in ("code:neutral", "voice:author", "code:none", "skip", "code:none"):
        widget.pick(pick)
    assert [n for n, _ in seen] == [0, 1, 2, 2, 3]
    assert all(f"{n} of 4 units coded" in html for n, html in seen)


def test_the_state_can_be_printed(tmp_path):
    widget = desk(tmp_path).pick("code:negative")
    assert str(widget.state) == (
        "State(layer='targets', index=0, turn=0, codes=(('polarity', 'negative'),), add=False, "
        "message='', fault='')"
    )


def test_a_code_that_cannot_be_written_is_an_alert_and_its_unit_stays(tmp_path, monkeypatch):
    widget = desk(tmp_path).pick("code:negative")

    def full(_):
        raise OSError(28, "No space left on device")

    before = (tmp_path / "ada" / FILE).read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    widget.pick("voice:author")
    monkeypatch.undo()
    assert '<p role="alert"' in widget.pane.html
    assert "the code is not saved (No space left on device)" in widget.pane.html
    assert "0 of 4 units coded; this is unit 1" in widget.pane.html
    assert widget.state.codes == (("polarity", "negative"),)
    assert (tmp_path / "ada" / FILE).read_bytes().startswith(before)
    again = desk(tmp_path).pick("code:negative").pick("voice:author")
    assert "alert" not in again.pane.html
    assert again.state.index > 0


def test_coding_goes_on_where_it_was_left(tmp_path):
    desk(tmp_path).pick("code:none").pick("code:none")
    widget = desk(tmp_path)
    assert widget.state.index == 2
    assert "2 of 4 units coded" in widget.pane.html
    widget.pick("undo")
    assert desk(tmp_path).state.index == 1
    assert [line.get("undo") for line in lines(tmp_path)] == [None, None, 2]


def test_a_cell_that_is_run_again_takes_over(tmp_path):
    """The older widget says so and writes nothing."""
    older, newer = desk(tmp_path), desk(tmp_path)
    older.pick("code:none")
    assert "is closed" in older.pane.html
    newer.pick("code:none")
    assert len(lines(tmp_path)) == 1


def test_layers_of_one_coder_share_a_journal(tmp_path):
    desk(tmp_path).pick("code:none")
    desk(tmp_path, "quotes").pick("code:scare")
    desk(tmp_path, "positions").pick("code:none")
    assert [(line["seq"], line["layer"]) for line in lines(tmp_path)] == [
        (1, "targets"), (2, "quotes"), (3, "positions"),
    ]  # fmt: skip
    assert read_journal(tmp_path, "ada").rows("quotes")["kind"].tolist() == ["scare"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"layer": "events"}, "layer"),
        ({"coder": "adjudicated"}, "another name"),
        ({"docs": ["b"]}, "docs"),
        ({"sample": 0}, "sample"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_made(tmp_path, options, message):
    with pytest.raises(ParleyError, match=message):
        desk(tmp_path, **options)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_other_versions_is_refused(tmp_path):
    open_journal(tmp_path, "eve", {"a": {"file": "a.txt", "sha256": "0"}}).close()
    with pytest.raises(ParleyError, match="another version"):
        desk(tmp_path)


def test_the_machine_is_hidden_unless_asked_for(tmp_path):
    assert "machine" not in desk(tmp_path).pane.html
    assert "The machine says" in desk(tmp_path, blind=False).pane.html


def test_agreement_is_with_machine_and_other_coders_and_never_in_the_view(tmp_path):
    eve = desk(tmp_path, coder="eve")
    for _ in range(4):
        eve.pick("code:neutral").pick("voice:author")
    widget = desk(tmp_path).pick("code:neutral").pick("voice:author").pick("code:none")
    table = widget.agreement()
    polarity = table[table["field"] == "polarity"].set_index("against")
    assert list(polarity.index) == ["model", "textblob", "vader", "eve"]
    assert polarity.loc["eve", ["n", "agreement"]].tolist() == [2, 0.5]
    assert "agreement" not in widget.pane.html


def test_the_reference_of_the_bundled_articles_is_compared_once(tmp_path):
    """Whether the codings are in its folder or not, and only on units that it has."""
    widget = CodingDesk(Material(code(bundled("seeds"))), coder="ada", folder=tmp_path, sample=12)
    for _ in range(12):
        widget.pick("code:neutral").pick("voice:author")
    table = widget.agreement()
    rows = table[(table["field"] == "polarity") & (table["against"] == "reference")]
    keys = ["doc", "end", "target"]
    gold = widget.material.coding["targets"].merge(widget.units[keys], on=keys)
    assert rows[["n", "agreement"]].values.tolist() == [[len(gold), (gold["polarity"] == "neutral").mean()]]


def test_without_a_kernel_the_page_shows_where_the_coder_is(tmp_path):
    widget = desk(tmp_path)
    data = widget._repr_mimebundle_()
    data = data[0] if isinstance(data, tuple) else data
    assert "Coding: targets" in data["text/html"]
    assert "0 of 4 units coded" in data["text/html"]
    assert "data-pick" not in data["text/html"]
