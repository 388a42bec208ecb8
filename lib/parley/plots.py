"""Figures: from a frame to Axes, one look for all, readable without colour vision.

Colours are those of Okabe and Ito (2008); what matters is also told by position, mark or label.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from parley import schema, scores
from parley.figurewords import description, say_empty

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

OKABE_ITO = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#000000",
    "#8A8A8A",
)
MARKERS = ("o", "s", "D", "^", "v", "P", "X", "*")
OTHER = "#8A8A8A"
PAGE_WIDTH = 7.5
"""Inches of a figure that a page shows in full size."""
INK = "#222222"

KIND_STYLE = {
    "title": ("#08306B", ""),
    "dek": ("#2171B5", ""),
    "subhead": ("#4292C6", ""),
    "body": ("#9ECAE1", ""),
    "bullet": ("#6BAED6", "..."),
    "pullquote": ("#FDD0A2", "///"),
    "caption": ("#FDAE6B", "\\\\\\"),
    "promo": ("#F16913", "xxx"),
    "ad": ("#A63603", ""),
    "tags": ("#D9D9D9", "///"),
    "byline": ("#BDBDBD", ""),
    "nav": ("#969696", "xxx"),
    "notice": ("#737373", "..."),
    "trailer": ("#525252", ""),
}
"""Colour and hatch of each kind of block: blue is text of the article, the rest is set aside."""

OWN_FORMULA = r"$\mathdefault{"
"""How a formula begins that Matplotlib writes."""


def style() -> None:
    """Set fonts, sizes and grid for every figure of a session, and the width of printed tables.

    Examples
    --------
    >>> style()
    """
    import seaborn as sns

    pd.options.display.width = 110
    pd.options.display.max_columns = 20
    pd.options.display.max_colwidth = 76
    pd.options.display.precision = 2
    sns.set_theme(
        style="whitegrid",
        rc={
            "figure.dpi": 100,
            "font.family": "DejaVu Sans",
            "font.size": 10,
            "axes.titlesize": 11,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.labelsize": 10,
            "axes.edgecolor": "#BBBBBB",
            "grid.color": "#E5E5E5",
            "legend.frameon": False,
            "svg.hashsalt": "parley",
            "hatch.linewidth": 0.5,
        },
    )


def palette(names: Iterable[str]) -> dict[str, str]:
    """Return a colour for each name, in the order given; past the eighth all are grey.

    Examples
    --------
    >>> palette(["a", "b"])["b"]
    '#D55E00'
    """
    ordered = list(dict.fromkeys(names))
    return {name: OKABE_ITO[i] if i < len(OKABE_ITO) else OTHER for i, name in enumerate(ordered)}


def show(axes: Axes | np.ndarray | Figure, alt: str, note: str = "") -> None:
    """Show a figure as SVG with its alternative text, the same bytes at every run.

    Parameters
    ----------
    axes
        What a plot function returned.
    alt
        What the figure shows, for people who do not see it; ``""`` for a figure of an unknown corpus, which
        is then told by its titles, names and labels.
    note
        What stands below the figure, such as the line of the scorecard: each sentence begins a line, and
        a long one is wrapped to the width of the figure.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> show(plt.subplots()[1], "An empty chart.")                               # doctest: +SKIP
    """
    import matplotlib.pyplot as plt
    from IPython.display import display

    figure = _figure_of(axes)
    as_written(figure)
    alt = alt or description(figure)
    buffer = io.BytesIO()
    with plt.rc_context({"svg.hashsalt": "parley"}):  # else its identifiers are random
        if note:
            _write_below(figure, note)
        figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None, "Title": alt})
    plt.close(figure)
    bundle = {"image/svg+xml": buffer.getvalue().decode(), "text/plain": f"<Figure: {alt}>"}
    display(bundle, metadata={"image/svg+xml": {"alt": alt}}, raw=True)  # type: ignore[no-untyped-call]


def as_written(figure: Figure) -> None:
    """Take every text of a figure as it is: a name may hold dollar signs, which would make it a formula.

    Matplotlib's own formulas, such as the powers of ten of a logarithmic axis, stay.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> ax = plt.subplots()[1]
    >>> title = ax.set_title("$5 to $10")
    >>> as_written(ax.figure)
    >>> title.get_parse_math()
    False
    """
    from matplotlib.text import Text

    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            axis.get_ticklabels(which="both")  # writes them
    for text in figure.findobj(Text):
        text.set_parse_math(OWN_FORMULA in text.get_text())


def lay_out(figure: Figure) -> None:
    """Give every part of a figure its room, texts as they are written."""
    as_written(figure)
    figure.tight_layout()


def _write_below(figure: Figure, note: str) -> None:
    """Write a note below all that a figure shows, over its whole width and no further."""
    box = figure.get_tightbbox()  # in inches; more than the figure where a legend stands outside
    corner = figure.dpi_scale_trans.transform([(box.x0, box.y0 - 0.12)])
    x, y = figure.transFigure.inverted().transform(corner)[0]
    size = 8.5 * max(1.0, box.width / PAGE_WIDTH)  # a wide figure is shrunk to the page
    text = figure.text(x, y, "", fontsize=size, color=INK, va="top", ha="left", linespacing=1.4)
    text.set_parse_math(False)
    lines: list[str] = []
    for sentence in re.split(r"(?<=\w\.)\s+", note.strip()):
        text.set_text(sentence)
        share = box.width * figure.dpi / text.get_window_extent().width
        lines += textwrap.wrap(sentence, max(20, int(len(sentence) * share))) or [""]
    text.set_text("\n".join(lines))


def _figure_of(axes: Axes | np.ndarray | Figure) -> Figure:
    if isinstance(axes, np.ndarray):
        axes = axes.flat[0]
    figure = getattr(axes, "figure", None)
    return figure if figure is not None else axes  # type: ignore[return-value]


def intervals(
    data: pd.DataFrame,
    value: str,
    label: str,
    *,
    hue: str | None = None,
    colours: Mapping[str, str] | None = None,
    zero: bool = False,
    xlabel: str = "",
    title: str = "",
) -> Axes:
    """Draw a point with its 95 % interval for each row, first row on top, n beside the label.

    Parameters
    ----------
    data
        Columns ``value``, ``label``, ``low``, ``high``, ``n``; ``hue`` splits a label into several points.
        Where ``low`` and ``high`` are missing, the point stands alone.
    zero
        Draw a line at 0.

    Examples
    --------
    >>> data = pd.DataFrame({"who": ["a"], "share": [0.5], "low": [0.4], "high": [0.6], "n": [9]})
    >>> intervals(data, "share", "who").get_yticklabels()[0].get_text()
    'a  (n = 9)'
    """
    import matplotlib.pyplot as plt

    labels = list(dict.fromkeys(data[label]))
    hues = list(dict.fromkeys(data[hue])) if hue else [""]
    shades = colours or palette(hues if hue else [""])
    _, ax = plt.subplots(figsize=(7.5, 0.8 + len(labels) * max(0.34, 0.24 * len(hues))))
    for j, name in enumerate(hues):
        part = data[data[hue] == name] if hue else data
        shift = (j - (len(hues) - 1) / 2) * 0.7 / max(len(hues), 2)
        for row in part.to_dict("records"):
            y = labels.index(row[label]) + (shift if len(hues) > 1 else 0)
            colour = shades.get(name if hue else row[label], shades.get("", OKABE_ITO[0]))
            ax.plot([row["low"], row["high"]], [y, y], color=colour, lw=2, solid_capstyle="round")
            ax.plot(row[value], y, MARKERS[j % 8], color=colour, ms=6, label=name if hue else None)
    counts = {name: _counts(data[data[label] == name], hue, hues) for name in labels}
    ax.set_yticks(range(len(labels)), [f"{name}  (n = {counts[name]})" for name in labels])
    ax.set_ylim(len(labels) - 0.4, -0.6)
    if zero:
        ax.axvline(0, color=INK, lw=0.8)
    ax.set(xlabel=xlabel or value, ylabel="", title=title)
    if hue:
        found, names = ax.get_legend_handles_labels()
        unique = dict(zip(names, found, strict=True))
        ax.legend(unique.values(), unique.keys(), loc="upper left", bbox_to_anchor=(1, 1))
    if data.empty:
        say_empty(ax)
    return ax


def _counts(part: pd.DataFrame, hue: str | None, hues: list[str]) -> str:
    """The n of a label: one for each hue in the order of the legend, or once where all are the same."""
    if hue is None:
        return ", ".join(f"{int(n)}" for n in part["n"])
    found = dict(zip(part[hue], part["n"], strict=True))
    counts = [f"{int(found.get(name, 0))}" for name in hues]
    return counts[0] if len(set(counts)) == 1 else ", ".join(counts)


def line_strips(blocks: pd.DataFrame, *, unit: str = "characters") -> np.ndarray:
    """Draw each article as a strip of its lines, by kind: on the left all of it, on the right its text.

    Parameters
    ----------
    blocks
        The table ``blocks``.
    unit
        The width of a block: its number of ``characters``, or one for each of the ``blocks``, which
        shows the short ones too.

    Returns
    -------
    ndarray
        Two Axes.

    Examples
    --------
    >>> blocks = pd.DataFrame({"doc": ["a"], "kind": ["body"], "char_start": [0], "char_end": [9]})
    >>> len(line_strips(blocks))
    2
    """
    import matplotlib.pyplot as plt
    from matplotlib.patches import Patch

    docs = sorted(blocks["doc"].unique())
    height = 0.9 + 0.55 * max(len(docs), 1)
    figure, axes = plt.subplots(1, 2, figsize=(10, height), sharey=True, sharex=True)
    parts = (blocks, blocks[blocks["kind"].isin(schema.TEXT_KINDS)])
    for ax, part, title in zip(axes, parts, ("As scraped", "Text of the article"), strict=True):
        for y, doc in enumerate(docs):
            left = 0
            for row in schema.rows(part[part["doc"] == doc]):
                colour, hatch = KIND_STYLE[row.kind]
                width = row.char_end - row.char_start if unit == "characters" else 1
                ax.barh(y, width, 0.7, left, color=colour, hatch=hatch, edgecolor="white", lw=0.4)
                left += width
        ax.set(title=title, xlabel=unit, yticks=range(len(docs)), yticklabels=docs)
        ax.grid(False)
    axes[0].invert_yaxis()
    kinds = [k for k in KIND_STYLE if k in set(blocks["kind"])]
    handles = [
        Patch(facecolor=KIND_STYLE[k][0], hatch=KIND_STYLE[k][1], edgecolor="white", label=k) for k in kinds
    ]
    figure.legend(handles=handles, loc="upper left", bbox_to_anchor=(0.99, 0.9))
    if blocks.empty:
        say_empty(axes[0])
    lay_out(figure)
    return np.asarray(axes)


def scorecard(card: pd.DataFrame, *, title: str = "") -> Axes:
    """Draw the scorecard: each method's score with its intervals, beside what it could reach and must beat.

    The thick line is the interval over units, the thin one over articles. A triangle marks the agreement
    of the two coding passes, a cross the score of always saying the commonest label. A score that is not
    shown to be above that cross is hollow.

    Parameters
    ----------
    card
        What `parley.scorecard` returned, or some of its rows; first row on top.

    Examples
    --------
    >>> row = dict.fromkeys(scores.COLUMNS, 0.5) | {"layer": "mentions", "method": "rules: name", "n": 9}
    >>> scorecard(pd.DataFrame([row | {"measure": "F1"}])).get_yticklabels()[0].get_text()
    'mentions, rules: name  (F1, n = 9)'
    """
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7.5, 0.9 + 0.36 * len(card)))
    names = []
    for y, row in enumerate(schema.rows(card)):
        names.append(f"{row.layer}, {scores.NAMES.get(row.method, row.method)}  ({row.measure}, n = {row.n})")
        weak = not np.isnan(row.majority) and not row.low > row.majority
        colour = OKABE_ITO[1] if weak else OKABE_ITO[0]
        ax.plot([row.low_docs, row.high_docs], [y, y], color=colour, lw=1)
        ax.plot([row.low, row.high], [y, y], color=colour, lw=4, solid_capstyle="butt", alpha=0.55)
        ax.plot(row.score, y, "o", color=colour, ms=7, mfc="white" if weak else colour)
        ax.plot(row.passes, y, ">", color="none", mec=INK, ms=8, label="two coding passes")
        ax.plot(row.majority, y, "x", color=INK, ms=7, mew=1.6, label="always the commonest label")
    ax.set_yticks(range(len(names)), names)
    ax.set(xlim=(0, 1.04), ylim=(len(names) - 0.4, -0.6), xlabel="score against the reference", title=title)
    if card.empty:
        say_empty(ax)
    else:
        _score_legend(ax)
    return ax


def _score_legend(ax: Axes) -> None:
    """What the marks of a scorecard mean, below it."""
    from matplotlib.lines import Line2D

    score = Line2D([], [], color=OKABE_ITO[0], marker="o", ms=7, lw=3, label="score, 95 % over units")
    weak = Line2D([], [], color=OKABE_ITO[1], marker="o", ms=7, lw=3, mfc="white", label="score, weak here")
    docs = Line2D([], [], color=OKABE_ITO[0], lw=1, label="95 % over articles")
    found, names = ax.get_legend_handles_labels()
    marks = list(dict(zip(names, found, strict=True)).values())
    under = -0.55 * 100 / ax.bbox.height  # half an inch below the axes, at 100 dots an inch
    ax.legend(handles=[score, weak, docs, *marks], loc="upper center", bbox_to_anchor=(0.3, under), ncol=2)


def grid(data: pd.DataFrame, *, title: str = "", label: str = "", cmap: str = "Blues") -> Axes:
    """Draw a table of counts as shaded cells with their numbers; an empty cell is a zero.

    Examples
    --------
    >>> grid(pd.DataFrame({"a": [1, 0]}, index=["x", "y"])).get_xlabel()
    ''
    """
    import matplotlib.pyplot as plt
    import seaborn as sns

    figure, ax = plt.subplots(figsize=(1.8 + 1.15 * data.shape[1], 0.9 + 0.32 * data.shape[0]))
    if not data.empty:
        notes = data.map(lambda n: f"{n:.0f}" if float(n).is_integer() and n else f"{n:g}" if n else "")
        sns.heatmap(
            data, annot=notes, fmt="", cmap=cmap, linewidths=0.6, linecolor="white", ax=ax, cbar=bool(label),
            cbar_kws={"label": label} if label else None, annot_kws={"fontsize": 9},
        )  # fmt: skip
    else:
        say_empty(ax)
    ax.set(xlabel="", ylabel="", title=title)
    ax.tick_params(axis="x", rotation=20)
    lay_out(figure)
    return ax


def courses(
    data: pd.DataFrame,
    value: str,
    *,
    panel: str = "doc",
    hue: str = "method",
    window: int = 7,
    ylabel: str = "",
) -> np.ndarray:
    """Draw a value along each article: one panel an article, the running mean of ``window`` sentences.

    Parameters
    ----------
    data
        Columns ``panel``, ``hue``, ``sentence`` and ``value``, in the order of the text.

    Examples
    --------
    >>> data = pd.DataFrame({"doc": "a", "method": "vader", "sentence": range(9), "polarity": 0.1})
    >>> len(courses(data, "polarity"))
    1
    """
    import matplotlib.pyplot as plt

    panels = sorted(data[panel].unique()) or [""]
    hues = sorted(data[hue].unique())
    shades = palette(hues)
    styles = ("-", "--", ":", "-.")
    figure, axes = plt.subplots(
        len(panels), 1, figsize=(8, 0.6 + 1.25 * len(panels)), sharey=True, squeeze=False
    )
    for ax, name in zip(axes.flat, panels, strict=True):
        part = data[data[panel] == name]
        for i, line in enumerate(hues):
            series = part[part[hue] == line].set_index("sentence")[value]
            smooth = series.rolling(window, center=True, min_periods=1).mean()
            ax.plot(smooth.index, smooth, styles[i % 4], color=shades[line], lw=1.6, label=line)
        ax.axhline(0, color=INK, lw=0.7)
        ax.set_title(str(name), fontsize=10)
        ax.set_ylabel(ylabel or value)
    if hues:
        axes.flat[0].legend(loc="upper left", bbox_to_anchor=(1, 1))
    else:
        say_empty(axes.flat[0])
    axes.flat[-1].set_xlabel("sentence")
    lay_out(figure)
    return np.asarray(axes.flat)


def pairs(data: pd.DataFrame, label: str, values: list[str], *, xlabel: str = "", title: str = "") -> Axes:
    """Draw several values of each row on one line, joined: how far methods are apart.

    Examples
    --------
    >>> pairs(pd.DataFrame({"s": ["x"], "a": [0.1], "b": [0.5]}), "s", ["a", "b"]).get_title()
    ''
    """
    import matplotlib.pyplot as plt

    shades = palette(values)
    _, ax = plt.subplots(figsize=(7.5, 0.9 + 0.36 * len(data)))
    for y, row in enumerate(data.to_dict("records")):
        ax.plot([row[v] for v in values], [y] * len(values), color="#BBBBBB", lw=1.5, zorder=1)
        for i, name in enumerate(values):
            size = max(9 - 3 * i, 3)  # a mark that lies on another does not hide it
            ax.plot(row[name], y, MARKERS[i % 8], color=shades[name], ms=size, label=name if y == 0 else None)
    ax.axvline(0, color=INK, lw=0.8)
    ax.set_yticks(range(len(data)), list(data[label]))
    ax.set_ylim(len(data) - 0.4, -0.6)
    ax.set(xlabel=xlabel, ylabel="", title=title)
    if len(data):
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    else:
        say_empty(ax)
    return ax


def against(data: pd.DataFrame, x: str, y: str, *, title: str = "") -> Axes:
    """Draw two measurements of each row against each other; where they differ in sign is shaded.

    Both axes run from -1 to 1. On the dashed line both agree.

    Examples
    --------
    >>> against(pd.DataFrame({"a": [0.1], "b": [-0.5]}), "a", "b").get_xlabel()
    'a'
    """
    import matplotlib.pyplot as plt
    from matplotlib.patches import Rectangle

    _, ax = plt.subplots(figsize=(5, 5))
    for corner in ((-1, 0), (0, -1)):
        ax.add_patch(Rectangle(corner, 1, 1, color="#F6E3D6", lw=0, zorder=0))
    ax.plot([-1, 1], [-1, 1], color="#999999", lw=1, ls="--", zorder=1)
    ax.scatter(data[x], data[y], s=18, color=OKABE_ITO[0], alpha=0.5, lw=0, zorder=2)
    ax.axhline(0, color=INK, lw=0.8)
    ax.axvline(0, color=INK, lw=0.8)
    ax.set(xlim=(-1.03, 1.03), ylim=(-1.03, 1.03), xlabel=x, ylabel=y, title=title, aspect="equal")
    if data.empty:
        say_empty(ax)
    return ax
