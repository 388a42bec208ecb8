"""Descriptions that denote one actor: offices, governments, appositions, short forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from parley.alternatives import either
from parley.columns import BREAK, columns_of
from parley.names import Mention, longest, modifies
from parley.registry import Actor, Registry

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


def add_descriptions(doc: Doc, names: list[Mention], registry: Registry) -> list[Mention]:
    """Return names and descriptions in the order of the text, none inside another.

    A country or organisation that is only part of somebody's title or description ("US Secretary of
    State ...") is dropped.
    """
    found = [
        *names,
        *_offices_of_countries(doc, names, registry),
        *_governments(doc, registry),
        *_appositions(doc, names),
        *_bare_offices(doc, names, registry),
    ]
    found += _short_forms(doc, found, registry)
    return longest(m for m in found if not _in_title(m, names, doc, registry))


def _nominal(span: Span, actor: Actor, rule: str, confidence: float) -> Mention:
    return Mention(span.start, span.end, actor.name, "nominal", rule, confidence, actor.type, actor.pronoun)


def _offices_of_countries(doc: Doc, names: list[Mention], registry: Registry) -> Iterator[Mention]:
    """ "the Ruritanian president", unless a name follows or it is a former one."""
    people = {m.start for m in names if m.type == "person"}
    past = registry.words("offices", "past")
    pattern, holders = _office_pattern(registry)
    for match in pattern.finditer(doc.text):
        span = doc.char_span(*match.span())
        key = (match.group("country").lower(), match.group("office").lower())
        if span is None or key not in holders:
            continue
        before = doc[span.start - 1].lower_ if span.start else ""
        if before == "-" and span.start > 1:
            before = f"{doc[span.start - 2].lower_}-"
        named = span.end in people or (span.end < len(doc) and doc[span.end].pos_ == "PROPN")
        if before not in past and not named:
            yield _nominal(span, registry.actors[holders[key]], "office of a country", 0.9)


def _governments(doc: Doc, registry: Registry) -> Iterator[Mention]:
    """ "the Ruritanian government", "the Lee administration"."""
    text = doc.text
    for pattern, owners, rule in _government_patterns(registry):
        for match in pattern.finditer(text):
            span = doc.char_span(*match.span())
            country = registry.actors.get(owners[match.group("owner")])
            if span is not None and country is not None:
                yield _nominal(span, country, rule, 0.9)


def _any_of(words: Iterable[str]) -> str:
    return either(words) or "(?!)"


@lru_cache(maxsize=8)
def _office_pattern(registry: Registry) -> tuple[re.Pattern[str], dict[tuple[str, str], str]]:
    """A pattern of country and office, and who holds which: (word for the country, office) -> name."""
    holders: dict[tuple[str, str], str] = {}
    for actor in registry.actors.values():
        home = registry.actors.get(actor.country)
        for word in (*home.names, *home.adjectives) if home else ():
            for office in actor.offices:
                holders.setdefault((word.lower(), office.lower()), actor.name)
    words = {w for a in registry.actors.values() if a.type != "person" for w in (*a.names, *a.adjectives)}
    offices = {office.lower() for a in registry.actors.values() for office in a.offices}
    country, office = _any_of(words), _any_of(offices)
    pattern = rf"\b(?P<country>{country})(?:['’]s?)? (?P<office>(?i:{office}))\b(?![-\w])"
    return re.compile(pattern), holders


@lru_cache(maxsize=8)
def _government_patterns(registry: Registry) -> list[tuple[re.Pattern[str], dict[str, str], str]]:
    """Patterns of a government by its country and by its head, each with word -> country."""
    places = {
        word: a.name
        for a in reversed(list(registry.actors.values()))
        if a.type != "person"
        for word in (*a.names, *a.adjectives, *a.capitals)
    }
    heads = {
        word: a.side
        for a in registry.actors.values()
        if a.type == "person" and a.side in registry.countries
        for word in a.names
    }
    state = _any_of(registry.words("offices", "state"))
    rule = _any_of(registry.words("offices", "governments"))
    by_place = rf"\b(?P<owner>{_any_of(places)})(?:['’]s?)? (?:{state})\b"
    by_head = rf"\b(?P<owner>{_any_of(heads)})(?:['’]s? (?:{rule})| (?:{rule}|team))\b"
    return [
        (re.compile(by_place), places, "government of a country"),
        (re.compile(by_head), heads, "government by its head"),
    ]


def _bare_offices(doc: Doc, names: list[Mention], registry: Registry) -> Iterator[Mention]:
    """ "the President" where one holder of the office alone was named in the paragraph so far."""
    columns, by_office = columns_of(doc), _holders_of(registry)
    for i, word in enumerate(columns.lower):
        holders = by_office.get(word)
        if not holders or not i or columns.lower[i - 1] != "the" or modifies(columns.tokens[i]):
            continue
        token = columns.tokens[i]
        start = doc.text.rfind(BREAK, 0, token.idx)
        near = {m.actor for m in names if m.end <= token.i and doc[m.start].idx > start}
        after = doc[token.i + 1] if token.i + 1 < len(doc) else token
        if len(near & holders) == 1 and after.lower_ != "of" and after.pos_ != "PROPN":
            actor = registry.actors[(near & holders).pop()]
            yield Mention(
                token.i, token.i + 1, actor.name, "nominal", "office of one person named before",
                0.6, actor.type, actor.pronoun,
            )  # fmt: skip


@lru_cache(maxsize=8)
def _holders_of(registry: Registry) -> dict[str, set[str]]:
    """The actors that hold an office, by its name."""
    holders: dict[str, set[str]] = defaultdict(set)
    for actor in registry.actors.values():
        for office in actor.offices:
            holders[office].add(actor.name)
    return dict(holders)


def _appositions(doc: Doc, names: list[Mention]) -> Iterator[Mention]:
    """A description set beside a name: "Lee, the union's general secretary", "its chief, Lee,"."""
    for mention in names:
        if mention.type != "person":
            continue
        root = doc[mention.start : mention.end].root
        heads = [t for t in root.children if t.dep_ == "appos" and t.pos_ == "NOUN" and not _is_list(t)]
        if heads and heads[0].left_edge.i == mention.end + 1 and doc[mention.end].text == ",":
            span = _noun_phrase(heads[0])
        elif root.dep_ == "appos" and root.head.pos_ == "NOUN" and doc[mention.start - 1].text == ",":
            span = doc[_first(root.head) : root.head.i + 1]
        else:
            continue
        start, end = _without_names(span, names, mention)
        if start < end and not start <= mention.start < end:
            found = Mention(start, end, mention.actor, "nominal", "apposition", 0.7, "person", mention.gender)
            yield found


def _without_names(span: Span, names: list[Mention], own: Mention) -> tuple[int, int]:
    """Start and end of a description, without article and without the name of another person in it.

    Of "Lee's trade envoy" it is "trade envoy", of "chief of staff to President Lee" it is "chief of staff".
    """
    doc = span.doc
    start, end = span.start + (span[0].lower_ in {"the", "a", "an"}), span.end
    others = [m for m in names if m.type == "person" and m != own and start <= m.start and m.end <= end]
    for other in others:
        if other.end < end and doc[other.end].lower_ in {"'s", "’s"}:
            start = other.end + 1
        else:
            cut = next((i for i in range(other.start, start, -1) if doc[i].pos_ == "ADP"), other.start)
            end = min(end, cut)
    return start, end


def _is_list(head: Token) -> bool:
    """Whether what looks like an apposition goes on as a list of others ("a nurse and two drivers")."""
    joined = [t for t in head.children if t.dep_ == "conj"]
    return any(t.tag_ == "NNS" or any(c.dep_ == "nummod" for c in t.children) for t in joined)


def _noun_phrase(head: Token) -> Span:
    """A noun with its prepositions, up to a comma, a relative clause or a verb."""
    doc = head.doc
    end = head.i + 1
    while end <= head.right_edge.i:
        token = doc[end]
        hyphen = token.text == "-" and not token.whitespace_ and not doc[end - 1].whitespace_
        if (token.is_punct and not hyphen) or token.is_space or token.tag_[:2] in {"WD", "WP", "VB"}:
            break
        end += 1
    return doc[_first(head) : end]


def _first(head: Token) -> int:
    """Where a noun's phrase begins; a closing mark before it is no part: "...," the lawyer, Lee, said."""
    start: int = head.left_edge.i
    while start < head.i and head.doc[start].is_punct:
        start += 1
    return start


def _short_forms(doc: Doc, found: list[Mention], registry: Registry) -> Iterator[Mention]:
    """ "the union" for the one union that was named before."""
    nouns = registry.words("offices", "organisations")
    holders: dict[str, dict[str, int]] = defaultdict(dict)
    for mention in sorted(found, key=lambda m: m.start):
        if mention.type == "organisation" and mention.kind == "name":
            last = doc[mention.start : mention.end].text.split()[-1].lower()
            full = mention.actor.split()[-1].lower()
            for word in {last, full} & nouns:
                holders[word].setdefault(mention.actor, mention.start)
    columns = columns_of(doc)
    for i, word in enumerate(columns.lower):
        if word not in holders or not i or columns.lower[i - 1] != "the":
            continue
        owners = [a for a, at in holders[word].items() if at < i]
        if len(owners) == 1 and not modifies(columns.tokens[i]):
            yield Mention(
                i,
                i + 1,
                owners[0],
                "nominal",
                "noun of a name given before",
                0.7,
                "organisation",
                "it",
            )


def _in_title(mention: Mention, names: list[Mention], doc: Doc, registry: Registry) -> bool:
    """Whether the mention is part of the title in front of a person's name or of a description."""
    if mention.type == "person" and mention.kind == "name":
        return False
    person = next((m for m in names if m.start >= mention.end and m.type == "person"), None)
    if person is None or person.start - mention.end > 8 or person.start - mention.end < 1:
        return False
    between = doc[mention.end : person.start]
    if any(
        t.text in {",", ";", ".", "'s", "’s"} or (t.pos_ in {"VERB", "AUX", "ADP"} and t.lower_ != "of")
        for t in between
    ):
        return False
    text = between.text.lower()
    ends = any(text.endswith(o) or f"{o} of " in text + " " for o in registry.words("offices", "offices"))
    return ends and between[0].i == mention.end
