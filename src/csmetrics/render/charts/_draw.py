"""From a chart's marks to SVG: one theme, few colours, and nothing that acts or is fetched.

A chart is a Vega-Lite specification made of plain dicts; vl-convert draws it without a browser. The colours
are those of the page in light; its style sheet replaces each by name where it is dark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, inf
from typing import Any

from csmetrics import language
from csmetrics.render import _numbers
from csmetrics.render._numbers import written
from csmetrics.render._text import visible
from csmetrics.render._views import period_ticks

Spec = dict[str, Any]
Row = dict[str, Any]

INK, MUTED, GRID, PAPER = "#1d232a", "#59636e", "#e4e7eb", "#fefefe"
BLUE, ORANGE, GREY = "#0072b2", "#c8500a", "#8b949e"
PALETTE = {
    "ink": INK,
    "muted": MUTED,
    "grid": GRID,
    "paper": PAPER,
    "blue": BLUE,
    "orange": ORANGE,
    "grey": GREY,
}
"""Blue and orange after Okabe & Ito, which the colour-blind tell apart."""
DARK = {
    "ink": "#e8ebef",
    "muted": "#a3adb8",
    "grid": "#343b44",
    "paper": "#15191e",
    "blue": "#56b4e9",
    "orange": "#f08b4b",
    "grey": "#68727e",
}
"""The same where the reader's screen is dark."""

WIDTH, HEIGHT = 420, 236
CROWDED = 30
"""From so many periods on, marks are smaller."""
GAPS = {"invalid": "break-paths-show-domains"}
"""No area covers a period without a value."""
HOLLOW = "A hollow point is a period that is not whole."

_VERSION = "5.21"  # of Vega-Lite: another may place a label elsewhere
_FONT = "Liberation Sans"  # shipped with the library, so that every machine measures the same
_SHORT = 26
_LETTER = 6.9  # pixels; fonts of a page may be wider than that which a chart is laid out by
_DAY = 86_400
_APART = 0.085  # of the height of a chart: a line of words
_DECIMALS = re.compile(r"(\.\d{2})\d+")
_NEEDLESS = re.compile(
    r' (?:font-family|role|aria-[a-z]+|pointer-events|class|version|xmlns:xlink)="[^"]*"'
)
_EMPTY = re.compile(r'<path d="M0,0h0v0h0Z"/>|<path d="" display="none"/>')


@dataclass(frozen=True)
class Chart:
    """A picture, what it is of, and what it shows in words for those who do not see it."""

    title: str
    says: str
    svg: str


def svg(
    spec: Spec, width: int = WIDTH, height: int = HEIGHT, *, left: int = 6, beside: int = 0
) -> str:
    """Draw a specification in our theme; words ``beside`` it take so many pixels, and more in a wide font."""
    import vl_convert

    padding = {"left": left, "right": 10 + beside // 8, "top": 14, "bottom": 4}
    fit = {"type": "fit", "contains": "padding", "resize": False}
    whole = {"autosize": fit, "width": width, "height": height, "padding": padding, **spec}
    drawn = vl_convert.vegalite_to_svg(
        {**whole, "config": _theme()}, vl_version=_VERSION, allowed_base_urls=[]
    )
    return _trimmed(drawn)


def _theme() -> Spec:
    text = {"font": _FONT, "fontSize": 12}
    axis = {"labelFont": _FONT, "labelFontSize": 12, "labelColor": MUTED, "labelPadding": 6}
    quiet = {"domain": False, "ticks": False, "title": None, "gridColor": GRID}
    return {
        "aria": False,
        "background": None,
        "view": {"stroke": None},
        "text": {**text, "color": INK},
        "axis": {**axis, **quiet, "labelLimit": 170},
        "axisX": {
            "grid": False,
            "labelAngle": 0,
            "labelPadding": 9,
            "titleColor": MUTED,
            "titleFontWeight": "normal",
        },
    }


def _trimmed(drawn: str) -> str:
    """Leave away what a page does not need: fonts and roles are its own, and a hundredth of a pixel is enough."""

    def lighter(tag: re.Match[str]) -> str:
        return _DECIMALS.sub(r"\1", _NEEDLESS.sub("", tag.group()))

    return _EMPTY.sub("", re.sub(r"<[^>]*>", lighter, drawn))


def label(text: str, most: int = _SHORT) -> str:
    """Shorten a label of the data to what a chart has room for."""
    shown = visible(text[: 4 * most])
    return shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"


def ticks(low: float, high: float, unit: str, count: int = 5) -> list[float]:
    """Round values from at or below ``low`` to at or above ``high``, about ``count`` steps apart."""
    step = _step((high - low) / count or 1, unit)
    first = int(low // step)
    values = [first * step]
    while values[-1] < high:
        values.append((first + len(values)) * step)
    return values


def _step(rough: float, unit: str) -> float:
    """The step not below ``rough`` that people count in: minutes and hours by sixties, else 1, 2 or 5."""
    if unit in ("seconds", _numbers.WORKING):
        days = tuple(24 * each for each in (1, 2, 4, 7, 14, 30, 60, 90, 180, 365))
        week = (20, 40, 100, 200, 500, 1000)  # of working time has about 40
        hours = (1, 2, 4, 8, *(days if unit == "seconds" else week))
        for step in (1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, *(3600 * h for h in hours)):
            if step >= rough:
                return float(step)
    scale = 1.0
    while scale < rough:
        scale *= 10
    while scale / 10 >= rough:
        scale /= 10
    parts = (0.1, 0.2, 0.25, 0.5, 1) if scale > 10 else (0.1, 0.2, 0.5, 1)  # no 2.5
    found = next(scale * part for part in parts if scale * part >= rough * 0.999)
    return max(found, 1.0) if unit == "count" else found


def room(texts: Iterable[str]) -> int:
    """So many pixels words beside a chart take, also in a wide font."""
    return 16 + ceil(_LETTER * max(map(len, texts), default=0))


def over_time(periods: Sequence[str], room: float, *, columns: bool = False) -> Spec:
    """The axis of periods, for points or for columns; ``room`` is what is left for it, in pixels."""
    bands = {"type": "band", "paddingInner": 0.18, "paddingOuter": 0.05}
    between = bands if columns else {"type": "point", "padding": min(0.4, len(periods) / 20)}
    texts = period_ticks(periods, room)
    return {
        "field": "period",
        "type": "ordinal",
        "sort": None,
        "scale": {**between, "domain": list(periods)},
        "axis": {"values": list(texts), "labelExpr": f"{lookup(texts)}[datum.value]"},
    }


def left_for(right: int) -> int:
    """So many pixels are left across, beside the words at the right and those of the axis of values."""
    return WIDTH - right - 60


def number(field: str, axis: Spec) -> Spec:
    """A field of numbers on an axis."""
    return {"field": field, "type": "quantitative", **axis}


def value_axis(values: Sequence[float], unit: str, across: float = inf) -> Spec:
    """An axis of values with our words for them, and the scale that goes with it.

    Where it lies ``across`` and has no room for all words, every other value has none.
    """
    texts = {_key(each): rounded(each, unit) for each in values}
    if unit == "seconds" and values[-1] > _DAY and not any(each % _DAY for each in values):
        texts |= {_key(each): written("{n}d", n=f"{each / _DAY:g}") for each in values if each}
    if unit == "percent":  # once is enough
        texts |= {_key(each): rounded(each, "points") for each in values[:-1]}
    if room(texts.values()) * len(texts) > across:
        texts |= {_key(each): "" for each in values[1::2]}
    return {
        "scale": {"domain": [values[0], values[-1]], "nice": False, "zero": False},
        "axis": {"values": list(values), "labelExpr": f"{lookup(texts)}[datum.value]"},
    }


def rounded(value: float, unit: str) -> str:
    """A round value, such as those of axes and goals, without decimals that say nothing."""
    if unit in ("percent", "points"):
        text = language.in_force().digits(f"{value:g}").replace("-", "−")
        return written("{n} %", n=text) if unit == "percent" else text
    return _numbers.number(value, unit) if value else "0"


def beside(ends: Sequence[Row], values: Sequence[float]) -> list[Row]:
    """Words at the right of a chart, each ``at`` its value, moved so that none covers another.

    ``values`` are those of the axis, which no word leaves where there is room for all.
    """
    apart, top = _APART * (values[-1] - values[0]), float(values[-1])
    placed = sorted(ends, key=lambda row: float(row["at"]))
    places = [float(row["at"]) for row in placed]
    for place in range(1, len(places)):
        places[place] = max(places[place], places[place - 1] + apart)
    for place in reversed(range(len(places))):
        top = min(top, places[place])
        places[place], top = top, top - apart
    return [{**row, "at": at} for row, at in zip(placed, places, strict=True)]


def named(ends: Sequence[Row], axis: Spec, gap: int = 8) -> Spec:
    """The layer of words beside a chart; each row has ``at``, ``text`` and maybe ``color``."""
    return {
        "data": {"values": [{"color": INK, **row} for row in ends]},
        "mark": {"type": "text", "align": "left", "baseline": "middle"},
        "encoding": {
            "x": {"value": {"expr": f"width + {gap}"}},
            "y": number("at", axis),
            "text": {"field": "text"},
            "color": {"field": "color", "type": "nominal", "scale": None},
        },
    }


def lookup(texts: Mapping[str, Any]) -> str:
    """A table of texts as an expression: JSON is one, and nothing in it is evaluated."""
    import json

    return json.dumps(dict(texts), ensure_ascii=True)


def _key(value: float) -> str:
    """A number as JavaScript writes it."""
    return str(int(value)) if value == int(value) else repr(value)
