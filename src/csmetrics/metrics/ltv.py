"""Lifetime value: what a customer brings until he leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Self

from csmetrics.language import Said
from csmetrics.metrics import _customers, _standing
from csmetrics.metrics._contract import CAME, NOW, RETURNED, SPENT, STAYED, Cell, Contribution
from csmetrics.metrics._counts import lacks
from csmetrics.metrics._customer_basis import FLAG, PURCHASES
from csmetrics.metrics._customers import Customers, of_kind
from csmetrics.metrics._statistics import WILSON, share
from csmetrics.report import Definition, Diagnostic, Interval, Measure, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.states import Ints
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

CENT = 100
"""Amounts are tallied as hundredths."""
MILLI = 1000
GONE, THERE = "brought by who left", "brought by who stays"
GONE_FOR, THERE_FOR = "periods of who left", "periods of who stays"
UNIT = "amount"
ZERO = "nobody left: at no churn the value has no end"


@dataclass(frozen=True)
class LTV(Customers):
    """Lifetime value: revenue of a customer per period, divided by the churn rate."""

    name: ClassVar[str] = "ltv"

    def wants(self) -> Sequence[str]:
        """Name moreover what customers pay."""
        return (*super().wants(), "amount", "charge")

    def uses(self) -> Sequence[str]:
        """Rest on what customers pay, too."""
        return (*super().uses(), "amount" if self.settled == PURCHASES else "charge")

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Take purchases with amounts, else a flag with what each customer pays in a period."""
        flagged = facts.has("churned") or facts.has("active")
        possible = {
            PURCHASES: facts.has("customer", "bought", "amount"),
            FLAG: flagged and facts.has("charge"),
        }
        basis = self.basis or next((each for each, there in possible.items() if there), None)
        if basis is None or not possible.get(basis):
            what = "ltv needs purchases with customers and amounts, or a flag with what each pays"
            raise lacks(what, "amount", facts, "--column churned=NAME --column charge=NAME")
        return super(LTV, replace(self, basis=basis)).settle(facts)

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Say of each row what was paid, and whether the customer stays."""
        if self.settled == PURCHASES:
            table.leave_out_faults("amount")
            return self.bought(table, _hundredths(table.numeric("amount")))
        return _by_flag(table, self.blanks)

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Give the value, and the two numbers it is made of."""
        return (_of_purchases(cell) if self.settled == PURCHASES else _of_flags(cell),)

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
        return Said(
            "{who}; churn: who left / the periods of all, by the tenure, else one period each; revenue "
            "as paid, undiscounted, and as if churn stayed what it is",
            who=who,
        )


def _hundredths(amounts: object) -> Ints:
    import numpy as np

    found: Ints = np.nan_to_num(np.asarray(amounts, np.float64) * CENT).round().astype(np.int64)
    return found


def _by_flag(table: Table, blanks: str | None) -> Sequence[Contribution]:
    import numpy as np

    gone = _standing.gone(table, blanks)
    _customers.leave_out_nobody(table)
    table.leave_out_faults("charge")
    periods = np.ones(len(gone))
    if table.has("tenure"):
        _customers.leave_out_tenures(table)
        periods = table.numeric("tenure")
    brought = _hundredths(table.numeric("charge") * periods)
    lasted = np.nan_to_num(periods * MILLI).round().astype(np.int64)
    rows = table.rows()
    left, there = rows[gone[rows]], rows[~gone[rows]]
    return [
        Contribution(GONE, left, brought[left], None),
        Contribution(THERE, there, brought[there], None),
        Contribution(GONE_FOR, left, lasted[left], None),
        Contribution(THERE_FOR, there, lasted[there], None),
        *_standing.disagreeing(table),
    ]


def _of_purchases(cell: Cell) -> Measure:
    stayed, then = _customers.kept(cell)
    periods = sum(of_kind(cell, NOW, kind) for kind in (CAME, STAYED, RETURNED))
    spent = _total(cell.tally(SPENT)) / CENT
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
    return Measure(statistics, (("left", then - stayed),))


def _of_flags(cell: Cell) -> Measure:
    """The ratio of what all brought to how many left: the periods of both cancel out."""
    from csmetrics.calc import ratios

    gone, there = cell.tally(GONE), cell.tally(THERE)
    left, n = int(gone[1].sum()), int(gone[1].sum() + there[1].sum())
    periods = (_total(cell.tally(GONE_FOR)) + _total(cell.tally(THERE_FOR))) / MILLI
    brought = (_total(gone) + _total(there)) / CENT
    because = "no customers" if not n else None if left else ZERO
    revenue = brought / periods if periods else None
    rate = 100 * left / periods if periods else None
    value, interval = None, None
    if because is None:
        value = brought / left
        squares = (_squares(gone) + _squares(there)) / CENT**2
        of = ratios.Moments(n, brought, squares, left, left, _total(gone) / CENT)
        interval = Interval(cell.level, *ratios.fieller(of, cell.level), ratios.METHOD)
    statistics = (
        Statistic("ltv", value, UNIT, n, interval, because),
        _revenue(revenue, n),
        Statistic(
            "churn_rate", rate, "percent", n, undefined_because=None if periods else "no periods"
        ),
        _lifetime(periods, left, n),
    )
    return Measure(statistics, (("left", left),))


def _lifetime(periods: float, left: int, n: int) -> Statistic:
    """Give how many periods a customer stays, as long as churn stays what it is."""
    if not left:
        return Statistic("periods_until_leaving", None, "tenure", 0, undefined_because=ZERO)
    return Statistic("periods_until_leaving", periods / left, "tenure", n)


def _revenue(value: float | None, n: int) -> Statistic:
    because = None if value is not None else "no periods"
    return Statistic("revenue_per_period", value, UNIT, n if because is None else 0, None, because)


def _total(tally: tuple[Ints, Ints]) -> int:
    return int((tally[0] * tally[1]).sum())


def _squares(tally: tuple[Ints, Ints]) -> float:
    values, counts = tally
    return float((values.astype(float) ** 2 * counts).sum())
