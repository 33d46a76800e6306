"""From the periods in which customers were there to what is tallied of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.calc import returning
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said
from csmetrics.metrics._contract import (
    AWAITED,
    CAME,
    COHORT,
    KINDS,
    KNOWN,
    NOW,
    OPEN,
    PASSED,
    RETURNED,
    THEN,
)

Ints = NDArray[np.int64]
Followed = tuple[str, Ints, Ints, Ints]
"""The name of a state, customers, the periods under which they count in it, and the values."""

MOST = 300_000_000
"""Periods of all customers together, of eight bytes each."""


class Spans(NamedTuple):
    """Customers, and the first and the last of the periods in which each was there; None: in the first alone."""

    who: Ints
    first: Ints
    last: Ints | None


def there(
    spans: Spans, over: int, last: int, *, whole: bool
) -> tuple[Iterator[returning.There], Followed]:
    """The distinct periods of each customer up to ``last``; and who was in none of those in which he came.

    ``over`` is the last that the data cover whole. ``whole``: each is also in the period in which he came.
    """
    who, first, ends = spans
    nothing = np.zeros(0, dtype=np.int64)
    if ends is None:
        return returning.distinct(who, first), (PASSED, nothing, nothing, nothing)
    lengths = np.maximum(np.minimum(ends, last) - first + 1, 0)
    if (size := int(lengths.sum())) > MOST:
        message = Said("{size:,} periods of customers are too many to follow", size=size)
        raise CsmetricsError(
            errors.USAGE, message=message, suggestion="take longer periods: --every year"
        )
    begun = returning.earliest(who, first)
    if whole:
        # each is of the cohort in which he came, however soon he left again
        who, first, lengths = (
            np.r_[np.arange(len(begun)), who],
            np.r_[begun, first],
            np.r_[np.ones_like(begun), lengths],
        )
    passed = returning.passed(who, first, lengths, begun)
    passed = passed[begun[passed] <= over]
    every = returning.distinct(*returning.spread(who, first, lengths))
    known = (_known(each, begun) for each in every)
    return known, (PASSED, passed, begun[passed], begun[passed] * KINDS)


def _known(there: returning.There, begun: Ints) -> returning.There:
    """The same, where who came and left in an earlier period (``begun``) is there again, and not for the first time."""
    back = (there.gap == 0) & (begun[there.who] < there.period)
    return replace(there, gap=np.where(back, RETURNED, there.gap))


def steps(there: returning.There, over: int) -> Iterator[Followed]:
    """From each period to the next; ``over`` is the last that the data cover whole."""
    kinds = there.period * KINDS + np.minimum(there.gap, RETURNED)
    done = there.period <= over
    for role, rows in ((NOW, done), (OPEN, ~done)):
        yield role, there.who[rows], there.period[rows], kinds[rows]
    rows = there.period == over
    after = there.period[rows] + 1
    yield OPEN, there.who[rows], after, after * KINDS + AWAITED
    rows = there.period < over
    after = there.period[rows] + 1
    yield THEN, there.who[rows], after, after * KINDS + there.stays[rows]


def cohorts(there: returning.There, over: int) -> Iterator[Followed]:
    """In which periods since their first customers are there, as far as these are over; who came in one that is not."""
    begun = there.begun
    inside = there.period <= over
    first = inside & (there.gap == 0)
    yield COHORT, there.who[inside], begun[inside], (there.period - begun)[inside]
    yield KNOWN, there.who[first], begun[first], over - begun[first]
    rows = (there.gap == 0) & ~inside
    yield OPEN, there.who[rows], there.period[rows], there.period[rows] * KINDS + CAME
