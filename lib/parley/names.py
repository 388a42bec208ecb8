"""Names of actors that the registry lists, and the metonyms that stand for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from parley.language import nlp
from parley.registry import Actor, Registry

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc, Span, Token

LARGER = {"ORG", "FAC", "LAW", "WORK_OF_ART", "EVENT", "PRODUCT"}
RULES = {
    "names": "name in the registry",
    "nominals": "description in the registry",
    "metonyms": "institution that stands for its government",
    "capitals": "capital that acts as its government",
    "people": "people as a party",
}
NOMINATIVE = {"nsubj", "nsubjpass", "agent", "csubj"}


@dataclass(frozen=True)
class Mention:
    """One mention, as tokens of the parse: ``start`` to ``end``, half-open."""

    start: int
    end: int
    actor: str
    kind: str
    rule: str
    confidence: float = 1.0
    type: str = ""
    gender: str = ""


def longest(mentions: Iterable[Mention]) -> list[Mention]:
    """Keep the longest of overlapping mentions; of equal ones the first given."""
    kept: list[Mention] = []
    taken: set[int] = set()
    for mention in sorted(mentions, key=lambda m: m.start - m.end):
        tokens = set(range(mention.start, mention.end))
        if not tokens & taken:
            taken |= tokens
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


@lru_cache(maxsize=8)
def matcher_of(registry: Registry) -> tuple[PhraseMatcher, dict[str, tuple[Actor, str]]]:
    """A matcher over every alias, and for each alias its actor and which list it is from."""
    from spacy.matcher import PhraseMatcher

    matcher = PhraseMatcher(nlp().vocab, attr="ORTH")
    owners: dict[str, tuple[Actor, str]] = {}
    for actor in registry.actors.values():
        for kind in ("names", "nominals", "metonyms", "capitals", "people"):
            for alias in getattr(actor, kind):
                for spelling in {alias, alias.replace("'", "’")}:
                    owners.setdefault(spelling, (actor, kind))
    with nlp().select_pipes(disable=nlp().pipe_names):
        matcher.add("actor", list(nlp().pipe(owners)))
    return matcher, owners


def find_listed(doc: Doc, registry: Registry) -> Iterator[Mention]:
    """Find what the registry lists: names, descriptions, and metonyms where they act.

    A name inside a longer proper name ("Moscow School of ...") is none. Mentions may overlap.
    """
    matcher, owners = matcher_of(registry)
    for span in matcher(doc, as_spans=True):
        actor, kind = owners[span.text]
        if _inside_longer_name(span, actor, registry):
            continue
        confidence = _denotes(span, actor, kind, registry)
        if confidence:
            yield Mention(
                span.start,
                span.end,
                actor.name,
                "name" if kind == "names" else "nominal",
                RULES[kind],
                confidence,
                actor.type,
                actor.pronoun,
            )


def _denotes(span: Span, actor: Actor, kind: str, registry: Registry) -> float:
    """How sure it is that an alias of the registry denotes its actor here; 0 where it does not."""
    if kind == "names":
        return float(_is_party_name(span, registry))
    if kind == "people":
        return float(_is_a_people(span))
    if kind == "nominals":
        return float((span[0].text[0].isupper() and len(span) > 1) or _has_the(span))
    if kind == "metonyms":
        return float(not _is_location(span, registry))
    return _acts(span, registry)


def _has_the(span: Span) -> bool:
    before = span.doc[span.start - 1].lower_ if span.start else ""
    return before == "the" and not modifies(span[-1])


def _is_a_people(span: Span) -> bool:
    """ "the Russians" as a party; without the article it is the population."""
    joined = span.root.dep_ == "conj" and span.root.head.tag_ == "NNPS"
    return (_has_the(span) or joined) and not modifies(span[-1])


def _is_location(span: Span, registry: Registry) -> bool:
    """Whether an institution is named as a building: "return to the White House"."""
    root = span.root
    if root.dep_ != "pobj" or root.head.lower_ not in {
        "in",
        "at",
        "into",
        "inside",
        "outside",
        "near",
        "to",
    }:
        return False
    goes = root.head.head.lemma_ in registry.lexicons["places"]["motion"]
    given = root.head.lower_ == "to" and _given(root.head, registry.lexicons["places"]["giving"])
    return goes or not given


def _is_party_name(span: Span, registry: Registry) -> bool:
    """Whether a name is that of the actor, not of a region ("Eastern Europe", "to the west of")."""
    before = span.doc[span.start - 1].text if span.start else ""
    if before.lower() in registry.lexicons["places"]["compass"] and before.istitle():
        return False
    if span.text.lower() in registry.lexicons["places"]["compass_nouns"]:
        return _has_the(span) and span.doc[min(span.end, len(span.doc) - 1)].lower_ != "of"
    return True


def modifies(token: Token) -> bool:
    """Whether a noun only stands before another one, as "union" in "union leaders"."""
    return token.dep_ in {"compound", "amod", "nmod"} and token.head.i > token.i


def entity_of(token: Token) -> Span | None:
    """Return the named entity that a token is in; asking a span for its own looks at the whole text."""
    if not token.ent_type_:
        return None
    doc, start, end = token.doc, token.i, token.i + 1
    while start and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    entity: Span = doc[start:end]
    return entity


def _inside_longer_name(span: Span, actor: Actor, registry: Registry) -> bool:
    """Whether the alias is only part of the proper name of something else."""
    entity = entity_of(span[0])
    if entity is not None and span.end <= entity.end and len(span) < len(entity):
        label = span[0].ent_type_
        rest = [t for t in entity if t.i < span.start or t.i >= span.end]
        own = [t for t in rest if t.is_title or t.is_upper]
        own = [t for t in own if t.lower_ not in {"the", "'s", "’s"}]
        if label in LARGER and own and all_proper(rest) and actor.type != "person":
            return True
        if label == "PERSON" and actor.type == "person" and span.start == entity.start:
            following = span.doc[span.end]
            other = following.is_title and following.pos_ == "PROPN" and span.end < entity.end
            if len(span) == 1 and other and following.text not in matcher_of(registry)[1]:
                return True
        if label == "PERSON" and actor.type == "person" and span.start > entity.start:
            given = registry.words("given_names", "female") | registry.words("given_names", "male")
            if span.doc[span.start - 1].text in given:
                return True
    tail = span.doc[span.end : span.end + 2]  # "Ruritania-backed" is an adjective
    hyphened = len(tail) == 2 and tail[0].text == "-" and not tail[0].whitespace_
    return actor.type != "person" and hyphened and tail[1].is_lower


def all_proper(tokens: Iterable[Token]) -> bool:
    small = {"of", "for", "the", "and", "on", "in", "to", "at", "&", "'s", "’s", "'", "’", "-", "a"}
    return all(t.is_title or t.is_upper or t.lower_ in small or t.is_digit for t in tokens)


def is_office(token: Token, registry: Registry) -> bool:
    return token.lower_ in _last_words_of_offices(registry)


@lru_cache(maxsize=8)
def _last_words_of_offices(registry: Registry) -> frozenset[str]:
    return frozenset(office.split()[-1] for office in registry.words("offices", "offices"))


def _acts(span: Span, registry: Registry) -> float:
    """How sure it is that a capital stands for its government; 0 where it is a place or unclear."""
    token = span.root
    words = registry.lexicons["places"]
    while token.dep_ == "conj" and token.head.ent_type_ in {"GPE", "ORG", "PERSON", "NORP"}:
        token = token.head
    if token.dep_ in NOMINATIVE:
        return 0.9
    if token.dep_ in {"poss", "nmod"} and token.head.pos_ in {"NOUN", "PROPN"}:
        return 0.0 if token.head.lemma_.lower() in words["place_nouns"] else 0.8
    if token.dep_ in {"dobj", "dative", "iobj"}:
        return 0.0 if token.head.lemma_ in words["place_verbs"] else 0.7
    if token.dep_ == "pobj":
        preposition = token.head
        if preposition.lower_ in words["party"]:
            return 0.8
        if preposition.lower_ == "to" and _given(preposition, words["giving"]):
            return 0.7
        if preposition.lower_ in {"on", "upon"} and _given(preposition, words["bearing"]):
            return 0.7
        return 0.0
    return 0.5 if token.dep_ in {"ROOT", "appos", "attr"} and token.head.pos_ == "VERB" else 0.0


def _given(preposition: Token, giving: list[str]) -> bool:
    head = preposition.head
    near = [head, *head.children]
    return any(t.lemma_.lower() in giving for t in near if t.i < preposition.i)
