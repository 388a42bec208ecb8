"""A debate of three actors on three issues in three articles, small enough to count by hand.

x = (support, oppose), a mixed statement a half of each, by article:

          d1            d2                d3
      A   tax (2, 0)    tax (1, 0)        war (1, 0)
                        war (0, 1)
      B   tax (1, 0)    war (0, 1)        gas (½, ½)
      C   tax (0, 1)    war (0, 1)        gas (1, 0)
"""

import pandas as pd

from parley import schema

DEBATE = [
    ("d1", "A", "tax", "support"),
    ("d1", "A", "tax", "support"),
    ("d1", "B", "tax", "support"),
    ("d1", "C", "tax", "oppose"),
    ("d2", "A", "tax", "support"),
    ("d2", "A", "war", "oppose"),
    ("d2", "B", "war", "oppose"),
    ("d2", "C", "war", "oppose"),
    ("d3", "A", "war", "support"),
    ("d3", "B", "gas", "mixed"),
    ("d3", "C", "gas", "support"),
]


def table(rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    """The table ``positions``: a row for each (doc, actor, issue, position), ids p0, p1 ..."""
    made = [
        {"doc": doc, "actor": actor, "issue": issue, "position": position}
        | {"id": f"p{number}", "line": 1, "char_start": number, "char_end": number + 1, "sentence": 0}
        | {"evidence": "said so", "voice": "quoted", "act": "state", "answers": "", "reporter": ""}
        | {"confidence": 1.0, "rule": "test"}
        for number, (doc, actor, issue, position) in enumerate(rows)
    ]
    return schema.frame("positions", made)
