"""One executed notebook as one web page that asks no server for anything.

>>> from parley.notebookpage import export
>>> export("notebooks/03_voices.ipynb", "voices.html")  # doctest: +SKIP
"""

from __future__ import annotations

import base64
import copy
import mimetypes
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from parley.markup import stylesheet
from parley.notebooks import WIDGET_VIEW, Notebook, read, write_whole
from parley.pagepolicy import policy
from parley.provenance import Provenance

__all__ = ["TEMPLATES", "export", "linked_files", "notebook_page", "opening"]

TEMPLATES = Path(__file__).with_name("templates")
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
CONTROL_NOTE = (
    '<p class="note">Here is a view as it stood. Open the notebook in JupyterLab to choose in it.</p>'
)
LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<path>[\w./%-]+)(?P<at>#[^)\s]*)?\)")
"""A link to another file, in prose."""
REACHED = (
    (re.compile(r"<pre>"), '<pre tabindex="0">'),
    (re.compile(r'<div\b(?=[^<>]*\sclass="(?:scroll|chart)\b)(?![^<>]*\stabindex=)'), '<div tabindex="0"'),
    (re.compile(r'(<span\b[^<>]*?)\saria-pressed="[^"]*"'), r"\1"),
    (
        re.compile(
            r'(<div class="jp-RenderedHTMLCommon jp-RenderedHTML\b[^<>]*)(?=>\s*<div>\s*<style scoped)'
        ),
        r'\1 tabindex="0"',
    ),
    (re.compile(r"<th></th>"), "<td></td>"),
)
"""What stands in a page, and what has to."""
IMAGE = re.compile(r"""!\[[^\]]*\]\(([^)\s:]+)[^)]*\)|<img\b[^>]*?\ssrc=["']([^"':>]+)["']""")


def export(nb_path: str | Path, html_path: str | Path) -> None:
    """Write an executed notebook as one HTML page.

    Code is folded; images are embedded and have alternative text; links to other notebooks become
    links to their pages.

    Raises
    ------
    ParleyError
        If the notebook cannot be read; the message names it.

    Examples
    --------
    >>> export("notebooks/00_start_here.ipynb", "start.html")  # doctest: +SKIP
    """
    path = Path(nb_path)
    write_whole(Path(html_path), notebook_page(read(path), path))


def notebook_page(nb: Notebook, path: Path, *, index: str = "", made: Provenance | None = None) -> str:
    """Return the page of an executed notebook.

    Parameters
    ----------
    nb
        The notebook with its outputs.
    path
        Where it lies: images beside it are put into the page, others are not.
    index
        The page that lists all pages, to link to; empty for none.
    made
        What its foot says; nothing by default.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> page = notebook_page(new_notebook(cells=[new_markdown_cell("# Voices")]), Path("a.ipynb"))
    >>> "<title>Voices</title>" in page
    True
    """
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="page",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    script = (TEMPLATES / "page" / "page.js").read_text(encoding="utf-8")
    resources = {
        "metadata": {"name": opening(nb)[0] or path.stem, "path": str(path.resolve().parent)},
        "parley_index": index,
        "parley_made": made,
        "parley_policy": policy(script),
        "parley_script": script,
        "parley_style": stylesheet(),
    }
    html, _ = exporter.from_notebook_node(_printable(nb), resources=resources)
    return _embedded(_reachable(str(html)), path.resolve().parent)


def _reachable(html: str) -> str:
    """The page with what scrolls reached by keyboard, and no state or head told where there is none."""
    for pattern, instead in REACHED:
        html = pattern.sub(instead, html)
    return html


def _embedded(html: str, folder: Path) -> str:
    """The page with the images of a folder in it.

    nbconvert's own way to embed reads each piece of HTML by itself and closes what the piece left open:
    a <details> ended after its <summary>, and the solution stood below it for all to see.
    """

    def embed(tag: re.Match[str]) -> str:
        file = _beside(folder, tag["source"])
        if file is None:
            return tag[0]
        kind, content = mimetypes.guess_type(file.name)[0], base64.b64encode(file.read_bytes()).decode()
        return f"{tag['before']}data:{kind};base64,{content}{tag['quote']}"

    source = r"""(?P<before><img\b[^>]*?\ssrc=(?P<quote>["']))(?P<source>[^"':>]+)(?P=quote)"""
    return re.sub(source, embed, html)


def _beside(folder: Path, source: str) -> Path | None:
    """The file that a relative address names, if it lies in a folder or below."""
    file = (folder / unquote(source)).resolve()
    return file if file.is_relative_to(folder) and file.is_file() else None


def linked_files(nb: Notebook, path: Path) -> list[Path]:
    """Return the images beside a notebook that its page has in it.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> linked_files(new_notebook(cells=[new_markdown_cell("![A dot](no-such.png)")]), Path("a.ipynb"))
    []
    """
    prose = "\n\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    named = sorted({found[1] or found[2] for found in IMAGE.finditer(prose)})
    return [file for name in named if (file := _beside(path.resolve().parent, name))]


def _printable(nb: Notebook) -> Notebook:
    """A copy whose links, controls and images work on a page."""
    nb = copy.deepcopy(nb)
    widgets = nb.metadata.pop("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    heading = "Figure"
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(_link, cell.source)
            heading = (re.findall(r"^#+ +(.+)$", cell.source, re.M) or [heading])[-1]
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if WIDGET_VIEW in data:
                model = data.pop(WIDGET_VIEW)["model_id"]
                data["text/html"] = CONTROL_NOTE + data.get("text/html", _still(model, widgets))
            if any(kind.startswith("image/") for kind in data):
                output.metadata["alt"] = _alternative(output, _plain(heading))
    return nb


def _link(found: re.Match[str]) -> str:
    """A link to a notebook as one to its page; of one to another file the text and where that file is."""
    name = found["path"].removesuffix(".ipynb")
    if name != found["path"] and "/" not in name:
        return f"[{found['text']}]({name}.html{found['at'] or ''})"
    if "../" not in found["path"]:
        return found[0]
    inside = found["path"].replace("../", "")
    return f"{found['text']} (`{inside}` of the project)"


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


def opening(nb: Notebook) -> tuple[str, str]:
    """Return title and first paragraph of a notebook, as plain text; empty if there is none.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> opening(new_notebook(cells=[new_markdown_cell("# Who *speaks*\\n\\nWe [count](a.ipynb).")]))
    ('Who speaks', 'We count.')
    """
    prose = "\n\n".join(cell.source for cell in nb.cells if cell.cell_type == "markdown")
    title = re.search(r"^# +(.+)$", prose, re.M)
    blocks = re.split(r"\n\s*\n", prose[title.end() :] if title else prose)
    first = next((b for b in blocks if b.strip() and not re.match(r"\s*[#|>`*-]", b)), "")
    return _plain(title[1]) if title else "", _plain(first)


def _plain(markdown: str) -> str:
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return " ".join(re.sub(r"[*`\\]", "", text).split())
