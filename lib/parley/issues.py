"""Where a text raises an issue: the phrases of ``issues.toml``, found in a parse.

A phrase is words in their order, by dictionary form or as they stand. Up to three other words may stand
between two of them, up to eight where the phrase says ``...``; none of them is a stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from parley.columns import columns_of
from parley.errors import ParleyError
from parley.registry import Actor, Issue, Registry

if TYPE_CHECKING:
    from spacy.tokens import Doc

GAP, WIDE = 3, 8
"""Other words that may stand between two words of a phrase, and between two parts of it."""
HEADING = 8
"""So many words a heading may have."""
SHORTEST_GERUND = 5
"""A word in -ing has more letters than this, if it is a verb's form."""
NEAR = 8
"""Steps up a parse within which one word of a phrase governs another."""
LONGEST = 1000
"""Tokens of a sentence; a longer one is no sentence, and no issue is looked for in it."""
STOPS = frozenset(".;:!?…")
DEEDS = ("deeds", "deeds_against")
SIGNS = {"terms": 1, "against": -1, "deeds": 1, "deeds_against": -1}
PARTS = frozenset(["NOUN", "VERB", "ADJ", "PROPN", "ADV", "NUM"])
CONTENT = frozenset(["NOUN", "PROPN", "ADJ", "NUM"])


@dataclass(frozen=True)
class Slot:
    """One word of a phrase: what it may be, its part of speech, and how far behind the last it may stand."""

    words: frozenset[str]
    actors: frozenset[str]
    pos: str
    reach: int


@dataclass(frozen=True)
class Phrase:
    """A phrase that raises an issue; ``sign`` is 1 for the proposition, -1 against it."""

    issue: str
    slots: tuple[Slot, ...]
    sign: int
    deed: bool
    passive: bool = False

    @cached_property
    def needed(self) -> tuple[frozenset[str], ...]:
        """Of each word after the first that no actor can stand for: what it may be."""
        return tuple(slot.words for slot in self.slots[1:] if not slot.actors)


@dataclass(frozen=True)
class Raised:
    """A place where an issue is raised: tokens ``low`` to ``high``, of which ``head`` governs the others."""

    issue: str
    low: int
    high: int
    head: int
    sign: int
    deed: bool
    tokens: tuple[int, ...]
    echo: bool = False


def find_issues(doc: Doc, actor_at: Mapping[int, str], registry: Registry) -> list[Raised]:
    """Return where a text raises the issues of a registry, in the order of the text.

    Of phrases of one issue that overlap, the one with most words counts, then the longer one.

    Parameters
    ----------
    doc
        The parse of a text.
    actor_at
        The actor that a token mentions, by the token's number.
    registry
        Its issues with their phrases. An issue without phrases gets those of its proposition.
    """
    by_word, by_actor = _index(registry)
    words = _Words(doc, actor_at, _names(registry))
    depths = _depths(doc)
    found: list[Raised] = []
    begun = words.begun(by_word)
    for sentence in doc.sents:
        low, high = int(sentence.start), int(sentence.end)
        if high - low > LONGEST:
            continue
        here = set().union(*words.shapes[low:high])
        for first in range(low, high):
            starts = begun[words.forms[first]]
            for actor in words.actors[first]:
                starts = starts | {id(p): p for p in by_actor.get(actor, ())}
            for phrase in starts.values():
                if any(map(here.isdisjoint, phrase.needed)):
                    continue
                tokens = _match(words, first, high, phrase)
                if tokens is not None:
                    head = _head(doc, tokens, depths)
                    found.append(
                        Raised(
                            phrase.issue, tokens[0], tokens[-1] + 1, head, phrase.sign, phrase.deed,
                            tuple(tokens),
                        )
                    )  # fmt: skip
    main = list(_longest(found))
    taken = {(r.issue, i) for r in main for i in r.tokens}
    echoed = [r for r in _echoed(doc, main, registry) if (r.issue, r.low) not in taken]
    return sorted([*main, *echoed], key=lambda r: (r.low, r.high, r.issue))


def _echoed(doc: Doc, main: list[Raised], registry: Registry) -> Iterator[Raised]:
    """Short forms of issues in hand: raised in the paragraph, in the one before or by the heading."""
    columns = columns_of(doc)
    paragraph = columns.paragraph
    in_hand: dict[int, set[str]] = {}
    for raised in main:
        for number in (paragraph[raised.head], paragraph[raised.head] + 1):
            in_hand.setdefault(number, set()).add(raised.issue)
    for number, issue in headed(doc, registry).items():
        in_hand.setdefault(number, set()).add(issue)
    echoes = _echoes(registry)
    for i, lemma in enumerate(columns.lemma):
        if lemma not in echoes or columns.pos[i] not in {"NOUN", "PROPN", "VERB"}:
            continue
        for issue, sign in echoes[lemma]:
            if issue in in_hand.get(paragraph[i], ()):
                yield Raised(issue, i, i + 1, i, sign, False, (i,), True)


def headed(doc: Doc, registry: Registry) -> dict[int, str]:
    """Return for each paragraph below a heading that names one issue that issue, by the paragraph's number.

    A heading is a paragraph of at most eight words without a stop; its section ends with the next heading.
    """
    columns = columns_of(doc)
    paragraph = columns.paragraph
    words: dict[int, list[int]] = {}
    for i, is_space in enumerate(columns.is_space):
        if not is_space:
            words.setdefault(paragraph[i], []).append(i)
    found: dict[int, str] = {}
    current = ""
    for number, tokens in sorted(words.items()):
        if number and len(tokens) <= HEADING and columns.text[tokens[-1]] not in STOPS:
            text = " " + " ".join(columns.lower[i] for i in tokens) + " "
            text = text.replace(" - ", "-")
            named = [
                i.id for i in registry.issues.values() if any(f" {h.lower()} " in text for h in i.headings)
            ]
            current = named[0] if len(named) == 1 else ""
        elif current:
            found[number] = current
    return found


class _Words:
    """What phrases ask of each token of a text, looked up once: a phrase is tried at many tokens."""

    def __init__(self, doc: Doc, actor_at: Mapping[int, str], names: Mapping[str, str]) -> None:
        self.doc = doc
        columns = columns_of(doc)
        self.forms = list(zip(columns.lower, columns.lemma, strict=True))
        self._shapes = {form: _shapes(*form) for form in set(self.forms)}
        self.shapes = [self._shapes[form] for form in self.forms]
        self.pos = columns.pos
        self.stops = [text in STOPS for text in columns.text]
        self.actors = [_actors_of(i, text, actor_at, names) for i, text in enumerate(columns.text)]

    def begun(self, by_word: Mapping[str, list[Phrase]]) -> dict[tuple[str, str], dict[int, Phrase]]:
        """The phrases that a word may begin, by the forms of the text."""
        return {
            form: {id(p): p for key in sorted(shapes) for p in by_word.get(key, ())}
            for form, shapes in self._shapes.items()
        }

    def fits(self, i: int, slot: Slot) -> bool:
        """Whether a token may stand at a place of a phrase."""
        if slot.pos and self.pos[i] != slot.pos:
            return False
        return not slot.words.isdisjoint(self.shapes[i]) or not slot.actors.isdisjoint(self.actors[i])


def _match(words: _Words, first: int, end: int, phrase: Phrase) -> list[int] | None:
    """The tokens of a phrase that begins at a token; None where it does not stand there."""
    if not words.fits(first, phrase.slots[0]):
        return None
    tokens = [first]
    for slot in phrase.slots[1:]:
        place = tokens[-1] + 1
        stop = min(end, place + slot.reach + 1)
        while place < stop and not words.fits(place, slot):
            if words.stops[place]:
                return None
            place += 1
        if place >= stop:
            return None
        tokens.append(place)
    last = words.doc[tokens[-1]]
    if phrase.passive and not any(c.dep_ in {"nsubjpass", "auxpass"} for c in last.children):
        return None
    return tokens


def _shapes(word: str, lemma: str) -> set[str]:
    """A word as it stands, its dictionary form, and the verb in a form in -ing that was taken for a noun."""
    shapes = {word, lemma}
    if word.endswith("ing") and len(word) > SHORTEST_GERUND:
        stem = word[:-3]
        shapes |= {stem, stem + "e", stem[:-1] if stem[-1] == stem[-2] else stem}
    return shapes


def _actors_of(i: int, text: str, actor_at: Mapping[int, str], names: Mapping[str, str]) -> set[str]:
    """The actors that a token names, describes or points to."""
    found = {actor_at[i]} if i in actor_at else set()
    if text in names:
        found.add(names[text])
    return found


def _head(doc: Doc, tokens: list[int], depths: list[int]) -> int:
    """The token of a phrase that governs the others: that nearest to the root, particles apart.

    Of a subject and an object of a verb between them ("Lee gave up membership") it is the object.
    """
    chosen = set(tokens)
    free = [i for i in tokens if doc[i].head.i not in chosen or doc[i].head.i == i]
    above = {a.i for j in tokens for a in islice(doc[j].ancestors, NEAR)}
    governing = [i for i in free if i in above] or free or tokens
    content = [i for i in (*governing, *free) if doc[i].pos_ not in {"ADP", "PART", "DET", "SCONJ"}]
    chosen_from = [i for i in content if i in governing] or content or governing
    return min(chosen_from, key=lambda i: (depths[i], doc[i].dep_ in ("nsubj", "nsubjpass"), i))


def _depths(doc: Doc) -> list[int]:
    """How far each token is from the root of its sentence."""
    heads = columns_of(doc).head
    depths = [-1] * len(heads)
    for place in range(len(heads)):
        way = []
        while depths[place] < 0 and heads[place] != place:
            way.append(place)
            place = heads[place]
        depth = max(depths[place], 0)
        depths[place] = depth
        for i in reversed(way):
            depth += 1
            depths[i] = depth
    return depths


def _longest(found: list[Raised]) -> Iterator[Raised]:
    taken: dict[str, set[int]] = {}
    for raised in sorted(found, key=lambda r: (-len(r.tokens), -(r.high - r.low), r.low, r.sign)):
        over = taken.setdefault(raised.issue, set())
        if over & set(raised.tokens):
            continue
        over |= set(raised.tokens)
        yield raised


@lru_cache(maxsize=8)
def _index(registry: Registry) -> tuple[dict[str, list[Phrase]], dict[str, list[Phrase]]]:
    """The phrases of all issues by each word, and by each actor, that may begin them."""
    by_word: dict[str, list[Phrase]] = {}
    by_actor: dict[str, list[Phrase]] = {}
    check_issues(registry.issues.values(), registry.actors)
    for issue in registry.issues.values():
        for phrase in (way for listed in phrases_of(issue) for way in _both_ways(listed)):
            for word in phrase.slots[0].words:
                by_word.setdefault(word, []).append(phrase)
            for actor in phrase.slots[0].actors:
                by_actor.setdefault(actor, []).append(phrase)
    return by_word, by_actor


def _both_ways(phrase: Phrase) -> Iterator[Phrase]:
    """A phrase, and the same as a passive, first word last: "cede land", "land is ceded"."""
    yield phrase
    first, *rest = phrase.slots
    if rest and not phrase.deed and not first.actors:
        verb = Slot(first.words, frozenset(), "VERB", WIDE)
        yield Phrase(phrase.issue, (*rest, verb), phrase.sign, False, True)


@lru_cache(maxsize=8)
def _echoes(registry: Registry) -> dict[str, list[tuple[str, int]]]:
    """The issues that a word may echo, each with its sign."""
    found: dict[str, list[tuple[str, int]]] = {}
    for issue in registry.issues.values():
        listed = dict.fromkeys(issue.echoes, 1) | dict.fromkeys(issue.echoes_against, -1)
        if not listed:
            listed = {
                w: p.sign
                for p in reversed(phrases_of(issue))
                if len(p.slots) > 1 and not p.deed
                for w in p.slots[-1].words
            }
        for word, sign in listed.items():
            found.setdefault(word, []).append((issue.id, sign))
    return found


@lru_cache(maxsize=8)
def _names(registry: Registry) -> dict[str, str]:
    """The actor to whom a word points even where it mentions nobody: "Ukrainian", "Kyiv"."""
    return {
        word: a.name
        for a in reversed(list(registry.actors.values()))
        for word in (*a.adjectives, *a.capitals, *a.people, *a.names)
        if " " not in word
    }


def phrases_of(issue: Issue) -> list[Phrase]:
    """Return the phrases of an issue; those of its proposition where it lists none.

    Raises
    ------
    ParleyError
        If a phrase is empty or names an unknown part of speech.

    Examples
    --------
    >>> issue = Issue("dam", "the dam should be built", terms=("build ... dam",), against=("stop work",))
    >>> [(len(p.slots), p.sign) for p in phrases_of(issue)]
    [(2, 1), (2, -1)]
    """
    listed = [
        Phrase(issue.id, _slots(spelt, issue.id), sign, name in DEEDS)
        for name, sign in SIGNS.items()
        for text in getattr(issue, name)
        for spelt in _spelt(text)
    ]
    return listed or [Phrase(issue.id, slots, 1, False) for slots in _of_proposition(issue)]


def _spelt(text: str) -> Iterator[str]:
    """A phrase as the parser cuts it: each word with a hyphen in pieces, in a phrase of its own."""
    words = text.split(" ")
    for n, word in enumerate(words):
        if "<" not in word and re.search(r"\w-\w", word):
            options = word.split("|")
            for hyphened in (o for o in options if "-" in o):
                yield from _spelt(" ".join([*words[:n], *hyphened.split("-"), *words[n + 1 :]]))
            if rest := [o for o in options if "-" not in o]:
                yield from _spelt(" ".join([*words[:n], "|".join(rest), *words[n + 1 :]]))
            return
    yield text


def _slots(text: str, issue: str) -> tuple[Slot, ...]:
    slots, reach = [], GAP
    if re.search(r"[<>]", re.sub(r"<[^<>]+>(?=[|\s]|$)", "", text)):
        raise ParleyError(
            f"issues.toml: {issue}: {text!r}: an actor stands between < and >, alone or beside |"
        )
    for word in re.findall(r"(?:<[^>]*>|[^\s<])+", text):
        if word == "...":
            reach = WIDE
            continue
        slots.append(_slot(word, reach, issue))
        reach = GAP
    if not slots:
        raise ParleyError(f"issues.toml: {issue}: an empty phrase {text!r}")
    return tuple(slots)


def _slot(word: str, reach: int, issue: str) -> Slot:
    body, _, pos = word.rpartition("/")
    if not body:
        body, pos = word, ""
    if pos and pos not in PARTS:
        raise ParleyError(
            f"issues.toml: {issue}: {word!r}: {pos} is no part of speech; allowed: {', '.join(sorted(PARTS))}"
        )
    options = re.findall(r"<([^>]+)>|([^|]+)", body)
    return Slot(
        frozenset(w.lower() for _, w in options if w), frozenset(a for a, _ in options if a), pos, reach
    )


@lru_cache(maxsize=64)
def _of_proposition(issue: Issue) -> tuple[tuple[Slot, ...], ...]:
    """Phrases from a proposition: each verb with its object, each noun with what stands before it."""
    from parley.language import nlp

    doc = nlp()(issue.proposition)
    pairs = []
    for token in doc:
        if token.dep_ in {"dobj", "nsubjpass"} and token.head.pos_ == "VERB" and token.pos_ != "PRON":
            one, two = token.head.lemma_.lower(), token.lemma_.lower()
            pairs += [(one, two), (two, one)]
        if token.dep_ in {"compound", "amod"} and token.pos_ in CONTENT:
            pairs.append((token.lower_, token.head.lemma_.lower()))
    if not pairs:
        nouns = [t.lemma_.lower() for t in doc if t.pos_ == "NOUN"]
        return tuple((Slot(frozenset([n]), frozenset(), "", GAP),) for n in dict.fromkeys(nouns))
    return tuple(tuple(Slot(frozenset([w]), frozenset(), "", WIDE) for w in pair) for pair in pairs)


def check_issues(issues: Iterable[Issue], actors: Mapping[str, Actor]) -> None:
    """Refuse a phrase that names an actor whom the registry does not know.

    Raises
    ------
    ParleyError
        If there is one; the message names issue and actor.
    """
    for issue in issues:
        for phrase in phrases_of(issue) if any(getattr(issue, name) for name in SIGNS) else []:
            for slot in phrase.slots:
                if odd := sorted(slot.actors - set(actors)):
                    raise ParleyError(f"issues.toml: {issue.id}: <{odd[0]}> is no actor of actors.toml")
