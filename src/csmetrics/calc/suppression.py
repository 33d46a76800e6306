"""Which cells of a table of counts must be hidden so that no small one can be worked out from the others.

Labels of one or several columns make the cells; their sums over every choice of columns are cells too, and taken
to be known wherever they are not hidden. A cell that is hidden stays unknown where it is a corner of a box of
hidden cells: one can be added to every other corner and taken from the rest, and each sum stays what it is. That is
the hypercube rule (D. Repsilber 1994; S. Giessing in L. Willenborg & T. de Waal, Elements of Statistical
Disclosure Control, 2001). What is hidden of a sum depends on coarser sums alone, so that a table of fewer columns
hides the same. Several tables of the same labels, such as two questions, hide the same cells: else what one of them
shows would tell what another hides.

Where the same people may be in several cells of an axis, as in periods, what these hold together may be no more than
the largest of them holds: as so many they count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Place = tuple[int, ...]
Columns = tuple[int, ...]

TRIED = 1024
"""So many boxes are held against each other for a cell, those of the smallest neighbours."""


def bordered(counts: Ints, first: int = 0, *, again: int = 0) -> Ints:
    """The same with the sums over each axis, from the ``first`` on, behind its last cell.

    Of so many of the last axes (``again``) the same people may be in several cells: there stands the largest instead.
    """
    for axis in range(first, counts.ndim):
        together = np.max if axis >= counts.ndim - again else np.sum
        counts = np.concatenate([counts, together(counts, axis=axis, keepdims=True)], axis=axis)
    return counts


def hidden(counts: Ints, least: int) -> Mask:
    """Which cells to hide of a table of counts, its sums behind the last cell of each axis.

    Hidden is what is between 0 and ``least``, and more where it, or several such together, would follow from what
    is shown. Where the whole is less than ``least``, that is everything.
    """
    return hidden_in_all(counts[np.newaxis], least)


def hidden_in_all(counts: Ints, least: int, before: Mask | None = None, *, again: int = 0) -> Mask:
    """The same of several tables along the first axis: what is hidden in one of them is hidden in all.

    ``before`` are cells, without sums, that are hidden already; ``again`` is of :func:`bordered`. A table of less
    than ``least`` in all is to be hidden as a whole, and says nothing of what the others hide; where no cell of one
    holds so many, all are hidden.
    """
    counts = counts[counts.sum(axis=tuple(range(1, counts.ndim))) >= least]
    sums = bordered(counts, 1, again=again)
    if not len(counts) or (sums.reshape(len(counts), -1)[:, -1] < least).any():
        return np.ones(sums.shape[1:], dtype=bool)
    table = _Table(sums, least, np.zeros(sums.shape[1:], dtype=bool), again)
    if before is not None:
        table.hidden[tuple(slice(None, -1) for _ in before.shape)] = before
    axes = range(counts.ndim - 1)
    for size in range(1, counts.ndim):
        for columns in combinations(axes, size):
            table.hide(columns)
    return table.hidden


@dataclass
class _Box:
    """Two labels on each of some columns; ``lifted`` holds the label on a further column where it is hidden too.

    ``held`` are the tables in which there is somebody to be kept.
    """

    held: Mask
    columns: Columns
    sides: tuple[tuple[int, int], ...]
    lifted: dict[int, int] = field(default_factory=dict)


@dataclass
class _Table:
    """Tables of the same labels, one after the other along the first axis of ``sums``, and what they hide."""

    sums: Ints
    least: int
    hidden: Mask
    again: int
    boxes: list[_Box] = field(default_factory=list)

    def hide(self, columns: Columns) -> None:
        """Hide what must be of the sums over all other columns; those of fewer columns are done."""
        for box in self.boxes:
            if {*box.columns} < {*columns}:
                self._lift(box, columns)
        for place in product(*(range(self.hidden.shape[axis] - 1) for axis in columns)):
            sizes = self._sizes(columns, place)
            if ((sizes > 0) & (sizes < self.least)).any():
                self._protect(columns, place)
        while (beside := self._given_away(columns)) is not None:
            self._protect(columns, beside)

    def _index(self, columns: Columns, place: Place) -> Place:
        """Where a cell is: the sum over the columns it does not name."""
        at = [size - 1 for size in self.hidden.shape]
        for axis, label in zip(columns, place, strict=True):
            at[axis] = label
        return tuple(at)

    def _sizes(self, columns: Columns, place: Place) -> Ints:
        """What a cell holds in each table."""
        at = self._index(columns, place)
        return np.array([table[at] for table in self.sums])

    def _protect(self, columns: Columns, place: Place) -> None:
        """Hide the cheapest box that has a cell as its corner; nothing where one is hidden already."""
        if self.hidden[self._index(columns, place)]:
            return
        held = self._sizes(columns, place) > 0
        box = _Box(held, columns, self._cheapest(held, columns, place))
        for corner in product(*box.sides):
            self.hidden[self._index(columns, corner)] = True
        self.boxes.append(box)

    def _lift(self, box: _Box, columns: Columns) -> None:
        """Hide a box once more, under a label of each further column: else its cells were sums of what is shown."""
        more = tuple(axis for axis in columns if axis not in box.columns)
        if len(more) == 1:
            every = np.arange(self.hidden.shape[more[0]] - 1)
            sides = [*map(np.array, box.sides), every]
            cost = self._cost(box.held, (*box.columns, *more), sides).reshape(-1, len(every))
            box.lifted[more[0]] = int(cost.sum(axis=0).argmin())
        at = tuple(box.lifted[axis] for axis in more)
        for corner in product(*box.sides):
            self.hidden[self._index(box.columns + more, corner + at)] = True

    def _cheapest(self, held: Mask, columns: Columns, place: Place) -> tuple[tuple[int, int], ...]:
        """The other labels of the box, of those whose cells beside this one cost least."""
        most = max(2, round(TRIED ** (1 / len(columns))))
        here = [np.array([label]) for label in place]
        others: list[Ints] = []
        for axis, label in enumerate(place):
            every = np.delete(np.arange(self.hidden.shape[columns[axis]] - 1), label)
            cost = self._cost(held, columns, [*here[:axis], every, *here[axis + 1 :]]).ravel()
            others.append(every[np.argsort(cost, kind="stable")[:most]])
        cost = np.zeros([len(each) for each in others], dtype=np.int64)
        for flipped in product((False, True), repeat=len(columns)):
            chosen = zip(here, others, flipped, strict=True)
            labels = [other if flip else one for one, other, flip in chosen]
            cost += self._cost(held, columns, labels)
        found = np.unravel_index(int(cost.argmin()), cost.shape)
        corner = (int(each[at]) for each, at in zip(others, found, strict=True))
        return tuple(zip(place, corner, strict=True))

    def _cost(self, held: Mask, columns: Columns, labels: list[Ints]) -> Ints:
        """What it costs to hide cells: nothing again; more than all others together where nobody is in one.

        That counts in the tables that are ``held``: who is there cannot hide where nobody is.
        """
        at: list[Ints] = [np.array([size - 1]) for size in self.hidden.shape]
        for axis, each in zip(columns, labels, strict=True):
            at[axis] = each
        sums = self.sums[np.ix_(np.arange(len(self.sums)), *at)]
        empty = np.where(held, self.sums.reshape(len(held), -1)[:, -1] + 2, 1)
        cost = np.where(sums > 0, sums + 1, np.expand_dims(empty, tuple(range(1, sums.ndim))))
        cost = cost.sum(axis=0)
        moved = [axis for axis in range(self.hidden.ndim) if axis not in columns]
        cost = np.where(self.hidden[np.ix_(*at)], 0, cost).transpose(*columns, *moved)
        return cost.reshape([len(each) for each in labels])

    def _given_away(self, columns: Columns) -> Place | None:
        """The smallest cell that is shown in a line whose hidden cells are together fewer than ``least``."""
        inner = tuple(
            slice(None, -1) if axis in columns else -1 for axis in range(self.hidden.ndim)
        )
        seen = self.hidden[inner]
        for table in self.sums:
            sums = table[inner]
            for axis, column in enumerate(columns):
                total = tuple(-1 if place == column else each for place, each in enumerate(inner))
                together = np.max if column >= self.hidden.ndim - self.again else np.sum
                missing = together(np.where(seen, sums, 0), axis=axis)
                more = (~seen & (sums > 0)).any(axis=axis)
                few = (missing > 0) & (missing < self.least)
                short = np.argwhere(few & more & ~self.hidden[total])
                if len(short):
                    line = short[0].tolist()
                    cells = (*line[:axis], slice(None), *line[axis:])
                    shown = ~seen[cells] & (sums[cells] > 0)
                    cost = np.where(shown, sums[cells], table.flat[-1] + 1)
                    return (*line[:axis], int(cost.argmin()), *line[axis:])
        return None
