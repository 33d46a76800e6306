"""A metric over the windows that goals are judged by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from csmetrics import goals
from csmetrics.analyses._series import by_period, label_of
from csmetrics.analyses.goals import Objective, Observation
from csmetrics.language import Said, ours
from csmetrics.metrics._contract import Metric
from csmetrics.options import Options
from csmetrics.pipeline import measure
from csmetrics.report import Report, Row, Statistic
from csmetrics.slices import periods, window
from csmetrics.slices.periods import every_of

COMPLETE = "last-complete-"
WHOLE = "all"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """What is measured for a goal: a metric with its options, over the files of its table."""

    metric: Metric
    files: tuple[str, ...]
    options: Options


Measured = Callable[[Metric, Sequence[str], Options], Report]


@dataclass(frozen=True)
class Observed:
    """The observations in their order, the one to judge last, and the report that they are from.

    ``today`` is the day that the data reach, or that of --as-of; ``none`` tells why there are no observations.
    """

    report: Report
    observations: tuple[Observation, ...] = ()
    today: date | None = None
    none: str = ""


def observed(objective: Objective, asked: Asked, measured: Measured = measure) -> Observed:
    """A metric over the window of a goal; periods that the data do not cover whole by --as-of are none."""
    name = objective.window
    if asked.metric.by_period:
        return _state(objective, asked, measured)
    if name.startswith(COMPLETE):
        every = every_of(name.removeprefix(COMPLETE))
        report = measured(*_with(asked, every=every))
        today = _today(asked, report)
        found = []
        for row in by_period(report):
            first, last = _ends(periods.stretch(every, label_of(row)))
            # what ends after --as-of has not ended, also where the data hold later days
            if not row.partial and (today is None or last <= today):
                found.append(Observation(label_of(row), first, last, _judged(objective, row)))
        return Observed(
            report, tuple(found), today, Said("no {every} is covered whole", every=ours(every))
        )
    by_year = measured(*_with(asked, every="year"))  # so that the days it covers are known
    today = _today(asked, by_year)
    if by_year.span is None or today is None:
        return Observed(by_year, none="the data have no dates")
    first, end = (date.fromisoformat(day) for day in by_year.span)
    last = min(end, today)
    by = today if objective.journey is None else objective.journey.by
    since, until = first, min(last, by)
    if name != WHOLE:  # it ends before today; that of a goal whose day has passed ends by that day
        since, until = _ends(window.parse(name, None, min(today, by + DAY)))
    if not first <= since <= until <= last + DAY:
        none = Said(
            "the data cover {first} to {last}, not {since} to {until}",
            first=first,
            last=last,
            since=since,
            until=until,
        )
        return Observed(by_year, (), today, none)
    # of all days nothing is left out because it has no date: an open ticket has none of its resolution
    days = {} if (since, until) == (first, end) else {"since": str(since), "until": str(until)}
    report = measured(*_with(asked, **days))
    label = Said("{first} to {last}", first=since, last=until)
    seen = Observation(label, since, until, _judged(objective, report.rows[0]))
    return Observed(report, (seen,), today)


def _state(objective: Objective, asked: Asked, measured: Measured) -> Observed:
    """What has no window, such as a backlog, is judged as it stands at --as-of, or else at the end of the data."""
    report = measured(*_with(asked))
    told = next((str(each.value) for each in report.settings if each.name == "as_of"), None)
    if told is None:
        return Observed(report, none="the data have no dates")
    today = date.fromisoformat(told[:10])
    if objective.journey is not None and objective.journey.by < (now := today):
        slices = replace(asked.options.slices, as_of=str(objective.journey.by))
        by_then = replace(asked, options=replace(asked.options, slices=slices))
        return replace(_state(objective, by_then, measured), today=now)
    seen = Observation(str(today), today, today, _judged(objective, report.rows[0]))
    return Observed(report, (seen,), today)


def _today(asked: Asked, report: Report) -> date | None:
    """The day that counts as now: that of --as-of, or the last one of the data."""
    if asked.options.slices.as_of is not None:
        return window.day("--as-of", asked.options.slices.as_of)
    return None if report.span is None else date.fromisoformat(report.span[1])


def as_of(asked: Asked, report: Report, every: str) -> Report:
    """A report by period in which what ends after --as-of is partial: answers given later are in the data already."""
    today = _today(asked, report)

    def open_still(row: Row) -> bool:
        return (
            today is not None and _ends(periods.stretch(every_of(every), label_of(row)))[1] > today
        )

    later = {id(row) for row in by_period(report) if open_still(row)}
    rows = tuple(replace(row, partial=True) if id(row) in later else row for row in report.rows)
    return replace(report, rows=rows)


def _with(asked: Asked, **sliced: Any) -> tuple[Metric, tuple[str, ...], Options]:
    """The run with its slices replaced: goals are judged on the whole."""
    cleared: dict[str, Any] = {"by": (), "every": None, "since": None, "until": None}
    slices = replace(asked.options.slices, **(cleared | sliced))
    options = replace(asked.options, slices=slices)
    return asked.metric, asked.files, options


def _judged(objective: Objective, row: Row) -> Statistic:
    return goals.judged(objective.goal, row, f"goal {objective.metric}")


def _ends(days: periods.Window) -> tuple[date, date]:
    if days.first is None or days.last is None:
        raise AssertionError("a window without ends")
    return days.first, days.last
