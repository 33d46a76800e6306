"""The lines of a scorecard: what each metric says of the last whole period, and how it got there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from csmetrics import errors
from csmetrics.analyses._series import by_period, label_of
from csmetrics.analyses.compare import HIGHER, LOWER, change
from csmetrics.analyses.trend import trend
from csmetrics.report import Change, Diagnostic, Kpi, Progress, Report, Row, Statistic

BETTER, WORSE = "better", "worse"

Pairs = Sequence[tuple[str, str]]
"""Metrics that are watched together: neither may be bought with the other."""


def kpis(report: Report, every: str, goals: Sequence[Progress] = ()) -> Iterator[Kpi]:
    """One line for each question of a report that was made by period; ``goals`` are those of this metric."""
    for question in dict.fromkeys(row.question for row in report.rows):
        rows = tuple(row for row in report.rows if row.question == question)
        yield _kpi(replace(report, rows=rows), every, goals)


def _kpi(report: Report, every: str, goals: Sequence[Progress]) -> Kpi:
    whole, definition = report.rows[0], report.definition
    periods = by_period(report)
    found = [row for row in periods if not row.partial]
    last = found[-1] if found else None
    before = found[-2] if len(found) > 1 else None
    changed = None if last is None or before is None else change(_headline(before), _headline(last))
    drawn = trend(replace(report, diagnostics=()), every) if periods else None
    return Kpi(
        metric=whole.metric,
        title=definition.title,
        statistic=_headline(last or whole),
        question=whole.question,
        better=definition.better,
        period=None if last is None else label_of(last),
        previous=None if before is None else label_of(before),
        change=changed,
        way=_way(changed, definition.better),
        trend=None if drawn is None else replace(drawn, inputs=(), diagnostics=()),
        goals=tuple(goals),
    )


def _headline(row: Row) -> Statistic:
    return row.measure.headline


def _way(changed: Change | None, better: str | None) -> str:
    """What a change means; the bare verdict where neither way is better by itself."""
    if changed is None or changed.interval is None:
        return ""
    if better is None or changed.verdict not in (HIGHER, LOWER):
        return changed.verdict
    return BETTER if changed.verdict == better else WORSE


def unbalanced(found: Sequence[Kpi], pairs: Pairs) -> Iterator[Diagnostic]:
    """Warn where a KPI got better while one that it must not be bought with got worse, in the same periods.

    A change counts only where its interval excludes 0: on bare values most scorecards on which nothing
    happened would warn.
    """
    for one, other in dict.fromkeys(tuple(sorted(pair)) for pair in pairs):
        for first in found:
            for second in found:
                if (first.metric, second.metric) != (one, other):
                    continue
                good, bad = (first, second) if first.way == BETTER else (second, first)
                same = (good.period, good.previous) == (bad.period, bad.previous)
                if same and (good.way, bad.way) == (BETTER, WORSE):
                    yield _warning(good, bad)


def _warning(good: Kpi, bad: Kpi) -> Diagnostic:
    params = (
        ("good", _name(good)),
        ("bad", _name(bad)),
        ("previous", str(good.previous)),
        ("period", str(good.period)),
        ("metric", bad.metric),
    )
    return Diagnostic(errors.UNBALANCED, params)


def _name(kpi: Kpi) -> str:
    return kpi.metric if kpi.question is None else f"{kpi.metric} ({kpi.question})"
