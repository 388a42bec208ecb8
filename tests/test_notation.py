"""TOML and JSON of any depth and with any numbers: values or one error."""

import pytest

from parley.errors import ParleyError
from parley.notation import LARGEST, from_json, from_toml


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a = ", "Invalid value"),
        ("a = " + "[" * 100_000, "nested too deeply"),
        ("a = " + "[" * 300 + "]" * 300, "nested too deeply"),
        ("a = " + "{b = " * 5_000, "nested too deeply"),
        (".".join(["a"] * 100_000) + " = 1", "nested too deeply"),
        (" . ".join(["'a'"] * 100_000) + " = 1", "nested too deeply"),
        ("[" + ".".join(["a"] * 150) + "]", "nested too deeply"),
        ("a = " + "9" * 5_000, "a number is too large"),
        ("a = 0x" + "f" * 100, "a number is too large"),
        ("a = 9223372036854775808", "a number is too large"),
        ("#" * (LARGEST + 1), "over 20,000,000 characters"),
    ],
    ids=range(11),
)
def test_toml_that_cannot_be_read_is_one_message(text, reason):
    with pytest.raises(ParleyError, match=reason) as fault:
        from_toml(text, "here")
    assert str(fault.value).startswith("here: not valid TOML (")
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[" * 100_000,
        '{"a":' * 100_000,
        "[" * 300 + "]" * 300,
        "9" * 5_000,
        "9223372036854775808",
        b"\xff",
    ],
    ids=range(7),
)
def test_json_that_cannot_be_read_is_one_kind_of_error(text):
    with pytest.raises(ValueError, match=r"\S"):
        from_json(text)


def test_whatever_is_plain_is_read():
    deep = "[" * 50 + "9223372036854775807" + "]" * 50
    assert from_json(deep) == from_toml(f"a = {deep}", "here")["a"]
    words = "One. Two. " * 99
    assert from_toml(f'a = "{words}"', "here") == {"a": words}
