"""A common name in a person's place: what changes in the sentence, what moves, how two readings join."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.portrayal import Judged
from parley.standin import pool, stand_in

NAME = "Alex Morgan"
# The target's places stand in <>, its names in []; both may be one.
CASES = {
    "a name": ("<[Hale]> left.", "<Morgan> left."),
    "in full": ("<[Robert Hale]> left.", "<Alex Morgan> left."),
    "possessive": ("<[Hale]>’s vote fell.", "<Morgan>’s vote fell."),
    "named twice, judged once": ("<[Hale]> left, and [Hale] wept.", "<Morgan> left, and Morgan wept."),
    "named before the place": ("[Robert Hale] said <he> lost.", "Alex Morgan said <he> lost."),
    "description and name": ("<The mayor>, <[Hale]>, left.", "<The mayor>, <Morgan>, left."),
    "in capitals": ("<[HALE]> left.", "<MORGAN> left."),
    "initials are no capitals": ("<[JD]> left.", "<Morgan> left."),
    "hyphen": ("<[Al-Sayed]> left.", "<Alex Morgan> left."),
    "nobody is named": ("<He> left <his> town.", "<He> left <his> town."),
    "other alphabets": ("Ви, <[Зеленський]>, left 🙂.", "Ви, <Morgan>, left 🙂."),
}


def parsed(text: str) -> tuple[Judged, list[tuple[int, int]]]:
    """A pair and its names from a text with marks."""
    plain, opened, found = "", {}, {"<": [], "[": []}
    for sign in text:
        if sign in "<[":
            opened[sign] = len(plain)
        elif sign in ">]":
            kind = {">": "<", "]": "["}[sign]
            found[kind].append((opened[kind], len(plain)))
        else:
            plain += sign
    return Judged(plain, tuple(found["<"])), found["["]


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_the_common_name_takes_every_place_of_the_own_one(text, expected):
    assert stand_in(*parsed(text), NAME) == parsed(expected)[0]


@given(st.lists(st.tuples(st.text("ab ,", max_size=4), st.sampled_from(["Hale", "he", "Robert Hale"]))))
def test_places_lead_to_what_they_led_to(pieces):
    """Each place holds the common name where a name stood, and its own word elsewhere."""
    text = "".join(f"{left}<[{word}]>" if "H" in word else f"{left}<{word}>" for left, word in pieces)
    pair, named = parsed(text)
    new = stand_in(pair, named, NAME)
    forms = {"Hale": "Morgan", "Robert Hale": NAME, "he": "he"}
    assert [new.sentence[a:b] for a, b in new.places] == [forms[word] for _, word in pieces]
    assert new.sentence == re.sub("Robert Hale|Hale", lambda m: forms[m.group()], pair.sentence)


def test_equal_readings_stay_as_they_are():
    p = np.array([[0.7, 0.2, 0.1], [0.0, 1.0, 0.0]])
    assert np.allclose(pool(p, p, 0.2), p)


@pytest.mark.parametrize(("share", "index"), [(1, 0), (0, 1)])
def test_the_ends_of_the_share_are_one_reading_alone(share, index):
    both = np.array([[0.7, 0.2, 0.1]]), np.array([[0.1, 0.1, 0.8]])
    assert np.allclose(pool(*both, share), both[index])


def test_a_pool_is_the_weighted_geometric_mean():
    """Counted by hand for two labels: (.9 ^ .2) (.4 ^ .8) against (.1 ^ .2) (.6 ^ .8)."""
    left, right = 0.9**0.2 * 0.4**0.8, 0.1**0.2 * 0.6**0.8
    expected = [[left / (left + right), right / (left + right)]]
    assert np.allclose(pool(np.array([[0.9, 0.1]]), np.array([[0.4, 0.6]]), 0.2), expected)


def test_certainty_that_contradicts_itself_is_a_number():
    found = pool(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]), 0.5)
    assert np.isfinite(found).all()
    assert np.isclose(found.sum(), 1)
