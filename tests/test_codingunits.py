"""Units to code by hand: the words that are marked, and what makes them units, as a reader finds them."""

import hashlib
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from parley import bundled, code, read_registry
from parley.codingunits import KEY, articles_of, key_of, keys_of, units
from parley.corpus import Corpus
from parley.errors import ParleyError
from parley.reference import read_coding
from parley.registry import Registry

FOLDER = Path(__file__).parent / "coding"
TEXT = (FOLDER / "a.txt").read_text(encoding="utf-8")


@cache
def dam() -> tuple[Corpus, Registry]:
    """One article of five sentences, with actors and an issue of its own."""
    registry = read_registry(FOLDER)
    return code(FOLDER / "a.txt", registry=registry, cache=False), registry


FIRST = "Mark Lee said on Monday that the town must build the dam."
SECOND = "“We will build the dam,” Lee told us."
LAST = "Ana Roe called the plan of Lee “a <b onclick=evil()>trick</b>” and rejected the dam."


def found(layer, **options):
    """Each unit as the words that are marked, and the words of its key."""
    corpus, registry = dam()
    frame = units(corpus, layer, registry=registry, **options)
    return [
        (TEXT[row.char_start : row.char_end], TEXT[row.start : row.end], *key_of(row, layer)[3:])
        for row in frame.itertuples()
    ]


# Units


def test_targets_are_the_actors_that_a_sentence_names_or_describes():
    """ "He left early" names nobody, so nothing is to be coded there."""
    assert found("targets") == [
        ("Mark Lee", FIRST, "Mark Lee"),
        ("Lee", SECOND, "Mark Lee"),
        ("Ana Roe", LAST, "Ana Roe"),
        ("Lee", LAST, "Mark Lee"),
    ]


def test_quotes_are_what_stands_between_marks():
    """What is reported without marks is no unit."""
    words = ["We will build the dam,", "a <b onclick=evil()>trick</b>"]
    assert found("quotes") == [(w, w) for w in words]


def test_positions_are_the_sentences_in_which_an_issue_is_raised():
    assert found("positions") == [
        ("Dam", "Dam dispute", "dam"),
        ("build the dam", FIRST, "dam"),
        ("build the dam", SECOND, "dam"),
        ("dam", LAST, "dam"),
    ]


@pytest.mark.parametrize("layer", KEY)
def test_units_name_line_and_sentence_and_what_makes_them_units(layer):
    corpus, registry = dam()
    frame = units(corpus, layer, registry=registry)
    place = ["doc", "line", "char_start", "char_end", "sentence"]
    assert frame.columns.tolist() == [*place, *KEY[layer][1:]]
    assert frame["line"].tolist() == [TEXT[:at].count("\n") + 1 for at in frame["char_start"]]
    assert not frame.duplicated(list(KEY[layer])).any()
    assert all(type(v) in (str, int) for row in frame.itertuples() for v in key_of(row, layer))


@pytest.mark.parametrize("layer", KEY)
def test_units_are_in_the_order_of_the_text_and_drawn_by_their_seed(layer):
    corpus = code(bundled("seeds"))
    docs = ["great-betrayal", "financial-times"]
    whole = units(corpus, layer, docs)
    assert set(whole["doc"]) == set(docs)
    assert whole.sort_values(["doc", "start"], kind="stable").index.equals(whole.index)
    some = units(corpus, layer, docs, sample=5, seed=1)
    assert some.equals(units(corpus, layer, docs, sample=5, seed=1))
    assert not some.equals(units(corpus, layer, docs, sample=5, seed=2))
    rows = [tuple(row) for row in whole.itertuples(index=False)]
    places = [rows.index(tuple(row)) for row in some.itertuples(index=False)]
    assert len(places) == 5
    assert places == sorted(places)
    assert units(corpus, layer, docs, sample=10_000).equals(whole)


def test_every_unit_of_the_reference_s_main_targets_can_be_coded():
    """Where the machine sees the mention, the unit's key is that of the reference."""
    corpus = code(bundled("seeds"))
    mine = units(corpus, "targets")
    coded = pd.read_json(
        bundled("data") / "reference" / "seeds" / "adjudicated" / "targets.jsonl", lines=True
    )
    shared = coded.merge(mine, on=list(KEY["targets"]))
    assert len(shared) > 0.9 * len(coded)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"layer": "events"}, "layer is 'events'; allowed: targets, quotes, positions"),
        ({"layer": "quotes", "docs": ["a", "b"]}, "docs is 'b'; allowed: a"),
        ({"layer": "quotes", "sample": 0}, "sample is 0"),
    ],
)
def test_what_does_not_exist_is_refused(options, message):
    with pytest.raises(ParleyError, match=message):
        units(dam()[0], **options)


@pytest.mark.parametrize("layer", KEY)
def test_articles_without_units_give_an_empty_frame(layer, tmp_path):
    (tmp_path / "a.txt").write_text("It rained all day long.\n")
    corpus, registry = code(tmp_path / "a.txt", cache=False), read_registry(tmp_path)
    for frame in (units(corpus, layer, registry=registry), units(dam()[0], layer, [], registry=registry)):
        assert frame.empty
        assert frame.columns.tolist()[-1] == KEY[layer][-1]


@pytest.mark.parametrize("layer", KEY)
def test_keys_are_those_of_the_rows(layer):
    corpus, registry = dam()
    frame = units(corpus, layer, registry=registry)
    assert keys_of(frame, layer) == [key_of(row, layer) for row in frame.itertuples()]
    assert keys_of(frame.head(0), layer) == []


def test_articles_are_named_with_the_hash_of_their_file():
    """Those of the bundled corpus are the ones that were coded by hand."""
    content = (FOLDER / "a.txt").read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    assert articles_of(dam()[0]) == {"a": {"file": "a.txt", "sha256": sha256}}
    assert articles_of(code(bundled("seeds"))) == read_coding().articles


def test_units_that_stand_in_some_rows() -> None:
    """Sentence and target both count; rows that are no units add nothing."""
    import pandas as pd

    from parley.codingunits import among

    found = pd.DataFrame({"doc": "a", "sentence": [1, 1, 2], "target": ["Lee", "Ruiz", "Lee"], "start": 0})
    rows = pd.DataFrame({"doc": "a", "sentence": [2, 1, 1, 3], "target": ["Lee", "Ruiz", "Ruiz", "Lee"]})
    assert among(found, rows).values.tolist() == [["a", 1, "Ruiz", 0], ["a", 2, "Lee", 0]]
    assert len(among(found, rows[["doc", "sentence"]])) == 3
