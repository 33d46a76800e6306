"""Values side by side: a dot for each with its interval, one line per label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._drawable import MOST
from csmetrics.render.charts._draw import (
    BLUE,
    INK,
    MUTED,
    ORANGE,
    WIDTH,
    Row,
    Spec,
    label,
    lookup,
    number,
    room,
    svg,
    ticks,
    value_axis,
)
from csmetrics.report import Statistic

TONES = {"above": BLUE, "below": ORANGE}
SHAPES = {"above": "triangle-up", "below": "triangle-down"}
_LINE, _AROUND = 24, 46


@dataclass(frozen=True)
class Dot:
    """One label and what is known of it; ``side`` is where it stands beyond chance: above or below."""

    label: str
    statistic: Statistic
    side: str = ""


def largest(dots: Sequence[Dot]) -> list[Dot]:
    """Those that are drawn: with a value, those beyond chance and the largest n first taken, in their order."""
    known = [dot for dot in dots if _numbers.known(dot.statistic.value)]
    kept = {
        id(dot) for dot in sorted(known, key=lambda dot: (not dot.side, -dot.statistic.n))[:MOST]
    }
    return [dot for dot in known if id(dot) in kept]


def drawn(dots: Sequence[Dot], unit: str, whole: Statistic | None) -> str:
    """Draw the dots; ``whole`` is a thin line through them all."""
    rows: list[Row] = []
    for place, dot in enumerate(dots):
        found, interval = dot.statistic, dot.statistic.interval
        low, high = (None, None) if interval is None else (interval.low, interval.high)
        text, n = _numbers.number(found.value, unit), f"n {_numbers.count(found.n)}"
        rows.append(
            {"at": str(place), "value": found.value, "low": low, "high": high, "text": text, "n": n}
            | {"color": TONES.get(dot.side, BLUE), "shape": SHAPES.get(dot.side, "circle")}
        )
    ends = [row[key] for row in rows for key in ("value", "low", "high") if row[key] is not None]
    if whole is not None and whole.value is not None:
        ends.append(whole.value)
    values = ticks(min(ends), max(ends), unit, 3)
    value, beside = (room(row[key] for row in rows) for key in ("text", "n"))
    names = {str(place): label(dot.label, 22) for place, dot in enumerate(dots)}
    axis = value_axis(values, unit, WIDTH - value - beside - room(names.values()))
    y = {
        "field": "at",
        "type": "ordinal",
        "sort": None,
        "scale": {"type": "point", "padding": 0.6},
        "axis": {"labelExpr": f"{lookup(names)}[datum.value]", "labelColor": INK},
    }
    x = number("value", {**axis, "axis": {**axis["axis"], "grid": True, "labelFlush": False}})
    plain = {"type": "nominal", "scale": None, "legend": None}
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
                "mark": {"type": "point", "filled": True, "size": 54, "opacity": 1},
                "encoding": {
                    "x": x,
                    "fill": {"field": "color", **plain},
                    "shape": {"field": "shape", **plain},
                },
            },
            _column("text", INK, 10 + value),
            _column("n", MUTED, value + beside),
        ],
    }
    height = _AROUND + _LINE * max(len(rows), 2)
    return svg(spec, left=16, height=height, beside=value + beside)


def _column(field: str, color: str, ends: int) -> Spec:
    """Words beside the lines, so many pixels to the right of them at their end."""
    mark = {"type": "text", "align": "right", "baseline": "middle", "color": color}
    at = {"value": {"expr": f"width + {ends}"}}
    return {"mark": mark, "encoding": {"x": at, "text": {"field": field}}}


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
    return words + left_out(dots, all_)


def left_out(dots: Sequence[Dot], all_: int) -> str:
    """That not all are drawn, where that is so."""
    if all_ <= len(dots):
        return ""
    return " " + tr(
        "The {n} largest of {all} are drawn; the table has all.",
        n=len(dots),
        all=_numbers.count(all_),
    )
