"""All tables in one DuckDB file, for SQL, with what the data dictionary says as comments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from parley import dictionary, schema
from parley.errors import ParleyError

SQL = {"str": "VARCHAR", "int64": "BIGINT", "float64": "DOUBLE", "bool": "BOOLEAN"}


def write_database(path: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write tables into a new database; a missing value is NULL.

    Parameters
    ----------
    path
        The file; there must be none.
    tables
        Tables by their names in `parley.schema.TABLES`, columns in that order.

    Raises
    ------
    ParleyError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.duckdb"
    >>> write_database(path, {"claims": schema.empty("claims")})
    >>> list(read_database(path)["claims"].columns) == list(schema.columns("claims"))
    True
    """
    import duckdb
    import pyarrow as pa

    glosses, summaries = dictionary.glosses(), dictionary.summaries()
    try:
        with duckdb.connect(str(path)) as base:
            for name, table in tables.items():
                types = schema.columns(name)
                columns = ", ".join(f'"{column}" {SQL[kind]}' for column, kind in types.items())
                base.execute(f'CREATE TABLE "{name}" ({columns})')
                base.register("rows", pa.Table.from_pandas(table, preserve_index=False))
                base.execute(f'INSERT INTO "{name}" SELECT * FROM rows')
                base.unregister("rows")
                base.execute(f'COMMENT ON TABLE "{name}" IS {_quoted(summaries[name])}')
                for column in types:
                    base.execute(f'COMMENT ON COLUMN "{name}"."{column}" IS {_quoted(glosses[name][column])}')
    except duckdb.Error as fault:
        raise ParleyError(f"{path}: cannot be written ({fault})") from None


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def read_database(path: Path) -> dict[str, pd.DataFrame]:
    """Return every table of a database, rows in the order in which they were written.

    Raises
    ------
    ParleyError
        If the file cannot be read.

    Examples
    --------
    >>> read_database(Path("nowhere.duckdb"))
    Traceback (most recent call last):
    parley.errors.ParleyError: nowhere.duckdb: cannot be read as a DuckDB database
    """
    import duckdb

    try:
        with duckdb.connect(str(path), read_only=True) as base:
            names = [name for (name,) in base.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
            return {name: base.table(f'"{name}"').df() for name in names}
    except duckdb.Error:
        raise ParleyError(f"{path}: cannot be read as a DuckDB database") from None
