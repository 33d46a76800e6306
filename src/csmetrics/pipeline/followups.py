"""Whom to call back: the rows behind a figure that are bad ones, as they came through its intake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from csmetrics.errors import NOT_SO_LONG
from csmetrics.intake import schema
from csmetrics.intake.declared import declared
from csmetrics.intake.mapping import Mapping
from csmetrics.intake.roles import TICKETS, table_of
from csmetrics.pipeline.beside import measured_by
from csmetrics.pipeline.finder import Finder
from csmetrics.report import Diagnostic, Followup, Report
from csmetrics.slices.periods import instant

if TYPE_CHECKING:
    from csmetrics.intake.places import Place
    from csmetrics.intake.table import Table
    from csmetrics.metrics._contract import Metric
    from csmetrics.options import Options
    from csmetrics.pipeline.observing import Asked
    from csmetrics.pipeline.plan import Plan
    from csmetrics.pipeline.session import Session
    from csmetrics.pipeline.sums import Run

Ints = NDArray[np.int64]
DETRACTOR, UNHAPPY, REOPENED, SILENT = "detractor", "unhappy", "reopened", "silent"
METRICS = {DETRACTOR: "nps", UNHAPPY: "csat", REOPENED: "reopens", SILENT: "contacts"}
"""The metric of which somebody is a bad case, by why he is called."""
COUNTED = {REOPENED: "how often", SILENT: "in weeks"}
"""What the scores of a reason count, where they are no answers."""
SHOWN = (
    "customer",
    "respondent",
    "requester",
    "id",
    "status",
    "agent",
    "team",
    "channel",
    "comment",
)
"""Roles of the columns that say who it is, about what, and who should call."""
DATES = ("answered", "resolved", "created", "started", "bought")
"""Roles of the date of a case, the first there is."""


WEEK = 7 * 86_400_000
SILENT_FROM = 16
"""Weeks without a contact after which a customer may be about to leave."""


@dataclass(frozen=True)
class Wish:
    """What a list is of: its reason, the keys of the columns it shows, by role, and that of its date."""

    why: str
    columns: tuple[tuple[str, str], ...]
    date: str | None


@dataclass
class Cases:
    """The bad cases found so far; ``rank`` sorts them: the worst first, then the oldest, then as in the files."""

    found: list[tuple[tuple[Any, ...], Followup]] = field(default_factory=list)
    customers: dict[int, Followup] = field(default_factory=dict)

    def add(
        self, plan: Plan, metric: Metric, table: Table, rows: NDArray[np.intp], values: Ints
    ) -> None:
        """Add those of some rows that are bad, by what they contribute to the metric."""
        wish = plan.followed
        if wish is None:
            return
        bad = _bad(metric, wish.why, values)
        for person in _people(plan, wish, table, rows[bad], values[bad]):
            (score,) = person.scores
            worst = -score if wish.why == REOPENED else score
            rank = (worst, person.when == "", person.when, table.file, person.row)
            self.found.append((rank, person))

    def enlist(self, plan: Plan, table: Table, rows: NDArray[np.intp]) -> None:
        """Add customers by the hash of who they are; of several rows of one the first is shown."""
        if plan.followed is None or table.who is None:
            return
        people = _people(plan, plan.followed, table, rows, np.zeros(len(rows), dtype=np.int64))
        for who, person in zip(table.who[rows].tolist(), people, strict=True):
            self.customers.setdefault(who, person)

    def people(self) -> tuple[Followup, ...]:
        """All of them in their order."""
        return tuple(person for _, person in sorted(self.found, key=lambda each: each[0]))


def scale_of(why: str, report: Report) -> str:
    """What the scores of a list count."""
    if why in COUNTED:
        return COUNTED[why]
    names = [name for name, _ in report.rows[0].measure.distribution]
    return f"{names[0]}–{names[-1]}"


def listed(
    asked: Asked, why: str, session: Session
) -> tuple[Report, tuple[str, ...], tuple[Followup, ...]]:
    """The figure with its account, the roles of the columns that are shown, and the rows behind it that are bad.

    Somebody is called back whatever his answer weighs: no weight has a say in it. Nobody is called twice about one
    ticket: of its rows the last is it, though as answers to a survey they all count.
    """
    from csmetrics.pipeline.assembly import assemble
    from csmetrics.pipeline.planning import plan_of
    from csmetrics.pipeline.run import settled_run

    metric: Any = asked.metric
    metric = metric if metric.weight is None else replace(metric, weight=None)
    planned = partial(plan_of, metric, asked.files, identify=session.identify, opener=session.open)
    plan = planned(asked.options)
    plan, columns = _following(planned(_once_each(plan)), why)
    run, _ = settled_run(plan, session.watch or (lambda rows: None))
    report = assemble(plan, run)
    people = [person for study in run.studies for person in study.cases.people()]
    return report, columns, tuple(people)


def silent(
    asked: Asked, customers: Sequence[str], session: Session
) -> tuple[Report, tuple[str, ...], tuple[Followup, ...]]:
    """The same of customers who have not been in touch for long, and are not known to have left.

    Observed is from the day they came, at the earliest from the first contact of anybody, until now; their score
    is the weeks of that.
    """
    from csmetrics.options import SliceOptions
    from csmetrics.pipeline import account
    from csmetrics.pipeline.assembly import assemble
    from csmetrics.pipeline.listing import list_plan, listed
    from csmetrics.pipeline.planning import plan_of
    from csmetrics.pipeline.run import settled_run

    watch = session.watch or (lambda rows: None)
    roll, columns = _following(
        list_plan(customers, asked.options, identify=session.identify), SILENT
    )
    listing = listed(roll, watch)
    options = replace(asked.options, slices=SliceOptions(as_of=asked.options.slices.as_of))
    plan = plan_of(
        asked.metric, asked.files, options, identify=session.identify, opener=session.open
    )
    plan = replace(plan, listing=listing)
    run, _ = settled_run(plan, watch)
    report = assemble(plan, run)
    people = listing.run.studies[0].cases.customers
    found, told = _silent(plan, run, people)
    quality = account.quality(roll, sum(listing.run.rows), listing.run.ledger, None)
    diagnostics = (*report.diagnostics, *told)
    return replace(report, quality=quality, diagnostics=diagnostics), columns, found


def _silent(
    plan: Plan, run: Run, people: dict[int, Followup]
) -> tuple[tuple[Followup, ...], list[Diagnostic]]:
    """Customers of the list who are there now and not in touch for long; and whether that can be known at all."""
    from csmetrics.pipeline.listing import after
    from csmetrics.pipeline.settings import as_of

    now, covered = as_of(plan, run), run.spans.get("created")
    if plan.listing is None or now is None or covered is None or covered.first is None:
        return (), []
    first = instant(covered.first, plan.options.input.tz)
    if (known := (now - first) // WEEK) < SILENT_FROM:
        return (), [Diagnostic(NOT_SO_LONG, (("weeks", known), ("least", SILENT_FROM)))]
    touched = run.studies[0].journey.people
    roster = plan.listing.roster.at(after(plan, now))
    weeks = (now - np.maximum(roster.came, first)) // WEEK
    quiet = ~np.isin(roster.key, touched) & (roster.gone != 1) & (weeks >= SILENT_FROM)
    found = [
        replace(people[who], scores=(score,))
        for who, score in zip(roster.key[quiet].tolist(), weeks[quiet].tolist(), strict=True)
    ]
    found.sort(key=lambda each: (-each.scores[0], each.when, each.file, each.row))
    return tuple(found), []


def _once_each(plan: Plan) -> Options:
    """The options by which of several rows of a ticket the last counts, also where they are asked for answers."""
    given = plan.options.input
    if plan.metric.table == TICKETS or table_of(plan.tables[0], given, plan.fit) != TICKETS:
        return plan.options
    place = Mapping(plan.tables[0], TICKETS, {}, plan.fit).role("id")
    if given.dedupe is not None or place is None:
        return plan.options
    column = (*given.column, f"id={place.header}")
    return replace(plan.options, input=replace(given, column=column, dedupe="last"))


def _following(plan: Plan, why: str) -> tuple[Plan, tuple[str, ...]]:
    """The plan with the columns that are shown, and their roles."""
    finder = Finder(plan.tables, plan.metric, plan.options.input)
    date = next((role for role in DATES if _wanted(finder, role)), None)
    columns = tuple((role, finder.beside(place, "label")) for role, place in _shown(plan))
    more = tuple(each for each in finder.wanted.values() if each.key not in plan.headers)
    followed = Wish(why, columns, date)
    plan = replace(plan, columns=(*plan.columns, *more), followed=followed)
    return plan, tuple(role for role, _ in columns)


def _people(
    plan: Plan, wish: Wish, table: Table, rows: NDArray[np.intp], values: Ints
) -> Iterator[Followup]:
    """Some rows as they are shown."""
    when = _times(table, wish.date, rows)
    cells = [_texts(table, key, rows) for _, key in wish.columns]
    file = plan.files[table.file]
    for place, (row, value) in enumerate(zip(rows.tolist(), values.tolist(), strict=True)):
        texts = tuple(each[place] for each in cells)
        yield Followup((wish.why,), when[place], (value,), texts, file, int(table.numbers[row]))


def _wanted(finder: Finder, role: str) -> bool:
    return role in schema.names(finder.table) and finder.want(role)


def _shown(plan: Plan) -> Iterator[tuple[str, Place]]:
    """The columns of the files that say who it is: a rating may stand in an export of tickets."""
    raw, how = plan.tables[0], plan.options.input
    taken: set[int] = set()
    for role in SHOWN:
        for table in dict.fromkeys((plan.metric.table, TICKETS)):
            if role not in schema.names(table):
                continue
            pairs = declared(how.column, table) if table == plan.metric.table else {}
            place = Mapping(raw, table, pairs, plan.fit).role(role)
            if place is not None and place.index not in taken:
                taken.add(place.index)
                yield role, place
                break


def _bad(metric: Metric, why: str, values: Ints) -> NDArray[np.bool_]:
    """Which contributions are bad cases: of answers the worst kind, and unhappy only beyond the middle."""
    if why == REOPENED:
        return values > 0
    answers = np.unique(values)
    bad = [_worst(metric, why, value) for value in answers.tolist()]
    return np.array(bad, dtype=bool)[np.searchsorted(answers, values)]


def _worst(metric: Metric, why: str, value: int) -> bool:
    """Whether an answer is of the worst kind, and for the unhappy beyond the middle of the scale."""
    measured = measured_by(metric, 0.95)

    def kind(answer: int) -> int:
        """Which of the kinds that the metric counts, the worst is 0; where it counts none, none is another."""
        statistics = measured(np.array([answer]), np.array([1])).statistics
        return next((each.counts.index(1) for each in statistics if each.counts), 0)

    scale = [int(name) for name, _ in measured(np.array([value]), np.array([1])).distribution]
    middle = scale[0] + scale[-1]
    upwards = kind(scale[0]) == 0 and metric.better != "lower"  # of effort, 1 may be the good end
    beyond = 2 * value < middle if upwards else 2 * value > middle
    return kind(value) == 0 and (why == DETRACTOR or beyond)


def _texts(table: Table, key: str, rows: NDArray[np.intp]) -> Sequence[str]:
    cells = table.frame[key].array[rows]
    return ["" if cell is None or cell != cell else str(cell) for cell in cells]  # noqa: PLR0124


def _times(table: Table, role: str | None, rows: NDArray[np.intp]) -> Sequence[str]:
    """Times in the zone of the run; a day alone where the time is midnight."""
    import pandas as pd

    if role is None:
        return [""] * len(rows)
    times = table.frame[role].iloc[rows].dt.tz_convert(table.zone)
    return [
        "" if pd.isna(each) else each.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
        for each in times
    ]
