"""Fieller's interval of a ratio of means."""

from __future__ import annotations

import numpy as np
import pytest

from csmetrics.calc import ratios
from csmetrics.calc.intervals import z_quantile

LEVEL = 0.95


def moments(x: list[float], d: list[float]) -> ratios.Moments:
    one, two = np.array(x), np.array(d)
    sums = (one.sum(), (one**2).sum(), two.sum(), (two**2).sum(), (one * two).sum())
    return ratios.Moments(len(x), *map(float, sums))


def test_its_ends_are_where_the_test_just_rejects() -> None:
    """At either end the mean of x − θ·d is z standard errors from 0: the definition, with numpy's own variance."""
    source = np.random.default_rng(7)
    x, d = source.gamma(2, 40, 200), (source.random(200) < 0.3).astype(float)
    for end in ratios.fieller(moments(x.tolist(), d.tolist()), LEVEL):
        assert end is not None
        rest = x - end * d
        error = rest.std(ddof=1) / np.sqrt(len(rest))
        assert abs(rest.mean()) / error == pytest.approx(z_quantile(LEVEL), rel=1e-9)


def test_hand_computed() -> None:
    """x = 1…4 over d = 1: the interval of the mean, 2.5 ± z·√(5/3/4)."""
    low, high = ratios.fieller(moments([1, 2, 3, 4], [1, 1, 1, 1]), LEVEL)
    reach = z_quantile(LEVEL) * (5 / 12) ** 0.5
    assert (low, high) == (pytest.approx(2.5 - reach), pytest.approx(2.5 + reach))


def test_one_of_many_bounds_nothing_from_above() -> None:
    low, high = ratios.fieller(moments([5.0] * 40, [1.0] + [0.0] * 39), LEVEL)
    assert low is not None
    assert low > 0
    assert high is None


def test_one_row_bounds_nothing() -> None:
    assert ratios.fieller(moments([5], [1]), LEVEL) == (None, None)
