"""Answers to exercises checked, with a message that helps: what is missing, or which mistake it looks like.

What is right is computed from the tables, in `parley.expectedcounts` and `parley.expectedmeasures`. A check
prints; it never raises for a wrong answer, so that a notebook with open exercises runs to its end.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Real
from typing import Any

__all__ = ["Expected", "check", "verdict"]

Values = Mapping[str, float | str]
EXACT = 5e-7
"""Up to this, two numbers are the same."""


@dataclass(frozen=True)
class Expected:
    """What is right, and what typical mistakes give instead.

    Attributes
    ----------
    values
        Numbers or texts, by the names of their parts.
    mistakes
        For each message to a reader, the values to which that mistake leads; parts may be missing.
    rounded
        How far a number may be from the right one, since answers are rounded.
    shares
        Whether all numbers are shares. One beyond 0 to 1 is then called so; and where there are several, no
        mistake is told from a bare 0, which may be a place kept free.
    """

    values: Values = field(repr=False)
    mistakes: Mapping[str, Values] = field(default_factory=dict, repr=False)
    rounded: float = 0.0051
    shares: bool = False


def check(answer: object, expected: Expected) -> None:
    """Print what is to be said of an answer; see `verdict`.

    Examples
    --------
    >>> check({"a": 0.5}, Expected({"a": 0.5}))
    Right.
    """
    print(verdict(answer, expected))


def verdict(answer: object, expected: Expected) -> str:
    """Return what is to be said of an answer.

    Parameters
    ----------
    answer
        ``...`` where nobody has answered yet; a dict or Series with a value for each part; a single value
        where there is one part.
    expected
        What is right, with typical mistakes.

    Returns
    -------
    str
        ``Right.``, or one message: what is missing, which part is wrong, which mistake gives this answer. It
        never tells the right value.

    Examples
    --------
    >>> right = Expected({"a": 0.5, "b": 0.25}, {"You counted pronouns too.": {"a": 0.6}})
    >>> verdict(..., right)
    'Not solved yet: replace the ... by your answer, then run this cell again. Wanted: a, b.'
    >>> verdict({"a": 0.6, "b": 0.25}, right)
    'Not yet (a). You counted pronouns too.'
    >>> verdict({"a": 50, "b": 25}, right)
    'Not yet: these look like percentages. Give shares, from 0 to 1.'
    >>> verdict({"a": 10, "b": 0.25}, Expected(right.values, shares=True))
    'Not yet: a is 10; a share lies between 0 and 1. Divide by how many?'
    """
    names = ", ".join(expected.values)
    if answer is ...:
        return f"Not solved yet: replace the ... by your answer, then run this cell again. Wanted: {names}."
    given = _values(answer, expected)
    if isinstance(given, str):
        return given
    if missing := [name for name in expected.values if name not in given]:
        return f"Not yet: there is no value for {missing[0]}. Wanted: {names}."
    if unfit := [name for name, right in expected.values.items() if not _fits(given[name], right)]:
        wanted = "text" if isinstance(expected.values[unfit[0]], str) else "one number"
        return f"Not yet: {unfit[0]} is {_shown(given[unfit[0]])}; wanted: {wanted}."
    return _judged(given, expected)


def _judged(given: Mapping[str, Any], expected: Expected) -> str:
    right = expected.values
    wrong = [name for name in right if not _same(given[name], right[name], EXACT)]
    if no_share := _no_share(given, expected):
        return no_share
    for near in (EXACT, expected.rounded):
        if all(_same(given[name], right[name], near) for name in right):
            return "Right."
        for says, values in expected.mistakes.items():
            told = [n for n in wrong if n in values and _same(given[n], values[n], near)]
            told = [n for n in told if not _same(values[n], right[n], max(near, EXACT))]
            if any(given[n] != 0 for n in told) or (told and not _kept_free(expected)):
                return f"Not yet ({', '.join(told)}). {says}"
    wrong = [name for name in right if not _same(given[name], right[name], expected.rounded)]
    return _unknown(wrong, given, expected)


def _kept_free(expected: Expected) -> bool:
    """Whether a bare 0 may be a place kept free: one of several shares that is not computed yet."""
    return expected.shares and len(expected.values) > 1


def _no_share(given: Mapping[str, Any], expected: Expected) -> str:
    """What to say where a share is wanted and a number cannot be one; empty if all can."""
    if not expected.shares or _percentages(given, expected):
        return ""
    low, high = -expected.rounded, 1 + expected.rounded
    beyond = [n for n, v in expected.values.items() if not isinstance(v, str) and not low <= given[n] <= high]
    beyond = [n for n in beyond if not _same(-float(given[n]), expected.values[n], expected.rounded)]
    if not beyond:
        return ""
    shown = _shown(given[beyond[0]])
    return f"Not yet: {beyond[0]} is {shown}; a share lies between 0 and 1. Divide by how many?"


def _percentages(given: Mapping[str, Any], expected: Expected) -> bool:
    """Whether all numbers are the right ones times 100, and these are shares."""
    numbers = [(float(given[n]), float(v)) for n, v in expected.values.items() if not isinstance(v, str)]
    near = all(_same(a / 100, b, expected.rounded) for a, b in numbers)
    return near and max((abs(b) for _, b in numbers), default=2) <= 1


def _unknown(wrong: list[str], given: Mapping[str, Any], expected: Expected) -> str:
    """What to say of a mistake that is none of the typical ones."""
    name, right = wrong[0], expected.values[wrong[0]]
    if isinstance(right, str):
        return f"Not yet: {name} is not {_shown(given[name])}. Look it up in the table once more."
    if _percentages(given, expected):
        return "Not yet: these look like percentages. Give shares, from 0 to 1."
    if _kept_free(expected) and given[name] == 0:
        return f"Not yet: {name} is 0: not computed yet?"
    if _same(-float(given[name]), right, expected.rounded):
        return f"Not yet: {name} has the wrong sign. What is subtracted from what?"
    way = "high" if float(given[name]) > float(right) else "low"
    rest = (
        ""
        if len(wrong) == 1
        else f" So far {len(expected.values) - len(wrong)} of {len(expected.values)} are right."
    )
    return f"Not yet: {name} is too {way}. Print how many rows you count in it, and read some.{rest}"


def _values(answer: object, expected: Expected) -> Mapping[str, Any] | str:
    """The values of an answer by the names of their parts, or what is wrong with its form."""
    to_dict = getattr(answer, "to_dict", None)
    if hasattr(answer, "columns"):
        return f"Not yet: this is a whole table. Wanted: one value for each of {', '.join(expected.values)}."
    held = to_dict() if callable(to_dict) else answer
    if isinstance(held, Mapping):
        return {str(name): _plain(value) for name, value in held.items()}
    if len(expected.values) == 1:
        return {next(iter(expected.values)): _plain(held)}
    return f"Not yet: give a dict or a Series with a value for each of {', '.join(expected.values)}."


def _plain(value: Any) -> Any:
    """A number of NumPy as Python's own."""
    item = getattr(value, "item", None)
    try:
        return item() if callable(item) else value
    except ValueError:  # an array of several values
        return value


def _fits(value: object, right: float | str) -> bool:
    if isinstance(right, str):
        return isinstance(value, str)
    return isinstance(value, Real) and not math.isnan(float(value))


def _same(value: Any, right: Any, near: float) -> bool:
    if isinstance(right, str):
        return isinstance(value, str) and value.strip().casefold() == right.casefold()
    return math.isclose(float(value), float(right), rel_tol=near, abs_tol=near)


def _shown(value: object) -> str:
    said = repr(value)
    return said if len(said) <= 40 else f"{said[:37]}..."
