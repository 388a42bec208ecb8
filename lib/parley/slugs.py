"""Identifiers of articles, made of what they are called: safe as a file's name on every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$")
"""Names that Windows keeps for devices."""
LONGEST = 60


def slug(name: str) -> str:
    """Return a name in small letters, digits and hyphens; ``article`` where nothing of it is left.

    Examples
    --------
    >>> [slug(name) for name in ("Talks stall – again!", "../../etc/passwd", "Ñandú’s “no”", "мир", "CON")]
    ['talks-stall-again', 'etc-passwd', 'nandus-no', 'article', 'article-con']
    """
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]", "", name)).encode("ascii", "ignore").decode("ascii")
    words = re.findall(r"[a-z0-9]+", plain.lower())
    made = ""
    for word in words:
        if made and len(made) + len(word) >= LONGEST:
            break
        made = f"{made}-{word}".lstrip("-")
    made = made[:LONGEST].strip("-")
    return f"article-{made}" if RESERVED.match(made) else made or "article"


def numbered(base: str) -> Iterator[str]:
    """Yield a name, and then the name with a number, without end.

    Examples
    --------
    >>> names = numbered("talks")
    >>> next(names), next(names), next(names)
    ('talks', 'talks-2', 'talks-3')
    """
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
