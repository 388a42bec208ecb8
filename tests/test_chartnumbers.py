"""Numbers as charts write them: forms, intervals, ticks."""

import math
from itertools import pairwise
from types import SimpleNamespace

import pytest

from parley.chartnumbers import estimate, number, number_range, tick_label, ticks
from parley.errors import ParleyError

NAN = math.nan


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (-0.254, "signed", "−0.25"),
        (-0.001, "signed", "0.00"),
        (0.0, "signed", "0.00"),
        (21.46, "plain", "21.5"),
        (0.168, "percent", "16.8 %"),
        (-0.031, "points", "−3.1 points"),
        (NAN, "percent", "-"),
    ],
)
def test_numbers(value, form, expected):
    assert number(value, form) == expected


def test_an_unknown_form_is_refused():
    with pytest.raises(ParleyError, match="form is 'roman'; allowed: signed"):
        number(1.0, "roman")


@pytest.mark.parametrize(
    ("ends", "form", "expected"),
    [
        ((-0.1, 0.2), "signed", "−0.10 to 0.20"),
        ((0.011, 0.2), "points", "1.1 to 20.0 points"),
        ((NAN, NAN), "percent", ""),
    ],
)
def test_a_range_has_its_unit_once(ends, form, expected):
    assert number_range(*ends, form) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((-0.5, -0.7, -0.3, 12), "−0.50 [−0.70, −0.30], n = 12"),
        ((-0.5, NAN, NAN, 3), "−0.50, too few to tell, n = 3"),
        ((NAN, NAN, NAN, 0), "too few to tell, n = 0"),
        ((0.5, 0.1, 0.9, 12345), "0.50 [0.10, 0.90], n = 12,345"),
    ],
)
def test_an_estimate_in_words(row, expected):
    names = ["value", "low", "high", "n"]
    assert estimate(SimpleNamespace(**dict(zip(names, row, strict=True)), note="too few to tell")) == expected


@pytest.mark.parametrize(
    ("low", "high"),
    [(-2.0, 2.0), (0.0, 0.17), (-0.0031, 0.0012), (19.3, 31.8), (0.0, 1e-6), (-450.0, 3.0), (0.0, 0.58)],
)
def test_ticks_are_even_round_and_inside(low, high):
    found = ticks(low, high)
    steps = {round((b - a) / (high - low), 6) for a, b in pairwise(found)}
    assert 2 <= len(found) <= 6
    assert len(steps) == 1
    assert all(low - 1e-9 <= value <= high + 1e-9 for value in found)


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [(-1.0, "signed", "−1"), (0.05, "percent", "5 %"), (-0.2, "points", "−20"), (0.0, "plain", "0")],
)
def test_a_tick_is_labelled_without_needless_digits(value, form, expected):
    assert tick_label(value, form) == expected
