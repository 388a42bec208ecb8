"""Articles on their way into a corpus: read from files, with what is to be told of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from parley.articles import Article, one_line
from parley.errors import ParleyError
from parley.formats import read_articles
from parley.identification import FEWEST, SURE, language_of
from parley.readingprocess import ReadingProcess

PARSED = {".html", ".htm", ".pdf", ".docx"}
"""Formats that are parsed in a process apart."""


@dataclass
class Candidate:
    """An article on its way into the corpus, with what is to be told of it."""

    path: Path
    article: Article
    origin: str = ""
    status: str = ""
    doc: str = ""
    language: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The file's name as it was given, on one line."""
        return one_line(str(self.path))

    def end(self, status: str, note: str) -> None:
        """Say what became of the article, and why."""
        self.status = status
        self.notes = [note]


def read_candidates(
    files: Iterable[str | Path], text_column: str, limit: int, seconds: float
) -> Iterator[Candidate]:
    """The articles of all files; a fault is a candidate that is refused."""
    with ReadingProcess(seconds) as process:
        for path in map(Path, files):
            name = one_line(str(path))
            read = process.read if path.suffix.lower() in PARSED else read_articles
            try:
                articles = read(path, text_column=text_column, limit=limit)
                origin = hashlib.sha256(path.read_bytes()).hexdigest()
            except ParleyError as fault:
                articles, origin = [Article(refused=str(fault).removeprefix(f"{name}: "))], ""
            except OSError as fault:
                articles, origin = [Article(refused=f"cannot be read ({fault.strerror})")], ""
            for article in articles:
                candidate = Candidate(path, article, origin, notes=[article.note])
                if article.refused:
                    candidate.end("refused", article.refused)
                yield candidate


def check_language(candidate: Candidate) -> None:
    """Refuse what is surely not English; say where it cannot be told."""
    if candidate.status:
        return
    candidate.language, probability = language_of(candidate.article.text)
    if not candidate.language:
        candidate.notes.insert(0, f"too short to tell its language (fewer than {FEWEST} words)")
    elif candidate.language != "en" and probability >= SURE:
        told = f"{candidate.language!r}, probability {probability:.2f}"
        candidate.end("refused", f"not English ({told}); Parley reads English only")
    elif candidate.language != "en":
        candidate.notes.insert(
            0, f"language in doubt ({candidate.language}, {probability:.2f}); taken as English"
        )
        candidate.language = ""
