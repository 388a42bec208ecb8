"""Material: what views show, and what a view is.

A view is two pure functions: ``controls(material)`` says what can be chosen, ``render(material, choices)``
gives HTML for what was chosen. `parley.widgets` wires it to controls; tests and reports call it directly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

import pandas as pd
from markupsafe import Markup

from parley import schema
from parley.corpus import Corpus
from parley.errors import ParleyError, bad_value
from parley.keptcard import kept_scorecard
from parley.ratings import COLUMNS
from parley.reference import Coding, read_coding
from parley.registry import Registry, read_registry
from parley.store import Store

Choice = str | bool
Choices = Mapping[str, Choice]
EVERY = "all"
"""The option that leaves nothing out."""


@dataclass(frozen=True, eq=False)
class Material:
    """A corpus with its registry and, where there is one, its reference coding.

    A class, because it keeps what is costly to compute: the scorecard.

    Attributes
    ----------
    corpus
        The corpus.
    registry
        Its actors, issues and word lists; the bundled ones by default.
    reference
        The folder of its codings; that of the bundled corpus by default. Where none of the articles is
        coded there, there is no scorecard.
    store
        Where the scorecard is kept by content; nowhere by default.
    """

    corpus: Corpus
    registry: Registry = field(default_factory=read_registry)
    reference: str | Path | None = None
    store: Store = field(default_factory=Store)

    @cached_property
    def coding(self) -> Coding | None:
        """The reference coding, if an article of the corpus, the very text, was coded there."""
        try:
            coding = read_coding(self.reference)
        except ParleyError:
            if self.reference is not None:
                raise
            return None
        if not set(coding.articles) & set(self.corpus.raw):
            return None
        documents = self.corpus.tables.get("documents", schema.empty("documents"))
        texts = set(zip(documents["doc"], documents["sha256"], strict=True))
        return coding if texts & {(d, a.get("sha256")) for d, a in coding.articles.items()} else None

    @cached_property
    def card(self) -> pd.DataFrame:
        """The scorecard of the methods on this corpus; without rows where there is no reference."""
        if self.coding is None:
            return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
        return kept_scorecard(self.corpus, self.reference, self.store)


@dataclass(frozen=True)
class Control:
    """What a reader can choose in a view.

    Attributes
    ----------
    name
        The key in the choices.
    label
        What stands beside the control.
    kind
        ``choice`` of one option, ``switch`` (on or off), ``text`` typed freely.
    options
        Of a choice: what can be chosen.
    default
        What is chosen at first: an option, True or False, a text.
    """

    name: str
    label: str
    kind: Literal["choice", "switch", "text"]
    options: Sequence[str] = ()
    default: Choice = ""


@dataclass(frozen=True)
class View:
    """A view: its name, its title, what can be chosen, and how it is drawn.

    ``render`` is given every control's choice and ``picked``: what was last picked in the view, ``""`` at
    first.
    """

    name: str
    title: str
    controls: Callable[[Material], Sequence[Control]]
    render: Callable[[Material, Choices], Markup]


def settle(view: View, material: Material, choices: Choices) -> dict[str, Choice]:
    """Return all choices of a view: those given, and the defaults of the others.

    Raises
    ------
    ParleyError
        If a control or an option does not exist; the message lists those that do.

    Examples
    --------
    >>> from parley import bundled, code
    >>> view = View("v", "V", lambda m: [Control("n", "N", "choice", "ab", "a")], lambda m, c: Markup(c["n"]))
    >>> settle(view, Material(code(bundled("seeds"))), {"n": "b"})
    {'n': 'b', 'picked': ''}
    """
    controls = {c.name: c for c in view.controls(material)}
    for name, value in choices.items():
        if name == "picked":
            fits: Sequence[object] = [value] if isinstance(value, str) else ["a text"]
        elif name not in controls:
            raise bad_value(f"choice of the view {view.name!r}", name, [*controls, "picked"])
        else:
            control = controls[name]
            fits = {"choice": control.options, "switch": (True, False), "text": (value,)}[control.kind]
            if control.kind == "text" and not isinstance(value, str):
                fits = ["a text"]
        if value not in fits:
            raise bad_value(name, value, fits)
    return {**{c.name: c.default for c in controls.values()}, "picked": "", **choices}


def draw(view: View, material: Material, **choices: Choice) -> Markup:
    """Return the HTML of a view for some choices; those that are not given have their defaults.

    Examples
    --------
    >>> from parley import bundled, code
    >>> view = View("v", "V", lambda m: [], lambda m, c: Markup("<p>Nothing.</p>"))
    >>> draw(view, Material(code(bundled("seeds"))))
    Markup('<p>Nothing.</p>')
    """
    return view.render(material, settle(view, material, choices))
