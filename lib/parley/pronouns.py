"""Pronouns with a clear antecedent; every other pronoun is left unresolved.

Rules, not a neural model: an antecedent must agree in gender and number, stand in the same or one of
the two sentences before, in the same paragraph, on the same side of any quotation marks; and it must be
the only such actor, or the subject where the others are not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from parley.names import NOMINATIVE, Mention
from parley.registry import Registry
from parley.sentences import BREAK, Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FORMS = {
    "he": "he", "him": "he", "his": "he", 
    "she": "she", "her": "she", "hers": "she", 
    "it": "it", "its": "it", 
    "they": "they", "them": "they", "their": "they", 
}  # fmt: skip
WINDOW = 2
EXPLETIVE = {"be", "seem", "appear", "take", "remain", "become", "make", "mean", "matter", "turn"}


def resolve_pronouns(reading: Reading, named: list[Mention], registry: Registry) -> list[Mention]:
    """Return the pronouns whose antecedent is clear, as mentions of the antecedent's actor.

    ``confidence`` is .9 where only one actor agrees, .7 where one of several is the subject of the same
    sentence, .6 where it is the subject of the sentence before.
    """
    doc = reading.parse
    sentence_of = _numbers(doc)
    paragraph_of = _paragraphs(doc)
    quoted = _inside_quotes(doc)
    known = sorted(named, key=lambda m: m.start)
    resolved: list[Mention] = []
    for token in doc:
        form = FORMS.get(token.lower_)
        if form is None or token.pos_ not in {"PRON", "DET"} or _expletive(token, form):
            continue
        window = [
            m
            for m in [*known, *resolved]
            if m.end <= token.i
            and paragraph_of[m.start] == paragraph_of[token.i]
            and sentence_of[token.i] - sentence_of[m.start] <= (WINDOW if form in {"he", "she"} else 1)
            and quoted[m.start] == quoted[token.i]
            and _agrees(m, form, doc)
        ]
        if choice := _choose(token, window, doc, sentence_of):
            antecedent, confidence, rule = choice
            resolved.append(
                replace(antecedent, start=token.i, end=token.i + 1, kind="pronoun", rule=rule,
                        confidence=round(min(confidence, antecedent.confidence), 2))
            )  # fmt: skip
    return resolved


def _numbers(doc: Doc) -> list[int]:
    numbers, current = [], -1
    for token in doc:
        current += bool(token.is_sent_start)
        numbers.append(current)
    return numbers


def _paragraphs(doc: Doc) -> list[int]:
    numbers, current = [], 0
    for token in doc:
        numbers.append(current)
        current += token.is_space and BREAK in token.text
    return numbers


def _inside_quotes(doc: Doc) -> list[int]:
    """For each token the number of the quotation it is in, 0 outside; paragraphs end quotations."""
    inside, current, count = [], 0, 0
    for token in doc:
        if token.is_space and BREAK in token.text:
            current = 0
        elif token.text in {"“", "«"} or (token.text == '"' and not current):
            count += 1
            current = count
        elif token.text in {"”", "»", '"'}:
            current = 0
        inside.append(current)
    return inside


def _expletive(token: Token, form: str) -> bool:
    """Whether "it" only fills the place of a subject ("it is clear that")."""
    if form != "it" or token.lower_ == "its":
        return False
    if token.dep_ not in NOMINATIVE:
        return True
    return token.head.lemma_ in EXPLETIVE or token.head.pos_ in {"AUX", "ADJ"}


def _agrees(mention: Mention, form: str, doc: Doc) -> bool:
    if form in {"he", "she"}:
        return mention.type == "person" and mention.gender in {form, ""}
    plural = mention.kind == "nominal" and doc[mention.end - 1].tag_ in {"NNS", "NNPS"}
    if form == "they":
        return plural or mention.gender == "they"
    return mention.type in {"country", "organisation"} and not plural


def _choose(
    token: Token, window: list[Mention], doc: Doc, sentence_of: list[int]
) -> tuple[Mention, float, str] | None:
    """The antecedent, how sure it is, and why; None where the text does not decide."""
    here = sentence_of[token.i]
    actors = {m.actor for m in window}
    if not actors:
        return None
    last = {m.actor: m for m in window}
    animate = FORMS[token.lower_] in {"he", "she"}
    if len(actors) == 1 and (animate or _is_subject(window[-1], doc)):
        return window[-1], 0.9 if animate else 0.7, "only actor that agrees"
    for distance, confidence, rule in (
        (0, 0.7, "subject of the sentence"),
        (1, 0.6, "subject before"),
    ):
        subjects = [m for m in window if sentence_of[m.start] == here - distance and _is_subject(m, doc)]
        names = list(dict.fromkeys(m.actor for m in subjects))
        if distance == 1 and not (token.dep_ in NOMINATIVE or token.dep_ == "poss"):
            continue
        if len(names) == 1 and _may_corefer(token, last[names[0]], doc):
            return subjects[-1], confidence if animate else confidence - 0.1, rule
        if len(names) > 1:
            return None
    return None


def _is_subject(mention: Mention, doc: Doc) -> bool:
    root = doc[mention.start : mention.end].root
    while root.dep_ in {"poss", "compound"} and root.head.i < mention.end + 3 and root.dep_ == "compound":
        root = root.head
    return root.dep_ in NOMINATIVE


def _may_corefer(token: Token, mention: Mention, doc: Doc) -> bool:
    """An object pronoun does not mean the subject of its own verb ("Lee told him")."""
    if token.dep_ not in {"dobj", "dative", "iobj"}:
        return True
    return doc[mention.start : mention.end].root.head != token.head
