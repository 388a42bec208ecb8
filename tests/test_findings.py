"""Findings cannot drift: each is compared with the stored one, by name."""

import importlib.util
import json
from pathlib import Path

SPEC = importlib.util.spec_from_file_location("findings", Path(__file__).parent / "findings.py")
findings = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(findings)


def test_findings_are_those_that_were_stored():
    """A change of lexicon, rule, text or coding shows here; `python tests/findings.py` stores it anew."""
    stored = json.loads(findings.GOLDEN.read_text(encoding="utf-8"))
    said = findings.differences(stored, findings.compute())
    assert not said, "\n" + "\n".join(said)


def test_a_difference_names_the_finding_and_both_values():
    assert findings.differences({"words of text in a": 5}, {"words of text in a": 6}) == [
        "finding changed: words of text in a: was 5, is 6"
    ]
