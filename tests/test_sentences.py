"""Sentences end where a reader ends them, and each character knows its place in the raw file."""

# ruff: noqa: E501 (one row for each case)

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley import schema
from parley.sentences import LONGEST, parse_text, read
from parley.sources import Source, read_sources
from parley.store import Store

INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\xad]")


def reading(raw: str):
    """The reading of a raw text."""
    return read(Source("a", "a.txt", raw, ""))


def sentences(raw: str) -> list[str]:
    """The texts of its sentences."""
    return reading(raw).sentences["text"].tolist()


# One paragraph; "|" marks where the next sentence begins.
ENDS = [
    pytest.param("The vote is over. | The count begins. | Nobody knows.", id="plain"),
    pytest.param("Is it over? | Not yet! | Wait.", id="question and exclamation"),
    pytest.param("Really?! | Yes!! | It is.", id="doubled marks"),
    pytest.param("Mr. Ortiz met Mrs. Lee and Dr. Falk. | They agreed.", id="titles with full stop"),
    pytest.param("Mr Ortiz met Dr Falk. | They agreed.", id="titles without full stop"),
    pytest.param("Gen. Abara and Sen. Cole met Gov. Diaz in St. Clair. | Rain fell.", id="offices and a saint"),
    pytest.param("Prof. Lindqvist of Aarhus objected. | The others did not.", id="professor"),
    pytest.param("Judge J. R. Halvorsen refused. | She had reasons.", id="initials"),
    pytest.param("Thomas J. Whitcomb left early. | No one minded.", id="middle initial"),
    pytest.param("Talks between A.P. Moller and the union failed. | Ships waited.", id="initials without space"),
    pytest.param("It fell 4.2 per cent to 1.05 euros. | Nobody sold.", id="decimals"),
    pytest.param("The fine is $1.5 million. | It is due in May.", id="sum with decimals"),
    pytest.param("No. 10 declined to answer. | So did the bank.", id="number"),
    pytest.param("The U.S. delegation left. | The others stayed.", id="U.S. in the middle"),
    pytest.param("The U.S. Supreme Court agreed. | The states did not.", id="U.S. before a capital"),
    pytest.param("They want a check from the U.S. | Most would settle for silence.", id="U.S. at the end"),
    pytest.param("Steel comes from the U.S. | The tariff is high.", id="U.S. at the end, article follows"),
    pytest.param("He moved to the U.K. | It rained.", id="U.K. at the end"),
    pytest.param("The U.N. General Assembly met. | It voted.", id="U.N. before a capital"),
    pytest.param("The talks end at 6 p.m. | They did not begin on time.", id="p.m. at the end"),
    pytest.param("The talks end at 6 p.m. on Friday. | Nobody believes it.", id="p.m. in the middle"),
    pytest.param("They met at 9 a.m. Monday in Lima. | It was short.", id="a.m. before a day"),
    pytest.param("The vote is on Sept. 30 at noon. | The court closes in Oct. | It opens in May.", id="months"),
    pytest.param("Acme Inc. and Bold Corp. merged. | Prices rose.", id="companies in the middle"),
    pytest.param("The plant belongs to Acme Inc. | It is closed.", id="company at the end"),
    pytest.param("Martin King Jr. spoke. | We listened.", id="Jr."),
    pytest.param("They export wheat, oil, etc. | The rest is bought.", id="etc. at the end"),
    pytest.param("In Smith v. Acme the court ruled. | It was clear.", id="v. in a case"),
    pytest.param("Some crops, e.g. Maize, failed. | Others, i.e. Rice, did not.", id="e.g. and i.e."),
    pytest.param("Art. 5 applies. | Fig. 2 shows why.", id="article and figure"),
    pytest.param("She works in Washington, D.C. | Her husband lives in Lima.", id="D.C. at the end"),
    pytest.param("We waited ... and then we left. | It was late.", id="three dots, lower case"),
    pytest.param("We waited… and left. | It was late.", id="ellipsis character, lower case"),
    pytest.param("We waited . . . and left. | It was late.", id="spaced dots, lower case"),
    pytest.param("“It is … a start,” she said. | He nodded.", id="ellipsis in a quotation"),
    pytest.param("“Never is a long time. . . .” | That is not a yes.", id="four dots before a closing mark"),
    pytest.param("“We left,” Ortiz said. | “Nobody called.”", id="curly double quotes"),
    pytest.param('"We left," Ortiz said. | "Nobody called."', id="straight double quotes"),
    pytest.param("‘We left,’ Ortiz said. | ‘Nobody called.’", id="curly single quotes"),
    pytest.param("'We left,' Ortiz said. | 'Nobody called.'", id="straight single quotes"),
    pytest.param("«We left», Ortiz said. | «Nobody called.» | He sighed.", id="guillemets"),
    pytest.param("'It isn't over,' he said. | 'We don't stop.' | They didn't.", id="single quotes and apostrophes"),
    pytest.param("“He asked, ‘Why now?’” | Nobody knew.", id="inner quotation at the end"),
    pytest.param('He called it "an insult." | She agreed.', id="full stop inside the mark"),
    pytest.param("He called it ‘an insult’. | She agreed.", id="full stop outside the mark"),
    pytest.param("“We won. | We lost. | So what?”", id="sentences inside one quotation"),
    pytest.param("“Why now?” Ortiz asked. | Nobody knew.", id="question, name, verb"),
    pytest.param("“Why now?” asked Ortiz. | Nobody knew.", id="question, verb, name"),
    pytest.param("“Why now?” he asked. | Nobody knew.", id="question, pronoun, verb"),
    pytest.param("“Why now?” the judge asked. | Nobody knew.", id="question, the and noun, verb"),
    pytest.param("“Stop!” Nadia Brandt shouted. | He did not.", id="exclamation, full name, verb"),
    pytest.param("“Stop!” I said. | He did not.", id="exclamation, I, verb"),
    pytest.param("“Never again …” Ortiz said. | She left.", id="ellipsis, name, verb"),
    pytest.param("“Who pays?” | The judge left the room.", id="question, then a sentence of its own"),
    pytest.param("He shouted “Stop!” | The game went on.", id="exclamation at the end"),
    pytest.param("In his book “Why Strike?” Ortiz defends the union. | It sold well.", id="question in a title"),
    pytest.param("It was late. | “We leave,” she said. | — Nobody moved.", id="openings with mark and dash"),
    pytest.param("They agreed. | — And then they did not.", id="em dash opens"),
    pytest.param("They agreed. | (Nobody had read it.) | It was law.", id="sentence in brackets"),
    pytest.param("They agreed (nobody had read it). | It was law.", id="bracket inside a sentence"),
    pytest.param("The law (Art. 3) failed. | [The court adjourned.] | It rained.", id="square brackets"),
    pytest.param("They met in 2019. | 14 states signed. | Nine did not.", id="number at the start"),
    pytest.param("The clubs voted. | 2024 was worse.", id="year at the start"),
    pytest.param("Prices rose. | €40 million was lost. | $3 is left.", id="currency sign at the start"),
    pytest.param("Élodie left. | Ángel stayed. | Über paid.", id="accented capitals"),
    pytest.param("Visit example.org for more. | It is free.", id="web address"),
    pytest.param("Version 2.0 of the law passed. | Version 3.1 did not.", id="version numbers"),
    pytest.param("He said no; she said yes: they parted. | It rained.", id="semicolon and colon"),
    pytest.param("The state — small as it is! — refused. | Others signed.", id="exclamation in an aside"),
    pytest.param("Yahoo! sued the state. | It lost.", id="exclamation in a name"),
    pytest.param("iPhone sales fell. | eBay gained.", id="brand in lower case at the start"),
    pytest.param("The nurses asked for 9 percent. | The hospital offered 4. | Nobody moved.", id="number at the end"),
    pytest.param("It was Plan B. | The mayor had no other.", id="single capital at the end"),
    pytest.param("The drug treats hepatitis C. | Nobody pays for it.", id="letter of a name at the end"),
    pytest.param("They leave at 6 p.m. Friday. | Nobody waits.", id="p.m. before a day"),
    pytest.param("“Will it pass?” Ortiz, who leads the union, asked. | Nobody knew.", id="question, name, clause, verb"),
    pytest.param("“No.” | The answer was short.", id="the word No, quoted"),
    pytest.param("He paid Rs. 300 crore. | It was late.", id="rupees"),
    pytest.param("They met in St. Louis, Mo. | The talks failed.", id="a state at the end"),
    pytest.param("“We love the U.S.” | The crowd cheered.", id="U.S. at the end of a quotation"),
    pytest.param("The U.S.-led talks failed. | So what?", id="U.S. in a compound"),
    pytest.param("The book “Is It Over?” sold well. | It is short.", id="question in a title, lower case follows"),
    pytest.param("“Why?” was her first question. | It was late.", id="quoted question as subject"),
    pytest.param("“We asked you and I. | You said no.”", id="I at the end"),
]  # fmt: skip


@pytest.mark.parametrize("marked", ENDS)
def test_sentences_of_a_paragraph(marked):
    assert [s.text for s in parse_text(marked.replace(" | ", " ")).sents] == marked.split(" | ")


UNUSUAL = [
    pytest.param("The clubs voted.They lost the vote.", ["The clubs voted.", "They lost the vote."], id="no space"),
    pytest.param("A long wait.\u00a0Then nothing.", ["A long wait.", "Then nothing."], id="no-break space"),
    pytest.param("Rates rise\n\nThe bank acted. It had to.", ["Rates rise", "The bank acted.", "It had to."], id="heading without full stop"),
    pytest.param(
        "It is new. It wants two things:\n\n• A seat\n\n• A vote. Soon.\n\nIt may get one. We shall see.",
        ["It is new.", "It wants two things:", "A seat", "A vote.", "Soon.", "It may get one.", "We shall see."],
        id="bullets without their marks",
    ),
    pytest.param("It wants:\n\n1. A seat\n\n2. A vote", ["It wants:", "A seat", "A vote"], id="numbers of a list"),
    pytest.param("One.\n\n\n\n Two. ", ["One.", "Two."], id="blank lines"),
    pytest.param("\u200b Talks fail. Nobody came.", ["Talks fail.", "Nobody came."], id="invisible character, then a space, first"),
    pytest.param("\u2060\u00a0• A seat. It rained.", ["A seat.", "It rained."], id="invisible character before a bullet"),
    pytest.param("They won\u200b. No\u00adbody cared.", ["They won.", "Nobody cared."], id="invisible characters"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), UNUSUAL)
def test_sentences_of_a_raw_text(raw, expected):
    assert sentences(raw) == expected


def rows(raw: str, *columns: str) -> list[list]:
    """Some columns of its sentences."""
    return reading(raw).sentences[list(columns)].values.tolist()


def test_the_whole_table_of_a_small_article():
    """Worked out by hand: places count characters of the raw text."""
    raw = "\nStrike over\r\n\r\n  It rained. Nobody\u200b came.\r\n"
    shown = ["line", "char_start", "char_end", "sentence", "block", "text", "has_gap"]
    assert rows(raw, *shown) == [
        [2, 1, 12, 1, 1, "Strike over", False],
        [4, 18, 28, 2, 2, "It rained.", False],
        [4, 29, 42, 3, 2, "Nobody came.", False],
    ]
    assert reading(raw).sentences["voice"].isna().all()


GAPS = [
    pytest.param(
        "The mayor’s\nwas rejected. Nobody wept.",
        [["The mayor’s […] was rejected.", True], ["Nobody wept.", False]],
        id="gap in the first sentence",
    ),
    pytest.param(
        "It rained. The regulator has\nthat the merger is unlawful.",
        [["It rained.", False], ["The regulator has […] that the merger is unlawful.", True]],
        id="gap in the second sentence",
    ),
    pytest.param(
        "It was a\nlandslide victory\n, he said.", [["It was a landslide victory, he said.", False]], id="no gap"
    ),
    pytest.param(
        "He has\nthat the\nwas forged. It was.",
        [["He has […] that the […] was forged.", True], ["It was.", False]],
        id="two gaps",
    ),
    pytest.param("The fund is\n. The rest is gone.", [["The fund is […] .", True], ["The rest is gone.", False]], id="gap at the end"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), GAPS)
def test_a_sentence_with_missing_words_says_so(raw, expected):
    assert rows(raw, "text", "has_gap") == expected


def test_what_is_no_text_of_the_article_has_no_sentences():
    raw = (
        "Talks fail\n\nBy Ines Falk\n\nAdvertisement\n\nThe talks failed. Both sides left the room.\n\n"
        "Photograph: Lena Orr\n\nRelated Posts\n\nThey may meet again. Nobody knows when, or where."
    )
    assert sentences(raw) == [
        "Talks fail",
        "The talks failed.",
        "Both sides left the room.",
        "They may meet again.",
        "Nobody knows when, or where.",
    ]


@pytest.mark.parametrize(
    "raw", ["", " \n", "Advertisement", "\u200b"], ids=["empty", "blank", "only an ad", "invisible"]
)
def test_without_text_the_table_is_empty_with_all_columns(raw):
    table = reading(raw).sentences
    assert (table.empty, list(table.columns)) == (True, list(schema.columns("sentences")))


def test_place_gives_line_and_sentence_of_a_stretch():
    """The word "river" stands on line 3, in the second sentence."""
    raw = "It rained.\n\nThe\u200b  river rose. It fell."
    found = reading(raw)
    start = found.text.index("river")
    assert found.place(start, start + 5) == {
        "doc": "a",
        "line": 3,
        "char_start": raw.index("river"),
        "char_end": raw.index("river") + 5,
        "sentence": 2,
    }
    assert found.as_scraped(found.text.index("The"), start + 5) == "The\u200b river"


# Properties ---------------------------------------------------------------------------------------------

PARTS = [
    "The union rejected the offer on Friday. Its members, he said, had voted.",
    "“Why now?” Ortiz asked. “Not now … ”",
    "'It isn't over,' she said.",
    "The U.S. fell by 4.2 per cent. 14 states signed.",
    "Advertisement",
    "The price of water",
    "The ministry’s",
    "that the fine was too high.",
    ", he said",
    "— for years —",
    "• A seat on the board",
    "1. Grants",
    "•\u200b\u00a0Loans",
    "*",
    "\u200b",
    "\ufeffMarks.\u00ad",
    "\u200f– \u200b",
    ".",
    "”",
    "…",
    "Zu\u0308rich 価格 🏟",
    "a\u0301\u00a0b\u2003c",
]
NEWLINES = ["\n", "\n\n", "\r\n", "\r", "\x85", "\u2028", "\u2029", " \n \t\n"]
SCRAPE = st.lists(
    st.tuples(st.sampled_from(PARTS) | st.text(max_size=9), st.sampled_from(NEWLINES)), max_size=10
).map(lambda rows: "".join(part + newline for part, newline in rows))
CHECKED = settings(deadline=None, database=None, derandomize=True, max_examples=60)


def visible(text: str) -> str:
    """Text without white space and invisible characters, composed."""
    return re.sub(r"\s", "", INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


@CHECKED
@given(SCRAPE)
def test_places_of_any_scrape_lead_to_the_text(raw):
    """Apart from white space, invisible characters and gap marks, a sentence stands at its place."""
    for row in schema.rows(reading(raw).sentences):
        stood = raw[row.char_start : row.char_end]
        text = row.text.replace("[…]", "") if row.has_gap else row.text
        assert visible(text) == visible(stood)
        assert not stood[0].isspace()
        assert not stood[-1].isspace()


@CHECKED
@given(SCRAPE)
def test_sentences_of_any_scrape_do_not_overlap(raw):
    table = reading(raw).sentences
    assert table["sentence"].tolist() == list(range(1, len(table) + 1))
    assert (table["char_start"].to_numpy()[1:] >= table["char_end"].to_numpy()[:-1]).all()


@CHECKED
@given(SCRAPE)
def test_every_character_of_the_text_of_any_scrape_is_in_a_sentence(raw):
    """Except white space, the mark of a bullet and invisible characters."""
    found = reading(raw)
    covered = np.zeros(len(raw), dtype=bool)
    for row in schema.rows(found.sentences):
        covered[row.char_start : row.char_end] = True
    for block in schema.rows(found.blocks):
        left = "".join(raw[at] for at in range(block.char_start, block.char_end) if not covered[at])
        if block.kind in schema.TEXT_KINDS:
            mark = re.fullmatch(r"([•●▪■◦‣⁃∙·*–—-]|\(?\d{1,2}[.)])?", visible(left))
            assert mark if block.kind == "bullet" else visible(left) == ""
        else:
            assert visible(left) == visible(raw[block.char_start : block.char_end])


@CHECKED
@given(SCRAPE)
def test_line_and_block_of_any_sentence_are_those_of_its_place(raw):
    found = reading(raw)
    spans = {b.block: (b.char_start, b.char_end) for b in schema.rows(found.blocks)}
    for row in schema.rows(found.sentences):
        assert row.line == 1 + len(re.findall("\r\n|[\n\r\x85\u2028\u2029]", raw[: row.char_start]))
        assert spans[row.block][0] <= row.char_start < row.char_end <= spans[row.block][1]


def parsed(found) -> tuple:
    """All that later steps read of a parse."""
    doc = found.parse
    return (
        [(s.start_char, s.end_char) for s in doc.sents],
        [(t.text, t.idx, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i, str(t.morph)) for t in doc],
        [(e.start_char, e.end_char, e.label_) for e in doc.ents],
    )


def test_the_parse_from_the_store_equals_the_fresh_parse(root, tmp_path):
    """Sentence ends, tags, heads and entities; the second reading comes from the store."""
    store = Store(tmp_path)
    for source in read_sources([root / "tests" / "articles", root / "seeds" / "003_7eed632281f213bc.txt"]):
        fresh, first, stored = read(source), read(source, store=store), read(source, store=store)
        assert parsed(first) == parsed(fresh), source.doc
        assert parsed(stored) == parsed(fresh), source.doc
        assert stored.sentences.equals(fresh.sentences), source.doc


def test_a_spoilt_entry_of_the_store_is_no_reason_to_stop(tmp_path):
    """A cache file that was cut off is parsed anew."""
    source = Source("a", "a.txt", "It rained. Nobody came.", "")
    read(source, store=Store(tmp_path))
    for path in (p for p in tmp_path.rglob("*") if p.is_file()):
        path.write_bytes(path.read_bytes()[:20])
    assert read(source, store=Store(tmp_path)).sentences["text"].tolist() == ["It rained.", "Nobody came."]


def test_a_text_longer_than_one_chunk_is_read_whole(monkeypatch):
    """Chunks end between paragraphs, so sentences and places are the same."""
    raw = "\n\n".join(f"The court heard witness {n}. She said “no”." for n in range(1, 30))
    whole = reading(raw).sentences
    monkeypatch.setattr("parley.sentences.CHUNK", 150)
    assert reading(raw).sentences.equals(whole)


def test_a_chunk_never_cuts_a_sentence_of_a_long_paragraph(monkeypatch):
    monkeypatch.setattr("parley.sentences.CHUNK", 60)
    raw = "The court heard nine witnesses on Monday, and it believed none of them. The tenth was ill."
    assert sentences(raw) == [
        "The court heard nine witnesses on Monday, and it believed none of them.",
        "The tenth was ill.",
    ]


@pytest.mark.parametrize("raw", ["Lee said that " * 1_000 + "it ended.", "the mayor, and the union, " * 500])
def test_a_sentence_without_end_is_cut(raw):
    parse = parse_text(raw.strip())
    assert parse.text == raw.strip()
    assert max(len(sentence) for sentence in parse.sents) <= LONGEST
    assert len(list(parse.sents)) < 4 * len(parse) / LONGEST


def test_it_is_cut_after_a_comma():
    parse = parse_text("the mayor and the union of the town, " * 200 + "left.")
    assert {s.text.strip()[-1] for s in parse.sents} == {",", "."}


@pytest.mark.parametrize("run", [".", " .", "“", "!?", ") "])
def test_runs_of_marks_are_read(run):
    """Marks in a row, which a tokenizer takes for one word, lose nothing."""
    text = "It ended." + run * 4_000 + " Nobody signed."
    assert parse_text(text).text == text


BODY = "\n\nThe ferry left on Tuesday with forty people on board, and nobody on the island saw it go."


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Ferry leaves\n\nBy Ana Ruiz\nTue 4 Mar 2025 19.42 GMT", "2025-03-04"),
        ("Ferry leaves\n\nBy Ana Ruiz\nPublished: March 4, 2025 | Updated: March 5, 2025", "2025-03-04"),
        ("Ferry leaves\n\nBy Ana Ruiz\nPublished 3/4/2025", ""),
        ("Ferry leaves\n\nBy Ana Ruiz, no. 7712 May 2025", ""),
        ("Ferry leaves\n\nBy Ana Ruiz", ""),
    ],
    ids=["byline", "updated later", "in doubt", "part of a number", "none"],
)
def test_the_day_of_publication_is_what_the_byline_states(head, day):
    found = reading(head + BODY).source
    assert (found.published, found.published_basis) == (day, "stated" if day else "unknown")


def test_a_day_that_is_known_is_kept_whatever_the_byline_states():
    source = Source(
        "a", "a.txt", "Ferry leaves\n\nBy Ana Ruiz\nTue 4 Mar 2025" + BODY, "", published="2025-03-01"
    )
    assert read(source).source == source
