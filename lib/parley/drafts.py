"""A first ``actors.toml`` from coded articles: whom they name and no list holds, for a person to correct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from parley.articles import one_line
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.listing import quoted
from parley.registry import Registry, read_registry

DRAFT = "actors.draft.toml"
PRONOUNS = {
    "he": "he", "him": "he", "his": "he", "himself": "he",
    "she": "she", "her": "she", "hers": "she", "herself": "she",
    "it": "it", "its": "it", "itself": "it",
    "they": "they", "them": "they", "their": "they", "theirs": "they", "themselves": "they",
}  # fmt: skip
HEAD = """\
# A draft: actors that these articles name and the registry does not hold, the most mentioned first. They
# were found by the entity recogniser: correct names and types, join entries that are one actor, delete what
# is none, and save the file as actors.toml (or add the entries to yours).
#
# type is a guess: person, or organisation; it may also be country or collective.
# names are the names seen; a name may denote one actor only.
"""


def draft_actors(corpus: Corpus | pd.DataFrame, registry: Registry | None = None) -> str:
    """Return a draft of ``actors.toml`` with the actors that a registry lacks.

    Parameters
    ----------
    corpus
        Coded articles, or their table ``mentions``.
    registry
        Actors that are known; the bundled ones by default.

    Returns
    -------
    str
        TOML that `read_registry` accepts: canonical name, guessed type, pronoun where one refers to the
        actor, and the names seen, the most frequent first; the numbers of mentions and articles, and
        descriptions seen, as comments. Actors with most mentions first, then by name. A name that denotes
        two actors is left to the one with more mentions.

    Examples
    --------
    >>> row = {"doc": "a", "text": "Maria Lund", "actor": "Maria Lund", "kind": "name", "rule": "full name"}
    >>> print(draft_actors(pd.DataFrame([row])).partition("[[actor]]")[2])
    <BLANKLINE>
    # 1 mention in 1 article
    name = "Maria Lund"
    type = "person"
    names = ["Maria Lund"]
    <BLANKLINE>
    """
    registry = registry or read_registry()
    mentions = corpus if isinstance(corpus, pd.DataFrame) else corpus.mentions
    unknown = mentions[~mentions["actor"].isin(list(registry.actors))]
    named = unknown[unknown["kind"] == "name"]
    unknown = unknown[unknown["actor"].isin(set(named["actor"]))]
    counts = Counter(unknown["actor"])
    taken = {
        alias
        for a in registry.actors.values()
        for alias in (*a.names, *a.nominals, *a.metonyms, *a.capitals, *a.people)
    }
    entries = []
    groups = dict(list(unknown.groupby("actor")))
    for actor in sorted(counts, key=lambda name: (-counts[name], name)):
        entries.append("\n".join(_entry(str(actor), groups[actor], taken)) + "\n")
    return "\n".join([HEAD, *entries]) if entries else f"{HEAD}#\n# There are none: every actor is known.\n"


def _entry(actor: str, mentions: pd.DataFrame, taken: set[str]) -> Iterator[str]:
    """The lines of one actor; the names that it is given are taken from then on."""
    articles = mentions["doc"].nunique()
    seen = {kind: Counter(map(one_line, part["text"])) for kind, part in mentions.groupby("kind")}
    names = [name for name, _ in _ranked(seen["name"]) if name not in taken]
    taken.update(names)
    yield "[[actor]]"
    yield (
        f"# {len(mentions)} mention{'s' * (len(mentions) != 1)} in {articles} article{'s' * (articles != 1)}"
    )
    if described := [text for text, _ in _ranked(seen.get("nominal", Counter()))[:5]]:
        yield f"# also described as: {'; '.join(described)}"
    yield f"name = {quoted(one_line(actor))}"
    yield f"type = {quoted(_type(mentions))}"
    if pronoun := _pronoun(seen.get("pronoun", Counter())):
        yield f"pronoun = {quoted(pronoun)}"
    yield f"names = [{', '.join(map(quoted, names))}]"


def _ranked(seen: Counter[str]) -> list[tuple[str, int]]:
    """Texts by their number, then by the alphabet."""
    return sorted(seen.items(), key=lambda item: (-item[1], item[0]))


def _type(mentions: pd.DataFrame) -> str:
    """What the rules that found the names take the actor for."""
    rules = mentions.loc[mentions["kind"] == "name", "rule"]
    return "organisation" if rules.str.contains("organisation").mean() > 0.5 else "person"


def _pronoun(seen: Counter[str]) -> str:
    forms: Counter[str] = Counter()
    for text, count in seen.items():
        if form := PRONOUNS.get(text.casefold()):
            forms[form] += count
    return _ranked(forms)[0][0] if forms else ""


def write_draft(text: str, folder: str | Path = ".") -> Path:
    """Write a draft as ``actors.draft.toml`` into a folder, never over a file that is there.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ParleyError
        If there is such a file, or it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> write_draft(HEAD, tempfile.mkdtemp()).name
    'actors.draft.toml'
    """
    path = Path(folder) / DRAFT
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise ParleyError(f"{path}: is there already; rename or delete it first") from None
    except OSError as fault:
        raise ParleyError(f"{path}: cannot be written ({fault.strerror})") from None
    return path
