"""The policy of pages: nothing foreign, one script by its hash or none."""

import base64
import hashlib

from parley.pagepolicy import policy


def hashed(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def directives(text: str) -> dict[str, str]:
    return dict(part.split(" ", 1) for part in text.split("; "))


def test_a_page_without_script_runs_none() -> None:
    found = directives(policy())
    assert found["default-src"] == "'none'"
    assert "script-src" not in found
    assert found["img-src"] == "data:"


def test_script_and_style_count_by_their_hashes() -> None:
    found = directives(policy("go()", "p { color: red }"))
    assert found["script-src"] == hashed("go()")
    assert found["style-src"] == hashed("p { color: red }")
    assert "unsafe" not in policy("go()", "")


def test_no_policy_names_a_host() -> None:
    for made in (policy(), policy("x"), policy("x", "y")):
        assert "*" not in made
        assert "http" not in made
