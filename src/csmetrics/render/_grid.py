"""Report → grid: the one table that all formats for people print.

The columns come from the report alone: slices first, then ``n``, then each statistic in the order
that the metric gives, then the counts that no statistic of the same name already shows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from csmetrics.render import _numbers
from csmetrics.report import Measure, Report, Row, Slice, Statistic, Verdict

ALL = "(all)"
BLANK = "(blank)"
PERIOD = "period"

ColumnKind = Literal["label", "count", "headline", "interval", "number"]


@dataclass(frozen=True)
class Column:
    """A column; titles and cells of ``label`` columns are data, all others are our own words."""

    title: str
    kind: ColumnKind

    @property
    def right(self) -> bool:
        """Whether its cells are numbers, which stand flush right."""
        return self.kind != "label"


@dataclass(frozen=True)
class GridRow:
    """The cells of one result; ``whole`` when it is not a slice."""

    cells: tuple[str, ...]
    whole: bool


@dataclass(frozen=True)
class Grid:
    """What a table shows: heading, columns, rows, footnotes, and the definition in words."""

    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    notes: tuple[str, ...]
    rules: tuple[str, ...]
    verdicts: tuple[tuple[bool | None, str], ...]


def grid(report: Report) -> Grid:
    """Lay the report out as a grid."""
    labels = _labels(report.rows)
    statistics = _statistics(report.rows)
    columns = [column for column, _ in labels]
    cells = [[texts[i] for _, texts in labels] for i in range(len(report.rows))]
    columns.append(Column("n", "count"))
    for row, line in zip(report.rows, cells, strict=True):
        line.append(f"{row.measure.headline.n:,}")
    together = [_together(row.measure.statistics) for row in report.rows]
    for name in statistics:
        _add_statistic(report, name, together, columns, cells)
    for name in _parts(report.rows, statistics):
        columns.append(Column(title_of(name, report.definition.metric), "count"))
        for row, line in zip(report.rows, cells, strict=True):
            count = dict(row.measure.parts).get(name)
            line.append(_numbers.UNDEFINED if count is None else f"{count:,}")
    _mark_partial(report.rows, columns, cells)
    return Grid(
        report.definition.title,
        _subtitle(report),
        tuple(columns),
        tuple(
            GridRow(tuple(line), not row.slice)
            for row, line in zip(report.rows, cells, strict=True)
        ),
        tuple(_notes(report.rows)),
        tuple(_rules(report)),
        tuple((verdict.met, _verdict(verdict)) for verdict in report.verdicts),
    )


def title_of(name: str, metric: str) -> str:
    """Give the heading of a statistic: a short metric is an acronym, the rest are words."""
    if name == metric and len(name) <= 4:
        return name.upper()
    words = name.replace("_", " ")
    return words if re.match(r"p\d", words) else words[:1].upper() + words[1:]


def slice_columns(rows: Iterable[Row]) -> tuple[str, ...]:
    """Name the columns that slice the report, the period last."""
    names = dict.fromkeys(column for row in rows for column, _ in row.slice)
    return tuple(sorted(names, key=lambda name: name == PERIOD))


def label_of(slice_: Slice, column: str) -> str:
    """Give the label of a slice in a column, with words for the whole and for a blank label."""
    label = dict(slice_).get(column, ALL)
    return BLANK if label is None else label


def _labels(rows: Sequence[Row]) -> list[tuple[Column, list[str]]]:
    labels = [
        (Column(name, "label"), [label_of(row.slice, name) for row in rows])
        for name in slice_columns(rows)
    ]
    for title, values in (
        ("metric", [row.metric for row in rows]),
        ("question", [row.question or ALL for row in rows]),
        ("date", [row.date or "" for row in rows]),
    ):
        if len(set(values)) > 1:
            labels.insert(0, (Column(title, "label"), values))
    return labels


def _statistics(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.name for row in rows for each in row.measure.statistics))


def _parts(rows: Iterable[Row], statistics: tuple[str, ...]) -> list[str]:
    names = dict.fromkeys(name for row in rows for name, _ in row.measure.parts)
    return [name for name in names if name not in statistics]


def _find(measure: Measure, name: str) -> Statistic | None:
    return next((each for each in measure.statistics if each.name == name), None)


def _add_statistic(
    report: Report,
    name: str,
    together: Sequence[dict[str, float]],
    columns: list[Column],
    cells: list[list[str]],
) -> None:
    title = title_of(name, report.definition.metric)
    found = [_find(row.measure, name) for row in report.rows]
    leads = any(row.measure.headline.name == name for row in report.rows)
    columns.append(Column(title, "headline" if leads else "number"))
    for each, shares, line in zip(found, together, cells, strict=True):
        value = None if each is None else shares.get(name, each.value)
        line.append(_numbers.number(value, (each.unit if each else "")))
    intervals = [each.interval if each else None for each in found]
    level = next((each.level for each in intervals if each), None)
    if leads and level is not None:
        columns.append(Column(f"{100 * level:g} % interval", "interval"))
        for each, line in zip(found, cells, strict=True):
            spread = each.interval if each else None
            known = (spread.low, spread.high) if spread else (None, None)
            line.append(_numbers.interval(*known, (each.unit if each else "")))
    if any(
        each and each.n != row.measure.headline.n
        for each, row in zip(found, report.rows, strict=True)
    ):
        columns.append(Column(f"n ({title})", "count"))
        for each, line in zip(found, cells, strict=True):
            line.append(f"{each.n:,}" if each else _numbers.UNDEFINED)


def _together(statistics: Sequence[Statistic]) -> dict[str, float]:
    """Neighbouring shares of one ``n`` that make a whole, rounded so that they still do."""
    rounded: dict[str, float] = {}
    start = 0
    while start < len(statistics):
        end = _end_of_whole(statistics, start)
        run = statistics[start:end]
        values = [each.value for each in run if each.value is not None]
        rounded.update(
            zip((each.name for each in run), _numbers.largest_remainder(values), strict=True)
        )
        start = max(end, start + 1)
    return rounded


def _end_of_whole(statistics: Sequence[Statistic], start: int) -> int:
    total, whole = 0.0, start
    for end in range(start, len(statistics)):
        each = statistics[end]
        if each.unit != "percent" or each.n != statistics[start].n or each.value is None:
            break
        total += each.value
        if end > start and math.isclose(total, 100.0, abs_tol=1e-7):
            whole = end + 1
    return whole


def _mark_partial(rows: Sequence[Row], columns: Sequence[Column], cells: list[list[str]]) -> None:
    labels = [i for i, column in enumerate(columns) if column.kind == "label"]
    at = next((i for i in labels if columns[i].title == PERIOD), labels[-1] if labels else 0)
    for row, line in zip(rows, cells, strict=True):
        line[at] += "*" if row.partial else ""


def _subtitle(report: Report) -> str:
    dates = dict.fromkeys(row.date for row in report.rows if row.date)
    pieces = [f"date: {next(iter(dates))}"] if len(dates) == 1 else []
    pieces += report.filters
    if report.stamp:
        pieces.append(report.stamp)
    if report.span:
        first, last = (each.split("T")[0] for each in report.span)
        pieces.append(first if first == last else f"{first} to {last}")
    if pieces:
        pieces.append(report.zone)
    return " · ".join(pieces)


def _notes(rows: Sequence[Row]) -> list[str]:
    notes = (
        ["* partial: the data do not cover the whole period"]
        if any(row.partial for row in rows)
        else []
    )
    reasons = dict.fromkeys(
        each.undefined_because
        for row in rows
        for each in row.measure.statistics
        if not _numbers.known(each.value) and each.undefined_because
    )
    return notes + [f"{_numbers.UNDEFINED} undefined: {reason}" for reason in reasons]


def _rules(report: Report) -> list[str]:
    intervals = [row.measure.headline.interval for row in report.rows]
    methods = dict.fromkeys(
        f"{100 * each.level:g} % interval: {each.method}" for each in intervals if each
    )
    rule = " · ".join(filter(None, (report.definition.rule, *methods)))
    return [line for line in (report.definition.formula, rule) if line]


def _verdict(verdict: Verdict) -> str:
    labels = [f"{column} {label_of(verdict.slice, column)}" for column, _ in verdict.slice]
    where = ", ".join([verdict.question, *labels] if verdict.question else labels)
    outcome = {True: "met", False: "missed", None: "not decided"}[verdict.met]
    return f"goal {verdict.goal} {outcome}" + (f" ({where})" if where else "") + f": {verdict.why}"
