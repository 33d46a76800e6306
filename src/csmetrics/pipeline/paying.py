"""What customers brought while they were there, by the months of their stays.

A month counts by the share of it that somebody was there, so that whole months are whole numbers, whatever
their length, and the months of two windows add up to those of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics.calc.bits import Floats, to_bits
from csmetrics.metrics._contract import BROUGHT, LASTED, PEOPLE, SPENT
from csmetrics.slices import periods

if TYPE_CHECKING:
    from csmetrics.pipeline.stays import Stretches, Told

Ints = NDArray[np.int64]


def paid(stretches: Stretches, bounds: tuple[int | None, int], zone: str) -> Iterator[Told]:
    """What each stretch brought from the first bound on until before the second, and for how many months.

    Apart of those that were over by then: who left, and who was there still.
    """
    bills, (start, end) = stretches.bills, bounds
    if bills is None:
        return
    if start is None:
        start = int(stretches.begun.min(initial=end))

    def months(begun: Ints, over: Ints) -> Floats:
        inside = (np.clip(each, start, end) for each in (begun, over))
        first, last = (at_month(each, zone) for each in inside)
        return last - first

    count = len(stretches.who)
    lasted = months(stretches.begun, stretches.over)
    brought = np.bincount(
        bills.stretch, bills.charge * months(bills.begun, bills.over), minlength=count
    )
    inside = (stretches.begun < end) & (stretches.over > start)
    left = stretches.over <= end
    people = np.unique(stretches.who[inside])
    yield PEOPLE + SPENT, people, np.zeros_like(people)
    for gone in (0, 1):
        mine = inside & (left == gone)
        yield BROUGHT[gone], stretches.who[mine], to_bits(brought[mine])
        yield LASTED[gone], stretches.who[mine], to_bits(lasted[mine])


def at_month(instants: Ints, zone: str) -> Floats:
    """Where a time lies among the months, on the clock of a zone: n.5 in the middle of month n."""
    import pandas as pd

    each, place = np.unique(instants, return_inverse=True)
    times = pd.Series(each.astype("datetime64[ms]")).dt.tz_localize("UTC")
    wall = periods.wall(times, zone)
    month = wall.astype("datetime64[M]")
    begun, over = (each.astype("datetime64[us]").astype(np.int64) for each in (month, month + 1))
    share = (wall.astype(np.int64) - begun) / (over - begun)
    found: Floats = month.astype(np.int64).astype(np.float64) + share
    return found[place]
