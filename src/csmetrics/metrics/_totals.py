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
    """S, E and N of each row; and the first row that cannot be, by its number."""
    import numpy as np

    sums: dict[str, Ints] = {role: whole_numbers(table, role, MOST) for role in SUMS}
    rows = table.rows()
    found = [Contribution(name, rows, sums[role][rows], None) for role, name in SUMS.items()]
    stayed = sums["at_end"] - sums["new_customers"]
    wrong = rows[((stayed > sums["at_start"]) | (stayed < 0))[rows]][:1]
    numbers = np.asarray(table.numbers, np.int64)[wrong]
    found.append(Contribution(IMPOSSIBLE, wrong, numbers, None))
    for number in numbers.tolist():
        found += [
            Contribution(_of_row(name, number), wrong, sums[role][wrong], None)
            for role, name in SUMS.items()
        ]
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
    """Refuse the first period in which more stayed than were there, or in which more were new than there are."""
    rows = cell.tally(IMPOSSIBLE)[0]
    if not len(rows):
        return
    row = int(rows[0])
    start, end, new = (_sum(cell.tally(_of_row(name, row))) for name in SUMS.values())
    if new > end:
        raise CsmetricsError(errors.MORE_NEW_THAN_THERE, row=row, new=new, end=end)
    raise CsmetricsError(errors.IMPOSSIBLE_TOTALS, row=row, kept=end - new, start=start)


def _of_row(name: str, number: int) -> str:
    """The name of one of the totals of one impossible row."""
    return f"{name} of the impossible row {number}"


def _sum(tally: tuple[Ints, Ints]) -> int:
    return int((tally[0] * tally[1]).sum())
