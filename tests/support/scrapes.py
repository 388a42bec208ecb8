"""Scrapes made up by hypothesis, and what must hold of the tables of any article."""

import re

import pandas as pd
from hypothesis import strategies as st

from parley import schema
from parley.sources import Source

HEADS = [
    "Talks fail as both sides leave",
    "HEADLINE IN CAPITALS",
    "Why the mill matters – and to whom",
    "‘We will not sign’: the mayor on the dam",
    "1,000 days",
]
BYLINES = [
    "By Ines Falk",
    "Ines Falk and Omar Reid in Geneva",
    "March 3, 2025",
    "03.02.2025 14:05",
    "Opinion",
]
FURNITURE = [
    "Advertisement",
    "Share",
    "Read more: Why the talks failed",
    "Related:",
    "Photograph: Lena Orr/Picture Desk",
    "(file photo)",
    "1 of 9",
    "© 2024",
    "Home News Sport Money",
    "• A seat on the board",
    "1. Grants",
    "– for years –",
    "* * *",
    "Sign up to our newsletter",
    "[1] The Daily, 3 May.",
]
SENTENCES = [
    "The union rejected the offer on Friday.",
    "Maria Lund said that the talks had failed, adding that nobody was to blame.",
    "According to two diplomats, Mark Lee had asked for a ceasefire, Reuters reported.",
    "France and the U.S. will send $2.5bn, or about a third of last year’s 7 per cent.",
    "He denied it: the figure of 40,000 dead is false, she claimed.",
    "They met from 3 to 5 March 2024, two weeks after Christmas, and again last summer.",
    "Putin wants Donbas; Trump, who had promised aid, refused to say whether he agrees.",
    "If she says that he said that they had said that it was over, who knows?",
    "the minister’s",
    "that talks begin on Monday",
    ", he said.",
    "It cost £60m a day in 1998-99 (some 3½ times the budget), i.e. nothing.",
    "She told me it’s “over”. He called it a 'deal'.",
]
QUOTES = [
    "“{}”",
    '"{}"',
    "‘{}’",
    "'{}'",
    "«{}»",
    "»{}«",
    "„{}“",
    "‹{}›",
    "``{}''",
    "‘‘{}’’",
    "“{}",
    "{}”",
    '"{}',
    "{}'",
    "‚{}‘",
    "({})",
    "[{}]",
    "— {}",
    "“‘{}’”",
]
SAID = [
    "",
    " said Maria Lund.",
    ", she said",
    ": ",
    " the two told reporters",
    " – Mark Lee’s words",
]
ODD = [
    "\u200b",
    "\ufeff",
    "\u00ad\u2060",
    "\u200f– \u200b",
    "\u202eabc\u202c",
    "\u2066x\u2069",
    "a\u0301\u00a0b\u2003c",
    "Zu\u0308rich 価格 عربي 🏟\ufe0f",
    "👩\u200d👩\u200d👧",
    "\x1f",
    "\x0c",
    "\x1c\x1d",
    "\u180e",
    "\ud7ff\ue000\uffff",
    "\U0010ffff",
    "İıſß",
    "½ ³ ①②",
    "٣ مارس ٢٠٢٥",
    "१२३",
    "[…]",
    "…",
    ".",
    "”",
    "'",
    "$",
    "%",
    "&nbsp;&#39;<b>x</b>",
    "9" * 400,
    "1e999",
    "0/0",
    "31 February 2025",
    "99:99 on 00/00/0000",
    "the 0th century",
    "year 99999",
    "in 10000 BC",
    "9999 years ago",
    "a million billion trillion",
    "X" * 300,
]
NEWLINES = [
    "\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "\r",
    "\x85",
    "\u2028",
    "\u2029",
    " \n \t\n",
    "\n\u00a0\n",
    " ",
    "",
]

words = st.sampled_from(SENTENCES) | st.sampled_from(ODD) | st.text(max_size=12)


def between_marks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A text between quotation marks, with a cue or without."""
    parts = st.tuples(st.sampled_from(QUOTES), inner, st.sampled_from(SAID))
    return parts.map(lambda q: q[0].format(q[1]) + q[2])


quoted = between_marks(words)
nested = between_marks(quoted)
passages = st.lists(words | quoted | nested, min_size=1, max_size=4).map(" ".join)
lines = passages | passages | st.sampled_from(HEADS + BYLINES + FURNITURE)
SCRAPES = st.lists(st.tuples(lines, st.sampled_from(NEWLINES)), max_size=10).map(
    lambda rows: "".join(line + newline for line, newline in rows)
)
"""Headlines, bylines, furniture, quotations in every style, odd characters and figures, mixed newlines."""
MARKS = [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"]
ENCODINGS = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "cp1252", "latin-1"]
BYTES = st.tuples(
    st.sampled_from(MARKS),
    st.binary(max_size=80)
    | st.tuples(SCRAPES, st.sampled_from(ENCODINGS)).map(lambda e: e[0].encode(e[1], "replace")),
    st.binary(max_size=4),
).map(b"".join)
"""Arbitrary bytes, and scrapes in right and wrong encodings, with or without a byte order mark."""

INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\xad]")
NEWLINE = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
AS_SCRAPED = {"mentions": "text", "quotes": "text", "positions": "evidence", "events": "expression"}
AS_SCRAPED |= {"claims": "verbatim"}
"""The column of each table that repeats the raw text of its row."""


def source_of(raw: str) -> Source:
    """An article with a raw text, which was published on a known day."""
    return Source("a", "a.txt", raw, "", published="2025-03-05", published_basis="stated")


def folded(text: str) -> str:
    """A text with every run of white space as one blank."""
    return " ".join(text.split())


def visible(text: str) -> str:
    """The characters of a text that can be seen, without marks of gaps."""
    return INVISIBLE.sub("", text.replace("[…]", ""))


def faults(raw: str, tables: dict[str, pd.DataFrame]) -> list[str]:
    """What is wrong with the tables of an article: an empty list if nothing is."""
    found = []
    for name, table in tables.items():
        schema.check(name, table)
        if "char_start" in table:
            found += [
                f"{name}: {fault}" for row in schema.rows(table) for fault in _misplaced(raw, name, row)
            ]
    if "blocks" in tables:
        found += _blocks(raw, tables["blocks"])
    if "sentences" in tables:
        found += _sentences(raw, tables)
    if "quotes" in tables:
        found += _words_of_quotes(raw, tables["quotes"])
    return found


def _misplaced(raw: str, name: str, row) -> list[str]:
    """What is wrong with the place of a row."""
    low, high = row.char_start, row.char_end
    if not 0 <= low < high <= len(raw):
        return [f"{low}-{high} is outside the text"]
    piece, wrong = raw[low:high], []
    if row.line != 1 + len(NEWLINE.findall(raw, 0, low)) and raw[low - 1 : low + 1] != "\r\n":
        wrong.append(f"line {row.line} of {low}")
    if name in AS_SCRAPED and getattr(row, AS_SCRAPED[name]) != folded(piece):
        wrong.append(f"{getattr(row, AS_SCRAPED[name])!r} is not {folded(piece)!r}")
    return wrong


def _blocks(raw: str, blocks: pd.DataFrame) -> list[str]:
    """Whether each character that is not blank is in exactly one block."""
    at, wrong = 0, []
    for row in schema.rows(blocks):
        if row.char_start < at:
            wrong.append(f"block {row.block} overlaps the one before")
        if raw[at : row.char_start].strip():
            wrong.append(f"{raw[at : row.char_start]!r} is in no block")
        at = row.char_end
    return wrong + ([f"{raw[at:]!r} is in no block"] if raw[at:].strip() else [])


def _sentences(raw: str, tables: dict[str, pd.DataFrame]) -> list[str]:
    """Whether sentences are numbered, apart and what their place says; rows lie in the sentence they name."""
    sentences, wrong = tables["sentences"], []
    if sentences["sentence"].tolist() != list(range(1, len(sentences) + 1)):
        wrong.append("sentences are not numbered")
    if (sentences["char_start"].to_numpy()[1:] < sentences["char_end"].to_numpy()[:-1]).any():
        wrong.append("sentences overlap")
    for row in schema.rows(sentences):
        if visible(row.text) != visible(raw[row.char_start : row.char_end]):
            wrong.append(f"sentence {row.text!r} is not {raw[row.char_start : row.char_end]!r}")
    spans = {row.sentence: (row.char_start, row.char_end) for row in schema.rows(sentences)}
    for name, table in tables.items():
        if "sentence" in table and "char_start" in table and name != "sentences":
            for row in schema.rows(table):
                low, high = spans.get(row.sentence, (0, 0))
                if not low <= row.char_start < high:
                    wrong.append(f"{name}: {row.char_start} is not in sentence {row.sentence}")
    return wrong


def _words_of_quotes(raw: str, quotes: pd.DataFrame) -> list[str]:
    """Whether speakers and cues are what stands at their places."""
    return [
        f"{part} {text!r} is not {folded(raw[low:high])!r}"
        for row in schema.rows(quotes)
        for part, text, low, high in (
            ("speaker", row.speaker_text, row.speaker_start, row.speaker_end),
            ("cue", row.cue, row.cue_start, row.cue_end),
        )
        if (low, high) != (-1, -1) and (low >= high or text != folded(raw[low:high]))
    ]
