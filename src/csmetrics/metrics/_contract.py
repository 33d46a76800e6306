"""What a metric is to the rest of the house.

A metric is a frozen dataclass. Its fields are its options: at the command line, in Python and in the
documentation. It says which columns it can use, what each row contributes, and the formula over the sums.
It knows no file, chunk, slice, format or terminal: the pipeline adds up, the renderers print.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, Protocol, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csmetrics.calc.states import Ints, States
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table
    from csmetrics.report import Definition, Diagnostic, Measure
    from csmetrics.worktime import Clock

Better = Literal["higher", "lower"]
"""Which way a result is better."""

RUN = ""
"""The date of the run: what ``--date`` says, else the metric's own."""


@dataclass(frozen=True)
class Contribution:
    """What some rows add to one state, ``role`` being its name within the metric.

    ``rows`` are positions in the table, ``values`` the integers tallied for them. ``dates`` are the roles of
    the dates that put these rows in a period: with two, each row counts in the period of either (a ticket in
    the one it was opened in and in the one it was resolved in). None counts them whatever the window: what is
    active at a time depends on all that began before. ``lasting`` says that the values are instants at which
    something began that may last: its age is working time by the schedule of the row.
    """

    role: str
    rows: NDArray[np.intp]
    values: Ints
    dates: tuple[str, ...] | None = (RUN,)
    lasting: bool = False


@dataclass(frozen=True)
class Presence(Contribution):
    """Rows that say when the customer they are of was there: from the instants of ``values`` until ``until``.

    Without ``until``, in the period of the instant alone. ``spent`` is what the customer paid then. The pipeline
    unites what all rows of a customer say, period by period (there at the end of it, or somewhen in it), and
    tallies under the names below what follows from that. A customer counts in the slice of his first row. Where
    ``there`` is false, a row says what was ``spent``, and not that somebody was there: money given back.
    """

    until: Ints | None = None
    spent: Ints | None = None
    there: NDArray[np.bool_] | None = None


@dataclass(frozen=True, kw_only=True)
class Stay(Contribution):
    """Rows that say from when (``values``) to when (``ended``, MISSING where that is not over) somebody was there.

    The pipeline unites the stays of each customer, whatever their order, and tallies who was there: in each period
    at its end, or at both ends of the window, or until now; then also how long. ``gone`` is what a flag of the row
    says: 1, 0, or −1 where it says nothing; where that is not what the dates say, it is told. ``paid`` is what was
    paid a month, as bits: then the pipeline tallies what each stay brought, and for how many months, instead.
    """

    ended: Ints
    gone: Ints
    paid: Ints | None = None


@dataclass(frozen=True)
class Contact(Contribution):
    """Rows in which a customer was in touch, at the instants of ``values``.

    The pipeline counts them per customer and slice, and of a list of customers who was one when.
    """


@dataclass(frozen=True, kw_only=True)
class Listed(Contribution):
    """Rows of a list of customers: when each came (``values``), and ``left``; ``gone`` is 1, 0, or −1: not known."""

    left: Ints
    gone: Ints


KINDS = 4
"""What is tallied of a period is its number times this, and on top what is said of a customer in it."""
THEN = "there then"
"""Who was there in the period before, under the period: 1 is there in it as well, 0 is not."""
NOW = "there now"
"""Who is there in a period: :data:`CAME`, :data:`STAYED` or :data:`RETURNED`."""
OPEN = "there now, not over"
"""The same of a period that the data do not cover to its end, and who was there before it, as :data:`AWAITED`."""
CAME, STAYED, RETURNED, AWAITED = 0, 1, 2, 3
PASSED = "came and left"
"""Who came for the first time and left between the ends of two periods, under the period in which that was."""
SPENT = "spent in the period"
"""What customers paid in periods that are over, as bits."""
BROUGHT = "brought by who stays", "brought by who left"
"""What each customer paid while he was there, as bits: of those who are there still, and of those who left."""
LASTED = "periods of who stays", "periods of who left"
"""For how many periods each was there, as bits."""
LEFT, STAYS = "left after", "there since"
"""How long those stayed who left; and since when those are there who are there still."""
COHORT = "of cohort"
"""Under the period in which a customer first was there: in which further periods he was, from 0 on."""
KNOWN = "known of cohort"
"""How many further periods of his cohort are over, for each of its customers."""
PEOPLE = "people of "
"""With the name of a state: its customers, each once in a slice that has them in several periods or stays."""


@dataclass(frozen=True)
class Cell:
    """The sums of one slice, and what a formula may need beside them.

    ``group`` is the slice, ``everywhen`` the same labels whatever the date; ``dated`` says whether rows are
    put in a period or window at all. Instants are milliseconds since
    1970 in UTC: ``as_of`` is "now", ``start`` and ``end`` bound the period or window of the slice, ``end``
    not included. ``level`` is that of the intervals (0…1). ``clocks`` count working time, none calendar time.
    """

    states: States
    group: int
    level: float
    everywhen: int = 0
    dated: bool = False
    as_of: int | None = None
    start: int | None = None
    end: int | None = None
    clocks: Sequence[Clock] = ()

    def tally(self, role: str, date: str = RUN) -> tuple[Ints, Ints]:
        """Values and counts that the rows dated by ``date`` contributed to a state."""
        return self.states.tally(named(role, date) if self.dated else role, self.group)

    def always(self, role: str) -> tuple[Ints, Ints]:
        """The same of rows that count whatever the window."""
        return self.states.tally(role, self.everywhen)

    def ages(self, role: str, date: str = RUN, *, working: bool = True) -> tuple[Ints, Ints]:
        """How long what began at the instants of a ``lasting`` state has lasted by now: ascending, and how often each.

        Working time where hours are given, unless ``working`` is false.
        """
        import numpy as np

        begun, counts = (each[::-1] for each in self.tally(role, date))
        if self.as_of is None or not len(begun):
            return begun, counts
        if not (working and self.clocks):
            return self.as_of - begun, counts
        found = []
        for place, clock in enumerate(self.clocks):
            if len(self.clocks) > 1:
                begun, counts = (each[::-1] for each in self.tally(by_clock(role, place), date))
            found.append((clock.worked(begun, np.full(len(begun), self.as_of)), counts))
        if len(found) == 1:
            return found[0]
        ages, counts = (np.concatenate(each) for each in zip(*found, strict=True))
        order = np.argsort(ages, kind="stable")
        return ages[order], counts[order]

    def count(self, role: str, date: str = RUN) -> int:
        """How many rows contributed to a state."""
        return int(self.tally(role, date)[1].sum())


def by_clock(role: str, place: int) -> str:
    """The name of the part of a lasting state whose rows go by one of several clocks."""
    return f"{role} on clock {place}"


def named(role: str, date: str) -> str:
    """The name of a state whose rows count by one date."""
    return f"{role} by {date}" if date else role


@dataclass(frozen=True)
class Asked:
    """One question of a run: its name where there are several, and the metric that answers it.

    ``columns`` are those the user named for this question alone: role → name.
    """

    name: str | None
    metric: Metric
    columns: Mapping[str, str] = field(default_factory=dict)


class Reveals(NamedTuple):
    """What says how many are in a slice: ``sizes`` are parts of which n is the sum, the fewest first, where n is more.

    From ``ahead`` follows the n of the period after, of the whole from ``last``, too; ``stocks`` go on between periods.
    """

    sizes: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    stocks: tuple[str, ...] = ()


class Metric(Protocol):
    """The contract.

    ``date`` is the role of the date that puts a row in a period unless ``--date`` says another; None where
    each event counts by its own, or none does. ``dates`` are further roles that rows count by. ``now`` says
    that the result depends on what is still open: then every date of an event is read, for the latest.
    ``timed`` says that it measures times, so that working hours mean something. ``by_period`` is set where the
    result is a state at one time, which no period or window has: the metric that counts the same by period.
    ``counters`` are the metrics that it must not be bought with: its counter-KPIs. ``who`` is the role of the
    column that names whom a row is of, empty where nobody asks. ``cohort`` is the length of the periods of a
    triangle of cohorts, where that is asked. ``one_per`` is ``respondent``, or with a period after a comma, where
    of several rows of somebody only the latest counts; None counts them all. ``weight`` is the column that says how
    much each row counts; None where all count alike. ``unites`` says, once it is settled, that rows of one id are
    united, so that none replaces another. ``reveals`` is what ``--min-group`` has to know of it.
    """

    name: ClassVar[str]
    table: ClassVar[str]
    dates: ClassVar[tuple[str, ...]]
    now: ClassVar[bool]
    timed: ClassVar[bool]
    by_period: ClassVar[str]
    counters: ClassVar[tuple[str, ...]]
    who: ClassVar[str]
    reveals: ClassVar[Reveals]

    @property
    def unites(self) -> bool:
        """Whether all rows of one id count together."""

    @property
    def roster(self) -> str | None:
        """The file with the list of customers that rows are held against; None where there is none."""

    @property
    def cohort(self) -> str | None:
        """The length of the periods by which customers are followed since their first; None where they are not."""

    @property
    def one_per(self) -> str | None:
        """Whose latest row alone counts: nobody's, a respondent's, or a respondent's of each period."""

    @property
    def weight(self) -> str | None:
        """The column that says how much each row counts; None where all count alike."""

    @property
    def date(self) -> str | None:
        """The role of the date of the run; it may hang on an option, such as ``--of``."""

    @property
    def better(self) -> Better | None:
        """Whether more of its headline is better or less, whatever the statistic; None where neither is by itself.

        It may hang on an option, such as the easy end of a scale.
        """

    def questions(self, headers: Mapping[str, str]) -> Sequence[Asked]:
        """What is asked of the columns that were found (role → header): one result for each question."""

    def needs(self) -> Sequence[str]:
        """The roles without which there is nothing to say: refused where no column plays them."""

    def wants(self) -> Sequence[str]:
        """Further roles that it can use where a column plays them."""

    def uses(self) -> Sequence[str]:
        """The roles its numbers rest on, once it is settled."""

    def follows(self) -> Sequence[str]:
        """The roles whose columns together name who is to be found again; none where nobody is.

        Each row then has the time of the next one of the same, as the role ``next``.
        """

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Replace what was left open (a scale, a rule) by what the columns say; refuse what cannot be."""

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """What the rows of one part contribute; rows that contribute nothing are left out with a reason."""

    def results(self, cell: Cell) -> Sequence[Measure]:
        """The formula over the sums of one slice; several where its rows count under several dates."""

    def remarks(self, cell: Cell) -> Sequence[Diagnostic]:
        """What is to be known before the numbers of the whole are trusted."""

    def definition(self) -> Definition:
        """Formula, rule in force and sources, in words."""
