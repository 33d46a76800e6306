"""Where a goal stands, by hand-computed lines."""

from __future__ import annotations

from datetime import date
from math import isclose

import pytest

from csmetrics import goals
from csmetrics.analyses.goals import Journey, Objective, Observation, progress
from csmetrics.report import Interval, Statistic

STANDING = Objective("nps", goals.parse(">= 50"))
# 9 minutes to 7 in 365 days: 360 s asked for after 182.5 days would be 480
MOVING = Objective(
    "aht", goals.parse("<= 7m"), Journey(540.0, date(2026, 1, 1), date(2027, 1, 1)), owner="Lia"
)


def month(number: int, value: float | None, *ends: float, unit: str = "seconds") -> Observation:
    last = (
        date(2026, number + 1, 1).toordinal() - 1 if number < 12 else date(2026, 12, 31).toordinal()
    )
    interval = Interval(0.95, *ends, "by hand") if ends else None
    statistic = Statistic("mean", value, unit, 20, interval, None if value else "no answers")
    return Observation(
        f"2026-{number:02d}", date(2026, number, 1), date.fromordinal(last), statistic
    )


@pytest.mark.parametrize(("value", "verdict"), [(50.0, "met"), (49.9, "missed")])
def test_a_standing_goal_holds_or_not(value: float, verdict: str) -> None:
    found = progress(
        STANDING, [month(3, 80.0, unit="points"), month(4, value, unit="points")], 0.95
    )
    assert (found.verdict, found.period, found.expected, found.pace) == (
        verdict,
        "2026-04",
        None,
        None,
    )


def test_the_line_tells_on_track_from_at_risk() -> None:
    asked = 540 - 120 * 180 / 365  # on 30 June, 180 days after 1 January
    ahead = progress(MOVING, [month(6, asked - 1)], 0.95)
    behind = progress(MOVING, [month(6, asked + 1)], 0.95)
    exact = progress(MOVING, [month(6, asked)], 0.95)
    assert [each.verdict for each in (ahead, behind, exact)] == ["on track", "at risk", "on track"]
    assert ahead.expected is not None
    assert isclose(ahead.expected, asked)
    # 185 days are left, a month has 30.4375 of them
    assert behind.pace is not None
    assert isclose(behind.pace, (420 - asked - 1) / 185 * 30.4375)


def test_reached_before_its_day_it_is_met() -> None:
    assert progress(MOVING, [month(2, 419.0)], 0.95).verdict == "met"


def test_after_its_day_the_last_window_that_ended_by_then_counts() -> None:
    early = Objective("aht", MOVING.goal, Journey(540.0, date(2026, 1, 1), date(2026, 6, 30)))
    found = progress(early, [month(5, 400.0), month(6, 430.0), month(7, 300.0)], 0.95)
    assert (found.verdict, found.period, found.pace) == ("missed", "2026-06", None)


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        ([], "nothing was there"),
        ([month(3, None)], "no answers"),
        ([month(1, 500.0)], "before the goal begins"),
    ],
)
def test_too_little_data_is_said_with_its_reason(seen: list[Observation], why: str) -> None:
    late = Objective("aht", MOVING.goal, Journey(540.0, date(2026, 3, 1), date(2027, 1, 1)))
    found = progress(late, seen, 0.95, "nothing was there")
    assert found.verdict == "too little data"
    assert why in found.why


def test_who_wants_to_be_confident_needs_the_interval_to_clear_the_target() -> None:
    sure = Objective("nps", goals.parse(">= 50"), confident=True)
    assert progress(sure, [month(4, 60.0, 50.0, 70.0, unit="points")], 0.95).verdict == "met"
    assert progress(sure, [month(4, 60.0, 49.0, 70.0, unit="points")], 0.95).verdict == "missed"
    assert progress(sure, [month(4, 60.0, unit="points")], 0.95).verdict == "too little data"


def test_a_forecast_goes_through_four_periods_since_the_start() -> None:
    falling = [month(number, 540.0 - 10 * number + (number % 2)) for number in range(1, 6)]
    assert progress(MOVING, falling[:3], 0.95).forecast is None
    found = progress(MOVING, falling, 0.95).forecast
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < 420 < found.high  # ten seconds less each month: 540 − 120 in December
