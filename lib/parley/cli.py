"""The command line: what can be typed; `parley.commands` does it."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from parley import __version__, commands
from parley.engines import ENGINES
from parley.errors import IncompleteError, ParleyError
from parley.schema import EXPORTS, FORMATS, LAYERS

DESCRIPTION = """\
Parley turns raw news and opinion articles about a negotiation into checked tables:
what each line is, the sentences, who is mentioned, what mood the words have.
"""
EPILOG = """\
examples:
  parley code seeds --out tables                     the bundled articles, as Parquet
  parley code my.txt other/ --out t --format csv     a file and a folder, as CSV
  parley evaluate tables                             how far the tables can be trusted
  parley new mine; parley add page.html --to mine    a corpus of your own
  parley export mine --out mine-export               every table, with a data dictionary
  parley cite "concessions" mine                     where a passage stands, ready to cite
  parley explore mine --out mine.html                one page to filter, count and read in a browser
  parley report --out site                           the notebooks as web pages
  parley report mine --out site                      the same, about the articles of a folder

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
    verbs = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_code(_command(verbs, "code", "code articles into tables", commands.code))
    _add_evaluate(
        _command(verbs, "evaluate", "print how far tables agree with a reference", commands.evaluate)
    )
    _add_reference(_command(verbs, "reference", "make or compare codings by hand", None))
    _add_new(_command(verbs, "new", "make a folder for a corpus of your own", commands.new))
    _add_add(_command(verbs, "add", "add articles to a corpus folder", commands.add))
    _add_draft(_command(verbs, "draft", "draft an actors.toml from articles", commands.draft))
    _add_export(_command(verbs, "export", "write all tables, with a data dictionary", commands.export))
    _add_cite(_command(verbs, "cite", "find a passage and say how to cite it", commands.cite))
    _add_explore(_command(verbs, "explore", "write articles as one page to explore", commands.explore))
    _add_report(_command(verbs, "report", "write the notebooks as web pages", commands.report))
    _add_course(_command(verbs, "course", "write course material from the notebooks", commands.course))
    return parser


def _command(verbs: Any, name: str, says: str, run: Callable[[argparse.Namespace], None] | None) -> Any:
    command = verbs.add_parser(name, help=says, description=f"{says[0].upper()}{says[1:]}.")
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
    add(
        "--format",
        choices=FORMATS,
        default="parquet",
        help="CSV holds every text as it is, for programs; for a spreadsheet use 'parley export'; "
        "default: %(default)s",
    )
    add("--registry", metavar="DIR", help="folder with your own actors.toml and issues.toml")
    add("--no-cache", action="store_true", help="code everything anew and keep nothing")
    add("--quiet", action="store_true", help="no progress bar, no summary")
    add(
        "--engine",
        choices=ENGINES,
        default="serial",
        help="one process, several, or a Dask cluster; with several, tables are folders of parts; "
        "default: %(default)s",
    )
    add("--workers", type=int, metavar="N", help="how many at once on this machine; default: one a core")
    add("--scheduler", metavar="ADDRESS", help="of a running Dask cluster; default: one on this machine")


def _add_evaluate(evaluate: argparse.ArgumentParser) -> None:
    add = evaluate.add_argument
    add("tables", metavar="TABLES", help="folder of tables that 'parley code' wrote")
    add("--reference", metavar="DIR", help="codings of these articles; default: of the bundled corpus")
    add("--csv", action="store_true", help="print comma-separated values")


def _add_reference(reference: argparse.ArgumentParser) -> None:
    actions = reference.add_subparsers(dest="action", metavar="ACTION", required=True)
    says = "make an empty coding: a file for each layer"
    new = _command(actions, "new", says, commands.reference_new)
    new.add_argument("name", metavar="NAME", help="your name as a coder: letters, digits, - and _")
    new.add_argument(
        "--dir", metavar="DIR", default="codings", help="folder of the codings; default: %(default)s"
    )
    new.add_argument("--sources", metavar="PATH", nargs="+", help="articles; default: the bundled corpus")
    says = "list the units on which coders differ"
    differ = _command(actions, "conflicts", says, commands.reference_conflicts)
    differ.add_argument("dir", metavar="DIR", help="folder of the codings")
    differ.add_argument("names", metavar="NAME", nargs="+", help="the coders to compare, two or more")
    differ.add_argument("--layer", choices=LAYERS, default="targets", help="default: %(default)s")
    says = "bring the journals of a class together and print how far they agree"
    _add_merge(_command(actions, "merge", says, commands.reference_merge))


def _add_merge(merge: argparse.ArgumentParser) -> None:
    add = merge.add_argument
    add("files", nargs="+", metavar="FILE", help="journals (.jsonl), or folders of them")
    add("--dir", metavar="DIR", default="codings", help="folder of the codings; default: %(default)s")
    add("--layer", choices=("targets", "quotes", "positions"), default="targets", help="default: %(default)s")
    add("--by-file", action="store_true", help="name coders by their files, not by their own names")
    add("--sources", metavar="PATH", nargs="+", help="articles; default: the bundled corpus")
    add("--csv", action="store_true", help="print the agreement alone, as comma-separated values")


def _add_new(new: argparse.ArgumentParser) -> None:
    new.add_argument("dir", metavar="DIR", help="folder that is not there yet, or is empty")


def _add_add(adding: argparse.ArgumentParser) -> None:
    add = adding.add_argument
    add(
        "files",
        nargs="+",
        metavar="FILE",
        help=".txt, .html, .htm, .pdf, .docx; .csv or .jsonl with one article a row",
    )
    add("--to", default=".", metavar="DIR", help="folder that 'parley new' made; default: this one")
    add(
        "--text-column",
        default="",
        metavar="NAME",
        help="column with the texts of a .csv or .jsonl; default: text, body or content",
    )
    add("--max-mb", type=float, default=50, metavar="N", help="largest file; default: %(default)s MB")


def _add_draft(draft: argparse.ArgumentParser) -> None:
    draft.add_argument("paths", nargs="+", metavar="PATH", help="articles, as for 'parley code'")
    draft.add_argument("--to", default=".", metavar="DIR", help="folder of the draft; default: this one")
    draft.add_argument("--registry", metavar="DIR", help="actors that are known; default: countries alone")


def _add_export(export: argparse.ArgumentParser) -> None:
    add = export.add_argument
    add(
        "paths",
        nargs="+",
        metavar="PATH",
        help="folder of tables that 'parley code' wrote, an earlier export, or articles (files and folders)",
    )
    add("--out", required=True, metavar="DIR", help="folder for the export: a new or empty one")
    add(
        "--format",
        nargs="+",
        choices=EXPORTS,
        default=EXPORTS[:3],
        help="what to write; dna needs articles, not tables alone; default: csv parquet duckdb",
    )
    add("--reference", metavar="DIR", help="codings of these articles; default: of the bundled corpus")
    add("--registry", metavar="DIR", help="folder with your own actors.toml and issues.toml")
    add("--no-networks", action="store_true", help="leave the discourse networks (GraphML) out")
    add("--overwrite", action="store_true", help="replace an earlier export in DIR")
    add("--quiet", action="store_true", help="no progress bar, no summary")


def _add_cite(cite: argparse.ArgumentParser) -> None:
    add = cite.add_argument
    add("passage", metavar="PASSAGE", help="words as you remember them; ... for left out words")
    add("paths", nargs="*", metavar="PATH", help="articles (files and folders); default: the bundled corpus")
    add("--registry", metavar="DIR", help="folder with your own actors.toml and issues.toml")
    add("--csv", action="store_true", help="print comma-separated values")


def _add_explore(explore: argparse.ArgumentParser) -> None:
    add = explore.add_argument
    add("paths", nargs="+", metavar="PATH", help="articles, as for 'parley code'")
    add("--out", required=True, metavar="FILE", help="the page: a new file, or an earlier explorer")
    add("--registry", metavar="DIR", help="folder with your own actors.toml and issues.toml")
    add("--reference", metavar="DIR", help="codings of these articles; default: of the bundled corpus")
    add("--title", default="Parley explorer", metavar="TEXT", help="its heading; default: %(default)s")


def _add_report(report: argparse.ArgumentParser) -> None:
    add = report.add_argument
    add(
        "corpus",
        nargs="?",
        default="",
        metavar="CORPUS",
        help="folder of articles, with its actors.toml and issues.toml; default: the bundled corpus",
    )
    add("--out", required=True, metavar="DIR", help="folder for the pages: new, empty, or an earlier report")
    add("--workers", type=int, metavar="N", help="notebooks executed at once; default: one a core")
    add("--pdf", action="store_true", help="write report.pdf too; a Chromium is needed")


def _add_course(course: argparse.ArgumentParser) -> None:
    add = course.add_argument
    add("--out", required=True, metavar="DIR", help="folder for student, solutions and instructor")
    add("--pages", action="store_true", help="write each copy as a web page, too")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 2 with one line on standard error for anything wrong.

    1 if some articles failed and the others are done; a line names each.

    Examples
    --------
    >>> main(["code", "no-such-file.txt", "--out", "tables"])
    2
    """
    try:
        options = _parser().parse_args(arguments)
        options.typed = shlex.join(["parley", *(sys.argv[1:] if arguments is None else arguments)])
        options.run(options)
    except IncompleteError as fault:
        print(f"parley: {fault}", file=sys.stderr)
        return 1
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
