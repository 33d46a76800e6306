"""Hand-offs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.language import Said
from csmetrics.metrics import _rated, _statistics
from csmetrics.metrics._contract import Cell, Contribution
from csmetrics.metrics._counts import lacks, mean, share_above_zero, whole_numbers
from csmetrics.metrics._scales import SCALES
from csmetrics.metrics._tickets import Tickets
from csmetrics.metrics.csat import CSAT
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
    r"\b(hand(ed)? ?(off|over)s?|(re)?transfer(s|red|encias?|id[ao]s?)?|reassign(ment|ed|s|ments)?"
    r"|chang(es?|ed)|switch(es|ed)?|mov(es?|ed)|hops|bounces|forward(s|ed)?|re(rout|direct)\w+"
    r"|re(atribu|asigna|designa)\w+|repass\w+|mudancas?|trocas?|alterac(ao|oes)|encaminha\w+"
    r"|cambios?|traspasos?|deriva(cion|ciones|d[ao]s?)"
    r"|escala(ted|tions?|d[ao]s?|coes|ciones|mientos?|mentos?)|escalonamentos?)\b"
)
_ASSIGNED = re.compile(r"\b((re)?assignments?|stations?|atribuicoes|asignaciones)\b")
"""Words of a header, folded, that say what it counts: in English, Portuguese and Spanish."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Handoffs(Tickets):
    """Hand-offs: share of tickets that more than one agent held, and how satisfied those are."""

    name: ClassVar[str] = "handoffs"

    statistic: Annotated[
        str,
        Param("What the result is: the share, or the mean number.", choices=("share", "mean")),
    ] = "share"
    counts: Annotated[
        str | None,
        Param("What the column counts.", choices=(AGENTS, ASSIGNMENTS, HANDOFFS)),
    ] = None
    scale: Annotated[
        str | None, Param("Scale of the ratings of tickets.", choices=tuple(SCALES))
    ] = None
    good: Annotated[
        str | None, Param("Ratings that count as satisfied, such as 4,5.", metavar="LIST")
    ] = None

    def needs(self) -> Sequence[str]:
        """Need the number of agents that held a ticket."""
        return ("agents",)

    def wants(self) -> Sequence[str]:
        """Name it, and the rating of the ticket."""
        return ("agents", "score")

    def uses(self) -> Sequence[str]:
        """Rest on the ratings only where they were taken for some."""
        return ("agents", "score") if self._rating is not None else ("agents",)

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Take it for a number of agents, unless the header says that it counts assignments or hand-offs.

        Ratings are judged as those of ``csat``.
        """
        counts = self.counts or _counted(facts.headers["agents"])
        rating, notes = _rated.rule_of(self.scale, self.good, facts)
        if rating is None and not notes and (self.scale is not None or self.good is not None):
            raise lacks("--scale and --good need ratings of the tickets", "score", facts)
        scale = None if rating is None else rating.scale
        return replace(self, counts=counts, scale=scale), notes

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Tally each ticket by its hand-offs: one less than the agents or assignments it had.

        One that no agent held yet can have none, and is left out.
        """
        found = whole_numbers(table, "agents", MOST)
        if self.counts != HANDOFFS:
            table.leave_out(found == 0, errors.NO_AGENT, "agents")
            found = found - 1
        rows = table.rows()
        own = Contribution("handoffs", rows, found[rows])
        if self._rating is None:
            return (own,)
        return (own, *_rated.contributions(table, found, self._rating))

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Give the share of the tickets with a hand-off, and the mean number; then how satisfied each are."""
        tally = cell.tally("handoffs")
        share, several = share_above_zero(self.name, tally, cell.level, NOTHING)
        statistics = [share, mean(tally, UNIT, cell.level, NOTHING)]
        if self.statistic == "mean":
            statistics.reverse()
        own = Measure(tuple(statistics), (("handed_off", several),))
        return (own,) if self._rating is None else (own, *_rated.measures(cell))

    def remarks(self, cell: Cell) -> Sequence[Diagnostic]:
        """Say how many are rated, where any is."""
        return () if self._rating is None else tuple(_rated.remarks(cell, self._rating))

    def definition(self) -> Definition:
        """Say what is counted, and how that differs from the hand-offs there were."""
        shares = self.statistic == "share"
        return Definition(
            metric=self.name,
            title="Hand-offs",
            formula="100 × held by more than one agent / tickets"
            if shares
            else "Σ hand-offs / tickets",
            rule=self._rule(),
            unit="percent" if shares else UNIT,
            sources=(_statistics.WILSON, _rated.NEWCOMBE),
        )

    @property
    def _rating(self) -> CSAT | None:
        """How ratings are judged, once that is settled; None where there are none."""
        return None if self.scale is None else CSAT(scale=self.scale, good=self.good)

    def _rule(self) -> str:
        own = _RULES[self.counts]
        if self._rating is None:
            return own
        told = (
            "{rule}; {rating}: a difference goes with hand-offs, which need not be its cause, and is "
            "judged of the whole alone"
        )
        return Said(told, rule=own, rating=self._rating.definition().rule)


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

    name = folded(_HUMP.sub(" ", header))
    if _HANDED.search(name):
        return HANDOFFS
    return ASSIGNMENTS if _ASSIGNED.search(name) else AGENTS
