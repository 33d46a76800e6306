"""A list of customers, read beside the table that is measured: who there is, since when, and who has left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

from csmetrics import errors
from csmetrics.metrics import _customers, _standing
from csmetrics.metrics._contract import Cell, Contribution, Listed
from csmetrics.metrics._counts import lacks
from csmetrics.metrics._customer_basis import PURCHASES, refuse_tickets
from csmetrics.metrics._customers import Customers
from csmetrics.report import Definition, Diagnostic, Measure

if TYPE_CHECKING:
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

DAY = 86_400_000
ROLES = ("started", "ended", "churned", "active", "bought")


@dataclass(frozen=True)
class Roll(Customers):
    """Who is a customer: no result of its own."""

    name: ClassVar[str] = "customers"

    def wants(self) -> Sequence[str]:
        """Name what says since when, and who has left."""
        return ROLES

    def uses(self) -> Sequence[str]:
        """Rest on all of it."""
        return ROLES

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Need to know who they are."""
        if not facts.has("customer"):
            raise lacks("a list of customers needs their ids", "customer", facts)
        refuse_tickets(facts)
        blanks, told = _standing.of_blanks(self.blanks, facts)
        return replace(self, basis=PURCHASES if facts.has("bought") else None, blanks=blanks), told

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """List each customer; a blank date or flag is not known."""
        import numpy as np

        from csmetrics.intake.times import MISSING

        nobody = np.full(len(table.why), MISSING)
        _customers.leave_out_nobody(table)
        role = "started" if table.has("started") else "bought"
        came = table.instants(role) if table.has(role) else nobody
        left = table.instants("ended") if table.has("ended") else nobody
        dated = (came != MISSING) & (left != MISSING)
        table.leave_out(dated & (left + DAY <= came), errors.NEGATIVE, "ended")
        gone = np.full(len(came), -1, dtype=np.int64)
        if table.has("ended"):
            gone = (left != MISSING).astype(np.int64)
        for flag, yes in (("active", 0), ("churned", 1)):
            if table.has(flag):
                values = table.numeric(flag)
                known = (values == 0) | (values == 1)
                gone = np.where(known, (values == yes).astype(np.int64), gone)
                if self.blanks == _standing.NO and flag == _standing.role_of(table.has):
                    gone = np.where((gone < 0) & _standing.blank(table, flag), 1 - yes, gone)
        rows = table.rows()
        return (Listed("listed", rows, came[rows], left=left[rows], gone=gone[rows]),)

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Have no result."""
        return ()

    def definition(self) -> Definition:
        """Have no formula."""
        return Definition(self.name, "Customers", "", "", "count")
