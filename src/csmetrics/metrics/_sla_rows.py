"""Which tickets kept to what was promised: by flags, by due times, by targets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.metrics import _blanks
from csmetrics.metrics._contract import Contribution
from csmetrics.metrics._tickets import (
    dates_of,
    leave_out_automatic,
    life,
    not_answered_yet,
    not_yet,
    open_by_status,
)
from csmetrics.metrics._time_basis import (
    BUSINESS,
    DATES,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from csmetrics.calc.states import Ints
    from csmetrics.errors import Reason
    from csmetrics.intake.table import Table
    from csmetrics.metrics._sla_targets import Targets

    Rows = NDArray[np.bool_]

RESPONSE, RESOLUTION = "response", "resolution"


@dataclass(frozen=True)
class Of:
    """What was promised: the date that ends it, and the columns that say whether it was kept.

    ``durations`` maps the kind of a duration to its role; ``missing`` is the reason of a ticket in which it
    has not happened, where those are left out; ``gone`` that of one that is nobody's any more.
    """

    end: str
    flag: str
    due: str
    durations: Mapping[str, str]
    missing: Reason
    gone: Reason


PROMISES = {
    RESPONSE: Of(
        "responded",
        "sla_response",
        "target_response",
        {"durations": "first_response_duration", BUSINESS: "first_response_business"},
        errors.NOT_ANSWERED,
        errors.GONE_UNANSWERED,
    ),
    RESOLUTION: Of(
        "resolved",
        "sla_resolution",
        "target_resolution",
        {"durations": "resolution_duration", BUSINESS: "resolution_business"},
        errors.NOT_RESOLVED,
        errors.GONE,
    ),
}
PLAIN = "sla"
"""The flag that does not say of what it is: of the resolution, unless the user says otherwise."""

JUDGED, WAITING = "judged", "waiting"
"""States: 1 for each ticket that met, 0 for one that breached; and those whose due time "now" decides."""


BLANKS = {1.0: "met", 0.0: "breached"}
"""What a blank flag may stand for."""


def flag_of(of: str, has: Callable[[str], bool]) -> str:
    """The role of the flags that count: those of the promise, else plain ones."""
    return PROMISES[of].flag if has(PROMISES[of].flag) else PLAIN


def waiting_for(limit: int) -> str:
    """The state of tickets that wait, by when they began, under one target."""
    return f"{WAITING} for {limit}"


def leave_out_reopened(table: Table, of: str) -> None:
    """Leave tickets that are open again out of periods of the resolution: theirs was taken back."""
    end = PROMISES[of].end
    if of == RESOLUTION and table.date == end:
        table.leave_out(life(table).reopened, errors.NO_DATE, end)


def by_flag(
    table: Table, of: str, finished_only: bool, blanks: str | None
) -> Sequence[Contribution]:
    """Tally flags as they stand, and blank ones of the finished by what ``blanks`` says.

    Of the unfinished only what is breached already.
    """
    promise, role = PROMISES[of], flag_of(of, table.has)
    running, gone = _running(table, of)
    _leave_out_unborn(table)
    table.leave_out(gone, promise.gone, "status")
    if finished_only:
        table.leave_out(running, promise.missing, _said_by(table, promise.end))
    blank = _blanks.standing_for(table, role, blanks)
    table.leave_out(running & blank, errors.STILL_RUNNING, role)
    table.leave_out_faulty(role, ~blank)
    met = (table.numeric(role) == 1) | (blank & (blanks == BLANKS[1.0]))
    table.leave_out(running & met, errors.STILL_RUNNING, role)
    return (_judged(table, met),)


def by_due(table: Table, of: str, finished_only: bool) -> Sequence[Contribution]:
    """Tally who was done by the due time, and the due times of those who are not done."""
    from csmetrics.intake.times import MISSING

    promise = PROMISES[of]
    work = _work(table, of)
    table.leave_out_faults(promise.due, but=errors.NO_DATE)
    due = _until(table, promise.due)
    _leave_out_unborn(table)
    table.leave_out(work.gone, promise.gone, "status")
    if finished_only:
        table.leave_out(work.waiting, promise.missing, _said_by(table, promise.end))
    table.leave_out(due == MISSING, errors.NO_TARGET, promise.due)
    known = (work.created != MISSING) & ~work.waiting & ~work.unknown
    spans = work.ended - work.created
    table.leave_out(known & (spans < 0), errors.NEGATIVE, promise.end)
    if of == RESPONSE:
        leave_out_automatic(table, known & (spans == 0))
    table.leave_out(work.unknown, errors.UNKNOWN_END, promise.end)
    rows = table.rows()
    waiting = rows[work.waiting[rows]]
    done = ~work.waiting
    return (
        _judged(table, work.ended <= due, done),
        Contribution(WAITING, waiting, due[waiting]),
    )


def by_target(
    table: Table, of: str, time: str, targets: Targets, finished_only: bool
) -> Sequence[Contribution]:
    """Tally who was done within the target, and since when the others wait, for each target apart."""
    import numpy as np

    from csmetrics.intake.times import MISSING

    promise = PROMISES[of]
    work = _work(table, of)
    limits = targets.of_rows(table)
    _leave_out_unborn(table)
    if time == DATES:
        table.leave_out(work.created == MISSING, errors.NO_DATE, "created")
        column, spans = promise.end, table.elapsed(work.created, work.ended)
        at_once = work.created == work.ended
    else:
        column = promise.durations[time]
        table.leave_out_faults(column, but=errors.BLANK)
        spans = table.milliseconds(column)
        at_once = spans == 0
        unfinished = not_answered_yet(table, at_once) if of == RESPONSE else open_by_status(table)
        later = not_yet(table, work.created, spans, promise.end)
        spans = np.where(unfinished | later, MISSING, spans)
        work = replace(work, unknown=work.unknown & ~later, gone=work.gone & ~later)
    table.leave_out((spans < 0) & (spans != MISSING), errors.NEGATIVE, column)
    if of == RESPONSE:
        leave_out_automatic(table, at_once & (spans != MISSING))
    waiting = spans == MISSING
    table.leave_out(waiting & work.gone, promise.gone, "status")
    if finished_only or time == BUSINESS:  # how long it waited is not known in business time
        table.leave_out(waiting, promise.missing, column)
    aimless = (table.why == 0) & (limits == MISSING)
    table.leave_out(aimless, errors.NO_TARGET, "priority")
    table.leave_out(waiting & work.unknown, errors.UNKNOWN_END, promise.end)
    table.leave_out(waiting & (work.created == MISSING), errors.NO_START, "created")
    rows = table.rows()
    found = [_judged(table, spans <= limits, ~waiting)]
    for limit in targets.limits:
        mine = rows[waiting[rows] & (limits[rows] == limit)]
        begun = work.created[mine]
        found.append(Contribution(waiting_for(limit), mine, begun, lasting=True))
    return [*found, *targets.unnamed(table, aimless | (table.why == 0))]


@dataclass(frozen=True)
class _Work:
    """When each ticket began, and when it was answered or resolved; ``waiting`` is not done yet.

    ``unknown`` was done, but nobody knows when; ``gone`` was never done, and nobody waits for it.
    """

    created: Ints
    ended: Ints
    waiting: Rows
    unknown: Rows
    gone: Rows


def _work(table: Table, of: str) -> _Work:
    import numpy as np

    from csmetrics.intake.times import MISSING

    if of == RESOLUTION:
        lives = life(table)
        return _Work(lives.created, lives.resolved, lives.open, lives.unknown, lives.gone)
    created, replied = dates_of(table, "created"), dates_of(table, "responded")
    replied = np.where(not_answered_yet(table, replied == created), MISSING, replied)
    waiting = replied == MISSING
    never = np.zeros(len(replied), dtype=bool)
    return _Work(created, replied, waiting, never, waiting & _excluded(table))


def _running(table: Table, of: str) -> tuple[Rows, Rows]:
    """Which tickets are not done, and which are gone; without a column that could tell, all are done."""
    import numpy as np

    from csmetrics.intake.times import MISSING

    nobody = np.zeros(len(table.why), dtype=bool)
    ticket, gone, created = nobody, nobody, np.full(len(nobody), MISSING)
    known = table.has("resolved") or table.has("status")
    if known:
        lives = life(table)
        ticket, gone, created = lives.open, lives.gone, lives.created
    if of == RESOLUTION:
        return ticket, gone
    replied, told = nobody, False
    if table.has("responded"):
        times = dates_of(table, "responded")
        replied, told = (times != MISSING) & ~not_answered_yet(table, times == created), True
    for duration in filter(table.has, PROMISES[of].durations.values()):
        none = table.faulty(duration, errors.BLANK) | table.faulty(duration, errors.MISSING_WORD)
        spans = table.milliseconds(duration)
        none |= not_answered_yet(table, spans == 0)
        none |= not_yet(table, dates_of(table, "created"), spans, "responded")
        replied, told = replied | ~none, True
    if not told:
        return ticket, gone
    # the promise of a reply ends with the ticket, too
    return ~replied & (ticket if known else True), gone & ~replied


def _judged(table: Table, met: Rows, among: Rows | None = None) -> Contribution:
    rows = table.rows()
    if among is not None:
        rows = rows[among[rows]]
    return Contribution(JUDGED, rows, met[rows].astype("int64"))


def _until(table: Table, role: str) -> Ints:
    """Due times, also those after "now"; of a day the whole is included."""
    from zoneinfo import ZoneInfo

    import numpy as np

    from csmetrics.intake.table import of_days
    from csmetrics.worktime._wall import DAY, utc

    times = table.frame[role]
    instants: Ints = times.array.asi8.copy()
    walls = times.dt.tz_localize(None).array.asi8
    days = np.flatnonzero(table.frame[of_days(role)].to_numpy())
    ends = walls[days] - walls[days] % DAY + DAY
    instants[days] = utc(ends, ZoneInfo(table.zone)) - 1
    return instants


def _leave_out_unborn(table: Table) -> None:
    """Leave out tickets created after "now"; those whose date of creation is blank may still count."""
    if table.as_of is not None and table.has("created"):
        later = table.frame["created"].array.asi8 > table.as_of
        table.leave_out(later, errors.AFTER_AS_OF, "created")


def _excluded(table: Table) -> Rows:
    import numpy as np

    from csmetrics.intake import statuses

    if not table.has("status"):
        return np.zeros(len(table.why), dtype=bool)
    return statuses.is_excluded(table.frame["status"].to_numpy())


def _said_by(table: Table, role: str) -> str:
    """The role of the column that says that it has not happened."""
    return role if table.has(role) else "status"
