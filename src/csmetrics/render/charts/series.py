"""The headline over time: a line through the periods, its interval as a band."""

from __future__ import annotations

from typing import Any

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._views import View, period_of, period_words
from csmetrics.render.charts._draw import (
    BLUE,
    CROWDED,
    INK,
    ORANGE,
    PAPER,
    Chart,
    Row,
    Spec,
    beside,
    named,
    number,
    over_time,
    rounded,
    svg,
    ticks,
    value_axis,
)

FEWEST = 2


def chart(view: View) -> Chart | None:
    """Draw two periods or more of a value; counts of several kinds are flows."""
    rows = [_point(row, view) for row in view.periods]
    known = [row for row in rows if row["value"] is not None]
    if len(known) < FEWEST or view.unit == "count":
        return None
    ends = [row[end] for row in known for end in ("value", "low", "high") if row[end] is not None]
    goals = _goals(view)
    ends += [goal["value"] for goal in goals]
    values = ticks(min(ends), max(ends), view.unit)
    return Chart(
        view.where + tr("{name} over time", name=view.name),
        _says(view, known),
        svg(_spec(rows, goals, values, view.unit), right=84),
    )


def _point(row: Any, view: View) -> Row:
    found = row.measure.headline
    interval = found.interval
    return {
        "period": period_of(row),
        "value": found.value if _numbers.known(found.value) else None,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
        "partial": row.partial,
        "text": _numbers.number(found.value, view.unit),
        "n": found.n,
    }


def _says(view: View, known: list[Row]) -> str:
    first, last = known[0], known[-1]
    low, high = (pick(known, key=lambda row: row["value"]) for pick in (min, max))
    said = tr(
        "From {start} in {first} to {end} in {last}; lowest {low} ({then}), highest {high} ({when}).",
        start=first["text"],
        first=period_words(first["period"]),
        end=last["text"],
        last=period_words(last["period"]),
        low=low["text"],
        then=period_words(low["period"]),
        high=high["text"],
        when=period_words(high["period"]),
    )
    level = next((row.measure.headline.interval for row in view.periods), None)
    if level is not None:
        said += " " + tr("The band is the {level:g} % interval.", level=100 * level.level)
    if any(row["partial"] for row in known):
        said += " " + tr("A hollow point is a period that is not whole.")
    return said


def _goals(view: View) -> list[Row]:
    """The targets, each with its name."""
    return [
        {"value": goal.target, "text": f"{tr('goal')} {rounded(goal.target, view.unit)}"}
        for goal in view.goals
    ]


def _spec(rows: list[Row], goals: list[Row], values: list[float], unit: str) -> Spec:
    axis = value_axis(values, unit)
    y = number("value", axis)
    size = 42 if len(rows) < CROWDED else 14
    last = [row for row in rows if row["value"] is not None][-1]
    ends = [{"at": last["value"], "text": last["text"], "color": INK}]
    ends += [{"at": goal["value"], "text": goal["text"], "color": ORANGE} for goal in goals]
    return {
        "data": {"values": rows},
        "encoding": {"x": over_time([row["period"] for row in rows])},
        "layer": [
            {
                "data": {"values": goals},
                "mark": {"type": "rule", "color": ORANGE, "strokeDash": [5, 4], "strokeWidth": 1.4},
                "encoding": {"x": None, "y": y},
            },
            {
                "transform": [{"filter": "isValid(datum.low) && isValid(datum.high)"}],
                "mark": {"type": "area", "color": BLUE, "opacity": 0.16},
                "encoding": {"y": number("low", axis), "y2": {"field": "high"}},
            },
            {
                "mark": {"type": "line", "color": BLUE, "strokeWidth": 2},
                "encoding": {"y": y},
            },
            {
                "transform": [{"filter": "isValid(datum.value)"}],
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": size,
                    "opacity": 1,
                    "stroke": BLUE,
                },
                "encoding": {
                    "y": y,
                    "fill": {"condition": {"test": "datum.partial", "value": PAPER}, "value": BLUE},
                },
            },
            named(beside(ends, values), axis),
        ],
    }
