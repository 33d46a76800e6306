"""The distinct periods of customers, and the gaps between them, against a loop over sets."""

from __future__ import annotations

import random

import numpy as np
import pytest
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


def columns_of(pairs: list[tuple[int, int]]) -> tuple[returning.Ints, returning.Ints]:
    return ints([who for who, _ in pairs]), ints([when for _, when in pairs])


def laid_out(pairs: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    for there in returning.distinct(*columns_of(pairs)):
        columns = (there.who, there.period, there.gap, there.stays, there.begun)
        found += zip(*(column.tolist() for column in columns), strict=True)
    return found


@given(visits)
def test_as_a_loop_finds_it(pairs: list[tuple[int, int]]) -> None:
    assert laid_out(pairs) == by_hand(pairs)


def test_blocks_hold_whole_customers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "BLOCK", 3)
    pairs = [(who, period) for who in range(40) for period in range(-2, who % 7) if period % 3]
    every = list(returning.distinct(*columns_of([*pairs, *pairs])))
    assert laid_out([*pairs, *pairs]) == by_hand(pairs)
    of_blocks = [set(there.who.tolist()) for there in every]
    assert len(every) > 10
    assert sum(map(len, of_blocks)) == len(set().union(*of_blocks))


@given(visits, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_says_nothing(pairs: list[tuple[int, int]], chance: object) -> None:
    mixed = chance.sample([*pairs, *pairs], 2 * len(pairs))  # type: ignore[attr-defined]
    assert laid_out(pairs) == laid_out(mixed)


def test_stretches_are_laid_out() -> None:
    who, period = returning.spread(ints([0, 1, 2]), ints([5, 7, 9]), ints([2, 0, 3]))
    assert who.tolist() == [0, 0, 2, 2, 2]
    assert period.tolist() == [5, 6, 9, 10, 11]


def test_who_left_again_in_the_period_in_which_he_came() -> None:
    who, first, lengths = ints([0, 1, 1, 2, 2]), ints([3, 6, 5, 4, 8]), ints([1, 0, 0, 0, 2])
    begun = returning.earliest(who, first)
    assert begun.tolist() == [3, 5, 4]
    # 2 is there from 8 on, but came in 4
    assert returning.passed(who, first, lengths, begun).tolist() == [1, 2]


def test_numbers_follow_the_first_appearance() -> None:
    assert returning.numbered(np.array([2**63, 7, 2**63], dtype=np.uint64)).tolist() == [0, 1, 0]


hashes = st.lists(st.integers(0, 2**64 - 1) | st.integers(2**64 - 9, 2**64 - 1), min_size=1)


@given(hashes, st.integers(1, 40))
def test_short_numbers_tell_apart_what_hashes_do(values: list[int], bits: int) -> None:
    numbers = returning.shortened(np.array(values, dtype=np.uint64), bits).tolist()
    assert len(set(zip(values, numbers, strict=True))) == len(set(values)) == len(set(numbers))
    assert all(0 <= number < 2 ** (64 - bits) for number in numbers)


def test_numbers_are_given_where_the_last_bits_tell_somebody_apart() -> None:
    assert returning.shortened(np.array([64, 65, 64], dtype=np.uint64), 2).tolist() == [0, 1, 0]
    assert returning.shortened(np.array([64, 68, 64], dtype=np.uint64), 2).tolist() == [16, 17, 16]


def test_the_highest_numbers_keep_their_place() -> None:
    who = ints([2**63 - 1, 2**62, 2**63 - 1])
    (there,) = returning.distinct(who, ints([1, 0, 0]))
    assert there.who.tolist() == [2**62, 2**63 - 1, 2**63 - 1]
    assert there.period.tolist() == [0, 0, 1]


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


def test_stays_of_several_charges_are_counted() -> None:
    charge = np.array([10.0, 10.0, 10.0, 12.5, 9.0])
    who, begun = ints([0, 0, 1, 1, 1]), ints([5, 5, 5, 5, 8])
    assert returning.several(who, begun, charge) == 1
    assert returning.several(ints([]), ints([]), charge[:0]) == 0


def test_rows_that_say_what_another_has_said_are_counted() -> None:
    who, begun, over = columns([(0, 1, 4), (1, 1, 4), (0, 1, 4), (0, 1, 5), (0, 1, 4)])
    assert returning.repeated(who, begun, over) == 2
    assert returning.repeated(ints([]), ints([]), ints([])) == 0
