"""The site as a reader has it: files on a disk, no network, no server."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from parley import site as site_module
from parley.site import build_site

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("02_actors", "05_stance", "08_explore", "09_validate")
WORST = ("serious", "critical")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three notebooks as they are stored: their pages are made, and nothing is executed."""
    out = tmp_path_factory.mktemp("site") / "report"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site_module, "on_all", one_by_one)
        patch.setattr(site_module, "run_copy", lambda nb, path, folder: nb)
        build_site([ROOT / "notebooks" / f"{name}.ipynb" for name in NAMES], out, command="parley report")
    return out


def one_by_one(job: Any, paths: list[Path], workers: object) -> tuple[dict[Path, Any], dict[Path, str]]:
    return {path: job(path) for path in paths}, {}


@dataclass
class Opened:
    """A page opened from the disk, with what went wrong on it."""

    page: Any
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def watch(self) -> "Opened":
        self.page.on(
            "console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda fault: self.errors.append(str(fault)))
        self.page.on("request", self._request)
        return self

    def _request(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:")):
            self.foreign.append(request.url)


@pytest.fixture
def opened(browser: Any, site: Path) -> Iterator[Opened]:
    """The index, in a browser without a network; nothing may have gone wrong when the test is over."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    found = Opened(context.new_page()).watch()
    found.page.goto((site / "index.html").as_uri())
    yield found
    context.close()
    assert (found.errors, found.foreign) == ([], [])


def axe(page: Any) -> list[tuple[str, str]]:
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page, options=options).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:120]) for v in found if v["impact"] in WORST]


def shot(page: Any, name: str) -> None:
    folder = ROOT / "shots"
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"site-{name}.png")


def test_a_finding_leads_to_its_passages_and_on_to_the_article(opened: Opened) -> None:
    """Sentence, passage, place in the article: each one step, by keyboard."""
    page = opened.page
    finding = page.locator(".finding", has_text="Judged worst")
    summary = finding.locator("summary")
    expect(finding.locator("li").first).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    passage = finding.locator("li").first
    expect(passage).to_be_visible()
    expect(passage.locator("mark").first).to_be_visible()
    shot(page, "finding")
    words = passage.locator("bdi").inner_text()
    doc, line = re.match(r"(.+), line (\d+)", passage.locator("a").inner_text()).groups()
    passage.locator("a").click()
    expect(page.locator("#reading")).to_be_visible()
    expect(page.locator("#reading")).to_contain_text(doc)
    assert " ".join(words.split())[:40] in " ".join(page.locator("#reading").inner_text().split())
    assert int(line) > 0


def test_every_finding_has_passages_and_a_notebook(opened: Opened) -> None:
    findings = opened.page.locator(".finding")
    assert findings.count() == 8
    for number in range(8):
        finding = findings.nth(number)
        finding.locator("summary").click()
        expect(finding.locator("li").first).to_be_visible()
    assert findings.filter(has_text="More in").count() >= 3


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_to_pages_and_folded_code_opens(opened: Opened, name: str) -> None:
    page = opened.page
    page.locator(f".contents a[href='{name}.html']").click()
    expect(page).to_have_url(re.compile(rf"{name}\.html$"))
    code = page.locator("details.code")
    expect(code.first.locator("pre").first).to_be_hidden()
    code.first.locator("summary").click()
    expect(code.first.locator("pre").first).to_be_visible()
    page.get_by_role("button", name="Show all code").click()
    assert code.count() == page.locator("details.code[open]").count() > 5
    expect(page.locator("footer.made")).to_contain_text("parley report")
    shot(page, name)
    page.get_by_role("link", name="All notebooks").click()
    expect(page.locator("h1")).to_have_text("Parley report")


def test_the_explorer_answers(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("link", name="Explore the articles").click()
    expect(page.locator("#figures")).to_contain_text("5")
    page.get_by_role("tab").nth(1).click()
    expect(page.get_by_role("tab").nth(1)).to_have_attribute("aria-selected", "true")


def test_views_stand_on_their_page_as_they_were(opened: Opened) -> None:
    """They have the look of the notebook, and nothing in them pretends to answer."""
    page = opened.page
    page.locator(".contents a[href='08_explore.html']").click()
    stills = page.locator(".parley.still")
    expect(stills.nth(4)).to_be_attached()
    assert page.locator(".still button, .still [data-pick]").count() == 0
    padding = stills.first.evaluate("e => getComputedStyle(e).paddingLeft")
    assert padding == "10px", "the style sheet of the views"


def test_the_sentence_to_be_coded_has_the_colour_of_the_view(opened: Opened, site: Path) -> None:
    """The page gives quotations a colour of its own; on the view's ground it would not be seen."""
    opened.page.goto((site / "09_validate.html").as_uri())
    still = opened.page.locator(".parley.still").first
    colours = [e.evaluate("e => getComputedStyle(e).color") for e in (still, still.locator("blockquote bdi"))]
    assert colours[0] == colours[1]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["index", "05_stance", "08_explore", "09_validate"])
def test_pages_are_accessible_and_fit(opened: Opened, site: Path, name: str, width: int) -> None:
    page = opened.page
    page.set_viewport_size({"width": width, "height": 844})
    page.goto((site / f"{name}.html").as_uri())
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shot(page, f"{name}-{width}")


def test_print_leaves_out_code_and_bars(opened: Opened) -> None:
    page = opened.page
    page.locator(".contents a[href='02_actors.html']").click()
    page.emulate_media(media="print")
    expect(page.locator("details.code").first).to_be_hidden()
    expect(page.locator("nav.bar")).to_be_hidden()
    expect(page.locator(".figure img").first).to_be_visible()
    cut = page.evaluate(
        "[...document.querySelectorAll('pre')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    )
    assert cut == 0


def test_the_policy_stops_what_is_foreign(browser: Any, site: Path) -> None:
    """Both checks of every test here can fail: an image of another host is asked for, and refused aloud."""
    context = browser.new_context(offline=True)
    found = Opened(context.new_page()).watch()
    found.page.goto((site / "index.html").as_uri())
    found.page.evaluate(
        "document.body.append(Object.assign(new Image(), {src: 'https://example.org/x.png'}))"
    )
    found.page.wait_for_timeout(300)
    assert found.foreign == ["https://example.org/x.png"]
    assert any("Content Security Policy" in error for error in found.errors)
    context.close()
