"""For the notebooks, which nbval checks: a data frame is compared by its text, not by its HTML."""

from functools import partial

import pytest

from parley.notebooks import drop_frame_html


def pytest_itemcollected(item: pytest.Item) -> None:
    if type(item).__name__ == "IPyNbCell":
        item.compare_outputs = partial(_without_frame_html, item.compare_outputs)


def _without_frame_html(compare, fresh, stored, **options):
    return compare(
        [drop_frame_html(output) for output in fresh],
        [drop_frame_html(output) for output in stored],
        **options,
    )
