"""A report on a corpus that tries to run something: each page shows it, runs nothing and fetches nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from parley.errors import ParleyError
from parley.site import build_site

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
NAMES = ("01_sources", "06_positions", "07_timeline_and_claims", "08_explore")
PAGES = ("index", *NAMES, "99_fails", "explorer")
ATTACK = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>"
FORMULA = "$x_{$ =1+1"
"""What stops Matplotlib where it is read as a formula, and what a spreadsheet would compute."""
TEXT = f"""\
Talks {ATTACK} on the river

“We will never accept a truce now,” said Maria Lund{ATTACK}. <svg onload=window.hacked=1> Boris Vale \
welcomed the mean offer of Maria Lund. [link](javascript:window.hacked=1) ![image](https://example.org/y.png)

On 3 March 2025 France demanded a ceasefire. "><b onmouseover="window.hacked=1">Germany</b> rejected it.

Maria Lund opposes the truce, and 40% of voters reject it <iframe src="https://example.org"></iframe>. The \
terrible Boris Vale failed again, and Maria Lund saved the town. Boris Vale supports a truce </script><b>.
"""
FILES = ("a<b onclick=window.hacked=1>'&$.txt", "b.txt")
PERSONS = ("Maria Lund", "Boris Vale")
ODD = """() => [...document.querySelectorAll('*')].flatMap(e => [
    ...[...e.attributes].filter(a => a.name.startsWith('on') || /^\\s*(javascript|vbscript):/i.test(a.value)),
    ...(e.matches('iframe, object, embed, base, meta[http-equiv=refresh], img:not([src^="data:image/"])')
        ? [e] : []),
    ...(e.matches('script:not([type="application/json"])') && e.textContent.includes('hacked') ? [e] : []),
    ]).map(odd => (odd.ownerElement || odd).outerHTML.slice(0, 200))"""
PROVOKE = """() => { document.querySelectorAll('details').forEach(d => d.open = true);
    for (const e of document.querySelectorAll('main *'))
        for (const kind of ['mouseover', 'load', 'error', 'focus', 'click'])
            if (kind !== 'click' || !e.closest('a, button, summary, input, select'))
                e.dispatchEvent(new Event(kind)); }"""


def toml(table: str, **fields: Any) -> str:
    """One table of a TOML list; JSON writes its texts and lists in the same way."""
    return "\n".join([f"[[{table}]]", *(f"{name} = {json.dumps(value)}" for name, value in fields.items())])


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus whose texts, lists and names of files are hostile."""
    folder = tmp_path_factory.mktemp("corpus") / f"<b onclick=window.hacked=1>{FORMULA}"
    folder.mkdir()
    known = {name: f"{name} {ATTACK} {FORMULA}" for name in ("title", "outlet", "author", "note", "rights")}
    listed, actors = [], []
    for i, name in enumerate(FILES):
        (folder / name).write_text(TEXT + f"\nPart {i}.\n", encoding="utf-8")
        about = {**known, "published": f"2025-03-1{i}", "published_basis": "stated"}
        listed.append(toml("source", file=name, id=f"<b onclick=window.hacked=1>doc{i}</b>", **about))
    for name in PERSONS:
        said = {"name": f"{name} {ATTACK} {FORMULA}", "side": ATTACK, "role": ATTACK}
        actors.append(toml("actor", **said, type="person", names=[name, name.split()[1]]))
    asked = f"there should be a truce {ATTACK} {FORMULA}"
    issue = toml("issue", id=f"truce {ATTACK}", proposition=asked, terms=["truce", "ceasefire"])
    for name, entries in (("sources", listed), ("actors", actors), ("issues", [issue])):
        (folder / f"{name}.toml").write_text("\n\n".join(entries), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def site(mine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on that corpus; one of its notebooks fails with a message that is hostile, too."""
    folder = tmp_path_factory.mktemp("report")
    head = new_code_cell('folder = ""', metadata={"tags": ["parameters"]})
    cells = [new_markdown_cell("# Fails"), head, new_code_cell(f"raise ValueError({ATTACK!r})")]
    nbformat.write(new_notebook(cells=cells), folder / "99_fails.ipynb")
    books = [*(ROOT / "notebooks" / f"{name}.ipynb" for name in NAMES), folder / "99_fails.ipynb"]
    with pytest.raises(ParleyError) as fault:
        build_site(books, folder / "site", corpus=mine, command=f"parley report {ATTACK}")
    assert str(fault.value) == f"{folder / '99_fails.ipynb'}, cell 3: ValueError: {ATTACK}"
    return folder / "site"


@dataclass
class Opened:
    """A page with what its console said and what it fetched."""

    page: Any
    said: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def watch(self) -> "Opened":
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda fault: self.said.append(str(fault)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.on("request", self._request)
        return self

    def _request(self, request: Any) -> None:
        if not request.is_navigation_request() and not request.url.startswith("data:"):
            self.foreign.append(request.url)

    def harmless(self) -> None:
        """Nothing has run and nothing was fetched; nor did the page's policy have to stop anything."""
        assert self.page.evaluate("window.hacked") is None
        assert self.page.evaluate(ODD) == []
        assert (self.said, self.foreign) == ([], [])


@pytest.fixture
def opened(browser: Any) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, offline=True)
    yield Opened(context.new_page()).watch()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_a_corpus_runs_or_is_fetched(opened: Opened, site: Path, name: str) -> None:
    opened.page.goto((site / f"{name}.html").as_uri())
    opened.page.evaluate(PROVOKE)
    opened.harmless()
    assert "<script>window.hacked=1</script>" in opened.page.inner_text("main"), "it is shown as it is"


def test_nothing_runs_in_the_explorer_while_it_is_used(opened: Opened, site: Path) -> None:
    """Every panel, its first mark, and an article with all its names."""
    page = opened.page
    page.goto((site / "explorer.html").as_uri())
    for name in ("positions", "judged", "timeline", "concordance", "articles", "methods"):
        page.click(f"#tab-{name}")
        page.evaluate(PROVOKE)
        opened.harmless()
    page.click("#tab-articles")
    page.click("#panel tbody button")
    page.check("#names")
    page.evaluate(PROVOKE)
    assert ATTACK in page.inner_text("#reading")
    opened.harmless()
    page.screenshot(path=shots() / "hostile-explorer.png")


def test_every_page_is_checked(site: Path) -> None:
    assert sorted(path.stem for path in site.glob("*.html")) == sorted(PAGES)


@pytest.mark.parametrize("markup", ["<img src='https://example.org/x.png'>", "<b onclick='1'>", "<iframe>"])
def test_a_page_that_is_not_safe_is_found(opened: Opened, site: Path, markup: str) -> None:
    """The check of these tests can fail: markup is put into a page that had none."""
    opened.page.goto((site / "index.html").as_uri())
    opened.page.evaluate(
        "text => document.querySelector('main').insertAdjacentHTML('beforeend', text)", markup
    )
    opened.page.wait_for_timeout(200)
    with pytest.raises(AssertionError):
        opened.harmless()


def shots() -> Path:
    folder = ROOT / "shots"
    folder.mkdir(exist_ok=True)
    return folder
