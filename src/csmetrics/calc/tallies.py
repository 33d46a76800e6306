"""A tally: how often each value occurred in each group, exact whatever the number of rows.

Two forms. Where few values occur often (scores), one entry for each with its count. Where nearly all differ
(seconds), an entry is a row, of 12 bytes: rows are packed into one integer each and sorted as such, which is
ten times as fast as sorting what is counted already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]

_WIDEST = 2**62  # of a group and a value packed into one integer
_WORTH = 8  # so many times fewer entries make counting worth its slower sums
_BLOCK = 1 << 16  # so that what is computed of a stretch stays in the cache
_SECOND = 1000
_MOST_COUNTED = 1 << 22


@dataclass(frozen=True)
class Tally:
    """Values by group, in order of both once it is :func:`joined`; ``counts`` is None where entries are rows."""

    groups: Codes
    values: Ints
    counts: Ints | None

    @classmethod
    def of(cls, groups: NDArray[Any], values: Ints) -> Tally:
        """Tally one entry per row."""
        return joined([cls.loose(groups, values)])

    @classmethod
    def loose(cls, groups: NDArray[Any], values: Ints) -> Tally:
        """The same, in order only where that costs one pass: for joining with others, which sorts them all."""
        rows = cls(groups.astype(np.int32), values, None)
        extent = _Extent.of([rows], step=1)
        return _counted([rows], extent) if extent.narrow else rows

    def of_group(self, group: int) -> tuple[Ints, Ints]:
        """The values of one group in ascending order, and how often each occurred."""
        # numbers of another type than the groups would have all of them converted
        ends = np.array([group, group + 1], self.groups.dtype)
        start, stop = np.searchsorted(self.groups, ends)
        values = self.values[start:stop]
        if self.counts is not None:
            return values, self.counts[start:stop]
        return _counted_sorted(values)

    def of_all(self) -> tuple[Ints, Ints]:
        """The values of all groups together, and how often each occurred."""
        whole = joined([Tally(np.zeros_like(self.groups), self.values, self.counts)])
        return whole.of_group(0)


@dataclass(frozen=True)
class _Extent:
    """How many rows, the lowest value, how many steps there are up to the highest, and how many groups.

    A step is 1, or 1,000 where all values are whole thousands apart: milliseconds that are seconds.
    """

    rows: int
    low: int
    width: int
    groups: int
    step: int = 1

    @classmethod
    def of(cls, tallies: Sequence[Tally], step: int = _SECOND) -> _Extent:
        some = [tally for tally in tallies if len(tally.values)]
        if not some:
            return cls(0, 0, 0, 0)
        low = min(int(tally.values.min()) for tally in some)
        high = max(int(tally.values.max()) for tally in some)
        groups = max(int(tally.groups.max()) for tally in some) + 1
        if step > 1 and not all(_is_even(tally.values, low, step) for tally in some):
            step = 1
        rows = sum(len(tally.values) for tally in some)
        return cls(rows, low, (high - low) // step + 1, groups, step)

    @property
    def cells(self) -> int:
        """How many pairs of group and value are possible."""
        return self.groups * self.width

    @property
    def narrow(self) -> bool:
        """Whether these are so few that they can be counted in one pass."""
        return self.cells <= min(4 * self.rows + 1024, _MOST_COUNTED)

    def pack(self, tally: Tally, into: NDArray[Any]) -> None:
        """Group and value of each row as one integer."""
        for block in _blocks(len(into)):
            steps = tally.values[block] - self.low
            if self.step > 1:
                steps //= self.step
            steps += tally.groups[block].astype(np.int64) * self.width
            into[block] = steps

    def unpack(self, packed: NDArray[Any]) -> tuple[Codes, Ints]:
        """The other way round, of ascending ones: to look for where each group begins is less work than to divide."""
        begins = np.arange(1, self.groups) * self.width
        places = np.searchsorted(packed, begins.astype(packed.dtype))
        rows = np.diff(np.r_[0, places, len(packed)])
        groups = np.repeat(np.arange(len(rows), dtype=np.int32), rows)
        values = np.empty(len(packed), dtype=np.int64)
        for block in _blocks(len(packed)):
            steps = packed[block] - groups[block].astype(np.int64) * self.width
            values[block] = steps * self.step + self.low
        return groups, values


def joined(tallies: list[Tally]) -> Tally:
    """All of them as one, in order. Empties the list, so that they need not be kept while they are sorted."""
    rows = [tally for tally in tallies if tally.counts is None]
    counted = [tally for tally in tallies if tally.counts is not None]
    tallies.clear()
    if rows:
        together = _sorted(rows)
        if not counted:
            return together
        counted.append(together)
    extent = _Extent.of(counted)
    if extent.narrow:
        return _counted(counted, extent)
    groups = np.concatenate([tally.groups for tally in counted])
    values = np.concatenate([tally.values for tally in counted])
    counts = np.concatenate([_counts(tally) for tally in counted])
    order = np.lexsort((values, groups))
    return _taken(groups[order], values[order], counts[order])


def _counted(tallies: Sequence[Tally], extent: _Extent) -> Tally:
    """Few possible pairs: one pass instead of a sort."""
    totals = np.zeros(extent.cells, dtype=np.int64)
    for tally in tallies:
        cells = np.empty(len(tally.values), dtype=np.int64)
        extent.pack(tally, cells)
        counts = np.bincount(cells, weights=tally.counts, minlength=extent.cells)
        totals += counts.astype(np.int64, copy=False)
    found = np.flatnonzero(totals)
    return Tally(*extent.unpack(found), totals[found])


def _sorted(tallies: list[Tally]) -> Tally:
    """Rows in order, or counted where that is much shorter. Empties the list."""
    extent = _Extent.of(tallies)
    if extent.narrow:
        return _counted(tallies, extent)
    if extent.cells >= _WIDEST:
        groups = np.concatenate([tally.groups for tally in tallies])
        values = np.concatenate([tally.values for tally in tallies])
        order = np.lexsort((values, groups))
        return _taken(groups[order], values[order], np.ones(len(order), dtype=np.int64))
    # half the width sorts in half the time
    packed = np.empty(extent.rows, dtype=np.uint32 if extent.cells < 2**32 else np.int64)
    place = 0
    while tallies:
        tally = tallies.pop()
        extent.pack(tally, packed[place : place + len(tally.values)])
        place += len(tally.values)
    packed.sort()
    counts = None
    if _WORTH * _distinct(packed) <= len(packed):
        packed, counts = _counted_sorted(packed)
    return Tally(*extent.unpack(packed), counts)


def _taken(groups: Codes, values: Ints, counts: Ints) -> Tally:
    """Entries in order, those of one pair added up."""
    new = np.r_[True, (groups[1:] != groups[:-1]) | (values[1:] != values[:-1])]
    starts = np.flatnonzero(new)
    return Tally(groups[starts], values[starts], np.add.reduceat(counts, starts))


def _counted_sorted(values: NDArray[Any]) -> tuple[NDArray[Any], Ints]:
    """The distinct of sorted values, and how often each occurs."""
    if not len(values):
        return values, np.zeros(0, dtype=np.int64)
    firsts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    return values[firsts], np.diff(firsts, append=len(values)).astype(np.int64, copy=False)


def _distinct(values: NDArray[Any]) -> int:
    return 1 + sum(
        int(np.count_nonzero(values[block] != values[block.start - 1 : block.stop - 1]))
        for block in _blocks(len(values), 1)
    )


def _is_even(values: Ints, low: int, step: int) -> bool:
    blocks = _blocks(len(values))
    return not any(np.any((values[block] - low) % step) for block in blocks)


def _blocks(size: int, start: int = 0) -> Iterator[slice]:
    """Stretches short enough that what is computed of them stays small."""
    return (slice(at, min(at + _BLOCK, size)) for at in range(start, size, _BLOCK))


def _counts(tally: Tally) -> Ints:
    return np.ones(len(tally.values), np.int64) if tally.counts is None else tally.counts
