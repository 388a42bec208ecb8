"""Pages of a course: student copy, solutions and guide pass axe, fit a phone, and give nothing away."""

import itertools
from pathlib import Path
from typing import Any

import pytest

from parley.course import COPIES, build_course

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("03_voices", "09_validate")
WORST = ("serious", "critical")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("course")
    build_course([ROOT / "notebooks" / f"{name}.ipynb" for name in NAMES], out, pages=True)
    return out


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("copy", COPIES)
def test_pages_are_accessible_and_fit(browser: Any, course: Path, copy: str, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    try:
        page.goto((course / copy / f"{name}.html").as_uri())
        found = Axe().run(page, options=options).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found if v["impact"] in WORST] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate("[...document.images].filter(i => !i.alt.trim()).length") == 0
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
        assert ("Misconceptions to look for" in page.inner_text("main, body")) == (copy == "instructor")
        (ROOT / "shots").mkdir(exist_ok=True)
        page.set_viewport_size({"width": 1000, "height": 1200})
        page.screenshot(path=ROOT / "shots" / f"course-{copy}-{name}.png")
        assert errors == []
    finally:
        context.close()
