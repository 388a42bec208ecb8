"""Figures: what the Axes hold is what the frame said; read back from the marks, labels and colours."""

import math
import re
import warnings
import xml.etree.ElementTree as ET

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from parley import plots, schema, scores

OKABE_ITO = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]
"""The seven colours of Okabe and Ito (2008) that show on white, as they published them."""

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def clean():
    """Each test begins with Matplotlib's own settings and leaves no figure open."""
    with matplotlib.rc_context(), pd.option_context("display.width", 80):
        matplotlib.rcdefaults()
        yield
    plt.close("all")


def points(ax: Axes) -> list[tuple]:
    """The marks: (x, y, colour, marker) of each line with a single point."""
    return [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]), to_hex(line.get_color()), line.get_marker())
        for line in ax.lines
        if len(line.get_xdata()) == 1
    ]


def segments(ax: Axes) -> list[tuple]:
    """The lines of two points: (x, x, y)."""
    return [
        (*map(float, line.get_xdata()), float(line.get_ydata()[0]))
        for line in ax.lines
        if len(line.get_xdata()) == 2 and line.get_transform() == ax.transData
    ]


def ticks(ax: Axes, axis: str = "y") -> list[str]:
    return [t.get_text() for t in getattr(ax, f"get_{axis}ticklabels")()]


def legend(where) -> list[str]:
    found = where.get_legend() if isinstance(where, Axes) else where.legends[0]
    return [t.get_text() for t in found.get_texts()]


def drawn(ax: Axes) -> None:
    """Draw for real, so that a warning of the layout is seen."""
    ax.figure.canvas.draw()


# Colours


def test_the_palette_is_that_of_okabe_and_ito():
    assert [c.lower() for c in plots.palette("abcdefg").values()] == OKABE_ITO


def test_the_palette_keeps_the_order_and_ends_in_grey():
    names = [*"cab", "c", *"defghijk"]
    colours = plots.palette(names)
    assert list(colours) == list("cabdefghijk")
    assert colours["c"] == plots.OKABE_ITO[0]
    assert len(set(list(colours.values())[:8])) == 8
    assert set(list(colours.values())[8:]) == {plots.OTHER}
    assert plots.palette([]) == {}


def test_each_kind_of_block_has_a_look_of_its_own():
    assert set(plots.KIND_STYLE) == set(schema.BLOCK_KINDS)
    assert len(set(plots.KIND_STYLE.values())) == len(plots.KIND_STYLE)


def test_the_text_of_the_article_is_blue_and_the_rest_is_not():
    for kind, (colour, _) in plots.KIND_STYLE.items():
        red, _, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        assert (blue > red) == (kind in schema.TEXT_KINDS), kind


def test_style_sets_the_look_and_nothing_asks_for_it_at_import():
    plots.style()
    assert plt.rcParams["svg.hashsalt"] == "parley"
    assert plt.rcParams["legend.frameon"] is False
    assert pd.options.display.width == 110


# intervals


WHO = pd.DataFrame(
    {"who": ["Ruiz", "Ellis"], "share": [0.5, 0.25], "low": [0.4, 0.1], "high": [0.6, 0.3], "n": [9, 1200]}
)


def test_intervals_show_each_row_from_the_top():
    ax = plots.intervals(WHO, "share", "who", xlabel="share of mentions", title="Who")
    assert ticks(ax) == ["Ruiz  (n = 9)", "Ellis  (n = 1200)"]
    assert [p[:2] for p in points(ax)] == [(0.5, 0.0), (0.25, 1.0)]
    assert segments(ax) == [(0.4, 0.6, 0.0), (0.1, 0.3, 1.0)]
    assert {p[2] for p in points(ax)} == {OKABE_ITO[0]}
    assert (ax.get_xlabel(), ax.get_title(), ax.get_ylabel()) == ("share of mentions", "Who", "")
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    assert ax.get_legend() is None
    drawn(ax)


def test_intervals_name_the_value_and_draw_zero_when_asked():
    ax = plots.intervals(WHO, "share", "who", zero=True)
    assert ax.get_xlabel() == "share"
    assert [list(line.get_xdata()) for line in ax.lines if line.get_transform() != ax.transData] == [[0, 0]]


def test_intervals_take_colours_by_name():
    ax = plots.intervals(WHO, "share", "who", colours={"Ruiz": "#123456", "Ellis": "#654321"})
    assert [p[2] for p in points(ax)] == ["#123456", "#654321"]


def test_intervals_part_a_label_by_hue():
    """Both points of a label stand about its line, each with colour and mark of its method."""
    rows = [
        ("a", "vader", 0.1, 5),
        ("a", "textblob", 0.2, 5),
        ("b", "vader", 0.3, 7),
        ("b", "textblob", 0.4, 6),
    ]
    data = pd.DataFrame(rows, columns=["doc", "method", "mean", "n"]).assign(low=0.0, high=0.5)
    ax = plots.intervals(data, "mean", "doc", hue="method")
    assert ticks(ax) == ["a  (n = 5)", "b  (n = 7, 6)"]
    assert legend(ax) == ["vader", "textblob"]
    found = {x: (round(y), y - round(y), c, m) for x, y, c, m in points(ax)}
    assert [found[x][0] for x in (0.1, 0.2, 0.3, 0.4)] == [0, 0, 1, 1]
    assert found[0.1][1] == pytest.approx(-found[0.2][1])
    assert found[0.1][1] < 0  # the first of the legend stands above
    assert {found[0.1][2:], found[0.3][2:]} == {(OKABE_ITO[0], "o")}
    assert {found[0.2][2:], found[0.4][2:]} == {(OKABE_ITO[1], "s")}
    drawn(ax)


def test_a_label_without_one_of_the_hues_has_n_of_zero():
    data = pd.DataFrame(
        {"who": ["a", "a", "b"], "v": 0.1, "low": 0.0, "high": 0.2, "n": [3, 4, 5], "by": list("xyx")}
    )
    assert ticks(plots.intervals(data, "v", "who", hue="by")) == ["a  (n = 3, 4)", "b  (n = 5, 0)"]


def test_a_missing_interval_leaves_the_point():
    """The point of the second row stands alone: no line, also none without length."""
    ax = plots.intervals(WHO.assign(low=[0.4, math.nan], high=[0.6, math.nan]), "share", "who")
    assert [p[0] for p in points(ax)] == [0.5, 0.25]
    assert [line for line in segments(ax) if not math.isnan(line[0] + line[1])] == [(0.4, 0.6, 0.0)]
    drawn(ax)


def test_many_labels_and_many_hues_are_all_drawn():
    many = pd.DataFrame({"who": [f"w{i}" for i in range(40)], "v": 0.1, "low": 0.0, "high": 0.2, "n": 3})
    ax = plots.intervals(many, "v", "who")
    assert len(points(ax)) == 40
    drawn(ax)
    hues = pd.DataFrame({"who": "a", "v": 0.1, "low": 0.0, "high": 0.2, "n": 3, "by": list("abcdefghijkl")})
    ax = plots.intervals(hues, "v", "who", hue="by")
    assert legend(ax) == list("abcdefghijkl")
    assert len({y for _, y, _, _ in points(ax)}) == 12
    drawn(ax)


# line strips


BLOCKS = pd.DataFrame(
    {
        "doc": ["b", "b", "a", "a", "a"],
        "kind": ["title", "ad", "title", "nav", "body"],
        "char_start": [0, 10, 0, 5, 20],
        "char_end": [8, 14, 4, 18, 60],
    }
)


def bars(ax: Axes) -> list[tuple]:
    return [
        (
            round(b.get_y() + b.get_height() / 2),
            b.get_x(),
            b.get_width(),
            to_hex(b.get_facecolor()),
            b.get_hatch(),
        )
        for b in ax.patches
    ]


@pytest.mark.parametrize(
    ("unit", "whole", "text"),
    [
        ("characters", [(0, 4), (4, 13), (17, 40), (0, 8), (8, 4)], [(0, 4), (4, 40), (0, 8)]),
        ("blocks", [(0, 1), (1, 1), (2, 1), (0, 1), (1, 1)], [(0, 1), (1, 1), (0, 1)]),
    ],
)
def test_strips_lay_the_blocks_of_each_article_end_to_end(unit, whole, text):
    """Articles from the top by name; on the right the text of the article alone."""
    left, right = plots.line_strips(BLOCKS, unit=unit)
    assert [b[1:3] for b in bars(left)] == whole
    assert [b[1:3] for b in bars(right)] == text
    assert [b[0] for b in bars(left)] == [0, 0, 0, 1, 1]
    looks = [plots.KIND_STYLE[k] for k in ("title", "nav", "body", "title", "ad")]
    assert [b[3:] for b in bars(left)] == [(c.lower(), h) for c, h in looks]
    assert ticks(left) == ["a", "b"]
    assert left.yaxis_inverted()
    assert [ax.get_title() for ax in (left, right)] == ["As scraped", "Text of the article"]
    assert {ax.get_xlabel() for ax in (left, right)} == {unit}
    assert legend(left.figure) == ["title", "body", "ad", "nav"]
    drawn(left)


def test_strips_of_every_kind_have_it_in_the_legend():
    kinds = list(schema.BLOCK_KINDS)
    data = pd.DataFrame({"doc": "a", "kind": kinds, "char_start": 0, "char_end": 5})
    left, right = plots.line_strips(data)
    assert sorted(legend(left.figure)) == sorted(kinds)
    assert len(bars(right)) == len(schema.TEXT_KINDS)


# scorecard


def card(**more) -> dict:
    row = dict.fromkeys(scores.COLUMNS, math.nan)
    row |= {"layer": "portrayal", "method": "vader", "measure": "F1m", "n": 9, "score": 0.5, "low": 0.4}
    return row | {"high": 0.6, "low_docs": 0.3, "high_docs": 0.7} | more


def test_the_scorecard_shows_scores_limits_and_weak_methods():
    """Hollow and of the other colour where the interval does not lie above the commonest label."""
    data = pd.DataFrame(
        [
            card(majority=0.2, passes=0.9),
            card(method="textblob", score=0.45, majority=0.4),
            card(layer="mentions", method="rules: name", measure="F1", n=70),
        ]
    )
    ax = plots.scorecard(data, title="Scores")
    assert ticks(ax) == [
        "portrayal, VADER  (F1m, n = 9)",
        "portrayal, TextBlob  (F1m, n = 9)",
        "mentions, rules: name  (F1, n = 70)",
    ]
    marks = {(m, x, y): line for line in ax.lines if len(line.get_xdata()) == 1
             for m, x, y in [(line.get_marker(), line.get_xdata()[0], line.get_ydata()[0])]}  # fmt: skip
    fills = [to_hex(marks["o", x, y].get_markerfacecolor()) for x, y in ((0.5, 0), (0.45, 1), (0.5, 2))]
    assert fills == [OKABE_ITO[0], "#ffffff", OKABE_ITO[0]]
    assert to_hex(marks["o", 0.45, 1].get_color()) == OKABE_ITO[1]
    assert {(">", 0.9, 0), ("x", 0.2, 0), ("x", 0.4, 1)} <= set(marks)
    assert segments(ax)[:2] == [(0.3, 0.7, 0.0), (0.4, 0.6, 0.0)]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    assert ax.get_xlim()[0] == 0
    assert ax.get_title() == "Scores"
    names = legend(ax)
    assert len(names) == len(set(names))
    assert {"two coding passes", "always the commonest label"} <= set(names)
    drawn(ax)


def test_a_score_without_an_interval_is_not_shown_to_be_above_the_commonest_label():
    ax = plots.scorecard(pd.DataFrame([card(low=math.nan, high=math.nan, majority=0.2)]))
    assert (
        to_hex(next(line for line in ax.lines if line.get_marker() == "o").get_markerfacecolor()) == "#ffffff"
    )


# grid


def test_a_grid_writes_every_number_but_zero():
    data = pd.DataFrame({"Ruiz": [12, 0], "Ellis": [3, 4.5]}, index=["strike", "court"])
    ax = plots.grid(data, title="Counts", label="mentions")
    assert [t.get_text() for t in ax.texts] == ["12", "3", "", "4.5"]
    assert (ticks(ax), ticks(ax, "x")) == (["strike", "court"], ["Ruiz", "Ellis"])
    assert (ax.get_title(), ax.get_xlabel(), ax.get_ylabel()) == ("Counts", "", "")
    assert ax.figure.axes[1].get_ylabel() == "mentions"
    assert ax.collections[0].get_array().ravel().tolist() == [12, 3, 0, 4.5]
    drawn(ax)


def test_a_grid_has_no_bar_without_a_label():
    assert len(plots.grid(pd.DataFrame({"a": [1]})).figure.axes) == 1


def test_a_grid_of_many_actors_is_whole():
    ax = plots.grid(pd.DataFrame(np.arange(1200).reshape(40, 30)))
    assert len(ax.texts) == 1200
    assert len(ticks(ax)) == 40


@pytest.mark.parametrize("count", [999_999, 1_234_567])
def test_a_grid_writes_large_counts_out(count):
    """A rounded power of ten is not the number."""
    text = plots.grid(pd.DataFrame({"a": [count]})).texts[0].get_text()
    assert int(text.replace(",", "")) == count


# courses


def test_courses_draw_the_running_mean_of_each_article():
    rng = np.random.default_rng(1)
    data = pd.DataFrame(
        [(d, m, i) for d in "ba" for m in ("vader", "textblob") for i in range(9)],
        columns=["doc", "method", "sentence"],
    ).assign(polarity=rng.uniform(-1, 1, 36))
    panels = plots.courses(data, "polarity", window=3, ylabel="mood")
    assert [ax.get_title() for ax in panels] == ["a", "b"]
    assert legend(panels[0]) == ["textblob", "vader"]
    assert panels[-1].get_xlabel() == "sentence"
    assert {ax.get_ylabel() for ax in panels} == {"mood"}
    for ax in panels:
        for line, method, colour, look in zip(
            ax.lines, ("textblob", "vader"), OKABE_ITO, ("-", "--"), strict=False
        ):
            part = data[(data["doc"] == ax.get_title()) & (data["method"] == method)]
            values = part["polarity"].tolist()
            plain = [np.mean(values[max(0, i - 1) : i + 2]) for i in range(9)]
            np.testing.assert_allclose(line.get_ydata(), plain)
            assert list(line.get_xdata()) == list(range(9))
            assert (to_hex(line.get_color()), line.get_linestyle()) == (colour, look)
    assert plots.courses(data, "polarity")[0].get_ylabel() == "polarity"
    drawn(panels[0])


# pairs, against


def test_pairs_join_the_values_of_a_row():
    data = pd.DataFrame({"probe": ["good", "bad"], "textblob": [0.7, -0.7], "vader": [0.4, -0.5]})
    ax = plots.pairs(data, "probe", ["textblob", "vader"], xlabel="polarity", title="Apart")
    assert ticks(ax) == ["good", "bad"]
    assert points(ax) == [
        (0.7, 0.0, OKABE_ITO[0], "o"),
        (0.4, 0.0, OKABE_ITO[1], "s"),
        (-0.7, 1.0, OKABE_ITO[0], "o"),
        (-0.5, 1.0, OKABE_ITO[1], "s"),
    ]
    assert segments(ax) == [(0.7, 0.4, 0.0), (-0.7, -0.5, 1.0)]
    assert legend(ax) == ["textblob", "vader"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    assert (ax.get_xlabel(), ax.get_title()) == ("polarity", "Apart")
    drawn(ax)


def test_pairs_of_more_values_than_there_are_marks():
    names = list("abcdefghij")
    data = pd.DataFrame({"probe": ["x"], **{n: [i / 10] for i, n in enumerate(names)}})
    ax = plots.pairs(data, "probe", names)
    assert legend(ax) == names
    assert [p[0] for p in points(ax)] == [i / 10 for i in range(10)]


def test_against_draws_each_row_and_shades_opposite_signs():
    data = pd.DataFrame({"textblob": [0.1, -0.5, 1.0], "vader": [0.2, 0.5, -1.0]})
    ax = plots.against(data, "textblob", "vader", title="Both")
    assert ax.collections[0].get_offsets().tolist() == data.values.tolist()
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == ("textblob", "vader", "Both")
    corners = [(p.get_x(), p.get_y(), p.get_width(), p.get_height()) for p in ax.patches]
    assert corners == [(-1, 0, 1, 1), (0, -1, 1, 1)]
    inside = [any(x <= a <= x + w and y <= b <= y + h for x, y, w, h in corners) for a, b in data.values]
    assert inside == [False, True, True]
    assert all(low <= -1 and high >= 1 for low, high in (ax.get_xlim(), ax.get_ylim()))
    drawn(ax)


# No rows


NO_WHO = pd.DataFrame({c: pd.Series(dtype=float) for c in ("who", "share", "low", "high", "n", "by")})
NOTHING = {
    "intervals": lambda: plots.intervals(NO_WHO, "share", "who"),
    "intervals by hue": lambda: plots.intervals(NO_WHO, "share", "who", hue="by"),
    "line_strips": lambda: plots.line_strips(BLOCKS.head(0)),
    "scorecard": lambda: plots.scorecard(pd.DataFrame(columns=list(scores.COLUMNS))),
    "grid": lambda: plots.grid(pd.DataFrame()),
    "courses": lambda: plots.courses(
        pd.DataFrame(columns=["doc", "method", "sentence", "polarity"]), "polarity"
    ),
    "pairs": lambda: plots.pairs(pd.DataFrame(columns=["probe", "a", "b"]), "probe", ["a", "b"]),
    "against": lambda: plots.against(pd.DataFrame({"a": [], "b": []}), "a", "b"),
}


@pytest.mark.parametrize("draw", NOTHING.values(), ids=NOTHING.keys())
def test_no_rows_are_drawn_without_a_fault(draw):
    """A filter that leaves nothing leaves an empty figure, neither an error nor a warning."""
    assert isinstance(draw(), Axes | np.ndarray)


# show


@pytest.fixture
def shown(monkeypatch):
    """What is handed to the notebook: (bundle, metadata)."""
    import IPython.display

    given = []
    monkeypatch.setattr(
        IPython.display,
        "display",
        lambda bundle, **more: given.append((bundle, more["metadata"], more["raw"])),
    )
    return given


ALT = 'Ruiz <script>alert("x")</script> & Ellis: half of the mentions'
NOTE = (
    "mentions, rules: name: F1 .90 [.80, 1.00] against the reference coding, n = 9. "
    "portrayal, VADER: F1m .27 [.24, .30] against the reference coding, n = 695; two coding passes .94; "
    "always the commonest label .28; weak here, not shown to beat that label."
)


def every_figure() -> dict:
    course = pd.DataFrame({"doc": "a", "method": "vader", "sentence": range(9), "polarity": 0.1})
    pair = pd.DataFrame({"probe": ["x"], "a": [0.1], "b": [0.5]})
    return {
        "intervals": lambda: plots.intervals(WHO, "share", "who"),
        "line_strips": lambda: plots.line_strips(BLOCKS),
        "scorecard": lambda: plots.scorecard(pd.DataFrame([card(majority=0.2, passes=0.9)])),
        "grid": lambda: plots.grid(pd.DataFrame({"a": [1]}), label="n"),
        "courses": lambda: plots.courses(course, "polarity"),
        "pairs": lambda: plots.pairs(pair, "probe", ["a", "b"]),
        "against": lambda: plots.against(pair, "a", "b"),
    }


@pytest.mark.parametrize("name", every_figure())
def test_show_gives_the_same_bytes_twice(shown, name):
    plots.style()
    for _ in range(2):
        assert plots.show(every_figure()[name](), ALT, NOTE) is None
    assert shown[0] == shown[1]
    assert plt.get_fignums() == []


def test_show_gives_the_same_bytes_twice_without_style(shown):
    """Whoever forgets style() still has a notebook that does not change at every run."""
    for _ in range(2):
        plots.show(plots.intervals(WHO, "share", "who"), ALT)
    assert shown[0] == shown[1]


def test_show_carries_the_alternative_text_and_no_script(shown):
    plots.style()
    plots.show(plots.intervals(WHO, "share", "who"), ALT)
    bundle, metadata, raw = shown[0]
    assert raw is True
    assert bundle["text/plain"] == f"<Figure: {ALT}>"
    assert metadata == {"image/svg+xml": {"alt": ALT}}
    svg = ET.fromstring(bundle["image/svg+xml"])
    space = "{http://www.w3.org/2000/svg}"
    assert [t.text for t in svg.findall(f"{space}title")] == [ALT]
    assert svg.findall(f".//{space}script") == []
    assert "<script" not in bundle["image/svg+xml"]
    assert not re.search(r"\bon[a-z]+=", bundle["image/svg+xml"])
    assert "20" not in "".join(t.text or "" for t in svg.iter("{http://purl.org/dc/elements/1.1/}date"))


@pytest.mark.parametrize("styled", [True, False])
def test_dollar_signs_are_shown_and_set_no_formula(shown, styled):
    """What Matplotlib would set as a formula, and what it would stop at."""
    names = ["$x_{$", "$a^2$", "$\\nosuch$"]
    if styled:
        plots.style()
    ax = plots.intervals(WHO.iloc[[0, 1, 1]].assign(who=names), "share", "who", title="$5 to $10_{$")
    plots.show(ax, "alt", "$y_{$.")
    drawn_texts = re.sub(r"\s+", " ", shown[0][0]["image/svg+xml"])
    for text in (*(f"{name} (n = " for name in names), "$5 to $10_{$", "$y_{$."):
        assert f"<!-- {text}" in drawn_texts


def test_powers_of_ten_stay_formulas(shown):
    """Matplotlib writes them as such; a name beside them is shown as it is."""
    plots.style()
    ax = plt.subplots()[1]
    ax.plot([1, 1000], [1, 2])
    ax.set(xscale="log", title="$5 to $10")
    plots.show(ax, "alt")
    drawn = shown[0][0]["image/svg+xml"]
    assert r"<!-- $\mathdefault{10^{2}}$ -->" in drawn
    assert "<!-- $5 to $10 -->" in drawn
    assert ax.title.get_parse_math() is False
    assert all(label.get_parse_math() for label in ax.get_xticklabels())


@pytest.mark.parametrize("what", [lambda ax: ax, lambda ax: ax.figure, lambda ax: np.array([ax])])
def test_show_takes_what_plot_functions_return(shown, what):
    plots.show(what(plots.intervals(WHO, "share", "who")), "alt")
    assert list(shown[0][0]) == ["image/svg+xml", "text/plain"]


def test_a_note_stands_below_whole_and_within_the_width(shown, monkeypatch):
    """No word is lost, each sentence begins a line, and the figure grows no wider."""
    monkeypatch.setattr(plt, "close", lambda figure=None: None)
    ax = plots.intervals(WHO, "share", "who")
    before = ax.figure.get_tightbbox()
    plots.show(ax, "alt", NOTE)
    (note,) = ax.figure.texts
    assert note.get_text().split() == NOTE.split()
    assert all(
        any(line.startswith(w) for line in note.get_text().split("\n")) for w in ("mentions", "portrayal")
    )
    box = note.get_window_extent().transformed(ax.figure.dpi_scale_trans.inverted())
    assert box.y1 <= before.y0
    assert box.x0 >= before.x0 - 0.01
    assert box.x1 <= before.x1 + 0.1


def test_drawing_does_not_change_the_data():
    before = WHO.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plots.intervals(WHO, "share", "who")
    pd.testing.assert_frame_equal(WHO, before)
