"""Counts that come and go over time: one line for each, named at its end."""

from __future__ import annotations

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._drawable import over_time as chosen
from csmetrics.render._views import View, heading, period_of, period_words
from csmetrics.render.charts._draw import (
    BLUE,
    GREY,
    HOLLOW,
    MUTED,
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
    svg,
    ticks,
    value_axis,
)

COLORS = (BLUE, ORANGE, MUTED, GREY)
DASHES = ([1, 0], [7, 3], [2, 3], [1, 0])
"""No line is known by its colour alone."""
_KEY = 26  # pixels to the end of a bit of line before its name


def chart(view: View) -> Chart | None:
    """Draw two periods or more of counts."""
    names = chosen(view)[: len(COLORS)]
    if view.unit != "count" or not names:
        return None
    rows = [
        {
            "period": period_of(row),
            "kind": each.name,
            "value": each.value,
            "partial": row.partial,
        }
        for row in view.periods
        for each in row.measure.statistics
        if each.name in names and _numbers.known(each.value)
    ]
    titles = {name: heading(name, view.metric) for name in names}
    return Chart(
        view.where + tr("{name} over time", name=_listed(list(titles.values()))),
        _says(rows, titles),
        _svg(rows, titles),
    )


def _listed(words: list[str]) -> str:
    lowered = [words[0], *(word.lower() for word in words[1:])]
    if len(lowered) == 1:
        return lowered[0]
    return tr("{words} and {last}", words=", ".join(lowered[:-1]), last=lowered[-1])


def _says(rows: list[Row], titles: dict[str, str]) -> str:
    told = []
    for name, title in titles.items():
        line = [row for row in rows if row["kind"] == name]
        if line:
            first, last = line[0], line[-1]
            words = tr(
                "{title}: {start} in {first}, {end} in {last}",
                title=title,
                start=_numbers.count(first["value"]),
                first=period_words(first["period"]),
                end=_numbers.count(last["value"]),
                last=period_words(last["period"]),
            )
            told.append(words)
    partial = any(row["partial"] for row in rows)
    return "; ".join(told) + "." + (f" {tr(HOLLOW)}" if partial else "")


def _svg(rows: list[Row], titles: dict[str, str]) -> str:
    values = ticks(0, max(row["value"] for row in rows), "count")
    names = [name for name in titles if any(row["kind"] == name for row in rows)]
    ends = [[row for row in rows if row["kind"] == name][-1] for name in names]
    words = [
        {
            "at": row["value"],
            "kind": row["kind"],
            "text": f"{titles[row['kind']]} {_numbers.count(row['value'])}",
        }
        for row in ends
    ]
    right = room(word["text"] for word in words) + _KEY
    return svg(_spec(rows, beside(words, values), names, values, right), beside=right)


def _spec(
    rows: list[Row], ends: list[Row], names: list[str], values: list[float], right: int
) -> Spec:
    periods = list(dict.fromkeys(row["period"] for row in rows))
    kinds = {"field": "kind", "type": "nominal", "legend": None}
    y = value_axis(values, "count")
    looks = {
        "color": {**kinds, "scale": {"domain": names, "range": COLORS[: len(names)]}},
        "strokeDash": {**kinds, "scale": {"domain": names, "range": DASHES[: len(names)]}},
    }
    key = {
        "x": {"value": {"expr": "width + 8"}},
        "x2": {"value": {"expr": f"width + {_KEY}"}},
        "y": number("at", y),
    }
    return {
        "data": {"values": rows},
        "encoding": {"x": over_time(periods, left_for(right))},
        "layer": [
            {
                "mark": {"type": "line", "strokeWidth": 2},
                "encoding": {"y": number("value", y), **looks},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 24, "opacity": 1},
                "encoding": {"y": number("value", y), "color": looks["color"]},
            },
            {
                "transform": [{"filter": "datum.partial"}],
                "mark": {"type": "point", "filled": True, "size": 9, "opacity": 1, "color": PAPER},
                "encoding": {"y": number("value", y)},
            },
            {
                "data": {"values": ends},
                "mark": {"type": "rule", "strokeWidth": 2},
                "encoding": {**key, **looks},
            },
            named(ends, y, _KEY + 6),
        ],
    }
