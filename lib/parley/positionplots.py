"""Figures of positions: who is for and against what, and who stands with whom.

What matters is told by colour and by mark: a triangle that points up is for, one that points down against,
a broken line a tie between actors who are opposed. The look is that of `parley.plots`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from parley import schema
from parley.errors import ParleyError, bad_value
from parley.figurewords import say_empty
from parley.plots import INK, OKABE_ITO, OTHER, PAGE_WIDTH, lay_out

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

FOR, AGAINST = OKABE_ITO[0], OKABE_ITO[1]
SIGNS = {"support": "+", "oppose": "-", "mixed": "~"}
"""How the number of positions of each kind is written."""
UP, DOWN, BOTH = "^", "v", "o"
NEEDED = ("actor", "issue", "voice", *SIGNS)
WIDTH, HEIGHT = 0.64, 0.36
"""Inches of a cell of a matrix."""
SMALLEST, STEP, LARGEST = 6.0, 3.2, 16.0
"""Points of a mark for one position, by which it grows with the root of their number, and at most."""
BESIDE = ((0, 8, "center"), (0, -15, "center"), (9, -3, "left"), (-9, -3, "right"))
"""Where a name may stand beside its point: points to the right, points up, alignment."""
OUTCOMES = {"kept": ("o", OTHER), "gone": ("x", INK), "turned": ("D", AGAINST)}
WORDS = {
    "all": "all articles",
    "kept": "one left out: same sign",
    "gone": "one left out: gone",
    "turned": "one left out: turned",
}


def cells(
    data: pd.DataFrame, *, actors: Sequence[str] | None = None, issues: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return what `matrix` draws as text: the number of positions for (+), against (-) and mixed (~).

    Parameters
    ----------
    data
        What `parley.ledger.position_matrix` gives by voice, or some of its rows.
    actors, issues
        Which, in this order; by default all, most positions first, ties by name.

    Returns
    -------
    DataFrame
        A row for each issue, a column for each actor; an empty text where there is no position.

    Raises
    ------
    ParleyError
        If a column is missing.

    Examples
    --------
    >>> rows = [("North", "tax", "quoted", 2, 0, 0), ("North", "tax", "asserted", 1, 1, 0)]
    >>> cells(pd.DataFrame(rows, columns=NEEDED)).loc["tax", "North"]
    '+3 -1'
    """
    table = _counts(data)
    actors, issues = _order(table, "actor", actors), _order(table, "issue", issues)
    texts = {(row.issue, row.actor): _text(row) for row in schema.rows(table)}
    written = [[texts.get((issue, actor), "") for actor in actors] for issue in issues]
    rows, columns = pd.Index(issues, name="issue", dtype="str"), pd.Index(actors, name="actor", dtype="str")
    return pd.DataFrame(written, index=rows, columns=columns, dtype="str")


def _counts(data: pd.DataFrame) -> pd.DataFrame:
    """For each actor and issue the positions of each kind, and the best voice that there is for one."""
    for column in NEEDED:
        if column not in data:
            raise bad_value("column", column, list(data.columns))
    counted = data.groupby(["actor", "issue"], sort=True)[list(SIGNS)].sum().reset_index()
    counted["n"] = counted[list(SIGNS)].sum(axis=1)
    voices = data.groupby(["actor", "issue"], sort=True)["voice"].agg(set).reset_index(drop=True)
    best = [next((v for v in ("quoted", "paraphrased") if v in found), "asserted") for found in voices]
    return counted.assign(voice=pd.Series(best, dtype="str"))


def _order(table: pd.DataFrame, end: str, chosen: Sequence[str] | None) -> list[str]:
    if chosen is not None:
        return list(dict.fromkeys(chosen))
    totals = table.groupby(end, sort=True)["n"].sum()
    return list(totals.sort_values(ascending=False, kind="stable").index)


def _text(row: Any) -> str:
    return " ".join(f"{sign}{getattr(row, kind)}" for kind, sign in SIGNS.items() if getattr(row, kind))


def matrix(
    data: pd.DataFrame,
    *,
    actors: Sequence[str] | None = None,
    issues: Sequence[str] | None = None,
    title: str = "",
) -> Axes:
    """Draw the position matrix: who is for and against what, how often, and in whose words.

    A triangle that points up: all positions of the actor on the issue are for its proposition; down: all
    are against. A circle: both occur, or mixed ones, and the colour tells which prevails (grey: neither).
    The mark grows with the number of positions, which stands beside it as in `cells`. A dark edge: at least
    one in the actor's own words. Hollow: none is quoted or reported, the authors assert them all.

    Parameters
    ----------
    data, actors, issues
        As for `cells`. Actors stand side by side, issues below each other, the first on top.

    Raises
    ------
    ParleyError
        If a column is missing.

    Examples
    --------
    >>> data = pd.DataFrame([("North", "tax", "quoted", 2, 0, 0)], columns=NEEDED)
    >>> matrix(data).texts[0].get_text()
    '+2'
    """
    return _matrices({title: data}, actors, issues)[0]


def matrices(
    panels: Mapping[str, pd.DataFrame],
    *,
    actors: Sequence[str] | None = None,
    issues: Sequence[str] | None = None,
) -> np.ndarray:
    """Draw matrices side by side, such as those of two codings, with the same actors and issues in each.

    Parameters
    ----------
    panels
        For each title the data of `matrix`.
    actors, issues
        As for `cells`; by default those of all panels together.

    Returns
    -------
    ndarray
        Axes, one a panel.

    Raises
    ------
    ParleyError
        If there is no panel, or a column is missing.

    Examples
    --------
    >>> data = pd.DataFrame([("North", "tax", "quoted", 2, 0, 0)], columns=NEEDED)
    >>> len(matrices({"by hand": data, "by rule": data}))
    2
    """
    if not panels:
        raise ParleyError("no panel: give at least one matrix with its title")
    return np.asarray(_matrices(panels, actors, issues))


def _matrices(
    panels: Mapping[str, pd.DataFrame], actors: Sequence[str] | None, issues: Sequence[str] | None
) -> list[Axes]:
    import matplotlib.pyplot as plt

    counted = {title: _counts(data) for title, data in panels.items()}
    together = pd.concat(counted.values())
    actors, issues = _order(together, "actor", actors), _order(together, "issue", issues)
    wide = 1.9 + len(counted) * (WIDTH * max(len(actors), 2) + 0.2)
    high = 1.9 + HEIGHT * max(len(issues), 1)
    figure, found = plt.subplots(1, len(counted), figsize=(wide, high), sharey=True, squeeze=False)
    axes = list(found.flat)
    for ax, (title, table) in zip(axes, counted.items(), strict=True):
        _frame(ax, actors, issues, title)
        shown = table[table["actor"].isin(actors) & table["issue"].isin(issues)]
        for row in schema.rows(shown):
            _mark(ax, actors.index(row.actor), issues.index(row.issue), row)
        if not actors or not issues:
            say_empty(ax)
    lay_out(figure)
    size = 9 * max(1.0, wide / PAGE_WIDTH)  # a wide figure is shrunk to the page
    figure.legend(handles=_meaning(), loc="upper center", bbox_to_anchor=(0.5, 0.01), ncol=3, fontsize=size)
    return axes


def _frame(ax: Axes, actors: list[str], issues: list[str], title: str) -> None:
    ax.set_xticks(range(len(actors)), actors, rotation=40, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(issues)), issues)
    ax.set_xlim(-0.5, max(len(actors), 1) - 0.3)
    ax.set_ylim(max(len(issues), 1) - 0.5, -0.5)
    ax.set(xlabel="", ylabel="", title=title)
    ax.grid(True, color="#EEEEEE")
    ax.set_axisbelow(True)


def _mark(ax: Axes, x: int, y: int, row: Any) -> None:
    """The mark of a cell and, on its right, its numbers."""
    shape = BOTH if row.mixed or (row.support and row.oppose) else UP if row.support else DOWN
    colour = FOR if row.support > row.oppose else AGAINST if row.oppose > row.support else OTHER
    size = min(SMALLEST + STEP * (np.sqrt(row.n) - 1), LARGEST)
    ax.plot(x - 0.16, y, shape, ms=size, **_look(colour, row.voice))
    ax.text(x + 0.08, y, _text(row), fontsize=8, color=INK, va="center", ha="left")


def _look(colour: str, voice: str) -> dict[str, Any]:
    """Fill and edge of a mark, by the voice of what it stands for."""
    own = voice == "quoted"
    fill = "white" if voice == "asserted" else colour
    return {"color": colour, "mfc": fill, "mec": INK if own else colour, "mew": 1.8 if own else 1.2}


def _meaning() -> list[Line2D]:
    """What the marks of a matrix mean."""
    from matplotlib.lines import Line2D

    looks = [
        (UP, _look(FOR, "paraphrased"), "all for"),
        (DOWN, _look(AGAINST, "paraphrased"), "all against"),
        (BOTH, _look(FOR, "paraphrased"), "both or mixed, mostly for"),
        (BOTH, _look(AGAINST, "paraphrased"), "both or mixed, mostly against"),
        (BOTH, _look(OTHER, "paraphrased"), "both or mixed, undecided"),
        (UP, _look(OTHER, "quoted"), "some in the actor's own words"),
        (UP, _look(OTHER, "asserted"), "only asserted by the authors"),
    ]
    return [Line2D([], [], ls="", marker=shape, ms=8, label=label, **look) for shape, look, label in looks]


def left_out(data: pd.DataFrame, *, xlabel: str = "weight of the tie", title: str = "") -> Axes:
    """Draw each tie with its weight and what the weight becomes without each article.

    The large point is the weight over all articles, the line the range of the others. A small circle: the
    sign stays. A cross: without that article nothing is left of the tie. A diamond: the sign turns. The
    article without which a tie moves furthest is named at its right.

    Parameters
    ----------
    data
        What `parley.ties.without_each` gives, or the rows of some ties; first tie on top.

    Examples
    --------
    >>> rows = [("North", "South", 0.5, "a", 0.0, "gone"), ("North", "South", 0.5, "b", 0.4, "kept")]
    >>> columns = ["first", "second", "weight", "left_out", "without", "outcome"]
    >>> left_out(pd.DataFrame(rows, columns=columns)).get_yticklabels()[0].get_text()
    'North, South'
    """
    import matplotlib.pyplot as plt

    names = data["first"] + ", " + data["second"]
    ties = list(dict.fromkeys(names))
    _, ax = plt.subplots(figsize=(7.5, 1.0 + 0.36 * max(len(ties), 1)))
    for y, name in enumerate(ties):
        part = data[names == name]
        ax.plot([part["without"].min(), part["without"].max()], [y, y], color="#BBBBBB", lw=1.5, zorder=1)
        for row in schema.rows(part):
            shape, colour = OUTCOMES[row.outcome]
            ax.plot(row.without, y, shape, ms=6, color=colour, mfc="white", label=row.outcome, zorder=3)
        ax.plot(part["weight"].iloc[0], y, "o", ms=9, color=FOR, label="all", zorder=2)
        moved = part.loc[(part["without"] - part["weight"]).abs().idxmax(), "left_out"]
        ax.text(1.01, y, moved, transform=ax.get_yaxis_transform(), fontsize=8, color=INK, va="center")
    ax.axvline(0, color=INK, lw=0.8, zorder=0)
    if ties:
        ax.text(1.01, -0.75, "moves most without", transform=ax.get_yaxis_transform(), fontsize=8, color=INK)
    ax.set_yticks(range(len(ties)), ties)
    ax.set_ylim(max(len(ties), 1) - 0.4, -0.6)
    ax.set(xlabel=xlabel, ylabel="", title=title)
    if not ties:
        say_empty(ax)
    found = dict(zip(*reversed(ax.get_legend_handles_labels()), strict=True))
    shown = [name for name in WORDS if name in found]
    if shown:
        under = -0.5 * 100 / ax.bbox.height  # half an inch below the axes, at 100 dots an inch
        marks, labels = [found[name] for name in shown], [WORDS[name] for name in shown]
        ax.legend(marks, labels, loc="upper left", bbox_to_anchor=(0, under), ncol=4)
    return ax


def network(ties: pd.DataFrame, places: pd.DataFrame, *, title: str = "") -> Axes:
    """Draw actors and their ties: full lines where they agree more than they differ, broken lines else.

    The width grows with the weight. A tie is pale if its sign is lost when one of the articles is left out.

    Parameters
    ----------
    ties
        Columns ``first``, ``second``, ``weight``; optionally ``firm`` (true or false), else all are taken
        for firm. Ties of weight 0 are not drawn.
    places
        Columns ``node``, ``x``, ``y``, as `parley.graphs.layout` gives them.

    Raises
    ------
    ParleyError
        If an end of a tie has no place.

    Examples
    --------
    >>> ties = pd.DataFrame({"first": ["North"], "second": ["South"], "weight": [-1.0]})
    >>> places = pd.DataFrame({"node": ["North", "South"], "x": [0.0, 1.0], "y": [0.0, 0.0]})
    >>> network(ties, places).lines[0].get_linestyle()
    '--'
    """
    import matplotlib.pyplot as plt

    at = {row.node: (row.x, row.y) for row in schema.rows(places)}
    for name in [*ties["first"], *ties["second"]]:
        if name not in at:
            raise bad_value("node", name, sorted(at))
    _, ax = plt.subplots(figsize=(7.5, 5.4))
    drawn = ties[ties["weight"] != 0].assign(firm=ties.get("firm", True))
    most = drawn["weight"].abs().max() if len(drawn) else 1.0
    for row in schema.rows(drawn.iloc[::-1]):
        (x, y), (u, v) = at[row.first], at[row.second]
        look = _line(row.weight > 0, row.firm, abs(row.weight) / most)
        ax.plot([x, u], [y, v], zorder=2 if row.firm else 1, **look)
    for x, y in at.values():
        ax.plot(x, y, "o", ms=8, color=INK, zorder=3)
    ax.margins(0.12, 0.12)
    ax.set(xticks=[], yticks=[], title=title)
    ax.grid(False)
    if at:
        _names(ax, at)
        _lines_meaning(ax)
    else:
        say_empty(ax)
    return ax


def _names(ax: Axes, at: Mapping[str, tuple[float, float]]) -> None:
    """Write each name beside its point, on the side where it hides least of the points and other names."""
    from matplotlib.transforms import Bbox

    taken = [Bbox.from_bounds(x - 6, y - 6, 12, 12) for x, y in map(ax.transData.transform, at.values())]
    for name, place in at.items():
        notes = [
            ax.annotate(
                name,
                place,
                (x, y),
                textcoords="offset points",
                ha=side,
                fontsize=9,
                zorder=4,
                parse_math=False,
            )
            for x, y, side in BESIDE
        ]
        boxes = [note.get_window_extent() for note in notes]
        best = int(np.argmin([sum(box.overlaps(other) for other in taken) for box in boxes]))
        notes[best].set_bbox({"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8})
        taken.append(boxes[best])
        for note in notes[:best] + notes[best + 1 :]:
            note.remove()


def _line(agree: bool, firm: bool, share: float) -> dict[str, Any]:
    """The look of a tie: its sign, whether it is firm, its size as a share of the largest."""
    return {
        "color": FOR if agree else AGAINST,
        "ls": "-" if agree else "--",
        "lw": 0.6 + 3.4 * share,
        "alpha": 0.9 if firm else 0.25,
    }


def _lines_meaning(ax: Axes) -> None:
    from matplotlib.lines import Line2D

    looks = [
        (True, True, "more agreed than opposed"),
        (False, True, "more opposed than agreed"),
        (True, False, "agreed, lost without one article"),
        (False, False, "opposed, lost without one article"),
    ]
    lines = [Line2D([], [], label=label, **_line(agree, firm, 0.6)) for agree, firm, label in looks]
    ax.legend(handles=lines, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncol=2)
