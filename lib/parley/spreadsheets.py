"""Tables as text: CSV that no spreadsheet runs and that reads back as it was, and tables to paste.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@`` as a formula, also behind a tab or a
line break. In CSV such a text gets an apostrophe in front; so does one that begins so after apostrophes, so
that `unescape` always knows which one to take away. Numbers are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from parley.errors import ParleyError, bad_value

FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""How a text begins that a spreadsheet may run as a formula, behind any apostrophes of its own."""
CELL = re.compile(r'("[^"]*(?:""[^"]*)*"|[^",\n]*)([,\n])')
FORMATS = ("markdown", "tsv", "plain")
MARKS = re.compile(r"[\\|*`<\[\]~$&]|(?<!\w)_|_(?!\w)")
"""What Markdown would read as something else than a character."""


def escape(text: str) -> str:
    """Return a text as it may stand in a cell of a spreadsheet.

    Examples
    --------
    >>> escape("=1+1"), escape("'=1+1"), escape("'Peace,' he said")
    ("'=1+1", "''=1+1", "'Peace,' he said")
    """
    return f"'{text}" if FORMULA.match(text) else text


def unescape(text: str) -> str:
    """Return the text that `escape` was given.

    Examples
    --------
    >>> unescape("'=1+1"), unescape("'Peace,' he said")
    ('=1+1', "'Peace,' he said")
    """
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def to_csv(data: pd.DataFrame, types: Mapping[str, str]) -> bytes:
    r"""Return a table as CSV.

    Parameters
    ----------
    data
        The table.
    types
        The columns to write, in order, with their types: ``str``, ``int64``, ``float64`` or ``bool``.

    Returns
    -------
    bytes
        UTF-8, commas, ``\n`` after each row, the names of the columns first. Every text is escaped and in
        quotation marks, also an empty one; a missing value is nothing between commas. Floats have all their
        digits; truth is ``True`` or ``False``.

    Examples
    --------
    >>> to_csv(pd.DataFrame({"said": ["@you", ""], "n": [-1, 2]}), {"said": "str", "n": "int64"})
    b'said,n\n"\'@you",-1\n"",2\n'
    """
    cells = [_cells(data[name], kind) for name, kind in types.items()]
    lines = [",".join(types), *(",".join(row) for row in zip(*cells, strict=True))]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _cells(column: pd.Series, kind: str) -> list[str]:
    """The cells of a column, ready for the file."""
    values = column.tolist()
    if kind == "str":
        return ['"{}"'.format(escape(v).replace('"', '""')) if isinstance(v, str) else "" for v in values]
    if kind == "float64":
        return [repr(float(v)) if v == v else "" for v in values]
    return [str(v) for v in values]


def from_csv(data: bytes, types: Mapping[str, str]) -> pd.DataFrame:
    r"""Return the table that `to_csv` wrote.

    Parameters
    ----------
    data
        What `to_csv` returned.
    types
        As it was given to `to_csv`.

    Raises
    ------
    ParleyError
        If it is not such a file.

    Examples
    --------
    >>> from_csv(b'said,n\n"\'@you",-1\n"",2\n', {"said": "str", "n": "int64"}).values.tolist()
    [['@you', -1], ['', 2]]
    """
    try:
        rows = list(_rows(data.decode("utf-8")))
        if rows[:1] != [list(types)] or any(len(row) != len(types) for row in rows):
            raise ParleyError(f"not the CSV of a table with the columns {', '.join(types)}")
        columns = zip(*rows[1:], strict=True) if rows[1:] else [()] * len(types)
        made = {
            name: pd.Series([_value(cell, kind) for cell in column], dtype=kind)
            for (name, kind), column in zip(types.items(), columns, strict=True)
        }
    except ValueError as fault:
        raise ParleyError(f"not the CSV of a table ({fault})") from None
    return pd.DataFrame(made, columns=list(types))


def _rows(text: str) -> Iterator[list[str]]:
    """The cells of each row as they stand in the file."""
    row, at = list[str](), 0
    for found in CELL.finditer(text):
        if found.start() != at:
            break
        row.append(found[1])
        at = found.end()
        if found[2] == "\n":
            yield row
            row = []
    if at != len(text):
        raise ValueError(f"cells break off at character {at}")


def _value(cell: str, kind: str) -> Any:
    if kind == "str":
        return unescape(cell[1:-1].replace('""', '"')) if cell else None
    if kind == "bool":
        if cell not in ("True", "False"):
            raise ValueError(f"{cell!r} is neither True nor False")
        return cell == "True"
    return int(cell) if kind == "int64" else float(cell or "nan")


def as_text(frame: pd.DataFrame, format: str = "markdown", *, decimals: int = 2) -> str:
    r"""Return a table to paste into a text: every float with the same number of decimals, no index.

    Parameters
    ----------
    frame
        Any table. What its index says is lost: ``reset_index`` makes columns of it.
    format
        ``markdown`` (a pipe table; characters that mean something there get a backslash), ``tsv`` (tabs
        between cells, for spreadsheets; texts escaped as by `escape`) or ``plain`` (columns aligned by
        blanks, for a mail).
    decimals
        Digits after the point of every float; 0 to 15.

    Returns
    -------
    str
        A line for the names of the columns, a line a row, in its order; numbers to the right. White space in
        a cell is folded. A missing value is ``-``; in ``tsv`` it is empty.

    Raises
    ------
    ParleyError
        If the format or the number of decimals is not allowed.

    Examples
    --------
    >>> table = pd.DataFrame({"who": ["A|B", "C"], "share": [0.5, 1 / 3]})
    >>> print(as_text(table))
    | who  | share |
    | ---- | ----: |
    | A\|B |  0.50 |
    | C    |  0.33 |
    """
    if format not in FORMATS:
        raise bad_value("format", format, FORMATS)
    if decimals not in range(16):
        raise bad_value("decimals", decimals, "0 to 15")
    columns = [
        [_shown(value, format, decimals) for value in (name, *frame.iloc[:, at].tolist())]
        for at, name in enumerate(frame.columns)
    ]
    if format == "tsv":
        return "\n".join("\t".join(row) for row in zip(*columns, strict=True))
    right = [_is_number(kind) for kind in frame.dtypes]
    return _aligned(columns, right, format)


def _is_number(kind: Any) -> bool:
    return pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)


def _shown(value: Any, format: str, decimals: int) -> str:
    """One cell."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "" if format == "tsv" else "-"
    if isinstance(value, float):
        rounded = f"{value:.{decimals}f}"
        return rounded[1:] if rounded.startswith("-") and not rounded.strip("-0.") else rounded
    if not isinstance(value, str) and pd.api.types.is_number(value):
        return str(value)
    text = " ".join(str(value).split())
    if format == "markdown":
        return MARKS.sub(lambda mark: "\\" + mark.group(), text)
    return escape(text) if format == "tsv" else text


def _aligned(columns: Sequence[list[str]], right: Sequence[bool], format: str) -> str:
    """Columns of one width each, numbers to the right; in Markdown with pipes and the rule."""
    markdown = format == "markdown"
    widths = [max(3 * markdown, *map(len, cells)) for cells in columns]
    padded = [
        [cell.rjust(width) if numbers else cell.ljust(width) for cell in cells]
        for cells, width, numbers in zip(columns, widths, right, strict=True)
    ]
    rows = [list(row) for row in zip(*padded, strict=True)]
    if not markdown:
        return "\n".join("  ".join(row).rstrip() for row in rows)
    rule = ["-" * (w - 1) + ":" if numbers else "-" * w for w, numbers in zip(widths, right, strict=True)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [*rows[:1], rule, *rows[1:]])
