"""The questions that coding asks of a unit, with their labels and rules, by the codebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """A question about a unit: the field it fills, and the labels with their rules in one line each.

    A step without labels is answered by an actor. ``needs``: a field and the labels of it that lead here.
    """

    field: str
    question: str
    labels: Mapping[str, str]
    needs: tuple[str, tuple[str, ...]] | None = None


VOICE_OF_WORDS = {
    "quoted": "the actor's own words, between marks",
    "paraphrased": "the article reports what the actor said, wanted or did",
    "asserted": "the author claims it without a report, or speaks for themself",
}
STEPS: dict[str, tuple[Step, ...]] = {
    "targets": (
        Step(
            "polarity",
            "How does the sentence as a whole make the marked actor look?",
            {
                "negative": "criticism, blame, failure, weakness, cruelty, deceit or ridicule of the actor",
                "neutral": "mere report, also of hard talk; loss or bad luck without judgement of conduct",
                "positive": "praise, competence, courage, success as merit",
            },
        ),
        Step(
            "voice",
            "Whose judgement or report is it?",
            {
                "author": "the author's of the article",
                "quoted": "somebody's whose words stand between marks",
                "paraphrased": "somebody's whom the article reports without marks",
            },
        ),
        Step("holder", "Who is quoted or reported?", {}, ("voice", ("quoted", "paraphrased"))),
    ),
    "quotes": (
        Step(
            "kind",
            "What kind of quotation is marked?",
            {
                "direct": "a clause or sentence that somebody said or wrote",
                "partial": "some quoted words inside the author's sentence, attributable to somebody",
                "scare": "distance, irony, a term, a so-called; nobody in particular is quoted",
                "title": "of a work, a document, an article",
            },
        ),
        Step("speaker", "Whose words are they?", {}, ("kind", ("direct", "partial"))),
    ),
    "positions": (
        Step(
            "position",
            "Does anybody in the sentence stand for or against this?",
            {
                "support": "somebody is for the proposition",
                "oppose": "somebody is against the proposition",
                "mixed": "somebody is for a part of it, or for it with a reservation",
            },
        ),
        Step("actor", "Who?", {}),
        Step("voice", "In which voice does the text give it?", VOICE_OF_WORDS),
        Step(
            "act",
            "What does the actor do with it?",
            {
                "demand": "asks that others do it",
                "offer": "puts something on the table",
                "accept": "agrees to what another asked or offered",
                "reject": "refuses what another asked or offered",
                "concede": "gives up what was held before",
                "threaten": "announces harm if it is not so done",
                "promise": "commits to doing it",
                "blame": "makes somebody responsible",
                "propose": "suggests it for others to take up",
                "state": "says where it stands, no more",
            },
        ),
    ),
}
"""The questions of each layer in their order, by the codebook."""
NOTHING = {
    "targets": "the mark does not mean this actor",
    "quotes": "this is no quotation",
    "positions": "nobody takes a position on it here: it is only discussed, denied or supposed",
}
"""What it means to code a unit as nothing."""
