"""Stretches: texts are cut at every edge, nothing is lost, and no depth of nesting makes it slow."""

from hypothesis import given
from hypothesis import strategies as st

from parley.readinglayers import LAYERS, PICKED, PLACE
from parley.stretches import Span, cut

NAMES = [*LAYERS, PLACE, PICKED]
SPANS = st.lists(
    st.builds(
        lambda at, length, layer, key: Span(at, at + length, layer, key),
        st.integers(-3, 40),
        st.integers(0, 20),
        st.sampled_from(NAMES),
        st.integers(0, 5),
    ),
    max_size=25,
)
EDGES = st.lists(st.integers(-5, 60), max_size=6)


@given(SPANS, EDGES)
def test_every_character_is_in_one_stretch_under_the_shortest_span_of_each_layer(spans, edges):
    """Compared with looking at every character and every span."""
    stretches = cut(spans, 0, 40, edges)
    assert [i for s in stretches for i in range(s.start, s.end)] == list(range(40))
    for stretch in stretches:
        for place in range(stretch.start, stretch.end):
            over = [s for s in spans if s.start <= place < s.end]
            shortest = {n: min((s.end - s.start for s in over if s.layer == n), default=None) for n in NAMES}
            found = {s.layer: s.end - s.start for s in stretch.over}
            assert found == {n: length for n, length in shortest.items() if length}
            assert all(s in over for s in stretch.over)
        assert [s.end - s.start for s in stretch.over] == sorted(found.values(), reverse=True)


@given(SPANS)
def test_a_span_begins_and_ends_once_where_it_really_does(spans):
    stretches = cut(spans, 0, 40)
    inside = [s for s in spans if s.start < s.end and s.start < 40 and s.end > 0]
    assert sorted(s for x in stretches for s in x.begins) == sorted(s for s in inside if s.start >= 0)
    assert sorted(s for x in stretches for s in x.ends) == sorted(s for s in inside if s.end <= 40)
    assert all(s.start == x.start for x in stretches for s in x.begins)
    assert all(s.end == x.end for x in stretches for s in x.ends)


def test_deep_nesting_does_not_deepen_the_marks():
    """Of 4,000 spans over one another each stretch has one of each layer, so the drawing stays linear."""
    spans = [Span(i, 8000 - i, ("quotations", "positions")[i % 2], i) for i in range(4000)]
    stretches = cut(spans, 0, 8000)
    assert len(stretches) == 7999
    assert max(len(s.over) for s in stretches) == 2
    assert [s.key for s in stretches[3000].over] == [2999, 3000]


def test_equally_long_spans_nest_in_the_order_of_the_layers():
    """The last layer outermost, within it the others down to the first; what is picked is innermost."""
    spans = [Span(0, 5, name, 0) for name in NAMES]
    [stretch] = cut(spans, 0, 5)
    assert [s.layer for s in stretch.over] == [PLACE, *reversed(LAYERS), PICKED]


def test_a_text_without_spans_is_one_stretch():
    assert [(s.start, s.end, s.over) for s in cut([], 3, 9)] == [(3, 9, ())]
    assert cut([], 3, 3) == []
