"""From the periods in which customers were there to what is tallied of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.calc import returning
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said
from csmetrics.metrics._contract import COHORT, KNOWN, NOW, OPEN, PASSED, THEN

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


def there(spans: Spans, last: int, *, whole: bool) -> tuple[Iterator[returning.There], Followed]:
    """The distinct periods of each customer, up to the last one that the data cover; and who was in none.

    ``whole``: each also in the period in which he came.
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
    if not whole:
        customers, came = returning.never(who, first, lengths)
    else:
        customers, came = nothing, nothing
        # each is of the cohort in which he came, however soon he left again
        begun = returning.earliest(who, first)
        who, first, lengths = (
            np.r_[np.arange(len(begun)), who],
            np.r_[begun, first],
            np.r_[np.ones_like(begun), lengths],
        )
    every = returning.distinct(*returning.spread(who, first, lengths))
    return every, (PASSED, customers, came, np.zeros_like(came))


def steps(there: returning.There, over: int) -> Iterator[Followed]:
    """From each period to the next; ``over`` is the last that the data cover whole."""
    done = there.period <= over
    for role, rows in ((NOW, done), (OPEN, ~done)):
        yield role, there.who[rows], there.period[rows], np.minimum(there.gap[rows], 2)
    rows = there.period < over
    yield THEN, there.who[rows], there.period[rows] + 1, there.stays[rows].astype(np.int64)


def cohorts(there: returning.There, over: int) -> Iterator[Followed]:
    """In which periods since their first customers are there, as far as these are over."""
    begun = there.begun
    inside = there.period <= over
    first = inside & (there.gap == 0)
    yield COHORT, there.who[inside], begun[inside], (there.period - begun)[inside]
    yield KNOWN, there.who[first], begun[first], over - begun[first]
