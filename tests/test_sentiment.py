"""Polarity: against published examples, against plain calculations by hand, and where the methods fail.

The valences stand in the published lists: VADER's vader_lexicon.txt (Hutto and Gilbert 2014), and the
English lexicon of pattern (De Smedt and Daelemans 2012) that TextBlob carries.
"""

import math
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from parley import schema
from parley.errors import ParleyError
from parley.sentences import read
from parley.sentiment import METHODS, score, sentence_sentiment
from parley.sources import Source

VADER_README = {
    "VADER is smart, handsome, and funny.": 0.8316,
    "VADER is smart, handsome, and funny!": 0.8439,
    "VADER is very smart, handsome, and funny.": 0.8545,
    "VADER is VERY SMART, handsome, and FUNNY.": 0.9227,
    "VADER is VERY SMART, handsome, and FUNNY!!!": 0.9342,
    "VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!": 0.9469,
    "VADER is not smart, handsome, nor funny.": -0.7424,
    "The book was good.": 0.4404,
    "At least it isn't a horrible book.": 0.431,
    "The book was only kind of good.": 0.3832,
    "The plot was good, but the characters are uncompelling and the dialog is not great.": -0.7042,
    "Today SUX!": -0.5461,
    "Make sure you :) or :D today!": 0.8633,
    "Not bad at all": 0.431,
}

VADER_VALENCES = {
    "one good word": ("The day was good.", [1.9]),
    "one bad word": ("The harvest was bad.", [-2.5]),
    "two words add up": ("The war was bad.", [-2.9, -2.5]),
    "a good and a bad word": ("A good doctor saw the war.", [1.9, -2.9]),
    "a negation turns and dampens by .74": ("The harvest was not good.", [-0.74 * 1.9]),
    "a booster adds .293": ("The harvest was very good.", [1.9 + 0.293]),
}

TEXTBLOB_VALENCES = {
    "great is .8": ("The match was great.", 0.8, 0.75),
    "not turns and halves": ("The match was not great.", -0.4, 0.75),
    "the mean of two words": ("A great match and a good crowd.", (0.8 + 0.7) / 2, (0.75 + 0.6) / 2),
    "a good and a bad word": ("A good goal in a bad match.", (0.7 - 0.7) / 2, (0.6 + 2 / 3) / 2),
    "no word known": ("The delegates met on Monday.", 0.0, 0.0),
    "the example of TextBlob's own guide": (
        "TextBlob is amazingly simple to use. What great fun!",
        0.39166666666666666,
        0.4357142857142857,
    ),
}

FROM_BAD_TO_GOOD = [
    "The terrible strike was a disaster.",
    "The strike was bad.",
    "The delegates met on Monday.",
    "The agreement was good.",
    "The excellent agreement was a wonderful success.",
]

ODD_TEXTS = ["", " ", "\n", "…", "“”", "4.2", "!!!", "BAD " * 400, "great " * 400, "Öl, 油, 💘", "not", "n't"]


def polarities(texts: list[str], method: str) -> list[float]:
    return score(texts, method)["polarity"].tolist()


@pytest.mark.parametrize(("text", "compound"), VADER_README.items(), ids=VADER_README.keys())
def test_vader_gives_the_published_scores(text: str, compound: float) -> None:
    """The examples of VADER's README come out to four digits."""
    assert polarities([text], "vader") == [compound]


@pytest.mark.parametrize(("text", "valences"), VADER_VALENCES.values(), ids=VADER_VALENCES.keys())
def test_vader_by_hand(text: str, valences: list[float]) -> None:
    """The compound score is the sum of valences, x / sqrt(x² + 15)."""
    total = sum(valences)
    assert polarities([text], "vader")[0] == pytest.approx(total / math.sqrt(total**2 + 15), abs=5e-5)


@pytest.mark.parametrize(
    ("text", "polarity", "subjectivity"), TEXTBLOB_VALENCES.values(), ids=TEXTBLOB_VALENCES.keys()
)
def test_textblob_by_hand(text: str, polarity: float, subjectivity: float) -> None:
    """Polarity and subjectivity are means over the words that the lexicon knows."""
    row = score([text], "textblob").iloc[0]
    assert row["polarity"] == pytest.approx(polarity)
    assert row["subjectivity"] == pytest.approx(subjectivity)


@pytest.mark.parametrize("method", METHODS)
def test_better_news_scores_higher(method: str) -> None:
    """From disaster to success the polarity rises, through 0 where no word is known."""
    found = polarities(FROM_BAD_TO_GOOD, method)
    assert found == sorted(set(found))
    assert found[2] == 0
    assert found[1] < 0 < found[3]


@pytest.mark.parametrize(
    ("plain", "contracted"),
    [
        ("The match was not great.", "The match wasn't great."),
        ("The verdict is not good.", "The verdict isn't good."),
        ("The talks did not go well, they were not good.", "The talks didn't go well, they weren't good."),
    ],
)
def test_textblob_misses_a_contracted_negation(plain: str, contracted: str) -> None:
    """The trap that the notebooks show: "not great" is bad news for TextBlob, "wasn't great" is good."""
    not_, contraction = polarities([plain, contracted], "textblob")
    assert not_ < 0 < contraction


def test_vader_sees_a_contracted_negation() -> None:
    """The other method reads "wasn't great" as bad news."""
    assert polarities(["The match wasn't great."], "vader")[0] < 0


@pytest.mark.parametrize("method", METHODS)
def test_typographic_and_straight_apostrophes_score_alike(method: str) -> None:
    """The word lists are written with straight apostrophes, newspapers with typographic ones."""
    straight = ["The match wasn't great.", "It isn't a horrible book.", "They can't win, don't worry."]
    typographic = [text.replace("'", "’") for text in straight]
    assert polarities(typographic, method) == polarities(straight, method)
    assert score(typographic, method)["text"].tolist() == typographic


@pytest.mark.parametrize("method", METHODS)
def test_scores_lie_in_their_intervals(method: str) -> None:
    """Whatever the text: polarity in [-1, 1], subjectivity in [0, 1] or missing."""
    found = score(ODD_TEXTS + FROM_BAD_TO_GOOD, method)
    assert found["polarity"].between(-1, 1).all()
    assert found["subjectivity"].dropna().between(0, 1).all()


@pytest.mark.parametrize(("method", "missing"), [("vader", True), ("textblob", False)])
def test_vader_has_no_subjectivity(method: str, missing: bool) -> None:
    """What a method does not measure is missing, not 0."""
    assert score(FROM_BAD_TO_GOOD, method)["subjectivity"].isna().tolist() == [missing] * 5


@pytest.mark.parametrize("method", METHODS)
def test_no_texts_give_an_empty_frame(method: str) -> None:
    """Columns stay, rows go."""
    found = score([], method)
    assert list(found.columns) == ["text", "polarity", "subjectivity"]
    assert found.empty


def test_an_unknown_method_is_refused() -> None:
    """The message says what was given and what is allowed."""
    with pytest.raises(ParleyError) as fault:
        score(["Good."], "afinn")
    assert str(fault.value) == "method is 'afinn'; allowed: textblob, vader"


def test_texts_are_taken_from_any_iterable_in_order() -> None:
    """A generator does; equal texts keep their rows."""
    found = score((text for text in ["Good.", "Bad.", "Good."]), "vader")
    assert found["text"].tolist() == ["Good.", "Bad.", "Good."]
    assert found["polarity"].tolist() == [0.4404, -0.5423, 0.4404]


def test_every_sentence_has_a_row_for_each_method() -> None:
    """The table's place is the sentence's, its polarity that of the sentence alone."""
    text = "The match was great. The crowd met on Monday."
    found = sentence_sentiment(read(Source("cup", "cup.txt", text, "")))
    assert found.columns.tolist() == list(schema.columns("sentiment"))
    rows = found.drop(columns="subjectivity").to_numpy().tolist()
    assert rows == [
        ["cup", 1, 0, 20, 1, "textblob", 0.8],
        ["cup", 1, 0, 20, 1, "vader", 0.6249],
        ["cup", 1, 21, 45, 2, "textblob", 0.0],
        ["cup", 1, 21, 45, 2, "vader", 0.0],
    ]
    assert found["subjectivity"].isna().tolist() == [False, True, False, True]


def test_an_article_without_text_has_an_empty_table() -> None:
    """Types are those of the contract."""
    found = sentence_sentiment(read(Source("a", "a.txt", "Advertisement\n", "")))
    pd.testing.assert_frame_equal(found, schema.empty("sentiment"))


def test_no_downloaded_data_are_needed(tmp_path: Path) -> None:
    """Both methods work where NLTK has no data and the user no home."""
    program = (
        "from parley.sentiment import score\n"
        "for method in ('textblob', 'vader'):\n"
        "    print(score(['The book was good.'], method)['polarity'].tolist())\n"
    )
    nowhere = {"NLTK_DATA": str(tmp_path / "nowhere"), "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | nowhere, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[0.7]\n[0.4404]\n", "")
