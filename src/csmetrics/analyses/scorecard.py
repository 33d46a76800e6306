"""The lines of a scorecard: what each metric says of the last whole period, and how it got there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from csmetrics import errors
from csmetrics.analyses._series import by_period, label_of
from csmetrics.analyses.compare import change
from csmetrics.analyses.trend import trend
from csmetrics.calc import ranks
from csmetrics.calc.differences import HIGHER, LOWER
from csmetrics.calc.quantiles import Limits
from csmetrics.language import Period, Said, acronym
from csmetrics.report import (
    Change,
    Diagnostic,
    Interval,
    Kpi,
    Progress,
    Relation,
    Report,
    Row,
    Statistic,
)

BETTER, WORSE = "better", "worse"
ALIKE, AGAINST = "better together", "one against the other"
UP, APART, UNRELATED = "up together", "one up and one down", "no clear relation"
LEAST = 10
"""Whole periods that two KPIs must have in common."""
SHARED = 1.5
"""Two neighbouring changes share a period, which makes the variance of their correlation so many times larger."""

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
        filters=report.filters,
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
                same = (good.period, good.previous, good.filters) == (
                    bad.period,
                    bad.previous,
                    bad.filters,
                )
                if same and (good.way, bad.way) == (BETTER, WORSE):
                    yield _warning(good, bad)


def relations(found: Sequence[Kpi], pairs: Pairs) -> Iterator[Relation]:
    """Whether KPIs that are watched together move together, where they have ten whole periods in common.

    Of the changes from one period to the next, not of the values: two that only rise over the year would seem
    related.
    """
    level = next((each.statistic.interval.level for each in found if each.statistic.interval), 0.95)
    for one, other in dict.fromkeys(tuple(sorted(pair)) for pair in pairs):
        for first in found:
            for second in found:
                if (first.metric, second.metric) == (one, other):
                    related = _related(first, second, level)
                    if related is not None:
                        yield related


def _related(first: Kpi, second: Kpi, level: float) -> Relation | None:
    one, other = _series(first), _series(second)
    common = [period for period in one if period in other]
    periods = [] if first.trend is None else [each.period for each in first.trend.points]
    follows = dict(pairwise(periods))
    steps = [(period, follows[period]) for period in common if follows.get(period) in common]
    if len(common) < LEAST or len(steps) < LEAST - 1:
        return None
    changes = np.array([[values[t] - values[s] for s, t in steps] for values in (one, other)])
    rho = ranks.spearman(changes[0], changes[1], np.ones(len(steps), dtype=np.int64))
    if rho is None:
        return None
    ends = ranks.interval(rho, len(steps), level, spread=SHARED)
    between = Interval(level, *ends, ranks.METHOD)
    return Relation(
        _name(first),
        _name(second),
        rho,
        between,
        len(common),
        len(steps),
        _moves(first, second, ends),
    )


def _series(kpi: Kpi) -> dict[str, float]:
    """The values of whole periods, in their order."""
    points = () if kpi.trend is None else kpi.trend.points
    return {e.period: e.value for e in points if e.value is not None and not e.partial}


def _moves(first: Kpi, second: Kpi, ends: Limits) -> str:
    """What is said of a relation whose interval excludes 0."""
    low, high = ends
    if low is None or high is None or low <= 0 <= high:
        return UNRELATED
    up = low > 0
    if first.better is None or second.better is None:
        return UP if up else APART
    return ALIKE if up == (first.better == second.better) else AGAINST


def _warning(good: Kpi, bad: Kpi) -> Diagnostic:
    params = (
        ("good", _said(good)),
        ("bad", _said(bad)),
        ("previous", Period(good.previous or "")),
        ("period", Period(good.period or "")),
        ("metric", bad.metric),
        ("first", good.previous or ""),  # as they are typed
        ("second", good.period or ""),
    )
    return Diagnostic(errors.UNBALANCED, params)


def _name(kpi: Kpi) -> str:
    return kpi.metric if kpi.question is None else f"{kpi.metric} ({kpi.question})"


def _said(kpi: Kpi) -> Said:
    short = acronym(kpi.metric)
    if kpi.question is None:
        return short
    return Said("{name} ({question})", name=short, question=kpi.question)
