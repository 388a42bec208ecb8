"""Pattern search: what a match surely holds, and that nothing is missed by looking for it first."""

import random
import re

import pytest

from parley import bundled, code
from parley.patternsearch import WITHIN_LINES, pattern_hits, required
from parley.textindex import TextIndex, text_index


@pytest.fixture(scope="module")
def index() -> TextIndex:
    return text_index(code(bundled("seeds")))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (r"(?i)peace talks?", ["peace", "talk"]),
        (r"\d+ per cent", ["per", "cent"]),
        ("(war|peace)s", ["s"]),
        ("(a(b|c))d", ["d"]),
        ("a|b", []),
        ("colou?r", ["colo", "r"]),
        ("ab{2}c", ["a", "c"]),
        ("ab*", ["a"]),
        ("foo{e<=1}", ["fo"]),  # about so: one of its letters may be another
        ("x*", []),
        ("[]a]b[^]c]", ["b"]),
        ("[[:alpha:]]b", []),
        (r"\bminister\b", ["minister"]),
        (r"a\.b\\c", ["a", "b", "c"]),
        (r"\p{Lu}a", []),
        (r"\x41a", []),
        ("(?=ab)c(?!d)(?<=e)(?<!f)(?<n>g)(?P<m>h)(?:i)", ["c"]),
        ("(?x) a b", []),
        ("a (?#b) c", []),
        ("(?i:a)b", []),
        ("((?x) a)b", []),
        ("(?(1)a|b)c", []),
        ("a(*SKIP)b", []),
        ("(?r)ab", []),
        ("caf\u00e9s", ["caf", "s"]),
        ("a{", []),
    ],
)
def test_what_every_match_holds(query: str, found: list[str]) -> None:
    assert required(query) == found


FORMS = [
    r"{0}", r"(?i){0}", r"{0}s?", r"\b{0}\b", r"{0} \w+", r"(?i)the {0}", r"{0}+", r"{0}{{1,2}}",
    r"(?:{0}|{1})",
    r"{0}|{1}", r"({0}) ?\w*", r"[{0}]{1}", r"{0}.*{1}", r"(?<=\w){0}", r"{0}(?! )", r"^{0}", r"\W{0}$",
    r"\w+", r"{0}* ?", r"(?i)[{0}]*", r".+{1}\b", r"(?P<a>{0}|\d{{2,}})\S", r"{0}[^,]*", r"\s+",
    r"({0}|\W)+",
    r"{0}{{e<=1}}", r"(?i){0}[^a-z]", r"(?x){0} {1}", r"\d+ {0}", r"{0}\s{1}", r"[A-Z]\w+ {0}", r"{0}[.,]",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_hits_are_those_of_every_sentence(form: str, index: TextIndex) -> None:
    """Nothing that is looked for first leaves out a match; each sentence is a text of its own."""
    import regex

    rng = random.Random(form)
    words = [word for word in index.tokens.vocabulary if re.fullmatch("[A-Za-z]+", word)]
    for _ in range(5):
        query = form.format(rng.choice(words)[:3], rng.choice(words)[:2])
        bounds = zip(index.sentences["low"].tolist(), index.sentences["high"].tolist(), strict=True)
        every = [
            (row, low + match.start(), low + match.end())
            for row, (low, high) in enumerate(bounds)
            for match in regex.finditer(query, index.text[low:high])
            if match.end() > match.start()
        ]
        assert list(zip(*pattern_hits(index, query), strict=True)) == every


@pytest.mark.parametrize(
    ("query", "within"),
    [
        (r"\d+ per cent", True),
        (r"(?:the|a) \w+[.,]", True),
        ("[a-z ]{2,3}.*", True),
        ("a$", False),
        (r"a\sb", False),
        ("[^a]", False),
        (r"[\s]", False),
        (r"[\W]", False),
        ("[\t-a]", False),
        (r"\D", False),
        ("(?=a)b", False),
        (r"\n", False),
        ("a{e<=1}", False),
        ("a\nb", False),
    ],
)
def test_what_never_reaches_into_another_line(query: str, within: bool) -> None:
    assert (WITHIN_LINES.fullmatch(query) is not None) == within


@pytest.mark.parametrize("at_once", [1, 3, 10**6])
def test_how_many_sentences_are_searched_at_once_makes_no_difference(
    at_once: int, index: TextIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pattern_hits(index, r"\w+ing\b|[A-Z]\S*")
    monkeypatch.setattr("parley.patternsearch.AT_ONCE", at_once)
    found = pattern_hits(index, r"\w+ing\b|[A-Z]\S*")
    assert len(found.rows) > 100
    assert [part.tolist() for part in found] == [part.tolist() for part in whole]


def test_a_search_by_lines_that_takes_too_long_goes_on_by_sentences(
    index: TextIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pattern_hits(index, r"[a-z]+ing\b")
    monkeypatch.setattr("parley.patternsearch.PATIENCE", 0.0)
    assert pattern_hits(index, r"[a-z]+ing\b").starts.tolist() == whole.starts.tolist()
