"""The way from the raw text into the cleaned one, in characters as a browser counts them."""

import pandas as pd
import pytest

from parley.explorertext import clean


@pytest.mark.parametrize(
    ("raw", "text", "word"),
    [
        ("Talks failed.", "Talks failed.", "failed"),
        ("\t Talks \u200bfai\u200bled .", "Talks failed.", "fai\u200bled"),
        ("They met\n\nand\n\nleft", "They met […] and […] left", "left"),
        ("cafe\u0301 talks", "café talks", "talks"),
        ("• \U0001f54a Doves met", "\U0001f54a Doves met", "Doves"),
        ("المحادثات فشلت", "المحادثات فشلت", "فشلت"),
        ("Two  dots […] here", "Two dots […] here", "here"),
    ],
)
def test_cleaning_keeps_the_way_to_the_raw_text(raw: str, text: str, word: str) -> None:
    blocks = pd.DataFrame({"char_start": [0], "char_end": [len(raw)], "text": [text]})
    made = clean(raw, blocks)
    (low,), (high,) = made.spans([raw.index(word)], [raw.index(word) + len(word)])
    shown = text.encode("utf-16-le")[2 * low : 2 * high].decode("utf-16-le")
    assert shown == word.replace("\u200b", "")
