"""Files of every format become articles, with what they state; broken and hostile ones become one message."""

# ruff: noqa: E501 (one row for each case)

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from parley.articles import day_of, encoded, lines_of, one_line
from parley.errors import ParleyError
from parley.formats import read_articles, sniff
from parley.pdfs import paragraphs, read_pdf
from parley.readingprocess import ReadingProcess
from parley.tabular import read_csv, read_jsonl
from parley.webpages import page_text, read_page
from parley.wordfiles import check_archive, read_word

PAGES = Path(__file__).parent / "formats"
SENTENCE = "The two sides met again on Monday and agreed on nothing at all, a spokesman said."


def words(text: str) -> list[str]:
    """The words of a text, in small letters; independent of the package."""
    return re.findall(r"\w+", text.lower())


def is_in(part: str, whole: str) -> bool:
    return f" {' '.join(words(part))} " in f" {' '.join(words(whole))} "


# -- web pages ---------------------------------------------------------------------------------

STATED = [
    # page, title, outlet, author, published, basis, genre
    ("newspaper", "Drivers to walk out for three days as pay talks fail", "The Northern Ledger", "Ingrid Fossum, Per Lie", "2025-03-10", "stated", ""),
    ("blog", "The gauges do not lie", "Delta Notes", "Ruth Mensah", "2024-11-18", "stated", ""),
    ("oldsite", "Dockers and board sign", "", "", "", "unknown", ""),
    ("divsoup", "Court halts tunnel vote eleven days before the ballot", "Harbour Today", "Jonas Okoye", "2024-04-22", "stated", "news"),
    ("agency", "Seabed talks end without a ban", "", "Claire Dufour", "2025-02-06", "stated", ""),
    ("opinion", "The teachers, the minister and clause nine", "The Weekly Register", "Thomas Bell", "2023-09-27", "stated", "opinion"),
    ("drupal", "Ministers cut cod by a fifth", "", "", "2021-12-16", "stated", ""),
    ("letter", "The third no", "Bank Notes", "Lena Ford", "2024-02-20", "stated", ""),
    ("section", "Judge orders talks on Mill Lane", "", "Joel Pratt", "2019-09-12", "stated", ""),
    ("short", "Writers and studios talk again", "ScreenWire", "", "2023-08-13", "stated", ""),
]  # fmt: skip


@pytest.mark.parametrize(("page", "title", "outlet", "author", "published", "basis", "genre"), STATED)
def test_a_page_gives_what_it_states(page, title, outlet, author, published, basis, genre):
    found = read_page((PAGES / f"{page}.html").read_bytes())
    assert found.title == title
    assert (found.outlet, found.author, found.genre) == (outlet, author, genre)
    assert (found.published, found.published_basis) == (published, basis)


SECTIONS = {
    '"Opinion"': "opinion",
    '"World / Comment"': "opinion",
    '["Politics", "Analysis"]': "analysis",
    '"News"': "news",
    '"Sport"': "",
    '"Newsletters"': "",
}


@pytest.mark.parametrize(("section", "genre"), SECTIONS.items(), ids=SECTIONS)
def test_the_section_in_linked_data_may_tell_the_genre(section, genre):
    data = f'{{"@type": "NewsArticle", "headline": "Talks fail", "articleSection": {section}}}'
    page = (
        f'<script type="application/ld+json">{data}</script><article><p>The two sides met. None agreed.</p>'
    )
    assert read_page(page.encode()).genre == genre


@pytest.mark.parametrize("page", sorted(path.stem for path in PAGES.glob("*.html")))
def test_no_line_of_the_article_is_lost_and_little_else_comes_in(page):
    """The text beside each page is its article, by hand: every line of it is found, whole."""
    text = read_page((PAGES / f"{page}.html").read_bytes()).text
    article = (PAGES / f"{page}.txt").read_text(encoding="utf-8")
    assert [line for line in article.splitlines() if not is_in(line, text)] == []
    foreign = [line for line in text.splitlines() if not is_in(line, article)]
    assert sum(len(words(line)) for line in foreign) <= 0.16 * len(words(text)), foreign


@pytest.mark.parametrize("page", [row[0] for row in STATED])
def test_the_headline_is_the_first_line_and_paragraphs_are_lines(page):
    found = read_page((PAGES / f"{page}.html").read_bytes())
    lines = found.text.splitlines()
    assert found.title in lines[:5]
    article = (PAGES / f"{page}.txt").read_text(encoding="utf-8").splitlines()
    paragraphs_of_it = [line for line in article if len(words(line)) > 15]
    assert all(any(words(line) == words(own) for own in lines) for line in paragraphs_of_it)


def test_nothing_that_runs_or_is_hidden_is_text():
    found = read_page((PAGES / "hostile.html").read_bytes())
    for word in (
        "SCRIPTTEXT",
        "HANDLERTEXT",
        "STYLETEXT",
        "TEMPLATETEXT",
        "NOSCRIPTTEXT",
        "FRAMETEXT",
        "alert(",
    ):
        assert word not in found.text
    assert "a < b is what he wrote" in found.text
    for field in (found.title, found.outlet, found.author):
        assert "\n" not in field
        assert "<" not in field
        assert "\u202e" not in field


def page_of(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{body}</article></body></html>".encode()


def test_a_layout_table_is_taken_apart_and_a_table_of_values_is_kept():
    text = read_page((PAGES / "oldsite.html").read_bytes()).text
    assert "|" not in text.replace("Print this page | Back", "")
    assert "| Tavola | 12.5 |" in read_page((PAGES / "agency.html").read_bytes()).text


@pytest.mark.parametrize(
    ("raised", "text"),
    [("a whole year<sup>1</sup>.", "a whole year[1]."), ("of 40 km<sup>2</sup>.", "of 40 km2.")],
)
def test_the_mark_of_a_note_is_set_apart_from_its_word(raised, text):
    assert text in read_page(page_of(f"<p>{SENTENCE} It took {raised}</p><p>{SENTENCE} Again.</p>")).text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"<meta charset='windows-1251'>" + "мир".encode("cp1251"), "мир", id="stated charset"),
        pytest.param(b"<meta charset=iso-8859-1>\x93no\x94", "“no”", id="Latin 1 means Windows-1252"),
        pytest.param(b"<meta charset=rot13>naive", "naive", id="no charset of text"),
        pytest.param(b"<meta charset=utf-8>na\xefve caf\xe9", "naïve café", id="stated wrongly"),
        pytest.param("\ufeff<meta charset=ascii>naïve".encode(), "naïve", id="mark before statement"),
    ],
)
def test_a_page_is_decoded_by_what_it_states(data, text):
    assert page_text(data, "a.html").endswith(text)


def test_entities_of_a_document_type_are_not_expanded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("SECRETTEXT")
    page = f"<?xml version='1.0'?><!DOCTYPE html [<!ENTITY x SYSTEM '{secret.as_uri()}'>]><html><body><article><p>{SENTENCE}</p><p>Here: &x; it is.</p>"
    assert "SECRETTEXT" not in read_page(page.encode()).text


@pytest.mark.parametrize(
    "head",
    [
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
        '<script type=\'application/ld+json\'>{"@type": 3, "headline": {}}</script>',
        '<script type=\'application/ld+json\'>{"@type":"NewsArticle","datePublished":99999,"author":[[[]]]}</script>',
        "<meta property='article:published_time' content='2025-02-31'>",
    ],
)
def test_broken_metadata_states_nothing_and_stops_nothing(head):
    found = read_page(page_of(f"<p>{SENTENCE}</p><p>{SENTENCE} Again.</p>", head))
    assert SENTENCE in found.text
    assert (found.published, found.published_basis) == ("", "unknown")


@pytest.mark.parametrize(
    ("beside", "day"),
    [
        ("<div class='post-meta'>By A. Lie<span>Published on 22 April 2024</span></div>", "2024-04-22"),
        ("<p class='dateline'>April 22, 2024, 10:15</p>", "2024-04-22"),
        ("<p class='updated-time'>Updated 23 April 2024</p>", ""),
        ("<p>The talks of 22 April 2024 failed.</p>", ""),
    ],
)
def test_a_day_written_beside_the_headline_is_stated_and_any_other_is_not(beside, day):
    found = read_page(page_of(f"<h1>Talks go on</h1>{beside}<p>{SENTENCE}</p><p>{SENTENCE} Again.</p>"))
    assert (found.published, found.published_basis) == (day, "stated" if day else "unknown")


def test_an_outlet_known_only_by_its_address_says_so():
    head = "<link rel='canonical' href='https://courier.example/a'><title>Talks go on</title>"
    found = read_page(page_of(f"<p>{SENTENCE}</p>", head))
    assert found.outlet == "courier.example"
    assert "outlet is the site's address" in found.note


# -- days and lines ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-03-10", "2025-03-10"),
        ("2025-03-10T23:30:00-05:00", "2025-03-10"),
        ("20250310", "2025-03-10"),
        ("10 March 2025", "2025-03-10"),
        ("Monday, 10 March 2025 18:40", "2025-03-10"),
        ("March 10th, 2025", "2025-03-10"),
        ("Sept. 9, 2024", "2024-09-09"),
        ("Mon, 10 Mar 2025 09:00:00 GMT", "2025-03-10"),
        ("03/04/2025", ""),
        ("2025-02-30", ""),
        ("yesterday", ""),
        ("1741600000", ""),
        ("", ""),
    ],
)
def test_a_day_is_read_only_where_it_is_beyond_doubt(value, day):
    assert day_of(value) == day


def test_lines_and_fields_are_cleaned_of_what_no_reader_sees():
    assert lines_of("a\r\nb\x00\x07\u2028c  \n\n\n\nd") == "a\nb\nc\n\nd\n"
    assert one_line("a\n\tb\u202e\u200bc\x00") == "a bc"
    assert one_line("x" * 400) == "x" * 299 + "…"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the text: the file is empty"),
        ("a\x00b", "the text holds NUL characters"),
        ("a\ud800b", "the text holds halves of characters (lone surrogates)"),
        ("\x01\x02\x03", "the text: not a text file (it holds control characters)"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused(text, message):
    with pytest.raises(ParleyError, match=re.escape(message)):
        encoded(text)


# -- PDF ---------------------------------------------------------------------------------------


def pdf(pages: list[list[str]], title: str = "") -> bytes:
    """A PDF whose pages hold some lines of text, written by hand."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects += [
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) >>",
    ]
    kids = []
    for lines in pages:
        shown = " T* ".join("({}) Tj".format(re.sub(r"([()\\])", r"\\\1", line)) for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 60 760 Td {shown} ET" if lines else ""
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return (
        out
        + f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{out.rindex(b'xref')}\n%%EOF".encode()
    )


REPORT = [
    "Talks on the railway end",
    "The operator of the northern railway and the union of its drivers ended their nego-",
    "tiations on Tuesday without a result, and each said that the other one was at fault",
    "for that.",
    "A strike of three days is to begin on Thursday morning at four, said the union, whose",
    "members drive nine of ten trains.",
]


def test_a_pdf_gives_paragraphs_as_lines():
    found = read_pdf(pdf([REPORT], title="Talks on the railway end"))
    assert found.text.splitlines() == [
        REPORT[0],
        "The operator of the northern railway and the union of its drivers ended their negotiations on Tuesday "
        "without a result, and each said that the other one was at fault for that.",
        "A strike of three days is to begin on Thursday morning at four, said the union, whose members drive nine "
        "of ten trains.",
    ]  # fmt: skip
    assert found.title == REPORT[0]
    assert (found.author, found.published, found.published_basis) == ("", "", "unknown")


def test_a_title_that_the_text_of_a_pdf_does_not_have_is_not_its_title():
    assert read_pdf(pdf([REPORT], title="Microsoft Word - final_v3.doc")).title == ""


def test_running_heads_are_left_out_and_named():
    pages = [
        ["The Daily Line", f"{n}. {SENTENCE}", f"{n} left.", f"Page {i}"]
        for i, n in enumerate(("Lee", "Lie", "Dahl"), 1)
    ]
    text, heads = paragraphs(["\n".join(page) for page in pages])
    assert text == "".join(f"{n}. {SENTENCE} {n} left.\n" for n in ("Lee", "Lie", "Dahl"))
    assert heads == ["The Daily Line", "Page 1", "Page 2", "Page 3"]
    assert "The Daily Line" in read_pdf(pdf(pages)).note


def locked_pdf(password: str, owner: str = "") -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([REPORT]))))
    writer.encrypt(password, owner or None, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_that_everybody_may_open_is_read_though_it_is_encrypted():
    assert read_pdf(locked_pdf("", "owner")).text == read_pdf(pdf([REPORT])).text


PDF_FAULTS = [
    pytest.param(lambda: pdf([[]]), "no text layer: it is a scan", id="scan"),
    pytest.param(
        lambda: locked_pdf("secret"), "the PDF is encrypted; save a copy without a password", id="encrypted"
    ),
    pytest.param(lambda: pdf([REPORT])[:300], "not a readable PDF", id="truncated"),
    pytest.param(lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "not a readable PDF", id="rubbish"),
    pytest.param(lambda: pdf([REPORT] * 301), "has 301 pages; an article has at most 300", id="long"),
]


@pytest.mark.parametrize(("make", "message"), PDF_FAULTS)
def test_a_pdf_at_fault_is_one_message(make, message):
    with pytest.raises(ParleyError, match=re.escape(message)) as error:
        read_pdf(make(), "a.pdf")
    assert str(error.value).startswith("a.pdf: ")
    assert "\n" not in str(error.value)


# -- Word --------------------------------------------------------------------------------------


def word(lines: list[str], **properties: str) -> bytes:
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(data: bytes, part: str, change) -> bytes:
    """A Word file with one part changed, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), part]):
            before = old.read(name) if name in old.namelist() else b""
            new.writestr(name, change(before) if name == part else before)
    return out.getvalue()


def test_a_word_file_gives_its_paragraphs_and_its_title_alone():
    found = read_word(word(["Talks end", SENTENCE], title="Talks end", author="Someone Else"))
    assert found.text == f"Talks end\n{SENTENCE}\n"
    assert (found.title, found.author, found.published) == ("Talks end", "", "")
    assert "title from the file's properties: check it" in found.note


def test_inserted_words_links_and_tables_are_read_and_deleted_words_are_not():
    def change(xml: bytes) -> bytes:
        run = "<w:r><w:t>{}</w:t></w:r>"
        inserted = f"<w:ins w:id='1' w:author='a'>{run.format(' INSERTED')}</w:ins>"
        deleted = "<w:del w:id='2' w:author='a'><w:r><w:delText>DELETED</w:delText></w:r></w:del>"
        link = f"<w:hyperlink w:anchor='x'>{run.format(' LINKED')}</w:hyperlink>"
        cells = "".join(f"<w:tc><w:p>{run.format(c)}</w:p></w:tc>" for c in ("pay", "4.5"))
        control = f"<w:sdt><w:sdtContent><w:p>{run.format('CONTROLLED')}</w:p></w:sdtContent></w:sdt>"
        text = xml.decode().replace("</w:p>", f"{inserted}{deleted}{link}</w:p>", 1)
        return text.replace("<w:sectPr", f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>{control}<w:sectPr", 1).encode()

    found = read_word(changed(word(["One"]), "word/document.xml", change))
    assert found.text == "One INSERTED LINKED\npay\t4.5\nCONTROLLED\n"


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def with_entities(xml: bytes) -> bytes:
    return xml.replace(b"?>", b"?>" + ENTITIES, 1)


def lying(data: bytes, size: int) -> bytes:
    """An archive whose list gives another size for its parts than they have."""
    out = bytearray(data)
    place = out.find(b"PK\x01\x02")
    while place >= 0:
        out[place + 24 : place + 28] = size.to_bytes(4, "little")
        place = out.find(b"PK\x01\x02", place + 4)
    return bytes(out)


WORD_FAULTS = [
    pytest.param(lambda: word([]), "the Word file holds no text", id="empty"),
    pytest.param(lambda: word([" ", "\t"]), "the Word file holds no text", id="white space"),
    pytest.param(lambda: word([SENTENCE])[:4000], "not a readable Word file", id="truncated"),
    pytest.param(lambda: changed(word([SENTENCE]), "word/document.xml", with_entities), "word/document.xml declares a document type or entities", id="entities"),
    pytest.param(lambda: changed(word([SENTENCE]), "docProps/core.xml", with_entities), "docProps/core.xml declares a document type or entities", id="entities in properties"),
    pytest.param(lambda: changed(word([SENTENCE]), "word/document.xml", lambda x: with_entities(x).decode().replace("UTF-8", "UTF-16").encode("utf-16")), "word/document.xml declares a document type or entities", id="entities in UTF-16"),
    pytest.param(lambda: changed(word([SENTENCE]), "word/other.bin", with_entities(b"<?xml version='1.0'?><x/>").__add__), "word/other.bin declares a document type or entities", id="entities under another name"),
    pytest.param(lambda: changed(word([SENTENCE]), "word/media/a.bin", lambda _: bytes(50_000_000)), "word/media/a.bin unpacks to", id="zip bomb"),
    pytest.param(lambda: changed(word([SENTENCE]), "word/document.xml", lambda x: x[:-200]), "not a readable Word file", id="broken XML"),
    pytest.param(lambda: changed(word([SENTENCE]), "word/document.xml", lambda x: x.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 5000)), "not a readable Word file", id="deep XML"),
    pytest.param(lambda: lying(word([SENTENCE]), 10), "not a readable Word file", id="sizes too small"),
    pytest.param(lambda: lying(word([SENTENCE]), 2**31), "unpacks to", id="sizes too large"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "message"), WORD_FAULTS)
def test_a_word_file_at_fault_is_one_message(make, message):
    with pytest.raises(ParleyError, match=re.escape(message)) as error:
        read_word(make(), "a.docx")
    assert str(error.value).startswith("a.docx: ")


def test_the_whole_archive_counts_by_what_it_really_unpacks_to():
    import random

    random.seed(7)
    data = changed(word([SENTENCE]), "word/media/a.bin", lambda _: random.randbytes(300_000))
    check_archive(data, "a.docx")
    with pytest.raises(ParleyError, match="unpacks to more than"):
        check_archive(data, "a.docx", unpacked=200_000)


# -- tables ------------------------------------------------------------------------------------


def test_a_table_gives_an_article_a_row_with_what_its_columns_state():
    data = f'Headline,Body,Source,Authors,Date,Genre,Link\nTalks end,"{SENTENCE}\nThey left.",The Ledger,A. Lie,"March 10, 2025",Opinion,https://l.example/1\n,"{SENTENCE}",,,03/04/2025,poem,\n'
    first, second = read_csv(data.encode())
    assert first.text == f"Talks end\n{SENTENCE}\nThey left."
    assert (first.title, first.outlet, first.author) == ("Talks end", "The Ledger", "A. Lie")
    assert (first.published, first.published_basis, first.genre, first.row) == (
        "2025-03-10",
        "stated",
        "opinion",
        1,
    )
    assert "page https://l.example/1" in first.note
    assert (second.published, second.published_basis, second.genre, second.row) == ("", "unknown", "", 2)
    assert "its date '03/04/2025' is not a day beyond doubt" in second.note
    assert "its genre 'poem' is none of news, analysis, opinion" in second.note


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_part_columns(mark):
    assert [a.title for a in read_csv(f"title{mark}text\nTalks{mark}They met.\n".encode())] == ["Talks"]


def test_a_long_field_is_no_fault():
    text = f"{SENTENCE} " * 5000
    assert read_csv(f'text\n"{text}"\n'.encode())[0].text == text


CSV_FAULTS = [
    (
        b"headline,words\na,b\n",
        "",
        "no column text, body or content; name the one with the texts: headline, words",
    ),
    (b"headline,words\na,b\n", "story", "text column is 'story'; allowed: headline, words"),
    (b"text,text\na,b\n", "", "two columns are named 'text'"),
    (b"text,title\n", "", "the table has no rows"),
    (b'text,title\n"a,b\nc,d\n', "", "not well-formed CSV (unexpected end of data)"),
    (b'text,title\n"a"x,b\n', "", "not well-formed CSV"),
]


@pytest.mark.parametrize(("data", "column", "message"), CSV_FAULTS)
def test_a_table_at_fault_is_one_message(data, column, message):
    with pytest.raises(ParleyError, match=re.escape(message)):
        read_csv(data, "a.csv", column)


def test_a_row_at_fault_is_refused_alone():
    rows = read_csv(b"title,text\nA,They met.\nB\nC,  \n")
    assert [(a.row, a.refused) for a in rows] == [
        (1, ""),
        (2, "row 2 has 1 values for 2 columns"),
        (3, "row 3: 'text' is empty"),
    ]


def test_another_column_can_be_named():
    assert read_csv(b"Story,text\nThey met.,x\n", text_column="story")[0].text == "They met."


LINES = [
    ('{"text": "They met.", "source": {"name": "The Ledger"}, "authors": ["A", "B"]}', ""),
    ('{"text": ', "line 2 is not valid JSON (Expecting value)"),
    ("[1, 2]", "line 3 holds no object ({...})"),
    ("[" * 100_000, "line 4 is nested too deeply or holds too large a number"),
    ('{"text": 5}', "row 5: 'text' is not a text"),
    ('{"title": "a"}', "row 6: 'text' is missing"),
    (json.dumps({"text": "a\0b"}), "row 7: the text holds NUL characters"),
    ('{"text": "\\ud800"}', "row 8: the text holds halves of characters (lone surrogates)"),
    ('{"text": "One\\u2028Two", "n": ' + "9" * 4000 + "}", ""),
]


def test_each_line_of_json_is_an_article_or_has_its_reason():
    found = read_jsonl("\n".join(line for line, _ in LINES).encode())
    assert [(a.row, a.refused) for a in found] == [(i, reason) for i, (_, reason) in enumerate(LINES, 1)]
    assert (found[0].outlet, found[0].author) == ("The Ledger", "A, B")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b'{"story": "a"}\n{"title": "b"}\n',
            "no column text, body or content; name the one with the texts: story, title",
        ),
        (b"not json\n", "line 1 is not valid JSON"),
        (b"[\n{}\n", "no column text"),
    ],
)
def test_lines_without_a_text_are_one_message(data, message):
    with pytest.raises(ParleyError, match=re.escape(message)):
        read_jsonl(data, "a.jsonl")


# -- files -------------------------------------------------------------------------------------

PAGE = page_of(f"<p>{SENTENCE}</p>")

FILES = [
    pytest.param("a.txt", b"", "the file is empty", id="empty"),
    pytest.param("a.pdf", b"", "the file is empty", id="empty PDF"),
    pytest.param("a.csv", b" \n\t\n", "the file is empty", id="white space"),
    pytest.param("a.html", b"\xef\xbb\xbf \n", "the file is empty", id="mark alone"),
    pytest.param("a.txt", b"%PDF-1.7 x", "named .txt, but it is a PDF (.pdf)", id="PDF named .txt"),
    pytest.param("a.txt", PAGE, "named .txt, but it is an HTML page (.html)", id="HTML named .txt"),
    pytest.param("a.csv", PAGE, "named .csv, but it is an HTML page (.html)", id="HTML named .csv"),
    pytest.param("a.txt", b"\xef\xbb\xbf<!-- saved -->\n" + PAGE, "but it is an HTML page", id="comment first"),
    pytest.param("a.txt", PAGE.decode().encode("utf-16"), "but it is an HTML page", id="UTF-16"),
    pytest.param("a.pdf", PAGE, "named .pdf, but it is an HTML page (.html)", id="HTML named .pdf"),
    pytest.param("a.pdf", b"Plain words.", "named .pdf, but it is not PDF", id="text named .pdf"),
    pytest.param("a.html", b"Plain words.", "named .html, but it is not HTML", id="text named .html"),
    pytest.param("a.html", b"%PDF-1.7 x", "named .html, but it is a PDF (.pdf)", id="PDF named .html"),
    pytest.param("a.docx", b"Plain words.", "named .docx, but it is not a Word file", id="text named .docx"),
    pytest.param("a.txt", word([SENTENCE]), "named .txt, but it is a zip archive", id="Word named .txt"),
    pytest.param("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old or encrypted Office file", id="old Word"),
    pytest.param("a.txt", b"{\\rtf1 Plain}", "an RTF file", id="RTF"),
    pytest.param("a.html", b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n", "a web archive (.mht)", id="web archive"),
    pytest.param("a.txt", b"\x89PNG\r\n\x1a\n", "an image", id="image"),
    pytest.param("a.docx", b"PK\x03\x04rubbish", "not a readable Word file", id="broken archive"),
    pytest.param("a.txt", b"Plain\x00words\x00", "not a text file (it holds NUL characters)", id="NUL"),
    pytest.param("a.html", PAGE + b"\x00", "not a text file (it holds NUL characters)", id="NUL in HTML"),
    pytest.param("a.html", b"<html><body></body></html>", "no text of an article in the page", id="empty page"),
    pytest.param("a.doc", b"x", "the ending is '.doc'; read are .txt, .html, .htm, .pdf, .docx, .csv, .jsonl", id="ending"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "message"), FILES)
def test_a_file_at_fault_is_one_message_that_names_it(name, data, message, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ParleyError, match=re.escape(message)) as error:
        read_articles(path)
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)


def test_what_is_no_file_is_one_message(tmp_path):
    for path, message in (
        (tmp_path / "none.txt", "there is no such file"),
        (tmp_path, "is a folder"),
        ("a\0.txt", "there is no such file"),
    ):
        with pytest.raises(ParleyError, match=message):
            read_articles(path)


def test_a_large_file_is_refused_and_the_limit_can_be_set(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE * 20)
    with pytest.raises(ParleyError, match=r"larger than 0\.001 MB"):
        read_articles(path, limit=1049)
    assert read_articles(path)[0].text == SENTENCE * 20
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(51 * 1024**2)
    with pytest.raises(ParleyError, match="larger than 50 MB"):
        read_articles(huge)


def test_a_text_file_is_kept_as_it_is(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffOne – “two”\r\n\r\n\r\n three \n".encode())
    assert read_articles(path)[0].text == "One – “two”\r\n\r\n\r\n three \n"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"  <HTML lang=en>", "page"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'>", "page"),
        (b"<p>A line about tags.", ""),
        (b"A text about <html> and %PDF-files.", ""),
        (b"\n%PDF-1.4", "pdf"),
    ],
)
def test_content_tells_what_a_file_is(data, kind):
    assert sniff(data) == kind


# -- the process apart -------------------------------------------------------------------------


def test_the_process_apart_gives_what_reading_here_gives(tmp_path):
    made = {"a.html": (PAGES / "blog.html").read_bytes(), "b.pdf": pdf([REPORT]), "c.docx": word([SENTENCE])}
    with ReadingProcess() as process:
        for name, data in made.items():
            (tmp_path / name).write_bytes(data)
            assert process.read(tmp_path / name) == read_articles(tmp_path / name)
        with pytest.raises(ParleyError, match=r"no-such\.pdf: there is no such file"):
            process.read("no-such.pdf")


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(tmp_path):
    slow, quick = tmp_path / "slow.html", tmp_path / "quick.docx"
    slow.write_text("<html><body " + " ".join(f"a{i}=1" for i in range(300_000)) + f"><p>{SENTENCE}")
    quick.write_bytes(word([SENTENCE]))
    with ReadingProcess(seconds=6) as process:
        with pytest.raises(ParleyError, match="took longer than 6 seconds; nothing of it was read"):
            process.read(slow)
        assert process.read(quick)[0].text == f"{SENTENCE}\n"


def test_modules_beside_the_files_are_not_run(tmp_path, monkeypatch):
    """A folder with a file named as a library does not have it imported."""
    (tmp_path / "pypdf.py").write_text("raise SystemExit('run')")
    (tmp_path / "a.pdf").write_bytes(pdf([REPORT]))
    monkeypatch.chdir(tmp_path)
    with ReadingProcess() as process:
        assert process.read("a.pdf")[0].text.startswith(REPORT[0])
