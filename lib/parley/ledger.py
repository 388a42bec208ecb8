"""The negotiation ledger and the position matrix: statistics over the table ``positions``.

The ledger puts each demand, offer or proposal beside what answers it; the matrix counts who is for and
against what. Both lead back to the passages by the ids of their positions.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from parley.corpus import Corpus
from parley.errors import bad_value
from parley.reference import Coding

Tables = Corpus | Mapping[str, pd.DataFrame]
VALUE = {"support": 1.0, "mixed": 0.0, "oppose": -1.0}
BY = ("doc", "outlet", "voice")
LEDGER = [
    "doc", "line", "id", "actor", "act", "issue", "position", "voice", "reporter", "evidence",
    "answer_id", "answer_line", "answer_actor", "answer_act", "answer_position", "answer_evidence",
]  # fmt: skip


def ledger(tables: Tables, issue: str | None = None) -> pd.DataFrame:
    """Return the negotiation ledger: every position with what answers it.

    Parameters
    ----------
    tables
        A corpus or its tables; ``positions`` is read.
    issue
        Only this issue; all by default.

    Returns
    -------
    DataFrame
        A row for each position that is answered, once for each answer, and for each demand, offer, proposal,
        threat and promise that nobody answers. Columns ``doc``, ``line``, ``id``, ``actor``, ``act``,
        ``issue``, ``position``, ``voice``, ``reporter``, ``evidence`` and, of the answer, ``answer_id``,
        ``answer_line`` (0 where there is none), ``answer_actor``, ``answer_act``, ``answer_position``,
        ``answer_evidence``. In the order of the text.

    Raises
    ------
    ParleyError
        If the corpus has no such issue.

    Examples
    --------
    >>> from parley import bundled, code
    >>> book = ledger(code(bundled("seeds")))
    >>> set(book["answer_act"]) <= {"accept", "reject", "concede", "likewise", ""}
    True
    """
    positions = _positions(tables, issue)
    answers = positions[positions["answers"] != ""].rename(
        columns={
            "id": "answer_id",
            "line": "answer_line",
            "actor": "answer_actor",
            "act": "answer_act",
            "position": "answer_position",
            "evidence": "answer_evidence",
        }
    )[[*LEDGER[10:], "answers"]]
    asked = positions[
        positions["id"].isin(answers["answers"])
        | (
            positions["act"].isin(["demand", "offer", "propose", "threaten", "promise"])
            & (positions["answers"] == "")
        )
    ]
    book = asked.merge(answers, left_on="id", right_on="answers", how="left", suffixes=("", "_of"))
    texts = [c for c in LEDGER[10:] if c != "answer_line"]
    book[texts] = book[texts].fillna("")
    book["answer_line"] = book["answer_line"].fillna(0).astype("int64")
    order = book.sort_values(["doc", "char_start", "id", "answer_line"], kind="stable", ignore_index=True)
    return order[LEDGER]


def position_matrix(tables: Tables, by: str | None = None, *, least: float = 0.0) -> pd.DataFrame:
    """Return who is for and against which issue, and how often the texts say so.

    Parameters
    ----------
    tables
        A corpus or its tables; ``positions`` and ``documents`` are read.
    by
        ``doc``, ``outlet`` or ``voice``: a matrix for each of its values. By default one for all.
    least
        Positions with less ``confidence`` than this are left out.

    Returns
    -------
    DataFrame
        A row for each actor and issue (and value of ``by``): ``support``, ``oppose``, ``mixed`` (number of
        positions), ``n``, ``score`` (mean position in [-1, 1]: 1 always for, -1 always against), ``docs``
        (articles), ``quoted`` (share in the actor's own words, in [0, 1]) and ``ids`` (the positions,
        joined by spaces). Most positions first; ties by name.

    Raises
    ------
    ParleyError
        If ``by`` is none of these.

    Examples
    --------
    >>> from parley import bundled, code
    >>> matrix = position_matrix(code(bundled("seeds")))
    >>> bool(matrix["score"].between(-1, 1).all())
    True
    """
    if by is not None and by not in BY:
        raise bad_value("by", by, BY)
    positions = _positions(tables, None)
    positions = positions[positions["confidence"] >= least]
    if by == "outlet":
        outlets = tables["documents"].set_index("doc")["outlet"]
        positions = positions.assign(outlet=positions["doc"].map(outlets))
    keys = [*([by] if by else []), "actor", "issue"]
    rows = []
    for group, part in positions.groupby(keys, sort=True):
        counts = part["position"].value_counts()
        values = part["position"].map(VALUE)
        rows.append(
            {
                **dict(zip(keys, group, strict=True)),
                **{name: int(counts.get(name, 0)) for name in VALUE},
                "n": len(part),
                "score": float(values.mean()),
                "docs": part["doc"].nunique(),
                "quoted": float((part["voice"] == "quoted").mean()),
                "ids": " ".join(part["id"]),
            }
        )
    columns = [*keys, *("support", "oppose", "mixed"), "n", "score", "docs", "quoted", "ids"]
    found = pd.DataFrame(rows, columns=columns)
    order = [*([by] if by else []), "n", "actor", "issue"]
    ascending = [*([True] if by else []), False, True, True]
    return found.sort_values(order, ascending=ascending, kind="stable", ignore_index=True)


def chains(tables: Tables) -> pd.DataFrame:
    """Return how often each actor accepts, rejects or concedes what each other actor asks.

    Returns
    -------
    DataFrame
        Columns ``asks``, ``answers``, ``accept``, ``reject``, ``concede``, ``n``, ``docs``. Most answers
        first; ties by name.

    Examples
    --------
    >>> from parley import bundled, code
    >>> list(chains(code(bundled("seeds"))).columns)
    ['asks', 'answers', 'accept', 'reject', 'concede', 'n', 'docs']
    """
    book = ledger(tables)
    book = book[book["answer_id"] != ""]
    rows = []
    for (asks, answers), part in book.groupby(["actor", "answer_actor"], sort=True):
        counts = part["answer_act"].value_counts()
        rows.append(
            {
                "asks": asks,
                "answers": answers,
                **{act: int(counts.get(act, 0)) for act in ("accept", "reject", "concede")},
                "n": len(part),
                "docs": part["doc"].nunique(),
            }
        )
    columns = ["asks", "answers", "accept", "reject", "concede", "n", "docs"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values(
        ["n", "asks", "answers"], ascending=[False, True, True], kind="stable", ignore_index=True
    )


def coded_positions(corpus: Corpus, coding: Coding | None) -> pd.DataFrame:
    """Return the positions of a coding by hand in the shape of the table ``positions``.

    Parameters
    ----------
    corpus
        The articles.
    coding
        With a layer ``positions``. Without a coding, or without that layer: the table of the corpus, by rule.

    Returns
    -------
    DataFrame
        The coding's columns, ``start`` and ``end`` named ``char_start`` and ``char_end``, and ``line``,
        ``evidence`` (the text of the span), ``reporter`` (empty), ``confidence`` (1). Only the articles of
        the corpus, in the order of the coding.

    Examples
    --------
    >>> from parley import bundled, code, read_coding
    >>> corpus = code(bundled("seeds"))
    >>> rows = coded_positions(corpus, read_coding())
    >>> bool(ledger({"positions": rows})["evidence"].ne("").all())
    True
    """
    if coding is None or "positions" not in coding.layers:
        return corpus.positions
    rows = coding["positions"].rename(columns={"start": "char_start", "end": "char_end"})
    rows = rows[rows["doc"].isin(corpus.raw)].reset_index(drop=True)
    places = zip(rows["doc"], rows["char_start"], strict=True)
    lines = [corpus.raw[doc].count("\n", 0, at) + 1 for doc, at in places]
    texts = [corpus.passage(row) for _, row in rows.iterrows()]
    placed = rows.assign(line=pd.Series(lines, dtype="int64"), evidence=pd.Series(texts, dtype="str"))
    return placed.assign(reporter="", confidence=1.0)


def _positions(tables: Tables, issue: str | None) -> pd.DataFrame:
    positions = tables["positions"]
    if issue is None:
        return positions
    known = sorted(positions["issue"].unique())
    if issue not in known:
        raise bad_value("issue", issue, known)
    return positions[positions["issue"] == issue].reset_index(drop=True)
