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


def test_who_is_in_no_list_has_no_place() -> None:
    roster = Roster.of(keys(4, 9), ints(0, 0), ints(UNKNOWN, UNKNOWN), ints(0, 0))
    assert roster.places(keys(9, 5, 4, 2**63)).tolist() == [1, -1, 0, -1]
    empty = Roster.of(keys(), ints(), ints(), ints())
    assert empty.places(keys(1)).tolist() == [-1]


def test_all_customers_are_counted_in_each_slice() -> None:
    """Slice 0: the first customer twice, the second once, of four; slice 2: the first once."""
    slices, numbers, times = journey.counted(ints(0, 0, 0, 2), ints(0, 0, 1, 0), 4)
    found = sorted(zip(slices.tolist(), numbers.tolist(), times.tolist(), strict=True))
    assert found == [(0, 0, 2), (0, 1, 1), (0, 2, 1), (2, 0, 3), (2, 1, 1)]


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
    inside = journey.within(roster, ints(0, 0, 1, 2), ints(149, 150, 121, 7))
    assert inside.tolist() == [False, True, False, True]


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
    """Before 10: a has left, b has not, c has not come; d was seen, whatever the list says."""
    key = keys(1, 2, 3, 4)
    roster = Roster(key, ints(1, 1, 10, 10), ints(9, 10, UNKNOWN, UNKNOWN), ints(1, 1, 0, 0))
    found = roster.at(10, key[3:])
    assert found.key.tolist() == [1, 2, 4]
    assert found.left.tolist() == [9, UNKNOWN, UNKNOWN]
    assert found.gone.tolist() == [1, 0, 0]
