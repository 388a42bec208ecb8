"""What holds of the tables of any article, whatever was scraped; `benchmarks/fuzz.py` tries many more."""

import pytest
from hypothesis import example, given, settings

import scrapes
from parley.actors import find_mentions
from parley.blocks import code_blocks
from parley.claims import find_claims
from parley.coding import code_document
from parley.errors import ParleyError
from parley.events import find_events
from parley.quotes import find_quotes
from parley.registry import read_registry
from parley.sentences import read
from parley.sources import decode


def checked(examples: int) -> settings:
    return settings(deadline=None, database=None, derandomize=True, max_examples=examples)


def tables_of(raw: str) -> dict:
    """The tables that need no sentiment."""
    registry = read_registry()
    reading = read(scrapes.source_of(raw), registry)
    mentions = find_mentions(reading, registry)
    quotes = find_quotes(reading, mentions, registry)
    return {
        "blocks": reading.blocks,
        "sentences": reading.sentences,
        "mentions": mentions,
        "quotes": quotes,
        "events": find_events(reading, registry),
        "claims": find_claims(reading, quotes, mentions, registry),
    }


@checked(100)
@given(scrapes.BYTES)
def test_any_bytes_are_an_article_or_one_message(data):
    said = ""
    try:
        raw, _ = decode(data)
    except ParleyError as fault:
        raw, said = "", str(fault)
    assert not said or (said.startswith("the text: ") and "\n" not in said)
    assert scrapes.faults(raw, {"blocks": code_blocks(scrapes.source_of(raw))}) == []


@checked(40)
@given(scrapes.SCRAPES)
@example("")
@example("\ufeff")
def test_the_tables_of_any_scrape_keep_what_they_say(raw):
    assert scrapes.faults(raw, tables_of(raw)) == []


@checked(5)
@given(scrapes.SCRAPES)
def test_all_tables_of_any_scrape_keep_what_they_say(raw):
    assert scrapes.faults(raw, dict(code_document(scrapes.source_of(raw)))) == []


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("blocks", "char_end", 3),
        ("blocks", "char_start", 9),
        ("sentences", "text", "Lund left."),
        ("sentences", "line", 7),
        ("mentions", "text", "Mark"),
        ("quotes", "text", "We will say"),
        ("quotes", "cue", "told"),
        ("quotes", "sentence", 1),
        ("events", "expression", "Monday"),
        ("claims", "verbatim", "50 people"),
        ("claims", "char_end", 10_000),
    ],
)
def test_the_check_finds_what_is_wrong(table, column, value):
    raw = "Talks ended.\n\n“We will stay,” Maria Lund said on Friday, with 40 people from France."
    tables = tables_of(raw)
    assert scrapes.faults(raw, tables) == []
    tables[table] = tables[table].copy()
    tables[table].loc[0, column] = value
    assert scrapes.faults(raw, tables) != []
