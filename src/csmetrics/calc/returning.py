"""Who comes back: the distinct periods of each customer, and the gaps between them.

Customers are numbers from 0 on, periods consecutive integers. Which rows say so, and in what order they
come, does not matter: only the set of pairs does. The same of stays: rows say from when to when somebody was
there, and what they say together is the union of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

BLOCK = 1 << 17
"""Pairs that are looked at together: what is computed of them stays in the cache."""


@dataclass(frozen=True)
class There:
    """Pairs of customer and period, in order of both, with all those of each of its customers.

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


FOREVER = 2**62
"""When a stay is over that is not over."""


class Stretch(NamedTuple):
    """Stays without a gap between them, of one customer each: the row that begins it, and the row that ends it."""

    first: Ints
    last: Ints


def numbered(who: Words) -> Ints:
    """A number for each customer, from 0 on, in order of appearance."""
    import pandas as pd

    codes: Ints = pd.factorize(who)[0]
    return codes


def shortened(who: Words, bits: int) -> Ints:
    """A number below 2**(64 − ``bits``) for each customer: his hash without the last bits, if these tell nobody apart.

    To sort them shows whether they do, in a fifth of the time that it takes to number all.
    """
    ordered = np.sort(who)
    for at in range(0, len(ordered), BLOCK):
        block = ordered[at : at + BLOCK + 1]
        short = block >> np.uint64(bits)
        if ((short[1:] == short[:-1]) & (block[1:] != block[:-1])).any():
            return numbered(who)
    return (who >> np.uint64(bits)).view(np.int64)


def earliest(who: Ints, first: Ints) -> Ints:
    """The first period of each customer, by his number."""
    found = np.full(int(who.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(found, who, first)
    return found


def passed(who: Ints, first: Ints, lengths: Ints, begun: Ints) -> Ints:
    """The customers of whom no stretch that starts in their first period (``begun``) has a length."""
    alone = np.ones(len(begun), dtype=bool)
    alone[who[(lengths > 0) & (first == begun[who])]] = False
    return np.flatnonzero(alone)


def spread(who: Ints, first: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """Each customer once for each of the periods ``first``, ``first`` + 1, … that he is there."""
    starts = np.cumsum(lengths) - lengths
    within = np.arange(int(lengths.sum()), dtype=np.int64) - np.repeat(starts, lengths)
    return np.repeat(who, lengths), np.repeat(first, lengths) + within


def width(low: int, high: int) -> int:
    """How many bits tell the periods of a stretch apart: one at least."""
    return max((high - low).bit_length(), 1)


def distinct(who: Ints, period: Ints) -> Iterator[There]:
    """The set of the pairs, with what follows of each from the one before and after: blocks of whole customers.

    The numbers of customers leave free the bits that the periods take (:func:`width`).
    """
    if not len(who):
        return
    low = int(period.min())
    bits = width(low, int(period.max()))
    filled = who << bits
    filled |= period - low
    packed = filled.view(np.uint64)
    packed.sort()
    start = 0
    while start < len(packed):
        end = min(start + BLOCK, len(packed))
        latest = packed[end - 1] | np.uint64((1 << bits) - 1)  # that this customer may have
        end += int(packed[end:].searchsorted(latest, "right"))
        yield _there(packed[start:end], bits, low)
        start = end


def _there(packed: Words, bits: int, low: int) -> There:
    packed = packed[np.r_[True, packed[1:] != packed[:-1]]]
    customer = (packed >> np.uint64(bits)).view(np.int64)
    when = (packed & np.uint64((1 << bits) - 1)).view(np.int64) + low
    step = np.where(customer[1:] == customer[:-1], np.diff(when), 0)
    return There(customer, when, np.r_[np.int64(0), step], np.r_[step == 1, False])


def retold(who: Ints, begun: Ints, over: Ints) -> tuple[Ints, int]:
    """One row for each stay, where several begin at once, and of how many such stays they tell different ends.

    The latest end counts, and no end only where none of them has one: a row of an older export does not know it.
    """
    known = np.where(over == FOREVER, -FOREVER, over)
    firsts, lasts = _ends(who, begun, known)
    return lasts, int((known[firsts] != known[lasts]).sum())


def several(who: Ints, begun: Ints, values: NDArray[Any]) -> int:
    """How many stays are told by rows with different values, such as charges."""
    firsts, lasts = _ends(who, begun, values)
    return int((values[firsts] != values[lasts]).sum())


def repeated(who: Ints, begun: Ints, over: Ints) -> int:
    """How many rows say what another one has said."""
    rows = np.lexsort((over, begun, who))
    same = [each[rows][1:] == each[rows][:-1] for each in (who, begun, over)]
    return int(np.logical_and.reduce(same).sum())


def _ends(who: Ints, begun: Ints, values: NDArray[Any]) -> tuple[Ints, Ints]:
    """The rows with the least and with the greatest value of each stay."""
    order = np.lexsort((values, begun, who))
    new = np.r_[True, (np.diff(who[order]) != 0) | (np.diff(begun[order]) != 0)][: len(who)]
    firsts = np.flatnonzero(new)
    lasts = np.r_[firsts[1:], len(who)][: len(firsts)] - 1
    return order[firsts], order[lasts]


def united(who: Ints, begun: Ints, over: Ints, apart: int) -> Stretch:
    """The stretches of each customer, in order of both, as rows of the stays of which they are made.

    A stay begins another stretch where it begins ``apart`` or more after all before it are over.
    """
    rows = len(who)
    order = np.lexsort((begun, who))
    ranked = np.argsort(over, kind="stable")
    rank = np.empty(rows, dtype=np.int64)
    rank[ranked] = np.arange(rows)
    # the latest end so far of each customer, by its rank: whoever comes later has a larger number
    latest = np.maximum.accumulate(who[order] * rows + rank[order]) - who[order] * rows
    ends = ranked[latest]
    gap = begun[order][1:] - over[ends][:-1] >= apart
    firsts = np.flatnonzero(np.r_[True, (np.diff(who[order]) != 0) | gap][:rows])
    lasts = np.r_[firsts[1:], rows][: len(firsts)] - 1
    return Stretch(order[firsts], ends[lasts])
