"""When work comes in: a cell for each weekday and hour, of all together and of each channel by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._grid import label_of
from csmetrics.render._numbers import known
from csmetrics.render._views import heading
from csmetrics.render.charts import grid
from csmetrics.render.charts._draw import BLUE, INK, MUTED, WIDTH, Chart, Row, Spec, label, svg
from csmetrics.report import Report

MOMENTS = ["weekday", "hour"]
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FEW = 8
"""Of so many hours or fewer the whole day is drawn."""
MOST = 4
"""So many channels have a field of their own, those with the most; the rest share one."""

_LEFT, _TOP, _GAP, _TITLE, _FEET = 40, 12, 18, 22, 24
"""Pixels: beside weekdays, above all, between fields, above and below each."""


class Cell(NamedTuple):
    """A weekday, 0 on Monday, and an hour."""

    day: int
    hour: int


Field = Counter[Cell]


def charts(report: Report) -> Iterator[Chart]:
    """Draw counts by weekday and hour; once more for each channel, where they are by channel, too."""
    fields = _fields(report)
    if fields is None:
        drawn = grid.chart(report)  # a column of the files has the name of one
        yield from () if drawn is None else (drawn,)
        return
    whole = sum(fields.values(), Field())
    if len({cell.day for cell in whole}) < 2 or len({cell.hour for cell in whole}) < 2:
        return
    hours = range(min(cell.hour for cell in whole), max(cell.hour for cell in whole) + 1)
    hours = hours if len(hours) > FEW else range(24)
    first = report.rows[0].measure.headline
    name = heading(first.name, report.definition.metric)
    told, strong = _busiest(whole, first.n), tr("The stronger the colour, the more.")
    if any(not known(row.measure.headline.value) for row in report.rows):
        strong += " " + tr("What is hidden is blank.")
    yield Chart(
        tr("{name} by weekday and hour", name=name),
        f"{told[:1].upper()}{told[1:]} {strong}",
        _svg({"": whole}, hours),
    )
    if len(fields) > 1:
        fields = _largest(fields)
        each = [
            f"{label(name)}: {_busiest(found, found.total())}" for name, found in fields.items()
        ]
        own = tr("Each has the strongest colour in its own busiest hour.")
        title = tr("{name} by channel, weekday and hour", name=name)
        yield Chart(title, " ".join((*each, own)), _svg(fields, hours))


def _fields(report: Report) -> dict[str, Field] | None:
    """The counts of each channel, of ``""`` where none is asked for; None where the labels are other ones."""
    fields: dict[str, Field] = {}
    for row in report.rows:
        if not row.slice:
            continue
        names, value = [name for name, _ in row.slice], row.measure.headline.value
        day, hour = (text for _, text in row.slice[-2:])
        if names[-2:] != MOMENTS or (day and day[2:] not in DAYS):
            return None
        if day and hour and value:
            channel = label_of(row.slice, names[0]) if len(names) > len(MOMENTS) else ""
            fields.setdefault(channel, Field())[Cell(int(day[0]) - 1, int(hour))] += int(value)
    return fields


def _largest(fields: dict[str, Field]) -> dict[str, Field]:
    """The channels with the most, the first before others, and the rest together."""
    ranked = sorted(fields, key=lambda each: -fields[each].total())
    found = {each: fields[each] for each in ranked[:MOST]}
    rest = ranked[MOST:]
    if rest:
        found[tr("{n} others", n=len(rest))] = sum((fields[each] for each in rest), Field())
    return found


def _busiest(field: Field, total: int) -> str:
    """The fullest cell in words, and of how many."""
    cell, count = min(field.items(), key=lambda pair: (-pair[1], pair[0]))
    return tr(
        "most on {day} {start}:00–{end}:00, {count} of {total}.",
        day=tr(DAYS[cell.day]),
        start=cell.hour,
        end=cell.hour + 1,
        count=_numbers.count(count),
        total=_numbers.count(total),
    )


def _svg(fields: dict[str, Field], hours: range) -> str:
    """Draw the fields beside each other and below, in pixels."""
    alone = len(fields) == 1
    across, high, title = (1, 24, 0) if alone else (2, 12, _TITLE)
    wide = (WIDTH - _LEFT - _GAP * (across - 1)) / across / len(hours)
    step = next(each for each in (1, 2, 3, 6, 12) if each * wide >= 25)
    below = title + len(DAYS) * high + _FEET
    cells: list[Row] = []
    words: list[Row] = []
    for place, (name, field) in enumerate(fields.items()):
        left = _LEFT + place % across * (wide * len(hours) + _GAP)
        top = _TOP + place // across * below + title
        most = max(field.values())
        for cell, count in field.items():
            x, y = left + wide * (cell.hour - hours[0]), top + high * cell.day
            ends = {"x": x, "x2": x + wide - 1, "y": y, "y2": y + high - 1}
            cells.append({**ends, "depth": 0.08 + 0.82 * count / most})
        if name:
            shown = f"{label(name, 18)} {_numbers.count(field.total())}"
            words.append({"x": left, "y": top - 9, "text": shown, "color": INK, "align": "left"})
        words += _hours(hours, step, left, wide, top + high * len(DAYS) + 10)
        if place % across == 0:
            words += _days(top, high, 1 if alone else 2)
    height = _TOP + below * ceil(len(fields) / across)
    pixels = {"autosize": "none", "padding": 0}
    return svg({**_spec(cells, words), **pixels}, height=height)


def _hours(hours: range, step: int, left: float, wide: float, y: float) -> Iterator[Row]:
    for hour in hours:
        if hour % step == 0:
            x = left + wide * (hour - hours[0] + 0.5)
            yield {"x": x, "y": y, "text": f"{hour:02}", "color": MUTED, "align": "center"}


def _days(top: float, high: float, step: int) -> Iterator[Row]:
    for place in range(0, len(DAYS), step):
        y = top + high * (place + 0.5)
        text = tr(DAYS[place])
        yield {"x": _LEFT - 8, "y": y, "text": text, "color": MUTED, "align": "right"}


def _spec(cells: Sequence[Row], words: Sequence[Row]) -> Spec:
    at = {
        axis: {"field": axis, "type": "quantitative", "scale": None, "axis": None} for axis in "xy"
    }
    ends = {f"{axis}2": {"field": f"{axis}2"} for axis in "xy"}
    alone = {"type": "quantitative", "scale": None, "legend": None}
    texts = [
        {
            "data": {"values": [each for each in words if each["align"] == align]},
            "mark": {"type": "text", "align": align, "baseline": "middle", "fontSize": 11},
            "encoding": {
                **at,
                "text": {"field": "text"},
                "color": {"field": "color", "type": "nominal", "scale": None},
            },
        }
        for align in dict.fromkeys(each["align"] for each in words)
    ]
    return {
        "layer": [
            {
                "data": {"values": cells},
                "mark": {"type": "rect", "color": BLUE},
                "encoding": {**at, **ends, "opacity": {"field": "depth", **alone}},
            },
            *texts,
        ]
    }
