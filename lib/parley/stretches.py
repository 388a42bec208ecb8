"""Stretches: a text cut at every edge of the spans over it, which may nest and cross.

Each stretch between two edges is drawn once, within the marks of all layers over it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from parley.readinglayers import LAYERS, PICKED, PLACE

RANK = {layer: rank for rank, layer in enumerate([PLACE, *reversed(LAYERS), PICKED])}
"""Which of two layers is the outer one where spans are equally long."""


class Span(NamedTuple):
    """A stretch of the raw text that a layer marks; ``key`` is the row's number in the layer's rows."""

    start: int
    end: int
    layer: str
    key: int


class Stretch(NamedTuple):
    """A stretch without an edge inside: the shortest span of each layer over it (outermost first), and
    all spans that begin with it and end with it."""

    start: int
    end: int
    over: tuple[Span, ...]
    begins: tuple[Span, ...]
    ends: tuple[Span, ...]


def cut(spans: Iterable[Span], low: int, high: int, edges: Iterable[int] = ()) -> list[Stretch]:
    """Cut a text at every edge of some spans; the time grows with n log n.

    Parameters
    ----------
    spans
        Spans in any order; they may nest, cross and reach beyond the text.
    low, high, edges
        Where the text begins and ends, and further places at which it is cut.

    Returns
    -------
    list of Stretch
        In order; every character from ``low`` to ``high`` is in exactly one. The innermost span of a
        stretch is the shortest over it: the last of ``over``.

    Examples
    --------
    >>> quote, actor = Span(0, 5, "quotations", 0), Span(3, 8, "actors", 0)
    >>> [(s.start, s.end, [x.layer for x in s.over]) for s in cut([quote, actor], 0, 9)]
    [(0, 3, ['quotations']), (3, 5, ['quotations', 'actors']), (5, 8, ['actors']), (8, 9, [])]
    """
    begin, end = defaultdict[int, list[Span]](list), defaultdict[int, list[Span]](list)
    for span in spans:
        if span.start < span.end and span.start < high and span.end > low:
            begin[max(low, span.start)].append(span)
            end[min(high, span.end)].append(span)
    places = sorted({low, high, *(e for e in edges if low < e < high), *begin, *end})
    open_: dict[str, list[tuple[int, int, int, Span]]] = defaultdict(list)
    found = []
    for start, stop in pairwise(places):
        for span in begin.get(start, ()):
            heappush(open_[span.layer], (span.end - span.start, -span.start, span.key, span))
        for layer in [layer for layer, heap in open_.items() if heap[0][3].end <= start]:
            while open_[layer] and open_[layer][0][3].end <= start:
                heappop(open_[layer])
            if not open_[layer]:
                del open_[layer]
        over = [heap[0][3] for heap in open_.values()]
        begins = [s for s in begin.get(start, ()) if s.start == start]
        ends = [s for s in end.get(stop, ()) if s.end == stop]
        found.append(Stretch(start, stop, _inward(over), _inward(begins), _inward(ends)[::-1]))
    return found


def _inward(spans: list[Span]) -> tuple[Span, ...]:
    """Spans from the outermost to the innermost."""
    if len(spans) > 1:
        spans.sort(key=lambda s: (s.start - s.end, RANK[s.layer], s.start, s.key))
    return tuple(spans)
