"""Graphs of discourse networks: layout, networkx, and files for other programs.

`parley.ties` makes the ties, `parley.network` defines their weights.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from parley import schema
from parley.errors import ParleyError, bad_value
from parley.network import BOTH, ENDS
from parley.spreadsheets import escape
from parley.store import write_atomic

if TYPE_CHECKING:
    import networkx

SPARSE = 500
"""From so many nodes on networkx lays them out by the sparse matrices of scipy."""


def layout(
    ties: pd.DataFrame, *, of: str = "actor", attract: str = "positive", seed: int = 1
) -> pd.DataFrame:
    """Return a place for each node, the same in every run.

    Parameters
    ----------
    ties
        Rows of `parley.ties.edges`, or a selection of them; their order does not matter.
    of
        As it was for `parley.ties.edges`.
    attract
        Which ties draw their ends together, by the size of their weight: ``positive`` or ``all``.
    seed
        Another seed gives another picture.

    Returns
    -------
    DataFrame
        ``node``, ``x``, ``y`` in [-1, 1], rounded to four digits, by name: the spring layout of networkx
        (Fruchterman and Reingold 1991). Distances show tendencies, not weights.

    Raises
    ------
    ParleyError
        If there is no such ``attract`` or ``of``, or there are 500 nodes and scipy is not installed.

    Examples
    --------
    >>> ties = pd.DataFrame({"first": ["North"], "second": ["South"], "weight": [1.0]})
    >>> layout(ties)["node"].tolist()
    ['North', 'South']
    """
    import networkx as nx

    if attract not in ("positive", "all"):
        raise bad_value("attract", attract, ("positive", "all"))
    named = _named(ties, of).sort_values(["first", "second"])
    nodes = sorted({*named["first"], *named["second"]})
    if len(nodes) >= SPARSE and find_spec("scipy") is None:
        raise ParleyError(
            f"a layout of {len(nodes):,} nodes needs the package scipy: pip install 'parley[layout]'. "
            f"Fewer than {SPARSE} do without, and are easier to read: take the strongest ties."
        )
    drawn = nx.Graph()
    drawn.add_nodes_from(nodes)
    for row in schema.rows(named):
        if row.weight > 0 or (row.weight and attract == "all"):
            drawn.add_edge(row.first, row.second, weight=abs(row.weight))
    places = nx.spring_layout(drawn, seed=seed)
    found = [(node, *(round(float(value), 4) + 0.0 for value in places[node])) for node in nodes]
    return pd.DataFrame(found, columns=["node", "x", "y"]).astype({"node": "str", "x": float, "y": float})


def _named(ties: pd.DataFrame, of: str) -> pd.DataFrame:
    """The ties, an issue that is called like an actor told apart from it."""
    if of not in ENDS:
        raise bad_value("of", of, ENDS)
    if of != BOTH:
        return ties
    taken = ties["second"].isin(ties["first"])
    return ties.assign(second=ties["second"].where(~taken, ties["second"] + " (issue)"))


def graph(ties: pd.DataFrame, *, of: str = "actor", types: Mapping[str, str] | None = None) -> networkx.Graph:
    """Return the ties as a graph of networkx.

    Parameters
    ----------
    ties
        Rows of `parley.ties.edges`, or a selection of them.
    of
        As it was for `parley.ties.edges`.
    types
        The type of each actor or issue by its name (person, country ...).

    Returns
    -------
    networkx.Graph
        Nodes by name, as in `layout`, with ``label`` and ``type`` (that of ``types``, else ``actor`` or
        ``issue``). An issue called like an actor has ``(issue)`` after its name. Ties with ``weight``,
        ``size`` (the weight without its sign), ``sign`` (positive or negative) and the other columns.
        Ties of weight 0 are left out, their nodes are not.

    Raises
    ------
    ParleyError
        If there is no such ``of``.

    Examples
    --------
    >>> ties = pd.DataFrame({"first": ["North"], "second": ["South"], "weight": [-1.0]})
    >>> graph(ties).edges["North", "South"]
    {'weight': -1.0, 'size': 1.0, 'sign': 'negative'}
    """
    import networkx as nx

    named = _named(ties, of)
    labels = dict[str, tuple[str, str]]()
    for end, kind in zip(("second", "first"), ENDS[of][::-1], strict=True):
        labels |= {node: (name, kind) for node, name in zip(named[end], ties[end], strict=True)}
    drawn = nx.Graph()
    for node, (name, kind) in sorted(labels.items()):
        drawn.add_node(node, label=name, type=(types or {}).get(name, kind))
    others = [name for name in ties if name not in ("first", "second", "weight")]
    for row in named.sort_values(["first", "second"]).to_dict("records"):
        if weight := float(row["weight"]):
            sign = "positive" if weight > 0 else "negative"
            drawn.add_edge(row["first"], row["second"], weight=weight, size=abs(weight), sign=sign)
            drawn.edges[row["first"], row["second"]].update({name: row[name] for name in others})
    return drawn


UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow."""


def _new(path: str | Path, overwrite: bool) -> Path:
    path = Path(path)
    if path.exists() and not overwrite:
        raise ParleyError(f"{path} is there already: choose another name, or overwrite=True")
    return path


def write_graphml(
    path: str | Path,
    ties: pd.DataFrame,
    *,
    of: str = "actor",
    types: Mapping[str, str] | None = None,
    overwrite: bool = False,
) -> None:
    """Write the ties as GraphML, which Gephi, visone, igraph and networkx read.

    Parameters
    ----------
    path
        The file, written whole or not at all.
    ties, of, types
        As for `graph`, which is what the file holds. Programs that know no negative weights can take ``size``
        for the width of a tie and ``sign`` for its colour.
    overwrite
        Whether to replace a file that is there.

    Raises
    ------
    ParleyError
        If the file is there already or cannot be written.

    Examples
    --------
    >>> import tempfile, networkx
    >>> ties = pd.DataFrame({"first": ["North"], "second": ["South"], "weight": [-1.0]})
    >>> path = Path(tempfile.mkdtemp()) / "north.graphml"
    >>> write_graphml(path, ties)
    >>> networkx.read_graphml(path).edges["North", "South"]["weight"]
    -1.0
    """
    import networkx as nx

    path = _new(path, overwrite)
    text = ties.select_dtypes(exclude="number").columns
    clean = ties.assign(
        **{name: ties[name].astype(str).str.replace(UNFIT, "\ufffd", regex=True) for name in text}
    )
    types = {UNFIT.sub("\ufffd", name): UNFIT.sub("\ufffd", kind) for name, kind in (types or {}).items()}
    data = io.BytesIO()
    nx.write_graphml_xml(graph(clean, of=of, types=types), data, named_key_ids=True)
    write_atomic(path, data.getvalue())


AGREEMENT = {"support": "1", "oppose": "0", "mixed": ""}


def statements(positions: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return every position in one row with its article, as Discourse Network Analysis codes statements.

    Returns
    -------
    DataFrame
        The columns of ``positions``, in whose order the rows stay, with ``agreement`` after ``position`` (1
        for support, 0 for oppose, empty for mixed, which a binary qualifier does not have); then ``title``,
        ``outlet``, ``author``, ``published``, ``published_basis``, ``genre`` and ``language`` of the article,
        empty where the article is not among the documents.

    Examples
    --------
    >>> from parley import schema
    >>> list(statements(schema.empty("positions"), schema.empty("documents")).columns)[9:12]
    ['position', 'agreement', 'voice']
    """
    table = positions.copy()
    agreement = [AGREEMENT.get(position, "") for position in table["position"]]
    place = list(table.columns).index("position") + 1
    table.insert(place, "agreement", pd.Series(agreement, index=table.index, dtype="str"))
    about = ["doc", "title", "outlet", "author", "published", "published_basis", "genre", "language"]
    joined = table.merge(documents[about], on="doc", how="left")
    return joined.fillna(dict.fromkeys(about, ""))


def write_statements(
    path: str | Path, positions: pd.DataFrame, documents: pd.DataFrame, *, overwrite: bool = False
) -> None:
    """Write `statements` as CSV: UTF-8, commas, text in quotation marks, safe to open in a spreadsheet.

    Parameters
    ----------
    path
        The file, written whole or not at all.
    positions, documents
        The tables of a corpus, or a selection of them.
    overwrite
        Whether to replace a file that is there.

    Notes
    -----
    A text that a spreadsheet might run as a formula gets an apostrophe in front
    (`parley.spreadsheets.escape`). Offsets still lead to the text as it is.

    Raises
    ------
    ParleyError
        If the file is there already or cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from parley import schema
    >>> path = Path(tempfile.mkdtemp()) / "statements.csv"
    >>> write_statements(path, schema.empty("positions"), schema.empty("documents"))
    >>> path.read_text()[:23]
    '"doc","line","char_star'
    """
    path = _new(path, overwrite)
    table = statements(positions, documents)
    for name in table.select_dtypes(exclude="number").columns:
        table[name] = table[name].map(escape)
    # All text in quotation marks: a carriage return in a cell without them would begin a row.
    text = table.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    write_atomic(path, text.encode("utf-8"))
