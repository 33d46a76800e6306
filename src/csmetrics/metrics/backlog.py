"""Backlog: what is active now, for how long already, and for how long still."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from csmetrics.calc import flow
from csmetrics.language import Said
from csmetrics.metrics import _flow, _times
from csmetrics.metrics._contract import Cell, Contribution
from csmetrics.metrics._counts import lacks
from csmetrics.metrics._tickets import LIFE, Tickets, leave_out_unborn, life
from csmetrics.options import Param
from csmetrics.report import Definition, Diagnostic, Measure, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.survival import Tallied
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table

DAY = 86_400_000
BANDS = {
    "under_1_day": DAY,
    "1_to_3_days": 3 * DAY,
    "3_to_7_days": 7 * DAY,
    "7_to_14_days": 14 * DAY,
    "14_to_30_days": 30 * DAY,
}
"""The ages below which a ticket is in a band, and not in the one before."""
OLDER = "30_days_and_more"

PARTS = {"reopened": "reopened", "unknown": "resolved_at_unknown_time"}
NOTHING = "no ticket is active"


@dataclass(frozen=True)
class Backlog(Tickets):
    """Backlog: how many tickets are active now, and how old they are."""

    name: ClassVar[str] = "backlog"
    now: ClassVar[bool] = True
    timed: ClassVar[bool] = True
    by_period: ClassVar[str] = "volume"

    over: Annotated[
        str,
        Param("How far back before now the rates of the time to clear look.", metavar="TIME"),
    ] = "28d"

    def __post_init__(self) -> None:
        """Refuse what no option may be."""
        super().__post_init__()
        _times.limit("over", self.over)

    @property
    def date(self) -> str | None:
        """Count nothing by a date: this is the state at one time."""
        return None

    def needs(self) -> Sequence[str]:
        """Need to know since when tickets wait."""
        return ("created",)

    def wants(self) -> Sequence[str]:
        """Name what a ticket's life is read from."""
        return LIFE

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Refuse (``LACKS_BASIS``) a table where nothing says whether a ticket is still active."""
        if not facts.has("status") and "resolved" not in facts.headers:
            raise lacks("backlog needs resolved or status", "resolved", facts)
        if facts.statuses == frozenset() and "resolved" not in facts.headers:
            what = "backlog needs resolved, or a status whose words are known"
            raise lacks(what, "resolved", facts)
        return self, ()

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Tally the active by when they began, and what came and went for the rates.

        Tickets that left by another way, or nobody knows when, are in neither rate.
        """
        import numpy as np

        from csmetrics.intake.times import MISSING

        lives = life(table)
        leave_out_unborn(table, lives.created)
        inside = table.why == 0
        came = np.flatnonzero(inside & ~lives.unknown & ~lives.gone)
        left = np.flatnonzero(inside & (lives.resolved != MISSING))
        active, gone = np.flatnonzero(inside & lives.open), np.flatnonzero(inside & lives.gone)
        found = [
            Contribution("active", active, lives.created[active], lasting=True),
            Contribution("came", came, lives.created[came]),
            Contribution("gone", gone, np.zeros(len(gone), np.int64)),
        ]
        for role, marked in (("reopened", lives.reopened), ("unknown", lives.unknown)):
            rows = np.flatnonzero(inside & marked)
            found.append(Contribution(role, rows, np.zeros(len(rows), np.int64)))
        if table.has("resolved"):
            found.append(Contribution("left", left, lives.resolved[left]))
        return found

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Count the active, then say how old they are and how long it takes to clear them."""
        active = cell.tally("active")
        n, ages = int(active[1].sum()), cell.ages("active")
        statistics = [Statistic("active", n, "count", n)]
        shown = _times.statistics(ages, cell.level, "median", NOTHING, ("p75", "p90"))
        statistics += [replace(each, name=f"age_{each.name}") for each in shown]
        statistics.append(_oldest(ages))
        statistics.append(self._time_to_clear(cell, n))
        parts = (*_bands(cell.ages("active", working=False)), *_flow.occurring(cell, PARTS))
        return (Measure(tuple(statistics), parts),)

    def definition(self) -> Definition:
        """Say who is active, and what the time to clear assumes."""
        return Definition(
            metric=self.name,
            title="Backlog",
            formula="created, and not resolved, at --as-of",
            rule=Said(
                "the status decides, else the date of resolution; age: time since creation, its "
                "bands by the calendar; time to clear: active / (resolved − created per day), as "
                "in the {over} before",
                over=self.over,
            ),
            unit="count",
            sources=(_flow.LITTLE,),
        )

    def _time_to_clear(self, cell: Cell, n: int) -> Statistic:
        """Give active / (closing rate − opening rate), of the last :attr:`over`, in seconds of the calendar."""
        span = _times.limit("over", self.over)
        came, left = self._recent(cell, "came", span), self._recent(cell, "left", span)
        because = _flow.ends_unknown(cell)
        if not n:
            because = NOTHING
        elif because is None and not self._reaches(cell, span):
            because = Said("the data do not reach back {over}", over=self.over)
        elif because is None and came > left:
            because = Said("more came in than were resolved in the last {over}", over=self.over)
        elif because is None and came == left:
            because = Said("as many came in as were resolved in the last {over}", over=self.over)
        value = None if because else flow.time_to_clear(n, came, left, span)
        seconds = None if value is None else value / _times.SECOND
        return Statistic("time_to_clear", seconds, "seconds", n, None, because)

    def _recent(self, cell: Cell, role: str, span: int) -> int:
        """How many came or left within the time before now."""
        if cell.as_of is None:
            return 0
        tally = cell.tally(role)
        return flow.upto(tally, cell.as_of) - flow.upto(tally, cell.as_of - span)

    def _reaches(self, cell: Cell, span: int) -> bool:
        """Whether the first ticket of the whole run is old enough: one slice may have begun later."""
        begun = cell.states.tallies["came"].values
        return cell.as_of is not None and len(begun) > 0 and int(begun.min()) <= cell.as_of - span


def _oldest(ages: Tallied) -> Statistic:
    n = int(ages[1].sum())
    if not n:
        return Statistic("oldest", None, "seconds", 0, undefined_because=NOTHING)
    return Statistic("oldest", int(ages[0].max()) / _times.SECOND, "seconds", n)


def _bands(ages: Tallied) -> Iterator[tuple[str, int]]:
    """How many are of each age, counted by the calendar: a week is a week, whatever is worked in it."""
    yield from zip([*BANDS, OLDER], flow.banded(ages, list(BANDS.values())), strict=True)
