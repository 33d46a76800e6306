"""Rate and mix: by hand, against published examples, and what always holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.calc import mix
from csmetrics.calc.mix import Segment

rates = st.floats(-100, 100)
segment = st.tuples(st.integers(0, 1000), rates)
sides = st.lists(st.tuples(segment, segment), min_size=1, max_size=6).filter(
    lambda pairs: all(sum(pair[side][0] for pair in pairs) for side in (0, 1))
)


def both(pairs: list[tuple[Segment, Segment]]) -> tuple[list[Segment], list[Segment]]:
    return [before for before, _ in pairs], [after for _, after in pairs]


# --- by hand -----------------------------------------------------------------------------------


def test_half_of_each() -> None:
    # e-mail 3/4 of the tickets at 80, then 1/4 at 84; chat at 40, then at 44
    found = mix.split([(75, 80), (25, 40)], [(25, 84), (75, 44)])
    assert (found.before, found.after) == (70, 54)
    assert [part.rate for part in found.parts] == [2, 2]
    assert [part.mix for part in found.parts] == [-41, 21]
    assert [part.centred for part in found.parts] == [-10, -10]  # averages 82, 42 around 62
    assert (found.rate, found.mix) == (4, -20)
    assert mix.reversed_by_mix([(75, 80), (25, 40)], [(25, 84), (75, 44)])


def test_a_segment_that_appears_or_goes_is_mix() -> None:
    found = mix.split([(10, 20), (0, None), (10, 40)], [(10, 20), (10, 60), (0, None)])
    assert found.rate == 0
    assert found.mix == found.after - found.before == 10
    # a rate of no rows is not looked at
    assert mix.split([(10, 20), (0, 9e9), (10, 40)], [(10, 20), (10, 60), (0, -1)]) == found
    assert mix.split([(10, 20), (0, None)], [(10, 30), (0, None)]).parts[1] == (0, 0, 0)


def test_what_cannot_be_split() -> None:
    with pytest.raises(ValueError, match="a side without rows"):
        mix.split([(0, None)], [(1, 5)])
    with pytest.raises(ValueError, match="a segment with rows"):
        mix.split([(1, None)], [(1, 5)])
    with pytest.raises(ValueError, match="zip"):
        mix.split([(1, 5)], [(1, 5), (1, 5)])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([(1, 5), (3, 9)], [(3, 6), (1, 9)], False),  # one did not move
        ([(1, 5), (3, 9)], [(3, 6), (1, 8)], False),  # one this way, one that way
        ([(1, 5), (3, 9)], [(1, 6), (3, 10)], False),  # the total goes along
        ([(1, 5), (3, 9)], [(3, 6), (1, 10)], True),
        ([(3, 6), (1, 10)], [(1, 5), (3, 9)], True),
        ([(1, 5), (0, None)], [(1, 6), (9, 0)], True),  # all that were there both times rose
        ([(1, 5), (0, None)], [(0, None), (1, 4)], False),  # none was there both times
    ],
)
def test_reversal(before: list[Segment], after: list[Segment], expected: bool) -> None:
    assert mix.reversed_by_mix(before, after) == expected


# --- what always holds --------------------------------------------------------------------------


@given(sides)
def test_rate_and_mix_are_the_whole_change(pairs: list[tuple[Segment, Segment]]) -> None:
    found = mix.split(*both(pairs))
    change = found.after - found.before
    assert found.rate + found.mix == pytest.approx(change, abs=1e-9)
    assert sum(part.centred for part in found.parts) == pytest.approx(found.mix, abs=1e-9)


@given(sides)
def test_back_again_is_the_reverse(pairs: list[tuple[Segment, Segment]]) -> None:
    before, after = both(pairs)
    there, back = mix.split(before, after), mix.split(after, before)
    for one, other in zip(there.parts, back.parts, strict=True):
        assert one == pytest.approx([-effect for effect in other], abs=1e-9)
    assert mix.reversed_by_mix(before, after) == mix.reversed_by_mix(after, before)


@given(sides)
def test_without_change_of_shares_all_is_rate(pairs: list[tuple[Segment, Segment]]) -> None:
    same = [(before, (3 * before[0], after[1])) for before, after in pairs]
    found = mix.split(*both(same))
    assert found.mix == pytest.approx(0, abs=1e-9)
    assert not mix.reversed_by_mix(*both(same))


@given(sides, rates)
def test_the_centred_mix_does_not_depend_on_where_zero_is(
    pairs: list[tuple[Segment, Segment]], up: float
) -> None:
    def moved(side: list[Segment]) -> list[Segment]:
        return [(weight, (rate or 0) + up) for weight, rate in side]

    before, after = both(pairs)
    here, there = mix.split(before, after), mix.split(moved(before), moved(after))
    for one, other in zip(here.parts, there.parts, strict=True):
        assert (one.rate, one.centred) == pytest.approx((other.rate, other.centred), abs=1e-9)


# --- against others -----------------------------------------------------------------------------


def test_published_cases(published: Callable[[str], Any]) -> None:
    cases = published("mix_shift")["cases"]
    assert len(cases) == 4
    for case in cases:
        before, after = (
            list(zip(case[f"n{side}"], case[f"nps{side}"], strict=True)) for side in (0, 1)
        )
        found = mix.split(before, after)
        for name, value in (
            ("total0", found.before),
            ("total1", found.after),
            ("change", found.after - found.before),
            ("rate_total", found.rate),
            ("mix_total", found.mix),
            ("rate", [part.rate for part in found.parts]),
            ("mix_raw", [part.mix for part in found.parts]),
            ("mix_centred", [part.centred for part in found.parts]),
        ):
            assert value == pytest.approx(case[name], abs=1e-9), (case["name"], name)
        assert mix.reversed_by_mix(before, after) == case["name"].startswith("Simpson")


def test_kidney_stones(published: Callable[[str], Any]) -> None:
    stones = published("mix_shift")["kidney_stones"]
    a, b = (
        [
            (stones[size][way][1], stones[size][way][0] / stones[size][way][1])
            for size in ("small", "large")
        ]
        for way in ("A", "B")
    )
    found = mix.split(a, b)
    assert (found.before, found.after) == pytest.approx((273 / 350, 289 / 350))
    assert found.rate < 0 < found.mix
    assert mix.reversed_by_mix(a, b)
