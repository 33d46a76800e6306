"""What a run is, before the first row: the files, which columns play which role, and the filters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from csmetrics.slices.periods import Every, Window, instant

if TYPE_CHECKING:
    from csmetrics.goals import Goal
    from csmetrics.intake.recognition import Fit
    from csmetrics.intake.replaced import Rows
    from csmetrics.intake.wanted import Wanted
    from csmetrics.metrics._contract import Metric
    from csmetrics.options import Options
    from csmetrics.pipeline.choosing import Column
    from csmetrics.pipeline.finder import By, Filter, Question
    from csmetrics.pipeline.followups import Wish
    from csmetrics.pipeline.freshness import Fresh
    from csmetrics.pipeline.hours import Hours
    from csmetrics.pipeline.listing import Listing
    from csmetrics.pipeline.respondents import Once
    from csmetrics.read._raw import RawTable
    from csmetrics.report import Diagnostic, Mapped

UPDATED = "updated"
CUSTOMERS = "customers"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Excluded:
    """The key of the labels of the status column, and which of them --exclude-status leaves out."""

    key: str
    statuses: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """Everything that is known before reading.

    ``date`` is the role of the run's date, ``dates`` all roles that rows are dated by; both are empty where
    there are no periods and no window. ``events`` are the dates of which the latest is "now", ``spans`` those
    that say which days the data cover. ``ids`` is the key of the ids, and ``same`` are the keys by which
    somebody is found again; ``who`` is that of whom a row is of. ``fit`` is the preset in use, ``told`` what is
    to be said of it, ``left_out`` the rows that it leaves out; ``fresh`` how old the data may be.
    ``followed`` is what cases are listed of.
    ``beside`` are columns that are held against the score, ``listing`` the customers that rows are held against;
    ``once`` is whose answers are compared.
    """

    metric: Metric
    options: Options
    tables: tuple[RawTable, ...]
    columns: tuple[Wanted, ...]
    questions: tuple[Question, ...]
    filters: tuple[Filter, ...]
    excluded: Excluded | None
    by: tuple[By, ...]
    every: Every | None
    window: Window
    as_of: date | None
    date: str | None
    dates: tuple[str, ...]
    events: tuple[str, ...]
    spans: tuple[str, ...]
    ids: str | None
    same: tuple[str, ...]
    who: str | None
    dedupe: str
    hours: Hours | None
    goal: Goal | None
    max_left_out: float | None
    mapping: tuple[tuple[Mapped, ...], ...]
    identify: bool
    fit: Fit | None
    told: tuple[Diagnostic, ...]
    left_out: tuple[Rows, ...]
    fresh: Fresh | None
    beside: tuple[Column, ...] = ()
    followed: Wish | None = None
    listing: Listing | None = None
    once: Once | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files, for messages."""
        return tuple(table.name for table in self.tables)

    @property
    def dated(self) -> bool:
        """Whether rows are put in periods, or in a window."""
        return self.every is not None or not self.window.open

    @property
    def now(self) -> int | None:
        """The end of the day of --as-of, in milliseconds since 1970."""
        return None if self.as_of is None else instant(self.as_of + DAY, self.options.input.tz)

    @property
    def last_day(self) -> tuple[int, int] | None:
        """When the day of --as-of begins, and when it is over, in milliseconds since 1970; None without one."""
        if self.as_of is None or self.now is None:
            return None
        return instant(self.as_of, self.options.input.tz), self.now

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """Where the window begins, and where it has ended, in milliseconds since 1970."""
        zone, first, last = self.options.input.tz, self.window.first, self.window.last
        return (
            None if first is None else instant(first, zone),
            None if last is None else instant(last + DAY, zone),
        )

    @property
    def step(self) -> Every:
        """The length of the periods in which customers are there, or not."""
        return self.every or "month"

    def at_level(self, level: float) -> Plan:
        """The same run with intervals of another level (0…1)."""
        report = replace(self.options.report, confidence=100 * level)
        return replace(self, options=replace(self.options, report=report))

    @property
    def headers(self) -> dict[str, str]:
        """The column behind each key."""
        return {column.key: column.header for column in self.columns}
