"""A picture beside the numbers of a table, where there is something to compare: one line for each result.

What is drawn depends on what the headline is made of: the kinds of answers of a score as parts of a bar, a share
with its interval on a common scale, counts as bars from zero. Times have none: a few long ones would flatten the
rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from csmetrics.language import tr
from csmetrics.render import _numbers
from csmetrics.render._grid import Column, Grid, GridRow
from csmetrics.render._lines import Ends, Scale
from csmetrics.report import Measure, Statistic

WIDTH = 24
KINDS = "░▒█"
BAR = "█"


def drawn(table: Grid) -> Grid:
    """The same table with its picture as a last column; as it is where nothing is compared."""
    measures = table.measures
    if not measures or len([row for row in table.rows if not row.whole]) < 2:
        return table
    headlines = [each.headline for each in measures]
    if all(len(each.counts) == len(KINDS) for each in headlines):
        legend = _legend(measures[0])
        return _with(table, "", [_parts(each.counts) for each in headlines], legend)
    if all(len(each.counts) == 2 for each in headlines if each.value is not None):
        return _on_a_scale(table, headlines)
    if all(each.unit == "count" for each in headlines):
        return _from_zero(table, headlines)
    return table


def _with(table: Grid, title: str, cells: Sequence[str], *notes: str) -> Grid:
    rows = tuple(
        GridRow((*row.cells, cell), row.whole) for row, cell in zip(table.rows, cells, strict=True)
    )
    columns = (*table.columns, Column(title, "chart"))
    return replace(table, columns=columns, rows=rows, notes=(*notes, *table.notes))


def _parts(counts: Sequence[float]) -> str:
    """A bar of one length, cut as the answers are; a kind that somebody chose is seen."""
    n = sum(counts)
    if not n:
        return ""
    ends = [round(WIDTH * sum(counts[:place]) / n) for place in range(len(counts) + 1)]
    return "".join(
        kind * (high - low) for kind, (low, high) in zip(KINDS, pairwise(ends), strict=True)
    )


def _legend(measure: Measure) -> str:
    names = [name for name, _ in measure.parts[: len(KINDS)]][::-1]
    return "  ".join(f"{kind} {tr(name)}" for kind, name in zip(KINDS, names, strict=True))


def _on_a_scale(table: Grid, headlines: Sequence[Statistic]) -> Grid:
    """Each value with its interval, all on the scale that the heading names."""
    ends = [_ends(each) for each in headlines]
    reach = [each for each in ends if each is not None]
    if not reach:
        return table
    low, high = min(low for low, _ in reach), max(high for _, high in reach)
    scale = Scale((low, high), WIDTH)
    cells = [scale.drawn(each.value, ends=own) for each, own in zip(headlines, ends, strict=True)]
    return _with(table, _numbers.interval(low, high, headlines[0].unit), cells)


def _ends(each: Statistic) -> Ends | None:
    interval = each.interval
    if interval is None or interval.low is None or interval.high is None:
        return None
    return interval.low, interval.high


def _from_zero(table: Grid, headlines: Sequence[Statistic]) -> Grid:
    """Bars of counts; the whole has none, which would make the others short."""
    values = [
        None if row.whole else each.value for row, each in zip(table.rows, headlines, strict=True)
    ]
    most = max((value for value in values if value is not None), default=0)
    if not most:
        return table
    cells = ["" if value is None else BAR * round(WIDTH * value / most) for value in values]
    return _with(table, "", cells)
