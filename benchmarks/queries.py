"""Queries behind the views: by DuckDB over Parquet, by pandas over frames, and as Parley does them.

    python benchmarks/queries.py [--articles 10000] [--runs 5]

The corpus is that of `generate.large`; its tables are written as Parquet into a temporary folder. Each query
is asked in each way, in turn, once unmeasured and then so many times; all ways must give the same number.
DuckDB reads the Parquet files at each query, or has loaded them into tables before (*loaded*). What Parley
keeps for a corpus is made before. Prints, as rows in Markdown, the median milliseconds of the clock, and in
brackets of the processor: DuckDB works on all processors at once.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import generate

from parley.articlerows import article_rows
from parley.concordance import search
from parley.corpus import Corpus

WORD = "the"
TABLES = ("documents", "sentences", "targets", "mentions", "positions")
WAYS = ("DuckDB, Parquet", "DuckDB, loaded", "pandas", "Parley")
Query = Callable[[], int]
Asked = dict[str, tuple[str, Query, Query | None]]
"""By what is asked: SQL, pandas, and Parley where it does anything else than pandas."""


def asked(corpus: Corpus) -> Asked:
    """The heaviest things that views ask of tables; each answer is one number."""
    tables = {name: corpus[name] for name in TABLES}
    doc = tables["documents"]["doc"].iloc[len(tables["documents"]) // 2]
    word = rf"\b{WORD}\b"

    def judged() -> int:
        mine = tables["targets"][tables["targets"]["method"] == "model"]
        rows = mine.assign(outlet=mine["doc"].map(tables["documents"].set_index("doc")["outlet"]))
        return int(
            (rows.groupby(["outlet", "target"])["p_positive"].agg(["size", "mean"])["size"] >= 5).sum()
        )

    def positions() -> int:
        return int(tables["positions"].groupby(["actor", "issue", "position"]).size().max())

    return {
        f"hits of “{WORD}” in all sentences": (
            f"select sum(len(regexp_extract_all(text, '{word}', 0, 'i'))) from sentences",
            lambda: int(tables["sentences"]["text"].str.count(f"(?i){word}").sum()),
            lambda: len(search(corpus, WORD)),
        ),
        "mean judgement by outlet and target": (
            "select count(*) from (select count(*) n, avg(p_positive) from targets join documents "
            "using (doc) where method = 'model' group by outlet, target) where n >= 5",
            judged,
            None,
        ),
        "mentions of one article": (
            f"select count(*) from (select * from mentions where doc = '{doc}')",
            lambda: len(tables["mentions"][tables["mentions"]["doc"] == doc]),
            lambda: len(article_rows(corpus, "mentions", doc)),
        ),
        "positions by actor and issue": (
            "select max(n) from (select count(*) n from positions group by actor, issue, position)",
            positions,
            None,
        ),
    }


def connections(corpus: Corpus, folder: Path) -> list[duckdb.DuckDBPyConnection]:
    """DuckDB over the Parquet files of a corpus, and with its tables loaded."""
    files = {path.stem: path for path in corpus.save(folder)}
    made = []
    for kind in ("view", "table"):
        connection = duckdb.connect()
        for name in TABLES:
            connection.execute(f"create {kind} {name} as select * from read_parquet('{files[name]}')")
        made.append(connection)
    return made


def measure(ways: list[Query | None], runs: int) -> list[tuple[float, float] | None]:
    """Median milliseconds of clock and processor of each way, asked in turn."""
    answers = {way() for way in ways if way}
    if len(answers) != 1:
        raise SystemExit(f"the ways differ: {answers}")
    times: list[list[tuple[float, float]]] = [[] for _ in ways]
    for _ in range(runs):
        for found, way in zip(times, ways, strict=True):
            if way:
                clock, used = time.perf_counter(), time.process_time()
                way()
                found.append((time.perf_counter() - clock, time.process_time() - used))
    medians = [[1000 * statistics.median(values) for values in zip(*found, strict=True)] for found in times]
    return [(values[0], values[1]) if values else None for values in medians]


def main() -> None:
    """Measure and print."""
    known = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    known.add_argument("--articles", type=int, default=10000)
    known.add_argument("--runs", type=int, default=5)
    options = known.parse_args()
    corpus, _ = generate.large(options.articles)
    with tempfile.TemporaryDirectory() as folder:
        disk, loaded = connections(corpus, Path(folder))
        print(f"| query, {options.articles:,} articles | " + " | ".join(WAYS) + " |")
        print("|---" * (len(WAYS) + 1) + "|", flush=True)
        for name, (sql, pandas, own) in asked(corpus).items():
            ducks = [lambda c=c, sql=sql: int(c.execute(sql).fetchone()[0]) for c in (disk, loaded)]
            found = measure([*ducks, pandas, own], options.runs)
            cells = [f"{pair[0]:,.0f} ({pair[1]:,.0f})" if pair else "as pandas" for pair in found]
            print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
