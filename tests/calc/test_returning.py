"""The distinct periods of customers, and the gaps between them, against a loop over sets."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.calc import returning

visits = st.lists(st.tuples(st.integers(0, 4), st.integers(-3, 9)), max_size=30)


def ints(values: list[int]) -> returning.Ints:
    return np.array(values, dtype=np.int64)


def by_hand(pairs: list[tuple[int, int]]) -> list[tuple[int, int, int, bool, int]]:
    """Customer, period, gap, stays, begun: one by one."""
    found = []
    for who, period in sorted(set(pairs)):
        mine = sorted({other for whose, other in pairs if whose == who})
        earlier = [other for other in mine if other < period]
        gap = period - earlier[-1] if earlier else 0
        found.append((who, period, gap, period + 1 in mine, mine[0]))
    return found


@given(visits)
def test_as_a_loop_finds_it(pairs: list[tuple[int, int]]) -> None:
    there = returning.distinct(ints([who for who, _ in pairs]), ints([when for _, when in pairs]))
    columns = (there.who, there.period, there.gap, there.stays, there.begun)
    found = list(zip(*(column.tolist() for column in columns), strict=True))
    assert found == by_hand(pairs)


@given(visits, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_says_nothing(pairs: list[tuple[int, int]], chance: object) -> None:
    mixed = chance.sample([*pairs, *pairs], 2 * len(pairs))  # type: ignore[attr-defined]
    one, other = (
        returning.distinct(ints([who for who, _ in each]), ints([when for _, when in each]))
        for each in (pairs, mixed)
    )
    for name in ("who", "period", "gap", "stays", "begun"):
        assert np.array_equal(getattr(one, name), getattr(other, name))


def test_stretches_are_laid_out() -> None:
    who, period = returning.spread(ints([0, 1, 2]), ints([5, 7, 9]), ints([2, 0, 3]))
    assert who.tolist() == [0, 0, 2, 2, 2]
    assert period.tolist() == [5, 6, 9, 10, 11]


def test_who_was_in_no_period() -> None:
    who, first = returning.never(
        ints([0, 1, 1, 2, 2]), ints([3, 6, 5, 4, 8]), ints([1, 0, 0, 0, 2])
    )
    assert (who.tolist(), first.tolist()) == ([1], [5])


def test_numbers_follow_the_first_appearance() -> None:
    assert returning.numbered(np.array([2**63, 7, 2**63], dtype=np.uint64)).tolist() == [0, 1, 0]
