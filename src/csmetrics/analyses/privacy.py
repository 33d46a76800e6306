"""--min-group: groups too small to be shown, and those that would give one away.

What is hidden loses its numbers where answers are made: no format can show what it does not get.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod

import numpy as np

from csmetrics import errors
from csmetrics.calc.suppression import hidden, hidden_in_all
from csmetrics.errors import CsmetricsError
from csmetrics.language import Said
from csmetrics.report import EFFECTIVE, UNTOLD, Diagnostic, Measure, Row, Slice, Statistic

MOST = 200_000
"""Cells of a table, its sums included: of so many it takes up to a minute to say which to hide."""
PLACES = 9
"""Decimals to which effective answers are rounded before they are cut to whole ones."""

Population = tuple[str | None, str | None, str]
Counts = Mapping[Slice, int]


def because(least: int) -> Said:
    """Why a number is hidden: the same for all, since which of them are small is not told either."""
    return Said(
        "hidden: fewer than {least}, or so that no group that small can be worked out", least=least
    )


def concealed(each: Statistic, least: int) -> Statistic:
    """A statistic without its numbers."""
    why = because(least)
    return Statistic(each.name, None, each.unit, UNTOLD, undefined_because=why)


def small(counts: Sequence[int], least: int) -> list[bool]:
    """Which of some groups that make a whole are hidden."""
    mask: list[bool] = hidden(np.array(counts, dtype=np.int64), least)[:-1].tolist()
    return mask


def populations(rows: Iterable[Row]) -> dict[Population, list[Row]]:
    """The tables of a report: of each question, each date that rows count by, and each title."""
    found: dict[Population, list[Row]] = {}
    for row in rows:
        key = (row.question, row.measure.date, row.measure.title)
        found.setdefault(key, []).append(row)
    return found


def compares(rows: Iterable[Row]) -> bool:
    """Whether rows hold parts of each slice against each other, so that it is as small as the smallest of them."""
    return any(row.measure.title and len(_sides(row.measure)) > 1 for row in rows)


def size(row: Row, parts: Sequence[str] = ()) -> int:
    """How many a slice is: its n, or where nothing of it is in the headline, the most of its other counts.

    Where it is sides that are compared, it is as small as the smallest; where ``parts`` of a metric say how many
    it is, and not its n, as the first of them says. Where n counts customers in each of several periods, no more than
    there are different ones; where answers weigh differently, no more than the effective ones: a figure that hangs
    on one answer tells it.
    """
    measure = row.measure
    if measure.title:
        return min(_sides(measure), default=0)
    if parts:
        return dict(measure.parts).get(parts[0], 0)
    sizes = [each.n for each in measure.statistics]
    found = measure.headline.n or max((*sizes, *(count for _, count in measure.parts)), default=0)
    return min(each for each in (found, measure.people, effective(row)) if each is not None)


def effective(row: Row) -> int | None:
    """How many answers of one weight tell as much as those of a slice do, in whole ones; None where all weigh alike."""
    found = (each.value for each in row.measure.statistics if each.name == EFFECTIVE)
    worth = next(found, None)
    return None if worth is None else max(1, int(round(worth, PLACES)))


def hidden_slices(
    rows: Sequence[Row], least: int, parts: Sequence[str] = (), *, dated: bool = False
) -> frozenset[Slice]:
    """The slices that are hidden in every table of a report; also such as have no row, since nobody is in them.

    ``dated``: the last label of a slice is its period, in several of which a customer may be; of ``parts`` he may be
    in any. Tables that compare sides of a slice hide more by themselves: see :func:`hidden_sides`.
    """
    tables: list[Counts] = []
    for population in populations(rows).values():
        if not compares(population) and not _few(population, least, parts):
            tables += _tables(population, parts)
    again = int(dated and any(row.measure.people is not None for row in rows))
    if parts:
        again = max((len(row.slice) for row in rows), default=0)
    return _hidden(tables, least, again=again)


def hidden_sides(
    rows: Sequence[Row], least: int, before: frozenset[Slice] = frozenset()
) -> frozenset[Slice]:
    """The slices of one table that compares sides of them of which a side is hidden; ``before`` are, anyway."""
    number = max(len(row.measure.statistics) for row in rows)
    tables = [{row.slice: _at(row, place) for row in rows if row.slice} for place in range(number)]
    return _hidden(tables, least, before)


def _sides(measure: Measure) -> set[int]:
    return {each.n for each in measure.statistics if each.n}


def _is_of_others(measure: Measure, place: int) -> bool:
    own, headline = measure.statistics[place:][:1], measure.headline
    return any(each.n not in (0, headline.n) and each.unit != "count" for each in own)


def _at(row: Row, place: int) -> int:
    return row.measure.statistics[place].n if place < len(row.measure.statistics) else 0


def _few(rows: Sequence[Row], least: int, parts: Sequence[str]) -> bool:
    """Whether all of a table are too few: it is hidden whole, and tells nothing of the others."""
    return any(0 < size(row, parts) < least for row in rows if not row.slice)


def _tables(rows: Sequence[Row], parts: Sequence[str]) -> Iterator[Counts]:
    """What adds up over slices: each of the ``parts``, and n; apart from it what stands for it where that is 0.

    A statistic of others than the headline, such as of who was asked, is as much of a group as that. Different
    customers and effective answers do not add up, but those of a sum are never more than those of its parts.
    """
    slices = [row for row in rows if row.slice]
    if parts and not rows[0].measure.title:
        for name in parts:
            yield {row.slice: dict(row.measure.parts).get(name, 0) for row in slices}
        yield {row.slice: row.measure.headline.n for row in slices}  # of whom none may be counted
        return
    yield {row.slice: row.measure.headline.n for row in slices}
    yield {row.slice: size(row) for row in slices}
    for place in range(1, max((len(row.measure.statistics) for row in slices), default=0)):
        if any(_is_of_others(row.measure, place) for row in slices):
            yield {row.slice: _at(row, place) for row in slices}


def _hidden(
    tables: Sequence[Counts],
    least: int,
    before: frozenset[Slice] = frozenset(),
    *,
    again: int = 0,
) -> frozenset[Slice]:
    """Which slices are hidden of tables of the same columns."""
    slices = list(dict.fromkeys((*(slice_ for each in tables for slice_ in each), *before)))
    if not slices:
        return frozenset()
    names = [name for name, _ in slices[0]]
    labels = [list(dict.fromkeys(each[axis][1] for each in slices)) for axis in range(len(names))]
    if prod(len(each) + 1 for each in labels) > MOST:
        raise CsmetricsError(errors.TOO_MANY_GROUPS, count=prod(map(len, labels)))
    places = [{label: place for place, label in enumerate(each)} for each in labels]
    counts = np.zeros([len(tables), *map(len, labels)], dtype=np.int64)
    for number, table in enumerate(tables):
        for slice_, count in table.items():
            at = (of[label] for (_, label), of in zip(slice_, places, strict=True))
            counts[number, *at] = count
    known = np.zeros(counts.shape[1:], dtype=bool)
    for slice_ in before:
        known[tuple(of[label] for (_, label), of in zip(slice_, places, strict=True))] = True
    mask = hidden_in_all(counts, least, known, again=again)[tuple(slice(None, -1) for _ in names)]
    return frozenset(
        tuple((name, labels[axis][place[axis]]) for axis, name in enumerate(names))
        for place in np.argwhere(mask).tolist()
    )


def told(count: int, all_: int, least: int) -> Iterator[Diagnostic]:
    """Say how many groups are hidden."""
    if count:
        params = (("count", count), ("all", all_), ("least", least))
        yield Diagnostic(errors.HIDDEN_GROUPS, params, count)
