"""The grid and the JSON object of goals: one line each, the verdict in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csmetrics.render import _numbers
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._objects import diagnostic_object, goal_object, input_object
from csmetrics.report import Goals, Progress

COLUMNS = (
    Column("Goal", "label"),
    Column("Where", "label"),
    Column("Owner", "label"),
    Column("Period", "label"),
    Column("n", "count"),
    Column("Value", "headline"),
    Column("Interval", "interval"),
    Column("Verdict", "label"),
    Column("Why", "label"),
)
OPTIONAL = ("Where", "Owner")


def grids(goals: Goals) -> Iterator[Grid]:
    """The scorecard of all goals; columns that no goal fills are left away."""
    rows = [_cells(each) for each in goals.goals]
    kept = [
        place
        for place, column in enumerate(COLUMNS)
        if column.title not in OPTIONAL or any(row[place] for row in rows)
    ]
    yield Grid(
        title="Goals",
        subtitle=" · ".join(_summary(goals)),
        columns=tuple(COLUMNS[place] for place in kept),
        rows=tuple(GridRow(tuple(row[place] for place in kept), whole=False) for row in rows),
        notes=tuple(_forecasts(goals)),
        rules=(),
        verdicts=(),
    )


def _summary(goals: Goals) -> list[str]:
    verdicts = [each.verdict for each in goals.goals]
    counts = [f"{verdicts.count(each)} {each}" for each in dict.fromkeys(verdicts)]
    return [", ".join(counts), goals.zone]


def _cells(each: Progress) -> tuple[str, ...]:
    found = each.statistic
    value, interval, n = "–", "–", "–"
    if found is not None:
        value, n = _numbers.number(found.value, found.unit), _numbers.count(found.n)
        if found.interval is not None:
            interval = _numbers.interval(found.interval.low, found.interval.high, found.unit)
    by = f" by {each.by}" if each.by else ""
    return (
        f"{each.goal}{by}",
        "; ".join(each.where),
        each.owner,
        each.period or "–",
        n,
        value,
        interval,
        each.verdict,
        each.why,
    )


def _forecasts(goals: Goals) -> list[str]:
    """Where the line through the periods so far leads, for goals on their way."""
    told = []
    for each in goals.goals:
        if each.forecast is not None and each.statistic is not None and each.verdict != "met":
            low, high = each.forecast.low, each.forecast.high
            reach = _numbers.interval(low, high, each.statistic.unit)
            told.append(f"{each.goal}: if all goes on as since {each.since}, {reach} on {each.by}")
    return told


def document(goals: Goals) -> dict[str, Any]:
    """The JSON document of goals."""
    return {
        **({"stamp": goals.stamp} if goals.stamp else {}),
        "inputs": [input_object(each) for each in goals.inputs],
        "zone": goals.zone,
        "diagnostics": [diagnostic_object(each) for each in goals.diagnostics],
        "goals": [goal_object(each) for each in goals.goals],
    }
