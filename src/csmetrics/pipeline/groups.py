"""The slices of a report that --min-group hides, and those that would give one of them away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from csmetrics.analyses import privacy
from csmetrics.report import Diagnostic, Measure, Row, Slice, Untold
from csmetrics.slices.keys import Key, sort_key

if TYPE_CHECKING:
    from csmetrics.metrics._contract import Metric


def without_small(
    rows: Sequence[Row], least: int, metric: Metric, *, dated: bool
) -> tuple[tuple[Row, ...], tuple[Diagnostic, ...]]:
    """The rows of a report, those hidden that must be; where it is needed, groups that nobody is in are, too.

    Each question and each population is a table of its own: the whole, the slices, and all sums between. What is
    hidden in one of them is hidden in all. ``dated``: the last label of a slice is its period.
    """
    populations = privacy.populations(rows)
    mask = privacy.hidden_slices(rows, least, metric.reveals.sizes, dated=dated)
    order = {key: place for place, key in enumerate(populations)}
    place = {question: number for number, question in enumerate(row.question for row in rows)}
    keyed: list[tuple[tuple[object, ...], Row]] = []
    for key, population in populations.items():
        found = _hidden_of(population, mask, least, metric)
        if dated and metric.reveals.ahead:
            found = _without_ahead(found, least, metric)
        for row in found:
            at = (place[row.question], *_order_of(row.slice, dated=dated), order[key])
            keyed.append((at, row))
    keyed.sort(key=lambda each: each[0])
    told = tuple(row for _, row in keyed)
    if dated and metric.reveals.stocks:
        told = _without_stocks(told, least, metric.reveals.stocks)
    groups = [row for row in told if row.slice] or told
    count = sum(is_hidden(row) for row in groups)
    return told, tuple(privacy.told(count, len(groups), least))


def _order_of(slice_: Slice, *, dated: bool) -> tuple[bool, object, str]:
    """The order of slices: the whole, then labels, then periods, which sort by their names."""
    labels = tuple(label for _, label in slice_)
    if not (dated and labels):
        return bool(labels), sort_key(Key(labels)), ""
    return True, sort_key(Key(labels[:-1])), str(labels[-1])


def _hidden_of(
    rows: Sequence[Row], mask: frozenset[Slice], least: int, metric: Metric
) -> list[Row]:
    """The rows of one population."""
    if any(0 < privacy.size(row, metric.reveals.sizes) < least for row in rows if not row.slice):
        return [_hidden(row, least) for row in rows]
    slices = {row.slice: row for row in rows if row.slice}
    if not slices:
        return list(rows)
    if privacy.compares(rows):
        mask |= privacy.hidden_sides(rows, least, mask)
    kept = [_hidden(row, least) if row.slice in mask else row for row in rows]
    for slice_ in mask - {*slices}:  # nobody is in it, and that is not told either
        like = next(row for each, row in slices.items() if each[-1] == slice_[-1])
        kept.append(_hidden(replace(like, slice=slice_), least))
    return kept


def _without_ahead(rows: Sequence[Row], least: int, metric: Metric) -> list[Row]:
    """The same without what tells the n of the period after, where that one is hidden.

    Nor does the whole tell how many are there in the last: more than its n, so many. Of several labels it does not.
    """
    names = (*metric.reveals.ahead, *metric.reveals.last)
    alone = len({row.slice[:-1] for row in rows if row.slice}) == 1
    cut = alone and any(is_hidden(row) for row in rows)
    found = [
        replace(row, measure=_cut(row.measure, least, names)) if cut and not row.slice else row
        for row in rows
    ]
    order = sorted(range(len(rows)), key=lambda place: _order_of(rows[place].slice, dated=True))
    for place, after in pairwise(order):
        one, next_ = rows[place], rows[after]
        same = one.slice and one.slice[:-1] == next_.slice[:-1]
        if same and is_hidden(next_) and not is_hidden(one):
            found[place] = replace(one, measure=_cut(one.measure, least, metric.reveals.ahead))
    return found


def _without_stocks(rows: Sequence[Row], least: int, names: Sequence[str]) -> tuple[Row, ...]:
    """The same without what goes on from period to period, where one is hidden: the next ones would tell it."""
    hidden = {row.question for row in rows if row.slice and is_hidden(row)}
    return tuple(
        replace(row, measure=_cut(row.measure, least, names))
        if row.question in hidden and not is_hidden(row)
        else row
        for row in rows
    )


def _cut(measure: Measure, least: int, names: Sequence[str]) -> Measure:
    statistics = (
        privacy.concealed(each, least) if each.name in names else each
        for each in measure.statistics
    )
    parts = tuple(part for part in measure.parts if part[0] not in names)
    return replace(measure, statistics=tuple(statistics), parts=parts)


def untold(rows: Sequence[Row]) -> frozenset[str | None]:
    """The questions of which the whole is hidden: what is remarked on it would tell it."""
    return frozenset(row.question for row in rows if not row.slice and is_hidden(row))


def is_hidden(row: Row) -> bool:
    """Whether nothing of a row is told."""
    return isinstance(row.measure.headline.n, Untold)


def _hidden(row: Row, least: int) -> Row:
    measure = row.measure
    statistics = tuple(privacy.concealed(each, least) for each in measure.statistics)
    return replace(row, measure=Measure(statistics, date=measure.date, title=measure.title))
