"""The score by the levels of a column: labels, numbers, or quarters of the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csmetrics.language import Said
from csmetrics.render import _numbers
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._labels import BLANK, label_text
from csmetrics.render._lines import Scale
from csmetrics.render._words import interval_title, title_of
from csmetrics.report import Driver, Drivers, Level, Statistic

SHOWN = 12
"""Levels of a column that a table shows."""


def by_level(found: Drivers, each: Driver, scale: Scale, rules: tuple[str, ...]) -> Grid:
    """The score by the levels of a column, drawn on a scale that all columns share."""
    metric = found.definition.metric
    centre = found.whole.value
    return Grid(
        Said("By {column}", column=each.column),
        "",
        (
            Column(each.column, "label"),
            Column("n", "count"),
            Column(title_of(found.whole.name, metric), "headline"),
            Column(interval_title(level_of(found)), "interval"),
            Column("", "chart"),
        ),
        tuple(
            GridRow(
                (
                    level_name(level, each.unit),
                    _numbers.count(level.statistic.n),
                    _numbers.number(level.statistic.value, level.statistic.unit),
                    between(level.statistic),
                    scale.drawn(level.statistic.value, ends=_ends(level.statistic), centre=centre),
                ),
                whole=False,
            )
            for level in each.levels[:SHOWN]
        ),
        (),
        rules,
        (),
    )


def level_name(level: Level, unit: str) -> str:
    """A label, a number, or from which to which number."""
    if level.label is not None:
        return label_text(level.label)
    ends = [each for each in (level.low, level.high) if each is not None]
    if not ends:
        return BLANK
    shown = unit or ("count" if all(each.is_integer() for each in ends) else "")
    if level.low is None:
        return Said("under {number}", number=_numbers.number(level.high, shown))
    if level.high is None:
        return Said("from {number}", number=_numbers.number(level.low, shown))
    if level.low == level.high:
        return _numbers.number(level.low, shown)
    return _numbers.interval(level.low, level.high, shown)


def _ends(each: Statistic) -> tuple[float, float] | None:
    between = each.interval
    if between is None or between.low is None or between.high is None:
        return None
    return between.low, between.high


def scale_of(found: Drivers, detailed: Sequence[Driver]) -> Scale:
    """A line wide enough for the levels of all columns."""
    return Scale(_values(found, detailed))


def _values(found: Drivers, detailed: Sequence[Driver]) -> Iterator[float | None]:
    yield found.whole.value
    for each in detailed:
        for level in each.levels[:SHOWN]:
            yield level.statistic.value
            yield from _ends(level.statistic) or ()


def between(each: Statistic) -> str:
    """Its interval, or that there is none."""
    if each.interval is None:
        return _numbers.UNDEFINED
    return _numbers.interval(each.interval.low, each.interval.high, each.unit)


def level_of(found: Drivers) -> float:
    """The level of the intervals."""
    return 0.95 if found.whole.interval is None else found.whole.interval.level
