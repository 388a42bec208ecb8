"""Key findings on attention: who is mentioned most, and whether that actor is also heard."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from parley import schema
from parley.actorcard import mention_share, quotes_of, speech_share
from parley.chartnumbers import number
from parley.corpus import Corpus
from parley.finding import Finding, drawn, interval, lead, lead_words, trust

MENTIONS = "02_actors"
SPEECH = "03_voices"
OWN = "Words count as an actor's own only: those of a country's officials are the officials'."


def most_mentioned(corpus: Corpus, card: pd.DataFrame) -> Finding:
    """Return who is mentioned most.

    Parameters
    ----------
    corpus
        The articles.
    card
        Their scorecard.

    Examples
    --------
    >>> from parley import bundled, code
    >>> card = pd.DataFrame(columns=["layer", "method"])
    >>> found = most_mentioned(code(bundled("seeds")), card)
    >>> len(found.rows) == found.n > 100
    True
    """
    line, weak = trust(card, "mentions")
    rows = corpus.mentions[corpus.mentions["actor"] != ""]
    if rows.empty:
        said = "Nobody is mentioned in the articles, as far as the rules find."
        return Finding("Mentions", said, line, rows, MENTIONS)
    first = lead(corpus, rows, "actor")
    share = next(schema.rows(mention_share(corpus, first.first)))
    second = number(float((rows["actor"] == first.second).sum()) / share.of, "percent")
    ends = interval(share.low, share.high, "percent", drawn(corpus))
    numbers = f"{number(share.share, 'percent')} of all mentions ({ends}; n = {share.n:,} of {share.of:,})"
    claim, question = (
        f"{first.first} is mentioned most in the articles",
        "Who is mentioned most in the articles",
    )
    sentence = lead_words(first, question, claim, numbers, f"{first.second} ({second})") + weak
    own = rows[rows["actor"] == first.first]
    return Finding("Mentions", sentence, line, own, MENTIONS, share.share, share.low, share.high, share.n)


def heard(corpus: Corpus, card: pd.DataFrame) -> Finding:
    """Return the share of speech of the actor who is mentioned most, beside its share of mentions.

    Parameters
    ----------
    corpus, card
        As for `most_mentioned`.

    Examples
    --------
    >>> from parley import bundled, code
    >>> card = pd.DataFrame(columns=["layer", "method"])
    >>> heard(code(bundled("seeds")), card).name
    'Speech'
    """
    line, weak = trust(card, "quotes")
    mentions = corpus.mentions[corpus.mentions["actor"] != ""]
    none = corpus.quotes.iloc[:0]
    if mentions.empty:
        said = "Nobody is mentioned, so there is no speech to compare."
        return Finding("Speech", said, line, none, SPEECH)
    actor = lead(corpus, mentions, "actor").first
    spoken, named = (next(schema.rows(table(corpus, actor))) for table in (speech_share, mention_share))
    if not spoken.of:
        said = "The articles quote and report nobody, as far as the rules find."
        return Finding("Speech", said, line, none, SPEECH)
    ends = interval(spoken.low, spoken.high, "percent", drawn(corpus))
    sentence = (
        f"{actor}, with {number(named.share, 'percent')} of the mentions, has "
        f"{number(spoken.share, 'percent')} of the words that the articles quote or report ({ends}; "
        f"n = {spoken.n:,} of {spoken.of:,} words). {_compared(spoken, named)} {OWN}{weak}"
    )
    rows = quotes_of(corpus, actor)
    return Finding("Speech", sentence, line, rows, SPEECH, spoken.share, spoken.low, spoken.high, spoken.n)


def _compared(spoken: Any, named: Any) -> str:
    """Whether two shares differ, told with care: only intervals that do not meet say so."""
    if math.isnan(spoken.low) or math.isnan(named.low):
        return "Whether the two shares differ is undecided: an interval is missing."
    if spoken.high < named.low:
        return "The intervals do not meet: these articles speak of this actor more than they let it speak."
    if spoken.low > named.high:
        return "The intervals do not meet: this actor speaks more in these articles than it is mentioned."
    return "Whether the two shares differ is undecided: their intervals meet."
