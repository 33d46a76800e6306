"""The grid and the JSON object of goals: what ``check`` prints, and cron mails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from csmetrics.errors import UNBALANCED
from csmetrics.language import Day, Period, Said, in_force, joined
from csmetrics.language.halves import half_up
from csmetrics.render import _numbers
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._objects import diagnostic_object, goal_object, input_object
from csmetrics.render._tidy import INTERVAL, Cell, Tidy, figure_cells, interval_cells
from csmetrics.render._words import worked
from csmetrics.report import Goals, Progress, Statistic

COLUMNS = (
    Column(Said("Verdict"), "label"),
    Column(Said("Goal"), "label"),
    Column(Said("Where"), "label"),
    Column(Said("Owner"), "label"),
    Column(Said("Period"), "label"),
    Column("n", "count"),
    Column("Value", "headline"),
    Column(Said("Target"), "label"),
)
ORDER = ("not measured", "missed", "at risk", "too little data", "on track", "met")
"""What needs somebody stands first."""
GOOD = ("on track", "met")
SHOWN = 0.05
"""Seconds that are shown as more than 0."""


def grids(goals: Goals) -> Iterator[Grid]:
    """All goals at a glance, narrow enough for a mail; under the table how far each is, with its interval."""
    ordered, periods = _ordered(goals), _periods(goals)
    together = len(periods) <= 1
    rows = [_cells(each) for each in ordered]
    kept = [
        place
        for place, column in enumerate(COLUMNS)
        if not (column.title == "Period" and together)
        and (column.title not in ("Where", "Owner") or any(row[place] for row in rows))
    ]
    verdicts = [each.verdict for each in ordered]
    counts = [counted(verdicts.count(each), each) for each in dict.fromkeys(verdicts)]
    period = tuple(map(_period, periods)) if together else ()
    zone = (goals.zone,) if periods else ()  # where nothing was measured it is that of nothing
    yield Grid(
        title="Goals",
        subtitle=joined(" · ", (joined(", ", counts), *period, *zone)),
        columns=tuple(COLUMNS[place] for place in kept),
        rows=tuple(GridRow(tuple(row[place] for place in kept), whole=False) for row in rows),
        notes=(*(line for _, lines in told(goals) for line in lines), *besides(goals)),
        rules=(),
        verdicts=(),
    )


def told(goals: Goals) -> Iterator[tuple[Progress, tuple[str, ...]]]:
    """Every goal in the order of the table: the line that names it, and those that say how far it is."""
    together = len(_periods(goals)) <= 1
    for each in _ordered(goals):
        yield each, tuple(_told(each, together=together))


def besides(goals: Goals) -> tuple[str, ...]:
    """What is said of several goals: the hours of their times, and whose counter-KPI got worse."""
    found = (each.text for each in goals.diagnostics if each.kind is UNBALANCED)
    return (*_hours(_ordered(goals)), *(Said("balance: {text}", text=text) for text in found))


def _ordered(goals: Goals) -> list[Progress]:
    return sorted(map(_in_working_time, goals.goals), key=lambda each: ORDER.index(each.verdict))


def _periods(goals: Goals) -> set[str]:
    return {each.period for each in goals.goals if each.period is not None}


def counted(count: int, verdict: str) -> Said:
    """``4 missed``: a language may have words of its own for one and for several."""
    return Said(f"{{n}} {verdict}", n=count)


def _in_working_time(each: Progress) -> Progress:
    """A time of working hours is never shown in days, which have more of them."""
    found = each.statistic
    if found is None or found.unit != "seconds" or not each.hours:
        return each
    return replace(each, statistic=replace(found, unit=_numbers.WORKING))


def _hours(ordered: Sequence[Progress]) -> Iterator[Said]:
    """In which hours the times of which metrics are counted."""
    metrics: dict[str, dict[str, None]] = {}
    for each in ordered:
        if each.statistic is not None and each.statistic.unit == _numbers.WORKING:
            metrics.setdefault(each.hours, {})[each.metric] = None
    for hours, named in metrics.items():
        yield Said("{metrics}: {worked}", metrics=", ".join(named), worked=worked(hours))


def _cells(each: Progress) -> tuple[str, ...]:
    found = each.statistic
    return (
        Said(each.verdict),
        each.goal.removesuffix(each.test).rstrip(),
        "; ".join(each.where),
        each.owner,
        _numbers.UNDEFINED if each.period is None else _period(each.period),
        _numbers.UNDEFINED if found is None else _numbers.count(found.n),
        _numbers.UNDEFINED if found is None else _numbers.number(found.value, found.unit),
        each.test,
    )


def _period(label: str) -> Said:
    """The label of a period, or of the stretch from one day to another."""
    first, to, last = label.partition(" to ")
    if to:
        return Said("{first} to {last}", first=Day(first), last=Day(last))
    return Said("{period}", period=Period(label))


def _told(each: Progress, *, together: bool) -> Iterator[str]:
    """What a manager asks of one goal: whose it is, how far it is, and what is needed by when."""
    yield Said("{verdict}: {goal}", verdict=Said(each.verdict), goal=called(each))
    found = each.statistic
    if found is None or found.value is None or each.verdict not in ("missed", "at risk", *GOOD):
        yield Said("  {why}", why=each.why)
        if each.cure:
            yield Said("  {cure}", cure=each.cure)
        return
    value: str = _numbers.number(found.value, found.unit)
    if not together and each.period is not None:
        value = Said("{value} in {period}", value=value, period=_period(each.period))
    yield Said("  {value}{gap}", value=value, gap=_gap(each, found))
    if each.pace is not None and each.expected is not None and each.period:
        line = _numbers.number(each.expected, found.unit)
        end = Period(each.period.rpartition(" to ")[2])
        yield Said("  the line asks for {value} by the end of {period}", value=line, period=end)
        pace = _signed(each.pace, found.unit)
        yield Said("  needed: {pace} a month until {day}", pace=pace, day=Day(each.by or ""))
    if each.forecast is not None and each.verdict != "met":
        reach = _numbers.interval(each.forecast.low, each.forecast.high, found.unit)
        days = {"since": Day(each.since or ""), "day": Day(each.by or "")}
        yield Said("  if all goes on as since {since}: {reach} on {day}", reach=reach, **days)


def called(each: Progress) -> Said:
    """A goal with its date, the rows that it is of, and whose it is: ``nps >= 50 by 2026-12-31 (Ana)``."""
    goal: str = each.goal
    if each.by:
        goal = Said("{goal} by {day}", goal=goal, day=Day(each.by))
    told = joined(", ", (goal, *each.where))
    return Said("{goal} ({owner})", goal=told, owner=each.owner) if each.owner else told


def _gap(each: Progress, found: Statistic) -> Said:
    """How far what is judged is from the target, on which side, and the interval."""
    if found.interval is None:
        return Said(", {far}", far=_far(each, found.value, found.unit))
    low, high = found.interval.low, found.interval.high
    level, ends = 100 * found.interval.level, _numbers.interval(low, high, found.unit)
    reach = Said("{level:g} % interval {ends}", level=level, ends=ends)
    if each.confident:
        nearest = low if each.upward else high
        far = _far(each, nearest, found.unit)
        return Said("; all of its {reach} counts: {far}", reach=reach, far=far)
    return Said(", {far}; {reach}", far=_far(each, found.value, found.unit), reach=reach)


def _far(each: Progress, value: float | None, unit: str) -> Said:
    if value is None or value == each.target:
        return Said("just the target")
    side = "to spare" if each.verdict == "met" else "short" if value < each.target else "over"
    return Said("{amount} " + side, amount=_amount(abs(value - each.target), unit))


def _signed(amount: float, unit: str) -> str:
    return ("+" if amount > 0 else "−") + _amount(abs(amount), unit)


def _amount(amount: float, unit: str) -> str:
    """Write a distance between two values with its unit, never as 0 where there is one."""
    if unit in ("seconds", _numbers.WORKING):
        if amount >= SHOWN:
            return _numbers.duration(amount, days=unit == "seconds")
        return _numbers.written("less than {n}s", n=in_force().digits("0.1"))
    decimals = next((each for each in range(1, 9) if half_up(amount, each)), 1)
    text = in_force().digits(f"{half_up(amount, decimals):,}")
    return _numbers.written("{n}" + {"percent": " pp", "points": " points"}.get(unit, ""), n=text)


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
        *(each.confident, _day(each.since), _day(each.by), each.start, each.period),
        *(name, *figure_cells(found), *interval_cells(interval)),
        *(each.verdict, each.why, each.expected, each.pace, low, high),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def document(goals: Goals) -> dict[str, Any]:
    """The JSON document of goals."""
    return {
        **({"stamp": goals.stamp} if goals.stamp else {}),
        "inputs": [input_object(each) for each in goals.inputs],
        "zone": goals.zone,
        "diagnostics": [diagnostic_object(each) for each in goals.diagnostics],
        "goals": [goal_object(each) for each in goals.goals],
    }
