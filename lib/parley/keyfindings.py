"""Key findings: what some articles show, in sentences computed from the tables.

Each sentence says its value, interval and n, whether it is decided, whether it outlasts leaving an article
out, and where its method is weak; it is about the articles, and never about the world they write of.
"""

from __future__ import annotations

from parley.finding import Finding
from parley.keyattention import heard, most_mentioned
from parley.keydates import dated_events, disputed_figures
from parley.keyjudgements import judged
from parley.keypositions import main_issue, most_opposed
from parley.material import Material


def findings(material: Material) -> list[Finding]:
    """Return the key findings of a corpus.

    Parameters
    ----------
    material
        The corpus with its registry and reference coding.

    Returns
    -------
    list of Finding
        Always these eight, in this order: who is mentioned most; whether that actor is heard; who is judged
        worst and who best by the authors' own words; the issue with most positions; who are opposed most;
        dated events; disputed figures. Where there is too little, the sentence says so and there are no rows.

    Examples
    --------
    >>> from parley import bundled, code
    >>> corpus = code(bundled("seeds") / "001_5352769525018259.txt")
    >>> [found.name for found in findings(Material(corpus))][:3]
    ['Mentions', 'Speech', 'Judged worst']
    """
    corpus, card = material.corpus, material.card
    return [
        most_mentioned(corpus, card),
        heard(corpus, card),
        judged(corpus, card, "negative"),
        judged(corpus, card, "positive"),
        main_issue(corpus, material.registry, card),
        most_opposed(corpus, card),
        dated_events(corpus, card),
        disputed_figures(corpus, card),
    ]
