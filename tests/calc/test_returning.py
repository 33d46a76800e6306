"""The distinct periods of customers, and the gaps between them, against a loop over sets."""

from __future__ import annotations

import random

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


stays = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 20), st.integers(0, 8) | st.none()), min_size=1
)


def columns(rows: list[tuple[int, int, int | None]]) -> tuple[returning.Ints, ...]:
    over = [returning.FOREVER if length is None else begun + length for _, begun, length in rows]
    return ints([row[0] for row in rows]), ints([row[1] for row in rows]), ints(over)


@given(stays, st.integers(1, 3), st.randoms())
def test_stretches_are_the_days_on_which_somebody_was_there(
    rows: list[tuple[int, int, int | None]], apart: int, chance: random.Random
) -> None:
    """Each day from a beginning to an end, the end as well, and those of a gap that is none."""
    who, begun, over = columns(rows)
    first, last = returning.united(who, begun, over, apart)
    found = {
        (each, day)
        for each, low, high in zip(who[first], begun[first], over[last], strict=True)
        for day in range(low, min(high, 40) + apart)
    }
    assert found == {
        (each, day)
        for each, low, high in zip(who, begun, over, strict=True)
        for day in range(low, min(high, 40) + apart)
    }
    chance.shuffle(rows)
    who_, begun_, over_ = columns(rows)
    first_, last_ = returning.united(who_, begun_, over_, apart)
    assert [begun_[first_].tolist(), over_[last_].tolist()] == [
        begun[first].tolist(),
        over[last].tolist(),
    ]


def test_of_a_stay_told_twice_the_latest_end_counts() -> None:
    who, begun, over = columns([(0, 1, None), (0, 1, 4), (0, 1, 6), (1, 1, None), (1, 1, None)])
    rows, different = returning.retold(who, begun, over)
    assert rows.tolist() == [2, 4]
    assert different == 1


def test_the_first_period_of_each() -> None:
    assert returning.earliest(ints([1, 0, 1]), ints([5, 9, 3])).tolist() == [9, 3]
