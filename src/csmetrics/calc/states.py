"""States: what is kept of the rows while a file streams past. They have an identity, commute and associate.

A state belongs to a *group*: the code of a slice. Adding two ``States`` unites their groups by key, so
that parts read in any order, or on several machines, give the same total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from csmetrics.calc.tallies import Ints, Tally, joined

__all__ = ("Ints", "Pile", "States", "Tally", "total")

PENDING = 2_000_000
"""Rows that wait before they are joined."""


@dataclass
class States:
    """All states of a metric: ``keys[g]`` is the key of group ``g``; ``tallies`` by role.

    ``whole`` is the group of all rows, where there is one that need not be added up.
    """

    keys: list[Any] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    whole: int = -1
    _wholes: dict[str, tuple[Ints, Ints]] = field(default_factory=dict)

    def __add__(self, other: States) -> States:
        """The states of both. ``States()`` is the identity."""
        return total([self, other])

    def with_whole(self, key: Any) -> States:
        """The same with a group ``key`` of all rows: those it holds of a role, else those of all groups.

        For roles of which each row is in one group, or whose ``key`` holds every row.
        """
        keys = self.keys if key in self.keys else [*self.keys, key]
        return States(keys, self.tallies, keys.index(key))

    def tally(self, role: str, group: int) -> tuple[Ints, Ints]:
        """Values and counts of one group; empty when nothing was contributed."""
        none = np.array([], dtype=np.int64)
        if role not in self.tallies:
            return none, none
        if group != self.whole:
            return self.tallies[role].of_group(group)
        if role not in self._wholes:
            found = self.tallies[role].of_group(group)
            self._wholes[role] = found if len(found[0]) else self.tallies[role].of_all()
        return self._wholes[role]


@dataclass
class Pile:
    """A sum of many states, part by part: some at a time are joined, all of them at the end.

    So each row is sorted twice at most, however many parts there are, and what can be counted stays small.
    """

    _joined: list[States] = field(default_factory=list)
    _pending: list[States] = field(default_factory=list)
    _rows: int = 0

    def add(self, states: States) -> None:
        """Add the states of one part."""
        self._pending.append(states)
        self._rows += sum(len(tally.values) for tally in states.tallies.values())
        if self._rows > PENDING:
            self._join()

    def total(self) -> States:
        """The sum so far."""
        self._join()
        if len(self._joined) != 1:
            self._joined = [total(_emptied(self._joined))]
        return self._joined[0]

    def _join(self) -> None:
        if self._pending:
            self._joined.append(total(_emptied(self._pending)))
            self._rows = 0


def _emptied(states: list[States]) -> Iterator[States]:
    """Each of them, let go once it has been added."""
    states.reverse()
    while states:
        yield states.pop()


def total(states: Iterable[States]) -> States:
    """The sum of many states, ``States()`` for none."""
    place: dict[Any, int] = {}
    pieces: dict[str, list[Tally]] = {}
    for each in states:
        recode = np.array([place.setdefault(key, len(place)) for key in each.keys], dtype=np.int32)
        for role, tally in each.tallies.items():
            moved = Tally(recode[tally.groups], tally.values, tally.counts)
            pieces.setdefault(role, []).append(moved)
    return States(list(place), {role: joined(tallies) for role, tallies in pieces.items()})
