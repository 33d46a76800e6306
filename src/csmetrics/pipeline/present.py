"""Who was there when: what all rows of a customer say, united period by period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.calc import returning
from csmetrics.calc.states import States, Tally, total
from csmetrics.language import Period
from csmetrics.metrics._contract import NOW, PEOPLE, SPENT, THEN, Stay
from csmetrics.pipeline import visits
from csmetrics.pipeline.paying import paid
from csmetrics.pipeline.stays import Stays, Stretches, Told
from csmetrics.pipeline.visits import Followed, Spans
from csmetrics.report import Diagnostic
from csmetrics.slices import keys, periods
from csmetrics.slices.keys import WHOLE, Key, sort_key
from csmetrics.slices.periods import Window

if TYPE_CHECKING:
    from csmetrics.intake.table import Table
    from csmetrics.metrics._contract import Presence
    from csmetrics.pipeline.plan import Plan
    from csmetrics.pipeline.sums import Study

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
DAY = timedelta(days=1)


@dataclass
class Present:
    """From which to which period each row says that its customer was there: 12 bytes a row, 16 where both differ.

    Rows commute: of a customer only the set of periods counts, and which of his rows is the first. ``whole`` says
    that the periods have counted whole, also that in which the window begins.
    """

    _who: list[Hashes] = field(default_factory=list)
    _first: list[NDArray[np.int32]] = field(default_factory=list)
    _last: list[NDArray[np.int32]] = field(default_factory=list)
    _since: list[Ints] = field(default_factory=list)
    _spent: list[Ints] = field(default_factory=list)
    _bought: list[NDArray[np.bool_]] = field(default_factory=list)
    _stays: Stays = field(default_factory=Stays)
    _labels: list[NDArray[np.int32]] = field(default_factory=list)
    _keys: dict[tuple[str | None, ...], int] = field(default_factory=dict)
    _made: tuple[States, Sequence[Diagnostic]] | None = None
    whole: bool = False

    def add(self, plan: Plan, table: Table, said: Presence | Stay) -> None:
        """Add what some rows say."""
        if table.who is None:
            raise AssertionError("a metric of customers says who they are")
        self._who.append(table.who[said.rows])
        if isinstance(said, Stay):
            self._stays.add(said)
        else:
            self._first.append(_periods(plan, said.values))
            if said.until is not None:
                self._last.append(_periods(plan, said.until) - np.int32(1))
            if said.spent is not None:
                self._spent.append(said.spent)
            if said.there is not None:
                self._bought.append(said.there)
        if plan.by:
            groups = keys.group(
                len(said.rows), [table.frame[by.key].array[said.rows] for by in plan.by]
            )
            codes = [self._keys.setdefault(key.labels, len(self._keys)) for key in groups.keys]
            self._labels.append(np.array(codes, dtype=np.int32)[groups.codes])
            self._since.append(said.values)

    def states_with(
        self, study: Study, plan: Plan, covered: Window, *, days: bool
    ) -> tuple[States, Sequence[Diagnostic]]:
        """The sums of a question with those of who was there; and what is to be said of rows and slices.

        ``days`` says that the ends of stays are days, without a clock.
        """
        if self._made is None:
            self._made = (
                self._united(study, plan, covered, days) if self._who else (study.states, ())
            )
        return self._made

    def _united(
        self, study: Study, plan: Plan, covered: Window, days: bool
    ) -> tuple[States, Sequence[Diagnostic]]:
        who = self._told_apart(plan)
        label, told = self._label_of(who, plan)
        found = [study.pile.total()]
        zone = plan.options.input.tz
        if not self._stays:
            spans = self._spans(who)
        else:
            stretches, flags, more = self._stays.united(who, zone, days=days)
            flag = plan.headers.get("churned") or plan.headers.get("active") or ""
            told = (*told, *more, *stretches.against(flags, flag))
            if stretches.bills is not None:
                found += self._brought(plan, stretches, label, covered)
                return total(found).with_whole(WHOLE), told
            if plan.every is None:
                lasted = () if plan.dated else stretches.lasted(plan.last_day if days else None)
                for role, customers, values in chain(stretches.at_ends(*plan.bounds), lasted):
                    found.append(
                        self._tallied(plan, role, _of(label, customers), customers, values)
                    )
                return total(found).with_whole(WHOLE), told
            spans = Spans(stretches.who, *stretches.periods(plan.step, zone))
        months = periods.between(plan.step, covered)
        if len(months):
            self.whole = True
            told = (*told, *_begun_before(plan, months.start))
            over = months.stop - 1
            if covered.last is not None and periods.last_day(plan.step, over) > covered.last:
                told = (*told, _not_over(plan, over, covered.last))
                over -= 1
            every, passed = visits.there(
                spans, over, months.stop - 1, whole=plan.metric.cohort is not None
            )
            followed = visits.cohorts if plan.metric.cohort else visits.steps
            steps = chain.from_iterable(followed(each, over) for each in every)
            for role, customers, at, values in chain(steps, [passed], self._paid(who, over)):
                inside = (at >= months.start) & (at < months.stop)
                if inside.any():
                    codes = _of(label, customers[inside])
                    found.append(self._tallied(plan, role, codes, at[inside], values[inside]))
                    if role in (THEN, NOW):
                        found.append(self._people(plan, role, label, customers[inside]))
        return total(found).with_whole(WHOLE), told

    def _people(self, plan: Plan, role: str, label: Ints | None, customers: Ints) -> States:
        """Each of some customers, who are in order, once in all periods together."""
        customers = customers[np.r_[True, customers[1:] != customers[:-1]]]
        none = np.zeros_like(customers)
        if plan.every:
            return States([WHOLE], {PEOPLE + role: Tally.of(none, none)})
        return self._tallied(plan, PEOPLE + role, _of(label, customers), none, none)

    def _told_apart(self, plan: Plan) -> Ints:
        """A number for each customer: small ones where something is kept of each."""
        hashes = np.concatenate(self._who)
        self._who.clear()
        if plan.by or self._stays or self._last:
            return returning.numbered(hashes)
        filled = [each for each in self._first if len(each)]
        low = min((int(each.min()) for each in filled), default=0)
        high = max((int(each.max()) for each in filled), default=0)
        return returning.shortened(hashes, returning.width(low, high))

    def _brought(
        self, plan: Plan, stretches: Stretches, label: Ints | None, covered: Window
    ) -> Iterator[States]:
        """What customers brought while they were there: in all, and by label and period."""
        zone = plan.options.input.tz
        if covered.last is None:
            return

        def within(first: date | None, last: date) -> Iterator[Told]:
            start = None if first is None else periods.instant(first, zone)
            return paid(stretches, (start, periods.instant(last + DAY, zone)), zone)

        for role, customers, values in within(plan.window.first, covered.last):
            codes = np.zeros(len(values), dtype=np.int64)
            yield States([WHOLE], {role: Tally.of(codes, values)})
            if plan.by and plan.every is None:
                yield self._tallied(plan, role, _of(label, customers), customers, values)
        if plan.every is None:
            return
        for at in periods.between(plan.every, covered):
            days = covered & Window(
                periods.first_day(plan.every, at), periods.last_day(plan.every, at)
            )
            assert days.last is not None  # noqa: S101 (both are known of a period)
            for role, customers, values in within(days.first, days.last):
                if len(values):
                    period = np.full(len(values), at)
                    yield self._tallied(plan, role, _of(label, customers), period, values)

    def _spans(self, who: Ints) -> Spans:
        """From which to which period each row says that its customer was there; None: in the first alone."""
        there = np.concatenate(self._bought) if self._bought else slice(None)
        first = np.concatenate(self._first)[there].astype(np.int64)
        last = np.concatenate(self._last)[there].astype(np.int64) if self._last else None
        return Spans(who[there], first, last)

    def _paid(self, who: Ints, over: int) -> list[Followed]:
        """What customers paid, up to the last period that the data cover whole."""
        if not self._spent:
            return []
        first = np.concatenate(self._first).astype(np.int64)
        rows = np.flatnonzero(first <= over)
        return [(SPENT, who[rows], first[rows], np.concatenate(self._spent)[rows])]

    def _label_of(self, who: Ints, plan: Plan) -> tuple[Ints | None, Sequence[Diagnostic]]:
        """The labels of each customer's first row, as a code; of two at once the first in order."""
        if not plan.by:
            return None, ()
        customers = int(who.max()) + 1
        labels = np.concatenate(self._labels).astype(np.int64)
        order = sorted(self._keys, key=lambda each: sort_key(Key(each)))
        rank = np.empty(len(order), dtype=np.int64)
        rank[[self._keys[each] for each in order]] = np.arange(len(order))
        labels = rank[labels]
        self._keys = {each: place for place, each in enumerate(order)}
        self._labels = [labels.astype(np.int32)]
        rows = np.lexsort((labels, np.concatenate(self._since), who))
        firsts = np.flatnonzero(np.r_[True, np.diff(who[rows]) != 0])
        found = np.zeros(customers, dtype=np.int64)
        found[who[rows[firsts]]] = labels[rows[firsts]]
        several = len(np.unique(who[labels != found[who]]))
        if not several:
            return found, ()
        columns = ", ".join(by.name for by in plan.by)
        params = (("count", several), ("columns", columns))
        return found, (Diagnostic(errors.LABELS_OF_ONE, params, several),)

    def _tallied(self, plan: Plan, role: str, labels: Ints, at: Ints, values: Ints) -> States:
        """Values as states of their slices: by label, and by period where rows are split by it."""
        names = list(self._keys) or [()]
        if not plan.every:
            slices, codes = [Key(name) for name in names], labels
        else:
            low = int(at.min())
            packed = labels + len(names) * (at - low)
            pairs = np.flatnonzero(np.bincount(packed))  # few: labels by periods
            place = np.zeros(int(pairs[-1]) + 1, dtype=np.int64)
            place[pairs] = np.arange(len(pairs))
            codes = place[packed]
            slices = [
                Key(names[pair % len(names)], pair // len(names) + low) for pair in pairs.tolist()
            ]
        return States(slices, {role: Tally.of(codes, values)})


def _of(label: Ints | None, customers: Ints) -> Ints:
    """The label of each customer; without --by all have the same."""
    return np.zeros(len(customers), dtype=np.int64) if label is None else label[customers]


def _begun_before(plan: Plan, period: int) -> Iterator[Diagnostic]:
    """Say which period has begun before the window, and counts whole."""
    first = plan.window.first
    if first is not None and periods.first_day(plan.step, period) < first:
        params = (
            ("period", Period(periods.label(plan.step, period))),
            ("first", first.isoformat()),
        )
        yield Diagnostic(errors.WHOLE_PERIOD, params)


def _not_over(plan: Plan, period: int, last: date) -> Diagnostic:
    params = (("period", periods.label(plan.step, period)), ("last", last.isoformat()))
    return Diagnostic(errors.NOT_OVER, params)


def _periods(plan: Plan, instants: Ints) -> NDArray[np.int32]:
    """The ordinal of the period of each instant."""
    import pandas as pd

    times = pd.Series(instants.astype("datetime64[ms]")).dt.tz_localize("UTC")
    days = periods.days(times, plan.options.input.tz)
    return periods.ordinals(plan.step, days).astype(np.int32)
