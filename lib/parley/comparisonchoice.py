"""The choice of a comparison: what can be compared, and which two are meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from parley.material import Choices, Control, Material
from parley.measures import MEASURES, WHOLE, unfit
from parley.stance import LEAST

KINDS = {"actors": "actor", "outlets": "outlet", "articles": "article", "voices": "voice"}
VOICES = ("author", "others", "quoted", "reported")
MOST_ACTORS = 60
"""Actors that can be chosen: those with most mentions."""
NOTHING = "nothing to compare"
SIDES = ("first", "second")


@lru_cache(maxsize=4)
def _options(material: Material) -> dict[str, list[str]]:
    """What can be compared, by kind: actors by their mentions, the rest as they come."""
    corpus = material.corpus
    counts = corpus.mentions["actor"].value_counts()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    often = [str(name) for name, count in ranked if count >= LEAST]
    actors = often if len(often) > 1 else [str(name) for name, _ in ranked]
    outlets = sorted(set(corpus.documents["outlet"]) - {""})
    found = [actors[:MOST_ACTORS], outlets, list(corpus.documents["doc"]), list(VOICES)]
    return dict(zip(KINDS.values(), found if len(corpus.sentences) else [[]] * 4, strict=True))


def controls(material: Material) -> Sequence[Control]:
    """Return what can be chosen: what is compared, both sides, the measure, a target.

    Examples
    --------
    >>> from parley import bundled, code
    >>> [control.name for control in controls(Material(code(bundled("seeds"))))]
    ['what', 'first', 'second', 'measure', 'target']
    """
    options = _options(material)
    sides = [f"{kind}: {name}" for kind, names in options.items() for name in names] or [NOTHING]
    what = next((w for w, kind in KINDS.items() if len(options[kind]) > 1), "actors")
    pair = [side for side in sides if side.startswith(f"{KINDS[what]}: ")][:2]
    first, second = pair if len(pair) == 2 else (sides[0], sides[-1])
    return [
        Control("what", "Compare", "choice", tuple(KINDS), what),
        Control("first", "First", "choice", sides, first),
        Control("second", "Second", "choice", sides, second),
        Control("measure", "Measure", "choice", tuple(MEASURES), next(iter(MEASURES))),
        Control("target", "Target", "choice", (WHOLE, *options["actor"]), WHOLE),
    ]


@dataclass(frozen=True)
class Pair:
    """Two sides and the measure, as chosen. A class, since results are kept by it."""

    by: str
    first: str
    second: str
    measure: str
    target: str

    def options(self) -> dict[str, Any]:
        """Measure and target as `parley.measures.units` takes them."""
        return {"measure": self.measure, "target": self.target}


def choose(material: Material, choices: Choices) -> tuple[Pair | None, str]:
    """Return the two sides that are meant, and what is to be said about the choice.

    Where both sides are of one kind, but another is to be compared, the first two of that are taken.

    Returns
    -------
    tuple
        The pair, None where the choice makes none; and a sentence, empty where nothing is to be said.

    Examples
    --------
    >>> from parley import bundled, code
    >>> material = Material(code(bundled("seeds")))
    >>> chosen = {control.name: control.default for control in controls(material)}
    >>> choose(material, chosen | {"what": "voices"})[0].second
    'others'
    """
    kind, said = KINDS[str(choices["what"])], ""
    measure, target = str(choices["measure"]), str(choices["target"])
    (one, _, first), (other, _, second) = (str(choices[side]).partition(": ") for side in SIDES)
    if NOTHING in (one, other):
        return None, "These articles have no sentences to compare."
    if one != other:
        return None, f"First is {_a(one)}, second {_a(other)}: choose two of one kind."
    if one != kind:
        names = _options(material)[kind]
        if len(names) < 2:
            return None, f"These articles do not have two {choices['what']} to compare."
        first, second = names[:2]
        said = f"First and second are {one}s; shown are the first two {choices['what']} of the list."
    pair = Pair(kind, first, second, measure, target if kind != "actor" else WHOLE)
    if why := unfit(kind, first, second, measure, target):
        return None, why
    if kind == "actor" and target != WHOLE:
        said += " The target is not used where actors are compared."
    return pair, said.strip()


def _a(kind: str) -> str:
    return f"{'a' if kind == 'voice' else 'an'} {kind}"
