"""A corpus that tries to run something in every view: all of it is shown, and none of it runs."""

from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

ATTACK = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"
TEXT = f"""\
Talks {ATTACK} on the river

Mark Lee{ATTACK} said “<svg onload=window.hacked=1> we want a ceasefire now”.

On 3 March 2025 France demanded a ceasefire. "><b onmouseover="window.hacked=1">Germany</b> rejected it.

قال الرئيس إن \u202eالسلام\u202c ممكن. Poland’s minister left. \U0001f54a\ufe0f e\u0301 \u200b\u2066x\u2069

{"Mark Lee told France that the talks had failed again and " * 1000}ended.
"""
SHOW = """\
import numpy as np
from parley import portrayal, widgets
from parley.coding import code_document
from parley.corpus import Corpus
from parley.material import Material
from parley.sources import Source
from pathlib import Path

# No text has a part in what the model gives, and the long line has thousands of places to judge.
portrayal.judge = lambda pairs: np.tile([0.2, 0.3, 0.5], (len(pairs), 1))
attack = {attack!r}
text = Path("hostile.txt").read_text("utf-8")
about = {{"title": attack, "outlet": attack, "author": attack, "published": "2025-03-05"}}
source = Source("<b onclick=window.hacked=1>doc</b>", attack + ".txt", text, "", **about)
material = Material(Corpus(code_document(source), {{source.doc: source.raw}}))
print(len(material.corpus.sentences))"""
PICKS = {
    "reading": {"text": "as scraped", "voice": True, "judgement": True, "positions": True, "events": True},
    "concordance": {"query": "onerror"},
    "matrix": {"picked": "issue:immediate-ceasefire"},
    "timeline": {"first": "all", "last": "all"},
}


@pytest.fixture(scope="module")
def hostile(lab: Any, opened: Callable[..., Any]) -> Any:
    from parley.views import VIEWS

    (lab.folder / "hostile.txt").write_text(TEXT, encoding="utf-8")
    cells = [new_code_cell(SHOW.format(attack=ATTACK))]
    cells += [
        new_code_cell(f"widgets.board({name!r}, material, **{PICKS.get(name, {})!r})") for name in VIEWS
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(new_notebook(cells=cells, metadata=kernel), lab.folder / "hostile.ipynb")
    with opened("hostile.ipynb") as found:
        yield found


def test_nothing_of_a_text_runs(hostile: Any) -> None:
    """Every view is drawn, every one of its marks can be picked, and the window is as it was."""
    from parley.views import VIEWS

    page = hostile.page
    for view in VIEWS.values():
        pane = page.locator(f'.parley[role=region][aria-label="{view.title}"]:not(.still)').first
        pane.scroll_into_view_if_needed()
        expect(pane).not_to_be_empty()
        marks = pane.locator("[data-pick]")
        for number in range(min(3, marks.count())):
            marks.nth(number).dispatch_event("click")
            page.wait_for_timeout(150)
        assert pane.locator("script, img, [onerror], [onclick], [onload], [onmouseover]").count() == 0
        hostile.shot(f"hostile-{view.name}")
    assert page.evaluate("window.hacked") is None
    assert (hostile.errors, hostile.foreign) == ([], [])


def test_what_is_hostile_is_shown(hostile: Any) -> None:
    pane = hostile.page.locator('.parley[role=region][aria-label="Reading view"]:not(.still)').first
    pane.scroll_into_view_if_needed()
    for words in ("<script>window.hacked=1</script>", "[U+202E]", "onmouseover="):
        expect(pane).to_contain_text(words)
