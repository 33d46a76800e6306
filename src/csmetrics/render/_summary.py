"""The grid and the JSON object of a scorecard: one line for each KPI."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csmetrics.errors import UNBALANCED
from csmetrics.language import Day, Period, Said, joined, ours
from csmetrics.render import _compared, _numbers
from csmetrics.render._goals import called
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._lines import sparkline
from csmetrics.render._objects import (
    diagnostic_object,
    finite,
    goal_object,
    input_object,
    interval_object,
    statistic_object,
)
from csmetrics.render._summary_related import related, related_object
from csmetrics.render._tidy import INTERVAL, Cell, Tidy, figure_cells, interval_cells
from csmetrics.render._words import in_sentence, interval_title, named_after, title_of, worked
from csmetrics.report import Kpi, Progress, Summary

COLUMNS = (
    Column(Said("KPI"), "label"),
    Column("Period", "words"),
    Column("n", "count"),
    Column("Value", "headline"),
    Column("Interval", "interval"),
    Column("Change", "number"),
    Column("Its interval", "interval"),
    Column("", "words"),
    Column("Goal", "words"),
    Column("Trend", "chart"),
)
MET = {"met": True, "on track": True, "missed": False}


def grids(summary: Summary) -> Iterator[Grid]:
    """The scorecard; columns that no KPI fills are left away, and a period that all share stands above."""
    rows = [_cells(summary, each) for each in summary.kpis]
    shared = _shared(summary)
    kept = [
        place
        for place, column in enumerate(COLUMNS)
        if any(row[place] for row in rows) and not (column.title == "Period" and shared)
    ]
    yield Grid(
        title="Scorecard",
        subtitle=joined(" · ", _facts(summary, shared)),
        columns=tuple(_column(summary, COLUMNS[place]) for place in kept),
        rows=tuple(GridRow(tuple(row[place] for place in kept), whole=False) for row in rows),
        notes=(*_signals(summary), *_unbalanced(summary), *_lacking(summary)),
        rules=(),
        verdicts=tuple(_verdicts(summary)),
    )
    if summary.relations:
        yield related(summary)


def _shared(summary: Summary) -> str:
    """The periods in words, where all KPIs that have some have the same."""
    periods = {(each.period, each.previous) for each in summary.kpis if each.period}
    if len(periods) != 1:
        return ""
    ((period, previous),) = periods
    said = Period(str(period))
    if not previous:
        return said
    return Said("{period}, change from {previous}", period=said, previous=Period(previous))


def _facts(summary: Summary, shared: str) -> Iterator[str]:
    if shared:
        yield shared
    if any(summary.window):
        since, until = (Day(day) if day else "…" for day in summary.window)
        yield Said("{since} to {until}", since=since, until=until)
    for test in summary.filters:
        reached = [short(each) for each in summary.kpis if test in each.filters]
        alone = len(reached) < len(summary.kpis)
        yield (
            Said("{test} ({kpis} alone)", test=test, kpis=joined(", ", reached)) if alone else test
        )
    if summary.stamp:
        yield summary.stamp
    hours = (report.hours for report in summary.reports)
    yield from dict.fromkeys(worked(each) for each in hours if each)
    yield summary.zone


def _column(summary: Summary, column: Column) -> Column:
    intervals = (each.statistic.interval for each in summary.kpis)
    level = next((each.level for each in intervals if each), None)
    if column.title == "Interval" and level is not None:
        return Column(interval_title(level), column.kind)
    return column


def _cells(summary: Summary, each: Kpi) -> tuple[str, ...]:
    found, unit = each.statistic, _unit(summary, each)
    interval = found.interval
    return (
        short(each),
        _period(each),
        _numbers.count(found.n),
        _numbers.number(found.value, unit),
        "" if interval is None else _numbers.interval(interval.low, interval.high, unit),
        "" if each.change is None else _compared.signed(each.change.difference, unit),
        "" if each.change is None else _compared.reach(each.change, unit),
        ours(each.way),
        _goals(each),
        _drawn(each),
    )


def _goals(each: Kpi) -> str:
    """The goals of what the line shows; those of other rows or of another stretch stand below the table."""
    shown = (goal for goal in each.goals if goal.period in (each.period, None))
    whole = [goal for goal in shown if not goal.where and not each.filters]
    return joined(
        "; ",
        (
            Said(
                "{goal}: {verdict}",
                goal=goal.goal.removeprefix(each.metric).strip(),
                verdict=Said(goal.verdict),
            )
            for goal in whole
        ),
    )


def name(each: Kpi) -> Said:
    """What a KPI is called: its title, the statistic where the title does not say it, its question."""
    statistic = [plain for plain in _statistic(each) if plain not in each.title.lower()]
    return _asked(each, joined(", ", (ours(each.title), *statistic)))


def short(each: Kpi) -> Said:
    """The same by the name of its command, which a terminal has room for."""
    own = each.statistic.name
    named = own if named_after(each.metric, own) else each.metric
    return _asked(each, joined(", ", (title_of(named, each.metric), *_statistic(each))))


def _statistic(each: Kpi) -> list[Said]:
    """The statistic, where the KPI is not named after it."""
    found = each.statistic.name
    if named_after(each.metric, found):
        return []
    return [in_sentence(title_of(found, each.metric))]


def _asked(each: Kpi, title: Said) -> Said:
    return joined(": ", (title, each.question)) if each.question else title


def _period(each: Kpi) -> str:
    return Period(each.period) if each.period else "all"


def _unit(summary: Summary, each: Kpi) -> str:
    """Seconds of working time are not counted in days."""
    if each.statistic.unit != "seconds":
        return each.statistic.unit
    own = (report for report in summary.reports if report.definition.metric == each.metric)
    hours = any(s.name == "hours" and s.value for report in own for s in report.settings)
    return _numbers.WORKING if hours else "seconds"


def _drawn(each: Kpi) -> str:
    """The whole periods as a line of bars, with a mark where the last one fired a rule."""
    if each.trend is None:
        return ""
    points = [point for point in each.trend.points if not point.partial]
    if len(points) < 2:
        return ""
    return sparkline([point.value for point in points]) + (" ◆" if points[-1].rules else "")


def _signals(summary: Summary) -> Iterator[str]:
    """The rules that the last whole period fired; older ones are for ``trend``."""
    for each in summary.kpis:
        whole = [point for point in each.trend.points if not point.partial] if each.trend else []
        for signal in each.trend.signals if each.trend and whole and whole[-1].rules else ():
            if whole[-1].period in signal:
                yield Said("◆ {name}: {signal}", name=short(each), signal=ours(signal))


def _unbalanced(summary: Summary) -> Iterator[str]:
    return (each.text for each in summary.diagnostics if each.kind is UNBALANCED)


def _lacking(summary: Summary) -> Iterator[str]:
    """What could not be computed, those for one reason together."""
    reasons: dict[str, list[str]] = {}
    for each in summary.lacking:
        reasons.setdefault(each.why, []).append(each.metric)
    for why, metrics in reasons.items():
        names = ", ".join(metrics)
        yield Said("not computed: {metrics} ({why})", metrics=names, why=ours(why))


def _verdicts(summary: Summary) -> Iterator[tuple[bool | None, str]]:
    for each in summary.kpis:
        for goal in each.goals:
            yield MET.get(goal.verdict), _verdict(goal)


def _verdict(goal: Progress) -> str:
    said = {"goal": called(goal), "verdict": Said(goal.verdict), "why": ours(goal.why)}
    return Said("goal {goal} {verdict}: {why}", **said)


def tidy(summary: Summary) -> Tidy:
    """One row for each KPI; ``period`` is empty where it is of all rows, ``change`` is of shares in points."""
    columns = ("metric", "question", "statistic", "period", "value", "unit", "n", *INTERVAL)
    changes = ("previous", "previous_value", "previous_n", "change", "change_low", "change_high")
    return Tidy(
        (*columns, *changes, "verdict", "way", "goals"), tuple(map(_tidy_row, summary.kpis))
    )


def _tidy_row(each: Kpi) -> tuple[Cell, ...]:
    found, change = each.statistic, each.change
    value, _, n = figure_cells(change.first if change else None)
    _, low, high, _ = interval_cells(change.interval if change else None)
    goals = (f"{_asked_for(goal, each)}: {goal.verdict}" for goal in each.goals)
    return (
        *(each.metric, each.question, found.name, each.period),
        *(*figure_cells(found), *interval_cells(found.interval)),
        *(each.previous, value, n, finite(change.difference) if change else None, low, high),
        *(change.verdict if change else None, each.way, "; ".join(goals)),
    )


def _asked_for(goal: Progress, each: Kpi) -> str:
    """A goal with the rows and the period that it is of, where these are not those of the line."""
    rows = goal.where or ("all rows",) * bool(each.filters)
    period = () if goal.period in (each.period, None) else (f"in {goal.period}",)
    return ", ".join((goal.goal, *rows, *period))


def document(summary: Summary) -> dict[str, Any]:
    """The JSON document of a scorecard."""
    return {
        **({"stamp": summary.stamp} if summary.stamp else {}),
        "inputs": [input_object(each) for each in summary.inputs],
        "every": summary.every,
        "filters": list(summary.filters),
        "since": summary.window[0],
        "until": summary.window[1],
        "zone": summary.zone,
        "kpis": [_kpi_object(each) for each in summary.kpis],
        "relations": [related_object(each) for each in summary.relations],
        "not_computed": [
            {"metric": each.metric, "why": each.why, "hint": each.cure} for each in summary.lacking
        ],
        "diagnostics": [diagnostic_object(each) for each in summary.diagnostics],
    }


def _kpi_object(each: Kpi) -> dict[str, Any]:
    change, trend = each.change, each.trend
    return {
        "metric": each.metric,
        "title": each.title,
        **({"question": each.question} if each.question is not None else {}),
        "statistic": each.statistic.name,
        **statistic_object(each.statistic),
        "filters": list(each.filters),
        "better": each.better,
        "period": each.period,
        "previous": None
        if change is None
        else {"period": each.previous, **statistic_object(change.first)},
        "change": None
        if change is None
        else {
            "difference": finite(change.difference),
            "interval": interval_object(change.interval),
            "verdict": change.verdict,
            "way": each.way or None,
        },
        "trend": None
        if trend is None
        else {
            "chart": trend.chart,
            "signals": list(trend.signals),
            "points": [
                {"period": p.period, "n": p.n, "value": finite(p.value), "partial": p.partial}
                for p in trend.points
            ],
        },
        "goals": [goal_object(goal) for goal in each.goals],
    }
