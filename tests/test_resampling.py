"""Resampling: the draws of one seeded generator, whatever is drawn at a time, and what follows from them."""

import math

import numpy as np
import pytest

from parley import compare, resampling
from parley.resampling import DRAWS, interval, ratios, resample, varies


def plain(sums: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """The same by a loop."""
    rng = np.random.default_rng(seed)
    return np.array([sums[rng.integers(0, len(sums), len(sums))].sum(axis=0) for _ in range(draws)])


@pytest.mark.parametrize("at_once", [1, 50, 10**6])
def test_draws_are_those_of_a_loop(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resampling, "AT_ONCE", at_once)
    sums = np.array([[1.0, 1.0], [4.0, 0.0], [9.0, 2.0], [16.0, 1.0]])
    assert resample(sums, draws=101, seed=7) == pytest.approx(plain(sums, 101, 7))


def test_the_bootstrap_of_a_mean_is_made_of_these_draws() -> None:
    values = np.array([1.0, 4.0, 9.0, 16.0])
    drawn = ratios(resample(np.column_stack([values, np.ones(4)]), seed=7))
    assert len(drawn) == DRAWS
    assert tuple(np.quantile(drawn, [0.025, 0.975])) == pytest.approx(compare.bootstrap(values, seed=7))


def test_nothing_to_draw_gives_nothing() -> None:
    assert np.isnan(resample(np.zeros((0, 2)), draws=3)).all()


@pytest.mark.parametrize(
    ("draws", "ends"),
    [
        ([0.0, 1.0, 0.0, 1.0], (0.0, 1.0)),
        ([0.3, 0.1 + 0.2, 0.3], (math.nan, math.nan)),
        ([math.nan, math.nan], (math.nan, math.nan)),
        ([], (math.nan, math.nan)),
        ([2.0, math.nan, 4.0], (2.05, 3.95)),
    ],
)
def test_equal_draws_have_no_interval(draws: list[float], ends: tuple[float, float]) -> None:
    """Rounding is no difference, and draws without a value do not count."""
    assert interval(np.array(draws)) == pytest.approx(ends, nan_ok=True)


def test_varies() -> None:
    assert not varies(np.array([]))
    assert not varies(np.array([5.0]))
    assert varies(np.array([0.0, 1e-9]))


@pytest.mark.parametrize("kind", ["alike", "scores", "ratio", "rare"])
def test_many_units_have_the_interval_that_drawing_gives(kind: str) -> None:
    """Computed or drawn together, the ends lie where those of drawing each unit lie."""
    rng = np.random.default_rng(5)
    units = resampling.LARGE + 1000
    weight = np.ones(units)
    if kind == "alike":
        value = (rng.random(units) < 0.3).astype(float)
    elif kind == "rare":
        value = (np.arange(units) < 4).astype(float)
    elif kind == "scores":
        value = rng.exponential(1.0, units)
    else:
        weight = rng.integers(1, 60, units).astype(float) + rng.random(units)
        value = weight * rng.random(units)
    sums = np.column_stack([value, weight])
    drawn = resampling.interval(resampling.ratios(resampling.resample(sums, draws=4000, seed=9)))
    found = resampling.ratio_interval(sums)
    width = drawn[1] - drawn[0]
    assert np.abs(np.subtract(found, drawn)).max() < (0.3 if kind == "rare" else 0.08) * width
    assert found[0] >= 0


def test_few_units_are_drawn_one_by_one() -> None:
    sums = np.column_stack([np.arange(20.0), np.ones(20)])
    drawn = resampling.interval(resampling.ratios(resampling.resample(sums)))
    assert resampling.ratio_interval(sums) == drawn


def test_many_units_that_do_not_vary_have_no_interval() -> None:
    for value in (np.ones(5000), np.arange(1.0, 5001)):
        ends = resampling.ratio_interval(np.column_stack([value, value]))
        assert np.isnan(ends).all()
