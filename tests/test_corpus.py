"""A corpus: its tables by two names, and the way from a row back to the words."""

import pandas as pd
import pyarrow as pa
import pytest

from parley import schema
from parley.corpus import Corpus
from parley.errors import ParleyError

RAW = "Lee  left.\r\nRuiz stayed; the leeway is small."
FIRST, SECOND = RAW.split("\r\n")


@pytest.fixture
def corpus() -> Corpus:
    """One article of two sentences and three mentions; its other tables are empty."""
    place = {"doc": "a", "line": 1}
    sentences = [
        place | {"char_start": 0, "char_end": len(FIRST), "sentence": 1, "text": "Lee left."},
        place
        | {"line": 2, "char_start": RAW.index("Ruiz"), "char_end": len(RAW), "sentence": 2, "text": SECOND},
    ]
    mentions = [
        place | {"char_start": start, "char_end": start + len(text), "sentence": number, "text": text}
        for number, text, start in ((1, "Lee", 0), (2, "Ruiz", 12), (2, "leeway", RAW.index("leeway")))
    ]
    filled = {
        "sentences": sentences,
        "mentions": [row | {"actor": row["text"], "kind": "name"} for row in mentions],
    }
    blank = {"str": "", "int64": 0, "float64": 0.0, "bool": False}
    tables = {
        name: schema.frame(
            name,
            (
                {c: blank[kind] for c, kind in schema.columns(name).items()} | row
                for row in filled.get(name, [])
            ),
        )
        for name in schema.TABLES
    }
    return Corpus(tables, {"a": RAW})


def test_a_corpus_gives_its_tables_as_attributes_and_keys(corpus: Corpus) -> None:
    """Both ways lead to one frame; an unknown name is refused with what is there."""
    for name in schema.TABLES:
        assert getattr(corpus, name) is corpus[name]
    with pytest.raises(ParleyError) as fault:
        corpus["quotations"]
    assert str(fault.value) == f"table is 'quotations'; allowed: {', '.join(schema.TABLES)}"


def test_a_passage_is_the_raw_text_of_a_row_with_white_space_folded(corpus: Corpus) -> None:
    assert [corpus.passage(row) for _, row in corpus.sentences.iterrows()] == ["Lee left.", SECOND]


def test_the_evidence_of_rows_is_each_of_their_sentences_once(corpus: Corpus) -> None:
    """In the order of the text, whatever the order of the rows."""
    found = corpus.evidence(corpus.mentions.iloc[::-1])
    assert found.values.tolist() == [["a", 1, "Lee left."], ["a", 2, SECOND]]
    assert corpus.evidence(corpus.mentions.iloc[1:]).values.tolist() == [["a", 2, SECOND]]


@pytest.mark.parametrize(
    ("word", "lines"), [("lee", [1]), ("LEEWAY", [2]), ("Lee left", [1]), ("ee", []), ("l.e", [])]
)
def test_a_word_is_found_whole_in_any_case_and_as_it_is(word: str, lines: list[int], corpus: Corpus) -> None:
    assert corpus.containing(word)["line"].tolist() == lines


def test_an_unknown_format_is_refused_before_anything_is_written(corpus: Corpus, tmp_path) -> None:
    with pytest.raises(ParleyError, match="format is 'xlsx'"):
        corpus.save(tmp_path / "out", "xlsx")
    assert not (tmp_path / "out").exists()


def test_texts_of_tables_put_together_are_in_one_piece() -> None:
    """And the tables are what they were; one that is whole is the same one."""
    part = pd.DataFrame({"doc": ["a", "b"], "n": [1, 2]})
    table = pd.concat([part, part, part], ignore_index=True)
    held = Corpus({"documents": table, "claims": part}, {})
    pieces = [pa.array(t["doc"].array) for t in (table, held.documents)]
    assert [p.num_chunks if isinstance(p, pa.ChunkedArray) else 1 for p in pieces] == [3, 1]
    pd.testing.assert_frame_equal(held.documents, table)
    assert held.claims is part


def test_two_corpora_of_equal_tables_are_two(corpus: Corpus) -> None:
    """Views keep what they compute by the corpus itself."""
    other = Corpus(dict(corpus.tables), corpus.raw)
    assert len({corpus, other}) == 2
    pd.testing.assert_frame_equal(other.sentences, corpus.sentences)
