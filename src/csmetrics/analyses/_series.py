"""The periods of a report, in their order."""

from __future__ import annotations

from csmetrics.report import Report, Row

PERIOD = "period"


def label_of(row: Row) -> str:
    """The period that a row is of, such as ``2026-10``."""
    return str(dict(row.slice)[PERIOD])


def by_period(report: Report) -> list[Row]:
    """The rows of the first question by period: of several populations the one that the metric is named after."""
    found: dict[str, Row] = {}
    for row in report.rows:
        if row.slice and row.question == report.rows[0].question:
            found.setdefault(label_of(row), row)
    return [found[label] for label in sorted(found)]
