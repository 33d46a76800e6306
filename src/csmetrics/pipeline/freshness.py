"""--max-age: whether the data still arrive. The clock is asked here because the user asks for it by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.intake import schema
from csmetrics.intake.times import MISSING
from csmetrics.language import Said
from csmetrics.metrics import _times
from csmetrics.pipeline import given
from csmetrics.slices.periods import instant

if TYPE_CHECKING:
    from csmetrics.intake.table import Ints
    from csmetrics.pipeline.finder import Finder
    from csmetrics.pipeline.plan import Plan
    from csmetrics.pipeline.sums import Run
    from csmetrics.read._raw import RawTable

DAY = timedelta(days=1)
MILLISECOND = timedelta(milliseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MIDNIGHT = clock(0)
NONE = "none"
FEW = 2
"""Files that a message names one by one."""


@dataclass(frozen=True)
class Fresh:
    """How old the newest of some dates may be: ``limit`` as the user wrote it, and as a time; ``now`` by the clock."""

    text: str
    limit: timedelta
    now: datetime
    roles: tuple[str, ...]

    def newest(self, times: Ints) -> int:
        """The last of some times, in milliseconds since 1970; MISSING where there is none.

        Those of the future prove nothing. A day of it is let pass, for times of a zone that is ahead of the run's.
        """
        until = (self.now + DAY - EPOCH) // MILLISECOND
        return int(times[times <= until].max(initial=MISSING))


def limit_of(text: str | None) -> timedelta | None:
    """``2d``, ``36h`` or ``90m`` as a time; None where there is no limit. Refuses (``BAD_VALUE``) all else."""
    if text is None or text == NONE:
        return None
    return _times.limit("max-age", text) * MILLISECOND


def fresh_of(text: str | None, finder: Finder, tables: Sequence[RawTable]) -> Fresh | None:
    """What --max-age asks of a table: every date of what has happened is read for it."""
    limit = limit_of(text)
    if text is None or limit is None:
        return None
    known = schema.names(finder.table)
    roles = tuple(each for each in schema.EVENTS if each in known and finder.want(each))
    if not roles:
        why = "no column is known to hold a date of what has happened"
        role = next(each for each in schema.EVENTS if each in known)
        raise _ageless([each.name for each in tables], why, f"--column {role}=NAME")
    return Fresh(text, limit, given.now(), roles)


def refuse_stale(plan: Plan, run: Run) -> None:
    """Refuse (``STALE``) a table whose newest time is older than it may be; ``NO_AGE`` where there is none."""
    fresh, zone = plan.fresh, plan.options.input.tz
    if fresh is None:
        return
    known = {role: time for role, time in run.newest.items() if time != MISSING}
    if not known:
        headers = ", ".join(plan.headers[role] for role in fresh.roles)
        why = Said("{columns} holds no date up to now", columns=headers)
        raise _ageless(plan.files, why, "csmetrics inspect shows how each column was read")
    ended, shown, role = max(
        (*_ended(time, zone, day=bool(run.columns.days_only([role]))), role)
        for role, time in known.items()
    )
    if fresh.now - ended <= fresh.limit:
        return
    from csmetrics.render._numbers import duration

    raise CsmetricsError(
        errors.STALE,
        files=_named(plan.files),
        column=plan.headers[role],
        newest=shown,
        zone=zone,
        age=duration((fresh.now - ended).total_seconds()),
        limit=fresh.text,
    )


def _ended(time: int, zone: str, *, day: bool) -> tuple[datetime, str]:
    """A time and how it is shown; of a ``day`` without a clock its end, for it may be any time of it.

    Midnight among times is a day, too: a date that was written without a time is read as that.
    """
    newest = EPOCH + time * MILLISECOND
    local = newest.astimezone(ZoneInfo(zone))
    if not day and local.time() != MIDNIGHT:
        return newest, local.strftime("%Y-%m-%d %H:%M")
    return EPOCH + instant(local.date() + DAY, zone) * MILLISECOND, local.date().isoformat()


def _ageless(files: Sequence[str], why: str, cure: str) -> CsmetricsError:
    return CsmetricsError(errors.NO_AGE, files=_named(files), why=why, suggestion=cure)


def _named(files: Sequence[str]) -> str:
    """The files by name; of many, as exports by month are, the first and the last."""
    if len(files) <= FEW:
        return ", ".join(files)
    return Said(
        "{first} to {last} ({count} files)", first=files[0], last=files[-1], count=len(files)
    )
