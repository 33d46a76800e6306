"""States add: they have an identity, commute, associate, and parts give what the whole gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.calc.states import States, Tally, total

Row = tuple[str, str, int]
Counts = dict[tuple[str, Hashable], Counter[int]]

# wide values take another way through compact() than narrow ones
values = st.one_of(st.integers(-3, 10), st.integers(-(10**12), 10**12))
some_rows = st.lists(
    st.tuples(st.sampled_from(["score", "other"]), st.sampled_from("abcd"), values), max_size=30
)


def states(rows: list[Row]) -> States:
    keys: list[Hashable] = list(dict.fromkeys(key for _, key, _ in rows))
    tallies = {}
    for role in {role for role, _, _ in rows}:
        mine = [(keys.index(key), value) for each, key, value in rows if each == role]
        groups, found = np.array(mine, dtype=np.int64).T
        tallies[role] = Tally.of(groups, found)
    return States(keys, tallies)


def content(state: States) -> Counts:
    """What the states say, whatever the order of their groups."""
    said: Counts = {}
    for role in state.tallies:
        for group, key in enumerate(state.keys):
            found, counts = state.tally(role, group)
            assert found.tolist() == sorted(set(found.tolist()))
            if len(found):
                said[role, key] = Counter(dict(zip(found.tolist(), counts.tolist(), strict=True)))
    return said


def counted(rows: list[Row]) -> Counts:
    """The same, counted the plain way."""
    said: Counts = {}
    for role, key, value in rows:
        said.setdefault((role, key), Counter())[value] += 1
    return said


@given(some_rows)
def test_they_count(rows: list[Row]) -> None:
    assert content(states(rows)) == counted(rows)


@given(some_rows)
def test_identity(rows: list[Row]) -> None:
    one = states(rows)
    assert content(one + States()) == content(one) == content(States() + one)


@given(some_rows, some_rows)
def test_they_commute(first: list[Row], second: list[Row]) -> None:
    a, b = states(first), states(second)
    assert content(a + b) == content(b + a)


@given(some_rows, some_rows, some_rows)
def test_they_associate(first: list[Row], second: list[Row], third: list[Row]) -> None:
    a, b, c = states(first), states(second), states(third)
    assert content((a + b) + c) == content(a + (b + c))


@given(some_rows, st.lists(st.integers(0, 30), max_size=4))
def test_parts_give_what_the_whole_gives(rows: list[Row], cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(rows)]
    parts = [rows[start:stop] for start, stop in pairwise(edges)]
    assert content(total(map(states, parts))) == content(states(rows))


def test_a_sum_leaves_its_parts_alone() -> None:
    first, second = states([("score", "a", 1)]), states([("score", "b", 2)])
    before = content(first), content(second)
    assert content(first + second) == {("score", "a"): Counter([1]), ("score", "b"): Counter([2])}
    assert (content(first), content(second)) == before


def test_nothing_was_contributed() -> None:
    found, counts = States([()]).tally("score", 0)
    assert found.tolist() == counts.tolist() == []
