"""What the ticket metrics share: how a ticket's life is read from its dates and its status."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said, joined
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

DATES, DURATIONS, BUSINESS = "dates", "durations", "business"
"""Where a time is taken from: two dates, a column of durations, or one that counts working time only."""


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
    resolved = np.where(reopened, MISSING, ended)
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


NAME_IT = "--column {role}=NAME     (csmetrics inspect shows how each column was read)"


def time_words(basis: str | None, start: str, end: str) -> str:
    """Say what a time is taken from: for the rule that is printed."""
    if basis in (None, DATES):
        return Said("from the dates {start} and {end}", start=start, end=end)
    if basis == BUSINESS:
        return "from the column of durations in business time"
    return "from the column of durations"


def basis_of(
    metric: str,
    facts: Facts,
    declared: str | None,
    dates: Sequence[str],
    durations: Mapping[str, str],
) -> str:
    """Choose where a time is taken from: dates where both are there, else the column of durations.

    A file in which nothing has ended yet has dates, too: the column of the second is there, and blank. A date
    for which another stands in gives way to the column of durations.
    ``durations`` maps :data:`DURATIONS` and :data:`BUSINESS` to the role of their column. Refuses what cannot
    be had, and names what would be needed.
    """
    possible = [DATES] if facts.has(*dates) or _all_wait(facts, dates, durations) else []
    possible += [basis for basis, role in durations.items() if facts.has(role)]
    if facts.working and DATES not in possible and declared in (None, DATES):
        raise _lacks("times within --hours need two dates,", dates, facts)
    if facts.working and declared in durations:
        message = Said(
            "--time {declared}: what a column of durations counts cannot be cut to --hours",
            declared=declared,
        )
        raise CsmetricsError(errors.USAGE, message=message, suggestion="leave --hours away")
    if declared is not None:
        if declared in possible:
            return declared
        needed = dates if declared == DATES else [durations[declared]]
        raise _lacks(Said("--time {declared} needs", declared=declared), needed, facts)
    found = [basis for basis in possible if basis != BUSINESS]
    if found == [DATES, DURATIONS] and not facts.working and facts.stand_ins & {*dates}:
        return DURATIONS  # what was measured, rather than a date that only stands in
    if found:
        return found[0]
    lacking = [role for role in dates if role not in facts.headers] or dates[1:]
    cure: str = Said(NAME_IT, role=lacking[0])
    if possible:
        cure = "--time business counts the working time of the column"
    wanted = Said("the dates {dates}", dates=joined(" and ", dates))
    if durations:
        times = joined(" or ", durations.values())
        wanted = Said("either {dates}, or {times}", dates=wanted, times=times)
    raise _lacks(Said("{metric} needs {wanted}", metric=metric, wanted=wanted), (), facts, cure)


def _all_wait(facts: Facts, dates: Sequence[str], durations: Mapping[str, str]) -> bool:
    """Whether both dates have a column and the second is blank throughout: nothing has happened yet.

    Not where a duration says that it has.
    """
    begun = facts.has(dates[0]) and dates[1] in facts.headers
    return begun and not any(facts.has(role) for role in durations.values())


def fuller_durations(
    facts: Facts,
    chosen: str | None,
    time: str,
    dates: tuple[str, str],
    durations: Mapping[str, str],
) -> Sequence[Diagnostic]:
    """Warn where dates were taken because nothing was ``chosen``, and the durations know more of them."""
    role, end = durations.get(DURATIONS, ""), dates[1]
    times, known = facts.filled.get(role, 0), facts.filled.get(end, 0)
    if chosen is not None or time != DATES or facts.working or times <= known:
        return ()
    params = (
        ("dates", " and ".join(facts.headers[each] for each in dates)),
        ("durations", facts.headers[role]),
        ("times", times),
        ("end", facts.headers[end]),
        ("count", known),
    )
    return (Diagnostic(errors.FULLER_DURATIONS, params, column=facts.headers[role]),)


def _lacks(what: str, roles: Sequence[str], facts: Facts, cure: str = "") -> CsmetricsError:
    known = [Said("{header} is {role}", header=h, role=role) for role, h in facts.headers.items()]
    blank = [
        Said("{header} ({role}) is blank", header=header, role=role)
        for role, header in facts.headers.items()
        if not facts.filled.get(role)
    ]
    missing = [role for role in roles if role not in facts.headers]
    found = Said("found: {columns}", columns=joined(", ", known or [Said("none of them")]))
    if roles:
        what = Said("{what} {roles}", what=what, roles=joined(" and ", roles))
    role = (missing or [*roles, "created"])[0]
    has = joined("; ", [*blank, found])
    return CsmetricsError(
        errors.LACKS_BASIS, what=what, has=has, cure=cure or Said(NAME_IT, role=role)
    )
