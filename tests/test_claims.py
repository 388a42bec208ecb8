"""The table ``claims``: whose the figures are, what they are about, what is disputed, a row for each case.

``figures/`` holds four invented articles with their coding by the codebook, made before the rules were run on
them. At first reading of the first three 45 of 53 figures were found (5 more were none), 44 of these with the
right value, 31 with the claimant, 40 with the right answer whether they are disputed; then 7 slips of the
coding were corrected and faults of the rules mended. At first reading of the fourth, after that, 16 of 17 were
found (1 was none), 15, 14 and 16 of them right; 3 slips were corrected. The floors are what mending has reached.
"""

# ruff: noqa: E501 (one row for each case)

import json

import pandas as pd
import pytest

from parley import schema
from parley.actors import find_mentions
from parley.claims import find_claims
from parley.figures import match_claims
from parley.quotes import find_quotes
from parley.reference import read_coding
from parley.registry import bundled, read_registry
from parley.sentences import read
from parley.sources import Source, read_sources
from parley.syntax import Syntax


def claims_of(source: Source | str) -> pd.DataFrame:
    """The claims of an article or a text."""
    source = Source("a", "a.txt", source, "") if isinstance(source, str) else source
    registry = read_registry()
    reading = read(source, registry)
    mentions = find_mentions(reading, registry)
    return find_claims(reading, find_quotes(reading, mentions, registry), mentions, registry)


CLAIMANTS = [
    ("The strike cost £60m.", "author"),
    ("“It cost us £60m,” Maria Lund said.", "Maria Lund"),
    ("Maria Lund said that the strike cost £60m.", "Maria Lund"),
    ("According to Maria Lund, the strike cost £60m.", "Maria Lund"),
    ("Maria Lund puts the cost at £60m.", "Maria Lund"),
    ("The harbour board puts the loss at £60m.", "The harbour board"),
    ("The strike cost £60m (according to France).", "France"),
    ("By France's estimate the strike cost £60m.", "France"),
    ("Maria Lund demanded that the owners pay £60m.", "author"),
    ("Maria Lund offered to pay £60m.", "author"),
    ("“It cost us £60m.”", ""),
]


@pytest.mark.parametrize(("text", "claimant"), CLAIMANTS)
def test_who_claims_a_figure(text: str, claimant: str) -> None:
    assert claims_of(text)["claimant"].tolist() == [claimant]


def test_those_who_speak_are_no_figure() -> None:
    assert claims_of("Two diplomats said that 12 talks failed.")["verbatim"].tolist() == ["12 talks"]


DISPUTED = [
    ("Maria Lund falsely claimed that prices rose 4%.", [True]),
    ("Maria Lund claimed that prices rose 4%.", [False]),
    ("Maria Lund said it cost $350 billion, three times the actual sum.", [True, False]),
    ("Maria Lund said it cost £5m. Peter Berg puts it at £2m.", [True, True]),
]


@pytest.mark.parametrize(("text", "disputed"), DISPUTED)
def test_whether_the_article_disputes_a_figure(text: str, disputed: list[bool]) -> None:
    assert claims_of(text)["disputed"].tolist() == disputed


ABOUT = [
    ("Lund’s approval rating was 4%.", "Lund’s approval rating was"),
    ("The army is recruiting 30,000 men a month.", "army is recruiting men"),
    ("The union rejected a rise of 4.2 per cent.", "union rejected rise"),
    ("Tarrow would pay $45 million.", "Tarrow would pay"),
    ("Her 14-page order was long.", "Her page order was long"),
    ("Missiles fell all night. Seventy have hit Kyiv.", "Missiles have hit Kyiv"),
    ("The rouble gained 5 per cent against the dollar.", "rouble gained against dollar"),
    ("Russia controls one fifth of Ukraine’s territory.", "Russia controls Ukraine’s territory"),
]


@pytest.mark.parametrize(("text", "about"), ABOUT)
def test_what_a_figure_is_about(text: str, about: str) -> None:
    assert claims_of(text)["about"].tolist() == [about]


def test_rows_keep_the_contract_of_the_table_and_lead_to_the_text() -> None:
    """The place of a row is that of its words in the raw text, also over a line that was broken."""
    raw = (
        "A long war\n\nThe talks ended on Friday without an agreement, and nobody was surprised by that.\n\n"
        "The ministry admitted on Monday that the army had sent more than 200\nheavy tanks\n"
        "to the front, where most of them were lost.\n\nThe war has cost $5bn so far."
    )
    found = schema.check("claims", claims_of(raw))
    words = [" ".join(raw[a:b].split()) for a, b in zip(found["char_start"], found["char_end"], strict=True)]
    assert words == found["verbatim"].tolist() == ["more than 200 heavy tanks", "$5bn"]
    assert found[["line", "sentence"]].values.tolist() == [[5, 3], [9, 4]]
    assert found["rule"].tolist() == ["count; reported", "sum"]


def test_an_article_without_figures_gives_the_empty_table() -> None:
    for text in ("", "Nothing is counted here."):
        found = claims_of(text)
        assert found.empty
        assert found.dtypes.equals(schema.empty("claims").dtypes)


def test_the_tables_that_are_given_stay_as_they_are() -> None:
    registry = read_registry()
    reading = read(Source("a", "a.txt", "Maria Lund said that it cost £5m.", ""), registry)
    mentions = find_mentions(reading, registry)
    quotes = find_quotes(reading, mentions, registry)
    before = quotes.copy(deep=True), mentions.copy(deep=True), reading.sentences.copy(deep=True)
    find_claims(reading, quotes, mentions, registry)
    for given, copy in zip((quotes, mentions, reading.sentences), before, strict=True):
        pd.testing.assert_frame_equal(given, copy)


HOSTILE = {
    "a bare number": ("5", 0),
    "10,000 digits": ("1" * 10_000 + " people died.", 0),
    "16 digits are too many": ("It cost $" + "9" * 16 + ".", 0),
    "15 digits with a scale": ("It cost $" + "9" * 15 + " trillion.", 1),
    "one one one": ("one " * 3000, 0),
    "hundred and hundred": ("hundred and " * 3000, 0),
    "1,000,1,000": ("1,000," * 3000, 0),
    "dollars alone": ("$" * 1000, 0),
    "no characters to see": ("Five\x00hundred men, \x007\x00 boats, \ufeff8 boats.", 3),
    "a long list": (", ".join(f"{n} ships" for n in range(3, 403)) + ".", 400),
}


@pytest.mark.parametrize(("text", "rows"), HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_input_neither_breaks_nor_misleads(text: str, rows: int) -> None:
    assert len(schema.check("claims", claims_of(text))) == rows


def test_work_grows_with_the_text_and_not_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where figure follows figure without an end the tokens looked at per figure stay as many."""
    looked = []
    word = Syntax.word
    monkeypatch.setattr(Syntax, "word", lambda self, i: looked.append(i) or word(self, i))
    counts = []
    for n in (200, 800):
        looked.clear()
        claims_of("He falsely said that " + " and that ".join(f"{i + 3}% of us left" for i in range(n)) + ".")
        counts.append(len(looked))
    assert counts[1] < 5 * counts[0]


REACHED = ["found", "value_right", "unit_right", "claimant_right", "disputed_right"]


def reached(found: pd.DataFrame, coding: pd.DataFrame) -> tuple[int, ...]:
    """How many figures were found at all, how many of a coding, and what of these is right."""
    pairs = match_claims(found, coding)
    return len(found), len(pairs), *(int(pairs[name].sum()) for name in REACHED[1:])


def test_the_invented_articles_keep_what_was_reached(root) -> None:
    folder = root / "tests" / "figures"
    lines = (folder / "claims.jsonl").read_text("utf-8").splitlines()
    coding = pd.DataFrame([json.loads(line) for line in lines])
    found = pd.concat([claims_of(s) for s in read_sources(sorted(folder.glob("*.txt")))], ignore_index=True)
    rows, *right = reached(found, coding)
    assert len(coding) == 70
    assert rows <= 76
    assert all(got >= floor for got, floor in zip(right, (70, 69, 69, 61, 70), strict=True))


@pytest.mark.parametrize(
    ("name", "most", "floors"),
    [("seeds", 43, (38, 38, 36, 36, 38)), ("others", 47, (44, 44, 42, 42, 43))],
)
def test_the_reference_articles_keep_what_was_reached(root, name: str, most: int, floors: tuple) -> None:
    """Of 38 and 45 figures of the reference coding; these articles were read while the rules were made."""
    coding = read_coding(bundled("data") / "reference" / name)["claims"]
    paths = bundled("seeds") if name == "seeds" else root / "tests" / "articles"
    found = pd.concat([claims_of(s) for s in read_sources(paths)], ignore_index=True)
    rows, *right = reached(found, coding)
    assert rows <= most
    assert all(got >= floor for got, floor in zip(right, floors, strict=True))
