"""Messages name the argument, what was found and what is allowed."""

import pytest

from parley.errors import ParleyError, bad_value

MESSAGES = [
    pytest.param(("format", "xml", ["csv", "parquet"]), "format is 'xml'; allowed: csv, parquet", id="list"),
    pytest.param(("n", 0, "a whole number from 1"), "n is 0; allowed: a whole number from 1", id="phrase"),
    pytest.param(("year", None, (2015, 2021)), "year is None; allowed: 2015, 2021", id="numbers"),
    pytest.param(("court", "", {"lower": 1, "upper": 2}), "court is ''; allowed: lower, upper", id="mapping"),
    pytest.param(("league", "it's", iter(["cup"])), 'league is "it\'s"; allowed: cup', id="apostrophe"),
]


@pytest.mark.parametrize(("arguments", "message"), MESSAGES)
def test_bad_value_says_argument_value_and_choice(arguments, message):
    error = bad_value(*arguments)
    assert (type(error), str(error)) == (ParleyError, message)


def test_the_text_of_an_error_is_its_message():
    assert str(ParleyError("strike.txt: the file is empty")) == "strike.txt: the file is empty"
