"""Hand-offs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.metrics import _statistics
from csmetrics.metrics._contract import Cell, Contribution
from csmetrics.metrics._counts import mean, share_above_zero, whole_numbers
from csmetrics.metrics._tickets import Tickets
from csmetrics.options import Param
from csmetrics.report import Definition, Diagnostic, Measure

if TYPE_CHECKING:
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

AGENTS, ASSIGNMENTS, HANDOFFS = "agents", "assignments", "handoffs"
MOST = 1_000_000
"""More agents than that are no number of agents, but an id or a time."""

UNIT = "hand-offs"
NOTHING = "no ticket that an agent held"

_HANDED = re.compile(
    r"\b(hand ?offs?|(re)?transfer(s|red|encias?)?|reassign(ment|ed|s|ments)?|re(atribu|asigna)\w+)\b"
)
_ASSIGNED = re.compile(r"\b((re)?assignments?|stations?|atribuicoes|asignaciones)\b")
"""Words of a header, folded, that say what it counts."""


@dataclass(frozen=True)
class Handoffs(Tickets):
    """Hand-offs: share of tickets that more than one agent held, and the mean number."""

    name: ClassVar[str] = "handoffs"

    statistic: Annotated[
        str,
        Param("What the result is: the share, or the mean number.", choices=("share", "mean")),
    ] = "share"
    counts: Annotated[
        str | None,
        Param("What the column counts.", choices=(AGENTS, ASSIGNMENTS, HANDOFFS)),
    ] = None

    def needs(self) -> Sequence[str]:
        """Need the number of agents that held a ticket."""
        return ("agents",)

    def wants(self) -> Sequence[str]:
        """Name it."""
        return ("agents",)

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Take it for a number of agents, unless the header says that it counts assignments or hand-offs."""
        return replace(self, counts=self.counts or _counted(facts.headers["agents"])), ()

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Tally each ticket by its hand-offs: one less than the agents or assignments it had.

        One that no agent held yet can have none, and is left out.
        """
        found = whole_numbers(table, "agents", MOST)
        if self.counts != HANDOFFS:
            table.leave_out(found == 0, errors.NO_AGENT, "agents")
            found = found - 1
        rows = table.rows()
        return (Contribution("handoffs", rows, found[rows]),)

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Give the share of the tickets with a hand-off, and the mean number."""
        tally = cell.tally("handoffs")
        share, several = share_above_zero(self.name, tally, cell.level, NOTHING)
        statistics = [share, mean(tally, UNIT, cell.level, NOTHING)]
        if self.statistic == "mean":
            statistics.reverse()
        return (Measure(tuple(statistics), (("handed_off", several),)),)

    def definition(self) -> Definition:
        """Say what is counted, and how that differs from the hand-offs there were."""
        shares = self.statistic == "share"
        return Definition(
            metric=self.name,
            title="Hand-offs",
            formula="100 × held by more than one agent / tickets"
            if shares
            else "Σ hand-offs / tickets",
            rule=_RULES[self.counts],
            unit="percent" if shares else UNIT,
            sources=(_statistics.WILSON,),
        )


_RULES = {
    None: "hand-offs are one less than the agents of a ticket",
    AGENTS: "hand-offs: agents − 1, at least: there and back again is one agent more, not two",
    ASSIGNMENTS: "hand-offs: assignments − 1; the share is an upper bound: the column counts "
    "assignments, not people",
    HANDOFFS: "hand-offs as counted; the share is an upper bound: a ticket may come back to "
    "the same agent",
}


def _counted(header: str) -> str:
    """Tell by its name what a column counts."""
    from csmetrics.read._header import folded

    name = folded(header)
    if _HANDED.search(name):
        return HANDOFFS
    return ASSIGNMENTS if _ASSIGNED.search(name) else AGENTS
