"""An actor's ties: who takes the same positions, who the opposite ones, and the statements they rest on.

Weights are those of `parley.network.one_mode`, each position of an actor counted once over all articles.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from parley import network, schema
from parley.corpus import Corpus
from parley.ties import BETWEEN
from parley.voice import AUTHOR

OPPOSITE = {"support": "oppose", "oppose": "support"}
Side = tuple[str, str]
Statements = dict[Side, list[tuple[str, str]]]
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
    statements = _statements(corpus)
    own = statements.get(actor, {})
    rows = [_weights(corpus, kind).loc[actor].to_dict() for kind in ("congruence", "conflict") if own]
    found = []
    for other in sorted(set(statements) - {actor}):
        theirs = statements[other]
        agreed = _pairs(own, theirs, [(key, key) for key in own])
        opposed = _pairs(own, theirs, [(key, (key[0], OPPOSITE[key[1]])) for key in own])
        if agreed or opposed:
            congruence, conflict = (row[other] for row in rows)
            docs = {doc for doc, _ in agreed | opposed}
            ids = [BETWEEN.join(id for _, id in sorted(side)) for side in (agreed, opposed)]
            weights = congruence - conflict, congruence, conflict
            found.append((other, *weights, len(agreed | opposed), len(docs), *ids))
    data = pd.DataFrame(found, columns=list(TIES)).astype(TIES)
    return data.sort_values(["weight", "other"], ascending=[False, True], ignore_index=True)


def _pairs(own: Statements, theirs: Statements, sides: list[tuple[Side, Side]]) -> set[tuple[str, str]]:
    """The statements of two actors where both have some on the sides that are asked for."""
    both = [(mine, other) for mine, other in sides if other in theirs]
    return {place for mine, other in both for place in own[mine] + theirs[other]}


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
