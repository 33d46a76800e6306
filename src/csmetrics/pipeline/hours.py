"""Whose hours count: one schedule for all rows, or for each row that of its label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Day, Said, joined
from csmetrics.options import Shift
from csmetrics.read._header import folded_label
from csmetrics.report import Diagnostic
from csmetrics.worktime import Clock, parse_holidays, parse_hours

if TYPE_CHECKING:
    from csmetrics.intake.table import Ints, Table
    from csmetrics.metrics._contract import Metric
    from csmetrics.options import Options, Rota, WorkOptions
    from csmetrics.pipeline.finder import Finder
    from csmetrics.pipeline.plan import Plan
    from csmetrics.pipeline.sums import Run
    from csmetrics.worktime import SpecialDay

NOBODY = -1
"""The place of the clock of a row for which there is none."""

CARNIVAL_SHOWN = 4
NAMED = 12
"""A column with more labels may be one of customers: its cells are not for messages."""

BLANK = "(blank)"


@dataclass(frozen=True)
class Hours:
    """The schedules of a run, each with its clock, and which of them a row goes by.

    ``rota`` is None where all go by the first; else ``key`` is that of its column, and ``of`` the place of the
    clock of each label, folded, ``others`` that of all other rows.
    """

    shifts: tuple[Shift, ...]
    clocks: tuple[Clock, ...]
    rota: Rota | None = None
    key: str = ""
    of: Mapping[str, int] = field(default_factory=dict)
    others: int = NOBODY

    @property
    def named(self) -> bool:
        """Whether these are schedules that bear names."""
        return any(shift.name for shift in self.shifts)

    def in_words(self, zone: str) -> str:
        """Say ``by team: main (mon-fri 09:00-18:00, BR-SP), weekend (24/7)``; ``zone`` is that of the run."""
        pairs = zip(self.shifts, self.clocks, strict=True)
        told = ", ".join(_told(shift, clock, zone) for shift, clock in pairs)
        return (
            told
            if self.rota is None
            else Said("by {column}: {told}", column=self.rota.column, told=told)
        )

    def of_rows(self, table: Table) -> Ints | None:
        """The place of the clock of each row; None where all go by the first."""
        if self.rota is None:
            return None
        column = table.frame[self.key].array
        places = [self.of.get(folded_label(label), self.others) for label in column.categories]
        # the code of a blank is -1
        found: Ints = np.array([*places, self.others], dtype=np.int64)[column.codes]
        return found

    def without(self, table: Table) -> set[str]:
        """The labels of rows that are measured by a clock, and have none."""
        if table.clock_of is None or not table.clocked:
            return set()
        column = table.frame[self.key].array
        lost = np.unique(column.codes[(table.why == 0) & (table.clock_of == NOBODY)])
        return {BLANK if code < 0 else str(column.categories[code]) for code in lost}


def hours_of(metric: Metric, options: Options, finder: Finder | None = None) -> Hours | None:
    """What counts working time; None where no hours were given.

    Without the ``finder`` of the columns only what was asked is checked, before any file is opened.
    """
    work, rota, zone = options.work, options.schedules.rota, options.input.tz
    if work.hours == "none" or not (work.hours or work.holidays or rota):
        return None
    if not metric.timed:
        option = "--hours" if work.hours else "--holidays" if work.holidays else "[schedule_of]"
        message = Said(
            "{option}: {metric} does not depend on working hours", option=option, metric=metric.name
        )
        raise CsmetricsError(
            errors.USAGE, message=message, suggestion=Said("leave {option} away", option=option)
        )
    if work.hours is not None:
        shift = _called(work.hours, options.schedules.shifts)
        return Hours((shift,), (_clock(shift, work, zone),))
    if rota is None:
        raise CsmetricsError(
            errors.USAGE,
            message="--holidays: without --hours every hour counts, also on a holiday",
            suggestion='such as --hours "mon-fri 09:00-18:00"',
        )
    found = _by_label(rota, options)
    return found if finder is None else replace(found, key=finder.scheduled(rota.column))


def _by_label(rota: Rota, options: Options) -> Hours:
    """The schedules that a rota names, each once."""
    names = [name for _, name in rota.of]
    names = list(dict.fromkeys(names if rota.others is None else [*names, rota.others]))
    shifts = tuple(_called(name, options.schedules.shifts) for name in names)
    return Hours(
        shifts,
        tuple(_clock(shift, options.work, options.input.tz) for shift in shifts),
        rota,
        of={folded_label(label): names.index(name) for label, name in rota.of},
        others=NOBODY if rota.others is None else names.index(rota.others),
    )


def _called(text: str, shifts: Sequence[Shift]) -> Shift:
    """The schedule of that name, else one without a name of these hours."""
    known = {shift.name: shift for shift in shifts}
    if text in known:
        return known[text]
    try:
        parse_hours(text)
    except CsmetricsError as fault:
        if not known or any(sign.isdigit() for sign in text):
            raise
        near = [name for name in known if name.casefold() == text.casefold()]
        hint = Said("schedules of the settings: {known}", known=", ".join(known))
        if near:
            hint = Said("did you mean {near}?", near=near[0])
        words = {**fault.params, "value": text, "suggestion": hint}
        raise CsmetricsError(fault.kind, **words) from None
    return Shift("", text)


def _clock(shift: Shift, work: WorkOptions, zone: str) -> Clock:
    holidays = work.holidays if shift.holidays is None else shift.holidays
    return Clock(parse_hours(shift.hours), parse_holidays(holidays), shift.tz or zone)


def _told(shift: Shift, clock: Clock, zone: str) -> str:
    """``main (mon-fri 09:00-18:00, BR-SP, Europe/Lisbon)``: its zone only where it is not that of the run."""
    days, own = str(clock.holidays), clock.zone if clock.zone != zone else ""
    return f"{shift.name} ({', '.join(filter(None, (shift.hours, days, own)))})"


def refuse_unscheduled(plan: Plan, run: Run) -> None:
    """Refuse (``UNSCHEDULED``) rows that are measured, and whose label no schedule is for."""
    if plan.hours is None or plan.hours.rota is None or not run.unscheduled:
        return
    labels, name = sorted(run.unscheduled), plan.hours.shifts[0].name
    few = len(labels) <= NAMED
    default = Said('default = "{name}" for all others', name=name)
    if few and labels[0] != BLANK:
        own = Said('add "{label}" = "{name}" to [schedule_of]', label=labels[0], name=name)
        default = Said("{own}, or {default}", own=own, default=default)
    raise CsmetricsError(
        errors.UNSCHEDULED,
        column=plan.headers[plan.hours.key],
        labels=", ".join(labels) if few else Said("{count} labels", count=len(labels)),
        suggestion=default,
    )


def notes(plan: Plan, run: Run) -> Iterator[Diagnostic]:
    """What is to be said of the hours in force: labels nobody has, a zone nobody named, Carnival."""
    hours = plan.hours
    if hours is None:
        return
    if hours.rota is not None:
        occur = {folded_label(label) for label in run.columns.labels.get(hours.key, ())}
        unseen = [label for label, _ in hours.rota.of if folded_label(label) not in occur]
        if unseen:
            params = (("labels", ", ".join(unseen)), ("column", plan.headers[hours.key]))
            yield Diagnostic(errors.UNSEEN_LABEL, params, column=plan.headers[hours.key])
    placeless = any(shift.tz is None for shift in hours.shifts)
    if placeless and "tz" not in plan.options.given and plan.options.input.tz == "UTC":
        shown = hours.in_words("UTC") if hours.named else hours.shifts[0].hours
        yield Diagnostic(errors.HOURS_IN_UTC, (("hours", shown),))
    yield from _carnival(hours)


def _carnival(hours: Hours) -> Iterator[Diagnostic]:
    """Say that Carnival was worked: who names the holidays of Brazil may not expect it."""
    for clock in hours.clocks:
        if clock.measured is not None and (days := clock.carnival_worked(*clock.measured)):
            shown = joined(", ", (Day(str(each)) for each in days[:CARNIVAL_SHOWN]))
            more = "{days}, …" if len(days) > CARNIVAL_SHOWN else "{days}"
            params = (("days", Said(more, days=shown)), ("region", str(clock.holidays)))
            yield Diagnostic(errors.CARNIVAL, params, len(days))


def special_days(plan: Plan) -> Sequence[SpecialDay]:
    """The holidays and days of other hours on which times were measured, each once."""
    clocks = () if plan.hours is None else plan.hours.clocks
    found = {day: None for clock in clocks for day in clock.special_days()}
    return sorted(found, key=lambda each: (each.day, each.name))
