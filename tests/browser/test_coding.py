"""The coding desk by keyboard: a code is on disk before the next unit is shown, and outlives the kernel."""

import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

ARTICLE = Path(__file__).parents[1] / "coding"
CELLS = (
    """\
import os
from pathlib import Path
from parley import code, read_registry
from parley.codingdesk import CodingDesk
from parley.material import Material
registry = read_registry("coding")
material = Material(code("coding/a.txt", registry=registry), registry)""",
    """\
desk = CodingDesk(material, "targets", coder="ada", folder="codings")
Path("kernel").write_text(str(os.getpid()))
desk""",
)
RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
IDLE = """() => { const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    return kernel.connectionStatus === 'connected' && kernel.status === 'idle'; }"""
FOCUS = "() => Boolean(document.activeElement?.closest('.parley[role=region]'))"
UNIT = {"doc": "a", "target": "Mark Lee"}


class Coder:
    """A coder at the keyboard, and the journal on disk."""

    def __init__(self, visit: Any, folder: Path) -> None:
        self.visit, self.page, self.folder = visit, visit.page, folder
        self.pane = self.page.get_by_role("region", name="Coding: targets")

    def enter(self) -> None:
        """Reach the pane with the tab key."""
        expect(self.pane).to_be_visible()
        for _ in range(60):
            if self.page.evaluate(FOCUS):
                return
            self.page.keyboard.press("Tab")
        pytest.fail("the tab key does not lead into the pane")

    def press(self, key: str, shows: str) -> list[dict[str, Any]]:
        """Press a key; return the entries that are on disk when the page shows what it leads to."""
        self.page.keyboard.press(key)
        expect(self.pane).to_contain_text(shows)
        return self.entries()

    def entries(self) -> list[dict[str, Any]]:
        """The journal, read as anybody would."""
        lines = (self.folder / "codings" / "ada" / "journal.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines[1:]]

    def kernel(self) -> int:
        return int((self.folder / "kernel").read_text())


def labels(entries: list[dict[str, Any]]) -> list[Any]:
    """Of each entry the polarity, voice and holder of its rows, or the number that it takes back."""
    return [
        e["undo"] if "undo" in e else [(r["polarity"], r["voice"], r["holder"]) for r in e["rows"]]
        for e in entries
    ]


@pytest.fixture
def coder(lab: Any, run_notebook: Callable[..., Any]) -> Coder:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    cells = [new_code_cell(source) for source in CELLS]
    nbformat.write(new_notebook(cells=cells, metadata=kernel), lab.folder / "coding.ipynb")
    shutil.copytree(ARTICLE, lab.folder / "coding")
    found = Coder(run_notebook("coding.ipynb"), lab.folder)
    found.enter()
    return found


def test_coding_by_keyboard_goes_on_after_the_kernel_was_killed(coder: Coder) -> None:
    """Label, voice, a typed name, skip and undo; half a line that the kernel left is no code."""
    page, pane = coder.page, coder.pane
    expect(pane).to_contain_text("0 of 4 units coded; this is unit 1.")
    negative, neutral = [("negative", "author", "")], [("neutral", "paraphrased", "a nurse’s son")]

    assert coder.press("1", "Whose judgement or report is it?") == []
    expect(pane.get_by_role("heading", name="Whose judgement or report is it?")).to_be_focused()
    assert labels(coder.press("a", "1 of 4 units coded; this is unit 2.")) == [negative]
    expect(pane.get_by_role("group", name="The unit to code")).to_be_focused()

    coder.press("2", "Whose judgement or report is it?")
    assert len(coder.press("p", "Who is quoted or reported?")) == 1
    box = pane.get_by_label("another name")
    for _ in range(3):  # past the two actors of the article
        page.keyboard.press("Tab")
    expect(box).to_be_focused()
    page.keyboard.type("a nurse’s son")  # the letters of undo and skip are letters here
    assert labels(coder.press("Enter", "2 of 4 units coded; this is unit 3.")) == [negative, neutral]

    assert len(coder.press("s", "2 of 4 units coded; this is unit 4.")) == 2
    coder.visit.shot("coding")
    assert labels(coder.press("u", "1 of 4 units coded; this is unit 2.")) == [negative, neutral, 2]
    written = coder.press("0", "2 of 4 units coded; this is unit 3.")
    assert labels(written) == [negative, neutral, 2, []]
    assert [e["seq"] for e in written] == [1, 2, 3, 4]
    assert all(UNIT.items() <= e["unit"].items() for e in written if "unit" in e)
    assert (coder.visit.errors, coder.visit.foreign) == ([], [])

    killed = coder.kernel()
    os.kill(killed, signal.SIGKILL)
    with (coder.folder / "codings" / "ada" / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"seq": 5, "layer": "tar')
    page.get_by_role("dialog").filter(has_text="Kernel Restarting").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_function(IDLE)
    page.evaluate(RUN_ALL)
    expect(page.locator(".jp-CodeCell .jp-InputPrompt").last).to_have_text("[2]:")
    assert coder.kernel() != killed
    expect(pane).to_contain_text("2 of 4 units coded; this is unit 3.")
    assert coder.entries() == written
    coder.enter()
    assert labels(coder.press("0", "3 of 4 units coded; this is unit 4.")) == [*labels(written), []]
    coder.press("3", "Whose judgement or report is it?")
    last = coder.press("a", "All units are coded and on disk.")
    assert labels(last)[-1] == [("positive", "author", "")]
    assert page.locator(".jp-Cell").count() == len(CELLS), "a key pressed in the pane was the notebook's"
    assert (coder.visit.errors, coder.visit.foreign) == ([], [])
