"""Values side by side: a dot for each with its interval, one line per label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render.charts._draw import (
    BLUE,
    INK,
    MOST,
    MUTED,
    Row,
    Spec,
    label,
    lookup,
    number,
    svg,
    ticks,
    value_axis,
)
from csmetrics.report import Statistic

_LINE, _AROUND = 24, 46


@dataclass(frozen=True)
class Dot:
    """One label and what is known of it."""

    label: str
    statistic: Statistic


def largest(dots: Sequence[Dot]) -> list[Dot]:
    """Those that are drawn: with a value, the largest n first taken, in the order they came in."""
    known = [dot for dot in dots if _numbers.known(dot.statistic.value)]
    kept = {id(dot) for dot in sorted(known, key=lambda dot: -dot.statistic.n)[:MOST]}
    return [dot for dot in known if id(dot) in kept]


def drawn(dots: Sequence[Dot], unit: str, whole: Statistic | None) -> str:
    """Draw the dots; ``whole`` is a thin line through them all."""
    rows: list[Row] = []
    for place, dot in enumerate(dots):
        found, interval = dot.statistic, dot.statistic.interval
        low, high = (None, None) if interval is None else (interval.low, interval.high)
        text = f"{_numbers.number(found.value, unit)}  n {_numbers.count(found.n)}"
        rows.append(
            {"at": str(place), "value": found.value, "low": low, "high": high, "text": text}
        )
    ends = [row[key] for row in rows for key in ("value", "low", "high") if row[key] is not None]
    if whole is not None and whole.value is not None:
        ends.append(whole.value)
    values = ticks(min(ends), max(ends), unit, 3)
    axis = value_axis(values, unit)
    names = {str(place): label(dot.label, 22) for place, dot in enumerate(dots)}
    y = {
        "field": "at",
        "type": "ordinal",
        "sort": None,
        "scale": {"type": "point", "padding": 0.6},
        "axis": {"labelExpr": f"{lookup(names)}[datum.value]", "labelColor": INK},
    }
    x = number("value", {**axis, "axis": {**axis["axis"], "grid": True}})
    spec: Spec = {
        "data": {"values": rows},
        "encoding": {"y": y},
        "layer": [
            *_line(whole, x),
            {
                "transform": [{"filter": "isValid(datum.low) && isValid(datum.high)"}],
                "mark": {"type": "rule", "color": BLUE, "strokeWidth": 2, "opacity": 0.55},
                "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 54, "opacity": 1, "color": BLUE},
                "encoding": {"x": x},
            },
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "color": INK},
                "encoding": {"x": {"value": {"expr": "width + 10"}}, "text": {"field": "text"}},
            },
        ],
    }
    return svg(spec, left=16, height=_AROUND + _LINE * max(len(rows), 2), right=118)


def _line(whole: Statistic | None, x: Spec) -> list[Spec]:
    if whole is None or not _numbers.known(whole.value):
        return []
    mark = {"type": "rule", "color": MUTED, "strokeDash": [3, 3], "strokeWidth": 1}
    encoding = {"x": {**x, "field": "all"}, "y": None}
    return [{"data": {"values": [{"all": whole.value}]}, "mark": mark, "encoding": encoding}]


def said(dots: Sequence[Dot], unit: str, all_: int) -> str:
    """The highest and the lowest in words, and what is not drawn."""
    low, high = (pick(dots, key=lambda dot: dot.statistic.value or 0) for pick in (min, max))
    if low.statistic.value == high.statistic.value:
        words = tr("All are alike: {value}.", value=_numbers.number(low.statistic.value, unit))
    else:
        words = tr(
            "From {one} with {low} to {other} with {high}; lines are intervals.",
            one=label(low.label),
            low=_numbers.number(low.statistic.value, unit),
            other=label(high.label),
            high=_numbers.number(high.statistic.value, unit),
        )
    if all_ > len(dots):
        words += " " + tr(
            "The {n} largest of {all} are drawn; the table has all.",
            n=len(dots),
            all=_numbers.count(all_),
        )
    return words
