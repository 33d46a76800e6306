"""The contacts of customers since they came: counts, time under observation, and rates with their differences.

Customers are places in a :class:`Roster`, times are milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from csmetrics.calc.intervals import Ends, z_quantile

Ints = NDArray[np.int64]
UNKNOWN = int(np.iinfo(np.int64).min)
"""A time that nobody knows."""
FOREVER = int(np.iinfo(np.int64).max)


@dataclass(frozen=True)
class Roster:
    """Customers in order of their key: a hash of the id, when they came and left, and whether they have left.

    ``left`` is the first instant at which somebody is no customer any more. Times are UNKNOWN where nobody knows
    them, or where a customer is there still. ``gone`` is 1, 0, or −1 where nothing says it.
    """

    key: NDArray[np.uint64]
    came: Ints
    left: Ints
    gone: Ints

    @classmethod
    def of(cls, key: NDArray[np.uint64], came: Ints, left: Ints, gone: Ints) -> Roster:
        """Of several rows of one customer: the first coming, the last leaving, and gone where the last says so.

        Who has not left by one of them is there still; of rows that tell one coming, one without a leaving is older.
        """
        order = np.lexsort((gone, left, came, key))
        order = order[_lasts(key[order], came[order])]
        over = np.where(left == UNKNOWN, FOREVER, left)[order]
        order = order[np.lexsort((came[order], over, key[order]))]
        ends = _lasts(key[order])
        starts = np.r_[0, ends[:-1] + 1] if len(key) else ends
        firsts = np.where(came == UNKNOWN, FOREVER, came)[order]
        firsts = np.minimum.reduceat(firsts, starts) if len(key) else firsts
        firsts[firsts == FOREVER] = UNKNOWN
        last = order[ends]
        return cls(key[last], firsts, left[last], gone[last])

    def at(self, end: int) -> Roster:
        """The same as it was known before ``end``: who leaves later is there still, who comes later is not yet."""
        later = self.left >= end
        left, gone = np.where(later, UNKNOWN, self.left), np.where(later, 0, self.gone)
        found = Roster(self.key, self.came, left, gone)
        return found._of(self.came < end)  # UNKNOWN is before every time

    def between(self, start: int, end: int) -> Roster:
        """Those who were customers at some time from ``start`` until before ``end``."""
        over = np.where(self.left == UNKNOWN, FOREVER, self.left)
        return self._of((self.came < end) & (over > start) & (over > self.came))

    def _of(self, rows: NDArray[np.bool_]) -> Roster:
        return Roster(self.key[rows], self.came[rows], self.left[rows], self.gone[rows])

    def there(self, place: Ints, when: Ints) -> NDArray[np.bool_]:
        """Whether those at some places were customers at some instants, as far as it is known."""
        came, left = self.came[place], self.left[place]
        inside: NDArray[np.bool_] = (when >= came) & ((left == UNKNOWN) | (when < left))
        return inside

    def places(self, who: NDArray[np.uint64]) -> Ints:
        """The place of each customer; −1 of who is not in the roster."""
        if not len(self.key):
            return np.full(len(who), -1)
        found = np.minimum(np.searchsorted(self.key, who), len(self.key) - 1)
        return np.where(self.key[found] == who, found, -1).astype(np.int64)


@dataclass(frozen=True)
class Sums:
    """Of some customers: how many, Σ of contacts c and of times t, and of c², t² and c·t."""

    n: int = 0
    c: float = 0
    t: float = 0
    cc: float = 0
    tt: float = 0
    ct: float = 0

    @classmethod
    def of(cls, contacts: Ints, times: Ints | NDArray[np.float64]) -> Sums:
        """The sums over customers; times in whatever unit."""
        c, t = contacts.astype(float), times.astype(float)
        totals = (c.sum(), t.sum(), (c * c).sum(), (t * t).sum(), (c * t).sum())
        return cls(len(c), *map(float, totals))

    @property
    def rate(self) -> float:
        """Contacts per unit of time."""
        return self.c / self.t

    @property
    def error(self) -> float:
        """The standard error of the rate: a ratio of sums over customers, who are independent of each other.

        W. G. Cochran, *Sampling Techniques*, 3rd ed. (1977), 2.11. A customer's own contacts may come together.
        """
        spread = self.cc - 2 * self.rate * self.ct + self.rate**2 * self.tt
        return sqrt(max(0.0, spread) * self.n / (self.n - 1)) / self.t


def rate_interval(of: Sums, level: float) -> Ends:
    """The rate ± z·error, not below 0; two customers at least."""
    reach = z_quantile(level) * of.error
    return max(0.0, of.rate - reach), of.rate + reach


def rate_difference(one: Sums, other: Sums, level: float) -> Ends:
    """The interval of the difference of two rates of different customers: ± z·√(error² + error²)."""
    gap = one.rate - other.rate
    reach = z_quantile(level) * sqrt(one.error**2 + other.error**2)
    return gap - reach, gap + reach


def observed(roster: Roster, begin: int, end: int) -> tuple[Ints, Ints]:
    """How old a customer was when first and last observed: between his coming and leaving, within the data.

    Time since coming in ms; UNKNOWN where the coming is not known. Of who left before the data both are equal.
    """
    last = np.where(roster.left == UNKNOWN, end, np.minimum(roster.left, end))
    since = np.where(roster.came == UNKNOWN, begin, roster.came)
    first = np.maximum(since, begin)
    known = roster.came != UNKNOWN
    entry = np.where(known, first - since, UNKNOWN)
    leaving = np.where(known, np.maximum(last, first) - since, UNKNOWN)
    return entry, leaving


def exposure(entry: Ints, leaving: Ints, low: int, high: int) -> int:
    """How long customers of an age from ``low`` to below ``high`` were observed, in ms over all."""
    known = entry != UNKNOWN
    overlap = np.minimum(leaving[known], high) - np.maximum(entry[known], low)
    return int(np.maximum(overlap, 0).sum())


def firsts(place: Ints, when: Ints, customers: int) -> Ints:
    """The first contact of each customer; UNKNOWN of who made none."""
    found = np.full(customers, np.iinfo(np.int64).max)
    np.minimum.at(found, place, when)
    found[found == np.iinfo(np.int64).max] = UNKNOWN
    return found


def counted(codes: Ints, place: Ints, customers: int) -> tuple[Ints, Ints, Ints]:
    """Contacts of a customer in a slice: slice code, number, and how many of some customers have it, but for none.

    ``codes`` are the slices of the contacts, from 0 on.
    """
    pairs, contacts = np.unique(codes * customers + place, return_counts=True)
    width = int(contacts.max(initial=0)) + 1
    kinds, times = np.unique(pairs // customers * width + contacts, return_counts=True)
    return kinds // width, kinds % width, times.astype(np.int64)


def banded(ages: Ints, edges: Sequence[int]) -> list[int]:
    """How many ages lie from each edge to below the next."""
    return np.histogram(ages, [*edges])[0].tolist() if len(ages) else [0] * (len(edges) - 1)


def _lasts(*keys: NDArray[Any]) -> NDArray[np.intp]:
    """The last of each run of equal keys."""
    if not len(keys[0]):
        return np.zeros(0, dtype=np.intp)
    new = np.logical_or.reduce([each[1:] != each[:-1] for each in keys])
    return np.flatnonzero(np.r_[new, True])
