"""Word files (.docx): checked as archives before anything in them is parsed, then read by paragraphs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from parley.articles import Article, lines_of, one_line
from parley.errors import ParleyError

UNPACKED = 200 * 1024 * 1024
"""Bytes to which an archive may unpack."""
RATIO = 200
"""How many times its packed size a part of more than a megabyte may unpack to."""
PARTS = 5000
LEFT_OUT = ("del", "moveFrom", "Fallback", "instrText", "pict")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_word(data: bytes, name: str = "the file", unpacked: int = UNPACKED) -> Article:
    """Return the article in a Word file.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file, for messages.
    unpacked
        Bytes to which the file may unpack.

    Returns
    -------
    Article
        Paragraphs are lines, a table's row is a line with tabs; what a tracked change deleted, notes, headers
        and footers are left out. Of the file's properties only the title is used: its author and dates are
        those of the file, not of a publication.

    Raises
    ------
    ParleyError
        If the file is broken, unpacks to too much, declares a document type or holds no text.

    Examples
    --------
    >>> read_word(b"PK broken", "a.docx")
    Traceback (most recent call last):
    parley.errors.ParleyError: a.docx: not a readable Word file (File is not a zip file)
    """
    import docx

    check_archive(data, name, unpacked)
    try:
        document = docx.Document(io.BytesIO(data))
        text = lines_of("\n".join(_lines(document.element.body)))
        title = one_line(document.core_properties.title or "")
    except Exception as fault:  # python-docx raises what lxml, zipfile and its own look-ups do
        reason = one_line(str(fault), 80) or type(fault).__name__
        raise ParleyError(f"{name}: not a readable Word file ({reason})") from None
    if not text.strip():
        raise ParleyError(f"{name}: the Word file holds no text")
    notes = [f"by python-docx {version('python-docx')}"]
    notes += ["title from the file's properties: check it"] if title else []
    return Article(text=text, title=title, note="; ".join(notes))


def check_archive(data: bytes, name: str, unpacked: int = UNPACKED) -> None:
    """Refuse an archive that is broken or dangerous, by its list and by really unpacking it piece by piece.

    Raises
    ------
    ParleyError
        If it is no zip archive, is encrypted, has too many parts, unpacks to more than ``unpacked`` bytes or
        to more than 200 times its size, is damaged, or a part in XML declares a document type.

    Examples
    --------
    >>> check_archive(b"", "a.docx")
    Traceback (most recent call last):
    parley.errors.ParleyError: a.docx: not a readable Word file (File is not a zip file)
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS:
                raise ParleyError(f"{name}: refused: an archive of {len(parts)} parts, allowed: {PARTS}")
            if any(part.flag_bits & 1 for part in parts):
                raise ParleyError(f"{name}: the file is encrypted; save a copy without a password")
            for part in parts:
                if part.file_size > max(1024 * 1024, RATIO * part.compress_size):
                    times = part.file_size // max(1, part.compress_size)
                    raise _bomb(name, f"{part.filename} unpacks to {times} times its size")
            if sum(part.file_size for part in parts) > unpacked:
                raise _bomb(name, f"it unpacks to more than {unpacked // 1024**2} MB")
            room = unpacked
            for part in parts:
                room -= _check_part(archive, part, name, room)
    except ParleyError:
        raise
    except Exception as fault:  # what zipfile and zlib raise on damaged archives is many things
        raise ParleyError(f"{name}: not a readable Word file ({one_line(str(fault), 80)})") from None


def _bomb(name: str, reason: str) -> ParleyError:
    return ParleyError(f"{name}: refused: {one_line(reason, 150)}")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, room: int) -> int:
    """Unpack a part to nowhere, and parse what is XML without building it; the bytes it has."""
    from xml.sax.handler import ContentHandler
    from xml.sax.xmlreader import InputSource

    from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
    from defusedxml.expatreader import create_parser  # type: ignore[import-untyped]

    size = 0
    with archive.open(part) as file:
        while piece := file.read(1 << 16):
            size += len(piece)
            if size > room:
                raise _bomb(name, "it unpacks to more than is allowed")
    with archive.open(part) as file:
        if not part.filename.lower().endswith((".xml", ".rels")):
            start = file.read(64).lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
            if not start.startswith(b"<"):
                return size
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(ContentHandler())
    with archive.open(part) as file:
        source = InputSource()
        source.setByteStream(file)
        try:
            parser.parse(source)
        except DefusedXmlException:
            raise _bomb(name, f"{part.filename} declares a document type or entities") from None
    return size


def _lines(body: Any) -> Iterator[str]:
    """Paragraphs in their order; the cells of a table's row on one line."""
    for block in body:
        if block.tag == f"{W}tbl":
            for row in block.iter(f"{W}tr"):
                yield "\t".join(" ".join(_inside(cell)) for cell in row.iterchildren(f"{W}tc"))
        elif block.tag == f"{W}p":
            yield _text(block)
        elif isinstance(block.tag, str):
            yield from _lines(block)


def _inside(cell: Any) -> Iterator[str]:
    return (text for paragraph in cell.iter(f"{W}p") if (text := _text(paragraph).strip()))


def _text(paragraph: Any) -> str:
    """The text of a paragraph, with links and inserted words, without deleted ones."""
    pieces = []
    waiting = [iter(paragraph)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
            continue
        tag = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if tag == "t":
            pieces.append(node.text or "")
        elif tag in {"tab", "br", "cr"}:
            pieces.append("\t" if tag == "tab" else "\n")
        elif tag == "noBreakHyphen":
            pieces.append("-")
        elif tag and tag not in LEFT_OUT and tag not in {"pPr", "rPr"}:
            waiting.append(iter(node))
    return "".join(pieces)
