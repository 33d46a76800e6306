"""Small tables of tickets for tests, measured without files or pipeline.

Cells are texts, read by the same parsers as those of files: ``table(created=["2026-10-05 09:00"],
reopens=["2"], handle_time=["5 min"])``. A column is named by its role; "" is a blank cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa

from csmetrics import errors
from csmetrics.calc.states import States, Tally, total
from csmetrics.intake import schema
from csmetrics.intake.columns import BLANKS, Columns
from csmetrics.intake.evidence import Evidence
from csmetrics.intake.facts import Facts
from csmetrics.intake.table import Table
from csmetrics.intake.times import MISSING
from csmetrics.intake.wanted import Wanted
from csmetrics.metrics._contract import RUN, Cell, Contribution, Metric, named
from csmetrics.metrics._sla_targets import ASKED, UNNAMED
from csmetrics.metrics.sla import OVERDUE
from csmetrics.options import InputOptions
from csmetrics.pipeline.following import NEVER
from csmetrics.read._raw import RawPart
from csmetrics.report import Measure, Statistic
from csmetrics.worktime import Clock

LEVEL = 0.95
ASIDE = (ASKED, UNNAMED, OVERDUE)
"""States that speak of rows which may be left out, too."""
_NEXT = {"": MISSING, "never": NEVER}
Headers = Mapping[str, str]


def instant(text: str) -> int:
    """Milliseconds since 1970 of a time in UTC: ``instant("2026-10-05 09:00")``."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def table(
    *,
    headers: Headers | None = None,
    as_of: str | None = None,
    start: str | None = None,
    end: str | None = None,
    following: Sequence[str] | None = None,
    clock: Clock | None = None,
    **cells: Sequence[str],
) -> Table:
    """A table of tickets, a column for each role; its first row is record 2.

    ``headers`` names the column of a role where that matters (the unit of a duration, what yes means); else
    it is called by its role. ``as_of`` is "now" as the user says it, so that what is later has not happened.
    ``start`` and ``end`` bound the window of the run, ``following`` is when the same person
    comes next: a time, ``never``, or "" where nobody knows.
    """
    names = headers or {}
    wanted = [
        Wanted(role, _kind(role), names.get(role, role), (place,))
        for place, role in enumerate(cells)
    ]
    numbers = np.arange(2, 2 + len(next(iter(cells.values()))))
    columns = {
        place: pa.array(list(each), pa.string()) for place, each in enumerate(cells.values())
    }
    part = RawPart(columns, numbers)
    sample = Columns(wanted, InputOptions(), {})
    sample.typed(part, 0)
    typed = Columns(wanted, InputOptions(), sample.settle()[0]).typed(part, 0)
    if following is not None:
        typed.frame["next"] = [_NEXT.get(text) or instant(text) for text in following]
    called = {column.key: column.header for column in wanted}
    now, first, last = (None if text is None else instant(text) for text in (as_of, start, end))
    return Table(
        typed.frame,
        typed.faults,
        called,
        numbers,
        clocks=() if clock is None else (clock,),
        as_of=now,
        start=first,
        end=last,
    )


def facts(read: Table, **more: int) -> Facts:
    """What the columns of a table say of themselves; ``more`` are further roles and their filled cells."""
    filled, labels = {}, {}
    for role in read.headers:
        if role in read.faults:
            found = read.faults[role]
            blank = [code for code, reason in enumerate(found.reasons, 1) if reason in BLANKS]
            filled[role] = int((~np.isin(found.codes, blank)).sum())
        else:
            filled[role] = int(read.frame[role].notna().sum())
            labels[role] = frozenset(read.frame[role].dropna())
    headers = {**read.headers, **{role: role for role in more}}
    score = _evidence(read) if read.has("score") else None
    return Facts(headers, {**filled, **more}, labels, score, working=bool(read.clocks))


def _evidence(read: Table) -> Evidence:
    """What the numbers of a column of ratings say of it; words are read by the parser alone."""
    values = read.numeric("score")
    unread = int(read.faulty("score", errors.NOT_A_SCORE).sum())
    found = Counter(values[~np.isnan(values)].tolist())
    return Evidence(read.headers["score"], found, unreadable=unread)


def cell(
    metric: Metric,
    read: Table,
    *,
    as_of: str | None = None,
    start: str | None = None,
    end: str | None = None,
    date: str | None = None,
    level: float = LEVEL,
) -> Cell:
    """The sums of a table as one slice: the whole, or with ``start`` or ``end`` that period (end not included).

    ``date`` is the role of the date of the run where it is not the metric's own. Every row must contribute,
    or be left out with a reason.
    """
    dated = start is not None or end is not None
    bounds = tuple(None if text is None else instant(text) for text in (start, end))
    states, used = [], np.zeros(len(read.why), dtype=bool)
    for each in metric.contributions(read):
        if not each.role.startswith(ASIDE):
            used[each.rows] = True
        states += _states(each, read, bounds, date or metric.date) if dated else [_plain(each)]
    assert ((read.why != 0) ^ used).all(), "a row is both used and left out, or neither"
    now = read.as_of if as_of is None else instant(as_of)
    return Cell(
        total(states).with_whole(()),
        0,
        level,
        dated=dated,
        as_of=now,
        start=bounds[0],
        end=bounds[1],
        clocks=read.clocks,
    )


def measures(metric: Metric, read: Table, **of_cell: str) -> Sequence[Measure]:
    """What a metric says of a table, settled on its columns; ``of_cell`` are the options of :func:`cell`."""
    settled, _ = metric.settle(facts(read))
    return settled.results(cell(settled, read, **of_cell))  # type: ignore[arg-type]


def measure(metric: Metric, read: Table, **of_cell: str) -> Measure:
    """The same of a metric that says one thing."""
    (only,) = measures(metric, read, **of_cell)
    return only


def account(read: Table) -> dict[str, int]:
    """The reasons for which rows were left out, and how many, whichever column they are of."""
    found: Counter[str] = Counter()
    for entry in read.ledger().entries(("file",)):
        found[entry.text] += entry.count
    return dict(found)


def statistic(result: Measure, name: str) -> Statistic:
    """One statistic by its name."""
    return next(each for each in result.statistics if each.name == name)


def _kind(role: str) -> str:
    kind = schema.KINDS.get(role, "label")
    return "label" if kind in ("id", "text") else kind


def _plain(each: Contribution) -> States:
    groups = np.zeros(len(each.values), dtype=np.int64)
    return States([()], {each.role: Tally.of(groups, each.values)})


def _states(
    each: Contribution,
    read: Table,
    bounds: tuple[int | None, ...],
    date: str | None,
) -> list[States]:
    """What counts in a period: by each of its dates the rows that lie in it, or all where it has none."""
    if each.dates is None:
        return [_plain(each)]
    start, end = bounds
    found = []
    for by in each.dates:
        role = date if by == RUN else by
        if role is None or not read.has(role):
            continue
        times = read.frame[role].array.asi8[each.rows]
        inside = times != MISSING
        inside &= True if start is None else times >= start
        inside &= True if end is None else times < end
        rows, values = each.rows[inside], each.values[inside]
        found.append(_plain(Contribution(named(each.role, by), rows, values)))
    return found
