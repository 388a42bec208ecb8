"""Dot chart: what is drawn where, what is printed, and that it can be read and chosen by keyboard."""

import math
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from parley.dotchart import LEFT, RIGHT, dot_chart
from parley.errors import ParleyError

NAN = math.nan


def rows(*given: tuple, **columns: list) -> pd.DataFrame:
    """Rows of (name, value, low, high, n), with further columns."""
    return pd.DataFrame(list(given), columns=["name", "value", "low", "high", "n"]).assign(**columns)


def tree(frame: pd.DataFrame, **options: object) -> ET.Element:
    """The chart as XML: it is well formed."""
    return ET.fromstring(str(dot_chart(frame, **{"label": "Chart", "axis": "stance"} | options)))


def texts(chart: ET.Element) -> list[str]:
    return [e.text for e in chart.iter("text")]


def test_an_unknown_form_is_refused():
    with pytest.raises(ParleyError, match="form is 'roman'"):
        dot_chart(rows(), label="", axis="", form="roman")


def test_marks_and_whiskers_stand_where_the_scale_says():
    """On a scale from -2 to 2 zero is in the middle, 1 at three quarters."""
    chart = tree(rows(("Lee", 1.0, 0.0, 2.0, 9)), limits=(-2.0, 2.0))
    middle, width = (LEFT + RIGHT) / 2, RIGHT - LEFT
    assert float(chart.find(".//circle").get("cx")) == pytest.approx(LEFT + 0.75 * width)
    whisker = chart.find(".//line[@class='whisker s0']")
    assert [float(whisker.get(x)) for x in ("x1", "x2")] == pytest.approx([middle, RIGHT])
    assert float(chart.find(".//line[@class='zero']").get("x1")) == pytest.approx(middle)


def test_without_limits_all_that_is_drawn_fits():
    chart = tree(rows(("a", 22.0, 18.5, 26.0, 9), ("b", 30.0, 28.0, 33.3, 9)), form="plain", zero=False)
    places = [float(e.get(x)) for e in chart.iter("line") for x in ("x1", "x2")]
    assert min(places) >= LEFT
    assert max(places) <= RIGHT
    assert chart.find(".//line[@class='zero']") is None


@pytest.mark.parametrize(("value", "zero"), [(3.0, False), (0.0, True), (0.0, False)])
def test_a_single_number_has_a_scale(value, zero):
    chart = tree(rows(("a", value, NAN, NAN, 9)), zero=zero)
    assert LEFT < float(chart.find(".//circle").get("cx")) < RIGHT


def test_names_and_numbers_are_printed_in_the_order_of_the_rows():
    chart = tree(rows(("Ruiz", 0.5, 0.2, 0.8, 9), ("Lee", -0.5, -0.8, -0.2, 7)))
    kept = [text for text in texts(chart) if "n = " in text or text in {"Ruiz", "Lee"}]
    assert kept == ["Ruiz", "0.50 [0.20, 0.80], n = 9", "Lee", "−0.50 [−0.80, −0.20], n = 7"]


def test_series_have_marks_of_their_own_and_a_legend():
    """Colour never tells a series alone: circle, square, diamond."""
    names = ["one", "two", "three"]
    chart = tree(rows(*[("Lee", 0.1, 0.0, 0.2, 9)] * 3, series=names))
    assert texts(chart)[:3] == names
    assert [len(list(chart.iter(kind))) for kind in ("circle", "polygon")] == [2, 2]
    assert len(chart.findall(".//rect[@class='mark s1']")) == 2
    assert texts(chart).count("Lee") == 1


def test_a_series_keeps_its_mark_where_the_others_are_missing():
    chart = tree(rows(("Lee", 0.1, 0.0, 0.2, 9), series=["two"]), series=["one", "two"])
    assert chart.find(".//circle") is None
    assert chart.find(".//rect[@class='mark s1']") is not None


def test_missing_numbers_are_not_drawn_and_a_mark_without_interval_is_hollow():
    chart = tree(rows(("a", NAN, NAN, NAN, 0), ("b", 0.3, NAN, NAN, 4), ("c", 0.1, 0.0, 0.2, 9)))
    marks = [e.get("class") for e in chart.iter("circle")]
    assert marks == ["mark s0 hollow", "mark s0"]
    assert len(chart.findall(".//line[@class='whisker s0']")) == 3


def test_rows_with_a_pick_are_buttons_and_say_what_they_show():
    chart = tree(
        rows(("Lee", 0.5, 0.2, 0.8, 9), ("Ruiz", 0.1, 0.0, 0.2, 8), pick=["p1", "p2"], series=["one", "one"]),
        picked="p2",
    )
    buttons = chart.findall(".//g[@role='button']")
    assert chart.get("role") == "group"
    assert [b.get("data-pick") for b in buttons] == ["p1", "p2"]
    assert [b.get("aria-pressed") for b in buttons] == ["false", "true"]
    assert {b.get("tabindex") for b in buttons} == {"0"}
    assert buttons[0].get("aria-label") == "Lee, one: 0.50 [0.20, 0.80], n = 9"


def test_without_picks_it_is_one_picture_with_all_numbers_in_words():
    chart = tree(rows(("Lee", 0.5, 0.2, 0.8, 9)), label="Stance")
    assert chart.get("role") == "img"
    assert chart.get("aria-label") == "Stance: Lee: 0.50 [0.20, 0.80], n = 9"
    assert chart.find(".//*[@tabindex]") is None


def test_hostile_names_stay_text():
    name = '"><script>alert(1)</script><g onclick="x()">\u202e'
    chart = dot_chart(
        rows((name, 0.5, 0.2, 0.8, 9), pick=[f"point:{name}"], series=[name]), label=name, axis=name
    )
    assert "<script" not in chart
    assert 'onclick="' not in chart
    assert "\u202e" not in chart
    root = ET.fromstring(str(chart))
    assert root.find(".//g[@role='button']").get("data-pick").startswith('point:"><script>')


def test_nothing_to_draw_is_said():
    assert dot_chart(rows(), label="", axis="") == '<p class="none">Nothing to draw.</p>'


def test_equal_rows_give_equal_charts_and_nothing_is_changed():
    given = rows(("Lee", 0.5, 0.2, 0.8, 9), pick=["p"])
    before = given.copy()
    assert dot_chart(given, label="a", axis="b") == dot_chart(given, label="a", axis="b")
    pd.testing.assert_frame_equal(given, before)
