"""Where a goal stands: what was measured in its window, against the target and against the way to it.

A *standing* goal is a standard that holds in every window. A *moving* goal leads from a baseline at one date to
a target at another, and is judged on the way by the straight line between them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from csmetrics.calc.lines import Way, trend
from csmetrics.goals import PERCENT, Goal, shown
from csmetrics.language import Figure, Said
from csmetrics.report import Interval, Progress, Statistic

MET, ON_TRACK, AT_RISK, MISSED, TOO_LITTLE, REFUSED = (
    "met",
    "on track",
    "at risk",
    "missed",
    "too little data",
    "not measured",
)
MONTH = 365.25 / 12


@dataclass(frozen=True)
class Journey:
    """The way of a moving goal: from a value at a date to the target by another."""

    start: float
    since: date
    by: date


@dataclass(frozen=True)
class Objective:
    """A goal with where it holds and whose it is. ``window`` names the stretch that it is judged by."""

    metric: str
    goal: Goal
    journey: Journey | None = None
    window: str = "last-complete-month"
    where: tuple[str, ...] = ()
    owner: str = ""
    confident: bool = False


@dataclass(frozen=True)
class Observation:
    """What was measured in one stretch of days that the data cover whole."""

    label: str
    first: date
    last: date
    statistic: Statistic


def unjudged(objective: Objective, why: str, code: int, cure: str = "") -> Progress:
    """A goal that could not be measured, for a reason that ends a run with this code, and how to mend it."""
    return replace(_base(objective), verdict=REFUSED, why=why, exit=code, cure=cure)


def _base(objective: Objective) -> Progress:
    """What is known of a goal before anything is measured."""
    journey = objective.journey
    return Progress(
        goal=f"{objective.metric} {objective.goal}",
        metric=objective.metric,
        owner=objective.owner,
        where=objective.where,
        window=objective.window,
        target=objective.goal.target,
        test=objective.goal.test,
        upward=objective.goal.upward,
        confident=objective.confident,
        since=None if journey is None else journey.since.isoformat(),
        by=None if journey is None else journey.by.isoformat(),
        start=None if journey is None else journey.start,
    )


def progress(
    objective: Objective,
    seen: Sequence[Observation],
    level: float,
    none: str = "",
    today: date | None = None,
) -> Progress:
    """Judge a goal by the last observation; those before it show where it is heading.

    ``level`` is that of the forecast, 0 to 1. ``none`` tells why nothing was observed. ``today`` is the day that
    the data reach: once it is past the day of a moving goal, no window that ends by then can still come.
    """
    journey = objective.journey
    base = _base(objective)
    if journey is not None:  # what ends later is judged against nothing
        none = Said("no period ended by {by}", by=journey.by) if seen else none
        seen = [each for each in seen if each.last <= journey.by]
    if not seen:
        return replace(base, verdict=TOO_LITTLE, why=none or "no period is covered whole")
    last = seen[-1]
    statistic = last.statistic
    base = replace(base, period=last.label, statistic=statistic)
    if statistic.value is None:
        return replace(base, verdict=TOO_LITTLE, why=statistic.undefined_because or "no answers")
    if journey is not None and last.last < journey.since:
        why = Said("the data end on {last}, before the goal begins", last=last.last)
        return replace(base, verdict=TOO_LITTLE, why=why)
    value = _judged(objective, statistic)
    if value is None:
        return replace(base, verdict=TOO_LITTLE, why="no interval: too few answers to be confident")
    told = shown(objective.goal, value, statistic.unit)
    if objective.confident:
        told = Said("the end of its interval, {told},", told=told)
    if objective.goal.met_by(value):
        base = replace(
            base, verdict=MET, why=Said("{told} {test}", told=told, test=objective.goal.test)
        )
    elif journey is None:
        base = replace(
            base,
            verdict=MISSED,
            why=Said("{told} is not {test}", told=told, test=objective.goal.test),
        )
    if journey is None:
        return base
    if journey.by <= last.last or (today is not None and journey.by < today):
        return _arrived(base, journey, told)
    return _on_the_way(base, objective, seen, value, level)


def _arrived(base: Progress, journey: Journey, told: str) -> Progress:
    """The day of a moving goal has come: the target was reached in the last window that ended by then, or not."""
    base = replace(base, expected=base.target)
    if base.verdict == MET:
        return base
    why = Said("{told} is not {test} on {by}", told=told, test=base.test, by=journey.by)
    return replace(base, verdict=MISSED, why=why)


def _judged(objective: Objective, statistic: Statistic) -> float | None:
    """The value itself, or for --confident the end of its interval that is nearer to failing."""
    if not objective.confident:
        return statistic.value
    interval = statistic.interval
    if interval is None:
        return None
    return interval.low if objective.goal.upward else interval.high


def _on_the_way(
    base: Progress,
    objective: Objective,
    seen: Sequence[Observation],
    value: float,
    level: float,
) -> Progress:
    """Beside the target: the line at the end of the window, the pace still needed, the forecast."""
    goal, journey, last = objective.goal, objective.journey, seen[-1]
    if journey is None:
        raise AssertionError("a standing goal is on no way")
    way = Way(journey.start, _day(journey.since), goal.target, _day(journey.by))
    when = _day(last.last)
    expected, pace = way.at(when), way.needed(value, when)
    monthly = (
        0.0 if pace is None else pace * MONTH
    )  # the way ends after the window: a pace is known
    base = replace(
        base,
        expected=expected,
        pace=None if base.verdict == MET else monthly,
        forecast=_forecast(journey, seen, level),
    )
    if base.verdict == MET:
        return base
    unit = last.statistic.unit
    told = shown(goal, value, unit)
    # what is exactly on the line is on track, also where binary fractions put it beside
    near = math.isclose(value, expected, rel_tol=1e-9, abs_tol=1e-9)
    ahead = near or (value > expected if goal.upward else value < expected)
    line = Said(
        "the line asks {expected} by {last}", expected=shown(goal, expected, unit), last=last.last
    )
    why = Said(
        "{told}; {line}; {pace} until {by}",
        told=told,
        line=line,
        pace=_paced(goal, monthly, unit),
        by=journey.by,
    )
    return replace(base, verdict=ON_TRACK if ahead else AT_RISK, why=why)


def _forecast(journey: Journey, seen: Sequence[Observation], level: float) -> Interval | None:
    """Where the line through the observations since the start leads, with its interval; None of fewer than four."""
    known = [
        (_day(each.last), each.statistic.value)
        for each in seen
        if each.last >= journey.since and each.statistic.value is not None
    ]
    fitted = trend([when for when, _ in known], [value for _, value in known])
    if fitted is None or len(known) < 4:
        return None
    low, high = fitted.prediction(_day(journey.by), level)
    return Interval(level, low, high, "straight line")


def _paced(goal: Goal, monthly: float, unit: str) -> str:
    sign = "+" if monthly > 0 else "-"
    value = shown(goal, abs(monthly), unit)
    if unit == PERCENT:  # a difference of shares is in points of them
        value = Said("{value} pp", value=Figure(value.removesuffix("%")))
    return Said("{sign}{value} a month needed", sign=sign, value=value)


def _day(when: date) -> float:
    return float(when.toordinal())
