"""Lines of a scrape, and the pieces of sentences that lost their links."""

# ruff: noqa: E501 (one row for each case)

import pytest

from parley import lines
from parley.lines import Line, count_gaps, fold, join_lines, listed_below_colon, split_lines
from parley.registry import read_registry

SPLIT = [
    pytest.param("", [], id="nothing"),
    pytest.param(" \n\t\r\n\u00a0", [], id="white space only"),
    pytest.param("Strike", [Line(1, 0, 6, "Strike", False)], id="no newline"),
    pytest.param("A\nB", [Line(1, 0, 1, "A", False), Line(2, 2, 3, "B", False)], id="LF"),
    pytest.param("A\r\nB", [Line(1, 0, 1, "A", False), Line(2, 3, 4, "B", False)], id="CRLF is one"),
    pytest.param("A\rB", [Line(1, 0, 1, "A", False), Line(2, 2, 3, "B", False)], id="CR"),
    pytest.param("A\n\rB", [Line(1, 0, 1, "A", False), Line(3, 3, 4, "B", True)], id="LF CR are two"),
    pytest.param("A\x85B", [Line(1, 0, 1, "A", False), Line(2, 2, 3, "B", False)], id="NEL"),
    pytest.param("A\u2028B", [Line(1, 0, 1, "A", False), Line(2, 2, 3, "B", False)], id="line separator"),
    pytest.param("A\u2029B", [Line(1, 0, 1, "A", False), Line(2, 2, 3, "B", False)], id="paragraph separator"),
    pytest.param("A\x0bB\x0cC", [Line(1, 0, 5, "A B C", False)], id="vertical tab and form feed end no line"),
    pytest.param("\n\n A \n", [Line(3, 3, 4, "A", True)], id="spaces at both ends left out"),
    pytest.param("A\n \u00a0\t\nB", [Line(1, 0, 1, "A", False), Line(3, 6, 7, "B", True)], id="a line of spaces is blank"),
    pytest.param("A\n\n\nB\nC", [Line(1, 0, 1, "A", False), Line(4, 4, 5, "B", True), Line(5, 6, 7, "C", False)], id="after a blank line"),
    pytest.param("10\u00a0%\u200b of  us", [Line(1, 0, 12, "10 % of us", False)], id="folded text, raw places"),
    pytest.param("\u200b\nB", [Line(1, 0, 1, "", False), Line(2, 2, 3, "B", False)], id="an invisible line is a line"),
    pytest.param("cafe\u0301", [Line(1, 0, 5, "caf\u00e9", False)], id="NFD folded, raw place"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "lines"), SPLIT)
def test_lines_that_are_not_blank_keep_number_and_place(raw, lines):
    assert split_lines(raw) == lines


FOLDED = [
    ("  a\t b\r\n c ", "a b c"),
    ("5\u00a0000\u2009km", "5 000 km"),
    ("ha\u00adven\u200bt", "havent"),
    ("\ufeffTitle\u200e", "Title"),
    ("Zu\u0308rich", "Z\u00fcrich"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_fold_makes_one_blank_and_drops_invisible_characters(text, folded):
    assert fold(text) == folded


# Which lines are one paragraph: (the scrape, the lines of each paragraph, numbered from 1).
JOINED = [
    pytest.param("The clinic got a\nfrom the health board on Friday.", [[1, 2]], id="gap after an article"),
    pytest.param("The mayor’s\nwas rejected by the council.", [[1, 2]], id="gap after a possessive"),
    pytest.param("The regulator has\nthat the merger is unlawful.", [[1, 2]], id="gap after an auxiliary"),
    pytest.param("Two coaches\nthat the season was over.", [[1, 2]], id="gap after a subject"),
    pytest.param("The drugs include\nof the newer kind.", [[1, 2]], id="gap after a transitive verb"),
    pytest.param("Exports were\n, thanks to the weak franc, never higher.", [[1, 2]], id="gap before a comma"),
    pytest.param("The judge called it\n. Nobody laughed.", [[1, 2]], id="gap before a full stop"),
    pytest.param("Would the league pay\n? It would not.", [[1, 2]], id="gap before a question mark"),
    pytest.param("The study (which the ministry paid for\n) found nothing.", [[1, 2]], id="gap before a bracket"),
    pytest.param("It was a\nlandslide victory\nfor the Greens.", [[1, 2, 3]], id="link text in the middle"),
    pytest.param("The\nbest-paid striker of the club\n, Ana Ruiz, will leave.", [[1, 2, 3]], id="link text before a comma"),
    pytest.param("Ministers met —\nfor the third time\n— without result.", [[1, 2, 3]], id="link text between dashes"),
    pytest.param("The talks –\nits chair insists\n– are not over.", [[1, 2, 3]], id="link text between en dashes"),
    pytest.param("It was announced by the\nAcme Group\nlate on Monday.", [[1, 2, 3]], id="a name as link text"),
    pytest.param("He resigned from\nFIFA’s ethics committee.", [[1, 2]], id="a name after a preposition"),
    pytest.param("The ruling of\nJudge Maria Ortiz\nwas appealed.", [[1, 2, 3]], id="a judge as link text"),
    pytest.param("The bank\nraised its rate\nby half a point, and\nthe markets fell.", [[1, 2, 3, 4]], id="two links"),
    pytest.param("Voters in\nSouth Korea\nand in Japan went to the polls.", [[1, 2, 3]], id="a country as link text"),
    pytest.param("Doctors will strike\nbecause of pay.\nThe minister regrets it.", [[1, 2], [3]], id="then a new paragraph"),
    pytest.param("The treaty has\n\nthat nobody reads.", [[1, 2]], id="over a blank line"),
    pytest.param("She had\n\n\nfor years, he said.", [[1, 2]], id="over two blank lines"),
    pytest.param("It ended\n… or so we thought.", [[1, 2]], id="ellipsis goes on"),
    pytest.param("The union said “no\n” and left.", [[1, 2]], id="closing quotation mark on the next line"),
    pytest.param("The fund, known as\n“the Pot”\n, is empty.", [[1, 2, 3]], id="quoted link text"),
    pytest.param("It costs\n€40 million\na year.", [[1, 2, 3]], id="a sum as link text"),
    pytest.param("In\n2019\nthe court ruled otherwise.", [[1, 2, 3]], id="a year as link text"),
    # Not joined
    pytest.param("The vote is over.\nThe count begins.", [[1], [2]], id="two paragraphs"),
    pytest.param("The vote is over.\n\nThe count begins.", [[1], [2]], id="two paragraphs, blank line"),
    pytest.param("“We won.”\nThe crowd cheered.", [[1], [2]], id="ends with a quotation"),
    pytest.param("Is it over?\nNot yet!\nWait …\nThe end.", [[1], [2], [3], [4]], id="ends of every kind"),
    pytest.param("What comes next\nThe council meets on Monday.", [[1], [2]], id="heading above a paragraph"),
    pytest.param("The council met.\nWhat comes next\nIt meets again.", [[1], [2], [3]], id="heading between paragraphs"),
    pytest.param("The case for\n\nThe case against", [[1], [2]], id="headings that end with a preposition"),
    pytest.param("Who wants what\n\nThe growers want a price.", [[1], [2]], id="heading with a question word"),
    pytest.param("The fund wants:\n• grants\n• a seat", [[1], [2], [3]], id="list with bullets"),
    pytest.param("The fund wants:\n- Grants\n- A seat", [[1], [2], [3]], id="list with hyphens"),
    pytest.param("The fund wants:\n– grants, not loans;\n– a seat.", [[1], [2], [3]], id="list with dashes, lower case"),
    pytest.param("The fund wants:\n1. Grants\n2. A seat", [[1], [2], [3]], id="numbered list"),
    pytest.param("The fund wants:\ngrants;\na seat.", [[1], [2], [3]], id="list without marks"),
    pytest.param("They left.\n— Ana Ruiz, Quito", [[1], [2]], id="dash before a name"),
    pytest.param("By Ana Ruiz\nQUITO, Ecuador", [[1], [2]], id="byline and dateline"),
    pytest.param("A striker scores in Quito\n\nThe club won again on Sunday.", [[1], [2]], id="caption"),
    pytest.param("Rates rise again\n\niPhone sales fall as prices rise.", [[1], [2]], id="a brand in lower case after a heading"),
    pytest.param("The deal is dead.\neBay shares fell by 3 per cent.", [[1], [2]], id="a brand in lower case after a sentence"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "paragraphs"), JOINED)
def test_pieces_of_one_paragraph_are_joined(raw, paragraphs):
    lines = split_lines(raw)
    groups = join_lines(lines, [False] * len(lines), read_registry())
    assert [[group_index + 1 for group_index in group] for group in groups] == paragraphs


def test_a_line_whose_kind_is_known_joins_nothing():
    lines = split_lines("The mayor has\nAdvertisement\nthat nobody pays.")
    groups = join_lines(lines, [False, True, False], read_registry())
    assert groups == [[0], [1], [2]]


def test_no_lines_give_no_groups():
    assert join_lines([], [], read_registry()) == []


# Where words are missing: (pieces with the seam marked by "|", the same with "[?]" for each gap).
GAPS = [
    pytest.param("The clinic got a | from the health board.", [True], id="article before a preposition"),
    pytest.param("She wrote an | arguing that the tariff was lawful.", [True], id="article before a participle"),
    pytest.param("The club blamed the | , and the fans agreed.", [True], id="article before a comma"),
    pytest.param("Nurses accepted the | .", [True], id="article before a full stop"),
    pytest.param("It was a disastrous | for the Greens.", [True], id="adjective before a preposition"),
    pytest.param("The minister’s | was published on Monday.", [True], id="curly possessive before a verb"),
    pytest.param("The minister's | that rates must rise was ignored.", [True], id="straight possessive before that"),
    pytest.param("The owners want their | by Friday.", [True], id="pronoun before a preposition"),
    pytest.param("The regulator has | that the merger is unlawful.", [True], id="auxiliary before that"),
    pytest.param("The rule will | , the court said, in May.", [True], id="modal before a comma"),
    pytest.param("Both clubs have | and are waiting for an answer.", [True], id="auxiliary before and"),
    pytest.param("The rivers are | , thanks to the drought, almost dry.", [True], id="be before a comma"),
    pytest.param("The agency may | with the producers.", [True], id="modal before a preposition"),
    pytest.param("Two economists | that the growers lost money.", [True], id="subject before that"),
    pytest.param("Mr Ortiz | because the fine was too high.", [True], id="subject before because"),
    pytest.param("The referee | until the crowd had left.", [True], id="subject before until"),
    pytest.param("Farmers in the north | a rise in the price of milk.", [True], id="subject before an object"),
    pytest.param("The striker (who is 34) | to the coach.", [True], id="subject with brackets before a preposition"),
    pytest.param("The vaccines include | of the newer kind.", [True], id="transitive verb before of"),
    pytest.param("The parties signed | , then left.", [True], id="transitive verb before a comma"),
    pytest.param("The ministry also | that beds were short.", [True], id="adverb before that"),
    pytest.param("It | that the ballot was rigged.", [True], id="pronoun before that"),
    pytest.param("This meant | — as the | .", [True, True], id="two gaps in one sentence"),
    pytest.param("He has | that the | was forged.", [True, True], id="auxiliary, then article"),
    # Whole: the words fit together
    pytest.param("It was a | landslide victory | for the Greens.", [False, False], id="link text kept"),
    pytest.param("The | best-paid striker | , Ana Ruiz, will leave.", [False, False], id="link text before a comma kept"),
    pytest.param("The bank | raised its rate | by half a point.", [False, False], id="verb phrase kept"),
    pytest.param("Ministers met — | for the third time | — without result.", [False, False], id="between dashes kept"),
    pytest.param("It was announced by the | Acme Group | late on Monday.", [False, False], id="a name kept"),
    pytest.param("The court said | that the fine was lawful.", [False], id="verb of saying before that"),
    pytest.param("The treaty | that nobody reads was signed in 1987.", [False], id="relative clause"),
    pytest.param("Her | 14-page order | rejecting the deal was clear.", [False, False], id="possessive before a number"),
    pytest.param("The talks were | in Geneva | for two days.", [False, False], id="be before a place"),
    pytest.param("The growers think | of little else.", [False], id="verb that takes of"),
    pytest.param("They warned | of a | third wave | of infections.", [False, False, False], id="chain of kept links"),
    pytest.param("He was fined; the | money-laundering case | goes on.", [False, False], id="article before a compound in -ing"),
    pytest.param("A | warning | that prices would rise was ignored.", [False, False], id="noun in -ing"),
    pytest.param("Doctors | have gone on strike.", [False], id="subject before its verb"),
    pytest.param("Doctors will strike | because pay is low.", [False], id="complete clause before because"),
    pytest.param("The cup final, | which was | sold out | , was dull.", [False, False, False], id="relative clause kept"),
    pytest.param("She called the offer “ | an insult | ”.", [False, False], id="inside quotation marks"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "gaps"), GAPS)
def test_a_gap_is_claimed_only_where_grammar_needs_words(text, gaps):
    pieces = [piece.strip() for piece in text.split("|")]
    assert count_gaps(pieces, read_registry()) == gaps


@pytest.mark.parametrize("pieces", [[], ["One piece."]], ids=["none", "one"])
def test_without_a_seam_there_is_no_gap(pieces):
    assert count_gaps(pieces, read_registry()) == []


def test_the_look_at_a_seam_does_not_grow_with_the_text(monkeypatch):
    """Of 4,000 broken lines each seam is decided by the words near it."""
    seen = []
    monkeypatch.setattr(lines, "_is_gap", lambda left, right, _: bool(seen.append(len(left) + len(right))))
    pieces = ["the minister said that", "nobody had left"] * 2_000
    assert len(count_gaps(pieces, read_registry())) == len(seen) == len(pieces) - 1
    assert max(seen) <= 2 * lines.REACH


def test_a_gap_is_found_wherever_a_run_is_cut():
    pieces = ["He published a", "arguing that it was over."]
    long = [*pieces, *["It was in the news" for _ in range(3_000)], *pieces]
    gaps = count_gaps(long, read_registry())
    assert len(gaps) == len(long) - 1
    assert gaps[0]
    assert gaps[-1]


def test_items_below_many_colons_are_those_below_one():
    text = "It has:\n" + "a lump sum:\n" * 5_000 + "It is new."
    assert listed_below_colon(split_lines(text)) == set(range(1, 5_001))
