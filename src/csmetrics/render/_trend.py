"""A control chart as a table with a line of dots, and as a JSON document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from csmetrics.language import Period, Said, joined, ours
from csmetrics.render import _numbers
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._lines import Scale
from csmetrics.render._objects import diagnostic_object, input_object, interval_object
from csmetrics.render._tidy import INTERVAL, Tidy, finite, interval_cells
from csmetrics.render._words import dated, interval_title, title_of, worked
from csmetrics.report import Point, Trend


def grids(trend: Trend) -> Iterator[Grid]:
    """One table: each period with its limits, and where it stands between them."""
    if trend.hours and trend.unit == "seconds":  # a day has fewer of them
        trend = replace(trend, unit=_numbers.WORKING)
    level = next((each.interval.level for each in trend.points if each.interval), 0.95)
    columns = (
        Column(Said("Period"), "label"),
        Column("n", "count"),
        Column(title_of(trend.statistic, trend.metric), "headline"),
        Column(interval_title(level), "interval"),
        *((Column("Limits", "interval"),) if trend.chart else ()),
        Column("", "chart"),
        Column("Signal", "words"),
    )
    scale = Scale(end for point in trend.points for end in (point.value, point.lower, point.upper))
    yield Grid(
        title=Said("{title}: trend", title=ours(trend.title)),
        subtitle=joined(" · ", _facts(trend)),
        columns=columns,
        rows=tuple(GridRow(_cells(each, trend, scale), whole=False) for each in trend.points),
        notes=tuple(map(ours, trend.signals)) or _quiet(trend),
        rules=tuple(_rules(trend)),
        verdicts=(),
    )


def _facts(trend: Trend) -> Iterator[str]:
    if trend.date:
        yield dated(trend.date)
    yield from trend.filters
    yield Said("by {period}", period=Said(trend.every))
    if trend.hours:
        yield worked(trend.hours)
    yield trend.zone


def _quiet(trend: Trend) -> tuple[str, ...]:
    return ("no rule fired: it varies as in its first periods",) if trend.chart else ()


def _rules(trend: Trend) -> Iterator[str]:
    yield ours(trend.rule)
    if trend.chart is not None and trend.centre is not None:
        count = sum(point.baseline for point in trend.points)
        centre = _numbers.number(trend.centre, trend.unit)
        yield Said(
            "{chart} chart: centre {centre} and limits at 3 sigma from the first {count} whole periods; "
            "rules: beyond a limit, 8 in a row on one side of the centre",
            chart=ours(trend.chart),
            centre=centre,
            count=count,
        )


def _cells(point: Point, trend: Trend, scale: Scale) -> tuple[str, ...]:
    interval, limits = "–", "–"
    if point.interval is not None:
        interval = _numbers.interval(point.interval.low, point.interval.high, trend.unit)
    if point.lower is not None:
        limits = _numbers.interval(point.lower, point.upper, trend.unit)
    period = Period(point.period)
    return (
        Said("{period} (partial)", period=period) if point.partial else period,
        _numbers.count(point.n),
        _numbers.number(point.value, trend.unit),
        interval,
        *((limits,) if trend.chart else ()),
        _drawn(point, trend, scale),
        joined(", ", map(ours, point.rules)),
    )


def _drawn(point: Point, trend: Trend, scale: Scale) -> str:
    """The limits with the centre, and the value: beyond the limits it is a diamond."""
    mark = "◆" if point.rules else "○" if point.partial else "●"
    if point.lower is None or point.upper is None:
        return scale.drawn(point.value, mark)
    return scale.drawn(point.value, mark, ends=(point.lower, point.upper), centre=trend.centre)


def tidy(trend: Trend) -> Tidy:
    """One row for each period; ``signals`` are the rules that it fired."""
    columns = ("metric", "statistic", "period", "partial", "value", "unit", "n", *INTERVAL)
    limits = ("lower", "centre", "upper", "baseline", "signals")
    rows = (
        (
            *(trend.metric, trend.statistic, each.period, each.partial),
            *(finite(each.value), trend.unit, each.n, *interval_cells(each.interval)),
            *(each.lower, trend.centre, each.upper, each.baseline, "; ".join(each.rules)),
        )
        for each in trend.points
    )
    return Tidy((*columns, *limits), tuple(rows))


def document(trend: Trend) -> dict[str, Any]:
    """The JSON document of a trend."""
    return {
        **({"stamp": trend.stamp} if trend.stamp else {}),
        "inputs": [input_object(each) for each in trend.inputs],
        "metric": trend.metric,
        "statistic": trend.statistic,
        "unit": trend.unit,
        "every": trend.every,
        "date": trend.date,
        "rule": trend.rule,
        "filters": list(trend.filters),
        "zone": trend.zone,
        "chart": trend.chart,
        "centre": trend.centre,
        "spread": trend.spread,
        "signals": list(trend.signals),
        "points": _points(trend.points),
        "diagnostics": [diagnostic_object(each) for each in trend.diagnostics],
    }


def _points(points: Sequence[Point]) -> list[dict[str, Any]]:
    return [
        {
            "period": each.period,
            "n": each.n,
            "value": each.value,
            "interval": interval_object(each.interval),
            "lower": each.lower,
            "upper": each.upper,
            "rules": list(each.rules),
            "partial": each.partial,
            "baseline": each.baseline,
        }
        for each in points
    ]
