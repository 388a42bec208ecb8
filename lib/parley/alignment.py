"""Alignment: where each character of the text as cleaned stands in the text as scraped.

The text of a block is the raw text with white space folded, invisible characters left out, letters composed
(NFC) and ``[…]`` where words are missing; so its characters keep their order, and are found one by one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from parley.lines import GAP, INVISIBLE

Places = tuple[Sequence[int], Sequence[int]]
"""Where each character of a text begins and ends in the raw text."""


def aligned(raw: str, low: int, high: int, text: str) -> Places:
    """Return where each character of a block's text begins and ends in the raw text.

    A blank and a gap mark have the place after the character before them.

    Examples
    --------
    >>> aligned("It\\n fell.", 0, 9, "It […] fell.")[0]
    [0, 1, 2, 2, 2, 2, 2, 4, 5, 6, 7, 8]
    """
    units = list(_units(raw, low, high))
    starts, ends, at, end = list[int](), list[int](), 0, low
    position = 0
    while position < len(text):
        made = text.startswith(GAP, position) and "".join(u[0] for u in units[at : at + len(GAP)]) != GAP
        if made or text[position].isspace():
            size = len(GAP) if made else 1
            starts += [end] * size
            ends += [end + 1] * size
            position += size
            continue
        while at < len(units) - 1 and units[at][0] != text[position]:
            at += 1
        _, start, end = units[at] if at < len(units) else ("", end, end + 1)
        starts.append(start)
        ends.append(end)
        at, position = at + 1, position + 1
    return starts, ends


def _units(raw: str, low: int, high: int) -> Iterator[tuple[str, int, int]]:
    """The visible characters of a block as its text has them (NFC), each with its place."""
    for cluster in re.finditer(r"\S(?:[\u0300-\u036f\u200d\u3099\u309a]*)", raw[low:high]):
        plain = INVISIBLE.sub("", unicodedata.normalize("NFC", cluster.group()))
        for character in plain:
            yield character, low + cluster.start(), low + cluster.end()
