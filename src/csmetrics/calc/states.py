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


@dataclass(frozen=True)
class Tally:
    """How often each value occurred in each group: sorted by (group, value), one entry for each pair."""

    groups: Ints
    values: Ints
    counts: Ints

    @classmethod
    def of(cls, groups: Ints, values: Ints) -> Tally:
        """Tally one entry per row."""
        return cls(groups, values, np.ones(len(values), dtype=np.int64)).compact()

    def compact(self) -> Tally:
        """The same tally with one entry for each pair, in order."""
        if not len(self.values):
            return self
        low, high = int(self.values.min()), int(self.values.max())
        width, last = high - low + 1, int(self.groups.max())
        if (last + 1) * width <= 4 * len(self.values) + 1024:
            # few distinct pairs: one pass instead of a sort
            cells = self.groups * width + (self.values - low)
            counts = np.bincount(cells, weights=self.counts, minlength=(last + 1) * width)
            found = np.flatnonzero(counts)
            return Tally(found // width, found % width + low, counts[found].astype(np.int64))
        order = np.lexsort((self.values, self.groups))
        groups, values, counts = self.groups[order], self.values[order], self.counts[order]
        starts = np.flatnonzero(
            np.r_[True, (groups[1:] != groups[:-1]) | (values[1:] != values[:-1])]
        )
        return Tally(groups[starts], values[starts], np.add.reduceat(counts, starts))

    def of_group(self, group: int) -> tuple[Ints, Ints]:
        """The values of one group in ascending order, and how often each occurred."""
        start, stop = np.searchsorted(self.groups, [group, group + 1])
        return self.values[start:stop], self.counts[start:stop]


@dataclass
class States:
    """All states of a metric: ``keys[g]`` is the key of group ``g``; ``tallies`` by role; ``used`` rows."""

    keys: list[Any] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)

    def __add__(self, other: States) -> States:
        """The states of both. ``States()`` is the identity."""
        keys = list(self.keys)
        place = {key: code for code, key in enumerate(keys)}
        recode = np.array([place.setdefault(key, len(place)) for key in other.keys], dtype=np.int64)
        keys += [key for key in other.keys if place[key] >= len(self.keys)]
        tallies = dict(self.tallies)
        for role, tally in other.tallies.items():
            moved = Tally(recode[tally.groups], tally.values, tally.counts)
            tallies[role] = _joined([tallies[role], moved]) if role in tallies else moved.compact()
        return States(keys, tallies)

    def tally(self, role: str, group: int) -> tuple[Ints, Ints]:
        """Values and counts of one group; empty when nothing was contributed."""
        none = np.array([], dtype=np.int64)
        return self.tallies[role].of_group(group) if role in self.tallies else (none, none)


def total(states: Iterable[States]) -> States:
    """The sum of many states, ``States()`` for none."""
    result: States = States()
    for state in states:
        result = result + state
    return result


def _joined(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        np.concatenate([tally.groups for tally in tallies]),
        np.concatenate([tally.values for tally in tallies]),
        np.concatenate([tally.counts for tally in tallies]),
    ).compact()
