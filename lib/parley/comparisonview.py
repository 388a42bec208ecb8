"""The comparison of two as a view: chart, numbers, what they show in careful words, the words behind them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pandas as pd
from markupsafe import Markup

from parley import schema
from parley.chartnumbers import number, number_range
from parley.comparison import compare_two, left_out
from parley.comparisonchoice import SIDES, Pair, choose, controls
from parley.comparisonfinding import GAPS, finding, fragility
from parley.differencewords import difference_words, word_places
from parley.dotchart import dot_chart
from parley.markup import button, join, passages, placed, table, tag
from parley.material import Choices, Material, View
from parley.measures import MEASURES, WHOLE, Measure, units
from parley.readingview import excerpt
from parley.scores import score_line

LIMITS = {"stance": (-2.0, 2.0), "TextBlob polarity": (-1.0, 1.0), "VADER polarity": (-1.0, 1.0)}
ORDERS = {
    "signed": "Sentences, the strongest first",
    "plain": "Sentences, the longest first",
    "percent": "Sentences that count",
}
READ = re.compile(r"\|read:\d+:\d+:.*$", re.S)


@lru_cache(maxsize=32)
def _compared(material: Material, pair: Pair) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The numbers, the difference without each article, and the words behind it."""
    sides, options = (pair.by, pair.first, pair.second), pair.options()
    rows = [units(material.corpus, pair.by, name, **options) for name in sides[1:]]
    numbers = compare_two(material.corpus, *sides, **options)
    return numbers, left_out(*rows), difference_words(material.corpus, *sides, **options)


def render(material: Material, choices: Choices) -> Markup:
    """Return the comparison for some choices and, where something is picked, the passages.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.material import draw
    >>> draw(VIEW, Material(code(bundled("seeds")))).count("<svg")
    2
    """
    pair, said = choose(material, choices)
    note = tag("p", said, class_="note") if said else Markup("")
    if pair is None:
        return note
    numbers, each, words = _compared(material, pair)
    picked, measure = str(choices["picked"]), MEASURES[pair.measure]
    head = READ.sub("", picked)
    return tag(
        "div",
        note,
        tag("h3", _title(pair)),
        tag("p", measure.says, class_="note"),
        _charts(pair, numbers, head),
        tag("p", finding(pair, numbers), class_="finding"),
        tag("p", fragility(numbers, each, GAPS[measure.form])),
        _trust(material, measure),
        _numbers(measure, numbers),
        _words(pair, words, head),
        _passages(material, pair, picked, head),
    )


def _title(pair: Pair) -> str:
    about = f", target {pair.target}" if pair.target != WHOLE else ""
    return f"{pair.first} and {pair.second}: {pair.measure}{about}"


def _trust(material: Material, measure: Measure) -> Markup:
    return tag("p", "Trust: ", score_line(material.card, measure.layer, measure.method), class_="note")


def _charts(pair: Pair, numbers: pd.DataFrame, head: str) -> Markup:
    """Both sides on the scale of the measure, and below them their difference with its zero line."""
    measure = MEASURES[pair.measure]
    rows = numbers.assign(series=numbers["side"], note=numbers["verdict"].where(numbers["low"].isna(), ""))
    sides = rows[rows["side"] != "difference"].assign(pick=[f"side:{side}" for side in SIDES])
    gap = rows[rows["side"] == "difference"].assign(name="difference")
    series = list(rows["side"])
    signed = measure.form == "signed"
    upper = dot_chart(
        sides,
        label=f"{_title(pair)}, both sides",
        axis=pair.measure,
        form=measure.form,
        limits=LIMITS.get(pair.measure) if signed else None,
        zero=measure.form != "plain",
        series=series,
        picked=head,
    )
    lower = dot_chart(
        gap,
        label=f"{_title(pair)}, difference",
        axis=f"difference: above zero, {pair.first} is higher",
        form=GAPS[measure.form],
        series=series,
    )
    return tag("div", upper, lower, class_="chart")


def _numbers(measure: Measure, numbers: pd.DataFrame) -> Markup:
    def shown(row: Any) -> list[str]:
        form = GAPS[measure.form] if row.side == "difference" else measure.form
        ends, last = number_range(row.low, row.high, form), number_range(row.lowest, row.highest, form)
        said = [row.name, number(row.value, form), ends, f"{row.n:,}", f"{row.docs:,}", row.resampled]
        return [*said, row.verdict, last]

    head = ["", "value", "95 % interval", f"n ({measure.counted})", "articles", "drawn", "verdict"]
    head.append("without one article")
    return table(head, map(shown, schema.rows(numbers)), caption="The numbers", class_="numbers")


def _words(pair: Pair, words: pd.DataFrame, head: str) -> Markup:
    """The words behind the difference, each side's beside the other's; a word leads to its sentences."""
    if words.empty:
        return tag("p", "No words to compare: a side has no text of its own.", class_="none")
    lists = []
    for side, name in zip(SIDES, (pair.first, pair.second), strict=True):
        rows = [
            [
                button(row.word, f"word:{row.word}", pressed=head == f"word:{row.word}"),
                f"{row.n_first if side == 'first' else row.n_second:,}",
                f"{row.n_second if side == 'first' else row.n_first:,}",
                f"{abs(row.z):.1f}",
                "may be chance" if row.low <= 0 <= row.high else "",
            ]
            for row in schema.rows(words[words["side"] == side])
        ]
        lists.append(
            table(["word", "here", "there", "z", ""], rows, caption=f"More in {name}", class_="words")
        )
    note = (
        "Log-odds with the whole corpus as prior, strongest first. Of so many words some differ by chance, "
        "and a word says what a side is about, not why the numbers differ."
    )
    return join([tag("h3", "Words behind the difference"), tag("div", *lists, class_="sides"),
                 tag("p", note, class_="note")])  # fmt: skip


def _passages(material: Material, pair: Pair, picked: str, head: str) -> Markup:
    """The sentences behind a side or a word, and the paragraph around the one that is read on."""
    kind, _, name = head.partition(":")
    sides, corpus = (pair.first, pair.second), material.corpus
    if kind == "side" and name in SIDES:
        shown = [(sides[SIDES.index(name)], _strongest(material, pair, sides[SIDES.index(name)]))]
        title = ORDERS[MEASURES[pair.measure].form]
    elif kind == "word" and name:
        places = word_places(corpus, pair.by, *sides, name, **pair.options())
        shown = [(side, places[places["side"] == key]) for side, key in zip(sides, SIDES, strict=True)]
        title = f"Sentences with {name}"
        if places.empty:
            return Markup("")
    else:
        return tag(
            "p", "Choose a row of the chart, or a word, to read the sentences behind it.", class_="none"
        )
    lists = [tag("div", tag("h4", side), passages(corpus, rows, lead=f"{head}|")) for side, rows in shown]
    read = excerpt(material, picked) if placed(picked) else Markup("")
    return tag("section", tag("h3", title), tag("div", *lists, class_="sides"), read, aria_label=title)


def _strongest(material: Material, pair: Pair, name: str) -> pd.DataFrame:
    """The places of a side's units, those first that weigh most."""
    measure, rows = MEASURES[pair.measure], units(material.corpus, pair.by, name, **pair.options())
    if measure.share:
        rows = rows[rows["value"] > 0]
    size = rows["value"].abs() if measure.form == "signed" else rows["value"]
    order = size.sort_values(ascending=False, kind="stable").index
    return rows.loc[order, ["doc", "sentence", "char_start", "char_end"]]


VIEW = View("compare", "Compare two", controls, render)
