"""All views, by name: what the widgets, notebook 08 and the pages show."""

from __future__ import annotations

from parley import (
    actorcardview,
    comparisonview,
    concordanceview,
    judgementview,
    matrixview,
    methodview,
    readingview,
    timelineview,
)
from parley.material import View

VIEWS: dict[str, View] = {
    module.VIEW.name: module.VIEW
    for module in (
        readingview,
        concordanceview,
        matrixview,
        judgementview,
        methodview,
        timelineview,
        actorcardview,
        comparisonview,
    )
}
