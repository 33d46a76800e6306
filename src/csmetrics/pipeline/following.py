"""Who comes back: for each row the time of the next one of the same person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from csmetrics.intake.times import MISSING

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

NEVER = int(np.iinfo(np.int64).max)
"""The time of the next row where there is none."""


@dataclass
class Following:
    """Who each row is of, as a hash, and its time: 16 bytes a row, in the order of the files.

    ``most`` is how many rows are of the one whom most are of, and ``known`` of how many it is known: after
    :meth:`next`.
    """

    most: int = 0
    known: int = 0

    _people: list[Hashes] = field(default_factory=list)
    _times: list[Ints] = field(default_factory=list)

    def add(self, columns: Sequence[Hashes], times: Ints) -> None:
        """Add the next rows: the hashes of the columns that together name a person (0: blank), and times in ms."""
        person = columns[0].copy()
        for column in columns[1:]:
            # odd multiplier: the same two hashes the other way round are somebody else
            person = np.where(person == 0, 0, person * np.uint64(0x9E3779B97F4A7C15) + column)
        self._people.append(person)
        self._times.append(times.copy())

    def next(self, without: Ints) -> Ints:
        """The time of the next row of the same person, for each row; NEVER where there is none.

        ``without`` are the ordinals of rows that are no contact of their own. MISSING where a row names
        nobody or has no time, so that nothing can be said of it.
        """
        nothing = np.zeros(0, dtype=np.int64)
        people = np.concatenate([nothing.astype(np.uint64), *self._people])
        times = np.concatenate([nothing, *self._times])
        found = np.full(len(times), MISSING)
        known = (people != 0) & (times != MISSING)
        known[without] = False
        rows = np.flatnonzero(known)
        order = rows[np.lexsort((times[rows], people[rows]))]
        same = people[order[1:]] == people[order[:-1]]
        ends = np.flatnonzero(np.r_[~same, True])  # the last row of each
        self.known = len(order)
        self.most = int(np.diff(ends, prepend=-1).max()) if len(order) else 0
        found[order] = NEVER
        found[order[:-1][same]] = times[order[1:][same]]
        return found
