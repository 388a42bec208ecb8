"""What each command of the command line does, from its options to what it prints."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from parley.errors import IncompleteError, ParleyError, bad_value
from parley.schema import FORMATS, TABLES

if TYPE_CHECKING:
    from pandas import DataFrame

    from parley.corpus import Corpus
    from parley.registry import Registry


def code(options: Namespace) -> None:
    """Code articles into a folder of tables."""
    failed = None
    try:
        rows = _coded(options)
    except IncompleteError as fault:
        failed, rows = fault, fault.result
    if not options.quiet:
        for name, count in rows.items():
            print(f"{count:8,}  {Path(options.out) / name}.{options.format}")
    if failed:
        raise failed


def _coded(options: Namespace) -> dict[str, int]:
    """The rows of each table; nothing is written where an earlier run wrote the same."""
    from parley.registry import read_registry

    registry = read_registry(options.registry)
    cached = options.engine == "serial" and not options.no_cache
    if cached and (rows := _rows_there(options, registry)) is not None:
        return rows
    from parley.coding import code_to

    return code_to(
        options.paths,
        options.out,
        format=options.format,
        registry=registry,
        cache=not options.no_cache,
        progress=not options.quiet and sys.stderr.isatty(),
        engine=options.engine,
        workers=options.workers,
        scheduler=options.scheduler,
    )


def _rows_there(options: Namespace, registry: Registry) -> dict[str, int] | None:
    """The rows of each table, if all are there as an earlier run wrote them; no table is read for this."""
    from parley.reruns import RunKey, noted_rows, table_paths
    from parley.sources import read_sources
    from parley.store import Store, default_folder

    key = RunKey(registry, options.format)
    for source in read_sources(options.paths):
        key.add(source)
    return noted_rows(Store(default_folder()), key.value(), table_paths(options.out, options.format))


def evaluate(options: Namespace) -> None:
    """Print how far tables agree with a reference."""
    from parley.scores import scorecard
    from parley.tables import read_table

    folder = Path(options.tables)
    names = [n for n in TABLES if any((folder / f"{n}.{f}").exists() for f in FORMATS)]
    if "documents" not in names:
        raise ParleyError(f"{folder}: holds no tables that 'parley code' wrote")
    card = scorecard({name: read_table(folder, name) for name in names}, options.reference)
    if card.empty:
        raise ParleyError(f"{folder}: none of its articles is in the reference coding")
    print(_csv(card) if options.csv else _printed(card))


def _csv(frame: DataFrame) -> str:
    """A table as CSV that no spreadsheet runs."""
    from parley.spreadsheets import escape

    safe = frame.map(lambda value: escape(value) if isinstance(value, str) else value)
    return str(safe.to_csv(index=False, lineterminator="\n")).rstrip()


def _printed(card: DataFrame) -> str:
    shown = card.drop(columns=["low_docs", "high_docs"])
    return shown.to_string(index=False, float_format=lambda x: f"{x:.2f}", na_rep="-")


def reference_new(options: Namespace) -> None:
    """Make an empty coding."""
    from parley.reference import new_coding
    from parley.registry import bundled
    from parley.sources import read_sources

    sources = read_sources(options.sources or bundled("seeds"))
    articles = {s.doc: {"file": s.file, "sha256": s.sha256} for s in sources}
    print(f"an empty coding is in {new_coding(options.name, options.dir, articles)}")


def reference_conflicts(options: Namespace) -> None:
    """Print the units on which coders differ."""
    from parley.reference import conflicts, read_coding

    codings = [read_coding(options.dir, name) for name in options.names]
    found = conflicts(codings, options.layer)
    for coding in codings:  # what a coder did not code is neither agreed on nor in conflict
        coding[options.layer]
    print(found.to_string(index=False) if len(found) else "no conflicts")


def reference_merge(options: Namespace) -> None:
    """Bring journals together and print how far their coders agree."""
    from parley.classagreement import agreement_of_all, disputed, each_with_others
    from parley.classjournals import collect
    from parley.registry import bundled
    from parley.sources import read_sources

    codes = collect(options.files, options.dir, by_file=options.by_file)
    found = agreement_of_all(codes, options.layer)
    if options.csv:
        print(_csv(found))
        return
    sources = {source.doc: source for source in read_sources(options.sources or bundled("seeds"))}
    hashes = {doc: article["sha256"] for one in codes for doc, article in one.articles.items()}
    texts = {doc: source.raw for doc, source in sources.items() if hashes.get(doc) == source.sha256}
    shown = disputed(codes, options.layer, texts)
    shown["text"] = shown["text"].str.slice(0, 90)
    print(f"{len(codes)} journals are in {options.dir}", _two(found), sep="\n\n")
    print("each coder with the others", _two(each_with_others(codes, options.layer)), sep="\n\n")
    print("most disputed", _two(shown) if len(shown) else "all coded alike", sep="\n\n")


def _two(frame: DataFrame) -> str:
    return f"{frame.to_string(index=False, float_format='{:.2f}'.format, na_rep='-')}\n"


def course(options: Namespace) -> None:
    """Write the student copy, the solutions and the instructor's guide of the notebooks."""
    from parley.course import build_course
    from parley.registry import bundled

    placed = build_course(sorted(bundled("notebooks").glob("*.ipynb")), options.out, pages=options.pages)
    print(f"{len(placed.written)} files are in {options.out}")
    for path, newer in placed.kept.items():
        print(f"kept, since somebody has worked in it: {path}{f'; the new copy is {newer}' if newer else ''}")


def report(options: Namespace) -> None:
    """Write the notebooks as web pages."""
    from parley.registry import bundled
    from parley.report import build_site

    here = Path.cwd()
    notebooks = sorted(bundled("notebooks").glob("*.ipynb"))
    index = build_site(
        [path.relative_to(here) if path.is_relative_to(here) else path for path in notebooks],
        options.out,
        corpus=options.corpus,
        workers=options.workers,
        pdf=options.pdf,
        command=options.typed,
    )
    print(index)


def explore(options: Namespace) -> None:
    """Write the explorer of some articles."""
    from parley.coding import code as code_articles
    from parley.explorer import build_explorer, check_target
    from parley.material import Material
    from parley.registry import read_registry

    check_target(Path(options.out))
    registry = read_registry(options.registry)
    corpus = code_articles(options.paths, registry=registry, progress=sys.stderr.isatty())
    material = Material(corpus, registry, options.reference)
    print(build_explorer(material, options.out, title=options.title, command=options.typed))


def new(options: Namespace) -> None:
    """Make a folder for a corpus."""
    from parley.corpusfolder import new_corpus

    folder = new_corpus(options.dir)
    print(f"{folder} is made; next: parley add FILE... --to {folder} (its README.md says more)")


def add(options: Namespace) -> None:
    """Add articles to a corpus folder; what was refused is told at the end."""
    from parley import corpusfolder, schema

    if not options.max_mb > 0:
        raise bad_value("--max-mb", options.max_mb, "more than 0")
    limit = int(options.max_mb * 1024 * 1024)
    found = corpusfolder.add(options.to, options.files, text_column=options.text_column, limit=limit)
    for row in schema.rows(found):
        place = f"{row.file}, row {row.row}" if row.row else row.file
        print(f"{row.status:13}  {place}{f' -> {row.doc}' if row.doc else ''}: {row.note}")
    if refused := int((found["status"] == "refused").sum()):
        raise ParleyError(f"{refused} of {len(found)} articles refused, see above")


def draft(options: Namespace) -> None:
    """Draft an actors.toml from the actors found in articles."""
    import tempfile

    from parley.coding import code as code_articles
    from parley.drafts import draft_actors, write_draft
    from parley.registry import read_registry

    with tempfile.TemporaryDirectory() as nothing:
        registry = read_registry(options.registry or nothing)
    corpus = code_articles(options.paths, registry=registry, progress=sys.stderr.isatty())
    print(f"the draft is in {write_draft(draft_actors(corpus, registry), options.to)}")


def export(options: Namespace) -> None:
    """Write all tables with their data dictionary."""
    from parley import exports
    from parley.registry import read_registry

    registry = read_registry(options.registry) if options.registry else None
    files = exports.export(
        _corpus(options.paths, registry, not options.quiet and sys.stderr.isatty()),
        options.out,
        options.format,
        options.reference,
        not options.no_networks,
        registry=registry,
        overwrite=options.overwrite,
    )
    if not options.quiet:
        for path in files:
            print(f"{path.stat().st_size:12,}  {path}")


def _corpus(paths: list[str], registry: Registry | None, progress: bool) -> Corpus:
    """What a folder of tables or an export holds, without texts, or the corpus of some articles."""
    from parley import schema
    from parley.coding import code as code_articles
    from parley.corpus import Corpus
    from parley.exports import PACKAGE, read_export
    from parley.tables import read_table

    folder = Path(paths[0])
    if len(paths) == 1 and (folder / PACKAGE).exists():
        return Corpus(read_export(folder), {})
    if len(paths) == 1 and any((folder / f"documents.{suffix}").exists() for suffix in FORMATS):
        return Corpus({name: read_table(folder, name) for name in schema.TABLES}, {})
    return code_articles(paths, registry=registry, progress=progress)


def cite(options: Namespace) -> None:
    """Print where a passage stands and how to cite it."""
    from parley import citation, schema
    from parley.coding import code as code_articles
    from parley.registry import bundled, read_registry
    from parley.spreadsheets import to_csv

    registry = read_registry(options.registry) if options.registry else None
    paths = options.paths or bundled("seeds")
    corpus = code_articles(paths, registry=registry, progress=sys.stderr.isatty())
    found = citation.cite(corpus, options.passage)
    if options.csv:
        print(to_csv(found, citation.COLUMNS).decode(), end="")
    elif found.empty:
        print(f"not found in {len(corpus.raw)} articles")
    else:
        print("\n\n".join(map(_cited, schema.rows(found))))


def _cited(row: Any) -> str:
    near = f", {row.score:.0f} of 100" if row.match == "near" else ""
    return f"“{row.words}”\n{row.citation} ({row.match}{near})"
