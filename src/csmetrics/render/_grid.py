"""Report → grids: the tables that all formats for people print, one for each population.

The columns come from the report alone: slices first, then ``n``, then each statistic in the order
that the metric gives, then the counts that no statistic of the same name already shows. An ``n``
stands before the statistics that rest on it, and again only where the next ones rest on another.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from csmetrics.language import Period, Said, joined, ours, tr
from csmetrics.render import _numbers
from csmetrics.render._compared import ends, signed_value
from csmetrics.render._labels import ALL, BLANK, label_text
from csmetrics.render._layout import Column, ColumnKind, Grid, GridRow, Laid
from csmetrics.render._tall import is_tall, one_by_one, stacked
from csmetrics.render._words import dated, interval_title, rules, subtitle, title_of
from csmetrics.report import Measure, Report, Row, Slice, Statistic, Untold, Verdict

__all__ = [
    "ALL",
    "BLANK",
    "PERIOD",
    "Column",
    "ColumnKind",
    "Grid",
    "GridRow",
    "grids",
    "label_of",
    "slice_columns",
    "verdicts",
]

PERIOD = "period"
_STEP = re.compile(r"(?:week|month|quarter|year)_\d+")
"""A share so many periods after the first, of a triangle of cohorts."""
_NESTED = re.compile(rf"{_STEP.pattern}|within_.+|.+_after_.+")
"""Shares of which each holds the ones before, or is held by them: no parts of a whole."""
BY_CALENDAR = ("time_to_clear",)
"""Statistics that are times of the calendar, whichever hours count: of days, some are worked and some are not."""


def grids(report: Report) -> Iterator[Grid]:
    """Lay the report out: the headline table, then one for each further population of its rows.

    What is said of all of them (notes, definition, goals) stands once, under the last.
    """
    populations: dict[tuple[str | None, str], list[Row]] = {}
    working = any(each.name == "hours" and each.value for each in report.settings)
    for row in map(_in_working_time, report.rows) if working else report.rows:
        populations.setdefault((row.measure.date, row.measure.title), []).append(row)
    keys = list(populations) or [(None, "")]
    for place, (date, title) in enumerate(keys):
        rows = populations.get((date, title), [])
        tall = bool(place and title) and is_tall(rows)
        columns, lines = (stacked if tall else _table)(report.definition.metric, rows)
        named = [ours(title or report.definition.title)]
        if place == 0 and title:
            named.insert(0, ours(report.definition.title))
        wholes = [False] * len(lines) if tall else [not row.slice for row in rows]
        measured = one_by_one(rows[0].measure) if tall else tuple(row.measure for row in rows)
        last = place == len(keys) - 1
        yield Grid(
            joined(": ", named),
            (dated(date) if date else "") if place else subtitle(report, rows),
            columns,
            tuple(GridRow(tuple(line), whole) for line, whole in zip(lines, wholes, strict=True)),
            tuple(_notes(report.rows)) if last else (),
            tuple(rules(report)) if last else (),
            tuple(verdicts(report)) if last else (),
            measured,
        )


def _in_working_time(row: Row) -> Row:
    statistics = (
        replace(each, unit=_numbers.WORKING)
        if each.unit == "seconds" and each.name not in BY_CALENDAR
        else each
        for each in row.measure.statistics
    )
    return replace(row, measure=replace(row.measure, statistics=tuple(statistics)))


def verdicts(report: Report) -> Iterator[tuple[bool | None, str]]:
    """Give what each goal came to, and the sentence that says so."""
    return ((verdict.met, tr(_verdict(verdict))) for verdict in report.verdicts)


def _table(metric: str, rows: Sequence[Row]) -> tuple[tuple[Column, ...], list[list[str]]]:
    """Lay out rows of one population: the columns, and the cells of each row."""
    laid = _labels(rows)
    statistics = _statistics(rows)
    units = {each.unit for row in rows for each in row.measure.statistics}
    working = _numbers.WORKING in units
    known: list[int | None] = [None] * len(rows)
    if not rows or not _counted([row.measure.headline for row in rows]):
        known = [row.measure.headline.n for row in rows]
        laid.append(_counts("n", known))
    together = [_together(row.measure.statistics) for row in rows]
    for name in statistics:
        found = [_find(row.measure, name) for row in rows]
        ns = [each.n if each else None for each in found]
        if any(n not in (None, before) for n, before in zip(ns, known, strict=True)):
            known = ns
            if not _counted(found):  # such a count says it itself
                laid.append(_counts("n", known))
        heads = {row.measure.headline.name for row in rows}
        shares = [each.get(name) for each in together]
        title = title_of(name, metric, working=working)
        if "seconds" in units and any(each and each.unit == _numbers.WORKING for each in found):
            title = Said("{title}, working time", title=title)  # beside times of the calendar
        # what was weighted stands beside it unweighted, with its interval too
        ranged = name in heads or f"weighted_{name}" in heads or name == "response_rate"
        more = _statistic(title, found, shares, leads=name in heads, ranged=ranged)
        if _STEP.fullmatch(name):
            first, *others = more
            more = iter([(replace(first[0], series=True), first[1]), *others])
        laid += more
    for name in _parts(rows, statistics):
        parts = [dict(row.measure.parts).get(name) for row in rows]
        laid.append(_counts(title_of(name, metric), parts))
    columns = tuple(column for column, _ in laid)
    cells = [[texts[i] for _, texts in laid] for i in range(len(rows))]
    _mark_partial(rows, columns, cells)
    return columns, cells


def slice_columns(rows: Iterable[Row]) -> tuple[str, ...]:
    """Name the columns that slice the report, the period last."""
    names = dict.fromkeys(column for row in rows for column, _ in row.slice)
    return tuple(sorted(names, key=lambda name: name == PERIOD))


def label_of(slice_: Slice, column: str) -> str:
    """Give the label of a slice in a column, with words for the whole and for a blank label."""
    labels = dict(slice_)
    if column not in labels:
        return ALL
    label = labels[column]
    return Period(label) if column == PERIOD and label else label_text(label)


def _labels(rows: Sequence[Row]) -> list[Laid]:
    labels = [
        (
            Column(ours(name) if name == PERIOD else name, "label"),
            [label_of(row.slice, name) for row in rows],
        )
        for name in slice_columns(rows)
    ]
    for title, values in (
        (Said("metric"), [row.metric for row in rows]),
        (Said("question"), [row.question or ALL for row in rows]),
        (Said("date"), [row.date or "" for row in rows]),
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


def _counted(found: Sequence[Statistic | None]) -> bool:
    """Whether these are counts, each of which is its own ``n`` where it is known."""
    return all(
        each is None or (each.unit == "count" and each.value in (None, each.n)) for each in found
    )


def _counts(title: str, counts: Sequence[int | None]) -> Laid:
    texts = (
        "" if count is None else _numbers.count(count) for count in counts
    )  # not asked of this row
    return Column(title, "count"), list(texts)


def _statistic(
    title: str,
    found: Sequence[Statistic | None],
    shares: Sequence[float | None],
    *,
    leads: bool,
    ranged: bool,
) -> Iterator[Laid]:
    """Lay out one statistic: its values, ``shares`` where they were rounded together, its intervals if ``ranged``."""
    units = [each.unit if each else "" for each in found]
    values = (
        share if share is not None else each.value if each else None
        for each, share in zip(found, shares, strict=True)
    )
    yield (
        Column(title, "headline" if leads else "number"),
        # a dash is an undefined value; what is not asked of a row is left empty
        [
            _shown(each, value, unit, leads=leads) if each else ""
            for value, unit, each in zip(values, units, found, strict=True)
        ],
    )
    level = next((each.interval.level for each in found if each and each.interval), None)
    if ranged and level is not None:
        yield Column(interval_title(level), "interval"), list(map(ends, found))
    if leads and any(each and each.finding for each in found):
        yield (
            Column(Said("Finding"), "words"),
            [ours(each.finding) if each else "" for each in found],
        )


def _shown(each: Statistic, value: float | None, unit: str, *, leads: bool) -> str:
    if leads and isinstance(each.n, Untold):
        return _numbers.count(each.n)
    if each.finding:
        return signed_value(each)
    return _numbers.number(value, unit, exact=each.value)


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
        if _NESTED.fullmatch(each.name):
            break
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
        if row.partial:
            line[at] = Said("{label}*", label=line[at])


def _notes(rows: Sequence[Row]) -> list[str]:
    partial = any(row.partial for row in rows)
    notes: list[str] = ["* partial: the data do not cover the whole period"] if partial else []
    every = [each for row in rows for each in row.measure.statistics]
    hidden = {each.undefined_because for each in every if isinstance(each.n, Untold)}
    reasons = dict.fromkeys(
        each.undefined_because
        for each in every
        if not _numbers.known(each.value) and each.undefined_because
    )
    return notes + [
        ours(reason) if reason in hidden else Said("– undefined: {reason}", reason=reason)
        for reason in reasons
    ]


def _verdict(verdict: Verdict) -> Said:
    labels = (
        Said("{column} {label}", column=column, label=label_of(verdict.slice, column))
        for column, _ in verdict.slice
    )
    where = joined(", ", (verdict.question, *labels) if verdict.question else labels)
    outcome = Said({True: "met", False: "missed", None: "not decided"}[verdict.met])
    told = "goal {goal} {outcome} ({where}): {why}" if where else "goal {goal} {outcome}: {why}"
    return Said(told, goal=verdict.goal, outcome=outcome, where=where, why=verdict.why)
