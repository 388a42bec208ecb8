"""A figure nobody described tells its titles, names and labels; one without data says that there is none."""

from __future__ import annotations

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from parley import plots, positionplots, schema, scores, timeplots
from parley.figurewords import MOST, NOTHING, description
from parley.timeline import calendar

RATES = pd.DataFrame({"who": ["Lund", "Berg"], "share": [0.6, 0.4], "low": 0.1, "high": 0.9, "n": [3, 2]})


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def figure_of(axes) -> plt.Figure:
    return np.asarray(axes).flat[0].figure


def test_names_labels_and_legend_are_told():
    ax = plots.intervals(
        RATES.assign(voice=["own", "others"]), "share", "who", hue="voice", title="Who speaks"
    )
    assert description(ax.figure) == "Who speaks: share for Lund  (n = 3, 0); Berg  (n = 0, 2) (own; others)."


def test_a_grid_tells_rows_and_columns():
    ax = plots.grid(pd.DataFrame({"a": [1, 0], "b": [0, 2]}, index=["Lund", "Berg"]))
    assert description(ax.figure) == "for Lund; Berg by a; b."


def test_a_network_tells_who_is_in_it():
    ties = pd.DataFrame({"first": ["Lund"], "second": ["Berg"], "weight": [1.0]})
    places = pd.DataFrame({"node": ["Lund", "Berg"], "x": [0.0, 1.0], "y": [0.0, 0.0]})
    assert description(positionplots.network(ties, places).figure) == "for Lund; Berg."


def test_numbers_along_an_axis_are_not_names():
    ax = plots.against(pd.DataFrame({"a": [0.1], "b": [0.2]}), "a", "b")
    assert description(ax.figure) == "a, b."


def test_long_lists_are_cut_and_say_so():
    many = pd.concat([RATES.head(1).assign(who=f"actor {i}") for i in range(MOST + 3)])
    told = description(plots.intervals(many, "share", "who").figure)
    assert f"actor {MOST - 1}" in told
    assert f"actor {MOST} " not in told
    assert told.endswith("; and 3 more.")


def test_a_figure_without_words():
    assert description(plt.figure()) == "A figure without labels."


EMPTY = {
    "intervals": lambda: plots.intervals(RATES.head(0), "share", "who"),
    "intervals with hue": lambda: plots.intervals(RATES.head(0), "share", "who", hue="n"),
    "line strips": lambda: plots.line_strips(schema.empty("blocks")),
    "scorecard": lambda: plots.scorecard(pd.DataFrame(columns=list(scores.COLUMNS))),
    "grid": lambda: plots.grid(pd.DataFrame()),
    "courses": lambda: plots.courses(schema.empty("sentiment"), "polarity"),
    "pairs": lambda: plots.pairs(RATES.head(0), "who", ["low", "high"]),
    "against": lambda: plots.against(RATES.head(0), "low", "high"),
    "set against": lambda: timeplots.set_against(schema.empty("claims")),
    "matrix": lambda: positionplots.matrix(pd.DataFrame(columns=list(positionplots.NEEDED))),
    "network": lambda: positionplots.network(
        pd.DataFrame(columns=["first", "second", "weight"]), pd.DataFrame(columns=["node", "x", "y"])
    ),
}


@pytest.mark.parametrize("draw", EMPTY.values(), ids=EMPTY)
def test_figures_of_empty_frames_say_so(draw):
    """They can be drawn, and in words they are nothing either."""
    figure = figure_of(draw())
    figure.canvas.draw()
    assert NOTHING in [text.get_text() for ax in figure.axes for text in ax.texts]
    assert NOTHING in description(figure)


def test_figures_with_rows_do_not_say_so():
    assert [t.get_text() for t in plots.intervals(RATES, "share", "who").texts] == []


def test_a_calendar_without_events_still_has_its_articles():
    documents = schema.frame(
        "documents", [dict.fromkeys(schema.columns("documents"), "") | {"doc": "a", "words": 0}]
    )
    dated = calendar(schema.empty("events"), documents)
    ax = timeplots.by_article(dated, documents, "2024-01-01", "2024-12-31")
    assert "a  (n = 0 of 0)" in description(ax.figure)


def test_show_takes_the_description_where_no_text_is_given(capsys, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **options: shown.append((bundle, options)))
    plots.show(plots.intervals(RATES, "share", "who"), alt="")
    plots.show(plots.intervals(RATES, "share", "who"), alt="Lund speaks most.")
    texts = [bundle["text/plain"] for bundle, _ in shown]
    assert texts == ["<Figure: share for Lund  (n = 3); Berg  (n = 2).>", "<Figure: Lund speaks most.>"]
    assert shown[0][1]["metadata"]["image/svg+xml"]["alt"].startswith("share for Lund")
