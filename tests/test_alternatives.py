"""Patterns of many words fit what the plain list of them fits, the longest first."""

import re

import pytest

from parley.alternatives import either

WORDS = ["m", "km", "km²", "m.p.h.", "mile", "miles", "a b", "a-b", "a]", "^x", "’s", "'s"]
TEXT = "5 km² or km, m.p.h. of 3 miles; a mile a b a-b a] ^x it’s it's [m] kmm"


def plain(words):
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
@pytest.mark.parametrize("frame", ["(?:{})", r"\b(?:{})\b", r"(?<!\w)({}) ", "(?:{})s?"])
def test_fits_as_the_plain_list(frame, flags):
    ours, theirs = (re.compile(frame.format(pattern), flags) for pattern in (either(WORDS), plain(WORDS)))
    for text in (TEXT, TEXT.upper()):
        found = [match.span() for match in theirs.finditer(text)]
        assert [match.span() for match in ours.finditer(text)] == found
    assert list(theirs.finditer(TEXT))


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ([], "ab", ["", "", ""]),
        (["a"], "aba", ["a", "a"]),
        (["ab", "a"], "aba", ["ab", "a"]),
        (["", "a"], "ab", ["a", "", ""]),
        (["a", "a"], "b", []),
    ],
)
def test_few_words(words, text, found):
    assert re.findall(f"(?:{either(words)})", text) == found
