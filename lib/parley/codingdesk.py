"""The coding desk: the coding view wired to a journal. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import ipywidgets
import pandas as pd

from parley.codingagreement import codings_beside, unit_agreement
from parley.codingstate import failed, start, update
from parley.codingunits import among, articles_of, units
from parley.codingview import render
from parley.errors import ParleyError
from parley.journal import open_journal
from parley.material import Material
from parley.reference import REFERENCE
from parley.widgets import Pane, still


class CodingDesk(ipywidgets.VBox):  # type: ignore[misc]
    """Code units of a corpus in a notebook, by pointer or by keyboard; each code is on disk before the next.

    Parameters
    ----------
    material
        The corpus, with its registry and reference.
    layer
        ``targets``, ``quotes`` or ``positions``.
    coder
        The coder's name: letters, digits, ``-`` and ``_``.
    folder
        Where codings of these articles are kept: ``FOLDER/CODER/journal.jsonl`` is begun, or gone on with.
        By default a temporary folder, to try the desk: what is coded there is not kept.
    docs, sample, seed
        Which units; see `parley.codingunits.units`.
    only
        Rows with ``doc`` and ``sentence`` (``target``, ``issue``): only units that stand in them.
    blind
        Whether the machine's code is hidden.

    Attributes
    ----------
    units
        What is coded, a row a unit.
    state
        Where the coder is.
    journal
        The journal; ``journal.codes`` is what it says.

    Raises
    ------
    ParleyError
        If a parameter does not fit, or the journal cannot be written; see `parley.journal.open_journal`.
    """

    def __init__(
        self,
        material: Material,
        layer: str = "targets",
        *,
        coder: str,
        folder: str | Path | None = None,
        docs: Collection[str] | None = None,
        sample: int | None = None,
        seed: int = 0,
        only: pd.DataFrame | None = None,
        blind: bool = True,
    ) -> None:
        self.material, self.folder, self.blind = material, Path(folder or mkdtemp(prefix="codings-")), blind
        self.units = units(material.corpus, layer, docs, sample, seed, registry=material.registry)
        if only is not None:
            self.units = among(self.units, only)
        self.journal = open_journal(self.folder, coder, articles_of(material.corpus))
        self.state = start(self.units, layer, self.journal.codes.standing(layer))
        self.pane = Pane(label=f"Coding: {layer}")
        self.pane.observe(lambda change: self.pick(change["new"]["pick"]), "picked")
        self._show()
        super().__init__([self.pane])

    def pick(self, pick: str) -> CodingDesk:
        """Pick from code, as a coder does by hand: ``code:negative``, ``voice:author``, ``undo`` ...

        Returns the widget itself.
        """
        done = self.journal.codes.standing(self.state.layer)
        state, entry = update(self.units, self.state, pick, done)
        try:
            if entry is not None:
                self.journal.write(entry)
        except ParleyError as fault:
            state = failed(self.state, str(fault))
        self.state = state
        self._show()
        return self

    def _show(self) -> None:
        done = self.journal.codes.standing(self.state.layer)
        shown = render(self.material, self.units, self.state, done=done, blind=self.blind)
        self.pane.html = str(shown)

    def agreement(self) -> pd.DataFrame:
        """Return how far the codes agree with the machine, the reference and the other coders of the folder.

        Returns
        -------
        DataFrame
            As `parley.codingagreement.unit_agreement`.
        """
        others = codings_beside(self.folder, self.journal.codes.coder)
        reference = self.material.coding
        if reference is not None and REFERENCE not in {getattr(other, "name", "") for other in others}:
            others = [reference, *others]
        return unit_agreement(self.units, self.state.layer, self.journal.codes, self.material.corpus, others)

    def close_journal(self) -> None:
        """End coding, so that another process may go on."""
        self.journal.close()

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return still(super()._repr_mimebundle_(**options), self.pane.label, self.pane.html)
