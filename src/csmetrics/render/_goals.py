"""The grid and the JSON object of goals: what ``check`` prints, and cron mails."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csmetrics.errors import UNBALANCED
from csmetrics.render import _numbers
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._objects import diagnostic_object, goal_object, input_object
from csmetrics.render._tidy import INTERVAL, Cell, Tidy, figure_cells, interval_cells
from csmetrics.render._words import interval_title
from csmetrics.report import Goals, Progress, Statistic

COLUMNS = (
    Column("Verdict", "label"),
    Column("Goal", "label"),
    Column("Where", "label"),
    Column("Owner", "label"),
    Column("Period", "label"),
    Column("n", "count"),
    Column("Value", "headline"),
    Column("Target", "label"),
)
ORDER = ("not measured", "missed", "at risk", "too little data", "on track", "met")
"""What needs somebody stands first."""
GOOD = ("on track", "met")
SHOWN = 0.05
"""Seconds that are shown as more than 0."""


def grids(goals: Goals) -> Iterator[Grid]:
    """All goals at a glance, narrow enough for a mail; under the table how far each is, with its interval."""
    ordered = sorted(goals.goals, key=lambda each: ORDER.index(each.verdict))
    periods = {each.period for each in ordered if each.period is not None}
    together = len(periods) == 1
    rows = [_cells(each) for each in ordered]
    kept = [
        place
        for place, column in enumerate(COLUMNS)
        if not (column.title == "Period" and together)
        and (column.title not in ("Where", "Owner") or any(row[place] for row in rows))
    ]
    verdicts = [each.verdict for each in ordered]
    counts = [f"{verdicts.count(each)} {each}" for each in dict.fromkeys(verdicts)]
    yield Grid(
        title="Goals",
        subtitle=" · ".join((", ".join(counts), *(periods if together else ()), goals.zone)),
        columns=tuple(COLUMNS[place] for place in kept),
        rows=tuple(GridRow(tuple(row[place] for place in kept), whole=False) for row in rows),
        notes=(
            *(line for each in ordered for line in _told(each, together=together)),
            *(f"balance: {each.text}" for each in goals.diagnostics if each.kind is UNBALANCED),
        ),
        rules=(),
        verdicts=(),
    )


def _cells(each: Progress) -> tuple[str, ...]:
    found = each.statistic
    return (
        each.verdict,
        each.goal.removesuffix(each.test).rstrip(),
        "; ".join(each.where),
        each.owner,
        each.period or _numbers.UNDEFINED,
        _numbers.UNDEFINED if found is None else _numbers.count(found.n),
        _numbers.UNDEFINED if found is None else _numbers.number(found.value, found.unit),
        each.test,
    )


def _told(each: Progress, *, together: bool) -> Iterator[str]:
    """What a manager asks of one goal: whose it is, how far it is, and what is needed by when."""
    by = f" by {each.by}" if each.by else ""
    owner = f" ({each.owner})" if each.owner else ""
    yield f"{each.verdict}: " + ", ".join((f"{each.goal}{by}", *each.where)) + owner
    found = each.statistic
    if found is None or found.value is None or each.verdict not in ("missed", "at risk", *GOOD):
        yield f"  {each.why}"
        return
    period = "" if together else f" in {each.period}"
    yield f"  {_numbers.number(found.value, found.unit)}{period}{_gap(each, found)}"
    if each.pace is not None and each.expected is not None and each.period:
        line = _numbers.number(each.expected, found.unit)
        yield f"  the line asks for {line} by the end of {each.period.rpartition(' to ')[2]}"
        yield f"  needed: {_signed(each.pace, found.unit)} a month until {each.by}"
    if each.forecast is not None and each.verdict != "met":
        reach = _numbers.interval(each.forecast.low, each.forecast.high, found.unit)
        yield f"  if all goes on as since {each.since}: {reach} on {each.by}"


def _gap(each: Progress, found: Statistic) -> str:
    """How far what is judged is from the target, on which side, and the interval."""
    if found.interval is None:
        return f", {_far(each, found.value, found.unit)}"
    low, high = found.interval.low, found.interval.high
    reach = f"{interval_title(found.interval.level)} {_numbers.interval(low, high, found.unit)}"
    if each.confident:
        nearest = low if each.upward else high
        return f"; all of its {reach} counts: {_far(each, nearest, found.unit)}"
    return f", {_far(each, found.value, found.unit)}; {reach}"


def _far(each: Progress, value: float | None, unit: str) -> str:
    if value is None or value == each.target:
        return "just the target"
    side = "to spare" if each.verdict == "met" else "short" if value < each.target else "over"
    return f"{_amount(abs(value - each.target), unit)} {side}"


def _signed(amount: float, unit: str) -> str:
    return ("+" if amount > 0 else "−") + _amount(abs(amount), unit)


def _amount(amount: float, unit: str) -> str:
    """Write a distance between two values with its unit, never as 0 where there is one."""
    if unit == "seconds":
        return _numbers.duration(amount) if amount >= SHOWN else "less than 0.1s"
    decimals = next((each for each in range(1, 9) if round(amount, each)), 1)
    return f"{amount:,.{decimals}f}" + {"percent": " pp", "points": " points"}.get(unit, "")


def tidy(goals: Goals) -> Tidy:
    """One row for each goal; ``needed_per_month`` is in the unit of its statistic."""
    columns = (
        *("goal", "metric", "owner", "where", "window", "target", "confident"),
        *("since", "by", "from", "period", "statistic", "value", "unit", "n", *INTERVAL),
        *("verdict", "why", "expected", "needed_per_month", "forecast_low", "forecast_high"),
    )
    return Tidy(columns, tuple(map(_tidy_row, goals.goals)))


def _tidy_row(each: Progress) -> tuple[Cell, ...]:
    found = each.statistic
    name, interval = (found.name, found.interval) if found else (None, None)
    _, low, high, _ = interval_cells(each.forecast)
    return (
        *(each.goal, each.metric, each.owner, "; ".join(each.where), each.window, each.target),
        *(each.confident, each.since, each.by, each.start, each.period),
        *(name, *figure_cells(found), *interval_cells(interval)),
        *(each.verdict, each.why, each.expected, each.pace, low, high),
    )


def document(goals: Goals) -> dict[str, Any]:
    """The JSON document of goals."""
    return {
        **({"stamp": goals.stamp} if goals.stamp else {}),
        "inputs": [input_object(each) for each in goals.inputs],
        "zone": goals.zone,
        "diagnostics": [diagnostic_object(each) for each in goals.diagnostics],
        "goals": [goal_object(each) for each in goals.goals],
    }
