"""A control chart: the periods between their limits, those that fired a rule marked."""

from __future__ import annotations

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._views import heading, of_hours, period_words
from csmetrics.render.charts._draw import (
    BLUE,
    GAPS,
    GREY,
    MUTED,
    ORANGE,
    PAPER,
    Chart,
    Row,
    Spec,
    left_for,
    named,
    number,
    over_time,
    room,
    svg,
    ticks,
    value_axis,
)
from csmetrics.report import Point, Trend


def chart(trend: Trend) -> Chart | None:
    """Draw two periods or more; the limits where there are some."""
    trend = of_hours(trend)
    rows = [_row(point, trend) for point in trend.points]
    known = [row for row in rows if row["value"] is not None]
    if len(known) < 2:
        return None
    right = room([known[-1]["text"]])
    title = tr("{name} over time", name=heading(trend.statistic, trend.metric))
    return Chart(title, _says(trend, known), svg(_spec(rows, trend, left_for(right)), beside=right))


def _row(point: Point, trend: Trend) -> Row:
    return {
        "period": point.period,
        "value": point.value if _numbers.known(point.value) else None,
        "low": point.lower,
        "high": point.upper,
        "text": _numbers.number(point.value, trend.unit),
        "color": ORANGE if point.rules else BLUE,
        "fill": PAPER if point.partial else ORANGE if point.rules else BLUE,
        "shape": "diamond" if point.rules else "circle",
        "size": 110 if point.rules else 42,
    }


def _says(trend: Trend, known: list[Row]) -> str:
    first, last = known[0], known[-1]
    said = tr(
        "From {start} in {first} to {end} in {last}.",
        start=first["text"],
        first=period_words(first["period"]),
        end=last["text"],
        last=period_words(last["period"]),
    )
    if trend.chart is None:
        return said
    told = "; ".join(tr(each) for each in trend.signals)
    quiet = tr("No rule fired: it varies as in its first periods")
    return f"{said} {tr('The grey band is where it usually lies.')} {told or quiet}."


def _spec(rows: list[Row], trend: Trend, across: float) -> Spec:
    ends = [row[key] for row in rows for key in ("value", "low", "high") if row[key] is not None]
    values = ticks(min(ends), max(ends), trend.unit)
    axis = value_axis(values, trend.unit)
    y = number("value", axis)
    plain = {"type": "nominal", "scale": None, "legend": None}
    last = [row for row in rows if row["value"] is not None][-1]
    words = [{"at": last["value"], "text": last["text"]}]
    return {
        "data": {"values": rows},
        "encoding": {"x": over_time([row["period"] for row in rows], across)},
        "layer": [
            {
                "mark": {"type": "area", "color": GREY, "opacity": 0.2, **GAPS},
                "encoding": {"y": number("low", axis), "y2": {"field": "high"}},
            },
            {
                "data": {"values": [] if trend.centre is None else [{"centre": trend.centre}]},
                "mark": {"type": "rule", "color": MUTED, "strokeDash": [3, 3]},
                "encoding": {"x": None, "y": number("centre", axis)},
            },
            {"mark": {"type": "line", "color": BLUE, "strokeWidth": 2}, "encoding": {"y": y}},
            {
                "transform": [{"filter": "isValid(datum.value)"}],
                "mark": {"type": "point", "filled": True, "opacity": 1},
                "encoding": {
                    "y": y,
                    "fill": {"field": "fill", **plain},
                    "stroke": {"field": "color", **plain},
                    "shape": {"field": "shape", **plain},
                    "size": {
                        "field": "size",
                        "type": "quantitative",
                        "scale": None,
                        "legend": None,
                    },
                },
            },
            named(words, axis),
        ],
    }
