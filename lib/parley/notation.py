"""TOML and JSON as anybody may have written them: values or one error, whatever the depth and the numbers."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from parley.errors import ParleyError

LARGEST = 20_000_000
"""Characters of the largest list that is read."""
CHAIN = re.compile(r"(?<![\w.])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){200}")
"""A key of so many parts: the reader's work would grow with the square of their number."""
LARGEST_NUMBER = 2**63


def from_toml(text: str, where: object) -> dict[str, Any]:
    """Return what a TOML text says.

    Raises
    ------
    ParleyError
        If it is not valid, is nested too deeply, is too large, or holds a number of more than 64 bits. The
        message begins with ``where``.

    Examples
    --------
    >>> from_toml("a = 1", "a.toml")
    {'a': 1}
    """
    if len(text) > LARGEST:
        raise ParleyError(f"{where}: not valid TOML (over {LARGEST:,} characters)")
    if CHAIN.search(text):
        raise ParleyError(f"{where}: not valid TOML (nested too deeply)")
    try:
        return dict(_plain(tomllib.loads(text)))
    except RecursionError:
        raise ParleyError(f"{where}: not valid TOML (nested too deeply)") from None
    except ValueError as fault:
        reason = fault if isinstance(fault, tomllib.TOMLDecodeError) else "a number is too large"
        raise ParleyError(f"{where}: not valid TOML ({reason})") from None


def from_json(text: str | bytes) -> Any:
    """Return what a JSON text says.

    Raises
    ------
    ValueError
        If it is not valid, is nested too deeply, or holds a number of more than 64 bits.

    Examples
    --------
    >>> from_json('{"a": 1}')
    {'a': 1}
    """
    try:
        return _plain(json.loads(text))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _plain(value: Any, depth: int = 0) -> Any:
    """The value itself, if no table or message can choke on it."""
    if depth > 100:
        raise RecursionError
    if isinstance(value, int) and abs(value) >= LARGEST_NUMBER:
        raise ValueError("a number is too large")
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _plain(part, depth + 1)
    return value
