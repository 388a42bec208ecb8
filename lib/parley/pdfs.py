"""PDF files: the text layer, lines joined to paragraphs."""

from __future__ import annotations

import io
import re
from collections import Counter
from importlib.metadata import version

from parley.articles import Article, lines_of, one_line
from parley.errors import ParleyError

PAGES = 300
"""Pages of the longest PDF that is read as an article."""
WIDE, FULL = 0.6, 0.9
"""Shares of the page's width from which a line runs on; the second where it ends a sentence."""
STOPS = '.!?:”"’'
MARK = re.compile(r"[•●▪‣*–—-]\s|\d{1,2}[.)]\s")


def read_pdf(data: bytes, name: str = "the PDF", pages: int = PAGES) -> Article:
    """Return the article in a PDF's text layer.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file, for messages.
    pages
        Most pages that are read.

    Returns
    -------
    Article
        Lines that run on are joined; running heads and page numbers, the same on most pages, are left out
        and named in the note. Of the file's own properties only the title is used, and only where the text
        has it too: author and date there are those of the file.

    Raises
    ------
    ParleyError
        If the file is broken, encrypted, too long, or has no text layer.

    Examples
    --------
    >>> read_pdf(b"%PDF-1.4 cut short", "a.pdf")
    Traceback (most recent call last):
    parley.errors.ParleyError: a.pdf: not a readable PDF (...)
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ParleyError(f"{name}: the PDF is encrypted; save a copy without a password")
        if len(reader.pages) > pages:
            raise ParleyError(f"{name}: has {len(reader.pages)} pages; an article has at most {pages}")
        texts = [page.extract_text() for page in reader.pages]
        title = one_line(str((reader.metadata.title if reader.metadata else "") or ""))
    except ParleyError:
        raise
    except DependencyError:
        raise ParleyError(f"{name}: the PDF is encrypted; save a copy without a password") from None
    except Exception as fault:  # pypdf raises whatever its parts do on broken files
        raise ParleyError(f"{name}: not a readable PDF ({one_line(str(fault), 80)})") from None
    text, heads = paragraphs(texts)
    if not text:
        raise ParleyError(f"{name}: the PDF has no text layer: it is a scan, and must be read by OCR first")
    notes = [f"by pypdf {version('pypdf')}", "line breaks joined"]
    notes += [f"left out from the head and foot of pages: {'; '.join(heads)}"] if heads else []
    title = title if title and title.casefold() in one_line(text[:3000], 3000).casefold() else ""
    return Article(text=text, title=title, note="; ".join(notes))


def paragraphs(pages: list[str]) -> tuple[str, list[str]]:
    """Return the text of pages with each paragraph as a line, and the running heads left out.

    A line goes on in the next one when it is about as wide as the page, or that one begins with a small
    letter; a word that is cut at its end is made whole.

    Examples
    --------
    >>> paragraphs(["The two sides will meet again on Mon-\\nday in the capital, they said.\\nNo more."])[0]
    'The two sides will meet again on Monday in the capital, they said.\\nNo more.\\n'
    """
    split = [[line.strip() for line in lines_of(page).splitlines()] for page in pages]
    heads = _running_heads(split)
    joined: list[str] = []
    runs_on = False
    for page in split:
        kept = [line for line in page if _shape(line) not in heads]
        width = sorted(map(len, kept))[int(len(kept) * 0.9)] if kept else 0
        for line in kept:
            if not line:
                runs_on = runs_on and joined[-1][-1] not in STOPS
                continue
            if joined and not MARK.match(line) and (runs_on or line[0].islower()):
                joined[-1] = _join(joined[-1], line)
            else:
                joined.append(line)
            runs_on = len(line) >= width * (FULL if line[-1] in STOPS else WIDE)
    gone = dict.fromkeys(line for page in split for line in page if line and _shape(line) in heads)
    named = [one_line(line, 60) for line in gone if re.search(r"[^\W\d]", line)]
    return lines_of("\n".join(joined)), named[:5]


def _join(line: str, following: str) -> str:
    """Two lines of a paragraph; "negotia-" and "tions" are one word."""
    if re.search(r"[^\W\d_]-$", line) and following[0].islower():
        return line[:-1] + following
    return f"{line} {following}"


def _shape(line: str) -> str:
    """A line without its numbers: page 3 and page 4 have one shape."""
    return re.sub(r"\d+", "#", line)


def _running_heads(pages: list[list[str]]) -> set[str]:
    """First and last lines that most pages share; of up to two pages none is known to be one."""
    edges: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page if line]
        edges.update({_shape(line) for line in (*lines[:2], *lines[-2:]) if len(line) < 120})
    return {shape for shape, count in edges.items() if count > max(2, len(pages) / 2)}
