"""Where the time of a ticket is taken from: two dates, or a column of durations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from csmetrics import errors
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said, joined
from csmetrics.report import Diagnostic

if TYPE_CHECKING:
    from csmetrics.intake.facts import Facts

DATES, DURATIONS, BUSINESS = "dates", "durations", "business"
"""Where a time is taken from: two dates, a column of durations, or one that counts working time only."""

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
