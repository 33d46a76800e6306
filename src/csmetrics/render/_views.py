"""A report taken apart by question and population, for pages: the whole, its periods, its slices."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, isfinite
from typing import Any

from csmetrics.language import Period, Said, in_force, tr
from csmetrics.render import _numbers
from csmetrics.render._grid import PERIOD, label_of
from csmetrics.render._words import title_of
from csmetrics.report import Progress, Report, Row, Setting, Statistic, Trend

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_LETTER, _WIDE = 8, 36  # pixels of a letter, and of the name of a month
_MONTH = re.compile(r"(\d{4})-(\d\d)")


@dataclass(frozen=True)
class View:
    """The rows of one question and population of a report; ``periods`` are of the whole, in their order.

    ``slices`` are the labels of the first column of --by, without periods; ``goals`` are of the headline.
    ``label`` is set where all of it is one of several labels that are seen over time; ``reach`` is then from the
    lowest to the highest of what is drawn of any of them, and ``of`` says how many labels there are.
    """

    report: Report
    question: str | None
    title: str
    whole: Row | None
    periods: tuple[Row, ...]
    slices: tuple[Row, ...]
    goals: tuple[Progress, ...] = ()
    label: str = ""
    reach: tuple[float, ...] = ()
    of: int = 0

    @property
    def where(self) -> str:
        """What stands before the title of a chart, where there are several alike."""
        named = (self.question, tr(self.title), self.label)
        return "".join(f"{each}: " for each in named if each)

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


def of_hours(trend: Trend) -> Trend:
    """The same, in the unit for display."""
    hours = trend.hours and trend.unit == "seconds"
    return replace(trend, unit=_numbers.WORKING) if hours else trend


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
    """The labels of one column with their periods, of each question and population, in the order of the report.

    Of each question those with the largest n, on one scale.
    """
    found: dict[tuple[str | None, str, str], dict[str, list[Row]]] = {}
    for row in report.rows:
        names = [name for name, _ in row.slice]
        if len(names) == 2 and names[1] == PERIOD:
            of = found.setdefault((row.question, row.measure.title, names[0]), {})
            of.setdefault(label_of(row.slice, names[0]), []).append(row)
    for (question, title, _), labels in found.items():
        if len(labels) < 2:
            continue
        sizes = {each: sum(row.measure.headline.n for row in rows) for each, rows in labels.items()}
        kept = set(sorted(sizes, key=lambda each: -sizes[each])[:most])
        drawn = {label: rows for label, rows in labels.items() if label in kept}
        reach = _reach(row.measure.headline for rows in drawn.values() for row in rows)
        plain = View(report, question, title, None, (), (), reach=reach, of=len(labels))
        for label, rows in drawn.items():
            yield replace(plain, whole=rows[-1], periods=tuple(rows), label=label)


def _reach(found: Iterable[Statistic]) -> tuple[float, ...]:
    """The lowest and the highest of values and of the ends of their intervals."""
    ends: list[float | None] = []
    for each in found:
        ends += [each.value, *([each.interval.low, each.interval.high] if each.interval else [])]
    known = [end for end in ends if end is not None and isfinite(end)]
    return (min(known), max(known)) if known else ()


def period_of(row: Row) -> str:
    """The period of a row."""
    return label_of(row.slice, PERIOD)


def period_words(period: str) -> str:
    """``Oct 2026`` of ``2026-10``; weeks, quarters and days as the language of the reader has them."""
    match = _MONTH.fullmatch(period)
    if match is None:
        return in_force().period(period)
    return tr("{month} {year}", month=tr(_MONTHS[int(match[2]) - 1]), year=match[1])


def with_months(text: str) -> str:
    """A sentence in the language of the reader, with its months as words: ``from Sep 2026 to Oct 2026``."""
    return tr(_with_months(text))


def _with_months(word: Any) -> Any:
    if isinstance(word, Period):
        return period_words(word)
    return word.changed(_with_months) if isinstance(word, Said) else word


def period_ticks(periods: Sequence[str], room: float) -> dict[str, list[str]]:
    """What stands under those periods of an axis that have room, evenly apart.

    Of months a January is among them where there is one, and the year stands under it, or under the first.
    """
    months = [_MONTH.fullmatch(period) for period in periods]
    if not all(months):
        wide = _LETTER * max(len(period_words(period)) for period in periods)
        return {
            period: [period_words(period)]
            for period in periods[:: max(1, ceil(len(periods) * wide / room))]
        }
    least = len(periods) * _WIDE / room
    step = next((each for each in (1, 2, 3, 4, 6) if each >= least), 12 * ceil(least / 12))
    january = next((place for place, each in enumerate(periods) if each.endswith("-01")), 0)
    shown = periods[january % step :: step]
    found = {}
    for place, period in enumerate(shown):
        year, month = period.split("-")
        near = place == 0 and any(each.endswith("-01") for each in shown[1:3])
        dated = month == "01" or (place == 0 and not near)
        found[period] = [tr(_MONTHS[int(month) - 1]), *([year] if dated else [])]
    return found


def goal_line(goal: Progress, periods: Sequence[str]) -> list[float | None]:
    """What a goal asks for at the end of each period: its target, or where its way is; None before that begins."""
    if goal.since is None or goal.by is None or goal.start is None:
        return [goal.target] * len(periods)
    from csmetrics.calc.lines import Way  # heavy

    since, by = (date.fromisoformat(day).toordinal() for day in (goal.since, goal.by))
    way = Way(goal.start, since, goal.target, by)
    ends = [_last_day(period).toordinal() for period in periods]
    return [way.at(end) if end >= since else None for end in ends]


def _last_day(period: str) -> date:
    year, rest = int(period[:4]), period[5:]
    if rest[:1] == "W":
        return date.fromisocalendar(year, int(rest[1:]), 7)
    if len(rest) > len("12"):
        return date.fromisoformat(period)
    month = 12 if not rest else 3 * int(rest[1:]) if rest[0] == "Q" else int(rest)
    return date(year, month, monthrange(year, month)[1])
