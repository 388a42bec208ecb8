"""The table ``events``: which expressions of time are found, where on the calendar they lie, what they date.

In the rows the article is of Thursday 13 March 2025, unless they say otherwise.
"""

# ruff: noqa: E501 (one row for each case)

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from parley import bundled, schema
from parley.events import find_events
from parley.reference import read_coding
from parley.registry import read_registry
from parley.sentences import read
from parley.sources import Source, read_sources
from parley.timeline import match_events

THURSDAY = "2025-03-13"


def events(text: str, published: str = THURSDAY) -> pd.DataFrame:
    registry = read_registry()
    return find_events(read(Source("a", "a.txt", text, "", published=published), registry), registry)


def values(text: str, published: str = THURSDAY) -> list[tuple[str, str]]:
    return list(events(text, published)[["expression", "value"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # days
        ("He resigned on March 3.", [("on March 3", "2025-03-03")]),
        ("He will resign on March 3.", [("on March 3", "2026-03-03")]),
        ("He resigned on 3 December.", [("on 3 December", "2024-12-03")]),
        ("He resigned on Dec. 17, 2021.", [("on Dec. 17, 2021", "2021-12-17")]),
        ("He resigned on the 3rd of March 2021.", [("on the 3rd of March 2021", "2021-03-03")]),
        ("He resigned on Friday, March 7.", [("on Friday, March 7", "2025-03-07")]),
        ("It took effect on 1 January this year.", [("on 1 January this year", "2025-01-01")]),
        ("The trial is set for Jan. 13.", [("for Jan. 13", "2026-01-13")]),
        ("The vote was on 29 February 2024.", [("on 29 February 2024", "2024-02-29")]),
        ("The 2025-02-12 memo was leaked.", [("2025-02-12", "2025-02-12")]),
        # days of the week, by tense
        ("He resigned on Monday.", [("on Monday", "2025-03-10")]),
        ("He resigned on Thursday.", [("on Thursday", "2025-03-13")]),
        ("He resigned on Friday.", [("on Friday", "2025-03-07")]),
        ("He will resign on Friday.", [("on Friday", "2025-03-14")]),
        ("He will resign on Monday.", [("on Monday", "2025-03-17")]),
        ("The inquiry opens on Monday.", [("on Monday", "2025-03-17")]),
        ("He was supposed to resign on Friday.", [("on Friday", "2025-03-07")]),
        ("The deal could be signed on Monday.", [("on Monday", "2025-03-17")]),
        ("He could not be reached on Monday.", [("on Monday", "2025-03-10")]),
        ("The hearing was adjourned until Monday.", [("until Monday", "2025-03-17")]),
        ("The jurors waited until Tuesday.", [("until Tuesday", "2025-03-11")]),
        ("He resigned last Friday.", [("last Friday", "2025-03-07")]),
        ("He will resign next Friday.", [("next Friday", "2025-03-21")]),
        ("He resigned on Monday last week.", [("on Monday last week", "2025-03-03")]),
        ("He resigned late on Tuesday.", [("late on Tuesday", "2025-03-11")]),
        ("After Tuesday’s vote he resigned.", [("Tuesday", "2025-03-11")]),
        ("Friday’s summit will decide.", [("Friday", "2025-03-14")]),
        ("Tuesday’s summit is a success.", [("Tuesday", "2025-03-11")]),
        # counted from the day of publication
        ("He resigned yesterday.", [("yesterday", "2025-03-12")]),
        ("He will resign the day after tomorrow.", [("the day after tomorrow", "2025-03-15")]),
        ("He resigned last week.", [("last week", "2025-03-03/2025-03-09")]),
        ("Last week’s talks failed.", [("Last week", "2025-03-03/2025-03-09")]),
        ("The summit is next weekend.", [("next weekend", "2025-03-22/2025-03-23")]),
        ("He resigned over the weekend.", [("over the weekend", "2025-03-08/2025-03-09")]),
        ("They will meet at the weekend.", [("at the weekend", "2025-03-15/2025-03-16")]),
        ("He will resign next month.", [("next month", "2025-04")]),
        ("He resigned earlier this month.", [("earlier this month", "2025-03")]),
        ("He resigned three months ago.", [("three months ago", "2024-12")]),
        ("He resigned two weeks ago.", [("two weeks ago", "2025-02-24/2025-03-02")]),
        ("He resigned more than twenty-five years ago.", [("more than twenty-five years ago", "2000")]),
        ("He will resign in two weeks.", [("in two weeks", "2025-03-24/2025-03-30")]),
        ("The deal must be signed within 30 days.", [("within 30 days", "2025-03-13/2025-04-12")]),
        # months, seasons, parts of a year
        ("Elections will be held in May.", [("in May", "2025-05")]),
        ("Elections were held in May.", [("in May", "2024-05")]),
        ("A second round could come in January.", [("in January", "2026-01")]),
        ("It began in mid-May 2020.", [("in mid-May 2020", "2020-05")]),
        ("It began last December.", [("last December", "2024-12")]),
        ("It began in late 2022.", [("in late 2022", "2022-10/2022-12")]),
        ("It began in the summer of 2024.", [("in the summer of 2024", "2024-06/2024-08")]),
        ("It began in the late summer of 2022.", [("in the late summer of 2022", "2022-08/2022-09")]),
        ("It began last winter.", [("last winter", "2024-12/2025-02")]),
        ("It will begin in the spring.", [("in the spring", "2025-03/2025-05")]),
        ("It began at Christmas.", [("at Christmas", "2024-12-25")]),
        ("It will begin on Good Friday.", [("on Good Friday", "2025-04-18")]),
        ("It will begin on Thanksgiving Day.", [("on Thanksgiving Day", "2025-11-27")]),
        ("Sales fell in the second quarter of 2024.", [("in the second quarter of 2024", "2024-04/2024-06")]),
        ("Sales fell in Q3 2024.", [("in Q3 2024", "2024-07/2024-09")]),
        ("Sales fell in the last three months of last year.", [("in the last three months of last year", "2024-10/2024-12")]),
        # years and longer
        ("It began in 2014.", [("in 2014", "2014")]),
        ("The 1938 Munich agreement failed.", [("1938", "1938")]),
        ("The uprising of 2023 failed.", [("2023", "2023")]),
        ("Wages fell in the 1990s.", [("in the 1990s", "1990/1999")]),
        ("Wages fell in the early ’80s.", [("in the early ’80s", "1980/1983")]),
        ("Wages fell in the 19th century.", [("in the 19th century", "1801/1900")]),
        ("It was the worst fire since the Second World War.", [("since the Second World War", "1939/..")]),
        # open and closed intervals
        ("It has been shut since 2014.", [("since 2014", "2014/..")]),
        ("It has been shut since October.", [("since October", "2024-10/..")]),
        ("He told her to wait since Sunday.", [("since Sunday", "2025-03-09/..")]),
        ("States that joined after 1997 disagree.", [("after 1997", "1997/..")]),
        ("The mine had closed before 1989.", [("before 1989", "../1989")]),
        ("It rained between 2008 and 2012.", [("between 2008 and 2012", "2008/2012")]),
        ("It rained between March and May 2024.", [("between March and May 2024", "2024-03/2024-05")]),
        ("They will meet from 2 to 4 April.", [("from 2 to 4 April", "2025-04-02/2025-04-04")]),
        ("They will meet from Monday to Friday.", [("from Monday to Friday", "2025-03-17/2025-03-21")]),
        ("It was shut from 1939 to 1945.", [("from 1939 to 1945", "1939/1945")]),
        ("They will strike for eight days from 24 March.", [("for eight days from 24 March", "2025-03-24/2025-03-31")]),
        ("The report covers 2019-2023.", [("2019-2023", "2019/2023")]),
        # limits
        ("It must be signed by 2030.", [("by 2030", "2030")]),
        ("It will be signed by the end of the year.", [("by the end of the year", "2025-12-31")]),
        ("It will be signed by the end of March.", [("by the end of March", "2025-03-31")]),
        ("The cost will double by the end of the decade.", [("by the end of the decade", "2030")]),
        ("It was signed at the end of 2022.", [("at the end of 2022", "2022-12")]),
        # lengths of time that end, or begin, at publication
        ("He has sat in prison for three years.", [("for three years", "2022-03/2025-03")]),
        ("Prices have risen over the past week.", [("over the past week", "2025-03-06/2025-03-13")]),
        ("Prices will rise over the next five years.", [("over the next five years", "2025-03/2030-03")]),
        ("Prices rose to their highest level in nine months.", [("in nine months", "2024-06/2025-03")]),
        ("Three years in, the war drags on.", [("Three years in", "2022-03/2025-03")]),
        ("Her three-year-long siege has failed.", [("three-year-long", "2022-03/2025-03")]),
        # counted from the date before
        ("He left on March 3. Two days later he was back.", [("on March 3", "2025-03-03"), ("Two days later", "2025-03-05")]),
        ("He left on Monday. The next day he was back.", [("on Monday", "2025-03-10"), ("The next day", "2025-03-11")]),
        ("He left last week. A week earlier he had come.", [("last week", "2025-03-03/2025-03-09"), ("A week earlier", "2025-02-24/2025-03-02")]),
        ("He left in 2014. The following year he was back.", [("in 2014", "2014"), ("The following year", "2015")]),
        ("He left in May 2014. That year it rained.", [("in May 2014", "2014-05"), ("That year", "2014")]),
        ("He left in the spring of 2020. That September he was back.", [("in the spring of 2020", "2020-03/2020-05"), ("That September", "2020-09")]),
        ("He left on March 3, 2021. In June he was back.", [("on March 3, 2021", "2021-03-03"), ("In June", "2021-06")]),
        ("She takes office in January 2026, and a vote was called in November.", [("in January 2026", "2026-01"), ("in November", "2026-11")]),
        ("He left on Tuesday. Since then nothing has moved.", [("on Tuesday", "2025-03-11"), ("Since then", "2025-03-11/..")]),
        ("Talks began on Tuesday. By midnight they had failed.", [("on Tuesday", "2025-03-11"), ("By midnight", "2025-03-11")]),
        ("“I will pay tomorrow,” he said on Monday.", [("tomorrow", "2025-03-11"), ("on Monday", "2025-03-10")]),
        ("“I will pay tomorrow,” he said.", [("tomorrow", "2025-03-14")]),
    ],
)  # fmt: skip
def test_expressions_are_placed(text: str, expected: list[tuple[str, str]]) -> None:
    """Each expression as it stands, preposition and all, and its ISO 8601 value."""
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It is now clear that talks will soon fail, and Theresa May is weak today.",
        "He worked there for three years, and could do it in a day.",
        "Two days later he left, and the following Thursday he was back.",
        "They disappeared on February 31, and no one saw them.",
        "In 99999999999 years none of it will matter, and 9999 decades ago none of it did.",
    ],
)
def test_what_cannot_be_placed_has_no_row(text: str) -> None:
    """Words that are no date, lengths of time, days that do not exist, and what counts from nothing."""
    assert values(text) == []


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        ("", "He left last week. He came in 2014.", [("in 2014", "2014")]),
        ("", "He came in March 2020. The next month he left.", [("in March 2020", "2020-03"), ("The next month", "2020-04")]),
        ("2025-03", "He left last week. He came last month.", [("last month", "2025-02")]),
        ("2025", "He left in March. He came last year.", [("last year", "2024")]),
        ("2025-02-30", "He left yesterday.", []),
        ("unknown", "He left yesterday.", []),
        ("2025-03-13T09:00Z", "He left yesterday.", [("yesterday", "2025-03-12")]),
    ],
)  # fmt: skip
def test_a_relative_date_needs_a_date_of_publication_that_is_fine_enough(
    published: str, text: str, expected: list[tuple[str, str]]
) -> None:
    """Where two days of the month or year of publication would give two values there is no row."""
    assert values(text, published) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in February 2024", ("2024-02", "2024-02-01", "2024-02-29", "month")),
        ("in 2024", ("2024", "2024-01-01", "2024-12-31", "year")),
        ("on 5 February 2024", ("2024-02-05", "2024-02-05", "2024-02-05", "day")),
        ("in the winter of 2023", ("2023-12/2024-02", "2023-12-01", "2024-02-29", "interval")),
        ("since 2024", ("2024/..", "2024-01-01", "", "interval")),
        ("before 2024", ("../2024", "", "2024-12-31", "interval")),
    ],
)
def test_value_first_day_last_day_and_precision(text: str, expected: tuple[str, ...]) -> None:
    """The days are those that the value covers; an open end has none."""
    row = events(f"The house was sold {text}.").iloc[0]
    assert tuple(row[["value", "start", "end", "precision"]]) == expected


def test_places_lead_to_the_raw_text() -> None:
    """Offsets and lines are those of the file, also behind a line that is no text of the article."""
    raw = "Advertisement\r\n\r\nThe talks collapsed late on\u00a0Tuesday.\r\nHe resigned on Monday.\r\n"
    table = events(raw)
    spans = [raw[row.char_start : row.char_end] for row in schema.rows(table)]
    assert spans == ["late on\u00a0Tuesday", "on Monday"]
    assert table["expression"].tolist() == ["late on Tuesday", "on Monday"]
    assert table["line"].tolist() == [3, 4]
    assert table["sentence"].tolist() == [1, 2]


def test_the_table_keeps_its_contract() -> None:
    """Columns, types, labels and order are those of the schema, with rows and without."""
    for text in ("He left on Monday, in 2014 and for years.", "Nobody came."):
        table = events(text)
        assert schema.check("events", table) is table
        assert {k: str(v) for k, v in table.dtypes.items()} == schema.columns("events")


def test_the_clock_is_not_asked() -> None:
    """The same article gives the same table, whenever it is read."""
    text = "He left yesterday, and will be back in May."
    assert events(text).equals(events(text))
    assert values(text, "1999-12-31") == [("yesterday", "1999-12-30"), ("in May", "2000-05")]


# -- against coding by reading --------------------------------------------------------------------


def coded(root: Path, articles: str) -> tuple[Path, pd.DataFrame]:
    """A folder of articles with the reference for its expressions of time."""
    if articles == "times":
        folder = root / "tests" / "times"
        lines = (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()
        return folder, pd.DataFrame([json.loads(line) for line in lines])
    folder = bundled("seeds") if articles == "seeds" else root / "tests" / "articles"
    return folder, read_coding(root / "data" / "reference" / articles)["events"]


def figures(folder: Path, coding: pd.DataFrame) -> tuple[float, float, float]:
    """Precision, recall of the expressions, and share of right values among those that both have."""
    registry = read_registry()
    outcomes = {"hit": 0, "extra": 0, "miss": 0}
    right = 0
    for source in read_sources(folder):
        mine = coding[coding["doc"] == source.doc]
        matches = match_events(find_events(read(source, registry), registry), mine)
        for outcome, number in matches["outcome"].value_counts().items():
            outcomes[str(outcome)] += int(number)
        right += int(matches["same_value"].sum())
    hit = outcomes["hit"]
    return hit / (hit + outcomes["extra"]), hit / (hit + outcomes["miss"]), right / hit


@pytest.mark.parametrize(("articles", "recall"), [("seeds", 0.8), ("others", 0.7), ("times", 0.9)])
def test_most_expressions_are_found_and_placed_as_by_reading(
    root: Path, articles: str, recall: float
) -> None:
    """`others` holds an article of unknown date; `times` was coded before the rules had read it."""
    folder, coding = coded(root, articles)
    precision, share, right = figures(folder, coding)
    assert precision >= 0.9
    assert share >= recall
    assert right >= 0.85
