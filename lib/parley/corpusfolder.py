"""A corpus folder of one's own: made with its lists, extended by files, never half-written.

A text is written first and its entry in ``sources.toml`` after it, all entries at once: whatever stops
the work, the list names only texts that are there; a text without entry is taken up by the next run.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from parley.articles import encoded, one_line
from parley.candidates import PARSED, Candidate, check_language, read_candidates
from parley.corpustemplates import FILES
from parley.duplicates import fingerprint, near_duplicates
from parley.errors import ParleyError
from parley.formats import LIMIT
from parley.listing import append_entries
from parley.readingprocess import SECONDS
from parley.slugs import numbered, slug
from parley.sources import LISTING, read_listing, read_sources
from parley.store import write_atomic

TEXTS = "texts"
LOCK = ".sources.lock"
COLUMNS = {
    "file": "str",
    "row": "int64",
    "status": "str",
    "doc": "str",
    "title": "str",
    "outlet": "str",
    "published": "str",
    "words": "int64",
    "language": "str",
    "note": "str",
}
MOST_COPIES = 3
"""Near copies that are told of one article, the most similar."""
ORIGIN = re.compile(r"sha256 ([0-9a-f]{16}) of ")
"""How the note of an entry begins where the text was taken out of a file in another format."""


def new_corpus(folder: str | Path) -> Path:
    """Make a corpus folder: a place for texts, lists that explain their fields, next steps.

    Parameters
    ----------
    folder
        A folder that is not there yet, or is empty.

    Returns
    -------
    Path
        The folder. ``actors.toml`` and ``issues.toml`` hold nothing but commented examples.

    Raises
    ------
    ParleyError
        If the folder holds anything, is no folder, or cannot be written; nothing is changed then.

    Examples
    --------
    >>> import tempfile
    >>> sorted(path.name for path in new_corpus(Path(tempfile.mkdtemp()) / "mine").iterdir())
    ['README.md', 'actors.toml', 'issues.toml', 'sources.toml', 'texts']
    """
    folder = Path(folder)
    try:
        if folder.exists() and not folder.is_dir():
            raise ParleyError(f"{folder}: is a file; name a folder")
        if folder.is_dir() and any(folder.iterdir()):
            raise ParleyError(f"{folder}: is not empty; name a folder that is not there yet")
        (folder / TEXTS).mkdir(parents=True)
    except OSError as fault:
        raise ParleyError(f"{folder}: cannot be made ({fault.strerror})") from None
    for name, text in FILES.items():
        write_atomic(folder / name, text.encode("utf-8"))
    return folder


def add(
    folder: str | Path,
    files: str | Path | Iterable[str | Path],
    *,
    text_column: str = "",
    limit: int = LIMIT,
    seconds: float = SECONDS,
    wait: float = 60.0,
) -> pd.DataFrame:
    """Add the articles of files to a corpus folder.

    Each article becomes a text in UTF-8 in ``texts/`` and an entry in ``sources.toml``: its hash, what the
    file states of it, and how it was read. A file at fault does not stop the others.

    Parameters
    ----------
    folder
        A folder with a ``sources.toml``, as `new_corpus` makes it.
    files
        ``.txt``, ``.html``, ``.htm``, ``.pdf``, ``.docx``, ``.csv`` or ``.jsonl`` files.
    text_column
        For tables: the column with the texts; ``text``, ``body`` or ``content`` by default.
    limit
        Bytes of the largest file that is read.
    seconds
        Most time for reading a file.
    wait
        Seconds to wait while somebody else is adding to the folder.

    Returns
    -------
    DataFrame
        Columns ``file``, ``row`` (of a table, from 1; line of a ``.jsonl``; else 0), ``status`` (added,
        already there, refused), ``doc`` (the article's identifier, or that of the article it is the same
        as), ``title``, ``outlet``, ``published``, ``words``, ``language`` (empty where it cannot be told),
        ``note`` (why it was refused; which article it nearly copies; how it was read). In the order of the
        files.

    Raises
    ------
    ParleyError
        If the folder is no corpus, its list or a listed text is at fault, it cannot be written, or
        somebody else goes on adding to it. A fault of a file is a row, not an error.

    Examples
    --------
    >>> import tempfile
    >>> from parley import bundled
    >>> folder = new_corpus(Path(tempfile.mkdtemp()) / "mine")
    >>> files = sorted(bundled("seeds").glob("00*.txt"))[:2]
    >>> add(folder, files)["status"].tolist(), add(folder, files[:1])["status"].tolist()
    (['added', 'added'], ['already there'])
    """
    folder = Path(folder)
    if not (folder / LISTING).is_file():
        raise ParleyError(f"{folder}: no {LISTING} there; 'parley new' makes a corpus folder")
    files = [files] if isinstance(files, str | Path) else files
    candidates = list(read_candidates(files, text_column, limit, seconds))
    for candidate in candidates:
        check_language(candidate)
    with _locked(folder, wait):
        _check_copies(folder, candidates)
        _write(folder, [c for c in candidates if not c.status])
    return _result(candidates)


@contextmanager
def _locked(folder: Path, wait: float) -> Iterator[None]:
    """One run at a time; the lock of a run that was killed is free."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / LOCK, timeout=wait):
            yield
    except Timeout:
        raise ParleyError(f"{folder}: somebody else is adding to it; try again when they are done") from None
    except OSError as fault:
        raise ParleyError(f"{folder}: cannot be written ({fault.strerror})") from None


def _check_copies(folder: Path, candidates: list[Candidate]) -> None:
    """Find what is there already, and what nearly is; give every other candidate its identifier."""
    listed = read_listing(folder)
    present = bool(listed) or any(folder.glob("*.txt"))
    texts = {source.doc: source.raw for source in read_sources(folder)} if present else {}
    known = {fingerprint(text): doc for doc, text in texts.items()}
    origins = {
        match[1]: entry.get("id", Path(entry["file"]).stem)
        for entry in listed
        if (match := ORIGIN.match(str(entry.get("note", ""))))
    }
    taken = {doc.casefold() for doc in texts}
    new: dict[str, Candidate] = {}
    for candidate in (c for c in candidates if not c.status):
        mark = fingerprint(candidate.article.text)
        before = "" if candidate.article.row else origins.get(candidate.origin[:16], "")
        if mark in known or before:
            candidate.doc = known.get(mark, before)
            candidate.end(
                "already there",
                f"{'the same words as' if mark in known else 'read before as'} {candidate.doc!r}",
            )
            continue
        candidate.doc = _free(folder, candidate, taken)
        taken.add(candidate.doc)
        known[mark] = candidate.doc
        texts[candidate.doc] = candidate.article.text
        new[candidate.doc] = candidate
    if new:
        _note_near_copies(texts, new)


def _note_near_copies(texts: dict[str, str], new: dict[str, Candidate]) -> None:
    """Tell each new article which article it nearly copies; of two new ones the later."""
    told_of: Counter[str] = Counter()
    for pair in near_duplicates(texts, among=new).itertuples():
        first, second = str(pair.first), str(pair.second)
        later, other = (second, first) if second in new else (first, second)
        told_of[later] += 1
        if told_of[later] > MOST_COPIES:
            continue
        told = f"near copy of {other!r}: {pair.similarity:.0%} of the shorter one's runs of 5 words"
        new[later].notes.insert(0, f"{told}, the longest common run has {pair.longest_run} words")


def _free(folder: Path, candidate: Candidate, taken: set[str]) -> str:
    """An identifier that is nobody's, whose file is not there, or is this very text without an entry."""
    article, stem = candidate.article, candidate.path.stem
    base = slug(article.title or (f"{stem}-{article.row}" if article.row else stem))
    for name in numbered(base):
        path = folder / TEXTS / f"{name}.txt"
        if name not in taken and (not path.exists() or _holds(path, encoded(article.text))):
            return name
    raise AssertionError("numbers do not end")


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.read_bytes() == data
    except OSError:
        return False


def _write(folder: Path, candidates: list[Candidate]) -> None:
    """The texts, and then the entries of all of them."""
    if not (folder / TEXTS).resolve().is_relative_to(folder.resolve()):
        raise ParleyError(f"{folder / TEXTS}: leads out of the corpus folder")
    entries = []
    for candidate in candidates:
        article, file = candidate.article, f"{TEXTS}/{candidate.doc}.txt"
        data = encoded(article.text)
        if not (folder / file).exists():
            write_atomic(folder / file, data)
        name = one_line(candidate.path.name, 100)
        parsed = candidate.path.suffix.lower() in PARSED
        start = f"sha256 {candidate.origin[:16]} of {name}" if parsed else f"From {name}"
        row = f", row {article.row}" if article.row else ""
        entries.append(
            {
                "id": candidate.doc,
                "file": file,
                "sha256": hashlib.sha256(data).hexdigest(),
                "title": article.title,
                "outlet": article.outlet,
                "author": article.author,
                "published": article.published,
                "published_basis": article.published_basis,
                "genre": article.genre,
                "note": f"{start}{row}, read {'; '.join(reversed(candidate.notes))}.",
            }
        )
        candidate.status = "added"
    append_entries(folder, entries)


def _result(candidates: list[Candidate]) -> pd.DataFrame:
    rows = [
        {
            "file": c.file,
            "row": c.article.row,
            "status": c.status,
            "doc": c.doc,
            "title": c.article.title,
            "outlet": c.article.outlet,
            "published": c.article.published,
            "words": len(c.article.text.split()),
            "language": c.language,
            "note": "; ".join(note for note in c.notes if note),
        }
        for c in candidates
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
