"""Lifetime value: what a customer brings until he leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING, ClassVar, Self

from csmetrics import errors
from csmetrics.language import Said, joined
from csmetrics.metrics import _currencies, _customers, _standing
from csmetrics.metrics import _customer_basis as basis_of
from csmetrics.metrics._contract import (
    BROUGHT,
    CAME,
    LASTED,
    NOW,
    PASSED,
    RETURNED,
    SPENT,
    STAYED,
    THEN,
    Cell,
    Contribution,
    Reveals,
    Stay,
)
from csmetrics.metrics._counts import lacks_one_way
from csmetrics.metrics._customer_basis import DATES, FLAG, PURCHASES
from csmetrics.metrics._customers import Customers
from csmetrics.metrics._moves import kept, of_kind, people
from csmetrics.metrics._statistics import WILSON, share
from csmetrics.report import Definition, Diagnostic, Interval, Measure, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.states import Ints
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

UNIT = "amount"
MANY = 0.1
"""Of those who count as having left so many may come back before that is said."""
GIVEN_BACK = "nothing bought"
ZERO = "nobody left: at no churn the value has no end"


@dataclass(frozen=True)
class LTV(Customers):
    """Lifetime value: revenue of a customer per period, divided by the churn rate."""

    name: ClassVar[str] = "ltv"
    reveals: ClassVar[Reveals] = Reveals(ahead=("revenue_per_period",))

    def wants(self) -> Sequence[str]:
        """Name moreover what customers pay."""
        return (*super().wants(), "amount", "charge", "currency")

    def uses(self) -> Sequence[str]:
        """Rest on what customers pay, too."""
        return (*super().uses(), "amount" if self.settled == PURCHASES else "charge")

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Take purchases with amounts, else dates or a flag with what each customer pays in a period.

        A flag goes before dates where a tenure says how long each was there, and nothing is asked of periods.
        """
        possible = {
            PURCHASES: facts.has("customer", "bought", "amount"),
            FLAG: (facts.has("churned") or facts.has("active")) and facts.has("charge"),
            DATES: facts.has("started", "charge") and "ended" in facts.headers,
        }
        order = [PURCHASES, DATES, FLAG]
        if facts.has("tenure") and not facts.dated:
            order = [PURCHASES, FLAG, DATES]
        basis = self.basis or next((each for each in order if possible[each]), None)
        if basis is None or not possible.get(basis):
            basis_of.refuse_tickets(facts)
            what = (
                "ltv needs purchases with customers and amounts, or start and end dates, or a flag, with what "
                "each customer pays"
            )
            ways = {
                PURCHASES: ("customer", "bought", "amount"),
                DATES: ("started", "ended", "charge"),
                FLAG: ("active" if facts.has("active") else "churned", "charge"),
            }
            raise lacks_one_way(
                what, [ways[self.basis]] if self.basis in ways else [*ways.values()], facts
            )
        settled, told = super(LTV, replace(self, basis=basis)).settle(facts)
        if basis == FLAG and not facts.has("tenure"):
            role = _standing.role_of(facts.has)
            params = (("column", facts.headers[role]),)
            told = (*told, Diagnostic(errors.ONE_PERIOD, params, column=facts.headers[role]))
        return settled, told

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Say of each row what was paid, and whether the customer stays."""
        if self.settled == PURCHASES:
            table.leave_out_faults("amount")
            found = (*self.bought(table, table.numeric("amount")), *_given_back(table))
        elif self.settled == DATES:
            found = _by_dates(table)
        else:
            found = _by_flag(table, self.blanks)
        return (*found, *_currencies.counted(table))

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Give the value, and the two numbers it is made of."""
        return (_of_purchases(cell) if self.settled == PURCHASES else _of_customers(cell),)

    def remarks(self, cell: Cell) -> Sequence[Diagnostic]:
        """Say what was given back, and where whoever skips a period counts as having left for good."""
        found = [*super().remarks(cell), *_currencies.remarks(cell)]
        if self.settled == PURCHASES:
            if count := cell.count(GIVEN_BACK):
                found.append(Diagnostic(errors.GIVEN_BACK, (("count", count),), count))
            found += _too_small(cell)
        return found

    def definition(self) -> Definition:
        """Say what is divided by what."""
        return Definition(
            metric=self.name,
            title="Lifetime value",
            formula="revenue per customer and period / churn rate per period",
            rule=self._rule(),
            unit=UNIT,
            sources=(
                "S. Gupta et al., Modeling Customer Lifetime Value, Journal of Service Research 9, 2006",
                "E. C. Fieller, Some Problems in Interval Estimation, Journal of the Royal Statistical "
                "Society B 16, 1954",
                WILSON,
            ),
        )

    def _rule(self) -> str:
        who = self.words()
        if self.basis == PURCHASES:
            return Said(
                "{who}; churn: 1 − retention, by months unless --every says another; revenue as paid, "
                "undiscounted; no interval: the periods of a customer are not independent of each other",
                who=who,
            )
        if self.basis == DATES:
            return Said(
                "{who}; churn: who left / the months of all, each month by the share of it that a customer was "
                "there; revenue as charged, undiscounted, and as if churn stayed what it is",
                who=who,
            )
        return Said(
            "{who}; churn: who left / the periods of all, by the tenure, else one period each; revenue "
            "as paid, undiscounted, and as if churn stayed what it is",
            who=who,
        )


def _given_back(table: Table) -> Sequence[Contribution]:
    """The rows that are no purchase, to be counted: their money is revenue like all other."""
    import numpy as np

    rows = np.flatnonzero((table.why == 0) & (table.numeric("amount") <= 0))
    return (Contribution(GIVEN_BACK, rows, np.zeros(len(rows), np.int64), None),)


def _by_dates(table: Table) -> tuple[Contribution, ...]:
    from csmetrics.calc.bits import to_bits

    started, ended = _customers.stays(table)
    if table.end is not None:
        table.leave_out(started >= table.end, errors.OUTSIDE_WINDOW, "started")
    table.leave_out_faults("charge")
    rows, gone = table.rows(), _standing.beside_dates(table)
    paid = to_bits(table.numeric("charge")[rows])
    return (
        Stay("there", rows, started[rows], None, ended=ended[rows], gone=gone[rows], paid=paid),
    )


def _by_flag(table: Table, blanks: str | None) -> tuple[Contribution, ...]:
    import numpy as np

    from csmetrics.calc.bits import to_bits

    gone = _standing.gone(table, blanks)
    _customers.leave_out_nobody(table)
    table.leave_out_faults("charge")
    periods = np.ones(len(gone))
    if table.has("tenure"):
        _customers.leave_out_tenures(table)
        periods = table.numeric("tenure")
    brought, lasted = to_bits(table.numeric("charge") * periods), to_bits(periods)
    found = [*_standing.disagreeing(table)]
    for left in (0, 1):
        rows = np.flatnonzero((table.why == 0) & (gone == left))
        found.append(Contribution(BROUGHT[left], rows, brought[rows], None))
        found.append(Contribution(LASTED[left], rows, lasted[rows], None))
    return tuple(found)


def _too_small(cell: Cell) -> Iterator[Diagnostic]:
    """Hold the value against what customers did: come back after they counted as gone, and pay more than it."""
    stayed, then = kept(cell)
    back, left = of_kind(cell, NOW, RETURNED), then - stayed
    customers = of_kind(cell, NOW, CAME) + cell.count(PASSED)
    spent = _sum(cell.tally(SPENT))
    value = _of_purchases(cell).headline.value
    why = []
    if back and back >= MANY * left:
        text = "{back:,} of {left:,} who count as having left came back later"
        why.append(Said(text, back=back, left=left))
    if value is not None and customers and not cell.dated and value < spent / customers:
        text = "customers have paid {paid:,.2f} each on average already"
        why.append(Said(text, paid=spent / customers))
    if why:
        yield Diagnostic(errors.TOO_SMALL, (("why", joined("; ", why)),), back)


def _of_purchases(cell: Cell) -> Measure:
    stayed, then = kept(cell)
    periods = sum(of_kind(cell, NOW, kind) for kind in (CAME, STAYED, RETURNED))
    spent = _sum(cell.tally(SPENT))
    revenue = spent / periods if periods else None
    rate = (then - stayed) / then if then else None
    because = "nobody was there the period before" if rate is None else ZERO if not rate else None
    value = None if because or revenue is None or not rate else revenue / rate
    churn = share("churn_rate", then - stayed, then, cell.level)
    if not then:
        churn = Statistic("churn_rate", None, "percent", 0, undefined_because=because)
    statistics = (
        Statistic("ltv", value, UNIT, then, undefined_because=because),
        _revenue(revenue, periods),
        churn,
        _lifetime(then, then - stayed, then),
    )
    return Measure(statistics, (("left", then - stayed),), people=people(cell, THEN, NOW))


def _of_customers(cell: Cell) -> Measure:
    """The ratio of what all brought to how many left: the periods of both cancel out."""
    from csmetrics.calc import ratios

    there, gone = (cell.tally(role) for role in BROUGHT)
    left, n = int(gone[1].sum()), int(gone[1].sum() + there[1].sum())
    periods = sum(_sum(cell.tally(role)) for role in LASTED)
    brought = _sum(gone) + _sum(there)
    because = "no customers" if not n else None if left else ZERO
    revenue = brought / periods if periods else None
    rate = 100 * left / periods if periods else None
    value, interval = None, None
    if because is None:
        value = brought / left
        of = ratios.Moments(n, brought, _squares(gone) + _squares(there), left, left, _sum(gone))
        interval = Interval(cell.level, *ratios.fieller(of, cell.level), ratios.METHOD)
    statistics = (
        Statistic("ltv", value, UNIT, n, interval, because),
        _revenue(revenue, n),
        Statistic(
            "churn_rate", rate, "percent", n, undefined_because=None if periods else "no periods"
        ),
        _lifetime(periods, left, n),
    )
    return Measure(statistics, (("left", left),), people=people(cell, SPENT))


def _lifetime(periods: float, left: int, n: int) -> Statistic:
    """Give how many periods a customer stays, as long as churn stays what it is."""
    if not left:
        return Statistic("periods_until_leaving", None, "tenure", 0, undefined_because=ZERO)
    return Statistic("periods_until_leaving", periods / left, "tenure", n)


def _revenue(value: float | None, n: int) -> Statistic:
    because = None if value is not None else "no periods"
    return Statistic("revenue_per_period", value, UNIT, n if because is None else 0, None, because)


def _sum(tally: tuple[Ints, Ints]) -> float:
    """The sum of amounts tallied as bits: exact, but for the last digit of a float."""
    from csmetrics.calc.bits import from_bits

    return fsum((from_bits(tally[0]) * tally[1]).tolist())


def _squares(tally: tuple[Ints, Ints]) -> float:
    from csmetrics.calc.bits import from_bits

    return fsum((from_bits(tally[0]) ** 2 * tally[1]).tolist())
