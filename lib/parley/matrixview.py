"""The position matrix as a view: who is for and against what; a cell leads to its records and passages.

A cell tells the direction by its sign and whose words it rests on by its edge; colour only repeats that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from parley import schema
from parley.corpus import Corpus
from parley.markup import MOST, button, join, passages, place, placed, table, tag
from parley.material import EVERY, Choices, Control, Material, View
from parley.positioncells import LEADING, VOICES, filled, part, select
from parley.positionplots import SIGNS
from parley.readingview import excerpt
from parley.scores import score_line

ACTORS = 40
"""Actors that the matrix shows at most; how many more there are is said."""
WORDS = {"support": "for", "oppose": "against", "mixed": "mixed"}
WRITTEN = str.maketrans({"-": "\N{MINUS SIGN}", "~": "±"})
"""How the signs of `parley.positionplots` are written here."""
GROUNDS = {
    "quoted": "some in the actor's own words",
    "paraphrased": "some reported",
    "asserted": "asserted by authors only",
}


def controls(material: Material) -> Sequence[Control]:
    """Return what can be chosen: article, outlet, voice, and how many positions an actor must have.

    Examples
    --------
    >>> from parley import bundled, code
    >>> [control.name for control in controls(Material(code(bundled("seeds"))))]
    ['article', 'outlet', 'voice', 'least']
    """
    documents = material.corpus.documents
    outlets = sorted(set(documents["outlet"]) - {""})
    return [
        Control("article", "Article", "choice", (EVERY, *documents["doc"]), EVERY),
        Control("outlet", "Outlet", "choice", (EVERY, *outlets), EVERY),
        Control("voice", "Voice", "choice", (EVERY, *VOICES), EVERY),
        Control("least", "Fewest positions of an actor", "choice", ("1", "2", "3"), "1"),
    ]


def render(material: Material, choices: Choices) -> Markup:
    """Return the matrix for some choices and, where a cell or heading is picked, the evidence.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.material import draw
    >>> 'class="evidence"' in draw(VIEW, Material(code(bundled("seeds"))), picked="actor:Ukraine")
    True
    """
    if material.corpus.positions.empty:
        return tag("p", "No position on an issue was found in these articles.", class_="none")
    chosen = {name: str(choices[name]) for name in ("article", "outlet", "voice")}
    if select(material.corpus, **chosen).empty:
        return tag("p", "No position under these choices.", class_="none")
    picked = str(choices["picked"])
    parts = [
        _matrix(material, chosen, int(choices["least"]), picked),
        _meaning(material),
        _evidence(material, select(material.corpus, **chosen), picked),
    ]
    return tag("div", *parts, class_="matrixview")


def _matrix(material: Material, chosen: Mapping[str, str], least: int, picked: str) -> Markup:
    """Actors below each other, issues side by side, most positions first."""
    texts, known, few = filled(material.corpus, least, **chosen)
    if texts.empty:
        return tag("p", f"No actor has {least} positions under these choices.", class_="none")
    actors, issues = list(texts.columns), list(texts.index)
    at = LEADING.split(picked, maxsplit=1)[0]
    rows = [
        [_head("actor", actor, at), *(_cell(known.get((actor, issue)), at) for issue in issues)]
        for actor in actors[:ACTORS]
    ]
    heads = [_issue_head(material, issue, at) for issue in issues]
    number = sum(row.n for row in known.values())
    caption = f"{number} positions of {len(actors)} actors on {len(issues)} issues"
    grid = table(["actor", *heads], rows, caption=caption, class_="matrix")
    left = []
    if len(actors) > ACTORS:
        left.append(f"{len(actors) - ACTORS} more actors, with fewer positions, are not shown.")
    if few:
        left.append(f"{few} actors with fewer than {least} positions are left out.")
    return join([tag("div", grid, data_group="matrix"), tag("p", " ".join(left), class_="note")])


def _head(kind: str, name: str, at: str, label: str = "") -> Markup:
    pick = f"{kind}:{name}"
    return button(name, pick, pressed=pick == at, label=label or f"{name}: all positions", class_="head")


def _issue_head(material: Material, issue: str, at: str) -> Markup:
    asked = _proposition(material, issue)
    label = f"{issue}: {asked}" if asked else ""
    return tag("span", _head("issue", issue, at, label), class_="turned", title=asked or None)


def _proposition(material: Material, issue: str) -> str:
    known = material.registry.issues.get(issue)
    return known.proposition if known else ""


def _cell(row: Any, at: str) -> Markup:
    """The button of an actor and an issue; nothing where there is no position."""
    if row is None:
        return Markup("")
    numbers = {kind: getattr(row, kind) for kind in SIGNS if getattr(row, kind)}
    said = ", ".join(f"{number} {WORDS[kind]}" for kind, number in numbers.items())
    pick = f"cell:{row.actor}|{row.issue}"
    return button(
        _shown(numbers),
        pick,
        pressed=pick == at,
        label=f"{row.actor}, {row.issue}: {said}; {GROUNDS[row.voice]}",
        class_=f"cell {_kind(numbers)} {row.voice}",
    )


def _kind(numbers: Mapping[str, int]) -> str:
    return next(iter(numbers)) if len(numbers) == 1 else "mixed"


def _shown(numbers: Mapping[str, int]) -> Markup:
    """The sign of a cell and its numbers: ``+3``, or ``±`` above ``+3 -1``."""
    parts = [(SIGNS[kind].translate(WRITTEN), str(number)) for kind, number in numbers.items()]
    if len(parts) == 1:
        return join([tag("b", parts[0][0]), parts[0][1]])
    return join([tag("b", "±"), tag("small", " ".join(map("".join, parts)))])


def _meaning(material: Material) -> Markup:
    """What signs and edges mean, and how far the positions can be trusted."""
    signs = (
        "+ for the issue's proposition, \N{MINUS SIGN} against it, ± both or mixed; numbers count positions."
    )
    edges = [tag("li", tag("span", "+2", class_=f"cell support {v}"), " ", GROUNDS[v]) for v in VOICES]
    trust = score_line(material.card, "positions") if len(material.card) else ""
    said = tag("div", tag("p", signs, class_="note"), tag("ul", *edges, class_="chips note"), class_="key")
    return join([said, tag("p", trust, class_="note score")]) if trust else said


def _evidence(material: Material, positions: pd.DataFrame, picked: str) -> Markup:
    """Title, proposition, records and passages of what is picked; nothing where the pick is unknown."""
    known = part(material.corpus.positions, picked)
    if known.empty:
        return Markup("")
    head = LEADING.split(picked, maxsplit=1)[0]
    kind, rows = head.partition(":")[0], part(positions, picked)
    actor, issue = known["actor"].iloc[0], known["issue"].iloc[0]
    title = {"cell": f"{actor} on {issue}", "actor": actor, "issue": issue}[kind]
    parts = [tag("h3", title)]
    if kind != "actor" and (asked := _proposition(material, issue)):
        parts.append(tag("p", tag("b", "Proposition: "), asked))
    if rows.empty:
        parts.append(tag("p", "No position of this under these choices.", class_="none"))
    else:
        found = passages(material.corpus, rows, lead=f"{head}|")
        parts += [_records(material.corpus, rows, head), tag("h4", "Passages"), found]
    if placed(picked):
        parts.append(excerpt(material, picked))
    return tag("section", *parts, class_="evidence", aria_label=title)


def _records(corpus: Corpus, rows: pd.DataFrame, head: str) -> Markup:
    """The positions as a table: what is not the same in all rows by the pick, and what the code rests on."""
    first = rows.head(MOST)
    positions = corpus.positions
    asked = _by(positions[positions["id"].isin(set(first["answers"]) - {""})], "id")
    answering = _by(positions[positions["answers"].isin(first["id"])], "answers")
    varies = [name for name in ("actor", "issue") if not head.startswith(("cell:", f"{name}:"))]
    names = [
        *varies,
        "position",
        "act",
        "voice",
        "answers",
        "answered by",
        "reported by",
        "rule",
        "confidence",
    ]
    lines = [
        [
            button(f"{row.doc}, line {row.line}", f"{head}|{place(row)}", class_="where"),
            *(getattr(row, name) for name in varies),
            join([tag("b", SIGNS[row.position].translate(WRITTEN)), " ", WORDS[row.position]]),
            row.act,
            row.voice,
            _links(asked.get(row.answers, ()), head),
            _links(answering.get(row.id, ()), head),
            row.reporter,
            row.rule,
            f"{row.confidence:.2f}",
        ]
        for row in schema.rows(first)
    ]
    caption = f"{len(rows)} positions" + (f", the first {MOST}" if len(rows) > MOST else "")
    return table(["where", *names], lines, caption=caption, class_="records")


def _by(positions: pd.DataFrame, column: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in schema.rows(positions):
        found.setdefault(getattr(row, column), []).append(row)
    return found


def _links(rows: Sequence[Any], head: str) -> Markup:
    """Positions that others are linked to, each as a way to its place."""
    shown = [(f"{row.actor}: {row.act}, line {row.line}", f"{head}|{place(row)}") for row in rows]
    return join((button(words, pick, class_="where") for words, pick in shown), " ")


VIEW = View("matrix", "Who wants what", controls, render)
