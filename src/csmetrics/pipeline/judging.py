"""The goal of a run, and what it says of the slices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from csmetrics import goals
from csmetrics.report import Diagnostic, Row, Verdict, leading

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Metric
    from csmetrics.pipeline.plan import Plan


def verdicts(plan: Plan, rows: tuple[Row, ...]) -> tuple[Verdict, ...]:
    """Whether the whole meets the goal, or each slice of it."""
    if plan.goal is None:
        return ()
    # a further population of a slice is no second chance, nor a second demand
    mine = leading(rows)
    slices = [row for row in mine if row.slice]
    if not (plan.options.gate.each and slices):
        judged = [row for row in mine if not row.slice]
    else:
        # a period that is partial or empty says nothing of the goal; where all are, that is the verdict
        judged = [row for row in slices if row.measure.headline.n and not row.partial] or slices
    return tuple(goals.judge(plan.goal, row) for row in judged)


def doubts(plan: Plan, rows: Sequence[Row], metric: Metric) -> Iterator[Diagnostic]:
    """What is odd about the goal."""
    if plan.goal is not None and goals.is_of_headline(plan.goal, rows[0]):
        yield from goals.other_way(plan.goal, metric.name, metric.better)
