"""Arrows run one way: a module imports only from rows above its own; nothing heavy at import."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "lib" / "parley"

ROWS = (
    {"errors", "schema", "alternatives", "columns"},
    {"exercises", "notation", "locks"},
    {
        "resampling",
        "sources",
        "registry",
        "language",
        "store",
        "folders",
        "spreadsheets",
        "matching",
        "dnabase",
    },
    {"partitions", "portrayal", "engines"},
    {"tables", "versions", "processes"},
    {"daskengine", "reruns"},
    {"reference", "dictionary", "partcoding"},
    {"articles", "identification", "duplicates", "slugs", "listing", "corpustemplates"},
    {"standin", "lines", "journalfile", "database", "webpages", "pdfs", "wordfiles", "tabular"},
    {"pieces", "journal", "codingsteps", "formats"},
    {"furniture", "readingprocess"},
    {"blocks", "candidates"},
    {"sentences", "corpusfolder"},
    {"names"},
    {"discovery"},
    {"descriptions"},
    {"pronouns"},
    {"actors"},
    {"marks"},
    {"speech"},
    {"speakers"},
    {"layout"},
    {"resolution", "kinds"},
    {"reports"},
    {"attribution", "continuation"},
    {"voiceplaces", "wordspans"},
    {"quotes", "voice"},
    {"issues", "predicates", "numbers", "syntax", "dates", "happenings"},
    {"clauses", "quantities", "normalisation", "expressions"},
    {"climb", "answers", "disputes"},
    {"sentiment", "targets", "events", "claims"},
    {"positions", "compare", "figures", "clock"},
    {"stance"},
    {"corpus"},
    {"coding"},
    {"articlerows"},
    {"network", "timeline", "agreement", "words", "ledger", "alignment", "tokens"},
    {"codingunits", "citation", "drafts", "textindex", "measures", "judgements"},
    {"textsearch"},
    {"patternsearch", "contextorder"},
    {"ties", "concordance", "codingagreement", "codingstate", "comparison", "differencewords"},
    {"graphs", "actorties"},
    {"ratings", "statements", "actorcard", "classagreement", "classjournals"},
    {"recordscores", "companions"},
    {"exports"},
    {"scores", "figurewords"},
    {"keptcard"},
    {"plots", "notebooks", "markup", "readinglayers", "methods", "chartnumbers"},
    {"coursecells", "coursefiles", "expectedcounts", "expectedmeasures"},
    {"timeplots", "positionplots", "material", "stretches", "actorrows"},
    {
        "finding",
        "workers",
        "pagepolicy",
        "provenance",
        "sitestate",
        "sitepdf",
        "manifest",
        "explorertext",
        "explorersample",
    },
    {"dotchart", "opening", "readingsheet", "actorpieces", "positioncells", "lanes"},
    {"keyattention", "keydates", "keyjudgements", "keypositions", "notebookpage", "explorertables"},
    {"readingpanel", "actorjudged", "keyfindings", "notebookcopy"},
    {"readingview", "comparisonchoice", "siteindex", "courseplan"},
    {"course"},
    {"comparisonfinding"},
    {"codingview", "concordanceview", "actorcardview", "comparisonview"},
    {"matrixview", "judgementview", "timelineview", "methodview"},
    {"explorer"},
    {"site"},
    {"views", "widgets", "report"},
    {"commands"},
    {"cli"},
    {"codingdesk"},
)
ROW = {module: number for number, row in enumerate(ROWS) for module in row}

# The arrows inside a row that are allowed: (module, what it may import), and why.
EXCEPTIONS = {
    ("engines", "processes"): "an engine is loaded when it is opened",
    ("engines", "daskengine"): "the same",
    ("schema", "errors"): "a breach of a table's contract is a ParleyError",
    ("reference", "journalfile"): "a journal is read as a coding like others",
    ("widgets", "views"): "a widget only wires a view to controls",
}

HEAVY = ("spacy", "pandas", "numpy", "matplotlib", "seaborn", "nbconvert", "ipywidgets")
HEAVY += ("onnxruntime", "tokenizers", "networkx", "dateparser")


def imported(source: str) -> set[str]:
    """The modules of parley that a source imports, at any depth in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("parley.")}
        elif isinstance(node, ast.ImportFrom):
            path = (node.module or "").split(".") if not node.level else ["parley", node.module]
            if path[0] == "parley":
                found |= (
                    {path[1]}
                    if len(path) > 1 and path[1]
                    else {a.name for a in node.names if not a.name.startswith("__")}
                )
    return found


def complaints(module: str, source: str) -> list[str]:
    """What is wrong with the imports of a module."""
    if module not in ROW:
        return [f"{module} stands in no row: add it to ROWS in tests/test_imports.py"]
    return [
        f"{module} (row {ROW[module]}) imports {other} (row {ROW.get(other, 'unknown')})"
        for other in sorted(imported(source))
        if (module, other) not in EXCEPTIONS and not ROW.get(other, 99) < ROW[module]
    ]


MODULES = sorted(path for path in PACKAGE.glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_imports_come_from_rows_above(path: Path) -> None:
    assert complaints(path.stem, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "faults"),
    [
        ("blocks", "from parley.sources import read", 0),
        ("blocks", "import parley.schema", 0),
        ("blocks", "from parley import errors", 0),
        ("widgets", "from parley.views import reading", 0),
        ("blocks", "from parley.sentences import split", 1),
        ("blocks", "from .sentences import split", 1),
        ("blocks", "from . import sentences", 1),
        ("blocks", "import parley.sentences", 1),
        ("blocks", "def f():\n    from parley import plots, errors", 1),
        ("quotes", "from parley.quotes import x", 1),
        ("actors", "from parley.unheard import x", 1),
        ("unheard", "", 1),
    ],
)
def test_the_check_finds_arrows_that_run_back(module: str, source: str, faults: int) -> None:
    assert len(complaints(module, source)) == faults


def test_import_loads_nothing_heavy() -> None:
    """`import parley` is quick: models and libraries are loaded when first used."""
    code = f"import sys, parley; print(*sorted(set({HEAVY}) & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.stderr == ""
    assert result.stdout.split() == []
