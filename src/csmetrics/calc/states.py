"""States: what is kept of the rows while a file streams past. They have an identity, commute and associate.

A state belongs to a *group*: the code of a slice. Adding two ``States`` unites their groups by key, so
that parts read in any order, or on several machines, give the same total.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]

_WIDEST = 2**62  # of a group and a value packed into one integer
_PENDING = 4_000_000


@dataclass(frozen=True)
class Tally:
    """How often each value occurred in each group, sorted by (group, value) once it is compact.

    ``counts`` is None where nearly all values differ: then an entry is a row, at half the memory.
    """

    groups: Codes
    values: Ints
    counts: Ints | None

    @classmethod
    def of(cls, groups: NDArray[Any], values: Ints) -> Tally:
        """Tally one entry per row."""
        return cls.loose(groups, values).compact()

    @classmethod
    def loose(cls, groups: NDArray[Any], values: Ints) -> Tally:
        """The same, in order only where that costs one pass: for adding to others, which sorts them all."""
        rows = cls(groups.astype(np.int32), values, None)
        low, width, span = rows._extent()
        return rows._counted(low, width, span) if rows._is_narrow(width, span) else rows

    def compact(self) -> Tally:
        """The same tally in order, with one entry for each pair where that is shorter."""
        low, width, groups = self._extent()
        if self._is_narrow(width, groups):
            return self._counted(low, width, groups)
        if groups * width < _WIDEST:
            return self._packed(low, width)
        order = np.lexsort((self.values, self.groups))
        return self._taken(order)

    def of_group(self, group: int) -> tuple[Ints, Ints]:
        """The values of one group in ascending order, and how often each occurred."""
        ends = np.array(
            [group, group + 1], self.groups.dtype
        )  # of another type, all would be copied
        start, stop = np.searchsorted(self.groups, ends)
        values = self.values[start:stop]
        if self.counts is not None:
            return values, self.counts[start:stop]
        firsts = _firsts(values)
        return values[firsts], np.diff(firsts, append=len(values)).astype(np.int64)

    def _extent(self) -> tuple[int, int, int]:
        """The lowest value, how many there are up to the highest, and how many groups."""
        if not len(self.values):
            return 0, 0, 0
        low, high = int(self.values.min()), int(self.values.max())
        return low, high - low + 1, int(self.groups.max()) + 1

    def _is_narrow(self, width: int, groups: int) -> bool:
        return groups * width <= 4 * len(self.values) + 1024

    def _counted(self, low: int, width: int, groups: int) -> Tally:
        """Few distinct pairs: one pass instead of a sort."""
        cells = self.groups.astype(np.int64) * width + (self.values - low)
        counts = np.bincount(cells, weights=self.counts, minlength=groups * width)
        found = np.flatnonzero(counts)
        return Tally(
            (found // width).astype(np.int32), found % width + low, counts[found].astype(np.int64)
        )

    def _packed(self, low: int, width: int) -> Tally:
        """Group and value in one integer, so that one plain sort does for both."""
        packed = self.groups.astype(np.int64) * width + (self.values - low)
        if self.counts is not None:
            return self._taken(np.argsort(packed))
        packed.sort()
        firsts = _firsts(packed)
        counts = None
        if 2 * len(firsts) <= len(packed):
            counts = np.diff(firsts, append=len(packed)).astype(np.int64)
            packed = packed[firsts]
        groups = packed // width
        packed -= groups * width
        packed += low
        return Tally(groups.astype(np.int32), packed, counts)

    def _taken(self, order: NDArray[np.intp]) -> Tally:
        groups, values = self.groups[order], self.values[order]
        counts = _counts(self)[order]
        starts = np.flatnonzero(
            np.r_[True, (groups[1:] != groups[:-1]) | (values[1:] != values[:-1])]
        )
        return Tally(groups[starts], values[starts], np.add.reduceat(counts, starts))


@dataclass
class States:
    """All states of a metric: ``keys[g]`` is the key of group ``g``; ``tallies`` by role."""

    keys: list[Any] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)

    def __add__(self, other: States) -> States:
        """The states of both. ``States()`` is the identity."""
        return total([self, other])

    def tally(self, role: str, group: int) -> tuple[Ints, Ints]:
        """Values and counts of one group; empty when nothing was contributed."""
        none = np.array([], dtype=np.int64)
        return self.tallies[role].of_group(group) if role in self.tallies else (none, none)


@dataclass
class Pile:
    """A sum of many states, part by part: they are joined when they outgrow what was joined before.

    So each row is sorted a few times at most, however many parts there are.
    """

    _joined: States = field(default_factory=States)
    _pending: list[States] = field(default_factory=list)
    _rows: int = 0

    def add(self, states: States) -> None:
        """Add the states of one part."""
        self._pending.append(states)
        self._rows += _size(states)
        if self._rows > max(_PENDING, _size(self._joined)):
            self.total()

    def total(self) -> States:
        """The sum so far."""
        if self._pending:
            self._joined = total([self._joined, *self._pending])
            self._pending, self._rows = [], 0
        return self._joined


def total(states: Iterable[States]) -> States:
    """The sum of many states, ``States()`` for none."""
    place: dict[Any, int] = {}
    pieces: dict[str, list[Tally]] = {}
    for each in states:
        recode = np.array([place.setdefault(key, len(place)) for key in each.keys], dtype=np.int32)
        for role, tally in each.tallies.items():
            moved = Tally(recode[tally.groups], tally.values, tally.counts)
            pieces.setdefault(role, []).append(moved)
    return States(list(place), {role: _joined(tallies) for role, tallies in pieces.items()})


def _size(states: States) -> int:
    return sum(len(tally.values) for tally in states.tallies.values())


def _joined(tallies: Sequence[Tally]) -> Tally:
    """All of them as one: first the rows, which sort fast, then with what is counted already."""
    rows = [tally for tally in tallies if tally.counts is None]
    counted = [tally for tally in tallies if tally.counts is not None]
    if rows:
        together = Tally(
            np.concatenate([tally.groups for tally in rows]),
            np.concatenate([tally.values for tally in rows]),
            None,
        ).compact()
        if not counted:
            return together
        counted.append(together)
    return Tally(
        np.concatenate([tally.groups for tally in counted]),
        np.concatenate([tally.values for tally in counted]),
        np.concatenate([_counts(tally) for tally in counted]),
    ).compact()


def _counts(tally: Tally) -> Ints:
    return np.ones(len(tally.values), np.int64) if tally.counts is None else tally.counts


def _firsts(values: Ints) -> NDArray[np.intp]:
    """Where each new value begins, of sorted ones."""
    if not len(values):
        return np.zeros(0, dtype=np.intp)
    return np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
