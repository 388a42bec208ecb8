"""Patterns that fit any of many words, fast.

A plain list of words, ``a|b|c``, is tried word by word at every place of a text. Here words share their
beginnings, so that at most places one look at a character is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

Tree = dict[str, Any]
END = ""
"""The key that says that a word ends here."""


def either(words: Iterable[str]) -> str:
    """Return a pattern that fits any of some words, the longest that fits; to be put into a group.

    Parameters
    ----------
    words
        Words as they are, not as patterns. Where case will not count, words that differ in case alone should
        be given once.

    Examples
    --------
    >>> either(["km", "km²", "m.p.h.", "mile"])
    '(?=[km])(?:km(?:²)?|m(?:\\\\.p\\\\.h\\\\.|ile))'
    >>> re.findall(either(["km", "km²"]), "5 km² or 5 km")
    ['km²', 'km']
    """
    return _either(tuple(words))


@lru_cache(maxsize=256)
def _either(words: tuple[str, ...]) -> str:
    tree: Tree = {}
    for word in words:
        branch = tree
        for character in word:
            branch = branch.setdefault(character, {})
        branch[END] = {}
    firsts = [first for first in sorted(tree) if first != END]
    if len(firsts) < 2 or END in tree:
        return _pattern(tree)
    return f"(?=[{''.join(map(re.escape, firsts))}])(?:{_pattern(tree)})"


def _pattern(tree: Tree) -> str:
    """The pattern of what a tree of characters holds; going on comes before ending."""
    ways = []
    for first in sorted(tree):
        if first == END:
            continue
        beginning, branch = re.escape(first), tree[first]
        while len(branch) == 1 and END not in branch:
            ((character, branch),) = branch.items()
            beginning += re.escape(character)
        rest = _pattern(branch)
        several = len(branch) > 1 and END not in branch
        ways.append(beginning + (f"(?:{rest})" if several else rest))
    joined = "|".join(ways)
    return f"(?:{joined})?" if END in tree and ways else joined
