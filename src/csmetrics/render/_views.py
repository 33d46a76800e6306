"""A report taken apart by question and population, for pages: the whole, its periods, its slices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from csmetrics.language import in_force, tr
from csmetrics.render import _numbers
from csmetrics.render._grid import PERIOD, label_of
from csmetrics.render._words import title_of
from csmetrics.report import Progress, Report, Row, Setting, Statistic

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_NEAR = 4  # so many months fit beside the year of the first
_MONTH = re.compile(r"(\d{4})-(\d\d)")


@dataclass(frozen=True)
class View:
    """The rows of one question and population of a report; ``periods`` are of the whole, in their order.

    ``slices`` are the labels of the first column of --by, without periods; ``goals`` are of the headline.
    ``label`` is set where all of it is one of several labels that are seen over time.
    """

    report: Report
    question: str | None
    title: str
    whole: Row | None
    periods: tuple[Row, ...]
    slices: tuple[Row, ...]
    goals: tuple[Progress, ...] = ()
    label: str = ""

    @property
    def where(self) -> str:
        """What stands before the title of a chart, where there are several alike."""
        return "".join(f"{each}: " for each in (self.question, self.label) if each)

    @property
    def headline(self) -> Statistic | None:
        """The headline of the whole."""
        return None if self.whole is None else self.whole.measure.headline

    @property
    def name(self) -> str:
        """What the headline is called."""
        return "" if self.headline is None else heading(self.headline.name, self.metric)

    @property
    def metric(self) -> str:
        """The short name of the metric, of which acronyms are made."""
        return self.report.definition.metric

    @property
    def unit(self) -> str:
        """The unit of the headline for display: working time is counted in hours."""
        return "" if self.headline is None else shown_unit(self.report, self.headline.unit)


def heading(name: str, metric: str) -> str:
    """What a statistic or a part is called, in the language of the reader."""
    return tr(title_of(name, metric))


def shown_unit(report: Report, unit: str) -> str:
    """A unit for display: seconds of working time are not counted in days."""
    return working(report.settings, unit)


def working(settings: Sequence[Setting], unit: str) -> str:
    """The same by the settings of any answer."""
    counted = any(
        each.name == "hours" and each.value not in (None, "", "none") for each in settings
    )
    return _numbers.WORKING if counted and unit == "seconds" else unit


def views(report: Report, goals: Sequence[Progress] = ()) -> Iterator[View]:
    """Every question and population, in the order of the report."""
    found: dict[tuple[str | None, str | None, str], list[Row]] = {}
    for row in report.rows:
        key = (row.question, row.measure.date, row.measure.title)
        found.setdefault(key, []).append(row)
    for (question, _, title), rows in found.items():
        whole = next((row for row in rows if not row.slice), None)
        name = None if whole is None else whole.measure.headline.name
        yield View(
            report,
            question,
            title,
            whole,
            tuple(row for row in rows if [name for name, _ in row.slice] == [PERIOD]),
            tuple(row for row in rows if len(row.slice) == 1 and row.slice[0][0] != PERIOD),
            tuple(each for each in goals if each.statistic and each.statistic.name == name),
        )


def over_time(report: Report, most: int) -> Iterator[View]:
    """The labels of one column with their periods, those with the largest n, in the order of the report."""
    found: dict[str, list[Row]] = {}
    first = report.rows[0] if report.rows else None
    for row in report.rows:
        names = [name for name, _ in row.slice]
        alike = first and (row.question, row.measure.title) == (first.question, first.measure.title)
        if alike and len(names) == 2 and names[1] == PERIOD:
            found.setdefault(label_of(row.slice, names[0]), []).append(row)
    sizes = {each: sum(row.measure.headline.n for row in rows) for each, rows in found.items()}
    kept = sorted(sizes, key=lambda each: -sizes[each])[:most]
    for label, rows in found.items():
        if label in kept and len(found) > 1:
            yield View(report, rows[0].question, "", rows[-1], tuple(rows), (), label=label)


def period_of(row: Row) -> str:
    """The period of a row."""
    return label_of(row.slice, PERIOD)


def period_words(period: str) -> str:
    """``Oct 2026`` of ``2026-10``; weeks, quarters and days as the language of the reader has them."""
    match = _MONTH.fullmatch(period)
    if match is None:
        return in_force().period(period)
    return tr("{month} {year}", month=tr(_MONTHS[int(match[2]) - 1]), year=match[1])


def period_ticks(periods: Sequence[str]) -> dict[str, list[str]]:
    """What stands under each period of an axis; the year under the first month, or a January that is near it."""
    january = next((place for place, period in enumerate(periods) if period.endswith("-01")), 0)
    found = {}
    for place, period in enumerate(periods):
        match = _MONTH.fullmatch(period)
        if match is None:
            found[period] = [period_words(period)]
            continue
        dated = match[2] == "01" or (place == 0 and not 0 < january < _NEAR)
        found[period] = [tr(_MONTHS[int(match[2]) - 1]), *([match[1]] if dated else [])]
    return found
