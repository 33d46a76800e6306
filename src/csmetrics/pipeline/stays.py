"""What all rows of a customer say of when he came and when he left: stays, united where one follows on another.

Rows commute. An end without a clock is the last day of the stay: that whole day belongs to it, so that a contract
until 31 January and one from 1 February on are one stay, and the first of them covers the end of January.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.calc import returning
from csmetrics.calc.bits import Floats, from_bits
from csmetrics.calc.returning import FOREVER
from csmetrics.intake.times import MISSING
from csmetrics.language import Said, joined
from csmetrics.metrics._contract import (
    CAME,
    LEFT,
    NOW,
    PASSED,
    RETURNED,
    STAYED,
    STAYS,
    THEN,
)
from csmetrics.report import Diagnostic
from csmetrics.slices import periods

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Stay
    from csmetrics.slices.periods import Every

Ints = NDArray[np.int64]
Told = tuple[str, Ints, Ints]
"""The name of a state, customers, and the values tallied for them."""

NO_END = "{n:,} {n:customer is|customers are} flagged as gone without an end date"
NO_FLAG = "{n:,} {n:customer has|customers have} an end date and {n:is|are} not flagged as gone"
DAY = 86_400_000
ENDLESS = 2**31 - 1
"""The last period of somebody who is there still."""


@dataclass(frozen=True)
class Bills:
    """What was paid a month, from ``begun`` until before ``over``, and in which of the stretches that was."""

    stretch: Ints
    begun: Ints
    over: Ints
    charge: Floats


@dataclass(frozen=True)
class Stretches:
    """Stays without a gap, in order of customer and time: in milliseconds from ``begun`` to ``ended``, and MISSING.

    ``over`` is when they are over, the whole last day included, FOREVER where they are not; ``after`` is the day
    that then begins, NaT where there is none.
    """

    who: Ints
    begun: Ints
    ended: Ints
    over: Ints
    after: periods.Days
    bills: Bills | None = None

    def periods(self, every: Every, zone: str) -> tuple[Ints, Ints]:
        """From which to which period each was there, at the end of it."""
        last = np.full(len(self.who), ENDLESS, dtype=np.int64)
        known = ~np.isnat(self.after)
        last[known] = periods.ordinals(every, self.after[known]) - 1
        return periods.ordinals(every, _days(self.begun, zone)), last

    def at_ends(self, start: int | None, end: int | None) -> Iterator[Told]:
        """Who was there when the window began, and who is when it ends; without one, who came, and who is there."""
        customers = int(self.who.max(initial=-1)) + 1
        firsts = self._firsts()
        came = self.begun[firsts]
        then = np.ones(customers, dtype=bool)
        if start is not None:
            then = self._there(customers, (self.begun < start) & (self.over >= start))
        now = self._there(customers, self.over >= (FOREVER if end is None else end))
        yield THEN, np.flatnonzero(then), now[then].astype(np.int64)
        if start is None and end is None:
            return
        known = then if start is None else came < start
        kind = np.where(then, STAYED, np.where(known, RETURNED, CAME)).astype(np.int64)
        yield NOW, np.flatnonzero(now), kind[now]
        passed = np.flatnonzero(~now & ~known)
        if len(passed):
            yield PASSED, passed, np.zeros_like(passed)

    def lasted(self, last: tuple[int, int] | None = None) -> Iterator[Told]:
        """How long each was there before he left for the first time, or since when he is.

        ``last`` is the last day, where ends are days: who leaves on it is counted to its beginning, and nobody who
        stays to its end, as if he could have been seen to leave a day later.
        """
        firsts = self._firsts()
        over = self.over[firsts] != FOREVER
        left, stays = firsts[over], firsts[~over]
        yield LEFT, self.who[left], self.ended[left] - self.begun[left]
        since = self.begun[stays]
        if last is not None:
            begins, ends = last
            since = np.minimum(since + (ends - begins), ends)
        yield STAYS, self.who[stays], since

    def against(self, gone: Ints, column: str) -> Iterator[Diagnostic]:
        """Say whose flag (by customer: 1, 0, or −1) is not what the dates say."""
        left = np.ones(len(gone), dtype=bool)
        left[self.who[self.over == FOREVER]] = False
        flagged, ended = int((~left & (gone == 1)).sum()), int((left & (gone == 0)).sum())
        found = [
            Said(text, n=count) for text, count in ((NO_END, flagged), (NO_FLAG, ended)) if count
        ]
        if found:
            params = (("column", column), ("who", joined(", ", found)))
            yield Diagnostic(errors.FLAG_AGAINST_DATES, params, flagged + ended, column=column)

    def _firsts(self) -> Ints:
        """The first stretch of each customer."""
        return np.flatnonzero(np.r_[True, np.diff(self.who) != 0][: len(self.who)])

    def _there(self, customers: int, stretches: NDArray[np.bool_]) -> NDArray[np.bool_]:
        there = np.zeros(customers, dtype=bool)
        there[self.who[stretches]] = True
        return there


@dataclass
class Stays:
    """What the rows say, as they come: 25 bytes a row."""

    _begun: list[Ints] = field(default_factory=list)
    _ended: list[Ints] = field(default_factory=list)
    _gone: list[NDArray[np.int8]] = field(default_factory=list)
    _paid: list[Ints] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self._begun)

    def add(self, said: Stay) -> None:
        """Add what some rows say."""
        self._begun.append(said.values)
        self._ended.append(said.ended)
        self._gone.append(said.gone.astype(np.int8))
        if said.paid is not None:
            self._paid.append(said.paid)

    def united(
        self, who: Ints, zone: str, *, days: bool
    ) -> tuple[Stretches, Ints, Sequence[Diagnostic]]:
        """The stretches of all customers, what the flag of each says, and what is to be said of the rows.

        ``days`` says that the ends are days, without a clock.
        """
        begun, ended = np.concatenate(self._begun), np.concatenate(self._ended)
        after, over = when_over(ended, zone, days=days)
        charge = from_bits(np.concatenate(self._paid)) if self._paid else None
        contract = who if charge is None else _contracts(who, charge)
        rows, different = returning.retold(contract, begun, over)
        told = []
        if different:
            told.append(Diagnostic(errors.RETOLD, (("count", different),), different))
        if more := len(rows) - len(np.unique(who)):
            told.append(Diagnostic(errors.FURTHER_STAYS, (("count", more),), more))
        first, last = (
            rows[each] for each in returning.united(who[rows], begun[rows], over[rows], DAY)
        )
        found = Stretches(who[first], begun[first], ended[last], over[last], after[last])
        if charge is not None:
            again = returning.repeated(contract, begun, over)
            rows = rows[np.lexsort((begun[rows], who[rows]))]  # in the order of the stretches
            stretch = np.cumsum(np.isin(rows, first)) - 1
            bills = Bills(stretch, begun[rows], over[rows], charge[rows])
            told += _side_by_side(who[rows], bills, again)
            found = replace(found, bills=bills)
        return found, self._flags(who, begun), told

    def _flags(self, who: Ints, begun: Ints) -> Ints:
        """What the flag of each customer says in the row that begins last; of two at once, that he is gone."""
        gone = np.concatenate(self._gone).astype(np.int64)
        order = np.lexsort((gone, begun, who))
        lasts = np.r_[np.flatnonzero(np.diff(who[order])), len(order) - 1]
        return gone[order[lasts]]


def _contracts(who: Ints, charge: Floats) -> Ints:
    """A number for each customer and charge: of what begins at once, another charge is another contract."""
    each, rank = np.unique(charge, return_inverse=True)
    found: Ints = who * len(each) + rank
    return found


def _side_by_side(who: Ints, bills: Bills, again: int) -> Iterator[Diagnostic]:
    """Say which rows tell a contract ``again``, and of which contracts one may be an older reading of another."""
    together = returning.several(who, bills.begun, bills.charge)
    half = returning.several(who, bills.begun, bills.over == FOREVER)
    for kind, count in (
        (errors.TOLD_AGAIN, again),
        (errors.SIDE_BY_SIDE, together - half),
        (errors.HALF_OVER, half),
    ):
        if count:
            yield Diagnostic(kind, (("count", count),), count)


def when_over(ended: Ints, zone: str, *, days: bool) -> tuple[periods.Days, Ints]:
    """The day on which nobody of a stay is there any more, and the instant; NaT and FOREVER where it is not over."""
    over = np.where(ended == MISSING, FOREVER, ended)
    after = _days(ended, zone)
    after[ended == MISSING] = np.datetime64("NaT", "D")
    if not days:
        return after, over
    after = np.minimum(after + np.timedelta64(1, "D"), np.datetime64(date.max))
    known = ~np.isnat(after)
    each, place = np.unique(after[known], return_inverse=True)
    instants = np.array([periods.instant(day, zone) for day in each.tolist()], dtype=np.int64)
    over[known] = instants[place]
    return after, over


def _days(instants: Ints, zone: str) -> periods.Days:
    import pandas as pd

    times = pd.Series(instants.astype("datetime64[ms]")).dt.tz_localize("UTC")
    return periods.days(times, zone)
