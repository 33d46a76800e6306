"""A list of customers beside the table that is measured: how it is read, and where both do not agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.calc.journey import UNKNOWN
from csmetrics.calc.returning import FOREVER
from csmetrics.errors import CsmetricsError
from csmetrics.intake import schema
from csmetrics.language import Said, joined
from csmetrics.options import InputOptions, Options
from csmetrics.pipeline.alike import common
from csmetrics.pipeline.stays import when_over
from csmetrics.report import Diagnostic
from csmetrics.slices import periods

if TYPE_CHECKING:
    from csmetrics.calc.journey import Roster
    from csmetrics.metrics._contract import Metric
    from csmetrics.pipeline.journey import Journey
    from csmetrics.pipeline.plan import Plan
    from csmetrics.pipeline.sums import Run
    from csmetrics.slices.periods import Window

Ints = NDArray[np.int64]
CUSTOMERS = "customers"
LAST = int(np.iinfo(np.int64).max)


@dataclass(frozen=True)
class Listing:
    """The customers of a run, and how their file was read."""

    roster: Roster
    plan: Plan
    run: Run

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.plan.files[0]


def of_this(column: Sequence[str], table: str) -> tuple[str, ...]:
    """Those of --column that name a role of a table; of the other tables of a run the rest may be."""
    others = {role for each in schema.TABLES if each != table for role in schema.names(each)}
    own = schema.names(table)
    return tuple(
        text
        for text in column
        if (role := text.partition("=")[0].strip()) in own or role not in others
    )


def list_plan(files: Sequence[str], options: Options, *, identify: bool) -> Plan:
    """The plan of reading a list of customers beside a table with its options; "now" is that of the table."""
    from csmetrics.metrics._roll import Roll
    from csmetrics.pipeline.planning import plan_of

    given = options.input
    own = InputOptions(
        column=of_this(given.column, CUSTOMERS),
        tz=given.tz,
        dates=given.dates,
        decimal=given.decimal,
    )
    asked = Options(input=own, given=options.given & {"tz"})
    return plan_of(Roll(), files, asked, identify=identify)


def listed(plan: Plan, watch: Callable[[int], None]) -> Listing:
    """Read the list of customers."""
    from csmetrics.pipeline.run import settled_run

    run, _ = settled_run(plan, watch)
    roster = run.studies[0].journey.roster()
    days = bool(run.columns.days_only(["ended"]))
    _, over = when_over(roster.left, plan.options.input.tz, days=days)
    left = np.where(over == FOREVER, UNKNOWN, over)
    return Listing(replace(roster, left=left), plan, run)


def own_options(metric: Metric, options: Options) -> Options:
    """The options of the contacts, without what is said of the columns of a list of customers beside them."""
    if metric.roster is None:
        return options
    column = of_this(options.input.column, metric.table)
    return replace(options, input=replace(options.input, column=column))


def after(plan: Plan, as_of: int | None) -> int:
    """The first instant that lies after "now"."""
    if plan.now is not None:
        return plan.now
    return LAST if as_of is None else as_of + 1


def remarks(
    plan: Plan, contacts: Journey, roster: Roster, place: Ints, as_of: int | None
) -> Iterator[Diagnostic]:
    """Say who was never in touch, who is no customer yet, and which ids fit only nearly.

    ``roster`` are the customers of the run, ``place`` says whose each contact is.
    """
    listing = plan.listing
    if listing is not None:
        yield from _matched(listing, roster, place)
        yield from _not_yet(plan, listing, as_of)
        yield from _misspelled(listing, contacts)


def _matched(listing: Listing, roster: Roster, place: Ints) -> Iterator[Diagnostic]:
    """Say how many customers were never in touch, and how many rows of their list name nobody."""
    silent = len(roster.key) - len(np.unique(place))
    params = (("count", silent), ("all", len(roster.key)), ("file", listing.file))
    yield Diagnostic(errors.SILENT, params, silent)
    unused = listing.run.studies[0].ledger.left_out
    if unused:
        yield Diagnostic(errors.NAMELESS, (("count", unused), ("file", listing.file)), unused)


def left_before(plan: Plan, listing: Listing, covered: Window) -> Iterator[Diagnostic]:
    """Say how many had left before the days of the data, and count nowhere."""
    if covered.first is None:
        return
    start, left = periods.instant(covered.first, plan.options.input.tz), listing.roster.left
    count = int(np.count_nonzero((left != UNKNOWN) & (left <= start)))
    if count:
        first = covered.first.isoformat()
        params = (("count", count), ("file", listing.file), ("first", first))
        yield Diagnostic(errors.LEFT_BEFORE, params, count)


def _not_yet(plan: Plan, listing: Listing, as_of: int | None) -> Iterator[Diagnostic]:
    """Say whose coming or leaving lies after "now", so that it has not happened."""
    every, now = listing.roster, after(plan, as_of)
    coming = int(np.count_nonzero(every.came >= now))
    leaving = int(np.count_nonzero((every.left >= now) & (every.came < now)))
    who = []
    if leaving:
        who.append(Said("{n:,} {n:customer leaves|customers leave}", n=leaving))
    if coming:
        who.append(Said("{n:,} {n:customer comes|customers come}", n=coming))
    if who:
        params = (("file", listing.file), ("who", joined(" and ", who)))
        yield Diagnostic(errors.NOT_YET, params, leaving + coming)


def _misspelled(listing: Listing, contacts: Journey) -> Iterator[Diagnostic]:
    """Say how many contacts of nobody would be of a customer if ids were compared less closely."""
    count = _nearly(listing, contacts)
    if count:
        params = (("count", count), ("file", listing.file))
        yield Diagnostic(errors.ALIKE, params, count)


def refuse_strangers(listing: Listing, contacts: Journey, rows: int) -> None:
    """Refuse contacts none of which is of a customer, where ids were only spelled in another way."""
    count = _nearly(listing, contacts)
    if count:
        raise CsmetricsError(errors.STRANGERS, rows=rows, count=count, file=listing.file)


def _nearly(listing: Listing, contacts: Journey) -> int:
    listed = listing.run.studies[0].journey.alike
    return int(np.count_nonzero(common(contacts.alike, listed)))
