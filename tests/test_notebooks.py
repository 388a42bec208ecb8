"""What holds for every notebook: executed, short, mostly prose, nothing hidden in its cells."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from parley.coursecells import OTHER, TEACHING, exercises_of, guide_of, tag_of
from parley.errors import ParleyError

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))
CELLS = range(20, 36)  # cells in a notebook, without its exercises
LINES = 8  # lines in a code cell, at most
FORBIDDEN = re.compile(r"^\s*(!|%%|%(pip|conda|mamba|sx|system|run)\b|pip3? install)", re.M)
ABSOLUTE = re.compile(r"(?<![\w:/.<\"'])/(?:[\w.-]+/){2,}[\w.-]*|\b[A-Z]:\\\w+")

PARAMETERS, BUNDLED = "parameters", "bundled"
TAGS = {*OTHER, *TEACHING}
IMPORTS = (ast.Import, ast.ImportFrom)

Notebook = Any


def tags(cell: Any) -> list[str]:
    return list(cell.metadata.get("tags", []))


def code_cells(nb: Notebook) -> list[Any]:
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def outputs(nb: Notebook) -> Iterator[Any]:
    for cell in code_cells(nb):
        yield from cell.outputs


def words(output: Any) -> str:
    """The text of an output, without representations such as <Axes: ...>."""
    text = output.get("text", "") + output.get("data", {}).get("text/plain", "")
    return re.sub(r"<[^<>]*>", "", text)


def prose(nb: Notebook) -> str:
    """All prose, without fenced and inline code."""
    text = "\n\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    return re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.M | re.S)


def statements(cell: Any) -> ast.Module:
    """A cell's code without line magics."""
    return ast.parse(re.sub(r"^\s*[%!?].*$", "", cell.source, flags=re.M))


# A rule gives its complaints; none means that the notebook is in order.


def executed_in_order(nb: Notebook) -> list[str]:
    counts = [cell.execution_count for cell in code_cells(nb)]
    wanted = list(range(1, len(counts) + 1))
    return [] if counts == wanted else [f"executed as {counts}: run `make notebooks`"]


def no_error(nb: Notebook) -> list[str]:
    return [f"{o.ename}: {o.evalue}" for o in outputs(nb) if o.output_type == "error"]


def no_warning(nb: Notebook) -> list[str]:
    return [o.text for o in outputs(nb) if o.output_type == "stream" and o.name == "stderr"]


def no_empty_output(nb: Notebook) -> list[str]:
    return [f"empty {o.output_type}" for o in outputs(nb) if not any(content(o))]


def content(output: Any) -> list[Any]:
    return [output.get("text"), output.get("ename"), *output.get("data", {}).values()]


def normalised(nb: Notebook) -> list[str]:
    frames = any('class="dataframe"' in o.get("data", {}).get("text/html", "") for o in outputs(nb))
    extra = "widgets" in nb.metadata or "version" in nb.metadata.get("language_info", {})
    return ["stored as another program wrote it: run `make notebooks`"] if frames or extra else []


def all_compared(nb: Notebook) -> list[str]:
    """No cell is kept from nbval, but those tagged ``widget`` that only make a widget and show it."""
    marks = ("nbval-skip", "nbval-ignore-output", "NBVAL_SKIP", "NBVAL_IGNORE_OUTPUT")
    return [
        cell.source
        for cell in code_cells(nb)
        if any(mark in cell.source or mark in cell.metadata.get("tags", []) for mark in marks)
        and not shows_a_widget(cell)
    ]


def shows_a_widget(cell: Any) -> bool:
    """Whether a cell is tagged so, assigns what ``widgets.board`` or ``CodingDesk`` gives, and shows it."""
    return [tag for tag in tags(cell) if tag != BUNDLED] == ["widget", "nbval-ignore-output"] and bool(
        re.fullmatch(r"(\w+) = (?:widgets\.board|codingdesk\.CodingDesk)\([^;]*\)\n\1", cell.source)
    )


def known_tags(nb: Notebook) -> list[str]:
    return [f"{cell.id} is tagged {tag}" for cell in nb.cells for tag in tags(cell) if tag not in TAGS]


def parameters_first(nb: Notebook) -> list[str]:
    """What may be set stands in one cell, before all other code."""
    places = [n for n, cell in enumerate(code_cells(nb)) if PARAMETERS in tags(cell)]
    return [] if places in ([], [0]) else [f"parameters in the code cells {places}"]


def stands_without_bundled(nb: Notebook) -> list[str]:
    """Cells tagged ``bundled`` are left out on another corpus: no other uses a name that only they give."""
    given: set[str] = set()
    only: set[str] = set()
    faults = []
    for cell in code_cells(nb):
        nodes = list(ast.walk(statements(cell)))
        names = [node for node in nodes if isinstance(node, ast.Name)]
        made = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
        made |= {a.asname or a.name for node in nodes if isinstance(node, IMPORTS) for a in node.names}
        if BUNDLED in tags(cell):
            only |= made
            continue
        given |= made
        used = {node.id for node in names if isinstance(node.ctx, ast.Load)}
        faults += [f"{name} is only given by cells of the bundled corpus" for name in (used & only) - given]
    return faults


def no_definition(nb: Notebook) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = (node for cell in code_cells(nb) for node in ast.walk(statements(cell)))
    return [f"defines {node.name}: it belongs in lib" for node in nodes if isinstance(node, kinds)]


def no_shell(nb: Notebook) -> list[str]:
    return [cell.source for cell in code_cells(nb) if FORBIDDEN.search(cell.source)]


def short_cells(nb: Notebook) -> list[str]:
    return [cell.source for cell in code_cells(nb) if len(cell.source.splitlines()) > LINES]


def mostly_prose(nb: Notebook) -> list[str]:
    """The line that sets the parameters does not count."""
    code = [cell for cell in code_cells(nb) if PARAMETERS not in tags(cell)]
    written = len(nb.cells) - len(code_cells(nb))
    return [] if written >= len(code) else [f"{len(code)} cells of code, {written} of prose"]


def right_length(nb: Notebook) -> list[str]:
    """What belongs to an exercise does not count."""
    count = sum(not tag_of(cell) for cell in nb.cells)
    return [] if count in CELLS else [f"{count} cells"]


def taught(nb: Notebook) -> list[str]:
    """Exercises and their parts fit together; a notebook that has any has a guide."""
    try:
        if exercises_of(nb, Path("notebook")):
            guide_of(nb, Path("notebook"))
    except ParleyError as fault:
        return [str(fault)]
    return []


def headings_in_order(nb: Notebook) -> list[str]:
    found = re.findall(r"^(#{1,6}) +(.+)$", prose(nb), re.M)
    levels = [0] + [len(marks) for marks, _ in found]
    faults = [
        f"level {b} after {a}: {text}"
        for a, b, (_, text) in zip(levels, levels[1:], found, strict=False)
        if b > a + 1
    ]
    return faults if levels.count(1) == 1 else [*faults, f"{levels.count(1)} titles"]


def figures_have_numbers(nb: Notebook) -> list[str]:
    """The text beside a figure: its numbers, printed by the same or the next code cell."""
    cells, faults = code_cells(nb), []
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        if any(kind.startswith("image/") for o in cell.outputs for kind in o.get("data", {})):
            beside = [*cell.outputs, *(following.outputs if following else [])]
            if not re.search(r"\d", " ".join(words(o) for o in beside)):
                faults.append(f"a figure without its numbers: {cell.source}")
    return faults


def no_machine_path(nb: Notebook) -> list[str]:
    texts = [cell.source for cell in nb.cells]
    texts += [str(c) for o in outputs(nb) for c in (o.get("text", ""), *text_data(o))]
    return [match for text in texts for match in ABSOLUTE.findall(text)]


def text_data(output: Any) -> list[Any]:
    return [v for kind, v in output.get("data", {}).items() if kind.startswith("text/")]


def no_accidental_formula(nb: Notebook) -> list[str]:
    """Two dollar signs in a paragraph make JupyterLab set what is between them as mathematics."""
    paragraphs = re.split(r"\n\s*\n", prose(nb))
    return [p for p in paragraphs if len(re.findall(r"(?<!\\)\$", p)) > 1]


RULES: list[Callable[[Notebook], list[str]]] = [
    executed_in_order,
    no_error,
    no_warning,
    no_empty_output,
    normalised,
    all_compared,
    known_tags,
    parameters_first,
    stands_without_bundled,
    no_definition,
    no_shell,
    short_cells,
    mostly_prose,
    right_length,
    taught,
    headings_in_order,
    figures_have_numbers,
    no_machine_path,
    no_accidental_formula,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook(path: Path, rule: Callable[[Notebook], list[str]]) -> None:
    assert rule(nbformat.read(path, as_version=4)) == []


# The rules themselves: a sound notebook passes them all, and each finds its fault.


def code(source: str = "n", *results: Any, count: int | None = 1) -> Any:
    return new_code_cell(source, outputs=list(results), execution_count=count)


def tagged(source: str, *names: str) -> Any:
    return new_code_cell(source, execution_count=1, metadata={"tags": list(names)})


def text(plain: str, **data: str) -> Any:
    return new_output("display_data", {"text/plain": plain, **data})


def notebook(*cells: Any) -> Any:
    made = [new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    return new_notebook(cells=made)


FIGURE = text("<Figure size 640x480 with 1 Axes>", **{"image/svg+xml": "<svg/>"})
FRAME = text("n", **{"text/html": '<table class="dataframe">'})
WARNING = new_output("stream", name="stderr", text="UserWarning")
ERROR = new_output("error", ename="ValueError", evalue="no")

WIDGET = ["widget", "nbval-ignore-output"]
FAULTS = [
    (executed_in_order, notebook(code(count=None))),
    (executed_in_order, notebook(code(count=2), code(count=1))),
    (no_error, notebook(code("n", ERROR))),
    (no_warning, notebook(code("n", WARNING))),
    (no_empty_output, notebook(code("n", new_output("display_data", {})))),
    (no_empty_output, notebook(code("n", text("")))),
    (normalised, notebook(code("n", FRAME))),
    (normalised, new_notebook(metadata={"widgets": {}})),
    (normalised, new_notebook(metadata={"language_info": {"name": "python", "version": "3.11.7"}})),
    (all_compared, notebook(code("# NBVAL_SKIP\nn"))),
    (all_compared, notebook(new_code_cell("n", metadata={"tags": ["nbval-ignore-output"]}))),
    (all_compared, notebook(new_code_cell("a = 1\na", metadata={"tags": WIDGET}))),
    (all_compared, notebook(new_code_cell("a = widgets.board()\nprint(a)", metadata={"tags": WIDGET}))),
    (known_tags, new_notebook(cells=[new_markdown_cell("a", metadata={"tags": ["solutions"]})])),
    (taught, new_notebook(cells=[new_markdown_cell("a", metadata={"tags": ["solution"]})])),
    (parameters_first, notebook(code("n"), tagged("a = 1", "parameters"))),
    (parameters_first, notebook(tagged("a = 1", "parameters"), tagged("b = 1", "parameters"))),
    (stands_without_bundled, notebook(tagged("a = 1", "bundled"), code("a"))),
    (stands_without_bundled, notebook(tagged("from math import pi", "bundled"), code("[pi * n for n in b]"))),
    (no_definition, notebook(code("def f():\n    return 1"))),
    (no_definition, notebook(code("%config a.b = 1\nif n:\n    class A: pass"))),
    (no_shell, notebook(code("n\n!ls"))),
    (no_shell, notebook(code("%pip install x"))),
    (no_shell, notebook(code("%%bash\nls"))),
    (short_cells, notebook(code("\n".join("abcdefghi")))),
    (mostly_prose, notebook("# A", code(), code())),
    (right_length, notebook(*["a"] * 19)),
    (right_length, notebook(*["a"] * 36)),
    (headings_in_order, notebook("no title")),
    (headings_in_order, notebook("# A", "# B")),
    (headings_in_order, notebook("# A", "### B")),
    (headings_in_order, notebook("## A", "# B")),
    (figures_have_numbers, notebook(code("plot", FIGURE))),
    (figures_have_numbers, notebook(code("plot", FIGURE), code("a", text("none")))),
    (no_machine_path, notebook("See /home/me/corpus/a.txt.")),
    (no_machine_path, notebook(code("n", text("read /srv/corpus/a.txt")))),
    (no_machine_path, notebook(r"See C:\corpus.")),
    (no_accidental_formula, notebook("From $350 billion to $500 billion.")),
]


@pytest.mark.parametrize(("rule", "faulty"), FAULTS)
def test_rule_finds_its_fault(rule: Callable[[Notebook], list[str]], faulty: Notebook) -> None:
    assert rule(faulty) != []


def sound_notebook() -> Notebook:
    cells = [
        "# Who speaks?\n\nSee [the data](../data/reference/codebook.md), worth \\$5 or \\$6.",
        "## A figure\n\n```\n# no heading\n```\n\nSome cost `$1`, `$2`.",
        code("n = 1", count=1),
        code("ax = plot(n)", FIGURE, count=2),
        code("n.round(2)", text("Putin  0.41"), count=3),
        "### How to read it\n\nSee https://example.com/a/b/c and and/or/not.",
        code("%config InlineBackend.rc = {}\nlist(map(lambda x: x, n))", text("[1]"), count=4),
        new_code_cell("n = 2\nax", execution_count=5, metadata={"tags": ["bundled"]}),
        *["Prose."] * 16,
    ]
    nb = notebook(*cells)
    nb.cells[2].metadata["tags"] = ["parameters"]
    return nb


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_sound_notebook_passes(rule: Callable[[Notebook], list[str]]) -> None:
    assert rule(sound_notebook()) == []


def test_every_rule_is_shown_to_find_a_fault() -> None:
    assert {rule for rule, _ in FAULTS} == set(RULES)
