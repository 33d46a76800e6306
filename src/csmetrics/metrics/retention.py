"""Retention: who of those that were customers still are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.language import Said, joined
from csmetrics.metrics import _customer_basis, _customers, _moves, _standing, _staying, _totals
from csmetrics.metrics._contract import (
    COHORT,
    KNOWN,
    NOW,
    OPEN,
    PASSED,
    RETURNED,
    THEN,
    Cell,
    Contribution,
    Reveals,
    Stay,
)
from csmetrics.metrics._customer_basis import DATES, FLAG, PURCHASES, TOTALS
from csmetrics.metrics._customers import Customers
from csmetrics.metrics._moves import of_kind
from csmetrics.metrics._statistics import WILSON, share
from csmetrics.options import Param
from csmetrics.report import Definition, Diagnostic, Measure, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.states import Ints
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

BY_TOTALS = "by_totals"
FEW = 20
"""So many customers buy once without that it means anything."""


@dataclass(frozen=True)
class Retention(Customers):
    """Retention: share of those who were customers then that still are, in percent."""

    name: ClassVar[str] = "retention"
    reveals: ClassVar[Reveals] = Reveals(ahead=("new", "there_now", "at_end"), last=("customers",))

    cohort: Annotated[
        str | None,
        Param(
            "Follow those who came in the same period: the triangle of cohorts.",
            choices=("week", "month", "quarter", "year"),
        ),
    ] = None
    within: Annotated[
        str | None,
        Param(
            "After what times the share still there is given: 30d,90d of dates, 3,12 of a tenure.",
            metavar="TIMES",
        ),
    ] = None

    def __post_init__(self) -> None:
        """Refuse what no option may be."""
        super().__post_init__()
        _staying.limits(self.within)

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Refuse times in another unit than that of what is known of the customers."""
        settled, told = super().settle(facts)
        if settled.basis == DATES or (settled.basis == FLAG and facts.has("tenure")):
            _staying.check_unit(self.within, tenure=settled.basis == FLAG)
        return settled, told

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Say of each row who was there then, and is there now."""
        match self.settled:
            case _customer_basis.TOTALS:
                return _totals.contributions(table)
            case _customer_basis.PURCHASES:
                return self.bought(table)
            case _customer_basis.DATES:
                return self._by_dates(table)
        return self._by_flag(table)

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Give the share still there; or the triangle of cohorts; and how long customers stay."""
        if self.settled == TOTALS:
            return (_totals.measure(cell),)
        if self.cohort is not None:
            return (_triangle(cell, self.cohort),)
        found = [self._share(cell)]
        if _staying.known(cell) and not cell.dated:
            found.append(_staying.measure(cell, self.within, tenure=self.settled == FLAG))
        return found

    def remarks(self, cell: Cell) -> Sequence[Diagnostic]:
        """Say where totals would tell another share, and where nobody ever comes back."""
        if self.settled == FLAG:
            return super().remarks(cell)
        if self.settled == TOTALS:
            _totals.refuse_impossible(cell)
            return ()
        if self.cohort is not None:
            return ()
        stayed, then = _moves.kept(cell)
        if self.settled == PURCHASES and then >= FEW and not stayed + of_kind(cell, NOW, RETURNED):
            return (Diagnostic(errors.NOBODY_AGAIN, (("count", then),), then),)
        now = _moves.moves(cell)
        if not now.apart or not then:
            return ()
        params = (
            ("totals", _percent(stayed + now.apart, then)),
            ("value", _percent(stayed, then)),
            ("why", joined(" and ", _why_apart(now))),
        )
        return (Diagnostic(errors.PARTING, params, now.returned + now.passed),)

    def definition(self) -> Definition:
        """Say who counts as there, then and now."""
        formula: str = "100 × there then and now / there then"
        if self.settled_or_open == TOTALS:
            formula = "100 × (E − N) / S"
        elif self.cohort is not None:
            formula = Said(
                "100 × there so many {cohort}s later / all of the cohort", cohort=self.cohort
            )
        return Definition(
            metric=self.name,
            title="Retention",
            formula=formula,
            rule=self._rule(),
            unit="percent",
            sources=(
                "R. Brookmeyer & J. Crowley, A Confidence Interval for the Median Survival Time, "
                "Biometrics 38, 1982",
                "E. L. Kaplan & P. Meier, Nonparametric Estimation from Incomplete Observations, "
                "Journal of the American Statistical Association 53, 1958",
                WILSON,
            ),
        )

    @property
    def at_end(self) -> bool:
        """Whether it is asked who is there at the end of a period, and not in it."""
        return self.settled == DATES or self.inactive_after is not None

    @property
    def settled_or_open(self) -> str:
        """The basis, or an empty string before it is known."""
        return self.basis or ""

    def _rule(self) -> str:
        who = self.words()
        if self.basis == PURCHASES and self.cohort is None:
            return Said(
                "{who}; then: the period before, by months unless --every says another; all periods "
                "together in the first line, each customer as often as he was there; by totals: "
                "(E − N)/S with N as those who are there for the first time",
                who=who,
            )
        if self.basis == DATES and self.cohort is None:
            return Said(
                "{who}; how long they stay, until they left for the first time: Kaplan–Meier, where those "
                "who are there still stay longer",
                who=who,
            )
        if self.basis == FLAG:
            return Said(
                "{who}; how long they stay: Kaplan–Meier, where those who are there still stay longer",
                who=who,
            )
        return who

    def _share(self, cell: Cell) -> Measure:
        stayed, then = _moves.kept(cell)
        statistics = [share(self.name, stayed, then, cell.level)]
        if not then:
            statistics = [Statistic(self.name, None, "percent", 0, undefined_because=_why(cell))]
        if not (cell.dated or self.settled == PURCHASES):
            return Measure(tuple(statistics), (("still_there", stayed), ("left", then - stayed)))
        now = _moves.moves(cell)
        value = 100 * (stayed + now.apart) / then if then else None
        because = None if then else statistics[0].undefined_because
        statistics.append(Statistic(BY_TOTALS, value, "percent", then, undefined_because=because))
        if self.at_end and not (then or cell.count(NOW) + cell.count(PASSED)) and cell.count(OPEN):
            return Measure(tuple(statistics))  # at an end that has not come yet
        there = now.stayed + now.came + now.returned
        parts = [
            ("still_there", now.stayed),
            ("new", now.came),
            ("returned", now.returned),
            ("there_now", there),
        ]
        if _moves.occurs(cell, PASSED):
            parts.append(("came_and_left", now.passed))
        return Measure(tuple(statistics), tuple(parts), people=_moves.people(cell, THEN, NOW))

    def _by_flag(self, table: Table) -> Sequence[Contribution]:
        """Customers by a flag, and how long they stay by their tenure."""
        import numpy as np

        gone = _standing.gone(table, self.blanks)
        _customers.leave_out_nobody(table)
        rows = table.rows()
        found = [Contribution(THEN, rows, (~gone[rows]).astype(np.int64), None)]
        if table.has("tenure"):
            found += _staying.by_tenure(table, rows, gone)
        return (*found, *_standing.disagreeing(table))

    def _by_dates(self, table: Table) -> Sequence[Contribution]:
        """Customers by their dates: by period, at both ends of a window, or since they came."""
        started, ended = _customers.stays(table)
        if table.end is not None:
            table.leave_out(started >= table.end, errors.OUTSIDE_WINDOW, "started")
        rows, gone = table.rows(), _standing.beside_dates(table)
        return (Stay("there", rows, started[rows], None, ended=ended[rows], gone=gone[rows]),)


def _why_apart(now: _moves.Moves) -> Iterator[Said]:
    """Say who is in E and not in N, or the other way round."""
    if now.returned:
        yield Said(
            "{n} {n:customer|customers} came back after a gap and {n:is|are} in E, but not in N",
            n=now.returned,
        )
    if now.passed:
        yield Said(
            "{n} {n:customer|customers} came and left in between and {n:is|are} in N, but not in E",
            n=now.passed,
        )


def _percent(count: int, of: int) -> Said:
    return Said("{n:.1f} %", n=100 * count / of)


def _why(cell: Cell) -> str:
    if cell.count(OPEN):
        return "the period is not over"
    return "nobody was there the period before"


def _triangle(cell: Cell, cohort: str) -> Measure:
    """Give the share still there after each further period that is over for the cohort, or for some of them."""
    values, counts = cell.tally(COHORT)
    known = cell.tally(KNOWN)
    size = int(known[1].sum())
    statistics = list(_cells(cohort, (values, counts), known, cell.level))
    if not statistics:
        because = "no further period is over"
        name = f"{cohort}_1"
        statistics = [Statistic(name, None, "percent", 0, undefined_because=because)]
    if not size and cell.count(OPEN):
        return Measure(tuple(statistics))  # how many it will be is not known yet
    return Measure(tuple(statistics), (("customers", size),))


def _cells(
    cohort: str, there: tuple[Ints, Ints], known: tuple[Ints, Ints], level: float
) -> Iterator[Statistic]:
    longest = int(known[0].max()) if len(known[0]) else 0
    if len(known[0]) > 1:
        longest = min(
            longest, 1
        )  # of several cohorts together, only that for which most of them speak
    for later in range(1, longest + 1):
        size = int(known[1][known[0] >= later].sum())
        count = int(there[1][there[0] == later].sum())
        yield share(f"{cohort}_{later}", count, size, level)
