"""The site of a corpus: a page for each notebook, the explorer, and an index with the key findings.

The articles are coded once, before any notebook runs. A page is kept where nothing that it was made from has
changed: notebook, corpus, package, data, and what is installed.

>>> from parley.site import build_site
>>> build_site(["notebooks/03_voices.ipynb"], "site")  # doctest: +SKIP
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parley.errors import ParleyError, bad_value
from parley.explorer import build_explorer
from parley.locks import NAME, only_one
from parley.manifest import Entry, check_names, is_current, publish, read_manifest, write_manifest
from parley.notebookcopy import run_copy, source_digest, takes_folder
from parley.notebookpage import notebook_page, opening
from parley.notebooks import read
from parley.opening import open_material
from parley.provenance import Provenance, provenance
from parley.registry import bundled
from parley.siteindex import EXPLORER, Page, fault_page, index_page
from parley.sitepdf import find_chromium, write_pdf
from parley.sitestate import state
from parley.store import digest
from parley.workers import on_all

INDEX, PDF = "index.html", "report.pdf"
TITLE = "Parley report"
UNFINISHED = ".unfinished-"


@dataclass(frozen=True)
class Plan:
    """What a site is made of.

    Attributes
    ----------
    folder
        The corpus folder as it was named; empty for the bundled corpus.
    title, command
        The heading of the index; what the foot of each page says.
    keys
        For each notebook the hash of what its page is made from.
    shell
        The hash of what index and explorer are made from, besides the pages.
    """

    folder: str
    title: str
    command: str
    keys: dict[Path, str]
    shell: str


def page_name(path: Path) -> str:
    """Return the file name of a notebook's page.

    Examples
    --------
    >>> page_name(Path("notebooks/03_voices.ipynb"))
    '03_voices.html'
    """
    return f"{path.stem}.html"


def build_site(
    notebooks: Iterable[str | Path],
    out: str | Path,
    *,
    corpus: str | Path = "",
    workers: int | None = None,
    pdf: bool = False,
    command: str = "",
) -> Path:
    """Write the site of a corpus; what has not changed since it was written is kept.

    Parameters
    ----------
    notebooks
        Paths, in the order of the index. The files are not changed: copies are executed. With a corpus folder
        those that cannot be given one are left out, and cells tagged ``bundled`` of the others.
    out
        The folder of the site: a new or empty one, or a site that was written before. Other files in it stay
        as they are.
    corpus
        A corpus folder, as for `parley.opening.open_material`; by default the bundled corpus.
    workers
        How many notebooks run at the same time; as many as there are cores by default.
    pdf
        Whether ``report.pdf`` is written too, printed by a Chromium.
    command
        What the foot of each page says.

    Returns
    -------
    Path
        The index.

    Raises
    ------
    ParleyError
        No notebook is given, two have the same name, a name is taken; the corpus cannot be read; the folder
        is somebody else's, or a file in it that would be overwritten is; another process is writing the site;
        there is no Chromium for a PDF. If a notebook fails, the rest of the site is written first; the
        message names each that failed.

    Examples
    --------
    >>> build_site(["notebooks/00_start_here.ipynb"], "site")  # doctest: +SKIP
    """
    site = Path(out)
    read_manifest(site)  # a folder of somebody else is refused before anything is done in it
    plan = _plan([Path(path) for path in notebooks], str(corpus), command)
    chromium = find_chromium() if pdf else ""
    with _alone(site):
        ours = read_manifest(site)
        check_names(site, [*map(page_name, plan.keys), EXPLORER, INDEX, *([PDF] if pdf else [])], ours)
        faults = _write(plan, site, ours, workers)
        _print(plan, site, chromium)
    if faults:
        raise ParleyError("\n".join(faults[path] for path in plan.keys if path in faults))
    return site / INDEX


def _plan(paths: list[Path], folder: str, command: str) -> Plan:
    names = [page_name(path) for path in paths]
    if len({*names, EXPLORER, INDEX}) != len(names) + 2 or not paths:
        wanted = f"one or more, all named differently and not {EXPLORER} or {INDEX}"
        raise bad_value("notebooks", [str(path) for path in paths], wanted)
    if folder and not Path(folder).is_dir():
        raise ParleyError(f"{folder}: there is no such folder of articles")
    whole = state(Path(folder) if folder else bundled("seeds"))
    keys = {}
    for path in paths:
        nb = read(path)
        if folder and not takes_folder(nb):
            print(f"left out  {path}: it has no cell tagged 'parameters'", flush=True)
        else:
            keys[path] = digest(source_digest(nb, path, folder), whole)
    title = f"{TITLE}: {Path(folder).resolve().name}" if folder else TITLE
    command = command or "parley.site.build_site"
    return Plan(folder, title, command, keys, digest(whole, title, command))


def _write(plan: Plan, site: Path, ours: dict[str, Entry], workers: int | None) -> dict[Path, str]:
    """Write what is not as it should be; return which notebooks failed."""

    def keeps(name: str, key: str) -> bool:
        return is_current(site, name, ours.get(name), key)

    kept = [path for path, key in plan.keys.items() if keeps(page_name(path), key)]
    for path in kept:
        print(f"kept    {path}", flush=True)
    complete = digest(plan.shell, *plan.keys.values())
    if len(kept) == len(plan.keys) and keeps(INDEX, complete) and keeps(EXPLORER, plan.shell):
        return {}
    material = open_material(plan.folder)
    documents = material.corpus.documents
    print(f"coded   {len(documents):,} {'article' if len(documents) == 1 else 'articles'}", flush=True)
    made = provenance(documents, material.registry, plan.command)
    with _workshop(site, ours) as held:
        job = partial(_page, held, plan.folder, made)
        results, faults = on_all(job, [path for path in plan.keys if path not in kept], workers)
        entries = {page_name(path): ours[page_name(path)] for path in kept}
        entries |= {page_name(p): Entry(plan.keys[p], "", *said) for p, said in results.items()}
        entries |= {page_name(p): _fault(held, p, fault, made) for p, fault in faults.items()}
        pages = [_listed(path, entries[page_name(path)], faults.get(path, "")) for path in plan.keys]
        index = index_page(material, pages, made, plan.title)
        (held / INDEX).write_text(index, encoding="utf-8")
        build_explorer(material, held / EXPLORER, title=f"{plan.title}: explorer", command=plan.command)
        entries |= {INDEX: Entry("" if faults else complete), EXPLORER: Entry(plan.shell)}
        entries |= {PDF: ours[PDF]} if PDF in ours else {}
        publish(held, site, entries, ours)
    return faults


@contextmanager
def _alone(site: Path) -> Iterator[None]:
    """Make the site's folder and hold it alone; one that was made for nothing is removed again."""
    new = not site.exists()
    try:
        site.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise ParleyError(f"{site}: cannot be made ({fault.strerror})") from None
    busy = f"{site}: another process is writing this report; try again when it is done"
    try:
        with only_one(site / NAME, busy, wait=0):
            yield
    except OSError as fault:  # such as a disk that is full, here or where notebooks are executed
        where = fault.filename or site
        raise ParleyError(f"{where}: the report cannot be written ({fault.strerror or fault})") from None
    finally:
        if new:
            with suppress(OSError):
                site.rmdir()  # only where nothing is in it


@contextmanager
def _workshop(site: Path, ours: dict[str, Entry]) -> Iterator[Path]:
    """A folder in the site, which is marked as ours first, for pages that are not done yet."""
    write_manifest(site, ours)
    for left in site.glob(f"{UNFINISHED}*"):  # by a process that was killed: no other is here now
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=site) as held:
        yield Path(held)


def _print(plan: Plan, site: Path, chromium: str) -> None:
    """Print the site where that is asked for; an earlier PDF of other pages is removed."""
    ours = read_manifest(site)
    if not chromium and PDF not in ours:
        return
    pages = [INDEX, *map(page_name, plan.keys)]
    key = digest(*(ours[name].sha256 for name in pages))
    if is_current(site, PDF, ours.get(PDF), key):
        return
    entries = {name: entry for name, entry in ours.items() if name != PDF}
    with _workshop(site, ours) as held:
        if chromium:
            write_pdf([site / name for name in pages], held / PDF, chromium)
            print(f"printed {site / PDF}", flush=True)
            entries[PDF] = Entry(key)
        publish(held, site, entries, ours)


def _page(held: Path, folder: str, made: Provenance, path: Path) -> tuple[str, str]:
    """Execute a copy of a notebook and write its page; return its title and first paragraph."""
    nb = run_copy(read(path), path, folder)
    page = notebook_page(nb, path, index=INDEX, made=made)
    (held / page_name(path)).write_text(page, encoding="utf-8")
    return opening(nb)


def _fault(held: Path, path: Path, fault: str, made: Provenance) -> Entry:
    """Write the page that stands for a notebook that failed; it is never kept."""
    entry = Entry("", "", opening(read(path))[0])
    page = fault_page(_listed(path, entry, fault), made)
    (held / page_name(path)).write_text(page, encoding="utf-8")
    return entry


def _listed(path: Path, entry: Entry, fault: str) -> Page:
    return Page(page_name(path), entry.title or path.stem, entry.summary, fault)
