"""The command line: ``parley code PATH... --out DIR``, ``parley evaluate TABLES``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from parley import __version__
from parley.errors import ParleyError
from parley.reference import LAYERS
from parley.tables import FORMATS

if TYPE_CHECKING:
    from pandas import DataFrame

DESCRIPTION = """\
Parley turns raw news and opinion articles about a negotiation into checked tables:
what each line is, the sentences, who is mentioned, what mood the words have.
"""
EPILOG = """\
examples:
  parley code seeds --out tables                     the bundled articles, as Parquet
  parley code my.txt other/ --out t --format csv     a file and a folder, as CSV
  parley evaluate tables                             how far the tables can be trusted
  parley report --out site                           the notebooks as web pages

Results are kept by content (in $PARLEY_CACHE, or the user's cache folder), so that
unchanged articles are not coded twice; --no-cache switches this off.
"""


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = _Parser("parley", description=DESCRIPTION, epilog=EPILOG, formatter_class=raw)
    parser.add_argument("--version", action="version", version=f"parley {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_code(_command(commands, "code", "code articles into tables", _code))
    _add_evaluate(_command(commands, "evaluate", "print how far tables agree with a reference", _evaluate))
    _add_reference(_command(commands, "reference", "make or compare codings by hand", None))
    _add_report(_command(commands, "report", "write the notebooks as web pages", _report))
    return parser


def _command(commands: Any, name: str, says: str, run: Callable[[argparse.Namespace], None] | None) -> Any:
    command = commands.add_parser(name, help=says, description=f"{says[0].upper()}{says[1:]}.")
    if run is not None:
        command.set_defaults(run=run)
    return command


def _add_code(code: argparse.ArgumentParser) -> None:
    add = code.add_argument
    add(
        "paths",
        nargs="+",
        metavar="PATH",
        help="text file, or folder of .txt files with or without sources.toml",
    )
    add("--out", required=True, metavar="DIR", help="folder for the tables; it is made if missing")
    add("--format", choices=FORMATS, default="parquet", help="default: %(default)s")
    add("--registry", metavar="DIR", help="folder with your own actors.toml and issues.toml")
    add("--no-cache", action="store_true", help="code everything anew and keep nothing")
    add("--quiet", action="store_true", help="no progress bar, no summary")


def _add_evaluate(evaluate: argparse.ArgumentParser) -> None:
    add = evaluate.add_argument
    add("tables", metavar="TABLES", help="folder of tables that 'parley code' wrote")
    add("--reference", metavar="DIR", help="codings of these articles; default: of the bundled corpus")
    add("--csv", action="store_true", help="print comma-separated values")


def _add_reference(reference: argparse.ArgumentParser) -> None:
    actions = reference.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = _command(actions, "new", "make an empty coding: a file for each layer", _reference_new)
    new.add_argument("name", metavar="NAME", help="your name as a coder: letters, digits, - and _")
    new.add_argument(
        "--dir", metavar="DIR", default="codings", help="folder of the codings; default: %(default)s"
    )
    new.add_argument("--sources", metavar="PATH", nargs="+", help="articles; default: the bundled corpus")
    differ = _command(actions, "conflicts", "list the units on which coders differ", _reference_conflicts)
    differ.add_argument("dir", metavar="DIR", help="folder of the codings")
    differ.add_argument("names", metavar="NAME", nargs="+", help="the coders to compare, two or more")
    differ.add_argument("--layer", choices=LAYERS, default="targets", help="default: %(default)s")


def _add_report(report: argparse.ArgumentParser) -> None:
    report.add_argument("--out", required=True, metavar="DIR", help="folder for the pages")
    report.add_argument(
        "--workers", type=int, metavar="N", help="notebooks executed at once; default: one a core"
    )


def _code(options: argparse.Namespace) -> None:
    from parley.coding import code_to
    from parley.registry import read_registry

    registry = read_registry(options.registry) if options.registry else None
    rows = code_to(
        options.paths,
        options.out,
        format=options.format,
        registry=registry,
        cache=not options.no_cache,
        progress=not options.quiet and sys.stderr.isatty(),
    )
    if not options.quiet:
        for name, count in rows.items():
            print(f"{count:8,}  {Path(options.out) / name}.{options.format}")


def _evaluate(options: argparse.Namespace) -> None:
    from parley import schema
    from parley.scores import scorecard
    from parley.tables import read_table

    folder = Path(options.tables)
    names = [n for n in schema.TABLES if any((folder / f"{n}.{f}").exists() for f in FORMATS)]
    if "documents" not in names:
        raise ParleyError(f"{folder}: holds no tables that 'parley code' wrote")
    card = scorecard({name: read_table(folder, name) for name in names}, options.reference)
    if card.empty:
        raise ParleyError(f"{folder}: none of its articles is in the reference coding")
    print(card.to_csv(index=False, lineterminator="\n").rstrip() if options.csv else _printed(card))


def _printed(card: DataFrame) -> str:
    shown = card.drop(columns=["low_docs", "high_docs"])
    return shown.to_string(index=False, float_format=lambda x: f"{x:.2f}", na_rep="-")


def _reference_new(options: argparse.Namespace) -> None:
    from parley.reference import new_coding
    from parley.registry import bundled
    from parley.sources import read_sources

    sources = read_sources(options.sources or bundled("seeds"))
    articles = {s.doc: {"file": s.file, "sha256": s.sha256} for s in sources}
    print(f"an empty coding is in {new_coding(options.name, options.dir, articles)}")


def _reference_conflicts(options: argparse.Namespace) -> None:
    from parley.reference import conflicts, read_coding

    codings = [read_coding(options.dir, name) for name in options.names]
    found = conflicts(codings, options.layer)
    for coding in codings:  # what a coder did not code is neither agreed on nor in conflict
        coding[options.layer]
    print(found.to_string(index=False) if len(found) else "no conflicts")


def _report(options: argparse.Namespace) -> None:
    from parley.registry import bundled
    from parley.report import build_site

    notebooks = sorted(bundled("notebooks").glob("*.ipynb"))
    build_site(notebooks, Path(options.out), workers=options.workers)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 2 with one line on standard error for anything wrong.

    Examples
    --------
    >>> main(["code", "no-such-file.txt", "--out", "tables"])
    2
    """
    try:
        options = _parser().parse_args(arguments)
        options.run(options)
    except ParleyError as fault:
        print(f"parley: {fault}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("parley: stopped", file=sys.stderr)
        return 130
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
