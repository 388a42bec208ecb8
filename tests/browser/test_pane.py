"""The pane that shows views: picks by pointer and by keyboard, focus and scrolling after a redraw."""

from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

SOURCE = """\
from parley import widgets
from parley.markup import button, tag, join
pane = widgets.Pane(label="Test")
def draw(change=None):
    said = (change or {}).get("new", {}).get("pick", "nothing")
    pane.html = str(join([
        tag("p", "picked: ", said, id="said"),
        button("One", "one", key="1"), button("Two", "two", key="2"), button("<b>Three</b>", "three"),
        tag("span", "four", data_pick="four", role="button", tabindex="0"),
        tag("input", data_field="word", aria_label="word"),
    ]))
pane.observe(draw, "picked")
draw()
pane"""


@pytest.fixture
def pane(lab: Any, run_notebook: Callable[..., Any]) -> Any:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(new_notebook(cells=[new_code_cell(SOURCE)], metadata=kernel), lab.folder / "pane.ipynb")
    return run_notebook("pane.ipynb")


def test_a_pane_by_pointer_and_by_keyboard(pane: Any) -> None:
    """Every way to pick sends the pick once, and the focus stays where it was through each redraw."""
    page = pane.page
    said = page.locator("#said")
    page.get_by_role("button", name="Two").click()
    expect(said).to_have_text("picked: two")
    expect(page.get_by_role("button", name="Two")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(said).to_have_text("picked: three")
    page.keyboard.press("1")
    expect(said).to_have_text("picked: one")
    page.locator("[data-pick=four]").focus()
    page.keyboard.press(" ")
    expect(said).to_have_text("picked: four")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="<b>Three</b>")).to_be_focused()
    page.get_by_label("word").fill("peace 1")
    page.keyboard.press("Enter")
    expect(said).to_have_text("picked: word:peace 1")
    assert page.locator(".jp-Cell").count() == 1, "a key pressed in the pane was the notebook's"
    pane.shot("pane")
    assert (pane.errors, pane.foreign) == ([], [])
