"""Pattern search: where a regular expression matches, each sentence being a text of its own for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from time import monotonic
from typing import Any

import numpy as np

from parley.errors import ParleyError
from parley.textindex import TextIndex
from parley.textsearch import Hits, chosen, made, rarest

LONGEST = 300
"""Characters of a pattern, at most."""
PATIENCE = 2.0
"""Seconds that a way of searching for a pattern may take."""
AT_ONCE = 20_000
"""Sentences that are searched as one text."""
RECURSION = re.compile(r"\(\?(?:R|[+-]?\d|&|P>)")
IN_ANY_CASE = "(?i)"
UNSURE = re.compile(r"\(\?(?![:=!<P])|\(\*")
"""Flags, comments, conditions and verbs: with these the parts of a pattern may mean anything."""
ITEM = re.compile(
    r"""(?:(?P<open>\((?:\?(?:P?<[A-Za-z_]\w*>|P=\w+|<?[=!]|:))?)
    |(?P<close>\))|(?P<bar>\|)|(?P<plain>[A-Za-z0-9])
    |\[\^?\]?(?:\\.|[^\\\[\]])*\]                        # a class
    |\\(?:[^A-Za-z0-9]|[dDsSwWbBAZnt])|[^\\()\[\]|{}?*+])  # one character, or a place
    (?P<times>(?:[?*+]|\{[^{}]*\})*)""",
    re.VERBOSE | re.DOTALL,
)
"""One item of a pattern, with how often it may stand there."""
WITHIN_LINES = re.compile(
    r"""(?:\((?:\?(?:P?<[A-Za-z_]\w*>|:)|(?!\?))|\||(?:[).]
    |\\(?:[dwSb]|[^A-Za-z0-9\s])
    |\[(?!\^)(?:\\(?:[dw]|[^A-Za-z0-9\s])|[^\\\[\]\x00-\x1f])+\]
    |[^\\()\[\]|{}?*+.^$\x00-\x1f])
    (?:[?*+]|\{\d+(?:,\d*)?\})*)*""",
    re.VERBOSE,
)
"""Patterns of which no item matches a line break, or tells one from the end of a text.

These are groups, alternatives, characters, classes that name what they hold, ``.``, ``\\d``, ``\\w``, ``\\S``
and ``\\b``; so sentences may be searched as the lines of one text: the matches are the same.
"""


def pattern_hits(index: TextIndex, query: str, docs: np.ndarray | None = None) -> Hits:
    r"""Return the hits of a regular expression, in the order of the text.

    Parameters
    ----------
    index
        The text.
    query
        A pattern of the package `regex`, in the case it is written.
    docs
        A truth value for each article: whether it is searched. By default all are.

    Raises
    ------
    ParleyError
        If the pattern is invalid, longer than `LONGEST`, calls itself or takes too long.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.textindex import text_index
    >>> index = text_index(code(bundled("seeds")))
    >>> found = pattern_hits(index, r"\bcease-?fires?\b")
    >>> index.text[found.starts[0] : found.ends[0]]
    'ceasefire'
    """
    import regex  # type: ignore[import-untyped]  # as `re`, and it can stop

    if len(query) > LONGEST:
        raise ParleyError(f"pattern of {len(query)} characters; allowed: {LONGEST}")
    if RECURSION.search(query):
        raise ParleyError(f"pattern {query!r}: no pattern may call itself or its groups")
    try:
        pattern = regex.compile(query)
    except (regex.error, RecursionError, OverflowError, ValueError) as fault:
        raise ParleyError(f"pattern {query!r}: {fault}") from None
    words = [regex.compile(word, regex.IGNORECASE).search for word in required(query)]
    fits = [np.fromiter([fit(known) is not None for known in index.tokens.vocabulary], bool) for fit in words]
    rows, parts = chosen(index, rarest(index, fits), docs), list[Hits]()
    if WITHIN_LINES.fullmatch(query.removeprefix(IN_ANY_CASE)):
        parts = list(_in_lines(index, pattern, rows))
        rows = rows[AT_ONCE * len(parts) :]
    parts.append(made(_found(index, pattern, query, rows)))
    return Hits(*map(np.concatenate, zip(*parts, strict=True)))


def _in_lines(index: TextIndex, pattern: Any, rows: np.ndarray) -> Iterator[Hits]:
    """The matches in `AT_ONCE` sentences after `AT_ONCE` sentences, as long as patience lasts."""
    until = monotonic() + PATIENCE
    for at in range(0, len(rows), AT_ONCE):
        some = rows[at : at + AT_ONCE]
        low, high = (index.sentences[name][some] for name in ("low", "high"))
        words = [index.text[i:j] for i, j in zip(low.tolist(), high.tolist(), strict=True)]
        text, first = "\n".join(words), np.cumsum(high - low + 1) - (high - low + 1)
        if text.count("\n") >= len(words):
            return
        try:
            matches = pattern.finditer(text, timeout=max(until - monotonic(), 1e-3))
            spans = np.array([match.span() for match in matches], dtype=np.int64).reshape(-1, 2)
        except (TimeoutError, MemoryError):
            return
        starts, ends = spans[spans[:, 0] < spans[:, 1]].T
        line = np.searchsorted(first, starts, side="right") - 1
        by = low[line] - first[line]
        yield Hits(some[line], starts + by, ends + by)


def _found(index: TextIndex, pattern: Any, query: str, rows: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """The matches in some sentences, until patience ends."""
    until = monotonic() + PATIENCE
    bounds = (index.sentences[name][rows].tolist() for name in ("low", "high"))
    for row, low, high in zip(rows.tolist(), *bounds, strict=True):
        try:
            matches = pattern.finditer(index.text[low:high], timeout=max(until - monotonic(), 1e-3))
            for match in matches:
                if match.end() > match.start():
                    yield row, low + match.start(), low + match.end()
        except (TimeoutError, MemoryError):
            raise ParleyError(f"pattern {query!r}: stopped after {PATIENCE:g} seconds") from None


def required(query: str) -> list[str]:
    r"""Return runs of plain letters and digits that every match of a pattern holds, in any case.

    Only what stands outside of all groups and classes and is not repeated counts; of a pattern with an
    alternative outside of groups, or with anything that is not surely known here, nothing does.

    Examples
    --------
    >>> required(r"(?i)peace talks?"), required(r"\d+ per cent"), required("(war|peace)s"), required("a|b")
    (['peace', 'talk'], ['per', 'cent'], ['s'], [])
    """
    rest, parts, depth = query.removeprefix(IN_ANY_CASE), [""], 0
    if UNSURE.search(rest):
        return []
    while rest:
        item = ITEM.match(rest)
        if item is None or (item["bar"] and not depth):
            return []
        depth += bool(item["open"]) - bool(item["close"])
        once = item["plain"] and not item["times"] and not depth
        parts = [*parts[:-1], parts[-1] + item["plain"]] if once else [*parts, ""]
        rest = rest[item.end() :]
    return [part for part in parts if part]
