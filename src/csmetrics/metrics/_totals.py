"""Retention from totals alone: how many there were at the start and at the end, and how many were new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.metrics._contract import Cell, Contribution
from csmetrics.metrics._counts import whole_numbers
from csmetrics.metrics._statistics import share
from csmetrics.report import Measure, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.states import Ints
    from csmetrics.intake.table import Table

MOST = 10**12
"""No number of customers."""
SUMS = {"at_start": "S", "at_end": "E", "new_customers": "N"}
IMPOSSIBLE = "impossible totals"


def contributions(table: Table) -> Sequence[Contribution]:
    """S, E and N of each row; and the rows that cannot be, by their number."""
    import numpy as np

    sums: dict[str, Ints] = {role: whole_numbers(table, role, MOST) for role in SUMS}
    rows = table.rows()
    found = [Contribution(name, rows, sums[role][rows], None) for role, name in SUMS.items()]
    stayed = sums["at_end"] - sums["at_start"] - sums["new_customers"]
    wrong = rows[(stayed[rows] > 0) | (sums["at_end"] < sums["new_customers"])[rows]]
    for name, values in (
        (IMPOSSIBLE, table.numbers),
        (f"{IMPOSSIBLE} E − N", sums["at_end"] - sums["new_customers"]),
        (f"{IMPOSSIBLE} S", sums["at_start"]),
    ):
        found.append(Contribution(name, wrong, np.asarray(values, np.int64)[wrong], None))
    return found


def measure(cell: Cell) -> Measure:
    """Give the share of all periods together."""
    start, end, new = (_sum(cell.tally(name)) for name in SUMS.values())
    only = share("retention", end - new, start, cell.level) if 0 < start >= end - new >= 0 else None
    if only is None:
        because = "nobody was there at the start"
        only = Statistic("retention", None, "percent", 0, undefined_because=because)
    return Measure((only,), (("at_start", start), ("at_end", end), ("new", new)))


def refuse_impossible(cell: Cell) -> None:
    """Refuse (``IMPOSSIBLE_TOTALS``) periods in which more stayed than were there."""
    rows = cell.tally(IMPOSSIBLE)[0]
    if len(rows):
        kept, start = (cell.tally(f"{IMPOSSIBLE} {name}")[0] for name in ("E − N", "S"))
        raise CsmetricsError(
            errors.IMPOSSIBLE_TOTALS, row=int(rows[0]), kept=int(kept.max()), start=int(start.min())
        )


def _sum(tally: tuple[Ints, Ints]) -> int:
    return int((tally[0] * tally[1]).sum())
