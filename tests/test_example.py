"""The example corpus that is shipped: read, coded, and measured against a list made before the rules ran.

CODED holds the positions of the seven articles by the codebook, section 4, each once an article. The list was
made by the writer of the articles (a language model) before anything was computed. One coder who is also the
writer is no reference; the list shows a change of the rules, not how good they are.
"""

import json
import re
import tomllib

import pandas as pd
import pytest

from parley import agreement, bundled, code, read_registry
from parley.corpusfolder import add, new_corpus
from parley.formats import ENDINGS
from parley.recordscores import position_outcomes

COPY = "mainland-post"
CODED = """\
ferry-talks-stall-as-operator-insists-on-fare-rise
    Northsound Ferries | fare-rise | support
    Northsound Ferries | daily-boat | oppose
    Petra Halvard | fare-rise | support
    Petra Halvard | higher-subsidy | support
    Ines Talbot | fare-rise | oppose
    Ines Talbot | higher-subsidy | oppose
    Ines Talbot | open-books | support
    Petra Halvard | open-books | oppose
    Ailsa Renwick | daily-boat | support
    Ailsa Renwick | fare-rise | oppose
    Seafarers' Guild | daily-boat | support
    Dougal Finch | daily-boat | support
    Northsound Ferries | freight-boat | oppose
a-timetable-is-not-a-favour
    author | open-books | support
    Petra Halvard | open-books | oppose
    Ines Talbot | fare-rise | oppose
    her own officials | fare-rise | support
    Ailsa Renwick | daily-boat | support
    Corrin Isles Association | daily-boat | support
    author | fare-rise | oppose
    author | higher-subsidy | support
harbour-and-trade
    Leo Brandt | higher-subsidy | support
    Leo Brandt | fare-rise | oppose
    Northsound Ferries | daily-boat | oppose
    Northsound Ferries | fare-rise | support
    Northsound Ferries | higher-subsidy | support
    Northsound Ferries | freight-boat | oppose
    Ines Talbot | fare-rise | oppose
    Ines Talbot | open-books | support
    Islanders | daily-boat | support
    Islanders | fare-rise | oppose
    Rory Dunmore | freight-boat | support
    Velsay Livestock Cooperative | freight-boat | support
mediator-proposes-six-sailings-and-smaller-fare-rise
    Judith Crane | daily-boat | mixed
    Judith Crane | fare-rise | support
    Judith Crane | higher-subsidy | support
    Judith Crane | open-books | support
    Northsound Ferries | daily-boat | mixed
    Northsound Ferries | fare-rise | support
    Islanders | daily-boat | support
    Seafarers' Guild | freight-boat | support
    Dougal Finch | freight-boat | support
    Farmers on Velsay | freight-boat | support
    Velsay Livestock Cooperative | freight-boat | support
    Northsound Ferries | freight-boat | oppose
mainland-post
    Judith Crane | daily-boat | mixed
    Judith Crane | fare-rise | support
    Judith Crane | higher-subsidy | support
    Judith Crane | open-books | support
    Northsound Ferries | daily-boat | mixed
    Northsound Ferries | fare-rise | support
    Islanders | daily-boat | support
    Seafarers' Guild | freight-boat | support
    Dougal Finch | freight-boat | support
    Farmers on Velsay | freight-boat | support
    Velsay Livestock Cooperative | freight-boat | support
take-the-judges-offer
    author | daily-boat | oppose
    author | open-books | support
    Petra Halvard | open-books | oppose
    Petra Halvard | higher-subsidy | support
    author | higher-subsidy | oppose
    author | freight-boat | support
the-boat-is-our-road-hamnay-counts-the-days
    Northsound Ferries | daily-boat | oppose
    Edda Moir | daily-boat | support
    Tove Lind | freight-boat | support
    Tove Lind | fare-rise | mixed
"""


@pytest.fixture(scope="module")
def files():
    """The articles' files, by name."""
    return [p for p in sorted((bundled("data") / "example").iterdir()) if p.suffix in ENDINGS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, files):
    """A corpus folder with the articles, and what `add` said of them."""
    made = new_corpus(tmp_path_factory.mktemp("example") / "ferries")
    return made, add(made, files)


@pytest.fixture(scope="module")
def registry():
    return read_registry(bundled("data") / "example")


@pytest.fixture(scope="module")
def corpus(folder, registry):
    return code(folder[0], registry=registry)


@pytest.fixture(scope="module")
def coded():
    """The list as a table."""
    rows, doc = [], ""
    for line in CODED.splitlines():
        if line.startswith(" "):
            rows.append((doc, *(field.strip() for field in line.split("|"))))
        else:
            doc = line
    return pd.DataFrame(rows, columns=["doc", "actor", "issue", "position"])


def test_every_file_is_added(folder):
    """Seven articles in six files, with what the files state of them."""
    added = folder[1]
    assert added["status"].tolist() == ["added"] * 7
    stated = added.set_index("doc")[["outlet", "published"]].apply(tuple, axis=1).to_dict()
    assert stated == {
        "mediator-proposes-six-sailings-and-smaller-fare-rise": ("Coastwire", "2024-10-17"),
        "take-the-judges-offer": ("The Ardmere Courier", "2024-10-19"),
        "ferry-talks-stall-as-operator-insists-on-fare-rise": ("The Ardmere Courier", "2024-10-03"),
        "harbour-and-trade": ("", ""),
        "the-boat-is-our-road-hamnay-counts-the-days": ("The Isles Herald", "2024-10-12"),
        "a-timetable-is-not-a-favour": ("The Isles Herald", "2024-10-05"),
        COPY: ("", ""),
    }
    assert added["words"].between(200, 450).all()


def test_the_copy_alone_is_reported(folder):
    """The agency report that another paper prints is told of, and no other article."""
    notes = folder[1].set_index("doc")["note"]
    assert notes.index[notes.str.contains("near copy")].tolist() == [COPY]
    assert "'mediator-proposes-six-sailings-and-smaller-fare-rise'" in notes[COPY]


def test_adding_again_adds_nothing(folder, files):
    assert set(add(folder[0], files)["status"]) == {"already there"}


@pytest.mark.parametrize(
    ("doc", "begins", "ends"),
    [
        (
            "ferry-talks-stall-as-operator-insists-on-fare-rise",
            "Talks over the winter",
            "ends in March 2026.",
        ),
        ("a-timetable-is-not-a-favour", "Every October we", "other ships in the world."),
    ],
)
def test_a_page_is_reduced_to_its_article(corpus, doc, begins, ends):
    """The first and the last sentence are there; cookies, links and newsletter are not."""
    raw = corpus.raw[doc]
    assert begins in raw
    assert raw.rstrip().endswith(ends)
    assert not re.search("cookie|newsletter|briefing|Most read|Related|Privacy|Subscribe|dredging", raw)


def test_it_is_coded(corpus, registry):
    """Every table has rows, and each issue and actor of the lists occurs."""
    assert [name for name in corpus.tables if corpus[name].empty] == []
    assert set(corpus.positions["issue"]) == set(registry.issues)
    listed = tomllib.loads((bundled("data") / "example" / "actors.toml").read_text("utf-8"))["actor"]
    assert {entry["name"] for entry in listed} <= set(corpus.mentions["actor"])


def test_the_list_of_positions_is_legal(coded, corpus, registry):
    assert len(coded) == len(coded.drop_duplicates()) == 66
    assert set(coded["doc"]) == set(corpus.raw)
    assert set(coded["issue"]) == set(registry.issues)
    assert set(coded["position"]) == {"support", "oppose", "mixed"}
    unlisted = {actor for actor in coded["actor"] if actor not in registry.actors} - {"author"}
    texts = " ".join(corpus.raw.values())
    assert [actor for actor in unlisted if actor not in texts] == []


def test_how_many_positions_are_found(coded, corpus):
    """As `10_your_corpus` says: about a third of the list; somewhat more than half of what is found."""
    outcomes = position_outcomes(corpus.positions, coded)
    scores = agreement.span_scores(outcomes[outcomes["doc"] != COPY])
    assert scores["n"] == 55
    assert 0.3 < scores["recall"] < 0.45
    assert 0.5 < scores["precision"] < 0.67


def test_it_is_shipped(root, files):
    """All files of the folder are in the wheel, and the README names each."""
    from hatchling.builders.wheel import WheelBuilder

    builder = WheelBuilder(str(root))
    packed = {f.distribution_path for f in builder.recurse_forced_files(builder.config.get_force_include())}
    here = sorted(p.name for p in (root / "data" / "example").iterdir())
    assert {path.removeprefix("parley/data/example/") for path in packed if "/example/" in path} == set(here)
    readme = (root / "data" / "example" / "README.md").read_text("utf-8")
    assert [name for name in here if f"`{name}`" not in readme and name != "README.md"] == []
    assert "MIT" in readme
    assert "invented" in readme
    assert "[what they are](example/README.md)" in (root / "data" / "README.md").read_text("utf-8")


@pytest.fixture
def elsewhere(root, tmp_path):
    """Another corpus folder, without issues."""
    made = new_corpus(tmp_path / "others")
    assert set(add(made, sorted((root / "tests" / "articles").glob("*.txt")))["status"]) == {"added"}
    return made


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg is non-interactive")
def test_the_notebook_runs_on_another_folder(root, elsewhere, monkeypatch):
    """With `folder` set, nothing is made or changed there, and every cell works."""
    before = {p.name: p.read_bytes() for p in elsewhere.iterdir() if p.is_file()}
    text = (root / "notebooks" / "10_your_corpus.ipynb").read_text("utf-8")
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    cells = [cell for cell in cells if "bundled" not in cell["metadata"].get("tags", [])]
    assert cells[0]["metadata"]["tags"] == ["parameters"]
    names = {}
    for cell in cells:
        exec("".join(cell["source"]), names)
        if cell is cells[0]:
            names["folder"] = str(elsewhere)
    assert names["result"].empty
    assert set(names["corpus"].raw) == set(names["bare"].raw) == {"climate", "court", "strike"}
    assert {p.name: p.read_bytes() for p in elsewhere.iterdir() if p.is_file()} == before
