"""A corpus of one sentence, for tests of what is found in a text and where."""

from parley import schema
from parley.corpus import Corpus


def one(raw: str, text: str) -> Corpus:
    """An article of one sentence, as scraped and as cleaned."""
    tables = {name: schema.empty(name) for name in schema.TABLES}
    place = {"doc": "x", "line": 1, "char_start": 0, "char_end": len(raw), "text": text, "block": 1}
    block = {"line_end": 1, "kind": "body", "gaps": 0, "rule": ""}
    sentence = {"sentence": 1, "voice": "author", "has_gap": False}
    texts = {name: "" for name, kind in schema.columns("documents").items() if kind == "str"}
    tables["documents"] = schema.frame("documents", [texts | {"doc": "x", "words": 1}])
    tables["blocks"] = schema.frame("blocks", [place | block])
    tables["sentences"] = schema.frame("sentences", [place | sentence])
    return Corpus(tables, {"x": raw})
