"""Plots of dates and figures: what the Axes hold is what the tables said; read back from marks and words."""

from datetime import date
from itertools import pairwise

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.dates import num2date

from parley import figures, plots, schema, timeplots
from parley.errors import ParleyError

pytestmark = pytest.mark.filterwarnings("error")

ORANGE, BLUE = "#d55e00", "#0072b2"


@pytest.fixture(autouse=True)
def clean():
    """Each test begins with Matplotlib's own settings and leaves no figure open."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        yield
    plt.close("all")


def events(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["doc", "start", "end", "precision"])


def documents(**published: str) -> pd.DataFrame:
    rows = [(doc, day, "inferred" if day else "unknown") for doc, day in published.items()]
    return pd.DataFrame(rows, columns=["doc", "published", "published_basis"])


def day(x: float) -> str:
    return num2date(x).date().isoformat()


def points(ax: Axes, marker: str = "o") -> list[tuple[str, int]]:
    """The days of all marks of a form, with the number of their article from the top."""
    return [
        (day(line.get_xdata()[0]), article(ax, line.get_ydata()[0]))
        for line in ax.lines
        if line.get_marker() == marker
    ]


def article(ax: Axes, y: float) -> int:
    """The article whose background holds a height."""
    rows = [p for p in ax.patches if p.get_zorder() == 0]
    return next(i for i, p in enumerate(rows) if p.get_y() <= y <= p.get_y() + p.get_height())


def bars(ax: Axes) -> list[tuple[str, str, str, int]]:
    """Bars: first day, last day, pattern, article."""
    return [
        (
            day(p.get_x()),
            day(p.get_x() + p.get_width() - 1),
            p.get_hatch() or "",
            article(ax, p.get_y() + p.get_height() / 2),
        )
        for p in ax.patches
        if p.get_zorder() == 3
    ]


def labels(ax: Axes) -> list[str]:
    return [t.get_text() for t in ax.get_yticklabels()]


def legend(ax: Axes) -> list[str]:
    return [t.get_text() for t in ax.get_legend().get_texts()]


# -- articles on one calendar


YEAR = ("2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    ("row", "drawn"),
    [
        (("2024-02-29", "2024-02-29", "day"), ("2024-02-29", "2024-02-29", "o")),
        (("2024-02-01", "2024-02-29", "month"), ("2024-02-01", "2024-02-29", "////")),
        (("2024-01-01", "2024-12-31", "year"), ("2024-01-01", "2024-12-31", "....")),
        (("2024-05-04", "2024-05-05", "interval"), ("2024-05-04", "2024-05-05", "")),
        (("2024-06-01", "", "interval"), ("2024-06-01", "2024-12-31", "")),
        (("", "2024-06-30", "interval"), ("2024-01-01", "2024-06-30", "")),
        (("2023-12-31", "2024-01-02", "interval"), None),
        (("2024-12-01", "2025-01-31", "interval"), None),
        (("2023-06-01", "", "interval"), None),
        (("2025-01-01", "2025-01-01", "day"), None),
        (("", "", "interval"), None),
    ],
)
def test_an_event_is_drawn_where_it_lies_whole_in_the_window(row, drawn):
    """A point for a day, a bar with a pattern for the rest; open ends reach the edge; the label counts."""
    ax = timeplots.by_article(events(("a", *row)), documents(a=""), *YEAR)
    found = [(d, d, "o") for d, _ in points(ax)] + [b[:3] for b in bars(ax)]
    assert found == ([drawn] if drawn else [])
    assert labels(ax) == [f"a  (n = {len(found)} of 1)"]


@pytest.mark.parametrize(
    ("start", "end", "arrows"),
    [
        ("2024-06-01", "", {">": "2024-12-31"}),
        ("", "2024-06-30", {"<": "2024-01-01"}),
        ("2024-06-01", "2024-06-30", {}),
    ],
)
def test_an_arrow_points_to_the_open_end(start, end, arrows):
    ax = timeplots.by_article(events(("a", start, end, "interval")), documents(a=""), *YEAR)
    found = {
        line.get_marker(): float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() in {"<", ">"}
    }
    low, high = ax.get_xlim()
    assert found == {m: high if m == ">" else low for m in arrows}
    assert (day(low), day(high - 1)) == YEAR


def test_articles_stand_in_the_order_of_publication():
    """The undated last; each event in the row of its own article."""
    table = events(*[(d, f"2024-0{m}-01", f"2024-0{m}-01", "day") for m, d in enumerate("abcb", start=1)])
    ax = timeplots.by_article(table, documents(a="2024-09-09", b="", c="2024-03-03"), *YEAR)
    assert labels(ax) == ["c  (n = 1 of 1)", "a  (n = 1 of 1)", "b  (n = 2 of 2)"]
    assert sorted(points(ax)) == [("2024-01-01", 1), ("2024-02-01", 2), ("2024-03-01", 0), ("2024-04-01", 2)]
    assert ax.yaxis_inverted()


@pytest.mark.parametrize(
    ("published", "basis", "style"),
    [
        ("2024-03-03", "stated", "-"),
        ("2024-03-03", "inferred", "--"),
        ("2023-03-03", "stated", None),
        ("2024-03", "stated", None),
        ("", "unknown", None),
    ],
)
def test_a_line_is_the_day_of_publication(published, basis, style):
    """Dashed where the day was inferred; none where it is not known to the day, or outside."""
    given = pd.DataFrame({"doc": ["a"], "published": [published], "published_basis": [basis]})
    ax = timeplots.by_article(events(), given, *YEAR)
    lines = [(day(line.get_xdata()[0]), line.get_linestyle()) for line in ax.lines]
    assert lines == ([(published, style)] if style else [])
    assert legend(ax) == ([f"published ({basis})"] if style else [])


def test_each_mark_has_the_index_of_its_row():
    """The table printed beside the figure is its key."""
    table = events(
        ("a", "2024-03-01", "2024-03-01", "day"),
        ("b", "2019-01-01", "2019-12-31", "year"),
        ("b", "2024-04-01", "2024-04-30", "month"),
        ("b", "2024-05-01", "", "interval"),
    ).set_axis([7, 8, 9, 12])
    ax = timeplots.by_article(table, documents(a="", b=""), *YEAR)
    assert [(t.get_text().strip(), article(ax, t.get_position()[1])) for t in ax.texts] == [
        ("7", 0),
        ("9", 1),
        ("12", 1),
    ]


def test_no_mark_covers_another_or_its_number():
    """Thirty events of one week, then of one year: what shares a height lies apart by a number's width."""
    rng = np.random.default_rng(3)
    for span in (7, 360):
        firsts = [date(2024, 1, 1).toordinal() + int(d) for d in rng.integers(0, span, 30)]
        rows = [
            ("a", date.fromordinal(d).isoformat(), date.fromordinal(d).isoformat(), "day") for d in firsts
        ]
        ax = timeplots.by_article(events(*rows), documents(a=""), *YEAR)
        places = sorted((line.get_ydata()[0], line.get_xdata()[0]) for line in ax.lines)
        gaps = [x - w for (y, w), (z, x) in pairwise(places) if y == z]
        assert len(places) == 30
        assert all(gap > 0.032 * 366 for gap in gaps)
        heights = {t.get_position()[1] for t in ax.texts}
        assert heights == {y for y, _ in places}


def test_the_legend_names_what_is_drawn():
    table = events(("a", "2024-03-01", "2024-03-31", "month"), ("a", "2024-03-01", "2024-03-01", "day"))
    assert legend(timeplots.by_article(table, documents(a="2024-05-05"), *YEAR)) == [
        "day",
        "month",
        "published (inferred)",
    ]


@pytest.mark.parametrize(
    ("table", "window", "message"),
    [
        (events(), ("2024", "2024-12-31"), "2024"),
        (events(), ("2024-01-01", "soon"), "soon"),
        (events(), ("2024-01-02", "2024-01-01"), "2024-01-01"),
        (events().drop(columns="precision"), YEAR, "precision"),
    ],
)
def test_a_wrong_window_or_table_is_named(table, window, message):
    with pytest.raises(ParleyError, match=message):
        timeplots.by_article(table, documents(a=""), *window)


def test_no_events_and_no_articles_give_an_empty_calendar():
    for given in (documents(a="2024-02-02"), documents()):
        ax = timeplots.by_article(schema.empty("events"), given, *YEAR)
        assert bars(ax) == []
        assert [t.partition("(")[2] for t in labels(ax)] == ["n = 0 of 0)"] * len(given)
        ax.figure.canvas.draw()


# -- disputed figures


def claims(*rows: tuple) -> pd.DataFrame:
    """Rows of (sentence, verbatim, value, unit, about, claimant, disputed), a line for each sentence."""
    made = [("a", 10 * s, 100 * s + n, s, v, *rest) for n, (s, v, *rest) in enumerate(rows)]
    return pd.DataFrame(made, columns=list(figures.NEEDED)).astype({"value": "float64", "disputed": "bool"})


RATING = claims(
    (1, "4%", 4, "percent", "approval rating of Lund", "Berg", True),
    (1, "52%", 52, "percent", "voters trust Lund", "author", False),
)
COST = claims(
    (2, "$600 million", 6e8, "USD", "cost of the bridge", "Berg", True),
    (2, "three times", 3, "times", "actual cost", "author", False),
)
HALF = claims((3, "half of the funds", 0.5, "share", "funds were lost", "Berg", True))
CALM = claims((4, "30 ships", 30, "ships", "fleet", "author", False))


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            RATING,
            [
                ("a, line 10: 4%", "disputed", 4.0, "percent", "4%", "Berg"),
                ("a, line 10: 4%", "against", 52.0, "percent", "52%", "author"),
            ],
        ),
        (
            COST,
            [
                ("a, line 20: $600 million", "disputed", 6e8, "USD", "$600 million", "Berg"),
                ("a, line 20: $600 million", "implied", 2e8, "USD", "three times", "author"),
            ],
        ),
        (
            HALF,
            [
                (
                    "a, line 30: half of the funds",
                    "disputed",
                    50.0,
                    "percent",
                    "half of the funds",
                    "Berg",
                )
            ],
        ),
        (CALM, []),
        (schema.empty("claims"), []),
    ],
)
def test_the_numbers_drawn(table, rows):
    """A share is percent; a multiple implies the sum divided by it; a figure alone has nothing against it."""
    found = timeplots.against(table)
    assert list(found.itertuples(index=False, name=None)) == rows
    assert list(found.columns) == ["figure", "kind", "value", "unit", "verbatim", "claimant"]


def test_each_unit_has_its_panel_and_each_figure_its_mark():
    """A cross for the disputed figure, a point for its rival, a hollow one where a multiple implies it."""
    axes = timeplots.set_against(pd.concat([RATING, COST, HALF, CALM], ignore_index=True))
    drawn = [
        [
            (
                line.get_marker(),
                line.get_xdata()[0],
                line.get_ydata()[0],
                to_hex(line.get_color()),
                to_hex(line.get_markerfacecolor()),
            )
            for line in ax.lines
            if line.get_marker() != "None"
        ]
        for ax in axes
    ]
    percent, dollars = drawn
    assert percent == [("X", 4, 0, ORANGE, ORANGE), ("o", 52, 0, BLUE, BLUE), ("X", 50, 1, ORANGE, ORANGE)]
    assert dollars == [("X", 600, 0, ORANGE, ORANGE), ("o", 200, 0, BLUE, "#ffffff")]
    assert [ax.get_xlabel() for ax in axes] == ["percent", "USD, millions"]
    assert labels(axes[0]) == ["a, line 10", "a, line 30"]
    assert [t.get_text() for ax in axes for t in ax.texts] == [
        "4% (Berg)",
        "52% (author)",
        "half of the funds (Berg)",
        "$600 million (Berg)",
        "three times (author)",
    ]
    assert legend(axes[0]) == ["disputed", "set against it", "implied by a multiple"]
    assert axes[0].get_xlim() == (0, 100)
    axes[0].figure.canvas.draw()


@pytest.mark.parametrize(
    ("value", "unit", "word", "place"),
    [
        (3.5e11, "USD", "USD, billions", 350),
        (2e12, "EUR", "EUR, trillions", 2),
        (12_000, "men", "men, thousands", 12),
        (999, "men", "men", 999),
        (140, "percent of GDP", "percent", 140),
        (-3, "percent", "percent", -3),
    ],
)
def test_values_of_every_size_lie_in_the_panel(value, unit, word, place):
    table = claims((1, "so much", value, unit, "thing", "Berg", True))
    [ax] = timeplots.set_against(table)
    [mark] = [line for line in ax.lines if line.get_marker() == "X"]
    low, high = ax.get_xlim()
    assert ax.get_xlabel() == word
    assert mark.get_xdata()[0] == pytest.approx(place)
    assert low <= place <= high
    ax.figure.canvas.draw()


def test_nothing_disputed_is_an_empty_figure():
    for table in (CALM, schema.empty("claims")):
        [ax] = timeplots.set_against(table)
        assert list(ax.lines) == []
        ax.figure.canvas.draw()


def test_a_missing_column_is_named():
    with pytest.raises(ParleyError, match="disputed"):
        timeplots.set_against(RATING.drop(columns="disputed"))


def test_drawing_changes_no_table():
    table, given = events(("a", "2024-03-01", "2024-03-01", "day")), documents(a="2024-03-03")
    before = [t.copy() for t in (table, given, RATING)]
    timeplots.by_article(table, given, *YEAR)
    timeplots.set_against(RATING)
    for one, other in zip(before, (table, given, RATING), strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_show_gives_the_same_bytes_twice(monkeypatch):
    """As for every figure of a notebook: nbval compares SVG character by character."""
    import IPython.display

    given: list[str] = []
    monkeypatch.setattr(IPython.display, "display", lambda bundle, **_: given.append(bundle["image/svg+xml"]))
    table = events(("a", "2024-03-01", "2024-03-31", "month"), ("a", "2024-03-01", "", "interval"))
    for _ in range(2):
        plots.show(timeplots.by_article(table, documents(a="2024-03-03"), *YEAR), "alt", "note.")
        plots.show(timeplots.set_against(RATING), "alt")
    assert given[:2] == given[2:]
