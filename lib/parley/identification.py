"""Which language a text is in: Parley reads English, and says so where a text is not."""

from __future__ import annotations

from functools import cache
from typing import Any

from parley.errors import ParleyError

SAMPLE = 10_000
"""Characters that are enough to tell."""
FEWEST = 20
"""Words below which it cannot be told."""
SURE = 0.5
"""Probability from which the answer is relied on."""


def language_of(text: str) -> tuple[str, float]:
    """Return the language of a text and how probable it is.

    Parameters
    ----------
    text
        The text; its first 10,000 characters decide.

    Returns
    -------
    tuple of str and float
        ISO 639-1 code, and probability in [0, 1], higher is surer; ``("", 0.0)`` for a text of fewer than 20
        words. By py3langid (naive Bayes over byte n-grams; Lui and Baldwin 2012), normalised over all its
        languages.

    Raises
    ------
    ParleyError
        If the temporary folder, in which the model is unpacked, cannot be written.

    Examples
    --------
    >>> language_of("The union has rejected the offer and calls for new strikes next week, he said. " * 2)[0]
    'en'
    >>> language_of("Too short.")
    ('', 0.0)
    """
    if len(text.split()) < FEWEST:
        return "", 0.0
    code, probability = _identifier().classify(text[:SAMPLE])
    return str(code), round(min(1.0, float(probability)), 4)


@cache
def _identifier() -> Any:
    from py3langid.langid import (  # type: ignore[import-untyped]
        MODEL_FILE,
        LanguageIdentifier,
    )

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as fault:
        raise ParleyError(f"the temporary folder cannot be written ({fault.strerror})") from None
