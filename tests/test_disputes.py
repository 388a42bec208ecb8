"""By what words an article disputes a figure, a row for each case."""

from __future__ import annotations

import pytest

from parley.disputes import CORRECTION, Claim, find_disputes
from parley.quantities import find_figures
from parley.registry import read_registry
from parley.sentences import read
from parley.sources import Source
from parley.syntax import Syntax


def disputes(text: str, *claimants: str, ground: str = "") -> list[str]:
    """By what each figure of a text is disputed; the ground is that of the last claim."""
    registry = read_registry()
    syntax = Syntax(read(Source("a", "a.txt", text, ""), registry))
    figures = find_figures(syntax, registry)
    claims = [Claim(figure, who, "") for figure, who in zip(figures, claimants, strict=True)]
    return find_disputes(
        syntax, [*claims[:-1], *(Claim(c.figure, c.claimant, ground) for c in claims[-1:])], registry
    )


LUND = ["Maria Lund"]
CASES = [
    # in the sentence
    ("Maria Lund falsely claimed that prices rose 4%.", LUND, ["falsely"]),
    ("Maria Lund claimed that prices rose 4%.", LUND, [""]),
    ("She quoted an inflated $5bn.", ["author"], ["inflated"]),
    ("Maria Lund wrongly said that 4% of voters came to 12 towns.", LUND * 2, ["wrongly", ""]),
    ("What went wrong: 5,000 people came.", ["author"], [""]),
    ("Peter Berg rejected the £5m as too little.", ["author"], ["rejected"]),
    ("Peter Berg rejected a rise of 4 per cent.", ["author"], [""]),
    ("Maria Lund claims that she has 4%, despite a survey showing 52%.", [*LUND, "author"], ["despite", ""]),
    ("Maria Lund said the strike cost £5m, despite calls for talks.", LUND, [""]),
    ("It has 4%, despite a survey.", ["author"], [""]),
    # in the next sentence
    ("Maria Lund said it cost £5m. That figure is wrong.", LUND, ["wrong"]),
    ("Maria Lund said it cost £5m. It did not.", LUND, ["it did not"]),
    ("Maria Lund said it cost £5m. In fact, it cost £2m.", [*LUND, "author"], ["in fact", ""]),
    ("Maria Lund said it cost £5m. Peter Berg dismissed that figure.", LUND, ["dismissed"]),
    ("Maria Lund said it cost £5m. Peter Berg rejected the plan.", LUND, [""]),
    # in the sentence before
    ("How much it cost is disputed. Maria Lund said it cost £5m.", LUND, ["disputed"]),
    ("How much it cost is disputed. It cost £5m.", ["author"], [""]),
    ("This is about disputed islands. Maria Lund said it cost £5m.", LUND, [""]),
]


@pytest.mark.parametrize(("text", "claimants", "words"), CASES, ids=[text for text, *_ in CASES])
def test_by_what_words_a_figure_is_disputed(text: str, claimants: list[str], words: list[str]) -> None:
    assert disputes(text, *claimants) == words


def test_the_author_sets_the_figure_before_right() -> None:
    """Within one sentence, and only where that is what the second figure is for."""
    text = "Maria Lund said it cost $350 billion, three times the actual sum."
    assert disputes(text, "Maria Lund", "author", ground=CORRECTION) == ["correction", ""]
    assert disputes(text, "Maria Lund", "author") == ["", ""]
    apart = "Maria Lund said it cost $350 billion. It was three times the actual sum."
    assert disputes(apart, "Maria Lund", "author", ground=CORRECTION) == ["", ""]


RIVALS = [
    ("It cost £5m. Peter Berg puts it at £2m.", ["Maria Lund", "Peter Berg"], True),
    ("It cost £5m. Peter Berg puts it at £2m.", ["Peter Berg", "Peter Berg"], False),
    ("It cost £5m. Peter Berg puts it at £2m.", ["author", "Peter Berg"], False),
    ("It cost £5m. Peter Berg puts it at £2m.", ["Maria Lund", ""], False),
    ("It cost £5m. Peter Berg puts it at £5m.", ["Maria Lund", "Peter Berg"], False),
    ("It cost £5m. Peter Berg puts it at 12 weeks.", ["Maria Lund", "Peter Berg"], False),
    ("It cost £5m. Peter Berg paid £2m.", ["Maria Lund", "Peter Berg"], False),
]


@pytest.mark.parametrize(("text", "claimants", "rivals"), RIVALS)
def test_two_claimants_with_two_figures_are_rivals(text: str, claimants: list[str], rivals: bool) -> None:
    assert disputes(text, *claimants) == (["rival figure"] * 2 if rivals else ["", ""])


def test_no_claims_no_disputes() -> None:
    assert disputes("Nothing is counted here.") == []
