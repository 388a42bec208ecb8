"""What Parley says when something is wrong: the place, what was found, what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


class ParleyError(Exception):
    """A fault in what Parley was given. Its text is one message for a person, without a traceback.

    >>> str(ParleyError("seeds/a.txt is empty"))
    'seeds/a.txt is empty'
    """


class IncompleteError(ParleyError):
    """Some articles failed; the others are done.

    Attributes
    ----------
    faults
        What went wrong, by article.
    result
        What would have been returned, without these articles.

    >>> str(IncompleteError({"a": "a.txt: the file is empty"}, 5, None))
    '1 of 5 articles failed:\\na: a.txt: the file is empty'
    """

    def __init__(self, faults: Mapping[str, str], total: int, result: Any) -> None:
        lines = [f"{doc}: {' '.join(fault.split())}" for doc, fault in sorted(faults.items())]
        super().__init__("\n".join([f"{len(lines)} of {total} articles failed:", *lines]))
        self.faults = dict(faults)
        self.result = result


def bad_value(argument: str, found: object, allowed: Iterable[object] | str) -> ParleyError:
    """Return the error for an argument whose value is not allowed.

    Parameters
    ----------
    argument
        Name of the argument, as the caller knows it.
    found
        The value that was given.
    allowed
        The values that are allowed, or a phrase that describes them.

    Examples
    --------
    >>> str(bad_value("format", "xml", ["csv", "parquet"]))
    "format is 'xml'; allowed: csv, parquet"
    """
    choice = allowed if isinstance(allowed, str) else ", ".join(str(a) for a in allowed)
    return ParleyError(f"{argument} is {found!r}; allowed: {choice}")
