"""Cramér's V and what columns explain together: by hand, against scipy's numbers, and what always holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.calc import association as assoc
from csmetrics.calc import ranks, tails

tables = st.lists(st.integers(0, 20), min_size=6, max_size=15)
codes = st.lists(st.tuples(*[st.integers(0, 3)] * 3, st.integers(-1, 1)), min_size=4, max_size=40)


def table(*rows: list[int]) -> Any:
    return np.array(rows, dtype=np.int64)


# --- labels --------------------------------------------------------------------------------------


def test_by_hand() -> None:
    # each cell is 15 where 20 or 10 is found: χ² = 4·25/15, of 60
    found = assoc.association(table([20, 10], [10, 20]))
    assert found is not None
    assert found.chi_squared == pytest.approx(100 / 15)
    assert (found.freedom, found.v) == (1, pytest.approx(1 / 3))
    assert found.p == pytest.approx(tails.chi_squared(100 / 15, 1))


def test_labels_that_tell_the_answer() -> None:
    found = assoc.association(table([30, 0, 0], [0, 20, 10]))
    assert found is not None
    assert found.v == pytest.approx(1)


@pytest.mark.parametrize("rows", [[[5, 3], [0, 0]], [[5, 0], [4, 0]]])
def test_what_does_not_vary_goes_with_nothing(rows: list[list[int]]) -> None:
    assert assoc.association(table(*rows)) is None


@given(tables)
def test_the_order_of_labels_says_nothing(cells: list[int]) -> None:
    rows = [cells[at : at + 3] for at in range(0, len(cells) - 2, 3)]
    found, other = assoc.association(table(*rows)), assoc.association(table(*rows[::-1]))
    assert (found is None) == (other is None)
    if found is not None and other is not None:
        assert tuple(found) == pytest.approx(tuple(other), abs=1e-9)
        assert 0 <= found.v <= 1
        assert 0 <= found.p <= 1


# --- several columns -----------------------------------------------------------------------------


def test_columns_that_share_nothing_explain_their_own() -> None:
    # two balanced halves: y = a + 2·b, variances 1/4 and 1
    a, b = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    found = assoc.explained([a, b], (a + 2 * b).astype(float))
    assert found is not None
    assert found.together == pytest.approx(1)
    assert found.shares == pytest.approx((0.2, 0.8))


def test_columns_that_say_the_same_share_alike() -> None:
    a = np.array([0, 1, 0, 1, 1, 0])
    found = assoc.explained([a, a.astype(float)], np.array([0.0, 3, 1, 2, 3, 0]))
    assert found is not None
    assert found.shares == pytest.approx((found.together / 2,) * 2)


def test_one_number_explains_its_correlation_squared() -> None:
    x, y = np.array([1.0, 2, 4]), np.array([1.0, 3, 2])
    found = assoc.explained([x], y)
    assert found is not None
    assert found.together == pytest.approx(np.corrcoef(x, y)[0, 1] ** 2)


def test_a_score_that_does_not_vary_is_not_explained() -> None:
    assert assoc.explained([np.array([0, 1])], np.array([2.0, 2.0])) is None
    still = assoc.explained([np.array([3.0, 3.0]), np.array([1, 1])], np.array([2.0, 4.0]))
    assert still is not None
    assert (still.together, still.shares) == (0, (0, 0))


@given(codes)
def test_shares_add_up_and_counts_are_rows(rows: list[tuple[int, int, int, int]]) -> None:
    a, b, c, y = np.array(rows, dtype=np.int64).T
    whole = assoc.explained([a, b, c.astype(float)], y.astype(float))
    if whole is None:
        return
    assert sum(whole.shares) == pytest.approx(whole.together, abs=1e-9)
    assert min(whole.shares) >= -1e-9
    distinct, counts = np.unique(np.array(rows), axis=0, return_counts=True)
    a, b, c, y = distinct.T
    counted = assoc.explained([a, b, c.astype(float)], y.astype(float), counts)
    assert counted is not None
    assert counted.shares == pytest.approx(whole.shares, abs=1e-9)


# --- against others ------------------------------------------------------------------------------


def test_as_scipy(published: Callable[[str], Any]) -> None:
    case = published("drivers")
    data = {name: np.array(values) for name, values in case["data"].items()}
    score = data["score"]
    kinds = np.where(score >= 9, 2, np.where(score >= 7, 1, 0))
    crossed = np.zeros((3, 3), dtype=np.int64)
    np.add.at(crossed, (data["channel"], kinds), 1)
    assert crossed.tolist() == case["table_channel"]
    found = assoc.association(crossed)
    assert found is not None
    wanted = case["chi2_channel"]
    assert (found.chi_squared, found.freedom) == (
        pytest.approx(wanted["chi2"], abs=1e-9),
        wanted["dof"],
    )
    assert (found.v, found.p) == (
        pytest.approx(wanted["cramers_v"], abs=1e-9),
        pytest.approx(wanted["p"], abs=1e-9),
    )
    names = ("channel", "wait", "tier")
    shares = assoc.explained([data[name] for name in names], kinds - 1.0)
    assert shares is not None
    assert shares.together == pytest.approx(case["r2_all"], abs=1e-9)
    assert shares.shares == pytest.approx([case["lmg"][name] for name in names], abs=1e-9)


def test_the_p_of_a_rank_correlation_as_scipy(published: Callable[[str], Any]) -> None:
    case = published("drivers")["spearman_wait"]
    assert ranks.p_value(case["rho"], 200) == pytest.approx(case["p"], rel=1e-9)
    assert ranks.p_value(0, 200) == 1
    assert ranks.p_value(1, 3) == ranks.p_value(-1, 30) == 0
    assert ranks.p_value(0.5, 2) == 1
