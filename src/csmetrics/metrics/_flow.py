"""What volume and backlog share: tickets of which less is known than when they began and ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from csmetrics.metrics._contract import RUN, named

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Cell

NO_ENDS = "no column holds when tickets were resolved"
UNKNOWN_ENDS = "no resolved ticket says when it was resolved"
LITTLE = "J. D. C. Little, A Proof for the Queuing Formula: L = λW, Operations Research 9, 1961"


def occurring_values(cell: Cell, role: str, date: str = RUN) -> frozenset[int]:
    """The values of a state in the whole run, whatever the slice and period."""
    import numpy as np

    tallies = (cell.states.tallies.get(name) for name in (role, named(role, date)))
    found = [np.unique(tally.values).tolist() for tally in tallies if tally is not None]
    return frozenset(value for values in found for value in values)


def occurs(cell: Cell, role: str, date: str = RUN) -> bool:
    """Whether any row of the run contributed to a state, in whatever slice or period."""
    tallies = (cell.states.tallies.get(name) for name in (role, named(role, date)))
    return any(tally is not None and len(tally.values) > 0 for tally in tallies)


def occurring(cell: Cell, names: Mapping[str, str], date: str = RUN) -> Iterator[tuple[str, int]]:
    """The counts of those states that occur at all in the run: role → name of the part.

    The same in all slices of a run, so that a table has no columns that are 0 throughout.
    """
    for role, name in names.items():
        if occurs(cell, role, date):
            yield name, cell.count(role, date)


def ends_unknown(cell: Cell) -> str | None:
    """Why nothing can be said of when tickets ended, or None where something can."""
    if "left" not in cell.states.tallies:
        return NO_ENDS
    if occurs(cell, "unknown", "created") and not occurs(cell, "left"):
        return UNKNOWN_ENDS
    return None
