"""What the rows of one part add to the sums, and for what reasons some of them do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from csmetrics import errors
from csmetrics.calc.states import States, Tally
from csmetrics.intake.statuses import is_named
from csmetrics.intake.table import Table
from csmetrics.intake.times import MISSING
from csmetrics.metrics import _asked
from csmetrics.metrics._asked import ASIDE
from csmetrics.metrics._contract import (
    RUN,
    Contact,
    Contribution,
    Listed,
    Presence,
    Stay,
    by_clock,
    named,
)
from csmetrics.pipeline import alike
from csmetrics.slices import keys, moments, periods, where
from csmetrics.slices.keys import WHOLE

if TYPE_CHECKING:
    from csmetrics.intake.columns import Typed
    from csmetrics.metrics._contract import Metric
    from csmetrics.pipeline.plan import Plan
    from csmetrics.pipeline.sums import Study

SURVEY = "responses"
Days = NDArray[np.datetime64]
Rows = NDArray[np.bool_]


@dataclass
class Part:
    """The typed rows of one part with what the run knows of them beside their cells.

    ``superseded`` marks rows that another one of the same id replaces; ``following`` is the time of the next
    row of the same person, where somebody is to be found again. ``separators`` stand between the labels of a
    cell, by the key of a column of --by. ``latest`` is the last event of all rows, where it is known; ``who``
    are hashes of whom each row is of.
    """

    plan: Plan
    typed: Typed
    file: int
    superseded: Rows
    following: NDArray[np.int64] | None
    separators: dict[str, str]
    latest: int | None = None
    who: NDArray[np.uint64] | None = None
    _days: dict[str, Days] = field(default_factory=dict)

    def days(self, role: str) -> Days:
        """The day of each row by one date; NaT where there is none."""
        if role not in self._days:
            column = self.typed.frame[role]
            days = periods.days(column, self.plan.options.input.tz)
            if self._ended is not None:  # what is later has not happened
                days = np.where(column.array.asi8 >= self._ended, np.datetime64("NaT", "D"), days)
            self._days[role] = days
        return self._days[role]

    def times(self, role: str) -> NDArray[np.int64]:
        """The times of one date; MISSING where there is none, or none before "now"."""
        times: NDArray[np.int64] = self.typed.frame[role].array.asi8
        return times if self._ended is None else np.where(times >= self._ended, MISSING, times)

    @property
    def _ended(self) -> int | None:
        """When "now" is over, where the user said it; surveys have no state that changes."""
        return None if self.plan.metric.table == SURVEY else self.plan.now

    def table(self, own: dict[str, str]) -> Table:
        """The columns of one question by role, those rows left out that no metric is asked about."""
        typed, plan = self.typed, self.plan
        headers, faults, frame = dict(plan.headers), dict(typed.faults), typed.frame
        for role, key in own.items():
            headers[role] = headers[key]
            faults[role] = faults[key]
            frame = frame.assign(**{role: frame[key]})
        if plan.who is not None:
            headers[plan.who.partition("=")[2]] = headers[plan.who]
        if self.following is not None:
            frame = frame.assign(next=self.following)
            headers |= {key.partition("=")[2]: headers[key] for key in plan.same}
        for by in plan.by:
            if by.moment_of is not None:
                made = moments.labels(by.name, frame[by.moment_of], plan.options.input.tz)
                frame = frame.assign(**{by.key: made})
        texts = typed.texts if plan.options.output.show_values else {}
        table = Table(
            frame,
            faults,
            headers,
            typed.numbers,
            self.file,
            texts,
            () if plan.hours is None else plan.hours.clocks,
            plan.now,
            *plan.bounds,
            plan.options.input.tz,
            self.latest,
            plan.date,
            step=plan.every,
            who=self.who,
            roster=None if plan.listing is None else plan.listing.roster,
        )
        if plan.hours is not None:
            table.clock_of = plan.hours.of_rows(table)
        self._filter(table)
        return table

    def states(self, metric: Metric, table: Table, study: Study) -> list[States]:
        """What the rows contribute; those that count by no date of the window are left out.

        When customers were there, and when they were in touch, is added to ``study``.
        """
        found, used = [], np.zeros(len(table.why), dtype=bool)
        for contribution in _by_clock(table, self._contributions(metric, table, study)):
            if isinstance(contribution, Presence | Stay | Contact | Listed):
                used[contribution.rows] = True
                self._of_customers(table, contribution, study)
                continue
            for name, rows, values, days in self._counted(contribution):
                used[rows] = True
                if self.plan.followed is not None and contribution.role not in ASIDE:
                    study.cases.add(self.plan, metric, table, rows, values)
                found.append(self._grouped(table, name, rows, values, days))
        if self.plan.listing is not None:
            strangers = alike.of_rows(self.plan, self.typed, alike.unlisted(table))
            study.journey.estrange(strangers)
        unused = ~used & (table.why == 0)
        if unused.any():
            if not self.plan.dated:
                raise AssertionError(f"{metric.name}: rows neither count nor are left out")
            self._leave_out_undated(table, unused)
        return found

    def _contributions(self, metric: Metric, table: Table, study: Study) -> Sequence[Contribution]:
        """What the rows contribute, without those that a later one of the same respondent replaces."""
        found = metric.contributions(table)
        if study.answers is None:
            return found
        further = study.answers.heed(self.plan.options.input.tz, self.typed, table, found)
        if not len(further):
            return found
        return [*metric.contributions(table), _asked.further(table, further)]

    def _of_customers(
        self, table: Table, said: Presence | Stay | Contact | Listed, study: Study
    ) -> None:
        """Add what is to be united by customer before it can be tallied."""
        if isinstance(said, Presence | Stay):
            study.present.add(self.plan, table, said)
        elif isinstance(said, Listed):
            study.journey.enlist(table, said, alike.of_rows(self.plan, self.typed, said.rows))
            study.cases.enlist(self.plan, table, said.rows)
        else:
            date = self.plan.date
            days = self.days(date) if date else None
            study.journey.add(self.plan, table, said, days, self.separators)

    def _filter(self, table: Table) -> None:
        plan = self.plan
        zone = plan.options.input.tz
        table.leave_out(self.superseded, errors.SUPERSEDED, plan.ids or "")
        if self._ended is not None and "created" in table.frame:
            later = table.frame["created"].array.asi8 >= self._ended
            table.leave_out(later, errors.AFTER_AS_OF, "created")
        for reason, rows in self.typed.left_out:
            table.leave_out(rows, errors.PRESET_LEFT_OUT, "", what=reason)
        if plan.excluded is not None:
            rows = _of_status(table, plan.excluded.key, plan.excluded.statuses)
            table.leave_out(rows, errors.EXCLUDED_STATUS, plan.excluded.key)
        for test in plan.filters:
            if test.key in table.faults:
                table.leave_out(
                    table.faulty(test.key, errors.NOT_A_NUMBER), errors.NOT_A_NUMBER, test.key
                )
            fits = where.mask(test.condition, table.frame[test.key], zone)
            table.leave_out(~fits, errors.NOT_SELECTED, test.key)
        if plan.date is not None:
            inside = np.logical_or.reduce(
                [plan.window.mask(self.days(role)) for role in plan.dates]
            )
            dated = np.logical_or.reduce([~np.isnat(self.days(role)) for role in plan.dates])
            if len(plan.dates) == 1:
                table.leave_out_faults(plan.date)
            self._leave_out_undated(table, ~dated)
            table.leave_out(~inside, errors.OUTSIDE_WINDOW, plan.date)

    def _leave_out_undated(self, table: Table, rows: Rows) -> None:
        """Leave out rows that have no date to count by, each by its reason; then those outside the window."""
        plan = self.plan
        role = plan.date or plan.dates[0]
        table.leave_out_faulty(role, rows)
        table.leave_out(rows, errors.OUTSIDE_WINDOW, role)

    def _counted(
        self, contribution: Contribution
    ) -> list[tuple[str, NDArray[np.intp], NDArray[np.int64], Days | None]]:
        """The rows of a contribution once for each date they count by, cut to the window."""
        role, rows, values = contribution.role, contribution.rows, contribution.values
        plan = self.plan
        if contribution.dates is None or not plan.dated:
            return [(role, rows, values, None)]
        found: list[tuple[str, NDArray[np.intp], NDArray[np.int64], Days | None]] = []
        for date in contribution.dates:
            by = plan.date if date == RUN else date
            if by not in plan.dates:
                continue  # the files have no such date
            days = self.days(by)[rows]
            inside = plan.window.mask(days) & ~np.isnat(days)
            found.append((named(role, date), rows[inside], values[inside], days[inside]))
        return found

    def _grouped(
        self,
        table: Table,
        name: str,
        rows: NDArray[np.intp],
        values: NDArray[np.int64],
        days: Days | None,
    ) -> States:
        """Values as states of their slices. The whole is their sum, but where a row may be in several."""
        plan = self.plan
        every = plan.every if days is not None else None
        if not (plan.by or every):
            return States([WHOLE], {name: Tally.loose(np.zeros(len(values), np.int32), values)})
        groups = keys.group(
            len(rows),
            [table.frame[by.key].array[rows] for by in plan.by],
            periods.ordinals(every, days) if every and days is not None else None,
            [self.separators.get(by.key) for by in plan.by],
        )
        if groups.places is None:
            return States([*groups.keys], {name: Tally.loose(groups.codes, values)})
        codes = np.r_[np.zeros(len(values), dtype=np.int64), groups.codes + 1]
        tally = Tally.loose(codes, np.r_[values, values[groups.places]])
        return States([WHOLE, *groups.keys], {name: tally})


def _by_clock(table: Table, contributions: Sequence[Contribution]) -> Iterator[Contribution]:
    """The same, and of what may last the rows of each clock apart: how old it is shows only at the end."""
    for each in contributions:
        yield each
        if each.lasting and table.clocks:
            table.clocked = True
            if table.clock_of is not None:
                of = table.clock_of[each.rows]
                for place in range(len(table.clocks)):
                    rows, values = each.rows[of == place], each.values[of == place]
                    yield replace(each, role=by_clock(each.role, place), rows=rows, values=values)


def _of_status(table: Table, key: str, statuses: Sequence[str]) -> Rows:
    """The rows of some statuses, named as they are written or by their canonical names."""
    column = table.frame[key].array
    fits = [any(is_named(label, status) for status in statuses) for label in column.categories]
    rows: Rows = np.array([*fits, False])[column.codes]  # the code of a blank is -1
    return rows
