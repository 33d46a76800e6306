"""A table of one row, laid out tall: its statistics below each other, each with its n and its interval."""

from __future__ import annotations

import re
from collections.abc import Sequence

from csmetrics.language import Said, ours
from csmetrics.render import _numbers
from csmetrics.render._compared import ends, signed_value
from csmetrics.render._layout import Column
from csmetrics.render._words import interval_title, title_of
from csmetrics.report import Measure, Row, Statistic, Untold

_TIMED = re.compile(r"(.*_)(\d+)w")
"""The name of what was after some weeks."""


def is_tall(rows: Sequence[Row]) -> bool:
    """Whether one row alone holds several intervals: only below each other all of them can be shown."""
    if len(rows) != 1:
        return False
    return sum(each.interval is not None for each in rows[0].measure.statistics) > 1


def one_by_one(measure: Measure) -> tuple[Measure, ...]:
    """Its statistics, to be drawn line by line; its counts have no picture."""
    if measure.parts:
        return ()
    return tuple(Measure((each,)) for each in _in_order(measure.statistics))


def stacked(metric: str, rows: Sequence[Row]) -> tuple[tuple[Column, ...], list[list[str]]]:
    """Lay out what :func:`is_tall` says yes to, its counts last."""
    measure = rows[0].measure
    level = next(each.interval.level for each in measure.statistics if each.interval)
    compared = any(each.finding for each in measure.statistics)
    columns = (
        Column("", "words"),
        Column("n", "count"),
        Column(Said("Value"), "headline"),
        Column(interval_title(level), "interval"),
        *((Column(Said("Finding"), "words"),) if compared else ()),
    )
    lines = [
        [
            title_of(each.name, metric),
            _numbers.count(each.n),
            _value(each),
            ends(each) if each.interval else "",
            *((ours(each.finding) if each.finding else "",) if compared else ()),
        ]
        for each in _in_order(measure.statistics)
    ]
    blank = [""] * (len(columns) - 2)
    lines += [[title_of(name, metric), _numbers.count(n), *blank] for name, n in measure.parts]
    return columns, lines


def _in_order(statistics: Sequence[Statistic]) -> list[Statistic]:
    """As the metric gives them; what differs by a time alone by that time, the headline among them."""
    weeks = {each: match for each in statistics if (match := _TIMED.fullmatch(each.name))}
    if len(weeks) < len(statistics) or len({match[1] for match in weeks.values()}) > 1:
        return list(statistics)
    return sorted(statistics, key=lambda each: int(weeks[each][2]))


def _value(each: Statistic) -> str:
    if isinstance(each.n, Untold):
        return _numbers.count(each.n)
    return signed_value(each) if each.finding else _numbers.number(each.value, each.unit)
