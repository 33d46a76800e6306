"""The headline over time: a line through the periods, its interval as a band."""

from __future__ import annotations

from typing import Any

from csmetrics.language import in_force, tr
from csmetrics.render import _numbers
from csmetrics.render._drawable import over_time as chosen
from csmetrics.render._views import View, goal_line, period_of, period_words
from csmetrics.render.charts._draw import (
    BLUE,
    CROWDED,
    GAPS,
    HOLLOW,
    INK,
    ORANGE,
    PAPER,
    Chart,
    Row,
    Spec,
    beside,
    left_for,
    named,
    number,
    over_time,
    room,
    rounded,
    svg,
    ticks,
    value_axis,
)
from csmetrics.report import Progress


def chart(view: View) -> Chart | None:
    """Draw two periods or more of a value; counts of several kinds are flows."""
    if view.unit == "count" or not chosen(view):
        return None
    rows = [_point(row, view) for row in view.periods]
    known = [row for row in rows if row["value"] is not None]
    ends = [row[end] for row in known for end in ("value", "low", "high") if row[end] is not None]
    goals = _goals(view)
    ends += [*(goal["value"] for goal in goals), *view.reach]
    values = ticks(min(ends), max(ends), view.unit)
    last = {goal["text"]: goal["value"] for goal in goals}
    words = [{"at": known[-1]["value"], "text": known[-1]["text"], "color": INK}]
    words += [{"at": at, "text": text, "color": ORANGE} for text, at in last.items()]
    right = room(word["text"] for word in words)
    spec = _spec(rows, goals, value_axis(values, view.unit), left_for(right))
    spec["layer"].append(named(beside(words, values), value_axis(values, view.unit)))
    title = view.where + tr("{name} over time", name=view.name)
    return Chart(title, _says(view, known), svg(spec, beside=right))


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
    intervals = (row.measure.headline.interval for row in view.periods)
    if level := next((each.level for each in intervals if each), None):
        said += " " + tr("The band is the {level:g} % interval.", level=100 * level)
    if any(row["partial"] for row in known):
        said += f" {tr(HOLLOW)}"
    return " ".join((said, *(_goal_said(goal, view.unit) for goal in view.goals)))


def _goal_said(goal: Progress, unit: str) -> str:
    target = _numbers.number(goal.target, unit)
    if goal.start is None or goal.since is None or goal.by is None:
        return tr("The dashed line is the goal, {target}.", target=target)
    return tr(
        "The dashed line is the way of the goal from {start} on {since} to {target} on {by}.",
        start=_numbers.number(goal.start, unit),
        since=in_force().period(goal.since),
        target=target,
        by=in_force().period(goal.by),
    )


def _goals(view: View) -> list[Row]:
    """What each goal asks for in each period, with its name."""
    periods = [period_of(row) for row in view.periods]
    return [
        {
            "period": period,
            "value": value,
            "text": f"{tr('goal')} {rounded(goal.target, view.unit)}",
        }
        for goal in view.goals
        for period, value in zip(periods, goal_line(goal, periods), strict=True)
        if value is not None
    ]


def _spec(rows: list[Row], goals: list[Row], axis: Spec, across: float) -> Spec:
    y = number("value", axis)
    size = 42 if len(rows) < CROWDED else 14
    return {
        "data": {"values": rows},
        "encoding": {"x": over_time([row["period"] for row in rows], across)},
        "layer": [
            {
                "data": {"values": goals},
                "mark": {"type": "line", "color": ORANGE, "strokeDash": [5, 4], "strokeWidth": 1.4},
                "encoding": {"y": y, "detail": {"field": "text", "type": "nominal"}},
            },
            {
                "mark": {"type": "area", "color": BLUE, "opacity": 0.16, **GAPS},
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
        ],
    }
