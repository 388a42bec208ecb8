"""The panel of the reading view: every record at a place, what was coded there and why."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import numpy as np
from markupsafe import Markup

from parley.markup import join, tag
from parley.material import Material
from parley.readinglayers import LAYERS
from parley.readingsheet import Sheet, element, glued, line_of, voice_of
from parley.stretches import Span

MOST = 8
"""Records that the panel shows, and voices at the end of a line, before it says how many more there are."""
WHAT = {
    "mentions": "text actor kind",
    "quotes": "text kind speaker speaker_text named source shade closed attribution",
    "targets": "target mention polarity voice holder",
    "positions": "evidence actor issue position voice act answers reporter id",
    "events": "expression value start end precision event",
    "claims": "verbatim value unit about claimant disputed",
    "blocks": "kind text gaps",
    "voice": "voice speaker",
}
"""For each table the columns that say what was coded, in order."""
WHY = ("rule", "basis", "confidence", "cue", "p_negative", "p_neutral", "p_positive", "method")
"""The columns of any table that say why."""
IN_WORDS = {
    "text": "words",
    "speaker_text": "speaker in the text",
    "named": "speaker is named",
    "source": "kind of source",
    "shade": "shade of the cue",
    "closed": "marks are closed",
    "attribution": "statement number",
    "mention": "named there by",
    "holder": "whose judgement",
    "answers": "answers the record",
    "reporter": "reported by",
    "start": "first day",
    "end": "last day",
    "event": "what happened",
    "about": "what about",
    "disputed": "the article disputes it",
    "gaps": "places where words are missing",
    "basis": "how the speaker was found",
    "p_negative": "probability of negative",
    "p_neutral": "probability of neutral",
    "p_positive": "probability of positive",
}
"""Columns whose name is not plain enough."""
SAID = {
    "direct": "A clause or sentence that somebody said or wrote.",
    "partial": "Quoted words inside the author's sentence, attributable to somebody.",
    "title": "The name of a work, a document or an article.",
    "scare": "Distance, irony or a term: nobody in particular is quoted.",
    "indirect": "Reported without marks, with a source and a cue.",
    "name": "A proper name.",
    "nominal": "A description or metonym that denotes one actor.",
    "pronoun": "A pronoun whose antecedent the text makes certain.",
    "negative": "The sentence blames or criticises the target, or shows it failing, weak or cruel.",
    "neutral": "Mere report, or victimhood, without judgement of the target's conduct.",
    "positive": "The sentence praises the target, or shows it able, brave or successful by merit.",
    "author": "The words of the article's author.",
    "quoted": "Somebody's own words, between marks.",
    "reported": "What somebody said, told without marks.",
    "paraphrased": "The article reports what the actor said, wanted or did.",
    "asserted": "The author claims it of the actor without a report, or speaks for themself.",
    "support": "For the issue's proposition.",
    "oppose": "Against the issue's proposition.",
    "mixed": "Partly for and partly against the issue's proposition.",
    "tags": "A kicker, a category or a string of tags.",
    "byline": "Author, credit, or date and time of publication.",
    "caption": "An image caption or photo credit.",
    "pullquote": "A sentence of the body repeated for display.",
    "ad": "A marker of an advertisement.",
    "promo": "A teaser for another article or a newsletter.",
    "nav": "Navigation of the site, or its share bar.",
    "notice": "An editor's note, correction, disclaimer or copyright notice.",
    "trailer": "A source link, a page number or the outlet's bare name at the end.",
}
"""The codebook's meaning of a label, in one sentence."""
LABELLED = ("kind", "mention", "polarity", "position", "voice")
"""The columns that hold such labels."""


def records_at(
    sheet: Sheet, on: Sequence[str], picked: str, place: tuple[str, int, int] | None
) -> list[Span]:
    """The records at what was picked, the picked one first, then from the innermost to the outermost."""
    low, high, first = (*place[1:], None) if place else (0, 0, None)
    mark = re.fullmatch(r"mark:(\w+):(\d{1,9}):(\d{1,9}):(.*)", picked, re.S)
    if mark and not place and mark[1] in on and mark[4] == sheet.doc:
        found = sheet.spans[mark[1]][int(mark[2]) : int(mark[2]) + 1]
        if found and found[0].start <= int(mark[3]) < found[0].end:
            low, high, first = int(mark[3]), int(mark[3]) + 1, found[0]
    over = [s for layer in on for s in sheet.spans[layer] if s.start < high and s.end > low]
    return sorted(over, key=lambda s: (s != first, s.end - s.start, s.start))


def panel(material: Material, sheet: Sheet, records: Sequence[Span]) -> Markup:
    """What is known of some records: what was coded, why, and where."""
    if not records:
        hint = (
            "Pick a mark to see what was coded and why: click it, or Tab to it (arrows lead on), then Enter."
        )
        return tag("p", hint, class_="none")
    more = len(records) - MOST
    rest = tag("p", f"and {more:,} more records here", class_="none") if more > 0 else ""
    return join([*(_record(material, sheet, span) for span in records[:MOST]), rest])


def _record(material: Material, sheet: Sheet, span: Span) -> Markup:
    """One record: what was coded, why so, and where."""
    layer, row = LAYERS[span.layer], sheet.rows[span.layer][span.key]
    what = [_field(material, row, column) for column in WHAT[layer.table].split()]
    why = [_field(material, row, column) for column in WHY if hasattr(row, column)]
    where = f"{sheet.doc}, line {line_of(sheet, span.start)}, characters {span.start:,} to {span.end:,}"
    if "sentence" in row._fields:
        where += f", sentence {row.sentence}"
    voices = sheet.spans["voice"]
    at = bisect_right(voices, span.start, key=lambda s: s.start) - 1
    if span.layer not in {"voice", "aside"} and at >= 0 and voices[at].end > span.start:
        why.append(_told("in whose words it stands", voice_of(sheet, at)))
    why.append(_told("place", where))
    title = tag("h4", layer.title.removesuffix("s"), " ", tag("small", f"table {layer.table}"))
    told = join([tag("h5", "Why"), element("dl", glued(why))])
    return tag("section", title, element("dl", glued(what)), told, class_=f"reading-record of-{span.layer}")


def _field(material: Material, row: Any, column: str) -> Markup:
    """A column of a record in words, with what its label means."""
    value = getattr(row, column)
    if isinstance(value, bool | np.bool_):
        shown = "yes" if value else "no"
    elif isinstance(value, float):
        shown = f"{value:,.12g}" if value == value else ""
    else:
        shown = str(value)
    issue = material.registry.issues.get(shown) if column == "issue" else None
    means = issue.proposition if issue else SAID.get(shown, "") if column in LABELLED else ""
    return _told(IN_WORDS.get(column, column), shown, means)


def _told(name: str, shown: str, means: str = "") -> Markup:
    gloss = element("span", means, "means") if means else ""
    return element("dt", name) + element("dd", join([tag("bdi", shown or "—"), gloss]))
