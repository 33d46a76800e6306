"""Reopens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.language import Said, joined
from csmetrics.metrics import _blanks, _statistics
from csmetrics.metrics._contract import Cell, Contribution
from csmetrics.metrics._counts import lacks, mean, share_above_zero
from csmetrics.metrics._tickets import Tickets, life
from csmetrics.options import Param
from csmetrics.report import Definition, Diagnostic, Measure, Statistic

if TYPE_CHECKING:
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

COLUMN, STATUS = "column", "status"
RESOLVED, ALL = "resolved", "all"
NOTHING = "no ticket was ever resolved"


@dataclass(frozen=True)
class Reopens(Tickets):
    """Reopens: share of the tickets ever resolved that were opened again, in percent."""

    name: ClassVar[str] = "reopens"

    statistic: Annotated[
        str,
        Param("What the result is: the share, or the mean number.", choices=("share", "mean")),
    ] = "share"
    rule: Annotated[
        str | None,
        Param(
            "What a reopen is known from: a column, or only the status (a lower bound); default: a column.",
            choices=(COLUMN, STATUS),
        ),
    ] = None
    of: Annotated[
        str | None,
        Param("Which tickets are asked: those ever resolved, or all.", choices=(RESOLVED, ALL)),
    ] = None
    blanks: Annotated[
        str | None,
        Param(
            "What a blank cell means; default: no where only yes or numbers above 0 occur, else not known.",
            choices=(_blanks.NO, _blanks.UNKNOWN),
        ),
    ] = None

    def wants(self) -> Sequence[str]:
        """Name the number of reopens, and what says that a ticket was resolved."""
        return ("reopens", "status", "resolved")

    def uses(self) -> Sequence[str]:
        """Rest on all of them, or only on the last two."""
        return ("status", "resolved") if self.rule == STATUS else self.wants()

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Take the column of reopens; what status and date of resolution say only where it is asked for.

        Of those that were reopened and resolved again they know nothing: mostly they would say 0 %.
        """
        rule = self.rule or COLUMN
        if rule == COLUMN and not facts.has("reopens"):
            asked = "--rule column" if self.rule else self.name
            other = ""
            if facts.has("status", "resolved") and self.statistic == "share":
                other = "--rule status counts those that are open again now, a lower bound"
            raise lacks(
                Said("{asked} needs the number of reopens", asked=asked), "reopens", facts, other
            )
        if rule == STATUS and not facts.has("status", "resolved"):
            raise lacks("--rule status needs status and resolved", "reopens", facts)
        if rule == STATUS and self.statistic == "mean":
            raise lacks("--statistic mean needs the number of reopens", "reopens", facts)
        of = self._population(facts)
        if rule == STATUS:
            return replace(self, rule=rule, of=of), (Diagnostic(errors.REOPENED_NOW),)
        blanks, notes = _blanks.settled(self.blanks, facts, ("reopens",))
        return replace(self, rule=rule, of=of, blanks=blanks), notes

    def _population(self, facts: Facts) -> str:
        """Ask those ever resolved where a column may say who was, and refuse one that says it of nobody.

        The reopened were resolved once: without the others they would be all, at 100 %.
        """
        unasked = facts.headers.keys().isdisjoint({"resolved", "status"})
        of = self.of or (ALL if unasked else RESOLVED)
        told = facts.has("resolved") or (facts.has("status") and facts.statuses != frozenset())
        if of == RESOLVED and not told:
            what = "reopens needs to know which tickets were resolved"
            raise lacks(what, "resolved", facts, "--of all takes every ticket")
        return of

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Tally each ticket that was ever resolved by how often it was reopened, as far as is known.

        An open ticket with a date of resolution was reopened, at least once, whatever its column says.
        """
        import numpy as np

        from csmetrics.intake.times import MISSING

        lives = life(table)
        times = lives.reopened.astype(np.int64)
        if self.rule == COLUMN:
            table.leave_out_faulty("reopens", ~_blanks.standing_for(table, "reopens", self.blanks))
            found = table.numeric("reopens")
            times = np.maximum(times, np.where(np.isnan(found), 0, found).astype(np.int64))
        if self.of == RESOLVED:
            ever = (lives.resolved != MISSING) | lives.unknown | (times > 0)
            table.leave_out(lives.gone & ~ever, errors.GONE, "status")
            role = "resolved" if table.has("resolved") else "status"
            table.leave_out(~ever, errors.NOT_RESOLVED, role)
        rows = table.rows()
        return (Contribution("reopens", rows, times[rows]),)

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Give the share of the reopened, and where more than one is counted the mean number."""
        tally = cell.tally("reopens")
        nothing = NOTHING if self.of == RESOLVED else "no tickets"
        share, reopened = share_above_zero(self.name, tally, cell.level, nothing)
        statistics = [share]
        if _counts_more_than_one(cell):
            statistics.append(mean(tally, self.name, cell.level, nothing))
        elif self.statistic == "mean":
            because = "no ticket has more than one: the column may only say yes or no"
            statistics.append(Statistic("mean", None, self.name, 0, undefined_because=because))
        if self.statistic == "mean":
            statistics.reverse()
        return (Measure(tuple(statistics), (("reopened", reopened),)),)

    def definition(self) -> Definition:
        """Say what a reopened ticket is, and of which tickets it is the share."""
        shares = self.statistic == "share"
        return Definition(
            metric=self.name,
            title="Reopens",
            formula=Said(
                "100 × reopened / {of}" if shares else "Σ reopens / {of}",
                of="tickets" if self.of == ALL else "tickets ever resolved",
            ),
            rule=self._rule(),
            unit="percent" if shares else self.name,
            sources=(_statistics.WILSON,),
        )

    def _rule(self) -> str:
        of = {
            ALL: "of all tickets, each taken as resolved",
            RESOLVED: "of tickets with a date of resolution, a finished status, or a reopen",
            None: "of tickets ever resolved",
        }[self.of]
        if self.rule == STATUS:
            return Said(
                "open again now, with a date of resolution; {of}; a lower bound: those that were "
                "resolved again are not known",
                of=of,
            )
        rule = Said("reopened at least once, or open again with a date of resolution; {of}", of=of)
        return joined("; ", (rule, *_blanks.words(self.blanks)))


def _counts_more_than_one(cell: Cell) -> bool:
    """Tell whether any ticket of the run has more than one: else yes and no may be all that is known."""
    return any(len(each.values) and each.values.max() > 1 for each in cell.states.tallies.values())
