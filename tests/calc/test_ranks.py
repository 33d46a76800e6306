"""Rank correlation: by hand, against scipy's numbers, and what always holds."""

from __future__ import annotations

from collections.abc import Callable
from math import atanh, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.calc import ranks

pairs = st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 5), st.integers(1, 6)), max_size=30)


def rho(rows: list[tuple[int, int, int]]) -> float | None:
    first, second, counts = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return ranks.spearman(first, second, counts)


def approx(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, abs=1e-12)


# --- by hand -----------------------------------------------------------------------------------


def test_three_pairs() -> None:
    # ranks 1, 2, 3 and 1, 3, 2: 1 − 6·(0 + 1 + 1)/(3·8)
    assert rho([(10, 1, 1), (20, 900, 1), (9000, 30, 1)]) == pytest.approx(0.5)
    assert rho([(1, 1, 1), (2, 2, 1), (3, 4, 1), (4, 9, 1)]) == 1
    assert rho([(1, 4, 1), (2, 3, 1), (3, 2, 1), (4, 1, 1)]) == -1


def test_equal_values_share_their_ranks() -> None:
    # ranks −1, 0, 1 and −½, −½, 1
    assert rho([(1, 1, 1), (2, 1, 1), (3, 2, 1)]) == pytest.approx(1.5 / sqrt(2 * 1.5))


@pytest.mark.parametrize("rows", [[], [(1, 2, 5)], [(1, 2, 1), (1, 3, 1)], [(1, 2, 1), (2, 2, 1)]])
def test_what_does_not_vary_goes_with_nothing(rows: list[tuple[int, int, int]]) -> None:
    assert rho(rows) is None


def test_interval() -> None:
    low, high = ranks.interval(0.6, 103, 0.95)
    assert low is not None
    assert high is not None
    reach = 1.959963984540054 * sqrt(1.18 / 100)
    assert (atanh(low), atanh(high)) == pytest.approx((atanh(0.6) - reach, atanh(0.6) + reach))


def test_interval_of_pairs_that_depend_on_each_other() -> None:
    # half as large a variance again, as if there were two thirds of the pairs
    assert ranks.interval(0.6, 33, 0.95, spread=1.5) == pytest.approx(ranks.interval(0.6, 23, 0.95))


@pytest.mark.parametrize(("found", "n"), [(0.5, 3), (1.0, 50), (-1.0, 50)])
def test_no_interval(found: float, n: int) -> None:
    assert ranks.interval(found, n, 0.95) == (None, None)


# --- what always holds --------------------------------------------------------------------------


@given(pairs)
def test_only_the_order_counts(rows: list[tuple[int, int, int]]) -> None:
    found = rho(rows)
    assert found is None or -1 <= found <= 1
    assert rho([(first**3 + 7, 2**second, count) for first, second, count in rows]) == found
    assert rho(rows[::-1]) == approx(found)
    assert rho([(second, first, count) for first, second, count in rows]) == approx(found)
    mirrored = rho([(-first, second, count) for first, second, count in rows])
    assert mirrored == approx(found if found is None else -found)


@given(pairs)
def test_a_tally_is_its_rows(rows: list[tuple[int, int, int]]) -> None:
    laid_out = [(first, second, 1) for first, second, count in rows for _ in range(count)]
    assert rho(laid_out) == approx(rho(rows))


@given(st.floats(-0.999, 0.999), st.integers(4, 10**7))
def test_the_interval_holds_what_was_found_and_mirrors(found: float, n: int) -> None:
    low, high = ranks.interval(found, n, 0.95)
    assert low is not None
    assert high is not None
    assert -1 <= low < found < high <= 1
    assert ranks.interval(-found, n, 0.95) == pytest.approx((-high, -low))


# --- against others -----------------------------------------------------------------------------


def test_as_scipy(published: Callable[[str], Any]) -> None:
    case = published("drivers")
    wait, score = (np.array(case["data"][name]) for name in ("wait", "score"))
    found = ranks.spearman(wait, score, np.ones(len(wait), dtype=np.int64))
    assert found == pytest.approx(case["spearman_wait"]["rho"], abs=1e-9)
