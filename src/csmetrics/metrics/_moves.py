"""Who was there then and is there now, who came, came back, or came and left: counted from what was tallied."""

from __future__ import annotations

from typing import NamedTuple

from csmetrics.metrics._contract import (
    CAME,
    KINDS,
    NOW,
    OPEN,
    PASSED,
    PEOPLE,
    RETURNED,
    STAYED,
    THEN,
    Cell,
)


def kept(cell: Cell) -> tuple[int, int]:
    """How many of those who were there then are there now, and how many were there then."""
    values, counts = cell.tally(THEN)
    return int(counts[values % KINDS == 1].sum()), int(counts.sum())


def of_kind(cell: Cell, role: str, kind: int) -> int:
    """How many customers are there now as STAYED, RETURNED or CAME."""
    values, counts = cell.tally(role)
    return int(counts[values % KINDS == kind].sum())


class Moves(NamedTuple):
    """How many are there now as they were, for the first time, and again; and how many came and left in between."""

    stayed: int
    came: int
    returned: int
    passed: int

    @property
    def apart(self) -> int:
        """By how many E − N is more than those who stayed: who came and left is in N and not in E."""
        return self.returned - self.passed


def moves(cell: Cell) -> Moves:
    """Who is there now, in the periods of which retention is known; where it is of none, in all that are over."""
    import numpy as np

    known = cell.tally(THEN)[0] // KINDS

    def of(role: str, kind: int) -> int:
        values, counts = cell.tally(role)
        fits = values % KINDS == kind
        if len(known):
            fits &= np.isin(values // KINDS, known)
        return int(counts[fits].sum())

    now = NOW if len(known) or cell.count(NOW) + cell.count(PASSED) else OPEN
    stayed, came, returned = (of(now, kind) for kind in (STAYED, CAME, RETURNED))
    return Moves(stayed, came, returned, of(PASSED, 0))


def people(cell: Cell, *roles: str) -> int | None:
    """How many different customers some states are of: the fewest of any that holds one, None where none does."""
    counts = (cell.count(PEOPLE + role) or cell.count(role) for role in roles)
    return min(filter(None, counts), default=None)


def occurs(cell: Cell, role: str) -> bool:
    """Whether anything was contributed to a state, in whatever slice."""
    return role in cell.states.tallies
