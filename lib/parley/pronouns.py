"""Pronouns with a clear antecedent; every other pronoun is left unresolved.

Rules, not a neural model: an antecedent must agree in gender and number, stand in the same or one of
the two sentences before, in the same paragraph (or right before, where the pronoun opens the next one), on
the same side of any quotation marks; and it must be the only such actor, or the subject where the others
are not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from parley.columns import columns_of
from parley.names import NOMINATIVE, Mention, modifies
from parley.registry import Registry
from parley.sentences import Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FORMS = {
    form: group
    for group, forms in {
        "he": ("he", "him", "his"),
        "she": ("she", "her", "hers"),
        "it": ("it", "its"),
        "they": ("they", "them", "their"),
    }.items()
    for form in forms
}
WINDOW = 2
DISTANCES = ((0, 0.7, "subject of the sentence"), (1, 0.6, "subject before"), (2, 0.5, "subject before"))


def resolve_pronouns(reading: Reading, named: list[Mention], registry: Registry) -> list[Mention]:
    """Return the pronouns whose antecedent is clear, as mentions of the antecedent's actor.

    ``confidence`` is .9 where only one actor agrees, .7 where one of several is the subject of the same
    sentence, .6 where it is the subject of the sentence before.
    """
    doc = reading.parse
    columns = columns_of(doc)
    sentence_of, paragraph_of = columns.sentence, columns.paragraph
    quoted = _inside_quotes(doc)
    known = sorted(named, key=lambda m: m.start)
    resolved: list[Mention] = []
    inside = {i for m in named for i in range(m.start, m.end)}
    for i, word in enumerate(columns.lower):
        form = FORMS.get(word)
        if form is None or i in inside or columns.pos[i] not in {"PRON", "DET"}:
            continue
        token = columns.tokens[i]
        if _expletive(token, form, registry):
            continue
        reach = WINDOW if form in {"he", "she"} else 1
        carried = form in {"he", "she"} and _opens_paragraph(token, sentence_of, paragraph_of)
        window = [
            m
            for m in [*known, *resolved]
            if m.end <= token.i
            and paragraph_of[token.i] - paragraph_of[m.start] <= carried
            and sentence_of[token.i] - sentence_of[m.start] <= reach
            and quoted[m.start] == quoted[token.i]
            and _agrees(m, form, doc)
        ]
        if choice := _joined(token, window, doc) or _choose(token, window, doc, sentence_of, registry):
            antecedent, confidence, rule = choice
            sure = round(min(confidence, antecedent.confidence), 2)
            resolved.append(
                replace(
                    antecedent, start=token.i, end=token.i + 1, kind="pronoun", rule=rule, confidence=sure
                )
            )
    return resolved


def _opens_paragraph(token: Token, sentence_of: list[int], paragraph_of: list[int]) -> bool:
    """Whether a pronoun is the subject, or its possessor, of a paragraph's first sentence."""
    first = token.sent.start
    before = next((i for i in range(first - 1, -1, -1) if not token.doc[i].is_space), None)
    opens = before is not None and paragraph_of[before] != paragraph_of[token.i]
    subject = token.dep_ in NOMINATIVE or (token.dep_ == "poss" and token.head.dep_ in NOMINATIVE)
    return opens and subject and not any(t.dep_ in NOMINATIVE for t in token.doc[first : token.i])


def _joined(token: Token, window: list[Mention], doc: Doc) -> tuple[Mention, float, str] | None:
    """ "Lee and his lawyers": the pronoun means what stands right before."""
    if token.dep_ != "poss" or token.i < 2 or doc[token.i - 1].lower_ not in {"and", "or"}:
        return None
    before = [m for m in window if m.end == token.i - 1]
    return (before[-1], 0.9, "joined to its antecedent") if before else None


def _inside_quotes(doc: Doc) -> list[int]:
    """For each token the number of the quotation it is in, 0 outside; paragraphs end quotations."""
    inside, current, count = [], 0, 0
    columns = columns_of(doc)
    for text, is_break in zip(columns.text, columns.is_break, strict=True):
        if is_break:
            current = 0
        elif text in {"“", "«"} or (text == '"' and not current):
            count += 1
            current = count
        elif text in {"”", "»", '"'}:
            current = 0
        inside.append(current)
    return inside


def _expletive(token: Token, form: str, registry: Registry) -> bool:
    """Whether "it" only fills the place of a subject ("it is clear that")."""
    if form != "it" or token.lower_ == "its":
        return False
    if token.dep_ not in NOMINATIVE:
        return True
    contracted = token.i + 1 < len(token.doc) and token.nbor().lower_ in {"'s", "’s"}
    return (
        contracted
        or token.head.lemma_ in registry.words("pronouns", "expletive")
        or token.head.pos_ in {"AUX", "ADJ"}
    )


def _agrees(mention: Mention, form: str, doc: Doc) -> bool:
    if form in {"he", "she"}:
        return mention.type == "person" and mention.gender in {form, ""}
    plural = mention.kind == "nominal" and doc[mention.end - 1].tag_ in {"NNS", "NNPS"}
    if form == "they":
        return plural or mention.gender == "they"
    return mention.type in {"country", "organisation"} and not plural


def _choose(
    token: Token, window: list[Mention], doc: Doc, sentence_of: list[int], registry: Registry
) -> tuple[Mention, float, str] | None:
    """The antecedent, how sure it is, and why; None where the text does not decide."""
    window = [m for m in window if _may_corefer(token, m, doc)]
    if not window:
        return None
    animate = FORMS[token.lower_] in {"he", "she"}
    less = 0.0 if animate else 0.1
    here = sentence_of[token.i]
    if _told(token, window, doc, here, sentence_of):
        return None
    if animate and len({m.actor for m in window}) == 1:
        return (
            None if _foreign_subject(window, doc, registry) else (window[-1], 0.9, "only actor that agrees")
        )
    for distance, confidence, rule in DISTANCES:
        part = [m for m in window if here - sentence_of[m.start] == distance]
        if distance and (token.dep_ not in {*NOMINATIVE, "poss"} or (not animate and _looks_ahead(token))):
            return None
        subjects = [m for m in part if is_subject(m, doc)]
        names = {m.actor for m in subjects}
        if len(names) == 1:
            nearer = [m for m in part if m.start > subjects[-1].end and m.actor not in names]
            nearer = [m for m in nearer if not modifies(doc[m.end - 1])]
            close = not animate and not (distance and token.dep_ in NOMINATIVE)
            unclear = nearer and (close or (token.dep_ == "poss" and token.head.dep_ in NOMINATIVE))
            return None if unclear else (subjects[-1], confidence - less, rule)
        if part:
            return None
    return None


def _looks_ahead(token: Token) -> bool:
    """Whether a pronoun in a clause before its main clause may mean what follows ("Though its ...")."""
    return any(t.dep_ == "advcl" and t.head.i > t.i for t in [token, *token.ancestors])


def _told(token: Token, window: list[Mention], doc: Doc, here: int, sentence_of: list[int]) -> bool:
    """Whether a pronoun in reported words may mean the one who tells or the one who is told."""
    if token.dep_ not in NOMINATIVE:
        return False
    verb = next((t for t in token.ancestors if t.dep_ == "ccomp"), None)
    head = verb.head if verb is not None else None
    if head is None or head.pos_ != "VERB":
        return False
    around = [m for m in window if sentence_of[m.start] == here]
    roots = [(m, doc[m.start : m.end].root) for m in around]
    tells = {m.actor for m, r in roots if r.head == head and r.dep_ in NOMINATIVE}
    told = {m.actor for m, r in roots if r.head == head and r.dep_ in {"dobj", "dative", "iobj"}}
    return bool(tells and told - tells)


def is_subject(mention: Mention, doc: Doc) -> bool:
    """Whether a mention is the subject of a clause, also as second of two subjects.

    A name that only possesses the subject ("Lee's lawyer") is none.
    """
    root = doc[mention.start : mention.end].root
    while root.dep_ == "conj" and root.head.pos_ in {"PROPN", "NOUN"}:
        root = root.head
    return root.dep_ in NOMINATIVE


def _foreign_subject(part: list[Mention], doc: Doc, registry: Registry) -> bool:
    """Whether somebody without a name is the subject where the actor is only an object or possessor."""
    if is_subject(part[-1], doc):
        return False
    root = doc[part[-1].start : part[-1].end].root
    while root.dep_ in {"poss", "compound", "conj", "pobj", "prep", "appos"}:
        root = root.head
    verb = root if root.pos_ in {"VERB", "AUX"} else root.head
    inside = {i for m in part for i in range(m.start, m.end)}
    subjects = [t for t in verb.children if t.dep_ in NOMINATIVE and t.i not in inside]
    return any(t.pos_ != "PROPN" and _is_person(t.lower_, registry) for t in subjects)


def _is_person(noun: str, registry: Registry) -> bool:
    endings = tuple(registry.words("pronouns", "person_endings"))
    return noun in registry.words("pronouns", "persons") or (len(noun) > 3 and noun.endswith(endings))


def _may_corefer(token: Token, mention: Mention, doc: Doc) -> bool:
    """An object pronoun does not mean the subject of its own verb ("Lee told him", "spoke to him")."""
    verb = token.head
    if token.dep_ == "pobj":
        while verb.dep_ in {"prep", "agent", "dative"}:
            verb = verb.head
    elif token.dep_ not in {"dobj", "dative", "iobj"}:
        return True
    root = doc[mention.start : mention.end].root
    return not (is_subject(mention, doc) and (root.head == verb or root.head.head == verb))
