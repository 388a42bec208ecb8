"""Persons and organisations that the registry lacks, found in the text itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from parley.columns import BREAK, Columns, columns_of
from parley.names import Mention, all_proper, entity_of, is_office, matcher_of
from parley.registry import Registry

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

FULL_NAME = "full name"
SURNAME = "surname of a person named in full"
SURNAMES = "surname of several persons"
PERSON_RULES = frozenset({FULL_NAME, SURNAME, SURNAMES})
"""The rules that find a person whom no list holds."""
PARTICLES = {"de", "van", "von", "al", "bin", "la", "le", "der", "den", "di", "da", "el", "ibn"}


def discover(doc: Doc, listed: list[Mention], registry: Registry) -> list[Mention]:
    """Find persons and organisations that the registry lacks.

    Full names come from the entity recogniser, and from capitalised words behind a given name or beside
    a verb of saying; after a full name its surname, initials or first word are names too.
    """
    people = list(_people(doc, listed, registry))
    return [*people, *_organisations(doc, [*listed, *people], registry)]


def _people(doc: Doc, listed: list[Mention], registry: Registry) -> Iterator[Mention]:
    taken = {i for m in listed for i in range(m.start, m.end)}
    spans = [s for e in doc.ents if e.label_ == "PERSON" if (s := _trim(e, registry)) is not None]
    spans = [*spans, *_by_context(doc, registry)]
    spans = longest_spans(s for s in spans if not taken & set(range(s.start, s.end)))
    full = _full_names([s.text for s in spans if _is_full(s)])
    known = {m.actor for m in listed}
    found: set[int] = set()
    for span in spans:
        if _is_full(span) and full[span.text] not in known:
            found |= set(range(span.start, span.end))
            yield _person(span, full[span.text], FULL_NAME, 0.9, registry)
    owners: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(full.values()) - known):
        owners[_surname(name)].append(name)
    columns = columns_of(doc)
    for i, text in enumerate(columns.text):
        names = owners.get(text, [])
        if not names or i in found or i in taken or columns.pos[i] not in {"PROPN", "NOUN", "ADJ"}:
            continue
        token = columns.tokens[i]
        if _is_other_word(token):
            continue
        name = names[0] if len(names) == 1 else _by_paragraph(token, names)
        start = token.i
        if start > 1 and doc[start - 1].text == "-" and doc[start - 2].lower_ in PARTICLES:
            start -= 2
        while start and doc[start - 1].lower_ in PARTICLES and doc[start - 1].lower_ in name.lower():
            start -= 1
        span = doc[start : token.i + 1]
        if name in names:
            yield _person(span, name, SURNAME, 0.9, registry)
        else:
            yield _person(span, name, SURNAMES, 0.3, registry)


def _surname(name: str) -> str:
    """The last word of a name; what follows the particle of "al-Saadi"."""
    last = name.split()[-1]
    particle, hyphen, rest = last.partition("-")
    return rest if hyphen and particle.lower() in PARTICLES else last


def _is_other_word(token: Token) -> bool:
    """Whether a surname is used as the common word it also is: a month, an adjective before a noun."""
    return token.ent_type_ in {"DATE", "CARDINAL"} or (token.dep_ == "amod" and token.head.i > token.i)


def _is_full(span: Span) -> bool:
    """Whether a span is a given name with a surname."""
    capital = all(t.text[0].isupper() or t.text == "-" or t.lower_ in PARTICLES for t in span)
    return len(span) > 1 and capital and span[0].lower_ not in PARTICLES


def _by_context(doc: Doc, registry: Registry) -> Iterator[Span]:
    """Capitalised words that begin with a given name or stand beside a verb of saying."""
    given = registry.words("given_names", "female") | registry.words("given_names", "male")
    cues = registry.words("cues", "verbs")
    columns = columns_of(doc)
    start = 0
    while start < len(doc):
        end = start
        while end < len(doc) and _name_like(columns, end, end > start):
            end += 1
        if 2 <= end - start <= 4 and columns.lower[end - 1] not in PARTICLES:
            span = doc[start:end]
            before = columns.lower[start - 1] if start else ""
            after = columns.lower[end] if end < len(doc) else ""
            if span[0].text in given or (_is_full(span) and {before, after} & cues):
                trimmed = _trim(_without_title(span), registry)
                if trimmed is not None and len(trimmed) > 1:
                    yield trimmed
        start = max(end, start + 1)


def _without_title(span: Span) -> Span:
    """ "Manager Dermot Quinn": the name alone, where the recogniser sees a person at the end."""
    person = entity_of(span[-1])
    if person is None or person.end != span.end or not 1 < len(person) <= len(span):
        return span
    return person if span[-1].ent_type_ == "PERSON" else span


def _name_like(columns: Columns, i: int, inside: bool) -> bool:
    if inside and columns.lower[i] in PARTICLES:
        return True
    text = columns.text[i]
    if columns.pos[i] != "PROPN" or not text[0].isupper():
        return False
    other = columns.ent_type[i] in {"GPE", "NORP", "DATE", "LOC", "FAC"}
    return not other and (text.isalpha() or bool(re.fullmatch(r"[A-Z]\.|[A-Z][\w’'-]+", text)))


def longest_spans(spans: Iterable[Span]) -> list[Span]:
    """Return spans in the order of the text, of overlapping ones the longest."""
    from spacy.util import filter_spans

    return filter_spans(spans)


def _full_names(names: list[str]) -> dict[str, str]:
    """For each full name the form that stands for the person: the longest with its first and last word."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        groups[name.split()[0].lower(), name.split()[-1].lower()].append(name)
    longest = [max(group, key=lambda g: (len(g.split()), g)) for group in groups.values()]
    return {n: form for form, group in zip(longest, groups.values(), strict=True) for n in group}


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
            or is_office(doc[start], registry)
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
    bad = bad or (end > start and doc[end - 1].lower_ in registry.words("offices", "not_persons"))
    return None if end <= start or bad else span


def _organisations(doc: Doc, taken_by: list[Mention], registry: Registry) -> Iterator[Mention]:
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
        if not len(span) or taken & set(range(start, end)) or not all_proper(span):
            continue
        if span[-1].lower_ in registry.words("offices", "not_organisations"):
            continue
        if span[0].lower_ in registry.words("offices", "quantities"):
            continue
        if span.text.startswith(("St.", "St ")) or span[-1].pos_ in {"VERB", "AUX", "ADV"}:
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
    for i, text in enumerate(columns_of(doc).text):
        if text in names and i not in seen and i not in taken and text[0].isupper():
            yield Mention(
                i,
                i + 1,
                names[text],
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
    columns, small = columns_of(doc), word.lower()
    return any(
        text == small or (text == word and kind in {"NORP", "GPE", "LOC"})
        for text, kind in zip(columns.text, columns.ent_type, strict=True)
    )
