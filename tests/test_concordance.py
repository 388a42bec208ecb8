"""The concordance: what is found, in which contexts, in whose voice, in which order."""

import re

import pandas as pd
import pytest

from onesentence import one
from parley import bundled, code, schema
from parley.concordance import COLUMNS, concordance, speakers
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.voice import voice_spans

# Two articles; in the first, a block of three raw lines has lost the words between the second and the third.
FIRST = "Deal or no deal\n\nThe “peace  deal” is dead, Ann Lee\nsaid. She wants\n a Dealer’s price."
SECOND = "Peace needs dealing. “No deal,” Bo Ruiz and Ann Lee said."
BLOCKS = [
    ("a", "Deal or no deal", "Deal or no deal"),
    ("a", FIRST[17:], "The “peace deal” is dead, Ann Lee said. She wants […] a Dealer’s price."),
    ("b", SECOND, SECOND),
]
SENTENCES = [
    ("a", "Deal or no deal", 1, "author"),
    ("a", "The “peace  deal” is dead, Ann Lee\nsaid.", 2, "mixed"),
    ("a", "She wants\n a Dealer’s price.", 2, "author"),
    ("b", "Peace needs dealing.", 1, "author"),
    ("b", "“No deal,” Bo Ruiz and Ann Lee said.", 1, "quoted"),
]
QUOTES = [
    ("a", "peace  deal", "partial", "Ann Lee"),
    ("a", "The “peace  deal” is dead", "indirect", "Ann Lee"),
    ("b", "No deal,", "direct", "Bo Ruiz; Ann Lee"),
]
MENTIONS = [
    ("a", "Ann Lee", 2, "Ann Lee", "name"),
    ("a", "She", 3, "Ann Lee", "pronoun"),
    ("b", "Bo Ruiz", 2, "Bo Ruiz", "name"),
    ("b", "Ann Lee", 2, "Ann Lee", "name"),
]
POSITIONS = [
    ("a", "She wants\n a Dealer’s price", 3, "Ann Lee", "fair-price"),
    ("a", "She wants\n a Dealer’s price", 3, "Bo Ruiz", "fair-price"),
    ("b", "No deal", 2, "Bo Ruiz", "peace-deal"),
]
RAW = {"a": FIRST, "b": SECOND}


def row(table: str, doc: str, words: str, **values: object) -> dict[str, object]:
    """A row of a table at the place of some words, with plain values for what is not given."""
    start = RAW[doc].index(words)
    plain = {"str": "", "int64": 0, "float64": 1.0, "bool": False}
    made = {name: plain[kind] for name, kind in schema.columns(table).items()}
    place = {"doc": doc, "char_start": start, "char_end": start + len(words)}
    return made | place | {"line": RAW[doc].count("\n", 0, start) + 1} | values


def made() -> Corpus:
    tables = {name: schema.empty(name) for name in schema.TABLES}
    texts = {name: "" for name, kind in schema.columns("documents").items() if kind == "str"}
    named = [("a", "Post"), ("b", "Mail")]
    rows = [texts | {"doc": doc, "outlet": outlet, "words": 9} for doc, outlet in named]
    tables["documents"] = schema.frame("documents", rows)
    number = {"a": iter((1, 2)), "b": iter((1,))}
    kinds = [row("blocks", d, w, text=t, kind="body", block=next(number[d])) for d, w, t in BLOCKS]
    tables["blocks"] = schema.frame("blocks", kinds)
    count = {"a": iter((1, 2, 3)), "b": iter((1, 2))}
    tables["sentences"] = schema.frame(
        "sentences",
        [
            row("sentences", d, w, block=b, voice=v, sentence=next(count[d]), text=w)
            for d, w, b, v in SENTENCES
        ],
    )
    said = [row("quotes", d, w, text=w, kind=k, speaker=s, sentence=2) for d, w, k, s in QUOTES]
    tables["quotes"] = schema.frame("quotes", said)
    who = [row("mentions", d, w, text=w, sentence=s, actor=a, kind=k) for d, w, s, a, k in MENTIONS]
    tables["mentions"] = schema.frame("mentions", who)
    held = [row("positions", d, w, evidence=w, sentence=s, actor=a, issue=i) for d, w, s, a, i in POSITIONS]
    tables["positions"] = schema.frame("positions", held)
    return Corpus(tables, RAW)


CORPUS = made()


def hits(query: str, **options: object) -> list[str]:
    return concordance(CORPUS, query, **options)["hit"].tolist()  # type: ignore[arg-type]


# what is found


@pytest.mark.parametrize(
    ("kind", "query", "found"),
    [
        ("word", "deal", ["Deal", "deal", "deal", "deal"]),
        ("word", "DEAL*", ["Deal", "deal", "deal", "Dealer", "dealing", "deal"]),
        ("word", "peace deal", ["peace deal"]),
        ("word", "peace * deal*", ["Peace needs dealing"]),
        ("word", "deal is", []),  # the mark between them is no blank
        ("word", "dealer's", ["Dealer’s"]),
        ("word", "said. She", []),  # not over the end of a sentence
        ("word", "eal", []),
        ("word", ".", [".", ".", ".", "."]),
        ("word", "", []),
        ("word", "   ", []),
        ("actor", "Ann Lee", ["Ann Lee", "She", "Ann Lee"]),
        ("actor", "lee", ["Ann Lee", "She", "Ann Lee"]),
        ("issue", "fair-price", ["She wants […] a Dealer’s price"]),
        ("issue", "peace", ["No deal"]),
        ("pattern", r"\b[dD]eal\b", ["Deal", "deal", "deal", "deal"]),
        ("pattern", r"^\w+", ["Deal", "The", "She", "Peace"]),
        ("pattern", r"\[…\]", ["[…]"]),
        ("pattern", "x*", []),  # nothing is no hit
        ("pattern", r"(?<=\s)a\s\w+", ["a Dealer"]),
    ],
)
def test_each_kind_finds_its_hits(kind: str, query: str, found: list[str]) -> None:
    assert hits(query, kind=kind) == found


def test_a_hit_has_its_place_contexts_and_voice() -> None:
    """Places are in the raw text, contexts are the cleaned text of the block, voices those of the words."""
    found = concordance(CORPUS, "deal*", width=12)
    assert found.drop(columns=["char_start", "char_end"]).values.tolist() == [
        ["a", 1, 1, "", "Deal", " or no deal", "author", ""],
        ["a", 1, 1, "Deal or no ", "deal", "", "author", ""],
        ["a", 3, 2, "The “peace ", "deal", "” is dead,", "quoted", "Ann Lee"],
        ["a", 5, 3, "wants […] a ", "Dealer", "’s price.", "author", ""],
        ["b", 1, 1, "Peace needs ", "dealing", ". “No deal,”", "author", ""],
        ["b", 1, 2, "“No ", "deal", ",” Bo Ruiz", "quoted", "Bo Ruiz; Ann Lee"],
    ]
    raws = [RAW[r.doc][r.char_start : r.char_end] for r in schema.rows(found)]
    assert raws == ["Deal", "deal", "deal", "Dealer", "dealing", "deal"]


def test_voices_are_told_apart_within_a_sentence() -> None:
    found = concordance(CORPUS, r"peace|dead|said", kind="pattern", docs="a")
    assert found[["hit", "voice", "speaker"]].values.tolist() == [
        ["peace", "quoted", "Ann Lee"],
        ["dead", "reported", "Ann Lee"],
        ["said", "author", ""],
    ]


@pytest.mark.parametrize(
    ("options", "docs"),
    [
        ({"docs": "b"}, ["b"]),
        ({"docs": ["a", "b"], "outlet": "Post"}, ["a", "a", "a"]),
        ({"docs": "b", "outlet": "Post"}, []),
        ({"docs": []}, []),
        ({"voice": "quoted"}, ["a", "b"]),
        ({"voice": "reported"}, []),
        ({"speaker": "Ann Lee"}, ["a", "b"]),
        ({"speaker": "Bo Ruiz"}, ["b"]),
        ({"speaker": "Bo Ruiz", "voice": "author"}, []),
    ],
)
def test_limits_leave_out_what_they_say(options: dict[str, object], docs: list[str]) -> None:
    """A statement of several speakers is each speaker's."""
    found = concordance(CORPUS, "deal", **options)  # type: ignore[arg-type]
    assert found["doc"].tolist() == docs
    assert found.dtypes.to_dict() == pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS).dtypes.to_dict()


def test_lines_are_sorted_by_the_nearest_words() -> None:
    """Left: Deal or no | peace | no (quoted) ...; case does not count, ties stay in the order of the text."""
    left = concordance(CORPUS, "deal", sort="left")
    assert left["left"].str.split().str[-1].fillna("").tolist() == ["", "“No", "no", "“peace"]
    right = concordance(CORPUS, "deal", sort="right")
    assert right["right"].tolist()[0] == ""
    assert [text.strip(" ,.”“")[:2] for text in right["right"]] == ["", "Bo", "is", "or"]


def test_names_of_several_speakers_are_listed_apart() -> None:
    assert speakers(CORPUS) == ["Ann Lee", "Bo Ruiz"]


def test_text_and_place_agree_on_a_real_corpus() -> None:
    """Every hit is the raw text at its place, its contexts stand around it, and none is missed."""
    corpus = code(bundled("seeds"))
    found = concordance(corpus, "the")
    for r in schema.rows(found):
        assert " ".join(corpus.raw[r.doc][r.char_start : r.char_end].split()) == r.hit
        assert corpus.raw[r.doc].count("\n", 0, r.char_start) + 1 == r.line
    whole = "\n".join(corpus.blocks["text"])
    assert all(text in whole for text in found["left"] + found["hit"] + found["right"])
    count = sum(len(re.findall(r"\bthe\b", text, re.I)) for text in corpus.sentences["text"])
    assert len(found) == count > 300


def test_voices_are_those_of_the_whole_text() -> None:
    """The same voice and speaker as where every sentence of the corpus is cut into its voices."""
    corpus = code(bundled("seeds"))
    found = concordance(corpus, "a")
    spans = voice_spans(corpus.sentences, corpus.quotes)
    pairs = found.merge(spans, on=["doc", "sentence"], suffixes=("", "_span"))
    low, high = pairs["char_start_span"], pairs["char_end_span"]
    there = pairs[(low <= pairs["char_start"]) & (pairs["char_start"] < high)]
    assert len(there) == len(found)
    assert set(found["voice"]) == {"author", "quoted", "reported"}
    assert (
        there[["voice", "speaker"]].values.tolist() == there[["voice_span", "speaker_span"]].values.tolist()
    )


def test_gap_marks_and_scattered_blanks_keep_their_places() -> None:
    """An actor's mentions lie in the cleaned text where they lie in the raw one, in broken blocks too."""
    corpus = code(bundled("seeds"))
    actor = corpus.mentions["actor"].value_counts().index[0]
    found = concordance(corpus, actor, kind="actor")
    own = corpus.mentions[corpus.mentions["actor"] == actor]
    assert found["hit"].tolist() == own["text"].tolist()
    columns = ["doc", "line", "char_start", "char_end", "sentence"]
    assert found[columns].values.tolist() == own[columns].values.tolist()


def test_letters_in_two_parts_are_found_and_placed() -> None:
    """A letter and its accent are one character of the cleaned text, two of the raw one."""
    found = concordance(one("Cafe\u0301 deal", "Café deal"), "cafe\u0301")
    assert found[["hit", "right", "char_start", "char_end"]].values.tolist() == [["Café", " deal", 0, 5]]


def test_a_long_word_is_cut_where_nothing_else_can_be() -> None:
    found = concordance(one("x" * 30 + "-deal", "x" * 30 + "-deal"), "deal", width=5)
    assert found["left"].tolist() == ["xxxx-"]


# what is refused


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"kind": "regex"}, "kind is 'regex'; allowed: word, actor, issue, pattern"),
        ({"sort": "middle"}, "sort is 'middle'; allowed: text, left, right"),
        ({"voice": "mixed"}, "voice is 'mixed'; allowed: author, quoted, reported"),
        ({"docs": "c"}, "docs is 'c'; allowed: a, b"),
        ({"outlet": "Sun"}, "outlet is 'Sun'; allowed: Mail, Post"),
        ({"speaker": "Cy"}, "speaker is 'Cy'; allowed: Ann Lee, Bo Ruiz"),
        ({"width": 0}, "width is 0; allowed: 1 or more"),
    ],
)
def test_an_unknown_option_is_named(options: dict[str, object], said: str) -> None:
    with pytest.raises(ParleyError, match=re.escape(said)):
        concordance(CORPUS, "deal", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "query", "said"),
    [
        ("word", "*", "query is '*'; allowed: a word"),
        ("actor", "Ann Li", "actor is 'Ann Li'; allowed: Ann Lee"),
        ("actor", "xyz", "actor is 'xyz'; allowed: Ann Lee, Bo Ruiz, ..."),
        ("issue", "price deal", "issue is 'price deal'"),
        ("pattern", "(deal", "pattern '(deal': missing )"),
        ("pattern", "[", "pattern '['"),
        ("pattern", "a" * 301, "pattern of 301 characters; allowed: 300"),
        ("pattern", "(?R)a", "may call itself"),
        ("pattern", "(a)(?1)", "may call itself"),
        ("pattern", "(?:" * 90, "pattern"),
        ("pattern", "a{99999999999}", "pattern"),
    ],
)
def test_an_impossible_query_is_one_clear_message(kind: str, query: str, said: str) -> None:
    with pytest.raises(ParleyError, match=re.escape(said)) as caught:
        concordance(CORPUS, query, kind=kind)
    assert "\n" not in str(caught.value)


def test_a_part_that_fits_several_is_refused() -> None:
    twice = CORPUS.mentions.assign(actor=CORPUS.mentions["actor"].replace({"Bo Ruiz": "Bo Lee"}))
    with pytest.raises(ParleyError, match="actor 'lee': several fit: Ann Lee, Bo Lee"):
        concordance(Corpus({**CORPUS.tables, "mentions": twice}, RAW), "lee", kind="actor")


def test_a_pattern_that_would_run_for_ever_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search ends and says so, whatever the pattern."""
    monkeypatch.setattr("parley.patternsearch.PATIENCE", 0.2)
    words = "a" * 2000 + "!"
    corpus = one(words, words)
    with pytest.raises(ParleyError, match=r"stopped after 0\.2 seconds"):
        concordance(corpus, r"(?:a|aa|a.?)*(?=b)|(a|b|ab)*?c\1", kind="pattern")


@pytest.mark.parametrize("kind", ["word", "actor", "issue", "pattern"])
def test_an_empty_corpus_gives_an_empty_frame(kind: str) -> None:
    nothing = Corpus({name: schema.empty(name) for name in schema.TABLES}, {})
    found = concordance(nothing, "deal", kind=kind)
    assert list(found.columns) == list(COLUMNS)
    assert found.empty


def test_nothing_is_changed_in_place() -> None:
    before = {name: table.copy() for name, table in CORPUS.tables.items()}
    concordance(CORPUS, "deal", sort="left", voice="quoted")
    for name, table in before.items():
        pd.testing.assert_frame_equal(CORPUS[name], table)
