"""Measures quotation attribution on PolNeAR (Newell et al. 2018), beside textacy and a trivial rule.

    python benchmarks/quotations.py FOLDER [--markdown] [--errors N] [--skip-speed]

FOLDER holds ``text/*.txt`` and ``attributions/*.ann`` (brat stand-off: Source, Cue, Content). Nothing of it
is kept. Of an article that several people annotated, the first annotation by file name counts. A source that
is a bare "said" stands in the field of the cue, and is taken from there.

Units and rules of the comparison:

all attributions
    One content each: the characters of its fragments. A found one is a row of the table ``quotes``, rows of
    one statement joined, quoted words within an indirect row not counted again. As in the annotation, the
    conjunction before a clause and the quotation marks belong to the content.
direct
    Stretches of four words and more between quotation marks within a content.
found
    One to one, at an intersection over union of characters of .5 (or .8).
speaker right
    Of what is found: the words that name the speaker share a word with the annotated source, articles and
    titles left out; where nobody is annotated, nobody may be named.
found and attributed
    F1 where a unit counts only with the right speaker.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median

import numpy as np

from parley import agreement
from parley.actors import find_mentions
from parley.language import nlp
from parley.quotes import find_quotes
from parley.registry import read_registry
from parley.sentences import Reading, read
from parley.sources import Source
from parley.store import Store, default_folder

Span = tuple[int, int]
SHORT_WORDS = {"the", "a", "an", "mr", "mrs", "ms", "dr", "of", "and", "his", "her", "their", "who"}
WORDS = 4
LIMITS = (0.5, 0.8)


@dataclass(frozen=True)
class Unit:
    """A content with its source: character spans of the text."""

    content: tuple[Span, ...]
    source: tuple[Span, ...]
    name: str = ""


def annotations(path: Path) -> list[Unit]:
    """Read one brat file."""
    spans: dict[str, tuple[Span, ...]] = {}
    words: dict[tuple[Span, ...], str] = {}
    units = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if line.startswith("T"):
            place = fields[1].split(" ", 1)[1]
            spans[fields[0]] = tuple((int(a), int(b)) for a, b in (p.split() for p in place.split(";")))
            words[spans[fields[0]]] = fields[2]
        elif line.startswith("E"):
            parts = [p.split(":") for p in fields[1].split()]
            content = tuple(
                s for role, name in parts if role.startswith("Content") for s in spans.get(name, ())
            )
            source = tuple(
                s for role, name in parts if role.startswith("Source") for s in spans.get(name, ())
            )
            cue = tuple(s for role, name in parts if role.startswith("Cue") for s in spans.get(name, ()))
            if content:
                units.append(Unit(content, cue if words.get(source) in {"said", "says"} else source))
    return units


def articles(folder: Path) -> Iterable[tuple[str, list[Unit]]]:
    """Each article's text with its annotation."""
    for text in sorted((folder / "text").glob("*.txt")):
        files = sorted((folder / "attributions").glob(f"{text.stem}_*.ann"))
        files += sorted((folder / "attributions").glob(f"{text.stem}.ann"))
        if files:
            yield text.read_text(encoding="utf-8"), annotations(files[0])


def stretches(text: str) -> list[Span]:
    """Every stretch between double marks, paragraph by paragraph: marks of one form pair in turn.

    Kept apart from Parley's own pairing, so that it does not measure itself.
    """
    found = []
    for paragraph in re.finditer(r"[^\n]+", text):
        opened: tuple[str, int] | None = None
        for mark in re.finditer(r"''|[“”\"]", paragraph.group()):
            before, after = paragraph.group()[: mark.start()][-1:], paragraph.group()[mark.end() :][:1]
            form = "“" if mark.group() in "“”" else mark.group()
            if opened is None:
                if after.strip() and (not before.strip() or not before.isalnum() or mark.group() == "“"):
                    opened = form, mark.end()
            elif form == opened[0] and (mark.group() != "“" or not before.strip()):
                found.append((paragraph.start() + opened[1], paragraph.start() + mark.start()))
                opened = (form, mark.end()) if mark.group() == "“" else None
        if opened is not None:
            found.append((paragraph.start() + opened[1], paragraph.end()))
    return found


def annotators(folder: Path) -> str:
    """How far people agree who annotated the same article: mean F1 over pairs of them."""
    scores: dict[float, list[float]] = {limit: [] for limit in LIMITS}
    for path in sorted((folder / "text").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        files = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        for first, second in combinations([annotations(f) for f in files], 2):
            for limit in LIMITS:
                scores[limit].append(float(f1(np.array([counts(text, first, second, limit)]))[0]))
    if not scores[LIMITS[0]]:
        return "No article has two annotations."
    means = " and ".join(f"{_short(float(np.mean(s)))} at {_short(limit)}" for limit, s in scores.items())
    pairs = len(scores[LIMITS[0]])
    return f"Annotators of one article against each other, all attributions: F1 {means} ({pairs} pairs)."


def direct_stretches(text: str, units: list[Unit]) -> list[Unit]:
    """The stretches of four words and more of which at least half lies in a content, with its source."""
    found = []
    for low, high in stretches(text):
        inside = [(sum(max(0, min(b, high) - max(a, low)) for a, b in u.content), u) for u in units]
        most, unit = max(inside, key=lambda pair: pair[0], default=(0, None))
        if unit is not None and 2 * most >= high - low and len(text[low:high].split()) >= WORDS:
            found.append(Unit(((low, high),), unit.source))
    return found


def parley_units(text: str) -> tuple[list[Unit], list[Unit], Reading]:
    """Parley: all attributions, and the direct ones."""
    registry = read_registry()
    reading = read(Source("a", "a.txt", text, ""), registry, Store(default_folder()))
    quotes = find_quotes(reading, find_mentions(reading, registry), registry)
    rows = [r for r in quotes.itertuples(index=False) if r.kind not in {"scare", "title"}]
    marked = [r for r in rows if r.kind != "indirect"]
    outer = [r for r in marked if not any(_within(r, o) for o in marked if o is not r)]
    direct = [
        Unit(((r.char_start, r.char_end),), _source(r), r.speaker)
        for r in outer
        if len(r.text.split()) >= WORDS
    ]
    indirect = [r for r in rows if r.kind == "indirect"]
    free = [r for r in outer if not any(_within(r, i) for i in indirect)]
    statements: dict[int, list] = {}
    for row in [*free, *indirect]:
        statements.setdefault(row.attribution, []).append(row)
    return (
        [
            Unit(tuple(_widened(text, r) for r in parts), _source(parts[0]), parts[0].speaker)
            for parts in statements.values()
        ],
        direct,
        reading,
    )


def _within(inner: object, outer: object) -> bool:
    return inner.char_start >= outer.char_start and inner.char_end <= outer.char_end


def _source(row: object) -> tuple[Span, ...]:
    return ((row.speaker_start, row.speaker_end),) if row.speaker_start >= 0 else ()


def _widened(text: str, row: object) -> Span:
    """With its quotation marks or its conjunction, as the annotation has it."""
    low, high = row.char_start, row.char_end
    if row.kind == "indirect":
        conjunction = re.search(r"\bthat\s+$", text[max(0, low - 6) : low])
        return (low - len(conjunction.group()) if conjunction else low), high
    return max(0, low - 1), min(len(text), high + 1)


def textacy_units(text: str) -> tuple[list[Unit], list[Unit]]:
    """textacy's direct quotations, paragraph by paragraph: an unbalanced mark costs its paragraph."""
    from textacy.extract.triples import direct_quotations

    everything, direct = [], []
    for paragraph in re.finditer(r"[^\n]+", text):
        doc = nlp()(paragraph.group())
        try:
            found = list(direct_quotations(doc))
        except ValueError:
            continue
        for triple in found:
            base = paragraph.start()
            low, high = base + triple.content.start_char, base + triple.content.end_char
            source = (
                base + triple.speaker[0].idx,
                base + triple.speaker[-1].idx + len(triple.speaker[-1]),
            )
            everything.append(Unit(((low, high),), (source,)))
            if len(text[low + 1 : high - 1].split()) >= WORDS:
                direct.append(Unit(((low + 1, high - 1),), (source,)))
    return everything, direct


def trivial_units(text: str) -> tuple[list[Unit], list[Unit]]:
    """Every stretch between double marks, said by the nearest person that is named in the paragraph."""
    units = []
    people = [(e.start_char, e.end_char) for e in nlp()(text).ents if e.label_ == "PERSON"]
    for low, high in stretches(text):
        outside = [p for p in people if p[1] <= low or p[0] >= high]
        near = min(outside, key=lambda p: min(abs(p[0] - high), abs(low - p[1])), default=None)
        units.append(Unit(((low, high),), (near,) if near else ()))
    long = [u for u in units if len(text[slice(*u.content[0])].split()) >= WORDS]
    return units, long


def counts(text: str, want: list[Unit], got: list[Unit], limit: float) -> list[int]:
    """Found, wanted, given, and found with the right speaker."""
    pairs = sorted(
        ((iou, i, j) for i, w in enumerate(want) for j, g in enumerate(got) if (iou := _iou(w, g)) >= limit),
        reverse=True,
    )
    left, right = set(range(len(want))), set(range(len(got)))
    hits = attributed = 0
    for _, i, j in pairs:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            hits += 1
            attributed += _same_source(text, want[i], got[j])
    return [hits, len(want), len(got), attributed]


def _iou(a: Unit, b: Unit) -> float:
    if min(s for s, _ in a.content) >= max(e for _, e in b.content) or min(s for s, _ in b.content) >= max(
        e for _, e in a.content
    ):
        return 0.0
    first, second = _characters(a), _characters(b)
    return len(first & second) / len(first | second)


def _characters(unit: Unit) -> set[int]:
    return {i for low, high in unit.content for i in range(low, high)}


def _same_source(text: str, want: Unit, got: Unit) -> bool:
    if not want.source or not got.source:
        return not want.source and not got.source
    wanted = _words(text, want.source)
    names = {w.lower() for w in re.findall(r"\w+", got.name)} - SHORT_WORDS
    capital = {w for at, w in wanted if text[at].isupper() and len(w) > 3}
    return bool(wanted & _words(text, got.source) or capital & names)


def _words(text: str, spans: tuple[Span, ...]) -> set[tuple[int, str]]:
    """Place and form of each word that names a source."""
    words = {
        (low + m.start(), m.group().lower())
        for low, high in spans
        for m in re.finditer(r"\w+", text[low:high])
    }
    kept = {w for w in words if w[1] not in SHORT_WORDS}
    return kept or words


def f1(c: np.ndarray) -> np.ndarray:
    """F1 of spans from counts (found, wanted, given, ...), a row a sample."""
    return 2 * c[:, 0] / np.maximum(c[:, 1] + c[:, 2], 1)


MEASURES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "precision": lambda c: c[:, 0] / np.maximum(c[:, 2], 1),
    "recall": lambda c: c[:, 0] / np.maximum(c[:, 1], 1),
    "F1": f1,
    "speaker right": lambda c: c[:, 3] / np.maximum(c[:, 0], 1),
    "found and attributed": lambda c: 2 * c[:, 3] / np.maximum(c[:, 1] + c[:, 2], 1),
}


def table(results: dict[tuple[str, str, float], list[list[int]]]) -> str:
    """A Markdown table: each measure with its 95 % interval over articles."""
    lines = [
        "| units | n | IoU | system | " + " | ".join(MEASURES) + " |",
        "|---" * (4 + len(MEASURES)) + "|",
    ]
    for (units, system, limit), rows in results.items():
        matrix = np.array(rows)
        cells = []
        for score in MEASURES.values():
            low, high = agreement.score_interval(matrix, score)
            value = float(score(matrix.sum(axis=0, keepdims=True))[0])
            cells.append(f"{_short(value)} [{_short(low)}, {_short(high)}]")
        n = int(matrix[:, 1].sum())
        lines.append(f"| {units} | {n} | {_short(limit)} | {system} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _short(number: float) -> str:
    return f"{number:.2f}".lstrip("0") if number < 1 else f"{number:.2f}"


def speed(texts: list[str], runs: int = 5) -> str:
    """Time of the extractor, as a share of spaCy's own on the same texts: median of runs."""
    registry = read_registry()
    pipeline = nlp()
    readings = [read(Source("a", "a.txt", text, ""), registry) for text in texts]
    mentions = [find_mentions(r, registry) for r in readings]
    ratios = []
    for _ in range(runs):
        start = time.perf_counter()
        for reading in readings:
            pipeline(reading.text)
        bare = time.perf_counter() - start
        start = time.perf_counter()
        for reading, found in zip(readings, mentions, strict=True):
            find_quotes(reading, found, registry)
        ratios.append((time.perf_counter() - start) / bare)
    return (
        f"Time of `find_quotes` on these texts, as a share of bare spaCy's: {median(ratios):.3f} "
        f"(median of {runs} runs, {min(ratios):.3f} to {max(ratios):.3f})."
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Quotation attribution on PolNeAR.")
    parser.add_argument("folder", type=Path, help="holds text/ and attributions/")
    parser.add_argument("--only", default="", help="one system: Parley, textacy or trivial")
    parser.add_argument(
        "--errors", type=int, default=0, help="print so many direct ones with a wrong speaker"
    )
    parser.add_argument("--skip-speed", action="store_true")
    arguments = parser.parse_args()
    if not (arguments.folder / "text").is_dir():
        sys.exit(f"{arguments.folder}: holds no folder text/")
    results: dict[tuple[str, str, float], list[list[int]]] = {}
    texts = []
    errors = []
    for text, units in articles(arguments.folder):
        texts.append(text)
        direct = direct_stretches(text, units)
        systems = {
            "Parley": lambda t: parley_units(t)[:2],
            "textacy": textacy_units,
            "trivial": trivial_units,
        }
        for name, find in systems.items():
            if arguments.only and name != arguments.only:
                continue
            everything, marked = find(text)
            results.setdefault(("direct", name, 0.5), []).append(counts(text, direct, marked, 0.5))
            for limit in LIMITS:
                results.setdefault(("all", name, limit), []).append(counts(text, units, everything, limit))
            if name == "Parley":
                errors += _errors(text, direct, marked)
    ordered = dict(sorted(results.items(), key=lambda r: (r[0][0] == "all", r[0][2])))
    print(f"{len(texts)} articles\n\n{table(ordered)}\n")
    print(annotators(arguments.folder), end="\n\n")
    for line in errors[: arguments.errors]:
        print(line)
    if not arguments.skip_speed:
        print(speed(texts))


def _errors(text: str, want: list[Unit], got: list[Unit]) -> list[str]:
    lines = []
    for unit in want:
        best = max(got, key=lambda g: _iou(unit, g), default=None)
        if best is None or _iou(unit, best) < LIMITS[0]:
            lines.append(f"missed: {text[slice(*unit.content[0])][:90]!r}")
        elif not _same_source(text, unit, best):
            names = [[text[slice(*s)] for s in u.source] for u in (unit, best)]
            low, high = unit.content[0]
            lines.append(
                f"wanted {names[0]}, got {names[1]}: "
                f"{text[max(0, low - 90) : low]!r} >> {text[low:high][:60]!r} << {text[high : high + 70]!r}"
            )
    return lines


if __name__ == "__main__":
    main()
