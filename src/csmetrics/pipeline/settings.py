"""The options in force, and where each came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csmetrics import errors
from csmetrics.intake.times import MISSING
from csmetrics.options import InputOptions
from csmetrics.report import Diagnostic, Setting

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Metric
    from csmetrics.options import Options
    from csmetrics.pipeline.hours import Hours
    from csmetrics.pipeline.plan import Plan
    from csmetrics.pipeline.sums import Run

ENDED = "ended"
DAY = 86_400_000
LONG = 31
"""Days for which nobody new came before that is said: of most lists somebody did on the last days, too."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def settings_of(plan: Plan, run: Run, settled: Sequence[Metric]) -> tuple[Setting, ...]:
    """The metric's own options in force, then the shared options that were given or matter always."""
    options, given = plan.options, plan.options.given
    found = []
    for name in (each.name for each in fields(plan.metric)):  # type: ignore[arg-type]
        values = [getattr(metric, name) for metric in settled]
        # of several questions: one value for each, in their order, where they differ
        value = values[0] if len(set(values)) == 1 else tuple(map(str, values))
        inferred = value != getattr(plan.metric, name)
        origin = "inferred" if inferred and name not in given else options.origin(name)
        found.append(Setting(name, value, origin))
    told = {"since", "until", "as_of"}
    if plan.hours is not None and plan.hours.named:
        found += _named_hours(plan.hours, options)
        told |= {"hours", "holidays"}
    for group in (options.input, options.work, options.slices, options.gate):
        for name in (each.name for each in fields(group)):
            if name in told:
                continue
            if name in given or name == "tz":
                value = getattr(group, name)
                if (name, value) == ("hours", "none"):  # by the calendar, and headed so
                    value = None
                found.append(Setting(name, value, _origin(options, name)))
    for name, day in (("since", plan.window.first), ("until", plan.window.last)):
        if day is not None:
            # as the day it stands for: last-month says little to whoever reads the report later
            found.append(Setting(name, day.isoformat(), options.origin(name)))
    if plan.as_of is not None:
        found.append(Setting("as_of", plan.as_of.isoformat(), options.origin("as_of")))
    elif plan.metric.now and (latest := as_of(plan, run)) is not None:
        found.append(Setting("as_of", _written(latest, options.input.tz), "inferred"))
    return (*found, Setting("confidence", options.report.confidence, options.origin("confidence")))


def _named_hours(hours: Hours, options: Options) -> Iterator[Setting]:
    """The schedules in force by what they say, so that one of another month is not taken for the same."""
    origin = options.origin("hours" if hours.rota is None else "rota")
    yield Setting("hours", hours.in_words(options.input.tz), origin)
    if hours.rota is not None:
        pairs = [("column", hours.rota.column), *hours.rota.of]
        pairs += [("default", hours.rota.others)] if hours.rota.others is not None else []
        told = tuple(f"{label} = {name}" for label, name in pairs)
        yield Setting("schedule_of", told, origin)


def _origin(options: Options, name: str) -> str:
    """Where a shared option comes from: the zone may be the one that the columns state."""
    stated = name == "tz" and name not in options.given and options.input.tz != InputOptions().tz
    return "inferred" if stated else options.origin(name)


def _written(instant: int, zone: str) -> str:
    """A time as it is on the clock of a zone, to the second."""
    when = EPOCH + timedelta(milliseconds=instant)
    return when.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(" ", "seconds")


def as_of(plan: Plan, run: Run) -> int | None:
    """Now: the end of the day that the user said, else the last event in the data."""
    latest = [time for time in run.latest.values() if time != MISSING]
    return plan.now if plan.now is not None else max(latest, default=None)


def planned(plan: Plan, run: Run, settled: Sequence[Metric]) -> Iterator[Diagnostic]:
    """Say where "now" hangs on ends that may only be planned: they lie long after anything else happened."""
    if not any({ENDED, "bought"} & {*metric.uses()} for metric in settled):
        return  # a flag knows no time
    ended = run.latest.get(ENDED, MISSING)
    others = [time for role, time in run.latest.items() if role != ENDED and time != MISSING]
    if plan.now is not None or ended == MISSING or not others:
        return
    days = (ended - max(others)) // DAY
    if days > LONG:
        zone, column = plan.options.input.tz, plan.headers[ENDED]
        params = (("column", column), ("last", _written(ended, zone)[:10]), ("days", days))
        yield Diagnostic(errors.PLANNED_ENDS, params, column=column)
