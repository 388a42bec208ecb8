"""Notebooks executed, tidied, and written as web pages that need no network.

>>> from parley.report import build_site, execute, export
>>> execute("notebooks/03_voices.ipynb")                      # doctest: +SKIP
>>> export("notebooks/03_voices.ipynb", "voices.html")        # doctest: +SKIP
>>> build_site(["notebooks/03_voices.ipynb"], "site")         # doctest: +SKIP

`python -m parley.report execute PATH...` executes notebooks in place,
`python -m parley.report site PATH... --out site` writes the pages.
"""

from __future__ import annotations

import argparse
import base64
import copy
import mimetypes
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from parley.errors import ParleyError, bad_value
from parley.notebooks import Notebook, execute, normalise, read, run, write_whole

__all__ = ["build_site", "execute", "export", "main", "normalise"]

TEMPLATES = Path(__file__).parent / "templates"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
CONTROL_NOTE = '<p class="note">A control stands here: open the notebook in JupyterLab to use it.</p>'


# -- one page ----------------------------------------------------------------------------------


def export(nb_path: str | Path, html_path: str | Path) -> None:
    """Write an executed notebook as one HTML page that asks no server for anything.

    Code is folded; images are embedded and have alternative text; links to other notebooks become
    links to their pages.

    Examples
    --------
    >>> export("notebooks/00_start_here.ipynb", "start.html")  # doctest: +SKIP
    """
    write_whole(Path(html_path), _page(read(Path(nb_path)), Path(nb_path)))


def _page(nb: Notebook, path: Path, index: str = "") -> str:
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="page",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    title = _opening(nb)[0] or path.stem
    resources = {
        "metadata": {"name": title, "path": str(path.resolve().parent)},
        "parley_index": index,
    }
    html, _ = exporter.from_notebook_node(_printable(nb), resources=resources)
    return _embedded(str(html), path.resolve().parent)


def _embedded(html: str, folder: Path) -> str:
    """The page with the images of a folder in it.

    nbconvert's own way to embed reads each piece of HTML by itself and closes what the piece left open:
    a <details> ended after its <summary>, and the solution stood below it for all to see.
    """

    def embed(tag: re.Match[str]) -> str:
        file = (folder / unquote(tag["source"])).resolve()
        if not file.is_relative_to(folder) or not file.is_file():
            return tag[0]
        kind, content = mimetypes.guess_type(file.name)[0], base64.b64encode(file.read_bytes()).decode()
        return f"{tag['before']}data:{kind};base64,{content}{tag['quote']}"

    source = r"""(?P<before><img\b[^>]*?\ssrc=(?P<quote>["']))(?P<source>[^"':>]+)(?P=quote)"""
    return re.sub(source, embed, html)


def _printable(nb: Notebook) -> Notebook:
    """A copy whose links, controls and images work on a page."""
    nb = copy.deepcopy(nb)
    widgets = nb.metadata.pop("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    heading = "Figure"
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"(\]\([\w./-]+)\.ipynb(#[^)\s]*)?\)", r"\1.html\2)", cell.source)
            heading = (re.findall(r"^#+ +(.+)$", cell.source, re.M) or [heading])[-1]
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if WIDGET_VIEW in data:
                model = data.pop(WIDGET_VIEW)["model_id"]
                data["text/html"] = CONTROL_NOTE + _still(model, widgets)
            if any(kind.startswith("image/") for kind in data):
                output.metadata["alt"] = _alternative(output, _plain(heading))
    return nb


def _still(model: str, widgets: dict[str, Any]) -> str:
    """What a widget shows, as HTML: the texts of its HTML parts, in their order."""
    entry = widgets.get(model, {})
    state = entry.get("state", {})
    own = str(state.get("value", "")) if entry.get("model_name") == "HTMLModel" else ""
    parts = [child.removeprefix("IPY_MODEL_") for child in state.get("children") or []]
    return own + "".join(_still(part, widgets) for part in parts)


def _alternative(output: Notebook, heading: str) -> str:
    """The text for those who do not see the image."""
    said = [output.metadata.get("alt")]
    said += [v.get("alt") for v in output.metadata.values() if isinstance(v, dict)]
    said += re.findall(r"<(?:title|desc)\b[^>]*>([^<]+)<", output.data.get("image/svg+xml", ""))
    return next((s for s in said if s), f"Figure: {heading}. Its numbers are printed beside it.")


# -- the site ----------------------------------------------------------------------------------


def build_site(notebooks: Iterable[str | Path], out: str | Path, *, workers: int | None = None) -> Path:
    """Execute copies of notebooks and write a page for each, and an index.

    Pages appear only when every notebook has run; until then those of an earlier run stay.

    Parameters
    ----------
    notebooks
        Paths, in the order of the index. The files are not changed.
    out
        The folder of the pages, made if needed.
    workers
        How many notebooks run at the same time; as many as there are cores by default.

    Returns
    -------
    Path
        The index.

    Raises
    ------
    ParleyError
        No notebook is given, two have the same name, or one fails.

    Examples
    --------
    >>> build_site(["notebooks/00_start_here.ipynb"], "site")  # doctest: +SKIP
    """
    paths, out = [Path(n) for n in notebooks], Path(out)
    if len({p.stem for p in paths}) != len(paths) or not paths:
        raise bad_value("notebooks", [str(p) for p in paths], "one or more, all named differently")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=out) as held:
        openings = _all(partial(_site_page, Path(held)), paths, workers)
        pages = [
            {"href": f"{p.stem}.html", "title": openings[p][0] or p.stem, "summary": openings[p][1]}
            for p in paths
        ]
        (Path(held) / "index.html").write_text(_contents(pages), encoding="utf-8")
        for page in sorted(Path(held).iterdir()):
            os.replace(page, out / page.name)
    return out / "index.html"


def _site_page(held: Path, path: Path) -> tuple[str, str]:
    nb = run(path)
    (held / f"{path.stem}.html").write_text(_page(nb, path, "index.html"), encoding="utf-8")
    return _opening(nb)


def _contents(pages: list[dict[str, str]]) -> str:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(TEMPLATES / "page"), autoescape=True)
    return environment.get_template("contents.html.j2").render(pages=pages)


def _opening(nb: Notebook) -> tuple[str, str]:
    """Title and first paragraph of a notebook, as plain text; empty if there is none."""
    prose = "\n\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    title = re.search(r"^# +(.+)$", prose, re.M)
    blocks = re.split(r"\n\s*\n", prose[title.end() :] if title else prose)
    first = next((b for b in blocks if b.strip() and not re.match(r"\s*[#|>`*-]", b)), "")
    return _plain(title[1]) if title else "", _plain(first)


def _plain(markdown: str) -> str:
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return " ".join(re.sub(r"[*`\\]", "", text).split())


# -- many at once, and the command line -----------------------------------------------------------


def _all(job: Callable[[Path], Any], paths: list[Path], workers: int | None) -> dict[Path, Any]:
    """Results by path; the progress is printed; every failure is named before the end."""
    results, failures = {}, []
    for path, result, error, seconds in _in_parallel(job, paths, workers):
        print(f"{'failed' if error else 'done  '} {path}  {seconds:.1f} s", flush=True)
        results[path] = result
        failures += [error] if error else []
    if failures:
        raise ParleyError("\n".join(sorted(failures)))
    return results


def _in_parallel(
    job: Callable[[Path], Any], paths: list[Path], workers: int | None
) -> Iterator[tuple[Path, Any, str, float]]:
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from multiprocessing import get_context

    count = max(1, min(workers or os.cpu_count() or 1, len(paths)))
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(_timed, job, path) for path in paths]):
            yield done.result()


def _timed(job: Callable[[Path], Any], path: Path) -> tuple[Path, Any, str, float]:
    start, result, message = time.monotonic(), None, ""
    try:
        result = job(path)
    except ParleyError as error:
        message = str(error)
    return path, result, message, time.monotonic() - start


def _in_place(path: Path) -> None:
    execute(path)


def main(argv: Sequence[str] | None = None) -> int:
    """Run `execute` or `site` from the command line; return the exit status.

    Examples
    --------
    >>> main(["site", "no.ipynb", "--out", "site"])  # doctest: +SKIP
    1
    """
    parser = argparse.ArgumentParser(prog="python -m parley.report", description=__doc__)
    parser.add_argument("task", choices=["execute", "site"])
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--out", type=Path, default=Path("site"), help="folder of the pages")
    parser.add_argument("--workers", type=int, help="notebooks run at the same time")
    options = parser.parse_args(argv)
    try:
        if options.task == "execute":
            _all(_in_place, options.paths, options.workers)
        else:
            print(build_site(options.paths, options.out, workers=options.workers).resolve())
    except ParleyError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
