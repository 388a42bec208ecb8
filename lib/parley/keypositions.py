"""Key findings on positions: the issue with most of them, and the two actors who are opposed most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from parley import schema, ties
from parley.chartnumbers import number
from parley.compare import shares
from parley.corpus import Corpus
from parley.finding import Finding, counted, drawn, interval, lead, lead_words, trust, without_words
from parley.registry import Registry
from parley.voiceplaces import AUTHOR

NOTEBOOK = "06_positions"
ONCE = {"duplicates": "acrossrange"}
"""Each position of an actor counts once, however many articles repeat it."""


def main_issue(corpus: Corpus, registry: Registry, card: pd.DataFrame) -> Finding:
    """Return the issue on which most positions are taken.

    Parameters
    ----------
    corpus
        The articles.
    registry
        Its issues, for the proposition.
    card
        Their scorecard.

    Examples
    --------
    >>> from parley import bundled, code, read_registry
    >>> card = pd.DataFrame(columns=["layer", "method"])
    >>> main_issue(code(bundled("seeds")), read_registry(), card).n > 5
    True
    """
    line, weak = trust(card, "positions", "rules")
    rows = corpus.positions[corpus.positions["issue"] != ""]
    if rows.empty:
        why = "no issues are listed" if not registry.issues else "none is found"
        said = f"No position on an issue is coded in the articles: {why}."
        return Finding("Issue", said, line, rows, NOTEBOOK)
    first = lead(corpus, rows, "issue")
    own = rows[rows["issue"] == first.first]
    unit = ["doc"] if drawn(corpus) == "articles" else ["doc", "sentence"]
    by_issue = {row.issue: row for row in schema.rows(shares(rows, "issue", unit=unit))}
    share = by_issue[first.first]
    known = registry.issues.get(first.first)
    sides = own["position"].value_counts()
    counts = ", ".join(f"{sides.get(side, 0)} {side}" for side in ("support", "oppose", "mixed"))
    second = f"{first.second} ({number(by_issue[first.second].share, 'percent')})" if first.second else ""
    ends = interval(share.low, share.high, "percent", drawn(corpus))
    numbers = (
        f"{number(share.share, 'percent')} of them ({ends}; n = {len(own):,} of {len(rows):,}: {counts})"
    )
    named = f"{first.first}{f' (“{known.proposition}”)' if known else ''}"
    question = "Which issue most positions in the articles are on"
    claim = f"Most positions in the articles are on {named}"
    asked = replace(first, first=named)
    sentence = lead_words(asked, question, claim, numbers, second) + weak
    return Finding("Issue", sentence, line, own, NOTEBOOK, share.share, share.low, share.high, len(own))


def most_opposed(corpus: Corpus, card: pd.DataFrame) -> Finding:
    """Return the two actors who are opposed on most issues, less those they agree on.

    Parameters
    ----------
    corpus, card
        The articles and their scorecard.

    Returns
    -------
    Finding
        ``value`` is congruence less conflict, as `parley.network.one_mode` has it with ``subtract`` and each
        position of an actor counted once over all articles; ``n`` the statements the conflict rests on. It is
        a count, not a sample: instead of an interval each article is left out in turn.

    Examples
    --------
    >>> from parley import bundled, code
    >>> card = pd.DataFrame(columns=["layer", "method"])
    >>> most_opposed(code(bundled("seeds")), card).name
    'Opposed'
    """
    line, weak = trust(card, "positions", "rules")
    positions = corpus.positions
    rows = positions[(positions["issue"] != "") & ~positions["actor"].isin(["", AUTHOR])]
    conflict = ties.edges(rows, corpus.documents, qualifier="conflict", **ONCE)
    balance = ties.edges(rows, corpus.documents, qualifier="subtract", **ONCE)
    both = conflict.merge(
        balance[["first", "second", "weight"]], on=["first", "second"], suffixes=("", "_all")
    )
    both = both[both["weight_all"] < 0].sort_values(
        ["weight_all", "n", "first", "second"], ascending=[True, False, True, True], kind="stable"
    )
    if both.empty:
        said = (
            "No two actors take more opposite than equal positions in the articles, as far as the rules find."
        )
        return Finding("Opposed", said, line, rows.iloc[:0], NOTEBOOK)
    first = next(schema.rows(both))
    own = rows[rows["id"].isin(first.evidence.split(ties.BETWEEN))]
    equal = int((both["weight_all"] == first.weight_all).sum()) - 1
    pair = f"{first.first} and {first.second}"
    said = f"{pair} are opposed most in the articles:"
    if equal:
        said = (
            f"{equal + 1} pairs of actors are equally opposed in the articles; most statements have {pair}:"
        )
    docs = counted(first.docs, "article", "articles")
    sentence = (
        f"{said} on {first.issues} they take opposite positions (issues agreed less opposed: "
        f"{number(first.weight_all)}; n = {len(own)} statements in {docs}). "
        f"{_left_out(rows, corpus, first)}{weak}"
    )
    return Finding("Opposed", sentence, line, own, NOTEBOOK, first.weight_all, n=len(own))


def _left_out(rows: pd.DataFrame, corpus: Corpus, pair: Any) -> str:
    """What becomes of a conflict when an article is left out; only the statements of the two bear on it."""
    own = rows[rows["actor"].isin([pair.first, pair.second])]
    each = ties.without_each(own, corpus.documents, qualifier="subtract", **ONCE)
    changed = each.loc[each["without"] >= 0, "left_out"]
    return without_words(list(changed), "they are not", "they are still")
