"""What a report shows beside the KPIs: who stands out by more than chance, and when work comes in."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from csmetrics.errors import MULTI_VALUED, UNKNOWN_COLUMN, CsmetricsError

if TYPE_CHECKING:
    from csmetrics.cli.commands._scoring import Board
    from csmetrics.pipeline.observing import Asked
    from csmetrics.report import Report, Standards, Summary


CHANNEL, MOMENTS = "channel", ("weekday", "hour")


def standards(board: Board, summary: Summary, columns: Sequence[str]) -> tuple[Standards, ...]:
    """Each metric by each column that its table has; refuses (``UNKNOWN_COLUMN``) a column that no table has."""
    found: list[Standards] = []
    for column in columns:
        unknown: list[CsmetricsError] = []
        held = [_held(board, each, column, unknown) for each in summary.reports]
        found += [each for each in held if each is not None]
        if unknown and not any(held):
            raise unknown[0]
    return tuple(found)


def busy(board: Board, summary: Summary) -> tuple[Report, ...]:
    """Counts that have periods, by weekday and hour; none where times cannot be had.

    By channel, too, where one is known, and no count is hidden that would be missed in their sum.
    """
    found = []
    for report in summary.reports:
        counted = bool(report.rows) and report.rows[0].measure.headline.unit == "count"
        if not counted or not _by_period(report):
            continue
        private = board.told(report.definition.metric).options.slices.min_group is not None
        for by in ([] if private else [(CHANNEL, *MOMENTS)]) + [MOMENTS]:
            asked = _asked(board, report, by)
            with suppress(CsmetricsError):
                made = board.measured(asked.metric, asked.files, asked.options)
                if all(each.kind is not MULTI_VALUED for each in made.diagnostics):
                    found.append(made)
                    break
    return tuple(found)


def _by_period(report: Report) -> bool:
    return any(row.slice for row in report.rows)


def _asked(board: Board, report: Report, by: tuple[str, ...]) -> Asked:
    """The same rows as those of a report, split otherwise.

    What has no date is in none of its periods, and so not in its whole: the days that it covers leave that out here.
    """
    asked = board.told(report.definition.metric)
    slices, given = replace(asked.options.slices, by=by), asked.options.given | {"by"}
    if _by_period(report) and report.span:
        since, until = report.span
        slices, given = replace(slices, since=since, until=until), given | {"since", "until"}
    return replace(asked, options=replace(asked.options, slices=slices, given=given))


def _held(
    board: Board, report: Report, column: str, unknown: list[CsmetricsError]
) -> Standards | None:
    """None where a metric has no better and worse, or has no such column."""
    from csmetrics.analyses import standards as judging

    asked = _asked(board, report, (column,))
    options = asked.options
    private = options.slices.min_group
    gate = replace(options.gate, goal=None, each=False)
    options = replace(
        options,
        slices=replace(options.slices, min_group=None),
        gate=gate,
        given=options.given - {"goal", "each"},
    )
    held = judging.against(None, None, ranks="statistic" not in options.given, private=private)
    held = replace(held, sizes=asked.metric.reveals.sizes)
    try:
        run = board.measured.session.measured(asked.metric, asked.files, options)
        return judging.standards(run, column, held)
    except CsmetricsError as fault:
        if fault.kind is UNKNOWN_COLUMN:
            unknown.append(fault)
        return None
