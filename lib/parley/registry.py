"""What Parley knows before it reads: actors, issues and word lists, kept as reviewed data files.

Nothing of it is written in code: a corpus on another subject brings its own ``actors.toml`` and
``issues.toml``; the word lists of ``lexicons/`` are about English, not about a subject.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from parley.errors import ParleyError, bad_value
from parley.notation import from_toml

ACTOR_TYPES = ("person", "country", "organisation", "collective")
PRONOUNS = ("he", "she", "it", "they")


@dataclass(frozen=True)
class Actor:
    """One actor and the words that denote it.

    Attributes
    ----------
    name
        Canonical name, as every table gives it.
    type
        ``person``, ``country`` (with its government), ``organisation`` or ``collective``.
    side, role
        For the reader: whose side, which office.
    country
        Of a person: the country whose offices (``offices``) denote them, as in "the Russian president".
    offices
        Nouns that with the country's name or adjective denote this person: "president", "leader".
    pronoun
        ``he``, ``she``, ``it`` or ``they``.
    names
        Names and their spellings, longest first is not needed.
    nominals
        Descriptions that denote this actor and no other, without article.
    metonyms
        Institutions and buildings that stand for a government wherever they are named: "Kremlin".
    capitals
        Cities that stand for a government where they act, and are a place elsewhere: "Moscow".
    adjectives, people
        Of a country: "Russian"; "Russians".
    """

    name: str
    type: str
    side: str = ""
    role: str = ""
    country: str = ""
    pronoun: str = ""
    offices: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    nominals: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Issue:
    """One issue: the proposition that positions support or oppose, and the phrases that raise it.

    Attributes
    ----------
    id, proposition
        What it is called; what positions are for or against.
    terms, against
        Phrases for what the proposition asks, and for its opposite; `parley.issues` reads them.
    deeds, deeds_against
        Phrases with a verb whose subject, by doing it, is for or against.
    echoes, echoes_against
        Short forms that raise the issue only where it is in hand already: in its paragraph, in the one
        before, or under its heading. By default the last words of ``terms`` and ``against``.
    headings
        Words of a heading that make the issue that of the section below it.
    factual
        Whether the proposition says what is, not what should be: to state it is to support it.
    """

    id: str
    proposition: str
    terms: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()
    deeds_against: tuple[str, ...] = ()
    echoes: tuple[str, ...] = ()
    echoes_against: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    factual: bool = False
    note: str = ""


@dataclass(frozen=True, eq=False)
class Registry:
    """Actors, issues and lexicons of a corpus.

    Attributes
    ----------
    actors
        By canonical name, in the order of the file.
    issues
        By id, in the order of the file.
    lexicons
        Word lists by file name and key: ``registry.lexicons["cues"]["verbs"]``.
    digest
        Hash of everything above; results are cached under it.
    """

    actors: Mapping[str, Actor]
    issues: Mapping[str, Issue]
    lexicons: Mapping[str, Mapping[str, Any]]
    digest: str

    @cached_property
    def countries(self) -> dict[str, Actor]:
        """Countries by canonical name."""
        return {a.name: a for a in self.actors.values() if a.type == "country"}

    def words(self, lexicon: str, key: str) -> frozenset[str]:
        """Return one word list.

        Raises
        ------
        ParleyError
            If there is no such lexicon or key.

        Examples
        --------
        >>> "said" in read_registry().words("cues", "verbs")
        True
        """
        return _words(self, lexicon, key)


@cache
def _words(registry: Registry, lexicon: str, key: str) -> frozenset[str]:
    if lexicon not in registry.lexicons:
        raise bad_value("lexicon", lexicon, registry.lexicons)
    if key not in registry.lexicons[lexicon]:
        raise bad_value(f"key of lexicon {lexicon}", key, registry.lexicons[lexicon])
    return frozenset(registry.lexicons[lexicon][key])


def bundled(name: str) -> Path:
    """Return the path of a folder that comes with Parley: ``data``, ``seeds`` or ``notebooks``.

    Examples
    --------
    >>> (bundled("data") / "actors.toml").exists()
    True
    """
    here = Path(__file__).resolve().parent
    for folder in (here / name, here.parent.parent / name):
        if folder.is_dir():
            return folder
    known = ("data", "seeds", "notebooks")
    if name in known:
        raise ParleyError(
            f"the folder {name!r} does not come with this installation; use a clone of the project"
        )
    raise bad_value("name of a bundled folder", name, known)


def read_registry(folder: str | Path | None = None) -> Registry:
    """Read and check actors, issues and lexicons.

    Parameters
    ----------
    folder
        A folder with ``actors.toml`` and ``issues.toml``; either may be missing and is then empty. A
        folder ``lexicons`` in it adds to or replaces the bundled word lists. Without a folder, the
        bundled ones. Countries that ``actors.toml`` does not list come from the bundled gazetteer.

    Raises
    ------
    ParleyError
        If a file is not valid, a field is unknown, or two actors share a name or an alias. The message
        names file and entry.

    Examples
    --------
    >>> read_registry().actors["NATO"].type
    'organisation'
    """
    base = Path(folder) if folder is not None else bundled("data")
    if not base.is_dir():
        raise ParleyError(f"{base}: there is no such folder")
    return _read(base, _stamp(base))


def _stamp(base: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, times and sizes of the files that a registry is read from: it is read anew when one changes."""
    files = [base / "actors.toml", base / "issues.toml", *sorted((base / "lexicons").glob("*.toml"))]
    states = [(path.name, path.stat()) for path in files if path.exists()]
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in states)


@lru_cache(maxsize=8)
def _read(base: Path, stamp: tuple[tuple[str, int, int], ...]) -> Registry:
    actors = [_entry(Actor, e, base / "actors.toml") for e in _list(base / "actors.toml", "actor")]
    issues = [_entry(Issue, e, base / "issues.toml") for e in _list(base / "issues.toml", "issue")]
    lexicons = _lexicons(bundled("data") / "lexicons") | _lexicons(base / "lexicons")
    _check_actors(actors, base / "actors.toml")
    actors += _countries(actors)
    if twice := _twice([i.id for i in issues]):
        raise ParleyError(f"{base / 'issues.toml'}: issue {twice!r} is listed twice")
    digest = hashlib.sha256(repr((actors, issues, sorted(lexicons.items()))).encode()).hexdigest()
    return Registry({a.name: a for a in actors}, {i.id: i for i in issues}, lexicons, digest)


def _toml(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError) as fault:
        raise ParleyError(f"{path}: not valid TOML ({fault})") from None
    return from_toml(text, path)


def _list(path: Path, key: str) -> list[dict[str, Any]]:
    entries = _toml(path).get(key, []) if path.exists() else []
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise ParleyError(f"{path}: {key!r} must be a list of tables ([[{key}]])")
    return entries


def _lexicons(folder: Path) -> dict[str, Mapping[str, Any]]:
    return {path.stem: _toml(path) for path in sorted(folder.glob("*.toml"))}


def _entry(kind: Any, entry: dict[str, Any], path: Path) -> Any:
    label = entry.get("name") or entry.get("id") or "an entry"
    known = {f.name: f for f in fields(kind)}
    if odd := sorted(set(entry) - set(known)):
        raise bad_value(f"{path}: {label}: field", odd[0], known)
    for name, value in entry.items():
        if known[name].type == "bool":
            if not isinstance(value, bool):
                raise bad_value(f"{path}: {label}: {name}", value, "true or false")
            continue
        is_list = str(known[name].type).startswith("tuple")
        texts = value if isinstance(value, list) else [value]
        if is_list != isinstance(value, list) or not all(isinstance(v, str) for v in texts):
            wanted = "a list of texts" if is_list else "a text"
            raise bad_value(f"{path}: {label}: {name}", value, wanted)
    missing = [f for f in ("name", "type", "id", "proposition") if f in known and not entry.get(f)]
    if missing:
        raise ParleyError(f"{path}: {label}: {missing[0]} is missing")
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()})


def _countries(actors: list[Actor]) -> list[Actor]:
    """The gazetteer's countries that the actors do not list, without aliases these already have."""
    path = bundled("data") / "countries.toml"
    listed = {a.name for a in actors}
    taken = {alias for a in actors for alias in (*a.names, *a.nominals, *a.metonyms, *a.capitals)}
    lists = ("names", "metonyms", "capitals", "people")
    return [
        replace(c, **{k: tuple(w for w in getattr(c, k) if w not in taken) for k in lists})
        for c in (_entry(Actor, e, path) for e in _list(path, "actor"))
        if c.name not in listed
    ]


def _check_actors(actors: list[Actor], path: Path) -> None:
    for actor in actors:
        if actor.type not in ACTOR_TYPES:
            raise bad_value(f"{path}: {actor.name}: type", actor.type, ACTOR_TYPES)
        if actor.pronoun and actor.pronoun not in PRONOUNS:
            raise bad_value(f"{path}: {actor.name}: pronoun", actor.pronoun, PRONOUNS)
    if twice := _twice([a.name for a in actors]):
        raise ParleyError(f"{path}: actor {twice!r} is listed twice")
    aliases = [
        alias for a in actors for alias in {*a.names, *a.nominals, *a.metonyms, *a.capitals, *a.people}
    ]
    if twice := _twice(aliases):
        lists = ("names", "nominals", "metonyms", "capitals", "people")
        owners = [a.name for a in actors if any(twice in getattr(a, k) for k in lists)]
        raise ParleyError(f"{path}: {twice!r} denotes more than one actor: {', '.join(owners)}")


def _twice(names: list[str]) -> str:
    return next((n for n in names if names.count(n) > 1), "")
