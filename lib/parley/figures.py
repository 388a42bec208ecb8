"""Figures side by side: one quantity in several places, what stands against a disputed one, the score.

Statistics over the table ``claims``; no text is processed here.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd

from parley import schema
from parley.errors import bad_value
from parley.registry import read_registry

SHARED = 0.5
"""Of the content words of the shorter phrase, so many at least must be shared by the same quantity."""
WORDS = 2
"""And so many content words at least, where both phrases have them."""
AROUND = 8
"""Of the figures before and after a disputed one, so many are looked at."""
CLOSE = 0.005
"""Two values are the same when they differ by no more than this share."""
WORD = re.compile(r"[^\W\d_]+")
ARTICLE = re.compile(r"^(?:the|an?|its|their|his|her|our) |[’']s?$")
NEEDED = (
    "doc", "line", "char_start", "sentence", "verbatim", "value", "unit", "about", "claimant", "disputed"
)  # fmt: skip
SHOWN = ("doc", "line", "verbatim", "value", "unit", "about", "claimant", "disputed")
SIDES = {"group": "int64"} | {name: schema.columns("claims")[name] for name in SHOWN}
AGAINST = {
    "doc": "str",
    "line": "int64",
    "verbatim": "str",
    "about": "str",
    "claimant": "str",
    "against_doc": "str",
    "against_line": "int64",
    "against": "str",
    "against_claimant": "str",
    "ground": "str",
}
PAIRS = {
    "doc": "str",
    "start": "int64",
    "end": "int64",
    "found": "int64",
    "reference": "int64",
    "value_right": "bool",
    "unit_right": "bool",
    "claimant_right": "bool",
    "disputed_right": "bool",
}


def side_by_side(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the same quantity from several places or articles, put side by side.

    Two figures are the same quantity when they have the same kind of unit (a share counts as percent, a
    sum with its currency) and their ``about`` shares at least half of the content words of the shorter
    phrase, and at least two. Words are compared without endings of the plural and the possessive; function
    words do not count. In the order of the text each figure joins the group whose first figure it shares most
    words with, the earlier one in a tie, or begins a group.

    Parameters
    ----------
    claims
        The table ``claims``, of one article or several.

    Returns
    -------
    DataFrame
        Columns ``group`` (from 1), ``doc``, ``line``, ``verbatim``, ``value``, ``unit``, ``about``,
        ``claimant``, ``disputed``. Only groups with rows from two sentences or more. By group in the order
        of its first row, in a group in the order of the text.

    Raises
    ------
    ParleyError
        If a column is missing.

    Examples
    --------
    >>> rows = [("a", 1, 0, 1, "4%", 4.0, "percent", "approval rating of Lund", "Berg", True),
    ...         ("b", 7, 90, 5, "52%", 52.0, "percent", "Lund's approval rating", "author", False),
    ...         ("b", 9, 200, 6, "3%", 3.0, "percent", "rise in prices", "author", False)]
    >>> claims = pd.DataFrame(rows, columns=list(NEEDED))
    >>> side_by_side(claims)[["group", "doc", "verbatim"]].values.tolist()
    [[1, 'a', '4%'], [1, 'b', '52%']]
    """
    _require(claims)
    kept: list[pd.DataFrame] = []
    for members in _groups(claims):
        part = claims.iloc[members]
        if len(part[["doc", "sentence"]].drop_duplicates()) > 1:
            kept.append(part.assign(group=len(kept) + 1))
    data = pd.concat(kept) if kept else claims.iloc[:0].assign(group=0)
    return data[list(SIDES)].astype(SIDES).reset_index(drop=True)


def _require(claims: pd.DataFrame) -> None:
    for column in NEEDED:
        if column not in claims:
            raise bad_value("column of claims", column, list(claims.columns))


def _groups(claims: pd.DataFrame) -> list[list[int]]:
    """The positions of the rows of each group."""
    groups: list[list[int]] = []
    firsts: list[set[str]] = []
    by_word: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, row in enumerate(schema.rows(claims)):
        unit, words = _kind(row.unit), _content(row.about)
        shared: dict[int, int] = defaultdict(int)
        for word in words:
            for group in by_word[unit, word]:
                shared[group] += 1
        alike = [(-n, g) for g, n in shared.items() if _same(n, len(words), len(firsts[g]))]
        if alike:
            groups[min(alike)[1]].append(place)
            continue
        for word in words:
            by_word[unit, word].append(len(groups))
        groups.append([place])
        firsts.append(words)
    return groups


def _same(shared: int, one: int, other: int) -> bool:
    least = min(one, other)
    return shared >= max(min(WORDS, least), SHARED * least)


def _content(about: str) -> set[str]:
    """The content words of a phrase, without endings of plural and possessive."""
    from spacy.lang.en.stop_words import STOP_WORDS

    words = WORD.findall(about.lower().replace("’s", "").replace("'s", ""))
    return {re.sub(r"(?<=[^s])s$", "", w) for w in words if len(w) > 1 and w not in STOP_WORDS}


def _kind(unit: str) -> str:
    """What units must share to be compared: "percent" for a share, the currency without its period."""
    return _unit(unit).split(" per ")[0]


def _unit(unit: str) -> str:
    """A unit in the form of the lexicon; "percent" for a share."""
    plain = _plain(unit)
    return "percent" if plain == "share" else plain


@cache
def _plain(unit: str) -> str:
    """A unit in the form of the lexicon, singular, without what it is a share of."""
    measures = read_registry().lexicons["units"]["measures"]
    head, *period = unit.strip().lower().replace("per cent", "percent").split(" per ")
    head = re.sub(r" of .*$", "", head)
    head = {"fraction": "share"}.get(head, measures.get(head, head)).lower()
    return " per ".join([re.sub(r"(?<=[^s])s$", "", head), *period])


def disputed(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the disputed figures, each with those that stand against it.

    Against a disputed figure stands, by another claimant, another value of the same kind of unit: in the same
    sentence, or itself disputed in the sentence before or after, of the eight figures on either side
    (``beside``); or in another place, in the same group of `side_by_side` (``elsewhere``). So does the
    author's multiple, next in the sentence (``multiple``: "three times the actual aid").

    Parameters
    ----------
    claims
        The table ``claims``, of one article or several.

    Returns
    -------
    DataFrame
        Columns ``doc``, ``line``, ``verbatim``, ``about``, ``claimant``, ``against_doc``, ``against_line``,
        ``against``, ``against_claimant``, ``ground``. One row for each pair; where nothing stands against a
        figure, one row with empty texts and line 0. In the order of the text, of both.

    Raises
    ------
    ParleyError
        If a column is missing.

    Examples
    --------
    >>> rows = [("a", 1, 0, 1, "4%", 4.0, "percent", "approval rating", "Berg", True),
    ...         ("a", 1, 40, 1, "52%", 52.0, "percent", "voters trust Lund", "author", False)]
    >>> disputed(pd.DataFrame(rows, columns=list(NEEDED)))[["verbatim", "against", "ground"]].values.tolist()
    [['4%', '52%', 'beside']]
    """
    _require(claims)
    rows = list(schema.rows(claims))
    group = {place: members for members in _groups(claims) for place in members}
    pairs = []
    for place, row in enumerate(rows):
        if not row.disputed:
            continue
        around = range(max(place - AROUND, 0), min(place + AROUND + 1, len(rows)))
        grounds = {p: "beside" for p in around if _is_beside(row, rows[p])}
        if place + 1 < len(rows) and _sets_off(row, rows[place + 1]):
            grounds[place + 1] = "multiple"
        grounds |= {p: "elsewhere" for p in group[place] if p not in grounds and _differs(row, rows[p])}
        pairs += [_pair(row, rows[p], grounds[p]) for p in sorted(grounds)] or [_pair(row, None, "")]
    return pd.DataFrame(pairs, columns=list(AGAINST)).astype(AGAINST)


def _is_beside(row: Any, other: Any) -> bool:
    """Whether another figure near by is a rival: in the same sentence, or disputed itself."""
    apart = abs(row.sentence - other.sentence)
    near = row.doc == other.doc and (apart == 0 or (apart == 1 and other.disputed))
    return bool(near and _kind(row.unit) == _kind(other.unit) and _differs(row, other))


def _sets_off(row: Any, other: Any) -> bool:
    """Whether the next figure is the author's multiple: "$5bn, three times the actual cost"."""
    same = (row.doc, row.sentence) == (other.doc, other.sentence)
    return bool(same and other.unit == "times" and row.unit != "times" and other.claimant == "author")


def _differs(row: Any, other: Any) -> bool:
    """Whether another claimant gives another value."""
    return bool(row.claimant != other.claimant and not _same_value(row, other))


def _same_value(row: Any, other: Any) -> bool:
    """Whether two values are the same but for rounding, a share taken in percent."""
    one, two = (float(r.value) * (100 if _plain(r.unit) == "share" else 1) for r in (row, other))
    return math.isclose(one, two, rel_tol=CLOSE)


def _pair(row: Any, other: Any, ground: str) -> dict[str, Any]:
    mine = {name: getattr(row, name) for name in ("doc", "line", "verbatim", "about", "claimant")}
    place = (other.doc, other.line, other.verbatim, other.claimant) if other is not None else ("", 0, "", "")
    names = ("against_doc", "against_line", "against", "against_claimant")
    return mine | dict(zip(names, place, strict=True)) | {"ground": ground}


def match_claims(found: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of found and reference claims whose spans overlap, and what is right in each.

    Each claim is in one pair at most; the longest overlaps are paired first. Precision is the number of pairs
    by that of claims found, recall by that of the reference.

    Parameters
    ----------
    found
        The table ``claims``.
    reference
        The layer ``claims`` of a coding: ``doc``, ``start``, ``end``, ``value``, ``unit``, ``claimant``,
        ``disputed``.

    Returns
    -------
    DataFrame
        ``doc``, ``start``, ``end`` of the reference, ``found`` and ``reference`` (positions of the rows),
        ``value_right`` (within 0.5 %; a share of 0.5 is 50 percent), ``unit_right`` (spellings and number of
        the word apart, and what a share is a share of), ``claimant_right`` (the same name without article, or
        one within the other), ``disputed_right``. In the order of the reference.

    Examples
    --------
    >>> found = pd.DataFrame([("a", 0, 9, 0.5, "share", "Berg", True)],
    ...     columns=["doc", "char_start", "char_end", "value", "unit", "claimant", "disputed"])
    >>> reference = pd.DataFrame([("a", 3, 9, 50.0, "%", "the Berg", False)],
    ...     columns=["doc", "start", "end", "value", "unit", "claimant", "disputed"])
    >>> match_claims(found, reference).iloc[0, -4:].tolist()
    [True, True, True, False]
    """
    pairs = []
    for f, g, row, want in _matched(found, reference):
        pairs.append(
            {
                "doc": want.doc,
                "start": want.start,
                "end": want.end,
                "found": f,
                "reference": g,
                "value_right": _same_value(row, want),
                "unit_right": _unit(row.unit) == _unit(want.unit),
                "claimant_right": _same_name(row.claimant, want.claimant),
                "disputed_right": bool(row.disputed) == bool(want.disputed),
            }
        )
    table = pd.DataFrame(pairs, columns=list(PAIRS)).astype(PAIRS)
    return table.sort_values("reference", ignore_index=True)


def _matched(found: pd.DataFrame, reference: pd.DataFrame) -> Iterator[tuple[int, int, Any, Any]]:
    """Pairs of rows with the longest overlaps, each row once."""
    by_doc: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for g, want in enumerate(schema.rows(reference)):
        by_doc[want.doc].append((g, want))
    shared = []
    for f, row in enumerate(schema.rows(found)):
        for g, want in by_doc[row.doc]:
            overlap = min(row.char_end, want.end) - max(row.char_start, want.start)
            if overlap > 0:
                shared.append((-overlap, f, g, row, want))
    used: set[tuple[str, int]] = set()
    for _, f, g, row, want in sorted(shared, key=lambda s: s[:3]):
        if not used & {("found", f), ("wanted", g)}:
            used |= {("found", f), ("wanted", g)}
            yield f, g, row, want


def _same_name(one: str, other: str) -> bool:
    a, b = (ARTICLE.sub("", name.lower().replace("’", "'")) for name in (one, other))
    if a == b:
        return True
    within = rf"\b{re.escape(min(a, b, key=len))}\b"
    return bool(a and b and "author" not in (a, b) and re.search(within, max(a, b, key=len)))
