"""What a report shows beside the KPIs: who stands out by more than chance, and when work comes in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from csmetrics.errors import UNKNOWN_COLUMN, CsmetricsError

if TYPE_CHECKING:
    from csmetrics.cli.commands._scoring import Board
    from csmetrics.metrics import Listed
    from csmetrics.report import Report, Standards, Summary


def standards(board: Board, columns: Sequence[str]) -> tuple[Standards, ...]:
    """Each metric by each column that its table has; refuses (``UNKNOWN_COLUMN``) a column that no table has."""
    found: list[Standards] = []
    for column in columns:
        unknown: list[CsmetricsError] = []
        held = [_held(board, each, column, unknown) for each in board.listed]
        found += [each for each in held if each is not None]
        if unknown and not any(held):
            raise unknown[0]
    return tuple(found)


def busy(board: Board, summary: Summary) -> tuple[Report, ...]:
    """Counts that have periods, by weekday and hour; none where times cannot be had."""
    found = []
    for report in summary.reports:
        counted = bool(report.rows) and report.rows[0].measure.headline.unit == "count"
        if counted and any(row.slice for row in report.rows):
            asked = board.ask(report.definition.metric, ())
            slices = replace(asked.options.slices, by=("weekday", "hour"), every=None)
            given = (asked.options.given | {"by"}) - {"every"}
            options = replace(asked.options, slices=slices, given=given)
            with suppress(CsmetricsError):
                found.append(board.measured(asked.metric, asked.files, options))
    return tuple(found)


def _held(
    board: Board, each: Listed, column: str, unknown: list[CsmetricsError]
) -> Standards | None:
    """None where a metric was not computed, has no better and worse, or has no such column."""
    from csmetrics.analyses import standards as judging

    try:
        asked = board.ask(each.name, ())
    except CsmetricsError:
        return None
    options = asked.options
    private = options.slices.min_group
    slices = replace(options.slices, by=(column,), every=None, min_group=None)
    gate = replace(options.gate, goal=None, each=False)
    given = (options.given | {"by"}) - {"every", "goal", "each"}
    options = replace(options, slices=slices, gate=gate, given=given)
    held = judging.against(None, None, ranks="statistic" not in given, private=private)
    try:
        run = board.measured.session.measured(asked.metric, asked.files, options)
        return judging.standards(run, column, held)
    except CsmetricsError as fault:
        if fault.kind is UNKNOWN_COLUMN:
            unknown.append(fault)
        return None
