"""How far what was coded by hand agrees with the machine and with other codings, unit by unit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from parley import agreement, reference, schema
from parley.codingunits import NONE, articles_of, key_of
from parley.corpus import Corpus
from parley.journalfile import FILE, Codes, Key, read_journal

FIELDS: dict[str, tuple[str, ...]] = {
    "targets": ("polarity", "voice"),
    "quotes": ("kind", "speaker"),
    "positions": ("position", "actor", "voice", "act"),
}
"""What is coded of a unit, and compared; the first is "none" where nothing is there to be coded."""
VOICES = {"reported": "paraphrased"}
"""Labels of tables by those of codings."""
LEAST = 5
"""Of fewer units no kappa and no interval is given."""
COLUMNS = ("layer", "field", "against", "n", "agreement", "kappa", "low", "high")
Labels = Mapping[Key, Mapping[str, str]]


def unit_agreement(
    frame: pd.DataFrame,
    layer: str,
    codes: Codes,
    corpus: Corpus,
    others: Sequence[Codes | reference.Coding] = (),
) -> pd.DataFrame:
    """Return how far the codes of some units agree with the machine and with other codings.

    Labels are compared on the units that both have. Where nothing is there to be coded the first label is
    "none". A target or quotation that another coding lacks is left out; a position that it lacks is "none"
    in articles where it has others. The machine always has a code.

    Parameters
    ----------
    frame
        The units, as from `parley.codingunits.units`.
    layer
        Their layer.
    codes
        What was coded.
    corpus
        The articles, with what the machine found.
    others
        Codings and journals; those of other versions of the articles are left out, article by article.

    Returns
    -------
    DataFrame
        ``layer``, ``field``, ``against``, ``n`` (units that both have), ``agreement`` (share of equal labels,
        in [0, 1]), ``kappa`` (Cohen; at most 1, 0 is chance), ``low``, ``high`` (95 % bootstrap interval of
        kappa over units). Kappa and interval are missing below five units. By field, the machine first.

    Examples
    --------
    >>> from parley import bundled, code
    >>> from parley.codingunits import units
    >>> corpus = code(bundled("seeds"))
    >>> unit_agreement(units(corpus, "quotes"), "quotes", Codes("ada", {}), corpus).empty
    True
    """
    mine = _coded(codes, layer, frame)
    sides = dict(_machine(frame, layer, corpus))
    versions = {doc: article["sha256"] for doc, article in articles_of(corpus).items()}
    for other in others:
        same = {d for d, a in other.articles.items() if versions.get(d) == a.get("sha256")}
        part = frame[frame["doc"].isin(same)]
        if isinstance(other, Codes):
            sides[other.coder] = _coded(other, layer, part)
        elif layer in other.layers:
            name = "reference" if other.name == reference.REFERENCE else other.name
            sides[name] = _in_coding(part, layer, other[layer])
    rows = [
        row
        for name in FIELDS[layer]
        for against, theirs in sides.items()
        for row in _compared(layer, name, against, mine, theirs)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def codings_beside(folder: str | Path, coder: str) -> list[Codes | reference.Coding]:
    """Return the codings of others in a folder, by name, whichever way they are kept.

    Examples
    --------
    >>> from parley import bundled
    >>> [c.name for c in codings_beside(bundled("data") / "reference" / "seeds", "ada")]
    ['adjudicated', 'first', 'second']
    """
    base = Path(folder)
    return [
        read_journal(base, name) if (base / name / FILE).exists() else reference.read_coding(base, name)
        for name in reference.codings(base)
        if name != coder
    ]


def coded_labels(codes: Codes, layer: str, field: str) -> dict[Key, str]:
    """Return the label that a journal gives each unit for one field of a layer, in the order of coding.

    Units for which the field means nothing (the speaker of a title, say) are left out.

    Examples
    --------
    >>> coded_labels(Codes("ada", {}), "quotes", "kind")
    {}
    """
    found = {key: _labels(entry.rows, layer) for key, entry in codes.standing(layer).items()}
    return {key: labels[field] for key, labels in found.items() if field in labels}


def _labels(rows: Sequence[Mapping[str, Any]], layer: str) -> dict[str, str]:
    """The labels of a unit; of several rows, all that occur."""
    first, *_ = fields = FIELDS[layer]
    if not rows:
        return {first: NONE}
    if layer == "quotes" and all(row["kind"] in {"scare", "title"} for row in rows):
        fields = (first,)  # nobody in particular is quoted
    return {name: "; ".join(sorted({_label(name, row[name]) for row in rows})) for name in fields}


def _label(name: str, value: str) -> str:
    return VOICES.get(value, value) if name == "voice" else value


def _coded(codes: Codes, layer: str, frame: pd.DataFrame) -> Labels:
    standing = codes.standing(layer)
    keys = [key_of(row, layer) for row in schema.rows(frame)]
    return {key: _labels(standing[key].rows, layer) for key in keys if key in standing}


def _machine(frame: pd.DataFrame, layer: str, corpus: Corpus) -> Iterator[tuple[str, Labels]]:
    """What each method says of each unit."""
    table = corpus[layer]
    if layer != "targets":
        own = ["char_start", "char_end"] if layer == "quotes" else ["sentence", "issue"]
        yield "rules", _looked_up(frame, layer, table, own)
        return
    for method in table["method"].unique():
        part = table[table["method"] == method]
        labels = _looked_up(frame, layer, part, ["sentence", "target"])
        if method == "model":
            yield method, {key: {"polarity": found["polarity"]} for key, found in labels.items()}
            yield (
                "rules",
                {key: {"voice": found["voice"]} for key, found in labels.items() if "voice" in found},
            )
        else:
            yield method, {key: {"polarity": found["polarity"]} for key, found in labels.items()}


def _looked_up(frame: pd.DataFrame, layer: str, table: pd.DataFrame, own: list[str]) -> Labels:
    rows: dict[Key, list[dict[str, Any]]] = {}
    for place, row in zip(
        table[["doc", *own]].itertuples(index=False, name=None), table.to_dict("records"), strict=True
    ):
        rows.setdefault(place, []).append({str(name): value for name, value in row.items()})
    places = frame[["doc", *own]].itertuples(index=False, name=None)
    keys = [key_of(row, layer) for row in schema.rows(frame)]
    return {key: _labels(rows.get(place, []), layer) for key, place in zip(keys, places, strict=True)}


def _in_coding(frame: pd.DataFrame, layer: str, rows: pd.DataFrame) -> Labels:
    """What a coding says of each unit; see `unit_agreement` for units that it lacks."""
    by_doc: dict[str, list[dict[str, Any]]] = {}
    for record in rows.to_dict("records"):
        by_doc.setdefault(record["doc"], []).append({str(name): value for name, value in record.items()})
    found: dict[Key, Mapping[str, str]] = {}
    for unit in schema.rows(frame):
        mates = [row for row in by_doc.get(unit.doc, ()) if _same(unit, row, layer)]
        if mates or (layer == "positions" and unit.doc in by_doc):
            found[key_of(unit, layer)] = _labels(mates, layer)
    return found


def _same(unit: Any, row: Mapping[str, Any], layer: str) -> bool:
    """Whether a coding's row is of a unit: the same sentence and target; half the same quotation; within."""
    if layer == "targets":
        return bool(row["end"] == unit.end and row["target"] == unit.target)
    if layer == "quotes":
        if row["kind"] == "indirect":
            return False
        return agreement.overlap((unit.start, unit.end), (row["start"], row["end"])) >= 0.5
    return bool(row["issue"] == unit.issue and row["start"] < unit.end and unit.start < row["end"])


def _compared(layer: str, name: str, against: str, mine: Labels, theirs: Labels) -> Iterator[dict[str, Any]]:
    keys = [key for key in mine if name in mine[key] and name in theirs.get(key, {})]
    if not keys:
        return
    pair = [mine[key][name] for key in keys], [theirs[key][name] for key in keys]
    row: dict[str, Any] = {"layer": layer, "field": name, "against": against, "n": len(keys)}
    row |= {
        "agreement": agreement.percent_agreement(*pair),
        "kappa": math.nan,
        "low": math.nan,
        "high": math.nan,
    }
    if len(keys) >= LEAST:
        counts, _ = agreement.pair_counts(*pair)
        low, high = agreement.score_interval(counts, agreement.kappa_of_counts)
        row |= {"kappa": agreement.cohen_kappa(*pair), "low": low, "high": high}
    yield row
