"""First response time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.language import Said
from csmetrics.metrics import _times
from csmetrics.metrics._contract import Cell, Contribution
from csmetrics.metrics._statistics import share
from csmetrics.metrics._tickets import (
    Tickets,
    dates_of,
    leave_out_automatic,
    leave_out_unborn,
    not_answered_yet,
    not_yet,
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
from csmetrics.report import Definition, Diagnostic, Measure, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.survival import Tallied
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

COLUMNS = {DURATIONS: "first_response_duration", BUSINESS: "first_response_business"}


@dataclass(frozen=True)
class FRT(Tickets):
    """First response time: from the creation of a ticket to the first public reply of a person."""

    name: ClassVar[str] = "frt"
    counters: ClassVar[tuple[str, ...]] = ("fcr", "csat")
    date: ClassVar[str | None] = "created"
    now: ClassVar[bool] = True
    timed: ClassVar[bool] = True

    statistic: Annotated[str, Param("What the result is.", choices=_times.CHOICES)] = "median"
    within: Annotated[
        str, Param("Limits of the shares answered in time, such as 5m,1h.", metavar="TIMES")
    ] = "1h,4h,8h,24h"
    time: Annotated[
        str | None,
        Param(
            "What times are taken from; default: two dates, else a column of durations.",
            choices=(DATES, DURATIONS, BUSINESS),
        ),
    ] = None

    def __post_init__(self) -> None:
        """Refuse what no option may be."""
        super().__post_init__()
        self._limits()

    def wants(self) -> Sequence[str]:
        """Name two dates, the columns of durations, who replied, and who may still wait."""
        return ("created", "responded", *COLUMNS.values(), "agent_replies", "status")

    def uses(self) -> Sequence[str]:
        """Rest on the dates, or on the one column of durations."""
        own = ("responded",) if self.time == DATES else (COLUMNS[self.time or DURATIONS],)
        return ("created", *own, "agent_replies", "status")

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Take times from the two dates where both are there, else from the durations."""
        dates = ("created", "responded")
        basis = basis_of(self.name, facts, self.time, dates, COLUMNS)
        return replace(self, time=basis), fuller_durations(facts, self.time, basis, dates, COLUMNS)

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Tally the answered by their time, and the others by when they began to wait."""
        import numpy as np

        from csmetrics.intake.times import MISSING

        created = dates_of(table, "created")
        if self.time == DATES:
            leave_out_unborn(table, created)
            responded = dates_of(table, "responded")
            # not of no working time: who is answered at night is answered
            at_once = (responded == created) & (created != MISSING)
            spans = table.elapsed(created, responded)
            table.leave_out((spans < 0) & (spans != MISSING), errors.NEGATIVE, "responded")
        else:
            column = COLUMNS[self.time or DURATIONS]
            table.leave_out_faults(column, but=errors.BLANK)
            spans = table.milliseconds(column)
            table.leave_out((spans < 0) & (spans != MISSING), errors.NEGATIVE, column)
            at_once = spans == 0
            spans = np.where(not_yet(table, created, spans, "responded"), MISSING, spans)
        spans = np.where(not_answered_yet(table, at_once), MISSING, spans)
        leave_out_automatic(table, at_once & (spans != MISSING))
        rows = table.rows()
        answered = rows[spans[rows] != MISSING]
        # how long a ticket has waited by the calendar is never held against business time
        aged = (created != MISSING) & (self.time != BUSINESS)
        waiting = rows[(spans[rows] == MISSING) & aged[rows]]
        ageless = rows[(spans[rows] == MISSING) & ~aged[rows]]
        return (
            Contribution("answered", answered, spans[answered]),
            Contribution("waiting", waiting, created[waiting], lasting=True),
            Contribution("ageless", ageless, np.zeros(len(ageless), dtype=np.int64)),
        )

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Give the times of the answered, and the shares answered in time of all."""
        answered = cell.tally("answered")
        waiting = cell.ages("waiting")
        n = int(answered[1].sum())
        unanswered = int(waiting[1].sum()) + cell.count("ageless")
        nothing = "no ticket was answered" if unanswered else "no tickets"
        statistics = _times.statistics(answered, cell.level, self.statistic, nothing)
        for name, limit in self._limits().items():
            statistics.append(_within(name, limit, answered, waiting, cell.level))
        if len(waiting[0]) and unanswered > _times.MANY * (n + unanswered):
            statistics.append(_times.kaplan_meier(answered, waiting, cell.level, nothing))
        parts = (("unanswered", unanswered),)
        return (Measure(tuple(statistics), parts, bins=_times.bins(answered)),)

    def remarks(self, cell: Cell) -> Sequence[Diagnostic]:
        """Name the share of the unanswered, where they are many."""
        aged = cell.count("waiting")
        unanswered = aged + cell.count("ageless")
        kind = errors.UNANSWERED_ASIDE if aged else errors.WAIT_UNKNOWN
        return _times.waiting_aside(kind, unanswered, cell.count("answered") + unanswered)

    def definition(self) -> Definition:
        """Say which times, and what becomes of the unanswered."""
        times = time_words(self.time, "created", "responded")
        if self.time == BUSINESS:
            rule = Said(
                "{times}; how long unanswered tickets have waited in it is not known: they count in no "
                "time or share",
                times=times,
            )
        else:
            rule = Said(
                "{times}; unanswered tickets older than a limit count as not answered within it",
                times=times,
            )
        return Definition(
            metric=self.name,
            title="First response time",
            formula="first public reply − creation",
            rule=rule,
            unit="seconds",
            sources=(
                "E. L. Kaplan & P. Meier, Nonparametric Estimation from Incomplete Observations, "
                "Journal of the American Statistical Association 53, 1958",
            ),
        )

    def _limits(self) -> dict[str, int]:
        """``within_4h`` → milliseconds."""
        texts = [text.strip().lower() for text in self.within.split(",") if text.strip()]
        return {f"within_{text}": _times.limit("within", text) for text in dict.fromkeys(texts)}


def _within(name: str, limit: int, answered: Tallied, waiting: Tallied, level: float) -> Statistic:
    """Give the share answered within a limit; who waits and has not reached it says nothing yet."""
    quick = int(answered[1][answered[0] <= limit].sum())
    late = int(waiting[1][waiting[0] > limit].sum())
    return share(name, quick, int(answered[1].sum()) + late, level)
