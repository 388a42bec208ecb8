"""Figures in words: what a figure that nobody described says of itself, and what one without data says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

MOST = 12
"""So many names of a list are told."""
NOTHING = "Nothing to draw: no rows."
GREY = "#555555"


def description(figure: Figure) -> str:
    """Return what a figure says of itself in titles, names along its axes, labels and legend.

    For figures of an unknown corpus: it names what is drawn, not what can be seen from it.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> figure, ax = plt.subplots()
    >>> ax.set_yticks([0, 1], ["Lund", "Berg"])                                      # doctest: +ELLIPSIS
    [...]
    >>> text = ax.set(xlabel="share", title="Mentions")
    >>> description(figure)
    'Mentions: share for Lund; Berg.'
    >>> plt.close(figure)
    """
    parts = list(dict.fromkeys(part for ax in figure.axes if (part := _axes_words(ax))))
    return " ".join(parts) or "A figure without labels."


def _axes_words(ax: Axes) -> str:
    rows, columns = _names(ax.yaxis), _names(ax.xaxis)
    texts = [text.get_text() for text in ax.texts]
    if NOTHING in texts:
        return ": ".join(text for text in (ax.get_title(loc="left") or ax.get_title(), NOTHING) if text)
    if not rows and not columns:
        rows = [text for text in texts if any(c.isalpha() for c in text)]
    _, legend = ax.get_legend_handles_labels()
    labels = ", ".join(label for label in (ax.get_xlabel(), ax.get_ylabel()) if label)
    body = [labels, *(f"{word} {_list(names)}" for word, names in (("for", rows), ("by", columns)) if names)]
    if legend:
        body.append(f"({_list(list(dict.fromkeys(legend)))})")
    told = " ".join(part for part in body if part)
    title = ax.get_title(loc="left") or ax.get_title()
    return ": ".join(part for part in (title, told) if part) + ("." if title or told else "")


def _names(axis: Axis) -> list[str]:
    """The names along an axis; none where it has a scale."""
    from matplotlib.ticker import FixedLocator

    if not isinstance(axis.get_major_locator(), FixedLocator):
        return []
    return [text for label in axis.get_ticklabels() if (text := label.get_text().strip())]


def _list(names: list[str]) -> str:
    rest = len(names) - MOST
    return "; ".join(names[:MOST]) + (f"; and {rest} more" if rest > 0 else "")


def say_empty(ax: Axes) -> None:
    """Write in axes without data that there is none, and take scale and grid away.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> figure, ax = plt.subplots()
    >>> say_empty(ax)
    >>> description(figure)
    'Nothing to draw: no rows.'
    >>> plt.close(figure)
    """
    ax.text(0.5, 0.5, NOTHING, transform=ax.transAxes, ha="center", va="center", color=GREY)
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
