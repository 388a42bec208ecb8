"""Numbers as charts and the sentences beside them write them: form, unit, interval, ticks of a scale."""

from __future__ import annotations

import math
from typing import Any

from parley.errors import bad_value

UNITS = {"signed": "", "plain": "", "percent": " %", "points": " points"}
"""How numbers are written: ``−0.25``, ``21.4``, a share ``17.0 %``, a difference of shares ``3.1 points``."""
MINUS = "\N{MINUS SIGN}"


def number(value: float, form: str = "signed", *, unit: bool = True) -> str:
    """Return a number as charts and sentences write it; ``-`` where it is missing.

    Parameters
    ----------
    value
        The number.
    form
        How it is written: ``signed``, ``plain``, ``percent``, ``points``.
    unit
        Whether its unit is written too.

    Raises
    ------
    ParleyError
        If there is no such form.

    Examples
    --------
    >>> number(-0.254), number(21.44, "plain"), number(0.168, "percent")
    ('−0.25', '21.4', '16.8 %')
    """
    if form not in UNITS:
        raise bad_value("form", form, UNITS)
    if math.isnan(value):
        return "-"
    shown = f"{abs(value) * times(form):.{2 if form == 'signed' else 1}f}"
    negative = value < 0 and float(shown) != 0
    return f"{MINUS if negative else ''}{shown}{UNITS[form] if unit else ''}"


def number_range(low: float, high: float, form: str = "signed", between: str = " to ") -> str:
    """Return two ends with their unit once; empty where they are missing.

    Examples
    --------
    >>> number_range(-0.1, 0.042, "percent")
    '−10.0 to 4.2 %'
    """
    return "" if math.isnan(low) else f"{number(low, form, unit=False)}{between}{number(high, form)}"


def times(form: str) -> int:
    """Return by what a number is multiplied before it is written.

    Examples
    --------
    >>> times("percent"), times("plain")
    (100, 1)
    """
    return 100 if form in {"percent", "points"} else 1


def estimate(row: Any, form: str = "signed") -> str:
    """Return an estimate in words: value, interval or why there is none, and n.

    Parameters
    ----------
    row
        Has ``value``, ``low``, ``high``, ``n``, and ``note`` where there is no interval.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> estimate(SimpleNamespace(value=0.5, low=0.25, high=0.75, n=9))
    '0.50 [0.25, 0.75], n = 9'
    """
    if math.isnan(row.low):
        parts = [number(row.value, form)] if not math.isnan(row.value) else []
        return ", ".join([*parts, getattr(row, "note", "") or "no interval", f"n = {int(row.n):,}"])
    value, low, high = (number(end, form, unit=False) for end in (row.value, row.low, row.high))
    return f"{value} [{low}, {high}]{UNITS[form]}, n = {int(row.n):,}"


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round numbers between two ends, at most so many, evenly spaced.

    Examples
    --------
    >>> ticks(-2, 2), ticks(0.0, 0.31)
    ([-2.0, -1.0, 0.0, 1.0, 2.0], [0.0, 0.1, 0.2, 0.3])
    """
    size = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next(s * size for s in (1, 2, 5, 10, 20) if (high - low) / (s * size) <= most - 1)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(i * step, 10) + 0.0 for i in range(first, last + 1)]


def tick_label(value: float, form: str = "signed") -> str:
    """Return a number as it stands at a tick of a scale.

    Examples
    --------
    >>> tick_label(-0.5), tick_label(0.1, "percent")
    ('−0.5', '10 %')
    """
    return f"{MINUS if value < 0 else ''}{abs(value) * times(form):g}{' %' if form == 'percent' else ''}"
