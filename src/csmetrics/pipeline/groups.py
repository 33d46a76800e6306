"""The slices of a report that --min-group hides, and those that would give one of them away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod

import numpy as np

from csmetrics import errors
from csmetrics.analyses.privacy import concealed, told
from csmetrics.calc.suppression import hidden
from csmetrics.errors import CsmetricsError
from csmetrics.report import Diagnostic, Measure, Row, Slice, Untold
from csmetrics.slices.keys import Key, sort_key

MOST = 200_000
"""Cells of a table, its sums included: of so many it takes up to a minute to say which to hide."""

Population = tuple[str | None, str | None, str]


def without_small(
    rows: Sequence[Row], least: int, *, dated: bool
) -> tuple[tuple[Row, ...], tuple[Diagnostic, ...]]:
    """The rows of a report, those hidden that must be; where it is needed, groups that nobody is in are, too.

    Each question and each population is a table of its own: the whole, the slices, and all sums between.
    ``dated``: the last label of a slice is its period.
    """
    populations: dict[Population, list[Row]] = {}
    for row in rows:
        populations.setdefault(_population(row), []).append(row)
    order = {key: place for place, key in enumerate(populations)}
    questions = {row.question: None for row in rows}
    found = [row for each in populations.values() for row in _hidden_of(each, least)]
    place = {question: number for number, question in enumerate(questions)}
    found.sort(
        key=lambda row: (
            place[row.question],
            *_order_of(row.slice, dated=dated),
            order[_population(row)],
        )
    )
    groups = [row for row in found if row.slice] or found
    count = sum(isinstance(row.measure.headline.n, Untold) for row in groups)
    return tuple(found), tuple(told(count, len(groups), least))


def _population(row: Row) -> Population:
    return row.question, row.measure.date, row.measure.title


def _order_of(slice_: Slice, *, dated: bool) -> tuple[bool, object, str]:
    """The order of slices: the whole, then labels, then periods, which sort by their names."""
    labels = tuple(label for _, label in slice_)
    if not (dated and labels):
        return bool(labels), sort_key(Key(labels)), ""
    return True, sort_key(Key(labels[:-1])), str(labels[-1])


def _hidden_of(rows: Sequence[Row], least: int) -> list[Row]:
    """The rows of one population."""
    slices = {row.slice: row for row in rows if row.slice}
    if any(0 < _size(row) < least for row in rows if not row.slice):
        return [_hidden(row, least) for row in rows]
    if not slices:
        return list(rows)
    names = [name for name, _ in next(iter(slices))]
    labels = [list(dict.fromkeys(each[axis][1] for each in slices)) for axis in range(len(names))]
    if prod(len(each) + 1 for each in labels) > MOST:
        raise CsmetricsError(errors.TOO_MANY_GROUPS, count=prod(map(len, labels)))
    places = [{label: place for place, label in enumerate(each)} for each in labels]
    counts = np.zeros([len(each) for each in labels], dtype=np.int64)
    for slice_, row in slices.items():
        counts[_place(slice_, places)] = _size(row)
    mask = hidden(counts, least)[tuple(slice(None, -1) for _ in names)]
    kept = [
        _hidden(row, least) if row.slice and mask[_place(row.slice, places)] else row
        for row in rows
    ]
    for place in np.argwhere(mask).tolist():
        slice_ = tuple((name, labels[axis][place[axis]]) for axis, name in enumerate(names))
        if slice_ not in slices:  # nobody is in it, and that is not told either
            like = next(row for each, row in slices.items() if each[-1] == slice_[-1])
            kept.append(_hidden(replace(like, slice=slice_), least))
    return kept


def _place(slice_: Slice, places: Sequence[dict[str | None, int]]) -> tuple[int, ...]:
    return tuple(place[label] for (_, label), place in zip(slice_, places, strict=True))


def _size(row: Row) -> int:
    """How many a group is: its n, or where nothing of it is in the headline, the most of its other counts.

    Where it is two sides that are compared, it is as small as the smaller.
    """
    measure = row.measure
    sizes = [each.n for each in measure.statistics]
    if measure.title:
        return min((n for n in sizes if n), default=0)
    return measure.headline.n or max((*sizes, *(count for _, count in measure.parts)), default=0)


def _hidden(row: Row, least: int) -> Row:
    measure = row.measure
    statistics = tuple(concealed(each, least) for each in measure.statistics)
    return replace(row, measure=Measure(statistics, date=measure.date, title=measure.title))
