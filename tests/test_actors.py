"""The table of mentions: its contract, its places in the raw text, and the reviewed table of the seeds.

Run with PARLEY_UPDATE_GOLDEN=1 to rewrite golden/mentions.csv after a change that was reviewed.
"""

import csv
import difflib
import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley import bundled, schema
from parley.actors import find_mentions
from parley.registry import Registry, read_registry
from parley.sentences import read
from parley.sources import Source, read_sources

GOLDEN = Path(__file__).parent / "golden" / "mentions.csv"
COLUMNS = ["doc", "line", "char_start", "char_end", "text", "actor", "kind"]

ACTORS = """
[[actor]]
name = "Ruritania"
type = "country"
pronoun = "it"
names = ["Ruritania"]
adjectives = ["Ruritanian"]
people = ["Ruritanians"]
capitals = ["Strelsau"]

[[actor]]
name = "Ada Vale"
type = "person"
side = "Ruritania"
country = "Ruritania"
offices = ["president"]
pronoun = "she"
names = ["Ada Vale", "Vale"]
"""

POOL = [
    "President Vale vetoed the climate bill because she wants a better one.",
    "Strelsau’s demand surprised the farmers.",
    "Margaret Ellis, the union's general secretary, called a strike.",
    "Nobody came.",
    "The Ruritanian president met the Allied Dockworkers' Union (ADU) on Monday.",
    "“We will not sign,” Ellis said — and the Vale administration smiled.",
    "The Vale-Ellis talks cost £38.5m, i.e. 5 per cent of the budget.",
    "Doctors in Ruritania\u00a0reported 1,200 cases 💉 of flu in Strel\u00adsau’s suburbs.",
    "The Ruritanians walked out. They demand lower tariffs.",
    "Tarrow Foods\n, which Ellis had sued, raised its offer to Ruritania.",
    "In the cup final, Jürgen O’Neill-Şahin scored; the referee, Mr Robert Hughes, did not see it.",
    "Ruritania will not sign, said Elizabeth Moran, its chief negotiator.",
    "Vale lost her patience with Elizabeth Moran, her own envoy.",
    "VALE WINS: Ruritania's voters (54.2%) chose her.",
]


def mentions(text: str, registry: Registry) -> pd.DataFrame:
    return find_mentions(read(Source("a", "a.txt", text, ""), registry), registry)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """A small registry of this file's own."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "actors.toml").write_text(ACTORS, encoding="utf-8")
    return read_registry(folder)


def test_the_whole_table(world: Registry) -> None:
    """Columns, places and labels of a short article."""
    text = "Strelsau refused.\n\nPresident Vale said that she would veto the bill.\n"
    found = mentions(text, world)
    assert found.columns.tolist() == list(schema.columns("mentions"))
    assert found.drop(columns=["confidence", "rule"]).to_numpy().tolist() == [
        ["a", 1, 0, 8, 1, "Strelsau", "Ruritania", "nominal"],
        ["a", 3, 29, 33, 2, "Vale", "Ada Vale", "name"],
        ["a", 3, 44, 47, 2, "she", "Ada Vale", "pronoun"],
    ]
    assert found["confidence"].between(0, 1, inclusive="right").all()


@pytest.mark.parametrize("text", ["Advertisement\n", "Share\n\nListen 5 min\n", "."], ids=repr)
def test_nothing_to_find_gives_an_empty_frame(text: str, world: Registry) -> None:
    """All columns with their types are there without a row."""
    pd.testing.assert_frame_equal(mentions(text, world), schema.empty("mentions"))


def test_only_the_text_of_the_article_is_read(world: Registry) -> None:
    """Names in a caption, a byline or a teaser are no mentions."""
    text = (
        "Strike ends at Thornmouth port\n\n"
        "By Margaret Ellis\n\n"
        "The dockworkers went back to work on Monday after eight days on the picket line.\n\n"
        "Related: Vale Vetoes the Climate Bill\n"
    )
    assert mentions(text, world)["actor"].tolist() == []


def test_white_space_in_a_span_is_folded_in_its_text(world: Registry) -> None:
    """The offsets lead to the raw characters, the text shows one plain space."""
    raw = "The dockworkers went back to work on Monday, as Ada\u00a0Vale had asked them."
    row = mentions(raw, world).iloc[0]
    assert (row["text"], row["actor"]) == ("Ada Vale", "Ada Vale")
    assert raw[row["char_start"] : row["char_end"]] == "Ada\u00a0Vale"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ruritania will not sign, said Elizabeth Moran, its chief negotiator.",
            ["Ruritania", "Elizabeth Moran", "its chief negotiator"],
        ),
        (
            "The Ruritanians will not sign, said Elizabeth Moran, the chief negotiator.",
            ["Ruritanians", "Elizabeth Moran", "chief negotiator"],
        ),
        (
            "Margaret Ellis, head of the Ruritanian government, resigned.",
            ["Margaret Ellis", "head of the Ruritanian government"],
        ),
    ],
    ids=["pronoun in an apposition", "article before an apposition", "government in an apposition"],
)
def test_no_mention_lies_inside_a_mention(text: str, expected: list[str], world: Registry) -> None:
    """The longer one stands alone, as the codebook says."""
    assert mentions(text, world)["text"].tolist() == expected


def test_a_registry_is_optional() -> None:
    """Without one the bundled actors are used."""
    reading = read(Source("a", "a.txt", "NATO met on Monday.", ""))
    pd.testing.assert_frame_equal(find_mentions(reading), find_mentions(reading, read_registry()))
    assert find_mentions(reading)["actor"].tolist() == ["NATO"]


def test_every_place_leads_to_its_text(world: Registry) -> None:
    """In whatever order: places lead to the text, rows are in order and none lies in another."""

    @settings(max_examples=30, deadline=None, derandomize=True)
    @given(
        sentences=st.lists(st.sampled_from(POOL), min_size=1, max_size=6),
        between=st.sampled_from([" ", "\n\n", "\r\n\r\n", "  ", "\u00a0"]),
    )
    def check(sentences: list[str], between: str) -> None:
        text = between.join(sentences)
        found = schema.check("mentions", mentions(text, world))
        end = 0
        for row in schema.rows(found):
            assert " ".join(text[row.char_start : row.char_end].split()) == row.text
            assert row.char_start >= end, f"{row.text!r} lies in the mention before it"
            assert row.line == text.count("\n", 0, row.char_start) + 1
            assert row.text == row.text.strip()
            end = row.char_end

    check()


@settings(max_examples=10, deadline=None, derandomize=True)
@given(sentences=st.permutations(POOL[:6]))
def test_equal_input_gives_equal_tables(sentences: list[str]) -> None:
    """Nothing is remembered from one article to the next."""
    registry = read_registry()
    text = "\n\n".join(sentences)
    first = mentions(text, registry)
    mentions("Margaret Weber met Robert Ellis. Ellis left.", registry)
    pd.testing.assert_frame_equal(mentions(text, registry), first)


def as_lines(rows: list[list[str]]) -> list[str]:
    """Rows as a reviewer reads them: article and line first."""
    return [f"{d}:{line} [{s}:{e}] {text} -> {actor} ({kind})" for d, line, s, e, text, actor, kind in rows]


def difference(stored: list[list[str]], fresh: list[list[str]]) -> str:
    """The unified diff of two tables, empty where they are the same."""
    return "\n".join(
        difflib.unified_diff(as_lines(stored), as_lines(fresh), "golden", "now", lineterm="", n=1)
    )


def test_the_golden_difference_names_article_and_line() -> None:
    """A reviewer finds each change without a tool."""
    same = ["strike", "12", "0", "5", "Okafor", "Grace Okafor", "name"]
    stored = [same, ["strike", "14", "90", "93", "she", "Grace Okafor", "pronoun"]]
    fresh = [same, ["strike", "14", "90", "93", "she", "Lena Orr", "pronoun"]]
    assert difference(stored, stored) == ""
    assert difference(stored, fresh).splitlines()[3:] == [
        " strike:12 [0:5] Okafor -> Grace Okafor (name)",
        "-strike:14 [90:93] she -> Grace Okafor (pronoun)",
        "+strike:14 [90:93] she -> Lena Orr (pronoun)",
    ]


def test_mentions_of_the_seeds_are_the_reviewed_ones() -> None:
    """A changed mention in the bundled corpus is seen and reviewed."""
    tables = [find_mentions(read(source)) for source in read_sources(bundled("seeds"))]
    fresh = pd.concat(tables)[COLUMNS].astype(str).to_numpy().tolist()
    if os.environ.get("PARLEY_UPDATE_GOLDEN") == "1":
        GOLDEN.parent.mkdir(exist_ok=True)
        with GOLDEN.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([COLUMNS, *fresh])
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        header, *stored = csv.reader(file)
    assert header == COLUMNS
    if changed := difference(stored, fresh):
        pytest.fail(
            f"mentions of the seeds have changed; if rightly so: PARLEY_UPDATE_GOLDEN=1\n{changed}",
            pytrace=False,
        )
