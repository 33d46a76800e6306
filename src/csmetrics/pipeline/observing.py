"""A metric over the windows that goals are judged by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from csmetrics import goals
from csmetrics.analyses._series import by_period, label_of
from csmetrics.analyses.goals import Objective, Observation
from csmetrics.language import Said
from csmetrics.metrics._contract import Metric
from csmetrics.options import Options
from csmetrics.pipeline import measure
from csmetrics.report import Report, Row, Statistic
from csmetrics.slices import periods, window
from csmetrics.slices.periods import every_of

COMPLETE = "last-complete-"
WHOLE = "all"


@dataclass(frozen=True)
class Asked:
    """What is measured for a goal: a metric with its options, over the files of its table."""

    metric: Metric
    files: tuple[str, ...]
    options: Options


Measured = Callable[[Metric, Sequence[str], Options], Report]


def observed(
    objective: Objective, asked: Asked, measured: Measured = measure
) -> tuple[Report, list[Observation], str]:
    """What the observations are from, those in their order with the one to judge last, and why there are none.

    Periods that the data do not cover whole are none.
    """
    name = objective.window
    if name.startswith(COMPLETE):
        every = every_of(name.removeprefix(COMPLETE))
        report = measured(*_with(asked, every=every))
        found = [
            Observation(
                label_of(row),
                *_ends(periods.stretch(every, label_of(row))),
                _judged(objective, row),
            )
            for row in by_period(report)
            if not row.partial
        ]
        return report, found, Said("no {every} is covered whole", every=every)
    report = measured(
        *_with(asked, every="year")
    )  # by periods, so that the days it covers are known
    if report.span is None:
        return report, [], "the data have no dates"
    first, last = (date.fromisoformat(day) for day in report.span)
    if name != WHOLE:
        today = date.fromisoformat(asked.options.slices.as_of or str(last))
        days = window.parse(name, None, today)
        since, until = _ends(days)
        if since < first or until > last + timedelta(days=1):
            return (
                report,
                [],
                Said(
                    "the data cover {first} to {last}, not {since} to {until}",
                    first=first,
                    last=last,
                    since=since,
                    until=until,
                ),
            )
        report = measured(*_with(asked, since=str(since), until=str(until)))
        first, last = since, until
    statistic = _judged(objective, report.rows[0])
    return (
        report,
        [Observation(Said("{first} to {last}", first=first, last=last), first, last, statistic)],
        "",
    )


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
