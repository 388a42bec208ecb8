"""Key findings on dates and figures: how many events are dated, and how many figures are disputed."""

from __future__ import annotations

import pandas as pd

from parley import compare
from parley.chartnumbers import number
from parley.corpus import Corpus
from parley.finding import Finding, counted, drawn, interval, trust
from parley.timeline import same_event

NOTEBOOK = "07_timeline_and_claims"


def dated_events(corpus: Corpus, card: pd.DataFrame) -> Finding:
    """Return how many time expressions are dated, and how many dates several articles give.

    Parameters
    ----------
    corpus, card
        The articles and their scorecard.

    Examples
    --------
    >>> from parley import bundled, code
    >>> card = pd.DataFrame(columns=["layer", "method"])
    >>> found = dated_events(code(bundled("seeds")), card)
    >>> 0 < found.n <= len(found.rows)
    True
    """
    line, weak = trust(card, "events", "rules")
    events = corpus.events
    if events.empty:
        said = "No event is dated in the articles, as far as the rules find."
        return Finding("Events", said, line, events, NOTEBOOK)
    dated = events[(events["start"] != "") | (events["end"] != "")]
    docs = dated["doc"].nunique()
    shared = same_event(events)["group"].nunique()
    undated = len(events) - len(dated)
    more = f"; {undated:,} more could not be dated" if undated else ""
    sentence = (
        f"The articles date {counted(len(dated), 'event', 'events')}: time expressions with what happened "
        f"then (n = {len(dated):,} in {counted(docs, 'article', 'articles')}{more}). "
        f"{_shared(shared, len(corpus.raw))}{weak}"
    )
    return Finding("Events", sentence, line, events, NOTEBOOK, float(len(dated)), n=len(dated))


def _shared(dates: int, articles: int) -> str:
    if articles < 2:
        return "With one article there is nothing to put beside them."
    if not dates:
        return "No date stands in two articles."
    stands = "date stands" if dates == 1 else "dates stand"
    return f"{dates:,} {stands} in two articles or more; one date is no proof of one event."


def disputed_figures(corpus: Corpus, card: pd.DataFrame) -> Finding:
    """Return how many figures are disputed.

    Parameters
    ----------
    corpus, card
        The articles and their scorecard.

    Examples
    --------
    >>> from parley import bundled, code
    >>> card = pd.DataFrame(columns=["layer", "method"])
    >>> found = disputed_figures(code(bundled("seeds")), card)
    >>> found.n >= len(found.rows)
    True
    """
    line, weak = trust(card, "claims", "rules: disputed")
    claims = corpus.claims
    if claims.empty:
        said = "The articles give no checkable figure, as far as the rules find."
        return Finding("Figures", said, line, claims, NOTEBOOK)
    own = claims[claims["disputed"]]
    unit = ["doc"] if drawn(corpus) == "articles" else ["doc", "sentence"]
    codes = claims.groupby(unit, sort=False).ngroup()
    low, high = compare.bootstrap(claims["disputed"].astype(float).to_numpy(), groups=list(codes))
    share = len(own) / len(claims)
    claimants = own["claimant"].nunique()
    by = f", claimed by {counted(claimants, 'voice', 'voices')}" if len(own) else ""
    many = f"{len(own):,} {'is' if len(own) == 1 else 'are'}" if len(own) else "none is"
    ends = interval(low, high, "percent", drawn(corpus))
    sentence = (
        f"Of {counted(len(claims), 'figure', 'figures')} in the articles {many} disputed in the text "
        f"({number(share, 'percent')}; {ends}; n = {len(claims):,}){by}. "
        f"Who is right is not decided here.{weak}"
    )
    return Finding("Figures", sentence, line, own, NOTEBOOK, share, low, high, len(claims))
