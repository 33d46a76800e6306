"""Average resolution time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.language import Said
from csmetrics.metrics import _times
from csmetrics.metrics._contract import RUN, Cell, Contribution
from csmetrics.metrics._tickets import (
    Tickets,
    dates_of,
    leave_out_unborn,
    life,
    not_yet,
    open_by_status,
)
from csmetrics.metrics._time_basis import (
    BUSINESS,
    DATES,
    DURATIONS,
    basis_of,
    fuller_durations,
    time_words,
)
from csmetrics.options import Param
from csmetrics.report import Definition, Diagnostic, Measure

if TYPE_CHECKING:
    from csmetrics.calc.states import Ints
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table
    from csmetrics.metrics._tickets import Rows

STARTS = {"created": "created", "first-response": "responded"}
ENDS = {"last-resolution": "resolved", "first-resolution": "first_resolved"}
COLUMNS = {
    "last-resolution": {DURATIONS: "resolution_duration", BUSINESS: "resolution_business"},
    "first-resolution": {DURATIONS: "first_resolution_duration"},
}
OPENED = "created"
"""The date by which those that are still open count."""


@dataclass(frozen=True)
class ART(Tickets):
    """Average resolution time: from the creation of a ticket to its last resolution."""

    name: ClassVar[str] = "art"
    counters: ClassVar[tuple[str, ...]] = ("csat", "reopens")
    dates: ClassVar[tuple[str, ...]] = (OPENED,)
    now: ClassVar[bool] = True
    timed: ClassVar[bool] = True

    statistic: Annotated[str, Param("What the result is.", choices=_times.CHOICES)] = "mean"
    start: Annotated[str, Param("Where the time begins.", choices=tuple(STARTS))] = "created"
    end: Annotated[str, Param("Where it ends.", choices=tuple(ENDS))] = "last-resolution"
    time: Annotated[
        str | None,
        Param(
            "What times are taken from; default: two dates, else a column of durations.",
            choices=(DATES, DURATIONS, BUSINESS),
        ),
    ] = None

    @property
    def date(self) -> str | None:
        """Count in the period of the resolution that ends it."""
        return ENDS[self.end]

    def wants(self) -> Sequence[str]:
        """Name the dates and the columns of durations between which times may lie, and the status."""
        return (*self._dates, *self._durations.values(), "created", "status")

    def uses(self) -> Sequence[str]:
        """Rest on the dates, or on the one column of durations."""
        own = self._dates if self.time == DATES else (self._durations[self.time or DURATIONS],)
        return ("created", *own, "status")

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Take times from the two dates where both are there, else from the durations."""
        dates, durations = self._dates, self._durations
        basis = basis_of(self.name, facts, self.time, dates, durations)
        notes = fuller_durations(facts, self.time, basis, dates, durations)
        return replace(self, time=basis), notes

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Tally the resolved by their time, and the open by when they began."""
        import numpy as np

        from csmetrics.intake.times import MISSING

        lives = life(table, self._dates[1])
        if self.time == DATES:
            leave_out_unborn(table, lives.created)
            starts = dates_of(table, self._dates[0])
            table.leave_out(starts == MISSING, errors.NO_START, self._dates[0])
            spans = table.elapsed(starts, lives.resolved)
            table.leave_out((spans < 0) & (spans != MISSING), errors.NEGATIVE, self._dates[1])
            table.leave_out(lives.unknown, errors.UNKNOWN_END, self._dates[1])
        else:
            column = self._durations[self.time or DURATIONS]
            table.leave_out_faults(column, but=errors.BLANK)
            starts = lives.created
            spans = table.milliseconds(column)
            later = not_yet(table, starts, spans, self._dates[1])
            spans = np.where(later | self._unended(table, spans), MISSING, spans)
            table.leave_out((spans < 0) & (spans != MISSING), errors.NEGATIVE, column)
            lives = replace(lives, unknown=lives.unknown & ~later, gone=lives.gone & ~later)
            ended = lives.unknown | (lives.resolved != MISSING)
            table.leave_out((spans == MISSING) & ended, errors.UNKNOWN_END, column)
            table.leave_out((spans == MISSING) & (starts == MISSING), errors.NOT_RESOLVED, column)
        table.leave_out((spans == MISSING) & lives.gone, errors.GONE, "status")
        rows = table.rows()
        done, waiting = rows[spans[rows] != MISSING], rows[spans[rows] == MISSING]
        return (
            Contribution("resolved", done, spans[done], (RUN, OPENED)),
            Contribution("open", waiting, starts[waiting], (OPENED,), lasting=True),
        )

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Give the times of those resolved in the period, then the median of those opened in it."""
        resolved = cell.tally("resolved")
        nothing = "no ticket was resolved"
        times = _times.statistics(resolved, cell.level, self.statistic, nothing)
        closed = Measure(tuple(times), bins=_times.bins(resolved))
        begun, waiting = cell.tally("resolved", OPENED), cell.ages("open", OPENED)
        if self.time == BUSINESS and len(waiting[0]):
            median = _times.unknown_median(int(begun[1].sum() + waiting[1].sum()))
        else:
            median = _times.kaplan_meier(begun, waiting, cell.level, "no tickets")
        parts = (("resolved", int(begun[1].sum())), ("open", int(waiting[1].sum())))
        opened = Measure((median,), parts, date=OPENED, title="Opened, those still open included")
        return (closed, opened)

    def remarks(self, cell: Cell) -> Sequence[Diagnostic]:
        """Name the share of the opened that are open still, where they are many."""
        waiting = cell.count("open", OPENED)
        kind = errors.WAIT_UNKNOWN if self.time == BUSINESS else errors.OPEN_ASIDE
        return _times.waiting_aside(kind, waiting, cell.count("resolved", OPENED) + waiting)

    def definition(self) -> Definition:
        """Say which times, and what becomes of those still open."""
        start, end = self._dates
        times = time_words(self.time, start, end)
        if self.time == BUSINESS:
            rule = Said(
                "{times}; how long open tickets have waited in it is not known: the median of all opened "
                "is told only where none is open",
                times=times,
            )
        else:
            rule = Said("{times}; open tickets count in the median of all opened", times=times)
        return Definition(
            metric=self.name,
            title="Average resolution time",
            formula="resolution − creation" if start == "created" else "resolution − first reply",
            rule=rule,
            unit="seconds",
            sources=(
                "E. L. Kaplan & P. Meier, Nonparametric Estimation from Incomplete Observations, "
                "Journal of the American Statistical Association 53, 1958",
                "R. Brookmeyer & J. Crowley, A Confidence Interval for the Median Survival Time, "
                "Biometrics 38, 1982",
            ),
        )

    def _unended(self, table: Table, spans: Ints) -> Rows:
        """Tell which durations are in the row of an open ticket, and so count what has passed, or stand for nothing.

        A ticket that is open again keeps its first resolution; only 0 stands for none there.
        """
        unended = open_by_status(table)
        return unended if self.end == "last-resolution" else unended & (spans == 0)

    @property
    def _dates(self) -> tuple[str, str]:
        return STARTS[self.start], ENDS[self.end]

    @property
    def _durations(self) -> dict[str, str]:
        return COLUMNS[self.end] if self.start == "created" else {}
