"""Reading layers: each is read off a table that has the columns it names."""

import pytest

from parley import schema
from parley.readinglayers import LAYERS, PICKED, PLACE

TABLES = {**schema.TABLES, "voice": {"voice": "str"}}
"""The layer of voices is computed, and has no table of its own."""


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_names_columns_of_its_table(name):
    layer = LAYERS[name]
    assert {layer.head, layer.kind} <= set(TABLES[layer.table])


def test_every_layer_can_be_told_apart():
    """By its title and by what its marks look like; places and picks are no layers."""
    assert len({layer.title for layer in LAYERS.values()}) == len(LAYERS)
    assert len({layer.told for layer in LAYERS.values()}) == len(LAYERS)
    assert not {PLACE, PICKED} & set(LAYERS)
