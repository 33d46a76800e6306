"""What the ticket metrics share: how a ticket's life is read from its dates and its status."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from csmetrics import errors
from csmetrics.metrics._contract import Asked, Better, Cell, Contribution, Reveals
from csmetrics.metrics._options import check_choices
from csmetrics.report import Definition, Diagnostic, Measure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csmetrics.calc.states import Ints
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

    Rows = NDArray[np.bool_]

LIFE = ("created", "resolved", "status")
"""The roles that :func:`life` reads."""


@dataclass(frozen=True)
class Tickets(ABC):
    """The base of the ticket metrics: a row is a ticket, or its last state."""

    name: ClassVar[str]
    table: ClassVar[str] = "tickets"
    dates: ClassVar[tuple[str, ...]] = ()
    now: ClassVar[bool] = False
    timed: ClassVar[bool] = False
    by_period: ClassVar[str] = ""
    counters: ClassVar[tuple[str, ...]] = ()
    roster: ClassVar[str | None] = None
    one_per: ClassVar[str | None] = None
    unites: ClassVar[bool] = False
    weight: ClassVar[str | None] = None
    who: ClassVar[str] = ""
    reveals: ClassVar[Reveals] = Reveals()
    cohort: ClassVar[str | None] = None
    better: ClassVar[Better | None] = "lower"

    def __post_init__(self) -> None:
        """Refuse what no option may be."""
        check_choices(self)

    @property
    def date(self) -> str | None:
        """Count in the period of the resolution."""
        return "resolved"

    def questions(self, headers: Mapping[str, str]) -> Sequence[Asked]:
        """Ask one question, whatever columns there are."""
        return (Asked(None, self),)

    def needs(self) -> Sequence[str]:
        """Need no column in every case: what is missing is said when the rest is known."""
        return ()

    @abstractmethod
    def wants(self) -> Sequence[str]:
        """Name the roles it can use."""

    def uses(self) -> Sequence[str]:
        """Rest on all that it can use, unless it chooses."""
        return self.wants()

    def follows(self) -> Sequence[str]:
        """Find nobody again."""
        return ()

    @abstractmethod
    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Choose by the columns that there are."""

    @abstractmethod
    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Say what each ticket adds."""

    @abstractmethod
    def results(self, cell: Cell) -> Sequence[Measure]:
        """Apply the formula to one slice."""

    def remarks(self, cell: Cell) -> Sequence[Diagnostic]:
        """Have nothing to say."""
        return ()

    @abstractmethod
    def definition(self) -> Definition:
        """Say what is computed, and where it comes from."""


@dataclass(frozen=True)
class Life:
    """When each ticket began and ended, in milliseconds since 1970 (MISSING: no such time).

    Status decides now, dates decide the past. ``open`` still needs work, also where it was resolved before
    (``reopened``: its resolution is taken back). ``unknown`` is finished, but nobody knows since when;
    ``gone`` was deleted, merged or found to be spam, and nobody waits for it.
    """

    created: Ints
    resolved: Ints
    open: Rows
    reopened: Rows
    unknown: Rows
    gone: Rows


def life(table: Table, end: str = "resolved") -> Life:
    """Read the life of each ticket; rows whose dates cannot be read are left out."""
    import numpy as np

    from csmetrics.intake import statuses
    from csmetrics.intake.times import MISSING

    count = len(table.why)
    created, ended = dates_of(table, "created"), dates_of(table, end)
    codes = np.full(count, statuses.NONE, dtype=np.int8)
    if table.has("status"):
        codes = table.frame["status"].to_numpy()
    happened = ended != MISSING
    open_ = np.where(codes == statuses.NONE, ~happened, statuses.is_open(codes))
    reopened = open_ & happened
    finished = statuses.is_finished(codes) & ~happened
    gone = statuses.is_excluded(codes) & ~happened
    if table.as_of is not None and table.has(end):
        later = table.frame[end].array.asi8 >= table.as_of  # not yet resolved at that time
        open_, finished, gone = open_ | later, finished & ~later, gone & ~later
    taken_back = reopened & (end in LIFE)  # a first resolution stays what it is
    resolved = np.where(taken_back, MISSING, ended)
    return Life(created, resolved, open_, reopened, finished, gone)


def open_by_status(table: Table) -> Rows:
    """Tell which tickets their status calls open: a time that is in their row is not that of their end."""
    import numpy as np

    from csmetrics.intake import statuses

    if not table.has("status"):
        return np.zeros(len(table.why), dtype=bool)
    return statuses.is_open(table.frame["status"].to_numpy())


def not_answered_yet(table: Table, at_once: Rows) -> Rows:
    """Tell which tickets are open and "answered" after no time at all: many exports write 0 for no reply.

    A number of replies above 0 says that there was one.
    """
    waiting = at_once & open_by_status(table)
    if table.has("agent_replies"):
        waiting &= ~(table.numeric("agent_replies") > 0)
    return waiting


def not_yet(table: Table, created: Ints, spans: Ints, end: str) -> Rows:
    """Tell which durations of a column end only after "now": by the date of their ``end``, else by their own length.

    One in business time ends no earlier than that, so that what it tells has certainly not happened.
    """
    import numpy as np

    from csmetrics.intake.times import MISSING

    if table.as_of is None:
        return np.zeros(len(table.why), dtype=bool)
    ends = np.where((created != MISSING) & (spans != MISSING), created + spans, MISSING)
    if table.has(end):
        dates = table.frame[end].array.asi8
        ends = np.where((dates != MISSING) & (spans != MISSING), dates, ends)
    late: Rows = ends >= table.as_of
    return late


def leave_out_automatic(table: Table, at_once: Rows) -> None:
    """Leave out answers after no time at all by nobody: the ticket was closed, not answered."""
    if table.has("agent_replies"):
        nobody = table.numeric("agent_replies") == 0
        table.leave_out(at_once & nobody, errors.NO_AGENT_MESSAGE, "agent_replies")


def dates_of(table: Table, role: str) -> Ints:
    """The times of a role, MISSING throughout where no column plays it; unreadable ones leave their row out."""
    import numpy as np

    from csmetrics.intake.times import MISSING

    if not table.has(role):
        return np.full(len(table.why), MISSING)
    table.leave_out_faults(role, but=errors.NO_DATE)
    return table.instants(role)


def leave_out_unborn(table: Table, created: Ints) -> None:
    """Leave out tickets without a date of creation, and those created after "now"."""
    from csmetrics.intake.times import MISSING

    if table.as_of is not None:
        later = table.frame["created"].array.asi8 >= table.as_of
        table.leave_out(later, errors.AFTER_AS_OF, "created")
    table.leave_out(created == MISSING, errors.NO_DATE, "created")
