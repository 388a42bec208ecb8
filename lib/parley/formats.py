"""Files that hold articles: what a file is by its content, and its articles by the reader for that format."""

from __future__ import annotations

import re
from pathlib import Path

from parley.articles import Article, encoded, one_line
from parley.errors import ParleyError
from parley.pdfs import read_pdf
from parley.sources import decode
from parley.tabular import read_csv, read_jsonl
from parley.webpages import read_page
from parley.wordfiles import read_word

ENDINGS = {
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
    ".pdf": "pdf",
    ".docx": "word",
    ".csv": "table",
    ".jsonl": "lines",
}
"""What the name of a file says that it is."""
MEGABYTE = 1024 * 1024
LIMIT = 50 * MEGABYTE
"""Bytes of the largest file that is read."""
TOLD = {
    "page": "an HTML page (.html)",
    "pdf": "a PDF (.pdf)",
    "zip": "a zip archive (.docx, if it is a Word file)",
    "ole": "an old or encrypted Office file; save it as .docx without a password",
    "rtf": "an RTF file; save it as .docx",
    "web archive": "a web archive (.mht); save the page as HTML",
    "image": "an image; its text must be read by OCR first",
    "compressed": "a compressed file; unpack it",
}
STARTS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "compressed"),
    (b"7z\xbc\xaf", "compressed"),
)
PAGE = re.compile(
    rb"(?:<\?xml[^>]{0,200}>|<!--.{0,5000}?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
TAG = re.compile(rb"<(?:p|div|article|main|section|h1|title|meta)\b", re.I)
ARCHIVE = re.compile(rb"(?:[\w-]+:[^\r\n]*\r?\n)*?content-type:\s*multipart/related", re.I)


def sniff(data: bytes) -> str:
    """Return what some bytes are by their content.

    Returns
    -------
    str
        ``pdf``, ``zip``, ``ole``, ``rtf``, ``image``, ``compressed``, ``web archive``, ``page``, or ``""``
        for what may be any text.

    Examples
    --------
    >>> [sniff(b) for b in (b"%PDF-1.7", b"<!DOCTYPE html><p>a", b"The talks failed.")]
    ['pdf', 'page', '']
    """
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"):
        return "pdf"
    if kind := next((kind for start, kind in STARTS if data.startswith(start)), ""):
        return kind
    start = data[:20000]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\x00", b"")
    start = start.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if ARCHIVE.match(start):
        return "web archive"
    return "page" if PAGE.match(start) else ""


def read_bytes(path: Path, limit: int = LIMIT) -> bytes:
    """Return the bytes of a file that has a format Parley reads, and is not too large.

    Raises
    ------
    ParleyError
        If the file is missing, no file, unreadable, empty or too large, its ending is unknown, or its content
        is of another format than its name says.

    Examples
    --------
    >>> read_bytes(Path("no-such-file.txt"))
    Traceback (most recent call last):
    parley.errors.ParleyError: no-such-file.txt: there is no such file
    """
    name = one_line(str(path))
    try:
        if path.is_dir():
            raise ParleyError(f"{name}: is a folder; name the files in it")
        if not path.exists():
            raise ParleyError(f"{name}: there is no such file")
        if not path.is_file():
            raise ParleyError(f"{name}: is not an ordinary file")
        if path.suffix.lower() not in ENDINGS:
            raise ParleyError(f"{name}: the ending is {path.suffix!r}; read are {', '.join(ENDINGS)}")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as fault:
        raise ParleyError(f"{name}: cannot be read ({fault.strerror})") from None
    except ValueError:
        raise ParleyError(f"{name}: not the name of a file") from None
    if len(data) > limit:
        raise ParleyError(f"{name}: larger than {limit / MEGABYTE:.3g} MB, the most that is read")
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise ParleyError(f"{name}: the file is empty")
    _check_kind(data, ENDINGS[path.suffix.lower()], path, name)
    return data


def _check_kind(data: bytes, named: str, path: Path, name: str) -> None:
    """The name of the file says what its content is, or the file is refused."""
    found = sniff(data)
    fits = {"text": "", "page": "page", "pdf": "pdf", "word": "zip", "table": "", "lines": ""}[named]
    if named in {"text", "table", "lines", "page"} and found in {"", "page"} and _holds_nuls(data):
        raise ParleyError(f"{name}: not a text file (it holds NUL characters)")
    if found == fits or (named == "page" and not found and TAG.search(data.replace(b"\x00", b"")[:MEGABYTE])):
        return
    if found:
        raise ParleyError(f"{name}: named {path.suffix}, but it is {TOLD[found]}")
    wanted = {"page": "HTML", "pdf": "PDF", "word": "a Word file"}[named]
    raise ParleyError(f"{name}: named {path.suffix}, but it is not {wanted}")


def _holds_nuls(data: bytes) -> bool:
    """Whether there are NULs that are not those of English in UTF-16, of which every second byte is one."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))
    return not marked and 0 < data.count(b"\x00") < len(data) / 4


def read_articles(path: str | Path, *, text_column: str = "", limit: int = LIMIT) -> list[Article]:
    """Read the articles of a file.

    Parameters
    ----------
    path
        A ``.txt``, ``.html``, ``.htm``, ``.pdf``, ``.docx``, ``.csv`` or ``.jsonl`` file.
    text_column
        For tables: the column with the texts; ``text``, ``body`` or ``content`` by default.
    limit
        Bytes of the largest file that is read.

    Returns
    -------
    list of Article
        One, or of a table one for each row, in order; a row that cannot be read has its reason in
        ``refused``.

    Raises
    ------
    ParleyError
        For any fault of the file; the message names it.

    Examples
    --------
    >>> from parley import bundled
    >>> [a.note for a in read_articles(bundled("seeds") / "001_5352769525018259.txt")]
    ['as utf-8']
    """
    path = Path(path)
    data = read_bytes(path, limit)
    name, kind = one_line(str(path)), ENDINGS[path.suffix.lower()]
    if kind == "table":
        return read_csv(data, name, text_column)
    if kind == "lines":
        return read_jsonl(data, name, text_column)
    if kind == "text":
        text, encoding = decode(data, name)
        article = Article(text=text.removeprefix("\ufeff"), note=f"as {encoding}", changed=False)
    else:
        article = {"page": read_page, "pdf": read_pdf, "word": read_word}[kind](data, name)
    try:
        encoded(article.text)
    except ParleyError as fault:
        raise ParleyError(f"{name}: {fault}") from None
    return [article]
