"""What is right in exercises that count: mentions, words, hits, positions found.

The functions know no corpus: actors, words and lists come from the notebook. Each counts in its own way, by
plain pandas, and not by the call that a solution uses. Typical mistakes are computed too, so that a check can
say which of them an answer looks like.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from parley.exercises import Expected
from parley.schema import TEXT_KINDS

if TYPE_CHECKING:
    from parley.corpus import Corpus
    from parley.registry import Registry

__all__ = ["gone", "gone_with_echoes", "hits_by_words", "part_of_pair", "side_of_words", "standing_twice"]


def part_of_pair(mentions: pd.DataFrame, pairs: Mapping[str, str], least: float = 0.0) -> Expected:
    """Return the share of one actor in the mentions of two, for each pair.

    Parameters
    ----------
    mentions
        The table ``mentions``.
    pairs
        The other actor by the one whose share is asked.
    least
        The least confidence of a mention.

    Returns
    -------
    Expected
        A share, in [0, 1], by the other actor of each pair.

    Examples
    --------
    >>> frame = pd.DataFrame({"actor": ["a", "b", "b", "b"], "kind": "name", "confidence": 1.0})
    >>> dict(part_of_pair(frame, {"a": "b"}).values)
    {'b': 0.25}
    """

    def shares(rows: pd.DataFrame) -> dict[str, float]:
        n = rows["actor"].value_counts()
        return {b: float(n.get(a, 0) / max(n.get(a, 0) + n.get(b, 0), 1)) for a, b in pairs.items()}

    n, sure = mentions["actor"].value_counts(), mentions[mentions["confidence"] >= least]
    mistakes = {
        "You counted proper names alone; descriptions and pronouns are mentions too.": shares(
            sure[sure["kind"] == "name"]
        ),
        "The pronouns are still left out.": shares(sure[sure["kind"] != "pronoun"]),
        "You divided by all mentions; divide by those of the two actors of the pair.": {
            b: n.get(a, 0) / max(len(mentions), 1) for a, b in pairs.items()
        },
        "This is the share of the other one of the pair.": {b: 1 - v for b, v in shares(sure).items()},
    }
    if least > 0:
        mistakes["These are all mentions; keep those with enough confidence."] = shares(mentions)
    return Expected(shares(sure), mistakes, shares=True)


def standing_twice(corpus: Corpus, doc: str, words: str) -> Expected:
    """Return how often some words stand in a raw file and in its sentences, and what holds the other copy.

    Returns
    -------
    Expected
        ``file`` and ``text``, counts; ``kind``, that of the block set aside which holds the words.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> block = corpus.blocks.query("kind == 'pullquote'").iloc[0]
    >>> standing_twice(corpus, block["doc"], block["text"][:20]).values["kind"]
    'pullquote'
    """
    blocks = corpus.blocks[corpus.blocks["doc"] == doc]
    aside = blocks[~blocks["kind"].isin(TEXT_KINDS) & blocks["text"].str.contains(words, regex=False)]
    text = corpus.sentences.loc[corpus.sentences["doc"] == doc, "text"]
    count = float(text.str.count(re.escape(words)).sum())
    right = {"file": float(corpus.raw[doc].count(words)), "text": count}
    kind = str(aside["kind"].iloc[0]) if len(aside) else "none"
    rules = {str(rule) for rule in aside["rule"]}
    mistakes: dict[str, Mapping[str, float | str]] = {
        "You counted blocks of all kinds; only sentences are read further.": {"text": right["file"]},
        "The two counts are changed round.": {"file": right["text"], "text": right["file"]},
    }
    mistakes |= {
        f"{rule!r} is the rule; which kind does it give the block?": {"kind": rule} for rule in rules
    }
    return Expected({**right, "kind": kind}, mistakes, rounded=0)


def side_of_words(
    words: pd.DataFrame, side: Mapping[str, str], name: str, added: Mapping[str, str]
) -> Expected:
    """Return the share of a side in the words of others, when some speakers are added to sides.

    Parameters
    ----------
    words
        One row a word, as from `Corpus.words`.
    side, added
        The side of a speaker; the speakers to be added.
    name
        The side.

    Returns
    -------
    Expected
        ``all`` and ``quoted``: shares, in [0, 1], of the words quoted or reported, and of the quoted ones.

    Examples
    --------
    >>> words = pd.DataFrame({"voice": ["author", "quoted", "reported"], "speaker": ["author", "x", "y"]})
    >>> dict(side_of_words(words, {"y": "S"}, "S", {"x": "S"}).values)
    {'all': 1.0, 'quoted': 1.0}
    """

    def share(rows: pd.DataFrame, sides: Mapping[str, str]) -> float:
        return float(rows["speaker"].map(sides).eq(name).mean())

    def of_sided(rows: pd.DataFrame) -> float:
        return float(rows["speaker"].map(wide).dropna().eq(name).mean())

    wide = {**side, **added}
    others, quoted = words[words["voice"] != "author"], words[words["voice"] == "quoted"]
    mistakes = {
        "The speakers to be added are not counted to their side yet.": {
            "all": share(others, side),
            "quoted": share(quoted, side),
        },
        "You divided by the authors' words too; keep the words of others.": {"all": share(words, wide)},
        "You divided the quoted words by all words of others.": {
            "quoted": float((quoted["speaker"].map(wide) == name).sum() / max(len(others), 1))
        },
        "These are the speakers added alone, without those who were on the side before.": {
            "all": share(others, added),
            "quoted": share(quoted, added),
        },
        "You left out the speakers without a side; their words are words of others, too.": {
            "all": of_sided(others),
            "quoted": of_sided(quoted),
        },
    }
    return Expected({"all": share(others, wide), "quoted": share(quoted, wide)}, mistakes, shares=True)


def hits_by_words(corpus: Corpus, query: str) -> Expected:
    """Return the hits of a word in the authors' own words, for 1,000 of these, by article.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds"))
    >>> list(hits_by_words(corpus, "the").values) == sorted(corpus.documents["doc"])
    True
    """
    from parley.concordance import concordance

    found, words = concordance(corpus, query), corpus.words()
    docs = sorted(corpus.documents["doc"])

    def by_doc(rows: pd.DataFrame) -> pd.Series:
        return rows.groupby("doc").size().reindex(docs, fill_value=0)

    own, all_words = by_doc(words[words["voice"] == "author"]), by_doc(words)
    hits = by_doc(found[found["voice"] == "author"])
    ways = {
        "These are hits in all voices; keep the authors' own.": 1000 * by_doc(found) / own,
        "You divided by all words; divide by the authors' own.": 1000 * hits / all_words,
        "These are the hits; divide them by the authors' words, in thousands.": hits.astype(float),
        "This is for one word; asked is for 1,000.": hits / own,
    }
    right = 1000 * hits / own
    return Expected(_floats(right), {says: _floats(series) for says, series in ways.items()}, rounded=0.051)


def _floats(series: pd.Series) -> dict[str, float]:
    return {str(name): float(value) for name, value in series.items()}


def gone(before: Corpus, after: Any, issues: Collection[str]) -> Any:
    """Return how many positions a change of lists has taken away on some issues, and how many have come.

    Parameters
    ----------
    before, after
        The corpus coded by both lists; ``after`` may be ``...`` as long as there is no answer.
    issues
        The issues that were to change.

    Returns
    -------
    dict or Ellipsis
        For each issue the number of positions that went, ``come`` (new ones), ``elsewhere`` (gone from other
        issues).

    Examples
    --------
    >>> gone(..., ..., ["a"])
    Ellipsis
    """
    if after is ...:
        return after
    columns = ["doc", "line", "actor", "issue", "position", "evidence"]
    tables = [set(corpus.positions[columns].itertuples(index=False, name=None)) for corpus in (before, after)]
    went = [row[3] for row in tables[0] - tables[1]]
    counts = {issue: float(went.count(issue)) for issue in issues}
    return counts | {"come": float(len(tables[1] - tables[0])), "elsewhere": len(went) - sum(counts.values())}


def gone_with_echoes(corpus: Corpus, sources: Any, registry: Registry, issues: Sequence[str]) -> Expected:
    """Return what `gone` gives when each of some issues has one echo, the first word of its headings.

    Parameters
    ----------
    corpus, sources, registry
        The corpus as it is, what it was coded from, and its lists.
    issues
        The issues.

    Examples
    --------
    >>> from parley import bundled, code, read_registry
    >>> folder = bundled("data") / "example"
    >>> registry = read_registry(folder)
    >>> issue = next(one.id for one in registry.issues.values() if one.headings)
    >>> corpus = code(folder, registry=registry)
    >>> right = gone_with_echoes(corpus, folder, registry, [issue])
    >>> set(right.values) == {issue, "come", "elsewhere"}
    True
    """
    from parley.coding import code

    echoed = {
        name: replace(registry.issues[name], echoes=registry.issues[name].headings[:1]) for name in issues
    }
    digest = f"{registry.digest}+echoes of {', '.join(issues)}"
    lists = replace(registry, issues={**registry.issues, **echoed}, digest=digest)
    right = gone(corpus, code(sources, registry=lists), issues)
    nothing = {name: 0.0 for name in issues if right[name]}
    mistakes = {
        "Nothing has gone: was the new list read, and did you code with it?": nothing,
    }
    return Expected(right, mistakes, rounded=0)
