"""The command line: ``parley code PATH... --out DIR``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from parley import __version__
from parley.errors import ParleyError
from parley.tables import FORMATS

DESCRIPTION = """\
Parley turns raw news and opinion articles about a negotiation into checked tables:
what each line is, the sentences, who is mentioned, what mood the words have.
"""
EPILOG = """\
examples:
  parley code seeds --out tables                     the bundled articles, as Parquet
  parley code my.txt other/ --out t --format csv     a file and a folder, as CSV
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
    code = commands.add_parser(
        "code", help="code articles into tables", description="Code articles into tables."
    )
    code.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="text file, or folder of .txt files with or without a sources.toml",
    )
    code.add_argument(
        "--out", required=True, metavar="DIR", help="folder for the tables; it is made if missing"
    )
    code.add_argument("--format", choices=FORMATS, default="parquet", help="default: %(default)s")
    code.add_argument("--registry", metavar="DIR", help="folder with your own actors.toml and issues.toml")
    code.add_argument("--no-cache", action="store_true", help="code everything anew and keep nothing")
    code.add_argument("--quiet", action="store_true", help="no progress bar, no summary")
    code.set_defaults(run=_code)
    report = commands.add_parser(
        "report",
        help="write the notebooks as web pages",
        description="Execute the notebooks and write them as self-contained web pages.",
    )
    report.add_argument("--out", required=True, metavar="DIR", help="folder for the pages")
    report.add_argument(
        "--workers", type=int, metavar="N", help="notebooks executed at once; default: one a core"
    )
    report.set_defaults(run=_report)
    return parser


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
