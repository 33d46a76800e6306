"""The contacts of customers since they came: counts, time under observation, and rates with their differences.

Customers are places in a :class:`Roster`, times are milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from csmetrics.calc.intervals import Ends, z_quantile

Ints = NDArray[np.int64]
UNKNOWN = int(np.iinfo(np.int64).min)
"""A time that nobody knows."""


@dataclass(frozen=True)
class Roster:
    """Customers in order of their key: a hash of the id, when they came and left, and whether they have left.

    Times are UNKNOWN where nobody knows them, or where a customer is there still. ``gone`` is 1, 0, or −1 where
    nothing says it.
    """

    key: NDArray[np.uint64]
    came: Ints
    left: Ints
    gone: Ints

    @classmethod
    def of(cls, key: NDArray[np.uint64], came: Ints, left: Ints, gone: Ints) -> Roster:
        """Of several rows of one customer: the first coming, the last leaving, and gone where the last says so."""
        order = np.lexsort((left, came, key))
        key, came, left, gone = key[order], came[order], left[order], gone[order]
        ends = np.flatnonzero(np.r_[key[1:] != key[:-1], True]) if len(key) else np.zeros(0, int)
        starts = np.r_[0, ends[:-1] + 1] if len(key) else ends
        firsts = np.where(came == UNKNOWN, np.iinfo(np.int64).max, came)
        firsts = np.minimum.reduceat(firsts, starts) if len(key) else firsts
        firsts[firsts == np.iinfo(np.int64).max] = UNKNOWN
        return cls(key[ends], firsts, left[ends], gone[ends])

    def at(self, end: int, seen: NDArray[np.uint64]) -> Roster:
        """The same as it was known before ``end``: who leaves later is there still, who comes later is not yet.

        Who was ``seen`` by then is one whatever his coming says.
        """
        here = (self.came < end) | np.isin(self.key, seen)  # UNKNOWN is before every time
        later = self.left >= end
        left, gone = np.where(later, UNKNOWN, self.left), np.where(later, 0, self.gone)
        return Roster(self.key[here], self.came[here], left[here], gone[here])

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


def within(roster: Roster, place: Ints, when: Ints) -> NDArray[np.bool_]:
    """Which contacts lie between the coming and the leaving of their customer, as far as both are known."""
    came, left = roster.came[place], roster.left[place]
    inside: NDArray[np.bool_] = (when >= came) & ((left == UNKNOWN) | (when <= left))
    return inside  # UNKNOWN is before every time


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
    """Contacts of a customer in a slice: slice code, number, and how many customers have it; none left out.

    ``codes`` are the slices of the contacts, from 0 on.
    """
    pairs, contacts = np.unique(codes * customers + place, return_counts=True)
    width = int(contacts.max(initial=0)) + 1
    kinds, times = np.unique(pairs // customers * width + contacts, return_counts=True)
    slices, numbers = kinds // width, kinds % width
    every = np.unique(slices)
    none = customers - np.bincount(slices, times, minlength=int(every.max(initial=-1)) + 1)[every]
    return (
        np.r_[slices, every],
        np.r_[numbers, np.zeros_like(every)],
        np.r_[times, none].astype(np.int64),
    )


def banded(ages: Ints, edges: Sequence[int]) -> list[int]:
    """How many ages lie from each edge to below the next."""
    return np.histogram(ages, [*edges])[0].tolist() if len(ages) else [0] * (len(edges) - 1)
