"""What the rules ask of every token of a parse, looked up once: a list for each attribute.

A token that is asked for is made anew by spaCy each time, and so is each of its strings. Rules that go
through a whole text go through these lists, and ask for a token where they have found one.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

BREAK = "\n\n"
"""What stands between two paragraphs of a reading's text."""


class Columns:
    """The tokens of a parse that is finished, by attribute; each list is made when it is first asked for."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens themselves."""
        return list(self._doc)

    @cached_property
    def text(self) -> list[str]:
        """Each token as it stands."""
        return self._strings("ORTH")

    @cached_property
    def lower(self) -> list[str]:
        """Each token in small letters."""
        return self._strings("LOWER")

    @cached_property
    def lemma(self) -> list[str]:
        """The dictionary form in small letters."""
        return [lemma.lower() for lemma in self._strings("LEMMA")]

    @cached_property
    def pos(self) -> list[str]:
        """The part of speech."""
        return self._strings("POS")

    @cached_property
    def tag(self) -> list[str]:
        """The tag of the Penn Treebank."""
        return self._strings("TAG")

    @cached_property
    def dep(self) -> list[str]:
        """The relation to the head."""
        return self._strings("DEP")

    @cached_property
    def ent_type(self) -> list[str]:
        """The kind of the named entity that the token is in, or nothing."""
        return self._strings("ENT_TYPE")

    @cached_property
    def head(self) -> list[int]:
        """The number of the head; of a root its own."""
        offsets = self._doc.to_array("HEAD").astype(np.int64)
        heads: list[int] = (offsets + np.arange(len(offsets))).tolist()
        return heads

    @cached_property
    def start(self) -> list[int]:
        """Where the token begins in the text."""
        starts: list[int] = self._doc.to_array("IDX").tolist()
        return starts

    @cached_property
    def is_space(self) -> list[bool]:
        """Whether the token is white space."""
        flags: list[bool] = self._doc.to_array("IS_SPACE").astype(bool).tolist()
        return flags

    @cached_property
    def is_break(self) -> list[bool]:
        """Whether the token ends a paragraph."""
        return [space and BREAK in text for space, text in zip(self.is_space, self.text, strict=True)]

    @cached_property
    def paragraph(self) -> list[int]:
        """The number of the paragraph, from 0."""
        return _counted(self.is_break, before=True)

    @cached_property
    def sentence(self) -> list[int]:
        """The number of the sentence, from 0."""
        starts = self._doc.to_array("SENT_START").astype(np.int64) == 1
        return [number - 1 for number in _counted(starts.tolist(), before=False)]

    def _strings(self, attribute: str) -> list[str]:
        """An attribute of each token as a string."""
        ids = self._doc.to_array(attribute).tolist()
        names = {number: self._doc.vocab.strings[number] for number in set(ids)}
        return [names[number] for number in ids]


def _counted(marks: list[bool], before: bool) -> list[int]:
    """For each place how many marks there are up to it; ``before`` it, the place itself left out."""
    counts = np.cumsum(np.array(marks, dtype=np.int64))
    numbers: list[int] = (counts - np.array(marks, dtype=np.int64) if before else counts).tolist()
    return numbers


@lru_cache(maxsize=4)
def columns_of(doc: Doc) -> Columns:
    """Return the columns of a parse; those of the last few are kept.

    Examples
    --------
    >>> from parley.language import nlp
    >>> columns = columns_of(nlp()("Talks had failed."))
    >>> columns.lemma, columns.head
    (['talk', 'have', 'fail', '.'], [2, 2, 2, 2])
    """
    return Columns(doc)
