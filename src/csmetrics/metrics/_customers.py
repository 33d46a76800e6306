"""What the metrics of customers share: what says who is one, and when."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics import errors
from csmetrics.language import Said
from csmetrics.metrics import _customer_basis as basis_of
from csmetrics.metrics import _standing, _times
from csmetrics.metrics._contract import (
    Asked,
    Better,
    Cell,
    Contribution,
    Presence,
    Reveals,
)
from csmetrics.metrics._counts import lacks
from csmetrics.metrics._customer_basis import BASIS, DATES, FLAG, PURCHASES, TOTALS, UNDATED
from csmetrics.metrics._options import bad_value, check_choices
from csmetrics.metrics._tickets import dates_of
from csmetrics.options import Param
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csmetrics.calc.bits import Floats
    from csmetrics.calc.states import Ints
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table
    from csmetrics.report import Definition, Measure

    Rows = NDArray[np.bool_]

DAY = 86_400_000


@dataclass(frozen=True)
class Customers(ABC):
    """The base of the metrics of customers: a row is a customer, a purchase, or the totals of a period."""

    name: ClassVar[str]
    table: ClassVar[str] = "customers"
    date: ClassVar[str | None] = None
    dates: ClassVar[tuple[str, ...]] = ()
    now: ClassVar[bool] = True
    timed: ClassVar[bool] = False
    by_period: ClassVar[str] = ""
    counters: ClassVar[tuple[str, ...]] = ()
    roster: ClassVar[str | None] = None
    one_per: ClassVar[str | None] = None
    weight: ClassVar[str | None] = None
    who: ClassVar[str] = "customer"
    reveals: ClassVar[Reveals] = Reveals()
    better: ClassVar[Better | None] = "higher"

    basis: Annotated[
        str | None,
        Param(
            "What says who is a customer; default: the first that the columns allow.",
            choices=tuple(BASIS),
        ),
    ] = None
    active_by: Annotated[
        str,
        Param(
            "Of purchases: there in a period means one purchase in it at least.",
            choices=("period",),
        ),
    ] = "period"
    inactive_after: Annotated[
        str | None,
        Param(
            "Of purchases instead: there at the end of a period, if the last is not older than this.",
            metavar="TIME",
        ),
    ] = None

    blanks: Annotated[
        str | None,
        Param(
            "Of flags: what a blank one means; default: no where only yes occurs, else not known.",
            choices=(_standing.NO, _standing.UNKNOWN),
        ),
    ] = None

    def __post_init__(self) -> None:
        """Refuse what no option may be."""
        check_choices(self)
        given = self.inactive_after
        if given is not None and _times.limit("inactive_after", given) % DAY:
            raise bad_value("inactive_after", given, "whole days, such as 90d")

    @property
    def unites(self) -> bool:
        """Unite purchases and stays of a customer; of several rows with his flag one counts."""
        return self.basis in (PURCHASES, DATES)

    @property
    def cohort(self) -> str | None:
        """Follow no cohorts."""
        return None

    def questions(self, headers: Mapping[str, str]) -> Sequence[Asked]:
        """Ask one question."""
        return (Asked(None, self),)

    def needs(self) -> Sequence[str]:
        """Need no column in every case: what is missing is said when the rest is known."""
        return ()

    def wants(self) -> Sequence[str]:
        """Name all that may say who is there."""
        known = [
            role for basis, roles in BASIS.items() if self.basis in (None, basis) for role in roles
        ]
        more = ("active", "tenure", "amount")
        return tuple(role for role in (*known, *more) if role != "customer")

    def uses(self) -> Sequence[str]:
        """Rest on the columns of the basis."""
        own = tuple(role for role in BASIS[self.settled] if role != "customer")
        return (*own, "active", "tenure") if self.settled == FLAG else own

    def follows(self) -> Sequence[str]:
        """Find nobody again: who comes back is told by the periods."""
        return ()

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Take the first basis that the columns allow; refuse one that they do not."""
        possible = basis_of.possible(facts, bought=self.inactive_after is not None)
        if self.basis is None and not possible:
            raise basis_of.nothing(self.name, facts)
        basis = self.basis or possible[0]
        if basis not in possible:
            if basis == FLAG:
                basis_of.refuse_tickets(facts)
                _standing.refuse_unknown(facts)
            missing = [role for role in BASIS[basis] if not facts.has(role)]
            missing = missing or [role for role in BASIS[basis] if role in facts.stand_ins]
            needed = Said("--basis {basis} needs {roles}", basis=basis, roles=" and ".join(missing))
            raise lacks(needed, missing[0], facts)
        if facts.dated and basis in (FLAG, TOTALS):
            what = Said(
                "periods and windows need dates of customers, which {basis} have not",
                basis=UNDATED[basis],
            )
            raise lacks(what, "started", facts)
        if self.inactive_after is not None and basis != PURCHASES:
            raise lacks("--inactive-after needs purchases", "bought", facts)
        told = [] if self.basis else list(basis_of.others(basis, possible, facts))
        blanks = self.blanks
        if basis == FLAG:
            _standing.refuse_unknown(facts)
            blanks, notes = _standing.of_blanks(blanks, facts)
            told += notes
        return replace(self, basis=basis, blanks=blanks), told

    @abstractmethod
    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Say what each row adds."""

    @abstractmethod
    def results(self, cell: Cell) -> Sequence[Measure]:
        """Apply the formula to one slice."""

    def remarks(self, cell: Cell) -> Sequence[Diagnostic]:
        """Say where two flags contradict each other."""
        return _standing.remarks(cell)

    @abstractmethod
    def definition(self) -> Definition:
        """Say what is computed, and where it comes from."""

    @property
    def settled(self) -> str:
        """The basis, once it is known."""
        if self.basis is None:
            raise ValueError("settle() comes first: the basis is open")
        return self.basis

    def bought(self, table: Table, spent: Floats | None = None) -> tuple[Contribution, ...]:
        """When customers were there by what they bought, and what each row ``spent``.

        Nothing, and money given back, make nobody there: without ``spent`` these rows are left out.
        """
        from csmetrics.calc.bits import to_bits
        from csmetrics.intake.times import MISSING

        times = dates_of(table, "bought")
        leave_out_nobody(table)
        leave_out_undated(table, "bought", times == MISSING)
        if table.end is not None:
            table.leave_out(times >= table.end, errors.OUTSIDE_WINDOW, "bought")
        if spent is None and table.has("amount"):
            table.leave_out(table.numeric("amount") <= 0, errors.NOTHING_BOUGHT, "amount")
        rows = table.rows()
        until = None
        if self.inactive_after is not None:
            until = times[rows] + _times.limit("inactive_after", self.inactive_after)
        found = Presence("there", rows, times[rows], None, until=until)
        if spent is None:
            return (found,)
        return (replace(found, spent=to_bits(spent[rows]), there=spent[rows] > 0),)

    def words(self) -> str:
        """Say who is there: for the rule that is printed."""
        if self.basis == PURCHASES and self.inactive_after is not None:
            return Said(
                "there at the end of a period: bought within {time} before",
                time=self.inactive_after,
            )
        return {
            PURCHASES: "there in a period: bought in it at least once",
            DATES: "there: started, and not ended; stays of one customer are united, and a last day without "
            "a clock counts whole",
            FLAG: "there: not flagged as gone, and a blank flag is no"
            if self.blanks == _standing.NO
            else "there: not flagged as gone",
            TOTALS: "from the totals of a period: S at its start, E at its end, N new in it",
        }.get(
            self.basis or "",
            "from totals, purchases, dates or a flag: the first that the columns allow",
        )


def leave_out_nobody(table: Table) -> None:
    """Leave out the rows that name no customer."""
    if table.who is not None:
        table.leave_out(table.who == 0, errors.NO_CUSTOMER, "customer")


def leave_out_undated(table: Table, role: str, missing: Rows) -> None:
    """Leave out the rows that have no time, each by its reason, then those that lie after "now"."""
    if table.as_of is not None:
        later = table.frame[role].array.asi8 >= table.as_of
        table.leave_out(later, errors.LATER, role)
    table.leave_out(missing, errors.NO_DATE, role)


def stays(table: Table) -> tuple[Ints, Ints]:
    """From when to when each customer was one, MISSING where that is not over; impossible rows are left out."""
    from csmetrics.intake.times import MISSING

    started, ended = dates_of(table, "started"), dates_of(table, "ended")
    leave_out_nobody(table)
    leave_out_undated(table, "started", started == MISSING)
    table.leave_out((ended != MISSING) & (ended < started), errors.NEGATIVE, "ended")
    return started, ended


def leave_out_tenures(table: Table) -> None:
    """Leave out the rows that do not say for how long, or for less than no time."""
    table.leave_out_faults("tenure")
    table.leave_out(table.numeric("tenure") < 0, errors.BELOW_ZERO, "tenure")
