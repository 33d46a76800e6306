"""Who comes back: the distinct periods of each customer, and the gaps between them.

Customers are numbers from 0 on, periods consecutive integers. Which rows say so, and in what order they
come, does not matter: only the set of pairs does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class There:
    """Pairs of customer and period, in order of both.

    ``gap`` is how many periods lie between this one and the customer's one before, 1 where it is the next;
    0 for his first. ``stays`` says that he is there in the next period as well.
    """

    who: Ints
    period: Ints
    gap: Ints
    stays: NDArray[np.bool_]

    @property
    def begun(self) -> Ints:
        """The first period of each customer, once for each of his pairs."""
        firsts = np.flatnonzero(self.gap == 0)
        return np.repeat(self.period[firsts], np.diff(firsts, append=len(self.period)))


def numbered(who: NDArray[np.uint64]) -> Ints:
    """A number for each customer, from 0 on, in order of appearance."""
    import pandas as pd

    codes: Ints = pd.factorize(who)[0]
    return codes


def never(who: Ints, first: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """The customers all of whose stretches are empty, each with the first period in which one was."""
    alone = np.ones(int(who.max(initial=-1)) + 1, dtype=bool)
    alone[who[lengths > 0]] = False
    rows = np.flatnonzero(alone[who])
    rows = rows[np.lexsort((first[rows], who[rows]))]
    rows = rows[np.r_[True, np.diff(who[rows]) != 0][: len(rows)]]
    return who[rows], first[rows]


def spread(who: Ints, first: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """Each customer once for each of the periods ``first``, ``first`` + 1, … that he is there."""
    starts = np.cumsum(lengths) - lengths
    within = np.arange(int(lengths.sum()), dtype=np.int64) - np.repeat(starts, lengths)
    return np.repeat(who, lengths), np.repeat(first, lengths) + within


def distinct(who: Ints, period: Ints) -> There:
    """The set of the pairs, with what follows of each from the one before and after."""
    if not len(who):
        nothing = np.zeros(0, dtype=np.int64)
        return There(nothing, nothing, nothing, nothing.astype(bool))
    low = int(period.min())
    width = int(period.max()) - low + 1
    packed = who * width
    packed += period
    packed -= low
    packed.sort()
    packed = packed[np.r_[True, packed[1:] != packed[:-1]]]
    customer = packed // width
    when = packed - customer * width + low
    same = customer[1:] == customer[:-1]
    step = np.where(same, np.diff(when), 0)
    gap = np.r_[np.int64(0), step]
    return There(customer, when, gap, np.r_[step == 1, False])
