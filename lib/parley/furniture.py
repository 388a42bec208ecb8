"""What sites put around and into an article: captions of pictures, teasers of other articles."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from parley.pieces import LONGEST_CAPTION, NAME, Piece
from parley.registry import Registry

CREDIT = re.compile(r"(photo|picture|image|credit)", re.IGNORECASE)


def mark_captions(pieces: list[Piece], registry: Registry) -> None:
    """Decide the lines that a photo credit or their own repetition marks as captions."""
    patterns = caption_patterns(registry)
    for i, piece in enumerate(pieces):
        short = piece.words <= 2 * LONGEST_CAPTION and piece.sentences <= 1
        if patterns["agency"].fullmatch(piece.text):
            piece.kind, piece.rule = "caption", "an agency alone on its line"
            for near in pieces[max(0, i - 1) : i] + pieces[i + 1 : i + 2]:
                if not near.ends and 5 <= near.words <= LONGEST_CAPTION:
                    near.decide("caption", "beside an agency's name")
        if piece.kind or not short:
            continue
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        if patterns["marks"].search(piece.text):
            piece.decide("caption", "photo credit or file mark")
        elif after and after.text == piece.text and not after.kind and piece.words > 2:
            if not (piece.ends and piece.words > LONGEST_CAPTION):
                piece.decide("caption", "same line twice")
                after.decide("caption", "same line twice")
        elif after and piece.words >= 4 and CREDIT.match(after.text):
            adjacent = after.lines[0].number == piece.lines[-1].number + 1
            if adjacent and patterns["marks"].search(after.text):
                piece.decide("caption", "photo credit right below")


@lru_cache(maxsize=8)
def caption_patterns(registry: Registry) -> dict[str, re.Pattern[str]]:
    """Return the patterns of the lexicon ``captions``, by use."""
    lists = registry.lexicons["captions"]
    participles = "|".join(lists["participles"])
    offices = "|".join(lists["offices"])
    return {
        "agency": re.compile("|".join(lists["agencies"]), re.I),
        "marks": re.compile("|".join(lists["marks"]), re.I),
        "starts": re.compile("|".join(lists["starts"]), re.I),
        "doing": re.compile(rf"[A-Z][\w’'.-]+,? (\(\w+\),? )?(is |was |are )?(?:{participles})\b"),
        "office": re.compile(rf"(?i:.*\b(?:{offices})\b)[\w ,’'-]* {NAME.pattern}"),
    }


def mark_teasers(pieces: list[Piece]) -> None:
    """Decide the lines that belong to a teaser mark such as "Related"."""
    spaced = sum(p.lines[0].after_blank for p in pieces) > len(pieces) / 4
    where = defaultdict(list)
    for i, piece in enumerate(pieces):
        where[piece.text].append(i)
    for i, piece in enumerate(pieces):
        if piece.kind != "promo":
            continue
        if not piece.is_label:
            _teaser_above(pieces, i)
            continue
        run = _run_below(pieces, i)
        for j in run if len(run) > 1 else ():
            pieces[j].decide("promo", "one of several headlines below a teaser mark")
        copies = [j for j in (i - 1, i + 1, i + 2) if 0 <= j < len(pieces) and pieces[j].is_headline]
        twice = [j for j in copies if len(where[pieces[j].text]) > 1]
        if twice:
            _card(pieces, where[pieces[twice[0]].text])
        elif spaced and i + 1 < len(pieces):
            _adjacent(pieces, i + 1)
        elif i + 1 < len(pieces) and pieces[i + 1].is_headline and piece.text.endswith(":"):
            pieces[i + 1].decide("promo", "headline below a teaser mark")


def _card(pieces: list[Piece], copies: list[int]) -> None:
    for j in copies:
        pieces[j].decide("promo", "headline repeated around a teaser mark")
    last = copies[-1] + 1
    if last < len(pieces) and pieces[last].sentences == 1 and pieces[last].words <= 40:
        pieces[last].decide("promo", "sentence below a repeated headline")


def _adjacent(pieces: list[Piece], start: int) -> None:
    """Lines right below the marker, up to the next blank line: headline, then one sentence."""
    if pieces[start].lines[0].after_blank or not pieces[start].is_headline:
        return
    pieces[start].decide("promo", "headline below a teaser mark")
    if start + 2 < len(pieces):
        teaser, after = pieces[start + 1], pieces[start + 2]
        below = not teaser.lines[0].after_blank and after.lines[0].after_blank
        if below and teaser.sentences == 1 and teaser.words <= 40:
            teaser.decide("promo", "sentence below a teaser headline")


def _teaser_above(pieces: list[Piece], i: int) -> None:
    """A headline and one short sentence that stand right above "Read more: ..."."""
    if i < 2 or not re.match(r"(read|see|watch|listen)\b", pieces[i].text, re.I):
        return
    headline, teaser = pieces[i - 2], pieces[i - 1]
    if pieces[i].lines[0].after_blank or teaser.lines[0].after_blank:
        return
    short = not teaser.kind and teaser.sentences == 1 and teaser.words <= 25
    if short and headline.is_headline and headline.words >= 5:
        headline.decide("promo", "headline above a teaser mark")
        teaser.decide("promo", "sentence above a teaser mark")


def _run_below(pieces: list[Piece], i: int) -> list[int]:
    """The headlines that stand one after another right below a teaser mark."""
    run = []
    for j in range(i + 1, len(pieces)):
        if not pieces[j].is_headline or pieces[j].words < 5:
            break
        run.append(j)
    return run
