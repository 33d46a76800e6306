"""What came in and left: active counts, bands and the time to clear, by hand and by Little's law."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.calc.flow import Tallied, active, banded, time_to_clear, upto


def tallied(values: list[int]) -> Tallied:
    """Values in ascending order, and how often each occurred."""
    ordered, counts = np.unique(np.array(values, dtype=np.int64), return_counts=True)
    return ordered, counts.astype(np.int64)


def area(begun: Tallied, ended: Tallied, start: int, end: int) -> int:
    """∫ active dt from ``start`` to ``end``: it is constant from each event up to the next."""
    events = sorted({start, *begun[0].tolist(), *ended[0].tolist(), end})
    inside = [time for time in events if start <= time <= end]
    return sum((after - time) * active(begun, ended, time) for time, after in pairwise(inside))


def test_an_event_at_the_instant_has_happened() -> None:
    times = tallied([1, 3, 3, 7])
    assert [upto(times, when) for when in (0, 1, 2, 3, 7, 9)] == [0, 1, 1, 3, 4, 4]
    assert upto(times, None) == 4
    assert upto(tallied([]), 5) == 0


def test_active_is_begun_and_not_ended() -> None:
    begun, ended = tallied([1, 2, 4]), tallied([3, 4])
    assert [active(begun, ended, when) for when in (0, 1, 2, 3, 4, 5)] == [0, 1, 2, 1, 1, 1]
    assert active(begun, ended, None) == 1


def test_who_ends_at_the_instant_it_began_is_never_there() -> None:
    assert active(tallied([5]), tallied([5]), 5) == 0


def test_a_value_at_a_limit_is_in_the_band_that_begins_there() -> None:
    values = tallied([0, 9, 10, 10, 19, 20, 99])
    assert banded(values, [10, 20]) == [2, 3, 2]
    assert banded(tallied([]), [10, 20]) == [0, 0, 0]


def test_the_time_to_clear() -> None:
    assert time_to_clear(15, 0, 1, 28) == 420  # 15 there, one leaves in 28 days
    assert time_to_clear(60, 40, 70, 30) == 60  # 60 there, one a day fewer
    assert time_to_clear(0, 1, 2, 28) == 0


@pytest.mark.parametrize(("begun", "ended"), [(2, 1), (2, 2), (0, 0)])
def test_what_grows_or_stays_is_never_cleared(begun: int, ended: int) -> None:
    assert time_to_clear(15, begun, ended, 28) is None


def test_the_published_sample_of_littles_law(shared: Path) -> None:
    vectors = json.loads((shared / "vectors/statistics/retention_backlog.json").read_text("utf-8"))
    sample = vectors["little_sample"]
    begun, ended = tallied(sample["created"]), tallied(sample["resolved"])
    assert area(begun, ended, 0, sample["T"]) == sample["area"] == 17
    assert sample["area"] / sample["T"] == pytest.approx(sample["lam"] * sample["W"])


def test_a_steady_flow_holds_what_littles_law_says(shared: Path) -> None:
    known = json.loads((shared / "vectors/statistics/retention_backlog.json").read_text("utf-8"))
    little = known["little"]
    step, stay = 36, int(little["mean_days"] * 1440)  # 40 a day: one every 36 minutes
    assert 1440 // step == little["arrivals_per_day"]
    begun = list(range(0, 10 * 1440, step))
    ended = [time + stay for time in begun]
    for when in (5 * 1440, 5 * 1440 + 17, 9 * 1440):
        assert active(tallied(begun), tallied(ended), when) == little["backlog"] == 60


tickets = st.lists(
    st.tuples(st.integers(-50, 150), st.one_of(st.none(), st.integers(0, 120))), max_size=30
)


@given(tickets, st.integers(0, 60), st.integers(0, 60))
def test_the_integral_is_the_time_that_all_were_there(
    lives: list[tuple[int, int | None]], start: int, length: int
) -> None:
    """Begun before, ended after, or open still: what lies inside the window counts."""
    end = start + length
    begun = tallied([begin for begin, _ in lives])
    ended = tallied([begin + stay for begin, stay in lives if stay is not None])
    spent = 0
    for begin, stay in lives:
        until = end if stay is None else min(end, begin + stay)
        spent += max(0, until - max(start, begin))
    assert area(begun, ended, start, end) == spent
