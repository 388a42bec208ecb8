"""Figures of positions: marks, colours, edges and numbers say what the frame said, read back from Axes."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from parley import graphs, ledger, plots, ties
from parley import positionplots as pp
from parley.errors import ParleyError
from parley.figurewords import NOTHING

BLUE, RED, GREY, INK, WHITE = "#0072b2", "#d55e00", "#8a8a8a", "#222222", "#ffffff"

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(autouse=True)
def clean():
    """Each test begins with Matplotlib's own settings and leaves no figure open."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        yield
    plt.close("all")


COLUMNS = ["actor", "issue", "voice", "support", "oppose", "mixed"]
ROWS = [
    ("Lee", "tax", "paraphrased", 2, 0, 0),
    ("Lee", "tax", "quoted", 1, 0, 0),
    ("Lee", "road", "asserted", 0, 4, 0),
    ("Ruiz", "tax", "paraphrased", 1, 3, 0),
    ("Ruiz", "road", "paraphrased", 2, 0, 1),
    ("Ruiz", "port", "quoted", 0, 0, 1),
    ("Kim", "tax", "asserted", 1, 0, 0),
    ("Kim", "tax", "paraphrased", 0, 1, 0),
]
DATA = pd.DataFrame(ROWS, columns=COLUMNS)
NONE = DATA.head(0)


def marks(ax: Axes) -> dict[tuple[str, str], tuple]:
    """For each actor and issue the mark: shape, colour, fill, edge."""
    actors, issues = ([t.get_text() for t in ticks] for ticks in (ax.get_xticklabels(), ax.get_yticklabels()))
    found = {}
    for line in ax.lines:
        x, y = float(line.get_xdata()[0]), float(line.get_ydata()[0])
        look = map(to_hex, (line.get_color(), line.get_markerfacecolor(), line.get_markeredgecolor()))
        found[actors[round(x)], issues[round(y)]] = (line.get_marker(), *look)
    return found


def sizes(ax: Axes) -> dict[tuple[int, int], float]:
    return {
        (round(float(line.get_xdata()[0])), round(float(line.get_ydata()[0]))): line.get_markersize()
        for line in ax.lines
    }


def numbers(ax: Axes) -> dict[tuple[int, int], str]:
    """What is written in each cell, by column and row."""
    return {(int(t.get_position()[0]), int(t.get_position()[1])): t.get_text() for t in ax.texts}


def legend(where) -> list[str]:
    found = where.get_legend() if isinstance(where, Axes) else where.legends[0]
    return [t.get_text() for t in found.get_texts()]


def drawn(ax: Axes) -> None:
    """Draw for real, so that a warning of the layout is seen."""
    ax.figure.canvas.draw()


# cells


def test_cells_write_for_against_and_mixed_over_all_voices():
    """Rows are issues and columns actors, most positions first, ties by name."""
    expected = pd.DataFrame(
        {"Ruiz": ["+1 -3", "+2 ~1", "~1"], "Lee": ["+3", "-4", ""], "Kim": ["+1 -1", "", ""]},
        index=pd.Index(["tax", "road", "port"], name="issue", dtype="str"),
        dtype="str",
    ).rename_axis("actor", axis="columns")
    expected.columns = expected.columns.astype("str")
    pd.testing.assert_frame_equal(pp.cells(DATA), expected)


def test_cells_keep_the_order_asked_for_and_what_nobody_speaks_on():
    table = pp.cells(DATA, actors=["Kim", "Lee", "Cho"], issues=["port", "tax"])
    assert table.columns.tolist() == ["Kim", "Lee", "Cho"]
    assert table.values.tolist() == [["", "", ""], ["+1 -1", "+3", ""]]


def test_cells_of_nothing():
    assert pp.cells(NONE).shape == (0, 0)


@pytest.mark.parametrize("draw", [pp.cells, pp.matrix, lambda data: pp.matrices({"a": data})])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_missing_column_is_named(draw, column):
    """A matrix that was not asked for by voice says so, instead of drawing every mark as asserted."""
    with pytest.raises(ParleyError, match=column):
        draw(DATA.drop(columns=column))


def test_cells_agree_with_the_position_matrix():
    """Numbers of the figure are those that `position_matrix` counts without voices."""
    positions = pd.DataFrame(
        [
            ("a", "1", "Lee", "tax", "support", "quoted"),
            ("a", "2", "Lee", "tax", "mixed", "asserted"),
            ("b", "3", "Lee", "tax", "support", "paraphrased"),
            ("b", "4", "Ruiz", "tax", "oppose", "asserted"),
        ],
        columns=["doc", "id", "actor", "issue", "position", "voice"],
    ).assign(confidence=1.0)
    by_voice = ledger.position_matrix({"positions": positions}, by="voice")
    assert pp.cells(by_voice).loc["tax"].to_dict() == {"Lee": "+2 ~1", "Ruiz": "-1"}


# matrix


def test_a_mark_tells_sign_agreement_and_voice():
    """Shape: unanimous or not; colour: which prevails; white: only asserted; dark edge: own words."""
    ax = pp.matrix(DATA, title="Who wants what")
    assert marks(ax) == {
        ("Lee", "tax"): ("^", BLUE, BLUE, INK),
        ("Lee", "road"): ("v", RED, WHITE, RED),
        ("Ruiz", "tax"): ("o", RED, RED, RED),
        ("Ruiz", "road"): ("o", BLUE, BLUE, BLUE),
        ("Ruiz", "port"): ("o", GREY, GREY, INK),
        ("Kim", "tax"): ("o", GREY, GREY, GREY),
    }
    assert ax.get_title() == "Who wants what"
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    drawn(ax)


def test_the_numbers_stand_beside_the_marks():
    assert numbers(pp.matrix(DATA)) == {
        (0, 0): "+1 -3", (0, 1): "+2 ~1", (0, 2): "~1", (1, 0): "+3", (1, 1): "-4", (2, 0): "+1 -1",
    }  # fmt: skip


def test_the_mark_grows_with_the_number_and_not_without_end():
    many = pd.DataFrame(
        [(f"a{n:04}", "tax", "quoted", n, 0, 0) for n in (1, 2, 5, 10, 400, 9000)], columns=COLUMNS
    )
    found = [size for _, size in sorted(sizes(pp.matrix(many, actors=sorted(many["actor"]))).items())]
    assert found == sorted(found)
    assert found[0] < found[1] < found[2] < found[3]
    assert found[-1] == found[-2] == pp.LARGEST


def test_a_matrix_draws_only_what_is_asked_for_on_the_axes_asked_for():
    ax = pp.matrix(DATA, actors=["Kim", "Cho"], issues=["port", "tax"])
    assert [t.get_text() for t in ax.get_xticklabels()] == ["Kim", "Cho"]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["port", "tax"]
    assert list(marks(ax)) == [("Kim", "tax")]


def test_the_legend_says_what_marks_mean():
    found = legend(pp.matrix(DATA).figure)
    assert {"all for", "all against", "only asserted by the authors", "some in the actor's own words"} <= set(
        found
    )
    assert len(found) == len(set(found))


def test_an_unknown_actor_leaves_an_empty_column_and_no_rows_an_empty_figure():
    assert marks(pp.matrix(DATA, actors=["Cho"])) == {}
    for ax in (pp.matrix(NONE), pp.matrices({"a": NONE, "b": NONE})[1]):
        assert marks(ax) == {}
        drawn(ax)


def test_a_large_matrix_is_whole():
    rows = [(f"actor {i}", f"issue {k}", "paraphrased", 1, 0, 0) for i in range(20) for k in range(30)]
    ax = pp.matrix(pd.DataFrame(rows, columns=COLUMNS))
    assert len(marks(ax)) == 600
    drawn(ax)


# matrices


def test_panels_share_actors_and_issues():
    """What one coding lacks is an empty place in its panel, not a shifted row."""
    less = DATA[DATA["actor"] != "Lee"]
    left, right = pp.matrices({"by hand": DATA, "by rule": less})
    assert [left.get_title(), right.get_title()] == ["by hand", "by rule"]
    for ax in (left, right):
        assert [t.get_text() for t in ax.get_xticklabels()] == ["Ruiz", "Lee", "Kim"]
    assert numbers(right) == {k: v for k, v in numbers(left).items() if k[0] != 1}
    assert left.get_ylim() == right.get_ylim()
    drawn(left)


def test_no_panel_is_refused():
    with pytest.raises(ParleyError, match="panel"):
        pp.matrices({})


# left_out


TESTS = pd.DataFrame(
    [
        ("Lee", "Ruiz", 0.5, "a", 0.6, "kept"),
        ("Lee", "Ruiz", 0.5, "b", 0.0, "gone"),
        ("Kim", "Lee", -0.2, "a", -0.3, "kept"),
        ("Kim", "Lee", -0.2, "c", 0.4, "turned"),
    ],
    columns=["first", "second", "weight", "left_out", "without", "outcome"],
)


def test_each_tie_has_its_weight_and_one_mark_for_each_article_left_out():
    ax = pp.left_out(TESTS, xlabel="closeness", title="How firm")
    points = [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]), line.get_marker(), line.get_markersize())
        for line in ax.lines
        if len(line.get_xdata()) == 1
    ]
    assert {p[:3] for p in points if p[3] > 8} == {(0.5, 0.0, "o"), (-0.2, 1.0, "o")}
    assert {p[:3] for p in points if p[3] < 8} == {
        (0.6, 0.0, "o"), (0.0, 0.0, "x"), (-0.3, 1.0, "o"), (0.4, 1.0, "D"),
    }  # fmt: skip
    assert [t.get_text() for t in ax.get_yticklabels()] == ["Lee, Ruiz", "Kim, Lee"]
    assert (ax.get_xlabel(), ax.get_title()) == ("closeness", "How firm")
    assert legend(ax) == list(pp.WORDS.values())
    drawn(ax)


def test_the_line_is_the_range_and_the_article_that_matters_most_is_named():
    ax = pp.left_out(TESTS)
    ranges = [
        (*map(float, line.get_xdata()), float(line.get_ydata()[0]))
        for line in ax.lines
        if len(line.get_xdata()) == 2 and line.get_transform() == ax.transData
    ]
    assert ranges == [(0.0, 0.6, 0.0), (-0.3, 0.4, 1.0)]
    assert [(t.get_text(), t.get_position()[1]) for t in ax.texts if t.get_text() in "abc"] == [
        ("b", 0), ("c", 1),
    ]  # fmt: skip


def test_the_legend_has_only_outcomes_that_occur():
    assert legend(pp.left_out(TESTS[TESTS["outcome"] == "kept"])) == [pp.WORDS["all"], pp.WORDS["kept"]]


def test_no_ties_are_an_empty_figure():
    ax = pp.left_out(TESTS.head(0))
    assert [t.get_text() for t in ax.texts] == [NOTHING]
    drawn(ax)


# network


TIES = pd.DataFrame(
    [
        ("Lee", "Ruiz", 1.0, True),
        ("Kim", "Lee", 0.5, False),
        ("Kim", "Ruiz", -0.5, True),
        ("Cho", "Lee", 0.0, False),
    ],
    columns=["first", "second", "weight", "firm"],
)
PLACES = pd.DataFrame(
    [("Cho", 0.0, 1.0), ("Kim", -1.0, 0.0), ("Lee", 1.0, 0.0), ("Ruiz", 1.0, -1.0)],
    columns=["node", "x", "y"],
)


def lines(ax: Axes) -> dict[tuple, tuple]:
    """For the two places of each line its colour, style, opacity and width."""
    return {
        tuple(zip(map(float, line.get_xdata()), map(float, line.get_ydata()), strict=True)): (
            to_hex(line.get_color()), line.get_linestyle(), line.get_alpha(), line.get_linewidth(),
        )
        for line in ax.lines
        if len(line.get_xdata()) == 2
    }  # fmt: skip


def test_sign_firmness_and_weight_are_seen_in_the_line():
    """A tie of weight 0 has no line, its ends have their points."""
    ax = pp.network(TIES, PLACES, title="Who stands with whom")
    found = lines(ax)
    agreed, pale, opposed = (
        found[ends]
        for ends in (((1.0, 0.0), (1.0, -1.0)), ((-1.0, 0.0), (1.0, 0.0)), ((-1.0, 0.0), (1.0, -1.0)))
    )
    assert len(found) == 3
    assert (agreed[:2], pale[:2], opposed[:2]) == ((BLUE, "-"), (BLUE, "-"), (RED, "--"))
    assert agreed[2] == opposed[2] > pale[2]
    assert agreed[3] > opposed[3] == pale[3]
    assert sorted(t.get_text() for t in ax.texts) == ["Cho", "Kim", "Lee", "Ruiz"]
    assert sum(len(line.get_xdata()) == 1 for line in ax.lines) == 4
    assert len(legend(ax)) == 4
    assert ax.get_title() == "Who stands with whom"
    drawn(ax)


def test_without_firmness_every_tie_is_drawn_as_firm():
    styles = lines(pp.network(TIES.drop(columns="firm"), PLACES)).values()
    assert len({style[2] for style in styles}) == 1


def test_an_end_without_a_place_is_named():
    with pytest.raises(ParleyError, match="Kim"):
        pp.network(TIES, PLACES[PLACES["node"] != "Kim"])


def test_names_of_near_points_do_not_hide_each_other():
    places = pd.DataFrame(
        [("Marguerite", 0.0, 0.0), ("Montgomery", 0.02, 0.0), ("a", -1.0, -1.0), ("b", 1.0, 1.0)],
        columns=["node", "x", "y"],
    )
    near = pd.DataFrame({"first": ["Marguerite"], "second": ["Montgomery"], "weight": [1.0]})
    ax = pp.network(near, places)
    one, other = (next(t for t in ax.texts if t.get_text() == n) for n in ("Marguerite", "Montgomery"))
    drawn(ax)
    assert not one.get_window_extent().overlaps(other.get_window_extent())


def test_a_network_of_nothing():
    ax = pp.network(TIES.head(0), PLACES.head(0))
    assert ([text.get_text() for text in ax.texts], lines(ax)) == ([NOTHING], {})
    drawn(ax)


def test_the_functions_take_what_ties_and_graphs_give():
    """From positions to both figures, with nothing in between."""
    positions = pd.DataFrame(
        [
            ("a", "1", "Lee", "tax", "support"),
            ("b", "2", "Ruiz", "tax", "support"),
            ("b", "3", "Kim", "tax", "oppose"),
        ],
        columns=["doc", "id", "actor", "issue", "position"],
    )
    edges = ties.edges(positions)
    assert set(lines(pp.network(edges, graphs.layout(edges))).values()) >= {
        (BLUE, "-", 0.9, 4.0), (RED, "--", 0.9, 4.0),
    }  # fmt: skip
    ax = pp.left_out(ties.without_each(positions))
    assert {t.get_text() for t in ax.get_yticklabels()} == {"Lee, Ruiz", "Kim, Lee", "Kim, Ruiz"}


# all


@pytest.mark.parametrize(
    "draw",
    [
        lambda: pp.matrix(DATA),
        lambda: pp.matrices({"a": DATA, "b": DATA}),
        lambda: pp.left_out(TESTS),
        lambda: pp.network(TIES, PLACES),
    ],
)
def test_a_figure_is_the_same_bytes_twice(draw, monkeypatch):
    import IPython.display

    given = []
    monkeypatch.setattr(IPython.display, "display", lambda bundle, **more: given.append(bundle))
    plots.style()
    for _ in range(2):
        plots.show(draw(), "alt", "positions, rules: F1 .46 against the reference coding, n = 130.")
    assert given[0] == given[1]
    assert plt.get_fignums() == []


def test_drawing_does_not_change_the_data():
    before = [frame.copy() for frame in (DATA, TESTS, TIES, PLACES)]
    pp.matrix(DATA)
    pp.left_out(TESTS)
    pp.network(TIES, PLACES)
    for was, now in zip(before, (DATA, TESTS, TIES, PLACES), strict=True):
        pd.testing.assert_frame_equal(was, now)
    assert isinstance(pp.matrices({"a": DATA}), np.ndarray)
