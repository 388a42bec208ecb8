"""Pieces of the actor card: what is drawn stands where it should, and says what it is."""

import pytest

from parley import bundled, code, schema, score_line
from parley.actorpieces import count_button, interval, score_note, section, signed
from parley.corpus import Corpus
from parley.material import Material

HOSTILE = '<script>x()</script> "onload=y" \u202eeel'


def test_an_interval_is_drawn_to_scale() -> None:
    """From 10 to 210: zero of a scale from -2 to 2 lies at 110; what is missing is not drawn."""
    shown = interval(1.0, -1.0, 2.0, (-2, 2), "one")
    assert 'cx="160.0"' in shown
    assert 'x1="60.0" x2="210.0"' in shown
    assert 'x1="110.0" x2="110.0"' in shown
    nan = float("nan")
    assert "circle" not in interval(nan, nan, nan, (0, 1), "none")
    assert "between" not in interval(0.5, nan, nan, (0, 1), "none")


@pytest.mark.parametrize(
    ("number", "shown"), [(0.0, "+0.00"), (-1.006, "\N{MINUS SIGN}1.01"), (1.994, "+1.99"), (2, "+2.00")]
)
def test_numbers_have_a_sign(number: float, shown: str) -> None:
    assert signed(number) == shown


def test_a_number_is_a_button_and_zero_is_not() -> None:
    """Pressed where it is picked; what it shows may be other words."""
    assert count_button(0, "ask:1", "ask:1", "asks") == "0"
    one = count_button(1234, "ask:1", "ask:1", "asks")
    assert 'data-pick="ask:1"' in one
    assert 'aria-pressed="true"' in one
    assert 'aria-label="1,234 asks"' in one
    assert one.endswith(">1,234</button>")
    other = count_button(2, "ask:2", "ask:1", "asks", "1.5 (n = 2)")
    assert 'aria-pressed="false"' in other
    assert other.endswith(">1.5 (n = 2)</button>")


def test_titles_and_labels_stay_text() -> None:
    for html in (section(HOSTILE, HOSTILE), str(count_button(1, HOSTILE, "", HOSTILE))):
        assert "<script" not in html
        assert '"onload' not in html
        assert "\u202e" not in html


def test_a_score_is_the_line_of_the_scorecard_or_nothing() -> None:
    """Of the methods that were measured; nothing for others, and where no article is coded."""
    material = Material(code(bundled("seeds")))
    line = score_line(material.card, "positions", ["rules"])
    assert score_note(material, "positions", "rules", "guess").striptags() == line
    assert score_note(material, "positions", "guess") == ""
    nothing = Corpus({name: schema.empty(name) for name in schema.TABLES}, {})
    assert score_note(Material(nothing), "positions", "rules") == ""
