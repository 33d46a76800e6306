"""How native charts look: few colours, light lines, axes that begin and end where people count."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from csmetrics.render._numbers import known
from csmetrics.render._plot import Plot
from csmetrics.render._workbook import INK, LINE, MUTED, PALE, TIMES, in_cell, shown_as

WIDTH, HEIGHT = 620, 330
"""Pixels of a chart; bars may need more."""
_BAR, _AROUND = 19, 110  # pixels of a bar with its name, and of what stands around all of them
FEW = 14
"""So many labels are few: there is room below each."""

BLUE, ORANGE, GREY = "#0072B2", "#C8500A", "#AAB2BB"
COLOURS = (BLUE, ORANGE, "#009E73", "#CC79A7", "#56B4E9", "#8A6D00")
"""After Okabe & Ito, which the colour-blind tell apart; lines have markers of their own, too."""
MARKERS = ("circle", "diamond", "square", "triangle", "x", "star")
KINDS = {2: (GREY, BLUE), 3: (ORANGE, GREY, BLUE)}
"""Of the worst kind of answers first."""

_CLOCK = [60 * each for each in (1, 2, 5, 10, 15, 30)]
_CLOCK += [3600 * each for each in (1, 2, 3, 4, 6, 8, 12, 24, 48, 96, 168)]


def height(plot: Plot) -> int:
    """Pixels that a chart needs, so that each of its bars has its name."""
    return max(HEIGHT, _AROUND + _BAR * len(plot.labels)) if plot.shape == "bars" else HEIGHT


def look(plot: Plot, place: int) -> dict[str, Any]:
    """How a series is drawn, by what it is."""
    role, colour = plot.series[place].role, COLOURS[place % len(COLOURS)]
    if role == "centre":
        return {"line": {"color": MUTED, "width": 1.25}, "marker": {"type": "none"}}
    if role == "limit" and plot.shape == "dots":
        fill = {"fill": {"color": ORANGE}, "border": {"color": ORANGE}}
        return {"line": {"none": True}, "marker": {"type": "long_dash", "size": 9, **fill}}
    if role == "limit":
        line = {"color": ORANGE, "width": 1.25, "dash_type": "dash"}
        return {"line": line, "marker": {"type": "none"}}
    if role == "signal":
        fill = {"fill": {"color": ORANGE}, "border": {"color": ORANGE}}
        return {"line": {"none": True}, "marker": {"type": "diamond", "size": 11, **fill}}
    if plot.shape in ("line", "dots"):
        line = {"none": True} if plot.shape == "dots" else {"color": colour, "width": 2.25}
        fill = {"fill": {"color": colour}, "border": {"color": "#FFFFFF"}}
        return {"line": line, "marker": {"type": MARKERS[place % 6], "size": 7, **fill}}
    return _area(plot, place, colour)


def _area(plot: Plot, place: int, colour: str) -> dict[str, Any]:
    """A series of columns or bars."""
    many = len(plot.series)
    if plot.shape == "shares":
        colour = KINDS[3][::-1][place % 3]
        font = {"color": INK if colour == GREY else "#FFFFFF", "size": 8}
        labels = {"value": True, "num_format": "0", "font": font}
        return {"fill": {"color": colour}, "gap": 45, "data_labels": labels}
    gap = 45 if len(plot.labels) * many > FEW // 2 else 130
    look: dict[str, Any] = {"fill": {"color": colour}, "gap": gap}
    if many == 1 and not any(plot.series[0].ends):
        look["data_labels"] = {"value": True, "font": {"color": MUTED, "size": 9}}
    if plot.kinds:
        colours = KINDS.get(max(plot.kinds) + 1)
        if colours:
            look["points"] = [{"fill": {"color": colours[kind]}} for kind in plot.kinds]
    if plot.signed:
        look["overlap"] = 100
    return look


@dataclass(frozen=True)
class Names:
    """The cells that name a chart, its labels and its unit: sheet, row, column."""

    title: list[Any]
    across: list[Any]
    unit: list[Any]


def frame(chart: Any, plot: Plot, names: Names) -> None:
    """Title, axes, legend: no more ink than is read."""
    small = {"size": 9, "color": MUTED, "bold": False}
    alone = len(plot.series) == 1
    named = [each.name for each in plot.series]
    twice = [place for place, name in enumerate(named) if name in named[:place]]
    chart.set_title({"name": names.title, "name_font": {"size": 12, "color": INK, "bold": True}})
    chart.set_chartarea({"border": {"color": PALE}})
    chart.set_size({"width": WIDTH, "height": height(plot)})
    chart.set_legend(
        {"none": True} if alone else {"position": "bottom", "font": small, "delete_series": twice}
    )
    across = {
        "num_font": {**small, "color": INK},
        "line": {"color": LINE},
        "major_tick_mark": "none",
        "label_position": "low",
        **({"name": names.across, "name_font": small} if plot.across else {}),
    }
    bare = alone and plot.shape in ("columns", "bars") and not any(plot.series[0].ends)
    values = {
        "num_font": small,
        "num_format": _axis_format(plot),
        "line": {"none": True},
        "major_tick_mark": "none",
        "major_gridlines": {"visible": not bare, "line": {"color": PALE, "width": 0.75}},
        "name": names.unit,
        "name_font": small,
        **({"visible": False} if bare else {}),
        **_bounds(plot),
    }
    if plot.shape == "bars":  # from the top down, and the axis of values lies
        chart.set_x_axis({**values, "label_position": "high"})
        chart.set_y_axis({**across, "reverse": True})
    else:
        chart.set_x_axis(across)
        chart.set_y_axis(values)


def _axis_format(plot: Plot) -> str:
    if plot.shape == "shares":
        return "0%"  # the axis of shares of a whole counts to 1
    if plot.signed:
        return shown_as(plot.unit, signed=True)
    whole = {"percent": '0" %"', "points": "0", "count": "#,##0"}
    if plot.unit in whole:
        return whole[plot.unit]
    if plot.unit not in TIMES:
        return "0.0"
    return "[m]:ss" if in_minutes(plot) else "[h]:mm"


def in_minutes(plot: Plot) -> bool:
    """Whether its times are so short that hours say little."""
    return max(_reached(plot), default=0.0) < 3600


def _bounds(plot: Plot) -> dict[str, float]:
    """Where the axis of values begins and ends: a spreadsheet forgets the intervals when it chooses."""
    if plot.signed or plot.shape == "shares":
        return {}
    values = _reached(plot)
    low, high = min(values, default=0.0), max(values, default=0.0)
    if low >= 0 and (plot.shape in ("columns", "bars") or plot.unit in TIMES or low < high / 2):
        low = 0.0
    if high == low:
        return {"min": low} if not low else {}
    step = _step((high - low) / 5, plot.unit)
    first, last = math.floor(low / step) * step, math.ceil(high / step) * step
    if plot.unit == "percent":
        last = min(last, 100.0)
    bounds = {"min": first, "max": last, "major_unit": step}
    return {name: in_cell(value, plot.unit) for name, value in bounds.items()}


def _reached(plot: Plot) -> list[float]:
    """Every value and every end of an interval."""
    ends = (end for each in plot.series for pair in each.ends for end in pair)
    values = (value for each in plot.series for value in each.values)
    return [each for each in (*values, *ends) if each is not None and known(each)]


def _step(least: float, unit: str) -> float:
    """The next step that people count in: 1, 2 or 5 with zeros; of times what a clock shows."""
    if unit in TIMES:
        return float(
            next((each for each in _CLOCK if each >= least), math.ceil(least / 86400) * 86400)
        )
    size = 10.0 ** math.floor(math.log10(least))
    step = next(each * size for each in (1, 2, 5, 10) if each * size >= least)
    return max(step, 1.0) if unit == "count" else step
