"""The questions of coding: they ask for what codings hold, and offer what codings allow."""

import pytest

from parley.codingsteps import NOTHING, STEPS
from parley.codingunits import KEY
from parley.reference import ALLOWED
from parley.schema import LAYERS


@pytest.mark.parametrize("layer", STEPS)
def test_each_label_is_one_that_codings_may_hold(layer):
    """What is only reported has no marks, so that no unit of quotations is indirect."""
    for step in STEPS[layer]:
        allowed = set(ALLOWED.get((layer, step.field), ())) - {"indirect"}
        assert set(step.labels) == allowed


def test_every_layer_of_units_is_asked_for_fields_of_its_own():
    assert STEPS.keys() == KEY.keys() == NOTHING.keys()
    for layer, steps in STEPS.items():
        fields = [step.field for step in steps]
        assert set(fields) <= set(LAYERS[layer]) - set(KEY[layer])
        assert len(fields) == len(set(fields))


@pytest.mark.parametrize("layer", STEPS)
def test_a_question_that_depends_on_another_follows_it(layer):
    labels = {}
    for step in STEPS[layer]:
        if step.needs:
            field, needed = step.needs
            assert set(needed) < set(labels[field])
        labels[step.field] = step.labels


@pytest.mark.parametrize("layer", STEPS)
def test_every_label_has_a_rule_of_one_line(layer):
    for step in STEPS[layer]:
        assert step.question.endswith("?")
        assert all(rule and "\n" not in rule for rule in step.labels.values())
