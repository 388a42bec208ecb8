"""Names and descriptions of actors: what the registry lists, and what a text itself introduces."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from parley.language import nlp
from parley.registry import Actor, Registry
from parley.sentences import BREAK

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


def find_names(doc: Doc, registry: Registry) -> list[Mention]:
    """Find names and metonyms in the order of the text, none inside another.

    The longest reading of a stretch wins. A name inside a longer proper name ("Moscow School of ...")
    is none. Persons and organisations that the registry lacks are found by the entity recogniser;
    after a full name its surname, its initials or its first word are names too.
    """
    listed = list(_listed(doc, registry))
    people = list(_discovered_people(doc, listed, registry))
    organisations = list(_discovered_organisations(doc, [*listed, *people], registry))
    return longest([*listed, *people, *organisations])


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


def _listed(doc: Doc, registry: Registry) -> Iterator[Mention]:
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
    return not (root.head.lower_ == "to" and _given(root.head, registry.lexicons["places"]["giving"]))


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


def _inside_longer_name(span: Span, actor: Actor, registry: Registry) -> bool:
    """Whether the alias is only part of the proper name of something else."""
    for entity in span.doc[max(0, span.start - 8) : span.end + 8].ents:
        if not (entity.start <= span.start and span.end <= entity.end and len(entity) > len(span)):
            continue
        rest = [t for t in entity if t.i < span.start or t.i >= span.end]
        own = [t for t in rest if t.is_title or t.is_upper]
        own = [t for t in own if t.lower_ not in {"the", "'s", "’s"}]
        if entity.label_ in LARGER and own and _all_proper(rest) and actor.type != "person":
            return True
        if entity.label_ == "PERSON" and actor.type == "person" and span.start > entity.start:
            given = registry.words("given_names", "female") | registry.words("given_names", "male")
            if span.doc[span.start - 1].text in given:
                return True
    before = span.doc[span.start - 1] if span.start else None
    after = span.doc[span.end] if span.end < len(span.doc) else None
    joined = any(t is not None and t.text == "-" and not t.whitespace_ for t in (before, after))
    return bool(
        joined
        and actor.type != "person"
        and after is not None
        and after.text == "-"
        and span.end + 1 < len(span.doc)
        and span.doc[span.end + 1].is_lower
    )


def _all_proper(tokens: Iterable[Token]) -> bool:
    small = {"of", "for", "the", "and", "on", "in", "to", "at", "&", "'s", "’s", "'", "’", "-", "a"}
    return all(t.is_title or t.is_upper or t.lower_ in small or t.is_digit for t in tokens)


def _is_office(token: Token, registry: Registry) -> bool:
    return token.lower_ in {w.split()[-1] for w in registry.words("offices", "offices")}


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
    return 0.5 if token.dep_ in {"ROOT", "appos", "attr", "nsubj"} and token.head.pos_ == "VERB" else 0.0


def _given(preposition: Token, giving: list[str]) -> bool:
    head = preposition.head
    near = [head, *head.children]
    return any(t.lemma_.lower() in giving for t in near if t.i < preposition.i)


def _discovered_people(doc: Doc, listed: list[Mention], registry: Registry) -> Iterator[Mention]:
    """Persons that the registry lacks: full names by the entity recogniser, then surnames alone."""
    taken = {i for m in listed for i in range(m.start, m.end)}
    full: dict[str, str] = {}
    owners: dict[str, list[str]] = defaultdict(list)
    spans = [s for e in doc.ents if e.label_ == "PERSON" if (s := _trim(e, registry)) is not None]
    spans = [s for s in spans if not taken & set(range(s.start, s.end))]
    for span in spans:
        if len(span) > 1 and all(t.text[0].isupper() or t.lower_ in PARTICLES for t in span):
            full.setdefault(_plain(span.text), span.text)
    for name in full.values():
        owners[_surname(name)].append(name)
    found: set[int] = set()
    for span in spans:
        if len(span) > 1 and _plain(span.text) in full:
            name = full[_plain(span.text)]
            found |= set(range(span.start, span.end))
            yield _person(span, name, "full name", 0.9, registry)
    known = {registry.actors[m.actor].name for m in listed if m.actor in registry.actors}
    for token in doc:
        names = owners.get(token.text, [])
        if not names or token.i in found or token.i in taken or token.pos_ not in {"PROPN", "NOUN", "ADJ"}:
            continue
        name = names[0] if len(names) == 1 else _by_paragraph(token, names)
        rule = "surname of a person named in full" if name in names else "surname of several persons"
        if name not in known:
            start = token.i
            while start and doc[start - 1].lower_ in PARTICLES and doc[start - 1].lower_ in name.lower():
                start -= 1
            sure = 0.9 if name in names else 0.3
            yield _person(doc[start : token.i + 1], name, rule, sure, registry)


PARTICLES = {"de", "van", "von", "al", "bin", "la", "le", "der", "den", "di", "da", "el", "ibn"}


def _plain(name: str) -> str:
    return re.sub(r"[^\w ]", "", name).lower()


def _surname(name: str) -> str:
    return name.split()[-1]


def _by_paragraph(token: Token, names: list[str]) -> str:
    """The one of several namesakes whom this paragraph, or the one before, names in full."""
    paragraphs = token.doc.text[: token.idx].rsplit(BREAK, 2)
    after = token.doc.text[token.idx :].split(BREAK)[0]
    for text in (paragraphs[-1] + after, "".join(paragraphs[-2:-1])):
        present = [n for n in names if n in text]
        if present:
            return present[0] if len(present) == 1 else token.text
    return token.text


def _person(span: Span, name: str, rule: str, confidence: float, registry: Registry) -> Mention:
    return Mention(
        span.start,
        span.end,
        name,
        "name",
        rule,
        confidence,
        "person",
        _gender(span, name, registry),
    )


def _gender(span: Span, name: str, registry: Registry) -> str:
    """``he`` or ``she`` where a courtesy title or a given name tells, else nothing."""
    before = span.doc[max(0, span.start - 2) : span.start].text.lower().replace(".", "").split()
    first = name.split()[0]
    for pronoun, key in (("she", "female"), ("he", "male")):
        if set(before) & registry.words("offices", key):
            return pronoun
        if " " in name and first in registry.words("given_names", key):
            return pronoun
    return ""


def _trim(entity: Span, registry: Registry) -> Span | None:
    """A person's name without title, possessive or what the recogniser took along."""
    start, end = entity.start, entity.end
    doc = entity.doc
    courtesy = registry.words("offices", "courtesy")
    while (
        start < end
        and (
            doc[start].lower_.strip(".") in courtesy
            or _is_office(doc[start], registry)
            or not doc[start].text[0].isupper()
        )
        and doc[start].lower_ not in PARTICLES
    ):
        start += 1
    while end > start and (not doc[end - 1].text[0].isalpha() or doc[end - 1].lower_ in {"'s", "’s"}):
        end -= 1
    span = doc[start:end]
    bad = not span.text.strip() or any(t.is_digit or t.is_quote or t.is_space for t in span)
    bad = bad or span.text.startswith(("St.", "St ", "Saint "))
    return None if end <= start or bad else span


def _discovered_organisations(doc: Doc, taken_by: list[Mention], registry: Registry) -> Iterator[Mention]:
    """Organisations that the registry lacks, with their short forms and initials."""
    taken = {i for m in taken_by for i in range(m.start, m.end)}
    names: dict[str, str] = {}
    spans = []
    for entity in doc.ents:
        if entity.label_ != "ORG":
            continue
        start = entity.start + (entity[0].lower_ in {"the", "a", "an"})
        end = entity.end - (entity[-1].lower_ in {"'s", "’s"})
        span = doc[start:end]
        if not len(span) or taken & set(range(start, end)) or not _all_proper(span):
            continue
        if span[-1].lower_ in registry.words("offices", "not_organisations"):
            continue
        spans.append(span)
        if len(span) > 1:
            names.setdefault(span.text, span.text)
            for alias in _initials(span):
                names.setdefault(alias, span.text)
    first_words = Counter(name.split()[0] for name in set(names.values()))
    for name in list(names.values()):
        first = name.split()[0]
        if first_words[first] == 1 and len(first) > 3 and not _is_common(first, doc, registry):
            names.setdefault(first, name)
    seen: set[int] = set()
    for span in spans:
        if span.text in names:
            seen |= set(range(span.start, span.end))
            yield Mention(
                span.start,
                span.end,
                names[span.text],
                "name",
                "organisation",
                0.8,
                "organisation",
                "it",
            )
    for token in doc:
        if token.text in names and token.i not in seen and token.i not in taken and token.text[0].isupper():
            yield Mention(
                token.i,
                token.i + 1,
                names[token.text],
                "name",
                "short form of an organisation",
                0.8,
                "organisation",
                "it",
            )


def _initials(span: Span) -> list[str]:
    """Initials in brackets behind a name: "Allied Dockworkers' Union (ADU)"."""
    after = span.doc[span.end : span.end + 3]
    ok = len(after) == 3 and after[0].text == "(" and after[2].text == ")" and after[1].is_upper
    return [after[1].text] if ok else []


def _is_common(word: str, doc: Doc, registry: Registry) -> bool:
    """Whether a word is used otherwise too: in lower case, as a place or people, or by the registry."""
    if word in matcher_of(registry)[1]:
        return True
    return any(
        t.text == word.lower() or (t.text == word and t.ent_type_ in {"NORP", "GPE", "LOC"}) for t in doc
    )
