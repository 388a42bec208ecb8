"""What a date dates: the verb whose time it gives, the tense of that verb, and the happening in a few words.

Only the parse is asked, and only near the word in question: long lines must not cost more than short ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, Any

from parley.columns import columns_of

if TYPE_CHECKING:
    from spacy.tokens import Token

NOUNS = {"NOUN", "PROPN"}
SUBJECT = {"nsubj", "nsubjpass", "csubj", "expl"}
OBJECT = {"dobj", "attr", "acomp", "oprd", "dative"}
AUXILIARY = {"aux", "auxpass"}
MODIFIER = {"compound", "amod", "nummod", "poss", "nmod"}
RELATIVE_PRONOUN = {"WDT", "WP"}
LOOSE = re.compile(r"^(?:[’']s\b|\W|(?:and|or|but)\b)+|(?:\W|\b(?:of|to|from|with|between|and|or|the))+$")
WORDS = 14
"""A happening has so many words at most."""
SHORT = 5
"""A modifier of so many words is said in full."""
NEAR = 30
"""So many words up, left and right the parse is followed."""


def governing_verb(token: Token, words: Mapping[str, Any]) -> Token | None:
    """Return the verb whose time an expression gives: the nearest from it upwards that has a tense.

    Parameters
    ----------
    token
        The word by which the expression hangs in its sentence.
    words
        The lists ``words`` of the lexicon ``times``.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> from parley.sentences import parse_text
    >>> words = read_registry().lexicons["times"]["words"]
    >>> doc = parse_text("They failed to agree on Monday.")
    >>> governing_verb(doc[5], words)
    failed
    """
    for verb in chain([token], islice(token.ancestors, NEAR)):
        if verb.pos_ not in {"VERB", "AUX"} or verb.dep_ == "amod":
            continue
        if verb.tag_ == "VBG" and not any(c.dep_ in AUXILIARY for c in _children(verb, left=True)):
            continue
        if verb.tag_ == "VB" and verb.head.lemma_ in words["implicative"] and verb.head.i < verb.i:
            continue
        return verb
    return None


def clause_tense(verb: Token, words: Mapping[str, Any]) -> str:
    """Return past, perfect, present, future, either (both ways) or nothing, by auxiliaries and verb form.

    Parameters
    ----------
    verb
        A verb; one without a tense of its own has that of the verb it hangs on.
    words
        The lists ``words`` of the lexicon ``times``.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> from parley.sentences import parse_text
    >>> words = read_registry().lexicons["times"]["words"]
    >>> [clause_tense(parse_text(f"They {verb}.")[2], words) for verb in ("have met", "will meet", "had met")]
    ['perfect', 'future', 'past']
    """
    for form in chain([verb], islice(verb.ancestors, NEAR)):
        before = _children(form, left=True)
        helpers = {c.lower_ for c in before if c.dep_ in AUXILIARY}
        has = helpers & {"have", "has", "’ve", "'ve"}
        if "could" in helpers:
            return "past" if has or any(c.dep_ == "neg" for c in before) else "future"
        if helpers & set(words["future"]):
            return "past" if has else "future"
        if "to" in helpers:
            return "perfect" if has else "either" if form.dep_ == "acl" else "future"
        joined = form.dep_ == "conj" and not helpers and not any(c.dep_ in SUBJECT for c in before)
        if joined and form.tag_ in {"VBD", "VBN"}:
            continue
        if helpers & {"had", "was", "were", "did", "got"} or form.tag_ == "VBD":
            return "past"
        if has:
            return "perfect"
        if form.tag_ == "VBN":
            return "present" if helpers else "past"
        if form.tag_ in {"VBZ", "VBP", "VBG"}:
            return "past" if form.lemma_ in words["saying"] else "present"
        if form.dep_ != "conj":
            return ""
    return ""


def happening(token: Token, noun: Token | None, span: tuple[int, int], words: Mapping[str, Any]) -> str:
    """Return what an expression dates, in the text's words: a noun, or a verb with subject and object.

    Parameters
    ----------
    token
        The word by which the expression hangs in its sentence.
    noun
        The noun that the expression describes, if it describes one.
    span
        Where the expression begins and ends: its own words are left out.
    words
        The lists ``words`` of the lexicon ``times``.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> from parley.sentences import parse_text
    >>> words = read_registry().lexicons["times"]["words"]
    >>> doc = parse_text("On Monday, Ann Lee rejected the final offer.")
    >>> happening(doc[0], None, (0, 9), words)
    'Ann Lee rejected final offer'
    """
    verb = governing_verb(token, words)
    if noun is not None:
        tokens = _noun_phrase(noun)
    elif verb is not None:
        tokens = _clause(verb.head if _completes(verb) else verb)
    else:
        tokens = _noun_phrase(next((t for t in islice(token.ancestors, NEAR) if t.pos_ in NOUNS), token))
    return _said(t for t in tokens if not span[0] <= t.idx < span[1])


def _said(tokens: Iterable[Token]) -> str:
    """Words in the order of the text, with what stands loose at the ends cut off."""
    kept = sorted({t for t in tokens if not t.is_space}, key=lambda t: t.i)[:WORDS]
    pairs = zip_longest((t.i for t in kept[1:]), kept)
    return LOOSE.sub("", "".join(t.text + (t.whitespace_ if n == t.i + 1 else " ") for n, t in pairs))


def _children(token: Token, *, left: bool = False, right: bool = False) -> list[Token]:
    """Words near by that hang on a word: all, or only those on one side."""
    both = left == right
    low = max(0, token.i - NEAR) if left or both else token.i + 1
    high = token.i + NEAR if right or both else token.i
    columns, i = columns_of(token.doc), token.i
    near = range(low, min(high, len(columns.head)))
    return [columns.tokens[j] for j in near if columns.head[j] == i and j != i]


def _completes(verb: Token) -> bool:
    """Whether an infinitive completes the verb above it: "decided to meet"."""
    marked = any(c.lower_ == "to" and c.dep_ == "aux" for c in _children(verb, left=True))
    return marked and verb.dep_ in {"xcomp", "ccomp"} and verb.head.pos_ == "VERB"


def _clause(verb: Token) -> list[Token]:
    """A verb with its subject, auxiliaries, particles, objects and what is reported."""
    children = _children(verb)
    relative = [c for c in children if c.dep_ in SUBJECT and c.tag_ in RELATIVE_PRONOUN]
    tokens = _core(verb, [c for c in children if c not in relative])
    tokens += [c for c in children if c.tag_ == "RP"]
    if relative or not any(c.dep_ in SUBJECT for c in children):
        tokens += _subject(verb)
    if any(c.dep_ in OBJECT for c in children):
        return tokens
    for child in children:
        if child.i < verb.i or child.tag_ == "RP":
            continue
        if child.dep_ in {"xcomp", "ccomp"}:
            tokens += [t for t in _core(child, _children(child)) if t.i > verb.i]
        elif child.dep_ in {"prep", "agent"}:
            inner = _children(child, right=True)[:1]
            return [*tokens, child, *chain.from_iterable(_noun_phrase(c) for c in inner)]
    return tokens


def _core(verb: Token, children: list[Token]) -> list[Token]:
    """A verb with those of its children that are auxiliaries, particles, subject and object."""
    tokens = [verb]
    for child in children:
        if child.dep_ in SUBJECT | OBJECT:
            tokens += _noun_phrase(child)
        elif child.dep_ in AUXILIARY | {"neg", "prt"}:
            tokens.append(child)
    return tokens


def _subject(verb: Token) -> list[Token]:
    """The subject that a verb shares with another, or the noun that it describes."""
    if verb.dep_ in {"acl", "relcl"} and verb.head.pos_ in NOUNS:
        return _noun_phrase(verb.head)
    if verb.dep_ in {"conj", "xcomp", "advcl"}:
        subjects = (c for c in _children(verb.head, left=True) if c.dep_ in SUBJECT)
        return list(chain.from_iterable(_noun_phrase(s) for s in subjects))
    return []


def _noun_phrase(noun: Token) -> list[Token]:
    """A noun with its names and modifiers, and what stands behind "of", "between", "with"."""
    tokens = [noun]
    for child in _children(noun, left=True):
        if child.dep_ in MODIFIER:
            tokens += _in_full(child)
    for child in _children(noun, right=True):
        if child.dep_ == "prep" and child.lower_ in {"of", "between", "with", "from"}:
            for inner in _children(child, right=True)[:1]:
                tokens += [child, inner]
                for part in _children(inner):
                    tokens += _in_full(part) if part.dep_ in MODIFIER | {"cc", "conj"} else []
    return tokens


def _in_full(token: Token) -> list[Token]:
    """A modifier with what belongs to it ("full-scale", "$100 billion"), where that is short."""
    low, high = token.left_edge.i, token.right_edge.i + 1
    return list(token.doc[low:high]) if high - low <= SHORT else [token]
