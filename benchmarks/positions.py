"""Measures the extraction of positions on coded articles.

    python benchmarks/positions.py tests/positions/*/ [--errors]

Each folder holds articles (.txt), ``adjudicated.jsonl``, ``first.jsonl`` and ``second.jsonl``, and its own
``actors.toml`` and ``issues.toml`` where it is about another subject. Prints a table: F1 of (article, actor,
issue, position) with its interval (95 %, bootstrap over positions), precision, recall, F1 without the sign,
and F1 between the two coders; with ``--errors`` also what is wrong and what is missed. Where a folder has its
own issues, a second row gives what their propositions alone do, without any phrases.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd

from parley import agreement
from parley.actors import find_mentions
from parley.positions import find_positions
from parley.quotes import find_quotes
from parley.recordscores import POSITION, position_outcomes
from parley.registry import Registry, read_registry
from parley.sentences import read
from parley.sources import read_sources


def positions_of(folder: Path, registry: Registry) -> pd.DataFrame:
    """The table ``positions`` of the articles of a folder."""
    parts = []
    for source in read_sources(sorted(folder.glob("*.txt"))):
        reading = read(source, registry)
        mentions = find_mentions(reading, registry)
        quotes = find_quotes(reading, mentions, registry)
        parts.append(find_positions(reading, mentions, quotes, registry))
    return pd.concat(parts, ignore_index=True)


def coding(folder: Path, name: str) -> pd.DataFrame:
    """One of a folder's codings."""
    lines = (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
    return pd.DataFrame([json.loads(line) for line in lines])


def registry_of(folder: Path) -> Registry:
    """The folder's own actors and issues, or the bundled ones."""
    return read_registry(folder) if (folder / "issues.toml").exists() else read_registry()


def bare(registry: Registry) -> Registry:
    """The same issues without their phrases."""
    issues = {
        name: replace(issue, **dict.fromkeys(("terms", "against", "deeds", "deeds_against", "echoes"), ()))
        for name, issue in registry.issues.items()
    }
    return replace(registry, issues=issues)


def figures(found: pd.DataFrame, want: pd.DataFrame) -> dict[str, float]:
    """F1 with its interval, precision, recall, F1 without the sign."""
    outcomes = position_outcomes(found, want)
    scores = agreement.span_scores(outcomes)
    low, high = agreement.score_interval(agreement.span_counts(outcomes), agreement.f1_of_counts)
    detected = agreement.span_scores(position_outcomes(found, want, sign=False))
    return scores | {"low": low, "high": high, "detection": detected["f1"]}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--errors", action="store_true")
    a = parser.parse_args()
    print(
        "| articles | n | F1 | precision | recall | F1 without the sign | coders |"
        "\n|---|---|---|---|---|---|---|"
    )
    for folder in (f for f in a.folders if f.is_dir()):
        want = coding(folder, "adjudicated")
        coders = agreement.span_scores(position_outcomes(coding(folder, "first"), coding(folder, "second")))
        registry = registry_of(folder)
        ways = {folder.name: registry}
        if (folder / "issues.toml").exists():
            ways[f"{folder.name}, propositions alone"] = bare(registry)
        for name, lists in ways.items():
            found = positions_of(folder, lists)
            f = figures(found, want)
            print(
                f"| {name} | {f['n']} | {f['f1']:.2f} [{f['low']:.2f}, {f['high']:.2f}] "
                f"| {f['precision']:.2f} | {f['recall']:.2f} | {f['detection']:.2f} | {coders['f1']:.2f} |"
            )
            if a.errors:
                print_errors(found, want)


def print_errors(found: pd.DataFrame, want: pd.DataFrame) -> None:
    """What is found but not coded, with its passage, and what is coded but not found."""
    outcomes = position_outcomes(found, want)
    wrong = outcomes[outcomes["outcome"] == "extra"].merge(found, on=POSITION)
    print(wrong[[*POSITION, "rule", "line", "evidence"]].to_string(index=False))
    print(outcomes[outcomes["outcome"] == "missed"][POSITION].to_string(index=False))


if __name__ == "__main__":
    main()
