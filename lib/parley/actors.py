"""Mentions of actors: names, descriptions, metonyms, and the pronouns whose antecedent is clear."""

from __future__ import annotations

import pandas as pd

from parley import schema
from parley.descriptions import add_descriptions
from parley.discovery import PERSON_RULES, discover
from parley.names import find_listed, longest
from parley.pronouns import resolve_pronouns
from parley.registry import Registry, read_registry
from parley.sentences import Reading


def find_mentions(reading: Reading, registry: Registry | None = None) -> pd.DataFrame:
    """Return every mention of an actor in an article.

    Parameters
    ----------
    reading
        The article, read.
    registry
        Actors and word lists; the bundled ones by default.

    Returns
    -------
    DataFrame
        The table ``mentions`` in the order of the text. ``kind`` is name, nominal or pronoun;
        ``confidence`` lies in (0, 1], higher is surer, and ``rule`` says what decided. Spans carry
        neither title nor possessive ending. What does not refer to one actor with some evidence is
        left out.

    Examples
    --------
    >>> from parley.sentences import read
    >>> from parley.sources import Source
    >>> text = "Moscow refused. In Moscow, Ms Maria Lund said that she would leave the talks."
    >>> find_mentions(read(Source("a", "a.txt", text, "")))[["text", "actor", "kind"]].values.tolist()
    [['Moscow', 'Russia', 'nominal'], ['Maria Lund', 'Maria Lund', 'name'], ['she', 'Maria Lund', 'pronoun']]
    """
    registry = registry or read_registry()
    doc = reading.parse
    listed = list(find_listed(doc, registry))
    names = longest([*listed, *discover(doc, listed, registry)])
    named = add_descriptions(doc, names, registry)
    rows = []
    for mention in sorted([*named, *resolve_pronouns(reading, named, registry)], key=lambda m: m.start):
        span = doc[mention.start : mention.end]
        rows.append(
            {
                **reading.place(span.start_char, span.end_char),
                "text": reading.as_scraped(span.start_char, span.end_char),
                "actor": mention.actor,
                "kind": mention.kind,
                "confidence": mention.confidence,
                "rule": mention.rule,
            }
        )
    return schema.frame("mentions", rows)


def people(mentions: pd.DataFrame, registry: Registry) -> set[str]:
    """Return the actors of some mentions that are persons: listed as such, or found by a person's name.

    Examples
    --------
    >>> from parley.sentences import read
    >>> from parley.sources import Source
    >>> text = "France thanked Maria Lund of the Harbour Agency."
    >>> registry = read_registry()
    >>> people(find_mentions(read(Source("a", "a.txt", text, "")), registry), registry)
    {'Maria Lund'}
    """
    listed = {name for name, actor in registry.actors.items() if actor.type == "person"}
    actors, rules = mentions["actor"].tolist(), mentions["rule"].tolist()
    found = {actor for actor, rule in zip(actors, rules, strict=True) if rule in PERSON_RULES}
    return found | listed.intersection(actors)
