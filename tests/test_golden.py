"""The tables of the bundled articles are those of the reviewed tables in ``golden/``.

A change there is a change of results: ``PARLEY_UPDATE_GOLDEN=1`` writes the tables anew, and the
difference is to be read before it is committed. The tables hold no text, only places and labels.
"""

import difflib
import os
from functools import cache
from pathlib import Path

import pytest

from parley.coding import Tables, code_document
from parley.sources import read_sources
from parley.store import Store

SHOWN = {
    "blocks": ["line", "line_end", "kind", "gaps", "rule"],
    "sentences": ["line", "char_start", "char_end", "voice", "has_gap"],
    "quotes": ["line", "char_start", "char_end", "kind", "speaker", "source", "shade", "basis"],
    "positions": [
        "line",
        "char_start",
        "char_end",
        "actor",
        "issue",
        "position",
        "voice",
        "act",
        "answers",
        "rule",
    ],
    "events": ["line", "char_start", "char_end", "value", "precision", "rule"],
    "claims": ["line", "char_start", "char_end", "value", "unit", "claimant", "disputed"],
}
DOCS = ("financial-times", "great-betrayal", "kyiv-post", "national-post", "never-wanted-peace")


@cache
def tables(folder) -> dict[str, Tables]:
    """The tables of the bundled articles, coded by the rules as they are now.

    What spaCy and the model say of a text is taken from $PARLEY_CACHE if that is set: `make test` sets it to
    a folder that is empty when a run begins, so that both are asked in each run. Else both are asked here.
    """
    kept = Store(Path(os.environ["PARLEY_CACHE"])) if os.environ.get("PARLEY_CACHE") else None
    return {source.doc: code_document(source, store=kept) for source in read_sources(folder)}


def difference(doc: str, table: str, golden: str, fresh: str) -> str:
    """The lines that differ, each under its article; the first column of a line is the article's line."""
    lines = difflib.unified_diff(
        golden.splitlines(),
        fresh.splitlines(),
        f"{doc}: golden {table}",
        f"{doc}: {table} now",
        lineterm="",
        n=0,
    )
    return "\n".join(
        f"{line[0]}{doc} line {line[1:]}" if line[:1] in "+-" and line[:3] not in ("+++", "---") else line
        for line in lines
    )


@pytest.mark.parametrize("table", SHOWN)
@pytest.mark.parametrize("doc", DOCS)
def test_the_bundled_articles_give_the_reviewed_tables(root, doc, table):
    frame = tables(root / "seeds")[doc][table]
    fresh = frame[SHOWN[table]].to_csv(index=False, lineterminator="\n")
    path = root / "tests" / "golden" / f"{table}-{doc}.csv"
    if os.environ.get("PARLEY_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(fresh, "utf-8")
    golden = path.read_text("utf-8")
    if fresh != golden:
        pytest.fail(difference(doc, table, golden, fresh), pytrace=False)


def test_every_bundled_article_has_its_golden_tables(root):
    names = {f"{table}-{doc}.csv" for table in SHOWN for doc in tables(root / "seeds")}
    written = {path.name for table in SHOWN for path in (root / "tests" / "golden").glob(f"{table}-*.csv")}
    assert written == names


def test_a_difference_names_article_and_line():
    golden = "line,kind\n3,title\n5,body\n"
    fresh = "line,kind\n3,title\n5,caption\n"
    assert difference("strike", "blocks", golden, fresh).splitlines() == [
        "--- strike: golden blocks",
        "+++ strike: blocks now",
        "@@ -3 +3 @@",
        "-strike line 5,body",
        "+strike line 5,caption",
    ]
