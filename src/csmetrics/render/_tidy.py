"""Tidy tables for machines: one header, one row for each figure, nothing rounded, numbers as numbers.

CSV and TSV write them as text, a workbook as typed cells: the same values by construction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from csmetrics.render._grid import label_of, slice_columns
from csmetrics.render._numbers import known
from csmetrics.report import Interval, Report, Row, Statistic

Cell = str | int | float | bool | date | None
"""Texts are data or names of ours, ``None`` is an empty cell; numbers are finite, dates are days or times."""

INTERVAL = ("interval_level", "interval_low", "interval_high", "interval_method")

FINDING = "finding"
_FIRST = ("metric", "question")
_LAST = (
    *("date", "partial", "statistic", "value", "unit", "n"),
    *(*INTERVAL, "undefined_because", "rule"),
)


@dataclass(frozen=True)
class Tidy:
    """The names of the columns, and as many cells in each row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def of_report(report: Report) -> Tidy:
    """One row for each slice and statistic; the counts behind a figure have the unit ``count``.

    A slice column that bears the name of one of our own columns is written as ``slice_NAME``.
    """
    asked = any(row.question is not None for row in report.rows)
    columns = slice_columns(report.rows)
    rule = report.definition.rule
    compared = any(each.finding for row in report.rows for each in row.measure.statistics)
    rows: list[tuple[Cell, ...]] = []
    for row in report.rows:
        question = (row.question or "",) if asked else ()
        labels = (label_of(row.slice, column) for column in columns)
        start = (row.metric, *question, *labels, row.date or "", row.partial)
        for *cells, finding in _figures(row):
            rows.append((*start, *cells, *((finding,) if compared else ()), rule))
    first = _FIRST if asked else _FIRST[:1]
    last = (*_LAST[:-1], *((FINDING,) if compared else ()), _LAST[-1])
    return Tidy((*first, *_free_names(columns), *last), tuple(rows))


def _free_names(columns: tuple[str, ...]) -> list[str]:
    own = {*_FIRST, *_LAST, FINDING}
    taken = {*own, *columns}
    names = []
    for column in columns:
        name = column
        while name in own or (name != column and name in taken):
            name = f"slice_{name}"
        names.append(name)
    return names


def _figures(row: Row) -> Iterable[tuple[Cell, ...]]:
    for each in row.measure.statistics:
        because = each.undefined_because or ""
        interval = interval_cells(each.interval)
        yield (each.name, *figure_cells(each), *interval, because, each.finding)
    n = row.measure.headline.n
    for name, count in row.measure.parts:
        yield (name, count, "count", n, *[None] * 5, "")


def figure_cells(each: Statistic | None) -> tuple[Cell, Cell, Cell]:
    """Its value, unit and n; three empty cells where there is none."""
    return (None, None, None) if each is None else (finite(each.value), each.unit, each.n)


def interval_cells(each: Interval | None) -> tuple[Cell, Cell, Cell, Cell]:
    """Level, both ends and method, as :data:`INTERVAL` names them."""
    if each is None:
        return (None, None, None, None)
    return (each.level, finite(each.low), finite(each.high), each.method)


def finite(value: float | None) -> float | None:
    """A number, or an empty cell."""
    return value if known(value) else None
