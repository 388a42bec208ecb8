"""Widgets: views wired to controls. Nothing is computed here.

A widget has a state, the choices of its view; `Board.set` changes it from code as a reader does by hand.
"""

from __future__ import annotations

import re
from typing import Any

import anywidget
import ipywidgets
import traitlets
from markupsafe import Markup

from parley.corpus import Corpus
from parley.errors import bad_value
from parley.markup import STATIC, lines, placed, stylesheet, tag
from parley.material import Choice, Control, Material, View, settle
from parley.views import VIEWS

LIVE = re.compile(
    r"""(?<=["\w])\s(?:type="button"|role="button"|tabindex="0"|(?:data-(?:pick|key|group|focus)|aria-pressed)="[^"]*")"""
    r"""(?=[^<>]*>)"""
)
"""In markup: what makes an element a control."""
WIDE = ipywidgets.Layout(width="auto", min_width="16em")


class Pane(anywidget.AnyWidget):
    """A pane of HTML whose marked places can be picked; ``picked`` holds the last pick and a count."""

    _esm = STATIC / "pane.js"
    _css = stylesheet()
    html = traitlets.Unicode("").tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    picked = traitlets.Dict().tag(sync=True)


class Board(ipywidgets.VBox):  # type: ignore[misc]
    """A view with its controls above it.

    Parameters
    ----------
    view
        The view.
    material
        What it shows.
    choices
        What is chosen at first.

    Attributes
    ----------
    state
        What is chosen now: a value for each control, and ``picked``.
    reader
        The reading view below it, once a passage has been opened.
    """

    def __init__(self, view: View, material: Material, **choices: Choice) -> None:
        self.view, self.material = view, material
        self.state = settle(view, material, choices)
        self.pane = Pane(label=view.title)
        self.controls = {c.name: _control(c, self.state[c.name]) for c in view.controls(material)}
        for name, control in self.controls.items():
            control.observe(lambda change, name=name: self._choose(**{name: change["new"]}), "value")
        self.pane.observe(lambda change: self._pick(**change["new"]), "picked")
        self.reader: Board | None = None
        self._show()
        layout = ipywidgets.Layout(flex_flow="row wrap", align_items="center")
        self.row = ipywidgets.Box(list(self.controls.values()), layout=layout)
        super().__init__([self.row, self.pane])

    def _choose(self, **choices: Choice) -> None:
        changed = {name: value for name, value in choices.items() if self.state[name] != value}
        if changed:
            self.state |= changed
            self._show()

    def _pick(self, pick: str, open: bool = False, **_: object) -> None:
        self._choose(picked=pick)
        if open and (place := placed(pick)):
            if self.reader is None:
                self.reader = Board(VIEWS["reading"], self.material)
                self.children = (self.row, self.pane, self.reader)
            doc, start, end = place
            self.reader.set(article=doc, picked=f"read:{start}:{end}:{doc}")

    def _show(self) -> None:
        self.pane.html = str(self.view.render(self.material, self.state))

    def set(self, **choices: Choice) -> Board:
        """Choose from code; the controls follow. Returns the widget itself.

        Raises
        ------
        ParleyError
            If a control or an option does not exist.
        """
        settle(self.view, self.material, choices)
        self._choose(**choices)
        for name, control in self.controls.items():
            control.value = self.state[name]
        return self

    def lines(self) -> list[str]:
        """Return what the view says now, a text for each paragraph, item and row of it."""
        return lines(self.pane.html)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return still(super()._repr_mimebundle_(**options), self.view.title, self.pane.html)


def board(view: str, material: Corpus | Material, **choices: Choice) -> Board:
    """Return the widget of a view.

    Parameters
    ----------
    view
        Its name, one of `parley.views.VIEWS`.
    material
        A corpus, or a corpus with its own registry and reference coding.
    choices
        What is chosen at first; see the view's controls.

    Raises
    ------
    ParleyError
        If there is no such view, control or option; the message lists those that exist.

    Examples
    --------
    >>> from parley import bundled, code
    >>> board("concordance", code(bundled("seeds")), query="peace").state["query"]
    'peace'
    """
    if view not in VIEWS:
        raise bad_value("view", view, VIEWS)
    shown = Material(material) if isinstance(material, Corpus) else material
    return Board(VIEWS[view], shown, **choices)


def still(bundle: Any, title: str, html: str) -> Any:
    """Return a widget's bundle with what is shown where no kernel answers: the view as it is now.

    What could be picked is there, but no longer looks or reads as if it could.

    Examples
    --------
    >>> shown = still({"text/plain": "Board()"}, "Reading", '<button data-pick="a">Lee</button>')
    >>> shown["text/html"]
    '<div class="parley still" role="region" aria-label="Reading"><span>Lee</span></div>'
    """
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    quiet = re.sub(r"<(/?)button\b", r"<\1span", LIVE.sub("", html))
    shown = tag("div", Markup(quiet), class_="parley still", role="region", aria_label=title)
    kept = {**data, "text/plain": f"<{title}: run the notebook to choose>", "text/html": str(shown)}
    return (kept, *bundle[1:]) if isinstance(bundle, tuple) else kept


def _control(control: Control, value: Choice) -> Any:
    common = {"description": control.label, "style": {"description_width": "initial"}, "layout": WIDE}
    if control.kind == "choice":
        return ipywidgets.Dropdown(options=list(control.options), value=value, **common)
    if control.kind == "switch":
        return ipywidgets.Checkbox(value=value, indent=False, **{**common, "layout": {"width": "auto"}})
    return ipywidgets.Text(value=value, **common)
