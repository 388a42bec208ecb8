"""Tables in files: Parquet and CSV, written piece by piece, whole or not at all.

CSV holds every text as it is, so that it is the text at its offsets for any program that reads it. A
spreadsheet may run one that begins with ``=`` or the like: for spreadsheets `parley.exports` writes escaped
CSV.
"""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

import pandas as pd

from parley import partitions, schema
from parley.errors import ParleyError
from parley.store import file_hash

GROUP = 20_000
"""So many rows are written to Parquet at once: what is noted of each group stays in memory till the end."""
PIECES = 100
"""So many tables wait apart: one of a few rows takes far more memory than its rows do."""


class TableWriter:
    """Writes one table in pieces into a temporary file, which `finish` puts in place.

    A class, because the file must go away again when anything fails before `finish`.

    Examples
    --------
    >>> path = Path(tempfile.mkdtemp()) / "sentiment.csv"
    >>> with TableWriter(path, "sentiment") as writer:
    ...     writer.write(schema.empty("sentiment"))
    ...     writer.finish()
    >>> path.read_text().split(",")[0]
    'doc'
    """

    def __init__(self, path: Path, table: str) -> None:
        self.path = path
        self.table = table
        self._temporary: Path | None = None
        self._writer: Any = None
        self._waiting: list[Any] = []
        self._rows = 0

    def __enter__(self) -> TableWriter:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        except OSError as fault:
            raise ParleyError(f"{self.path}: cannot be written ({fault.strerror})") from None
        os.close(handle)
        self._temporary = Path(name)
        return self

    def write(self, data: pd.DataFrame) -> None:
        """Append rows."""
        assert self._temporary is not None
        try:
            if self.path.suffix == ".csv":
                first = self._temporary.stat().st_size == 0
                data.to_csv(
                    self._temporary,
                    mode="a",
                    index=False,
                    header=first,
                    lineterminator="\n",
                    encoding="utf-8",
                )
            else:
                self._write_parquet(data)
        except OSError as fault:
            raise ParleyError(f"{self.path}: cannot be written ({fault.strerror})") from None

    def _write_parquet(self, data: pd.DataFrame) -> None:
        self._waiting.append(_arrow(self.table, data))
        self._rows += len(data)
        if self._rows >= GROUP:
            self._flush()
        elif len(self._waiting) >= PIECES:
            self._waiting = [self._joined()]

    def _joined(self) -> Any:
        """The rows that wait, in one piece."""
        import pyarrow as pa

        return pa.concat_tables(self._waiting).combine_chunks()

    def _flush(self) -> None:
        """Write the rows that wait, as one group."""
        import pyarrow.parquet as pq

        rows = self._joined()
        self._waiting, self._rows = [], 0
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._temporary, rows.schema)
        self._writer.write_table(rows)

    def close(self) -> None:
        """Complete the temporary file, and see that it can take its place; without rows, columns alone."""
        assert self._temporary is not None
        if self._writer is None and not self._waiting and self._temporary.stat().st_size == 0:
            self.write(schema.empty(self.table))
        if self._waiting:
            try:
                self._flush()
            except OSError as fault:
                raise ParleyError(f"{self.path}: cannot be written ({fault.strerror})") from None
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        if self.path.is_dir():
            raise ParleyError(f"{self.path}: cannot be written (it is a folder)")
        os.chmod(self._temporary, 0o644)

    def hash(self) -> str:
        """Return the SHA-256 of the file, when it is complete."""
        assert self._temporary is not None
        return file_hash(self._temporary)

    def finish(self) -> None:
        """Put the file in place."""
        self.close()
        assert self._temporary is not None
        try:
            os.replace(self._temporary, self.path)
        except OSError as fault:
            raise ParleyError(f"{self.path}: cannot be written ({fault.strerror})") from None
        self._temporary = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)


def read_table(folder: Path, table: str) -> pd.DataFrame:
    """Read one table from a folder, from Parquet if it is there, else from CSV; check its contract.

    Parquet may be one file or a folder of parts (`parley.partitions`).

    Raises
    ------
    ParleyError
        If there is no such file, its parts are not whole, or it breaks the contract.
    """
    for path in (folder / f"{table}.parquet", folder / f"{table}.csv"):
        if path.exists():
            break
    else:
        raise ParleyError(f"{folder}: there is no {table}.parquet or {table}.csv")
    types = schema.columns(table)
    try:
        if path.suffix == ".parquet":
            parts = partitions.listed(path) if path.is_dir() else [path]
            data = pd.concat([pd.read_parquet(part) for part in parts] or [schema.empty(table)])
            data = data.reset_index(drop=True)
        else:
            data = pd.read_csv(
                path,
                dtype={name: "str" for name, kind in types.items() if kind == "str"},
                keep_default_na=False,
                na_values={c: "" for c, t in types.items() if t == "float64" or c == "voice"},
            )
        return schema.check(table, data[[c for c in types if c in data]].astype(types))
    except (ValueError, KeyError, OSError) as fault:
        raise ParleyError(f"{path}: not a table {table} ({fault})") from None


@cache
def _fields(table: str) -> Any:
    """The columns of a table, as Arrow has them."""
    import pyarrow as pa

    kinds = {"str": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}
    return pa.schema([(name, kinds[kind]) for name, kind in schema.columns(table).items()])


def _arrow(table: str, data: pd.DataFrame) -> Any:
    """A table as Arrow's. Column by column: `Table.from_pandas` takes twice as long."""
    import pyarrow as pa

    fields = _fields(table)
    columns = (data[name] for name in fields.names)
    plain = [column.array if column.dtype == "str" else column.to_numpy() for column in columns]
    arrays = [pa.array(*pair, from_pandas=True) for pair in zip(plain, fields.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=fields)


def pack(tables: dict[str, pd.DataFrame]) -> bytes:
    """Return tables as bytes: a stream of Arrow for each, in a ZIP file, whose check sums tell spoiled bytes.

    Examples
    --------
    >>> unpack(pack({name: schema.empty(name) for name in schema.TABLES}))["sentiment"].empty
    True
    """
    from pyarrow import ipc

    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, table in tables.items():
            rows = _arrow(name, table)
            with archive.open(name, "w") as part, ipc.new_stream(part, rows.schema) as stream:
                stream.write_table(rows)
    return whole.getvalue()


def unpack(data: bytes | None) -> dict[str, pd.DataFrame] | None:
    """Return the tables that `pack` made bytes of, or nothing where the bytes are spoiled."""
    if data is None:
        return None
    from pyarrow import ipc

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        tables = {name: ipc.open_stream(part).read_all().to_pandas() for name, part in parts.items()}
        return {name: schema.check(name, _typed(name, table)) for name, table in tables.items()}
    except Exception:  # whatever a spoiled file makes the readers raise: the article is coded anew
        return None


def _typed(name: str, data: pd.DataFrame) -> pd.DataFrame:
    """A table with the types of its contract; only columns of another type are converted."""
    odd = {c: kind for c, kind in schema.columns(name).items() if str(data[c].dtype) != kind}
    return data.astype(odd) if odd else data
