"""Contacts: the journey of customers, from when they come to when they leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.metrics import _counts, _journey
from csmetrics.metrics._contract import Better, Cell, Contact, Contribution, Reveals
from csmetrics.metrics._statistics import UNCLEAR, WILSON, share
from csmetrics.metrics._tickets import Tickets, leave_out_unborn
from csmetrics.options import Param
from csmetrics.report import Definition, Diagnostic, Interval, Measure, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.journey import Sums
    from csmetrics.calc.states import Ints
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

PER_CUSTOMER, IN_TOUCH = "per_customer", "in_touch"
NOTHING = "no customers"
MONTH = 30
"""Days over which rates are told."""
SILENT_WEEKS = (1, 4, 8, 16, 26, 52)
COCHRAN = "W. G. Cochran, Sampling Techniques, 3rd ed., 1977"


@dataclass(frozen=True)
class Contacts(Tickets):
    """Contacts: how often customers are in touch, since when, and who is silent."""

    name: ClassVar[str] = "contacts"
    now: ClassVar[bool] = True
    who: ClassVar[str] = "requester"
    reveals: ClassVar[Reveals] = Reveals(sizes=("customers_in_touch", "contacts"))
    better: ClassVar[Better | None] = None

    customers: Annotated[
        str | None,
        Param(
            "List of all customers: their ids, when they came and left, or a churn flag.",
            metavar="FILE",
        ),
    ] = None

    @property
    def roster(self) -> str | None:  # type: ignore[override]
        """The list of customers."""
        return self.customers

    @property
    def date(self) -> str | None:
        """Count in the period of the creation."""
        return "created"

    def needs(self) -> Sequence[str]:
        """Need to know when contacts were."""
        return ("created",)

    def wants(self) -> Sequence[str]:
        """Use nothing else: who it was is told by the key."""
        return ("created",)

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Refuse contacts of which nobody knows whose they are."""
        if not facts.has("requester"):
            raise _counts.lacks("contacts needs the id of the customer", "requester", facts)
        return self, ()

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Count each contact of a customer; those of who is not in the list, or is no customer then, are left out."""
        times = table.instants("created")
        table.leave_out_faults("created")
        leave_out_unborn(table, times)
        if table.date is not None:
            times = table.instants(table.date)
        if table.who is not None:
            table.leave_out(table.who == 0, errors.NO_CUSTOMER, "requester")
            if table.roster is not None:
                place = table.roster.places(table.who)
                table.leave_out(place < 0, errors.NOT_LISTED, "requester")
                strangers = (place < 0) | ~table.roster.there(place, times)
                table.leave_out(strangers, errors.NOT_THEN, "requester")
        rows = table.rows()
        return (Contact("contact", rows, times[rows]),)

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Give contacts per customer; of the whole also who is silent, when they write, and who left."""
        found = [self._per_customer(cell)]
        if self.customers is None or cell.group != cell.states.whole or cell.dated:
            return found
        journeys = (_silence(cell), _by_age(cell), _left_and_stayed(cell))
        return [*found, *(each for each in journeys if each is not None)]

    def definition(self) -> Definition:
        """Say per whom, and what is compared."""
        rule = (
            "per customer who was in touch in that time: without --customers nobody else is known"
        )
        if self.customers is not None:
            rule = (
                "per customer of that time, by the list, also those never in touch; contacts count while "
                "somebody is a customer; silent: Kaplan–Meier, of customers who "
                "came after the contacts begin; by age: contacts per customer and 30 days; left and stayed: "
                "contacts per 30 days, each customer as long as observed"
            )
        return Definition(
            metric=self.name,
            title="Contacts",
            formula="contacts / customers",
            rule=rule,
            unit="contacts",
            sources=(COCHRAN, WILSON),
        )

    def _per_customer(self, cell: Cell) -> Measure:
        import numpy as np

        contacts, customers = cell.states.tally(_journey.CONTACTS, cell.group)
        n, touched = self._customers(cell), int(customers.sum())
        if n > touched:  # all others made none
            contacts, customers = np.r_[0, contacts], np.r_[n - touched, customers]
        mean = _counts.mean((contacts, customers), "contacts", cell.level, NOTHING)
        mean = Statistic(
            PER_CUSTOMER, mean.value, mean.unit, n, mean.interval, mean.undefined_because
        )
        statistics = [mean]
        if self.customers is not None and n:
            statistics.append(share(IN_TOUCH, touched, n, cell.level))
        parts = [("contacts", int((contacts * customers).sum())), ("customers_in_touch", touched)]
        return Measure(tuple(statistics), tuple(parts), _spread(contacts, customers))

    def _customers(self, cell: Cell) -> int:
        """How many were customers in the time of a slice; without a list, how many were in touch then."""
        whole = cell.states.whole
        if self.customers is not None:
            begun, over = (
                cell.states.tally(role, whole) for role in (_journey.BEGUN, _journey.OVER)
            )
            gone = 0 if cell.start is None else _before(over, cell.start)
            return _before(begun, cell.end) - gone
        if _journey.SEEN in cell.states.tallies and cell.group != whole:
            seen = cell.states.tally(_journey.SEEN, whole)
            return _before(seen, cell.end) - _before(seen, cell.start)
        return int(cell.states.tally(_journey.CONTACTS, whole)[1].sum())


def _before(instants: tuple[Ints, Ints], time: int | None) -> int:
    """How many instants lie before a time; all, where it is open."""
    values, counts = instants
    return int(counts.sum() if time is None else counts[values < time].sum())


def _spread(contacts: Ints, customers: Ints) -> tuple[tuple[str, int], ...]:
    """How many customers were in touch how often: up to 10 times, then all others."""
    found = [(str(number), int(customers[contacts == number].sum())) for number in range(11)]
    return (*found, ("11 and more", int(customers[contacts > 10].sum())))


def _silence(cell: Cell) -> Measure | None:
    """Give the share not in touch after some weeks."""
    from csmetrics.calc import survival

    first, silent = cell.always(_journey.FIRST), cell.always(_journey.SILENT)
    n = int(first[1].sum() + silent[1].sum())
    if not n:
        return None
    curve = survival.curve(first, silent)
    statistics = []
    for week in SILENT_WEEKS:
        name = f"silent_after_{week}w"
        time = week * _journey.WEEK
        if curve.last is None or time > curve.last:
            because = "nobody has been a customer for so long"
            statistics.append(Statistic(name, None, "percent", 0, undefined_because=because))
            continue
        value, low, high = survival.at(curve, time, cell.level)
        interval = None
        if low is not None and high is not None:
            interval = Interval(cell.level, 100 * low, 100 * high, "log-log")
        statistics.append(Statistic(name, 100 * value, "percent", n, interval))
    parts = (("in_touch", int(first[1].sum())), ("silent", int(silent[1].sum())))
    known = [each for each in statistics if each.value is not None] or statistics
    asked = (each for each in known if each.name == "silent_after_16w")
    headline = next(asked, known[-1])
    others = [each for each in statistics if each is not headline]
    return Measure((headline, *others), parts, title="Silent since they came")


def _by_age(cell: Cell) -> Measure | None:
    """Give contacts per customer and 30 days, by how long they had been customers."""
    statistics, parts = [], []
    for band in _journey.BANDS:
        contacts = _total(cell.always(_journey.contacts_in(band)))
        observed = _total(cell.always(_journey.time_in(band))) / 86_400_000
        if observed:
            value = MONTH * contacts / observed
            statistics.append(Statistic(band, value, "contacts", contacts))
            parts.append((f"contacts_{band}", contacts))
    if not statistics:
        return None
    return Measure(tuple(statistics), title="Contacts per 30 days, by time since they came")


def _left_and_stayed(cell: Cell) -> Measure | None:
    """Compare the contact rates of those who left and of those who stayed, or without dates who was in touch at all.

    Never both: who left had less time to be in touch, so that fewer of them were, whatever their rate.
    """
    from csmetrics.calc import differences, journey
    from csmetrics.calc.intervals import newcombe

    left, stayed = _sums(cell, _journey.LEFT), _sums(cell, _journey.STAYED)
    (k1, n1), (k2, n2) = (
        _touched(cell.always(f"{name} contacts")) for name in (_journey.LEFT, _journey.STAYED)
    )
    if not (n1 and n2):
        return None
    statistics = []
    if left.t and stayed.t:
        if min(left.n, stayed.n) < 2:
            return None
        gap = MONTH * (left.rate - stayed.rate)
        low, high = (MONTH * end for end in journey.rate_difference(left, stayed, cell.level))
        interval = Interval(cell.level, low, high, "ratio of sums over customers")
        found = differences.finding(low, high, UNCLEAR)
        n = left.n + stayed.n
        statistics.append(Statistic("difference", gap, "contacts", n, interval, finding=found))
        for name, of in (("who_left", left), ("who_stayed", stayed)):
            low, high = (MONTH * end for end in journey.rate_interval(of, cell.level))
            one = Interval(cell.level, low, high, "ratio of sums over customers")
            statistics.append(Statistic(name, MONTH * of.rate, "contacts", of.n, one))
        return Measure(tuple(statistics), title="Who left against who stayed, per 30 days")
    low, high = (100 * end for end in newcombe(k1, n1, k2, n2, cell.level))
    gap = 100 * (k1 / n1 - k2 / n2)
    interval = Interval(cell.level, low, high, "Newcombe")
    found, n = differences.finding(low, high, UNCLEAR), n1 + n2
    statistics.append(Statistic("difference_in_touch", gap, "points", n, interval, finding=found))
    statistics.append(share("in_touch_of_who_left", k1, n1, cell.level))
    statistics.append(share("in_touch_of_who_stayed", k2, n2, cell.level))
    return Measure(tuple(statistics), title="Who left against who stayed")


def _sums(cell: Cell, name: str) -> Sums:
    from csmetrics.calc.bits import from_bits
    from csmetrics.calc.journey import Sums

    def each() -> Iterator[float]:
        for part in fields(Sums):
            bits, _ = cell.always(f"{name} {part.name}")
            yield float(from_bits(bits).sum())

    n, *sums = each()
    return Sums(int(n), *sums)


def _touched(tally: tuple[Ints, Ints]) -> tuple[int, int]:
    values, counts = tally
    return int(counts[values > 0].sum()), int(counts.sum())


def _total(tally: tuple[Ints, Ints]) -> int:
    return int((tally[0] * tally[1]).sum())
