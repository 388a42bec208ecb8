"""Citation: from a passage as somebody typed it to its place in an article, with words to cite it by."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from parley import schema
from parley.matching import MATCHES, Folded, Found, alike, fold, near

if TYPE_CHECKING:
    from parley.corpus import Corpus

NEWLINE = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
COLUMNS = {
    "doc": "str",
    "outlet": "str",
    "author": "str",
    "title": "str",
    "published": "str",
    "line": "int64",
    "char_start": "int64",
    "char_end": "int64",
    "words": "str",
    "match": "str",
    "score": "float64",
    "citation": "str",
}


@lru_cache(maxsize=2)
def _texts(corpus: Corpus) -> dict[str, tuple[Folded, list[int]]]:
    """Each article folded, and where its lines begin."""
    return {
        doc: (fold(raw), [0, *(newline.end() for newline in NEWLINE.finditer(raw))])
        for doc, raw in corpus.raw.items()
    }


def cite(corpus: Corpus, passage: str) -> pd.DataFrame:
    """Return where a passage stands, and how to cite it.

    Parameters
    ----------
    corpus
        The corpus; the whole raw text of each article is searched.
    passage
        Words as somebody typed them, as for `parley.matching.find`.

    Returns
    -------
    DataFrame
        ``doc``, ``outlet``, ``author``, ``title``, ``published``, ``line``, ``char_start``, ``char_end``,
        ``words`` (as they stand, white space folded), ``match`` and ``score`` (in [0, 100], higher is nearer;
        see `parley.matching.find`), and ``citation``: "AUTHOR, TITLE, OUTLET, DATE, line N, characters A-B",
        what is unknown left out, an inferred date called so. Exact matches first, then folded ones, each in
        the order of articles and text; only where there are none, the nearest match of each article, best
        score first. Without rows if nothing is found.

    Raises
    ------
    ParleyError
        As for `parley.matching.find`.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> cite(corpus, corpus.sentences["text"].iloc[3])["match"].iloc[0] in ("exact", "folded")
    True
    """
    texts = _texts(corpus)
    found = {doc: alike(corpus.raw[doc], folded, passage) for doc, (folded, _) in texts.items()}
    if not any(found.values()):
        found = {doc: near(corpus.raw[doc], folded, passage) for doc, (folded, _) in texts.items()}
    documents = {row.doc: row for row in schema.rows(corpus.documents)}
    rows = [
        _row(corpus, documents.get(doc), doc, texts[doc][1], place)
        for doc, places in found.items()
        for place in places
    ]
    data = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    ranks = data.assign(rank=data["match"].map(MATCHES.index), worse=-data["score"])
    order = ranks.sort_values(["rank", "worse", "doc", "char_start"], kind="stable").index
    return data.loc[order].reset_index(drop=True)


def _row(corpus: Corpus, article: Any, doc: str, lines: list[int], place: Found) -> tuple[Any, ...]:
    known = {name: getattr(article, name, "") for name in ("outlet", "author", "title", "published")}
    line = bisect_right(lines, place.start)
    words = " ".join(corpus.raw[doc][place.start : place.end].split())
    day = known["published"]
    if day and getattr(article, "published_basis", "") == "inferred":
        day += " (inferred)"
    about = [known["author"], known["title"] or doc, known["outlet"], day]
    citation = ", ".join([*filter(None, about), f"line {line}", f"characters {place.start}-{place.end}"])
    return doc, *known.values(), line, place.start, place.end, words, place.match, place.score, citation
