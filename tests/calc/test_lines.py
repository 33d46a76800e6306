"""The way to a target, and lines through points: by hand, against statsmodels, and what always holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csmetrics.calc import lines, means
from csmetrics.calc.lines import Way

level_ = st.integers(-100, 100)
ways = st.builds(
    lambda start, since, target, days: Way(start, since, target, since + days),
    level_,
    st.integers(0, 1000),
    level_,
    st.integers(1, 400),
)
series = st.lists(st.integers(-1000, 1000), min_size=3, max_size=30)


# --- by hand -----------------------------------------------------------------------------------


def test_from_40_to_60_in_100_days() -> None:
    way = Way(40, 1000, 60, 1100)
    assert way.pace == 0.2
    assert [way.at(day) for day in (0, 1000, 1025, 1100, 2000)] == [40, 40, 45, 60, 60]
    assert [way.done(value) for value in (40, 45, 60, 30, 65)] == [0, 0.25, 1, -0.5, 1.25]
    assert way.needed(50, 1075) == pytest.approx(0.4)
    assert way.needed(65, 1075) == pytest.approx(-0.2)


@pytest.mark.parametrize("when", [1100, 1101])
def test_no_pace_when_no_time_is_left(when: float) -> None:
    assert Way(40, 1000, 60, 1100).needed(50, when) is None


def test_downwards() -> None:
    way = Way(600, 0, 480, 30)  # ten minutes to eight
    assert way.pace == -4
    assert way.at(15) == 540
    assert way.done(540) == 0.5
    assert way.needed(570, 15) == -6


def test_a_level_to_hold() -> None:
    way = Way(50, 0, 50, 10)
    assert (way.pace, way.at(5), way.done(49), way.needed(49, 8)) == (0, 50, None, 0.5)


def test_three_points() -> None:
    # 1, 2, 6 at −1, 0, 1: slope 5/2; off the line by 1/2, −1, 1/2
    line = lines.trend([9, 10, 11], [1, 2, 6])
    assert line is not None
    assert (line.slope, line.at(10), line.at(12)) == (2.5, 3, 8)
    assert line.error == pytest.approx(1.5**0.5)
    reach = means.student_quantile(1, 0.95) * 1.5**0.5
    assert line.slope_limits(0.95) == pytest.approx((2.5 - reach / 2**0.5, 2.5 + reach / 2**0.5))
    far = reach * (1 + 1 / 3 + 4 / 2) ** 0.5
    assert line.prediction(12, 0.95) == pytest.approx((8 - far, 8 + far))


@pytest.mark.parametrize("points", [[], [(1, 5)], [(1, 5), (2, 6)], [(3, 5), (3, 6), (3, 7)]])
def test_no_line(points: list[tuple[float, float]]) -> None:
    assert lines.trend([time for time, _ in points], [value for _, value in points]) is None


@pytest.mark.parametrize("values", [[5, 5, 5, 5], [0, 0, 0, 0], [0.1, 0.2, 0.3, 0.4]])
def test_points_on_a_line_do_not_say_how_sure_it_is(values: list[float]) -> None:
    line = lines.trend([1, 2, 3, 4], values)
    assert line is not None
    assert line.at(5) == pytest.approx(2 * values[3] - values[2])
    assert line.prediction(5, 0.95) == line.slope_limits(0.95) == (None, None)


# --- what always holds --------------------------------------------------------------------------


@given(ways, st.integers(-100, 1500))
def test_on_the_line_the_pace_stays(way: Way, when: int) -> None:
    asked = way.at(when)
    assert min(way.start, way.target) <= asked <= max(way.start, way.target)
    if way.since <= when < way.by:
        assert way.needed(asked, when) == pytest.approx(way.pace, abs=1e-9)


@given(ways, level_, st.integers(0, 1000))
def test_the_pace_needed_arrives(way: Way, value: int, when: int) -> None:
    pace = way.needed(value, when)
    assert (pace is None) == (when >= way.by)
    if pace is not None:
        assert value + pace * (way.by - when) == pytest.approx(way.target, abs=1e-9)


@given(series, st.integers(0, 40), st.integers(-9, 9).filter(bool))
def test_another_unit_gives_the_same_line(values: list[int], when: int, unit: int) -> None:
    times = list(range(len(values)))
    line = lines.trend(times, values)
    moved = lines.trend([7 + time for time in times], [unit * value + 3 for value in values])
    assert line is not None
    assert moved is not None
    assert moved.at(when + 7) == pytest.approx(unit * line.at(when) + 3, abs=1e-6)
    assert moved.error == pytest.approx(abs(unit) * line.error, abs=1e-6)


@given(series)
def test_further_away_is_less_sure(values: list[int]) -> None:
    line = lines.trend(range(len(values)), values)
    assert line is not None
    widths = []
    for ahead in (0, 3, 9):
        low, high = line.prediction(len(values) + ahead, 0.95)
        if low is None or high is None:
            return
        widths.append(high - low)
    assert widths == sorted(set(widths))


# --- against others -----------------------------------------------------------------------------


def test_a_prediction_as_statsmodels() -> None:
    # statsmodels 0.15.0: OLS(…).fit(), get_prediction(…).conf_int(obs=True) at time 10
    line = lines.trend(range(8), [30, 32, 35, 33, 31, 36, 38, 37])
    assert line is not None
    assert line.at(10) == pytest.approx(40.19047619, abs=1e-8)
    assert line.prediction(10, 0.95) == pytest.approx((33.36553615, 47.01541623), abs=1e-8)
    assert line.slope_limits(0.95) == pytest.approx((0.23096237, 1.67379953), abs=1e-8)
