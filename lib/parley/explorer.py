"""The explorer: a corpus as one HTML page, explored in any browser without Jupyter, kernel or network.

The page holds the cleaned articles, what was coded in them and the stances, computed here; its script
filters and counts, and computes no statistic. Texts stand in one block of JSON, of which the script makes
text nodes. A policy of the page lets that script run and nothing be fetched.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from markupsafe import Markup

from parley import schema
from parley.errors import ParleyError
from parley.explorersample import LIMIT, part, sample_line, sampled
from parley.explorertables import explorer_tables
from parley.markup import STATIC
from parley.material import Material
from parley.pagepolicy import policy
from parley.provenance import provenance
from parley.scores import score_line
from parley.store import write_atomic

TEMPLATES = Path(__file__).with_name("templates") / "explorer"
SCRIPTS = (
    "dom", "corpus", "state", "filters", "passages", "matrix", "judged", "timeline", "concordance",
    "reading", "about", "explorer",
)  # fmt: skip
"""The parts of the page's script, in the order in which they are joined."""
LAYERS = ("positions", "portrayal", "portrayal by the author", "stance by the author", "events")
"""What the panels draw on: said to be unmeasured where nobody coded it."""
MARK = '<meta name="generator" content="Parley explorer">'
"""How the file of an explorer is known."""
UNCERTAIN = (
    "Positions, quotations, judgements and dates were drawn from the texts by rules and by a model. They are "
    "where to begin to read, not what was found: the passages decide.",
    "Intervals of stances are 95 % bootstrap intervals over sentences. They say how far the mean could shift "
    "with other sentences of the same kind, not how often the model is wrong; that the scorecard says. Over "
    "whole articles they are often wider, and with few articles a single one can decide.",
    "A stance is how sentences make somebody look. What an author quotes or reports is counted apart from "
    "the author's own words: a hostile quotation does not make its author hostile. A few articles do not "
    "stand for their outlets.",
)


def explorer_data(material: Material, *, command: str = "", limit: int = LIMIT) -> dict[str, Any]:
    """Return the data of the page: what it shows and counts.

    Parameters
    ----------
    material
        The corpus with its registry and reference coding.
    command
        What made the page, for its footer.
    limit
        So many articles at most; `parley.explorersample.sampled` says which.

    Returns
    -------
    dict
        ``docs`` (an entry an article, with its cleaned text), ``actors`` (names), ``issues`` (id and
        proposition), and tables as lists of equal length: ``blocks``, ``sentences``, ``mentions``,
        ``quotes``, ``voices`` (stretches that are not the author's), ``positions``, ``judged`` (what stances
        are the means of), ``stances``, ``events``. Rows of a table are in the order of the text; articles,
        actors and issues in them are numbers of entries, sentences numbers of rows of ``sentences``;
        ``start`` and ``end`` lead into the cleaned text, in the units of UTF-16. Beside them ``scores``,
        ``uncertainty``, ``sample`` (what is said where not all articles are there, else empty) and ``made``:
        versions, hashes, command.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds") / "001_5352769525018259.txt")
    >>> data = explorer_data(Material(corpus))
    >>> len(data["positions"]["actor"]) == len(corpus.positions)
    True
    """
    corpus, registry = material.corpus, material.registry
    documents = corpus.tables.get("documents", schema.empty("documents"))
    docs = sampled(documents, limit)
    return {
        **explorer_tables(part(corpus, docs), registry),
        "sample": sample_line(len(docs), len(documents)),
        **_trust(material),
        "uncertainty": list(UNCERTAIN),
        "made": asdict(provenance(documents, registry, command or "parley.explorer.build_explorer")),
    }


def _trust(material: Material) -> dict[str, Any]:
    """The scorecard's line of each method; of each layer where nothing is coded by hand."""
    card = material.card
    wanted: list[tuple[str, str | None]] = [(row.layer, row.method) for row in schema.rows(card)]
    wanted += [(layer, None) for layer in LAYERS if layer not in set(card["layer"])]
    lines = [(layer, method, score_line(card, layer, method)) for layer, method in wanted]
    scores = [
        {
            "layer": layer,
            "line": line,
            "weak": "weak here" in line,
            "shown": method not in ("textblob", "vader"),
        }
        for layer, method, line in lines
    ]
    return {"measured": not card.empty, "scores": scores}


def build_explorer(
    material: Material,
    path: str | Path,
    *,
    title: str = "Parley explorer",
    command: str = "",
    limit: int = LIMIT,
) -> Path:
    """Write the explorer of a corpus: one HTML page that needs no server, no kernel and no network.

    Parameters
    ----------
    material
        The corpus with its registry and reference coding.
    path
        The file; its folder is made if it is missing. It is written as a whole or not at all, and takes the
        place of an earlier explorer only.
    title
        The heading of the page.
    command
        What made the page, for its footer.
    limit
        So many articles at most; the page says which.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ParleyError
        If the file cannot be written, or is there and is no explorer.

    Examples
    --------
    >>> import tempfile
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds") / "001_5352769525018259.txt")
    >>> build_explorer(Material(corpus), Path(tempfile.mkdtemp()) / "explorer.html").name
    'explorer.html'
    """
    target = Path(path)
    check_target(target)
    data = explorer_data(material, command=command, limit=limit)
    write_atomic(target, page(data, title).encode("utf-8"))
    return target


def check_target(path: Path) -> None:
    """Refuse a place where something lies that is no explorer of ours.

    Raises
    ------
    ParleyError
        If the path is a folder, or a file that is no explorer.

    Examples
    --------
    >>> check_target(Path("not-there.html"))
    """
    if path.is_dir():
        raise ParleyError(f"{path}: is a folder; name a file, such as {path / 'explorer.html'}")
    try:
        with path.open("rb") as file:
            ours = MARK.encode() in file.read(4096)
    except FileNotFoundError:
        return
    except OSError as fault:
        raise ParleyError(f"{path}: cannot be read ({fault.strerror})") from None
    if not ours:
        raise ParleyError(f"{path}: is no explorer page and is not overwritten; name another file")


def page(data: dict[str, Any], title: str = "Parley explorer") -> str:
    """Return the page that shows some data of `explorer_data`.

    Examples
    --------
    >>> from parley.corpus import Corpus
    >>> empty = Material(Corpus({}, {}))
    >>> page(explorer_data(empty)).count("<script")
    2
    """
    from jinja2 import Environment, FileSystemLoader

    parts = "\n".join(_file(f"{name}.js") for name in SCRIPTS)
    script = f'(() => {{\n"use strict";\n{parts}}})();\n'
    style = (STATIC / "views.css").read_text(encoding="utf-8") + _file("explorer.css")
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, keep_trailing_newline=True)
    return environment.get_template("explorer.html.j2").render(
        policy=Markup(policy(script, style)),
        title=_whole(title),
        style=Markup(style),
        script=Markup(script),
        sample=_whole(str(data["sample"])),
        data=Markup(embedded(_packed(data))),
    )


def _packed(data: dict[str, Any]) -> dict[str, Any]:
    """The data with every column of texts as its different texts and their numbers: half the size."""
    tables = [name for name, table in data.items() if isinstance(table, dict) and name != "made"]
    return data | {name: {k: _pool(v) for k, v in data[name].items()} for name in tables} | {"tables": tables}


def _pool(column: list[Any]) -> list[Any] | dict[str, list[Any]]:
    if not any(isinstance(value, str) for value in column):
        return column
    numbers = {value: i for i, value in enumerate(dict.fromkeys(column))}
    return {"of": list(numbers), "at": [numbers[value] for value in column]}


def _file(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def embedded(data: object) -> str:
    """Return data as JSON that may stand in an element of a page: nothing in it ends the element.

    Half of a character, as names of files may hold, becomes U+FFFD.

    Examples
    --------
    >>> embedded({"title": "</script>"})
    '{"title":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda m: f"\\u{ord(m.group()):04x}", _whole(text))


def _whole(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text)
