"""Widgets: state set from code and by hand is the same, and nothing is computed in them."""

import re
from typing import Any

import pytest
from markupsafe import Markup

from parley import ParleyError, bundled, code
from parley.material import Control, Material, View, draw, settle
from parley.views import VIEWS
from parley.widgets import Board, board, still


@pytest.fixture(scope="module")
def material() -> Material:
    return Material(code(bundled("seeds")))


CONTROLS = [
    Control("letter", "Letter", "choice", ("a", "b"), "a"),
    Control("loud", "Loud", "switch", default=False),
    Control("word", "Word", "text"),
]
ECHO = View("echo", "Echo", lambda material: CONTROLS, lambda material, choices: Markup(repr(dict(choices))))


def test_controls_and_code_choose_alike(material: Material) -> None:
    """A choice by a control, from code, and a pick each give what the view draws for it."""
    shown = Board(ECHO, material)
    shown.controls["letter"].value = "b"
    shown.set(loud=True)
    shown.controls["word"].value = "peace"
    shown.pane.picked = {"pick": "x", "count": 1}
    wanted = {"letter": "b", "loud": True, "word": "peace", "picked": "x"}
    assert shown.state == wanted
    assert shown.controls["loud"].value is True
    assert shown.pane.html == draw(ECHO, material, **wanted) == repr(wanted)


def test_the_same_pick_again_changes_nothing(material: Material) -> None:
    drawn: list[Any] = []
    view = View("v", "V", lambda m: [], lambda m, c: Markup(str(drawn.append(c) or len(drawn))))
    shown = Board(view, material)
    shown.pane.picked = {"pick": "x", "count": 1}
    shown.pane.picked = {"pick": "x", "count": 2}
    assert shown.pane.html == "2"


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"letter": "c"}, "letter is 'c'"),
        ({"loud": "yes"}, "loud is 'yes'"),
        ({"word": 3}, "word is 3"),
        ({"size": "a"}, "choice of the view 'echo' is 'size'"),
        ({"picked": 3}, "picked is 3"),
    ],
)
def test_what_cannot_be_chosen_is_refused(material: Material, choices: dict[str, Any], message: str) -> None:
    """And the widget stays as it was."""
    shown = Board(ECHO, material)
    before = dict(shown.state)
    with pytest.raises(ParleyError, match=re.escape(message)):
        shown.set(**choices)
    assert shown.state == before == settle(ECHO, material, {})


def test_unknown_view_is_refused(material: Material) -> None:
    with pytest.raises(ParleyError, match="view"):
        board("maps", material)


def test_what_stands_still_is_no_control() -> None:
    """Without a kernel nothing pretends to answer, and texts are left alone."""
    html = '<button type="button" data-pick="a" data-key="1">a type="button" b</button>'
    html += '<span role="button" tabindex="0" data-pick="b" class="x">c</span>'
    bundle = still(({"text/plain": "x", "view": {}}, {}), "T", html)
    inner = '<span>a type="button" b</span><span class="x">c</span>'
    assert bundle[0]["text/html"] == (f'<div class="parley still" role="region" aria-label="T">{inner}</div>')
    assert bundle[0]["view"] == {}


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_draws_with_every_option(name: str, material: Material) -> None:
    """Each option of each control, one at a time: no error, and something is shown."""
    view = VIEWS[name]
    for control in view.controls(material):
        options = {"choice": list(control.options)[:12], "switch": [True, False], "text": ["peace", "<b>("]}
        for option in options[control.kind]:
            assert draw(view, material, **{control.name: option}), (control.name, option)


def test_a_passage_opens_in_the_reading_view(material: Material) -> None:
    """Below the view that it was found in, at its place; another one takes its place there."""
    shown = Board(ECHO, material)
    for number, doc in enumerate(material.corpus.documents["doc"][:2]):
        shown.pane.picked = {"pick": f"cell:x|read:40:60:{doc}", "count": number, "open": True}
        assert shown.reader is not None
        assert shown.children[-1] is shown.reader
        assert (shown.reader.state["article"], shown.reader.state["picked"]) == (doc, f"read:40:60:{doc}")
    assert len(shown.children) == 3


def test_a_pick_that_is_no_place_opens_nothing(material: Material) -> None:
    shown = Board(ECHO, material)
    shown.pane.picked = {"pick": "x", "count": 1, "open": True}
    assert shown.reader is None
