"""How times are spread: columns between times that double, with the median and other quantiles marked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._drawable import times
from csmetrics.render._views import View, heading
from csmetrics.render.charts._draw import (
    BLUE,
    INK,
    MUTED,
    PAPER,
    WIDTH,
    Chart,
    Spec,
    lookup,
    number,
    room,
    svg,
)
from csmetrics.report import Bin, Statistic


def chart(view: View) -> Chart | None:
    """Draw three columns or more."""
    bins = times(view)
    if view.whole is None or not bins:
        return None
    marks = [
        each
        for each in view.whole.measure.statistics
        if each.unit == "seconds" and (each.name == "median" or each.name[:2] in ("p7", "p9"))
    ]
    total = sum(each.count for each in bins)
    most = max(bins, key=lambda each: each.count)
    told = ", ".join(
        f"{heading(each.name, view.metric)} {_numbers.number(each.value, view.unit)}"
        for each in marks
    )
    says = tr(
        "{total} times; the fullest column, with {most}, begins at {low} and ends at {high}. {told}. "
        "Each column reaches to about twice the time of the one before; figures are percent.",
        total=_numbers.count(total),
        most=_numbers.count(most.count),
        low=_numbers.bare(most.low, view.unit),
        high=_numbers.bare(most.high, view.unit) if most.high else "…",
        told=told,
    )
    return Chart(view.where + tr("How the times are spread"), says, svg(_spec(bins, marks, view)))


def _place(value: float, bins: Sequence[Bin]) -> float:
    """Where a time stands among the columns."""
    for place, each in enumerate(bins):
        if each.high is None:
            return place + 0.5
        if value < each.high:
            low = max(each.low, 1.0)
            part = (
                math.log(max(value, low) / low) / math.log(each.high / low)
                if each.high > low
                else 0
            )
            return place + min(part, 1.0)
    return float(len(bins))


def _spec(bins: Sequence[Bin], marks: Sequence[Statistic], view: View) -> Spec:
    total, top = sum(each.count for each in bins), max(each.count for each in bins)
    rows: list[dict[str, Any]] = [
        {
            "left": place + 0.05,
            "right": place + 0.95,
            "middle": place + 0.5,
            "count": each.count,
            "text": f"{100 * each.count / total:.0f}" if 100 * each.count >= total else "",
        }
        for place, each in enumerate(bins)
    ]
    ends = {str(place): _numbers.bare(each.low, view.unit) for place, each in enumerate(bins)}
    ends[str(len(bins))] = _numbers.bare(bins[-1].high, view.unit) if bins[-1].high else "…"
    step = math.ceil((len(bins) + 1) * room(ends.values()) / WIDTH)
    axis = {
        "values": list(range(0, len(bins) + 1, step)),
        "labelExpr": f"{lookup(ends)}[datum.value]",
    }
    x = {
        "scale": {"domain": [0, len(bins)], "nice": False, "zero": False},
        "axis": {**axis, "labelFlush": False},
    }
    y = number("count", {"axis": None, "scale": {"domain": [0, top * 1.36], "nice": False}})
    lines = [
        {
            "at": _place(each.value, bins),
            "high": top * (1.34 - 0.12 * place),
            "text": f"{heading(each.name, view.metric)} {_numbers.number(each.value, view.unit)}",
        }
        for place, each in enumerate(marks)
        if each.value is not None
    ]
    plain = {"type": "text", "dy": -7, "color": MUTED, "fontSize": 11}
    halo = {**plain, "stroke": PAPER, "strokeWidth": 5}  # no line strikes a figure out
    figure = {"x": number("middle", x), "y": y, "text": {"field": "text"}}
    return {
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "bar", "color": BLUE, "opacity": 0.75},
                "encoding": {
                    "x": number("left", x),
                    "x2": {"field": "right"},
                    "y": y,
                    "y2": {"datum": 0},
                },
            },
            {
                "data": {"values": lines},
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1.2},
                "encoding": {"x": number("at", x), "y": number("high", y | {"field": "high"})},
            },
            *(
                {"data": {"values": rows}, "mark": mark, "encoding": figure}
                for mark in (halo, plain)
            ),
            *(_names(lines, x, y, len(bins), left) for left in (True, False)),
        ],
    }


def _names(lines: list[dict[str, Any]], x: Spec, y: Spec, count: int, left: bool) -> Spec:
    """The words at the marks: to the left of those that stand far right, but not across another mark."""

    def turned(line: dict[str, Any]) -> bool:
        reach = line["at"] - room([line["text"]]) * count / WIDTH
        crossed = any(reach < other["at"] < line["at"] for other in lines)
        return bool(line["at"] > 0.6 * count) and not crossed

    some = [line for line in lines if turned(line) is left]
    look = {"align": "right", "dx": -5} if left else {"align": "left", "dx": 5}
    encoding = {"x": number("at", x), "y": {**y, "field": "high"}, "text": {"field": "text"}}
    mark = {"type": "text", "color": INK, "baseline": "top", **look}
    return {"data": {"values": some}, "mark": mark, "encoding": encoding}
