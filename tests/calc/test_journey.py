"""Contacts of customers: joined, counted, observed for how long, and compared."""

from __future__ import annotations

import numpy as np
import pytest

from csmetrics.calc import journey
from csmetrics.calc.intervals import z_quantile
from csmetrics.calc.journey import UNKNOWN, Roster, Sums


def ints(*values: int) -> journey.Ints:
    return np.array(values, dtype=np.int64)


def keys(*values: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint64]]:
    return np.array(values, dtype=np.uint64)


def test_rows_of_one_customer_are_one() -> None:
    roster = Roster.of(keys(9, 4, 9), ints(50, 10, 20), ints(UNKNOWN, 30, 25), ints(0, 1, 1))
    assert roster.key.tolist() == [4, 9]
    assert roster.came.tolist() == [10, 20]
    assert roster.left.tolist() == [30, UNKNOWN]  # came back, and is there
    assert roster.gone.tolist() == [1, 0]


def test_of_two_contracts_side_by_side_the_one_that_lasts_counts() -> None:
    """1: one goes on; 2: the first ends last; 3: an older export does not know the end yet."""
    came, left = ints(1, 5, 1, 5, 1, 1), ints(UNKNOWN, 8, 20, 8, UNKNOWN, 9)
    key, gone = keys(1, 1, 2, 2, 3, 3), ints(0, 1, 1, 1, 0, 1)
    for order in (slice(None), slice(None, None, -1)):
        roster = Roster.of(key[order], came[order], left[order], gone[order])
        assert roster.left.tolist() == [UNKNOWN, 20, 9]
        assert roster.gone.tolist() == [0, 1, 1]


def test_who_is_in_no_list_has_no_place() -> None:
    roster = Roster.of(keys(4, 9), ints(0, 0), ints(UNKNOWN, UNKNOWN), ints(0, 0))
    assert roster.places(keys(9, 5, 4, 2**63)).tolist() == [1, -1, 0, -1]
    empty = Roster.of(keys(), ints(), ints(), ints())
    assert empty.places(keys(1)).tolist() == [-1]


def test_customers_are_counted_in_each_slice() -> None:
    """Slice 0: the first customer twice, the second once; slice 2: the first once."""
    slices, numbers, times = journey.counted(ints(0, 0, 0, 2), ints(0, 0, 1, 0), 4)
    found = sorted(zip(slices.tolist(), numbers.tolist(), times.tolist(), strict=True))
    assert found == [(0, 1, 1), (0, 2, 1), (2, 1, 1)]


def test_observed_from_the_coming_to_the_leaving_within_the_data() -> None:
    """Data from 100 to 200. Came 150 and stays; came 40, left 120; nobody knows when; left before the data."""
    roster = Roster(
        keys(1, 2, 3, 4),
        ints(150, 40, UNKNOWN, 10),
        ints(UNKNOWN, 120, UNKNOWN, 60),
        ints(0, 1, 0, 1),
    )
    entry, leaving = journey.observed(roster, 100, 200)
    assert entry.tolist() == [0, 60, UNKNOWN, 90]
    assert leaving.tolist() == [50, 80, UNKNOWN, 90]
    assert journey.exposure(entry, leaving, 0, 70) == 50 + 10
    assert journey.exposure(entry, leaving, 70, 1000) == 10
    inside = roster.there(ints(0, 0, 1, 1, 2), ints(149, 150, 119, 120, 7))
    assert inside.tolist() == [False, True, True, False, True]


def test_the_first_contact_of_each() -> None:
    assert journey.firsts(ints(1, 1, 0), ints(8, 5, 9), 3).tolist() == [9, 5, UNKNOWN]


def test_a_rate_of_equal_times_is_a_mean() -> None:
    """One unit each: the error is that of the mean, s/√n with n − 1."""
    contacts = ints(0, 1, 3, 4)
    of = Sums.of(contacts, ints(1, 1, 1, 1))
    assert of.rate == 2.0
    assert of.error == pytest.approx(np.std(contacts, ddof=1) / 2)
    low, high = journey.rate_interval(of, 0.95)
    assert high - 2.0 == pytest.approx(z_quantile(0.95) * of.error)
    assert low == pytest.approx(2.0 - (high - 2.0))


def test_a_difference_of_rates_adds_their_variances() -> None:
    one, other = Sums.of(ints(2, 4), ints(1, 1)), Sums.of(ints(1, 1, 4), ints(2, 2, 2))
    low, high = journey.rate_difference(one, other, 0.95)
    assert (low + high) / 2 == pytest.approx(3 - 1)
    reach = z_quantile(0.95) * (one.error**2 + other.error**2) ** 0.5
    assert (high - low) / 2 == pytest.approx(reach)


def test_as_of_a_time_nobody_has_left_or_come_later() -> None:
    """Before 10: a has left, b has not, c has not come."""
    roster = Roster(keys(1, 2, 3), ints(1, 1, 10), ints(9, 10, UNKNOWN), ints(1, 1, 0))
    found = roster.at(10)
    assert found.key.tolist() == [1, 2]
    assert found.left.tolist() == [9, UNKNOWN]
    assert found.gone.tolist() == [1, 0]


def test_customers_of_a_time_came_before_its_end_and_did_not_leave_before_it_began() -> None:
    """From 10 until before 20: left when it began; left after; came when it was over; nobody knows when; was never."""
    came, left = ints(1, 1, 20, UNKNOWN, 15), ints(10, 11, UNKNOWN, UNKNOWN, 15)
    roster = Roster(keys(1, 2, 3, 4, 5), came, left, ints(1, 1, 0, -1, 1))
    assert roster.between(10, 20).key.tolist() == [2, 4]
