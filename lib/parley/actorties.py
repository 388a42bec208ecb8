"""An actor's ties: who takes the same positions, who the opposite ones, and the statements they rest on.

Weights are those of `parley.network.one_mode`, each position of an actor counted once over all articles.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from parley import network, schema
from parley.corpus import Corpus
from parley.ties import BETWEEN
from parley.voiceplaces import AUTHOR

OPPOSITE = {"support": "oppose", "oppose": "support"}
Side = tuple[str, str]
Place = tuple[str, str]
Statements = dict[Side, list[Place]]
Common = tuple[tuple[Side, ...], tuple[Side, ...]]
TIES = {
    "other": "str",
    "weight": "float64",
    "congruence": "float64",
    "conflict": "float64",
    "n": "int64",
    "docs": "int64",
    "agreed": "str",
    "opposed": "str",
}
NUMBERS = TIES | dict.fromkeys(("agreed", "opposed"), "int64")


def neighbours(corpus: Corpus, actor: str) -> pd.DataFrame:
    """Return who takes the same positions as an actor, and who the opposite ones.

    Returns
    -------
    DataFrame
        ``other``; ``congruence`` and ``conflict``: on how many issues and sides both agree, and are opposed
        (`parley.network.one_mode`, each position of an actor counted once over all articles, a mixed one half
        for each side); ``weight``: congruence less conflict; ``n``: statements of the two that either rests
        on, ``docs``: articles they are in; ``agreed``, ``opposed``: their ids, joined by ``"; "``. Highest
        weight first, then by name. Articles' authors are left out.

    Examples
    --------
    >>> from parley import bundled, code
    >>> found = neighbours(code(bundled("seeds")), "Vladimir Putin")
    >>> (found["weight"] == found["congruence"] - found["conflict"]).all()
    np.True_
    """
    found = ties_of(corpus, actor)
    sides = [between(corpus, actor, other) for other in found["other"]]
    agreed, opposed = ([BETWEEN.join(pair[side]) for pair in sides] for side in (0, 1))
    return found.assign(agreed=agreed, opposed=opposed).astype(TIES)


def ties_of(corpus: Corpus, actor: str) -> pd.DataFrame:
    """Return the rows of `neighbours` with how many statements there are in place of their ids.

    For an actor of many statements: each other one shares most of them.

    Returns
    -------
    DataFrame
        The columns of `neighbours`; ``agreed``, ``opposed`` are numbers.

    Examples
    --------
    >>> from parley import bundled, code
    >>> found = ties_of(code(bundled("seeds")), "Vladimir Putin")
    >>> bool((found["n"] <= found["agreed"] + found["opposed"]).all())
    True
    """
    statements = _statements(corpus)
    own, found, kept = statements.get(actor, {}), [], dict[Common, list[set[Any]]]()
    rows = [_weights(corpus, kind).loc[actor].to_dict() for kind in ("congruence", "conflict") if own]
    for other in sorted(set(statements) - {actor}) if own else ():
        common = _common(own, statements[other])
        if any(common):
            if common not in kept:
                kept[common] = _with_both(_places(own, common))
            theirs = _with_both(_places(statements[other], (common[0], _turned(common[1]))))
            congruence, conflict = (row[other] for row in rows)
            agreed, opposed, n, docs = (
                len(mine) + len(part - mine) for mine, part in zip(kept[common], theirs, strict=True)
            )
            found.append((other, congruence - conflict, congruence, conflict, n, docs, agreed, opposed))
    data = pd.DataFrame(found, columns=list(NUMBERS)).astype(NUMBERS)
    return data.sort_values(["weight", "other"], ascending=[False, True], ignore_index=True)


def between(corpus: Corpus, actor: str, other: str) -> tuple[list[str], list[str]]:
    """Return the ids of the statements that two actors agree by, and of those that oppose them.

    Examples
    --------
    >>> from parley import bundled, code
    >>> between(code(bundled("seeds")), "Vladimir Putin", "nobody")
    ([], [])
    """
    own, theirs = (_statements(corpus).get(name, {}) for name in (actor, other))
    common = _common(own, theirs)
    pairs = zip(_places(own, common), _places(theirs, (common[0], _turned(common[1]))), strict=True)
    agreed, opposed = ([number for _, number in sorted(mine | part)] for mine, part in pairs)
    return agreed, opposed


def _common(own: Statements, theirs: Statements) -> Common:
    """The sides of an actor that another one is on as well, and those to which it is opposed."""
    return tuple(side for side in own if side in theirs), tuple(s for s in own if _turned((s,))[0] in theirs)


def _turned(sides: tuple[Side, ...]) -> tuple[Side, ...]:
    """The opposite sides."""
    return tuple((issue, OPPOSITE[side]) for issue, side in sides)


def _places(statements: Statements, common: Common) -> list[set[Place]]:
    """The statements on some sides, and on some others."""
    return [{place for side in sides for place in statements[side]} for sides in common]


def _with_both(places: list[set[Place]]) -> list[set[Any]]:
    """Two sets of statements, all of both, and the articles of these."""
    both = places[0] | places[1]
    return [*places, both, {doc for doc, _ in both}]


@lru_cache(maxsize=4)
def _statements(corpus: Corpus) -> dict[str, Statements]:
    """For each actor its positions, article and id, by issue and side; a mixed one is on both sides."""
    found: dict[str, Statements] = {}
    for row in schema.rows(corpus.positions):
        if row.actor not in ("", AUTHOR) and row.issue:
            for side in OPPOSITE if row.position == "mixed" else (row.position,):
                found.setdefault(row.actor, {}).setdefault((row.issue, side), []).append((row.doc, row.id))
    return found


@lru_cache(maxsize=8)
def _weights(corpus: Corpus, qualifier: str) -> pd.DataFrame:
    rows = corpus.positions[corpus.positions["actor"] != AUTHOR]
    return network.one_mode(rows, qualifier=qualifier, duplicates="acrossrange")
