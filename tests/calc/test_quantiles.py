"""Quantiles and their ranks: by hand, against R and scipy's numbers, and what always holds."""

from __future__ import annotations

import csv
import json
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.calc import quantiles
from csmetrics.calc.states import Ints, Tally

some_rows = st.lists(st.integers(0, 2_000_000), min_size=1, max_size=200)
shares = st.floats(0, 1)
levels = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


def tally(rows: list[int]) -> tuple[Ints, Ints]:
    values = np.array(rows, dtype=np.int64)
    return Tally.of(np.zeros(len(rows), dtype=np.int64), values).of_group(0)


def durations(shared: Path) -> dict[str, Any]:
    text = (shared / "vectors" / "statistics" / "durations.json").read_text(encoding="utf-8")
    vectors: dict[str, Any] = json.loads(text)
    return vectors


def hundredths(numbers: list[float]) -> tuple[Ints, Ints]:
    """The tally of numbers with at most two decimals, in hundredths."""
    assert all(number == round(number, 2) for number in numbers)
    return tally([round(100 * number) for number in numbers])


# --- by hand -----------------------------------------------------------------------------------


def test_between_two_values() -> None:
    # rows 10, 20, 20, 20, 50: the rank of p90 is 1 + 4 × 0.9 = 4.6
    given_ = tally([20, 10, 50, 20, 20])
    assert quantiles.quantiles(*given_, (0, 0.1, 0.5, 0.9, 1)) == pytest.approx(
        (10, 14, 20, 38, 50)
    )
    assert quantiles.quantile(*tally([7]), 0.9) == 7


def test_median_of_ten_goes_from_the_second_to_the_ninth() -> None:
    # P(X ≤ 1) = 11/1024 on either side
    assert quantiles.ranks(10, 0.5, 0.95) == (2, 9, 1 - 22 / 1024)
    assert quantiles.interval(*tally(list(range(100, 0, -10))), 0.5, 0.95) == (20, 90)


def test_an_end_that_few_rows_cannot_give_is_unknown() -> None:
    assert quantiles.ranks(5, 0.5, 0.95) == (None, None, 1)
    assert quantiles.ranks(5, 0.1, 0.95)[:2] == (None, 3)
    assert quantiles.interval(*tally(list(range(1, 36))), 0.9, 0.95) == (28, None)
    assert quantiles.interval(*tally(list(range(1, 37))), 0.9, 0.95) == (29, 36)


@pytest.mark.parametrize(("p", "level", "n"), [(0.5, 0.95, 6), (0.9, 0.95, 36), (0.95, 0.95, 72)])
def test_rows_needed(p: float, level: float, n: int) -> None:
    assert quantiles.rows_needed(p, level) == quantiles.rows_needed(1 - p, level) == n
    assert quantiles.ranks(n - 1, p, level).upper is None
    assert None not in quantiles.ranks(n, p, level)


def test_a_chance_of_exactly_half_the_rest_is_allowed() -> None:
    # 3 rows at 0.75: P(X ≤ 0) = 1/8
    assert quantiles.ranks(3, 0.5, 0.75) == (1, 3, 0.75)


@pytest.mark.parametrize("p", [0.0, 1.0, -0.1])
def test_no_ranks_at_the_ends(p: float) -> None:
    with pytest.raises(ValueError, match="no ranks"):
        quantiles.ranks(10, p, 0.95)


def test_no_quantile_outside() -> None:
    with pytest.raises(ValueError, match="0…1"):
        quantiles.quantile(*tally([1]), 1.5)


def test_values_that_did_not_occur_do_not_count() -> None:
    values, counts = np.array([1, 2, 3, 4, 9]), np.array([0, 3, 0, 3, 0])
    assert quantiles.quantiles(values, counts, (0, 0.5, 1)) == (2, 3, 4)
    assert quantiles.interval(values, counts, 0.5, 0.95) == (2, 4)


# --- reference numbers ----------------------------------------------------------------------------


def test_type_7_of_r(shared: Path) -> None:
    path = shared / "vectors" / "quantiles_R.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 70
    for row in rows:
        numbers = [float(cell) for cell in row["values"].split("|")]
        found = quantiles.quantile(*hundredths(numbers), float(row["q"])) / 100
        assert found == pytest.approx(float(row["type7"]), abs=1e-9), row


def test_durations(shared: Path) -> None:
    vectors = durations(shared)
    given_ = hundredths(vectors["data"])
    for p, expected in vectors["quantile_type7"].items():
        assert quantiles.quantile(*given_, float(p)) / 100 == pytest.approx(expected, abs=1e-9)
    low, high = quantiles.interval(*given_, 0.5, 0.95)
    assert low is not None
    assert high is not None
    assert (low / 100, high / 100) == tuple(vectors["median_ci"])
    for p, name in ((0.5, "median_ci_ranks"), (0.9, "p90_ci_ranks")):
        assert quantiles.ranks(20, p, 0.95) == pytest.approx(tuple(vectors[name]), abs=1e-9)


def test_order_statistic_ranks(shared: Path) -> None:
    rows = durations(shared)["order_statistic_ranks"]
    assert len(rows) == 39
    for row in rows:
        lower, upper, coverage = quantiles.ranks(row["n"], row["p"], 0.95)
        assert (lower, upper) == (row["lower_rank"], row["upper_rank"]), row
        assert coverage == pytest.approx(row["coverage"], abs=1e-9), row


@pytest.mark.parametrize("n", [9_999, 1_000_000, 10_000_000])
@pytest.mark.parametrize("p", [0.5, 0.9, 0.95, 0.99, 0.9999])
def test_ranks_of_many_rows(n: int, p: float) -> None:
    binom = pytest.importorskip("scipy.stats").binom
    lower, upper, coverage = quantiles.ranks(n, p, 0.95)
    assert lower is not None
    assert lower == binom.ppf(0.025, n, p)  # the smallest k with P(X ≤ k) ≥ 0.025
    if upper is None:
        assert binom.pmf(n, n, p) > 0.025
    else:
        assert upper == binom.isf(0.025, n, p) + 1
        assert coverage == pytest.approx(
            binom.cdf(upper - 1, n, p) - binom.cdf(lower - 1, n, p), abs=1e-9
        )


# --- what always holds --------------------------------------------------------------------------


@given(some_rows, shares)
def test_quantiles_are_those_of_the_rows(rows: list[int], p: float) -> None:
    expected = float(np.quantile(np.array(rows), p))
    assert quantiles.quantile(*tally(rows), p) == pytest.approx(expected, rel=1e-12, abs=1e-9)


@given(some_rows, st.lists(shares, min_size=2))
def test_quantiles_never_fall(rows: list[int], ps: list[float]) -> None:
    found = quantiles.quantiles(*tally(rows), sorted(ps))
    assert list(found) == sorted(found)


@given(some_rows, some_rows, st.sampled_from([0.1, 0.5, 0.9]))
def test_the_order_of_adding_does_not_matter(a: list[int], b: list[int], p: float) -> None:
    one, other = tally(a + b), tally(b + a)
    assert quantiles.quantile(*one, p) == quantiles.quantile(*other, p)
    low, high = quantiles.interval(*one, p, 0.95)
    assert (low, high) == quantiles.interval(*other, p, 0.95)
    assert (min(a + b) if low is None else low) <= quantiles.quantile(*one, p)
    assert quantiles.quantile(*one, p) <= (max(a + b) if high is None else high)


@given(st.integers(1, 120), st.sampled_from([0.05, 0.25, 0.5, 0.9, 0.95]), levels)
def test_ranks_cover_and_no_closer_ones_would(n: int, p: float, level: float) -> None:
    lower, upper, coverage = quantiles.ranks(n, p, level)
    chances = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    tail = (1 - level) / 2 * (1 + 1e-9)
    assert coverage >= level - 1e-9
    assert coverage == pytest.approx(sum(chances[lower or 0 : upper]), abs=1e-9)
    assert sum(chances[: lower or 0]) <= tail < sum(chances[: (lower or 0) + 1])
    assert sum(chances[n + 1 if upper is None else upper :]) <= tail
    assert sum(chances[n if upper is None else upper - 1 :]) > tail
