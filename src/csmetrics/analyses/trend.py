"""Whether a series of periods varies as it used to, or something has changed: a control chart of a report."""

from __future__ import annotations

from collections.abc import Sequence

from csmetrics import errors
from csmetrics.analyses._series import by_period, label_of
from csmetrics.calc import charts
from csmetrics.calc.charts import BEYOND, ENOUGH, RUN, Chart, Rule, Signal
from csmetrics.errors import CsmetricsError
from csmetrics.language import Period, Said, joined, ours
from csmetrics.report import Diagnostic, Point, Report, Row, Statistic, Trend

BEYOND_LIMITS = {
    True: "{periods}: above the {n:limit|limits}",
    False: "{periods}: below the {n:limit|limits}",
}
IN_A_ROW = {
    True: "{first} to {last}: {n} in a row above the centre",
    False: "{first} to {last}: {n} in a row below the centre",
}
NAMES = {BEYOND: "beyond 3 sigma", RUN: "8 in a row on one side"}
SCALE = 100
"""Shares and scores are computed as parts of 1, and reported in percent and points."""


def trend(report: Report, every: str, baseline: int = ENOUGH) -> Trend:
    """The control chart of the headline over the periods of a report made with ``--every``.

    Limits come from the first ``baseline`` periods that the data cover whole and that have a value, 2 at
    least; with fewer periods than that the series is shown without limits, which is said.
    """
    rows = _rows(report)
    judged = [row for row in rows if not row.partial and row.measure.headline.value is not None]
    chart, name = None, None
    if len(judged) >= max(baseline, 2):
        chart, name = _chart([row.measure.headline for row in judged], baseline)
    signals = () if chart is None else chart.signals()
    places = {id(row): place for place, row in enumerate(judged)}
    points = tuple(_point(row, places.get(id(row)), chart, signals, baseline) for row in rows)
    labels = [label_of(row) for row in judged]
    shown = (judged or rows)[0].measure.headline  # the first period may have no value, or be hidden
    return Trend(
        metric=rows[0].metric,
        title=report.definition.title,
        statistic=shown.name,
        unit=shown.unit,
        every=every,
        points=points,
        chart=name,
        centre=None if chart is None else _scaled(chart.centre, shown),
        spread=None if chart is None else chart.spread,
        signals=tuple(_told(signal, labels) for signal in signals),
        date=rows[0].date,
        rule=report.definition.rule,
        filters=report.filters,
        inputs=report.inputs,
        diagnostics=(*report.diagnostics, *_doubts(judged, chart, baseline, every)),
        zone=report.zone,
        hours=report.hours,
        stamp=report.stamp,
    )


def _rows(report: Report) -> list[Row]:
    """The periods in order, of the population that the metric is named after."""
    if len({row.question for row in report.rows}) > 1:
        message, cure = "a trend is of one question", "name one: --score COLUMN"
        raise CsmetricsError(errors.USAGE, message=message, suggestion=cure)
    found = by_period(report)
    if not found:
        raise CsmetricsError(errors.UNDEFINED, metric=report.definition.metric, why="no periods")
    return found


def _chart(series: Sequence[Statistic], baseline: int) -> tuple[Chart | None, str]:
    """By what the statistic is made of: shares and scores know how much chance moves them, times do not."""
    kinds = {len(each.counts) for each in series}
    if kinds == {2}:
        good, n = zip(*((each.counts[1], sum(each.counts)) for each in series), strict=True)
        return _at_least_chance(
            charts.shares(good, n, baseline), charts.shares(good, n, baseline, plain=True), "p"
        )
    if kinds == {3}:
        counts = [(each.counts[0], each.counts[1], each.counts[2]) for each in series]
        return _at_least_chance(
            charts.nps(counts, baseline), charts.nps(counts, baseline, plain=True), "NPS"
        )
    return charts.individuals([float(each.value or 0) for each in series], baseline), "XmR"


def _at_least_chance(
    laney: Chart | None, plain: Chart | None, name: str
) -> tuple[Chart | None, str]:
    """Laney's limits, but never inside those of chance: answers of different people vary that much at least.

    A few quiet first periods make σ_z less than 1, and then ordinary periods would look special.
    """
    if laney is not None and laney.spread >= 1:
        return laney, f"{name}′ (Laney)"
    return plain, name


def _point(
    row: Row, place: int | None, chart: Chart | None, signals: Sequence[Signal], baseline: int
) -> Point:
    found = row.measure.headline
    point = Point(label_of(row), found.n, found.value, found.interval, partial=row.partial)
    if place is None or chart is None:
        return point
    return Point(
        point.period,
        point.n,
        point.value,
        point.interval,
        lower=_bounded(chart.lower[place], found),
        upper=_bounded(chart.upper[place], found),
        rules=tuple(NAMES[each.rule] for each in signals if place in each.points),
        baseline=place < baseline,
    )


def _scaled(value: float, statistic: Statistic) -> float:
    return value * SCALE if statistic.counts else value


def _bounded(limit: float, statistic: Statistic) -> float:
    """A limit in the unit of the report; no time and no count is below zero."""
    return _scaled(limit, statistic) if statistic.counts else max(0.0, limit)


def _told(signal: Signal, labels: Sequence[str]) -> str:
    periods = [labels[place] for place in signal.points]
    if signal.rule == BEYOND:
        template = BEYOND_LIMITS[signal.above]
        return Said(template, periods=joined(", ", map(Period, periods)), n=len(periods))
    return Said(
        IN_A_ROW[signal.above], first=Period(periods[0]), last=Period(periods[-1]), n=len(periods)
    )


def _doubts(
    judged: Sequence[Row], chart: Chart | None, baseline: int, every: str
) -> list[Diagnostic]:
    if len(judged) < max(baseline, 2):
        params = (("count", len(judged)), ("every", ours(every)), ("least", baseline))
        return [Diagnostic(errors.TOO_FEW_PERIODS, params)]
    if chart is None:
        return [Diagnostic(errors.NO_VARIATION, (("least", baseline),))]
    if baseline < ENOUGH:
        return [Diagnostic(errors.SHORT_BASELINE, (("baseline", baseline), ("least", ENOUGH)))]
    return []


def rules() -> tuple[Rule, ...]:
    """The rules that are watched."""
    return tuple(NAMES)
