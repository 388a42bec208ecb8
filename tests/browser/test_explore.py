"""08_explore as a person uses it, in JupyterLab, in Notebook 7 and in Voila."""

import re
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
PLACE = re.compile(r"[\w-]+, line \d+")


class View:
    """One view of the page: its controls, and the pane below them."""

    def __init__(self, page: Any, title: str) -> None:
        self.page = page
        self.place = f'.parley[role=region][aria-label="{title}"]:not(.still)'
        self.pane = page.locator(self.place).first
        self.pane.scroll_into_view_if_needed()
        expect(self.pane).to_be_visible()
        self.box = self.pane.locator("xpath=ancestor::*[contains(@class,'widget-vbox')][1]")

    def choose(self, label: str, option: str) -> None:
        """Choose another option, and wait until the view has been drawn for it."""
        control = self.box.get_by_label(label, exact=True).first
        if control.evaluate("e => e.value") == option:
            return
        before = self.pane.inner_html()
        control.select_option(label=option)
        redrawn = "([place, before]) => document.querySelector(place)?.innerHTML !== before"
        self.page.wait_for_function(redrawn, arg=[self.place, before])

    def type(self, label: str, words: str) -> None:
        self.box.get_by_label(label, exact=True).first.fill(words)

    def switch(self, label: str, on: bool) -> None:
        self.box.get_by_label(label, exact=True).first.set_checked(on)

    def marks(self, start: str) -> Any:
        return self.pane.locator(f'[data-pick^="{start}"]')


@pytest.fixture(scope="module")
def explore(opened: Callable[..., Any]) -> Any:
    """The notebook in JupyterLab, run once for all tests of this file."""
    with opened("08_explore.ipynb") as found:
        yield found


def reads_on(view: View) -> None:
    """A passage's button shows its paragraph, and from there the article."""
    view.pane.locator(".passages button.where, button.where").first.click()
    excerpt = view.pane.locator(".excerpt")
    expect(excerpt).to_contain_text(PLACE)
    expect(excerpt.locator(".on-place").first).to_be_visible()


def test_reading_view(explore: Any) -> None:
    view = View(explore.page, "Reading view")
    view.choose("Article", "national-post")
    expect(view.pane.locator("h3").first).to_contain_text("national-post")
    view.switch("Positions", True)
    view.marks("mark:positions").first.click()
    expect(view.pane.locator(".reading-panel")).to_contain_text("Why")
    expect(view.pane.locator(".reading-panel")).to_contain_text("rule")
    view.choose("Text", "as scraped")
    expect(view.pane).to_contain_text("set-aside lines")
    explore.shot("explore-reading")


def test_reading_view_by_keyboard(explore: Any) -> None:
    """Tab to a mark, arrows to the next, Enter to pick it."""
    view = View(explore.page, "Reading view")
    view.choose("Text", "as cleaned")
    first = view.marks("mark:").first
    first.focus()
    explore.page.keyboard.press("ArrowRight")
    expect(view.marks("mark:").nth(1)).to_be_focused()
    explore.page.keyboard.press("Enter")
    expect(view.pane.locator(".reading-panel dl").first).to_be_visible()
    expect(view.marks("mark:").nth(1)).to_be_focused()


def test_concordance(explore: Any) -> None:
    view = View(explore.page, "Concordance")
    view.type("Query", "sanctions")
    status = view.pane.locator("[role=status]").first
    expect(status).to_contain_text("of sanctions")
    every = int(re.match(r"\d+", status.inner_text())[0])
    assert view.marks("read:").count() == every
    view.choose("Voice", "author")
    expect(status).not_to_contain_text(f"{every} hits")
    view.choose("Sort by", "left")
    view.marks("read:").first.click()
    expect(view.pane.locator(".excerpt")).to_contain_text("sanctions")
    view.type("Query", "<img src=x onerror=alert(1)>")
    expect(status).to_contain_text("No hit of <img")
    view.type("Query", "peace")
    explore.shot("explore-concordance")


def test_matrix_leads_to_the_article(explore: Any) -> None:
    view = View(explore.page, "Who wants what")
    view.choose("Article", "kyiv-post")
    cell = view.marks("cell:").first
    cell.focus()
    explore.page.keyboard.press("Enter")
    expect(view.pane).to_contain_text("Passages")
    expect(view.pane.locator(".passages li").first).to_contain_text("kyiv-post, line")
    reads_on(view)
    view.pane.get_by_role("button", name="Open in the reading view").click()
    below = view.box.locator(".parley[aria-label='Reading view']")
    expect(below.locator("h3").first).to_contain_text("kyiv-post")
    expect(below.locator(".on-place").first).to_be_visible()
    explore.shot("explore-matrix")


def test_judgement(explore: Any) -> None:
    view = View(explore.page, "Who is judged how")
    view.choose("Voice", "author")
    view.choose("By", "article")
    view.marks("cell:").first.click()
    expect(view.pane).to_contain_text(PLACE)
    expect(view.pane).to_contain_text("against the reference coding")
    explore.shot("explore-judgement")


def test_methods(explore: Any) -> None:
    """Each method draws its own chart, with the line that says how far it can be trusted."""
    view = View(explore.page, "One chart, four methods")
    drawn = set()
    for method in ("textblob", "vader", "model", "reference"):
        view.choose("Method", method)
        expect(view.marks(f"point:{method}").first).to_be_attached()
        drawn.add(view.pane.inner_text())
    assert len(drawn) == 4
    view.marks("point:").first.focus()
    explore.page.keyboard.press("Enter")
    expect(view.pane).to_contain_text(PLACE)
    explore.shot("explore-methods")


def test_timeline(explore: Any) -> None:
    view = View(explore.page, "What happened when")
    view.choose("Article", "great-betrayal")
    expect(view.pane.locator("svg").first).not_to_contain_text("financial-times")
    mark = view.pane.locator("svg [data-pick]").first
    mark.focus()
    explore.page.keyboard.press("Enter")
    expect(view.pane).to_contain_text("great-betrayal, line")
    expect(view.pane).to_contain_text("rule", ignore_case=True)
    explore.shot("explore-timeline")


def test_actor_card(explore: Any) -> None:
    view = View(explore.page, "Actor card")
    view.choose("Actor", "Europe")
    expect(view.pane.locator("h3").first).to_have_text("Europe")
    view.marks("mentions:").first.click()
    expect(view.pane).to_contain_text(PLACE)
    explore.shot("explore-actor")


def test_compare(explore: Any) -> None:
    view = View(explore.page, "Compare two")
    view.choose("Second", "actor: Europe")
    expect(view.pane).to_contain_text("Europe")
    expect(view.pane).to_contain_text("interval")
    view.choose("Second", "outlet: Financial Times")
    expect(view.pane).to_contain_text("actor")
    explore.shot("explore-compare-refused")
    view.choose("Second", "actor: Europe")
    view.marks("word:").first.click()
    expect(view.pane).to_contain_text(PLACE)
    explore.shot("explore-compare")


def test_nothing_went_wrong_on_the_way(explore: Any) -> None:
    """Last of this page: no error in the console, nothing asked of another place."""
    assert (explore.errors, explore.foreign) == ([], [])


def test_in_notebook_7(run_notebook: Callable[..., Any], lab: Any) -> None:
    """The console has no error beyond those that this application has with any notebook."""
    nbformat.write(new_notebook(cells=[new_code_cell("1")], metadata=KERNEL), lab.folder / "one.ipynb")
    theirs = run_notebook("one.ipynb", app="notebooks").errors
    found = run_notebook("08_explore.ipynb", app="notebooks")
    view = View(found.page, "Who wants what")
    view.marks("cell:").first.click()
    expect(view.pane).to_contain_text("Passages")
    found.shot("explore-notebook7")
    assert ([e for e in found.errors if e not in theirs], found.foreign) == ([], [])


def test_in_voila(visit: Callable[..., Any], voila: Any) -> None:
    """`make app`: the views answer, and no code is shown."""
    found = visit(voila, "")
    view = View(found.page, "Who wants what")
    view.marks("cell:").first.click()
    expect(view.pane).to_contain_text("Passages")
    expect(found.page.get_by_text("widgets.board(")).to_have_count(0)
    found.shot("explore-voila")
    assert (found.errors, found.foreign) == ([], [])


def test_without_a_kernel(visit: Callable[..., Any], lab: Any) -> None:
    """Opened and not run: each view stands there as it was stored, as text, and nothing fails."""
    found = visit(lab, "doc/tree/08_explore.ipynb?reset")
    found.page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    found.page.locator(".jp-WindowedPanel-outer").first.evaluate("e => { e.scrollTop = 900; }")
    first = found.page.locator(".jp-RenderedHTMLCommon", has_text="financial-times").first
    expect(first).to_be_visible()
    assert found.page.get_by_text("Error displaying widget").count() == 0
    found.shot("explore-still")
    assert (found.errors, found.foreign) == ([], [])
