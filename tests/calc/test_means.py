"""Means and their intervals: by hand, against R and scipy's numbers, and what always holds."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from math import sqrt, tan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csmetrics.calc import means
from csmetrics.calc.states import Ints, States, Tally, total

some_rows = st.lists(st.integers(0, 2_000_000), min_size=1, max_size=60)
long = st.integers(-(2**60), 2**60)


def tally(rows: list[int]) -> tuple[Ints, Ints]:
    values = np.array(rows, dtype=np.int64)
    return Tally.of(np.zeros(len(rows), dtype=np.int64), values).of_group(0)


def vectors(shared: Path, name: str) -> dict[str, Any]:
    text = (shared / "vectors" / "statistics" / f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def skewed(n: int, seed: int = 1) -> list[int]:
    draw = random.Random(seed)  # noqa: S311
    return [int(draw.lognormvariate(8, 1)) for _ in range(n)]


def usual_bca(values: Ints, counts: Ints, seeds: int) -> tuple[float, float]:
    """The median ends over many seeds, which any change of the unit gives."""
    ends = [np.divide(means.bca(k * values, counts, 0.95), k) for k in range(1, seeds + 1)]
    low, high = np.median(ends, axis=0)
    return float(low), float(high)


# --- by hand -----------------------------------------------------------------------------------


def test_moments() -> None:
    # 1, 1, 1, 5: mean 2, squares 1 + 1 + 1 + 9, cubes −3 + 27
    known = means.moments(*tally([1, 5, 1, 1]))
    assert known == pytest.approx((4, 2, 4, 24 / 4 / 3**1.5))
    assert known.error == 1
    assert means.mean(*tally([1, 5, 1, 1])) == 2


def test_student_of_two() -> None:
    # one degree of freedom: t = tan(0.95 × 90°)
    reach = tan(0.95 * np.pi / 2)
    ends, method = means.interval(*tally([1, 3]), 0.95)
    assert ends == pytest.approx((2 - reach, 2 + reach))
    assert method == means.STUDENT


@pytest.mark.parametrize("rows", [[7], [7] * 19, [7] * 300, [7] * 6000])
def test_equal_values_say_nothing_of_their_spread(rows: list[int]) -> None:
    assert means.mean(*tally(rows)) == 7
    assert means.interval(*tally(rows), 0.95) == ((None, None), means.UNKNOWN)


@pytest.mark.parametrize(
    ("n", "method"),
    [
        (19, means.STUDENT),
        (20, means.BCA),
        (5000, means.BCA),
        (5001, means.SKEWNESS_CORRECTED),
    ],
)
def test_the_method_goes_by_n(n: int, method: str) -> None:
    (low, high), named = means.interval(*tally(skewed(n)), 0.95)
    assert named == method
    assert low is not None
    assert high is not None
    assert low < means.mean(*tally(skewed(n))) < high


def test_without_skewness_it_is_students() -> None:
    known = means.moments(*tally([1, 2, 3, 4, 5] * 10))
    assert known.skewness == 0
    assert means.skewness_corrected(known, 0.95) == means.student(known, 0.95)
    nearly = known._replace(skewness=1e-9)
    assert means.skewness_corrected(nearly, 0.95) == pytest.approx(means.student(known, 0.95))


@pytest.mark.parametrize("skewness", [0.5, 3.0, 20.0, -20.0])
def test_the_correction_is_halls_transformation(skewness: float) -> None:
    known = means.Moments(6000, 100.0, 400.0, skewness)
    t = means.student_quantile(5999, 0.95)
    for end, expected in zip(means.skewness_corrected(known, 0.95), (t, -t), strict=True):
        x, a = (known.mean - end) / known.error, skewness / sqrt(6000)
        assert x + a * x**2 / 3 + a**2 * x**3 / 27 + a / 6 == pytest.approx(expected, rel=1e-9)


def test_the_correction_moves_to_the_long_tail_as_johnsons_does() -> None:
    known = means.Moments(10**6, 100.0, 400.0, 2.0)
    low, high = means.skewness_corrected(known, 0.95)
    t = means.student_quantile(known.n - 1, 0.95)
    # the centre of Johnson's x̄ + γs/(6n)·(1 + 2t²) ± t·s/√n; terms of the second order are small
    moved = 2.0 * 20 / (6 * known.n) * (1 + 2 * t * t)
    assert (low + high) / 2 - 100 == pytest.approx(moved, rel=1e-3)
    assert high - low == pytest.approx(2 * t * known.error, rel=1e-3)


# --- reference numbers ----------------------------------------------------------------------------


def test_durations(shared: Path) -> None:
    found = vectors(shared, "durations")
    given_ = tally([round(10 * number) for number in found["data"]])
    known = means.moments(*given_)
    assert known.mean / 10 == pytest.approx(found["mean"], abs=1e-9)
    assert sqrt(known.variance) / 10 == pytest.approx(found["sd"], abs=1e-9)
    ends = [end / 10 for end in means.student(known, 0.95)]
    assert ends == pytest.approx(found["mean_ci_t"], abs=1e-9)
    # one seed is within 0.15 of 99,999 draws one time in four only: see the next test
    ends = [end / 10 for end in usual_bca(*given_, seeds=200)]
    assert ends == pytest.approx(found["mean_ci_bca_scipy"], abs=0.15)
    assert ends == pytest.approx(found["mean_ci_bca_R"], abs=0.16)  # 0.147 from scipy itself


def test_how_far_2000_draws_scatter(shared: Path) -> None:
    # 20 skewed rows are the worst case: an end scatters by a tenth of the interval's width
    given_ = tally([round(10 * number) for number in vectors(shared, "durations")["data"]])
    low, high = usual_bca(*given_, seeds=200)
    highs = [means.bca(k * given_[0], given_[1], 0.95)[1] / k for k in range(1, 201)]
    assert np.std(highs) < 0.1 * (high - low)


def test_student_quantiles(shared: Path) -> None:
    found = vectors(shared, "special_functions")
    for name, level in (("t_ppf_975", 0.95), ("t_ppf_95", 0.9)):
        for freedom, expected in found[name].items():
            assert means.student_quantile(int(freedom), level) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95, 0.999])
def test_student_quantiles_of_scipy(level: float) -> None:
    t = pytest.importorskip("scipy.stats").t
    for freedom in (1, 2, 3, 4, 19, 100, 999, 1000, 1001, 5000, 10**7):
        expected = float(t.ppf(0.5 + level / 2, freedom))
        assert means.student_quantile(freedom, level) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("rows", [skewed(25), skewed(400), [5, 9, 9, 30] * 50])
def test_bca_is_near_that_of_scipy(rows: list[int]) -> None:
    stats = pytest.importorskip("scipy.stats")
    theirs = stats.bootstrap((rows,), np.mean, n_resamples=50_000, batch=1000, rng=1)
    error = means.moments(*tally(rows)).error
    ends = usual_bca(*tally(rows), seeds=60)
    assert ends == pytest.approx(tuple(theirs.confidence_interval), abs=0.05 * error)


# --- what always holds --------------------------------------------------------------------------


@given(st.dictionaries(long, st.integers(1, 10**7), min_size=1))
def test_totals_are_exact(rows: dict[int, int]) -> None:
    values, counts = np.array(sorted(rows)), np.array([rows[value] for value in sorted(rows)])
    exact = sum(value * count for value, count in rows.items())
    assert means.total(values, counts) == exact
    assert means.mean(values, counts) == float(Fraction(exact, sum(rows.values())))


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 10**9), st.integers(1, 10**7), min_size=2, max_size=20))
def test_moments_are_those_of_exact_arithmetic(rows: dict[int, int]) -> None:
    n = sum(rows.values())
    centre = Fraction(sum(value * count for value, count in rows.items()), n)
    square, cube = (
        float(sum(count * (value - centre) ** power for value, count in rows.items()))
        for power in (2, 3)
    )
    values, counts = np.array(sorted(rows)), np.array([rows[value] for value in sorted(rows)])
    known = means.moments(values, counts)
    assert known.mean == pytest.approx(float(centre), rel=1e-15)
    assert known.variance == pytest.approx(square / (n - 1), rel=1e-12)
    assert known.skewness == pytest.approx(cube / n / (square / n) ** 1.5, rel=1e-9, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(some_rows, some_rows)
def test_the_order_of_adding_does_not_matter(a: list[int], b: list[int]) -> None:
    def part(rows: list[int]) -> States:
        codes = np.zeros(len(rows), dtype=np.int64)
        return States(["all"], {"time": Tally.of(codes, np.array(rows, dtype=np.int64))})

    one = total([part(a), part(b)]).tally("time", 0)
    other = total([part([row]) for row in reversed(b + a)]).tally("time", 0)
    assert means.interval(*one, 0.95) == means.interval(*other, 0.95)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=20, max_size=60), st.booleans())
def test_bca_moves_with_the_data(rows: list[int], few: bool) -> None:
    rows = rows[:2] * 60 if few else rows  # either way of drawing
    values, counts = tally(rows)
    if len(values) == 1:
        return
    low, high = means.bca(values, counts, 0.95)
    assert values[0] <= low <= high <= values[-1]
    with_zeros = np.r_[values[0] - 5, values, values[-1] + 5], np.r_[0, counts, 0]
    assert means.bca(*with_zeros, 0.95) == (low, high)


def test_both_ways_of_drawing_agree() -> None:
    rows = [0] * 120 + [10] * 50 + [100] * 30
    few = means._drawn(*tally(rows))
    many = means._drawn(*tally([1000 * row + k for k, row in enumerate(rows)]))
    for drawn, scale in ((few, 1), (many, 1000)):
        assert drawn.mean() / scale / 200 == pytest.approx(17.5, abs=0.3)
        assert drawn.std() / scale / sqrt(200) == pytest.approx(np.std(rows), rel=0.06)
