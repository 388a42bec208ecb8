"""What Parley says when something is wrong: the place, what was found, what is allowed."""

from __future__ import annotations

from collections.abc import Iterable


class ParleyError(Exception):
    """A fault in what Parley was given. Its text is one message for a person, without a traceback.

    >>> str(ParleyError("seeds/a.txt is empty"))
    'seeds/a.txt is empty'
    """


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
