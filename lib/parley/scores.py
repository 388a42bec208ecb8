"""The scorecard: every method on every layer against the reference coding, and the line below a chart.

A layer that is not built or not coded has no row. Scores come with n, intervals over units and over
articles, the agreement of the two coding passes, and the score of always saying the commonest label.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from parley import agreement, schema
from parley.compare import correlation
from parley.corpus import Corpus
from parley.errors import bad_value
from parley.ratings import (
    COLUMNS,
    Tables,
    both_passes,
    of_docs,
    score_row,
    share_of_hits,
    span_row,
    spans_of,
)
from parley.recordscores import rate_claims, rate_events, rate_positions
from parley.reference import PASSES, REFERENCE, Coding, codings, read_coding
from parley.targets import sign

SAME_NAME = 88
"""Likeness (0 to 100) of two spellings of one name: "Halvorsen", "Halvorson"."""
NAMES = {"textblob": "TextBlob", "vader": "VADER", "rules": "Parley's rules", "model": "Parley's model"}

METHODS: dict[str, tuple[str, ...]] = {
    "blocks": ("rules",),
    "sentences": ("rules",),
    "mentions": ("rules: name", "rules: nominal", "rules: pronoun"),
    "quotes": ("rules: in marks", "speaker: in marks", "rules: indirect", "speaker: indirect"),
    "portrayal": ("model", "textblob", "vader"),
    "portrayal by the author": ("model", "textblob", "vader"),
    "portrayal by others": ("model", "textblob", "vader"),
    "stance by the author": ("model",),
    "positions": ("rules", "rules: detection", "rules: sign"),
    "events": ("rules", "rules: value"),
    "claims": ("rules", "rules: value", "rules: claimant", "rules: disputed"),
}
"""The methods that can stand in a scorecard, by layer; one that the reference gives nothing to has no row."""


def scorecard(corpus: Corpus | Tables, reference: str | Path | None = None) -> pd.DataFrame:
    """Return the scorecard of a corpus against a reference coding.

    Parameters
    ----------
    corpus
        A `Corpus`, or a mapping of its tables. Only articles that the reference holds count, and only in
        the text that was coded, by its hash.
    reference
        Folder of the codings of these articles; that of the bundled corpus by default.

    Returns
    -------
    DataFrame
        A row for each layer and method:

        ``measure``     F1 (spans), F1m (macro F1 of labels) or accuracy (share of lines), all in [0, 1];
                        rho (Spearman's rank correlation of stances) in [-1, 1]; higher is better
        ``n``           units of the reference
        ``score`` with ``low``, ``high`` (95 % over units) and ``low_docs``, ``high_docs`` (over articles)
        ``precision``, ``recall`` of spans, ``kappa`` (Cohen) of labels
        ``passes``      the same measure between the two coding passes: what a method can hope for
        ``majority``    the same measure for always saying the commonest label

        Layers in the order in which they are made; missing values where a column does not apply.

    Raises
    ------
    ParleyError
        If there is no such reference.

    Examples
    --------
    >>> from parley import bundled, code
    >>> card = scorecard(code(bundled("seeds")))
    >>> card["layer"].unique().tolist()[-4:]
    ['stance by the author', 'positions', 'events', 'claims']
    """
    tables = corpus.tables if isinstance(corpus, Corpus) else corpus
    gold = read_coding(reference, REFERENCE)
    base = Path(reference) if reference is not None else None
    present = codings(base) if base else list(PASSES)
    passes = [read_coding(reference, name) for name in PASSES if name in present]
    coded = {(doc, article.get("sha256")) for doc, article in gold.articles.items()}
    documents = tables["documents"]
    docs = {doc for doc, _ in coded & set(zip(documents["doc"], documents["sha256"], strict=True))}
    rows: list[dict[str, Any]] = []
    for rate in (
        _blocks,
        _sentences,
        _mentions,
        _quotes,
        _portrayal,
        _stance,
        rate_positions,
        rate_events,
        rate_claims,
    ):
        rows += rate(tables, gold, passes, docs)
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _lines(blocks: pd.DataFrame) -> dict[tuple[str, int], str]:
    """The kind of every line of every block."""
    return {
        (row.doc, line): row.kind for row in schema.rows(blocks) for line in range(row.line, row.line_end + 1)
    }


def _blocks(
    tables: Tables, gold: Coding, passes: Sequence[Coding], docs: set[str]
) -> Iterator[dict[str, Any]]:
    if "blocks" not in tables or "blocks" not in gold.layers:
        return
    mine = _lines(of_docs(tables["blocks"], docs))
    theirs = _lines(of_docs(gold["blocks"], docs))
    lines = sorted(theirs)
    if not lines:
        return
    want, got = [theirs[k] for k in lines], [mine.get(k, "") for k in lines]  # "" is right nowhere
    hits = np.array([[int(a == b), 1] for a, b in zip(want, got, strict=True)])
    ceiling = _pass_accuracy(both_passes(passes, "blocks", docs), lines)
    yield score_row(
        "blocks", "rules", "accuracy", len(lines), hits, share_of_hits, [d for d, _ in lines],
        kappa=agreement.cohen_kappa(want, got), passes=ceiling,
        majority=max(want.count(k) for k in set(want)) / len(want),
    )  # fmt: skip


def _pass_accuracy(both: list[pd.DataFrame] | None, lines: list[tuple[str, int]]) -> float:
    """Share of the lines, of those that both passes have, to which they give the same kind."""
    first, second = map(_lines, both) if both else ({}, {})
    pairs = [(first[k], second[k]) for k in lines if k in first and k in second]
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else math.nan


def _sentences(
    tables: Tables, gold: Coding, passes: Sequence[Coding], docs: set[str]
) -> Iterator[dict[str, Any]]:
    if "sentences" not in tables or "sentences" not in gold.layers:
        return
    found = spans_of(of_docs(tables["sentences"], docs))
    yield from span_row("sentences", "rules", of_docs(gold["sentences"], docs), found, None, threshold=1.0)


def _mentions(
    tables: Tables, gold: Coding, passes: Sequence[Coding], docs: set[str]
) -> Iterator[dict[str, Any]]:
    if "mentions" not in tables or "mentions" not in gold.layers:
        return
    found = spans_of(of_docs(tables["mentions"], docs))
    want = of_docs(gold["mentions"], docs)
    both = both_passes(passes, "mentions", docs)
    for kind in ("name", "nominal", "pronoun"):
        pair = [p[p["kind"] == kind] for p in both] if both else None
        yield from span_row(
            "mentions", f"rules: {kind}", want[want["kind"] == kind], found[found["kind"] == kind],
            pair, threshold=0.0, same=("actor",),
        )  # fmt: skip


def _quotes(
    tables: Tables, gold: Coding, passes: Sequence[Coding], docs: set[str]
) -> Iterator[dict[str, Any]]:
    if "quotes" not in tables or "quotes" not in gold.layers:
        return
    found, want = spans_of(of_docs(tables["quotes"], docs)), of_docs(gold["quotes"], docs)
    both = both_passes(passes, "quotes", docs)
    for method, indirect in (("rules: in marks", False), ("rules: indirect", True)):
        part, mine = _marked(want, indirect), _marked(found, indirect)
        pair = [_marked(p, indirect) for p in both] if both else None
        yield from span_row("quotes", method, part, mine, pair, threshold=0.5)
        pairs = speaker_pairs(part, mine)
        if len(pairs):
            hits = np.column_stack([pairs["right"].to_numpy(), np.ones(len(pairs), dtype=int)])
            ceiling = speaker_pairs(*pair)["right"].mean() if pair else math.nan
            name = method.replace("rules", "speaker")
            score = share_of_hits
            yield score_row(
                "quotes", name, "accuracy", len(pairs), hits, score, list(pairs["doc"]), passes=ceiling
            )


def _marked(quotes: pd.DataFrame, indirect: bool) -> pd.DataFrame:
    """Quotations between marks, or those without."""
    return quotes[(quotes["kind"] == "indirect") == indirect].reset_index(drop=True)


def speaker_pairs(want: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return every quotation of a reference that has a speaker, beside the speaker that was found.

    Parameters
    ----------
    want, found
        Quotations with ``doc``, ``start``, ``end``, ``speaker`` and ``named``.

    Returns
    -------
    DataFrame
        Columns ``doc``, ``start``, ``end``, ``speaker``, ``found`` (empty where the quotation, or its
        speaker, was not found) and ``right``: the same name, apart from articles, case and a letter or
        two; of a source that is not named, a longer or shorter description; of several, all of them.

    Examples
    --------
    >>> want = pd.DataFrame([("a", 0, 9, "a senior official", False)],
    ...                     columns=["doc", "start", "end", "speaker", "named"])
    >>> speaker_pairs(want, want.assign(speaker="senior official"))["right"].tolist()
    [True]
    """
    want = want.reset_index(drop=True)
    matches = agreement.match_spans(want, found, threshold=0.5).query("outcome == 'hit'")
    partner = dict(zip(matches["reference"], found["speaker"].iloc[matches["found"]], strict=True))
    attributed = want[want["speaker"] != ""]
    names = [partner.get(i, "") for i in attributed.index]
    right = [
        _same_speaker(a, b, named)
        for a, b, named in zip(attributed["speaker"], names, attributed["named"], strict=True)
    ]
    result = attributed[["doc", "start", "end", "speaker"]].assign(found=names, right=right)
    return result.astype({"right": bool}).reset_index(drop=True)


def speaker_outcomes(quotes: pd.DataFrame, want: pd.DataFrame) -> pd.DataFrame:
    """Return whom the software gives each attributed quotation of a reference to.

    Quotations in marks and reported speech are compared apart, as in `scorecard`.

    Parameters
    ----------
    quotes
        The table ``quotes``.
    want
        The layer ``quotes`` of a coding.

    Returns
    -------
    DataFrame
        ``where`` (in marks, indirect), the columns of `speaker_pairs`, and ``outcome``: the same, somebody
        else, nobody (also where the quotation itself was not found). By ``where``, then as in the reference.

    Examples
    --------
    >>> from parley import bundled, code
    >>> found = speaker_outcomes(code(bundled("seeds")).quotes, read_coding()["quotes"])
    >>> sorted(set(found["outcome"]))
    ['nobody', 'somebody else', 'the same']
    """
    mine = spans_of(quotes)
    parts = [
        speaker_pairs(_marked(want, indirect), _marked(mine, indirect)).assign(where=where)
        for where, indirect in (("in marks", False), ("indirect", True))
    ]
    pairs = pd.concat(parts, ignore_index=True)
    given = np.where(pairs["found"] != "", "somebody else", "nobody")
    outcome = pd.Series(np.where(pairs["right"], "the same", given), dtype="str")
    columns = ["where", *(name for name in pairs if name != "where")]
    return pairs[columns].assign(outcome=outcome)


def _same_speaker(first: str, second: str, named: bool) -> bool:
    from rapidfuzz import fuzz

    one, two = ({_bare(name) for name in names.split("; ")} for names in (first, second))
    if one == two or len(one) != 1 or len(two) != 1:
        return one == two
    (a,), (b,) = one, two
    longer = not named and bool(a and b) and (a in b or b in a)
    return longer or fuzz.ratio(a, b) >= SAME_NAME


def _bare(name: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", name.lower().replace("’", "'"))


def portrayal_units(tables: Tables, gold: Coding) -> pd.DataFrame:
    """Return the coded pairs of sentence and target beside what each method says of them.

    TextBlob and VADER give the sign of the sentence to each of its targets. A target that was not found in
    its sentence counts as neutral for the model.

    Returns
    -------
    DataFrame
        Columns ``doc``, ``sentence``, ``end``, ``target``, ``voice``, ``holder``, ``polarity`` (that of the
        reference), and one column a method: ``negative``, ``neutral``, ``positive``. In the order of the
        text. Pairs whose sentence is not in the tables are left out.

    Examples
    --------
    >>> from parley import bundled, code
    >>> units = portrayal_units(code(bundled("seeds")).tables, read_coding())
    >>> list(units.columns)[-3:]
    ['model', 'textblob', 'vader']
    """
    key = ["doc", "sentence"]
    signs = tables["sentiment"].assign(sign=lambda t: sign(t["polarity"]))
    wide = signs.pivot(index=key, columns="method", values="sign").reset_index()
    ends = tables["sentences"][[*key, "char_end"]].rename(columns={"char_end": "end"})
    units = gold["targets"].merge(ends, on=["doc", "end"]).merge(wide, on=key)
    if "targets" in tables:
        judged = tables["targets"].query("method == 'model'").rename(columns={"polarity": "model"})
        units = units.merge(judged[[*key, "target", "model"]], on=[*key, "target"], how="left")
        units["model"] = units["model"].fillna("neutral")
    columns = ["doc", "sentence", "end", "target", "voice", "holder", "polarity", *methods_of(tables)]
    in_order = units.sort_values(["doc", "end"], kind="stable", ignore_index=True)
    return in_order[columns].rename_axis(columns=None)


def methods_of(tables: Tables) -> list[str]:
    """Return the methods that say how a target is portrayed, sorted.

    Examples
    --------
    >>> methods_of({"sentiment": pd.DataFrame({"method": ["vader", "textblob", "vader"]})})
    ['textblob', 'vader']
    """
    return sorted({*tables["sentiment"]["method"], *(["model"] if "targets" in tables else [])})


def _portrayal(
    tables: Tables, gold: Coding, passes: Sequence[Coding], docs: set[str]
) -> Iterator[dict[str, Any]]:
    if "sentiment" not in tables or "sentences" not in tables or "targets" not in gold.layers:
        return
    units = of_docs(portrayal_units(tables, gold), docs)
    by_author = units["voice"] == "author"
    parts = {"": units, " by the author": units[by_author], " by others": units[~by_author]}
    for name, part in parts.items():
        ceiling = _pass_f1(both_passes(passes, "targets", docs), part)
        want = list(part["polarity"])
        for method in methods_of(tables):
            if want:
                layer = f"portrayal{name}"
                yield _label_row(layer, method, want, list(part[method]), list(part["doc"]), ceiling)


def stance_pairs(tables: Tables, gold: Coding) -> pd.DataFrame:
    """Return the coded stances of articles' authors beside the model's.

    Returns
    -------
    DataFrame
        Columns ``doc``, ``target``, ``coded`` (-2 to 2), ``found`` (in [-2, 2], over the author's own
        sentences), by article and target. Pairs for which the model says not expressed are left out.

    Examples
    --------
    >>> from parley import bundled, code
    >>> list(stance_pairs(code(bundled("seeds")).tables, read_coding()).columns)
    ['doc', 'target', 'coded', 'found']
    """
    found = tables["stance"].query("voice == 'author'").dropna(subset="stance")
    coded = gold["stance"].rename(columns={"stance": "coded"})
    pairs = coded.merge(found.rename(columns={"stance": "found"}), on=["doc", "target"])
    return pairs.sort_values(["doc", "target"], ignore_index=True)[["doc", "target", "coded", "found"]]


def _stance(
    tables: Tables, gold: Coding, passes: Sequence[Coding], docs: set[str]
) -> Iterator[dict[str, Any]]:
    if "stance" not in tables or "stance" not in gold.layers:
        return
    pairs = of_docs(stance_pairs(tables, gold), docs)
    if len(pairs) < 3:
        return
    ranked = pairs.assign(coded=pairs["coded"].rank(), found=pairs["found"].rank())
    rate = correlation(ranked, "coded", "found")
    over_docs = correlation(ranked, "coded", "found", unit="doc")
    row: dict[str, Any] = {"layer": "stance by the author", "method": "model", "measure": "rho"}
    row |= {"n": len(pairs), "score": rate["correlation"], "low": rate["low"], "high": rate["high"]}
    row |= {"low_docs": over_docs["low"], "high_docs": over_docs["high"]}
    if both := both_passes(passes, "stance", docs):
        unit = ["doc", "target"]
        shared = both[0].merge(both[1], on=unit, suffixes=("", "_second")).merge(pairs[unit], on=unit)
        row["passes"] = float(shared["stance"].rank().corr(shared["stance_second"].rank()))
    yield row


def _pass_f1(targets: list[pd.DataFrame] | None, units: pd.DataFrame) -> float:
    """Macro F1 between the passes on some units, of those that both have."""
    if targets is None:
        return math.nan
    unit = ["doc", "end", "target"]
    first, second = (t.merge(units[unit], on=unit) for t in targets)
    both = first.merge(second, on=unit, suffixes=("", "_second"))
    return (
        agreement.macro_f1(list(both["polarity"]), list(both["polarity_second"])) if len(both) else math.nan
    )


def _label_row(
    layer: str, method: str, want: list[str], got: list[str], docs: list[str], ceiling: float
) -> dict[str, Any]:
    counts, labels = agreement.pair_counts(want, got)
    kept = [i for i, label in enumerate(labels) if label in set(want)]
    commonest = max(sorted(set(want)), key=want.count)
    return score_row(
        layer, method, "F1m", len(want), counts, lambda c: agreement.macro_f1_of_counts(c, kept), docs,
        kappa=agreement.cohen_kappa(want, got), passes=ceiling,
        majority=agreement.macro_f1(want, [commonest] * len(want)),
    )  # fmt: skip


CODES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "blocks": ((), ("kind",)),
    "mentions": (("actor",), ("kind",)),
    "quotes": ((), ("kind", "speaker")),
    "targets": (("target",), ("polarity", "voice")),
    "positions": (("actor", "issue"), ("position", "voice", "act")),
    "events": ((), ("value",)),
    "claims": ((), ("value",)),
}
"""For each layer of a coding what two spans must share to be the same thing, and what is coded of it."""
POLARITIES = ("negative", "neutral", "positive")


def coder_agreement(first: Coding, second: Coding) -> pd.DataFrame:
    """Return how far two coders agree, layer by layer: on which things there are, then on their labels.

    Spans are the same thing where they overlap by half and have the same actor, target or issue, as far
    as the layer has one. Labels are compared on the things that both coders found.

    Returns
    -------
    DataFrame
        Columns ``layer``, ``code`` (``which`` for the spans, else the label), ``n`` (things that either
        coder found, or both), ``f1`` of spans, ``percent``, ``kappa``, ``alpha`` of labels; 1 is perfect.
        Alpha is nominal; in rows whose code says so, ordinal (polarity from negative to positive) or
        interval (stance). Layers that either coder lacks have no rows; neither have labels without units.

    Examples
    --------
    >>> table = coder_agreement(read_coding(name="first"), read_coding(name="second"))
    >>> table.loc[table["code"] == "kind", "layer"].tolist()
    ['blocks', 'mentions', 'quotes']
    """
    rows: list[dict[str, Any]] = []
    for layer in CODES:
        if layer in first.layers and layer in second.layers:
            rows += _layer_agreement(layer, first[layer], second[layer])
    if "stance" in first.layers and "stance" in second.layers:
        rows += _stance_agreement(first["stance"], second["stance"])
    return pd.DataFrame(rows, columns=["layer", "code", "n", "f1", "percent", "kappa", "alpha"])


def _layer_agreement(layer: str, first: pd.DataFrame, second: pd.DataFrame) -> Iterator[dict[str, Any]]:
    same, codes = CODES[layer]
    if layer == "blocks":  # lines are given, so both coders have them all
        first, second = (b.assign(start=b["line"], end=b["line_end"] + 1) for b in (first, second))
    matches = agreement.match_spans(first, second, threshold=0.5, same=same)
    if layer != "blocks" and len(matches):
        f1 = agreement.span_scores(matches)["f1"]
        yield {"layer": layer, "code": "which", "n": len(matches), "f1": f1}
    hits = matches[matches["outcome"] == "hit"]
    for code in codes if len(hits) else ():
        pair = [list(first[code].iloc[hits["reference"]]), list(second[code].iloc[hits["found"]])]
        yield {"layer": layer, "code": code} | agreement.label_agreement(*pair)
        if code == "polarity":
            ordinal = agreement.label_agreement(*pair, order=POLARITIES)
            yield {"layer": layer, "code": "polarity, ordinal"} | ordinal


def _stance_agreement(first: pd.DataFrame, second: pd.DataFrame) -> Iterator[dict[str, Any]]:
    units = first.merge(second, on=["doc", "target"], how="outer", suffixes=("_first", "_second"))
    shared = units.dropna(subset=["stance_first", "stance_second"])
    if len(units):
        f1 = 2 * len(shared) / (len(first) + len(second))
        yield {"layer": "stance", "code": "which", "n": len(units), "f1": f1}
    if len(shared):
        a, b = list(shared["stance_first"].astype(int)), list(shared["stance_second"].astype(int))
        rates = agreement.label_agreement([str(x) for x in a], [str(x) for x in b])
        rates["alpha"] = agreement.krippendorff_alpha([a, b], "interval")
        yield {"layer": "stance", "code": "stance, interval"} | rates


def mention_outcomes(corpus: Corpus, gold: Coding) -> pd.DataFrame:
    """Return what became of every mention of the reference, and what the software alone has.

    Returns
    -------
    DataFrame
        Columns ``doc``, ``sentence``, ``line``, ``char_start``, ``char_end``, ``text``; ``kind`` and
        ``actor`` by the reference, or by the software where it stands alone; ``found``, the actor that
        the software gives, ``""`` for none; ``outcome``: ``found``, ``other kind`` (of mention, same
        actor), ``other actor``, ``missed`` (a pronoun is then left open), ``extra``. In the order of the
        text.

    Examples
    --------
    >>> from parley import bundled, code
    >>> outcomes = mention_outcomes(code(bundled("seeds")), read_coding())
    >>> set(outcomes["outcome"]) <= {"found", "other kind", "other actor", "missed", "extra"}
    True
    """
    want = of_docs(gold["mentions"], set(corpus.documents["doc"]))
    found = of_docs(spans_of(corpus.mentions), set(gold.articles))
    partner = _partners(want, found)
    mates = [partner.get(i, -1) for i in want.index]
    given = found[["actor", "kind"]].reindex(mates).set_axis(want.index)
    outcomes = {"missed": given["actor"].isna(), "other actor": given["actor"] != want["actor"]}
    outcomes["other kind"] = given["kind"] != want["kind"]
    outcome = np.select(list(outcomes.values()), list(outcomes), "found")
    rows = want.assign(found=given["actor"].fillna(""), outcome=outcome)
    extra = found.drop(index=list(partner.values())).assign(found=lambda t: t["actor"], outcome="extra")
    return _placed(pd.concat([rows, extra[rows.columns]]), corpus)


def _partners(want: pd.DataFrame, found: pd.DataFrame) -> dict[int, int]:
    """For each row of the first frame the row that overlaps it, of the same actor if there is one."""
    partner: dict[int, int] = {}
    for same in (("actor",), ()):
        left, right = want.drop(index=list(partner)), found.drop(index=list(partner.values()))
        hits = agreement.match_spans(left, right, threshold=0.0, same=same).query("outcome == 'hit'")
        partner |= dict(zip(left.index[hits["reference"]], right.index[hits["found"]], strict=True))
    return partner


def _placed(spans: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """The spans with sentence, line and text, in the order of the text."""
    types = {"doc": "str", "char_start": "int64", "char_end": "int64"}  # also where nothing is to be placed
    spans = spans.rename(columns={"start": "char_start", "end": "char_end"}).astype(types)
    place = corpus.sentences[["doc", "sentence", "line", "char_start"]].sort_values("char_start")
    rows = pd.merge_asof(spans.sort_values("char_start"), place, on="char_start", by="doc")
    rows["text"] = [corpus.passage(row) for _, row in rows.iterrows()]
    columns = ["doc", "sentence", "line", "char_start", "char_end", "text", "kind", "actor", "found"]
    return rows.sort_values(["doc", "char_start"], ignore_index=True)[[*columns, "outcome"]]


def score_line(card: pd.DataFrame, layer: str, method: str | Sequence[str] | None = None) -> str:
    """Return the line that stands below a chart: how far its method can be trusted on this corpus.

    Parameters
    ----------
    card
        What `scorecard` returned.
    layer
        The layer that the chart draws on.
    method
        One or several of the layer's methods; by default all of them.

    Returns
    -------
    str
        A sentence for each method, with a plain warning for one that does not beat always saying the
        commonest label; a statement that nothing is known where the scorecard has no such row.

    Raises
    ------
    ParleyError
        If the layer has rows, but none of that method, and there is no such method.

    Examples
    --------
    >>> row = {c: float("nan") for c in COLUMNS} | {"layer": "mentions", "method": "rules: name",
    ...        "measure": "F1", "n": 9, "score": 0.9, "low": 0.8, "high": 1.0}
    >>> score_line(pd.DataFrame([row]), "mentions")
    'mentions, rules: name: F1 .90 [.80, 1.00] against the reference coding, n = 9.'
    """
    rows = card[card["layer"] == layer]
    if rows.empty:
        return f"{layer}: not measured against a reference coding."
    absent: list[str] = []
    if method is not None:
        chosen = [method] if isinstance(method, str) else list(method)
        known = {*rows["method"], *METHODS.get(layer, ())}
        for name in chosen:
            if name not in known:
                raise bad_value("method", name, list(rows["method"]))
        absent = [name for name in chosen if name not in set(rows["method"])]
        rows = rows[rows["method"].isin(chosen)]
    told = [_sentence(row) for row in schema.rows(rows)]
    told += [f"{layer}, {NAMES.get(name, name)}: not measured." for name in absent]
    return " ".join(told)


def _sentence(row: Any) -> str:
    name = NAMES.get(row.method, row.method)
    ends = "no interval" if math.isnan(row.low) else f"{_short(row.low)}, {_short(row.high)}"
    line = f"{row.layer}, {name}: {row.measure} {_short(row.score)} [{ends}]"
    line += f" against the reference coding, n = {row.n}"
    if not math.isnan(row.passes):
        line += f"; two coding passes {_short(row.passes)}"
    if not math.isnan(row.majority):
        line += f"; always the commonest label {_short(row.majority)}"
        if not _at_least(row) > row.majority:
            return line + "; weak here, not shown to beat that label."
    return line + "."


def _at_least(row: Any) -> float:
    """The low end of a score; of one without a mistake 1 - 3 / n (Hanley and Lippman-Hand 1983)."""
    return 1 - 3 / row.n if math.isnan(row.low) and row.score == 1 else float(row.low)


def _short(number: float) -> str:
    text = "-" if math.isnan(number) else f"{number:.2f}"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
