"""Reported speech by syntax: cue, source and reported content, with or without quotation marks.

An attribution is what PARC 3 and PolNeAR (Newell et al. 2018) call one: a source, a cue and a content.
Rules over the dependency parse; the verbs, nouns and adjectives of saying are the lexicon ``cues``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parley.columns import columns_of
from parley.marks import MARKS
from parley.registry import Registry

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SHADES = ("neutral", "claiming", "conceding", "attacking", "denying")
COMPLEMENTS = {"ccomp", "xcomp", "parataxis"}
VERBS = {"VBD", "VBZ", "VBP", "MD"}
RELATIVES = {"who", "which", "that", "whom"}
OPEN_CLAUSES = {"advcl", "xcomp", "pcomp", "acl", "ccomp"}
ADJUNCTS_AFTER = {
    "prep",
    "npadvmod",
    "advmod",
    "oprd",
    "attr",
    "acomp",
    "dobj",
    "pobj",
    "dep",
    "relcl",
    "acl",
}


@dataclass(frozen=True)
class Attribution:
    """Who is reported to have said what, as tokens of the parse.

    Attributes
    ----------
    cue
        The reporting words: first token and the one after the last.
    head
        The verb, noun, adjective or preposition that reports.
    source
        Head of the phrase that names the source; None where the text names none.
    content
        The reported words, in one stretch or in two around the cue.
    rule
        The construction.
    """

    cue: tuple[int, int]
    head: int
    source: int | None
    content: tuple[tuple[int, int], ...]
    rule: str


def find_attributions(doc: Doc, registry: Registry, inside: Sequence[int]) -> list[Attribution]:
    """Return every attribution that the syntax shows, in the order of their cues.

    Parameters
    ----------
    doc
        The parse.
    registry
        Its lexicon ``cues``.
    inside
        For each token the number of the outermost quotation it is in, 0 outside. What is reported within
        a quotation stays within it.
    """
    return [
        attribution
        for token in _reporting(doc, registry)
        for attribution in _of_token(token, registry)
        if _same_level(attribution, inside)
    ]


def _reporting(doc: Doc, registry: Registry) -> Iterator[Token]:
    """The tokens that may report, as far as their part of speech and their word tell."""
    columns = columns_of(doc)
    verbs = set().union(*(registry.words("cues", key) for key in (*SHADES, "thought")))
    nouns, adjectives = registry.words("cues", "nouns"), registry.words("cues", "adjectives")
    for i, pos in enumerate(columns.pos):
        verb = pos in {"VERB", "AUX"} and columns.lemma[i] in verbs
        noun = pos == "NOUN" and columns.lemma[i] in nouns
        adjective = pos == "ADJ" and columns.lower[i] in adjectives
        if verb or noun or adjective or columns.lower[i] in ("according", "words"):
            yield columns.tokens[i]


def _same_level(attribution: Attribution, inside: Sequence[int]) -> bool:
    level = inside[attribution.head]
    if attribution.source is not None and inside[attribution.source] != level:
        return False
    return not level or all(inside[i] == level for low, high in attribution.content for i in range(low, high))


def _of_token(token: Token, registry: Registry) -> Iterator[Attribution]:
    if token.lower_ == "according":
        yield from _according(token, "to")
    elif token.lower_ == "words":
        yield from _according(token, "of")
    elif token.pos_ in {"VERB", "AUX"}:
        yield from _verb(token, registry)
    elif token.pos_ == "NOUN" and token.lemma_.lower() in registry.words("cues", "nouns"):
        yield from _noun(token, registry)
    elif token.pos_ == "ADJ" and token.lower_ in registry.words("cues", "adjectives"):
        yield from _adjective(token)


def is_cue(token: Token, registry: Registry) -> bool:
    """Whether a token is a verb of saying."""
    return token.pos_ in {"VERB", "AUX"} and bool(shade_of(token.lemma_, registry))


def shade_of(lemma: str, registry: Registry) -> str:
    """Return the shade of a cue verb by the lexicon, ``""`` for what is none.

    Examples
    --------
    >>> from parley.registry import read_registry
    >>> shade_of("deny", read_registry())
    'denying'
    """
    lemma = lemma.lower()
    return next((shade for shade in reversed(SHADES) if lemma in registry.words("cues", shade)), "")


def source_of(verb: Token, depth: int = 4) -> Token | None:
    """Return who does what a verb says: its subject, also where that stands with another verb.

    The agent of a passive; the subject of the verb that governs a participle or an infinitive; the noun
    that a relative clause describes.
    """
    children = list(verb.children)
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in children)
    if passive or _is_bare_participle(verb):
        agents = [g for c in children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
        return agents[0] if agents else None
    for child in children:
        if child.dep_ == "nsubj" and (subject := _past_dateline(child)) is not None:
            return _antecedent(subject, verb)
    if any(c.dep_ == "expl" for c in children) or not depth or verb.head.i == verb.i:
        return None
    if verb.dep_ in {"conj", "aux"} and verb.head.pos_ in {"VERB", "AUX"}:
        shared = source_of(verb.head, depth - 1)
        outer = verb.head.head if verb.head.dep_ == "ccomp" else None
        if (
            outer is not None
            and outer.pos_ == "VERB"
            and (shared is None or shared.lower_ in {"it", "there"})
        ):
            return source_of(outer, depth - 1)  # "told us it had been hard and admitted ..."
        return shared
    if verb.dep_ in {"acl", "relcl"} and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return verb.head
    if (
        verb.dep_ == "pcomp"
        and verb.head.lower_ in {"for", "as"}
        and (judged := _judged(verb.head.head)) is not None
    ):
        return judged
    finite = verb.tag_ in {"VBD", "VBZ", "VBP"} and not any(c.lower_ == "to" for c in children)
    if verb.dep_ in OPEN_CLAUSES and not finite:
        head = verb.head
        while head.dep_ in {"prep", "pcomp", "pobj"} and head.head.i != head.i:
            head = head.head
        if head.pos_ in {"VERB", "AUX"}:
            raised = next((c for c in head.children if c.dep_ == "nsubjpass"), None)
            if raised is not None and verb.dep_ in {"xcomp", "pcomp"}:
                return _antecedent(raised, head)  # "Lee was quoted as saying", "is said to have warned"
            return source_of(head, depth - 1)
        if head.pos_ == "NOUN" and verb.tag_ == "VBG":
            return head
    return None


def _is_bare_participle(token: Token) -> bool:
    """ "Asked about it, Lee said ...": a participle that tells what was done to the subject."""
    helped = any(c.dep_ in {"aux", "nsubj"} for c in token.children)
    return token.tag_ == "VBN" and token.dep_ == "advcl" and not helped


def _past_dateline(subject: Token) -> Token | None:
    """The subject itself, or what the parser set beside it where it is a dateline: "PARIS, June 3 - Lee"."""
    doc, i = subject.doc, subject.left_edge.i
    opens = i == 0 or doc[i - 1].is_space
    if not (opens and subject.is_upper and len(subject.text) > 2):
        return subject
    dash = next((t.i for t in doc[i : min(i + 12, subject.sent.end)] if t.text in {"—", "–", "-", "--"}), -1)
    if dash < 0:
        return subject
    return next((t for t in subject.subtree if t.i > dash and t.dep_ == "appos"), None)


def _judged(verb: Token) -> Token | None:
    """Who is meant by "for saying" and "as saying": the one that is criticised for it, or quoted."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    return next((c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}), None)


def _antecedent(subject: Token, verb: Token) -> Token | None:
    if subject.lower_ not in RELATIVES or subject.tag_ not in {"WP", "WDT", "IN", "WP$"}:
        return subject
    clause: Token = verb
    while clause.dep_ in {"conj", "xcomp", "ccomp"} and clause.head.i != clause.i:
        clause = clause.head
    return clause.head if clause.dep_ in {"relcl", "acl"} else None


def cue_span(verb: Token) -> tuple[int, int]:
    """Return the reporting words: the verb with its auxiliaries and the adverbs between."""
    parts = [c.i for c in verb.children if c.dep_ in {"aux", "auxpass", "neg"} and c.i < verb.i]
    low = min([verb.i, *(i for i in parts if verb.i - i <= 4)])
    if verb.tag_ in {"VB"} and low < verb.i and verb.doc[low].lower_ == "to":
        low = verb.i
    particles = [c.i for c in verb.children if c.dep_ == "prt" and c.i == verb.i + 1]
    return low, max([verb.i, *particles]) + 1


def is_denied(verb: Token) -> bool:
    """Whether nothing is reported as said: "did not say", "would not comment", "if she says"."""
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    negated = any(c.dep_ == "neg" for c in verb.children)
    supposed = any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"} for c in verb.children)
    declined = verb.dep_ == "xcomp" and verb.head.lemma_ in {"decline", "refuse"}
    irreal = bool(helpers & {"could", "might", "should", "may", "can", "would", "will", "'ll", "’ll", "must"})
    question = verb.dep_ == "ROOT" and verb.sent.text.rstrip("”\"'’ ").endswith("?")
    return negated or supposed or declined or irreal or question


def _verb(verb: Token, registry: Registry) -> Iterator[Attribution]:
    lemma = verb.lemma_.lower()
    shade = shade_of(lemma, registry)
    thinks = lemma in registry.words("cues", "thought")
    if not (shade or thinks) or is_denied(verb):
        return
    source = source_of(verb)
    doubtful = registry.words("cues", "things") | registry.words("cues", "weak")
    put_it = lemma == "put" and any(c.dep_ == "dobj" and c.lower_ == "it" for c in verb.children)
    if _as_clause(verb) and lemma in doubtful and not put_it:
        return
    if _as_clause(verb):
        yield from _parenthesis(verb, source, verb.head, "as X says")
        return
    complement = _complement(verb, lemma, registry, clause_only=thinks and not shade)
    if complement is not None and complement.i < verb.i and _is_bare_participle(complement):
        complement = None
    weak = lemma in registry.words("cues", "weak")
    if complement is not None:
        before = complement.i < verb.i
        plain = not (before or _marked(complement) or complement.dep_ == "xcomp")
        if plain and (weak or (thinks and source is None)):
            return
        rule = "infinitive" if _is_infinitive(complement) else "clause"
        yield from (
            _parenthesis(verb, source, complement, "cue after")
            if before
            else _following(verb, source, complement, rule)
        )
    elif shade and verb.dep_ == "parataxis" and verb.head.i != verb.i:
        yield from _parenthesis(verb, source, verb.head, "cue between")
    elif shade and not weak:
        yield from _by_order(verb, source)
    if lemma in registry.words("cues", "naming") and source is not None:
        yield from _named_as(verb, source)


def _as_clause(verb: Token) -> bool:
    """ "As X said", and not "as long as" or "as if"."""
    marks = [c for c in verb.children if c.dep_ in {"mark", "advmod"} and c.lower_ == "as"]
    plain = bool(marks) and (
        marks[0].i == 0 or verb.doc[marks[0].i - 1].lower_ not in {"long", "soon", "well", "far", "much"}
    )
    return (
        verb.dep_ == "advcl"
        and plain
        and verb.doc[marks[0].i + 1].lower_ not in {"if", "though", "long", "soon", "well"}
    )


def _marked(clause: Token) -> bool:
    return any(
        c.dep_ in {"mark", "advmod", "nsubj", "dobj", "attr"} and c.lower_ in _OPENERS
        for c in clause.children
    )


_OPENERS = {"that", "whether", "if", "how", "why", "what", "who", "when", "where"}


def _is_infinitive(clause: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)


def _complement(verb: Token, lemma: str, registry: Registry, *, clause_only: bool) -> Token | None:
    """The clause or infinitive that a verb of saying has as its object."""
    for child in verb.children:
        if child.dep_ not in COMPLEMENTS or child.pos_ not in {
            "VERB",
            "AUX",
            "ADJ",
            "NOUN",
            "PROPN",
            "PRON",
            "ADV",
            "NUM",
        }:
            continue
        if _is_infinitive(child):
            if lemma in registry.words("cues", "infinitive") and not clause_only:
                return child
        elif child.tag_ == "VBG" and child.dep_ == "xcomp":
            continue
        elif child.dep_ == "ccomp" or (child.dep_ == "parataxis" and child.i < verb.i):
            return child
    return None if clause_only else _beside_document(verb, registry)


def _beside_document(verb: Token, registry: Registry) -> Token | None:
    """ "said in a statement that ...": the clause, which the parser hangs on the statement."""
    for noun in (g for c in verb.children if c.dep_ == "prep" and c.i > verb.i for g in c.children):
        if noun.dep_ == "pobj" and noun.lemma_.lower() in registry.words("sources", "document"):
            for clause in noun.children:
                if clause.dep_ in {"acl", "relcl"} and any(
                    g.dep_ == "mark" and g.lower_ == "that" for g in clause.children
                ):
                    return clause
    return None


def _trim(doc: Doc, low: int, high: int) -> tuple[int, int]:
    """A stretch without white space, commas and loose marks at its ends."""
    while low < high and (
        doc[low].is_space or doc[low].text in {",", ":", ";", "—", "–", "-", ".", "…"} | MARKS
    ):
        low += 1
    while high > low and (
        doc[high - 1].is_space or doc[high - 1].text in {",", ":", ";", "—", "–", "-", "."}
    ):
        high -= 1
    return low, high


def _pieces(doc: Doc, *stretches: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    trimmed = (_trim(doc, low, high) for low, high in stretches if low < high)
    return tuple((a, b) for a, b in trimmed if any(t.is_alpha or t.like_num for t in doc[a:b]))


def _following(verb: Token, source: Token | None, clause: Token, rule: str) -> Iterator[Attribution]:
    """ "X said that ...": the content is the clause after the cue, up to what no longer belongs to it."""
    doc = verb.doc
    low = clause.left_edge.i
    if rule == "infinitive":
        starts = [c.i for c in clause.children if c.dep_ in {"aux", "neg"} and c.i < clause.i]
        low = min(starts, default=low)
    low = max(low, verb.i + 1)
    if doc[low].lower_ == "that" and doc[low].dep_ in {"mark", "det"}:
        low += 1
    high = _right_end(verb, clause)
    content = _pieces(doc, (low, _without_aside(doc, low, clause.i, high)))
    if content:
        yield Attribution(cue_span(verb), verb.i, _i(source), content, rule)


ASIDES = {"although", "though", "despite", "whereas"}


def _without_aside(doc: Doc, low: int, verb: int, high: int) -> int:
    """Where the author's remark on the content begins, after its verb: ", despite ...", " — a shift ..." """
    dashes = [i for i in range(low + 3, high - 1) if doc[i].text in {"—", "–", "--"}]
    if len(dashes) == 1:
        high = dashes[0]
    for i in range(low + 2, high - 1):
        if doc[i].lower_ == "despite" and i > verb:
            return i
        if doc[i].text != ",":
            continue
        first = i + 1
        while first < high - 1 and (doc[first].text in MARKS or doc[first].pos_ == "ADV"):
            first += 1
        token = doc[first]
        opens = i > verb and (token.lower_ in ASIDES or doc[i + 1].lower_ == "even")
        participle = token.tag_ == "VBG" and token.dep_ in {"advcl", "acl"} and token.right_edge.i >= high - 3
        if opens or participle:
            return i
    return high


def _right_end(verb: Token, clause: Token) -> int:
    """Where the content after a cue ends: with the clause and with what the parser put beside it."""
    doc = verb.doc
    high = clause.right_edge.i + 1
    for child in verb.children:
        if child.i < high:
            continue
        apart = doc[child.left_edge.i - 1].text in {",", ";", "—", "–"}
        finite = child.dep_ == "advcl" and not apart
        if finite or (child.dep_ in ADJUNCTS_AFTER and not apart):
            high = child.right_edge.i + 1
        elif child.dep_ != "punct":
            break
    return high


def _parenthesis(verb: Token, source: Token | None, clause: Token, rule: str) -> Iterator[Attribution]:
    """ "..., said X" and "..., said X, ...": the content stands before the cue, or around it."""
    doc = verb.doc
    hole_low, hole_high = _hole(verb, source)
    start, end = clause.sent.start, clause.sent.end
    if clause.dep_ in {"conj", "advcl", "relcl", "acl"} and rule != "cue after":
        start, end = clause.left_edge.i, max(clause.right_edge.i + 1, hole_high)
    elif verb.dep_ == "conj":
        start = max(start, min(clause.left_edge.i, hole_low))
    if rule != "as X says" and start < hole_low and not _set_apart(doc, hole_low):
        return
    before = (start, hole_low)
    after = (hole_high, max(end, hole_high)) if clause.right_edge.i >= hole_high else (0, 0)
    content = _pieces(doc, before, after) if start < hole_low else _pieces(doc, (hole_high, end))
    if content:
        yield Attribution(cue_span(verb), verb.i, _i(source), content, rule)


def _set_apart(doc: Doc, at: int) -> bool:
    """Whether a mark of punctuation stands right before a token."""
    while at > 0 and doc[at - 1].is_space:
        at -= 1
    mark = doc[at - 1] if at > 0 else None
    return mark is not None and mark.text != ";" and (mark.is_punct or mark.text in MARKS | {"-", "--"})


def _hole(verb: Token, source: Token | None) -> tuple[int, int]:
    """The words of the attribution itself: cue, source and what describes the source."""
    doc = verb.doc
    low, high = cue_span(verb)
    near = source is not None and abs(source.i - verb.i) < 25 and source.sent == verb.sent
    if source is not None and near and not verb.is_ancestor(source) and source.i > verb.i:
        near = False
    if source is not None and near and verb.is_ancestor(source):
        low, high = min(low, source.left_edge.i), max(high, source.right_edge.i + 1)
    for child in verb.children:
        if child.dep_ in {"mark", "advmod", "npadvmod", "prep", "dobj", "dative"}:
            if low - 2 <= child.left_edge.i < low and child.right_edge.i < verb.i:
                low = child.left_edge.i
            elif child.i > verb.i and child.left_edge.i <= high and child.right_edge.i - high < 12:
                high = max(high, child.right_edge.i + 1)
    end = verb.sent.end
    while (
        high < end
        and doc[high].text not in {",", ";", "—", "–", ":"}
        and doc[high].text not in MARKS
        and not doc[high].is_space
        and doc[high].text != "."
    ):
        if high - verb.i > 40:
            break
        high += 1
    return low, high


def _by_order(verb: Token, source: Token | None) -> Iterator[Attribution]:
    """A verb of saying whose complement the parser lost: what the order of words shows."""
    doc = verb.doc
    following = doc[verb.i + 1] if verb.i + 1 < len(doc) else None
    if following is not None and following.lower_ == "that" and verb.i + 3 < verb.sent.end:
        end = next((t.i for t in doc[verb.i + 2 : verb.sent.end] if t.text == ";"), verb.sent.end)
        content = _pieces(doc, (verb.i + 2, end))
        if content:
            yield Attribution(cue_span(verb), verb.i, _i(source), content, "that")
        return
    if (
        source is None
        or verb.dep_ == "conj"
        or not verb.is_ancestor(source)
        or verb.lemma_ not in {"say", "add", "note"}
    ):
        return
    low = min(verb.i, source.left_edge.i)
    first = doc[verb.sent.start]
    if low > first.i + 3 and doc[low - 1].text == "," and not _is_bare_participle(first):
        yield from _parenthesis(verb, source, first, "cue after")


def _according(token: Token, joint: str) -> Iterator[Attribution]:
    """ "according to X", "in the words of X" """
    doc = token.doc
    low = token.i if joint == "to" else max(token.i - 2, 0)
    to = next((c for c in token.children if c.lower_ == joint), None)
    source = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if to is None or source is None or (joint == "of" and doc[low : token.i].text.lower() != "in the"):
        return
    high = source.right_edge.i + 1
    joined = doc[source.i - 1]
    follows = doc[high] if high < len(doc) else None
    if joined.dep_ == "compound" and joined.tag_ == "NNP" and follows is not None and follows.tag_ in VERBS:
        source, high = joined, source.i  # "According to Reuters Lee has left": two names, no comma
    governor = token.head
    while governor.pos_ not in {"VERB", "AUX"} and governor.dep_ != "ROOT":
        governor = governor.head
    sent = token.sent
    start, end = sent.start, sent.end
    if governor.dep_ in {"conj", "ccomp", "relcl"} and governor.left_edge.i < low:
        start = governor.left_edge.i
        end = max(governor.right_edge.i + 1, high)
    content = _pieces(doc, (start, low), (high, end))
    if content:
        yield Attribution((low, to.i + 1), low, source.i, content, "according to")


def _noun(noun: Token, registry: Registry) -> Iterator[Attribution]:
    """ "her claim that ...", "a pledge by the bank to ...", "repeated the warning that ..." """
    doc = noun.doc
    clause = next(
        (
            c
            for c in noun.children
            if c.i > noun.i and c.dep_ in {"acl", "ccomp", "relcl"}
            and (_is_infinitive(c) or any(g.dep_ == "mark" and g.lower_ == "that" for g in c.children))
        ),
        None,
    )  # fmt: skip
    if clause is None:
        return
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        by = [
            g
            for c in noun.children
            if c.dep_ in {"prep", "agent"} and c.lower_ in {"by", "from", "of"}
            for g in c.children
        ]
        owner = next((g for g in by if g.dep_ == "pobj"), None)
    if (
        owner is None
        and noun.dep_ in {"dobj", "attr"}
        and noun.head.lemma_ in registry.words("cues", "light")
    ):
        owner = source_of(noun.head)
    if owner is None:
        return
    low = clause.left_edge.i
    if doc[low].lower_ == "that":
        low += 1
    content = _pieces(doc, (max(low, noun.i + 1), clause.right_edge.i + 1))
    if content:
        yield Attribution((noun.i, noun.i + 1), noun.i, owner.i, content, "noun")


def _adjective(token: Token) -> Iterator[Attribution]:
    """ "is adamant that ..." """
    verb = token.head
    beside = (*token.children, *verb.children)  # the parser hangs the clause on either
    clause = next((c for c in beside if c.dep_ == "ccomp" and c.i > token.i), None)
    if clause is None or verb.lemma_ != "be" or token.dep_ != "acomp" or is_denied(verb):
        return
    source = source_of(verb)
    low = clause.left_edge.i
    if token.doc[low].lower_ == "that":
        low += 1
    content = _pieces(token.doc, (low, clause.right_edge.i + 1))
    if content and source is not None and source.lower_ != "it":
        yield Attribution((verb.i, token.i + 1), token.i, source.i, content, "adjective")


def _named_as(verb: Token, source: Token) -> Iterator[Attribution]:
    """ "hailed the call as a sign that ..." : the content is what follows as, where it is a clause."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "as" and child.i > verb.i:
            low, high = child.i + 1, child.right_edge.i + 1
            if any(t.dep_ in {"acl", "relcl", "ccomp", "pcomp"} for t in verb.doc[low:high]):
                content = _pieces(verb.doc, (low, high))
                if content:
                    yield Attribution(cue_span(verb), verb.i, source.i, content, "named as")


def _i(token: Token | None) -> int | None:
    return None if token is None else token.i
