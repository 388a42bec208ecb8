"""Alignment: characters of the cleaned text know where they stand in the scraped one."""

import pytest

from parley.alignment import aligned


@pytest.mark.parametrize(
    ("raw", "text", "starts"),
    [
        ("Ab c", "Ab c", [0, 1, 2, 3]),
        ("Ab \u200b c", "Ab c", [0, 1, 2, 5]),
        ("e\u0301 b", "é b", [0, 2, 3]),
        ("A\n, b", "A, b", [0, 2, 3, 4]),
        ("A […]\nb", "A […] […] b", [0, 1, 2, 3, 4, 5, 5, 5, 5, 5, 6]),
        ("", "", []),
    ],
)
def test_clean_characters_know_their_raw_places(raw: str, text: str, starts: list[int]) -> None:
    """Invisible characters, letters in two parts, joined lines and gap marks."""
    assert list(aligned(raw, 0, len(raw), text)[0]) == starts


def test_a_character_ends_behind_its_place() -> None:
    """A letter in two parts ends behind its accent, a gap mark one behind where it stands."""
    starts, ends = aligned("e\u0301 x", 0, 4, "é […] x")
    assert list(zip(starts, ends, strict=True)) == [(0, 2), (2, 3), (2, 3), (2, 3), (2, 3), (2, 3), (3, 4)]
