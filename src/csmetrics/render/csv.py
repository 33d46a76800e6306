"""Tidy CSV and TSV for machines: one row per slice and statistic, digits never grouped.

A slice column that bears the name of one of our own columns is written as ``slice_NAME``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from csmetrics.render._grid import label_of, slice_columns
from csmetrics.render._numbers import known
from csmetrics.render._text import csv_cell
from csmetrics.report import Report, Row, Statistic

_FIRST = ("metric", "question")
_LAST = (
    *("date", "partial", "statistic", "value", "unit", "n", "interval_level", "interval_low"),
    *("interval_high", "interval_method", "undefined_because", "rule"),
)


def render(report: Report) -> str:
    """Write the report as CSV."""
    return _render(report, ",")


def render_tsv(report: Report) -> str:
    """Write the report as TSV."""
    return _render(report, "\t")


class _Lines(list[str]):
    """Lines of the csv module, which quotes CR in a cell only while lines end with CR LF."""

    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n") + "\n")


def _render(report: Report, delimiter: str) -> str:
    asked = any(row.question is not None for row in report.rows)
    columns = slice_columns(report.rows)
    lines = _Lines()
    writer = csv.writer(lines, delimiter=delimiter, lineterminator="\r\n")
    first = _FIRST if asked else _FIRST[:1]
    writer.writerow([*first, *map(csv_cell, _free_names(columns)), *_LAST])
    for row in report.rows:
        question = (row.question or "",) if asked else ()
        labels = (label_of(row.slice, column) for column in columns)
        start = [csv_cell(text) for text in (row.metric, *question, *labels, row.date or "")]
        start.append("true" if row.partial else "false")
        writer.writerows(
            [*start, *cells, csv_cell(report.definition.rule)] for cells in _cells(row)
        )
    return "".join(lines)


def _free_names(columns: tuple[str, ...]) -> list[str]:
    taken = {*_FIRST, *_LAST, *columns}
    names = []
    for column in columns:
        name = column
        while name in _FIRST or name in _LAST or (name != column and name in taken):
            name = f"slice_{name}"
        names.append(name)
    return names


def _cells(row: Row) -> Iterator[list[str]]:
    for each in row.measure.statistics:
        yield [*_statistic(each), *_interval(each), csv_cell(each.undefined_because or "")]
    n = str(row.measure.headline.n)
    for name, count in row.measure.parts:
        yield [csv_cell(name), str(count), "count", n, *[""] * 5]


def _statistic(each: Statistic) -> list[str]:
    return [csv_cell(each.name), _number(each.value), each.unit, str(each.n)]


def _interval(each: Statistic) -> list[str]:
    if each.interval is None:
        return [""] * 4
    spread = each.interval
    return [repr(spread.level), _number(spread.low), _number(spread.high), csv_cell(spread.method)]


def _number(value: float | None) -> str:
    return repr(value) if known(value) else ""
