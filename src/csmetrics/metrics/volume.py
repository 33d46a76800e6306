"""Volume: what came in, what was resolved, and what is active between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from csmetrics import errors
from csmetrics.calc import flow
from csmetrics.metrics import _flow
from csmetrics.metrics._contract import Better, Cell, Contribution, Reveals
from csmetrics.metrics._tickets import LIFE, Life, Tickets, leave_out_unborn, life
from csmetrics.report import Definition, Diagnostic, Measure, Statistic

if TYPE_CHECKING:
    from csmetrics.calc.states import Ints
    from csmetrics.intake.facts import Facts
    from csmetrics.intake.table import Table
    from csmetrics.metrics._tickets import Rows

CREATED, RESOLVED = "created", "resolved"
"""The dates by which the two events count."""

PARTS = {
    "unknown": "resolved_at_unknown_time",
    "backwards": "resolved_before_created",
    "gone": "deleted_merged_or_spam",
}
"""What became of new tickets that are in no other line, or not as they should be."""

UNKNOWN = "unknown"
"""The name of a status that is blank or in no list."""


@dataclass(frozen=True)
class Volume(Tickets):
    """Volume: how many tickets came in and were resolved, and how many were active at the end."""

    name: ClassVar[str] = "volume"
    dates: ClassVar[tuple[str, ...]] = (CREATED, RESOLVED)
    now: ClassVar[bool] = True
    better: ClassVar[Better | None] = None
    reveals: ClassVar[Reveals] = Reveals(stocks=("active", "reopened"))

    @property
    def date(self) -> str | None:
        """Count each event in the period of its own date."""
        return None

    def needs(self) -> Sequence[str]:
        """Need to know when tickets came in."""
        return (CREATED,)

    def wants(self) -> Sequence[str]:
        """Name what a ticket's life is read from."""
        return LIFE

    def settle(self, facts: Facts) -> tuple[Self, Sequence[Diagnostic]]:
        """Leave nothing open: what the columns cannot say is undefined, and why is said there."""
        return self, ()

    def contributions(self, table: Table) -> Sequence[Contribution]:
        """Each event by its own date; and for what is active, all that began and ended until then.

        A ticket that ended before it began (of two dates one is wrong) is new and resolved by its dates, and
        never active, as the formula has it.
        """
        import numpy as np

        from csmetrics.intake.times import MISSING

        lives = life(table)
        leave_out_unborn(table, lives.created)
        ended = lives.resolved != MISSING
        backwards = ended & (lives.resolved < lives.created)
        stays = ~(backwards | lives.unknown | lives.gone)
        table.leave_out(~_seen(table, lives, stays), errors.OUTSIDE_WINDOW, CREATED)
        inside = table.why == 0

        def each(
            role: str, rows: Rows, values: Ints | None, dates: tuple[str, ...] | None
        ) -> Contribution:
            places = np.flatnonzero(rows & inside)
            counted = np.zeros(len(places), np.int64) if values is None else values[places]
            return Contribution(role, places, counted, dates)

        found = [
            each("new", inside, None, (CREATED,)),
            each("begun", stays, lives.created, None),
            each("reopened", lives.reopened, lives.created, None),
            each("unknown", lives.unknown, None, (CREATED,)),
            each("backwards", backwards, None, (CREATED,)),
            each("gone", lives.gone, None, (CREATED,)),
        ]
        if table.has(RESOLVED):
            found.append(each("resolved", ended, None, (RESOLVED,)))
            found.append(each("left", ended & stays, lives.resolved, None))
        if table.has("status"):
            codes = table.frame["status"].to_numpy().astype(np.int64)
            found.append(each("status", inside, codes, (CREATED,)))
        return found

    def results(self, cell: Cell) -> Sequence[Measure]:
        """Count the new, the resolved and, at the end, the active; then what became of the new."""
        ends = [] if cell.end is None else [cell.end - 1]
        ends += [] if cell.as_of is None else [cell.as_of]
        when = min(ends, default=None)
        nothing = _flow.ends_unknown(cell)
        statistics = [_count("new", cell.count("new", CREATED))]
        if nothing is None:
            active = flow.active(cell.always("begun"), cell.always("left"), when)
            statistics.append(_count("resolved", cell.count("resolved", RESOLVED)))
            statistics.append(_count("active", active))
        else:
            statistics += [
                Statistic(name, None, "count", 0, undefined_because=nothing)
                for name in ("resolved", "active")
            ]
        statuses = _statuses(cell)
        parts = (*_flow.occurring(cell, PARTS, CREATED),)
        if nothing is not None and statuses:
            parts = statuses  # all that is known of what became of them
        elif _flow.occurs(cell, "reopened"):
            parts = (("reopened", flow.upto(cell.always("reopened"), when)), *parts)
        return (Measure(tuple(statistics), parts, statuses),)

    def definition(self) -> Definition:
        """Say what each of the three counts, and what becomes of tickets of which too little is known."""
        return Definition(
            metric=self.name,
            title="Volume",
            formula="new: created in the period; resolved: resolved in it; "
            "active: created, and not resolved, by its end",
            rule="each event by its own date; a reopened ticket counts as active since its creation, because "
            "one row does not say when it was not; deleted, merged and spam tickets without a resolution "
            "are never active; statuses are those of now",
            unit="count",
            sources=(_flow.LITTLE,),
        )


def _count(name: str, count: int) -> Statistic:
    return Statistic(name, count, "count", count)


def _seen(table: Table, lives: Life, stays: Rows) -> Rows:
    """Which tickets the window sees: those of which an event lies in it, and those active in it."""
    import numpy as np

    from csmetrics.intake.times import MISSING

    def within(times: Ints) -> Rows:
        rows: Rows = times != MISSING
        if table.start is not None:
            rows &= times >= table.start
        if table.end is not None:
            rows &= times < table.end
        return rows

    begun = np.ones(len(table.why), dtype=bool)
    if table.end is not None:
        begun &= lives.created < table.end
    if table.start is not None:
        begun &= (lives.resolved == MISSING) | (lives.resolved >= table.start)
    seen: Rows = within(lives.created) | within(lives.resolved) | (stays & begun)
    return seen


def _statuses(cell: Cell) -> tuple[tuple[str, int], ...]:
    """How many of those created in the period have each status now: of the statuses that occur in the run."""
    from csmetrics.intake.statuses import NONE, Status

    codes, counts = cell.tally("status", CREATED)
    found = dict(zip(codes.tolist(), counts.tolist(), strict=True))
    labels = {**{int(status): status.label for status in Status}, NONE: UNKNOWN}
    occurring = _flow.occurring_values(cell, "status", CREATED)
    return tuple((labels[code], found.get(code, 0)) for code in labels if code in occurring)
