"""Order by context: the first hits are those of the whole order, however few are read."""

import pytest

from parley import bundled, code
from parley.contextorder import by_context, context
from parley.patternsearch import pattern_hits
from parley.textindex import TextIndex, text_index
from parley.textsearch import Hits, made, word_hits


@pytest.fixture(scope="module")
def index() -> TextIndex:
    return text_index(code(bundled("seeds")))


def test_contexts_are_cut_between_words(index: TextIndex) -> None:
    """At most so many characters, up to a blank or the block's end; together they are the text."""
    hits = word_hits(index, "the")
    for width in (1, 9, 60):
        sides = (context(index, hits, side, width) for side in ("left", "right"))
        for left, right, start, end in zip(*sides, hits.starts, hits.ends, strict=True):
            assert max(len(left), len(right)) <= width
            assert index.text[start - len(left) : start] == left
            assert index.text[end : end + len(right)] == right
            assert "\n" not in left + right


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("width", [3, 25, 60])
@pytest.mark.parametrize(
    "query", ["the", "a", "’", "s", "t[a-z]", r"\d", "said|told", "(?i)russia", "[aeiou]", r"\w+", r"\W", "_"]
)
def test_the_first_are_the_first_of_all(
    query: str, width: int, side: str, index: TextIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole words, parts of words and marks; ties stay in the order of the text."""
    hits = pattern_hits(index, query)
    every = by_context(index, hits, side, width)
    assert sorted(every.tolist()) == list(range(len(hits.rows)))
    for few in (0, 20):
        monkeypatch.setattr("parley.contextorder.FEW", few)
        for first in (1, 7, 200):
            assert by_context(index, hits, side, width, first).tolist() == every[:first].tolist()


def test_no_hits_have_no_order(index: TextIndex) -> None:
    nothing: Hits = made([])
    assert by_context(index, nothing, "left", 60, 5).tolist() == []
