"""One chart, four methods: stance towards each target by TextBlob, VADER, Parley's model, the reference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
from markupsafe import Markup

from parley import schema
from parley.chartnumbers import number
from parley.comparison import FEW
from parley.dotchart import dot_chart
from parley.errors import ParleyError
from parley.markup import MOST, Content, button, highlighted, join, placed, table, tag
from parley.material import Choices, Control, Material, View
from parley.measures import WHOLE
from parley.methods import (
    REFERENCE,
    coders_line,
    label_agreement,
    main_targets,
    method_labels,
    method_stances,
)
from parley.readingview import excerpt
from parley.reference import PASSES, codings, read_coding, reference_folder
from parley.scores import NAMES, score_line
from parley.stance import SCALE

BESIDE = "all side by side"
METHODS = ("textblob", "vader", "model")
VOICES = ("all", "author", "others")
LAYERS = {"all": "portrayal", "author": "portrayal by the author", "others": "portrayal by others"}
"""The rows of the scorecard that bear on a voice."""
TITLES = {**NAMES, REFERENCE: "reference coding"}
SERIES = tuple(TITLES[method] for method in (*METHODS, REFERENCE))
SHORT = {"negative": "− negative", "neutral": "0 neutral", "positive": "+ positive", "": "none"}
"""Labels with their sign."""
UNCODED = (
    "Nobody has coded these articles by hand, so no method can be checked on them. To code some: "
    "parley reference new NAME --sources YOUR-ARTICLES, by data/codebook.md."
)
READ = re.compile(r"\|read:\d+:\d+:.*$", re.S)


@lru_cache(maxsize=4)
def _labels(material: Material) -> pd.DataFrame:
    return method_labels(material.corpus, material.coding)


@lru_cache(maxsize=32)
def _stances(material: Material, voice: str, doc: str) -> pd.DataFrame:
    labels = _labels(material)
    return method_stances(labels, main_targets(labels), voice=voice, doc=doc)


@lru_cache(maxsize=4)
def _coded(material: Material) -> bool:
    """Whether the reference has labels of these articles."""
    return bool((_labels(material)[REFERENCE] != "").any())


@lru_cache(maxsize=4)
def _coders(material: Material) -> str:
    """How far the coders of the reference agree, in one sentence."""
    folder = reference_folder(material.reference)
    if not set(PASSES) <= set(codings(folder)):
        return "portrayal: the agreement of the coders is not known, as there is one coding only."
    try:
        return coders_line(*(read_coding(folder, name) for name in PASSES))
    except ParleyError as fault:
        return f"portrayal: the agreement of the coders is not known ({fault})."


def controls(material: Material) -> Sequence[Control]:
    """Return what can be chosen: method, voice, article; the reference only where there is one.

    Examples
    --------
    >>> from parley import bundled, code
    >>> controls(Material(code(bundled("seeds"))))[0].options
    ('textblob', 'vader', 'model', 'reference', 'all side by side')
    """
    methods = (*METHODS, *([REFERENCE] if _coded(material) else []), BESIDE)
    articles = (WHOLE, *material.corpus.documents["doc"])
    return [
        Control("method", "Method", "choice", methods, "model"),
        Control("voice", "Voice", "choice", VOICES, "all"),
        Control("article", "Article", "choice", articles, WHOLE),
    ]


def render(material: Material, choices: Choices) -> Markup:
    """Return the chart of the chosen method and, where a point is picked, its sentences with their labels.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.material import draw
    >>> "<svg" in draw(VIEW, Material(code(bundled("seeds"))), method="vader")
    True
    """
    coded = _coded(material)
    note = tag("p", UNCODED, class_="note") if not coded else Markup("")
    method, voice, article = (str(choices[name]) for name in ("method", "voice", "article"))
    rows = _stances(material, voice, article)
    if rows.empty:
        few = "No actor is named in five sentences or more: there is no stance to chart."
        return join([tag("p", few, class_="none"), note])
    methods = [*METHODS, *([REFERENCE] if coded else [])] if method == BESIDE else [method]
    mine = rows[rows["method"].isin(methods)].reset_index(drop=True)
    picked = str(choices["picked"])
    head = READ.sub("", picked)
    return tag(
        "div",
        tag("h3", _title(method, voice, article)),
        _chart(mine, _title(method, voice, article), head),
        *(tag("p", line) for line in untold(mine)),
        *(tag("p", line, class_="note") for line in _trust(material, methods, voice)),
        note,
        _numbers(mine),
        _passages(material, choices, picked, head),
    )


def _title(method: str, voice: str, article: str) -> str:
    words = {"all": "all words", "author": "the author's words", "others": "words of others"}[voice]
    where = "all articles" if article == WHOLE else article
    by = "all methods" if method == BESIDE else TITLES[method]
    return f"Stance by {by}: {words}, {where}"


def _chart(rows: pd.DataFrame, title: str, head: str) -> Markup:
    """The targets in the same order whatever the method."""
    drawn = rows.assign(
        name=rows["target"],
        series=rows["method"].map(TITLES),
        note=rows["verdict"].where((rows["n"] > 0) | (rows["method"] != REFERENCE), "not coded"),
        pick="point:" + rows["method"] + ":" + rows["target"],
    )
    axis = "stance, from −2 (hostile) to 2 (favourable)"
    chart = dot_chart(drawn, label=title, axis=axis, limits=(-SCALE, SCALE), series=SERIES, picked=head)
    return tag("div", chart, class_="chart")


def untold(rows: pd.DataFrame) -> list[str]:
    """Return what the methods cannot tell: a sentence for each that leaves targets open.

    Parameters
    ----------
    rows
        Rows of `parley.methods.method_stances`.

    Examples
    --------
    >>> untold(pd.DataFrame({"method": ["vader"], "target": ["Lee"], "n": [9], "verdict": ["undecided"]}))
    ['VADER: not to be told from zero: Lee.']
    """
    said = []
    for method, part in rows.groupby("method", sort=False):
        without = (part["n"] == 0) & (method == REFERENCE)
        kinds = {
            "not to be told from zero": part["verdict"] == "undecided",
            f"{FEW}, with fewer than five sentences or all alike": (part["verdict"] == FEW) & ~without,
            "not coded here": without,
        }
        parts = [f"{words}: {', '.join(part.loc[of, 'target'])}" for words, of in kinds.items() if of.any()]
        name = TITLES[str(method)]
        said += [f"{name[0].upper()}{name[1:]}: {'; '.join(parts)}."] if parts else []
    return said


def _trust(material: Material, methods: Sequence[str], voice: str) -> list[str]:
    """How far each method can be trusted, and what a word list cannot do at all."""
    lines = [score_line(material.card, LAYERS[voice], m) for m in methods if m != REFERENCE]
    lines = list(dict.fromkeys(lines))
    if REFERENCE in methods:
        lines.append(_coders(material))
    if {"textblob", "vader"} & set(methods):
        lines.append(
            "TextBlob and VADER know no target: all targets of a sentence get the sign of its words."
        )
    return lines


def _numbers(rows: pd.DataFrame) -> Markup:
    """The numbers of one method in full, of several side by side with their verdicts."""
    methods = list(dict.fromkeys(rows["method"]))
    if len(methods) > 1:
        found = {(row.target, row.method): row for row in schema.rows(rows)}
        lines = [
            [target, *(_verdict(found[target, method]) for method in methods)]
            for target in dict.fromkeys(rows["target"])
        ]
        head = ["target", *(TITLES[method] for method in methods)]
        return table(head, lines, caption="Stances and verdicts", class_="numbers")
    lines = [
        [
            row.target,
            number(row.value),
            f"{number(row.low)} to {number(row.high)}" if row.low == row.low else "",
            f"{row.n:,}",
            f"{row.docs:,}",
            row.resampled,
            row.verdict,
        ]
        for row in schema.rows(rows)
    ]
    head = ["target", "stance", "95 % interval", "n (sentences)", "articles", "drawn", "verdict"]
    return table(head, lines, caption=f"The numbers by {TITLES[methods[0]]}", class_="numbers")


def _verdict(row: Any) -> str:
    return f"{number(row.value)} {row.verdict}" if row.value == row.value else row.verdict


def _passages(material: Material, choices: Choices, picked: str, head: str) -> Markup:
    """The sentences of the picked point, those first on which method and reference differ."""
    kind, _, rest = head.partition(":")
    method, _, target = rest.partition(":")
    labels = _labels(material)
    rows = labels[labels["target"] == target]
    coded = _coded(material)
    if kind != "point" or method not in (*METHODS, *([REFERENCE] if coded else [])) or rows.empty:
        return tag("p", "Choose a point to read its sentences with their labels.", class_="none")
    rows = chosen_labels(rows, str(choices["voice"]), str(choices["article"]))
    title = f"{target} by {TITLES[method]}"
    columns = list(METHODS) if choices["method"] == BESIDE or method == REFERENCE else [method]
    parts = [tag("h3", title)]
    if coded:
        parts += [tag("p", line) for line in map(_agreed(rows), columns)]
        differ = (rows[columns].ne(rows[REFERENCE], axis=0)).any(axis=1) & (rows[REFERENCE] != "")
        rows = rows.assign(differ=differ).sort_values("differ", ascending=False, kind="stable")
        columns.append(REFERENCE)
    parts.append(_labelled(material, rows, columns, head))
    if placed(picked):
        parts.append(excerpt(material, picked))
    return tag("section", *parts, aria_label=title)


def chosen_labels(labels: pd.DataFrame, voice: str, article: str) -> pd.DataFrame:
    """Return the rows of a voice and an article; ``all`` leaves none out.

    Examples
    --------
    >>> rows = pd.DataFrame({"voice": ["author", "quoted"], "doc": ["a", "b"]})
    >>> chosen_labels(rows, "others", "all")["doc"].tolist()
    ['b']
    """
    from parley.stance import VOICES

    rows = labels[labels["voice"].isin(VOICES[voice])]
    return rows if article == WHOLE else rows[rows["doc"] == article]


def _agreed(rows: pd.DataFrame) -> Any:
    def line(method: str) -> str:
        same, coded = label_agreement(rows, method)
        return f"{TITLES[method]} has the label of the reference in {same:,} of {coded:,} coded sentences."

    return line


def _labelled(material: Material, rows: pd.DataFrame, columns: Sequence[str], head: str) -> Markup:
    """Sentences with their labels side by side; a label that differs from the reference says so."""
    if rows.empty:
        return tag("p", "No sentence under these choices.", class_="none")
    corpus = material.corpus
    places = corpus.sentences[["doc", "sentence", "line", "char_start", "char_end"]]
    places = places.rename(columns={"char_start": "low", "char_end": "high"})
    lines = []
    for row in schema.rows(rows.head(MOST).merge(places, on=["doc", "sentence"])):
        where = f"{row.doc}, line {row.line}"
        pick = f"{head}|read:{row.low}:{row.high}:{row.doc}"
        sentence = highlighted(corpus.raw[row.doc], row.low, row.high, [(row.char_start, row.char_end)])
        labels = [_label(row, column) for column in columns]
        to = button(where, pick, label=f"Read on: {where}", class_="where")
        lines.append([to, *labels, row.voice, sentence])
    more = len(rows) - MOST
    rest = tag("p", f"and {more:,} more sentences", class_="none") if more > 0 else Markup("")
    names = ["where", *(TITLES[column] for column in columns), "voice", "sentence"]
    return join([table(names, lines, class_="labels", caption="Sentences and labels"), rest])


def _label(row: Any, column: str) -> Content:
    label = getattr(row, column)
    shown = SHORT[label]
    if column == "model" and label:
        shown += f" ({number(row.score)})"
    other = column != REFERENCE and row.reference and (label or "neutral") != row.reference
    return join([tag("b", shown), " ≠"]) if other else shown


VIEW = View("methods", "One chart, four methods", controls, render)
