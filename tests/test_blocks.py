"""Every line of a scrape is in one block of the right kind, and nothing of the article is lost."""

# ruff: noqa: E501 (scrapes have long lines)

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley import schema
from parley.blocks import code_blocks
from parley.sources import Source

MARGIN = re.compile(r"(\w+|\+)? *\| ?(.*)")


def unpack(scrape: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The raw text of a scrape with its kinds in the margin, and the blocks that the margin tells.

    ``body | text`` begins a block, ``+ | text`` goes on with it, an empty margin is a blank line.
    """
    raw, expected = [], []
    for number, line in enumerate(scrape.strip("\n").split("\n"), 1):
        kind, text = MARGIN.fullmatch(line.strip()).groups()
        raw.append(text)
        if kind == "+":
            expected[-1] = (expected[-1][0], number, expected[-1][2])
        elif kind:
            expected.append((number, number, kind))
    return "\n".join(raw), expected


def blocks_of(raw: str):
    """The table ``blocks`` of a raw text."""
    return code_blocks(Source("a", "a.txt", raw, ""))


def kinds(raw: str) -> list[tuple[int, int, str]]:
    """First line, last line and kind of each block."""
    return [(b.line, b.line_end, b.kind) for b in schema.rows(blocks_of(raw))]


SCRAPES = {
    "broadsheet with blank lines": """
tags    | WORLD | HEALTH
        |
title   | Vaccine talks stall over price
        |
dek     | Five countries want a common buyer; the makers would rather deal with each alone
        |
byline  | By Ines Falk and Tomas Reyes
        |
byline  | Published 3 May 2024
        |
caption | Ines Falk speaking outside the health agency in Geneva
        |
body    | Negotiations over a common price for the new malaria vaccine stalled on Thursday. Nobody would say when they would go on.
        |
body    | The makers had asked for $9 a dose, and the five countries had offered $4, according to a paper seen by reporters.
        |
ad      | Advertisement
        |
body    | The paper says that the countries would pay more if deliveries began before the rains.
        |
subhead | No common buyer
        |
body    | A common buyer has been proposed before. It failed each time because the large countries did better alone.
        |
trailer | The Morning Herald
""",
    "no blank lines": """
nav     | Skip to main content
nav     | Sign in
title   | Court stops the sale of the port
dek     | Judges say that the government asked nobody
byline  | By Lena Orr, Legal Correspondent
nav     | Share on Facebook
body    | The constitutional court has stopped the sale of the port of Kelby. The government had asked neither parliament nor the city.
body    | The buyers, two pension funds, had paid a third of the price. They want it back with interest.
ad      | Advertisement
body    | The minister of transport said that the ruling would be respected. She did not say what it would cost.
notice  | This article was amended on 4 June 2024. An earlier version gave a wrong price.
notice  | © 2024 The Tideway Courier. All rights reserved.
""",
    "head missing": """
body    | The league's owners and its players were no closer to a deal on Sunday night, two people close to the talks said.
body    | The owners had offered a share of 47 per cent. The players want half of what the league earns from television.
body    | Both sides meet again on Tuesday. Until then the stadiums stay closed.
trailer | The Sunday Ledger
""",
    "links lost": """
title   | Why the carbon tax failed
        |
body    | The government
+       | that the tax would be popular. It has
+       | from the first day on, and it fell because the
+       | farmers' union
+       | refused to pay it.
        |
body    | Nobody had asked the farmers. The ministry’s
+       | was written in a week, and it shows.
""",
    "list of demands": """
title   | What the nurses want
        |
body    | The nurses' council published its demands on Friday. It asks for four things, and it will not take three:
        |
bullet  | • A rise of 9 per cent, backdated to January
bullet  | • No night shift longer than ten hours
bullet  | • A second nurse on every ward. The council calls this its first concern.
bullet  | • A seat on the hospital's board
        |
body    | The hospital has agreed to the last of these. It calls the others a dream.
""",
    "numbered list": """
title   | Three questions before the vote
        |
body    | Before the vote on the pension law three things are open, and none of them is small:
        |
bullet  | 1. Who pays for those who retire early?
bullet  | 2. What becomes of the civil servants?
bullet  | 3. When does the law begin?
        |
body    | The finance ministry has promised answers by Friday. It promised them last Friday, too.
""",
    "photo captions and credits": """
title   | River states agree to share the water
        |
caption | The dam at Ozura, which holds back a third of the river (file photo)
        |
body    | After nine years the four states on the river have agreed how to share its water in dry summers. The treaty is to be signed in May.
        |
caption | Water minister Amal Deress with her colleague in Ozura (Reuters)
        |
body    | The upper states will let more water through between June and August. The lower ones will pay for it in electricity.
        |
caption | Photograph: Jonah Prewitt/Picture Desk
        |
body    | Whether the parliaments agree is another question. Two of them have elections this year.
""",
    "caption twice": """
title   | Ferry crews end their strike
        |
caption | Crew members on the quay at Thornmouth on Wednesday
caption | Crew members on the quay at Thornmouth on Wednesday
        |
body    | The ferry crews go back to work on Monday after eleven days. Their union called the agreement a draw.
        |
body    | The company will pay 5 per cent more, and it keeps the right to change the timetable.
""",
    "pull quotes": """
title   | The judge who would not sign
        |
byline  | By Miriam Castellane
        |
body    | The judge was not impressed. “I have read the bills, and I have not found one line that was written for the growers,” she said from the bench.
        |
pullquote | “I have read the bills, and I have not found one line that was written for the growers”
        |
body    | The lawyers promised another draft by the end of the month. She gave them a week, and she did not smile.
""",
    "teasers between paragraphs": """
title   | Union accepts the railway's offer
        |
body    | The train drivers' union has accepted the railway's third offer. The trains run again from Saturday morning.
        |
promo   | Related Articles
        |
body    | The offer gives the drivers a shorter week in four years' time, and until then a little more money each year.
        |
promo   | Read more: How the strike began
        |
body    | The smaller union has not signed. It says that its members were never asked, and it may call its own strike.
        |
promo   | Sign up to our morning newsletter
        |
body    | For the passengers that would mean another month of empty platforms and full roads.
""",
    "questions as headings": """
title   | The fishing quarrel explained
        |
subhead | What is it about?
        |
body    | Two countries claim the same bank, on which cod spawn each spring. Each has sent boats, and each has turned the other's away with water cannon and long letters.
        |
subhead | The history
        |
body    | The quarrel began in 1974, when a line was drawn on a map with a blunt pencil. The pencil is in a museum; the line is still in force between the two.
        |
subhead | Who will give in?
        |
body    | Neither government can afford to, since both have coasts that vote. But both have offered to let a court decide if the other side asks for it first.
""",
    "author's note at the end": """
title   | Let the court choose
        |
byline  | By Vera Lindqvist
        |
body    | There is a simple way out of the quarrel over the commission, and both parties know it. Let the court choose its members.
        |
body    | The court does not want the task, which is the best reason to give it to the court.
        |
byline  | Vera Lindqvist is a professor of public law at the University of Aarhus.
notice  | The views expressed in this article are the author's own.
        |
trailer | Read the full article here
""",
    "dateline and agency": """
title   | Trade talks to resume in Lima
        |
tags    | LIMA, Peru, Sept. 4
        |
body    | Trade talks between the Andean countries and the European Union will resume on Monday, their envoys said. They broke off in March.
        |
body    | The envoys have dropped bananas from the list. What is left is wine, beef and the names of cheeses.
        |
trailer | Source: https://www.example.org/trade/lima-talks
""",
    "share bar and reading time": """
nav     | Home › Sport › Football
title   | The winter break nobody wanted
byline  | By Paul Adler
nav     | 6 min read
nav     | Share   Save   Comment
body    | The clubs have agreed on a winter break of two weeks, and not one of them likes it. The coaches wanted three, the owners none.
ad      | Article continues below advertisement
body    | The broadcasters asked for matches on the second of January. They got one, at noon, without the champions.
nav     | 14 comments
""",
    "repeated headline around a teaser": """
title   | Parliament puts off the vote on the dam
        |
body    | Parliament has put off its vote on the dam for a third time. The speaker said that the figures had arrived too late to be read.
        |
promo   | Villages below the dam ask the president for help
promo   | Other Topics of Interest
        |
promo   | Villages below the dam ask the president for help
        |
promo   | Their letter came as engineers warned of cracks in the northern wall.
        |
body    | The opposition says that the figures were ready in March and that somebody sat on them.
""",
}


@pytest.mark.parametrize("scrape", SCRAPES.values(), ids=SCRAPES)
def test_each_line_of_a_scrape_has_its_kind(scrape):
    raw, expected = unpack(scrape)
    assert kinds(raw) == expected


# One line, set between two paragraphs of an article with a head, and its kind.
BEFORE = (
    "Hospital talks fail again\n\nBy Ines Falk\n\n"
    "The talks between the hospital and its doctors failed on Monday. Both sides left by the back door.\n\n"
)
AFTER = "\n\nThe doctors will decide on Friday whether to go on strike. Most of them have had enough.\n"

LINES = [
    ("Advertisement", "ad"),
    ("ADVERTISEMENT - CONTINUE READING BELOW", "ad"),
    ("Story continues below", "ad"),
    ("Sponsored content", "ad"),
    ("Skip to main content", "nav"),
    ("Share this article", "nav"),
    ("Facebook  Twitter  WhatsApp", "nav"),
    ("12 comments", "nav"),
    ("5 min read", "nav"),
    ("\u200b", "nav"),
    ("Related Posts", "promo"),
    ("Read more: Why the last talks failed", "promo"),
    ("More on this story", "promo"),
    ("Sign up for our health newsletter", "promo"),
    ("You may also like", "promo"),
    ("Editor's note: The author's sister works at the hospital.", "notice"),
    ("Correction: an earlier version misspelt the name of the hospital.", "notice"),
    ("This article was updated on 5 May 2024 to add a comment of the hospital.", "notice"),
    ("© 2024 The Kelby Observer. All rights reserved.", "notice"),
    ("Additional reporting by Tomas Reyes in Lyon", "byline"),
    ("Updated 5 May 2024 at 10:30", "byline"),
    ("Source: Health ministry", "trailer"),
    ("Page 2 of 3", "trailer"),
    ("What the doctors want", "subhead"),
    ("‘Not one bed more’", "subhead"),
    ("The doctors outside the hospital (file photo)", "caption"),
    ("Health Minister Carla Vance", "caption"),
    ("Carla Vance speaking in parliament on Tuesday", "caption"),
    ("Picture: Lena Orr/Picture Desk", "caption"),
    ("• More beds on every ward", "bullet"),
    ("Nobody was surprised.", "body"),
    ("Why now?", "body"),
]


@pytest.mark.parametrize(("line", "kind"), LINES, ids=[f"{k}: {t.strip()[:40]!r}" for t, k in LINES])
def test_a_line_between_paragraphs_has_its_kind(line, kind):
    assert kinds(BEFORE + line + AFTER) == [
        (1, 1, "title"),
        (3, 3, "byline"),
        (5, 5, "body"),
        (7, 7, kind),
        (9, 9, "body"),
    ]


LOOKS_LIKE_BOILERPLATE = [
    "Advertisement revenue fell by a third, and the station closed its newsroom in May.",
    "Advertisements for the drug ran on every channel, the regulator said.",
    "Share prices of the two airlines fell after the talks had failed.",
    "Share of the vote: nobody had more than a fifth of it.",
    "Shares fell.",
    "Related matters will be settled later, the two ministers agreed.",
    "Source close to the talks said that the price was too high for the growers.",
    "Sources said the league would vote on Tuesday.",
    "By Friday the union wants an answer from the port.",
    "By Monday nothing had changed.",
    "By Easter, Morales had lost her majority.",
    "Correction of the data took a year, and the ministry never explained it.",
    "Print circulation fell by half while the talks went on.",
    "Print is dead, the owners told the union.",
    "Listen to the growers, she told the court.",
    "Read the treaty, the envoy said, before you sign it.",
    "More on the price was not to be had from either side.",
    "More from the fund would be needed, the islands said.",
    "Follow the money, the prosecutor told the jury.",
    "Sign up for the plan or leave it, the states were told.",
    "Copyright law was the last item on which the delegations disagreed.",
    "Views of the court differ: two judges would hear the case.",
    "The views of the farmers are of no interest to anybody here.",
    "Photo finishes decide races, not elections, the mayor said.",
    "Image is everything in this league, its chairman said.",
    "Home prices rose in every state but one, the bank said.",
    "Search parties went out at dawn.",
    "Contact between the two sides was lost at noon.",
    "Disclosure of the papers will take until autumn, the judge ruled.",
    "Next, the clubs will ask the court.",
    "Published figures show that the strike cost nobody his job.",
    "Via Lima, the envoys sent word that they would sign.",
    "From: that is how the letter began, and nobody knew the writer.",
    "This article of the treaty was changed in the last night of the talks.",
    "This report is part of what the commission wants to publish, she said.",
    "Comments on the draft are due by June, and nobody has sent any.",
    "Most read the ruling as a defeat for the ministry.",
    "Trending upwards, wages have overtaken prices for the first time.",
    "Watch out, the coach told the owners.",
    "The story continues below the surface, as the divers said.",
    "A newsletter of the union had called the offer an insult.",
    "The newspaper's podcast was the first to tell of the treaty.",
    "1974 of 2000 members voted.",
    "– said nobody, ever.",
    "Updated in 1998, the treaty has never been tested.",
    "Additional reporting requirements will begin in May, the bank said.",
    "Editing the text took the envoys nine days.",
]


@pytest.mark.parametrize("sentence", LOOKS_LIKE_BOILERPLATE, ids=lambda text: text[:40])
def test_a_sentence_that_looks_like_boilerplate_is_text(sentence):
    """No text is lost: it stays in the article's text, alone between paragraphs."""
    found = [(line, kind) for line, _, kind in kinds(BEFORE + sentence + AFTER)]
    assert found == [(1, "title"), (3, "byline"), (5, "body"), (7, "body"), (9, "body")]


TEXTS = [
    pytest.param("He said:\r\n“No.”\r\n", ["He said:", "“No.”"], [0, 0], id="two lines"),
    pytest.param(
        "The mayor’s\nwas bad. It cost the\ncity council\n, he said, a lot.",
        ["The mayor’s […] was bad. It cost the city council, he said, a lot."],
        [1],
        id="one gap, two kept links",
    ),
    pytest.param("We ha\u00adve\u00a0won.", ["We have won."], [0], id="invisible characters folded"),
]


@pytest.mark.parametrize(("raw", "texts", "gaps"), TEXTS)
def test_text_and_gaps_of_blocks(raw, texts, gaps):
    blocks = blocks_of(raw)
    assert (blocks["text"].tolist(), blocks["gaps"].tolist()) == (texts, gaps)


def test_each_block_says_by_which_rule():
    raw, _ = unpack(SCRAPES["broadsheet with blank lines"])
    assert (blocks_of(raw)["rule"] != "").all()


def test_the_table_meets_its_contract():
    raw, _ = unpack(SCRAPES["links lost"])
    blocks = blocks_of(raw)
    assert blocks["block"].tolist() == [1, 2, 3]
    assert schema.check("blocks", blocks) is blocks


# Properties ---------------------------------------------------------------------------------------------

PARTS = [
    "The union rejected the offer on Friday. Its members had voted against it.",
    "“We won’t sign,” Ortiz said. “Not now.”",
    "Advertisement",
    "Related:",
    "Read more: Why the talks failed",
    "What comes next?",
    "The price of water",
    "The ministry’s",
    "that the fine was too high.",
    ", he said",
    "— for years —",
    "• A seat on the board",
    "1. Grants",
    "(file photo)",
    "Photograph: Lena Orr/Picture Desk",
    "By Ines Falk",
    "Share",
    "© 2024",
    "\u200b",
    "\ufeff",
    "\u00ad\u2060",
    "\u200f– \u200b",
    "1 of 9",
    ".",
    "”",
    "…",
    "Zu\u0308rich 価格 عربي 🏟",
    "\x1f",
    "\x0c",
    "a\u0301\u00a0b\u2003c",
]
NEWLINES = ["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\x85", "\u2028", "\u2029", " \n \t\n", "\n\u00a0\n"]
PADDED = st.tuples(
    st.sampled_from(["", "", " ", "\u00a0", "\t"]), st.sampled_from(PARTS) | st.text(max_size=12)
)
SCRAPE = st.lists(st.tuples(PADDED, st.sampled_from(NEWLINES)), max_size=14).map(
    lambda rows: "".join(pad + part + newline for (pad, part), newline in rows)
)
CHECKED = settings(deadline=None, database=None, derandomize=True, max_examples=100)


@CHECKED
@given(SCRAPE)
def test_nothing_of_any_scrape_is_lost(raw):
    """Blocks and the white space between them are the raw text; blocks are sorted and disjoint."""
    blocks = blocks_of(raw)
    rebuilt, between, at = "", "", 0
    for block in schema.rows(blocks):
        between += raw[at : block.char_start]
        rebuilt += raw[at : block.char_start] + raw[block.char_start : block.char_end]
        assert at <= block.char_start < block.char_end
        at = block.char_end
    between += raw[at:]
    assert rebuilt + raw[at:] == raw
    assert between.strip() == ""


@CHECKED
@given(SCRAPE)
def test_lines_of_any_scrape_are_right(raw):
    """A block begins and ends on the lines that counting newlines gives."""
    for block in schema.rows(blocks_of(raw)):
        lines = [
            1 + len(re.findall("\r\n|[\n\r\x85\u2028\u2029]", raw[:place]))
            for place in (block.char_start, block.char_end)
        ]
        assert [block.line, block.line_end] == lines


@CHECKED
@given(SCRAPE)
def test_every_visible_character_of_any_scrape_is_in_the_text_of_its_block(raw):
    """The text of a block is its raw text without white space and invisible characters, plus gap marks."""
    invisible = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\xad]")
    for block in schema.rows(blocks_of(raw)):
        original = unicodedata.normalize("NFC", raw[block.char_start : block.char_end])
        text = block.text.replace("[…]", "", block.gaps)
        assert invisible.sub("", text) == invisible.sub("", original)


@CHECKED
@given(SCRAPE)
def test_any_scrape_gives_labels_of_the_codebook(raw):
    blocks = blocks_of(raw)
    assert schema.check("blocks", blocks) is blocks
    assert not blocks["kind"].eq("").any()


SHORT = [
    pytest.param(
        "Why the sale failed\n\nBy Ines Falk\n\nA disaster.\n\nThe court stopped it. Nobody was asked.",
        ["title", "byline", "body", "body"],
        id="opening sentence without verb",
    ),
    pytest.param(
        "The bank said:\n\n“No.”\n\nThen it closed. Nobody came.",
        ["body", "body", "body"],
        id="head missing, short first paragraphs",
    ),
    pytest.param(
        "Who pays?\n\nNot the bank. It has no money, and it says so. Nobody else will.\n\nEnd of story.",
        ["title", "body", "body"],
        id="short last paragraph",
    ),
    pytest.param("Rates rise\n\nThe bank acted.", ["title", "body"], id="one short sentence"),
    pytest.param(
        "Rates rise\n\nThe bank acted.\n\nIt had to.", ["title", "body", "body"], id="two short sentences"
    ),
    pytest.param("The fund wants:\n\n• A seat\n\n• A vote", ["body", "bullet", "bullet"], id="a list alone"),
    pytest.param(
        "Rates rise. Prices fall.\n\nPhoto: Lena Orr", ["body", "caption"], id="paragraph above a credit"
    ),
]


@pytest.mark.parametrize(("raw", "expected"), SHORT)
def test_a_very_short_text_keeps_its_text(raw, expected):
    assert blocks_of(raw)["kind"].tolist() == expected


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"], ids=["LF", "CRLF", "CR", "LS"])
@pytest.mark.parametrize("name", list(SCRAPES)[:4])
def test_the_kind_of_newline_changes_nothing(name, newline):
    raw, expected = unpack(SCRAPES[name])
    assert kinds(raw.replace("\n", newline)) == expected


def test_no_text_gives_an_empty_table_with_all_columns():
    blocks = blocks_of(" \n\n")
    assert blocks.empty
    assert list(blocks.columns) == list(schema.columns("blocks"))


@pytest.mark.parametrize(
    "raw",
    [
        "a" * 1_100_000 + " was the word and it ended.",
        "b" * 1_100_000 + " is a headline\n\nTalks ended. Nobody signed.",
        "the minister said that\n" * 30 + "c" * 1_100_000,
    ],
    ids=["sentence", "headline", "broken lines"],
)
def test_no_line_is_too_long_for_the_parser(raw):
    """spaCy refuses texts of over a million characters."""
    assert "".join(blocks_of(raw)["text"]).replace(" ", "").replace("[…]", "") == "".join(raw.split())
