"""The levels of a column beside a score: its labels, its numbers or quarters of them; and which of them are hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, pairwise
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from csmetrics.analyses import privacy
from csmetrics.analyses._beside import LABELS, Beside, Found
from csmetrics.report import UNTOLD, Diagnostic, Driver, Level, Statistic, Untold

FEW = 11
"""Up to so many different numbers stand for themselves: the answers of a scale; more are shown by quarters."""
TIMES = (86_400, 3_600, 60)
"""Round times, in seconds: days, hours, minutes."""


class Told(NamedTuple):
    """The rows of a level, and what is told of it."""

    rows: NDArray[np.bool_]
    level: Level


@dataclass(frozen=True)
class Levels:
    """The levels of a column. Of fewer than ``least`` they are hidden, and those that would give one away."""

    column: Beside
    told: tuple[Told, ...]
    hidden: tuple[bool, ...]
    least: int | None

    @classmethod
    def of(cls, column: Beside, found: Found, least: int | None) -> Self:
        """Find the levels, and which are hidden: none without ``least``."""
        told = tuple(_levels(column, found))
        mask = [False] * len(told)
        if least is not None:
            mask = privacy.small([each.level.statistic.n for each in told], least)
        return cls(column, told, tuple(mask), least)

    def seen(self) -> Beside:
        """The column as if it had no hidden levels: what is made of it says nothing of them."""
        column, rows = self.column, np.zeros(len(self.column.counts), dtype=bool)
        for each, hide in zip(self.told, self.hidden, strict=True):
            if not hide:
                rows |= each.rows
        values, scores, counts = column.values[rows], column.scores[rows], column.counts[rows]
        return replace(column, values=values, scores=scores, counts=counts)

    def put_into(self, driver: Driver) -> Driver:
        """The same with its levels, of which those that are hidden have no numbers.

        No value of somebody hidden is told either: where all are, there is no level, and of numbers one by one none
        that is hidden; quarters have edges that lie between two of them.
        """
        levels = [each.level for each in self.told]
        if self.least is None:
            return replace(driver, levels=tuple(levels))
        if all(self.hidden):
            return replace(driver, levels=(), unread=UNTOLD)
        shown: list[Level] = []
        hidden: list[Level] = []
        quarters = any(each.low != each.high for each in levels)
        levels = list(_with_edges(levels, driver.unit)) if quarters else levels
        for level, hide in zip(levels, self.hidden, strict=True):
            if not hide:
                shown.append(level)
            elif driver.kind == LABELS or quarters or _is_blank(level):
                kept = replace(level, statistic=privacy.concealed(level.statistic, self.least))
                (hidden if driver.kind == LABELS else shown).append(kept)
        hidden.sort(key=lambda each: (each.label is None, each.label or ""))  # not by who has more
        blank = any(_is_hidden(each) and _is_blank(each) for each in (*shown, *hidden))
        unread = UNTOLD if blank else driver.unread  # they are among the blank
        return replace(driver, levels=(*shown, *hidden), unread=unread)


def told_of(tested: Sequence[Levels], least: int) -> tuple[Diagnostic, ...]:
    """How many levels are hidden; nothing where none is. Those of a column that has no other count as one."""
    masks = [(True,) if all(each.hidden) else each.hidden for each in tested]
    return tuple(privacy.told(sum(map(sum, masks)), sum(map(len, masks)), least))


def _is_hidden(level: Level) -> bool:
    return isinstance(level.statistic.n, Untold)


def _is_blank(level: Level) -> bool:
    return level.label is None and level.low is None and level.high is None


def _with_edges(levels: Sequence[Level], unit: str) -> Iterator[Level]:
    """Quarters from edge to edge, of which the first and the last are open."""
    numbers = [each for each in levels if not _is_blank(each)]
    edges = [_edge(one.high, next_.low, unit) for one, next_ in pairwise(numbers)]
    for each, low, high in zip(numbers, (None, *edges), (*edges, None), strict=True):
        yield replace(each, low=low, high=high)
    yield from levels[len(numbers) :]


def _edge(below: float | None, above: float | None, unit: str) -> float:
    """The roundest number between two, near their middle; where they leave none between them, the second.

    It tells neither of them: many other pairs have the same.
    """
    last, first = Decimal(f"{below}").normalize(), Decimal(f"{above}").normalize()
    finest = min(0, *(int(each.as_tuple().exponent) for each in (last, first)))
    largest = max(last.adjusted(), first.adjusted()) + 1
    steps = chain(
        map(Decimal, TIMES if unit == "seconds" else ()),
        (Decimal(1).scaleb(place) for place in range(largest, finest - 1, -1)),
    )
    middle = (last + first) / 2
    edges = ((middle / step).to_integral_value() * step for step in steps)
    return float(next((edge for edge in edges if last < edge < first), first)) + 0.0  # no -0


def _levels(column: Beside, found: Found) -> Iterator[Told]:
    """The score of each label, the most frequent first and the blank last, or of each number or quarter of them."""
    if column.kind == LABELS:
        often = np.bincount(column.values + 1, column.counts, len(column.labels) + 1)[1:]
        order = sorted(range(len(often)), key=lambda k: (-often[k], column.labels[k]))
        for place in (*order, -1):
            rows = column.values == place
            if rows.any():
                label = column.labels[place] if place >= 0 else None
                yield Told(rows, Level(label, _score(column, rows, found)))
        return
    known = np.isfinite(column.values)
    distinct, band = np.unique(column.values[known], return_inverse=True)
    if len(distinct) > FEW:
        often = np.bincount(band, column.counts[known])
        middle = (np.cumsum(often) - often / 2) / often.sum()
        band = np.minimum(3, (4 * middle).astype(np.int64))[band]
    for part in np.unique(band).tolist():
        rows = known.copy()
        rows[known] = band == part
        low, high = column.values[rows].min(), column.values[rows].max()
        told = Level(None, _score(column, rows, found), float(low), float(high))
        yield Told(rows, told)
    if not known.all():
        yield Told(~known, Level(None, _score(column, ~known, found)))


def _score(column: Beside, rows: NDArray[np.bool_], found: Found) -> Statistic:
    return found.measured(column.scores[rows], column.counts[rows]).headline
