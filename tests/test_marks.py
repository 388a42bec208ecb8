"""What stands between quotation marks: marks of every kind, told from apostrophes, inches and feet."""

# ruff: noqa: E501 (one row for each case)

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.marks import DEEPEST, find_marked


def shown(text: str, **more) -> list[str]:
    """The spans as text; nested ones with ``>`` for each level, open ones with a final ``|``."""
    return [
        ">" * m.depth + text[m.start : m.end].strip() + "|" * (m.end_mark == "open")
        for m in find_marked(text, **more)
    ]


KINDS = [
    pytest.param("“We stay,” Orr said. “All of us.”", ["We stay,", "All of us."], id="typographic"),
    pytest.param('"We stay," Orr said. "All of us."', ["We stay,", "All of us."], id="straight"),
    pytest.param("„Wir bleiben“, sagte sie. „Alle.“", ["Wir bleiben", "Alle."], id="low, German close"),
    pytest.param("„Zostajemy”, „wszyscy”.", ["Zostajemy", "wszyscy"], id="low, Polish close"),
    pytest.param('„Ja", sagte sie.', ["Ja"], id="low, straight close"),
    pytest.param("”Ja”, sade hon. ”Nej.”", ["Ja", "Nej."], id="the same mark twice, Swedish"),
    pytest.param("“No“, he said. “Yes“, she said.", ["No", "Yes"], id="an opening mark that closes"),
    pytest.param("«We stay», she said.", ["We stay"], id="guillemets"),
    pytest.param("« We stay », she said.", ["We stay"], id="guillemets with spaces"),
    pytest.param("»We stay«, she said.", ["We stay"], id="guillemets inward"),
    pytest.param("»Jäämme», hän sanoi. »Kaikki.»", ["Jäämme", "Kaikki."], id="guillemets, the same twice"),
    pytest.param("‹We stay›, she said.", ["We stay"], id="single guillemets"),
    pytest.param("‘We stay,’ she said. ‘All of us.’", ["We stay,", "All of us."], id="British"),
    pytest.param("'We stay,' she said. 'All of us.'", ["We stay,", "All of us."], id="British, straight"),
    pytest.param("‚Wir bleiben‘, sagte sie.", ["Wir bleiben"], id="low single"),
    pytest.param("''We stay,'' she said.", ["We stay,"], id="doubled singles"),
    pytest.param("``We stay,'' she said.", ["We stay,"], id="backticks"),
    pytest.param("‘‘We stay,’’ she said.", ["We stay,"], id="doubled typographic singles"),
    pytest.param('""We stay,"" she said.', ["We stay,"], id="doubled doubles"),
    pytest.param('He replied,"No."', ["No."], id="no space before"),
    pytest.param('She said—"No"—and left (“twice”).', ["No", "twice"], id="between dashes and in brackets"),
    pytest.param('the "reform"-minded wing', ["reform"], id="before a hyphen"),
    pytest.param("“” and \"\" and ‘’ and “ ”", [], id="nothing between"),
    pytest.param("Home » World » Talks", [], id="guillemets as arrows"),
    pytest.param("a lone ” and a lone » or ’", [], id="nothing opened"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "spans"), KINDS)
def test_marks_of_every_kind(text, spans):
    assert shown(text) == spans


NESTED = [
    pytest.param("“He said ‘no’ to me,” she said.", ["He said ‘no’ to me,", ">no"], id="American"),
    pytest.param("‘He said “no” to me,’ she said.", ["He said “no” to me,", ">no"], id="British"),
    pytest.param("\"He said 'no' to me,\" she said.", ["He said 'no' to me,", ">no"], id="straight"),
    pytest.param("“He called it “final” today,” she said.", ["He called it “final” today,", ">final"], id="the same kind"),
    pytest.param("«He called it «final» today», she said.", ["He called it «final» today", ">final"], id="guillemets"),
    pytest.param("„Er nannte es ‚fertig‘ heute“, sagte sie.", ["Er nannte es ‚fertig‘ heute", ">fertig"], id="low"),
    pytest.param("“‘Wait,’ he said,” she said.", ["‘Wait,’ he said,", ">Wait,"], id="both open at once"),
    pytest.param("“He said: ‘Wait.’” She left.", ["He said: ‘Wait.’", ">Wait."], id="both close at once"),
    pytest.param("“He said, ‘They shout “Go” now,’ and left.”", ["He said, ‘They shout “Go” now,’ and left.", ">They shout “Go” now,", ">>Go"], id="three levels"),
    pytest.param("\"one 'two \"three\" two' one\"", ["one 'two \"three\" two' one", ">two \"three\" two", ">>three"], id="three levels, straight"),
    pytest.param("“a ‘b” c’", ["a ‘b", ">b|"], id="the outer closes first"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "spans"), NESTED)
def test_nested_quotations_know_their_depth(text, spans):
    assert shown(text) == spans


# In each row every apostrophe is written as "^": once the straight, once the typographic one is tested.
APOSTROPHES = [
    pytest.param("The workers^ union and the miners^ club met.", [], id="possessives"),
    pytest.param("Dot the i^s and cross the t^s at five o^clock.", [], id="within words"),
    pytest.param("O^Dell and D^Souza met. It^s what they^d wanted.", [], id="names and contractions"),
    pytest.param("Give ^em time, ^tis late.", [], id="words cut at the start"),
    pytest.param("Rock ^n^ roll of the ^90s.", [], id="cut at both ends, and years"),
    pytest.param("[We don^t know,] she said.", ["We don^t know,"], id="a contraction within"),
    pytest.param("[The workers^ plan failed,] she said.", ["The workers^ plan failed,"], id="a plural possessive within"),
    pytest.param("[The workers^ and the miners^ plans,] she said.", ["The workers^ and the miners^ plans,"], id="two possessives within"),
    pytest.param("[It was the players^ fault,] he said. The fans^ too.", ["It was the players^ fault,"], id="a possessive within and one after"),
    pytest.param("[Yes], said the workers^ leader. [No], said the miners^ one.", ["Yes", "No"], id="possessives between"),
    pytest.param("[James^ bike is gone,] said his mother.", ["James^ bike is gone,"], id="a name in s"),
    pytest.param("He read [Sons] and [Lovers] aloud.", ["Sons", "Lovers"], id="quoted words in s"),
    pytest.param("It isn^t [fine] and it isn^t [good].", ["fine", "good"], id="contractions between"),
    pytest.param("She called it [the boys^ club] once.", ["the boys^ club"], id="a possessive in quoted words"),
    pytest.param("[Get ^em,] she said.", ["Get ^em,"], id="a cut word within"),
    pytest.param("[The ^90s were good,] she said.", ["The ^90s were good,"], id="years within"),
    pytest.param("[Singin^ and dancin^ all night,] he said.", ["Singin^ and dancin^ all night,"], id="words cut at the end"),
    pytest.param("[Is it the players^?] she asked.", ["Is it the players"], id="a possessive at a stop is taken for the end"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "spans"), APOSTROPHES)
@pytest.mark.parametrize(("marks", "apostrophe"), [("‘’", "’"), ("‘’", "'"), ("''", "'")])
def test_single_outer_marks_are_told_from_apostrophes(text, spans, marks, apostrophe):
    written = str.maketrans({"[": marks[0], "]": marks[1], "^": apostrophe})
    assert shown(text.translate(written), elisions=["em", "tis", "n"]) == [
        s.translate(written) for s in spans
    ]


def test_a_possessive_by_the_parse_closes_nothing():
    text = "‘The Ortiz’ plan failed,’ she said."
    assert shown(text) == ["The Ortiz"]
    assert shown(text, possessives={text.index("’")}) == ["The Ortiz’ plan failed,"]


INCHES = [
    pytest.param("The 6'2\" striker has a 27\" screen.", [], id="no quotation"),
    pytest.param('The 24", 27" and 32" screens.', [], id="three figures"),
    pytest.param("It lies at 48° 51' 24\" N.", [], id="degrees"),
    pytest.param('The 27" screen is "too big".', ["too big"], id="before a quotation"),
    pytest.param('She said "the 27" screen" is big.', ['the 27" screen'], id="within straight marks"),
    pytest.param('"It has a 27" screen," he said.', ['It has a 27" screen,'], id="within a sentence quoted"),
    pytest.param("“He's 6'2\" tall,” she said.", ["He's 6'2\" tall,"], id="straight within typographic"),
    pytest.param("“A 6’ 2” man,” she said.", ["A 6’ 2” man,"], id="typographic within typographic"),
    pytest.param("‘A 6' pipe,’ she said.", ["A 6' pipe,"], id="feet within single marks"),
    pytest.param("“I am 27” and “I am 30”", ["I am 27", "I am 30"], id="a quotation that ends with a figure"),
    pytest.param('"I am 27" and "I am 30"', ["I am 27", "I am 30"], id="the same, straight"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "spans"), INCHES)
def test_inches_and_feet_are_no_marks(text, spans):
    assert shown(text) == spans


UNCLOSED = [
    pytest.param("She said: “We go. And then", ["We go. And then|"], id="ends with its paragraph"),
    pytest.param("“We go.\n\nRain fell.", ["We go.|"], id="and not with the next"),
    pytest.param("“We go. “Again,” she said.", ["We go.|", "Again,"], id="ends before the next opening"),
    pytest.param('"We go. The next "one" is fine.', ["We go. The next|", "one"], id="the same, straight"),
    pytest.param("The 'burbs are quiet.", [], id="a straight single mark was an apostrophe"),
    pytest.param("“One,” she said. “Two", ["One,", "Two|"], id="the last of two"),
    pytest.param("She is «happy.", ["happy.|"], id="guillemet"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "spans"), UNCLOSED)
def test_a_mark_that_is_missing_costs_at_most_its_paragraph(text, spans):
    assert shown(text) == spans


# Paragraphs are separated by "/": each span with how it ends, "+" before those that go on from above.
OVER_PARAGRAPHS = [
    pytest.param("“One./“Two,” she said.", ["One. goes on", "+Two, closed"], id="two"),
    pytest.param("“One./“Two./“Three.”", ["One. goes on", "+Two. goes on", "+Three. closed"], id="three"),
    pytest.param('"One./"Two," she said.', ["One. goes on", "+Two, closed"], id="straight"),
    pytest.param("‘One./‘Two,’ she said.", ["One. goes on", "+Two, closed"], id="British"),
    pytest.param("'One./'Two,' she said.", ["One. goes on", "+Two, closed"], id="British, straight"),
    pytest.param("„Eins./„Zwei“, sagte sie.", ["Eins. goes on", "+Zwei closed"], id="low"),
    pytest.param("«One./«Two», she said.", ["One. goes on", "+Two closed"], id="guillemets"),
    pytest.param("«One./»Two», she said.", ["One. goes on", "+Two closed"], id="guillemets, closing mark repeated"),
    pytest.param("“One./• “Two,” she said.", ["One. goes on", "+Two, closed"], id="after a bullet"),
    pytest.param("“One,” she said. “Two./“Three.”", ["One, closed", "Two. goes on", "+Three. closed"], id="after a cue"),
    pytest.param("“One./Two,” she said.", ["One. goes on", "+Two, closed"], id="a break without a mark"),
    pytest.param('"One./Two," she said.', ["One. goes on", "+Two, closed"], id="a break without a mark, straight"),
    pytest.param("«One./Two», she said.", ["One. goes on", "+Two closed"], id="a break without a mark, guillemets"),
    pytest.param("“One.”/“Two.”", ["One. closed", "Two. closed"], id="closed, then another"),
    pytest.param("“One./She left. “Two.”", ["One. open", "Two. closed"], id="words before the next"),
    pytest.param("“One./Rain fell./“Two.”", ["One. open", "Two. closed"], id="a paragraph between"),
    pytest.param("She said “one and left./“Two.”", ["one and left. goes on", "+Two. closed"], id="a mark that is missing looks the same"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "spans"), OVER_PARAGRAPHS)
def test_a_quotation_over_several_paragraphs(text, spans):
    text = text.replace("/", "\n\n")
    found = [f"{'+' * m.continues}{text[m.start : m.end]} {m.end_mark}" for m in find_marked(text)]
    assert found == spans


def test_marks_that_open_without_end_are_no_deep_quotation():
    text = "“a ‘b " * 100 + "c" + "’ ”" * 100
    assert max(m.depth for m in find_marked(text)) < DEEPEST


PIECES = [
    "“",
    "”",
    '"',
    "‘",
    "’",
    "'",
    "„",
    "«",
    "»",
    "‹",
    "›",
    "‚",
    "''",
    "``",
    "‘‘",
    "’’",
    " ",
    " ",
    "\n\n",
]
WORDS = ["Talks", "ended", "workers", "6", "27", "said", "we", ",", ".", ":", "—", "(", "I’m", "don't", "’em"]
MARKED = st.lists(st.sampled_from(PIECES + WORDS), max_size=60).map("".join)


@given(MARKED)
@settings(max_examples=400, deadline=None)
def test_spans_lie_within_a_paragraph_nested_or_apart(text):
    spans = find_marked(text)
    assert spans == sorted(spans, key=lambda m: (m.start, -m.end))
    around = []
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert "\n" not in text[span.start : span.end]
        while around and around[-1].end <= span.start:
            around.pop()
        assert all(span.end <= outer.end for outer in around)
        assert span.depth == len(around)
        around.append(span)
