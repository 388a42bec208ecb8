"""From the change of a control to the redraw, in JupyterLab and a real Chromium.

    python benchmarks/latency.py [--articles 5 200] [--changes 50]

Each view of `parley.views` is opened on the bundled articles and on a corpus of so many articles (those of
the project under new names), and one of its controls is changed again and again. Prints the median and the
95th percentile of the milliseconds between the event of the change and the first change of the pane, beside
those of a pane that only shows its choice: what Jupyter itself takes on the way to the kernel and back.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]
CONTROLS = {
    "echo": "Word",
    "reading": "Article",
    "concordance": "Voice",
    "matrix": "Voice",
    "judgement": "Voice",
    "methods": "Method",
    "timeline": "Precision",
    "actor": "Actor",
    "compare": "Measure",
}
"""The control of each view that is changed; its options are taken in turn."""
SETUP = """\
import pandas as pd
import parley
from markupsafe import Markup
from parley import widgets
from parley.corpus import Corpus
from parley.material import Control, Material, View

corpora = [parley.code(folder) for folder in {folders}]
raw, parts = {{}}, {{}}
for turn in range({articles}):
    corpus = corpora[turn % len(corpora)]
    for doc in corpus.raw:
        if len(raw) < {articles}:
            raw[f"{{doc}}-{{turn}}"] = corpus.raw[doc]
            for name, table in corpus.tables.items():
                rows = table[table["doc"] == doc].assign(doc=f"{{doc}}-{{turn}}")
                parts.setdefault(name, []).append(rows)
tables = {{n: pd.concat(p).sort_values([k for k in ("doc", "char_start") if k in p[0]], kind="stable",
          ignore_index=True) for n, p in parts.items()}}
material = Material(Corpus(tables, raw))
print(len(raw), len(material.card))
echo = View("echo", "Echo", lambda m: [Control("word", "Word", "choice", ("a", "b", "c"), "a")],
            lambda m, c: Markup(f"<p>{{c['word']}}</p>"))
options = {{"concordance": {{"query": "peace"}}}}"""
MEASURE = """async ([title, label, changes]) => {
  const pane = document.querySelector(`.parley[role=region][aria-label="${title}"]:not(.still)`);
  const box = pane.closest(".widget-vbox");
  const name = [...box.querySelectorAll("label")].find((e) => e.textContent === label);
  const select = document.getElementById(name.htmlFor);
  const times = [];
  for (let i = 0; i < changes; i += 1) {
    const redrawn = new Promise((done) => {
      const watch = new MutationObserver(() => { watch.disconnect(); done(performance.now()); });
      watch.observe(pane, { childList: true });
      setTimeout(() => { watch.disconnect(); done(NaN); }, 10000);
    });
    select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
    const begun = performance.now();
    select.dispatchEvent(new Event("change", { bubbles: true }));
    times.push((await redrawn) - begun);
    await new Promise((done) => setTimeout(done, 30));
  }
  return times;
}"""


def driver() -> Any:
    """The servers and windows of the browser tests."""
    place = ROOT / "tests" / "browser" / "conftest.py"
    spec = importlib.util.spec_from_file_location("driver", place)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules["driver"] = found
    spec.loader.exec_module(found)
    return found


def notebook(view: str, articles: int) -> Any:
    """A notebook that shows one view on so many articles."""
    folders = [str(ROOT / "seeds")]
    if articles > 5:
        folders += [str(ROOT / "tests" / "articles"), str(ROOT / "tests" / "positions" / "talks")]
    setup = SETUP.format(folders=folders, articles=articles)
    show = f"widgets.board({view!r}, material, **options.get({view!r}, {{}}))"
    cells = [new_code_cell(setup), new_code_cell("widgets.Board(echo, material)" if view == "echo" else show)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return new_notebook(cells=cells, metadata=kernel)


def main() -> None:
    """Print a line for each view and size."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[5, 200])
    parser.add_argument("--changes", type=int, default=50)
    parser.add_argument("--views", nargs="+", choices=CONTROLS, default=list(CONTROLS))
    a = parser.parse_args()
    from playwright.sync_api import sync_playwright

    from parley.views import VIEWS

    titles = {"echo": "Echo"} | {name: view.title for name, view in VIEWS.items()}
    drive = driver()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(drive.lab_server(folder))
        play = stack.enter_context(sync_playwright())
        browser = play.chromium.launch(executable_path=drive.find_chromium(), args=drive.FLAGS)
        stack.callback(browser.close)
        print(f"{'view':12} {'articles':>8} {'changes':>8} {'p50 ms':>7} {'p95 ms':>7}")
        for articles in a.articles:
            for view in a.views:
                name = f"{view}-{articles}.ipynb"
                nbformat.write(notebook(view, articles), server.folder / name)
                with drive.run_in_lab(browser, server, name) as visit:
                    pane = f'.parley[aria-label="{titles[view]}"]:not(.still)'
                    visit.page.wait_for_selector(pane)
                    times = visit.page.evaluate(MEASURE, [titles[view], CONTROLS[view], a.changes])
                p50, p95 = np.percentile(times, [50, 95])
                print(f"{view:12} {articles:8} {len(times):8} {p50:7.0f} {p95:7.0f}", flush=True)


if __name__ == "__main__":
    main()
