"""Differences: by hand, against R's and others' numbers, and what always holds."""

from __future__ import annotations

import csv
from collections.abc import Callable
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.calc import differences, intervals
from csmetrics.calc.differences import Gap

Z = 1.959963984540054

some = st.integers(0, 400)
trinomial = st.tuples(some, some, some).filter(any)
share = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
# an estimate with the two distances to its limits
estimate = st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.floats(0, 1e6))


# --- by hand -----------------------------------------------------------------------------------


def test_two_shares() -> None:
    # 3 of 4 and 1 of 4: 3/16/4 twice
    gap = differences.share_gap(3, 4, 1, 4)
    assert gap == pytest.approx((0.5, sqrt(3 / 32)))
    assert gap.ends(0.95) == pytest.approx((0.5 - Z * sqrt(3 / 32), 0.5 + Z * sqrt(3 / 32)))


def test_two_scores() -> None:
    # 1, 0, 1: 0 ± with variance 2/2; 0, 2, 2: 0.5 with variance 0.5 − 0.25
    gap = differences.nps_gap((1, 0, 1), (0, 2, 2))
    assert gap == pytest.approx((-0.5, sqrt(1 / 2 + 0.25 / 4)))


@pytest.mark.parametrize(
    ("value", "p"), [(0, 1), (Z, 0.05), (-Z, 0.05), (2.5758293035489004, 0.01)]
)
def test_p_is_two_sided(value: float, p: float) -> None:
    assert Gap(value, 1).p == pytest.approx(p, abs=1e-15)


def test_wald_knows_no_doubt_where_nothing_varies() -> None:
    assert differences.share_gap(5, 5, 5, 5).p == 1
    certain = differences.share_gap(5, 5, 0, 5)
    assert (certain.p, certain.ends(0.95)) == (0, (1, 1))


def test_square_and_add() -> None:
    # 10 in 7…12, 4 in 1…8: down √(3² + 4²), up √(2² + 3²)
    found = differences.estimates(10, (7, 12), 4, (1, 8))
    assert found == pytest.approx((6 - 5, 6 + sqrt(13)))


def test_an_end_not_known_takes_one_end_away() -> None:
    assert differences.estimates(10, (7, None), 4, (1, 8)) == (1, None)
    low, high = differences.estimates(10, (7, 12), 4, (1, None))
    assert low is None
    assert high == pytest.approx(6 + sqrt(13))
    assert differences.estimates(10, (None, None), 4, (1, 8)) == (None, None)


def test_a_limit_on_the_far_side_is_no_distance() -> None:
    low, high = differences.estimates(10, (10.5, 12), 4, (4, 4))
    assert (low, high) == (6, 8)


# --- what always holds --------------------------------------------------------------------------


@given(trinomial, trinomial)
def test_the_difference_of_scores_mirrors(
    first: tuple[int, int, int], second: tuple[int, int, int]
) -> None:
    there, back = differences.nps_gap(first, second), differences.nps_gap(second, first)
    assert there == pytest.approx((-back.value, back.error))
    assert there.p == back.p
    low, high = intervals.nps_difference(first, second, 0.95)
    assert intervals.nps_difference(second, first, 0.95) == pytest.approx((-high, -low), abs=1e-9)
    assert low <= there.value <= high


@given(share, share)
def test_the_difference_of_shares_mirrors(first: tuple[int, int], second: tuple[int, int]) -> None:
    there = differences.share_gap(*first, *second)
    back = differences.share_gap(*second, *first)
    assert there == pytest.approx((-back.value, back.error))
    low, high = intervals.newcombe(*first, *second, 0.95)
    assert intervals.newcombe(*second, *first, 0.95) == pytest.approx((-high, -low))
    assert -1 - 1e-12 <= low <= there.value <= high <= 1 + 1e-12


@given(estimate, estimate)
def test_the_difference_of_estimates_mirrors(
    first: tuple[float, float, float], second: tuple[float, float, float]
) -> None:
    one, other = ((value, (value - down, value + up)) for value, down, up in (first, second))
    low, high = differences.estimates(*one, *other)
    assert low is not None
    assert high is not None
    assert low <= one[0] - other[0] <= high
    assert differences.estimates(*other, *one) == pytest.approx((-high, -low))
    assert (low, high) == pytest.approx(
        intervals.difference(one[0], one[1], other[0], other[1]), abs=1e-9
    )


@given(trinomial, trinomial, st.sampled_from([0.8, 0.95, 0.998]))
def test_the_test_and_walds_interval_agree(
    first: tuple[int, int, int], second: tuple[int, int, int], level: float
) -> None:
    gap = differences.nps_gap(first, second)
    low, high = gap.ends(level)
    if abs(gap.p - (1 - level)) > 1e-9:
        assert (gap.p < 1 - level) == (low > 0 or high < 0)


# --- against others -----------------------------------------------------------------------------


def counts(row: dict[str, str], sample: str) -> tuple[int, int, int]:
    return int(row[f"d{sample}"]), int(row[f"p{sample}"]), int(row[f"pr{sample}"])


def test_two_scores_as_r(shared: Path) -> None:
    path = shared / "vectors" / "nps_two_sample_R.csv"
    with path.open(encoding="utf-8", newline="") as file:
        vectors = list(csv.DictReader(file))
    assert len(vectors) == 20
    for row in vectors:
        first, second = (counts(row, sample) for sample in "12")
        gap = differences.nps_gap(first, second)
        # R takes the larger one first, whatever the order
        gap = gap if gap.value > 0 else Gap(-gap.value, gap.error)
        found = 100 * gap.value, 100 * gap.error, *(100 * end for end in gap.ends(0.95)), gap.p
        expected = [float(row[name]) for name in ("delta", "se", "lo", "hi", "p")]
        assert found == pytest.approx(expected, rel=0, abs=1e-9), row
        assert (gap.p < 0.05) == (row["sig"] == "TRUE")


def added(counts: tuple[int, int, int]) -> tuple[float, float, float]:
    return counts[0] + 0.75, counts[1] + 1.5, counts[2] + 0.75


def test_the_tests_of_two_scores(published: Callable[[str], Any]) -> None:
    for case in published("nps")["two_sample"]:
        before: tuple[int, int, int] = tuple(case["before"])
        after: tuple[int, int, int] = tuple(case["after"])
        for name, first, second in (
            ("wald", after, before),
            ("adjusted_wald", added(after), added(before)),
        ):
            gap = differences.nps_gap(first, second)
            expected = case[name]
            assert 100 * gap.value == pytest.approx(expected["difference"], abs=1e-9)
            assert 100 * gap.error == pytest.approx(expected["se"], abs=1e-9)
            assert gap.p == pytest.approx(expected["p"], abs=1e-9)
            ends = [100 * end for end in gap.ends(0.95)]
            assert ends == pytest.approx(expected["ci"], abs=1e-9)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((56, 70, 48, 80), (0.057504899149037114, 0.342495100850963)),
        ((9, 10, 3, 10), (0.26052427977714854, 0.9394757202228516)),
    ],
)
def test_two_shares_as_statsmodels(
    asked: tuple[int, int, int, int], expected: tuple[float, float]
) -> None:
    # statsmodels 0.15.0, confint_proportions_2indep(…, method="wald")
    assert differences.share_gap(*asked).ends(0.95) == pytest.approx(expected, abs=1e-12)
