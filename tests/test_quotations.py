"""Quotations and speakers in articles whose writer, who also coded them, did not know the rules.

``quotations/`` holds the articles with their coding by the codebook. At first reading .65 (features) and .74
(plain) of the quotations in marks got the right speaker; the floors below are what mending has reached.
"""

import json

import pandas as pd
import pytest

from parley.actors import find_mentions
from parley.quotes import find_quotes
from parley.registry import read_registry
from parley.scores import speaker_pairs
from parley.sentences import read
from parley.sources import read_sources

FLOORS = {"features": (109, 87, 50), "plain": (85, 73, 70)}
"""Quotations in marks that are found, those with the right speaker, indirect ones that are found."""


def quotes_of(source):
    """The table of quotations of an article."""
    reading, registry = read(source), read_registry()
    return find_quotes(reading, find_mentions(reading, registry), registry)


@pytest.fixture(scope="module", params=FLOORS)
def coded(request, root):
    """The name of a set, its coding, and what the rules find in it."""
    folder = root / "tests" / "quotations" / request.param
    lines = (folder / "quotes.jsonl").read_text("utf-8").splitlines()
    want = pd.DataFrame([json.loads(line) for line in lines])
    files = sorted(folder.glob("*.txt"))
    found = pd.concat([quotes_of(source) for source in read_sources(files)])
    found = found.rename(columns={"char_start": "start", "char_end": "end"}).reset_index(drop=True)
    return request.param, want, found


def overlapping(want: pd.DataFrame, found: pd.DataFrame) -> int:
    """How many spans of a coding overlap one that was found by half of both together."""
    both = want.merge(found, on="doc", suffixes=("", "_found"))
    shared = both[["end", "end_found"]].min(axis=1) - both[["start", "start_found"]].max(axis=1)
    union = both[["end", "end_found"]].max(axis=1) - both[["start", "start_found"]].min(axis=1)
    return len(both[shared >= union / 2][["doc", "start", "end"]].drop_duplicates())


def test_quotations_in_marks_are_found_with_their_speakers(coded):
    name, want, found = coded
    marked = want[(want["kind"] != "indirect") & (want["speaker"] != "")].reset_index(drop=True)
    spans = found[found["kind"] != "indirect"].reset_index(drop=True)
    assert overlapping(marked, spans) >= FLOORS[name][0]
    assert speaker_pairs(marked, spans)["right"].sum() >= FLOORS[name][1]


def test_reported_speech_is_found(coded):
    name, want, found = coded
    reported = want[want["kind"] == "indirect"]
    assert overlapping(reported, found[found["kind"] == "indirect"]) >= FLOORS[name][2]
