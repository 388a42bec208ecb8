"""Figures in a text: their words, values and units, and what is no figure, a row for each case."""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

import pytest

from parley.quantities import Figure, find_figures
from parley.registry import read_registry
from parley.sentences import read
from parley.sources import Source
from parley.syntax import Syntax


def figures_of(text: str) -> list[Figure]:
    registry = read_registry()
    return find_figures(Syntax(read(Source("a", "a.txt", text, ""), registry)), registry)


def verbatim(text: str) -> list[str]:
    """The words of the figures of a text."""
    return [text[f.start : f.end] for f in figures_of(text)]


FIGURES = [
    # sums
    ("The strike cost £60m a day.", [("£60m a day", 60e6, "GBP per day")]),
    ("They gave nearly €100 billion in aid.", [("nearly €100 billion", 100e9, "EUR")]),
    ("It earned 22 million euros in May.", [("22 million euros", 22e6, "EUR")]),
    ("It lost $5bn a year ago.", [("$5bn", 5e9, "USD")]),
    ("She makes $6,000 annually.", [("$6,000 annually", 6000, "USD per year")]),
    ("The work costs between $5 and $6 billion.", [("$5", 5e9, "USD"), ("$6 billion", 6e9, "USD")]),
    ("The work costs $5 to 6 billion.", [("$5", 5e9, "USD"), ("6 billion", 6e9, "USD")]),
    # shares
    ("Prices rose 4.2 per cent.", [("4.2 per cent", 4.2, "percent")]),
    ("It holds 20% of Ukrainian territory.", [("20% of Ukrainian territory", 20, "percent")]),
    ("It spends 8% of GDP on arms.", [("8% of GDP", 8, "percent of GDP")]),
    ("Prices rose by 10 to 15 percent.", [("10", 10, "percent"), ("15 percent", 15, "percent")]),
    ("Support fell from 12 percent to 9.", [("12 percent", 12, "percent"), ("9", 9, "percent")]),
    ("It lost half of the donated funds.", [("half of the donated funds", 0.5, "share")]),
    ("One in eight posts is empty.", [("One in eight", 0.125, "share")]),
    ("Rates rose four percentage points.", [("four percentage points", 4, "percentage points")]),
    # multiples
    ("It is three times the actual aid.", [("three times", 3, "times")]),
    ("He has met them 29 times.", [("29 times", 29, "times")]),
    ("Rents have doubled.", [("doubled", 2, "times")]),
    # measures and durations
    ("It lies 1,000km away.", [("1,000km", 1000, "kilometres")]),
    ("They produce 250,000 tonnes of steel a year.", [("250,000 tonnes of steel a year", 250_000, "tonnes per year")]),
    ("Winds of up to 70 miles per hour hit it.", [("up to 70 miles per hour", 70, "miles per hour")]),
    ("They want a 30-day truce.", [("30-day", 30, "days")]),
    ("It is the highest level in nine months.", [("nine months", 9, "months")]),
    # counts
    ("Three ports were shut.", [("Three ports", 3, "ports")]),
    ("Three of the country's busiest ports were shut.", [("Three of the country's busiest ports", 3, "ports")]),
    ("It fired some 5,000 soldiers.", [("some 5,000 soldiers", 5000, "soldiers")]),
    ("More than 200 separate negotiations failed.", [("More than 200 separate negotiations", 200, "negotiations")]),
    ("It speaks for 41 island and delta nations.", [("41 island and delta nations", 41, "nations")]),
    ("Her 14-page order was short.", [("14-page", 14, "pages")]),
    ("He recruits 30,000 men a month.", [("30,000 men a month", 30_000, "men per month")]),
    # numbers without their noun
    ("Missiles fell all night. Seventy have hit Kyiv.", [("Seventy", 70, "missiles")]),
    ("A bomb exploded, killing at least 40.", [("at least 40", 40, "people")]),
    ("The crash left 12 dead and 30 injured.", [("12 dead", 12, "people"), ("30 injured", 30, "people")]),
    ("The death toll rose to 41.", [("41", 41, "people")]),
    ("They measured three rivers. We measured 19.", [("three rivers", 3, "rivers"), ("19", 19, "rivers")]),
    ("It burned 510 homes, nearly 200 of them empty.", [("510 homes", 510, "homes"), ("nearly 200", 200, "homes")]),
    ("The bill passed by 320 votes to 210.", [("320 votes", 320, "votes"), ("210", 210, "votes")]),
    ("They offered 7.5 per cent. She wants seven and a half.", [("7.5 per cent", 7.5, "percent"), ("seven and a half", 7.5, "percent")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "figures"), FIGURES, ids=[text for text, _ in FIGURES])
def test_a_figure_has_its_words_its_value_and_its_unit(text: str, figures: list[tuple]) -> None:
    assert [(text[f.start : f.end], f.number.value, f.unit) for f in figures_of(text)] == figures


NO_FIGURES = [
    "He came on 24 March.",
    "It began on Feb. 24 and ended in May 2022.",
    "They met at 6 p.m. and at 5:30.",
    "In 2014 protests began.",
    "She is a 14-year-old girl.",
    "Maria Lund, 71, came from Bergen.",
    "It was the third time.",
    "Article 5 says so, and Section 41 too.",
    "The Group of Seven met in Canada.",
    "The 1949 Washington Treaty binds them.",
    "The F-16 and the G7 are names.",
    "One of the men left.",
    "The two sides met.",
    "Two ministers met in Geneva.",
    "There are three reasons for it.",
    "It is a two-part series.",
    "He left three years ago.",
    "They will meet in two weeks.",
    "It fell over the last three years.",
    "She has lived here for eleven years.",
    "People under 30 vote less.",
    "Call 01632 960018 now.",
    "The Big Four banks agreed.",
]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_dates_ages_names_and_order_are_no_figures(text: str) -> None:
    assert verbatim(text) == []


def test_two_people_count_when_they_are_victims() -> None:
    assert verbatim("The blast killed two people.") == ["two people"]


def test_numbers_that_are_set_apart_are_no_figures() -> None:
    """Nor do they lend their unit to what follows."""
    registry = read_registry()
    syntax = Syntax(read(Source("a", "a.txt", "Forty pilots left. Then 12 ships sank.", ""), registry))
    assert [f.unit for f in find_figures(syntax, registry)] == ["pilots", "ships"]
    assert [f.unit for f in find_figures(syntax, registry, apart={0, 1})] == ["ships"]


def test_number_and_measure_end_before_what_is_counted() -> None:
    text = "It spent about 90 tonnes of steel a year on 12 ships."
    assert [text[f.number.start : f.core] for f in figures_of(text)] == ["90 tonnes", "12"]
    assert verbatim(text) == ["about 90 tonnes of steel a year", "12 ships"]


def test_nothing_has_no_figures() -> None:
    assert figures_of("") == []
