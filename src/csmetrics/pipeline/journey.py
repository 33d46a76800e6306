"""Contacts held against a list of customers: the second table of a run, and what both come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics.calc import journey
from csmetrics.calc.bits import to_bits
from csmetrics.calc.journey import Roster
from csmetrics.calc.states import States, Tally, total
from csmetrics.calc.tallies import joined
from csmetrics.metrics import _journey
from csmetrics.pipeline.listing import after, left_before, remarks
from csmetrics.report import Diagnostic
from csmetrics.slices import keys, periods
from csmetrics.slices.keys import WHOLE, Key

if TYPE_CHECKING:
    from csmetrics.intake.table import Table
    from csmetrics.metrics._contract import Contact, Listed
    from csmetrics.pipeline.plan import Plan
    from csmetrics.pipeline.sums import Study
    from csmetrics.slices.periods import Window

Ints = NDArray[np.int64]
DAY = 86_400_000
ONE_DAY = timedelta(days=1)


@dataclass
class Journey:
    """Who contacted when, and in which slice; of a list of customers the customers: 16 to 24 bytes a row."""

    _who: list[NDArray[np.uint64]] = field(default_factory=list)
    _when: list[Ints] = field(default_factory=list)
    _slices: list[NDArray[np.int32]] = field(default_factory=list)
    _places: list[NDArray[np.intp]] = field(default_factory=list)
    _periods: list[NDArray[np.int32]] = field(default_factory=list)
    _rows: int = 0
    _keys: dict[Key, int] = field(default_factory=dict)
    _listed: list[tuple[NDArray[np.uint64], Ints, Ints, Ints]] = field(default_factory=list)
    _alike: list[NDArray[np.uint64]] = field(default_factory=list)

    @property
    def known(self) -> bool:
        """Whether there are contacts."""
        return bool(self._who)

    @property
    def people(self) -> NDArray[np.uint64]:
        """Who was in touch, by hash."""
        return np.concatenate([np.zeros(0, np.uint64), *self._who])

    @property
    def begun(self) -> int | None:
        """When the first contact was; None where nobody was in touch."""
        return min((int(each.min()) for each in self._when if len(each)), default=None)

    @property
    def alike(self) -> NDArray[np.uint64]:
        """What the ids of a list have in common with those alike; of contacts those of nobody in the list."""
        return np.concatenate([np.zeros(0, np.uint64), *self._alike])

    def estrange(self, ids: NDArray[np.uint64]) -> None:
        """Add contacts of nobody in the list."""
        self._alike.append(ids)

    def enlist(self, table: Table, said: Listed, ids: NDArray[np.uint64]) -> None:
        """Add customers, with what their ids have in common with those alike."""
        assert table.who is not None  # noqa: S101 (the metric names who)
        self._alike.append(ids)
        self._listed.append((table.who[said.rows], said.values, said.left, said.gone))

    def roster(self) -> Roster:
        """All customers that were added."""
        nothing = np.zeros(0, dtype=np.int64)
        found = (nothing.astype(np.uint64), nothing, nothing, nothing)
        return Roster.of(*map(np.concatenate, zip(found, *self._listed, strict=True)))

    def add(
        self,
        plan: Plan,
        table: Table,
        said: Contact,
        days: NDArray[np.datetime64] | None,
        separators: Mapping[str, str],
    ) -> None:
        """Add contacts; ``days`` are those by which rows count, where they are dated.

        ``separators`` stand between the labels of a cell, by the key of a column of --by.
        """
        assert table.who is not None  # noqa: S101 (the metric names who)
        rows = said.rows
        inside = np.ones(len(rows), dtype=bool)
        if days is not None:
            days = days[rows]
            inside = plan.window.mask(days) & ~np.isnat(days)
        rows = rows[inside]
        self._who.append(table.who[rows])
        self._when.append(said.values[inside])
        if plan.by or plan.every:
            at = None
            if plan.every and days is not None:
                at = periods.ordinals(plan.every, days[inside])
                self._periods.append(at.astype(np.int32))
            groups = keys.group(
                len(rows),
                [table.frame[by.key].array[rows] for by in plan.by],
                at,
                [separators.get(by.key) for by in plan.by],
            )
            places = np.arange(len(rows)) if groups.places is None else groups.places
            self._places.append(places + self._rows)
            codes = [self._keys.setdefault(key, len(self._keys)) for key in groups.keys]
            self._slices.append(np.array(codes, dtype=np.int32)[groups.codes])
        self._rows += len(rows)

    def states_with(
        self, study: Study, plan: Plan, covered: Window, as_of: int | None
    ) -> tuple[States, list[Diagnostic]]:
        """The sums of a question with those of the contacts of each customer.

        ``covered`` are the days of the data within the window.
        """
        who, when = np.concatenate(self._who), np.concatenate(self._when)
        told: list[Diagnostic] = []
        begin, end = _bounds(plan, covered, when)
        if plan.listing is None:
            unique = np.unique(who)
            unknown = np.full(len(unique), journey.UNKNOWN)
            roster = Roster(unique, unknown, unknown, np.full(len(unique), -1))
        else:
            roster = plan.listing.roster.at(after(plan, as_of)).between(begin, end)
        place = roster.places(who)
        if (place < 0).any():
            raise AssertionError("a contact counts whose customer is none then")
        customers = len(roster.key)
        whole = np.zeros(len(place), dtype=np.int64)
        states = [study.pile.total(), _counted([WHOLE], whole, place, customers)]
        if self._slices:
            codes = np.concatenate(self._slices).astype(np.int64)
            of = place[np.concatenate(self._places)]
            states.append(_counted(list(self._keys), codes, of, customers))
        if plan.listing is not None:
            states.append(_there(roster, begin, end))
            if not plan.dated:
                now = as_of if as_of is not None else int(when.max(initial=begin))
                states.append(_whole(roster, place, when, (begin, now)))
            told = [*left_before(plan, plan.listing, covered)]
            told += remarks(plan, self, roster, place, as_of)
        elif self._periods:
            states.append(_seen(np.concatenate(self._periods), place, when))
        return total(states).with_whole(WHOLE), told


def _bounds(plan: Plan, covered: Window, when: Ints) -> tuple[int, int]:
    """When the days of the data begin, and when they are over: the first was observed from its start."""
    zone = plan.options.input.tz
    if covered.first is None or covered.last is None:
        return int(when.min(initial=0)), int(when.max(initial=0)) + 1
    return periods.instant(covered.first, zone), periods.instant(covered.last + ONE_DAY, zone)


def _there(roster: Roster, begin: int, end: int) -> States:
    """From when to when each is a customer, within the data."""
    over = np.where(roster.left == journey.UNKNOWN, end, np.minimum(roster.left, end)) - 1
    codes = np.zeros(len(over), dtype=np.int64)
    begun = np.maximum(roster.came, begin)
    return States(
        [WHOLE],
        {_journey.BEGUN: Tally.of(codes, begun), _journey.OVER: Tally.of(codes, over)},
    )


def _seen(at: NDArray[np.int32], place: Ints, when: Ints) -> States:
    """One instant of each customer in each period in which he was in touch."""
    steps = at.astype(np.int64) - int(at.min(initial=0))
    pairs = place * (int(steps.max(initial=0)) + 1) + steps
    _, rows = np.unique(pairs, return_index=True)
    return States(
        [WHOLE], {_journey.SEEN: Tally.of(np.zeros(len(rows), dtype=np.int64), when[rows])}
    )


def _counted(names: list[Key], codes: Ints, place: Ints, customers: int) -> States:
    """How many customers made how many contacts, in each slice."""
    slices, numbers, times = journey.counted(codes, place, customers)
    order = np.lexsort((numbers, slices))
    tally = Tally(slices[order].astype(np.int32), numbers[order], times[order])
    return States(names, {_journey.CONTACTS: joined([tally])})


def _whole(roster: Roster, place: Ints, when: Ints, observed: tuple[int, int]) -> States:
    """What is known of all customers together: by their age, until their first contact, of left and stayed."""
    entry, leaving = journey.observed(roster, *observed)
    found: dict[str, Ints] = {}
    known = roster.came[place] != journey.UNKNOWN
    counts = journey.banded((when - roster.came[place])[known], _journey.EDGES)
    for band, low, high, count in zip(
        _journey.BANDS, _journey.EDGES, _journey.EDGES[1:], counts, strict=False
    ):
        found[_journey.contacts_in(band)] = np.array([count])
        found[_journey.time_in(band)] = np.array([journey.exposure(entry, leaving, low, high)])
    first = journey.firsts(place, when, len(roster.key))
    seen = (
        entry == 0
    )  # from the coming on: who came before the data begin may have been in touch before
    touched = seen & (first != journey.UNKNOWN)
    found[_journey.FIRST] = (first - roster.came)[touched]
    found[_journey.SILENT] = leaving[seen & (first == journey.UNKNOWN)]
    contacts = np.bincount(place, minlength=len(roster.key))
    lasted = np.maximum(leaving - entry, 0)
    for name, gone in ((_journey.LEFT, 1), (_journey.STAYED, 0)):
        # who left before the contacts begin could not be seen in touch
        mine = (roster.gone == gone) & ((entry == journey.UNKNOWN) | (lasted > 0))
        found[f"{name} contacts"] = contacts[mine]
        timed = mine & (entry != journey.UNKNOWN)
        sums = journey.Sums.of(contacts[timed], lasted[timed] / DAY)
        for each, value in asdict(sums).items():
            found[f"{name} {each}"] = to_bits(np.array([value], dtype=np.float64))
    return States(
        [WHOLE],
        {
            role: Tally.of(np.zeros(len(values), dtype=np.int64), values.astype(np.int64))
            for role, values in found.items()
        },
    )
